import NIOCore
import NIOHTTP1
import NIOPosix
import Observability
import RPC
import ServiceLifecycle
import Synchronization

/// What the operator's port of a process answers, beside `/metrics`.
package struct PrivatePage: Sendable {
    package var status: Int
    /// Its media type.
    package var type: String
    package var body: [UInt8]

    package init(status: Int, type: String, body: [UInt8]) {
        self.status = status
        self.type = type
        self.body = body
    }
}

/// The pages of one process, by path.
package final class PrivatePages: Sendable {
    private let pages = Mutex<[String: @Sendable () async -> PrivatePage]>([:])

    package func serve(_ path: String, _ page: @escaping @Sendable () async -> PrivatePage) {
        pages.withLock { $0[path] = page }
    }

    func page(_ path: String) -> (@Sendable () async -> PrivatePage)? { pages.withLock { $0[path] } }
}

/// The operator's port: `GET /metrics`, and what the process serves besides. On a thread of its own, so that a text of some
/// hundred series is not written where a game's frames are sent.
struct PrivateEndpoint: Service {
    /// A connection carries one answer, and is closed after so long: each holds a descriptor of the process.
    private static let patience = TimeAmount.seconds(10)
    /// At a time. Further ones are closed at once: whoever reaches the port leaves the process its descriptors.
    private static let maximumConnections = 32

    let context: ProcessContext

    func run() async throws {
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let (metrics, pages) = (context.metrics, context.privatePages)
        let quota = CPUQuotaMetrics()
        let slots = ConnectionSlots(Self.maximumConnections)
        do {
            let channel = try await ServerBootstrap(group: loops)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        guard slots.take() else { throw NoFreeSlot() }
                        let end = channel.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
                        channel.closeFuture.whenComplete { _ in
                            end.cancel()
                            slots.giveBack()
                        }
                        try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                        try channel.pipeline.syncOperations.addHandler(
                            PrivateHandler(metrics: metrics, pages: pages, quota: quota))
                    }
                }
                .listen(host: context.node.metricsAddress, port: context.node.metricsPort, logger: context.logger)
            try? await gracefulShutdown()
            try await channel.close()
        } catch {
            try? await loops.shutdownGracefully()
            throw error
        }
        try await loops.shutdownGracefully()
    }
}

private struct NoFreeSlot: Error {}

private final class ConnectionSlots: Sendable {
    private let free: Atomic<Int>

    init(_ count: Int) { free = Atomic(count) }

    func take() -> Bool {
        if free.subtract(1, ordering: .relaxed).newValue >= 0 { return true }
        giveBack()
        return false
    }

    func giveBack() { free.add(1, ordering: .relaxed) }
}

private final class PrivateHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let metrics: PrometheusRegistry
    private let pages: PrivatePages
    private let quota: CPUQuotaMetrics
    private var request: HTTPRequestHead?

    init(metrics: PrometheusRegistry, pages: PrivatePages, quota: CPUQuotaMetrics) {
        self.metrics = metrics
        self.pages = pages
        self.quota = quota
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): request = head
        case .body: context.close(promise: nil)  // a request for these pages has no body
        case .end:
            guard let head = request else { return }
            answer(head, context)
        }
    }

    private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let path = String(head.uri.prefix { $0 != "?" })
        guard head.method == .GET else {
            return write(.text(405, "only GET is served here\n"), head.version, context)
        }
        if path == "/metrics" {
            quota.refresh()
            let page = PrivatePage(
                status: 200, type: "text/plain; version=0.0.4; charset=utf-8", body: Array(metrics.render().utf8))
            return write(page, head.version, context)
        }
        guard let make = pages.page(path) else {
            return write(.text(404, "there is nothing here; GET /metrics is\n"), head.version, context)
        }
        let promise = context.eventLoop.makePromise(of: PrivatePage.self)
        promise.completeWithTask { await make() }
        let version = head.version
        promise.futureResult.assumeIsolated().whenSuccess { self.write($0, version, context) }
    }

    private func write(_ page: PrivatePage, _ version: HTTPVersion, _ context: ChannelHandlerContext) {
        let headers: HTTPHeaders = [
            "content-type": page.type, "content-length": String(page.body.count), "connection": "close",
        ]
        let response = HTTPResponseHead(
            version: version, status: HTTPResponseStatus(statusCode: page.status), headers: headers)
        context.write(wrapOutboundOut(.head(response)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: page.body)))), promise: nil)
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

extension PrivatePage {
    fileprivate static func text(_ status: Int, _ text: String) -> PrivatePage {
        PrivatePage(status: status, type: "text/plain; charset=utf-8", body: Array(text.utf8))
    }
}
