import Glibc
import Liveness
package import Logging
package import NIOCore
import NIOPosix
import Synchronization
import TLS

/// Serves services on one address. `grpc.health.v1.Health` and server reflection are always among them.
package final class RPCServer: Sendable {
    /// The bound port (the one chosen by the system when 0 was asked for).
    package let port: Int
    package let health: RPCHealth

    private let listener: any Channel
    private let connections: ServerConnections

    /// Binds and accepts.
    /// - Parameters:
    ///   - host: An IP address or a name.
    ///   - port: 0 for any free one.
    ///   - callers: The callers of each method, with a rule for each method of `services`. Strangers get UNAUTHENTICATED,
    ///     another service of the node PERMISSION_DENIED. `nil`: anyone who can connect may call.
    ///   - group: An event loop, or a group to spread connections over.
    /// - Throws: ``ListenError``, ``TLSError`` for unusable certificates.
    package static func start(
        host: String, port: Int, services: [RPCServiceDefinition], security: RPCSecurity = .plaintext,
        callers: RPCCallers? = nil, limits: RPCLimits = RPCLimits(), on group: any EventLoopGroup, logger: Logger
    ) async throws -> RPCServer {
        if let callers {
            let paths = services.flatMap { service in service.methods.keys.map { "/\(service.name)/\($0)" } }
            precondition(callers.paths == Set(paths), "each method needs a rule that says which services may call it")
        }
        let health = RPCHealth(services: services.map(\.name))
        let secure = try SecureTransport.make(security, .server, logger: logger)
        let connections = ServerConnections(
            limits: limits, secure: secure,
            router: RPCRouter(
                RPCReflection.reflecting(services + [health.definition]), callers: callers,
                servedPeers: security.servedPeers),
            logger: logger)
        let listener = try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: 256)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try connections.initialize(channel) }
            }
            .listen(host: host, port: port, logger: logger)
        return RPCServer(
            port: listener.localAddress?.port ?? port, health: health, listener: listener, connections: connections)
    }

    private init(port: Int, health: RPCHealth, listener: any Channel, connections: ServerConnections) {
        self.port = port
        self.health = health
        self.listener = listener
        self.connections = connections
    }

    /// Stops accepting, reports NOT_SERVING, says GOAWAY on every connection, waits for running calls up to `within`,
    /// then closes what is left (calls still open end with UNAVAILABLE at the client).
    package func drain(within: Duration) async {
        health.stopServing()
        try? await listener.close()
        await connections.drain(within: TimeAmount(within), on: listener.eventLoop)
    }
}

/// The open connections of a server.
final class ServerConnections: RPCConnectionOwner {
    private let limits: RPCLimits
    /// Strangers must not take the descriptors that the process needs for its files and its own calls; it may have two servers.
    private let maximum = max(8, (OpenFiles.limit - 64) / 2)
    private let secure: SecureTransport?
    private let router: RPCRouter
    private let logger: Logger

    private struct State {
        var open: [ObjectIdentifier: RPCConnection] = [:]
        var isDraining = false
        var refusals = Occasional(interval: 60_000)
        var whenEmpty: EventLoopPromise<Void>?
    }
    private let state = Mutex(State())

    init(limits: RPCLimits, secure: SecureTransport?, router: RPCRouter, logger: Logger) {
        self.limits = limits
        self.secure = secure
        self.router = router
        self.logger = logger
    }

    /// On the channel's event loop.
    func initialize(_ channel: any Channel) throws {
        let connection = RPCConnection(
            side: .server, eventLoop: channel.eventLoop, limits: limits, isSecure: secure != nil, router: router,
            owner: self, logger: logger)
        let most = min(maximum, limits.maxConnections)
        let accepted = state.withLock { state in
            guard !state.isDraining, state.open.count < most else { return false }
            state.open[ObjectIdentifier(connection)] = connection
            return true
        }
        guard accepted else {
            let now = Int64(channel.eventLoop.now.uptimeNanoseconds / 1_000_000)
            if let count = state.withLock({ $0.refusals.happened(now: now) }) {
                logger.warning(
                    "connection refused: too many, or draining",
                    metadata: ["rpc.limit": "\(most)", "count": "\(count)"])
            }
            throw RPCDisconnect(reason: .closedHere, message: "too many connections")
        }
        if let secure { try channel.pipeline.syncOperations.addHandler(secure.makeHandler()) }
        try channel.pipeline.syncOperations.addHandler(connection)
    }

    func ready(_ connection: RPCConnection) {
        logger.debug("client connected", metadata: ["rpc.peer": "\(connection.peer.address)"])
    }

    func draining(_ connection: RPCConnection) {}

    func closed(_ connection: RPCConnection, _ reason: RPCDisconnect) {
        let metadata: Logger.Metadata = ["rpc.peer": "\(connection.peer.address)", "reason": "\(reason.message)"]
        switch reason.reason {
        case .closedByPeer, .goAway, .reset, .closedHere, .refused:
            logger.debug("client connection closed", metadata: metadata)
        case .timedOut, .unreachable, .tls, .protocolError:
            logger.warning("client connection closed for a fault", metadata: metadata)
        }
        let whenEmpty = state.withLock { state in
            state.open[ObjectIdentifier(connection)] = nil
            return state.open.isEmpty ? state.whenEmpty.take() : nil
        }
        whenEmpty?.succeed()
    }

    func drain(within: TimeAmount, on eventLoop: any EventLoop) async {
        let promise = eventLoop.makePromise(of: Void.self)
        let open = state.withLock { state in
            state.isDraining = true
            if !state.open.isEmpty { state.whenEmpty = promise }
            return Array(state.open.values)
        }
        guard !open.isEmpty else {
            promise.succeed()
            return
        }
        for connection in open { connection.eventLoop.execute { connection.drain() } }
        let timeout = eventLoop.scheduleTask(in: within) {
            for connection in open {
                connection.eventLoop.execute {
                    connection.disconnect(RPCDisconnect(reason: .goAway, message: "the server has shut down"))
                }
            }
        }
        try? await promise.futureResult.get()
        timeout.cancel()
    }
}
