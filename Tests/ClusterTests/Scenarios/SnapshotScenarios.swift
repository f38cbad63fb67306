import ConsensusStorage
import Identity
import Testing

@testable import ConsensusCore

/// Raft §7; dissertation chapter 5.
@Suite struct SnapshotScenarios {
    /// Three nodes, of which 3 has missed so much that what follows entry 1 is gone everywhere else.
    private func behindCompaction(
        _ s: Scenario, _ title: String? = nil, logs: [UInt64: [UInt64]] = [:], learners: [UInt64] = [],
        productionLog: Bool = false
    ) throws {
        try s.start(title, learners: learners, logs: logs, productionLog: productionLog) {
            $0.snapshotEntries = 8
            $0.retainedEntries = 2
        }
        s.isolate(3)
        try s.abridged {
            try s.campaign(1)
            for id in UInt64(1)...14 {
                try s.propose(id, to: 1)
                try s.settle()
            }
        }
        s.rule("what 3 needs next is gone", s[1].log.baseIndex > 1)
        s.rule("from 2 as well", s[2].log.baseIndex > 1)
    }

    @Test("behind compaction, no snapshot loop")
    func behindCompaction() {
        Scenario.run { s in
            try behindCompaction(s)
            s.heal()
            s.holdSnapshots(3)
            try s.pass(200)
            s.rule("3 pulls the snapshot", s.fetches.count, 1)
            s.note("while it pulls, the log moves on, and further snapshots are taken")
            let pulled = s.fetches[0].snapshot.index
            try s.abridged {
                for id in UInt64(21)...50 {
                    try s.propose(id, to: 1)
                    try s.settle()
                    try s.pass(100)  // three seconds, so that the offer comes again and again
                }
            }
            s.rule("the leader's newest snapshot is far beyond it", s[1].log.snapshotIndex > pulled)
            s.rule("the leader keeps what 3 needs next", s[1].log.baseIndex <= pulled)
            try s.releaseSnapshots(3)
            try s.pass(300)
            s.rule("one snapshot was enough", s.fetches.count, 1)
            s.rule(
                "the rest came as entries",
                s[3].log.lastIndex == s[1].log.lastIndex && s[3].commitIndex == s[1].commitIndex)
            s.rule("the state machines are the same", s.machine(3).state, s.machine(1).state)
        }
    }

    @Test("behind the follower's commit")
    func behindCommit() {
        Scenario.run { s in
            try behindCompaction(s)
            s.heal()
            try s.abridged { try s.pass(400) }
            s.rule("3 has pulled it and moved on", s[3].commitIndex, s[1].commitIndex)
            let before = s[3]
            s.note("the offer comes again")
            let said = try s.during {
                try s.again { if case .installSnapshot = $0.body { $0.to == 3 } else { false } }
                try s.settle()
            }
            s.rule("nothing is pulled", s.fetches.count, 1)
            s.rule("the log is as it was", s[3].log, before.log)
            s.rule(
                "commit and applied do not go back",
                s[3].commitIndex == before.commitIndex && s[3].appliedIndex == before.appliedIndex)
            s.rule(
                "it answers with what it has", said.first { $0.from == 3 }?.body,
                .installSnapshotReply(InstallSnapshotReply(success: true, index: before.commitIndex)))
        }
    }

    @Test("over a divergent tail")  // Raft §7: the entire log is discarded
    func divergentTail() {
        Scenario.run { s in
            // Node 3 has a tail of another term, which no majority has seen, longer than the snapshot.
            try behindCompaction(
                s, logs: [1: [3], 2: [3], 3: Array(repeating: 2, count: 20)], productionLog: true)
            s.rule("its tail reaches beyond the snapshot", s[3].log.lastIndex > s[1].log.snapshotIndex)
            s.heal()
            try s.pass(400)
            s.rule("3 has pulled the snapshot", s.fetches.count, 1)
            s.rule("of its tail nothing is left", s[3].log.entries.allSatisfy { $0.term > 2 })
            s.rule("it has the leader's log", s[3].log.lastIndex, s[1].log.lastIndex)
            try s.crash(3)
            try s.restart(3)
            s.rule("nor after a restart", s[3].log.entries.allSatisfy { $0.term > 2 })
            s.rule("and nothing is missing", s[3].log.lastIndex, s[1].log.lastIndex)
        }
    }

    @Test("crash at each step")
    func crashAtEachStep() {
        enum Step: String, CaseIterable {
            case offered = "it has been offered"
            case complete = "its file is complete, and the node has not heard of it"
            case markLost = "its mark is written and not synced; the write is lost"
            case markKept = "its mark is written and not synced; the write is on the disk"
            case marked = "its mark is on the disk"
        }
        Scenario.run { s in
            for step in Step.allCases {
                try behindCompaction(s, "3 crashes when \(step.rawValue)", productionLog: true)
                s.heal()
                s.holdSnapshots(3)
                try s.pass(150)
                let snapshot = s.fetches[0].snapshot
                switch step {
                case .offered: break
                case .complete: try s.completeFile(3)
                case .markLost, .markKept:
                    s.holdDisk(3)
                    try s.releaseSnapshots(3)
                case .marked: try s.releaseSnapshots(3)
                }
                let said = s.said.contains { message in
                    message.from == 3
                        && message.body
                            == .installSnapshotReply(InstallSnapshotReply(success: true, index: snapshot.index))
                }
                s.rule("it is acknowledged when the mark is on the disk, and not before", said, step == .marked)
                s.isolate(3)
                try s.crash(3, keeping: step == .markKept ? 1 : 0)
                try s.restart(3)
                let stands = s[3].log.snapshotIndex == snapshot.index
                s.rule("after the restart the snapshot counts if its file was complete", stands, step != .offered)
                s.rule(
                    "the log fits it",
                    s[3].log.baseIndex <= s[3].log.snapshotIndex && s[3].commitIndex >= s[3].log.snapshotIndex)
                s.heal()
                try s.abridged { try s.pass(1_500) }
                s.rule("it catches up", s[3].commitIndex, s[1].commitIndex)
                s.rule("with one more snapshot at most", s.fetches.count <= 2)
                s.rule("the state machines are the same", s.machine(3).state, s.machine(1).state)
            }
        }
    }

    @Test("broken at any byte and resumed")
    func brokenAndResumed() {
        // The files and chunks of production, and the rule by which a pull goes on: at the bytes that have arrived, by whole
        // chunks.
        Scenario.run { s in
            let cluster = ClusterID(rawValue: 7)
            let membership = Scenario.membership(voters: [1, 2, 3])
            let state = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 131 >> 3) }
            let source = SnapshotStore(disk: PageCacheDisk(), cluster: cluster)
            let writer = try source.begin(index: 9, term: 2, membership: membership)
            try writer.append(state)
            let metadata = try writer.finish()
            let reader = try source.open(index: 9, term: 2)
            let chunk = SnapshotReader<PageCacheDisk>.chunkSize
            var requests: Set<Int> = []
            // What arrives of a chunk that breaks off is thrown away, so every byte of one chunk leads to the same request.
            var breaks: Set<Int> = [state.count - 1, state.count]
            for edge in stride(from: 0, to: state.count, by: chunk) {
                breaks.formUnion([edge, edge + 1, edge + chunk - 1])
            }
            for cut in breaks.sorted() where cut <= state.count {
                let disk = PageCacheDisk()
                let store = SnapshotStore(disk: disk, cluster: cluster)
                let sink = try store.begin(index: metadata.index, term: metadata.term, membership: metadata.membership)
                var received = 0
                var isBroken = false
                while received < state.count {
                    let piece = try reader.chunk(at: UInt64(received))
                    if !isBroken && received + piece.count > cut {
                        isBroken = true
                        s.note("the connection breaks at byte \(cut): resumed at \(received)")
                        requests.insert(received)
                        s.rule("at a whole chunk, not above what arrived", received % chunk == 0 && received <= cut)
                        continue
                    }
                    try sink.append(piece)
                    received += piece.count
                }
                let done = try sink.finish()
                s.rule("the file is whole", done, metadata)
                s.rule("and passes its check", try store.recover(), metadata)
            }
            s.rule(
                "every chunk has been the first of a resumed pull", requests,
                Set(stride(from: 0, to: state.count, by: chunk)))

            s.note("the node that pulls loses power in between")
            let disk = PageCacheDisk()
            let store = SnapshotStore(disk: disk, cluster: cluster)
            let sink = try store.begin(index: 9, term: 2, membership: membership)
            try sink.append(try reader.chunk(at: 0))
            disk.endProcess()
            s.rule("half a snapshot is none", try store.recover() == nil)
            s.rule("and is cleared away", try disk.names(), [])

            s.note("the node is told that a pull came to nothing")
            try behindCompaction(s, "a pull that fails is offered again")
            s.heal()
            s.holdSnapshots(3)
            try s.pass(150)
            s.cut(1, 3)
            try s.releaseSnapshots(3)
            s.rule("it failed", s[3].log.snapshotIndex, 0)
            s.heal()
            try s.pass(1_500)
            s.rule("it is pulled again", s.fetches.count, 2)
            s.rule("and 3 catches up", s[3].commitIndex, s[1].commitIndex)
        }
    }

    @Test("leader change in mid-transfer")
    func leaderChange() {
        Scenario.run { s in
            try behindCompaction(s, learners: [4])
            s.heal()
            s.holdSnapshots(3)
            try s.pass(150)
            s.rule("3 pulls from 1", s.fetches.map(\.from), [1])
            try s.crash(1)
            try s.lost(1, at: [2, 3, 4])
            s.rule("2 and 3 have a majority, though 3 is behind", s[2].membership.voters, [1, 2, 3])
            try s.abridged { try s.campaign(2) }
            s.rule("2 leads", s.leader, 2)
            try s.releaseSnapshots(3)
            try s.pass(2_500)
            s.rule("3 pulls from 2", s.fetches.last?.from, 2)
            s.rule("and catches up", s[3].commitIndex, s[2].commitIndex)
            s.rule("the state machines are the same", s.machine(3).state, s.machine(2).state)
        }
    }

    @Test("dedup and configuration inside")
    func insideASnapshot() {
        Scenario.run { s in
            try s.start(learners: [4, 5], productionLog: true) {
                $0.snapshotEntries = 8
                $0.retainedEntries = 0
            }
            try s.lead(1)
            s.isolate(3)
            try s.abridged {
                try s.change(.removeLearner(5), at: 1)
                try s.settle()
                for id in UInt64(1)...14 {
                    try s.propose(id, to: 1, session: 6)
                    try s.settle()
                }
            }
            s.heal()
            try s.abridged { try s.pass(300) }
            s.rule("3 went by a snapshot", s.fetches.map(\.snapshot.index), [s[3].log.snapshotIndex])
            s.rule("the configuration came with it", s[3].membership.words, "voters 1 2 3, learners 4, gone 5")
            s.rule("and what has run", s.machine(3).state.sequences[6], 14)
            s.note("a command that ran before the snapshot is repeated: its acknowledgement was lost")
            let hash = s.machine(3).state.hash
            try s.propose(99, to: 1, session: 6, sequence: 13)
            try s.pass(150)
            s.rule("it is in the log a second time", s.checker.committed.last.flatMap { Command($0)?.sequence }, 13)
            s.rule("on 3, which knows of the first by its snapshot, it has no effect", s.machine(3).state.hash, hash)
            s.rule("nor anywhere", [s.machine(1).state.hash, s.machine(2).state.hash], [hash, hash])
            s.note("the one that was removed asks 3, which knows of that by its snapshot")
            let said = try s.during {
                try s.say(
                    .requestVote(RequestVote(preVote: false, transfer: false, lastIndex: 99, lastTerm: 98)), from: 5,
                    to: 3, term: 99)
            }
            s.rule("it is told", said.map(\.body), [.removed])
            s.rule("no term is raised", s[3].term, 2)
        }
    }
}
