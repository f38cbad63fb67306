import ClusterControl
import Foundation
import NIOCore

/// What a roll sees of a cluster and does to it: where its nodes run is the back end's own affair.
protocol RollBackend: AnyObject {
    var nodes: [Int] { get }
    /// - Parameter trusted: Nodes that should answer: what they do not answer counts as an error.
    func look(counting trusted: Set<Int>) async -> Roll.View
    func transfer(to number: Int) async
    func isFinished(_ node: Int) -> Bool
    /// - Returns: A task that ends with what went wrong, or nothing.
    func replace(_ number: Int, by build: String) -> Task<String?, Never>
}

/// Makes of the nodes' own words what a roll goes by; counts over its whole length.
struct RollCounts {
    /// Entries that come while the nodes are asked one after the other make no node late.
    private static let slack: UInt64 = 200

    private let began: Int
    private var requests = 0
    private var errors = 0
    private var divergences: Set<String> = []

    /// - Parameter now: Milliseconds of a monotonic clock.
    init(at now: Int) { began = now }

    /// - Parameters:
    ///   - reports: Of all nodes, in the order of their numbers.
    ///   - ready: Nodes whose gateways take players.
    ///   - trusted: Nodes that should answer.
    mutating func view(_ reports: [NodeReport], ready: Set<Int>, counting trusted: Set<Int>, at now: Int) -> Roll.View {
        let asked = reports.filter { trusted.contains($0.node) }
        requests += asked.count
        errors += asked.count { !ready.contains($0.node) }
        for found in reports.flatMap(\.divergences) where Int(found.agoMs) < now - began {
            divergences.insert("\(found.index) \(found.node ?? 0)")
        }
        let newest = reports.compactMap(\.commit).max() ?? 0
        let leader = reports.first { $0.role == "leader" }
        func isWhole(_ report: NodeReport) -> Bool {
            report.ready && ready.contains(report.node) && !report.quarantined
                && (report.applied ?? 0) + Self.slack >= newest
        }
        return Roll.View(
            nodes: reports.map { report in
                Roll.Node(
                    number: report.node, build: report.build, isWhole: isWhole(report), leads: report.role == "leader",
                    votes: report.id.map { (leader ?? report).voters.contains($0) } ?? false,
                    stopped: report.stopped ?? "")
            },
            // One or two nodes are never so many that one can be spared: their games stand still for a moment.
            mayTakeANode: leader?.mayTakeANode ?? false
                || (leader != nil && reports.count < 3 && reports.allSatisfy(isWhole)),
            whyNot: leader?.whyNot ?? "no node leads", behaviour: reports.compactMap(\.behaviour).max().map(Int.init),
            divergences: divergences.count, requests: requests, errors: errors)
    }
}

/// A stack of containers; a build is the tag of its images.
final class ComposeRoll: RollBackend {
    private let project: String
    private let cluster: ComposeCluster
    private var counts = RollCounts(at: ComposeRoll.now)
    private let finished = FinishedNodes()

    init(_ stack: ComposeStack) throws {
        project = stack.project
        cluster = try ComposeCluster(stack)
    }

    func close() { cluster.close() }

    static var now: Int { Int(clamping: NIODeadline.now().uptimeNanoseconds / 1_000_000) }

    var nodes: [Int] { cluster.stack.nodes.map(\.number) }

    func look(counting trusted: Set<Int>) async -> Roll.View {
        // The engine gives replaced containers new names of its own; while it does not answer, the old ones stand.
        let stack = (try? ComposeStack.find(project: project)) ?? cluster.stack
        let observations = await cluster.look(stack)
        return counts.view(
            observations.map(\.report), ready: Set(observations.filter(\.serves).map(\.report.node)), counting: trusted,
            at: Self.now)
    }

    func transfer(to number: Int) async {
        do { print(try await cluster.transfer(to: number)) } catch { say("\(error)") }
    }

    func isFinished(_ node: Int) -> Bool { finished.contains(node) }

    func replace(_ number: Int, by version: String) -> Task<String?, Never> {
        finished.remove(number)
        let (project, finished) = (project, finished)
        // Detached: replacing a node takes half a minute, and the roll looks at the cluster meanwhile.
        let work: @concurrent @Sendable () async -> String? = {
            defer { finished.insert(number) }
            do {
                let stack = try ComposeStack.find(project: project)
                try stack.replace(try stack.node(number), by: version)
                return nil
            } catch { return "\(error)" }
        }
        return Task.detached(operation: work)
    }

    /// The images of a version, which have to be here before anything is touched.
    static func build(_ version: String, of stack: ComposeStack) throws -> Roll.Build {
        for service in ServiceName.allCases {
            let image = try stack.image(of: service.rawValue, version: version)
            guard try Docker.run(["docker", "image", "inspect", image]).status == 0 else {
                throw ToolError("the image \(image) is not on this engine; pull or build it first")
            }
        }
        let image = try stack.image(of: "simulation", version: version)
        let words = try Docker.ask("run", "--rm", "--network", "none", image, "--version")
        guard let knows = Roll.Build.behaviour(in: words) else {
            throw ToolError(
                "\(image) does not say which versions of behaviour it knows; it is too old for a roll")
        }
        return Roll.Build(name: version, knows: knows)
    }
}

extension Roll.Build {
    /// Of what `snaketron-simulation --version` prints: `… behaviour 1 to 2`.
    static func behaviour(in text: String) -> ClosedRange<Int>? {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard let at = words.firstIndex(of: "behaviour"), at + 3 < words.count, let oldest = Int(words[at + 1]),
            let newest = Int(words[at + 3]), oldest <= newest
        else { return nil }
        return oldest...newest
    }
}
