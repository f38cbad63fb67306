internal import CNGHTTP2
internal import NIOCore

/// The target of the library's callbacks. They append and return; they never call the library (RFC numbers: 9113).
@safe final class EventSink {
    var batch = HTTP2Batch()
    let maxHeaderBytes: Int

    /// Streams that can send, by number, until the library has closed them.
    var streams: [HTTP2StreamID: HTTP2Stream] = [:]

    /// The bytes that are being received, while they are.
    var input: UnsafeRawPointer?

    /// The output while it is collected, up to about `outputLimit` bytes.
    var output = ByteBuffer()
    var outputLimit = 0
    var isFull: Bool { output.readableBytes >= outputLimit }

    /// Bytes queued on all streams and not yet put into frames.
    var queuedBytes = 0

    /// Streams whose last DATA frame is out and whose trailers come next.
    var trailersDue: [HTTP2Stream] = []
    /// Streams that ended on our side; a server resets those that the peer still sends on.
    var endedHere: [HTTP2StreamID] = []
    /// Streams that the library has closed, to be forgotten when it has returned.
    var closed: [HTTP2StreamID] = []
    /// Forgotten streams; whoever opens the next one takes over an object that nobody else holds any more.
    private var retired: [HTTP2Stream] = []
    private static let maxRetired = 64
    /// The library's words for the last broken rule.
    var complaint = ""
    /// Streams that the library reset for what the peer did on them; we ourselves say CANCEL or NO_ERROR.
    var provokedResets = 0
    /// Streams that the peer reset.
    var receivedResets = 0
    /// The rule that the peer broke, once our GOAWAY has said so.
    var fault: HTTP2Error?

    /// A header block of which the end has not arrived yet; its fields are the last ones of `batch`.
    private var block: Block?
    private struct Block {
        let firstField: Int
        let firstByte: Int
        var size = 0
    }

    init(maxHeaderBytes: Int) { self.maxHeaderBytes = maxHeaderBytes }

    /// A stream to be opened by either side.
    func makeStream(_ id: HTTP2StreamID, hasHeaders: Bool) -> HTTP2Stream {
        while var stream = retired.popLast() {
            guard isKnownUniquelyReferenced(&stream) else { continue }
            stream.reopen(as: id, hasHeaders: hasHeaders)
            return stream
        }
        return HTTP2Stream(id: id, hasHeaders: hasHeaders)
    }

    func keep(_ stream: HTTP2Stream) {
        stream.isOpen = true
        streams[stream.id] = stream
    }

    func forgetClosed() {
        for id in closed {
            guard let stream = streams.removeValue(forKey: id) else { continue }
            queuedBytes -= stream.bufferedBytes
            stream.retire()
            if retired.count < Self.maxRetired { retired.append(stream) }
        }
        closed.removeAll(keepingCapacity: closed.capacity <= 4096)
    }

    // Changed here and not through the session: the compiler fails on that under ThreadSanitizer.

    func swapOutput(_ buffer: inout ByteBuffer) { swap(&output, &buffer) }

    func send(_ bytes: UnsafeRawBufferPointer) { unsafe output.writeBytes(bytes) }

    func count(queued bytes: Int) { queuedBytes += bytes }

    func forgetDue() {
        trailersDue.removeAll(keepingCapacity: true)
        endedHere.removeAll(keepingCapacity: true)
    }

    func beganHeaders() {
        block = Block(firstField: batch.fields.count, firstByte: batch.bytes.count)
    }

    /// - Returns: False when the block is too large.
    func receivedField(name: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>) -> Bool {
        block?.size += name.count + value.count + 32
        guard let block, block.size <= maxHeaderBytes else { return false }
        let start = batch.bytes.count
        unsafe batch.bytes.append(contentsOf: name)
        let middle = batch.bytes.count
        unsafe batch.bytes.append(contentsOf: value)
        batch.fields.append(HTTP2Field(name: start..<middle, value: middle..<batch.bytes.count))
        return true
    }

    func receivedFrame(_ frame: nghttp2_frame) {
        let header = unsafe frame.hd
        switch nghttp2_frame_type(rawValue: UInt32(header.type)) {
        case NGHTTP2_HEADERS:
            if let block {
                let opens = unsafe frame.headers.cat == NGHTTP2_HCAT_REQUEST
                batch.events.append(
                    .headers(header.stream_id, opens: opens, fields: block.firstField..<batch.fields.count))
                self.block = nil
            }
            if header.flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) != 0 {
                batch.events.append(.endOfStream(header.stream_id))
            }
        case NGHTTP2_DATA:
            if header.flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) != 0 {
                batch.events.append(.endOfStream(header.stream_id))
            }
        case NGHTTP2_RST_STREAM: receivedResets += 1
        case NGHTTP2_PING where header.flags & UInt8(NGHTTP2_FLAG_ACK.rawValue) != 0:
            let opaque = unsafe frame.ping.opaque_data
            batch.events.append(
                .pingAcknowledged(unsafe withUnsafeBytes(of: opaque) { unsafe $0.loadUnaligned(as: UInt64.self) }))
        case NGHTTP2_GOAWAY:
            let goAway = unsafe frame.goaway
            batch.events.append(
                .goAway(
                    last: unsafe goAway.last_stream_id, unsafe HTTP2ErrorCode(received: goAway.error_code)))
        case NGHTTP2_SETTINGS where header.flags & UInt8(NGHTTP2_FLAG_ACK.rawValue) == 0:
            batch.events.append(.settings)
        default: break  // the library has acted on the rest
        }
    }

    func receivedData(_ stream: HTTP2StreamID, _ data: UnsafeBufferPointer<UInt8>) {
        guard let start = unsafe input, let bytes = data.baseAddress else { return }
        let offset = unsafe UnsafeRawPointer(bytes) - start
        batch.events.append(.data(stream, offset..<offset + data.count))
    }

    func sentFrame(_ frame: nghttp2_frame) {
        let header = unsafe frame.hd
        switch nghttp2_frame_type(rawValue: UInt32(header.type)) {
        case NGHTTP2_HEADERS, NGHTTP2_DATA:
            if header.flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) != 0 { endedHere.append(header.stream_id) }
        case NGHTTP2_RST_STREAM:
            switch HTTP2ErrorCode(received: unsafe frame.rst_stream.error_code) {
            case .noError, .cancel, .refusedStream: break
            default: provokedResets += 1
            }
        case NGHTTP2_GOAWAY:
            let code = HTTP2ErrorCode(received: unsafe frame.goaway.error_code)
            guard code != .noError else { return }
            fault = HTTP2Error(code: .peerFault, message: complaint.isEmpty ? "\(code)" : "\(code): \(complaint)")
        default: break
        }
    }

    /// Everything that has happened; the beginning of a header block stays, with its bytes, for the next batch.
    func takeBatch() -> HTTP2Batch? {
        guard !batch.isEmpty else { return nil }
        var next = HTTP2Batch()
        if let block {
            next.bytes = Array(batch.bytes[block.firstByte...])
            next.fields = batch.fields[block.firstField...].map { field in
                HTTP2Field(
                    name: field.name.lowerBound - block.firstByte..<field.name.upperBound - block.firstByte,
                    value: field.value.lowerBound - block.firstByte..<field.value.upperBound - block.firstByte)
            }
            self.block = Block(firstField: 0, firstByte: 0, size: block.size)
        }
        swap(&batch, &next)
        return next
    }

    /// Keeps a batch's memory for the next one.
    func recycle(_ used: consuming HTTP2Batch) {
        guard batch.isEmpty, block == nil else { return }
        used.clear()
        batch = used
    }

    func closedStream(_ stream: HTTP2StreamID, _ code: UInt32) {
        closed.append(stream)
        batch.events.append(.closed(stream, HTTP2ErrorCode(received: code)))
    }

    /// How many bytes the next DATA frame of a stream takes; they stay in its queue until ``sendData(of:count:header:)``.
    func frameData(of stream: HTTP2Stream, atMost limit: Int, flags: inout UInt32) -> Int {
        flags |= NGHTTP2_DATA_FLAG_NO_COPY.rawValue
        let count = min(limit, stream.bufferedBytes)
        guard stream.bufferedBytes == count else { return count }
        switch stream.end {
        case .open:
            guard count == 0 else { return count }
            stream.isDeferred = true
            return Int(NGHTTP2_ERR_DEFERRED.rawValue)
        case .bare:
            flags |= NGHTTP2_DATA_FLAG_EOF.rawValue
            stream.end = .sent
            return count
        case .trailers:
            flags |= NGHTTP2_DATA_FLAG_EOF.rawValue | NGHTTP2_DATA_FLAG_NO_END_STREAM.rawValue
            trailersDue.append(stream)
            return count
        case .sent:
            flags |= NGHTTP2_DATA_FLAG_EOF.rawValue  // not asked again after the end; harmless if it were
            return count
        }
    }

    /// Passes a DATA frame out.
    /// - Returns: False when the writer is full; asked again then.
    func sendData(of stream: HTTP2Stream, count: Int, header: RawSpan) -> Bool {
        guard !isFull else { return false }
        output.writeBytes(header)
        if count > 0 { stream.dequeue(count, into: &output) }
        queuedBytes -= count
        return true
    }
}

extension EventSink {
    @unsafe static func from(_ userData: UnsafeMutableRawPointer?) -> EventSink {
        unsafe Unmanaged<EventSink>.fromOpaque(userData!).takeUnretainedValue()
    }

    /// The table of callbacks; freed by the caller.
    @unsafe static func makeCallbacks() -> OpaquePointer {
        var made: OpaquePointer?
        precondition(unsafe nghttp2_session_callbacks_new(&made) == 0, "out of memory")
        let callbacks = unsafe made!
        unsafe nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks) { _, _, userData in
            unsafe EventSink.from(userData).beganHeaders()
            return 0
        }
        unsafe nghttp2_session_callbacks_set_on_header_callback(callbacks) {
            _, _, name, nameLength, value, valueLength, _, userData in
            let accepted = unsafe EventSink.from(userData).receivedField(
                name: UnsafeBufferPointer(start: name, count: nameLength),
                value: UnsafeBufferPointer(start: value, count: valueLength))
            return accepted ? 0 : NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue
        }
        unsafe nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks) { _, frame, userData in
            unsafe EventSink.from(userData).receivedFrame(frame!.pointee)
            return 0
        }
        unsafe nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks) {
            _, _, stream, data, length, userData in
            unsafe EventSink.from(userData).receivedData(stream, UnsafeBufferPointer(start: data, count: length))
            return 0
        }
        unsafe nghttp2_session_callbacks_set_send_data_callback(callbacks) {
            _, _, header, length, source, userData in
            let isSent = unsafe EventSink.from(userData).sendData(
                of: HTTP2Stream.from(source), count: length, header: RawSpan(_unsafeStart: header!, byteCount: 9))
            return isSent ? 0 : NGHTTP2_ERR_WOULDBLOCK.rawValue
        }
        unsafe nghttp2_session_callbacks_set_on_frame_send_callback(callbacks) { _, frame, userData in
            unsafe EventSink.from(userData).sentFrame(frame!.pointee)
            return 0
        }
        unsafe nghttp2_session_callbacks_set_on_stream_close_callback(callbacks) { _, stream, code, userData in
            unsafe EventSink.from(userData).closedStream(stream, code)
            return 0
        }
        unsafe nghttp2_session_callbacks_set_error_callback2(callbacks) { _, _, message, length, userData in
            let text = unsafe UnsafeRawBufferPointer(start: message, count: length)
            unsafe EventSink.from(userData).complaint = unsafe String(decoding: text.prefix(200), as: UTF8.self)
            return 0
        }
        return unsafe callbacks
    }
}
