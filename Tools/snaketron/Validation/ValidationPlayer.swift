import ClientProtocol
import Foundation
import GameCore
import Identity
import TLS

/// A guest who plays by docs/guide/protocol.md, on one socket at a time.
final class ValidationPlayer {
    private struct Account: Decodable {
        struct User: Decodable { let id: String }

        let token: String
        let user: User
    }

    let name: String
    private let client: WebClient
    private let account: Account
    private let session: SessionID
    private var socket: WebSocketClient?
    private var connection: UInt64 = 0
    private var sequence: UInt64 = 0
    private var outcomes: [UInt64: OutcomeCode] = [:]

    /// Names the gateway that serves this player.
    private(set) var gateway: String?
    private(set) var lobby: String?
    private(set) var match: MatchState?
    private(set) var view: ClientMatch?
    /// Updates of the match that came, in order and with the hash that this program computes too.
    private(set) var updates = 0
    private(set) var turnsSent = 0
    private(set) var turnsAccepted = 0

    init(_ name: String, _ client: WebClient) throws {
        self.name = name
        self.client = client
        let answer = try client.post("/api/auth/guest", json: #"{"name":"\#(name)"}"#)
        guard answer.status == 200 || answer.status == 201 else {
            throw ToolError("POST /api/auth/guest answers \(answer.status): \(answer.text.prefix(200))")
        }
        guard let account = try? JSONDecoder().decode(Account.self, from: Data(answer.body)) else {
            throw ToolError("the answer of POST /api/auth/guest is not an account")
        }
        self.account = account
        session = SessionID(rawValue: Crypto.randomBytes(8).reduce(0) { $0 << 8 | UInt64($1) } | 1)
    }

    /// Opens a socket and says hello, in place of the one before.
    /// - Parameter other: A gateway with an address of its own; `nil`: the address that is validated.
    func connect(to other: WebClient? = nil) throws {
        gateway = nil
        connection += 1
        let socket = try (other ?? client).openSocket("/ws", subprotocol: ClientMessage.subprotocol)
        let claim = ConnectionClaim(connection: connection, nextSequence: sequence + 1)
        try socket.send(.hello(ClientHello(token: account.token, session: session, claim: claim)))
        self.socket?.sayGoodbye()
        self.socket = socket
        try Self.wait([self], 10, "\(name)'s welcome") { gateway != nil }
    }

    /// The name of the gateway that a further socket comes to. It is closed again.
    func gatewayOfStandby(at other: WebClient? = nil) throws -> String {
        let socket = try (other ?? client).openSocket("/ws", subprotocol: ClientMessage.subprotocol)
        defer { socket.sayGoodbye() }
        try socket.send(.hello(ClientHello(token: account.token, session: session, standsBy: true)))
        let deadline = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < deadline {
            for case .text(let text) in try socket.receive(until: deadline) {
                if case .standby(let gateway, _)? = try Self.decode(text) { return gateway }
            }
        }
        throw ToolError("no gateway let a second socket stand by within 10 s")
    }

    /// Sends a command and waits until it is committed.
    func command(_ command: ClientCommand, with others: [ValidationPlayer] = []) throws {
        sequence += 1
        let number = sequence
        try socket?.send(.command(sequence: number, command))
        try Self.wait([self] + others, 10, "the outcome of \(command.type) of \(name)") { outcomes[number] != nil }
        guard let outcome = outcomes[number], outcome == .accepted else {
            throw ToolError("\(command.type) of \(name) was refused: \(outcomes[number]?.name ?? "")")
        }
    }

    /// Turns clockwise, if that can be done now.
    func turn() throws {
        guard view?.isRunning == true, let game = view?.committed, let slot = view?.slot, slot < game.rules.players
        else { return }
        view?.predict(to: game.tick + 2)
        let heading = view?.predicted?.snakes[Int(slot)].direction ?? .up
        guard let frame = view?.send(.turn(Direction(lowBits: heading.rawValue &+ 1)), sequence: sequence + 1) else {
            return
        }
        sequence += 1
        turnsSent += 1
        try socket?.send(binary: frame)
    }

    func leave() { socket?.sayGoodbye() }

    /// Reads what comes to all of them until the condition holds.
    static func wait(
        _ players: [ValidationPlayer], _ seconds: Int, _ what: String, until isMet: () -> Bool
    ) throws {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while !isMet() {
            guard ContinuousClock.now < deadline else { throw ToolError("\(what): not within \(seconds) s") }
            for player in players { try player.read() }
        }
    }

    /// Waits for 10 ms at most.
    private func read() throws {
        guard let socket else { return }
        do {
            for message in try socket.receive(until: .now + .milliseconds(10)) { try handle(message) }
        } catch let error as ToolError {
            throw ToolError("\(name): \(error.description)")
        }
    }

    /// `nil`: of a later version, and passed over.
    private static func decode(_ text: [UInt8]) throws -> ServerMessage? {
        do throws(ServerMessageError) {
            return try ServerMessage(parsing: text)
        } catch {
            guard error.code != .unknownType else { return nil }
            throw ToolError("a text of the gateway cannot be read: \(error.message)")
        }
    }

    private func handle(_ message: WebSocketClient.Message) throws {
        switch message {
        case .text(let text):
            switch try Self.decode(text) {
            case .welcome(_, _, _, _, let gateway): self.gateway = gateway
            case .lobby(let lobby): self.lobby = lobby?.code
            case .outcome(let number, let code): outcomes[number] = code
            case .match(let match):
                self.match = match
                if let id = match?.id.rawValue, view?.matchID != id { view = ClientMatch(matchID: id) }
            case .error(let code, let message):
                throw ToolError("the gateway says: \(message.isEmpty ? code : message)")
            case .standby, .queue, .chat, .emote, .games, .status, .pong, .tooManyWaiting, .replaced, nil: break
            }
        case .binary(let frame):
            // The first frames of a match may come before it is told of.
            if view == nil, let match = Self.matchID(of: frame) { view = ClientMatch(matchID: match) }
            switch view?.receive(frame) {
            case .advanced: updates += 1
            case .acknowledged:
                if case .ack(let ack)? = try? ServerFrame(decoding: frame), ack.outcome == AckFrame.accepted {
                    turnsAccepted += 1
                }
            case .needsResync: try socket?.send(.resync)
            case .malformed: throw ToolError("the server sent a frame that the protocol does not have")
            case .restarted, .ignored, nil: break
            }
        }
    }

    private static func matchID(of frame: [UInt8]) -> UInt64? {
        guard case .snapshot(let snapshot)? = try? ServerFrame(decoding: frame) else { return nil }
        return snapshot.matchID
    }
}
