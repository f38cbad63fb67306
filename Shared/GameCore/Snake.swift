/// The cells of a snake, head first: a ring that grows by doubling, so that a step moves two indexes and no memory.
package struct Body: Sendable {
    private var ring: [UInt16] = []
    private var front = 0
    package private(set) var count = 0

    init() {}

    /// The `index`th cell from the head.
    package subscript(index: Int) -> UInt16 {
        precondition(index >= 0 && index < count)
        return ring[(front &+ index) & (ring.count &- 1)]
    }

    package var head: UInt16 { self[0] }
    package var tail: UInt16 { self[count - 1] }

    mutating func pushHead(_ cell: UInt16) {
        if count == ring.count { grow() }
        front = (front &- 1) & (ring.count &- 1)
        ring[front] = cell
        count += 1
    }

    mutating func pushTail(_ cell: UInt16) {
        if count == ring.count { grow() }
        ring[(front &+ count) & (ring.count &- 1)] = cell
        count += 1
    }

    mutating func popTail() -> UInt16 {
        defer { count -= 1 }
        return tail
    }

    mutating func removeAll() {
        front = 0
        count = 0
    }

    private mutating func grow() {
        var larger: [UInt16] = []
        larger.reserveCapacity(max(16, count * 2))
        for index in 0..<count { larger.append(self[index]) }
        while larger.count < max(16, count * 2) { larger.append(0) }
        ring = larger
        front = 0
    }
}

extension Body: Equatable {
    package static func == (a: Body, b: Body) -> Bool {
        guard a.count == b.count else { return false }
        for index in 0..<a.count where a[index] != b[index] { return false }
        return true
    }
}

/// Turns that wait for the snake's next steps: at most two, one for each step. docs/guide/rules.md, section 1.
package struct TurnQueue: Sendable, Equatable {
    package private(set) var count: UInt8 = 0
    private var slots: (Direction, Direction) = (.up, .up)

    package var first: Direction? { count > 0 ? slots.0 : nil }
    package var second: Direction? { count > 1 ? slots.1 : nil }

    /// Adds a turn; a third replaces the last.
    mutating func push(_ direction: Direction) {
        if count == 0 { slots.0 = direction } else { slots.1 = direction }
        count = min(count + 1, 2)
    }

    mutating func pop() -> Direction? {
        guard let turn = first else { return nil }
        slots.0 = slots.1
        count -= 1
        return turn
    }

    mutating func removeAll() { count = 0 }

    package static func == (a: TurnQueue, b: TurnQueue) -> Bool { a.first == b.first && a.second == b.second }
}

/// One player's snake, and what the player has earned with it.
package struct Snake: Sendable, Equatable {
    package enum Status: UInt8, Sendable, Equatable {
        case playing = 0
        /// Dead in a team game, until one of the team's starts is free.
        case waiting = 1
        /// Dead for good.
        case dead = 2
        /// The player left while the snake was in play.
        case left = 3
    }

    package internal(set) var status: Status
    /// The direction last really travelled; at the start and after a respawn, the way it faces.
    package internal(set) var direction: Direction
    package internal(set) var turns = TurnQueue()
    /// Movement credit, 0–99 999; a step costs 100 000.
    package internal(set) var credit: UInt32 = 0
    /// Segments still to grow, one for each step.
    package internal(set) var growth: UInt16 = 0
    /// Points eaten in the whole game.
    package internal(set) var score: UInt32 = 0
    /// Points eaten since the last (re)spawn: what banking would pay.
    package internal(set) var carried: UInt32 = 0
    /// Pickups of the running combo, 0–3; three means three or more.
    package internal(set) var combo: UInt8 = 0
    /// Ticks, this many from now on, in which a pickup continues the combo.
    package internal(set) var comboTicks: UInt8 = 0
    /// Ticks of boost in the tank; 0–60. Always full in Solo.
    package internal(set) var charge: UInt8 = 0
    /// The player holds the boost, whether there is charge for it or not.
    package internal(set) var isBoostHeld = false
    /// Head first; empty unless playing.
    package internal(set) var body = Body()

    init(status: Status, direction: Direction) {
        self.status = status
        self.direction = direction
    }

    /// In play or about to be again.
    package var isInPlay: Bool { status == .playing || status == .waiting }

    /// Whether a turn that enters the queue now would reverse the snake. It is compared with the turn it would follow:
    /// the first waiting one (a third turn replaces the second), else the direction last travelled.
    func isReversing(_ turn: Direction) -> Bool { turn == (turns.first ?? direction).opposite }

    /// A turn whose tick has come. One that would reverse the snake has no effect, nor has one that changes nothing.
    mutating func enter(_ turn: Direction) {
        guard status == .playing, !isReversing(turn) else { return }
        if turns.count < 2, turn == (turns.first ?? direction) { return }
        turns.push(turn)
    }

    /// Whether the next tick is a boosted one.
    package var isBoosting: Bool { isBoostHeld && charge > 0 }

    /// The speed of this tick; a boosted one costs a tick of charge, but in Solo. docs/guide/rules.md, section 6.
    mutating func spendCharge(_ rules: GameRules) -> UInt16 {
        guard isBoosting else { return rules.speed }
        if !rules.isSolo { charge -= 1 }
        return rules.boostedSpeed
    }

    /// Adds one tick's movement credit.
    /// - Returns: Whether the snake steps in this tick: at most once.
    mutating func gainCredit(speed: UInt16) -> Bool {
        credit += UInt32(speed) * GameRules.tickMilliseconds
        guard credit >= GameRules.creditPerCell else { return false }
        credit = min(credit - GameRules.creditPerCell, GameRules.creditPerCell - 1)
        return true
    }

    /// Eats one piece of food: 1, 1, 2, 3, 3, 3 … points by its place in the combo. docs/guide/rules.md, section 5.
    mutating func eat() {
        if comboTicks == 0 { combo = 0 }
        let points: UInt32 = combo < 2 ? 1 : UInt32(combo)
        combo = min(combo + 1, 3)
        comboTicks = GameRules.comboTicks + 1  // this tick's end takes one
        score += points
        carried += points
        growth = UInt16(clamping: UInt32(growth) + points)
    }

    /// The end of a tick.
    mutating func runDownCombo() {
        guard comboTicks > 0 else { return }
        comboTicks -= 1
        if comboTicks == 0 { combo = 0 }
    }

    /// What a death takes: all but the score and, for a snake that comes back, the held boost. The caller has already
    /// taken the body off the field.
    mutating func lose(becoming newStatus: Status) {
        status = newStatus
        turns.removeAll()
        credit = 0
        growth = 0
        carried = 0
        combo = 0
        comboTicks = 0
        charge = 0
        if newStatus != .waiting { isBoostHeld = false }
        body.removeAll()
    }
}
