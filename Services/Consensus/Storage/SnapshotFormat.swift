import ConsensusCore
package import Identity

/// How a snapshot lies in its file, `<index>-<term>.snapshot`, both as sixteen hexadecimal digits.
///
/// | part | size | field |
/// |---|---|---|
/// | header | 8 | magic, `SNKTSNP` and a zero |
/// | | 4 | format version, 1 |
/// | | 8 each | cluster id, index, term |
/// | | 4 + n | the configuration at index, counted |
/// | | 4 | CRC32C of the header so far |
/// | each chunk | 4 | bytes of data: ``chunkSize``, in the last chunk fewer but not none |
/// | | 4 | CRC32C of the data, chained over the chunk before (the header in the first one) |
/// | | n | data |
/// | footer | 8 | magic, `SNKTEND` and a zero |
/// | | 8 | bytes of data in all chunks |
/// | | 4 | checksum of the last chunk (of the header when there is none) |
/// | | 4 | CRC32C of the footer so far |
///
/// Chunks have a fixed place, so a reader begins at any multiple of ``chunkSize``.
package enum SnapshotFormat {
    static let headerMagic: [UInt8] = Array("SNKTSNP".utf8) + [0]
    static let footerMagic: [UInt8] = Array("SNKTEND".utf8) + [0]
    static let version: UInt32 = 1
    static let chunkSize = 64 << 10
    static let chunkHeaderSize = 8
    static let footerSize = 24
    /// Of a header's fixed part, up to the configuration's byte count.
    static let fixedHeaderSize = 40
    static let maximumMembershipSize = 1 << 20

    static func header(cluster: ClusterID, index: LogIndex, term: Term, membership: Membership) -> [UInt8] {
        var bytes = headerMagic
        bytes.append(littleEndian: version)
        bytes.append(littleEndian: cluster.rawValue)
        bytes.append(littleEndian: index.rawValue)
        bytes.append(littleEndian: term.rawValue)
        bytes.append(counted: membership.encoded())
        bytes.append(littleEndian: CRC32C.checksum(of: bytes))
        return bytes
    }

    static func footer(size: UInt64, chain: UInt32) -> [UInt8] {
        var bytes = footerMagic
        bytes.append(littleEndian: size)
        bytes.append(littleEndian: chain)
        bytes.append(littleEndian: CRC32C.checksum(of: bytes))
        return bytes
    }

    /// `nil` when the bytes are not a whole footer.
    static func footer(decoding bytes: [UInt8]) -> (size: UInt64, chain: UInt32)? {
        var reader = ByteReader(bytes[...])
        guard bytes.count == footerSize, let magic = reader.bytes(8), Array(magic) == footerMagic,
            let size = reader.number(UInt64.self), let chain = reader.number(UInt32.self),
            reader.number(UInt32.self) == CRC32C.checksum(of: bytes.dropLast(4))
        else { return nil }
        return (size, chain)
    }

    package static func name(index: LogIndex, term: Term) -> String {
        "\(hexadecimal(index.rawValue))-\(hexadecimal(term.rawValue)).snapshot"
    }

    /// `nil` for a name that is not a finished snapshot's.
    static func position(of name: String) -> (index: LogIndex, term: Term)? {
        guard name.utf8.count == 42, name.hasSuffix(".snapshot") else { return nil }
        let parts = name.dropLast(9).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 16,
            let index = UInt64(parts[0], radix: 16).flatMap(LogIndex.init(checked:)),
            let term = UInt64(parts[1], radix: 16).flatMap(Term.init(checked:))
        else { return nil }
        return (index, term)
    }
}
