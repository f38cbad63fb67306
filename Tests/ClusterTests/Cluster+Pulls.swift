import ConsensusCore
import Identity

/// Snapshots from one node to another: the production transfer over calls that break, chunks that are damaged, and disks that
/// are slow or full.
extension Cluster {
    struct Pull {
        let number: Int
        let fetch: SnapshotFetch
        var transfer: SnapshotTransfer
        /// What the sender has under that name.
        var file: SnapshotFile?
    }

    /// As the driver has it: the pull before ends, and nothing is said of it.
    func fetch(_ fetch: SnapshotFetch, for process: Process) {
        note("\(process.id) fetches \(fetch.snapshot.index) from \(fetch.from)")
        pulls += 1
        let number = pulls
        process.pull = Pull(
            number: number, fetch: fetch,
            transfer: SnapshotTransfer(.named(fetch.snapshot), now: now / Self.millisecond))
        whilePulling(number, process, in: uniform(1_000...20_000)) { $0.connected() }
        watch(number, process)
    }

    private func watch(_ number: Int, _ process: Process) {
        whilePulling(number, process, in: 500 * Self.millisecond) { [self] transfer in
            watch(number, process)
            return transfer.passed(now: now / Self.millisecond)
        }
    }

    /// Steps the transfer, if it is still under way then.
    private func whilePulling(
        _ number: Int, _ process: Process, in delay: UInt64,
        _ event: @escaping (inout SnapshotTransfer) -> [SnapshotTransfer.Action]
    ) {
        let life = process.life
        after(delay) { [self] in
            guard process.life == life, process.pull?.number == number, var transfer = process.pull?.transfer else {
                return
            }
            let actions = event(&transfer)
            process.pull?.transfer = transfer
            for action in actions { carryOut(action, number, process) }
        }
    }

    private func carryOut(_ action: SnapshotTransfer.Action, _ number: Int, _ process: Process) {
        guard let pull = process.pull, pull.number == number else { return }
        switch action {
        case .call(let index, let offset):
            guard reaches(pull.fetch.from, process.id) else { return breakOff(number, process) }
            process.pull?.file = self.process(pull.fetch.from)?.disk.snapshots.first {
                $0.metadata.index == index && $0.metadata == pull.fetch.snapshot
            }
            sendChunk(from: offset, number, process)
        case .callLater:
            whilePulling(number, process, in: SnapshotTransfer.pause * Self.millisecond) { $0.connected() }
        case .write:
            let isFull = isFaulty && chance(5)
            whilePulling(number, process, in: uniform(process.diskDelay ?? diskDelay)) {
                $0.written(0, fault: isFull ? "no space" : nil)
            }
        case .pauseReading, .resumeReading: break  // worlds are small here
        case .finish:
            whilePulling(number, process, in: uniform(process.diskDelay ?? diskDelay)) { [self] _ in
                process.pull = nil
                keepPulled(pull.file, on: process)
                return []
            }
        case .giveUp(let reason):
            note("\(process.id) gives up \(pull.fetch.snapshot.index): \(reason)")
            process.pull = nil
            deliver(.snapshotFetchFailed(index: pull.fetch.snapshot.index), to: process)
        }
    }

    private func keepPulled(_ file: SnapshotFile?, on process: Process) {
        guard let file else { return attempt { throw Violation("a snapshot is complete of which nothing was sent") } }
        if !process.disk.snapshots.contains(where: { $0.metadata.index == file.metadata.index }) {
            guard keep(file, on: process) else { return }
        }
        deliver(.snapshotFetched(file.metadata), to: process)
    }

    private func sendChunk(from offset: UInt64, _ number: Int, _ process: Process) {
        guard let pull = process.pull else { return }
        guard let file = pull.file else {
            return whilePulling(number, process, in: uniform(100...2_000)) {
                $0.callEnded("no longer here", isFinal: true)
            }
        }
        let size = file.metadata.size
        let count = min(size - offset, uniform(8...40))
        let isIntact = !(isFaulty && chance(5))
        whilePulling(number, process, in: uniform(500...60_000)) { [self] transfer in
            guard reaches(pull.fetch.from, process.id) else {
                breakOff(number, process)
                return []
            }
            let isLast = offset + count == size
            let chunk = SnapshotTransfer.Chunk(
                index: file.metadata.index, offset: offset, count: Int(count), isLast: isLast, isIntact: isIntact)
            if !isLast { sendChunk(from: offset + count, number, process) }
            return transfer.received(chunk, now: now / Self.millisecond) { _ in true }
        }
    }

    private func breakOff(_ number: Int, _ process: Process) {
        whilePulling(number, process, in: uniform(1_000...50_000)) { $0.callEnded("unavailable", isFinal: false) }
    }

    private func reaches(_ source: NodeID, _ target: NodeID) -> Bool {
        process(source)?.node != nil && !isBlocked(source, target) && !isBlocked(target, source)
    }
}
