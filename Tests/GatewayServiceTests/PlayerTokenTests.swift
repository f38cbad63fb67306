import ClientProtocol
import GatewayCore
import GatewayService
import Identity
import TLS
import Testing

@Suite struct SignedMessageTests {
    /// The key of RFC 7515, appendix A.1.
    private static let rfcKey =
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"
    /// The message of RFC 7515, appendix A.1, which is also that of RFC 7519, section 3.1.
    private static let rfcMessage =
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
        + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
        + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

    private func key() throws -> TokenKey {
        try #require(Base64URL.decode(Self.rfcKey).flatMap { TokenKey(bytes: $0) })
    }

    private func code(_ message: String, key: TokenKey) -> TokenError.Code? {
        do throws(TokenError) {
            _ = try SignedMessage.verify(message, key: key)
            return nil
        } catch {
            return error.code
        }
    }

    @Test("the RFC's own message is accepted")  // RFC 7515 appendix A.1
    func vector() throws {
        let payload = try SignedMessage.verify(Self.rfcMessage, key: try key())
        #expect(
            String(decoding: payload, as: UTF8.self)
                == "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}")
    }

    @Test("what is signed is accepted, byte for byte")
    func roundTrip() throws {
        let key = try key()
        for payload in ["{}", "{\"a\":1}", "{\"ab\":\"é\"}"] {
            #expect(
                try SignedMessage.verify(SignedMessage.sign(Array(payload.utf8), key: key), key: key)
                    == Array(payload.utf8))
        }
    }

    @Test("any changed character is noticed")
    func tampering() throws {
        let key = try key()
        let message = Array(Self.rfcMessage.utf8)
        for index in message.indices {
            var changed = message
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(code(String(decoding: changed, as: UTF8.self), key: key) != nil, "character \(index)")
        }
    }

    @Test("another key's signature is refused")
    func otherKey() throws {
        let other = try #require(TokenKey(bytes: [UInt8](repeating: 7, count: 64)))
        #expect(code(Self.rfcMessage, key: other) == .wrongSignature)
    }

    @Test("the algorithm is HS256 and nothing else", arguments: ["none", "None", "HS512", "RS256", "hs256", ""])
    func algorithm(name: String) throws {
        let key = try key()
        for signature in ["", Base64URL.encode([UInt8](repeating: 0, count: 32))] {
            let header = Base64URL.encode(Array("{\"alg\":\"\(name)\"}".utf8))
            #expect(code("\(header).e30.\(signature)", key: key) == .unsupported)
        }
    }

    @Test("an extension that must be understood is refused")  // RFC 7515 section 4.1.11
    func critical() throws {
        let header = Base64URL.encode(Array(#"{"alg":"HS256","crit":["b64"],"b64":false}"#.utf8))
        #expect(code("\(header).e30.", key: try key()) == .unsupported)
    }

    @Test("what has not the form is refused")
    func form() throws {
        let key = try key()
        let parts = Self.rfcMessage.split(separator: ".").map(String.init)
        for message in [
            "", ".", "..", "a.b", Self.rfcMessage + ".", Self.rfcMessage + "=", "." + Self.rfcMessage,
            parts[0] + "." + parts[1],
            "e30.e30", "W10.e30.\(parts[2])", "e30 .e30.\(parts[2])", String(repeating: "a", count: 1025),
        ] {
            #expect(code(message, key: key) == .malformed, "\(message)")
        }
        #expect(code("e30.e30.\(parts[2])", key: key) == .unsupported)
    }
}

@Suite struct PlayerTokenTests {
    private let ada = Player(id: UserID(rawValue: 17), name: "Ada", isGuest: true)
    private let key = TokenKey(secret: String(repeating: "k", count: 32))!
    private let now: UInt64 = 1_800_000_000

    private func code(_ token: String, now: UInt64) -> TokenError.Code? {
        do throws(TokenError) {
            _ = try PlayerToken.verify(token, now: now, keys: TokenKeys(signing: key))
            return nil
        } catch {
            return error.code
        }
    }

    private func signed(_ claims: String) -> String { SignedMessage.sign(Array(claims.utf8), key: key) }

    @Test("a token says who plays, for seven days; clocks may be a minute apart, either way")
    func lifetime() throws {
        let token = PlayerToken.issue(to: ada, now: now, key: key)
        #expect(try PlayerToken.verify(token, now: now, keys: TokenKeys(signing: key)).player == ada)
        #expect(code(token, now: now + 7 * 24 * 3600 - 1) == nil)
        #expect(code(token, now: now + 7 * 24 * 3600 + 59) == nil)
        #expect(code(token, now: now + 7 * 24 * 3600 + 60) == .expired)
        #expect(code(token, now: now - 60) == nil)
        #expect(code(token, now: now - 61) == .notYetValid)
        #expect(code(token, now: 0) == .notYetValid)
        #expect(code(token, now: .max) == .expired)
    }

    @Test(
        "a secret is replaced without an account: what the previous one signed is taken, what is signed now is the new one's"
    )
    func twoKeys() throws {
        let new = try #require(TokenKey(secret: String(repeating: "n", count: 32)))
        let both = TokenKeys(signing: new, previous: key)
        let old = PlayerToken.issue(to: ada, now: now, key: key)
        #expect(try PlayerToken.verify(old, now: now, keys: both).player == ada)
        #expect(throws: TokenError.self) {
            try PlayerToken.verify(old, now: now, keys: TokenKeys(signing: new))
        }
        let fresh = PlayerToken.issue(to: ada, now: now, key: both.signing)
        #expect(try PlayerToken.verify(fresh, now: now, keys: TokenKeys(signing: new)).player == ada)
        #expect(code(fresh, now: now) == .wrongSignature, "the previous key alone does not know it")
    }

    @Test("a message of the same key for another purpose is no token; one of an older build, without issuer, is")
    func purpose() {
        func claims(_ more: String) -> String {
            signed(#"{"sub":"17","name":"Ada","guest":true,"iat":1800000000,"exp":1800000001\#(more)}"#)
        }
        #expect(code(claims(""), now: now) == nil)
        #expect(code(claims(#","iss":"snaketron","aud":"snaketron-gateway""#), now: now) == nil)
        for wrong in [
            #","iss":"another""#, #","aud":"another""#, #","iss":"snaketron","aud":"admin""#, #","iss":1"#,
            #","aud":null"#,
            #","iss":"another","aud":"snaketron-gateway""#, #","aud":["snaketron-gateway"]"#,
        ] {
            #expect(code(claims(wrong), now: now) == .badClaim, "\(wrong)")
        }
    }

    @Test("a secret has at least 32 bytes and does not show")
    func secrets() {
        #expect(TokenKey(secret: String(repeating: "x", count: 31)) == nil)
        #expect(TokenKey(secret: "") == nil)
        #expect("\(key)" == "(secret)")
        #expect(!String(reflecting: key).contains("kkk"))
        var dump = ""
        Swift.dump(key, to: &dump)
        #expect(!dump.contains("107"))
    }

    @Test("every claim is needed and has its type")
    func claims() {
        let good = #"{"sub":"17","name":"Ada","guest":true,"iat":1800000000,"exp":1800000001}"#
        #expect(code(signed(good), now: now) == nil)
        for (from, to) in [
            (#""sub":"17""#, #""sub":17"#), (#""sub":"17""#, #""sub":"0""#), (#""sub":"17""#, #""sub":"-1""#),
            (#""sub":"17","#, ""), (#""name":"Ada""#, #""name":"""#),
            (#""name":"Ada""#, #""name":"12345678901234567""#),
            (#""name":"Ada","#, ""), (#""guest":true"#, #""guest":"true""#), (#""guest":true,"#, ""),
            (#""iat":1800000000,"#, ""), (#","exp":1800000001"#, ""), ("1800000001", "1800000001.5"),
            ("1800000001", "99999999999999999999"), ("1800000001", "-1"), ("1800000001", "\"1800000001\""),
        ] {
            let claims = good.replacing(from, with: to)
            #expect(claims != good)
            #expect(code(signed(claims), now: now) == .badClaim, "\(claims)")
        }
        #expect(code(signed("[]"), now: now) == .badClaim)
        #expect(code(signed("{"), now: now) == .malformed)
        #expect(code(signed(#"{"sub":"1","sub":"2"}"#), now: now) == .malformed)
    }
}
