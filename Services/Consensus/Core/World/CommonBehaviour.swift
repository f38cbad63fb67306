package import Identity

/// The newest version of behaviour that may be in force: one that every member knows that is alive or registered. A pure
/// function of what the leader sees.
package enum CommonBehaviour: Sendable, Equatable {
    /// From 1.
    case known(UInt32)
    /// A clause for a person, such as "node 3 is registered and has been silent for 2 100 ms".
    case unknown(because: String)

    /// A member that answers no more keeps its word for this long: one that is being started again may come back as it was.
    package static let grace: Milliseconds = 60_000
    /// A member that has answered within this is heard.
    package static let contact: Milliseconds = 1_000

    /// - Parameters:
    ///   - own: The newest version that the simulation beside this leader knows; 0: there is none, or it has stopped.
    ///   - registered: The registry's servers; `nil` while it cannot be asked.
    package init(of status: RaftStatus, own: UInt32, registered: [NodeID]?) {
        switch Self.least(of: status, own: own, registered: registered) {
        case .success(let version): self = .known(version)
        case .failure(let obstacle): self = .unknown(because: obstacle.reason)
        }
    }

    private struct Obstacle: Error { let reason: String }

    private static func least(
        of status: RaftStatus, own: UInt32, registered: [NodeID]?
    ) -> Result<UInt32, Obstacle> {
        func no(_ reason: String) -> Result<UInt32, Obstacle> { .failure(Obstacle(reason: reason)) }
        guard status.leadership.role == .leader else {
            return no(status.leadership.leader.map { "node \($0) leads: ask it" } ?? "there is no leader")
        }
        guard status.leadership.isReady else { return no("the leader is new: it has committed nothing yet") }
        guard let registered else { return no("the registry cannot be asked which servers there are") }
        guard own > 0 else { return no("the leader's own simulation has not reported the versions that it knows") }
        if let stranger = registered.sorted().first(where: { !status.membership.contains($0) }) {
            return no("node \(stranger) is registered and no member yet")
        }
        var least = own
        for member in status.membership.members where member.id != status.id {
            guard let peer = status.peers.first(where: { $0.id == member.id }) else {
                return no("node \(member.id) is not known yet")
            }
            if peer.silentFor > contact {
                if registered.contains(member.id) {
                    return no("node \(member.id) is registered and has been silent for \(peer.silentFor) ms")
                }
                if peer.silentFor <= grace {
                    return no("node \(member.id) has been silent for \(peer.silentFor) ms only, and may come back")
                }
                continue
            }
            guard peer.newestBehaviour > 0 else {
                return no("the simulation of node \(member.id) has not reported the versions that it knows")
            }
            least = min(least, peer.newestBehaviour)
        }
        return .success(least)
    }
}
