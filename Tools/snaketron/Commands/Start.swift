import ArgumentParser

struct Start: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Starts a node of the cluster, or one of its processes, that is not running.")

    @OptionGroup var selection: ProcessSelection

    func run() async throws {
        if let stack = try BackendOptions.compose() {
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
