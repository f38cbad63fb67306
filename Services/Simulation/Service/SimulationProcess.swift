import Logging
import NIOCore
import Observability
import RPC
import ServiceLifecycle
package import ServiceRuntime
import SimulationAPI

/// The simulation as a service of its process: follows the log, serves the players, and hands them on when it is stopped.
package struct SimulationProcess: Service {
    private static let drainLimit = Duration.seconds(3)

    private let context: ProcessContext

    package init(context: ProcessContext) { self.context = context }

    package func run() async throws {
        let node = context.node
        let simulation = Simulation(
            loopbackHost: node.loopbackAddress, consensusPort: node.consensusPort, registryPort: node.registryPort,
            nodeToken: context.nodeToken, eventLoop: context.eventLoop, logger: context.logger)
        let server = try await RPCServer.start(
            host: node.bindAddress, port: node.grpcPort, services: [.play(PlayEndpoint(simulation: simulation))],
            security: node.security(allowing: ["gateway"]), on: context.eventLoop, logger: context.logger)
        await simulation.start()
        context.logger.notice(
            "listening", metadata: .data([.address: "\(node.bindAddress)", .port: "\(server.port)"]))
        try? await gracefulShutdown()
        await simulation.drain()
        await server.drain(within: Self.drainLimit)
        await simulation.stop()
    }

    /// The settings of ``NodeSettings`` are all that a simulation reads.
    package static let help: [SettingHelp] = []
}
