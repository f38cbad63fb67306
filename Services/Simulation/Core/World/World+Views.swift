import GameCore
package import Identity

/// The players' views of the world.
extension World {
    /// The highest sequence of a session that has an outcome; 0 for none, `nil` for an unknown session.
    package func lastSequence(of key: SessionKey) -> UInt64? {
        users[key.user]?.session(key.session)?.highest
    }

    package func queueView(of user: UserID) -> QueueView {
        guard isQueued(user), let own = queue.first(where: { $0.members.contains { $0.user == user } }) else {
            return QueueView(queues: [], isRanked: false)
        }
        let queues = own.modes.map { mode in
            let waiting = queue.reduce(0) { count, party in
                party.isRanked == own.isRanked && party.modes.contains(mode) ? count + party.members.count : count
            }
            return QueueView.Waiting(mode: mode, players: waiting)
        }
        return QueueView(queues: queues, isRanked: own.isRanked)
    }

    /// The match a user is in.
    package func match(of user: UserID) -> MatchID? {
        matchIndex(of: user).map { matches[$0].id }
    }

    /// The users that a match's events go to: players in slot order, then those who watch.
    package func audience(of id: MatchID) -> [UserID] {
        guard let index = indexOfMatch(id) else { return [] }
        return Match.audience(of: matches[index].seats, matches[index].spectators)
    }

    package func lobby(of user: UserID) -> LobbyID? { users[user]?.lobby }

    /// In the order in which they came.
    package func members(of id: LobbyID) -> [UserID] {
        indexOfLobby(id).map { lobbies[$0].members.map(\.user) } ?? []
    }

    /// The lines that a lobby's chat keeps.
    package func chat(of id: LobbyID) -> (code: LobbyCode, lines: [ChatLine])? {
        indexOfLobby(id).map { (lobbies[$0].code, lobbies[$0].lines) }
    }

    package func lobbyView(_ id: LobbyID) -> LobbyView? {
        guard let index = indexOfLobby(id) else { return nil }
        let lobby = lobbies[index]
        let seating = seating(of: lobby)
        let members = lobby.members.map { member in
            LobbyView.Member(
                user: member.user, name: users[member.user]?.name ?? [],
                connected: users[member.user]?.isConnected == true, teamWish: member.team,
                slot: seating.slots.firstIndex(of: .player(member.user)), inMatch: matchIndex(of: member.user) != nil)
        }
        let bots = seating.slots.indices.filter { seating.slots[$0] == .bot(lobby.settings.botLevel) }
        return LobbyView(
            code: lobby.code, leader: lobby.leader, members: members, settings: lobby.settings, botSlots: bots,
            match: lobby.match, start: outcomeOfStart(lobby))
    }

    /// A match as `user` sees it; `nil` when there is no such match.
    package func matchView(_ id: MatchID, for user: UserID) -> MatchView? {
        guard let index = indexOfMatch(id) else { return nil }
        let match = matches[index]
        let (phase, remaining, reason): (MatchView.Phase, UInt64, EndReason?) =
            switch match.phase {
            case .readying(let until): (.readying, until > tick ? until - tick : 0, nil)
            case .countdown(let until): (.countdown, until > tick ? until - tick : 0, nil)
            case .running: (.running, 0, nil)
            case .ended(_, let reason): (.ended, 0, reason)
            }
        let players = match.seats.enumerated().map { slot, seat in
            MatchView.Player(
                user: seat.user, name: seat.name, team: match.setup.team(ofSlot: slot), ready: seat.ready,
                connected: !seat.left && (seat.user.map { users[$0]?.isConnected == true } ?? true),
                score: match.score(ofSlot: slot), rank: seat.rank, bot: seat.botLevel,
                standIn: match.board != nil && hasStandIn(slot, at: index), idleTicks: idleTicksLeft(slot, at: index),
                wantsRematch: seat.wantsRematch)
        }
        return MatchView(
            id: id, code: match.lobby.flatMap(indexOfLobby).map { lobbies[$0].code }, setup: match.setup,
            rules: match.board?.game.rules ?? match.setup.rules(players: match.seats.count), phase: phase,
            remainingTicks: remaining, players: players, yourSlot: match.slot(of: user),
            spectators: match.spectators.count, commitment: SHA256.digest(match.seed),
            seed: match.isOver ? match.seed : [], endReason: reason, origin: match.origin,
            hasEmotes: behaviour.hasEmotes)
    }

    /// A Snapshot frame of the board of a match for one who sees it; `nil` when there is no board.
    package func snapshotFrame(of id: MatchID, for user: UserID) -> [UInt8]? {
        guard let index = indexOfMatch(id), let board = matches[index].board else { return nil }
        return board.snapshotFrame(of: id, slot: matches[index].slot(of: user).map { UInt8($0) })
    }
}
