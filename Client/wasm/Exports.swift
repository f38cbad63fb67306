// The game core for a browser: one match at a time, driven by the page. Built by scripts/build-wasm together with
// Shared/GameCore; whole numbers of 64 bits are BigInt in JavaScript.
//
// Bytes in: `game_input(size)` gives the address to write a frame to, then `match_receive(size, now)`.
// The page encodes its own commands: `match_stamp` gives their tick, `match_add` takes them into the prediction.
// Times are whole microseconds: `now` of one clock that never goes back.

/// Everything the page's one match owns. WebAssembly runs it on one thread.
private struct Page: ~Copyable {
    var match = ClientMatch(matchID: 0)
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

/// How the own snake left the field within the newest Update, as `deathCode` has it.
@_expose(wasm, "match_death") @_cdecl("match_death")
public func matchDeath() -> UInt32 { deathCode(page.match.ownDeath) }

/// 0 it did not, 1 a wall, 2 the enemy's zone, 3 the edge, 4 itself, 5 another's body, 6 another's head, 7 banked; of 5 and
/// 6 the other's slot stands in the second byte.
func deathCode(_ cause: DeathCause?) -> UInt32 {
    switch cause {
    case nil: 0
    case .wall: 1
    case .enemyBase: 2
    case .outOfBounds: 3
    case .selfCollision: 4
    case .snakeBody(let other): 5 | UInt32(other) << 8
    case .headToHead(let other): 6 | UInt32(other) << 8
    case .banked: 7
    }
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

// MARK: - Own commands: 0–3 a turn in that direction, 5 the boost let go, 6 held

func playerInput(_ code: UInt32) -> PlayerInput? {
    switch code {
    case 0...3: .turn(Direction(lowBits: UInt8(code)))
    case 5, 6: .boost(code == 6)
    default: nil
    }
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
    return view.address
}
