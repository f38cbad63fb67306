import ArgumentParser
import Foundation
import NIOCore
import NIOPosix
import RPC

struct Recover: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Rebuilds a cluster that has lost its majority from the data on one node's disk.",
        discussion: """
            Makes a cluster of one voter, with a new identity, that holds everything in the best of the given directories or \
            snapshots; the other nodes then join it with empty disks. Without --confirm it says what it would do and changes \
            nothing. It refuses while a majority lives. The registry of the node must run, its consensus must not.

            With every disk lost there is the copy of the world that the leader kept in the database: --from database.
            """)

    @Option(help: "The node of this machine's cluster (snaketron up) that becomes the first of the rebuilt one.")
    var node: Int?

    @Option(help: "Instead of --node: that node's DATA_DIR.")
    var dataDir: String?

    @Option(help: "With --data-dir: where its registry listens, host:port.")
    var registry = "127.0.0.1:50054"

    @Option(
        help: """
            What to rebuild from: the consensus directory of a member, living until now or set aside, or a .snapshot file. May be \
            given several times: the one that goes furthest is taken. Without it, the node's own. Or the word database: the world's \
            copy there, if no disk goes further.
            """)
    var from: [String] = []

    @Option(help: "ENTRY@TERM as printed by the plan: carry it out.")
    var confirm: String?

    func validate() throws {
        guard (node == nil) != (dataDir == nil) else { throw ValidationError("give --node or --data-dir") }
        guard from.count < 2 || !from.contains(RecoveryRun.database) else {
            throw ValidationError("--from database stands alone; a directory of that name is ./database")
        }
    }

    func run() async throws {
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        defer { loops.shutdownGracefully { _ in } }
        try await RecoveryRun(target: try target(), sources: from, confirmation: confirm, loop: loops.next()).run(
            command: "snaketron recover \(CommandLine.arguments.dropFirst(2).joined(separator: " "))")
    }

    private func target() throws -> RecoveryRun.Target {
        let outer = ProcessInfo.processInfo.environment
        if let node {
            let stack = try Stack.required()
            let record = try stack.node(node)
            if let running = record.processes.first(where: { $0.service == .consensus && $0.isAlive }) {
                throw ToolError(
                    "consensus of node \(node) runs (process \(running.pid)); stop it first: "
                        + "snaketron stop --node \(node) --service consensus")
            }
            return RecoveryRun.Target(
                dataDirectory: stack.folder(of: record).resolved.plainPath,
                otherDirectories: stack.nodes.filter { $0.number != node }.map {
                    stack.folder(of: $0).resolved.plainPath
                },
                registry: (record.address, 50054),
                token: try stack.callToken(of: record), tls: stack.tlsFiles(for: .consensus))
        }
        let folder = URL(filePath: dataDir ?? "", directoryHint: .isDirectory).resolved
        guard let colon = registry.lastIndex(of: ":"), let port = UInt16(registry[registry.index(after: colon)...])
        else {
            throw ToolError("--registry takes host:port, not '\(registry)'")
        }
        let secret =
            try GivenSecret.read()
            ?? (try? String(contentsOf: folder.appending(path: "node-secret"), encoding: .utf8))
        let files = ["TLS_CA", "TLS_CERT", "TLS_KEY"].compactMap { key in
            outer[key].flatMap { $0.isEmpty ? nil : $0.replacing("{service}", with: "consensus") }
        }
        return RecoveryRun.Target(
            dataDirectory: folder.plainPath, registry: (String(registry[..<colon]), Int(port)),
            token: secret.map { RPCCallToken(secret: $0) },
            tls: files.count == 3 ? (files[0], files[1], files[2]) : nil)
    }
}
