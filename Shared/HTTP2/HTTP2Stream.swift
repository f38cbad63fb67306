internal import CNGHTTP2

/// The sending half of one stream: bytes that wait for flow control. Made by ``HTTP2Session``; owned by one task with it.
package final class HTTP2Stream {
    package let id: HTTP2StreamID

    private var queue: [UInt8] = []
    private var head = 0

    enum End {
        case open
        /// END_STREAM goes out on the last DATA frame.
        case bare
        /// END_STREAM goes out on a HEADERS frame after the last DATA frame.
        case trailers(HTTP2Headers)
        case sent
    }
    var end = End.open
    /// The library asked for bytes when there were none, and waits to be told of more.
    var isDeferred = false
    /// Response headers were submitted (always true on a client).
    var hasHeaders: Bool

    init(id: HTTP2StreamID, hasHeaders: Bool) {
        self.id = id
        self.hasHeaders = hasHeaders
    }

    /// Bytes queued and not yet put into frames.
    package var bufferedBytes: Int { queue.count - head }

    func enqueue(prefix: [5 of UInt8], _ body: [UInt8]) {
        for index in prefix.indices { queue.append(prefix[index]) }
        enqueue(body)
    }

    func enqueue(_ body: [UInt8]) { queue.append(contentsOf: body) }

    /// Takes `count` bytes out of the queue, which holds them.
    func dequeue(_ count: Int, _ write: (RawSpan) -> Void) {
        unsafe queue.withUnsafeBytes { queue in
            unsafe write(RawSpan(_unsafeBytes: UnsafeRawBufferPointer(rebasing: queue[head..<head + count])))
        }
        head += count
        if head == queue.count {
            queue.removeAll(keepingCapacity: queue.capacity <= 64 << 10)
            head = 0
        } else if head >= 64 << 10, head >= queue.count / 2 {
            queue.removeSubrange(..<head)
            head = 0
        }
    }

    /// The stream of a DATA frame; the session keeps it until the library has closed it.
    @unsafe static func from(_ source: UnsafeMutablePointer<nghttp2_data_source>?) -> HTTP2Stream {
        unsafe Unmanaged<HTTP2Stream>.fromOpaque(source!.pointee.ptr).takeUnretainedValue()
    }
}
