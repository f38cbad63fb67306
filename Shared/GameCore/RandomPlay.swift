/// Plays games one after the other with random commands, early, late and out of reach, and some by bots, all from one seed: the
/// same run on every platform. Its digest is how two builds of the rules are compared over many ticks.
package struct RandomPlay: Sendable {
    package private(set) var game: Game
    package private(set) var food: FoodGenerator
    /// Games begun.
    package private(set) var games: UInt32 = 1
    package private(set) var ticks: UInt64 = 0
    /// FNV-1a of every command's outcome, every state hash and every result so far.
    package var digest: UInt64 { hash.value }
    private let mode: Mode?
    private let decodes: Bool
    private let ticksPerGame: UInt32
    /// Of a game that bots play.
    private var level: Bot.Level?
    private var map = BotMap()
    private var random: SplitMix64
    private var hash = FNV1a64()

    /// - Parameters:
    ///   - mode: The mode of the games; nil: all modes in turn.
    ///   - ticksPerGame: A game that has not ended by then is left.
    ///   - decodes: After one tick in 64 go on with what the state's encoding decodes to. Makes no difference to the digest,
    ///     or encoding is wrong.
    package init(seed: UInt64, mode: Mode? = nil, ticksPerGame: UInt32 = 2400, decodes: Bool = false) {
        self.mode = mode
        self.decodes = decodes
        self.ticksPerGame = ticksPerGame
        random = SplitMix64(seed: seed)
        (game, food) = Self.begin(mode, 0, &random)
        drawLevel()
    }

    private static func begin(_ mode: Mode?, _ number: UInt32, _ random: inout SplitMix64) -> (Game, FoodGenerator) {
        let seed = (random.next(), random.next())
        let ranked = random.below(2) == 0
        let rules: GameRules? =
            switch mode ?? Mode(rawValue: UInt8(1 + number % 5)) ?? .duel {
            case .duel: GameRules(mode: .duel, players: 2, ranked: ranked)
            case .freeForAll: GameRules(mode: .freeForAll, players: UInt8(2 + random.below(7)))
            case .solo: GameRules(mode: .solo, players: 1)
            case .teams: GameRules(mode: .teams, players: 4, ranked: ranked)
            case .custom: custom(&random)
            }
        return (Game(rules: rules!), FoodGenerator(seed: seed))
    }

    /// Any settings that can be played, for as many players as there are seats.
    private static func custom(_ random: inout SplitMix64) -> GameRules? {
        while true {
            let settings = CustomSettings(
                width: UInt8(20 + random.below(61)), height: UInt8(20 + random.below(41)),
                hasEndZones: random.below(2) == 0,
                cellsPerSecond: GameRules.speeds[Int(random.below(4))], food: UInt8(1 + random.below(64)),
                seats: UInt8(1 + random.below(8)), timeLimit: UInt8(random.below(11)))
            if let settings { return GameRules(settings, players: settings.seats) }
        }
    }

    /// One game in sixteen is played by bots, the others by chance.
    private mutating func drawLevel() {
        level = random.below(16) == 0 ? Bot.Level(rawValue: UInt8(1 + random.below(3))) : nil
    }

    private var isOver: Bool { game.ending != .none || game.tick >= ticksPerGame }

    /// One tick with a command now and then; of the next game when one is over.
    package mutating func step() {
        if isOver {
            (game, food) = Self.begin(mode, games, &random)
            drawLevel()
            games += 1
        }
        for slot in 0..<game.rules.players { command(slot) }
        _ = game.advance(food: &food)
        ticks += 1
        hash.put(game.stateHash)
        if let result = game.result {
            for slot in 0..<Int(game.rules.players) {
                hash.put(result.scores[slot])
                hash.put(result.ranks[slot])
            }
        }
        if decodes, game.stateHash % 64 == 0 { decodeAgain() }
    }

    /// Plays to the end of a game, from the start of the next one if it is over.
    package mutating func playGame() {
        repeat { step() } while !isOver
    }

    private mutating func command(_ slot: UInt8) {
        let roll = random.below(1000)
        if let level {
            let bot = Bot(level, seed: UInt64(slot))
            if let input = bot.decide(in: game, slot: slot, using: &map) { schedule(input, slot, stamp: game.tick + 1) }
        } else if roll < 120 {
            // Any turn or a change of the boost, from two ticks in the past to beyond the horizon.
            let choice = random.below(5)
            let input: PlayerInput =
                choice < 4 ? .turn(Direction(lowBits: UInt8(choice))) : .boost(random.below(3) > 0)
            let stamp = game.tick + random.below(24)
            schedule(input, slot, stamp: stamp > 2 ? stamp - 2 : 0)
        }
        if roll == 999, random.below(10) == 0 { _ = game.remove(slot: slot) }
    }

    private mutating func schedule(_ input: PlayerInput, _ slot: UInt8, stamp: UInt32) {
        switch game.schedule(input, slot: slot, stamp: stamp) {
        case .accepted(let tick, let late):
            hash.put(tick)
            hash.put(late)
        case .refused(let reason): hash.put(reason.rawValue)
        }
    }

    /// What decodes to nothing shows in the digest.
    private mutating func decodeAgain() {
        var writer = ByteWriter()
        food.encode(into: &writer)
        var reader = ByteReader(writer.bytes)
        if let again = try? Game(decoding: game.encoded()), let source = try? FoodGenerator(from: &reader) {
            (game, food) = (again, source)
        } else {
            hash.put(0xff as UInt8)
        }
    }
}
