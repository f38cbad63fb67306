package import GameCore
package import Identity

/// A match so far, as its recording has it: what one who watches may be shown of it. It holds the seed, which no client may see
/// while the match runs; ``ReplayPlayer/told(through:)`` tells nothing of the food to come.
package struct PastOfMatch: Sendable {
    private let recording: Recording
    private let match: MatchID
    private let rules: GameRules
    private let seed: [UInt8]
    /// Ticks that have to be played again.
    package let length: Int
    /// The last Update that the match's stream has sent.
    package let streamSequence: UInt64
    package let hash: UInt64

    fileprivate init(_ match: Match, _ board: Board) {
        recording = board.recording
        self.match = match.id
        rules = board.game.rules
        seed = match.seed
        length = Int(board.recording.ticks)
        streamSequence = board.streamSequence
        hash = board.game.stateHash
    }

    /// Decodes the recording, which takes as long as it is.
    /// - Returns: `nil` when it does not fit its match.
    package func replay() -> Replay? {
        Replay(soFar: recording, matchID: match.rawValue, rules: rules, seed: seed)
    }

    /// Frames of a match that is told again: a Snapshot of a tick, or a later one when there is too much between, and the
    /// Updates that lead from there to the state that the match is in.
    /// - Parameters:
    ///   - tick: One that is still to come is the present.
    ///   - limit: Of bytes; the present alone is told in whatever it takes.
    ///   - isWanted: Asked again and again on the way, which may be long.
    /// - Returns: `nil` when the recording does not lead to that state, or as soon as it is not wanted any more.
    package func frames(
        from tick: UInt32, atMost limit: Int, while isWanted: () -> Bool
    ) -> [[UInt8]]? {
        guard let replay = replay() else { return nil }
        var begin = min(tick, replay.ticks)
        var player = ReplayPlayer(replay)
        while true {
            guard player.step(to: begin, while: isWanted) else { return nil }
            guard let told = player.told(through: streamSequence, while: isWanted), told.last.stateHash == hash else {
                return nil
            }
            let frames = [told.snapshot.encoded()] + told.updates.map { $0.encoded() }
            let left = replay.ticks - begin
            if left == 0 || frames.reduce(0, { $0 + $1.count }) <= limit { return frames }
            begin += (left + 1) / 2
        }
    }
}

extension ReplayPlayer {
    /// Some milliseconds of work.
    private static let ticksBetweenQuestions: UInt32 = 1_024

    /// Plays on to a tick, or to the end.
    /// - Returns: Whether it was wanted until then.
    package mutating func step(to tick: UInt32, while isWanted: () -> Bool) -> Bool {
        while game.tick < tick {
            if game.tick % Self.ticksBetweenQuestions == 0, !isWanted() { return false }
            guard step() else { return true }
        }
        return isWanted()
    }
}

extension World {
    /// Nil for a match that is not on a board, or whose recording was given up.
    package func past(of id: MatchID) -> PastOfMatch? {
        guard let index = indexOfMatch(id), let board = matches[index].board, board.recording.isWhole else {
            return nil
        }
        return PastOfMatch(matches[index], board)
    }

    /// Whether the user has a seat in the match, which is not over.
    package func isPlaying(_ user: UserID, _ id: MatchID) -> Bool {
        guard let index = matchIndex(of: user), matches[index].id == id else { return false }
        return !matches[index].isOver && matches[index].slot(of: user) != nil
    }

    /// Whether the user sees the match and has no snake in it.
    package func isWatching(_ user: UserID, _ id: MatchID) -> Bool {
        guard match(of: user) == id, let index = indexOfMatch(id) else { return false }
        return matches[index].slot(of: user).map { matches[index].seats[$0].left } ?? true
    }
}
