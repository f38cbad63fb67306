import Identity
import RegistryCore

struct PostgresClusterTables: ClusterTables {
    let session: PostgresSession
    let cluster: String

    func lockName() throws(StoreError) {
        _ = try query("SELECT pg_advisory_xact_lock(hashtextextended('snaketron cluster ' || $1, 0))", [cluster])
    }

    // MARK: The cluster.

    func currentCluster() throws(StoreError) -> (ClusterRecord?, claimantIsAlive: Bool) {
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

    func write(_ record: ClusterRecord) throws(StoreError) {
        _ = try query(
            """
            INSERT INTO clusters (name, id, claimant, established)
            VALUES ($1, $2::bigint, $3::bigint, $4::boolean)
            ON CONFLICT (name) DO UPDATE SET
                id = excluded.id, claimant = excluded.claimant, established = excluded.established,
                claimed_at = clock_timestamp()
            """, [cluster, "\(record.id)", "\(record.claimant)", "\(record.isEstablished)"])
    }

    // MARK: Ids.

    func nextNode() throws(StoreError) -> NodeID {
        NodeID(rawValue: try query("SELECT nextval('node_ids')").integer(0, 0))
    }

    func reserve(through node: NodeID) throws(StoreError) {
        let raised = try query(
            // Before the first id is given `last_value` is that id already.
            """
            SELECT setval('node_ids', $1::bigint + $2::bigint) FROM node_ids
            WHERE last_value - CASE WHEN is_called THEN 0 ELSE 1 END < $1::bigint
            """,
            ["\(node)", "\(BootstrapRules.adoptionMargin)"])
        guard raised.rows > 0 else { return }
        _ = try query(
            """
            SELECT setval(pg_get_serial_sequence('users', 'id')::regclass,
                          nextval(pg_get_serial_sequence('users', 'id')::regclass) + $1::bigint)
            """, ["\(BootstrapRules.userMargin)"])
    }

    // MARK: Servers.

    func upsert(_ server: ServerRecord, _ clusterID: ClusterID) throws(StoreError) -> Bool {
        let raft = server.raft
        return try query(
            """
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
            """,
            [
                cluster, "\(clusterID)", "\(server.node)", server.ipAddress, "\(server.grpcPort)",
                "\(server.raftPort)", "\(server.gatewayPort)", raft.role, "\(raft.term)", "\(raft.leader)",
                "\(raft.appliedIndex)", "\(raft.commitIndex)", server.build, "\(server.rulesVersion)",
                "\(server.isDraining)",
            ]
        ).rows == 1
    }

    func removeServers(atAddressOf server: ServerRecord, except node: NodeID?) throws(StoreError) {
        _ = try query(
            "DELETE FROM servers WHERE cluster = $1 AND ip_address = $2 AND raft_port = $3::integer AND id <> $4::bigint",
            [cluster, server.ipAddress, "\(server.raftPort)", "\(node?.rawValue ?? 0)"])
    }

    func removeServers() throws(StoreError) {
        _ = try query("DELETE FROM servers WHERE cluster = $1", [cluster])
    }

    // MARK: Recoveries.

    func wasGivenUp(_ lost: ClusterID) throws(StoreError) -> Bool {
        try query(
            "SELECT 1 FROM recoveries WHERE cluster = $1 AND lost_id = $2::bigint LIMIT 1", [cluster, "\(lost)"]
        ).rows > 0
    }

    func giveUp(_ lost: ClusterID, for claim: RecoveryRules.Claim) throws(StoreError) {
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

    private func query(_ statement: String, _ parameters: [String?] = []) throws(StoreError) -> PostgresResult {
        try session.query(statement, parameters)
    }
}
