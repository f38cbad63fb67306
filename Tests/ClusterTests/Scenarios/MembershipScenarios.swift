import Identity
import Testing

@testable import ConsensusCore

/// Raft §6; dissertation chapter 4; the erratum of 2015 (raft-dev, "bug in single-server membership changes").
@Suite struct MembershipScenarios {
    @Test("the 2015 bug, three variants")
    func bugOf2015() {
        // Leader 1 starts a change that only the new node gets; leader 2 starts another, which commits; then 1 comes back and
        // finds voters for its own. With single-server changes the two majorities need not meet.
        struct Variant {
            var title: String
            var learners: [UInt64]
            var first, second: MembershipChange
            /// Who gets the first change.
            var side: [NodeID]
            /// Who may still help node 1 afterwards.
            var rest: [NodeID]
        }
        let variants = [
            Variant(
                title: "add 5, remove 1", learners: [5], first: .changeVoters(promote: [5], demote: []),
                second: .changeVoters(promote: [], demote: [1]), side: [1, 5], rest: [1, 4, 5]),
            Variant(
                title: "add 5, add 6", learners: [5, 6], first: .changeVoters(promote: [5], demote: []),
                second: .changeVoters(promote: [6], demote: []), side: [1, 5], rest: [1, 4, 5]),
            Variant(
                title: "remove 4, remove 1", learners: [], first: .changeVoters(promote: [], demote: [4]),
                second: .changeVoters(promote: [], demote: [1]), side: [1], rest: [1, 4]),
        ]
        Scenario.run { s in
            for variant in variants {
                try s.start(variant.title, voters: [1, 2, 3, 4], learners: variant.learners)
                try s.lead(1)
                let others = s.machines.map(\.id).filter { !variant.side.contains($0) }
                s.split(variant.side, others)
                try s.change(variant.first, at: 1)
                try s.settle()
                s.rule("the first change is in 1's log, uncommitted", s[1].membership.isJoint && s[1].commitIndex == 2)
                try s.lost(1, at: others)
                // 2 wins, and is asked before an entry of its term is committed.
                s.losing = { $0.isAppend }
                try s.abridged { try s.campaign(2) }
                s.rule("2 leads the old voters", s.leader, 2)
                let early = try s.change(variant.second, at: 2)
                s.rule(
                    "before its first entry is committed no change is taken", s.outcomes[early],
                    .rejected(.changeInProgress))
                s.losing = { _ in false }
                try s.abridged { try s.pass(150) }
                let second = try s.change(variant.second, at: 2)
                try s.abridged { try s.pass(150) }
                if case .committed = s.outcomes[second] {} else { s.rule("the second change commits", false) }
                s.note("1 comes back, among \(variant.rest)")
                s.heal()
                s.split(variant.rest, s.machines.map(\.id).filter { !variant.rest.contains($0) })
                let committed = s.checker.committed.count
                let said = try s.during { try s.abridged { try s.pass(6_000, only: variant.rest) } }
                s.rule(
                    "it is not elected for its own change",
                    !variant.rest.contains { s[$0].role == .leader } && said.votes().isEmpty)
                s.rule("and commits nothing", s.checker.committed.count, committed)
                s.heal()
                try s.abridged { try s.agree() }
                try s.pass(150)
                s.rule(
                    "in the end all go by the second change", Set(s.machines.map { s[$0.id].membership.voters }).count,
                    1)
                s.rule("which 1 has taken over", s[1].membership.voters, s[2].membership.voters)
            }
        }
    }

    @Test("one change at a time")  // dissertation §4.1
    func oneAtATime() {
        Scenario.run { s in
            try s.start(learners: [4, 5])
            try s.lead(1)
            s.losing = { $0.isAppendReply }
            try s.change(.changeVoters(promote: [4], demote: [3]), at: 1)
            try s.settle()
            let during = try s.change(.removeLearner(5), at: 1)
            s.rule("none while one is uncommitted", s.outcomes[during], .rejected(.changeInProgress))
            s.losing = { $0.isAppend && $0.from == 1 }
            try s.say(.appendReply(AppendEntriesReply(success: true, index: 3)), from: 2, to: 1, term: 2)
            s.rule(
                "the joint one is committed, the final one is not",
                s[1].membership.isJoint == false && s[1].commitIndex == 3)
            let leaving = try s.change(.removeLearner(5), at: 1)
            s.rule("none while a joint one is being left", s.outcomes[leaving], .rejected(.changeInProgress))
            s.losing = { _ in false }
            try s.abridged { try s.pass(250) }
            s.rule("the change is done", s[1].membership.words, "voters 1 2 4, learners 3 5")
            let after = try s.change(.removeLearner(5), at: 1)
            try s.settle()
            s.rule("then the next is taken", s.outcomes[after], .committed(5))
            let uncommitted = s.checker.committed.count
            s.rule("each was committed before the next began", uncommitted, 5)
        }
    }

    @Test("crash at each step of a joint change")  // Raft §6, figure 11
    func crashInJointChange() {
        enum Step: String, CaseIterable {
            case onLeader = "the joint configuration is on the leader alone"
            case onOne = "the joint configuration is on one of the old voters too"
            case jointCommitted = "the joint configuration is committed, the final one on the leader alone"
            case finalOnOne = "the final configuration is on one other"
            case finalCommitted = "the final configuration is committed"
        }
        Scenario.run { s in
            try s.start("two of three voters change, and the old ones are away", learners: [4, 5])
            try s.lead(1)
            s.split([1, 4, 5], [2, 3])
            try s.change(.changeVoters(promote: [4, 5], demote: [2, 3]), at: 1)
            try s.settle()
            s.rule("three nodes go by the joint configuration", [1, 4, 5].allSatisfy { s[$0].membership.isJoint })
            s.rule("they are all the new voters, and commit nothing without the old", s[1].commitIndex, 2)
            try s.crash(1)
            try s.lost(1, at: [2, 3, 4, 5])
            let alone = try s.during { for _ in 0..<3 { try s.campaign(4) } }
            s.rule("nor do they elect anybody", s[4].term == 2 && alone.votes().isEmpty)
            s.heal()
            try s.abridged { try s.agree() }
            s.rule("with the old ones they do", s.leader != nil)

            for step in Step.allCases {
                try s.start("1 crashes when \(step.rawValue)", learners: [4])
                try s.lead(1)
                s.losing = { message in
                    guard case .append(let append) = message.body else { return false }
                    let holdsFinal = append.entries.contains { $0.index == 4 }
                    return switch step {
                    case .onLeader: true
                    case .onOne: message.to != 3
                    case .jointCommitted: holdsFinal
                    case .finalOnOne: holdsFinal && message.to != 2
                    case .finalCommitted: false
                    }
                }
                try s.abridged {
                    try s.change(.changeVoters(promote: [4], demote: [3]), at: 1)
                    try s.settle()
                }
                let isInForce = step == .jointCommitted || step == .finalOnOne || step == .finalCommitted
                try s.crash(1)
                s.losing = { _ in false }
                let others: [NodeID] = [2, 3, 4]
                try s.lost(1, at: others)
                try s.abridged { try s.agree() }
                s.rule("the others find a leader without 1", s.leader.map { others.contains($0) }, true)
                try s.propose(2, to: s.leader!)
                try s.abridged { try s.pass(150) }
                if case .committed = s.outcomes[2] {} else { s.rule("and serve", false) }
                let membership = s[s.leader!].membership
                s.rule("no joint configuration stays", membership.isJoint, false)
                if isInForce { s.rule("what was committed is carried through", membership.voters, [1, 2, 4]) }
                s.rule(
                    "it is the old one or the new one",
                    membership.voters == [1, 2, 3] || membership.voters == [1, 2, 4])
                try s.restart(1)
                try s.abridged { try s.pass(2_500) }
                s.rule("1 comes to the same", s[1].membership, membership)
                s.rule("all logs are the same", Set(s.machines.map { s.log($0.id) }).count, 1)
            }
        }
    }

    @Test("learner promoted too early / never")  // dissertation §4.2.1
    func promotion() {
        Scenario.run { s in
            try s.start("never, while it does not catch up", learners: [4])
            try s.lead(1)
            s.isolate(4)
            try s.crash(3)
            try s.abridged { try s.tend(12_000) }
            s.rule(
                "the dead voter keeps its seat: the learner that nobody hears is no replacement",
                s[1].membership.voters, [1, 2, 3])
            try s.propose(1, to: 1)
            try s.settle()
            s.rule("two of three serve on", s.outcomes[1], .committed(3))
            s.note("it is heard again")
            s.heal()
            let before = s.now
            try s.abridged { try s.tend(4_500) }
            s.rule("not too early: it must have been steady for 5 s", s[1].membership.voters, [1, 2, 3])
            try s.tend(2_500)
            s.rule("then it takes the seat", s[1].membership.voters, [1, 2, 4])
            s.rule("within 7 s", s.now - before <= 7_000)

            try s.start("a cluster of one does not promote whom it has not heard", voters: [1], learners: [2])
            s.isolate(2)
            try s.pass(1_100)
            s.rule("1 leads alone", s[1].leadership.isReady)
            let change = try s.change(.changeVoters(promote: [2], demote: []), at: 1)
            if case .rejected(.invalidChange) = s.outcomes[change] {} else { s.rule("it is refused", false) }
            try s.propose(1, to: 1)
            try s.settle()
            s.rule("1 serves on; with a voter that is not there it could not", s.outcomes[1] != nil)
            s.rule("2 is still a learner", s[1].membership.learners, [2])
        }
    }

    @Test("swap while the replacement dies")
    func swapWhileReplacementDies() {
        Scenario.run { s in
            try s.start(learners: [4])
            try s.lead(1)
            try s.abridged { try s.tend(6_000) }
            try s.crash(3)
            try s.abridged {
                while s.outcomes.isEmpty && !s[1].membership.isJoint && s.now < 60_000 {
                    // The replacement hears of it and never answers.
                    s.losing = { $0.from == 4 && $0.isAppendReply }
                    try s.tend(500)
                }
            }
            s.rule("4 takes the place of 3", s[1].membership.voters, [1, 2, 4])
            try s.crash(4)
            s.losing = { _ in false }
            try s.propose(1, to: 1)
            try s.settle()
            if case .committed = s.outcomes[1] {} else { s.rule("with 3 and 4 dead, 1 and 2 serve on", false) }
            s.rule("and the swap is through", s[1].membership.words, "voters 1 2 4, learners 3")
            s.note("another one comes")
            try s.join(5)
            try s.abridged { try s.tend(25_000) }
            s.rule("it takes the seat of 4", s[1].membership.voters, [1, 2, 5])
            try s.crash(1)
            try s.lost(1, at: [2, 5])
            try s.abridged { try s.agree() }
            s.rule("which is worth something: 2 and 5 go on without 1", s.leader == 2 || s.leader == 5)
        }
    }

    @Test("rollback of an uncommitted configuration, across a restart and a snapshot")  // dissertation §4.1
    func rollback() {
        Scenario.run { s in
            for hasSnapshot in [false, true] {
                try s.start(
                    hasSnapshot ? "across a snapshot below it and a restart" : "across a restart", voters: [1, 2, 3],
                    learners: [4], productionLog: true
                ) {
                    $0.snapshotEntries = hasSnapshot ? 4 : 6_000
                    $0.retainedEntries = 0
                }
                try s.lead(1)
                try s.abridged {
                    for id in UInt64(1)...6 {
                        try s.propose(id, to: 1)
                        try s.settle()
                    }
                }
                if hasSnapshot { s.rule("3 has a snapshot", s[3].log.snapshotIndex > 0) }
                s.note("1 starts a change that only 3 has on its disk")
                s.split([1, 3], [2, 4])
                s.holdDisk(1)
                try s.change(.changeVoters(promote: [4], demote: [2]), at: 1)
                try s.settle()
                let old = Scenario.membership(voters: [1, 2, 3], learners: [4])
                s.rule("3 goes by it from its append", s[3].membership.words, "voters 1 3 4, leaving 1 2 3")
                try s.crash(3)
                try s.restart(3)
                s.rule("and after a restart", s[3].membership.words, "voters 1 3 4, leaving 1 2 3")
                s.rule("it is not committed", s[3].committedMembership, old)
                try s.crash(1)
                try s.restart(1)
                s.rule("1 has lost it", s[1].membership, old)
                s.note("2 is elected by 1, without having heard of the change")
                s.heal()
                try s.lost(1, at: [2, 4])
                let said = try s.during { try s.campaign(2) }
                s.rule("with the vote of 1", said.votes().map(\.from), [1])
                s.rule("2 leads", s.leader, 2)
                s.rule("the entry is replaced, and the old configuration is in force again", s[3].membership, old)
                try s.crash(3)
                try s.restart(3)
                s.rule("after another restart too", s[3].membership, old)
                s.rule("its log is that of 2", s[3].log.lastTerm, 3)
            }
        }
    }

    @Test("wiped node with an old id")
    func wipedNode() {
        Scenario.run { s in
            try s.start()
            try s.lead(1)
            try s.propose(1, to: 1)
            try s.settle()
            s.note(
                "3 loses its disk; the process at its address is somebody else now, and is told so by an id of its own")
            s.retire(3)
            try s.join(4, at: "n3:50052")
            s.rule("an empty disk knows nobody, and does not campaign", s[4].membership.members.isEmpty)
            try s.abridged { try s.tend(25_000) }
            s.rule("4 votes in its place", s[1].membership.voters, [1, 2, 4])
            s.rule("3 is out for good", s[1].membership.tombstones, [3])
            let change = try s.change(.addLearner(Member(id: 3, address: "n3:50052")), at: 1)
            if case .rejected(.invalidChange) = s.outcomes[change] {
            } else {
                s.rule("the id is never taken again", false)
            }
            s.note("somebody puts the old id on an empty disk")
            let before = [s[1].term, s[2].term, s[4].term]
            let said = try s.during {
                for node in [1, 2, 4] as [NodeID] {
                    try s.say(
                        .requestVote(RequestVote(preVote: false, transfer: false, lastIndex: 0, lastTerm: 0)), from: 3,
                        to: node, term: 50)
                    try s.say(.appendReply(AppendEntriesReply(success: true, index: 1)), from: 3, to: node, term: 2)
                }
            }
            s.rule("it raises no term", [s[1].term, s[2].term, s[4].term], before)
            s.rule(
                "it is told that it is removed, and nothing else", Set(said.filter { $0.to == 3 }.map(\.body.words)),
                ["you are removed"])
            try s.propose(2, to: 1)
            try s.settle()
            s.rule("the cluster goes on", s.outcomes[2] != nil)
        }
    }

    @Test("leader removes itself and crashes")  // Raft §6; dissertation §4.2.2
    func leaderRemovesItself() {
        Scenario.run { s in
            try s.start("it crashes with the joint configuration committed, and the final one on its disk alone")
            try s.lead(1)
            s.losing = { message in
                if case .append(let append) = message.body { append.entries.contains { $0.index == 4 } } else { false }
            }
            try s.change(.changeVoters(promote: [], demote: [1]), at: 1)
            try s.settle()
            s.rule("it leads until that is committed", s[1].role, .leader)
            s.rule("by its own log it does not vote any more", s[1].membership.voters, [2, 3])
            try s.crash(1)
            s.losing = { _ in false }
            try s.lost(1, at: [2, 3])
            try s.abridged { try s.agree() }
            s.rule("another carries the change through", s[s.leader!].membership.voters, [2, 3])
            try s.restart(1)
            try s.abridged { try s.pass(3_000) }
            s.rule("1 comes back as a learner", s[1].leadership.role, .learner)
            s.rule("and raises no term", s[1].term, s[s.leader!].term)

            try s.start("it steps down when the change is committed, and crashes before anybody hears of it")
            try s.lead(1)
            try s.propose(1, to: 1)
            try s.settle()
            s.losing = { message in
                switch message.body {
                case .append(let append): message.from == 1 && append.commitIndex >= 5
                case .timeoutNow: true
                default: false
                }
            }
            try s.change(.changeVoters(promote: [], demote: [1]), at: 1)
            let said = try s.during { try s.settle() }
            s.rule("it has committed its removal", s[1].commitIndex, 5)
            s.rule("it leads no more", s[1].leadership.role, .learner)
            s.rule("it asks one of the others not to wait", said.filter { $0.body == .timeoutNow }.count, 1)
            s.rule("the others do not know of the commit", [s[2].commitIndex, s[3].commitIndex], [4, 4])
            try s.crash(1)
            s.losing = { _ in false }
            try s.lost(1, at: [2, 3])
            try s.abridged { try s.agree() }
            s.rule("they find a leader", s.leader == 2 || s.leader == 3)
            s.rule("what was committed stays", s[s.leader!].log.term(at: 5), 2)
        }
    }

    @Test("bootstrap race of nine")
    func bootstrapRace() {
        Scenario.run { s in
            try s.start(voters: [], blank: [1, 2, 3, 4, 5, 6, 7, 8, 9])
            let said = try s.during { try s.pass(10_000) }
            s.rule("nobody founds a cluster by itself", said.isEmpty)
            s.rule("there is no term", Set(s.machines.map { s[$0.id].term }), [0])
            s.note("the registry lets one of the nine found it (decision 0601)")
            try s.bootstrap(4)
            try s.abridged { try s.tend(20_000) }
            s.rule("all nine are members", s[4].membership.members.map(\.id), [1, 2, 3, 4, 5, 6, 7, 8, 9])
            s.rule("three of them vote", s[4].membership.voters.count, 3)
            s.rule("one leads, the founder", s.leader, 4)
            s.rule("all have the same log", Set(s.machines.map { s.log($0.id) }).count, 1)
            s.note(
                "one that thought that it had founded a cluster too: its claim had lapsed, and its cluster has another id"
            )
            let before = s[4].term
            for body in [
                RaftMessage.Body.heartbeat(Heartbeat(commitIndex: 0, readContext: 0)),
                .requestVote(RequestVote(preVote: false, transfer: true, lastIndex: 99, lastTerm: 99)), .timeoutNow,
            ] {
                let message = RaftMessage(
                    cluster: ClusterID(rawValue: 78), from: 10, to: 4, term: 100, body: body)
                try s.deliver(message, "of another cluster")
            }
            s.rule("what is of another cluster is dropped", s[4].droppedMessages, 3)
            s.rule("no term is raised", s[4].term, before)
        }
    }

    @Test("rolling replacement of nine")
    func rollingReplacement() {
        Scenario.run { s in
            try s.start(learners: [4, 5, 6, 7, 8, 9]) { $0.snapshotEntries = 40 }
            try s.lead(1)
            try s.abridged { try s.tend(6_000) }
            var command: UInt64 = 0
            var terms: [Term] = [2]
            for old in UInt64(1)...9 {
                let (gone, heir) = (NodeID(rawValue: old), NodeID(rawValue: old + 10))
                s.note("\(gone) is replaced by \(heir), with an empty disk at the same address")
                try s.abridged {
                    let wasLeader = s.leader == gone
                    s.retire(gone)
                    try s.join(heir, at: "n\(old):50052")
                    if wasLeader {
                        try s.lost(gone, at: s.live.map(\.id).filter { s[$0].leader == gone })
                        try s.agree()
                        terms.append(s[s.leader!].term)
                    }
                    command += 1
                    try s.propose(command, to: s.leader!)
                    try s.settle()
                    try s.tend(25_000)
                }
                let leader = s[s.leader!]
                if case .committed = s.outcomes[command] {} else { s.rule("it served meanwhile", false) }
                s.rule(
                    "three vote, all of them alive",
                    leader.membership.voters.count == 3 && leader.membership.voters.allSatisfy { !s.machine($0).isGone }
                )
                s.rule(
                    "\(heir) is a member, \(gone) is not and never will be",
                    leader.membership.contains(heir) && !leader.membership.contains(gone)
                        && leader.membership.tombstones.contains(gone))
            }
            s.rule(
                "nine others are left", s[s.leader!].membership.members.map(\.id),
                (11...19).map { NodeID(rawValue: $0) })
            let commands = Set(s.checker.committed.compactMap { Command($0)?.id })
            s.rule("nothing that was acknowledged is lost", commands, Set(1...9))
            s.rule("all state machines are the same", Set(s.live.map(\.state.hash)).count, 1)
        }
    }
}
