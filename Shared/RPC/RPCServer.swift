package import Logging
package import NIOCore

/// Serves services on one address. `grpc.health.v1.Health` is always among them.
package final class RPCServer: Sendable {
    /// The bound port (the one chosen by the system when 0 was asked for).
    package let port: Int
    package let health: RPCHealth

    /// Binds and accepts.
    /// - Parameters:
    ///   - port: 0 for any free one.
    ///   - group: An event loop, or a group to spread connections over.
    /// - Throws: What binding throws (`IOError`), ``TLSError`` for unusable certificates.
    package static func start(
        host: String, port: Int, services: [RPCServiceDefinition], security: RPCSecurity = .plaintext,
        limits: RPCLimits = RPCLimits(), on group: any EventLoopGroup, logger: Logger
    ) async throws -> RPCServer { fatalError("unimplemented") }

    private init(port: Int, health: RPCHealth) {
        self.port = port
        self.health = health
    }

    /// Stops accepting, says GOAWAY on every connection, reports NOT_SERVING, waits for running calls up to `within`,
    /// then closes what is left (calls still open end with UNAVAILABLE).
    package func drain(within: Duration) async { fatalError("unimplemented") }
}
