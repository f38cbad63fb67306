import ArgumentParser
import ConsensusAPI
import Foundation
import NIOCore
import NIOPosix
import RPC
import ServiceRuntime
import Wire

struct Up: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Starts a cluster and prints the address of its page.",
        discussion: """
            In the foreground until Ctrl-C, which stops everything; a process that dies meanwhile is started again. With \
            --detach until snaketron down, and nothing is started again.
            """)

    @Option(
        help: "Nodes to start, 1 to \(Stack.maximumNodes); without it, as many as the folder has data of, or else 3.")
    var nodes: Int?

    @Flag(help: "Return once the cluster can be played on.")
    var detach = false

    @Flag(help: "Speak mutual TLS between all processes of different nodes, by certificates made for this cluster.")
    var tls = false

    @Flag(help: "At the end, keep data and logs.")
    var keep = false

    @Option(help: "Seconds to wait until every node can play.")
    var patience = 60

    func validate() throws {
        guard (1...Stack.maximumNodes).contains(nodes ?? 1) else {
            throw ValidationError("--nodes takes 1 to \(Stack.maximumNodes)")
        }
        guard (1...3600).contains(patience) else { throw ValidationError("--patience takes 1 to 3600 seconds") }
    }

    func run() async throws {
        let began = ContinuousClock.now
        let interrupts = Interrupts()
        let home = Home()
        for sentence in Setting.unread(in: ProcessInfo.processInfo.environment, by: .tool) {
            say("warning: \(sentence)")
        }
        let stack = try await start(in: home)
        let supervisor = Supervisor(home: home)
        do {
            try await waitUntilReady(stack, supervisor, interrupts)
            try await waitUntilReplicated(stack, supervisor, interrupts)
        } catch {
            if let lock = try await home.lock() {
                defer { withExtendedLifetime(lock) {} }
                // Another command may have ended this cluster meanwhile, and even have started the next one.
                if home.isOwn, let stack = try Stack.load(home), stack.watcher == ProcessTable.own {
                    // After a failure the logs are there to be read.
                    try await Down.stop(
                        stack, keepData: keep || !interrupts.pending, isHurried: { interrupts.count > 1 })
                }
            }
            throw error
        }
        if detach { try await letGo(of: home) }
        say("ready after \(seconds(since: began))")
        print("\nPlay:  \(stack.nodes[0].gatewayURL)\n")
        for node in stack.nodes.dropFirst() { print("       \(node.gatewayURL)  (node \(node.number))") }
        let end = detach ? "snaketron down" : "Ctrl-C"
        print("\nStop:  \(end)     Look: snaketron status     Logs: \(home.path)/node-*/*.log")
        fflush(nil)
        guard !detach else { return }
        while !interrupts.pending, await supervisor.look() { try? await Task.sleep(for: .milliseconds(100)) }
        print("")
        guard let lock = try await home.lock() else {
            // Stopped from elsewhere, or the folder was deleted under the processes.
            return try await Down.end(
                Stack.remains(of: home, ProcessTable.find(of: home)), isHurried: { interrupts.count > 1 })
        }
        defer { withExtendedLifetime(lock) {} }
        guard home.isOwn else {  // emptied under the processes
            return try await Down.end(
                Stack.remains(of: home, ProcessTable.find(of: home)), isHurried: { interrupts.count > 1 })
        }
        guard let stack = try Stack.load(home), stack.watcher == ProcessTable.own else { return }
        try await Down.stop(stack, keepData: keep, isHurried: { interrupts.count > 1 })
    }

    /// A cluster that runs by itself is watched over by nobody.
    private func letGo(of home: Home) async throws {
        guard let lock = try await home.lock() else { return }
        defer { withExtendedLifetime(lock) {} }
        guard var stack = try Stack.described(in: home), stack.watcher == ProcessTable.own else { return }
        stack.watcher = nil
        try stack.save()
    }

    // MARK: Starting.

    /// Takes the folder and starts all processes; nobody else changes the cluster meanwhile.
    private func start(in home: Home) async throws -> Stack {
        let (lock, isNew) = try await home.claim()
        defer { withExtendedLifetime(lock) {} }
        let old = try Stack.load(home)
        if let old, !old.running.isEmpty { throw runsAlready(old) }
        let count = try chosenCount(in: home)
        var stack: Stack
        do {
            stack = try Stack.create(
                in: home, nodes: count, certificates: tls || old?.hasCertificates ?? home.hasAuthority)
            try stack.keepBuilds(of: old)
            try await Ports.requireFree(for: stack.nodes)
        } catch {
            if isNew { _ = try? home.erase() }
            throw error
        }
        do {
            stack.watcher = ProcessTable.own
            for node in stack.nodes {
                for service in ServiceName.allCases {
                    try stack.record(ProcessTable.start(service, on: node, of: stack), on: node.number)
                }
                say("node \(node.number): started registry, consensus, simulation and gateway on \(node.address)")
            }
        } catch {
            try await Down.stop(stack, keepData: true)
            throw error
        }
        return stack
    }

    /// A cluster that is started again with fewer nodes than it had would miss members, and might have lost its majority.
    private func chosenCount(in home: Home) throws -> Int {
        let kept = home.nodesWithLog
        guard kept > 0 else { return nodes ?? 3 }
        guard let nodes else {
            say("restarting the \(kept == 1 ? "node" : "\(kept) nodes") whose data is in \(home.path)")
            return kept
        }
        guard nodes >= kept else {
            throw ToolError(
                "\(home.path) holds the data of a cluster of \(kept) nodes, which \(nodes) would not be enough for; start it with: "
                    + "snaketron up --nodes \(kept), or remove it with: snaketron down")
        }
        return nodes
    }

    private func runsAlready(_ old: Stack) -> ToolError {
        let fate =
            switch old.watcher {
            case let watcher? where watcher.isAlive: " in the foreground of process \(watcher.pid)"
            case let watcher?: "; the snaketron up that watched over it (process \(watcher.pid)) was killed"
            case nil: ""
            }
        return ToolError(
            "a cluster is running already (\(old.home.path))\(fate). Look at it with: snaketron status; stop it with: snaketron down"
        )
    }

    // MARK: Waiting.

    /// Every node's gateway answers `/health/ready` with 200.
    private func waitUntilReady(_ stack: Stack, _ supervisor: Supervisor, _ interrupts: Interrupts) async throws {
        let deadline = ContinuousClock.now + .seconds(patience)
        var waiting = stack.nodes
        while let node = waiting.first {
            if interrupts.pending { throw CleanExit.message("interrupted") }
            try await supervisor.lookWhileStarting()
            let answer = await HTTP.get("127.0.0.1", port: node.gatewayPort, path: "/health/ready")
            if answer?.status == 200 {
                say("node \(node.number): ready on \(node.gatewayURL)")
                waiting.removeFirst()
                continue
            }
            guard ContinuousClock.now < deadline else {
                let reason = answer.map { "HTTP \($0.status) \($0.body.prefix(200))" } ?? "no answer"
                throw ToolError(
                    "node \(node.number) is not ready after \(patience) s (\(reason)); see the logs in \(stack.folder(of: node).plainPath)"
                )
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Three voters: from here on any one node may die. A cluster of one or two nodes has no such moment.
    private func waitUntilReplicated(_ stack: Stack, _ supervisor: Supervisor, _ interrupts: Interrupts) async throws {
        guard stack.nodes.count >= 3 else { return }
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        defer { loops.shutdownGracefully { _ in } }
        let deadline = ContinuousClock.now + .seconds(patience)
        var voters = 0
        while voters < 3 {
            if interrupts.pending { throw CleanExit.message("interrupted") }
            guard ContinuousClock.now < deadline else {
                throw ToolError(
                    "after \(patience) s only \(voters) of 3 nodes vote; see \(stack.home.path)/node-*/consensus.log")
            }
            try await supervisor.lookWhileStarting()
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
}
