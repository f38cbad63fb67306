import GameCore
import Identity
import SimulationCore
import Testing

import enum ClientProtocol.OutcomeCode

/// Play on from any state of another match.
@Suite struct ForkTests {
    private struct Fault: Error {}

    /// A running duel of the users 1 and 2 with some turns, and user 3, who watches.
    private func watchedDuel() -> (WorldDriver, MatchID) {
        var driver = WorldDriver()
        let id = driver.startDuel(1, 2)
        for round in 0..<40 as Range<UInt64> {
            driver.turn(1 + round % 2, in: id, stamp: round * 3 + 4, round % 4 < 2 ? .up : .right)
            driver.tick(3)
        }
        driver.attach(3)
        driver.request(3, .watch(.match(id)))
        return (driver, id)
    }

    @Test(
        "a fork begins with the very state of its parent, counts down, and is played by the player and by bots",
        arguments: [0, 1, 57, 120] as [UInt32])
    func begins(tick: UInt32) throws {
        var (driver, parent) = watchedDuel()
        let start = try #require(forkStart(driver.world.past(of: parent), tick: tick, slot: 1, level: .hard))
        #expect(driver.request(3, .fork(start)).outcomes == [.accepted])
        let view = try #require(driver.match(of: 3))
        #expect(view.phase == .countdown && view.yourSlot == 1 && view.id != parent)
        #expect(view.origin == ForkOrigin(match: parent, tick: tick))
        #expect(view.players.map(\.bot) == [.hard, nil])
        #expect(!driver.world.gameList(atMost: 50).contains { $0.id == view.id }, "nobody else sees it")
        #expect(driver.match(of: 1)?.spectators == 0)
        #expect(driver.match(of: 1)?.commitment != view.commitment, "the food to come is not the parent's")

        // Nothing moves before the countdown is over, in the player's client neither.
        var client = ClientMatch(matchID: view.id.rawValue)
        #expect(
            client.receive(try #require(driver.world.snapshotFrame(of: view.id, for: user(3))), at: 1) == .restarted)
        #expect(client.committed == start.game && client.slot == 1)
        #expect(client.predict(at: 500_000) == nil)
        driver.tick(Int(WorldRules.countdownTicks) - 1)
        #expect(driver.world.past(of: view.id)?.hash == start.game.stateHash)

        var events = driver.tick()
        #expect(driver.match(of: 3)?.phase == .running)
        client.started(at: 1_000_000)
        for round in 0..<100 as Range<UInt64> {
            events += driver.turn(3, in: view.id, stamp: UInt64(tick) + round + 2, round % 8 < 4 ? .up : .left)
            events += driver.tick()
        }
        for frame in events.updates(of: view.id) { #expect(client.receive(frame) == .advanced) }
        let committed = try #require(client.committed)
        #expect(committed.tick > tick + 90 && committed.tick <= tick + 100)
        #expect(driver.match(of: 1)?.phase == .running, "the parent goes on")
    }

    @Test("its replay proves its result from that state on, and says where it comes from")
    func replay() throws {
        var (driver, parent) = watchedDuel()
        let start = try #require(forkStart(driver.world.past(of: parent), tick: 80, slot: 0))
        driver.request(3, .fork(start))
        let id = try #require(driver.world.match(of: user(3)))
        driver.tick(200)
        driver.request(3, .leaveMatch)
        driver.tick(1)
        let outgoing = try #require(driver.world.nextOutgoingReplay)
        #expect(outgoing.match == id)
        #expect(outgoing.players == [] && !outgoing.isRanked, "it counts for nobody's rating")
        let replay = try Replay(decoding: outgoing.file)
        #expect(replay.parent == parent.rawValue)
        #expect(replay.start == start.game)
        var player = ReplayPlayer(replay)
        #expect(player.verify() == .accepted)
        #expect(player.game.tick == 80 + 200 - UInt32(WorldRules.countdownTicks) + 1)
    }

    @Test("a fork of a ranked match keeps its target and is not ranked")
    func unranked() throws {
        var driver = WorldDriver()
        for number in 1...2 as ClosedRange<UInt64> {
            driver.attach(number)
            driver.request(number, .joinQueue(QueueModes([.duel])!, isRanked: true))
        }
        driver.tick(2)
        for number in 1...2 as ClosedRange<UInt64> { driver.request(number, .ready) }
        driver.tick(Int(WorldRules.countdownTicks) + 30)
        let parent = try #require(driver.world.match(of: user(1)))
        #expect(driver.match(of: 1)?.setup.isRanked == true)
        let start = try #require(forkStart(driver.world.past(of: parent), tick: 20, slot: 0))
        driver.attach(3)
        #expect(driver.request(3, .fork(start)).outcomes == [.accepted])
        let view = try #require(driver.match(of: 3))
        #expect(view.rules?.bankTarget == 50 && !view.setup.isRanked)
    }

    @Test("who plays cannot fork, a fork can be forked, and there is none of nothing")
    func refusals() throws {
        var (driver, parent) = watchedDuel()
        let past = try #require(driver.world.past(of: parent))
        let start = try #require(forkStart(past, tick: 50, slot: 0))
        #expect(driver.request(1, .fork(start)).outcomes == [.alreadyInMatch])
        #expect(driver.request(3, .fork(nil)).outcomes == [.unknownMatch])
        #expect(driver.world.match(of: user(3)) == parent, "and it watches on")
        #expect(forkStart(past, tick: 50, slot: 2) == nil)
        #expect(forkStart(past, tick: 50, slot: 255) == nil)
        driver.request(3, .fork(start))
        #expect(driver.request(3, .fork(start)).outcomes == [.alreadyInMatch])
        driver.tick(100)
        let fork = try #require(driver.world.match(of: user(3)))
        let again = try #require(forkStart(driver.world.past(of: fork), tick: 70, slot: 1))
        driver.request(3, .leaveMatch)
        #expect(driver.request(3, .fork(again)).outcomes == [.accepted])
        #expect(driver.match(of: 3)?.origin == ForkOrigin(match: fork, tick: 70))
    }

    @Test(
        "strangers cannot fork a hidden match that runs; who watches it can, and whoever knows its replay's name once it is over"
    )
    func hidden() throws {
        var driver = WorldDriver()
        let settings = LobbySettings(MatchSetup(.duel)!, bots: 1, botLevel: .easy, isHidden: true)!
        let code = driver.gather(1...1, settings)
        driver.request(1, .start)
        driver.tick(Int(WorldRules.countdownTicks) + 10)
        let id = try #require(driver.world.match(of: user(1)))
        driver.attach(2)
        func isOffered() -> Bool {
            if case .past = driver.world.forkSource(of: id, key: nil, for: user(2)) { true } else { false }
        }
        #expect(!isOffered())
        driver.request(2, .watch(.lobby(code)))
        #expect(isOffered())

        driver.attach(3)
        driver.request(1, .leaveMatch)
        driver.tick(1)
        #expect(driver.match(of: 2)?.phase == .ended, "it still stands in the world")
        let outgoing = try #require(driver.world.nextOutgoingReplay)
        let commitment = try #require(driver.match(of: 2)?.commitment)
        let key = commitment.prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        func source(_ key: UInt64?) -> ForkSource { driver.world.forkSource(of: id, key: key, for: user(3)) }
        func isNothing(_ key: UInt64?) -> Bool { if case .nothing = source(key) { true } else { false } }
        guard case .file(outgoing.file) = source(key) else { throw Fault() }
        #expect(outgoing.match == id && isNothing(nil))
        guard case .registry(ReplayName(match: id, key: key ^ 1)) = source(key ^ 1) else { throw Fault() }
        // An older registry gives what it has of the number.
        #expect(ReplayName(match: id, key: key).replay(in: outgoing.file)?.matchID == id.rawValue)
        #expect(ReplayName(match: id, key: key ^ 1).replay(in: outgoing.file) == nil)
        driver.apply(.replayStored(id, []))
        guard case .registry(ReplayName(match: id, key: key)) = source(key) else { throw Fault() }
        #expect(isNothing(nil))
    }

    @Test("of two matches with one number the key tells which is meant, also while the newer one runs")
    func oneNumber() throws {
        // A rebuilt cluster counts anew: both worlds have a match 1.
        var before = WorldDriver()
        let old = before.startDuel(8, 9)
        let (driver, running) = watchedDuel()
        let commitments = [before.match(of: 8)?.commitment, driver.match(of: 1)?.commitment]
        let keys = try commitments.map { try #require($0).prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) } }
        #expect(old == running && keys[0] != keys[1])
        func source(_ key: UInt64?) -> ForkSource { driver.world.forkSource(of: running, key: key, for: user(3)) }
        for key in [nil, keys[1]] {
            guard case .past(let past) = source(key) else { throw Fault() }
            #expect(past.hash == driver.world.past(of: running)?.hash)
        }
        guard case .registry(ReplayName(match: old, key: keys[0])) = source(keys[0]) else { throw Fault() }
    }

    @Test("a world with forks in it goes through a snapshot in every phase")
    func snapshots() throws {
        var (driver, parent) = watchedDuel()
        let past = try #require(driver.world.past(of: parent))
        driver.request(3, .fork(forkStart(past, tick: 33, slot: 1)))
        for ticks in [0, 30, 31, 40] {
            driver.tick(ticks)
            #expect(try World(decoding: driver.world.encoded()) == driver.world)
        }
        driver.request(3, .leaveMatch)
        driver.tick(1)
        #expect(try World(decoding: driver.world.encoded()) == driver.world)
    }

    @Test("any bytes of a fork are an error or a command that does what it can", arguments: [1, 2, 3] as [UInt64])
    func mutations(seed: UInt64) throws {
        let (driver, parent) = watchedDuel()
        let start = try #require(forkStart(driver.world.past(of: parent), tick: 100, slot: 0))
        let whole = Command.request(key(3), sequence: 2, Entropy(first: 1, second: 2), .fork(start)).encoded()
        var random = SplitMix64(seed: seed)
        var (refused, taken) = (0, 0)
        for _ in 0..<3_000 {
            var bytes = whole
            for _ in 0...random.below(3) {
                bytes[Int(random.below(UInt32(bytes.count)))] = UInt8(truncatingIfNeeded: random.next())
            }
            guard let command = try? Command(decoding: bytes) else {
                refused += 1
                continue
            }
            #expect(command.encoded() == bytes)
            var copy = driver
            copy.apply(command)
            copy.tick(80)
            #expect(try World(decoding: copy.world.encoded()) == copy.world)
            taken += 1
        }
        #expect(refused > 100 && taken > 100)
    }
}
