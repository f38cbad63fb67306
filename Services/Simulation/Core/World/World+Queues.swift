import GameCore
import Identity

import enum ClientProtocol.OutcomeCode

/// Those who wait for opponents. ``Matchmaker`` decides who plays whom.
extension World {
    /// A player, or by its leader a whole lobby, waits from now on.
    mutating func joinQueue(
        _ modes: QueueModes, isRanked: Bool, by user: UserID, _ events: inout [WorldEvent]
    ) -> OutcomeCode {
        if let refusal = refusalToPlay(user) { return refusal }
        var members = [user]
        if let lobby = lobbyIndex(of: user), lobbies[lobby].members.count > 1 {
            guard lobbies[lobby].leader == user else { return .notLeader }
            members = lobbies[lobby].members.map(\.user)
        }
        guard modes.modes.allSatisfy({ members.count <= Party.limit($0, isRanked: isRanked) }) else {
            return .partyTooLarge
        }
        // A lobby waits as a whole or not at all.
        for member in members { if let refusal = refusalToPlay(member) { return refusal } }
        // By leaving a result, one may let the rematch begin that others of them asked for: those are not dragged out of it.
        for member in members {
            if let refusal = refusalToPlay(member) { return refusal }
            stopLooking(member, &events)
        }
        for member in members { if let refusal = refusalToPlay(member) { return refusal } }
        for member in members { users[member]?.place = .queued }
        queue.append(
            Party(
                members: members.map { Party.Member(user: $0, ratings: users[$0]?.ratings ?? Ratings()) },
                modes: modes.modes, isRanked: isRanked, since: tick))
        for member in members { events.append(.queueChanged(member)) }
        isQueueNews = true
        makeMatches(&events)
        return .accepted
    }

    mutating func leaveQueue(by user: UserID, _ events: inout [WorldEvent]) -> OutcomeCode {
        guard isQueued(user) else { return .notQueued }
        takeFromQueue([user], &events)
        return .accepted
    }

    /// The effect of a tick on waiting players: lost ones go, matches are made, and once a second all hear how many wait.
    mutating func advanceQueue(_ events: inout [WorldEvent]) {
        guard !queue.isEmpty else { return }
        let lost = queue.flatMap { party in
            party.members.map(\.user).filter {
                tick - party.since >= WorldRules.abandonTicks || isLost($0, since: party.since)
            }
        }
        takeFromQueue(lost, &events)
        makeMatches(&events)
        guard isQueueNews, tick % WorldRules.queueNewsTicks == 0 else { return }
        isQueueNews = false
        for party in queue { for member in party.members { events.append(.queueChanged(member.user)) } }
    }

    private func isLost(_ user: UserID, since: UInt64) -> Bool {
        guard let user = users[user] else { return true }
        return !user.isConnected && tick - max(user.lostAt, since) >= WorldRules.lostInQueueTicks
    }

    /// A party that a member leaves has to ask again: it may no longer be what its leader asked for.
    mutating func takeFromQueue(_ users: [UserID], _ events: inout [WorldEvent]) {
        guard !users.isEmpty else { return }
        let leaving = queue.filter { party in party.members.contains { users.contains($0.user) } }.flatMap(\.members)
        queue.removeAll { party in party.members.contains { users.contains($0.user) } }
        for member in leaving {
            self.users[member.user]?.place = .none
            events.append(.queueChanged(member.user))
        }
        isQueueNews = true
    }

    /// Makes all the matches that the queue allows now, as far as the world has room.
    private mutating func makeMatches(_ events: inout [WorldEvent]) {
        // A full world is looked at once a second, not at each tick.
        guard thrift != .hold,
            matches.count < WorldRules.maximumMatches || matches.contains(where: \.isOver)
                || tick % WorldRules.queueNewsTicks == 0
        else { return }
        var seated: Set<Int> = []
        for made in Matchmaker.matches(among: queue, at: tick) {
            // The parties wait on, for people or for the end of other bots. No match gives way for one that cannot begin.
            guard let setup = MatchSetup(made.mode, isRanked: made.isRanked), affordsBots(among: made.seats, setup)
            else { continue }
            guard makeRoomForMatch(&events) else { break }
            seated.formUnion(made.parties)
            let index = addMatch(setup, isRated: true, made.seats)
            for user in matches[index].players { events.append(.queueChanged(user)) }
            beginReadying(index, &events)
            for user in matches[index].players { announceLobby(of: user, &events) }
        }
        guard !seated.isEmpty else { return }
        queue = queue.indices.filter { !seated.contains($0) }.map { queue[$0] }
        isQueueNews = true
    }
}

extension Party {
    func encode(into sink: inout some ByteSink) {
        sink.put(UInt8(members.count))
        for member in members {
            sink.putVarint(member.user.rawValue)
            member.ratings.encode(into: &sink)
        }
        sink.put(UInt8(modes.count))
        for mode in modes { sink.put(mode.rawValue) }
        sink.put(isRanked ? 1 : 0 as UInt8)
        sink.putVarint(since)
    }

    init(from input: inout ByteReader) throws(CodecError) {
        var members: [Member] = []
        for _ in 0..<(try input.u8()) {
            let user = UserID(rawValue: try input.nonZero())
            members.append(Member(user: user, ratings: try Ratings(from: &input)))
        }
        var modes: [Mode] = []
        for _ in 0..<(try input.u8()) { modes.append(try input.mode()) }
        let isRanked = try input.flag()
        guard let known = QueueModes(modes), known.modes == modes, !members.isEmpty,
            modes.allSatisfy({ members.count <= Party.limit($0, isRanked: isRanked) })
        else { throw .invalidValue }
        self.init(members: members, modes: modes, isRanked: isRanked, since: try input.counter())
    }
}

extension Ratings {
    /// How many follow: none for those of the start, else all.
    func encode(into sink: inout some ByteSink) {
        guard self != Ratings() else { return sink.put(0 as UInt8) }
        sink.put(UInt8(Self.count))
        for index in values.indices { sink.putVarint(UInt64(values[index])) }
    }

    init(from input: inout ByteReader) throws(CodecError) {
        self.init()
        let count = try input.u8()
        guard count != 0 else { return }
        guard count == Self.count else { throw .invalidValue }
        var means: [UInt32] = []
        for _ in 0..<count { means.append(try input.varint32(atMost: UInt32(Self.highest))) }
        self = Ratings(means)
        guard self != Ratings() else { throw .invalidValue }
    }
}
