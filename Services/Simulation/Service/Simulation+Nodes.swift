import ConsensusAPI
import Identity
import Logging
import NIOCore
import Observability
import RPC
import SimulationCore
import Wire

/// The death of a node takes no `detach` of its players with it. The simulation beside the leader proposes it for them, so that the
/// others see who is without a connection, and bots stand in (docs/decisions/0809).
extension Simulation {
    private static let lookEvery = TimeAmount.milliseconds(250)
    private static let lookLimit = Duration.milliseconds(200)
    /// A node is gone when its consensus has not answered the leader for so long, at two looks. Players who are with another
    /// node by then, as those with a standby socket are, do not notice.
    private static let silence: UInt32 = 1_000

    /// Looks after the other nodes for as long as this one leads.
    func watchNodes() {
        guard nodeWatch == nil, isWatching else { return }
        nodeWatch = eventLoop.scheduleTask(in: Self.lookEvery) { [weak self] in
            self?.assumeIsolated { simulation in
                simulation.nodeWatch = nil
                simulation.lookAtNodes()
            }
        }
    }

    private var isWatching: Bool { leadership?.isLeader == true && !readiness.isDraining }

    private func lookAtNodes() {
        defer { watchNodes() }
        guard isWatching, readiness.isCaughtUp, !readiness.isQuarantined, let consensus else { return }
        let others = world.servingNodes.filter { $0.rawValue != nodeID }
        guard !others.isEmpty else { return }
        // A timer's callback; the answer needs a task of its own.
        Task {
            guard
                let status = try? await ConsensusClient(channel: consensus)
                    .status(StatusRequest(), deadline: Self.lookLimit)
            else { return }
            self.saw(status, others)
        }
    }

    private func saw(_ status: StatusReply, _ serving: [NodeID]) {
        guard isWatching, status.role == .leader, status.term == leadership?.term else { return }
        let answering = Set(
            status.members.filter { $0.silentMs < Self.silence }.map { NodeID(rawValue: $0.nodeID) })
        let silent = serving.filter { !answering.contains($0) }
        let before = silentNodes.term == status.term ? silentNodes.nodes : []
        silentNodes = (status.term, Set(silent))
        for node in silent where before.contains(node) { propose(lost: node) }
    }

    /// Proposes that the streams of a node are gone, if the world knows of any.
    func propose(lost node: NodeID) {
        let seen = world.appliedIndex
        let label = ProposalQueue.Label.nodeLost(node.rawValue)
        guard !queue.contains(label), !world.sessions(at: node, seen: seen).isEmpty else { return }
        metrics.nodeLost()
        logger.notice("a node's players are without a connection", metadata: .data([.node: "\(node)"]))
        enqueue(label, .nodeLost(node, seen: seen))
    }
}
