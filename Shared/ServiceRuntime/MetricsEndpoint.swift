import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import Observability
import RPC
import ServiceLifecycle

/// `GET /metrics` on the node's loopback address, for processes that have no HTTP server of their own.
struct MetricsEndpoint: Service {
    let context: ProcessContext

    func run() async throws {
        let metrics = context.metrics
        let channel = try await ServerBootstrap(group: context.eventLoop)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(MetricsHandler(metrics: metrics))
                }
            }
            .listen(host: context.node.loopbackAddress, port: context.node.metricsPort)
        try? await gracefulShutdown()
        try await channel.close()
    }
}

private final class MetricsHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let metrics: PrometheusRegistry
    private var request: HTTPRequestHead?

    init(metrics: PrometheusRegistry) { self.metrics = metrics }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): request = head
        case .body: context.close(promise: nil)  // a request for metrics has no body
        case .end:
            guard let head = request else { return }
            let found = head.uri == "/metrics" && head.method == .GET
            let body = found ? metrics.render() : "only GET /metrics is served here\n"
            var headers = HTTPHeaders()
            headers.add(name: "content-type", value: "text/plain; version=0.0.4; charset=utf-8")
            headers.add(name: "content-length", value: String(body.utf8.count))
            headers.add(name: "connection", value: "close")
            let response = HTTPResponseHead(version: head.version, status: found ? .ok : .notFound, headers: headers)
            context.write(wrapOutboundOut(.head(response)), promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil)
            let channel = context.channel
            context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
