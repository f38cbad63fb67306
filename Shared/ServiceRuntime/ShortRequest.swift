package import NIOCore
import NIOHTTP1
import NIOPosix
import RPC

/// One HTTP/1.1 request with a short answer, over a plain connection of its own: what a process asks the machine that it runs on.
package struct ShortRequest: Sendable {
    package struct Answer: Sendable {
        /// As in RFC 9110 §15.
        package var status: Int
        package var body: ByteBuffer
    }

    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    let host: String
    let port: Int
    let method: HTTPMethod
    let path: String
    let json: String?
    let largestAnswer: Int

    /// - Parameters:
    ///   - host: A name, or an address without brackets.
    ///   - json: The body, if there is one.
    ///   - largestAnswer: In bytes of its body; a longer one is an error.
    package init(
        to host: String, port: Int, method: String = "GET", path: String, json: String? = nil, largestAnswer: Int
    ) {
        self.host = host
        self.port = port
        self.method = HTTPMethod(rawValue: method)
        self.path = path
        self.json = json
        self.largestAnswer = largestAnswer
    }

    /// - Parameter limit: For the name, the connection and the answer together.
    /// - Throws: ``Failure`` with a clause for a person, also when the task is cancelled.
    package func answer(within limit: TimeAmount, on loop: any EventLoop) async throws -> Answer {
        let promise = loop.makePromise(of: Answer.self)
        let timeout = loop.scheduleTask(in: limit) {
            promise.fail(Failure(description: "no answer within \(limit.nanoseconds / 1_000_000_000) s"))
        }
        defer { timeout.cancel() }
        let connecting = ClientBootstrap(group: loop)
            .connectTimeout(limit)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    try channel.pipeline.syncOperations.addHandler(AnswerHandler(self, promise))
                }
            }
            .connect(host: host, port: port)
        connecting.whenFailure { promise.fail(Failure(description: "no connection: \(RPCDisconnect($0).message)")) }
        defer { connecting.whenSuccess { $0.close(promise: nil) } }
        return try await withTaskCancellationHandler {
            try await promise.futureResult.get()
        } onCancel: {
            promise.fail(Failure(description: "the caller has stopped waiting"))
        }
    }
}

/// Asks once it is connected, and collects the answer. The promise may be kept already: the first word counts.
private final class AnswerHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let request: ShortRequest
    private let promise: EventLoopPromise<ShortRequest.Answer>
    private var status: Int?
    private var body = ByteBuffer()

    init(_ request: ShortRequest, _ promise: EventLoopPromise<ShortRequest.Answer>) {
        self.request = request
        self.promise = promise
    }

    func channelActive(context: ChannelHandlerContext) {
        let host = request.host.contains(":") ? "[\(request.host)]" : request.host
        var head = HTTPRequestHead(version: .http1_1, method: request.method, uri: request.path)
        head.headers = ["host": host, "connection": "close"]
        if let json = request.json {
            head.headers.add(name: "content-type", value: "application/json")
            head.headers.add(name: "content-length", value: String(json.utf8.count))
        }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if let json = request.json {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: json)))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): status = Int(head.status.code)
        case .body(var piece):
            guard body.readableBytes + piece.readableBytes <= request.largestAnswer else {
                return fail("the answer is longer than \(request.largestAnswer) bytes", context)
            }
            body.writeBuffer(&piece)
        case .end:
            guard let status else { return }
            promise.succeed(ShortRequest.Answer(status: status, body: body))
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail("the connection was cut", context)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { fail("\(error)", context) }

    private func fail(_ reason: String, _ context: ChannelHandlerContext) {
        promise.fail(ShortRequest.Failure(description: reason))
        context.close(promise: nil)
    }
}
