/// Deliberate faults, each the removal of one rule. `ClusterTests` turns one on and expects to be told.
package enum Sabotage: String, Sendable, Equatable, CaseIterable {
    /// A vote is spoken before it is on disk.
    case voteBeforePersist
    /// The leader counts its own copy of an entry before that is on disk.
    case leaderCountsUnpersisted
    /// An entry of an earlier term is committed by counting copies (Raft §5.4.2, figure 8).
    case commitsOldTermByCounting
    /// Every append cuts the log after its last entry, matching or not.
    case truncatesOnAnyAppend
    /// A configuration change is taken before the term's first entry is committed.
    case skipsFirstEntryWait
    /// In a joint configuration only the new majority is asked.
    case ignoresOutgoingMajority
    /// Stepping down within a term forgets the vote given in it.
    case stepDownClearsVote
    /// Every read of a term carries the same context.
    case reusesReadContext
    /// An append is acknowledged before it is on disk.
    case acknowledgesUnpersisted
    /// A single voter commits, and applies, what its own disk has not got yet.
    case singleVoterCountsUnpersisted
    /// A record that rotted in the middle of the log counts as its torn end.
    case takesRotForTorn
    /// A node that lost its disk comes back under its old identity.
    case acceptsWipedIdentity
    /// A snapshot leaves out which sequences have run.
    case noDeduplicationInSnapshot
}
