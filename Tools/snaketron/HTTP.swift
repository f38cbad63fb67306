import Dispatch
import Foundation

/// One request to a server of this machine, straight to its address: no proxy is asked, whatever the environment says.
enum HTTP {
    /// Longer answers are cut.
    private static let limit = 1 << 20

    /// - Returns: `nil` when nobody answers within a second.
    static func get(_ address: String, port: Int, path: String) async -> (status: Int, body: String)? {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: ask(address, port, path)) }
        }
    }

    private static func ask(_ address: String, _ port: Int, _ path: String) -> (status: Int, body: String)? {
        let deadline = ContinuousClock.now + .seconds(1)
        let descriptor = socket(
            AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard var target = SocketAddress.loopback(address, port) else { return nil }
        let connected = SocketAddress.with(&target) { unsafe connect(descriptor, $0, $1) }
        guard connected == 0 || errno == EINPROGRESS else { return nil }
        let request = Array(
            "GET \(path) HTTP/1.1\r\nHost: \(address):\(port)\r\nConnection: close\r\nAccept: */*\r\n\r\n".utf8)
        var sent = 0
        while sent < request.count {
            guard wait(descriptor, POLLOUT, until: deadline) else { return nil }
            let count = unsafe request.withUnsafeBytes { bytes in
                unsafe send(
                    descriptor, bytes.baseAddress.map { unsafe $0 + sent }, bytes.count - sent,
                    Int32(MSG_NOSIGNAL))
            }
            guard count > 0 || errno == EAGAIN || errno == EINTR else { return nil }
            sent += max(0, count)
        }
        var answer: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 16_384)
        while answer.count < limit {
            if let whole = parse(answer, ended: false) { return whole }
            guard wait(descriptor, POLLIN, until: deadline) else { return nil }
            let count = unsafe recv(descriptor, &piece, piece.count, 0)
            guard count >= 0 || errno == EAGAIN || errno == EINTR else { return nil }
            if count == 0 { break }
            answer += piece[..<max(0, count)]
        }
        return parse(answer, ended: true)
    }

    /// Status and body of an answer with a content length, or of one that the end of the connection ended.
    static func parse(_ bytes: [UInt8], ended: Bool) -> (status: Int, body: String)? {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        let lines = text[..<end.lowerBound].split(separator: "\r\n")
        let first = lines.first?.split(separator: " ") ?? []
        guard first.count >= 2, first[0].hasPrefix("HTTP/1."), let status = Int(first[1]) else { return nil }
        let body = text[end.upperBound...]
        let length = lines.dropFirst().lazy
            .filter { $0.lowercased().hasPrefix("content-length:") }
            .compactMap { Int($0.dropFirst("content-length:".count).trimmingCharacters(in: .whitespaces)) }
            .first
        guard ended || length.map({ body.utf8.count >= $0 }) == true else { return nil }
        return (status, String(body))
    }

    private static func wait(_ descriptor: Int32, _ events: Int32, until deadline: ContinuousClock.Instant) -> Bool {
        let left = Int32(clamping: Int64((deadline - .now) / .milliseconds(1)))
        guard left > 0 else { return false }
        var state = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        return unsafe poll(&state, 1, left) == 1
    }
}

/// An IPv4 address as the socket calls take it.
enum SocketAddress {
    static func loopback(_ address: String, _ port: Int) -> sockaddr_in? {
        var target = sockaddr_in()
        target.sin_family = sa_family_t(AF_INET)
        guard let port = in_port_t(exactly: port), unsafe inet_pton(AF_INET, address, &target.sin_addr) == 1 else {
            return nil
        }
        target.sin_port = port.bigEndian
        return target
    }

    static func with<Answer>(
        _ address: inout sockaddr_in, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Answer
    ) -> Answer {
        unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
