// What the page draws, as both modules of this folder hand it over.
//
// A view (`match_view`, `film_view`): 32-bit words, valid until the next call for the same state.
//
//   word  0  layout, 2                       12  own slot; 255: spectator
//         1  mode (1 duel, 2 free for all,   13  number of snakes, in slot order from word 24
//            3 solo, 4 teams, 5 custom)      14  number of food cells
//         2  width, cells                    15  word of the first food cell
//         3  height                          16  words of one snake, 16
//         4  end zone depth, columns; 0      17  ticks of a full combo window, 20
//         5  goal rows: the first            18  milliseconds a tick, 50
//         6  goal rows: past the last        19  words in the whole view
//         7  bank target; 0: none            20  number of boost pads
//         8  tick                            21  word of the first pad
//         9  end reason; 0 while it runs     22  the last tick of a game with a time limit; 0: none
//        10  bank of team 0                  23  ticks of a full boost tank, 60
//        11  bank of team 1
//
//   snake 0  slot                             8  points carried
//         1  team                             9  combo, 0–3
//         2  0 playing 1 waiting 2 dead 3 left 10  ticks left to continue the combo
//         3  direction last travelled        11  segments still to grow
//         4  direction of the next step      12  length, cells
//         5  movement credit, 0–99 999       13  word of the first body cell (the head)
//         6  credit the next tick adds       14  boost charge, ticks
//         7  score                           15  boost: 0, 1 held with no charge, 2 active
//
//   pad   0  its top left cell                2  ticks until it is ready
//         1  cells along each side
//
// A step costs 100 000 credit. Between two ticks, a fraction f of a tick after the newest one, the snake is
// (credit + f × credit a tick) / 100 000 of a cell on its way from its head towards the next step; its tail follows in
// the same measure unless segments are still to grow. Cells are y × width + x.

enum Layout {
    static let version: Int32 = 2
    static let header = 24
    static let snake = 16
    static let words = header + GameRules.maximumPlayers * snake + 64 + 3 * 12 + 80 * 60
}

struct View {
    let words: UnsafeMutablePointer<Int32>
    private var used = Layout.header

    init(_ words: UnsafeMutablePointer<Int32>) { self.words = words }

    var address: UInt32 { UInt32(UInt(bitPattern: words)) }

    mutating func write(_ game: Game, ownSlot: UInt8) {
        let goal = game.arena.hasEndZones ? game.arena.goalRows : 0..<0
        words[0] = Layout.version
        words[1] = Int32(game.rules.mode.rawValue)
        words[2] = Int32(game.rules.width)
        words[3] = Int32(game.rules.height)
        words[4] = Int32(game.rules.endZoneDepth)
        words[5] = Int32(goal.lowerBound)
        words[6] = Int32(goal.upperBound)
        words[7] = Int32(game.rules.bankTarget)
        words[8] = Int32(clamping: game.tick)
        words[9] = Int32(game.ending.rawValue)
        words[10] = Int32(clamping: game.banks.zero)
        words[11] = Int32(clamping: game.banks.one)
        words[12] = Int32(ownSlot)
        words[13] = Int32(game.snakes.count)
        words[14] = Int32(game.food.count)
        used = Layout.header + game.snakes.count * Layout.snake
        words[15] = Int32(used)
        for cell in game.food { append(cell) }
        for slot in game.snakes.indices { write(game.snakes[slot], slot, of: game) }
        words[20] = Int32(game.arena.padCount)
        words[21] = Int32(used)
        for pad in 0..<game.arena.padCount {
            append(game.arena.padCell(pad))
            append(Arena.padSize(pad))
            append(UInt16(game.padTicks[pad]))
        }
        words[22] = Int32(game.rules.lastTick)
        words[23] = Int32(GameRules.fullCharge)
        words[16] = Int32(Layout.snake)
        words[17] = Int32(GameRules.comboTicks)
        words[18] = Int32(GameRules.tickMilliseconds)
        words[19] = Int32(used)
    }

    private mutating func write(_ snake: Snake, _ slot: Int, of game: Game) {
        let at = words + Layout.header + slot * Layout.snake
        at[0] = Int32(slot)
        at[1] = Int32(game.rules.team(ofSlot: UInt8(slot)))
        at[2] = Int32(snake.status.rawValue)
        at[3] = Int32(snake.direction.rawValue)
        at[4] = Int32((snake.turns.first ?? snake.direction).rawValue)
        at[5] = Int32(snake.credit)
        at[6] =
            Int32(snake.isBoosting ? game.rules.boostedSpeed : game.rules.speed) * Int32(GameRules.tickMilliseconds)
        at[7] = Int32(clamping: snake.score)
        at[8] = Int32(clamping: snake.carried)
        at[9] = Int32(snake.combo)
        at[10] = Int32(snake.comboTicks)
        at[11] = Int32(snake.growth)
        at[12] = Int32(snake.body.count)
        at[13] = Int32(used)
        at[14] = Int32(snake.charge)
        at[15] = snake.isBoosting ? 2 : snake.isBoostHeld ? 1 : 0
        for index in 0..<snake.body.count { append(snake.body[index]) }
    }

    private mutating func append(_ value: UInt16) {
        words[used] = Int32(value)
        used += 1
    }
}
