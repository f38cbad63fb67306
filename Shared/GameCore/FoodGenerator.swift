/// Chooses where food appears. Part of the replicated world, never sent to clients while the game runs, so that nobody
/// can know the next cell. docs/guide/rules.md, section 8.
///
/// Draws are SipHash-2-4 (Aumasson, Bernstein, 2012) of a counter under the 128-bit seed: a pseudo-random function, so
/// that the cells seen so far tell nothing of those to come, which a generator with an invertible state would not give.
package struct FoodGenerator: FoodSource, Sendable, Equatable {
    /// The two halves of the 16 seed bytes, little-endian.
    package let seed: (UInt64, UInt64)
    /// Draws made so far.
    package private(set) var draws: UInt64 = 0

    package init(seed: (UInt64, UInt64)) { self.seed = seed }

    /// - Parameter bytes: 16 bytes, whose SHA-256 was announced as the commitment; nil for any other number.
    package init?(seed bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        var reader = ByteReader(bytes)
        guard let first = try? reader.u64(), let second = try? reader.u64() else { return nil }
        seed = (first, second)
    }

    package var seedBytes: [UInt8] {
        var writer = ByteWriter(reserving: 16)
        writer.put(seed.0)
        writer.put(seed.1)
        return writer.bytes
    }

    package static func == (a: FoodGenerator, b: FoodGenerator) -> Bool { a.seed == b.seed && a.draws == b.draws }

    /// One try each 100 ms while food is wanted; it fails if the cell drawn is not free. docs/guide/rules.md, section 5.
    package mutating func place(in game: borrowing Game) -> UInt16? {
        guard game.wantsFood else { return nil }
        let cell =
            game.arena.hasEndZones
            ? game.arena.cell(x: drawFieldColumn(game.arena), y: UInt16(draw(below: UInt32(game.arena.height))))
            : UInt16(draw(below: UInt32(game.arena.cellCount)))
        return game.takesFood(cell) ? cell : nil
    }

    /// How dense food lies in each fifth of the way from a team's zone to the middle.
    private static func weight(ofFifth fifth: UInt16) -> UInt32 {
        switch fifth {
        case 0: 1
        case 1: 2
        case 2: 3
        case 3: 4
        default: 5
        }
    }

    private mutating func drawFieldColumn(_ arena: Arena) -> UInt16 {
        let first = arena.endZoneDepth
        let columns = arena.width - 2 * arena.endZoneDepth
        var total: UInt32 = 0
        for column in 0..<columns { total += weight(ofColumn: column, of: columns) }
        var rest = draw(below: total)
        for column in 0..<columns {
            let weight = weight(ofColumn: column, of: columns)
            if rest < weight { return first + column }
            rest -= weight
        }
        return first
    }

    private func weight(ofColumn column: UInt16, of columns: UInt16) -> UInt32 {
        let fromZone = min(column, columns - 1 - column)
        return Self.weight(ofFifth: fromZone * 5 / max(columns / 2, 1))
    }

    /// Uniform below `bound` but for 2⁻³² of it (Lemire's multiplication, the rejection left out).
    private mutating func draw(below bound: UInt32) -> UInt32 {
        let value = SipHash24.hash(draws, key: seed)
        draws &+= 1
        return UInt32(truncatingIfNeeded: value.multipliedFullWidth(by: UInt64(bound)).high)
    }

    // MARK: - Encoding: seed, draws, each little-endian; 24 bytes.

    package func encode<Sink: ByteSink>(into sink: inout Sink) {
        sink.put(seed.0)
        sink.put(seed.1)
        sink.put(draws)
    }

    package init(from reader: inout ByteReader) throws(CodecError) {
        let first = try reader.u64()
        seed = (first, try reader.u64())
        draws = try reader.u64()
    }
}

/// SipHash-2-4 of one 64-bit message.
enum SipHash24 {
    static func hash(_ message: UInt64, key: (UInt64, UInt64)) -> UInt64 {
        var v = SipState(
            v0: key.0 ^ 0x736f_6d65_7073_6575, v1: key.1 ^ 0x646f_7261_6e64_6f6d,
            v2: key.0 ^ 0x6c79_6765_6e65_7261, v3: key.1 ^ 0x7465_6462_7974_6573)
        v.absorb(message)
        v.absorb(8 << 56)  // the length of the message, 8 bytes, in the last block's top byte
        v.v2 ^= 0xff
        for _ in 0..<4 { v.round() }
        return v.v0 ^ v.v1 ^ v.v2 ^ v.v3
    }
}

private struct SipState {
    var v0: UInt64
    var v1: UInt64
    var v2: UInt64
    var v3: UInt64

    mutating func absorb(_ block: UInt64) {
        v3 ^= block
        round()
        round()
        v0 ^= block
    }

    mutating func round() {
        v0 &+= v1
        v1 = rotated(v1, 13) ^ v0
        v0 = rotated(v0, 32)
        v2 &+= v3
        v3 = rotated(v3, 16) ^ v2
        v0 &+= v3
        v3 = rotated(v3, 21) ^ v0
        v2 &+= v1
        v1 = rotated(v1, 17) ^ v2
        v2 = rotated(v2, 32)
    }

    private func rotated(_ value: UInt64, _ by: UInt64) -> UInt64 { value << by | value >> (64 - by) }
}
