import Foundation

/// A PostgreSQL server of its own, in a temporary folder, on a port that the system chose.
///
/// Debian's `postgresql-15` must be installed. The server refuses to run as root; then it runs as user `postgres`.
/// It is stopped, and its folder removed, by `stop()`, and at the latest when this process ends, however it ends.
package final class TemporaryPostgres: @unchecked Sendable {  // `running` is guarded by `lock`
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    package let port: Int
    package var url: String { url(database: "snaketron") }

    package func url(database: String) -> String {
        "postgres://snaketron:correct-horse@127.0.0.1:\(port)/\(database)"
    }

    private let folder: URL
    private let lock = NSLock()
    private var running: (guardian: Process, lifeline: Pipe)?

    /// Starts the server and crashes it when its own standard input ends, which the death of this process brings about.
    /// SIGQUIT is PostgreSQL's immediate shutdown: as a crash of its machine, with recovery at the next start.
    private static let guardian = """
        exec 3<&0
        parent=$PPID folder=$1; shift
        "$@" </dev/null 3<&- &
        cat <&3 >/dev/null
        kill -QUIT $!; wait $!
        kill -0 $parent 2>/dev/null || rm -rf "$folder"
        """

    private static let binaries = "/usr/lib/postgresql/15/bin"

    /// Makes a cluster with the user and database `snaketron`, and starts it.
    package init() throws {
        port = try Self.freePort()
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("snaketron-postgres-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        if geteuid() == 0 { try Self.run("/bin/chown", ["postgres", folder.path]) }
        let password = folder.appendingPathComponent("password")
        try "correct-horse\n".write(to: password, atomically: true, encoding: .utf8)
        if geteuid() == 0 { try Self.run("/bin/chown", ["postgres", password.path]) }
        try Self.run(
            as: "postgres", "\(Self.binaries)/initdb",
            [
                "--pgdata", folder.appendingPathComponent("data").path, "--username=snaketron", "--encoding=UTF8",
                "--locale=C", "--auth=scram-sha-256", "--no-sync", "--pwfile", password.path,
            ])
        try start()
        var environment = ProcessInfo.processInfo.environment
        environment["PGPASSWORD"] = "correct-horse"
        try Self.run(
            "\(Self.binaries)/createdb",
            ["--host=127.0.0.1", "--port=\(port)", "--username=snaketron", "snaketron"], environment: environment)
    }

    deinit { stop() }

    /// Starts the server after ``kill()``, and waits until it takes connections.
    package func start() throws {
        let data = folder.appendingPathComponent("data").path
        let server = try Self.process(
            as: "postgres", "\(Self.binaries)/postgres",
            [
                "-D", data, "-p", "\(port)", "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off",
                "-c", "unix_socket_directories=\(folder.path)", "-c", "max_connections=100",
            ])
        let (guardian, lifeline) = (Process(), Pipe())
        guardian.executableURL = URL(fileURLWithPath: "/bin/sh")
        guardian.arguments =
            ["-c", Self.guardian, "sh", folder.path, server.executableURL?.path ?? ""] + (server.arguments ?? [])
        guardian.currentDirectoryURL = server.currentDirectoryURL
        guardian.standardInput = lifeline
        guardian.standardError = FileHandle.nullDevice
        guardian.standardOutput = FileHandle.nullDevice
        try guardian.run()
        lock.withLock { running = (guardian, lifeline) }
        let deadline = Date(timeIntervalSinceNow: 30)
        while true {
            do {
                try Self.run("\(Self.binaries)/pg_isready", ["--quiet", "--host=127.0.0.1", "--port=\(port)"])
                return
            } catch  where Date() < deadline && guardian.isRunning {
                Thread.sleep(forTimeInterval: 0.05)
            }
        }
    }

    /// Ends the server at once, as a crash of its machine would; its data stays for ``start()``.
    package func kill() {
        let stopped = lock.withLock {
            defer { running = nil }
            return running
        }
        guard let (guardian, lifeline) = stopped else { return }
        try? lifeline.fileHandleForWriting.close()
        guardian.waitUntilExit()
    }

    package func stop() {
        kill()
        try? FileManager.default.removeItem(at: folder)
    }

    private static func process(as user: String? = nil, _ path: String, _ arguments: [String]) throws -> Process {
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Failure(description: "\(path) is missing; install Debian's postgresql-15")
        }
        let process = Process()
        process.currentDirectoryURL = FileManager.default.temporaryDirectory
        if let user, geteuid() == 0 {
            process.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
            process.arguments = ["--reuid=\(user)", "--regid=\(user)", "--clear-groups", "--", path] + arguments
        } else {
            process.executableURL = URL(fileURLWithPath: path)
            process.arguments = arguments
        }
        return process
    }

    private static func run(
        as user: String? = nil, _ path: String, _ arguments: [String], environment: [String: String]? = nil
    ) throws {
        let process = try process(as: user, path, arguments)
        if let environment { process.environment = environment }
        let output = Pipe()
        process.standardError = output
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let complaint = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "\(path): \(String(decoding: complaint, as: UTF8.self))")
        }
    }

    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard bound else { throw Failure(description: "no free port: error \(errno)") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
