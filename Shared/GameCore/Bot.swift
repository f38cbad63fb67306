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
        if let target = target(in: game, slot, &map) { return map.way(to: target) ?? ahead }
        return moves[ahead] ? ahead : moves.first ?? ahead
    }

    /// The cell to make for; nil when nothing worth it can be reached.
    ///
    /// Ways are searched only as far as they matter. Each candidate has a bound: what it is worth at the fewest steps that it can take.
    /// The one with the highest bound is looked at more closely, until that is one whose way is known. Of equals the first counts, food
    /// in the order of its placing before pads. `BotTests` compares it with a search of the whole field.
    func target(in game: borrowing Game, _ slot: UInt8, _ map: inout BotMap) -> UInt16? {
        let mayBank = game.rules.hasTeams && game.snakes[Int(slot)].carried > 0
        if mayBank, isTimeToBank(game, slot, &map), let home = map.nearestHome(game, slot) { return home.cell }
        map.candidates.removeAll(keepingCapacity: true)
        let head = game.snakes[Int(slot)].body.head
        for cell in game.food where cell != head {
            map.candidates.append(BotMap.Candidate(cell, fewest: game.arena.steps(from: head, to: cell)))
        }
        if level != .easy {
            for pad in game.padTicks.indices where game.padTicks[pad] == 0 && game.arena.padCell(pad) != head {
                let cell = game.arena.padCell(pad)
                map.candidates.append(BotMap.Candidate(cell, fewest: game.arena.steps(from: head, to: cell), pad: pad))
            }
        }
        for index in map.candidates.indices {
            map.candidates[index].worth = mostWorth(of: map.candidates[index], game, slot)
        }
        var misses = 0
        while let index = map.mostPromising {
            // Much is near and hidden behind bodies: one search of all costs less than a look for each at each step.
            if misses == Self.missesAtMost { map.search(through: .max) }
            switch map.candidates[index].knowledge {
            case .way: return map.candidates[index].cell
            case .steps:
                guard map.look(for: index) else {
                    map.candidates[index].worth = 0
                    continue
                }
                if map.candidates[index].knowledge != .way { misses += 1 }
            case .nothing: map.candidates[index].knowledge = .steps
            }
            map.candidates[index].worth = worth(of: map.candidates[index], game, slot)
        }
        return mayBank ? map.nearestHome(game, slot)?.cell : nil
    }

    /// Looks for candidates that are not where they would be if nothing stood in the way.
    private static let missesAtMost = 16

    /// No less than what a candidate is worth at its fewest steps, and told at once.
    private func mostWorth(of candidate: BotMap.Candidate, _ game: borrowing Game, _ slot: UInt8) -> UInt32 {
        guard level == .hard, candidate.pad == nil else { return worth(of: candidate, game, slot) }
        let steps = UInt32(candidate.steps)
        let points = points(steps, game, slot)
        // Another piece is one step behind it at best. One that others reach first is worth 1 at least.
        return max(points * 1000 / (steps + 1), (points + min(points + 1, 3)) * 1000 / (steps + 3), 1)
    }

    /// What a candidate is worth at its steps; never more at more of them, but that 0 may become 1.
    private func worth(of candidate: BotMap.Candidate, _ game: borrowing Game, _ slot: UInt8) -> UInt32 {
        if let pad = candidate.pad {
            guard candidate.steps <= 12 else { return 0 }
            let room = GameRules.fullCharge - game.snakes[Int(slot)].charge
            return UInt32(min(room, Arena.padCharge(pad))) * 16 / (UInt32(candidate.steps) + 2)
        }
        let worth = worth(of: candidate.cell, candidate.steps, game, slot)
        return level == .hard && candidate.knowledge != .way ? max(worth, 1) : worth
    }

    private func points(_ steps: UInt32, _ game: borrowing Game, _ slot: UInt8) -> UInt32 {
        let snake = game.snakes[Int(slot)]
        // A step takes two ticks at the usual speed.
        return UInt32(snake.comboTicks) >= 2 * steps ? max(UInt32(snake.combo), 1) : 1
    }

    /// The value of one piece for the steps that it takes: 1000 for a point within reach at once.
    func worth(of cell: UInt16, _ distance: UInt16, _ game: borrowing Game, _ slot: UInt8) -> UInt32 {
        let steps = UInt32(distance)
        guard level != .easy else { return 1_000_000 / (steps + 1) }
        let points = points(steps, game, slot)
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

    /// Whether it is time to bring home what the snake carries, if a way leads there.
    private func isTimeToBank(_ game: borrowing Game, _ slot: UInt8, _ map: inout BotMap) -> Bool {
        // No way has more steps than the field has cells, and mostly nothing stands in a short one.
        guard isLoaded(game, slot, stepsHome: UInt32(game.arena.cellCount)) else { return false }
        if let steps = map.straightHome(game, slot) { return isLoaded(game, slot, stepsHome: UInt32(steps)) }
        guard let home = map.nearestHome(game, slot) else { return false }
        return isLoaded(game, slot, stepsHome: UInt32(home.distance))
    }

    func isLoaded(_ game: borrowing Game, _ slot: UInt8, stepsHome: UInt32) -> Bool {
        let carried = game.snakes[Int(slot)].carried
        let missing =
            UInt32(game.rules.bankTarget)
            - min(
                game.banks[game.rules.team(ofSlot: slot)], UInt32(game.rules.bankTarget))
        if carried >= missing { return true }
        if game.rules.lastTick > 0, game.tick + 2 * stepsHome + 40 >= game.rules.lastTick { return true }
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
    /// Of the search under way: the next place in the queue to look around from, and the end of those that were reached.
    private var next = 0
    private var end = 0
    /// All places that take so many steps or fewer were reached.
    private var searched: UInt16 = 0
    /// Cells that the chosen moves lead to, as far as they were counted.
    private(set) var room = 0

    /// What a bot may make for, while it chooses.
    struct Candidate {
        enum Knowledge { case nothing, steps, way }

        let cell: UInt16
        /// Its number, if it is one.
        let pad: Int?
        var knowledge = Knowledge.nothing
        /// No fewer; once the way is known, so many.
        var steps: UInt16
        /// No more; once the way is known, so much.
        var worth: UInt32 = 0

        init(_ cell: UInt16, fewest steps: UInt16, pad: Int? = nil) {
            (self.cell, self.steps, self.pad) = (cell, steps, pad)
        }
    }

    var candidates: [Candidate] = []

    /// The first of those that may be worth most; nil: none is worth anything.
    var mostPromising: Int? {
        var best: Int?
        var most: UInt32 = 0
        for index in candidates.indices where candidates[index].worth > most {
            (best, most) = (index, candidates[index].worth)
        }
        return best
    }

    /// Searches for the way to a candidate as far as it would be if nothing stood in it, or one step farther than before.
    /// - Returns: False: no way leads there.
    mutating func look(for index: Int) -> Bool {
        search(through: candidates[index].steps)
        if let steps = distance(to: candidates[index].cell) {
            candidates[index].steps = steps
            candidates[index].knowledge = .way
        } else if next < end {
            candidates[index].steps = searched + 1
        } else {
            return false
        }
        return true
    }

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
        Self.clear(&opens)
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
        enter(head + step(move), label: 1)
        search(through: .max, atMost: Self.wideRoom)
        return end
    }

    // MARK: - Ways

    /// Begins to look for the shortest ways that start with one of `open`; of equal ones that straight ahead. ``search(through:atMost:)``
    /// goes on.
    mutating func explore(_ open: Moves, ahead: Direction) {
        begin()
        for turn: UInt8 in 0..<4 {
            let direction = Direction(lowBits: ahead.rawValue &+ turn)
            if open[direction] { enter(head + step(direction), label: direction.rawValue + 1) }
        }
    }

    private mutating func begin() {
        Self.clear(&moves)
        moves[head] = 255
        (next, end, searched) = (0, 0, 1)
    }

    private static func clear(_ places: inout [UInt8]) {
        var places = places.mutableSpan
        places.update(repeating: 0)
    }

    private mutating func enter(_ place: Int, label: UInt8) {
        moves[place] = label
        distances[place] = 1
        queue[end] = UInt16(place)
        end += 1
    }

    /// Goes on, breadth first, until all places that take `steps` or fewer were reached, or `limit` places or a few more. A cell counts as
    /// open when the snake would come to it.
    mutating func search(through steps: UInt16, atMost limit: Int = .max) {
        guard steps > searched else { return }
        searched = steps
        (next, end) = Self.search(
            opens, &moves, &distances, &queue, stride, from: next, to: end, through: steps, atMost: limit)
    }

    private static func search(
        _ opens: borrowing [UInt8], _ moves: inout [UInt8], _ distances: inout [UInt16], _ queue: inout [UInt16],
        _ stride: Int, from next: Int, to end: Int, through steps: UInt16, atMost limit: Int
    ) -> (next: Int, end: Int) {
        let sides: InlineArray<4, Int> = [-stride, 1, stride, -1]
        let opens = opens.span
        var moves = moves.mutableSpan
        var distances = distances.mutableSpan
        var queue = queue.mutableSpan
        var (next, end) = (next, end)
        // Unchecked: what was reached lies within the borders, which are never entered, so each neighbour is a place of the map, and
        // each place is queued once.
        while next < end, end < limit {
            let place = Int(queue[unchecked: next])
            guard distances[unchecked: place] < steps else { break }
            next += 1
            let label = moves[unchecked: place]
            let distance = distances[unchecked: place] &+ 1
            let reach = UInt8(truncatingIfNeeded: min(distance, 254))
            for side in sides.indices {
                let to = place &+ sides[side]
                guard opens[unchecked: to] <= reach, moves[unchecked: to] == 0 else { continue }
                moves[unchecked: to] = label
                distances[unchecked: to] = distance
                queue[unchecked: end] = UInt16(truncatingIfNeeded: to)
                end &+= 1
            }
        }
        return (next, end)
    }

    /// Steps to a cell; nil if no way was found so far.
    func distance(to cell: UInt16) -> UInt16? {
        let place = place(cell)
        return moves[place] == 0 || moves[place] == 255 ? nil : distances[place]
    }

    /// The first move towards a cell.
    func way(to cell: UInt16) -> Direction? {
        let move = moves[place(cell)]
        return move == 0 || move == 255 ? nil : Direction(lowBits: move - 1)
    }

    /// The steps to the nearest cell of the goal, if a way there that turns once at most is open; nil: it has to be searched for.
    func straightHome(_ game: borrowing Game, _ slot: UInt8) -> UInt16? {
        let arena = game.arena
        let column = game.rules.team(ofSlot: slot) == 0 ? arena.endZoneDepth - 1 : arena.width - arena.endZoneDepth
        let from = game.snakes[Int(slot)].body.head
        let row = min(max(arena.y(from), arena.goalRows.lowerBound), arena.goalRows.upperBound - 1)
        let across = (step(column < arena.x(from) ? .left : .right), Int(column) - Int(arena.x(from)))
        let along = (step(row < arena.y(from) ? .up : .down), Int(row) - Int(arena.y(from)))
        guard isOpen(across, then: along) || isOpen(along, then: across) else { return nil }
        return UInt16(abs(across.1) + abs(along.1))
    }

    private func isOpen(_ first: (step: Int, cells: Int), then second: (step: Int, cells: Int)) -> Bool {
        var place = head
        var steps = 0
        let legs: InlineArray<2, (step: Int, cells: Int)> = [first, second]
        for leg in legs.indices {
            for _ in 0..<abs(legs[leg].cells) {
                place += legs[leg].step
                steps += 1
                // The first move is one of those that the search began with.
                guard steps == 1 ? moves[place] != 0 : opens[place] <= min(steps, 254) else { return false }
            }
        }
        return steps > 0
    }

    /// The nearest cell of the goal of a slot's team, and the steps to it; of equally near ones that in the highest row.
    mutating func nearestHome(_ game: borrowing Game, _ slot: UInt8) -> (cell: UInt16, distance: UInt16)? {
        let arena = game.arena
        let column = game.rules.team(ofSlot: slot) == 0 ? arena.endZoneDepth - 1 : arena.width - arena.endZoneDepth
        while true {
            var best: (cell: UInt16, distance: UInt16)?
            for row in arena.goalRows {
                let cell = arena.cell(x: column, y: row)
                guard let distance = distance(to: cell) else { continue }
                if distance < best?.distance ?? .max { best = (cell, distance) }
            }
            if best != nil || next == end { return best }
            search(through: searched + 1)
        }
    }
}
