import GameCore
package import Identity

/// The file of a finished match on its way to the registry, the only holder of the database.
package struct OutgoingReplay: Equatable, Sendable {
    package let match: MatchID
    package let file: [UInt8]
    /// By slot, 0 for a bot, when the match counts for its players' ratings; else empty.
    package let players: [UInt64]
    package let isRanked: Bool
}

/// What a finished match made of a player's rating, as the registry computed it.
package struct NewRating: Equatable, Sendable {
    package let user: UserID
    /// Its place in ``Ratings``.
    package let queue: UInt8
    package let mean: UInt16

    /// - Returns: `nil` for a queue or a mean that no rating has.
    package init?(user: UserID, queue: UInt64, mean: UInt64) {
        guard user.rawValue > 0, queue < UInt64(Ratings.count), mean <= UInt64(Ratings.highest) else { return nil }
        self.user = user
        self.queue = UInt8(queue)
        self.mean = UInt16(mean)
    }
}

/// Finished matches leave the world; their replays wait here until the registry has them. Every node holds the outbox,
/// the one beside the leader empties it, and storing twice is storing once: so no replay is lost with a node.
extension World {
    /// - Returns: The replay that has waited longest.
    package var nextOutgoingReplay: OutgoingReplay? { outbox.first }

    /// While the database is away for long the oldest make room, so that the world stays bounded.
    mutating func keepReplay(of index: Int, _ board: Board, _ events: inout [WorldEvent]) {
        let match = matches[index]
        let file = Replay.file(
            matchID: match.id.rawValue, seed: match.seed, names: match.seats.map(\.name), game: board.game,
            recording: board.recording)
        guard let file else {
            events.append(.replayLost(match.id))
            return
        }
        let isRated = match.isRated && match.seats.allSatisfy { $0.user != nil }
        outbox.append(
            OutgoingReplay(
                match: match.id, file: file, players: isRated ? match.seats.map { $0.user?.rawValue ?? 0 } : [],
                isRanked: match.setup.isRanked))
        while outbox.count > WorldRules.maximumOutbox || outboxBytes > WorldRules.maximumOutboxBytes {
            events.append(.replayLost(outbox.removeFirst().match))
        }
    }

    private var outboxBytes: Int { outbox.reduce(0) { $0 + $1.file.count } }

    mutating func replayStored(_ match: MatchID, _ ratings: [NewRating]) {
        guard outbox.contains(where: { $0.match == match }) else { return }
        outbox.removeAll { $0.match == match }
        for rating in ratings { users[rating.user]?.ratings.set(rating.mean, at: Int(rating.queue)) }
    }
}
