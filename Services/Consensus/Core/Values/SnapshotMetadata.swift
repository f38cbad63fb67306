package import Identity

/// The identity of a snapshot. The bytes themselves are the driver's: written, pulled and kept beside the log.
package struct SnapshotMetadata: Sendable, Equatable {
    /// The last entry that the snapshot covers, and its term.
    package var index: LogIndex
    package var term: Term
    /// The configuration in force at `index`.
    package var membership: Membership
    /// Bytes.
    package var size: UInt64

    package init(index: LogIndex, term: Term, membership: Membership, size: UInt64) {
        self.index = index
        self.term = term
        self.membership = membership
        self.size = size
    }
}
