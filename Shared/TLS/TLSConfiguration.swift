/// Where the PEM files are. Read once, when a ``TLSContext`` is made.
package struct TLSConfiguration: Sendable, Equatable {
    /// Certificates that the peer's must descend from.
    package var authorityFile: String?
    /// Own certificate, followed by intermediate ones.
    package var certificateFile: String?
    /// Own private key.
    package var keyFile: String?

    package init(authorityFile: String? = nil, certificateFile: String? = nil, keyFile: String? = nil) {
        self.authorityFile = authorityFile
        self.certificateFile = certificateFile
        self.keyFile = keyFile
    }
}

package struct TLSError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: Sendable {
        /// A file is missing or not what it should be; the key does not fit the certificate.
        case badConfiguration
        /// The handshake failed: wrong authority, no certificate, no common protocol, or the peer speaks no TLS.
        case handshakeFailed
        /// A record that cannot be decrypted, or any other broken rule after the handshake.
        case protocolViolation
    }
    package let code: Code
    package let message: String

    package init(code: Code, message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
