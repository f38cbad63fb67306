import Testing

@testable import GameCore

/// Rules section 2, and the ends of section 7.
@Suite("2. Modes and their ends")
struct ModeTests {
    @Test(
        "arenas and players",
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

    @Test("a Duel ends when a bank reaches 25, ranked 50; the higher bank wins", arguments: [25 as UInt16, 50])
    func duelEnds(target: UInt16) throws {
        #expect(Game(mode: .duel, playerCount: 2, ranked: target == 50)?.rules.bankTarget == target)
        var short = try home(carried: 4, banks: (UInt32(target) - 5, 0), target: target)
        #expect(!short.step().ended)
        #expect(short.banks.zero == UInt32(target) - 1)
        var enough = try home(carried: 5, banks: (UInt32(target) - 5, 7), target: target)
        #expect(enough.step().ended)
        #expect(enough.result == GameResult(reason: .score, scores: [UInt32(target), 7], ranks: [1, 2]))
    }

    @Test("both banks at or past the target in one tick: level is a draw, else the higher wins")
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

    @Test("free for all goes on while two live, and ends when all are dead; ties share a rank")
    func freeForAllDead() throws {
        var game = try Scene(
            .freeForAll, .init(head: 0, 5, .left, score: 3), .init(head: 39, 9, .right, score: 3),
            .init(status: 2, score: 9)
        ).game()
        #expect(game.result == nil)
        #expect(game.step().ended)
        #expect(game.result == GameResult(reason: .dead, scores: [3, 3, 9], ranks: [2, 2, 1]))
    }

    @Test("free for all: the last one goes on until it leads alone")
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

    @Test("Solo ends when the snake is dead; the game then stands still")
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

    @Test("7. who leaves is gone with the next tick, and the last side left wins")
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

    @Test("7. a team has left when all its players have")
    func teamLeaving() throws {
        var game = try #require(Game(mode: .teams, playerCount: 4))
        _ = game.remove(slot: 1)
        #expect(!game.step().ended)
        _ = game.remove(slot: 3)
        #expect(game.step().ended)
        #expect(game.result == GameResult(reason: .left, scores: [0, 0, 0, 0], ranks: [1, 2, 1, 2]))
    }

    @Test("7. all leaving at once is no contest")
    func noContest() throws {
        var game = try #require(Game(mode: .freeForAll, playerCount: 3))
        for slot in UInt8(0)..<3 { #expect(game.remove(slot: slot) == 1) }
        #expect(game.step().ended)
        #expect(game.result == GameResult(reason: .noContest, scores: [0, 0, 0], ranks: [0, 0, 0]))
    }

    @Test("7. free for all: who leaves ranks below all who stay, whatever the score; the dead keep theirs")
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

    @Test("7. Solo: leaving ends it")
    func soloLeft() throws {
        var game = try #require(Game(mode: .solo, playerCount: 1))
        _ = game.remove(slot: 0)
        #expect(game.step().ended)
        #expect(game.result?.reason == .left)
    }
}
