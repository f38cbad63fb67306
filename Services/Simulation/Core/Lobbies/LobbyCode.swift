/// The word under which players join a lobby: five of the 32 characters A–Z without I and O, and 2–9.
package struct LobbyCode: Hashable, Sendable, CustomStringConvertible {
    package static let length = 5
    private static let alphabet = [UInt8]("ABCDEFGHJKLMNPQRSTUVWXYZ23456789".utf8)

    /// Five characters of the alphabet, in ASCII.
    package let characters: [UInt8]

    /// `nil` unless these are five characters of the alphabet; lower case is taken as upper case.
    package init?(_ characters: some Collection<UInt8>) {
        guard characters.count == Self.length else { return nil }
        let upper = characters.map { (0x61...0x7a).contains($0) ? $0 - 0x20 : $0 }
        guard upper.allSatisfy(Self.alphabet.contains) else { return nil }
        self.characters = upper
    }

    /// Five bits a character from the first four bytes of a digest.
    init(drawnFrom digest: [UInt8]) {
        let bits = digest.prefix(4).reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
        characters = (0..<Self.length).map { Self.alphabet[Int(bits >> UInt32(5 * $0) & 31)] }
    }

    package var description: String { String(decoding: characters, as: UTF8.self) }
}
