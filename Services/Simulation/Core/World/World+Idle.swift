import GameCore
import Identity

/// Players who give no command (rules §7): a warning after 10 s, and out of the match after 10 s more.
extension World {
    /// The match begins: the clock starts now, and stands still for 60 s of a lost connection.
    mutating func startIdleClock(of slot: Int, in index: Int) {
        matches[index].seats[slot].grace = WorldRules.lostConnectionTicks
        restartIdleClock(of: slot, in: index)
    }

    private mutating func restartIdleClock(of slot: Int, in index: Int) {
        matches[index].seats[slot].idleSince = tick
        matches[index].seats[slot].awaySince = 0
        connectionChanged(of: slot, in: index)
    }

    /// A player has gone or come back. The clock goes on where it was. Only a command restarts it, so coming back again and
    /// again keeps nobody in a match.
    mutating func connectionChanged(of slot: Int, in index: Int) {
        let seat = matches[index].seats[slot]
        let away = isAway(slot, at: index)
        guard away != (seat.awaySince > 0) else { return }
        guard away else {
            let used = min(tick - seat.awaySince, seat.grace)
            // It was moved on by all of the grace when the player went.
            matches[index].seats[slot].idleSince -= seat.grace - used
            matches[index].seats[slot].grace -= used
            matches[index].seats[slot].awaySince = 0
            return
        }
        matches[index].seats[slot].awaySince = tick
        matches[index].seats[slot].idleSince += seat.grace
    }

    /// A legal command came.
    mutating func showActivity(of slot: Int, in index: Int, _ events: inout [WorldEvent]) {
        let wasWarned = idleTicksLeft(slot, at: index) > 0
        // In a ranked match the 60 s are for the whole of it.
        if !matches[index].setup.isRanked { matches[index].seats[slot].grace = WorldRules.lostConnectionTicks }
        restartIdleClock(of: slot, in: index)
        if wasWarned { events.append(.matchChanged(matches[index].id)) }
    }

    /// How long a player has left who was warned; 0: not warned.
    func idleTicksLeft(_ slot: Int, at index: Int) -> UInt64 {
        let since = matches[index].seats[slot].idleSince
        guard isJudged(slot, at: index), tick >= since + WorldRules.idleWarningTicks else { return 0 }
        return max(since + WorldRules.idleTicks, tick + 1) - tick
    }

    /// Warns and removes. A removed player watches from then on.
    mutating func judgeIdlePlayers(_ index: Int, _ events: inout [WorldEvent]) {
        var idle: [Int] = []
        for slot in matches[index].seats.indices where isJudged(slot, at: index) {
            let since = matches[index].seats[slot].idleSince
            if tick == since + WorldRules.idleWarningTicks { events.append(.matchChanged(matches[index].id)) }
            if tick >= since + WorldRules.idleTicks { idle.append(slot) }
        }
        // All who go leave in one tick; bots go when the last player has.
        for slot in idle {
            if let user = matches[index].seats[slot].user { matches[index].spectators.append(user) }
            remove(slot, from: index, &events)
        }
    }

    /// The players whose clock runs: those with a snake in play, in games of two or more; alone, only one who is away.
    ///
    /// Asked for every player at every tick, so that nothing of the match is copied.
    private func isJudged(_ slot: Int, at index: Int) -> Bool {
        guard matches[index].phase == .running, matches[index].seats[slot].user != nil,
            !matches[index].seats[slot].left, matches[index].board!.game.isInPlay(UInt8(slot))
        else { return false }
        return matches[index].seats.count > 1 || isAway(slot, at: index)
    }
}
