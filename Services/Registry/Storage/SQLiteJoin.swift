import Identity
import RegistryCore

/// Writes a server's row if its cluster is still the one of that name; false if it is not.
func upsert(
    _ record: ServerRecord, _ cluster: String, _ clusterID: ClusterID, in database: SQLiteConnection
) throws -> Bool {
    let raft = record.raft
    try database.execute(
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
            cluster, Int64(clusterID), Int64(record.node), record.ipAddress, record.grpcPort, record.raftPort,
            record.gatewayPort, raft.role, Int64(clamping: raft.term), Int64(clamping: raft.leader),
            Int64(clamping: raft.appliedIndex), Int64(clamping: raft.commitIndex), record.build,
            record.rulesVersion, record.isDraining,
        ])
    return database.changesCount > 0
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

/// The transaction in which a node joins.
struct SQLiteJoin {
    let database: SQLiteConnection
    let cluster: String

    func run(_ attempt: JoinAttempt) throws -> Joined {
        // Two processes cannot hold one port, so who stood at this address is gone.
        try database.execute(
            "DELETE FROM servers WHERE cluster = ? AND ip_address = ? AND raft_port = ? AND id <> ?",
            [
                cluster, attempt.record.ipAddress, attempt.record.raftPort,
                attempt.identity.map { Int64($0.node) } ?? 0,
            ])
        if let highest = attempt.highest { try reserve(through: highest) }
        let (record, claimantIsAlive) = try currentCluster()
        let joined: Joined
        switch BootstrapRules.decide(
            record: record, claimantIsAlive: claimantIsAlive, identity: attempt.identity,
            isSettled: attempt.isSettled, wasGivenUp: try attempt.identity.map { try wasGivenUp($0.cluster) } ?? false)
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
        _ = try upsert(server, cluster, joined.identity.cluster, in: database)
        return joined
    }

    // MARK: Recovery.

    func beginRecovery(of lost: ClusterID, highest: NodeID, givesNode: Bool) throws -> RecoveryView {
        let present = try currentCluster().0?.id
        guard givesNode else {
            return RecoveryView(present: present, wasGivenUp: try wasGivenUp(lost), node: nil)
        }
        try reserve(through: highest)
        return RecoveryView(present: present, wasGivenUp: try wasGivenUp(lost), node: try nextNode())
    }

    func finishRecovery(_ claim: RecoveryRules.Claim) throws {
        let record = try currentCluster().0
        switch RecoveryRules.decide(claim, record: record, wasGivenUp: try wasGivenUp(claim.lost)) {
        case .done: return
        case .refuse: throw StoreError.changedHands(cluster: cluster, record)
        case .take: break
        }
        for lost in Set([claim.lost, claim.present ?? claim.lost]) {
            try database.execute(
                """
                INSERT INTO recoveries (cluster, lost_id, new_id, founder, entry, term, world_as_of)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    cluster, Int64(lost), Int64(claim.founder.cluster), Int64(claim.founder.node),
                    Int64(clamping: claim.index), Int64(clamping: claim.term), claim.worldAsOf,
                ])
        }
        try database.execute("DELETE FROM servers WHERE cluster = ?", [cluster])
        try write(ClusterRecord(id: claim.founder.cluster, claimant: claim.founder.node, isEstablished: true))
    }

    private func wasGivenUp(_ lost: ClusterID) throws -> Bool {
        try database.integer(
            "SELECT 1 FROM recoveries WHERE cluster = ? AND lost_id = ? LIMIT 1",
            [cluster, Int64(lost)]) != nil
    }

    private func currentCluster() throws -> (ClusterRecord?, claimantIsAlive: Bool) {
        let found = try database.row(
            """
            SELECT clusters.id AS id, claimant, established,
                   coalesce(last_heartbeat >= \(SQLiteSchema.now) - ?, 0) AS alive
            FROM clusters LEFT JOIN servers ON servers.id = claimant
            WHERE name = ?
            """, [HeartbeatRules.dead.wholeMilliseconds, cluster])
        guard let found else { return (nil, false) }
        let record = try ClusterRecord(
            id: ClusterID(rawValue: found["id"]), claimant: NodeID(rawValue: found["claimant"]),
            isEstablished: found["established"])
        return (record, try found["alive"])
    }

    private func nextNode() throws -> NodeID {
        try database.execute("INSERT INTO node_ids DEFAULT VALUES")
        return NodeID(rawValue: UInt64(database.lastInsertedRowID))
    }

    /// An id that this database has not given comes from one that was lost; so may the ones just above it. The same is
    /// true of users: a token of the lost database must not become somebody else's.
    private func reserve(through node: NodeID) throws {
        let given = try database.integer("SELECT coalesce(max(id), 0) FROM node_ids") ?? 0
        guard given < Int64(node) else { return }
        let (reserved, overflow) = Int64(node).addingReportingOverflow(Int64(BootstrapRules.adoptionMargin))
        guard !overflow else { throw StoreError(.refused, "node id \(node) leaves no room for others") }
        try database.execute("INSERT INTO node_ids (id) VALUES (?)", [reserved])
        // AUTOINCREMENT goes on above what `sqlite_sequence` says, which has no row before the first user.
        let last = try database.integer("SELECT seq FROM sqlite_sequence WHERE name = 'users'")
        let raised = (last ?? 0) + Int64(BootstrapRules.userMargin)
        try database.execute(
            last == nil
                ? "INSERT INTO sqlite_sequence (seq, name) VALUES (?, 'users')"
                : "UPDATE sqlite_sequence SET seq = ? WHERE name = 'users'", [raised])
    }

    private func write(_ record: ClusterRecord) throws {
        try database.execute(
            """
            INSERT INTO clusters (name, id, claimant, established) VALUES (?, ?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET
                id = excluded.id, claimant = excluded.claimant, established = excluded.established,
                claimed_at = \(SQLiteSchema.now)
            """, [cluster, Int64(record.id), Int64(record.claimant), record.isEstablished])
    }
}
