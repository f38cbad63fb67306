import GameCore
import Identity

/// Bots in matches: in seats of their own, and in those of players whose connection is lost. Their inputs are derived from the replicated
/// state on every node (docs/decisions/0805).
extension World {
    /// Bots decide for the next tick, all on the same state, and what they do is told like any player's input.
    mutating func steerBots(_ index: Int, using map: inout BotMap) {
        guard matches[index].seats.contains(where: { steersFor($0, in: matches[index]) != nil }) else { return }
        var decisions: [(Int, PlayerInput)] = []
        for (slot, seat) in matches[index].seats.enumerated() {
            guard let level = steersFor(seat, in: matches[index]) else { continue }
            let bot = Bot(level, seed: matches[index].id.rawValue &* 8 &+ UInt64(slot))
            let steersOnly = seat.user != nil && !behaviour.standInsBoost
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
    private func steersFor(_ seat: Match.Seat, in match: Match) -> Bot.Level? {
        if seat.left { return nil }
        guard let level = seat.botLevel ?? (hasStandIn(seat, in: match) ? behaviour.standInLevel : nil) else {
            return nil
        }
        return thrift.level(level)
    }

    /// Whether a bot steers for the player of a seat. In a ranked match it does so for 60 s in all (rules 7.4).
    func hasStandIn(_ seat: Match.Seat, in match: Match) -> Bool {
        guard isAway(seat) else { return false }
        guard match.setup.isRanked, seat.awaySince > 0 else { return true }
        return tick < seat.awaySince + seat.grace
    }

    /// Whether the player of a seat is without a connection.
    func isAway(_ seat: Match.Seat) -> Bool {
        guard let user = seat.user, !seat.left else { return false }
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
