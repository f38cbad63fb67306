import Foundation
import Testing

@testable import RegistryStorage

@Suite("One connection to an SQLite file")
struct SQLiteConnectionTests {
    /// A new file with a table of one column of any type.
    private func opened(_ body: (SQLiteConnection, _ path: String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "sqlite-\(UUID().uuidString)").path()
        defer {
            for end in ["", "-wal", "-shm", "-journal"] { try? FileManager.default.removeItem(atPath: path + end) }
        }
        let connection = try SQLiteConnection(path: path, busyLimit: 0)
        try connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, v ANY, must INTEGER NOT NULL DEFAULT 1) STRICT")
        try body(connection, path)
    }

    @Test(
        "what is bound is read again to the bit",
        arguments: [
            .null, .integer(.max), .integer(.min), .real(-0.0), .real(1e300), .text(""), .text("a\0b ünï 🐍"), .blob([]),
            .blob([0, 255, 0]),
        ] as [SQLiteValue])
    func valuesComeBack(_ value: SQLiteValue) throws {
        try opened { connection, _ in
            try connection.execute("INSERT INTO t (v) VALUES (?)", [Stored(sqlite: value)])
            let rows = try connection.rows("SELECT v, typeof(v) AS kind FROM t")
            #expect(rows.map(\.values.first) == [value])
            #expect(try (rows[0]["kind"] as String) != "null" || value == .null)
        }
    }

    @Test("a column that holds something else than is asked for is an error, and says what")
    func anotherType() throws {
        try opened { connection, _ in
            try connection.execute("INSERT INTO t (v) VALUES (-1)")
            let row = try #require(try connection.row("SELECT v, NULL AS none FROM t"))
            #expect(try row["v"] as Int64 == -1)
            #expect { try row["v"] as UInt64 } throws: { "\($0)".contains("the column v holds the integer -1") }
            #expect { try row["v"] as String } throws: { "\($0)".contains("the column v holds the integer -1") }
            #expect { try row["none"] as Int } throws: { "\($0)".contains("the column none holds NULL") }
            #expect { try row["gone"] as Int? } throws: { "\($0)".contains("no column gone") }
        }
    }

    @Test("a file that cannot be written ahead is refused")
    func noWriteAheadLog() throws {
        // SQLite keeps what has no file in memory, with a journal there, and reports no error.
        #expect {
            try SQLiteStore(path: ":memory:", cluster: "test")
        } throws: {
            "\($0)".contains("its journal stays 'memory'")
        }
    }

    /// Any value, as it is.
    private struct Stored: SQLiteColumn {
        let sqlite: SQLiteValue
        init(sqlite: SQLiteValue) { self.sqlite = sqlite }
    }

    @Test("what throws is undone, whoever throws, and the connection goes on")
    func undone() throws {
        try opened { connection, _ in
            #expect(throws: CancellationError.self) {
                try connection.transaction(.immediate) {
                    try connection.execute("INSERT INTO t (v) VALUES (1)")
                    throw CancellationError()
                }
            }
            #expect(throws: SQLiteError.self) {
                try connection.transaction(.immediate) {
                    try connection.execute("INSERT INTO t (v) VALUES (2)")
                    try connection.execute("INSERT INTO t (must) VALUES (?)", [nil])
                }
            }
            #expect(try connection.integer("SELECT count(*) FROM t") == 0)
            try connection.transaction(.immediate) { try connection.execute("INSERT INTO t (v) VALUES (3)") }
            #expect(try connection.integers("SELECT v FROM t") == [3])
        }
    }

    @Test("a statement that changes and answers changes all of it")
    func returning() throws {
        try opened { connection, _ in
            for number in 1...5 { try connection.execute("INSERT INTO t (v) VALUES (?)", [number]) }
            #expect(try connection.row("UPDATE t SET v = v + 10 RETURNING v")?["v"] == 11)
            #expect(connection.changesCount == 5)
            #expect(try connection.integers("DELETE FROM t WHERE v > ?1 + ?2 RETURNING id", [10, 3]) == [4, 5])
            #expect(connection.lastInsertedRowID == 5)
        }
    }

    @Test("errors name SQLite's own code: busy, a broken rule, a file that is no database, a missing folder")
    func errors() throws {
        try opened { connection, path in
            let other = try SQLiteConnection(path: path, busyLimit: 0)
            try connection.transaction(.immediate) {
                let error = #expect(throws: SQLiteError.self) { try other.execute("INSERT INTO t (v) VALUES (1)") }
                #expect(error?.kind == 5)  // SQLITE_BUSY
            }
            let broken = #expect(throws: SQLiteError.self) { try other.execute("INSERT INTO t (id) VALUES (1), (1)") }
            #expect(broken?.code == 1555)  // SQLITE_CONSTRAINT_PRIMARYKEY
            let wrong = #expect(throws: SQLiteError.self) { try other.execute("SELEC 1") }
            #expect(wrong?.message.contains("syntax error") == true)
        }
        let missing = #expect(throws: SQLiteError.self) {
            try SQLiteConnection(path: "/nowhere/at/all", busyLimit: 0)
        }
        #expect(missing?.kind == 14)  // SQLITE_CANTOPEN
    }
}
