import ClientProtocol
import GameCore
import Identity
import Testing

/// What one side writes, the other side reads as it was meant.
@Suite struct RoundTripTests {
    private static let commands: [ClientCommand] = {
        var custom = LobbySettings(.custom)
        custom.bots = 3
        custom.botLevel = .hard
        custom.isHidden = true
        custom.custom?.hasEndZones = false
        custom.custom?.minutes = 10
        let match = MatchID(rawValue: 12)
        return [
            .joinQueue([.duel, .teams, nil], ranked: true), .joinQueue([], ranked: false), .leaveQueue,
            .createLobby(LobbySettings(.solo)), .createLobby(LobbySettings(nil)), .changeSettings(custom),
            .joinLobby(code: "KX4QZ"), .joinLobby(code: ""), .leaveLobby, .kick(UserID(rawValue: 17)), .kick(nil),
            .chooseTeam(nil), .chooseTeam(0), .chooseTeam(7), .chat("say \"hi\" \\ 😀"), .chat(""), .emote(.goodGame),
            .emote(nil), .start, .ready,
            .leaveMatch, .rematch, .watch(match, from: nil), .watch(match, from: 0),
            .watchLobby(code: "KX4QZ", from: 4_294_967_294), .watchLobby(code: "", from: nil),
            .fork(match, key: nil, tick: 400, slot: 1, .easy),
            .fork(match, key: 0x0f86_d081_884c_7d65, tick: 0, slot: 7, nil), .unknown,
        ]
    }()

    @Test("each command of a client arrives as it was", arguments: commands)
    func command(_ command: ClientCommand) throws {
        let message = ClientMessage.command(sequence: .max, command)
        #expect(try ClientMessage(parsing: message.rendered()) == message)
    }

    @Test("each other message of a client arrives as it was")
    func messages() throws {
        let session = SessionID(rawValue: 0x0f86_d081_884c_7d65)
        let claim = ConnectionClaim(connection: SessionLimits.highestNumber, nextSequence: 58)
        for message in [
            .hello(ClientHello(token: "a.b.c", session: session)),
            .hello(ClientHello(token: "", session: session, claim: claim)),
            .hello(ClientHello(token: "a.b.c", session: session, standsBy: true)), .take(.none), .take(claim), .resync,
            .seek(tick: 0), .listGames, .ping(t: "-1.50e3"),
        ] as [ClientMessage] {
            #expect(try ClientMessage(parsing: message.rendered()) == message)
        }
    }

    private static let answers: [ServerMessage] = {
        let player = Player(id: UserID(rawValue: 17), name: "A\"da\u{1}", isGuest: false)
        var match = MatchState(id: MatchID(rawValue: 12), mode: .duel, phase: .ended)
        match.code = "KX4QZ"
        match.isRanked = true
        match.remainingMilliseconds = 3_000
        match.ownSlot = 1
        match.seats = [
            MatchState.Seat(id: UserID(rawValue: 17), name: "Ada", team: 0),
            MatchState.Seat(id: nil, name: "Bot 1", team: 1),
        ]
        match.seats[0].isReady = true
        match.seats[0].isConnected = false
        match.seats[0].hasStandIn = true
        match.seats[0].idleMilliseconds = 9_500
        match.seats[0].wantsRematch = true
        match.seats[1].score = 7
        match.seats[1].rank = 2
        match.seats[1].bot = .hard
        match.spectators = 2
        match.rules = MatchState.Rules(
            width: 60, height: 40, endZoneDepth: 10, speed: 13, bankTarget: 25, food: 9, minutes: 8)
        match.commitment = (0..<32).map { UInt8($0) &* 7 }
        match.seed = (0..<16).map { UInt8($0) &* 17 }
        match.endReason = .noContest
        match.hasEmotes = true
        match.origin = MatchState.Origin(match: MatchID(rawValue: 11), tick: 400)
        var custom = LobbySettings(.custom)
        custom.bots = 2
        var lobby = LobbyState(code: "KX4QZ", leader: UserID(rawValue: 17), settings: custom)
        lobby.members = [
            LobbyState.Member(id: UserID(rawValue: 17), name: "Ada"),
            LobbyState.Member(id: UserID(rawValue: 18), name: "Bo"),
        ]
        lobby.members[0].slot = 1
        lobby.members[0].team = 1
        lobby.members[0].teamWish = 0
        lobby.members[1].isConnected = false
        lobby.members[1].isInMatch = true
        lobby.bots = [LobbyState.Bot(slot: 0, team: 0, level: .normal), LobbyState.Bot(slot: 2, team: 1, level: nil)]
        lobby.match = MatchID(rawValue: 12)
        lobby.start = .tooFewPlayers
        var strange = LobbyState(code: "ABCDE", leader: UserID(rawValue: 1), settings: LobbySettings(nil))
        strange.settings.botLevel = nil
        let game = GameSummary(
            id: MatchID(rawValue: 12), mode: .teams, isRanked: true,
            players: [
                .init(name: "Ada", team: 0, score: 3, bot: nil), .init(name: "Bot", team: 1, score: 0, bot: .easy),
            ],
            spectators: 4, ageMilliseconds: 61_050, picture: "60x40:10 0@1234r3d2")
        let line = ChatLine(number: 3, user: UserID(rawValue: 17), name: "Ada", text: "a \"b\"")
        return [
            .welcome(player, SessionID(rawValue: 1), lastSequence: 9, node: NodeID(rawValue: 2), gateway: "00f1"),
            .standby(gateway: "00f1", node: nil), .standby(gateway: "00f1", node: NodeID(rawValue: 2)),
            .queue(
                QueueState(queues: [.init(mode: .duel, count: 1), .init(mode: nil, count: 3)], isRanked: true)),
            .queue(QueueState(queues: [], isRanked: false)), .lobby(nil), .lobby(lobby), .lobby(strange),
            .chat(code: "KX4QZ", [line]), .chat(code: "KX4QZ", []), .games([]), .games([game]), .match(nil),
            .match(match), .match(MatchState(id: MatchID(rawValue: 1), mode: nil, phase: .ready)),
            .emote(MatchID(rawValue: 12), slot: 7, .goodGame), .status(.ok), .status(.recovering), .status(.stalled),
            .status(.draining), .pong(t: "12.50"),
            .error(code: "stalled", message: "m"), .tooManyWaiting(sequence: 65), .replaced(connection: 0),
            .replaced(connection: 5),
        ] + OutcomeCode.allCases.map { .outcome(sequence: 4, $0) }
    }()

    @Test("each message of a server arrives as it was", arguments: answers)
    func answer(_ message: ServerMessage) throws {
        let text = message.rendered()
        #expect(try ServerMessage(parsing: text) == message)
        if case .pong = message { #expect(ServerMessage.isPong(text)) } else { #expect(!ServerMessage.isPong(text)) }
    }

    @Test("unknown members are passed over, and those of later versions have a beginning")
    func otherVersions() throws {
        let text =
            #"{"type":"match","id":"12","phase":"running","players":[{"name":"Ada","team":1,"hat":{}}],"new":[1]}"#
        var match = MatchState(id: MatchID(rawValue: 12), mode: nil, phase: .running)
        match.seats = [MatchState.Seat(id: nil, name: "Ada", team: 1)]
        #expect(try ServerMessage(parsing: Array(text.utf8)) == .match(match))
    }

    @Test(
        "what cannot be read says so",
        arguments: [
            ("{", .notJSON), ("[]", .notJSON), (#"{"type":7}"#, .notJSON), (#"{"type":"dance"}"#, .unknownType),
            (#"{"type":"welcome"}"#, .invalidField), (#"{"type":"outcome","seq":1,"code":"wonderful"}"#, .invalidField),
            (#"{"type":"outcome","seq":-1,"code":"accepted"}"#, .invalidField), (#"{"type":"pong"}"#, .invalidField),
            (#"{"type":"match","phase":"asleep","id":"1","players":[]}"#, .invalidField),
            (#"{"type":"match","phase":"running","id":"0","players":[]}"#, .invalidField),
            (#"{"type":"match","phase":"running","id":"1","players":[],"seed":"0"}"#, .invalidField),
            (#"{"type":"match","phase":"running","id":"1","players":[{"name":"a","team":4294967296}]}"#, .invalidField),
            (#"{"type":"lobby","code":"KX4QZ","leader":"1"}"#, .invalidField), (#"{"type":"games"}"#, .invalidField),
            (#"{"type":"lobby","code":"KX4QZ","leader":"1","settings":{"mode":7}}"#, .invalidField),
            (#"{"type":"status","state":"merry"}"#, .invalidField),
        ] as [(String, ServerMessageError.Code)])
    func refused(text: String, code: ServerMessageError.Code) {
        let error = #expect(throws: ServerMessageError.self) { try ServerMessage(parsing: Array(text.utf8)) }
        #expect(error?.code == code)
    }
}
