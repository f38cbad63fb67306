package import Identity

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
