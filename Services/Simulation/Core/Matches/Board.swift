import GameCore
import Identity

/// A running game inside the world, and its stream to the players.
///
/// The stream's numbers are replicated state: every node sends the same Updates under the same numbers, so a player may
/// go from one node to another without a gap.
struct Board: Equatable, Sendable {
    /// A change of it has to forget ``hash``.
    var game: Game
    /// That of `game`, as far as it is known.
    private var hash = KnownHash()
    var food: FoodGenerator
    /// The parts of a replay of the game.
    var recording = Recording()
    /// The number of the last Update; 0 before the first.
    var streamSequence: UInt64 = 0
    /// The game tick of the last Update.
    var lastUpdate: UInt32 = 0
    /// Bytes of the recording that each slot's inputs have taken.
    var recorded: [UInt32]
    /// The items of the next Update. Empty between entries: news is sent with the entry that brought it.
    var newInputs: [ScheduledInput] = []
    var newFood: [UpdateFrame.PlacedFood] = []

    /// `nil` when the seed is not of 16 bytes.
    init?(_ rules: GameRules, seed: [UInt8]) {
        guard let food = FoodGenerator(seed: seed) else { return nil }
        game = Game(rules: rules)
        self.food = food
        recorded = Array(repeating: 0, count: Int(rules.players))
    }

    /// Of a practice game. `nil` when the seed is not of 16 bytes.
    init?(goingOnFrom start: ForkStart, seed: [UInt8]) {
        guard let food = FoodGenerator(seed: seed) else { return nil }
        game = start.game
        self.food = food
        recording = Recording(forkOf: start.parent.rawValue, at: start.game)
        lastUpdate = start.game.tick
        recorded = Array(repeating: 0, count: Int(start.game.rules.players))
    }

    /// - Parameter steered: The tick of a turn that a bot made for the player who was away; it is not held against the player's
    ///   own for that tick, which is late by one.
    mutating func take(_ input: PlayerInput, slot: UInt8, stamp: UInt64, steered: UInt32 = 0) -> InputOutcome {
        guard let stamp = UInt32(exactly: stamp) else { return .refused(.tooFarAhead) }
        hash.value = nil
        var outcome: InputOutcome
        if case .turn = input, stamp == steered, stamp == game.tick + 1 {
            outcome = game.schedule(input, slot: slot, stamp: game.tick)
            if case .accepted(let tick, _) = outcome { outcome = .accepted(tick: tick, lateBy: tick - stamp) }
        } else {
            outcome = game.schedule(input, slot: slot, stamp: stamp)
        }
        if case .accepted(let tick, _) = outcome {
            decided(ScheduledInput(tick: tick, slot: slot, action: .init(input)))
        }
        return outcome
    }

    /// Has no effect on a player who is out already.
    mutating func remove(slot: UInt8) {
        hash.value = nil
        guard let tick = game.remove(slot: slot) else { return }
        decided(ScheduledInput(tick: tick, slot: slot, action: .leave))
    }

    private mutating func decided(_ input: ScheduledInput) {
        newInputs.append(input)
        let before = recording.inputs.bytes.count
        recording.decided(input, at: game.tick)
        recorded[Int(input.slot)] += UInt32(clamping: max(recording.inputs.bytes.count - before, 0))
    }

    /// Whether the slot's share of the recording has room for one more input (rules 8.6): so no player can fill it for all.
    func hasRoom(forInputOf slot: UInt8) -> Bool {
        Int(recorded[Int(slot)]) + WorldBudget.widestInput <= WorldBudget.inputBytes(players: recorded.count)
    }

    /// Bytes of the recording, the state that a fork starts from among them.
    var recordingBytes: Int { recording.start.count + recording.inputs.bytes.count + recording.trace.bytes.count }

    /// One tick of the game.
    mutating func step() {
        hash.value = nil
        let events = game.advance(food: &food)
        recording.stepped(hash: stateHash())
        if let cell = events.foodPlaced { newFood.append(UpdateFrame.PlacedFood(tick: game.tick, cell: cell)) }
    }

    /// The game's hash. The whole state is encoded for it, so it is taken once for each state.
    mutating func stateHash() -> UInt64 {
        if let known = hash.value { return known }
        let value = game.stateHash
        hash.value = value
        return value
    }

    /// Whether there is news, or the last Update is ``WorldRules/barrierTicks`` old.
    var updateIsDue: Bool {
        !newInputs.isEmpty || !newFood.isEmpty || game.tick - lastUpdate >= WorldRules.barrierTicks
    }
}

/// A value that follows from a state, and so makes no difference between two equal ones.
private struct KnownHash: Equatable, Sendable {
    var value: UInt64?

    static func == (_: Self, _: Self) -> Bool { true }
}
