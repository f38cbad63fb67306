/// Where the food of a step comes from: the generator in a replicated world, the server's word in a client.
package protocol FoodSource {
    /// Asked once at the end of each step.
    /// - Returns: The cell for one new piece; one that is not free is ignored.
    mutating func place(in game: borrowing Game) -> UInt16?
}

/// No food at all.
package struct NoFood: FoodSource, Sendable {
    package init() {}
    package mutating func place(in game: borrowing Game) -> UInt16? { nil }
}

/// Why a snake left the field. docs/guide/rules.md, section 4.
package enum DeathCause: Sendable, Equatable {
    case wall
    case enemyBase
    case outOfBounds
    case selfCollision
    case snakeBody(killer: UInt8)
    case headToHead(other: UInt8)
    /// Not a death: the snake brought its food home and starts again.
    case banked
}

/// A set of slots.
package struct SlotSet: Sendable, Equatable {
    package private(set) var bits: UInt8 = 0

    package init() {}

    package mutating func insert(_ slot: UInt8) { bits |= 1 << slot }
    package func contains(_ slot: UInt8) -> Bool { bits & (1 << slot) != 0 }
    package var isEmpty: Bool { bits == 0 }
}

/// What one step did.
package struct TickEvents: Sendable {
    package internal(set) var moved = SlotSet()
    package internal(set) var ate = SlotSet()
    /// Took a boost pad.
    package internal(set) var charged = SlotSet()
    package internal(set) var respawned = SlotSet()
    package internal(set) var left = SlotSet()
    /// By slot; banked snakes included.
    package internal(set) var deaths = InlineArray<8, DeathCause?>(repeating: nil)
    /// The cell of the food placed at the end of the step.
    package internal(set) var foodPlaced: UInt16?
    /// Whether the game ended in this step.
    package internal(set) var ended = false
}

extension Game {
    /// Stands for a head that did not move.
    private static let still: UInt16 = 0xffff
    /// Stands for a head beyond the arena's edge.
    private static let outside: UInt16 = 0xfffe
    private typealias Heads = InlineArray<8, UInt16>

    /// Makes the next tick: inputs, steps, food eaten, collisions, deaths, respawns, new food, end. docs/guide/rules.md gives
    /// each its section. A game that has ended stands still.
    package mutating func advance<Source: FoodSource>(food source: inout Source) -> TickEvents {
        var events = TickEvents()
        guard ending == .none else { return events }
        tick += 1
        runInputs(&events)
        let heads = moveHeads(&events)
        eat(heads, &events)
        decideCollisions(heads, &events)
        carryOut(heads, &events)
        takePads(heads, &events)
        if rules.hasTeams { respawn(&events) }
        for slot in snakes.indices { snakes[slot].runDownCombo() }
        if let cell = source.place(in: self), takesFood(cell) {
            field[cell] = .food
            insertFood(cell)
            events.foodPlaced = cell
        }
        ending = judge()
        events.ended = ending != .none
        return events
    }

    /// Section 1: turns whose tick has come wait for their snake's next step. Section 7: those who leave are gone.
    private mutating func runInputs(_ events: inout TickEvents) {
        var ran = 0
        while ran < inputs.count, inputs[ran].tick <= tick {
            let input = inputs[ran]
            ran += 1
            switch input.action {
            case .turn(let direction):
                snakes[Int(input.slot)].enter(direction)
            case .boost(let held):
                guard snakes[Int(input.slot)].isInPlay else { continue }
                snakes[Int(input.slot)].isBoostHeld = held
            case .leave:
                guard snakes[Int(input.slot)].isInPlay else { continue }
                lift(input.slot, becoming: .left)
                events.left.insert(input.slot)
            }
        }
        inputs.removeFirst(ran)
    }

    /// Section 1: all movers step at the same time. Tails leave their cells now, so that following one is legal; heads
    /// are only aimed, and placed once collisions are decided.
    private mutating func moveHeads(_ events: inout TickEvents) -> Heads {
        var heads = Heads(repeating: Self.still)
        for slot in snakes.indices where snakes[slot].status == .playing {
            let speed = snakes[slot].spendCharge(rules)
            guard snakes[slot].gainCredit(speed: speed) else { continue }
            events.moved.insert(UInt8(slot))
            if let turn = snakes[slot].turns.pop() { snakes[slot].direction = turn }
            heads[slot] = arena.neighbour(of: snakes[slot].body.head, snakes[slot].direction) ?? Self.outside
            if snakes[slot].growth > 0 {
                snakes[slot].growth -= 1
            } else {
                field[snakes[slot].body.popTail()] = .free
            }
        }
        return heads
    }

    /// Section 5: a head on food eats it, the lowest slot first.
    private mutating func eat(_ heads: Heads, _ events: inout TickEvents) {
        for slot in snakes.indices where events.moved.contains(UInt8(slot)) {
            let cell = heads[slot]
            guard cell != Self.outside, field[cell] == .food else { continue }
            field[cell] = .free
            removeFood(cell)
            snakes[slot].eat()
            events.ate.insert(UInt8(slot))
        }
    }

    /// Section 4, for each mover, with all bodies as they lie after the step.
    private func decideCollisions(_ heads: Heads, _ events: inout TickEvents) {
        for slot in snakes.indices where events.moved.contains(UInt8(slot)) {
            events.deaths[slot] = collision(of: UInt8(slot), heads, events.moved)
        }
    }

    private func collision(of slot: UInt8, _ heads: Heads, _ movers: SlotSet) -> DeathCause? {
        let cell = heads[Int(slot)]
        guard cell != Self.outside else { return .outOfBounds }
        if field[cell] == .wall { return .wall }
        let team = rules.team(ofSlot: slot)
        let zone = arena.zoneOwner(cell)
        if let zone, zone != team { return .enemyBase }
        for other in 0..<rules.players where other != slot && movers.contains(other) {
            let swapped = heads[Int(other)] == oldHead(slot) && cell == oldHead(other)
            if heads[Int(other)] == cell || swapped { return .headToHead(other: other) }
        }
        if let occupant = field[cell].snake {
            if occupant == slot { return .selfCollision }
            let onHead = !movers.contains(occupant) && oldHead(occupant) == cell
            return onHead ? .headToHead(other: occupant) : .snakeBody(killer: occupant)
        }
        return zone != nil && snakes[Int(slot)].carried > 0 ? .banked : nil
    }

    /// The head before this step, until the new one is placed.
    private func oldHead(_ slot: UInt8) -> UInt16 { snakes[Int(slot)].body.head }

    /// Sections 3 and 4: survivors take their new cell; the dead leave the field, in ascending order; banks are paid.
    private mutating func carryOut(_ heads: Heads, _ events: inout TickEvents) {
        for slot in 0..<rules.players where events.moved.contains(slot) {
            guard let cause = events.deaths[Int(slot)] else {
                snakes[Int(slot)].body.pushHead(heads[Int(slot)])
                field[heads[Int(slot)]] = Content(snake: slot)
                continue
            }
            if cause == .banked { banks.add(snakes[Int(slot)].carried, to: rules.team(ofSlot: slot)) }
            lift(slot, becoming: rules.hasTeams ? .waiting : .dead)
        }
    }

    /// Takes a snake off the field.
    private mutating func lift(_ slot: UInt8, becoming status: Snake.Status) {
        let body = snakes[Int(slot)].body
        for index in 0..<body.count { field[body[index]] = .free }
        snakes[Int(slot)].lose(becoming: status)
    }

    /// Section 6: a snake that steps on a pad and lives takes it, the lowest slot first, if the pad is ready and there is
    /// room in the tank.
    private mutating func takePads(_ heads: Heads, _ events: inout TickEvents) {
        for pad in padTicks.indices where padTicks[pad] > 0 { padTicks[pad] -= 1 }
        for slot in snakes.indices where events.moved.contains(UInt8(slot)) && events.deaths[slot] == nil {
            guard let pad = arena.pad(at: heads[slot]), padTicks[pad] == 0,
                snakes[slot].charge < GameRules.fullCharge
            else { continue }
            snakes[slot].charge = min(snakes[slot].charge + Arena.padCharge(pad), GameRules.fullCharge)
            padTicks[pad] = GameRules.padCooldown
            events.charged.insert(UInt8(slot))
        }
    }

    /// Section 3: at its own start, else at the first free one of its team, else it waits.
    private mutating func respawn(_ events: inout TickEvents) {
        for slot in 0..<rules.players where snakes[Int(slot)].status == .waiting {
            var chosen: Start?
            let own = arena.start(ofSlot: slot, players: rules.players)
            if isFree(own) {
                chosen = own
            } else {
                for mate in 0..<rules.players
                where chosen == nil && rules.team(ofSlot: mate) == rules.team(ofSlot: slot) {
                    let start = arena.start(ofSlot: mate, players: rules.players)
                    if isFree(start) { chosen = start }
                }
            }
            guard let chosen else { continue }
            place(slot, at: chosen)
            events.respawned.insert(slot)
        }
    }

    private func isFree(_ start: Start) -> Bool {
        var cell = start.head
        for _ in 1..<GameRules.startLength {
            guard field[cell] == .free, let next = arena.neighbour(of: cell, start.direction.opposite) else {
                return false
            }
            cell = next
        }
        return field[cell] == .free
    }

    /// Puts a snake of the start length on a start, whose cells are free.
    mutating func place(_ slot: UInt8, at start: Start) {
        snakes[Int(slot)].status = .playing
        snakes[Int(slot)].direction = start.direction
        snakes[Int(slot)].charge = rules.isSolo ? GameRules.fullCharge : 0
        var cell = start.head
        for index in 0..<GameRules.startLength {
            snakes[Int(slot)].body.pushTail(cell)
            field[cell] = Content(snake: slot)
            guard index + 1 < GameRules.startLength, let next = arena.neighbour(of: cell, start.direction.opposite)
            else { break }
            cell = next
        }
    }

    private mutating func insertFood(_ cell: UInt16) {
        var index = food.count
        while index > 0, food[index - 1] > cell { index -= 1 }
        food.insert(cell, at: index)
    }

    private mutating func removeFood(_ cell: UInt16) {
        for index in food.indices where food[index] == cell {
            food.remove(at: index)
            return
        }
    }
}
