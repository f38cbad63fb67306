import GameCore
import Testing

/// Rules section 1.
@Suite("1. Time and movement")
struct MovementTests {
    @Test("1.1 a tick is 50 ms, and each game counts its own from 0")
    func ticks() throws {
        #expect(GameRules.tickMilliseconds == 50)
        var (one, other) = (
            try #require(Game(mode: .duel, playerCount: 2)), try #require(Game(mode: .duel, playerCount: 2))
        )
        #expect(one.tick == 0)
        one.step(20)
        other.step(7)
        #expect(one.tick == 20 && other.tick == 7)
    }

    @Test(
        "1.2 custom games are played at 5, 10, 13 or 20 cells a second, boosted at half as much again, but one cell a tick",
        arguments: [(5, 10, 15), (10, 20, 30), (13, 26, 39), (20, 40, 40)])
    func customSpeeds(cellsPerSecond: UInt8, in40Ticks: Int, boosted: Int) throws {
        for (isBoosted, cells) in [(false, in40Ticks), (true, boosted)] {
            var game = try customGame(width: 80, height: 20, zones: false, speed: cellsPerSecond, players: 1)
            if isBoosted { _ = game.schedule(.boost(true), slot: 0, stamp: 1) }
            let start = try #require(game.head(0))
            game.step(40)
            #expect(game.head(0) == Cell(start.x - cells, start.y))
            #expect(game.snakes[0].credit < 100_000)
        }
    }

    @Test("1.3 a turn for a tick in which the snake does not move waits for its next step")
    func waitingTurn() throws {
        // Steps in 1002 and 1004.
        var game = try Scene(.solo, .init(head: 20, 20, .right, credit: 0)).game()
        _ = game.schedule(.up, slot: 0, stamp: 1001)
        game.step()
        #expect(game.head(0) == Cell(20, 20) && game.snakes[0].direction == .right)
        game.step()
        #expect(game.head(0) == Cell(20, 19) && game.snakes[0].direction == .up)
    }

    @Test("1.3 of two turns before one step only the first is taken in it")
    func oneTurnAStep() throws {
        // Half speed: steps in 1004 and 1008.
        var scene = Scene(.solo, .init(head: 20, 20, .right, credit: 0))
        scene.speed = 500
        var game = try scene.game()
        _ = game.schedule(.down, slot: 0, stamp: 1001)
        _ = game.schedule(.right, slot: 0, stamp: 1002)
        game.step(4)
        #expect(game.head(0) == Cell(20, 21))
        game.step(4)
        #expect(game.head(0) == Cell(21, 21))
    }

    @Test("1.3 a turn that changes nothing is not kept, so that the next one comes at once")
    func idleTurn() throws {
        var scene = Scene(.solo, .init(head: 20, 20, .right, credit: 0))
        scene.speed = 500
        var game = try scene.game()
        _ = game.schedule(.right, slot: 0, stamp: 1001)
        _ = game.schedule(.up, slot: 0, stamp: 1002)
        _ = game.schedule(.up, slot: 0, stamp: 1003)
        game.step(4)
        #expect(game.head(0) == Cell(20, 19))
        #expect(game.snakes[0].turns.count == 0)
    }

    @Test(
        "1.4 against the direction really travelled, not the one that was wished: a turn that waits has not been travelled"
    )
    func travelled() throws {
        // Up waits and is not travelled yet; a second turn follows it: left is legal, down is not.
        var game = try Scene(.solo, .init(head: 20, 20, .right, credit: 0)).game()
        #expect(game.schedule(.up, slot: 0, stamp: 1001) == .accepted(tick: 1001, lateBy: 0))
        game.step()
        #expect(game.schedule(.down, slot: 0, stamp: 1002) == .refused(.oppositeTurn))
        #expect(game.schedule(.left, slot: 0, stamp: 1002) == .accepted(tick: 1002, lateBy: 0))
        game.step(3)
        #expect(game.cells(0).prefix(3) == [Cell(19, 19), Cell(20, 19), Cell(20, 20)])
    }

    @Test(
        "1.2 a snake moves one cell each time its credit reaches 100 000 and keeps the rest",
        arguments: [(500 as UInt16, 20), (1000, 40), (1300, 52), (2000, 80)])
    func speed(speed: UInt16, cellsIn80Ticks: Int) throws {
        // Forty ticks are 2 s: at 10 cells/s 20 cells. Here 80 ticks, on a field 80 cells wide.
        var scene = Scene(.solo, .init(head: 20, 20, .right, credit: 0))
        scene.width = 80
        scene.speed = speed
        var game = try scene.game()
        var steps = 0
        for tick in 1...80 where game.ending == .none {
            let events = game.step()
            if events.moved.contains(0) { steps += 1 }
            // Credit gained in all is speed × 50 × ticks; each step spends 100 000.
            #expect(Int(game.snakes[0].credit) == Int(speed) * 50 * tick - 100_000 * steps || game.ending != .none)
            if steps == 59 { break }
        }
        #expect(steps == min(cellsIn80Ticks, 59))
    }

    @Test("1.2 normal speed is 10 cells a second: a step in every second tick")
    func normalSpeed() throws {
        var game = try #require(Game(mode: .solo, playerCount: 1))
        let start = try #require(game.head(0))
        game.step()
        #expect(game.head(0) == start)
        game.step()
        #expect(game.head(0) == Cell(start.x - 1, start.y))
        game.step(18)
        #expect(game.head(0) == Cell(start.x - 10, start.y))
    }

    @Test("1.4 a turn opposite to the direction last travelled is refused", arguments: Direction.all)
    func oppositeOfTravelled(facing: Direction) throws {
        var game = try Scene(.solo, .init(head: 20, 20, facing)).game()
        #expect(game.schedule(facing.opposite, slot: 0, stamp: 1001) == .refused(.oppositeTurn))
        for direction in Direction.all where direction != facing.opposite {
            var copy = game
            #expect(copy.schedule(direction, slot: 0, stamp: 1001) == .accepted(tick: 1001, lateBy: 0))
        }
    }

    @Test("1.4 a turn opposite to the turn already pending is refused")
    func oppositeOfPending() throws {
        // Not moving in tick 1001: the turn up waits, and down would reverse it.
        var game = try Scene(.solo, .init(head: 20, 20, .right, turns: [.up], credit: 0)).game()
        #expect(game.schedule(.down, slot: 0, stamp: 1001) == .refused(.oppositeTurn))
        #expect(game.schedule(.left, slot: 0, stamp: 1001) == .accepted(tick: 1001, lateBy: 0))
    }

    @Test("1.4 a turn meant for a later tick is judged by the direction the snake will have then")
    func oppositeLater() throws {
        var game = try Scene(.solo, .init(head: 20, 20, .right)).game()
        #expect(game.schedule(.left, slot: 0, stamp: 1010) == .refused(.oppositeTurn))
        #expect(game.schedule(.up, slot: 0, stamp: 1003) == .accepted(tick: 1003, lateBy: 0))
        #expect(game.schedule(.down, slot: 0, stamp: 1010) == .refused(.oppositeTurn))
        #expect(game.schedule(.left, slot: 0, stamp: 1010) == .accepted(tick: 1010, lateBy: 0))
        game.step(11)
        #expect(game.snakes[0].direction == .left)
    }

    @Test("1.4 a turn that later commands made a reversal has no effect")
    func overtakenTurn() throws {
        var game = try Scene(.solo, .init(head: 20, 20, .right)).game()
        #expect(game.schedule(.up, slot: 0, stamp: 1009) == .accepted(tick: 1009, lateBy: 0))
        #expect(game.schedule(.down, slot: 0, stamp: 1003) == .accepted(tick: 1003, lateBy: 0))
        game.step(12)
        #expect(game.snakes[0].direction == .down)
        #expect(game.snakes[0].status == .playing)
    }

    @Test("1.3 a second turn waits for the next step: a quick U-turn takes two steps")
    func queue() throws {
        // Steps in ticks 1001, 1003, 1005.
        var game = try Scene(.solo, .init(head: 20, 20, .right)).game()
        #expect(game.schedule(.up, slot: 0, stamp: 1002) == .accepted(tick: 1002, lateBy: 0))
        #expect(game.schedule(.left, slot: 0, stamp: 1003) == .accepted(tick: 1003, lateBy: 0))
        game.step(1)
        #expect(game.head(0) == Cell(21, 20))
        game.step(2)
        #expect(game.head(0) == Cell(21, 19))
        game.step(2)
        #expect(game.head(0) == Cell(20, 19))
    }

    @Test("1.3 a third waiting turn replaces the last")
    func thirdTurn() throws {
        // Half speed: steps in 1001 and 1005.
        var scene = Scene(.solo, .init(head: 20, 20, .right, credit: 75_000))
        scene.speed = 500
        var game = try scene.game()
        game.step()
        #expect(game.head(0) == Cell(21, 20))
        _ = game.schedule(.up, slot: 0, stamp: 1002)
        _ = game.schedule(.left, slot: 0, stamp: 1003)
        _ = game.schedule(.right, slot: 0, stamp: 1004)
        game.step(4)
        #expect(game.head(0) == Cell(21, 19))
        game.step(4)
        #expect(game.head(0) == Cell(22, 19))
    }

    @Test("1.5 all move at the same time: a snake may follow another's head into the cell its tail leaves")
    func sameTime() throws {
        // A ring of two snakes chasing each other's tails.
        var game = try Scene(
            .freeForAll,
            .init(cells: [Cell(10, 10), Cell(10, 11), Cell(10, 12), Cell(11, 12)]),
            .init(cells: [Cell(12, 12), Cell(12, 11), Cell(12, 10), Cell(11, 10)])
        ).game()
        #expect(game.schedule(.right, slot: 0, stamp: 1001) == .accepted(tick: 1001, lateBy: 0))
        #expect(game.schedule(.left, slot: 1, stamp: 1001) == .accepted(tick: 1001, lateBy: 0))
        game.step()
        #expect(game.head(0) == Cell(11, 10))
        #expect(game.head(1) == Cell(11, 12))
        #expect(game.snakes.allSatisfy { $0.status == .playing })
    }
}
