// Generated from Protos/snaketron/v1/play.proto by scripts/generate-protos. Do not edit.

internal import CProtobufC
internal import CSnakeTronProtos

/// Gateway to simulation.
package struct PlayUp: Sendable, Equatable {
    package var event: Event?

    package enum Event: Sendable, Equatable {
        case hello(Hello)
        case request(Request)
        /// One binary client frame, passed on undecoded (docs/guide/protocol.md, "Binary frames"); at most 64 bytes.
        case frame([UInt8])
        /// Asks for a fresh snapshot of the running match.
        case resync(Resync)
        /// Asks for the matches that may be watched; answered by `games` from what this node knows.
        case listGames(ListGames)
        /// Shows the match that the player watches again from a tick on. Not replicated; answered by board frames.
        case seek(Seek)
    }

    package init(event: Event? = nil) {
        self.event = event
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// Who is speaking. The gateway has verified the token; the simulation trusts the gateway, never the player.
package struct Hello: Sendable, Equatable {
    /// never 0
    package var userID: UInt64
    /// chosen by the client, random, never 0; one per page load
    package var sessionID: UInt64
    /// 1 to 16 characters, shown to others
    package var name: String
    /// Mean ratings, 0 to 3000: casual duel, two against two, free for all, then ranked ones. None: as they were known.
    /// Missing ones are 1000.
    package var ratings: [UInt32]
    /// Which of the session's streams is the newest: the highest pair, whatever the order in which they were opened or
    /// logged.
    package var connection: UInt64
    /// how often the gateway has opened a stream for that connection; from 1
    package var attempt: UInt64
    /// The client has numbered its commands below this. What a session that was forgotten had numbered does not run
    /// again. 0: it did not say.
    package var nextSequence: UInt64
    /// A digest of the player's address (of an IPv6 one: of its first 64 bits), the same at every gateway of a cluster:
    /// work is charged to it. 0: not known.
    package var address: UInt64
    /// How many usual addresses that one stands for, as its gateway's operator has it; 0: one.
    package var addressShare: UInt32

    package init(
        userID: UInt64 = 0,
        sessionID: UInt64 = 0,
        name: String = "",
        ratings: [UInt32] = [],
        connection: UInt64 = 0,
        attempt: UInt64 = 0,
        nextSequence: UInt64 = 0,
        address: UInt64 = 0,
        addressShare: UInt32 = 0
    ) {
        self.userID = userID
        self.sessionID = sessionID
        self.name = name
        self.ratings = ratings
        self.connection = connection
        self.attempt = attempt
        self.nextSequence = nextSequence
        self.address = address
        self.addressShare = addressShare
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct Resync: Sendable, Equatable {
    package init() {}

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct ListGames: Sendable, Equatable {
    package init() {}

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct Seek: Sendable, Equatable {
    package var tick: UInt32

    package init(tick: UInt32 = 0) {
        self.tick = tick
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// A replicated request outside the tick stream. Sequences of one session start at 1 and grow by 1, over requests and
/// binary command frames together; a repeated sequence gets its first outcome again.
package struct Request: Sendable, Equatable {
    package var sequence: UInt64
    package var action: Action?

    package enum Action: Sendable, Equatable {
        case joinQueue(JoinQueue)
        case leaveQueue(LeaveQueue)
        case createLobby(CreateLobby)
        case joinLobby(JoinLobby)
        case start(Start)
        case ready(Ready)
        case leaveMatch(LeaveMatch)
        case leaveLobby(LeaveLobby)
        case changeSettings(ChangeSettings)
        case kick(Kick)
        case chooseTeam(ChooseTeam)
        case chat(Chat)
        case rematch(Rematch)
        case watch(Watch)
        case fork(Fork)
        case emote(SendEmote)
    }

    package init(sequence: UInt64 = 0, action: Action? = nil) {
        self.sequence = sequence
        self.action = action
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// The player, or by its leader the whole lobby (4 members at most), waits for opponents in any of these modes.
package struct JoinQueue: Sendable, Equatable {
    /// 1 to 3, each once, of duel, two against two and free for all
    package var modes: [Mode]
    package var ranked: Bool

    package init(modes: [Mode] = [], ranked: Bool = false) {
        self.modes = modes
        self.ranked = ranked
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct LeaveQueue: Sendable, Equatable {
    package init() {}

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// A new lobby, whose first member and leader is the player. Solo without bots starts at once, without a lobby.
package struct CreateLobby: Sendable, Equatable {
    package var settings: LobbySettings?

    package init(settings: LobbySettings? = nil) {
        self.settings = settings
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct JoinLobby: Sendable, Equatable {
    package var code: String

    package init(code: String = "") {
        self.code = code
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct LeaveLobby: Sendable, Equatable {
    package init() {}

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct ChangeSettings: Sendable, Equatable {
    package var settings: LobbySettings?

    package init(settings: LobbySettings? = nil) {
        self.settings = settings
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct Kick: Sendable, Equatable {
    package var userID: UInt64

    package init(userID: UInt64 = 0) {
        self.userID = userID
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct ChooseTeam: Sendable, Equatable {
    package var team: UInt32

    package init(team: UInt32 = 0) {
        self.team = team
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct Chat: Sendable, Equatable {
    package var text: String

    package init(text: String = "") {
        self.text = text
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct Start: Sendable, Equatable {
    package init() {}

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct Ready: Sendable, Equatable {
    package init() {}

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct LeaveMatch: Sendable, Equatable {
    package init() {}

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct Rematch: Sendable, Equatable {
    package init() {}

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// To all who see the match that the player plays; from the countdown on. Kept nowhere. The simulation refuses it as a
/// request that it does not know until the version of behaviour is in force that brought it (MatchState.emotes).
package struct SendEmote: Sendable, Equatable {
    package var kind: EmoteKind

    package init(kind: EmoteKind = .unspecified) {
        self.kind = kind
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// The match of that number or, when it is 0, of the lobby with that code.
package struct Watch: Sendable, Equatable {
    package var matchID: UInt64
    package var code: String
    /// 1 + the tick to begin at; 0: as it is now
    package var from: UInt32

    package init(matchID: UInt64 = 0, code: String = "", from: UInt32 = 0) {
        self.matchID = matchID
        self.code = code
        self.from = from
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// A practice game against bots that goes on from the state of another match, with its snake of that slot as the
/// player's.
package struct Fork: Sendable, Equatable {
    /// that runs and may be watched, or of which there is a replay
    package var matchID: UInt64
    package var tick: UInt32
    package var slot: UInt32
    package var botLevel: BotLevel
    /// of the replay's name; 0: none was given, and only a match that runs can be played on from
    package var replayKey: UInt64

    package init(
        matchID: UInt64 = 0,
        tick: UInt32 = 0,
        slot: UInt32 = 0,
        botLevel: BotLevel = .none,
        replayKey: UInt64 = 0
    ) {
        self.matchID = matchID
        self.tick = tick
        self.slot = slot
        self.botLevel = botLevel
        self.replayKey = replayKey
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// What a lobby plays.
package struct LobbySettings: Sendable, Equatable {
    package var mode: Mode
    /// at most one less than the mode has seats; they take seats that members leave free
    package var bots: UInt32
    package var botLevel: BotLevel
    /// its matches are in no GameList, and only its code lets others watch
    package var hidden: Bool
    /// of MODE_CUSTOM only
    package var custom: CustomGame?

    package init(
        mode: Mode = .unspecified,
        bots: UInt32 = 0,
        botLevel: BotLevel = .none,
        hidden: Bool = false,
        custom: CustomGame? = nil
    ) {
        self.mode = mode
        self.bots = bots
        self.botLevel = botLevel
        self.hidden = hidden
        self.custom = custom
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// docs/guide/rules.md, section 2, has the bounds.
package struct CustomGame: Sendable, Equatable {
    package var width: UInt32
    package var height: UInt32
    package var endZones: Bool
    /// cells a second: 5, 10, 13 or 20
    package var speed: UInt32
    package var food: UInt32
    /// seats
    package var players: UInt32
    /// 0: no limit
    package var minutes: UInt32

    package init(
        width: UInt32 = 0,
        height: UInt32 = 0,
        endZones: Bool = false,
        speed: UInt32 = 0,
        food: UInt32 = 0,
        players: UInt32 = 0,
        minutes: UInt32 = 0
    ) {
        self.width = width
        self.height = height
        self.endZones = endZones
        self.speed = speed
        self.food = food
        self.players = players
        self.minutes = minutes
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// Simulation to gateway.
package struct PlayDown: Sendable, Equatable {
    package var event: Event?

    package enum Event: Sendable, Equatable {
        case attached(Attached)
        case outcome(Outcome)
        case queue(QueueState)
        case match(MatchState)
        /// One binary game frame, passed on undecoded (docs/guide/protocol.md, "Binary frames").
        case frame([UInt8])
        case lobby(LobbyState)
        case chat(ChatLines)
        case games(GameList)
        /// The last message of a stream that does not get, or no longer has, its session. A gateway that does not know
        /// it reads the status.
        case refused(Refused)
        /// A gateway that does not know it passes it over.
        case emote(EmoteShown)
    }

    package init(event: Event? = nil) {
        self.event = event
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct Refused: Sendable, Equatable {
    package var reason: RefusalReason
    /// the highest number of the session; 0: none, or not known
    package var connection: UInt64

    package init(reason: RefusalReason = .unspecified, connection: UInt64 = 0) {
        self.reason = reason
        self.connection = connection
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// The session is known. `last_sequence` is the highest sequence this session has an outcome for (0 if none): the
/// client drops what its outbox holds up to there once it has seen the outcomes, and sends the rest again.
package struct Attached: Sendable, Equatable {
    package var lastSequence: UInt64
    package var nodeID: UInt64

    package init(lastSequence: UInt64 = 0, nodeID: UInt64 = 0) {
        self.lastSequence = lastSequence
        self.nodeID = nodeID
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// The fate of one request: committed and applied, exactly once.
package struct Outcome: Sendable, Equatable {
    package var sequence: UInt64
    package var code: OutcomeCode

    package init(sequence: UInt64 = 0, code: OutcomeCode = .accepted) {
        self.sequence = sequence
        self.code = code
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// Sent whenever the player's place in the queue changes, or the number waiting there.
package struct QueueState: Sendable, Equatable {
    /// none: not queued
    package var queues: [QueueLength]
    package var ranked: Bool

    package init(queues: [QueueLength] = [], ranked: Bool = false) {
        self.queues = queues
        self.ranked = ranked
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct QueueLength: Sendable, Equatable {
    package var mode: Mode
    /// players waiting for that mode, this one included
    package var waiting: UInt32

    package init(mode: Mode = .unspecified, waiting: UInt32 = 0) {
        self.mode = mode
        self.waiting = waiting
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// The whole state of the player's lobby but for the chat; sent on each change and on attach.
package struct LobbyState: Sendable, Equatable {
    /// empty: the player is in no lobby
    package var code: String
    package var leaderID: UInt64
    /// in the order in which they came
    package var members: [LobbyMember]
    package var settings: LobbySettings?
    /// that a start would seat now
    package var bots: [LobbyBot]
    /// that the lobby plays; 0: none
    package var matchID: UInt64
    /// what a start by the leader would come to now
    package var start: OutcomeCode

    package init(
        code: String = "",
        leaderID: UInt64 = 0,
        members: [LobbyMember] = [],
        settings: LobbySettings? = nil,
        bots: [LobbyBot] = [],
        matchID: UInt64 = 0,
        start: OutcomeCode = .accepted
    ) {
        self.code = code
        self.leaderID = leaderID
        self.members = members
        self.settings = settings
        self.bots = bots
        self.matchID = matchID
        self.start = start
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct LobbyMember: Sendable, Equatable {
    package var userID: UInt64
    package var name: String
    package var connected: Bool
    /// as in ChooseTeam
    package var teamWish: UInt32
    /// that a start would give now; 255: watches
    package var slot: UInt32
    /// of that slot
    package var team: UInt32
    /// plays or watches
    package var inMatch: Bool

    package init(
        userID: UInt64 = 0,
        name: String = "",
        connected: Bool = false,
        teamWish: UInt32 = 0,
        slot: UInt32 = 0,
        team: UInt32 = 0,
        inMatch: Bool = false
    ) {
        self.userID = userID
        self.name = name
        self.connected = connected
        self.teamWish = teamWish
        self.slot = slot
        self.team = team
        self.inMatch = inMatch
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct LobbyBot: Sendable, Equatable {
    package var slot: UInt32
    package var team: UInt32
    package var level: BotLevel

    package init(slot: UInt32 = 0, team: UInt32 = 0, level: BotLevel = .none) {
        self.slot = slot
        self.team = team
        self.level = level
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// Lines of the lobby's chat: the last 50 on attach and on joining, then each as it comes.
package struct ChatLines: Sendable, Equatable {
    /// of the lobby
    package var code: String
    package var lines: [ChatLine]

    package init(code: String = "", lines: [ChatLine] = []) {
        self.code = code
        self.lines = lines
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct ChatLine: Sendable, Equatable {
    /// counts from 1 in a lobby
    package var number: UInt64
    package var userID: UInt64
    package var name: String
    package var text: String

    package init(number: UInt64 = 0, userID: UInt64 = 0, name: String = "", text: String = "") {
        self.number = number
        self.userID = userID
        self.name = name
        self.text = text
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// What a player has shown to all who see the match.
package struct EmoteShown: Sendable, Equatable {
    package var matchID: UInt64
    package var slot: UInt32
    package var kind: EmoteKind

    package init(matchID: UInt64 = 0, slot: UInt32 = 0, kind: EmoteKind = .unspecified) {
        self.matchID = matchID
        self.slot = slot
        self.kind = kind
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// Matches that may be watched: those with most watchers first, then the newest; at most 50.
package struct GameList: Sendable, Equatable {
    package var games: [GameSummary]

    package init(games: [GameSummary] = []) {
        self.games = games
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct GameSummary: Sendable, Equatable {
    package var matchID: UInt64
    package var mode: Mode
    /// in slot order
    package var players: [GameSide]
    package var spectators: UInt32
    /// of game time
    package var ageMs: UInt32
    package var ranked: Bool
    /// docs/guide/protocol.md, section 5; a few dozen bytes, 700 at most
    package var picture: String

    package init(
        matchID: UInt64 = 0,
        mode: Mode = .unspecified,
        players: [GameSide] = [],
        spectators: UInt32 = 0,
        ageMs: UInt32 = 0,
        ranked: Bool = false,
        picture: String = ""
    ) {
        self.matchID = matchID
        self.mode = mode
        self.players = players
        self.spectators = spectators
        self.ageMs = ageMs
        self.ranked = ranked
        self.picture = picture
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct GameSide: Sendable, Equatable {
    package var name: String
    package var team: UInt32
    /// as in Player
    package var score: UInt32
    package var bot: BotLevel

    package init(name: String = "", team: UInt32 = 0, score: UInt32 = 0, bot: BotLevel = .none) {
        self.name = name
        self.team = team
        self.score = score
        self.bot = bot
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// The whole state of the player's match outside the board; sent on each change and on attach.
package struct MatchState: Sendable, Equatable {
    package var matchID: UInt64
    /// of the lobby that plays it; empty: a queue made it, or the lobby is gone
    package var code: String
    package var mode: Mode
    package var phase: MatchState.Phase
    /// of READYING and COUNTDOWN
    package var remainingMs: UInt32
    /// in slot order
    package var players: [Player]
    /// index into players; 255: spectator
    package var yourSlot: UInt32
    /// SHA-256 of the 16-byte seed, from READYING on
    package var seedCommitment: [UInt8]
    /// the seed itself, once ENDED
    package var seed: [UInt8]
    package var endReason: EndReason
    package var ranked: Bool
    package var spectators: UInt32
    package var rules: Rules?
    /// of a practice game that began as a Fork; else absent
    package var origin: ForkOrigin?
    /// SendEmote is known to the version of behaviour in force
    package var emotes: Bool

    package enum Phase: RawRepresentable, Sendable, Hashable {
        /// the player is in no match
        case unspecified
        /// rules section 7: every player confirms, 15 s at most
        case readying
        /// 3 s
        case countdown
        case running
        case ended
        /// A value that this version does not know; it keeps its number.
        case unrecognized(Int32)

        package init(rawValue: Int32) {
            switch rawValue {
            case 0: self = .unspecified
            case 2: self = .readying
            case 3: self = .countdown
            case 4: self = .running
            case 5: self = .ended
            default: self = .unrecognized(rawValue)
            }
        }

        package var rawValue: Int32 {
            switch self {
            case .unspecified: 0
            case .readying: 2
            case .countdown: 3
            case .running: 4
            case .ended: 5
            case .unrecognized(let rawValue): rawValue
            }
        }
    }

    package init(
        matchID: UInt64 = 0,
        code: String = "",
        mode: Mode = .unspecified,
        phase: MatchState.Phase = .unspecified,
        remainingMs: UInt32 = 0,
        players: [Player] = [],
        yourSlot: UInt32 = 0,
        seedCommitment: [UInt8] = [],
        seed: [UInt8] = [],
        endReason: EndReason = .unspecified,
        ranked: Bool = false,
        spectators: UInt32 = 0,
        rules: Rules? = nil,
        origin: ForkOrigin? = nil,
        emotes: Bool = false
    ) {
        self.matchID = matchID
        self.code = code
        self.mode = mode
        self.phase = phase
        self.remainingMs = remainingMs
        self.players = players
        self.yourSlot = yourSlot
        self.seedCommitment = seedCommitment
        self.seed = seed
        self.endReason = endReason
        self.ranked = ranked
        self.spectators = spectators
        self.rules = rules
        self.origin = origin
        self.emotes = emotes
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// Where a practice game comes from.
package struct ForkOrigin: Sendable, Equatable {
    package var matchID: UInt64
    package var tick: UInt32

    package init(matchID: UInt64 = 0, tick: UInt32 = 0) {
        self.matchID = matchID
        self.tick = tick
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// What the match is played by (docs/guide/rules.md, section 2).
package struct Rules: Sendable, Equatable {
    package var width: UInt32
    package var height: UInt32
    /// 0: no teams
    package var endZoneDepth: UInt32
    /// cells a second
    package var speed: UInt32
    package var bankTarget: UInt32
    package var food: UInt32
    /// 0: no limit
    package var minutes: UInt32

    package init(
        width: UInt32 = 0,
        height: UInt32 = 0,
        endZoneDepth: UInt32 = 0,
        speed: UInt32 = 0,
        bankTarget: UInt32 = 0,
        food: UInt32 = 0,
        minutes: UInt32 = 0
    ) {
        self.width = width
        self.height = height
        self.endZoneDepth = endZoneDepth
        self.speed = speed
        self.bankTarget = bankTarget
        self.food = food
        self.minutes = minutes
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct Player: Sendable, Equatable {
    package var userID: UInt64
    package var name: String
    package var team: UInt32
    package var ready: Bool
    package var connected: Bool
    /// final once ENDED: the team's bank in team modes, else the snake's score
    package var score: UInt32
    /// from 1, ties share one; 0 while not ENDED
    package var rank: UInt32
    /// BOT_NONE: a person; else user_id is 0
    package var bot: BotLevel
    /// a bot steers for the player, whose connection is lost
    package var standIn: Bool
    /// a warning: until the player is removed unless a command comes; 0: none
    package var idleMs: UInt32
    /// has asked for one
    package var rematch: Bool

    package init(
        userID: UInt64 = 0,
        name: String = "",
        team: UInt32 = 0,
        ready: Bool = false,
        connected: Bool = false,
        score: UInt32 = 0,
        rank: UInt32 = 0,
        bot: BotLevel = .none,
        standIn: Bool = false,
        idleMs: UInt32 = 0,
        rematch: Bool = false
    ) {
        self.userID = userID
        self.name = name
        self.team = team
        self.ready = ready
        self.connected = connected
        self.score = score
        self.rank = rank
        self.bot = bot
        self.standIn = standIn
        self.idleMs = idleMs
        self.rematch = rematch
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct SummaryRequest: Sendable, Equatable {
    /// without state_hash and world_bytes, for which the whole world is encoded
    package var brief: Bool
    /// with what the consensus of this node says
    package var consensus: Bool

    package init(brief: Bool = false, consensus: Bool = false) {
        self.brief = brief
        self.consensus = consensus
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct SummaryReply: Sendable, Equatable {
    package var nodeID: UInt64
    package var appliedIndex: UInt64
    package var worldTick: UInt64
    package var sessionsAttached: UInt32
    package var matches: UInt32
    package var players: UInt32
    package var ready: Bool
    /// of the world at applied_index
    package var stateHash: UInt64
    package var lobbies: UInt32
    package var spectators: UInt32
    /// of the world, encoded
    package var worldBytes: UInt64
    /// the world differs from the majority's; not ready until it has been restored
    package var quarantined: Bool
    /// the version of behaviour in force in this world; 0: none yet
    package var behaviour: UInt32
    /// what this build can apply
    package var oldestKnown: UInt32
    package var newestKnown: UInt32
    /// another version wrote what comes next: this build cannot go on; not ready
    package var stopped: String
    /// If it was asked for, and this node's consensus has answered within 300 ms: its StatusReply, encoded.
    package var consensus: [UInt8]

    package init(
        nodeID: UInt64 = 0,
        appliedIndex: UInt64 = 0,
        worldTick: UInt64 = 0,
        sessionsAttached: UInt32 = 0,
        matches: UInt32 = 0,
        players: UInt32 = 0,
        ready: Bool = false,
        stateHash: UInt64 = 0,
        lobbies: UInt32 = 0,
        spectators: UInt32 = 0,
        worldBytes: UInt64 = 0,
        quarantined: Bool = false,
        behaviour: UInt32 = 0,
        oldestKnown: UInt32 = 0,
        newestKnown: UInt32 = 0,
        stopped: String = "",
        consensus: [UInt8] = []
    ) {
        self.nodeID = nodeID
        self.appliedIndex = appliedIndex
        self.worldTick = worldTick
        self.sessionsAttached = sessionsAttached
        self.matches = matches
        self.players = players
        self.ready = ready
        self.stateHash = stateHash
        self.lobbies = lobbies
        self.spectators = spectators
        self.worldBytes = worldBytes
        self.quarantined = quarantined
        self.behaviour = behaviour
        self.oldestKnown = oldestKnown
        self.newestKnown = newestKnown
        self.stopped = stopped
        self.consensus = consensus
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package enum Mode: RawRepresentable, Sendable, Hashable {
    case unspecified
    case duel
    case freeForAll
    case solo
    /// two against two
    case teams
    /// as CustomGame says
    case custom
    /// A value that this version does not know; it keeps its number.
    case unrecognized(Int32)

    package init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .unspecified
        case 1: self = .duel
        case 2: self = .freeForAll
        case 3: self = .solo
        case 4: self = .teams
        case 5: self = .custom
        default: self = .unrecognized(rawValue)
        }
    }

    package var rawValue: Int32 {
        switch self {
        case .unspecified: 0
        case .duel: 1
        case .freeForAll: 2
        case .solo: 3
        case .teams: 4
        case .custom: 5
        case .unrecognized(let rawValue): rawValue
        }
    }
}

/// How well a bot plays.
package enum BotLevel: RawRepresentable, Sendable, Hashable {
    /// no bot
    case none
    case easy
    case normal
    case hard
    /// A value that this version does not know; it keeps its number.
    case unrecognized(Int32)

    package init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .none
        case 1: self = .easy
        case 2: self = .normal
        case 3: self = .hard
        default: self = .unrecognized(rawValue)
        }
    }

    package var rawValue: Int32 {
        switch self {
        case .none: 0
        case .easy: 1
        case .normal: 2
        case .hard: 3
        case .unrecognized(let rawValue): rawValue
        }
    }
}

package enum EmoteKind: RawRepresentable, Sendable, Hashable {
    case unspecified
    case hello
    case laugh
    case wow
    case angry
    case heart
    case goodGame
    /// A value that this version does not know; it keeps its number.
    case unrecognized(Int32)

    package init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .unspecified
        case 1: self = .hello
        case 2: self = .laugh
        case 3: self = .wow
        case 4: self = .angry
        case 5: self = .heart
        case 6: self = .goodGame
        default: self = .unrecognized(rawValue)
        }
    }

    package var rawValue: Int32 {
        switch self {
        case .unspecified: 0
        case .hello: 1
        case .laugh: 2
        case .wow: 3
        case .angry: 4
        case .heart: 5
        case .goodGame: 6
        case .unrecognized(let rawValue): rawValue
        }
    }
}

package enum RefusalReason: RawRepresentable, Sendable, Hashable {
    case unspecified
    /// another stream has the session
    case newerConnection
    /// newer sessions of the user have taken its place
    case tooManySessions
    /// no room for another user
    case worldFull
    /// the session is not known here, or was taken for gone; nothing is wrong with this simulation
    case attachAgain
    /// A value that this version does not know; it keeps its number.
    case unrecognized(Int32)

    package init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .unspecified
        case 1: self = .newerConnection
        case 2: self = .tooManySessions
        case 3: self = .worldFull
        case 4: self = .attachAgain
        default: self = .unrecognized(rawValue)
        }
    }

    package var rawValue: Int32 {
        switch self {
        case .unspecified: 0
        case .newerConnection: 1
        case .tooManySessions: 2
        case .worldFull: 3
        case .attachAgain: 4
        case .unrecognized(let rawValue): rawValue
        }
    }
}

package enum OutcomeCode: RawRepresentable, Sendable, Hashable {
    case accepted
    /// no lobby has that code
    case unknownCode
    /// 64 watch it
    case matchFull
    case alreadyInMatch
    case notInMatch
    case alreadyQueued
    case notQueued
    /// e.g. a rematch before the end
    case notAllowed
    /// a mode or a value this version does not know
    case invalid
    /// rules section 1
    case oppositeTurn
    /// stamped more than 20 ticks ahead, rules section 8
    case tooFarAhead
    /// a second turn in one tick
    case onePerTick
    /// the sequence is older than the outcomes kept (64 per session)
    case stale
    /// the world is full (players or matches); try again later
    case overloaded
    /// nothing can be played with them
    case invalidSettings
    case lobbyFull
    /// the player, or the one to be removed
    case notInLobby
    case notLeader
    case tooFewPlayers
    /// nothing to watch there, or to play on from
    case unknownMatch
    /// of chat and emotes together: five at once, then one a second
    case tooManyMessages
    case invalidText
    /// for a queue, or for one of the modes
    case partyTooLarge
    /// A value that this version does not know; it keeps its number.
    case unrecognized(Int32)

    package init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .accepted
        case 1: self = .unknownCode
        case 2: self = .matchFull
        case 3: self = .alreadyInMatch
        case 4: self = .notInMatch
        case 5: self = .alreadyQueued
        case 6: self = .notQueued
        case 7: self = .notAllowed
        case 8: self = .invalid
        case 9: self = .oppositeTurn
        case 10: self = .tooFarAhead
        case 11: self = .onePerTick
        case 12: self = .stale
        case 13: self = .overloaded
        case 14: self = .invalidSettings
        case 15: self = .lobbyFull
        case 16: self = .notInLobby
        case 17: self = .notLeader
        case 18: self = .tooFewPlayers
        case 19: self = .unknownMatch
        case 20: self = .tooManyMessages
        case 21: self = .invalidText
        case 22: self = .partyTooLarge
        default: self = .unrecognized(rawValue)
        }
    }

    package var rawValue: Int32 {
        switch self {
        case .accepted: 0
        case .unknownCode: 1
        case .matchFull: 2
        case .alreadyInMatch: 3
        case .notInMatch: 4
        case .alreadyQueued: 5
        case .notQueued: 6
        case .notAllowed: 7
        case .invalid: 8
        case .oppositeTurn: 9
        case .tooFarAhead: 10
        case .onePerTick: 11
        case .stale: 12
        case .overloaded: 13
        case .invalidSettings: 14
        case .lobbyFull: 15
        case .notInLobby: 16
        case .notLeader: 17
        case .tooFewPlayers: 18
        case .unknownMatch: 19
        case .tooManyMessages: 20
        case .invalidText: 21
        case .partyTooLarge: 22
        case .unrecognized(let rawValue): rawValue
        }
    }
}

package enum EndReason: RawRepresentable, Sendable, Hashable {
    case unspecified
    /// a team's bank reached the target
    case score
    /// nobody left, or one left who leads alone
    case allDead
    /// the other side left
    case left
    case draw
    case noContest
    /// of a custom game
    case time
    /// A value that this version does not know; it keeps its number.
    case unrecognized(Int32)

    package init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .unspecified
        case 1: self = .score
        case 2: self = .allDead
        case 3: self = .left
        case 4: self = .draw
        case 5: self = .noContest
        case 6: self = .time
        default: self = .unrecognized(rawValue)
        }
    }

    package var rawValue: Int32 {
        switch self {
        case .unspecified: 0
        case .score: 1
        case .allDead: 2
        case .left: 3
        case .draw: 4
        case .noContest: 5
        case .time: 6
        case .unrecognized(let rawValue): rawValue
        }
    }
}

extension PlayUp: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__PlayUp> { unsafe snaketron__v1__play_up__init }
    static var unpack: Unpack<Snaketron__V1__PlayUp> { unsafe snaketron__v1__play_up__unpack }

    init(_ raw: Snaketron__V1__PlayUp) throws(WireError) {
        switch unsafe raw.event_case {
        case SNAKETRON__V1__PLAY_UP__EVENT_HELLO:
            event = .hello(try unsafe ProtobufCoding.present(raw.hello))
        case SNAKETRON__V1__PLAY_UP__EVENT_REQUEST:
            event = .request(try unsafe ProtobufCoding.present(raw.request))
        case SNAKETRON__V1__PLAY_UP__EVENT_FRAME:
            event = .frame(unsafe ProtobufCoding.bytes(raw.frame))
        case SNAKETRON__V1__PLAY_UP__EVENT_RESYNC:
            event = .resync(try unsafe ProtobufCoding.present(raw.resync))
        case SNAKETRON__V1__PLAY_UP__EVENT_LIST_GAMES:
            event = .listGames(try unsafe ProtobufCoding.present(raw.list_games))
        case SNAKETRON__V1__PLAY_UP__EVENT_SEEK:
            event = .seek(try unsafe ProtobufCoding.present(raw.seek))
        default:
            event = nil
        }
    }

    func fill(_ raw: inout Snaketron__V1__PlayUp, in arena: inout MemoryArena) {
        switch self.event {
        case .hello(let value):
            unsafe raw.event_case = SNAKETRON__V1__PLAY_UP__EVENT_HELLO
            unsafe raw.hello = arena.copy(value)
        case .request(let value):
            unsafe raw.event_case = SNAKETRON__V1__PLAY_UP__EVENT_REQUEST
            unsafe raw.request = arena.copy(value)
        case .frame(let value):
            unsafe raw.event_case = SNAKETRON__V1__PLAY_UP__EVENT_FRAME
            unsafe raw.frame = arena.copy(value)
        case .resync(let value):
            unsafe raw.event_case = SNAKETRON__V1__PLAY_UP__EVENT_RESYNC
            unsafe raw.resync = arena.copy(value)
        case .listGames(let value):
            unsafe raw.event_case = SNAKETRON__V1__PLAY_UP__EVENT_LIST_GAMES
            unsafe raw.list_games = arena.copy(value)
        case .seek(let value):
            unsafe raw.event_case = SNAKETRON__V1__PLAY_UP__EVENT_SEEK
            unsafe raw.seek = arena.copy(value)
        case nil:
            break
        }
    }
}

extension Hello: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Hello> { unsafe snaketron__v1__hello__init }
    static var unpack: Unpack<Snaketron__V1__Hello> { unsafe snaketron__v1__hello__unpack }

    init(_ raw: Snaketron__V1__Hello) throws(WireError) {
        userID = unsafe raw.user_id
        sessionID = unsafe raw.session_id
        name = try unsafe ProtobufCoding.text(raw.name)
        ratings = unsafe ProtobufCoding.numbers(raw.n_ratings, raw.ratings)
        connection = unsafe raw.connection
        attempt = unsafe raw.attempt
        nextSequence = unsafe raw.next_sequence
        address = unsafe raw.address
        addressShare = unsafe raw.address_share
    }

    func fill(_ raw: inout Snaketron__V1__Hello, in arena: inout MemoryArena) {
        unsafe raw.user_id = self.userID
        unsafe raw.session_id = self.sessionID
        unsafe raw.name = arena.copy(self.name)
        unsafe (raw.n_ratings, raw.ratings) = arena.copy(self.ratings)
        unsafe raw.connection = self.connection
        unsafe raw.attempt = self.attempt
        unsafe raw.next_sequence = self.nextSequence
        unsafe raw.address = self.address
        unsafe raw.address_share = self.addressShare
    }
}

extension Resync: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Resync> { unsafe snaketron__v1__resync__init }
    static var unpack: Unpack<Snaketron__V1__Resync> { unsafe snaketron__v1__resync__unpack }

    init(_: Snaketron__V1__Resync) throws(WireError) {
    }

    func fill(_ raw: inout Snaketron__V1__Resync, in arena: inout MemoryArena) {
    }
}

extension ListGames: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__ListGames> { unsafe snaketron__v1__list_games__init }
    static var unpack: Unpack<Snaketron__V1__ListGames> { unsafe snaketron__v1__list_games__unpack }

    init(_: Snaketron__V1__ListGames) throws(WireError) {
    }

    func fill(_ raw: inout Snaketron__V1__ListGames, in arena: inout MemoryArena) {
    }
}

extension Seek: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Seek> { unsafe snaketron__v1__seek__init }
    static var unpack: Unpack<Snaketron__V1__Seek> { unsafe snaketron__v1__seek__unpack }

    init(_ raw: Snaketron__V1__Seek) throws(WireError) {
        tick = unsafe raw.tick
    }

    func fill(_ raw: inout Snaketron__V1__Seek, in arena: inout MemoryArena) {
        unsafe raw.tick = self.tick
    }
}

extension Request: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Request> { unsafe snaketron__v1__request__init }
    static var unpack: Unpack<Snaketron__V1__Request> { unsafe snaketron__v1__request__unpack }

    init(_ raw: Snaketron__V1__Request) throws(WireError) {
        sequence = unsafe raw.sequence
        switch unsafe raw.action_case {
        case SNAKETRON__V1__REQUEST__ACTION_JOIN_QUEUE:
            action = .joinQueue(try unsafe ProtobufCoding.present(raw.join_queue))
        case SNAKETRON__V1__REQUEST__ACTION_LEAVE_QUEUE:
            action = .leaveQueue(try unsafe ProtobufCoding.present(raw.leave_queue))
        case SNAKETRON__V1__REQUEST__ACTION_CREATE_LOBBY:
            action = .createLobby(try unsafe ProtobufCoding.present(raw.create_lobby))
        case SNAKETRON__V1__REQUEST__ACTION_JOIN_LOBBY:
            action = .joinLobby(try unsafe ProtobufCoding.present(raw.join_lobby))
        case SNAKETRON__V1__REQUEST__ACTION_START:
            action = .start(try unsafe ProtobufCoding.present(raw.start))
        case SNAKETRON__V1__REQUEST__ACTION_READY:
            action = .ready(try unsafe ProtobufCoding.present(raw.ready))
        case SNAKETRON__V1__REQUEST__ACTION_LEAVE_MATCH:
            action = .leaveMatch(try unsafe ProtobufCoding.present(raw.leave_match))
        case SNAKETRON__V1__REQUEST__ACTION_LEAVE_LOBBY:
            action = .leaveLobby(try unsafe ProtobufCoding.present(raw.leave_lobby))
        case SNAKETRON__V1__REQUEST__ACTION_CHANGE_SETTINGS:
            action = .changeSettings(try unsafe ProtobufCoding.present(raw.change_settings))
        case SNAKETRON__V1__REQUEST__ACTION_KICK:
            action = .kick(try unsafe ProtobufCoding.present(raw.kick))
        case SNAKETRON__V1__REQUEST__ACTION_CHOOSE_TEAM:
            action = .chooseTeam(try unsafe ProtobufCoding.present(raw.choose_team))
        case SNAKETRON__V1__REQUEST__ACTION_CHAT:
            action = .chat(try unsafe ProtobufCoding.present(raw.chat))
        case SNAKETRON__V1__REQUEST__ACTION_REMATCH:
            action = .rematch(try unsafe ProtobufCoding.present(raw.rematch))
        case SNAKETRON__V1__REQUEST__ACTION_WATCH:
            action = .watch(try unsafe ProtobufCoding.present(raw.watch))
        case SNAKETRON__V1__REQUEST__ACTION_FORK:
            action = .fork(try unsafe ProtobufCoding.present(raw.fork))
        case SNAKETRON__V1__REQUEST__ACTION_EMOTE:
            action = .emote(try unsafe ProtobufCoding.present(raw.emote))
        default:
            action = nil
        }
    }

    func fill(_ raw: inout Snaketron__V1__Request, in arena: inout MemoryArena) {
        unsafe raw.sequence = self.sequence
        switch self.action {
        case .joinQueue(let value):
            unsafe raw.action_case = SNAKETRON__V1__REQUEST__ACTION_JOIN_QUEUE
            unsafe raw.join_queue = arena.copy(value)
        case .leaveQueue(let value):
            unsafe raw.action_case = SNAKETRON__V1__REQUEST__ACTION_LEAVE_QUEUE
            unsafe raw.leave_queue = arena.copy(value)
        case .createLobby(let value):
            unsafe raw.action_case = SNAKETRON__V1__REQUEST__ACTION_CREATE_LOBBY
            unsafe raw.create_lobby = arena.copy(value)
        case .joinLobby(let value):
            unsafe raw.action_case = SNAKETRON__V1__REQUEST__ACTION_JOIN_LOBBY
            unsafe raw.join_lobby = arena.copy(value)
        case .start(let value):
            unsafe raw.action_case = SNAKETRON__V1__REQUEST__ACTION_START
            unsafe raw.start = arena.copy(value)
        case .ready(let value):
            unsafe raw.action_case = SNAKETRON__V1__REQUEST__ACTION_READY
            unsafe raw.ready = arena.copy(value)
        case .leaveMatch(let value):
            unsafe raw.action_case = SNAKETRON__V1__REQUEST__ACTION_LEAVE_MATCH
            unsafe raw.leave_match = arena.copy(value)
        case .leaveLobby(let value):
            unsafe raw.action_case = SNAKETRON__V1__REQUEST__ACTION_LEAVE_LOBBY
            unsafe raw.leave_lobby = arena.copy(value)
        case .changeSettings(let value):
            unsafe raw.action_case = SNAKETRON__V1__REQUEST__ACTION_CHANGE_SETTINGS
            unsafe raw.change_settings = arena.copy(value)
        case .kick(let value):
            unsafe raw.action_case = SNAKETRON__V1__REQUEST__ACTION_KICK
            unsafe raw.kick = arena.copy(value)
        case .chooseTeam(let value):
            unsafe raw.action_case = SNAKETRON__V1__REQUEST__ACTION_CHOOSE_TEAM
            unsafe raw.choose_team = arena.copy(value)
        case .chat(let value):
            unsafe raw.action_case = SNAKETRON__V1__REQUEST__ACTION_CHAT
            unsafe raw.chat = arena.copy(value)
        case .rematch(let value):
            unsafe raw.action_case = SNAKETRON__V1__REQUEST__ACTION_REMATCH
            unsafe raw.rematch = arena.copy(value)
        case .watch(let value):
            unsafe raw.action_case = SNAKETRON__V1__REQUEST__ACTION_WATCH
            unsafe raw.watch = arena.copy(value)
        case .fork(let value):
            unsafe raw.action_case = SNAKETRON__V1__REQUEST__ACTION_FORK
            unsafe raw.fork = arena.copy(value)
        case .emote(let value):
            unsafe raw.action_case = SNAKETRON__V1__REQUEST__ACTION_EMOTE
            unsafe raw.emote = arena.copy(value)
        case nil:
            break
        }
    }
}

extension JoinQueue: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__JoinQueue> { unsafe snaketron__v1__join_queue__init }
    static var unpack: Unpack<Snaketron__V1__JoinQueue> { unsafe snaketron__v1__join_queue__unpack }

    init(_ raw: Snaketron__V1__JoinQueue) throws(WireError) {
        modes = unsafe ProtobufCoding.enums(raw.n_modes, raw.modes, Mode.init(rawValue:))
        ranked = unsafe raw.ranked != 0
    }

    func fill(_ raw: inout Snaketron__V1__JoinQueue, in arena: inout MemoryArena) {
        unsafe (raw.n_modes, raw.modes) = arena.copy(self.modes.map { .init(rawValue: UInt32(bitPattern: $0.rawValue)) })
        unsafe raw.ranked = self.ranked ? 1 : 0
    }
}

extension LeaveQueue: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__LeaveQueue> { unsafe snaketron__v1__leave_queue__init }
    static var unpack: Unpack<Snaketron__V1__LeaveQueue> { unsafe snaketron__v1__leave_queue__unpack }

    init(_: Snaketron__V1__LeaveQueue) throws(WireError) {
    }

    func fill(_ raw: inout Snaketron__V1__LeaveQueue, in arena: inout MemoryArena) {
    }
}

extension CreateLobby: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__CreateLobby> { unsafe snaketron__v1__create_lobby__init }
    static var unpack: Unpack<Snaketron__V1__CreateLobby> { unsafe snaketron__v1__create_lobby__unpack }

    init(_ raw: Snaketron__V1__CreateLobby) throws(WireError) {
        settings = try unsafe ProtobufCoding.message(raw.settings)
    }

    func fill(_ raw: inout Snaketron__V1__CreateLobby, in arena: inout MemoryArena) {
        unsafe raw.settings = arena.copy(ifPresent: self.settings)
    }
}

extension JoinLobby: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__JoinLobby> { unsafe snaketron__v1__join_lobby__init }
    static var unpack: Unpack<Snaketron__V1__JoinLobby> { unsafe snaketron__v1__join_lobby__unpack }

    init(_ raw: Snaketron__V1__JoinLobby) throws(WireError) {
        code = try unsafe ProtobufCoding.text(raw.code)
    }

    func fill(_ raw: inout Snaketron__V1__JoinLobby, in arena: inout MemoryArena) {
        unsafe raw.code = arena.copy(self.code)
    }
}

extension LeaveLobby: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__LeaveLobby> { unsafe snaketron__v1__leave_lobby__init }
    static var unpack: Unpack<Snaketron__V1__LeaveLobby> { unsafe snaketron__v1__leave_lobby__unpack }

    init(_: Snaketron__V1__LeaveLobby) throws(WireError) {
    }

    func fill(_ raw: inout Snaketron__V1__LeaveLobby, in arena: inout MemoryArena) {
    }
}

extension ChangeSettings: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__ChangeSettings> { unsafe snaketron__v1__change_settings__init }
    static var unpack: Unpack<Snaketron__V1__ChangeSettings> { unsafe snaketron__v1__change_settings__unpack }

    init(_ raw: Snaketron__V1__ChangeSettings) throws(WireError) {
        settings = try unsafe ProtobufCoding.message(raw.settings)
    }

    func fill(_ raw: inout Snaketron__V1__ChangeSettings, in arena: inout MemoryArena) {
        unsafe raw.settings = arena.copy(ifPresent: self.settings)
    }
}

extension Kick: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Kick> { unsafe snaketron__v1__kick__init }
    static var unpack: Unpack<Snaketron__V1__Kick> { unsafe snaketron__v1__kick__unpack }

    init(_ raw: Snaketron__V1__Kick) throws(WireError) {
        userID = unsafe raw.user_id
    }

    func fill(_ raw: inout Snaketron__V1__Kick, in arena: inout MemoryArena) {
        unsafe raw.user_id = self.userID
    }
}

extension ChooseTeam: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__ChooseTeam> { unsafe snaketron__v1__choose_team__init }
    static var unpack: Unpack<Snaketron__V1__ChooseTeam> { unsafe snaketron__v1__choose_team__unpack }

    init(_ raw: Snaketron__V1__ChooseTeam) throws(WireError) {
        team = unsafe raw.team
    }

    func fill(_ raw: inout Snaketron__V1__ChooseTeam, in arena: inout MemoryArena) {
        unsafe raw.team = self.team
    }
}

extension Chat: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Chat> { unsafe snaketron__v1__chat__init }
    static var unpack: Unpack<Snaketron__V1__Chat> { unsafe snaketron__v1__chat__unpack }

    init(_ raw: Snaketron__V1__Chat) throws(WireError) {
        text = try unsafe ProtobufCoding.text(raw.text)
    }

    func fill(_ raw: inout Snaketron__V1__Chat, in arena: inout MemoryArena) {
        unsafe raw.text = arena.copy(self.text)
    }
}

extension Start: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Start> { unsafe snaketron__v1__start__init }
    static var unpack: Unpack<Snaketron__V1__Start> { unsafe snaketron__v1__start__unpack }

    init(_: Snaketron__V1__Start) throws(WireError) {
    }

    func fill(_ raw: inout Snaketron__V1__Start, in arena: inout MemoryArena) {
    }
}

extension Ready: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Ready> { unsafe snaketron__v1__ready__init }
    static var unpack: Unpack<Snaketron__V1__Ready> { unsafe snaketron__v1__ready__unpack }

    init(_: Snaketron__V1__Ready) throws(WireError) {
    }

    func fill(_ raw: inout Snaketron__V1__Ready, in arena: inout MemoryArena) {
    }
}

extension LeaveMatch: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__LeaveMatch> { unsafe snaketron__v1__leave_match__init }
    static var unpack: Unpack<Snaketron__V1__LeaveMatch> { unsafe snaketron__v1__leave_match__unpack }

    init(_: Snaketron__V1__LeaveMatch) throws(WireError) {
    }

    func fill(_ raw: inout Snaketron__V1__LeaveMatch, in arena: inout MemoryArena) {
    }
}

extension Rematch: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Rematch> { unsafe snaketron__v1__rematch__init }
    static var unpack: Unpack<Snaketron__V1__Rematch> { unsafe snaketron__v1__rematch__unpack }

    init(_: Snaketron__V1__Rematch) throws(WireError) {
    }

    func fill(_ raw: inout Snaketron__V1__Rematch, in arena: inout MemoryArena) {
    }
}

extension SendEmote: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__SendEmote> { unsafe snaketron__v1__send_emote__init }
    static var unpack: Unpack<Snaketron__V1__SendEmote> { unsafe snaketron__v1__send_emote__unpack }

    init(_ raw: Snaketron__V1__SendEmote) throws(WireError) {
        kind = unsafe .init(rawValue: Int32(bitPattern: raw.kind.rawValue))
    }

    func fill(_ raw: inout Snaketron__V1__SendEmote, in arena: inout MemoryArena) {
        unsafe raw.kind = .init(rawValue: UInt32(bitPattern: self.kind.rawValue))
    }
}

extension Watch: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Watch> { unsafe snaketron__v1__watch__init }
    static var unpack: Unpack<Snaketron__V1__Watch> { unsafe snaketron__v1__watch__unpack }

    init(_ raw: Snaketron__V1__Watch) throws(WireError) {
        matchID = unsafe raw.match_id
        code = try unsafe ProtobufCoding.text(raw.code)
        from = unsafe raw.from
    }

    func fill(_ raw: inout Snaketron__V1__Watch, in arena: inout MemoryArena) {
        unsafe raw.match_id = self.matchID
        unsafe raw.code = arena.copy(self.code)
        unsafe raw.from = self.from
    }
}

extension Fork: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Fork> { unsafe snaketron__v1__fork__init }
    static var unpack: Unpack<Snaketron__V1__Fork> { unsafe snaketron__v1__fork__unpack }

    init(_ raw: Snaketron__V1__Fork) throws(WireError) {
        matchID = unsafe raw.match_id
        tick = unsafe raw.tick
        slot = unsafe raw.slot
        botLevel = unsafe .init(rawValue: Int32(bitPattern: raw.bot_level.rawValue))
        replayKey = unsafe raw.replay_key
    }

    func fill(_ raw: inout Snaketron__V1__Fork, in arena: inout MemoryArena) {
        unsafe raw.match_id = self.matchID
        unsafe raw.tick = self.tick
        unsafe raw.slot = self.slot
        unsafe raw.bot_level = .init(rawValue: UInt32(bitPattern: self.botLevel.rawValue))
        unsafe raw.replay_key = self.replayKey
    }
}

extension LobbySettings: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__LobbySettings> { unsafe snaketron__v1__lobby_settings__init }
    static var unpack: Unpack<Snaketron__V1__LobbySettings> { unsafe snaketron__v1__lobby_settings__unpack }

    init(_ raw: Snaketron__V1__LobbySettings) throws(WireError) {
        mode = unsafe .init(rawValue: Int32(bitPattern: raw.mode.rawValue))
        bots = unsafe raw.bots
        botLevel = unsafe .init(rawValue: Int32(bitPattern: raw.bot_level.rawValue))
        hidden = unsafe raw.hidden != 0
        custom = try unsafe ProtobufCoding.message(raw.custom)
    }

    func fill(_ raw: inout Snaketron__V1__LobbySettings, in arena: inout MemoryArena) {
        unsafe raw.mode = .init(rawValue: UInt32(bitPattern: self.mode.rawValue))
        unsafe raw.bots = self.bots
        unsafe raw.bot_level = .init(rawValue: UInt32(bitPattern: self.botLevel.rawValue))
        unsafe raw.hidden = self.hidden ? 1 : 0
        unsafe raw.custom = arena.copy(ifPresent: self.custom)
    }
}

extension CustomGame: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__CustomGame> { unsafe snaketron__v1__custom_game__init }
    static var unpack: Unpack<Snaketron__V1__CustomGame> { unsafe snaketron__v1__custom_game__unpack }

    init(_ raw: Snaketron__V1__CustomGame) throws(WireError) {
        width = unsafe raw.width
        height = unsafe raw.height
        endZones = unsafe raw.end_zones != 0
        speed = unsafe raw.speed
        food = unsafe raw.food
        players = unsafe raw.players
        minutes = unsafe raw.minutes
    }

    func fill(_ raw: inout Snaketron__V1__CustomGame, in arena: inout MemoryArena) {
        unsafe raw.width = self.width
        unsafe raw.height = self.height
        unsafe raw.end_zones = self.endZones ? 1 : 0
        unsafe raw.speed = self.speed
        unsafe raw.food = self.food
        unsafe raw.players = self.players
        unsafe raw.minutes = self.minutes
    }
}

extension PlayDown: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__PlayDown> { unsafe snaketron__v1__play_down__init }
    static var unpack: Unpack<Snaketron__V1__PlayDown> { unsafe snaketron__v1__play_down__unpack }

    init(_ raw: Snaketron__V1__PlayDown) throws(WireError) {
        switch unsafe raw.event_case {
        case SNAKETRON__V1__PLAY_DOWN__EVENT_ATTACHED:
            event = .attached(try unsafe ProtobufCoding.present(raw.attached))
        case SNAKETRON__V1__PLAY_DOWN__EVENT_OUTCOME:
            event = .outcome(try unsafe ProtobufCoding.present(raw.outcome))
        case SNAKETRON__V1__PLAY_DOWN__EVENT_QUEUE:
            event = .queue(try unsafe ProtobufCoding.present(raw.queue))
        case SNAKETRON__V1__PLAY_DOWN__EVENT_MATCH:
            event = .match(try unsafe ProtobufCoding.present(raw.match))
        case SNAKETRON__V1__PLAY_DOWN__EVENT_FRAME:
            event = .frame(unsafe ProtobufCoding.bytes(raw.frame))
        case SNAKETRON__V1__PLAY_DOWN__EVENT_LOBBY:
            event = .lobby(try unsafe ProtobufCoding.present(raw.lobby))
        case SNAKETRON__V1__PLAY_DOWN__EVENT_CHAT:
            event = .chat(try unsafe ProtobufCoding.present(raw.chat))
        case SNAKETRON__V1__PLAY_DOWN__EVENT_GAMES:
            event = .games(try unsafe ProtobufCoding.present(raw.games))
        case SNAKETRON__V1__PLAY_DOWN__EVENT_REFUSED:
            event = .refused(try unsafe ProtobufCoding.present(raw.refused))
        case SNAKETRON__V1__PLAY_DOWN__EVENT_EMOTE:
            event = .emote(try unsafe ProtobufCoding.present(raw.emote))
        default:
            event = nil
        }
    }

    func fill(_ raw: inout Snaketron__V1__PlayDown, in arena: inout MemoryArena) {
        switch self.event {
        case .attached(let value):
            unsafe raw.event_case = SNAKETRON__V1__PLAY_DOWN__EVENT_ATTACHED
            unsafe raw.attached = arena.copy(value)
        case .outcome(let value):
            unsafe raw.event_case = SNAKETRON__V1__PLAY_DOWN__EVENT_OUTCOME
            unsafe raw.outcome = arena.copy(value)
        case .queue(let value):
            unsafe raw.event_case = SNAKETRON__V1__PLAY_DOWN__EVENT_QUEUE
            unsafe raw.queue = arena.copy(value)
        case .match(let value):
            unsafe raw.event_case = SNAKETRON__V1__PLAY_DOWN__EVENT_MATCH
            unsafe raw.match = arena.copy(value)
        case .frame(let value):
            unsafe raw.event_case = SNAKETRON__V1__PLAY_DOWN__EVENT_FRAME
            unsafe raw.frame = arena.copy(value)
        case .lobby(let value):
            unsafe raw.event_case = SNAKETRON__V1__PLAY_DOWN__EVENT_LOBBY
            unsafe raw.lobby = arena.copy(value)
        case .chat(let value):
            unsafe raw.event_case = SNAKETRON__V1__PLAY_DOWN__EVENT_CHAT
            unsafe raw.chat = arena.copy(value)
        case .games(let value):
            unsafe raw.event_case = SNAKETRON__V1__PLAY_DOWN__EVENT_GAMES
            unsafe raw.games = arena.copy(value)
        case .refused(let value):
            unsafe raw.event_case = SNAKETRON__V1__PLAY_DOWN__EVENT_REFUSED
            unsafe raw.refused = arena.copy(value)
        case .emote(let value):
            unsafe raw.event_case = SNAKETRON__V1__PLAY_DOWN__EVENT_EMOTE
            unsafe raw.emote = arena.copy(value)
        case nil:
            break
        }
    }
}

extension Refused: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Refused> { unsafe snaketron__v1__refused__init }
    static var unpack: Unpack<Snaketron__V1__Refused> { unsafe snaketron__v1__refused__unpack }

    init(_ raw: Snaketron__V1__Refused) throws(WireError) {
        reason = unsafe .init(rawValue: Int32(bitPattern: raw.reason.rawValue))
        connection = unsafe raw.connection
    }

    func fill(_ raw: inout Snaketron__V1__Refused, in arena: inout MemoryArena) {
        unsafe raw.reason = .init(rawValue: UInt32(bitPattern: self.reason.rawValue))
        unsafe raw.connection = self.connection
    }
}

extension Attached: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Attached> { unsafe snaketron__v1__attached__init }
    static var unpack: Unpack<Snaketron__V1__Attached> { unsafe snaketron__v1__attached__unpack }

    init(_ raw: Snaketron__V1__Attached) throws(WireError) {
        lastSequence = unsafe raw.last_sequence
        nodeID = unsafe raw.node_id
    }

    func fill(_ raw: inout Snaketron__V1__Attached, in arena: inout MemoryArena) {
        unsafe raw.last_sequence = self.lastSequence
        unsafe raw.node_id = self.nodeID
    }
}

extension Outcome: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Outcome> { unsafe snaketron__v1__outcome__init }
    static var unpack: Unpack<Snaketron__V1__Outcome> { unsafe snaketron__v1__outcome__unpack }

    init(_ raw: Snaketron__V1__Outcome) throws(WireError) {
        sequence = unsafe raw.sequence
        code = unsafe .init(rawValue: Int32(bitPattern: raw.code.rawValue))
    }

    func fill(_ raw: inout Snaketron__V1__Outcome, in arena: inout MemoryArena) {
        unsafe raw.sequence = self.sequence
        unsafe raw.code = .init(rawValue: UInt32(bitPattern: self.code.rawValue))
    }
}

extension QueueState: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__QueueState> { unsafe snaketron__v1__queue_state__init }
    static var unpack: Unpack<Snaketron__V1__QueueState> { unsafe snaketron__v1__queue_state__unpack }

    init(_ raw: Snaketron__V1__QueueState) throws(WireError) {
        queues = try unsafe ProtobufCoding.messages(raw.n_queues, raw.queues)
        ranked = unsafe raw.ranked != 0
    }

    func fill(_ raw: inout Snaketron__V1__QueueState, in arena: inout MemoryArena) {
        unsafe (raw.n_queues, raw.queues) = arena.copy(self.queues)
        unsafe raw.ranked = self.ranked ? 1 : 0
    }
}

extension QueueLength: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__QueueLength> { unsafe snaketron__v1__queue_length__init }
    static var unpack: Unpack<Snaketron__V1__QueueLength> { unsafe snaketron__v1__queue_length__unpack }

    init(_ raw: Snaketron__V1__QueueLength) throws(WireError) {
        mode = unsafe .init(rawValue: Int32(bitPattern: raw.mode.rawValue))
        waiting = unsafe raw.waiting
    }

    func fill(_ raw: inout Snaketron__V1__QueueLength, in arena: inout MemoryArena) {
        unsafe raw.mode = .init(rawValue: UInt32(bitPattern: self.mode.rawValue))
        unsafe raw.waiting = self.waiting
    }
}

extension LobbyState: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__LobbyState> { unsafe snaketron__v1__lobby_state__init }
    static var unpack: Unpack<Snaketron__V1__LobbyState> { unsafe snaketron__v1__lobby_state__unpack }

    init(_ raw: Snaketron__V1__LobbyState) throws(WireError) {
        code = try unsafe ProtobufCoding.text(raw.code)
        leaderID = unsafe raw.leader_id
        members = try unsafe ProtobufCoding.messages(raw.n_members, raw.members)
        settings = try unsafe ProtobufCoding.message(raw.settings)
        bots = try unsafe ProtobufCoding.messages(raw.n_bots, raw.bots)
        matchID = unsafe raw.match_id
        start = unsafe .init(rawValue: Int32(bitPattern: raw.start.rawValue))
    }

    func fill(_ raw: inout Snaketron__V1__LobbyState, in arena: inout MemoryArena) {
        unsafe raw.code = arena.copy(self.code)
        unsafe raw.leader_id = self.leaderID
        unsafe (raw.n_members, raw.members) = arena.copy(self.members)
        unsafe raw.settings = arena.copy(ifPresent: self.settings)
        unsafe (raw.n_bots, raw.bots) = arena.copy(self.bots)
        unsafe raw.match_id = self.matchID
        unsafe raw.start = .init(rawValue: UInt32(bitPattern: self.start.rawValue))
    }
}

extension LobbyMember: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__LobbyMember> { unsafe snaketron__v1__lobby_member__init }
    static var unpack: Unpack<Snaketron__V1__LobbyMember> { unsafe snaketron__v1__lobby_member__unpack }

    init(_ raw: Snaketron__V1__LobbyMember) throws(WireError) {
        userID = unsafe raw.user_id
        name = try unsafe ProtobufCoding.text(raw.name)
        connected = unsafe raw.connected != 0
        teamWish = unsafe raw.team_wish
        slot = unsafe raw.slot
        team = unsafe raw.team
        inMatch = unsafe raw.in_match != 0
    }

    func fill(_ raw: inout Snaketron__V1__LobbyMember, in arena: inout MemoryArena) {
        unsafe raw.user_id = self.userID
        unsafe raw.name = arena.copy(self.name)
        unsafe raw.connected = self.connected ? 1 : 0
        unsafe raw.team_wish = self.teamWish
        unsafe raw.slot = self.slot
        unsafe raw.team = self.team
        unsafe raw.in_match = self.inMatch ? 1 : 0
    }
}

extension LobbyBot: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__LobbyBot> { unsafe snaketron__v1__lobby_bot__init }
    static var unpack: Unpack<Snaketron__V1__LobbyBot> { unsafe snaketron__v1__lobby_bot__unpack }

    init(_ raw: Snaketron__V1__LobbyBot) throws(WireError) {
        slot = unsafe raw.slot
        team = unsafe raw.team
        level = unsafe .init(rawValue: Int32(bitPattern: raw.level.rawValue))
    }

    func fill(_ raw: inout Snaketron__V1__LobbyBot, in arena: inout MemoryArena) {
        unsafe raw.slot = self.slot
        unsafe raw.team = self.team
        unsafe raw.level = .init(rawValue: UInt32(bitPattern: self.level.rawValue))
    }
}

extension ChatLines: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__ChatLines> { unsafe snaketron__v1__chat_lines__init }
    static var unpack: Unpack<Snaketron__V1__ChatLines> { unsafe snaketron__v1__chat_lines__unpack }

    init(_ raw: Snaketron__V1__ChatLines) throws(WireError) {
        code = try unsafe ProtobufCoding.text(raw.code)
        lines = try unsafe ProtobufCoding.messages(raw.n_lines, raw.lines)
    }

    func fill(_ raw: inout Snaketron__V1__ChatLines, in arena: inout MemoryArena) {
        unsafe raw.code = arena.copy(self.code)
        unsafe (raw.n_lines, raw.lines) = arena.copy(self.lines)
    }
}

extension ChatLine: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__ChatLine> { unsafe snaketron__v1__chat_line__init }
    static var unpack: Unpack<Snaketron__V1__ChatLine> { unsafe snaketron__v1__chat_line__unpack }

    init(_ raw: Snaketron__V1__ChatLine) throws(WireError) {
        number = unsafe raw.number
        userID = unsafe raw.user_id
        name = try unsafe ProtobufCoding.text(raw.name)
        text = try unsafe ProtobufCoding.text(raw.text)
    }

    func fill(_ raw: inout Snaketron__V1__ChatLine, in arena: inout MemoryArena) {
        unsafe raw.number = self.number
        unsafe raw.user_id = self.userID
        unsafe raw.name = arena.copy(self.name)
        unsafe raw.text = arena.copy(self.text)
    }
}

extension EmoteShown: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__EmoteShown> { unsafe snaketron__v1__emote_shown__init }
    static var unpack: Unpack<Snaketron__V1__EmoteShown> { unsafe snaketron__v1__emote_shown__unpack }

    init(_ raw: Snaketron__V1__EmoteShown) throws(WireError) {
        matchID = unsafe raw.match_id
        slot = unsafe raw.slot
        kind = unsafe .init(rawValue: Int32(bitPattern: raw.kind.rawValue))
    }

    func fill(_ raw: inout Snaketron__V1__EmoteShown, in arena: inout MemoryArena) {
        unsafe raw.match_id = self.matchID
        unsafe raw.slot = self.slot
        unsafe raw.kind = .init(rawValue: UInt32(bitPattern: self.kind.rawValue))
    }
}

extension GameList: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__GameList> { unsafe snaketron__v1__game_list__init }
    static var unpack: Unpack<Snaketron__V1__GameList> { unsafe snaketron__v1__game_list__unpack }

    init(_ raw: Snaketron__V1__GameList) throws(WireError) {
        games = try unsafe ProtobufCoding.messages(raw.n_games, raw.games)
    }

    func fill(_ raw: inout Snaketron__V1__GameList, in arena: inout MemoryArena) {
        unsafe (raw.n_games, raw.games) = arena.copy(self.games)
    }
}

extension GameSummary: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__GameSummary> { unsafe snaketron__v1__game_summary__init }
    static var unpack: Unpack<Snaketron__V1__GameSummary> { unsafe snaketron__v1__game_summary__unpack }

    init(_ raw: Snaketron__V1__GameSummary) throws(WireError) {
        matchID = unsafe raw.match_id
        mode = unsafe .init(rawValue: Int32(bitPattern: raw.mode.rawValue))
        players = try unsafe ProtobufCoding.messages(raw.n_players, raw.players)
        spectators = unsafe raw.spectators
        ageMs = unsafe raw.age_ms
        ranked = unsafe raw.ranked != 0
        picture = try unsafe ProtobufCoding.text(raw.picture)
    }

    func fill(_ raw: inout Snaketron__V1__GameSummary, in arena: inout MemoryArena) {
        unsafe raw.match_id = self.matchID
        unsafe raw.mode = .init(rawValue: UInt32(bitPattern: self.mode.rawValue))
        unsafe (raw.n_players, raw.players) = arena.copy(self.players)
        unsafe raw.spectators = self.spectators
        unsafe raw.age_ms = self.ageMs
        unsafe raw.ranked = self.ranked ? 1 : 0
        unsafe raw.picture = arena.copy(self.picture)
    }
}

extension GameSide: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__GameSide> { unsafe snaketron__v1__game_side__init }
    static var unpack: Unpack<Snaketron__V1__GameSide> { unsafe snaketron__v1__game_side__unpack }

    init(_ raw: Snaketron__V1__GameSide) throws(WireError) {
        name = try unsafe ProtobufCoding.text(raw.name)
        team = unsafe raw.team
        score = unsafe raw.score
        bot = unsafe .init(rawValue: Int32(bitPattern: raw.bot.rawValue))
    }

    func fill(_ raw: inout Snaketron__V1__GameSide, in arena: inout MemoryArena) {
        unsafe raw.name = arena.copy(self.name)
        unsafe raw.team = self.team
        unsafe raw.score = self.score
        unsafe raw.bot = .init(rawValue: UInt32(bitPattern: self.bot.rawValue))
    }
}

extension MatchState: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__MatchState> { unsafe snaketron__v1__match_state__init }
    static var unpack: Unpack<Snaketron__V1__MatchState> { unsafe snaketron__v1__match_state__unpack }

    init(_ raw: Snaketron__V1__MatchState) throws(WireError) {
        matchID = unsafe raw.match_id
        code = try unsafe ProtobufCoding.text(raw.code)
        mode = unsafe .init(rawValue: Int32(bitPattern: raw.mode.rawValue))
        phase = unsafe .init(rawValue: Int32(bitPattern: raw.phase.rawValue))
        remainingMs = unsafe raw.remaining_ms
        players = try unsafe ProtobufCoding.messages(raw.n_players, raw.players)
        yourSlot = unsafe raw.your_slot
        seedCommitment = unsafe ProtobufCoding.bytes(raw.seed_commitment)
        seed = unsafe ProtobufCoding.bytes(raw.seed)
        endReason = unsafe .init(rawValue: Int32(bitPattern: raw.end_reason.rawValue))
        ranked = unsafe raw.ranked != 0
        spectators = unsafe raw.spectators
        rules = try unsafe ProtobufCoding.message(raw.rules)
        origin = try unsafe ProtobufCoding.message(raw.origin)
        emotes = unsafe raw.emotes != 0
    }

    func fill(_ raw: inout Snaketron__V1__MatchState, in arena: inout MemoryArena) {
        unsafe raw.match_id = self.matchID
        unsafe raw.code = arena.copy(self.code)
        unsafe raw.mode = .init(rawValue: UInt32(bitPattern: self.mode.rawValue))
        unsafe raw.phase = .init(rawValue: UInt32(bitPattern: self.phase.rawValue))
        unsafe raw.remaining_ms = self.remainingMs
        unsafe (raw.n_players, raw.players) = arena.copy(self.players)
        unsafe raw.your_slot = self.yourSlot
        unsafe raw.seed_commitment = arena.copy(self.seedCommitment)
        unsafe raw.seed = arena.copy(self.seed)
        unsafe raw.end_reason = .init(rawValue: UInt32(bitPattern: self.endReason.rawValue))
        unsafe raw.ranked = self.ranked ? 1 : 0
        unsafe raw.spectators = self.spectators
        unsafe raw.rules = arena.copy(ifPresent: self.rules)
        unsafe raw.origin = arena.copy(ifPresent: self.origin)
        unsafe raw.emotes = self.emotes ? 1 : 0
    }
}

extension ForkOrigin: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__ForkOrigin> { unsafe snaketron__v1__fork_origin__init }
    static var unpack: Unpack<Snaketron__V1__ForkOrigin> { unsafe snaketron__v1__fork_origin__unpack }

    init(_ raw: Snaketron__V1__ForkOrigin) throws(WireError) {
        matchID = unsafe raw.match_id
        tick = unsafe raw.tick
    }

    func fill(_ raw: inout Snaketron__V1__ForkOrigin, in arena: inout MemoryArena) {
        unsafe raw.match_id = self.matchID
        unsafe raw.tick = self.tick
    }
}

extension Rules: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Rules> { unsafe snaketron__v1__rules__init }
    static var unpack: Unpack<Snaketron__V1__Rules> { unsafe snaketron__v1__rules__unpack }

    init(_ raw: Snaketron__V1__Rules) throws(WireError) {
        width = unsafe raw.width
        height = unsafe raw.height
        endZoneDepth = unsafe raw.end_zone_depth
        speed = unsafe raw.speed
        bankTarget = unsafe raw.bank_target
        food = unsafe raw.food
        minutes = unsafe raw.minutes
    }

    func fill(_ raw: inout Snaketron__V1__Rules, in arena: inout MemoryArena) {
        unsafe raw.width = self.width
        unsafe raw.height = self.height
        unsafe raw.end_zone_depth = self.endZoneDepth
        unsafe raw.speed = self.speed
        unsafe raw.bank_target = self.bankTarget
        unsafe raw.food = self.food
        unsafe raw.minutes = self.minutes
    }
}

extension Player: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Player> { unsafe snaketron__v1__player__init }
    static var unpack: Unpack<Snaketron__V1__Player> { unsafe snaketron__v1__player__unpack }

    init(_ raw: Snaketron__V1__Player) throws(WireError) {
        userID = unsafe raw.user_id
        name = try unsafe ProtobufCoding.text(raw.name)
        team = unsafe raw.team
        ready = unsafe raw.ready != 0
        connected = unsafe raw.connected != 0
        score = unsafe raw.score
        rank = unsafe raw.rank
        bot = unsafe .init(rawValue: Int32(bitPattern: raw.bot.rawValue))
        standIn = unsafe raw.stand_in != 0
        idleMs = unsafe raw.idle_ms
        rematch = unsafe raw.rematch != 0
    }

    func fill(_ raw: inout Snaketron__V1__Player, in arena: inout MemoryArena) {
        unsafe raw.user_id = self.userID
        unsafe raw.name = arena.copy(self.name)
        unsafe raw.team = self.team
        unsafe raw.ready = self.ready ? 1 : 0
        unsafe raw.connected = self.connected ? 1 : 0
        unsafe raw.score = self.score
        unsafe raw.rank = self.rank
        unsafe raw.bot = .init(rawValue: UInt32(bitPattern: self.bot.rawValue))
        unsafe raw.stand_in = self.standIn ? 1 : 0
        unsafe raw.idle_ms = self.idleMs
        unsafe raw.rematch = self.rematch ? 1 : 0
    }
}

extension SummaryRequest: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__SummaryRequest> { unsafe snaketron__v1__summary_request__init }
    static var unpack: Unpack<Snaketron__V1__SummaryRequest> { unsafe snaketron__v1__summary_request__unpack }

    init(_ raw: Snaketron__V1__SummaryRequest) throws(WireError) {
        brief = unsafe raw.brief != 0
        consensus = unsafe raw.consensus != 0
    }

    func fill(_ raw: inout Snaketron__V1__SummaryRequest, in arena: inout MemoryArena) {
        unsafe raw.brief = self.brief ? 1 : 0
        unsafe raw.consensus = self.consensus ? 1 : 0
    }
}

extension SummaryReply: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__SummaryReply> { unsafe snaketron__v1__summary_reply__init }
    static var unpack: Unpack<Snaketron__V1__SummaryReply> { unsafe snaketron__v1__summary_reply__unpack }

    init(_ raw: Snaketron__V1__SummaryReply) throws(WireError) {
        nodeID = unsafe raw.node_id
        appliedIndex = unsafe raw.applied_index
        worldTick = unsafe raw.world_tick
        sessionsAttached = unsafe raw.sessions_attached
        matches = unsafe raw.matches
        players = unsafe raw.players
        ready = unsafe raw.ready != 0
        stateHash = unsafe raw.state_hash
        lobbies = unsafe raw.lobbies
        spectators = unsafe raw.spectators
        worldBytes = unsafe raw.world_bytes
        quarantined = unsafe raw.quarantined != 0
        behaviour = unsafe raw.behaviour
        oldestKnown = unsafe raw.oldest_known
        newestKnown = unsafe raw.newest_known
        stopped = try unsafe ProtobufCoding.text(raw.stopped)
        consensus = unsafe ProtobufCoding.bytes(raw.consensus)
    }

    func fill(_ raw: inout Snaketron__V1__SummaryReply, in arena: inout MemoryArena) {
        unsafe raw.node_id = self.nodeID
        unsafe raw.applied_index = self.appliedIndex
        unsafe raw.world_tick = self.worldTick
        unsafe raw.sessions_attached = self.sessionsAttached
        unsafe raw.matches = self.matches
        unsafe raw.players = self.players
        unsafe raw.ready = self.ready ? 1 : 0
        unsafe raw.state_hash = self.stateHash
        unsafe raw.lobbies = self.lobbies
        unsafe raw.spectators = self.spectators
        unsafe raw.world_bytes = self.worldBytes
        unsafe raw.quarantined = self.quarantined ? 1 : 0
        unsafe raw.behaviour = self.behaviour
        unsafe raw.oldest_known = self.oldestKnown
        unsafe raw.newest_known = self.newestKnown
        unsafe raw.stopped = arena.copy(self.stopped)
        unsafe raw.consensus = arena.copy(self.consensus)
    }
}
