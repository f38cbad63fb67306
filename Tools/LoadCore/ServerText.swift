import Foundation

/// The members of the server's text messages that a load player looks at (docs/protocol.md, section 5).
struct ServerText: Decodable {
    struct Seat: Decodable {
        var ready: Bool?
        var standIn: Bool?
    }

    struct Game: Decodable {
        var id: String?
    }

    struct Lines: Decodable {
        var user: String?
        var text: String?
    }

    let type: String
    var seq: UInt64?
    var code: String?
    var message: String?
    var state: String?
    var connection: UInt64?
    var lastSeq: UInt64?
    var gateway: String?
    var phase: String?
    var id: String?
    var you: UInt8?
    var players: [Seat]?
    var games: [Game]?
    var start: String?
    var match: String?
    var lines: [Lines]?
    var queued: Bool { hasModes }
    private var hasModes = false

    private enum CodingKeys: String, CodingKey {
        case type, seq, code, message, state, connection, lastSeq, gateway, phase, id, you, players, games, start, match
        case lines, modes
    }

    private struct Waiting: Decodable {}

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        type = try members.decode(String.self, forKey: .type)
        seq = try members.decodeIfPresent(UInt64.self, forKey: .seq)
        code = try members.decodeIfPresent(String.self, forKey: .code)
        message = try members.decodeIfPresent(String.self, forKey: .message)
        switch type {
        case "match":
            phase = try members.decodeIfPresent(String.self, forKey: .phase)
            id = try members.decodeIfPresent(String.self, forKey: .id)
            you = try members.decodeIfPresent(UInt8.self, forKey: .you)
            players = try members.decodeIfPresent([Seat].self, forKey: .players)
        case "lobby":
            start = try members.decodeIfPresent(String.self, forKey: .start)
            match = try members.decodeIfPresent(String.self, forKey: .match)
        case "queue": hasModes = try !(members.decodeIfPresent([Waiting].self, forKey: .modes) ?? []).isEmpty
        case "games": games = try members.decodeIfPresent([Game].self, forKey: .games)
        case "chat": lines = try members.decodeIfPresent([Lines].self, forKey: .lines)
        case "status": state = try members.decodeIfPresent(String.self, forKey: .state)
        case "replaced": connection = try members.decodeIfPresent(UInt64.self, forKey: .connection)
        case "welcome", "standby":
            lastSeq = try members.decodeIfPresent(UInt64.self, forKey: .lastSeq)
            gateway = try members.decodeIfPresent(String.self, forKey: .gateway)
        default: break
        }
    }

    init(_ bytes: [UInt8]) throws { self = try JSONDecoder().decode(Self.self, from: Data(bytes)) }

    /// A pong, which is most of what comes as text, is told without reading JSON.
    static func isPong(_ bytes: [UInt8]) -> Bool { bytes.starts(with: pong) }
    private static let pong = Array(#"{"type":"pong","#.utf8)
}
