import Foundation
import RPC

/// The four processes of a node, in the order they start. They stop in reverse.
enum ServiceName: String, CaseIterable, Codable {
    case registry, consensus, simulation, gateway

    /// Where this process serves metrics on its node's address; the gateway does on its HTTP port.
    var metricsPort: Int? {
        switch self {
        case .registry: 9101
        case .consensus: 9102
        case .simulation: 9103
        case .gateway: nil
        }
    }
}

/// One started process. The start time tells it from a later process with the same number.
struct ProcessRecord: Codable, Equatable {
    var service: ServiceName
    var pid: Int32
    /// Clock ticks since boot, field 22 of /proc/PID/stat.
    var startTime: UInt64

    var isAlive: Bool { ProcessTable.startTime(of: pid) == startTime }
}

struct NodeRecord: Codable, Equatable {
    /// From 1.
    var number: Int
    var processes: [ProcessRecord]

    var address: String { "127.0.0.\(number)" }
    var gatewayPort: Int { 8080 + number - 1 }
    var gatewayURL: String { "http://127.0.0.1:\(gatewayPort)" }
}

/// A cluster on this machine, as its folder describes it.
struct Stack {
    static let maximumNodes = 9

    /// `$SNAKETRON_HOME`, else `.snaketron` in the current folder.
    let home: URL
    private(set) var nodes: [NodeRecord]
    /// Whether the nodes speak mutual TLS by certificates in `certs/`.
    private(set) var hasCertificates = false

    private struct Saved: Codable {
        var nodes: [NodeRecord]
        var hasCertificates: Bool
    }
    private var file: URL { home.appending(path: "cluster.json") }

    static var home: URL {
        let name =
            ProcessInfo.processInfo.environment["SNAKETRON_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? ".snaketron"
        return URL(
            filePath: name, directoryHint: .isDirectory,
            relativeTo: URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
        ).absoluteURL
    }

    /// The stack described by the folder, or `nil` if there is none.
    static func load() throws -> Stack? {
        let home = Self.home
        var stack = Stack(home: home, nodes: [])
        guard FileManager.default.fileExists(atPath: stack.file.plainPath) else { return nil }
        do {
            let saved = try JSONDecoder().decode(Saved.self, from: Data(contentsOf: stack.file))
            stack.nodes = saved.nodes
            stack.hasCertificates = saved.hasCertificates
        } catch {
            throw ToolError(
                "\(stack.file.plainPath) cannot be read (\(error)); stop the processes by hand and delete \(home.plainPath)"
            )
        }
        return stack
    }

    static func required() throws -> Stack {
        guard let stack = try load() else {
            throw ToolError("no cluster here (\(home.plainPath) has no cluster.json); start one with: snaketron up")
        }
        return stack
    }

    static func create(nodes count: Int, certificates: Bool) throws -> Stack {
        var stack = Stack(home: home, nodes: (1...count).map { NodeRecord(number: $0, processes: []) })
        try FileManager.default.createDirectory(
            at: stack.home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        if certificates {
            let exists = FileManager.default.fileExists(atPath: stack.certificates.appending(path: "ca.pem").plainPath)
            try Certs.make(
                in: stack.certificates, days: 90, authorityDays: 3650, addresses: [], authority: exists ? .keep : .new)
            stack.hasCertificates = true
        }
        try stack.save()
        return stack
    }

    func save() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(Saved(nodes: nodes, hasCertificates: hasCertificates)).write(to: file, options: .atomic)
    }

    /// Removes data, logs and secrets; the processes must have ended.
    func erase(keepData: Bool) throws {
        try FileManager.default.removeItem(at: keepData ? file : home)
    }

    private var certificates: URL { home.appending(path: "certs") }

    /// TLS_CA, TLS_CERT and TLS_KEY of a service: of the cluster's own certificates, else as the environment has them, where
    /// `{service}` stands for the service's name; `nil` for plaintext.
    func tlsFiles(for service: ServiceName) -> (authority: String, certificate: String, key: String)? {
        if hasCertificates {
            let name = service.rawValue
            return (
                certificates.appending(path: "ca.pem").plainPath, certificates.appending(path: "\(name).pem").plainPath,
                certificates.appending(path: "\(name).key").plainPath
            )
        }
        let outer = ProcessInfo.processInfo.environment
        let files = ["TLS_CA", "TLS_CERT", "TLS_KEY"].compactMap { key in
            outer[key].flatMap { $0.isEmpty ? nil : $0.replacing("{service}", with: service.rawValue) }
        }
        return files.count == 3 ? (files[0], files[1], files[2]) : nil
    }

    /// What this node's consensus and registry ask of their callers; `nil` before its first process has made it.
    func callToken(of node: NodeRecord) -> RPCCallToken? {
        if let secret = ProcessInfo.processInfo.environment["NODE_SECRET"], !secret.isEmpty {
            return RPCCallToken(secret: secret)
        }
        let file = folder(of: node).appending(path: "node-secret")
        return (try? String(contentsOf: file, encoding: .utf8)).map { RPCCallToken(secret: $0) }
    }

    func folder(of node: NodeRecord) -> URL { home.appending(path: "node-\(node.number)") }
    func log(of service: ServiceName, on node: NodeRecord) -> URL {
        folder(of: node).appending(path: "\(service.rawValue).log")
    }

    func node(_ number: Int) throws -> NodeRecord {
        guard let node = nodes.first(where: { $0.number == number }) else {
            throw ToolError("there is no node \(number); this cluster has nodes 1 to \(nodes.count)")
        }
        return node
    }

    mutating func record(_ process: ProcessRecord, on number: Int) throws {
        guard let index = nodes.firstIndex(where: { $0.number == number }) else { return }
        nodes[index].processes.removeAll { $0.service == process.service }
        nodes[index].processes.append(process)
        try save()
    }
}

extension URL {
    /// The path as the file system knows it: not percent-encoded, no slash at the end.
    var plainPath: String {
        let path = path(percentEncoded: false)
        return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }
}
