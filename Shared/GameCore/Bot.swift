/// A player that is part of the rules: it practises with people, fills seats, and steers for who has lost the connection.
///
/// Knows what a client knows: the public ``Game``, never the ``FoodGenerator``. Nothing is kept between two decisions, so a
/// bot's part of a game is replicated by replicating the game. docs/guide/rules.md, section 10.
package struct Bot: Sendable, Equatable {
    /// How well it plays. Raw values are those of the wire.
    package enum Level: UInt8, Sendable, Equatable, CaseIterable {
        /// Goes for the nearest food, takes bodies for walls, and now and then does not look where it goes.
        case easy = 1
        /// Knows when bodies will be gone, keeps out of the way of heads, takes what is worth most for its distance, pads included.
        case normal = 2
        /// Besides, never enters a space too small for its body, leaves to others what they reach first, and races.
        case hard = 3
    }

    package let level: Level
    /// Tells the lapses of two easy bots apart. Not secret, and never drawn from what is.
    package let seed: UInt64

    package init(_ level: Level, seed: UInt64) {
        self.level = level
        self.seed = seed
    }

    /// The bot's command for the next tick: at most one a tick, and none until its snake is about to step.
    ///
    /// Turns and changes of the boost that others have decided for the snake run first: while a turn waits, the bot does not steer.
    /// - Parameters:
    ///   - slot: The snake's; any value is safe.
    ///   - steersOnly: It leaves the boost as it is, for a player who will come back to it.
    package func decide(
        in game: borrowing Game, slot: UInt8, steersOnly: Bool = false, using map: inout BotMap
    ) -> PlayerInput? {
        guard game.ending == .none, slot < game.rules.players, game.snakes[Int(slot)].status == .playing,
            game.stepsNext(slot), game.snakes[Int(slot)].turns.count == 0, !game.hasTurn(of: slot)
        else { return nil }
        let ahead = game.snakes[Int(slot)].direction
        let way = way(in: game, slot, &map)
        if way != ahead { return .turn(way) }
        guard !steersOnly, !game.has(1, slot, at: game.tick + 1) else { return nil }
        let wanted = wantsBoost(in: game, slot, map)
        return wanted == game.snakes[Int(slot)].isBoostHeld ? nil : .boost(wanted)
    }

    // MARK: - The way

    private func way(in game: borrowing Game, _ slot: UInt8, _ map: inout BotMap) -> Direction {
        let ahead = game.snakes[Int(slot)].direction
        map.survey(game, slot, foresees: level != .easy)
        var moves = map.openMoves(ahead)
        if level == .easy, isLapsed(at: game.tick) {
            // It goes on as it does, and one time in sixteen it does not even see the wall.
            if moves[ahead] || roll(game.tick) % 16 == 0 { return ahead }
        }
        if level != .easy { moves = map.clearOfHeads(game, slot, moves, cautious: level == .hard) }
        if level == .hard { moves = map.roomiest(game.snakes[Int(slot)], moves) }
        guard !moves.isEmpty else { return ahead }
        map.explore(moves, ahead: ahead)
        if let target = target(in: game, slot, map) { return map.way(to: target) ?? ahead }
        return moves[ahead] ? ahead : moves.first ?? ahead
    }

    /// The cell to make for; nil when nothing worth it can be reached.
    private func target(in game: borrowing Game, _ slot: UInt8, _ map: borrowing BotMap) -> UInt16? {
        let snake = game.snakes[Int(slot)]
        let home = game.rules.hasTeams ? map.nearestHome(game, slot) : nil
        if let home, snake.carried > 0, isLoaded(game, slot, home) { return home.cell }
        var best: UInt16?
        var bestWorth: UInt32 = 0
        for cell in game.food {
            guard let distance = map.distance(to: cell) else { continue }
            let worth = worth(of: cell, distance, game, slot)
            if worth > bestWorth { (best, bestWorth) = (cell, worth) }
        }
        if level != .easy {
            for pad in game.padTicks.indices where game.padTicks[pad] == 0 {
                let cell = game.arena.padCell(pad)
                guard let distance = map.distance(to: cell), distance <= 12 else { continue }
                let room = GameRules.fullCharge - snake.charge
                let worth = UInt32(min(room, Arena.padCharge(pad))) * 16 / (UInt32(distance) + 2)
                if worth > bestWorth { (best, bestWorth) = (cell, worth) }
            }
        }
        return best ?? (snake.carried > 0 ? home?.cell : nil)
    }

    /// The value of one piece for the steps that it takes: 1000 for a point within reach at once.
    private func worth(of cell: UInt16, _ distance: UInt16, _ game: borrowing Game, _ slot: UInt8) -> UInt32 {
        let steps = UInt32(distance)
        guard level != .easy else { return 1_000_000 / (steps + 1) }
        let snake = game.snakes[Int(slot)]
        // A step takes two ticks at the usual speed.
        let points: UInt32 = UInt32(snake.comboTicks) >= 2 * steps ? max(UInt32(snake.combo), 1) : 1
        var worth = points * 1000 / (steps + 1)
        guard level == .hard else { return worth }
        var next: UInt32 = 0
        for other in game.food where other != cell {
            let gap = UInt32(game.arena.steps(from: cell, to: other))
            let both = (points + (gap <= 10 ? min(points + 1, 3) : 1)) * 1000 / (steps + gap + 2)
            if both > next { next = both }
        }
        worth = max(worth, next)
        for other in 0..<game.rules.players
        where other != slot && game.snakes[Int(other)].status == .playing
            && game.rules.team(ofSlot: other) != game.rules.team(ofSlot: slot)
        {
            if game.arena.steps(from: game.snakes[Int(other)].body.head, to: cell) < distance {
                return max(worth / 3, 1)
            }
        }
        return worth
    }

    /// Whether it is time to bring home what the snake carries.
    private func isLoaded(_ game: borrowing Game, _ slot: UInt8, _ home: (cell: UInt16, distance: UInt16)) -> Bool {
        let carried = game.snakes[Int(slot)].carried
        let missing =
            UInt32(game.rules.bankTarget)
            - min(
                game.banks[game.rules.team(ofSlot: slot)], UInt32(game.rules.bankTarget))
        if carried >= missing { return true }
        if game.rules.lastTick > 0, game.tick + 2 * UInt32(home.distance) + 40 >= game.rules.lastTick { return true }
        return carried >= load
    }

    /// A bot that goes home with less goes more often: what it carries is safer, and the way costs more. With 25 to win,
    /// carrying all of it at once is fastest.
    private var load: UInt32 {
        switch level {
        case .easy: 5
        case .normal: 10
        case .hard: 25
        }
    }

    private func wantsBoost(in game: borrowing Game, _ slot: UInt8, _ map: borrowing BotMap) -> Bool {
        switch level {
        case .easy: false
        case .normal: game.rules.hasTeams && game.snakes[Int(slot)].carried >= 6
        case .hard: map.room >= BotMap.wideRoom
        }
    }

    // MARK: - Lapses

    /// One window of 16 ticks in five.
    private func isLapsed(at tick: UInt32) -> Bool { roll(tick >> 4) % 5 == 0 }

    private func roll(_ number: UInt32) -> UInt64 {
        var random = SplitMix64(seed: seed ^ UInt64(number) &* 0x9e37_79b9_7f4a_7c15)
        return random.next()
    }
}

extension Game {
    /// Whether a snake steps in the next tick, as far as what is known now tells.
    package func stepsNext(_ slot: UInt8) -> Bool {
        let snake = snakes[Int(slot)]
        let speed = snake.isBoosting ? rules.boostedSpeed : rules.speed
        return snake.status == .playing
            && snake.credit + UInt32(speed) * GameRules.tickMilliseconds >= GameRules.creditPerCell
    }

    /// Whether a turn of the slot is decided and waits for its tick.
    fileprivate func hasTurn(of slot: UInt8) -> Bool {
        for input in inputs where input.slot == slot && input.action.kind == 0 { return true }
        return false
    }
}

extension Arena {
    /// Steps between two cells of an empty field.
    fileprivate func steps(from a: UInt16, to b: UInt16) -> UInt16 {
        let (ax, ay, bx, by) = (x(a), y(a), x(b), y(b))
        return (ax > bx ? ax - bx : bx - ax) + (ay > by ? ay - by : by - ay)
    }
}

/// A set of directions.
struct Moves: Equatable {
    private var bits: UInt8 = 0

    subscript(direction: Direction) -> Bool {
        get { bits & (1 << direction.rawValue) != 0 }
        set { bits = newValue ? bits | (1 << direction.rawValue) : bits & ~(1 << direction.rawValue) }
    }

    var isEmpty: Bool { bits == 0 }

    /// The lowest of them.
    var first: Direction? { isEmpty ? nil : Direction(lowBits: UInt8(bits.trailingZeroBitCount)) }
}

/// The field as one snake sees it while its bot thinks: memory that is used again and again, no state.
///
/// Cells lie in rows that are one longer than the arena's, with a row above and below, so that every cell has four neighbours.
package struct BotMap: Sendable {
    /// A space so large is as good as any.
    static let wideRoom = 200
    private static let never: UInt8 = 255

    private var width: UInt16 = 0
    private var stride = 0
    /// Places in use.
    private var size = 0
    private var head = 0
    /// Steps from now after which a cell can be entered; 255: never.
    private var opens: [UInt8] = []
    /// Over the cells that were reached: 0 not, else the first move towards it plus one.
    private var moves: [UInt8] = []
    private var distances: [UInt16] = []
    private var queue: [UInt16] = []
    /// Cells that the chosen moves lead to, as far as they were counted.
    private(set) var room = 0

    package init() {}

    private func place(_ cell: UInt16) -> Int { Int(cell / width + 1) * stride + Int(cell % width) + 1 }

    private func step(_ direction: Direction) -> Int {
        switch direction {
        case .up: -stride
        case .right: 1
        case .down: stride
        case .left: -1
        }
    }

    // MARK: - What is where

    /// Draws the map for one snake.
    /// - Parameter foresees: It knows that bodies move on; else they are walls.
    mutating func survey(_ game: borrowing Game, _ slot: UInt8, foresees: Bool) {
        width = game.arena.width
        stride = Int(width) + 1
        let height = Int(game.arena.height)
        size = (height + 2) * stride + 1
        if opens.count < size {
            opens = [UInt8](repeating: Self.never, count: size)
            moves = [UInt8](repeating: 0, count: size)
            distances = [UInt16](repeating: 0, count: size)
            queue = [UInt16](repeating: 0, count: size)
        }
        for index in 0..<size { opens[index] = 0 }
        for x in 0...stride {
            opens[x] = Self.never
            opens[size - 1 - x] = Self.never
        }
        for y in 1...height { opens[y * stride] = Self.never }
        if game.arena.hasEndZones { closeZones(game.arena, team: game.rules.team(ofSlot: slot), height: height) }
        head = place(game.snakes[Int(slot)].body.head)
        room = Self.wideRoom
        for other in 0..<game.rules.players where game.snakes[Int(other)].status == .playing {
            lay(game, other, as: slot, foresees: foresees)
        }
    }

    /// The other team's zone is death, the own one has a wall with a goal.
    private mutating func closeZones(_ arena: borrowing Arena, team: UInt8, height: Int) {
        let depth = Int(arena.endZoneDepth)
        let other = team == 0 ? Int(width) - depth : 0
        let wall = team == 0 ? depth - 1 : Int(width) - depth
        for y in 0..<height {
            let row = (y + 1) * stride + 1
            for x in other..<other + depth { opens[row + x] = Self.never }
            if !arena.goalRows.contains(UInt16(y)) { opens[row + wall] = Self.never }
        }
    }

    private mutating func lay(_ game: borrowing Game, _ other: UInt8, as slot: UInt8, foresees: Bool) {
        let body = game.snakes[Int(other)].body
        // The tail leaves its cell in the step in which another may enter it, if it steps then and has nothing to grow.
        var after = Int(game.snakes[Int(other)].growth) + (other == slot || game.stepsNext(other) ? 1 : 2)
        let isFaster = game.snakes[Int(slot)].isBoosting && !game.snakes[Int(other)].isBoosting
        for index in (0..<body.count).reversed() {
            let steps = isFaster && other != slot ? after + after / 2 : after
            opens[place(body[index])] = foresees ? UInt8(min(steps, 254)) : Self.never
            after += 1
        }
    }

    // MARK: - The next move

    /// The moves that do not run into anything: all but back, by the map alone.
    func openMoves(_ ahead: Direction) -> Moves {
        var open = Moves()
        for number: UInt8 in 0..<4 {
            let direction = Direction(lowBits: number)
            open[direction] = direction != ahead.opposite && opens[head + step(direction)] <= 1
        }
        return open
    }

    /// Leaves out the moves into a cell that another head may enter in the same tick, unless none is left. A snake that goes
    /// straight is expected to continue; a cautious bot reckons with turns as well.
    func clearOfHeads(_ game: borrowing Game, _ slot: UInt8, _ open: Moves, cautious: Bool) -> Moves {
        var clear = open
        var clearOfStraight = open
        for other in 0..<game.rules.players where other != slot && game.stepsNext(other) {
            let from = place(game.snakes[Int(other)].body.head)
            let snake = game.snakes[Int(other)]
            let likely = snake.turns.first ?? snake.direction
            for number: UInt8 in 0..<4 {
                let direction = Direction(lowBits: number)
                guard head + step(direction) != from else { continue }
                for towards: UInt8 in 0..<4 where head + step(direction) == from + step(Direction(lowBits: towards)) {
                    if Direction(lowBits: towards) == likely { clearOfStraight[direction] = false }
                    clear[direction] = false
                }
            }
        }
        if cautious, !clear.isEmpty { return clear }
        return clearOfStraight.isEmpty ? open : clearOfStraight
    }

    /// Leaves out the moves into spaces that the snake does not fit in; if it fits nowhere, all but the largest.
    mutating func roomiest(_ snake: borrowing Snake, _ open: Moves) -> Moves {
        let need = min(snake.body.count + Int(snake.growth) + 8, Self.wideRoom)
        var fitting = Moves()
        var largest = Moves()
        var most = 0
        var narrowest = Self.wideRoom
        for number: UInt8 in 0..<4 where open[Direction(lowBits: number)] {
            let direction = Direction(lowBits: number)
            let room = room(behind: direction)
            if room > most {
                most = room
                largest = Moves()
                largest[direction] = true
            }
            if room >= need {
                fitting[direction] = true
                narrowest = min(narrowest, room)
            }
        }
        room = fitting.isEmpty ? most : narrowest
        return fitting.isEmpty ? largest : fitting
    }

    /// How many cells can be reached by a move, counted up to ``wideRoom``.
    private mutating func room(behind move: Direction) -> Int {
        begin()
        enter(head + step(move), label: 1, at: 0)
        return search(from: 1, atMost: Self.wideRoom)
    }

    // MARK: - Ways

    /// Finds the shortest way to each cell that begins with one of `open`; of equal ones that straight ahead.
    mutating func explore(_ open: Moves, ahead: Direction) {
        begin()
        var count = 0
        for turn: UInt8 in 0..<4 {
            let direction = Direction(lowBits: ahead.rawValue &+ turn)
            guard open[direction] else { continue }
            enter(head + step(direction), label: direction.rawValue + 1, at: count)
            count += 1
        }
        _ = search(from: count, atMost: size)
    }

    private mutating func begin() {
        for index in 0..<size { moves[index] = 0 }
        moves[head] = 255
    }

    private mutating func enter(_ place: Int, label: UInt8, at index: Int) {
        moves[place] = label
        distances[place] = 1
        queue[index] = UInt16(place)
    }

    /// Breadth first from the first `count` places in `queue`. A cell counts as open when the snake would come to it.
    /// - Returns: The places reached; the search ends when they are `limit` or a few more.
    private mutating func search(from count: Int, atMost limit: Int) -> Int {
        Self.search(opens, &moves, &distances, &queue, stride, count, atMost: limit)
    }

    private static func search(
        _ opens: borrowing [UInt8], _ moves: inout [UInt8], _ distances: inout [UInt16], _ queue: inout [UInt16],
        _ stride: Int, _ count: Int, atMost limit: Int
    ) -> Int {
        let sides: InlineArray<4, Int> = [-stride, 1, stride, -1]
        let opens = opens.span
        var moves = moves.mutableSpan
        var distances = distances.mutableSpan
        var queue = queue.mutableSpan
        var next = 0
        var end = count
        while next < end, end < limit {
            let place = Int(queue[next])
            next += 1
            let label = moves[place]
            let distance = distances[place] + 1
            let reach = UInt8(min(distance, 254))
            for side in sides.indices {
                let to = place + sides[side]
                guard opens[to] <= reach, moves[to] == 0 else { continue }
                moves[to] = label
                distances[to] = distance
                queue[end] = UInt16(to)
                end += 1
            }
        }
        return end
    }

    /// Steps to a cell; nil if no way was found.
    func distance(to cell: UInt16) -> UInt16? {
        let place = place(cell)
        return moves[place] == 0 || moves[place] == 255 ? nil : distances[place]
    }

    /// The first move towards a cell.
    func way(to cell: UInt16) -> Direction? {
        let move = moves[place(cell)]
        return move == 0 || move == 255 ? nil : Direction(lowBits: move - 1)
    }

    /// The nearest cell of the goal of a slot's team, and the steps to it.
    func nearestHome(_ game: borrowing Game, _ slot: UInt8) -> (cell: UInt16, distance: UInt16)? {
        let arena = game.arena
        let column = game.rules.team(ofSlot: slot) == 0 ? arena.endZoneDepth - 1 : arena.width - arena.endZoneDepth
        var best: (cell: UInt16, distance: UInt16)?
        for row in arena.goalRows {
            let cell = arena.cell(x: column, y: row)
            guard let distance = distance(to: cell) else { continue }
            if distance < best?.distance ?? .max { best = (cell, distance) }
        }
        return best
    }
}
