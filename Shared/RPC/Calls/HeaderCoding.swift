import HTTP2
import NIOCore
import TLS

/// `grpc-timeout`: up to 8 digits and a unit (gRPC "gRPC over HTTP2", "Timeout").
enum TimeoutCoding {
    /// In the finest unit that fits. `timeout` must be positive.
    static func encode(_ timeout: TimeAmount) -> String {
        let nanoseconds = timeout.nanoseconds
        for (unit, size) in [("n", 1), ("u", 1000), ("m", 1_000_000), ("S", 1_000_000_000)] as [(String, Int64)] {
            // Rounded up, so that the server does not give up before we do.
            let count = nanoseconds / size + (nanoseconds % size == 0 ? 0 : 1)
            if count <= 99_999_999 { return "\(count)\(unit)" }
        }
        return "99999999S"
    }

    /// `nil` for anything that is not a timeout. Cut at a year.
    static func decode(_ text: some BidirectionalCollection<UInt8>) -> TimeAmount? {
        let digits = text.dropLast()
        guard (1...8).contains(digits.count) else { return nil }
        var count: Int64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            count = count * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        let size: Int64
        switch text.last {
        case UInt8(ascii: "n"): size = 1
        case UInt8(ascii: "u"): size = 1000
        case UInt8(ascii: "m"): size = 1_000_000
        case UInt8(ascii: "S"): size = 1_000_000_000
        case UInt8(ascii: "M"): size = 60 * 1_000_000_000
        case UInt8(ascii: "H"): size = 3600 * 1_000_000_000
        default: return nil
        }
        let year: Int64 = 365 * 86400 * 1_000_000_000
        let (product, overflow) = count.multipliedReportingOverflow(by: size)
        return .nanoseconds(overflow ? year : min(product, year))
    }
}

extension TimeAmount {
    /// Cut at a year each way, so that arithmetic with deadlines cannot overflow.
    init(_ duration: Duration) {
        let year: Int64 = 365 * 86400
        let (seconds, attoseconds) = duration.components
        guard (-year + 1..<year).contains(seconds) else {
            self = .seconds(seconds < 0 ? -year : year)
            return
        }
        self = .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}

/// `grpc-message`: UTF-8, percent-encoded outside printable ASCII (gRPC "gRPC over HTTP2", "Status-Message").
enum PercentCoding {
    static func encode(_ text: String) -> [UInt8] {
        var output: [UInt8] = []
        for byte in text.utf8.prefix(1024) {
            if (0x20...0x7E).contains(byte), byte != UInt8(ascii: "%") {
                output.append(byte)
            } else {
                output.append(UInt8(ascii: "%"))
                output.append(contentsOf: [hex[Int(byte >> 4)], hex[Int(byte & 15)]])
            }
        }
        // HTTP forbids spaces at either end of a value.
        if output.first == 0x20 { output.replaceSubrange(0..<1, with: "%20".utf8) }
        if output.last == 0x20 { output.replaceSubrange(output.count - 1..<output.count, with: "%20".utf8) }
        return output
    }

    /// A `%` without two hexadecimal digits stands for itself; invalid UTF-8 is repaired: a bad message must not hide
    /// the status.
    static func decode(_ text: some Collection<UInt8>) -> String {
        let text = Array(text)
        guard text.contains(UInt8(ascii: "%")) else { return String(decoding: text, as: UTF8.self) }
        var output: [UInt8] = []
        var index = 0
        while index < text.count {
            if text[index] == UInt8(ascii: "%"), index + 2 < text.count, let high = digit(text[index + 1]),
                let low = digit(text[index + 2])
            {
                output.append(high << 4 | low)
                index += 3
            } else {
                output.append(text[index])
                index += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static let hex = Array("0123456789ABCDEF".utf8)

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}

extension HTTP2Headers {
    mutating func append(_ metadata: RPCMetadata) {
        for entry in metadata.entries {
            append(entry.name, entry.name.hasSuffix("-bin") ? Base64.encode(entry.value) : entry.value)
        }
    }

    /// Initial headers of every answer.
    static let response: HTTP2Headers = {
        var headers = HTTP2Headers()
        headers.append(":status", "200")
        headers.append("content-type", "application/grpc+proto")
        return headers
    }()

    /// The trailers of a plain success.
    static let okTrailers: HTTP2Headers = {
        var headers = HTTP2Headers()
        headers.append("grpc-status", "0")
        return headers
    }()

    mutating func append(_ status: RPCStatus) {
        append("grpc-status", String(status.code.rawValue))
        if !status.message.isEmpty { append("grpc-message", PercentCoding.encode(status.message)) }
        if (1...RPCStatus.maxDetailsBytes).contains(status.details.count) {
            append("grpc-status-details-bin", Base64.encode(status.details))
        }
    }
}

/// The header fields of a request or an answer, as gRPC reads them.
struct ReceivedHeaders {
    var method: Range<Int>?
    var path: Range<Int>?
    var status: Range<Int>?
    var contentType: Range<Int>?
    var timeout: Range<Int>?
    var encoding: Range<Int>?
    var grpcStatus: Range<Int>?
    var grpcMessage: Range<Int>?
    var statusDetails: Range<Int>?
    var metadata = RPCMetadata()
    /// The first binary field that is not base64.
    var malformed: String?

    init(_ batch: HTTP2Batch, _ fields: Range<Int>) {
        for field in batch.fields[fields] {
            let name = field.name
            switch batch.bytes[name.lowerBound] {
            case UInt8(ascii: ":"):
                if batch.isEqual(name, ":path") {
                    path = field.value
                } else if batch.isEqual(name, ":method") {
                    method = field.value
                } else if batch.isEqual(name, ":status") {
                    status = field.value
                }
            case UInt8(ascii: "g") where batch.hasPrefix(name, "grpc-"):
                if batch.isEqual(name, "grpc-timeout") {
                    timeout = field.value
                } else if batch.isEqual(name, "grpc-encoding") {
                    encoding = field.value
                } else if batch.isEqual(name, "grpc-status") {
                    grpcStatus = field.value
                } else if batch.isEqual(name, "grpc-message") {
                    grpcMessage = field.value
                } else if batch.isEqual(name, "grpc-status-details-bin") {
                    statusDetails = field.value
                }
            case UInt8(ascii: "c") where batch.isEqual(name, "content-type"): contentType = field.value
            case UInt8(ascii: "t") where batch.isEqual(name, "te"): break
            case UInt8(ascii: "u") where batch.isEqual(name, "user-agent"): break
            default: appendMetadata(batch, field)
            }
        }
    }

    private mutating func appendMetadata(_ batch: HTTP2Batch, _ field: HTTP2Field) {
        let name = batch.text(field.name)
        guard name.hasSuffix("-bin") else {
            metadata.append(received: name, value: Array(batch.bytes[field.value]))
            return
        }
        for part in batch.bytes[field.value].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            guard let value = Base64.decode(part) else {
                malformed = malformed ?? name
                return
            }
            metadata.append(received: name, value: value)
        }
    }
}

extension HTTP2Batch {
    func hasPrefix(_ range: Range<Int>, _ prefix: StaticString) -> Bool {
        range.count >= prefix.utf8CodeUnitCount
            && isEqual(range.lowerBound..<range.lowerBound + prefix.utf8CodeUnitCount, prefix)
    }
}
