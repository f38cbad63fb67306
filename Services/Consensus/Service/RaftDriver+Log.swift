import ConsensusCore
import ConsensusStorage
import Logging
import NIOCore
import Synchronization

// The log: who writes it, and who is woken when it is written. docs/decisions/0502 says why.
extension RaftDriver {
    func startLog() {
        let (loop, progress, metrics) = (parts.eventLoop, diskProgress, metrics.log)
        parts.log.start(
            report: { [self] event in
                if case .persisted(let generation) = event, !progress.reached(generation) { return }
                loop.execute { self.assumeIsolated { $0.logReported(event) } }
            }, measured: { metrics.groupSynced(nanoseconds: $0.nanoseconds, requests: $0.requests) })
    }

    /// The disk comes after all that this turn has to send: the others' disks then work beside this one, and not after it.
    func write(_ request: PersistRequest) {
        if let mark = request.mark { waitingMarks.append((request.generation, mark)) }
        unwritten.append(request)
        guard unwritten.count == 1 else { return }
        parts.eventLoop.execute { [self] in assumeIsolated { $0.writeNow() } }
    }

    /// A follower can say nothing about an entry before its disk has it, so its loop may as well wait for the disk. A leader's
    /// loop never does: heartbeats must go on.
    private func writeNow() {
        let requests = unwritten
        unwritten.removeAll(keepingCapacity: true)
        guard !isStopped else { return }
        guard requests.count == 1, let request = requests.first, node.leadership.role != .leader else {
            for request in requests { parts.log.submit(request) }
            return deliverCommits()
        }
        do throws(DiskError) {
            guard let statistics = try parts.log.writeHere(request) else { return deliverCommits() }
            metrics.log.groupSynced(nanoseconds: statistics.nanoseconds, requests: statistics.requests)
            _ = diskProgress.reached(request.generation)
            scheduleRound()  // which answers the leader first, and then delivers
        } catch {
            fail(.disk(error))
        }
    }

    /// At the start of a round: what the disk has by now.
    func noteDurable() {
        let generation = diskProgress.generation
        guard generation > durableGeneration else { return }
        durableGeneration = generation
        inbox.append(.persisted(generation: generation))
        while let (waiting, mark) = waitingMarks.first, waiting <= generation {
            waitingMarks.removeFirst()
            parts.snapshotFiles.removeAll(below: mark)
            finishedSnapshots = finishedSnapshots.filter { $0.key >= mark.index }
        }
    }

    /// At the end of a round: whether the log's thread is to wake the loop.
    func awaitDisk() {
        diskProgress.await(node.awaitsDisk || !waitingMarks.isEmpty)
        if diskProgress.isAwaited, diskProgress.generation > durableGeneration { scheduleRound() }
    }

    private func logReported(_ event: LogThread<PosixDisk>.Event) {
        switch event {
        case .persisted(let generation): if generation > durableGeneration { scheduleRound() }
        case .spaceLow(let isLow):
            logger.warning(isLow ? "no space for the log" : "space for the log again")
            post(.diskSpaceLow(isLow))
        case .failed(let error): fail(.disk(error))
        }
    }
}

/// How far the log is on the disk, and whether the loop is to be woken when it comes further. Each side first says its own
/// and then looks at the other's, so that no wake-up is lost.
final class DiskProgress: Sendable {
    private let reached = Atomic<UInt64>(0)
    private let awaited = Atomic<Bool>(true)

    var generation: UInt64 { reached.load(ordering: .sequentiallyConsistent) }
    var isAwaited: Bool { awaited.load(ordering: .sequentiallyConsistent) }

    /// - Returns: Whether to wake the loop.
    func reached(_ generation: UInt64) -> Bool {
        reached.store(generation, ordering: .sequentiallyConsistent)
        return isAwaited
    }

    func await(_ isAwaited: Bool) { awaited.store(isAwaited, ordering: .sequentiallyConsistent) }
}
