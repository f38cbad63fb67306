import GameCore
import Testing

/// docs/guide/protocol.md, section 6.
@Suite("Binary frames")
struct FrameTests {
    @Test("a Turn, byte by byte")
    func turn() throws {
        let frame = InputFrame(sequence: 300, matchID: 12, tick: 127, .turn(.left))
        let bytes: [UInt8] = [0x01, 0xac, 0x02, 12, 127, 3]
        #expect(frame.encoded() == bytes)
        #expect(try InputFrame(decoding: bytes) == frame)
    }

    @Test("a Boost, byte by byte")
    func boost() throws {
        let frame = InputFrame(sequence: 300, matchID: 12, tick: 127, .boost(true))
        let bytes: [UInt8] = [0x02, 0xac, 0x02, 12, 127, 1]
        #expect(frame.encoded() == bytes)
        #expect(try InputFrame(decoding: bytes) == frame)
        #expect(try InputFrame(decoding: [0x02, 1, 12, 127, 0]).input == .boost(false))
        #expect(throws: CodecError.invalidValue) { try InputFrame(decoding: [0x02, 1, 12, 127, 2]) }
    }

    @Test("an Ack, byte by byte")
    func ack() throws {
        let accepted = AckFrame(matchID: 12, sequence: 5, .accepted(tick: 128, lateBy: 3))
        let bytes: [UInt8] = [0x12, 12, 5, 0, 0x80, 0x01, 3]
        #expect(accepted.encoded() == bytes)
        #expect(try AckFrame(decoding: bytes) == accepted)
        #expect(AckFrame(matchID: 12, sequence: 5, .refused(.oppositeTurn)).encoded() == [0x12, 12, 5, 9, 0, 0])
        #expect(AckFrame(matchID: 12, sequence: 5, .refused(.tooFarAhead)).encoded() == [0x12, 12, 5, 10, 0, 0])
        #expect(AckFrame(matchID: 12, sequence: 5, .refused(.onePerTick)).encoded() == [0x12, 12, 5, 11, 0, 0])
        #expect(AckFrame(matchID: 12, sequence: 5, .refused(.notPlaying)).encoded() == [0x12, 12, 5, 7, 0, 0])
    }

    @Test("an Update, byte by byte")
    func update() throws {
        let frame = UpdateFrame(
            matchID: 12, streamSequence: 1, tick: 10, hash: 0x0102_0304_0506_0708,
            inputs: [
                ScheduledInput(tick: 11, slot: 1, action: .turn(.down)),
                ScheduledInput(tick: 11, slot: 0, action: .leave),
                ScheduledInput(tick: 12, slot: 1, action: .boost(true)),
            ],
            food: [UpdateFrame.PlacedFood(tick: 10, cell: 300)])
        let bytes: [UInt8] = [
            0x11, 12, 1, 10, 8, 7, 6, 5, 4, 3, 2, 1, 4, 0x00, 11, 1, 2, 0x02, 11, 0, 0x03, 12, 1, 1, 0x01, 10,
            0xac, 0x02,
        ]
        #expect(frame.encoded() == bytes)
        #expect(try UpdateFrame(decoding: bytes) == frame)
    }

    @Test("a Snapshot is its header and the canonical state")
    func snapshot() throws {
        let game = try #require(Game(mode: .freeForAll, playerCount: 3))
        let frame = SnapshotFrame(matchID: 12, streamSequence: 7, slot: 2, game: game)
        #expect(frame.encoded() == [0x10, 12, 7, 2] + game.encoded())
        #expect(try SnapshotFrame(decoding: frame.encoded()) == frame)
        #expect(throws: CodecError.invalidValue) {
            try SnapshotFrame(decoding: SnapshotFrame(matchID: 12, streamSequence: 7, slot: 3, game: game).encoded())
        }
        let watching = SnapshotFrame(matchID: 1, streamSequence: 0, slot: SnapshotFrame.spectator, game: game)
        #expect(try SnapshotFrame(decoding: watching.encoded()).slot == 255)
    }

    @Test("varints: the shortest form only, 64 bits at most")
    func varints() throws {
        let values: [UInt64] = [0, 1, 127, 128, 16_383, 16_384, 1 << 32, (1 << 63) - 1, 1 << 63, .max]
        for value in values {
            var writer = ByteWriter()
            writer.putVarint(value)
            #expect(writer.bytes.count == max(1, (64 - value.leadingZeroBitCount + 6) / 7))
            var reader = ByteReader(writer.bytes)
            #expect(try reader.varint() == value)
        }
        let bad: [[UInt8]] = [
            [0x80, 0x00], [0xff, 0x80, 0x00],
            [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02],
            [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
        ]
        for bytes in bad {
            var reader = ByteReader(bytes)
            #expect(throws: CodecError.badVarint) { try reader.varint() }
        }
        var cut = ByteReader([0x80, 0x80])
        #expect(throws: CodecError.truncated) { try cut.varint() }
    }

    @Test("frames refuse what they cannot mean")
    func refusals() {
        #expect(throws: CodecError.unknownKind) { try InputFrame(decoding: [0x03, 1, 1, 1, 0]) }
        #expect(throws: CodecError.invalidValue) { try InputFrame(decoding: [0x01, 0, 1, 1, 0]) }  // sequence 0
        #expect(throws: CodecError.invalidValue) { try InputFrame(decoding: [0x01, 1, 1, 1, 4]) }
        #expect(throws: CodecError.trailingBytes) { try InputFrame(decoding: [0x01, 1, 1, 1, 0, 0]) }
        #expect(throws: CodecError.truncated) { try InputFrame(decoding: []) }
        // A count of items that the bytes cannot hold.
        #expect(throws: CodecError.invalidValue) {
            try UpdateFrame(decoding: [0x11, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0x0f])
        }
        #expect(throws: CodecError.unknownKind) {
            try UpdateFrame(decoding: [0x11, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0x04, 1, 1])
        }
        #expect(throws: CodecError.unknownKind) { try ServerFrame(decoding: [0x01, 1, 1, 1, 0]) }
        #expect(throws: CodecError.truncated) { try ServerFrame(decoding: []) }
    }

    @Test("any bytes are an error or a frame that encodes to the same bytes")
    func fuzz() throws {
        var random = SplitMix64(seed: 8)
        let game = try #require(Game(mode: .duel, playerCount: 2))
        let whole = [
            InputFrame(sequence: 300, matchID: 12, tick: 127, .turn(.left)).encoded(),
            InputFrame(sequence: 300, matchID: 12, tick: 127, .boost(false)).encoded(),
            AckFrame(matchID: 12, sequence: 5, .accepted(tick: 128, lateBy: 3)).encoded(),
            SnapshotFrame(matchID: 12, streamSequence: 7, slot: 1, game: game).encoded(),
            UpdateFrame(
                matchID: 900, streamSequence: 4, tick: 10, hash: 7,
                inputs: [ScheduledInput(tick: 11, slot: 1, action: .turn(.down))],
                food: [UpdateFrame.PlacedFood(tick: 10, cell: 300)]
            ).encoded(),
        ]
        var taken = 0
        for round in 0..<20_000 {
            var bytes = whole[round % whole.count]
            for _ in 0...random.below(2) { bytes[Int(random.below(UInt32(bytes.count)))] = UInt8(random.below(256)) }
            if random.below(4) == 0 { bytes.removeLast(Int(random.below(UInt32(bytes.count)))) }
            let again: [UInt8]? =
                if let turn = try? InputFrame(decoding: bytes) {
                    turn.encoded()
                } else {
                    switch try? ServerFrame(decoding: bytes) {
                    case .snapshot(let frame): frame.encoded()
                    case .update(let frame): frame.encoded()
                    case .ack(let frame): frame.encoded()
                    case nil: nil
                    }
                }
            guard let again else { continue }
            taken += 1
            #expect(again == bytes)
        }
        #expect(taken > 1000)
    }
}
