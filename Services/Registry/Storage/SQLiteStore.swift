internal import Foundation
internal import GRDB
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

    private struct OpenFile {
        let queue: DatabaseQueue
        let identity: FileIdentity
    }

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
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            return try openNewFile()
        }
        open.withLock { $0 = file }
    }

    package func close() async {
        tell.finish()
        open.withLock { $0 = nil }
    }

    // MARK: The file.

    /// Nodes that start together on a new file get in each other's way: its change to write-ahead logging does not wait for
    /// the others (SQLite, "Write-Ahead Logging", sometimes SQLITE_BUSY).
    private func openNewFile() throws -> OpenFile {
        let deadline = ContinuousClock.now + Self.openLimit
        while true {
            do {
                return try openFile()
            } catch let error as DatabaseError
                where error.resultCode == .SQLITE_BUSY && ContinuousClock.now < deadline
            {
                // SQLite tells nobody when the others are done, and nothing else of this process runs yet.
                Thread.sleep(forTimeInterval: 0.02)
            }
        }
    }

    private func openFile() throws -> OpenFile {
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(5)
        configuration.label = "registry"
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try SQLiteSchema.migrate(queue)
        guard let identity = fileIdentity() else { throw StoreError(.unavailable, "\(path) cannot be found") }
        return OpenFile(queue: queue, identity: identity)
    }

    private func fileIdentity() -> FileIdentity? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }

    /// The open database; opened again when the file at the path is another one, as after a restored backup. A file that
    /// is gone is not made anew: that would forget every identity given.
    private func database() throws(StoreError) -> DatabaseQueue {
        guard let identity = fileIdentity() else {
            open.withLock { $0 = nil }
            throw StoreError(.unavailable, "\(name) is away: the file is not there")
        }
        if let file = open.withLock({ $0 }), file.identity == identity { return file.queue }
        let file = try Self.translate { try openFile() }
        open.withLock { $0 = file }
        return file.queue
    }

    private func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        let queue = try database()
        do {
            return try await queue.writeWithoutTransaction { database in
                var value: Value?
                // IMMEDIATE: the lock comes first, so that what is read stays true until the commit.
                try database.inTransaction(.immediate) {
                    value = try body(database)
                    return .commit
                }
                guard let value else { preconditionFailure("committed without a value") }
                return value
            }
        } catch {
            throw Self.storeError(error)
        }
    }

    private static func translate<Value>(_ body: () throws -> Value) throws(StoreError) -> Value {
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
        case let error as DatabaseError:
            let passing: [ResultCode] = [
                .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_IOERR, .SQLITE_FULL, .SQLITE_CANTOPEN, .SQLITE_READONLY,
                .SQLITE_PERM, .SQLITE_NOMEM,
            ]
            let code: StoreError.Code = passing.contains(error.resultCode) ? .unavailable : .failed
            return StoreError(code, "SQLite: \(error.message ?? "error") (code \(error.extendedResultCode.rawValue))")
        default:
            return StoreError(.unavailable, "SQLite: \(error)")
        }
    }

    // MARK: Servers.

    package func join(_ attempt: JoinAttempt) async throws(StoreError) -> Joined {
        try await write { [cluster] in try SQLiteJoin(database: $0, cluster: cluster).run(attempt) }
    }

    package func beginRecovery(
        of lost: ClusterID, highest: NodeID, givesNode: Bool
    ) async throws(StoreError) -> RecoveryView {
        try await write { [cluster] in
            try SQLiteJoin(database: $0, cluster: cluster).beginRecovery(
                of: lost, highest: highest, givesNode: givesNode)
        }
    }

    package func finishRecovery(_ claim: RecoveryRules.Claim) async throws(StoreError) {
        try await write { [cluster] in try SQLiteJoin(database: $0, cluster: cluster).finishRecovery(claim) }
    }

    package func heartbeat(
        _ record: ServerRecord, of clusterID: ClusterID
    ) async throws(StoreError) -> HeartbeatResult {
        try await write { [cluster] database in
            try upsert(record, cluster, clusterID, in: database) ? .kept : .abandoned
        }
    }

    package func establish(_ clusterID: ClusterID) async throws(StoreError) {
        try await write { [cluster] database in
            try database.execute(
                sql: "UPDATE clusters SET established = 1 WHERE name = ? AND id = ? AND NOT established",
                arguments: [cluster, Int64(clusterID)])
        }
    }

    package func servers() async throws(StoreError) -> [ListedServer] {
        let queue = try database()
        do {
            return try await queue.read { [cluster] database in
                try Row.fetchAll(
                    database,
                    sql: """
                        SELECT *, max(0, \(SQLiteSchema.now) - last_heartbeat) AS age FROM servers
                        WHERE cluster = ? AND last_heartbeat > \(SQLiteSchema.now) - ? ORDER BY id
                        """, arguments: [cluster, HeartbeatRules.healthy.wholeMilliseconds]
                ).map(listedServer)
            }
        } catch {
            throw Self.storeError(error)
        }
    }

    package func removeDead() async throws(StoreError) -> [NodeID] {
        try await write { [cluster] database in
            try Int64.fetchAll(
                database,
                sql: """
                    DELETE FROM servers WHERE cluster = ? AND last_heartbeat < \(SQLiteSchema.now) - ? RETURNING id
                    """, arguments: [cluster, HeartbeatRules.dead.wholeMilliseconds]
            ).map { NodeID(rawValue: UInt64($0)) }
        }
    }

    package func deregister(_ node: NodeID) async throws(StoreError) {
        try await write { [cluster] database in
            try database.execute(
                sql: "DELETE FROM servers WHERE cluster = ? AND id = ?", arguments: [cluster, Int64(node)])
        }
    }

    // MARK: Accounts.

    package func createGuest(_ name: GuestName) async throws(StoreError) -> Account {
        try await write { database in
            try database.execute(sql: "INSERT INTO users (name, guest) VALUES (?, 1)", arguments: [name.text])
            return Account(
                id: UserID(rawValue: UInt64(database.lastInsertedRowID)), name: name.text, isGuest: true)
        }
    }

    package func rename(_ user: UserID, to name: GuestName) async throws(StoreError) -> Account? {
        try await write { database in
            let row = try Row.fetchOne(
                database, sql: "UPDATE users SET name = ? WHERE id = ? RETURNING guest",
                arguments: [name.text, Int64(user)])
            return row.map { Account(id: user, name: name.text, isGuest: $0["guest"]) }
        }
    }

    // MARK: Replays.

    package func storeReplay(
        _ file: [UInt8], of match: MatchID, in clusterID: ClusterID, rated: RatedMatch?
    ) async throws(StoreError) -> [StoredRating] {
        try await write { [cluster] database in
            try database.execute(
                sql:
                    "INSERT INTO replays (cluster, cluster_id, match_id, file) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                arguments: [cluster, Int64(clusterID), Int64(match), Data(file)])
            let isNew = database.changesCount == 1
            guard let rated else { return [] }
            var stored: [UserID: StoredRating] = [:]
            for user in rated.users {
                let row = try Row.fetchOne(
                    database, sql: "SELECT * FROM ratings WHERE user_id = ? AND mode = ? AND ranked = ?",
                    arguments: [Int64(user), rated.queue.mode.rawValue, rated.queue.isRanked])
                if let row { stored[user] = storedRating(row) }
            }
            guard isNew else { return rated.users.compactMap { stored[$0] } }
            let season = try Int.fetchOne(database, sql: "SELECT \(SQLiteSchema.season)") ?? 0
            let after = rated.applied(to: stored, by: match, season: season)
            for row in after {
                try database.execute(
                    sql: """
                        INSERT OR REPLACE INTO ratings
                            (user_id, mode, ranked, season, mean, deviation, matches, wins, last_match, last_mean,
                            last_matches)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        Int64(row.user), row.queue.mode.rawValue, row.queue.isRanked, row.season, row.rating.mean,
                        row.rating.deviation, row.matches, row.wins, Int64(match), row.last?.mean, row.matches,
                    ])
            }
            return after
        }
    }

    package func replays(of match: MatchID) async throws(StoreError) -> [[UInt8]] {
        try await read { [cluster] database in
            try Data.fetchAll(
                database,
                sql: "SELECT file FROM replays WHERE cluster = ? AND match_id = ? ORDER BY stored_at DESC LIMIT ?",
                arguments: [cluster, Int64(match), ReplayRules.maximumOfOneID]
            ).map { [UInt8]($0) }
        }
    }

    // MARK: Ratings.

    package func ratings(of user: UserID) async throws(StoreError) -> [StoredRating] {
        try await read { database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT *, \(SQLiteSchema.season) AS present FROM ratings WHERE user_id = ?",
                arguments: [Int64(user)])
            return rows.compactMap { row in storedRating(row)?.widened(to: row["present"]) }
                .sorted { $0.queue.index < $1.queue.index }
        }
    }

    package func leaderboard(of queue: RatedQueue, rows: Int) async throws(StoreError) -> Leaderboard {
        try await read { database in
            let found = try Row.fetchAll(
                database,
                sql: """
                    SELECT ratings.*, users.name AS name FROM ratings JOIN users ON users.id = ratings.user_id
                    WHERE mode = ? AND ranked = ? AND season = \(SQLiteSchema.season)
                    ORDER BY mean - deviation DESC, user_id LIMIT ?
                    """, arguments: [queue.mode.rawValue, queue.isRanked, rows])
            return Leaderboard(
                season: try Int.fetchOne(database, sql: "SELECT \(SQLiteSchema.season)") ?? 0,
                rows: found.compactMap { row in
                    storedRating(row).map { Leaderboard.Row(name: row["name"], rating: $0) }
                })
        }
    }

    private func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        let queue = try database()
        do {
            return try await queue.read(body)
        } catch {
            throw Self.storeError(error)
        }
    }

    package func removeOldReplays() async throws(StoreError) -> Int {
        try await write { [cluster] database in
            try database.execute(
                sql: "DELETE FROM replays WHERE cluster = ? AND stored_at < \(SQLiteSchema.now) - ?",
                arguments: [cluster, ReplayRules.kept.wholeMilliseconds])
            return database.changesCount
        }
    }

    /// Any statement, for tests that need the past or a damaged table.
    func run(_ statement: String) async throws(StoreError) {
        try await write { try $0.execute(sql: statement) }
    }
}

/// `nil` for a row of a mode that this build does not know.
private func storedRating(_ row: Row) -> StoredRating? {
    guard let mode = RatedQueue.Mode(rawValue: row["mode"]) else { return nil }
    let isLast = row["last_matches"] as Int? == row["matches"] as Int
    return StoredRating(
        user: UserID(rawValue: UInt64(row["user_id"] as Int64)), queue: RatedQueue(mode, isRanked: row["ranked"]),
        rating: Rating(mean: row["mean"], deviation: row["deviation"]), season: row["season"], matches: row["matches"],
        wins: row["wins"],
        last: (isLast ? row["last_match"] as Int64? : nil).flatMap { match in
            (row["last_mean"] as Double?).map { StoredRating.Last(match: MatchID(rawValue: UInt64(match)), mean: $0) }
        })
}

extension Duration {
    var wholeMilliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}

extension Int64 {
    /// SQLite's integers end at 2^63 - 1; the registry refuses larger ids where they come in.
    init(_ id: some Identifier) { self.init(clamping: id.rawValue) }
}
