import GameCore
import Testing

/// A file proves a result: who plays it again gets the same game, and who changed it is told the tick.
@Suite("Replays")
struct ReplayTests {
    /// A match as a server plays it: random turns at `turnsPerSecond` a player, decided between steps.
    private struct Recorded {
        var game: Game
        var recording = Recording()
        private var food: FoodGenerator
        private var random: SplitMix64
        private let seed: [UInt8]
        /// The game after each tick.
        private var states: [Game] = []
        var seedBytes: [UInt8] { seed }

        func state(after tick: UInt32) -> Game { states[Int(tick) - 1] }

        init(_ mode: Mode, players: UInt8, seed: UInt64) {
            game = Game(mode: mode, playerCount: players)!
            random = SplitMix64(seed: seed)
            food = FoodGenerator(seed: (random.next(), random.next()))
            self.seed = food.seedBytes
        }

        /// Until it ends; at `limit` all players leave.
        mutating func play(turnsPerSecond: UInt32, limit: UInt32 = 3_600, until end: UInt32 = .max) {
            while game.ending == .none, game.tick < end {
                for slot in 0..<game.rules.players {
                    if random.below(20) < turnsPerSecond { turn(slot) }
                    guard game.tick + 1 >= limit, let tick = game.remove(slot: slot) else { continue }
                    recording.decided(ScheduledInput(tick: tick, slot: slot, action: .leave), at: game.tick)
                }
                _ = game.advance(food: &food)
                recording.stepped(hash: game.stateHash)
                states.append(game)
            }
        }

        /// Another game from the state after a tick, with another seed.
        func fork(at tick: UInt32, slot: UInt8) -> Recorded? {
            guard tick > 0, let start = states[Int(tick) - 1].fork(for: slot) else { return nil }
            var fork = Recorded(game.rules.mode, players: game.rules.players, seed: 4_711)
            fork.game = start
            fork.recording = Recording(forkOf: 77, at: start)
            return fork
        }

        private mutating func turn(_ slot: UInt8) {
            let choice = random.below(6)
            let input: PlayerInput = choice < 4 ? .turn(Direction(lowBits: UInt8(choice))) : .boost(choice == 5)
            // A just-in-time client, now and then one that is far ahead.
            let ahead = random.below(10) == 0 ? random.below(20) : random.below(3)
            let outcome = game.schedule(input, slot: slot, stamp: game.tick + 1 + ahead)
            guard case .accepted(let tick, _) = outcome else { return }
            recording.decided(ScheduledInput(tick: tick, slot: slot, action: .init(input)), at: game.tick)
        }

        var file: [UInt8]? {
            Replay.file(
                matchID: 77, seed: seed, names: [[UInt8]("Ada".utf8), [UInt8]("Grace".utf8)], game: game,
                recording: recording)
        }
    }

    private static let modes: [(Mode, UInt8)] = [
        (.duel, 2), (.teams, 4), (.freeForAll, 2), (.freeForAll, 5), (.freeForAll, 8), (.solo, 1),
    ]

    @Test("a finished game's file gives the same game again", arguments: modes)
    func verifies(mode: Mode, players: UInt8) throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            var match = Recorded(mode, players: players, seed: seed)
            match.play(turnsPerSecond: 3, limit: 600)
            let replay = try Replay(decoding: #require(match.file))
            #expect(replay.ticks == match.game.tick)
            #expect(replay.result == match.game.result)
            #expect(replay.matchID == 77)
            #expect(replay.names.first == [UInt8]("Ada".utf8))
            var player = ReplayPlayer(replay)
            #expect(player.verify() == .accepted)
            #expect(player.game == match.game)
        }
    }

    @Test("a running game has no file")
    func running() {
        #expect(Recorded(.duel, players: 2, seed: 1).file == nil)
    }

    /// Version 1 of the rules had no time limit. The digests are `sha256sum`'s, of 16 zero bytes and of 0 to 15.
    @Test("a file's key is its seed's digest, where the rules of the file's version end; none of versions to come")
    func key() throws {
        let zeros = [UInt8](repeating: 0, count: 16)
        let digests: [([UInt8], UInt64)] = [(zeros, 0x3747_08ff_f771_9dd5), (Array(0..<16), 0xbe45_cb26_05bf_36be)]
        for (seed, key) in digests {
            #expect(Replay.key(ofSeed: seed) == key)
            for (version, rulesBytes) in [(1, 10), (2, 11)] as [(UInt8, Int)] {
                let head = [UInt8]("SNKR".utf8) + [version, version, 0xAC, 0x02]
                let file = head + [UInt8](repeating: 0xFF, count: rulesBytes) + seed
                #expect(Replay.key(ofFile: file + [1, 2, 3]) == key, "version \(version)")
                for end in file.indices { #expect(Replay.key(ofFile: Array(file[..<end])) == nil) }
            }
            for version in [0, GameRules.version + 1, 255] as [UInt8] {
                let file = [UInt8]("SNKR".utf8) + [2, version, 7] + [UInt8](repeating: 0xFF, count: 11) + seed
                #expect(Replay.key(ofFile: file) == nil)
            }
        }
        var match = Recorded(.duel, players: 2, seed: 1)
        match.play(turnsPerSecond: 3, limit: 100)
        #expect(
            try Replay.key(ofFile: #require(match.file)) == Replay.key(ofSeed: match.seedBytes), "of this build too")
    }

    @Test("three minutes of four players at two turns a second fit into 8 KB")
    func size() throws {
        var match = Recorded(.teams, players: 4, seed: 5)
        match.play(turnsPerSecond: 2)
        #expect(match.game.tick == 3_600)
        #expect(try #require(match.file).count <= 8_192)
    }

    /// The file with one byte changed, and the checksum made to fit again, as a forger would.
    private func forged(_ file: [UInt8], _ position: Int, xor change: UInt8) -> [UInt8] {
        var bytes = Array(file.dropLast(8))
        bytes[position] ^= change
        var hash = FNV1a64()
        for byte in bytes { hash.put(byte) }
        var writer = ByteWriter(bytes)
        writer.put(hash.value)
        return writer.bytes
    }

    @Test("a changed input is found at the first tick that it changes")
    func falseTick() throws {
        var match = Recorded(.duel, players: 2, seed: 9)
        match.play(turnsPerSecond: 2, limit: 400)
        let file = try #require(match.file)
        let honest = try Replay(decoding: file)
        var found = 0
        // The inputs are the last thing before the checksum.
        for position in (file.count - 48)..<(file.count - 8) {
            for bit in 0..<8 as Range<UInt8> {
                guard let replay = try? Replay(decoding: forged(file, position, xor: 1 << bit)) else { continue }
                var (changed, original) = (ReplayPlayer(replay), ReplayPlayer(honest))
                var expected: UInt32?
                while expected == nil, changed.step() {
                    _ = original.step()
                    if changed.game.stateHash != original.game.stateHash { expected = changed.game.tick }
                }
                var judged = ReplayPlayer(replay)
                switch judged.verify() {
                case .falseState(let tick):
                    // One byte of hash a tick: 1 in 256 false states passes for a tick.
                    #expect(tick >= expected ?? .max && tick <= (expected ?? 0) + 2)
                    found += 1
                case .falseInput(let tick): #expect(tick <= expected ?? .max)
                case .falseLength, .falseResult: break
                // A turn into the way it has anyway, say, is the same game; where it waited for a tick it may have passed
                // for the true one.
                case .accepted: #expect(judged.game == match.game, "byte \(position), bit \(bit)")
                }
            }
        }
        #expect(found > 20)
    }

    @Test("no changed byte passes, forged or not, and no bytes trap")
    func everyByte() throws {
        var match = Recorded(.freeForAll, players: 3, seed: 4)
        match.play(turnsPerSecond: 3, limit: 250)
        let file = try #require(match.file)
        // Magic, versions, match id; rules and seed; then the names, which prove nothing.
        let names = 7 + 11 + 16..<7 + 11 + 16 + 4 + 6 + 1
        let inputs = file.count - 8 - match.recording.inputs.bytes.count
        for position in 0..<(file.count - 8) {
            for change in [0x01, 0x10, 0x80, 0xff] as [UInt8] {
                var damaged = file
                damaged[position] ^= change
                #expect(throws: CodecError.self) { try Replay(decoding: damaged) }
                guard let replay = try? Replay(decoding: forged(file, position, xor: change)) else { continue }
                var player = ReplayPlayer(replay)
                if player.verify() == .accepted {
                    #expect(position == 6 || names.contains(position) || position >= inputs, "byte \(position)")
                    #expect(player.game == match.game)
                }
            }
        }
        for length in file.indices {
            #expect(throws: CodecError.self) { try Replay(decoding: Array(file.prefix(length))) }
        }
    }

    @Test("a result that the game does not give is named")
    func falseResult() throws {
        var match = Recorded(.solo, players: 1, seed: 3)
        match.play(turnsPerSecond: 1, limit: 200)
        let file = try #require(match.file)
        // Header (7), rules (11), seed (16), the name "Ada" (4), then the reason, the score, the rank.
        let score = 7 + 11 + 16 + 4 + 1
        #expect(file[score] == UInt8(match.game.snakes[0].score))
        var player = ReplayPlayer(try Replay(decoding: forged(file, score, xor: 1)))
        #expect(player.verify() == .falseResult)
    }

    @Test("whatever is done to a file, judging it ends soon and never traps: mutations of every kind, forged or not")
    func mutations() throws {
        var match = Recorded(.teams, players: 4, seed: 6)
        match.play(turnsPerSecond: 4, limit: 300)
        var fork = try #require(match.fork(at: 120, slot: 2))
        fork.play(turnsPerSecond: 4, limit: 260)
        var random = SplitMix64(seed: 20_26)
        var (decoded, accepted) = (0, 0)
        for original in [try #require(match.file), try #require(fork.file)] {
            for _ in 0..<4_000 {
                var bytes = Array(original.dropLast(8))
                for _ in 0...random.below(3) {
                    let place = Int(random.below(UInt32(bytes.count)))
                    switch random.below(6) {
                    case 0: bytes[place] ^= 1 << UInt8(random.below(8))
                    case 1: bytes[place] = [0x00, 0x7f, 0x80, 0xff][Int(random.below(4))]
                    case 2: bytes.removeSubrange(place..<min(bytes.count, place + Int(random.below(40))))
                    case 3: bytes.insert(contentsOf: Array(repeating: 0xff, count: Int(random.below(12))), at: place)
                    case 4: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 64)], at: place)
                    default: bytes = Array(bytes.prefix(place + 1))
                    }
                    if bytes.isEmpty { bytes = [0] }
                }
                var hash = FNV1a64()
                for byte in bytes { hash.put(byte) }
                var writer = ByteWriter(bytes)
                writer.put(hash.value)
                guard let replay = try? Replay(decoding: writer.bytes) else { continue }
                decoded += 1
                // Never more steps than the file has bytes, nor more inputs.
                #expect(Int(replay.ticks - (replay.start?.tick ?? 0)) <= writer.bytes.count)
                #expect(replay.inputs.count <= writer.bytes.count)
                var player = ReplayPlayer(replay)
                if player.verify() == .accepted {
                    accepted += 1
                    // Names, the match's number and inputs without effect prove nothing; the game is the same.
                    #expect(
                        player.game.stateHash == match.game.stateHash || player.game.stateHash == fork.game.stateHash)
                }
            }
        }
        #expect(decoded > 200)
        #expect(accepted < decoded)
    }

    @Test("a game that was forked has a replay of its own, from the state it started from", arguments: modes)
    func forks(mode: Mode, players: UInt8) throws {
        var forks = 0
        for seed in 1...10 as ClosedRange<UInt64> {
            var match = Recorded(mode, players: players, seed: seed)
            match.play(turnsPerSecond: 3, limit: 600)
            guard var fork = match.fork(at: match.game.tick / 2, slot: players - 1) else { continue }
            forks += 1
            let start = fork.game
            #expect(start.inputs.isEmpty)
            fork.play(turnsPerSecond: 3, limit: start.tick + 300)
            let file = try #require(fork.file)
            let replay = try Replay(decoding: file)
            #expect(file[4] == Replay.forkVersion)
            #expect(replay.start == start && replay.parent == 77)
            #expect(replay.ticks == fork.game.tick)
            #expect(replay.seed != match.file.flatMap { try? Replay(decoding: $0) }?.seed)
            var player = ReplayPlayer(replay)
            #expect(player.verify() == .accepted)
            #expect(player.game == fork.game)
            var writer = ByteWriter()
            fork.recording.encode(into: &writer)
            var reader = ByteReader(writer.bytes)
            #expect(try Recording(from: &reader) == fork.recording)
        }
        #expect(forks > 0)
    }

    /// All but the inputs that wait, of which a film may know five ticks sooner.
    private static func isSameBoard(_ one: Game, _ other: Game) -> Bool {
        one.tick == other.tick && one.snakes == other.snakes && one.food == other.food && one.banks == other.banks
            && one.padTicks == other.padTicks && one.ending == other.ending
    }

    @Test("a film shows the state of each tick, forwards, backwards and in leaps", arguments: modes)
    func film(mode: Mode, players: UInt8) throws {
        var match = Recorded(mode, players: players, seed: 31)
        match.play(turnsPerSecond: 3, limit: 900)
        let replay = try Replay(decoding: #require(match.file))
        var telling = ReplayTelling(ReplayPlayer(replay), through: UInt64(ReplayPlayer.updateLimit))
        var film = Film(telling.snapshot)
        while let update = telling.next() { #expect(film.append(update) == .taken) }
        #expect(film.first == 0 && film.last == match.game.tick)
        var random = SplitMix64(seed: 5)
        let order =
            Array(0...film.last) + (0...film.last).reversed() + (0..<300).map { _ in random.below(film.last + 1) }
        for tick in order {
            film.show(tick)
            #expect(film.game.tick == tick)
            #expect(tick == 0 || Self.isSameBoard(film.game, match.state(after: tick)))
        }
        film.show(.max)
        #expect(film.game == match.game)
    }

    @Test("a film of a match that is watched grows with its Updates, and breaks where one is missing or false")
    func growingFilm() throws {
        var match = Recorded(.teams, players: 4, seed: 12)
        match.play(turnsPerSecond: 5, limit: 600, until: 400)
        let soFar = try #require(
            Replay(soFar: match.recording, matchID: 77, rules: match.game.rules, seed: match.seedBytes))
        let told = ReplayPlayer(soFar).told(through: 500)
        var film = Film(told.snapshot)
        #expect(film.append(told.updates[0]) == .taken)
        #expect(film.append(told.updates[0]) == .ignored, "told already")
        #expect(film.append(told.updates[2]) == .broken, "one is missing")
        let next = told.updates[1]
        let falseUpdate = UpdateFrame(
            matchID: 77, streamSequence: next.streamSequence, tick: next.tick, hash: next.hash ^ 1, inputs: next.inputs,
            food: next.food)
        #expect(film.append(falseUpdate) == .broken)
        let stranger = UpdateFrame(
            matchID: 78, streamSequence: next.streamSequence, tick: next.tick, hash: next.hash, inputs: next.inputs,
            food: next.food)
        #expect(film.append(stranger) == .ignored)
        for update in told.updates.dropFirst() { #expect(film.append(update) == .taken) }
        film.show(.max)
        #expect(film.game.stateHash == match.game.stateHash)
        film.show(123)
        #expect(Self.isSameBoard(film.game, match.state(after: 123)))
    }

    @Test("who is out, or a game that is over, cannot be played on from")
    func noFork() {
        var match = Recorded(.duel, players: 2, seed: 2)
        #expect(match.game.fork(for: 2) == nil)
        #expect(match.game.fork(for: 255) == nil)
        match.play(turnsPerSecond: 2, limit: 100)
        #expect(match.game.fork(for: 0) == nil)
    }

    @Test(
        "who watches from a tick on gets that state and Updates that lead to the live one, with its numbers and no gap",
        arguments: [0, 1, 57, 399, 400] as [UInt32])
    func watching(from tick: UInt32) throws {
        for numbers in [80, 5_000] as [UInt64] {
            var match = Recorded(.teams, players: 4, seed: 12)
            match.play(turnsPerSecond: 5, limit: 600, until: 400)
            #expect(match.game.tick == 400 && match.game.ending == .none)
            // One that is decided and has not run yet.
            let pending = match.game.schedule(.boost(!match.game.snakes[1].isBoostHeld), slot: 1, stamp: 405)
            guard case .accepted(let runs, _) = pending else {
                Issue.record("refused")
                return
            }
            match.recording.decided(
                ScheduledInput(tick: runs, slot: 1, action: .boost(!match.game.snakes[1].isBoostHeld)), at: 400)
            let soFar = try #require(
                Replay(soFar: match.recording, matchID: 77, rules: match.game.rules, seed: match.seedBytes))
            var player = ReplayPlayer(soFar)
            while player.game.tick < tick, player.step() {}
            let told = player.told(through: numbers)
            let frames = [told.snapshot.encoded()] + told.updates.map { $0.encoded() }
            #expect(told.last == match.game)
            var client = ClientMatch(matchID: 77)
            for (place, bytes) in frames.enumerated() {
                #expect(client.receive(bytes) == (place == 0 ? .restarted : .advanced))
                if place == 0 { #expect(client.committed?.tick == tick && client.slot == SnapshotFrame.spectator) }
            }
            #expect(client.committed == match.game)
            // The match's own next Update follows on them.
            let next = UpdateFrame(
                matchID: 77, streamSequence: numbers + 1, tick: 400, hash: match.game.stateHash, inputs: [], food: [])
            #expect(client.receive(next.encoded()) == .advanced)
            #expect(frames.count <= 1_001)
        }
    }

    @Test("a recording that grows without end is given up, and its game goes on")
    func bounded() throws {
        var recording = Recording()
        recording.decided(ScheduledInput(tick: 1, slot: 0, action: .turn(.up)), at: 0)
        var tick: UInt32 = 0
        while recording.isWhole, tick < 200_000 {
            recording.stepped(hash: UInt64(tick))
            tick += 1
        }
        // Each tick is 1.08 bytes; the last few bytes stay unused.
        #expect((Recording.byteLimit * 90 / 100...Recording.byteLimit).contains(Int(tick)))
        recording.decided(ScheduledInput(tick: tick + 1, slot: 0, action: .turn(.up)), at: tick)
        #expect(!recording.isWhole && recording.trace.bytes.isEmpty && recording.inputs.bytes.isEmpty)
        var writer = ByteWriter()
        recording.encode(into: &writer)
        var reader = ByteReader(writer.bytes)
        #expect(try Recording(from: &reader) == recording, "a world with it is still one")
        try reader.end()
    }

    @Test("decode(encode(recording)) is the recording, and a damaged one is refused or consistent")
    func coding() throws {
        var match = Recorded(.teams, players: 4, seed: 8)
        match.play(turnsPerSecond: 4, limit: 150)
        var writer = ByteWriter()
        match.recording.encode(into: &writer)
        var reader = ByteReader(writer.bytes)
        #expect(try Recording(from: &reader) == match.recording)
        try reader.end()
        for position in writer.bytes.indices {
            var bytes = writer.bytes
            bytes[position] ^= 0x81
            var reader = ByteReader(bytes)
            _ = try? Recording(from: &reader)
        }
    }
}
