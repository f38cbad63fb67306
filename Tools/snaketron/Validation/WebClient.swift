import ClientProtocol
import Foundation
import TLS

/// HTTP/1.1 and WebSocket (RFC 6455) to one server. No proxy of the environment is asked.
struct WebClient {
    struct Answer {
        let status: Int
        /// Names in lower case; of several of a name, the last.
        let headers: [String: String]
        let body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// Longer answers are refused.
    private static let limit = 8 << 20
    private static let patience = Duration.seconds(10)

    let host: String
    let port: Int
    private let security: TLSContext?

    /// - Parameters:
    ///   - url: `http` or `https`, a host and perhaps a port.
    ///   - authority: A PEM file to trust instead of the system's authorities.
    init(_ url: String, authority: String?) throws {
        guard let parts = URL(string: url), let scheme = parts.scheme, ["http", "https"].contains(scheme),
            let host = parts.host(percentEncoded: false), !host.isEmpty, ["", "/"].contains(parts.path)
        else { throw ToolError("'\(url)' is not an address such as https://play.example or http://127.0.0.1:8080") }
        self.host = host
        port = parts.port ?? (scheme == "https" ? 443 : 80)
        do {
            security =
                try scheme == "https"
                ? TLSContext(
                    TLSConfiguration(authorityFile: authority), .client, isMutual: false, application: .http1) : nil
        } catch {
            throw ToolError(error.message)
        }
    }

    func get(_ path: String) throws -> Answer { try ask("GET", path) }

    func post(_ path: String, json: String) throws -> Answer {
        try ask("POST", path, headers: ["Content-Type: application/json"], body: Array(json.utf8))
    }

    private func ask(_ method: String, _ path: String, headers: [String] = [], body: [UInt8] = []) throws -> Answer {
        let deadline = ContinuousClock.now + Self.patience
        let stream = try ByteStream(host: host, port: port, security: security, deadline: deadline)
        var lines = ["\(method) \(path) HTTP/1.1", "Host: \(authority)", "Connection: close", "Accept: */*"] + headers
        if method == "POST" { lines.append("Content-Length: \(body.count)") }
        try stream.send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body, until: deadline)
        var bytes: [UInt8] = []
        while ContinuousClock.now < deadline {
            let piece = try stream.receive(until: deadline)
            bytes += piece ?? []
            guard bytes.count <= Self.limit else { throw ToolError("\(path): the answer is longer than 8 MiB") }
            if let answer = try Self.parse(bytes, hasEnded: piece == nil) { return answer }
            if piece == nil { throw ToolError("\(path): the connection ended in the middle of the answer") }
        }
        throw ToolError("\(path): no answer within 10 s")
    }

    private var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (security == nil ? 80 : 443) ? name : "\(name):\(port)"
    }

    /// - Returns: `nil` while the answer is not whole.
    static func parse(_ bytes: [UInt8], hasEnded: Bool) throws -> Answer? {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        let first = lines.first?.split(separator: " ") ?? []
        guard first.count >= 2, first[0].hasPrefix("HTTP/1."), let status = Int(first[1]) else {
            throw ToolError("the server does not speak HTTP/1.1")
        }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(
                in: .whitespaces)
        }
        let body = Array(bytes[end.upperBound...])
        if headers["transfer-encoding"]?.lowercased() == "chunked" {
            return try chunks(body).map { Answer(status: status, headers: headers, body: $0) }
        }
        if let length = headers["content-length"].flatMap({ Int($0) }) {
            return body.count >= length && length >= 0
                ? Answer(status: status, headers: headers, body: Array(body[..<length])) : nil
        }
        return hasEnded || status == 101 ? Answer(status: status, headers: headers, body: body) : nil
    }

    /// RFC 9112, section 7.1. `nil` while the last chunk has not come.
    private static func chunks(_ bytes: [UInt8]) throws -> [UInt8]? {
        var (body, rest) = ([UInt8](), bytes[...])
        while let line = rest.firstRange(of: Array("\r\n".utf8)) {
            let digits = String(decoding: rest[..<line.lowerBound], as: UTF8.self).prefix { $0 != ";" }
            guard let size = Int(digits.trimmingCharacters(in: .whitespaces), radix: 16), (0...limit).contains(size)
            else {
                throw ToolError("the answer's chunks cannot be read")
            }
            if size == 0 { return body }
            let start = line.upperBound
            guard rest.endIndex - start >= size + 2 else { return nil }
            body += rest[start..<start + size]
            rest = rest[(start + size + 2)...]
        }
        return nil
    }

    /// With the padding that RFC 6455 asks for.
    private static func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    /// A socket, after its handshake.
    func openSocket(_ path: String, subprotocol: String) throws -> WebSocketClient {
        let deadline = ContinuousClock.now + Self.patience
        let stream = try ByteStream(host: host, port: port, security: security, deadline: deadline)
        let key = Self.base64(Crypto.randomBytes(16))
        let request = [
            "GET \(path) HTTP/1.1", "Host: \(authority)", "Connection: Upgrade", "Upgrade: websocket",
            "Origin: \(security == nil ? "http" : "https")://\(authority)", "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: \(key)", "Sec-WebSocket-Protocol: \(subprotocol)",
        ]
        try stream.send(Array((request.joined(separator: "\r\n") + "\r\n\r\n").utf8), until: deadline)
        var bytes: [UInt8] = []
        while true {
            guard ContinuousClock.now < deadline else {
                throw ToolError("no answer to the socket's handshake within 10 s")
            }
            guard let piece = try stream.receive(until: deadline) else {
                throw ToolError("the socket was closed in its handshake")
            }
            bytes += piece
            guard let answer = try Self.parse(bytes, hasEnded: false) else { continue }
            guard answer.status == 101 else {
                throw ToolError("the socket's handshake was answered with \(answer.status): \(answer.text.prefix(200))")
            }
            let hash = Crypto.sha1(Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8))
            guard answer.headers["sec-websocket-accept"] == Self.base64(hash) else {
                throw ToolError("the socket's handshake was answered with another key: is there a cache in between?")
            }
            return WebSocketClient(stream, began: answer.body)
        }
    }
}

/// The client's side of an open socket.
final class WebSocketClient {
    enum Message: Equatable {
        case text([UInt8])
        case binary([UInt8])
    }

    let stream: ByteStream
    private var frames = ClientFrames()

    /// - Parameter bytes: Of frames that came with the answer to the upgrade.
    init(_ stream: ByteStream, began bytes: [UInt8]) {
        self.stream = stream
        frames.receive(bytes)
    }

    func send(_ message: ClientMessage) throws { try send(.text, message.rendered()) }
    func send(binary frame: [UInt8]) throws { try send(.binary, frame) }
    func sayGoodbye() { try? send(.close, [0x03, 0xE8]) }

    private func send(_ opcode: ClientFrames.Opcode, _ payload: [UInt8]) throws {
        let mask = Crypto.randomBytes(4).reduce(0) { $0 << 8 | UInt32($1) }
        try stream.send(ClientFrames.encode(opcode, payload, mask: mask), until: .now + .seconds(5))
    }

    /// The messages that have come. Pings are answered.
    /// - Throws: When the socket is closed, with the reason.
    func receive(until deadline: ContinuousClock.Instant) throws -> [Message] {
        guard let piece = try stream.receive(until: deadline) else {
            throw ToolError("the connection ended without a close frame")
        }
        frames.receive(piece)
        var messages: [Message] = []
        while let next = frames.next() {
            switch next {
            case .text(let text): messages.append(.text(text))
            case .binary(let frame): messages.append(.binary(frame))
            case .close(let code, let reason):
                throw ToolError("the gateway closed the socket with \(code): \(reason)")
            case .ping(let payload): try send(.pong, payload)
            case .pong: break
            case .broken(let why): throw ToolError("the gateway sent \(why)")
            }
        }
        return messages
    }
}
