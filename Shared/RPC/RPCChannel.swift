package import NIOCore
package import Logging

package enum RPCChannelState: Sendable, Equatable {
    case connecting
    case ready
    /// Not connected; the next attempt comes by itself.
    case disconnected(RPCDisconnect)
    /// ``RPCChannel/close()`` was called.
    case closed
}

/// Why a connection was lost or could not be made.
package struct RPCDisconnect: Error, Sendable, Equatable {
    package enum Reason: Sendable {
        /// Nobody listens there: the process is dead (its host is not).
        case refused
        /// An open connection was reset: the process died.
        case reset
        /// The peer closed in order, or its process died: the kernel closes its sockets with FIN when nothing was unread.
        case closedByPeer
        /// The peer drains and takes no new calls.
        case goAway
        /// No answer: connecting or a keep-alive ping timed out.
        case timedOut
        /// No route, no such name.
        case unreachable
        /// Certificates do not match, or the other side speaks no TLS.
        case tls
        /// The other side does not speak HTTP/2.
        case protocolError
    }
    package let reason: Reason
    package let message: String
}

/// A client's connection to one server. Connects by itself at once, and again with jittered backoff whenever it is lost.
///
/// All callbacks run on `eventLoop`.
package final class RPCChannel: Sendable {
    package struct Options: Sendable {
        package var limits = RPCLimits()
        /// The first wait after a lost connection or a failed attempt; doubles up to `maxBackoff`. Each wait is
        /// multiplied by a random factor of 0.8 to 1.2.
        package var minBackoff: TimeAmount = .milliseconds(50)
        package var maxBackoff: TimeAmount = .seconds(2)
        package var logger = Logger(label: "rpc.channel")
        package init() {}
    }

    package let eventLoop: any EventLoop

    /// - Parameter onStateChange: Told of every change, the first (`connecting`) included.
    package init(
        host: String, port: Int, security: RPCSecurity = .plaintext, eventLoop: any EventLoop,
        options: Options = Options(), onStateChange: (@Sendable (RPCChannelState) -> Void)? = nil
    ) {
        self.eventLoop = eventLoop
    }

    /// One request, one answer. From any task; its cancellation cancels the call.
    ///
    /// While an attempt to connect is running the call waits for its end; when it fails, or the channel is
    /// disconnected, the call fails at once with UNAVAILABLE.
    package func unary(
        _ path: String, _ request: [UInt8], deadline: Duration, metadata: RPCMetadata = RPCMetadata()
    ) async throws(RPCStatus) -> [UInt8] { fatalError("unimplemented") }

    /// The same for the hot path: on the event loop, no task.
    package func unary(
        _ path: String, _ request: [UInt8], deadline: Duration, metadata: RPCMetadata = RPCMetadata(),
        completion: @escaping (Result<[UInt8], RPCStatus>) -> Void
    ) { fatalError("unimplemented") }

    /// Opens a call of any kind. On the event loop.
    ///
    /// When the channel is not ready, or the peer allows no further call, the handler's `closed` follows in the next
    /// loop turn with UNAVAILABLE.
    package func open(
        _ path: String, deadline: Duration? = nil, metadata: RPCMetadata = RPCMetadata(), handler: any RPCCallHandler
    ) -> RPCCall { fatalError("unimplemented") }

    /// On the event loop only.
    package var state: RPCChannelState { fatalError("unimplemented") }

    /// Ends every call with UNAVAILABLE and stays closed. From any thread.
    package func close() { fatalError("unimplemented") }
}
