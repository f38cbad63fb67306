import Dispatch
package import GatewayCore
import Metrics
import Observability
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Writes a line a request on a thread of its own: whoever reads the lines slowly, or not at all, holds up no player. Lines for
/// which there is no room, or that cannot be written, are lost and counted.
package final class AccessLog: Sendable {
    /// Bytes that may wait to be written.
    private static let room = 1 << 20

    private struct State {
        var waiting: [UInt8] = []
        var isWriting = false
        var lost = 0
    }

    private let format: AccessRecord.Format
    private let descriptor: Int32
    private let state = Mutex(State())
    private let lostLines = Counter(label: "snaketron_gateway_access_log_lost_total")
    private let queue = DispatchQueue(label: "snaketron.access-log")

    /// - Parameter descriptor: Standard output, or what a test reads.
    package init?(_ format: AccessRecord.Format, descriptor: Int32 = 1) {
        guard format != .off else { return nil }
        self.format = format
        self.descriptor = descriptor
    }

    /// Lines lost so far.
    package var lost: Int { state.withLock { $0.lost } }

    package func write(_ record: AccessRecord) {
        let line = record.line(format, seconds: Self.secondsSince1970(), time: Timestamp.now())
        let mustStart = state.withLock { state in
            guard state.waiting.count + line.count <= Self.room else {
                state.lost += 1
                lostLines.increment()
                return false
            }
            state.waiting += line
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if mustStart { queue.async { self.writeAll() } }
    }

    /// Waits until all is written, a second at most.
    package func finish() async {
        for _ in 0..<100 {
            guard state.withLock({ $0.isWriting }) else { return }
            try? await Task.sleep(for: .milliseconds(10))
        }
    }

    private func writeAll() {
        while true {
            let bytes = state.withLock { state -> [UInt8] in
                defer { state.waiting = [] }
                if state.waiting.isEmpty { state.isWriting = false }
                return state.waiting
            }
            guard !bytes.isEmpty else { return }
            put(bytes)
        }
    }

    private static func secondsSince1970() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UInt64(max(0, time.tv_sec))
    }

    private func put(_ bytes: [UInt8]) {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress, buffer.count)
            }
            if count > 0 {
                written += count
            } else if errno == EAGAIN {
                var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&wait, 1, 1_000)
            } else if errno != EINTR {
                // Nobody reads any more, or the disk is full.
                let lines = bytes[written...].count { $0 == UInt8(ascii: "\n") }
                state.withLock { $0.lost += lines }
                lostLines.increment(by: lines)
                return
            }
        }
    }
}
