import Foundation
import NIOCore
import TLS

/// A TCP connection to a server anywhere, by TLS where asked for. Every wait has an end. Not for several tasks at once.
final class ByteStream {
    let descriptor: Int32
    private var session: TLSSession?
    private var plain = ByteBuffer()
    private var piece = [UInt8](repeating: 0, count: 16_384)

    /// - Parameters:
    ///   - security: The rules of TLS; `nil` for none.
    ///   - deadline: For the connection and the handshake. The name is looked up before, by the limits of resolv.conf.
    init(host: String, port: Int, security: TLSContext?, deadline: ContinuousClock.Instant) throws {
        descriptor = try Self.connected(host, port, deadline)
        guard let security else { return }
        do {
            session = try TLSSession(security, serverName: host)
            _ = try session?.handshake()
            try flush(until: deadline)
            while try !handshakeIsDone(until: deadline) {}
        } catch let error as TLSError {
            throw ToolError("\(host):\(port): \(error.message)")
        }
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8], until deadline: ContinuousClock.Instant) throws {
        guard session != nil else { return try write(bytes, until: deadline) }
        try session?.write(bytes.span.bytes)
        try flush(until: deadline)
    }

    /// What has come since; empty if that is nothing, `nil` at the end of the stream.
    /// - Parameter deadline: How long to wait for something.
    func receive(until deadline: ContinuousClock.Instant) throws -> [UInt8]? {
        // What came with the end of the handshake.
        if plain.readableBytes > 0 { return takePlain() }
        guard isReady(POLLIN, until: deadline) else { return [] }
        guard let bytes = try read() else { return nil }
        guard session != nil else { return bytes }
        let progress = try session?.receive(bytes.span.bytes, into: &plain)
        try flush(until: .now + .seconds(5))
        let decrypted = takePlain()
        return progress == .ended && decrypted.isEmpty ? nil : decrypted
    }

    private func takePlain() -> [UInt8] {
        defer { plain.clear() }
        return Array(plain.readableBytesView)
    }

    private func handshakeIsDone(until deadline: ContinuousClock.Instant) throws -> Bool {
        guard isReady(POLLIN, until: deadline) else { throw ToolError("the TLS handshake took too long") }
        guard let bytes = try read() else { throw ToolError("the server closed the connection in the TLS handshake") }
        let progress = try session?.receive(bytes.span.bytes, into: &plain)
        try flush(until: deadline)
        return progress != .handshaking
    }

    private func flush(until deadline: ContinuousClock.Instant) throws {
        while let output = session?.takeOutput() { try write(Array(output.readableBytesView), until: deadline) }
    }

    /// - Returns: `nil` at the end of the stream.
    private func read() throws -> [UInt8]? {
        let count = unsafe recv(descriptor, &piece, piece.count, 0)
        if count > 0 { return Array(piece[..<count]) }
        if count == 0 { return nil }
        guard errno == EAGAIN || errno == EINTR else {
            throw ToolError("the connection broke: \(String(cString: strerror(errno)))")
        }
        return []
    }

    private func write(_ bytes: [UInt8], until deadline: ContinuousClock.Instant) throws {
        var sent = 0
        while sent < bytes.count {
            guard isReady(POLLOUT, until: deadline) else { throw ToolError("the server has stopped reading") }
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.send(
                    descriptor, buffer.baseAddress.map { unsafe $0 + sent }, buffer.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 || errno == EAGAIN || errno == EINTR else {
                throw ToolError("the connection broke: \(String(cString: strerror(errno)))")
            }
            sent += max(0, count)
        }
    }

    private func isReady(_ events: Int32, until deadline: ContinuousClock.Instant) -> Bool {
        let left = Int32(clamping: Int64((deadline - .now) / .milliseconds(1)))
        var state = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        return unsafe poll(&state, 1, max(0, left)) == 1
    }

    /// The first of the host's addresses that takes the connection.
    private static func connected(_ host: String, _ port: Int, _ deadline: ContinuousClock.Instant) throws -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = unsafe getaddrinfo(host, String(port), &hints, &list)
        guard code == 0 else { throw ToolError("no address for \(host): \(String(cString: gai_strerror(code)))") }
        defer { unsafe freeaddrinfo(list) }
        var reason = "there is no address"
        var next = unsafe list
        while let entry = unsafe next?.pointee {
            defer { unsafe next = entry.ai_next }
            let descriptor = unsafe socket(
                entry.ai_family, entry.ai_socktype | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
            guard descriptor >= 0 else { continue }
            let began = unsafe connect(descriptor, entry.ai_addr, entry.ai_addrlen)
            if began == 0 || errno == EINPROGRESS {
                let left = Int32(clamping: Int64((deadline - .now) / .milliseconds(1)))
                var state = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                var error: Int32 = ETIMEDOUT
                var size = socklen_t(MemoryLayout<Int32>.size)
                if unsafe poll(&state, 1, max(0, left)) == 1 {
                    unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size)
                }
                if error == 0 { return descriptor }
                reason = String(cString: strerror(error))
            } else {
                reason = String(cString: strerror(errno))
            }
            close(descriptor)
        }
        throw ToolError("\(host):\(port) cannot be reached: \(reason)")
    }
}
