import Glibc

/// Stream number (RFC 9113 §5.1.1): odd, from 1, given by the client.
package typealias HTTP2StreamID = Int32

package enum HTTP2Role: Sendable { case client, server }

/// Error codes of RST_STREAM and GOAWAY (RFC 9113 §7).
package enum HTTP2ErrorCode: UInt32, Sendable {
    case noError = 0
    case protocolError = 1
    case internalError = 2
    case flowControlError = 3
    case settingsTimeout = 4
    case streamClosed = 5
    case frameSizeError = 6
    case refusedStream = 7
    case cancel = 8
    case compressionError = 9
    case connectError = 10
    case enhanceYourCalm = 11
    case inadequateSecurity = 12
    case http11Required = 13

    /// Codes that nobody has defined count as INTERNAL_ERROR, as RFC 9113 §7 allows.
    init(received code: UInt32) { self = HTTP2ErrorCode(rawValue: code) ?? .internalError }
}

/// Why a connection cannot go on.
package struct HTTP2Error: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: Sendable {
        /// The first bytes are not the client connection preface (RFC 9113 §3.4).
        case badPreface
        /// The peer makes us queue more control frames than it reads.
        case flooded
        /// A connection error by the peer (RFC 9113 §5.4.1).
        case peerFault
    }
    package let code: Code
    package let message: String

    package var description: String { message }
}

/// One header field of a batch; the ranges index ``HTTP2Batch/bytes``.
package struct HTTP2Field: Sendable {
    package let name: Range<Int>
    package let value: Range<Int>
}

package enum HTTP2Event: Sendable {
    /// A header block; `fields` indexes ``HTTP2Batch/fields``. `opens`: it is the request that opens the stream. Every
    /// later block of a stream is an answer, interim or final, or holds trailers.
    case headers(HTTP2StreamID, opens: Bool, fields: Range<Int>)
    /// Part of the body; the range indexes the bytes that were last given to `receive`, which are not copied. Each byte must
    /// be given back to the peer's windows with `consume`.
    case data(HTTP2StreamID, Range<Int>)
    /// The peer sends nothing more on this stream.
    case endOfStream(HTTP2StreamID)
    /// The stream is gone: both sides have ended, or either has reset it (then the code is not `noError`, except when a
    /// server has ended early).
    case closed(HTTP2StreamID, HTTP2ErrorCode)
    case pingAcknowledged(UInt64)
    /// The peer takes no new streams. Those above `last` were not looked at; a `closed(refusedStream)` follows for each.
    case goAway(last: HTTP2StreamID, HTTP2ErrorCode)
    /// The peer's SETTINGS arrived: it speaks HTTP/2.
    case settings
}

/// What happened since the last look, with the bytes that the events point into.
package struct HTTP2Batch: Sendable {
    package var events: [HTTP2Event] = []
    package var fields: [HTTP2Field] = []
    package var bytes: [UInt8] = []

    package init() {}

    package var isEmpty: Bool { events.isEmpty }

    /// Ready for use again, with the memory it has. Gives memory back after an unusual burst.
    mutating func clear() {
        events.removeAll(keepingCapacity: events.capacity <= 4096)
        fields.removeAll(keepingCapacity: fields.capacity <= 4096)
        bytes.removeAll(keepingCapacity: bytes.capacity <= 256 << 10)
    }

    package func isEqual(_ range: Range<Int>, _ text: StaticString) -> Bool {
        guard range.count == text.utf8CodeUnitCount else { return false }
        guard !range.isEmpty else { return true }
        return unsafe bytes.withUnsafeBufferPointer { bytes in
            let part = unsafe UnsafeBufferPointer(rebasing: bytes[range])
            let expected = unsafe UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
            return unsafe memcmp(part.baseAddress!, expected.baseAddress!, part.count) == 0
        }
    }

    package func isEqual(_ range: Range<Int>, _ text: [UInt8]) -> Bool {
        guard range.count == text.count else { return false }
        guard !range.isEmpty else { return true }
        return unsafe bytes.withUnsafeBufferPointer { bytes in
            let part = unsafe UnsafeBufferPointer(rebasing: bytes[range])
            return unsafe text.withUnsafeBufferPointer { text in
                unsafe memcmp(part.baseAddress!, text.baseAddress!, text.count) == 0
            }
        }
    }

    package func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

/// Header fields to be sent, in order; pseudo-header fields first.
package struct HTTP2Headers: Sendable {
    var bytes: [UInt8] = []
    var lengths: [(name: Int, value: Int)] = []

    package init() {}

    /// - Parameters:
    ///   - name: Lower-case (RFC 9113 §8.2.1).
    ///   - value: No NUL, CR, LF, nor space at either end. The caller's duty, as for the name.
    package mutating func append(_ name: String, _ value: some Collection<UInt8>) {
        let start = bytes.count
        bytes.append(contentsOf: name.utf8)
        let middle = bytes.count
        bytes.append(contentsOf: value)
        lengths.append((middle - start, bytes.count - middle))
    }

    /// Its size by the count of RFC 9113 §6.5.2.
    package var size: Int { bytes.count + 32 * lengths.count }

    package mutating func append(_ name: String, _ value: String) { append(name, value.utf8) }
}

/// Bounds of one connection.
package struct HTTP2Settings: Sendable {
    /// Streams that the peer may have open at a time. A client's peer has none.
    package var maxConcurrentStreams: UInt32 = 100
    /// Bytes of one stream that the peer may send before we give some back, 65 535 to 2^31 - 1.
    package var streamWindow: Int32 = 256 << 10
    /// The same for all streams together.
    package var connectionWindow: Int32 = 8 << 20
    /// Largest header block, in bytes by the count of RFC 9113 §6.5.2 (32 more a field). A stream with a larger one is
    /// reset.
    package var maxHeaderBytes = 16 << 10
    /// How often the peer may reset streams: a burst, and then a rate a second. Past that the connection is closed.
    package var resetBurst: UInt64 = 10_000
    package var resetRate: UInt64 = 1_000

    package init() {}
}
