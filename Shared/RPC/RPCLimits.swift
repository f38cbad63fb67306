package import NIOCore

/// Bounds of a connection, either side. The defaults suit internal links.
package struct RPCLimits: Sendable {
    /// Largest message taken or sent, in bytes. Larger ones end the call with RESOURCE_EXHAUSTED.
    package var maxMessageBytes = 4 << 20
    /// Calls that the peer may have open at a time on one connection.
    package var maxConcurrentCalls = 8192
    /// Bytes of one call that may be on the way to us unread, 65 535 to 16 MiB.
    package var streamWindowBytes = 256 << 10
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
