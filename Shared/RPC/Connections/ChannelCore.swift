import Logging
import NIOCore
import NIOPosix
import TLS

/// The life of an ``RPCChannel``: connect, lose, wait, connect. Guarded by its event loop.
final class ChannelCore: RPCConnectionOwner, @unchecked Sendable {
    private let host: String
    private let port: Int
    private let authority: String
    private let eventLoop: any EventLoop
    private let options: RPCChannel.Options
    private let onStateChange: (@Sendable (RPCChannelState) -> Void)?
    private let secure: Result<SecureTransport?, any Error>

    private(set) var state: RPCChannelState = .disconnected(RPCDisconnect(reason: .closedHere, message: "not started"))
    /// The connection of the running attempt, or the ready one.
    private var current: RPCConnection?
    /// Connections that take no new calls and live until their calls end.
    private var draining: [ObjectIdentifier: RPCConnection] = [:]
    /// Calls that wait for the running attempt.
    private var waiting: [Waiting] = []
    private var backoff: TimeAmount
    private var retry: Scheduled<Void>?

    private struct Waiting {
        let call: RPCCall
        let path: String
        let metadata: RPCMetadata
        let request: [UInt8]
        var timeout: Scheduled<Void>?
    }

    init(
        host: String, port: Int, security: RPCSecurity, eventLoop: any EventLoop, options: RPCChannel.Options,
        onStateChange: (@Sendable (RPCChannelState) -> Void)?
    ) {
        self.host = host
        self.port = port
        authority = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        self.eventLoop = eventLoop
        self.options = options
        self.onStateChange = onStateChange
        backoff = options.minBackoff
        secure = Result { try SecureTransport.make(security, .client, logger: options.logger) }
    }

    // MARK: Connecting

    func connect() {
        guard case .disconnected = state else { return }
        change(to: .connecting)
        guard state == .connecting else { return }
        let secure: SecureTransport?
        do {
            secure = try self.secure.get()
        } catch {
            lost(RPCDisconnect(error))
            return
        }
        ClientBootstrap(group: eventLoop)
            .connectTimeout(options.limits.handshakeTimeout)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let connection = RPCConnection(
                        side: .client, eventLoop: channel.eventLoop, limits: self.options.limits,
                        isSecure: secure != nil, router: nil, owner: self, logger: self.options.logger)
                    if let secure { try channel.pipeline.syncOperations.addHandler(secure.makeHandler()) }
                    try channel.pipeline.syncOperations.addHandler(connection)
                }
            }
            .connect(host: host, port: port)
            .flatMapThrowing { channel in
                try channel.pipeline.syncOperations.handler(type: RPCConnection.self)
            }
            .whenComplete { result in self.attempted(result) }
    }

    /// The socket is connected, or cannot be. A name may have had several addresses tried; this is the one that won.
    private func attempted(_ result: Result<RPCConnection, any Error>) {
        switch result {
        case .failure(let error): lost(RPCDisconnect(error))
        case .success(let connection):
            guard state == .connecting else {
                connection.disconnect(Self.closedHere)
                return
            }
            current = connection
        }
    }

    private static let closedHere = RPCDisconnect(reason: .closedHere, message: "the channel was closed")

    func ready(_ connection: RPCConnection) {
        guard connection === current, state == .connecting else {
            connection.disconnect(Self.closedHere)
            return
        }
        backoff = options.minBackoff
        let waiting = take()
        change(to: .ready)
        for call in waiting { start(call.call, on: connection, call.path, call.metadata, first: call.request) }
    }

    func draining(_ connection: RPCConnection) {
        guard connection === current else { return }
        draining[ObjectIdentifier(connection)] = connection
        current = nil
        lost(RPCDisconnect(reason: .goAway, message: "the server is draining"))
    }

    func closed(_ connection: RPCConnection, _ reason: RPCDisconnect) {
        draining[ObjectIdentifier(connection)] = nil
        guard connection === current else { return }
        current = nil
        lost(reason)
    }

    private func lost(_ reason: RPCDisconnect) {
        switch state {
        case .connecting, .ready: break
        case .disconnected, .closed: return
        }
        let waiting = take()
        let factor = Double.random(in: 0.8...1.2)
        retry = eventLoop.scheduleTask(in: .nanoseconds(Int64(Double(backoff.nanoseconds) * factor))) { [weak self] in
            self?.connect()
        }
        backoff = min(.nanoseconds(backoff.nanoseconds * 2), options.maxBackoff)
        change(to: .disconnected(reason))
        for call in waiting { call.call.close(Self.unavailable(reason)) }
    }

    func close() {
        guard state != .closed else { return }
        retry?.cancel()
        let waiting = take()
        let connections = [current].compactMap { $0 } + draining.values
        current = nil
        draining = [:]
        change(to: .closed)
        for call in waiting { call.call.close(Self.unavailable(Self.closedHere)) }
        for connection in connections { connection.disconnect(Self.closedHere) }
    }

    private func change(to state: RPCChannelState) {
        self.state = state
        onStateChange?(state)
    }

    // MARK: Calls

    func open(
        _ path: String, deadline: Duration?, metadata: RPCMetadata, waitsForAttempt: Bool,
        handler: any RPCCallHandler, first: [UInt8]?
    ) -> RPCCall {
        eventLoop.preconditionInEventLoop()
        let call = RPCCall(
            .client, eventLoop: eventLoop, peer: current?.peer ?? RPCPeer(address: authority, certificateNames: []),
            deadline: deadline.map { .now() + TimeAmount($0) }, maxMessageBytes: options.limits.maxMessageBytes,
            handler: handler)
        if let limit = call.deadline, limit <= .now() {
            call.closeNextTurn(RPCStatus(.deadlineExceeded, "the deadline has passed"))
            return call
        }
        switch state {
        case .ready:
            guard let current, current.canOpen else {
                call.closeNextTurn(RPCStatus(.unavailable, "the server takes no more calls on this connection"))
                return call
            }
            start(call, on: current, path, metadata, first: first)
        case .connecting where waitsForAttempt:
            wait(Waiting(call: call, path: path, metadata: metadata, request: first ?? []))
        case .connecting: call.closeNextTurn(RPCStatus(.unavailable, "connecting"))
        case .disconnected(let reason): call.closeNextTurn(Self.unavailable(reason))
        case .closed: call.closeNextTurn(RPCStatus(.unavailable, "the channel was closed"))
        }
        return call
    }

    private func start(
        _ call: RPCCall, on connection: RPCConnection, _ path: String, _ metadata: RPCMetadata, first: [UInt8]?
    ) {
        guard call.handler != nil else { return }  // cancelled while it waited
        guard connection.canOpen else {
            call.closeNextTurn(RPCStatus(.unavailable, "the connection was lost"))
            return
        }
        connection.open(path, authority: authority, token: options.callToken, metadata: metadata, call)
        guard let first else { return }
        call.send(first)
        call.finish()
    }

    private func wait(_ call: Waiting) {
        var call = call
        if let deadline = call.call.deadline {
            call.timeout = eventLoop.scheduleTask(deadline: deadline) { [call = call.call] in
                call.close(RPCStatus(.deadlineExceeded, "no connection before the deadline"))
            }
        }
        waiting.append(call)
    }

    private func take() -> [Waiting] {
        let taken = waiting
        waiting = []
        for call in taken { call.timeout?.cancel() }
        return taken
    }

    private static func unavailable(_ reason: RPCDisconnect) -> RPCStatus { RPCStatus(.unavailable, reason.message) }
}
