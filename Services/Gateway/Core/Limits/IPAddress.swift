import ClientProtocol

/// An IPv4 or IPv6 address. IPv4 is held as IPv6 maps it, `::ffff:a.b.c.d` (RFC 4291 section 2.5.5.2), so that one address
/// is one value however it came in.
package struct IPAddress: Sendable, Hashable {
    /// In the order of the network.
    package let bits: UInt128

    /// `nil` unless this is an address alone: no port, no zone, no brackets.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count <= 45 else { return nil }
        if let address = Self.parsedIPv4(text) {
            bits = Self.mapped | UInt128(address)
        } else if let address = Self.parsedIPv6(text) {
            bits = address
        } else {
            return nil
        }
    }

    package var isIPv4: Bool { bits >> 32 == Self.mapped >> 32 }

    package var isLoopback: Bool { bits == 1 || isIPv4 && UInt8(truncatingIfNeeded: bits >> 24) == 127 }

    /// What limits by address count by: the address, of IPv6 its /64, since each host has a whole one (RFC 6177). What is no
    /// address stands for itself.
    package static func limitKey(of text: String) -> String {
        guard let address = IPAddress(text) else { return text }
        return address.isIPv4
            ? String(UInt32(truncatingIfNeeded: address.bits)) : String(address.bits >> 64, radix: 16) + "/64"
    }

    private static let mapped: UInt128 = 0xFFFF << 32

    /// Four numbers of 0 to 255 without leading zeros, which some would read as octal.
    private static func parsedIPv4(_ text: some StringProtocol) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var address: UInt32 = 0
        for part in parts {
            guard part.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let byte = UInt8(part),
                part.utf8.count == 1 || part.utf8.first != 0x30
            else { return nil }
            address = address << 8 | UInt32(byte)
        }
        return address
    }

    /// RFC 4291 section 2.2.
    private static func parsedIPv6(_ text: some StringProtocol) -> UInt128? {
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        switch halves.count {
        case 1:
            guard let groups = groups(of: halves[0], isLast: true), groups.count == 8 else { return nil }
            return address(groups)
        case 2:
            guard let front = groups(of: halves[0], isLast: false), let back = groups(of: halves[1], isLast: true),
                front.count + back.count <= 7
            else { return nil }
            return address(front + Array(repeating: 0, count: 8 - front.count - back.count) + back)
        default: return nil
        }
    }

    private static func address(_ groups: [UInt16]) -> UInt128 { groups.reduce(0) { $0 << 16 | UInt128($1) } }

    /// Groups of 1 to 4 hexadecimal digits; an IPv4 address may stand for the last two of an address.
    private static func groups(of text: some StringProtocol, isLast: Bool) -> [UInt16]? {
        if text.isEmpty { return [] }
        var groups: [UInt16] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if isLast, index == parts.count - 1, let address = parsedIPv4(part) {
                groups += [UInt16(address >> 16), UInt16(truncatingIfNeeded: address)]
                continue
            }
            guard (1...4).contains(part.utf8.count),
                part.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
                let group = UInt16(part, radix: 16)
            else { return nil }
            groups.append(group)
        }
        return groups.count <= 8 ? groups : nil
    }
}

/// All addresses that begin with the same bits: `10.1.0.0/16`, `2001:db8::/32`, or one address alone.
package struct IPNetwork: Sendable, Hashable {
    package let base: IPAddress
    /// Of the 128 bits; 96 more than written for IPv4.
    package let prefix: Int

    package enum Fault: Error, Sendable, Equatable {
        case notAnAddress
        case badPrefix(most: Int)
        /// Bits are set beyond the prefix.
        case hostBits
    }

    package init(_ text: some StringProtocol) throws(Fault) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let base = IPAddress(first) else { throw .notAnAddress }
        let isIPv4 = !first.contains(":")
        var prefix = 128
        if parts.count == 2 {
            let most = isIPv4 ? 32 : 128
            guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let written = Int(parts[1]), written <= most
            else { throw .badPrefix(most: most) }
            prefix = isIPv4 ? written + 96 : written
        }
        self.base = base
        self.prefix = prefix
        guard base.bits & ~mask == 0 else { throw .hostBits }
    }

    private var mask: UInt128 { prefix == 0 ? 0 : ~UInt128(0) << (128 - prefix) }

    package func contains(_ address: IPAddress) -> Bool { address.bits & mask == base.bits }
}
