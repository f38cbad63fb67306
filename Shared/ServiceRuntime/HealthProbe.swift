import Configuration
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import RPC

/// What a container's health check runs: the program asks the process of its own settings how it fares.
enum HealthProbe {
    /// For one answer, the connection included.
    private static let limit = TimeAmount.seconds(3)
    private static let largestAnswer = 4_096

    struct Answer: Sendable {
        var isHealthy: Bool
        /// One sentence.
        var sentence: String
    }

    /// - Parameter isLive: Of a gateway: whether it lives, not whether players can play through it.
    static func ask(_ service: SettingReader, _ config: ConfigReader, isLive: Bool) async throws -> Answer {
        let node = try NodeSettings(config: config)
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = loops.next()
        let answer: Answer
        switch service {
        case .gateway:
            let host = reachable(config.text(.gatewayBindAddress) ?? "")
            answer = await askHTTP(host, node.gatewayPort, isLive ? "/health" : "/health/ready", on: loop)
        case .simulation:
            answer = await askRPC(
                reachable(node.bindAddress), node.grpcPort, node.security(allowing: [service.rawValue]), on: loop)
        case .consensus: answer = await askRPC(node.loopbackAddress, node.consensusPort, .plaintext, on: loop)
        case .registry: answer = await askRPC(node.loopbackAddress, node.registryPort, .plaintext, on: loop)
        case .tool: preconditionFailure("the tool is no process that serves")
        }
        try? await loops.shutdownGracefully()
        return answer
    }

    /// Where a process that listens on `address` is reached from its own machine.
    static func reachable(_ address: String) -> String {
        switch address {
        case "0.0.0.0", "": "127.0.0.1"
        case "::": "::1"
        default: address
        }
    }

    // MARK: grpc.health.v1

    private static func askRPC(_ host: String, _ port: Int, _ security: RPCSecurity, on loop: any EventLoop) async
        -> Answer
    {
        var options = RPCChannel.Options()
        options.logger.logLevel = .critical
        let channel = RPCChannel(host: host, port: port, security: security, eventLoop: loop, options: options)
        defer { channel.close() }
        do throws(RPCStatus) {
            let answer = try await channel.unary(
                "/grpc.health.v1.Health/Check", [], deadline: .nanoseconds(limit.nanoseconds))
            // HealthCheckResponse { ServingStatus status = 1; } with SERVING = 1.
            return answer == [0x08, 0x01]
                ? Answer(isHealthy: true, sentence: "\(host):\(port) is serving")
                : Answer(isHealthy: false, sentence: "\(host):\(port) is not serving")
        } catch {
            return Answer(isHealthy: false, sentence: "\(host):\(port) does not answer: \(error.message)")
        }
    }

    // MARK: HTTP

    private static func askHTTP(_ host: String, _ port: Int, _ path: String, on loop: any EventLoop) async -> Answer {
        let promise = loop.makePromise(of: Answer.self)
        let timeout = loop.scheduleTask(in: limit) {
            promise.succeed(Answer(isHealthy: false, sentence: "\(host):\(port) does not answer within 3 s"))
        }
        defer { timeout.cancel() }
        let connecting = ClientBootstrap(group: loop)
            .connectTimeout(limit)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    try channel.pipeline.syncOperations.addHandler(
                        HTTPAnswerHandler(host: host, path: path, largest: largestAnswer, promise))
                }
            }
            .connect(host: host, port: port)
        connecting.whenFailure { error in
            promise.succeed(Answer(isHealthy: false, sentence: "\(host):\(port) cannot be reached: \(error)"))
        }
        let answer = try? await promise.futureResult.get()
        if let channel = try? await connecting.get() { channel.close(promise: nil) }
        return answer ?? Answer(isHealthy: false, sentence: "\(host):\(port) does not answer")
    }
}

/// Asks once. The promise may be kept already: the first answer counts.
private final class HTTPAnswerHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let host: String
    private let path: String
    private let largest: Int
    private let promise: EventLoopPromise<HealthProbe.Answer>
    private var status: HTTPResponseStatus?
    private var body = ByteBuffer()

    init(host: String, path: String, largest: Int, _ promise: EventLoopPromise<HealthProbe.Answer>) {
        self.host = host
        self.path = path
        self.largest = largest
        self.promise = promise
    }

    func channelActive(context: ChannelHandlerContext) {
        let head = HTTPRequestHead(
            version: .http1_1, method: .GET, uri: path,
            headers: ["host": host.contains(":") ? "[\(host)]" : host, "connection": "close"])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): status = head.status
        case .body(var piece):
            guard body.readableBytes + piece.readableBytes <= largest else {
                promise.succeed(
                    HealthProbe.Answer(
                        isHealthy: false,
                        sentence: "\(path): the answer is too long for a gateway's; is another program on this port?"))
                context.close(promise: nil)
                return
            }
            body.writeBuffer(&piece)
        case .end:
            guard let status else { return }
            let text = String(buffer: body)
            promise.succeed(
                HealthProbe.Answer(isHealthy: status == .ok, sentence: "\(path): \(status.code) \(text)"))
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        promise.succeed(HealthProbe.Answer(isHealthy: false, sentence: "\(path): the connection was cut"))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
