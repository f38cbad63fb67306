import NIOCore
import TLS

/// Encrypts a channel: first in the pipeline of a secure connection.
final class TLSHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// The peer's certificate is accepted; fired down the pipeline before the first bytes.
    struct HandshakeCompleted: Sendable {
        let peerNames: [String]
    }

    private enum State { case idle, handshaking, open, closed }
    private var state = State.idle
    private var session: TLSSession
    private var plain = ByteBuffer()
    /// Names of which the peer's certificate must carry one; `nil` when the session has checked it, or none is asked for.
    private let allowedPeers: Set<String>?

    init(_ session: consuming TLSSession, allowedPeers: Set<String>?) {
        self.session = session
        self.allowedPeers = allowedPeers
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard state == .idle else { return }
        state = .handshaking
        handshake(context)
    }

    private func handshake(_ context: ChannelHandlerContext) {
        do throws(TLSError) {
            _ = try session.handshake()
            flushOutput(context)
        } catch {
            fail(context, error)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard state == .handshaking || state == .open else { return }
        let encrypted = unwrapInboundIn(data)
        plain.clear()
        do throws(TLSError) {
            let progress = try session.receive(encrypted.readableBytesSpan, into: &plain)
            flushOutput(context)  // the handshake's, and answers of the protocol's own, such as key updates
            if progress != .handshaking, state == .handshaking { try open(context) }
            passOn(context)
            if progress == .ended { context.close(promise: nil) }
        } catch {
            if state == .open { passOn(context) }
            fail(context, error)
        }
    }

    private func open(_ context: ChannelHandlerContext) throws(TLSError) {
        let names = session.peerNames
        if let allowedPeers, allowedPeers.isDisjoint(with: names) {
            throw TLSError(code: .handshakeFailed, message: "the peer is \(names.prefix(4)), which is not allowed here")
        }
        state = .open
        context.fireUserInboundEventTriggered(HandshakeCompleted(peerNames: names))
    }

    private func passOn(_ context: ChannelHandlerContext) {
        if plain.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(plain)) }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard state == .open else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        let plain = unwrapOutboundIn(data)
        do throws(TLSError) {
            try session.write(plain.readableBytesSpan)
        } catch {
            promise?.fail(error)
            fail(context, error)
            return
        }
        context.write(wrapOutboundOut(session.takeOutput() ?? ByteBuffer()), promise: promise)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if state == .open {
            session.shutdown()
            flushOutput(context)
        }
        state = .closed
        context.close(mode: mode, promise: promise)
    }

    private func fail(_ context: ChannelHandlerContext, _ error: TLSError) {
        guard state != .closed else { return }
        flushOutput(context)  // the alert
        state = .closed
        context.fireErrorCaught(error)
        context.close(promise: nil)
    }

    private func flushOutput(_ context: ChannelHandlerContext) {
        if let output = session.takeOutput() { context.writeAndFlush(wrapOutboundOut(output), promise: nil) }
    }
}
