import NIOCore
import NIOPosix

/// HTTP/2 frames by hand (RFC 9113 §4.1), for peers that break rules.
struct Frame: Sendable {
    enum Kind: UInt8, Sendable {
        case data = 0, headers, priority, rstStream, settings, pushPromise, ping, goAway, windowUpdate, continuation
    }

    static let endStream: UInt8 = 0x1
    static let acknowledgement: UInt8 = 0x1
    static let endHeaders: UInt8 = 0x4
    static let padded: UInt8 = 0x8
    static let prioritized: UInt8 = 0x20

    static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

    static func raw(_ type: UInt8, _ flags: UInt8 = 0, _ stream: UInt32 = 0, _ payload: [UInt8] = []) -> [UInt8] {
        let count = payload.count
        return [
            UInt8(truncatingIfNeeded: count >> 16), UInt8(truncatingIfNeeded: count >> 8),
            UInt8(truncatingIfNeeded: count),
        ]
            + [type, flags] + big(stream) + payload
    }

    static func make(_ kind: Kind, _ flags: UInt8 = 0, _ stream: UInt32 = 0, _ payload: [UInt8] = []) -> [UInt8] {
        raw(kind.rawValue, flags, stream, payload)
    }

    static func big(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * UInt32($0))) }
    }

    static func settings(_ pairs: (UInt16, UInt32)...) -> [UInt8] {
        make(
            .settings, 0, 0,
            pairs.flatMap { [UInt8(truncatingIfNeeded: $0.0 >> 8), UInt8(truncatingIfNeeded: $0.0)] + big($0.1) })
    }

    static func headers(_ stream: UInt32, _ block: [UInt8], ends: Bool = false) -> [UInt8] {
        make(.headers, endHeaders | (ends ? endStream : 0), stream, block)
    }

    /// A whole gRPC message in a DATA frame.
    static func message(_ stream: UInt32, _ bytes: [UInt8], ends: Bool = false) -> [UInt8] {
        make(.data, ends ? endStream : 0, stream, [0] + big(UInt32(bytes.count)) + bytes)
    }

    // MARK: Header blocks, literal without indexing (RFC 7541 §6.2.2)

    static func literal(_ name: String, _ value: String) -> [UInt8] {
        [0] + length(name.utf8.count) + name.utf8 + length(value.utf8.count) + value.utf8
    }

    /// A 7-bit prefix integer without Huffman (RFC 7541 §5.1).
    private static func length(_ count: Int) -> [UInt8] {
        guard count >= 127 else { return [UInt8(count)] }
        var bytes: [UInt8] = [127]
        var rest = count - 127
        while rest >= 128 {
            bytes.append(UInt8(rest & 127 | 128))
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    /// A gRPC request's fields with some replaced (`nil`: left out) and others added at the end.
    static func request(
        _ path: String? = "/test.Echo/Stream", method: String? = "POST", scheme: String? = "http",
        contentType: String = "application/grpc", adding: [(String, String)] = []
    ) -> [UInt8] {
        var block: [UInt8] = []
        for (name, value) in [(":method", method), (":scheme", scheme), (":path", path), (":authority", "a")] {
            if let value { block += literal(name, value) }
        }
        block += literal("te", "trailers") + literal("content-type", contentType)
        for (name, value) in adding { block += literal(name, value) }
        return block
    }
}

/// A connection that says what it likes, and notes what comes back, frame by frame. On the test loop.
final class RawPeer: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer

    struct Received: Sendable {
        let type: UInt8
        let flags: UInt8
        let stream: UInt32
        let payload: [UInt8]

        var code: UInt32? {
            switch type {
            case Frame.Kind.rstStream.rawValue: number(0)
            case Frame.Kind.goAway.rawValue: number(4)
            default: nil
            }
        }

        private func number(_ offset: Int) -> UInt32? {
            guard payload.count >= offset + 4 else { return nil }
            return payload[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
        }
    }

    private(set) var channel: (any Channel)?
    private var input: [UInt8] = []
    private var skipsPreface: Bool
    private var state = State()
    struct State: Sendable {
        var frames: [Received] = []
        var isClosed = false
    }
    private var waiters: [(condition: @Sendable (State) -> Bool, promise: EventLoopPromise<State>)] = []

    init(skipsPreface: Bool = false) { self.skipsPreface = skipsPreface }

    static func connect(_ port: Int) async throws -> RawPeer {
        let peer = RawPeer()
        _ = try await ClientBootstrap(group: testLoop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(peer) }
            }
            .connect(host: "127.0.0.1", port: port).get()
        return peer
    }

    func handlerAdded(context: ChannelHandlerContext) { channel = context.channel }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        input += unwrapInboundIn(data).readableBytesView
        if skipsPreface, input.count >= Frame.preface.count {
            input.removeFirst(Frame.preface.count)
            skipsPreface = false
        }
        while !skipsPreface, input.count >= 9 {
            let length = Int(input[0]) << 16 | Int(input[1]) << 8 | Int(input[2])
            guard input.count >= 9 + length else { break }
            let stream = input[5..<9].reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
            state.frames.append(
                Received(type: input[3], flags: input[4], stream: stream, payload: Array(input[9..<9 + length])))
            input.removeFirst(9 + length)
        }
        tell()
    }

    func channelInactive(context: ChannelHandlerContext) {
        state.isClosed = true
        tell()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func tell() {
        waiters.removeAll { waiter in
            guard waiter.condition(state) else { return false }
            waiter.promise.succeed(state)
            return true
        }
    }

    /// Writes; a connection that the other side has closed by now takes nothing, which is no error here.
    func send(_ bytes: [UInt8]) async {
        guard let channel else { return }
        try? await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
    }

    /// What came back so far, as soon as it satisfies `condition`; as it is after the time.
    func wait(within: TimeAmount = .seconds(5), _ condition: @escaping @Sendable (State) -> Bool) async throws -> State
    {
        let promise = testLoop.makePromise(of: State.self)
        testLoop.execute {
            if condition(self.state) { return promise.succeed(self.state) }
            self.waiters.append((condition, promise))
            testLoop.scheduleTask(in: within) { promise.succeed(self.state) }
        }
        return try await promise.futureResult.get()
    }

    func close() async { try? await channel?.close().get() }
}
