import ClientProtocol
import LoadCore
import NIOCore

/// One WebSocket of one player. On its event loop only.
final class LoadSocket: ChannelInboundHandler, @unchecked Sendable {  // confined to the engine's event loop
    typealias InboundIn = ByteBuffer

    private let engine: LoadEngine
    private let player: Int
    private let link: Int
    private let host: String
    private var frames = ClientFrames()
    private var head: [UInt8]? = []
    private var channel: (any Channel)?
    private var isOver = false
    private var closeCode: UInt16?
    private var reason = ""

    init(_ engine: LoadEngine, player: Int, link: Int, host: String) {
        (self.engine, self.player, self.link, self.host) = (engine, player, link, host)
    }

    func channelActive(context: ChannelHandlerContext) {
        channel = context.channel
        guard !isOver else { return context.close(promise: nil) }
        let request =
            "GET /ws HTTP/1.1\r\nHost: \(host)\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Protocol: \(ClientMessage.subprotocol)\r\nSec-WebSocket-Key: c25ha2V0cm9uLWxvYWQtMQ==\r\n\r\n"
        context.writeAndFlush(NIOAny(ByteBuffer(string: request)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        let bytes = unwrapInboundIn(data)
        if head != nil {
            guard let rest = finishHandshake(bytes, context) else { return }
            frames.receive(rest)
        } else {
            frames.receive(bytes.readableBytesView)
        }
        while !isOver, let received = frames.next() {
            switch received {
            case .text(let text): engine.received(player, link, isText: true, text)
            case .binary(let bytes): engine.received(player, link, isText: false, bytes)
            case .ping(let payload): write(ClientFrames.encode(.pong, payload, mask: engine.mask()))
            case .pong: break
            case .close(let code, let reason):
                (closeCode, self.reason) = (code, reason)
                write(
                    ClientFrames.encode(
                        .close, code == 1005 ? [] : [UInt8(code >> 8), UInt8(code & 0xFF)], mask: engine.mask()))
                context.close(promise: nil)
                end()
            case .broken(let words):
                engine.broken(player, words)
                context.close(promise: nil)
                end()
            }
        }
    }

    /// - Returns: What came behind the answer; `nil` until it is whole, or when it is a refusal.
    private func finishHandshake(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) -> [UInt8]? {
        head?.append(contentsOf: bytes.readableBytesView)
        guard let head, let blank = head.firstRange(of: [13, 10, 13, 10]) else { return nil }
        guard head.starts(with: Array("HTTP/1.1 101 ".utf8)) else {
            reason = "refused: \(String(decoding: head.prefix { $0 != 13 }, as: UTF8.self))"
            engine.refused(reason)
            context.close(promise: nil)
            end()
            return nil
        }
        self.head = nil
        engine.opened(player, link)
        return Array(head[blank.upperBound...])
    }

    func channelInactive(context: ChannelHandlerContext) { end() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        reason = "\(error)"
        context.close(promise: nil)
    }

    /// No connection was made.
    func failed(_ error: any Error) {
        reason = "\(error)"
        end()
    }

    private func end() {
        guard !isOver else { return }
        isOver = true
        engine.closed(player, link, code: closeCode ?? 1006, reason: reason)
    }

    func write(_ bytes: [UInt8]) {
        guard !isOver, head == nil, let channel else { return }
        channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
    }

    /// In order, without telling the player.
    func close() {
        guard !isOver else { return }
        write(ClientFrames.encode(.close, [3, 232], mask: engine.mask()))
        isOver = true
        channel?.close(mode: .all, promise: nil)
    }
}
