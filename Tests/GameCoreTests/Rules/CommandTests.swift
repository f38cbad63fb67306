import GameCore
import Testing

/// Rules section 8.
@Suite("8. Commands")
struct CommandTests {
    private let game = try! Scene(.duel, .init(head: 20, 20, .right), .init(head: 40, 10, .left)).game()

    @Test("8.3 a command runs at the tick it is stamped for, in the step that makes that tick")
    func onTime() {
        // Steps in 1001, 1003, 1005.
        for stamp in UInt32(1001)...1005 {
            var copy = game
            #expect(copy.schedule(.up, slot: 0, stamp: stamp) == .accepted(tick: stamp, lateBy: 0))
            while copy.tick < stamp - 1 { copy.step() }
            #expect(copy.snakes[0].direction == .right)
            copy.step(2)
            #expect(copy.snakes[0].direction == .up)
        }
    }

    @Test("8.3 a late command runs at the next open tick, and its player is told by how many ticks it was late")
    func late() {
        for stamp in [UInt32(0), 990, 999, 1000] {
            var copy = game
            #expect(copy.schedule(.up, slot: 0, stamp: stamp) == .accepted(tick: 1001, lateBy: 1001 - stamp))
        }
    }

    @Test(
        "8.3 late commands of one player take one tick each, in order, so that an outbox sent again after a pause runs whole"
    )
    func severalLate() {
        var copy = game
        #expect(copy.schedule(.up, slot: 0, stamp: 997) == .accepted(tick: 1001, lateBy: 4))
        #expect(copy.schedule(.left, slot: 0, stamp: 998) == .accepted(tick: 1002, lateBy: 4))
        #expect(copy.schedule(.down, slot: 0, stamp: 1000) == .accepted(tick: 1003, lateBy: 3))
        copy.step(5)
        #expect(copy.snakes[0].direction == .down)
    }

    @Test("8.3 stamps more than 20 ticks ahead are refused")
    func horizon() {
        var copy = game
        #expect(copy.schedule(.up, slot: 0, stamp: 1020) == .accepted(tick: 1020, lateBy: 0))
        #expect(copy.schedule(.up, slot: 1, stamp: 1021) == .refused(.tooFarAhead))
        #expect(copy.schedule(.up, slot: 1, stamp: .max) == .refused(.tooFarAhead))
    }

    @Test("8.4 one turn a tick a player; another player's is another matter")
    func onePerTick() {
        var copy = game
        #expect(copy.schedule(.up, slot: 0, stamp: 1005) == .accepted(tick: 1005, lateBy: 0))
        #expect(copy.schedule(.down, slot: 0, stamp: 1005) == .refused(.onePerTick))
        #expect(copy.schedule(.down, slot: 1, stamp: 1005) == .accepted(tick: 1005, lateBy: 0))
    }

    @Test("8.4 late commands find no tick once the next 20 are taken")
    func full() {
        var copy = game
        for stamp in UInt32(1001)...1020 { _ = copy.schedule(stamp % 4 < 2 ? .up : .right, slot: 0, stamp: stamp) }
        #expect(copy.inputs.count == 20)
        #expect(copy.schedule(.up, slot: 0, stamp: 5) == .refused(.onePerTick))
    }

    @Test("8.3 no such slot, dead, gone: nothing runs", arguments: [2 as UInt8, 7, 255])
    func noSuchSlot(slot: UInt8) {
        var copy = game
        #expect(copy.schedule(.up, slot: slot, stamp: 1001) == .refused(.notPlaying))
        #expect(copy.remove(slot: slot) == nil)
        #expect(copy == game)
    }

    @Test("8.3 a refused command leaves the game as it was")
    func refusedChangesNothing() {
        var copy = game
        _ = copy.schedule(.left, slot: 0, stamp: 1001)
        _ = copy.schedule(.left, slot: 0, stamp: 1010)
        _ = copy.schedule(.up, slot: 0, stamp: 2000)
        #expect(copy == game)
    }

    @Test("8.3 the order in which commands of different players commit does not matter")
    func commuting() {
        var (a, b) = (game, game)
        _ = a.schedule(.up, slot: 0, stamp: 1004)
        _ = a.schedule(.down, slot: 1, stamp: 1002)
        _ = b.schedule(.down, slot: 1, stamp: 1002)
        _ = b.schedule(.up, slot: 0, stamp: 1004)
        #expect(a == b)
        #expect(a.stateHash == b.stateHash)
    }
}
