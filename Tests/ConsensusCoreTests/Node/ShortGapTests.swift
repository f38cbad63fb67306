import Identity
import Testing

@testable import ConsensusCore

/// How soon a node or a link that fails is left: docs/decisions/0406, 0407.
@Suite struct ShortGapTests {
    private let span: Milliseconds = 1_000

    private func script(_ id: UInt64, learners: [UInt64] = []) throws -> Script {
        try Script(id, learners: learners) { $0.rhythmSpan = 1_000 }
    }

    private func beat(_ script: inout Script, from leader: UInt64, times: Int, patience: Milliseconds = 0) {
        for _ in 0..<times {
            script.wait(100)
            script.receive(
                .heartbeat(Heartbeat(commitIndex: .zero, readContext: 0, patience: patience)), from: leader,
                term: script.node.term.rawValue)
        }
    }

    /// Node 1 leads and has heard 2 and 3 for long enough to know how regularly they answer.
    private func leader() throws -> Script {
        var script = try script(1)
        script.elect(by: [2])
        script.sync()
        script.acknowledge(2, from: 2)
        script.acknowledge(2, from: 3)
        for _ in 0..<25 {
            script.wait(100)
            for peer in [2, 3] as [UInt64] {
                script.receive(.heartbeatReply(HeartbeatReply(readContext: 0)), from: peer, term: 2)
            }
        }
        _ = script.take()
        return script
    }

    @Test("a follower that does not know the rhythm goes by what the leader tells")
    func toldPatience() throws {
        var script = try Script(2)
        beat(&script, from: 1, times: 1)
        #expect(script.node.leaderPatience == 1_000)
        beat(&script, from: 1, times: 1, patience: 400)
        #expect(script.node.leaderPatience == 400)
        beat(&script, from: 1, times: 1, patience: 1)
        #expect(script.node.leaderPatience == 175, "one heartbeat and three quarters at least")
        beat(&script, from: 1, times: 1, patience: .max)
        #expect(script.node.leaderPatience == 1_000, "an election timeout at most")
    }

    @Test("a leader measures the other voters, and tells what it knows")
    func leaderMeasures() throws {
        var script = try leader()
        #expect(script.node.leaderPatience == 250)
        script.wait(100)
        let told = script.take().compactMap { message -> Milliseconds? in
            guard case .heartbeat(let heartbeat) = message.body else { return nil }
            return heartbeat.patience
        }
        #expect(told == [250, 250])
        script.receive(.heartbeat(Heartbeat(commitIndex: .zero, readContext: 0)), from: 3, term: 3)
        #expect(
            script.node.leader == NodeID(rawValue: 3) && script.node.leaderPatience == 250, "and keeps it as a follower"
        )
    }

    @Test("a leader that no majority answers steps down after its patience, and has the best voter campaign")
    func stepsDown() throws {
        var script = try leader()
        script.wait(200)
        #expect(script.node.role == .leader)
        _ = script.take()
        script.wait(100)
        #expect(script.node.role == .follower && script.node.leadership.isCutOff)
        #expect(script.take().filter { $0.body == .timeoutNow }.map(\.to) == [NodeID(rawValue: 2)])
    }

    @Test("a leader that was gone for longer than the election timeout, time and again, is waited for no longer")
    func goneAgainAndAgain() throws {
        var script = try Script(2) { $0.rhythmSpan = 10_000 }
        beat(&script, from: 1, times: 250)
        for _ in 0..<5 {
            script.wait(1_000)
            beat(&script, from: 1, times: 5)
        }
        #expect(script.node.leaderPatience == 250)
        for _ in 0..<4 {
            script.wait(300)
            beat(&script, from: 1, times: 1)
        }
        #expect(script.node.leaderPatience == 1_000, "four stalls that could have been waited out are the rhythm")
    }

    @Test("one voter of two is majority enough")
    func oneAnswers() throws {
        var script = try leader()
        for _ in 0..<20 {
            script.wait(100)
            script.receive(.heartbeatReply(HeartbeatReply(readContext: 0)), from: 3, term: 2)
        }
        #expect(script.node.role == .leader)
    }

    @Test("the voters have parts of the delay to themselves, in order of id", arguments: [3, 5] as [UInt64])
    func slots(count: UInt64) throws {
        var deadlines: [Milliseconds] = []
        for id in 2...count {
            var script = try Script(id, voters: Array(1...count)) { $0.rhythmSpan = 1_000 }
            beat(&script, from: 1, times: 25, patience: 250)
            deadlines.append(script.node.electionDeadline - script.node.leaderContactAt - 250)
        }
        for (first, second) in zip(deadlines, deadlines.dropFirst()) { #expect(first + 10 < second) }
        #expect(deadlines.first! >= 20 && deadlines.last! <= 85)
    }

    @Test("who hears another voter and not its leader says so there, and is cut off until it hears a leader")
    func cutOff() throws {
        var script = try script(3)
        beat(&script, from: 1, times: 25)
        script.wait(200)
        script.vote(false, preVote: true, from: 2, term: 1)
        script.wait(150)
        #expect(script.node.role == .preCandidate && !script.node.leadership.isCutOff)
        _ = script.take()
        let refusal = RequestVoteReply(preVote: true, granted: false, hearsLeader: true)
        script.receive(.requestVoteReply(refusal), from: 2, term: 1)
        #expect(script.output.leadership?.isCutOff == true)
        script.receive(.requestVoteReply(refusal), from: 2, term: 1)
        let words = script.take().filter {
            if case .requestVote(let request) = $0.body { request.hearsReceiver && request.preVote } else { false }
        }
        #expect(words.map(\.to) == [NodeID(rawValue: 2)], "once")
        #expect(script.node.term == Term(rawValue: 1))
        beat(&script, from: 1, times: 1)
        #expect(!script.node.leadership.isCutOff)
    }

    private func preVotes(_ script: inout Script) -> [NodeID] {
        script.take().compactMap {
            guard case .requestVote(let request) = $0.body, request.preVote, !request.hearsReceiver else { return nil }
            return $0.to
        }
    }

    @Test("a follower whose leader is late asks whom it hears, once; the answers bind nobody")
    func inquires() throws {
        var script = try script(3)
        beat(&script, from: 1, times: 25)
        _ = script.take()
        script.wait(150)
        #expect(preVotes(&script) == [NodeID(rawValue: 1), NodeID(rawValue: 2)])
        script.vote(true, preVote: true, from: 2, term: 2)
        let refusal = RequestVoteReply(preVote: true, granted: false, hearsLeader: true)
        script.receive(.requestVoteReply(refusal), from: 2, term: 1)
        #expect(script.node.role == .follower && script.node.leader == NodeID(rawValue: 1))
        script.wait(50)
        #expect(script.take().isEmpty && !script.node.leadership.isCutOff && script.node.term.rawValue == 1)
        beat(&script, from: 1, times: 1)
        _ = script.take()
        script.wait(150)
        #expect(preVotes(&script).count == 2, "and again after the next word")
    }

    @Test("who is answered by nobody is cut off as soon as its patience ends; who is answered waits for an election")
    func solitude() throws {
        var alone = try script(3)
        beat(&alone, from: 1, times: 25)
        alone.wait(250)
        #expect(alone.node.role == .follower && !alone.node.leadership.isCutOff)
        alone.wait(100)
        #expect(alone.node.role == .preCandidate && alone.node.leadership.isCutOff)

        var answered = try script(3)
        beat(&answered, from: 1, times: 25)
        answered.wait(200)
        answered.vote(false, preVote: true, from: 2, term: 1)
        answered.wait(150)
        #expect(answered.node.role == .preCandidate && !answered.node.leadership.isCutOff)
        answered.vote(false, preVote: true, from: 2, term: 1)
        answered.wait(100)
        #expect(!answered.node.leadership.isCutOff)
    }

    @Test("a question that waits for the node's own disk says nothing of others")
    func ownSlowDisk() throws {
        var script = try script(3)
        beat(&script, from: 1, times: 25)
        script.append(previous: (1, 1), entries: [Script.entry(2, 1)], from: 1, term: 1)
        _ = script.take()
        script.wait(400)
        #expect(script.node.role == .preCandidate && preVotes(&script).isEmpty && !script.node.leadership.isCutOff)
        script.sync()
        #expect(!preVotes(&script).isEmpty)
        script.wait(50)
        #expect(!script.node.leadership.isCutOff, "they have just been asked")
        script.wait(50)
        #expect(script.node.leadership.isCutOff)
    }

    @Test("the leader's own refusal cuts nobody off")
    func refusedByTheLeader() throws {
        var script = try leader()
        script.askForVote(from: 3, term: 3, last: (2, 2), preVote: true)
        let replies = script.take().compactMap(\.voteReply)
        #expect(replies == [RequestVoteReply(preVote: true, granted: false, hearsLeader: false)])
    }

    @Test("a node that votes is not alone, whoever else is silent")
    func votes() throws {
        var script = try Script(5, voters: [1, 2, 3, 4, 5]) { $0.rhythmSpan = 1_000 }
        beat(&script, from: 1, times: 25)
        script.wait(350)
        let alone = script.node.leadership.isCutOff
        #expect(alone)
        var voter = try Script(5, voters: [1, 2, 3, 4, 5]) { $0.rhythmSpan = 1_000 }
        beat(&voter, from: 1, times: 25)
        voter.wait(200)
        voter.askForVote(from: 2, term: 2, last: (1, 1), transfer: true)
        voter.sync()
        voter.wait(200)
        #expect(!voter.node.leadership.isCutOff)
    }

    @Test("a leader that is not heard, and knows no rhythm, has the last word too")
    func lastWordWithoutRhythm() throws {
        var script = try Script(1)
        script.elect(by: [2])
        script.sync()
        script.acknowledge(2, from: 2)
        _ = script.take()
        script.wait(1_100)
        #expect(script.node.role == .follower)
        #expect(script.take().filter { $0.body == .timeoutNow }.map(\.to) == [NodeID(rawValue: 2)])
    }

    @Test("a leader that is heard every 50 ms is left sooner, and not for a stall of the node's own")
    func playing() throws {
        var script = try script(3)
        for _ in 0..<50 {
            script.wait(50)
            script.receive(.heartbeat(Heartbeat(commitIndex: .zero, readContext: 0)), from: 1, term: 1)
        }
        #expect(script.node.leaderPatience == 175)
        script.wait(50)
        script.now += 5_000
        script.feed(.tick)
        #expect(script.node.role == .follower && script.node.leader == NodeID(rawValue: 1))
    }

    @Test("a follower passes on who is cut off, as long as it hears the leader")
    func relays() throws {
        var script = try script(2)
        beat(&script, from: 1, times: 25)
        _ = script.take()
        let word = RequestVote(
            preVote: true, transfer: false, lastIndex: LogIndex(rawValue: 1), lastTerm: Term(rawValue: 1),
            hearsReceiver: true)
        script.receive(.requestVote(word), from: 3, term: 2)
        script.receive(.requestVote(word), from: 9, term: 2)
        #expect(
            script.take().map(\.body) == [.heartbeatReply(HeartbeatReply(readContext: 0, cutOff: NodeID(rawValue: 3)))],
            "a stranger's word is not passed on")
        script.wait(300)
        _ = script.take()
        script.receive(.requestVote(word), from: 3, term: 2)
        #expect(
            !script.take().contains { $0.to == NodeID(rawValue: 1) && $0.voteReply == nil && $0.term.rawValue == 1 })
    }

    @Test("the leader hands over to whoever reaches a member that it does not reach, ever more seldom")
    func bridges() throws {
        var script = try leader()
        func word(_ script: inout Script) -> HandOver? {
            script.receive(
                .heartbeatReply(HeartbeatReply(readContext: 0, cutOff: NodeID(rawValue: 3))), from: 2, term: 2)
            return script.output.handOver
        }
        let handOver = HandOver(to: NodeID(rawValue: 2), reason: .cutOff(NodeID(rawValue: 3)))
        let first = word(&script)
        #expect(first == handOver)
        #expect(script.take().contains { $0.to == NodeID(rawValue: 2) && $0.body == .timeoutNow })
        // It comes to nothing, and the word is repeated: after 2 s once, and 4 s later.
        var times: [Milliseconds] = []
        let begin = script.now
        for _ in 0..<100 {
            script.wait(100)
            script.receive(.heartbeatReply(HeartbeatReply(readContext: 0)), from: 3, term: 2)
            if word(&script) != nil { times.append(script.now - begin) }
        }
        #expect(times == [2_000, 6_000])
        script.receive(.heartbeatReply(HeartbeatReply(readContext: 0, cutOff: NodeID(rawValue: 77))), from: 2, term: 2)
        #expect(script.output.handOver == nil, "no member")
    }
}
