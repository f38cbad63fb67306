/// How a node learns the address that others reach it under.
package enum AddressRules {
    package enum Source: Sendable, Equatable {
        /// Given by `ADVERTISE_ADDR`.
        case fixed(String)
        /// To be asked of the ECS agent at this URL.
        case ecs(String)
        /// The interface that routes to this host, which is the database's.
        case route(host: String, port: Int)
    }

    package struct Fault: Error, Sendable, Equatable {
        /// The setting at fault, as `advertise.addr`.
        package let key: String
        package let message: String
    }

    /// A setting counts most, then the platform, then the routing table.
    /// - Parameters:
    ///   - bindAddress: The answer where nothing else is known, if it is one that others can reach.
    ///   - database: `nil` for a database on this machine.
    package static func source(
        advertised: String?, isFargate: Bool, metadataURI: String?, bindAddress: String,
        database: (host: String, port: Int)?
    ) throws(Fault) -> Source {
        if let advertised {
            guard isUsable(advertised) else {
                throw Fault(
                    key: "advertise.addr",
                    message: "'\(advertised)' is not an IPv4 address that others could reach; use one like 10.0.1.17")
            }
            return .fixed(advertised)
        }
        if isFargate {
            guard let metadataURI, metadataURI.hasPrefix("http://") else {
                throw Fault(
                    key: "ecs.container.metadata.uri.v4",
                    message: "IS_FARGATE is true, but the ECS agent gave no http:// URL; use platform version 1.4 or "
                        + "set ADVERTISE_ADDR")
            }
            return .ecs(metadataURI)
        }
        if isUsable(bindAddress) { return .fixed(bindAddress) }
        if let database { return .route(host: database.host, port: database.port) }
        throw Fault(
            key: "advertise.addr",
            message: "BIND_ADDR is \(bindAddress), so the address for others cannot be guessed; set ADVERTISE_ADDR")
    }

    /// The address that the routing table gives for the way to the database's host.
    ///
    /// Over loopback it does not show where others reach this node. Every node of such a database would take 127.0.0.1, and
    /// each would remove the others' rows as outdated.
    package static func routed(_ address: String?, host: String) throws(Fault) -> String {
        guard let address, isUsable(address) else {
            throw Fault(key: "advertise.addr", message: "no IPv4 address routes to \(host); set ADVERTISE_ADDR")
        }
        guard !address.hasPrefix("127.") else {
            throw Fault(
                key: "advertise.addr",
                message: "the database at \(host) is reached over loopback (\(address)), which is no address for other "
                    + "nodes; set ADVERTISE_ADDR to one like 10.0.1.17")
        }
        return address
    }

    /// A unicast IPv4 address in dotted decimal.
    package static func isUsable(_ address: String) -> Bool {
        let parts = address.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { $0.count <= 3 && $0.allSatisfy(\.isASCII) ? UInt8($0) : nil }
        return parts.count == 4 && bytes.count == 4 && bytes[0] != 0 && bytes[0] < 224
            && bytes.map(String.init).joined(separator: ".") == address
    }
}

/// The facts about a container from the ECS agent that matter here.
///
/// Source: "Amazon ECS task metadata endpoint version 4", `${ECS_CONTAINER_METADATA_URI_V4}`.
package struct ECSContainerMetadata: Decodable, Sendable {
    private struct Network: Decodable, Sendable {
        let addresses: [String]?

        enum CodingKeys: String, CodingKey { case addresses = "IPv4Addresses" }
    }

    private let networks: [Network]?

    private enum CodingKeys: String, CodingKey { case networks = "Networks" }

    /// The first usable address of the task's network interface.
    package var address: String? {
        (networks ?? []).flatMap { $0.addresses ?? [] }.first(where: AddressRules.isUsable)
    }
}
