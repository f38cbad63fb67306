package import ConsensusCore
import Identity

/// The log of one node on disk. It has segments of fixed size, zero-filled ahead so that a sync has no metadata to write. They
/// are filled with groups of records and never edited.
///
/// ``write(_:)`` gives one group to the disk, in whole blocks, ``sync()`` makes it durable; the next group may not be written
/// before. Not safe to share between threads; ``LogThread`` owns it. After any error the log must not be used again and the
/// process must end. Only a new recovery can then tell what is on disk.
package final class WriteAheadLog<Storage: Disk> {
    package static var defaultSegmentSize: Int { 8 << 20 }

    package let identity: LogIdentity

    private let disk: Storage
    private let segmentSize: Int
    private var header: SegmentHeader
    private var file: DiskFile
    private var capacity: Int
    private var offset: Int
    private var blocks = BlockWriter()
    private var chain: UInt32
    private var nextGroup: UInt64
    private var nextIndex: LogIndex
    private var hardState: RaftHardState
    private var mark: SnapshotMark?
    /// Whether this segment says itself what the hard state and the mark are, so that it can stand without its forerunners.
    private var isSelfContained: Bool
    /// All segments but the current, with the highest index ever written into each.
    private var older: [(sequence: UInt64, highest: LogIndex)]
    private var highest: LogIndex
    private var isDirty = false
    private var spare: SpareSegment?
    private var buffer: [UInt8] = []

    /// Whether ``adopt(_:)`` should be called soon.
    package var wantsSpare: Bool { spare == nil }

    /// Whether a group with entries of that size needs no new segment; sizes as ``RaftEntry/size`` has them.
    func hasRoom(for bytes: Int) -> Bool { capacity - offset >= bytes + Self.overhead }

    /// More than a small group has beside its entries: state and mark, record headers, the commit record.
    private static var overhead: Int { 4 << 10 }

    /// Names of the segments on disk; for tests and status.
    package var segmentCount: Int { older.count + 1 }

    // MARK: Opening

    /// Begins the log of a node that has none.
    package init(
        creatingOn disk: Storage, identity: LogIdentity, segmentSize: Int = WriteAheadLog.defaultSegmentSize
    ) throws(StorageError) {
        precondition(segmentSize > 0 && segmentSize % DiskBlock.size == 0, "a segment of \(segmentSize) bytes")
        self.disk = disk
        self.identity = identity
        self.segmentSize = segmentSize
        header = .first(of: identity, size: UInt64(segmentSize))
        do {
            try Self.removeTemporaryFiles(disk)
            file = try Self.begin(header, in: try SpareSegment(on: disk, size: segmentSize), on: disk)
        } catch {
            throw StorageError(error)
        }
        blocks.begin(with: header.encoded())
        capacity = segmentSize
        offset = SegmentHeader.size
        chain = header.chain
        nextGroup = header.firstGroup
        nextIndex = header.nextIndex
        hardState = RaftHardState()
        isSelfContained = true
        older = []
        highest = .zero
    }

    /// Continues the log that the directory holds.
    /// - Returns: `nil` when it holds none.
    /// - Throws: ``StorageError/Code/damaged`` when it is not as it was written.
    package static func open(
        on disk: Storage, segmentSize: Int = WriteAheadLog.defaultSegmentSize, sabotage: Sabotage? = nil
    ) throws(StorageError) -> (log: WriteAheadLog, recovered: RecoveredLog)? {
        let names: [String]
        do { names = try disk.names() } catch { throw StorageError(error) }
        guard let recovery = try LogRecovery(disk: disk, names: names, sabotage: sabotage) else { return nil }
        let log: WriteAheadLog
        do { log = try WriteAheadLog(continuing: recovery, on: disk, segmentSize: segmentSize) } catch {
            throw StorageError(error)
        }
        let recovered = RecoveredLog(
            identity: recovery.header.identity, hardState: recovery.replay.hardState, mark: recovery.replay.mark,
            entries: recovery.replay.entries, tornBytes: recovery.tornBytes)
        return (log, recovered)
    }

    private init(continuing recovery: LogRecovery<Storage>, on disk: Storage, segmentSize: Int) throws(DiskError) {
        self.disk = disk
        self.segmentSize = segmentSize
        identity = recovery.header.identity
        header = recovery.header
        capacity = DiskBlock.start(of: recovery.capacity)
        offset = recovery.offset
        chain = recovery.chain
        nextGroup = recovery.nextGroup
        nextIndex = recovery.replay.nextIndex
        hardState = recovery.replay.hardState
        mark = recovery.replay.mark
        older = recovery.segments.dropLast()
        highest = recovery.segments.last?.highest ?? .zero
        isSelfContained = recovery.header.sequence == 1 || recovery.offset > SegmentHeader.size
        try Self.removeTemporaryFiles(disk)
        let name = SegmentHeader.name(sequence: header.sequence)
        let plain = try disk.open(name, create: false)
        defer { disk.close(plain) }
        // The last group may have been read from the page cache only, if the process before this one died in the middle of a
        // sync, or by a failed sync. The kernel then counts its pages as clean, so the group is written once more. A torn group
        // is wiped, so that none of it can ever be taken for a part of a later one.
        if !recovery.lastGroup.isEmpty {
            try disk.write(recovery.lastGroup, to: plain, at: offset - recovery.lastGroup.count)
        }
        if recovery.tornBytes > 0 {
            try disk.write([UInt8](repeating: 0, count: recovery.tornBytes), to: plain, at: offset)
        }
        try disk.sync(plain)
        try disk.syncDirectory()
        let start = DiskBlock.start(of: offset)
        blocks.begin(with: try disk.read(plain, at: start, count: offset - start))
        file = try disk.openForBlocks(name)
    }

    private static func removeTemporaryFiles(_ disk: Storage) throws(DiskError) {
        for name in try disk.names() where name.hasSuffix(SpareSegment.suffix) { try disk.remove(name) }
    }

    // MARK: Writing

    /// Writes requests from the front as one group, at least one and as many as the segment holds. Starts a new segment first
    /// when not even one fits. They are durable after the next ``sync()``.
    /// - Returns: How many were written.
    /// - Throws: The disk's refusal. Fatal.
    package func write(_ requests: ArraySlice<PersistRequest>) throws(DiskError) -> Int {
        precondition(!isDirty, "a group was written before the one before it was durable")
        precondition(!requests.isEmpty)
        var count = encode(requests)
        if count == 0 {
            try startSegment()
            count = encode(requests)
        }
        precondition(count > 0, "a request of more than a segment's \(capacity) bytes")
        isDirty = true
        try blocks.write(buffer, to: file, at: offset, on: disk)
        offset += buffer.count
        return count
    }

    /// Makes the group durable. Removes the segments that are needed no more.
    package func sync() throws(DiskError) {
        try disk.sync(file)
        isDirty = false
        try removeObsoleteSegments()
    }

    /// Encodes a group into ``buffer`` and, if it holds anything, takes its effects over.
    private func encode(_ requests: ArraySlice<PersistRequest>) -> Int {
        buffer.removeAll(keepingCapacity: true)
        var chain = self.chain
        if !isSelfContained { appendState(to: &buffer, chain: &chain) }
        let room = capacity - offset - CommitRecord.size
        var count = 0
        for request in requests {
            let (length, before) = (buffer.count, chain)
            for record in Self.records(of: request) { record.append(to: &buffer, chain: &chain) }
            guard buffer.count <= room else {
                buffer.removeLast(buffer.count - length)
                chain = before
                break
            }
            count += 1
        }
        guard count > 0 else { return 0 }
        CommitRecord(group: nextGroup, start: UInt32(offset))
            .append(to: &buffer, chain: &chain, segment: header, at: offset + buffer.count)
        self.chain = chain
        nextGroup += 1
        isSelfContained = true
        for request in requests.prefix(count) { took(request) }
        return count
    }

    private func appendState(to buffer: inout [UInt8], chain: inout UInt32) {
        LogRecord.hardState(hardState).append(to: &buffer, chain: &chain)
        if var mark {
            mark.replacesLog = false
            LogRecord.snapshot(mark).append(to: &buffer, chain: &chain)
        }
    }

    private static func records(of request: PersistRequest) -> [LogRecord] {
        var records: [LogRecord] = []
        if let state = request.hardState { records.append(.hardState(state)) }
        if let index = request.truncateFrom { records.append(.truncate(from: index)) }
        if let mark = request.mark { records.append(.snapshot(mark)) }
        records += request.entries.map(LogRecord.entry)
        return records
    }

    private func took(_ request: PersistRequest) {
        if let state = request.hardState { hardState = state }
        if let index = request.truncateFrom { nextIndex = index }
        if let mark = request.mark {
            self.mark = mark
            if mark.replacesLog {
                nextIndex = LogIndex(rawValue: mark.index.rawValue + 1)
                for position in older.indices { older[position].highest = .zero }
                highest = .zero
            }
        }
        if let last = request.entries.last?.index {
            nextIndex = LogIndex(rawValue: last.rawValue + 1)
            highest = max(highest, last)
        }
    }

    // MARK: Segments

    /// Takes a segment that was made elsewhere, so that ``write(_:)`` need not make it when it comes to need one.
    package func adopt(_ spare: SpareSegment) {
        precondition(self.spare == nil)
        self.spare = spare
    }

    private func startSegment() throws(DiskError) {
        let room: SpareSegment
        if let spare { room = spare } else { room = try SpareSegment(on: disk, size: segmentSize) }
        spare = nil
        let next = SegmentHeader(
            identity: identity, sequence: header.sequence + 1, nextIndex: nextIndex, firstGroup: nextGroup,
            chain: chain, size: UInt64(room.size))
        let file = try Self.begin(next, in: room, on: disk)
        disk.close(self.file)
        older.append((header.sequence, highest))
        self.file = file
        header = next
        capacity = room.size
        offset = SegmentHeader.size
        blocks.begin(with: next.encoded())
        highest = .zero
        isSelfContained = false
    }

    /// The file gets its name only when its header is durable: a segment's name never stands for anything else.
    private static func begin(
        _ header: SegmentHeader, in spare: SpareSegment, on disk: Storage
    ) throws(DiskError) -> DiskFile {
        try disk.write(header.encoded(), to: spare.file, at: 0)
        try disk.sync(spare.file)
        disk.close(spare.file)
        let name = SegmentHeader.name(sequence: header.sequence)
        try disk.rename(spare.name, to: name)
        try disk.syncDirectory()
        return try disk.openForBlocks(name)
    }

    /// Segments from the oldest on in which every entry, void or not, is covered by the durable snapshot.
    private func removeObsoleteSegments() throws(DiskError) {
        guard let mark else { return }
        let count = older.prefix { $0.highest <= mark.index }.count
        guard count > 0 else { return }
        for segment in older.prefix(count) {
            try disk.remove(SegmentHeader.name(sequence: segment.sequence))
            try disk.syncDirectory()  // one by one: what survives a crash must be a run of segments
        }
        older.removeFirst(count)
    }
}

/// Writes appended bytes to a file as whole blocks. Each write begins with the present content of its first block, and ends
/// with zeros, as the file does. So a block is written again until it is full. A crash can lose no more of it than before,
/// because disks write a sector whole or not at all.
private struct BlockWriter: ~Copyable {
    /// Larger groups are written in several steps.
    private static let capacity = 256 << 10

    /// Begins with the bytes of the file's last block that is not full.
    private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: DiskBlock.size)
    private var filled = 0

    deinit { memory.deallocate() }

    /// - Parameter bytes: Of the file, from the start of its last block; less than a block.
    mutating func begin(with bytes: [UInt8]) {
        precondition(bytes.count < DiskBlock.size)
        memory.copyBytes(from: bytes)
        filled = bytes.count
    }

    /// - Parameter offset: The end of what was written before.
    mutating func write(_ bytes: [UInt8], to file: DiskFile, at offset: Int, on disk: some Disk) throws(DiskError) {
        var rest = bytes[...]
        var start = offset - filled
        precondition(start % DiskBlock.size == 0)
        while !rest.isEmpty {
            let part = rest.prefix(memory.count - filled)
            rest = rest.dropFirst(part.count)
            UnsafeMutableRawBufferPointer(rebasing: memory[filled...]).copyBytes(from: part)
            filled += part.count
            let end = DiskBlock.end(of: filled)
            UnsafeMutableRawBufferPointer(rebasing: memory[filled..<end]).initializeMemory(as: UInt8.self, repeating: 0)
            try disk.write(UnsafeRawBufferPointer(rebasing: memory[..<end]), to: file, at: start)
            let full = DiskBlock.start(of: filled)
            if full > 0 { memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[full..<filled])) }
            start += full
            filled -= full
        }
    }
}

/// A zero-filled file that will become a segment. Made beside the log, on any thread.
package struct SpareSegment: Sendable {
    static let suffix = ".spare"

    let file: DiskFile
    let name: String
    let size: Int

    /// Writes and syncs `size` zeros.
    /// - Throws: ``DiskError/Code/noSpace``; nothing is left behind then.
    package init(on disk: some Disk, size: Int) throws(DiskError) {
        name = "\(hexadecimal(UInt64.random(in: 1...UInt64.max)))\(Self.suffix)"
        self.size = size
        file = try disk.open(name, create: true)
        do {
            let step = 256 << 10
            let zeros = [UInt8](repeating: 0, count: min(step, size))
            for offset in stride(from: 0, to: size, by: step) {
                let count = min(step, size - offset)
                try disk.write(count == zeros.count ? zeros : Array(zeros.prefix(count)), to: file, at: offset)
            }
            try disk.sync(file)
        } catch {
            disk.close(file)
            try? disk.remove(name)
            throw error
        }
    }
}
