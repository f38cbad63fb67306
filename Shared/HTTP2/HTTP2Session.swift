internal import CNGHTTP2
package import NIOCore

/// One HTTP/2 connection without its socket: bytes in, events out, bytes out (RFC 9113, by libnghttp2).
///
/// Not thread-safe; one task or event loop owns it. Nothing is sent from within ``receive(_:)``: after a whole batch of
/// reads, or once a loop turn, the owner calls ``send(into:atMost:)`` and looks at ``takeBatch()`` again, because sending closes
/// streams too.
@safe package struct HTTP2Session: ~Copyable {
    package let role: HTTP2Role
    private let raw: OpaquePointer
    private let sink: EventSink
    private let memory = BlockPool()

    /// Queues the connection preface and SETTINGS.
    package init(_ role: HTTP2Role, _ settings: HTTP2Settings = HTTP2Settings()) {
        self.role = role
        sink = EventSink(maxHeaderBytes: settings.maxHeaderBytes)

        let callbacks = unsafe EventSink.makeCallbacks()
        defer { unsafe nghttp2_session_callbacks_del(callbacks) }
        var madeOption: OpaquePointer?
        precondition(unsafe nghttp2_option_new(&madeOption) == 0, "out of memory")
        let option = unsafe madeOption!
        defer { unsafe nghttp2_option_del(option) }
        unsafe nghttp2_option_set_max_send_header_block_length(option, max(64 << 10, settings.maxHeaderBytes))
        // Windows are given back as bytes are used, else a slow reader fills our memory.
        unsafe nghttp2_option_set_no_auto_window_update(option, 1)
        unsafe nghttp2_option_set_stream_reset_rate_limit(option, settings.resetBurst, settings.resetRate)

        var made: OpaquePointer?
        let userData = unsafe Unmanaged.passUnretained(sink).toOpaque()
        var functions = unsafe memory.functions()
        let result =
            switch role {
            case .client: unsafe nghttp2_session_client_new3(&made, callbacks, userData, option, &functions)
            case .server: unsafe nghttp2_session_server_new3(&made, callbacks, userData, option, &functions)
            }
        precondition(result == 0, "out of memory")
        unsafe raw = made!

        var entries: [nghttp2_settings_entry] = [
            .init(
                settings_id: Int32(NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE.rawValue),
                value: UInt32(settings.streamWindow)),
            .init(
                settings_id: Int32(NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE.rawValue),
                value: UInt32(settings.maxHeaderBytes)),
        ]
        switch role {
        case .client:
            entries.append(.init(settings_id: Int32(NGHTTP2_SETTINGS_ENABLE_PUSH.rawValue), value: 0))
        case .server:
            entries.append(
                .init(
                    settings_id: Int32(NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS.rawValue),
                    value: settings.maxConcurrentStreams))
        }
        check(unsafe nghttp2_submit_settings(raw, UInt8(NGHTTP2_FLAG_NONE.rawValue), entries, entries.count))
        check(
            unsafe nghttp2_session_set_local_window_size(
                raw, UInt8(NGHTTP2_FLAG_NONE.rawValue), 0, settings.connectionWindow))
    }

    deinit { unsafe nghttp2_session_del(raw) }

    // MARK: Bytes in, events out

    /// Takes bytes from the peer. Events wait in ``takeBatch()``, also those of before an error; look at them while the bytes
    /// are there, because DATA is not copied.
    ///
    /// After a connection error by the peer (RFC 9113 §5.4.1) input is ignored, ``send(into:atMost:)`` gives the GOAWAY, and then
    /// ``fault`` says why ``isFinished`` is true.
    /// - Throws: `badPreface`, `flooded`: there is nothing more to say to such a peer.
    package mutating func receive(_ bytes: RawSpan) throws(HTTP2Error) {
        let result = unsafe bytes.withUnsafeBytes { bytes in
            unsafe sink.input = bytes.baseAddress
            defer { unsafe sink.input = nil }
            return unsafe nghttp2_session_mem_recv(
                raw, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count)
        }
        sink.forgetClosed()
        if result < 0 {
            switch nghttp2_error(rawValue: Int32(result)) {
            case NGHTTP2_ERR_BAD_CLIENT_MAGIC:
                throw HTTP2Error(code: .badPreface, message: "the first bytes are not HTTP/2's preface")
            case NGHTTP2_ERR_FLOODED:
                throw HTTP2Error(code: .flooded, message: "too many control frames that wait for an answer")
            case NGHTTP2_ERR_NOMEM: preconditionFailure("out of memory")
            // Later versions refuse more than these; whatever it is, the peer caused it and must not end the process.
            default:
                let reason = unsafe String(cString: nghttp2_strerror(Int32(result)))
                throw HTTP2Error(code: .peerFault, message: reason)
            }
        }
    }

    /// The events since the last call; `nil` when there were none. Give it back with ``recycle(_:)``.
    package mutating func takeBatch() -> HTTP2Batch? { sink.takeBatch() }

    /// Keeps the batch's memory for the next one.
    package mutating func recycle(_ batch: consuming HTTP2Batch) { sink.recycle(batch) }

    /// Gives bytes of DATA back to the connection's window.
    package mutating func consumeConnection(_ count: Int) {
        check(unsafe nghttp2_session_consume_connection(raw, count))
    }

    /// Gives bytes of DATA back to a stream's window. Does nothing for a closed stream.
    package mutating func consume(_ count: Int, of stream: HTTP2StreamID) {
        check(unsafe nghttp2_session_consume_stream(raw, stream, count))
    }

    // MARK: Bytes out

    /// Appends what may be sent now to `buffer`.
    /// - Parameter limit: Stops at the end of the frame (at most 16 KiB) with which the buffer holds this many bytes.
    /// - Returns: Whether that was all; false when it stopped at the limit.
    package mutating func send(into buffer: inout ByteBuffer, atMost limit: Int) -> Bool {
        sink.swapOutput(&buffer)
        sink.outputLimit = limit
        while !sink.isFull {
            var data: UnsafePointer<UInt8>?
            let count = unsafe nghttp2_session_mem_send(raw, &data)  // DATA goes its own way, by `sendData`
            precondition(count >= 0, "nghttp2_session_mem_send: \(count)")
            let progressed = submitDue()
            if count > 0 {
                unsafe sink.send(UnsafeRawBufferPointer(start: data!, count: count))
            } else if !progressed {
                break
            }
        }
        let isAll = !sink.isFull
        sink.swapOutput(&buffer)
        sink.forgetClosed()
        return isAll
    }

    package var wantsToSend: Bool { unsafe nghttp2_session_want_write(raw) != 0 }

    /// Nothing to send and nothing expected: the connection can be closed.
    package var isFinished: Bool {
        unsafe nghttp2_session_want_read(raw) == 0 && nghttp2_session_want_write(raw) == 0
    }

    /// The peer's connection error, once our GOAWAY was sent.
    package var fault: HTTP2Error? { sink.fault }

    /// How many streams a client reset since the last look (CVE-2023-44487), or a peer had us reset by what it did on them
    /// (CVE-2025-8671). It may do either as often as it opens streams. A server resets what it has answered early, so its
    /// own resets are none of these.
    package mutating func takeResets() -> Int {
        defer {
            sink.receivedResets = 0
            sink.provokedResets = 0
        }
        return (role == .server ? sink.receivedResets : 0) + sink.provokedResets
    }

    // MARK: Streams

    /// Streams that run or wait for their turn.
    package var streamCount: Int { sink.streams.count }

    /// Client: the stream is not on the wire yet; it waits for the next ``send(into:atMost:)`` or for its turn.
    package func isWaiting(_ stream: HTTP2Stream) -> Bool {
        unsafe stream.isOpen && nghttp2_session_find_stream(raw, stream.id) == nil
    }

    /// Client: whether a new stream may be opened (false after GOAWAY and when the numbers are used up).
    package var canOpenStream: Bool { unsafe nghttp2_session_check_request_allowed(raw) != 0 }

    /// Client: opens a stream. Beyond the peer's limit it waits in the library's queue. ``canOpenStream`` must be true.
    package mutating func open(_ headers: HTTP2Headers) -> HTTP2Stream {
        precondition(role == .client)
        let stream = sink.makeStream(nextStreamID, hasHeaders: true)
        var provider = unsafe makeProvider(stream)
        let id = unsafe withFields(headers) { fields in
            unsafe nghttp2_submit_request(raw, nil, fields.baseAddress, fields.count, &provider, nil)
        }
        precondition(id == stream.id, "nghttp2_submit_request: \(id)")
        sink.keep(stream)
        return stream
    }

    private var nextStreamID: HTTP2StreamID {
        HTTP2StreamID(bitPattern: unsafe nghttp2_session_get_next_stream_id(raw))
    }

    /// Server: the sending half of a stream that the peer opened. Called once a stream, for the block that opens it: the
    /// library points to the object until it has closed the stream.
    package mutating func accept(_ id: HTTP2StreamID) -> HTTP2Stream {
        precondition(role == .server)
        precondition(sink.streams[id] == nil, "stream \(id) was accepted before")
        let stream = sink.makeStream(id, hasHeaders: false)
        if unsafe nghttp2_session_find_stream(raw, id) != nil { sink.keep(stream) }
        return stream
    }

    /// Server: sends response headers; data may follow.
    package mutating func respond(_ headers: HTTP2Headers, on stream: HTTP2Stream) {
        guard stream.isOpen, !stream.hasHeaders else { return }
        stream.hasHeaders = true
        var provider = unsafe makeProvider(stream)
        check(
            unsafe withFields(headers) { fields in
                unsafe nghttp2_submit_response(raw, stream.id, fields.baseAddress, fields.count, &provider)
            })
    }

    /// Server: a response of one header block and nothing else.
    package mutating func respondOnly(_ headers: HTTP2Headers, on stream: HTTP2Stream) {
        guard stream.isOpen, !stream.hasHeaders else { return }
        stream.hasHeaders = true
        stream.end = .sent
        check(
            unsafe withFields(headers) { fields in
                unsafe nghttp2_submit_response(raw, stream.id, fields.baseAddress, fields.count, nil)
            })
    }

    /// Queues bytes on a stream: `prefix`, then `body`. On a server after ``respond(_:on:)``.
    package mutating func write(prefix: [5 of UInt8], _ body: [UInt8], on stream: HTTP2Stream) {
        guard stream.isOpen, case .open = stream.end else { return }
        stream.enqueue(prefix: prefix, body)
        sink.count(queued: 5 + body.count)
        resume(stream)
    }

    /// The same without a prefix.
    package mutating func write(_ body: [UInt8], on stream: HTTP2Stream) {
        guard stream.isOpen, case .open = stream.end else { return }
        stream.enqueue(body)
        sink.count(queued: body.count)
        resume(stream)
    }

    /// Bytes queued on all streams and not yet put into frames.
    package var queuedBytes: Int { sink.queuedBytes }

    /// Ends our side after what is queued.
    package mutating func end(_ stream: HTTP2Stream, trailers: HTTP2Headers? = nil) {
        guard stream.isOpen, case .open = stream.end else { return }
        if let trailers { stream.end = .trailers(trailers) } else { stream.end = .bare }
        resume(stream)
    }

    /// Ends both sides now; what is queued is dropped. `closed` follows unless the stream is closed already.
    package mutating func reset(_ stream: HTTP2Stream, _ code: HTTP2ErrorCode) {
        guard stream.isOpen else { return }
        if isWaiting(stream) {
            // It may wait for long yet, until the library finds that it is over.
            sink.count(queued: -stream.bufferedBytes)
            stream.drop()
        }
        check(unsafe nghttp2_submit_rst_stream(raw, UInt8(NGHTTP2_FLAG_NONE.rawValue), stream.id, code.rawValue))
    }

    // MARK: The connection

    /// Sends a PING; its `pingAcknowledged` carries the same number.
    package mutating func ping(_ number: UInt64) {
        unsafe withUnsafeBytes(of: number) { opaque in
            check(
                unsafe nghttp2_submit_ping(
                    raw, UInt8(NGHTTP2_FLAG_NONE.rawValue), opaque.baseAddress?.assumingMemoryBound(to: UInt8.self)))
        }
    }

    /// Server: announces the end (GOAWAY with the highest number), so that no request in flight is lost (RFC 9113 §6.8).
    package mutating func announceShutdown() { check(unsafe nghttp2_submit_shutdown_notice(raw)) }

    /// Refuses streams that the peer opens from here on; the open ones go on.
    package mutating func goAway() {
        let last = unsafe nghttp2_session_get_last_proc_stream_id(raw)
        check(
            unsafe nghttp2_submit_goaway(
                raw, UInt8(NGHTTP2_FLAG_NONE.rawValue), last, HTTP2ErrorCode.noError.rawValue, nil, 0))
    }

    /// Sends GOAWAY as the last thing; every stream is over.
    /// - Parameter why: For our own log, as part of ``fault``.
    package mutating func terminate(_ code: HTTP2ErrorCode, because why: String) {
        sink.complaint = why
        check(unsafe nghttp2_session_terminate_session(raw, code.rawValue))
    }

    // MARK: Inside

    private func resume(_ stream: HTTP2Stream) {
        guard stream.isDeferred else { return }
        stream.isDeferred = false
        let result = unsafe nghttp2_session_resume_data(raw, stream.id)
        // The stream may be closing by a reset that waits to be sent.
        precondition(result == 0 || result == NGHTTP2_ERR_INVALID_ARGUMENT.rawValue, "resume_data: \(result)")
    }

    /// Submits what the callbacks found to be due.
    private mutating func submitDue() -> Bool {
        guard !sink.trailersDue.isEmpty || !sink.endedHere.isEmpty else { return false }
        for stream in sink.trailersDue {
            guard case .trailers(let headers) = stream.end else { continue }
            stream.end = .sent
            guard stream.isOpen else { continue }
            check(
                unsafe withFields(headers) { fields in
                    unsafe nghttp2_submit_trailer(raw, stream.id, fields.baseAddress, fields.count)
                })
        }
        if role == .server {
            // RFC 9113 §8.1: a server that has answered early asks the client to stop sending.
            for id in sink.endedHere where unsafe nghttp2_session_get_stream_remote_close(raw, id) == 0 {
                check(
                    unsafe nghttp2_submit_rst_stream(
                        raw, UInt8(NGHTTP2_FLAG_NONE.rawValue), id, HTTP2ErrorCode.noError.rawValue))
            }
        }
        sink.forgetDue()
        return true
    }

    @unsafe private func makeProvider(_ stream: HTTP2Stream) -> nghttp2_data_provider {
        var provider = unsafe nghttp2_data_provider()
        // `sink.streams` keeps the stream until the library has closed it.
        unsafe provider.source.ptr = unsafe Unmanaged.passUnretained(stream).toOpaque()
        unsafe provider.read_callback = { _, _, _, length, flags, source, userData in
            unsafe EventSink.from(userData).frameData(
                of: HTTP2Stream.from(source), atMost: length, flags: &flags!.pointee)
        }
        return unsafe provider
    }

    /// The fields in the library's form; it copies them.
    @unsafe private func withFields<Result>(
        _ headers: HTTP2Headers, _ body: (UnsafeBufferPointer<nghttp2_nv>) -> Result
    ) -> Result {
        unsafe headers.bytes.withUnsafeBufferPointer { bytes in
            unsafe withUnsafeTemporaryAllocation(of: nghttp2_nv.self, capacity: headers.lengths.count) { fields in
                var next = unsafe UnsafeMutablePointer(mutating: bytes.baseAddress)
                for (index, length) in headers.lengths.enumerated() {
                    unsafe fields.initializeElement(
                        at: index,
                        to: nghttp2_nv(
                            name: next, value: next.map { unsafe $0 + length.name }, namelen: length.name,
                            valuelen: length.value, flags: UInt8(NGHTTP2_NV_FLAG_NONE.rawValue)))
                    unsafe next = next.map { unsafe $0 + length.name + length.value }
                }
                return unsafe body(UnsafeBufferPointer(fields))
            }
        }
    }

    /// For calls that fail only when we misuse them or memory runs out.
    private func check(_ result: Int32, _ function: StaticString = #function) {
        precondition(result == 0, "\(function): nghttp2 error \(result)")
    }
}
