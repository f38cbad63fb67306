import ConsensusCore
import ConsensusStorage
import Identity

/// The production log and snapshots over a page cache, run beside the model of a disk: what they recover must be what the
/// model has, after a crash with some prefix of the requests that were not synced; or they refuse, when it has rotted.
final class ProductionLog {
    private static let segmentSize = 128 << 10

    private let files = PageCacheDisk()
    private let identity: LogIdentity
    private let sabotage: Sabotage?
    private var log: WriteAheadLog<PageCacheDisk>?
    private var hasRotted = false
    private var snapshots: SnapshotStore<PageCacheDisk> { SnapshotStore(disk: files, cluster: identity.cluster) }

    init(node: NodeID, sabotage: Sabotage? = nil) {
        identity = LogIdentity(cluster: Cluster.clusterID, node: node, nonce: 1)
        self.sabotage = sabotage
    }

    /// - Returns: What a node is to start from; `nil` when what is on the disk is rightly refused.
    func open(_ disk: SimulatedDisk) throws -> RaftRestoredState? {
        do {
            let metadata = try snapshots.recover()
            guard metadata == disk.snapshots.last?.metadata else {
                throw Violation(
                    "node \(identity.node) finds snapshot \(metadata?.index.description ?? "none"), not "
                        + "\(disk.snapshots.last?.metadata.index.description ?? "none")")
            }
            let opened = try WriteAheadLog.open(on: files, segmentSize: Self.segmentSize, sabotage: sabotage)
            guard matches(opened?.recovered, disk) else {
                throw Violation("the log of node \(identity.node) recovers other than what was durable")
            }
            guard let (log, recovered) = opened else {
                log = try WriteAheadLog(creatingOn: files, identity: identity, segmentSize: Self.segmentSize)
                return RaftRestoredState(snapshot: metadata)
            }
            self.log = log
            return RaftRestoredState(hardState: recovered.hardState, snapshot: metadata, entries: recovered.entries)
        } catch let error as StorageError {
            // A flipped bit can make a version of the future.
            guard hasRotted, error.code == .damaged || error.code == .newerFormat else { throw error }
            return nil
        }
    }

    /// - Returns: How many of the requests are in the group that the next sync covers.
    func write(_ requests: [PersistRequest]) throws -> Int {
        guard let log else { throw Violation("a write to a closed log") }
        return try log.write(requests[...])
    }

    func sync() throws { try log?.sync() }

    /// No room for another segment.
    var isFull: Bool {
        get { files.isFull }
        set { files.isFull = newValue }
    }

    func failNextWrite(after count: Int) { files.failNextWrite(after: count) }

    /// Nothing fails any more.
    func mend() {
        isFull = false
        files.failNextWrite(after: nil)
    }

    /// Makes the next segment, if the log has none in reserve.
    /// - Returns: Whether there was room.
    func provideSegment() throws -> Bool {
        guard let log, log.wantsSpare else { return true }
        do { log.adopt(try SpareSegment(on: files, size: Self.segmentSize)) } catch {
            guard error.code == .noSpace else { throw error }
            return false
        }
        return true
    }

    /// A sync that fails: the kernel takes the pages for clean all the same.
    func failSync() { files.failSync() }

    func keep(_ file: SnapshotFile) throws {
        let writer = try snapshots.begin(
            index: file.metadata.index, term: file.metadata.term, membership: file.metadata.membership)
        try writer.append(file.state.encoded)
        guard try writer.finish() == file.metadata else { throw Violation("a snapshot is not as it was written") }
    }

    /// Changes something that was durable, and is not the last group: damage there looks like a crash.
    func rot(using random: inout some RandomNumberGenerator) -> String? {
        guard let what = files.rot(using: &random) else { return nil }
        hasRotted = true
        return what
    }

    /// - Returns: How many of `disk`'s unsynced requests the crash has left.
    func crash(_ disk: SimulatedDisk, isPowerLoss: Bool, using random: inout some RandomNumberGenerator) throws -> Int {
        log = nil
        if isPowerLoss { files.losePower(using: &random) } else { files.endProcess() }
        let recovered = try WriteAheadLog.open(on: files.copy(), segmentSize: Self.segmentSize)?.recovered
        for count in (0...disk.unsynced.count).reversed() {
            var candidate = disk
            try candidate.crash(keeping: count)
            if matches(recovered, candidate) { return count }
        }
        throw Violation("the log of node \(identity.node) recovers what was never on its disk")
    }

    private func matches(_ recovered: RecoveredLog?, _ disk: SimulatedDisk) -> Bool {
        guard let recovered else { return disk.hardState == RaftHardState() && disk.entries.isEmpty }
        let last = recovered.entries.last?.index ?? recovered.mark?.index ?? .zero
        guard recovered.hardState == disk.hardState, last == disk.lastIndex else { return false }
        guard let first = recovered.entries.first?.index, let modelFirst = disk.entries.first?.index else {
            return true
        }
        let common = max(first, modelFirst)
        return recovered.entries.drop { $0.index < common }.elementsEqual(disk.entries.drop { $0.index < common })
    }
}
