package import NIOCore

/// One call, either side.
///
/// Usable on its event loop only, which is what guards its state (hence `@unchecked Sendable`; checked in debug builds).
package final class RPCCall: @unchecked Sendable {
    package let eventLoop: any EventLoop
    package let peer: RPCPeer

    init(eventLoop: any EventLoop, peer: RPCPeer) {
        self.eventLoop = eventLoop
        self.peer = peer
    }

    /// Queues one message, sent as flow control allows. Written to the socket once a loop turn, with whatever else waits.
    package func send(_ message: [UInt8]) { fatalError("unimplemented") }

    /// Server: initial metadata, before the first message (else it is empty). Ignored on the client.
    package func sendHeaders(_ metadata: RPCMetadata) { fatalError("unimplemented") }

    /// Client: no more messages from here. Server: ends the call with OK after what is queued.
    package func finish() { fatalError("unimplemented") }

    /// Server: ends the call after what is queued. Ignored on the client, and after the first time.
    package func finish(_ status: RPCStatus, trailers: RPCMetadata = RPCMetadata()) { fatalError("unimplemented") }

    /// Ends the call at once; what is queued is dropped. ``RPCCallHandler/closed(_:on:)`` follows with CANCELLED.
    package func cancel() { fatalError("unimplemented") }

    /// False while more than 256 KiB wait to be sent. A sender that can wait must.
    package var isWritable: Bool { fatalError("unimplemented") }

    /// Bytes queued and not yet taken by the connection.
    package var bufferedBytes: Int { fatalError("unimplemented") }

    /// Holds back ``RPCCallHandler/received(_:on:)`` and, through flow control, the sender: at most one stream window
    /// (and one message) stays in memory.
    package func pauseReading() { fatalError("unimplemented") }

    package func resumeReading() { fatalError("unimplemented") }

    /// Client: the server's trailing metadata, set before ``RPCCallHandler/closed(_:on:)``.
    package var trailers: RPCMetadata { fatalError("unimplemented") }
}
