import GameCore
import Identity

/// Bots in matches: in seats of their own, and in those of players whose connection is lost. Their inputs are derived from the replicated
/// state on every node (docs/decisions/0805).
extension World {
    /// Bots decide for the next tick, all on the same state, and what they do is told like any player's input.
    mutating func steerBots(_ index: Int, using map: inout BotMap) {
        guard matches[index].seats.contains(where: { steersFor($0) != nil }) else { return }
        var decisions: [(Int, PlayerInput)] = []
        for (slot, seat) in matches[index].seats.enumerated() {
            guard let level = steersFor(seat) else { continue }
            let bot = Bot(level, seed: matches[index].id.rawValue &* 8 &+ UInt64(slot))
            // The boost is the player's own: what was held stays held.
            let input = bot.decide(
                in: matches[index].board!.game, slot: UInt8(slot), steersOnly: seat.user != nil, using: &map)
            if let input { decisions.append((slot, input)) }
        }
        for (slot, input) in decisions {
            let next = matches[index].board!.game.tick + 1
            guard case .accepted = matches[index].board!.take(input, slot: UInt8(slot), stamp: UInt64(next)) else {
                continue
            }
            if matches[index].seats[slot].user != nil { matches[index].seats[slot].steeredTick = next }
        }
    }

    /// How well a seat is steered that no player steers now; `nil`: a player does, or nobody any more.
    private func steersFor(_ seat: Match.Seat) -> Bot.Level? {
        if seat.left { return nil }
        return seat.botLevel ?? (isAway(seat) ? WorldRules.standInLevel : nil)
    }

    /// Whether the player of a seat is without a connection.
    func isAway(_ seat: Match.Seat) -> Bool {
        guard let user = seat.user, !seat.left else { return false }
        return users[user]?.isConnected != true
    }
}
