import Foundation

/// Texts that tests make, each held against a file that somebody has read and kept.
package enum GoldenFile {
    /// Set to 1 to write the files anew. A test whose file that changes fails all the same: read the difference, then run
    /// again without.
    package static let rewriteVariable = "REWRITE_TRANSCRIPTS"

    /// - Parameters:
    ///   - text: What the test made; whole lines.
    ///   - path: Where the kept text is.
    ///   - command: What rewrites it, without the variable.
    /// - Returns: `nil` when the two are the same; else a text for a person: where they differ, and what to do.
    package static func difference(of text: String, from path: String, command: String) -> String? {
        let kept = try? String(contentsOfFile: path, encoding: .utf8)
        guard kept != text else { return nil }
        let name = URL(fileURLWithPath: path).lastPathComponent
        guard ProcessInfo.processInfo.environment[rewriteVariable] == "1" else {
            let advice = "read the change; if it is right: \(rewriteVariable)=1 \(command)"
            guard let kept else { return "\(name) is missing; \(advice)" }
            return "\(name) differs (- kept, + now):\n\(listing(from: kept, to: text))\n\(advice)"
        }
        do {
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        } catch { return "\(name) could not be written: \(error)" }
        return
            "\(name) was \(kept == nil ? "made" : "rewritten"): read it with git diff, then test again without \(rewriteVariable)"
    }

    /// The lines that differ, with two lines around them; at most 60 lines.
    private static func listing(from kept: String, to text: String) -> String {
        let old = kept.split(separator: "\n", omittingEmptySubsequences: false)
        let new = text.split(separator: "\n", omittingEmptySubsequences: false)
        var removed: Set<Int> = []
        var added: Set<Int> = []
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var lines: [(text: String, isChange: Bool)] = []
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if removed.contains(left) {
                lines.append(("- \(old[left])", true))
                left += 1
            } else if added.contains(right) {
                lines.append(("+ \(new[right])", true))
                right += 1
            } else {
                lines.append(("  \(old[left])", false))
                left += 1
                right += 1
            }
        }
        let shown = lines.indices.filter { position in
            lines[max(0, position - 2)...min(lines.count - 1, position + 2)].contains { $0.isChange }
        }
        var result: [String] = []
        for (place, position) in shown.prefix(60).enumerated() {
            if place > 0, shown[place - 1] != position - 1 { result.append("  …") }
            result.append(lines[position].text)
        }
        if shown.count > 60 { result.append("  … and more") }
        return result.joined(separator: "\n")
    }
}
