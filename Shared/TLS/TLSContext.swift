internal import COpenSSL
import Glibc

package enum TLSRole: Sendable { case client, server }

/// What is spoken inside, agreed on by ALPN.
package enum TLSApplication: Sendable {
    /// The peer has to choose it.
    case http2
    /// Of a client only: the peer may choose it, or say nothing.
    case http1
}

/// Certificates, key and rules of one side, ready for any number of connections: TLS 1.2 or later, ALPN, no
/// renegotiation, no session tickets (connections between servers live long).
///
/// `@unchecked Sendable`: OpenSSL counts references to an `SSL_CTX` atomically and only reads it once it is set up.
@safe package final class TLSContext: @unchecked Sendable {
    let raw: OpaquePointer
    package let role: TLSRole
    let application: TLSApplication

    /// - Parameters:
    ///   - configuration: A server, and a client under mutual TLS, needs a certificate and its key. A client, and a server
    ///     under mutual TLS, needs the authority; a client without one trusts the system's.
    ///   - isMutual: A server then asks for a certificate of the authority and refuses a client without.
    /// - Throws: ``TLSError/Code/badConfiguration``, naming the file.
    package init(
        _ configuration: TLSConfiguration, _ role: TLSRole, isMutual: Bool, application: TLSApplication = .http2
    ) throws(TLSError) {
        precondition(role == .client || application == .http2)
        self.role = role
        self.application = application
        ERR_clear_error()
        let method =
            switch role {
            case .client: unsafe TLS_client_method()
            case .server: unsafe TLS_server_method()
            }
        guard let made = unsafe SSL_CTX_new(method) else { preconditionFailure("out of memory") }
        unsafe raw = made

        precondition(unsafe snaketron_SSL_CTX_set_min_tls_1_2(raw) == 1)
        unsafe snaketron_SSL_CTX_set_modes(raw)
        // AES-128 first: as safe for this use as AES-256, and cheaper.
        precondition(unsafe SSL_CTX_set_ciphersuites(raw, Self.ciphers) == 1)
        precondition(unsafe SSL_CTX_set_cipher_list(raw, Self.ciphersOfTLS12) == 1)
        switch (role, isMutual) {
        case (.client, _): unsafe SSL_CTX_set_verify(raw, SSL_VERIFY_PEER, nil)
        case (.server, true):
            unsafe SSL_CTX_set_verify(raw, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nil)
        case (.server, false): unsafe SSL_CTX_set_verify(raw, SSL_VERIFY_NONE, nil)
        }

        switch role {
        case .client:
            let name = application == .http2 ? "h2" : "http/1.1"
            let offered = [UInt8(name.utf8.count)] + Array(name.utf8)
            // Length-prefixed. Returns 0 for success, unlike the rest.
            precondition(unsafe SSL_CTX_set_alpn_protos(raw, offered, UInt32(offered.count)) == 0)
        case .server:
            unsafe SSL_CTX_set_alpn_select_cb(
                raw,
                { _, selected, length, offered, offeredLength, _ in
                    unsafe snaketron_select_h2(selected, length, offered, offeredLength)
                }, nil)
        }

        try load(configuration, isMutual: isMutual)
    }

    deinit { unsafe SSL_CTX_free(raw) }

    private static let ciphers = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256"
    /// Forward secrecy and authenticated encryption only: RFC 9113 appendix A prohibits the rest under HTTP/2.
    private static let ciphersOfTLS12 = "ECDHE+AESGCM:ECDHE+CHACHA20"

    private func load(_ configuration: TLSConfiguration, isMutual: Bool) throws(TLSError) {
        for file in [configuration.authorityFile, configuration.certificateFile, configuration.keyFile] {
            guard let file, unsafe access(file, R_OK) != 0 else { continue }
            let reason = errno == ENOENT ? "there is no such file" : "this user may not read it"
            throw TLSError(code: .badConfiguration, message: "TLS file \(file): \(reason)")
        }
        if let authority = configuration.authorityFile {
            guard unsafe SSL_CTX_load_verify_locations(raw, authority, nil) == 1 else {
                throw TLSError(code: .badConfiguration, message: "TLS authority \(authority): \(lastError())")
            }
            if role == .server, isMutual {
                unsafe SSL_CTX_set_client_CA_list(raw, SSL_load_client_CA_file(authority))
            }
        } else if role == .server, isMutual {
            throw TLSError(code: .badConfiguration, message: "mutual TLS needs an authority to check clients against")
        } else {
            guard unsafe SSL_CTX_set_default_verify_paths(raw) == 1 else {
                throw TLSError(code: .badConfiguration, message: "no system authorities: \(lastError())")
            }
        }
        guard role == .server || isMutual || configuration.certificateFile != nil else { return }
        guard let certificate = configuration.certificateFile, let key = configuration.keyFile else {
            throw TLSError(code: .badConfiguration, message: "TLS needs a certificate file and a key file")
        }
        guard unsafe SSL_CTX_use_certificate_chain_file(raw, certificate) == 1 else {
            throw TLSError(code: .badConfiguration, message: "TLS certificate \(certificate): \(lastError())")
        }
        guard unsafe SSL_CTX_use_PrivateKey_file(raw, key, SSL_FILETYPE_PEM) == 1,
            unsafe SSL_CTX_check_private_key(raw) == 1
        else {
            throw TLSError(code: .badConfiguration, message: "TLS key \(key): \(lastError())")
        }
    }
}

/// The library's words for its last error on this thread; empties its queue.
func lastError() -> String {
    let code = ERR_peek_last_error()
    ERR_clear_error()
    guard code != 0 else { return "unknown error" }
    return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
        unsafe ERR_error_string_n(code, buffer.baseAddress, buffer.count)
        let text = unsafe String(cString: buffer.baseAddress!)
        // "error:0A0000C7:SSL routines:function:reason": people want the reason.
        return text.split(separator: ":").last.map(String.init) ?? text
    }
}
