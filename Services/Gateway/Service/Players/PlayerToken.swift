package import ClientProtocol
import GatewayCore
import Identity
import TLS

/// The secret that signs tokens. It never shows in a description.
package struct TokenKey: Sendable, CustomStringConvertible, CustomReflectable {
    /// RFC 7518 section 3.2: a key of the same size as the hash output, or larger.
    package static let minimumSize = 32

    fileprivate let bytes: [UInt8]

    package static let maximumSize = 4096

    /// `nil` for a secret of less than ``minimumSize`` or more than ``maximumSize`` bytes.
    package init?(secret: String) { self.init(bytes: Array(secret.utf8)) }

    package init?(bytes: [UInt8]) {
        guard bytes.count >= Self.minimumSize, bytes.count <= Self.maximumSize else { return nil }
        self.bytes = bytes
    }

    package var description: String { "(secret)" }
    package var customMirror: Mirror { Mirror(self, children: [:]) }

    /// The first 8 bytes of an HMAC-SHA256 of a text that is no signed message; never 0.
    func digest(of text: String) -> UInt64 {
        let code = Crypto.hmacSHA256(key: bytes, Array("snaketron digest \(text)".utf8))
        return max(1, code.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
    }
}

/// The keys of players' tokens. One signs. A second one, which signed until recently, is accepted as well, so a secret can be
/// replaced without losing accounts.
package struct TokenKeys: Sendable {
    package let signing: TokenKey
    package let previous: TokenKey?

    package init(signing: TokenKey, previous: TokenKey? = nil) {
        self.signing = signing
        self.previous = previous
    }
}

package struct TokenError: Error, Sendable, Equatable {
    package enum Code: Sendable {
        /// Not three parts of base64url with JSON in them, or too long.
        case malformed
        /// Signed in another way than HS256, or with extensions that must be understood.
        case unsupported
        case wrongSignature
        /// A claim is missing or of the wrong type.
        case badClaim
        case expired
        case notYetValid
    }

    package let code: Code
}

/// Signed messages: JWS compact serialization (RFC 7515) with HMAC-SHA-256 and nothing else.
package enum SignedMessage {
    /// The longest message read or made, in bytes.
    package static let maximumSize = 1024

    private static let header = Base64URL.encode(Array(#"{"alg":"HS256","typ":"JWT"}"#.utf8))

    package static func sign(_ payload: [UInt8], key: TokenKey) -> String {
        let input = "\(header).\(Base64URL.encode(payload))"
        return "\(input).\(Base64URL.encode(Crypto.hmacSHA256(key: key.bytes, Array(input.utf8))))"
    }

    /// The payload of a message with a valid signature (RFC 7515 section 5.2).
    package static func verify(_ message: String, key: TokenKey) throws(TokenError) -> [UInt8] {
        let bytes = Array(message.utf8)
        guard bytes.count <= maximumSize else { throw TokenError(code: .malformed) }
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, let headerBytes = Base64URL.decode(parts[0]), let payload = Base64URL.decode(parts[1]),
            let signature = Base64URL.decode(parts[2]), let header = try? JSONValue(parsing: headerBytes),
            case .object(let fields) = header
        else { throw TokenError(code: .malformed) }
        // RFC 8725 section 3.1: the algorithm is ours to choose, never the message's.
        guard fields["alg"] == .string("HS256"), fields["crit"] == nil else { throw TokenError(code: .unsupported) }
        let input = Array(bytes[..<parts[1].endIndex])
        guard Crypto.constantTimeEqual(Crypto.hmacSHA256(key: key.bytes, input), signature) else {
            throw TokenError(code: .wrongSignature)
        }
        return payload
    }
}

/// A player's token: a JSON Web Token (RFC 7519) with `iss`, `aud`, `sub`, `name`, `guest`, `iat` and `exp`.
package struct PlayerToken: Sendable, Equatable {
    /// Seconds.
    package static let lifetime: UInt64 = 7 * 24 * 3600
    /// Seconds after its end in which a token may be exchanged for a new one, if the registry still knows the account. That is
    /// longer than the registry keeps an unused account.
    package static let renewable: UInt64 = 400 * 24 * 3600
    /// How far the clock that issued a token may be from ours, in seconds, in either direction.
    package static let clockTolerance: UInt64 = 60
    /// The type and audience of the token (RFC 8725 sections 3.8 and 3.9): a message that the same secret signed for another
    /// purpose is not a token.
    private static let (issuer, audience) = ("snaketron", "snaketron-gateway")

    package let player: Player
    /// Seconds since 1970.
    package let issuedAt: UInt64
    package let expires: UInt64

    /// - Parameter now: Seconds since 1970.
    package static func issue(to player: Player, now: UInt64, key: TokenKey) -> String {
        let claims = JSONWriter.object { json in
            json.member("iss", issuer)
            json.member("aud", audience)
            json.member("sub", player.id.description)
            json.member("name", player.name)
            json.member("guest", player.isGuest)
            json.member("iat", now)
            json.member("exp", now + lifetime)
        }
        return SignedMessage.sign(claims, key: key)
    }

    /// The key vouches for a name; an older build may have had another rule for names.
    private static func mayStand(_ name: String) -> Bool {
        let bounds = VisibleText.Bounds.name
        return (1...bounds.characters).contains(name.count) && name.utf8.count <= bounds.bytes
    }

    /// A token that is signed, and valid now.
    /// - Parameter now: Seconds since 1970.
    package static func verify(_ token: String, now: UInt64, keys: TokenKeys) throws(TokenError) -> PlayerToken {
        let token = try PlayerToken(token, keys: keys)
        try token.check(at: now)
        return token
    }

    /// - Throws: `expired` or `notYetValid`.
    package func check(at now: UInt64) throws(TokenError) {
        if now >= expires, now - expires >= Self.clockTolerance { throw TokenError(code: .expired) }
        if issuedAt > now, issuedAt - now > Self.clockTolerance { throw TokenError(code: .notYetValid) }
    }

    /// A token that is signed, valid at this time or not. One without `iss` and `aud` is of an older build and taken; what they
    /// say counts where they are.
    package init(_ token: String, keys: TokenKeys) throws(TokenError) {
        let claims = try JSONValue(claimsOf: token, keys: keys)
        guard claims["iss"].map({ $0.string == Self.issuer }) ?? true,
            claims["aud"].map({ $0.string == Self.audience }) ?? true
        else { throw TokenError(code: .badClaim) }
        guard let issuedAt = claims["iat"]?.unsigned, let expires = claims["exp"]?.unsigned,
            let id = claims["sub"]?.string.flatMap({ UInt64($0) }).flatMap(UserID.init(checked:)),
            let name = claims["name"]?.string, Self.mayStand(name),
            let isGuest = claims["guest"]?.bool
        else { throw TokenError(code: .badClaim) }
        self.player = Player(id: id, name: name, isGuest: isGuest)
        self.issuedAt = issuedAt
        self.expires = expires
    }
}

extension JSONValue {
    /// The content of a message that one of the keys has signed.
    fileprivate init(claimsOf token: String, keys: TokenKeys) throws(TokenError) {
        var payload: [UInt8]
        do throws(TokenError) {
            payload = try SignedMessage.verify(token, key: keys.signing)
        } catch {
            guard error.code == .wrongSignature, let previous = keys.previous else { throw error }
            payload = try SignedMessage.verify(token, key: previous)
        }
        guard let claims = try? JSONValue(parsing: payload) else { throw TokenError(code: .malformed) }
        self = claims
    }
}

extension TokenError {
    /// As players are told: the code of an error, and a sentence (docs/guide/protocol.md, section 1).
    var told: (code: String, message: String) {
        switch code {
        case .malformed, .unsupported, .wrongSignature, .badClaim: ("bad_token", "The token is not valid.")
        case .expired: ("token_expired", "The token has expired; renew it.")
        case .notYetValid: ("token_early", "The token is of a later time than this gateway's clock shows; try again.")
        }
    }
}
