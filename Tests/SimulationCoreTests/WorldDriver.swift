import GameCore
import Identity
import SimulationCore

import enum ClientProtocol.OutcomeCode

/// A world with its log, for tests that speak of players instead of bytes.
struct WorldDriver {
    var world = World()
    /// What was applied; nothing once ``keepsLog`` is false.
    private(set) var log: [LogEntry] = []
    var keepsLog = true
    private var entries: UInt64 = 0
    private var sequences: [SessionKey: UInt64] = [:]

    init() {}

    @discardableResult
    mutating func apply(_ command: Command) -> [WorldEvent] { apply(bytes: command.encoded()) }

    @discardableResult
    mutating func apply(bytes: [UInt8]) -> [WorldEvent] {
        entries += 1
        let entry = LogEntry(index: LogIndex(rawValue: entries), command: bytes)
        if keepsLog { log.append(entry) }
        var events: [WorldEvent] = []
        world.apply(entry, events: &events)
        return events
    }

    @discardableResult
    mutating func tick(_ count: Int = 1) -> [WorldEvent] {
        var events: [WorldEvent] = []
        for _ in 0..<count { events += apply(.advance(tick: world.tick + 1)) }
        return events
    }

    /// One session of the user of that number, attached by the stream of that number.
    @discardableResult
    mutating func attach(
        _ user: UInt64, session: UInt64 = 1, stream: UInt64 = 1, node: UInt64 = 1,
        number: ConnectionNumber = .none, nextSequence: UInt64 = 0
    ) -> [WorldEvent] {
        let attachment = Attachment(
            stream: stream, node: NodeID(rawValue: node), number: number, nextSequence: nextSequence)
        return apply(.attach(key(user, session), attachment, name: Array("player \(user)".utf8), Ratings()))
    }

    /// Sends the next request of a session.
    @discardableResult
    mutating func request(_ user: UInt64, _ action: Action, session: UInt64 = 1) -> [WorldEvent] {
        apply(.request(key(user, session), sequence: next(user, session), entropy(user), action))
    }

    /// Sends the next turn of a session.
    @discardableResult
    mutating func turn(
        _ user: UInt64, in match: MatchID, stamp: UInt64, _ direction: Direction, session: UInt64 = 1
    ) -> [WorldEvent] {
        apply(.input(key(user, session), sequence: next(user, session), match, stamp: stamp, .turn(direction)))
    }

    /// Attaches two users and brings them into a running duel by queue.
    mutating func startDuel(_ first: UInt64, _ second: UInt64) -> MatchID {
        for user in [first, second] {
            if world.lastSequence(of: key(user, 1)) == nil { attach(user) }
            request(user, .queue(.duel))
        }
        request(first, .ready)
        request(second, .ready)
        tick(Int(WorldRules.countdownTicks))
        return world.match(of: UserID(rawValue: first))!
    }

    /// The lobby of a user, as its members see it.
    func lobby(of number: UInt64) -> LobbyView? { world.lobby(of: user(number)).flatMap { world.lobbyView($0) } }

    /// The match that a user plays or watches, as that user sees it.
    func match(of number: UInt64) -> MatchView? {
        world.match(of: user(number)).flatMap { world.matchView($0, for: user(number)) }
    }

    /// Attaches users, the first of whom opens a lobby that the others join.
    @discardableResult
    mutating func gather(_ numbers: ClosedRange<UInt64>, _ settings: LobbySettings) -> LobbyCode {
        for number in numbers where world.lastSequence(of: key(number)) == nil { attach(number) }
        request(numbers.lowerBound, .createLobby(settings))
        let code = lobby(of: numbers.lowerBound)!.code
        for number in numbers.dropFirst() { request(number, .joinLobby(code)) }
        return code
    }

    private mutating func next(_ user: UInt64, _ session: UInt64) -> UInt64 {
        sequences[key(user, session), default: 0] += 1
        return sequences[key(user, session)]!
    }

    private func entropy(_ user: UInt64) -> Entropy {
        Entropy(first: user &* 0x9e37_79b9_7f4a_7c15, second: entries)
    }
}

extension Action {
    static func queue(_ modes: Mode...) -> Action { .joinQueue(QueueModes(modes)!, isRanked: false) }
    static func create(_ mode: Mode) -> Action { .createLobby(LobbySettings(MatchSetup(mode)!)) }
}

extension LobbySettings {
    static func mode(_ mode: Mode, bots: UInt8 = 0) -> LobbySettings { LobbySettings(MatchSetup(mode)!, bots: bots)! }

    /// A custom game of 40 by 30 cells, or of 60 by 40 with end zones.
    static func custom(zones: Bool, seats: UInt8, minutes: UInt8 = 0, bots: UInt8 = 0) -> LobbySettings {
        let custom = CustomSettings(
            width: zones ? 60 : 40, height: zones ? 40 : 30, hasEndZones: zones, cellsPerSecond: 20, food: 12,
            seats: seats,
            timeLimit: minutes)!
        return LobbySettings(MatchSetup(.custom, custom: custom)!, bots: bots)!
    }
}

/// What a node makes of the wish to play on from a match's past; from its end when `tick` is past that.
func forkStart(_ past: PastOfMatch?, tick: UInt32, slot: UInt8, level: Bot.Level = .normal) -> ForkStart? {
    guard let replay = past?.replay() else { return nil }
    var player = ReplayPlayer(replay)
    while player.game.tick < tick, player.step() {}
    while player.takeInput() != nil {}
    return ForkStart(
        parent: MatchID(rawValue: replay.matchID), game: player.game, slot: slot, botLevel: level)
}

func key(_ user: UInt64, _ session: UInt64 = 1) -> SessionKey {
    SessionKey(user: UserID(rawValue: user), session: SessionID(rawValue: session))
}

func number(_ connection: UInt64, _ attempt: UInt64 = 1) -> ConnectionNumber {
    ConnectionNumber(connection: connection, attempt: attempt)!
}

func user(_ number: UInt64) -> UserID { UserID(rawValue: number) }

extension [WorldEvent] {
    /// The outcomes of requests and turns in here, in order.
    var outcomes: [OutcomeCode] {
        compactMap { event in
            switch event {
            case .outcome(_, _, let code): code
            case .acknowledged(_, _, let frame): acknowledgement(frame)
            case .attached, .detached, .refused, .attachmentRefused, .displaced, .queueChanged, .matchChanged,
                .leftMatch, .boardReset, .update,
                .replayLost,
                .boardShown,
                .lobbyChanged, .lobbyEntered, .leftLobby, .chatted, .emoted:
                nil
            }
        }
    }

    /// The frames sent to the players of a match, in order.
    func updates(of match: MatchID) -> [[UInt8]] {
        compactMap { if case .update(match, let frame) = $0 { frame } else { nil } }
    }
}

private func acknowledgement(_ frame: [UInt8]) -> OutcomeCode? {
    (try? AckFrame(decoding: frame)).flatMap { OutcomeCode(rawValue: $0.outcome) }
}
