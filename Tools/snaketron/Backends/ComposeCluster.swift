import Foundation

/// What a command asks of the nodes of a stack of containers; each node has an agent until ``close()``.
final class ComposeCluster: Sendable {
    let stack: ComposeStack
    private let agents: [Int: NodeAgent]

    struct Observation: Sendable {
        var report: NodeReport
        var serves: Bool
    }

    init(_ stack: ComposeStack) throws {
        self.stack = stack
        var agents: [Int: NodeAgent] = [:]
        for node in stack.nodes where node.holder.isRunning { agents[node.number] = try NodeAgent(node, of: stack) }
        self.agents = agents
    }

    func close() { for agent in agents.values { agent.close() } }

    /// - Parameter stack: As the engine has it now.
    func look(_ stack: ComposeStack) async -> [Observation] {
        var observations: [Observation] = []
        await withTaskGroup(of: Observation.self) { group in
            for node in stack.nodes { group.addTask { await self.look(at: node, in: stack) } }
            for await observation in group { observations.append(observation) }
        }
        return observations.sorted { $0.report.node < $1.report.node }
    }

    private func look(at node: ComposeStack.Node, in stack: ComposeStack) async -> Observation {
        let answer = await agents[node.number]?.ask("report")
        var report = answer?.report ?? NodeReport(node: node.number, address: "", gateway: "", processes: [])
        report.node = node.number
        report.address = node.holder.address
        report.gateway = stack.address ?? ""
        report.build = node.version
        report.processes = ServiceName.allCases.compactMap { name in
            node.services[name].map {
                NodeReport.Process(service: name.rawValue, pid: $0.pid, alive: $0.isRunning, stopped: $0.isStopped)
            }
        }.sorted { $0.service < $1.service }
        return Observation(report: report, serves: answer?.serves ?? false)
    }

    /// - Parameter to: A node's number; `nil`: the voter that is furthest along.
    /// - Returns: The sentence to print.
    func transfer(to: Int?) async throws -> String {
        let reports = await look(stack).map(\.report)
        guard let leader = reports.first(where: { $0.role == "leader" }) else {
            throw ToolError("no node leads now; look with: snaketron --backend compose status")
        }
        var target: UInt64 = 0
        if let to {
            _ = try stack.node(to)
            guard let id = reports.first(where: { $0.node == to })?.id else {
                throw ToolError("node \(to) is not there, or its consensus does not answer")
            }
            guard to != leader.node else { return "node \(to) leads already" }
            target = id
        }
        guard let answer = await agents[leader.node]?.ask("transfer \(target)") else {
            throw ToolError("leadership stays where it is: node \(leader.node) does not answer")
        }
        if let fault = answer.fault { throw ToolError("leadership stays where it is: \(fault)") }
        let id = answer.leader ?? 0
        let number = reports.first { $0.id == id }?.node
        return "node \(number.map(String.init) ?? "with id \(id)") leads in term \(answer.term ?? 0)"
    }
}
