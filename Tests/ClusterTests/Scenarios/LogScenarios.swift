import Identity
import Testing

@testable import ConsensusCore

/// Raft §5.3 and §5.4.2; dissertation §10.2.1 (the leader's disk beside the network).
@Suite struct LogScenarios {
    @Test("figure 8")  // Raft §5.4.2
    func figure8() {
        Scenario.run { s in
            func throughC() throws {
                try s.start(
                    "(a)–(c): a leader's entry of an earlier term reaches a majority", voters: [1, 2, 3, 4, 5]
                ) { $0.maximumAppendBytes = 1 }  // one entry a message
                try s.abridged {
                    s.losing = { $0.isAppend && $0.to != 2 }
                    try s.campaign(1)
                    try s.crash(1)
                    try s.lost(1, at: [2])
                    s.losing = { $0.isAppend || $0.to == 2 || $0.to == 1 }
                    try s.campaign(5)
                }
                s.rule("(a) 1 and 2 have entry 2 of term 2", [s.log(2), s.log(3)], ["1@1 2@2", "1@1"])
                s.rule("(b) 5 has entry 2 of term 3", s.log(5), "1@1 2@3")
                try s.crash(5)
                try s.restart(1)
                // 3 gets entry 2 of term 2, and not yet entry 3 of term 4; before, it has to refuse that one.
                s.losing = { message in
                    guard case .append(let append) = message.body else { return message.to == 5 }
                    let isNext = message.to == 2 || message.to == 3 && s[3].log.lastIndex == 2
                    return message.to == 4 || isNext && append.entries.contains { $0.term == 4 }
                }
                try s.lead(1)
                try s.pass(150, only: [1])  // an answer to a heartbeat makes the leader send again what was lost
                s.rule("(c) 1, 2 and 3 of five have entry 2 of term 2", [s.log(2), s.log(3)], ["1@1 2@2", "1@1 2@2"])
                s.rule("and 1, which leads term 4, knows", s[1].progress(of: 3)?.match, 2)
                s.rule("it is not committed: it is of an earlier term", s[1].commitIndex, 0)
            }
            try throughC()
            s.note("(d): 1 crashes, and 5 overwrites the entry")
            try s.crash(1)
            try s.restart(5)
            s.losing = { _ in false }
            try s.lost(1, at: [2, 3, 4])
            try s.lead(5)
            s.rule("5 leads: its last entry is of term 3", s.leader, 5)
            s.rule("entry 2 of term 2 is gone everywhere", Set([2, 3, 4].map { s[$0].log.term(at: 2) }), [3])
            s.rule("nobody had committed it", s[2].commitIndex >= 2 && s.checker.committed[1].term == 3)

            try throughC()
            s.note("(e): or an entry of its own term reaches the majority too, and takes the other with it")
            s.losing = { $0.to == 4 || $0.to == 5 }
            try s.abridged { try s.pass(250, only: [1]) }
            s.rule("entry 3 of term 4 is on 1, 2 and 3", [s.log(2), s.log(3)], ["1@1 2@2 3@4", "1@1 2@2 3@4"])
            s.rule("both are committed", s[1].commitIndex, 3)
            try s.crash(1)
            try s.restart(5)
            s.losing = { _ in false }
            try s.lost(1, at: [2, 3, 4])
            let said = try s.during { for _ in 0..<2 { try s.campaign(5) } }
            let refusing = Set(said.filter { $0.term == s[5].term }.refusals(preVote: true).map(\.from))
            s.rule("5 cannot win any more: 2 and 3 refuse", refusing.isSuperset(of: [2, 3]))
            s.rule("and no vote is given to it", said.votes().isEmpty && s[5].role != .leader)
        }
    }

    @Test("stale append never truncates")  // Raft §5.3, figure 2: only entries that conflict are deleted
    func staleAppend() {
        Scenario.run { s in
            try s.start()
            try s.lead(1)
            s.losing = { $0.isAppendReply }  // nothing of this is committed
            for id in UInt64(1)...3 { try s.propose(id, to: 1) }
            let stale = s.said.last { $0.to == 2 && $0.body.words.contains("3@2 c1") }!
            try s.settle()
            s.rule("2 has entries 1 to 5", s.log(2), "1@1 2@2 3@2 4@2 5@2")
            s.rule("of which 3 to 5 are not committed", s[2].commitIndex, 2)
            let writes = s[2].disk.submittedGeneration
            try s.deliver(stale, "again, two messages late")
            try s.settle()
            s.rule("an append that was overtaken cuts nothing off", s.log(2), "1@1 2@2 3@2 4@2 5@2")
            s.rule("and writes nothing", s[2].disk.submittedGeneration, writes)
            s.losing = { _ in false }
            s.note("the same from the leader of a term that is over, with an entry that conflicts")
            try s.crash(1)
            try s.lost(1, at: [2, 3])
            try s.lead(2)
            let before = s.log(2)
            let entry = RaftEntry(index: 6, term: 2, payload: .empty)
            try s.say(
                .append(AppendEntries(previousIndex: 5, previousTerm: 2, commitIndex: 5, entries: [entry])), from: 1,
                to: 3, term: 2)
            try s.settle()
            s.rule("it is refused, and told the term", s.said.last { $0.from == 3 }?.term, 3)
            s.rule("it cuts nothing off", s.log(3), before)
        }
    }

    @Test("append below the snapshot")  // Raft §7: what is compacted is committed, and so matches
    func belowTheSnapshot() {
        Scenario.run { s in
            try s.start {
                $0.snapshotEntries = 4
                $0.retainedEntries = 0
            }
            try s.lead(1)
            var appends: [RaftMessage] = []
            try s.abridged {
                appends = try s.during {
                    for id in UInt64(1)...8 {
                        try s.propose(id, to: 1)
                        try s.settle()
                    }
                }.filter { $0.to == 2 && $0.isAppend }
            }
            s.rule("2 has compacted its log", s[2].log.baseIndex > 4)
            let (base, last, commit) = (s[2].log.baseIndex, s[2].log.lastIndex, s[2].commitIndex)
            s.note("old appends come again: wholly below the snapshot, and reaching over it")
            let below = appends.first { message in
                if case .append(let append) = message.body { append.previousIndex == 2 } else { false }
            }
            let entries = s[1].log.entries
            let answers = try s.during {
                try s.deliver(below!, "again")
                let reaching = Scenario.entriesOf(s.checker, from: 3, through: last)
                try s.say(
                    .append(AppendEntries(previousIndex: 2, previousTerm: 2, commitIndex: 2, entries: reaching)),
                    from: 1, to: 2, term: 2)
                try s.settle()
            }
            s.rule(
                "both are acknowledged, as what is committed matches", answers.acknowledgements(from: 2),
                [commit, last])
            s.rule("the log is as it was", s[2].log.baseIndex == base && s[2].log.lastIndex == last)
            s.rule("nobody is accused", s.faults.isEmpty)
            s.rule("the leader's log is as it was", s[1].log.entries == entries)
        }
    }

    @Test("commit never past the matching prefix")  // Raft §5.3: min(leaderCommit, index of last new entry)
    func commitBound() {
        Scenario.run { s in
            // Node 3's tail differs; the leader's commit index is beyond it.
            try s.start(logs: [1: [1, 2, 2], 2: [1, 2, 2], 3: [1, 1, 1, 1]])
            s.isolate(3)
            try s.lead(1)
            s.rule("1 has committed entry 5", s[1].commitIndex, 5)
            s.heal()
            try s.say(.heartbeat(Heartbeat(commitIndex: 0, readContext: 0)), from: 1, to: 3, term: 3)
            try s.say(
                .append(AppendEntries(previousIndex: 2, previousTerm: 1, commitIndex: 5, entries: [])), from: 1, to: 3,
                term: 3)
            s.rule("3 commits what matches, and no more", s[3].commitIndex, 2)
            s.rule("its own tail is still there, uncommitted", s.log(3), "1@1 2@1 3@1 4@1 5@1")
            try s.say(
                .append(AppendEntries(previousIndex: 5, previousTerm: 3, commitIndex: 5, entries: [])), from: 1, to: 3,
                term: 3)
            s.rule("a refused append commits nothing", s[3].commitIndex, 2)
            try s.pass(150)
            s.rule("then the tail is replaced", s.log(3), s.log(1))
            s.rule("and the rest commits", s[3].commitIndex, 5)
        }
    }

    @Test("divergent tails back off in ≤ 2×terms probes")  // Raft §5.3, end
    func backingOff() {
        Scenario.run { s in
            let terms = 5
            try s.start(logs: [
                1: [1, 1, 1, 4, 4, 5, 5, 5], 2: [1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3], 3: [1, 1, 1, 4, 4, 5, 5, 5],
            ])
            let said = try s.during { try s.campaign(1) }
            let refusals = said.filter { message in
                if case .appendReply(let reply) = message.body { message.from == 2 && !reply.success } else { false }
            }
            s.rule("the logs meet", s.log(2), s.log(1))
            s.rule("after at most two probes for each term", refusals.count + 1 <= 2 * terms)
        }
    }

    @Test("out-of-order pipeline")  // Raft §5.3: the consistency check makes order unnecessary
    func outOfOrder() {
        Scenario.run { s in
            try s.start()
            try s.lead(1)
            s.hold(1, 2)
            for id in UInt64(1)...5 { try s.propose(id, to: 1) }
            try s.settle()
            let sent = s.waiting(1, 2).appends(to: 2).filter { !$0.entries.isEmpty }
            s.rule("five appends are on their way without an answer", sent.count, 5)
            s.rule("they continue each other", sent.map(\.previousIndex), [2, 3, 4, 5, 6])
            s.release(1, 2, reversed: true)
            let said = try s.during { try s.settle() }
            let acknowledged = said.acknowledgements(from: 2)
            s.rule("nothing is acknowledged before what is below it", acknowledged == acknowledged.sorted())
            s.rule("all arrives", s.log(2), s.log(1))
            s.rule("each command is committed once", s.outcomes.count == 5 && s[1].commitIndex == 7)
            s.rule("nobody is accused", s.faults.isEmpty)
        }
    }

    @Test("leader's slow disk")  // dissertation §10.2.1
    func slowLeaderDisk() {
        Scenario.run { s in
            try s.start()
            try s.lead(1)
            s.holdDisk(1)
            try s.propose(1, to: 1)
            try s.settle()
            s.rule("the others' copies commit without the leader's disk", s.outcomes[1], .committed(3))
            s.rule("its state machine waits for its own disk", s.machine(1).state.applied, 2)
            s.rule("the others' do not", s.machine(2).state.applied, 3)
            s.isolate(3)
            try s.propose(2, to: 1)
            try s.settle()
            s.rule("its own copy does not count before the sync", s.outcomes[2], nil)
            try s.releaseDisk(1)
            s.rule("it counts after it", s.outcomes[2], .committed(4))
            s.rule("and its state machine goes on", s.machine(1).state.applied, 4)
            s.heal()
            try s.pass(200)
            s.note("a disk that hangs for half an election timeout")
            s.holdDisk(1)
            try s.propose(3, to: 1)
            let said = try s.during { try s.pass(600) }
            s.rule("leadership is handed over", said.contains { $0.body == .timeoutNow && $0.from == 1 })
            s.rule("to one whose disk works", s.leader == 2 || s.leader == 3)
            s.rule("what was acknowledged stays", s.checker.acknowledged >= 4)
        }
    }

    @Test("stale disk completions (ABA)")
    func staleCompletions() {
        // Entry 2 of term 2 is being written; it is replaced by one of term 3, and then comes back. What was written first
        // must not vouch for what is being written now, although index and term are the same.
        Scenario.run { s in
            try s.start()
            s.holdDisk(2)
            func append(_ entries: [(LogIndex, Term)], from leader: NodeID, term: Term) throws {
                let list = entries.map { RaftEntry(index: $0.0, term: $0.1, payload: .empty) }
                try s.say(
                    .append(AppendEntries(previousIndex: 1, previousTerm: 1, commitIndex: 0, entries: list)),
                    from: leader, to: 2, term: term)
            }
            try append([(2, 2), (3, 2)], from: 1, term: 2)
            try append([(2, 3)], from: 3, term: 3)
            try append([(2, 2), (3, 4)], from: 1, term: 4)
            s.rule("the log is A, B, A", s.log(2), "1@1 2@2 3@4")
            var acknowledged: [[LogIndex]] = []
            for _ in 0..<3 {
                let said = try s.during { try s.syncOne(2) }
                acknowledged.append(said.acknowledgements(from: 2))
                if acknowledged.count < 3 {
                    s.rule("what is replaced vouches for nothing", s[2].disk.durableIndex, 1)
                }
            }
            s.rule("only the last write is acknowledged, once", acknowledged, [[], [], [3]])
            s.rule("then it is durable", s[2].disk.durableIndex, 3)
        }
    }

    @Test("step-down with proposals pending")
    func stepDownWithProposals() {
        Scenario.run { s in
            try s.start()
            try s.lead(1)
            s.losing = { $0.isAppendReply }
            try s.propose(1, to: 1)  // reaches the others
            try s.settle()
            s.isolate(1)
            try s.propose(2, to: 1)  // reaches nobody
            try s.settle()
            s.rule("none is answered yet", s.outcomes.isEmpty)
            s.losing = { _ in false }
            try s.lost(1, at: [2, 3])
            try s.lead(2)
            s.heal()
            try s.pass(150)
            s.rule("the old leader steps down", s[1].role, .follower)
            s.rule(
                "each is answered once, unknown: not refused, not confirmed", s.outcomes, [1: .unknown, 2: .unknown])
            let commands = s.checker.committed.compactMap { Command($0)?.id }
            s.rule("one of them is committed after all, and the other never", commands, [1])
            try s.propose(3, to: 1)
            s.rule("a new one is refused, and told whom to ask", s.outcomes[3], .rejected(.notLeader(2)))
            s.rule("the logs are the same", s.log(1), s.log(2))
        }
    }

    @Test("learners and removed ids do not count")  // dissertation §4.2.1
    func learnersDoNotCount() {
        Scenario.run { s in
            try s.start(learners: [4, 5])
            try s.lead(1)
            s.split([1, 4, 5], [2, 3])
            try s.propose(1, to: 1)
            try s.settle()
            s.rule("the leader and both learners have it", [s[1], s[4], s[5]].map(\.log.lastIndex), [3, 3, 3])
            s.rule("three of five members are no majority of the voters", s.outcomes[1], nil)
            s.heal()
            try s.pass(150)
            s.rule("with a voter it commits", s.outcomes[1], .committed(3))
            s.note("one that was removed acknowledges")
            s.losing = { $0.to == 5 }
            try s.change(.removeLearner(5), at: 1)
            try s.settle()
            s.split([1], [2, 3, 4])
            s.losing = { _ in false }
            try s.propose(2, to: 1)
            let last = s[1].log.lastIndex
            try s.say(.appendReply(AppendEntriesReply(success: true, index: last)), from: 5, to: 1, term: 2)
            try s.say(.appendReply(AppendEntriesReply(success: true, index: last)), from: 4, to: 1, term: 2)
            try s.settle()
            s.rule("it does not count, nor does a learner", s.outcomes[2], nil)
            s.rule("no term is raised", s[1].term, 2)
        }
    }

    @Test("even quorums")  // a majority of four is three, of two is two
    func evenQuorums() {
        Scenario.run { s in
            try s.start("four voters, two against two", voters: [1, 2, 3, 4])
            try s.lead(1)
            s.split([1, 2], [3, 4])
            try s.propose(1, to: 1)
            try s.settle()
            s.rule("two of four commit nothing", s.outcomes[1], nil)
            try s.abridged { try s.pass(6_000) }
            s.rule("two of four elect nobody, on either side", s.leader, nil)
            s.rule("and raise no term", Set([1, 2, 3, 4].map { s[$0].term }), [2])
            s.heal()
            try s.abridged { try s.agree() }
            s.rule("four elect one", s.leader != nil)

            try s.start("four voters, one down", voters: [1, 2, 3, 4])
            try s.lead(1)
            try s.crash(4)
            try s.propose(1, to: 1)
            try s.settle()
            s.rule("three of four commit", s.outcomes[1], .committed(3))

            try s.start("two voters, one down", voters: [1, 2])
            try s.lead(1)
            try s.crash(2)
            try s.propose(1, to: 1)
            try s.pass(3_000)
            s.rule("one of two commits nothing", s.outcomes[1], .unknown)
            s.rule("one of two does not lead", s[1].role != .leader)
            s.rule("and raises no term", s[1].term, 2)
        }
    }

    @Test("growth without a quorum is bounded")
    func boundedGrowth() {
        Scenario.run { s in
            try s.start {
                $0.maximumUncommittedEntries = 4
                $0.maximumUncommittedBytes = 400
            }
            try s.lead(1)
            s.isolate(1)
            for id in UInt64(1)...8 { try s.propose(id, to: 1) }
            s.rule("four are taken in", s[1].log.lastIndex, 6)
            s.rule(
                "more are refused at once", (5...8).map { s.outcomes[$0] }, Array(repeating: .rejected(.busy), count: 4)
            )
            try s.settle()
            try s.pass(1_200, only: [1])
            s.rule("then it leads no more", s[1].role != .leader)
            s.rule("the four are unknown", (1...4).map { s.outcomes[$0] }, Array(repeating: .unknown, count: 4))
            try s.propose(9, to: 1)
            s.rule("and it takes nothing in", s[1].log.lastIndex == 6 && s.outcomes[9] == .rejected(.notLeader(nil)))
            s.note("by bytes")
            s.heal()
            try s.abridged { try s.agree() }
            let leader = s.leader!
            try s.pass(150)
            s.isolate(leader)
            try s.propose(21, to: leader, padding: 390)
            s.rule("one is always taken in", s.outcomes[21], .rejected(.tooLarge))
            try s.propose(22, to: leader, padding: 300)
            try s.propose(23, to: leader, padding: 30)
            s.rule(
                "one is admitted, a second that goes over the bound is not", [s.outcomes[22], s.outcomes[23]],
                [nil, .rejected(.busy)])
        }
    }
}

extension Scenario {
    /// Entries that were committed.
    static func entriesOf(_ checker: Checker, from first: LogIndex, through last: LogIndex) -> [RaftEntry] {
        checker.committed.filter { $0.index >= first && $0.index <= last }
    }
}
