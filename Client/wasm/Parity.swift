// Parity of this build with others; part of the module that tests and scripts/determinism build, not of the page's.

// Safe: a module of this kind has one thread, and each test loads its own copy.
nonisolated(unsafe) private var play = RandomPlay(seed: 0)

/// Begins random play from a seed: of one mode, or of all in turn (0), each game at most so many ticks.
@_expose(wasm, "parity_start") @_cdecl("parity_start")
public func parityStart(_ seed: UInt64, _ mode: UInt32, _ ticksPerGame: UInt32) {
    play = RandomPlay(
        seed: seed, mode: Mode(rawValue: UInt8(truncatingIfNeeded: mode)), ticksPerGame: ticksPerGame,
        decodes: mode != 0)
}

/// Plays on and returns the digest of all that happened so far.
@_expose(wasm, "parity_run") @_cdecl("parity_run")
public func parityRun(_ ticks: UInt32) -> UInt64 {
    for _ in 0..<ticks { play.step() }
    return play.digest
}

/// Plays so many whole games and returns the digest.
@_expose(wasm, "parity_games") @_cdecl("parity_games")
public func parityGames(_ games: UInt32) -> UInt64 {
    for _ in 0..<games { play.playGame() }
    return play.digest
}

/// Ticks played since `parity_start`.
@_expose(wasm, "parity_ticks") @_cdecl("parity_ticks")
public func parityTicks() -> UInt64 { play.ticks }
