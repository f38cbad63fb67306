import ClientProtocol
import GameCore
import Identity

extension LoadPlayer {
    /// Something to do may be due: ``acts`` has come and the socket is welcomed.
    mutating func act(at now: Int64, _ desk: inout LoadDesk) {
        guard desk.isOpen else { return }
        let isBrain = behaviour == .bot && phase == .running
        acts = now + (isBrain ? 0 : jittered(desk.manners.pace))
        switch behaviour {
        case .watch: return actAsWatcher(at: now, &desk)
        case .chat: return actAsChatter(at: now, &desk)
        case .squares, .random, .bot, .idle, .restless, .hostile: break
        }
        switch phase {
        case nil, .ended: seek(at: now, &desk)
        case .ready: if !isReady { command(.ready, at: now, &desk) }
        case .countdown: break
        case .running: move(at: now, &desk)
        }
    }

    /// 0.8 to 1.2 times that long.
    private mutating func jittered(_ time: Int64) -> Int64 {
        time * 8 / 10 + Int64(random.next() % UInt64(max(1, time * 4 / 10)))
    }

    // MARK: - A match to play

    private mutating func seek(at now: Int64, _ desk: inout LoadDesk) {
        guard play.withBots else {
            if !isQueued { command(.joinQueue([play.mode], ranked: false), at: now, &desk) }
            return
        }
        if lobby != nil {
            if lobbyCanStart, !isAsking("create") { command(.start, at: now, &desk) }
            return
        }
        var settings = LobbySettings(play.mode)
        settings.custom?.players = 4
        settings.bots = UInt32(play.bots)
        command(.createLobby(settings), at: now, &desk)
    }

    mutating func heardOfLobby(_ told: LobbyState?, _ desk: inout LoadDesk) {
        if let code = told?.code, lobby == nil, behaviour == .chat { desk.lobbies[code, default: 0] += 1 }
        lobby = told?.code
        lobbyCanStart = told?.start == .accepted
    }

    /// An outcome of a text command.
    mutating func answered(_ kind: String, _ outcome: OutcomeCode, at now: Int64, _ desk: inout LoadDesk) {
        switch kind {
        case "queue": isQueued = outcome == .accepted || outcome == .alreadyQueued
        case "join" where outcome != .accepted: desk.lobbies = desk.lobbies.filter { $0.value < 6 }
        case "watch": if outcome != .accepted { watchesUntil = 0 }
        default: break
        }
    }

    // MARK: - In a match

    private mutating func move(at now: Int64, _ desk: inout LoadDesk) {
        guard let slot, behaviour != .idle, view?.predict(at: now) != nil, let game = view?.predicted,
            slot < game.rules.players
        else { return }
        if desk.manners.matchTicks > 0, game.tick > desk.manners.matchTicks {
            return command(.leaveMatch, at: now, &desk)
        }
        let snake = game.snakes[Int(slot)]
        // Out of a match that goes on: the next one.
        if snake.status == .dead { return command(.leaveMatch, at: now, &desk) }
        switch behaviour {
        case .squares, .restless: give(.turn(Direction(lowBits: snake.direction.rawValue &+ 1)), at: now, &desk)
        case .random:
            switch random.below(5) {
            case 0: give(.boost(!snake.isBoostHeld), at: now, &desk)
            case 1, 2: give(.turn(Direction(lowBits: snake.direction.rawValue &+ 1)), at: now, &desk)
            default: give(.turn(Direction(lowBits: snake.direction.rawValue &+ 3)), at: now, &desk)
            }
        case .bot:
            guard let input = Bot(.normal, seed: UInt64(number)).decide(in: game, slot: slot, using: &desk.map) else {
                return
            }
            give(input, at: now, &desk)
        case .idle, .watch, .chat, .hostile: break
        }
    }

    // MARK: - Watchers

    private mutating func actAsWatcher(at now: Int64, _ desk: inout LoadDesk) {
        if phase != nil, phase != .ended, now < watchesUntil { return }
        if phase != nil, slot == nil, phase != .ended, watchesUntil > 0 {
            watchesUntil = 0
            return command(.leaveMatch, at: now, &desk)
        }
        if let id = games.isEmpty ? nil : games[Int(random.next() % UInt64(games.count))] {
            games = []
            watchesUntil = now + 20_000_000 + Int64(random.next() % 20_000_000)
            command(.watch(id, from: nil), at: now, &desk)
        } else if let link = main?.number {
            acts = now + 1_000_000 + Int64(random.next() % 2_000_000)
            desk.say(.listGames, on: link)
        }
    }

    // MARK: - Lobby chatter

    private mutating func actAsChatter(at now: Int64, _ desk: inout LoadDesk) {
        acts = now + jittered(1_200_000)
        guard lobby != nil else {
            if isAsking("create") || isAsking("join") { return }
            if let code = desk.lobbies.filter({ $0.value < 6 }).keys.sorted().first {
                command(.joinLobby(code: code), at: now, &desk)
            } else {
                command(.createLobby(LobbySettings(.duel)), at: now, &desk)
            }
            return
        }
        command(.chat("line \(sequence + 1) of \(name)"), at: now, &desk)
    }
}
