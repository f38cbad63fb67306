// Films for a browser: replays, and the past of a match that is watched. A module of its own, which a page loads when somebody
// looks back; built by scripts/build-wasm --film together with Shared/GameCore. Bytes go in and out as in Exports.swift.

private struct Screen: ~Copyable {
    var film: Film?
    /// What the film was made from, if it is no match that still runs, and what was found of it.
    var replay: Replay?
    var verdict = ReplayPlayer.Verdict.accepted
    /// While a replay is opened: who plays it to judge it, and then who tells it to the film.
    var judge: ReplayPlayer?
    var telling: ReplayTelling?
    var output: [UInt8] = []
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: Self.largestInput)
    let view = UnsafeMutablePointer<Int32>.allocate(capacity: Layout.words)

    /// A snapshot of the fullest arena stays far below.
    static let largestInput = Replay.sizeLimit

    func input(_ size: UInt32) -> [UInt8] {
        [UInt8](UnsafeBufferPointer(start: bytes, count: min(Int(size), Self.largestInput)))
    }
}

// Safe: a module of this kind has one thread, the page's.
nonisolated(unsafe) private var screen = Screen()

/// Where to write `size` bytes for `film_open` and `film_receive`; 0 if they are too many. Valid until the memory grows.
@_expose(wasm, "film_input") @_cdecl("film_input")
public func filmInput(_ size: UInt32) -> UInt32 {
    size <= UInt32(Screen.largestInput) ? UInt32(UInt(bitPattern: screen.bytes)) : 0
}

/// A replay, whose file is `size` bytes. 1: it can be shown once `film_work` has played it; 0: it is no replay, or damaged.
@_expose(wasm, "film_open") @_cdecl("film_open")
public func filmOpen(_ size: UInt32) -> UInt32 {
    filmClose()
    guard let replay = try? Replay(decoding: screen.input(size)) else { return 0 }
    screen.judge = ReplayPlayer(replay)
    screen.replay = replay
    return 1
}

/// Goes on opening the replay, for about so many ticks of it: a page can do something else meanwhile. 1: there is more to do; 0: it
/// is open. As much of it is told to the film as the inputs in it can have been decided.
@_expose(wasm, "film_work") @_cdecl("film_work")
public func filmWork(_ ticks: UInt32) -> UInt32 {
    if screen.judge != nil {
        for _ in 0..<ticks where screen.judge?.step() == true {}
        guard screen.judge?.canStep != true, let replay = screen.replay else { return 1 }
        screen.verdict = screen.judge?.verify() ?? .falseResult
        screen.judge = nil
        let telling = ReplayTelling(ReplayPlayer(replay), through: UInt64(ReplayPlayer.updateLimit))
        screen.film = Film(telling.snapshot)
        screen.telling = telling
        return 1
    }
    var told: UInt32 = 0
    while told < ticks, let update = screen.telling?.next(), screen.film?.append(update) == .taken {
        told += screen.telling?.stride ?? ticks
    }
    if told >= ticks { return 1 }
    screen.telling = nil
    return 0
}

@_expose(wasm, "film_close") @_cdecl("film_close")
public func filmClose() {
    screen.film = nil
    screen.replay = nil
    screen.judge = nil
    screen.telling = nil
}

/// A frame of a match that is watched: the first Snapshot begins a film, Updates make it longer.
/// 0 ignored, 1 taken, 2 broken: a new film must begin, 3 begun.
@_expose(wasm, "film_receive") @_cdecl("film_receive")
public func filmReceive(_ size: UInt32) -> UInt32 {
    switch try? ServerFrame(decoding: screen.input(size)) {
    case .snapshot(let snapshot):
        guard screen.film == nil else { return 0 }
        screen.film = Film(snapshot)
        return 3
    case .update(let update): return UInt32(screen.film?.append(update).rawValue ?? 0)
    case .ack, nil: return 0
    }
}

/// The first and the last tick that can be shown.
@_expose(wasm, "film_first") @_cdecl("film_first")
public func filmFirst() -> UInt32 { screen.film?.first ?? 0 }

@_expose(wasm, "film_last") @_cdecl("film_last")
public func filmLast() -> UInt32 { screen.film?.last ?? 0 }

/// The address of the view of the state at a tick; 0 without a film.
@_expose(wasm, "film_view") @_cdecl("film_view")
public func filmView(_ tick: UInt32) -> UInt32 {
    screen.film?.show(tick)
    guard let game = screen.film?.game else { return 0 }
    var view = View(screen.view)
    view.write(game, ownSlot: SnapshotFrame.spectator)
    return view.address
}

// MARK: - The replay that the film shows

/// 0 accepted; else what is false: 1 a state, 2 an input, 3 the length, 4 the result.
@_expose(wasm, "replay_verdict") @_cdecl("replay_verdict")
public func replayVerdict() -> UInt32 {
    switch screen.verdict {
    case .accepted: 0
    case .falseState: 1
    case .falseInput: 2
    case .falseLength: 3
    case .falseResult: 4
    }
}

/// The tick at which it is false; the ticks that were verified when it is accepted.
@_expose(wasm, "replay_verdict_tick") @_cdecl("replay_verdict_tick")
public func replayVerdictTick() -> UInt32 {
    switch screen.verdict {
    case .falseState(let tick), .falseInput(let tick), .falseLength(let tick): tick
    case .accepted, .falseResult: (screen.replay?.ticks ?? 0) - (screen.replay?.start?.tick ?? 0)
    }
}

@_expose(wasm, "replay_match") @_cdecl("replay_match")
public func replayMatch() -> UInt64 { screen.replay?.matchID ?? 0 }

/// The match that it was played on from; 0 for none.
@_expose(wasm, "replay_parent") @_cdecl("replay_parent")
public func replayParent() -> UInt64 { screen.replay?.parent ?? 0 }

/// Bytes at `film_output()`: the player's name in UTF-8; of slot 255, the seed.
@_expose(wasm, "replay_text") @_cdecl("replay_text")
public func replayText(_ slot: UInt32) -> UInt32 {
    guard let replay = screen.replay else { return 0 }
    screen.output = slot == 255 ? replay.seed : slot < UInt32(replay.names.count) ? replay.names[Int(slot)] : []
    return UInt32(screen.output.count)
}

/// The place of a slot as the file claims it, from 1; 0: none.
@_expose(wasm, "replay_rank") @_cdecl("replay_rank")
public func replayRank(_ slot: UInt32) -> UInt32 {
    guard let replay = screen.replay, slot < UInt32(replay.result.ranks.count) else { return 0 }
    return UInt32(replay.result.ranks[Int(slot)])
}

/// The score of a slot as the file claims it.
@_expose(wasm, "replay_score") @_cdecl("replay_score")
public func replayScore(_ slot: UInt32) -> UInt32 {
    guard let replay = screen.replay, slot < UInt32(replay.result.scores.count) else { return 0 }
    return replay.result.scores[Int(slot)]
}

/// The address of the bytes that `replay_text` left.
@_expose(wasm, "film_output") @_cdecl("film_output")
public func filmOutput() -> UInt32 {
    screen.output.withUnsafeBufferPointer { UInt32(UInt(bitPattern: $0.baseAddress)) }
}
