package import Identity

/// Everything that can happen to a node.
package enum RaftEvent: Sendable, Equatable {
    /// Time has passed. At least every 50 ms, and at ``RaftNode/nextDeadline``.
    case tick
    case message(RaftMessage)
    /// Append these commands, in order and adjacent, if this node leads. Answered once in ``RaftOutput/outcomes``.
    case propose(Proposal)
    /// Confirm that this node leads now. Answered once in ``RaftOutput/reads``.
    case read(id: UInt64)
    /// This generation of ``PersistRequest``, and all before it, are on disk.
    case persisted(generation: UInt64)
    /// The state machine has applied everything through this index.
    case applied(LogIndex)
    /// A local snapshot through this index is complete on disk; answers ``RaftOutput/takeSnapshot``. `size` in bytes.
    case snapshotTaken(index: LogIndex, size: UInt64)
    /// The local snapshot that was asked for came to nothing; it will be asked for again later.
    case snapshotAbandoned
    /// The snapshot of ``RaftOutput/fetchSnapshot`` is complete on this node's disk.
    case snapshotFetched(SnapshotMetadata)
    /// Pulling the snapshot came to nothing.
    case snapshotFetchFailed(index: LogIndex)
    /// Hand leadership to `target`, or to the best voter when `nil`. Nothing happens when this node does not lead.
    case transferLeadership(to: NodeID?)
    /// Start one change of the membership. Answered once in ``RaftOutput/outcomes`` under `id`.
    case changeMembership(id: UInt64, MembershipChange)
    /// The transport saw the connection to this peer reset or refused: its process is gone, not only slow.
    case peerLost(NodeID)
    /// Whether the log's disk is short of space. While it is, no new entries are taken.
    case diskSpaceLow(Bool)
    /// The newest version of behaviour that the state machine of this node knows; 0: it is gone, or has stopped.
    case behaviourKnown(UInt32)
}

package struct Proposal: Sendable, Equatable {
    /// The driver's, unique among all proposals and membership changes that are not answered yet.
    package var id: UInt64
    /// Take it only if this node leads in exactly this term.
    package var onlyIn: Term?
    package var commands: [[UInt8]]

    package init(id: UInt64, onlyIn: Term? = nil, commands: [[UInt8]]) {
        self.id = id
        self.onlyIn = onlyIn
        self.commands = commands
    }
}
