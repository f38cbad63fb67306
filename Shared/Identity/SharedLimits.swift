/// Bounds that two modules must agree on. Each is named here once; `SharedLimitsTests` holds what the modules do against them.
package enum SharedLimits {
    // MARK: Simulation to consensus

    /// Bytes of one command in the log, and of all commands of one proposal together: more is refused for good.
    package static let commandBytes = 64 << 10
    /// Commands that a leader holds and has not committed: a proposal of more is refused for good.
    package static let uncommittedCommands = 512
    /// Commands in one proposal of a simulation: half of what a leader holds, so that the proposals of two nodes fit.
    package static let proposalCommands = uncommittedCommands / 2
    /// Bytes of the commands in one proposal of a simulation, but for a single command that is longer.
    package static let proposalBytes = commandBytes / 2

    // MARK: World and registry

    /// Game ticks of 50 ms after which a match ends (rules 7.5): 30 minutes. The registry rates no replay that is much longer.
    package static let matchTicks: UInt32 = 36_000

    // MARK: Snapshots

    /// Bytes of a piece of a snapshot between a simulation and its consensus.
    package static let snapshotChunkBytes = 64 << 10
    /// Bytes of an encoded world: what a simulation restores at most, and what the world's own bounds add up to at most.
    package static let worldBytes = 96 << 20
    /// Bytes of a snapshot that a consensus process pulls from another at most: the world, and what consensus adds to it.
    package static let snapshotBytes = 1 << 30
    /// Bytes of one part of a world's copy, compressed, between consensus, registry and database: the database takes it in one
    /// short statement.
    package static let copyPartBytes = 128 << 10
    /// Bytes of a world's copy, compressed: larger ones are not kept.
    package static let copyBytes = 32 << 20
}
