import ArgumentParser

struct Stop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Stops a node of the cluster, or one of its processes.",
        discussion: "It stays stopped until snaketron start.")

    @OptionGroup var selection: ProcessSelection

    @Flag(help: "Kill at once (SIGKILL), like a crash.")
    var kill = false

    func run() async throws {
        if let stack = try BackendOptions.compose() {
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
