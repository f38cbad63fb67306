package import Configuration
package import ServiceRuntime

/// What consensus reads from the environment beside ``NodeSettings``.
///
/// - `VOTERS` (3 or 5, default 3): how many members vote; the rest follow as learners.
/// - `ADVERTISE_ADDR` (address, no default): where peers reach this node; else the registry tells.
package struct ConsensusSettings: Sendable, Equatable {
    package var voters: Int
    package var advertisedAddress: String?

    package init(config: ConfigReader) throws(SettingsError) {
        voters = try config.integer("voters", default: 3, in: 3...5)
        guard voters != 4 else {
            throw SettingsError(key: "voters", message: "4 voters survive no more failures than 3; use 3 or 5")
        }
        advertisedAddress = config.text("advertise.addr")
    }

    package static let help: [SettingHelp] = [
        .init("VOTERS", "members that vote, 3 or 5 [3]"),
        .init("ADVERTISE_ADDR", "where peers reach this node [as the registry sees it]"),
    ]
}
