package import GatewayCore
package import NIOCore
import NIOHTTP1

/// What answers requests. All on the event loop of the connection.
package protocol HTTPResponder: Sendable {
    func answer(to request: HTTPRequest) -> HTTPAnswer
    var socketEndpoint: SocketEndpoint { get }
    /// Decides about a request for the socket's path. `nil`: open the socket.
    func refusal(of upgrade: WebSocketHandshake.Request, from clientAddress: String) -> HTTPResponse?
    /// The handler of a new socket. The answer to the upgrade has been written.
    func openSocket(on channel: any Channel, clientAddress: String) -> WebSocketHandler
    /// True while the process stops: connections are not kept alive.
    var isDraining: Bool { get }
    var trustsForwardedFor: Bool { get }
}

package enum HTTPAnswer: Sendable {
    case now(HTTPResponse)
    /// Of the connection's event loop; it does not fail.
    case later(EventLoopFuture<HTTPResponse>)
}

/// One client's HTTP/1.1 connection: takes requests one at a time within limits of size and time, answers them, and turns
/// into a WebSocket when `GET /ws` asks for it.
final class HTTPConnection: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    enum Limit {
        static let body = 16 * 1024
        /// What the decoder may hold of a head that is not complete.
        static let head = 16 * 1024
        static let headerField = 8 * 1024
        static let headerCount = 64
        static let firstHead = TimeAmount.seconds(10)
        static let request = TimeAmount.seconds(10)
        static let answer = TimeAmount.seconds(30)
        /// Above a load balancer's 60 s, so that it is the one to close.
        static let keepAlive = TimeAmount.seconds(75)
    }

    private enum State {
        case idle
        case receiving(HTTPRequestHead, body: ByteBuffer)
        case answering(HTTPRequestHead)
        /// Nothing more is read: the connection ends after what is being written.
        case ending
    }

    private let responder: any HTTPResponder
    private var state = State.idle
    private var deadline: Scheduled<Void>?
    private var peerAddress = ""

    init(responder: any HTTPResponder) { self.responder = responder }

    // MARK: Life and time

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    private func begin(_ context: ChannelHandlerContext) {
        peerAddress = context.remoteAddress?.ipAddress ?? ""
        setDeadline(Limit.firstHead, context)
    }

    func handlerRemoved(context: ChannelHandlerContext) { deadline?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        context.fireChannelInactive()
    }

    private func setDeadline(_ time: TimeAmount, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: time) { [weak self] in
            self?.deadlinePassed(context)
        }
    }

    private func deadlinePassed(_ context: ChannelHandlerContext) {
        switch state {
        case .receiving(let head, _):
            answer(
                .failure(.requestTimeout, "request_timeout", "The request took too long."), to: head, closing: true,
                context)
        case .idle, .answering, .ending: context.close(promise: nil)
        }
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch (state, unwrapInboundIn(data)) {
        case (.idle, .head(let head)): received(head, context)
        case (.receiving(let head, var body), .body(var bytes)):
            state = .idle  // so that the body is not copied
            body.writeBuffer(&bytes)
            state = .receiving(head, body: body)
            if body.readableBytes > Limit.body { refuseBody(head, context) }
        case (.receiving(let head, let body), .end): complete(head, body, context)
        case (.idle, .body), (.idle, .end), (.receiving, .head), (.answering, _):
            // The decoder and the pipeline handler deliver whole requests one after the other.
            preconditionFailure("an HTTP message out of order")
        case (.ending, _): break
        }
    }

    private func received(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        state = .receiving(head, body: ByteBuffer())
        setDeadline(Limit.request, context)
        if let length = head.headers.first(name: "content-length"), Int(length).map({ $0 > Limit.body }) ?? true {
            refuseBody(head, context)
        }
    }

    private func refuseBody(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        answer(
            .failure(.payloadTooLarge, "too_large", "A body has at most \(Limit.body) bytes."), to: head, closing: true,
            context)
    }

    private func complete(_ head: HTTPRequestHead, _ body: ByteBuffer, _ context: ChannelHandlerContext) {
        state = .answering(head)
        setDeadline(Limit.answer, context)
        let path = String(head.uri.prefix { $0 != "?" && $0 != "#" })
        if path == responder.socketEndpoint.path {
            upgrade(head, context)
            return
        }
        let request = HTTPRequest(
            method: head.method, path: path, headers: head.headers, body: Array(body.readableBytesView),
            clientAddress: clientAddress(head))
        switch responder.answer(to: request) {
        case .now(let response): answer(response, to: head, closing: false, context)
        case .later(let response):
            response.assumeIsolated().whenSuccess { [weak self] response in
                guard case .answering(let head)? = self?.state else { return }  // its time was over
                self?.answer(response, to: head, closing: false, context)
            }
        }
    }

    private func clientAddress(_ head: HTTPRequestHead) -> String {
        guard responder.trustsForwardedFor, let nearest = head.headers[canonicalForm: "x-forwarded-for"].last,
            nearest.utf8.count <= 64
        else { return peerAddress }
        return String(nearest)
    }

    // MARK: Answers

    private func answer(
        _ response: HTTPResponse, to head: HTTPRequestHead, closing: Bool, _ context: ChannelHandlerContext
    ) {
        // After a request with Upgrade the decoder reads no further request.
        let keepsAlive =
            !closing && head.isKeepAlive && !responder.isDraining && !head.headers.contains(name: "upgrade")
        var headers = response.headers
        for (name, value) in securityHeaders { headers.replaceOrAdd(name: name, value: value) }
        if response.status != .notModified {
            headers.replaceOrAdd(name: "content-length", value: String(response.body.readableBytes))
        }
        if !keepsAlive { headers.replaceOrAdd(name: "connection", value: "close") }
        let responseHead = HTTPResponseHead(version: .http1_1, status: response.status, headers: headers)
        state = keepsAlive ? .idle : .ending
        setDeadline(keepsAlive ? Limit.keepAlive : Limit.answer, context)
        context.write(wrapOutboundOut(.head(responseHead)), promise: nil)
        if head.method != .HEAD, response.body.readableBytes > 0 {
            context.write(wrapOutboundOut(.body(.byteBuffer(response.body))), promise: nil)
        }
        let written = context.writeAndFlush(wrapOutboundOut(.end(nil)))
        if !keepsAlive { closeGently(after: written, context) }
    }

    /// Closes for writing first: a close while the client still sends would reset the connection and take the answer
    /// with it. The deadline closes the rest.
    private func closeGently(after written: EventLoopFuture<Void>, _ context: ChannelHandlerContext) {
        written.assumeIsolated().whenComplete { [weak self] _ in
            guard self != nil else { return }
            context.close(mode: .output, promise: nil)
            self?.setDeadline(.seconds(1), context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch (state, error) {
        case (.ending, _): break
        case (.idle, is HTTPParserError), (.receiving, is HTTPParserError), (.idle, is ByteToMessageDecoderError):
            let tooLarge =
                error is ByteToMessageDecoderError || error as? HTTPParserError == .headerOverflow
            let response: HTTPResponse =
                tooLarge
                ? .failure(.requestHeaderFieldsTooLarge, "head_too_large", "The request's head is too large.")
                : .failure(.badRequest, "bad_request", "That is not HTTP/1.1.")
            let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/")
            answer(response, to: head, closing: true, context)
        case (.idle, _), (.receiving, _), (.answering, _): context.close(promise: nil)
        }
    }

    // MARK: Upgrade

    private func upgrade(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        var headers: [String: [String]] = [:]
        for (name, value) in head.headers { headers[name.lowercased(), default: []].append(value) }
        let request = WebSocketHandshake.Request(
            method: head.method.rawValue, isHTTP11: head.version == .http1_1, headers: headers)
        let address = clientAddress(head)
        if let refusal = responder.refusal(of: request, from: address) {
            answer(refusal, to: head, closing: false, context)
            return
        }
        state = .ending
        deadline?.cancel()
        WebSocketUpgrade.accept(head, at: responder.socketEndpoint, on: context.channel) { channel in
            self.responder.openSocket(on: channel, clientAddress: address)
        }
    }
}
