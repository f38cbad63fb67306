import ClientProtocol
import GameCore
import GatewayCore
import Identity
import SimulationAPI
import Wire

/// The gateway's words and those of the Play service. What a simulation sends that this build does not know becomes the
/// nearest thing that a client understands; identifiers are checked.
extension PlayUp {
    /// - Parameter attempt: Counts the streams for that connection, from 1.
    static func hello(
        _ player: ClientProtocol.Player, session: SessionID, ratings: [UInt32], claim: ConnectionClaim, attempt: Int,
        charge: (digest: UInt64, share: UInt32)
    ) -> PlayUp {
        PlayUp(
            event: .hello(
                Hello(
                    userID: player.id.rawValue, sessionID: session.rawValue, name: player.name, ratings: ratings,
                    connection: claim.connection, attempt: claim.connection == 0 ? 0 : UInt64(attempt),
                    nextSequence: claim.nextSequence, address: charge.digest, addressShare: charge.share)))
    }

    init(_ command: CommandOutbox.Command) {
        switch command.payload {
        case .request(let request):
            self.init(event: .request(Request(sequence: command.sequence, action: Request.Action(request))))
        case .frame(let bytes): self.init(event: .frame(bytes))
        }
    }
}

extension SessionRefusal {
    init(_ refused: Refused) {
        self =
            switch refused.reason {
            case .newerConnection: .newerConnection(number: refused.connection)
            case .tooManySessions: .tooManySessions
            case .worldFull: .worldIsFull
            case .attachAgain, .unspecified, .unrecognized: .attachAgain
            }
    }
}

extension Request.Action {
    /// `nil`: it is to be refused by the game, which knows no such action.
    init?(_ command: ClientCommand) {
        switch command {
        case .unknown: return nil
        case .joinQueue(let modes, let ranked):
            self = .joinQueue(JoinQueue(modes: modes.map { Wire.Mode($0) }, ranked: ranked))
        case .leaveQueue: self = .leaveQueue(LeaveQueue())
        case .createLobby(let settings): self = .createLobby(CreateLobby(settings: Wire.LobbySettings(settings)))
        case .joinLobby(let code): self = .joinLobby(JoinLobby(code: code))
        case .leaveLobby: self = .leaveLobby(LeaveLobby())
        case .changeSettings(let settings):
            self = .changeSettings(ChangeSettings(settings: Wire.LobbySettings(settings)))
        case .kick(let user): self = .kick(Kick(userID: user?.rawValue ?? 0))
        case .chooseTeam(nil): self = .chooseTeam(ChooseTeam(team: 0))
        case .chooseTeam(.some(let team)):
            self = .chooseTeam(ChooseTeam(team: team < 2 ? UInt32(team) + 1 : .max))
        case .chat(let text): self = .chat(Chat(text: text))
        case .emote(let emote): self = .emote(SendEmote(kind: EmoteKind(emote)))
        case .start: self = .start(Start())
        case .ready: self = .ready(Ready())
        case .leaveMatch: self = .leaveMatch(LeaveMatch())
        case .rematch: self = .rematch(Rematch())
        case .watch(let match, let tick): self = .watch(Watch(matchID: match.rawValue, from: tick.map { $0 + 1 } ?? 0))
        case .fork(let match, let key, let tick, let slot, let level):
            self = .fork(
                Fork(
                    matchID: match.rawValue, tick: tick, slot: slot, botLevel: Wire.BotLevel(level),
                    replayKey: key ?? 0))
        case .watchLobby(let code, let tick): self = .watch(Watch(code: code, from: tick.map { $0 + 1 } ?? 0))
        }
    }
}

extension Wire.LobbySettings {
    init(_ settings: ClientProtocol.LobbySettings) {
        self.init(
            mode: Wire.Mode(settings.mode), bots: settings.bots, botLevel: Wire.BotLevel(settings.botLevel),
            hidden: settings.isHidden, custom: settings.custom.map { CustomGame($0) })
    }
}

extension CustomGame {
    init(_ custom: ClientProtocol.LobbySettings.Custom) {
        self.init(
            width: custom.width, height: custom.height, endZones: custom.hasEndZones, speed: custom.speed,
            food: custom.food, players: custom.players, minutes: custom.minutes)
    }
}

extension ClientProtocol.LobbySettings {
    init(_ settings: Wire.LobbySettings) {
        self.init(GameCore.Mode(settings.mode))
        bots = settings.bots
        botLevel = Bot.Level(settings.botLevel)
        isHidden = settings.hidden
        custom = settings.custom.map { Custom($0) }
    }
}

extension ClientProtocol.LobbySettings.Custom {
    init(_ custom: CustomGame) {
        self.init()
        width = custom.width
        height = custom.height
        hasEndZones = custom.endZones
        speed = custom.speed
        food = custom.food
        players = custom.players
        minutes = custom.minutes
    }
}

extension ServerMessage {
    init(_ state: Wire.QueueState) {
        self = .queue(
            ClientProtocol.QueueState(
                queues: state.queues.map {
                    ClientProtocol.QueueState.Waiting(mode: GameCore.Mode($0.mode), count: $0.waiting)
                },
                isRanked: state.ranked))
    }

    /// A state without a phase or an identifier: in no match.
    init(_ state: Wire.MatchState) { self = .match(ClientProtocol.MatchState(state)) }

    /// A state without a code or a leader: in no lobby.
    init(_ state: Wire.LobbyState) { self = .lobby(ClientProtocol.LobbyState(state)) }

    init(_ lines: ChatLines) {
        self = .chat(
            code: lines.code,
            lines.lines.map {
                ClientProtocol.ChatLine(
                    number: $0.number, user: UserID(rawValue: $0.userID), name: $0.name, text: $0.text)
            })
    }

    /// `nil` for an emote or a match that this gateway does not know.
    init?(_ shown: EmoteShown) {
        guard let match = MatchID(checked: shown.matchID), let emote = ClientProtocol.Emote(shown.kind) else {
            return nil
        }
        self = .emote(match, slot: shown.slot, emote)
    }

    init(_ list: GameList) { self = .games(list.games.map { ClientProtocol.GameSummary($0) }) }
}

extension ClientProtocol.MatchState {
    init?(_ state: Wire.MatchState) {
        guard let id = MatchID(checked: state.matchID), let phase = Phase(state.phase) else { return nil }
        self.init(id: id, mode: GameCore.Mode(state.mode), phase: phase)
        code = state.code
        isRanked = state.ranked
        remainingMilliseconds = state.remainingMs
        ownSlot = state.yourSlot < state.players.count ? state.yourSlot : nil
        seats = state.players.map { Seat($0) }
        spectators = state.spectators
        rules = state.rules.map { Rules($0) }
        commitment = state.seedCommitment
        seed = state.seed
        endReason = GameCore.EndReason(state.endReason) ?? .none
        origin = state.origin.flatMap { origin in
            MatchID(checked: origin.matchID).map { Origin(match: $0, tick: origin.tick) }
        }
        hasEmotes = state.emotes
    }
}

extension ClientProtocol.MatchState.Rules {
    init(_ rules: Wire.Rules) {
        self.init(
            width: rules.width, height: rules.height, endZoneDepth: rules.endZoneDepth, speed: rules.speed,
            bankTarget: rules.bankTarget, food: rules.food, minutes: rules.minutes)
    }
}

extension ClientProtocol.MatchState.Seat {
    init(_ player: Wire.Player) {
        self.init(id: UserID(checked: player.userID), name: player.name, team: player.team)
        isReady = player.ready
        isConnected = player.connected
        score = player.score
        rank = player.rank
        bot = Bot.Level(player.bot)
        hasStandIn = player.standIn
        idleMilliseconds = player.idleMs
        wantsRematch = player.rematch
    }
}

extension ClientProtocol.LobbyState {
    init?(_ state: Wire.LobbyState) {
        guard !state.code.isEmpty, let leader = UserID(checked: state.leaderID), let settings = state.settings else {
            return nil
        }
        self.init(code: state.code, leader: leader, settings: ClientProtocol.LobbySettings(settings))
        members = state.members.map { Member($0) }
        bots = state.bots.map {
            ClientProtocol.LobbyState.Bot(slot: $0.slot, team: $0.team, level: ClientProtocol.BotLevel($0.level))
        }
        match = MatchID(checked: state.matchID)
        start = ClientProtocol.OutcomeCode(state.start) ?? .invalid
    }
}

extension ClientProtocol.LobbyState.Member {
    init(_ member: LobbyMember) {
        self.init(id: UserID(rawValue: member.userID), name: member.name)
        isConnected = member.connected
        teamWish = member.teamWish == 0 ? nil : member.teamWish - 1
        slot = member.slot < 8 ? member.slot : nil
        team = slot == nil ? nil : member.team
        isInMatch = member.inMatch
    }
}

extension ClientProtocol.GameSummary {
    init(_ game: Wire.GameSummary) {
        self.init(
            id: MatchID(rawValue: game.matchID), mode: GameCore.Mode(game.mode), isRanked: game.ranked,
            players: game.players.map {
                Side(name: $0.name, team: $0.team, score: $0.score, bot: Bot.Level($0.bot))
            },
            spectators: game.spectators, ageMilliseconds: game.ageMs, picture: game.picture)
    }
}

extension ClientProtocol.MatchState.Phase {
    init?(_ phase: Wire.MatchState.Phase) {
        switch phase {
        case .readying: self = .ready
        case .countdown: self = .countdown
        case .running: self = .running
        case .ended: self = .ended
        case .unspecified, .unrecognized: return nil
        }
    }
}
