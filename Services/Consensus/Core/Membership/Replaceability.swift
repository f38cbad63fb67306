import Identity

/// Whether whoever replaces nodes may take one now. A pure function of what the leader sees: a node may go when all voters are
/// there and whole, so that any one of them can be spared, and have been for a while.
package enum Replaceability: Sendable, Equatable {
    case yes
    /// Not now: a clause for a person, such as "voter 3 silent for 2 100 ms".
    case no(because: String)

    /// Durations are milliseconds.
    package struct Settings: Sendable, Equatable {
        /// As ``Autopilot/Settings/targetVoters``.
        package var targetVoters = 3
        /// Every voter must have been heard within this, ...
        package var contact: Milliseconds = 1_000
        /// ... and without a gap for this, since the last change of voters or of the leader too.
        package var quiet: Milliseconds = 5_000

        package init(targetVoters: Int = 3) { self.targetVoters = targetVoters }
    }

    /// - Parameter status: Of any node; only a leader knows.
    package init(of status: RaftStatus, settings: Settings = Settings()) {
        self = Self.obstacle(in: status, settings).map { .no(because: $0) } ?? .yes
    }

    private static func obstacle(in status: RaftStatus, _ settings: Settings) -> String? {
        guard status.leadership.role == .leader else {
            return status.leadership.leader.map { "node \($0) leads: ask it" } ?? "there is no leader"
        }
        guard status.leadership.isReady else { return "the leader is new: it has committed nothing yet" }
        guard !status.isChanging else { return "the membership is changing" }
        let voters = status.membership.voters
        guard voters.contains(status.id) else { return "the leader has no vote" }
        guard voters.count >= settings.targetVoters else {
            return "\(voters.count) of \(settings.targetVoters) voters"
        }
        for voter in voters where voter != status.id {
            guard let peer = status.peers.first(where: { $0.id == voter }) else {
                return "voter \(voter) is not known yet"
            }
            if peer.silentFor > settings.contact { return "voter \(voter) silent for \(peer.silentFor) ms" }
            if peer.takesNoEntries { return "voter \(voter) takes no entries: its disk or its log is full" }
            if peer.stalledFor > settings.contact {
                return "voter \(voter) has stored nothing for \(peer.stalledFor) ms"
            }
            if !peer.isCaughtUp { return "voter \(voter) is catching up" }
            if peer.steadyFor < settings.quiet { return "voter \(voter) has answered for \(peer.steadyFor) ms only" }
        }
        guard status.votersSteadyFor >= settings.quiet else {
            return "the voters or their leader changed \(status.votersSteadyFor) ms ago"
        }
        return nil
    }
}
