package import Identity

/// How long a server counts after its last heartbeat, by the database's clock.
package enum HeartbeatRules {
    package static let interval: Duration = .seconds(10)
    /// Listed up to this age: two heartbeats may be lost.
    package static let healthy: Duration = .seconds(30)
    /// Past this age the row is removed. Its id is not used again.
    package static let dead: Duration = .seconds(60)
    /// After the database was away: every living node has reached it again and sent a heartbeat.
    package static let settling: Duration = .seconds(5)
    /// The database's clock was set when it differs from ours by this much more or less than at the last reading. It is
    /// less than the time that a healthy server has left, and more than an answer takes.
    package static let clockJump: Duration = .seconds(10)
    /// After the database's clock was set: every living node has written a heartbeat by the new time.
    package static let settlingAfterJump: Duration = .seconds(15)
}

/// The one row of a cluster's name.
package struct ClusterRecord: Sendable, Equatable {
    package var id: ClusterID
    /// The node that was told to start as the only voter.
    package var claimant: NodeID
    /// A second member has joined at some time: the claim has done its work and never lapses again.
    package var isEstablished: Bool

    package init(id: ClusterID, claimant: NodeID, isEstablished: Bool) {
        self.id = id
        self.claimant = claimant
        self.isEstablished = isEstablished
    }
}

/// The identity on a node's disk.
package struct NodeIdentity: Sendable, Hashable {
    package var cluster: ClusterID
    package var node: NodeID

    package init(cluster: ClusterID, node: NodeID) {
        self.cluster = cluster
        self.node = node
    }
}

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

    /// Ids this far above an adopted node's may have been given by the database that was lost.
    package static let adoptionMargin: UInt64 = 1000
    /// The same for users, of whom there are more: with 2^53 ids there is room for nine thousand million such losses.
    package static let userMargin: UInt64 = 1_000_000
}

/// Decides whose name a cluster's is after `snaketron recover`.
package enum RecoveryRules {
    /// The request that gives the name to another cluster.
    package struct Claim: Sendable, Equatable {
        /// The cluster whose log was kept.
        package var lost: ClusterID
        /// The cluster that had the name when the log was read; `nil`: none.
        package var present: ClusterID?
        package var founder: NodeIdentity
        /// The last entry that was kept.
        package var index: UInt64
        package var term: UInt64
        /// As ``Restoration/worldAsOf``.
        package var worldAsOf: Int64?

        package init(
            lost: ClusterID, present: ClusterID?, founder: NodeIdentity, index: UInt64, term: UInt64,
            worldAsOf: Int64? = nil
        ) {
            self.worldAsOf = worldAsOf
            self.lost = lost
            self.present = present
            self.founder = founder
            self.index = index
            self.term = term
        }
    }

    package enum Decision: Sendable, Equatable {
        /// The name is the founder's from now on, established; every row of a server goes.
        case take
        /// It was done before.
        case done
        case refuse
    }

    /// - Parameter wasGivenUp: `claim.lost` was rebuilt once before.
    package static func decide(_ claim: Claim, record: ClusterRecord?, wasGivenUp: Bool) -> Decision {
        guard let record else { return claim.present == nil ? .take : .refuse }
        if record.id == claim.founder.cluster { return record.claimant == claim.founder.node ? .done : .refuse }
        return record.id == claim.present && (record.id == claim.lost || wasGivenUp) ? .take : .refuse
    }
}
