package import Identity

/// Decides who starts a cluster, so that there is never a second one under the same name.
package enum BootstrapRules {
    package enum Decision: Sendable, Equatable {
        /// The joiner gets a new node id and a new cluster id, and starts as the only voter.
        case claim
        /// The joiner gets a new node id and waits for a leader's word.
        case follow
        /// The joiner keeps its identity. `bootstrap`: it is the claimant of a cluster that is still alone, and may have
        /// crashed before it had started.
        case confirm(bootstrap: Bool)
        /// The database knows no cluster of this name (it was replaced): it learns the joiner's, as established.
        case adopt
        /// The joiner's disk belongs to another cluster, for example to one whose claim has lapsed.
        case refuse
        /// The joiner's cluster was given up when an operator rebuilt it as this one: the joiner must come back as nobody.
        case superseded(by: ClusterID)
        /// The claim seems to have lapsed, but the database may just have been away: ask again in a moment.
        case wait
    }

    /// - Parameters:
    ///   - record: The cluster's row, if there is one.
    ///   - claimantIsAlive: The claimant's row has a heartbeat younger than ``HeartbeatRules/dead``.
    ///   - identity: The identity on the joiner's disk; `nil` when it is empty.
    ///   - isSettled: The database has been there long enough for every living node to have sent a heartbeat.
    ///   - wasGivenUp: The joiner's cluster was rebuilt once, by ``RecoveryRules``.
    package static func decide(
        record: ClusterRecord?, claimantIsAlive: Bool, identity: NodeIdentity?, isSettled: Bool,
        wasGivenUp: Bool = false
    ) -> Decision {
        switch (record, identity) {
        case (nil, nil):
            return .claim
        case (nil, .some):
            return .adopt
        case (let record?, nil):
            // A lapsed claim gets a new cluster id, so that its former claimant, back from the dead, is told apart.
            if record.isEstablished || claimantIsAlive { return .follow }
            return isSettled ? .claim : .wait
        case (let record?, let identity?):
            guard record.id == identity.cluster else { return wasGivenUp ? .superseded(by: record.id) : .refuse }
            return .confirm(bootstrap: !record.isEstablished && record.claimant == identity.node)
        }
    }

    /// No node has a higher id: there is room above it for ``adoptionMargin`` and those that follow.
    package static let highestNode: UInt64 = 1 << 62
    /// Ids this far above an adopted node's may have been given by the database that was lost.
    package static let adoptionMargin: UInt64 = 1000
    /// The same for users, of whom there are more: with 2^53 ids there is room for nine thousand million such losses.
    package static let userMargin: UInt64 = 1_000_000
}
