package import GameCore
import Identity

/// The bounds of a world: bytes of its encoding, which every node must be able to restore, and the work of its bots, which
/// every node does. Both are judged from the world alone, so that all nodes judge alike.
package enum WorldBudget {
    // MARK: Recordings

    /// Bytes of all recordings together. Past this the longest matches end (rules 7.6).
    package static let recordingBytes = 16 << 20
    /// The bytes that matches may add before the chosen ones have ended.
    static let recordingSlack = 1 << 20
    /// Bytes of one input in a recording at most.
    package static let widestInput = 11
    /// Ticks that a match may go on after its longest life, until its end is judged.
    private static let lastTicks = 100

    /// The share of each of so many players in the bytes of a recording that inputs may take. A recording has room for all
    /// shares, for a trace of the longest life, and for everybody's leaving: no match outgrows its recording.
    package static func inputBytes(players: Int) -> Int {
        let ticks = Int(WorldRules.matchTicks) + lastTicks
        let trace = ticks + 8 * (ticks / Int(Recording.checkpointTicks))
        let leaves = (GameRules.maximumPlayers + 1) * widestInput
        return (Recording.byteLimit - trace - leaves) / max(players, 1)
    }

    // MARK: The whole world

    /// Bytes of a varint, of one below 2^53, and of a block's length.
    private static let (wide, counter, length) = (10, 8, 5)
    private static let ratingBytes = 1 + 2 * Ratings.count
    private static let outcomeBytes = 1 + wide + 5 + 5
    package static let sessionBytes = 8 * wide + 16 + WorldRules.outcomesKept * outcomeBytes
    static let displacedBytes = 2 * wide + 2 * counter
    package static let userBytes =
        8 * wide + length + WorldRules.maximumNameBytes + ratingBytes + 16 + WorldRules.sessionsPerUser * sessionBytes
        + WorldRules.displacedKept * displacedBytes
    private static let seatBytes = length + WorldRules.maximumNameBytes + 6 * wide + 8
    /// A match without its recording; its game is never more than what a fork may start from.
    package static let matchBytes =
        128 + GameRules.maximumPlayers * (seatBytes + 5)
        + (WorldRules.spectatorsPerMatch + WorldRules.lobbySeats) * wide + Recording.startLimit
    package static let lobbyBytes =
        128 + 2 * WorldRules.lobbySeats * (wide + 1) + WorldRules.chatBytes
        + WorldRules.chatLines * (wide + 2 * length)
    private static let outboxBytes =
        WorldRules.maximumOutboxBytes
        + WorldRules.maximumOutbox * (wide + length + GameRules.maximumPlayers * wide + 8)
    private static let partyBytes = 4 * (wide + ratingBytes) + 16 + wide

    /// No world is longer: the sum of all its bounds.
    package static let worldBytes =
        256 + WorldRules.maximumUsers * (userBytes + partyBytes) + WorldRules.maximumMatches * matchBytes
        + recordingBytes + recordingSlack + WorldRules.maximumLobbies * lobbyBytes + outboxBytes

    // MARK: Bots

    /// Microseconds of a slow core that all bots of the world may take in a second: a quarter of 0.25 CPU. Matches with bots
    /// past that wait.
    package static let botMicroseconds = 60_000

    /// Microseconds of a decision on 60 × 40 cells; a bot decides when its snake steps.
    private static func decision(_ level: Bot.Level) -> Int {
        switch level {
        case .easy, .normal: 10
        case .hard: 15
        }
    }

    /// Microseconds a second of a bot of that level in a match of those rules.
    package static func price(of level: Bot.Level, in rules: GameRules) -> Int {
        let cells = Int(rules.width) * Int(rules.height)
        return max(decision(level) * cells * Int(rules.speed) / (2_400 * 100), 1)
    }
}

extension World {
    /// Microseconds a second of the bots in seats of their own.
    package var botPrice: Int {
        // By index: each that begins or would is weighed against all, and none is copied.
        var price = 0
        for index in matches.indices { price += matches[index].botPrice }
        return price
    }

    package var recordingBytes: Int { matches.reduce(0) { $0 + ($1.board?.recordingBytes ?? 0) } }

    /// Whether the world has room for the bots among those players, of a match by that setup.
    func affordsBots(among occupants: [Occupant], _ setup: MatchSetup) -> Bool {
        guard let rules = setup.rules(players: occupants.count) else { return true }
        let levels = occupants.compactMap { occupant in
            if case .bot(let level) = occupant { level } else { nil }
        }
        guard !levels.isEmpty else { return true }
        let price = levels.reduce(0) { $0 + WorldBudget.price(of: $1, in: rules) }
        return botPrice + price <= WorldBudget.botMicroseconds
    }

    /// Of matches that run, which are to end so that the recordings together stay within their bound: the longest first,
    /// unranked ones before ranked ones.
    /// - Parameter recordings: Of all matches, `nil` where none runs.
    static func tooLong(
        _ recordings: [(bytes: Int, isRanked: Bool)?], limit: Int = WorldBudget.recordingBytes
    ) -> [Int] {
        var total = recordings.reduce(0) { $0 + ($1?.bytes ?? 0) }
        guard total > limit else { return [] }
        let order = recordings.indices.filter { recordings[$0] != nil }.sorted { left, right in
            let (a, b) = (recordings[left]!, recordings[right]!)
            return (a.isRanked ? 1 : 0, -a.bytes, left) < (b.isRanked ? 1 : 0, -b.bytes, right)
        }
        var chosen: [Int] = []
        for index in order where total > limit {
            total -= recordings[index]!.bytes
            chosen.append(index)
        }
        return chosen
    }
}

extension Match {
    var botPrice: Int {
        guard !isOver, seats.contains(where: { $0.botLevel != nil }),
            let rules = board?.game.rules ?? setup.rules(players: seats.count)
        else { return 0 }
        return seats.reduce(0) { sum, seat in
            seat.left ? sum : sum + (seat.botLevel.map { WorldBudget.price(of: $0, in: rules) } ?? 0)
        }
    }
}
