package import ConsensusCore
import Glibc
import Synchronization

/// The thread that writes the log: never more than one sync is under way, and what is submitted meanwhile becomes the
/// next group. A caller that can do nothing before the sync may write a small group itself, with ``writeHere(_:)``: that
/// saves two changes of threads.
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
        /// The side that set this owns ``LogThread/log`` until it is reset.
        var isWriting = false
        var hasFailed = false
        /// The disk was slow: until then only the thread waits for it. Nanoseconds of the monotonic clock.
        var slowUntil: UInt64 = 0
        var spare: SpareSegment?
        var isMakingSpare = false
        var isClosed = false
    }

    /// A caller's own group holds at most this much.
    private static var smallBytes: Int { 4 << 10 }
    /// After a group that took longer, callers leave the disk to the thread for a while. Nanoseconds.
    private static var slowGroup: UInt64 { 100_000_000 }

    private let state = Mutex(State())
    private let wakeUp = Signal()
    private let closed = Signal()
    private let log: Turns<WriteAheadLog<Storage>>
    private let segmentSize: Int
    private let slowPeriod: UInt64
    private let disk: Storage
    private let spares = WorkQueue()

    /// Takes the log over.
    /// - Parameter slowPeriod: How long callers leave a slow disk to the thread, in nanoseconds.
    package init(
        log: sending WriteAheadLog<Storage>, disk: Storage,
        segmentSize: Int = WriteAheadLog<Storage>.defaultSegmentSize, slowPeriod: UInt64 = 1_000_000_000
    ) {
        self.log = Turns(log)
        self.segmentSize = segmentSize
        self.disk = disk
        self.slowPeriod = slowPeriod
    }

    /// Starts the thread. Once.
    /// - Parameters:
    ///   - report: Called on the log's threads; generations in ascending order.
    ///   - measured: Called on the log's thread after every group.
    package func start(
        report: @escaping @Sendable (Event) -> Void,
        measured: @escaping @Sendable (GroupStatistics) -> Void = { _ in }
    ) {
        startThread { [self] in run(report: report, measured: measured) }
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

    /// Writes and syncs a group of one on the calling thread, if it is small, the disk has no other write, and was recently
    /// quick. So a disk that stalls holds a caller up once, and then no more for a while.
    /// - Returns: `nil` when the request was submitted like any other. Else it is durable, and nothing is reported.
    /// - Throws: The disk's refusal. Fatal.
    package func writeHere(_ request: PersistRequest) throws(DiskError) -> GroupStatistics? {
        let isSmall =
            request.mark == nil && request.entries.reduce(into: 0) { $0 &+= $1.size } <= Self.smallBytes
        let isMine = state.withLock { state in
            guard isSmall, !state.isWriting, !state.hasFailed, !state.isClosed, state.waiting.isEmpty,
                now() >= state.slowUntil, log.value.hasRoom(for: Self.smallBytes)
            else { return false }
            state.isWriting = true
            return true
        }
        guard isMine else {
            submit(request)
            return nil
        }
        do throws(DiskError) {
            let (_, statistics) = try writeGroup([request])
            endTurn()
            return statistics
        } catch {
            endTurn(hasFailed: true)
            throw error
        }
    }

    /// One write and one sync. For who has the log.
    private func writeGroup(_ requests: ArraySlice<PersistRequest>) throws(DiskError) -> (Int, GroupStatistics) {
        let begin = now()
        let count = try log.value.write(requests)
        try log.value.sync()
        let end = now()
        if end - begin > Self.slowGroup {
            let (until, overflows) = end.addingReportingOverflow(slowPeriod)
            state.withLock { $0.slowUntil = overflows ? .max : until }
        }
        return (count, GroupStatistics(nanoseconds: end - begin, requests: count))
    }

    private func endTurn(hasFailed: Bool = false) {
        let hasWork = state.withLock { state in
            state.isWriting = false
            state.hasFailed = hasFailed
            return hasFailed || state.isClosed || !state.waiting.isEmpty
                || log.value.wantsSpare && (state.spare != nil || !state.isMakingSpare)
        }
        if hasWork { wakeUp.send() }
    }

    private enum Turn { case write([PersistRequest]), wait, end }

    private func run(
        report: @escaping @Sendable (Event) -> Void, measured: @Sendable (GroupStatistics) -> Void
    ) {
        defer { closed.send() }
        do throws(DiskError) {
            while true {
                let turn = state.withLock { state -> Turn in
                    if state.hasFailed { return .end }
                    if state.isWriting { return .wait }
                    if log.value.wantsSpare { provideSpare(&state, report: report) }
                    if state.waiting.isEmpty { return state.isClosed ? .end : .wait }
                    defer { state.waiting.removeAll(keepingCapacity: true) }
                    state.isWriting = true
                    return .write(state.waiting)
                }
                switch turn {
                case .end: return
                case .wait: wakeUp.wait()
                case .write(let batch):
                    var rest = batch[...]
                    while !rest.isEmpty {
                        let (count, statistics) = try writeGroup(rest)
                        measured(statistics)
                        report(.persisted(generation: rest[rest.startIndex + count - 1].generation))
                        rest = rest.dropFirst(count)
                    }
                    state.withLock { $0.isWriting = false }
                }
            }
        } catch {
            state.withLock { $0.hasFailed = true }
            report(.failed(error))
        }
    }

    /// Gives the log the spare that is ready, or has one made by another thread.
    private func provideSpare(_ state: inout sending State, report: @escaping @Sendable (Event) -> Void) {
        if let spare = state.spare.take() { return log.value.adopt(spare) }
        guard !state.isMakingSpare, !state.isClosed else { return }
        state.isMakingSpare = true
        spares.submit { [self] in makeSpare(report: report) }
    }

    /// To try costs a full disk a segment of zeros, so it is asked first how much room there is; and where that does not tell
    /// (a quota), attempts come ever more seldom.
    private func makeSpare(report: @Sendable (Event) -> Void) {
        var wasLow = false
        var attempts = SpareAttempts()
        while !state.withLock({ $0.isClosed }) {
            if wasLow && !attempts.mayTry(free: (try? disk.availableBytes()) ?? .max, size: segmentSize) {
                usleep(SpareAttempts.interval)  // of this thread alone, which does nothing but make spares
                continue
            }
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
                attempts.failed()
            }
        }
    }
}

/// When the log's next segment is tried again after the disk had no room for it.
struct SpareAttempts: Equatable {
    /// Between two looks at the disk, in microseconds.
    static let interval: UInt32 = 200_000
    /// The most looks between two attempts: 6.4 s.
    static let longestPause = 32

    private var pause = 0
    private var left = 0

    mutating func failed() {
        pause = min(max(1, 2 * pause), Self.longestPause)
        left = pause
    }

    /// Asked once each ``interval``.
    /// - Parameters:
    ///   - free: Bytes, as far as the disk can tell.
    ///   - size: Bytes of a segment.
    mutating func mayTry(free: Int, size: Int) -> Bool {
        left = max(0, left - 1)
        return left == 0 && free >= size
    }
}
