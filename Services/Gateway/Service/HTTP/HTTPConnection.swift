package import GatewayCore
package import NIOCore
import NIOHTTP1

#if canImport(Glibc)
    import Glibc
#endif

/// The responder to requests. All on the event loop of the connection.
package protocol HTTPResponder: Sendable {
    func answer(to request: HTTPRequest) -> HTTPAnswer
    var socketEndpoint: SocketEndpoint { get }
    /// Decides about a request for the socket's path. `nil`: open the socket.
    func refusal(of upgrade: WebSocketHandshake.Request, from clientAddress: String) -> HTTPResponse?
    /// The handler of a new socket. The answer to the upgrade has been written.
    func openSocket(on channel: any Channel, clientAddress: String) -> WebSocketHandler
    /// True from the moment on that the process was asked to stop: connections are not kept alive.
    var isDraining: Bool { get }
    /// How many proxies a player's request passes through; see ``ForwardedFor``.
    var trustedProxies: Int { get }
    /// Where each request is told of; `nil`: nowhere.
    var accessLog: AccessLog? { get }
    /// The name of the request in the answer; `nil`: none.
    /// - Parameter given: The name from a trusted proxy.
    func requestName(given: String?) -> String?
    /// A request was refused by the connection itself; a status of ``HTTPRefusal/statuses``.
    func refusedRequest(_ status: Int)
    /// A connection was accepted. Each id is new.
    func admit(_ connection: UInt64, from peerAddress: String) -> Admission.Verdict
    /// An admitted connection became a socket.
    func upgraded(_ connection: UInt64)
    /// Any connection is gone; exactly once, last.
    func closed(_ connection: UInt64)
}

extension HTTPResponder {
    package var accessLog: AccessLog? { nil }
    package func requestName(given: String?) -> String? { nil }
    package func refusedRequest(_ status: Int) {}
    package func admit(_ connection: UInt64, from peerAddress: String) -> Admission.Verdict { .admitted }
    package func upgraded(_ connection: UInt64) {}
    package func closed(_ connection: UInt64) {}
}

package enum HTTPAnswer: Sendable {
    case now(HTTPResponse)
    /// Of the connection's event loop; it does not fail.
    case later(EventLoopFuture<HTTPResponse>)
}

/// One client's HTTP/1.1 connection: feeds ``HTTPExchange`` and does what it says, until `GET /ws` turns the connection
/// into a WebSocket.
///
/// The channel does not read by itself: bytes are read when the exchange wants some.
package final class HTTPConnection: ChannelInboundHandler, RemovableChannelHandler {
    package typealias InboundIn = ByteBuffer
    package typealias InboundOut = ByteBuffer
    package typealias OutboundOut = ByteBuffer

    private let responder: any HTTPResponder
    private let id: UInt64
    private let open: HTTPConnections?
    private var channel: (any Channel)?
    private var exchange = HTTPExchange(now: 0)
    private var peerAddress = ""
    private var eventLoop: (any EventLoop)?
    private var timer: Scheduled<Void>?
    private var timerDeadline = Int64.max
    /// Of the answer on its way: what the connection has not been given.
    private var unsent = ByteBuffer()
    private var isSendingPiece = false
    private var isInSend = false
    /// Of the request that is being answered.
    private var request: (message: HTTPMessage, name: String?, at: Int64)?

    /// - Parameters:
    ///   - id: Of this connection among those of the responder.
    ///   - open: Where it is found until it ends or becomes a WebSocket.
    package init(responder: any HTTPResponder, id: UInt64 = 0, among open: HTTPConnections? = nil) {
        self.responder = responder
        self.id = id
        self.open = open
    }

    /// Bytes that came and were not looked at. For tests of the bound.
    package var waitingBytes: Int { exchange.waitingBytes }

    // MARK: Life and time

    package func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    package func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    private func begin(_ context: ChannelHandlerContext) {
        peerAddress = context.remoteAddress?.ipAddress ?? ""
        eventLoop = context.eventLoop
        channel = context.channel
        open?.began(self)
        exchange = HTTPExchange(now: now)
        let verdict = responder.admit(id, from: peerAddress)
        context.channel.closeFuture.assumeIsolated().whenComplete { [responder, id] _ in responder.closed(id) }
        switch verdict {
        case .admitted: settle(context)
        case .refused(let reason): write(.failure(reason.refusal), exchange.turnedAway(now: now), context)
        case .dropped: context.close(promise: nil)
        }
    }

    package func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    package func handlerRemoved(context: ChannelHandlerContext) { end() }

    private func end() {
        open?.ended(self)
        channel = nil
        exchange.closed()
        unsent = ByteBuffer()
        timer?.cancel()
        timer = nil
    }

    /// Ends the connection if nobody loses anything by it.
    func closeIfIdle() {
        if exchange.isIdle { close() }
    }

    func close() { channel?.close(promise: nil) }

    private var now: Int64 { Int64((eventLoop?.now ?? .now()).uptimeNanoseconds / 1_000_000) }

    /// After each event: reads if bytes are wanted, and sees to it that the deadline is looked at in time. A deadline that
    /// moves away leaves the timer as it is, which then looks again.
    private func settle(_ context: ChannelHandlerContext) {
        if exchange.wantsBytes { context.read() }
        guard exchange.deadline < (timer == nil ? .max : timerDeadline) else { return }
        setTimer(context)
    }

    private func setTimer(_ context: ChannelHandlerContext) {
        timer?.cancel()
        timerDeadline = exchange.deadline
        let wait = TimeAmount.milliseconds(max(1, timerDeadline - now))
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: wait) { [weak self] in
            guard let self else { return }
            timer = nil
            perform(exchange.deadlinePassed(now: now), context)
        }
    }

    // MARK: The client

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        perform(exchange.received(bytes.readableBytesView, now: now), context)
    }

    package func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent {
            perform(exchange.peerEnded(now: now), context)
        }
        context.fireUserInboundEventTriggered(event)
    }

    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A reset, or another end of the connection itself.
        context.close(promise: nil)
    }

    private func perform(_ action: HTTPExchange.Action, _ context: ChannelHandlerContext) {
        switch action {
        case .none: settle(context)
        case .answer(let message): answer(message, context)
        case .refuse(let refusal, let framing):
            request = nil
            responder.refusedRequest(refusal.status)
            write(.failure(refusal), framing, context)
        case .sendContinue:
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")), promise: nil)
            settle(context)
        case .resumeLater:
            let resume = { [weak self] in
                guard let self else { return }
                perform(exchange.resume(now: now), context)
            }
            if let open { open.inTurn(resume) } else { context.eventLoop.assumeIsolated().execute(resume) }
        case .closeOutput:
            context.close(mode: .output, promise: nil)
            settle(context)
        case .close: context.close(promise: nil)
        }
    }

    // MARK: Answers

    private func answer(_ message: HTTPMessage, _ context: ChannelHandlerContext) {
        settle(context)
        let given = responder.trustedProxies > 0 ? message.fields.values("x-request-id").last : nil
        request = (message, responder.requestName(given: given), now)
        if message.path == responder.socketEndpoint.path {
            upgrade(message, context)
            return
        }
        let request = HTTPRequest(message, clientAddress: clientAddress(message))
        switch responder.answer(to: request) {
        case .now(let response): answered(response, context)
        case .later(let response):
            response.assumeIsolated().whenSuccess { [weak self] response in
                self?.answered(response, context)
            }
        }
    }

    private func clientAddress(_ message: HTTPMessage) -> String {
        guard responder.trustedProxies > 0 else { return peerAddress }
        return ForwardedFor.clientAddress(message.fields.list("x-forwarded-for"), proxies: responder.trustedProxies)
            ?? peerAddress
    }

    private func answered(_ response: HTTPResponse, _ context: ChannelHandlerContext) {
        guard let framing = exchange.answered(closing: responder.isDraining, now: now) else { return }
        write(response, framing, context)
    }

    /// The head and a small body go out in one piece, a large body in pieces of ``HTTPExchange/pieceSize``.
    private func write(_ response: HTTPResponse, _ framing: HTTPExchange.Framing, _ context: ChannelHandlerContext) {
        var body = framing.hasBody && response.status != .notModified ? response.body : ByteBuffer()
        var head = context.channel.allocator.buffer(capacity: 1024 + (body.readableBytes <= 1024 ? 1024 : 0))
        let name = request?.name ?? responder.requestName(given: nil)
        head.writeHead(of: response, framing, name: name)
        log(response.status, bytes: body.readableBytes, name: name)
        if body.readableBytes <= 1024 {
            head.writeBuffer(&body)
            unsent = head
        } else {
            context.write(wrapOutboundOut(head), promise: nil)
            unsent = body
        }
        send(context)
        settle(context)
    }

    /// A piece that is taken at once is followed by the next one in this loop, not in the callback, so that the stack
    /// does not grow with the answer.
    private func send(_ context: ChannelHandlerContext) {
        guard !isInSend else { return }
        isInSend = true
        while !isSendingPiece, let piece = unsent.readSlice(length: min(unsent.readableBytes, HTTPExchange.pieceSize)),
            piece.readableBytes > 0
        {
            isSendingPiece = true
            let isLast = unsent.readableBytes == 0
            context.writeAndFlush(wrapOutboundOut(piece)).assumeIsolated().whenComplete { [weak self] result in
                self?.sent(result, isLast: isLast, context)
            }
        }
        isInSend = false
    }

    private func sent(_ result: Result<Void, any Error>, isLast: Bool, _ context: ChannelHandlerContext) {
        isSendingPiece = false
        guard case .success = result else {
            context.close(promise: nil)
            return
        }
        if isLast {
            unsent = ByteBuffer()
            perform(exchange.written(now: now), context)
        } else {
            exchange.progressed(now: now)
            send(context)
        }
    }

    private func log(_ status: HTTPResponseStatus, bytes: Int, name: String?) {
        let asked = request
        request = nil  // an idle connection holds no request
        guard let log = responder.accessLog else { return }
        log.write(
            AccessRecord(
                id: name ?? "", address: asked.map { clientAddress($0.message) } ?? peerAddress,
                request: asked.map {
                    .init(method: $0.message.method, path: $0.message.path, isHTTP11: $0.message.isHTTP11)
                },
                status: Int(status.code), bytes: bytes, milliseconds: asked.map { now - $0.at } ?? 0))
    }

    // MARK: Upgrade

    private func upgrade(_ message: HTTPMessage, _ context: ChannelHandlerContext) {
        let request = WebSocketHandshake.Request(message)
        let address = clientAddress(message)
        if let refusal = responder.refusal(of: request, from: address) {
            answered(refusal, context)
            return
        }
        guard let rest = exchange.upgraded() else {
            context.close(promise: nil)
            return
        }
        timer?.cancel()
        log(.switchingProtocols, bytes: 0, name: self.request?.name)
        responder.upgraded(id)
        WebSocketUpgrade.accept(
            request, rest: ByteBuffer(bytes: rest), at: responder.socketEndpoint, from: self, context
        ) { channel in responder.openSocket(on: channel, clientAddress: address) }
    }
}

extension ByteBuffer {
    fileprivate mutating func writeHead(
        of response: HTTPResponse, _ framing: HTTPExchange.Framing, name: String?
    ) {
        writeString("HTTP/1.1 \(response.status.code) \(response.status.reasonPhrase)\r\ndate: ")
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        writeString(HTTPDate(secondsSince1970: UInt64(max(0, time.tv_sec))).description)
        writeString("\r\n")
        for (name, value) in response.headers {
            writeString(name)
            writeString(": ")
            writeString(value)
            writeString("\r\n")
        }
        if response.status != .notModified, response.status != .noContent {
            writeString("content-length: \(response.body.readableBytes)\r\n")
        }
        if !framing.keepsAlive {
            writeString("connection: close\r\n")
        } else if framing.isHTTP10 {
            writeString("connection: keep-alive\r\n")
        }
        if let name { writeString("x-request-id: \(name)\r\n") }
        writeBytes(securityHeaderLines)
        writeString("\r\n")
    }
}

private let securityHeaderLines = securityHeaders.flatMap { Array("\($0.0): \($0.1)\r\n".utf8) }
