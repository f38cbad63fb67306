import ClientProtocol
import GatewayCore
package import Logging
package import NIOCore
import NIOPosix
import RPC
import Synchronization

/// Binds the port that browsers come to.
package enum HTTPListener {
    /// What a socket's own buffer takes before the gateway's queue fills instead.
    private static let waterMark = ChannelOptions.Types.WriteBufferWaterMark(low: 4 * 1024, high: 16 * 1024)
    /// What one read takes at most. With it the bytes that wait to be looked at are bounded (``HTTPLimit/inbox``).
    private static let readSizes = AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 2048, maximum: 16 * 1024)

    /// - Parameter open: Where the connections are found while they speak HTTP.
    package static func bind(
        host: String, port: Int, responder: some HTTPResponder, among open: HTTPConnections? = nil,
        on eventLoop: any EventLoop, logger: Logger = Logger(label: "gateway")
    ) async throws -> any Channel {
        let ids = ConnectionIDs()
        return try await ServerBootstrap(group: eventLoop)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.writeBufferWaterMark, value: waterMark)
            .childChannelOption(.autoRead, value: false)
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelOption(.recvAllocator, value: readSizes)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        HTTPConnection(responder: responder, id: ids.next(), among: open))
                }
            }
            .listen(host: host, port: port, logger: logger)
    }
}

/// Numbers the connections of a listener.
private final class ConnectionIDs: Sendable {
    private let last = Atomic<UInt64>(0)

    func next() -> UInt64 { last.add(1, ordering: .relaxed).newValue }
}
