import Foundation
import GameCore
import Testing

/// Whole matches of real clients over simulated links. `NETCODE_SEEDS=200` plays more of them and prints what was seen.
@Suite("Play over bad connections")
struct NetcodeTests {
    private static let seeds = ProcessInfo.processInfo.environment["NETCODE_SEEDS"].flatMap { UInt64($0) }

    private func simulations(
        _ setting: LinkSimulation.Setting, seeds: UInt64 = 6, _ name: String = #function,
        _ judge: (LinkSimulation, String) throws -> Void
    ) throws {
        var figures = Figures()
        for seed in 1...(Self.seeds ?? seeds) {
            var simulation = try LinkSimulation(setting, seed: seed)
            try simulation.run()
            let place = "\(setting.links[0]), \(setting.links.count) players, seed \(seed)"
            simulation.expectExactlyOnce(place)
            try judge(simulation, place)
            figures.add(simulation)
        }
        #expect(figures.commands > 0 && figures.shown > 1000, "\(name) played")
        if Self.seeds != nil {
            print(
                "NETCODE \(name) | \(setting.mode), \(setting.links.map(\.description).joined(separator: "; ")) | \(figures)"
            )
        }
    }

    @Test(
        "the own snake never rolls back at up to 150 ms and 50 ms of jitter, and no barrier differs",
        arguments: [0, 20, 75, 150] as [Int64], [0, 20, 50] as [Int64])
    func ownSnake(delay: Int64, jitter: Int64) throws {
        let link = LinkProfile(delay: delay * 1000, jitter: jitter * 1000)
        try simulations(.init(links: [link, link])) { simulation, place in
            #expect(simulation.contradictions.map { "slot \($0.slot) tick \($0.tick)" } == [], "\(place)")
            #expect(simulation.lateCommands == [], "\(place)")
            #expect(simulation.players.map(\.resyncs) == [0, 0])
            simulation.expectEvenTime(place)
        }
    }

    @Test(
        "others are corrected by no more than they moved while the client was ahead of what it could know",
        arguments: [20, 75, 150, 200] as [Int64])
    func others(delay: Int64) throws {
        let links = [delay, 20, 5, 100].map { LinkProfile(delay: $0 * 1000, jitter: 50_000) }
        try simulations(.init(links: links)) { simulation, place in
            for player in simulation.players { #expect(player.worstExcess <= 0, "\(place)") }
        }
    }

    @Test(
        "with losses, up to 200 ms and boosts, every command runs exactly once and all agree",
        arguments: [1, 5, 10] as [UInt32], [Mode.freeForAll, .teams])
    func losses(loss: UInt32, mode: Mode) throws {
        let links = [0, 50, 100, 200].map { LinkProfile(delay: $0 * 1000, jitter: 50_000, loss: loss) }
        try simulations(.init(mode: mode, links: links, boosts: true)) { simulation, place in
            #expect(simulation.players.map(\.resyncs) == [0, 0, 0, 0], "\(place)")
            simulation.expectEvenTime(place, mayJump: true)
        }
    }

    @Test(
        "a change to the standby connection loses and doubles nothing, whatever is still under way on the old one",
        arguments: [(20, 150), (150, 20), (0, 0), (75, 80)] as [(Int64, Int64)])
    func standby(first: Int64, second: Int64) throws {
        var setting = LinkSimulation.Setting(
            mode: .teams, links: [first, 20, 20, 60].map { LinkProfile(delay: $0 * 1000, jitter: 50_000) })
        setting.standby = LinkProfile(delay: second * 1000, jitter: 20_000)
        setting.switches = (1...15).map { $0 * 1_111_000 }
        try simulations(setting) { simulation, place in
            #expect(simulation.players[0].switches >= 3 && simulation.players[1].switches == 0, "\(place)")
            #expect(simulation.players[0].snapshots > simulation.players[0].switches, "\(place)")
            simulation.expectEvenTime(place, mayJump: true)
        }
    }

    @Test(
        "a gateway that stops is left between two commands: no own head is contradicted, none is late",
        arguments: [0, 20, 75, 150] as [Int64], [0, 20, 50] as [Int64])
    func plannedChange(delay: Int64, jitter: Int64) throws {
        let link = LinkProfile(delay: delay * 1000, jitter: jitter * 1000)
        var setting = LinkSimulation.Setting(links: [link, link])
        setting.standby = link
        setting.switches = (1...15).map { $0 * 1_111_000 }
        try simulations(setting) { simulation, place in
            #expect(simulation.players[0].switches >= 1, "\(place)")
            #expect(simulation.contradictions.map { "slot \($0.slot) tick \($0.tick)" } == [], "\(place)")
            #expect(simulation.lateCommands == [], "\(place)")
            simulation.expectEvenTime(place, mayJump: true)
        }
    }

    @Test(
        "a gateway that dies without a word is left once the standby has answered and it has not",
        arguments: [0, 20, 75, 150, 200] as [Int64], [0, 20, 50] as [Int64])
    func deadGateway(delay: Int64, jitter: Int64) throws {
        let link = LinkProfile(delay: delay * 1000, jitter: jitter * 1000)
        var setting = LinkSimulation.Setting(links: [link, link])
        setting.standby = link
        setting.deadAfter = 3_000_000
        let roundTrip = 2 * (delay + jitter)
        // Updates are 250 ms apart; then the wait, the question, the answer that does not come, and the way to the standby.
        let bound = 250 + jitter + 90 + 25 + max(100, roundTrip + 40) + 50 + roundTrip + 20
        let aftermath = UInt32(bound + 1_000) / 50
        var changes = 0
        try simulations(setting) { simulation, place in
            let player = simulation.players[0]
            guard simulation.server.game.tick > 90 else { return }  // it was over before
            changes += player.switches
            #expect(player.switches == 1 && player.longestGap < bound * 1_000, "\(place): \(player.longestGap) µs")
            // What was under way to the dead one comes late, and nothing else is contradicted.
            let dead = UInt32(setting.deadAfter! / 50_000)
            let others = simulation.contradictions.filter {
                $0.slot != 0 || !(dead - 10...dead + aftermath).contains($0.tick)
            }
            if delay <= 150 { #expect(others.map { "slot \($0.slot) tick \($0.tick)" } == [], "\(place)") }
            simulation.expectEvenTime(place, mayJump: true)
        }
        #expect(changes >= 4)
    }

    @Test("a standby beside a live gateway is left alone, whatever the jitter", arguments: [0, 75, 200] as [Int64])
    func noChangeForNothing(delay: Int64) throws {
        let link = LinkProfile(delay: delay * 1000, jitter: 50_000)
        var setting = LinkSimulation.Setting(links: [link, link])
        setting.standby = link
        try simulations(setting, seeds: 20) { simulation, place in
            #expect(simulation.players[0].switches == 0, "\(place)")
        }
    }

    @Test(
        "stalls, deaths, slips and changes together: every command runs once",
        arguments: [0, 2, 5] as [UInt32], [0, 75, 200] as [Int64])
    func everythingAtOnce(loss: UInt32, delay: Int64) throws {
        let link = LinkProfile(delay: delay * 1000, jitter: 50_000, loss: loss)
        var setting = LinkSimulation.Setting(mode: .teams, links: [link, link, link, link], boosts: true)
        setting.standby = LinkProfile(delay: 30_000, jitter: 50_000, loss: loss)
        setting.switches = [1_000_000, 2_500_000]
        setting.failovers = [(4_900_000, 300_000), (12_000_000, 500_000)]
        setting.deadAfter = 5_000_000
        try simulations(setting) { simulation, place in
            #expect(simulation.players[0].switches >= 1, "\(place)")
            simulation.expectEvenTime(place, mayJump: true)
        }
    }

    @Test("play goes on when 5 s without a sign on any connection are over", arguments: [false, true])
    func silence(hasStandby: Bool) throws {
        var setting = LinkSimulation.Setting(
            mode: .teams, links: [40, 20, 20, 20].map { LinkProfile(delay: $0 * 1000, jitter: 20_000) })
        setting.silences = [(5_000_000, 5_000_000)]
        if hasStandby { setting.standby = LinkProfile(delay: 30_000, jitter: 10_000) }
        try simulations(setting) { simulation, place in
            let player = simulation.players[0]
            if player.positions.last?.now ?? 0 > LinkSimulation.start + 11_000_000 {
                #expect(player.longestGap >= 4_700_000, "\(place)")
            }
            simulation.expectEvenTime(place, mayJump: true)
        }
    }

    @Test(
        "a failover's slip is absorbed: no jump of the shown time, no contradicted own head",
        arguments: [80, 150, 300, 500] as [Int64], [20, 100] as [Int64])
    func slip(slip: Int64, delay: Int64) throws {
        let link = LinkProfile(delay: delay * 1000, jitter: 20_000)
        var setting = LinkSimulation.Setting(links: [link, link])
        setting.failovers = [(3_000_000, slip * 1000), (8_000_000, slip * 1000)]
        try simulations(setting) { simulation, place in
            #expect(simulation.contradictions.map { "slot \($0.slot) tick \($0.tick)" } == [], "\(place)")
            simulation.expectEvenTime(place)
        }
    }

    // MARK: - Classes of mistakes, one each

    private func duel() throws -> (MatchServer, ClientMatch) {
        let server = MatchServer(try #require(Game(mode: .duel, playerCount: 2)))
        var client = ClientMatch(matchID: MatchServer.matchID)
        #expect(client.receive(server.snapshot(slot: 0), at: 0) == .restarted)
        return (server, client)
    }

    @Test("double turn in one tick: the second key is stamped for the next tick, and both run where they were foreseen")
    func doubleTurnInOneTick() throws {
        var (server, client) = try duel()
        client.predict(to: 3)
        let frames = [client.send(.turn(.up), sequence: 1), client.send(.turn(.left), sequence: 2)]
        let stamps = try frames.map { try InputFrame(decoding: try #require($0)).tick }
        #expect(stamps == [4, 5])
        client.predict(to: 12)
        let foreseen = client.predicted?.snakes[0]
        for frame in frames {
            #expect(client.receive(try server.receive(try #require(frame), from: 0)) == .acknowledged)
        }
        while server.game.tick < 12 { server.step() }
        #expect(server.game.snakes[0] == foreseen && foreseen?.direction == .left)
        #expect(client.receive(server.update()!) == .advanced)
        #expect(client.committed == server.game)
    }

    @Test("label off by one: tick n is the state after n steps, for the client's states, its stamps and the server's")
    func labelOffByOne() throws {
        var (server, client) = try duel()
        var states = [server.game.snakes[0]]
        let frame = client.send(.turn(.up), sequence: 1)
        let stamp = try InputFrame(decoding: try #require(frame)).tick
        #expect(stamp == 1)
        _ = try server.receive(try #require(frame), from: 0)
        for tick in UInt32(1)...12 {
            server.step()
            client.predict(to: tick)
            #expect(client.predicted?.tick == tick && server.game.tick == tick)
            #expect(client.predicted?.snakes[0] == server.game.snakes[0], "tick \(tick)")
            states.append(server.game.snakes[0])
        }
        // The step that makes the stamped tick takes the turn; the one before does not.
        #expect(states[0].turns.first == nil && states[0].direction == .right)
        #expect(states[1].turns.first == .up || states[1].direction == .up)
        #expect(client.receive(server.update()!) == .advanced)
        #expect(client.committed?.tick == 12 && client.predicted?.tick == 12)
    }

    @Test("state read before subscribing: what came between the Snapshot and the first Update is missed and noticed")
    func stateReadBeforeSubscribing() throws {
        var server = try duel().0
        for _ in 0..<5 { server.step() }
        _ = server.update(always: true)
        let read = server.snapshot(slot: 0)
        for _ in 0..<5 { server.step() }
        let between = server.update(always: true)!
        for _ in 0..<5 { server.step() }
        let first = server.update(always: true)!

        var wrong = ClientMatch(matchID: MatchServer.matchID)
        #expect(wrong.receive(read) == .restarted)
        #expect(wrong.receive(first) == .needsResync)
        #expect(wrong.committed?.tick == 5)
        #expect(wrong.receive(server.snapshot(slot: 0)) == .restarted)
        #expect(wrong.committed == server.game)

        // Subscribed first: Updates that the Snapshot contains come before or after it, and are passed over.
        var right = ClientMatch(matchID: MatchServer.matchID)
        #expect(right.receive(between) == .needsResync)
        #expect(right.receive(read) == .restarted)
        #expect(right.receive(between) == .advanced)
        #expect(right.receive(between) == .ignored)
        #expect(right.receive(first) == .advanced)
        #expect(right.committed == server.game)
    }

    @Test("clock spike: an Update, a burst or a pong that is seconds late moves nothing by more than it should")
    func clockSpike() throws {
        var clock = MatchClock()
        for _ in 0..<5 { clock.roundTrips.add(40_000) }
        var last: (now: Int64, position: Int64)?
        var now: Int64 = 0
        while now < 20_000_000 {
            // Ticks 100 to 140 come together, two seconds late; and again 250 to 260.
            if now % 250_000 == 20_000 {
                let tick = UInt32((now - 20_000) / 50_000)
                switch tick {
                case 100..<140, 250..<260: break
                case 140:
                    for stalled in 100...140 where stalled % 5 == 0 { clock.observed(tick: UInt32(stalled), at: now) }
                default: clock.observed(tick: tick, at: now)
                }
            }
            if now == 8_000_000 { clock.roundTrips.add(3_000_000) }
            if let position = clock.position(at: now) {
                if let last {
                    let real = now - last.now
                    #expect(position >= last.position)
                    // The burst itself shows a second of the match that nobody could foresee.
                    if now < 6_900_000 || now > 7_200_000 { #expect((position - last.position) * 10 <= real * 14) }
                }
                last = (now, position)
            }
            now += 10_000
        }
        #expect(abs(try #require(last).position - (try #require(last).now - 20_000 + clock.lead)) < 20_000)
    }

    @Test("several deaths in one tick: foreseen, committed and seen by all as the server decided them")
    func severalDeathsInOneTick() throws {
        // Four heads meet in the middle, and all die in the same step.
        var scene = Scene(
            .freeForAll, .init(head: 18, 20, .right), .init(head: 22, 20, .left), .init(head: 20, 18, .down),
            .init(head: 20, 22, .up))
        scene.foodTarget = 0
        var server = MatchServer(try scene.game())
        var clients = (0..<4).map { _ in ClientMatch(matchID: MatchServer.matchID) }
        for slot in clients.indices {
            #expect(clients[slot].receive(server.snapshot(slot: UInt8(slot))) == .restarted)
            clients[slot].predict(to: server.game.tick + 10)
        }
        var deaths: [UInt32] = []
        while server.game.ending == .none {
            let before = server.game.snakes.count { $0.status == .playing }
            server.step()
            let after = server.game.snakes.count { $0.status == .playing }
            if after < before { deaths.append(UInt32(before - after)) }
            try #require(server.game.tick < 1020)
        }
        #expect(deaths == [4])
        let update = server.update()!
        for slot in clients.indices {
            #expect(clients[slot].predicted?.stateHash == server.game.stateHash, "foreseen by \(slot)")
            #expect(clients[slot].receive(update) == .advanced)
            #expect(clients[slot].committed == server.game)
        }
    }

    @Test("late command: it runs at the next tick, its player is told by how much, and sees it there")
    func lateCommand() throws {
        var (server, client) = try duel()
        client.predict(to: 2)
        let lead = client.clock.lead
        let sent = client.send(.turn(.up), sequence: 1)
        let frame = try #require(sent)
        for _ in 0..<6 { server.step() }
        #expect(client.receive(server.update()!) == .advanced)
        client.predict(to: 10)
        // It is foreseen as late as it must be by now, before any answer.
        #expect(client.predicted?.snakes[0].direction == .up)
        let ack = try AckFrame(decoding: try server.receive(frame, from: 0))
        #expect(ack.tick == 7 && ack.late == 4)
        #expect(client.receive(ack.encoded()) == .acknowledged)
        for _ in 0..<4 { server.step() }
        #expect(client.predicted?.snakes[0] == server.game.snakes[0])
        #expect(client.clock.lead == lead + 100_000)
    }

    @Test("dropped barrier: an Update without news that is lost is missed at the next one, and a Snapshot heals it")
    func droppedBarrier() throws {
        var (server, client) = try duel()
        client.started(at: 0)
        for _ in 0..<5 { server.step() }
        let dropped = server.update(always: true)!
        #expect(!dropped.isEmpty)
        let position = client.predict(at: 5_000_000)
        #expect(position == MatchClock.limit, "it waits for news a second past the last barrier")
        for _ in 0..<5 { server.step() }
        #expect(client.receive(server.update(always: true)!, at: 5_000_000) == .needsResync)
        #expect(client.receive(server.snapshot(slot: 0), at: 5_020_000) == .restarted)
        for _ in 0..<5 { server.step() }
        #expect(client.receive(server.update(always: true)!, at: 5_250_000) == .advanced)
        #expect(client.committed == server.game)
    }

    @Test("resend after failover: what had run answers as before, what had not runs now, and nothing twice")
    func resendAfterFailover() throws {
        var (server, client) = try duel()
        let frames = try [Direction.up, .right, .down].enumerated().map { index, direction in
            client.predict(to: UInt32(1 + 4 * index))
            let frame = client.send(.turn(direction), sequence: UInt64(index + 1))
            return try #require(frame)
        }
        // The first was decided and told, the second decided, the third never came: then the connection is lost.
        let first = try server.receive(frames[0], from: 0)
        #expect(client.receive(first) == .acknowledged)
        let second = try server.receive(frames[1], from: 0)
        for _ in 0..<3 { server.step() }
        _ = server.update()
        client.resumed(lastSequence: server.lastSequence(of: 0))
        let shown = client.predicted
        #expect(client.framesToResend == [frames[1], frames[2]])
        #expect(client.predicted == shown, "nothing changes on the screen before the Snapshot is there")
        #expect(client.receive(server.snapshot(slot: 0)) == .restarted)
        #expect(client.receive(try server.receive(frames[1], from: 0)) == .acknowledged)
        #expect(client.receive(try server.receive(frames[2], from: 0)) == .acknowledged)
        #expect(try server.receive(frames[1], from: 0) == second)
        #expect(server.game.inputs.count + 1 == 3)
        #expect(client.framesToResend.isEmpty)
        client.predict(to: 14)
        while server.game.tick < 14 { server.step() }
        #expect(client.predicted?.snakes[0] == server.game.snakes[0])
        #expect(client.receive(server.update()!) == .advanced)
        #expect(client.committed == server.game)
    }
}

/// What a number of simulated matches showed.
private struct Figures: CustomStringConvertible {
    var commands = 0
    var late: [UInt32] = []
    var shown = 0
    var contradicted = 0
    var corrections: [Int: Int] = [:]
    var leads: [Int64] = []
    var switches = 0
    var longestGap: Int64 = 0

    mutating func add(_ simulation: LinkSimulation) {
        commands += simulation.players.reduce(0) { $0 + $1.commands.count }
        late += simulation.lateCommands
        shown += simulation.players.reduce(0) { $0 + $1.shown.count }
        contradicted += simulation.contradictions.count
        for player in simulation.players { corrections.merge(player.corrections) { $0 + $1 } }
        leads += simulation.players[0].leads
        switches += simulation.players[0].switches
        longestGap = max(longestGap, simulation.players[0].longestGap)
    }

    var description: String {
        let sorted = leads.sorted()
        let cells = [1...2, 3...5, 6...10, 11...80].map { range in
            "\(range.lowerBound)–\(range.upperBound): \(corrections.filter { range.contains($0.key) }.values.reduce(0, +))"
        }
        return """
            \(commands) commands, \(late.count) late (at most \(late.max() ?? 0) ticks) | own heads shown \(shown), contradicted \
            \(contradicted) | others corrected by cells \(cells.joined(separator: ", ")) | lead p50 / max \
            \(sorted[sorted.count / 2] / 1000) / \((sorted.last ?? 0) / 1000) ms | changes \(switches), longest gap \
            \(longestGap / 1000) ms
            """
    }
}
