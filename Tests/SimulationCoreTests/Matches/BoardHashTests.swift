import GameCore
import Identity
import Testing

@testable import SimulationCore

@Suite struct BoardHashTests {
    @Test(
        "an Update and the recording carry the hash of the state they follow, whatever came between",
        arguments: 1...20 as ClosedRange<UInt64>)
    func hashes(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let rules = try #require(GameRules(mode: .teams, players: 4))
        let made = Board(rules, seed: (0..<16).map { _ in UInt8(truncatingIfNeeded: random.next()) })
        var board = try #require(made)
        for _ in 0..<600 where board.game.ending == .none {
            switch random.below(8) {
            case 0, 1:
                let slot = UInt8(random.below(4))
                let stamp = UInt64(board.game.tick + random.below(24))
                _ = board.take(.turn(Direction(lowBits: UInt8(random.below(4)))), slot: slot, stamp: stamp)
            case 2:
                _ = board.take(
                    .boost(random.below(2) == 0), slot: UInt8(random.below(4)), stamp: UInt64(board.game.tick) + 1)
            case 3 where board.game.tick > 100 && random.below(20) == 0: board.remove(slot: UInt8(random.below(4)))
            case 4:
                let update = try UpdateFrame(decoding: board.takeUpdate(of: .init(rawValue: 1)))
                #expect(update.hash == board.game.stateHash)
            default:
                board.step()
                #expect(
                    board.recording.trace.bytes.last == UInt8(truncatingIfNeeded: board.game.stateHash)
                        || board.game.tick % 100 == 0)
                #expect(board.stateHash() == board.game.stateHash)
            }
        }
        #expect(board.game.tick > 50)
    }

    @Test("that the hash is known makes no difference between two boards")
    func equality() throws {
        let rules = try #require(GameRules(mode: .duel, players: 2))
        let known = Board(rules, seed: Array(repeating: 7, count: 16))
        let board = try #require(known)
        var hashed = board
        _ = hashed.stateHash()
        #expect(hashed == board)
    }
}
