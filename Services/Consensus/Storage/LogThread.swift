package import ConsensusCore
import Glibc
import Synchronization

/// The thread that writes the log: never more than one sync is under way, and what is submitted meanwhile becomes the
/// next group.
///
/// Submissions are not bounded here: the core bounds both what is uncommitted and what a peer may send unacknowledged.
package final class LogThread<Storage: Disk & Sendable>: Sendable {
    package enum Event: Sendable, Equatable {
        /// Everything through this generation is durable.
        case persisted(generation: UInt64)
        /// Whether the disk has no room for the segment after the next.
        case spaceLow(Bool)
        /// The log can go on no more; the process must end.
        case failed(DiskError)
    }

    /// How long one group took, from its first byte to the end of its sync, and how much it held.
    package struct GroupStatistics: Sendable {
        package var nanoseconds: UInt64
        package var requests: Int
    }

    private struct State {
        var waiting: [PersistRequest] = []
        var spare: SpareSegment?
        var isMakingSpare = false
        var isClosed = false
    }

    private let state = Mutex(State())
    private let wakeUp = Signal()
    private let closed = Signal()
    private let log: Handover<WriteAheadLog<Storage>>
    private let segmentSize: Int
    private let disk: Storage
    private let spares = WorkQueue()

    /// Takes the log over.
    package init(
        log: sending WriteAheadLog<Storage>, disk: Storage,
        segmentSize: Int = WriteAheadLog<Storage>.defaultSegmentSize
    ) {
        self.log = Handover(log)
        self.segmentSize = segmentSize
        self.disk = disk
    }

    /// Starts the thread. Once.
    /// - Parameters:
    ///   - report: Called on the log's threads; generations in ascending order.
    ///   - measured: Called on the log's thread after every group.
    package func start(
        report: @escaping @Sendable (Event) -> Void,
        measured: @escaping @Sendable (GroupStatistics) -> Void = { _ in }
    ) {
        let log = log
        startThread { [self] in run(log.take(), report: report, measured: measured) }
    }

    /// Any thread. Requests become durable in the order of submission.
    package func submit(_ request: PersistRequest) {
        let first = state.withLock { state in
            precondition(!state.isClosed, "the log was closed")
            state.waiting.append(request)
            return state.waiting.count == 1
        }
        if first { wakeUp.send() }
    }

    /// Ends the thread when all that was submitted is durable, and waits for that.
    package func close() {
        state.withLock { $0.isClosed = true }
        wakeUp.send()
        closed.wait()
        spares.close()
    }

    private func run(
        _ log: WriteAheadLog<Storage>, report: @escaping @Sendable (Event) -> Void,
        measured: @Sendable (GroupStatistics) -> Void
    ) {
        defer { closed.send() }
        do throws(DiskError) {
            while true {
                if log.wantsSpare { provideSpare(to: log, report: report) }
                let (batch, isClosed) = state.withLock { state in
                    defer { state.waiting.removeAll(keepingCapacity: true) }
                    return (state.waiting, state.isClosed)
                }
                if batch.isEmpty {
                    if isClosed { return }
                    wakeUp.wait()
                    continue
                }
                var rest = batch[...]
                while !rest.isEmpty {
                    let begin = now()
                    let count = try log.write(rest)
                    try log.sync()
                    measured(GroupStatistics(nanoseconds: now() - begin, requests: count))
                    report(.persisted(generation: rest[rest.startIndex + count - 1].generation))
                    rest = rest.dropFirst(count)
                }
            }
        } catch {
            report(.failed(error))
        }
    }

    /// Gives the log the spare that is ready, or has one made by another thread.
    private func provideSpare(to log: WriteAheadLog<Storage>, report: @escaping @Sendable (Event) -> Void) {
        let (spare, mustMake) = state.withLock { state -> (SpareSegment?, Bool) in
            if let spare = state.spare.take() { return (spare, false) }
            if state.isMakingSpare || state.isClosed { return (nil, false) }
            state.isMakingSpare = true
            return (nil, true)
        }
        if let spare { log.adopt(spare) }
        if mustMake { spares.submit { [self] in makeSpare(report: report) } }
    }

    private func makeSpare(report: @Sendable (Event) -> Void) {
        var wasLow = false
        while !state.withLock({ $0.isClosed }) {
            do {
                let spare = try SpareSegment(on: disk, size: segmentSize)
                state.withLock { state in
                    state.spare = spare
                    state.isMakingSpare = false
                }
                if wasLow { report(.spaceLow(false)) }
                return
            } catch {
                guard error.code == .noSpace else { return report(.failed(error)) }
                if !wasLow { report(.spaceLow(true)) }
                wasLow = true
                usleep(200_000)
            }
        }
    }
}
