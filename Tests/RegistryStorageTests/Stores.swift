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
        case .postgres:
            let name = "test_\(UUID().uuidString.replacingOccurrences(of: "-", with: "").lowercased())"
            let server = try Self.server.get()
            let admin = try PostgresConnection(server.url, deadline: .now + .seconds(10))
            _ = try admin.query("CREATE DATABASE \(name)", deadline: .now + .seconds(10))
            place = server.url(database: name)
        }
    }

    func open(cluster: String = "test") throws -> any TestableStore {
        switch kind {
        case .sqlite:
            return try SQLiteStore(path: place, cluster: cluster)
        case .postgres:
            guard let address = PostgresAddress(place) else { throw StoreError(.failed, "bad URL") }
            return PostgresStore(conninfo: place, address: address, cluster: cluster)
        }
    }
}

protocol TestableStore: RegistryStore {
    func run(_ statement: String) async throws(StoreError)
    /// Makes a server's last heartbeat older by that many seconds.
    func age(_ node: NodeID, by seconds: Int) async throws(StoreError)
    /// Makes all replays of a cluster older by that many days.
    func ageReplays(of cluster: ClusterID, byDays days: Int) async throws(StoreError)
    /// All ratings are one season old.
    func ageSeasons() async throws(StoreError)
}

extension PostgresStore: TestableStore {
    func age(_ node: NodeID, by seconds: Int) async throws(StoreError) {
        try run("UPDATE servers SET last_heartbeat = last_heartbeat - interval '\(seconds) s' WHERE id = \(node)")
    }

    func ageReplays(of cluster: ClusterID, byDays days: Int) async throws(StoreError) {
        try run("UPDATE replays SET stored_at = stored_at - interval '\(days) d' WHERE cluster_id = \(cluster)")
    }

    func ageSeasons() async throws(StoreError) { try run("UPDATE ratings SET season = season - 1") }
}

extension SQLiteStore: TestableStore {
    func age(_ node: NodeID, by seconds: Int) async throws(StoreError) {
        try await run("UPDATE servers SET last_heartbeat = last_heartbeat - \(seconds) * 1000 WHERE id = \(node)")
    }

    func ageReplays(of cluster: ClusterID, byDays days: Int) async throws(StoreError) {
        try await run("UPDATE replays SET stored_at = stored_at - \(days) * 86400000 WHERE cluster_id = \(cluster)")
    }

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
