import GatewayCore
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// Where sockets are opened, and what is agreed on in doing so.
package struct SocketEndpoint: Sendable {
    package let path: String
    package let subprotocol: String?
    /// The longest frame, and the longest message of several, in bytes.
    package let maximumMessageSize: Int

    package init(path: String, subprotocol: String?, maximumMessageSize: Int) {
        self.path = path
        self.subprotocol = subprotocol
        self.maximumMessageSize = maximumMessageSize
    }

    /// docs/protocol.md, section 2.
    package static let players = SocketEndpoint(
        path: "/ws", subprotocol: WebSocketHandshake.subprotocol, maximumMessageSize: 4096)
}

/// Turns a connection from HTTP to WebSocket. The request has been judged by ``WebSocketHandshake``.
///
/// NIO's own upgrade handler leaves the pipeline after the first request that is no upgrade, so a connection that a
/// browser or a load balancer keeps alive could not be upgraded later; and it cannot answer a refusal with a reason.
enum WebSocketUpgrade {
    static func accept(
        _ head: HTTPRequestHead, at endpoint: SocketEndpoint, on channel: any Channel,
        open: @escaping (any Channel) -> WebSocketHandler
    ) {
        let upgrader = NIOWebSocketServerUpgrader(
            shouldUpgrade: { channel, _ in
                let agreed = endpoint.subprotocol.map { ("sec-websocket-protocol", $0) }
                return channel.eventLoop.makeSucceededFuture(HTTPHeaders([agreed].compactMap { $0 }))
            },
            upgradePipelineHandler: { channel, _ in channel.eventLoop.makeSucceededVoidFuture() })
        upgrader.buildUpgradeResponse(channel: channel, upgradeRequest: head, initialResponseHeaders: [:])
            .assumeIsolated().whenComplete { result in
                do {
                    var headers = try result.get()
                    headers.replaceOrAdd(name: "upgrade", value: "websocket")
                    headers.replaceOrAdd(name: "connection", value: "upgrade")
                    try switchPipeline(of: channel, endpoint, headers: headers, open: open)
                } catch {
                    channel.close(promise: nil)
                }
            }
    }

    private static func switchPipeline(
        of channel: any Channel, _ endpoint: SocketEndpoint, headers: HTTPHeaders,
        open: (any Channel) -> WebSocketHandler
    ) throws {
        let pipeline = channel.pipeline.syncOperations
        let http = try pipeline.context(handlerType: HTTPConnection.self)
        let encoder = try pipeline.context(handlerType: HTTPResponseEncoder.self)
        let pipelining = try pipeline.context(handlerType: HTTPServerPipelineHandler.self)
        let decoder = try pipeline.context(handlerType: ByteToMessageHandler<HTTPRequestDecoder>.self)

        let head = HTTPResponseHead(version: .http1_1, status: .switchingProtocols, headers: headers)
        http.write(NIOAny(HTTPServerResponsePart.head(head)), promise: nil)
        http.writeAndFlush(NIOAny(HTTPServerResponsePart.end(nil)), promise: nil)

        try pipeline.addHandler(WebSocketFrameEncoder())
        try pipeline.addHandler(ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: endpoint.maximumMessageSize)))
        try pipeline.addHandler(open(channel))
        for context in [http, pipelining, encoder] { pipeline.removeHandler(context: context, promise: nil) }
        // Last: its going hands what it had read beyond the request to the frame decoder.
        pipeline.removeHandler(context: decoder, promise: nil)
    }
}
