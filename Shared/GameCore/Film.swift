/// A match to look at tick by tick, forwards and backwards: a Snapshot and the Updates that follow on it, of a match that is
/// watched or of a replay. Each Update is checked against its hash, as ``ClientMatch`` does.
package struct Film: Sendable {
    /// A state on the way, from which the following ones are made again.
    private struct Still: Sendable {
        var game: Game
        /// The first Update that the state does not contain as a whole.
        var next: Int
    }

    /// Ticks between two stills that are kept, at least: a jump plays no more than that and one Update again.
    private static let stillTicks: UInt32 = 100
    /// Updates that are kept at most, hours of them.
    private static let updateLimit = 100_000

    package let matchID: UInt64
    /// The first tick that can be shown.
    package let first: UInt32
    private var streamSequence: UInt64
    private var updates: [UpdateFrame] = []
    /// In the order of ticks; the first one is the film's beginning.
    private var stills: [Still]
    private var end: Game
    private var shown: Still

    package init(_ snapshot: SnapshotFrame) {
        matchID = snapshot.matchID
        first = snapshot.game.tick
        streamSequence = snapshot.streamSequence
        end = snapshot.game
        shown = Still(game: snapshot.game, next: 0)
        stills = [shown]
    }

    /// The last tick that can be shown.
    package var last: UInt32 { end.tick }
    /// What is shown. Inputs may wait in it that were decided up to an Update later; they run when they should.
    package var game: Game { shown.game }

    package enum Appended: UInt8, Sendable, Equatable {
        /// Of another match, or told already.
        case ignored = 0
        case taken = 1
        /// Something is missing between the film and this Update, or it is not true: a new film must begin.
        case broken = 2
    }

    package mutating func append(_ update: UpdateFrame) -> Appended {
        guard update.matchID == matchID, update.streamSequence > streamSequence else { return .ignored }
        var game = end
        guard update.streamSequence == streamSequence + 1, updates.count < Self.updateLimit,
            ClientMatch.apply(update, to: &game)
        else { return .broken }
        end = game
        streamSequence = update.streamSequence
        updates.append(update)
        if end.tick - stills[stills.count - 1].game.tick >= Self.stillTicks {
            stills.append(Still(game: end, next: updates.count))
        }
        return .taken
    }

    /// Shows the state of a tick; of the first or the last one where the film does not reach.
    package mutating func show(_ tick: UInt32) {
        let tick = min(max(tick, first), last)
        if tick < shown.game.tick || tick - shown.game.tick > Self.stillTicks { shown = still(before: tick) }
        while shown.game.tick < tick {
            let update = updates[shown.next]
            // Part of it may have been taken already: what is held is held once, what has run is past.
            for input in update.inputs where input.tick > shown.game.tick {
                _ = shown.game.insert(input, through: update.tick + GameRules.horizon)
            }
            var food = ToldFood(update.food)
            while shown.game.tick < min(tick, update.tick) { _ = shown.game.advance(food: &food) }
            if shown.game.tick == update.tick { shown.next += 1 }
        }
    }

    private func still(before tick: UInt32) -> Still {
        var (low, high) = (0, stills.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if stills[middle].game.tick <= tick { low = middle } else { high = middle - 1 }
        }
        return stills[low]
    }
}
