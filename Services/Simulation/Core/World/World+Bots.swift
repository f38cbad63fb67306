import GameCore
import Identity

/// Bots in matches: in seats of their own, and in those of players whose connection is lost. Their inputs are derived from the replicated
/// state on every node (docs/decisions/0805).
extension World {
    /// Bots decide for the next tick, all on the same state, and what they do is told like any player's input.
    mutating func steerBots(_ index: Int, using map: inout BotMap) {
        guard matches[index].seats.indices.contains(where: { steersFor($0, at: index) != nil }) else { return }
        var decisions: [(Int, PlayerInput)] = []
        for slot in matches[index].seats.indices {
            guard let level = steersFor(slot, at: index) else { continue }
            let bot = Bot(level, seed: matches[index].id.rawValue &* 8 &+ UInt64(slot))
            let steersOnly = matches[index].seats[slot].user != nil && !behaviour.standInsBoost
            let input = bot.decide(
                in: matches[index].board!.game, slot: UInt8(slot), steersOnly: steersOnly, using: &map)
            if let input { decisions.append((slot, input)) }
        }
        for (slot, input) in decisions {
            guard matches[index].board!.hasRoom(forInputOf: UInt8(slot)) else { continue }
            let next = matches[index].board!.game.tick + 1
            guard case .accepted = matches[index].board!.take(input, slot: UInt8(slot), stamp: UInt64(next)) else {
                continue
            }
            if matches[index].seats[slot].user != nil { matches[index].seats[slot].steeredTick = next }
        }
    }

    /// How well a seat is steered that no player steers now; `nil`: a player does, or nobody any more.
    ///
    /// Asked for every seat of a running match at every tick, so that nothing of the match is copied, and no user is looked
    /// up whose seat says that they are here (``Match/Seat/awaySince``).
    private func steersFor(_ slot: Int, at index: Int) -> Bot.Level? {
        if matches[index].seats[slot].left { return nil }
        if let level = matches[index].seats[slot].botLevel { return thrift.level(level) }
        guard matches[index].seats[slot].awaySince > 0, hasStandIn(slot, at: index) else { return nil }
        return thrift.level(behaviour.standInLevel)
    }

    /// Whether a bot steers for the player of a seat. In a ranked match it does so for 60 s in all (rules 7.4).
    func hasStandIn(_ slot: Int, at index: Int) -> Bool {
        guard isAway(slot, at: index) else { return false }
        let since = matches[index].seats[slot].awaySince
        guard matches[index].setup.isRanked, since > 0 else { return true }
        return tick < since + matches[index].seats[slot].grace
    }

    /// Whether the player of a seat is without a connection.
    func isAway(_ slot: Int, at index: Int) -> Bool {
        guard let user = matches[index].seats[slot].user, !matches[index].seats[slot].left else { return false }
        return users[user]?.isConnected != true
    }
}

/// How far the cluster saves work while its leader is short of CPU time. The leader says it in the log, so that it is the same
/// on every node (rules 10.4).
package enum Thrift: UInt8, Sendable, Equatable, CaseIterable {
    case none = 0
    /// Bots think one level below their own.
    case thinkLess = 1
    /// Bots think as easy ones, and no match begins.
    case hold = 2

    func level(_ level: Bot.Level) -> Bot.Level {
        switch self {
        case .none: level
        case .thinkLess: level == .hard ? .normal : .easy
        case .hold: .easy
        }
    }
}
