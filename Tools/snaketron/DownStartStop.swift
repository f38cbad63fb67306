import ArgumentParser
import Foundation

struct Down: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Stops the cluster in order and removes its data, logs and secrets.")

    @Flag(help: "Keep data and logs.")
    var keep = false

    func run() async throws {
        guard let stack = try Stack.load() else {
            print("nothing to stop: no cluster in \(Stack.home.plainPath)")
            return
        }
        try await Self.stop(stack, keepData: keep)
    }

    /// Players first, the database last, so that each process can still say goodbye to the ones it needs.
    static func stop(_ stack: Stack, keepData: Bool) async throws {
        for service in ServiceName.allCases.reversed() {
            let processes = stack.nodes.flatMap(\.processes).filter { $0.service == service && $0.isAlive }
            guard !processes.isEmpty else { continue }
            let stuck = await ProcessTable.end(processes)
            say(
                "stopped \(processes.count) × \(service.rawValue)"
                    + (stuck.isEmpty ? "" : " (\(stuck.count) had to be killed)"))
        }
        try stack.erase(keepData: keepData)
    }
}

/// Which processes of the cluster a command means.
struct ProcessSelection: ParsableArguments {
    @Option(help: "The node's number, from 1.")
    var node: Int

    @Option(help: "registry, consensus, simulation or gateway; without it, all four.")
    var service: ServiceName?

    var services: [ServiceName] { service.map { [$0] } ?? ServiceName.allCases }
}

extension ServiceName: ExpressibleByArgument {}

struct Start: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Starts a node of the cluster, or one of its processes, that is not running.")

    @OptionGroup var selection: ProcessSelection

    func run() async throws {
        var stack = try Stack.required()
        let node = try stack.node(selection.node)
        for service in selection.services {
            if let running = node.processes.first(where: { $0.service == service && $0.isAlive }) {
                say("node \(node.number): \(service.rawValue) is running already (process \(running.pid))")
                continue
            }
            let process = try ProcessTable.start(service, on: node, of: stack)
            try stack.record(process, on: node.number)
            say("node \(node.number): started \(service.rawValue) (process \(process.pid))")
        }
    }
}

struct Stop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Stops a node of the cluster, or one of its processes.")

    @OptionGroup var selection: ProcessSelection

    @Flag(help: "Kill at once (SIGKILL), as a crash would.")
    var kill = false

    func run() async throws {
        let node = try Stack.required().node(selection.node)
        for service in selection.services.reversed() {
            guard let process = node.processes.first(where: { $0.service == service && $0.isAlive }) else {
                say("node \(node.number): \(service.rawValue) is not running")
                continue
            }
            let killed = kill ? ProcessTable.kill([process]) : await ProcessTable.end([process])
            say(
                "node \(node.number): \(killed.isEmpty ? "stopped" : "killed") \(service.rawValue) (process \(process.pid))"
            )
        }
    }
}
