import GatewayCore
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// Turns a connection from HTTP to WebSocket. The request has been judged by ``WebSocketHandshake``.
///
/// NIO's own upgrade handler leaves the pipeline after the first request that is no upgrade, so a connection that a
/// browser or a load balancer keeps alive could not be upgraded later; and it cannot answer a refusal with a reason.
enum WebSocketUpgrade {
    /// The longest frame, and the longest message of several, in bytes (docs/protocol.md, section 2).
    static let maximumMessageSize = 4096

    static func accept(
        _ head: HTTPRequestHead, on channel: any Channel, open: @escaping (any Channel) -> WebSocketHandler
    ) {
        let upgrader = NIOWebSocketServerUpgrader(
            shouldUpgrade: { channel, _ in
                channel.eventLoop.makeSucceededFuture(["sec-websocket-protocol": WebSocketHandshake.subprotocol])
            },
            upgradePipelineHandler: { channel, _ in channel.eventLoop.makeSucceededVoidFuture() })
        upgrader.buildUpgradeResponse(channel: channel, upgradeRequest: head, initialResponseHeaders: [:])
            .assumeIsolated().whenComplete { result in
                do {
                    var headers = try result.get()
                    headers.replaceOrAdd(name: "upgrade", value: "websocket")
                    headers.replaceOrAdd(name: "connection", value: "upgrade")
                    try switchPipeline(of: channel, headers: headers, open: open)
                } catch {
                    channel.close(promise: nil)
                }
            }
    }

    private static func switchPipeline(
        of channel: any Channel, headers: HTTPHeaders, open: (any Channel) -> WebSocketHandler
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
        try pipeline.addHandler(ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: maximumMessageSize)))
        try pipeline.addHandler(open(channel))
        for context in [http, pipelining, encoder] { pipeline.removeHandler(context: context, promise: nil) }
        // Last: its going hands what it had read beyond the request to the frame decoder.
        pipeline.removeHandler(context: decoder, promise: nil)
    }
}
