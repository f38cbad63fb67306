import GameCore
import Identity

import enum ClientProtocol.Emote
import enum ClientProtocol.OutcomeCode

/// What players can ask for.
extension World {
    mutating func run(_ action: Action, by user: UserID, _ events: inout [WorldEvent]) -> OutcomeCode {
        switch action {
        case .joinQueue(let modes, let isRanked): joinQueue(modes, isRanked: isRanked, by: user, &events)
        case .leaveQueue: leaveQueue(by: user, &events)
        case .createLobby(let settings): createLobby(settings, by: user, &events)
        case .joinLobby(let code): joinLobby(code, by: user, &events)
        case .leaveLobby: leaveLobby(user, &events)
        case .changeSettings(let settings): changeSettings(settings, by: user, &events)
        case .kick(let other): kick(other, by: user, &events)
        case .chooseTeam(let team): chooseTeam(team, by: user, &events)
        case .chat(let text): chat(text, by: user, &events)
        case .emote(let emote): show(emote, by: user, &events)
        case .start: start(by: user, &events)
        case .ready: ready(by: user, &events)
        case .leaveMatch: leaveMatch(by: user, &events)
        case .rematch: rematch(by: user, &events)
        case .watch(let target): watch(target, by: user, &events)
        case .fork(let start): fork(start, by: user, &events)
        case .unknown: .invalid
        }
    }

    /// A request as it may be written into the log now: one that a later version than the one in force brought is unknown.
    package func asWritten(_ action: Action) -> Action { action.since > behaviour ? .unknown : action }

    /// Changes nothing but what the player may say next. It is no command of the board, so it keeps nobody in the match.
    private mutating func show(_ emote: Emote, by user: UserID, _ events: inout [WorldEvent]) -> OutcomeCode {
        guard let index = matchIndex(of: user), let slot = matches[index].slot(of: user) else { return .notInMatch }
        if case .readying = matches[index].phase { return .notAllowed }
        guard speak(user) else { return .tooManyMessages }
        events.append(.emoted(matches[index].id, slot: UInt8(slot), emote))
        return .accepted
    }

    private mutating func ready(by user: UserID, _ events: inout [WorldEvent]) -> OutcomeCode {
        guard let index = matchIndex(of: user), let slot = matches[index].slot(of: user) else { return .notInMatch }
        switch matches[index].phase {
        case .ended: return .notAllowed
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
        guard matches[index].board!.hasRoom(forInputOf: UInt8(slot)) else {
            return RecordedOutcome(code: .overloaded, receipt: InputReceipt(match: id, tick: 0, late: 0))
        }
        let steered = matches[index].seats[slot].steeredTick
        switch matches[index].board!.take(input, slot: UInt8(slot), stamp: stamp, steered: steered) {
        case .accepted(let tick, let late):
            showActivity(of: slot, in: index, &events)
            events.append(.update(id, frame: matches[index].board!.takeUpdate(of: id)))
            return RecordedOutcome(
                code: .accepted, receipt: InputReceipt(match: id, tick: tick, late: late))
        case .refused(let refusal):
            return RecordedOutcome(code: OutcomeCode(refusal), receipt: InputReceipt(match: id, tick: 0, late: 0))
        }
    }

    // MARK: Places

    /// Why a user cannot begin something new now; `nil` when nothing stands in the way: a result or others' match is left.
    func refusalToPlay(_ user: UserID) -> OutcomeCode? {
        switch users[user]?.place {
        case .queued: return .alreadyQueued
        case .match:
            guard let index = matchIndex(of: user), !matches[index].isOver, matches[index].slot(of: user) != nil else {
                return nil
            }
            return .alreadyInMatch
        case .some(.none), nil: return nil
        }
    }

    /// The match that a user plays or watches.
    func matchIndex(of user: UserID) -> Int? {
        guard case .match(let id) = users[user]?.place else { return nil }
        return indexOfMatch(id)
    }

    func indexOfMatch(_ id: MatchID) -> Int? { World.index(of: id, among: matches.count) { matches[$0].id } }

    /// By binary search, among `count` elements in the order of their ids.
    /// - Parameter at: The id of the element at that index. An element is not passed, since that would copy it.
    static func index<ID: Identifier>(of id: ID, among count: Int, at: (Int) -> ID) -> Int? {
        var (first, end) = (0, count)
        while first < end {
            let middle = first + (end - first) / 2
            let found = at(middle)
            if found == id { return middle }
            if found < id { first = middle + 1 } else { end = middle }
        }
        return nil
    }
}
