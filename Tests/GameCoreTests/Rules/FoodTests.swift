import GameCore
import Testing

/// Rules sections 5 and 8.
@Suite("5. Food, growth, combo")
struct FoodTests {
    @Test("5.1 pickups pay 1, 1, 2, 3, 3, 3; each point is +1 score, +1 carried and +1 segment")
    func combo() throws {
        var scene = Scene(.solo, .init(head: 10, 20, .right))
        scene.food = (11...16).map { Cell($0, 20) }
        var game = try scene.game()
        var paid: [UInt32] = []
        var before: UInt32 = 0
        for tick in 0..<11 {
            let events = game.step()
            guard events.ate.contains(0) else { continue }
            #expect(tick % 2 == 0)
            paid.append(game.snakes[0].score - before)
            before = game.snakes[0].score
        }
        #expect(paid == [1, 1, 2, 3, 3, 3])
        #expect(game.snakes[0].carried == 13)
        game.step(30)
        #expect(game.snakes[0].body.count == 4 + 13)
        #expect(game.snakes[0].growth == 0)
        #expect(game.food.isEmpty)
    }

    @Test("5.2 the combo window is 1000 ms, refilled by each pickup", arguments: [(10, 2 as UInt32), (11, 1)])
    func window(cellsApart: Int, third: UInt32) throws {
        // Ten cells are 1000 ms at normal speed; eleven are 1100.
        var scene = Scene(.solo, .init(head: 4, 20, .right))
        scene.food = [Cell(5, 20), Cell(15, 20), Cell(15 + cellsApart, 20)]
        var game = try scene.game()
        var scores: [UInt32] = []
        for _ in 0..<70 where game.step().ate.contains(0) { scores.append(game.snakes[0].score) }
        #expect(scores == [1, 2, 2 + third])
    }

    @Test("5.1 a segment for each point, one a step, from the next step on")
    func growth() throws {
        var scene = Scene(.solo, .init(head: 10, 20, .right))
        scene.food = [Cell(11, 20), Cell(12, 20), Cell(13, 20)]
        var game = try scene.game()
        // Steps in 1001, 1003 …: 1 + 1 + 2 points, grown one behind each step after the bite.
        for length in [4, 5, 6, 7, 8, 8] {
            game.step()
            #expect(game.snakes[0].body.count == length)
            game.step()
        }
    }

    @Test("5.3 carried food is what was eaten since the last start; the score is of the whole game")
    func carried() throws {
        var scene = Scene(
            .duel, .init(head: 20, 1, .up, score: 7, carried: 3), .init(head: 12, 20, .left, score: 2))
        scene.food = [Cell(20, 0), Cell(11, 20)]
        var game = try scene.game()
        #expect(game.step().ate.contains(0))
        #expect(game.snakes[0].carried == 4 && game.snakes[0].score == 8)
        game.step(2)  // out of the arena
        #expect(game.head(0) == Cell(8, 20))
        #expect(game.snakes[0].carried == 0 && game.snakes[0].score == 8)
    }

    @Test("5.4 one try each 100 ms while there is less than the target, whether it succeeds or not; none at the target")
    func tries() throws {
        // A field of 40 × 40 takes one draw a try. The snake stands nearly still.
        var scene = Scene(.solo, .init(head: 20, 20, .right, credit: 0))
        scene.foodTarget = 3
        scene.speed = 500
        var game = try scene.game()
        var food = FoodGenerator(seed: (8, 9))
        var tries: UInt64 = 0
        for tick in 1...40 {
            var without = game
            without.step()
            if tick % 2 == 0, without.food.count < 3 { tries += 1 }
            _ = game.advance(food: &food)
            #expect(food.draws == tries)
        }
        #expect(game.food.count <= 3 && tries >= 3)
    }

    @Test("5.6 the lowest id eats where two could, though both die")
    func lowestEats() throws {
        var scene = Scene(
            .freeForAll, .init(head: 12, 10, .left), .init(head: 10, 10, .right), .init(head: 35, 35, .left),
            .init(head: 35, 38, .left))
        scene.food = [Cell(11, 10)]
        var game = try scene.game()
        let events = game.step()
        #expect(events.ate.contains(0) && !events.ate.contains(1))
        #expect(game.snakes.map(\.score) == [1, 0, 0, 0])
        #expect(game.snakes[0].status == .dead && game.snakes[1].status == .dead)
        #expect(game.food.isEmpty)
    }

    @Test("5.4 food targets: 10 in Duel and Solo, 20 in 2v2 and free for all")
    func targets() {
        #expect(Game(mode: .duel, playerCount: 2)?.rules.foodTarget == 10)
        #expect(Game(mode: .solo, playerCount: 1)?.rules.foodTarget == 10)
        #expect(Game(mode: .teams, playerCount: 4)?.rules.foodTarget == 20)
        #expect(Game(mode: .freeForAll, playerCount: 5)?.rules.foodTarget == 20)
    }

    @Test(
        "5.4, 5.5 below the target one try each 100 ms, on free cells only, up to the target",
        arguments: [Mode.duel, .solo, .freeForAll])
    func placing(mode: Mode) throws {
        var game = try #require(Game(mode: mode, playerCount: mode == .solo ? 1 : 2))
        var food = FoodGenerator(seed: (1, 2))
        var last: UInt32?
        for _ in 0..<16 {
            // The field before the food is placed: that after the same step without any.
            var without = game
            without.step()
            let events = game.advance(food: &food)
            guard let cell = events.foodPlaced else { continue }
            #expect(game.tick - (last ?? 0) >= 2 && game.tick % 2 == 0)
            last = game.tick
            #expect(without.isFree(cell))
            #expect(!game.isFree(cell))
        }
        #expect(game.food.count >= 6)
        #expect(game.food.count == Set(game.food).count)
    }

    @Test("5.4 the field fills up to its target and no further")
    func filling() throws {
        var scene = Scene(.solo, .init(head: 5, 20, .right, credit: 0))
        scene.speed = 500
        var game = try scene.game()
        var food = FoodGenerator(seed: (3, 4))
        for _ in 0..<60 { _ = game.advance(food: &food) }
        #expect(game.food.count + Int(game.snakes[0].score) >= 10)
        #expect(game.food.count <= 10)
    }

    @Test("5.5 in team arenas never in an end zone, and denser towards the middle")
    func density() throws {
        var generator = FoodGenerator(seed: (5, 6))
        let game = try #require(Game(mode: .duel, playerCount: 2))
        var columns = [Int](repeating: 0, count: 60)
        for _ in 0..<40_000 {
            let place = generator.place(in: game)
            // Some draws fall on boost pads.
            if let place { columns[Int(place % 60)] += 1 }
        }
        #expect(columns[..<10].allSatisfy { $0 == 0 } && columns[50...].allSatisfy { $0 == 0 })
        // Each half of the field has five bands of four columns, weighing 1 to 5; both halves together weigh 120.
        for band in 0..<5 {
            let cells = (10 + 4 * band..<14 + 4 * band).map { columns[$0] + columns[59 - $0] }.reduce(0, +)
            // Of its 320 cells, two big pads take 8 each in the second band; two small ones two each in the last two.
            let free = 320 - [0, 16, 0, 4, 4][band]
            let expected = 40_000 * 8 * (band + 1) / 120 * free / 320
            // Five standard deviations.
            #expect(abs(cells - expected) < 5 * Int(Double(expected).squareRoot()))
        }
    }

    @Test("8.1 draws are SipHash-2-4 of a counter")
    func sipHash() throws {
        // From OpenSSL, for the 8 little-endian bytes of the counter 0, 1, 2 …:
        // openssl mac -macopt hexkey:000102030405060708090a0b0c0d0e0f -macopt size:8 SIPHASH
        // The cell is the draw's share of the arena's 1600 cells.
        let values: [UInt64] = [
            0x39d3_851c_a076_81a7, 0x2b91_b2b0_85e6_d1f6, 0x2cf0_30f1_fa30_eb6d,
            0x3e08_f73a_0bdc_3586, 0xbc0d_fdf1_3d61_7926,
        ]
        var generator = try #require(FoodGenerator(seed: (0..<16).map { UInt8($0) }))
        var game = try Scene(.solo, .init(head: 20, 0, .right, credit: 0)).game()
        game.step()
        #expect(!game.wantsFood)
        #expect(generator.place(in: game) == nil && generator.draws == 0)
        game.step()
        for value in values {
            let cell = UInt16(value.multipliedFullWidth(by: 1600).high)
            #expect(generator.place(in: game) == (game.isFree(cell) ? cell : nil))
        }
        #expect(generator.draws == UInt64(values.count))
    }

    @Test("8.1 a seed is 16 bytes; the generator's encoding is its seed and its draws")
    func generatorCoding() throws {
        #expect(FoodGenerator(seed: [1, 2, 3]) == nil)
        let bytes = (0..<16).map { UInt8($0 * 7) }
        var generator = try #require(FoodGenerator(seed: bytes))
        #expect(generator.seedBytes == bytes)
        let game = try #require(Game(mode: .duel, playerCount: 2))
        _ = generator.place(in: game)
        var writer = ByteWriter()
        generator.encode(into: &writer)
        #expect(writer.bytes == bytes + [2, 0, 0, 0, 0, 0, 0, 0])
        var reader = ByteReader(writer.bytes)
        #expect(try FoodGenerator(from: &reader) == generator)
        var short = ByteReader(Array(writer.bytes.dropLast()))
        #expect(throws: CodecError.truncated) { try FoodGenerator(from: &short) }
    }
}
