import NIOCore
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
    /// - Returns: `nil` for plaintext.
    init?(_ security: RPCSecurity, _ side: RPCCall.Side) throws {
        switch security {
        case .plaintext: return nil
        case .mutualTLS, .serverTLS: fatalError("unimplemented")
        }
    }

    func makeHandler() -> some ChannelHandler { DummyHandler() }
}
final class DummyHandler: ChannelInboundHandler { typealias InboundIn = ByteBuffer }
