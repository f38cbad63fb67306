package import ConsensusCore
package import Identity

/// The snapshots in a log's directory. A file with a snapshot's name is always whole: it is written under another name,
/// synced and then renamed. Its place in the log is a ``SnapshotMark``, written afterwards; only when that is durable may
/// older snapshots and segments go.
package struct SnapshotStore<Storage: Disk> {
    static var partSuffix: String { ".part" }

    private let disk: Storage
    private let cluster: ClusterID

    package init(disk: Storage, cluster: ClusterID) {
        self.disk = disk
        self.cluster = cluster
    }

    /// Begins a snapshot of the state as of `index`.
    package func begin(index: LogIndex, term: Term, membership: Membership) throws(DiskError) -> SnapshotWriter<Storage>
    {
        try SnapshotWriter(disk: disk, cluster: cluster, index: index, term: term, membership: membership)
    }

    /// Whether the disk has room for a snapshot of `size` bytes, as far as it can tell.
    package func hasRoom(for size: UInt64) throws(DiskError) -> Bool {
        let free = try disk.availableBytes()
        let chunks = size / UInt64(SnapshotFormat.chunkSize) + 1
        let overhead =
            chunks * UInt64(SnapshotFormat.chunkHeaderSize) + UInt64(SnapshotFormat.maximumMembershipSize) + 4_096
        // The size is another node's word.
        let (whole, overflow) = size.addingReportingOverflow(overhead)
        return !overflow && UInt64(clamping: free) >= whole
    }

    /// Opens a finished snapshot, having checked its header and footer.
    /// - Throws: ``StorageError/Code/damaged`` when it is not as it was written, ``StorageError/Code/disk`` with
    ///   ``DiskError/Code/notFound`` when there is none.
    package func open(index: LogIndex, term: Term) throws(StorageError) -> SnapshotReader<Storage> {
        try SnapshotReader(disk: disk, cluster: cluster, index: index, term: term)
    }

    /// At a start: removes what was not finished, and checks every byte of the newest snapshot. It counts even when no
    /// mark names it yet, because others may have been told of it.
    /// - Returns: `nil` when there is none.
    package func recover() throws(StorageError) -> SnapshotMetadata? {
        let names: [String]
        do {
            names = try disk.names()
            for name in names where name.hasSuffix(Self.partSuffix) { try disk.remove(name) }
        } catch { throw StorageError(error) }
        return try newest()?.metadata
    }

    /// The newest snapshot, every byte of it checked. Changes nothing.
    /// - Returns: `nil` when there is none.
    package func newest() throws(StorageError) -> SnapshotReader<Storage>? {
        let names: [String]
        do { names = try disk.names() } catch { throw StorageError(error) }
        guard let (index, term) = names.sorted().compactMap(SnapshotFormat.position(of:)).last else { return nil }
        let reader = try open(index: index, term: term)
        try reader.verify()
        return reader
    }

    /// Removes a finished snapshot that no mark names.
    package func remove(index: LogIndex, term: Term) throws(DiskError) {
        try disk.remove(SnapshotFormat.name(index: index, term: term))
        try disk.syncDirectory()
    }

    /// Removes the snapshots below one that is marked, and leaves those alone that are being written.
    package func removeAll(below mark: SnapshotMark) throws(DiskError) {
        for name in try disk.names() {
            if let (index, _) = SnapshotFormat.position(of: name), index < mark.index { try disk.remove(name) }
        }
    }
}

extension SnapshotStore: Sendable where Storage: Sendable {}

/// Writes one snapshot. Owned by one thread; ends with ``finish()`` or ``abandon()``.
///
/// The first error ends it: the file is closed and removed, and every later call fails with the same error. So a snapshot that
/// lacks a chunk never gets its name, even if a caller ignored the error of that chunk.
package final class SnapshotWriter<Storage: Disk> {
    private enum State {
        case open(DiskFile)
        case failed(DiskError)
        case ended
    }

    private let disk: Storage
    private let partName: String
    private var state: State
    private var metadata: SnapshotMetadata
    private var chain: UInt32
    private var offset: Int
    private var waiting: [UInt8] = []

    /// Bytes of data taken so far.
    package var size: UInt64 { metadata.size }

    init(
        disk: Storage, cluster: ClusterID, index: LogIndex, term: Term, membership: Membership
    ) throws(DiskError) {
        self.disk = disk
        metadata = SnapshotMetadata(index: index, term: term, membership: membership, size: 0)
        partName = "\(hexadecimal(UInt64.random(in: 1...UInt64.max)))\(SnapshotStore<Storage>.partSuffix)"
        let header = SnapshotFormat.header(cluster: cluster, index: index, term: term, membership: membership)
        chain = CRC32C.checksum(of: header)
        offset = header.count
        state = .open(try disk.open(partName, create: true))
        try orFail { file throws(DiskError) in try disk.write(header, to: file, at: 0) }
    }

    /// A writer that was forgotten leaves nothing behind.
    deinit { abandon() }

    package func append(_ bytes: some Collection<UInt8>) throws(DiskError) {
        waiting.append(contentsOf: bytes)
        metadata.size += UInt64(bytes.count)
        try orFail { file throws(DiskError) in
            while waiting.count >= SnapshotFormat.chunkSize { try writeChunk(SnapshotFormat.chunkSize, to: file) }
        }
    }

    /// Makes the snapshot whole and durable under its name. When it throws, nothing of the snapshot is left.
    package func finish() throws(DiskError) -> SnapshotMetadata {
        try orFail { file throws(DiskError) in
            if !waiting.isEmpty { try writeChunk(waiting.count, to: file) }
            try disk.write(SnapshotFormat.footer(size: metadata.size, chain: chain), to: file, at: offset)
            try disk.sync(file)
        }
        let name = SnapshotFormat.name(index: metadata.index, term: metadata.term)
        try orFail { _ throws(DiskError) in try disk.rename(partName, to: name) }
        if case .open(let file) = state { disk.close(file) }
        state = .ended
        // Whole under its name, but not for sure after a crash: it must not count, so the caller keeps the log.
        do { try disk.syncDirectory() } catch {
            state = .failed(error)
            try? disk.remove(name)
            throw error
        }
        return metadata
    }

    /// Closes and removes the file. Does nothing after the end.
    package func abandon() {
        guard case .open(let file) = state else { return }
        state = .ended
        disk.close(file)
        try? disk.remove(partName)  // what stays is removed at the next start
    }

    /// - Throws: The error of `body`, or the one that ended this writer before.
    private func orFail(_ body: (DiskFile) throws(DiskError) -> Void) throws(DiskError) {
        switch state {
        case .open(let file):
            do { try body(file) } catch {
                abandon()
                state = .failed(error)
                waiting = []
                throw error
            }
        case .failed(let error): throw error
        case .ended: throw DiskError(.failed, operation: "write to a snapshot that has ended")
        }
    }

    private func writeChunk(_ count: Int, to file: DiskFile) throws(DiskError) {
        let extended = CRC32C.extend(chain, with: waiting[..<count])
        var bytes: [UInt8] = []
        bytes.reserveCapacity(SnapshotFormat.chunkHeaderSize + count)
        bytes.append(littleEndian: UInt32(count))
        bytes.append(littleEndian: extended)
        bytes.append(contentsOf: waiting[..<count])
        try disk.write(bytes, to: file, at: offset)
        chain = extended
        waiting.removeFirst(count)
        offset += bytes.count
    }
}

/// Reads one snapshot. Keeps its file open, so that the snapshot can be read to its end when its name has gone.
package final class SnapshotReader<Storage: Disk> {
    /// Whose snapshot it is.
    package let cluster: ClusterID
    package let metadata: SnapshotMetadata
    package static var chunkSize: Int { SnapshotFormat.chunkSize }

    private let disk: Storage
    private let file: DiskFile
    private let start: Int
    private let headerChecksum: UInt32
    private let chain: UInt32

    /// Opens a finished snapshot of any cluster by its name.
    /// - Returns: `nil` when the name is not a snapshot's.
    package convenience init?(anyCluster disk: Storage, name: String) throws(StorageError) {
        guard let (index, term) = SnapshotFormat.position(of: name) else { return nil }
        try self.init(disk: disk, cluster: nil, index: index, term: term)
    }

    /// - Parameter cluster: The cluster that the snapshot must belong to; `nil`: any.
    init(disk: Storage, cluster: ClusterID?, index: LogIndex, term: Term) throws(StorageError) {
        self.disk = disk
        let name = SnapshotFormat.name(index: index, term: term)
        let damaged = StorageError(.damaged, "\(name) is damaged")
        let file: DiskFile
        let fixed: [UInt8]
        do {
            file = try disk.open(name, create: false)
            fixed = try disk.read(file, at: 0, count: SnapshotFormat.fixedHeaderSize)
        } catch { throw StorageError(error) }
        self.file = file
        var isGood = false
        defer { if !isGood { disk.close(file) } }
        var reader = ByteReader(fixed[...])
        guard let magic = reader.bytes(8), Array(magic) == SnapshotFormat.headerMagic,
            let version = reader.number(UInt32.self)
        else { throw damaged }
        guard version <= SnapshotFormat.version else {
            throw StorageError(.newerFormat, "\(name) has format \(version)")
        }
        guard let owner = reader.number(UInt64.self).flatMap(ClusterID.init(checked:)), owner == cluster ?? owner,
            reader.number(UInt64.self) == index.rawValue, reader.number(UInt64.self) == term.rawValue,
            let count = reader.number(UInt32.self), count <= SnapshotFormat.maximumMembershipSize
        else { throw damaged }
        self.cluster = owner
        start = SnapshotFormat.fixedHeaderSize + Int(count) + 4
        let header: [UInt8]
        let footer: [UInt8]
        let fileSize: Int
        do {
            header = try disk.read(file, at: 0, count: start)
            fileSize = try disk.size(of: file)
            footer = try disk.read(
                file, at: max(0, fileSize - SnapshotFormat.footerSize), count: SnapshotFormat.footerSize)
        } catch { throw StorageError(error) }
        var rest = ByteReader(header.dropFirst(SnapshotFormat.fixedHeaderSize))
        guard header.count == start, let bytes = rest.bytes(Int(count)),
            let membership = try? Membership(decoding: Array(bytes)),
            rest.number(UInt32.self) == CRC32C.checksum(of: header.dropLast(4)),
            let (size, chain) = SnapshotFormat.footer(decoding: footer), size <= UInt64(fileSize)
        else { throw damaged }
        let chunks = (Int(size) + SnapshotFormat.chunkSize - 1) / SnapshotFormat.chunkSize
        guard fileSize == start + Int(size) + chunks * SnapshotFormat.chunkHeaderSize + SnapshotFormat.footerSize
        else { throw damaged }
        self.chain = chain
        headerChecksum = CRC32C.checksum(of: header)
        metadata = SnapshotMetadata(index: index, term: term, membership: membership, size: size)
        isGood = true
    }

    deinit { disk.close(file) }

    /// The data from `offset` to the end of its chunk; none at the end.
    /// - Parameter offset: A multiple of ``chunkSize``, at most the snapshot's size.
    /// - Throws: ``StorageError/Code/damaged`` when the chunk does not have its checksum.
    package func chunk(at offset: UInt64) throws(StorageError) -> [UInt8] {
        precondition(offset <= metadata.size && offset % UInt64(Self.chunkSize) == 0, "no chunk begins at \(offset)")
        let count = min(Self.chunkSize, Int(metadata.size - offset))
        guard count > 0 else { return [] }
        let stride = Self.chunkSize + SnapshotFormat.chunkHeaderSize
        let position = start + Int(offset) / Self.chunkSize * stride
        let previous: UInt32?
        let bytes: [UInt8]
        do {
            previous = offset == 0 ? headerChecksum : try checksum(at: position - stride)
            bytes = try disk.read(file, at: position, count: SnapshotFormat.chunkHeaderSize + count)
        } catch { throw StorageError(error) }
        var reader = ByteReader(bytes[...])
        let isLast = offset + UInt64(count) == metadata.size
        guard let previous, reader.number(UInt32.self) == UInt32(count), let checksum = reader.number(UInt32.self),
            reader.remaining == count, CRC32C.extend(previous, with: reader.rest()) == checksum,
            !isLast || checksum == chain
        else {
            throw StorageError(
                .damaged, "snapshot \(metadata.index) is damaged between \(offset) and \(offset + UInt64(count))")
        }
        return Array(bytes.dropFirst(SnapshotFormat.chunkHeaderSize))
    }

    /// Reads everything once.
    package func verify() throws(StorageError) {
        var offset: UInt64 = 0
        while offset < metadata.size { offset += UInt64(try chunk(at: offset).count) }
    }

    private func checksum(at position: Int) throws(DiskError) -> UInt32? {
        let bytes = try disk.read(file, at: position, count: SnapshotFormat.chunkHeaderSize)
        var reader = ByteReader(bytes.dropFirst(4))
        return reader.number(UInt32.self)
    }
}
