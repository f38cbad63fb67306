package import Logging
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// One line a log event on standard error: `2026-01-31T12:00:00.000Z notice consensus: became leader raft.term=7`, or as
/// ``LogFormat`` says.
///
/// A line of up to 4 096 bytes is one `write(2)`, so lines of several processes on one pipe never mix. Control characters in data are
/// escaped: nobody forges a line by choosing a name.
package struct LineLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    private let label: String
    private let format: LogFormat

    package init(label: String, level: Logger.Level, format: LogFormat = .text) {
        self.label = label
        self.logLevel = level
        self.format = format
        LineOutput.standardError.use(format)
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var all = metadata
        if let extra = event.metadata { all.merge(extra) { _, new in new } }
        if let error = event.error { all[LogKey.error.rawValue] = "\(error)" }
        let pairs = all.sorted { $0.key < $1.key }.map { (key: $0.key, value: "\($0.value)") }
        LineOutput.standardError.emit(
            format.line(
                "\(event.message)", level: "\(event.level)", label: label, metadata: pairs, at: Timestamp.now()))
    }

    /// Escapes what would end a line, move a terminal's cursor, or show text in another order than it is written in: the control
    /// characters C0, DEL and C1 (U+0085 is a new line to some readers), line and paragraph separators, bidirectional controls.
    package static func escape(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
        return text.unicodeScalars.map { isUnsafe($0) ? "\\u{\(String($0.value, radix: 16))}" : String($0) }.joined()
    }

    static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    static func quote(_ text: String) -> String {
        text.isEmpty || text.contains(" ")
            ? "\"\(text.replacing("\"", with: "\\\""))\"" : text
    }
}

/// Lines for a file descriptor whose reader may have stopped: a full pipe, a stopped terminal. Then lines are lost and counted, and
/// nobody waits: event loops log.
final class LineOutput: Sendable {
    static let standardError = LineOutput(descriptor: 2)

    /// `PIPE_BUF` of Linux: a pipe that `poll` calls writable takes so many bytes at once.
    private static let piece = 4_096

    private struct State {
        /// Lines lost since the last that was written.
        var lost = 0
        var format = LogFormat.text
    }

    private let descriptor: Int32
    private let state = Mutex(State())

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// - Parameter format: Of the word about lost lines.
    func use(_ format: LogFormat) { state.withLock { $0.format = format } }

    func emit(_ line: String) {
        state.withLock { state in
            if state.lost > 0 {
                guard put(state.format.lostLines(state.lost, at: Timestamp.now())) else {
                    state.lost += 1
                    return
                }
                state.lost = 0
            }
            if !put(line) { state.lost += 1 }
        }
    }

    /// - Returns: Whether all of it was written.
    private func put(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var written = 0
            while written < bytes.count {
                var state = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                guard unsafe poll(&state, 1, 0) == 1, state.revents & Int16(POLLOUT) != 0 else { return false }
                let length = min(Self.piece, bytes.count - written)
                let count = unsafe write(descriptor, bytes.baseAddress.map { unsafe $0 + written }, length)
                if count > 0 { written += count } else if errno != EINTR { return false }
            }
            return true
        }
    }
}

/// UTC to the millisecond, without Foundation.
package enum Timestamp {
    package static func now() -> String {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        var seconds = time.tv_sec
        var parts = tm()
        unsafe gmtime_r(&seconds, &parts)
        func pad(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(pad(Int(parts.tm_year) + 1900, 4))-\(pad(Int(parts.tm_mon) + 1, 2))-\(pad(Int(parts.tm_mday), 2))"
            + "T\(pad(Int(parts.tm_hour), 2)):\(pad(Int(parts.tm_min), 2)):\(pad(Int(parts.tm_sec), 2))"
            + ".\(pad(time.tv_nsec / 1_000_000, 3))Z"
    }
}
