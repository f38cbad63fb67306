import GatewayCore
import Logging
import NIOCore
import Observability
import ServiceLifecycle
package import ServiceRuntime

/// The gateway as a service of its process: listens, serves, and drains when the process is asked to stop.
package struct GatewayProcess: Service {
    private let settings: GatewaySettings
    private let context: ProcessContext
    private let files: StaticFiles

    /// - Throws: ``SettingsError``; the client's files are read here.
    package init(context: ProcessContext) throws(SettingsError) {
        self.context = context
        settings = try GatewaySettings(config: context.config, node: context.node)
        files =
            try settings.clientDirectory.map { directory throws(SettingsError) in
                try StaticFiles(directory: directory)
            } ?? StaticFiles()
    }

    package func run() async throws {
        let gateway = Gateway(
            settings: settings, nodeToken: context.nodeToken, eventLoop: context.eventLoop, logger: context.logger)
        context.privatePages.serve("/health/ready") { await gateway.checkReadiness().page }
        let accessLog = AccessLog(settings.accessLog)
        let routes = GatewayRoutes(gateway: gateway, files: files, settings: settings, accessLog: accessLog)
        let connections = HTTPConnections(on: context.eventLoop)
        let listener = try await HTTPListener.bind(
            host: settings.bindAddress, port: settings.node.gatewayPort, responder: routes, among: connections,
            on: context.eventLoop, logger: context.logger)
        await gateway.start()
        context.logger.notice(
            "listening",
            metadata: .data([.address: "\(settings.bindAddress)", .port: "\(settings.node.gatewayPort)"]))
        try? await gracefulShutdown()
        await gateway.leave()
        try? await Task.sleep(for: .milliseconds(settings.node.drain.delay))
        try? await listener.close()
        async let answers: Void = connections.finish(within: settings.node.drain.players)
        await gateway.drain()
        await answers
        await gateway.disconnect()
        await accessLog?.finish()
    }
}
