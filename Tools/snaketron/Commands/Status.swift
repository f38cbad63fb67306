import ArgumentParser
import Foundation
import NIOCore
import NIOPosix

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows nodes, roles, terms, commit, lag and games.")

    @Flag(help: "A JSON list, one object a node.")
    var json = false

    func run() async throws {
        if let stack = try BackendOptions.compose() { return try await run(on: stack) }
        let stack = try Stack.required()
        guard !stack.processes.isEmpty || json else {
            print("nothing runs; \(stack.home.path) holds the data of \(stack.home.nodesWithLog) nodes")
            print("start them again with: snaketron up; remove the data with: snaketron down")
            return
        }
        var reports: [NodeReport] = []
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        for node in stack.nodes { reports.append(await NodeReport.ask(node, of: stack, on: loops.next())) }
        try await loops.shutdownGracefully()
        try show(reports)
        if !json {
            if let watcher = stack.watcher, !watcher.isAlive {
                print(
                    "the snaketron up that watched over this cluster (process \(watcher.pid)) was killed: its processes run on, "
                        + "and none that dies is started again; stop them with: snaketron down")
            }
        }
    }
}

extension Status {
    private func show(_ reports: [NodeReport]) throws {
        guard json else { return print(NodeReport.table(reports)) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(reports), as: UTF8.self))
    }

    private func run(on stack: ComposeStack) async throws {
        let cluster = try ComposeCluster(stack)
        defer { cluster.close() }
        try show(await cluster.look(stack).map(\.report))
    }
}
