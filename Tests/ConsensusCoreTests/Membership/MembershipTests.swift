import Identity
import Testing

@testable import ConsensusCore

@Suite struct MembershipTests {
    private func readyLeader(voters: [UInt64] = [1, 2, 3], learners: [UInt64] = []) throws -> Script {
        var script = try Script(1, voters: voters, learners: learners)
        script.elect(by: Array(voters.dropFirst()))
        script.sync()
        for peer in voters.dropFirst() + learners { script.acknowledge(2, from: peer) }
        _ = script.take()
        return script
    }

    private func ids(_ raw: UInt64...) -> [NodeID] { raw.map { NodeID(rawValue: $0) } }

    private func swap(_ script: inout Script, id: UInt64 = 1) {
        script.feed(.changeMembership(id: id, .changeVoters(promote: ids(4), demote: ids(3))))
    }

    @Test("no change before the term's first entry is committed")  // erratum of 2015
    func waitsForFirstEntry() throws {
        var script = try Script(1)
        script.elect(by: [2])
        script.sync()
        let member = Member(id: NodeID(rawValue: 4), address: "n4:50052")
        script.feed(.changeMembership(id: 1, .addLearner(member)))
        #expect(script.output.outcomes == [ProposalOutcome(id: 1, result: .rejected(.changeInProgress))])
        script.acknowledge(2, from: 2)
        script.feed(.changeMembership(id: 2, .addLearner(member)))
        #expect(script.output.outcomes.isEmpty)
        #expect(script.node.membership.learners == ids(4))
    }

    @Test("one change at a time")
    func oneAtATime() throws {
        var script = try readyLeader(learners: [4])
        swap(&script)
        #expect(script.node.membership.isJoint)
        script.feed(.changeMembership(id: 2, .removeLearner(NodeID(rawValue: 4))))
        #expect(script.output.outcomes == [ProposalOutcome(id: 2, result: .rejected(.changeInProgress))])
    }

    @Test("a joint configuration needs both majorities, and is then left by itself")  // Raft §6
    func joint() throws {
        var script = try readyLeader(learners: [4])
        swap(&script)
        let joint = script.node.log.lastIndex.rawValue
        script.sync()
        script.acknowledge(joint, from: 4)  // {1, 2, 4} has its majority, {1, 2, 3} has not
        #expect(script.node.commitIndex.rawValue < joint)
        script.acknowledge(joint, from: 2)
        #expect(script.node.commitIndex.rawValue == joint)
        #expect(script.output.outcomes == [ProposalOutcome(id: 1, result: .committed(LogIndex(rawValue: joint)))])
        #expect(script.node.membership == Script.membership(voters: [1, 2, 4], learners: [3]))
        #expect(script.node.log.membershipIndex.rawValue == joint + 1)
    }

    @Test("in a joint configuration an election needs both majorities")
    func jointElection() throws {
        var script = try Script(1, voters: [1, 4, 5], learners: [])
        script.append(
            previous: (1, 1),
            entries: [
                Script.entry(2, 1, .configuration(Script.membership(voters: [1, 4, 5], outgoing: [1, 2, 3])))
            ], from: 9, term: 1)
        script.sync()
        script.elect(by: [4, 5])
        #expect(script.node.role == .preCandidate)
        script.vote(true, preVote: true, from: 2, term: 2)
        #expect(script.node.role == .candidate)
    }

    @Test("a configuration is in force from its append and rolled back with it")  // dissertation §4.1
    func rollsBack() throws {
        var script = try Script(2)
        let change = Script.membership(voters: [1, 2, 4], outgoing: [1, 2, 3])
        script.append(previous: (1, 1), entries: [Script.entry(2, 1, .configuration(change))], from: 1, term: 1)
        #expect(script.node.membership == change)
        #expect(script.output.membership == change)
        script.append(previous: (1, 1), entries: [Script.entry(2, 2)], from: 3, term: 2)
        #expect(script.node.membership == Script.membership(voters: [1, 2, 3]))
        #expect(script.output.membership == Script.membership(voters: [1, 2, 3]))
    }

    @Test("learners do not count")
    func learnersDoNotCount() throws {
        var script = try readyLeader(learners: [4, 5])
        script.feed(.propose(Proposal(id: 1, commands: [[1]])))
        script.sync()
        script.acknowledge(3, from: 4)
        script.acknowledge(3, from: 5)
        #expect(script.node.commitIndex == LogIndex(rawValue: 2))
        script.acknowledge(3, from: 3)
        #expect(script.node.commitIndex == LogIndex(rawValue: 3))
    }

    @Test("a change that too few of the new voters could commit is refused")
    func refusesDeadChange() throws {
        var script = try Script(1, voters: [1], learners: [2])
        script.wait(2_000)
        script.sync()
        script.sync()
        #expect(script.node.leadership.isReady)
        script.feed(.changeMembership(id: 1, .changeVoters(promote: ids(2), demote: [])))
        guard case .rejected(.invalidChange) = script.output.outcomes.first?.result else {
            Issue.record("\(script.output.outcomes)")
            return
        }
    }

    @Test("a leader that is voted out leads until that is committed, then lets another campaign")
    func leavesOffice() throws {
        var script = try readyLeader()
        script.feed(.changeMembership(id: 1, .changeVoters(promote: [], demote: ids(1))))
        script.sync()
        script.acknowledge(3, from: 2)
        script.acknowledge(3, from: 3)
        #expect(script.node.role == .leader)
        #expect(script.node.membership.voters == ids(2, 3))
        script.sync()
        script.acknowledge(4, from: 2)
        #expect(script.node.role == .leader)  // it does not count itself
        script.acknowledge(4, from: 3)
        #expect(script.node.leadership.role == .learner)
        #expect(script.take().contains { $0.body == .timeoutNow })
    }

    @Test("a removed node is told, whatever it says, and raises no term")
    func removal() throws {
        var script = try readyLeader(learners: [4])
        script.feed(.changeMembership(id: 1, .removeLearner(NodeID(rawValue: 4))))
        script.sync()
        _ = script.take()
        script.acknowledge(3, from: 2)
        #expect(script.take().contains { $0.to == NodeID(rawValue: 4) && $0.body == .removed })
        let term = script.node.term
        script.askForVote(from: 4, term: 99, last: (99, 98))
        #expect(script.take().map(\.body) == [.removed])
        #expect(script.node.term == term)
        script.feed(.changeMembership(id: 2, .addLearner(Member(id: NodeID(rawValue: 4), address: "n4:1"))))
        guard case .rejected(.invalidChange) = script.output.outcomes.first?.result else {
            Issue.record("a removed id came back: \(script.output.outcomes)")
            return
        }

        var learner = try Script(4, learners: [4])
        learner.receive(.removed, from: 1, term: 2)
        #expect(learner.output.removed)
        learner.wait(5_000)
        #expect(learner.take().isEmpty)
    }

    @Test("a node outside the voters campaigns after all once it had to refuse a shorter log")
    func aheadOfCandidates() throws {
        var script = try Script(4, learners: [4], terms: [1, 1, 2], term: 2)
        script.wait(3_000)
        #expect(script.node.role == .follower)
        script.askForVote(from: 3, term: 3, last: (3, 1), preVote: true)
        script.wait(2_000)
        #expect(script.node.role == .preCandidate)
        script.vote(true, preVote: true, from: 1, term: 3)
        script.vote(true, preVote: true, from: 2, term: 3)
        script.sync()
        script.vote(true, from: 1, term: 3)
        #expect(script.node.role == .candidate)  // its own vote does not count
        script.vote(true, from: 2, term: 3)
        #expect(script.node.role == .leader)
    }
}
