import GameCore
import Identity

import enum ClientProtocol.OutcomeCode

/// The life of a match: readying → countdown → running → ended → gone.
extension World {
    // MARK: Creation

    /// Adds a match. Its players must be free to play and look at no other one.
    /// - Returns: Its index in `matches`.
    mutating func addMatch(
        _ setup: MatchSetup, lobby: LobbyID? = nil, isHidden: Bool = false, isRated: Bool = false,
        origin: ForkOrigin? = nil, _ occupants: [Occupant]
    ) -> Int {
        let id = MatchID(rawValue: nextMatch)
        nextMatch += 1
        var bots = 0
        let seats = occupants.map { occupant in
            switch occupant {
            case .player(let user):
                users[user]?.place = .match(id)
                return Match.Seat(occupant, name: users[user]?.name ?? [])
            case .bot:
                bots += 1
                return Match.Seat(occupant, name: Array("Bot \(bots)".utf8))
            }
        }
        matches.append(
            Match(
                id: id, setup: setup, lobby: lobby, isHidden: isHidden, isRated: isRated, origin: origin,
                createdAt: tick,
                phase: .readying(until: tick + behaviour.readyTicks), seats: seats))
        drawSeed(matches.count - 1)
        return matches.count - 1
    }

    /// Whether one more match fits. When the world is full, the oldest match that has ended goes. If none has ended, one that
    /// has run for long gives way, and the next request finds room.
    mutating func makeRoomForMatch(_ events: inout [WorldEvent]) -> Bool {
        guard thrift != .hold else { return false }
        guard matches.count >= WorldRules.maximumMatches else { return recordingBytes < WorldBudget.recordingBytes }
        guard let ended = matches.firstIndex(where: \.isOver) else {
            giveWay(&events)
            return false
        }
        removeMatch(ended, &events)
        return true
    }

    /// Ends the oldest unranked match that has run for ``WorldRules/giveWayTicks``; one a tick at most.
    private mutating func giveWay(_ events: inout [WorldEvent]) {
        guard tick > gaveWayAt else { return }
        let old = matches.firstIndex { match in
            match.phase == .running && !match.setup.isRanked
                && match.board.map { $0.recording.ticks >= WorldRules.giveWayTicks } == true
        }
        guard let old else { return }
        gaveWayAt = tick
        conclude(old, &events)
    }

    /// Ends a running match with the next tick: all leave but the side that leads, and all if none leads alone (rules 7.5). The
    /// replay has it like any other leaving. A player who leaves this way watches from then on.
    mutating func conclude(_ index: Int, _ events: inout [WorldEvent]) {
        let match = matches[index]
        // A player who leaves is gone with the next tick. Whether that ends the match is judged then.
        guard match.board?.game.inputs.contains(where: { $0.action == .leave }) == false else { return }
        let staying = match.seats.indices.filter { !match.seats[$0].left }
        guard let best = staying.map({ match.score(ofSlot: $0) }).max() else { return }
        let leading = staying.filter { match.score(ofSlot: $0) == best }
        let isDecided =
            leading.count < staying.count
            && leading.allSatisfy { match.setup.team(ofSlot: $0) == match.setup.team(ofSlot: leading[0]) }
        for slot in staying where !matches[index].seats[slot].left && !(isDecided && leading.contains(slot)) {
            if let user = match.seats[slot].user { matches[index].spectators.append(user) }
            remove(slot, from: index, &events)
        }
    }

    // MARK: Phases

    /// The players are asked to confirm.
    mutating func beginReadying(_ index: Int, _ events: inout [WorldEvent]) {
        matches[index].phase = .readying(until: tick + behaviour.readyTicks)
        events.append(.matchChanged(matches[index].id))
    }

    /// The board is set up and shown, and stands still for 3 s.
    mutating func beginCountdown(_ index: Int, _ events: inout [WorldEvent]) {
        let match = matches[index]
        guard let rules = match.setup.rules(players: match.seats.count), let board = Board(rules, seed: match.seed)
        else {
            end(index, .noContest, &events)  // fewer players than the mode needs
            return
        }
        show(board, index, &events)
    }

    /// A match of which all that is known is its board counts down.
    mutating func show(_ board: Board, _ index: Int, _ events: inout [WorldEvent]) {
        matches[index].board = board
        matches[index].phase = .countdown(until: tick + WorldRules.countdownTicks)
        events.append(.matchChanged(matches[index].id))
        events.append(.boardReset(matches[index].id))
    }

    private mutating func beginRunning(
        _ index: Int, _ map: inout BotMap, _ events: inout [WorldEvent]
    ) {
        matches[index].phase = .running
        for slot in matches[index].seats.indices { startIdleClock(of: slot, in: index) }
        events.append(.matchChanged(matches[index].id))
        events.append(.boardReset(matches[index].id))
        steerBots(index, using: &map)
        tellUpdate(index, &events)
    }

    private mutating func drawSeed(_ index: Int) {
        matches[index].seed = Array(draw("seed", matches[index].id.rawValue).prefix(16))
    }

    mutating func end(_ index: Int, _ reason: EndReason, _ events: inout [WorldEvent]) {
        if let board = matches[index].board, let result = board.game.result {
            keepReplay(of: index, board, &events)
            for slot in matches[index].seats.indices {
                matches[index].seats[slot].score = result.scores[slot]
                matches[index].seats[slot].rank = result.ranks[slot]
            }
        }
        matches[index].board = nil
        matches[index].phase = .ended(until: tick + WorldRules.lingerTicks, reason)
        events.append(.matchChanged(matches[index].id))
        if let lobby = matches[index].lobby, indexOfLobby(lobby) != nil { events.append(.lobbyChanged(lobby)) }
    }

    // MARK: Leaving

    /// Takes a user out of a match in any phase, player or spectator. The match itself may leave the world by this.
    mutating func unseat(_ user: UserID, from index: Int, _ events: inout [WorldEvent]) {
        users[user]?.place = .none
        events.append(.leftMatch(user))
        announceLobby(of: user, &events)
        guard let slot = matches[index].slot(of: user) else {
            matches[index].spectators.removeAll { $0 == user }
            events.append(.matchChanged(matches[index].id))
            return
        }
        switch matches[index].phase {
        case .readying:
            matches[index].seats.remove(at: slot)
            let match = matches[index]
            // Teams keep their seats, so that nobody changes sides by another's leaving.
            if match.setup.hasTeams || match.players.isEmpty || match.seats.count < 2
                || match.setup.rules(players: match.seats.count) == nil
            {
                end(index, .noContest, &events)
            } else if match.seats.allSatisfy(\.ready) {
                beginCountdown(index, &events)
            } else {
                events.append(.matchChanged(match.id))
            }
        case .countdown, .running:
            remove(slot, from: index, &events)
        case .ended:
            matches[index].seats[slot].left = true
            if !beginRematch(index, &events) { events.append(.matchChanged(matches[index].id)) }
        }
    }

    /// Ends a user's look at a result, or at others' match, when something new begins. Moves the matches' indices.
    mutating func stopLooking(_ user: UserID, _ events: inout [WorldEvent]) {
        guard let index = matchIndex(of: user) else { return }
        unseat(user, from: index, &events)
    }

    /// A player is out for good; the next tick takes the snake off the board and judges who is left.
    mutating func remove(_ slot: Int, from index: Int, _ events: inout [WorldEvent]) {
        let id = matches[index].id
        matches[index].seats[slot].left = true
        matches[index].board!.remove(slot: UInt8(slot))
        // Bots do not play on among themselves.
        if matches[index].players.isEmpty {
            for bot in matches[index].seats.indices where !matches[index].seats[bot].left {
                matches[index].seats[bot].left = true
                matches[index].board!.remove(slot: UInt8(bot))
            }
        }
        events.append(.matchChanged(id))
        events.append(.update(id, frame: matches[index].board!.takeUpdate(of: id)))
    }

    /// Takes a match out of the world, and all who see it with it.
    private mutating func removeMatch(_ index: Int, _ events: inout [WorldEvent]) {
        let match = matches.remove(at: index)
        for user in match.audience {
            users[user]?.place = .none
            events.append(.leftMatch(user))
            announceLobby(of: user, &events)
        }
        guard let lobby = match.lobby.flatMap(indexOfLobby), lobbies[lobby].match == match.id else { return }
        lobbies[lobby].match = nil
        events.append(.lobbyChanged(lobbies[lobby].id))
    }

    // MARK: Rematch

    mutating func rematch(by user: UserID, _ events: inout [WorldEvent]) -> OutcomeCode {
        guard let index = matchIndex(of: user), let slot = matches[index].slot(of: user) else { return .notInMatch }
        guard matches[index].isOver, matches[index].lobby == nil else { return .notAllowed }
        guard canBePlayedAgain(matches[index]) else { return .tooFewPlayers }
        guard hasRoomForRematch(matches[index]) else { return .overloaded }
        matches[index].seats[slot].wantsRematch = true
        if !beginRematch(index, &events) { events.append(.matchChanged(matches[index].id)) }
        return .accepted
    }

    /// Whether the remaining players make a game: all seats where sides must stay, else two.
    private func canBePlayedAgain(_ match: Match) -> Bool {
        let staying = match.seats.count { !$0.left }
        let needed = match.setup.hasTeams ? match.seats.count : min(match.seats.count, 2)
        return staying >= needed && match.setup.rules(players: staying) != nil
    }

    /// Whether new matches may begin, and the bots of this one have room once more (rules 10.4).
    private func hasRoomForRematch(_ match: Match) -> Bool {
        thrift != .hold && affordsBots(among: match.seats.filter { !$0.left }.map(\.occupant), match.setup)
    }

    /// Replaces an ended match by the next one, once all have asked for it who are still there.
    private mutating func beginRematch(_ index: Int, _ events: inout [WorldEvent]) -> Bool {
        let old = matches[index]
        let staying = old.seats.filter { !$0.left }
        guard old.lobby == nil, !old.players.isEmpty, canBePlayedAgain(old),
            staying.allSatisfy({ $0.user == nil || $0.wantsRematch }), hasRoomForRematch(old)
        else { return false }
        matches.remove(at: index)
        // Who plays whom is agreed by now, so it is for nothing.
        let setup = MatchSetup(old.setup.mode, custom: old.setup.custom) ?? old.setup
        let next = addMatch(setup, isHidden: old.isHidden, staying.map(\.occupant))
        for user in old.spectators { addSpectator(user, to: next) }
        for slot in matches[next].seats.indices { matches[next].seats[slot].ready = true }
        beginCountdown(next, &events)
        return true
    }

    // MARK: Ticks

    mutating func advance(_ events: inout [WorldEvent]) {
        tick += 1
        var map = BotMap()
        var gone: [Int] = []
        for index in matches.indices {
            switch matches[index].phase {
            case .readying(let until):
                if tick >= until { beginCountdown(index, &events) }
            case .countdown(let until):
                if tick >= until { beginRunning(index, &map, &events) }
            case .running:
                step(index, &map, &events)
            case .ended(let until, _):
                if tick >= until { gone.append(index) }
            }
        }
        limitRecordings(&events)
        for index in gone.reversed() { removeMatch(index, &events) }
        dropLostMembers(&events)
        advanceQueue(&events)
        if tick % WorldRules.abandonTicks == 0 { forgetIdleUsers() }
    }

    private mutating func step(_ index: Int, _ map: inout BotMap, _ events: inout [WorldEvent]) {
        let id = matches[index].id
        matches[index].board!.step()
        // To ask for the result copies the game.
        if matches[index].board!.game.ending != .none, let result = matches[index].board!.game.result {
            events.append(.update(id, frame: matches[index].board!.takeUpdate(of: id)))
            end(index, result.reason, &events)
            return
        }
        steerBots(index, using: &map)
        tellUpdate(index, &events)
        judgeIdlePlayers(index, &events)
        if matches[index].board!.recording.ticks >= WorldRules.matchTicks { conclude(index, &events) }
    }

    /// Ends the longest matches while all recordings together are too long (rules 7.6).
    private mutating func limitRecordings(_ events: inout [WorldEvent]) {
        guard recordingBytes > WorldBudget.recordingBytes else { return }
        let recordings = matches.map { match -> (bytes: Int, isRanked: Bool)? in
            guard match.phase == .running, let board = match.board else { return nil }
            return (board.recordingBytes, match.setup.isRanked)
        }
        for index in Self.tooLong(recordings) { conclude(index, &events) }
    }

    /// Sends the next Update, if there is news or the last one is old.
    private mutating func tellUpdate(_ index: Int, _ events: inout [WorldEvent]) {
        guard matches[index].board!.updateIsDue else { return }
        let id = matches[index].id
        events.append(.update(id, frame: matches[index].board!.takeUpdate(of: id)))
    }
}
