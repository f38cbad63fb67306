internal import CPostgres
internal import Glibc

/// One connection to PostgreSQL. Blocks its thread, but never past a deadline.
///
/// Owned by one actor. After an error with code `unavailable` it is of no more use.
@safe final class PostgresConnection {
    private let raw: OpaquePointer
    /// False once it is of no more use: it was lost, or an answer is still due.
    private(set) var isUsable = true
    /// The server's code for the last statement that failed: PostgreSQL, appendix A.
    var lastState = ""

    /// Connects to one host.
    /// - Parameters:
    ///   - conninfo: A connection URI or string, as libpq takes it; its own settings win over the ones here.
    ///   - place: What wins over the URI: which one of its hosts is meant, and at which address.
    init(
        _ conninfo: String, place: [(String, String)] = [], deadline: ContinuousClock.Instant
    ) throws(StoreError) {
        let settings =
            [
                ("fallback_application_name", "snaketron-registry"), ("client_encoding", "UTF8"),
                // A peer that vanished without a word is noticed within some 10 s, in either direction.
                ("keepalives_idle", "5"), ("keepalives_interval", "2"), ("keepalives_count", "3"),
                ("tcp_user_timeout", "10000"),
                ("dbname", conninfo),
            ] + place
        let opened = unsafe withCStrings(settings.map(\.0)) { keywords in
            unsafe withCStrings(settings.map(\.1)) { values in unsafe PQconnectStartParams(keywords, values, 1) }
        }
        guard let raw = unsafe opened else { throw StoreError(.unavailable, "out of memory") }
        unsafe self.raw = raw
        // Notices would go to standard error; what matters also comes as an error.
        _ = unsafe PQsetNoticeReceiver(raw, { _, _ in }, nil)
        guard unsafe PQstatus(raw) != CONNECTION_BAD else { throw lastError() }
        var wanted = PGRES_POLLING_WRITING
        while wanted != PGRES_POLLING_OK {
            try wait(for: wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT, until: deadline)
            unsafe wanted = PQconnectPoll(raw)
            guard wanted != PGRES_POLLING_FAILED else { throw lastError() }
        }
        guard unsafe PQsetnonblocking(raw, 1) == 0 else { throw lastError() }
    }

    deinit { unsafe PQfinish(raw) }

    /// To be watched for reading while nothing is asked.
    var socket: Int32 { unsafe PQsocket(raw) }

    /// The process that serves this connection, as the server said when it was opened. A pooler says something else.
    var serverProcess: Int { unsafe Int(PQbackendPID(raw)) }

    /// Statements without parameters and without an answer, separated by semicolons: one way there and back for all.
    func execute(_ statements: String, deadline: ContinuousClock.Instant) throws(StoreError) {
        guard unsafe PQsendQuery(raw, statements) == 1 else { throw lastError() }
        _ = try answer(until: deadline)
    }

    /// One statement. Parameters stand for `$1`, `$2`, … and are text; their types are given by the statement.
    func query(
        _ statement: String, _ parameters: [String?] = [], deadline: ContinuousClock.Instant
    ) throws(StoreError) -> PostgresResult {
        guard parameters.allSatisfy({ $0?.utf8.contains(0) != true }) else {
            throw StoreError(.refused, "PostgreSQL stores no text with a NUL in it")
        }
        let sent = unsafe withCStrings(parameters) { values in
            unsafe PQsendQueryParams(raw, statement, Int32(parameters.count), nil, values, nil, nil, 0)
        }
        guard sent == 1 else { throw lastError() }
        return try answer(until: deadline)
    }

    /// The first failure among the answers, or the first answer.
    private func answer(until deadline: ContinuousClock.Instant) throws(StoreError) -> PostgresResult {
        try flush(until: deadline)
        var first: PostgresResult?
        var hasFailed = false
        while true {
            while unsafe PQisBusy(raw) == 1 {
                try wait(for: POLLIN, until: deadline)
                guard unsafe PQconsumeInput(raw) == 1 else { throw lastError() }
            }
            guard let next = unsafe PQgetResult(raw) else { break }
            let result = unsafe PostgresResult(adopting: next)
            let isFault = !result.isSuccess
            if first == nil || (isFault && !hasFailed) { first = consume result }
            hasFailed = hasFailed || isFault
        }
        guard let result = first.take() else { throw lastError() }
        guard result.isSuccess else {
            if unsafe PQstatus(raw) == CONNECTION_BAD { throw lastError() }
            lastState = result.state
            throw result.error
        }
        return result
    }

    /// Reads what has arrived unasked: the channels that were notified. To be called when ``socket`` is readable.
    func notifications() throws(StoreError) -> [String] {
        guard unsafe PQconsumeInput(raw) == 1 else { throw lastError() }
        var channels: [String] = []
        while let notification = unsafe PQnotifies(raw) {
            channels.append(unsafe String(cString: notification.pointee.relname))
            unsafe PQfreemem(notification)
        }
        return channels
    }

    private func flush(until deadline: ContinuousClock.Instant) throws(StoreError) {
        while true {
            switch unsafe PQflush(raw) {
            case 0: return
            case 1:
                try wait(for: POLLIN | POLLOUT, until: deadline)
                guard unsafe PQconsumeInput(raw) == 1 else { throw lastError() }
            default: throw lastError()
            }
        }
    }

    private func wait(for events: Int32, until deadline: ContinuousClock.Instant) throws(StoreError) {
        var entry = pollfd(fd: socket, events: Int16(events), revents: 0)
        while true {
            let left = milliseconds(until: deadline)
            let ready = unsafe poll(&entry, 1, left)
            if ready > 0 { return }
            guard (ready == 0 && left == 0) || (ready < 0 && errno != EINTR) else { continue }
            isUsable = false
            throw StoreError(
                .unavailable, ready == 0 ? "PostgreSQL does not answer in time" : "poll failed: error \(errno)")
        }
    }

    private func lastError() -> StoreError {
        isUsable = false
        let message = unsafe String(cString: PQerrorMessage(raw))
        return StoreError(.unavailable, oneLine(message))
    }
}

/// Owns one `PGresult *`; `PQclear` runs exactly once.
@safe struct PostgresResult: ~Copyable {
    private let raw: OpaquePointer

    @unsafe init(adopting raw: OpaquePointer) { unsafe self.raw = raw }

    deinit { unsafe PQclear(raw) }

    var rows: Int { unsafe Int(PQntuples(raw)) }

    /// `nil` for SQL's NULL.
    func text(_ row: Int, _ column: Int) -> String? {
        guard unsafe PQgetisnull(raw, Int32(row), Int32(column)) == 0 else { return nil }
        return unsafe String(cString: PQgetvalue(raw, Int32(row), Int32(column)))
    }

    /// - Throws: `failed` when the column holds no such number.
    func integer<Number: FixedWidthInteger>(_ row: Int, _ column: Int) throws(StoreError) -> Number {
        guard let text = text(row, column), let number = Number(text) else {
            throw StoreError(.failed, "PostgreSQL gave '\(text(row, column) ?? "NULL")' for a number")
        }
        return number
    }

    func flag(_ row: Int, _ column: Int) -> Bool { text(row, column) == "t" }

    fileprivate var isSuccess: Bool {
        let status = unsafe PQresultStatus(raw)
        return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK
    }

    fileprivate var state: String { unsafe snaketron_pg_sqlstate(raw).map { unsafe String(cString: $0) } ?? "" }

    fileprivate var error: StoreError {
        let message = unsafe oneLine(String(cString: PQresultErrorMessage(raw)))
        // PostgreSQL, appendix A: 08 connection, 40 rolled back for another transaction, 53 resources, 57 operator
        // intervention (shutdown, recovery, time-out), 25006 a standby, 55P03 a lock that was not to be had.
        let isPassing =
            ["08", "40", "53", "57"].contains(String(state.prefix(2))) || state == "25006" || state == "55P03"
        return StoreError(isPassing ? .unavailable : .failed, "\(message) (SQLSTATE \(state))")
    }
}

/// libpq's messages end in newlines and may hold several.
private func oneLine(_ message: String) -> String {
    message.split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " || $0 == "\t" } }.joined(separator: "; ")
}

/// Rounded up, from 0 to an hour.
func milliseconds(until deadline: ContinuousClock.Instant) -> Int32 {
    let left = deadline - .now
    if left <= .zero { return 0 }
    if left >= .seconds(3600) { return 3_600_000 }
    return Int32((left / .milliseconds(1)).rounded(.up))
}

/// Calls `body` with a NULL-terminated array of NUL-terminated copies.
@unsafe private func withCStrings<Result>(
    _ texts: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
    let copies = unsafe texts.map { text in unsafe text.flatMap { unsafe strdup($0) } }
    defer { unsafe copies.forEach { unsafe free($0) } }
    let pointers = unsafe copies.map { unsafe UnsafePointer($0) } + [nil]
    return unsafe pointers.withUnsafeBufferPointer { unsafe body($0.baseAddress!) }
}
