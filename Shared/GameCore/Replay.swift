/// A finished match in a few kilobytes: rules, seed and inputs, and the result and trace that they must give. Anybody can
/// compute the same game again. docs/guide/protocol.md, section 9.
package struct Replay: Sendable, Equatable {
    /// Of a game from its first tick; ``forkVersion`` adds the state that a fork starts from.
    package static let fileVersion: UInt8 = 2
    package static let forkVersion: UInt8 = 3
    /// No file is longer: a recording, a start, names and numbers.
    package static let sizeLimit = Recording.byteLimit + Recording.startLimit + 2048
    /// `SNKR` in ASCII.
    private static let magic: [UInt8] = [0x53, 0x4e, 0x4b, 0x52]
    /// Bytes of a player's name at most.
    private static let nameLimit = 64

    package struct Input: Sendable, Equatable {
        /// The game's tick when the input was decided.
        package let decidedAt: UInt32
        package let input: ScheduledInput
    }

    package let matchID: UInt64
    /// Which rules the game was played by; ``GameRules/version`` of the build that played it.
    package let rulesVersion: UInt8
    package let rules: GameRules
    /// 16 bytes, whose SHA-256 the players were told before the game began.
    package let seed: [UInt8]
    /// UTF-8, by slot.
    package let names: [[UInt8]]
    /// The match that this one was forked from, and the state it went on from; 0 and nil for a game from its first tick.
    package let parent: UInt64
    package let start: Game?
    package let result: GameResult
    /// The last tick.
    package let ticks: UInt32
    /// The state hash after the last tick.
    package let finalHash: UInt64
    /// In the order of decision.
    package let inputs: [Input]
    private let trace: [UInt8]

    /// The file of a game that has just ended; nil while it runs, or when its recording is not whole.
    package static func file(
        matchID: UInt64, seed: [UInt8], names: [[UInt8]], game: borrowing Game, recording: borrowing Recording
    ) -> [UInt8]? {
        guard let result = game.result, recording.isWhole else { return nil }
        var out = ByteWriter(reserving: 256 + recording.trace.bytes.count + recording.inputs.bytes.count)
        for byte in magic { out.put(byte) }
        out.put(recording.parent > 0 ? forkVersion : fileVersion)
        out.put(GameRules.version)
        out.putVarint(matchID)
        game.rules.encode(into: &out)
        for byte in seed { out.put(byte) }
        for slot in 0..<Int(game.rules.players) { out.putBlock(slot < names.count ? names[slot] : []) }
        if recording.parent > 0 {
            out.putVarint(recording.parent)
            out.putBlock(recording.start)
        }
        out.put(result.reason.rawValue)
        for slot in 0..<Int(game.rules.players) {
            out.putVarint(UInt64(result.scores[slot]))
            out.put(result.ranks[slot])
        }
        out.put(game.stateHash)
        out.putVarint(UInt64(recording.ticks))
        out.put(contentsOf: recording.trace.bytes)
        out.putVarint(UInt64(recording.inputCount))
        out.put(contentsOf: recording.inputs.bytes)
        out.put(checksum(out.bytes))
        return out.bytes
    }

    /// Finds damage, names included. A forger of a file can forge this too, but not the game that its inputs give.
    private static func checksum(_ bytes: [UInt8]) -> UInt64 {
        var hash = FNV1a64()
        for byte in bytes { hash.put(byte) }
        return hash.value
    }

    /// The second part of a replay's name, after the match's number: the first 8 bytes, big-endian, of the commitment that the
    /// players were shown. Of a file of any rules so far; `nil` for later ones, and for bytes without a seed where files have
    /// it.
    package static func key(ofFile file: [UInt8]) -> UInt64? {
        var reader = ByteReader(file)
        do throws(CodecError) {
            for byte in magic where try reader.u8() != byte { return nil }
            _ = try reader.u8()  // the file's version
            guard let rulesBytes = rulesBytes(ofVersion: try reader.u8()) else { return nil }
            _ = try reader.varint()  // the match
            _ = try reader.bytes(rulesBytes)
            return key(ofSeed: try reader.bytes(16))
        } catch {
            return nil
        }
    }

    /// As ``key(ofFile:)`` has it, of a match that still runs.
    package static func key(ofSeed seed: [UInt8]) -> UInt64 {
        SHA256.digest(seed).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Of the rules in a file's head, by ``GameRules/version``. Version 1 had no time limit.
    private static func rulesBytes(ofVersion version: UInt8) -> Int? {
        switch version {
        case 1: 10
        case 2: 11
        default: nil
        }
    }

    /// Any bytes give a replay that can be played, true or not, or an error.
    package init(decoding file: [UInt8]) throws(CodecError) {
        guard file.count > 8 else { throw .truncated }
        let bytes = Array(file.dropLast(8))
        var sum = ByteReader(Array(file.suffix(8)))
        var reader = ByteReader(bytes)
        for byte in Self.magic where try reader.u8() != byte { throw .unknownKind }
        let version = try reader.u8()
        guard version == Self.fileVersion || version == Self.forkVersion else { throw .unknownKind }
        rulesVersion = try reader.u8()
        guard rulesVersion == GameRules.version else { throw .unknownKind }
        guard try sum.u64() == Self.checksum(bytes) else { throw .invalidValue }
        matchID = try reader.varint()
        rules = try GameRules(from: &reader)
        var seed: [UInt8] = []
        for _ in 0..<16 { seed.append(try reader.u8()) }
        self.seed = seed
        var names: [[UInt8]] = []
        for _ in 0..<rules.players { names.append(try reader.block(atMost: Self.nameLimit)) }
        self.names = names
        if version == Self.forkVersion {
            parent = try reader.varint()
            start = try Recording.decodeStart(try reader.block(atMost: Recording.startLimit))
            guard parent > 0, let start, start.rules == rules else { throw .invalidValue }
        } else {
            (parent, start) = (0, nil)
        }
        guard let reason = EndReason(rawValue: try reader.u8()), reason != .none else { throw .invalidValue }
        var scores: [UInt32] = []
        var ranks: [UInt8] = []
        for _ in 0..<rules.players {
            scores.append(try reader.varint32(atMost: GameRules.counterLimit))
            ranks.append(try reader.u8())
        }
        result = GameResult(reason: reason, scores: scores, ranks: ranks)
        finalHash = try reader.u64()
        let steps = try reader.varint32(atMost: GameRules.counterLimit)
        ticks = (start?.tick ?? 0) + steps
        trace = try reader.bytes(Recording.traceBytes(steps))
        let count = try reader.varint32(atMost: GameRules.counterLimit)
        inputs = try Self.decodeInputs(&reader, count: count, from: start?.tick ?? 0, through: ticks)
        try reader.end()
    }

    /// A game that still runs, so far. It can be played, and has no result to be judged by.
    /// - Returns: nil when the recording is not whole, or does not fit the rules.
    package init?(soFar recording: borrowing Recording, matchID: UInt64, rules: GameRules, seed: [UInt8]) {
        guard recording.isWhole, seed.count == 16 else { return nil }
        var reader = ByteReader(recording.inputs.bytes)
        do throws(CodecError) {
            start = try Recording.decodeStart(recording.start)
            inputs = try Self.decodeInputs(
                &reader, count: recording.inputCount, from: recording.startTick, through: recording.lastTick)
        } catch {
            return nil
        }
        if let start, start.rules != rules { return nil }
        self.matchID = matchID
        rulesVersion = GameRules.version
        self.rules = rules
        self.seed = seed
        names = []
        parent = recording.parent
        result = GameResult(reason: .none, scores: [], ranks: [])
        ticks = recording.lastTick
        finalHash = 0
        trace = recording.trace.bytes
    }

    private static func decodeInputs(
        _ reader: inout ByteReader, count: UInt32, from start: UInt32, through ticks: UInt32
    ) throws(CodecError) -> [Input] {
        var inputs: [Input] = []
        var now = start
        for _ in 0..<count {
            now += try reader.varint32(atMost: ticks - now)
            let byte = try reader.u8()
            var offset = UInt32(byte & 3)
            if offset == 3 { offset += try reader.varint32(atMost: GameRules.horizon) }
            guard let action = ScheduledInput.Action(code: byte >> 2 & 7) else { throw .invalidValue }
            inputs.append(
                Input(
                    decidedAt: now,
                    input: ScheduledInput(tick: now + 1 + offset, slot: byte >> 5, action: action)))
        }
        return inputs
    }

    /// The hash byte, and at a checkpoint all of the hash, that the file claims for a tick after the first one and up to
    /// ``ticks``.
    func agrees(_ hash: UInt64, at tick: UInt32) -> Bool {
        let index = Int(tick - (start?.tick ?? 0)) - 1
        let position = index + 8 * (index / Int(Recording.checkpointTicks))
        guard trace[position] == UInt8(truncatingIfNeeded: hash) else { return false }
        guard (index + 1) % Int(Recording.checkpointTicks) == 0 else { return true }
        var rest = hash
        for offset in 1...8 {
            guard trace[position + offset] == UInt8(truncatingIfNeeded: rest) else { return false }
            rest >>= 8
        }
        return true
    }
}

/// Plays a replay, tick by tick.
package struct ReplayPlayer: Sendable {
    package enum Verdict: Sendable, Equatable {
        /// The game gives the trace, the last state and the result of the file.
        case accepted
        /// The first tick whose state is not the file's.
        case falseState(tick: UInt32)
        /// An input that no server can have decided. Its slot does not exist, its tick is out of reach, or it is the second in
        /// one tick.
        case falseInput(tick: UInt32)
        /// The file goes on after the end of the game, or stops before it.
        case falseLength(endsAt: UInt32)
        /// The game gives the states of the file, and another result.
        case falseResult
    }

    package let replay: Replay
    package private(set) var game: Game
    private var food: FoodGenerator
    private var nextInput = 0
    /// Of the last step.
    package private(set) var events = TickEvents()
    /// The first fault found so far.
    package private(set) var fault: Verdict?

    package init(_ replay: Replay) {
        self.replay = replay
        game = replay.start ?? Game(rules: replay.rules)
        // A replay has 16 bytes of seed, or it was not decoded.
        food = FoodGenerator(seed: replay.seed) ?? FoodGenerator(seed: (0, 0))
    }

    /// Whether another tick can be played.
    package var canStep: Bool { game.tick < replay.ticks && game.ending == .none }

    /// The next tick, with the inputs decided before it; false at the end.
    package mutating func step() -> Bool {
        guard canStep else { return false }
        while takeInput() != nil {}
        events = game.advance(food: &food)
        if fault == nil, !replay.agrees(game.stateHash, at: game.tick) { fault = .falseState(tick: game.tick) }
        return true
    }

    /// The next input that was decided between this tick and the next one; nil when there is none, or no more.
    package mutating func takeInput() -> ScheduledInput? {
        guard nextInput < replay.inputs.count, replay.inputs[nextInput].decidedAt <= game.tick else { return nil }
        let input = replay.inputs[nextInput].input
        nextInput += 1
        let count = game.inputs.count
        let taken = game.insert(input, through: game.tick + GameRules.horizon) && game.inputs.count == count + 1
        if !taken, fault == nil { fault = .falseInput(tick: game.tick + 1) }
        return input
    }

    /// The frames for a client that watches from the present tick on: a Snapshot, and Updates through the last tick of the
    /// replay. They end with the number that the match's own stream has reached, so that its next Update follows. There are at
    /// most that many, and at most ``updateLimit``. Food comes with the tick it was placed in: nothing is told that was not
    /// seen. docs/guide/protocol.md, section 6.
    /// - Returns: `last`: the state after the last Update.
    package consuming func told(
        through streamSequence: UInt64
    ) -> (snapshot: SnapshotFrame, updates: [UpdateFrame], last: Game) {
        guard let told = told(through: streamSequence, while: { true }) else { preconditionFailure("it is wanted") }
        return told
    }

    /// - Parameter isWanted: Asked before each Update.
    /// - Returns: `nil` as soon as it is not.
    package consuming func told(
        through streamSequence: UInt64, while isWanted: () -> Bool
    ) -> (snapshot: SnapshotFrame, updates: [UpdateFrame], last: Game)? {
        var telling = ReplayTelling(self, through: streamSequence)
        var updates: [UpdateFrame] = []
        while telling.left > 0 {
            guard isWanted() else { return nil }
            if let update = telling.next() { updates.append(update) }
        }
        return (telling.snapshot, updates, telling.game)
    }

    /// Updates that a replay is told in, at most.
    package static let updateLimit: UInt32 = 1_000

    fileprivate func snapshot(_ sequence: UInt64) -> SnapshotFrame {
        SnapshotFrame(
            matchID: replay.matchID, streamSequence: sequence, slot: SnapshotFrame.spectator, game: game)
    }

    fileprivate mutating func update(_ sequence: UInt64, through tick: UInt32) -> UpdateFrame {
        var inputs: [ScheduledInput] = []
        var food: [UpdateFrame.PlacedFood] = []
        while game.tick < tick {
            while let input = takeInput() { inputs.append(input) }
            guard step() else { break }
            if let cell = events.foodPlaced { food.append(UpdateFrame.PlacedFood(tick: game.tick, cell: cell)) }
        }
        if game.tick == replay.ticks { while let input = takeInput() { inputs.append(input) } }
        return UpdateFrame(
            matchID: replay.matchID, streamSequence: sequence, tick: game.tick, hash: game.stateHash, inputs: inputs,
            food: food)
    }

    /// Plays to the end and judges all of the file.
    package mutating func verify() -> Verdict {
        while step() {}
        if let fault { return fault }
        guard game.tick == replay.ticks, let result = game.result, nextInput == replay.inputs.count else {
            return .falseLength(endsAt: game.tick)
        }
        guard game.stateHash == replay.finalHash else { return .falseState(tick: game.tick) }
        return result == replay.result ? .accepted : .falseResult
    }
}

/// What ``ReplayPlayer/told(through:)`` tells, an Update at a time.
package struct ReplayTelling: Sendable {
    /// Ticks between two Updates, at least.
    private static let updateTicks: UInt32 = 5

    package let snapshot: SnapshotFrame
    /// Updates that are still to come.
    package private(set) var left: UInt32
    /// Ticks between two of them.
    package let stride: UInt32
    private var player: ReplayPlayer
    private var sequence: UInt64

    /// - Parameter streamSequence: The number of the last Update.
    package init(_ player: ReplayPlayer, through streamSequence: UInt64) {
        let span = player.replay.ticks - min(player.game.tick, player.replay.ticks)
        let most = UInt32(min(streamSequence, UInt64(ReplayPlayer.updateLimit)))
        if most > 0 {
            stride = max(Self.updateTicks, (span + most - 1) / most)
            left = max(1, (span + stride - 1) / stride)
        } else {
            stride = Self.updateTicks
            left = 0
        }
        sequence = streamSequence - UInt64(left)
        snapshot = player.snapshot(sequence)
        self.player = player
    }

    /// The state after the last Update.
    package var game: Game { player.game }

    /// The next Update; `nil`: that was all.
    package mutating func next() -> UpdateFrame? {
        guard left > 0 else { return nil }
        left -= 1
        sequence += 1
        let ticks = player.replay.ticks
        let remaining = ticks - min(player.game.tick, ticks)
        return player.update(sequence, through: player.game.tick + min(stride, remaining))
    }
}
