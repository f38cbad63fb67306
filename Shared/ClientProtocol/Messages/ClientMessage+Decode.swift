import GameCore
import Identity

extension ClientMessage {
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
            guard case .number(let t) = json["t"], t.utf8.count <= MessageLimits.pingCharacters else {
                throw ClientMessageError(
                    code: .invalidField,
                    message: "t must be a number of at most \(MessageLimits.pingCharacters) characters")
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
        guard let session = json["session"]?.string.flatMap(SessionID.init(hexadecimal:)) else {
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
        case "emote": self = .emote(Emote(name: try Self.text("emote", in: json)))
        case "start": self = .start
        case "ready": self = .ready
        case "leave": self = .leaveMatch
        case "rematch": self = .rematch
        case "watch": self = try Self.watch(json)
        case "fork": self = try Self.fork(json)
        default: return nil
        }
    }

    private static func modes(in json: JSONValue) throws(ClientMessageError) -> [Mode?] {
        guard case .array(let values) = json["modes"], values.allSatisfy({ $0.string != nil }) else {
            throw ClientMessageError(code: .invalidField, message: "modes must be a list of strings")
        }
        // No longer than a list can be in which each mode stands once; a longer one is refused by the game all the same.
        return values.prefix(Mode.allCases.count + 1).map { $0.string.flatMap(Mode.init(name:)) }
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
            level = BotLevel(name: name)
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
