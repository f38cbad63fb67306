import Identity
import RegistryCore

/// The tables that say whose a cluster's name is, as joining and recovery use them.
///
/// A value lives for one transaction. What is decided from the answers is the same for every database and stands below.
protocol ClusterTables {
    /// The cluster's name; all rows are about it.
    var cluster: String { get }

    /// Waits until no other transaction joins or recovers this cluster, and keeps the others out until the commit: so a
    /// claim is unique.
    func lockName() throws(StoreError)

    func currentCluster() throws(StoreError) -> (ClusterRecord?, claimantIsAlive: Bool)
    func write(_ record: ClusterRecord) throws(StoreError)

    /// A node id that was never given.
    func nextNode() throws(StoreError) -> NodeID
    /// Sees to it that `node` and ids up to it are not given again.
    ///
    /// An id that this database has not given comes from one that was lost; so may the ones just above it
    /// (``BootstrapRules/adoptionMargin``). The same is true of users: a token of the lost database must not become
    /// somebody else's (``BootstrapRules/userMargin``).
    func reserve(through node: NodeID) throws(StoreError)

    /// Writes a server's row if the name still belongs to `clusterID`.
    /// - Returns: Whether it does.
    func upsert(_ server: ServerRecord, _ clusterID: ClusterID) throws(StoreError) -> Bool
    /// Removes the servers that stood at an address, except `node`.
    func removeServers(atAddressOf server: ServerRecord, except node: NodeID?) throws(StoreError)
    func removeServers() throws(StoreError)

    /// Whether the cluster was rebuilt as another one.
    func wasGivenUp(_ lost: ClusterID) throws(StoreError) -> Bool
    func giveUp(_ lost: ClusterID, for claim: RecoveryRules.Claim) throws(StoreError)
}

extension ClusterTables {
    /// A node joins, founds the cluster, or is refused.
    func join(_ attempt: JoinAttempt) throws(StoreError) -> Joined {
        try lockName()
        // Two processes cannot hold one port: the former server of this address is gone.
        try removeServers(atAddressOf: attempt.record, except: attempt.identity?.node)
        if let highest = attempt.highest { try reserve(through: highest) }
        let (record, claimantIsAlive) = try currentCluster()
        var givenUp = false
        if let identity = attempt.identity { givenUp = try wasGivenUp(identity.cluster) }
        let joined: Joined
        switch BootstrapRules.decide(
            record: record, claimantIsAlive: claimantIsAlive, identity: attempt.identity,
            isSettled: attempt.isSettled, wasGivenUp: givenUp)
        {
        case .claim:
            let identity = NodeIdentity(cluster: attempt.newCluster, node: try nextNode())
            try write(ClusterRecord(id: identity.cluster, claimant: identity.node, isEstablished: false))
            joined = Joined(identity: identity, bootstrap: true)
        case .follow:
            guard let record else { preconditionFailure("nothing to follow") }
            joined = Joined(identity: NodeIdentity(cluster: record.id, node: try nextNode()), bootstrap: false)
        case .confirm(let bootstrap):
            guard let identity = attempt.identity else { preconditionFailure("nothing to confirm") }
            try reserve(through: identity.node)
            joined = Joined(identity: identity, bootstrap: bootstrap)
        case .adopt:
            guard let identity = attempt.identity else { preconditionFailure("nothing to adopt") }
            try write(ClusterRecord(id: identity.cluster, claimant: identity.node, isEstablished: true))
            try reserve(through: identity.node)
            joined = Joined(identity: identity, bootstrap: false)
        case .refuse:
            throw StoreError.foreignIdentity(attempt.identity, cluster: cluster)
        case .superseded(let heir):
            guard let identity = attempt.identity else { preconditionFailure("nobody to refuse") }
            return Joined(identity: identity, bootstrap: false, supersededBy: heir)
        case .wait:
            throw StoreError.founderIsMissing(cluster: cluster)
        }
        var server = attempt.record
        server.node = joined.identity.node
        _ = try upsert(server, joined.identity.cluster)
        return joined
    }

    func beginRecovery(
        of lost: ClusterID, highest: NodeID, givesNode: Bool
    ) throws(StoreError) -> RecoveryView {
        try lockName()
        let present = try currentCluster().0?.id
        var node: NodeID?
        if givesNode {
            try reserve(through: highest)
            node = try nextNode()
        }
        return RecoveryView(present: present, wasGivenUp: try wasGivenUp(lost), node: node)
    }

    func finishRecovery(_ claim: RecoveryRules.Claim) throws(StoreError) {
        try lockName()
        let record = try currentCluster().0
        switch RecoveryRules.decide(claim, record: record, wasGivenUp: try wasGivenUp(claim.lost)) {
        case .done: return
        case .refuse: throw StoreError.changedHands(cluster: cluster, record)
        case .take: break
        }
        guard claim.founder.cluster != claim.lost, try !wasGivenUp(claim.founder.cluster) else {
            throw StoreError.isNotNew(claim.founder.cluster)
        }
        for lost in Set([claim.lost, claim.present ?? claim.lost]) { try giveUp(lost, for: claim) }
        try removeServers()
        try write(ClusterRecord(id: claim.founder.cluster, claimant: claim.founder.node, isEstablished: true))
    }
}

extension StoreError {
    fileprivate static func changedHands(cluster: String, _ record: ClusterRecord?) -> StoreError {
        StoreError(
            .refused,
            "'\(cluster)' is \(record.map { "cluster \($0.id)" } ?? "no cluster") in this database now; look again")
    }

    fileprivate static func isNotNew(_ cluster: ClusterID) -> StoreError {
        StoreError(.refused, "cluster \(cluster) was given up itself: a cluster is rebuilt under a new id")
    }

    fileprivate static func founderIsMissing(cluster: String) -> StoreError {
        StoreError(.undecided, "the founder of '\(cluster)' has not been seen; waiting to be sure that it is gone")
    }

    fileprivate static func foreignIdentity(_ identity: NodeIdentity?, cluster: String) -> StoreError {
        let given = identity.map { "node \($0.node) of cluster \($0.cluster)" } ?? "a node"
        return StoreError(
            .refused,
            "the data directory belongs to \(given), but '\(cluster)' is another cluster in this database; "
                + "give DATABASE_URL the database of that cluster, or CLUSTER another name; the node's data is kept")
    }
}
