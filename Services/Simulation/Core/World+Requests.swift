import GameCore
import Identity

/// What players can ask for.
extension World {
    mutating func run(_ action: Action, by user: UserID, _ events: inout [WorldEvent]) -> OutcomeCode {
        switch action {
        case .joinQueue(let mode): joinQueue(mode, by: user, &events)
        case .leaveQueue: leaveQueue(by: user, &events)
        case .createMatch(let mode): createMatch(mode, by: user, &events)
        case .joinMatch(let code): joinMatch(code, by: user, &events)
        case .startMatch: startMatch(by: user, &events)
        case .ready: ready(by: user, &events)
        case .leaveMatch: leaveMatch(by: user, &events)
        case .unknown: .invalid
        }
    }

    private mutating func joinQueue(_ mode: Mode, by user: UserID, _ events: inout [WorldEvent]) -> OutcomeCode {
        guard let queue = queues.firstIndex(where: { $0.mode == mode }) else { return .invalid }
        if let refusal = refusalToPlay(user) { return refusal }
        leaveEndedMatch(user)
        users[user]?.place = .queued(mode)
        queues[queue].entries.append(Queue.Entry(user: user, since: tick))
        announceQueue(queue, &events)
        fillQueue(queue, &events)
        return .accepted
    }

    private mutating func leaveQueue(by user: UserID, _ events: inout [WorldEvent]) -> OutcomeCode {
        guard case .queued(let mode) = users[user]?.place else { return .notQueued }
        removeFromQueue(mode, user, &events)
        return .accepted
    }

    private mutating func createMatch(_ mode: Mode, by user: UserID, _ events: inout [WorldEvent]) -> OutcomeCode {
        if let refusal = refusalToPlay(user) { return refusal }
        guard mode != .teams else { return .invalid }
        guard makeRoomForMatch(&events) else { return .overloaded }
        leaveEndedMatch(user)
        let index = addMatch(mode, code: drawCode(), players: [user])
        if mode == .solo {
            matches[index].seats[0].ready = true
            beginCountdown(index, &events)
        } else {
            events.append(.matchChanged(matches[index].id))
        }
        return .accepted
    }

    private mutating func joinMatch(_ code: MatchCode?, by user: UserID, _ events: inout [WorldEvent]) -> OutcomeCode {
        if let refusal = refusalToPlay(user) { return refusal }
        guard let code, let index = matches.firstIndex(where: { $0.code == code && !$0.isOver }) else {
            return .unknownCode
        }
        guard matches[index].isGathering else { return .matchFull }
        guard matches[index].seats.count < Int(matches[index].mode.players.upperBound) else { return .matchFull }
        leaveEndedMatch(user)
        seat(user, in: index)
        if matches[index].mode == .duel {
            beginReadying(index, &events)
        } else {
            events.append(.matchChanged(matches[index].id))
        }
        return .accepted
    }

    private mutating func startMatch(by user: UserID, _ events: inout [WorldEvent]) -> OutcomeCode {
        guard let index = matchIndex(of: user) else { return .notInMatch }
        let match = matches[index]
        guard match.isGathering, match.mode == .freeForAll, match.creator == user,
            match.mode.players.contains(UInt8(match.seats.count))
        else { return .notAllowed }
        beginReadying(index, &events)
        return .accepted
    }

    private mutating func ready(by user: UserID, _ events: inout [WorldEvent]) -> OutcomeCode {
        guard let index = matchIndex(of: user), let slot = matches[index].slot(of: user) else { return .notInMatch }
        switch matches[index].phase {
        case .gathering, .ended: return .notAllowed
        case .countdown, .running: return .accepted  // the 15 s ran out while the request was on its way
        case .readying:
            matches[index].seats[slot].ready = true
            if matches[index].seats.allSatisfy(\.ready) {
                beginCountdown(index, &events)
            } else {
                events.append(.matchChanged(matches[index].id))
            }
            return .accepted
        }
    }

    private mutating func leaveMatch(by user: UserID, _ events: inout [WorldEvent]) -> OutcomeCode {
        guard let index = matchIndex(of: user) else { return .notInMatch }
        unseat(user, from: index, &events)
        return .accepted
    }

    /// Runs a command of the board at the tick it was meant for if that is still to come, else at the next one (rules §8).
    mutating func take(
        _ input: PlayerInput, of user: UserID, in id: MatchID, stamp: UInt64, _ events: inout [WorldEvent]
    ) -> RecordedOutcome {
        guard let index = matchIndex(of: user), matches[index].id == id, matches[index].phase == .running,
            let slot = matches[index].slot(of: user)
        else { return RecordedOutcome(code: .notInMatch, receipt: InputReceipt(match: id, tick: 0, late: 0)) }
        switch matches[index].board!.take(input, slot: UInt8(slot), stamp: stamp) {
        case .accepted(let tick, let late):
            matches[index].seats[slot].idleSince = self.tick
            events.append(.update(id, frame: matches[index].board!.takeUpdate(of: id)))
            return RecordedOutcome(
                code: .accepted, receipt: InputReceipt(match: id, tick: tick, late: late))
        case .refused(let refusal):
            return RecordedOutcome(code: OutcomeCode(refusal), receipt: InputReceipt(match: id, tick: 0, late: 0))
        }
    }

    // MARK: Places

    /// Why a user cannot begin something new now; `nil` when nothing stands in the way.
    private func refusalToPlay(_ user: UserID) -> OutcomeCode? {
        switch users[user]?.place {
        case .queued: .alreadyQueued
        case .match: matchIndex(of: user).map { matches[$0].isOver } == false ? .alreadyInMatch : nil
        case .some(.none), nil: nil
        }
    }

    /// Ends a user's look at a result, when something new begins.
    private mutating func leaveEndedMatch(_ user: UserID) {
        guard case .match = users[user]?.place else { return }
        users[user]?.place = .none
    }

    /// The match that a user is in.
    func matchIndex(of user: UserID) -> Int? {
        guard case .match(let id) = users[user]?.place else { return nil }
        return indexOfMatch(id)
    }

    /// By binary search: `matches` is in the order of ids.
    func indexOfMatch(_ id: MatchID) -> Int? {
        var range = matches.indices
        while let first = range.first {
            let middle = first + range.count / 2
            if matches[middle].id == id { return middle }
            range = matches[middle].id < id ? (middle + 1)..<range.upperBound : first..<middle
        }
        return nil
    }
}
