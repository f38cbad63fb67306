import Foundation
import Testing

/// Messages as the last release wrote them: bytes that no build of today has made.
@Suite struct ReleasedMessagesTests {
    private static let lines: [String] = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/released")
        let releases = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return releases.flatMap { release in
            let text = (try? String(contentsOf: release.appending(path: "messages.txt"), encoding: .utf8)) ?? ""
            return text.split(separator: "\n").map(String.init)
        }
    }()

    @Test("every message of the last release is read, and loses nothing when it is written again")
    func read() throws {
        #expect(Self.lines.count > 100)
        for line in Self.lines {
            let words = line.split(separator: " ")
            let kind = try #require(
                Golden.all.first { $0.testDescription.hasPrefix("\(words[0]),") }, "no message \(words[0]) any more")
            let bytes = fromHex(String(words[1]))
            #expect(try kind.recode(bytes) == bytes, "\(line)")
        }
    }
}
