// Compiled by scripts/determinism together with Shared/GameCore, once for each kind of build that is compared.

/// Plays `games` seeded games of a mode and returns the digest of every outcome, state hash and result; `ticks` gets their number.
@_cdecl("game_digest")
public func gameDigest(
    _ mode: UInt8, _ seed: UInt64, _ games: UInt32, _ ticksPerGame: UInt32, _ ticks: UnsafeMutablePointer<UInt64>
) -> UInt64 {
    var play = RandomPlay(seed: seed, mode: Mode(rawValue: mode), ticksPerGame: ticksPerGame, decodes: true)
    for _ in 0..<games { play.playGame() }
    ticks.pointee = play.ticks
    return play.digest
}
