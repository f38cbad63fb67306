import ArgumentParser
import ConsensusAPI
import Foundation
import NIOCore
import NIOPosix
import RPC
import Wire

struct Up: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Starts a cluster and prints the address of its page.",
        discussion: "In the foreground until Ctrl-C, which stops everything; with --detach until snaketron down.")

    @Option(help: "Nodes to start, 1 to \(Stack.maximumNodes).")
    var nodes = 3

    @Flag(help: "Return once the cluster can be played on.")
    var detach = false

    @Flag(help: "Speak mutual TLS between all processes of different nodes, by certificates made for this cluster.")
    var tls = false

    @Flag(help: "At the end, keep data and logs.")
    var keep = false

    @Option(help: "Seconds to wait until every node can play.")
    var patience = 60

    func validate() throws {
        guard (1...Stack.maximumNodes).contains(nodes) else {
            throw ValidationError("--nodes takes 1 to \(Stack.maximumNodes)")
        }
        guard (1...3600).contains(patience) else { throw ValidationError("--patience takes 1 to 3600 seconds") }
    }

    func run() async throws {
        let began = ContinuousClock.now
        if let old = try Stack.load() {
            guard !old.nodes.contains(where: { $0.processes.contains(where: \.isAlive) }) else {
                throw ToolError("a cluster is running already (\(old.home.plainPath)); stop it with: snaketron down")
            }
        }
        var stack = try Stack.create(nodes: nodes, certificates: tls)
        try Ports.requireFree(for: stack.nodes)
        let interrupts = detach ? nil : Interrupts()
        do {
            for node in stack.nodes {
                for service in ServiceName.allCases {
                    try stack.record(ProcessTable.start(service, on: node, of: stack), on: node.number)
                }
                say("node \(node.number): started registry, consensus, simulation and gateway on \(node.address)")
            }
            try await waitUntilReady(stack, interrupts)
            try await waitUntilReplicated(stack, interrupts)
        } catch {
            try await Down.stop(stack, keepData: true)
            throw error
        }
        say("ready after \(seconds(since: began))")
        print("\nPlay:  \(stack.nodes[0].gatewayURL)\n")
        for node in stack.nodes.dropFirst() { print("       \(node.gatewayURL)  (node \(node.number))") }
        if detach {
            print("\nStop:  snaketron down     Look: snaketron status     Logs: \(stack.home.plainPath)/node-*/*.log")
            return
        }
        print("\nStop:  Ctrl-C     Look: snaketron status     Logs: \(stack.home.plainPath)/node-*/*.log")
        fflush(nil)
        await watch(interrupts)
        try await Down.stop(Stack.required(), keepData: keep)
    }

    /// Every node's gateway answers `/health/ready` with 200.
    private func waitUntilReady(_ stack: Stack, _ interrupts: Interrupts?) async throws {
        let deadline = ContinuousClock.now + .seconds(patience)
        var waiting = stack.nodes
        var reason = "no answer yet"
        while let node = waiting.first {
            if interrupts?.pending == true { throw CleanExit.message("interrupted") }
            if let dead = node.processes.first(where: { !$0.isAlive }) {
                throw ToolError(
                    "\(dead.service.rawValue) of node \(node.number) ended while starting; its last words:\n"
                        + lastLines(of: stack.log(of: dead.service, on: node)))
            }
            let answer = await HTTP.get("\(node.gatewayURL)/health/ready")
            if answer?.status == 200 {
                say("node \(node.number): ready on \(node.gatewayURL)")
                waiting.removeFirst()
                continue
            }
            reason = answer.map { "HTTP \($0.status) \($0.body.prefix(200))" } ?? "no answer"
            guard ContinuousClock.now < deadline else {
                throw ToolError(
                    "node \(node.number) is not ready after \(patience) s (\(reason)); see the logs in \(stack.folder(of: node).plainPath)"
                )
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Three voters: from here on any one node may die. A cluster of one or two nodes has no such moment.
    private func waitUntilReplicated(_ stack: Stack, _ interrupts: Interrupts?) async throws {
        guard nodes >= 3 else { return }
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        defer { loops.shutdownGracefully { _ in } }
        let deadline = ContinuousClock.now + .seconds(patience)
        var voters = 0
        while voters < 3 {
            if interrupts?.pending == true { throw CleanExit.message("interrupted") }
            guard ContinuousClock.now < deadline else {
                throw ToolError(
                    "after \(patience) s only \(voters) of 3 nodes vote; see \(stack.home.plainPath)/node-*/consensus.log"
                )
            }
            try await Task.sleep(for: .milliseconds(50))
            for node in stack.nodes {
                let status = try? await stack.withConsensus(
                    of: node, on: loops.next(),
                    { consensus throws(RPCStatus) in
                        try await consensus.status(StatusRequest(), deadline: .seconds(1))
                    })
                voters = max(voters, status?.members.count(where: \.voter) ?? 0)
            }
        }
        say("three voters: any one node may die now")
    }

    /// Says when a process ends, until Ctrl-C, or until the cluster was stopped from elsewhere.
    private func watch(_ interrupts: Interrupts?) async {
        var reported: [ProcessRecord] = []
        while interrupts?.pending != true {
            guard let stack = try? Stack.load() else { return }
            for node in stack.nodes {
                for process in node.processes where !process.isAlive && !reported.contains(process) {
                    reported.append(process)
                    say(
                        "node \(node.number): \(process.service.rawValue) (process \(process.pid)) has ended; "
                            + "start it again with: snaketron start --node \(node.number) --service \(process.service.rawValue)"
                    )
                }
            }
            try? await Task.sleep(for: .milliseconds(100))
        }
        print("")
    }

    private func lastLines(of file: URL) -> String {
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(3).joined(separator: "\n")
    }
}

/// A progress line.
func say(_ line: String) {
    print("  \(line)")
    fflush(nil)
}

func seconds(since start: ContinuousClock.Instant) -> String {
    let tenths = Int((ContinuousClock.now - start) / .milliseconds(100))
    return "\(tenths / 10).\(tenths % 10) s"
}
