import ArgumentParser
import Foundation
import RPC

/// The four processes of a node, in the order they start. They stop in reverse.
enum ServiceName: String, CaseIterable, Codable, ExpressibleByArgument {
    case registry, consensus, simulation, gateway

    /// Where this process serves metrics on its node's address.
    var metricsPort: Int {
        switch self {
        case .registry: 9101
        case .consensus: 9102
        case .simulation: 9103
        case .gateway: 9104
        }
    }
}

/// One process of the kernel. The start time tells it from a later process with the same number.
struct ProcessIdentity: Codable, Hashable {
    var pid: Int32
    /// Clock ticks since boot, field 22 of /proc/PID/stat.
    var startTime: UInt64

    var isAlive: Bool { ProcessTable.startTime(of: pid) == startTime }
}

/// One started process of a node.
struct ProcessRecord: Codable, Hashable {
    var service: ServiceName
    var pid: Int32
    /// Clock ticks since boot, field 22 of /proc/PID/stat.
    var startTime: UInt64
    /// Whether a person asked it to end. It is not started again then.
    var isStopped: Bool

    var identity: ProcessIdentity { ProcessIdentity(pid: pid, startTime: startTime) }
    var isAlive: Bool { identity.isAlive }

    init(_ service: ServiceName, _ identity: ProcessIdentity) {
        self.service = service
        pid = identity.pid
        startTime = identity.startTime
        isStopped = false
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        service = try container.decode(ServiceName.self, forKey: .service)
        pid = try container.decode(Int32.self, forKey: .pid)
        startTime = try container.decode(UInt64.self, forKey: .startTime)
        isStopped = try container.decodeIfPresent(Bool.self, forKey: .isStopped) ?? false
    }
}

struct NodeRecord: Codable, Equatable {
    /// From 1.
    var number: Int
    var processes: [ProcessRecord]
    /// The folder of the programs that its processes are started from; `nil`: where this tool stands.
    var build: String?

    var address: String { "127.0.0.\(number)" }
    var gatewayPort: Int { 8080 + number - 1 }
    var gatewayURL: String { "http://127.0.0.1:\(gatewayPort)" }

    func alive(_ service: ServiceName) -> [ProcessRecord] {
        processes.filter { $0.service == service && $0.isAlive }
    }
}

/// A cluster on this machine, as its folder describes it.
struct Stack {
    static let maximumNodes = 9

    let home: Home
    private(set) var nodes: [NodeRecord]
    /// Whether the nodes speak mutual TLS by certificates in `certs/`.
    private(set) var hasCertificates = false
    /// The `snaketron up` that starts it, or watches over it in the foreground.
    var watcher: ProcessIdentity?
    /// The build that the last `snaketron roll` replaced, to which `--back` returns.
    var buildBefore: String?
    /// The folder's description was read. Else only nodes with a process that runs are known.
    private(set) var isDescribed = false

    private struct Saved: Codable {
        var nodes: [NodeRecord]
        var hasCertificates: Bool
        var watcher: ProcessIdentity?
        var buildBefore: String?
    }

    private init(home: Home, nodes: [NodeRecord]) {
        self.home = home
        self.nodes = nodes
    }

    /// The stack described by the folder, or `nil` if there is none. Nothing but the description is read.
    static func described(in home: Home = Home()) throws -> Stack? {
        guard let bytes = try? Data(contentsOf: home.description) else {
            guard FileManager.default.fileExists(atPath: home.description.plainPath) else { return nil }
            throw ToolError("\(home.description.plainPath) cannot be read; it belongs to another user")
        }
        do {
            let saved = try JSONDecoder().decode(Saved.self, from: bytes)
            guard saved.nodes.map(\.number) == Array(1...max(1, saved.nodes.count)) else {
                throw ToolError("its nodes are not numbered from 1")
            }
            var stack = Stack(home: home, nodes: saved.nodes)
            stack.isDescribed = true
            stack.hasCertificates = saved.hasCertificates
            stack.watcher = saved.watcher
            stack.buildBefore = saved.buildBefore
            return stack
        } catch {
            throw ToolError(
                "\(home.description.plainPath) is damaged (\(error)); end the cluster with: snaketron down --keep, which keeps its data, or snaketron down"
            )
        }
    }

    /// The stack of the folder with every running process of it, also those that the description does not know. A `snaketron
    /// up` may have been killed before it wrote them down, or the folder deleted.
    static func load(_ home: Home = Home()) throws -> Stack? {
        let running = ProcessTable.find(of: home)
        guard var stack = try described(in: home) else {
            guard !running.isEmpty else { return nil }
            return remains(of: home, running)
        }
        stack.add(running)
        return stack
    }

    /// The processes that run, without what the description says.
    static func remains(of home: Home, _ running: [ProcessTable.Found]) -> Stack {
        let count = running.map(\.node).max() ?? 0
        var stack = Stack(home: home, nodes: (0..<count).map { NodeRecord(number: $0 + 1, processes: []) })
        stack.add(running)
        return stack
    }

    private mutating func add(_ running: [ProcessTable.Found]) {
        for found in running where nodes.indices.contains(found.node - 1) {
            let known = nodes[found.node - 1].processes
            guard !known.contains(where: { $0.identity == found.process.identity }) else { continue }
            nodes[found.node - 1].processes.removeAll { $0.service == found.process.service && !$0.isAlive }
            nodes[found.node - 1].processes.append(found.process)
        }
    }

    static func required() throws -> Stack {
        guard let stack = try load() else {
            throw ToolError("no cluster here (\(Home().path) has no cluster.json); start one with: snaketron up")
        }
        return stack
    }

    /// A cluster without processes in a folder that has been claimed.
    static func create(in home: Home, nodes count: Int, certificates: Bool) throws -> Stack {
        var stack = Stack(home: home, nodes: (1...count).map { NodeRecord(number: $0, processes: []) })
        if certificates {
            let exists = FileManager.default.fileExists(atPath: home.certificates.appending(path: "ca.pem").plainPath)
            try Certs.make(
                in: home.certificates, days: 90, authorityDays: 3650, addresses: [], authority: exists ? .keep : .new)
            stack.hasCertificates = true
        }
        stack.isDescribed = true
        try stack.save()
        return stack
    }

    /// The build that was rolled to stays: the log may hold entries that the programs beside this tool cannot apply.
    mutating func keepBuilds(of old: Stack?) throws {
        guard let old else { return }
        buildBefore = old.buildBefore
        for node in old.nodes where nodes.indices.contains(node.number - 1) {
            if let build = node.build { try assign(build: build, to: node.number) }
        }
        try save()
    }

    func save() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        let saved = Saved(nodes: nodes, hasCertificates: hasCertificates, watcher: watcher, buildBefore: buildBefore)
        try PrivateFile.replace(home.description, with: [UInt8](encoder.encode(saved)))
    }

    var processes: [ProcessRecord] { nodes.flatMap(\.processes) }
    var running: [ProcessRecord] { processes.filter(\.isAlive) }

    /// TLS_CA, TLS_CERT and TLS_KEY of a service: of the cluster's own certificates, else as the environment has them, where
    /// `{service}` stands for the service's name; `nil` for plaintext.
    func tlsFiles(for service: ServiceName) -> (authority: String, certificate: String, key: String)? {
        if hasCertificates {
            let name = service.rawValue
            let folder = home.certificates
            return (
                folder.appending(path: "ca.pem").plainPath, folder.appending(path: "\(name).pem").plainPath,
                folder.appending(path: "\(name).key").plainPath
            )
        }
        let outer = ProcessInfo.processInfo.environment
        let files = ["TLS_CA", "TLS_CERT", "TLS_KEY"].compactMap { key in
            outer[key].flatMap { $0.isEmpty ? nil : $0.replacing("{service}", with: service.rawValue) }
        }
        return files.count == 3 ? (files[0], files[1], files[2]) : nil
    }

    /// The secret that this node's consensus and registry ask for; `nil` before its first process has made it.
    func callToken(of node: NodeRecord) throws -> RPCCallToken? {
        if let secret = try GivenSecret.read() { return RPCCallToken(secret: secret) }
        let file = folder(of: node).appending(path: "node-secret")
        return (try? String(contentsOf: file, encoding: .utf8)).map { RPCCallToken(secret: $0) }
    }

    func folder(of node: NodeRecord) -> URL { home.node(node.number) }
    func log(of service: ServiceName, on node: NodeRecord) -> URL {
        folder(of: node).appending(path: "\(service.rawValue).log")
    }

    func node(_ number: Int) throws -> NodeRecord {
        guard let node = nodes.first(where: { $0.number == number }) else {
            throw ToolError("there is no node \(number); this cluster has nodes 1 to \(nodes.count)")
        }
        return node
    }

    // MARK: Changes. The caller holds the home's lock.

    /// Notes a started process in place of those of its service that have ended.
    mutating func record(_ process: ProcessRecord, on number: Int) throws {
        guard let index = nodes.firstIndex(where: { $0.number == number }) else { return }
        nodes[index].processes.removeAll { $0.service == process.service && !$0.isAlive }
        nodes[index].processes.append(process)
        try save()
    }

    /// Notes that a person wants these to end.
    mutating func markStopped(_ services: [ServiceName], on number: Int) throws {
        guard let index = nodes.firstIndex(where: { $0.number == number }) else { return }
        for at in nodes[index].processes.indices where services.contains(nodes[index].processes[at].service) {
            nodes[index].processes[at].isStopped = true
        }
        try save()
    }

    /// From now on the node's processes are started from that folder.
    mutating func assign(build: String, to number: Int) throws {
        guard let index = nodes.firstIndex(where: { $0.number == number }) else { return }
        nodes[index].build = build
        try save()
    }

    /// Forgets all processes, which have ended.
    mutating func forgetProcesses() throws {
        for index in nodes.indices { nodes[index].processes = [] }
        watcher = nil
        try save()
    }
}
