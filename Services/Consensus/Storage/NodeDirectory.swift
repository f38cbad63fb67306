package import ConsensusCore
import Identity

/// What a node has on disk, checked as a whole: its log and its snapshots.
package struct NodeDirectory<Storage: Disk & Sendable>: Sendable {
    package let identity: LogIdentity
    package let log: LogThread<Storage>
    package let snapshots: SnapshotStore<Storage>
    package let restored: RaftRestoredState
    /// Bytes of a group that was being written when the process before this one ended.
    package let tornBytes: Int

    /// Makes the directory the home of a new node.
    package init(creatingOn disk: Storage, identity: LogIdentity) throws(StorageError) {
        self.identity = identity
        log = LogThread(log: try WriteAheadLog(creatingOn: disk, identity: identity), disk: disk)
        snapshots = SnapshotStore(disk: disk, cluster: identity.cluster)
        restored = RaftRestoredState()
        tornBytes = 0
    }

    /// Opens the home of a node that ran before.
    /// - Returns: `nil` when nobody lives there.
    /// - Throws: ``StorageError/Code/damaged`` when log and snapshots are not what was written.
    package init?(openingOn disk: Storage) throws(StorageError) {
        guard let (writer, recovered) = try WriteAheadLog.open(on: disk) else {
            let names: [String]
            do { names = try disk.names() } catch { throw StorageError(error) }
            guard !names.contains(where: { SnapshotFormat.position(of: $0) != nil }) else {
                throw StorageError(.damaged, "there are snapshots but no log")
            }
            return nil
        }
        identity = recovered.identity
        snapshots = SnapshotStore(disk: disk, cluster: recovered.identity.cluster)
        let snapshot = try snapshots.recover()
        if let mark = recovered.mark {
            guard let snapshot, snapshot.index >= mark.index else {
                throw StorageError(
                    .damaged, "the snapshot through entry \(mark.index), on which the log stands, is missing")
            }
        }
        log = LogThread(log: writer, disk: disk)
        restored = RaftRestoredState(
            hardState: recovered.hardState, snapshot: snapshot, entries: recovered.entries)
        tornBytes = recovered.tornBytes
    }
}
