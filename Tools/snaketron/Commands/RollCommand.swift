import ArgumentParser
import ClusterControl
import Foundation

struct RollCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roll",
        abstract: "Replaces the build of the running cluster, one node at a time, while games go on.",
        discussion: """
            Followers first, the leader last, after it has handed over. After each node it waits until the node is ready and \
            caught up and all voters are whole, and watches for a quiet time. It brings the build before back by itself when \
            a node is not ready in time, no node leads for 5 s, more than 5 % of requests fail, or worlds differ.

            Ctrl-C stops between two nodes; the same command goes on from there, and --back returns to the build before.
            """)

    @Option(help: "A folder with the programs of the new build: snaketron-gateway and the others.")
    var to: String?

    @Flag(help: "Return to the build that the last roll replaced.")
    var back = false

    @Option(help: "Seconds to watch after each node, before the next one.")
    var quiet = 60

    @Option(help: "Seconds that a node may take to be ready and caught up.")
    var patience = 120

    func validate() throws {
        guard (to == nil) == back else { throw ValidationError("give either --to FOLDER or --back") }
        guard (0...3600).contains(quiet) else { throw ValidationError("--quiet takes 0 to 3600 seconds") }
        guard (1...3600).contains(patience) else { throw ValidationError("--patience takes 1 to 3600 seconds") }
    }

    func run() async throws {
        let interrupts = Interrupts()
        if let stack = try BackendOptions.compose() { return try await run(on: stack, interrupts) }
        let stack = try Stack.required()
        guard !stack.running.isEmpty else { throw ToolError("nothing runs; start the cluster with: snaketron up") }
        let new = try newBuild(of: stack)
        let back = LocalRoll(home: stack.home, nodes: stack.nodes.map(\.number))
        defer { back.close() }
        let view = await back.look(counting: [])
        let running = view.nodes.compactMap(\.build).filter { $0 != new.name }
        guard !running.isEmpty || view.nodes.contains(where: { $0.build == nil }) else {
            print("all nodes run \(new.name) already")
            return
        }
        let before = try Self.build(at: Self.mostCommon(running) ?? stack.buildBefore ?? Self.own)
        guard before.name != new.name else {
            throw ToolError(
                "the running programs were overwritten in \(new.name), so there is no build to return to. Build into another "
                    + "folder, or restart the cluster: snaketron down --keep, then snaketron up")
        }
        if let refusal = Roll.refusal(of: new, from: before, in: view) {
            throw ToolError("not begun, nothing was touched: \(refusal)")
        }
        try await Self.remember(before: before.name, in: stack.home)
        say("from \(before.name)")
        say("to   \(new.name)")
        let roll = Roll(from: before, to: new, settings: settings, at: LocalRoll.now)
        try await drive(roll, from: before, back, interrupts)
    }

    private var settings: Roll.Settings {
        var settings = Roll.Settings()
        settings.quiet = quiet * 1_000
        settings.readyLimit = patience * 1_000
        return settings
    }

    /// A stack of containers: a build is a version of the images, and the stack itself says which it runs.
    private func run(on stack: ComposeStack, _ interrupts: Interrupts) async throws {
        guard let to else {
            throw ToolError("a stack of containers does not remember its last roll: name the version with --to")
        }
        let new = try ComposeRoll.build(to, of: stack)
        let back = try ComposeRoll(stack)
        defer { back.close() }
        let view = await back.look(counting: [])
        let running = view.nodes.compactMap(\.build).filter { $0 != new.name }
        guard let old = Self.mostCommon(running) else {
            guard view.nodes.contains(where: { $0.build == nil }) else {
                return print("all nodes run \(new.name) already")
            }
            throw ToolError("no node runs one version whole; mend it with: VERSION=… docker compose up -d")
        }
        let before = try ComposeRoll.build(old, of: stack)
        if let refusal = Roll.refusal(of: new, from: before, in: view) {
            throw ToolError("not begun, nothing was touched: \(refusal)")
        }
        say("from \(before.name)")
        say("to   \(new.name)")
        try await drive(
            Roll(from: before, to: new, settings: settings, at: ComposeRoll.now), from: before, back, interrupts)
        print("for later calls of docker compose set VERSION=\(new.name)")
    }

    /// Feeds the roll with what is seen and carries out what it says, until it ends or a person stops it.
    /// - Parameter before: The build that a fault brings back.
    private func drive(
        _ roll: Roll, from before: Roll.Build, _ back: any RollBackend, _ interrupts: Interrupts
    ) async throws {
        var roll = roll
        var work: (node: Int, task: Task<String?, Never>)?
        var trusted = Set(back.nodes)
        while true {
            var view = await back.look(counting: trusted)
            var actions: [Roll.Action] = []
            if let (node, task) = work, back.isFinished(node) {
                let fault = await task.value
                work = nil
                view = await back.look(counting: trusted)
                actions =
                    fault.map { roll.couldNotReplace(node, because: $0, seeing: view, at: LocalRoll.now) }
                    ?? roll.replaced(node, at: LocalRoll.now)
            } else {
                actions = roll.saw(view, at: LocalRoll.now)
            }
            for node in view.nodes where node.isWhole && work?.node != node.number { trusted.insert(node.number) }
            let ends = actions.contains(where: \.isEnd)
            if interrupts.pending, work == nil, !ends {
                guard !roll.isGoingBack else {
                    throw ToolError("stopped on the way back; go on with: snaketron roll --to \(before.name)")
                }
                print("stopped between two nodes; go on with the same command, or return with: snaketron roll --back")
                return
            }
            // A node is not left half replaced.
            if ends, let left = work { _ = await left.task.value }
            for action in actions {
                switch action {
                case .say(let line): say(line)
                case .transferLeadership(let to): await back.transfer(to: to)
                case .replace(let node, let build):
                    if let earlier = work { _ = await earlier.task.value }
                    trusted.remove(node)
                    work = (node, back.replace(node, by: build))
                case .end(.done):
                    say("done: every node runs the new build")
                    return
                case .end(.rolledBack(let reason)): throw ToolError("rolled back: \(reason)")
                case .end(.stopped(let reason)): throw ToolError("stopped: \(reason)")
                }
            }
            try? await Task.sleep(for: .milliseconds(200))
        }
    }

    // MARK: Builds

    private static var own: String { ProcessTable.executableFolder.plainPath }

    private func newBuild(of stack: Stack) throws -> Roll.Build {
        if let to { return try Self.build(at: URL(filePath: to).resolvingSymlinksInPath().plainPath) }
        guard let before = stack.buildBefore else {
            throw ToolError("no roll has replaced a build here: nothing to go back to")
        }
        return try Self.build(at: before)
    }

    /// Asks its simulation which versions of behaviour it knows.
    private static func build(at folder: String) throws -> Roll.Build {
        for service in ServiceName.allCases {
            let program = "\(folder)/snaketron-\(service.rawValue)"
            guard FileManager.default.isExecutableFile(atPath: program) else {
                throw ToolError("\(program) is not there or cannot be run; --to takes the folder of a whole build")
            }
        }
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "\(folder)/snaketron-simulation")
        process.arguments = ["--version"]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { throw ToolError("\(folder)/snaketron-simulation cannot be run: \(error)") }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        if let knows = Roll.Build.behaviour(in: text) { return Roll.Build(name: folder, knows: knows) }
        // One of before the first version takes no --version, and says so by 64. Its world is not this one's.
        guard process.terminationReason == .exit, process.terminationStatus == EX_USAGE else {
            throw ToolError(
                "\(folder)/snaketron-simulation --version ended with \(process.terminationStatus); is the build whole, and "
                    + "for this machine?")
        }
        throw ToolError(
            "\(folder) is older than versions of behaviour, which a roll goes by: stop the cluster (snaketron down --keep) "
                + "and start it with the other build")
    }

    private static func mostCommon(_ names: [String]) -> String? {
        Dictionary(grouping: names) { $0 }.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }?.key
    }

    private static func remember(before: String, in home: Home) async throws {
        guard let lock = try await home.lock() else { throw ToolError("\(home.path) is gone") }
        defer { withExtendedLifetime(lock) {} }
        var stack = try Stack.required()
        stack.buildBefore = before
        try stack.save()
    }
}

extension Roll.Action {
    fileprivate var isEnd: Bool {
        if case .end = self { true } else { false }
    }
}
