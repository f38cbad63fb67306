import Identity
import Testing

@testable import ConsensusCore

@Suite struct ReplicationTests {
    private func leader(voters: [UInt64] = [1, 2, 3], change: (inout RaftConfiguration) -> Void = { _ in }) throws
        -> Script
    {
        var script = try Script(1, voters: voters, change: change)
        script.elect(by: Array(voters.dropFirst()))
        return script
    }

    @Test("a term starts with an empty entry, sent before it is on the leader's disk")  // Raft §8; dissertation §10.2.1
    func emptyEntry() throws {
        var script = try leader()
        let append = try #require(script.takeAppends(to: 2).last)
        #expect(append.entries == [Script.entry(2, 2, .empty)])
        #expect(script.output.persist?.entries == append.entries)
        #expect(script.node.disk.durableIndex == LogIndex(rawValue: 1))
    }

    @Test("the leader's own copy counts when it is on disk")
    func ownCopy() throws {
        var single = try Script(1, voters: [1])
        single.wait(2_000)
        single.sync()
        #expect(single.node.role == .leader)
        #expect(single.node.commitIndex == .zero)
        single.sync()
        #expect(single.node.commitIndex == LogIndex(rawValue: 2))

        var script = try leader(voters: [1, 2])
        script.acknowledge(2, from: 2)
        #expect(script.node.commitIndex == .zero)
        script.sync()
        #expect(script.node.commitIndex == LogIndex(rawValue: 2))
    }

    @Test("others' copies commit without the leader's disk, which the state machine still waits for")
    func slowLeaderDisk() throws {
        var script = try leader()
        script.acknowledge(2, from: 2)
        script.acknowledge(2, from: 3)
        #expect(script.node.commitIndex == LogIndex(rawValue: 2))
        #expect(script.output.commitIndex == nil || script.output.commitIndex == LogIndex(rawValue: 1))
        script.sync()
        #expect(script.output.commitIndex == LogIndex(rawValue: 2))
    }

    @Test("a leader waits for its disk only where something follows from it")
    func awaitedDisk() throws {
        var script = try leader()
        #expect(!script.node.awaitsDisk, "its copy alone is no majority")
        script.acknowledge(2, from: 2)
        #expect(script.node.awaitsDisk, "with its own copy there are two of three")
        script.acknowledge(2, from: 3)
        #expect(script.node.awaitsDisk, "committed, and the state machine beside it has to wait")
        script.sync()
        #expect(!script.node.awaitsDisk)
        script.feed(.propose(Proposal(id: 1, commands: [[1]])))
        #expect(!script.node.awaitsDisk)
        script.sync()
        script.acknowledge(3, from: 3)
        #expect(script.node.commitIndex == LogIndex(rawValue: 3) && !script.node.awaitsDisk, "its disk was first")

        var single = try Script(1, voters: [1])
        single.wait(2_000)
        single.sync()
        #expect(single.node.role == .leader && single.node.awaitsDisk)
        var follower = try Script(1)
        follower.append(previous: (1, 1), entries: [Script.entry(2, 1)], from: 2, term: 1)
        #expect(follower.node.awaitsDisk)
        follower.sync()
        #expect(!follower.node.awaitsDisk)
    }

    @Test("a commit is told at once, in a notice that is answered only where the log does not match")
    func notices() throws {
        var script = try leader()
        script.acknowledge(1, from: 3)  // it has the entry on its way, and is not probed any more
        script.sync()
        _ = script.take()
        script.acknowledge(2, from: 2)
        let two = LogIndex(rawValue: 2)
        let notice = AppendEntries(
            previousIndex: two, previousTerm: Term(rawValue: 2), commitIndex: two, entries: [], isNotice: true)
        let notices = script.take()
        #expect(notices.map(\.to.rawValue) == [2, 3] && notices.allSatisfy { $0.body == .append(notice) })

        var follower = try Script(2)
        follower.append(previous: (1, 1), entries: [Script.entry(2, 2, .empty)], from: 1, term: 2)
        follower.sync()
        #expect(follower.take().compactMap(\.appendReply?.success) == [true])
        follower.receive(.append(notice), from: 1, term: 2)
        #expect(follower.take().isEmpty && follower.node.commitIndex == LogIndex(rawValue: 2))

        var behind = try Script(3)
        behind.receive(.append(notice), from: 1, term: 2)
        behind.sync()
        #expect(behind.take().compactMap(\.appendReply?.success) == [false], "what it lacks was lost: sent again")
        var withEntries = notice
        withEntries.previousIndex = LogIndex(rawValue: 1)
        withEntries.previousTerm = Term(rawValue: 1)
        withEntries.entries = [Script.entry(2, 2, .empty)]
        behind.receive(.append(withEntries), from: 1, term: 2)
        behind.sync()
        #expect(behind.take().compactMap(\.appendReply?.success) == [true], "entries are always answered")
    }

    @Test("while proposals come closely, a notice waits for an append that takes it along, for 4 ms at most")
    func patientNotices() throws {
        var script = try leader()
        script.acknowledge(2, from: 3)
        script.acknowledge(2, from: 2)
        script.sync()
        for _ in 1..<8 {
            script.now += 2
            script.commitNext(from: 2)
            #expect(script.take().map(\.to.rawValue) == [2, 3], "each is told at once")
        }
        script.now += 2
        script.commitNext(from: 2)
        #expect(script.take().isEmpty && script.node.nextDeadline == script.now + 4, "now more will follow")
        script.now += 1
        script.feed(.propose(Proposal(id: 1, commands: [[1]])))
        let commit = script.node.commitIndex
        #expect(script.takeAppends(to: 2).map(\.commitIndex) == [commit], "the next append takes it along")
        script.sync()
        script.acknowledge(script.node.log.lastIndex.rawValue, from: 2)
        #expect(script.take().isEmpty)
        script.now += 4
        script.feed(.tick)
        let late = script.takeAppends(to: 2)
        #expect(late.map(\.isNotice) == [true] && late.map(\.commitIndex) == [script.node.commitIndex])
        script.now += 1
        script.commitNext(from: 2)
        #expect(script.take().map(\.to.rawValue) == [2, 3], "a gap: again at once")
    }

    /// A leader of five voters whose peers have all that it has, after proposals in quick succession.
    private func denselyAskedLeader(voters: [UInt64] = [1, 2, 3, 4, 5]) throws -> Script {
        var script = try leader(voters: voters)
        for peer in voters.dropFirst() { script.acknowledge(2, from: peer) }
        script.sync()
        for _ in 1..<8 {
            script.now += 1
            script.commitNext(from: 2, 3)
        }
        for peer in voters.dropFirst() { script.acknowledge(script.node.log.lastIndex.rawValue, from: peer) }
        _ = script.take()
        return script
    }

    @Test(
        "while proposals come closely, a majority gets each entry at once, and the others several together after 4 ms")
    func thrift() throws {
        var script = try denselyAskedLeader()
        let last = script.node.log.lastIndex
        script.now += 1
        script.feed(.propose(Proposal(id: 1, commands: [[1]])))
        #expect(script.take().map(\.to.rawValue) == [2, 3], "with the leader they are three of five")
        script.now += 1
        script.feed(.propose(Proposal(id: 2, commands: [[2]])))
        #expect(script.take().map(\.to.rawValue) == [2, 3])
        script.sync()
        let end = script.node.log.lastIndex
        script.acknowledge(end.rawValue, from: 2)
        script.acknowledge(end.rawValue, from: 3)
        #expect(script.node.commitIndex == end)
        script.now = script.node.nextDeadline
        script.feed(.tick)
        let late = script.take().filter { $0.to.rawValue > 3 }
        #expect(late.map(\.to.rawValue) == [4, 5])
        for case .append(let append) in late.map(\.body) {
            #expect(append.previousIndex == last && append.entries.count == 2 && append.commitIndex == end)
        }
    }

    @Test("a majority that needs longer than 4 ms is helped by the others, and all get everything for a while")
    func slowMajority() throws {
        var script = try denselyAskedLeader(voters: [1, 2, 3])
        script.now += 1
        script.feed(.propose(Proposal(id: 1, commands: [[1]])))
        #expect(script.take().map(\.to.rawValue) == [2])
        script.now += 2
        script.feed(.propose(Proposal(id: 2, commands: [[2]])))
        #expect(script.take().map(\.to.rawValue) == [2])
        script.now += 2
        script.feed(.propose(Proposal(id: 3, commands: [[3]])))
        #expect(script.takeAppends(to: 3).map(\.entries.count) == [3], "the first of them has waited for 4 ms")
        let pausedUntil = script.now + 4
        var asked: [UInt64] = []
        while asked != [3], script.now < pausedUntil + 2 {
            script.now += 1
            script.feed(.propose(Proposal(id: UInt64(script.now), commands: [[3]])))
            asked = script.take().filter { $0.hasEntries }.map(\.to.rawValue)
            #expect(asked == (script.now < pausedUntil ? [2, 3] : [3]), "then whoever was quicker is asked first")
            script.sync()
            for peer in asked { script.acknowledge(script.node.log.lastIndex.rawValue, from: peer) }
            _ = script.take()
        }
        #expect(script.now == pausedUntil)
    }

    @Test("thrift ends with a gap, a peer that is lost, and a handing over")
    func thriftEnds() throws {
        var script = try denselyAskedLeader(voters: [1, 2, 3])
        script.feed(.peerLost(NodeID(rawValue: 2)))
        _ = script.take()
        script.feed(.propose(Proposal(id: 1, commands: [[1]])))
        #expect(script.take().filter { $0.hasEntries }.contains { $0.to.rawValue == 3 }, "no majority without it")

        script = try denselyAskedLeader(voters: [1, 2, 3])
        script.feed(.propose(Proposal(id: 1, commands: [[1]])))
        #expect(script.take().map(\.to.rawValue) == [2])
        script.feed(.transferLeadership(to: NodeID(rawValue: 3)))
        #expect(script.takeAppends(to: 3).map(\.entries.count) == [1], "its successor must catch up")

        script = try denselyAskedLeader(voters: [1, 2, 3])
        script.now += 3
        script.feed(.propose(Proposal(id: 1, commands: [[1]])))
        #expect(script.take().map(\.to.rawValue) == [2, 3], "a gap")
    }

    @Test(
        "learners wait with those who are not needed; one that is far behind hides no slow majority, whose place the next take"
    )
    func thriftTurns() throws {
        var script = try Script(1, voters: [1, 3, 4, 5, 6], learners: [2])
        script.elect(by: [3, 4, 5, 6])
        for peer in UInt64(3)...6 { script.acknowledge(2, from: peer) }
        script.acknowledge(1, from: 2)  // it has the first entry only, and is fed
        script.sync()
        func propose() -> [UInt64] {
            script.feed(.propose(Proposal(id: UInt64(script.now), commands: [[1]])))
            script.sync()
            return script.take().filter { $0.hasEntries }.map(\.to.rawValue)
        }
        for _ in 1..<8 {
            script.now += 1
            _ = propose()
            for peer in UInt64(3)...6 { script.acknowledge(script.node.log.lastIndex.rawValue, from: peer) }
        }
        _ = script.take()
        #expect(propose() == [3, 4])
        script.now += 2
        #expect(propose() == [3, 4])
        script.now += 2
        #expect(propose().sorted() == [2, 3, 4, 5, 6], "those two were slow: all help")
        for peer in UInt64(3)...6 { script.acknowledge(script.node.log.lastIndex.rawValue, from: peer) }
        for _ in 0..<4 {
            script.now += 1
            _ = propose()
            for peer in UInt64(3)...6 { script.acknowledge(script.node.log.lastIndex.rawValue, from: peer) }
        }
        _ = script.take()
        script.now += 1
        #expect(propose() == [4, 5], "then the next voter is the first")
    }

    @Test("a learner that is far behind and begins to wait when all is committed makes nobody count as slow")
    func laggingLearner() throws {
        var script = try Script(1, voters: [1, 3], learners: [2]) { $0.maximumInflightMessages = 1 }
        script.elect(by: [3])
        script.acknowledge(2, from: 3)
        script.acknowledge(1, from: 2)  // it is fed from here on, and answers no more
        script.sync()
        for _ in 0..<7 {
            script.now += 1
            script.commitNext(from: 3)
        }
        // The eighth is close: the learner waits, and after 4 ms has no room still. All is committed in that moment.
        for _ in 0..<3 {
            script.now += 1
            script.commitNext(from: 3)
        }
        script.now += 1
        script.commitNext()
        script.now += 1
        script.acknowledge(script.node.log.lastIndex.rawValue, from: 3)
        script.feed(.tick)
        for pause in [1, 2, 1] as [Milliseconds] {
            script.now += pause
            script.feed(.propose(Proposal(id: UInt64(script.now), commands: [[1]])))
        }
        #expect(script.node.lead.thrift.pausedUntil == 0, "what is not committed yet is not what the learner waits for")
    }

    @Test("an entry of an earlier term commits only below one of the leader's own")  // Raft §5.4.2, figure 8
    func figure8() throws {
        var script = try Script(1, terms: [2], term: 2)
        script.elect(by: [2])
        script.sync()
        script.acknowledge(2, from: 2)
        script.acknowledge(2, from: 3)
        #expect(script.node.commitIndex == .zero)
        script.acknowledge(3, from: 2)
        #expect(script.node.commitIndex == LogIndex(rawValue: 3))
    }

    @Test("an append is acknowledged when it is on disk")
    func acknowledgesDurable() throws {
        var script = try Script(1)
        script.append(previous: (1, 1), entries: [Script.entry(2, 1)], from: 2, term: 1)
        #expect(script.take().isEmpty)
        script.sync()
        #expect(script.take().compactMap(\.appendReply?.index) == [LogIndex(rawValue: 2)])
    }

    @Test("acks that one sync releases are sent as one")
    func mergesAcks() throws {
        var script = try Script(1)
        for index in UInt64(2)...5 {
            script.append(previous: (index - 1, 1), entries: [Script.entry(index, 1)], from: 2, term: 1)
        }
        script.sync()
        #expect(script.take().compactMap(\.appendReply?.index) == [LogIndex(rawValue: 5)])
    }

    @Test("an append that was overtaken does not cut the log")  // Raft §5.3: only on a conflict
    func overtaken() throws {
        var script = try Script(1)
        script.append(previous: (1, 1), entries: [Script.entry(2, 1), Script.entry(3, 1)], from: 2, term: 1)
        script.append(previous: (1, 1), entries: [Script.entry(2, 1)], from: 2, term: 1)
        #expect(script.node.log.lastIndex == LogIndex(rawValue: 3))
        #expect(script.output.persist == nil)
    }

    @Test("a conflict cuts the log from there, on disk too")
    func conflict() throws {
        var script = try Script(1, terms: [1, 1, 1])
        script.append(previous: (2, 1), entries: [Script.entry(3, 2)], from: 2, term: 2)
        #expect(script.node.log.lastIndex == LogIndex(rawValue: 3))
        #expect(script.output.persist?.truncateFrom == LogIndex(rawValue: 3))
        #expect(script.output.persist?.entries == [Script.entry(3, 2)])
    }

    @Test("a late disk completion does not vouch for entries that were replaced since")
    func staleCompletion() throws {
        var script = try Script(1)
        script.append(previous: (1, 1), entries: [Script.entry(2, 1), Script.entry(3, 1)], from: 2, term: 1)
        let first = try #require(script.output.persist?.generation)
        script.append(previous: (1, 1), entries: [Script.entry(2, 2)], from: 3, term: 2)
        script.feed(.persisted(generation: first))
        #expect(script.node.disk.durableIndex == LogIndex(rawValue: 1))
        #expect(script.take().isEmpty)
        script.sync()
        #expect(script.take().compactMap(\.appendReply?.index) == [LogIndex(rawValue: 2)])
    }

    @Test("a follower commits no further than it matches")
    func commitBound() throws {
        var script = try Script(1, terms: [1, 1])
        script.append(previous: (1, 1), entries: [], commit: 3, from: 2, term: 2)
        #expect(script.node.commitIndex == LogIndex(rawValue: 1))
        script.append(previous: (2, 1), entries: [], commit: 9, from: 2, term: 2)
        #expect(script.node.commitIndex == LogIndex(rawValue: 2))
    }

    @Test("diverged logs are brought together in at most two probes a term")  // dissertation §5.3
    func backsOffByTerms() throws {
        var leader = try Script(1, terms: [1, 1, 1, 4, 4, 5, 5, 5], term: 5)
        var follower = try Script(2, terms: [1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3], term: 5)
        leader.elect(by: [2])
        leader.sync()
        var probes = 0
        while leader.node.progress(of: NodeID(rawValue: 2))?.match != leader.node.log.lastIndex, probes < 50 {
            for message in leader.take() where message.to == NodeID(rawValue: 2) {
                guard case .append = message.body else { continue }
                probes += 1
                follower.feed(.message(message))
                follower.sync()
            }
            for message in follower.take() { leader.feed(.message(message)) }
        }
        #expect(probes <= 8)
        #expect(follower.node.log.entries == leader.node.log.entries)
    }

    @Test("appends flow ahead of their answers, up to the bound")
    func flowControl() throws {
        var script = try leader { $0.maximumInflightMessages = 4 }
        script.sync()
        script.acknowledge(2, from: 2)
        _ = script.take()
        for id in UInt64(1)...10 { script.feed(.propose(Proposal(id: id, commands: [[UInt8(id)]]))) }
        #expect(script.takeAppends(to: 2).filter { !$0.entries.isEmpty }.count == 4)
        script.acknowledge(4, from: 2)
        #expect(script.takeAppends(to: 2).filter { !$0.entries.isEmpty }.flatMap(\.entries).count == 6)
    }

    @Test("a lost append is found by the next heartbeat's answer")
    func findsLoss() throws {
        var script = try leader()
        script.sync()
        script.acknowledge(2, from: 2)
        script.feed(.propose(Proposal(id: 1, commands: [[1]])))
        script.wait(200)
        _ = script.take()
        script.receive(.heartbeatReply(HeartbeatReply(readContext: 0)), from: 2, term: 2)
        #expect(script.takeAppends(to: 2).map(\.previousIndex) == [LogIndex(rawValue: 3)])
        let refusal = AppendEntriesReply(
            success: false, index: LogIndex(rawValue: 3), hintIndex: LogIndex(rawValue: 2), hintTerm: Term(rawValue: 2))
        script.receive(.appendReply(refusal), from: 2, term: 2)
        #expect(script.takeAppends(to: 2).first?.entries.map(\.index) == [LogIndex(rawValue: 3)])
    }

    @Test("answers that come late and together have the rest sent again once, and not each of them")
    func lateAnswers() throws {
        var script = try leader()
        script.sync()
        script.acknowledge(2, from: 2)
        for id in UInt64(1)...10 { script.feed(.propose(Proposal(id: id, commands: [[UInt8(id)]]))) }
        _ = script.take()
        // The first of the ten was lost, so that all others are refused; in between, answers to what is known to match.
        var sent = 0
        for index in UInt64(3)...11 {
            let refusal = AppendEntriesReply(
                success: false, index: LogIndex(rawValue: index), hintIndex: LogIndex(rawValue: 2),
                hintTerm: Term(rawValue: 2))
            script.receive(.appendReply(refusal), from: 2, term: 2)
            script.acknowledge(2, from: 2)
            sent += script.takeAppends(to: 2).count
        }
        #expect(sent == 1, "one probe, with all there is")
        script.acknowledge(12, from: 2)
        script.feed(.propose(Proposal(id: 11, commands: [[11]])))
        #expect(script.takeAppends(to: 2).last?.entries.map(\.index) == [LogIndex(rawValue: 13)])
    }

    @Test("proposals: on condition of a term, bounded, the first whatever its size within the bounds")
    func proposals() throws {
        var script = try leader { $0.maximumUncommittedEntries = 2 }
        script.feed(.propose(Proposal(id: 1, onlyIn: Term(rawValue: 9), commands: [[1]])))
        #expect(script.output.outcomes == [ProposalOutcome(id: 1, result: .rejected(.wrongTerm(Term(rawValue: 2))))])
        script.feed(.propose(Proposal(id: 2, onlyIn: Term(rawValue: 2), commands: [[1], [2]])))
        #expect(script.output.outcomes.isEmpty)
        script.feed(.propose(Proposal(id: 3, commands: [[1]])))
        #expect(script.output.outcomes == [ProposalOutcome(id: 3, result: .rejected(.busy))])
        script.feed(.propose(Proposal(id: 4, commands: [])))
        #expect(script.output.outcomes == [ProposalOutcome(id: 4, result: .rejected(.empty))])
        script.sync()
        script.acknowledge(4, from: 2)
        #expect(script.output.outcomes == [ProposalOutcome(id: 2, result: .committed(LogIndex(rawValue: 4)))])
        var follower = try Script(2)
        follower.feed(.propose(Proposal(id: 1, commands: [[1]])))
        #expect(follower.output.outcomes == [ProposalOutcome(id: 1, result: .rejected(.notLeader(nil)))])
    }

    @Test("one round of many proposals is one write and one append")
    func batches() throws {
        var script = try leader()
        script.sync()
        script.acknowledge(2, from: 2)
        _ = script.take()
        let proposals = (UInt64(1)...20).map { RaftEvent.propose(Proposal(id: $0, commands: [[1]])) }
        let output = script.node.step(proposals, now: script.now)
        #expect(output.persist?.entries.count == 20)
        #expect(output.messages.filter { $0.to == NodeID(rawValue: 2) }.count == 1)
    }

    @Test("while the disk is short of space nothing new is taken, and votes go on")
    func diskSpace() throws {
        var script = try Script(1)
        script.feed(.diskSpaceLow(true))
        script.append(previous: (1, 1), entries: [Script.entry(2, 1)], from: 2, term: 1)
        #expect(script.node.log.lastIndex == LogIndex(rawValue: 1))
        script.askForVote(from: 3, term: 4, last: (9, 3), transfer: true)
        script.sync()
        #expect(script.take().compactMap(\.voteReply?.granted) == [true])
    }
}
