import TLS
import Testing

@Suite("Crypto against published vectors")
struct CryptoTests {
    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    @Test("SHA-256: FIPS 180-2 appendix B, and the empty message")
    func sha256() {
        #expect(
            hex(Crypto.sha256(Array("abc".utf8)))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(hex(Crypto.sha256([])) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test("HMAC-SHA-256: RFC 4231 cases 1, 2 and 6")
    func hmac() {
        #expect(
            hex(Crypto.hmacSHA256(key: Array(repeating: 0x0b, count: 20), Array("Hi There".utf8)))
                == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
        #expect(
            hex(Crypto.hmacSHA256(key: Array("Jefe".utf8), Array("what do ya want for nothing?".utf8)))
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        #expect(
            hex(
                Crypto.hmacSHA256(
                    key: Array(repeating: 0xaa, count: 131),
                    Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8)))
                == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
    }

    @Test("an empty key is a key, not the one of the call before")
    func emptyKey() {
        _ = Crypto.hmacSHA256(key: [1, 2, 3], [])
        // RFC 2104 pads the key with zeros, so the empty key equals one zero byte.
        #expect(Crypto.hmacSHA256(key: [], []) == Crypto.hmacSHA256(key: [0], []))
        #expect(Crypto.hmacSHA256(key: [], []) != Crypto.hmacSHA256(key: [1, 2, 3], []))
    }

    @Test("scrypt: RFC 7914 §12, and parameters out of range")
    func scrypt() {
        let key = Crypto.scrypt(
            password: Array("password".utf8), salt: Array("NaCl".utf8), n: 1024, r: 8, p: 16, count: 64)
        #expect(
            key.map(hex)
                == "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
        )
        #expect(Crypto.scrypt(password: [1], salt: [], n: 3, r: 8, p: 1, count: 32) == nil)
        #expect(Crypto.scrypt(password: [1], salt: [], n: 1 << 40, r: 8, p: 1, count: 32) == nil)
        #expect(Crypto.scrypt(password: [1], salt: [], n: 2, r: 8, p: 1, count: 0) == nil)
        #expect(
            Crypto.scrypt(password: [], salt: [], n: 16, r: 1, p: 1, count: 64).map(hex)?.hasPrefix("77d65762") == true)
    }

    @Test("equal means equal in length and bytes")
    func constantTimeEqual() {
        #expect(Crypto.constantTimeEqual([], []))
        #expect(Crypto.constantTimeEqual([1, 2], [1, 2]))
        #expect(!Crypto.constantTimeEqual([1, 2], [1, 3]))
        #expect(!Crypto.constantTimeEqual([1, 2], [1]))
    }

    @Test("random bytes have the length asked for and do not repeat")
    func random() {
        #expect(Crypto.randomBytes(0).isEmpty)
        #expect(Crypto.randomBytes(33).count == 33)
        #expect(Crypto.randomBytes(16) != Crypto.randomBytes(16))
    }

    @Test(
        "base64url: RFC 4648 §10 without padding",
        arguments: [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ])
    func base64url(plain: String, encoded: String) {
        #expect(Base64URL.encode(Array(plain.utf8)) == encoded)
        #expect(Base64URL.decode(encoded) == Array(plain.utf8))
    }

    @Test("base64url uses - and _, and takes one spelling only", arguments: ["Zg==", "Zh", "Z", "Zm9v+", "Zm 9", "é"])
    func base64urlStrict(bad: String) {
        #expect(Base64URL.encode([0xfb, 0xff]) == "-_8")
        #expect(Base64URL.decode("-_8") == [0xfb, 0xff])
        #expect(Base64URL.decode(bad) == nil)
    }

    @Test("plain base64 is taken with and without padding")
    func base64() {
        #expect(Base64.decode("Zg==".utf8) == [0x66])
        #expect(Base64.decode("Zg".utf8) == [0x66])
        #expect(Base64.decode("+/8=".utf8) == [0xfb, 0xff])
        #expect(Base64.decode("=".utf8) == nil)
        #expect(Base64.decode("Zg=".utf8) == nil)
        #expect(Base64.encode([0xfb, 0xff]) == Array("+/8".utf8))
    }
}
