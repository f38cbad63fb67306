import Identity
import Testing

@testable import ConsensusCore

/// ReadIndex, dissertation §6.4; leadership transfer, §3.10; clocks.
@Suite struct TimeScenarios {
    private static func reply(_ context: UInt64) -> RaftMessage.Body {
        .heartbeatReply(HeartbeatReply(readContext: context))
    }

    @Test("ReadIndex before the first entry")  // dissertation §6.4, step 1
    func readBeforeFirstEntry() {
        Scenario.run { s in
            try s.start()
            try s.lead(1)
            try s.propose(1, to: 1)
            s.losing = { $0.from == 1 && $0.isAppend && $0.to != 2 || $0.isHeartbeatReply }
            try s.settle()
            s.rule("entry 3 is acknowledged", s.outcomes[1], .committed(3))
            s.note("2 takes over; of entry 3 it does not know yet whether it is committed")
            try s.crash(1)
            s.losing = { $0.isAppend }
            try s.lost(1, at: [2, 3])
            try s.abridged { try s.campaign(2) }
            s.rule("2 leads", s.leader, 2)
            try s.read(1, at: 2)
            try s.say(Self.reply(0), from: 3, to: 2, term: 3)
            try s.settle()
            s.rule("a read waits", s.reads[1], nil)
            s.losing = { _ in false }
            try s.pass(150)
            s.rule("until the term's first entry is committed; then it is answered", s.reads[1]?.index, 4)
            s.rule("as of all that was acknowledged before", s.reads[1]!.index! >= 3)
        }
    }

    @Test("duplicated ReadIndex with delayed acks")
    func duplicatedReads() {
        Scenario.run { s in
            try s.start()
            try s.lead(1)
            s.hold(2, 1)
            s.hold(3, 1)
            try s.read(1, at: 1)
            try s.settle()
            try s.propose(1, to: 1)
            try s.read(2, at: 1)
            try s.settle()
            s.rule(
                "two reads are under way, each with a context of its own",
                [s[1].lead.reads.count, Int(s[1].lead.readContext)], [2, 2])
            try s.say(Self.reply(1), from: 2, to: 1, term: 2)
            s.rule("an answer to the first confirms the first", s.reads.keys.sorted(), [1])
            try s.say(Self.reply(1), from: 2, to: 1, term: 2)
            try s.say(Self.reply(1), from: 3, to: 1, term: 2)
            s.rule("repeated and late ones do not confirm the second", s.reads.keys.sorted(), [1])
            try s.say(Self.reply(0), from: 3, to: 1, term: 2)
            s.rule("nor do older ones", s.reads.keys.sorted(), [1])
            try s.say(Self.reply(2), from: 3, to: 1, term: 1)
            s.rule("nor one of another term", s.reads.keys.sorted(), [1])
            try s.say(Self.reply(2), from: 3, to: 1, term: 2)
            s.rule("an answer to it does", s.reads.keys.sorted(), [1, 2])
            s.release(2, 1)
            s.release(3, 1)
            try s.settle()
            s.rule("what comes after that is nobody's: each is answered once", s.reads.count, 2)
            try s.say(Self.reply(9), from: 3, to: 1, term: 2)
            s.rule("an answer to what was never asked is a fault", s.faults.map(\.peer), [3])
            s.rule("and confirms nothing", s.reads.count, 2)
        }
    }

    @Test("SIGSTOP leader, write elsewhere, SIGCONT, read")
    func stoppedLeader() {
        Scenario.run { s in
            try s.start()
            try s.lead(1)
            try s.propose(1, to: 1)
            try s.settle()
            s.pause(1)
            try s.abridged { try s.pass(4_000, only: [2, 3]) }
            s.rule("another leads", s.leader == 2 || s.leader == 3 || s[2].role == .leader || s[3].role == .leader)
            let other: NodeID = s[2].role == .leader ? 2 : 3
            try s.propose(2, to: other)
            try s.settle()
            if case .committed(let index) = s.outcomes[2] {
                s.rule("and commits a write", index > 3)
            } else {
                s.rule("and commits a write", false)
            }
            s.rule("1 still takes itself for the leader", s[1].role, .leader)
            s.resume(1)
            try s.read(1, at: 1)
            s.rule("a read there is not answered from what it has", s.reads[1], nil)
            try s.settle()
            s.rule("it is sent to the leader, not given an old state", s.reads[1]?.index, nil)
            s.rule("as nobody confirmed it", s[1].role, .follower)
            try s.read(2, at: other)
            try s.settle()
            s.rule("there the read sees the write", s.reads[2]!.index! >= s.checker.acknowledged)
        }
    }

    @Test("clock jumps")
    func clockJumps() {
        Scenario.run { s in
            try s.start()
            try s.lead(1)
            try s.pass(300)
            s.note("a follower's clock")
            s.jumpClock(of: 2, by: 3_600_000)
            let said = try s.during { try s.pass(1_000) }
            s.rule(
                "an hour at once counts as a moment: it does not campaign",
                said.votes(preVote: true).isEmpty && s[2].role == .follower)
            s.rule("its own time has moved by what a step may", s[2].clock < 3_000)
            s.note("the leader's clock")
            s.jumpClock(of: 1, by: 3_600_000)
            try s.pass(1_000)
            s.rule("it still leads", s.leader, 1)
            s.note("clocks that go back")
            s.jumpClock(of: 1, by: -7_000_000)
            s.jumpClock(of: 2, by: -7_000_000)
            try s.propose(1, to: 1)
            try s.settle()
            s.rule("the leader serves on", s.outcomes[1], .committed(3))
            let beats = try s.during { try s.pass(5_000) }
            let count = beats.count { if case .heartbeat = $0.body { $0.to == 3 } else { false } }
            s.rule("its time goes on from there: a heartbeat each 100 ms", count, 50)
            s.rule("nobody campaigns", !beats.contains { if case .requestVote = $0.body { true } else { false } })
            s.rule("term and leader are the same", s[1].term == 2 && s.leader == 1)
        }
    }

    @Test("transfer to each kind of target")  // dissertation §3.10
    func transfers() {
        Scenario.run { s in
            func fresh(_ title: String, voters: [UInt64] = [1, 2, 3], learners: [UInt64] = [4]) throws {
                try s.start(title, voters: voters, learners: learners)
                try s.lead(1)
                try s.abridged {
                    try s.propose(1, to: 1)
                    try s.pass(150)
                }
            }
            try fresh("a voter that has the whole log")
            try s.transfer(from: 1, to: 3)
            try s.settle()
            s.rule("it leads", s.leader, 3)
            s.rule("in the next term", s[3].term, 3)

            try fresh("a voter that is behind")
            s.hold(1, 3)
            try s.propose(2, to: 1)
            let early = try s.during {
                try s.transfer(from: 1, to: 3)
                try s.settle()
            }
            s.rule("it is not asked before it has everything", !early.contains { $0.body == .timeoutNow })
            s.release(1, 3)
            try s.settle()
            s.rule("then it leads", s.leader, 3)
            s.rule("and lacks nothing", s[3].log.entries.contains { Command($0)?.id == 2 })

            try fresh("the best one, when nobody is named")
            s.isolate(2)
            try s.propose(2, to: 1)
            try s.settle()
            try s.transfer(from: 1, to: nil)
            try s.settle()
            s.rule("it is the one that is furthest along", s.leader, 3)

            for (title, target) in [("a learner", 4), ("itself", 1), ("nobody that is known", 77)] as [(String, NodeID)]
            {
                try fresh(title)
                let said = try s.during {
                    try s.transfer(from: 1, to: target)
                    try s.settle()
                }
                s.rule("nothing happens", said.isEmpty && s.leader == 1)
                try s.propose(2, to: 1)
                try s.settle()
                s.rule("it goes on serving", s.outcomes[2], .committed(4))
            }

            try fresh("a voter that is being voted out")
            s.losing = { $0.isAppendReply }
            try s.change(.changeVoters(promote: [4], demote: [3]), at: 1)
            try s.settle()
            let out = try s.during {
                try s.transfer(from: 1, to: 3)
                try s.settle()
            }
            s.rule("nothing happens", !out.contains { $0.body == .timeoutNow } && s.leader == 1)

            try fresh("a dead voter")
            try s.crash(3)
            try s.propose(2, to: 1)
            try s.settle()
            try s.transfer(from: 1, to: 3)
            try s.propose(3, to: 1)
            s.rule("meanwhile nothing new is taken in", s.outcomes[3], .rejected(.handingOver))
            try s.pass(1_050)
            try s.propose(4, to: 1)
            try s.settle()
            s.rule("after an election timeout it is given up", s.outcomes[4], .committed(5))
            s.rule("the leader is the same, in its term", s.leader == 1 && s[1].term == 2)

            try fresh("one that loses the order")
            s.losing = { $0.body == .timeoutNow }
            try s.transfer(from: 1, to: 2)
            try s.pass(1_050)
            s.losing = { _ in false }
            try s.propose(2, to: 1)
            try s.settle()
            s.rule("is given up too", s.outcomes[2], .committed(4))
        }
    }

    @Test("late TimeoutNow")
    func lateTimeoutNow() {
        Scenario.run { s in
            func order(_ title: String) throws -> RaftMessage {
                try s.start(title, learners: [4])
                try s.lead(1)
                try s.abridged { try s.pass(150) }
                s.losing = { $0.body == .timeoutNow }
                try s.transfer(from: 1, to: 2)
                try s.settle()
                s.losing = { _ in false }
                return s.said.last { $0.body == .timeoutNow }!
            }
            var late = try order("it comes when the term is over")
            try s.crash(1)
            try s.lost(1, at: [2, 3, 4])
            try s.lead(3)
            let said = try s.during {
                try s.deliver(late)
                try s.settle()
            }
            s.rule("it is ignored", said.isEmpty && s[2].term == 3 && s.leader == 3)

            late = try order("it comes after the leader has given up, and has taken in new commands")
            try s.pass(1_050)
            s.losing = { $0.isAppendReply }
            try s.propose(1, to: 1)
            try s.settle()
            s.losing = { _ in false }
            try s.deliver(late)
            try s.settle()
            s.rule("2 leads, in a new term: an election like any other", s.leader == 2 && s[2].term == 3)
            s.rule("what 1 could not confirm is unknown", s.outcomes[1], .unknown)
            s.rule("and is not lost, as 2 had it", s.checker.committed.contains { Command($0)?.id == 1 })

            late = try order("it comes twice")
            try s.deliver(late)
            try s.settle()
            s.rule("the first is obeyed", s.leader == 2 && s[2].term == 3)
            try s.deliver(late, "again")
            try s.settle()
            s.rule("the second is of a term that is over", s.leader == 2 && s[2].term == 3)

            _ = try order("it comes to a learner")
            try s.say(.timeoutNow, from: 1, to: 4, term: 2)
            try s.settle()
            s.rule("a learner does not stand for election", s[4].term == 2 && s.leader == 1)
        }
    }

    @Test("transfer under load")
    func transferUnderLoad() {
        Scenario.run { s in
            try s.start()
            try s.lead(1)
            try s.abridged { try s.pass(150) }
            s.hold(1, 2)
            s.hold(1, 3)
            for id in UInt64(1)...5 { try s.propose(id, to: 1) }
            try s.transfer(from: 1, to: 2)
            for id in UInt64(6)...8 { try s.propose(id, to: 1) }
            s.rule(
                "what comes after the order is refused at once, surely", (6...8).map { s.outcomes[$0] },
                Array(repeating: .rejected(.handingOver), count: 3))
            s.release(1, 2)
            s.release(1, 3)
            let began = s.now
            try s.settle()
            s.rule(
                "what came before it is committed",
                (1...5).allSatisfy { if case .committed = s.outcomes[UInt64($0)] { true } else { false } })
            s.rule("2 leads, one term on", s.leader == 2 && s[2].term == 3)
            s.rule("without waiting for any timer", s.now, began)
            for id in UInt64(6)...8 { try s.propose(id + 10, to: 2) }
            try s.settle()
            s.rule(
                "and serves",
                (16...18).allSatisfy { if case .committed = s.outcomes[UInt64($0)] { true } else { false } })
            let commands = s.checker.committed.compactMap { Command($0)?.id }
            s.rule("nothing is lost, nothing is there twice", commands, [1, 2, 3, 4, 5, 16, 17, 18])
        }
    }
}
