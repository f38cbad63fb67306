// A game that only this page plays: practice against bots, the lesson of the first minute, and what moves behind the title.
// The same rules as the servers'; the page is its clock. Slot 0 is the player's, unless a bot has it.

private struct Table: ~Copyable {
    var game: Game?
    var food = FoodGenerator(seed: (0, 0))
    var bots = InlineArray<8, Bot?>(repeating: nil)
    var map = BotMap()
    let view = UnsafeMutablePointer<Int32>.allocate(capacity: Layout.words)
}

// Safe: a module of this kind has one thread, the page's.
nonisolated(unsafe) private var table = Table()

/// Begins a game; the one before is forgotten.
/// - Parameters:
///   - mode: 1 duel, 2 free for all, 3 solo, 4 teams.
///   - level: Of the bots; 1 easy, 2 normal, 3 hard.
///   - hasPlayer: 1: slot 0 is the page's; 0: a bot's too.
/// - Returns: 1; 0 where that cannot be played.
@_expose(wasm, "local_start") @_cdecl("local_start")
public func localStart(_ mode: UInt32, _ players: UInt32, _ level: UInt32, _ hasPlayer: UInt32, _ seed: UInt64)
    -> UInt32
{
    guard let mode = Mode(rawValue: UInt8(truncatingIfNeeded: mode)), mode != .custom,
        let level = Bot.Level(rawValue: UInt8(truncatingIfNeeded: level)), players <= 8,
        let rules = GameRules(mode: mode, players: UInt8(players))
    else { return 0 }
    var random = SplitMix64(seed: seed)
    table.food = FoodGenerator(seed: (random.next(), random.next()))
    table.game = Game(rules: rules)
    for slot in 0..<8 {
        let isBots = slot < Int(players) && (slot > 0 || hasPlayer == 0)
        table.bots[slot] = isBots ? Bot(level, seed: random.next()) : nil
    }
    return 1
}

/// What the player does, by the codes of Exports.swift; it runs in the next tick. 1, or 0 if it cannot run.
@_expose(wasm, "local_input") @_cdecl("local_input")
public func localInput(_ code: UInt32) -> UInt32 {
    guard let input = playerInput(code), let tick = table.game?.tick else { return 0 }
    switch table.game?.schedule(input, slot: 0, stamp: tick) {
    case .accepted: return 1
    case .refused, nil: return 0
    }
}

/// Makes the next tick. Returns how slot 0 left the field in it, as `deathCode` has it.
@_expose(wasm, "local_step") @_cdecl("local_step")
public func localStep() -> UInt32 {
    guard var game = table.game else { return 0 }
    table.game = nil  // so that the one there is is changed in place
    for slot in 0..<game.rules.players {
        guard let bot = table.bots[Int(slot)], let input = bot.decide(in: game, slot: slot, using: &table.map) else {
            continue
        }
        _ = game.schedule(input, slot: slot, stamp: game.tick + 1)
    }
    let events = game.advance(food: &table.food)
    table.game = game
    return deathCode(events.deaths[0])
}

/// The address of the view of the game; 0 before it began.
@_expose(wasm, "local_view") @_cdecl("local_view")
public func localView() -> UInt32 {
    guard let game = table.game else { return 0 }
    var view = View(table.view)
    view.write(game, ownSlot: table.bots[0] == nil ? 0 : SnapshotFrame.spectator)
    return view.address
}

/// The place of a slot in a game that has ended, from 1; 0: none.
@_expose(wasm, "local_rank") @_cdecl("local_rank")
public func localRank(_ slot: UInt32) -> UInt32 {
    guard let result = table.game?.result, slot < UInt32(result.ranks.count) else { return 0 }
    return UInt32(result.ranks[Int(slot)])
}
