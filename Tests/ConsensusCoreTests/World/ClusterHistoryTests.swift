import Identity
import Testing

@testable import ConsensusCore

@Suite struct ClusterHistoryTests {
    private func status(
        _ id: UInt64 = 1, leader: UInt64? = 1, term: UInt64 = 2, voters: [UInt64] = [1, 2, 3], learners: [UInt64] = [],
        silent: [UInt64: Milliseconds] = [:]
    ) -> RaftStatus {
        let leads = leader == id
        return RaftStatus(
            id: NodeID(rawValue: id),
            leadership: Leadership(
                role: leads ? .leader : .follower, term: Term(rawValue: term), leader: leader.map(NodeID.init),
                isReady: leads),
            lastIndex: .zero, commitIndex: .zero, appliedIndex: .zero, snapshotIndex: .zero,
            membership: Script.membership(voters: voters, learners: learners), isChanging: false, votersSteadyFor: 0,
            peers: leads
                ? (voters + learners).filter { $0 != id }.sorted().map {
                    RaftStatus.Peer(
                        id: NodeID(rawValue: $0), match: .zero, silentFor: silent[$0] ?? 0, steadyFor: 0,
                        isCaughtUp: true)
                } : [])
    }

    private func told(_ history: ClusterHistory) -> [String] {
        history.events.map { "\($0.kind) \($0.node) in \($0.term) at \($0.at)" }
    }

    @Test("what a node finds at its start is no event, but for its own election")
    func start() {
        var follower = ClusterHistory()
        follower.observed(status(2), at: 10)
        #expect(told(follower) == [])
        var founder = ClusterHistory()
        founder.observed(status(1, voters: [1]), at: 10)
        #expect(told(founder) == ["elected 1 in 2 at 10"])
    }

    @Test("each election is told once, by whoever sees it")
    func elections() {
        var history = ClusterHistory()
        history.observed(status(2, leader: 1, term: 2), at: 10)
        history.observed(status(2, leader: nil, term: 3), at: 20)
        history.observed(status(2, leader: 3, term: 3), at: 30)
        history.observed(status(2, leader: 3, term: 3), at: 40)
        history.observed(status(2, leader: 3, term: 5), at: 50)
        #expect(told(history) == ["elected 3 in 3 at 30", "elected 3 in 5 at 50"])
    }

    @Test("changes of the membership are told; a new node's first sight of it is none")
    func membership() {
        var history = ClusterHistory()
        history.observed(status(2, leader: nil, voters: [], learners: []), at: 1)
        history.observed(status(2, voters: [1]), at: 2)
        history.observed(status(2, voters: [1], learners: [2]), at: 3)
        history.observed(status(2, voters: [1, 2]), at: 4)
        history.observed(status(2, voters: [2], learners: [1]), at: 5)
        history.observed(status(2, voters: [2]), at: 6)
        #expect(
            told(history) == [
                "joined 2 in 2 at 3", "promoted 2 in 2 at 4", "demoted 1 in 2 at 5", "left 1 in 2 at 6",
            ])
    }

    @Test("a leader tells whom it stops hearing and whom it hears again")
    func contacts() {
        var history = ClusterHistory()
        history.observed(status(silent: [2: 0, 3: 0]), at: 100)
        #expect(told(history) == ["elected 1 in 2 at 100"], "nothing was heard yet since the election")
        history.observed(status(silent: [2: 50, 3: 500]), at: 600)
        history.observed(status(silent: [2: 50, 3: 999]), at: 1_099)
        history.observed(status(silent: [2: 50, 3: 1_000]), at: 1_100)
        history.observed(status(silent: [2: 50, 3: 1_500]), at: 1_600)
        history.observed(status(silent: [2: 50, 3: 20]), at: 2_100)
        #expect(
            told(history) == [
                "elected 1 in 2 at 100", "reachable 2 in 2 at 600", "unreachable 3 in 2 at 1100",
                "reachable 3 in 2 at 2100",
            ])
        history.observed(status(leader: 2, term: 3), at: 3_000)
        history.observed(status(leader: 1, term: 4, silent: [2: 0, 3: 0]), at: 4_000)
        history.observed(status(leader: 1, term: 4, silent: [2: 1_200, 3: 10]), at: 5_200)
        #expect(
            Array(told(history).suffix(4)) == [
                "elected 2 in 3 at 3000", "elected 1 in 4 at 4000", "unreachable 2 in 4 at 5200",
                "reachable 3 in 4 at 5200",
            ])
    }

    @Test("events go after an hour, and beyond 128 the oldest first")
    func bounds() {
        var history = ClusterHistory()
        for term in 1...200 as ClosedRange<UInt64> { history.observed(status(2, leader: 1, term: term), at: term) }
        #expect(history.events.count == 128)
        #expect(history.events.first?.term == Term(rawValue: 73))
        history.observed(status(2, leader: 1, term: 200), at: 3_600_000 + 199)
        #expect(told(history) == ["elected 1 in 199 at 199", "elected 1 in 200 at 200"])
        history.observed(status(2, leader: 1, term: 200), at: 3_600_000 + 201)
        #expect(told(history) == [])
    }
}
