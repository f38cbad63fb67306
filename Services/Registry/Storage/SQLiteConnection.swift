internal import CSQLite
internal import Dispatch

struct SQLiteError: Error, CustomStringConvertible {
    /// SQLite's extended result code.
    let code: Int32
    let message: String

    /// Of the kind, such as `SQLITE_BUSY`.
    var kind: Int32 { code & 0xFF }
    var description: String { "\(message) (code \(code))" }
}

/// One connection to an SQLite file. Used by one thread at a time, which ``SQLiteQueue`` sees to.
@safe final class SQLiteConnection {
    private let raw: OpaquePointer

    /// Opens the file, or makes it.
    /// - Parameter busyLimit: How long a statement waits for other connections, in milliseconds.
    init(path: String, busyLimit: Int32) throws(SQLiteError) {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = unsafe sqlite3_open_v2(path, &opened, flags, nil)
        guard let handle = unsafe opened else { throw SQLiteError(code: code, message: "out of memory") }
        guard code == SQLITE_OK else {
            let message = unsafe String(cString: sqlite3_errmsg(handle))
            _ = unsafe sqlite3_close_v2(handle)
            throw SQLiteError(code: code, message: message)
        }
        unsafe raw = handle
        _ = unsafe sqlite3_busy_timeout(raw, busyLimit)
    }

    deinit { _ = unsafe sqlite3_close_v2(raw) }

    /// Rows that the last INSERT, UPDATE or DELETE touched.
    var changesCount: Int { Int(unsafe sqlite3_changes(raw)) }
    var lastInsertedRowID: Int64 { unsafe sqlite3_last_insert_rowid(raw) }

    /// Statements without parameters, separated by semicolons.
    func execute(_ statements: String) throws(SQLiteError) {
        let code = unsafe sqlite3_exec(raw, statements, nil, nil, nil)
        guard code == SQLITE_OK else { throw lastError(code) }
    }

    /// One statement whose rows are not wanted.
    func execute(_ statement: String, _ parameters: [(any SQLiteColumn)?]) throws(SQLiteError) {
        _ = try rows(statement, parameters)
    }

    /// One statement. It runs to its end, so that what it changes is changed; its rows are few by its own words.
    /// - Parameter parameters: For `?` in their order, or for `?1`, `?2`, …; `nil` is NULL.
    func rows(_ statement: String, _ parameters: [(any SQLiteColumn)?] = []) throws(SQLiteError) -> [SQLiteRow] {
        var prepared: OpaquePointer?
        let code = unsafe sqlite3_prepare_v2(raw, statement, -1, &prepared, nil)
        guard code == SQLITE_OK, let prepared = unsafe prepared else { throw lastError(code) }
        defer { _ = unsafe sqlite3_finalize(prepared) }
        precondition(
            unsafe Int(sqlite3_bind_parameter_count(prepared)) == parameters.count, "parameters of \(statement)")
        for (index, parameter) in parameters.enumerated() {
            let code = unsafe bind(parameter?.sqlite ?? .null, to: prepared, at: Int32(index + 1))
            guard code == SQLITE_OK else { throw lastError(code) }
        }
        let columns = unsafe sqlite3_column_count(prepared)
        let names = (0..<columns).map { column in
            unsafe sqlite3_column_name(prepared, column).map { unsafe String(cString: $0) } ?? ""
        }
        var rows: [SQLiteRow] = []
        while true {
            let code = unsafe sqlite3_step(prepared)
            if code == SQLITE_DONE { return rows }
            guard code == SQLITE_ROW else { throw lastError(code) }
            rows.append(
                SQLiteRow(names: names, values: names.indices.map { unsafe value(of: prepared, at: Int32($0)) }))
        }
    }

    func row(_ statement: String, _ parameters: [(any SQLiteColumn)?] = []) throws(SQLiteError) -> SQLiteRow? {
        try rows(statement, parameters).first
    }

    /// The first column of each row.
    func integers(_ statement: String, _ parameters: [(any SQLiteColumn)?] = []) throws(SQLiteError) -> [Int64] {
        var found: [Int64] = []
        for row in try rows(statement, parameters) { found.append(try row.first()) }
        return found
    }

    /// The first column of the first row.
    func integer(_ statement: String, _ parameters: [(any SQLiteColumn)?] = []) throws(SQLiteError) -> Int64? {
        try integers(statement, parameters).first
    }

    enum Lock: String {
        /// Nothing yet: what is read stays as it was at the first read.
        case deferred = "DEFERRED"
        /// The lock for writing comes first, so that what is read stays true until the commit.
        case immediate = "IMMEDIATE"
    }

    /// Commits what `body` does, or, when it throws, undoes it.
    func transaction<Value>(_ lock: Lock, _ body: () throws -> Value) throws -> Value {
        try execute("BEGIN \(lock.rawValue)")
        do {
            let value = try body()
            try execute("COMMIT")
            return value
        } catch {
            // SQLite undoes by itself after some errors.
            if unsafe sqlite3_get_autocommit(raw) == 0 { try? execute("ROLLBACK") }
            throw error
        }
    }

    private func lastError(_ code: Int32) -> SQLiteError {
        SQLiteError(code: code, message: unsafe String(cString: sqlite3_errmsg(raw)))
    }

    @unsafe private func bind(_ value: SQLiteValue, to statement: OpaquePointer, at index: Int32) -> Int32 {
        switch value {
        case .null: return unsafe sqlite3_bind_null(statement, index)
        case .integer(let number): return unsafe sqlite3_bind_int64(statement, index, number)
        case .real(let number): return unsafe sqlite3_bind_double(statement, index, number)
        case .text(let text):
            return unsafe snaketron_sqlite_bind_text(statement, index, text, Int32(clamping: text.utf8.count))
        case .blob(let bytes):
            return unsafe bytes.withUnsafeBytes { bytes in
                unsafe snaketron_sqlite_bind_blob(statement, index, bytes.baseAddress, Int32(clamping: bytes.count))
            }
        }
    }

    @unsafe private func value(of statement: OpaquePointer, at column: Int32) -> SQLiteValue {
        switch unsafe sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: return .integer(unsafe sqlite3_column_int64(statement, column))
        case SQLITE_FLOAT: return .real(unsafe sqlite3_column_double(statement, column))
        case SQLITE_TEXT:
            // The text first: asking for it settles how many bytes there are.
            guard let text = unsafe sqlite3_column_text(statement, column) else { return .null }
            let count = Int(unsafe sqlite3_column_bytes(statement, column))
            let bytes = unsafe UnsafeBufferPointer(start: text, count: count)
            return .text(unsafe String(decoding: bytes, as: UTF8.self))
        case SQLITE_BLOB:
            let bytes = unsafe sqlite3_column_blob(statement, column)
            let count = Int(unsafe sqlite3_column_bytes(statement, column))
            return .blob(unsafe [UInt8](UnsafeRawBufferPointer(start: bytes, count: count)))
        default: return .null
        }
    }
}

/// Runs what is asked of one connection one after the other, on a thread of its own: a wait for the disk holds up nobody else.
final class SQLiteQueue: @unchecked Sendable {
    // Touched on `queue` alone.
    private let connection: SQLiteConnection
    private let queue = DispatchQueue(label: "registry.sqlite")

    init(_ connection: SQLiteConnection) { self.connection = connection }

    func run<Value: Sendable>(_ body: @escaping @Sendable (SQLiteConnection) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try body(self.connection) }) }
        }
    }

    /// Waits for it, at the start.
    func now<Value>(_ body: (SQLiteConnection) throws -> Value) rethrows -> Value {
        try queue.sync { try body(connection) }
    }
}
