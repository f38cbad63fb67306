import GameCore
import Identity
import SimulationCore
import Testing

import enum ClientProtocol.OutcomeCode

/// Rules section 8, seen from what the players of a running match are sent.
@Suite struct FairnessTests {
    /// Everything that a match's players were sent, and what its board said of itself at that time.
    private struct Sent {
        var frames: [[UInt8]] = []
        var views: [MatchView] = []
    }

    /// Plays one match to its end with random commands; `observe` sees the world after each entry.
    private func play(
        _ mode: Mode, players: UInt64, seed: UInt64, observe: (World, MatchID, [WorldEvent]) throws -> Void
    ) throws {
        var driver = WorldDriver()
        var random = SplitMix64(seed: seed)
        for number in 1...players {
            driver.attach(number)
            driver.request(number, mode == .solo ? .create(.solo) : .queue(mode))
        }
        let id = try #require(driver.world.match(of: user(1)))
        func step(_ events: [WorldEvent]) throws { try observe(driver.world, id, events) }
        for number in 1...players where mode != .solo { try step(driver.request(number, .ready)) }
        for round in 0..<2000 {
            if let view = driver.world.matchView(id, for: user(1)), view.phase == .ended { return }
            for number in 1...players where random.below(4) == 0 {
                let direction = Direction(lowBits: UInt8(random.below(4)))
                try step(
                    driver.turn(number, in: id, stamp: driver.world.tick % 64 + UInt64(random.below(30)), direction))
            }
            try step(driver.tick())
            // Nobody has to die: two minutes are enough.
            if round == 1200 { for number in 1...players { try step(driver.request(number, .leaveMatch)) } }
        }
        Issue.record("the match has no end")
    }

    private static let modes: [(Mode, UInt64)] = [(.duel, 2), (.freeForAll, 4), (.solo, 1)]

    @Test(
        "8.1 no frame and no message of a running match holds the seed; the one shown at the end is that of the commitment",
        arguments: modes, [1, 2, 3] as [UInt64])
    func seedStaysSecret(mode: (Mode, UInt64), seed: UInt64) throws {
        var sent = Sent()
        try play(mode.0, players: mode.1, seed: seed) { world, id, events in
            for event in events {
                switch event {
                case .update(_, let frame), .acknowledged(_, _, let frame): sent.frames.append(frame)
                default: break
                }
            }
            for number in 1...mode.1 {
                if let frame = world.snapshotFrame(of: id, for: user(number)) { sent.frames.append(frame) }
                if let view = world.matchView(id, for: user(number)) { sent.views.append(view) }
            }
        }
        let end = try #require(sent.views.last)
        #expect(end.phase == .ended && end.seed.count == 16)
        #expect(SHA256.digest(end.seed) == end.commitment)
        #expect(sent.views.allSatisfy { $0.commitment == end.commitment })
        #expect(sent.views.allSatisfy { $0.phase == .ended || $0.seed.isEmpty })
        // Neither half of the seed in either order of bytes.
        let halves = [Array(end.seed.prefix(8)), Array(end.seed.suffix(8))]
        let secrets = halves + halves.map { Array($0.reversed()) }
        #expect(sent.frames.count > 50)
        for frame in sent.frames {
            for secret in secrets {
                #expect(!frame.indices.contains { frame[$0...].starts(with: secret) })
            }
        }
    }

    @Test(
        "8.2 what players are sent is what has happened: each frame is its fields and no byte more, food is told once it lies there, and a Snapshot shows what a client knows from Updates",
        arguments: modes, [4, 5, 6] as [UInt64])
    func nothingUnseen(mode: (Mode, UInt64), seed: UInt64) throws {
        var client: ClientMatch?
        var told = 0
        try play(mode.0, players: mode.1, seed: seed) { world, id, events in
            let snapshot = world.snapshotFrame(of: id, for: user(1))
            for event in events {
                switch event {
                case .update(_, let frame):
                    let update = try UpdateFrame(decoding: frame)
                    #expect(update.encoded() == frame)
                    #expect(update.food.allSatisfy { $0.tick <= update.tick })
                    told += update.food.count
                    #expect(client?.receive(frame) == .advanced)
                    #expect(
                        update.food.allSatisfy {
                            client?.committed?.food.contains($0.cell) == true || $0.tick < update.tick
                        })
                case .acknowledged(_, _, let frame):
                    #expect(try AckFrame(decoding: frame).encoded() == frame)
                case .boardReset:
                    client = ClientMatch(matchID: id.rawValue)
                    #expect(client?.receive(try #require(snapshot)) == .restarted)
                default: break
                }
            }
            guard let snapshot, let known = client?.committed else { return }
            let frame = try SnapshotFrame(decoding: snapshot)
            #expect(frame.encoded() == snapshot)
            if known.tick == frame.game.tick { #expect(frame.game == known) }
        }
        #expect(told > 5)
    }

    @Test(
        "8.3, 8.4 whatever a player stamps, nothing runs in the past, beyond 20 ticks, or twice of a kind in one tick")
    func stamps() throws {
        var driver = WorldDriver()
        var random = SplitMix64(seed: 7)
        let id = driver.startDuel(1, 2)
        var now: UInt32 = 0
        var taken: Set<[UInt32]> = []
        var refusals: [OutcomeCode: Int] = [:]
        while driver.world.matchView(id, for: user(1))?.phase == .running, now < 350 {
            for number in [1, 2] as [UInt64] where random.below(2) == 0 {
                let stamp: UInt64 =
                    switch random.below(8) {
                    case 0: random.next()
                    case 1: UInt64(now) + 21 + UInt64(random.below(3))
                    case 2: UInt64(random.below(now + 1))
                    default: UInt64(now) + UInt64(random.below(22))
                    }
                let events = driver.turn(number, in: id, stamp: stamp, Direction(lowBits: UInt8(random.below(4))))
                guard
                    case .acknowledged(_, _, let bytes)? = events.first(where: {
                        if case .acknowledged = $0 { true } else { false }
                    })
                else {
                    Issue.record("no outcome")
                    return
                }
                let ack = try AckFrame(decoding: bytes)
                guard ack.outcome == AckFrame.accepted else {
                    refusals[try #require(OutcomeCode(rawValue: ack.outcome)), default: 0] += 1
                    #expect(ack.tick == 0 && ack.late == 0)
                    continue
                }
                #expect(ack.tick > now && ack.tick <= now + 20)
                #expect(UInt64(ack.tick) == stamp + UInt64(ack.late))
                #expect(taken.insert([UInt32(number), ack.tick]).inserted)
                #expect(stamp <= UInt64(now) + 20)
            }
            driver.tick()
            now += 1
        }
        #expect(now == 350)
        for reason in [OutcomeCode.tooFarAhead, .onePerTick, .oppositeTurn] {
            #expect(refusals[reason, default: 0] > 10)
        }
    }
}
