package import Configuration
package import ConsensusCore
package import ServiceRuntime

/// What consensus reads from the environment beside ``NodeSettings``.
package struct ConsensusSettings: Sendable, Equatable {
    /// Rules and timers of the membership; `VOTERS` is its target.
    package var autopilot: Autopilot.Settings
    package var snapshotEntries: UInt64
    package var leaderRhythm: Milliseconds
    /// 0: no copies.
    package var worldCopyInterval: Milliseconds
    package var advertisedAddress: String?
    /// `nil`: this is no task of ECS.
    package var agent: ECSAgent?

    package init(config: ConfigReader) throws(SettingsError) {
        let voters = try config.integer(.voters)
        guard voters != 4 else {
            throw SettingsError(key: "voters", message: "4 voters survive no more failures than 3; use 3 or 5")
        }
        autopilot = Autopilot.Settings()
        autopilot.targetVoters = voters
        func time(_ setting: Setting) throws(SettingsError) -> Milliseconds {
            Milliseconds(try config.integer(setting))
        }
        autopilot.voterSilence = try time(.voterSilence)
        autopilot.swapSteadiness = try time(.learnerSteadiness)
        autopilot.growthSteadiness = autopilot.swapSteadiness / 5
        autopilot.voterChangeInterval = try time(.voterChangeInterval)
        autopilot.learnerSilence = try time(.learnerSilence)
        snapshotEntries = UInt64(try config.integer(.snapshotEntries))
        leaderRhythm = try time(.leaderRhythm)
        worldCopyInterval = Milliseconds(try config.integer(.worldCopyInterval)) * 1_000
        advertisedAddress = config.text(.advertisedAddress)
        agent = try config.text(.ecsAgent).map { uri throws(SettingsError) in
            guard let agent = ECSAgent(uri: uri) else {
                throw SettingsError(.ecsAgent, "it must be a URI that begins with http://; ECS sets it")
            }
            return agent
        }
    }
}
