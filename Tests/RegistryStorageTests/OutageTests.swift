import Foundation
import Identity
import RegistryCore
import TestSupport
import Testing

@testable import RegistryStorage

@Suite struct OutageTests {
    @Test("PostgreSQL dies and comes back: calls fail clearly, then work again; the loss and the return are told")
    @_optimize(none)
    func postgres() async throws {
        let server = try TemporaryPostgres()
        defer { server.stop() }
        let store = PostgresStore(
            conninfo: server.url, address: try #require(PostgresAddress(server.url)), cluster: "test")
        var events = store.events.makeAsyncIterator()
        let joined = try await store.join(attempt(1))
        #expect(await events.next() == .connected)
        server.kill()
        while let event = await events.next() {
            if case .lost = event { break }
        }
        let error = await failure { try await store.servers() }
        #expect(error?.code == .unavailable)
        #expect(error?.message.contains("correct-horse") == false)
        try server.start()
        while let event = await events.next(), event != .connected {}
        #expect(try await store.servers().map(\.record.node) == [joined.identity.node])
        await store.close()
    }

    @Test("a change by one node is told to the others at once")
    @_optimize(none)
    func notification() async throws {
        let database = try await Database(.postgres)
        let watcher = try database.open()
        let other = try database.open()
        _ = try await watcher.listing()
        var events = watcher.events.makeAsyncIterator()
        let connected = await events.next()
        #expect(connected == .connected)
        let joined = try await other.join(attempt(1))
        let came = await events.next()
        #expect(came == .serversChanged)
        let kept = try await eventually {
            var draining = record(1, joined)
            draining.isDraining = true
            return try await other.heartbeat(draining, of: joined.identity.cluster)
        }
        #expect(kept == .kept)
        let changed = await events.next()
        #expect(changed == .serversChanged)
        try await other.deregister(joined.identity.node)
        let left = await events.next()
        #expect(left == .serversChanged)
    }

    @Test("a server that takes connections and never answers is given up in time")
    @_optimize(none)
    func silent() async throws {
        let listener = try SilentServer()
        let url = "postgres://snaketron:correct-horse@127.0.0.1:\(listener.port)/snaketron"
        let store = PostgresStore(conninfo: url, address: try #require(PostgresAddress(url)), cluster: "test")
        let error = await failure { try await store.servers() }
        #expect(error?.code == .unavailable)
        await store.close()
    }

    @Test("a SQLite file that is taken away is not made anew; put back, it is used again")
    @_optimize(none)
    func sqlite() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("registry-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("registry.sqlite").path
        let store = try SQLiteStore(path: path, cluster: "test")
        let joined = try await store.join(attempt(1))
        await store.close()  // writes the log back, so that the file is whole
        try FileManager.default.moveItem(atPath: path, toPath: path + ".away")
        #expect(await failure { try await store.servers() }?.code == .unavailable)
        #expect(!FileManager.default.fileExists(atPath: path))
        try FileManager.default.moveItem(atPath: path + ".away", toPath: path)
        #expect(try await store.servers().map(\.record.node) == [joined.identity.node])
    }

    @Test("what SQLite has committed outlives a power cut: every connection waits for the disk")
    @_optimize(none)
    func durability() async throws {
        let store = try await Database(.sqlite).open()
        guard let sqlite = store as? SQLiteStore else { return }
        #expect(try await sqlite.synchronousModes() == [2, 2], "2 is FULL")
    }

    @Test("a file that is no database is named as such")
    func damaged() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("registry-\(UUID()).sqlite").path
        try Data(repeating: 0x55, count: 8192).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(throws: StoreError.self) { try SQLiteStore(path: path, cluster: "test") }
        do { _ = try SQLiteStore(path: path, cluster: "test") } catch { #expect(error.code == .failed) }
    }

    @Test("a URL is read as libpq reads it, and its password shows nowhere")
    func urls() throws {
        let address = try #require(PostgresAddress("postgres://me:secret@db.example:6543/snakes?sslmode=require"))
        #expect(address == PostgresAddress("host=db.example port=6543 dbname=snakes user=me password=other"))
        #expect(address.host == "db.example" && address.port == 6543 && address.database == "snakes")
        #expect(PostgresAddress("postgres://me:secret@[::1/x") == nil)
        let environment = ["PGHOST": "other.example", "PGPORT": "6432", "PGDATABASE": ""]
        let filled = try #require(PostgresAddress("postgres:///snakes", environment: { environment[$0] }))
        #expect(filled.host == "other.example" && filled.port == 6432 && filled.database == "snakes")
        let said = try #require(PostgresAddress("postgres://db.example:1/x", environment: { environment[$0] }))
        #expect(said.host == "db.example" && said.port == 1)
        let store = PostgresStore(conninfo: "postgres://me:secret@db.example/snakes", address: address, cluster: "x")
        #expect(!store.name.contains("secret"))
    }
}

/// Accepts connections, in the kernel's queue, and says nothing.
private final class SilentServer {
    let port: Int
    private let descriptor: Int32

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 8) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isListening else { throw StoreError(.failed, "cannot listen: error \(errno)") }
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit { close(descriptor) }
}
