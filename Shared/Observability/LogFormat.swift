/// How lines of a log are written.
package enum LogFormat: String, CaseIterable, Sendable {
    /// For people: time, level, process, message, then `key=value`.
    case text
    /// For collectors: one JSON object a line.
    case json

    func line(
        _ message: String, level: String, label: String, metadata: [(key: String, value: String)], at time: String
    ) -> String {
        switch self {
        case .text:
            var line = "\(time) \(level) \(label): \(LineLogHandler.escape(message))"
            for (key, value) in metadata {
                line += " \(key)=\(LineLogHandler.quote(LineLogHandler.escape(value)))"
            }
            return line + "\n"
        case .json:
            var line = "{"
            JSONText.append("time", time, to: &line)
            JSONText.append("level", level, to: &line)
            JSONText.append("service", label, to: &line)
            JSONText.append("message", message, to: &line)
            if !metadata.isEmpty {
                line += ",\"data\":{"
                for (key, value) in metadata { JSONText.append(key, value, to: &line) }
                line += "}"
            }
            return line + "}\n"
        }
    }

    /// Said before the next line that is written.
    func lostLines(_ count: Int, at time: String) -> String {
        switch self {
        case .text: "\n\(time) warning log: lines were lost, the reader had stopped count=\(count)\n"
        case .json:
            "\n{\"time\":\"\(time)\",\"level\":\"warning\",\"service\":\"log\","
                + "\"message\":\"lines were lost, the reader had stopped\",\"data\":{\"count\":\"\(count)\"}}\n"
        }
    }
}

/// Members of JSON objects that hold text.
package enum JSONText {
    /// Appends `"name":"value"`, after a comma where there is a member before.
    package static func append(_ name: String, _ value: String, to line: inout String) {
        if line.utf8.last != UInt8(ascii: "{") { line += "," }
        quote(name, into: &line)
        line += ":"
        quote(value, into: &line)
    }

    /// As a JSON string (RFC 8259 section 7). What ``LineLogHandler/escape(_:)`` calls unsafe is written as `\uXXXX`.
    package static func quote(_ text: String, into line: inout String) {
        line += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": line += "\\\""
            case "\\": line += "\\\\"
            case _ where LineLogHandler.isUnsafe(scalar):
                let digits = String(scalar.value, radix: 16)
                line += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: line.unicodeScalars.append(scalar)
            }
        }
        line += "\""
    }
}
