import GameCore
import Identity

/// Matchmaking: a pure function of the queues and the tick (rules §11).
extension World {
    /// Makes all the matches that a queue allows now, from those who wait longest.
    mutating func fillQueue(_ queue: Int, _ events: inout [WorldEvent]) {
        while let count = playersToMatch(queues[queue]), makeRoomForMatch(&events) {
            let players = queues[queue].entries.prefix(count).map(\.user)
            queues[queue].entries.removeFirst(count)
            let index = addMatch(queues[queue].setup, players.map(Match.Seat.Occupant.player))
            for user in players { events.append(.queueChanged(user)) }
            announceQueue(queue, &events)
            beginReadying(index, &events)
        }
    }

    /// How many of those waiting may start now; `nil` for none.
    private func playersToMatch(_ queue: Queue) -> Int? {
        guard let oldest = queue.entries.first else { return nil }
        switch queue.mode {
        case .duel: return queue.entries.count >= 2 ? 2 : nil
        case .freeForAll:
            let waited = tick - oldest.since
            return WorldRules.freeForAllWait
                .first { queue.entries.count >= $0.players && waited >= $0.ticks }?.players
        case .solo, .teams, .custom: return nil
        }
    }

    /// Drops users that have lost their connection, or that nobody came to play with for ten minutes.
    mutating func dropFromQueue(_ queue: Int, _ events: inout [WorldEvent]) {
        let dropped = queues[queue].entries.filter { entry in
            guard tick - entry.since < WorldRules.abandonTicks, let user = users[entry.user] else { return true }
            return !user.isConnected && tick - max(user.lostAt, entry.since) >= WorldRules.lostInQueueTicks
        }
        for entry in dropped { removeFromQueue(queues[queue].mode, entry.user, &events) }
    }

    mutating func removeFromQueue(_ mode: Mode, _ user: UserID, _ events: inout [WorldEvent]) {
        users[user]?.place = .none
        guard let queue = queues.firstIndex(where: { $0.mode == mode }) else { return }
        queues[queue].entries.removeAll { $0.user == user }
        events.append(.queueChanged(user))
        announceQueue(queue, &events)
    }

    /// The number waiting has changed for all who wait.
    func announceQueue(_ queue: Int, _ events: inout [WorldEvent]) {
        for entry in queues[queue].entries { events.append(.queueChanged(entry.user)) }
    }
}
