import Identity
import Testing

@testable import ConsensusCore

@Suite struct ChangeReasonsTests {
    private let one = NodeID(rawValue: 1)
    private let two = NodeID(rawValue: 2)
    private let three = NodeID(rawValue: 3)

    private func leadership(_ role: Leadership.Role, _ term: UInt64, leader: NodeID? = nil, isReady: Bool = false)
        -> Leadership
    {
        Leadership(role: role, term: Term(rawValue: term), leader: leader, isReady: isReady)
    }

    private func membership(voters: [UInt64], learners: [UInt64] = []) -> Membership {
        var membership = Membership()
        membership.voters = voters.map(NodeID.init(rawValue:))
        membership.learners = learners.map(NodeID.init(rawValue:))
        membership.members = (voters + learners).sorted().map {
            Member(id: NodeID(rawValue: $0), address: "node\($0):1")
        }
        return membership
    }

    private func heartbeat(from: NodeID, term: UInt64) -> RaftMessage {
        RaftMessage(
            cluster: ClusterID(rawValue: 9), from: from, to: one, term: Term(rawValue: term),
            body: .heartbeat(Heartbeat(commitIndex: .zero, readContext: 0)))
    }

    /// A follower of node 2 in term 3, which heard it at 1 000 ms.
    private func follower() -> ChangeReasons {
        var reasons = ChangeReasons(leadership(.follower, 3), membership: membership(voters: [1, 2, 3]), now: 0)
        #expect(
            reasons.changed(to: leadership(.follower, 3, leader: two), isVoter: true, now: 500)
                == "node 2 leads in term 3")
        reasons.heard(heartbeat(from: two, term: 3))
        reasons.roundEnded(now: 1_000)
        return reasons
    }

    @Test("a leader that falls silent is named, with the time since its last heartbeat")
    func silent() {
        var reasons = follower()
        reasons.roundEnded(now: 2_000)  // nothing was heard
        #expect(
            reasons.changed(to: leadership(.preCandidate, 3), isVoter: true, now: 2_250)
                == "1.2 s without a heartbeat from leader 2")
        #expect(
            reasons.changed(to: leadership(.candidate, 4), isVoter: true, now: 2_300) == "a majority would vote for it")
        #expect(
            reasons.changed(to: leadership(.leader, 4, leader: one), isVoter: true, now: 2_400)
                == "a majority voted for it")
        #expect(
            reasons.changed(to: leadership(.leader, 4, leader: one, isReady: true), isVoter: true, now: 2_410)
                == "the first entry of term 4 is committed")
    }

    @Test("what was seen before explains a change better than the change itself, once")
    func noted() {
        var reasons = follower()
        reasons.note("the connection to leader 2 was reset")
        #expect(
            reasons.changed(to: leadership(.preCandidate, 3), isVoter: true, now: 1_100)
                == "the connection to leader 2 was reset")
        #expect(
            reasons.changed(to: leadership(.follower, 4, leader: three), isVoter: true, now: 1_200)
                == "node 3 leads in term 4")
        #expect(
            reasons.changed(to: leadership(.preCandidate, 4), isVoter: true, now: 3_000)
                == "2.0 s without a heartbeat from leader 3")
    }

    @Test("a higher term names its sender, within the round in which it came")
    func higherTerm() {
        var reasons = follower()
        reasons.heard(heartbeat(from: three, term: 7))
        #expect(reasons.changed(to: leadership(.follower, 7), isVoter: true, now: 1_100) == "higher term 7 from node 3")
        var later = follower()
        later.heard(heartbeat(from: three, term: 7))
        later.roundEnded(now: 1_050)
        #expect(later.changed(to: leadership(.follower, 7), isVoter: true, now: 1_100) == "a higher term")
    }

    @Test("a clock is looked at only in a round that a leader was heard in")
    func clock() {
        var reasons = follower()
        var looks = 0
        func now() -> Milliseconds {
            looks += 1
            return 2_000
        }
        reasons.roundEnded(now: now())
        #expect(looks == 0)
        reasons.heard(heartbeat(from: two, term: 3))
        reasons.roundEnded(now: now())
        #expect(looks == 1)
    }

    @Test("a change of membership says what is new, and the decision behind it if this node made it")
    func membershipChanges() {
        var reasons = follower()
        #expect(
            reasons.changed(to: membership(voters: [1, 2, 3], learners: [4]))
                == "started (4 joined as learner)", "what a node finds in its log when it starts")
        #expect(
            reasons.changed(to: membership(voters: [1, 2, 3], learners: [4, 5]))
                == "as leader 2 has it: 5 joined as learner")
        reasons.note(membershipChange: "node 4 has caught up")
        #expect(
            reasons.changed(to: membership(voters: [1, 2, 4], learners: [3, 5]))
                == "node 4 has caught up (4 got a vote, 3 lost its vote)")
        #expect(
            reasons.changed(to: membership(voters: [1, 2, 4], learners: [5])) == "as leader 2 has it: 3 left for good")
    }
}
