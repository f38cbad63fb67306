package import ConsensusCore
import Identity

/// A node's data on disk, checked as a whole: its log and its snapshots.
package struct NodeDirectory<Storage: Disk & Sendable>: Sendable {
    package let identity: LogIdentity
    package let log: LogThread<Storage>
    package let snapshots: SnapshotStore<Storage>
    package let restored: RaftRestoredState
    /// Bytes of a group that was being written when the process before this one ended.
    package let tornBytes: Int
    /// The note of the rebuilding of the cluster in this directory.
    package let recovery: String?

    /// Makes the directory the home of a new node.
    package init(creatingOn disk: Storage, identity: LogIdentity) throws(StorageError) {
        self.identity = identity
        log = LogThread(log: try WriteAheadLog(creatingOn: disk, identity: identity), disk: disk)
        snapshots = SnapshotStore(disk: disk, cluster: identity.cluster)
        restored = RaftRestoredState()
        tornBytes = 0
        recovery = nil
    }

    /// Opens the home of a node that ran before.
    /// - Returns: `nil` when nobody lives there.
    /// - Throws: ``StorageError/Code/damaged`` when log and snapshots are not what was written.
    package init?(openingOn disk: Storage) throws(StorageError) {
        guard let (writer, recovered) = try WriteAheadLog.open(on: disk) else {
            try requireNoSnapshots(on: disk)
            return nil
        }
        identity = recovered.identity
        snapshots = SnapshotStore(disk: disk, cluster: recovered.identity.cluster)
        let snapshot = try snapshots.recover()
        try requireSnapshot(snapshot, for: recovered.mark)
        log = LogThread(log: writer, disk: disk)
        restored = RaftRestoredState(
            hardState: recovered.hardState, snapshot: snapshot, entries: recovered.entries)
        tornBytes = recovered.tornBytes
        do { recovery = try RecoveryNote.read(from: disk) } catch { throw StorageError(error) }
    }
}

/// The contents of a directory, read without changing it.
package struct DirectoryContents: Sendable {
    package let identity: LogIdentity
    package let restored: RaftRestoredState

    /// - Returns: `nil` when nobody lives there.
    /// - Throws: ``StorageError/Code/damaged`` when log and snapshots are not what was written.
    package init?(readingFrom disk: some Disk) throws(StorageError) {
        let names: [String]
        do { names = try disk.names() } catch { throw StorageError(error) }
        guard let recovery = try LogRecovery(disk: disk, names: names) else {
            try requireNoSnapshots(on: disk)
            return nil
        }
        identity = recovery.header.identity
        let snapshot = try SnapshotStore(disk: disk, cluster: identity.cluster).newest()?.metadata
        try requireSnapshot(snapshot, for: recovery.replay.mark)
        restored = RaftRestoredState(
            hardState: recovery.replay.hardState, snapshot: snapshot, entries: recovery.replay.entries)
    }
}

/// The file that tells, in one sentence, of what a directory was rebuilt from.
package enum RecoveryNote {
    private static let name = "recovered"
    private static let longest = 4_096

    package static func write(_ sentence: String, to disk: some Disk) throws(DiskError) {
        let file = try disk.open(name, create: true)
        defer { disk.close(file) }
        try disk.write(Array(sentence.utf8), to: file, at: 0)
        try disk.sync(file)
        try disk.syncDirectory()
    }

    static func read(from disk: some Disk) throws(DiskError) -> String? {
        guard try disk.names().contains(name) else { return nil }
        let file = try disk.open(name, create: false)
        defer { disk.close(file) }
        return String(decoding: try disk.read(file, at: 0, count: min(longest, try disk.size(of: file))), as: UTF8.self)
    }
}

private func requireNoSnapshots(on disk: some Disk) throws(StorageError) {
    let names: [String]
    do { names = try disk.names() } catch { throw StorageError(error) }
    guard !names.contains(where: { SnapshotFormat.position(of: $0) != nil }) else {
        throw StorageError(.damaged, "there are snapshots but no log")
    }
}

private func requireSnapshot(_ snapshot: SnapshotMetadata?, for mark: SnapshotMark?) throws(StorageError) {
    guard let mark else { return }
    guard let snapshot, snapshot.index >= mark.index else {
        throw StorageError(.damaged, "the snapshot through entry \(mark.index), on which the log is based, is missing")
    }
}
