import GameCore
import Testing

@testable import SimulationCore

@Suite("the field of a match in a few letters")
struct MatchPictureTests {
    /// Read as docs/guide/protocol.md, section 5, says it: cells of each snake by its slot, heads first.
    private func read(_ text: String, width: Int) throws -> [Int: [Int]] {
        var snakes: [Int: [Int]] = [:]
        for part in text.split(separator: " ").dropFirst() {
            let sides = part.split(separator: "@")
            let digits = sides[1].prefix { $0.isNumber }
            var cells = [try #require(Int(digits))]
            var rest = sides[1].dropFirst(digits.count)
            while let way = rest.first {
                let count = rest.dropFirst().prefix { $0.isNumber }
                let step = try #require(["u": -width, "r": 1, "d": width, "l": -1][String(way)])
                for _ in 0..<(try #require(Int(count))) { cells.append(cells[cells.count - 1] + step) }
                rest = rest.dropFirst(1 + count.count)
            }
            snakes[try #require(Int(sides[0]))] = cells
        }
        return snakes
    }

    @Test(
        "it tells where the snakes are, and stays small",
        arguments: [Mode.duel, .freeForAll, .solo, .teams, .custom])
    func pictures(mode: Mode) throws {
        var play = RandomPlay(seed: 19, mode: mode)
        var longest = 0
        for _ in 0..<4_000 {
            play.step()
            let game = play.game
            let text = game.picture
            longest = max(longest, text.utf8.count)
            #expect(text.hasPrefix("\(game.rules.width)x\(game.rules.height):\(game.rules.endZoneDepth)"))
            let snakes = try read(text, width: Int(game.rules.width))
            for (slot, snake) in game.snakes.enumerated() {
                let cells = (0..<snake.body.count).map { Int(snake.body[$0]) }
                let told = snakes[slot] ?? []
                // A tail behind many corners is left out.
                #expect(Array(cells.prefix(told.count)) == told)
                #expect(told.count == cells.count || told.count >= Game.runsPictured)
            }
            #expect(Set(snakes.keys) == Set(game.snakes.indices.filter { game.snakes[$0].body.count > 0 }))
        }
        #expect(longest <= 700)
    }
}
