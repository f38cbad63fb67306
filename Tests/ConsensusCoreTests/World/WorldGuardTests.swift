import ConsensusCore
import Identity
import Testing

/// docs/decisions/0807-a-node-whose-world-differs.md
@Suite struct WorldGuardTests {
    private let members = [1, 2, 3].map { NodeID(rawValue: $0) }
    private var one: NodeID { members[0] }

    /// Node 1's guard after a round of reports in which its world differs.
    private func wrong(
        _ guardian: WorldGuard? = nil, round: UInt64 = 1, now: Milliseconds
    ) -> WorldGuard {
        var guardian = guardian ?? WorldGuard(id: one)
        for member in members {
            let report = StateReport(
                index: LogIndex(rawValue: 100 * round), tick: 20 * round, format: 3, hash: 0,
                boards: [1, 2, 3, 4, member == one ? 50 : 5])
            _ = guardian.reported(
                report, by: member, live: members, committed: LogIndex(rawValue: 1_000), now: now)
        }
        return guardian
    }

    @Test("another member's wrong world is told of, and nothing else happens here")
    func another() {
        var guardian = WorldGuard(id: members[1])
        guardian = wrong(guardian, now: 5)
        #expect(guardian.found.map(\.divergence.node) == [one])
        #expect(guardian.found.map(\.at) == [5])
        #expect(!guardian.isQuarantined)
        #expect(guardian.passed(isLeader: true, live: members, now: 10) == nil)
    }

    @Test("a wrong leader offers leadership for 2 s, and restores its world beside the leader after that")
    func leader() {
        var guardian = wrong(now: 1_000)
        #expect(guardian.isQuarantined)
        #expect(guardian.passed(isLeader: true, live: members, now: 1_000) == .handOver)
        #expect(guardian.passed(isLeader: true, live: members, now: 2_999) == .handOver)
        #expect(guardian.passed(isLeader: true, live: members, now: 3_000) == .pull(from: members[1]))
    }

    @Test("healthy members are asked in turn, one at a time, and only those with an open connection")
    func inTurn() {
        var guardian = wrong(now: 0)
        #expect(guardian.passed(isLeader: false, live: members, now: 0) == .pull(from: members[1]))
        #expect(guardian.passed(isLeader: false, live: members, now: 60_000) == nil, "it is on its way")
        guardian.pullFailed(now: 60_000)
        #expect(guardian.passed(isLeader: false, live: members, now: 60_249) == nil)
        #expect(guardian.passed(isLeader: false, live: members, now: 60_250) == .pull(from: members[2]))
        guardian.pullFailed(now: 61_000)
        #expect(guardian.passed(isLeader: false, live: [one], now: 70_000) == nil)
        #expect(guardian.passed(isLeader: false, live: [one, members[2]], now: 70_000) == .pull(from: members[2]))
    }

    @Test("the quarantine ends when the simulation has taken the healthy world, and with no other snapshot")
    func restored() {
        var guardian = wrong(now: 1_000)
        _ = guardian.passed(isLeader: false, live: members, now: 1_000)
        #expect(guardian.simulationRestored(now: 1_100) == nil)
        #expect(!guardian.isRestoring)
        guardian.worldArrived()
        #expect(guardian.isRestoring)
        #expect(guardian.passed(isLeader: false, live: members, now: 9_000) == nil)
        #expect(guardian.simulationRestored(now: 1_400) == 400)
        #expect(!guardian.isQuarantined)
        #expect(guardian.restored == 1)
        #expect(guardian.simulationRestored(now: 1_500) == nil)
    }

    @Test("a world that goes wrong again within a minute waits 1 s, then 2, then 4; after a quiet minute not at all")
    func again() {
        var guardian = WorldGuard(id: one)
        var now: Milliseconds = 0
        for (round, wait) in ([0, 1_000, 2_000, 4_000] as [Milliseconds]).enumerated() {
            guardian = wrong(guardian, round: UInt64(round + 1), now: now)
            if wait > 0 { #expect(guardian.passed(isLeader: false, live: members, now: now + wait - 1) == nil) }
            #expect(guardian.passed(isLeader: false, live: members, now: now + wait) != nil)
            guardian.worldArrived()
            #expect(guardian.simulationRestored(now: now + wait) == wait)
            now += wait + 59_999
        }
        guardian = wrong(guardian, round: 5, now: now + 1)
        #expect(guardian.passed(isLeader: false, live: members, now: now + 1) != nil)
    }

    @Test("the last 8 divergences are remembered")
    func bounded() {
        var guardian = WorldGuard(id: members[1])
        for round in 1...9 as ClosedRange<UInt64> {
            // It agrees in between: the same difference is told of once.
            guardian = wrong(guardian, round: 2 * round - 1, now: Milliseconds(round))
            for member in members {
                let report = StateReport(
                    index: LogIndex(rawValue: 100 * 2 * round), tick: 20 * 2 * round, format: 3, hash: 0,
                    boards: [1, 2, 3, 4, 5])
                _ = guardian.reported(
                    report, by: member, live: members, committed: LogIndex(rawValue: 10_000), now: Milliseconds(round))
            }
        }
        #expect(guardian.found.map(\.at) == Array(2...9))
    }
}
