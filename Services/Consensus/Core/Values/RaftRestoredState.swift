package import Identity

/// The content of the disk when a node starts.
package struct RaftRestoredState: Sendable, Equatable {
    package var hardState: RaftHardState
    /// The newest complete snapshot, if there is one.
    package var snapshot: SnapshotMetadata?
    /// The log's entries in index order, without gaps. They may begin below the snapshot and must not begin above the
    /// entry that follows it.
    package var entries: [RaftEntry]

    package init(
        hardState: RaftHardState = RaftHardState(), snapshot: SnapshotMetadata? = nil, entries: [RaftEntry] = []
    ) {
        self.hardState = hardState
        self.snapshot = snapshot
        self.entries = entries
    }

    package var isEmpty: Bool { self == RaftRestoredState() }
}

/// The part of a node's state that must outlive a crash beside the log (Raft, figure 2), and a commit index. The commit index
/// only saves time after a restart. It is written along with other things and may be behind.
package struct RaftHardState: Sendable, Equatable {
    package var term: Term
    package var votedFor: NodeID?
    package var commit: LogIndex

    package init(term: Term = .zero, votedFor: NodeID? = nil, commit: LogIndex = .zero) {
        self.term = term
        self.votedFor = votedFor
        self.commit = commit
    }
}
