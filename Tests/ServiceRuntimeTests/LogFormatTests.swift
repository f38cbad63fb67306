import Foundation
import Testing

@testable import Observability

@Suite("Formats of the log")
struct LogFormatTests {
    private func line(_ format: LogFormat, _ value: String = "7") -> String {
        format.line(
            "became \"leader\"", level: "notice", label: "consensus", metadata: [(key: "raft.term", value: value)],
            at: "2026-01-31T12:00:00.000Z")
    }

    @Test("text is for people")
    func text() {
        #expect(
            line(.text) == "2026-01-31T12:00:00.000Z notice consensus: became \"leader\" raft.term=7\n")
    }

    @Test(
        "JSON is one object a line, whatever is told",
        arguments: ["7", "", "a b", "\"", "\\", "line\nend", "\u{1B}[2J", "\u{202E}", "Zoë 👨‍👩‍👧", "\u{0}"])
    func json(value: String) throws {
        let text = line(.json, value)
        #expect(text.hasSuffix("}\n") && text.filter { $0 == "\n" }.count == 1)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(object["time"] as? String == "2026-01-31T12:00:00.000Z")
        #expect(object["level"] as? String == "notice" && object["service"] as? String == "consensus")
        #expect(object["message"] as? String == "became \"leader\"")
        #expect(object["data"] as? [String: String] == ["raft.term": value])
        #expect(!text.unicodeScalars.dropLast().contains { LineLogHandler.isUnsafe($0) })
    }

    @Test("lost lines are told in the same format")
    func lost() throws {
        let text = LogFormat.json.lostLines(3, at: "2026-01-31T12:00:00.000Z")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(object["data"] as? [String: String] == ["count": "3"])
        #expect(
            LogFormat.text.lostLines(3, at: "T")
                == "\nT warning log: lines were lost, the reader had stopped count=3\n")
    }
}
