internal import COpenSSL
package import NIOCore

/// Where a session's handshake stands.
package enum TLSProgress: Equatable {
    case handshaking
    case open
    /// The peer has ended the connection in order (close_notify).
    case ended
}

/// One TLS connection without its socket: encrypted bytes in and out on one side, plain bytes on the other.
///
/// Not thread-safe; one task or event loop owns it. After any call, ``takeOutput()`` gives what is to be sent.
@safe package struct TLSSession: ~Copyable {
    private let raw: OpaquePointer
    private let wire: Wire
    private let context: TLSContext
    private var isOpen = false
    /// The most that a record holds (RFC 8446 §5.1).
    private static let recordBytes = 16 << 10

    /// - Parameter serverName: Client: the DNS name or IP address that the server's certificate must carry; `nil` leaves
    ///   the check of names to the caller.
    package init(_ context: TLSContext, serverName: String? = nil) throws(TLSError) {
        self.context = context
        wire = Wire()
        guard let made = unsafe SSL_new(context.raw), let bio = unsafe wire.makeBIO() else {
            preconditionFailure("out of memory")
        }
        unsafe raw = made
        unsafe SSL_set_bio(raw, bio, bio)  // which owns it from now on
        switch context.role {
        case .client:
            unsafe SSL_set_connect_state(raw)
            if let serverName { try setServerName(serverName) }
        case .server: unsafe SSL_set_accept_state(raw)
        }
    }

    deinit { unsafe SSL_free(raw) }

    private func setServerName(_ name: String) throws(TLSError) {
        let parameters = unsafe SSL_get0_param(raw)
        if unsafe X509_VERIFY_PARAM_set1_ip_asc(parameters, name) == 1 { return }
        ERR_clear_error()
        guard unsafe SSL_set1_host(raw, name) == 1, unsafe snaketron_SSL_set_server_name(raw, name) == 1 else {
            throw TLSError(code: .badConfiguration, message: "not a server name: \(name)")
        }
    }

    /// Goes on with the handshake.
    /// - Returns: Whether it is complete. ALPN has then chosen what the context asks for.
    package mutating func handshake() throws(TLSError) -> Bool {
        ERR_clear_error()
        let result = unsafe SSL_do_handshake(raw)
        if result == 1 {
            isOpen = true
            guard context.application == .http1 || selectedProtocolIsH2 else {
                throw TLSError(code: .handshakeFailed, message: "the peer did not agree to speak HTTP/2")
            }
            return true
        }
        switch unsafe SSL_get_error(raw, result) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return false
        default: throw TLSError(code: .handshakeFailed, message: "TLS handshake: \(failure())")
        }
    }

    /// Takes bytes from the peer: goes on with the handshake, and after it appends what they decrypt to to `plain`, also
    /// when they end in an error.
    package mutating func receive(_ encrypted: RawSpan, into plain: inout ByteBuffer) throws(TLSError) -> TLSProgress {
        let outcome: Result<TLSProgress, TLSError> = unsafe encrypted.withUnsafeBytes { encrypted in
            unsafe wire.input = encrypted
            defer { unsafe wire.input = UnsafeRawBufferPointer(start: nil, count: 0) }
            do throws(TLSError) {
                if !isOpen, try !handshake() { return .success(.handshaking) }
                return .success(try decrypt(into: &plain))
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    private func decrypt(into plain: inout ByteBuffer) throws(TLSError) -> TLSProgress {
        while true {
            ERR_clear_error()
            var result: Int32 = 0
            unsafe plain.writeWithUnsafeMutableBytes(minimumWritableBytes: Self.recordBytes) { space in
                result = unsafe SSL_read(raw, space.baseAddress, Int32(clamping: space.count))
                return Int(max(result, 0))
            }
            guard result <= 0 else { continue }
            switch unsafe SSL_get_error(raw, result) {
            case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return .open
            case SSL_ERROR_ZERO_RETURN: return .ended
            default: throw TLSError(code: .protocolViolation, message: "TLS: \(failure())")
            }
        }
    }

    /// Encrypts. The handshake must be complete.
    package mutating func write(_ bytes: RawSpan) throws(TLSError) {
        let outcome: Result<Void, TLSError> = unsafe bytes.withUnsafeBytes { bytes in
            guard bytes.count > 0 else { return .success(()) }
            ERR_clear_error()
            // Without partial writes, and as the wire takes everything, a write is whole or fails.
            let count = unsafe SSL_write(raw, bytes.baseAddress, Int32(bytes.count))
            return count == Int32(bytes.count)
                ? .success(()) : .failure(TLSError(code: .protocolViolation, message: "TLS: \(failure())"))
        }
        try outcome.get()
    }

    /// The encrypted bytes that are to be sent; `nil` when there are none. Their memory is used again once they are let go.
    package mutating func takeOutput() -> ByteBuffer? { wire.takeOutput() }

    /// Says close_notify.
    package mutating func shutdown() {
        ERR_clear_error()
        _ = unsafe SSL_shutdown(raw)
        ERR_clear_error()
    }

    /// The DNS names in the peer's certificate (subject alternative names), in order. Empty when it showed none.
    package var peerNames: [String] {
        guard let certificate = unsafe snaketron_SSL_get1_peer_certificate(raw) else { return [] }
        defer { unsafe X509_free(certificate) }
        guard let names = unsafe snaketron_X509_subject_names(certificate) else { return [] }
        defer { unsafe GENERAL_NAMES_free(names) }
        var found: [String] = []
        for index in 0..<(unsafe snaketron_GENERAL_NAMES_count(names)) {
            var length: Int32 = 0
            guard let text = unsafe snaketron_GENERAL_NAMES_dns(names, index, &length), length > 0 else { continue }
            let bytes = unsafe UnsafeBufferPointer(start: text, count: Int(length))
            // A NUL inside a name is an old trick to look like another one.
            guard unsafe bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else { continue }
            unsafe found.append(String(decoding: bytes, as: UTF8.self))
        }
        return found
    }

    private var selectedProtocolIsH2: Bool {
        var data: UnsafePointer<UInt8>?
        var length: UInt32 = 0
        unsafe SSL_get0_alpn_selected(raw, &data, &length)
        return unsafe length == 2 && data![0] == UInt8(ascii: "h") && data![1] == UInt8(ascii: "2")
    }

    /// Why the last call failed; a certificate that was not accepted says more than the error that it led to.
    private func failure() -> String {
        let verified = unsafe SSL_get_verify_result(raw)
        guard verified == Int(X509_V_OK) else {
            ERR_clear_error()
            return unsafe "the peer's certificate: \(String(cString: X509_verify_cert_error_string(verified)))"
        }
        return lastError()
    }
}

/// The socket's place under a session: OpenSSL reads straight out of the bytes that are being received, and writes straight
/// into the bytes that go out.
@safe private final class Wire {
    /// What is left of the bytes that are being received; they live as long as the call that brought them.
    var input = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
    private var output = ByteBuffer()
    private var isTaken = false

    func takeOutput() -> ByteBuffer? {
        guard !isTaken, output.readableBytes > 0 else { return nil }
        isTaken = true
        return output
    }

    private func read(into space: UnsafeMutableRawBufferPointer) -> Int {
        let count = unsafe min(space.count, input.count)
        unsafe space.copyMemory(from: UnsafeRawBufferPointer(rebasing: input.prefix(count)))
        unsafe input = UnsafeRawBufferPointer(rebasing: input.dropFirst(count))
        return count
    }

    private func write(_ bytes: UnsafeRawBufferPointer) {
        if isTaken {
            output.clear()
            isTaken = false
        }
        unsafe output.writeBytes(bytes)
    }

    /// Freed by its owner, before this object.
    @unsafe func makeBIO() -> OpaquePointer? {
        guard let bio = unsafe BIO_new(Self.method) else { return nil }
        unsafe BIO_set_data(bio, Unmanaged.passUnretained(self).toOpaque())
        unsafe BIO_set_init(bio, 1)
        return unsafe bio
    }

    private static func from(_ bio: OpaquePointer?) -> Wire {
        unsafe Unmanaged<Wire>.fromOpaque(BIO_get_data(bio)).takeUnretainedValue()
    }

    /// Never changed once it is made.
    nonisolated(unsafe) private static let method: OpaquePointer = {
        guard let method = unsafe BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "snaketron") else {
            preconditionFailure("out of memory")
        }
        unsafe BIO_meth_set_read(method) { bio, space, count in
            let taken = unsafe Wire.from(bio).read(
                into: UnsafeMutableRawBufferPointer(start: space, count: Int(max(count, 0))))
            unsafe BIO_clear_flags(bio, BIO_FLAGS_READ | BIO_FLAGS_WRITE | BIO_FLAGS_SHOULD_RETRY)
            if taken > 0 { return Int32(taken) }
            unsafe BIO_set_flags(bio, BIO_FLAGS_READ | BIO_FLAGS_SHOULD_RETRY)  // more comes with the next `receive`
            return -1
        }
        unsafe BIO_meth_set_write(method) { bio, bytes, count in
            unsafe Wire.from(bio).write(UnsafeRawBufferPointer(start: bytes, count: Int(max(count, 0))))
            return count
        }
        unsafe BIO_meth_set_ctrl(method) { _, command, _, _ in command == BIO_CTRL_FLUSH ? 1 : 0 }
        return unsafe method
    }()
}
