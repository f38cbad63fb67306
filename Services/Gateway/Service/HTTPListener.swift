package import NIOCore
import NIOHTTP1
import NIOPosix
import RPC

/// Binds the port that browsers come to.
package enum HTTPListener {
    /// What a socket's own buffer takes before the gateway's queue fills instead.
    private static let waterMark = ChannelOptions.Types.WriteBufferWaterMark(low: 4 * 1024, high: 16 * 1024)

    package static func bind(
        host: String, port: Int, responder: some HTTPResponder, on eventLoop: any EventLoop
    ) async throws -> any Channel {
        try await ServerBootstrap(group: eventLoop)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.writeBufferWaterMark, value: waterMark)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    var limits = NIOHTTPDecoderLimitConfiguration()
                    limits.maxHeaderFieldSize = HTTPConnection.Limit.headerField
                    limits.maxHeaderListSize = HTTPConnection.Limit.head
                    limits.maxHeaderFieldCount = HTTPConnection.Limit.headerCount
                    let decoder = HTTPRequestDecoder(
                        leftOverBytesStrategy: .forwardBytes, informationalResponseStrategy: .drop,
                        limitConfiguration: limits)
                    try pipeline.addHandler(HTTPResponseEncoder())
                    try pipeline.addHandler(
                        ByteToMessageHandler(decoder, maximumBufferSize: HTTPConnection.Limit.head))
                    try pipeline.addHandler(HTTPServerPipelineHandler())
                    try pipeline.addHandler(HTTPConnection(responder: responder))
                }
            }
            .listen(host: host, port: port)
    }
}
