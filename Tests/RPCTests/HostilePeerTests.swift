import Logging
import NIOCore
import NIOPosix
import RPC
import Synchronization
import Testing

@Suite("Hostile peers harm only themselves")
struct HostilePeerTests {
    /// Sends bytes as they are; counts what comes back.
    private final class RawClient: ChannelInboundHandler, @unchecked Sendable {
        typealias InboundIn = ByteBuffer
        func channelRead(context: ChannelHandlerContext, data: NIOAny) {}
        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    private func connect(_ port: Int) async throws -> any Channel {
        try await ClientBootstrap(group: testLoop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(RawClient())
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
    }

    private func start(_ log: LogLines, _ change: (inout RPCLimits) -> Void = { _ in }) async throws -> (
        RPCServer, RPCChannel
    ) {
        var limits = RPCLimits()
        limits.handshakeTimeout = .milliseconds(300)
        change(&limits)
        let server = try await RPCServer.start(
            host: "127.0.0.1", port: 0, services: [echoService()], limits: limits, on: testLoop, logger: log.logger)
        let channel = RPCChannel(host: "127.0.0.1", port: server.port, eventLoop: testLoop)
        return (server, channel)
    }

    private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + [0, 0, 0, 4, 0, 0, 0, 0, 0]

    static let attacks: [(String, [UInt8])] = [
        ("garbage instead of the preface", Array("GET / HTTP/1.1\r\nHost: me\r\n\r\n".utf8)),
        ("nothing at all", []),
        ("half a preface", Array("PRI * HTTP/2.0\r\n".utf8)),
        ("a frame of 16 MiB", preface + [0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 1]),
        ("DATA on a stream that was never opened", preface + [0, 0, 1, 0, 0, 0, 0, 0, 5, 0]),
        ("a broken header block", preface + [0, 0, 4, 1, 5, 0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF]),
        ("a window of 2^31", preface + [0, 0, 4, 8, 0, 0, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF]),
    ]

    @Test("is closed with one log line, others go on", arguments: attacks)
    func attack(name: String, bytes: [UInt8]) async throws {
        let log = LogLines()
        let (server, channel) = try await start(log)
        #expect(try await channel.unary("/test.Echo/Unary", [1], deadline: .seconds(10)) == [1])
        let hostile = try await connect(server.port)
        // On a busy machine the server may have lost its patience already; then there is nobody left to write to.
        if !bytes.isEmpty { try? await hostile.writeAndFlush(ByteBuffer(bytes: bytes)).get() }
        try await hostile.closeFuture.get()
        try await log.wait(for: 1)
        #expect(try await channel.unary("/test.Echo/Unary", [2], deadline: .seconds(10)) == [2])
        #expect(log.count == 1)
        channel.close()
        await server.drain(within: .seconds(1))
    }

    @Test("connections over the limit are closed; those before go on")
    func connectionLimit() async throws {
        let (server, channel) = try await start(LogLines()) { limits in
            limits.maxConnections = 3
            limits.handshakeTimeout = .seconds(30)
        }
        #expect(try await channel.unary("/test.Echo/Unary", [1], deadline: .seconds(10)) == [1])
        let held = [try await connect(server.port), try await connect(server.port)]
        let extra = try await connect(server.port)
        try await extra.closeFuture.get()
        #expect(held.allSatisfy { $0.isActive })
        #expect(try await channel.unary("/test.Echo/Unary", [2], deadline: .seconds(10)) == [2])
        for connection in held { try await connection.close() }
        channel.close()
        await server.drain(within: .seconds(1))
    }

    /// The library points to a stream until it has closed it. A second header block, which came when the call was over and
    /// its answer had not been sent, was taken for a new call on the same stream.
    @Test("only the first header block of a stream opens a call: trailers after the end of a call change nothing")
    func trailersOfAnEndedCall() async throws {
        let log = LogLines()
        let (server, channel) = try await start(log)
        let peer = try await RawPeer.connect(server.port)
        await peer.send(Frame.preface + Frame.settings() + Frame.make(.settings, Frame.acknowledgement))
        await peer.send(Frame.headers(1, Frame.request()) + Frame.message(1, [1]))
        let echoed = try await peer.wait { $0.frames.contains { $0.type == 0 && $0.payload.last == 1 } }
        #expect(echoed.frames.contains { $0.type == 0 && $0.payload.last == 1 })
        // In one segment: a message with an unknown flag, which ends the call, and trailers.
        let brokenMessage = Frame.make(.data, 0, 1, [2] + Frame.big(0))
        await peer.send(brokenMessage + Frame.headers(1, Frame.literal("x", "y"), ends: true))
        let mark: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
        await peer.send(Frame.make(.ping, 0, 0, mark))
        let state = try await peer.wait { $0.isClosed || $0.frames.contains { $0.payload == mark } }
        #expect(!state.isClosed)
        let blocks = state.frames.filter { $0.type == Frame.Kind.headers.rawValue && $0.stream == 1 }
        #expect(blocks.count == 2, "one answer, one end")
        let status = Array("grpc-status".utf8)
        #expect(blocks.last.map { $0.payload.count > status.count } == true)
        #expect(blocks.map { $0.flags & Frame.endStream } == [0, Frame.endStream])
        #expect(try await channel.unary("/test.Echo/Unary", [2], deadline: .seconds(10)) == [2])
        await peer.close()
        channel.close()
        await server.drain(within: .seconds(1))
    }

    @Test("a message length without its bytes costs no memory; the call ends with the connection")
    func emptyPromise() async throws {
        let log = CallLog()
        let server = try await RPCServer.start(
            host: "127.0.0.1", port: 0, services: [echoService(log)], on: testLoop, logger: quietLogger)
        let hostile = try await connect(server.port)
        // POST /test.Echo/Stream by literal fields without indexing (RFC 7541 §6.2.2), then a prefix of 4 MiB.
        func literal(_ name: String, _ value: String) -> [UInt8] {
            [0, UInt8(name.utf8.count)] + name.utf8 + [UInt8(value.utf8.count)] + value.utf8
        }
        let block =
            literal(":method", "POST") + literal(":scheme", "http") + literal(":path", "/test.Echo/Stream")
            + literal(":authority", "a") + literal("te", "trailers") + literal("content-type", "application/grpc")
        var bytes = Self.preface
        bytes += [0, 0, UInt8(block.count), 1, 4, 0, 0, 0, 1] + block
        bytes += [0, 0, 5, 0, 0, 0, 0, 0, 1] + [0, 0, 0x3F, 0xFF, 0xFF]
        try await hostile.writeAndFlush(ByteBuffer(bytes: bytes)).get()
        try await hostile.close()
        try await log.wait(for: "stream closed cancelled")
        await server.drain(within: .seconds(1))
    }
}

/// Counts lines at `notice` and above.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    var count: Int { lines.withLock { $0.count } }

    var logger: Logger { Logger(label: "test") { [self] _ in Handler(lines: self) } }

    func wait(for count: Int) async throws {
        let deadline = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < deadline {
            if self.count >= count { return }
            try await Task.sleep(for: .milliseconds(2))
        }
        throw TimedOut(seen: "\(self.count) lines")
    }

    private struct Handler: LogHandler {
        let lines: LogLines
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .notice
        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }
        func log(event: LogEvent) { lines.lines.withLock { $0.append("\(event.message)") } }
    }
}
