import RegistryCore
import Synchronization

/// How long the store waits for PostgreSQL: every wait has an end, at this side and at the server's.
enum PostgresLimits {
    /// For each address of each host.
    static let connect: Duration = .seconds(3)
    /// For the name of each host.
    static let lookup: Duration = .seconds(2)
    /// From the first statement of a transaction to the answer of its commit.
    static let transaction: Duration = .seconds(5)
    /// A query that has waited this long for its turn is dropped: the caller has given up.
    static let queue: Duration = .seconds(3)
    /// Questions that wait for their turn on one connection; further ones fail at once.
    static let queueLength = 64
    /// A node that starts may wait while another one migrates; a table that grew large takes its time.
    static let migration: Duration = .seconds(600)
    /// Between attempts to connect; the last one repeats.
    static let backoff: [Duration] = [
        .milliseconds(100), .milliseconds(250), .milliseconds(500), .seconds(1), .seconds(2),
    ]

    /// The server's own limits, in force for one transaction so that they hold behind a transaction pooler too. They
    /// end before ours do: a statement is then taken back in order, and the connection stays. A lock ends with its
    /// holder, even if that one is stopped or cut off in the middle of a transaction.
    static let begin = """
        BEGIN; SET LOCAL statement_timeout = 4000; SET LOCAL lock_timeout = 3000;
        SET LOCAL idle_in_transaction_session_timeout = 5000
        """

    /// An ALTER TABLE that waits for its lock blocks every later query, so it does not wait for long. A node whose turn has not
    /// come tries again.
    static let beginMigration = """
        BEGIN; SET LOCAL statement_timeout = 600000; SET LOCAL lock_timeout = 5000;
        SET LOCAL idle_in_transaction_session_timeout = 5000
        """

    /// The server forgets a client that vanished without a word. Kept by the session, so only where there is no pooler.
    static let session = [
        ("tcp_keepalives_idle", "10"), ("tcp_keepalives_interval", "5"), ("tcp_keepalives_count", "3"),
        ("tcp_user_timeout", "15000"), ("client_connection_check_interval", "2000"),
    ]
}

/// A transaction under way. Valid within the call that it was made for.
struct PostgresSession {
    let connection: PostgresConnection
    let deadline: ContinuousClock.Instant

    func query(_ statement: String, _ parameters: [String?] = []) throws(StoreError) -> PostgresResult {
        try connection.query(statement, parameters, deadline: deadline)
    }
}

/// One connection to PostgreSQL on a thread of its own, made again whenever it is lost.
///
/// While it is away every call fails at once with `unavailable`.
actor PostgresLink {
    enum Event: Sendable {
        /// Connected, for the first time or again, or the tables were recreated. The database may have lost its rows.
        case connected
        case lost(String)
        case notified
        case refused(String)
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    private nonisolated let executor = PollingExecutor()
    private let conninfo: String
    private let address: PostgresAddress
    private let lookup: HostLookup
    /// The channel whose notifications are events.
    private let channel: String?
    private nonisolated let tell: @Sendable (Event) -> Void

    /// State that callers read before they wait for the thread.
    private struct Gate {
        var waiting = 0
        /// Why nothing can be asked now, after a failed attempt to connect.
        var absence: String?
        var isPooled = false
    }
    private nonisolated let gate = Mutex(Gate())

    private var connection: PostgresConnection?
    private var isClosed = false
    private var failedAttempts = 0
    private var lastFailure = "not connected yet"
    /// Where the connection stood last: asked first the next time.
    private var lastHost = 0

    init(
        conninfo: String, address: PostgresAddress, lookup: HostLookup, channel: String? = nil,
        tell: @escaping @Sendable (Event) -> Void
    ) {
        self.conninfo = conninfo
        self.address = address
        self.lookup = lookup
        self.channel = channel
        self.tell = tell
    }

    deinit { executor.stop() }

    func close() {
        isClosed = true
        connection = nil
        executor.watched = -1
        executor.deadline = nil
        executor.onWake = nil
    }

    /// A pooler stands between: notifications may never come.
    nonisolated var isPooled: Bool { gate.withLock { $0.isPooled } }

    // MARK: Questions.

    /// Runs `body` in a transaction. Its statements and its commit share one deadline.
    nonisolated func perform<Value: Sendable>(
        _ body: @Sendable (PostgresSession) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let asked = ContinuousClock.now
        let refusal = gate.withLock { gate -> StoreError? in
            if let absence = gate.absence { return StoreError(.unavailable, absence) }
            guard gate.waiting < PostgresLimits.queueLength else {
                return StoreError(.unavailable, "too many questions wait for the database")
            }
            gate.waiting += 1
            return nil
        }
        if let refusal { throw refusal }
        return try await run(asked, body)
    }

    private func run<Value: Sendable>(
        _ asked: ContinuousClock.Instant, _ body: (PostgresSession) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        gate.withLock { $0.waiting -= 1 }
        if executor.onWake == nil { connect() }
        guard let connection else { throw StoreError(.unavailable, "\(address.description) is away: \(lastFailure)") }
        guard asked + PostgresLimits.queue > .now else {
            throw StoreError(.unavailable, "the question waited too long for the database")
        }
        do throws(StoreError) {
            let value = try Self.transaction(
                on: connection, begin: PostgresLimits.begin, limit: PostgresLimits.transaction, body)
            // Notifications that came with the answers would not make the socket readable again.
            if try !connection.notifications().isEmpty { tell(.notified) }
            return value
        } catch {
            throw mended(connection, error)
        }
    }

    /// Begins, runs, commits. A failure in between rolls back, by the server itself if the connection is lost.
    private static func transaction<Value>(
        on connection: PostgresConnection, begin: String, limit: Duration,
        _ body: (PostgresSession) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        let session = PostgresSession(connection: connection, deadline: .now + limit)
        do throws(StoreError) {
            try connection.execute(begin, deadline: session.deadline)
            let value = try body(session)
            try connection.execute("COMMIT", deadline: session.deadline)
            return value
        } catch {
            if connection.isUsable {
                let state = connection.lastState
                try? connection.execute("ROLLBACK", deadline: .now + .seconds(1))
                connection.lastState = state
            }
            throw error
        }
    }

    /// The reaction to a failure, and the error for the caller.
    private func mended(_ connection: PostgresConnection, _ error: StoreError) -> StoreError {
        // 25006: this host is a standby now, so the primary is another one.
        guard connection.isUsable, connection.lastState != "25006" else {
            lost(error)
            return StoreError(.unavailable, error.message)
        }
        // A table or its schema is missing: the database was recreated under the open connection.
        guard error.code == .failed, ["42P01", "3F000"].contains(connection.lastState) else { return error }
        do throws(StoreError) {
            guard try migrate(connection) else { return error }
            tell(.connected)
            return StoreError(.unavailable, "the database was recreated; its tables exist again")
        } catch {
            lost(error)
            return StoreError(.unavailable, error.message)
        }
    }

    // MARK: The connection.

    private func connect() {
        guard !isClosed else { return }
        executor.onWake = { [weak self] wake in self?.assumeIsolated { $0.woke(wake) } }
        do throws(StoreError) {
            let opened = try openAny()
            _ = try migrate(opened)
            try prepare(opened)
            connection = opened
            executor.watched = opened.socket
            failedAttempts = 0
            gate.withLock { $0.absence = nil }
            tell(.connected)
        } catch {
            if error.code == .newer { tell(.refused(error.message)) }
            lost(error)
        }
    }

    /// The first host that takes the connection and may be written to, beginning with the one that did so last.
    private func openAny() throws(StoreError) -> PostgresConnection {
        var failures: [String] = []
        for offset in 0..<address.hosts.count {
            let index = (lastHost + offset) % address.hosts.count
            do throws(StoreError) {
                let opened = try open(address.hosts[index])
                lastHost = index
                return opened
            } catch {
                failures.append(error.message)
            }
        }
        throw StoreError(.unavailable, failures.joined(separator: "; "))
    }

    private func open(_ host: PostgresAddress.Host) throws(StoreError) -> PostgresConnection {
        // A standby would take the connection and refuse what is written.
        var place = address.sessionAttributes == nil ? [("target_session_attrs", "read-write")] : []
        if address.isDefaultHost {
            return try PostgresConnection(conninfo, place: place, deadline: .now + PostgresLimits.connect)
        }
        place += [("host", host.name), ("port", "\(host.port)")]
        if host.isLocalSocket {
            place.append(("hostaddr", ""))
            return try PostgresConnection(conninfo, place: place, deadline: .now + PostgresLimits.connect)
        }
        let addresses: [String]
        if let address = host.address {
            addresses = [address]
        } else {
            addresses = try lookup.addresses(of: host.name, deadline: .now + PostgresLimits.lookup)
        }
        var failure = StoreError(.unavailable, "\(host.name) has no address")
        for address in addresses {
            do throws(StoreError) {
                return try PostgresConnection(
                    conninfo, place: place + [("hostaddr", address)], deadline: .now + PostgresLimits.connect)
            } catch {
                failure = StoreError(.unavailable, "\(host.name):\(host.port): \(error.message)")
            }
        }
        throw failure
    }

    /// Settings that a session keeps. Behind a pooler nothing is kept, and nothing is heard.
    private func prepare(_ opened: PostgresConnection) throws(StoreError) {
        let deadline = ContinuousClock.now + PostgresLimits.transaction
        let process: Int = try opened.query("SELECT pg_backend_pid()", deadline: deadline).integer(0, 0)
        let isPooled = process != opened.serverProcess
        gate.withLock { $0.isPooled = isPooled }
        guard !isPooled else { return }
        for (name, value) in PostgresLimits.session {
            do throws(StoreError) {
                _ = try opened.query("SELECT set_config($1, $2, false)", [name, value], deadline: deadline)
            } catch {
                guard error.code == .failed else { throw error }  // an older server does not know it
            }
        }
        if let channel { _ = try opened.query("LISTEN \(channel)", deadline: deadline) }
    }

    private func lost(_ error: StoreError) {
        if connection != nil || lastFailure != error.message { tell(.lost(error.message)) }
        connection = nil
        lastFailure = error.message
        let pause = PostgresLimits.backoff[min(failedAttempts, PostgresLimits.backoff.count - 1)]
        failedAttempts += 1
        gate.withLock { $0.absence = "\(address.description) is away: \(error.message)" }
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
                if try !connection.notifications().isEmpty { tell(.notified) }
            } catch {
                lost(error)
            }
        }
    }

    // MARK: Migrations.

    /// Brings the tables up to what this build knows. Each step is one transaction, so an attempt that fails goes on
    /// where the last one stopped.
    /// - Returns: Whether there was anything to do.
    /// - Throws: `newer` when a later build has changed the tables so that this one must not use them.
    private func migrate(_ connection: PostgresConnection) throws(StoreError) -> Bool {
        let done = try schemaState(connection)
        if let refusal = SchemaState.refusal(of: done, known: PostgresSchema.migrations) {
            throw StoreError(.newer, refusal)
        }
        let numbers = Set(done.map(\.number))
        let missing = PostgresSchema.migrations.filter { !numbers.contains($0.number) }
        guard !missing.isEmpty else { return false }
        for migration in missing {
            try Self.transaction(
                on: connection, begin: PostgresLimits.beginMigration, limit: PostgresLimits.migration
            ) { (session) throws(StoreError) in
                // Nodes that start together take turns; the later ones find the work done.
                _ = try session.query("SELECT pg_advisory_xact_lock(hashtextextended('snaketron migrations', 0))")
                _ = try session.query(PostgresSchema.bookkeeping)
                _ = try session.query(
                    "ALTER TABLE schema_migrations ADD COLUMN IF NOT EXISTS needs integer")
                let found = try session.query(
                    "SELECT 1 FROM schema_migrations WHERE number = $1::integer", ["\(migration.number)"])
                guard found.rows == 0 else { return }
                for statement in migration.statements { _ = try session.query(statement) }
                _ = try session.query(
                    "INSERT INTO schema_migrations (number, title, needs) VALUES ($1::integer, $2, $3::integer)",
                    ["\(migration.number)", migration.title, "\(migration.needs)"])
            }
        }
        return true
    }

    private func schemaState(_ connection: PostgresConnection) throws(StoreError) -> [SchemaState] {
        let deadline = ContinuousClock.now + PostgresLimits.transaction
        // Read by way of a row's JSON, since a database of an older build has no column `needs`.
        guard try connection.query("SELECT to_regclass('schema_migrations')", deadline: deadline).text(0, 0) != nil
        else { return [] }
        let found = try connection.query(
            """
            SELECT number, title, coalesce((to_jsonb(done) ->> 'needs')::integer, number)
            FROM schema_migrations AS done ORDER BY number
            """, deadline: deadline)
        var states: [SchemaState] = []
        for row in 0..<found.rows {
            states.append(
                SchemaState(
                    number: try found.integer(row, 0), title: found.text(row, 1) ?? "",
                    needs: try found.integer(row, 2)))
        }
        return states
    }
}
