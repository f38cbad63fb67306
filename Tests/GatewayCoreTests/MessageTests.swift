import GatewayCore
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
            (#"{"type":"queue","seq":1,"mode":"duel"}"#, .command(sequence: 1, .joinQueue(.duel))),
            (#"{"type":"queue","seq":1,"mode":"ffa"}"#, .command(sequence: 1, .joinQueue(.freeForAll))),
            (#"{"type":"leaveQueue","seq":2}"#, .command(sequence: 2, .leaveQueue)),
            (#"{"type":"create","seq":3,"mode":"solo"}"#, .command(sequence: 3, .createMatch(.solo))),
            (#"{"type":"join","seq":4,"code":"kX4QZ"}"#, .command(sequence: 4, .joinMatch(code: "kX4QZ"))),
            (#"{"type":"start","seq":5}"#, .command(sequence: 5, .startMatch)),
            (#"{"type":"ready","seq":18446744073709551615}"#, .command(sequence: .max, .ready)),
            (#"{"type":"leave","seq":7}"#, .command(sequence: 7, .leaveMatch)),
            (#"{"type":"resync"}"#, .resync),
            (#"{"type":"ping","t":123.50}"#, .ping(t: "123.50")),
        ]
        for (text, message) in expected { #expect(try parse(text) == message) }
    }

    @Test("a command that the game will not know keeps its place in the sequence")
    func unknownValues() throws {
        #expect(try parse(#"{"type":"queue","seq":1,"mode":"chess"}"#) == .command(sequence: 1, .joinQueue(nil)))
        #expect(try parse(#"{"type":"create","seq":2,"mode":""}"#) == .command(sequence: 2, .createMatch(nil)))
        #expect(try parse(#"{"type":"join","seq":3,"code":""}"#) == .command(sequence: 3, .joinMatch(code: "")))
        #expect(try parse(#"{"type":"join","seq":3,"code":"A\u0000B"}"#) == .command(sequence: 3, .joinMatch(code: "")))
        #expect(
            try parse(#"{"type":"join","seq":3,"code":"ABCDEFGHJKLMNPQRS"}"#)
                == .command(sequence: 3, .joinMatch(code: "")))
    }

    @Test(
        "what cannot be read says why, and how bad it is",
        arguments: [
            ("{", .notJSON), ("[]", .notJSON), ("{}", .notJSON), (#"{"type":1}"#, .notJSON),
            (#"{"type":"chat"}"#, .unknownType),
            (#"{"type":"ready"}"#, .invalidField), (#"{"type":"ready","seq":0}"#, .invalidField),
            (#"{"type":"ready","seq":"1"}"#, .invalidField), (#"{"type":"ready","seq":1.5}"#, .invalidField),
            (#"{"type":"queue","seq":1}"#, .invalidField), (#"{"type":"join","seq":1,"code":5}"#, .invalidField),
            (#"{"type":"create","seq":1,"mode":null}"#, .invalidField), (#"{"type":"ping","t":"x"}"#, .invalidField),
            (#"{"type":"ping","t":100000000000000000000000000000000}"#, .invalidField),
            (#"{"type":"hello","version":2,"token":"t","session":"9f86d081884c7d65"}"#, .unsupportedVersion),
            (#"{"type":"hello","token":"t","session":"9f86d081884c7d65"}"#, .unsupportedVersion),
            (#"{"type":"hello","version":1,"session":"9f86d081884c7d65"}"#, .invalidField),
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

    @Test("the messages read as docs/protocol.md writes them")
    func rendered() throws {
        let player = Player(id: UserID(rawValue: 17), name: "A\"da", isGuest: true)
        let session = SessionID(rawValue: 0x0f86_d081_884c_7d65)
        #expect(
            text(.welcome(player, session, lastSequence: 0, node: NodeID(rawValue: 2)))
                == #"{"type":"welcome","version":1,"user":{"id":"17","name":"A\"da","guest":true},"session":"0f86d081884c7d65","lastSeq":0,"node":"2"}"#
        )
        #expect(
            text(.outcome(sequence: 4, .unknownCode))
                == #"{"type":"outcome","seq":4,"ok":false,"code":"unknown_code","message":"No match waits under that code."}"#
        )
        #expect(text(.outcome(sequence: 5, .accepted)) == #"{"type":"outcome","seq":5,"ok":true,"code":"accepted"}"#)
        #expect(text(.queue(.duel, waiting: 1)) == #"{"type":"queue","mode":"duel","waiting":1}"#)
        #expect(text(.queue(nil, waiting: 0)) == #"{"type":"queue","mode":null,"waiting":0}"#)
        #expect(text(.status(.recovering)) == #"{"type":"status","state":"recovering"}"#)
        #expect(text(.pong(t: "123.5")) == #"{"type":"pong","t":123.5}"#)
        #expect(text(.error(code: "c", message: "m")) == #"{"type":"error","code":"c","message":"m"}"#)
        #expect(text(.match(nil)) == #"{"type":"match","phase":"none"}"#)
    }

    @Test("a match shows its seed only once it is known")
    func match() throws {
        let seat = MatchState.Seat(
            id: UserID(rawValue: 17), name: "Ada", team: 0, isReady: true, isConnected: true, score: 0, rank: 0)
        var match = MatchState(
            id: MatchID(rawValue: 12), code: "KX4QZ", mode: .duel, phase: .countdown, remainingMilliseconds: 3000,
            ownSlot: 0,
            seats: [seat], commitment: [UInt8](repeating: 0xAB, count: 32), seed: [], endReason: nil)
        let commitment = String(repeating: "ab", count: 32)
        #expect(
            text(.match(match))
                == #"{"type":"match","id":"12","code":"KX4QZ","mode":"duel","phase":"countdown","remainingMs":3000,"you":0,"#
                + #""players":[{"id":"17","name":"Ada","team":0,"ready":true,"connected":true,"score":0,"rank":0}],"#
                + #""commitment":"\#(commitment)","seed":null,"endReason":null}"#)
        match.phase = .ended
        match.seed = [UInt8](0..<16)
        match.endReason = .noContest
        match.ownSlot = nil
        let json = try JSONValue(parsing: ServerMessage.match(match).rendered())
        #expect(json["seed"] == .string("000102030405060708090a0b0c0d0e0f"))
        #expect(json["endReason"] == .string("noContest"))
        #expect(json["you"] == .null)
    }

    @Test("every outcome has a name of its own, numbered as docs/protocol.md, section 5 lists them")
    func outcomes() {
        let names =
            """
            accepted unknown_code match_full already_in_match not_in_match already_queued not_queued not_allowed invalid \
            opposite_turn too_far_ahead one_per_tick stale overloaded
            """
        #expect(OutcomeCode.allCases.map(\.name).joined(separator: " ") == names)
    }
}

@Suite struct PlayerNameTests {
    @Test(
        "a name is 1 to 16 characters that show",
        arguments: [
            ("Ada", "Ada"), ("  Ada\n", "Ada"), ("", nil), ("   ", nil), ("1234567890123456", "1234567890123456"),
            ("12345678901234567", nil), ("a\u{0}b", nil), ("a\u{202E}b", nil), ("👩‍👩‍👧", "👩‍👩‍👧"),
            ("a" + String(repeating: "\u{301}", count: 40), nil), (String(repeating: " ", count: 500) + "a", nil),
        ] as [(String, String?)])
    func names(text: String, name: String?) {
        #expect(Player.checkedName(text) == name)
    }
}
