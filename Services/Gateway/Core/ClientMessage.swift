import ClientProtocol
package import Identity

/// A text frame from the client (docs/protocol.md, sections 2 and 4).
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
    case joinQueue([GameMode?], ranked: Bool)
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

package enum GameMode: Sendable, Equatable, CaseIterable {
    case duel, freeForAll, solo, teams, custom

    package init?(_ name: String) {
        guard let mode = GameMode.allCases.first(where: { $0.name == name }) else { return nil }
        self = mode
    }

    /// The name in the client protocol.
    package var name: String {
        switch self {
        case .duel: "duel"
        case .freeForAll: "ffa"
        case .solo: "solo"
        case .teams: "2v2"
        case .custom: "custom"
        }
    }
}

package enum BotLevel: String, Sendable, CaseIterable {
    case easy, normal, hard
}

/// What a player can show to all who see the match, as the client protocol calls it.
package enum Emote: String, Sendable, CaseIterable {
    case hello, laugh, wow, angry, heart
    case goodGame = "gg"
}

/// What a lobby plays. Numbers are as they were written: the game refuses those that it does not know.
package struct LobbySettings: Sendable, Equatable {
    /// The settings of ``GameMode/custom``.
    package struct Custom: Sendable, Equatable {
        package var width: UInt32 = 60
        package var height: UInt32 = 40
        package var hasEndZones = true
        /// Cells a second.
        package var speed: UInt32 = 10
        package var food: UInt32 = 10
        package var players: UInt32 = 8
        /// 0: no limit.
        package var minutes: UInt32 = 0

        package init() {}
    }

    /// `nil`: a mode that this server does not know.
    package var mode: GameMode?
    package var bots: UInt32 = 0
    /// `nil`: a level that this server does not know.
    package var botLevel: BotLevel? = .normal
    package var isHidden = false
    /// Of ``GameMode/custom`` only.
    package var custom: Custom?

    package init(_ mode: GameMode?) {
        self.mode = mode
        custom = mode == .custom ? Custom() : nil
    }
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

extension ClientMessage {
    /// The version that this server speaks.
    package static let version: UInt64 = 1

    /// Reads one text frame. Unknown fields are ignored.
    ///
    /// A command whose sequence can be read is never refused here, whatever is wrong with the rest of it, JSON included: it
    /// takes its place in the sequence, and the game answers it with an outcome. Refused, it would leave a gap, and its
    /// client would send it again for ever.
    package init(parsing text: [UInt8]) throws(ClientMessageError) {
        let json: JSONValue
        do {
            json = try JSONValue(parsing: text)
        } catch {
            if let command = Self.damaged(JSONSkim(text)) {
                self = command
                return
            }
            throw ClientMessageError(code: .notJSON, message: "not JSON at byte \(error.offset): \(error.message)")
        }
        do {
            self = try Self(json)
        } catch {
            let skim = JSONSkim(type: json["type"]?.string, sequence: json["seq"]?.unsigned)
            guard let command = Self.damaged(skim) else { throw error }
            self = command
        }
    }

    /// The command that a frame was meant to be, as the game is to refuse it; `nil`: it was not numbered.
    private static func damaged(_ skim: JSONSkim) -> ClientMessage? {
        guard let sequence = skim.sequence, sequence != 0, !unnumbered.contains(skim.type ?? "") else { return nil }
        return .command(sequence: sequence, skim.type == "chat" ? .chat("") : .unknown)
    }

    private static let unnumbered: Set<String> = ["hello", "take", "resync", "seek", "games", "ping"]

    private init(_ json: JSONValue) throws(ClientMessageError) {
        guard let type = json["type"]?.string else {
            throw ClientMessageError(code: .notJSON, message: "not a JSON object with a type")
        }
        switch type {
        case "hello": self = .hello(try ClientHello(json))
        case "take": self = .take(try ConnectionClaim(json))
        case "resync": self = .resync
        case "seek":
            guard let tick = try Self.tick(in: json) else {
                throw ClientMessageError(code: .invalidField, message: "tick is missing")
            }
            self = .seek(tick: tick)
        case "games": self = .listGames
        case "ping":
            guard case .number(let t) = json["t"], t.utf8.count <= 32 else {
                throw ClientMessageError(code: .invalidField, message: "t must be a number of at most 32 characters")
            }
            self = .ping(t: t)
        default:
            guard let command = try ClientCommand(type: type, json) else {
                throw ClientMessageError(code: .unknownType, message: "this server knows no message of that type")
            }
            guard let sequence = json["seq"]?.unsigned, sequence != 0 else {
                throw ClientMessageError(code: .invalidField, message: "seq must be a whole number from 1")
            }
            self = .command(sequence: sequence, command)
        }
    }
}

extension ClientMessage {
    /// A tick that is there must be a whole number of 32 bits but for the largest; one past the end of a match is its end.
    fileprivate static func tick(in json: JSONValue) throws(ClientMessageError) -> UInt32? {
        guard let field = json["tick"], field != .null else { return nil }
        guard let value = field.unsigned, value < UInt32.max else {
            throw ClientMessageError(code: .invalidField, message: "tick must be a whole number from 0 to 4294967294")
        }
        return UInt32(value)
    }
}

extension ConnectionClaim {
    fileprivate init(_ json: JSONValue) throws(ClientMessageError) {
        self.init(
            connection: try Self.number("connection", in: json), nextSequence: try Self.number("nextSeq", in: json))
    }

    private static func number(_ name: String, in json: JSONValue) throws(ClientMessageError) -> UInt64 {
        guard let field = json[name] else { return 0 }
        guard let value = field.unsigned, value <= SessionLimits.highestNumber else {
            throw ClientMessageError(
                code: .invalidField,
                message: "\(name) must be a whole number from 0 to \(SessionLimits.highestNumber)")
        }
        return value
    }
}

extension ClientHello {
    fileprivate init(_ json: JSONValue) throws(ClientMessageError) {
        guard let version = json["version"]?.unsigned else {
            throw ClientMessageError(code: .unsupportedVersion, message: "version must be a whole number")
        }
        guard version == ClientMessage.version else {
            throw ClientMessageError(
                code: .unsupportedVersion,
                message: "this server speaks version \(ClientMessage.version), not \(version); reload the page")
        }
        guard let token = json["token"]?.string else {
            throw ClientMessageError(code: .invalidField, message: "token must be a string")
        }
        guard let digits = json["session"]?.string, digits.utf8.count == 16,
            digits.utf8.allSatisfy({ hexDigitValue($0) != nil }),
            let session = UInt64(digits, radix: 16).flatMap(SessionID.init(checked:))
        else {
            throw ClientMessageError(
                code: .invalidField, message: "session must be 16 hexadecimal digits, not all zero")
        }
        guard let standsBy = json["standby"].map({ $0.bool }) ?? false else {
            throw ClientMessageError(code: .invalidField, message: "standby must be true or false")
        }
        self.init(token: token, session: session, claim: try ConnectionClaim(json), standsBy: standsBy)
    }
}

extension ClientCommand {
    /// `nil` for a type that is no command.
    fileprivate init?(type: String, _ json: JSONValue) throws(ClientMessageError) {
        switch type {
        case "queue": self = .joinQueue(try Self.modes(in: json), ranked: try json.flag("ranked") ?? false)
        case "leaveQueue": self = .leaveQueue
        case "create": self = .createLobby(try LobbySettings(json))
        case "join": self = .joinLobby(code: Self.checkedCode(try Self.text("code", in: json)))
        case "leaveLobby": self = .leaveLobby
        case "settings": self = .changeSettings(try LobbySettings(json))
        case "kick": self = .kick(UInt64(try Self.text("user", in: json)).flatMap(UserID.init(checked:)))
        case "team": self = .chooseTeam(try Self.team(in: json))
        case "chat": self = .chat(Self.checkedLine(try Self.text("text", in: json)))
        case "emote": self = .emote(Emote(rawValue: try Self.text("emote", in: json)))
        case "start": self = .start
        case "ready": self = .ready
        case "leave": self = .leaveMatch
        case "rematch": self = .rematch
        case "watch": self = try Self.watch(json)
        case "fork": self = try Self.fork(json)
        default: return nil
        }
    }

    private static func modes(in json: JSONValue) throws(ClientMessageError) -> [GameMode?] {
        guard case .array(let values) = json["modes"], values.allSatisfy({ $0.string != nil }) else {
            throw ClientMessageError(code: .invalidField, message: "modes must be a list of strings")
        }
        // No longer than a list can be in which each mode stands once; a longer one is refused by the game all the same.
        return values.prefix(GameMode.allCases.count + 1).map { $0.string.flatMap(GameMode.init) }
    }

    private static func team(in json: JSONValue) throws(ClientMessageError) -> UInt64? {
        if json["team"] == .null { return nil }
        guard let team = json["team"]?.unsigned else {
            throw ClientMessageError(code: .invalidField, message: "team must be 0, 1 or null")
        }
        return team
    }

    private static func watch(_ json: JSONValue) throws(ClientMessageError) -> ClientCommand {
        let tick = try ClientMessage.tick(in: json)
        if json["code"] != nil { return .watchLobby(code: checkedCode(try text("code", in: json)), from: tick) }
        // A number that no match bears is answered like that of one that is over.
        return .watch(
            UInt64(try text("match", in: json)).flatMap(MatchID.init(checked:)) ?? MatchID(rawValue: .max),
            from: tick)
    }

    private static func fork(_ json: JSONValue) throws(ClientMessageError) -> ClientCommand {
        let text = try text("match", in: json)
        let replay = ReplayName(text)
        let match = replay?.match ?? UInt64(text).flatMap(MatchID.init(checked:)) ?? MatchID(rawValue: .max)
        guard let tick = try ClientMessage.tick(in: json), let place = try json.number("place") else {
            throw ClientMessageError(code: .invalidField, message: "tick and place must be whole numbers")
        }
        var level: BotLevel? = .normal
        if let field = json["botLevel"] {
            guard let name = field.string else {
                throw ClientMessageError(code: .invalidField, message: "botLevel must be a string")
            }
            level = BotLevel(rawValue: name)
        }
        return .fork(match, key: replay?.key, tick: tick, slot: place, level)
    }

    private static func text(_ field: String, in json: JSONValue) throws(ClientMessageError) -> String {
        guard let text = json[field]?.string else {
            throw ClientMessageError(code: .invalidField, message: "\(field) must be a string")
        }
        return text
    }

    /// A line of the chat, cut of white space around it; "" when nothing may be said like that.
    private static func checkedLine(_ text: String) -> String {
        (try? VisibleText(text, within: .chatLine))?.text ?? ""
    }

    /// A code that no lobby can have becomes "", which none has either.
    private static func checkedCode(_ text: String) -> String {
        let isPossible =
            text.utf8.count <= 16
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) }
        return isPossible ? text : ""
    }
}

extension LobbySettings {
    /// All but the mode may be absent.
    fileprivate init(_ json: JSONValue) throws(ClientMessageError) {
        guard let mode = json["mode"]?.string else {
            throw ClientMessageError(code: .invalidField, message: "mode must be a string")
        }
        self.init(GameMode(mode))
        bots = try json.number("bots") ?? bots
        isHidden = try json.flag("hidden") ?? isHidden
        if let level = json["botLevel"] {
            guard let name = level.string else {
                throw ClientMessageError(code: .invalidField, message: "botLevel must be a string")
            }
            botLevel = BotLevel(rawValue: name)
        }
        guard var custom else { return }
        custom.width = try json.number("width") ?? custom.width
        custom.height = try json.number("height") ?? custom.height
        custom.hasEndZones = try json.flag("zones") ?? custom.hasEndZones
        custom.speed = try json.number("speed") ?? custom.speed
        custom.food = try json.number("food") ?? custom.food
        custom.players = try json.number("players") ?? custom.players
        custom.minutes = try json.number("minutes") ?? custom.minutes
        self.custom = custom
    }
}

extension JSONValue {
    /// A member that may be absent. What is too large for the game stays so.
    fileprivate func number(_ name: String) throws(ClientMessageError) -> UInt32? {
        guard let value = self[name] else { return nil }
        guard let number = value.unsigned else {
            throw ClientMessageError(code: .invalidField, message: "\(name) must be a whole number from 0")
        }
        return UInt32(clamping: number)
    }

    fileprivate func flag(_ name: String) throws(ClientMessageError) -> Bool? {
        guard let value = self[name] else { return nil }
        guard let flag = value.bool else {
            throw ClientMessageError(code: .invalidField, message: "\(name) must be true or false")
        }
        return flag
    }
}
