import Glibc
import Synchronization

/// Nanoseconds of the monotonic clock.
func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

/// A counting semaphore for threads (never for tasks: it blocks).
///
/// Unchecked: the semaphore is its own lock; it is set up before and torn down after all use.
final class Signal: @unchecked Sendable {
    private let semaphore: UnsafeMutablePointer<sem_t>

    init() {
        semaphore = .allocate(capacity: 1)
        sem_init(semaphore, 0, 0)
    }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    func send() { sem_post(semaphore) }

    func wait() {
        while sem_wait(semaphore) != 0 { precondition(errno == EINTR) }
    }
}

/// A value that several threads use in turns.
final class Turns<Value>: @unchecked Sendable {  // the owner says by a lock whose turn it is
    let value: Value

    init(_ value: sending Value) { self.value = value }
}

/// Runs `body` on a detached thread of its own.
func startThread(_ body: @escaping @Sendable () -> Void) {
    final class Box {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var thread = pthread_t()
    let box = Unmanaged.passRetained(Box(body))
    let result = pthread_create(
        &thread, nil,
        { argument in
            Unmanaged<Box>.fromOpaque(argument!).takeRetainedValue().body()
            return nil
        }, box.toOpaque())
    precondition(result == 0, "pthread_create failed with \(result)")
    pthread_detach(thread)
}

/// Runs blocking work on one thread, in order.
package final class WorkQueue: Sendable {
    private struct State {
        var work: [@Sendable () -> Void] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let wakeUp = Signal()
    private let closed = Signal()

    package init() {
        startThread { [self] in run() }
    }

    /// Any thread. The caller bounds how much it submits. Dropped after ``close()``.
    package func submit(_ work: @escaping @Sendable () -> Void) {
        let wasTaken = state.withLock { state in
            if !state.isClosed { state.work.append(work) }
            return !state.isClosed
        }
        if wasTaken { wakeUp.send() }
    }

    /// Waits until all that was submitted has run, and ends the thread.
    package func close() {
        let isFirst = state.withLock { state in
            defer { state.isClosed = true }
            return !state.isClosed
        }
        guard isFirst else { return }
        wakeUp.send()
        closed.wait()
    }

    private func run() {
        while true {
            let (batch, isClosed) = state.withLock { state in
                defer { state.work.removeAll(keepingCapacity: true) }
                return (state.work, state.isClosed)
            }
            for work in batch { work() }
            if batch.isEmpty {
                if isClosed { return closed.send() }
                wakeUp.wait()
            }
        }
    }
}
