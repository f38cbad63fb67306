import GameCore
import Identity
import SimulationCore
import Testing

import enum ClientProtocol.OutcomeCode

/// What players receive is enough to hold the same game.
@Suite struct StreamTests {
    @Test("a client fed the frames alone has the world's hash at each barrier", arguments: [1, 2, 3] as [UInt64])
    func clientFollows(seed: UInt64) throws {
        var driver = WorldDriver()
        var random = SplitMix(seed)
        let id = driver.startDuel(1, 2)
        var clients = [user(1): ClientMatch(matchID: id.rawValue), user(2): ClientMatch(matchID: id.rawValue)]
        for (user, var client) in clients {
            let frame = try #require(driver.world.snapshotFrame(of: id, for: user))
            #expect(client.receive(frame) == .restarted)
            clients[user] = client
        }
        var late = ClientMatch(matchID: id.rawValue)
        var numbers: [UInt64] = []
        var lastTick: UInt32 = 0
        for round in 0..<600 {
            var events: [WorldEvent] = []
            if random.below(3) == 0 {
                let tick = UInt64(lastTick) + random.below(9)
                let direction = Direction(rawValue: UInt8(random.below(4)))!
                events += driver.turn(1 + random.below(2), in: id, stamp: tick, direction)
            }
            events += driver.tick(1)
            if round == 300 {
                let frame = try #require(driver.world.snapshotFrame(of: id, for: user(2)))
                #expect(late.receive(frame) == .restarted)
            }
            for frame in events.updates(of: id) {
                let update = try UpdateFrame(decoding: frame)
                numbers.append(update.streamSequence)
                #expect(update.tick - lastTick <= WorldRules.barrierTicks)
                lastTick = update.tick
                for (user, var client) in clients {
                    #expect(client.receive(frame) == .advanced)
                    #expect(client.committed?.stateHash == update.hash)
                    clients[user] = client
                }
                if round >= 300 { #expect(late.receive(frame) == (round == 300 ? .ignored : .advanced)) }
            }
            guard driver.world.matchView(id, for: user(1))?.phase == .running else { break }
        }
        #expect(numbers == (1...UInt64(numbers.count)).map { $0 })
        #expect(numbers.count > 100)
        #expect(late.committed == clients[user(1)]?.committed)
    }

    @Test("a turn is streamed when it commits, before any tick, and again never")
    func turnIsSentAtOnce() throws {
        var driver = WorldDriver()
        let id = driver.startDuel(1, 2)
        driver.tick(5)
        let frames = driver.turn(1, in: id, stamp: 9, .down).updates(of: id)
        let update = try UpdateFrame(decoding: try #require(frames.first))
        #expect(frames.count == 1)
        #expect(update.tick == 5)
        #expect(update.inputs == [ScheduledInput(tick: 9, slot: 0, action: .turn(.down))])
        for frame in driver.tick(10).updates(of: id) {
            #expect(try UpdateFrame(decoding: frame).inputs.isEmpty)
        }
    }

    @Test("turns are acknowledged with the tick they run at and how late they were")
    func acknowledgements() throws {
        var driver = WorldDriver()
        let id = driver.startDuel(1, 2)
        driver.tick(10)
        func ack(_ events: [WorldEvent]) throws -> AckFrame {
            for case .acknowledged(_, _, let frame) in events { return try AckFrame(decoding: frame) }
            throw CodecError.truncated
        }
        let onTime = try ack(driver.turn(1, in: id, stamp: 12, .up))
        #expect((onTime.outcome, onTime.tick, onTime.late) == (0, 12, 0))
        let late = try ack(driver.turn(2, in: id, stamp: 7, .up))
        #expect((late.outcome, late.tick, late.late) == (0, 11, 4))
        #expect(driver.turn(1, in: id, stamp: 12, .down).outcomes == [.onePerTick])
        #expect(driver.turn(1, in: id, stamp: 31, .up).outcomes == [.tooFarAhead])
        #expect(driver.turn(1, in: id, stamp: .max, .up).outcomes == [.tooFarAhead])
        #expect(driver.turn(1, in: MatchID(rawValue: 99), stamp: 13, .up).outcomes == [.notInMatch])
    }

    @Test("leaving reaches the other's client by the stream, and ends its game too")
    func leaving() throws {
        var driver = WorldDriver()
        let id = driver.startDuel(1, 2)
        var client = ClientMatch(matchID: id.rawValue)
        _ = client.receive(try #require(driver.world.snapshotFrame(of: id, for: user(1))))
        var events = driver.request(2, .leaveMatch)
        events += driver.tick(1)
        for frame in events.updates(of: id) { #expect(client.receive(frame) == .advanced) }
        #expect(client.committed?.ending == .left)
        #expect(driver.world.matchView(id, for: user(1))?.endReason == .left)
    }
}
