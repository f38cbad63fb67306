import GameCore
import Identity
import SimulationCore
import Testing

import enum ClientProtocol.OutcomeCode

@Suite struct LifeCycleTests {
    @Test("7.1 the first two in the duel queue are matched, confirm, count down, and run")
    func duelByQueue() throws {
        var driver = WorldDriver()
        driver.attach(1)
        driver.attach(2)
        #expect(!driver.world.needsTicks)
        #expect(driver.request(1, .queue(.duel)).outcomes == [.accepted])
        #expect(
            driver.world.queueView(of: user(1)) == QueueView(queues: [.init(mode: .duel, players: 1)], isRanked: false))
        #expect(driver.world.needsTicks)
        driver.request(2, .queue(.duel))
        #expect(driver.world.queueView(of: user(1)).queues.isEmpty)
        let id = try #require(driver.world.match(of: user(1)))
        var view = try #require(driver.world.matchView(id, for: user(2)))
        #expect(view.phase == .readying)
        #expect(view.remainingTicks == WorldRules.readyTicks)
        #expect(view.players.map(\.user) == [user(1), user(2)])
        #expect(view.yourSlot == 1)
        #expect(view.commitment.count == 32)
        #expect(view.seed.isEmpty)

        driver.request(1, .ready)
        #expect(driver.world.matchView(id, for: user(1))?.players.map(\.ready) == [true, false])
        #expect(driver.request(2, .ready).contains(.boardReset(id)))
        #expect(driver.world.matchView(id, for: user(1))?.phase == .countdown)
        driver.tick(Int(WorldRules.countdownTicks) - 1)
        #expect(driver.world.matchView(id, for: user(1))?.phase == .countdown)
        #expect(driver.tick().contains(.boardReset(id)))
        view = try #require(driver.world.matchView(id, for: user(1)))
        #expect(view.phase == .running)
        #expect(driver.world.playerCount == 2)
    }

    @Test("7.1 a match starts without the confirmation of those who do not answer, after 15 s")
    func readyGate() throws {
        var driver = WorldDriver()
        driver.attach(1)
        driver.attach(2)
        driver.request(1, .queue(.duel))
        driver.request(2, .queue(.duel))
        let id = try #require(driver.world.match(of: user(1)))
        driver.tick(Int(WorldRules.readyTicks) - 1)
        #expect(driver.world.matchView(id, for: user(1))?.phase == .readying)
        driver.tick()
        #expect(driver.world.matchView(id, for: user(1))?.phase == .countdown)
    }

    @Test("leaving ends a duel for the other, with the seed that was committed to; the result stays for 30 s")
    func leaveAndLinger() throws {
        var driver = WorldDriver()
        let id = driver.startDuel(1, 2)
        let commitment = try #require(driver.world.matchView(id, for: user(1))?.commitment)
        #expect(driver.request(2, .leaveMatch).outcomes == [.accepted])
        #expect(driver.world.match(of: user(2)) == nil)
        driver.tick()
        let view = try #require(driver.world.matchView(id, for: user(1)))
        #expect(view.phase == .ended)
        #expect(view.endReason == .left)
        #expect(view.players.map(\.rank) == [1, 2])
        #expect(SHA256.digest(view.seed) == commitment)
        #expect(driver.world.playerCount == 0)
        driver.tick(Int(WorldRules.lingerTicks) - 1)
        #expect(driver.world.matchCount == 1)
        #expect(driver.tick() == [.leftMatch(user(1))])
        #expect(driver.world.matchCount == 0)
        #expect(!driver.world.needsTicks)
    }

    @Test("a player who looks at a result may start something new")
    func playAgain() {
        var driver = WorldDriver()
        _ = driver.startDuel(1, 2)
        driver.request(2, .leaveMatch)
        #expect(driver.request(1, .queue(.duel)).outcomes == [.alreadyInMatch])
        driver.tick()
        #expect(driver.request(1, .queue(.duel)).outcomes == [.accepted])
        #expect(driver.world.match(of: user(1)) == nil)
        #expect(driver.world.queueView(of: user(1)).queues.first?.players == 1)
    }

    @Test(
        "free for all starts with four at once, three after 15 s, fewer after 20 s with bots",
        arguments: [(4, 0), (3, 300), (2, 400), (1, 400)])
    func freeForAllQueue(players: Int, ticks: Int) {
        var driver = WorldDriver()
        for number in 1...players {
            driver.attach(UInt64(number))
            driver.request(UInt64(number), .queue(.freeForAll))
        }
        if ticks > 0 {
            driver.tick(ticks - 1)
            #expect(driver.world.matchCount == 0)
            driver.tick()
        }
        #expect(driver.world.matchCount == 1)
        #expect(driver.world.playerCount == players)
        #expect(driver.world.queueView(of: user(1)).queues.isEmpty)
    }

    @Test("a solo game begins its countdown at once and ends with its snake")
    func solo() throws {
        var driver = WorldDriver()
        driver.attach(1)
        driver.request(1, .create(.solo))
        let id = try #require(driver.world.match(of: user(1)))
        #expect(driver.world.matchView(id, for: user(1))?.phase == .countdown)
        driver.tick(Int(WorldRules.countdownTicks))
        #expect(driver.world.matchView(id, for: user(1))?.phase == .running)
        // 40 cells at two ticks a cell, straight ahead.
        driver.tick(100)
        #expect(driver.world.matchView(id, for: user(1))?.endReason == .dead)
    }

    @Test("places in a queue are given up by leaving, and by losing the connection for 5 s")
    func leavingTheQueue() {
        var driver = WorldDriver()
        driver.attach(1)
        driver.attach(2, stream: 7)
        #expect(driver.request(1, .leaveQueue).outcomes == [.notQueued])
        driver.request(1, .queue(.freeForAll))
        driver.request(2, .queue(.freeForAll))
        #expect(driver.request(1, .queue(.duel)).outcomes == [.alreadyQueued])
        #expect(driver.request(1, .create(.solo)).outcomes == [.alreadyQueued])
        #expect(driver.request(1, .leaveQueue).outcomes == [.accepted])
        #expect(driver.world.queueView(of: user(2)).queues.first?.players == 1)
        driver.apply(.detach(key(2), attachment: 6))  // the end of an older stream
        driver.tick(Int(WorldRules.lostInQueueTicks) + 1)
        #expect(driver.world.queueView(of: user(2)).queues.first?.players == 1)
        driver.apply(.detach(key(2), attachment: 7))
        driver.tick(Int(WorldRules.lostInQueueTicks))
        #expect(driver.world.queueView(of: user(2)).queues.isEmpty)
        #expect(!driver.world.needsTicks)
    }

    @Test("who gives no command for 20 s is removed; a lost connection adds 60 s")
    func idlePlayers() throws {
        var driver = WorldDriver()
        let id = driver.startDuel(1, 2)
        let limit = WorldRules.idleTicks
        // Player 1 turns now and then, player 2 does nothing.
        for _ in 0..<3 {
            driver.tick(Int(limit) / 4)
            let tick = driver.world.tick
            #expect(driver.world.matchView(id, for: user(1))?.phase == .running, "at \(tick)")
            driver.turn(1, in: id, stamp: 0, .up)
        }
        driver.tick(Int(limit) / 4)
        driver.tick()
        let view = try #require(driver.world.matchView(id, for: user(2)))
        #expect(view.phase == .ended)
        #expect(view.endReason == .left)
        #expect(view.players.map(\.rank) == [1, 2])
        #expect(driver.world.match(of: user(2)) == id, "stays to see the result")

        let other = driver.startDuel(3, 4)
        driver.apply(.detach(key(4), attachment: 1))
        driver.tick(Int(limit) - 1)
        driver.turn(3, in: other, stamp: 0, .up)
        #expect(driver.world.matchView(other, for: user(3))?.players.map(\.connected) == [true, false])
        driver.tick(2)
        #expect(driver.world.matchView(other, for: user(3))?.phase == .running)
    }

    @Test("a node that is gone takes its players' connections with it: the others see it, and a bot stands in")
    func nodeLost() throws {
        var driver = WorldDriver()
        driver.attach(1, stream: 10, node: 1)
        driver.attach(2, stream: 20, node: 2)
        let id = driver.startDuel(1, 2)
        driver.attach(3, stream: 30, node: 2)
        let seen = driver.world.appliedIndex
        #expect(driver.world.servingNodes == [NodeID(rawValue: 1), NodeID(rawValue: 2)])

        let events = driver.apply(.nodeLost(NodeID(rawValue: 2), seen: seen))
        #expect(events == [.detached(key(2)), .matchChanged(id), .detached(key(3))])
        let view = try #require(driver.match(of: 1))
        #expect(view.players.map(\.connected) == [true, false])
        #expect(view.players.map(\.standIn) == [false, true])
        #expect(driver.world.servingNodes == [NodeID(rawValue: 1)])
        #expect(driver.apply(.nodeLost(NodeID(rawValue: 2), seen: seen)).isEmpty, "once")
        #expect(driver.apply(.detach(key(2), attachment: 20)).isEmpty, "late news of the stream's end changes nothing")

        driver.attach(2, stream: 21, node: 1)
        #expect(driver.match(of: 1)?.players.map(\.standIn) == [false, false])
    }

    @Test("who is with another node by then, or has come back to the same one, is not touched")
    func nodeLostTooLate() throws {
        var driver = WorldDriver()
        for number in UInt64(1)...4 { driver.attach(number, stream: number, node: 2) }
        let seen = driver.world.appliedIndex
        driver.attach(1, stream: 11, node: 3)  // took a standby socket
        driver.attach(2, stream: 12, node: 2)  // the node has restarted
        driver.request(3, .queue(.duel))  // it was only slow
        #expect(driver.world.sessions(at: NodeID(rawValue: 2), seen: seen) == [key(4)])
        #expect(driver.apply(.nodeLost(NodeID(rawValue: 2), seen: seen)) == [.detached(key(4))])
        #expect(driver.world.servingNodes == [NodeID(rawValue: 2), NodeID(rawValue: 3)])
    }

    @Test("a user with a session at another node too stays connected")
    func nodeLostOfTwo() throws {
        var driver = WorldDriver()
        driver.attach(1, session: 1, stream: 1, node: 1)
        driver.attach(1, session: 2, stream: 2, node: 2)
        driver.attach(2, stream: 3, node: 3)
        let id = driver.startDuel(1, 2)
        let seen = driver.world.appliedIndex
        #expect(driver.apply(.nodeLost(NodeID(rawValue: 1), seen: seen)) == [.detached(key(1))])
        #expect(driver.match(of: 2)?.players.map(\.connected) == [true, true])
        #expect(driver.apply(.nodeLost(NodeID(rawValue: 2), seen: seen)) == [.detached(key(1, 2)), .matchChanged(id)])
        #expect(driver.match(of: 2)?.players.map(\.connected) == [false, true])
    }

    @Test("all idle at once is no contest")
    func allIdle() {
        var driver = WorldDriver()
        let id = driver.startDuel(1, 2)
        driver.tick(Int(WorldRules.idleTicks) + 1)
        #expect(driver.world.matchView(id, for: user(1))?.endReason == .noContest)
    }

    @Test("the same requests with other entropy give other seeds and codes")
    func entropy() {
        func play(_ entropy: UInt64) -> (code: LobbyCode?, commitment: [UInt8]?) {
            var driver = WorldDriver()
            driver.attach(1)
            driver.attach(2)
            driver.apply(.request(key(1), sequence: 1, Entropy(first: entropy, second: 0), .create(.duel)))
            let code = driver.lobby(of: 1)?.code
            driver.apply(.request(key(2), sequence: 1, Entropy(first: 0, second: 0), .joinLobby(code)))
            driver.apply(.request(key(1), sequence: 2, Entropy(first: 0, second: 0), .start))
            return (code, driver.match(of: 1)?.commitment)
        }
        #expect(play(1).code == play(1).code)
        #expect(play(1).commitment == play(1).commitment)
        #expect(play(1).code != play(2).code)
        #expect(play(1).commitment != play(2).commitment)
    }
}
