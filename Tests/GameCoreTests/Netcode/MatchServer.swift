import GameCore

/// The server's side of one match, as docs/guide/protocol.md, section 6, has it: decides commands, tells of them at once, and
/// sends a barrier every five ticks at the latest.
struct MatchServer {
    static let matchID: UInt64 = 12

    private(set) var game: Game
    private var food: FoodGenerator
    private var streamSequence: UInt64 = 0
    private var lastUpdate: UInt32 = 0
    private var newInputs: [ScheduledInput] = []
    private var newFood: [UpdateFrame.PlacedFood] = []
    /// Outcomes by slot and sequence: a repeated command gets its first one.
    private var outcomes: [[UInt64: InputOutcome]] = Array(repeating: [:], count: 8)

    init(_ game: Game, seed: UInt64 = 1) {
        self.game = game
        lastUpdate = game.tick
        food = FoodGenerator(seed: (seed, seed))
    }

    func snapshot(slot: UInt8) -> [UInt8] {
        SnapshotFrame(matchID: Self.matchID, streamSequence: streamSequence, slot: slot, game: game).encoded()
    }

    func lastSequence(of slot: UInt8) -> UInt64 { outcomes[Int(slot)].keys.max() ?? 0 }

    /// The Ack of a turn, for the player who sent it.
    mutating func receive(_ bytes: [UInt8], from slot: UInt8) throws -> [UInt8] {
        let turn = try InputFrame(decoding: bytes)
        let outcome = outcomes[Int(slot)][turn.sequence] ?? game.schedule(turn.input, slot: slot, stamp: turn.tick)
        if outcomes[Int(slot)].updateValue(outcome, forKey: turn.sequence) == nil, case .accepted(let tick, _) = outcome
        {
            newInputs.append(ScheduledInput(tick: tick, slot: slot, action: .init(turn.input)))
        }
        return AckFrame(matchID: Self.matchID, sequence: turn.sequence, outcome).encoded()
    }

    mutating func remove(_ slot: UInt8) {
        guard let tick = game.remove(slot: slot) else { return }
        newInputs.append(ScheduledInput(tick: tick, slot: slot, action: .leave))
    }

    mutating func step() {
        let events = game.advance(food: &food)
        if let cell = events.foodPlaced { newFood.append(UpdateFrame.PlacedFood(tick: game.tick, cell: cell)) }
    }

    /// What is new, for everyone; nil if nothing has to be told yet.
    mutating func update(always: Bool = false) -> [UInt8]? {
        let isOver = game.ending != .none && game.tick > lastUpdate
        guard always || isOver || !newInputs.isEmpty || !newFood.isEmpty || game.tick >= lastUpdate + 5 else {
            return nil
        }
        streamSequence += 1
        lastUpdate = game.tick
        defer {
            newInputs = []
            newFood = []
        }
        return UpdateFrame(
            matchID: Self.matchID, streamSequence: streamSequence, tick: game.tick, hash: game.stateHash,
            inputs: newInputs, food: newFood
        ).encoded()
    }
}

/// Frames on their way, in order: each arrives so many ticks after it was sent.
struct Wire {
    private var frames: [(due: UInt32, bytes: [UInt8])] = []

    mutating func send(_ bytes: [UInt8], due: UInt32) {
        frames.append((max(due, frames.last?.due ?? 0), bytes))
    }

    mutating func arrived(by now: UInt32) -> [[UInt8]] {
        let arrived = frames.prefix { $0.due <= now }
        frames.removeFirst(arrived.count)
        return arrived.map(\.bytes)
    }
}
