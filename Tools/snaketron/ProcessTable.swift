import Foundation
import Synchronization

/// Starting, watching and ending processes.
enum ProcessTable {
    /// `nil` when there is no such process, or it has ended and waits to be reaped. While a thread of it is left, which keeps
    /// its ports, it has not ended.
    static func startTime(of pid: Int32) -> UInt64? {
        guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let afterName = stat.lastIndex(of: ")")
        else { return nil }
        // Fields after the name: state is the first, start time the twentieth (proc(5)).
        let fields = stat[stat.index(after: afterName)...].split(separator: " ")
        guard fields.count > 19 else { return nil }
        let threads = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")
        guard fields[0] != "Z" || (threads?.count ?? 0) > 1 else { return nil }
        return UInt64(fields[19])
    }

    /// Starts one service of one node; its standard error goes to the node's log file.
    static func start(_ service: ServiceName, on node: NodeRecord, of stack: Stack) throws -> ProcessRecord {
        let folder = stack.folder(of: node)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let log = stack.log(of: service, on: node)
        let descriptor = open(log.plainPath, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw ToolError("cannot write \(log.plainPath): \(String(cString: strerror(errno)))")
        }
        let output = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)

        let process = Process()
        process.executableURL = executableFolder.appending(path: "snaketron-\(service.rawValue)")
        process.environment = try environment(of: service, on: node, in: stack)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        do {
            try process.run()
        } catch {
            throw ToolError(
                "cannot start \(process.executableURL?.plainPath ?? service.rawValue): \(error.localizedDescription); build it with: make build"
            )
        }
        guard let startTime = startTime(of: process.processIdentifier) else {
            throw ToolError("\(service.rawValue) of node \(node.number) ended at once; see \(log.plainPath)")
        }
        return ProcessRecord(service: service, pid: process.processIdentifier, startTime: startTime)
    }

    /// SIGTERM, then SIGKILL for what is still there after `patience`.
    /// - Returns: The processes that had to be killed.
    static func end(_ processes: [ProcessRecord], patience: Duration = .seconds(25)) async -> [ProcessRecord] {
        for process in processes where process.isAlive { Foundation.kill(process.pid, SIGTERM) }
        let deadline = ContinuousClock.now + patience
        while processes.contains(where: \.isAlive), ContinuousClock.now < deadline {
            try? await Task.sleep(for: .milliseconds(20))
        }
        return kill(processes)
    }

    /// SIGKILL at once.
    /// - Returns: The processes that were still there.
    static func kill(_ processes: [ProcessRecord]) -> [ProcessRecord] {
        let alive = processes.filter(\.isAlive)
        for process in alive { Foundation.kill(process.pid, SIGKILL) }
        return alive
    }

    /// All services stand beside this executable.
    static var executableFolder: URL {
        URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    }

    /// Each process gets the settings it needs and no other: the database's address only the registry, the token secret only the gateway.
    private static func environment(
        of service: ServiceName, on node: NodeRecord, in stack: Stack
    ) throws -> [String: String] {
        let outer = ProcessInfo.processInfo.environment
        var settings = [
            "BIND_ADDR": node.address, "LOOPBACK_ADDR": node.address, "ADVERTISE_ADDR": node.address,
            "GATEWAY_BIND_ADDR": "127.0.0.1", "WS_PORT": String(node.gatewayPort),
            "DATA_DIR": stack.folder(of: node).plainPath, "CLUSTER": "local",
        ]
        for key in ["PATH", "LANG", "TZ", "LOG_LEVEL", "SWIFT_BACKTRACE", "NODE_SECRET"] { settings[key] = outer[key] }
        if let files = stack.tlsFiles(for: service) {
            (settings["TLS_CA"], settings["TLS_CERT"], settings["TLS_KEY"]) = files
        }
        if let port = service.metricsPort { settings["METRICS_PORT"] = String(port) }
        switch service {
        case .registry:
            settings["DATABASE_URL"] =
                outer["DATABASE_URL"].flatMap { $0.isEmpty ? nil : $0 }
                ?? "sqlite://\(stack.home.appending(path: "registry.sqlite").plainPath)"
        case .gateway:
            settings["JWT_SECRET"] = try tokenSecret(in: stack)
            settings["CLIENT_DIR"] = try clientFolder(outer)
            settings["ALLOWED_ORIGINS"] =
                outer["ALLOWED_ORIGINS"]
                ?? stack.nodes.flatMap { [$0.gatewayURL, "http://localhost:\($0.gatewayPort)"] }.joined(separator: ",")
            settings["PUBLIC_GATEWAYS"] =
                outer["PUBLIC_GATEWAYS"]
                ?? stack.nodes.map { "ws://127.0.0.1:\($0.gatewayPort)/ws" }.joined(separator: ",")
            for (key, value) in outer where key.hasPrefix("GATEWAY_") { settings[key] = value }
        case .consensus:
            for key in [
                "VOTERS", "SNAPSHOT_ENTRIES", "VOTER_SILENCE_MS", "LEARNER_STEADY_MS", "VOTER_CHANGE_INTERVAL_MS",
                "LEARNER_SILENCE_MS",
            ] { settings[key] = outer[key] }
        case .simulation: settings["ALLOW_STATE_CORRUPTION"] = outer["ALLOW_STATE_CORRUPTION"]
        }
        return settings
    }

    /// The built client: `$CLIENT_DIR`, else `client` beside the build folder's configuration (`.build/client`).
    private static func clientFolder(_ outer: [String: String]) throws -> String {
        var folder = executableFolder
        while folder.plainPath != "/", folder.lastPathComponent != ".build" { folder.deleteLastPathComponent() }
        folder.append(path: "client")
        if let named = outer["CLIENT_DIR"], !named.isEmpty { folder = URL(filePath: named).absoluteURL }
        guard FileManager.default.fileExists(atPath: folder.appending(path: "index.html").plainPath) else {
            throw ToolError("no browser client in \(folder.plainPath); build it with: make client, or set CLIENT_DIR")
        }
        return folder.plainPath
    }

    /// `$JWT_SECRET`, else one made up for this cluster and kept in a file only its owner can read.
    private static func tokenSecret(in stack: Stack) throws -> String {
        if let secret = ProcessInfo.processInfo.environment["JWT_SECRET"], !secret.isEmpty { return secret }
        let file = stack.home.appending(path: "jwt-secret")
        if let known = try? String(contentsOf: file, encoding: .utf8) { return known }
        var random = SystemRandomNumberGenerator()
        let secret = (0..<4).map { _ in String(random.next(), radix: 16) }.joined(separator: "-")
        guard
            FileManager.default.createFile(
                atPath: file.plainPath, contents: Data(secret.utf8), attributes: [.posixPermissions: 0o600])
        else { throw ToolError("cannot write \(file.plainPath)") }
        return secret
    }
}
