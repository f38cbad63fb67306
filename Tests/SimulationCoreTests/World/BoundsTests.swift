import GameCore
import Identity
import SimulationCore
import Testing

import enum ClientProtocol.OutcomeCode

@Suite struct BoundsTests {
    @Test("ten thousand games, one after the other, leave the world's size where it was")
    func flatSize() {
        var driver = WorldDriver()
        driver.keepsLog = false
        driver.gather(1...4, .mode(.teams))
        // Two of three are played by a lobby, with somebody who watches and somebody who talks; the third by two from the queue.
        func play(_ count: Int) {
            for number in 0..<count {
                let id: MatchID
                if number % 3 == 0 {
                    id = driver.startDuel(5, 6)
                    driver.request(6, .leaveMatch)
                } else {
                    driver.request(5, .leaveMatch)
                    driver.request(1, .chat(ChatText(Array("game \(number % 10)".utf8))))
                    driver.request(1, .start)
                    id = driver.world.match(of: user(1))!
                    driver.request(5, .watch(.match(id)))
                    for member in 2...4 as ClosedRange<UInt64> { driver.request(member, .ready) }
                    driver.tick(Int(WorldRules.countdownTicks) + 2)
                    driver.turn(1, in: id, stamp: 1, .up)
                    for member in 2...4 as ClosedRange<UInt64> where member % 2 == 0 {
                        driver.request(member, .leaveMatch)
                    }
                }
                driver.tick(2)
                #expect(driver.world.matchView(id, for: user(1))?.phase == .ended)
                driver.apply(.replayStored(id, []))
            }
            driver.tick(Int(WorldRules.lingerTicks))
        }
        play(200)
        let size = driver.world.encoded().count
        #expect(driver.world.matchCount == 0)
        play(9_800)
        #expect(driver.world.matchCount == 0)
        #expect(driver.world.lobbyCount == 1)
        #expect(driver.world.encoded().count <= size + 64, "from \(size) bytes: some numbers have grown by a digit")
    }

    @Test("a lobby that never stops talking keeps fifty lines, and no more than 8 KiB of them")
    func chatIsBounded() {
        var driver = WorldDriver()
        driver.gather(1...8, .mode(.freeForAll))
        let empty = driver.world.encoded().count
        func fill(_ text: String) {
            for round in 0..<600 {
                driver.request(1 + UInt64(round) % 8, .chat(ChatText(Array(text.utf8))))
                driver.tick(20)
            }
        }
        fill(String(repeating: "x", count: 20))
        let lobby = driver.world.lobby(of: user(1))!
        #expect(driver.world.chat(of: lobby)?.lines.map(\.number) == (551...600).map { $0 })
        fill(String(repeating: "🐍", count: 200))
        let kept = driver.world.chat(of: lobby)?.lines ?? []
        #expect(kept.map(\.number) == (1_191...1_200).map { $0 })
        #expect(driver.world.encoded().count < empty + 9_000)
    }

    @Test("the world takes a bounded number of lobbies; one that was abandoned makes room")
    func lobbies() throws {
        var driver = WorldDriver()
        let limit = UInt64(WorldRules.maximumLobbies)
        var codes: Set<LobbyCode> = []
        for number in 1...limit {
            driver.attach(number)
            driver.request(number, .create(.duel))
            codes.insert(try #require(driver.lobby(of: number)?.code))
        }
        #expect(codes.count == WorldRules.maximumLobbies)
        driver.attach(limit + 1)
        #expect(driver.request(limit + 1, .create(.duel)).outcomes == [.overloaded])
        driver.apply(.detach(key(7), attachment: 1))
        #expect(driver.request(limit + 1, .create(.duel)).outcomes == [.accepted])
        #expect(driver.lobby(of: 7) == nil)
        #expect(driver.world.lobbyCount == WorldRules.maximumLobbies)
    }

    @Test("the world takes a bounded number of matches; one that has ended makes room")
    func matches() {
        var driver = WorldDriver()
        let limit = UInt64(WorldRules.maximumMatches)
        for number in 1...limit {
            driver.attach(number)
            driver.request(number, .create(.solo))
        }
        driver.attach(limit + 1)
        #expect(driver.request(limit + 1, .create(.solo)).outcomes == [.overloaded])
        driver.request(9, .leaveMatch)
        driver.tick()
        #expect(driver.request(limit + 1, .create(.solo)).outcomes == [.overloaded], "it is still in its countdown")
        driver.tick(Int(WorldRules.countdownTicks))
        #expect(driver.request(limit + 1, .create(.solo)).outcomes == [.accepted])
        #expect(driver.world.matchCount == WorldRules.maximumMatches)
    }

    @Test("64 may watch a match; whoever has lost the connection makes room")
    func spectators() {
        var driver = WorldDriver()
        let id = driver.startDuel(1, 2)
        for number in 3...66 as ClosedRange<UInt64> {
            driver.attach(number)
            #expect(driver.request(number, .watch(.match(id))).outcomes == [.accepted])
        }
        driver.attach(67)
        #expect(driver.request(67, .watch(.match(id))).outcomes == [.matchFull])
        #expect(driver.world.spectatorCount == 64)
        driver.apply(.detach(key(30), attachment: 1))
        #expect(driver.request(67, .watch(.match(id))).outcomes == [.accepted])
        #expect(driver.world.match(of: user(30)) == nil)
        #expect(driver.world.spectatorCount == 64)
    }

    @Test("a full world forgets the user who was silent longest, never one who is connected, queued or in a match")
    func users() {
        var driver = WorldDriver()
        let limit = UInt64(WorldRules.maximumUsers)
        for number in 1...limit { driver.attach(number) }
        driver.attach(limit + 1)
        #expect(driver.world.lastSequence(of: key(limit + 1)) == nil)
        driver.request(5, .create(.solo))
        driver.request(6, .create(.duel))
        for number in [5, 6, 9, 3] as [UInt64] { driver.apply(.detach(key(number), attachment: 1)) }
        #expect(driver.attach(limit + 1) == [.attached(key(limit + 1), attachment: 1)])
        #expect(driver.world.lastSequence(of: key(5)) != nil)
        #expect(driver.world.lastSequence(of: key(6)) != nil)
        #expect(driver.world.lastSequence(of: key(9)) == nil)
        #expect(driver.world.lastSequence(of: key(3)) != nil)
        #expect(driver.world.userCount == WorldRules.maximumUsers)
    }

    @Test("users who went away are forgotten in time")
    func idleUsers() {
        var driver = WorldDriver()
        driver.attach(1)
        driver.attach(2)
        driver.apply(.detach(key(1), attachment: 1))
        driver.tick(2 * Int(WorldRules.abandonTicks))
        #expect(driver.world.lastSequence(of: key(1)) == nil)
        #expect(driver.world.lastSequence(of: key(2)) == 0)
    }

    @Test("a queue place that nobody takes up ends after ten minutes")
    func abandoned() {
        var driver = WorldDriver()
        driver.attach(2)
        driver.request(2, .joinQueue(QueueModes([.freeForAll])!, isRanked: true))
        driver.tick(Int(WorldRules.abandonTicks) - 1)
        #expect(driver.world.queueView(of: user(2)).queues.first?.players == 1)
        driver.tick()
        #expect(driver.world.queueView(of: user(2)).queues.isEmpty)
        #expect(!driver.world.needsTicks)
    }
}
