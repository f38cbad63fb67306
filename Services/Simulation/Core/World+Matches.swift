import GameCore
import Identity

/// The life of a match: gathering → readying → countdown → running → ended → gone.
extension World {
    // MARK: Creation

    /// Adds a match that waits for its players.
    /// - Returns: Its index in `matches`.
    mutating func addMatch(_ mode: Mode, code: MatchCode?, players: [UserID]) -> Int {
        let id = MatchID(rawValue: nextMatch)
        nextMatch += 1
        matches.append(Match(id: id, mode: mode, code: code, createdAt: tick, phase: .gathering, seats: []))
        for user in players { seat(user, in: matches.count - 1) }
        return matches.count - 1
    }

    mutating func seat(_ user: UserID, in index: Int) {
        matches[index].seats.append(Match.Seat(user: user, name: users[user]?.name ?? []))
        users[user]?.place = .match(matches[index].id)
    }

    /// A code that no match in the world bears.
    mutating func drawCode() -> MatchCode {
        // 2^25 codes against at most 1 024 matches: a second draw is needed once in 30 000.
        while true {
            let code = MatchCode(drawnFrom: draw("code", nextMatch))
            if !matches.contains(where: { $0.code == code }) { return code }
        }
    }

    /// Whether one more match fits. When the world is full, the oldest match goes that is still gathering and has no
    /// player with a connection.
    mutating func makeRoomForMatch(_ events: inout [WorldEvent]) -> Bool {
        guard matches.count >= WorldRules.maximumMatches else { return true }
        let abandoned = matches.firstIndex { match in
            match.isGathering && !match.seats.contains { users[$0.user]?.isConnected == true }
        }
        guard let abandoned else { return false }
        removeMatch(abandoned, &events)
        return true
    }

    // MARK: Phases

    /// The match is complete: its seed is drawn and its players are asked to confirm.
    mutating func beginReadying(_ index: Int, _ events: inout [WorldEvent]) {
        drawSeed(index)
        matches[index].phase = .readying(until: tick + WorldRules.readyTicks)
        events.append(.matchChanged(matches[index].id))
    }

    /// The board is set up and shown, and stands still for 3 s.
    mutating func beginCountdown(_ index: Int, _ events: inout [WorldEvent]) {
        drawSeed(index)
        let match = matches[index]
        guard let board = Board(mode: match.mode, players: UInt8(match.seats.count), seed: match.seed) else {
            end(index, .noContest, &events)  // fewer players than the mode needs
            return
        }
        matches[index].board = board
        matches[index].phase = .countdown(until: tick + WorldRules.countdownTicks)
        events.append(.matchChanged(match.id))
        events.append(.boardReset(match.id))
    }

    private mutating func beginRunning(_ index: Int, _ events: inout [WorldEvent]) {
        for slot in matches[index].seats.indices {
            // A player who is away already has the 60 s of a lost connection.
            let connected = users[matches[index].seats[slot].user]?.isConnected == true
            matches[index].seats[slot].idleSince = connected ? tick : tick + WorldRules.lostConnectionTicks
        }
        matches[index].phase = .running
        events.append(.matchChanged(matches[index].id))
        events.append(.boardReset(matches[index].id))
    }

    private mutating func drawSeed(_ index: Int) {
        guard matches[index].seed.isEmpty else { return }
        matches[index].seed = Array(draw("seed", matches[index].id.rawValue).prefix(16))
    }

    mutating func end(_ index: Int, _ reason: EndReason, _ events: inout [WorldEvent]) {
        if let board = matches[index].board, let result = board.game.result {
            keepReplay(of: index, board, &events)
            for slot in matches[index].seats.indices {
                matches[index].seats[slot].score = result.scores[slot]
                matches[index].seats[slot].rank = result.ranks[slot]
            }
        }
        matches[index].board = nil
        matches[index].phase = .ended(until: tick + WorldRules.lingerTicks, reason)
        events.append(.matchChanged(matches[index].id))
    }

    // MARK: Leaving

    /// Takes a user out of a match in any phase.
    mutating func unseat(_ user: UserID, from index: Int, _ events: inout [WorldEvent]) {
        users[user]?.place = .none
        events.append(.leftMatch(user))
        guard let slot = matches[index].slot(of: user) else { return }
        switch matches[index].phase {
        case .gathering:
            matches[index].seats.remove(at: slot)
            if matches[index].seats.isEmpty {
                matches.remove(at: index)
            } else {
                events.append(.matchChanged(matches[index].id))
            }
        case .readying:
            matches[index].seats.remove(at: slot)
            if matches[index].seats.count < Int(matches[index].mode.players.lowerBound) {
                end(index, .noContest, &events)
            } else if matches[index].seats.allSatisfy(\.ready) {
                beginCountdown(index, &events)
            } else {
                events.append(.matchChanged(matches[index].id))
            }
        case .countdown, .running:
            remove(slot, from: index, &events)
        case .ended:
            matches[index].seats[slot].left = true
        }
    }

    /// A player is out for good; the next tick takes the snake off the board and judges who is left.
    private mutating func remove(_ slot: Int, from index: Int, _ events: inout [WorldEvent]) {
        let id = matches[index].id
        matches[index].seats[slot].left = true
        matches[index].board!.remove(slot: UInt8(slot))
        events.append(.matchChanged(id))
        events.append(.update(id, frame: matches[index].board!.takeUpdate(of: id)))
    }

    /// Takes a match out of the world, and its players with it.
    private mutating func removeMatch(_ index: Int, _ events: inout [WorldEvent]) {
        let match = matches.remove(at: index)
        for seat in match.seats where users[seat.user]?.place == .match(match.id) {
            users[seat.user]?.place = .none
            events.append(.leftMatch(seat.user))
        }
    }

    // MARK: Ticks

    mutating func advance(_ events: inout [WorldEvent]) {
        tick += 1
        var gone: [Int] = []
        for index in matches.indices {
            switch matches[index].phase {
            case .gathering:
                if tick - matches[index].createdAt >= WorldRules.abandonTicks { gone.append(index) }
            case .readying(let until):
                if tick >= until { beginCountdown(index, &events) }
            case .countdown(let until):
                if tick >= until { beginRunning(index, &events) }
            case .running:
                step(index, &events)
            case .ended(let until, _):
                if tick >= until { gone.append(index) }
            }
        }
        for index in gone.reversed() { removeMatch(index, &events) }
        for queue in queues.indices {
            dropFromQueue(queue, &events)
            fillQueue(queue, &events)
        }
        if tick % WorldRules.abandonTicks == 0 { forgetIdleUsers() }
    }

    private mutating func step(_ index: Int, _ events: inout [WorldEvent]) {
        let id = matches[index].id
        matches[index].board!.step()
        if let result = matches[index].board!.game.result {
            events.append(.update(id, frame: matches[index].board!.takeUpdate(of: id)))
            end(index, result.reason, &events)
            return
        }
        if matches[index].board!.updateIsDue {
            events.append(.update(id, frame: matches[index].board!.takeUpdate(of: id)))
        }
        removeIdlePlayers(index, &events)
    }

    /// Rules §7: in games of two or more, a player without a command for 20 s is out. They stay and watch.
    private mutating func removeIdlePlayers(_ index: Int, _ events: inout [WorldEvent]) {
        guard matches[index].seats.count > 1 else { return }
        let idle = matches[index].seats.indices.filter { slot in
            let seat = matches[index].seats[slot]
            return !seat.left && tick >= seat.idleSince + WorldRules.idleTicks
                && matches[index].board!.game.snakes[slot].isInPlay
        }
        for slot in idle { remove(slot, from: index, &events) }
    }
}
