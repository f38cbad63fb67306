package import GameCore
package import Identity

/// What an applied entry means for the players. Every node that applies the entry derives the same events in the same
/// order, so any node can serve any session.
///
/// State changes name what changed; the new state is read from the world (``World/queueView(of:)``,
/// ``World/matchView(_:for:)``) right after the entry.
package enum WorldEvent: Equatable, Sendable {
    /// The session is known and carried by the stream named `attachment`.
    case attached(SessionKey, attachment: UInt64)
    /// An attachment or a command for which the world has no room or no session: the stream should start again.
    case refused(SessionKey)
    /// The fate of a request.
    case outcome(SessionKey, sequence: UInt64, OutcomeCode)
    /// The fate of a turn, as an Ack frame.
    case acknowledged(SessionKey, sequence: UInt64, frame: [UInt8])
    /// The user's place in a queue, or the number waiting there.
    case queueChanged(UserID)
    /// The match outside its board.
    case matchChanged(MatchID)
    /// The user is in no match any more.
    case leftMatch(UserID)
    /// The board has changed in a way that Updates do not tell: each player needs a snapshot.
    case boardReset(MatchID)
    /// There will be no replay of a match: it was too long, or the registry could not take it for too long.
    case replayLost(MatchID)
    /// An Update frame for all of the match's players.
    case update(MatchID, frame: [UInt8])
}

/// A user's place in a queue.
package struct QueueView: Equatable, Sendable {
    /// `nil`: not queued.
    package let mode: Mode?
    /// Users waiting in that queue, this one included.
    package let waiting: Int

    package init(mode: Mode?, waiting: Int) {
        self.mode = mode
        self.waiting = waiting
    }
}

/// A match as one of its players sees it, the board excepted.
package struct MatchView: Equatable, Sendable {
    package enum Phase: UInt8, Sendable {
        case gathering = 1
        case readying = 2
        case countdown = 3
        case running = 4
        case ended = 5
    }

    package struct Player: Equatable, Sendable {
        package let user: UserID
        package let name: [UInt8]
        package let team: UInt8
        package let ready: Bool
        package let connected: Bool
        /// The team's bank in team modes, else the snake's score.
        package let score: UInt32
        /// From 1, ties share one; 0 while the match has not ended.
        package let rank: UInt8
    }

    package let id: MatchID
    /// `nil` for a match that a queue made.
    package let code: MatchCode?
    package let mode: Mode
    package let phase: Phase
    /// Of readying and countdown; else 0.
    package let remainingTicks: UInt64
    package let players: [Player]
    package let yourSlot: Int?
    /// SHA-256 of the seed; empty while gathering.
    package let commitment: [UInt8]
    /// Empty until the match has ended.
    package let seed: [UInt8]
    package let endReason: EndReason?
}
