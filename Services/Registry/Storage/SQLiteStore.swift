internal import CSQLite
internal import Glibc
package import Identity
package import RegistryCore
import Synchronization

/// The registry's tables in one SQLite file, for nodes on one machine.
///
/// Any number of processes share the file. Changes are seen by asking.
package final class SQLiteStore: RegistryStore {
    package let name: String
    package let pollInterval: Duration = .seconds(1)
    package let events: AsyncStream<StoreEvent>

    private let tell: AsyncStream<StoreEvent>.Continuation
    private let path: String
    private let cluster: String
    private let open = Mutex<OpenFile?>(nil)

    private static let openLimit: Duration = .seconds(5)

    /// Two connections, as ``PostgresStore`` has them: heartbeats do not queue behind accounts.
    private struct OpenFile {
        let control: SQLiteQueue
        let accounts: SQLiteQueue
        let identity: FileIdentity
    }

    private enum Part { case control, accounts }

    /// Questions about accounts that wait for their turn; further ones fail at once.
    private static let queueLength = 64
    private let waiting = Mutex(0)

    private struct FileIdentity: Equatable {
        let device: UInt64
        let inode: UInt64
    }

    /// - Parameters:
    ///   - path: Made, with its folder, if it is not there yet.
    ///   - cluster: The cluster's name; all calls are about its servers.
    /// - Throws: `unavailable` when the file cannot be opened, `failed` when it is no database.
    package init(path: String, cluster: String) throws(StoreError) {
        self.path = path
        self.cluster = cluster
        name = "SQLite at \(path)"
        (events, tell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        let file = try Self.translate {
            try makeFolder()
            return try openNewFile()
        }
        open.withLock { $0 = file }
    }

    package func close() async {
        tell.finish()
        open.withLock { $0 = nil }
    }

    // MARK: The file.

    private func makeFolder() throws {
        var slash = path.startIndex
        while let next = path[slash...].dropFirst().firstIndex(of: "/") {
            let folder = String(path[..<next])
            slash = next
            guard unsafe mkdir(folder, 0o777) != 0, errno != EEXIST else { continue }
            throw StoreError(.unavailable, "cannot make \(folder): \(unsafe String(cString: strerror(errno)))")
        }
    }

    /// Nodes that start together on a new file get in each other's way: its change to write-ahead logging does not wait for
    /// the others (SQLite, "Write-Ahead Logging", sometimes SQLITE_BUSY).
    private func openNewFile() throws -> OpenFile {
        let deadline = ContinuousClock.now + Self.openLimit
        while true {
            do {
                return try openFile()
            } catch let error as SQLiteError where error.kind == SQLITE_BUSY && ContinuousClock.now < deadline {
                // SQLite tells nobody when the others are done, and nothing else of this process runs yet.
                usleep(20_000)
            }
        }
    }

    private func openFile() throws -> OpenFile {
        func connect() throws -> SQLiteQueue {
            let connection = try SQLiteConnection(path: path, busyLimit: 5_000)
            // With less than FULL a power cut takes back what was committed, such as a node id that was given.
            try connection.execute("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL")
            // Where there is no shared memory, as on some network mounts, SQLite keeps the former mode and reports no error.
            let mode: String? = try connection.row("PRAGMA journal_mode = WAL")?.first()
            guard mode == "wal" else {
                throw StoreError(
                    .unavailable,
                    "\(path) cannot be written ahead (its journal stays '\(mode ?? "")'): use a local disk")
            }
            return SQLiteQueue(connection)
        }
        let control = try connect()
        try SQLiteSchema.migrate(control)
        let accounts = try connect()
        guard let identity = fileIdentity() else { throw StoreError(.unavailable, "\(path) cannot be found") }
        return OpenFile(control: control, accounts: accounts, identity: identity)
    }

    private func fileIdentity() -> FileIdentity? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }

    /// The open database; opened again when the file at the path is another one, as after a restored backup. A file that
    /// is gone is not made anew: that would forget every identity given.
    private func database(_ part: Part) throws(StoreError) -> SQLiteQueue {
        guard let identity = fileIdentity() else {
            open.withLock { $0 = nil }
            throw StoreError(.unavailable, "\(name) is away: the file is not there")
        }
        var file: OpenFile
        if let open = open.withLock({ $0 }), open.identity == identity {
            file = open
        } else {
            file = try Self.translate { try openFile() }
            let opened = file
            open.withLock { $0 = opened }
            tell.yield(.connected)  // another file, which may know less than the last one did
        }
        switch part {
        case .control: return file.control
        case .accounts: return file.accounts
        }
    }

    private func write<Value: Sendable>(
        _ part: Part = .control, _ body: @escaping @Sendable (SQLiteConnection) throws -> Value
    ) async throws(StoreError) -> Value {
        try await use(part) { queue in
            try await queue.run { database in try database.transaction(.immediate) { try body(database) } }
        }
    }

    private func read<Value: Sendable>(
        _ part: Part, _ body: @escaping @Sendable (SQLiteConnection) throws -> Value
    ) async throws(StoreError) -> Value {
        try await use(part) { queue in
            try await queue.run { database in try database.transaction(.deferred) { try body(database) } }
        }
    }

    private func use<Value: Sendable>(
        _ part: Part, _ body: @Sendable (SQLiteQueue) async throws -> Value
    ) async throws(StoreError) -> Value {
        let isBounded = part == .accounts
        let mayWait =
            !isBounded
            || waiting.withLock { waiting in
                guard waiting < Self.queueLength else { return false }
                waiting += 1
                return true
            }
        guard mayWait else { throw StoreError(.unavailable, "too many questions wait for the database") }
        defer { if isBounded { waiting.withLock { $0 -= 1 } } }
        let queue = try database(part)
        do {
            return try await body(queue)
        } catch {
            throw Self.storeError(error)
        }
    }

    /// Any error of SQLite as a store's error.
    static func translate<Value>(_ body: () throws -> Value) throws(StoreError) -> Value {
        do {
            return try body()
        } catch {
            throw storeError(error)
        }
    }

    private static func storeError(_ error: any Error) -> StoreError {
        switch error {
        case let error as StoreError:
            return error
        case let error as SQLiteError:
            let passing = [
                SQLITE_BUSY, SQLITE_LOCKED, SQLITE_IOERR, SQLITE_FULL, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM,
                SQLITE_NOMEM,
            ]
            return StoreError(passing.contains(error.kind) ? .unavailable : .failed, "SQLite: \(error)")
        default:
            return StoreError(.unavailable, "SQLite: \(error)")
        }
    }

    // MARK: Servers.

    package func join(_ attempt: JoinAttempt) async throws(StoreError) -> Joined {
        try await write { [cluster] in try SQLiteClusterTables(database: $0, cluster: cluster).join(attempt) }
    }

    package func beginRecovery(
        of lost: ClusterID, highest: NodeID, givesNode: Bool
    ) async throws(StoreError) -> RecoveryView {
        try await write { [cluster] in
            try SQLiteClusterTables(database: $0, cluster: cluster).beginRecovery(
                of: lost, highest: highest, givesNode: givesNode)
        }
    }

    package func finishRecovery(_ claim: RecoveryRules.Claim) async throws(StoreError) {
        try await write { [cluster] in try SQLiteClusterTables(database: $0, cluster: cluster).finishRecovery(claim) }
    }

    package func heartbeat(
        _ record: ServerRecord, of clusterID: ClusterID
    ) async throws(StoreError) -> HeartbeatResult {
        try await write { [cluster] database in
            let tables = SQLiteClusterTables(database: database, cluster: cluster)
            if try tables.upsert(record, clusterID) { return .kept }
            let present = try database.integer("SELECT id FROM clusters WHERE name = ?", [cluster])
            return present.map { .abandoned(to: ClusterID(rawValue: UInt64($0))) } ?? .forgotten
        }
    }

    package func establish(_ clusterID: ClusterID) async throws(StoreError) {
        try await write { [cluster] database in
            try database.execute(
                "UPDATE clusters SET established = 1 WHERE name = ? AND id = ? AND NOT established",
                [cluster, Int64(clusterID)])
        }
    }

    package func listing() async throws(StoreError) -> ServerListing {
        try await read(.control) { [cluster] database in
            let servers = try database.rows(
                """
                SELECT *, max(0, \(SQLiteSchema.now) - last_heartbeat) AS age FROM servers
                WHERE cluster = ? AND last_heartbeat > \(SQLiteSchema.now) - ? ORDER BY id
                """, [cluster, HeartbeatRules.healthy.wholeMilliseconds]
            ).map(listedServer)
            let clock = try database.integer("SELECT \(SQLiteSchema.now)") ?? 0
            let restoration = try database.row(
                """
                SELECT new_id, max(0, \(SQLiteSchema.now) - recovered_at) AS age, world_as_of
                FROM recoveries JOIN clusters ON clusters.name = cluster AND clusters.id = new_id
                WHERE cluster = ? AND recovered_at > \(SQLiteSchema.now) - ? ORDER BY recovered_at DESC LIMIT 1
                """, [cluster, Restoration.told.wholeMilliseconds]
            ).map { row in
                try Restoration(
                    cluster: ClusterID(rawValue: row["new_id"]), age: row["age"], worldAsOf: row["world_as_of"])
            }
            return ServerListing(servers: servers, clock: clock, restoration: restoration)
        }
    }

    package func removeDead() async throws(StoreError) -> [NodeID] {
        try await write { [cluster] database in
            try database.execute(
                """
                UPDATE servers SET last_heartbeat = \(SQLiteSchema.now)
                WHERE cluster = ? AND last_heartbeat > \(SQLiteSchema.now)
                """, [cluster])
            return try database.integers(
                """
                DELETE FROM servers WHERE cluster = ? AND last_heartbeat < \(SQLiteSchema.now) - ? RETURNING id
                """, [cluster, HeartbeatRules.dead.wholeMilliseconds]
            ).map { NodeID(rawValue: UInt64($0)) }
        }
    }

    package func deregister(_ node: NodeID) async throws(StoreError) {
        try await write { [cluster] database in
            try database.execute("DELETE FROM servers WHERE cluster = ? AND id = ?", [cluster, Int64(node)])
        }
    }

    // MARK: Accounts.

    package func createGuest(_ name: GuestName) async throws(StoreError) -> Account {
        try await write(.accounts) { database in
            try database.execute(
                "INSERT INTO users (name, guest, seen_at) VALUES (?, 1, \(SQLiteSchema.now))",
                [name.text])
            return Account(
                id: UserID(rawValue: UInt64(database.lastInsertedRowID)), name: name.text, isGuest: true)
        }
    }

    package func rename(_ user: UserID, to name: GuestName) async throws(StoreError) -> Account? {
        try await write(.accounts) { database in
            let row = try database.row(
                "UPDATE users SET name = ? WHERE id = ? RETURNING guest",
                [name.text, Int64(user)])
            return try row.map { try Account(id: user, name: name.text, isGuest: $0["guest"]) }
        }
    }

    package func seen(_ user: UserID) async throws(StoreError) -> Account? {
        try await write(.accounts) { database in
            let row = try database.row(
                "UPDATE users SET seen_at = \(SQLiteSchema.now) WHERE id = ? RETURNING name, guest",
                [Int64(user)])
            return try row.map { try Account(id: user, name: $0["name"], isGuest: $0["guest"]) }
        }
    }

    package func removeUnusedGuests(limit: Int) async throws(StoreError) -> Int {
        try await write(.accounts) { database in
            let unused = try database.integers(
                """
                SELECT id FROM users
                WHERE guest AND coalesce(seen_at, created_at) < \(SQLiteSchema.now) - ?
                    AND (coalesce(seen_at, created_at) < \(SQLiteSchema.now) - ?
                        OR NOT EXISTS (SELECT 1 FROM ratings WHERE user_id = users.id))
                ORDER BY coalesce(seen_at, created_at) LIMIT ?
                """,
                [GuestRules.kept.wholeMilliseconds, GuestRules.ratedKept.wholeMilliseconds, limit])
            for user in unused {
                try database.execute("DELETE FROM ratings WHERE user_id = ?", [user])
                try database.execute("DELETE FROM users WHERE id = ?", [user])
            }
            return unused.count
        }
    }

    // MARK: Replays.

    package func storeReplay(
        _ file: [UInt8], of match: MatchID, in clusterID: ClusterID, rated: RatedMatch?
    ) async throws(StoreError) -> [StoredRating] {
        try await write(.accounts) { [cluster] database in
            try database.execute(
                "INSERT INTO replays (cluster, cluster_id, match_id, file) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                [cluster, Int64(clusterID), Int64(match), file])
            let isNew = database.changesCount == 1
            guard let rated else { return [] }
            var stored: [UserID: StoredRating] = [:]
            for user in rated.users {
                let row = try database.row(
                    "SELECT * FROM ratings WHERE user_id = ? AND mode = ? AND ranked = ?",
                    [Int64(user), rated.queue.mode.rawValue, rated.queue.isRanked])
                if let row { stored[user] = try storedRating(row) }
            }
            guard isNew else { return rated.users.compactMap { stored[$0] } }
            for user in rated.users {
                try database.execute("UPDATE users SET seen_at = \(SQLiteSchema.now) WHERE id = ?", [Int64(user)])
            }
            let season = Int(try database.integer("SELECT \(SQLiteSchema.season)") ?? 0)
            let after = rated.applied(to: stored, by: match, season: season)
            for row in after {
                try database.execute(
                    """
                    INSERT OR REPLACE INTO ratings
                        (user_id, mode, ranked, season, mean, deviation, matches, wins, last_match, last_mean,
                        last_matches)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    [
                        Int64(row.user), row.queue.mode.rawValue, row.queue.isRanked, row.season, row.rating.mean,
                        row.rating.deviation, row.matches, row.wins, Int64(match), row.last?.mean, row.matches,
                    ])
            }
            return after
        }
    }

    package func replays(of match: MatchID) async throws(StoreError) -> [[UInt8]] {
        try await read(.accounts) { [cluster] database in
            try database.rows(
                "SELECT file FROM replays WHERE cluster = ? AND match_id = ? ORDER BY stored_at DESC LIMIT ?",
                [cluster, Int64(match), ReplayRules.maximumOfOneID]
            ).map { try $0.first() }
        }
    }

    // MARK: Ratings.

    package func ratings(of user: UserID) async throws(StoreError) -> [StoredRating] {
        try await read(.accounts) { database in
            let rows = try database.rows(
                "SELECT *, \(SQLiteSchema.season) AS present FROM ratings WHERE user_id = ?",
                [Int64(user)])
            return try rows.compactMap { row in try storedRating(row)?.widened(to: row["present"]) }
                .sorted { $0.queue.index < $1.queue.index }
        }
    }

    package func leaderboard(of queue: RatedQueue, rows: Int) async throws(StoreError) -> Leaderboard {
        try await read(.accounts) { database in
            let found = try database.rows(
                """
                SELECT ratings.*, users.name AS name FROM ratings JOIN users ON users.id = ratings.user_id
                WHERE mode = ? AND ranked = ? AND season = \(SQLiteSchema.season)
                ORDER BY mean - deviation DESC, user_id LIMIT ?
                """, [queue.mode.rawValue, queue.isRanked, rows])
            return Leaderboard(
                season: Int(try database.integer("SELECT \(SQLiteSchema.season)") ?? 0),
                rows: try found.compactMap { row in
                    try storedRating(row).map { try Leaderboard.Row(name: row["name"], rating: $0) }
                })
        }
    }

    package func removeOldReplays(limit: Int) async throws(StoreError) -> Int {
        try await write(.accounts) { [cluster] database in
            try database.execute(
                """
                DELETE FROM replays WHERE rowid IN (
                    SELECT rowid FROM replays WHERE cluster = ? AND stored_at < \(SQLiteSchema.now) - ?
                    ORDER BY stored_at LIMIT ?)
                """,
                [cluster, ReplayRules.kept.wholeMilliseconds, limit])
            return database.changesCount
        }
    }

    // MARK: Copies of the world.

    package func storeCopyPart(
        _ bytes: [UInt8], number: Int, of position: CopyPosition
    ) async throws(StoreError) -> CopyRules.Decision {
        try await write(.accounts) { [cluster] database in
            let copies = SQLiteCopies(database: database, cluster: cluster)
            let decision = try copies.decide(on: position)
            guard decision == .take else { return decision }
            if number == 0 { try copies.removeUnfinishedParts() }
            try copies.store(bytes, number: number, of: position)
            return .take
        }
    }

    package func finishCopy(_ copy: WorldCopy, takenAgo: Int64) async throws(StoreError) -> CopyRules.Decision {
        try await write(.accounts) { [cluster] database in
            try SQLiteCopies(database: database, cluster: cluster).finish(copy, takenAgo: takenAgo)
        }
    }

    package func copy() async throws(StoreError) -> StoredCopy? {
        try await read(.accounts) { [cluster] database in
            try SQLiteCopies(database: database, cluster: cluster).stored()
        }
    }

    package func copyPart(_ number: Int, of position: CopyPosition) async throws(StoreError) -> [UInt8]? {
        try await read(.accounts) { [cluster] database in
            try SQLiteCopies(database: database, cluster: cluster).part(number, of: position)
        }
    }

    /// What `PRAGMA synchronous` says of each connection, for tests.
    func synchronousModes() async throws(StoreError) -> [Int] {
        var modes: [Int] = []
        for part in [Part.control, .accounts] {
            modes.append(try await read(part) { Int(try $0.integer("PRAGMA synchronous") ?? -1) })
        }
        return modes
    }

    /// Any statement, for tests that need the past or a damaged table.
    func run(_ statement: String) async throws(StoreError) {
        try await write { try $0.execute(statement) }
    }
}

/// `nil` for a row of a mode that this build does not know.
private func storedRating(_ row: SQLiteRow) throws -> StoredRating? {
    guard let mode = RatedQueue.Mode(rawValue: try row["mode"]) else { return nil }
    let isLast = try row["last_matches"] as Int? == row["matches"] as Int
    return try StoredRating(
        user: UserID(rawValue: row["user_id"]), queue: RatedQueue(mode, isRanked: row["ranked"]),
        rating: Rating(mean: row["mean"], deviation: row["deviation"]), season: row["season"], matches: row["matches"],
        wins: row["wins"],
        last: (isLast ? row["last_match"] as UInt64? : nil).flatMap { match in
            try (row["last_mean"] as Double?).map { StoredRating.Last(match: MatchID(rawValue: match), mean: $0) }
        })
}

extension Duration {
    var wholeMilliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}

extension Int64 {
    /// SQLite's integers end at 2^63 - 1; the registry refuses larger ids where they come in.
    init(_ id: some Identifier) { self.init(clamping: id.rawValue) }
}
