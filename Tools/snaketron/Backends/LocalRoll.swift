import ArgumentParser
import ClusterControl
import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// The cluster of this machine, as a roll sees it and acts on it.
final class LocalRoll: RollBackend {
    let nodes: [Int]
    private let home: Home
    private let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private var counts = RollCounts(at: LocalRoll.now)
    private let finished = FinishedNodes()

    init(home: Home, nodes: [Int]) {
        self.home = home
        self.nodes = nodes
    }

    func close() { loops.shutdownGracefully { _ in } }

    static var now: Int { Int(clamping: NIODeadline.now().uptimeNanoseconds / 1_000_000) }

    /// - Parameter trusted: Nodes that should answer: what they do not answer counts as an error.
    func look(counting trusted: Set<Int>) async -> Roll.View {
        let stack = try? Stack.required()
        let records = stack?.nodes ?? []
        var reports: [NodeReport] = []
        var answers: [Int: Bool] = [:]
        if let stack {
            await withTaskGroup(of: (NodeReport, Bool).self) { group in
                for node in records {
                    let loop = loops.next()
                    group.addTask {
                        async let report = NodeReport.ask(node, of: stack, on: loop)
                        let answer = await HTTP.get("127.0.0.1", port: node.gatewayPort, path: "/health/ready")
                        return (await report, answer?.status == 200)
                    }
                }
                for await (report, isReady) in group {
                    reports.append(report)
                    answers[report.node] = isReady
                }
            }
        }
        reports.sort { $0.node < $1.node }
        return counts.view(
            reports, ready: Set(answers.filter(\.value).keys), counting: trusted, at: Self.now)
    }

    func transfer(to number: Int) async {
        do {
            let transfer = try Transfer.parse(["--to", String(number)])
            try await transfer.run()
        } catch { say("\(error)") }
    }

    // MARK: Replacing

    func isFinished(_ node: Int) -> Bool { finished.contains(node) }

    /// - Returns: A task that ends with what went wrong, or nothing.
    func replace(_ number: Int, by build: String) -> Task<String?, Never> {
        finished.remove(number)
        let path = home.path
        let finished = finished
        let work: @concurrent @Sendable () async -> String? = { await Self.attempt(number, build, path, finished) }
        // Detached: starting a node takes seconds, and the roll's own actor looks at the cluster meanwhile.
        return Task.detached(operation: work)
    }

    @concurrent private static func attempt(
        _ number: Int, _ build: String, _ path: String, _ finished: FinishedNodes
    ) async -> String? {
        defer { finished.insert(number) }
        do {
            let home = Home()
            guard home.path == path else { return "the cluster's folder is another one" }
            try await exchange(number, by: build, in: home)
            return nil
        } catch { return "\(error)" }
    }

    private static func exchange(_ number: Int, by build: String, in home: Home) async throws {
        guard let lock = try await home.lock() else { throw ToolError("\(home.path) is gone") }
        defer { withExtendedLifetime(lock) {} }
        var stack = try Stack.required()
        try stack.markStopped(ServiceName.allCases, on: number)
        for service in ServiceName.allCases.reversed() {
            let killed = try await ProcessTable.end(stack.node(number).alive(service))
            if !killed.isEmpty { say("node \(number): \(service.rawValue) had to be killed") }
        }
        try stack.assign(build: build, to: number)
        try await Ports.requireFree(for: [stack.node(number)])
        for service in ServiceName.allCases {
            try stack.record(ProcessTable.start(service, on: stack.node(number), of: stack), on: number)
        }
    }
}

final class FinishedNodes: Sendable {
    private let nodes = Mutex<Set<Int>>([])

    func insert(_ node: Int) { nodes.withLock { _ = $0.insert(node) } }
    func remove(_ node: Int) { nodes.withLock { _ = $0.remove(node) } }
    func contains(_ node: Int) -> Bool { nodes.withLock { $0.contains(node) } }
}
