package import Identity

/// The node and cluster whose log a directory holds. Written into the header of every segment.
package struct LogIdentity: Sendable, Hashable {
    package var cluster: ClusterID
    package var node: NodeID
    /// Random, chosen when the directory is first used: tells apart two disks that claim to be one node.
    package var nonce: UInt64

    package init(cluster: ClusterID, node: NodeID, nonce: UInt64) {
        self.cluster = cluster
        self.node = node
        self.nonce = nonce
    }
}

/// The first 80 bytes of a segment.
///
/// | offset | size | field |
/// |---|---|---|
/// | 0 | 8 | magic, `SNKTWAL` and a zero |
/// | 8 | 4 | format version, 1 |
/// | 12 | 4 | zero |
/// | 16 | 8 each | cluster id, node id, nonce |
/// | 40 | 8 | sequence number of the segment, from 1 |
/// | 48 | 8 | index of the next entry when the segment was begun |
/// | 56 | 8 | number of the segment's first group |
/// | 64 | 4 | chain value: the checksum at the end of the segment before, a hash of the identity in the first one |
/// | 68 | 8 | bytes of the whole segment; 0 in logs of older builds, which did not say |
/// | 76 | 4 | CRC32C of the 76 bytes before |
struct SegmentHeader: Equatable {
    static let size = 80
    static let magic: [UInt8] = Array("SNKTWAL".utf8) + [0]
    static let version: UInt32 = 1

    var identity: LogIdentity
    var sequence: UInt64
    var nextIndex: LogIndex
    var firstGroup: UInt64
    var chain: UInt32
    /// A file that is shorter has lost its end, groups and all.
    var size: UInt64

    func encoded() -> [UInt8] {
        var bytes = Self.magic
        bytes.append(littleEndian: Self.version)
        bytes.append(littleEndian: UInt32(0))
        bytes.append(littleEndian: identity.cluster.rawValue)
        bytes.append(littleEndian: identity.node.rawValue)
        bytes.append(littleEndian: identity.nonce)
        bytes.append(littleEndian: sequence)
        bytes.append(littleEndian: nextIndex.rawValue)
        bytes.append(littleEndian: firstGroup)
        bytes.append(littleEndian: chain)
        bytes.append(littleEndian: size)
        bytes.append(littleEndian: CRC32C.checksum(of: bytes))
        return bytes
    }

    init(
        identity: LogIdentity, sequence: UInt64, nextIndex: LogIndex, firstGroup: UInt64, chain: UInt32, size: UInt64
    ) {
        self.size = size
        self.identity = identity
        self.sequence = sequence
        self.nextIndex = nextIndex
        self.firstGroup = firstGroup
        self.chain = chain
    }

    /// - Parameter bytes: The whole segment.
    init(decoding bytes: ArraySlice<UInt8>, of name: String) throws(StorageError) {
        let damaged = StorageError(.damaged, "the header of \(name) is damaged")
        var reader = ByteReader(bytes.prefix(Self.size))
        guard let magic = reader.bytes(8), Array(magic) == Self.magic,
            let version = reader.number(UInt32.self)
        else { throw damaged }
        guard version <= Self.version else {
            throw StorageError(.newerFormat, "\(name) has format \(version), this build reads up to \(Self.version)")
        }
        guard version == Self.version, reader.number(UInt32.self) == 0,
            let cluster = reader.number(UInt64.self).flatMap(ClusterID.init(checked:)),
            let node = reader.number(UInt64.self).flatMap(NodeID.init(checked:)),
            let nonce = reader.number(UInt64.self), let sequence = reader.number(UInt64.self),
            let nextIndex = reader.number(UInt64.self).flatMap(LogIndex.init(checked:)),
            let firstGroup = reader.number(UInt64.self), let chain = reader.number(UInt32.self),
            let size = reader.number(UInt64.self), let checksum = reader.number(UInt32.self),
            checksum == CRC32C.checksum(of: bytes.prefix(Self.size - 4))
        else { throw damaged }
        guard size == UInt64(bytes.count) || size == 0 else {
            throw StorageError(.damaged, "\(name) has \(bytes.count) bytes, of \(size) that it was made with")
        }
        self.init(
            identity: LogIdentity(cluster: cluster, node: node, nonce: nonce), sequence: sequence,
            nextIndex: nextIndex, firstGroup: firstGroup, chain: chain, size: size)
    }

    /// `0000000000000001.wal`: sixteen hexadecimal digits, so that names sort as sequences do.
    static func name(sequence: UInt64) -> String { "\(hexadecimal(sequence)).wal" }

    /// `nil` for a name that is not a segment's.
    static func sequence(of name: String) -> UInt64? {
        guard name.utf8.count == 20, name.hasSuffix(".wal") else { return nil }
        return UInt64(name.prefix(16), radix: 16)
    }
}

/// Sixteen lower-case digits.
func hexadecimal(_ number: UInt64) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
}

/// How records lie in a segment: from ``SegmentHeader/size`` on, each at a multiple of 8.
///
/// | size | field |
/// |---|---|
/// | 3 | length of the payload in bytes |
/// | 1 | type |
/// | 4 | CRC32C of the 4 bytes before, the payload and the padding, chained over the previous record's |
/// | length | payload |
/// | 0–7 | zeros |
///
/// Records form groups; a group ends with a commit record and becomes durable before anything of the
/// next group is written. So a crash can tear the last group and no other.
enum RecordFormat {
    static let headerSize = 8
    static let maximumPayload = 1 << 24 - 1

    enum Kind: UInt8 {
        case hardState = 1
        case entry = 2
        case truncate = 3
        case snapshot = 4
        case commit = 5
    }

    /// A record's bytes on disk, padding included.
    static func size(payload: Int) -> Int { headerSize + (payload + 7) & ~7 }

    /// Appends one record, its payload written by `write`, and moves `chain` on to its checksum.
    static func append(
        _ kind: Kind, to bytes: inout [UInt8], chain: inout UInt32, write: (inout [UInt8]) -> Void
    ) {
        let start = bytes.count
        bytes.append(littleEndian: UInt64(0))
        write(&bytes)
        let length = bytes.count - start - headerSize
        precondition(length <= maximumPayload, "a log record of \(length) bytes")
        while (bytes.count - start) & 7 != 0 { bytes.append(0) }
        bytes.replace(at: start, with: UInt32(length) | UInt32(kind.rawValue) << 24)
        chain = CRC32C.extend(chain, with: bytes[start..<start + 4])
        chain = CRC32C.extend(chain, with: bytes[(start + headerSize)...])
        bytes.replace(at: start + 4, with: chain)
    }

    enum Parsed {
        /// A record whose checksum is right; the next one begins at `end`.
        case record(Kind, payload: ArraySlice<UInt8>, end: Int)
        /// Nothing was ever written here.
        case blank
        case broken
    }

    /// The record at `offset` of a segment's bytes.
    static func parse(_ bytes: [UInt8], at offset: Int, chain: inout UInt32) -> Parsed {
        guard offset + headerSize <= bytes.count else { return .blank }
        var reader = ByteReader(bytes[offset..<offset + headerSize])
        guard let word = reader.number(UInt32.self), let checksum = reader.number(UInt32.self) else { return .broken }
        if word == 0 && checksum == 0 { return .blank }
        let length = Int(word & 0xff_ffff)
        let end = offset + size(payload: length)
        guard let kind = Kind(rawValue: UInt8(word >> 24)), end <= bytes.count else { return .broken }
        var sum = CRC32C.extend(chain, with: bytes[offset..<offset + 4])
        sum = CRC32C.extend(sum, with: bytes[offset + headerSize..<end])
        guard sum == checksum else { return .broken }
        chain = sum
        return .record(kind, payload: bytes[offset + headerSize..<offset + headerSize + length], end: end)
    }
}

/// The last record of a group. It can be told from anything else without knowing the records before it, so that recovery
/// sees a later group behind a damaged one.
struct CommitRecord: Equatable {
    static let payloadSize = 16
    static let size = RecordFormat.size(payload: payloadSize)

    /// Counts every group of the log, from 1.
    var group: UInt64
    /// Where in the segment the group's first record begins.
    var start: UInt32

    func append(to bytes: inout [UInt8], chain: inout UInt32, segment: SegmentHeader, at offset: Int) {
        let seal = seal(segment: segment, at: offset)
        RecordFormat.append(.commit, to: &bytes, chain: &chain) { payload in
            payload.append(littleEndian: group)
            payload.append(littleEndian: start)
            payload.append(littleEndian: seal)
        }
    }

    /// `nil` when the payload is not that of a commit record written at this very place of this very segment.
    init?(payload: ArraySlice<UInt8>, segment: SegmentHeader, at offset: Int) {
        var reader = ByteReader(payload)
        guard payload.count == Self.payloadSize, let group = reader.number(UInt64.self),
            let start = reader.number(UInt32.self), let seal = reader.number(UInt32.self)
        else { return nil }
        self.init(group: group, start: start)
        guard seal == self.seal(segment: segment, at: offset) else { return nil }
    }

    init(group: UInt64, start: UInt32) {
        self.group = group
        self.start = start
    }

    private func seal(segment: SegmentHeader, at offset: Int) -> UInt32 {
        var bytes: [UInt8] = []
        bytes.append(littleEndian: segment.identity.nonce)
        bytes.append(littleEndian: segment.sequence)
        bytes.append(littleEndian: UInt64(offset))
        bytes.append(littleEndian: group)
        bytes.append(littleEndian: start)
        return CRC32C.checksum(of: bytes)
    }

    /// The greatest group number among the commit records from `offset` on, whatever lies between them.
    static func lastGroup(in bytes: [UInt8], from offset: Int, segment: SegmentHeader) -> UInt64? {
        let word = UInt32(payloadSize) | UInt32(RecordFormat.Kind.commit.rawValue) << 24
        var last: UInt64?
        var position = offset
        while position + size <= bytes.count {
            var reader = ByteReader(bytes[position..<position + size])
            if reader.number(UInt32.self) == word, reader.number(UInt32.self) != nil,
                let commit = CommitRecord(payload: reader.rest(), segment: segment, at: position)
            {
                last = max(last ?? 0, commit.group)
            }
            position += 8
        }
        return last
    }
}
