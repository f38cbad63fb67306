package import Identity

/// Time as the core knows it: whole milliseconds of the driver's monotonic clock, from any origin.
package typealias Milliseconds = UInt64

/// Settings of a node, given once at its start. Durations are milliseconds.
package struct RaftConfiguration: Sendable, Equatable {
    package var cluster: ClusterID
    package var id: NodeID
    /// Seeds every random choice of the node (election timeouts). Two nodes must not share it.
    package var seed: UInt64

    /// The shortest election timeout, also a leader's check-quorum window and the longest that its vote lease lasts
    /// (``LeaderRhythm``). An actual timeout is drawn from this to twice this (Raft §5.2, dissertation §9.3).
    package var electionTimeout: Milliseconds = 1_000
    package var heartbeatInterval: Milliseconds = 100
    /// The shortest patience with a silent leader: where it is heard every 50 ms, as while games run. A node that was held up
    /// itself finds ``maximumClockStep`` more, and must not blame the leader for that.
    package var leastPatience: Milliseconds { heartbeatInterval * 7 / 4 }
    /// For how long a leader's rhythm is watched before its silence counts for less than the election timeout
    /// (``LeaderRhythm``).
    package var rhythmSpan: Milliseconds = 10_000
    /// The pre-vote's delay after the leader's connection broke or its silence was too long. Each voter has a part of this range
    /// to itself, by its place among the others, so that two do not split the votes.
    package var fastElectionDelay: ClosedRange<Milliseconds> = 20...80
    /// The widest such part.
    package var fastElectionSlot: Milliseconds = 30
    /// The retry of a campaign that neither won nor lost: drawn from this range at first, from twice as much in the second
    /// round of pre-vote and vote. Later ones take a full timeout.
    package var campaignRetry: ClosedRange<Milliseconds> = 150...300
    /// The most that one step moves the node's own clock: ticks that a stall has piled up count as one.
    package var maximumClockStep: Milliseconds = 100

    /// Bytes of entries in one append message; a larger entry travels alone.
    package var maximumAppendBytes = 64 << 10
    /// Append messages, and bytes in them, sent to one peer and not yet answered.
    package var maximumInflightMessages = 64
    package var maximumInflightBytes = 256 << 10
    /// Uncommitted commands a leader takes in. A proposal that is more by itself is refused as too large.
    package var maximumUncommittedEntries = SharedLimits.uncommittedCommands
    package var maximumUncommittedBytes = 1 << 20
    /// Reads that wait for their confirmation.
    package var maximumPendingReads = 4_096
    /// Largest command, in bytes. An entry is refused at the boundary when it is larger.
    package var maximumCommandBytes = SharedLimits.commandBytes

    /// A snapshot is asked for when this much was applied since the last one; the count is jittered by node id.
    package var snapshotEntries: UInt64
    package var snapshotBytes = 64 << 20
    /// Entries above the last snapshot, and bytes in them, past which a node takes no more: nobody applies them, or no snapshot
    /// can be taken.
    package var maximumLogEntries: Int
    package var maximumLogBytes = 128 << 20
    /// Between attempts to fetch a snapshot: after the first failure, and at most when they fail one after the other.
    package var fetchPauses: ClosedRange<Milliseconds> = 250...8_000
    /// Entries kept in memory below a snapshot, so that a follower that is a little behind needs no snapshot.
    package var retainedEntries: Int
    package var retainedBytes = 4 << 20

    /// Breaks one rule on purpose, to show that the simulator notices. Never set outside tests.
    package var sabotage: Sabotage?

    package init(cluster: ClusterID, id: NodeID, seed: UInt64, snapshotEntries: UInt64 = 6_000) {
        self.cluster = cluster
        self.id = id
        self.seed = seed
        self.snapshotEntries = snapshotEntries
        retainedEntries = Int(min(2_000, snapshotEntries / 3))
        maximumLogEntries = Int(
            clamping: max(100_000, snapshotEntries.multipliedReportingOverflow(by: 32).partialValue))
    }
}
