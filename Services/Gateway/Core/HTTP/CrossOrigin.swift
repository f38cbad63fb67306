/// The pages that may use this gateway besides those of its own host: those of the configured origins, and of other gateways
/// that serve the same page on this host.
package struct OriginRules: Sendable, Equatable {
    private let allowed: Set<String>
    private let gatewayPorts: Set<UInt16>

    /// - Parameters:
    ///   - allowed: Origins in lower case, such as `https://play.example`.
    ///   - gatewayPorts: Ports of this host where other gateways serve the same page.
    package init(allowed: Set<String>, gatewayPorts: Set<UInt16> = []) {
        self.allowed = allowed
        self.gatewayPorts = gatewayPorts
    }

    /// - Parameter host: The one `Host` of the request.
    package func allows(_ origin: String, host: String?) -> Bool {
        let origin = origin.lowercased()
        if allowed.contains(origin) { return true }
        guard let host = host?.lowercased() else { return false }
        if origin == "http://\(host)" || origin == "https://\(host)" { return true }
        guard let scheme = ["http://", "https://"].first(where: origin.hasPrefix),
            let page = Host(origin.dropFirst(scheme.count)), let port = page.port
        else { return false }
        return gatewayPorts.contains(port) && page.name == Host(host[...])?.name
    }
}

/// The answer to a browser about a page of another origin that asks for data (Fetch, section 3.2, "CORS protocol"). Players
/// show a token and no cookie, so nothing is ever allowed "with credentials".
package enum CrossOrigin: Sendable, Equatable {
    /// The answer goes out with these fields.
    case answer([Field])
    /// The browser asks before the request itself: 204 with these fields.
    case preflight([Field])
    /// It asks for a page that is not let in.
    case refused

    package struct Field: Sendable, Equatable {
        package let name: String
        package let value: String
    }

    /// Seconds for which a browser may keep a preflight's answer; Chromium keeps it no longer than 7 200.
    private static let preflightAge = 7_200

    /// - Parameters:
    ///   - origins: The values of `Origin`.
    ///   - asksFirst: The request is OPTIONS with `Access-Control-Request-Method`.
    ///   - methods: The methods that the path answers.
    package init(
        origins: [String], host: String?, asksFirst: Bool, methods: [String], rules: OriginRules
    ) {
        // The answer depends on the origin, so caches keep one for each.
        let vary = Field(name: "vary", value: "origin")
        guard origins.count == 1, rules.allows(origins[0], host: host) else {
            self = asksFirst && !origins.isEmpty ? .refused : .answer([vary])
            return
        }
        let origin = Field(name: "access-control-allow-origin", value: origins[0])
        guard asksFirst else {
            self = .answer([
                vary, origin,
                Field(name: "access-control-expose-headers", value: "retry-after, x-request-id, content-disposition"),
            ])
            return
        }
        self = .preflight([
            vary, origin, Field(name: "access-control-allow-methods", value: methods.joined(separator: ", ")),
            Field(name: "access-control-allow-headers", value: "authorization, content-type, x-request-id"),
            Field(name: "access-control-max-age", value: String(Self.preflightAge)),
        ])
    }
}
