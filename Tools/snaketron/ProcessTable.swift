import ClusterControl
import Foundation
import ServiceRuntime

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

    // MARK: Finding.

    /// A process that runs and says in its environment of which cluster it is.
    struct Found {
        var node: Int
        var process: ProcessRecord
    }

    /// Every process of a cluster that runs, whether or not anything was written down about it.
    static func find(of home: Home) -> [Found] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.sorted().compactMap { pid in
            guard let bytes = FileManager.default.contents(atPath: "/proc/\(pid)/environ") else { return nil }
            var values: [Substring: Substring] = [:]
            for entry in String(decoding: bytes, as: UTF8.self).split(separator: "\0") {
                guard entry.hasPrefix("SNAKETRON_"), let sign = entry.firstIndex(of: "=") else { continue }
                values[entry[..<sign]] = entry[entry.index(after: sign)...]
            }
            guard values["SNAKETRON_HOME"].map(String.init) == home.path,
                let node = values["SNAKETRON_NODE"].flatMap({ Int($0) }), (1...Stack.maximumNodes).contains(node),
                let service = values["SNAKETRON_SERVICE"].flatMap({ ServiceName(rawValue: String($0)) }),
                let startTime = startTime(of: pid)
            else { return nil }
            return Found(
                node: node, process: ProcessRecord(service, ProcessIdentity(pid: pid, startTime: startTime)))
        }
    }

    /// This process itself.
    static var own: ProcessIdentity { ProcessIdentity(pid: getpid(), startTime: startTime(of: getpid()) ?? 0) }

    // MARK: Starting.

    /// Starts one service of one node in a process group of its own, with no signal blocked or ignored and only the standard
    /// descriptors. Its output goes to the node's log file.
    static func start(_ service: ServiceName, on node: NodeRecord, of stack: Stack) throws -> ProcessRecord {
        let folder = stack.folder(of: node)
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw ToolError("cannot make \(folder.plainPath): \(error.localizedDescription)") }
        let log = stack.log(of: service, on: node)
        let output = open(log.plainPath, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard output >= 0 else {
            throw ToolError("cannot write \(log.plainPath): \(String(cString: strerror(errno)))")
        }
        defer { close(output) }
        let programs = node.build.map { URL(filePath: $0) } ?? executableFolder
        let program = programs.appending(path: "snaketron-\(service.rawValue)").plainPath
        let settings = try environment(of: service, on: node, in: stack).map { "\($0)=\($1)" }
        var pid: pid_t = 0
        let error = spawn(program, settings, output: output, &pid)
        guard error == 0 else {
            throw ToolError("cannot start \(program): \(String(cString: strerror(error))); build it with: make build")
        }
        guard let startTime = startTime(of: pid) else {
            throw ToolError("\(service.rawValue) of node \(node.number) ended at once; see \(log.plainPath)")
        }
        return ProcessRecord(service, ProcessIdentity(pid: pid, startTime: startTime))
    }

    /// - Returns: 0, or the number of the error.
    private static func spawn(
        _ program: String, _ environment: [String], output: Int32, _ pid: inout pid_t
    ) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, output, 2)
        // Descriptors that the caller of this command left open do not live on in a service.
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? [] {
            if let descriptor = Int32(name), descriptor > 2 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        }
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup(program), nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
        defer { for text in arguments + variables { free(text) } }
        return posix_spawn(&pid, program, &actions, &attributes, &arguments, &variables)
    }

    // MARK: Ending.

    /// The next child of this process that has ended, and how; it is forgotten then.
    static func reap() -> (pid: Int32, ending: ProcessEnding)? {
        var status: Int32 = 0
        let pid = waitpid(-1, &status, WNOHANG)
        guard pid > 0 else { return nil }
        // As WIFEXITED and WTERMSIG of wait(2), which are macros.
        return (pid, status & 0x7F == 0 ? .exited(code: status >> 8 & 0xFF) : .signaled(number: status & 0x7F))
    }

    /// For how many milliseconds a process has run that runs now or has just ended.
    static func age(of process: ProcessIdentity) -> Int {
        var now = timespec()
        clock_gettime(CLOCK_BOOTTIME, &now)
        let started = Int(clamping: process.startTime) / max(1, sysconf(Int32(_SC_CLK_TCK)))
        return max(0, Int(now.tv_sec) - started) * 1_000
    }

    /// The time that the settings of the cluster's processes add to a stop, as far as this environment tells.
    private static var drainTime: Duration {
        let steps: [Setting] = [.drainDelay, .drainPlayers, .drainStreams, .drainHandOver]
        let times = steps.map { Int(ProcessInfo.processInfo.environment[$0.name] ?? "") ?? 0 }
        return .milliseconds(times.reduce(0) { $0 + min(max($1, 0), 300_000) })
    }

    /// SIGTERM, then SIGKILL for what is still there after `patience`, or once `isHurried` says so.
    /// - Returns: The processes that had to be killed.
    static func end(
        _ processes: [ProcessRecord], patience: Duration = .seconds(25) + drainTime, isHurried: () -> Bool = { false }
    ) async throws -> [ProcessRecord] {
        for process in processes where process.isAlive { _ = Foundation.kill(process.pid, SIGTERM) }
        let deadline = ContinuousClock.now + patience
        while processes.contains(where: \.isAlive), ContinuousClock.now < deadline, !isHurried() {
            try? await Task.sleep(for: .milliseconds(20))
        }
        return try await kill(processes)
    }

    /// SIGKILL at once; returns when the kernel has ended them.
    /// - Returns: The processes that were still there.
    static func kill(_ processes: [ProcessRecord]) async throws -> [ProcessRecord] {
        let alive = processes.filter(\.isAlive)
        for process in alive where Foundation.kill(process.pid, SIGKILL) != 0 && errno != ESRCH {
            throw ToolError(
                "cannot end \(process.service.rawValue) (process \(process.pid)): \(String(cString: strerror(errno)))"
                    + (errno == EPERM ? "; it belongs to another user" : ""))
        }
        let deadline = ContinuousClock.now + .seconds(10)
        while let left = alive.first(where: \.isAlive) {
            guard ContinuousClock.now < deadline else {
                throw ToolError(
                    "\(left.service.rawValue) (process \(left.pid)) does not end though it was killed: its disk hangs")
            }
            try? await Task.sleep(for: .milliseconds(5))
        }
        return alive
    }

    /// The folder of the program that a process runs; `nil`: it has ended, or its file was replaced.
    static func programs(of pid: Int32) -> String? {
        guard let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/exe"),
            !path.hasSuffix(" (deleted)")
        else { return nil }
        return URL(filePath: path).deletingLastPathComponent().plainPath
    }

    /// All services stand beside this executable.
    static var executableFolder: URL {
        URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    }

    /// Each process gets the settings that it reads and no other: the database's address only the registry, the token secret
    /// only the gateway. Settings of the environment are passed on as the catalogue of settings says.
    private static func environment(
        of service: ServiceName, on node: NodeRecord, in stack: Stack
    ) throws -> [String: String] {
        let outer = ProcessInfo.processInfo.environment.filter { !$0.value.isEmpty }
        var values = try defaults(
            of: service, from: node.build.map { URL(filePath: $0) } ?? executableFolder, in: stack, outer)
        for setting in Setting.all(for: service.reader) where setting.handing == .passed {
            if let value = outer[setting.name], setting != .clientDirectory { values[setting.name] = value }
            if let name = setting.fileName, let path = outer[name] {
                values[name] = path
                values[setting.name] = outer[setting.name]  // of the two a service takes one
            }
        }
        func set(_ setting: Setting, _ value: String) { values[setting.name] = value }
        set(.bindAddress, node.address)
        set(.loopbackAddress, node.address)
        set(.advertisedAddress, node.address)
        set(.gatewayPort, String(node.gatewayPort))
        set(.dataDirectory, stack.folder(of: node).plainPath)
        set(.metricsPort, String(service.metricsPort))
        if let files = stack.tlsFiles(for: service) {
            set(.tlsAuthority, files.authority)
            set(.tlsCertificate, files.certificate)
            set(.tlsKey, files.key)
        }
        for key in ["PATH", "LANG", "TZ", "SWIFT_BACKTRACE"] { values[key] = outer[key] }
        if service == .registry {  // libpq reads these, and a password file in the home directory
            for (key, value) in outer where key.hasPrefix("PG") || key == "HOME" { values[key] = value }
        }
        // By these a process is found again, see find(of:).
        for (key, value) in zip(Setting.marks, [stack.home.path, String(node.number), service.rawValue]) {
            values[key] = value
        }
        return values
    }

    /// The settings of a service of a cluster on one machine, unless the environment says otherwise.
    private static func defaults(
        of service: ServiceName, from programs: URL, in stack: Stack, _ outer: [String: String]
    ) throws -> [String: String] {
        var values = [Setting.cluster.name: "local"]
        func set(_ setting: Setting, _ value: String) { values[setting.name] = value }
        switch service {
        case .registry: set(.database, "sqlite://\(stack.home.database.plainPath)")
        case .gateway:
            if outer[Setting.tokenSecret.name] == nil, Setting.tokenSecret.fileName.flatMap({ outer[$0] }) == nil {
                set(.tokenSecret, try tokenSecret(in: stack))
            }
            set(.clientDirectory, try clientFolder(of: programs, outer))
            // Whatever name or address the page was opened by: this machine's, or its own in the local network.
            set(.publicGateways, stack.nodes.map { ":\($0.gatewayPort)" }.joined(separator: ","))
            // Only where nobody but this machine reaches the gateways.
            if isLoopback(outer[Setting.gatewayBindAddress.name] ?? "127.0.0.1"),
                outer[Setting.trustForwardedFor.name] == nil, outer[Setting.allowedOrigins.name] == nil
            {
                set(.allowNodeKill, "true")
            }
        case .consensus, .simulation: break
        }
        return values
    }

    /// The built client: `$CLIENT_DIR`, else `client` beside the programs, or beside a folder above them (`.build/client`),
    /// else this tool's own.
    private static func clientFolder(of programs: URL, _ outer: [String: String]) throws -> String {
        func isClient(_ folder: URL) -> Bool {
            FileManager.default.fileExists(atPath: folder.appending(path: "index.html").plainPath)
        }
        var folder = programs.appending(path: "client")
        for start in [programs, executableFolder] where !isClient(folder) {
            var above = start
            while above.plainPath != "/", !isClient(above.appending(path: "client")) { above.deleteLastPathComponent() }
            folder = above.appending(path: "client")
        }
        if let named = outer[Setting.clientDirectory.name] { folder = URL(filePath: named).absoluteURL }
        guard isClient(folder) else {
            throw ToolError("no browser client in \(folder.plainPath); build it with: make client, or set CLIENT_DIR")
        }
        return folder.plainPath
    }

    /// Made up for this cluster and kept in a file that only its user can read.
    private static func tokenSecret(in stack: Stack) throws -> String {
        let secret = try PrivateFile.contents(of: stack.home.tokenSecret) {
            var random = SystemRandomNumberGenerator()
            return Array((0..<4).map { _ in String(random.next(), radix: 16) }.joined(separator: "-").utf8)
        }
        return String(decoding: secret, as: UTF8.self)
    }
}

extension ServiceName {
    fileprivate var reader: SettingReader {
        switch self {
        case .registry: .registry
        case .consensus: .consensus
        case .simulation: .simulation
        case .gateway: .gateway
        }
    }
}
