package import GameCore
package import Identity

/// A text frame to the client (docs/guide/protocol.md, sections 2 and 5).
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

    /// The `code` of the `error` that ``tooManyWaiting(sequence:)`` is.
    package static let tooManyWaitingCode = "too_many_waiting"

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

package struct MatchState: Sendable, Equatable {
    package enum Phase: String, Sendable {
        case ready, countdown, running, ended
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

    /// What is played (docs/guide/rules.md, section 2).
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
    package var mode: Mode?
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
    /// ``EndReason/none`` until it has ended.
    package var endReason = EndReason.none
    /// Of a practice game: the match and the tick of it that it went on from.
    package var origin: Origin?
    /// Its players may show emotes.
    package var hasEmotes = false

    package init(id: MatchID, mode: Mode?, phase: Phase) {
        self.id = id
        self.mode = mode
        self.phase = phase
    }
}

/// A player's place in the queue.
package struct QueueState: Sendable, Equatable {
    package struct Waiting: Sendable, Equatable {
        package var mode: Mode?
        package var count: UInt32

        package init(mode: Mode?, count: UInt32) {
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
    package var mode: Mode?
    package var isRanked: Bool
    package var players: [Side]
    package var spectators: UInt32
    /// Of game time.
    package var ageMilliseconds: UInt32
    /// The field in a few letters; empty from a node that makes none.
    package var picture: String

    package init(
        id: MatchID, mode: Mode?, isRanked: Bool, players: [Side], spectators: UInt32, ageMilliseconds: UInt32,
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
