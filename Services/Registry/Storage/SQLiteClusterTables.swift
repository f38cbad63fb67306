import Identity
import RegistryCore

/// In a transaction that has the lock for writing from its beginning.
struct SQLiteClusterTables: ClusterTables {
    let database: SQLiteConnection
    let cluster: String

    /// The transaction's lock keeps everyone else out.
    func lockName() {}

    // MARK: The cluster.

    func currentCluster() throws(StoreError) -> (ClusterRecord?, claimantIsAlive: Bool) {
        let found = try SQLiteStore.translate {
            try database.row(
                """
                SELECT clusters.id AS id, claimant, established,
                       coalesce(last_heartbeat >= \(SQLiteSchema.now) - ?, 0) AS alive
                FROM clusters LEFT JOIN servers ON servers.id = claimant
                WHERE name = ?
                """, [HeartbeatRules.dead.wholeMilliseconds, cluster]
            ).map { row in
                let record = try ClusterRecord(
                    id: ClusterID(rawValue: row["id"]), claimant: NodeID(rawValue: row["claimant"]),
                    isEstablished: row["established"])
                return (record, try row["alive"] as Bool)
            }
        }
        return found.map { ($0.0, $0.1) } ?? (nil, false)
    }

    func write(_ record: ClusterRecord) throws(StoreError) {
        try execute(
            """
            INSERT INTO clusters (name, id, claimant, established) VALUES (?, ?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET
                id = excluded.id, claimant = excluded.claimant, established = excluded.established,
                claimed_at = \(SQLiteSchema.now)
            """, [cluster, Int64(record.id), Int64(record.claimant), record.isEstablished])
    }

    // MARK: Ids.

    func nextNode() throws(StoreError) -> NodeID {
        try execute("INSERT INTO node_ids DEFAULT VALUES", [])
        return NodeID(rawValue: UInt64(database.lastInsertedRowID))
    }

    func reserve(through node: NodeID) throws(StoreError) {
        let given = try integer("SELECT coalesce(max(id), 0) FROM node_ids", []) ?? 0
        guard given < Int64(node) else { return }
        let (reserved, overflow) = Int64(node).addingReportingOverflow(Int64(BootstrapRules.adoptionMargin))
        guard !overflow else { throw StoreError(.refused, "node id \(node) leaves no room for others") }
        try execute("INSERT INTO node_ids (id) VALUES (?)", [reserved])
        // AUTOINCREMENT goes on above what `sqlite_sequence` says, which has no row before the first user.
        let last = try integer("SELECT seq FROM sqlite_sequence WHERE name = 'users'", [])
        let raised = (last ?? 0) + Int64(BootstrapRules.userMargin)
        try execute(
            last == nil
                ? "INSERT INTO sqlite_sequence (seq, name) VALUES (?, 'users')"
                : "UPDATE sqlite_sequence SET seq = ? WHERE name = 'users'", [raised])
    }

    // MARK: Servers.

    func upsert(_ server: ServerRecord, _ clusterID: ClusterID) throws(StoreError) -> Bool {
        let raft = server.raft
        try execute(
            """
            INSERT INTO servers (cluster, id, ip_address, grpc_port, raft_port, gateway_port, role, term, leader_id,
                                 applied_index, commit_index, build, rules_version, draining)
            SELECT name, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15
            FROM clusters WHERE name = ?1 AND id = ?2
            ON CONFLICT (id) DO UPDATE SET
                ip_address = excluded.ip_address, grpc_port = excluded.grpc_port, raft_port = excluded.raft_port,
                gateway_port = excluded.gateway_port, last_heartbeat = \(SQLiteSchema.now), role = excluded.role,
                term = excluded.term, leader_id = excluded.leader_id, applied_index = excluded.applied_index,
                commit_index = excluded.commit_index, build = excluded.build, rules_version = excluded.rules_version,
                draining = excluded.draining
            """,
            [
                cluster, Int64(clusterID), Int64(server.node), server.ipAddress, server.grpcPort, server.raftPort,
                server.gatewayPort, raft.role, Int64(clamping: raft.term), Int64(clamping: raft.leader),
                Int64(clamping: raft.appliedIndex), Int64(clamping: raft.commitIndex), server.build,
                server.rulesVersion, server.isDraining,
            ])
        return database.changesCount > 0
    }

    func removeServers(atAddressOf server: ServerRecord, except node: NodeID?) throws(StoreError) {
        try execute(
            "DELETE FROM servers WHERE cluster = ? AND ip_address = ? AND raft_port = ? AND id <> ?",
            [cluster, server.ipAddress, server.raftPort, node.map { Int64($0) } ?? 0])
    }

    func removeServers() throws(StoreError) {
        try execute("DELETE FROM servers WHERE cluster = ?", [cluster])
    }

    // MARK: Recoveries.

    func wasGivenUp(_ lost: ClusterID) throws(StoreError) -> Bool {
        try integer(
            "SELECT 1 FROM recoveries WHERE cluster = ? AND lost_id = ? LIMIT 1", [cluster, Int64(lost)]) != nil
    }

    func giveUp(_ lost: ClusterID, for claim: RecoveryRules.Claim) throws(StoreError) {
        try execute(
            """
            INSERT INTO recoveries (cluster, lost_id, new_id, founder, entry, term, world_as_of)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                cluster, Int64(lost), Int64(claim.founder.cluster), Int64(claim.founder.node),
                Int64(clamping: claim.index), Int64(clamping: claim.term), claim.worldAsOf,
            ])
    }

    private func execute(_ statement: String, _ parameters: [(any SQLiteColumn)?]) throws(StoreError) {
        try SQLiteStore.translate { try database.execute(statement, parameters) }
    }

    private func integer(_ statement: String, _ parameters: [(any SQLiteColumn)?]) throws(StoreError) -> Int64? {
        try SQLiteStore.translate { try database.integer(statement, parameters) }
    }
}

func listedServer(_ row: SQLiteRow) throws -> ListedServer {
    var record = try ServerRecord(
        node: NodeID(rawValue: row["id"]), ipAddress: row["ip_address"], grpcPort: row["grpc_port"],
        raftPort: row["raft_port"], gatewayPort: row["gateway_port"], build: row["build"],
        rulesVersion: row["rules_version"])
    record.raft.role = try row["role"]
    record.raft.term = try row["term"]
    record.raft.leader = try row["leader_id"]
    record.raft.appliedIndex = try row["applied_index"]
    record.raft.commitIndex = try row["commit_index"]
    record.isDraining = try row["draining"]
    return ListedServer(record: record, heartbeatAge: try row["age"])
}
