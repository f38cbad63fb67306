package import Configuration
package import RPC
import TLS

/// A setting that stops the start: which key, what is wrong with it, and what would be right.
package struct SettingsError: Error, CustomStringConvertible {
    package let key: String
    package let message: String

    package init(key: String, message: String) {
        self.key = key
        self.message = message
    }

    package var description: String { "\(environmentName(key)): \(message)" }
}

/// `grpc.port` is read from `GRPC_PORT`.
package func environmentName(_ key: String) -> String {
    key.uppercased().replacing(".", with: "_")
}

/// Strict reading: a value that is there but wrong is an error, never silently the default. An empty value counts as absent.
extension ConfigReader {
    package func text(_ key: String, isSecret: Bool = false) -> String? {
        guard let value = string(forKey: ConfigKey(key), isSecret: isSecret), !value.isEmpty else { return nil }
        return value
    }

    package func text(_ key: String, default fallback: String) -> String { text(key) ?? fallback }

    package func integer(_ key: String, default fallback: Int, in range: ClosedRange<Int>) throws(SettingsError) -> Int
    {
        guard let value = text(key) else { return fallback }
        guard let number = Int(value), range.contains(number) else {
            throw SettingsError(
                key: key, message: "'\(value)' is not a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    package func flag(_ key: String, default fallback: Bool) throws(SettingsError) -> Bool {
        switch text(key)?.lowercased() {
        case nil: return fallback
        case "true", "1", "yes", "on": return true
        case "false", "0", "no", "off": return false
        case let value?: throw SettingsError(key: key, message: "'\(value)' is neither true nor false")
        }
    }

    package func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, default fallback: Choice
    ) throws(SettingsError) -> Choice where Choice.RawValue == String {
        guard let value = text(key) else { return fallback }
        guard let choice = Choice(rawValue: value.lowercased()) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw SettingsError(key: key, message: "'\(value)' is not one of \(known)")
        }
        return choice
    }

    package func port(_ key: String, default fallback: Int, allowOff: Bool = false) throws(SettingsError) -> Int {
        try integer(key, default: fallback, in: (allowOff ? 0 : 1)...65535)
    }
}

/// Where the processes of a node listen and find each other; the same keys in all four services.
///
/// - `BIND_ADDR` (address, default 127.0.0.1): Play and Raft listen here.
/// - `LOOPBACK_ADDR` (address in 127.0.0.0/8, default 127.0.0.1): Consensus, Registry and metrics; only this node's own processes.
/// - `GRPC_PORT` (default 50051), `RAFT_PORT` (50052), `CONSENSUS_PORT` (50053), `REGISTRY_PORT` (50054), `WS_PORT` (8080): 1–65535.
/// - `METRICS_PORT` (0–65535, default 0 = off): `GET /metrics` of this process on `LOOPBACK_ADDR`.
/// - `DATA_DIR` (folder, default `./data`): what must survive a restart.
/// - `CLUSTER` (1–64 characters, default `snaketron`): nodes of one cluster name and one database find each other.
/// - `NODE_SECRET` (text of at least 16 bytes, secret): shared by the processes of this node; without it they share
///   `DATA_DIR/node-secret`, which the first of them makes.
/// - `ALLOW_PLAINTEXT` (bool, default false): listen on other than loopback addresses without TLS.
package struct NodeSettings: Sendable, Equatable {
    package var bindAddress: String
    package var loopbackAddress: String
    package var grpcPort: Int
    package var raftPort: Int
    package var consensusPort: Int
    package var registryPort: Int
    package var gatewayPort: Int
    package var metricsPort: Int
    package var dataDirectory: String
    package var cluster: String
    package var tls: TLSFiles?
    /// Not in descriptions or logs.
    package var secret: String?

    package init(config: ConfigReader) throws(SettingsError) {
        bindAddress = config.text("bind.addr", default: "127.0.0.1")
        loopbackAddress = config.text("loopback.addr", default: "127.0.0.1")
        guard isLoopback(loopbackAddress) else {
            throw SettingsError(
                key: "loopback.addr",
                message: "'\(loopbackAddress)' is not a loopback address; use one in 127.0.0.0/8, such as 127.0.0.1")
        }
        grpcPort = try config.port("grpc.port", default: 50051)
        raftPort = try config.port("raft.port", default: 50052)
        consensusPort = try config.port("consensus.port", default: 50053)
        registryPort = try config.port("registry.port", default: 50054)
        gatewayPort = try config.port("ws.port", default: 8080)
        metricsPort = try config.port("metrics.port", default: 0, allowOff: true)
        dataDirectory = config.text("data.dir", default: "./data")
        cluster = config.text("cluster", default: "snaketron")
        guard cluster.utf8.count <= 64 else {
            throw SettingsError(key: "cluster", message: "the name is longer than 64 bytes; use a shorter one")
        }
        secret = config.text("node.secret", isSecret: true)
        if let secret, secret.utf8.count < NodeSecret.shortest {
            throw SettingsError(
                key: "node.secret", message: "it is shorter than \(NodeSecret.shortest) bytes; use a longer one")
        }
        tls = try TLSFiles(config: config)
        let allowPlaintext = try config.flag("allow.plaintext", default: false)
        guard tls != nil || allowPlaintext || isLoopback(bindAddress) else {
            throw SettingsError(
                key: "bind.addr",
                message:
                    "listening on \(bindAddress) without TLS would let anyone in; set TLS_CA, TLS_CERT and TLS_KEY, "
                    + "or ALLOW_PLAINTEXT=true on a network that is closed by other means")
        }
    }
}

/// PEM files for mutual TLS between nodes: all three or none.
///
/// - `TLS_CA`, `TLS_CERT`, `TLS_KEY` (paths, no default).
package struct TLSFiles: Sendable, Equatable {
    package var authority: String
    package var certificate: String
    package var key: String

    package init?(config: ConfigReader) throws(SettingsError) {
        switch (config.text("tls.ca"), config.text("tls.cert"), config.text("tls.key")) {
        case (nil, nil, nil): return nil
        case (let authority?, let certificate?, let key?):
            self.authority = authority
            self.certificate = certificate
            self.key = key
        default:
            throw SettingsError(
                key: "tls.ca", message: "TLS_CA, TLS_CERT and TLS_KEY belong together; set all three or none")
        }
    }
}

extension NodeSettings {
    /// How calls between nodes are protected: mutual TLS when certificates are configured, and then nothing else is let in.
    /// - Parameter peers: The services that may be on the other end, as named in their certificates
    ///   (`gateway`, `simulation`, `consensus`).
    package func security(allowing peers: Set<String>) -> RPCSecurity {
        guard let tls else { return .plaintext }
        return .mutualTLS(
            TLSConfiguration(
                authorityFile: tls.authority, certificateFile: tls.certificate, keyFile: tls.key),
            allowedPeers: peers)
    }
}

/// Whether `address` is an IPv4 address in 127.0.0.0/8.
package func isLoopback(_ address: String) -> Bool {
    let parts = address.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
}
