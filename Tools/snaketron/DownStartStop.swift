import ArgumentParser
import Foundation

struct Down: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Stops the cluster in order and removes its data, logs and secrets.",
        discussion: """
            Only what snaketron up and its services have made is removed. Without a running cluster it removes what an earlier \
            one has left. A second Ctrl-C kills what is still stopping.
            """)

    @Flag(help: "Keep data and logs; snaketron up starts the same cluster again.")
    var keep = false

    func run() async throws {
        let home = Home()
        let interrupts = Interrupts()
        guard let lock = try await home.lock() else {
            let left = ProcessTable.find(of: home)
            guard !left.isEmpty else {
                print("nothing to stop: no cluster in \(home.path)")
                return
            }
            say("\(home.path) is gone, but \(left.count) processes of its cluster still run")
            return try await Self.end(Stack.remains(of: home, left), isHurried: { interrupts.pending })
        }
        defer { withExtendedLifetime(lock) {} }
        guard home.isOwn else {
            let left = ProcessTable.find(of: home)
            guard !left.isEmpty else {
                print("nothing to stop: no cluster in \(home.path)")
                return
            }
            say("\(home.path) was emptied, but \(left.count) processes of its cluster still run")
            return try await Self.end(Stack.remains(of: home, left), isHurried: { interrupts.pending })
        }
        let stack: Stack
        do {
            stack = try Stack.load(home) ?? Stack.remains(of: home, [])
        } catch {
            say("\(error)")
            stack = Stack.remains(of: home, ProcessTable.find(of: home))
        }
        if stack.running.isEmpty { say("nothing runs") }
        try await Self.stop(stack, keepData: keep, isHurried: { interrupts.pending })
        if keep {
            print("The data of \(max(stack.nodes.count, home.nodesWithLog)) nodes is kept in \(home.path).")
            print("Start them again with: snaketron up; remove the data with: snaketron down")
        }
    }

    /// Stops all and removes or keeps what is on disk. The caller holds the home's lock.
    static func stop(_ stack: Stack, keepData: Bool, isHurried: () -> Bool = { false }) async throws {
        try await end(stack, isHurried: isHurried)
        if keepData {
            guard stack.isDescribed else { return try stack.home.removeDescription() }
            var stack = stack
            try stack.forgetProcesses()
            return
        }
        let left = try stack.home.erase()
        if !left.isEmpty {
            say("left in \(stack.home.path), since snaketron did not make it: \(list(left))")
        }
    }

    /// Players first, the database last, so that each process can still say goodbye to the ones it needs.
    static func end(_ stack: Stack, isHurried: () -> Bool) async throws {
        for service in ServiceName.allCases.reversed() {
            let processes = stack.running.filter { $0.service == service }
            guard !processes.isEmpty else { continue }
            let stuck = try await ProcessTable.end(processes, isHurried: isHurried)
            say(
                "stopped \(processes.count) × \(service.rawValue)"
                    + (stuck.isEmpty ? "" : " (\(stuck.count) had to be killed)"))
        }
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

struct Start: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Starts a node of the cluster, or one of its processes, that is not running.")

    @OptionGroup var selection: ProcessSelection

    func run() async throws {
        if let stack = try Place.compose() {
            return try stack.start(selection.services, of: try stack.node(selection.node))
        }
        let home = Home()
        guard let lock = try await home.lock() else {
            throw ToolError("no cluster here (\(home.path) is gone); end its processes with: snaketron down")
        }
        defer { withExtendedLifetime(lock) {} }
        var stack = try Stack.required()
        for service in selection.services {
            let node = try stack.node(selection.node)
            let alive = node.alive(service)
            if let running = alive.first(where: { !$0.isStopped }) {
                say("node \(node.number): \(service.rawValue) is running already (process \(running.pid))")
                continue
            }
            if !alive.isEmpty {  // asked to end by a command that waits for it now
                say("node \(node.number): waiting for \(service.rawValue) to end")
                _ = try await ProcessTable.end(alive)
            }
            let process = try ProcessTable.start(service, on: node, of: stack)
            try stack.record(process, on: node.number)
            say("node \(node.number): started \(service.rawValue) (process \(process.pid))")
        }
    }
}

struct Stop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Stops a node of the cluster, or one of its processes.",
        discussion: "It stays stopped until snaketron start.")

    @OptionGroup var selection: ProcessSelection

    @Flag(help: "Kill at once (SIGKILL), like a crash.")
    var kill = false

    func run() async throws {
        if let stack = try Place.compose() {
            return try stack.stop(selection.services, of: try stack.node(selection.node), kill: kill)
        }
        let node = try await mark()
        for service in selection.services.reversed() {
            let processes = node.alive(service)
            guard !processes.isEmpty else {
                say("node \(node.number): \(service.rawValue) is not running")
                continue
            }
            let killed = try await kill ? ProcessTable.kill(processes) : ProcessTable.end(processes)
            for process in processes {
                let how = killed.contains(process) ? "killed" : "stopped"
                say("node \(node.number): \(how) \(service.rawValue) (process \(process.pid))")
            }
        }
    }

    /// Writes down that these are to end, so that nobody starts them again, and returns what runs.
    private func mark() async throws -> NodeRecord {
        guard let lock = try await Home().lock() else { return try Stack.required().node(selection.node) }
        defer { withExtendedLifetime(lock) {} }
        var stack = try Stack.required()
        _ = try stack.node(selection.node)
        try stack.markStopped(selection.services, on: selection.node)
        return try stack.node(selection.node)
    }
}
