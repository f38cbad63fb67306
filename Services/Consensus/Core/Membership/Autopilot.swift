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
        /// A voter silent for longer, or that stores nothing for longer, is swapped.
        package var voterSilence: Milliseconds = 5_000
        /// A successor must have been heard within this, ...
        package var learnerContact: Milliseconds = 1_000
        /// ... and without a gap for this: when it replaces a voter, and when it fills a free seat.
        package var swapSteadiness: Milliseconds = 5_000
        package var growthSteadiness: Milliseconds = 1_000
        /// Between two changes of voters, unless too few of them live and stay.
        package var voterChangeInterval: Milliseconds = 10_000
        /// A learner silent for longer, and not healthy in the registry, is removed for good.
        package var learnerSilence: Milliseconds = 600_000

        package init() {}
    }

    /// One change, and why: a clause for a person, such as "voter 2 silent for 5.2 s, replaced by 5".
    package struct Decision: Sendable, Equatable {
        package var change: MembershipChange
        package var reason: String
    }

    /// - Parameter servers: The registry's rows; `nil` while it cannot be asked. Nobody is then added or removed, but
    ///   seats of silent voters are still filled.
    /// - Returns: What to propose now, or `nil`. Always `nil` on a node that does not lead or while a change is under way.
    package static func decide(
        for status: RaftStatus, servers: [Server]?, settings: Settings = Settings()
    ) -> Decision? {
        guard status.leadership.isReady, !status.isChanging else { return nil }
        let view = View(status: status, servers: servers?.sorted { $0.id < $1.id }, settings: settings)
        return view.voterChange() ?? view.addition() ?? view.removal()
    }

    /// The change of ``decide(for:servers:settings:)`` alone.
    package static func change(
        for status: RaftStatus, servers: [Server]?, settings: Settings = Settings()
    ) -> MembershipChange? {
        decide(for: status, servers: servers, settings: settings)?.change
    }

    private struct View {
        let status: RaftStatus
        let servers: [Server]?
        let settings: Settings

        var membership: Membership { status.membership }

        func voterChange() -> Decision? {
            let voters = membership.voters
            let live = voters.filter {
                silence(of: $0) <= settings.voterSilence && stall(of: $0) <= settings.voterSilence
            }
            // One that drains is gone in seconds. When nodes are replaced in quick succession, to wait would cost the majority.
            let staying = live.count { $0 == status.id || !isDraining($0) }
            let mayChange = staying < settings.targetVoters || status.votersSteadyFor >= settings.voterChangeInterval
            guard mayChange else { return nil }
            let swap = successors(steadyFor: settings.swapSteadiness)
            if let silent = voters.first(where: { !live.contains($0) }) {
                let finding =
                    silence(of: silent) > settings.voterSilence
                    ? "voter \(silent) silent for \(seconds(silence(of: silent)))"
                    : "voter \(silent) has stored nothing for \(seconds(stall(of: silent)))"
                if let successor = swap.first {
                    return Decision(
                        change: .changeVoters(promote: [successor], demote: [silent]),
                        reason: "\(finding), replaced by \(successor)")
                }
                // More voters than needed, and one of them gone: the rest suffices.
                if live.count >= settings.targetVoters {
                    return Decision(
                        change: .changeVoters(promote: [], demote: [silent]), reason: "\(finding), enough others vote")
                }
            }
            if voters.count < settings.targetVoters {
                let seats = settings.targetVoters - voters.count
                let promoted = Array(successors(steadyFor: settings.growthSteadiness).prefix(seats))
                if !promoted.isEmpty {
                    return Decision(
                        change: .changeVoters(promote: promoted, demote: []),
                        reason: "\(voters.count) of \(settings.targetVoters) voters, "
                            + "\(list(promoted)) caught up and steady: promoted")
                }
            }
            if let leaving = voters.first(where: { $0 != status.id && isDraining($0) }), let successor = swap.first {
                return Decision(
                    change: .changeVoters(promote: [successor], demote: [leaving]),
                    reason: "voter \(leaving) drains, replaced by \(successor)")
            }
            let others = live.filter { $0 != status.id }
            if live.count > settings.targetVoters, let surplus = others.last(where: isDraining) ?? others.last {
                return Decision(
                    change: .changeVoters(promote: [], demote: [surplus]),
                    reason: "\(live.count) voters live, \(settings.targetVoters) are wanted: \(surplus) follows")
            }
            return nil
        }

        func addition() -> Decision? {
            for server in servers ?? [] where server.isHealthy && !membership.tombstones.contains(server.id) {
                let member = Member(id: server.id, address: server.address)
                if let known = membership.address(of: server.id) {
                    if known != server.address {
                        return Decision(
                            change: .addLearner(member),
                            reason: "node \(server.id) moved from \(known) to \(server.address)")
                    }
                } else if !server.isDraining, membership.members.count < settings.maximumMembers {
                    return Decision(
                        change: .addLearner(member),
                        reason: "node \(server.id) at \(server.address) is registered: follows as a learner")
                }
            }
            return nil
        }

        func removal() -> Decision? {
            guard let servers else { return nil }
            for learner in membership.learners where !servers.contains(where: { $0.id == learner && $0.isHealthy }) {
                let silence = silence(of: learner)
                if let why = reasonToRemove(learner, silentFor: silence, servers: servers) {
                    return Decision(
                        change: .removeLearner(learner),
                        reason: "learner \(learner) silent for \(seconds(silence)), \(why)")
                }
            }
            return nil
        }

        /// A silent learner that the registry does not see goes after a long time; sooner when its place is taken: two
        /// processes cannot hold one port, so who stood there is gone, and so is its disk or it would have come back as
        /// itself. Sooner too when every seat is taken and a server waits for one.
        private func reasonToRemove(_ learner: NodeID, silentFor silence: Milliseconds, servers: [Server]) -> String? {
            guard silence > settings.voterSilence else { return nil }
            let address = membership.address(of: learner)
            if let heir = servers.first(where: { $0.isHealthy && $0.address == address }) {
                return "node \(heir.id) has its address"
            }
            let waiting = servers.first { server in
                server.isHealthy && !server.isDraining && !membership.contains(server.id)
                    && !membership.tombstones.contains(server.id)
            }
            if let waiting, membership.members.count >= settings.maximumMembers {
                return "node \(waiting.id) waits for its seat"
            }
            return silence > settings.learnerSilence ? "gone from cluster and registry" : nil
        }

        /// Learners fit to vote, the one that is furthest along first.
        func successors(steadyFor steadiness: Milliseconds) -> [NodeID] {
            status.peers.filter { peer in
                membership.learners.contains(peer.id) && peer.isCaughtUp && !peer.takesNoEntries
                    && peer.silentFor < settings.learnerContact && peer.steadyFor >= steadiness && !isDraining(peer.id)
            }.sorted { ($1.match, $0.id) < ($0.match, $1.id) }.map(\.id)
        }

        func silence(of voter: NodeID) -> Milliseconds {
            voter == status.id ? 0 : status.peers.first { $0.id == voter }?.silentFor ?? 0
        }

        func stall(of voter: NodeID) -> Milliseconds {
            status.peers.first { $0.id == voter }?.stalledFor ?? 0
        }

        private func seconds(_ time: Milliseconds) -> String { "\(time / 1_000).\(time % 1_000 / 100) s" }

        private func list(_ nodes: [NodeID]) -> String { nodes.map(\.description).joined(separator: " and ") }

        func isDraining(_ id: NodeID) -> Bool {
            servers?.contains { $0.id == id && $0.isDraining } ?? false
        }
    }
}
