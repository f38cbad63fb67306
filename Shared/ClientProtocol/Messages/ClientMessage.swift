package import GameCore
package import Identity

/// A text frame from the client (docs/guide/protocol.md, sections 2 and 4).
package enum ClientMessage: Sendable, Equatable {
    case hello(ClientHello)
    /// The standby socket becomes the session's own.
    case take(ConnectionClaim)
    case command(sequence: UInt64, ClientCommand)
    case resync
    /// Show the match that is watched again from a tick on.
    case seek(tick: UInt32)
    /// What can be watched?
    case listGames
    /// `t` is a JSON number, kept as it was written.
    case ping(t: String)

    /// The version of the protocol that this build speaks.
    package static let version: UInt64 = 1
    /// What a socket names itself by in the upgrade: `Sec-WebSocket-Protocol`.
    package static let subprotocol = "snaketron.v\(version)"
}

/// A client's numbers for a connection that is to have its session.
package struct ConnectionClaim: Sendable, Equatable {
    /// Counts from 1 in a session, over all gateways; 0: the client does not count. The highest one has the session.
    package let connection: UInt64
    /// The client has numbered its commands below this; 0: it did not say.
    package let nextSequence: UInt64

    package static let none = ConnectionClaim(connection: 0, nextSequence: 0)

    package init(connection: UInt64, nextSequence: UInt64) {
        self.connection = connection
        self.nextSequence = nextSequence
    }
}

package struct ClientHello: Sendable, Equatable {
    package let token: String
    package let session: SessionID
    package let claim: ConnectionClaim
    /// The socket is to stand by until it is taken.
    package let standsBy: Bool

    package init(token: String, session: SessionID, claim: ConnectionClaim = .none, standsBy: Bool = false) {
        self.token = token
        self.session = session
        self.claim = claim
        self.standsBy = standsBy
    }
}

package enum ClientCommand: Sendable, Equatable {
    /// A `nil` among the modes is one that this server does not know.
    case joinQueue([Mode?], ranked: Bool)
    case leaveQueue
    case createLobby(LobbySettings)
    case joinLobby(code: String)
    case leaveLobby
    case changeSettings(LobbySettings)
    /// `nil`: nobody's number.
    case kick(UserID?)
    /// 0 or 1; `nil`: no wish; any other number is no team.
    case chooseTeam(UInt64?)
    /// "": nothing that may be said.
    case chat(String)
    /// `nil`: one that this server does not know.
    case emote(Emote?)
    case start
    case ready
    case leaveMatch
    case rematch
    /// `from`: the tick to begin at; nil: as it is now.
    case watch(MatchID, from: UInt32?)
    case watchLobby(code: String, from: UInt32?)
    /// `key`: of the replay's name, where that was given. The level is `nil` for one that this server does not know.
    case fork(MatchID, key: UInt64?, tick: UInt32, slot: UInt32, BotLevel?)
    /// Something that cannot be read but for its sequence.
    case unknown
}

/// Why a text frame was refused.
package struct ClientMessageError: Error, Sendable, Equatable {
    package enum Code: String, Sendable {
        case notJSON = "bad_json"
        case unknownType = "unknown_type"
        case invalidField = "invalid_field"
        case unsupportedVersion = "unsupported_version"

        /// How the socket is closed for it; `nil`: it stays open.
        package var closeCode: CloseCode? {
            switch self {
            case .notJSON: .policyViolation
            case .unsupportedVersion: .protocolError
            case .unknownType, .invalidField: nil
            }
        }
    }

    package let code: Code
    package let message: String
}
