import GameCore
import Identity
import SimulationCore
import Testing

import enum ClientProtocol.OutcomeCode

/// Bots in the world: their inputs follow from the replicated state and reach everyone like a player's.
@Suite struct BotMatchTests {
    /// Follows a match by its frames, as a client does, and notes what they tell.
    private struct Follower {
        var client: ClientMatch
        var inputs: [(input: ScheduledInput, toldAt: UInt32)] = []

        init(_ driver: WorldDriver, _ id: MatchID, user number: UInt64) throws {
            client = ClientMatch(matchID: id.rawValue)
            let frame = try #require(driver.world.snapshotFrame(of: id, for: user(number)))
            #expect(client.receive(frame) == .restarted)
        }

        mutating func receive(_ events: [WorldEvent], of id: MatchID) throws {
            for frame in events.updates(of: id) {
                let update = try UpdateFrame(decoding: frame)
                #expect(client.receive(frame) == .advanced)
                #expect(client.committed?.stateHash == update.hash)
                for input in update.inputs { inputs.append((input, update.tick)) }
            }
        }

        func turns(of slot: UInt8) -> [ScheduledInput] {
            inputs.map(\.input).filter { input in
                if case .turn = input.action { input.slot == slot } else { false }
            }
        }
    }

    /// A running match of one player against bots.
    private static func practice(_ mode: Mode, bots: UInt8) -> (driver: WorldDriver, id: MatchID) {
        var driver = WorldDriver()
        driver.gather(1...1, .mode(mode, bots: bots))
        driver.request(1, .start)
        driver.tick(Int(WorldRules.countdownTicks))
        return (driver, driver.world.match(of: user(1))!)
    }

    /// Two players in a free for all by lobby.
    private static func pair() -> (driver: WorldDriver, id: MatchID) {
        var driver = WorldDriver()
        driver.gather(1...2, .mode(.freeForAll))
        driver.request(1, .start)
        driver.request(2, .ready)
        driver.tick(Int(WorldRules.countdownTicks))
        return (driver, driver.world.match(of: user(1))!)
    }

    @Test(
        "10.1 bots play: each input is told a tick before it runs, a client follows by the frames, and the replay proves the result",
        arguments: [(.duel, 1), (.teams, 3), (.freeForAll, 7)] as [(Mode, UInt8)])
    func play(mode: Mode, bots: UInt8) throws {
        var (driver, id) = Self.practice(mode, bots: bots)
        var follower = try Follower(driver, id, user: 1)
        #expect(driver.match(of: 1)?.players.map(\.bot) == [nil] + Array(repeating: .normal, count: Int(bots)))
        // The player turns now and then, which is enough to stay in the match.
        for round in 0..<6_000 where driver.match(of: 1)?.phase == .running {
            if round % 100 == 50 {
                let way = Direction(rawValue: UInt8(round / 100 % 4))!
                try follower.receive(driver.turn(1, in: id, stamp: 0, way), of: id)
            }
            try follower.receive(driver.tick(), of: id)
        }
        #expect(driver.match(of: 1)?.phase == .ended)
        for bot in 1...bots { #expect(!follower.turns(of: bot).isEmpty) }
        for (input, told) in follower.inputs where input.slot > 0 && input.action != .leave {
            #expect(input.tick == told + 1)
        }
        let file = try #require(driver.world.nextOutgoingReplay?.file)
        let replay = try Replay(decoding: file)
        var player = ReplayPlayer(replay)
        #expect(player.verify() == .accepted)
        #expect(replay.inputs.contains { $0.input.slot > 0 })
    }

    @Test("7.2 when the last player has left, bots do not play on")
    func leftAlone() {
        var (driver, id) = Self.practice(.freeForAll, bots: 3)
        driver.gather(2...2, .mode(.duel))
        driver.request(2, .watch(.match(id)))
        driver.tick(40)
        driver.request(1, .leaveMatch)
        driver.tick()
        #expect(driver.match(of: 2)?.phase == .ended)
        #expect(driver.match(of: 2)?.endReason == .noContest)
    }

    @Test("10.1 a world that is restored from a snapshot at any tick goes on with its bots as if nothing had been")
    func restored() throws {
        var (driver, id) = Self.practice(.freeForAll, bots: 5)
        driver.gather(2...3, .mode(.duel))
        driver.request(2, .start)
        driver.request(3, .ready)
        driver.tick(Int(WorldRules.countdownTicks))
        driver.apply(.detach(key(3), attachment: 1))
        var inputs = 0
        for round in 0..<400 {
            var copy = try World(decoding: driver.world.encoded())
            #expect(copy == driver.world)
            let events = driver.tick(1)
            var copied: [WorldEvent] = []
            copy.apply(
                LogEntry(
                    index: driver.world.appliedIndex, command: Command.advance(tick: driver.world.tick).encoded()),
                events: &copied)
            #expect(copied == events, "at round \(round)")
            #expect(copy == driver.world)
            inputs += try events.updates(of: id).map { try UpdateFrame(decoding: $0).inputs.count }.reduce(0, +)
        }
        #expect(inputs > 50)
    }

    @Test("7.4 a bot steers for a player without a connection, marked as such; the player takes over at once")
    func standIn() throws {
        var (driver, id) = Self.pair()
        var follower = try Follower(driver, id, user: 1)
        func standIns() -> [Bool]? { driver.match(of: 1)?.players.map(\.standIn) }
        #expect(standIns() == [false, false])
        let lost = driver.apply(.detach(key(2), attachment: 1))
        #expect(lost.contains(.matchChanged(id)))
        #expect(standIns() == [false, true])
        // Straight ahead is the edge, 35 cells away: without a hand on it the snake would be dead after 70 ticks.
        for round in 0..<400 {
            if round % 14 == 7 {
                try follower.receive(driver.turn(1, in: id, stamp: 0, Self.square(round / 14)), of: id)
            }
            try follower.receive(driver.tick(), of: id)
        }
        #expect(driver.match(of: 1)?.phase == .running)
        #expect(follower.client.committed?.snakes[1].status == .playing)
        #expect(follower.turns(of: 1).count > 10)
        #expect(follower.client.committed?.snakes[1].isBoostHeld == false, "the boost is the player's own")

        let back = driver.attach(2, stream: 2)
        #expect(back.contains(.matchChanged(id)))
        #expect(standIns() == [false, false])
        let before = follower.inputs.count
        try follower.receive(driver.tick(3), of: id)
        #expect(follower.inputs.count == before, "nobody else turns it now")
    }

    /// Round a square, so that a snake stays where it is.
    private static func square(_ number: Int) -> Direction { Direction(rawValue: UInt8(number % 4))! }

    @Test("7.4 a returning player's turn for the very tick that the stand-in has turned in runs at the next one")
    func noCollision() throws {
        var collisions = 0
        for patience in 10..<70 {
            var (driver, id) = Self.pair()
            var follower = try Follower(driver, id, user: 1)
            driver.apply(.detach(key(2), attachment: 1))
            for _ in 0..<patience { try follower.receive(driver.tick(), of: id) }
            let game = try SnapshotFrame(decoding: try #require(driver.world.snapshotFrame(of: id, for: user(2)))).game
            guard let pending = game.inputs.first(where: { $0.slot == 1 }), case .turn(let way) = pending.action else {
                continue
            }
            collisions += 1
            #expect(pending.tick == game.tick + 1)
            driver.attach(2, stream: 2)
            let aside = Direction(lowBits: way.rawValue &+ 1)
            let events = driver.turn(2, in: id, stamp: UInt64(pending.tick), aside)
            #expect(events.outcomes == [.accepted])
            try follower.receive(events, of: id)
            let frames = events.compactMap { event -> [UInt8]? in
                if case .acknowledged(_, _, let frame) = event { frame } else { nil }
            }
            let frame = try #require(frames.first)
            let ack = try AckFrame(decoding: frame)
            #expect(ack.tick == pending.tick + 1)
            #expect(ack.late == 1)
            // A second one of the player's own for that tick is one too many.
            #expect(driver.turn(2, in: id, stamp: UInt64(ack.tick), way).outcomes == [.onePerTick])
        }
        #expect(collisions > 3)
    }

    @Test("7.4 turns that the player sent before the connection was lost run before the stand-in's")
    func ownTurnsFirst() throws {
        var (driver, id) = Self.pair()
        var follower = try Follower(driver, id, user: 1)
        try follower.receive(driver.turn(2, in: id, stamp: 12, .up), of: id)
        driver.apply(.detach(key(2), attachment: 1))
        for _ in 0..<80 { try follower.receive(driver.tick(), of: id) }
        let turns = follower.turns(of: 1)
        #expect(turns.first == ScheduledInput(tick: 12, slot: 1, action: .turn(.up)))
        #expect(turns.dropFirst().allSatisfy { $0.tick > 12 })
        #expect(turns.count > 1)
    }

    @Test("7.4 a held boost stays held while a bot steers")
    func heldBoost() throws {
        var (driver, id) = Self.pair()
        var follower = try Follower(driver, id, user: 1)
        try follower.receive(
            driver.apply(.input(key(2), sequence: 3, id, stamp: 2, .boost(true))), of: id)
        try follower.receive(driver.tick(10), of: id)
        #expect(follower.client.committed?.snakes[1].isBoostHeld == true)
        driver.apply(.detach(key(2), attachment: 1))
        try follower.receive(driver.tick(120), of: id)
        #expect(follower.client.committed?.snakes[1].isBoostHeld == true)
    }

    @Test("7.4 a solo game is steered for 60 s of a lost connection, then it warns, then it is over")
    func solo() {
        var driver = WorldDriver()
        driver.attach(1)
        driver.attach(2)
        driver.request(1, .create(.solo))
        let id = driver.world.match(of: user(1))!
        driver.request(2, .watch(.match(id)))
        driver.tick(Int(WorldRules.countdownTicks))
        driver.apply(.detach(key(1), attachment: 1))
        driver.tick(200)
        #expect(driver.match(of: 2)?.phase == .running)
        #expect(driver.match(of: 2)?.players[0].standIn == true)
        driver.tick(Int(WorldRules.lostConnectionTicks + WorldRules.idleTicks) - 200)
        driver.tick()
        #expect(driver.match(of: 2)?.phase == .ended)
    }
}

/// Rules §7: players who give no command.
@Suite struct IdleTests {
    @Test(
        "7.3 after 10 s without a command a warning counts 10 s down; the match state changes when it starts and when it ends"
    )
    func warning() {
        var driver = WorldDriver()
        let id = driver.startDuel(1, 2)
        func left() -> [UInt64]? { driver.match(of: 1)?.players.map(\.idleTicks) }
        func changes(_ events: [WorldEvent]) -> Int { events.count { $0 == .matchChanged(id) } }
        var told = 0
        for tick in 1...199 {
            told += changes(driver.tick())
            if tick % 50 == 0 { driver.turn(1, in: id, stamp: 0, Direction(rawValue: UInt8(tick / 50 % 4))!) }
        }
        #expect(told == 0)
        #expect(left() == [0, 0])
        #expect(changes(driver.tick()) == 1)
        #expect(left() == [0, 200])
        #expect(changes(driver.tick(99)) == 0)
        #expect(left() == [0, 101])
        // A command that is refused is none; a legal one ends the warning.
        #expect(changes(driver.turn(2, in: id, stamp: 900, .up)) == 0)
        #expect(left() == [0, 101])
        #expect(changes(driver.turn(2, in: id, stamp: 0, .up)) == 1)
        #expect(left() == [0, 0])
        driver.turn(1, in: id, stamp: 0, .up)
        driver.tick(199)
        #expect(left() == [0, 0])
        driver.tick(200)
        #expect(driver.match(of: 1)?.phase == .running)
        #expect(left() == [1, 1])
    }

    @Test("7.3 the last side left wins when the others are removed; who was removed watches")
    func lastSide() {
        var driver = WorldDriver()
        driver.gather(1...4, .mode(.teams))
        driver.request(1, .start)
        for number in 2...4 { driver.request(UInt64(number), .ready) }
        driver.tick(Int(WorldRules.countdownTicks))
        let id = driver.world.match(of: user(1))!
        for round in 1...8 {
            driver.tick(50)
            // Slots 0 and 2 are one team; of it only the first plays.
            driver.turn(1, in: id, stamp: 0, Direction(rawValue: UInt8(round % 4))!)
        }
        driver.tick(2)
        let view = driver.match(of: 2)
        #expect(view?.phase == .ended)
        #expect(view?.endReason == .left)
        #expect(view?.players.map(\.rank) == [1, 2, 1, 2])
        #expect(driver.world.match(of: user(3)) == id)
    }

    @Test("7.4 idle rules do not apply to a lost player for 60 s; one who is back starts anew")
    func lostConnection() {
        var driver = WorldDriver()
        let id = driver.startDuel(1, 2)
        driver.apply(.detach(key(2), attachment: 1))
        func play(_ ticks: UInt64) {
            for _ in 0..<ticks / 100 {
                driver.tick(100)
                driver.turn(1, in: id, stamp: 0, .up)
                driver.turn(1, in: id, stamp: 0, .left)
            }
        }
        // Twice as long as anyone connected may do nothing without a warning; short enough that nobody has won.
        play(2 * WorldRules.idleWarningTicks)
        #expect(driver.match(of: 1)?.phase == .running)
        #expect(driver.match(of: 1)?.players.map(\.idleTicks) == [0, 0])
    }
}

/// Those who wait.
@Suite struct QueueTests {
    private static func ranked(_ modes: Mode...) -> Action { .joinQueue(QueueModes(modes)!, isRanked: true) }

    @Test("11.1, 11.7 a lobby waits as a whole: by its leader, for what it is not too large for, until one leaves it")
    func parties() {
        var driver = WorldDriver()
        driver.gather(1...2, .mode(.teams))
        #expect(driver.request(2, .queue(.teams)).outcomes == [.notLeader])
        #expect(driver.request(1, .queue(.duel, .teams)).outcomes == [.partyTooLarge])
        #expect(driver.request(1, Self.ranked(.freeForAll)).outcomes == [.partyTooLarge])
        #expect(driver.request(1, .queue(.teams, .freeForAll)).outcomes == [.accepted])
        let view = QueueView(
            queues: [.init(mode: .teams, players: 2), .init(mode: .freeForAll, players: 2)], isRanked: false)
        #expect(driver.world.queueView(of: user(2)) == view)
        #expect(driver.request(2, .queue(.duel)).outcomes == [.alreadyQueued])
        driver.attach(3)
        #expect(driver.request(3, .joinLobby(driver.lobby(of: 1)?.code)).outcomes == [.notAllowed])
        #expect(driver.request(2, .leaveQueue).outcomes == [.accepted])
        #expect(driver.world.queueView(of: user(1)).queues.isEmpty)

        driver.request(1, .queue(.teams))
        driver.request(2, .leaveLobby)
        #expect(driver.world.queueView(of: user(1)).queues.isEmpty)
        #expect(driver.world.queueView(of: user(2)).queues.isEmpty)
        #expect(!driver.world.needsTicks)
    }

    @Test("11.1 two lobbies of two meet as the two teams, and stay lobbies")
    func teams() throws {
        var driver = WorldDriver()
        driver.gather(1...2, .mode(.duel))
        driver.gather(3...4, .mode(.duel))
        driver.request(1, .queue(.teams))
        driver.request(3, .queue(.duel))
        #expect(driver.request(3, .queue(.teams)).outcomes == [.accepted])
        let view = try #require(driver.match(of: 4))
        #expect(view.setup.mode == .teams)
        #expect(view.code == nil)
        let teams = Dictionary(grouping: view.players, by: \.team).mapValues { Set($0.compactMap(\.user)) }
        #expect(Set(teams.values) == [[user(1), user(2)], [user(3), user(4)]])
        #expect(driver.lobby(of: 2)?.members.map(\.user) == [user(1), user(2)])
        #expect(driver.request(1, .start).outcomes == [.alreadyInMatch])
    }

    @Test("11.4 after 20 s bots fill a casual seat; ranked players wait on, at most ten minutes")
    func botFill() throws {
        var driver = WorldDriver()
        driver.attach(1)
        driver.attach(2)
        driver.request(1, .queue(.duel))
        driver.request(2, Self.ranked(.duel))
        driver.tick(Int(WorldRules.botFillTicks) - 1)
        #expect(driver.match(of: 1) == nil)
        driver.tick()
        #expect(driver.match(of: 1)?.players.map(\.bot) == [nil, .normal])
        #expect(driver.match(of: 1)?.phase == .readying)
        driver.request(1, .ready)
        #expect(driver.match(of: 1)?.phase == .countdown, "a bot is always ready")
        driver.tick(Int(WorldRules.abandonTicks - WorldRules.botFillTicks) - 1)
        #expect(driver.world.queueView(of: user(2)).queues.first?.players == 1)
        driver.tick()
        #expect(driver.world.queueView(of: user(2)).queues.isEmpty)
    }

    @Test("11.2 a ranked match is made of ranked players only, by their ratings from the hello, and played to 50")
    func ranked() throws {
        var driver = WorldDriver()
        for (number, rating) in [(1, 1_000), (2, 1_250), (3, 1_000)] as [(UInt64, UInt32)] {
            let ratings = Ratings([1_000, 1_000, 1_000, rating])
            let attachment = Attachment(stream: 1, node: NodeID(rawValue: 1))
            driver.apply(.attach(key(number), attachment, name: [65], ratings))
        }
        driver.request(1, Self.ranked(.duel))
        driver.request(3, .queue(.duel))
        driver.request(2, Self.ranked(.duel))
        driver.tick(149)
        #expect(driver.match(of: 1) == nil)
        driver.tick()
        let view = try #require(driver.match(of: 1))
        #expect(view.players.map(\.user) == [user(1), user(2)])
        #expect(view.setup.isRanked)
        #expect(view.rules?.bankTarget == 50)
        #expect(driver.world.queueView(of: user(3)).queues.first?.players == 1)
    }

    @Test("11.7 one who has lost the connection for 5 s takes the party out of the queue")
    func lostMember() {
        var driver = WorldDriver()
        driver.gather(1...2, .mode(.teams))
        driver.request(1, .joinQueue(QueueModes([.teams])!, isRanked: true))
        driver.apply(.detach(key(2), attachment: 1))
        driver.tick(Int(WorldRules.lostInQueueTicks) - 1)
        #expect(!driver.world.queueView(of: user(1)).queues.isEmpty)
        #expect(driver.tick().contains(.queueChanged(user(1))))
        #expect(driver.world.queueView(of: user(1)).queues.isEmpty)
    }

    @Test("who waits hears of others once a second, and of the own place at once")
    func news() {
        var driver = WorldDriver()
        driver.attach(1)
        driver.attach(2)
        #expect(driver.request(1, Self.ranked(.duel)).contains(.queueChanged(user(1))))
        driver.tick(40)
        #expect(!driver.request(2, Self.ranked(.teams)).contains(.queueChanged(user(1))))
        let events = driver.tick(20)
        #expect(events.count { $0 == .queueChanged(user(1)) } == 1)
        #expect(driver.tick(60).isEmpty)
    }
}
