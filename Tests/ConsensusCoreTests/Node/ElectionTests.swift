import Identity
import Testing

@testable import ConsensusCore

@Suite struct ElectionTests {
    @Test("a node votes once per term, and again for the same candidate")  // Raft §5.2
    func votesOnce() throws {
        var script = try Script(1)
        script.askForVote(from: 2, term: 5, last: (9, 4))
        script.sync()
        #expect(script.take().map(\.voteReply?.granted) == [true])
        script.askForVote(from: 3, term: 5, last: (9, 4))
        #expect(script.take().map(\.voteReply?.granted) == [false])
        script.askForVote(from: 2, term: 5, last: (9, 4))
        #expect(script.take().map(\.voteReply?.granted) == [true])
    }

    @Test("the only voter campaigns as soon as it runs, bootstrapped or restarted")  // Raft §5.2: a majority of one
    func onlyVoterLeadsAtOnce() throws {
        let restarted = try Script(1, voters: [1], learners: [2])
        var bootstrapped = restarted
        bootstrapped.node = RaftNode(
            Script.configuration(1), bootstrap: Member(id: NodeID(rawValue: 1), address: "n1:50052"),
            now: restarted.now)
        for var script in [restarted, bootstrapped] {
            script.feed(.tick)
            #expect(script.node.role == .candidate)  // its own vote counts once it is on disk
            script.sync()
            #expect(script.node.role == .leader)
            script.sync()
            #expect(script.node.leadership.isReady)
            #expect(script.node.term == Term(rawValue: 2))
        }
        var learner = try Script(2, voters: [1], learners: [2])
        learner.feed(.tick)
        #expect(learner.node.role == .follower)
        var pair = try Script(1, voters: [1, 2])
        pair.feed(.tick)
        #expect(pair.node.role == .follower)
    }

    @Test("a vote is spoken only when it is on disk")  // Raft, figure 2: persisted before responding
    func voteIsDurable() throws {
        var script = try Script(1)
        script.askForVote(from: 2, term: 5, last: (9, 4))
        #expect(script.take().isEmpty)
        #expect(script.output.persist?.hardState?.votedFor == NodeID(rawValue: 2))
        #expect(script.output.persist?.hardState?.term == Term(rawValue: 5))
        script.sync()
        #expect(script.take().count == 1)
    }

    @Test("a candidate whose log is behind gets no vote", arguments: [(3, 1), (1, 2), (9, 1)])  // Raft §5.4.1
    func refusesShortLogs(last: (UInt64, UInt64)) throws {
        var script = try Script(1, terms: [2, 2], term: 2)
        script.askForVote(from: 2, term: 5, last: last)
        script.sync()
        #expect(script.take().map(\.voteReply?.granted) == [false])
        #expect(script.node.term == Term(rawValue: 5))
        #expect(script.node.votedFor == nil)
    }

    @Test("a pre-vote changes neither term, vote nor timer")  // dissertation §9.6
    func preVoteChangesNothing() throws {
        var script = try Script(1)
        let before = script.node
        script.askForVote(from: 2, term: 2, last: (9, 1), preVote: true)
        let reply = try #require(script.take().first)
        #expect(reply.voteReply == RequestVoteReply(preVote: true, granted: true))
        #expect(reply.term == Term(rawValue: 2))
        #expect(script.node.term == before.term)
        #expect(script.node.votedFor == nil)
        #expect(script.node.electionDeadline == before.electionDeadline)
        #expect(script.output.persist == nil)
    }

    @Test("inside a live leader's lease votes are refused, but for a transfer")  // dissertation §4.2.3
    func leaseRefusesVotes() throws {
        var script = try Script(1)
        script.append(previous: (1, 1), from: 2, term: 1)
        script.wait(900)
        _ = script.take()
        script.askForVote(from: 3, term: 9, last: (9, 1))
        #expect(script.take().isEmpty)
        #expect(script.node.term == Term(rawValue: 1))
        script.askForVote(from: 3, term: 2, last: (9, 1), preVote: true)
        #expect(script.take().map(\.voteReply?.granted) == [false])
        script.askForVote(from: 3, term: 2, last: (9, 1), transfer: true)
        script.sync()
        #expect(script.take().map(\.voteReply?.granted) == [true])
    }

    @Test("a broken connection to the leader starts a pre-vote within 80 ms")
    func fastPath() throws {
        var script = try Script(1)
        script.append(previous: (1, 1), from: 2, term: 1)
        script.feed(.peerLost(NodeID(rawValue: 3)))
        #expect(script.node.leader == NodeID(rawValue: 2))
        script.feed(.peerLost(NodeID(rawValue: 2)))
        #expect(script.node.leader == nil)
        let deadline = script.node.nextDeadline
        #expect((script.now + 20...script.now + 80).contains(deadline))
        _ = script.take()
        script.now = deadline
        script.feed(.tick)
        #expect(script.node.role == .preCandidate)
        #expect(script.take().count == 2)
    }

    @Test("survivors that split the votes try again within 300 ms, and within 600 ms after that; then by full timeouts")
    func splitVotes() throws {
        var script = try Script(1)
        script.append(previous: (1, 1), from: 2, term: 1)
        script.feed(.peerLost(NodeID(rawValue: 2)))
        script.now = script.node.nextDeadline
        script.feed(.tick)
        for (term, retry) in [(2, 150...300), (3, 300...600), (4, 1_000...2_000)]
            as [(UInt64, ClosedRange<Milliseconds>)]
        {
            #expect(script.node.role == .preCandidate)
            script.vote(true, preVote: true, from: 3, term: term)
            script.sync()
            #expect(script.node.role == .candidate && script.node.term == Term(rawValue: term))
            script.vote(false, from: 3, term: term)  // it stands itself; the third is dead
            let asked = script.now
            #expect(retry.contains(script.node.electionDeadline - script.node.clock), "term \(term)")
            while script.node.role == .candidate, script.now < asked + 2_100 { script.wait(10) }
        }
    }

    @Test("a candidate's own vote counts when it is on disk")
    func ownVoteIsDurable() throws {
        var script = try Script(1, voters: [1])
        script.wait(2_000)
        #expect(script.node.role == .candidate)
        script.sync()
        #expect(script.node.role == .leader)
    }

    @Test("a majority elects, duplicates do not")  // Raft §5.2
    func majorityElects() throws {
        var script = try Script(1, voters: [1, 2, 3, 4, 5])
        script.elect(by: [2, 3])
        #expect(script.node.role == .leader)
        var other = try Script(1, voters: [1, 2, 3, 4, 5])
        other.elect(by: [2, 2, 2])
        #expect(other.node.role == .preCandidate)
    }

    @Test("an answer of an earlier term does not count")
    func staleVotes() throws {
        var script = try Script(1)
        script.elect(by: [])
        script.vote(true, preVote: true, from: 2, term: 2)
        script.sync()
        #expect(script.node.role == .candidate)
        script.vote(true, from: 2, term: 1)
        #expect(script.node.role == .candidate)
        script.vote(true, from: 3, term: 2)
        #expect(script.node.role == .leader)
    }

    @Test("stepping down within a term keeps the vote")
    func keepsVote() throws {
        var script = try Script(1)
        script.elect(by: [2])
        let term = script.node.term
        script.wait(1_100)  // no contact: check-quorum
        #expect(script.node.role == .follower)
        #expect(script.node.term == term)
        script.askForVote(from: 3, term: term.rawValue, last: (99, term.rawValue))
        script.sync()
        #expect(script.take().compactMap(\.voteReply) == [RequestVoteReply(preVote: false, granted: false)])
    }

    // Dissertation §6.2.
    @Test("a leader that a majority does not answer steps down and answers its proposals `unknown`")
    func checkQuorum() throws {
        var script = try Script(1)
        script.elect(by: [2])
        script.sync()
        script.feed(.propose(Proposal(id: 4, commands: [[1]])))
        script.wait(950)
        #expect(script.node.role == .leader)
        var outcomes: [ProposalOutcome] = []
        while script.node.role == .leader {
            script.wait(50)
            outcomes += script.output.outcomes
        }
        #expect(outcomes == [ProposalOutcome(id: 4, result: .unknown)])
    }

    @Test("whoever is behind in term is told, and a higher term is followed")  // Raft §5.1
    func termsSpread() throws {
        var script = try Script(1, term: 5)
        script.append(previous: (1, 1), from: 2, term: 3)
        let answer = try #require(script.take().first)
        #expect(answer.term == Term(rawValue: 5))
        #expect(answer.appendReply?.success == false)
        script.askForVote(from: 2, term: 4, last: (9, 1), preVote: true)
        #expect(script.take().first?.term == Term(rawValue: 5))
        script.receive(.heartbeat(Heartbeat(commitIndex: .zero, readContext: 0)), from: 3, term: 7)
        #expect(script.node.term == Term(rawValue: 7))
        #expect(script.node.leader == NodeID(rawValue: 3))
        #expect(script.take().isEmpty)  // term 7 is not on disk yet
        script.sync()
        #expect(script.take().count == 1)
    }

    @Test("pre-votes that nobody answers are repeated soon, then less soon, then after full timeouts")
    func retries() throws {
        var script = try Script(1)
        script.elect(by: [])
        for (low, high) in [(150, 300), (150, 300), (300, 600), (300, 600), (1_000, 2_000)]
            as [(Milliseconds, Milliseconds)]
        {
            let deadline = script.node.electionDeadline
            #expect(script.node.role == .preCandidate)
            // `wait` moves in steps of 50 ms; the timer is seen up to one late.
            #expect((low - 50...high).contains(deadline - script.node.clock))
            while script.node.electionDeadline == deadline { script.wait(50) }
        }
    }

    @Test("a stall counts as one tick")
    func stalls() throws {
        var script = try Script(1)
        script.now += 60_000
        script.feed(.tick)
        #expect(script.node.role == .follower)
    }

    @Test("a transfer waits until the successor has the whole log")  // dissertation §3.10
    func transfer() throws {
        var script = try Script(1)
        script.elect(by: [2])
        script.sync()
        script.acknowledge(1, from: 3)
        _ = script.take()
        script.feed(.transferLeadership(to: NodeID(rawValue: 3)))
        #expect(!script.take().contains { $0.body == .timeoutNow })
        script.feed(.propose(Proposal(id: 1, commands: [[1]])))
        #expect(script.output.outcomes == [ProposalOutcome(id: 1, result: .rejected(.handingOver))])
        script.acknowledge(2, from: 3)
        #expect(script.take().filter { $0.body == .timeoutNow }.map(\.to) == [NodeID(rawValue: 3)])
    }

    @Test("a transfer that comes to nothing ends after an election timeout")
    func transferEnds() throws {
        var script = try Script(1)
        script.elect(by: [2])
        script.sync()
        script.acknowledge(2, from: 2)
        script.feed(.transferLeadership(to: NodeID(rawValue: 3)))
        for _ in 0..<11 {
            script.wait(100)
            script.acknowledge(2, from: 2)
        }
        script.feed(.propose(Proposal(id: 1, commands: [[1]])))
        #expect(script.output.outcomes.isEmpty)
        #expect(script.node.log.lastIndex == LogIndex(rawValue: 3))
    }

    @Test("the ordered node campaigns at once, without a pre-vote, and says that it was ordered")
    func timeoutNow() throws {
        var script = try Script(1)
        script.append(previous: (1, 1), from: 2, term: 1)
        script.receive(.timeoutNow, from: 2, term: 1)
        #expect(script.node.role == .candidate)
        script.sync()
        let requests = script.take().compactMap { message -> RequestVote? in
            guard case .requestVote(let request) = message.body else { return nil }
            return request
        }
        #expect(requests.count == 2)
        #expect(requests.allSatisfy { $0.transfer && !$0.preVote })
    }

    @Test("a leader whose own disk hangs for half an election timeout hands over")
    func slowDisk() throws {
        var script = try Script(1)
        script.elect(by: [2])
        for _ in 0..<6 {
            script.wait(100)
            script.acknowledge(2, from: 2)
        }
        #expect(script.take().filter { $0.body == .timeoutNow }.map(\.to) == [NodeID(rawValue: 2)])
    }

    @Test("a learner votes when asked and does not campaign")  // dissertation §4.2.1
    func learners() throws {
        var script = try Script(4, learners: [4])
        script.askForVote(from: 2, term: 5, last: (9, 4))
        script.sync()
        #expect(script.take().map(\.voteReply?.granted) == [true])
        script.wait(10_000)
        #expect(script.node.term == Term(rawValue: 5))
        #expect(script.node.leadership.role == .learner)
    }
}
