import ConsensusCore
import TestSupport

/// What happened in a scenario, line by line; compared with the transcript that stands in `Fixtures/`.
struct Transcript {
    /// What a line is about; in an abridged part all but `other` is counted only.
    enum Matter: String { case heartbeats, answers, messages, writes, commands, other }

    private(set) var lines: [String] = []
    /// Counts what is not ``Matter/other`` instead of writing it.
    var isAbridged = false {
        didSet { if !isAbridged { flush() } }
    }
    private var unwritten: [(name: String, count: Int)] = []

    /// One line, at `now`.
    mutating func write(_ line: String, _ matter: Matter, at now: Milliseconds) {
        if isAbridged && matter != .other { return count(matter) }
        if !isAbridged { flush() }
        lines.append("\(padded(now)) | \(line)")
    }

    private func padded(_ number: Milliseconds) -> String {
        let digits = String(number)
        return String(repeating: " ", count: max(0, 6 - digits.count)) + digits
    }

    /// An event that gets no line of its own.
    mutating func count(_ matter: Matter) {
        if let position = unwritten.firstIndex(where: { $0.name == matter.rawValue }) {
            unwritten[position].count += 1
        } else {
            unwritten.append((matter.rawValue, 1))
        }
    }

    /// A heading.
    mutating func note(_ text: String) {
        flush()
        if lines.last?.isEmpty == false { lines.append("") }
        lines.append("-- \(text)")
    }

    /// Writes how much was only counted.
    private mutating func flush() {
        guard !unwritten.isEmpty else { return }
        let list = unwritten.map { "\($0.count) \($0.name)" }.joined(separator: ", ")
        lines.append("     … | \(list)")
        unwritten = []
    }

    /// How it differs from the stored transcript of the scenario with this name; `nil`: not at all.
    /// - Parameter kind: The folder of the transcript, such as "Election" for those of `ElectionScenarios.swift`.
    mutating func difference(fromThatOf name: String, of kind: String) -> String? {
        flush()
        let text = "\(name)\n\n\(lines.joined(separator: "\n"))\n"
        return GoldenFile.difference(
            of: text, from: Self.path(of: name, kind), command: "scripts/swift-test release --filter Scenarios")
    }

    private static func path(of name: String, _ kind: String) -> String {
        let file = name.filter { $0 != "'" }.map { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "×" ? $0 : " " }
        let words = String(file).split(separator: " ").joined(separator: "-")
        let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        return "/\(folder)/Fixtures/\(kind)/\(words).txt"
    }
}
