package import Configuration
package import RegistryCore
package import RegistryStorage
package import ServiceRuntime

/// What the registry reads from the environment beside ``NodeSettings``.
package struct RegistrySettings: Sendable {
    package enum Database: Sendable, Equatable {
        case postgres(conninfo: String, PostgresAddress)
        case sqlite(path: String)
    }

    package var database: Database
    package var address: AddressRules.Source

    package init(config: ConfigReader, node: NodeSettings) throws(SettingsError) {
        database = try Self.database(config.text(.database), folder: node.dataDirectory)
        let server: (String, Int)? =
            if case .postgres(_, let address) = database {
                address.hosts.first { !$0.isLocalSocket }.map { ($0.address ?? $0.name, $0.port) }
            } else {
                nil
            }
        let isFargate = try config.flag(.isFargate)
        do throws(AddressRules.Fault) {
            address = try AddressRules.source(
                advertised: config.text(.advertisedAddress), isFargate: isFargate,
                metadataURI: config.text(.ecsMetadata), bindAddress: node.bindAddress,
                database: server)
        } catch {
            throw SettingsError(key: error.key, message: error.message)
        }
    }

    private static func database(_ url: String?, folder: String) throws(SettingsError) -> Database {
        guard let url else { return .sqlite(path: "\(folder)/registry.sqlite") }
        if url.hasPrefix("sqlite://") {
            let path = String(url.dropFirst("sqlite://".count))
            guard path.hasPrefix("/"), !path.hasSuffix("/") else {
                throw SettingsError(
                    key: "database.url", message: "a SQLite URL names a file by its whole path, as sqlite:///var/lib/x")
            }
            return .sqlite(path: path)
        }
        guard url.hasPrefix("postgres://") || url.hasPrefix("postgresql://") else {
            throw SettingsError(
                key: "database.url", message: "it starts with none of postgres://, postgresql:// and sqlite:///")
        }
        guard let address = PostgresAddress(url) else {
            throw SettingsError(
                key: "database.url",
                message: "libpq does not understand this connection URI; percent-encode special characters in the "
                    + "password (it is not shown here, since it may hold one)")
        }
        return .postgres(conninfo: url, address)
    }
}
