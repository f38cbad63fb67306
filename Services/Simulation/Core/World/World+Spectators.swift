import GameCore
import Identity

import enum ClientProtocol.OutcomeCode

/// Those who watch a match: they get what its players get, and change nothing.
extension World {
    mutating func watch(_ target: WatchTarget, by user: UserID, _ events: inout [WorldEvent]) -> OutcomeCode {
        if let refusal = refusalToPlay(user) { return refusal }
        guard let id = match(at: target, for: user), let index = indexOfMatch(id), !matches[index].isOver else {
            return .unknownMatch
        }
        if users[user]?.place == .match(id) { return .accepted }
        guard makeRoomForSpectator(index, &events) else { return .matchFull }
        stopLooking(user, &events)
        // What the user looked at before may have left the world, and moved the others.
        guard let index = indexOfMatch(id) else { return .unknownMatch }
        addSpectator(user, to: index)
        events.append(.matchChanged(id))
        events.append(.boardShown(user))
        announceLobby(of: user, &events)
        return .accepted
    }

    /// Strangers find a hidden match by the lobby's code alone.
    private func match(at target: WatchTarget, for user: UserID) -> MatchID? {
        switch target {
        case .match(let id):
            guard let index = indexOfMatch(id) else { return nil }
            let isOfOwnLobby = matches[index].lobby != nil && matches[index].lobby == users[user]?.lobby
            return matches[index].isHidden && !isOfOwnLobby ? nil : id
        case .lobby(let code):
            guard let code else { return nil }
            return lobbies.first { $0.code == code }?.match
        }
    }

    /// Seats a user who is nowhere among those who watch.
    mutating func addSpectator(_ user: UserID, to index: Int) {
        matches[index].spectators.append(user)
        users[user]?.place = .match(matches[index].id)
    }

    /// When too many watch, the one goes who has watched longest of those without a connection.
    /// - Returns: Whether one more can watch.
    private mutating func makeRoomForSpectator(_ index: Int, _ events: inout [WorldEvent]) -> Bool {
        guard matches[index].spectators.count >= WorldRules.spectatorsPerMatch else { return true }
        guard let lost = matches[index].spectators.first(where: { users[$0]?.isConnected != true }) else {
            return false
        }
        unseat(lost, from: index, &events)
        return true
    }

    /// The matches that anyone may watch: those with most watchers first, then the newest.
    package func gameList(atMost limit: Int) -> [GameSummary] {
        let shown = matches.filter { !$0.isHidden && $0.board != nil }
            .sorted { ($0.spectators.count, $0.id.rawValue) > ($1.spectators.count, $1.id.rawValue) }
        return shown.prefix(limit).map { match in
            GameSummary(
                id: match.id, setup: match.setup,
                players: match.seats.enumerated().map { slot, seat in
                    GameSummary.Side(
                        name: seat.name, team: match.setup.team(ofSlot: slot), score: match.score(ofSlot: slot),
                        bot: seat.botLevel)
                },
                spectators: match.spectators.count, ticks: match.board?.game.tick ?? 0,
                picture: match.board?.game.picture ?? "")
        }
    }
}
