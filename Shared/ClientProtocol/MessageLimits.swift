/// Bounds of what a client sends on its socket (docs/guide/protocol.md, sections 2, 4 and 6).
package enum MessageLimits {
    /// Bytes of a text message.
    package static let textBytes = 4_096
    /// Bytes of a binary frame.
    package static let commandBytes = 64
    /// Messages a second, each fragment, ping and pong counted.
    package static let perSecond = 40
    /// Messages that may come at once, after a pause.
    package static let atOnce = 120
    /// Characters of the number in a ping.
    package static let pingCharacters = 32
}
