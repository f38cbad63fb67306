import ClientProtocol

/// Why a request is refused: a status, and a body for the client.
package struct HTTPRefusal: Error, Sendable, Equatable {
    package let status: Int
    package let code: String
    package let message: String
    /// Seconds, for `Retry-After`.
    package let retryAfter: Int?

    /// The refusals of requests that break the rules of HTTP, or its limits.
    package static let statuses = [400, 408, 413, 414, 417, 431, 501, 505]

    package init(_ status: Int, _ code: String, _ message: String, retryAfter: Int? = nil) {
        self.status = status
        self.code = code
        self.message = message
        self.retryAfter = retryAfter
    }

    static func bad(_ message: String) -> HTTPRefusal { HTTPRefusal(400, "bad_request", message) }
}

/// The limits of one request (docs/guide/protocol.md, section 1).
package enum HTTPLimit {
    /// Bytes of the target.
    package static let target = 8 * 1024
    /// Bytes of one line of the head.
    package static let line = 8 * 1024
    /// Bytes of the request line and all fields but `Cookie`.
    package static let head = 16 * 1024
    /// Fields of a head, and of a trailer.
    package static let fields = 64
    /// Bytes of `Cookie`, which is not read and not kept.
    package static let cookies = 256 * 1024
    /// Bytes of the content.
    package static let body = 16 * 1024
    /// Bytes of the lines between chunks, with their extensions.
    static let chunkLines = 16 * 1024
    /// Bytes that are kept before they are looked at. A connection is read when all that came has been looked at, so this
    /// is passed only by who sends on and then ends its half; what is beyond is thrown away.
    package static let inbox = 64 * 1024
}

/// One request, whole.
package struct HTTPMessage: Sendable, Equatable {
    package let method: String
    /// Without the query; of a target in absolute form the path alone.
    package let path: String
    package let query: String?
    /// False for HTTP/1.0.
    package let isHTTP11: Bool
    /// Of the target in absolute form, else of `Host`; `nil`: HTTP/1.0 without one.
    package let host: String?
    /// All but `Cookie`.
    package let fields: HTTPFields
    /// The sender lets the connection stay open.
    package let keepsAlive: Bool
    package internal(set) var body: [UInt8] = []
}

/// Cuts a stream of bytes into requests (RFC 9112), one at a time. Bytes after a request stay as they came until the next one
/// is asked for. Stricter than it must be where parsers are known to disagree: a line ends with CR LF, nothing is folded,
/// lengths are not repeated.
struct HTTPRequestParser: ~Copyable {
    enum Step: Equatable {
        case needsBytes
        /// The sender waits for `100 Continue` before it sends the content. Told once a request.
        case expectsContinue
        case request(HTTPMessage)
        /// Nothing after this can be understood.
        case refused(HTTPRefusal)
    }

    private enum Stage {
        case requestLine
        case fields
        /// Inside a `Cookie` line; `true`: the last byte was CR.
        case cookie(Bool)
        case content(Int)
        case chunkSize
        case chunk(Int)
        case chunkEnd
        case trailer
        case failed(HTTPRefusal)
    }

    private struct Target {
        var path = ""
        var query: String?
        var authority: String?
    }

    private var inbox: [UInt8] = []
    private var position = 0
    /// The bytes before this hold no LF.
    private var scanned = 0
    private(set) var hasOverflowed = false

    private var stage = Stage.requestLine
    private var method = ""
    private var target = Target()
    private var minorVersion = 1
    private var fields = HTTPFields()
    private var headBytes = 0
    private var fieldCount = 0
    private var cookieBytes = 0
    private var chunkLineBytes = 0
    private var awaitsContinue = false
    private var message: HTTPMessage?

    /// Bytes that have not been looked at.
    var waitingBytes: Int { inbox.count - position }

    /// A request has begun and is not complete.
    var isInside: Bool {
        if case .requestLine = stage { return waitingBytes > 0 }
        return true
    }

    mutating func receive(_ bytes: some Collection<UInt8>) {
        guard !hasOverflowed else { return }
        if position > 0 {
            inbox.removeSubrange(..<position)
            scanned -= position
            position = 0
        }
        let room = HTTPLimit.inbox - inbox.count
        hasOverflowed = bytes.count > room
        inbox.append(contentsOf: bytes.prefix(room))
    }

    /// The bytes that arrived and were not read; nothing is kept.
    mutating func takeRest() -> [UInt8] {
        defer { forget() }
        return Array(inbox[position...])
    }

    /// Gives the memory back.
    mutating func forget() {
        inbox = []
        position = 0
        scanned = 0
    }

    mutating func next() -> Step {
        do throws(HTTPRefusal) {
            while true {
                if let step = try advance() {
                    if case .request = step { startOver() }
                    return step
                }
            }
        } catch {
            stage = .failed(error)
            forget()
            return .refused(error)
        }
    }

    private mutating func startOver() {
        stage = .requestLine
        fields = HTTPFields()
        message = nil
        (headBytes, fieldCount, cookieBytes, chunkLineBytes) = (0, 0, 0, 0)
        if position == inbox.count {
            if inbox.capacity > 4096 { inbox = [] } else { inbox.removeAll(keepingCapacity: true) }
            position = 0
            scanned = 0
        }
    }

    /// One step; `nil`: there is more to do.
    private mutating func advance() throws(HTTPRefusal) -> Step? {
        switch stage {
        case .requestLine:
            guard let line = try takeLine(tooLong: HTTPRefusal(414, "target_too_long", Self.targetTooLong)) else {
                return .needsBytes
            }
            if line.isEmpty { return nil }  // RFC 9112 section 2.2: an empty line before a request is passed over
            try parseRequestLine(line)
            stage = .fields
        case .fields:
            if startsWithCookie() {
                stage = .cookie(false)
                fieldCount += 1
                return nil
            }
            guard let line = try takeLine(tooLong: Self.headTooLarge) else { return .needsBytes }
            if line.isEmpty { return try headIsComplete() }
            let (name, value) = try parseField(line)
            fields.append(name: name, value: value)
        case .cookie(let afterCR): return try skipCookie(afterCR: afterCR)
        case .content(let missing):
            let taken = take(missing)
            stage = .content(missing - taken)
            return missing == taken ? finished() : waitForContent()
        case .chunkSize:
            guard let line = try takeLine(tooLong: .bad("The line of a chunk's size is too long.")) else {
                return waitForContent()
            }
            try parseChunkSize(line)
        case .chunk(let missing):
            let taken = take(missing)
            guard missing == taken else {
                stage = .chunk(missing - taken)
                return .needsBytes
            }
            stage = .chunkEnd
        case .chunkEnd:
            guard waitingBytes >= 2 else { return .needsBytes }
            guard inbox[position] == 0x0D, inbox[position + 1] == 0x0A else {
                throw .bad("A chunk is longer than it says.")
            }
            position += 2
            scanned = position
            stage = .chunkSize
        case .trailer:
            guard let line = try takeLine(tooLong: Self.headTooLarge) else { return .needsBytes }
            if line.isEmpty { return finished() }
            _ = try parseField(line)  // nothing in a trailer is of use here
        case .failed(let refusal): return .refused(refusal)
        }
        return nil
    }

    // MARK: Lines

    /// The next line, without its CR LF. `nil`: it is not complete.
    private mutating func takeLine(tooLong: HTTPRefusal) throws(HTTPRefusal) -> ArraySlice<UInt8>? {
        while scanned < inbox.count, inbox[scanned] != 0x0A { scanned += 1 }
        let length = scanned - position
        guard length <= HTTPLimit.line else { throw tooLong }
        guard scanned < inbox.count else { return nil }
        guard length > 0, inbox[scanned - 1] == 0x0D else { throw .bad("A line ends with CR and LF.") }
        let line = inbox[position..<scanned - 1]
        scanned += 1
        position = scanned
        switch stage {
        case .chunkSize:
            chunkLineBytes += length
            guard chunkLineBytes <= HTTPLimit.chunkLines else { throw .bad("The chunks are too small.") }
        default:
            headBytes += length + 1
            guard headBytes <= HTTPLimit.head else { throw Self.headTooLarge }
        }
        return line
    }

    private static let targetTooLong = "A target has at most \(HTTPLimit.target) bytes."
    private static let headTooLarge = HTTPRefusal(
        431, "head_too_large",
        "A head has at most \(HTTPLimit.fields) fields, \(HTTPLimit.line) bytes a line and \(HTTPLimit.head) in all.")

    private mutating func parseRequestLine(_ line: ArraySlice<UInt8>) throws(HTTPRefusal) {
        guard let methodEnd = line.firstIndex(of: 0x20), methodEnd > line.startIndex,
            line[..<methodEnd].allSatisfy(\.isTokenCharacter),
            let targetEnd = line[(methodEnd + 1)...].firstIndex(of: 0x20)
        else { throw .bad("That is not HTTP/1.1.") }
        try parseVersion(line[(targetEnd + 1)...])
        method = String(decoding: line[..<methodEnd], as: UTF8.self)
        try parseTarget(line[(methodEnd + 1)..<targetEnd])
    }

    private mutating func parseVersion(_ bytes: ArraySlice<UInt8>) throws(HTTPRefusal) {
        let version = Array(bytes)
        guard version.count == 8, version.starts(with: "HTTP/".utf8), version[5].isDigit, version[7].isDigit,
            version[6] == UInt8(ascii: ".")
        else { throw .bad("That is not HTTP/1.1.") }
        guard version[5] == UInt8(ascii: "1") else {
            throw HTTPRefusal(505, "unsupported_version", "This server speaks HTTP/1.1.")
        }
        minorVersion = Int(version[7] - 0x30)
    }

    /// RFC 9112 section 3.2.
    private mutating func parseTarget(_ bytes: ArraySlice<UInt8>) throws(HTTPRefusal) {
        guard bytes.count <= HTTPLimit.target else { throw HTTPRefusal(414, "target_too_long", Self.targetTooLong) }
        guard method != "CONNECT" else {
            throw HTTPRefusal(501, "not_implemented", "This server is no proxy.")
        }
        guard !bytes.isEmpty, bytes.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }) else {
            throw .bad("The target holds a character that must be written as %XX.")
        }
        var rest = bytes
        target = Target()
        for scheme in ["http://", "https://"]
        where rest.count > scheme.utf8.count
            && rest.prefix(scheme.utf8.count).lazy.map(\.lowercasedASCII).elementsEqual(scheme.utf8)
        {
            rest.removeFirst(scheme.utf8.count)
            let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
            guard HTTPAuthority.isValid(rest[..<end]) else { throw .bad("The target names no host.") }
            target.authority = String(decoding: rest[..<end], as: UTF8.self)
            rest = rest[end...]
            break
        }
        let query = rest.firstIndex(of: UInt8(ascii: "?"))
        target.path = String(decoding: rest[..<(query ?? rest.endIndex)], as: UTF8.self)
        target.query = query.map { String(decoding: rest[($0 + 1)...], as: UTF8.self) }
        if target.authority != nil, target.path.isEmpty { target.path = "/" }
        guard target.path.utf8.first == UInt8(ascii: "/") || (target.path == "*" && target.query == nil) else {
            throw .bad("A target begins with a slash.")
        }
    }

    private mutating func parseField(
        _ line: ArraySlice<UInt8>
    ) throws(HTTPRefusal) -> (name: ArraySlice<UInt8>, value: ArraySlice<UInt8>) {
        fieldCount += 1
        guard fieldCount <= HTTPLimit.fields else { throw Self.headTooLarge }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
            line[..<colon].allSatisfy(\.isTokenCharacter), line[(colon + 1)...].allSatisfy(\.isFieldContent)
        else { throw .bad("A field is a name, a colon and a value.") }
        return (line[..<colon], line[(colon + 1)...].trimmingBlanks())
    }

    private func startsWithCookie() -> Bool {
        guard waitingBytes >= 7 else { return false }
        return inbox[position..<position + 7].lazy.map(\.lowercasedASCII).elementsEqual("cookie:".utf8)
    }

    /// The fields are awaited whole, but the first bytes tell whether this is one to be passed over.
    private mutating func skipCookie(afterCR: Bool) throws(HTTPRefusal) -> Step? {
        var afterCR = afterCR
        while position < inbox.count {
            let byte = inbox[position]
            position += 1
            cookieBytes += 1
            if afterCR {
                guard byte == 0x0A else { throw .bad("A line ends with CR and LF.") }
                scanned = position
                guard fieldCount <= HTTPLimit.fields else { throw Self.headTooLarge }
                stage = .fields
                return nil
            }
            afterCR = byte == 0x0D
            guard afterCR || byte.isFieldContent else { throw .bad("A field is a name, a colon and a value.") }
            guard cookieBytes <= HTTPLimit.cookies else { throw Self.headTooLarge }
        }
        scanned = position
        stage = .cookie(afterCR)
        return .needsBytes
    }

    // MARK: The head as a whole

    private mutating func headIsComplete() throws(HTTPRefusal) -> Step? {
        let hosts = fields.values("host")
        // RFC 9112 section 3.2.
        guard hosts.count == 1 || (hosts.isEmpty && minorVersion == 0) else {
            throw .bad("A request has one Host.")
        }
        if let host = hosts.first, !HTTPAuthority.isValid(host.utf8) { throw .bad("Host is not a host.") }
        let connection = fields.list("connection").map { $0.lowercased() }
        let isHTTP11 = minorVersion > 0
        let keepsAlive = !connection.contains("close") && (isHTTP11 || connection.contains("keep-alive"))
        message = HTTPMessage(
            method: method, path: target.path, query: target.query, isHTTP11: isHTTP11,
            host: target.authority ?? hosts.first, fields: fields, keepsAlive: keepsAlive)
        try beginContent(isHTTP11: isHTTP11)
        if case .content(0) = stage { return finished() }
        let expectations = isHTTP11 ? fields.list("expect").map { $0.lowercased() } : []
        guard expectations.allSatisfy({ $0 == "100-continue" }) else {
            throw HTTPRefusal(417, "expectation_failed", "Nothing but 100-continue can be expected.")
        }
        awaitsContinue = !expectations.isEmpty
        return nil
    }

    /// RFC 9112 section 6.
    private mutating func beginContent(isHTTP11: Bool) throws(HTTPRefusal) {
        let lengths = fields.values("content-length")
        let codings = fields.values("transfer-encoding")
        if !codings.isEmpty {
            // Section 6.1: with a length besides, or in HTTP/1.0, the framing counts as faulty.
            guard lengths.isEmpty, isHTTP11 else {
                throw .bad("Transfer-Encoding stands alone, and in HTTP/1.1.")
            }
            guard codings.count == 1, codings[0].lowercased() == "chunked" else {
                throw HTTPRefusal(501, "not_implemented", "The only transfer coding known here is chunked.")
            }
            stage = .chunkSize
            return
        }
        guard let length = lengths.first else {
            stage = .content(0)
            return
        }
        guard lengths.count == 1, !length.isEmpty, length.utf8.allSatisfy(\.isDigit) else {
            throw .bad("Content-Length is one number.")
        }
        guard let count = Int(length), count <= HTTPLimit.body else { throw Self.bodyTooLarge }
        stage = .content(count)
    }

    private static let bodyTooLarge = HTTPRefusal(
        413, "too_large", "A body has at most \(HTTPLimit.body) bytes.")

    // MARK: Content

    private mutating func waitForContent() -> Step {
        guard awaitsContinue, waitingBytes == 0 else { return .needsBytes }
        awaitsContinue = false
        return .expectsContinue
    }

    private mutating func take(_ count: Int) -> Int {
        let taken = min(count, waitingBytes)
        if taken > 0 { awaitsContinue = false }
        message?.body += inbox[position..<position + taken]
        position += taken
        scanned = position
        return taken
    }

    /// `1*HEXDIG [ chunk-ext ]` (RFC 9112 section 7.1). Extensions are passed over.
    private mutating func parseChunkSize(_ line: ArraySlice<UInt8>) throws(HTTPRefusal) {
        awaitsContinue = false
        var rest = line
        var size = 0
        var digits = 0
        while let value = rest.first?.hexadecimalValue {
            rest.removeFirst()
            digits += 1
            size = size << 4 | value
            guard digits <= 8 else { throw Self.bodyTooLarge }
        }
        guard digits > 0, rest.allSatisfy(\.isFieldContent),
            rest.isEmpty || rest.first(where: { !$0.isBlank }) == UInt8(ascii: ";")
        else { throw .bad("A chunk begins with its size.") }
        guard size + (message?.body.count ?? 0) <= HTTPLimit.body else { throw Self.bodyTooLarge }
        if size == 0 { fieldCount = 0 }
        stage = size == 0 ? .trailer : .chunk(size)
    }

    private mutating func finished() -> Step {
        guard let message else { preconditionFailure("the content follows a head") }
        return .request(message)
    }
}

extension ArraySlice<UInt8> {
    /// Without the spaces and tabs around it.
    fileprivate func trimmingBlanks() -> ArraySlice {
        guard let first = firstIndex(where: { !$0.isBlank }), let last = lastIndex(where: { !$0.isBlank }) else {
            return []
        }
        return self[first...last]
    }
}
