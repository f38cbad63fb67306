import Identity
import RegistryCore

/// Writes a server's row if its cluster is still the one of that name; gives one row back if so.
let upsertServer = """
    INSERT INTO servers (cluster, id, ip_address, grpc_port, raft_port, gateway_port, role, term, leader_id,
                         applied_index, commit_index, build, rules_version, draining)
    SELECT name, $3::bigint, $4, $5::integer, $6::integer, $7::integer, $8, $9::bigint, $10::bigint,
           $11::bigint, $12::bigint, $13, $14::integer, $15::boolean
    FROM clusters WHERE name = $1 AND id = $2::bigint
    ON CONFLICT (id) DO UPDATE SET
        ip_address = excluded.ip_address, grpc_port = excluded.grpc_port, raft_port = excluded.raft_port,
        gateway_port = excluded.gateway_port, last_heartbeat = clock_timestamp(), role = excluded.role,
        term = excluded.term, leader_id = excluded.leader_id, applied_index = excluded.applied_index,
        commit_index = excluded.commit_index, build = excluded.build, rules_version = excluded.rules_version,
        draining = excluded.draining
    RETURNING id
    """

func serverParameters(_ record: ServerRecord, _ cluster: String, _ clusterID: ClusterID) -> [String?] {
    let raft = record.raft
    return [
        cluster, "\(clusterID)", "\(record.node)", record.ipAddress, "\(record.grpcPort)", "\(record.raftPort)",
        "\(record.gatewayPort)", raft.role, "\(raft.term)", "\(raft.leader)", "\(raft.appliedIndex)",
        "\(raft.commitIndex)", record.build, "\(record.rulesVersion)", "\(record.isDraining)",
    ]
}

/// The transaction in which a node joins.
struct Join {
    let session: PostgresSession
    let cluster: String

    func run(_ attempt: JoinAttempt) throws(StoreError) -> Joined {
        try lockName()
        // Two processes cannot hold one port, so who stood at this address is gone.
        _ = try query(
            "DELETE FROM servers WHERE cluster = $1 AND ip_address = $2 AND raft_port = $3::integer AND id <> $4::bigint",
            [
                cluster, attempt.record.ipAddress, "\(attempt.record.raftPort)",
                "\(attempt.identity?.node.rawValue ?? 0)",
            ])
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
        _ = try query(upsertServer, serverParameters(server, cluster, joined.identity.cluster))
        return joined
    }

    /// Nodes of one cluster join one after the other; that is what makes the claim unique.
    func lockName() throws(StoreError) {
        _ = try query("SELECT pg_advisory_xact_lock(hashtextextended('snaketron cluster ' || $1, 0))", [cluster])
    }

    // MARK: Recovery.

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
        for lost in Set([claim.lost, claim.present ?? claim.lost]) {
            _ = try query(
                """
                INSERT INTO recoveries (cluster, lost_id, new_id, founder, entry, term, world_as_of)
                VALUES ($1, $2::bigint, $3::bigint, $4::bigint, $5::bigint, $6::bigint, $7::bigint)
                """,
                [
                    cluster, "\(lost)", "\(claim.founder.cluster)", "\(claim.founder.node)", "\(claim.index)",
                    "\(claim.term)", claim.worldAsOf.map { "\($0)" },
                ])
        }
        _ = try query("DELETE FROM servers WHERE cluster = $1", [cluster])
        try write(ClusterRecord(id: claim.founder.cluster, claimant: claim.founder.node, isEstablished: true))
    }

    private func wasGivenUp(_ lost: ClusterID) throws(StoreError) -> Bool {
        try query(
            "SELECT 1 FROM recoveries WHERE cluster = $1 AND lost_id = $2::bigint LIMIT 1", [cluster, "\(lost)"]
        ).rows > 0
    }

    private func currentCluster() throws(StoreError) -> (ClusterRecord?, claimantIsAlive: Bool) {
        let found = try query(
            """
            SELECT clusters.id, claimant, established,
                   coalesce(last_heartbeat >= clock_timestamp() - make_interval(secs => $2::double precision), false)
            FROM clusters LEFT JOIN servers ON servers.id = claimant
            WHERE name = $1
            """, [cluster, "\(HeartbeatRules.dead.components.seconds)"])
        guard found.rows == 1 else { return (nil, false) }
        let record = ClusterRecord(
            id: ClusterID(rawValue: try found.integer(0, 0)), claimant: NodeID(rawValue: try found.integer(0, 1)),
            isEstablished: found.flag(0, 2))
        return (record, found.flag(0, 3))
    }

    private func nextNode() throws(StoreError) -> NodeID {
        NodeID(rawValue: try query("SELECT nextval('node_ids')").integer(0, 0))
    }

    /// An id that this database has not given comes from one that was lost; so may the ones just above it. The same is
    /// true of users: a token of the lost database must not become somebody else's.
    private func reserve(through node: NodeID) throws(StoreError) {
        let raised = try query(
            "SELECT setval('node_ids', $1::bigint + $2::bigint) FROM node_ids WHERE last_value < $1::bigint",
            ["\(node)", "\(BootstrapRules.adoptionMargin)"])
        guard raised.rows > 0 else { return }
        _ = try query(
            """
            SELECT setval(pg_get_serial_sequence('users', 'id')::regclass,
                          nextval(pg_get_serial_sequence('users', 'id')::regclass) + $1::bigint)
            """, ["\(BootstrapRules.userMargin)"])
    }

    private func write(_ record: ClusterRecord) throws(StoreError) {
        _ = try query(
            """
            INSERT INTO clusters (name, id, claimant, established)
            VALUES ($1, $2::bigint, $3::bigint, $4::boolean)
            ON CONFLICT (name) DO UPDATE SET
                id = excluded.id, claimant = excluded.claimant, established = excluded.established,
                claimed_at = clock_timestamp()
            """, [cluster, "\(record.id)", "\(record.claimant)", "\(record.isEstablished)"])
    }

    private func query(_ statement: String, _ parameters: [String?] = []) throws(StoreError) -> PostgresResult {
        try session.query(statement, parameters)
    }
}

extension StoreError {
    static func changedHands(cluster: String, _ record: ClusterRecord?) -> StoreError {
        StoreError(
            .refused,
            "'\(cluster)' is \(record.map { "cluster \($0.id)" } ?? "no cluster") in this database now; look again")
    }

    static func founderIsMissing(cluster: String) -> StoreError {
        StoreError(.undecided, "the founder of '\(cluster)' has not been seen; waiting to be sure that it is gone")
    }

    static func foreignIdentity(_ identity: NodeIdentity?, cluster: String) -> StoreError {
        let given = identity.map { "node \($0.node) of cluster \($0.cluster)" } ?? "a node"
        return StoreError(
            .refused,
            "the data directory belongs to \(given), but '\(cluster)' is another cluster in this database; "
                + "give DATABASE_URL the database of that cluster, or CLUSTER another name; the node's data is kept")
    }
}
