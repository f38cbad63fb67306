/// How a game ended. Raw values are those of `snaketron.v1.EndReason` and of the canonical state.
package enum EndReason: UInt8, Sendable, Equatable, CaseIterable {
    /// It has not.
    case none = 0
    /// A team's bank reached the target.
    case score = 1
    /// No snake is left, or one that leads alone.
    case dead = 2
    /// The other side left.
    case left = 3
    /// Both banks reached the target in one tick, level; or they were level when the time was up.
    case draw = 4
    /// All who were still in left in one tick.
    case noContest = 5
    /// The time limit of a custom game.
    case time = 6
}

/// Why a command does not run. Raw values are outcome codes (docs/guide/protocol.md, section 5).
package enum InputRefusal: UInt8, Sendable, Equatable {
    /// No such slot, the snake is out for good, or the game is over.
    case notPlaying = 7
    /// It would reverse the snake.
    case oppositeTurn = 9
    /// Stamped more than 20 ticks ahead.
    case tooFarAhead = 10
    /// The player already has a turn, or a change of the boost, in that tick.
    case onePerTick = 11
}

/// A command of a player on the board.
package enum PlayerInput: Sendable, Equatable {
    case turn(Direction)
    /// The boost is held from now on, or let go.
    case boost(Bool)
}

/// The outcome of a command.
package enum InputOutcome: Sendable, Equatable {
    /// It runs in the step that makes `tick`, `lateBy` ticks after the one it was stamped for.
    case accepted(tick: UInt32, lateBy: UInt32)
    case refused(InputRefusal)
}

/// A decided input that waits for its tick.
package struct ScheduledInput: Sendable, Equatable {
    package enum Action: Sendable, Equatable {
        case turn(Direction)
        case boost(Bool)
        /// The player leaves the game, or is removed from it.
        case leave
    }

    /// It runs in the step that makes this tick.
    package let tick: UInt32
    package let slot: UInt8
    package let action: Action

    package init(tick: UInt32, slot: UInt8, action: Action) {
        self.tick = tick
        self.slot = slot
        self.action = action
    }

    var isLeave: Bool { action == .leave }

    /// Canonical order: by tick, then slot, a turn before a change of the boost before a leave.
    func precedes(_ other: ScheduledInput) -> Bool {
        if tick != other.tick { return tick < other.tick }
        if slot != other.slot { return slot < other.slot }
        return action.kind < other.action.kind
    }
}

extension ScheduledInput.Action {
    package init(_ input: PlayerInput) {
        self =
            switch input {
            case .turn(let direction): .turn(direction)
            case .boost(let held): .boost(held)
            }
    }

    /// A player has at most one input of a kind in a tick: 0 turn, 1 boost, 2 leave.
    var kind: UInt8 {
        switch self {
        case .turn: 0
        case .boost: 1
        case .leave: 2
        }
    }
}

/// The banks of the two teams.
package struct TeamBanks: Sendable, Equatable {
    package internal(set) var zero: UInt32 = 0
    package internal(set) var one: UInt32 = 0

    package init() {}

    package subscript(team: UInt8) -> UInt32 { team == 0 ? zero : one }

    mutating func add(_ points: UInt32, to team: UInt8) {
        if team == 0 { zero += points } else { one += points }
    }
}

/// The public state of one game: everything a player may know, nothing of the food to come.
///
/// A value; equal histories give equal games, equal encodings and equal hashes on every platform. Time moves by
/// ``advance(food:)`` alone, and nothing but the inputs scheduled before makes one game differ from another.
package struct Game: Sendable, Equatable {
    package let rules: GameRules
    package let arena: Arena
    /// Steps taken since the start.
    package internal(set) var tick: UInt32 = 0
    /// ``EndReason/none`` while the game runs; afterwards the game stands still.
    package internal(set) var ending = EndReason.none
    /// Zero in modes without teams.
    package internal(set) var banks = TeamBanks()
    /// By slot.
    package internal(set) var snakes: [Snake] = []
    /// Cells with food, ascending.
    package internal(set) var food: [UInt16] = []
    /// Ticks until each boost pad is ready, 0–160, by its number (``Arena/pad(at:)``); empty where there are no pads.
    package internal(set) var padTicks: [UInt8] = []
    /// Decided inputs of later ticks, in canonical order: at most one turn and one boost a tick and slot, one leave a slot.
    package internal(set) var inputs: [ScheduledInput] = []
    /// The content of each cell. Follows from the rest; not encoded.
    var field: Field

    /// The state at tick 0. Nil when `playerCount` players cannot play `mode`.
    package init?(mode: Mode, playerCount: UInt8, ranked: Bool = false) {
        guard let rules = GameRules(mode: mode, players: playerCount, ranked: ranked) else { return nil }
        self.init(rules: rules)
    }

    package init(rules: GameRules) {
        self.rules = rules
        arena = Arena(rules)
        field = Field(arena)
        for slot in 0..<rules.players {
            let start = arena.start(ofSlot: slot, players: rules.players)
            snakes.append(Snake(status: .waiting, direction: start.direction))
            place(slot, at: start)
        }
        for _ in 0..<arena.padCount { padTicks.append(0) }
    }

    /// A game without its field, for the decoder to fill.
    init(undecoded rules: GameRules) {
        self.rules = rules
        arena = Arena(rules)
        field = Field(arena)
    }

    package func isFree(_ cell: UInt16) -> Bool { Int(cell) < arena.cellCount && field[cell] == .free }

    /// Whether food may be placed there: nothing lies on the cell, and it is no pad's.
    package func takesFood(_ cell: UInt16) -> Bool { isFree(cell) && arena.pad(at: cell) == nil }

    /// Whether one more piece of food is looked for at the end of this tick. docs/guide/rules.md, section 5.
    package var wantsFood: Bool { tick % GameRules.ticksPerFoodTry == 0 && food.count < Int(rules.foodTarget) }

    // MARK: - Inputs

    /// Decides a player's command. docs/guide/rules.md, section 8.
    ///
    /// It runs at `stamp` if that tick has not run yet. A late command runs at the first later tick in which the player has
    /// none of its kind. A turn that would reverse the snake, as far as the inputs known now tell, is refused. If later inputs
    /// make it a reversal, it has no effect when its tick comes.
    /// - Parameters:
    ///   - slot: The player's; any value is safe.
    ///   - stamp: The tick the player meant it for; any value is safe.
    package mutating func schedule(_ input: PlayerInput, slot: UInt8, stamp: UInt32) -> InputOutcome {
        let action = ScheduledInput.Action(input)
        guard ending == .none, isStaying(slot) else { return .refused(.notPlaying) }
        guard stamp <= tick + GameRules.horizon else { return .refused(.tooFarAhead) }
        var runs = max(stamp, tick + 1)
        if stamp <= tick {
            while has(action.kind, slot, at: runs) { runs += 1 }
            guard runs <= tick + GameRules.horizon else { return .refused(.onePerTick) }
        } else if has(action.kind, slot, at: runs) {
            return .refused(.onePerTick)
        }
        if case .turn(let direction) = input, isReversal(direction, slot: slot, at: runs) {
            return .refused(.oppositeTurn)
        }
        keep(ScheduledInput(tick: runs, slot: slot, action: action))
        return .accepted(tick: runs, lateBy: runs - min(stamp, runs))
    }

    package mutating func schedule(_ turn: Direction, slot: UInt8, stamp: UInt32) -> InputOutcome {
        schedule(.turn(turn), slot: slot, stamp: stamp)
    }

    /// The player leaves, at the next tick: the snake vanishes and the player ranks below all who stay. One whose snake
    /// is already dead for good keeps the rank.
    /// - Returns: The tick it takes effect; nil if the player is not in play, is already leaving, or the game is over.
    package mutating func remove(slot: UInt8) -> UInt32? {
        guard ending == .none, isStaying(slot) else { return nil }
        keep(ScheduledInput(tick: tick + 1, slot: slot, action: .leave))
        return tick + 1
    }

    /// Takes an input that a server has decided, without judging it again.
    /// - Parameter limit: The highest tick it may have.
    /// - Returns: False for one that no server can have sent: a tick gone by or past `limit`, a slot that does not exist,
    ///   a second, different input of its kind in one tick. An input already held is taken as is.
    mutating func insert(_ input: ScheduledInput, through limit: UInt32) -> Bool {
        guard input.tick > tick, input.tick <= limit, input.slot < rules.players else { return false }
        for held in inputs where held.slot == input.slot && held.action.kind == input.action.kind {
            if held == input { return true }
            if input.isLeave || held.tick == input.tick { return false }
        }
        keep(input)
        return true
    }

    /// The state that somebody else may play on from, who takes the snake of `slot`: this one without what is decided for
    /// later ticks. Nil when the game is over or that snake is out for good.
    package func fork(for slot: UInt8) -> Game? {
        guard ending == .none, slot < rules.players, snakes[Int(slot)].isInPlay else { return nil }
        var copy = self
        copy.inputs = []
        return copy
    }

    /// Whether a player's snake is in play or about to be again, without a copy of it.
    package func isInPlay(_ slot: UInt8) -> Bool {
        snakes.withUnsafeBufferPointer { snakes in snakes[Int(slot)].isInPlay }
    }

    private func isStaying(_ slot: UInt8) -> Bool {
        guard slot < rules.players, isInPlay(slot) else { return false }
        for input in inputs where input.slot == slot && input.isLeave { return false }
        return true
    }

    /// Whether an input of a kind (``ScheduledInput/Action/kind``) is decided for that tick.
    func has(_ kind: UInt8, _ slot: UInt8, at tick: UInt32) -> Bool {
        for input in inputs where input.tick == tick && input.slot == slot && input.action.kind == kind {
            return true
        }
        return false
    }

    /// Judges a turn by the state before its tick, computed from the inputs known now. A client that predicts from them has
    /// seen the same state. No food but that on the field counts; at most 19 steps are run.
    private func isReversal(_ direction: Direction, slot: UInt8, at runs: UInt32) -> Bool {
        if runs == tick + 1 { return snakes[Int(slot)].isReversing(direction) }
        var foretold = self
        var nothing = NoFood()
        while foretold.tick + 1 < runs, foretold.ending == .none { _ = foretold.advance(food: &nothing) }
        return foretold.snakes[Int(slot)].isReversing(direction)
    }

    private mutating func keep(_ input: ScheduledInput) {
        var index = inputs.count
        while index > 0, input.precedes(inputs[index - 1]) { index -= 1 }
        inputs.insert(input, at: index)
    }
}

/// The content of a cell: a snake, food, wall or nothing.
struct Content: Sendable, Equatable {
    let code: UInt8

    static let free = Content(code: 0)
    static let food = Content(code: 0xfe)
    static let wall = Content(code: 0xff)

    init(code: UInt8) { self.code = code }
    init(snake slot: UInt8) { code = slot + 1 }

    /// The slot of the snake that lies here.
    var snake: UInt8? { code > 0 && code <= UInt8(GameRules.maximumPlayers) ? code - 1 : nil }
}

/// One byte a cell, so that a collision is one look-up.
struct Field: Sendable, Equatable {
    private var contents: [Content]

    init(_ arena: Arena) {
        contents = []
        contents.reserveCapacity(arena.cellCount)
        for cell in 0..<UInt16(arena.cellCount) { contents.append(arena.isWall(cell) ? .wall : .free) }
    }

    subscript(cell: UInt16) -> Content {
        get { contents[Int(cell)] }
        set { contents[Int(cell)] = newValue }
    }
}
