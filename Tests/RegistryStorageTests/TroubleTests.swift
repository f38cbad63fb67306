import Foundation
import Identity
import RegistryCore
import Synchronization
import TestSupport
import Testing

@testable import RegistryStorage

/// What a real PostgreSQL does to a store when it is in trouble. Every wait ends, and no restart is needed afterwards.
///
/// Not optimised: Swift 6.3.1 crashes while it splits some of these coroutines.
@Suite(.timeLimit(.minutes(5))) struct TroubleTests {
    @Test(
        "a database that stops passing bytes is given up in time, by those who wait and those who come; then used again"
    )
    @_optimize(none)
    func blackHole() async throws {
        let database = try await Database(.postgres)
        let relay = try Relay(to: database.port)
        defer { relay.stop() }
        let store = try database.open(port: relay.port)
        let joined = try await store.join(attempt(1))
        relay.swallows = true
        let began = ContinuousClock.now
        async let heartbeat = failure { try await store.heartbeat(record(1, joined), of: joined.identity.cluster) }
        async let guest = failure { try await store.createGuest(GuestName(validating: "Ada")) }
        #expect(await heartbeat?.code == .unavailable)
        #expect(await guest?.code == .unavailable)
        #expect(began.duration(to: .now) < .seconds(30), "the limit is 5 s; the rest is a loaded machine")
        let absent = ContinuousClock.now
        for _ in 0..<50 { #expect(await failure { try await store.servers() }?.code == .unavailable) }
        #expect(absent.duration(to: .now) < .seconds(10), "while it is away nobody waits")
        relay.swallows = false
        #expect(try await eventually { try await store.servers().map(\.record.node) } == [joined.identity.node])
        #expect(try await eventually { try await store.createGuest(GuestName(validating: "Ada")) }.id.rawValue > 0)
    }

    @Test(
        "a statement that waits for a lock ends in time and keeps the connection; the other connection waits for nothing"
    )
    @_optimize(none)
    func heldLock() async throws {
        let database = try await Database(.postgres)
        let store = try database.open()
        let joined = try await store.join(attempt(1))
        _ = try await store.createGuest(GuestName(validating: "Ada"))
        let holder = try database.connection()
        try holder.execute("BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE", deadline: .now + .seconds(10))
        // More than one connection could hold: the rest is refused at once.
        async let guests = withTaskGroup(of: StoreError?.self) { group in
            for _ in 0..<100 {
                group.addTask { await failure { try await store.createGuest(GuestName(validating: "Eve")) } }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        for _ in 0..<20 {
            #expect(try await store.heartbeat(record(1, joined), of: joined.identity.cluster) == .kept)
            #expect(try await store.servers().count == 1)
        }
        let refusals = await guests
        #expect(refusals.count == 100 && refusals.allSatisfy { $0?.code == .unavailable })
        try holder.execute("COMMIT", deadline: .now + .seconds(10))
        // At once, without a new connection: nothing was lost.
        #expect(try await store.createGuest(GuestName(validating: "Bob")).name == "Bob")
        let made = try holder.query("SELECT count(*) FROM users", deadline: .now + .seconds(10))
        let count: Int = try made.integer(0, 0)
        #expect(count == 2, "a question that nobody waits for any more is not asked")
    }

    @Test("a lock ends with its holder, who was stopped in the middle of a transaction")
    @_optimize(none)
    func abandonedTransaction() async throws {
        let database = try await Database(.postgres)
        let store = try database.open()
        let joined = try await store.join(attempt(1))
        // As a store whose process was stopped right after its statement.
        let holder = try database.connection()
        try holder.execute(PostgresLimits.begin, deadline: .now + .seconds(10))
        _ = try holder.query(
            "SELECT 1 FROM servers WHERE id = $1::bigint FOR UPDATE", ["\(joined.identity.node)"],
            deadline: .now + .seconds(10))
        let kept = try await eventually {
            try await store.heartbeat(record(1, joined), of: joined.identity.cluster)
        }
        #expect(kept == .kept)
        #expect(throws: StoreError.self) { try holder.execute("COMMIT", deadline: .now + .seconds(10)) }
    }

    @Test("a database made anew while a store is open is migrated, and knows the cluster again by its node")
    @_optimize(none)
    func madeAnew() async throws {
        let database = try await Database(.postgres)
        let store = try database.open()
        var events = store.events.makeAsyncIterator()
        let joined = try await store.join(attempt(1))
        #expect(await events.next() == .connected)
        try database.makeAnew()
        let result = try await eventually { try await store.heartbeat(record(1, joined), of: joined.identity.cluster) }
        #expect(result == .forgotten)
        while let event = await events.next(), event != .connected {}
        let again = try await store.join(attempt(1, identity: joined.identity))
        #expect(again == Joined(identity: joined.identity, bootstrap: false))
        let other = try await store.join(attempt(2))
        #expect(other.identity.cluster == joined.identity.cluster && !other.bootstrap)
    }

    @Test("tables that were dropped under an open connection are made again")
    @_optimize(none)
    func droppedTables() async throws {
        let database = try await Database(.postgres)
        let store = try database.open()
        let joined = try await store.join(attempt(1))
        _ = try await store.createGuest(GuestName(validating: "Ada"))
        try await store.run("DROP SCHEMA public CASCADE")
        try await store.run("CREATE SCHEMA public")
        let result = try await eventually { try await store.heartbeat(record(1, joined), of: joined.identity.cluster) }
        #expect(result == .forgotten)
        #expect(try await store.createGuest(GuestName(validating: "Bob")).name == "Bob")
    }

    @Test("the second host is used when the first is dead, silent, unknown or a standby", arguments: FirstHost.allCases)
    @_optimize(none)
    func secondHost(first: FirstHost) async throws {
        let database = try await Database(.postgres)
        let place = try await first.place()
        defer { place.stop() }
        let url =
            "postgres://snaketron:correct-horse@\(place.name):\(place.port),127.0.0.1:\(database.port)/\(database.name)"
        let store = PostgresStore(
            conninfo: url, address: try #require(PostgresAddress(url)), cluster: "test",
            lookup: HostLookup { _ in [] })
        let joined = try await eventually { try await store.join(attempt(1)) }
        #expect(joined.bootstrap)
        await store.close()
    }

    @Test("a primary that becomes a standby is left for the other host, without a restart")
    @_optimize(none)
    func failover() async throws {
        let database = try await Database(.postgres)
        let (first, second) = (try Relay(to: database.port), try Relay(to: database.port))
        defer {
            first.stop()
            second.stop()
        }
        let url = "postgres://snaketron:correct-horse@127.0.0.1:\(first.port),127.0.0.1:\(second.port)/\(database.name)"
        let store = PostgresStore(conninfo: url, address: try #require(PostgresAddress(url)), cluster: "test")
        let joined = try await store.join(attempt(1))
        let served = second.connections
        #expect(served == 0)
        first.swallows = true
        let result = try await eventually { try await store.heartbeat(record(1, joined), of: joined.identity.cluster) }
        #expect(result == .kept)
        #expect(second.connections > 0)
        await store.close()
    }

    @Test("a database that may only be read is named as such, and used again when it may be written to")
    @_optimize(none)
    func readOnly() async throws {
        let database = try await Database(.postgres)
        let store = try database.open()
        let joined = try await store.join(attempt(1))
        let admin = try database.connection()
        func set(_ value: String) throws {
            _ = try admin.query(
                "ALTER DATABASE \(database.name) SET default_transaction_read_only = \(value)",
                deadline: .now + .seconds(10))
            _ = try admin.query(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()",
                [database.name], deadline: .now + .seconds(10))
        }
        try set("on")
        var messages: Set<String> = []
        let deadline = ContinuousClock.now + .seconds(60)
        while !messages.contains(where: { $0.contains("read-only") }), ContinuousClock.now < deadline {
            let error = await failure { try await store.heartbeat(record(1, joined), of: joined.identity.cluster) }
            #expect(error?.code == .unavailable || error == nil)
            messages.insert(error?.message ?? "")
            await Task.yield()
        }
        #expect(messages.contains { $0.contains("read-only") })
        try admin.execute("SET default_transaction_read_only = off", deadline: .now + .seconds(10))
        try set("off")
        let result = try await eventually { try await store.heartbeat(record(1, joined), of: joined.identity.cluster) }
        #expect(result == .kept)
    }

    @Test("too many connections are waited out")
    @_optimize(none)
    func tooManyConnections() async throws {
        let database = try await Database(.postgres)
        let admin = try database.connection()
        _ = try admin.query(
            "ALTER DATABASE \(database.name) CONNECTION LIMIT 0", deadline: .now + .seconds(10))
        // A limit does not hold for superusers.
        _ = try admin.query(
            "CREATE ROLE \(database.name) LOGIN PASSWORD 'correct-horse'", deadline: .now + .seconds(10))
        _ = try admin.query(
            "ALTER DATABASE \(database.name) OWNER TO \(database.name)", deadline: .now + .seconds(10))
        let url = "postgres://\(database.name):correct-horse@127.0.0.1:\(database.port)/\(database.name)"
        let store = PostgresStore(conninfo: url, address: try #require(PostgresAddress(url)), cluster: "test")
        let error = await failure { try await store.join(attempt(1)) }
        #expect(error?.code == .unavailable && error?.message.contains("too many connections") == true)
        _ = try admin.query("ALTER DATABASE \(database.name) CONNECTION LIMIT -1", deadline: .now + .seconds(10))
        #expect(try await eventually { try await store.join(attempt(1)) }.bootstrap)
        await store.close()
    }

    @Test(
        "a name that is not found in time is an error, and does not hold up the next question; the last address stands")
    @_optimize(none)
    func names() async throws {
        let isSilent = Atomic(false)
        let gate = DispatchSemaphore(value: 0)
        let lookup = HostLookup { _ in
            if isSilent.load(ordering: .relaxed) { gate.wait() }
            return ["127.0.0.1"]
        }
        defer { for _ in 0..<10 { gate.signal() } }
        #expect(try lookup.addresses(of: "db.example", deadline: .now + .seconds(10)) == ["127.0.0.1"])
        isSilent.store(true, ordering: .relaxed)
        #expect(try lookup.addresses(of: "db.example", deadline: .now + .milliseconds(50)) == ["127.0.0.1"])
        for _ in 0..<3 {
            #expect(throws: StoreError.self) {
                try lookup.addresses(of: "other.example", deadline: .now + .milliseconds(50))
            }
        }
        let isInTrouble = Atomic(false)
        let failing = HostLookup { _ in isInTrouble.load(ordering: .relaxed) ? nil : ["127.0.0.1"] }
        _ = try failing.addresses(of: "db.example", deadline: .now + .seconds(10))
        isInTrouble.store(true, ordering: .relaxed)
        #expect(try failing.addresses(of: "db.example", deadline: .now + .seconds(10)) == ["127.0.0.1"])
        #expect(try lookup.addresses(of: "10.0.0.1", deadline: .now) == ["10.0.0.1"])
        let empty = HostLookup { _ in [] }
        #expect(throws: StoreError.self) { try empty.addresses(of: "db.example", deadline: .now + .seconds(10)) }
    }
}

/// What stands where the first host of a URL points to.
enum FirstHost: String, CaseIterable, Sendable {
    case dead, silent, unknown, standby

    struct Place {
        let name: String
        let port: Int
        let stop: () -> Void
    }

    @_optimize(none)
    func place() async throws -> Place {
        switch self {
        case .dead:
            let relay = try Relay(to: 1)
            relay.stop()
            return Place(name: "127.0.0.1", port: relay.port, stop: {})
        case .silent:
            let relay = try Relay(to: 1)
            relay.swallows = true
            return Place(name: "127.0.0.1", port: relay.port, stop: { relay.stop() })
        case .unknown:
            return Place(name: "nowhere.example", port: 5432, stop: {})
        case .standby:
            let server = try TemporaryPostgres()
            let admin = try PostgresConnection(server.url, deadline: .now + .seconds(10))
            _ = try admin.query(
                "ALTER SYSTEM SET default_transaction_read_only = on", deadline: .now + .seconds(10))
            _ = try admin.query("SELECT pg_reload_conf()", deadline: .now + .seconds(10))
            return Place(name: "127.0.0.1", port: server.port, stop: { server.stop() })
        }
    }
}

/// The error that `body` ends with, if it is the store's.
@_optimize(none)
func failure<Value>(_ body: () async throws -> Value) async -> StoreError? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? StoreError
    }
}

/// The first answer that is no `unavailable`; the last error after a minute without one.
@_optimize(none)
func eventually<Value>(_ body: () async throws -> Value) async throws -> Value {
    let deadline = ContinuousClock.now + .seconds(60)
    while true {
        do {
            return try await body()
        } catch let error as StoreError where error.code == .unavailable && ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
