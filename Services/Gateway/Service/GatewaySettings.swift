package import Configuration
package import GatewayCore
import RPC
package import ServiceRuntime

/// What the gateway is told at its start, beside ``NodeSettings``.
package struct GatewaySettings: Sendable {
    package var node: NodeSettings
    package var bindAddress: String
    package var tokenKeys: TokenKeys
    package var clientDirectory: String?
    package var allowedOrigins: Set<String>
    package var publicGateways: PublicGateways
    package var advertisedAddress: String?
    package var trustedProxies: Int
    package var maximumSockets: Int
    package var addressLimits: AddressLimits
    package var maximumSocketsPerUser: Int
    package var guestsPerMinute: Int
    package var accessLog: AccessRecord.Format
    package var admission = Admission.Limits()
    /// The folder of the cluster on this machine whose nodes its pages may kill; `nil`: of none.
    package var killableHome: String?

    package init(config: ConfigReader, node: NodeSettings) throws(SettingsError) {
        self.node = node
        bindAddress = config.text(.gatewayBindAddress) ?? ""
        guard let secret = config.text(.tokenSecret), let key = TokenKey(secret: secret) else {
            throw SettingsError(
                key: "jwt.secret",
                message:
                    "a secret of \(TokenKey.minimumSize) to \(TokenKey.maximumSize) bytes is needed; make one with: "
                    + "openssl rand -hex 32")
        }
        let previous = config.text(.previousTokenSecret).map { TokenKey(secret: $0) }
        if case .some(nil) = previous {
            throw SettingsError(
                .previousTokenSecret,
                "it has to have \(TokenKey.minimumSize) to \(TokenKey.maximumSize) bytes; give the secret that JWT_SECRET was, "
                    + "or nothing")
        }
        tokenKeys = TokenKeys(signing: key, previous: previous ?? nil)
        clientDirectory = config.text(.clientDirectory)
        allowedOrigins = []
        for origin in config.list(.allowedOrigins) {
            let origin = origin.lowercased()
            guard origin.hasPrefix("http://") || origin.hasPrefix("https://"), origin.split(separator: "/").count == 2,
                !origin.hasSuffix("/")
            else {
                throw SettingsError(
                    key: "allowed.origins",
                    message:
                        "'\(origin)' is not an origin; write scheme, host and port alone, such as https://play.example")
            }
            allowedOrigins.insert(origin)
        }
        do throws(PublicGateways.Fault) {
            publicGateways = try PublicGateways(listing: config.text(.publicGateways) ?? "")
        } catch {
            throw SettingsError(.publicGateways, error.message)
        }
        advertisedAddress = config.text(.advertisedAddress)
        trustedProxies =
            switch config.text(.trustForwardedFor)?.lowercased() {
            case "true", "yes", "on": 1
            case "false", "no", "off": 0
            default: try config.integer(.trustForwardedFor)
            }
        maximumSockets = try config.integer(.maximumSockets)
        let usual = try config.integer(.maximumSocketsPerAddress)
        do throws(AddressLimits.Fault) {
            addressLimits = try AddressLimits(usual: usual, listing: config.text(.addressLimits) ?? "")
        } catch {
            throw SettingsError(.addressLimits, error.message)
        }
        maximumSocketsPerUser = try config.integer(.maximumSocketsPerUser)
        guestsPerMinute = try config.integer(.guestsPerMinute)
        accessLog = try config.choice(.accessLog, as: AccessRecord.Format.self)
        admission.connections = try config.integer(.maximumConnections)
        admission.connectionsPerAddress = try config.integer(.maximumConnectionsPerAddress)
        admission.connectionsPerMinute = try config.integer(.connectionsPerMinute)
        admission.handshakesPerMinute = try config.integer(.handshakesPerMinute)
        admission.hellosPerMinute = try config.integer(.hellosPerMinute)
        admission.playerHellosPerMinute = try config.integer(.playerHellosPerMinute)
        admission.descriptors = max(Self.fewestConnections, OpenFiles.limit - Self.ownDescriptors)
        killableHome = nil
        if try config.flag(.allowNodeKill) {
            guard isLoopback(bindAddress), trustedProxies == 0 else {
                throw SettingsError(
                    .allowNodeKill,
                    "anybody who reaches this gateway could kill nodes; it is for a cluster on one machine, with "
                        + "GATEWAY_BIND_ADDR on loopback and without TRUST_FORWARDED_FOR")
            }
            killableHome = config.text(.home)
        }
    }

    /// Descriptors that a gateway needs beside players' connections: its loop, its log, its listeners, the registry, and two
    /// for each of nine simulations.
    private static let ownDescriptors = 48
    private static let fewestConnections = 8

    /// The address that a player's work is charged to, so that no message between processes holds it: 8 bytes of an HMAC under
    /// the gateways' common secret.
    func charge(for address: String) -> (digest: UInt64, share: UInt32) {
        let origin = addressLimits.origin(address)
        let digest = tokenKeys.signing.digest(of: "address \(origin.key)")
        return (digest, UInt32(clamping: origin.share))
    }
}
