/// Where a page may take its sockets, as the operator lists it (`GET /gateways.json`, docs/guide/protocol.md, section 2). A page
/// is told no address that it cannot reach.
package struct PublicGateways: Sendable, Equatable {
    package struct Fault: Error, Sendable, Equatable {
        package let message: String
    }

    private enum Address: Sendable, Equatable {
        case url(String, isLoopback: Bool)
        /// On the host that the page was loaded from, whatever name or address that has there.
        case port(UInt16)
    }

    private let addresses: [Address]

    /// - Parameter listing: `wss://a.example/ws, wss://b.example/ws`, or ports of the page's own host: `:8080, :8081`.
    package init(listing: String = "") throws(Fault) {
        var addresses: [Address] = []
        for entry in listing.split(separator: ",") {
            let entry = entry.trimmingSpaces()
            if entry.isEmpty { continue }
            if entry.hasPrefix(":") {
                guard let port = Host.port(entry.dropFirst()) else {
                    throw Fault(message: "'\(entry)' is not a port; write it like :8081")
                }
                addresses.append(.port(port))
                continue
            }
            guard let scheme = ["ws://", "wss://"].first(where: entry.hasPrefix),
                let host = Host(entry.dropFirst(scheme.count).prefix { !"/?#".contains($0) })
            else {
                throw Fault(
                    message:
                        "'\(entry)' is not a WebSocket's URL or a port; write them like wss://play.example/ws or :8081")
            }
            addresses.append(.url(entry, isLoopback: host.isLoopback))
        }
        self.addresses = addresses
    }

    /// The ports that are gateways of this host, too: a page of one of them may open a socket at another.
    package var ports: Set<UInt16> {
        Set(addresses.compactMap { if case .port(let port) = $0 { port } else { nil } })
    }

    /// What a page is told that was loaded from `host`, the value of `Host`. One that was loaded by TLS takes `wss` for a
    /// port: only it knows.
    package func urls(for host: String?) -> [String] {
        let host = host.flatMap { Host($0[...]) }
        return addresses.compactMap { address in
            switch address {
            case .url(let url, let isLoopback): isLoopback && host?.isLoopback != true ? nil : url
            case .port(let port): host.map { "ws://\($0.name):\(port)/ws" }
            }
        }
    }
}

/// A name or address with or without a port, as `Host` and the authority of a URL hold it (RFC 3986 section 3.2).
package struct Host: Sendable, Equatable {
    /// In lower case; an IPv6 address in its brackets.
    package let name: String
    package let port: UInt16?

    /// `nil` for anything that is not a plain name, an IPv4 address or a bracketed IPv6 address; user data among it.
    package init?(_ text: Substring) {
        guard (1...255).contains(text.utf8.count) else { return nil }
        let end: Substring.Index
        if text.hasPrefix("[") {
            guard let close = text.firstIndex(of: "]"),
                IPAddress(text[text.index(after: text.startIndex)..<close]) != nil
            else { return nil }
            end = text.index(after: close)
        } else {
            end = text.firstIndex(of: ":") ?? text.endIndex
            guard end > text.startIndex, text[..<end].utf8.allSatisfy(Self.isOfName) else { return nil }
        }
        let rest = text[end...]
        if rest.isEmpty || rest == ":" {
            port = nil
        } else {
            guard rest.hasPrefix(":"), let number = Self.port(rest.dropFirst()) else { return nil }
            port = number
        }
        name = text[..<end].lowercased()
    }

    /// Of this machine: nobody else reaches it there.
    package var isLoopback: Bool {
        if name == "localhost" || name.hasSuffix(".localhost") { return true }
        return IPAddress(name.hasPrefix("[") ? name.dropFirst().dropLast() : name[...])?.isLoopback ?? false
    }

    static func port(_ text: Substring) -> UInt16? {
        guard (1...5).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = UInt16(text),
            port > 0
        else { return nil }
        return port
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
        default: false
        }
    }
}
