import GameCore
import Testing

/// Rules section 4.
@Suite("4. Collisions")
struct CollisionTests {
    /// Two snakes of a free for all and a third, far away, that keeps the game going.
    private func scene(_ a: Scene.Player, _ b: Scene.Player) -> Scene {
        Scene(.freeForAll, a, b, .init(head: 35, 35, .left, credit: 0), .init(head: 35, 38, .left, credit: 0))
    }

    @Test("4.1 wall")
    func wall() throws {
        var game = try Scene(.duel, .init(head: 10, 5, .left, carried: 3), .init(head: 30, 5, .left)).game()
        #expect(game.step().deaths[0] == .wall)
        #expect(game.banks.zero == 0)
    }

    @Test("4.1 outside the arena, at every edge", arguments: Direction.all)
    func outside(facing: Direction) throws {
        let (x, y) = (
            facing.step.0 == 0 ? 20 : facing.step.0 < 0 ? 0 : 39, facing.step.1 == 0 ? 20 : facing.step.1 < 0 ? 0 : 39
        )
        var game = try Scene(.solo, .init(head: x, y, facing)).game()
        #expect(game.step().deaths[0] == .outOfBounds)
        #expect(game.snakes[0].status == .dead)
        #expect(game.cells(0).isEmpty)
    }

    @Test("4.1 own body")
    func ownBody() throws {
        let coil = [Cell(10, 10), Cell(10, 11), Cell(11, 11), Cell(11, 10), Cell(11, 9), Cell(11, 8)]
        var game = try Scene(.solo, .init(cells: coil)).game()
        _ = game.schedule(.right, slot: 0, stamp: 1001)
        #expect(game.step().deaths[0] == .selfCollision)
    }

    @Test("4.1 another's body: the one who runs into it dies and the other lives")
    func otherBody() throws {
        var game = try scene(.init(head: 9, 10, .right), .init(head: 10, 8, .up)).game()
        let events = game.step()
        #expect(events.deaths[0] == .snakeBody(killer: 1))
        #expect(events.deaths[1] == nil)
        #expect(game.head(1) == Cell(10, 7))
    }

    @Test("4.2 three heads on one cell kill all three")
    func threeHeads() throws {
        var game = try Scene(
            .freeForAll, .init(head: 10, 10, .right), .init(head: 12, 10, .left), .init(head: 11, 9, .down),
            .init(head: 35, 35, .left)
        ).game()
        let events = game.step()
        #expect((0..<3).allSatisfy { events.deaths[$0] != nil } && events.deaths[3] == nil)
        #expect(game.cells(0).isEmpty && game.cells(1).isEmpty && game.cells(2).isEmpty)
    }

    @Test("4.2 who cuts behind a head that moves on meets a body, not a head")
    func behindTheHead() throws {
        // Slot 1 leaves (11, 10) as slot 0 enters it: a neck by now.
        var game = try scene(.init(head: 10, 10, .right), .init(head: 11, 10, .down)).game()
        let events = game.step()
        #expect(events.deaths[0] == .snakeBody(killer: 1) && events.deaths[1] == nil)
    }

    @Test("4.3 following a tail that moves away is legal, one's own too")
    func tail() throws {
        var other = try scene(.init(head: 9, 10, .right), .init(head: 10, 7, .up)).game()
        #expect(other.step().deaths[0] == nil)
        #expect(other.head(0) == Cell(10, 10))
        let ring = [Cell(10, 10), Cell(10, 11), Cell(11, 11), Cell(11, 10)]
        var own = try Scene(.solo, .init(cells: ring)).game()
        _ = own.schedule(.right, slot: 0, stamp: 1001)
        #expect(own.step().deaths[0] == nil)
        #expect(own.head(0) == Cell(11, 10))
    }

    @Test("4.3 a tail that stays, because its snake grows or does not move, kills")
    func growingTail() throws {
        var growing = try scene(.init(head: 9, 10, .right), .init(head: 10, 7, .up, growth: 1)).game()
        #expect(growing.step().deaths[0] == .snakeBody(killer: 1))
        var resting = try scene(.init(head: 9, 10, .right), .init(head: 10, 7, .up, credit: 0)).game()
        #expect(resting.step().deaths[0] == .snakeBody(killer: 1))
    }

    @Test("4.2 two heads on one cell kill both")
    func headToHead() throws {
        for other in [Scene.Player(head: 12, 10, .left), Scene.Player(head: 11, 9, .down)] {
            var game = try scene(.init(head: 10, 10, .right), other).game()
            let events = game.step()
            #expect(events.deaths[0] == .headToHead(other: 1))
            #expect(events.deaths[1] == .headToHead(other: 0))
        }
    }

    @Test("4.2 heads that swap cells kill both")
    func swap() throws {
        var game = try scene(.init(head: 10, 10, .right), .init(head: 11, 10, .left)).game()
        let events = game.step()
        #expect(events.deaths[0] == .headToHead(other: 1))
        #expect(events.deaths[1] == .headToHead(other: 0))
    }

    @Test("4.4 a snake that did not move and is hit lives")
    func hitAtRest() throws {
        var game = try scene(.init(head: 10, 10, .right), .init(head: 11, 10, .left, credit: 0)).game()
        let events = game.step()
        #expect(events.deaths[0] == .headToHead(other: 1))
        #expect(events.deaths[1] == nil)
        #expect(game.snakes[1].status == .playing)
    }

    @Test("4.5 a snake that dies in the same tick still kills: bodies are compared before anyone is taken off")
    func deadStillKill() throws {
        // Slot 1 leaves the arena; slot 0 runs into its body.
        var game = try scene(.init(head: 3, 2, .left), .init(head: 2, 0, .up)).game()
        let events = game.step()
        #expect(events.deaths[1] == .outOfBounds)
        #expect(events.deaths[0] == .snakeBody(killer: 1))
    }

    @Test("4.1 wall comes before the enemy's zone, and both before a snake")
    func order() throws {
        var wall = try Scene(.duel, .init(head: 49, 5, .right), .init(head: 30, 5, .left)).game()
        #expect(wall.step().deaths[0] == .wall)
        // Both heads reach the goal cell (50, 20): the owner by head-on, the enemy by the zone.
        var zone = try Scene(.duel, .init(head: 49, 20, .right), .init(head: 51, 20, .left)).game()
        let events = zone.step()
        #expect(events.deaths[0] == .enemyBase)
        #expect(events.deaths[1] == .headToHead(other: 0))
    }

    @Test("4.1 a collision comes before banking")
    func killedAtHome() throws {
        var game = try Scene(
            .duel, .init(head: 10, 20, .left, carried: 5),
            .init(cells: [Cell(8, 20), Cell(9, 20), Cell(9, 21), Cell(9, 22), Cell(9, 23)], credit: 0)
        ).game()
        #expect(game.step().deaths[0] == .snakeBody(killer: 1))
        #expect(game.banks.zero == 0)
    }

    @Test("4.1 the causes are the same for either team")
    func secondTeam() throws {
        var zone = try Scene(.duel, .init(head: 30, 5, .left), .init(head: 10, 20, .left, carried: 4)).game()
        #expect(zone.step().deaths[1] == .enemyBase)
        var wall = try Scene(.duel, .init(head: 30, 5, .left), .init(head: 49, 5, .right, carried: 4)).game()
        #expect(wall.step().deaths[1] == .wall)
        #expect(zone.banks == TeamBanks() && wall.banks == TeamBanks())
    }
}
