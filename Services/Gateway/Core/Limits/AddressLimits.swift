/// How many sockets one address may hold, and how many shares of the other limits it has, by the network it is in: a school or
/// a company plays from one address.
package struct AddressLimits: Sendable, Equatable {
    package struct Fault: Error, Sendable, Equatable {
        package let message: String
    }

    /// Sockets that an operator may allow one address.
    package static let range = 1...100_000
    /// Networks that can be listed.
    package static let maximumNetworks = 256

    private struct Entry: Sendable, Equatable {
        let network: IPNetwork
        let limit: Int
    }

    private let usual: Int
    /// The longest prefix first: the first that fits counts.
    private let networks: [Entry]

    /// - Parameter listing: `10.1.0.0/16:500, 2001:db8::/32:200`; the number after the last colon is the limit.
    package init(usual: Int, listing: String = "") throws(Fault) {
        self.usual = usual
        var networks: [Entry] = []
        for entry in listing.split(separator: ",") {
            let entry = entry.trimmingSpaces()
            guard !entry.isEmpty else { continue }
            let colon = entry.lastIndex(of: ":") ?? entry.endIndex
            let place = entry[..<colon]
            // Of an IPv6 address alone the last group would be taken for the limit.
            guard colon < entry.endIndex, place.contains("/") || !place.contains(":") else {
                throw Fault(
                    message:
                        "'\(entry)' is not a network and a limit; write them like 10.1.0.0/16:500 or 2001:db8::/32:500")
            }
            let digits = entry[entry.index(after: colon)...]
            guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let limit = Int(digits),
                Self.range.contains(limit)
            else {
                throw Fault(
                    message:
                        "the limit of '\(entry)' must be a number of \(Self.range.lowerBound) to \(Self.range.upperBound)"
                )
            }
            let network: IPNetwork
            do throws(IPNetwork.Fault) {
                network = try IPNetwork(place)
            } catch {
                switch error {
                case .notAnAddress:
                    throw Fault(message: "'\(place)' is not an IPv4 or IPv6 network, such as 10.1.0.0/16")
                case .badPrefix(let most):
                    throw Fault(message: "'\(place)': the number after the slash goes from 0 to \(most)")
                case .hostBits:
                    throw Fault(message: "'\(place)' has bits set beyond its prefix; write the network's first address")
                }
            }
            guard !place.contains(":") || network.prefix <= 64 else {
                throw Fault(
                    message: "'\(place)': IPv6 is counted by /64, so the number after the slash goes from 0 to 64")
            }
            guard !networks.contains(where: { $0.network == network }) else {
                throw Fault(message: "'\(place)' is listed twice")
            }
            networks.append(Entry(network: network, limit: limit))
        }
        guard networks.count <= Self.maximumNetworks else {
            throw Fault(message: "\(networks.count) networks are listed; at most \(Self.maximumNetworks) are allowed")
        }
        self.networks = networks.sorted { $0.network.prefix > $1.network.prefix }
    }

    /// The limit that is set for the network of this address; `nil`: none, or it is no address.
    package func raised(for address: String) -> Int? {
        guard !networks.isEmpty, let address = IPAddress(address) else { return nil }
        return networks.first { $0.network.contains(address) }?.limit
    }

    /// Sockets that this address may hold.
    package func sockets(of address: String) -> Int { raised(for: address) ?? usual }

    /// Sockets for which an address has one share of the limits that hold for addresses.
    package static let socketsPerShare = 64

    /// How many usual addresses this one stands for: one for each 64 sockets that it may hold, rounded up.
    package func share(of address: String) -> Int {
        (sockets(of: address) + Self.socketsPerShare - 1) / Self.socketsPerShare
    }

    /// Who counts for limits by address.
    package func origin(_ address: String) -> Admission.Origin {
        Admission.Origin(key: IPAddress.limitKey(of: address), share: share(of: address))
    }
}
