import Identity
import Testing

@testable import ConsensusCore

/// A cluster rebuilt from what one node had on its disk.
@Suite struct RecoveryTests {
    private let founder = Member(id: NodeID(rawValue: 20), address: "here:50052")

    private func remains(_ entries: [RaftEntry], term: UInt64, commit: UInt64, snapshot: SnapshotMetadata? = nil)
        throws -> SurvivingLog
    {
        try SurvivingLog(
            RaftRestoredState(
                hardState: RaftHardState(
                    term: Term(rawValue: term), votedFor: NodeID(rawValue: 2), commit: LogIndex(rawValue: commit)),
                snapshot: snapshot, entries: entries))
    }

    private func history() -> [RaftEntry] {
        [
            Script.entry(1, 1, .configuration(Script.membership(voters: [1]))), Script.entry(2, 1),
            Script.entry(3, 1, .configuration(Script.membership(voters: [1, 2], outgoing: [1]))),
            Script.entry(4, 2, .empty), Script.entry(5, 3), Script.entry(6, 3),
        ]
    }

    private func start(_ state: RaftRestoredState) throws -> RaftNode {
        let cluster = RaftConfiguration(cluster: ClusterID(rawValue: 10), id: founder.id, seed: 1)
        return try RaftNode(cluster, restored: state, now: 0)
    }

    @Test("all that was on the disk is kept where it was, committed or not, and its founder leads alone")
    func keeps() throws {
        let remains = try remains(history(), term: 4, commit: 4)
        #expect(remains.lastIndex == LogIndex(rawValue: 6) && remains.lastTerm == Term(rawValue: 3))
        #expect(remains.commitIndex == LogIndex(rawValue: 4))
        var node = try start(remains.refounded(by: founder))
        #expect(node.commitIndex == LogIndex(rawValue: 6))
        let kept = try #require(node.committedEntries(after: .zero, maximumBytes: 1 << 20))
        let commands = { (entries: [RaftEntry]) in entries.filter { $0.kind == .command } }
        #expect(commands(kept) == commands(history()) && kept.map(\.term) == history().map(\.term))
        #expect(kept.map(\.index) == history().map(\.index))
        var output = node.step(.tick, now: 100)
        while let request = output.persist {
            #expect(output.messages.isEmpty, "nobody else is asked")
            output = node.step(.persisted(generation: request.generation), now: 100)
        }
        #expect(node.leadership.isReady && node.leadership.term == Term(rawValue: 5))
    }

    @Test("former members are out for good: no id of theirs is a member, all are tombstones")
    func buries() throws {
        var old = Script.membership(voters: [2, 3], learners: [9])
        old.tombstones = [NodeID(rawValue: 1)]
        let entries = [
            Script.entry(11, 2), Script.entry(12, 2, .configuration(Script.membership(voters: [2, 4]))),
            Script.entry(13, 2),
        ]
        let snapshot = SnapshotMetadata(
            index: LogIndex(rawValue: 10), term: Term(rawValue: 2), membership: old, size: 5)
        let state = try remains(entries, term: 2, commit: 10, snapshot: snapshot).refounded(by: founder)
        let node = try start(state)
        #expect(node.membership.members == [founder] && node.membership.voters == [founder.id])
        #expect(node.membership.tombstones == [1, 2, 3, 4, 9].map { NodeID(rawValue: $0) })
        #expect(state.snapshot?.membership == node.membership && state.snapshot?.index == snapshot.index)
        #expect(state.hardState.votedFor == nil)
        #expect(
            try #require(node.committedEntries(after: snapshot.index, maximumBytes: 1 << 20)).map(\.kind) == [
                .command, .empty, .command,
            ])
    }

    @Test("a log that contradicts the snapshot, which had been fetched and not marked, gives way as at a restart")
    func snapshotWins() throws {
        let snapshot = SnapshotMetadata(
            index: LogIndex(rawValue: 4), term: Term(rawValue: 9), membership: Script.membership(voters: [1, 2]),
            size: 5)
        let remains = try remains(history(), term: 3, commit: 2, snapshot: snapshot)
        #expect(remains.lastIndex == LogIndex(rawValue: 4) && remains.term == Term(rawValue: 9))
        #expect(try start(remains.refounded(by: founder)).commitIndex == LogIndex(rawValue: 4))
    }

    @Test("a node that had joined and got nothing yet holds no cluster")
    func nothing() throws { #expect(try remains([], term: 3, commit: 0).isEmpty) }
}
