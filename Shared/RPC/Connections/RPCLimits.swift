package import NIOCore

/// Bounds of a connection, either side. The defaults suit internal links.
package struct RPCLimits: Sendable {
    /// Largest message taken or sent, in bytes. Larger ones end the call with RESOURCE_EXHAUSTED.
    package var maxMessageBytes = 4 << 20
    /// Bytes that one connection may make us hold: messages that are not whole or not taken yet, and answers that wait to be
    /// sent. Past that the connection is closed.
    package var maxConnectionBytes = 64 << 20
    /// Both limits for a peer that has not shown a token yet, on a port that asks for one: enough for health and reflection.
    package var maxMessageBytesOfStrangers = 16 << 10
    package var maxConnectionBytesOfStrangers = 256 << 10
    /// Calls that the peer may have open at a time on one connection.
    ///
    /// The library keeps as many closed streams, a quarter of a KB each, to answer late frames as RFC 9113 §5.1 asks.
    package var maxConcurrentCalls = 2048
    /// Calls of ours that may run on one connection or wait there for their turn; more fail with UNAVAILABLE.
    package var maxOpenedCalls = 16 << 10
    /// Bytes of one call that may be on the way to us unread, 65 535 to 16 MiB.
    package var streamWindowBytes = 256 << 10
    /// Metadata and all other header fields of one block, taken or sent, by the count of RFC 9113 §6.5.2 (32 bytes more a field).
    package var maxHeaderBytes = 16 << 10
    /// How often the peer may reset calls, or do what makes us reset them (each has its own count): a burst, and then a rate a second; past that the connection is closed
    /// (CVE-2023-44487). Far above nghttp2's 1 000 and 33, since deadlines of many calls may pass at once.
    package var resetBurst = 10_000
    package var resetRate = 1_000
    /// Connections that a server holds at a time; further ones are closed at once.
    package var maxConnections = 4096
    /// A server's patience for the client's preface and TLS handshake; a client's for connecting.
    package var handshakeTimeout: TimeAmount = .seconds(5)
    /// Nothing heard for this long: a ping is sent.
    package var keepAliveInterval: TimeAmount = .seconds(10)
    /// Nothing heard for this long after the ping: the connection is closed.
    package var keepAliveTimeout: TimeAmount = .seconds(5)

    package init() {}
}
