package import ClientProtocol
package import GatewayCore
package import NIOCore
import NIOWebSocket

/// One socket of this process's life.
package struct SocketID: Hashable, Sendable {
    package let rawValue: UInt64
    package init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// What the owner of a socket is told, on the socket's event loop.
package protocol WebSocketOwner: Sendable {
    func socket(_ id: SocketID, received message: WebSocketConversation.Message)
    /// A ping or pong came: the peer lives.
    func socketHeard(_ id: SocketID)
    /// The socket takes more to send.
    func socketBecameWritable(_ id: SocketID)
    /// Exactly once, last.
    func socketClosed(_ id: SocketID)
}

/// Sent down the pipeline by the owner to close a socket with a reason.
package struct CloseSocket: Sendable {
    package let closure: Closure
    package init(_ closure: Closure) { self.closure = closure }
}

/// Holds one socket to RFC 6455: judges what comes with ``WebSocketConversation``, answers pings, and closes in order.
///
/// The channel does not read by itself: what came is dealt with before more is read.
package final class WebSocketHandler: ChannelDuplexHandler {
    package typealias InboundIn = ByteBuffer
    package typealias OutboundIn = ByteBuffer
    package typealias OutboundOut = ByteBuffer

    /// From our close frame until the connection is cut, whatever the peer does.
    private static let lingering = TimeAmount.seconds(2)

    private let id: SocketID
    private let owner: any WebSocketOwner
    private var frames: WebSocketFrames
    private var conversation: WebSocketConversation
    /// The newest ping that could not be answered, since the socket takes no more to send. The older ones need no answer
    /// (RFC 6455 section 5.5.3), so pongs never pile up.
    private var unansweredPing: [UInt8]?
    private var hasWritten = false
    private var isClosing = false
    private var hasTold = false

    package init(id: SocketID, owner: any WebSocketOwner, maximumMessageSize: Int) {
        self.id = id
        self.owner = owner
        frames = WebSocketFrames(maximumFrameSize: maximumMessageSize)
        conversation = WebSocketConversation(maximumMessageSize: maximumMessageSize)
    }

    package func handlerAdded(context: ChannelHandlerContext) { context.read() }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else { return }  // nothing after a close counts
        frames.receive(unwrapInboundIn(data).readableBytesView)
        while !isClosing {
            switch frames.next() {
            case .needsBytes: return
            case .frame(let frame): received(frame, context)
            case .close(let closure): close(context, code: closure.code.rawValue, reason: closure.reason)
            }
        }
    }

    private func received(_ frame: WebSocketFrames.Frame, _ context: ChannelHandlerContext) {
        let action = conversation.received(
            opcode: frame.opcode, isFinal: frame.isFinal, reservedBits: frame.reservedBits, isMasked: frame.isMasked,
            payload: frame.payload)
        switch action {
        case .deliver(let message): owner.socket(id, received: message)
        case .pong(let payload):
            unansweredPing = payload
            answerPing(context)
            owner.socketHeard(id)
        case .answerClose(let code): close(context, code: code, reason: "")
        case .close(let closure): close(context, code: closure.code.rawValue, reason: closure.reason)
        case .none: owner.socketHeard(id)
        }
    }

    /// Flushed with everything else that one read brings about.
    private func answerPing(_ context: ChannelHandlerContext) {
        guard context.channel.isWritable, let payload = unansweredPing.take() else { return }
        context.write(wrapOutboundOut(OutgoingFrame.encoded(.pong, payload)), promise: nil)
        hasWritten = true
    }

    package func channelReadComplete(context: ChannelHandlerContext) {
        if hasWritten {
            hasWritten = false
            context.flush()
        }
        context.read()
        context.fireChannelReadComplete()
    }

    package func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // A half-closed WebSocket is of no use: the peer ends its half after its close frame, or has gone.
        if case ChannelEvent.inputClosed? = event as? ChannelEvent { context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    package func triggerUserOutboundEvent(
        context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?
    ) {
        guard let event = event as? CloseSocket else {
            context.triggerUserOutboundEvent(event, promise: promise)
            return
        }
        close(context, code: event.closure.code.rawValue, reason: event.closure.reason)
        promise?.succeed()
    }

    package func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable, !isClosing {
            if unansweredPing != nil {
                answerPing(context)
                hasWritten = false
                context.flush()
            }
            owner.socketBecameWritable(id)
        }
        context.fireChannelWritabilityChanged()
    }

    package func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    package func channelInactive(context: ChannelHandlerContext) {
        tellOwner()
        context.fireChannelInactive()
    }

    package func handlerRemoved(context: ChannelHandlerContext) { tellOwner() }

    private func tellOwner() {
        guard !hasTold else { return }
        hasTold = true
        owner.socketClosed(id)
    }

    /// Says close, once, and ends our half when that is written, so that the peer reads it before the end. The peer ends
    /// its half then, or is cut off.
    private func close(_ context: ChannelHandlerContext, code: UInt16?, reason: String) {
        guard !isClosing else { return }
        isClosing = true
        var payload: [UInt8] = []
        if let code {
            payload = [UInt8(truncatingIfNeeded: code >> 8), UInt8(truncatingIfNeeded: code)]
            payload.append(contentsOf: reason.prefixThatFits(bytes: 123).utf8)
        }
        let frame = OutgoingFrame.encoded(.connectionClose, payload)
        let written = context.writeAndFlush(wrapOutboundOut(frame))
        written.assumeIsolated().whenComplete { _ in context.close(mode: .output, promise: nil) }
        context.eventLoop.assumeIsolated().scheduleTask(in: Self.lingering) { context.close(promise: nil) }
        tellOwner()
    }
}

extension String {
    /// The longest beginning of whole characters within `bytes` bytes of UTF-8.
    fileprivate func prefixThatFits(bytes: Int) -> Substring {
        var end = startIndex
        for index in indices {
            let next = self.index(after: index)
            guard utf8.distance(from: startIndex, to: next) <= bytes else { break }
            end = next
        }
        return self[..<end]
    }
}
