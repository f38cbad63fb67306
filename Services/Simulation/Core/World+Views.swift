import GameCore
package import Identity

/// What players are told of the world.
extension World {
    /// The highest sequence of a session that has an outcome; 0 for none, `nil` for an unknown session.
    package func lastSequence(of key: SessionKey) -> UInt64? {
        users[key.user]?.session(key.session)?.highest
    }

    package func queueView(of user: UserID) -> QueueView {
        guard case .queued(let mode) = users[user]?.place, let queue = queues.first(where: { $0.mode == mode }) else {
            return QueueView(mode: nil, waiting: 0)
        }
        return QueueView(mode: mode, waiting: queue.entries.count)
    }

    /// The match a user is in.
    package func match(of user: UserID) -> MatchID? {
        matchIndex(of: user).map { matches[$0].id }
    }

    /// The users that a match's events go to, in slot order.
    package func audience(of id: MatchID) -> [UserID] {
        guard let index = indexOfMatch(id) else { return [] }
        return matches[index].seats.map(\.user).filter { users[$0]?.place == .match(id) }
    }

    /// A match as `user` sees it; `nil` when there is no such match.
    package func matchView(_ id: MatchID, for user: UserID) -> MatchView? {
        guard let index = indexOfMatch(id) else { return nil }
        let match = matches[index]
        let (phase, remaining, reason): (MatchView.Phase, UInt64, EndReason?) =
            switch match.phase {
            case .gathering: (.gathering, 0, nil)
            case .readying(let until): (.readying, until > tick ? until - tick : 0, nil)
            case .countdown(let until): (.countdown, until > tick ? until - tick : 0, nil)
            case .running: (.running, 0, nil)
            case .ended(_, let reason): (.ended, 0, reason)
            }
        let players = match.seats.enumerated().map { slot, seat in
            MatchView.Player(
                user: seat.user, name: seat.name, team: match.mode.hasTeams ? UInt8(slot) & 1 : UInt8(slot),
                ready: seat.ready,
                connected: !seat.left && users[seat.user]?.isConnected == true,
                score: match.board?.game.score(ofSlot: UInt8(slot)) ?? seat.score, rank: seat.rank)
        }
        return MatchView(
            id: id, code: match.code, mode: match.mode, phase: phase, remainingTicks: remaining, players: players,
            yourSlot: match.slot(of: user), commitment: match.seed.isEmpty ? [] : SHA256.digest(match.seed),
            seed: match.isOver ? match.seed : [], endReason: reason)
    }

    /// A Snapshot frame of the board of a match for one of its players; `nil` when there is no board.
    package func snapshotFrame(of id: MatchID, for user: UserID) -> [UInt8]? {
        guard let index = indexOfMatch(id), let board = matches[index].board else { return nil }
        return board.snapshotFrame(of: id, slot: matches[index].slot(of: user).map { UInt8($0) })
    }
}
