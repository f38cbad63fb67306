import Identity
import Testing

@testable import ConsensusCore

@Suite struct SnapshotTests {
    private func snapshot(_ index: UInt64, _ term: UInt64) -> SnapshotMetadata {
        SnapshotMetadata(
            index: LogIndex(rawValue: index), term: Term(rawValue: term),
            membership: Script.membership(voters: [1, 2, 3], learners: [8]), size: 100)
    }

    @Test("a snapshot is asked for after so many entries and compacts the log, but for a tail")  // Raft §7
    func compacts() throws {
        var script = try Script(1, voters: [1]) {
            $0.snapshotEntries = 4
            $0.retainedEntries = 2
        }
        script.wait(50)
        script.sync()
        for id in UInt64(1)...8 { script.feed(.propose(Proposal(id: id, commands: [[1]]))) }
        script.sync()
        script.feed(.applied(LogIndex(rawValue: 10)))
        #expect(script.output.takeSnapshot)
        script.feed(.snapshotTaken(index: LogIndex(rawValue: 9), size: 5))
        #expect(
            script.output.persist?.mark
                == SnapshotMark(index: LogIndex(rawValue: 9), term: Term(rawValue: 2), replacesLog: false))
        #expect(script.node.log.baseIndex == LogIndex(rawValue: 7))
        #expect(script.node.committedEntries(after: LogIndex(rawValue: 3), maximumBytes: 99) == nil)
        #expect(script.node.committedEntries(after: LogIndex(rawValue: 9), maximumBytes: 99)?.count == 1)
    }

    @Test("a fetched snapshot replaces a log that ends below it, and is acknowledged when that is on disk")
    func installs() throws {
        var script = try Script(1, terms: [1])
        script.receive(.installSnapshot(snapshot(50, 3)), from: 2, term: 3)
        #expect(script.output.fetchSnapshot == SnapshotFetch(from: NodeID(rawValue: 2), snapshot: snapshot(50, 3)))
        script.receive(.installSnapshot(snapshot(50, 3)), from: 2, term: 3)
        #expect(script.output.fetchSnapshot == nil)
        script.sync()
        _ = script.take()
        script.feed(.snapshotFetched(snapshot(50, 3)))
        #expect(script.output.restoreSnapshot == snapshot(50, 3))
        #expect(script.output.persist?.mark?.replacesLog == true)
        #expect(script.node.membership.learners == [NodeID(rawValue: 8)])
        #expect(script.take().isEmpty)
        script.sync()
        #expect(
            script.take().map(\.body)
                == [.installSnapshotReply(InstallSnapshotReply(success: true, index: LogIndex(rawValue: 50)))])
        script.append(previous: (50, 3), entries: [Script.entry(51, 3)], commit: 51, from: 2, term: 3)
        #expect(script.node.commitIndex == LogIndex(rawValue: 51))
    }

    @Test("a snapshot of a former leader gives way to one that the present leader offers, and leaves no pause behind")
    func formerLeader() throws {
        var script = try Script(1, terms: [1])
        script.receive(.installSnapshot(snapshot(50, 3)), from: 2, term: 3)
        script.receive(.installSnapshot(snapshot(60, 3)), from: 3, term: 4)
        #expect(script.output.fetchSnapshot == SnapshotFetch(from: NodeID(rawValue: 3), snapshot: snapshot(60, 3)))
        script.receive(.installSnapshot(snapshot(60, 3)), from: 3, term: 4)
        #expect(script.output.fetchSnapshot == nil, "it is on its way")
        script.feed(.snapshotFetchFailed(index: LogIndex(rawValue: 50)))
        script.receive(.installSnapshot(snapshot(60, 3)), from: 3, term: 4)
        #expect(script.output.fetchSnapshot == nil, "the former one's end says nothing of this one")
        // The last offer fails because its leader is gone: the next leader's is taken at once.
        script.receive(.heartbeat(Heartbeat(commitIndex: .zero, readContext: 0)), from: 2, term: 5)
        script.feed(.snapshotFetchFailed(index: LogIndex(rawValue: 60)))
        script.receive(.installSnapshot(snapshot(60, 3)), from: 2, term: 5)
        #expect(script.output.fetchSnapshot?.from == NodeID(rawValue: 2))
    }

    @Test("a snapshot that the log reaches over is not fetched")
    func skips() throws {
        var script = try Script(1, terms: [1, 1, 1])
        script.receive(
            .installSnapshot(
                SnapshotMetadata(
                    index: LogIndex(rawValue: 3), term: Term(rawValue: 1),
                    membership: Script.membership(voters: [1, 2, 3]),
                    size: 1)), from: 2, term: 2)
        #expect(script.output.fetchSnapshot == nil)
        #expect(script.node.commitIndex == LogIndex(rawValue: 3))
        #expect(script.node.log.lastIndex == LogIndex(rawValue: 4))
    }

    @Test("a peer behind the log's first entry is offered the snapshot, then the entries above it")
    func offers() throws {
        let configuration = Script.configuration(1)
        let node = try RaftNode(
            configuration,
            restored: RaftRestoredState(
                hardState: RaftHardState(term: Term(rawValue: 3)), snapshot: snapshot(50, 3),
                entries: [Script.entry(51, 3)]), now: 1_000)
        var script = try Script(1)
        script.node = node
        script.elect(by: [2])
        script.sync()
        let refusal = AppendEntriesReply(
            success: false, index: LogIndex(rawValue: 51), hintIndex: .zero, hintTerm: .zero)
        script.receive(.appendReply(refusal), from: 3, term: 4)
        #expect(script.take().contains { $0.to == NodeID(rawValue: 3) && $0.body == .installSnapshot(snapshot(50, 3)) })
        script.receive(
            .installSnapshotReply(InstallSnapshotReply(success: true, index: LogIndex(rawValue: 50))), from: 3, term: 4)
        #expect(script.takeAppends(to: 3).last?.entries.map(\.index.rawValue) == [51, 52])
    }

    @Test("recovery: a snapshot whose mark is missing wins over a log that contradicts it")
    func recoversUnmarked() throws {
        let state = RaftRestoredState(
            hardState: RaftHardState(term: Term(rawValue: 3)), snapshot: snapshot(3, 2),
            entries: [Script.entry(1, 1), Script.entry(2, 1), Script.entry(3, 1), Script.entry(4, 1)])
        var node = try RaftNode(Script.configuration(1), restored: state, now: 0)
        #expect(node.log.lastIndex == LogIndex(rawValue: 3))
        let mark = node.step(.tick, now: 1).persist?.mark
        #expect(mark == SnapshotMark(index: LogIndex(rawValue: 3), term: Term(rawValue: 2), replacesLog: true))
    }

    @Test("recovery refuses a log with a hole")
    func refusesHoles() throws {
        let states = [
            RaftRestoredState(
                hardState: RaftHardState(term: Term(rawValue: 3)), entries: [Script.entry(1, 1), Script.entry(3, 1)]),
            RaftRestoredState(hardState: RaftHardState(term: Term(rawValue: 3)), entries: [Script.entry(2, 1)]),
            RaftRestoredState(
                hardState: RaftHardState(term: Term(rawValue: 3)), snapshot: snapshot(3, 2),
                entries: [Script.entry(5, 2)]),
            RaftRestoredState(hardState: RaftHardState(term: Term(rawValue: 1)), entries: [Script.entry(1, 2)]),
            RaftRestoredState(hardState: RaftHardState(commit: LogIndex(rawValue: 9))),
        ]
        for state in states {
            #expect(throws: RaftError.self) { try RaftNode(Script.configuration(1), restored: state, now: 0) }
        }
    }

    @Test("the first node of a cluster is its one voter")
    func bootstrap() throws {
        let member = Member(id: NodeID(rawValue: 1), address: "n1:50052")
        var node = RaftNode(Script.configuration(1), bootstrap: member, now: 0)
        let request = try #require(node.step(.tick, now: 1).persist)
        #expect(request.entries == [Script.entry(1, 1, .configuration(Membership(bootstrap: member)))])
    }
}
