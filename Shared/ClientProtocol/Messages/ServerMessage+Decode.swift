import GameCore
import Identity

/// Why a text of the server cannot be read.
package struct ServerMessageError: Error, Sendable, Equatable {
    package enum Code: Sendable {
        case notJSON
        /// Of a later version: a client passes it over.
        case unknownType
        case invalidField
    }

    package let code: Code
    package let message: String
}

extension ServerMessage {
    /// A pong, which is most of what comes as text, is told without reading JSON.
    package static func isPong(_ text: [UInt8]) -> Bool { text.starts(with: pong) }
    private static let pong = Array(#"{"type":"pong","#.utf8)

    /// Reads one text frame, as a client does. Unknown members are passed over; those that an older server does not send have the
    /// value that they begin with.
    package init(parsing text: [UInt8]) throws(ServerMessageError) {
        let json: JSONValue
        do {
            json = try JSONValue(parsing: text)
        } catch {
            throw ServerMessageError(code: .notJSON, message: "not JSON at byte \(error.offset): \(error.message)")
        }
        guard let type = json["type"]?.string else {
            throw ServerMessageError(code: .notJSON, message: "not a JSON object with a type")
        }
        switch type {
        case "welcome":
            self = .welcome(
                try Player(json.member("user")), try json.required("session") { SessionID(hexadecimal: $0) },
                lastSequence: try json.unsigned("lastSeq"), node: try json.id("node"), gateway: try json.text("gateway")
            )
        case "standby": self = .standby(gateway: try json.text("gateway"), node: json.optionalID("node"))
        case "outcome":
            self = .outcome(
                sequence: try json.unsigned("seq"), try json.required("code") { OutcomeCode(name: $0) })
        case "queue":
            let queues = try json.list("modes") { queue throws(ServerMessageError) in
                QueueState.Waiting(mode: queue.mode, count: try queue.uint32("waiting"))
            }
            self = .queue(QueueState(queues: queues, isRanked: json["ranked"]?.bool ?? false))
        case "lobby": self = .lobby(json["code"]?.string == nil ? nil : try LobbyState(json))
        case "chat":
            self = .chat(
                code: try json.text("code"),
                try json.list("lines") { line throws(ServerMessageError) in
                    ChatLine(
                        number: try line.unsigned("number"), user: try line.id("user"), name: try line.text("name"),
                        text: try line.text("text"))
                })
        case "emote":
            self = .emote(
                try json.id("match"), slot: try json.uint32("slot"), try json.required("emote") { Emote(name: $0) })
        case "games":
            self = .games(
                try json.list("games") { game throws(ServerMessageError) in try GameSummary(game) })
        case "match": self = .match(json["phase"]?.string == "none" ? nil : try MatchState(json))
        case "status": self = .status(try json.required("state") { Status(rawValue: $0) })
        case "pong":
            guard case .number(let t) = json["t"] else { throw ServerMessageError(missing: "t") }
            self = .pong(t: t)
        case "error":
            let code = try json.text("code")
            if code == Self.tooManyWaitingCode, let sequence = json["seq"]?.unsigned {
                self = .tooManyWaiting(sequence: sequence)
            } else {
                self = .error(code: code, message: json["message"]?.string ?? "")
            }
        case "replaced": self = .replaced(connection: json["connection"]?.unsigned ?? 0)
        default:
            throw ServerMessageError(code: .unknownType, message: "no message of this version has the type '\(type)'")
        }
    }
}

extension ServerMessageError {
    fileprivate init(missing name: String) {
        self.init(code: .invalidField, message: "\(name) is missing, or not what it should be")
    }
}

extension JSONValue {
    fileprivate func member(_ name: String) throws(ServerMessageError) -> JSONValue {
        guard let value = self[name] else { throw ServerMessageError(missing: name) }
        return value
    }

    fileprivate func text(_ name: String) throws(ServerMessageError) -> String {
        guard let text = self[name]?.string else { throw ServerMessageError(missing: name) }
        return text
    }

    /// A member that is text, as the value that it names.
    fileprivate func required<Value>(
        _ name: String, _ value: (String) -> Value?
    ) throws(ServerMessageError) -> Value {
        guard let value = self[name]?.string.flatMap(value) else { throw ServerMessageError(missing: name) }
        return value
    }

    fileprivate func id<ID: Identifier>(_ name: String) throws(ServerMessageError) -> ID {
        guard let id: ID = optionalID(name) else { throw ServerMessageError(missing: name) }
        return id
    }

    fileprivate func optionalID<ID: Identifier>(_ name: String) -> ID? {
        self[name]?.string.flatMap { UInt64($0) }.flatMap { ID(checked: $0) }
    }

    fileprivate func unsigned(_ name: String) throws(ServerMessageError) -> UInt64 {
        guard let value = self[name]?.unsigned else { throw ServerMessageError(missing: name) }
        return value
    }

    fileprivate func uint32(_ name: String) throws(ServerMessageError) -> UInt32 {
        guard let value = optionalUInt32(name) else { throw ServerMessageError(missing: name) }
        return value
    }

    fileprivate func optionalUInt32(_ name: String) -> UInt32? { self[name]?.unsigned.flatMap { UInt32(exactly: $0) } }

    fileprivate func list<Element>(
        _ name: String, _ element: (JSONValue) throws(ServerMessageError) -> Element
    ) throws(ServerMessageError) -> [Element] {
        guard case .array(let values) = self[name] else { throw ServerMessageError(missing: name) }
        var elements: [Element] = []
        elements.reserveCapacity(values.count)
        for value in values { elements.append(try element(value)) }
        return elements
    }

    /// `nil`: null, or a mode that this build does not know.
    fileprivate var mode: Mode? { self["mode"]?.string.flatMap(Mode.init(name:)) }

    fileprivate func level(_ name: String) -> BotLevel? { self[name]?.string.flatMap(BotLevel.init(name:)) }

    /// Bytes in hexadecimal; none for null.
    fileprivate func bytes(_ name: String) throws(ServerMessageError) -> [UInt8] {
        guard let field = self[name], field != .null else { return [] }
        guard let bytes = field.string.flatMap(ClientProtocol.bytes(hexadecimal:)) else {
            throw ServerMessageError(missing: name)
        }
        return bytes
    }
}

extension Player {
    fileprivate init(_ json: JSONValue) throws(ServerMessageError) {
        self.init(
            id: try json.id("id"), name: try json.text("name"), isGuest: json["guest"]?.bool ?? true)
    }
}

extension MatchState {
    fileprivate init(_ json: JSONValue) throws(ServerMessageError) {
        self.init(
            id: try json.id("id"), mode: json.mode, phase: try json.required("phase") { Phase(rawValue: $0) })
        code = json["code"]?.string ?? code
        isRanked = json["ranked"]?.bool ?? isRanked
        remainingMilliseconds = json.optionalUInt32("remainingMs") ?? remainingMilliseconds
        ownSlot = json.optionalUInt32("you")
        seats = try json.list("players") { seat throws(ServerMessageError) in try Seat(seat) }
        spectators = json.optionalUInt32("spectators") ?? spectators
        if let rules = json["rules"], rules != .null { self.rules = try Rules(rules) }
        commitment = try json.bytes("commitment")
        seed = try json.bytes("seed")
        endReason = json["endReason"]?.string.flatMap(EndReason.init(name:)) ?? .none
        hasEmotes = json["emotes"]?.bool ?? hasEmotes
        if let origin = json["origin"], origin != .null {
            self.origin = Origin(match: try origin.id("match"), tick: try origin.uint32("tick"))
        }
    }
}

extension MatchState.Seat {
    fileprivate init(_ json: JSONValue) throws(ServerMessageError) {
        self.init(id: json.optionalID("id"), name: try json.text("name"), team: try json.uint32("team"))
        isReady = json["ready"]?.bool ?? isReady
        isConnected = json["connected"]?.bool ?? isConnected
        score = json.optionalUInt32("score") ?? score
        rank = json.optionalUInt32("rank") ?? rank
        bot = json.level("bot")
        hasStandIn = json["standIn"]?.bool ?? hasStandIn
        idleMilliseconds = json.optionalUInt32("idleMs") ?? idleMilliseconds
        wantsRematch = json["rematch"]?.bool ?? wantsRematch
    }
}

extension MatchState.Rules {
    fileprivate init(_ json: JSONValue) throws(ServerMessageError) {
        self.init(
            width: try json.uint32("width"), height: try json.uint32("height"), endZoneDepth: try json.uint32("zone"),
            speed: try json.uint32("speed"), bankTarget: try json.uint32("target"), food: try json.uint32("food"),
            minutes: try json.uint32("minutes"))
    }
}

extension LobbyState {
    fileprivate init(_ json: JSONValue) throws(ServerMessageError) {
        guard case .object(var said) = json["settings"] else { throw ServerMessageError(missing: "settings") }
        // The server's null for what its own build does not know is a client's unknown name.
        for name in ["mode", "botLevel"] where said[name] == .null { said[name] = .string("") }
        let settings: LobbySettings
        do throws(ClientMessageError) {
            settings = try LobbySettings(.object(said))
        } catch {
            throw ServerMessageError(code: .invalidField, message: "settings: \(error.message)")
        }
        self.init(code: try json.text("code"), leader: try json.id("leader"), settings: settings)
        members = try json.list("members") { member throws(ServerMessageError) in try Member(member) }
        bots = try json.list("bots") { bot throws(ServerMessageError) in
            Bot(slot: try bot.uint32("slot"), team: try bot.uint32("team"), level: bot.level("level"))
        }
        match = json.optionalID("match")
        start = try json.required("start") { OutcomeCode(name: $0) }
    }
}

extension LobbyState.Member {
    fileprivate init(_ json: JSONValue) throws(ServerMessageError) {
        self.init(id: try json.id("id"), name: try json.text("name"))
        isConnected = json["connected"]?.bool ?? isConnected
        teamWish = json.optionalUInt32("wish")
        slot = json.optionalUInt32("slot")
        team = json.optionalUInt32("team")
        isInMatch = json["inMatch"]?.bool ?? isInMatch
    }
}

extension GameSummary {
    fileprivate init(_ json: JSONValue) throws(ServerMessageError) {
        self.init(
            id: try json.id("id"), mode: json.mode, isRanked: json["ranked"]?.bool ?? false,
            players: try json.list("players") { side throws(ServerMessageError) in
                Side(
                    name: try side.text("name"), team: try side.uint32("team"), score: try side.uint32("score"),
                    bot: side.level("bot"))
            }, spectators: try json.uint32("spectators"), ageMilliseconds: try json.uint32("ageMs"),
            picture: json["picture"]?.string ?? "")
    }
}
