import Testing

@testable import GameCore

/// Rules section 2, and the ends of section 7.
@Suite("2. Modes and their ends")
struct ModeTests {
    @Test(
        "2.1, 2.2, 2.3, 2.4 arenas and players",
        arguments: [
            (Mode.duel, [2 as UInt8], 60, 40, true), (.teams, [4], 60, 40, true),
            (.freeForAll, [2, 3, 4, 5, 6, 7, 8], 40, 40, false), (.solo, [1], 40, 40, false),
        ])
    func arenas(mode: Mode, players: [UInt8], width: Int, height: Int, zones: Bool) throws {
        for count in UInt8(0)...9 {
            let game = Game(mode: mode, playerCount: count)
            #expect((game != nil) == players.contains(count))
            guard let game else { continue }
            #expect(game.snakes.count == Int(count))
            #expect(Int(game.arena.width) == width)
            #expect(Int(game.arena.height) == height)
            #expect(game.arena.hasEndZones == zones)
            #expect(game.tick == 0)
            #expect(game.food.isEmpty)
            #expect(game.result == nil)
            #expect(game.snakes.allSatisfy { $0.body.count == 4 && $0.status == .playing })
        }
    }

    /// Team 0 about to bring home what it carries.
    private func home(carried: UInt32, banks: (UInt32, UInt32), target: UInt16 = 25) throws -> Game {
        var scene = Scene(.duel, .init(head: 10, 20, .left, carried: carried), .init(head: 30, 5, .left))
        scene.banks = banks
        scene.bankTarget = target
        return try scene.game()
    }

    @Test("2.1 a Duel ends when a bank reaches 25, ranked 50; the higher bank wins", arguments: [25 as UInt16, 50])
    func duelEnds(target: UInt16) throws {
        #expect(Game(mode: .duel, playerCount: 2, ranked: target == 50)?.rules.bankTarget == target)
        var short = try home(carried: 4, banks: (UInt32(target) - 5, 0), target: target)
        #expect(!short.step().ended)
        #expect(short.banks.zero == UInt32(target) - 1)
        var enough = try home(carried: 5, banks: (UInt32(target) - 5, 7), target: target)
        #expect(enough.step().ended)
        #expect(enough.result == GameResult(reason: .score, scores: [UInt32(target), 7], ranks: [1, 2]))
    }

    @Test("2.1 both banks at or past the target in one tick: level is a draw, else the higher wins")
    func duelDraw() throws {
        func bothHome(_ a: UInt32, _ b: UInt32) throws -> GameResult? {
            var scene = Scene(.duel, .init(head: 10, 20, .left, carried: a), .init(head: 49, 20, .right, carried: b))
            scene.banks = (20, 20)
            var game = try scene.game()
            game.step()
            return game.result
        }
        #expect(try bothHome(6, 6) == GameResult(reason: .draw, scores: [26, 26], ranks: [1, 1]))
        #expect(try bothHome(6, 8) == GameResult(reason: .score, scores: [26, 28], ranks: [2, 1]))
    }

    @Test("2.3 free for all goes on while two live, and ends when all are dead; ties share a rank")
    func freeForAllDead() throws {
        var game = try Scene(
            .freeForAll, .init(head: 0, 5, .left, score: 3), .init(head: 39, 9, .right, score: 3),
            .init(status: 2, score: 9)
        ).game()
        #expect(game.result == nil)
        #expect(game.step().ended)
        #expect(game.result == GameResult(reason: .dead, scores: [3, 3, 9], ranks: [2, 2, 1]))
    }

    @Test("2.3 free for all: the last one goes on until it leads alone")
    func freeForAllLast() throws {
        var scene = Scene(.freeForAll, .init(head: 20, 20, .right, score: 2), .init(status: 2, score: 3))
        scene.food = [Cell(21, 20), Cell(23, 20)]
        var game = try scene.game()
        #expect(!game.step().ended)  // level now
        #expect(game.snakes[0].score == 3)
        #expect(!game.step().ended)
        #expect(game.step(2).ended == false)
        game = try scene.game()
        game.step(2)
        #expect(game.ending == .none)
        let events = game.step(1)
        #expect(!events.ended)
        #expect(game.step(2).ended)  // the second piece of food
        #expect(game.result == GameResult(reason: .dead, scores: [4, 3], ranks: [1, 2]))
    }

    @Test("2.4 Solo ends when the snake is dead; the game then stands still")
    func solo() throws {
        var game = try Scene(.solo, .init(head: 39, 20, .right, score: 12)).game()
        #expect(game.step().ended)
        #expect(game.result == GameResult(reason: .dead, scores: [12], ranks: [1]))
        let ended = game
        game.step(5)
        #expect(game == ended)
        #expect(game.schedule(.up, slot: 0, stamp: 1002) == .refused(.notPlaying))
        #expect(game.remove(slot: 0) == nil)
    }

    @Test("2.2 2v2 is a Duel of two each: a team's members fill one bank, and share score and rank")
    func teams() throws {
        var scene = Scene(
            .teams, .init(head: 10, 20, .left, carried: 9), .init(head: 49, 18, .right, carried: 4),
            .init(head: 10, 17, .left, carried: 8), .init(head: 30, 30, .left, carried: 30))
        scene.banks = (8, 1)
        var game = try scene.game()
        #expect(game.step().ended)
        #expect(game.banks.zero == 25 && game.banks.one == 5)
        #expect(game.result == GameResult(reason: .score, scores: [25, 5, 25, 5], ranks: [1, 2, 1, 2]))
        #expect(Game(mode: .teams, playerCount: 4, ranked: true)?.rules.bankTarget == 50)
        #expect(Game(mode: .teams, playerCount: 4)?.rules.bankTarget == 25)
    }

    @Test("2.3 free for all ends in the tick in which one is left who leads alone")
    func freeForAllLeader() throws {
        var game = try Scene(
            .freeForAll, .init(head: 20, 20, .right, score: 4), .init(head: 0, 5, .left, score: 3),
            .init(status: 2, score: 2)
        ).game()
        #expect(game.step().ended)
        #expect(game.snakes[0].status == .playing)
        #expect(game.result == GameResult(reason: .dead, scores: [4, 3, 2], ranks: [1, 2, 3]))
    }

    @Test(
        "2.5 custom games: 20–80 × 20–60, 1–8 players, with end zones 2 or more on 40 columns or more; a limit of 1–10 min or none"
    )
    func customBounds() {
        func playable(
            width: UInt8 = 50, height: UInt8 = 40, zones: Bool = false, speed: UInt8 = 10, food: UInt8 = 10,
            seats: UInt8 = 4,
            minutes: UInt8 = 0
        ) -> Bool {
            CustomSettings(
                width: width, height: height, hasEndZones: zones, cellsPerSecond: speed, food: food, seats: seats,
                timeLimit: minutes) != nil
        }
        let every = UInt8(0)...255
        #expect(every.filter { playable(width: $0) } == Array(20...80))
        #expect(every.filter { playable(width: $0, zones: true) } == Array(40...80))
        #expect(every.filter { playable(height: $0) } == Array(20...60))
        #expect(every.filter { playable(height: $0, zones: true) } == Array(20...60))
        #expect(every.filter { playable(height: $0, zones: true, seats: 8) } == Array(28...60))
        #expect(every.filter { playable(seats: $0) } == Array(1...8))
        #expect(every.filter { playable(zones: true, seats: $0) } == Array(2...8))
        #expect(every.filter { playable(speed: $0) } == [5, 10, 13, 20])
        #expect(every.filter { playable(minutes: $0) } == Array(0...10))
        #expect(every.filter { playable(food: $0) } == Array(1...64))
    }

    @Test(
        "2.5 a custom game is as its base mode: with end zones a team game to 25, without a free for all, alone a Solo")
    func customModes() throws {
        let (team, open, alone) = (
            try customGame(zones: true, players: 2).rules, try customGame(zones: false, players: 2).rules,
            try customGame(zones: false, players: 1).rules
        )
        #expect(team.hasTeams && team.bankTarget == 25 && !team.isSolo)
        #expect(!open.hasTeams && open.bankTarget == 0 && open.sides == 2)
        #expect(alone.isSolo)
        // The same play as a Duel's: home with the last point.
        var scene = Scene(.custom, .init(head: 10, 20, .left, carried: 5), .init(head: 30, 5, .left))
        (scene.width, scene.zoneDepth, scene.bankTarget, scene.banks) = (60, 10, 25, (20, 3))
        var game = try scene.game()
        #expect(game.step().ended)
        #expect(game.result == GameResult(reason: .score, scores: [25, 3], ranks: [1, 2]))
    }

    @Test("2.5 when the time is up the higher score wins and teams that are level draw", arguments: [1 as UInt8, 10])
    func timeLimit(minutes: UInt8) throws {
        // A minute is 1200 ticks.
        func atLast(_ scene: Scene) throws -> (GameResult?, GameResult?) {
            var scene = scene
            scene.tick = UInt32(minutes) * 1200 - 2
            scene.timeLimit = minutes
            var game = try scene.game()
            game.step()
            let before = game.result
            game.step()
            return (before, game.result)
        }
        let open = Scene(
            .custom, .init(head: 20, 20, .right, score: 3), .init(head: 20, 30, .right, score: 7),
            .init(status: 2, score: 7))
        let free = try atLast(open)
        #expect(free.0 == nil && free.1 == GameResult(reason: .time, scores: [3, 7, 7], ranks: [3, 1, 1]))
        var team = Scene(.custom, .init(head: 20, 20, .right, carried: 9), .init(head: 20, 30, .right))
        (team.width, team.zoneDepth, team.bankTarget) = (60, 10, 25)
        team.banks = (11, 12)
        #expect(try atLast(team).1 == GameResult(reason: .time, scores: [11, 12], ranks: [2, 1]))
        team.banks = (12, 12)
        #expect(try atLast(team).1 == GameResult(reason: .draw, scores: [12, 12], ranks: [1, 1]))
        let alone = Scene(.custom, .init(head: 20, 20, .right, score: 2))
        #expect(try atLast(alone).1 == GameResult(reason: .time, scores: [2], ranks: [1]))
    }

    @Test("7.2 who leaves is gone with the next tick, and the last side left wins")
    func leaving() throws {
        var game = try Scene(.duel, .init(head: 20, 20, .right), .init(head: 40, 10, .left)).game()
        #expect(game.remove(slot: 0) == 1001)
        #expect(game.remove(slot: 0) == nil)
        #expect(game.schedule(.up, slot: 0, stamp: 1001) == .refused(.notPlaying))
        let events = game.step()
        #expect(events.left.contains(0))
        #expect(events.ended)
        #expect(game.cells(0).isEmpty)
        #expect(game.result == GameResult(reason: .left, scores: [0, 0], ranks: [2, 1]))
    }

    @Test("7.2 a team has left when all its players have")
    func teamLeaving() throws {
        var game = try #require(Game(mode: .teams, playerCount: 4))
        _ = game.remove(slot: 1)
        #expect(!game.step().ended)
        _ = game.remove(slot: 3)
        #expect(game.step().ended)
        #expect(game.result == GameResult(reason: .left, scores: [0, 0, 0, 0], ranks: [1, 2, 1, 2]))
    }

    @Test("7.2 all leaving at once is no contest")
    func noContest() throws {
        var game = try #require(Game(mode: .freeForAll, playerCount: 3))
        for slot in UInt8(0)..<3 { #expect(game.remove(slot: slot) == 1) }
        #expect(game.step().ended)
        #expect(game.result == GameResult(reason: .noContest, scores: [0, 0, 0], ranks: [0, 0, 0]))
    }

    @Test("7.2 free for all: who leaves ranks below all who stay, whatever the score; the dead keep theirs")
    func leaversRank() throws {
        var game = try Scene(
            .freeForAll, .init(head: 20, 20, .right, score: 5), .init(head: 20, 25, .right, score: 30),
            .init(status: 2, score: 4)
        ).game()
        #expect(game.remove(slot: 2) == nil)  // dead already
        #expect(game.remove(slot: 1) == 1001)
        #expect(game.step().ended)  // slot 0 lives and leads alone among those who stayed
        #expect(game.result == GameResult(reason: .dead, scores: [5, 30, 4], ranks: [1, 3, 2]))
    }

    @Test("7.2 Solo: leaving ends it")
    func soloLeft() throws {
        var game = try #require(Game(mode: .solo, playerCount: 1))
        _ = game.remove(slot: 0)
        #expect(game.step().ended)
        #expect(game.result?.reason == .left)
    }
}
