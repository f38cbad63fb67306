package import Configuration
package import ServiceRuntime

/// What consensus reads from the environment beside ``NodeSettings``.
///
/// - `VOTERS` (3 or 5, default 3): how many members vote; the rest follow as learners.
/// - `SNAPSHOT_ENTRIES` (int, default 6000, 100–1 000 000): log entries applied between two snapshots.
/// - `ADVERTISE_ADDR` (address, no default): where peers reach this node; else the registry tells.
package struct ConsensusSettings: Sendable, Equatable {
    package var voters: Int
    package var snapshotEntries: UInt64
    package var advertisedAddress: String?

    package init(config: ConfigReader) throws(SettingsError) {
        voters = try config.integer("voters", default: 3, in: 3...5)
        guard voters != 4 else {
            throw SettingsError(key: "voters", message: "4 voters survive no more failures than 3; use 3 or 5")
        }
        snapshotEntries = UInt64(try config.integer("snapshot.entries", default: 6_000, in: 100...1_000_000))
        advertisedAddress = config.text("advertise.addr")
    }

    package static let help: [SettingHelp] = [
        .init("VOTERS", "members that vote, 3 or 5 [3]"),
        .init("SNAPSHOT_ENTRIES", "log entries between two snapshots, 100 to 1 000 000 [6000]"),
        .init("ADVERTISE_ADDR", "where peers reach this node [as the registry sees it]"),
    ]
}
