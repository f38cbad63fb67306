// What bots and matchmaking cost: microseconds of one core, `make bench-bots`. docs/internals/benchmarks.md has figures.
import Foundation
import GameCore
import Identity
import SimulationCore

if CommandLine.arguments.count == 5 || CommandLine.arguments.count == 4, CommandLine.arguments[1] == "busy",
    let players = Int(CommandLine.arguments[2]), let seconds = Int(CommandLine.arguments[3]), players > 1
{
    var busy = BusyWorld(players: players)
    for _ in 0..<seconds * 20 { busy.tick(hashes: CommandLine.arguments.last != "unhashed") }
    print(busy.summary)
    exit(0)
}

/// Median, 99th percentile and maximum.
func summary(_ times: [Duration]) -> String {
    let sorted = times.map { $0 / .microseconds(1) }.sorted()
    guard let largest = sorted.last else { return "nothing measured" }
    func shown(_ value: Double) -> String { String(Double(Int(value * 10)) / 10) }
    return "median \(shown(sorted[sorted.count / 2])) µs, p99 \(shown(sorted[sorted.count * 99 / 100])) µs, "
        + "max \(shown(largest)) µs (n = \(sorted.count))"
}

let clock = ContinuousClock()

// One decision of a bot, in games of two bots of its level on 60 × 40, and of eight on 80 × 60.
let largest = CustomSettings(
    width: 80, height: 60, hasEndZones: true, cellsPerSecond: 10, food: 64, seats: 8, timeLimit: 3)!
for (name, rules) in [
    ("duel, 60 × 40", GameRules(mode: .duel, players: 2)!),
    ("eight, 80 × 60, 64 pieces", GameRules(largest, players: 8)!),
] {
    for level in Bot.Level.allCases {
        var times: [Duration] = []
        for seed: UInt64 in 1...20 {
            var game = Game(rules: rules)
            var food = FoodGenerator(seed: (seed, seed))
            var map = BotMap()
            while game.ending == .none, game.tick < 1_200 {
                for slot in 0..<rules.players where game.stepsNext(slot) {
                    let bot = Bot(level, seed: seed &* 8 &+ UInt64(slot))
                    let start = clock.now
                    let input = bot.decide(in: game, slot: slot, using: &map)
                    times.append(clock.now - start)
                    if let input { _ = game.schedule(input, slot: slot, stamp: game.tick + 1) }
                }
                _ = game.advance(food: &food)
            }
        }
        print("bot, \(level), \(name): \(summary(times))")
    }
}

// One look at a queue of 1 000 parties: who has just come, who cannot be matched, and a crowd that all can.
var random = SplitMix64(seed: 1)

@MainActor func parties(
    _ count: Int, size: ClosedRange<Int>, modes: [Mode], ranked: Bool, spread: UInt32, waited: UInt32
)
    -> [Party]
{
    var next: UInt64 = 0
    let waits = (0..<count).map { _ in UInt64(random.below(waited + 1)) }.sorted(by: >)
    return waits.map { wait in
        let members = (0..<size.lowerBound + Int(random.below(UInt32(size.count)))).map { _ in
            next += 1
            return Party.Member(
                user: UserID(rawValue: next), ratings: Ratings((0..<6).map { _ in random.below(spread) }))
        }
        return Party(members: members, modes: modes, isRanked: ranked, since: 10_000 - wait)
    }
}

let queues: [(String, @MainActor () -> [Party])] = [
    ("duels, all alike", { parties(1_000, size: 1...1, modes: [.duel], ranked: true, spread: 1, waited: 0) }),
    (
        "all modes, any rating",
        { parties(1_000, size: 1...1, modes: Ratings.modes, ranked: true, spread: 3_000, waited: 100) }
    ),
    (
        "parties of 1–2, 2v2 and free for all",
        {
            parties(1_000, size: 1...2, modes: [.teams, .freeForAll], ranked: false, spread: 2_000, waited: 200)
        }
    ),
    (
        "parties of 3 that find nobody",
        {
            parties(1_000, size: 3...3, modes: [.freeForAll], ranked: false, spread: 1_000, waited: 250)
        }
    ),
]
for (name, queue) in queues {
    var times: [Duration] = []
    var rest: [Duration] = []
    var made = 0
    for _ in 0..<20 {
        let waiting = queue()
        let start = clock.now
        let matches = Matchmaker.matches(among: waiting, at: 10_000)
        times.append(clock.now - start)
        made = matches.count
        let seated = Set(matches.flatMap(\.parties))
        let left = waiting.indices.filter { !seated.contains($0) }.map { waiting[$0] }
        let again = clock.now
        _ = Matchmaker.matches(among: left, at: 10_000)
        rest.append(clock.now - again)
    }
    print("queue of 1 000, \(name): \(made) matches, \(summary(times)); the rest a tick later: \(summary(rest))")
}
