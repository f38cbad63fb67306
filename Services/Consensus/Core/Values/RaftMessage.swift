package import Identity

/// A message between two nodes. The transport carries it unchanged; it may be lost, doubled, delayed and reordered.
package struct RaftMessage: Sendable, Equatable {
    package enum Body: Sendable, Equatable {
        case requestVote(RequestVote)
        case requestVoteReply(RequestVoteReply)
        case append(AppendEntries)
        case appendReply(AppendEntriesReply)
        case heartbeat(Heartbeat)
        case heartbeatReply(HeartbeatReply)
        case installSnapshot(SnapshotMetadata)
        case installSnapshotReply(InstallSnapshotReply)
        /// Campaign at once: the leader hands over (dissertation §3.10).
        case timeoutNow
        /// The receiver's id is no longer a member and never will be.
        case removed
    }

    package var cluster: ClusterID
    package var from: NodeID
    package var to: NodeID
    /// The sender's term; a pre-vote and its grant carry the term that the election would have.
    package var term: Term
    package var body: Body

    package init(cluster: ClusterID, from: NodeID, to: NodeID, term: Term, body: Body) {
        self.cluster = cluster
        self.from = from
        self.to = to
        self.term = term
        self.body = body
    }
}

package struct RequestVote: Sendable, Equatable {
    /// Asks "would you", binds nobody (dissertation §9.6).
    package var preVote: Bool
    /// Ordered by the leader: its lease does not count.
    package var transfer: Bool
    /// Of a pre-vote: the sender hears the receiver, and not the leader that the receiver refused it for.
    package var hearsReceiver: Bool
    package var lastIndex: LogIndex
    package var lastTerm: Term

    package init(
        preVote: Bool, transfer: Bool, lastIndex: LogIndex, lastTerm: Term, hearsReceiver: Bool = false
    ) {
        self.preVote = preVote
        self.transfer = transfer
        self.hearsReceiver = hearsReceiver
        self.lastIndex = lastIndex
        self.lastTerm = lastTerm
    }
}

package struct RequestVoteReply: Sendable, Equatable {
    package var preVote: Bool
    package var granted: Bool
    /// A pre-vote is refused because the sender hears a leader, which it is not itself.
    package var hearsLeader: Bool

    package init(preVote: Bool, granted: Bool, hearsLeader: Bool = false) {
        self.preVote = preVote
        self.granted = granted
        self.hearsLeader = hearsLeader
    }
}

package struct AppendEntries: Sendable, Equatable {
    package var previousIndex: LogIndex
    package var previousTerm: Term
    package var commitIndex: LogIndex
    /// Consecutive from `previousIndex + 1`.
    package var entries: [RaftEntry]
    /// Only tells of a commit: a receiver whose log matches has nothing to say to it.
    package var isNotice: Bool

    package init(
        previousIndex: LogIndex, previousTerm: Term, commitIndex: LogIndex, entries: [RaftEntry], isNotice: Bool = false
    ) {
        self.previousIndex = previousIndex
        self.previousTerm = previousTerm
        self.commitIndex = commitIndex
        self.entries = entries
        self.isNotice = isNotice
    }
}

package struct AppendEntriesReply: Sendable, Equatable {
    package var success: Bool
    /// Success: the highest index known to match, durable at the sender. Else the `previousIndex` that was refused.
    package var index: LogIndex
    /// Refused: the leader need not try above this index, where the sender's log has `hintTerm`.
    package var hintIndex: LogIndex
    package var hintTerm: Term

    package init(success: Bool, index: LogIndex, hintIndex: LogIndex = .zero, hintTerm: Term = .zero) {
        self.success = success
        self.index = index
        self.hintIndex = hintIndex
        self.hintTerm = hintTerm
    }
}

package struct Heartbeat: Sendable, Equatable {
    /// Never above what the receiver is known to hold.
    package var commitIndex: LogIndex
    /// The newest read that waits for this heartbeat's answer; counted up within a term, 0 before the first.
    package var readContext: UInt64
    /// How long the leader waits for a voter that is silent, for followers that do not know its rhythm; 0: it does not know.
    package var patience: Milliseconds

    package init(commitIndex: LogIndex, readContext: UInt64, patience: Milliseconds = 0) {
        self.commitIndex = commitIndex
        self.readContext = readContext
        self.patience = patience
    }
}

package struct HeartbeatReply: Sendable, Equatable {
    package var readContext: UInt64
    /// A member that hears the sender, and not the leader.
    package var cutOff: NodeID?
    /// The sender takes no entries: its disk has no room, or its log waits for a state machine that is not there.
    package var takesNoEntries: Bool
    /// The newest version of behaviour that the sender's state machine knows; 0: there is none, or it has stopped.
    package var newestBehaviour: UInt32

    package init(
        readContext: UInt64, cutOff: NodeID? = nil, takesNoEntries: Bool = false, newestBehaviour: UInt32 = 0
    ) {
        self.readContext = readContext
        self.cutOff = cutOff
        self.takesNoEntries = takesNoEntries
        self.newestBehaviour = newestBehaviour
    }
}

package struct InstallSnapshotReply: Sendable, Equatable {
    package var success: Bool
    /// Success: the highest index known to match, durable at the sender. Else the index of the snapshot that failed.
    package var index: LogIndex

    package init(success: Bool, index: LogIndex) {
        self.success = success
        self.index = index
    }
}
