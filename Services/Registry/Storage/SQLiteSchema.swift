enum SQLiteSchema {
    /// Milliseconds since 1970 by the machine's clock, which all nodes of the file share.
    static let now = "CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)"

    /// Four times the year plus the quarter from 0, UTC.
    static let season =
        "(CAST(strftime('%Y', 'now') AS INTEGER) * 4 + (CAST(strftime('%m', 'now') AS INTEGER) - 1) / 3)"

    static let migrations: [Migration] = [
        Migration(
            number: 1, title: "servers, clusters, users",
            statements: [
                // AUTOINCREMENT keeps the highest id ever given, so that none is given again.
                "CREATE TABLE node_ids (id INTEGER PRIMARY KEY AUTOINCREMENT) STRICT",
                """
                CREATE TABLE clusters (
                    name        TEXT NOT NULL PRIMARY KEY,
                    id          INTEGER NOT NULL UNIQUE CHECK (id > 0),
                    claimant    INTEGER NOT NULL,
                    established INTEGER NOT NULL DEFAULT 0,
                    claimed_at  INTEGER NOT NULL DEFAULT (\(now))
                ) STRICT
                """,
                """
                CREATE TABLE servers (
                    id             INTEGER NOT NULL PRIMARY KEY,
                    cluster        TEXT NOT NULL REFERENCES clusters (name),
                    ip_address     TEXT NOT NULL,
                    grpc_port      INTEGER NOT NULL,
                    raft_port      INTEGER NOT NULL,
                    gateway_port   INTEGER NOT NULL,
                    last_heartbeat INTEGER NOT NULL DEFAULT (\(now)),
                    role           TEXT NOT NULL,
                    term           INTEGER NOT NULL,
                    leader_id      INTEGER NOT NULL,
                    applied_index  INTEGER NOT NULL,
                    commit_index   INTEGER NOT NULL,
                    build          TEXT NOT NULL,
                    rules_version  INTEGER NOT NULL,
                    draining       INTEGER NOT NULL,
                    started_at     INTEGER NOT NULL DEFAULT (\(now)),
                    UNIQUE (cluster, ip_address, raft_port)
                ) STRICT
                """,
                """
                CREATE TABLE users (
                    id         INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id < 9007199254740992),
                    name       TEXT NOT NULL,
                    guest      INTEGER NOT NULL,
                    created_at INTEGER NOT NULL DEFAULT (\(now))
                ) STRICT
                """,
            ]),
        Migration(
            number: 2, title: "replays",
            statements: [
                """
                CREATE TABLE replays (
                    cluster    TEXT NOT NULL,
                    cluster_id INTEGER NOT NULL,
                    match_id   INTEGER NOT NULL,
                    stored_at  INTEGER NOT NULL DEFAULT (\(now)),
                    file       BLOB NOT NULL,
                    PRIMARY KEY (cluster, match_id, cluster_id)
                ) STRICT
                """,
                "CREATE INDEX replays_by_age ON replays (cluster, stored_at)",
            ]),
        Migration(
            number: 3, title: "recoveries",
            statements: [
                """
                CREATE TABLE recoveries (
                    cluster      TEXT NOT NULL,
                    lost_id      INTEGER NOT NULL,
                    new_id       INTEGER NOT NULL,
                    founder      INTEGER NOT NULL,
                    entry        INTEGER NOT NULL,
                    term         INTEGER NOT NULL,
                    recovered_at INTEGER NOT NULL DEFAULT (\(now)),
                    PRIMARY KEY (cluster, lost_id, new_id)
                ) STRICT
                """
            ]),
        Migration(
            number: 4, title: "ratings",
            statements: [
                """
                CREATE TABLE ratings (
                    user_id   INTEGER NOT NULL,
                    mode      TEXT NOT NULL,
                    ranked    INTEGER NOT NULL,
                    season    INTEGER NOT NULL,
                    mean      REAL NOT NULL,
                    deviation REAL NOT NULL,
                    matches   INTEGER NOT NULL,
                    wins      INTEGER NOT NULL,
                    PRIMARY KEY (user_id, mode, ranked)
                ) STRICT
                """,
                "CREATE INDEX ratings_by_standing ON ratings (mode, ranked, season, mean - deviation)",
            ]),
        Migration(
            number: 5, title: "what moved a rating last",
            statements: [
                "ALTER TABLE ratings ADD COLUMN last_match INTEGER", "ALTER TABLE ratings ADD COLUMN last_mean REAL",
            ]),
        // Older builds raise `matches` alone: then the columns above tell of an earlier match.
        Migration(
            number: 6, title: "after how many matches that was",
            statements: ["ALTER TABLE ratings ADD COLUMN last_matches INTEGER"]),
        // SQLite adds no column with a default that is computed; NULL, from an older build, means `created_at`.
        Migration(
            number: 7, title: "when a user was seen last",
            statements: [
                "ALTER TABLE users ADD COLUMN seen_at INTEGER",
                "UPDATE users SET seen_at = \(now)",
                "CREATE INDEX guests_by_last_visit ON users (coalesce(seen_at, created_at)) WHERE guest",
            ]),
        Migration(
            number: 8, title: "copies of the world",
            statements: [
                """
                CREATE TABLE world_copies (
                    cluster     TEXT NOT NULL PRIMARY KEY,
                    cluster_id  INTEGER NOT NULL,
                    term        INTEGER NOT NULL,
                    entry       INTEGER NOT NULL,
                    membership  BLOB NOT NULL,
                    size        INTEGER NOT NULL,
                    packed_size INTEGER NOT NULL,
                    parts       INTEGER NOT NULL,
                    crc32c      INTEGER NOT NULL,
                    build       TEXT NOT NULL,
                    taken_at    INTEGER NOT NULL
                ) STRICT
                """,
                """
                CREATE TABLE world_copy_parts (
                    cluster    TEXT NOT NULL,
                    cluster_id INTEGER NOT NULL,
                    term       INTEGER NOT NULL,
                    entry      INTEGER NOT NULL,
                    part       INTEGER NOT NULL,
                    bytes      BLOB NOT NULL,
                    PRIMARY KEY (cluster, cluster_id, term, entry, part)
                ) STRICT
                """,
                "ALTER TABLE recoveries ADD COLUMN world_as_of INTEGER",
            ]),
    ]

    /// Processes that start together take turns; the later ones find the work done.
    /// - Throws: ``StoreError`` with `newer` when a later build has changed the tables so that this one must not use them.
    static func migrate(_ queue: SQLiteQueue) throws {
        let done = try queue.now { database in
            try SchemaState.read(database)
        }
        if let refusal = SchemaState.refusal(of: done, known: migrations) { throw StoreError(.newer, refusal) }
        let numbers = Set(done.map(\.number))
        for migration in migrations where !numbers.contains(migration.number) {
            try queue.now { database in
                try database.transaction(.immediate) {
                    try database.execute(
                        """
                        CREATE TABLE IF NOT EXISTS schema_migrations (
                            number INTEGER NOT NULL PRIMARY KEY,
                            title TEXT NOT NULL,
                            applied_at INTEGER NOT NULL DEFAULT (\(now))
                        ) STRICT
                        """)
                    if try database.integer("SELECT 1 FROM pragma_table_info('schema_migrations') WHERE name = 'needs'")
                        == nil
                    {
                        try database.execute("ALTER TABLE schema_migrations ADD COLUMN needs INTEGER")
                    }
                    let done = try database.integer(
                        "SELECT 1 FROM schema_migrations WHERE number = ?", [migration.number]
                    )
                    guard done == nil else { return }
                    for statement in migration.statements { try database.execute(statement) }
                    try database.execute(
                        "INSERT INTO schema_migrations (number, title, needs) VALUES (?, ?, ?)",
                        [migration.number, migration.title, migration.needs])
                }
            }
        }
    }
}

extension SchemaState {
    fileprivate static func read(_ database: SQLiteConnection) throws -> [SchemaState] {
        let isThere = try database.integer(
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'")
        guard isThere != nil else { return [] }
        return try database.rows("SELECT * FROM schema_migrations").map { row in
            try SchemaState(
                number: row["number"], title: row["title"], needs: (row["needs"] as Int?) ?? row["number"])
        }
    }
}
