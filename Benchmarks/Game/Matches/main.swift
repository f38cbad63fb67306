// game-bench MATCHES [FRAMES]: plays four-player matches on the simulation's board with two turns a second each, and prints
// what a player is sent, sizes, and the time of a tick, one `name value` a line. FRAMES: a file for the frames of one match as
// its first player gets them, a line of hexadecimal each.
import Foundation
import GameCore
import Identity

@testable import SimulationCore

struct Tally {
    var bytes = 0
    var frames = 0
    var largest = 0

    mutating func add(_ frame: [UInt8]) {
        bytes += frame.count
        frames += 1
        largest = max(largest, frame.count)
    }
}

struct Match {
    static let ticksPerSecond: UInt32 = 20
    /// Three minutes.
    static let limit: UInt32 = 3 * 60 * ticksPerSecond
    static let id = MatchID(rawValue: 100_000)

    var board: Board
    let seed: [UInt8]
    var random: SplitMix64
    /// What slot 0 is sent.
    var snapshots = Tally()
    var updates = Tally()
    var acks = Tally()
    var largestSnapshot = 0
    var turns = 0
    var frames: [[UInt8]] = []
    private var sequence: UInt64 = 1000

    init(_ mode: Mode, seed number: UInt64) {
        random = SplitMix64(seed: number)
        var writer = ByteWriter()
        writer.put(random.next())
        writer.put(random.next())
        seed = writer.bytes
        board = Board(GameRules(mode: mode, players: 4)!, seed: seed)!
    }

    mutating func play() {
        snapshot()  // at the countdown and at the start
        snapshot()
        while board.game.ending == .none, board.game.tick < Self.limit {
            for slot in 0..<board.game.rules.players where random.below(Self.ticksPerSecond / 2) == 0 { turn(slot) }
            board.step()
            if board.updateIsDue || board.game.ending != .none { update() }
            largestSnapshot = max(largestSnapshot, board.snapshotFrame(of: Self.id, slot: 0).count)
        }
    }

    /// To the left or to the right: where it is free, and nearer to food.
    private mutating func turn(_ slot: UInt8) {
        let snake = board.game.snakes[Int(slot)]
        guard snake.status == .playing else { return }
        var best: (worth: Int, way: Direction)?
        for step in [1, 3] as [UInt8] {
            let way = Direction(lowBits: snake.direction.rawValue + step)
            guard let cell = board.game.arena.neighbour(of: snake.body.head, way) else { continue }
            let isOpen = board.game.isFree(cell) || board.game.food.contains(cell)
            let worth = (isOpen ? 0 : 1000) + distanceToFood(cell)
            if best == nil || worth < best!.worth { best = (worth, way) }
        }
        guard let best else { return }
        turns += 1
        sequence += 1
        // Just in time, as a client with a short way stamps it.
        let outcome = board.take(.turn(best.way), slot: slot, stamp: UInt64(board.game.tick) + 2)
        if slot == 0 { send(AckFrame(matchID: Self.id.rawValue, sequence: sequence, outcome).encoded(), \.acks) }
        if case .accepted = outcome { update() }
    }

    private func distanceToFood(_ cell: UInt16) -> Int {
        let arena = board.game.arena
        var least = 200
        for food in board.game.food {
            least = min(
                least, abs(Int(arena.x(cell)) - Int(arena.x(food))) + abs(Int(arena.y(cell)) - Int(arena.y(food))))
        }
        return least
    }

    private mutating func update() { send(board.takeUpdate(of: Self.id), \.updates) }
    private mutating func snapshot() { send(board.snapshotFrame(of: Self.id, slot: 0), \.snapshots) }

    private mutating func send(_ frame: [UInt8], _ tally: WritableKeyPath<Self, Tally>) {
        self[keyPath: tally].add(frame)
        frames.append(frame)
    }

    /// The replay of the match; all leave if it has not ended.
    mutating func replaySize() -> Int {
        if board.game.ending == .none {
            for slot in 0..<board.game.rules.players { board.remove(slot: slot) }
            board.step()
        }
        return Replay.file(
            matchID: Self.id.rawValue, seed: seed, names: (0..<4).map { Array("Player \($0)".utf8) }, game: board.game,
            recording: board.recording)?.count ?? 0
    }
}

func measure(_ mode: Mode, _ name: String, matches: UInt64) {
    var (seconds, turns, replay, longest) = (0.0, 0, 0, UInt32(0))
    var (updates, acks, snapshots) = (Tally(), Tally(), 0)
    var largestSnapshot = 0
    for number in 1...matches {
        var match = Match(mode, seed: number)
        match.play()
        let ticks = match.board.game.tick
        seconds += Double(ticks) / Double(Match.ticksPerSecond)
        turns += match.turns
        longest = max(longest, ticks)
        updates.bytes += match.updates.bytes
        updates.frames += match.updates.frames
        updates.largest = max(updates.largest, match.updates.largest)
        acks.bytes += match.acks.bytes
        snapshots += match.snapshots.bytes
        largestSnapshot = max(largestSnapshot, match.largestSnapshot)
        replay = max(replay, match.replaySize())
    }
    func say(_ key: String, _ value: Double) { print("\(name).\(key)", String(format: "%.2f", value)) }
    say("minutes", seconds / 60)
    say("turnsPerSecond", Double(turns) / seconds / 4)
    say("updatesPerSecond", Double(updates.frames) / seconds)
    say("updateBytes", Double(updates.bytes) / seconds)
    say("ackBytes", Double(acks.bytes) / seconds)
    say("snapshotBytes", Double(snapshots) / seconds)
    say("bytes", Double(updates.bytes + acks.bytes + snapshots) / seconds)
    say("largestUpdate", Double(updates.largest))
    say("largestSnapshot", Double(largestSnapshot))
    say("largestReplay", Double(replay))
    say("longestSeconds", Double(longest) / Double(Match.ticksPerSecond))
}

/// Microseconds a tick of a 2v2 with four players' commands, the median of 200 games of 1000 ticks.
func time(_ step: (inout Board) -> Void) -> Double {
    var random = SplitMix64(seed: 3)
    let clock = ContinuousClock()
    var games: [Double] = []
    for number in 0..<200 as Range<UInt8> {
        var board = Board(GameRules(mode: .teams, players: 4)!, seed: Array(repeating: number, count: 16))!
        let began = clock.now
        for _ in 0..<1000 {
            for slot in 0..<4 as Range<UInt8> where random.below(10) == 0 {
                let way = Direction(lowBits: UInt8(random.below(4)))
                _ = board.take(.turn(way), slot: slot, stamp: UInt64(board.game.tick) + 1)
            }
            step(&board)
            board.newInputs.removeAll(keepingCapacity: true)
            board.newFood.removeAll(keepingCapacity: true)
        }
        games.append((clock.now - began) / .microseconds(1000))
        precondition(board.game.tick == 1000)
    }
    return games.sorted()[games.count / 2]
}

let matches = CommandLine.arguments.count > 1 ? UInt64(CommandLine.arguments[1]) ?? 1000 : 1000
measure(.teams, "2v2", matches: matches)
measure(.freeForAll, "ffa", matches: matches)
print("native.step", String(format: "%.2f", time { _ = $0.game.advance(food: &$0.food) }))
print("native.board", String(format: "%.2f", time { $0.step() }))
if CommandLine.arguments.count > 2 {
    var match = Match(.teams, seed: 1)
    match.play()
    let lines = match.frames.map { $0.map { String(format: "%02x", $0) }.joined() }
    try lines.joined(separator: "\n").write(toFile: CommandLine.arguments[2], atomically: true, encoding: .utf8)
}
