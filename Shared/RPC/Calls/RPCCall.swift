import DequeModule
import HTTP2
package import NIOCore

/// One call, either side.
///
/// Usable on its event loop only, which is what guards its state (hence `@unchecked Sendable`; checked in debug builds).
package final class RPCCall: @unchecked Sendable {
    package let eventLoop: any EventLoop
    package let peer: RPCPeer

    /// Above this ``isWritable`` is false; at half of it the handler is told that the call can be written to again.
    package static let writableBytes = 256 << 10
    /// Above this the peer gets no more window: it sends without reading what we answer.
    static let answerBytes = 1 << 20
    /// A sender that never looked at ``isWritable`` is stopped here.
    package static let maxBufferedBytes = 32 << 20

    enum Side { case client, server }
    let side: Side
    let deadline: NIODeadline?
    private(set) var handler: (any RPCCallHandler)?
    private(set) var connection: RPCConnection?
    private(set) var stream: HTTP2Stream?

    /// Client: the server's trailing metadata, set before ``RPCCallHandler/closed(_:on:)``.
    package var trailers = RPCMetadata()

    private var reader: MessageReader
    private var inbox: Deque<[UInt8]> = []
    /// Bytes of messages in `inbox`, and of the one that is not whole; counted on the connection too.
    private var inboxBytes = 0
    private var countedBytes = 0
    private var isPaused = false
    /// Bytes of the stream's window that the peer has not got back.
    private var heldWindow = 0
    /// The peer has ended, but messages before that wait in `inbox`.
    private var heldEnd: HeldEnd?
    private enum HeldEnd { case halfClose, status(RPCStatus) }

    private var sentHeaders = false
    /// Our side has ended; on a server with this status.
    private(set) var finished: RPCStatus?
    private var toldUnwritable = false
    /// Client: initial headers have arrived.
    var receivedHeaders = false
    /// Client: the status from the server, until the stream ends.
    var answer: RPCStatus?

    init(
        _ side: Side, eventLoop: any EventLoop, peer: RPCPeer, deadline: NIODeadline?, maxMessageBytes: Int,
        handler: (any RPCCallHandler)?
    ) {
        self.side = side
        self.eventLoop = eventLoop
        self.peer = peer
        self.deadline = deadline
        self.handler = handler
        reader = MessageReader(maxMessageBytes: maxMessageBytes)
    }

    func attach(_ connection: RPCConnection, _ stream: HTTP2Stream) {
        self.connection = connection
        self.stream = stream
    }

    func setHandler(_ handler: any RPCCallHandler) { self.handler = handler }

    // MARK: Sending

    /// Queues one message, sent as flow control allows. Written to the socket once a loop turn, with whatever else waits.
    /// Dropped when the call is over or our side has ended.
    package func send(_ message: [UInt8]) {
        eventLoop.assertInEventLoop()
        guard let connection, let stream, finished == nil else { return }
        guard message.count <= reader.maxMessageBytes else {
            fail(
                RPCStatus(
                    .resourceExhausted,
                    "a message of \(message.count) bytes is over the limit of \(reader.maxMessageBytes)"))
            return
        }
        if side == .server, !sentHeaders { sendHeaders(RPCMetadata()) }
        let length = UInt32(message.count)
        let prefix: [5 of UInt8] = [
            0, UInt8(truncatingIfNeeded: length >> 24), UInt8(truncatingIfNeeded: length >> 16),
            UInt8(truncatingIfNeeded: length >> 8), UInt8(truncatingIfNeeded: length),
        ]
        connection.session.write(prefix: prefix, message, on: stream)
        if stream.bufferedBytes > Self.writableBytes {
            guard stream.bufferedBytes <= Self.maxBufferedBytes else {
                abort(RPCStatus(.resourceExhausted, "the peer does not read: \(stream.bufferedBytes) bytes wait"))
                return
            }
            toldUnwritable = true
            connection.watch(self)
        }
        connection.requestPump()
    }

    /// Server: initial metadata, before the first message (else it is empty). Ignored on the client.
    package func sendHeaders(_ metadata: RPCMetadata) {
        eventLoop.assertInEventLoop()
        guard side == .server, let connection, let stream, !sentHeaders, finished == nil else { return }
        var headers = HTTP2Headers.response
        headers.append(metadata)
        guard headers.size <= connection.limits.maxHeaderBytes else {
            fail(.tooLarge(headers, connection.limits))
            return
        }
        sentHeaders = true
        connection.session.respond(headers, on: stream)
        connection.requestPump()
    }

    /// Client: no more messages from here. Server: ends the call with OK after what is queued.
    package func finish() {
        eventLoop.assertInEventLoop()
        switch side {
        case .server: finish(.ok)
        case .client:
            guard let connection, let stream, finished == nil else { return }
            finished = .ok
            connection.session.end(stream)
            connection.requestPump()
        }
    }

    /// Server: ends the call after what is queued. Ignored on the client, and after the first time.
    package func finish(_ status: RPCStatus, trailers: RPCMetadata = RPCMetadata()) {
        eventLoop.assertInEventLoop()
        guard side == .server, let connection, let stream, finished == nil else { return }
        var block = sentHeaders ? HTTP2Headers() : HTTP2Headers.response
        if sentHeaders, status == .ok { block = .okTrailers } else { block.append(status) }
        block.append(trailers)
        var status = status
        if block.size > connection.limits.maxHeaderBytes {
            status = .tooLarge(block, connection.limits)
            block = sentHeaders ? HTTP2Headers() : HTTP2Headers.response
            block.append(status)
        }
        finished = status
        if sentHeaders {
            connection.session.end(stream, trailers: block)
        } else {
            connection.session.respondOnly(block, on: stream)
        }
        connection.requestPump()
    }

    /// Ends the call at once; what is queued is dropped. ``RPCCallHandler/closed(_:on:)`` follows with CANCELLED.
    package func cancel() {
        eventLoop.assertInEventLoop()
        abort(RPCStatus(.cancelled, "cancelled here"))
    }

    /// False while more than 256 KiB wait to be sent, and until half of that has gone. A sender that can wait must.
    package var isWritable: Bool { !toldUnwritable && connection != nil }

    /// Bytes queued and not yet taken by the connection.
    package var bufferedBytes: Int { stream?.bufferedBytes ?? 0 }

    // MARK: Pausing

    /// Holds back ``RPCCallHandler/received(_:on:)`` and, through flow control, the sender: at most one stream window
    /// (and one message) stays in memory.
    package func pauseReading() {
        eventLoop.assertInEventLoop()
        isPaused = true
    }

    package func resumeReading() {
        eventLoop.assertInEventLoop()
        guard isPaused else { return }
        isPaused = false
        guard !inbox.isEmpty || heldEnd != nil || heldWindow > 0 else { return }
        eventLoop.execute { self.drainInbox() }
    }

    private func drainInbox() {
        while !isPaused, let message = inbox.popFirst() {
            inboxBytes -= message.count
            handler?.received(message, on: self)
        }
        count()
        guard !isPaused, inbox.isEmpty else { return }
        releaseWindow()
        switch heldEnd {
        case nil: break
        case .halfClose:
            heldEnd = nil
            handler?.receivedEnd(on: self)
        case .status(let status):
            heldEnd = nil
            close(status)
        }
    }

    // MARK: What the connection tells

    func received(_ bytes: UnsafeRawBufferPointer) {
        heldWindow += bytes.count
        var rest = bytes[...]
        do throws(RPCStatus) {
            while let message = try reader.next(&rest) {
                // The handler may have ended the call with the message before this one.
                guard let handler, connection != nil else { return }
                if isPaused || !inbox.isEmpty {
                    inbox.append(message)
                    inboxBytes += message.count
                } else {
                    handler.received(message, on: self)
                }
            }
        } catch {
            fail(error)
            return
        }
        count()
        releaseWindow()
    }

    /// Tells the connection what this call holds.
    private func count() {
        let bytes = inboxBytes + reader.pendingBytes
        guard bytes != countedBytes else { return }
        connection?.heldBytes += bytes - countedBytes
        countedBytes = bytes
    }

    /// Server: the client half-closed.
    func receivedEnd() {
        guard reader.isAtBoundary else {
            fail(RPCStatus(.internalError, "the stream ended inside a message"))
            return
        }
        if isPaused || !inbox.isEmpty { heldEnd = .halfClose } else { handler?.receivedEnd(on: self) }
    }

    /// Client: the server has ended the call in order. Its messages come first.
    func receivedStatus(_ status: RPCStatus) {
        var status = status
        if status.isOK, !reader.isAtBoundary {
            status = RPCStatus(.internalError, "the stream ended inside a message")
        }
        detach()
        if isPaused || !inbox.isEmpty { heldEnd = .status(status) } else { close(status) }
    }

    /// The stream is gone and there is nothing more to say to the peer. Tells the handler now.
    func close(_ status: RPCStatus) {
        detach()
        inbox.removeAll()
        heldEnd = nil
        guard let handler else { return }
        self.handler = nil
        handler.closed(status, on: self)
    }

    /// After the connection has written: what was waiting may go on. Only called while ``RPCConnection/watch(_:)`` holds.
    /// - Returns: Whether there is still something to wait for.
    func wrote() -> Bool {
        guard let stream else { return false }
        releaseWindow()
        if toldUnwritable, stream.bufferedBytes <= Self.writableBytes / 2 {
            toldUnwritable = false
            handler?.becameWritable(on: self)
        }
        return self.stream != nil && (toldUnwritable || (heldWindow > 0 && !isPaused))
    }

    // MARK: Ending early

    /// Ends the call with a status of our making: a server says it, a client resets. The handler is told next turn.
    func fail(_ status: RPCStatus) {
        if side == .server, connection != nil, finished == nil, bufferedBytes == 0 {
            finish(status)
            closeNextTurn(status)
        } else {
            abort(status)
        }
    }

    private func abort(_ status: RPCStatus) {
        guard let connection, let stream else {
            // Not begun, or over on the wire while messages and the end wait for reading to go on.
            if handler != nil { closeNextTurn(status) }
            return
        }
        connection.session.reset(stream, .cancel)
        connection.requestPump()
        closeNextTurn(status)
    }

    /// Handlers are never called from within a method of the call.
    func closeNextTurn(_ status: RPCStatus) {
        detach()
        inbox.removeAll()
        heldEnd = nil
        eventLoop.execute { self.close(status) }
    }

    private func detach() {
        guard let connection, let stream else { return }
        connection.heldBytes -= countedBytes
        countedBytes = 0
        connection.forget(self, stream.id)
        self.connection = nil
        self.stream = nil
    }

    private func releaseWindow() {
        guard heldWindow > 0, !isPaused, let connection, let stream else { return }
        guard stream.bufferedBytes <= Self.answerBytes else {
            connection.watch(self)
            return
        }
        connection.session.consume(heldWindow, of: stream.id)
        heldWindow = 0
        connection.requestPump()
    }
}
