import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// SIGTERM, SIGINT and SIGHUP, from the first statement of the process on: as process 1 of a container too, where the kernel drops
/// a signal that has no handler. SIGINT and SIGHUP stay ignored if the caller has them ignored, as `nohup` does.
enum StopSignals {
    private enum Phase {
        /// Nothing is served yet: a signal ends the process at once.
        case starting
        case running(stop: @Sendable () -> Void)
    }

    private static let phase = Mutex(Phase.starting)
    /// Written to by the handler, which may do little else. Unsafe, since a signal handler may take no lock: ``trap(ended:)``
    /// sets it once, before any handler stands, and nothing changes it after.
    nonisolated(unsafe) private static var writeEnd: Int32 = -1
    /// Held for as long as the process lives, and never read. Set once, by the process's first thread alone.
    nonisolated(unsafe) private static var reader: (any DispatchSourceRead)?

    /// - Parameter ended: Called if a signal comes before ``run(stop:)``; then the process exits with 0.
    static func trap(ended: @escaping @Sendable () -> Void) {
        var ends: [Int32] = [0, 0]
        guard unsafe pipe(&ends) == 0 else {
            perror("cannot listen for SIGTERM, no pipe can be had")
            exit(ExitCode.unavailable.rawValue)
        }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        let readEnd = ends[0]
        unsafe writeEnd = ends[1]
        let source = DispatchSource.makeReadSource(fileDescriptor: readEnd, queue: .global(qos: .userInitiated))
        source.setEventHandler {
            var byte: UInt8 = 0
            guard unsafe read(readEnd, &byte, 1) == 1 else { return }
            if case .running(let stop) = phase.withLock({ $0 }) { return stop() }
            ended()
            exit(ExitCode.ok.rawValue)
        }
        source.resume()
        unsafe reader = source
        for number in [SIGTERM, SIGINT, SIGHUP] {
            let old = signal(number) { _ in
                let kept = errno
                var byte: UInt8 = 1
                _ = unsafe write(StopSignals.writeEnd, &byte, 1)
                errno = kept
            }
            // SIG_IGN is 1 as a pointer.
            if number != SIGTERM, unsafe unsafeBitCast(old, to: Int.self) == 1 { signal(number, SIG_IGN) }
        }
    }

    /// From here on a signal calls `stop`, each time.
    static func run(stop: @escaping @Sendable () -> Void) {
        phase.withLock { $0 = .running(stop: stop) }
    }
}
