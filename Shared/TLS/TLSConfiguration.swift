import Glibc

/// Where the PEM files are. Read when a ``TLSContext`` is made.
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

/// What tells whether files were replaced or written to since.
package struct TLSFileStamps: Sendable, Equatable {
    private struct Stamp: Sendable, Equatable {
        var device: UInt64 = 0
        var inode: UInt64 = 0
        var size: Int64 = 0
        var seconds: Int = 0
        var nanoseconds: Int = 0
    }

    private let stamps: [Stamp]

    /// Three calls of the system. A file that is not there has a stamp too.
    package init(of configuration: TLSConfiguration) {
        stamps = [configuration.authorityFile, configuration.certificateFile, configuration.keyFile].map { file in
            var status = stat()
            guard let file, unsafe stat(file, &status) == 0 else { return Stamp() }
            return Stamp(
                device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int64(status.st_size),
                seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
        }
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
