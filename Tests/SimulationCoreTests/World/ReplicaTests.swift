import GameCore
import Identity
import SimulationCore
import Testing

import enum ClientProtocol.Emote

/// Nodes agree, whatever the log holds.
@Suite struct ReplicaTests {
    /// A log of several hundred players' doings, with damaged entries among them.
    private static func busyLog(seed: UInt64, entries: Int) -> WorldDriver {
        var driver = WorldDriver()
        var random = SplitMix(seed)
        for number in 1...24 { driver.attach(UInt64(number)) }
        if seed % 2 == 1 { driver.apply(.raise(Behaviour(rawValue: 2))) }
        let settings: [LobbySettings] = [
            .mode(.duel), .mode(.duel, bots: 1), .mode(.freeForAll, bots: 2), .mode(.teams, bots: 3), .mode(.solo),
            .custom(zones: true, seats: 5, minutes: 1, bots: 1), .custom(zones: false, seats: 8),
        ]
        func any<Element>(_ elements: [Element]) -> Element { elements[Int(random.below(UInt64(elements.count)))] }
        while driver.log.count < entries {
            let number = 1 + random.below(24)
            let other = user(1 + random.below(24))
            let session = 1 + random.below(2)
            let action: Action
            switch random.below(38) {
            case 0:
                driver.attach(number, session: session, stream: 1 + random.below(3), node: 1 + random.below(3))
                continue
            case 1:
                if random.below(4) == 0 {
                    let seen = LogIndex(rawValue: driver.world.appliedIndex.rawValue - random.below(20))
                    driver.apply(.nodeLost(NodeID(rawValue: 1 + random.below(3)), seen: seen))
                } else {
                    driver.apply(.detach(key(number, session), attachment: 1 + random.below(3)))
                }
                continue
            case 2...3:
                let modes = QueueModes([.duel, .freeForAll, .teams].filter { _ in random.below(2) == 0 })
                action = modes.map { .joinQueue($0, isRanked: random.below(3) == 0) } ?? .queue(.duel)
            case 4: action = .createLobby(any(settings))
            case 5...7:
                let known = driver.world.lobby(of: other).flatMap { driver.world.lobbyView($0)?.code }
                action = any([.joinLobby(known), .watch(.lobby(known))])
            case 8...10: action = .start
            case 11...14: action = .ready
            case 15 where random.below(3) == 0: action = .leaveMatch
            case 16: action = .leaveQueue
            case 17:
                action = any([
                    .leaveLobby, .kick(other), .chooseTeam(any([0, 1, nil])), .changeSettings(any(settings)),
                ])
            case 18 where random.below(2) == 0:
                action = driver.world.asWritten(.emote(Emote(rawValue: 1 + UInt8(random.below(6)))!))
            case 18: action = .chat(ChatText((0...random.below(200)).map { _ in UInt8(32 + random.below(95)) }))
            case 19...20: action = .rematch
            case 21...22: action = .watch(.match(driver.world.match(of: other) ?? MatchID(rawValue: 1)))
            case 23...27:
                let match = driver.world.match(of: user(number)) ?? MatchID(rawValue: 1)
                driver.turn(
                    number, in: match, stamp: random.below(60), Direction(rawValue: UInt8(random.below(4)))!,
                    session: session)
                continue
            case 28...29:
                let parent = driver.world.match(of: other).flatMap { driver.world.past(of: $0) }
                action = .fork(forkStart(parent, tick: .max, slot: UInt8(random.below(8))))
            case 30:
                driver.apply(bytes: (0..<random.below(40)).map { _ in UInt8(random.below(256)) })
                continue
            default:
                driver.tick(1 + Int(random.below(12)))
                continue
            }
            driver.request(number, action, session: session)
        }
        return driver
    }

    @Test(
        "a replica, and one restored from a snapshot midway, are equal at each entry", arguments: [1, 2, 3] as [UInt64])
    func replicas(seed: UInt64) throws {
        let log = Self.busyLog(seed: seed, entries: 3_000).log
        var first = World()
        var second = World()
        var restored: World?
        for (place, entry) in log.enumerated() {
            var events: [WorldEvent] = []
            var otherEvents: [WorldEvent] = []
            first.apply(entry, events: &events)
            second.apply(entry, events: &otherEvents)
            #expect(first == second)
            #expect(events == otherEvents)
            if place == log.count / 2 {
                restored = try World(decoding: first.encoded())
                #expect(restored == first)
            } else if var copy = restored {
                restored = nil
                var copyEvents: [WorldEvent] = []
                copy.apply(entry, events: &copyEvents)
                guard copy == first, copyEvents == events else {
                    Issue.record("the restored replica differs at \(entry.index), SEED=\(seed)")
                    return
                }
                restored = copy
            }
            if place % 100 == 0 { #expect(first.stateHash == second.stateHash) }
            // Reading checks the rules between the parts of a world, such as who is away.
            if place % 10 == 0 { #expect(try World(decoding: first.encoded()) == first) }
        }
        #expect(first.matchCount > 0)
        #expect(first.lobbyCount > 0)
        #expect(first.stateHash == restored?.stateHash)
    }

    @Test("a snapshot is the same bytes whether taken at once or in pieces, while the world moves on")
    func pieces() throws {
        var driver = Self.busyLog(seed: 9, entries: 1_500)
        let before = driver.world
        let whole = before.encoded()
        #expect(whole.count > 1_000)
        for size in [1, 7, 100, 4_096, 1 << 20] {
            var encoder = SnapshotEncoder(driver.world)
            let index = driver.world.appliedIndex
            let expected = driver.world.encoded()
            var bytes: [UInt8] = []
            while !encoder.isFinished {
                let piece = encoder.next(size)
                #expect(piece.count <= size)
                #expect(!piece.isEmpty)
                bytes += piece
                if bytes.count % 13 == 0 { driver.tick() }
            }
            #expect(encoder.index == index)
            #expect(bytes == expected)
        }
        #expect(try World(decoding: whole) == before)
    }

    @Test("damaged snapshots are errors or worlds that can go on, never traps", arguments: [1, 2] as [UInt64])
    func fuzzedSnapshots(seed: UInt64) throws {
        let driver = Self.busyLog(seed: seed, entries: 800)
        let bytes = driver.world.encoded()
        var random = SplitMix(seed)
        var survivors = 0
        for length in stride(from: 0, to: bytes.count, by: 37) {
            #expect(throws: CodecError.self) { try World(decoding: Array(bytes.prefix(length))) }
        }
        for _ in 0..<1_500 {
            var damaged = bytes
            for _ in 0...random.below(3) {
                damaged[Int(random.below(UInt64(damaged.count)))] = UInt8(random.below(256))
            }
            guard let world = try? World(decoding: damaged) else { continue }
            survivors += 1
            #expect(world.encoded() == damaged, "only canonical bytes decode")
            var copy = WorldDriver()
            copy.world = world
            var events: [WorldEvent] = []
            for step in 1...30 {
                let entry = LogEntry(
                    index: LogIndex(rawValue: world.appliedIndex.rawValue + UInt64(step)),
                    command: Command.advance(tick: world.tick + UInt64(step)).encoded())
                copy.world.apply(entry, events: &events)
            }
            #expect(copy.world.tick == world.tick + 30)
        }
        #expect(survivors > 0)
    }

    @Test("bytes in an entry that are no command change nothing at all")
    func randomEntries() {
        var driver = Self.busyLog(seed: 5, entries: 500)
        var random = SplitMix(11)
        var rejected = 0
        for _ in 0..<20_000 {
            let bytes = (0..<random.below(24)).map { _ in UInt8(random.below(256)) }
            guard (try? Command(decoding: bytes)) == nil else {
                driver.apply(bytes: bytes)
                continue
            }
            rejected += 1
            let before = rejected % 500 == 0 ? driver.world : nil
            let events = driver.apply(bytes: bytes)
            #expect(events.isEmpty)
            if let before { #expect(driver.world == before) }
        }
        #expect(rejected > 10_000)
    }

    @Test("commands decode to what was encoded, and only from those bytes")
    func commands() throws {
        var driver = WorldDriver()
        let duel = driver.startDuel(1, 2)
        driver.tick(90)
        let start = try #require(forkStart(driver.world.past(of: duel), tick: 70, slot: 1))
        let commands: [Command] = [
            .request(key(1), sequence: 5, Entropy(first: 1, second: 2), .fork(start)),
            .request(key(1), sequence: 5, Entropy(first: 1, second: 2), .fork(nil)),
            .probe, .advance(tick: 0), .advance(tick: .max),
            .attach(
                key(1, .max), Attachment(stream: 9, node: NodeID(rawValue: 300)), name: Array("Zoë 🐍".utf8),
                Ratings([1, 2, 3000])),
            .attach(
                key(1), Attachment(stream: .max, node: NodeID(rawValue: 1), number: number(3, 700)), name: [65],
                Ratings()),
            .attach(
                key(1), Attachment(stream: 9, node: NodeID(rawValue: 1), nextSequence: 300), name: [65], Ratings()),
            .nodeLost(NodeID(rawValue: 2), seen: LogIndex(rawValue: 70_000)),
            .detach(key(7), attachment: .max),
            .detachMany([
                EndedStream(key: key(7), attachment: .max), EndedStream(key: key(.max, .max), attachment: 1),
            ]),
            .thrift(.none), .thrift(.hold),
            .replayStored(MatchID(rawValue: 7), []),
            .replayStored(
                MatchID(rawValue: .max),
                [
                    NewRating(user: user(9), queue: 5, mean: 3000)!,
                    NewRating(user: UserID(rawValue: .max), queue: 0, mean: 0)!,
                ]),
            .request(key(1), sequence: 1, Entropy(first: .max, second: 3), .queue(.freeForAll)),
            .request(key(1), sequence: 2, Entropy(first: 1, second: 2), .joinLobby(LobbyCode("KX4QZ".utf8))),
            .request(key(1), sequence: 3, Entropy(first: 1, second: 2), .joinLobby(nil)),
            .request(key(1), sequence: 4, Entropy(first: 1, second: 2), .create(.solo)),
            .request(key(1), sequence: 4, Entropy(first: 1, second: 2), .queue(.teams, .duel, .freeForAll)),
            .request(key(1), sequence: 5, Entropy(first: 1, second: 2), .createLobby(nil)),
            .request(
                key(1), sequence: 5, Entropy(first: 1, second: 2), .changeSettings(.custom(zones: true, seats: 8))),
            .request(key(1), sequence: 5, Entropy(first: 1, second: 2), .kick(user(9))),
            .request(key(1), sequence: 5, Entropy(first: 1, second: 2), .kick(nil)),
            .request(key(1), sequence: 5, Entropy(first: 1, second: 2), .chooseTeam(1)),
            .request(key(1), sequence: 5, Entropy(first: 1, second: 2), .chooseTeam(nil)),
            .request(key(1), sequence: 5, Entropy(first: 1, second: 2), .chat(ChatText(Array("¿qué? 🐍".utf8)))),
            .request(key(1), sequence: 5, Entropy(first: 1, second: 2), .chat(nil)),
            .request(key(1), sequence: 5, Entropy(first: 1, second: 2), .emote(.goodGame)),
            .request(key(1), sequence: 5, Entropy(first: 1, second: 2), .watch(.match(MatchID(rawValue: 77)))),
            .request(key(1), sequence: 5, Entropy(first: 1, second: 2), .watch(.lobby(LobbyCode("KX4QZ".utf8)))),
            .request(key(1), sequence: 5, Entropy(first: 1, second: 2), .watch(.lobby(nil))),
            .input(key(3), sequence: .max, MatchID(rawValue: 5), stamp: 77, .turn(.left)),
            .input(key(3), sequence: 9, MatchID(rawValue: 5), stamp: 78, .boost(true)),
            .input(key(3), sequence: 10, MatchID(rawValue: 5), stamp: 79, .boost(false)),
        ]
        for command in commands {
            let bytes = command.encoded()
            #expect(try Command(decoding: bytes) == command)
            #expect(throws: CodecError.self) { try Command(decoding: bytes + [0]) }
            #expect(throws: CodecError.self) { try Command(decoding: Array(bytes.dropLast())) }
        }
    }

    @Test("an entry that was applied is not applied again")
    func repeatedEntries() {
        var driver = WorldDriver()
        driver.attach(1)
        driver.request(1, .queue(.duel))
        let before = driver.world
        var events: [WorldEvent] = []
        for entry in driver.log { driver.world.apply(entry, events: &events) }
        #expect(driver.world == before)
        #expect(events.isEmpty)
    }
}

/// SplitMix64 (Steele, Lea, Flood, 2014): reproducible test input.
struct SplitMix {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    mutating func below(_ bound: UInt64) -> UInt64 { next() % bound }
}
