import Foundation
import Identity
import RegistryCore
import TestSupport

@testable import RegistryStorage

/// What the behaviour tests run on.
enum Kind: String, CaseIterable, Sendable { case postgres, sqlite }

/// One database per test, opened by as many stores as there are nodes.
final class Database: Sendable {
    let kind: Kind
    private let place: String
    /// PostgreSQL only.
    let name: String
    let port: Int

    /// Of all SQLite files. Removed when the tests end.
    private static let folder: URL = {
        atexit { try? FileManager.default.removeItem(at: temporaryFolder) }
        return temporaryFolder
    }()

    /// One server for all tests, one database each.
    private static let server = Result { try TemporaryPostgres() }

    init(_ kind: Kind) async throws {
        self.kind = kind
        switch kind {
        case .sqlite:
            place = Self.folder.appendingPathComponent("\(UUID())/registry.sqlite").path
            (name, port) = ("", 0)
        case .postgres:
            name = "test_\(UUID().uuidString.replacingOccurrences(of: "-", with: "").lowercased())"
            let server = try Self.server.get()
            let admin = try PostgresConnection(server.url, deadline: .now + .seconds(10))
            _ = try admin.query("CREATE DATABASE \(name)", deadline: .now + .seconds(10))
            place = server.url(database: name)
            port = server.port
        }
    }

    func open(cluster: String = "test") throws -> any TestableStore {
        switch kind {
        case .sqlite:
            return try SQLiteStore(path: place, cluster: cluster)
        case .postgres:
            return try open(port: port, cluster: cluster)
        }
    }

    /// By way of another port, such as a ``Relay``'s.
    func open(port: Int, cluster: String = "test") throws -> any TestableStore {
        let url = place.replacing(":\(self.port)/", with: ":\(port)/")
        guard let address = PostgresAddress(url) else { throw StoreError(.failed, "bad URL") }
        return PostgresStore(conninfo: url, address: address, cluster: cluster)
    }

    /// A connection beside those of the stores.
    func connection() throws -> PostgresConnection { try PostgresConnection(place, deadline: .now + .seconds(10)) }

    /// Drops the database with everything in it, whoever is connected, and makes an empty one of its name.
    func makeAnew() throws {
        let admin = try PostgresConnection(try Self.server.get().url, deadline: .now + .seconds(10))
        _ = try admin.query("DROP DATABASE \(name) WITH (FORCE)", deadline: .now + .seconds(30))
        _ = try admin.query("CREATE DATABASE \(name)", deadline: .now + .seconds(30))
    }
}

protocol TestableStore: RegistryStore {
    func run(_ statement: String) async throws(StoreError)
    /// Makes a server's last heartbeat older by that many seconds.
    func age(_ node: NodeID, by seconds: Int) async throws(StoreError)
    /// Makes all replays of a cluster older by that many days.
    func ageReplays(of cluster: ClusterID, byDays days: Int) async throws(StoreError)
    /// Makes users older by that many days, as nobody had seen them since.
    func ageUsers(_ users: [UserID], byDays days: Int) async throws(StoreError)
    /// All ratings are one season old.
    func ageSeasons() async throws(StoreError)
}

extension PostgresStore: TestableStore {
    @_optimize(none)
    func age(_ node: NodeID, by seconds: Int) async throws(StoreError) {
        try await run("UPDATE servers SET last_heartbeat = last_heartbeat - interval '\(seconds) s' WHERE id = \(node)")
    }

    @_optimize(none)
    func ageReplays(of cluster: ClusterID, byDays days: Int) async throws(StoreError) {
        try await run("UPDATE replays SET stored_at = stored_at - interval '\(days) d' WHERE cluster_id = \(cluster)")
    }

    @_optimize(none)
    func ageUsers(_ users: [UserID], byDays days: Int) async throws(StoreError) {
        let ids = users.map(\.description).joined(separator: ",")
        try await run("UPDATE users SET seen_at = seen_at - interval '\(days) d' WHERE id IN (\(ids))")
    }

    @_optimize(none)
    func ageSeasons() async throws(StoreError) { try await run("UPDATE ratings SET season = season - 1") }
}

extension SQLiteStore: TestableStore {
    @_optimize(none)
    func age(_ node: NodeID, by seconds: Int) async throws(StoreError) {
        try await run("UPDATE servers SET last_heartbeat = last_heartbeat - \(seconds) * 1000 WHERE id = \(node)")
    }

    @_optimize(none)
    func ageReplays(of cluster: ClusterID, byDays days: Int) async throws(StoreError) {
        try await run("UPDATE replays SET stored_at = stored_at - \(days) * 86400000 WHERE cluster_id = \(cluster)")
    }

    @_optimize(none)
    func ageUsers(_ users: [UserID], byDays days: Int) async throws(StoreError) {
        let ids = users.map(\.description).joined(separator: ",")
        try await run("UPDATE users SET seen_at = seen_at - \(days) * 86400000 WHERE id IN (\(ids))")
    }

    @_optimize(none)
    func ageSeasons() async throws(StoreError) { try await run("UPDATE ratings SET season = season - 1") }
}

func server(_ number: Int) -> ServerRecord {
    ServerRecord(
        node: NodeID(rawValue: 0), ipAddress: "10.0.0.\(number)", grpcPort: 50051, raftPort: 50052, gatewayPort: 8080,
        build: "test", rulesVersion: 1)
}

func attempt(_ number: Int, identity: NodeIdentity? = nil, isSettled: Bool = true) -> JoinAttempt {
    JoinAttempt(
        identity: identity, newCluster: ClusterID(rawValue: 1000 + UInt64(number)), record: server(number),
        isSettled: isSettled)
}

func record(_ number: Int, _ joined: Joined) -> ServerRecord {
    var record = server(number)
    record.node = joined.identity.node
    return record
}

private let temporaryFolder = FileManager.default.temporaryDirectory.appendingPathComponent("registry-\(UUID())")
