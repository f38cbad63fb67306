import Foundation
import GameCore
import Testing

/// The golden frames of docs/guide/protocol.md, section 6, as that page prints them: decoder and encoder agree with each.
@Suite("The page of the protocol")
struct ProtocolPageTests {
    private struct Vector {
        let kind: String
        /// What the frame says; "refused" for bytes that are none.
        let meaning: String
        var bytes: [UInt8] = []
    }

    /// A line without indentation is `kind: meaning`; indented ones are hexadecimal, up to two spaces in a row.
    private static func vectors() throws -> [Vector] {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("docs/guide/protocol.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let block = try #require(
            text.components(separatedBy: "```golden\n").last?.components(separatedBy: "\n```").first)
        var vectors: [Vector] = []
        for line in block.split(separator: "\n") {
            if line.hasPrefix("  ") {
                let hex = line.dropFirst(2).components(separatedBy: "  ")[0].filter { $0 != " " }
                let digits = try hex.map { try #require($0.hexDigitValue) }
                try #require(digits.count % 2 == 0 && !vectors.isEmpty, "\(line)")
                vectors[vectors.count - 1].bytes += stride(from: 0, to: digits.count, by: 2).map {
                    UInt8(digits[$0] * 16 + digits[$0 + 1])
                }
            } else {
                let parts = line.components(separatedBy: ": ")
                try #require(parts.count == 2, "\(line)")
                vectors.append(Vector(kind: parts[0], meaning: parts[1]))
            }
        }
        return vectors
    }

    @Test("each golden frame decodes to what the page says and is encoded to its bytes; each refused one is refused")
    func golden() throws {
        let vectors = try Self.vectors()
        for vector in vectors {
            if vector.meaning == "refused" {
                #expect(throws: CodecError.self, "\(vector)") { try Self.read(vector) }
            } else {
                let (kind, meaning, again) = try Self.read(vector)
                #expect(kind == vector.kind && meaning == vector.meaning)
                #expect(again == vector.bytes, "\(vector.kind): \(vector.meaning)")
            }
        }
        let told = Set(vectors.filter { $0.meaning != "refused" }.map(\.kind))
        #expect(told == ["Varint", "Turn", "Boost", "Ack", "Update", "Snapshot"])
        #expect(vectors.count { $0.meaning == "refused" } >= 10)
    }

    /// Kind, meaning, and the bytes that the value is encoded to.
    private static func read(_ vector: Vector) throws -> (String, String, [UInt8]) {
        switch vector.kind {
        case "Varint":
            var reader = ByteReader(vector.bytes)
            let value = try reader.varint()
            try reader.end()
            var writer = ByteWriter()
            writer.putVarint(value)
            return ("Varint", "\(value)", writer.bytes)
        case "Turn", "Boost", "Command":
            let frame = try InputFrame(decoding: vector.bytes)
            let start = "seq \(frame.sequence), match \(frame.matchID), tick \(frame.tick)"
            return switch frame.input {
            case .turn(let way): ("Turn", "\(start), direction \(way.rawValue)", frame.encoded())
            case .boost(let held): ("Boost", "\(start), held \(held ? 1 : 0)", frame.encoded())
            }
        default:
            return switch try ServerFrame(decoding: vector.bytes) {
            case .ack(let frame):
                (
                    "Ack",
                    "match \(frame.matchID), seq \(frame.sequence), outcome \(frame.outcome), tick \(frame.tick), late \(frame.late)",
                    frame.encoded()
                )
            case .update(let frame): ("Update", describe(frame), frame.encoded())
            case .snapshot(let frame):
                (
                    "Snapshot",
                    "match \(frame.matchID), stream \(frame.streamSequence), slot \(frame.slot), mode \(frame.game.rules.mode.rawValue), "
                        + "tick \(frame.game.tick), hash \(hex(frame.game.stateHash))", frame.encoded()
                )
            }
        }
    }

    private static func describe(_ frame: UpdateFrame) -> String {
        let start =
            "match \(frame.matchID), stream \(frame.streamSequence), tick \(frame.tick), hash \(hex(frame.hash))"
        let inputs = frame.inputs.map { input in
            switch input.action {
            case .turn(let way): "input \(input.tick) \(input.slot) \(way.rawValue)"
            case .boost(let held): "boost \(input.tick) \(input.slot) \(held ? 1 : 0)"
            case .leave: "leave \(input.tick) \(input.slot)"
            }
        }
        return ([start] + inputs + frame.food.map { "food \($0.tick) \($0.cell)" }).joined(separator: ", ")
    }

    private static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
