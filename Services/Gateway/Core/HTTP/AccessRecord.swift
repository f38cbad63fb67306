import ClientProtocol

/// One request and its answer, as the access log tells of them. The query and the body are left out: they are the player's.
package struct AccessRecord: Sendable {
    package enum Format: String, CaseIterable, Sendable {
        case off
        /// The Common Log Format: `address - - [time] "request" status bytes`.
        case common
        /// One object a line.
        case json
    }

    /// Of the request, as the answer names it.
    package var id: String
    /// The player's, as far as it is known.
    package var address: String
    /// `nil`: the request could not be read.
    package var request: Request?
    package var status: Int
    /// Of the answer's body.
    package var bytes: Int
    /// From the whole request to the answer.
    package var milliseconds: Int64

    package struct Request: Sendable {
        package var method: String
        package var path: String
        package var isHTTP11: Bool

        package init(method: String, path: String, isHTTP11: Bool) {
            self.method = method
            self.path = path
            self.isHTTP11 = isHTTP11
        }
    }

    package init(id: String, address: String, request: Request?, status: Int, bytes: Int, milliseconds: Int64) {
        self.id = id
        self.address = address
        self.request = request
        self.status = status
        self.bytes = bytes
        self.milliseconds = milliseconds
    }

    /// One line, with its end.
    /// - Parameters:
    ///   - seconds: Since 1970.
    ///   - time: The same, as JSON has it: `2026-01-31T12:00:00.000Z`.
    package func line(_ format: Format, seconds: UInt64, time: String) -> [UInt8] {
        switch format {
        case .off: return []
        case .common:
            let request = request.map {
                "\(Self.escaped($0.method)) \(Self.escaped($0.path)) HTTP/1.\($0.isHTTP11 ? 1 : 0)"
            }
            let who = address.isEmpty ? "-" : address
            return Array(
                "\(who) - - [\(Self.date(seconds))] \"\(request ?? "-")\" \(status) \(bytes)\n".utf8)
        case .json:
            var line = JSONWriter.object { json in
                json.member("time", time)
                json.member("request", id)
                json.member("address", address)
                json.member("method", request?.method)
                json.member("path", request?.path)
                json.member("status", status)
                json.member("bytes", bytes)
                json.member("ms", milliseconds)
            }
            line.append(UInt8(ascii: "\n"))
            return line
        }
    }

    /// `29/Nov/2026:23:25:38 +0000`, of the parts of `Sun, 29 Nov 2026 23:25:38 GMT`.
    private static func date(_ seconds: UInt64) -> String {
        let parts = HTTPDate(secondsSince1970: seconds).description.split(separator: " ")
        guard parts.count == 6 else { return "-" }
        return "\(parts[1])/\(parts[2])/\(parts[3]):\(parts[4]) +0000"
    }

    /// Visible ASCII but for quotes and backslashes stays; every other byte is written as `\xNN`, as Apache does.
    private static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if (0x21...0x7E).contains(byte), byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                bytes.append(byte)
            } else {
                bytes += Array("\\x\(hexadecimal([byte]))".utf8)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Names of requests, for answers and logs: one that a trusted proxy gave, else one of our own.
package enum RequestName {
    /// 1 to 64 letters, digits, dots, dashes and underscores: nothing that a log or a header could misread.
    package static func isValid(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy {
                $0.isDigit || $0.isLetter || [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_")].contains($0)
            }
    }
}
