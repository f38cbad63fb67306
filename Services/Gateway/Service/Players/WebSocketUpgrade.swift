import ClientProtocol
import GatewayCore
import NIOCore
import TLS

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

    /// docs/guide/protocol.md, section 2.
    package static let players = SocketEndpoint(
        path: "/ws", subprotocol: WebSocketHandshake.subprotocol, maximumMessageSize: MessageLimits.textBytes)
}

/// Turns a connection from HTTP to WebSocket. The request has been judged by ``WebSocketHandshake``.
enum WebSocketUpgrade {
    /// - Parameter rest: What the client sent beyond the request: its first frames.
    static func accept(
        _ request: WebSocketHandshake.Request, rest: ByteBuffer, at endpoint: SocketEndpoint,
        from connection: HTTPConnection, _ context: ChannelHandlerContext,
        open: (any Channel) -> WebSocketHandler
    ) {
        let pipeline = context.pipeline.syncOperations
        do {
            context.writeAndFlush(NIOAny(answer(to: request, endpoint)), promise: nil)
            try pipeline.addHandler(open(context.channel))
        } catch {
            context.close(promise: nil)
            return
        }
        if rest.readableBytes > 0 {
            context.fireChannelRead(NIOAny(rest))
            context.fireChannelReadComplete()
        }
        pipeline.removeHandler(connection, promise: nil)
    }

    private static func answer(to request: WebSocketHandshake.Request, _ endpoint: SocketEndpoint) -> ByteBuffer {
        var text = "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n"
        text += "sec-websocket-accept: \(WebSocketUpgrade.proof(of: request.key))\r\n"
        if let subprotocol = endpoint.subprotocol { text += "sec-websocket-protocol: \(subprotocol)\r\n" }
        return ByteBuffer(string: text + "\r\n")
    }

    /// RFC 6455 section 4.2.2: shows that the request was read as one for a WebSocket.
    private static func proof(of key: String) -> String {
        let digest = Crypto.sha1(Array("\(key)258EAFA5-E914-47DA-95CA-C5AB0DC85B11".utf8))
        return String(decoding: Base64.encode(digest), as: UTF8.self) + "="
    }
}
