package import Configuration
package import ConsensusCore
package import ServiceRuntime

/// What consensus reads from the environment beside ``NodeSettings``.
///
/// - `VOTERS` (3 or 5, default 3): how many members vote; the rest follow as learners.
/// - `SNAPSHOT_ENTRIES` (int, default 6000, 100–1 000 000): log entries applied between two snapshots.
/// - `VOTER_SILENCE_MS` (int, default 5000, 500–600 000): a voter silent for longer is swapped for a learner.
/// - `LEARNER_STEADY_MS` (int, default 5000, 100–600 000): a learner answers without a gap for this long before it is swapped
///   in; a free seat it gets after a fifth of it.
/// - `VOTER_CHANGE_INTERVAL_MS` (int, default 10 000, 0–600 000): between two changes of voters, unless too few of them live.
/// - `LEARNER_SILENCE_MS` (int, default 600 000, 1000–86 400 000): a learner silent for longer, and not registered, is removed.
/// - `LEADER_RHYTHM_MS` (int, default 10 000, 1000–3 600 000): for how long a leader is watched before its silence counts for
///   less than the election timeout.
/// - `ADVERTISE_ADDR` (address, no default): where peers reach this node; else the registry tells.
package struct ConsensusSettings: Sendable, Equatable {
    /// Rules and timers of the membership; `VOTERS` is its target.
    package var autopilot: Autopilot.Settings
    package var snapshotEntries: UInt64
    package var leaderRhythm: Milliseconds
    package var advertisedAddress: String?

    package init(config: ConfigReader) throws(SettingsError) {
        let voters = try config.integer("voters", default: 3, in: 3...5)
        guard voters != 4 else {
            throw SettingsError(key: "voters", message: "4 voters survive no more failures than 3; use 3 or 5")
        }
        autopilot = Autopilot.Settings()
        autopilot.targetVoters = voters
        func time(_ key: String, _ fallback: Int, _ range: ClosedRange<Int>) throws(SettingsError) -> Milliseconds {
            Milliseconds(try config.integer(key, default: fallback, in: range))
        }
        autopilot.voterSilence = try time("voter.silence.ms", 5_000, 500...600_000)
        autopilot.swapSteadiness = try time("learner.steady.ms", 5_000, 100...600_000)
        autopilot.growthSteadiness = autopilot.swapSteadiness / 5
        autopilot.voterChangeInterval = try time("voter.change.interval.ms", 10_000, 0...600_000)
        autopilot.learnerSilence = try time("learner.silence.ms", 600_000, 1_000...86_400_000)
        snapshotEntries = UInt64(try config.integer("snapshot.entries", default: 6_000, in: 100...1_000_000))
        leaderRhythm = try time("leader.rhythm.ms", 10_000, 1_000...3_600_000)
        advertisedAddress = config.text("advertise.addr")
    }

    package static let help: [SettingHelp] = [
        .init("VOTERS", "members that vote, 3 or 5 [3]"),
        .init("VOTER_SILENCE_MS", "a voter silent for longer is swapped for a learner, 500 to 600 000 [5000]"),
        .init("LEARNER_STEADY_MS", "how long a learner answers without a gap before that, 100 to 600 000 [5000]"),
        .init("VOTER_CHANGE_INTERVAL_MS", "between changes of voters while enough live, 0 to 600 000 [10000]"),
        .init("LEARNER_SILENCE_MS", "a silent, unregistered learner is removed, 1000 to 86 400 000 [600000]"),
        .init("SNAPSHOT_ENTRIES", "log entries between two snapshots, 100 to 1 000 000 [6000]"),
        .init(
            "LEADER_RHYTHM_MS", "how long a leader is watched before a short silence counts, 1000 to 3 600 000 [10000]"),
        .init("ADVERTISE_ADDR", "where peers reach this node [as the registry sees it]"),
    ]
}
