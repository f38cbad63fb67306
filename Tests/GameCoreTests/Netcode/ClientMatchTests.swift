import GameCore
import Testing

@Suite("The client's committed and predicted game")
struct ClientMatchTests {
    private func client(of server: MatchServer, slot: UInt8 = 0) -> ClientMatch {
        var client = ClientMatch(matchID: MatchServer.matchID)
        #expect(client.receive(server.snapshot(slot: slot)) == .restarted)
        return client
    }

    /// The frame of a turn that must be possible.
    private func turn(_ client: inout ClientMatch, _ direction: Direction, sequence: UInt64) throws -> [UInt8] {
        let frame = client.send(.turn(direction), sequence: sequence)
        return try #require(frame)
    }

    private func duel() throws -> MatchServer { MatchServer(try #require(Game(mode: .duel, playerCount: 2))) }

    @Test(
        "committed is the server's game at every barrier, whatever the players do and however slow their wires",
        arguments: [
            (Mode.duel, 2 as UInt8, 1 as UInt64), (.freeForAll, 8, 2), (.teams, 4, 3), (.freeForAll, 3, 4),
            (.solo, 1, 5),
        ])
    func committedIsTheServers(mode: Mode, players: UInt8, seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for game in 0..<5 {
            var server = MatchServer(try #require(Game(mode: mode, playerCount: players)), seed: random.next())
            var clients = (0..<players).map { client(of: server, slot: $0) }
            var (up, down) = (clients.map { _ in Wire() }, clients.map { _ in Wire() })
            let delays = clients.map { _ in random.below(6) }
            var sequences = clients.map { _ in UInt64(0) }
            var barriers = 0
            for now in UInt32(1)...600 where server.game.ending == .none {
                for slot in clients.indices {
                    clients[slot].predict(to: now + delays[slot] + 2)
                    if random.below(5) == 0,
                        let frame = clients[slot].send(
                            .turn(Direction(lowBits: UInt8(random.below(4)))), sequence: sequences[slot] + 1)
                    {
                        sequences[slot] += 1
                        up[slot].send(frame, due: now + delays[slot] + random.below(3))
                    }
                    for frame in up[slot].arrived(by: now) {
                        down[slot].send(try server.receive(frame, from: UInt8(slot)), due: now + delays[slot])
                    }
                }
                if random.below(400) == 0 { server.remove(UInt8(random.below(UInt32(players)))) }
                if random.below(3) > 0, let update = server.update() {
                    for slot in clients.indices { down[slot].send(update, due: now + delays[slot]) }
                }
                server.step()
                let hash = server.game.stateHash
                if let update = server.update() {
                    for slot in clients.indices { down[slot].send(update, due: now + delays[slot]) }
                }
                for slot in clients.indices {
                    for frame in down[slot].arrived(by: now) {
                        let received = clients[slot].receive(frame)
                        #expect(received == .advanced || received == .acknowledged)
                        if received == .advanced { barriers += 1 }
                    }
                    if clients[slot].committed?.tick == server.game.tick, delays[slot] == 0, server.game.inputs.isEmpty
                    {
                        #expect(clients[slot].committed?.stateHash == hash)
                    }
                    #expect(!clients[slot].needsResync)
                }
            }
            for slot in clients.indices {
                for frame in down[slot].arrived(by: .max) { #expect(clients[slot].receive(frame) != .needsResync) }
                if server.game.ending != .none { #expect(clients[slot].committed == server.game) }
            }
            #expect(barriers > 5, "game \(game)")
        }
    }

    // Seven ticks each way and five between barriers are what the 20 ticks of prediction can bridge.
    @Test("the own snake never rolls back when commands arrive in time", arguments: [0 as UInt32, 1, 3, 7])
    func noRollback(delay: UInt32) throws {
        var scene = Scene(.freeForAll, .init(head: 20, 20, .right), .init(head: 5, 35, .left))
        scene.foodTarget = 0  // food that nobody could foresee would change a length
        scene.players[1].cells = [Cell(1, 1), Cell(1, 2), Cell(2, 2), Cell(2, 1)]
        scene.players[1].facing = .up
        scene.players[1].credit = 0
        scene.inputs = (0..<10).map { (1001 + 2 * $0, 1, UInt8([1, 2, 3, 0][Int($0) % 4])) }
        var server = MatchServer(try scene.game())
        var client = client(of: server)
        var (up, down) = (Wire(), Wire())
        var random = SplitMix64(seed: UInt64(delay))
        var (sequence, turns) = (UInt64(0), 0)
        var foreseen: [UInt32: Snake] = [:]
        for now in UInt32(1001)...1400 where server.game.ending == .none {
            // What the prediction says of each tick when it first gets there …
            client.predict(to: now + delay)
            let predicted = try #require(client.predicted)
            #expect(predicted.tick == now + delay || predicted.ending != .none)
            foreseen[predicted.tick] = predicted.snakes[0]
            if random.below(3) == 0,
                let frame = client.send(.turn(Direction(lowBits: UInt8(random.below(4)))), sequence: sequence + 1)
            {
                sequence += 1
                turns += 1
                up.send(frame, due: now + delay)
            }
            server.step()
            // … is what the server makes of it.
            if let snake = foreseen[server.game.tick] {
                #expect(snake == server.game.snakes[0], "tick \(server.game.tick)")
            }
            for frame in up.arrived(by: now) {
                let ack = try AckFrame(decoding: try server.receive(frame, from: 0))
                #expect(ack.outcome == 0 && ack.late == 0)
                down.send(ack.encoded(), due: now + delay)
            }
            if let update = server.update() { down.send(update, due: now + delay) }
            for frame in down.arrived(by: now) { #expect(client.receive(frame) != .needsResync) }
        }
        #expect(turns > 3)
    }

    @Test("a lost Update is a gap: nothing is believed until a Snapshot comes")
    func gap() throws {
        var server = try duel()
        var client = client(of: server)
        func fiveTicks() -> [UInt8] {
            for _ in 0..<5 { server.step() }
            return server.update(always: true)!
        }
        #expect(client.receive(fiveTicks()) == .advanced)
        _ = fiveTicks()  // lost
        let before = client.committed
        #expect(client.receive(fiveTicks()) == .needsResync)
        #expect(client.needsResync)
        #expect(client.receive(fiveTicks()) == .needsResync)
        #expect(client.committed == before)
        #expect(client.receive(server.snapshot(slot: 0)) == .restarted)
        #expect(client.committed == server.game)
        #expect(client.receive(fiveTicks()) == .advanced)
        #expect(client.committed == server.game)
    }

    @Test("a hash that differs is found at that barrier")
    func divergence() throws {
        var server = try duel()
        var client = client(of: server)
        for _ in 0..<5 { server.step() }
        let honest = try UpdateFrame(decoding: server.update(always: true)!)
        let lying = UpdateFrame(
            matchID: honest.matchID, streamSequence: honest.streamSequence, tick: honest.tick, hash: honest.hash ^ 1,
            inputs: honest.inputs, food: honest.food)
        #expect(client.receive(lying.encoded()) == .needsResync)
        #expect(client.needsResync)
    }

    @Test("an input that cannot be is not believed, nor an Update that leaps or goes back")
    func lies() throws {
        let server = try duel()
        func verdict(_ tick: UInt32, _ inputs: [ScheduledInput]) -> ClientMatch.Received {
            var client = client(of: server)
            return client.receive(
                UpdateFrame(
                    matchID: MatchServer.matchID, streamSequence: 1, tick: tick, hash: server.game.stateHash,
                    inputs: inputs,
                    food: []
                ).encoded())
        }
        #expect(verdict(0, []) == .advanced)
        #expect(verdict(0, [ScheduledInput(tick: 21, slot: 0, action: .turn(.up))]) == .needsResync)
        #expect(verdict(0, [ScheduledInput(tick: 2, slot: 2, action: .leave)]) == .needsResync)
        #expect(verdict(1 << 28, []) == .needsResync)
        #expect(verdict(201, []) == .needsResync)
    }

    @Test("a Snapshot taken between two Updates contains part of the next one, which is then passed over")
    func snapshotBetween() throws {
        var server = try duel()
        for _ in 0..<5 { server.step() }
        _ = server.update(always: true)
        for _ in 0..<4 { server.step() }  // food was placed, and not yet told
        _ = try server.receive(
            InputFrame(sequence: 1, matchID: MatchServer.matchID, tick: 11, .turn(.up)).encoded(), from: 0)
        var client = client(of: server, slot: 1)
        server.step()
        let update = server.update(always: true)!
        #expect(try !UpdateFrame(decoding: update).food.isEmpty)
        #expect(client.receive(update) == .advanced)
        #expect(client.committed == server.game)
        #expect(client.receive(update) == .ignored)
    }

    @Test("prediction stops 20 ticks past the last barrier, and a turn made there is stamped within the horizon")
    func bound() throws {
        var server = try duel()
        var client = client(of: server)
        client.predict(to: 1000)
        #expect(client.predicted?.tick == 20)
        let frame = try turn(&client, .up, sequence: 1)
        #expect(try InputFrame(decoding: frame).tick == 20)
        let ack = try AckFrame(decoding: try server.receive(frame, from: 0))
        #expect(ack.outcome == 0)
    }

    @Test("a late command raises the lead by half a tick for each it was late; timely ones lower it again")
    func lead() throws {
        var server = try duel()
        var client = client(of: server)
        let lead = client.clock.lead
        client.predict(to: 1)
        let frame = try turn(&client, .up, sequence: 1)  // for tick 2
        for _ in 0..<4 { server.step() }
        #expect(client.receive(try server.receive(frame, from: 0)) == .acknowledged)  // runs in tick 5
        #expect(client.clock.lead == lead + 75_000)
        #expect(client.receive(server.update()!) == .advanced)
        client.predict(to: server.game.tick + 4)
        let command = try turn(&client, .right, sequence: 2)
        #expect(client.receive(try server.receive(command, from: 0)) == .acknowledged)
        #expect(client.clock.lead == lead + 72_500)
    }

    @Test("a turn shows at once, and goes again when it is refused")
    func refusedTurn() throws {
        var server = try duel()
        var client = client(of: server)
        let frame = try turn(&client, .up, sequence: 1)
        client.predict(to: 4)
        #expect(client.predicted?.snakes[0].direction == .up)
        // Another command took that tick meanwhile.
        server.turnElsewhere(at: 1)
        #expect(client.receive(try server.receive(frame, from: 0)) == .acknowledged)
        #expect(client.predicted?.snakes[0].direction == .right)
        #expect(client.predicted?.tick == 4)
        #expect(client.framesToResend.isEmpty)
    }

    @Test("a reversal is not sent; two turns within one tick are stamped for two")
    func keys() throws {
        let server = try duel()
        var client = client(of: server)
        #expect(client.send(.turn(.left), sequence: 1) == nil)
        #expect(!client.canRun(.turn(.left), stamp: 1) && client.canRun(.turn(.up), stamp: 1))
        let first = try turn(&client, .up, sequence: 1)
        let second = try turn(&client, .left, sequence: 2)
        #expect(try InputFrame(decoding: first).tick == 1)
        #expect(try InputFrame(decoding: second).tick == 2)
        client.predict(to: 6)
        #expect(client.predicted?.snakes[0].direction == .left)
        #expect(client.framesToResend == [first, second])
    }

    @Test("after a reconnect the outbox is sent again; turns that had run are not foreseen once more, nor run twice")
    func reconnect() throws {
        var server = try duel()
        var client = client(of: server)
        let decided = try turn(&client, .up, sequence: 1)
        let lost = try turn(&client, .left, sequence: 2)
        _ = try server.receive(decided, from: 0)  // its Ack is lost, and so are the Updates
        for _ in 0..<6 { server.step() }
        _ = server.update(always: true)
        client.resumed(lastSequence: server.lastSequence(of: 0))
        #expect(client.receive(server.snapshot(slot: 0)) == .restarted)
        client.predict(to: 10)
        #expect(client.predicted?.snakes[0].direction == .left)
        #expect(client.framesToResend == [decided, lost])
        let inputs = server.game.inputs
        #expect(client.receive(try server.receive(decided, from: 0)) == .acknowledged)
        #expect(server.game.inputs == inputs)
        #expect(client.receive(try server.receive(lost, from: 0)) == .acknowledged)
        #expect(client.framesToResend.isEmpty)
        for _ in 0..<4 { server.step() }
        #expect(client.receive(server.update(always: true)!) == .advanced)
        #expect(client.committed == server.game)
        #expect(client.committed?.snakes[0].direction == .left)
    }

    @Test("the outbox is bounded")
    func outboxBound() throws {
        let server = try duel()
        var client = client(of: server)
        for sequence in UInt64(1)...64 { #expect(client.add(sequence: sequence, stamp: 1, .turn(.up)) == true) }
        #expect(client.add(sequence: 65, stamp: 1, .turn(.up)) == false)
        #expect(client.send(.turn(.up), sequence: 65) == nil)
        #expect(client.settle(sequence: 3, runsAt: nil) == true)
        #expect(client.settle(sequence: 3, runsAt: nil) == false)
        #expect(client.add(sequence: 64, stamp: 1, .turn(.up)) == false)  // no new sequence
        #expect(client.add(sequence: 65, stamp: 1, .turn(.up)) == true)
    }

    @Test("frames of other matches are ignored, what is no frame is malformed, and nothing traps")
    func otherFrames() throws {
        var server = try duel()
        var client = client(of: server)
        var other = ClientMatch(matchID: 13)
        #expect(other.receive(server.snapshot(slot: 0)) == .ignored)
        #expect(other.committed == nil)
        #expect(client.receive([]) == .malformed)
        #expect(client.receive([0x10, 12, 0, 0, 1]) == .malformed)
        var random = SplitMix64(seed: 6)
        for _ in 0..<3000 {
            server.step()
            for var bytes in [server.snapshot(slot: 0), server.update(always: true)!] {
                if random.below(2) == 0 {
                    bytes[Int(random.below(UInt32(bytes.count)))] ^= UInt8(1 + random.below(255))
                }
                _ = client.receive(bytes)
                client.predict(to: random.below(5000))
                _ = client.send(.turn(Direction(lowBits: UInt8(random.below(4)))), sequence: random.next() >> 1)
            }
        }
    }
}

extension MatchServer {
    /// Another page of the player in slot 0 turns in that tick.
    fileprivate mutating func turnElsewhere(at tick: UInt32) {
        let turn = InputFrame(sequence: 1000, matchID: Self.matchID, tick: tick, .turn(.right))
        #expect(throws: Never.self) { try receive(turn.encoded(), from: 0) }
    }
}
