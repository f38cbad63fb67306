import GameCore
import Testing

/// Rules section 9 and docs/guide/rules.md, "Canonical state".
@Suite("9. State and hash")
struct StateCodingTests {
    /// FNV-1a as its authors state it: multiply by 2⁴⁰ + 2⁸ + 0xb3 after each exclusive or.
    private func fnv(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(14_695_981_039_346_656_037) { hash, byte in
            let mixed = hash ^ UInt64(byte)
            return (mixed << 40) &+ (mixed << 8) &+ (mixed &* 0xb3)
        }
    }

    @Test(
        "9.1 FNV-1a's published vectors",
        arguments: [
            ("", 0xcbf2_9ce4_8422_2325 as UInt64), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8),
        ])
    func vectors(text: String, expected: UInt64) {
        var hash = FNV1a64()
        for byte in text.utf8 { hash.put(byte) }
        #expect(hash.value == expected)
        #expect(fnv(Array(text.utf8)) == expected)
    }

    @Test("9.1 the start of a Duel, byte by byte")
    func startOfDuel() throws {
        var scene = Scene(.duel, .init(head: 8, 20, .right, credit: 0), .init(head: 51, 20, .left, credit: 0))
        scene.tick = 0
        let game = try #require(Game(mode: .duel, playerCount: 2))
        #expect(game.encoded() == scene.bytes)
        #expect(game.stateHash == fnv(scene.bytes))
        // Both bodies are straight: three links left, 3·(1 + 4 + 16), and three links right, 1·(1 + 4 + 16).
        #expect(scene.bytes.filter { $0 == 0b11_1111 }.count == 1)
    }

    @Test(
        "9.1, 9.3 the hash is FNV-1a of the encoding, and decode(encode(state)) is the state, at every tick of random play"
    )
    func identity() throws {
        var play = RandomPlay(seed: 99)
        for _ in 0..<6000 {
            play.step()
            let bytes = play.game.encoded()
            #expect(play.game.stateHash == fnv(bytes))
            let again = try Game(decoding: bytes)
            #expect(again == play.game)
            #expect(again.encoded() == bytes)
        }
        #expect(play.games >= 4)
    }

    @Test("9.3 a decoded game goes on as the original does")
    func goesOn() throws {
        var play = RandomPlay(seed: 5)
        for _ in 0..<700 { play.step() }
        var (one, other) = (play.game, try Game(decoding: play.game.encoded()))
        var (food, sameFood) = (play.food, play.food)
        for _ in 0..<200 {
            _ = one.advance(food: &food)
            _ = other.advance(food: &sameFood)
            #expect(one.stateHash == other.stateHash)
        }
    }

    @Test("9.3 every prefix of a state is truncated, every longer one has trailing bytes")
    func length() throws {
        var play = RandomPlay(seed: 3)
        for _ in 0..<400 { play.step() }
        let bytes = play.game.encoded()
        for count in 0..<bytes.count {
            #expect(throws: CodecError.truncated) { try Game(decoding: Array(bytes[..<count])) }
        }
        #expect(throws: CodecError.trailingBytes) { try Game(decoding: bytes + [0]) }
    }

    @Test("9.3 any bytes are an error or a game that plays on and encodes to the same bytes")
    func fuzz() throws {
        var random = SplitMix64(seed: 2024)
        var play = RandomPlay(seed: 17)
        var taken = 0
        for round in 0..<4000 {
            for _ in 0..<(round % 7) { play.step() }
            var bytes = play.game.encoded()
            for _ in 0...random.below(3) {
                switch random.below(4) {
                case 0: bytes[Int(random.below(UInt32(bytes.count)))] = UInt8(random.below(256))
                case 1: bytes[Int(random.below(UInt32(bytes.count)))] ^= 1 << UInt8(random.below(8))
                case 2: bytes.insert(UInt8(random.below(256)), at: Int(random.below(UInt32(bytes.count))))
                default: bytes.remove(at: Int(random.below(UInt32(bytes.count))))
                }
            }
            guard var game = try? Game(decoding: bytes) else { continue }
            taken += 1
            #expect(game.encoded() == bytes)
            var food = FoodGenerator(seed: (1, UInt64(round)))
            for slot in UInt8(0)..<game.rules.players {
                _ = game.schedule(Direction(lowBits: slot), slot: slot, stamp: game.tick + 2)
            }
            for _ in 0..<60 { _ = game.advance(food: &food) }
            _ = game.result
            #expect(try Game(decoding: game.encoded()) == game)
        }
        #expect(taken > 100)
        for _ in 0..<2000 {
            let bytes = (0..<random.below(300)).map { _ in UInt8(random.below(256)) }
            #expect(throws: CodecError.self) { try Game(decoding: bytes) }
        }
    }

    @Test("9.3 states that contradict themselves are refused")
    func contradictions() throws {
        func refused(_ change: (inout Scene) -> Void, sourceLocation: SourceLocation = #_sourceLocation) throws {
            var scene = Scene(.freeForAll, .init(head: 10, 10, .right), .init(head: 30, 30, .left))
            _ = try scene.game()
            change(&scene)
            #expect(throws: CodecError.invalidValue, sourceLocation: sourceLocation) { try Game(decoding: scene.bytes) }
        }
        try refused {
            $0.players[1].cells = $0.players[0].cells; $0.players[1].facing = .right
        }  // on one another
        try refused { $0.players[0].facing = .up }  // faces where it did not travel
        try refused { $0.players[0].cells.removeLast() }  // shorter than at the start
        try refused { $0.players[0].credit = 100_000 }
        try refused { $0.players[0].turns = [.left] }  // a reversal
        try refused { $0.players[0].turns = [.up, .down] }
        try refused { $0.players[0].carried = 1 }  // more than was ever eaten
        try refused { $0.players[0].comboTicks = 1 }  // a window without a combo
        try refused {
            $0.players[0].combo = 4; $0.players[0].comboTicks = 3
        }
        try refused { $0.food = [Cell(10, 10)] }  // under a snake
        try refused { $0.food = [Cell(3, 3), Cell(3, 3)] }
        try refused { $0.food = (0..<21).map { Cell($0, 0) } }
        try refused { $0.inputs = [(1000, 0, 0)] }  // in the past
        try refused { $0.inputs = [(1021, 0, 0)] }  // beyond the horizon
        try refused { $0.inputs = [(1002, 0, 0), (1001, 0, 0)] }
        try refused { $0.inputs = [(1002, 0, 0), (1002, 0, 1)] }
        try refused { $0.inputs = [(1002, 2, 0)] }
        try refused { $0.inputs = [(1002, 0, 7)] }
        try refused { $0.inputs = [(1002, 0, 5), (1002, 0, 6)] }  // two changes of the boost in one tick
        try refused { $0.inputs = [(1002, 0, 6), (1002, 0, 0)] }  // a turn comes first
        try refused { $0.players[0].charge = 61 }
        try refused {
            $0.players[1] = .init(status: 2); $0.players[1].boost = true
        }
        try refused { $0.padTicks = [3: 161] }
        try refused { $0.food = [Cell(4, 4)] }  // on a pad
        try refused { $0.timeLimit = 1 }  // of a standard mode
        try refused { $0.inputs = [(1001, 0, 4), (1002, 0, 4)] }
        try refused { $0.banks = (1, 0) }
        try refused { $0.ending = 2 }  // two are alive
        try refused { $0.ending = 6 }  // no time limit
        try refused { $0.ending = 7 }
        try refused { $0.tick = 1 << 28 }
        try refused { $0.speed = 999 }
        try refused { $0.width = 19 }
        try refused {
            $0.players[0] = .init(status: 2); $0.players[1] = .init(status: 2)
        }  // over, but not ended
        try refused { $0.players[0] = .init(status: 1) }  // waits where nobody respawns
    }

    @Test("9.3 an unknown version is refused as such")
    func version() throws {
        var bytes = try #require(Game(mode: .solo, playerCount: 1)).encoded()
        bytes[0] = 1
        #expect(throws: CodecError.unknownKind) { try Game(decoding: bytes) }
    }
}
