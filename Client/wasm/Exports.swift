// The game core for a browser: one match at a time, driven by the page. Built by scripts/build-wasm together with
// Shared/GameCore; whole numbers of 64 bits are BigInt in JavaScript.
//
// Bytes in: `game_input(size)` gives the address to write a frame to, then `match_receive(size, now)`.
// Bytes out: `match_send` leaves a frame at `game_output()` and returns its size.
// Times are whole microseconds: `now` of one clock that never goes back.
//
// The view (`match_view`): 32-bit words, valid until the next call for the same state.
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

private enum Layout {
    static let version: Int32 = 2
    static let header = 24
    static let snake = 16
    static let words = header + GameRules.maximumPlayers * snake + 64 + 3 * 12 + 80 * 60
}

/// Everything the page's one match owns. WebAssembly runs it on one thread.
private struct Page: ~Copyable {
    var match = ClientMatch(matchID: 0)
    var output: [UInt8] = []
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: Self.largestFrame)
    let views = UnsafeMutablePointer<Int32>.allocate(capacity: 2 * Layout.words)

    /// A snapshot of the fullest arena stays far below.
    static let largestFrame = 64 * 1024

    func state(_ predicted: UInt32) -> Game? { predicted != 0 ? match.predicted : match.committed }
}

// Safe: a module of this kind has one thread, the page's.
nonisolated(unsafe) private var page = Page()

// MARK: - The match

/// Forgets the match before.
@_expose(wasm, "match_start") @_cdecl("match_start")
public func matchStart(_ matchID: UInt64) { page.match = ClientMatch(matchID: matchID) }

/// Where to write `size` bytes for `match_receive`; 0 if they are too many. Valid until the memory grows.
@_expose(wasm, "game_input") @_cdecl("game_input")
public func gameInput(_ size: UInt32) -> UInt32 {
    size <= UInt32(Page.largestFrame) ? UInt32(UInt(bitPattern: page.bytes)) : 0
}

/// A binary frame from the server. 0 ignored, 1 advanced, 2 restarted by a Snapshot, 3 acknowledged,
/// 4 ask for a resync, 5 malformed.
@_expose(wasm, "match_receive") @_cdecl("match_receive")
public func matchReceive(_ size: UInt32, _ now: Int64) -> UInt32 {
    guard size <= UInt32(Page.largestFrame) else { return UInt32(ClientMatch.Received.malformed.rawValue) }
    let bytes = [UInt8](UnsafeBufferPointer(start: page.bytes, count: Int(size)))
    return UInt32(page.match.receive(bytes, at: now).rawValue)
}

/// A connection was made again, and sequences up to this one have outcomes (`welcome.lastSeq`).
@_expose(wasm, "match_resumed") @_cdecl("match_resumed")
public func matchResumed(_ lastSequence: UInt64) { page.match.resumed(lastSequence: lastSequence) }

/// The match runs: tick 0 is now, unless an Update has told more.
@_expose(wasm, "match_started") @_cdecl("match_started")
public func matchStarted(_ now: Int64) { page.match.started(at: now) }

/// A ping was answered after so many microseconds.
@_expose(wasm, "match_round_trip") @_cdecl("match_round_trip")
public func matchRoundTrip(_ time: Int64) { page.match.measured(roundTrip: time) }

/// Runs the prediction ahead to the time to show now, and returns that: microseconds since tick 0; -1 while the match does
/// not run. It is ahead of the server by what commands need, at most 20 ticks past the newest Update, and never goes back.
@_expose(wasm, "match_predict") @_cdecl("match_predict")
public func matchPredict(_ now: Int64) -> Int64 { page.match.predict(at: now) ?? -1 }

/// How far the prediction is to be ahead of the newest Update that could have arrived, microseconds.
@_expose(wasm, "match_lead") @_cdecl("match_lead")
public func matchLead() -> Int64 { page.match.clock.lead }

/// 1: a Snapshot is needed before anything goes on.
@_expose(wasm, "match_needs_resync") @_cdecl("match_needs_resync")
public func matchNeedsResync() -> UInt32 { page.match.needsResync ? 1 : 0 }

// MARK: - Own commands: 0–3 a turn in that direction, 5 the boost let go, 6 held

private func playerInput(_ code: UInt32) -> PlayerInput? {
    switch code {
    case 0...3: .turn(Direction(lowBits: UInt8(code)))
    case 5, 6: .boost(code == 6)
    default: nil
    }
}

/// A command stamped and foreseen here. Returns the size of the frame at `game_output()`; 0 if it cannot run.
@_expose(wasm, "match_send") @_cdecl("match_send")
public func matchSend(_ code: UInt32, _ sequence: UInt64) -> UInt32 {
    guard let input = playerInput(code), let frame = page.match.send(input, sequence: sequence) else { return 0 }
    page.output = frame
    return UInt32(frame.count)
}

/// The address of the frame that `match_send` left.
@_expose(wasm, "game_output") @_cdecl("game_output")
public func gameOutput() -> UInt32 {
    page.output.withUnsafeBufferPointer { UInt32(UInt(bitPattern: $0.baseAddress)) }
}

/// The tick that an own command given now is for; 0 when it cannot run, as far as the prediction tells.
@_expose(wasm, "match_stamp") @_cdecl("match_stamp")
public func matchStamp(_ code: UInt32) -> UInt32 {
    guard let input = playerInput(code) else { return 0 }
    return page.match.stamp(for: input) ?? 0
}

/// Foresees an own command that the page has stamped and sent. 1, or 0 if its sequence is no new one or 64 wait already.
@_expose(wasm, "match_add") @_cdecl("match_add")
public func matchAdd(_ sequence: UInt64, _ tick: UInt32, _ code: UInt32) -> UInt32 {
    guard let input = playerInput(code) else { return 0 }
    return page.match.add(sequence: sequence, stamp: tick, input) ? 1 : 0
}

/// The outcome of an own command: the tick it runs at, or 0 if it was refused, and the ticks it was late. 1, or 0 if no
/// such command waits.
@_expose(wasm, "match_settle") @_cdecl("match_settle")
public func matchSettle(_ sequence: UInt64, _ tick: UInt32, _ late: UInt32) -> UInt32 {
    page.match.settle(sequence: sequence, runsAt: tick == 0 ? nil : tick, late: late) ? 1 : 0
}

// MARK: - The state; 0: committed, 1: predicted

@_expose(wasm, "match_tick") @_cdecl("match_tick")
public func matchTick(_ predicted: UInt32) -> UInt32 { page.state(predicted)?.tick ?? 0 }

@_expose(wasm, "match_hash") @_cdecl("match_hash")
public func matchHash(_ predicted: UInt32) -> UInt64 { page.state(predicted)?.stateHash ?? 0 }

/// The address of the view of a state; 0 before the first Snapshot.
@_expose(wasm, "match_view") @_cdecl("match_view")
public func matchView(_ predicted: UInt32) -> UInt32 {
    guard let game = page.state(predicted) else { return 0 }
    var view = View(page.views + (predicted != 0 ? Layout.words : 0))
    view.write(game, ownSlot: page.match.slot)
    return UInt32(UInt(bitPattern: view.words))
}

private struct View {
    let words: UnsafeMutablePointer<Int32>
    private var used = Layout.header

    init(_ words: UnsafeMutablePointer<Int32>) { self.words = words }

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
