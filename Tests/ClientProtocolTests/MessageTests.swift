import ClientProtocol
import GameCore
import Identity
import Testing

@Suite struct ClientMessageTests {
    private func parse(_ text: String) throws(ClientMessageError) -> ClientMessage {
        try ClientMessage(parsing: Array(text.utf8))
    }

    @Test("every message of section 4 is read")
    func known() throws {
        let session = try #require(SessionID(checked: 0x9f86_d081_884c_7d65))
        let expected: [(String, ClientMessage)] = [
            (
                #"{"type":"hello","version":1,"token":"t","session":"9f86d081884c7d65","more":[]}"#,
                .hello(ClientHello(token: "t", session: session))
            ),
            (
                #"{"type":"hello","version":1,"token":"t","session":"9f86d081884c7d65","standby":true}"#,
                .hello(ClientHello(token: "t", session: session, standsBy: true))
            ),
            (
                #"{"type":"hello","version":1,"token":"t","session":"9f86d081884c7d65","standby":false}"#,
                .hello(ClientHello(token: "t", session: session))
            ),
            (
                #"{"type":"hello","version":1,"token":"t","session":"9f86d081884c7d65","connection":3,"nextSeq":58}"#,
                .hello(
                    ClientHello(
                        token: "t", session: session, claim: ConnectionClaim(connection: 3, nextSequence: 58)))
            ),
            (#"{"type":"take"}"#, .take(.none)),
            (
                #"{"type":"take","connection":9007199254740991,"nextSeq":1}"#,
                .take(ConnectionClaim(connection: SessionLimits.highestNumber, nextSequence: 1))
            ),
            (#"{"type":"queue","seq":1,"modes":["duel"]}"#, .command(sequence: 1, .joinQueue([.duel], ranked: false))),
            (
                #"{"type":"queue","seq":1,"modes":["ffa","2v2"],"ranked":true}"#,
                .command(sequence: 1, .joinQueue([.freeForAll, .teams], ranked: true))
            ),
            (#"{"type":"leaveQueue","seq":2}"#, .command(sequence: 2, .leaveQueue)),
            (#"{"type":"create","seq":3,"mode":"solo"}"#, .command(sequence: 3, .createLobby(LobbySettings(.solo)))),
            (#"{"type":"join","seq":4,"code":"kX4QZ"}"#, .command(sequence: 4, .joinLobby(code: "kX4QZ"))),
            (#"{"type":"leaveLobby","seq":4}"#, .command(sequence: 4, .leaveLobby)),
            (#"{"type":"kick","seq":4,"user":"17"}"#, .command(sequence: 4, .kick(UserID(rawValue: 17)))),
            (#"{"type":"team","seq":4,"team":1}"#, .command(sequence: 4, .chooseTeam(1))),
            (#"{"type":"team","seq":4,"team":null}"#, .command(sequence: 4, .chooseTeam(nil))),
            (#"{"type":"chat","seq":4,"text":" ¡hola! "}"#, .command(sequence: 4, .chat("¡hola!"))),
            (#"{"type":"start","seq":5}"#, .command(sequence: 5, .start)),
            (#"{"type":"ready","seq":18446744073709551615}"#, .command(sequence: .max, .ready)),
            (#"{"type":"leave","seq":7}"#, .command(sequence: 7, .leaveMatch)),
            (#"{"type":"rematch","seq":7}"#, .command(sequence: 7, .rematch)),
            (#"{"type":"emote","seq":7,"emote":"gg"}"#, .command(sequence: 7, .emote(.goodGame))),
            (#"{"type":"emote","seq":7,"emote":"GG"}"#, .command(sequence: 7, .emote(nil))),
            (#"{"type":"emote","seq":7,"emote":6}"#, .command(sequence: 7, .unknown)),
            (
                #"{"type":"watch","seq":7,"match":"12"}"#,
                .command(sequence: 7, .watch(MatchID(rawValue: 12), from: nil))
            ),
            (
                #"{"type":"watch","seq":7,"match":"12","tick":0}"#,
                .command(sequence: 7, .watch(MatchID(rawValue: 12), from: 0))
            ),
            (#"{"type":"seek","tick":4294967294}"#, .seek(tick: 4_294_967_294)),
            (#"{"type":"watch","seq":7,"code":"KX4QZ"}"#, .command(sequence: 7, .watchLobby(code: "KX4QZ", from: nil))),
            (
                #"{"type":"fork","seq":7,"match":"12","tick":400,"place":1}"#,
                .command(sequence: 7, .fork(MatchID(rawValue: 12), key: nil, tick: 400, slot: 1, .normal))
            ),
            (
                #"{"type":"fork","seq":7,"match":"12-9f86d081884c7d65","tick":400,"place":1}"#,
                .command(
                    sequence: 7,
                    .fork(MatchID(rawValue: 12), key: 0x9f86_d081_884c_7d65, tick: 400, slot: 1, .normal))
            ),
            (
                #"{"type":"fork","seq":7,"match":"x","tick":0,"place":0,"botLevel":"hard"}"#,
                .command(sequence: 7, .fork(MatchID(rawValue: .max), key: nil, tick: 0, slot: 0, .hard))
            ),
            (#"{"type":"games"}"#, .listGames),
            (#"{"type":"resync"}"#, .resync),
            (#"{"type":"ping","t":123.50}"#, .ping(t: "123.50")),
        ]
        for (text, message) in expected { #expect(try parse(text) == message) }
    }

    @Test("settings say what they differ in from the usual")
    func settings() throws {
        var settings = LobbySettings(.custom)
        #expect(
            try parse(#"{"type":"create","seq":1,"mode":"custom"}"#) == .command(sequence: 1, .createLobby(settings)))
        settings.bots = 3
        settings.botLevel = .hard
        settings.isHidden = true
        settings.custom?.width = 21
        settings.custom?.height = .max
        settings.custom?.hasEndZones = false
        settings.custom?.speed = 5
        settings.custom?.food = 1
        settings.custom?.players = 4
        settings.custom?.minutes = 10
        let text =
            #"{"type":"settings","seq":2,"mode":"custom","bots":3,"botLevel":"hard","hidden":true,"width":21,"#
            + #""height":99999999999,"zones":false,"speed":5,"food":1,"players":4,"minutes":10}"#
        #expect(try parse(text) == .command(sequence: 2, .changeSettings(settings)))
        // What belongs to custom games is passed over in others.
        #expect(
            try parse(#"{"type":"settings","seq":2,"mode":"ffa","width":"wide"}"#)
                == .command(sequence: 2, .changeSettings(LobbySettings(.freeForAll))))
    }

    @Test("a command that the game will not know keeps its place in the sequence")
    func unknownValues() throws {
        let commands: [(String, ClientCommand)] = [
            (#""queue","modes":["chess"]"#, .joinQueue([nil], ranked: false)),
            (#""queue","modes":[]"#, .joinQueue([], ranked: false)),
            (
                #""queue","modes":["duel","duel","duel","duel","duel","duel","duel"]"#,
                .joinQueue([.duel, .duel, .duel, .duel, .duel, .duel], ranked: false)
            ),
            (#""create","mode":"""#, .createLobby(LobbySettings(nil))),
            (#""join","code":"""#, .joinLobby(code: "")),
            (#""join","code":"A\u0000B""#, .joinLobby(code: "")),
            (#""join","code":"ABCDEFGHJKLMNPQRS""#, .joinLobby(code: "")),
            (#""kick","user":"Ada""#, .kick(nil)), (#""kick","user":"0""#, .kick(nil)),
            (#""team","team":7"#, .chooseTeam(7)),
            (#""chat","text":"  ""#, .chat("")), (#""chat","text":"a\nb""#, .chat("")),
            (#""chat","text":"a\u202eb""#, .chat("")),
            (#""chat","text":"\#(String(repeating: "x", count: 201))""#, .chat("")),
            (#""watch","match":"x""#, .watch(MatchID(rawValue: .max), from: nil)),
            (#""watch","code":"?""#, .watchLobby(code: "", from: nil)),
        ]
        for (text, command) in commands {
            #expect(try parse(#"{"seq":9,"type":\#(text)}"#) == .command(sequence: 9, command))
        }
        let longest = String(repeating: "x", count: 200)
        #expect(try parse(#"{"type":"chat","seq":1,"text":"\#(longest)"}"#) == .command(sequence: 1, .chat(longest)))
    }

    @Test("whatever is wrong with a command whose sequence can be read, the game answers it in its place")
    func damagedCommands() throws {
        let chat = ClientCommand.chat("")
        let commands: [(String, ClientCommand)] = [
            (#"{"type":"chat","seq":9,"text":"\ud83d"}"#, chat), (#"{"type":"chat","text":"\ude00","seq":9}"#, chat),
            (#"{"type":"chat","seq":9,"text":"\ud83dx"}"#, chat), (#"{"type":"chat","seq":9,"text":"\x41"}"#, chat),
            (#"{"type":"chat","seq":9,"text":"\u12g4"}"#, chat),
            ("{\"type\":\"chat\",\"seq\":9,\"text\":\"a\tb\"}", chat),
            (#"{"type":"chat","seq":9}"#, chat), (#"{"type":"chat","seq":9,"text":7}"#, chat),
            (#"{"seq":9,"type":"chat","text":"unfinished"#, chat), (#"{"type":"chat","seq":9,}"#, chat),
            (#"{"type":"chat","text":"a","text":"b","seq":9}"#, chat),
            (#"{"type":"chat","seq":9,"text":"\"seq\":1,"}"#, .chat(#""seq":1,"#)),
            (#"{"type":"chat","seq":9,"text":"\ud83d \"seq\":1,"}"#, chat),
            (#"{"type":"chat","deep":{"seq":1,"text":"\ud83d"},"seq":9}"#, chat),
            (#"{"type":"join","seq":9,"code":"\ud83d"}"#, .unknown), (#"{"type":"join","seq":9,"code":5}"#, .unknown),
            (#"{"type":"dance","seq":9}"#, .unknown), (#"{"seq":9}"#, .unknown), (#"{"type":1,"seq":9}"#, .unknown),
            (#"{"type":"queue","seq":9}"#, .unknown), (#"{"type":"queue","seq":9,"modes":[1]}"#, .unknown),
            (#"{"type":"queue","seq":9,"modes":["duel"],"ranked":1}"#, .unknown),
            (#"{"type":"create","seq":9,"mode":"duel","bots":-1}"#, .unknown),
            (#"{"type":"create","seq":9,"mode":"duel","botLevel":1}"#, .unknown),
            (#"{"type":"settings","seq":9,"mode":"custom","zones":1}"#, .unknown),
            (#"{"type":"team","seq":9}"#, .unknown), (#"{"type":"team","seq":9,"team":"0"}"#, .unknown),
            (#"{"type":"watch","seq":9,"match":"1","tick":1.5}"#, .unknown), (#"{"type":"watch","seq":9}"#, .unknown),
            (#"{"type":"fork","seq":9,"match":"1","tick":1}"#, .unknown),
            (#"{"type":"fork","seq":9,"match":"1","tick":-1,"place":1}"#, .unknown),
            (#"{"type":"fork","seq":9,"match":"1","tick":1,"place":1,"botLevel":2}"#, .unknown),
            (#"{"type":"kick","seq":9,"user":17}"#, .unknown), (#"{"type":"create","seq":9,"mode":null}"#, .unknown),
            (
                #"{"type":"ready","seq":9,"more":\#(String(repeating: "[", count: 60))\#(String(repeating: "]", count: 60))}"#,
                .unknown
            ),
        ]
        for (text, command) in commands {
            #expect(try parse(text) == .command(sequence: 9, command), "\(text)")
        }
    }

    @Test("a sequence that may be another one is none")
    func unclearSequence() {
        for text in [
            #"{"type":"chat","seq":9"#, #"{"type":"chat","seq":9.5,"text":"\ud83d"}"#,
            #"{"type":"chat","seq":-9,"text":"\ud83d"}"#, #"{"type":"chat","seq":"9","text":"\ud83d"}"#,
            #"{"type":"chat","seq":9,"seq":10}"#, #"{"type":"chat","seq":18446744073709551616,"text":"\ud83d"}"#,
            #"{"type":"chat","seq":0,"text":"\ud83d"}"#, #"["seq":9,"\ud83d"]"#, #""seq":9,"#,
            #"{"type":"chat","text":"\ud83d","x":{"seq":9}}"#,
        ] {
            let error = #expect(throws: ClientMessageError.self) { try parse(text) }
            #expect(error?.code == .notJSON, "\(text)")
        }
    }

    @Test("no text makes the reader trap, and what is read of it is what was written", arguments: 0..<20)
    func mutated(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func random(_ bound: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(bound))
        }
        let text = Array(#"{"type":"chat","seq":9,"text":"\ud83d\ude00 \"x\"","more":[{"seq":1}]}"#.utf8)
        for _ in 0..<2_000 {
            var bytes = text
            for _ in 0...random(4) {
                switch random(3) {
                case 0: bytes[random(bytes.count)] = UInt8(random(256))
                case 1: bytes.remove(at: random(bytes.count))
                default: bytes.insert(text[random(text.count)], at: random(bytes.count))
                }
            }
            if case .command(let sequence, _)? = try? ClientMessage(parsing: bytes) { #expect(sequence > 0) }
        }
    }

    @Test(
        "what cannot be read says why, and how bad it is",
        arguments: [
            ("{", .notJSON), ("[]", .notJSON), ("{}", .notJSON), (#"{"type":1}"#, .notJSON),
            (#"{"type":"dance"}"#, .unknownType),
            (#"{"type":"ready"}"#, .invalidField), (#"{"type":"ready","seq":0}"#, .invalidField),
            (#"{"type":"ready","seq":"1"}"#, .invalidField), (#"{"type":"ready","seq":1.5}"#, .invalidField),
            (#"{"type":"seek"}"#, .invalidField), (#"{"type":"seek","tick":-1}"#, .invalidField),
            (#"{"type":"seek","tick":4294967295}"#, .invalidField), (#"{"type":"seek","tick":"1"}"#, .invalidField),
            (#"{"type":"ping","t":"x"}"#, .invalidField),
            (#"{"type":"ping","t":100000000000000000000000000000000}"#, .invalidField),
            (#"{"type":"hello","version":2,"token":"t","session":"9f86d081884c7d65"}"#, .unsupportedVersion),
            (#"{"type":"hello","token":"t","session":"9f86d081884c7d65"}"#, .unsupportedVersion),
            (#"{"type":"hello","version":1,"session":"9f86d081884c7d65"}"#, .invalidField),
            (#"{"type":"hello","seq":1,"version":1,"session":"9f86d081884c7d65"}"#, .invalidField),
            (#"{"type":"take","connection":-1}"#, .invalidField), (#"{"type":"take","connection":"1"}"#, .invalidField),
            (#"{"type":"take","nextSeq":9007199254740992}"#, .invalidField),
            (#"{"type":"seek","seq":1}"#, .invalidField),
            (#"{"type":"hello","version":1,"token":"t","session":"9f86d081884c7d65","standby":1}"#, .invalidField),
            (#"{"type":"hello","version":1,"token":"t","session":"0000000000000000"}"#, .invalidField),
            (#"{"type":"hello","version":1,"token":"t","session":"+f86d081884c7d65"}"#, .invalidField),
            (#"{"type":"hello","version":1,"token":"t","session":"f86d081884c7d65"}"#, .invalidField),
        ] as [(String, ClientMessageError.Code)])
    func refused(text: String, code: ClientMessageError.Code) {
        let error = #expect(throws: ClientMessageError.self) { try parse(text) }
        #expect(error?.code == code)
    }

    @Test("only what leaves no sense in going on closes the socket")
    func closeCodes() {
        #expect(ClientMessageError.Code.notJSON.closeCode == .policyViolation)
        #expect(ClientMessageError.Code.unsupportedVersion.closeCode == .protocolError)
        #expect(ClientMessageError.Code.unknownType.closeCode == nil)
        #expect(ClientMessageError.Code.invalidField.closeCode == nil)
    }
}

@Suite struct ServerMessageTests {
    private func text(_ message: ServerMessage) -> String { String(decoding: message.rendered(), as: UTF8.self) }

    @Test("the messages read as docs/guide/protocol.md writes them")
    func rendered() throws {
        let player = Player(id: UserID(rawValue: 17), name: "A\"da", isGuest: true)
        let session = SessionID(rawValue: 0x0f86_d081_884c_7d65)
        #expect(
            text(.welcome(player, session, lastSequence: 0, node: NodeID(rawValue: 2), gateway: "00000000000000f1"))
                == #"{"type":"welcome","version":1,"user":{"id":"17","name":"A\"da","guest":true},"session":"0f86d081884c7d65","lastSeq":0,"node":"2","gateway":"00000000000000f1"}"#
        )
        #expect(
            text(.standby(gateway: "00000000000000f1", node: NodeID(rawValue: 2)))
                == #"{"type":"standby","version":1,"node":"2","gateway":"00000000000000f1"}"#)
        #expect(
            text(.standby(gateway: "00000000000000f1", node: nil))
                == #"{"type":"standby","version":1,"node":null,"gateway":"00000000000000f1"}"#)
        #expect(
            text(.outcome(sequence: 4, .unknownCode))
                == #"{"type":"outcome","seq":4,"ok":false,"code":"unknown_code","message":"No lobby has that code."}"#
        )
        #expect(text(.outcome(sequence: 5, .accepted)) == #"{"type":"outcome","seq":5,"ok":true,"code":"accepted"}"#)
        #expect(
            text(
                .queue(
                    QueueState(queues: [.init(mode: .duel, count: 1), .init(mode: .teams, count: 3)], isRanked: true)))
                == #"{"type":"queue","modes":[{"mode":"duel","waiting":1},{"mode":"2v2","waiting":3}],"ranked":true}"#)
        #expect(
            text(.queue(QueueState(queues: [], isRanked: false))) == #"{"type":"queue","modes":[],"ranked":false}"#)
        #expect(text(.lobby(nil)) == #"{"type":"lobby","code":null}"#)
        let line = ChatLine(number: 3, user: UserID(rawValue: 17), name: "Ada", text: "a \"b\"")
        #expect(
            text(.chat(code: "KX4QZ", [line]))
                == #"{"type":"chat","code":"KX4QZ","lines":[{"number":3,"user":"17","name":"Ada","text":"a \"b\""}]}"#)
        #expect(
            text(.emote(MatchID(rawValue: 12), slot: 1, .goodGame))
                == #"{"type":"emote","match":"12","slot":1,"emote":"gg"}"#)
        #expect(text(.status(.recovering)) == #"{"type":"status","state":"recovering"}"#)
        #expect(text(.pong(t: "123.5")) == #"{"type":"pong","t":123.5}"#)
        #expect(text(.error(code: "c", message: "m")) == #"{"type":"error","code":"c","message":"m"}"#)
        #expect(text(.match(nil)) == #"{"type":"match","phase":"none"}"#)
    }

    @Test("a match shows its seed only once it is known")
    func match() throws {
        var match = MatchState(id: MatchID(rawValue: 12), mode: .duel, phase: .countdown)
        match.code = "KX4QZ"
        match.remainingMilliseconds = 3000
        match.ownSlot = 0
        match.seats = [
            MatchState.Seat(id: UserID(rawValue: 17), name: "Ada", team: 0),
            MatchState.Seat(id: nil, name: "Bot 1", team: 1),
        ]
        match.seats[0].isReady = true
        match.seats[0].idleMilliseconds = 9_500
        match.seats[1].bot = .hard
        match.spectators = 2
        match.rules = MatchState.Rules(
            width: 60, height: 40, endZoneDepth: 10, speed: 10, bankTarget: 25, food: 10, minutes: 0)
        match.commitment = [UInt8](repeating: 0xAB, count: 32)
        let commitment = String(repeating: "ab", count: 32)
        #expect(
            text(.match(match))
                == #"{"type":"match","id":"12","code":"KX4QZ","mode":"duel","ranked":false,"phase":"countdown","#
                + #""remainingMs":3000,"you":0,"players":[{"id":"17","name":"Ada","team":0,"ready":true,"connected":true,"#
                + #""score":0,"rank":0,"bot":null,"standIn":false,"idleMs":9500,"rematch":false},{"id":null,"#
                + #""name":"Bot 1","team":1,"ready":false,"connected":true,"score":0,"rank":0,"bot":"hard","#
                + #""standIn":false,"idleMs":null,"rematch":false}],"spectators":2,"rules":{"width":60,"height":40,"#
                + #""zone":10,"speed":10,"target":25,"food":10,"minutes":0},"#
                + #""commitment":"\#(commitment)","seed":null,"endReason":null}"#)
        match.hasEmotes = true
        match.phase = .ended
        match.seed = [UInt8](0..<16)
        match.endReason = .noContest
        match.ownSlot = nil
        let json = try JSONValue(parsing: ServerMessage.match(match).rendered())
        #expect(json["seed"] == .string("000102030405060708090a0b0c0d0e0f"))
        #expect(json["endReason"] == .string("noContest"))
        #expect(json["emotes"] == .bool(true))
        #expect(json["you"] == .null)
    }

    @Test("the settings of a lobby are told in the words in which they are sent")
    func lobby() throws {
        var settings = LobbySettings(.custom)
        settings.bots = 2
        var lobby = LobbyState(code: "KX4QZ", leader: UserID(rawValue: 17), settings: settings)
        lobby.members = [LobbyState.Member(id: UserID(rawValue: 17), name: "Ada")]
        lobby.members[0].slot = 1
        lobby.members[0].team = 1
        lobby.members[0].teamWish = 1
        lobby.bots = [LobbyState.Bot(slot: 0, team: 0, level: .normal)]
        lobby.match = MatchID(rawValue: 12)
        lobby.start = .tooFewPlayers
        let said =
            #""mode":"custom","bots":2,"botLevel":"normal","hidden":false,"width":60,"height":40,"zones":true,"speed":10,"#
            + #""food":10,"players":8,"minutes":0}"#
        #expect(
            text(.lobby(lobby))
                == #"{"type":"lobby","code":"KX4QZ","leader":"17","members":[{"id":"17","name":"Ada","connected":true,"#
                + #""wish":1,"slot":1,"team":1,"inMatch":false}],"bots":[{"slot":0,"team":0,"level":"normal"}],"#
                + #""settings":{"# + said + #","match":"12","start":"too_few_players"}"#)
        let command = #"{"type":"settings","seq":1,"# + said
        #expect(
            try ClientMessage(parsing: Array(command.utf8)) == .command(sequence: 1, .changeSettings(settings)))
    }

    @Test("the list of games")
    func games() {
        var game = GameSummary(
            id: MatchID(rawValue: 12), mode: .teams, isRanked: true,
            players: [
                .init(name: "Ada", team: 0, score: 3, bot: nil), .init(name: "Bot 1", team: 1, score: 0, bot: .easy),
            ],
            spectators: 4, ageMilliseconds: 61_050, picture: "")
        #expect(
            text(.games([game]))
                == #"{"type":"games","games":[{"id":"12","mode":"2v2","ranked":true,"players":[{"name":"Ada","team":0,"#
                + #""score":3,"bot":null},{"name":"Bot 1","team":1,"score":0,"bot":"easy"}],"spectators":4,"ageMs":61050}]}"#
        )
        game.picture = "60x40:10 0@1234r3d2"
        #expect(text(.games([game])).hasSuffix(#""ageMs":61050,"picture":"60x40:10 0@1234r3d2"}]}"#))
        #expect(text(.games([])) == #"{"type":"games","games":[]}"#)
    }

    @Test("every outcome has a name of its own, numbered as docs/guide/protocol.md, section 5 lists them")
    func outcomes() {
        let names =
            """
            accepted unknown_code match_full already_in_match not_in_match already_queued not_queued not_allowed invalid \
            opposite_turn too_far_ahead one_per_tick stale overloaded invalid_settings lobby_full not_in_lobby \
            not_leader too_few_players unknown_match too_many_messages invalid_text party_too_large
            """
        #expect(OutcomeCode.allCases.map(\.name).joined(separator: " ") == names)
    }
}
