import GameCore
import Identity
import SimulationCore
import Testing

@Suite struct BoundsTests {
    @Test("two thousand matches, one after the other, leave the world's size where it was")
    func flatSize() {
        var driver = WorldDriver()
        func play(_ count: Int) {
            for _ in 0..<count {
                let id = driver.startDuel(1, 2)
                driver.turn(1, in: id, stamp: 1, .up)
                driver.tick(2)
                driver.request(2, .leaveMatch)
                driver.tick(2)
                #expect(driver.world.matchView(id, for: user(1))?.phase == .ended)
                driver.apply(.replayStored(id))
            }
            driver.tick(Int(WorldRules.lingerTicks))
        }
        play(50)
        let size = driver.world.encoded().count
        #expect(driver.world.matchCount == 0)
        play(2_000)
        #expect(driver.world.matchCount == 0)
        #expect(driver.world.encoded().count <= size + 600)  // longer varints in the kept outcomes
    }

    @Test("the world takes a bounded number of matches, and a gathering one that was abandoned makes room")
    func matches() throws {
        var driver = WorldDriver()
        let limit = UInt64(WorldRules.maximumMatches)
        for number in 1...limit {
            driver.attach(number)
            driver.request(number, .createMatch(.duel))
        }
        #expect(driver.world.matchCount == WorldRules.maximumMatches)
        var codes: Set<MatchCode> = []
        for number in 1...limit {
            let view = driver.world.match(of: user(number)).flatMap { driver.world.matchView($0, for: user(number)) }
            codes.insert(try #require(view?.code))
        }
        #expect(codes.count == WorldRules.maximumMatches)
        driver.attach(limit + 1)
        #expect(driver.request(limit + 1, .createMatch(.solo)).outcomes == [.overloaded])
        driver.apply(.detach(key(7), attachment: 1))
        #expect(driver.request(limit + 1, .createMatch(.solo)).outcomes == [.accepted])
        #expect(driver.world.match(of: user(7)) == nil)
        #expect(driver.world.matchCount == WorldRules.maximumMatches)
    }

    @Test("a full world forgets the user who was silent longest, never one who is connected, queued or in a match")
    func users() {
        var driver = WorldDriver()
        let limit = UInt64(WorldRules.maximumUsers)
        for number in 1...limit { driver.attach(number) }
        driver.attach(limit + 1)
        #expect(driver.world.lastSequence(of: key(limit + 1)) == nil)
        driver.request(5, .createMatch(.duel))
        for number in [5, 9, 3] as [UInt64] { driver.apply(.detach(key(number), attachment: 1)) }
        #expect(driver.attach(limit + 1) == [.attached(key(limit + 1), attachment: 1)])
        #expect(driver.world.lastSequence(of: key(5)) != nil)
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

    @Test("a match that nobody joins and a queue place that nobody takes up end after ten minutes")
    func abandoned() {
        var driver = WorldDriver()
        driver.attach(1)
        driver.attach(2)
        driver.request(1, .createMatch(.duel))
        driver.request(2, .joinQueue(.freeForAll))
        driver.tick(Int(WorldRules.abandonTicks) - 1)
        #expect(driver.world.match(of: user(1)) != nil)
        #expect(driver.world.queueView(of: user(2)).waiting == 1)
        driver.tick()
        #expect(driver.world.match(of: user(1)) == nil)
        #expect(driver.world.queueView(of: user(2)).mode == nil)
        #expect(!driver.world.needsTicks)
    }
}
