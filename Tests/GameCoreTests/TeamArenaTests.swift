import Testing

@testable import GameCore

/// Rules section 3, and the starts of free for all and Solo.
@Suite("3. Arenas")
struct TeamArenaTests {
    private let duel = Game(mode: .duel, playerCount: 2)!

    @Test("end zones are 10 columns deep: team 0 owns x 0–9, team 1 x 50–59")
    func zones() {
        for x in UInt16(0)..<60 {
            let owner: UInt8? = x <= 9 ? 0 : x >= 50 ? 1 : nil
            #expect(duel.arena.zoneOwner(duel.arena.cell(x: x, y: 7)) == owner)
        }
    }

    @Test("the inner column of each zone is wall but for the goal, y 16–24")
    func walls() {
        for x in UInt16(0)..<60 {
            for y in UInt16(0)..<40 {
                let isWall = (x == 9 || x == 50) && !(16...24).contains(y)
                #expect(duel.arena.isWall(duel.arena.cell(x: x, y: y)) == isWall)
            }
        }
    }

    @Test("no walls without end zones")
    func openArena() throws {
        let game = try #require(Game(mode: .freeForAll, playerCount: 4))
        #expect((UInt16(0)..<1600).allSatisfy { !game.arena.isWall($0) && game.arena.zoneOwner($0) == nil })
    }

    @Test("a Duel starts at x = 8 and x = 51, y = 20, facing the field")
    func duelStarts() {
        #expect(duel.cells(0) == [Cell(8, 20), Cell(7, 20), Cell(6, 20), Cell(5, 20)])
        #expect(duel.cells(1) == [Cell(51, 20), Cell(52, 20), Cell(53, 20), Cell(54, 20)])
        #expect(duel.snakes.map(\.direction) == [.right, .left])
    }

    @Test("two players of a team start at y = 19 and y = 21")
    func teamStarts() throws {
        let game = try #require(Game(mode: .teams, playerCount: 4))
        #expect((0..<4).map { game.head($0) } == [Cell(8, 19), Cell(51, 19), Cell(8, 21), Cell(51, 21)])
        #expect((0..<4).map { game.rules.team(ofSlot: $0) } == [0, 1, 0, 1])
    }

    @Test("entering the enemy's zone kills, through the goal too")
    func enemyZone() throws {
        var game = try Scene(.duel, .init(head: 49, 18, .right, carried: 3), .init(head: 30, 5, .left)).game()
        let events = game.step()
        #expect(events.deaths[0] == .enemyBase)
        #expect(game.banks == TeamBanks())
        #expect(game.snakes[0].carried == 0)
    }

    @Test("entering one's own zone with carried food banks all of it, and the snake starts again at once")
    func banking() throws {
        var game = try Scene(
            .duel, .init(head: 10, 20, .left, length: 9, carried: 5), .init(head: 49, 16, .right, carried: 2)
        ).game()
        let events = game.step()
        #expect(events.deaths[0] == .banked)
        #expect(events.deaths[1] == .banked)
        #expect(game.banks.zero == 5)
        #expect(game.banks.one == 2)
        #expect(game.cells(0) == duel.cells(0))
        #expect(game.cells(1) == duel.cells(1))
        #expect(game.snakes[0].carried == 0)
        #expect(game.snakes[0].score == 5)
    }

    @Test("entering one's own zone with nothing carried is a way like any other")
    func homeEmpty() throws {
        var game = try Scene(.duel, .init(head: 10, 17, .left), .init(head: 30, 5, .left)).game()
        game.step(5)
        #expect(game.head(0) == Cell(7, 17))
        #expect(game.banks == TeamBanks())
    }

    @Test("team snakes respawn in the tick of their death: length 4, carried food, combo and queued turns lost")
    func respawn() throws {
        var scene = Scene(
            .duel, .init(head: 20, 0, .up, length: 9, turns: [.up], carried: 6), .init(head: 30, 5, .left))
        scene.players[0].combo = 3
        scene.players[0].comboTicks = 20
        scene.players[0].turns = []
        scene.players[0].growth = 2
        var game = try scene.game()
        _ = game.schedule(.up, slot: 0, stamp: 1002)
        let events = game.step()
        #expect(events.deaths[0] == .outOfBounds)
        #expect(events.respawned.contains(0))
        #expect(game.cells(0) == duel.cells(0))
        let snake = game.snakes[0]
        #expect(snake.status == .playing && snake.direction == .right && snake.score == 6)
        #expect(
            snake.carried == 0 && snake.combo == 0 && snake.comboTicks == 0 && snake.growth == 0 && snake.credit == 0)
        #expect(snake.turns == TurnQueue())
    }

    @Test("queued turns die with the snake; a turn stamped for a tick after the respawn is for the new life")
    func turnsAcrossRespawn() throws {
        // Dies in 1001; its queue held two turns. The turn for 1004 is meant for the snake that starts again.
        var scene = Scene(.duel, .init(head: 20, 0, .up, turns: [.up]), .init(head: 30, 5, .left))
        scene.players[0].turns = [.right, .down]
        scene.players[0].cells = [Cell(59, 30), Cell(59, 31), Cell(59, 32), Cell(59, 33)]
        scene.players[0].facing = .up
        var game = try scene.game()
        #expect(game.schedule(.up, slot: 0, stamp: 1004) == .accepted(tick: 1004, lateBy: 0))
        #expect(game.step().deaths[0] == .outOfBounds)
        game.step(2)  // credit starts anew: the first step is in 1003
        #expect(game.head(0) == Cell(9, 20))
        game.step(2)
        #expect(game.head(0) == Cell(9, 19))
    }

    @Test("a snake whose start is taken respawns at the first free start of its team, else waits")
    func takenStarts() throws {
        // Slot 2 (own start y = 21) dies; slot 0 lies across that start, and the start y = 19 is free.
        var one = Scene(
            .teams, .init(cells: [Cell(7, 21), Cell(7, 22), Cell(7, 23), Cell(7, 24)], credit: 0),
            .init(head: 40, 10, .left, credit: 0), .init(head: 20, 0, .up), .init(head: 40, 30, .left, credit: 0))
        var game = try one.game()
        #expect(game.step().respawned.contains(2))
        #expect(game.head(2) == Cell(8, 19))
        // Now slot 0 lies across both.
        one.players[0] = .init(cells: (0..<6).map { Cell(7, 19 + $0) }, credit: 0)
        game = try one.game()
        let events = game.step()
        #expect(events.deaths[2] == .outOfBounds && !events.respawned.contains(2))
        #expect(game.snakes[2].status == .waiting)
        #expect(game.schedule(.up, slot: 2, stamp: 1002) == .accepted(tick: 1002, lateBy: 0))
        // Slot 0 goes up: after three more steps y = 21 is still its own, after six it is free.
        var waited = 0
        while game.snakes[2].status == .waiting, waited < 20 {
            game.step()
            waited += 1
        }
        #expect(game.head(2) == Cell(8, 21))
        #expect(waited > 1)
    }

    @Test("Solo starts on the right, facing left, at mid-height")
    func soloStart() throws {
        let game = try #require(Game(mode: .solo, playerCount: 1))
        #expect(game.snakes[0].direction == .left)
        #expect(try #require(game.head(0)).x > 20)
        #expect(game.head(0)?.y == 20)
    }

    @Test("free for all starts: two on the middle row facing each other, more in two columns facing inwards")
    func openStarts() throws {
        for players in UInt8(2)...8 {
            let game = try #require(Game(mode: .freeForAll, playerCount: players))
            let heads = try (0..<Int(players)).map { try #require(game.head($0)) }
            let columns = Set(heads.map(\.x))
            #expect(columns.count == 2)
            #expect(columns.min()! + columns.max()! == 39)
            for (slot, head) in heads.enumerated() {
                #expect(game.snakes[slot].direction == (head.x < 20 ? .right : .left))
            }
            for column in columns {
                let rows = heads.filter { $0.x == column }.map(\.y).sorted()
                let gaps = Set(zip(rows, rows.dropFirst()).map { $1 - $0 })
                #expect(gaps.allSatisfy { abs($0 - 40 / rows.count) <= 1 })
            }
            if players == 2 { #expect(heads.allSatisfy { $0.y == 20 }) }
        }
    }
}
