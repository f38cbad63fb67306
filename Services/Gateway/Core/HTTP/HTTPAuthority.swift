import ClientProtocol

/// `uri-host [ ":" port ]` of RFC 9110 section 7.2, as `Host` and a target in absolute form hold it.
package enum HTTPAuthority {
    /// Whether a valid authority names the machine itself: `localhost`, 127.0.0.0/8 or `[::1]`, with or without a port.
    package static func isLoopback(_ authority: String) -> Bool {
        let text = authority.lowercased()
        if text == "[::1]" || text.hasPrefix("[::1]:") { return true }
        let name = text.prefix { $0 != ":" }
        if name == "localhost" { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { (1...3).contains($0.utf8.count) && UInt8($0) != nil }
    }

    /// False for an empty host too: no `http` URI has one (RFC 9110 section 4.2.1). User data, spaces and slashes have
    /// no place in it.
    static func isValid(_ bytes: some BidirectionalCollection<UInt8>) -> Bool {
        let bytes = Array(bytes)
        guard let first = bytes.first else { return false }
        var port: ArraySlice<UInt8>
        if first == UInt8(ascii: "[") {
            guard let end = bytes.firstIndex(of: UInt8(ascii: "]")), isAddress(bytes[1..<end]) else { return false }
            port = bytes[(end + 1)...]
        } else {
            let end = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.count
            guard isName(bytes[..<end]) else { return false }
            port = bytes[end...]
        }
        guard let colon = port.popFirst() else { return true }
        guard colon == UInt8(ascii: ":"), port.count <= 5, port.allSatisfy(\.isDigit) else { return false }
        return port.reduce(0) { $0 * 10 + Int($1 - 0x30) } <= Int(UInt16.max)
    }

    /// `reg-name` or an IPv4 address (RFC 3986 section 3.2.2).
    private static func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard !bytes.isEmpty else { return false }
        var rest = bytes
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "!"),
                UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: ")"),
                UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "="):
                break
            case UInt8(ascii: "%"):
                guard rest.popFirst()?.hexadecimalValue != nil, rest.popFirst()?.hexadecimalValue != nil else {
                    return false
                }
            default: guard byte.isDigit || byte.isLetter else { return false }
            }
        }
        return true
    }

    /// What stands between the brackets: an IPv6 address by its characters, or `vN.…` of a later kind.
    private static func isAddress(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first else { return false }
        if first.lowercasedASCII == UInt8(ascii: "v") {
            return bytes.count >= 4 && bytes.allSatisfy { $0.isTokenCharacter || $0 == UInt8(ascii: ":") }
        }
        return bytes.count >= 2
            && bytes.allSatisfy {
                $0.hexadecimalValue != nil || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
            } && bytes.contains(UInt8(ascii: ":"))
    }
}
