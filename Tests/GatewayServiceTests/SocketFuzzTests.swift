import GameCore
import GatewayCore
import GatewayService
import Glibc
import NIOCore
import NIOEmbedded
import Testing

/// What a socket's owner was told. Unchecked: an embedded channel calls it on the test's own thread.
private final class Listener: WebSocketOwner, @unchecked Sendable {
    var messages: [WebSocketConversation.Message] = []
    var closed = 0

    func socket(_ id: SocketID, received message: WebSocketConversation.Message) { messages.append(message) }
    func socketHeard(_ id: SocketID) {}
    func socketBecameWritable(_ id: SocketID) {}
    func socketClosed(_ id: SocketID) { closed += 1 }
}

/// One client's side of a WebSocket, made up from a seed, and what a server must make of it.
private struct SocketScript {
    static let maximumMessageSize = 4096

    private(set) var bytes: [UInt8] = []
    private(set) var frames = 0
    /// Messages that must be delivered, all and in order, unless `isMutated`.
    private(set) var messages: [WebSocketConversation.Message] = []
    /// The last ping's payload is answered; earlier ones may be passed over while the socket takes no more.
    private(set) var pings: [[UInt8]] = []
    /// The code that the server must close with, `nil` where it is open at the end or the client gave none.
    private(set) var code: UInt16?
    private(set) var isClosed = false
    private(set) var isMutated = false

    init(_ random: inout SplitMix64) {
        for _ in 0..<Int.random(in: 0...8, using: &random) {
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<7: message(&random)
            case 7..<9: ping(&random)
            default: frame(0xA, true, [1, 2], &random)
            }
        }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: close(&random)
        case 1: breakRule(&random)
        case 2: mutate(&random)
        default: break
        }
    }

    private mutating func frame(
        _ opcode: UInt8, _ isFinal: Bool, _ payload: [UInt8], _ random: inout SplitMix64, masked: Bool = true
    ) {
        frames += 1
        bytes.append((isFinal ? 0x80 : 0) | opcode)
        let mask: UInt8 = masked ? 0x80 : 0
        switch payload.count {
        case ..<126: bytes.append(mask | UInt8(payload.count))
        case ..<65_536: bytes += [mask | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        default:
            bytes +=
                [mask | 127, 0, 0, 0, 0] + (0..<4).map { UInt8(truncatingIfNeeded: payload.count >> (24 - 8 * $0)) }
        }
        guard masked else {
            bytes += payload
            return
        }
        let key = (0..<4).map { _ in UInt8.random(in: 0...255, using: &random) }
        bytes += key
        for (index, byte) in payload.enumerated() { bytes.append(byte ^ key[index % 4]) }
    }

    /// A text or binary message in one or more fragments, with pings between them.
    private mutating func message(_ random: inout SplitMix64) {
        let isText = Bool.random(using: &random)
        let count =
            Int.random(in: 0..<10, using: &random) == 0
            ? Self.maximumMessageSize / 4 : Int.random(in: 0...200, using: &random)
        let payload: [UInt8] =
            isText
            ? (0..<count).flatMap { _ in Array(["a", "ß", "€", "🐍"].randomElement(using: &random, orElse: "a").utf8) }
            : (0..<count).map { _ in .random(in: 0...255, using: &random) }
        messages.append(isText ? .text(payload) : .binary(payload))
        var rest = payload[...]
        var opcode: UInt8 = isText ? 1 : 2
        while true {
            let piece = Array(
                rest.prefix(Bool.random(using: &random) ? rest.count : Int.random(in: 0...rest.count, using: &random)))
            rest = rest.dropFirst(piece.count)
            let isLast = rest.isEmpty && Bool.random(using: &random)
            frame(opcode, isLast, piece, &random)
            opcode = 0
            if isLast { return }
            if Int.random(in: 0..<4, using: &random) == 0 { ping(&random) }
        }
    }

    private mutating func ping(_ random: inout SplitMix64) {
        let payload = (0..<Int.random(in: 0...125, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random)
        }
        pings.append(payload)
        frame(0x9, true, payload, &random)
    }

    private mutating func close(_ random: inout SplitMix64) {
        isClosed = true
        code = [nil, 1000, 1001, 3000, 4999].randomElement(using: &random) ?? nil
        let payload = code.map { [UInt8($0 >> 8), UInt8($0 & 0xFF)] + Array("bye".utf8) } ?? []
        frame(0x8, true, payload, &random)
        // Nothing after a close counts.
        if Bool.random(using: &random) { frame(0x2, true, [9], &random) }
    }

    /// One thing that RFC 6455 forbids, and the code of section 7.4.1 for it.
    private mutating func breakRule(_ random: inout SplitMix64) {
        isClosed = true
        code = 1002
        switch Int.random(in: 0..<9, using: &random) {
        case 0: frame(0x0, true, [1], &random)
        case 1: frame(UInt8.random(in: 3...7, using: &random), true, [], &random)
        case 2: frame(UInt8.random(in: 11...15, using: &random), true, [], &random)
        case 3: frame(0x9, false, [], &random)
        case 4: frame(0x1, true, [0x61], &random, masked: false)
        case 5: frame(0x8, true, [3], &random)
        case 6: frame(0x8, true, [3, 0xED], &random)  // 1005 is never sent
        case 7:
            code = 1007
            frame(0x1, true, [0xC0, 0x80], &random)
        default:
            code = 1009
            frame(0x2, true, [UInt8](repeating: 0, count: Self.maximumMessageSize + 1), &random)
        }
    }

    private mutating func mutate(_ random: inout SplitMix64) {
        isMutated = true
        for _ in 0...Int.random(in: 0..<4, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes.insert(.random(in: 0...255, using: &random), at: place)
            case 2: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...20, using: &random)))
            default: bytes.insert(contentsOf: bytes[..<place].suffix(40), at: place)
            }
        }
    }
}

extension Array {
    fileprivate func randomElement(using random: inout SplitMix64, orElse fallback: Element) -> Element {
        randomElement(using: &random) ?? fallback
    }
}

/// Whole WebSocket conversations after the upgrade. `make fuzz-http` runs more of them.
@Suite struct SocketFuzzTests {
    private static func setting(_ name: String, _ fallback: Int) -> Int {
        getenv(name).flatMap { Int(String(cString: $0)) } ?? fallback
    }

    private static let connections = setting("SNAKETRON_FUZZ_CONNECTIONS", 20_000)
    private static let seed = setting("SNAKETRON_FUZZ_SEED", 0)

    private func run(_ script: SocketScript, _ random: inout SplitMix64) throws -> String? {
        let listener = Listener()
        let loop = EmbeddedEventLoop()
        let handler = WebSocketHandler(
            id: SocketID(rawValue: 1), owner: listener, maximumMessageSize: SocketScript.maximumMessageSize)
        let channel = EmbeddedChannel(handler: handler, loop: loop)
        channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
        var rest = script.bytes[...]
        while !rest.isEmpty, channel.isActive {
            let piece = rest.prefix(Bool.random(using: &random) ? 4096 : Int.random(in: 1...20, using: &random))
            rest = rest.dropFirst(piece.count)
            channel.pipeline.fireChannelRead(ByteBuffer(bytes: piece))
            channel.pipeline.fireChannelReadComplete()
            loop.run()
        }
        var pongs: [[UInt8]] = []
        var closes: [UInt16?] = []
        while let frame = try channel.readFrame() {
            guard frame.isFinal, !frame.isMasked else { return "a frame of the server that is masked or not final" }
            guard closes.isEmpty else { return "a frame after the close frame" }
            switch frame.opcode {
            case 10: pongs.append(frame.payload)
            case 8:
                closes.append(frame.payload.count < 2 ? nil : UInt16(frame.payload[0]) << 8 | UInt16(frame.payload[1]))
            default: return "a frame of opcode \(frame.opcode) that nobody asked for"
            }
        }
        loop.advanceTime(by: .seconds(10))
        channel.pipeline.fireChannelInactive()
        _ = try? channel.finish(acceptAlreadyClosed: true)
        guard listener.closed == 1 else { return "the owner heard \(listener.closed) ends" }
        if script.isMutated { return nil }
        guard listener.messages == script.messages else { return "other messages were delivered than were sent" }
        guard pongs == script.pings else { return "\(pongs.count) pongs for \(script.pings.count) pings" }
        guard closes == (script.isClosed ? [script.code] : []) else {
            return "closed with \(closes), not \(script.code as Any)"
        }
        return nil
    }

    @Test("any cut gives the same messages, pongs and close code; no bytes end the process or the owner's peace twice")
    func conversations() throws {
        var frames = 0
        for number in 0..<Self.connections {
            var random = SplitMix64(seed: UInt64(Self.seed + number))
            let script = SocketScript(&random)
            frames += script.frames
            if let fault = try run(script, &random) {
                Issue.record("SNAKETRON_FUZZ_SEED=\(Self.seed + number) SNAKETRON_FUZZ_CONNECTIONS=1: \(fault)")
                return
            }
        }
        print(
            "fuzz: \(Self.connections) WebSocket conversations, \(frames) frames from seed \(Self.seed), nothing found")
    }
}
