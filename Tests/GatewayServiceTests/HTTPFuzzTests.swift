import GameCore
import GatewayCore
import GatewayService
import Glibc
import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOPosix
import Synchronization
import Testing

/// Stands at the head of the pipeline in the place of a TCP connection: takes what is written when it likes to, and knows
/// whether bytes were asked for.
private final class Wire: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer

    var isInstant: Bool
    private(set) var wantsBytes = false
    private(set) var output: [UInt8] = []
    private(set) var isOutputClosed = false
    private var pending: [(ByteBuffer, EventLoopPromise<Void>?)] = []
    private var flushed = 0
    private var closesWhenSent = false
    var peerHasEnded = false
    /// The most that ever waited.
    private(set) var mostPending = 0

    init(isInstant: Bool) { self.isInstant = isInstant }

    var canSend: Bool { flushed > 0 }

    func read(context: ChannelHandlerContext) { wantsBytes = true }

    func delivered() { wantsBytes = false }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isOutputClosed, !closesWhenSent else {
            promise?.fail(ChannelError.outputClosed)
            return
        }
        pending.append((unwrapOutboundIn(data), promise))
        mostPending = max(mostPending, pending.reduce(0) { $0 + $1.0.readableBytes })
    }

    func flush(context: ChannelHandlerContext) {
        flushed = pending.count
        while isInstant, flushed > 0 { sendOne(context) }
    }

    func sendOne(_ context: ChannelHandlerContext) {
        guard flushed > 0 else { return }
        flushed -= 1
        let (bytes, promise) = pending.removeFirst()
        output += bytes.readableBytesView
        if closesWhenSent, flushed == 0 { endOutput(context) }
        promise?.succeed()
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard case .output = mode else {
            fail()
            context.close(mode: .all, promise: promise)
            return
        }
        if flushed == 0 { endOutput(context) } else { closesWhenSent = true }
        promise?.succeed()
    }

    private func endOutput(_ context: ChannelHandlerContext) {
        isOutputClosed = true
        if peerHasEnded { context.close(mode: .all, promise: nil) }
    }

    private func fail() {
        let lost = pending
        pending = []
        flushed = 0
        for (_, promise) in lost { promise?.fail(ChannelError.ioOnClosedChannel) }
    }
}

@Suite struct HTTPFuzzTests {
    private static func setting(_ name: String, _ fallback: Int) -> Int {
        getenv(name).flatMap { Int(String(cString: $0)) } ?? fallback
    }

    /// `make fuzz-http` sets more of them.
    private static let connections = setting("SNAKETRON_FUZZ_CONNECTIONS", 20_000)
    private static let seed = setting("SNAKETRON_FUZZ_SEED", 0)

    /// One connection over the handlers of the gateway, in an order of events made up from `random`.
    private func run(_ conversation: Conversation, _ random: inout SplitMix64) throws -> String? {
        let loop = EmbeddedEventLoop()
        var waiting: [(EventLoopPromise<HTTPResponse>, () -> HTTPResponse)] = []
        let responder = ConversationResponder { response in
            let promise = loop.makePromise(of: HTTPResponse.self)
            waiting.append((promise, response))
            return .later(promise.futureResult)
        }
        let connection = HTTPConnection(responder: responder)
        let wire = Wire(isInstant: Bool.random(using: &random))
        let channel = EmbeddedChannel(handlers: [wire, connection], loop: loop)
        channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
        let context = try channel.pipeline.syncOperations.context(handlerType: Wire.self)

        var rest = conversation.bytes[...]
        var hasEnded = false
        var wasReset = false
        var mayLoseAnswers = false
        func deliver(_ count: Int) {
            let piece = rest.prefix(count)
            rest = rest.dropFirst(count)
            if piece.isEmpty { return }
            wire.delivered()
            channel.pipeline.syncOperations.fireChannelRead(NIOAny(ByteBuffer(bytes: piece)))
            channel.pipeline.syncOperations.fireChannelReadComplete()
        }
        func endPeer() {
            // Like the kernel and NIO: everything that was sent is delivered before the end, asked for or not.
            if rest.count > HTTPLimit.inbox / 2 { mayLoseAnswers = true }
            while !rest.isEmpty, channel.isActive { deliver(16 * 1024) }
            hasEnded = true
            wire.peerHasEnded = true
            guard channel.isActive else { return }
            if wire.isOutputClosed {
                channel.close(promise: nil)
            } else {
                channel.pipeline.syncOperations.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
            }
        }
        var steps = 0
        while channel.isActive {
            steps += 1
            if steps > 20_000 { return "it does not end" }
            switch Int.random(in: 0..<100, using: &random) {
            case 0..<50:
                guard wire.wantsBytes, !rest.isEmpty else { break }
                let most = Bool.random(using: &random) ? 16 * 1024 : Int.random(in: 1...40, using: &random)
                let place = conversation.bytes.count - rest.count
                guard place + most >= conversation.resetAt else {
                    deliver(most)
                    break
                }
                deliver(conversation.resetAt - place)
                wasReset = true
                if channel.isActive {
                    if Bool.random(using: &random) {
                        channel.pipeline.syncOperations.fireErrorCaught(IOError(errnoCode: ECONNRESET, reason: "read"))
                    }
                    channel.close(promise: nil)
                }
            case 50..<70: wire.sendOne(context)
            case 70..<80: if !waiting.isEmpty { waiting[0].0.succeed(waiting.removeFirst().1()) }
            case 80..<97: loop.run()
            case 97:
                guard Int.random(in: 0..<50, using: &random) == 0 else { break }
                mayLoseAnswers = true
                loop.advanceTime(by: .seconds(Int64.random(in: 1...100, using: &random)))
            default:
                guard !hasEnded, conversation.ending != .reset else { break }
                // One who ends its half gets no WebSocket.
                guard conversation.ending != .upgrade || wire.isOutputClosed else { break }
                if rest.isEmpty || Int.random(in: 0..<20, using: &random) == 0 { endPeer() }
            }
            if conversation.resetAt == conversation.bytes.count, rest.isEmpty, !wasReset {
                wasReset = true
                channel.close(promise: nil)
            }
            guard connection.waitingBytes <= HTTPLimit.inbox else { return "\(connection.waitingBytes) bytes wait" }
        }
        let mostOnTheWay = HTTPExchange.pieceSize + 4096
        for (promise, response) in waiting { promise.succeed(response()) }
        loop.run()
        loop.advanceTime(by: .seconds(200))
        _ = try? channel.finish(acceptAlreadyClosed: true)
        guard wire.mostPending <= mostOnTheWay else { return "\(wire.mostPending) bytes were on their way" }
        guard responder.deepest <= 1 else { return "a request was answered inside another's answer" }
        let isWhole = !wasReset && !mayLoseAnswers
        return conversation.fault(in: wire.output, isWhole: isWhole)
    }

    @Test(
        "no order of bytes, pauses, closes and resets ends the process, gets a wrong answer or holds more than the bound"
    )
    func conversations() throws {
        var requests = 0
        for number in 0..<Self.connections {
            var random = SplitMix64(seed: UInt64(Self.seed + number))
            let conversation = Conversation(using: &random)
            requests += conversation.requests
            if let fault = try run(conversation, &random) {
                Issue.record("SNAKETRON_FUZZ_SEED=\(Self.seed + number) SNAKETRON_FUZZ_CONNECTIONS=1: \(fault)")
                return
            }
        }
        print("fuzz: \(Self.connections) HTTP connections, \(requests) requests from seed \(Self.seed), nothing found")
    }

    @Test("the same over real sockets")
    func sockets() async throws {
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = loops.next()
        let responder = ConversationResponder { response in
            let promise = loop.makePromise(of: HTTPResponse.self)
            loop.assumeIsolated().scheduleTask(in: .microseconds(300)) { promise.succeed(response()) }
            return .later(promise.futureResult)
        }
        let listener = try await HTTPListener.bind(host: "127.0.0.1", port: 0, responder: responder, on: loop)
        let port = listener.localAddress?.port ?? 0
        for number in 0..<max(400, Self.connections / 100) {
            var random = SplitMix64(seed: UInt64(Self.seed + number))
            if let fault = try converse(port, &random) {
                Issue.record("SNAKETRON_FUZZ_SEED=\(Self.seed + number), sockets: \(fault)")
                break
            }
        }
        try await listener.close()
        try await loops.shutdownGracefully()
        #expect(responder.deepest == 1)
    }

    private func converse(_ port: Int, _ random: inout SplitMix64) throws -> String? {
        let conversation = Conversation(using: &random)
        var client = try RawClient(port: port)
        var rest = conversation.bytes[...]
        if conversation.ending == .reset { rest = rest.prefix(conversation.resetAt) }
        do {
            while !rest.isEmpty {
                let count = Bool.random(using: &random) ? rest.count : Int.random(in: 1...2000, using: &random)
                try client.send(Array(rest.prefix(count)))
                rest = rest.dropFirst(count)
                if Int.random(in: 0..<4, using: &random) == 0 { usleep(UInt32.random(in: 0...500, using: &random)) }
            }
        } catch {
            // The server has closed: after a refusal, or by `Connection: close`.
        }
        if conversation.ending == .reset {
            client.resetOnClose()
            return nil
        }
        if conversation.ending != .upgrade { client.endSending() }
        let output = try client.readAllBytes()
        return conversation.fault(in: output, isWhole: rest.isEmpty && conversation.bytes.count < HTTPLimit.inbox / 2)
    }
}

@Suite struct HTTPParserAgreementTests {
    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        var requests: [(method: String, uri: String, body: [UInt8])] = []
        private(set) var hasRefused = false
        private var head: HTTPRequestHead?
        private var body: [UInt8] = []

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head):
                self.head = head
                body = []
            case .body(let bytes): body += bytes.readableBytesView
            case .end: if let head { requests.append((head.method.rawValue, head.uri, body)) }
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { hasRefused = true }
    }

    /// A proxy in front may use another parser: what the two take for different requests can be smuggled past it.
    @Test("what is taken for a request is taken for the same one by llhttp, however bytes are changed")
    func smuggling() throws {
        var compared = 0
        for seed in 0..<5_000 as Range<UInt64> {
            var random = SplitMix64(seed: seed)
            let conversation = Conversation(using: &random)
            guard [.mutated, .refused, .truncated].contains(conversation.ending) else { continue }
            var ours: [HTTPMessage] = []
            var exchange = HTTPExchange(now: 0)
            var action = exchange.received(conversation.bytes.prefix(HTTPLimit.inbox), now: 0)
            while true {
                if case .sendContinue = action { break }
                guard case .answer(let message) = action else { break }
                ours.append(message)
                guard exchange.answered(closing: false, now: 0)?.keepsAlive == true else { break }
                _ = exchange.written(now: 0)
                action = exchange.resume(now: 0)
            }
            let collector = Collector()
            let channel = EmbeddedChannel(
                handlers: [ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes)), collector])
            _ = try? channel.writeInbound(ByteBuffer(bytes: conversation.bytes))
            let hasRefused = collector.hasRefused
            _ = try? channel.finish(acceptAlreadyClosed: true)  // which is an error where bytes are missing
            for (index, message) in ours.enumerated() {
                compared += 1
                guard index < collector.requests.count else {
                    // To refuse harms nobody; to wait for more bytes of it is to take it for another request.
                    guard hasRefused else {
                        Issue.record("seed \(seed): \(message.method) \(message.path) is a whole request here only")
                        return
                    }
                    break
                }
                let theirs = collector.requests[index]
                let uri = message.query.map { "\(message.path)?\($0)" } ?? message.path
                guard theirs.method == message.method, theirs.uri.hasSuffix(uri), theirs.body == message.body else {
                    Issue.record("seed \(seed): \(message.method) \(uri) here, \(theirs.method) \(theirs.uri) there")
                    return
                }
            }
        }
        #expect(compared > 1_000)
    }
}
