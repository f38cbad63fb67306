import GameCore
import Identity
import SimulationCore
import Testing

import enum ClientProtocol.OutcomeCode

@Suite struct OutboxTests {
    /// A duel with some turns that ends because the second player leaves.
    private func finishedDuel(_ driver: inout WorldDriver) -> MatchID {
        let id = driver.startDuel(1, 2)
        for round in 0..<12 as Range<UInt64> {
            driver.turn(1 + round % 2, in: id, stamp: round * 5 + 4, round % 4 < 2 ? .up : .right)
            driver.tick(5)
        }
        driver.request(2, .leaveMatch)
        driver.tick(1)
        return id
    }

    @Test("a finished match leaves a replay that proves its result, and waits until the registry has it")
    func waits() throws {
        var driver = WorldDriver()
        let id = finishedDuel(&driver)
        let view = try #require(driver.world.matchView(id, for: user(1)))
        let outgoing = try #require(driver.world.nextOutgoingReplay)
        #expect(outgoing.match == id)
        let replay = try Replay(decoding: outgoing.file)
        var player = ReplayPlayer(replay)
        #expect(player.verify() == .accepted)
        #expect(replay.seed == view.seed)
        #expect(SHA256.digest(replay.seed) == view.commitment)
        #expect(replay.names == view.players.map(\.name))
        #expect(replay.result.scores == view.players.map(\.score))
        #expect(replay.result.ranks == view.players.map(\.rank))
        #expect(replay.inputs.count >= 8)

        driver.tick(Int(WorldRules.lingerTicks))
        #expect(driver.world.matchCount == 0)
        #expect(driver.world.nextOutgoingReplay == outgoing)
        driver.apply(.replayStored(MatchID(rawValue: id.rawValue + 1), []))
        #expect(driver.world.nextOutgoingReplay == outgoing)
        driver.apply(.replayStored(id, []))
        #expect(driver.world.nextOutgoingReplay == nil)
        driver.apply(.replayStored(id, []))
        #expect(driver.world.nextOutgoingReplay == nil)
    }

    @Test(
        "a duel between strangers goes out with its players, and what the registry made of it counts in their next queue"
    )
    func ratings() throws {
        var driver = WorldDriver()
        let id = finishedDuel(&driver)
        let outgoing = try #require(driver.world.nextOutgoingReplay)
        #expect(outgoing.players == [1, 2] && !outgoing.isRanked)
        #expect(try World(decoding: driver.world.encoded()) == driver.world)
        let one = try #require(NewRating(user: user(1), queue: 0, mean: 1111))
        let stranger = try #require(NewRating(user: user(99), queue: 0, mean: 1500))
        driver.apply(.replayStored(MatchID(rawValue: id.rawValue + 1), [one]))
        #expect(driver.world.ratings(of: user(1)) == Ratings(), "of a match that does not wait")
        driver.apply(.replayStored(id, [one, stranger]))
        #expect(driver.world.ratings(of: user(1)) == Ratings([1111]))
        #expect(driver.world.ratings(of: user(2)) == Ratings() && driver.world.ratings(of: user(99)) == Ratings())
        // Told again, as by the next leader: nothing changes.
        let late = try #require(NewRating(user: user(1), queue: 0, mean: 2222))
        driver.apply(.replayStored(id, [late]))
        #expect(driver.world.ratings(of: user(1)) == Ratings([1111]))
        #expect(NewRating(user: user(1), queue: 6, mean: 1) == nil)
        #expect(NewRating(user: user(1), queue: 0, mean: 3001) == nil)
        #expect(NewRating(user: UserID(rawValue: 0), queue: 0, mean: 1) == nil)
    }

    @Test("12.2 a rematch and a solo game rate nobody")
    func unrated() throws {
        var again = WorldDriver()
        for number in 1...3 as ClosedRange<UInt64> {
            again.attach(number)
            again.request(number, .joinQueue(QueueModes([.freeForAll])!, isRanked: true))
        }
        again.tick(300)
        for number in 1...3 as ClosedRange<UInt64> { again.request(number, .ready) }
        // Straight ahead into the others and the walls.
        again.tick(Int(WorldRules.countdownTicks) + 120)
        let first = try #require(again.world.nextOutgoingReplay)
        #expect(first.players == [1, 2, 3] && first.isRanked)
        again.apply(.replayStored(first.match, []))
        for number in 1...3 as ClosedRange<UInt64> { again.request(number, .rematch) }
        again.tick(Int(WorldRules.countdownTicks) + 120)
        let second = try #require(again.world.nextOutgoingReplay)
        #expect(second.match != first.match && second.players.isEmpty && !second.isRanked)

        var driver = WorldDriver()
        driver.attach(1)
        driver.request(1, .create(.solo))
        driver.tick(61)
        driver.request(1, .leaveMatch)
        driver.tick(1)
        #expect(try #require(driver.world.nextOutgoingReplay).players.isEmpty)
    }

    @Test("a match that moves to another node by a snapshot in its middle has the same replay there")
    func throughSnapshot() throws {
        var driver = WorldDriver()
        let id = driver.startDuel(1, 2)
        driver.turn(1, in: id, stamp: 3, .up)
        driver.tick(40)
        var copy = driver
        copy.world = try World(decoding: driver.world.encoded())
        for moved in [0, 1] {
            var one = moved == 0 ? driver : copy
            one.request(2, .leaveMatch)
            one.tick(1)
            if moved == 0 { driver = one } else { copy = one }
        }
        let file = try #require(driver.world.nextOutgoingReplay?.file)
        #expect(copy.world.nextOutgoingReplay?.file == file)
        #expect(try World(decoding: driver.world.encoded()) == driver.world)
        var player = ReplayPlayer(try Replay(decoding: file))
        #expect(player.verify() == .accepted)
    }

    @Test("while the registry is away for long, the oldest replays make room, and it is said")
    func bounded() throws {
        var driver = WorldDriver()
        var lost: [MatchID] = []
        var ids: [MatchID] = []
        for _ in 0..<(WorldRules.maximumOutbox + 2) {
            ids.append(driver.startDuel(1, 2))
            driver.request(2, .leaveMatch)
            for event in driver.tick(1) { if case .replayLost(let id) = event { lost.append(id) } }
            driver.request(1, .leaveMatch)
        }
        #expect(lost == Array(ids.prefix(2)))
        #expect(driver.world.nextOutgoingReplay?.match == ids[2])
    }
}
