import Identity
import Testing

@testable import ConsensusCore

/// When the version of behaviour may be raised.
@Suite struct CommonBehaviourTests {
    private func status(
        says: [UInt64: UInt32], silent: [UInt64: Milliseconds] = [:], isReady: Bool = true, leads: Bool = true
    ) -> RaftStatus {
        RaftStatus(
            id: NodeID(rawValue: 1),
            leadership: Leadership(
                role: leads ? .leader : .follower, term: Term(rawValue: 2), leader: NodeID(rawValue: leads ? 1 : 2),
                isReady: isReady),
            lastIndex: LogIndex(rawValue: 9), commitIndex: LogIndex(rawValue: 9), appliedIndex: LogIndex(rawValue: 9),
            snapshotIndex: .zero, membership: Script.membership(voters: [1, 2, 3], learners: [4]),
            isChanging: false, votersSteadyFor: 60_000,
            peers: [2, 3, 4].map { id in
                RaftStatus.Peer(
                    id: NodeID(rawValue: id), match: LogIndex(rawValue: 9), silentFor: silent[id] ?? 0,
                    steadyFor: 60_000, isCaughtUp: true, newestBehaviour: says[id] ?? 0)
            })
    }

    private func common(
        _ status: RaftStatus, own: UInt32 = 5, registered: [UInt64]? = [1, 2, 3, 4]
    ) -> CommonBehaviour {
        CommonBehaviour(of: status, own: own, registered: registered?.map { NodeID(rawValue: $0) })
    }

    private func isKnown(_ common: CommonBehaviour) -> Bool {
        switch common {
        case .known: true
        case .unknown: false
        }
    }

    @Test("it is the least that any member says, learners and the leader included")
    func least() {
        #expect(common(status(says: [2: 7, 3: 7, 4: 7])) == .known(5))
        #expect(common(status(says: [2: 7, 3: 4, 4: 7])) == .known(4))
        #expect(common(status(says: [2: 7, 3: 7, 4: 3])) == .known(3))
    }

    @Test("a member that has not said what it knows holds it up, and so does a leader without a simulation")
    func unsaid() {
        #expect(!isKnown(common(status(says: [2: 5, 3: 5]))))
        #expect(!isKnown(common(status(says: [2: 5, 3: 5, 4: 5]), own: 0)))
    }

    @Test("a silent member holds it up while it is registered, or may be starting again; one that is gone does not")
    func silence() {
        let said: [UInt64: UInt32] = [2: 5, 3: 1, 4: 5]
        let soon = status(says: said, silent: [3: CommonBehaviour.contact + 1])
        let late = status(says: said, silent: [3: CommonBehaviour.grace + 1])
        #expect(!isKnown(common(soon, registered: [1, 2, 4])))
        #expect(!isKnown(common(late)))
        #expect(common(late, registered: [1, 2, 4]) == .known(5))
    }

    @Test("a registered server that is no member yet, or a registry that cannot be asked, holds it up")
    func registry() {
        let all = status(says: [2: 5, 3: 5, 4: 5])
        #expect(!isKnown(common(all, registered: [1, 2, 3, 4, 9])))
        #expect(!isKnown(common(all, registered: nil)))
    }

    @Test("only a leader that has committed an entry of its term knows")
    func leadership() {
        let said: [UInt64: UInt32] = [2: 5, 3: 5, 4: 5]
        #expect(!isKnown(common(status(says: said, isReady: false))))
        #expect(!isKnown(common(status(says: said, leads: false))))
    }

    @Test("members tell the leader with each heartbeat's answer what their simulations know")
    func told() throws {
        var follower = try Script(2)
        follower.feed(.behaviourKnown(4))
        follower.receive(.heartbeat(Heartbeat(commitIndex: .zero, readContext: 0)), from: 1, term: 1)
        #expect(follower.take().map(\.body) == [.heartbeatReply(HeartbeatReply(readContext: 0, newestBehaviour: 4))])
    }
}
