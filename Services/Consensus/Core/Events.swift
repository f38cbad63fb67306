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

package struct ProposalOutcome: Sendable, Equatable {
    package enum Result: Sendable, Equatable {
        /// The last command's index.
        case committed(LogIndex)
        /// Surely not in the log.
        case rejected(Rejection)
        /// It may or may not commit: leadership was lost while it was on its way.
        case unknown
    }

    package enum Rejection: Sendable, Equatable {
        case notLeader(NodeID?)
        case wrongTerm(Term)
        case busy
        case handingOver
        case diskSpaceLow
        case tooLarge
        case empty
        case changeInProgress
        case invalidChange(String)
    }

    package var id: UInt64
    package var result: Result

    package init(id: UInt64, result: Result) {
        self.id = id
        self.result = result
    }
}

/// Answers ``RaftEvent/read(id:)``. Once the state machine has applied `index`, its state includes every write that was
/// acknowledged before the read began (dissertation §6.4). `nil`: this node does not lead; ask the leader.
package struct ReadOutcome: Sendable, Equatable {
    package var id: UInt64
    package var index: LogIndex?

    package init(id: UInt64, index: LogIndex?) {
        self.id = id
        self.index = index
    }
}

package struct Leadership: Sendable, Equatable {
    package enum Role: Sendable, Equatable { case learner, follower, preCandidate, candidate, leader, removed }

    package var role: Role
    package var term: Term
    package var leader: NodeID?
    /// This node leads and has committed an entry of its term.
    package var isReady: Bool
    /// It has no leader, and not because one is being elected: others have one, or nobody is heard. Clients of this node are
    /// served better elsewhere.
    package var isCutOff: Bool

    package init(role: Role, term: Term, leader: NodeID?, isReady: Bool, isCutOff: Bool = false) {
        self.role = role
        self.term = term
        self.leader = leader
        self.isReady = isReady
        self.isCutOff = isCutOff
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

package struct HandOver: Sendable, Equatable {
    package enum Reason: Sendable, Equatable, CustomStringConvertible {
        case slowDisk
        case noDiskSpace
        /// Its state machine has not applied, or not taken a snapshot of, so much that the log is as long as it may be.
        case fullLog
        /// No majority answers, though this node may still be heard.
        case lostQuorum
        /// This member hears the successor, and not the leader.
        case cutOff(NodeID)

        package var description: String {
            switch self {
            case .slowDisk: "its disk holds everyone up"
            case .noDiskSpace: "its disk has no room for the log"
            case .fullLog: "its log has reached its bound, as no snapshot is taken"
            case .lostQuorum: "no majority of the voters answers"
            case .cutOff(let peer): "node \(peer) hears the successor and not this leader"
            }
        }
    }

    package var to: NodeID
    package var reason: Reason

    package init(to: NodeID, reason: Reason) {
        self.to = to
        self.reason = reason
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

/// The state that the leader, or any node, knows; for the status service, metrics and ``Autopilot``.
package struct RaftStatus: Sendable, Equatable {
    package struct Peer: Sendable, Equatable {
        package var id: NodeID
        package var match: LogIndex
        /// Milliseconds since the last answer in this term; at most the leader's own age as leader.
        package var silentFor: Milliseconds
        /// Milliseconds for which no gap of a second was seen.
        package var steadyFor: Milliseconds
        /// The last round of catching up took less than an election timeout (dissertation §4.2.1).
        package var isCaughtUp: Bool
        /// Milliseconds for which it has lacked committed entries and stored none of them; 0 while it moves on, and for a
        /// while in which it pulls a snapshot.
        package var stalledFor: Milliseconds
        /// It says that it takes no entries: its disk has no room, or its log has reached its bound.
        package var takesNoEntries: Bool
        /// The newest version of behaviour that its state machine knows, by its last word; 0: it did not say.
        package var newestBehaviour: UInt32

        package init(
            id: NodeID, match: LogIndex, silentFor: Milliseconds, steadyFor: Milliseconds, isCaughtUp: Bool,
            stalledFor: Milliseconds = 0, takesNoEntries: Bool = false, newestBehaviour: UInt32 = 0
        ) {
            self.id = id
            self.match = match
            self.silentFor = silentFor
            self.steadyFor = steadyFor
            self.isCaughtUp = isCaughtUp
            self.stalledFor = stalledFor
            self.takesNoEntries = takesNoEntries
            self.newestBehaviour = newestBehaviour
        }
    }

    package var id: NodeID
    package var leadership: Leadership
    package var lastIndex: LogIndex
    package var commitIndex: LogIndex
    package var appliedIndex: LogIndex
    package var snapshotIndex: LogIndex
    package var membership: Membership
    /// A configuration is in the log and not committed yet, or is joint.
    package var isChanging: Bool
    /// Milliseconds since the voters last changed, as far as this leader saw; its own age as leader otherwise.
    package var votersSteadyFor: Milliseconds
    /// Empty unless this node leads. In order of id, without this node.
    package var peers: [Peer]
}
