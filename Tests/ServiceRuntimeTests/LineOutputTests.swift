import Glibc
import Testing

@testable import Observability

@Suite struct LineOutputTests {
    @Test("a reader that has stopped costs lines and no time; they are counted when it reads again")
    func blockedReader() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        let output = LineOutput(descriptor: ends[1])
        let line = String(repeating: "x", count: 999) + "\n"
        // Far more than a pipe holds: this would never return if it waited.
        for _ in 0..<1_000 { output.emit(line) }
        let before = read(ends[0])
        let kept = before.split(separator: "\n").count
        #expect(kept > 10 && kept < 1_000)
        #expect(before.hasPrefix(line))
        output.emit("after\n")
        let after = read(ends[0])
        #expect(after.contains("count=\(1_000 - kept)"))
        #expect(after.hasSuffix("\nafter\n"))
    }

    @Test("a line longer than a pipe takes at once arrives whole")
    func longLine() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        let line = String(repeating: "y", count: 20_000) + "\n"
        LineOutput(descriptor: ends[1]).emit(line)
        #expect(read(ends[0]) == line)
    }

    @Test(
        "no text ends a line, moves a cursor or turns the order of what follows",
        arguments: [
            0x00, 0x0A, 0x0D, 0x1B, 0x1F, 0x7F, 0x80, 0x85, 0x9B, 0x9F, 0x061C, 0x200E, 0x2028, 0x2029, 0x202E, 0x2066,
        ])
    func unsafeText(value: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(value))
        #expect(LineLogHandler.escape("a\(scalar)b") == "a\\u{\(String(value, radix: 16))}b")
    }

    @Test("other text stays as it is", arguments: ["", "plain", "Zoë", "नमस्ते", "👨‍👩‍👧", "a\u{A0}b", "می‌خواهم"])
    func harmlessText(text: String) {
        #expect(LineLogHandler.escape(text) == text)
    }

    /// All that is in the pipe now.
    private func read(_ descriptor: Int32) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while poll(&state, 1, 0) == 1 {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
