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
