import Identity
import Testing

@testable import ConsensusCore

@Suite struct AutopilotTests {
    private func status(
        voters: [UInt64], learners: [UInt64] = [], silent: [UInt64: Milliseconds] = [:], steady: Milliseconds = 60_000,
        caughtUp: Bool = true, votersSteadyFor: Milliseconds = 60_000, isChanging: Bool = false, isReady: Bool = true,
        stalled: [UInt64: Milliseconds] = [:], full: [UInt64] = []
    ) -> RaftStatus {
        RaftStatus(
            id: NodeID(rawValue: 1),
            leadership: Leadership(
                role: .leader, term: Term(rawValue: 2), leader: NodeID(rawValue: 1), isReady: isReady),
            lastIndex: LogIndex(rawValue: 9), commitIndex: LogIndex(rawValue: 9), appliedIndex: LogIndex(rawValue: 9),
            snapshotIndex: .zero, membership: Script.membership(voters: voters, learners: learners),
            isChanging: isChanging, votersSteadyFor: votersSteadyFor,
            peers: (voters + learners).filter { $0 != 1 }.sorted().map { id in
                RaftStatus.Peer(
                    id: NodeID(rawValue: id), match: LogIndex(rawValue: 9), silentFor: silent[id] ?? 0,
                    steadyFor: steady,
                    isCaughtUp: caughtUp, stalledFor: stalled[id] ?? 0, takesNoEntries: full.contains(id))
            })
    }

    private func servers(_ ids: UInt64...) -> [Autopilot.Server] {
        ids.map { Autopilot.Server(id: NodeID(rawValue: $0), address: "n\($0):50052", isHealthy: true) }
    }

    private func ids(_ raw: UInt64...) -> [NodeID] { raw.map { NodeID(rawValue: $0) } }

    @Test("a registered, healthy server joins as a learner")
    func adds() {
        let change = Autopilot.change(for: status(voters: [1]), servers: servers(1, 2))
        #expect(change == .addLearner(Member(id: NodeID(rawValue: 2), address: "n2:50052")))
        let ill = [Autopilot.Server(id: NodeID(rawValue: 2), address: "n2:50052", isHealthy: false)]
        #expect(Autopilot.change(for: status(voters: [1]), servers: ill) == nil)
        #expect(Autopilot.change(for: status(voters: [1]), servers: nil) == nil)
    }

    @Test("a caught-up learner gets a free seat, one that is not waits")
    func promotes() {
        let all = servers(1, 2, 3, 4)
        let growing = Autopilot.change(for: status(voters: [1], learners: [2, 3, 4]), servers: all)
        #expect(growing == .changeVoters(promote: ids(2, 3), demote: []))
        #expect(Autopilot.change(for: status(voters: [1], learners: [2, 3, 4], caughtUp: false), servers: all) == nil)
        #expect(Autopilot.change(for: status(voters: [1, 2, 3], learners: [4]), servers: all) == nil)
    }

    @Test("a voter silent for 5 s is swapped for a learner, also while the registry is down")
    func swaps() {
        let silent = status(voters: [1, 2, 3], learners: [4], silent: [3: 5_001])
        let swap = MembershipChange.changeVoters(promote: ids(4), demote: ids(3))
        #expect(Autopilot.change(for: silent, servers: servers(1, 2, 3, 4)) == swap)
        #expect(Autopilot.change(for: silent, servers: nil) == swap)
        let brief = status(voters: [1, 2, 3], learners: [4], silent: [3: 5_000])
        #expect(Autopilot.change(for: brief, servers: servers(1, 2, 3, 4)) == nil)
        let unsteady = status(voters: [1, 2, 3], learners: [4], silent: [3: 5_001], steady: 4_999)
        #expect(Autopilot.change(for: unsteady, servers: servers(1, 2, 3, 4)) == nil)
    }

    @Test("a silent voter keeps its seat while nobody can replace it")
    func keepsSeats() {
        let silent = status(voters: [1, 2, 3], silent: [3: 600_000])
        #expect(Autopilot.change(for: silent, servers: servers(1, 2, 3)) == nil)
    }

    @Test("a learner silent for 10 min is removed, unless the registry sees it or cannot be asked")
    func removes() {
        let silent = status(voters: [1, 2, 3], learners: [4], silent: [4: 600_001])
        #expect(Autopilot.change(for: silent, servers: servers(1, 2, 3)) == .removeLearner(NodeID(rawValue: 4)))
        #expect(Autopilot.change(for: silent, servers: servers(1, 2, 3, 4)) == nil)
        #expect(Autopilot.change(for: silent, servers: nil) == nil)
    }

    @Test("a learner silent for 5 s is removed once another server has its address")
    func removesWhoseAddressIsTaken() {
        func change(silentFor silence: Milliseconds, heirAt address: String) -> MembershipChange? {
            // A draining server is not added itself.
            let heir = Autopilot.Server(
                id: NodeID(rawValue: 5), address: address, isHealthy: true, isDraining: true)
            return Autopilot.change(
                for: status(voters: [1, 2, 3], learners: [4], silent: [4: silence]), servers: servers(1, 2, 3) + [heir])
        }
        #expect(change(silentFor: 5_001, heirAt: "n4:50052") == .removeLearner(NodeID(rawValue: 4)))
        #expect(change(silentFor: 5_000, heirAt: "n4:50052") == nil)
        #expect(change(silentFor: 5_001, heirAt: "n5:50052") == nil)
    }

    @Test("a learner silent for 5 s is removed when every seat is taken and a server waits")
    func removesForOneThatWaits() {
        func change(silentFor silence: Milliseconds, seats: Int) -> MembershipChange? {
            var settings = Autopilot.Settings()
            settings.maximumMembers = seats
            return Autopilot.change(
                for: status(voters: [1, 2, 3], learners: [4], silent: [4: silence]), servers: servers(1, 2, 3, 5),
                settings: settings)
        }
        #expect(change(silentFor: 5_001, seats: 4) == .removeLearner(NodeID(rawValue: 4)))
        #expect(change(silentFor: 5_000, seats: 4) == nil)
        let joins = Member(id: NodeID(rawValue: 5), address: "n5:50052")
        #expect(change(silentFor: 5_001, seats: 5) == .addLearner(joins))
    }

    @Test("a draining voter gives its seat to a steady learner at once, however short ago the last change was")
    func drains() {
        var rows = servers(1, 2, 3, 4)
        rows[2].isDraining = true
        let swap = MembershipChange.changeVoters(promote: ids(4), demote: ids(3))
        #expect(Autopilot.change(for: status(voters: [1, 2, 3], learners: [4]), servers: rows) == swap)
        let recent = status(voters: [1, 2, 3], learners: [4], votersSteadyFor: 100)
        #expect(Autopilot.change(for: recent, servers: rows) == swap)
        let unsteady = status(voters: [1, 2, 3], learners: [4], steady: 4_999)
        #expect(Autopilot.change(for: unsteady, servers: rows) == nil)
        // A leader that drains hands over first; that is no reason to hurry.
        rows[2].isDraining = false
        rows[0].isDraining = true
        let surplus = status(voters: [1, 2, 3, 4], votersSteadyFor: 9_999)
        #expect(Autopilot.change(for: surplus, servers: rows) == nil)
        // Of more than are wanted the one goes that goes anyway.
        rows[0].isDraining = false
        rows[1].isDraining = true
        let four = status(voters: [1, 2, 3, 4])
        #expect(Autopilot.change(for: four, servers: rows) == .changeVoters(promote: [], demote: ids(2)))
    }

    @Test("nothing while a change is under way, or before the leader is ready")
    func waits() {
        #expect(Autopilot.change(for: status(voters: [1], isChanging: true), servers: servers(1, 2)) == nil)
        #expect(Autopilot.change(for: status(voters: [1], isReady: false), servers: servers(1, 2)) == nil)
    }

    @Test("a member's new address is written down")
    func readdresses() {
        var rows = servers(1, 2)
        rows[1].address = "elsewhere:50052"
        let change = Autopilot.change(for: status(voters: [1, 2]), servers: rows)
        #expect(change == .addLearner(Member(id: NodeID(rawValue: 2), address: "elsewhere:50052")))
    }

    @Test("a voter that answers and stores nothing for 5 s is swapped like a silent one, for one that takes entries")
    func swapsStalled() {
        let swap = MembershipChange.changeVoters(promote: ids(5), demote: ids(3))
        let all = servers(1, 2, 3, 4, 5)
        let stalled = status(voters: [1, 2, 3], learners: [4, 5], stalled: [3: 5_001], full: [3, 4])
        let decision = Autopilot.decide(for: stalled, servers: all)
        #expect(decision?.change == swap)
        #expect(decision?.reason == "voter 3 has stored nothing for 5.0 s, replaced by 5")
        let brief = status(voters: [1, 2, 3], learners: [4, 5], stalled: [3: 5_000], full: [3, 4])
        #expect(Autopilot.change(for: brief, servers: all) == nil)
        let nobody = status(voters: [1, 2, 3], learners: [4], stalled: [3: 60_000], full: [3, 4])
        #expect(Autopilot.change(for: nobody, servers: servers(1, 2, 3, 4)) == nil)
    }

    @Test("a node may be taken when all voters are there, whole and quiet")
    func mayBeTaken() {
        func obstacle(_ status: RaftStatus) -> String? {
            if case .no(let reason) = Replaceability(of: status) { reason } else { nil }
        }
        #expect(obstacle(status(voters: [1, 2, 3], learners: [4])) == nil)
        #expect(
            obstacle(status(voters: [1, 2, 3], learners: [4], silent: [4: 60_000])) == nil, "a learner does not count")
        #expect(obstacle(status(voters: [1, 2])) == "2 of 3 voters")
        #expect(obstacle(status(voters: [1, 2, 3], silent: [3: 1_001])) == "voter 3 silent for 1001 ms")
        #expect(obstacle(status(voters: [1, 2, 3], steady: 4_999)) == "voter 2 has answered for 4999 ms only")
        #expect(obstacle(status(voters: [1, 2, 3], caughtUp: false)) == "voter 2 is catching up")
        #expect(obstacle(status(voters: [1, 2, 3], stalled: [2: 1_001])) == "voter 2 has stored nothing for 1001 ms")
        #expect(
            obstacle(status(voters: [1, 2, 3], full: [2])) == "voter 2 takes no entries: its disk or its log is full")
        #expect(obstacle(status(voters: [1, 2, 3], isChanging: true)) == "the membership is changing")
        #expect(
            obstacle(status(voters: [1, 2, 3], votersSteadyFor: 4_999))
                == "the voters or their leader changed 4999 ms ago")
        #expect(
            obstacle(status(voters: [1, 2, 3], isReady: false)) == "the leader is new: it has committed nothing yet")
        var follower = status(voters: [1, 2, 3])
        follower.leadership = Leadership(
            role: .follower, term: Term(rawValue: 2), leader: NodeID(rawValue: 2), isReady: false)
        #expect(obstacle(follower) == "node 2 leads: ask it")
        follower.leadership.leader = nil
        #expect(obstacle(follower) == "there is no leader")
    }
}
