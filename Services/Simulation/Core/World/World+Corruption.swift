import GameCore
package import Identity

/// A fault to be found: what a bad memory cell would do.
extension World {
    /// Flips one bit of the board of the oldest running match, the first whose flip leaves a board that can be played on; so
    /// the world goes on, wrong. When no match runs, one of the pool that seeds and codes are drawn from.
    /// - Returns: The match; `nil`: the pool.
    package mutating func flipBit() -> MatchID? {
        for index in matches.indices {
            guard matches[index].phase == .running, let board = matches[index].board else { continue }
            var writer = ByteWriter()
            board.encode(into: &writer)
            for bit in 0..<8 * writer.bytes.count {
                var bytes = writer.bytes
                bytes[bit / 8] ^= 1 << UInt8(bit % 8)
                var reader = ByteReader(bytes)
                guard let wrong = try? Board(from: &reader), reader.remaining == 0, wrong.game != board.game,
                    wrong.game.rules == board.game.rules
                else { continue }
                matches[index].board = wrong
                return matches[index].id
            }
        }
        pool[0] ^= 1
        return nil
    }
}
