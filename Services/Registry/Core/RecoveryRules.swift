package import Identity

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
