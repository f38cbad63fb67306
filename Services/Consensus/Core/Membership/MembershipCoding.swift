import Identity

/// A membership as bytes: what a configuration entry holds in the log file and on the wire.
///
/// Format 1, numbers little-endian: format (1 byte), four counts (u16: members, voters, outgoing, learners), the count of
/// tombstones (u16); each member as id (u64), length of the address (u8), address; then the four lists of ids (u64).
extension Membership {
    private static let format: UInt8 = 1

    package func encoded() -> [UInt8] {
        var bytes: [UInt8] = [Membership.format]
        bytes.reserveCapacity(11 + members.count * 40 + (voters.count + outgoing.count + tombstones.count) * 8)
        for count in [members.count, voters.count, outgoing.count, learners.count, tombstones.count] {
            bytes.append(UInt8(truncatingIfNeeded: count))
            bytes.append(UInt8(truncatingIfNeeded: count >> 8))
        }
        for member in members {
            bytes.append(littleEndian: member.id.rawValue)
            bytes.append(UInt8(member.address.utf8.count))
            bytes.append(contentsOf: member.address.utf8)
        }
        for list in [voters, outgoing, learners, tombstones] {
            for id in list { bytes.append(littleEndian: id.rawValue) }
        }
        return bytes
    }

    /// - Throws: ``RaftError`` with `malformedMembership` when the bytes are cut short, too long or contradict
    ///   themselves.
    package init(decoding bytes: [UInt8]) throws(RaftError) {
        var reader = Reader(bytes: bytes)
        guard try reader.byte() == Membership.format else { throw Membership.malformed("unknown format") }
        var counts: [Int] = []
        for _ in 0..<5 { counts.append(Int(try reader.byte()) | Int(try reader.byte()) << 8) }
        self.init()
        for _ in 0..<counts[0] {
            let id = NodeID(rawValue: try reader.word())
            members.append(Member(id: id, address: try reader.text(length: Int(try reader.byte()))))
        }
        for _ in 0..<counts[1] { voters.append(NodeID(rawValue: try reader.word())) }
        for _ in 0..<counts[2] { outgoing.append(NodeID(rawValue: try reader.word())) }
        for _ in 0..<counts[3] { learners.append(NodeID(rawValue: try reader.word())) }
        for _ in 0..<counts[4] { tombstones.append(NodeID(rawValue: try reader.word())) }
        guard reader.isAtEnd else { throw Membership.malformed("bytes after the end") }
        if let fault { throw Membership.malformed(fault) }
    }

    /// What makes this no valid configuration of a cluster; `nil` when nothing does.
    var fault: String? {
        if members.count > Membership.maximumMembers { return "more than \(Membership.maximumMembers) members" }
        if tombstones.count > Membership.maximumTombstones { return "too many tombstones" }
        if voters.isEmpty { return "no voter" }
        let ids = members.map(\.id)
        for list in [ids, voters, outgoing, learners, tombstones] {
            if list.first?.rawValue == 0 { return "an id of zero" }
            if !zip(list, list.dropFirst()).allSatisfy({ $0 < $1 }) { return "ids out of order" }
        }
        for member in members where !(1...255).contains(member.address.utf8.count) {
            return "an address of \(member.address.utf8.count) bytes"
        }
        if learners.contains(where: isVoter) { return "a learner that votes" }
        if tombstones.contains(where: contains) { return "a member that was removed" }
        if ids.contains(where: { !isVoter($0) && !learners.contains($0) }) { return "a member without a part" }
        if (voters + outgoing + learners).contains(where: { !contains($0) }) { return "a member without an address" }
        return nil
    }

    private static func malformed(_ reason: String) -> RaftError {
        RaftError(.malformedMembership, "malformed configuration: \(reason)")
    }

    private struct Reader {
        let bytes: [UInt8]
        var position = 0

        var isAtEnd: Bool { position == bytes.count }

        mutating func byte() throws(RaftError) -> UInt8 {
            guard position < bytes.count else { throw Membership.malformed("cut short") }
            position += 1
            return bytes[position - 1]
        }

        mutating func word() throws(RaftError) -> UInt64 {
            guard bytes.count - position >= 8 else { throw Membership.malformed("cut short") }
            var word: UInt64 = 0
            for offset in 0..<8 { word |= UInt64(bytes[position + offset]) << UInt64(8 * offset) }
            position += 8
            return word
        }

        mutating func text(length: Int) throws(RaftError) -> String {
            guard bytes.count - position >= length else { throw Membership.malformed("cut short") }
            guard let text = String(validating: bytes[position..<(position + length)], as: UTF8.self) else {
                throw Membership.malformed("an address that is not UTF-8")
            }
            position += length
            return text
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(littleEndian word: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) { append(UInt8(truncatingIfNeeded: word >> shift)) }
    }
}
