import Identity
import Testing

@testable import ConsensusCore

/// Raft §5.2 and §5.4.1; dissertation §9.6 (pre-vote), §6.2 (check-quorum), §4.2.3 (disruptive servers).
@Suite struct ElectionScenarios {
    private static func vote(last: LogIndex, _ lastTerm: Term, preVote: Bool = false) -> RaftMessage.Body {
        .requestVote(RequestVote(preVote: preVote, transfer: false, lastIndex: last, lastTerm: lastTerm))
    }

    private static func voteReply(_ granted: Bool, preVote: Bool = false) -> RaftMessage.Body {
        .requestVoteReply(RequestVoteReply(preVote: preVote, granted: granted))
    }

    @Test("vote durability at every crash point")  // Raft, figure 2: votedFor is persisted before the answer
    func voteDurability() {
        enum Point: String, CaseIterable {
            case beforeWrite = "before the write"
            case writtenAndLost = "after the write, before the sync; the write is lost"
            case writtenAndKept = "after the write, before the sync; the write is on the disk"
            case synced = "after the sync, with the answer on its way"
            case answered = "after the answer has arrived"
        }
        Scenario.run { s in
            for point in Point.allCases {
                try s.start("node 2 crashes \(point.rawValue)")
                let said = try s.during {
                    if point != .beforeWrite {
                        s.holdDisk(2)
                        s.hold(2, 1)
                        try s.say(Self.vote(last: 1, 1), from: 1, to: 2, term: 2)
                        s.rule("no vote is spoken before it is on disk", s.waiting(2, 1).isEmpty)
                    }
                    if point == .synced || point == .answered { try s.releaseDisk(2) }
                    if point == .answered { s.release(2, 1) }
                    try s.settle()
                    try s.crash(2, keeping: point == .writtenAndKept ? 1 : 0)
                    try s.restart(2)
                    // Somebody else asks in the same term.
                    try s.say(Self.vote(last: 1, 1), from: 3, to: 2, term: 2)
                    try s.settle()
                }
                let promised = Set(said.filter { $0.from == 2 && $0.term == 2 }.votes().map(\.to))
                s.rule("in term 2 node 2 has promised its vote to one node at most", promised.count <= 1)
                let isKept = point != .beforeWrite && point != .writtenAndLost
                s.rule("its vote on disk binds it after the crash", s[2].votedFor, isKept ? 1 : 3)
            }
        }
    }

    @Test("term and vote atomic")  // Raft, figure 2: both are one record on disk
    func termAndVoteAtomic() {
        Scenario.run { s in
            var seen: Set<Int> = []
            for seed in UInt64(1)...12 {
                try s.start("power loss \(seed)", productionLog: true)
                s.holdDisk(2)
                try s.say(Self.vote(last: 1, 1), from: 1, to: 2, term: 2)
                s.rule("term and vote are in one write", s.machine(2).disk.unsynced.count, 1)
                seen.insert(try s.crash(2, tornBy: seed))
                try s.restart(2)
                s.rule(
                    "on disk is the old term without a vote, or the new one with it, and nothing between",
                    (s[2].term == 1 && s[2].votedFor == nil) || (s[2].term == 2 && s[2].votedFor == 1))
            }
            s.rule("both have been seen", seen, [0, 1])
        }
    }

    @Test("same-term step-down keeps the vote")  // Raft §5.2: one vote in a term
    func sameTermStepDown() {
        Scenario.run { s in
            try s.start()
            try s.campaign(1)
            s.rule("1 leads in term 2", s[1].role == .leader && s[1].term == 2)
            s.isolate(1)
            try s.pass(1_200, only: [1])
            s.rule("without a quorum it steps down", s[1].role, .follower)
            s.rule("the term is the same", s[1].term, 2)
            s.rule("the vote is the same", s[1].votedFor, 1)
            s.heal()
            let said = try s.during {
                try s.say(Self.vote(last: 99, 2), from: 3, to: 1, term: 2)
                try s.settle()
                try s.crash(1)
                try s.restart(1)
                try s.say(Self.vote(last: 99, 2), from: 3, to: 1, term: 2)
                try s.settle()
            }
            s.rule("nobody else gets its vote in this term, nor after a restart", said.votes().isEmpty)
        }
    }

    @Test("stale and duplicate vote answers")  // Raft §5.2: a majority of different servers, in this term
    func staleAndDuplicateAnswers() {
        Scenario.run { s in
            try s.start(voters: [1, 2, 3, 4, 5])
            s.losing = { if case .requestVote = $0.body { true } else { false } }
            try s.campaign(1)
            try s.say(Self.voteReply(true, preVote: true), from: 2, to: 1, term: 2)
            try s.say(Self.voteReply(true, preVote: true), from: 2, to: 1, term: 2)
            try s.say(Self.voteReply(true, preVote: true), from: 2, to: 1, term: 2)
            s.rule("one grant three times is one grant", s[1].role, .preCandidate)
            try s.say(Self.voteReply(true), from: 3, to: 1, term: 1)
            try s.say(Self.voteReply(true, preVote: true), from: 3, to: 1, term: 1)
            s.rule("a grant of another term counts for nothing", s[1].role, .preCandidate)
            try s.say(Self.voteReply(true, preVote: true), from: 3, to: 1, term: 2)
            try s.settle()
            s.rule("three of five would vote: it stands", s[1].role == .candidate && s[1].term == 2)
            try s.say(Self.voteReply(true, preVote: true), from: 4, to: 1, term: 2)
            try s.say(Self.voteReply(true, preVote: true), from: 5, to: 1, term: 2)
            s.rule("grants of the pre-vote are no votes", s[1].role, .candidate)
            try s.say(Self.voteReply(true), from: 2, to: 1, term: 2)
            try s.say(Self.voteReply(true), from: 2, to: 1, term: 2)
            s.rule("one vote twice is one vote", s[1].role, .candidate)
            try s.say(Self.voteReply(true), from: 4, to: 1, term: 1)
            s.rule("a vote of an earlier term is none", s[1].role, .candidate)
            try s.say(Self.voteReply(true), from: 3, to: 1, term: 2)
            s.rule("three votes of five elect", s[1].role, .leader)
            let before = s[1].log.lastIndex
            try s.say(Self.voteReply(true), from: 4, to: 1, term: 2)
            try s.say(Self.voteReply(false), from: 5, to: 1, term: 2)
            s.rule(
                "late answers change nothing",
                s[1].role == .leader && s[1].term == 2 && s[1].log.lastIndex == before)
        }
    }

    @Test("pre-vote resets nothing")  // dissertation §9.6
    func preVoteResetsNothing() {
        Scenario.run { s in
            try s.start(logs: [2: [1]])
            try s.pass(500, only: [2])
            let before = s[2]
            let said = try s.during {
                try s.say(Self.vote(last: 2, 1, preVote: true), from: 3, to: 2, term: 2)
                try s.say(Self.vote(last: 1, 1, preVote: true), from: 1, to: 2, term: 2)
                try s.say(Self.vote(last: 9, 8, preVote: true), from: 3, to: 2, term: 9)
                try s.settle()
            }
            s.rule("one with a long enough log is told yes", said.votes(preVote: true).map(\.to), [3, 3])
            s.rule("one whose log is behind is told no", said.refusals(preVote: true).map(\.to), [1])
            s.rule("the term is as before", s[2].term, before.term)
            s.rule("no vote is given", s[2].votedFor, nil)
            s.rule("the election timer runs on", s[2].electionDeadline, before.electionDeadline)
            s.rule("the disk is not touched", s[2].disk == before.disk)
        }
    }

    @Test("low-term pre-vote deadlock")
    func lowTermPreVote() {
        // Node 2 is in a higher term and has the shorter log: it cannot win. Node 1 could, but its pre-votes are of a term
        // that is over for node 2. If they were ignored, both would ask for ever.
        Scenario.run { s in
            try s.start(logs: [1: [2, 2]], terms: [2: 5])
            s.isolate(3)
            let said = try s.during { try s.pass(8_000, only: [1, 2]) }
            let answers = said.filter { $0.from == 2 && $0.to == 1 && $0.term == 5 }.refusals(preVote: true)
            s.rule("a pre-vote of a term that is over is answered with the present one", !answers.isEmpty)
            s.rule("the one with the whole log leads within eight election timeouts", s.leader, 1)
            s.rule("in a term above both", s[1].term > 5)
            s.rule("and nothing of its log is lost", s.log(2), s.log(1))
        }
    }

    @Test("pre-vote with check-quorum and no leader")  // dissertation §4.2.3, §6.2
    func preVoteWithoutLeader() {
        Scenario.run { s in
            try s.start("the leader dies; the lease of the others lasts an election timeout")
            try s.lead(1)
            try s.pass(300)
            try s.crash(1)
            try s.lost(1, at: [2])
            let early = try s.during { try s.pass(80) }
            s.rule("inside the lease a pre-vote is refused", early.refusals(preVote: true).map(\.from), [3])
            s.rule("and moves no term", s[2].term == 2 && s[3].term == 2)
            try s.pass(3_920)
            s.rule("after it one of the two leads", s.leader == 2 || s.leader == 3)
            s.rule("it took one term", s[s.leader!].term, 3)

            try s.start("everyone restarts: no leader, and no lease to wait for")
            try s.lead(1)
            for id in [1, 2, 3] as [NodeID] { try s.crash(id) }
            for id in [1, 2, 3] as [NodeID] { try s.restart(id) }
            let said = try s.during { try s.campaign(3) }
            s.rule("nobody refuses the first who asks", said.refusals(preVote: true).isEmpty)
            s.rule("it leads at once", s.leader, 3)
        }
    }

    @Test("silence of a leader whose rhythm is known")  // docs/decisions/0406
    func knownRhythm() {
        Scenario.run { s in
            try s.start("it falls silent, and no connection breaks", configure: known)
            try s.lead(1)
            try s.abridged { try s.pass(1_500) }
            s.rule(
                "two and a half heartbeats are its measure", s[2].leaderPatience == 250 && s[3].leaderPatience == 250)
            s.isolate(1)
            try s.pass(200)
            s.rule("until then it is waited for", s[2].leader == 1 && s[3].leader == 1)
            try s.pass(200)
            let heir = s.leader ?? 0
            s.rule("within 400 ms another leads", heir == 2 || heir == 3)
            s.rule("in the next term", s[2].term == 3 && s[3].term == 3)
            s.heal()
            try s.pass(300)
            s.rule("it follows", s[1].leader, heir)
            s.rule(
                "one such silence is an incident: nobody is more patient for it",
                [s[1], s[2], s[3]].map(\.leaderPatience), [250, 250, 250])
            s.note("the heir falls silent a moment later")
            s.isolate(heir)
            try s.pass(400)
            s.rule("another leads within 400 ms again", s.leader != nil && s.leader != heir)

            try s.start("it has stalled again and again", configure: { $0.rhythmSpan = 2_000 })
            try s.lead(1)
            try s.abridged {
                for _ in 0..<4 {
                    s.isolate(1)
                    try s.pass(200)
                    s.heal()
                    try s.pass(100)
                }
                try s.pass(1_000)
            }
            let patience = s[2].leaderPatience
            s.rule("the fourth longest gap counts, two and a half times over", (500...750).contains(patience))
            s.isolate(1)
            try s.pass(300)
            s.heal()
            try s.abridged { try s.pass(300) }
            s.rule("such a silence, and a longer one, is waited out", s.leader == 1 && s[3].leader == 1)
            s.rule("in its term", [s[1].term, s[2].term, s[3].term], [2, 2, 2])
        }
    }

    @Test("rejoining partitioned node changes nothing")  // dissertation §9.6
    func rejoining() {
        Scenario.run { s in
            try s.start()
            try s.lead(1)
            s.isolate(3)
            try s.propose(1, to: 1)
            try s.pass(10_000)
            s.rule("alone, node 3 asks for pre-votes and raises no term", s[3].term, 2)
            s.heal()
            try s.pass(2_500)
            s.rule("the leader is the same", s.leader, 1)
            s.rule("in the same term", [s[1].term, s[2].term, s[3].term], [2, 2, 2])
            s.rule("node 3 has caught up", s.log(3), s.log(1))
        }
    }

    /// Leaders' rhythm is known after a second, so that a lease lasts for two and a half heartbeats.
    private func known(_ configuration: inout RaftConfiguration) { configuration.rhythmSpan = 1_000 }

    @Test("one-way links")
    func oneWayLinks() {
        Scenario.run { s in
            try s.start(
                "the leader is heard and hears nobody: it must not lead for ever (dissertation §6.2)", configure: known)
            try s.lead(1)
            try s.abridged { try s.pass(1_500) }
            s.cut(2, 1)
            s.cut(3, 1)
            try s.propose(1, to: 1)
            try s.pass(400)
            s.rule("it has stepped down", s[1].role != .leader)
            s.rule("in its term", s[1].term, 2)
            s.rule("what it had proposed is unknown", s.outcomes[1], .unknown)
            s.rule("another leads, by its last word", s.leader == 2 || s.leader == 3)
            try s.pass(4_000)
            s.rule("and still does", s.leader == 2 || s.leader == 3)

            try s.start(
                "a follower hears nothing and is heard: it must disturb nobody (dissertation §4.2.3)", configure: known)
            try s.lead(1)
            try s.abridged { try s.pass(1_500) }
            s.cut(1, 3)
            s.cut(2, 3)
            try s.propose(1, to: 1)
            try s.pass(5_000)
            s.rule("the leader is the same", s.leader, 1)
            s.rule("in the same term", s[1].term == 2 && s[2].term == 2)
            s.rule("its work goes on", s.outcomes[1], .committed(3))

            try s.start("a follower does not hear the leader and hears the other", configure: known)
            try s.lead(1)
            try s.abridged { try s.pass(1_500) }
            s.cut(1, 3)
            let said = try s.during { try s.pass(4_000) }
            s.rule("both refuse its pre-votes", Set(said.refusals(preVote: true).map(\.from)), [1, 2])
            s.rule("the leader has handed over to the one that 3 hears", s.leader, 2)
            s.rule("which 3 follows", s[3].leader, 2)
            s.rule("once", [s[1].term, s[2].term, s[3].term], [3, 3, 3])
            s.heal()
            try s.pass(2_500)
            s.rule("after that it stays so", s.leader, 2)
        }
    }

    @Test("partial partitions (chain, bridge)")
    func partialPartitions() {
        Scenario.run { s in
            try s.start("chain 1 – 2 – 3, led by an end", configure: known)
            try s.lead(1)
            try s.abridged { try s.pass(1_500) }
            s.cutBoth(1, 3)
            try s.pass(4_000)
            try s.propose(1, to: 1)
            s.rule("the middle leads: 2 refuses 3, and tells 1 that it reaches it", s.leader, 2)
            s.rule("all follow it, in the next term", [s[1].term, s[2].term, s[3].term], [3, 3, 3])
            try s.propose(2, to: 2)
            try s.settle()
            s.rule("all have what it commits", s[1].commitIndex == s[3].commitIndex && s.outcomes[2] == .committed(4))

            try s.start("bridge 1 2 – 3 – 4 5, led from one bank", voters: [1, 2, 3, 4, 5], configure: known)
            try s.lead(1)
            try s.abridged { try s.pass(1_500) }
            s.split([1, 2], [4, 5])
            try s.abridged { try s.pass(5_000) }
            try s.propose(1, to: 1)
            try s.settle()
            s.rule("the bridge leads, which all others hear", s.leader, 3)
            s.rule("all follow it", (1...5).map { s[NodeID(rawValue: $0)].leader }, Array(repeating: 3, count: 5))
            s.rule("in the next term", Set((1...5).map { s[NodeID(rawValue: $0)].term }), [3])
            try s.propose(2, to: 3)
            try s.settle()
            s.rule("a majority is reached", s.outcomes[2], .committed(4))
            s.heal()
            try s.abridged { try s.pass(2_500) }
            s.rule("after that all have the same log", Set((1...5).map { s.log(NodeID(rawValue: $0)) }).count, 1)
            s.rule("in the same term", s[5].term, 3)
        }
    }

    @Test("restart storm")
    func restartStorm() {
        Scenario.run { s in
            let all: [NodeID] = [1, 2, 3, 4, 5]
            try s.start(voters: [1, 2, 3, 4, 5], productionLog: true)
            var term = s[1].term
            for round in UInt64(1)...6 {
                s.note("round \(round): all lose power, and again while they come back")
                try s.abridged {
                    for id in all { try s.crash(id) }
                    for id in all { try s.restart(id) }
                    for id in all.filter({ $0.rawValue % 2 == round % 2 }) {
                        try s.crash(id)
                        try s.restart(id)
                    }
                    try s.campaign(NodeID(rawValue: round % 5 + 1))
                    try s.propose(round, to: NodeID(rawValue: round % 5 + 1))
                    try s.settle()
                }
                s.rule(
                    "a leader is found in the next term", s.leader.map { s[$0].term }, Term(rawValue: term.rawValue + 1)
                )
                s.rule("it serves", s.outcomes[round] == .committed(LogIndex(rawValue: 2 * round + 1)))
                term = s[s.leader!].term
            }
            let commands = s[s.leader!].log.entries.compactMap { Command($0)?.id }
            s.rule("nothing that was acknowledged is lost", commands, [1, 2, 3, 4, 5, 6])
            s.rule("all logs are the same", Set(all.map { s.log($0) }).count, 1)
        }
    }

    @Test("a learner asked to vote")  // dissertation §4.2.1: it may be a voter by a configuration it has not seen
    func learnerAskedToVote() {
        Scenario.run { s in
            try s.start(learners: [4])
            try s.lead(1)
            s.note("4 takes the place of 3, and has not heard of it when the leader dies")
            s.losing = { $0.to == 4 && $0.isAppend }
            try s.change(.changeVoters(promote: [4], demote: [3]), at: 1)
            try s.settle()
            s.rule("2 goes by the new voters", s[2].membership.voters, [1, 2, 4])
            s.rule("4 is a learner by its own log", s[4].membership.learners, [4])
            try s.crash(1)
            try s.lost(1, at: [2, 3, 4])
            let alone = try s.during { try s.pass(4_000, only: [4]) }
            s.rule(
                "it does not stand for election: it asks around, and its term is as it was",
                s[4].term == 2 && s[4].role == .follower && alone.votes().isEmpty)
            let said = try s.during { try s.campaign(2) }
            s.rule("it votes when asked", said.votes().map(\.from).contains(4))
            s.rule("with its vote, and without 1's, 2 leads", s.leader, 2)
        }
    }

    @Test("messages of a removed id raise no term")  // dissertation §4.2.3
    func removedIDs() {
        Scenario.run { s in
            try s.start(learners: [4])
            try s.lead(1)
            s.losing = { $0.to == 4 }  // not even the word that it is out arrives
            try s.change(.removeLearner(4), at: 1)
            try s.settle()
            s.losing = { _ in false }
            s.rule("the removal is committed everywhere", s[2].committedMembership.tombstones, [4])
            let bodies: [RaftMessage.Body] = [
                Self.vote(last: 99, 98), Self.vote(last: 99, 98, preVote: true), Self.voteReply(true),
                .append(AppendEntries(previousIndex: 1, previousTerm: 1, commitIndex: 0, entries: [])),
                .appendReply(AppendEntriesReply(success: true, index: 1)),
                .heartbeat(Heartbeat(commitIndex: 0, readContext: 0)), .heartbeatReply(HeartbeatReply(readContext: 0)),
                .timeoutNow,
            ]
            let before = [s[1], s[2]]
            let said = try s.during {
                for node in [1, 2] as [NodeID] {
                    for body in bodies { try s.say(body, from: 4, to: node, term: 99) }
                }
            }
            s.rule("no term is raised", [s[1].term, s[2].term], [2, 2])
            s.rule("the leader still leads", s[1].role, .leader)
            s.rule("no log is changed", s[1].log == before[0].log && s[2].log == before[1].log)
            s.rule("each message is answered: you are removed", said.map(\.body), Array(repeating: .removed, count: 16))
            try s.settle()
            s.rule("and so node 4 finds out", s.machine(4).isGone)
        }
    }
}
