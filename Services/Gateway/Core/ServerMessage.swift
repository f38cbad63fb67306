package import Identity

/// A text frame to the client (docs/protocol.md, sections 2 and 5).
package enum ServerMessage: Sendable, Equatable {
    /// `node`: whose simulation serves the session. `gateway`: which gateway says so.
    case welcome(Player, SessionID, lastSequence: UInt64, node: NodeID, gateway: String)
    /// The socket stands by.
    /// `node`: the gateway's own, where it knows.
    case standby(gateway: String, node: NodeID?)
    case outcome(sequence: UInt64, OutcomeCode)
    case queue(QueueState)
    /// `nil`: the player is in no lobby.
    case lobby(LobbyState?)
    /// Lines of the chat of the lobby with that code.
    case chat(code: String, [ChatLine])
    /// The player of that slot shows it to all who see the match.
    case emote(MatchID, slot: UInt32, Emote)
    case games([GameSummary])
    /// `nil`: the player is in no match.
    case match(MatchState?)
    case status(Status)
    case pong(t: String)
    case error(code: String, message: String)
    /// A command that was not taken, nor will be those after it until it has been sent again.
    case tooManyWaiting(sequence: UInt64)
    /// The socket's session has a newer connection, of that number; 0: it is not known.
    case replaced(connection: UInt64)

    package enum Status: String, Sendable {
        case ok
        /// The simulation is lost; another is looked for.
        case recovering
        /// This gateway reaches no world that moves; another one may.
        case stalled
        /// This gateway is about to close the socket with 1001.
        case draining
    }
}

/// The fate of a command, numbered as in docs/protocol.md, section 5.
package enum OutcomeCode: Int, Sendable, CaseIterable {
    case accepted, unknownCode, matchFull, alreadyInMatch, notInMatch, alreadyQueued, notQueued, notAllowed, invalid
    case oppositeTurn, tooFarAhead, onePerTick, stale, overloaded
    case invalidSettings, lobbyFull, notInLobby, notLeader, tooFewPlayers, unknownMatch, tooManyMessages, invalidText
    case partyTooLarge

    package var name: String {
        switch self {
        case .accepted: "accepted"
        case .unknownCode: "unknown_code"
        case .matchFull: "match_full"
        case .alreadyInMatch: "already_in_match"
        case .notInMatch: "not_in_match"
        case .alreadyQueued: "already_queued"
        case .notQueued: "not_queued"
        case .notAllowed: "not_allowed"
        case .invalid: "invalid"
        case .oppositeTurn: "opposite_turn"
        case .tooFarAhead: "too_far_ahead"
        case .onePerTick: "one_per_tick"
        case .stale: "stale"
        case .overloaded: "overloaded"
        case .invalidSettings: "invalid_settings"
        case .lobbyFull: "lobby_full"
        case .notInLobby: "not_in_lobby"
        case .notLeader: "not_leader"
        case .tooFewPlayers: "too_few_players"
        case .unknownMatch: "unknown_match"
        case .tooManyMessages: "too_many_messages"
        case .invalidText: "invalid_text"
        case .partyTooLarge: "party_too_large"
        }
    }

    /// For the player. `nil`: nothing is to be said.
    package var message: String? {
        switch self {
        case .accepted: nil
        case .unknownCode: "No lobby has that code."
        case .matchFull: "Too many watch that match."
        case .alreadyInMatch: "You are in a match already."
        case .notInMatch: "You are in no match."
        case .alreadyQueued: "You are waiting for opponents already."
        case .notQueued: "You are not waiting for opponents."
        case .notAllowed: "You cannot do that now."
        case .invalid: "This server does not know that."
        case .oppositeTurn: "A snake cannot turn back on itself."
        case .tooFarAhead: "The turn was stamped too far ahead."
        case .onePerTick: "One turn a tick."
        case .stale: "The outcome is no longer known."
        case .overloaded: "The servers are full. Try again in a moment."
        case .invalidSettings:
            """
            These settings cannot be played: 20–80 × 20–60 cells (with end zones 40 wide, and 28 high for more than six), \
            speed 5, 10, 13 or 20, food 1–64, players 1–8 (with end zones from 2), 0–10 minutes, fewer bots than seats.
            """
        case .lobbyFull: "That lobby is full."
        case .notInLobby: "Not in this lobby."
        case .notLeader: "Only the lobby's leader can do that."
        case .tooFewPlayers: "More players are needed, or bots."
        case .unknownMatch: "There is nothing to watch there, or to play on from."
        case .tooManyMessages: "Slow down: five messages at once, then one a second."
        case .invalidText: "A message has 1 to 200 characters, at most 800 bytes, and nothing that cannot be seen."
        case .partyTooLarge: "Your party is too large for that."
        }
    }
}

package struct MatchState: Sendable, Equatable {
    package enum Phase: String, Sendable {
        case ready, countdown, running, ended
    }

    package enum EndReason: String, Sendable {
        case score, dead, left, draw, noContest, time
    }

    package struct Seat: Sendable, Equatable {
        /// `nil`: a bot.
        package var id: UserID?
        package var name: String
        package var team: UInt32
        package var isReady = false
        package var isConnected = true
        package var score: UInt32 = 0
        package var rank: UInt32 = 0
        package var bot: BotLevel?
        /// A bot steers for a player whose connection is lost.
        package var hasStandIn = false
        /// Until the player is removed for being idle; 0: no warning.
        package var idleMilliseconds: UInt32 = 0
        /// Has asked for a rematch.
        package var wantsRematch = false

        package init(id: UserID?, name: String, team: UInt32) {
            self.id = id
            self.name = name
            self.team = team
        }
    }

    /// What is played (docs/rules.md, section 2).
    package struct Rules: Sendable, Equatable {
        package var width: UInt32
        package var height: UInt32
        package var endZoneDepth: UInt32
        /// Cells a second.
        package var speed: UInt32
        package var bankTarget: UInt32
        package var food: UInt32
        package var minutes: UInt32

        package init(
            width: UInt32, height: UInt32, endZoneDepth: UInt32, speed: UInt32, bankTarget: UInt32, food: UInt32,
            minutes: UInt32
        ) {
            self.width = width
            self.height = height
            self.endZoneDepth = endZoneDepth
            self.speed = speed
            self.bankTarget = bankTarget
            self.food = food
            self.minutes = minutes
        }
    }

    package struct Origin: Sendable, Equatable {
        package let match: MatchID
        package let tick: UInt32

        package init(match: MatchID, tick: UInt32) {
            self.match = match
            self.tick = tick
        }
    }

    package var id: MatchID
    /// Of the lobby that plays it; "": there is none.
    package var code = ""
    package var mode: GameMode?
    package var isRanked = false
    package var phase: Phase
    package var remainingMilliseconds: UInt32 = 0
    /// An index into ``seats``; `nil`: a spectator.
    package var ownSlot: UInt32?
    package var seats: [Seat] = []
    package var spectators: UInt32 = 0
    package var rules: Rules?
    /// SHA-256 of the seed, 32 bytes.
    package var commitment: [UInt8] = []
    /// 16 bytes once the match has ended, else empty.
    package var seed: [UInt8] = []
    package var endReason: EndReason?
    /// Of a practice game: the match and the tick of it that it went on from.
    package var origin: Origin?
    /// Its players may show emotes.
    package var hasEmotes = false

    package init(id: MatchID, mode: GameMode?, phase: Phase) {
        self.id = id
        self.mode = mode
        self.phase = phase
    }
}

/// A player's place in the queue.
package struct QueueState: Sendable, Equatable {
    package struct Waiting: Sendable, Equatable {
        package var mode: GameMode?
        package var count: UInt32

        package init(mode: GameMode?, count: UInt32) {
            self.mode = mode
            self.count = count
        }
    }

    /// Empty: not queued.
    package var queues: [Waiting]
    package var isRanked: Bool

    package init(queues: [Waiting], isRanked: Bool) {
        self.queues = queues
        self.isRanked = isRanked
    }
}

package struct LobbyState: Sendable, Equatable {
    package struct Member: Sendable, Equatable {
        package var id: UserID
        package var name: String
        package var isConnected = true
        /// The team that the member would like to play for.
        package var teamWish: UInt32?
        /// That a start would give now; `nil`: watches.
        package var slot: UInt32?
        /// Of ``slot``.
        package var team: UInt32?
        package var isInMatch = false

        package init(id: UserID, name: String) {
            self.id = id
            self.name = name
        }
    }

    package struct Bot: Sendable, Equatable {
        package var slot: UInt32
        package var team: UInt32
        package var level: BotLevel?

        package init(slot: UInt32, team: UInt32, level: BotLevel?) {
            self.slot = slot
            self.team = team
            self.level = level
        }
    }

    package var code: String
    package var leader: UserID
    package var members: [Member] = []
    package var settings: LobbySettings
    /// That a start would seat now.
    package var bots: [Bot] = []
    package var match: MatchID?
    /// What a start would come to now.
    package var start = OutcomeCode.accepted

    package init(code: String, leader: UserID, settings: LobbySettings) {
        self.code = code
        self.leader = leader
        self.settings = settings
    }
}

package struct ChatLine: Sendable, Equatable {
    /// Counts from 1 in a lobby.
    package var number: UInt64
    package var user: UserID
    package var name: String
    package var text: String

    package init(number: UInt64, user: UserID, name: String, text: String) {
        self.number = number
        self.user = user
        self.name = name
        self.text = text
    }
}

/// A match that may be watched.
package struct GameSummary: Sendable, Equatable {
    package struct Side: Sendable, Equatable {
        package var name: String
        package var team: UInt32
        package var score: UInt32
        package var bot: BotLevel?

        package init(name: String, team: UInt32, score: UInt32, bot: BotLevel?) {
            self.name = name
            self.team = team
            self.score = score
            self.bot = bot
        }
    }

    package var id: MatchID
    package var mode: GameMode?
    package var isRanked: Bool
    package var players: [Side]
    package var spectators: UInt32
    /// Of game time.
    package var ageMilliseconds: UInt32
    /// The field in a few letters; empty from a node that makes none.
    package var picture: String

    package init(
        id: MatchID, mode: GameMode?, isRanked: Bool, players: [Side], spectators: UInt32, ageMilliseconds: UInt32,
        picture: String
    ) {
        self.id = id
        self.mode = mode
        self.isRanked = isRanked
        self.players = players
        self.spectators = spectators
        self.ageMilliseconds = ageMilliseconds
        self.picture = picture
    }
}

extension ServerMessage {
    /// The message as JSON text.
    package func rendered() -> [UInt8] {
        JSONWriter.object { json in
            switch self {
            case .welcome(let player, let session, let lastSequence, let node, let gateway):
                json.member("type", "welcome")
                json.member("version", ClientMessage.version)
                json.name("user")
                json.user(player)
                json.member("session", session.hexadecimal)
                json.member("lastSeq", lastSequence)
                json.member("node", node.description)
                json.member("gateway", gateway)
            case .standby(let gateway, let node):
                json.member("type", "standby")
                json.member("version", ClientMessage.version)
                json.member("node", node?.description)
                json.member("gateway", gateway)
            case .outcome(let sequence, let code):
                json.member("type", "outcome")
                json.member("seq", sequence)
                json.member("ok", code == .accepted)
                json.member("code", code.name)
                if let message = code.message { json.member("message", message) }
            case .queue(let queue):
                json.member("type", "queue")
                json.objects("modes", queue.queues) { json, queue in
                    json.member("mode", queue.mode?.name)
                    json.member("waiting", queue.count)
                }
                json.member("ranked", queue.isRanked)
            case .lobby(nil):
                json.member("type", "lobby")
                json.member("code", nil)
            case .lobby(.some(let lobby)):
                json.member("type", "lobby")
                json.members(of: lobby)
            case .chat(let code, let lines):
                json.member("type", "chat")
                json.member("code", code)
                json.objects("lines", lines) { json, line in
                    json.member("number", line.number)
                    json.member("user", line.user.description)
                    json.member("name", line.name)
                    json.member("text", line.text)
                }
            case .emote(let match, let slot, let emote):
                json.member("type", "emote")
                json.member("match", match.description)
                json.member("slot", slot)
                json.member("emote", emote.rawValue)
            case .games(let games):
                json.member("type", "games")
                json.objects("games", games) { json, game in json.members(of: game) }
            case .match(nil):
                json.member("type", "match")
                json.member("phase", "none")
            case .match(.some(let match)):
                json.member("type", "match")
                json.members(of: match)
            case .status(let status):
                json.member("type", "status")
                json.member("state", status.rawValue)
            case .pong(let t):
                json.member("type", "pong")
                json.member("t", raw: t)
            case .error(let code, let message):
                json.member("type", "error")
                json.member("code", code)
                json.member("message", message)
            case .tooManyWaiting(let sequence):
                json.member("type", "error")
                json.member("code", "too_many_waiting")
                json.member("seq", sequence)
                json.member(
                    "message", "\(CommandOutbox.capacity) commands wait: send this one again when another is answered.")
            case .replaced(let connection):
                json.member("type", "replaced")
                if connection > 0 { json.member("connection", connection) } else { json.member("connection", nil) }
            }
        }
    }
}

extension JSONWriter {
    /// The `user` of a welcome and of a new token.
    package mutating func user(_ player: Player) {
        object { json in
            json.member("id", player.id.description)
            json.member("name", player.name)
            json.member("guest", player.isGuest)
        }
    }

    /// A list of objects.
    fileprivate mutating func objects<Element>(
        _ name: StaticString, _ elements: [Element], _ body: (inout JSONWriter, Element) -> Void
    ) {
        self.name(name)
        array { json in
            for element in elements { json.object { json in body(&json, element) } }
        }
    }

    /// `nil` is written as null.
    fileprivate mutating func number(_ name: StaticString, _ value: UInt32?) {
        if let value { member(name, value) } else { member(name, nil) }
    }

    fileprivate mutating func members(of match: MatchState) {
        member("id", match.id.description)
        member("code", match.code.isEmpty ? nil : match.code)
        member("mode", match.mode?.name)
        member("ranked", match.isRanked)
        member("phase", match.phase.rawValue)
        member("remainingMs", match.remainingMilliseconds)
        number("you", match.ownSlot)
        objects("players", match.seats) { json, seat in
            json.member("id", seat.id?.description)
            json.member("name", seat.name)
            json.member("team", seat.team)
            json.member("ready", seat.isReady)
            json.member("connected", seat.isConnected)
            json.member("score", seat.score)
            json.member("rank", seat.rank)
            json.member("bot", seat.bot?.rawValue)
            json.member("standIn", seat.hasStandIn)
            json.number("idleMs", seat.idleMilliseconds == 0 ? nil : seat.idleMilliseconds)
            json.member("rematch", seat.wantsRematch)
        }
        member("spectators", match.spectators)
        if let rules = match.rules {
            name("rules")
            object { json in
                json.member("width", rules.width)
                json.member("height", rules.height)
                json.member("zone", rules.endZoneDepth)
                json.member("speed", rules.speed)
                json.member("target", rules.bankTarget)
                json.member("food", rules.food)
                json.member("minutes", rules.minutes)
            }
        }
        member("commitment", match.commitment.isEmpty ? nil : GatewayCore.hexadecimal(match.commitment))
        member("seed", match.seed.isEmpty ? nil : GatewayCore.hexadecimal(match.seed))
        member("endReason", match.endReason?.rawValue)
        if match.hasEmotes { member("emotes", true) }
        if let origin = match.origin {
            name("origin")
            object { json in
                json.member("match", origin.match.description)
                json.member("tick", origin.tick)
            }
        }
    }

    fileprivate mutating func members(of lobby: LobbyState) {
        member("code", lobby.code)
        member("leader", lobby.leader.description)
        objects("members", lobby.members) { json, member in
            json.member("id", member.id.description)
            json.member("name", member.name)
            json.member("connected", member.isConnected)
            json.number("wish", member.teamWish)
            json.number("slot", member.slot)
            json.number("team", member.team)
            json.member("inMatch", member.isInMatch)
        }
        objects("bots", lobby.bots) { json, bot in
            json.member("slot", bot.slot)
            json.member("team", bot.team)
            json.member("level", bot.level?.rawValue)
        }
        name("settings")
        object { json in json.members(of: lobby.settings) }
        member("match", lobby.match?.description)
        member("start", lobby.start.name)
    }

    /// The words of `create` and `settings`, so that a client can send back what it got.
    private mutating func members(of settings: LobbySettings) {
        member("mode", settings.mode?.name)
        member("bots", settings.bots)
        member("botLevel", settings.botLevel?.rawValue)
        member("hidden", settings.isHidden)
        guard let custom = settings.custom else { return }
        member("width", custom.width)
        member("height", custom.height)
        member("zones", custom.hasEndZones)
        member("speed", custom.speed)
        member("food", custom.food)
        member("players", custom.players)
        member("minutes", custom.minutes)
    }

    fileprivate mutating func members(of game: GameSummary) {
        member("id", game.id.description)
        member("mode", game.mode?.name)
        member("ranked", game.isRanked)
        objects("players", game.players) { json, side in
            json.member("name", side.name)
            json.member("team", side.team)
            json.member("score", side.score)
            json.member("bot", side.bot?.rawValue)
        }
        member("spectators", game.spectators)
        member("ageMs", game.ageMilliseconds)
        if !game.picture.isEmpty { member("picture", game.picture) }
    }
}

extension SessionID {
    /// 16 lower-case digits, as the client writes it.
    package var hexadecimal: String {
        GatewayCore.hexadecimal((0..<8).map { UInt8(truncatingIfNeeded: rawValue >> (56 - 8 * UInt64($0))) })
    }
}
