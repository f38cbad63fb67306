import ConsensusCore
import ConsensusStorage
import Identity

/// The production log over a page cache, run beside the model of a disk: what it recovers after a crash must be what the
/// model has after some prefix of the requests that were not synced.
final class ProductionLog {
    private static let segmentSize = 128 << 10

    private let files = PageCacheDisk()
    private let identity: LogIdentity
    private var log: WriteAheadLog<PageCacheDisk>?

    init(node: NodeID) {
        identity = LogIdentity(cluster: Cluster.clusterID, node: node, nonce: 1)
    }

    /// - Returns: What a node is to start from.
    func open(snapshot: SnapshotMetadata?) throws -> RaftRestoredState {
        guard let (log, recovered) = try WriteAheadLog.open(on: files, segmentSize: Self.segmentSize) else {
            log = try WriteAheadLog(creatingOn: files, identity: identity, segmentSize: Self.segmentSize)
            return RaftRestoredState(snapshot: snapshot)
        }
        self.log = log
        return RaftRestoredState(hardState: recovered.hardState, snapshot: snapshot, entries: recovered.entries)
    }

    /// - Returns: How many of the requests are in the group that the next sync covers.
    func write(_ requests: [PersistRequest]) throws -> Int {
        guard let log else { throw Violation("a write to a closed log") }
        return try log.write(requests[...])
    }

    func sync() throws { try log?.sync() }

    /// - Returns: How many of `disk`'s unsynced requests the crash has left.
    func crash(_ disk: SimulatedDisk, using random: inout some RandomNumberGenerator) throws -> Int {
        log = nil
        files.crash(using: &random)
        let recovered = try WriteAheadLog.open(on: files, segmentSize: Self.segmentSize)?.recovered
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
