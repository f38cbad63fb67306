import Glibc

/// A blocking TCP client that sends and reads exact bytes, with a limit of time on everything.
struct RawClient: ~Copyable {
    struct Failure: Error {
        let message: String
    }

    private let descriptor: Int32
    private(set) var isAtEnd = false
    private var buffer: [UInt8] = []

    /// What is read may take 30 s, far above TCP's own waits: a closed window of 4 KB is asked about again only after
    /// 0.2, 0.4, 0.8, 1.6 s (RFC 9293 section 3.8.6.1). `sendSeconds` is for those who fill a stream to its end.
    init(port: Int, sendSeconds: Int = 30, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        for (option, seconds) in [(SO_RCVTIMEO, 30), (SO_SNDTIMEO, sendSeconds)] {
            var time = timeval(tv_sec: seconds, tv_usec: 0)
            setsockopt(descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
        }
        if var size = receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        // sockaddr_in of 127.0.0.1, by its bytes: family, port, address, padding.
        let address: [UInt8] =
            [UInt8(AF_INET), 0, UInt8(port >> 8), UInt8(port & 0xFF), 127, 0, 0, 1] + [UInt8](repeating: 0, count: 8)
        let result = address.withUnsafeBytes {
            connect(descriptor, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
        }
        guard result == 0 else { throw Failure(message: "connect: \(errno)") }
    }

    deinit { close(descriptor) }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure(message: "send: \(errno)") }
            sent += count
        }
    }

    /// Ends our half; the server may still answer.
    func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// The close that follows is a reset: what the server sends from now on is lost.
    func resetOnClose() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    /// Reads more bytes; `false` at the end of the stream, a reset included.
    private mutating func fill() throws -> Bool {
        var chunk = [UInt8](repeating: 0, count: 65536)
        let count = recv(descriptor, &chunk, chunk.count, 0)
        if count > 0 {
            buffer += chunk[..<count]
            return true
        }
        guard count == 0 || errno == ECONNRESET else { throw Failure(message: "nothing came in time") }
        isAtEnd = true
        return false
    }

    mutating func read(_ count: Int) throws -> [UInt8] {
        while buffer.count < count {
            guard try fill() else { throw Failure(message: "the stream ended") }
        }
        defer { buffer.removeFirst(count) }
        return Array(buffer[..<count])
    }

    /// Everything until the server ends the connection.
    mutating func readToEnd() throws -> String {
        while try fill() {}
        defer { buffer = [] }
        return String(decoding: buffer, as: UTF8.self)
    }

    mutating func readAllBytes() throws -> [UInt8] {
        while try fill() {}
        defer { buffer = [] }
        return buffer
    }

    // MARK: HTTP

    struct Response {
        var status: Int
        var headers: [String: String]
        var body: String
    }

    /// One answer with a Content-Length.
    mutating func readResponse(hasBody: Bool = true) throws -> Response {
        let end = Array("\r\n\r\n".utf8)
        while true {
            if let split = buffer.firstRange(of: end) {
                let head = String(decoding: buffer[..<split.lowerBound], as: UTF8.self)
                buffer.removeFirst(split.upperBound)
                let lines = head.split(separator: "\r\n")
                var headers: [String: String] = [:]
                for line in lines.dropFirst() {
                    let parts = line.split(separator: ":", maxSplits: 1)
                    headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
                }
                let status = Int(lines[0].split(separator: " ")[1]) ?? 0
                let length = hasBody ? headers["content-length"].flatMap { Int($0) } ?? 0 : 0
                return Response(
                    status: status, headers: headers, body: String(decoding: try read(length), as: UTF8.self))
            }
            guard try fill() else { throw Failure(message: "the stream ended in a head") }
        }
    }

    // MARK: WebSocket

    struct Frame: Equatable {
        var opcode: UInt8
        var payload: [UInt8]
        var text: String { String(decoding: payload, as: UTF8.self) }
        /// Of a close frame.
        var code: Int? { payload.count < 2 ? nil : Int(payload[0]) << 8 | Int(payload[1]) }
    }

    mutating func upgrade(extraHeaders: String = "") throws -> Response {
        try send(
            """
            GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
            Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
            Sec-WebSocket-Protocol: snaketron.v1\r\n\(extraHeaders)\r\n
            """)
        return try readResponse()
    }

    func sendFrame(_ opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true) throws {
        let mask: [UInt8] = [0x12, 0x34, 0x56, 0x78]
        var bytes: [UInt8] = [(isFinal ? 0x80 : 0) | opcode]
        switch payload.count {
        case ...125: bytes.append(0x80 | UInt8(payload.count))
        case ...65535: bytes += [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        default: bytes += [0x80 | 127] + (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
        }
        bytes += mask
        bytes += payload.enumerated().map { $1 ^ mask[$0 % 4] }
        try send(bytes)
    }

    func sendText(_ text: String) throws { try sendFrame(1, Array(text.utf8)) }

    mutating func readFrame() throws -> Frame {
        let head = try read(2)
        var length = Int(head[1] & 0x7F)
        if length == 126 {
            let bytes = try read(2)
            length = Int(bytes[0]) << 8 | Int(bytes[1])
        } else if length == 127 {
            length = try read(8).reduce(0) { $0 << 8 | Int($1) }
        }
        guard head[1] & 0x80 == 0 else { throw Failure(message: "a server's frame is not masked") }
        return Frame(opcode: head[0] & 0x0F, payload: try read(length))
    }

    /// The code of the close frame that comes, whatever comes before it; then the server must end the connection.
    mutating func readClose() throws -> Int? {
        while true {
            let frame = try readFrame()
            guard frame.opcode == 8 else { continue }
            while try fill() {}
            return frame.code
        }
    }
}
