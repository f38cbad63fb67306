import GameCore
import Testing

/// Rules section 6.
@Suite("6. Boost")
struct BoostTests {
    /// Team map, from the rules: big pads at (14,4) (14,34) (44,4) (44,34), small ones at these cells.
    private static let bigCorners = [Cell(14, 4), Cell(14, 34), Cell(44, 4), Cell(44, 34)]
    private static let small = [
        Cell(26, 12), Cell(33, 12), Cell(37, 16), Cell(37, 23), Cell(33, 27), Cell(26, 27), Cell(22, 23), Cell(22, 16),
    ]

    private static var big: [Cell] {
        bigCorners.flatMap { corner in [(0, 0), (1, 0), (0, 1), (1, 1)].map { Cell(corner.x + $0.0, corner.y + $0.1) } }
    }

    @Test("6.4 the pads of the team map: four big ones of 2 × 2, eight small ones")
    func teamMap() throws {
        let game = try #require(Game(mode: .duel, playerCount: 2))
        for y in UInt16(0)..<40 {
            for x in UInt16(0)..<60 {
                let cell = Cell(Int(x), Int(y))
                let pad = game.arena.pad(at: game.arena.cell(x: x, y: y))
                #expect((pad != nil) == (Self.big.contains(cell) || Self.small.contains(cell)), "\(cell)")
                if let pad { #expect((pad < 4) == Self.big.contains(cell)) }
            }
        }
    }

    @Test("6.5 free for all: the same shape scaled to its field, which is the team map's without its zones")
    func freeForAllMap() throws {
        let game = try #require(Game(mode: .freeForAll, playerCount: 4))
        for y in UInt16(0)..<40 {
            for x in UInt16(0)..<40 {
                let cell = Cell(Int(x) + 10, Int(y))
                let pad = game.arena.pad(at: game.arena.cell(x: x, y: y))
                #expect((pad != nil) == (Self.big.contains(cell) || Self.small.contains(cell)), "\(cell)")
            }
        }
    }

    @Test("6.5 on every custom field there are 12 pads, in the field, apart from one another and mirrored both ways")
    func customMaps() throws {
        for width in UInt8(20)...80 {
            for height in [UInt8(20), 21, 33, 40, 59, 60] {
                for zones in [false, true] where !zones || width >= 40 {
                    let settings = try #require(
                        CustomSettings(
                            width: width, height: height, hasEndZones: zones, cellsPerSecond: 10, food: 10, seats: 2,
                            timeLimit: 0))
                    let game = Game(rules: try #require(GameRules(settings, players: 2)))
                    var cells = [Int](repeating: 0, count: 12)
                    for cell in 0..<UInt16(game.arena.cellCount) {
                        guard let pad = game.arena.pad(at: cell) else { continue }
                        cells[pad] += 1
                        #expect(game.arena.zoneOwner(cell) == nil)
                        let (x, y) = (game.arena.x(cell), game.arena.y(cell))
                        let mirrored = game.arena.cell(x: UInt16(width) - 1 - x, y: UInt16(height) - 1 - y)
                        #expect(game.arena.pad(at: mirrored) == pad ^ 3)
                        let corner = game.arena.padCell(pad)
                        #expect(x - game.arena.x(corner) < 2 && y - game.arena.y(corner) < 2)
                    }
                    #expect(cells == [4, 4, 4, 4, 1, 1, 1, 1, 1, 1, 1, 1])
                }
            }
        }
    }

    /// Ticks in which slot 0 stepped.
    private func steps(_ game: inout Game, ticks: Int) -> Int {
        var count = 0
        for _ in 0..<ticks where game.step().moved.contains(0) { count += 1 }
        return count
    }

    @Test("6.1 ×1.5 while active: 15 cells a second; a full tank lasts 3000 ms, then the speed is normal again")
    func speed() throws {
        var scene = Scene(.freeForAll, .init(head: 3, 20, .right, credit: 0), .init(head: 39, 30, .up, credit: 0))
        scene.width = 80
        scene.players[0].charge = 60
        scene.players[0].boost = true
        var game = try scene.game()
        #expect(steps(&game, ticks: 20) == 15)
        #expect(game.snakes[0].charge == 40)
        #expect(steps(&game, ticks: 40) == 30)
        #expect(game.snakes[0].charge == 0 && game.snakes[0].isBoostHeld)
        #expect(steps(&game, ticks: 20) == 10)
    }

    @Test("6.1 not held, nothing is spent")
    func unheld() throws {
        var scene = Scene(.freeForAll, .init(head: 3, 20, .right, credit: 0), .init(head: 39, 30, .up, credit: 0))
        scene.players[0].charge = 7
        var game = try scene.game()
        #expect(steps(&game, ticks: 20) == 10)
        #expect(game.snakes[0].charge == 7)
    }

    @Test("1.2 at most one cell a tick, at 20 cells a second boosted too")
    func fastest() throws {
        var scene = Scene(.custom, .init(head: 3, 20, .right, credit: 0), .init(head: 39, 30, .up, credit: 0))
        scene.speed = 2000
        scene.width = 80
        scene.players[0].charge = 60
        scene.players[0].boost = true
        var game = try scene.game()
        #expect(steps(&game, ticks: 20) == 20)
    }

    @Test("6.1 the tank starts empty; in Solo it is always full, and there are no pads")
    func start() throws {
        for (mode, players) in [(Mode.duel, 2), (.teams, 4), (.freeForAll, 5)] {
            let game = try #require(Game(mode: mode, playerCount: UInt8(players)))
            #expect(game.snakes.allSatisfy { $0.charge == 0 })
            #expect(game.padTicks == Array(repeating: 0, count: 12))
        }
        var solo = try #require(Game(mode: .solo, playerCount: 1))
        #expect(solo.padTicks.isEmpty && solo.arena.pad(at: solo.arena.cell(x: 4, y: 4)) == nil)
        #expect(solo.schedule(.boost(true), slot: 0, stamp: 1) == .accepted(tick: 1, lateBy: 0))
        #expect(steps(&solo, ticks: 40) == 30)
        #expect(solo.snakes[0].charge == 60)
    }

    @Test(
        "6.3 pads: small +750 ms, big +3000 ms, no more than the tank holds",
        arguments: [
            (Cell(25, 12), 0 as UInt8, 15 as UInt8), (Cell(13, 5), 0, 60), (Cell(25, 12), 50, 60),
            (Cell(13, 4), 59, 60),
        ])
    func gains(head: Cell, before: UInt8, after: UInt8) throws {
        var scene = Scene(.duel, .init(head: head.x, head.y, .right), .init(head: 40, 30, .left))
        scene.players[0].charge = before
        var game = try scene.game()
        #expect(game.step().charged.contains(0))
        #expect(game.snakes[0].charge == after)
    }

    @Test("6.3 a pad pauses for 8 s, then it can be taken again")
    func cooldown() throws {
        for (wait, isTaken) in [(UInt8(2), false), (1, true)] {
            var scene = Scene(.duel, .init(head: 25, 12, .right), .init(head: 40, 30, .left))
            let pad = try #require(try scene.game().arena.pad(at: 12 * 60 + 26))
            scene.padTicks = [pad: wait]
            var game = try scene.game()
            #expect(game.step().charged.contains(0) == isTaken)
            if isTaken {
                #expect(game.padTicks[pad] == 160)
                game.step(159)
                #expect(game.padTicks[pad] == 1)
                game.step()
                #expect(game.padTicks[pad] == 0)
            }
        }
    }

    @Test("6.3 a pad is taken only by a snake with room in its tank")
    func room() throws {
        var scene = Scene(.duel, .init(head: 25, 12, .right), .init(head: 40, 30, .left))
        scene.players[0].charge = 60
        var game = try scene.game()
        #expect(!game.step().charged.contains(0))
        #expect(game.padTicks.allSatisfy { $0 == 0 })
    }

    @Test("6.3 the four cells of a big pad are one pad: of two snakes that step on it, the lowest id takes it")
    func onePad() throws {
        var game = try Scene(.duel, .init(head: 13, 5, .right), .init(head: 16, 4, .left)).game()
        let events = game.step()
        #expect(events.charged.contains(0) && !events.charged.contains(1))
        #expect(game.snakes.map(\.charge) == [60, 0])
    }

    @Test("6.3 a snake that dies as it steps on a pad does not take it")
    func deadTakeNothing() throws {
        // Head to head on the pad's cell.
        var game = try Scene(
            .freeForAll, .init(head: 15, 12, .right), .init(head: 17, 12, .left), .init(head: 30, 30, .left)
        )
        .game()
        let events = game.step()
        #expect(events.deaths[0] != nil && events.deaths[1] != nil && events.charged.isEmpty)
        #expect(game.padTicks.allSatisfy { $0 == 0 })
    }

    @Test("6.2 a held intent: pressing on an empty tank takes effect when charge arrives")
    func intent() throws {
        var game = try Scene(.duel, .init(head: 19, 16, .right, credit: 0), .init(head: 40, 30, .left)).game()
        #expect(game.schedule(.boost(true), slot: 0, stamp: 1001) == .accepted(tick: 1001, lateBy: 0))
        #expect(steps(&game, ticks: 6) == 3)
        #expect(game.snakes[0].charge == 15)
        // 15 ticks at 75 000 and no step lost: 11 steps, 25 000 left over.
        #expect(steps(&game, ticks: 15) == 11)
        #expect(game.snakes[0].charge == 0 && game.snakes[0].credit == 25_000)
    }

    @Test("6.2 letting go stops the boost with its tick")
    func release() throws {
        var scene = Scene(.duel, .init(head: 20, 20, .right, credit: 0), .init(head: 40, 30, .left))
        scene.players[0].charge = 60
        scene.players[0].boost = true
        var game = try scene.game()
        #expect(game.schedule(.boost(false), slot: 0, stamp: 1005) == .accepted(tick: 1005, lateBy: 0))
        game.step(10)
        #expect(game.snakes[0].charge == 56)
    }

    @Test("3.5, 6.2 a team snake that dies loses its charge and keeps the held intent")
    func respawn() throws {
        var scene = Scene(.duel, .init(head: 20, 0, .up), .init(head: 30, 5, .left))
        scene.players[0].charge = 33
        scene.players[0].boost = true
        var game = try scene.game()
        #expect(game.step().respawned.contains(0))
        #expect(game.snakes[0].charge == 0 && game.snakes[0].isBoostHeld)
    }

    @Test("8.4 one boost change a tick a player, beside one turn; late ones run one tick each; none 21 ticks ahead")
    func commands() throws {
        var game = try Scene(.duel, .init(head: 20, 20, .right), .init(head: 40, 10, .left)).game()
        #expect(game.schedule(.boost(true), slot: 0, stamp: 1005) == .accepted(tick: 1005, lateBy: 0))
        #expect(game.schedule(.boost(false), slot: 0, stamp: 1005) == .refused(.onePerTick))
        #expect(game.schedule(.up, slot: 0, stamp: 1005) == .accepted(tick: 1005, lateBy: 0))
        #expect(game.schedule(.boost(true), slot: 1, stamp: 1005) == .accepted(tick: 1005, lateBy: 0))
        #expect(game.schedule(.boost(true), slot: 1, stamp: 998) == .accepted(tick: 1001, lateBy: 3))
        #expect(game.schedule(.boost(false), slot: 1, stamp: 999) == .accepted(tick: 1002, lateBy: 3))
        #expect(game.schedule(.boost(false), slot: 1, stamp: 1021) == .refused(.tooFarAhead))
        #expect(game.schedule(.boost(true), slot: 2, stamp: 1001) == .refused(.notPlaying))
    }

    @Test("5.5 food is never placed on a pad")
    func food() throws {
        var game = try Scene(.freeForAll, .init(head: 20, 20, .right), .init(head: 30, 30, .left)).game()
        var told = ListedFood(cells: [1001: 12 * 40 + 16, 1002: 4 * 40 + 5, 1003: 3 * 40 + 5])
        for _ in 0..<3 { _ = game.advance(food: &told) }
        #expect(game.foodCells == [Cell(5, 3)])
    }
}
