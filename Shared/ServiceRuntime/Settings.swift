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

    package init(_ setting: Setting, _ message: String) { self.init(key: setting.key, message: message) }

    package var description: String { "\(environmentName(key)): \(message)" }
}

/// `grpc.port` is read from `GRPC_PORT`.
package func environmentName(_ key: String) -> String {
    key.uppercased().replacing(".", with: "_")
}

/// Strict reading: a value that is there but wrong is an error, never silently the default. An empty value counts as absent.
/// Defaults and ranges are those of the catalogue; a setting that is not in it cannot be read.
extension ConfigReader {
    /// The value, or the default if that is a text.
    package func text(_ setting: Setting) -> String? {
        if let value = string(forKey: ConfigKey(setting.key), isSecret: setting.isSecret), !value.isEmpty {
            return value
        }
        guard case .text(let fallback) = setting.fallback else { return nil }
        return fallback
    }

    /// The parts between commas, without spaces around them; none that is empty.
    package func list(_ setting: Setting) -> [String] {
        (text(setting) ?? "").split(separator: ",").map { $0.filter { $0 != " " } }.filter { !$0.isEmpty }
    }

    package func integer(_ setting: Setting) throws(SettingsError) -> Int {
        let range = setting.range
        guard let value = text(setting) else {
            guard case .integer(let fallback) = setting.fallback else {
                throw SettingsError(
                    setting, "it is needed: a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
            return fallback
        }
        guard let number = Int(value), range.contains(number) else {
            throw SettingsError(
                setting, "'\(value)' is not a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    package func flag(_ setting: Setting) throws(SettingsError) -> Bool {
        switch text(setting)?.lowercased() {
        case nil, "false", "0", "no", "off": return false
        case "true", "1", "yes", "on": return true
        case let value?: throw SettingsError(setting, "'\(value)' is neither true nor false")
        }
    }

    package func choice<Choice: RawRepresentable & CaseIterable>(
        _ setting: Setting, as type: Choice.Type
    ) throws(SettingsError) -> Choice where Choice.RawValue == String {
        let value = text(setting) ?? ""
        guard let choice = Choice(rawValue: value.lowercased()) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw SettingsError(setting, "'\(value)' is not one of \(known)")
        }
        return choice
    }
}

extension Setting {
    /// Of the numbers that it takes; of a port 1 to 65535.
    fileprivate var range: ClosedRange<Int> {
        if case .integer(let range, _) = kind { range } else { 1...65_535 }
    }
}

/// Where the processes of a node listen and find each other; the same settings in all four services.
package struct NodeSettings: Sendable, Equatable {
    package var bindAddress: String
    package var loopbackAddress: String
    package var grpcPort: Int
    package var raftPort: Int
    package var consensusPort: Int
    package var registryPort: Int
    package var gatewayPort: Int
    package var metricsPort: Int
    package var metricsAddress: String
    package var dataDirectory: String
    package var cluster: String
    package var drain: DrainTimes
    package var tls: TLSFiles?
    /// Not in descriptions or logs.
    package var secret: String?

    package init(config: ConfigReader) throws(SettingsError) {
        bindAddress = config.text(.bindAddress) ?? ""
        loopbackAddress = config.text(.loopbackAddress) ?? ""
        guard isLoopback(loopbackAddress) else {
            throw SettingsError(
                .loopbackAddress,
                "'\(loopbackAddress)' is not a loopback address; use one in 127.0.0.0/8, such as 127.0.0.1")
        }
        grpcPort = try config.integer(.grpcPort)
        raftPort = try config.integer(.raftPort)
        consensusPort = try config.integer(.consensusPort)
        registryPort = try config.integer(.registryPort)
        gatewayPort = try config.integer(.gatewayPort)
        metricsPort = try config.integer(.metricsPort)
        metricsAddress = config.text(.metricsAddress) ?? loopbackAddress
        dataDirectory = config.text(.dataDirectory) ?? ""
        cluster = config.text(.cluster) ?? ""
        guard cluster.utf8.count <= 64 else {
            throw SettingsError(.cluster, "the name is longer than 64 bytes; use a shorter one")
        }
        drain = try DrainTimes(config: config)
        secret = config.text(.nodeSecret)
        if let secret, secret.utf8.count < NodeSecret.shortest {
            throw SettingsError(.nodeSecret, "it is shorter than \(NodeSecret.shortest) bytes; use a longer one")
        }
        tls = try TLSFiles(config: config)
        let allowPlaintext = try config.flag(.allowPlaintext)
        guard tls != nil || allowPlaintext || isLoopback(bindAddress) else {
            throw SettingsError(
                .bindAddress,
                "listening on \(bindAddress) without TLS would let anyone in; set TLS_CA, TLS_CERT and TLS_KEY, "
                    + "or ALLOW_PLAINTEXT=true on a network that is closed by other means")
        }
    }
}

/// How long the steps of a stop take, in milliseconds. All four processes may be asked to stop at once: those that others of the
/// node need wait for these.
package struct DrainTimes: Sendable, Equatable {
    package var delay: Int
    package var players: Int
    package var streams: Int
    package var handOver: Int

    package init(config: ConfigReader) throws(SettingsError) {
        delay = try config.integer(.drainDelay)
        players = try config.integer(.drainPlayers)
        streams = try config.integer(.drainStreams)
        handOver = try config.integer(.drainHandOver)
    }

    /// How long the simulation, consensus and the registry wait at most for the one before them to be done. Without a delay
    /// the processes are stopped one after the other, and none waits.
    package var waitForGateway: Duration { .milliseconds(delay == 0 ? 0 : delay + players) }
    package var waitForSimulation: Duration { .milliseconds(delay == 0 ? 0 : delay + players + streams) }
    package var waitForConsensus: Duration {
        .milliseconds(delay == 0 ? 0 : delay + players + streams + handOver + 1_000)
    }
    /// All steps.
    package var whole: Duration { .milliseconds(delay + players + streams + handOver) }

    /// Waits until `isDone`, at most so long.
    package static func wait(_ limit: Duration, until isDone: () async -> Bool) async {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline, await !isDone() { try? await Task.sleep(for: .milliseconds(20)) }
    }
}

/// PEM files for mutual TLS between nodes: all three or none.
package struct TLSFiles: Sendable, Equatable {
    package var authority: String
    package var certificate: String
    package var key: String

    package init?(config: ConfigReader) throws(SettingsError) {
        switch (config.text(.tlsAuthority), config.text(.tlsCertificate), config.text(.tlsKey)) {
        case (nil, nil, nil): return nil
        case (let authority?, let certificate?, let key?):
            self.authority = try Self.path(authority, .tlsAuthority)
            self.certificate = try Self.path(certificate, .tlsCertificate)
            self.key = try Self.path(key, .tlsKey)
        default:
            throw SettingsError(
                .tlsAuthority, "TLS_CA, TLS_CERT and TLS_KEY belong together; set all three or none")
        }
    }
}

extension TLSFiles {
    /// A value is a path, or the text of a PEM file, which then is given a path: it stands in memory alone.
    private static func path(_ value: String, _ setting: Setting) throws(SettingsError) -> String {
        guard value.contains("-----BEGIN ") else {
            // What is neither may be a key in another form: no message may show it.
            guard !value.contains(where: \.isNewline), value.utf8.count < 4_096 else {
                throw SettingsError(setting, "it is neither a path nor the text of a PEM file; give one of the two")
            }
            return value
        }
        do throws(TLSError) {
            return try MemoryFile.path(holding: value)
        } catch {
            throw SettingsError(setting, "\(error)")
        }
    }
}

extension NodeSettings {
    /// How calls between nodes are protected: mutual TLS when certificates are configured, and then nothing else is let in.
    /// - Parameter peers: The services that may be on the other end, as named in their certificates
    ///   (`gateway`, `simulation`, `consensus`).
    /// - Parameter health: Services that a server tells beside them how it fares, and nothing else.
    package func security(allowing peers: Set<String>, health: Set<String> = []) -> RPCSecurity {
        guard let tls else { return .plaintext }
        return .mutualTLS(
            TLSConfiguration(
                authorityFile: tls.authority, certificateFile: tls.certificate, keyFile: tls.key),
            allowedPeers: peers, healthPeers: health)
    }
}

/// Whether `address` is an IPv4 address in 127.0.0.0/8.
package func isLoopback(_ address: String) -> Bool {
    let parts = address.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
}
