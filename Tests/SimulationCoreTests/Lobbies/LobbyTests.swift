import GameCore
import Identity
import SimulationCore
import Testing

import enum ClientProtocol.OutcomeCode

/// docs/guide/protocol.md, section 4: lobbies.
@Suite struct LobbyTests {
    // MARK: Members

    @Test("a lobby is found by its code in either case of letters, holds eight, and asks for no ticks")
    func joining() throws {
        var driver = WorldDriver()
        for number in 1...9 { driver.attach(UInt64(number)) }
        #expect(driver.request(1, .create(.freeForAll)).contains(.lobbyEntered(user(1))))
        let code = try #require(driver.lobby(of: 1)?.code)
        #expect(LobbyCode(code.description.lowercased().utf8) == code)
        #expect(driver.request(2, .joinLobby(nil)).outcomes == [.unknownCode])
        #expect(driver.request(2, .joinLobby(LobbyCode("AAAAA".utf8))).outcomes == [.unknownCode])
        for number in 2...8 as ClosedRange<UInt64> {
            #expect(driver.request(number, .joinLobby(code)).outcomes == [.accepted])
        }
        #expect(driver.request(3, .joinLobby(code)) == [.outcome(key(3), sequence: 2, .accepted)], "is there already")
        #expect(driver.request(9, .joinLobby(code)).outcomes == [.lobbyFull])
        #expect(driver.lobby(of: 1)?.members.map(\.user) == (1...8).map { user($0) })
        #expect(driver.lobby(of: 8)?.leader == user(1))
        #expect(!driver.world.needsTicks)
        #expect(driver.world.match(of: user(1)) == nil)
    }

    @Test("the next member leads when the leader leaves; the lobby ends with its last member")
    func leaving() throws {
        var driver = WorldDriver()
        let code = driver.gather(1...3, .mode(.freeForAll))
        #expect(driver.request(1, .leaveLobby).contains(.leftLobby(user(1))))
        #expect(driver.lobby(of: 2)?.leader == user(2))
        #expect(driver.request(1, .leaveLobby).outcomes == [.notInLobby])
        #expect(driver.request(3, .create(.duel)).outcomes == [.accepted], "leaves the one for the other")
        #expect(driver.lobby(of: 2)?.members.map(\.user) == [user(2)])
        driver.request(2, .leaveLobby)
        #expect(driver.request(1, .joinLobby(code)).outcomes == [.unknownCode])
        #expect(driver.world.lobbyCount == 1)
    }

    @Test("only the leader changes settings, sends members away and starts; who was sent away stays out")
    func leading() {
        var driver = WorldDriver()
        let code = driver.gather(1...3, .mode(.duel))
        driver.attach(4)
        for action in [.changeSettings(.mode(.teams)), .kick(user(3)), .start] as [Action] {
            #expect(driver.request(2, action).outcomes == [.notLeader])
            #expect(driver.request(4, action).outcomes == [.notInLobby])
        }
        #expect(driver.request(1, .changeSettings(.mode(.teams, bots: 1))).outcomes == [.accepted])
        #expect(driver.lobby(of: 2)?.settings == .mode(.teams, bots: 1))
        #expect(driver.request(1, .changeSettings(nil)).outcomes == [.invalidSettings])
        #expect(driver.request(1, .kick(user(1))).outcomes == [.notAllowed])
        #expect(driver.request(1, .kick(user(4))).outcomes == [.notInLobby])
        #expect(driver.request(1, .kick(nil)).outcomes == [.notInLobby])
        #expect(driver.request(1, .kick(user(3))).contains(.leftLobby(user(3))))
        #expect(driver.lobby(of: 3) == nil)
        #expect(driver.request(3, .joinLobby(code)).outcomes == [.notAllowed])
        #expect(driver.lobby(of: 1)?.members.map(\.user) == [user(1), user(2)])
    }

    @Test("a member without a connection is dropped after a minute, and the next one leads")
    func lostMembers() {
        var driver = WorldDriver()
        driver.gather(1...2, .mode(.duel))
        driver.apply(.detach(key(1), attachment: 1))
        #expect(driver.lobby(of: 2)?.members.map(\.connected) == [false, true])
        #expect(driver.lobby(of: 2)?.members.map(\.slot) == [nil, 0], "a start seats those who are there")
        #expect(driver.world.needsTicks)
        driver.tick(Int(WorldRules.lostInLobbyTicks) - 1)
        driver.attach(1)
        driver.tick(5)
        #expect(driver.lobby(of: 2)?.leader == user(1))
        #expect(!driver.world.needsTicks)
        driver.apply(.detach(key(1), attachment: 1))
        driver.tick(Int(WorldRules.lostInLobbyTicks))
        #expect(driver.lobby(of: 2)?.members.map(\.user) == [user(2)])
        #expect(driver.lobby(of: 2)?.leader == user(2))
    }

    // MARK: Settings

    @Test("settings that cannot be played are none")
    func impossibleSettings() {
        #expect(LobbySettings(MatchSetup(.duel)!, bots: 2) == nil)
        #expect(LobbySettings(MatchSetup(.freeForAll)!, bots: 7) != nil)
        #expect(LobbySettings(MatchSetup(.freeForAll)!, bots: 8) == nil)
        #expect(LobbySettings(MatchSetup(.solo)!, bots: 1) == nil)
        #expect(MatchSetup(.custom) == nil)
        #expect(LobbySettings(MatchSetup(.duel, isRanked: true)!) == nil)
        var driver = WorldDriver()
        driver.attach(1)
        #expect(driver.request(1, .createLobby(nil)).outcomes == [.invalidSettings])
        #expect(driver.world.lobbyCount == 0)
    }

    // MARK: Chat

    @Test("what is said reaches the members, with the name of the speaker, and those who come later")
    func chat() throws {
        var driver = WorldDriver()
        let code = driver.gather(1...2, .mode(.duel))
        let lobby = try #require(driver.world.lobby(of: user(1)))
        let text = try #require(ChatText(Array("¿Listos? 🐍".utf8)))
        let events = driver.request(2, .chat(text))
        let line = try #require(driver.world.chat(of: lobby)?.lines.last)
        #expect(events.contains(.chatted(lobby, line)))
        #expect((line.number, line.user, line.name, line.text) == (1, user(2), Array("player 2".utf8), text))
        #expect(driver.request(2, .chat(nil)).outcomes == [.invalidText])
        driver.attach(3)
        #expect(driver.request(3, .chat(text)).outcomes == [.notInLobby])
        #expect(driver.request(3, .joinLobby(code)).contains(.lobbyEntered(user(3))))
        #expect(driver.world.chat(of: lobby)?.lines.count == 1)
    }

    @Test("five lines at once, then one a second, also when nothing else moves the world")
    func chatLimit() {
        var driver = WorldDriver()
        driver.gather(1...2, .mode(.duel))
        let text = ChatText([0x21])
        for _ in 1...5 { #expect(driver.request(1, .chat(text)).outcomes == [.accepted]) }
        #expect(driver.request(1, .chat(text)).outcomes == [.tooManyMessages])
        #expect(driver.request(2, .chat(text)).outcomes == [.accepted])
        // Leaving and coming back does not help.
        let code = driver.lobby(of: 1)?.code
        driver.request(1, .leaveLobby)
        driver.request(1, .joinLobby(code))
        #expect(driver.request(1, .chat(text)).outcomes == [.tooManyMessages])
        #expect(driver.world.needsTicks)
        driver.tick(20)
        #expect(driver.request(1, .chat(text)).outcomes == [.accepted])
        #expect(driver.request(1, .chat(text)).outcomes == [.tooManyMessages])
        driver.tick(100)
        #expect(!driver.world.needsTicks)
    }

    @Test(
        "a line is 1 to 200 characters of UTF-8 without control characters",
        arguments: [
            ([], false), ([0x20], true), ([0x0a], false), ([0x7f], false), ([0xc2, 0x85], false), ([0xff], false),
            ([0xed, 0xa0, 0x80], false), (Array(String(repeating: "🐍", count: 200).utf8), true),
            (Array(String(repeating: "x", count: 201).utf8), false),
        ] as [([UInt8], Bool)])
    func chatText(bytes: [UInt8], isGood: Bool) {
        #expect((ChatText(bytes) != nil) == isGood)
    }

    // MARK: Start

    @Test("a duel of a lobby seats the first two, the others watch; afterwards the leader starts the next one")
    func startDuel() throws {
        var driver = WorldDriver()
        let code = driver.gather(1...3, .mode(.duel))
        #expect(driver.lobby(of: 1)?.members.map(\.slot) == [0, 1, nil])
        #expect(driver.request(1, .start).outcomes == [.accepted])
        let id = try #require(driver.world.match(of: user(1)))
        #expect(driver.match(of: 1)?.phase == .readying)
        #expect(driver.match(of: 1)?.players.map(\.ready) == [true, false], "who starts is ready")
        #expect(driver.match(of: 1)?.code == code)
        #expect(driver.match(of: 3)?.id == id)
        #expect(driver.match(of: 3)?.yourSlot == nil)
        #expect(driver.match(of: 3)?.spectators == 1)
        #expect(driver.lobby(of: 1)?.match == id)
        #expect(driver.lobby(of: 1)?.members.map(\.inMatch) == [true, true, true])
        #expect(driver.request(1, .start).outcomes == [.notAllowed])
        #expect(driver.lobby(of: 1)?.start == .notAllowed)
        driver.request(2, .ready)
        driver.tick(Int(WorldRules.countdownTicks))
        #expect(driver.match(of: 3)?.phase == .running)
        #expect(driver.request(3, .ready).outcomes == [.notInMatch])

        driver.request(2, .leaveMatch)
        #expect(driver.world.lobby(of: user(2)) != nil, "the lobby and the match are two things")
        #expect(driver.tick().contains(.lobbyChanged(try #require(driver.world.lobby(of: user(1))))))
        #expect(driver.match(of: 1)?.endReason == .left)
        #expect(driver.request(1, .rematch).outcomes == [.notAllowed], "the leader's start does it")
        #expect(driver.lobby(of: 1)?.start == .accepted)
        #expect(driver.request(1, .start).outcomes == [.accepted])
        let next = try #require(driver.world.match(of: user(2)))
        #expect(next != id)
        #expect(driver.match(of: 3)?.id == next)
        #expect(driver.match(of: 1)?.commitment != driver.world.matchView(id, for: user(1))?.commitment)
        #expect(driver.world.audience(of: id).isEmpty)
    }

    @Test("too few players do not start; bots fill the seats that are free")
    func bots() throws {
        var driver = WorldDriver()
        driver.gather(1...1, .mode(.teams))
        #expect(driver.lobby(of: 1)?.start == .tooFewPlayers)
        #expect(driver.request(1, .start).outcomes == [.tooFewPlayers])
        driver.request(1, .changeSettings(.mode(.teams, bots: 3)))
        #expect(driver.lobby(of: 1)?.botSlots == [1, 2, 3])
        #expect(driver.lobby(of: 1)?.start == .accepted)
        #expect(driver.request(1, .start).outcomes == [.accepted])
        let view = try #require(driver.match(of: 1))
        #expect(view.phase == .countdown, "nobody is left to confirm")
        #expect(view.players.map(\.bot) == [nil, .normal, .normal, .normal])
        #expect(view.players.map(\.user) == [user(1), nil, nil, nil])
        #expect(
            view.players.map { String(decoding: $0.name, as: UTF8.self) } == ["player 1", "Bot 1", "Bot 2", "Bot 3"])
        #expect(view.players.map(\.team) == [0, 1, 0, 1])
        #expect(driver.world.playerCount == 1)
        #expect(try World(decoding: driver.world.encoded()) == driver.world)
        #expect(driver.lobby(of: 1)?.start == .notAllowed)
    }

    @Test("teams follow the wishes where there is room, else the order of coming")
    func teams() {
        func slots(_ wishes: [UInt8?], _ settings: LobbySettings) -> [Int?]? {
            var driver = WorldDriver()
            driver.gather(1...UInt64(wishes.count), settings)
            for (place, wish) in wishes.enumerated() where wish != nil {
                driver.request(UInt64(place) + 1, .chooseTeam(wish))
            }
            return driver.lobby(of: 1)?.members.map(\.slot)
        }
        // Even slots are team 0's.
        #expect(slots([nil, nil, nil, nil], .mode(.teams)) == [0, 1, 2, 3])
        #expect(slots([1, nil, nil, 1], .mode(.teams)) == [1, 0, 2, 3])
        #expect(slots([1, 1, 1, nil], .mode(.teams)) == [1, 3, 0, 2])
        #expect(slots([nil, 0, 0, nil], .mode(.teams)) == [1, 0, 2, 3])
        #expect(slots([0, 0], .mode(.teams, bots: 2)) == [0, 2])
        #expect(slots([1, 0], .mode(.duel)) == [1, 0])
        #expect(slots([nil, nil, nil, nil, nil], .custom(zones: true, seats: 8)) == [0, 1, 2, 3, 4])
        #expect(slots([1, 1, nil], .custom(zones: true, seats: 8)) == [1, 0, 2])
        #expect(slots([1, 1, nil], .custom(zones: true, seats: 8, bots: 1)) == [1, 3, 0])
        #expect(slots([1, 0, nil], .mode(.freeForAll)) == [0, 1, 2], "no teams, no wishes")
    }

    @Test("a custom game is played by its rules, and ends when its time is up")
    func custom() throws {
        var driver = WorldDriver()
        driver.gather(1...3, .custom(zones: true, seats: 4, minutes: 1))
        driver.request(1, .start)
        driver.request(2, .ready)
        driver.request(3, .ready)
        driver.tick(Int(WorldRules.countdownTicks))
        let view = try #require(driver.match(of: 1))
        let rules = try #require(view.rules)
        #expect((rules.players, rules.width, rules.speed, rules.timeLimit, rules.mode) == (3, 60, 2000, 1, .custom))
        #expect(view.players.map(\.team) == [0, 1, 0])
        for _ in 0..<5 {
            for number in 1...3 as ClosedRange<UInt64> { driver.turn(number, in: view.id, stamp: 0, .up) }
            driver.tick(240)
        }
        #expect(driver.match(of: 1)?.phase == .ended)
        #expect(driver.match(of: 1)?.endReason == .draw, "both teams have banked nothing")
        let file = try #require(driver.world.nextOutgoingReplay?.file)
        var player = ReplayPlayer(try Replay(decoding: file))
        #expect(player.verify() == .accepted)
    }

    @Test("2v2 needs all four: who leaves before the start ends it, and nobody changes sides")
    func teamsBeforeTheStart() throws {
        var driver = WorldDriver()
        driver.gather(1...4, .mode(.teams))
        driver.request(1, .start)
        driver.request(2, .leaveMatch)
        #expect(driver.match(of: 1)?.endReason == .noContest)
        #expect(driver.request(1, .start).outcomes == [.accepted])
        for number in 2...4 as ClosedRange<UInt64> { driver.request(number, .ready) }
        #expect(driver.match(of: 1)?.phase == .countdown)
        #expect(driver.match(of: 4)?.players.map(\.team) == [0, 1, 0, 1])
    }

    @Test("a free for all goes on without those who leave before its start")
    func freeForAllBeforeTheStart() {
        var driver = WorldDriver()
        driver.gather(1...8, .mode(.freeForAll))
        driver.request(1, .start)
        driver.request(1, .leaveMatch)
        #expect(driver.match(of: 2)?.yourSlot == 0)
        for number in 2...8 as ClosedRange<UInt64> { driver.request(number, .ready) }
        #expect(driver.match(of: 2)?.phase == .countdown)
        #expect(driver.match(of: 2)?.players.count == 7)
    }

    @Test("members who play elsewhere are not seated, and come back to the lobby")
    func elsewhere() {
        var driver = WorldDriver()
        driver.gather(1...3, .mode(.duel))
        driver.request(2, .create(.solo))
        #expect(driver.lobby(of: 1)?.members.map(\.slot) == [0, nil, 1])
        #expect(driver.lobby(of: 1)?.members.map(\.inMatch) == [false, true, false])
        driver.request(1, .start)
        #expect(driver.match(of: 1)?.players.map(\.user) == [user(1), user(3)])
        #expect(driver.match(of: 2)?.setup.mode == .solo)
        driver.request(2, .leaveMatch)
        #expect(driver.lobby(of: 2)?.members.map(\.inMatch) == [true, false, true])
    }
}
