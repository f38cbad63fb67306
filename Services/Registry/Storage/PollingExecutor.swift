internal import Glibc
import Synchronization

/// A thread that runs an actor's jobs and, between them, waits in `poll(2)` on one file descriptor and one deadline.
///
/// A library that owns a socket and may replace it any time, as libpq does, can so be used by an actor without a hop
/// and without a foreign descriptor in an event loop. `watched`, `deadline` and `onWake` belong to the thread.
final class PollingExecutor: SerialExecutor, @unchecked Sendable {
    enum Wake { case readable, deadline }

    /// Watched for reading between jobs; -1 for none.
    var watched: Int32 = -1
    /// When to call `onWake` at the latest; `nil` for never. Cleared by the call.
    var deadline: ContinuousClock.Instant?
    /// Called on the thread, between jobs.
    var onWake: ((Wake) -> Void)?

    private struct Inbox {
        var jobs: [UnownedJob] = []
        var isStopped = false
    }

    private let inbox = Mutex(Inbox())
    /// A pipe: a byte written to its end wakes the thread.
    private let wakeUp: (reader: Int32, writer: Int32)
    private let threadID = Mutex<pthread_t?>(nil)

    init() {
        var ends: [Int32] = [-1, -1]
        precondition(unsafe pipe(&ends) == 0, "no pipe: error \(errno)")
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        wakeUp = (ends[0], ends[1])
        var thread = pthread_t()
        let start = unsafe Unmanaged.passRetained(self).toOpaque()
        let result = unsafe pthread_create(
            &thread, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                unsafe Unmanaged<PollingExecutor>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, start)
        precondition(result == 0, "no thread: error \(result)")
        pthread_detach(thread)
    }

    deinit {
        close(wakeUp.reader)
        close(wakeUp.writer)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let wasEmpty = inbox.withLock { inbox in
            inbox.jobs.append(job)
            return inbox.jobs.count == 1
        }
        if wasEmpty { wake() }
    }

    func checkIsolated() {
        precondition(isIsolatingCurrentContext() == true, "not on the thread of this executor")
    }

    func isIsolatingCurrentContext() -> Bool? {
        threadID.withLock { thread in thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
    }

    /// The thread ends once it has run what it was given. No job may come after.
    func stop() {
        inbox.withLock { $0.isStopped = true }
        wake()
    }

    private func wake() {
        // EAGAIN: the pipe is full, so the thread wakes anyway.
        _ = unsafe write(wakeUp.writer, [1] as [UInt8], 1)
    }

    private func run() {
        threadID.withLock { $0 = pthread_self() }
        while true {
            let (jobs, isStopped) = inbox.withLock { inbox in
                defer { inbox.jobs.removeAll() }
                return (inbox.jobs, inbox.isStopped)
            }
            for job in jobs {
                unsafe job.runSynchronously(on: asUnownedSerialExecutor())
            }
            if jobs.isEmpty && isStopped { return }
            if jobs.isEmpty { waitForWork() }
        }
    }

    private func waitForWork() {
        var entries = [
            pollfd(fd: wakeUp.reader, events: Int16(POLLIN), revents: 0),
            pollfd(fd: watched, events: Int16(POLLIN), revents: 0),
        ]
        let timeout = deadline.map { milliseconds(until: $0) } ?? -1
        let ready = unsafe poll(&entries, 2, timeout)
        precondition(ready >= 0 || errno == EINTR, "poll failed: error \(errno)")
        if ready > 0 && entries[0].revents != 0 {
            var bytes = [UInt8](repeating: 0, count: 64)
            _ = unsafe read(wakeUp.reader, &bytes, bytes.count)
        }
        if ready > 0 && entries[1].revents != 0 { onWake?(.readable) }
        if let deadline, deadline <= .now {
            self.deadline = nil
            onWake?(.deadline)
        }
    }
}
