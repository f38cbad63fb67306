import GameCore
import Identity

import enum ClientProtocol.OutcomeCode

/// Lobbies: who is in them, what they play, what is said.
extension World {
    // MARK: Requests

    mutating func createLobby(
        _ settings: LobbySettings?, by user: UserID, _ events: inout [WorldEvent]
    ) -> OutcomeCode {
        guard let settings else { return .invalidSettings }
        if let refusal = refusalToPlay(user) { return refusal }
        if settings.setup.mode == .solo { return startSolo(settings, by: user, &events) }
        guard makeRoomForLobby(&events) else { return .overloaded }
        stopLooking(user, &events)
        leaveLobby(user, &events)
        let lobby = Lobby(
            id: LobbyID(rawValue: nextLobby), code: drawCode(), settings: settings, leader: user)
        nextLobby += 1
        lobbies.append(lobby)
        users[user]?.lobby = lobby.id
        events.append(.lobbyEntered(user))
        return .accepted
    }

    private mutating func startSolo(
        _ settings: LobbySettings, by user: UserID, _ events: inout [WorldEvent]
    ) -> OutcomeCode {
        guard makeRoomForMatch(&events) else { return .overloaded }
        stopLooking(user, &events)
        let index = addMatch(settings.setup, isHidden: settings.isHidden, [.player(user)])
        matches[index].seats[0].ready = true
        beginCountdown(index, &events)
        announceLobby(of: user, &events)
        return .accepted
    }

    mutating func joinLobby(_ code: LobbyCode?, by user: UserID, _ events: inout [WorldEvent]) -> OutcomeCode {
        if let refusal = refusalToPlay(user) { return refusal }
        guard let code, let target = lobbies.first(where: { $0.code == code }) else { return .unknownCode }
        if users[user]?.lobby == target.id { return .accepted }
        guard !target.removed.contains(user), !isQueued(target.leader) else { return .notAllowed }
        guard target.members.count < WorldRules.lobbySeats else { return .lobbyFull }
        stopLooking(user, &events)
        leaveLobby(user, &events)
        guard let index = indexOfLobby(target.id) else { return .unknownCode }
        lobbies[index].members.append(Lobby.Member(user: user))
        users[user]?.lobby = target.id
        events.append(.lobbyChanged(target.id))
        events.append(.lobbyEntered(user))
        return .accepted
    }

    /// - Returns: ``OutcomeCode/notInLobby`` when there is nothing to leave.
    @discardableResult
    mutating func leaveLobby(_ user: UserID, _ events: inout [WorldEvent]) -> OutcomeCode {
        guard let index = lobbyIndex(of: user) else { return .notInLobby }
        takeFromQueue(isQueued(user) && lobbies[index].members.count > 1 ? [user] : [], &events)
        users[user]?.lobby = nil
        events.append(.leftLobby(user))
        lobbies[index].members.removeAll { $0.user == user }
        if lobbies[index].members.isEmpty {
            lobbies.remove(at: index)
        } else {
            events.append(.lobbyChanged(lobbies[index].id))
        }
        return .accepted
    }

    mutating func changeSettings(
        _ settings: LobbySettings?, by user: UserID, _ events: inout [WorldEvent]
    ) -> OutcomeCode {
        guard let settings else { return .invalidSettings }
        guard let index = lobbyIndex(of: user) else { return .notInLobby }
        guard lobbies[index].leader == user else { return .notLeader }
        guard !isQueued(user) else { return .alreadyQueued }
        lobbies[index].settings = settings
        events.append(.lobbyChanged(lobbies[index].id))
        return .accepted
    }

    mutating func kick(_ other: UserID?, by user: UserID, _ events: inout [WorldEvent]) -> OutcomeCode {
        guard let index = lobbyIndex(of: user) else { return .notInLobby }
        guard lobbies[index].leader == user else { return .notLeader }
        guard let other, users[other]?.lobby == lobbies[index].id else { return .notInLobby }
        guard other != user else { return .notAllowed }
        lobbies[index].shutOut(other)
        return leaveLobby(other, &events)
    }

    mutating func chooseTeam(_ team: UInt8?, by user: UserID, _ events: inout [WorldEvent]) -> OutcomeCode {
        guard let index = lobbyIndex(of: user) else { return .notInLobby }
        guard let place = lobbies[index].members.firstIndex(where: { $0.user == user }) else { return .notInLobby }
        lobbies[index].members[place].team = team
        events.append(.lobbyChanged(lobbies[index].id))
        return .accepted
    }

    mutating func chat(_ text: ChatText?, by user: UserID, _ events: inout [WorldEvent]) -> OutcomeCode {
        guard let index = lobbyIndex(of: user), let speaker = users[user] else { return .notInLobby }
        guard let text else { return .invalidText }
        guard speak(user) else { return .tooManyMessages }
        let line = lobbies[index].say(text, by: user, name: speaker.name)
        events.append(.chatted(lobbies[index].id, line))
        return .accepted
    }

    /// Counts a line or an emote of the user.
    /// - Returns: Whether that is not one too many.
    mutating func speak(_ user: UserID) -> Bool {
        let due = max(users[user]?.chatDue ?? 0, tick) + WorldRules.ticksPerLine
        guard due <= tick + WorldRules.ticksPerLine * WorldRules.linesAtOnce else { return false }
        users[user]?.chatDue = due
        return true
    }

    mutating func start(by user: UserID, _ events: inout [WorldEvent]) -> OutcomeCode {
        guard let index = lobbyIndex(of: user) else { return .notInLobby }
        let lobby = lobbies[index]
        guard lobby.leader == user else { return .notLeader }
        let refusal = outcomeOfStart(lobby)
        guard refusal == .accepted else { return refusal }
        guard affordsBots(among: seating(of: lobby).occupants ?? [], lobby.settings.setup),
            makeRoomForMatch(&events)
        else { return .overloaded }
        // By leaving a result, one may let the rematch begin that others of them asked for: those are not dragged out of it.
        for member in free(lobby) where refusalToPlay(member.user) == nil { stopLooking(member.user, &events) }
        let seating = seating(of: lobby)
        guard let occupants = seating.occupants else { return .tooFewPlayers }
        let match = addMatch(lobby.settings.setup, lobby: lobby.id, isHidden: lobby.settings.isHidden, occupants)
        for user in seating.watching { addSpectator(user, to: match) }
        lobbies[index].match = matches[match].id
        if let slot = matches[match].slot(of: user) { matches[match].seats[slot].ready = true }
        if matches[match].seats.allSatisfy(\.ready) {
            beginCountdown(match, &events)
        } else {
            beginReadying(match, &events)
        }
        events.append(.lobbyChanged(lobby.id))
        return .accepted
    }

    // MARK: Seats

    /// What a start by the leader would come to, but for a world that is full.
    func outcomeOfStart(_ lobby: Lobby) -> OutcomeCode {
        if let match = lobby.match.flatMap(indexOfMatch), !matches[match].isOver { return .notAllowed }
        if let refusal = refusalToPlay(lobby.leader) { return refusal }
        guard let occupants = seating(of: lobby).occupants,
            lobby.settings.setup.rules(players: occupants.count) != nil
        else { return .tooFewPlayers }
        return .accepted
    }

    func seating(of lobby: Lobby) -> Seating { Seating(free(lobby), lobby.settings) }

    /// The members who are there and do nothing else.
    private func free(_ lobby: Lobby) -> [Lobby.Member] {
        lobby.members.filter { users[$0.user]?.isConnected == true && refusalToPlay($0.user) == nil }
    }

    func isQueued(_ user: UserID) -> Bool {
        if case .queued = users[user]?.place { true } else { false }
    }

    // MARK: Time

    /// Whether time has to pass for somebody in a lobby: to be dropped, or to speak again.
    var lobbiesNeedTicks: Bool {
        lobbies.contains { lobby in
            lobby.members.contains { member in
                users[member.user].map { !$0.isConnected || $0.chatDue > tick } ?? false
            }
        }
    }

    /// Drops members who have been without a connection for a minute, unless they have a seat in a match.
    mutating func dropLostMembers(_ events: inout [WorldEvent]) {
        var dropped: [UserID] = []
        for lobby in lobbies {
            for member in lobby.members {
                guard let user = users[member.user], !user.isConnected,
                    tick - user.lostAt >= WorldRules.lostInLobbyTicks, refusalToPlay(member.user) == nil
                else { continue }
                dropped.append(member.user)
            }
        }
        for user in dropped { leaveLobby(user, &events) }
    }

    // MARK: Places

    func lobbyIndex(of user: UserID) -> Int? { users[user]?.lobby.flatMap(indexOfLobby) }

    /// `lobbies` is in the order of ids, as `matches` is.
    func indexOfLobby(_ id: LobbyID) -> Int? { World.index(of: id, among: lobbies.count) { lobbies[$0].id } }

    /// The lobby of a user, who has gone somewhere or come back.
    func announceLobby(of user: UserID, _ events: inout [WorldEvent]) {
        if let lobby = users[user]?.lobby { events.append(.lobbyChanged(lobby)) }
    }

    /// When the world is full, the oldest lobby goes in which nobody has a connection.
    /// - Returns: Whether one more fits.
    private mutating func makeRoomForLobby(_ events: inout [WorldEvent]) -> Bool {
        guard lobbies.count >= WorldRules.maximumLobbies else { return true }
        let abandoned = lobbies.first { lobby in !lobby.members.contains { users[$0.user]?.isConnected == true } }
        guard let abandoned else { return false }
        for member in abandoned.members { leaveLobby(member.user, &events) }
        return true
    }

    /// A code that no lobby in the world bears.
    private mutating func drawCode() -> LobbyCode {
        // 2^25 codes against at most 1 024 lobbies: a second draw is needed once in 30 000.
        while true {
            let code = LobbyCode(drawnFrom: draw("code", nextLobby))
            if !lobbies.contains(where: { $0.code == code }) { return code }
        }
    }
}
