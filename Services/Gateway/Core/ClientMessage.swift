package import Identity

/// A text frame from the client (docs/protocol.md, sections 2 and 4).
package enum ClientMessage: Sendable, Equatable {
    case hello(ClientHello)
    case command(sequence: UInt64, ClientCommand)
    case resync
    /// `t` is a JSON number, kept as it was written.
    case ping(t: String)
}

package struct ClientHello: Sendable, Equatable {
    package let token: String
    package let session: SessionID

    package init(token: String, session: SessionID) {
        self.token = token
        self.session = session
    }
}

package enum ClientCommand: Sendable, Equatable {
    /// `nil`: a mode that this server does not know.
    case joinQueue(GameMode?)
    case leaveQueue
    /// `nil`: a mode that this server does not know.
    case createMatch(GameMode?)
    case joinMatch(code: String)
    case startMatch
    case ready
    case leaveMatch
}

package enum GameMode: Sendable, Equatable, CaseIterable {
    case duel, freeForAll, solo

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
        }
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
    /// A command is refused here only for a field of the wrong type, never for a value that the game does not know: it
    /// takes its place in the sequence, and the game answers it with an outcome. Refusing it would leave a gap.
    package init(parsing text: [UInt8]) throws(ClientMessageError) {
        let json: JSONValue
        do {
            json = try JSONValue(parsing: text)
        } catch {
            throw ClientMessageError(code: .notJSON, message: "not JSON at byte \(error.offset): \(error.message)")
        }
        guard let type = json["type"]?.string else {
            throw ClientMessageError(code: .notJSON, message: "not a JSON object with a type")
        }
        switch type {
        case "hello": self = .hello(try ClientHello(json))
        case "resync": self = .resync
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
        self.init(token: token, session: session)
    }
}

extension ClientCommand {
    /// `nil` for a type that is no command.
    fileprivate init?(type: String, _ json: JSONValue) throws(ClientMessageError) {
        switch type {
        case "queue": self = .joinQueue(GameMode(try Self.text("mode", in: json)))
        case "leaveQueue": self = .leaveQueue
        case "create": self = .createMatch(GameMode(try Self.text("mode", in: json)))
        case "join": self = .joinMatch(code: Self.checkedCode(try Self.text("code", in: json)))
        case "start": self = .startMatch
        case "ready": self = .ready
        case "leave": self = .leaveMatch
        default: return nil
        }
    }

    private static func text(_ field: String, in json: JSONValue) throws(ClientMessageError) -> String {
        guard let text = json[field]?.string else {
            throw ClientMessageError(code: .invalidField, message: "\(field) must be a string")
        }
        return text
    }

    /// A code that can stand in no match becomes "", under which none waits either.
    private static func checkedCode(_ text: String) -> String {
        let isPossible =
            text.utf8.count <= 16
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) }
        return isPossible ? text : ""
    }
}
