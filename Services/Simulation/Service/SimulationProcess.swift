import Configuration
import Logging
import NIOCore
import Observability
import RPC
import ServiceLifecycle
package import ServiceRuntime
import SimulationAPI
import SimulationCore
import UnixSignals

/// The simulation as a service of its process: follows the log, serves the players, and hands them on when it is stopped.
package struct SimulationProcess: Service {
    /// What `--version` says; `snaketron roll` reads it.
    package static let knows = "behaviour \(Behaviour.known.lowerBound) to \(Behaviour.known.upperBound)"

    private let context: ProcessContext
    private let mayCorrupt: Bool

    package init(context: ProcessContext) throws {
        self.context = context
        mayCorrupt = try context.config.flag(.allowStateCorruption)
    }

    package func run() async throws {
        let node = context.node
        let simulation = Simulation(
            loopbackHost: node.loopbackAddress, consensusPort: node.consensusPort, registryPort: node.registryPort,
            nodeToken: context.nodeToken, eventLoop: context.eventLoop, logger: context.logger)
        let server = try await RPCServer.start(
            host: node.bindAddress, port: node.grpcPort, services: [.play(PlayEndpoint(simulation: simulation))],
            security: node.security(allowing: ["gateway"], health: ["simulation"]), on: context.eventLoop,
            logger: context.logger)
        await simulation.start()
        context.logger.notice(
            "listening", metadata: .data([.address: "\(node.bindAddress)", .port: "\(server.port)"]))
        await waitForShutdown(corrupting: simulation)
        // The node's own gateway plays on here until its players have changed over.
        await DrainTimes.wait(node.drain.waitForGateway) { await simulation.isForsaken }
        await simulation.drain()
        await server.drain(within: .milliseconds(node.drain.streams))
        await simulation.stop()
    }

    private func waitForShutdown(corrupting simulation: Simulation) async {
        guard mayCorrupt else {
            try? await gracefulShutdown()
            return
        }
        context.logger.warning("ALLOW_STATE_CORRUPTION is set: SIGUSR1 makes this node's world wrong. For tests only")
        let signals = await UnixSignalsSequence(trapping: .sigusr1)
        for await _ in signals.cancelOnGracefulShutdown() { await simulation.corruptWorld() }
    }
}
