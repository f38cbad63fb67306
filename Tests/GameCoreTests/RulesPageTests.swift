import Foundation
import GameCore
import Testing

/// The golden numbers of docs/guide/rules.md, section 8, and the golden replay of docs/guide/protocol.md, section 9, as the pages print
/// them. Both were made by `Fixtures/reference.py`, which knows the rules from the page alone.
@Suite("The page of the rules")
struct RulesPageTests {
    /// The lines of the block that begins with "```" and `name`.
    private static func block(_ name: String, of page: String) throws -> [Substring] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("docs/guide/\(page)")
        let parts = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "```\(name)\n")
        try #require(parts.count == 2, "\(page) has one block of \(name)")
        return try #require(parts[1].components(separatedBy: "\n```").first).split(separator: "\n")
    }

    private static let seed = (0..<16).map { UInt8($0) }

    @Test("8.5, 5.4, 5.5 the food of a seed is that of the page, to the bit")
    func food() throws {
        let lines = try Self.block("golden", of: "rules.md").filter { $0.hasPrefix("food ") }
        var modes: Set<Substring> = []
        for line in lines {
            let halves = line.components(separatedBy: " = ")
            try #require(halves.count == 2)
            let asked = halves[0].split(separator: " ")
            var generator = try #require(FoodGenerator(seed: Self.seed))
            var game = try Self.game(asked)
            var told: [String] = []
            for _ in 0..<(try #require(Int(asked[asked.count - 1]))) {
                if let cell = game.advance(food: &generator).foodPlaced { told.append("\(game.tick):\(cell)") }
            }
            let hash = String(game.stateHash, radix: 16)
            told += ["draws", "\(generator.draws)", "hash", String(repeating: "0", count: 16 - hash.count) + hash]
            #expect(told.joined(separator: " ") == halves[1], "\(halves[0])")
            modes.insert(asked[1])
        }
        #expect(modes == ["duel", "2v2", "ffa", "solo", "custom"])
    }

    /// At its start: `food MODE PLAYERS …`.
    private static func game(_ asked: [Substring]) throws -> Game {
        let numbers = try asked.dropFirst(2).map { try #require(UInt8($0)) }
        let mode: Mode? = ["duel": .duel, "2v2": .teams, "ffa": .freeForAll, "solo": .solo][asked[1]]
        if let mode { return try #require(Game(mode: mode, playerCount: numbers[0])) }
        let settings = CustomSettings(
            width: numbers[1], height: numbers[2], hasEndZones: numbers[3] == 1, cellsPerSecond: numbers[4],
            food: numbers[5], seats: numbers[0], timeLimit: numbers[6])
        let rules = settings.map { GameRules($0, players: numbers[0]) } ?? nil
        return Game(rules: try #require(rules))
    }

    @Test("the replay of the page is accepted")
    func replay() throws {
        let lines = try Self.block("golden-replay", of: "protocol.md")
        let hex = lines.map { $0.components(separatedBy: "  ")[0].filter { $0 != " " } }.joined()
        let digits = try hex.map { try #require($0.hexDigitValue) }
        try #require(digits.count % 2 == 0)
        let bytes = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
        var player = ReplayPlayer(try Replay(decoding: bytes))
        #expect(player.verify() == .accepted)
    }

    // MARK: The order inside a step

    @Test("1.6 who leaves is off the field before the others move")
    func leaversFirst() throws {
        var scene = Scene(
            .freeForAll, .init(head: 10, 10, .right), .init(head: 11, 5, .up, length: 12), .init(head: 30, 30, .up))
        var without = try scene.game()
        #expect(without.step().deaths[0] == .snakeBody(killer: 1))
        scene.inputs = [(1001, 1, 4)]
        var game = try scene.game()
        let events = game.step()
        #expect(events.left.contains(1) && events.deaths[0] == nil)
        #expect(game.head(0) == Cell(11, 10))
    }

    @Test("1.6 a pad whose pause ends in a step can be taken in it")
    func padsRunDownFirst() throws {
        var scene = Scene(.freeForAll, .init(head: 15, 12, .right), .init(head: 30, 30, .up))
        scene.padTicks = [4: 1]
        var game = try scene.game()
        #expect(game.step().charged.contains(0))
        scene.padTicks = [4: 2]
        var later = try scene.game()
        #expect(!later.step().charged.contains(0))
    }

    @Test("1.6 food is tried when those who come back are there, and in the step that ends the game too")
    func foodAfterStarts() throws {
        var scene = Scene(.duel, .init(head: 20, 0, .up), .init(head: 45, 30, .left))
        scene.tick = 1001
        let start = UInt16(20 * 60 + 8)
        for (cell, isPlaced) in [(start, false), (start - 3, false), (start + 1, true)] {
            var game = try scene.game()
            var food = ListedFood(cells: [1002: cell])
            let events = game.advance(food: &food)
            #expect(events.respawned.contains(0))
            #expect((events.foodPlaced == cell) == isPlaced)
        }
        var ending = Scene(.solo, .init(head: 0, 10, .left))
        ending.tick = 1001
        var game = try ending.game()
        var food = ListedFood(cells: [1002: 5])
        let events = game.advance(food: &food)
        #expect(events.ended && events.foodPlaced == 5)
    }
}
