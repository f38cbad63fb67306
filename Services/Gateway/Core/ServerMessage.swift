package import Identity

/// A text frame to the client (docs/protocol.md, sections 2 and 5).
package enum ServerMessage: Sendable, Equatable {
    case welcome(Player, SessionID, lastSequence: UInt64, node: NodeID)
    case outcome(sequence: UInt64, OutcomeCode)
    /// `mode` is `nil` for a player who waits in no queue.
    case queue(GameMode?, waiting: UInt32)
    /// `nil`: the player is in no match.
    case match(MatchState?)
    case status(Status)
    case pong(t: String)
    case error(code: String, message: String)

    package enum Status: String, Sendable {
        case ok
        /// The simulation is lost; another is looked for.
        case recovering
        /// This gateway is about to close the socket with 1001.
        case draining
    }
}

/// The fate of a command, numbered as in docs/protocol.md, section 5.
package enum OutcomeCode: Int, Sendable, CaseIterable {
    case accepted, unknownCode, matchFull, alreadyInMatch, notInMatch, alreadyQueued, notQueued, notAllowed, invalid
    case oppositeTurn, tooFarAhead, onePerTick, stale, overloaded

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
        }
    }

    /// For the player. `nil`: nothing is to be said.
    package var message: String? {
        switch self {
        case .accepted: nil
        case .unknownCode: "No match waits under that code."
        case .matchFull: "That match is full."
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
        }
    }
}

package struct MatchState: Sendable, Equatable {
    package enum Phase: String, Sendable {
        case gathering, ready, countdown, running, ended
    }

    package enum EndReason: String, Sendable {
        case score, dead, left, draw, noContest
    }

    package struct Seat: Sendable, Equatable {
        package var id: UserID
        package var name: String
        package var team: UInt32
        package var isReady: Bool
        package var isConnected: Bool
        package var score: UInt32
        package var rank: UInt32

        package init(
            id: UserID, name: String, team: UInt32, isReady: Bool, isConnected: Bool, score: UInt32, rank: UInt32
        ) {
            self.id = id
            self.name = name
            self.team = team
            self.isReady = isReady
            self.isConnected = isConnected
            self.score = score
            self.rank = rank
        }
    }

    package var id: MatchID
    package var code: String
    package var mode: GameMode?
    package var phase: Phase
    package var remainingMilliseconds: UInt32
    /// An index into ``seats``; `nil`: a spectator.
    package var ownSlot: UInt32?
    package var seats: [Seat]
    /// SHA-256 of the seed, 32 bytes; empty before the match is ready.
    package var commitment: [UInt8]
    /// 16 bytes once the match has ended, else empty.
    package var seed: [UInt8]
    package var endReason: EndReason?

    package init(
        id: MatchID, code: String, mode: GameMode?, phase: Phase, remainingMilliseconds: UInt32, ownSlot: UInt32?,
        seats: [Seat], commitment: [UInt8], seed: [UInt8], endReason: EndReason?
    ) {
        self.id = id
        self.code = code
        self.mode = mode
        self.phase = phase
        self.remainingMilliseconds = remainingMilliseconds
        self.ownSlot = ownSlot
        self.seats = seats
        self.commitment = commitment
        self.seed = seed
        self.endReason = endReason
    }
}

extension ServerMessage {
    /// The message as JSON text.
    package func rendered() -> [UInt8] {
        JSONWriter.object { json in
            switch self {
            case .welcome(let player, let session, let lastSequence, let node):
                json.member("type", "welcome")
                json.member("version", ClientMessage.version)
                json.name("user")
                json.user(player)
                json.member("session", session.hexadecimal)
                json.member("lastSeq", lastSequence)
                json.member("node", node.description)
            case .outcome(let sequence, let code):
                json.member("type", "outcome")
                json.member("seq", sequence)
                json.member("ok", code == .accepted)
                json.member("code", code.name)
                if let message = code.message { json.member("message", message) }
            case .queue(let mode, let waiting):
                json.member("type", "queue")
                json.member("mode", mode?.name)
                json.member("waiting", waiting)
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

    fileprivate mutating func members(of match: MatchState) {
        member("id", match.id.description)
        member("code", match.code)
        member("mode", match.mode?.name)
        member("phase", match.phase.rawValue)
        member("remainingMs", match.remainingMilliseconds)
        if let slot = match.ownSlot { member("you", slot) } else { member("you", nil) }
        name("players")
        array { json in
            for seat in match.seats {
                json.object { json in
                    json.member("id", seat.id.description)
                    json.member("name", seat.name)
                    json.member("team", seat.team)
                    json.member("ready", seat.isReady)
                    json.member("connected", seat.isConnected)
                    json.member("score", seat.score)
                    json.member("rank", seat.rank)
                }
            }
        }
        member("commitment", match.commitment.isEmpty ? nil : GatewayCore.hexadecimal(match.commitment))
        member("seed", match.seed.isEmpty ? nil : GatewayCore.hexadecimal(match.seed))
        member("endReason", match.endReason?.rawValue)
    }
}

extension SessionID {
    /// 16 lower-case digits, as the client writes it.
    package var hexadecimal: String {
        GatewayCore.hexadecimal((0..<8).map { UInt8(truncatingIfNeeded: rawValue >> (56 - 8 * UInt64($0))) })
    }
}
