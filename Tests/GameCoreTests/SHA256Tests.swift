import GameCore
import Testing

/// Vectors of FIPS 180-4's examples and of NIST's "SHA Test Vectors for Hashing Byte-Oriented Messages".
@Suite struct SHA256Tests {
    @Test(
        "digests are those of the standard",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
                "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
            ),
        ])
    func standardVectors(message: String, digest: String) {
        #expect(hex(SHA256.digest(message.utf8)) == digest)
    }

    @Test("a million bytes")
    func longMessage() {
        #expect(
            hex(SHA256.digest(repeatElement(UInt8(ascii: "a"), count: 1_000_000)))
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test("the digest does not depend on how the message is cut", arguments: [1, 55, 56, 63, 64, 65, 119, 120])
    func pieces(cut: Int) {
        let message = (0..<200).map { UInt8($0) }
        var hash = SHA256()
        hash.update(message.prefix(cut))
        hash.update(message.dropFirst(cut))
        #expect(hash.finish() == SHA256.digest(message))
    }

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
