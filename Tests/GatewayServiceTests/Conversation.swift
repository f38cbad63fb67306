import GameCore
import GatewayCore
import GatewayService
import NIOCore
import NIOHTTP1

/// What one client sends over one connection, made up from a seed, and what a server must say to it.
struct Conversation {
    enum Ending: CaseIterable {
        /// Ends its half when everything is sent, and reads to the end.
        case halfClose
        /// Ends its half in the middle of a request.
        case truncated
        /// Resets the connection at some point.
        case reset
        /// Sends a request that must be refused, then more that must not be looked at.
        case refused
        /// Becomes a WebSocket, pings and closes.
        case upgrade
        /// Bytes changed at random: anything may be said to them, in the form of HTTP.
        case mutated
    }

    struct Answer: Equatable {
        var status: Int
        var isToHead = false
        /// `nil`: any.
        var body: [UInt8]?
    }

    var bytes: [UInt8] = []
    /// Requests in `bytes`, whole or not.
    private(set) var requests = 0
    var answers: [Answer] = []
    /// Payloads of the pings that follow an upgrade.
    var pings: [[UInt8]] = []
    let ending: Ending
    /// Where a reset comes, in `bytes`.
    var resetAt = Int.max

    static let largeSize = 150_000

    init(using random: inout SplitMix64) {
        ending = Ending.allCases[Int.random(in: 0..<Ending.allCases.count, using: &random)]
        var isOpen = true
        for _ in 0..<Int.random(in: 0...6, using: &random) {
            let (text, answer, keepsAlive) = Self.request(&random)
            bytes += text
            requests += 1
            if isOpen { answers.append(answer) }
            isOpen = isOpen && keepsAlive
        }
        switch ending {
        case .halfClose: break
        case .truncated:
            requests += 1
            let text = Self.request(&random).0
            bytes += text.prefix(Int.random(in: 0..<text.count, using: &random))
        case .reset: resetAt = Int.random(in: 0...bytes.count, using: &random)
        case .refused:
            let (text, status) = Self.refused.randomElement(using: &random)!
            bytes += Array(text.utf8)
            requests += 2
            if isOpen { answers.append(Answer(status: status)) }
            bytes += Self.request(&random).0
        case .upgrade:
            bytes += Array(Self.upgrade.utf8)
            requests += 1
            guard isOpen else { return }
            answers.append(Answer(status: 101))
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                let ping = (0..<Int.random(in: 0...125, using: &random)).map { _ in
                    UInt8.random(in: 0...255, using: &random)
                }
                pings.append(ping)
                bytes += [0x89, 0x80 | UInt8(ping.count), 0, 0, 0, 0] + ping
            }
            bytes += [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE8]
        case .mutated:
            for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert([0x0D, 0x0A, 0x20, 0x3A, 0x00].randomElement(using: &random)!, at: place)
                default: bytes.removeSubrange(place..<min(bytes.count, place + 9))
                }
            }
        }
    }

    private static let upgrade =
        "GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: snaketron.v1\r\n\r\n"

    private static let refused: [(String, Int)] = [
        ("GET / HTTP/1.1\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400), ("\u{1}\r\n", 400),
        ("GET / HTTP/2.0\r\n\r\n", 505), ("GET / HTTP/1.1\nHost: x\n\n", 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999\r\n\r\n", 413),
        ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n9999\r\n", 413),
        ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxx\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: x\r\nX: \(String(repeating: "x", count: 9000))\r\n\r\n", 431),
        ("GET /\(String(repeating: "x", count: 9000)) HTTP/1.1\r\n", 414),
    ]

    private static func request(_ random: inout SplitMix64) -> ([UInt8], Answer, keepsAlive: Bool) {
        let number = Int.random(in: 0...9999, using: &random)
        var keepsAlive = true
        var head = ["Host: x"]
        var version = "1.1"
        switch Int.random(in: 0..<12, using: &random) {
        case 0:
            (version, keepsAlive) = ("1.0", false)
        case 1:
            version = "1.0"
            head.append("Connection: keep-alive")
        case 2:
            keepsAlive = false
            head.append("connection: close")
        case 3: head.append("Cookie: \(String(repeating: "c", count: Int.random(in: 0...20_000, using: &random)))")
        case 4: head.append("X-Filler: \(String(repeating: "f", count: Int.random(in: 0...4000, using: &random)))")
        default: break
        }
        func text(_ line: String, _ body: [UInt8] = []) -> [UInt8] {
            Array("\(line) HTTP/\(version)\r\n\(head.joined(separator: "\r\n"))\r\n\r\n".utf8) + body
        }
        let body = Array("\(number)".utf8)
        switch Int.random(in: 0..<9, using: &random) {
        case 0, 1: return (text("GET /now/\(number)"), Answer(status: 200, body: body), keepsAlive)
        case 2: return (text("GET http://x/now/\(number)?q"), Answer(status: 200, body: body), keepsAlive)
        case 3, 4: return (text("GET /later/\(number)"), Answer(status: 200, body: body), keepsAlive)
        case 5:
            return (
                text("GET /large"), Answer(status: 200, body: [UInt8](repeating: 0x4C, count: largeSize)), keepsAlive
            )
        case 6: return (text("HEAD /now/\(number)"), Answer(status: 200, isToHead: true), keepsAlive)
        case 7:
            let content = [UInt8](repeating: 0x42, count: Int.random(in: 0...3000, using: &random))
            head.append("Content-Length: \(content.count)")
            if Bool.random(using: &random) { head.append("Expect: 100-continue") }
            return (text("POST /echo", content), Answer(status: 200, body: content), keepsAlive)
        default:
            guard version == "1.1" else {
                return (text("GET /now/\(number)"), Answer(status: 200, body: body), keepsAlive)
            }
            head.append("Transfer-Encoding: chunked")
            var content: [UInt8] = []
            var chunks: [UInt8] = []
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                let chunk = [UInt8](repeating: 0x43, count: Int.random(in: 1...600, using: &random))
                content += chunk
                chunks += Array("\(String(chunk.count, radix: 16));e=1\r\n".utf8) + chunk + [0x0D, 0x0A]
            }
            chunks += Array("0\r\nTrailer: t\r\n\r\n".utf8)
            return (text("POST /echo", chunks), Answer(status: 200, body: content), keepsAlive)
        }
    }

    /// What is wrong with `output`, all that a server sent; `nil`: nothing.
    /// - Parameter isWhole: Everything was sent, and everything that the server had to say has come.
    func fault(in output: [UInt8], isWhole: Bool) -> String? {
        var rest = output[...]
        var found: [Answer] = []
        while !rest.isEmpty, found.last?.status != 101 {
            guard let end = rest.firstRange(of: Array("\r\n\r\n".utf8)) else { return isWhole ? "half a head" : nil }
            let lines = String(decoding: rest[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
            rest = rest[end.upperBound...]
            guard lines[0].hasPrefix("HTTP/1.1 "), let status = Int(lines[0].dropFirst(9).prefix(3)) else {
                return "no status line: \(lines[0])"
            }
            if status == 100 { continue }
            guard status == 101 || lines.contains(where: { $0.hasPrefix("date: ") }) else { return "no date" }
            let length = lines.first { $0.hasPrefix("content-length: ") }.flatMap { Int($0.dropFirst(16)) }
            var answer = Answer(status: status)
            // Of bytes changed at random it is not known which were for HEAD: such an answer shows by what follows it.
            let isToHead =
                ending == .mutated
                ? rest.isEmpty || rest.starts(with: "HTTP/1.1 ".utf8)
                : found.count < answers.count && answers[found.count].isToHead
            if status != 101, !isToHead {
                guard let length else { return "no length" }
                guard rest.count >= length else { return isWhole ? "half a body" : nil }
                answer.body = Array(rest.prefix(length))
                rest = rest.dropFirst(length)
            }
            found.append(answer)
        }
        guard ending != .mutated else { return nil }
        for (index, answer) in found.enumerated() {
            if !isWhole, answer.status == 408 { return nil }  // the clock was turned in the middle of a request
            guard index < answers.count else { return "\(found.count) answers instead of \(answers.count)" }
            guard answer.status == answers[index].status else {
                return "answer \(index): \(answer.status) instead of \(answers[index].status)"
            }
            if let body = answers[index].body, body != answer.body { return "answer \(index): another body" }
        }
        guard isWhole else { return nil }
        guard found.count == answers.count else { return "\(found.count) answers instead of \(answers.count)" }
        guard found.last?.status == 101 else { return rest.isEmpty ? nil : "\(rest.count) bytes too many" }
        return faultInFrames(Array(rest))
    }

    private func faultInFrames(_ bytes: [UInt8]) -> String? {
        var frames = WebSocketFrames(maximumFrameSize: 4096)
        frames.receive(bytes)
        var pongs: [[UInt8]] = []
        while case .frame(let frame) = frames.next() {
            switch frame.opcode {
            case 10: pongs.append(frame.payload)
            case 8: return pongs == pings && frame.payload == [0x03, 0xE8] ? nil : "\(pongs.count) pongs"
            default: return "a frame \(frame.opcode)"
            }
        }
        return "no close frame"
    }
}

/// Answers the requests of a ``Conversation``, some of them later.
final class ConversationResponder: HTTPResponder, WebSocketOwner, @unchecked Sendable {  // used on one event loop only
    let socketEndpoint = SocketEndpoint.players
    let isDraining = false
    let trustedProxies = 0
    private let later: (@escaping () -> HTTPResponse) -> HTTPAnswer
    private var depth = 0
    private(set) var deepest = 0
    private(set) var count = 0

    /// - Parameter later: Makes an answer that comes some time later.
    init(later: @escaping (@escaping () -> HTTPResponse) -> HTTPAnswer) { self.later = later }

    func answer(to request: HTTPRequest) -> HTTPAnswer {
        depth += 1
        defer { depth -= 1 }
        deepest = max(deepest, depth)
        count += 1
        func text(_ bytes: [UInt8]) -> HTTPResponse { HTTPResponse(.ok, "text/plain", ByteBuffer(bytes: bytes)) }
        switch request.path {
        case "/echo": return .now(text(request.body))
        case "/large": return .now(text([UInt8](repeating: 0x4C, count: Conversation.largeSize)))
        case let path where path.hasPrefix("/now/"): return .now(text(Array(path.dropFirst(5).utf8)))
        case let path where path.hasPrefix("/later/"): return later { text(Array(path.dropFirst(7).utf8)) }
        default: return .now(.failure(.notFound, "not_found", ""))
        }
    }

    func refusal(of upgrade: WebSocketHandshake.Request, from clientAddress: String) -> HTTPResponse? {
        do throws(WebSocketHandshake.Refusal) {
            try WebSocketHandshake.check(upgrade, origins: OriginRules(allowed: []))
            return nil
        } catch {
            return .failure(.init(statusCode: error.status), error.code, error.message)
        }
    }

    func openSocket(on channel: any Channel, clientAddress: String) -> WebSocketHandler {
        WebSocketHandler(id: SocketID(rawValue: 1), owner: self, maximumMessageSize: 4096)
    }

    func socket(_ id: SocketID, received message: WebSocketConversation.Message) {}
    func socketHeard(_ id: SocketID) {}
    func socketBecameWritable(_ id: SocketID) {}
    func socketClosed(_ id: SocketID) {}
}
