import Foundation
import GameCore
import Testing

/// Rules section 9: games recorded by `Fixtures/reference.py`, a second statement of the rules in another language.
@Suite("Golden games")
struct GoldenTests {
    private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "Fixtures")

    @Test("9.2 every outcome, hash, state and result is what the reference says")
    func recorded() throws {
        let lines = try play(String(contentsOf: Self.fixtures.appendingPathComponent("golden.txt"), encoding: .utf8))
        #expect(lines.steps > 1500 && lines.inputs > 500 && lines.ends >= 3)
    }

    /// SNAKETRON_GAME_SEED=n plays that seed, SNAKETRON_GAME_SEEDS=n so many fresh ones, 3 unless told.
    @Test("9.2 and of games that nobody has played before")
    func fresh() throws {
        let environment = ProcessInfo.processInfo.environment
        let count = environment["SNAKETRON_GAME_SEEDS"].flatMap { Int($0) } ?? 3
        let chosen = environment["SNAKETRON_GAME_SEED"].flatMap { UInt32($0) }
        for seed in chosen.map({ [$0] }) ?? (0..<count).map({ _ in UInt32.random(in: 1...UInt32.max) }) {
            let reference = Self.fixtures.appendingPathComponent("reference.py").path
            let text = try ParityTests.run(["python3", reference, String(seed)])
            do {
                #expect(try play(text).steps > 1000, "SNAKETRON_GAME_SEED=\(seed)")
            } catch {
                Issue.record("SNAKETRON_GAME_SEED=\(seed) plays it again: \(error)")
                return
            }
        }
    }

    private func play(_ text: String) throws -> (steps: Int, inputs: Int, ends: Int) {
        var game: Game?
        var food = FoodGenerator(seed: (0, 0))
        var lines = (steps: 0, inputs: 0, ends: 0)
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            switch words[0] {
            case "game":
                let mode = try #require(Mode(rawValue: UInt8(words[1])!))
                game = mode == .custom ? try custom(words) : Game(mode: mode, playerCount: UInt8(words[2])!)
                #expect(game != nil)
                food = try #require(FoodGenerator(seed: bytes(words[3])))
            case "input":
                let expected: InputOutcome =
                    words.count == 7
                    ? .accepted(tick: UInt32(words[5])!, lateBy: UInt32(words[6])!)
                    : .refused(try #require(InputRefusal(rawValue: UInt8(words[5])!)))
                let code = UInt8(words[2])!
                let input = Direction(rawValue: code).map(PlayerInput.turn) ?? .boost(code == 6)
                let outcome = game?.schedule(input, slot: UInt8(words[1])!, stamp: UInt32(words[3])!)
                try #require(outcome == expected, "\(line)")
                lines.inputs += 1
            case "leave":
                _ = game?.remove(slot: UInt8(words[1])!)
            case "step":
                _ = game?.advance(food: &food)
                try #require(game?.stateHash == UInt64(words[1], radix: 16), "tick \(game?.tick ?? 0)")
                lines.steps += 1
            case "state":
                #expect(game?.encoded() == bytes(words[1]))
                #expect(try Game(decoding: bytes(words[1])) == game)
            case "end":
                let result = try #require(game?.result)
                #expect(result.reason.rawValue == UInt8(words[1]))
                #expect(result.scores == words[2].split(separator: ",").map { UInt32($0)! })
                #expect(result.ranks == words[3].split(separator: ",").map { UInt8($0)! })
                lines.ends += 1
            default:
                Issue.record("unknown line \(line)")
            }
        }
        return lines
    }

    /// WIDTH HEIGHT ZONES CELLS-A-SECOND FOOD MINUTES after the seed.
    private func custom(_ words: [String]) throws -> Game {
        let numbers = words[4...].map { UInt8($0)! }
        let players = UInt8(words[2])!
        let settings = try #require(
            CustomSettings(
                width: numbers[0], height: numbers[1], hasEndZones: numbers[2] == 1, cellsPerSecond: numbers[3],
                food: numbers[4], seats: players, timeLimit: numbers[5]))
        return Game(rules: try #require(GameRules(settings, players: players)))
    }

    private func bytes(_ hex: String) -> [UInt8] {
        let digits = Array(hex.utf8).map { $0 < 58 ? $0 - 48 : $0 - 87 }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
