import GameCore
import Testing

/// A cell, x to the right and y down.
struct Cell: Hashable, CustomStringConvertible {
    var x: Int
    var y: Int

    init(_ x: Int, _ y: Int) {
        self.x = x
        self.y = y
    }

    var description: String { "(\(x),\(y))" }
}

/// A situation on the board, written out byte by byte as docs/guide/rules.md, "Canonical state", has it: so every test that
/// starts from one also checks that page against the decoder.
struct Scene {
    struct Player {
        var status: UInt8 = 0
        var cells: [Cell]
        var facing: Direction
        var turns: [Direction] = []
        /// Half a step: with 50 000 a normal snake steps in the next tick.
        var credit: UInt32 = 50_000
        var growth: UInt16 = 0
        var score: UInt32 = 0
        var carried: UInt32 = 0
        var combo: UInt8 = 0
        var comboTicks: UInt8 = 0
        /// Ticks of boost; nil: full in Solo, else empty.
        var charge: UInt8?
        var boost = false

        /// A straight snake.
        init(
            head x: Int, _ y: Int, _ facing: Direction, length: Int = 4, turns: [Direction] = [],
            credit: UInt32 = 50_000,
            growth: UInt16 = 0, score: UInt32 = 0, carried: UInt32 = 0
        ) {
            let (dx, dy) = facing.step
            cells = (0..<length).map { Cell(x - dx * $0, y - dy * $0) }
            self.facing = facing
            self.turns = turns
            self.credit = credit
            self.growth = growth
            self.score = max(score, carried)
            self.carried = carried
        }

        /// A bent snake, head first.
        init(cells: [Cell], credit: UInt32 = 50_000, growth: UInt16 = 0, score: UInt32 = 0, carried: UInt32 = 0) {
            self.cells = cells
            facing = cells[1].way(to: cells[0])
            self.credit = credit
            self.growth = growth
            self.score = max(score, carried)
            self.carried = carried
        }

        /// One that is not on the field: 1 waiting, 2 dead, 3 left.
        init(status: UInt8, score: UInt32 = 0) {
            self.status = status
            cells = []
            facing = .up
            credit = 0
            self.score = score
        }
    }

    var mode: Mode
    var players: [Player]
    var width = 40
    var height = 40
    var zoneDepth: UInt8 = 0
    var speed: UInt16 = 1000
    var bankTarget: UInt16 = 0
    var foodTarget: UInt8 = 20
    var tick: UInt32 = 1000
    var ending: UInt8 = 0
    var banks: (UInt32, UInt32) = (0, 0)
    var timeLimit: UInt8 = 0
    var food: [Cell] = []
    /// Ticks until the pads of these numbers are ready; the others are.
    var padTicks: [Int: UInt8] = [:]
    /// Tick, slot, and a direction, 4 to leave, 5 to let go of the boost, 6 to hold it.
    var inputs: [(UInt32, UInt8, UInt8)] = []

    init(_ mode: Mode, _ players: Player...) {
        self.mode = mode
        self.players = players
        if mode == .duel || mode == .teams {
            width = 60
            zoneDepth = 10
            bankTarget = 25
        }
        if mode == .duel || mode == .solo { foodTarget = 10 }
    }

    var isSolo: Bool { zoneDepth == 0 && players.count == 1 }

    func index(_ cell: Cell) -> UInt64 { UInt64(cell.y * width + cell.x) }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        func put(_ value: UInt64, _ size: Int) {
            for byte in 0..<size { bytes.append(UInt8((value >> (8 * UInt64(byte))) & 0xff)) }
        }
        put(2, 1)
        put(UInt64(mode.rawValue), 1)
        put(UInt64(players.count), 1)
        put(UInt64(width), 1)
        put(UInt64(height), 1)
        put(UInt64(zoneDepth), 1)
        put(UInt64(speed), 2)
        put(UInt64(bankTarget), 2)
        put(UInt64(foodTarget), 1)
        put(UInt64(timeLimit), 1)
        put(UInt64(tick), 4)
        put(UInt64(ending), 1)
        put(UInt64(banks.0), 4)
        put(UInt64(banks.1), 4)
        for player in players {
            put(UInt64(player.status), 1)
            put(UInt64(player.facing.rawValue), 1)
            var queue = UInt64(player.turns.count)
            for (place, turn) in player.turns.enumerated() { queue += UInt64(turn.rawValue) * (place == 0 ? 4 : 16) }
            put(queue, 1)
            put(UInt64(player.credit), 4)
            put(UInt64(player.growth), 2)
            put(UInt64(player.score), 4)
            put(UInt64(player.carried), 4)
            put(UInt64(player.combo), 1)
            put(UInt64(player.comboTicks), 1)
            let charge = player.charge ?? (isSolo && player.status == 0 ? 60 : 0)
            put(UInt64(charge) + (player.boost ? 128 : 0), 1)
            put(UInt64(player.cells.count), 2)
            guard let head = player.cells.first else { continue }
            put(index(head), 2)
            let links = zip(player.cells, player.cells.dropFirst()).map { UInt64($0.way(to: $1).rawValue) }
            for four in stride(from: 0, to: links.count, by: 4) {
                var packed: UInt64 = 0
                for place in 0..<min(4, links.count - four) { packed += links[four + place] << UInt64(2 * place) }
                put(packed, 1)
            }
        }
        if !isSolo { for pad in 0..<12 { put(UInt64(padTicks[pad] ?? 0), 1) } }
        put(UInt64(food.count), 1)
        for cell in food.sorted(by: { index($0) < index($1) }) { put(index(cell), 2) }
        put(UInt64(inputs.count), 2)
        for (tick, slot, action) in inputs {
            put(UInt64(tick), 4)
            put(UInt64(slot), 1)
            put(UInt64(action), 1)
        }
        return bytes
    }

    /// The game of this scene; also checks that it encodes to these very bytes.
    func game(sourceLocation: SourceLocation = #_sourceLocation) throws -> Game {
        let game = try Game(decoding: bytes)
        #expect(game.encoded() == bytes, sourceLocation: sourceLocation)
        return game
    }
}

extension Direction {
    var step: (Int, Int) {
        switch self {
        case .up: (0, -1)
        case .right: (1, 0)
        case .down: (0, 1)
        case .left: (-1, 0)
        }
    }

    static let all: [Direction] = [.up, .right, .down, .left]
}

extension Cell {
    func way(to next: Cell) -> Direction {
        Direction.all.first { Cell(x + $0.step.0, y + $0.step.1) == next }!
    }
}

/// Food at given ticks.
struct ListedFood: FoodSource {
    var cells: [UInt32: UInt16]

    mutating func place(in game: borrowing Game) -> UInt16? { cells[game.tick] }
}

extension Game {
    func cells(_ slot: Int) -> [Cell] {
        (0..<snakes[slot].body.count).map {
            let cell = Int(snakes[slot].body[$0])
            return Cell(cell % Int(arena.width), cell / Int(arena.width))
        }
    }

    func head(_ slot: Int) -> Cell? { cells(slot).first }

    var foodCells: [Cell] { food.map { Cell(Int($0) % Int(arena.width), Int($0) / Int(arena.width)) } }

    @discardableResult
    mutating func step(_ ticks: Int = 1) -> TickEvents {
        var nothing = NoFood()
        var events = advance(food: &nothing)
        for _ in 1..<max(ticks, 1) { events = advance(food: &nothing) }
        return events
    }
}

/// A custom game at its start; an error if it cannot be played.
func customGame(
    width: UInt8 = 60, height: UInt8 = 40, zones: Bool, speed: UInt8 = 10, players: UInt8
) throws -> Game {
    let settings = CustomSettings(
        width: width, height: height, hasEndZones: zones, cellsPerSecond: speed, food: 10, seats: players, timeLimit: 0)
    let rules = settings.map { GameRules($0, players: players) } ?? nil
    return Game(rules: try #require(rules))
}
