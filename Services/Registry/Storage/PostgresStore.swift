import ClientProtocol
package import Identity
package import RegistryCore

/// The registry's tables in PostgreSQL, over two connections: one for the servers and the cluster's identity, one for
/// accounts, ratings and replays. So a heartbeat never waits behind a guest, and players' load never makes a node look
/// dead.
///
/// Changes are told by LISTEN/NOTIFY; behind a transaction pooler, where nothing is heard, by asking more often.
package final class PostgresStore: RegistryStore {
    package let name: String
    package let events: AsyncStream<StoreEvent>

    private let tell: AsyncStream<StoreEvent>.Continuation
    private let cluster: String
    private let control: PostgresLink
    private let accounts: PostgresLink

    package var pollInterval: Duration { control.isPooled ? .seconds(1) : .seconds(5) }

    /// - Parameters:
    ///   - conninfo: A connection URI, as libpq takes it.
    ///   - cluster: The cluster's name; all calls are about its servers.
    package convenience init(conninfo: String, address: PostgresAddress, cluster: String) {
        self.init(conninfo: conninfo, address: address, cluster: cluster, lookup: HostLookup())
    }

    init(conninfo: String, address: PostgresAddress, cluster: String, lookup: HostLookup) {
        self.cluster = cluster
        name = address.description
        // A dropped event would only repeat what is waiting already.
        let (events, tell) = AsyncStream.makeStream(of: StoreEvent.self, bufferingPolicy: .bufferingNewest(64))
        (self.events, self.tell) = (events, tell)
        control = PostgresLink(
            conninfo: conninfo, address: address, lookup: lookup, channel: "snaketron_servers"
        ) { event in
            switch event {
            case .connected: tell.yield(.connected)
            case .lost(let reason): tell.yield(.lost(reason))
            case .notified: tell.yield(.serversChanged)
            case .refused(let reason): tell.yield(.refused(reason))
            }
        }
        // Its failures are told to those who ask.
        accounts = PostgresLink(conninfo: conninfo, address: address, lookup: lookup) { _ in }
    }

    deinit { tell.finish() }

    package func close() async {
        await control.close()
        await accounts.close()
        tell.finish()
    }

    // MARK: Servers.

    package func join(_ attempt: JoinAttempt) async throws(StoreError) -> Joined {
        try await control.perform { [cluster] (session) throws(StoreError) in
            try PostgresClusterTables(session: session, cluster: cluster).join(attempt)
        }
    }

    package func beginRecovery(
        of lost: ClusterID, highest: NodeID, givesNode: Bool
    ) async throws(StoreError) -> RecoveryView {
        try await control.perform { [cluster] (session) throws(StoreError) in
            try PostgresClusterTables(session: session, cluster: cluster)
                .beginRecovery(of: lost, highest: highest, givesNode: givesNode)
        }
    }

    package func finishRecovery(_ claim: RecoveryRules.Claim) async throws(StoreError) {
        try await control.perform { [cluster] (session) throws(StoreError) in
            try PostgresClusterTables(session: session, cluster: cluster).finishRecovery(claim)
        }
    }

    package func heartbeat(
        _ record: ServerRecord, of clusterID: ClusterID
    ) async throws(StoreError) -> HeartbeatResult {
        try await control.perform { [cluster] (session) throws(StoreError) in
            let tables = PostgresClusterTables(session: session, cluster: cluster)
            if try tables.upsert(record, clusterID) { return .kept }
            let found = try session.query("SELECT id FROM clusters WHERE name = $1", [cluster])
            return found.rows == 0 ? .forgotten : .abandoned(to: ClusterID(rawValue: try found.integer(0, 0)))
        }
    }

    package func establish(_ clusterID: ClusterID) async throws(StoreError) {
        try await control.statement(
            "UPDATE clusters SET established = true WHERE name = $1 AND id = $2::bigint AND NOT established",
            [cluster, "\(clusterID)"])
    }

    package func listing() async throws(StoreError) -> ServerListing {
        try await control.perform { [cluster] (session) throws(StoreError) in
            let clock: Int64 = try session.query("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")
                .integer(0, 0)
            return ServerListing(
                servers: try Self.servers(of: cluster, session), clock: clock,
                restoration: try Self.restoration(of: cluster, session))
        }
    }

    private static func restoration(of cluster: String, _ session: PostgresSession) throws(StoreError) -> Restoration? {
        let found = try session.query(
            """
            SELECT new_id, greatest(0, extract(epoch FROM clock_timestamp() - recovered_at) * 1000)::bigint, world_as_of
            FROM recoveries JOIN clusters ON clusters.name = cluster AND clusters.id = new_id
            WHERE cluster = $1 AND recovered_at > clock_timestamp() - make_interval(secs => $2::double precision)
            ORDER BY recovered_at DESC LIMIT 1
            """, [cluster, "\(Restoration.told.components.seconds)"])
        guard found.rows == 1 else { return nil }
        return Restoration(
            cluster: ClusterID(rawValue: try found.integer(0, 0)), age: try found.integer(0, 1),
            worldAsOf: found.text(0, 2).flatMap { Int64($0) })
    }

    private static func servers(of cluster: String, _ session: PostgresSession) throws(StoreError) -> [ListedServer] {
        let rows = try session.query(
            """
            SELECT id, ip_address, grpc_port, raft_port, gateway_port, role, term, leader_id, applied_index,
                   commit_index, build, rules_version, draining,
                   greatest(0, extract(epoch FROM clock_timestamp() - last_heartbeat) * 1000)::bigint
            FROM servers
            WHERE cluster = $1 AND last_heartbeat > clock_timestamp() - make_interval(secs => $2::double precision)
            ORDER BY id
            """, [cluster, "\(HeartbeatRules.healthy.components.seconds)"])
        var servers: [ListedServer] = []
        for row in 0..<rows.rows {
            var record = ServerRecord(
                node: NodeID(rawValue: try rows.integer(row, 0)), ipAddress: rows.text(row, 1) ?? "",
                grpcPort: try rows.integer(row, 2), raftPort: try rows.integer(row, 3),
                gatewayPort: try rows.integer(row, 4), build: rows.text(row, 10) ?? "",
                rulesVersion: try rows.integer(row, 11))
            record.raft.role = rows.text(row, 5) ?? ""
            record.raft.term = try rows.integer(row, 6)
            record.raft.leader = try rows.integer(row, 7)
            record.raft.appliedIndex = try rows.integer(row, 8)
            record.raft.commitIndex = try rows.integer(row, 9)
            record.isDraining = rows.flag(row, 12)
            servers.append(ListedServer(record: record, heartbeatAge: try rows.integer(row, 13)))
        }
        return servers
    }

    package func removeDead() async throws(StoreError) -> [NodeID] {
        try await control.perform { [cluster] (session) throws(StoreError) in
            _ = try session.query(
                """
                UPDATE servers SET last_heartbeat = clock_timestamp()
                WHERE cluster = $1 AND last_heartbeat > clock_timestamp()
                """, [cluster])
            let removed = try session.query(
                """
                DELETE FROM servers
                WHERE cluster = $1 AND last_heartbeat < clock_timestamp() - make_interval(secs => $2::double precision)
                RETURNING id
                """, [cluster, "\(HeartbeatRules.dead.components.seconds)"])
            var nodes: [NodeID] = []
            for row in 0..<removed.rows { nodes.append(NodeID(rawValue: try removed.integer(row, 0))) }
            return nodes
        }
    }

    package func deregister(_ node: NodeID) async throws(StoreError) {
        try await control.statement("DELETE FROM servers WHERE cluster = $1 AND id = $2::bigint", [cluster, "\(node)"])
    }

    // MARK: Accounts.

    package func createGuest(_ name: GuestName) async throws(StoreError) -> Account {
        try await accounts.perform { (session) throws(StoreError) in
            let made = try session.query("INSERT INTO users (name, guest) VALUES ($1, true) RETURNING id", [name.text])
            return Account(id: UserID(rawValue: try made.integer(0, 0)), name: name.text, isGuest: true)
        }
    }

    package func seen(_ user: UserID) async throws(StoreError) -> Account? {
        try await accounts.perform { (session) throws(StoreError) in
            let found = try session.query(
                "UPDATE users SET seen_at = now() WHERE id = $1::bigint RETURNING name, guest", ["\(user)"])
            guard found.rows == 1 else { return nil }
            return Account(id: user, name: found.text(0, 0) ?? "", isGuest: found.flag(0, 1))
        }
    }

    package func removeUnusedGuests(limit: Int) async throws(StoreError) -> Int {
        try await accounts.perform { (session) throws(StoreError) in
            // Those who are being removed by another node, or seen this moment, are passed over instead of waited for.
            // A user's row is locked before its ratings, as in `storeReplay`.
            let removed = try session.query(
                """
                WITH unused AS (
                    SELECT id FROM users
                    WHERE guest AND seen_at < clock_timestamp() - make_interval(secs => $1::double precision)
                        AND (seen_at < clock_timestamp() - make_interval(secs => $2::double precision)
                            OR NOT EXISTS (SELECT 1 FROM ratings WHERE user_id = users.id))
                    ORDER BY seen_at LIMIT $3::integer FOR UPDATE SKIP LOCKED
                ), rated AS (DELETE FROM ratings WHERE user_id IN (SELECT id FROM unused))
                DELETE FROM users WHERE id IN (SELECT id FROM unused) RETURNING id
                """,
                [
                    "\(GuestRules.kept.components.seconds)", "\(GuestRules.ratedKept.components.seconds)", "\(limit)",
                ])
            return removed.rows
        }
    }

    package func rename(_ user: UserID, to name: GuestName) async throws(StoreError) -> Account? {
        try await accounts.perform { (session) throws(StoreError) in
            let renamed = try session.query(
                "UPDATE users SET name = $2 WHERE id = $1::bigint RETURNING guest", ["\(user)", name.text])
            guard renamed.rows == 1 else { return nil }
            return Account(id: user, name: name.text, isGuest: renamed.flag(0, 0))
        }
    }

    // MARK: Replays.

    package func storeReplay(
        _ file: [UInt8], of match: MatchID, in clusterID: ClusterID, rated: RatedMatch?
    ) async throws(StoreError) -> [StoredRating] {
        try await accounts.perform { [cluster] (session) throws(StoreError) in
            let isNew =
                try session.query(
                    """
                    INSERT INTO replays (cluster, cluster_id, match_id, file)
                    VALUES ($1, $2::bigint, $3::bigint, decode($4, 'hex')) ON CONFLICT DO NOTHING RETURNING match_id
                    """, [cluster, "\(clusterID)", "\(match)", hexadecimal(file)]
                ).rows == 1
            guard let rated else { return [] }
            // One match after the other of each player: a player's first rating cannot be locked before it is there.
            // In the order of their ids, so that two matches never wait for each other.
            let players = "{\(rated.users.map(\.description).joined(separator: ","))}"
            _ = try session.query("SELECT id FROM users WHERE id = ANY($1::bigint[]) ORDER BY id FOR UPDATE", [players])
            if isNew {
                _ = try session.query("UPDATE users SET seen_at = now() WHERE id = ANY($1::bigint[])", [players])
            }
            let (mode, isRanked) = (rated.queue.mode.rawValue, "\(rated.queue.isRanked)")
            var stored: [UserID: StoredRating] = [:]
            for user in rated.users {
                let found = try session.query(
                    """
                    SELECT \(ratingColumns) FROM ratings
                    WHERE user_id = $1::bigint AND mode = $2 AND ranked = $3::boolean FOR UPDATE
                    """, ["\(user)", mode, isRanked])
                if found.rows > 0 { stored[user] = try storedRating(found, 0) }
            }
            guard isNew else { return rated.users.compactMap { stored[$0] } }
            let season: Int = try session.query("SELECT \(PostgresSchema.season)", []).integer(0, 0)
            let after = rated.applied(to: stored, by: match, season: season)
            for row in after {
                _ = try session.query(
                    """
                    INSERT INTO ratings (\(ratingColumns))
                    VALUES ($1::bigint, $2, $3::boolean, $4::integer, $5::double precision, $6::double precision,
                            $7::bigint, $8::bigint, $9::bigint, $10::double precision, $7::bigint)
                    ON CONFLICT (user_id, mode, ranked) DO UPDATE SET season = excluded.season, mean = excluded.mean,
                        deviation = excluded.deviation, matches = excluded.matches, wins = excluded.wins,
                        last_match = excluded.last_match, last_mean = excluded.last_mean,
                        last_matches = excluded.last_matches
                    """,
                    [
                        "\(row.user)", mode, isRanked, "\(row.season)", "\(row.rating.mean)",
                        "\(row.rating.deviation)", "\(row.matches)", "\(row.wins)", "\(match)",
                        row.last.map { "\($0.mean)" },
                    ])
            }
            return after
        }
    }

    package func replays(of match: MatchID) async throws(StoreError) -> [[UInt8]] {
        let texts = try await accounts.perform { [cluster] (session) throws(StoreError) in
            let found = try session.query(
                """
                SELECT encode(file, 'hex') FROM replays WHERE cluster = $1 AND match_id = $2::bigint
                ORDER BY stored_at DESC LIMIT $3::integer
                """, [cluster, "\(match)", "\(ReplayRules.maximumOfOneID)"])
            return (0..<found.rows).map { found.text($0, 0) }
        }
        var files: [[UInt8]] = []
        for text in texts {
            guard let file = text.flatMap(bytes(hexadecimal:)) else {
                throw StoreError(.failed, "a replay of match \(match) is not hexadecimal")
            }
            files.append(file)
        }
        return files
    }

    // MARK: Ratings.

    package func ratings(of user: UserID) async throws(StoreError) -> [StoredRating] {
        try await accounts.perform { (session) throws(StoreError) in
            let found = try session.query(
                "SELECT \(ratingColumns), \(PostgresSchema.season) FROM ratings WHERE user_id = $1::bigint", ["\(user)"]
            )
            var rows: [StoredRating] = []
            for row in 0..<found.rows {
                let present: Int = try found.integer(row, 11)
                if let rating = try storedRating(found, row) { rows.append(rating.widened(to: present)) }
            }
            return rows.sorted { $0.queue.index < $1.queue.index }
        }
    }

    package func leaderboard(of queue: RatedQueue, rows: Int) async throws(StoreError) -> Leaderboard {
        try await accounts.perform { (session) throws(StoreError) in
            let season: Int = try session.query("SELECT \(PostgresSchema.season)").integer(0, 0)
            let found = try session.query(
                """
                SELECT \(ratingColumns), name FROM ratings JOIN users ON users.id = ratings.user_id
                WHERE mode = $1 AND ranked = $2::boolean AND season = $3::integer
                ORDER BY mean - deviation DESC, user_id LIMIT $4::integer
                """, [queue.mode.rawValue, "\(queue.isRanked)", "\(season)", "\(rows)"])
            var best: [Leaderboard.Row] = []
            for row in 0..<found.rows {
                guard let rating = try storedRating(found, row) else { continue }
                best.append(Leaderboard.Row(name: found.text(row, 11) ?? "", rating: rating))
            }
            return Leaderboard(season: season, rows: best)
        }
    }

    package func removeOldReplays(limit: Int) async throws(StoreError) -> Int {
        try await accounts.perform { [cluster] (session) throws(StoreError) in
            try session.query(
                """
                DELETE FROM replays WHERE ctid IN (
                    SELECT ctid FROM replays
                    WHERE cluster = $1 AND stored_at < clock_timestamp() - make_interval(secs => $2::double precision)
                    ORDER BY stored_at LIMIT $3::integer FOR UPDATE SKIP LOCKED)
                RETURNING match_id
                """, [cluster, "\(ReplayRules.kept.components.seconds)", "\(limit)"]
            ).rows
        }
    }

    // MARK: Copies of the world.

    package func storeCopyPart(
        _ bytes: [UInt8], number: Int, of position: CopyPosition
    ) async throws(StoreError) -> CopyRules.Decision {
        let text = hexadecimal(bytes)
        return try await accounts.perform { [cluster] (session) throws(StoreError) in
            let copies = PostgresCopies(session: session, cluster: cluster)
            let decision = try copies.decide(on: position)
            guard decision == .take else { return decision }
            if number == 0 { try copies.removeUnfinishedParts() }
            try copies.store(text, number: number, of: position)
            return .take
        }
    }

    package func finishCopy(_ copy: WorldCopy, takenAgo: Int64) async throws(StoreError) -> CopyRules.Decision {
        try await accounts.perform { [cluster] (session) throws(StoreError) in
            try PostgresCopies(session: session, cluster: cluster).finish(copy, takenAgo: takenAgo)
        }
    }

    package func copy() async throws(StoreError) -> StoredCopy? {
        try await accounts.perform { [cluster] (session) throws(StoreError) in
            try PostgresCopies(session: session, cluster: cluster).stored()
        }
    }

    package func copyPart(_ number: Int, of position: CopyPosition) async throws(StoreError) -> [UInt8]? {
        let text = try await accounts.perform { [cluster] (session) throws(StoreError) in
            try PostgresCopies(session: session, cluster: cluster).part(number, of: position)
        }
        guard let text else { return nil }
        guard let part = bytes(hexadecimal: text) else {
            throw StoreError(.failed, "part \(number) of the world's copy is not hexadecimal")
        }
        return part
    }

    /// Any statement, for tests that need the past or a damaged table.
    func run(_ statement: String) async throws(StoreError) {
        try await control.statement(statement)
    }
}

extension PostgresLink {
    /// One statement whose answer does not matter.
    fileprivate func statement(_ text: String, _ parameters: [String?] = []) async throws(StoreError) {
        try await perform { (session) throws(StoreError) in _ = try session.query(text, parameters) }
    }
}

private let ratingColumns =
    "user_id, mode, ranked, season, mean, deviation, matches, wins, last_match, last_mean, last_matches"

/// `nil` for a row of a mode that this build does not know.
private func storedRating(_ found: borrowing PostgresResult, _ row: Int) throws(StoreError) -> StoredRating? {
    guard let mode = found.text(row, 1).flatMap(RatedQueue.Mode.init) else { return nil }
    func number(_ column: Int) -> Double { found.text(row, column).flatMap(Double.init) ?? .nan }
    let isLast = found.text(row, 10) == found.text(row, 6)
    let last = (isLast ? found.text(row, 8).flatMap(UInt64.init) : nil).map {
        StoredRating.Last(match: MatchID(rawValue: $0), mean: number(9))
    }
    return StoredRating(
        user: UserID(rawValue: try found.integer(row, 0)), queue: RatedQueue(mode, isRanked: found.flag(row, 2)),
        rating: Rating(mean: number(4), deviation: number(5)), season: try found.integer(row, 3),
        matches: try found.integer(row, 6), wins: try found.integer(row, 7), last: last)
}
