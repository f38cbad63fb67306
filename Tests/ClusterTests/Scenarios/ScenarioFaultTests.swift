import Testing

@testable import ConsensusCore

/// The scenarios notice what they are about: with a rule removed from the nodes, the scenario of that rule fails, and not by
/// its transcript alone.
@Suite struct ScenarioFaultTests {
    private static let scenarios: [(fault: Sabotage, run: @Sendable () -> Void)] = [
        (.voteBeforePersist, { ElectionScenarios().voteDurability() }),
        (.stepDownClearsVote, { ElectionScenarios().sameTermStepDown() }),
        (.leaderCountsUnpersisted, { LogScenarios().slowLeaderDisk() }),
        (.commitsOldTermByCounting, { LogScenarios().figure8() }),
        (.truncatesOnAnyAppend, { LogScenarios().staleAppend() }),
        (.acknowledgesUnpersisted, { LogScenarios().staleCompletions() }),
        (.skipsFirstEntryWait, { MembershipScenarios().bugOf2015() }),
        (.ignoresOutgoingMajority, { MembershipScenarios().crashInJointChange() }),
        (.singleVoterCountsUnpersisted, { MembershipScenarios().promotion() }),
        (.noDeduplicationInSnapshot, { SnapshotScenarios().insideASnapshot() }),
        (.reusesReadContext, { TimeScenarios().duplicatedReads() }),
    ]

    @Test("a deliberate fault breaks its scenario", arguments: scenarios.map(\.fault))
    func notices(_ fault: Sabotage) {
        let scenario = Self.scenarios.first { $0.fault == fault }
        withKnownIssue { Scenario.$sabotage.withValue(fault) { scenario?.run() } }
    }
}
