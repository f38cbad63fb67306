import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import RegistryCore

/// Finds out the address that others reach this node under.
struct AddressDiscovery: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let eventLoop: any EventLoop

    func address(from source: AddressRules.Source) async throws -> String {
        switch source {
        case .fixed(let address): return address
        case .route(let host, let port): return try await routedAddress(host: host, port: port)
        case .ecs(let uri): return try await ecsAddress(uri)
        }
    }

    private static let limit = TimeAmount.seconds(5)

    /// Connecting a datagram socket sends nothing; it makes the kernel choose the interface.
    private func routedAddress(host: String, port: Int) async throws -> String {
        let connected = eventLoop.makePromise(of: (any Channel).self)
        // The name servers may be silent for longer than a start may take.
        let limit = eventLoop.scheduleTask(in: Self.limit) {
            connected.fail(Failure(description: "the name '\(host)' was not found in time"))
        }
        let attempt = DatagramBootstrap(group: eventLoop).connect(host: host, port: port)
        attempt.cascade(to: connected)
        connected.futureResult.whenFailure { _ in attempt.whenSuccess { $0.close(promise: nil) } }
        defer { limit.cancel() }
        let channel: any Channel
        do {
            channel = try await connected.futureResult.get()
        } catch {
            throw Failure(description: "no way to the database at \(host): \(error); set ADVERTISE_ADDR")
        }
        let address = channel.localAddress?.ipAddress
        try await channel.close()
        do throws(AddressRules.Fault) {
            return try AddressRules.routed(address, host: host)
        } catch {
            throw Failure(description: error.message)
        }
    }

    private func ecsAddress(_ uri: String) async throws -> String {
        guard let url = URL(string: uri), let host = url.host else {
            throw Failure(description: "ECS_CONTAINER_METADATA_URI_V4 is no URL: '\(uri)'")
        }
        let answer = eventLoop.makePromise(of: [UInt8].self)
        let channel = try await ClientBootstrap(group: eventLoop)
            .connectTimeout(.seconds(2))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    try channel.pipeline.syncOperations.addHandler(MetadataReader(answer))
                }
            }
            .connect(host: host, port: url.port ?? 80).get()
        var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: url.path.isEmpty ? "/" : url.path)
        head.headers = ["host": host, "connection": "close"]
        channel.write(HTTPClientRequestPart.head(head), promise: nil)
        channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
        let limit = eventLoop.scheduleTask(in: .seconds(2)) {
            answer.fail(Failure(description: "the ECS agent does not answer"))
        }
        defer {
            limit.cancel()
            channel.close(promise: nil)
        }
        let body = try await answer.futureResult.get()
        guard let address = try JSONDecoder().decode(ECSContainerMetadata.self, from: Data(body)).address else {
            throw Failure(description: "the ECS agent names no address; set ADVERTISE_ADDR")
        }
        return address
    }
}

/// Collects one answer of at most 256 KiB.
private final class MetadataReader: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    private static let limit = 256 * 1024
    private let answer: EventLoopPromise<[UInt8]>
    private var body: [UInt8] = []

    init(_ answer: EventLoopPromise<[UInt8]>) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            if head.status != .ok { fail("the ECS agent answers \(head.status)") }
        case .body(let part):
            body += part.readableBytesView
            if body.count > Self.limit { fail("the ECS agent's answer is longer than \(Self.limit) bytes") }
        case .end:
            answer.succeed(body)
        }
    }

    func channelInactive(context: ChannelHandlerContext) { fail("the ECS agent closed the connection") }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { answer.fail(error) }

    private func fail(_ reason: String) { answer.fail(AddressDiscovery.Failure(description: reason)) }
}
