/// The fate of one command. Numbers are those of `snaketron.v1.OutcomeCode`, of the Ack frame and of docs/guide/protocol.md,
/// section 5: a new one comes last.
package enum OutcomeCode: UInt8, Sendable, Equatable, CaseIterable {
    case accepted = 0
    case unknownCode = 1
    case matchFull = 2
    case alreadyInMatch = 3
    case notInMatch = 4
    case alreadyQueued = 5
    case notQueued = 6
    case notAllowed = 7
    case invalid = 8
    case oppositeTurn = 9
    case tooFarAhead = 10
    case onePerTick = 11
    case stale = 12
    case overloaded = 13
    case invalidSettings = 14
    case lobbyFull = 15
    case notInLobby = 16
    case notLeader = 17
    case tooFewPlayers = 18
    case unknownMatch = 19
    case tooManyMessages = 20
    case invalidText = 21
    case partyTooLarge = 22

    /// As text messages name it.
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

    package init?(name: String) {
        guard let code = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = code
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
