package import GameCore
package import Identity

package import enum ClientProtocol.Emote
package import enum ClientProtocol.OutcomeCode

/// The effect of an applied entry for the players. Every node that applies the entry derives the same events in the same order,
/// so any node can serve any session.
///
/// State changes name what changed; the new state is read from the world (``World/queueView(of:)``,
/// ``World/lobbyView(_:)``, ``World/matchView(_:for:)``) right after the entry.
package enum WorldEvent: Equatable, Sendable {
    /// The session is known and carried by the stream named `attachment`.
    case attached(SessionKey, attachment: UInt64)
    /// The stream that carried the session counts as lost with its node. One that is not is to start again.
    case detached(SessionKey)
    /// A command of a session that is not known: its stream should start again.
    case refused(SessionKey)
    /// The stream of that name does not get the session.
    case attachmentRefused(SessionKey, attachment: UInt64, AttachmentRefusal)
    /// The session was forgotten though a stream carried it: a newer session of the user has its place.
    case displaced(SessionKey)
    /// The fate of a request.
    case outcome(SessionKey, sequence: UInt64, OutcomeCode)
    /// The fate of a turn, as an Ack frame.
    case acknowledged(SessionKey, sequence: UInt64, frame: [UInt8])
    /// The user's place in a queue, or the number waiting there.
    case queueChanged(UserID)
    /// The match outside its board.
    case matchChanged(MatchID)
    /// The user has left a match; often for another one.
    case leftMatch(UserID)
    /// The board is new to the user, who needs a snapshot.
    case boardShown(UserID)
    /// The lobby without its chat, or the outcome of a start.
    case lobbyChanged(LobbyID)
    /// The lobby and its chat are new to the user.
    case lobbyEntered(UserID)
    /// The user has left a lobby; perhaps for another one.
    case leftLobby(UserID)
    case chatted(LobbyID, ChatLine)
    /// The player of that slot shows it to all who see the match. It is in no state of the world.
    case emoted(MatchID, slot: UInt8, Emote)
    /// The board has changed in a way that Updates do not tell: each player needs a snapshot.
    case boardReset(MatchID)
    /// There will be no replay of a match: it was too long, or the registry could not take it for too long.
    case replayLost(MatchID)
    /// An Update frame for all who see the match.
    case update(MatchID, frame: [UInt8])
}

package enum AttachmentRefusal: Equatable, Sendable {
    /// Another stream has a higher number, or this one was replaced already.
    case newerConnection
    /// The world has no room for another user.
    case worldIsFull
}

/// Where a user waits.
package struct QueueView: Equatable, Sendable {
    package struct Waiting: Equatable, Sendable {
        package let mode: Mode
        /// Users who wait for it, this one included.
        package let players: Int

        package init(mode: Mode, players: Int) {
            self.mode = mode
            self.players = players
        }
    }

    /// Empty: not queued.
    package let queues: [Waiting]
    package let isRanked: Bool

    package init(queues: [Waiting], isRanked: Bool) {
        self.queues = queues
        self.isRanked = isRanked
    }
}

/// A match as one of its viewers sees it, without the board.
package struct MatchView: Equatable, Sendable {
    package enum Phase: UInt8, Sendable {
        case readying = 2
        case countdown = 3
        case running = 4
        case ended = 5
    }

    package struct Player: Equatable, Sendable {
        /// `nil`: a bot.
        package let user: UserID?
        package let name: [UInt8]
        package let team: UInt8
        package let ready: Bool
        package let connected: Bool
        /// The team's bank in team games, else the snake's score.
        package let score: UInt32
        /// From 1, ties share one; 0 while the match has not ended.
        package let rank: UInt8
        package let bot: Bot.Level?
        /// A bot steers for the player, who has lost the connection.
        package let standIn: Bool
        /// A warning: until the player is removed unless a command comes. 0: none.
        package let idleTicks: UInt64
        package let wantsRematch: Bool
    }

    package let id: MatchID
    /// Of the lobby that plays it; `nil` when there is none.
    package let code: LobbyCode?
    package let setup: MatchSetup
    package let rules: GameRules?
    package let phase: Phase
    /// Of readying and countdown; else 0.
    package let remainingTicks: UInt64
    package let players: [Player]
    /// `nil`: watches.
    package let yourSlot: Int?
    package let spectators: Int
    /// SHA-256 of the seed.
    package let commitment: [UInt8]
    /// Empty until the match has ended.
    package let seed: [UInt8]
    package let endReason: EndReason?
    /// Of a practice game: where it goes on from.
    package let origin: ForkOrigin?
    /// Its players may show emotes.
    package let hasEmotes: Bool
}

/// A lobby as its members see it, the chat excepted.
package struct LobbyView: Equatable, Sendable {
    package struct Member: Equatable, Sendable {
        package let user: UserID
        package let name: [UInt8]
        package let connected: Bool
        package let teamWish: UInt8?
        /// That a start would give now; `nil`: watches.
        package let slot: Int?
        /// Plays or watches a match.
        package let inMatch: Bool
    }

    package let code: LobbyCode
    package let leader: UserID
    package let members: [Member]
    package let settings: LobbySettings
    /// Slots that a start would give to bots now.
    package let botSlots: [Int]
    package let match: MatchID?
    /// The outcome of a start now.
    package let start: OutcomeCode
}

/// A match as those see it who look for one to watch.
package struct GameSummary: Equatable, Sendable {
    package struct Side: Equatable, Sendable {
        package let name: [UInt8]
        package let team: UInt8
        package let score: UInt32
        package let bot: Bot.Level?
    }

    package let id: MatchID
    package let setup: MatchSetup
    /// By slot.
    package let players: [Side]
    package let spectators: Int
    /// Of the game.
    package let ticks: UInt32
    /// ``GameCore/Game/picture``.
    package let picture: String
}
