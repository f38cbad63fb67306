/// SplitMix64 (Steele, Lea, Flood, 2014): small and fast; for play, never for what must not be guessed.
package struct SplitMix64: RandomNumberGenerator, Sendable, Equatable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// Below `bound`, which is small against 2⁶⁴.
    package mutating func below(_ bound: UInt32) -> UInt32 { UInt32(truncatingIfNeeded: next() % UInt64(bound)) }
}

/// Plays games of all modes one after the other with random commands, all from one seed: the same run on every platform.
/// Its digest is how two builds of the rules are compared over many ticks.
package struct RandomPlay: Sendable {
    package private(set) var game: Game
    package private(set) var food: FoodGenerator
    /// Games begun.
    package private(set) var games: UInt32 = 1
    /// FNV-1a of all state hashes so far, eight little-endian bytes each.
    package var digest: UInt64 { hash.value }
    private var random: SplitMix64
    private var hash = FNV1a64()

    package init(seed: UInt64) {
        random = SplitMix64(seed: seed)
        (game, food) = Self.begin(0, &random)
    }

    private static func begin(_ number: UInt32, _ random: inout SplitMix64) -> (Game, FoodGenerator) {
        let seed = (random.next(), random.next())
        let ranked = random.below(2) == 0
        let rules: GameRules? =
            switch number % 5 {
            case 0: GameRules(mode: .duel, players: 2, ranked: ranked)
            case 1: GameRules(mode: .freeForAll, players: UInt8(2 + random.below(7)))
            case 2: GameRules(mode: .solo, players: 1)
            case 3: GameRules(mode: .teams, players: 4, ranked: ranked)
            default: custom(&random)
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

    /// One tick, with a random command now and then; the next game when one has ended or has run for two minutes.
    package mutating func step() {
        if game.ending != .none || game.tick >= 2400 {
            (game, food) = Self.begin(games, &random)
            games += 1
        }
        for slot in 0..<game.rules.players {
            let roll = random.below(1000)
            if roll < 120 { command(slot) }
            if roll == 999, random.below(10) == 0 { _ = game.remove(slot: slot) }
        }
        _ = game.advance(food: &food)
        hash.put(game.stateHash)
    }

    /// Mostly turns away from what is ahead, so that games last; sometimes anything at any tick.
    private mutating func command(_ slot: UInt8) {
        let choice = random.below(5)
        let input: PlayerInput =
            choice < 4 ? .turn(Direction(lowBits: UInt8(choice))) : .boost(random.below(3) > 0)
        let stamp = game.tick + random.below(24)
        _ = game.schedule(input, slot: slot, stamp: stamp > 2 ? stamp - 2 : 0)
    }
}
