package import GameCore
package import Identity

/// A match so far, as its recording has it: what one who watches may be shown of it. It holds the seed, which no client may see
/// while the match runs; ``ReplayPlayer/told(through:)`` tells nothing of the food to come.
package struct PastOfMatch: Sendable {
    package let replay: Replay
    /// The last Update that the match's stream has sent.
    package let streamSequence: UInt64
    package let hash: UInt64
}

extension World {
    /// Nil for a match that is not on a board, or whose recording was given up.
    package func past(of id: MatchID) -> PastOfMatch? {
        guard let index = indexOfMatch(id), let board = matches[index].board,
            let replay = Replay(
                soFar: board.recording, matchID: id.rawValue, rules: board.game.rules, seed: matches[index].seed)
        else { return nil }
        return PastOfMatch(replay: replay, streamSequence: board.streamSequence, hash: board.game.stateHash)
    }

    /// Whether the user sees the match and has no snake in it.
    package func isWatching(_ user: UserID, _ id: MatchID) -> Bool {
        guard match(of: user) == id, let index = indexOfMatch(id) else { return false }
        return matches[index].slot(of: user).map { matches[index].seats[$0].left } ?? true
    }
}
