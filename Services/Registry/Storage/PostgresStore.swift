package import Identity
package import RegistryCore

/// The registry's tables in PostgreSQL, over one connection that is made again whenever it is lost.
///
/// While it is away every call fails at once with `unavailable`. Changes are told by LISTEN/NOTIFY.
package actor PostgresStore: RegistryStore {
    private static let connectLimit: Duration = .seconds(3)
    private static let queryLimit: Duration = .seconds(5)
    /// A node that starts may wait while another one migrates.
    private static let migrationLimit: Duration = .seconds(60)
    private static let backoff: [Duration] = [.milliseconds(100), .milliseconds(250), .milliseconds(500), .seconds(1)]
    private static let longestBackoff: Duration = .seconds(2)

    package nonisolated let name: String
    package nonisolated let pollInterval: Duration = .seconds(5)
    package nonisolated let events: AsyncStream<StoreEvent>
    package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    private nonisolated let executor = PollingExecutor()
    private nonisolated let tell: AsyncStream<StoreEvent>.Continuation
    private let conninfo: String
    private let cluster: String
    private var connection: PostgresConnection?
    private var isMigrated = false
    private var isClosed = false
    private var failedAttempts = 0
    private var lastFailure = "not connected yet"

    /// - Parameters:
    ///   - conninfo: A connection URI, as libpq takes it.
    ///   - cluster: The cluster's name; all calls are about its servers.
    package init(conninfo: String, address: PostgresAddress, cluster: String) {
        self.conninfo = conninfo
        self.cluster = cluster
        name = "PostgreSQL at \(address.host):\(address.port), database \(address.database)"
        // A dropped event would only repeat what is waiting already.
        (events, tell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(64))
    }

    deinit {
        executor.stop()
        tell.finish()
    }

    package func close() {
        isClosed = true
        connection = nil
        executor.watched = -1
        executor.deadline = nil
        executor.onWake = nil
        tell.finish()
    }

    // MARK: The connection.

    /// Connects at once, and from then on by itself. Calls made before connect on their own.
    package func start() {
        if executor.onWake == nil { connect() }
    }

    private func connect() {
        guard !isClosed else { return }
        executor.onWake = { [weak self] wake in self?.assumeIsolated { $0.woke(wake) } }
        do throws(StoreError) {
            let opened = try PostgresConnection(conninfo, deadline: .now + Self.connectLimit)
            if !isMigrated {
                try migrate(opened)
                isMigrated = true
            }
            _ = try opened.query("LISTEN snaketron_servers", deadline: .now + Self.queryLimit)
            connection = opened
            executor.watched = opened.socket
            failedAttempts = 0
            tell.yield(.connected)
        } catch {
            lost(error)
        }
    }

    private func lost(_ error: StoreError) {
        if connection != nil || lastFailure != error.message { tell.yield(.lost(error.message)) }
        connection = nil
        lastFailure = error.message
        let pause = failedAttempts < Self.backoff.count ? Self.backoff[failedAttempts] : Self.longestBackoff
        failedAttempts += 1
        executor.watched = -1
        executor.deadline = .now + pause * Double.random(in: 0.8...1.2)
    }

    private func woke(_ wake: PollingExecutor.Wake) {
        switch wake {
        case .deadline:
            if connection == nil { connect() }
        case .readable:
            guard let connection else { return }
            do throws(StoreError) {
                if try !connection.notifications().isEmpty { tell.yield(.serversChanged) }
            } catch {
                lost(error)
            }
        }
    }

    /// Runs `body` on the connection; a connection that fails is dropped.
    private func connected<Value: ~Copyable>(
        _ body: (PostgresConnection) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        start()
        guard let connection else { throw StoreError(.unavailable, "\(name) is away: \(lastFailure)") }
        do throws(StoreError) {
            let value = try body(connection)
            // What came along with the answers would not make the socket readable again.
            if try !connection.notifications().isEmpty { tell.yield(.serversChanged) }
            return value
        } catch {
            if error.code == .unavailable { lost(error) }
            throw error
        }
    }

    private func query(_ statement: String, _ parameters: [String?] = []) throws(StoreError) -> PostgresResult {
        try connected { (connection) throws(StoreError) in
            try connection.query(statement, parameters, deadline: .now + Self.queryLimit)
        }
    }

    private static func transaction<Value>(
        on connection: PostgresConnection, limit: Duration, _ body: () throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        _ = try connection.query("BEGIN", deadline: .now + limit)
        do throws(StoreError) {
            let value = try body()
            _ = try connection.query("COMMIT", deadline: .now + limit)
            return value
        } catch {
            // A lost connection rolls back by itself.
            if error.code != .unavailable { _ = try connection.query("ROLLBACK", deadline: .now + limit) }
            throw error
        }
    }

    // MARK: Migrations.

    private func migrate(_ connection: PostgresConnection) throws(StoreError) {
        for migration in PostgresSchema.migrations {
            try Self.transaction(on: connection, limit: Self.migrationLimit) { () throws(StoreError) in
                func run(_ statement: String, _ parameters: [String?] = []) throws(StoreError) -> PostgresResult {
                    try connection.query(statement, parameters, deadline: .now + Self.migrationLimit)
                }
                // Nodes that start together take turns; the later ones find the work done.
                _ = try run("SELECT pg_advisory_xact_lock(hashtextextended('snaketron migrations', 0))")
                _ = try run(
                    """
                    CREATE TABLE IF NOT EXISTS schema_migrations (
                        number integer PRIMARY KEY,
                        title text NOT NULL,
                        applied_at timestamptz NOT NULL DEFAULT clock_timestamp())
                    """)
                let done = try run(
                    "SELECT 1 FROM schema_migrations WHERE number = $1::integer", ["\(migration.number)"])
                guard done.rows == 0 else { return }
                for statement in migration.statements { _ = try run(statement) }
                _ = try run(
                    "INSERT INTO schema_migrations (number, title) VALUES ($1::integer, $2)",
                    ["\(migration.number)", migration.title])
            }
        }
    }

    // MARK: Servers.

    package func join(_ attempt: JoinAttempt) throws(StoreError) -> Joined {
        let cluster = cluster
        return try connected { (connection) throws(StoreError) in
            try Self.transaction(on: connection, limit: Self.queryLimit) { () throws(StoreError) in
                try Join(connection: connection, cluster: cluster, limit: Self.queryLimit).run(attempt)
            }
        }
    }

    package func beginRecovery(
        of lost: ClusterID, highest: NodeID, givesNode: Bool
    ) throws(StoreError) -> RecoveryView {
        let cluster = cluster
        return try connected { (connection) throws(StoreError) in
            try Self.transaction(on: connection, limit: Self.queryLimit) { () throws(StoreError) in
                try Join(connection: connection, cluster: cluster, limit: Self.queryLimit)
                    .beginRecovery(of: lost, highest: highest, givesNode: givesNode)
            }
        }
    }

    package func finishRecovery(_ claim: RecoveryRules.Claim) throws(StoreError) {
        let cluster = cluster
        try connected { (connection) throws(StoreError) in
            try Self.transaction(on: connection, limit: Self.queryLimit) { () throws(StoreError) in
                try Join(connection: connection, cluster: cluster, limit: Self.queryLimit).finishRecovery(claim)
            }
        }
    }

    package func heartbeat(
        _ record: ServerRecord, of clusterID: ClusterID
    ) throws(StoreError) -> HeartbeatResult {
        try query(upsertServer, serverParameters(record, cluster, clusterID)).rows == 1 ? .kept : .abandoned
    }

    package func establish(_ clusterID: ClusterID) throws(StoreError) {
        _ = try query(
            "UPDATE clusters SET established = true WHERE name = $1 AND id = $2::bigint AND NOT established",
            [cluster, "\(clusterID)"])
    }

    package func servers() throws(StoreError) -> [ListedServer] {
        let rows = try query(
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

    package func removeDead() throws(StoreError) -> [NodeID] {
        let removed = try query(
            """
            DELETE FROM servers
            WHERE cluster = $1 AND last_heartbeat < clock_timestamp() - make_interval(secs => $2::double precision)
            RETURNING id
            """, [cluster, "\(HeartbeatRules.dead.components.seconds)"])
        var nodes: [NodeID] = []
        for row in 0..<removed.rows { nodes.append(NodeID(rawValue: try removed.integer(row, 0))) }
        return nodes
    }

    package func deregister(_ node: NodeID) throws(StoreError) {
        _ = try query("DELETE FROM servers WHERE cluster = $1 AND id = $2::bigint", [cluster, "\(node)"])
    }

    // MARK: Accounts.

    package func createGuest(_ name: GuestName) throws(StoreError) -> Account {
        let made = try query("INSERT INTO users (name, guest) VALUES ($1, true) RETURNING id", [name.text])
        return Account(id: UserID(rawValue: try made.integer(0, 0)), name: name.text, isGuest: true)
    }

    package func rename(_ user: UserID, to name: GuestName) throws(StoreError) -> Account? {
        let renamed = try query(
            "UPDATE users SET name = $1 WHERE id = $2::bigint RETURNING guest", [name.text, "\(user)"])
        guard renamed.rows == 1 else { return nil }
        return Account(id: user, name: name.text, isGuest: renamed.text(0, 0) == "t")
    }

    // MARK: Replays.

    package func storeReplay(
        _ file: [UInt8], of match: MatchID, in clusterID: ClusterID, rated: RatedMatch?
    ) throws(StoreError) -> [StoredRating] {
        let cluster = cluster
        return try connected { (connection) throws(StoreError) in
            try Self.transaction(on: connection, limit: Self.queryLimit) { () throws(StoreError) in
                func run(_ statement: String, _ parameters: [String?]) throws(StoreError) -> PostgresResult {
                    try connection.query(statement, parameters, deadline: .now + Self.queryLimit)
                }
                let isNew =
                    try run(
                        """
                        INSERT INTO replays (cluster, cluster_id, match_id, file)
                        VALUES ($1, $2::bigint, $3::bigint, decode($4, 'hex')) ON CONFLICT DO NOTHING RETURNING match_id
                        """, [cluster, "\(clusterID)", "\(match)", Hexadecimal.text(file)]
                    ).rows == 1
                guard let rated else { return [] }
                // One match after the other: a player's first row cannot be locked before it is there.
                _ = try run("SELECT pg_advisory_xact_lock(hashtextextended('snaketron ratings', 0))", [])
                let (mode, isRanked) = (rated.queue.mode.rawValue, "\(rated.queue.isRanked)")
                var stored: [UserID: StoredRating] = [:]
                for user in rated.users {
                    let found = try run(
                        """
                        SELECT \(ratingColumns) FROM ratings
                        WHERE user_id = $1::bigint AND mode = $2 AND ranked = $3::boolean FOR UPDATE
                        """, ["\(user)", mode, isRanked])
                    if found.rows > 0 { stored[user] = try storedRating(found, 0) }
                }
                guard isNew else { return rated.users.compactMap { stored[$0] } }
                let season: Int = try run("SELECT \(PostgresSchema.season)", []).integer(0, 0)
                let after = rated.applied(to: stored, by: match, season: season)
                for row in after {
                    _ = try run(
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
    }

    package func replays(of match: MatchID) throws(StoreError) -> [[UInt8]] {
        let found = try query(
            """
            SELECT encode(file, 'hex') FROM replays WHERE cluster = $1 AND match_id = $2::bigint
            ORDER BY stored_at DESC LIMIT $3::integer
            """, [cluster, "\(match)", "\(ReplayRules.maximumOfOneID)"])
        var files: [[UInt8]] = []
        for row in 0..<found.rows {
            guard let file = found.text(row, 0).flatMap(Hexadecimal.bytes) else {
                throw StoreError(.failed, "a replay of match \(match) is not hexadecimal")
            }
            files.append(file)
        }
        return files
    }

    // MARK: Ratings.

    package func ratings(of user: UserID) throws(StoreError) -> [StoredRating] {
        let found = try query(
            "SELECT \(ratingColumns), \(PostgresSchema.season) FROM ratings WHERE user_id = $1::bigint", ["\(user)"])
        var rows: [StoredRating] = []
        for row in 0..<found.rows {
            let present: Int = try found.integer(row, 11)
            if let rating = try storedRating(found, row) { rows.append(rating.widened(to: present)) }
        }
        return rows.sorted { $0.queue.index < $1.queue.index }
    }

    package func leaderboard(of queue: RatedQueue, rows: Int) throws(StoreError) -> Leaderboard {
        let season: Int = try query("SELECT \(PostgresSchema.season)").integer(0, 0)
        let found = try query(
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

    package func removeOldReplays() throws(StoreError) -> Int {
        try query(
            """
            DELETE FROM replays
            WHERE cluster = $1 AND stored_at < clock_timestamp() - make_interval(secs => $2::double precision)
            RETURNING match_id
            """, [cluster, "\(ReplayRules.kept.components.seconds)"]
        ).rows
    }

    /// Any statement, for tests that need the past or a damaged table.
    func run(_ statement: String) throws(StoreError) {
        _ = try query(statement)
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

/// Two digits a byte, as PostgreSQL's `encode` and `decode` have it.
private enum Hexadecimal {
    private static let digits = [UInt8]("0123456789abcdef".utf8)

    static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// `nil` for anything else.
    static func bytes(_ text: String) -> [UInt8]? {
        let values = text.utf8.compactMap { digit in digits.firstIndex(of: digit).map { UInt8($0) } }
        guard values.count == text.utf8.count, values.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }
}
