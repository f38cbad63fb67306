package import TLS

/// How a connection is protected.
package enum RPCSecurity: Sendable {
    case plaintext
    /// Both sides show a certificate of the configured authority, and the peer's must carry one of `allowedPeers` as a
    /// DNS name in its SAN. The names are services, not hosts: nodes come and go under any address.
    case mutualTLS(TLSConfiguration, allowedPeers: Set<String>)
    /// Only the server shows a certificate. A client checks it against `serverName`; a server ignores that.
    case serverTLS(TLSConfiguration, serverName: String)
}

/// The certificates of an ``RPCSecurity``, read and checked.
struct SecureTransport: Sendable {
    private let context: TLSContext
    private let allowedPeers: Set<String>?
    private let serverName: String?

    /// - Returns: `nil` for plaintext.
    init?(_ security: RPCSecurity, _ role: TLSRole) throws(TLSError) {
        switch security {
        case .plaintext: return nil
        case .mutualTLS(let configuration, let allowedPeers):
            context = try TLSContext(configuration, role, isMutual: true)
            self.allowedPeers = allowedPeers
            serverName = nil
        case .serverTLS(let configuration, let serverName):
            context = try TLSContext(configuration, role, isMutual: false)
            allowedPeers = nil
            self.serverName = role == .client ? serverName : nil
        }
    }

    func makeHandler() throws(TLSError) -> TLSHandler {
        TLSHandler(try TLSSession(context, serverName: serverName), allowedPeers: allowedPeers)
    }
}
