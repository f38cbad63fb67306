import GameCore
import Glibc
import NIOCore
import NIOEmbedded
import NIOPosix
import Synchronization
import Testing

@testable import RPC

/// A gRPC client's side of one connection, made up from a seed: frames in order, and what must come back.
private struct Session {
    enum Kind { case orderly, hostile }

    let kind: Kind
    private(set) var bytes: [UInt8]
    private(set) var frames: Int
    /// What an orderly session gets back on each stream: the DATA of all its messages.
    private(set) var answers: [UInt32: [UInt8]] = [:]

    /// One stream's frames that are still to be said, in order.
    private struct Script {
        let id: UInt32
        var frames: [[UInt8]]
    }

    init(_ random: inout SplitMix64) {
        kind = Int.random(in: 0..<3, using: &random) == 0 ? .orderly : .hostile
        // Windows for all answers at once, so that nothing an orderly session gets depends on window updates of ours.
        var said: [[UInt8]] = [
            Frame.preface, Frame.settings((4, 1 << 20)), Frame.make(.windowUpdate, 0, 0, Frame.big(1 << 20)),
        ]
        var scripts: [Script] = []
        for index in 0..<UInt32.random(in: 1...5, using: &random) {
            let id = 2 * index + 1
            let (frames, answer) = Self.stream(id, &random)
            scripts.append(Script(id: id, frames: frames))
            answers[id] = answer
        }
        // A stream's number is higher than those opened before (RFC 9113 §5.1.1), so streams begin in order.
        var begun = 0
        while scripts.contains(where: { !$0.frames.isEmpty }) {
            if Int.random(in: 0..<6, using: &random) == 0 { said.append(Self.aside(&random)) }
            let open = scripts.indices.filter { !scripts[$0].frames.isEmpty && $0 <= begun }
            guard let index = open.randomElement(using: &random) else { break }
            said.append(scripts[index].frames.removeFirst())
            if index == begun { begun += 1 }
        }
        frames = said.count
        guard kind == .hostile else {
            bytes = Array(said.joined())
            return
        }
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            let place = Int.random(in: 1...said.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: said.insert(Self.attack(&random), at: place)
            case 1 where place < said.count: said.remove(at: place)
            case 2 where place < said.count: said.insert(said[place], at: Int.random(in: 1...place, using: &random))
            case 3 where place < said.count - 1: said.swapAt(place, place + 1)
            default: said.append(Self.attack(&random))
            }
        }
        frames = said.count
        bytes = Array(said.joined())
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes[place] = .random(in: 0...255, using: &random)
            case 2: bytes.insert(.random(in: 0...255, using: &random), at: place)
            case 3:
                bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...30, using: &random)))
                if bytes.isEmpty { bytes = [0] }
            default: if Bool.random(using: &random) { bytes.removeSubrange(max(1, place)...) }
            }
        }
    }

    /// A whole call, in frames that may each be cut, padded or continued, and what it gets back.
    private static func stream(_ id: UInt32, _ random: inout SplitMix64) -> (frames: [[UInt8]], answer: [UInt8]) {
        var adding: [(String, String)] = []
        if Bool.random(using: &random) {
            adding.append(("x-name", String(repeating: "v", count: .random(in: 0...300, using: &random))))
        }
        if Int.random(in: 0..<4, using: &random) == 0 { adding.append(("grpc-timeout", "60S")) }
        let block = Frame.request(adding: adding)
        var frames: [[UInt8]] = []
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            // In pieces: nothing may stand between them (RFC 9113 §6.10).
            let cut = Int.random(in: 0...block.count, using: &random)
            frames.append(
                Frame.make(.headers, 0, id, Array(block[..<cut]))
                    + Frame.make(.continuation, Frame.endHeaders, id, Array(block[cut...])))
        case 1:
            let padding = Int.random(in: 0...20, using: &random)
            frames.append(
                Frame.make(
                    .headers, Frame.endHeaders | Frame.padded, id,
                    [UInt8(padding)] + block + [UInt8](repeating: 0, count: padding)))
        case 2:
            frames.append(
                Frame.make(.headers, Frame.endHeaders | Frame.prioritized, id, [0, 0, 0, 0, 9] + block))
        default: frames.append(Frame.headers(id, block))
        }
        var body: [UInt8] = []
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            let count = Int.random(in: 0..<8, using: &random) == 0 ? 3_000 : Int.random(in: 0...100, using: &random)
            body += [0] + Frame.big(UInt32(count))
            for _ in 0..<count { body.append(.random(in: 0...255, using: &random)) }
        }
        var rest = body[...]
        while !rest.isEmpty {
            let piece = Array(rest.prefix(Int.random(in: 0...max(1, body.count), using: &random)))
            rest = rest.dropFirst(piece.count)
            if Int.random(in: 0..<5, using: &random) == 0 {
                frames.append(Frame.make(.data, Frame.padded, id, [3] + piece + [0, 0, 0]))
            } else {
                frames.append(Frame.make(.data, 0, id, piece))
            }
        }
        frames.append(Frame.make(.data, Frame.endStream, id))
        return (frames, body)
    }

    /// What any peer may say between frames of streams.
    private static func aside(_ random: inout SplitMix64) -> [UInt8] {
        switch Int.random(in: 0..<5, using: &random) {
        case 0: Frame.make(.ping, 0, 0, [UInt8](repeating: 7, count: 8))
        case 1: Frame.settings((5, 16_384 + .random(in: 0...9, using: &random)))
        case 2: Frame.make(.windowUpdate, 0, 0, Frame.big(.random(in: 1...1_000, using: &random)))
        case 3: Frame.raw(.random(in: 32...255, using: &random), 0, 0, [1, 2, 3])
        default: Frame.make(.priority, 0, 2 * .random(in: 50...60, using: &random) + 1, [0, 0, 0, 0, 1])
        }
    }

    /// Frames that break a rule, or mean harm within the rules.
    private static func attack(_ random: inout SplitMix64) -> [UInt8] {
        let id = UInt32.random(in: 0...12, using: &random)
        let payload = (0..<Int.random(in: 0...20, using: &random)).map { _ in
            UInt8.random(in: 0...255, using: &random)
        }
        switch Int.random(in: 0..<12, using: &random) {
        case 0: return Frame.make(.rstStream, 0, id, Frame.big(.random(in: 0...14, using: &random)))
        case 1: return Frame.make(.goAway, 0, 0, Frame.big(id) + Frame.big(0))
        case 2:
            return Frame.make(
                .windowUpdate, 0, id, Frame.big([0, 1, 0x7FFF_FFFF, .max].randomElement(using: &random) ?? 0))
        case 3:
            return Frame.settings(
                (.random(in: 0...9, using: &random), [0, 1, 16_383, 1 << 24, .max].randomElement(using: &random) ?? 0))
        case 4: return Frame.headers(id, payload, ends: Bool.random(using: &random))
        case 5: return Frame.headers(id, Frame.request("/test.Echo/Unary"), ends: Bool.random(using: &random))
        case 6: return Frame.make(.continuation, Frame.endHeaders, id, payload)
        case 7: return Frame.make(.pushPromise, Frame.endHeaders, id, Frame.big(id + 1) + payload)
        case 8: return Frame.message(id, payload, ends: Bool.random(using: &random))
        case 9: return Frame.make(.data, 0, id, [0] + Frame.big(.random(in: 0 ... .max, using: &random)) + payload)
        case 10:
            return Array(
                (0..<20).map {
                    Frame.headers(2 * $0 + 31, Frame.request()) + Frame.make(.rstStream, 0, 2 * $0 + 31, Frame.big(8))
                }
                .joined())
        default:
            return Frame.raw(
                .random(in: 0...12, using: &random), .random(in: 0...255, using: &random), id, payload)
        }
    }
}

/// A blocking socket to a server on this machine.
private struct BlockingSocket: ~Copyable {
    private let descriptor: Int32

    init?(port: Int) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var time = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        // sockaddr_in of 127.0.0.1, by its bytes: family, port, address, padding.
        let address: [UInt8] =
            [UInt8(AF_INET), 0, UInt8(port >> 8), UInt8(port & 0xFF), 127, 0, 0, 1] + [UInt8](repeating: 0, count: 8)
        let result = address.withUnsafeBytes {
            connect(descriptor, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
        }
        guard result == 0 else { return nil }
    }

    deinit { close(descriptor) }

    /// False when the server takes no more.
    func send(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// More bytes; empty at the end or after a reset; nil if nothing came in time.
    func receive() -> [UInt8]? {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &chunk, chunk.count, 0)
        if count < 0 { return errno == ECONNRESET || errno == EPIPE ? [] : nil }
        return Array(chunk[..<count])
    }

    func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    func resetOnClose() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }
}

/// What a server said, cut into frames.
private struct Answers {
    private var input: [UInt8] = []
    private(set) var data: [UInt32: [UInt8]] = [:]
    private(set) var ended: Set<UInt32> = []
    /// A frame that no server may send.
    private(set) var fault: String?

    mutating func receive(_ bytes: [UInt8]) {
        input += bytes
        var start = 0
        while input.count - start >= 9 {
            let length = Int(input[start]) << 16 | Int(input[start + 1]) << 8 | Int(input[start + 2])
            guard length <= 16_384 + 9 else {
                fault = "a frame of \(length) bytes"
                return
            }
            guard input.count - start >= 9 + length else { break }
            let (type, flags) = (input[start + 3], input[start + 4])
            let stream = input[start + 5..<start + 9].reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
            if type > Frame.Kind.continuation.rawValue { fault = "a frame of type \(type)" }
            if type == Frame.Kind.data.rawValue { data[stream, default: []] += input[start + 9..<start + 9 + length] }
            if type <= Frame.Kind.headers.rawValue, flags & Frame.endStream != 0 { ended.insert(stream) }
            start += 9 + length
        }
        input.removeFirst(start)
    }

    /// How these are not the whole answers that each stream should have got.
    func difference(from wanted: [UInt32: [UInt8]]) -> String? {
        for (id, answer) in wanted {
            guard ended.contains(id) else { return "stream \(id) was not answered to its end" }
            guard data[id, default: []] == answer else { return "stream \(id) got other bytes than it sent" }
        }
        return nil
    }
}

/// Whole gRPC sessions, frame by frame, orderly and hostile: over sockets, and many more on a loop that stands still, where no
/// system call is between them. `make fuzz-rpc` runs more of both, with AddressSanitizer.
@Suite struct SessionFuzzTests {
    private static func setting(_ name: String, _ fallback: Int) -> Int {
        getenv(name).flatMap { Int(String(cString: $0)) } ?? fallback
    }

    private static let sessions = setting("SNAKETRON_FUZZ_SESSIONS", 2_000)
    private static let sessionsInMemory = setting("SNAKETRON_FUZZ_SESSIONS_IN_MEMORY", 4_000)
    private static let seed = setting("SNAKETRON_FUZZ_SEED", 0)

    /// Calls that began and ended at the server.
    private final class Count: Sendable {
        let began = Atomic(0)
        let ended = Atomic(0)
    }

    private func echo(_ count: Count) -> RPCServiceDefinition {
        RPCServiceDefinition(
            name: "test.Echo",
            methods: [
                "Unary": .unary { request, _ in request },
                "Stream": .stream { call, _ in
                    count.began.add(1, ordering: .relaxed)
                    return Recorder { event, call in
                        switch event {
                        case .message(let bytes): call.send(bytes)
                        case .end: call.finish(.ok)
                        case .closed: count.ended.add(1, ordering: .relaxed)
                        case .headers, .writable: break
                        }
                    }
                },
            ])
    }

    private func converse(_ port: Int, _ session: Session, _ random: inout SplitMix64) -> String? {
        guard let socket = BlockingSocket(port: port) else { return "no connection: \(errno)" }
        var rest = session.bytes[...]
        while !rest.isEmpty {
            let whole = Bool.random(using: &random)
            let piece = rest.prefix(whole ? rest.count : Int.random(in: 1...700, using: &random))
            guard socket.send(piece) else { break }
            rest = rest.dropFirst(piece.count)
        }
        if session.kind == .hostile, Int.random(in: 0..<4, using: &random) == 0 {
            socket.resetOnClose()
            return nil
        }
        if session.kind == .hostile { socket.endSending() }
        var answers = Answers()
        while session.kind == .hostile || answers.ended.count < session.answers.count {
            guard let bytes = socket.receive() else { return "neither an answer nor an end in 20 s" }
            if bytes.isEmpty { break }
            answers.receive(bytes)
            if let fault = answers.fault { return fault }
        }
        return session.kind == .orderly ? answers.difference(from: session.answers) : nil
    }

    @Test("no order of frames, cuts and closes ends the server, leaves a call open or changes another's answer")
    func sessions() async throws {
        let count = Count()
        var limits = RPCLimits()
        limits.handshakeTimeout = .seconds(2)
        let server = try await RPCServer.start(
            host: "127.0.0.1", port: 0, services: [echo(count)], limits: limits, on: testLoop, logger: quietLogger)
        var frames = 0
        var orderly = 0
        for number in 0..<Self.sessions {
            var random = SplitMix64(seed: UInt64(Self.seed + number))
            let session = Session(&random)
            frames += session.frames
            if session.kind == .orderly { orderly += 1 }
            if let fault = converse(server.port, session, &random) {
                Issue.record("SNAKETRON_FUZZ_SEED=\(Self.seed + number) SNAKETRON_FUZZ_SESSIONS=1: \(fault)")
                await server.drain(within: .seconds(1))
                return
            }
            if number % 50 == 0 { await Task.yield() }
        }
        let channel = RPCChannel(host: "127.0.0.1", port: server.port, eventLoop: testLoop)
        #expect(try await channel.unary("/test.Echo/Unary", [1], deadline: .seconds(20)) == [1])
        channel.close()
        await server.drain(within: .seconds(1))
        let deadline = ContinuousClock.now + .seconds(10)
        while count.began.load(ordering: .relaxed) != count.ended.load(ordering: .relaxed),
            ContinuousClock.now < deadline
        {
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(count.began.load(ordering: .relaxed) == count.ended.load(ordering: .relaxed), "each call ends once")
        #expect(count.began.load(ordering: .relaxed) > 0)
        #expect(Self.sessions < 100 || orderly > Self.sessions / 5)
        print("fuzz: \(Self.sessions) gRPC sessions, \(frames) frames from seed \(Self.seed), nothing found")
    }

    /// A service that answers from the event loop alone, and what was asked of it.
    private func echoAtOnce(_ count: Count) -> RPCServiceDefinition {
        let stream = echo(count).methods["Stream"]!
        return RPCServiceDefinition(name: "test.Echo", methods: ["Unary": stream, "Stream": stream])
    }

    /// One session on a connection of its own, whose clock moves only here.
    private func converse(
        _ connections: ServerConnections, _ session: Session, _ random: inout SplitMix64
    ) throws -> String? {
        let loop = EmbeddedEventLoop()
        let channel = EmbeddedChannel(loop: loop)
        try connections.initialize(channel)
        channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
        var answers = Answers()
        func hear() throws {
            loop.run()
            while let bytes = try channel.readOutbound(as: ByteBuffer.self) { answers.receive(Array(buffer: bytes)) }
        }
        var rest = session.bytes[...]
        while !rest.isEmpty, channel.isActive {
            let whole = Bool.random(using: &random)
            let piece = rest.prefix(whole ? rest.count : Int.random(in: 1...700, using: &random))
            rest = rest.dropFirst(piece.count)
            channel.pipeline.syncOperations.fireChannelRead(NIOAny(ByteBuffer(bytes: piece)))
            channel.pipeline.syncOperations.fireChannelReadComplete()
            if Bool.random(using: &random) { try hear() }
            if session.kind == .hostile, Int.random(in: 0..<20, using: &random) == 0 {
                loop.advanceTime(by: .milliseconds(.random(in: 1...90_000, using: &random)))
            }
        }
        try hear()
        if let fault = answers.fault { return fault }
        if session.kind == .orderly {
            guard channel.isActive else { return "an orderly session was closed" }
            if let difference = answers.difference(from: session.answers) { return difference }
        }
        if channel.isActive, Bool.random(using: &random) {
            channel.pipeline.syncOperations.fireErrorCaught(
                IOError(errnoCode: ECONNRESET, reason: "the peer reset the connection"))
        }
        channel.close(promise: nil)
        loop.run()
        return nil
    }

    @Test(
        "without sockets no order of frames and cuts changes another's answer, and each call ends with its connection")
    func sessionsInMemory() throws {
        let count = Count()
        var limits = RPCLimits()
        limits.handshakeTimeout = .seconds(2)
        let connections = ServerConnections(
            limits: limits, secure: nil, router: RPCRouter([echoAtOnce(count)]), logger: quietLogger)
        var frames = 0
        var orderly = 0
        for number in 0..<Self.sessionsInMemory {
            var random = SplitMix64(seed: UInt64(Self.seed + number))
            let session = Session(&random)
            frames += session.frames
            if session.kind == .orderly { orderly += 1 }
            let fault = try converse(connections, session, &random)
            let open = count.began.load(ordering: .relaxed) - count.ended.load(ordering: .relaxed)
            guard fault == nil, open == 0 else {
                let what = fault ?? "\(open) calls outlive their connection"
                Issue.record("SNAKETRON_FUZZ_SEED=\(Self.seed + number) SNAKETRON_FUZZ_SESSIONS_IN_MEMORY=1: \(what)")
                return
            }
        }
        #expect(Self.sessionsInMemory < 100 || count.began.load(ordering: .relaxed) > Self.sessionsInMemory)
        #expect(Self.sessionsInMemory < 100 || orderly > Self.sessionsInMemory / 5)
        print(
            "fuzz: \(Self.sessionsInMemory) gRPC sessions in memory, \(frames) frames from seed \(Self.seed), nothing found"
        )
    }
}
