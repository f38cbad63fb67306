// The binary frames of docs/guide/protocol.md, section 6. Decoding is total: any bytes give a frame or an error.

/// A command of the board on its way up.
package struct InputFrame: Sendable, Equatable {
    private static let turnKind: UInt8 = 0x01
    private static let boostKind: UInt8 = 0x02

    package let sequence: UInt64
    package let matchID: UInt64
    /// The game tick the command is meant for.
    package let tick: UInt32
    package let input: PlayerInput

    package init(sequence: UInt64, matchID: UInt64, tick: UInt32, _ input: PlayerInput) {
        self.sequence = sequence
        self.matchID = matchID
        self.tick = tick
        self.input = input
    }

    package func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: 24)
        let (kind, value): (UInt8, UInt8) =
            switch input {
            case .turn(let direction): (Self.turnKind, direction.rawValue)
            case .boost(let held): (Self.boostKind, held ? 1 : 0)
            }
        writer.put(kind)
        writer.putVarint(sequence)
        writer.putVarint(matchID)
        writer.putVarint(UInt64(tick))
        writer.put(value)
        return writer.bytes
    }

    /// Of a frame that need not be whole; `nil`: none can be read.
    package static func sequence(of bytes: [UInt8]) -> UInt64? {
        var reader = ByteReader(bytes)
        guard (try? reader.u8()) != nil, let sequence = try? reader.varint(), sequence > 0 else { return nil }
        return sequence
    }

    package init(decoding bytes: [UInt8]) throws(CodecError) {
        var reader = ByteReader(bytes)
        let kind = try reader.u8()
        guard kind == Self.turnKind || kind == Self.boostKind else { throw .unknownKind }
        sequence = try reader.varint()
        matchID = try reader.varint()
        tick = try reader.varint32(atMost: .max)
        guard sequence > 0 else { throw .invalidValue }
        if kind == Self.boostKind {
            input = .boost(try reader.flag())
        } else {
            guard let direction = Direction(rawValue: try reader.u8()) else { throw .invalidValue }
            input = .turn(direction)
        }
        try reader.end()
    }
}

/// The whole public state, on its way down.
///
/// Each frame writes and reads its own fields, in the order of docs/guide/protocol.md, section 6. They look alike, and
/// change apart.
package struct SnapshotFrame: Sendable, Equatable {
    static let kind: UInt8 = 0x10
    /// The slot of one who watches.
    package static let spectator: UInt8 = 255

    package let matchID: UInt64
    /// That of the last Update the state contains; 0 before the first.
    package let streamSequence: UInt64
    /// The receiver's.
    package let slot: UInt8
    package let game: Game

    package init(matchID: UInt64, streamSequence: UInt64, slot: UInt8, game: Game) {
        self.matchID = matchID
        self.streamSequence = streamSequence
        self.slot = slot
        self.game = game
    }

    package func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: 256)
        writer.put(Self.kind)
        writer.putVarint(matchID)
        writer.putVarint(streamSequence)
        writer.put(slot)
        game.encode(into: &writer)
        return writer.bytes
    }

    package init(decoding bytes: [UInt8]) throws(CodecError) {
        var reader = ByteReader(bytes)
        guard try reader.u8() == Self.kind else { throw .unknownKind }
        matchID = try reader.varint()
        streamSequence = try reader.varint()
        slot = try reader.u8()
        game = try Game(from: &reader)
        guard slot < game.rules.players || slot == Self.spectator else { throw .invalidValue }
        try reader.end()
    }
}

/// What became known since the last Update, and a barrier: the tick up to which everything is known.
package struct UpdateFrame: Sendable, Equatable {
    static let kind: UInt8 = 0x11

    package struct PlacedFood: Sendable, Equatable {
        /// The step at whose end it was placed.
        package let tick: UInt32
        package let cell: UInt16

        package init(tick: UInt32, cell: UInt16) {
            self.tick = tick
            self.cell = cell
        }
    }

    package let matchID: UInt64
    /// Counts the Updates of a match from 1.
    package let streamSequence: UInt64
    package let tick: UInt32
    /// The state hash after `tick`, with every input up to and in this Update.
    package let hash: UInt64
    /// Inputs in the order they were decided.
    package let inputs: [ScheduledInput]
    /// In ascending ticks.
    package let food: [PlacedFood]

    package init(
        matchID: UInt64, streamSequence: UInt64, tick: UInt32, hash: UInt64, inputs: [ScheduledInput],
        food: [PlacedFood]
    ) {
        self.matchID = matchID
        self.streamSequence = streamSequence
        self.tick = tick
        self.hash = hash
        self.inputs = inputs
        self.food = food
    }

    private enum Item {
        static let turn: UInt8 = 0x00
        static let food: UInt8 = 0x01
        static let leave: UInt8 = 0x02
        static let boost: UInt8 = 0x03
        /// Kind, tick and slot.
        static let minimumSize: UInt64 = 3
    }

    package func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: 32 + 5 * (inputs.count + food.count))
        writer.put(Self.kind)
        writer.putVarint(matchID)
        writer.putVarint(streamSequence)
        writer.putVarint(UInt64(tick))
        writer.put(hash)
        writer.putVarint(UInt64(inputs.count + food.count))
        for input in inputs {
            switch input.action {
            case .turn(let direction):
                writer.put(Item.turn)
                writer.putVarint(UInt64(input.tick))
                writer.put(input.slot)
                writer.put(direction.rawValue)
            case .boost(let held):
                writer.put(Item.boost)
                writer.putVarint(UInt64(input.tick))
                writer.put(input.slot)
                writer.put(held ? 1 : 0)
            case .leave:
                writer.put(Item.leave)
                writer.putVarint(UInt64(input.tick))
                writer.put(input.slot)
            }
        }
        for piece in food {
            writer.put(Item.food)
            writer.putVarint(UInt64(piece.tick))
            writer.putVarint(UInt64(piece.cell))
        }
        return writer.bytes
    }

    package init(decoding bytes: [UInt8]) throws(CodecError) {
        var reader = ByteReader(bytes)
        guard try reader.u8() == Self.kind else { throw .unknownKind }
        matchID = try reader.varint()
        streamSequence = try reader.varint()
        tick = try reader.varint32(atMost: GameRules.counterLimit)
        hash = try reader.u64()
        let count = try reader.varint()
        guard streamSequence > 0, count <= UInt64(reader.remaining) / Item.minimumSize else { throw .invalidValue }
        var inputs: [ScheduledInput] = []
        var food: [PlacedFood] = []
        for _ in 0..<count {
            let kind = try reader.u8()
            let at = try reader.varint32(atMost: GameRules.counterLimit)
            switch kind {
            case Item.turn:
                let slot = try reader.u8()
                guard let direction = Direction(rawValue: try reader.u8()) else { throw .invalidValue }
                inputs.append(ScheduledInput(tick: at, slot: slot, action: .turn(direction)))
            case Item.food:
                let cell = try reader.varint32(atMost: UInt32(UInt16.max))
                guard at > food.last?.tick ?? 0 else { throw .invalidValue }
                food.append(PlacedFood(tick: at, cell: UInt16(cell)))
            case Item.boost:
                let slot = try reader.u8()
                inputs.append(ScheduledInput(tick: at, slot: slot, action: .boost(try reader.flag())))
            case Item.leave:
                inputs.append(ScheduledInput(tick: at, slot: try reader.u8(), action: .leave))
            default:
                throw .unknownKind
            }
        }
        try reader.end()
        self.inputs = inputs
        self.food = food
    }
}

/// The fate of one binary command: committed and applied, exactly once.
package struct AckFrame: Sendable, Equatable {
    static let kind: UInt8 = 0x12
    /// The code of the outcome `accepted`.
    package static let accepted: UInt8 = 0

    package let matchID: UInt64
    package let sequence: UInt64
    /// A code of docs/guide/protocol.md, section 5, numbered from 0.
    package let outcome: UInt8
    /// When it runs; 0 unless accepted.
    package let tick: UInt32
    /// By how many ticks it was late.
    package let late: UInt32

    package init(matchID: UInt64, sequence: UInt64, outcome: UInt8, tick: UInt32, late: UInt32) {
        self.matchID = matchID
        self.sequence = sequence
        self.outcome = outcome
        self.tick = tick
        self.late = late
    }

    package init(matchID: UInt64, sequence: UInt64, _ outcome: InputOutcome) {
        switch outcome {
        case .accepted(let tick, let lateBy):
            self.init(matchID: matchID, sequence: sequence, outcome: Self.accepted, tick: tick, late: lateBy)
        case .refused(let reason):
            self.init(matchID: matchID, sequence: sequence, outcome: reason.rawValue, tick: 0, late: 0)
        }
    }

    package func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: 24)
        writer.put(Self.kind)
        writer.putVarint(matchID)
        writer.putVarint(sequence)
        writer.put(outcome)
        writer.putVarint(UInt64(tick))
        writer.putVarint(UInt64(late))
        return writer.bytes
    }

    package init(decoding bytes: [UInt8]) throws(CodecError) {
        var reader = ByteReader(bytes)
        guard try reader.u8() == Self.kind else { throw .unknownKind }
        matchID = try reader.varint()
        sequence = try reader.varint()
        outcome = try reader.u8()
        tick = try reader.varint32(atMost: .max)
        late = try reader.varint32(atMost: .max)
        try reader.end()
    }
}

/// A frame from server to client.
package enum ServerFrame: Sendable {
    case snapshot(SnapshotFrame)
    case update(UpdateFrame)
    case ack(AckFrame)

    package init(decoding bytes: [UInt8]) throws(CodecError) {
        switch bytes.first {
        case SnapshotFrame.kind: self = .snapshot(try SnapshotFrame(decoding: bytes))
        case UpdateFrame.kind: self = .update(try UpdateFrame(decoding: bytes))
        case AckFrame.kind: self = .ack(try AckFrame(decoding: bytes))
        case nil: throw .truncated
        default: throw .unknownKind
        }
    }
}
