import GameCore
import Identity
import SimulationAPI
import SimulationCore
import Wire

import enum ClientProtocol.Emote
import enum ClientProtocol.OutcomeCode

// Values of the world as messages of play.proto, and back. Numbers agree by definition (SimulationAPI's Vocabulary.swift, and
// ``MatchView/Phase``).

extension QueueState {
    init(_ view: QueueView) {
        self.init(
            queues: view.queues.map { QueueLength(mode: Wire.Mode($0.mode), waiting: UInt32(clamping: $0.players)) },
            ranked: view.isRanked)
    }
}

extension MatchState {
    init(_ view: MatchView) {
        self.init(
            matchID: view.id.rawValue, code: view.code?.description ?? "", mode: Wire.Mode(view.setup.mode),
            phase: MatchState.Phase(rawValue: Int32(view.phase.rawValue)),
            remainingMs: UInt32(clamping: view.remainingTicks * UInt64(GameRules.tickMilliseconds)),
            players: view.players.map { Player($0) }, yourSlot: view.yourSlot.map { UInt32($0) } ?? 255,
            seedCommitment: view.commitment, seed: view.seed,
            endReason: Wire.EndReason(view.endReason ?? .none),
            ranked: view.setup.isRanked, spectators: UInt32(clamping: view.spectators),
            rules: view.rules.map { Rules($0) },
            origin: view.origin.map { Wire.ForkOrigin(matchID: $0.match.rawValue, tick: $0.tick) },
            emotes: view.hasEmotes)
    }
}

extension Player {
    init(_ player: MatchView.Player) {
        self.init(
            userID: player.user?.rawValue ?? 0, name: utf8(player.name), team: UInt32(player.team),
            ready: player.ready, connected: player.connected, score: player.score, rank: UInt32(player.rank),
            bot: Wire.BotLevel(player.bot), standIn: player.standIn,
            idleMs: UInt32(clamping: player.idleTicks * UInt64(GameRules.tickMilliseconds)),
            rematch: player.wantsRematch)
    }
}

extension Rules {
    init(_ rules: GameRules) {
        self.init(
            width: UInt32(rules.width), height: UInt32(rules.height), endZoneDepth: UInt32(rules.endZoneDepth),
            speed: UInt32(rules.speed / 100), bankTarget: UInt32(rules.bankTarget), food: UInt32(rules.foodTarget),
            minutes: UInt32(rules.timeLimit))
    }
}

extension LobbyState {
    init(_ view: LobbyView) {
        let setup = view.settings.setup
        self.init(
            code: view.code.description, leaderID: view.leader.rawValue,
            members: view.members.map { member in
                LobbyMember(
                    userID: member.user.rawValue, name: utf8(member.name), connected: member.connected,
                    teamWish: member.teamWish.map { UInt32($0) + 1 } ?? 0, slot: member.slot.map { UInt32($0) } ?? 255,
                    team: member.slot.map { UInt32(setup.team(ofSlot: $0)) } ?? 0, inMatch: member.inMatch)
            },
            settings: Wire.LobbySettings(view.settings),
            bots: view.botSlots.map { slot in
                LobbyBot(
                    slot: UInt32(slot), team: UInt32(setup.team(ofSlot: slot)),
                    level: Wire.BotLevel(view.settings.botLevel))
            },
            matchID: view.match?.rawValue ?? 0, start: Wire.OutcomeCode(view.start))
    }
}

extension Wire.LobbySettings {
    init(_ settings: SimulationCore.LobbySettings) {
        self.init(
            mode: Wire.Mode(settings.setup.mode), bots: UInt32(settings.bots),
            botLevel: Wire.BotLevel(settings.botLevel),
            hidden: settings.isHidden, custom: settings.setup.custom.map { CustomGame($0) })
    }
}

extension CustomGame {
    init(_ custom: CustomSettings) {
        self.init(
            width: UInt32(custom.width), height: UInt32(custom.height), endZones: custom.hasEndZones,
            speed: UInt32(custom.cellsPerSecond), food: UInt32(custom.food), players: UInt32(custom.seats),
            minutes: UInt32(custom.timeLimit))
    }
}

extension CustomSettings {
    /// `nil` for what cannot be played.
    init?(_ custom: CustomGame) {
        guard let width = UInt8(exactly: custom.width), let height = UInt8(exactly: custom.height),
            let speed = UInt8(exactly: custom.speed), let food = UInt8(exactly: custom.food),
            let players = UInt8(exactly: custom.players), let minutes = UInt8(exactly: custom.minutes)
        else { return nil }
        self.init(
            width: width, height: height, hasEndZones: custom.endZones, cellsPerSecond: speed, food: food,
            seats: players, timeLimit: minutes)
    }
}

extension SimulationCore.LobbySettings {
    /// `nil` for what cannot be played. A custom game needs its settings; what other modes are sent of them is passed over.
    init?(_ settings: Wire.LobbySettings?) {
        guard let settings, let mode = GameCore.Mode(settings.mode), let bots = UInt8(exactly: settings.bots),
            let level = Bot.Level(settings.botLevel)
        else { return nil }
        let custom = mode == .custom ? settings.custom.flatMap { CustomSettings($0) } : nil
        guard let setup = MatchSetup(mode, custom: custom) else { return nil }
        self.init(setup, bots: bots, botLevel: level, isHidden: settings.hidden)
    }
}

extension Wire.ChatLine {
    init(_ line: SimulationCore.ChatLine) {
        self.init(
            number: line.number, userID: line.user.rawValue, name: utf8(line.name), text: utf8(line.text.bytes))
    }
}

extension Wire.GameSummary {
    init(_ game: SimulationCore.GameSummary) {
        self.init(
            matchID: game.id.rawValue, mode: Wire.Mode(game.setup.mode),
            players: game.players.map { side in
                GameSide(
                    name: utf8(side.name), team: UInt32(side.team), score: side.score, bot: Wire.BotLevel(side.bot))
            },
            spectators: UInt32(clamping: game.spectators),
            ageMs: UInt32(clamping: UInt64(game.ticks) * UInt64(GameRules.tickMilliseconds)),
            ranked: game.setup.isRanked, picture: game.picture)
    }
}

/// The world holds UTF-8 that was checked on its way in.
private func utf8(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

extension Outcome {
    init(sequence: UInt64, _ code: ClientProtocol.OutcomeCode) {
        self.init(sequence: sequence, code: Wire.OutcomeCode(code))
    }
}

extension Action {
    /// What this version does not know becomes ``Action/unknown``, which has an outcome like any other.
    init(_ action: Request.Action?) {
        self =
            switch action {
            case .joinQueue(let request):
                Self.queueModes(request.modes).map { .joinQueue($0, isRanked: request.ranked) } ?? .unknown
            case .leaveQueue: .leaveQueue
            case .createLobby(let request): .createLobby(LobbySettings(request.settings))
            case .joinLobby(let request): .joinLobby(LobbyCode(Array(request.code.utf8)))
            case .leaveLobby: .leaveLobby
            case .changeSettings(let request): .changeSettings(LobbySettings(request.settings))
            case .kick(let request): .kick(UserID(checked: request.userID))
            case .chooseTeam(let request):
                request.team < 3 ? .chooseTeam(request.team == 0 ? nil : UInt8(request.team - 1)) : .unknown
            case .chat(let request): .chat(ChatText(Array(request.text.utf8)))
            case .emote(let request): Emote(request.kind).map { .emote($0) } ?? .unknown
            case .start: .start
            case .ready: .ready
            case .leaveMatch: .leaveMatch
            case .rematch: .rematch
            case .watch(let request):
                .watch(
                    MatchID(checked: request.matchID).map(WatchTarget.match)
                        ?? .lobby(LobbyCode(Array(request.code.utf8))))
            case .fork: .fork(nil)  // the state is this node's to find
            case nil: .unknown
            }
    }

    private static func queueModes(_ modes: [Wire.Mode]) -> QueueModes? {
        let known = modes.compactMap { GameCore.Mode($0) }
        return known.count == modes.count ? QueueModes(known) : nil
    }
}
