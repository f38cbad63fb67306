import GameCore
import Identity

import enum ClientProtocol.OutcomeCode

// The parts of a world's encoding. Each decoder takes exactly what its encoder writes.

extension User {
    func encode(into sink: inout some ByteSink) {
        sink.putBlock(name)
        switch place {
        case .none: sink.put(0 as UInt8)
        case .queued: sink.put(1 as UInt8)
        case .match(let id):
            sink.put(2 as UInt8)
            sink.putVarint(id.rawValue)
        }
        sink.putVarint(lobby?.rawValue ?? 0)
        sink.putVarint(chatDue)
        sink.putVarint(lostAt)
        sink.putVarint(lastActive)
        sink.putVarint(lastActiveTick)
        ratings.encode(into: &sink)
        sink.put(UInt8(sessions.count))
        for session in sessions { session.encode(into: &sink) }
        sink.put(UInt8(displaced.count))
        for session in displaced { session.encode(into: &sink) }
    }

    init(from input: inout ByteReader) throws(CodecError) {
        name = try input.name()
        switch try input.u8() {
        case 0: place = .none
        case 1: place = .queued
        case 2: place = .match(MatchID(rawValue: try input.nonZero()))
        default: throw .invalidValue
        }
        lobby = LobbyID(checked: try input.counter())
        chatDue = try input.counter()
        lostAt = try input.counter()
        lastActive = try input.counter()
        lastActiveTick = try input.counter()
        ratings = try Ratings(from: &input)
        let count = try input.u8()
        guard Int(count) <= WorldRules.sessionsPerUser else { throw .invalidValue }
        for _ in 0..<count { sessions.append(try Session(from: &input)) }
        var displaced: [DisplacedSession] = []
        for _ in 0..<(try input.u8()) { displaced.append(try DisplacedSession(from: &input)) }
        guard let user = User(displaced: displaced, from: self) else { throw .invalidValue }
        self = user
    }
}

extension DisplacedSession {
    func encode(into sink: inout some ByteSink) {
        sink.putVarint(id.rawValue)
        sink.putVarint(number.connection)
        sink.putVarint(number.attempt)
        sink.putVarint(highest)
    }

    init(from input: inout ByteReader) throws(CodecError) {
        id = SessionID(rawValue: try input.nonZero())
        guard let number = ConnectionNumber(connection: try input.varint(), attempt: try input.varint()) else {
            throw .invalidValue
        }
        self.number = number
        highest = try input.varint()
    }
}

extension Session {
    func encode(into sink: inout some ByteSink) {
        sink.putVarint(id.rawValue)
        sink.putVarint(attachment)
        sink.putVarint(node)
        sink.putVarint(former)
        sink.putVarint(number.connection)
        sink.putVarint(number.attempt)
        sink.putVarint(highest)
        sink.putVarint(lastActive)
        sink.put(UInt8(outcomes.count))
        for outcome in outcomes { outcome.encode(into: &sink) }
    }

    init(from input: inout ByteReader) throws(CodecError) {
        let id = SessionID(rawValue: try input.nonZero())
        let attachment = try input.varint()
        let node = try input.varint()
        let former = try input.varint()
        guard let number = ConnectionNumber(connection: try input.varint(), attempt: try input.varint()) else {
            throw .invalidValue
        }
        let highest = try input.varint()
        let lastActive = try input.counter()
        var outcomes: [RecordedOutcome] = []
        for _ in 0..<(try input.u8()) { outcomes.append(try RecordedOutcome(from: &input)) }
        guard
            let session = Session(
                id: id, attachment: attachment, node: node, former: former, number: number,
                highest: highest, outcomes: outcomes, lastActive: lastActive)
        else { throw .invalidValue }
        self = session
    }
}

extension RecordedOutcome {
    /// The code, its highest bit set for a command of the board.
    func encode(into sink: inout some ByteSink) {
        sink.put(code.rawValue | (receipt == nil ? 0 : 0x80))
        guard let receipt else { return }
        sink.putVarint(receipt.match.rawValue)
        sink.putVarint(UInt64(receipt.tick))
        sink.putVarint(UInt64(receipt.late))
    }

    init(from input: inout ByteReader) throws(CodecError) {
        let byte = try input.u8()
        guard let code = OutcomeCode(rawValue: byte & 0x7f) else { throw .invalidValue }
        self.code = code
        guard byte & 0x80 != 0 else {
            receipt = nil
            return
        }
        let match = MatchID(rawValue: try input.nonZero())
        let tick = try input.varint32(atMost: .max)
        receipt = InputReceipt(match: match, tick: tick, late: try input.varint32(atMost: .max))
    }
}

extension Match {
    func encode(into sink: inout some ByteSink) {
        sink.putVarint(id.rawValue)
        setup.encode(into: &sink)
        sink.putVarint(lobby?.rawValue ?? 0)
        sink.put(isHidden ? 1 : 0 as UInt8)
        sink.put(isRated ? 1 : 0 as UInt8)
        sink.putVarint(origin?.match.rawValue ?? 0)
        if let origin { sink.putVarint(UInt64(origin.tick)) }
        sink.putVarint(createdAt)
        switch phase {
        case .readying(let until):
            sink.put(2 as UInt8)
            sink.putVarint(until)
        case .countdown(let until):
            sink.put(3 as UInt8)
            sink.putVarint(until)
        case .running: sink.put(4 as UInt8)
        case .ended(let until, let reason):
            sink.put(5 as UInt8)
            sink.putVarint(until)
            sink.put(reason.rawValue)
        }
        sink.put(UInt8(seats.count))
        for seat in seats { seat.encode(into: &sink) }
        sink.put(UInt8(spectators.count))
        for user in spectators { sink.putVarint(user.rawValue) }
        for byte in seed { sink.put(byte) }
        board?.encode(into: &sink)
    }

    init(from input: inout ByteReader) throws(CodecError) {
        id = MatchID(rawValue: try input.nonZero())
        setup = try MatchSetup(from: &input)
        lobby = LobbyID(checked: try input.counter())
        isHidden = try input.flag()
        isRated = try input.flag()
        let parent = MatchID(checked: try input.varint())
        let forkTick = parent == nil ? 0 : try input.varint32(atMost: .max)
        origin = parent.map { ForkOrigin(match: $0, tick: forkTick) }
        createdAt = try input.counter()
        switch try input.u8() {
        case 2: phase = .readying(until: try input.counter())
        case 3: phase = .countdown(until: try input.counter())
        case 4: phase = .running
        case 5:
            let until = try input.counter()
            guard let reason = EndReason(rawValue: try input.u8()) else { throw .invalidValue }
            phase = .ended(until: until, reason)
        default: throw .invalidValue
        }
        seats = []
        for _ in 0..<(try input.u8()) { seats.append(try Seat(from: &input)) }
        for _ in 0..<(try input.u8()) { spectators.append(UserID(rawValue: try input.nonZero())) }
        seed = try input.bytes(16)
        switch phase {
        case .readying, .ended: board = nil
        case .countdown, .running: board = try Board(from: &input)
        }
        guard isConsistent else { throw .invalidValue }
    }

    /// What must hold inside a match.
    private var isConsistent: Bool {
        let everyone = seats.compactMap(\.user)
        guard seats.count <= setup.seats, Set(everyone).count == everyone.count,
            spectators.count <= WorldRules.spectatorsPerMatch + WorldRules.lobbySeats,
            Set(audience).count == audience.count
        else { return false }
        let rules = setup.rules(players: seats.count)
        if let origin { return isConsistent(with: origin) }
        switch phase {
        case .readying: return rules != nil && !seats.contains { $0.left || $0.wantsRematch }
        case .countdown, .running: return rules == board?.game.rules && !seats.contains(where: \.wantsRematch)
        case .ended(_, let reason): return reason != .none
        }
    }

    /// What must hold inside a practice game.
    private func isConsistent(with origin: ForkOrigin) -> Bool {
        guard lobby == nil, !setup.isRanked else { return false }
        switch phase {
        case .readying: return false
        case .countdown, .running:
            guard let board else { return false }
            return setup.canBe(board.game.rules) && seats.count == Int(board.game.rules.players)
                && board.recording.parent == origin.match.rawValue && board.recording.startTick == origin.tick
                && !seats.contains(where: \.wantsRematch)
        case .ended(_, let reason): return reason != .none
        }
    }
}

extension Match.Seat {
    /// A player's number, or 0 and a bot's level; flags: 1 ready, 2 left, 4 wants a rematch.
    func encode(into sink: inout some ByteSink) {
        switch occupant {
        case .player(let user): sink.putVarint(user.rawValue)
        case .bot(let level):
            sink.put(0 as UInt8)
            sink.put(level.rawValue)
        }
        sink.putBlock(name)
        sink.put((ready ? 1 : 0) | (left ? 2 : 0) | (wantsRematch ? 4 : 0) as UInt8)
        sink.putVarint(idleSince)
        sink.putVarint(awaySince)
        sink.putVarint(grace)
        sink.putVarint(UInt64(steeredTick))
        sink.put(score)
        sink.put(rank)
    }

    init(from input: inout ByteReader) throws(CodecError) {
        if let user = UserID(checked: try input.varint()) {
            occupant = .player(user)
        } else {
            guard let level = Bot.Level(rawValue: try input.u8()) else { throw .invalidValue }
            occupant = .bot(level)
        }
        name = try input.name()
        let flags = try input.u8()
        guard flags < 8 else { throw .invalidValue }
        ready = flags & 1 != 0
        left = flags & 2 != 0
        wantsRematch = flags & 4 != 0
        idleSince = try input.counter()
        awaySince = try input.counter()
        grace = try input.counter()
        steeredTick = try input.varint32(atMost: .max)
        score = try input.u32()
        rank = try input.u8()
        guard botLevel == nil || (ready && !wantsRematch), grace <= WorldRules.lostConnectionTicks else {
            throw .invalidValue
        }
    }
}
