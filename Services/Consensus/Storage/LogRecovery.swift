package import ConsensusCore
import Identity

/// The contents of a directory when it was opened.
package struct RecoveredLog: Sendable, Equatable {
    package var identity: LogIdentity
    package var hardState: RaftHardState
    /// The snapshot that stands for what is missing below `entries`.
    package var mark: SnapshotMark?
    /// Consecutive; from the mark's successor or below it.
    package var entries: [RaftEntry]
    /// Bytes of a group that was being written when the process ended. They were never durable, nothing counted on them.
    package var tornBytes: Int
}

/// Reads the segments of a directory back, in order.
///
/// A crash can leave exactly one kind of trace: a group, the last of the last segment, of which any part may be missing. It is
/// dropped. Any other difference from what was written is damage and is refused, because the node may have told others that it
/// has the lost entries. A group's end does not depend on what lies before it (``CommitRecord``), so damage in an older group
/// is not taken for a torn last one.
struct LogRecovery<Storage: Disk> {
    private let disk: Storage
    private let sabotage: Sabotage?

    /// Where the next group goes.
    private(set) var header: SegmentHeader
    private(set) var offset: Int
    private(set) var chain: UInt32
    private(set) var nextGroup: UInt64
    private(set) var replay: LogReplay
    /// Bytes from ``offset`` on that a torn group has left behind.
    private(set) var tornBytes = 0
    /// The bytes of the last segment's last whole group.
    private(set) var lastGroup: [UInt8] = []
    /// Size of the last segment.
    private(set) var capacity = 0
    /// In order, with the highest index that was ever written into each.
    private(set) var segments: [(sequence: UInt64, highest: LogIndex)] = []

    /// `nil` when the directory has no segments.
    init?(disk: Storage, names: [String], sabotage: Sabotage? = nil) throws(StorageError) {
        let sequences = names.compactMap(SegmentHeader.sequence(of:)).sorted()
        guard let first = sequences.first, let last = sequences.last else { return nil }
        guard last - first == UInt64(sequences.count - 1) else {
            throw StorageError(.damaged, "a segment between \(first) and \(last) is missing")
        }
        self.disk = disk
        self.sabotage = sabotage
        let bytes = try Self.read(first, from: disk)
        header = try SegmentHeader(decoding: bytes[...], of: SegmentHeader.name(sequence: first))
        guard header.sequence == first else {
            throw StorageError(.damaged, "segment \(first) has the header of segment \(header.sequence)")
        }
        if first == 1 {
            guard header == .first(of: header.identity, size: header.size) else {
                throw StorageError(.damaged, "the first segment has the header of a later one")
            }
        }
        offset = SegmentHeader.size
        chain = header.chain
        nextGroup = header.firstGroup
        replay = LogReplay(nextIndex: header.nextIndex)
        try readGroups(of: bytes, isLast: first == last)
        for sequence in sequences.dropFirst() {
            try next(sequence, isLast: sequence == last)
        }
        if let gap = replay.gap() { throw StorageError(.damaged, gap) }
    }

    private mutating func next(_ sequence: UInt64, isLast: Bool) throws(StorageError) {
        let bytes = try Self.read(sequence, from: disk)
        let next = try SegmentHeader(decoding: bytes[...], of: SegmentHeader.name(sequence: sequence))
        let expected = SegmentHeader(
            identity: header.identity, sequence: sequence, nextIndex: replay.nextIndex, firstGroup: nextGroup,
            chain: chain, size: next.size)
        guard next == expected else {
            throw StorageError(.damaged, "segment \(sequence) does not follow the end of segment \(sequence - 1)")
        }
        header = next
        offset = SegmentHeader.size
        try readGroups(of: bytes, isLast: isLast)
    }

    private static func read(_ sequence: UInt64, from disk: Storage) throws(StorageError) -> [UInt8] {
        do {
            let file = try disk.open(SegmentHeader.name(sequence: sequence), create: false)
            defer { disk.close(file) }
            return try disk.read(file, at: 0, count: try disk.size(of: file))
        } catch {
            throw StorageError(error)
        }
    }

    /// Applies every whole group of the segment and judges what follows the last of them.
    private mutating func readGroups(of bytes: [UInt8], isLast: Bool) throws(StorageError) {
        let name = SegmentHeader.name(sequence: header.sequence)
        var highest = LogIndex.zero
        var group: [LogRecord] = []
        var position = offset
        var sum = chain
        var groupStart = offset
        records: while true {
            switch RecordFormat.parse(bytes, at: position, chain: &sum) {
            case .blank, .broken: break records
            case .record(.commit, let payload, let end):
                let commit = CommitRecord(payload: payload, segment: header, at: position)
                guard let commit, commit == CommitRecord(group: nextGroup, start: UInt32(offset)) else {
                    throw StorageError(.damaged, "\(name): the group that ends at byte \(position) belongs elsewhere")
                }
                for record in group {
                    if let fault = replay.apply(record) { throw StorageError(.damaged, "\(name): \(fault)") }
                    if case .entry(let entry) = record { highest = max(highest, entry.index) }
                }
                group.removeAll(keepingCapacity: true)
                nextGroup += 1
                groupStart = offset
                (offset, position, chain) = (end, end, sum)
            case .record(let kind, let payload, let end):
                guard let record = LogRecord(kind, payload: payload) else {
                    throw StorageError(.damaged, "\(name): the record at byte \(position) means nothing")
                }
                group.append(record)
                position = end
            }
        }
        lastGroup = Array(bytes[groupStart..<offset])
        try judgeRest(of: bytes, isLast: isLast, brokenAt: position, name: name)
        segments.append((header.sequence, highest))
        capacity = bytes.count
    }

    /// The bytes after the last whole group: none, a torn group, or the sign of damage.
    private mutating func judgeRest(
        of bytes: [UInt8], isLast: Bool, brokenAt position: Int, name: String
    ) throws(StorageError) {
        guard let end = bytes[offset...].lastIndex(where: { $0 != 0 }) else { return }
        guard isLast else {
            throw StorageError(.damaged, "\(name): the record at byte \(position) is damaged and a segment follows")
        }
        if let later = CommitRecord.lastGroup(in: bytes, from: offset, segment: header), later > nextGroup,
            sabotage != .takesRotForTorn
        {
            throw StorageError(
                .damaged, "\(name): the record at byte \(position) is damaged and group \(later) follows")
        }
        tornBytes = end + 1 - offset
    }
}

extension SegmentHeader {
    /// The header of a new log's first segment.
    static func first(of identity: LogIdentity, size: UInt64) -> SegmentHeader {
        var seed: [UInt8] = []
        seed.append(littleEndian: identity.cluster.rawValue)
        seed.append(littleEndian: identity.node.rawValue)
        seed.append(littleEndian: identity.nonce)
        return SegmentHeader(
            identity: identity, sequence: 1, nextIndex: LogIndex(rawValue: 1), firstGroup: 1,
            chain: CRC32C.checksum(of: seed), size: size)
    }
}
