internal import COpenSSL

/// One TLS connection without its socket: encrypted bytes in and out on one side, plain bytes on the other.
///
/// Not thread-safe; one task or event loop owns it. After any call, ``takeOutput(_:)`` gives what is to be sent.
@safe package struct TLSSession: ~Copyable {
    private let raw: OpaquePointer
    /// Owned by `raw`.
    private let input: OpaquePointer
    private let output: OpaquePointer
    private let context: TLSContext
    private static let pieceBytes = 16 << 10

    /// - Parameter serverName: Client: the DNS name or IP address that the server's certificate must carry; `nil` leaves
    ///   the check of names to the caller.
    package init(_ context: TLSContext, serverName: String? = nil) throws(TLSError) {
        self.context = context
        guard let made = unsafe SSL_new(context.raw), let input = unsafe BIO_new(BIO_s_mem()),
            let output = unsafe BIO_new(BIO_s_mem())
        else { preconditionFailure("out of memory") }
        unsafe raw = made
        unsafe self.input = input
        unsafe self.output = output
        unsafe snaketron_BIO_set_retry_when_empty(input)
        unsafe snaketron_BIO_set_retry_when_empty(output)
        unsafe SSL_set_bio(raw, input, output)
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

    /// Takes encrypted bytes from the peer. Kept until the handshake or a read asks for them.
    package mutating func receive(_ bytes: RawSpan) {
        unsafe bytes.withUnsafeBytes { bytes in
            guard bytes.count > 0 else { return }
            let count = unsafe BIO_write(input, bytes.baseAddress, Int32(bytes.count))
            precondition(count == Int32(bytes.count), "out of memory")
        }
    }

    /// Goes on with the handshake.
    /// - Returns: Whether it is complete. ALPN has then chosen `h2`.
    package mutating func handshake() throws(TLSError) -> Bool {
        ERR_clear_error()
        let result = unsafe SSL_do_handshake(raw)
        if result == 1 {
            guard selectedProtocolIsH2 else {
                throw TLSError(code: .handshakeFailed, message: "the peer did not agree to speak HTTP/2")
            }
            return true
        }
        switch unsafe SSL_get_error(raw, result) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return false
        default: throw TLSError(code: .handshakeFailed, message: "TLS handshake: \(failure())")
        }
    }

    /// Passes out what can be decrypted.
    /// - Returns: False when the peer has ended the connection in order (close_notify).
    package mutating func read(_ write: (RawSpan) -> Void) throws(TLSError) -> Bool {
        let outcome: Result<Bool, TLSError> = unsafe withUnsafeTemporaryAllocation(
            byteCount: Self.pieceBytes, alignment: 16
        ) { buffer in
            while true {
                ERR_clear_error()
                let count = unsafe SSL_read(raw, buffer.baseAddress, Int32(buffer.count))
                guard count <= 0 else {
                    unsafe write(RawSpan(_unsafeStart: buffer.baseAddress!, byteCount: Int(count)))
                    continue
                }
                switch unsafe SSL_get_error(raw, count) {
                case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return .success(true)
                case SSL_ERROR_ZERO_RETURN: return .success(false)
                default:
                    return .failure(TLSError(code: .protocolViolation, message: "TLS: \(failure())"))
                }
            }
        }
        return try outcome.get()
    }

    /// Encrypts. The handshake must be complete.
    package mutating func write(_ bytes: RawSpan) throws(TLSError) {
        let outcome: Result<Void, TLSError> = unsafe bytes.withUnsafeBytes { bytes in
            guard bytes.count > 0 else { return .success(()) }
            ERR_clear_error()
            // Without partial writes and into memory a write is whole or fails.
            let count = unsafe SSL_write(raw, bytes.baseAddress, Int32(bytes.count))
            return count == Int32(bytes.count)
                ? .success(()) : .failure(TLSError(code: .protocolViolation, message: "TLS: \(failure())"))
        }
        try outcome.get()
    }

    /// Passes out the encrypted bytes that are to be sent.
    package mutating func takeOutput(_ write: (RawSpan) -> Void) {
        guard unsafe BIO_ctrl_pending(output) > 0 else { return }
        unsafe withUnsafeTemporaryAllocation(byteCount: Self.pieceBytes, alignment: 16) { buffer in
            while true {
                let count = unsafe BIO_read(output, buffer.baseAddress, Int32(buffer.count))
                guard count > 0 else { return }
                unsafe write(RawSpan(_unsafeStart: buffer.baseAddress!, byteCount: Int(count)))
            }
        }
    }

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
