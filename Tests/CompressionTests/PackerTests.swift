import Testing

@testable import Compression

@Suite struct PackerTests {
    private func packed(_ bytes: [UInt8], pieces: Int) -> [UInt8] {
        let packer = Packer()
        var output: [UInt8] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            output += packer.append(Array(rest.prefix(pieces)))
            rest = rest.dropFirst(pieces)
        }
        return output + packer.finish()
    }

    private func sample(_ count: Int, alphabet: UInt8) -> [UInt8] {
        var state: UInt64 = 1
        return (0..<count).map { _ in
            // Knuth's MMIX generator; its high bits are the random ones.
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8((state >> 33) % (UInt64(alphabet) + 1))
        }
    }

    @Test("what was packed in pieces of any size is unpacked", arguments: [1, 7, 65_536, 1_000_000], [1, 3, 255])
    func roundTrip(pieces: Int, alphabet: Int) throws {
        let bytes = sample(pieces == 1 ? 5_000 : 300_001, alphabet: UInt8(alphabet))
        #expect(try unpacked(packed(bytes, pieces: pieces), size: bytes.count) == bytes)
    }

    @Test("nothing is a stream too")
    func nothing() throws {
        #expect(try unpacked(packed([], pieces: 1), size: 0) == [])
    }

    @Test("a stream of another size is refused, and no more than that size is held")
    func otherSize() throws {
        let bomb = packed([UInt8](repeating: 0, count: 50 << 20), pieces: 1 << 20)
        #expect(bomb.count < 400_000)
        #expect(throws: PackingError.self) { _ = try unpacked(bomb, size: 1_000) }
        #expect(throws: PackingError.self) { _ = try unpacked(bomb, size: (50 << 20) - 1) }
        #expect(throws: PackingError.self) { _ = try unpacked(bomb, size: (50 << 20) + 1) }
    }

    @Test("cut or lengthened it is refused, and no wrong bit gives other bytes")
    func damaged() throws {
        let bytes = sample(20_000, alphabet: 15)
        let good = packed(bytes, pieces: 4_096)
        for length in stride(from: 0, to: good.count, by: 97) {
            #expect(throws: PackingError.self) { _ = try unpacked(Array(good.prefix(length)), size: bytes.count) }
        }
        #expect(throws: PackingError.self) { _ = try unpacked(good + [0], size: bytes.count) }
        for position in stride(from: 0, to: good.count, by: 101) {
            var wrong = good
            wrong[position] ^= 0x10
            // The last bits before the checksum fill up a byte and mean nothing.
            if let read = try? unpacked(wrong, size: bytes.count) { #expect(read == bytes) }
        }
    }
}
