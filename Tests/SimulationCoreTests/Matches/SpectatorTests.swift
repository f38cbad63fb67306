import GameCore
import Identity
import SimulationCore
import Testing

import enum ClientProtocol.OutcomeCode

@Suite struct SpectatorTests {
    @Test("a spectator follows the board from the frames alone, and neither steers nor counts as a player")
    func follows() throws {
        var driver = WorldDriver()
        let id = driver.startDuel(1, 2)
        driver.tick(20)
        driver.attach(3)
        let events = driver.request(3, .watch(.match(id)))
        #expect(events.outcomes == [.accepted])
        #expect(events.contains(.boardShown(user(3))))
        #expect(driver.world.audience(of: id) == [user(1), user(2), user(3)])
        #expect(driver.match(of: 3)?.yourSlot == nil)
        #expect(driver.match(of: 1)?.spectators == 1)
        #expect(driver.world.playerCount == 2)
        #expect(driver.world.spectatorCount == 1)
        var client = ClientMatch(matchID: id.rawValue)
        #expect(client.receive(try #require(driver.world.snapshotFrame(of: id, for: user(3)))) == .restarted)
        var updates = 0
        for round in 0..<120 as Range<UInt64> {
            var events = driver.turn(1 + round % 2, in: id, stamp: round + 20, round % 8 < 4 ? .up : .right)
            events += driver.tick()
            for frame in events.updates(of: id) {
                #expect(client.receive(frame) == .advanced)
                #expect(client.committed?.stateHash == (try UpdateFrame(decoding: frame)).hash)
                updates += 1
            }
        }
        #expect(updates > 20)
        #expect(driver.turn(3, in: id, stamp: 200, .up).outcomes == [.notInMatch])
        #expect(driver.match(of: 3)?.seed == [])
        driver.request(3, .leaveMatch)
        #expect(driver.world.match(of: user(3)) == nil)
        #expect(driver.match(of: 1)?.spectators == 0)
        #expect(driver.match(of: 1)?.phase == .running)
    }

    @Test(
        "a match is not told again to its end for one who has gone: neither up to the tick that was asked for, nor from it"
    )
    func goneMeanwhile() throws {
        var driver = WorldDriver()
        let id = driver.startDuel(1, 2)
        for round in 0..<300 as Range<UInt64> {
            driver.turn(1 + round % 2, in: id, stamp: round * 10 + 4, round % 4 < 2 ? .up : .right)
            driver.tick(10)
        }
        let past = try #require(driver.world.past(of: id))
        #expect(try #require(past.replay()).ticks > 2500)
        for tick in [0, 1_500, UInt32(past.length)] {
            var asked = 0
            let all = try #require(
                past.frames(from: tick, atMost: .max) {
                    asked += 1; return true
                })
            #expect(asked > 1 && all.count >= 1)
            // Gone at any of the times at which it is asked: that is the last one.
            for last in [1, asked / 2 + 1, asked] {
                var again = 0
                #expect(
                    past.frames(from: tick, atMost: .max) {
                        again += 1; return again < last
                    } == nil)
                #expect(again == last)
            }
        }
    }

    @Test("the end frees those who watch, as it does the players; who watches may begin something new at any time")
    func theEnd() {
        var driver = WorldDriver()
        let id = driver.startDuel(1, 2)
        for number in 3...4 as ClosedRange<UInt64> {
            driver.attach(number)
            driver.request(number, .watch(.match(id)))
        }
        #expect(driver.request(1, .watch(.match(id))).outcomes == [.alreadyInMatch])
        #expect(driver.request(4, .create(.solo)).outcomes == [.accepted])
        #expect(driver.world.audience(of: id) == [user(1), user(2), user(3)])
        driver.request(2, .leaveMatch)
        driver.tick()
        #expect(driver.match(of: 3)?.endReason == .left)
        driver.attach(5)
        #expect(driver.request(5, .watch(.match(id))).outcomes == [.unknownMatch], "it is over")
        #expect(driver.request(5, .watch(.match(MatchID(rawValue: .max)))).outcomes == [.unknownMatch])
        driver.tick(Int(WorldRules.lingerTicks))
        #expect(driver.world.match(of: user(3)) == nil)
        driver.request(5, .queue(.duel))
        #expect(driver.request(5, .watch(.match(id))).outcomes == [.alreadyQueued])
    }

    @Test("a lobby's match is watched by its code; strangers find a hidden one by nothing else")
    func byCode() throws {
        var driver = WorldDriver()
        let settings = try #require(LobbySettings(MatchSetup(.duel)!, isHidden: true))
        let code = driver.gather(1...2, settings)
        driver.attach(3)
        #expect(driver.request(3, .watch(.lobby(code))).outcomes == [.unknownMatch], "nothing is played")
        driver.request(1, .start)
        driver.request(2, .ready)
        let id = try #require(driver.world.match(of: user(1)))
        #expect(driver.request(3, .watch(.match(id))).outcomes == [.unknownMatch])
        #expect(driver.request(3, .watch(.lobby(nil))).outcomes == [.unknownMatch])
        #expect(driver.request(3, .watch(.lobby(code))).outcomes == [.accepted])
        #expect(driver.request(3, .watch(.lobby(code))).outcomes == [.accepted], "watches it already")
        #expect(driver.world.spectatorCount == 1)
        #expect(driver.world.gameList(atMost: 50).isEmpty)
        driver.attach(4)
        driver.request(4, .joinLobby(code))
        #expect(driver.request(4, .watch(.match(id))).outcomes == [.accepted], "of the own lobby")
    }

    @Test("the list shows the most watched first, then the newest, and no more than asked for")
    func list() throws {
        var driver = WorldDriver()
        var ids: [MatchID] = []
        for pair in 0..<4 as Range<UInt64> { ids.append(driver.startDuel(2 * pair + 1, 2 * pair + 2)) }
        driver.attach(9)
        driver.request(9, .watch(.match(ids[1])))
        #expect(driver.world.gameList(atMost: 50).map(\.id) == [ids[1], ids[3], ids[2], ids[0]])
        #expect(driver.world.gameList(atMost: 2).map(\.id) == [ids[1], ids[3]])
        let first = try #require(driver.world.gameList(atMost: 1).first)
        #expect(first.players.map(\.name) == [Array("player 3".utf8), Array("player 4".utf8)])
        #expect((first.spectators, first.setup.mode, first.players.map(\.team)) == (1, .duel, [0, 1]))
        driver.tick(10)
        #expect(driver.world.gameList(atMost: 1).first?.ticks == first.ticks + 10)
    }

    @Test("a player removed for being idle goes on watching, and may leave")
    func removedPlayers() {
        var driver = WorldDriver()
        // In team games snakes come back, so that the idle one is still in play when its time is up.
        driver.gather(1...3, .custom(zones: true, seats: 3))
        driver.request(1, .start)
        driver.request(2, .ready)
        driver.request(3, .ready)
        driver.tick(Int(WorldRules.countdownTicks))
        let id = driver.world.match(of: user(1))!
        for _ in 0..<4 {
            driver.tick(Int(WorldRules.idleTicks) / 4)
            for number in 1...2 as ClosedRange<UInt64> {
                // A snake that goes down cannot turn up; one that goes up can go on.
                let both = driver.turn(number, in: id, stamp: 0, .up) + driver.turn(number, in: id, stamp: 0, .down)
                #expect(both.outcomes.contains(.accepted), "\(both.outcomes)")
            }
        }
        driver.tick(2)
        #expect(driver.match(of: 1)?.phase == .running)
        #expect(driver.match(of: 3)?.yourSlot == nil)
        #expect(driver.match(of: 1)?.players.map(\.connected) == [true, true, false])
        #expect(driver.world.audience(of: id) == [user(1), user(2), user(3)])
        #expect(driver.world.spectatorCount == 1)
        driver.request(3, .leaveMatch)
        #expect(driver.world.audience(of: id) == [user(1), user(2)])
    }
}

@Suite struct RematchTests {
    @Test("once all have asked, the same seats play again with another seed; those who watch come along")
    func again() throws {
        var driver = WorldDriver()
        for number in 1...3 as ClosedRange<UInt64> {
            driver.attach(number)
            driver.request(number, .queue(.freeForAll))
        }
        driver.tick(300)
        for number in 1...3 as ClosedRange<UInt64> { driver.request(number, .ready) }
        let id = try #require(driver.world.match(of: user(1)))
        driver.attach(4)
        driver.request(4, .watch(.match(id)))
        #expect(driver.request(1, .rematch).outcomes == [.notAllowed], "it has not ended")
        // Straight ahead into the others and the walls.
        driver.tick(Int(WorldRules.countdownTicks) + 120)
        #expect(driver.match(of: 1)?.phase == .ended)
        let before = try #require(driver.match(of: 1))
        driver.request(1, .rematch)
        driver.request(2, .rematch)
        #expect(driver.match(of: 3)?.players.map(\.wantsRematch) == [true, true, false])
        #expect(driver.request(4, .rematch).outcomes == [.notInMatch])
        #expect(try World(decoding: driver.world.encoded()) == driver.world)
        driver.request(3, .rematch)
        let after = try #require(driver.match(of: 3))
        #expect(after.id != id)
        #expect(after.phase == .countdown)
        #expect(after.players.map(\.user) == before.players.map(\.user))
        #expect(after.players.map(\.wantsRematch) == [false, false, false])
        #expect(after.commitment != before.commitment)
        #expect(driver.match(of: 4)?.id == after.id)
        #expect(driver.world.matchView(id, for: user(1)) == nil)
        #expect(driver.world.matchCount == 1)
    }

    @Test("who goes away is not waited for, as long as a game is left")
    func someLeave() {
        var driver = WorldDriver()
        for number in 1...3 as ClosedRange<UInt64> {
            driver.attach(number)
            driver.request(number, .queue(.freeForAll))
        }
        driver.tick(300)
        for number in 1...3 as ClosedRange<UInt64> { driver.request(number, .ready) }
        driver.tick(Int(WorldRules.countdownTicks) + 120)
        let id = driver.world.match(of: user(1))
        driver.request(1, .rematch)
        driver.request(3, .rematch)
        driver.request(2, .leaveMatch)
        #expect(driver.world.match(of: user(1)) != id)
        #expect(driver.match(of: 1)?.players.map(\.user) == [user(1), user(3)])
    }

    @Test("a duel is not played again without the other")
    func alone() {
        var driver = WorldDriver()
        _ = driver.startDuel(1, 2)
        driver.request(2, .leaveMatch)
        driver.tick()
        #expect(driver.request(1, .rematch).outcomes == [.tooFewPlayers])
        #expect(driver.request(2, .rematch).outcomes == [.notInMatch])
        driver.tick(Int(WorldRules.lingerTicks))
        #expect(driver.world.matchCount == 0)
    }

    @Test("a solo game begins again at once")
    func solo() {
        var driver = WorldDriver()
        driver.attach(1)
        driver.request(1, .create(.solo))
        driver.tick(Int(WorldRules.countdownTicks) + 100)
        let id = driver.world.match(of: user(1))
        #expect(driver.match(of: 1)?.phase == .ended)
        #expect(driver.request(1, .rematch).outcomes == [.accepted])
        #expect(driver.match(of: 1)?.phase == .countdown)
        #expect(driver.world.match(of: user(1)) != id)
    }
}
