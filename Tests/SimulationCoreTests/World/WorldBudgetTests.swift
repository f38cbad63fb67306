import Identity
import Testing

import enum ClientProtocol.OutcomeCode

@testable import GameCore
@testable import SimulationCore

/// What the world may come to, and what gives way first.
@Suite struct WorldBudgetTests {
    // MARK: Bytes

    @Test("all bounds of the world together are less than what a node can restore")
    func worldFits() {
        #expect(WorldBudget.worldBytes <= SharedLimits.worldBytes)
    }

    @Test("a user, a lobby, a seat of the greatest length stay within what the budget says of them")
    func parts() throws {
        let receipt = InputReceipt(match: MatchID(rawValue: .max), tick: .max, late: .max)
        let outcome = RecordedOutcome(code: .accepted, receipt: receipt)
        let session = try #require(
            Session(
                id: SessionID(rawValue: .max), attachment: .max, node: .max, former: .max - 1,
                number: number(SessionLimits.highestNumber, SessionLimits.highestNumber), highest: .max,
                outcomes: Array(repeating: outcome, count: WorldRules.outcomesKept), lastActive: 1 << 52))
        #expect(bytes { session.encode(into: &$0) } <= WorldBudget.sessionBytes)
        var user = User(name: [UInt8](repeating: 0x78, count: WorldRules.maximumNameBytes))
        user.place = .match(MatchID(rawValue: .max))
        user.lobby = LobbyID(rawValue: 1 << 52)
        user.ratings = Ratings(Array(repeating: UInt32(Ratings.highest), count: Ratings.count))
        (user.chatDue, user.lostAt, user.lastActive, user.lastActiveTick) = (1 << 52, 1 << 52, 1 << 52, 1 << 52)
        user.sessions = Array(repeating: session, count: WorldRules.sessionsPerUser)
        for _ in 0..<WorldRules.displacedKept {
            _ = user.displaceOldestSession()
            user.sessions = Array(repeating: session, count: WorldRules.sessionsPerUser)
        }
        #expect(10 + bytes { user.encode(into: &$0) } <= WorldBudget.userBytes)

        var lobby = Lobby(
            id: LobbyID(rawValue: 1 << 52), code: try #require(LobbyCode(Array("ABCDE".utf8))),
            settings: .custom(zones: true, seats: 8, minutes: 10, bots: 7), leader: UserID(rawValue: .max))
        lobby.members = (0..<WorldRules.lobbySeats).map {
            Lobby.Member(user: UserID(rawValue: .max - UInt64($0)), team: 1)
        }
        for _ in 0..<WorldRules.lobbySeats { lobby.shutOut(UserID(rawValue: .max)) }
        for _ in 0..<60 {
            let text = try #require(ChatText([UInt8](repeating: 0x78, count: 100)))
            _ = lobby.say(text, by: UserID(rawValue: .max), name: user.name)
        }
        #expect(bytes { lobby.encode(into: &$0) } <= WorldBudget.lobbyBytes)
    }

    @Test("a running match of eight with all its spectators stays within the budget of a match, but for its recording")
    func match() throws {
        var driver = WorldDriver()
        driver.gather(1...8, .custom(zones: false, seats: 8))
        driver.request(1, .start)
        for number in 2...8 as ClosedRange<UInt64> { driver.request(number, .ready) }
        driver.tick(Int(WorldRules.countdownTicks) + 4)
        for number in 100..<164 as Range<UInt64> {
            driver.attach(number)
            driver.request(number, .watch(.match(driver.world.match(of: user(1))!)))
        }
        let match = try #require(driver.world.matches.first)
        let recording = match.board!.recordingBytes
        #expect(match.spectators.count == 64)
        #expect(bytes { match.encode(into: &$0) } - recording <= WorldBudget.matchBytes)
    }

    private func bytes(_ encode: (inout ByteWriter) -> Void) -> Int {
        var writer = ByteWriter(reserving: 0)
        encode(&writer)
        return writer.bytes.count
    }

    // MARK: Recordings

    @Test(
        "7.5, 8.6 no match outgrows its recording: everybody's share, the longest life and all leavings have room",
        arguments: 1...8)
    func shares(players: Int) {
        var recording = Recording()
        for tick in 1...(WorldRules.matchTicks + 20) {
            recording.stepped(hash: UInt64(tick))
            if tick == 1 {
                // All shares used up at once, by inputs of the widest kind that a match can have.
                for slot in 0..<players {
                    let limit = recording.inputs.bytes.count + WorldBudget.inputBytes(players: players)
                    while recording.inputs.bytes.count + WorldBudget.widestInput <= limit {
                        recording.decided(
                            ScheduledInput(tick: 21, slot: UInt8(slot), action: .turn(.up)), at: 1)
                    }
                }
            }
        }
        for slot in 0..<players {
            recording.decided(
                ScheduledInput(tick: WorldRules.matchTicks + 21, slot: UInt8(slot), action: .leave),
                at: WorldRules.matchTicks + 20)
        }
        #expect(recording.isWhole)
    }

    @Test("8.6 who floods a ranked match with commands loses the control of the own snake, and not the other's win")
    func flooding() throws {
        var driver = WorldDriver()
        driver.keepsLog = false
        let id = driver.startDuel(1, 2)
        var refused = 0
        // As much as a session may send: two commands a tick, each of which runs.
        for round in 0..<(WorldRules.matchTicks - 100) {
            guard driver.match(of: 2)?.phase == .running else { break }
            let tick = driver.world.matches[0].board!.game.tick
            let held = driver.input(1, in: id, stamp: UInt64(tick + 1), .boost(round % 2 == 0))
            if held.outcomes == [.overloaded] { refused += 1 }
            driver.input(1, in: id, stamp: UInt64(tick + 1), .turn(Direction(rawValue: UInt8(round / 4 % 4))!))
            driver.input(2, in: id, stamp: UInt64(tick + 1), .turn(Direction(rawValue: UInt8(round / 4 % 4))!))
            driver.tick()
        }
        #expect(refused > 0)
        #expect(driver.world.matches[0].board?.recording.isWhole != false)
        driver.ask(1, .leaveMatch)
        driver.tick(2)
        let outgoing = try #require(driver.world.nextOutgoingReplay)
        #expect(outgoing.match == id && outgoing.players == [1, 2])
        var player = ReplayPlayer(try Replay(decoding: outgoing.file))
        #expect(player.verify() == .accepted)
    }

    @Test("7.6 the longest matches end when all recordings are too long, unranked ones before ranked ones")
    func tooLong() {
        let sizes: [(bytes: Int, isRanked: Bool)?] = [
            (50, true), (20, false), nil, (40, false), (40, false), (10, true),
        ]
        #expect(World.tooLong(sizes, limit: 160) == [])
        #expect(World.tooLong(sizes, limit: 159) == [3])
        #expect(World.tooLong(sizes, limit: 100) == [3, 4])
        #expect(World.tooLong(sizes, limit: 55) == [3, 4, 1, 0])
    }

    // MARK: The longest life

    @Test("7.5 a match that goes on and on ends after 30 minutes: the side that leads wins, and the replay proves it")
    func longestLife() throws {
        var driver = WorldDriver()
        driver.keepsLog = false
        let id = driver.startDuel(1, 2)
        circle(&driver, id, until: WorldRules.matchTicks - 1)
        #expect(driver.match(of: 1)?.phase == .running)
        driver.world.matches[0].board!.game.banks.one = 3
        circle(&driver, id, until: WorldRules.matchTicks + 5)
        let view = try #require(driver.match(of: 1))
        #expect(view.phase == .ended && view.endReason == .left)
        #expect(view.players.map(\.rank) == [2, 1])
        #expect(driver.world.match(of: user(1)) == id, "stays to see the result")
    }

    @Test("7.5 when nobody leads alone there is no winner")
    func longestLifeLevel() throws {
        var driver = WorldDriver()
        driver.keepsLog = false
        let id = driver.startDuel(1, 2)
        circle(&driver, id, until: WorldRules.matchTicks + 5)
        #expect(driver.match(of: 1)?.endReason == .noContest)
        let outgoing = try #require(driver.world.nextOutgoingReplay)
        let replay = try Replay(decoding: outgoing.file)
        #expect(replay.ticks <= SharedLimits.matchTicks + 20, "the registry rates no longer one")
        var player = ReplayPlayer(replay)
        #expect(player.verify() == .accepted)
    }

    /// Both turn round and round, each in its own half, so that nobody meets anything.
    private func circle(_ driver: inout WorldDriver, _ id: MatchID, until end: UInt32) {
        while let board = driver.world.matches.first?.board, board.recording.ticks < end {
            let tick = board.game.tick
            if tick % 10 == 0 {
                for player in [1, 2] as [UInt64] {
                    driver.input(
                        player, in: id, stamp: UInt64(tick + 1), .turn(Direction(rawValue: UInt8(tick / 10 % 4))!))
                }
            }
            driver.tick()
        }
    }

    @Test("7.6 in a full world the oldest unranked match gives way after 5 minutes, one a tick")
    func givingWay() throws {
        var driver = WorldDriver()
        driver.keepsLog = false
        let limit = UInt64(WorldRules.maximumMatches)
        for number in 1...limit + 2 { driver.attach(number) }
        // The first is old; all others begin now, and are not asked to leave.
        driver.request(1, .create(.solo))
        let id = driver.world.match(of: user(1))!
        driver.tick(Int(WorldRules.countdownTicks))
        turnRound(&driver, id, until: WorldRules.giveWayTicks - 1)
        for number in 2...limit { driver.request(number, .create(.solo)) }
        #expect(driver.request(limit + 1, .create(.solo)).outcomes == [.overloaded])
        #expect(driver.match(of: 1)?.phase == .running)
        driver.tick()
        #expect(driver.request(limit + 1, .create(.solo)).outcomes == [.overloaded], "it gives way with the next tick")
        driver.tick()
        #expect(driver.match(of: 1)?.phase == .ended)
        #expect(driver.request(limit + 1, .create(.solo)).outcomes == [.accepted])
        #expect(driver.request(limit + 2, .create(.solo)).outcomes == [.overloaded], "the others are young")
        driver.tick(2)
        #expect(driver.world.matches.count { $0.isOver } == 0)
    }

    private func turnRound(_ driver: inout WorldDriver, _ id: MatchID, until end: UInt32) {
        while let board = driver.world.matches.first?.board, board.recording.ticks < end {
            let tick = board.game.tick
            if tick % 10 == 0 {
                driver.input(1, in: id, stamp: UInt64(tick + 1), .turn(Direction(rawValue: UInt8(tick / 10 % 4))!))
            }
            driver.tick()
        }
    }

    // MARK: Bots

    @Test("10.4 bots of all matches have a budget: what would go beyond it waits, and what runs goes on")
    func botBudget() throws {
        var driver = WorldDriver()
        let custom = try #require(
            CustomSettings(
                width: 80, height: 60, hasEndZones: false, cellsPerSecond: 20, food: 64, seats: 8, timeLimit: 0))
        let setup = try #require(MatchSetup(.custom, custom: custom))
        let settings = try #require(LobbySettings(setup, bots: 7, botLevel: .hard))
        var begun = 0
        for number in 1...100 as ClosedRange<UInt64> {
            driver.gather(number...number, settings)
            if driver.request(number, .start).outcomes == [.accepted] { begun += 1 }
        }
        let price = try #require(setup.rules(players: 8).map { 7 * WorldBudget.price(of: .hard, in: $0) })
        #expect(begun == WorldBudget.botMicroseconds / price)
        #expect(driver.world.botPrice <= WorldBudget.botMicroseconds)
        // Who plays without bots is not held up.
        driver.attach(200)
        #expect(driver.request(200, .create(.solo)).outcomes == [.accepted])
        #expect(driver.request(100, .start).outcomes == [.overloaded])
        driver.request(1, .leaveMatch)
        #expect(driver.request(100, .start).outcomes == [.accepted], "its bots have left with it")
    }

    @Test("10.4 a rematch begins only where its bots have room and matches may begin")
    func rematch() throws {
        var driver = WorldDriver()
        for number in 1...3 as ClosedRange<UInt64> {
            driver.attach(number)
            driver.request(number, .queue(.freeForAll))
        }
        driver.tick(300)
        for number in 1...3 as ClosedRange<UInt64> { driver.request(number, .ready) }
        // Straight ahead into the others and the walls.
        driver.tick(Int(WorldRules.countdownTicks) + 120)
        #expect(driver.request(1, .rematch).outcomes == [.accepted])
        driver.apply(.thrift(.hold))
        #expect(driver.request(2, .rematch).outcomes == [.overloaded])
        #expect(driver.match(of: 3)?.players.map(\.wantsRematch) == [true, false, false])
        driver.apply(.thrift(.none))
        #expect(driver.request(2, .rematch).outcomes == [.accepted])
        driver.apply(.thrift(.hold))
        // All who are still there have asked: it begins as soon as it may and one of them asks again.
        driver.request(3, .leaveMatch)
        #expect(driver.match(of: 1)?.phase == .ended)
        driver.apply(.thrift(.none))
        #expect(driver.request(1, .rematch).outcomes == [.accepted])
        #expect(driver.match(of: 1)?.phase == .countdown)
    }

    @Test("10.4 while the log says so bots think less, then no match begins; every node does the same")
    func thrift() throws {
        var driver = WorldDriver()
        driver.gather(1...1, .mode(.duel, bots: 1))
        driver.apply(.thrift(.thinkLess))
        #expect(driver.request(1, .start).outcomes == [.accepted])
        driver.apply(.thrift(.hold))
        driver.attach(2)
        driver.attach(3)
        #expect(driver.request(2, .create(.solo)).outcomes == [.overloaded])
        for number in [2, 3] as [UInt64] { driver.request(number, .queue(.duel)) }
        driver.tick(Int(WorldRules.botFillTicks) + 5)
        #expect(driver.world.match(of: user(2)) == nil)
        #expect(driver.match(of: 1)?.phase == .running)
        #expect(try World(decoding: driver.world.encoded()) == driver.world)
        driver.apply(.thrift(.none))
        driver.tick()
        #expect(driver.world.match(of: user(2)) != nil)
        #expect(Bot.Level.allCases.map { Thrift.thinkLess.level($0) } == [.easy, .easy, .normal])
        #expect(Bot.Level.allCases.map { Thrift.hold.level($0) } == [.easy, .easy, .easy])
        #expect(Bot.Level.allCases.map { Thrift.none.level($0) } == [.easy, .normal, .hard])
    }

    @Test(
        "a leader saves work after two seconds of late beats, more after ten of stalled ones, and less after ten calm ones"
    )
    func loadGauge() {
        var gauge = LoadGauge()
        var thrift = Thrift.none
        func beats(_ count: Int, lateness: Int, work: Int = 0) -> [Thrift] {
            (0..<count).compactMap { _ in
                let said = gauge.beat(lateness: lateness, work: work, thrift: thrift)
                if let said { thrift = said }
                return said
            }
        }
        #expect(beats(200, lateness: 25_000).isEmpty)
        #expect(beats(40, lateness: 25_000, work: 6_000) == [.thinkLess])
        #expect(beats(400, lateness: 50_000).isEmpty, "bots that think less are enough")
        #expect(beats(160, lateness: 70_000).isEmpty)
        #expect(beats(40, lateness: 70_000) == [.hold])
        #expect(beats(160, lateness: 20_000).isEmpty)
        #expect(beats(40, lateness: 20_000) == [.thinkLess])
        #expect(beats(400, lateness: 20_000).isEmpty)
        #expect(beats(200, lateness: 0) == [.none])
        #expect(beats(400, lateness: 0).isEmpty)
        #expect(beats(40, lateness: .max, work: -1) == [.thinkLess])
    }

    // MARK: The idle clock

    @Test("7.3 coming back without a command does not start the idle clock anew")
    func comingBack() throws {
        var driver = WorldDriver()
        let id = driver.startDuel(1, 2)
        func seat() -> Match.Seat { driver.world.matches[0].seats[1] }
        func idle() -> UInt64 { driver.world.tick - seat().idleSince }
        // 5 s idle, 5 s away: the clock stands where it was, and 55 s are left to be away.
        var ticks = 0
        keepPlaying(&driver, id, 100, &ticks)
        driver.apply(.detach(key(2), attachment: 1))
        keepPlaying(&driver, id, 100, &ticks)
        driver.attach(2, stream: 2)
        #expect(idle() == 100 && seat().grace == WorldRules.lostConnectionTicks - 100)
        for round in 2..<100 as Range<UInt64> {
            driver.apply(.detach(key(2), attachment: round))
            driver.attach(2, stream: round + 1)
        }
        #expect(idle() == 100 && seat().grace == WorldRules.lostConnectionTicks - 100)
        keepPlaying(&driver, id, 99, &ticks)
        #expect(driver.match(of: 1)?.players[1].idleTicks == 0)
        keepPlaying(&driver, id, 1, &ticks)
        #expect(driver.match(of: 1)?.players[1].idleTicks == WorldRules.idleTicks - WorldRules.idleWarningTicks)
        // A command starts it anew, and gives the 60 s again.
        #expect(driver.input(2, in: id, stamp: 0, .boost(true)).outcomes == [.accepted])
        #expect(idle() == 0 && seat().grace == WorldRules.lostConnectionTicks)
    }

    @Test("a snapshot in which a player's idle clock contradicts the time is refused")
    func impossibleClocks() throws {
        var driver = WorldDriver()
        _ = driver.startDuel(1, 2)
        driver.apply(.detach(key(2), attachment: 1))
        #expect(try World(decoding: driver.world.encoded()) == driver.world)
        var later = driver.world
        later.matches[0].seats[1].awaySince = later.tick + 1
        #expect(throws: CodecError.self) { try World(decoding: later.encoded()) }
        var early = driver.world
        early.matches[0].seats[1].idleSince = 0
        #expect(throws: CodecError.self) { try World(decoding: early.encoded()) }
    }

    @Test("7.4 in a ranked match a bot stands in for 60 s in all, and a command does not give them again")
    func standInOfRanked() throws {
        var driver = WorldDriver()
        for number in [1, 2] as [UInt64] {
            driver.attach(number)
            driver.request(number, .joinQueue(QueueModes([.duel])!, isRanked: true))
        }
        for number in [1, 2] as [UInt64] { driver.request(number, .ready) }
        driver.tick(Int(WorldRules.countdownTicks))
        let id = driver.world.match(of: user(1))!
        var stoodIn = 0
        for round in 0..<6 as Range<UInt64> {
            driver.apply(.detach(key(2), attachment: round == 0 ? 1 : 10 + round))
            for _ in 0..<300 {
                var ignored = 0
                keepPlaying(&driver, id, 1, &ignored)
                if driver.match(of: 1)?.players[1].standIn == true { stoodIn += 1 }
            }
            driver.attach(2, stream: 11 + round)
            driver.input(2, in: id, stamp: 0, .boost(round % 2 == 0))
        }
        #expect(stoodIn <= Int(WorldRules.lostConnectionTicks))
        #expect(stoodIn >= 800 || driver.match(of: 1)?.phase == .ended)
    }

    /// Player 1 turns round and round.
    private func keepPlaying(_ driver: inout WorldDriver, _ id: MatchID, _ count: Int, _ ticks: inout Int) {
        for _ in 0..<count {
            if let board = driver.world.matches.first?.board, board.game.tick % 10 == 0 {
                let tick = board.game.tick
                driver.input(1, in: id, stamp: UInt64(tick + 1), .turn(Direction(rawValue: UInt8(tick / 10 % 4))!))
            }
            driver.tick()
            ticks += 1
        }
    }
}

extension WorldDriver {
    @discardableResult
    mutating func ask(_ user: UInt64, _ action: Action) -> [WorldEvent] {
        let sequence = (world.lastSequence(of: key(user)) ?? 0) + 1
        return apply(.request(key(user), sequence: sequence, Entropy(first: user, second: sequence), action))
    }

    @discardableResult
    mutating func input(_ user: UInt64, in match: MatchID, stamp: UInt64, _ input: PlayerInput) -> [WorldEvent] {
        apply(.input(key(user), sequence: (world.lastSequence(of: key(user)) ?? 0) + 1, match, stamp: stamp, input))
    }
}
