internal import CNGHTTP2
internal import NIOCore

/// The sending half of one stream: bytes that wait for flow control. Made by ``HTTP2Session``; owned by one task with it.
///
/// Let go of it when the stream is `closed`: the session uses the object again, with its memory, once nobody else holds it.
package final class HTTP2Stream {
    package private(set) var id: HTTP2StreamID

    /// What waits, in order. Small messages share a segment; the bytes of a large one stay where they are.
    private var segments: [Segment] = []
    /// The segments before this one are sent, and of it `sent` bytes.
    private var first = 0
    private var sent = 0
    /// Memory for the next shared segment.
    private var spare: [UInt8] = []
    private static let largeBytes = 1 << 10
    private static let sharedBytes = 64 << 10
    /// What a stream that is over keeps for the next one.
    private static let retiredBytes = 1 << 10
    private static let retiredSegments = 4

    private struct Segment {
        let prefix: [5 of UInt8]
        let prefixBytes: Int
        var bytes: [UInt8]
        let isShared: Bool
        var count: Int { prefixBytes + bytes.count }
    }

    enum End {
        case open
        /// END_STREAM goes out on the last DATA frame.
        case bare
        /// END_STREAM goes out on a HEADERS frame after the last DATA frame.
        case trailers(HTTP2Headers)
        case sent
    }
    var end = End.open
    /// The session knows it: it has begun and is not closed.
    var isOpen = false
    /// The library asked for bytes when there were none, and waits to be told of more.
    var isDeferred = false
    /// Response headers were submitted (always true on a client).
    var hasHeaders: Bool

    init(id: HTTP2StreamID, hasHeaders: Bool) {
        self.id = id
        self.hasHeaders = hasHeaders
    }

    /// Drops what is queued, now or later.
    func drop() {
        bufferedBytes = 0
        end = .sent  // and with it the trailers
        first = 0
        sent = 0
        segments.removeAll(keepingCapacity: segments.capacity <= Self.retiredSegments)
    }

    /// It is over.
    func retire() {
        isOpen = false
        drop()
        spare.removeAll(keepingCapacity: spare.capacity <= Self.retiredBytes)
    }

    /// Makes a retired one new.
    func reopen(as id: HTTP2StreamID, hasHeaders: Bool) {
        self.id = id
        self.hasHeaders = hasHeaders
        end = .open
        isDeferred = false
    }

    /// Bytes queued and not yet put into frames.
    package private(set) var bufferedBytes = 0

    func enqueue(prefix: [5 of UInt8], _ body: [UInt8]) {
        bufferedBytes += prefix.count + body.count
        if body.count >= Self.largeBytes {
            segments.append(Segment(prefix: prefix, prefixBytes: prefix.count, bytes: body, isShared: false))
        } else {
            let shared = sharedSegment(for: prefix.count + body.count)
            unsafe withUnsafeBytes(of: prefix) { unsafe segments[shared].bytes.append(contentsOf: $0) }
            segments[shared].bytes.append(contentsOf: body)
        }
    }

    func enqueue(_ body: [UInt8]) {
        bufferedBytes += body.count
        segments[sharedSegment(for: body.count)].bytes.append(contentsOf: body)
    }

    private func sharedSegment(for count: Int) -> Int {
        if let last = segments.last, last.isShared, last.bytes.count < Self.sharedBytes { return segments.count - 1 }
        var memory: [UInt8] = []
        swap(&memory, &spare)
        if memory.capacity < count { memory.reserveCapacity(count) }
        segments.append(Segment(prefix: [0, 0, 0, 0, 0], prefixBytes: 0, bytes: memory, isShared: true))
        return segments.count - 1
    }

    /// Moves `count` bytes out of the queue, which holds them.
    func dequeue(_ count: Int, into output: inout ByteBuffer) {
        bufferedBytes -= count
        var left = count
        while left > 0 {
            let prefixBytes = segments[first].prefixBytes
            if sent < prefixBytes {
                let range = sent..<min(prefixBytes, sent + left)
                unsafe withUnsafeBytes(of: segments[first].prefix) { prefix in
                    _ = unsafe output.writeBytes(UnsafeRawBufferPointer(rebasing: prefix[range]))
                }
                left -= range.count
                sent = range.upperBound
            }
            let start = sent - prefixBytes
            let range = start..<min(segments[first].bytes.count, start + left)
            if !range.isEmpty {
                unsafe segments[first].bytes.withUnsafeBytes { bytes in
                    _ = unsafe output.writeBytes(UnsafeRawBufferPointer(rebasing: bytes[range]))
                }
                left -= range.count
                sent += range.count
            }
            if sent == segments[first].count { dropFirst() }
        }
    }

    private func dropFirst() {
        var memory: [UInt8] = []
        swap(&memory, &segments[first].bytes)
        if segments[first].isShared, memory.capacity <= Self.sharedBytes {
            memory.removeAll(keepingCapacity: true)
            spare = memory
        }
        first += 1
        sent = 0
        if first == segments.count {
            segments.removeAll(keepingCapacity: true)
            first = 0
        } else if first >= 64, first >= segments.count / 2 {
            segments.removeSubrange(..<first)
            first = 0
        }
    }

    /// The stream of a DATA frame; the session keeps it until the library has closed it.
    @unsafe static func from(_ source: UnsafeMutablePointer<nghttp2_data_source>?) -> HTTP2Stream {
        unsafe Unmanaged<HTTP2Stream>.fromOpaque(source!.pointee.ptr).takeUnretainedValue()
    }
}
