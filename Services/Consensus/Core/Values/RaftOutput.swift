package import Identity

/// The driver's work after a step, in any order unless a field says otherwise.
///
/// Nothing here waits for the disk. A message whose truth depends on a write stays inside the node until that write's
/// ``RaftEvent/persisted(generation:)``. So the driver may send `messages` at once, beside the write.
package struct RaftOutput: Sendable, Equatable {
    /// Give this to the log's thread. Requests are written in order of generation; several may share one sync.
    package var persist: PersistRequest?
    /// Send now. Per peer in this order.
    package var messages: [RaftMessage] = []
    /// Everything through this index is committed and on this node's disk: hand it to the state machine, at its pace,
    /// with ``RaftNode/committedEntries(after:maximumBytes:)``. Only when it has grown.
    package var commitIndex: LogIndex?
    package var outcomes: [ProposalOutcome] = []
    package var reads: [ReadOutcome] = []
    /// Role, term, leader, readiness or being cut off changed.
    package var leadership: Leadership?
    /// This leader hands over by its own decision, and why.
    package var handOver: HandOver?
    /// Take a snapshot of the state machine as of any index from the last applied on, then say
    /// ``RaftEvent/snapshotTaken(index:size:)`` or ``RaftEvent/snapshotAbandoned``.
    package var takeSnapshot = false
    /// Pull this snapshot from that peer, then say ``RaftEvent/snapshotFetched(_:)`` or
    /// ``RaftEvent/snapshotFetchFailed(index:)``. Replaces a fetch that is under way.
    package var fetchSnapshot: SnapshotFetch?
    /// The state machine must be replaced by this snapshot, which was fetched. Comes before `commitIndex`.
    package var restoreSnapshot: SnapshotMetadata?
    /// The members and their addresses as of the newest configuration in the log: whom to keep connections with.
    package var membership: Membership?
    /// This node's id is out of the cluster for good. It stays silent; the process must come back with a new id.
    package var removed = false
    /// Peers that broke the protocol: close their connections.
    package var faults: [PeerFault] = []
    /// Voters that have not got what they had acknowledged: their disks are not to be trusted. Once a leadership for each.
    package var reversions: [Reversion] = []

    package init() {}

    package var isEmpty: Bool { self == RaftOutput() }
}

/// One write, in this order: hard state, truncation, snapshot mark, entries. All of it becomes durable, or a prefix of
/// whole requests does.
package struct PersistRequest: Sendable, Equatable {
    /// Counted up from 1 by each start of the process.
    package var generation: UInt64
    package var hardState: RaftHardState?
    /// Entries from this index on are void.
    package var truncateFrom: LogIndex?
    /// The snapshot that the log now starts from.
    package var mark: SnapshotMark?
    /// Consecutive; the first follows what is left of the log.
    package var entries: [RaftEntry]

    package init(
        generation: UInt64, hardState: RaftHardState? = nil, truncateFrom: LogIndex? = nil, mark: SnapshotMark? = nil,
        entries: [RaftEntry] = []
    ) {
        self.generation = generation
        self.hardState = hardState
        self.truncateFrom = truncateFrom
        self.mark = mark
        self.entries = entries
    }
}

/// Says that a snapshot, complete on disk already, stands for the log through `index`.
package struct SnapshotMark: Sendable, Equatable {
    package var index: LogIndex
    package var term: Term
    /// `true`: the log so far does not fit the snapshot and is void altogether, below and above. `false`: entries above
    /// `index` stay, segments that only hold entries at or below may go once the mark is durable.
    package var replacesLog: Bool

    package init(index: LogIndex, term: Term, replacesLog: Bool) {
        self.index = index
        self.term = term
        self.replacesLog = replacesLog
    }
}

/// A voter's log ends below what the voter has acknowledged as durable.
package struct Reversion: Sendable, Equatable {
    package var peer: NodeID
    /// Acknowledged through here.
    package var acknowledged: LogIndex
    /// Where its log can agree with the leader's at the highest, by its own word.
    package var held: LogIndex

    package init(peer: NodeID, acknowledged: LogIndex, held: LogIndex) {
        self.peer = peer
        self.acknowledged = acknowledged
        self.held = held
    }
}

package struct SnapshotFetch: Sendable, Equatable {
    package var from: NodeID
    package var snapshot: SnapshotMetadata

    package init(from: NodeID, snapshot: SnapshotMetadata) {
        self.from = from
        self.snapshot = snapshot
    }
}

package struct PeerFault: Sendable, Equatable {
    package var peer: NodeID
    package var reason: RaftError

    package init(peer: NodeID, reason: RaftError) {
        self.peer = peer
        self.reason = reason
    }
}
