import TLS

/// The secret of a node. Each service's token follows from it, and from a token neither the secret nor another token.
package struct RPCNodeSecret: Sendable, CustomStringConvertible {
    private let bytes: [UInt8]

    /// - Parameter secret: Any characters, any length. Tokens carry digests of it.
    package init(_ secret: String) { bytes = Array(secret.utf8) }

    /// What this service shows when it calls: HMAC-SHA256 of its name under the secret.
    package func token(of service: String) -> RPCCallToken {
        RPCCallToken(digest: Crypto.hmacSHA256(key: bytes, Array("snaketron calls of \(service)".utf8)))
    }

    /// Never the secret.
    package var description: String { "node secret" }
}

/// Shows who calls a port where a connection itself does not: ports on loopback, which every user of the machine reaches.
/// Travels as `authorization: Bearer …` metadata with each call.
package struct RPCCallToken: Sendable, CustomStringConvertible {
    private static let scheme = Array("Bearer ".utf8)

    private let header: [UInt8]

    /// The operator's token, which opens every method. Tools that read the node's secret show it.
    package init(secret: String) {
        self.init(digest: Crypto.sha256(Array("snaketron call token ".utf8) + secret.utf8))
    }

    /// A token as ``text`` gives it: 64 lower-case hexadecimal digits; `nil` for anything else.
    package init?(text: String) {
        let digits = Array(text.utf8)
        guard digits.count == 64,
            digits.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        header = Self.scheme + digits
    }

    /// 64 hexadecimal digits, which are a secret.
    package var text: String { String(decoding: header.dropFirst(Self.scheme.count), as: UTF8.self) }

    fileprivate init(digest: [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        header = Self.scheme + digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }

    /// Never the secret.
    package var description: String { "call token" }

    static let headerName = "authorization"
    var headerText: String { String(decoding: header, as: UTF8.self) }

    /// In time that does not depend on where the texts differ.
    func admits(_ metadata: RPCMetadata) -> Bool {
        guard let given = metadata.entries.first(where: { $0.name == Self.headerName }) else { return false }
        return Crypto.constantTimeEqual(given.value, header)
    }

    /// Health and reflection are for everyone: they tell nothing of data.
    static func isOpen(_ path: String) -> Bool { path.hasPrefix("/grpc.") }
}

/// Which service of the node may call which method of a port. The operator may call all of them.
package struct RPCCallers: Sendable {
    enum Verdict: Sendable, Equatable {
        case admitted
        /// A service of this node that does not need the method.
        case notAllowed(service: String)
        case unknown
    }

    private let operatorToken: RPCCallToken
    private let services: [(name: String, token: RPCCallToken)]
    private let rules: [String: Set<String>]

    /// - Parameter rules: For each method of the port, by its path `/package.Service/Method`, the services that may call
    ///   it. An empty set leaves the method to the operator. ``RPCServer`` does not start while a method has no rule.
    package init(secret: String, rules: [String: Set<String>]) {
        self.rules = rules
        operatorToken = RPCCallToken(secret: secret)
        let node = RPCNodeSecret(secret)
        services = rules.values.reduce(into: Set()) { $0.formUnion($1) }.sorted().map { ($0, node.token(of: $0)) }
    }

    var paths: Set<String> { Set(rules.keys) }

    func judge(_ metadata: RPCMetadata, calling path: String) -> Verdict {
        if let caller = services.first(where: { $0.token.admits(metadata) }) {
            return rules[path]?.contains(caller.name) == true ? .admitted : .notAllowed(service: caller.name)
        }
        return operatorToken.admits(metadata) ? .admitted : .unknown
    }
}
