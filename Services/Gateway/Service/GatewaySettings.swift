package import Configuration
package import GatewayCore
package import ServiceRuntime

/// What the gateway is told at its start, beside ``NodeSettings``.
///
/// - `GATEWAY_BIND_ADDR` (address, default 127.0.0.1): HTTP and WebSocket listen here, on `WS_PORT`.
/// - `JWT_SECRET` (secret, at least 32 bytes, no default): signs and checks the players' tokens; the same on all gateways.
/// - `CLIENT_DIR` (folder, no default): the browser client's files; without it none are served.
/// - `ALLOWED_ORIGINS` (comma-separated origins, default none): pages that may open sockets, beside this host's own.
/// - `PUBLIC_GATEWAYS` (comma-separated ws:// or wss:// URLs, or ports of the page's own host such as `:8081`, default
///   none): the gateways that a page may fail over to.
/// - `ADVERTISE_ADDR` (address, no default): this node's address in the server list, so that its own simulation is not
///   taken for another one.
/// - `TRUST_FORWARDED_FOR` (false, true or 0–16, default false): through how many proxies players come, each of which
///   appends to `X-Forwarded-For`; a player's address is that many entries from the end. `true` is 1.
/// - `GATEWAY_MAX_SOCKETS` (default 4000, 1–100000), `GATEWAY_MAX_SOCKETS_PER_ADDRESS` (default 64, 1–100000),
///   `GATEWAY_MAX_SOCKETS_PER_USER` (default 8, 1–1000).
/// - `GATEWAY_ADDRESS_LIMITS` (comma-separated networks with a number, such as `10.1.0.0/16:500`, default none): sockets,
///   and new guests a minute if that is more, of each address in that network. The longest prefix counts.
/// - `GATEWAY_GUESTS_PER_MINUTE` (default 60, 1–100000): new guests a minute and address.
package struct GatewaySettings: Sendable {
    package var node: NodeSettings
    package var bindAddress: String
    package var tokenKey: TokenKey
    package var clientDirectory: String?
    package var allowedOrigins: Set<String>
    package var publicGateways: PublicGateways
    package var advertisedAddress: String?
    package var trustedProxies: Int
    package var maximumSockets: Int
    package var addressLimits: AddressLimits
    package var maximumSocketsPerUser: Int
    package var guestsPerMinute: Int

    package init(config: ConfigReader, node: NodeSettings) throws(SettingsError) {
        self.node = node
        bindAddress = config.text("gateway.bind.addr", default: "127.0.0.1")
        guard let secret = config.text("jwt.secret", isSecret: true), let key = TokenKey(secret: secret) else {
            throw SettingsError(
                key: "jwt.secret",
                message:
                    "a secret of at least \(TokenKey.minimumSize) bytes is needed; make one with: openssl rand -hex 32")
        }
        tokenKey = key
        clientDirectory = config.text("client.dir")
        allowedOrigins = []
        for origin in (config.text("allowed.origins") ?? "").split(separator: ",") {
            let origin = origin.filter { $0 != " " }.lowercased()
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
            publicGateways = try PublicGateways(listing: config.text("public.gateways") ?? "")
        } catch {
            throw SettingsError(key: "public.gateways", message: error.message)
        }
        advertisedAddress = config.text("advertise.addr")
        let trusted = config.text("trust.forwarded.for") ?? "false"
        trustedProxies =
            Int(trusted) == nil
            ? try config.flag("trust.forwarded.for", default: false) ? 1 : 0
            : try config.integer("trust.forwarded.for", default: 0, in: 0...16)
        maximumSockets = try config.integer("gateway.max.sockets", default: 4000, in: 1...100_000)
        let usual = try config.integer("gateway.max.sockets.per.address", default: 64, in: AddressLimits.range)
        do throws(AddressLimits.Fault) {
            addressLimits = try AddressLimits(
                usual: usual, listing: config.text("gateway.address.limits") ?? "")
        } catch {
            throw SettingsError(key: "gateway.address.limits", message: error.message)
        }
        maximumSocketsPerUser = try config.integer("gateway.max.sockets.per.user", default: 8, in: 1...1000)
        guestsPerMinute = try config.integer("gateway.guests.per.minute", default: 60, in: 1...100_000)
    }

    package static let help: [SettingHelp] = [
        .init("GATEWAY_BIND_ADDR", "address for HTTP and WebSocket [127.0.0.1]"),
        .init("JWT_SECRET", "signs the players' tokens, at least 32 bytes, the same on all gateways (needed)"),
        .init("CLIENT_DIR", "the browser client's files [none are served]"),
        .init("ALLOWED_ORIGINS", "pages that may open sockets beside this host's own, comma-separated [none]"),
        .init(
            "PUBLIC_GATEWAYS",
            "sockets that a page may fail over to, ws:// URLs or ports as :8081, comma-separated [none]"),
        .init("ADVERTISE_ADDR", "this node's address in the server list [unknown]"),
        .init("TRUST_FORWARDED_FOR", "proxies in front that append to X-Forwarded-For: true (1) or 0-16 [false]"),
        .init("GATEWAY_MAX_SOCKETS", "sockets at most [4000]"),
        .init("GATEWAY_MAX_SOCKETS_PER_ADDRESS", "of one address [64]"),
        .init("GATEWAY_ADDRESS_LIMITS", "sockets of an address by network, as 10.1.0.0/16:500, comma-separated [none]"),
        .init("GATEWAY_MAX_SOCKETS_PER_USER", "of one user [8]"),
        .init("GATEWAY_GUESTS_PER_MINUTE", "new guests a minute and address [60]"),
    ]
}
