package import Identity

/// Lets the membership follow the registry, with care: a pure function of what the leader sees, giving at most one change.
package enum Autopilot {
    /// A row of the registry.
    package struct Server: Sendable, Equatable {
        package var id: NodeID
        /// `host:port` of its Raft service.
        package var address: String
        package var isHealthy: Bool
        package var isDraining: Bool

        package init(id: NodeID, address: String, isHealthy: Bool, isDraining: Bool = false) {
            self.id = id
            self.address = address
            self.isHealthy = isHealthy
            self.isDraining = isDraining
        }
    }

    /// Durations are milliseconds.
    package struct Settings: Sendable, Equatable {
        /// 3 or 5.
        package var targetVoters = 3
        package var maximumMembers = 9
        /// A voter silent for longer is swapped.
        package var voterSilence: Milliseconds = 5_000
        /// A successor must have been heard within this, ...
        package var learnerContact: Milliseconds = 1_000
        /// ... and without a gap for this: when it replaces a voter, and when it fills a free seat.
        package var swapSteadiness: Milliseconds = 5_000
        package var growthSteadiness: Milliseconds = 1_000
        /// Between two changes of voters, unless too few of them live.
        package var voterChangeInterval: Milliseconds = 10_000
        /// A learner silent for longer, and not healthy in the registry, is removed for good.
        package var learnerSilence: Milliseconds = 600_000

        package init() {}
    }

    /// - Parameter servers: The registry's rows; `nil` while it cannot be asked. Nobody is then added or removed, but
    ///   seats of silent voters are still filled.
    /// - Returns: What to propose now, or `nil`. Always `nil` on a node that does not lead or while a change is under way.
    package static func change(
        for status: RaftStatus, servers: [Server]?, settings: Settings = Settings()
    ) -> MembershipChange? {
        guard status.leadership.isReady, !status.isChanging else { return nil }
        let view = View(status: status, servers: servers?.sorted { $0.id < $1.id }, settings: settings)
        return view.voterChange() ?? view.addition() ?? view.removal()
    }

    private struct View {
        let status: RaftStatus
        let servers: [Server]?
        let settings: Settings

        var membership: Membership { status.membership }

        func voterChange() -> MembershipChange? {
            let voters = membership.voters
            let live = voters.filter { silence(of: $0) <= settings.voterSilence }
            let mayChange = live.count < settings.targetVoters || status.votersSteadyFor >= settings.voterChangeInterval
            guard mayChange else { return nil }
            let swap = successors(steadyFor: settings.swapSteadiness)
            if let silent = voters.first(where: { !live.contains($0) }) {
                if let successor = swap.first { return .changeVoters(promote: [successor], demote: [silent]) }
                // More voters than needed, and one of them gone: the rest suffices.
                if live.count >= settings.targetVoters { return .changeVoters(promote: [], demote: [silent]) }
            }
            if voters.count < settings.targetVoters {
                let seats = settings.targetVoters - voters.count
                let promoted = successors(steadyFor: settings.growthSteadiness).prefix(seats)
                if !promoted.isEmpty { return .changeVoters(promote: Array(promoted), demote: []) }
            }
            if let leaving = voters.first(where: { $0 != status.id && isDraining($0) }), let successor = swap.first {
                return .changeVoters(promote: [successor], demote: [leaving])
            }
            if live.count > settings.targetVoters, let surplus = live.last(where: { $0 != status.id }) {
                return .changeVoters(promote: [], demote: [surplus])
            }
            return nil
        }

        func addition() -> MembershipChange? {
            for server in servers ?? [] where server.isHealthy && !membership.tombstones.contains(server.id) {
                let member = Member(id: server.id, address: server.address)
                if let known = membership.address(of: server.id) {
                    if known != server.address { return .addLearner(member) }
                } else if !server.isDraining, membership.members.count < settings.maximumMembers {
                    return .addLearner(member)
                }
            }
            return nil
        }

        func removal() -> MembershipChange? {
            guard let servers else { return nil }
            let gone = membership.learners.first { learner in
                silence(of: learner) > settings.learnerSilence
                    && !servers.contains { $0.id == learner && $0.isHealthy }
            }
            return gone.map { .removeLearner($0) }
        }

        /// Learners fit to vote, the one that is furthest along first.
        func successors(steadyFor steadiness: Milliseconds) -> [NodeID] {
            status.peers.filter { peer in
                membership.learners.contains(peer.id) && peer.isCaughtUp && peer.silentFor < settings.learnerContact
                    && peer.steadyFor >= steadiness && !isDraining(peer.id)
            }.sorted { ($1.match, $0.id) < ($0.match, $1.id) }.map(\.id)
        }

        func silence(of voter: NodeID) -> Milliseconds {
            voter == status.id ? 0 : status.peers.first { $0.id == voter }?.silentFor ?? 0
        }

        func isDraining(_ id: NodeID) -> Bool {
            servers?.contains { $0.id == id && $0.isDraining } ?? false
        }
    }
}
