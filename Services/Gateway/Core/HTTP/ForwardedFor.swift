/// Where a request came from, by what proxies in front of this server wrote into `X-Forwarded-For`.
package enum ForwardedFor {
    /// Each proxy appends the address it was called from. Of the entries only as many are believed as there are proxies
    /// that are known to do so: the rest is whatever the client sent.
    /// - Parameters:
    ///   - entries: Of all lines, the first one first.
    ///   - proxies: How many proxies a player's request passes through, each of which appends; 0: none is believed.
    /// - Returns: The address that the outermost of them was called from; `nil` where no entry is one. Where fewer have
    ///   appended, the request came past the outer ones, and the first entry counts, which the client may have made up: only the
    ///   proxies may reach this server.
    package static func clientAddress(_ entries: [String], proxies: Int) -> String? {
        guard proxies > 0, !entries.isEmpty else { return nil }
        return address(entries[max(0, entries.count - proxies)])
    }

    /// An IPv4 or IPv6 address, without the port and brackets that some proxies add.
    private static func address(_ entry: String) -> String? {
        let text: Substring
        if entry.hasPrefix("[") {
            guard let end = entry.firstIndex(of: "]") else { return nil }
            text = entry[..<end].dropFirst()
        } else if let colon = entry.firstIndex(of: ":"), !entry[colon...].dropFirst().contains(":") {
            text = entry[..<colon]
        } else {
            text = entry[...]
        }
        return IPAddress(text) == nil ? nil : text.lowercased()
    }
}
