import NIOCore
import TLS

/// Encrypts a channel.
final class TLSHandler {
    /// The peer is who it says; fired down the pipeline before the first bytes.
    struct HandshakeCompleted: Sendable {
        let peerNames: [String]
    }
}
