import ArgumentParser
import GameCore

struct ReplaySizes: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay-sizes",
        abstract: "Plays matches by itself, plays their replays again, and prints how long the files are.",
        discussion: """
            Four snakes in two teams on the field of a 2v2, three minutes: once steered at random, with two commands a second \
            and player (turns and boosts), once by bots of each level. The target that the docs give is 8 KB (8,000 bytes).
            """)

    @Option(help: "Matches of each kind, 1 to 100.")
    var matches: UInt64 = 20

    func validate() throws {
        guard (1...100).contains(matches) else { throw ValidationError("--matches is 1 to 100") }
    }

    func run() throws {
        print(
            "kind".padded(26) + ["least B", "median B", "most B", "inputs"].map { $0.padded(10) }.joined()
                + "ms to verify")
        for kind in Kind.allCases {
            var results: [(bytes: Int, inputs: Int, milliseconds: Double)] = []
            for seed in 1...matches { results.append(try kind.play(seed)) }
            func median<Value: Comparable>(_ values: [Value]) -> Value { values.sorted()[values.count / 2] }
            let bytes = results.map(\.bytes)
            let cells = [bytes.min() ?? 0, median(bytes), bytes.max() ?? 0, median(results.map(\.inputs))]
            let time = Int(10 * median(results.map(\.milliseconds)))
            print(
                kind.rawValue.padded(26) + cells.map { String($0).padded(10) }.joined() + "\(time / 10).\(time % 10)")
        }
    }

    private enum Kind: String, CaseIterable {
        case random = "two commands a second"
        case easy = "easy bots"
        case normal = "normal bots"
        case hard = "hard bots"

        private var level: Bot.Level? {
            switch self {
            case .random: nil
            case .easy: .easy
            case .normal: .normal
            case .hard: .hard
            }
        }

        func play(_ seed: UInt64) throws -> (bytes: Int, inputs: Int, milliseconds: Double) {
            let settings = CustomSettings(
                width: 60, height: 40, hasEndZones: true, cellsPerSecond: 10, food: 20, seats: 4, timeLimit: 3)
            guard let settings, let custom = GameRules(settings, players: 4) else {
                throw ToolError("the rules of a match of three minutes are refused")
            }
            // Only the time ends it: the bank's target, the two bytes after seven (docs/guide/rules.md, "Canonical state"), is out of
            // reach.
            var writer = ByteWriter()
            custom.encode(into: &writer)
            var bytes = writer.bytes
            (bytes[7], bytes[8]) = (0xff, 0xff)
            var reader = ByteReader(bytes)
            let rules = try GameRules(from: &reader)
            var game = Game(rules: rules)
            var random = SplitMix64(seed: seed)
            var food = FoodGenerator(seed: (random.next(), random.next()))
            var recording = Recording()
            var map = BotMap()
            while game.ending == .none {
                for slot in 0..<rules.players {
                    var command: PlayerInput?
                    if let level {
                        command = Bot(level, seed: seed &* 4 &+ UInt64(slot)).decide(in: game, slot: slot, using: &map)
                    } else if random.below(10) == 0 {  // of 20 ticks a second
                        let choice = random.below(6)
                        command = choice < 4 ? .turn(Direction(rawValue: UInt8(choice)) ?? .up) : .boost(choice == 5)
                    }
                    guard let command else { continue }
                    let ahead = level == nil ? 1 + random.below(3) : 1
                    let outcome = game.schedule(command, slot: slot, stamp: game.tick + ahead)
                    guard case .accepted(let tick, _) = outcome else { continue }
                    recording.decided(
                        ScheduledInput(tick: tick, slot: slot, action: .init(command)), at: game.tick)
                }
                _ = game.advance(food: &food)
                recording.stepped(hash: game.stateHash)
            }
            let names = ["Ada", "Grace", "Edsger", "Barbara"].map { Array($0.utf8) }
            guard
                let file = Replay.file(
                    matchID: seed, seed: food.seedBytes, names: names, game: game, recording: recording)
            else { throw ToolError("a match of three minutes has no replay") }
            let clock = ContinuousClock()
            let begin = clock.now
            var player = ReplayPlayer(try Replay(decoding: file))
            let verdict = player.verify()
            let spent = clock.now - begin
            guard verdict == .accepted else { throw ToolError("a replay is not its match: \(verdict)") }
            return (file.count, Int(recording.inputCount), spent / .milliseconds(1))
        }
    }
}

extension String {
    fileprivate func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
