/// Scores and ranks of a game that has ended, by slot.
package struct GameResult: Sendable, Equatable {
    package let reason: EndReason
    /// The team's bank in team modes, else the snake's score.
    package let scores: [UInt32]
    /// From 1; ties share a rank. All 0 when there was no contest.
    package let ranks: [UInt8]
}

extension Game {
    /// Nil while the game runs.
    package var result: GameResult? {
        guard ending != .none else { return nil }
        var scores: [UInt32] = []
        var ranks: [UInt8] = []
        for slot in 0..<rules.players {
            scores.append(score(ofSlot: slot))
            ranks.append(rank(ofSlot: slot))
        }
        return GameResult(reason: ending, scores: scores, ranks: ranks)
    }

    /// The team's bank in team modes, else the snake's score.
    package func score(ofSlot slot: UInt8) -> UInt32 {
        rules.hasTeams ? banks[rules.team(ofSlot: slot)] : snakes[Int(slot)].score
    }

    /// Sections 2 and 7: how the game stands at the end of a tick.
    func judge() -> EndReason {
        if rules.hasTeams, max(banks.zero, banks.one) >= UInt32(rules.bankTarget) {
            return banks.zero == banks.one ? .draw : .score
        }
        if rules.sides > 1 {
            var sidesIn = 0
            for side in 0..<rules.sides where !hasLeft(side: side) { sidesIn += 1 }
            if sidesIn == 0 { return .noContest }
            if sidesIn == 1 { return .left }
        } else if hasLeft(side: 0) {
            return .left
        }
        if !rules.hasTeams, isDecidedByDeath { return .dead }
        guard rules.lastTick > 0, tick >= rules.lastTick else { return .none }
        return rules.hasTeams && banks.zero == banks.one ? .draw : .time
    }

    /// Section 2: every snake is dead, or one is left and leads alone.
    private var isDecidedByDeath: Bool {
        var last: UInt8?
        for slot in 0..<rules.players where snakes[Int(slot)].status == .playing {
            if last != nil { return false }
            last = slot
        }
        guard let last else { return true }
        guard rules.players > 1 else { return false }
        for slot in 0..<rules.players where slot != last && !isBetter(last, than: slot) { return false }
        return true
    }

    /// A side has left when all its players have.
    private func hasLeft(side: UInt8) -> Bool {
        for slot in 0..<rules.players where rules.team(ofSlot: slot) == side && snakes[Int(slot)].status != .left {
            return false
        }
        return true
    }

    private func rank(ofSlot slot: UInt8) -> UInt8 {
        if ending == .noContest { return 0 }
        var rank: UInt8 = 1
        if rules.hasTeams {
            if isBetter(1 - rules.team(ofSlot: slot), than: rules.team(ofSlot: slot)) { rank = 2 }
            return rank
        }
        for other in 0..<rules.players where isBetter(other, than: slot) { rank += 1 }
        return rank
    }

    /// Those who stayed before those who left, then by score. Of sides: a slot is its own side, and the slots 0 and 1
    /// stand for their teams.
    private func isBetter(_ a: UInt8, than b: UInt8) -> Bool {
        let (aLeft, bLeft) = (hasLeft(side: rules.team(ofSlot: a)), hasLeft(side: rules.team(ofSlot: b)))
        if aLeft != bLeft { return bLeft }
        return score(ofSlot: a) > score(ofSlot: b)
    }
}
