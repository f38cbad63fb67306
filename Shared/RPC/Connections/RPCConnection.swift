import HTTP2
import Liveness
import Logging
import NIOCore

/// Events of a connection for the server or channel that made it. On the event loop.
protocol RPCConnectionOwner: AnyObject, Sendable {
    /// The peer speaks HTTP/2 (and, if asked for, showed a certificate that is allowed).
    func ready(_ connection: RPCConnection)
    /// The peer takes no new calls.
    func draining(_ connection: RPCConnection)
    /// Exactly once, last, after every call was closed. `isOrderly` when it was not the peer's fault.
    func closed(_ connection: RPCConnection, _ reason: RPCDisconnect)
}

/// One socket: feeds an ``HTTP2Session`` with its bytes and hands events to calls.
///
/// Bytes go out once a batch of reads (`channelReadComplete`), or once a loop turn for what is sent from outside; that
/// coalesces the answers of many calls into one `write`. Lives on its channel's event loop, which guards its state.
final class RPCConnection: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let side: RPCCall.Side
    let eventLoop: any EventLoop
    let limits: RPCLimits
    let router: RPCRouter?
    let logger: Logger
    /// Nil for a connection without TLS; else its handler comes first in the pipeline.
    let isSecure: Bool
    private weak var owner: (any RPCConnectionOwner)?

    var session: HTTP2Session
    private var calls: [HTTP2StreamID: RPCCall] = [:]
    /// The call of the last event: those of one stream come together.
    private var latest: (id: HTTP2StreamID, call: RPCCall)?
    private(set) var peer = RPCPeer(address: "unknown", certificateNames: [])

    private enum State { case handshaking, waitingForSettings, ready, closed }
    private var state = State.handshaking
    private var context: ChannelHandlerContext?
    private var closeReason: RPCDisconnect?

    private var isReading = false
    private var isPumping = false
    private var pumpWanted = false
    private var pumpScheduled = false
    private var outbound = ByteBuffer()
    /// Bytes of messages that calls hold.
    var heldBytes = 0
    /// The peer may use our full limits: this port admits everyone, or a call of this connection has shown a token.
    var isKnown: Bool
    /// Calls that wait for their bytes to be sent.
    private var watched: [HTTP2StreamID: RPCCall] = [:]
    private static let writeBytes = 64 << 10

    /// Streams that the peer resets, or has us reset.
    private var resets: TokenBucket
    /// Milliseconds.
    private static var now: Int64 { Int64(NIODeadline.now().uptimeNanoseconds / 1_000_000) }
    private var handshake: Scheduled<Void>?
    private var deadlines = DeadlineTimer()
    private var keepAlive: KeepAlive
    private var drainState = DrainState.none
    private enum DrainState { case none, announced, refusing }

    private static let keepAlivePing: UInt64 = 1
    private static let drainPing: UInt64 = 2

    init(
        side: RPCCall.Side, eventLoop: any EventLoop, limits: RPCLimits, isSecure: Bool, router: RPCRouter?,
        owner: any RPCConnectionOwner, logger: Logger
    ) {
        self.side = side
        self.eventLoop = eventLoop
        self.limits = limits
        self.isSecure = isSecure
        self.router = router
        isKnown = router?.callers == nil
        self.owner = owner
        self.logger = logger
        var settings = HTTP2Settings()
        settings.maxConcurrentStreams = UInt32(clamping: limits.maxConcurrentCalls)
        settings.maxHeaderBytes = limits.maxHeaderBytes
        // The library's limit is a backstop: it answers INTERNAL_ERROR, and `resets` says what it is.
        settings.resetBurst = UInt64(clamping: limits.resetBurst) * 2
        settings.resetRate = UInt64(clamping: limits.resetRate) * 2
        settings.streamWindow = Int32(clamping: min(max(limits.streamWindowBytes, 65_535), 16 << 20))
        session = HTTP2Session(side == .server ? .server : .client, settings)
        resets = TokenBucket(.init(rate: limits.resetRate, burst: limits.resetBurst), now: Self.now)
        keepAlive = KeepAlive(interval: limits.keepAliveInterval, timeout: limits.keepAliveTimeout)
    }

    var isReady: Bool { state == .ready }
    private var wasActive = false

    // MARK: Channel

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { becameActive(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        becameActive(context)
        context.fireChannelActive()
    }

    private func becameActive(_ context: ChannelHandlerContext) {
        guard !wasActive else { return }
        wasActive = true
        peer = RPCPeer(address: Self.text(context.remoteAddress), certificateNames: [])
        handshake = eventLoop.scheduleTask(in: limits.handshakeTimeout) {
            guard self.state == .handshaking || self.state == .waitingForSettings else { return }
            self.disconnect(RPCDisconnect(reason: .timedOut, message: "no HTTP/2 preface in time"))
        }
        if !isSecure { handshakeDone() }
    }

    private static func text(_ address: SocketAddress?) -> String {
        guard let address, let host = address.ipAddress, let port = address.port else { return "unknown" }
        return "\(host):\(port)"
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let event = event as? TLSHandler.HandshakeCompleted else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        peer = RPCPeer(address: peer.address, certificateNames: event.peerNames)
        handshakeDone()
    }

    private func handshakeDone() {
        state = .waitingForSettings
        requestPump()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard state != .closed else { return }
        let buffer = unwrapInboundIn(data)
        isReading = true
        keepAlive.heard(at: .now())
        buffer.withUnsafeReadableBytes { input in
            do throws(HTTP2Error) {
                try session.receive(RawSpan(_unsafeBytes: input))
                handleBatch(input)
            } catch {
                handleBatch(input)
                disconnect(RPCDisconnect(reason: .protocolError, message: error.message))
            }
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        pump()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { pump() }
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        disconnect(RPCDisconnect(error))
    }

    func channelInactive(context: ChannelHandlerContext) {
        finishClosing(closeReason ?? RPCDisconnect(reason: .closedByPeer, message: "the peer closed the connection"))
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        finishClosing(closeReason ?? RPCDisconnect(reason: .closedByPeer, message: "the connection was closed"))
        self.context = nil
    }

    /// Closes the socket; every call ends with what `reason` means to it.
    func disconnect(_ reason: RPCDisconnect) {
        guard state != .closed, closeReason == nil else { return }
        closeReason = reason
        context?.close(promise: nil)
        finishClosing(reason)
    }

    private func finishClosing(_ reason: RPCDisconnect) {
        guard state != .closed else { return }
        state = .closed
        // The timers hold the connection with all it has; a short one must not stay for them.
        handshake?.cancel()
        deadlines.cancel()
        keepAlive.cancel()
        watched.removeAll()
        latest = nil
        let status =
            side == .client
            ? RPCStatus(.unavailable, reason.message) : RPCStatus(.cancelled, reason.message)
        for call in Array(calls.values) { call.close(status) }
        owner?.closed(self, reason)
    }

    // MARK: Events

    /// - Parameter input: The bytes just received; events of DATA point into it.
    private func handleBatch(_ input: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0)) {
        while let batch = session.takeBatch() {
            var dataBytes = 0
            for event in batch.events where state != .closed {
                switch event {
                case .headers(let id, let opens, let fields):
                    receivedHeaders(id, opens: opens, batch, fields)
                case .data(let id, let range):
                    dataBytes += range.count
                    call(id)?.received(UnsafeRawBufferPointer(rebasing: input[range]))
                case .endOfStream(let id): receivedEnd(id)
                case .closed(let id, let code): closedStream(id, code)
                case .pingAcknowledged(Self.drainPing) where drainState == .announced: refuseNewCalls()
                case .pingAcknowledged: break  // whatever the peer sends counts as a sign of life
                case .goAway:
                    pumpWanted = true
                    owner?.draining(self)
                    endWaitingCalls()
                case .settings: receivedSettings()
                }
            }
            if dataBytes > 0, state != .closed {
                // The connection's window is given back at once: one slow call must not stop the others.
                session.consumeConnection(dataBytes)
                pumpWanted = true
            }
            session.recycle(batch)
        }
        let newResets = session.takeResets()
        if newResets > 0, state != .closed, !resets.take(newResets, now: Self.now) {
            session.terminate(.enhanceYourCalm, because: "the peer resets its streams, or breaks them, without end")
            pumpWanted = true
        }
        let bytes = heldBytes + session.queuedBytes
        if bytes > (isKnown ? limits.maxConnectionBytes : limits.maxConnectionBytesOfStrangers) {
            disconnect(
                RPCDisconnect(
                    reason: .protocolError,
                    message: "\(bytes) bytes wait, the peer sends without end or reads nothing"))
        }
    }

    /// Client, after GOAWAY: what is not on the wire never will be, and need not wait for others to end to be told so.
    private func endWaitingCalls() {
        for (_, call) in calls.sorted(by: { $0.key < $1.key }) {
            guard let stream = call.stream, session.isWaiting(stream) else { continue }
            session.reset(stream, .cancel)
            call.close(RPCStatus(.unavailable, "the server takes no more calls on this connection"))
        }
    }

    private func receivedSettings() {
        guard state == .waitingForSettings else { return }
        state = .ready
        handshake?.cancel()
        keepAlive.start(on: eventLoop) { self.keepAliveDue() }
        owner?.ready(self)
    }

    private func receivedHeaders(_ id: HTTP2StreamID, opens: Bool, _ batch: HTTP2Batch, _ fields: Range<Int>) {
        switch side {
        case .server:
            // A later block holds the client's trailers, which gRPC does not have, also when the call is over already and
            // its answer still waits to be sent. The end of stream follows.
            guard opens else { return }
            accept(id, ReceivedHeaders(batch, fields), batch)
        case .client:
            guard let call = call(id) else { return }
            receivedAnswer(ReceivedHeaders(batch, fields), batch, call)
        }
    }

    private func receivedEnd(_ id: HTTP2StreamID) {
        guard let call = call(id) else { return }
        switch side {
        case .server: call.receivedEnd()
        case .client:
            if call.finished == nil, let stream = call.stream {
                // The whole answer is here: nobody wants the rest of the request.
                session.reset(stream, .cancel)
                pumpWanted = true
            }
            call.receivedStatus(call.answer ?? RPCStatus(.internalError, "the answer has no grpc-status"))
        }
    }

    private func closedStream(_ id: HTTP2StreamID, _ code: HTTP2ErrorCode) {
        guard let call = call(id) else { return }
        switch side {
        case .server:
            if let finished = call.finished, code == .noError {
                call.close(finished)
            } else {
                call.close(RPCStatus(.cancelled, "the client reset the call (\(code))"))
            }
        case .client:
            if let answer = call.answer {
                call.receivedStatus(answer)
            } else {
                call.close(RPCStatus(reset: code))
            }
        }
    }

    // MARK: Calls

    private func call(_ id: HTTP2StreamID) -> RPCCall? {
        if let latest, latest.id == id { return latest.call }
        guard let call = calls[id] else { return nil }
        latest = (id, call)
        return call
    }

    func insert(_ call: RPCCall, _ id: HTTP2StreamID) {
        calls[id] = call
        latest = (id, call)
        if let deadline = call.deadline { awaitDeadline(deadline) }
    }

    func forget(_ call: RPCCall, _ id: HTTP2StreamID) {
        calls[id] = nil
        if latest?.id == id { latest = nil }
        if !watched.isEmpty { watched[id] = nil }
    }

    /// The timers hold the connection, which cancels them when it closes. (Weak references would make counting all others slower.)
    private func awaitDeadline(_ deadline: NIODeadline) {
        guard !deadlines.isSet(before: deadline) else { return }
        deadlines.set(deadline, on: eventLoop) { self.deadlineDue() }
    }

    func watch(_ call: RPCCall) {
        if let id = call.stream?.id { watched[id] = call }
    }

    private func deadlineDue() {
        guard state != .closed else { return }
        let now = NIODeadline.now()
        var next: NIODeadline?
        for call in Array(calls.values) {
            guard let deadline = call.deadline else { continue }
            if deadline <= now {
                call.fail(RPCStatus(.deadlineExceeded, "the deadline has passed"))
            } else {
                next = min(next ?? deadline, deadline)
            }
        }
        deadlines.fired()
        if let next { awaitDeadline(next) }
    }

    private func keepAliveDue() {
        guard state == .ready else { return }
        switch keepAlive.due(at: .now()) {
        case .wait: break
        case .ping:
            session.ping(Self.keepAlivePing)
            requestPump()
        case .dead:
            disconnect(RPCDisconnect(reason: .timedOut, message: "the peer answers no ping"))
            return
        }
        keepAlive.schedule(on: eventLoop) { self.keepAliveDue() }
    }

    // MARK: Draining

    /// Server: takes no new calls; closes when the last one has ended (RFC 9113 §6.8: first a warning, then, a round trip
    /// later, the number of the last call taken).
    func drain() {
        guard side == .server, drainState == .none else { return }
        guard state == .ready else {
            disconnect(RPCDisconnect(reason: .goAway, message: "the server is shutting down"))
            return
        }
        drainState = .announced
        session.announceShutdown()
        session.ping(Self.drainPing)
        requestPump()
    }

    private func refuseNewCalls() {
        drainState = .refusing
        session.goAway()
        pumpWanted = true
    }

    // MARK: Bytes out

    func requestPump() {
        if isReading || isPumping {
            pumpWanted = true
        } else if !pumpScheduled {
            pumpScheduled = true
            eventLoop.execute { [self] in
                pumpScheduled = false
                pump()
            }
        }
    }

    private func pump() {
        guard let context, state == .waitingForSettings || state == .ready else { return }
        guard !isPumping else {
            pumpWanted = true
            return
        }
        isPumping = true
        repeat {
            pumpWanted = false
            write(context)
            handleBatch()
            guard !watched.isEmpty else { continue }
            for call in Array(watched.values) where state != .closed {
                if !call.wrote(), let id = call.stream?.id { watched[id] = nil }
            }
        } while pumpWanted && context.channel.isWritable && state != .closed
        isPumping = false
        guard state != .closed, session.isFinished else { return }
        if let fault = session.fault {
            disconnect(RPCDisconnect(reason: .protocolError, message: fault.message))
            return
        }
        disconnect(
            drainState == .none && side == .server
                ? RPCDisconnect(reason: .closedByPeer, message: "the connection was ended in order")
                : RPCDisconnect(reason: .goAway, message: "the connection was drained"))
    }

    private func write(_ context: ChannelHandlerContext) {
        while state != .closed, context.channel.isWritable {
            outbound.clear()
            let isDrained = session.send(into: &outbound, atMost: Self.writeBytes)
            guard outbound.readableBytes > 0 else { return }
            context.writeAndFlush(wrapOutboundOut(outbound), promise: nil)
            if isDrained { return }
        }
    }
}
