/// Where a request came from, by what proxies in front of this server wrote into `X-Forwarded-For`.
package enum ForwardedFor {
    /// Each proxy appends the address it was called from. Of the entries only as many are believed as there are proxies
    /// that are known to do so: the rest is whatever the client sent.
    /// - Parameters:
    ///   - entries: Of all lines, the first one first.
    ///   - proxies: How many proxies a player's request passes through, each of which appends; 0: none is believed.
    /// - Returns: The address that the outermost of them was called from; `nil` where no entry is one. Where fewer have
    ///   appended, the request came past the outer ones, and the first entry is the address it came from.
    package static func clientAddress(_ entries: [String], proxies: Int) -> String? {
        guard proxies > 0, !entries.isEmpty else { return nil }
        return address(entries[max(0, entries.count - proxies)])
    }

    /// An IPv4 or IPv6 address by its characters, without the port and brackets that some proxies add.
    private static func address(_ entry: String) -> String? {
        var bytes = Array(entry.utf8)
        if bytes.first == UInt8(ascii: "[") {
            guard let end = bytes.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            bytes = Array(bytes[1..<end])
        } else if bytes.filter({ $0 == UInt8(ascii: ":") }).count == 1,
            let colon = bytes.firstIndex(of: UInt8(ascii: ":"))
        {
            bytes = Array(bytes[..<colon])
        }
        let isAddress =
            if bytes.contains(UInt8(ascii: ":")) {
                bytes.allSatisfy { $0.hexadecimalValue != nil || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }
            } else {
                bytes.filter { $0 == UInt8(ascii: ".") }.count == 3
                    && bytes.allSatisfy { $0.isDigit || $0 == UInt8(ascii: ".") }
            }
        guard isAddress, bytes.count >= 2, bytes.count <= 45 else { return nil }
        return String(decoding: bytes.map(\.lowercasedASCII), as: UTF8.self)
    }
}
