import GameCore
package import Identity

/// The file of a finished match on its way to the registry, the only holder of the database.
package struct OutgoingReplay: Equatable, Sendable {
    package let match: MatchID
    package let file: [UInt8]
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
        outbox.append(OutgoingReplay(match: match.id, file: file))
        while outbox.count > WorldRules.maximumOutbox || outboxBytes > WorldRules.maximumOutboxBytes {
            events.append(.replayLost(outbox.removeFirst().match))
        }
    }

    private var outboxBytes: Int { outbox.reduce(0) { $0 + $1.file.count } }

    mutating func replayStored(_ match: MatchID) {
        outbox.removeAll { $0.match == match }
    }
}
