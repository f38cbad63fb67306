import Testing

@testable import GameCore

/// Rules section 3, and the starts of free for all and Solo.
@Suite("3. Arenas")
struct TeamArenaTests {
    private let duel = Game(mode: .duel, playerCount: 2)!

    @Test("3.1 end zones are 10 columns deep: team 0 owns x 0–9, team 1 x 50–59")
    func zones() {
        for x in UInt16(0)..<60 {
            let owner: UInt8? = x <= 9 ? 0 : x >= 50 ? 1 : nil
            #expect(duel.arena.zoneOwner(duel.arena.cell(x: x, y: 7)) == owner)
        }
    }

    @Test("3.2 the inner column of each zone is wall but for the goal, y 16–24")
    func walls() {
        for x in UInt16(0)..<60 {
            for y in UInt16(0)..<40 {
                let isWall = (x == 9 || x == 50) && !(16...24).contains(y)
                #expect(duel.arena.isWall(duel.arena.cell(x: x, y: y)) == isWall)
            }
        }
    }

    @Test("3.2 no walls without end zones")
    func openArena() throws {
        let game = try #require(Game(mode: .freeForAll, playerCount: 4))
        #expect((UInt16(0)..<1600).allSatisfy { !game.arena.isWall($0) && game.arena.zoneOwner($0) == nil })
    }

    @Test("3.3 a Duel starts at x = 8 and x = 51, y = 20, facing the field")
    func duelStarts() {
        #expect(duel.cells(0) == [Cell(8, 20), Cell(7, 20), Cell(6, 20), Cell(5, 20)])
        #expect(duel.cells(1) == [Cell(51, 20), Cell(52, 20), Cell(53, 20), Cell(54, 20)])
        #expect(duel.snakes.map(\.direction) == [.right, .left])
    }

    @Test("3.3 two players of a team start at y = 19 and y = 21")
    func teamStarts() throws {
        let game = try #require(Game(mode: .teams, playerCount: 4))
        #expect((0..<4).map { game.head($0) } == [Cell(8, 19), Cell(51, 19), Cell(8, 21), Cell(51, 21)])
        #expect((0..<4).map { game.rules.team(ofSlot: $0) } == [0, 1, 0, 1])
    }

    @Test(
        "3.1, 3.2 on every custom field: zones of 10 columns; a goal of a fifth of the height, rounded, odd, at least 3, in the middle"
    )
    func customZones() throws {
        for height in UInt8(20)...60 {
            for width in [40 as UInt8, 57, 80] {
                let game = try customGame(width: width, height: height, zones: true, players: 2)
                var goal = max(3, Int((Double(height) * 0.2).rounded()))
                if goal % 2 == 0 { goal += 1 }
                let first = Int(height) / 2 - (goal - 1) / 2
                for y in 0..<Int(height) {
                    for x in 0..<Int(width) {
                        let cell = game.arena.cell(x: UInt16(x), y: UInt16(y))
                        let owner: UInt8? = x < 10 ? 0 : x >= Int(width) - 10 ? 1 : nil
                        let isGoal = (first..<first + goal).contains(y)
                        #expect(game.arena.zoneOwner(cell) == owner)
                        #expect(game.arena.isWall(cell) == ((x == 9 || x == Int(width) - 10) && !isGoal), "\(x),\(y)")
                    }
                }
                #expect(
                    game.head(0) == Cell(8, Int(height) / 2) && game.head(1) == Cell(Int(width) - 9, Int(height) / 2))
            }
        }
    }

    @Test("3.3 however many play for a team, each starts inside the goal, on a row of its own, facing the field")
    func customStarts() throws {
        for players in UInt8(2)...8 {
            for height in UInt8(players > 6 ? 28 : 20)...60 {
                let game = try customGame(width: 40, height: height, zones: true, players: players)
                for team in 0..<2 {
                    let slots = (0..<Int(players)).filter { $0 % 2 == team }
                    let heads = try slots.map { try #require(game.head($0)) }
                    #expect(Set(heads.map(\.y)).count == heads.count)
                    #expect(heads.allSatisfy { $0.x == (team == 0 ? 8 : 31) })
                    #expect(
                        heads.allSatisfy { !game.arena.isWall(game.arena.cell(x: team == 0 ? 9 : 30, y: UInt16($0.y))) }
                    )
                    #expect(slots.allSatisfy { game.snakes[$0].direction == (team == 0 ? .right : .left) })
                    // As many above the middle row as below it.
                    #expect(heads.map { $0.y - Int(height) / 2 }.reduce(0, +) == 0)
                }
            }
        }
    }

    @Test(
        "3.3 both sides play the same game: commands mirrored give a game mirrored", arguments: [1, 2, 3] as [UInt64])
    func mirrored(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var (game, mirror) = (
            try #require(Game(mode: .teams, playerCount: 4)), try #require(Game(mode: .teams, playerCount: 4))
        )
        for _ in 0..<1500 {
            for slot in UInt8(0)..<4 where random.below(8) == 0 {
                let turn = Direction(lowBits: UInt8(random.below(4)))
                let input: PlayerInput = random.below(4) == 0 ? .boost(random.below(3) > 0) : .turn(turn)
                let mirrored: PlayerInput =
                    if case .turn(let way) = input { .turn(way == .left ? .right : way == .right ? .left : way) } else {
                        input
                    }
                let stamp = game.tick + random.below(12)
                #expect(
                    game.schedule(input, slot: slot, stamp: stamp)
                        == mirror.schedule(mirrored, slot: slot ^ 1, stamp: stamp))
            }
            game.step()
            mirror.step()
            for slot in 0..<4 {
                #expect(game.cells(slot) == mirror.cells(slot ^ 1).map { Cell(59 - $0.x, $0.y) })
                #expect(game.snakes[slot].charge == mirror.snakes[slot ^ 1].charge)
            }
        }
    }

    @Test("3.4 entering the enemy's zone kills, through the goal too")
    func enemyZone() throws {
        var game = try Scene(.duel, .init(head: 49, 18, .right, carried: 3), .init(head: 30, 5, .left)).game()
        let events = game.step()
        #expect(events.deaths[0] == .enemyBase)
        #expect(game.banks == TeamBanks())
        #expect(game.snakes[0].carried == 0)
    }

    @Test("3.4 entering one's own zone with carried food banks all of it, and the snake starts again at once")
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

    @Test("3.4 entering one's own zone with nothing carried is a way like any other")
    func homeEmpty() throws {
        var game = try Scene(.duel, .init(head: 10, 17, .left), .init(head: 30, 5, .left)).game()
        game.step(5)
        #expect(game.head(0) == Cell(7, 17))
        #expect(game.banks == TeamBanks())
    }

    @Test("3.5 team snakes respawn in the tick of their death: length 4, carried food, combo and queued turns lost")
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

    @Test("3.5 queued turns die with the snake; a turn stamped for a tick after the respawn is for the new life")
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

    @Test("3.5 a snake whose start is taken respawns at the first free start of its team, else waits")
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

    @Test("3.7 Solo starts on the right, facing left, at mid-height")
    func soloStart() throws {
        let game = try #require(Game(mode: .solo, playerCount: 1))
        #expect(game.snakes[0].direction == .left)
        #expect(try #require(game.head(0)).x > 20)
        #expect(game.head(0)?.y == 20)
    }

    @Test("3.7 free for all starts: two on the middle row facing each other, more in two columns facing inwards")
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

    @Test("3.5 who comes back in the same tick takes starts in slot order")
    func startsInOrder() throws {
        // Three of team 0 (starts y = 18, 20, 22). Slot 4 lies across y = 18, the start of slot 0; slots 0 and 2 die. Slot 0
        // takes the first free start, y = 20, which is slot 2's; so slot 2 takes the next one, y = 22.
        var scene = Scene(
            .custom, .init(head: 20, 0, .up), .init(head: 40, 10, .left, credit: 0), .init(head: 30, 0, .up),
            .init(head: 40, 30, .left, credit: 0),
            .init(cells: [Cell(7, 18), Cell(7, 17), Cell(7, 16), Cell(7, 15)], credit: 0),
            .init(head: 40, 20, .left, credit: 0))
        (scene.width, scene.zoneDepth, scene.bankTarget) = (60, 10, 25)
        var game = try scene.game()
        let events = game.step()
        #expect(events.respawned.contains(0) && events.respawned.contains(2))
        #expect(game.head(0) == Cell(8, 20) && game.head(2) == Cell(8, 22))
    }

    @Test("3.6 without zones there is one life", arguments: [Mode.freeForAll, .solo])
    func oneLife(mode: Mode) throws {
        var scene = Scene(mode, .init(head: 0, 20, .left))
        if mode == .freeForAll { scene.players += [.init(head: 20, 10, .right), .init(head: 20, 30, .right)] }
        var game = try scene.game()
        #expect(!game.step().respawned.contains(0))
        #expect(game.snakes[0].status == .dead && game.cells(0).isEmpty)
        #expect(game.schedule(.up, slot: 0, stamp: 1002) == .refused(.notPlaying))
        game.step(19)
        #expect(game.snakes[0].status == .dead)
    }
}
