/// The data of a running game from which it can be played again: every decided input with the tick of its decision, and a trace
/// of the state after each step. docs/guide/protocol.md, section 9, gives the bytes.
///
/// Grows by one byte a tick, eight more each 100 ticks, and two or three an input.
package struct Recording: Sendable, Equatable {
    /// Past this nothing more is kept, and the game has no replay: an hour of a quiet game, some minutes of one in which
    /// all eight turn at every tick.
    package static let byteLimit = 128 << 10
    /// A whole state hash each so many ticks.
    package static let checkpointTicks: UInt32 = 100
    /// The widest input: a 5-byte tick distance, a byte, a 5-byte offset.
    private static let widestInput = 11

    /// Bytes of the state that a fork starts from at most: more than any game on the largest board has.
    package static let startLimit = 8 << 10

    /// The match it was forked from; 0 for a game from its first tick.
    package let parent: UInt64
    /// The canonical state it starts from; empty for a game from its first tick.
    package let start: [UInt8]
    /// That state's tick.
    package let startTick: UInt32
    /// False once ``byteLimit`` was reached.
    package private(set) var isWhole = true
    /// Steps recorded.
    package private(set) var ticks: UInt32 = 0
    /// The tick at which the last input was decided.
    private var lastInput: UInt32
    package private(set) var inputCount: UInt32 = 0
    package private(set) var inputs = ByteWriter(reserving: 0)
    /// The lowest byte of the state hash after each step; all eight after each ``checkpointTicks``.
    package private(set) var trace = ByteWriter(reserving: 0)

    package init() {
        (parent, start, startTick, lastInput) = (0, [], 0, 0)
    }

    /// Of a game that goes on from a state of another.
    package init(forkOf parent: UInt64, at start: Game) {
        self.parent = parent
        self.start = start.encoded()
        startTick = start.tick
        lastInput = start.tick
    }

    /// The tick of the game after the steps recorded.
    package var lastTick: UInt32 { startTick + ticks }

    /// Notes an input in the order of decision.
    /// - Parameter now: The game's tick at the decision, below the input's own and not before that of the input noted last.
    package mutating func decided(_ input: ScheduledInput, at now: UInt32) {
        guard hasRoom(for: Self.widestInput) else { return }
        inputs.putVarint(UInt64(now - lastInput))
        lastInput = now
        let offset = input.tick - now - 1
        inputs.put(input.slot << 5 | input.action.code << 2 | UInt8(min(offset, 3)))
        if offset >= 3 { inputs.putVarint(UInt64(offset - 3)) }
        inputCount += 1
    }

    /// Notes the state after a step.
    package mutating func stepped(hash: UInt64) {
        guard hasRoom(for: 9) else { return }
        ticks += 1
        trace.put(UInt8(truncatingIfNeeded: hash))
        if ticks % Self.checkpointTicks == 0 { trace.put(hash) }
    }

    private mutating func hasRoom(for bytes: Int) -> Bool {
        if isWhole, inputs.bytes.count + trace.bytes.count + bytes > Self.byteLimit {
            isWhole = false
            inputCount = 0
            inputs = ByteWriter(reserving: 0)
            trace = ByteWriter(reserving: 0)
        }
        return isWhole
    }

    // MARK: - Encoding

    package func encode<Sink: ByteSink>(into sink: inout Sink) {
        sink.putVarint(parent)
        if parent > 0 { sink.putBlock(start) }
        sink.put(isWhole ? 1 : 0 as UInt8)
        sink.put(ticks)
        sink.put(lastInput)
        sink.put(inputCount)
        sink.putBlock(trace.bytes)
        sink.putBlock(inputs.bytes)
    }

    /// The bytes of the inputs are taken as they are; ``Replay`` judges them when the game is played again.
    package init(from reader: inout ByteReader) throws(CodecError) {
        parent = try reader.varint()
        start = parent > 0 ? try reader.block(atMost: Self.startLimit) : []
        startTick = try Self.decodeStart(start)?.tick ?? 0
        let whole = try reader.u8()
        guard whole < 2 else { throw .invalidValue }
        isWhole = whole == 1
        ticks = try reader.u32()
        lastInput = try reader.u32()
        inputCount = try reader.u32()
        trace = ByteWriter(try reader.block(atMost: Self.byteLimit))
        inputs = ByteWriter(try reader.block(atMost: Self.byteLimit))
        guard ticks < GameRules.counterLimit, lastInput >= startTick, lastInput <= startTick + ticks,
            Int(inputCount) <= inputs.bytes.count,
            isWhole
                ? trace.bytes.count == Self.traceBytes(ticks) : trace.bytes.count + inputs.bytes.count == 0
        else { throw .invalidValue }
    }

    /// The game that a recording starts from, which has not ended and holds no inputs; nil for none.
    static func decodeStart(_ bytes: [UInt8]) throws(CodecError) -> Game? {
        guard bytes.count > 0 else { return nil }
        var reader = ByteReader(bytes)
        let game = try Game(from: &reader)
        try reader.end()
        guard game.ending == .none, game.inputs.isEmpty else { throw .invalidValue }
        return game
    }

    static func traceBytes(_ ticks: UInt32) -> Int { Int(ticks) + 8 * Int(ticks / checkpointTicks) }
}

extension ScheduledInput.Action {
    /// As in the canonical state: the direction, 4 for a leave, 5 and 6 for the boost let go and held.
    var code: UInt8 {
        switch self {
        case .turn(let direction): direction.rawValue
        case .leave: 4
        case .boost(let held): held ? 6 : 5
        }
    }

    init?(code: UInt8) {
        if let direction = Direction(rawValue: code) {
            self = .turn(direction)
        } else if code == 4 {
            self = .leave
        } else if code == 5 || code == 6 {
            self = .boost(code == 6)
        } else {
            return nil
        }
    }
}
