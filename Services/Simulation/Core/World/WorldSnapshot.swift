package import GameCore
package import Identity

/// The canonical encoding of a world: equal worlds have equal bytes, and only those bytes decode.
///
/// Format byte (``Behaviour/snapshotFormat``), from format 12 on the version of behaviour, counters, pool, queue; then every user in the order of ids, every match, every lobby, the
/// outbox. Integers are varints
/// where their size varies. Bounds are those of ``WorldRules``.
extension World {
    /// Worlds of other formats cannot be compared by their hashes.
    package var snapshotFormat: UInt8 { behaviour.snapshotFormat }
    /// The formats that are read.
    static let formats: ClosedRange<UInt8> = 11...12

    /// Counters of decoded worlds stay below this, so that no arithmetic on them can overflow.
    static let counterLimit: UInt64 = 1 << 53

    package func encode(into sink: inout some ByteSink) {
        encodeHead(into: &sink)
        for id in users.keys.sorted() { encodeUser(id, into: &sink) }
        for match in matches { match.encode(into: &sink) }
        for lobby in lobbies { lobby.encode(into: &sink) }
        encodeOutbox(into: &sink)
    }

    package func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: 4096)
        encode(into: &writer)
        return writer.bytes
    }

    /// 64-bit FNV-1a of the canonical encoding: equal on all nodes at the same index.
    package var stateHash: UInt64 { digest.hash }

    /// The hash, and how many bytes the encoding has.
    package var digest: (hash: UInt64, bytes: Int) {
        var sink = HashAndCount()
        encode(into: &sink)
        return (sink.hash.value, sink.count)
    }

    private struct HashAndCount: ByteSink {
        var hash = FNV1a64()
        var count = 0

        mutating func put(_ byte: UInt8) {
            hash.put(byte)
            count += 1
        }
    }

    /// Of the tick and of all boards, from the hash bytes that their recordings have just noted: next to free, and with
    /// 255 of 256 boards that differ it differs too. The next tick's tells of the rest.
    package var boardsDigest: UInt64 {
        var hash = FNV1a64()
        hash.put(tick)
        for match in matches {
            guard let board = match.board else { continue }
            hash.put(match.id.rawValue)
            hash.put(board.game.tick)
            hash.put(board.recording.trace.bytes.last ?? 0)
        }
        return hash.value
    }

    func encodeHead(into sink: inout some ByteSink) {
        sink.put(snapshotFormat)
        if snapshotFormat > 11 { sink.putVarint(UInt64(behaviour.rawValue)) }
        sink.putVarint(appliedIndex.rawValue)
        sink.putVarint(tick)
        sink.putVarint(nextMatch)
        sink.putVarint(nextLobby)
        sink.put(thrift.rawValue)
        sink.putVarint(gaveWayAt)
        #if NEXT_VERSION
            if behaviour.hasMarks { sink.putVarint(marks) }
        #endif
        for byte in pool { sink.put(byte) }
        sink.put(isQueueNews ? 1 : 0 as UInt8)
        sink.putVarint(UInt64(queue.count))
        for party in queue { party.encode(into: &sink) }
        sink.putVarint(UInt64(users.count))
        sink.putVarint(UInt64(matches.count))
        sink.putVarint(UInt64(lobbies.count))
    }

    func encodeUser(_ id: UserID, into sink: inout some ByteSink) {
        guard let user = users[id] else { return }
        sink.putVarint(id.rawValue)
        user.encode(into: &sink)
    }

    func encodeOutbox(into sink: inout some ByteSink) {
        sink.putVarint(UInt64(outbox.count))
        for replay in outbox {
            sink.putVarint(replay.match.rawValue)
            sink.putBlock(replay.file)
            sink.putVarint(UInt64(replay.players.count))
            for player in replay.players { sink.putVarint(player) }
            sink.put(replay.isRanked ? 1 : 0)
        }
    }

    // MARK: Decoding

    /// Takes what ``encode(into:)`` writes, and nothing else: any other bytes are an error.
    /// - Throws: `unknownKind` when another version wrote it: ``gap(inSnapshot:knowing:)`` says which.
    package init(
        decoding bytes: [UInt8], knowing known: ClosedRange<Behaviour> = Behaviour.known
    ) throws(CodecError) {
        self.known = known
        var input = ByteReader(bytes)
        let format = try input.u8()
        guard Self.formats.contains(format) else { throw .unknownKind }
        behaviour = format == 11 ? .first : Behaviour(rawValue: try input.varint32(atMost: .max))
        guard Self.isKnown(behaviour, known) else { throw .unknownKind }
        guard format == behaviour.snapshotFormat else { throw .invalidValue }
        appliedIndex = LogIndex(rawValue: try input.counter())
        tick = try input.counter()
        nextMatch = try input.counter()
        nextLobby = try input.counter()
        guard nextMatch > 0, nextLobby > 0 else { throw .invalidValue }
        guard let thrift = Thrift(rawValue: try input.u8()) else { throw .invalidValue }
        self.thrift = thrift
        gaveWayAt = try input.counter()
        guard gaveWayAt <= tick else { throw .invalidValue }
        #if NEXT_VERSION
            if behaviour.hasMarks { marks = try input.counter() }
        #endif
        pool = try input.bytes(SHA256.digestBytes)
        isQueueNews = try input.flag()
        for _ in 0..<(try input.count(atMost: WorldRules.maximumUsers)) { queue.append(try Party(from: &input)) }
        let userCount = try input.count(atMost: WorldRules.maximumUsers)
        let matchCount = try input.count(atMost: WorldRules.maximumMatches)
        let lobbyCount = try input.count(atMost: WorldRules.maximumLobbies)
        var last: UInt64 = 0
        for _ in 0..<userCount {
            let id = try input.nonZero()
            guard id > last else { throw .invalidValue }
            last = id
            users[UserID(rawValue: id)] = try User(from: &input)
        }
        for _ in 0..<matchCount { matches.append(try Match(from: &input)) }
        for _ in 0..<lobbyCount { lobbies.append(try Lobby(from: &input)) }
        for _ in 0..<(try input.count(atMost: WorldRules.maximumOutbox)) {
            let match = MatchID(rawValue: try input.nonZero())
            let file = try input.block(atMost: WorldRules.maximumOutboxBytes)
            guard match.rawValue < nextMatch else { throw .invalidValue }
            var players: [UInt64] = []
            for _ in 0..<(try input.count(atMost: GameRules.maximumPlayers)) { players.append(try input.varint()) }
            outbox.append(OutgoingReplay(match: match, file: file, players: players, isRanked: try input.flag()))
        }
        try input.end()
        guard isConsistent else { throw .invalidValue }
    }

    private static func isKnown(_ version: Behaviour, _ known: ClosedRange<Behaviour>) -> Bool {
        known.contains(version) || (version == .none && known.lowerBound > .first)
    }

    /// Why this build cannot read a world's encoding that is whole: another version wrote it. `nil`: it knows the version.
    package static func gap(
        inSnapshot bytes: [UInt8], knowing known: ClosedRange<Behaviour> = Behaviour.known
    ) -> VersionGap? {
        var input = ByteReader(bytes)
        guard let format = try? input.u8() else { return nil }
        guard formats.contains(format) else { return .format(format) }
        guard format > 11 else { return known.contains(.first) ? nil : .behaviour(.first) }
        guard let number = try? input.varint32(atMost: .max) else { return nil }
        let version = Behaviour(rawValue: number)
        return isKnown(version, known) ? nil : .behaviour(version)
    }

    /// Rules between the parts of a world that hold in every state that entries can lead to.
    var isConsistent: Bool {
        var previous: UInt64 = 0
        for match in matches {
            guard match.id.rawValue > previous, match.id.rawValue < nextMatch, match.createdAt <= tick,
                // The clock of one who is away was moved on by all of the grace.
                match.seats.allSatisfy({ $0.awaySince <= tick && ($0.awaySince == 0 || $0.idleSince >= $0.grace) })
            else { return false }
            previous = match.id.rawValue
        }
        guard areLobbiesConsistent else { return false }
        // deterministic: whether one is inconsistent, not which
        for user in users.values where !isConsistent(user) { return false }
        var since: UInt64 = 0
        for party in queue {
            guard party.since >= since, party.since <= tick else { return false }
            since = party.since
        }
        // Each who waits does so once, and nobody else is queued.
        let waiting = queue.flatMap { $0.members.map(\.user) }
        guard Set(waiting).count == waiting.count, waiting.allSatisfy({ users[$0]?.place == .queued }),
            waiting.count == users.values.count(where: { $0.place == .queued })
        else { return false }
        // Each who sees a match is there and nowhere else, and nobody else is in a match.
        var seeing = 0
        for match in matches {
            let audience = match.audience
            seeing += audience.count
            guard audience.allSatisfy({ users[$0]?.place == .match(match.id) }) else { return false }
        }
        return seeing == users.values.count { if case .match = $0.place { true } else { false } }
            && matches.indices.allSatisfy(seatsKnowWhoIsAway)
    }

    /// The seats of a running match say which of its players are without a connection.
    private func seatsKnowWhoIsAway(_ index: Int) -> Bool {
        guard matches[index].phase == .running else { return true }
        return matches[index].seats.indices.allSatisfy { slot in
            let seat = matches[index].seats[slot]
            return seat.user == nil || seat.left || (seat.awaySince > 0) == isAway(slot, at: index)
        }
    }

    private var areLobbiesConsistent: Bool {
        var previous: UInt64 = 0
        var members = 0
        for lobby in lobbies {
            guard lobby.id.rawValue > previous, lobby.id.rawValue < nextLobby,
                lobby.members.allSatisfy({ users[$0.user]?.lobby == lobby.id })
            else { return false }
            previous = lobby.id.rawValue
            members += lobby.members.count
            guard let match = lobby.match else { continue }
            guard let index = indexOfMatch(match), matches[index].lobby == lobby.id else { return false }
        }
        return Set(lobbies.map(\.code)).count == lobbies.count
            && members == users.values.count { $0.lobby != nil }
            && matches.allSatisfy { $0.lobby.map { $0.rawValue < nextLobby } ?? true }
    }

    private func isConsistent(_ user: User) -> Bool {
        let sessions = user.sessions.map(\.id) + user.displaced.map(\.id)
        return user.lostAt <= tick && user.lastActiveTick <= tick && user.lastActive <= appliedIndex.rawValue
            && user.chatDue <= tick + WorldRules.linesAtOnce * WorldRules.ticksPerLine
            && user.sessions.allSatisfy { $0.lastActive <= user.lastActive }
            && Set(sessions).count == sessions.count
    }
}

/// Encodes a world piece by piece, so that other work can run in between; the copy it holds stays as it was.
package struct SnapshotEncoder: Sendable {
    /// The last entry that the snapshot covers.
    package let index: LogIndex
    private let world: World
    private let users: [UserID]
    private var nextUser = 0
    private var nextMatch = 0
    private var nextLobby = 0
    private var isOutboxNext = true
    /// Encoded and not yet taken.
    private var writer = ByteWriter()
    private var taken = 0

    package init(_ world: World) {
        self.world = world
        index = world.appliedIndex
        users = world.users.keys.sorted()
        world.encodeHead(into: &writer)
    }

    package var isFinished: Bool {
        nextUser == users.count && nextMatch == world.matches.count
            && nextLobby == world.lobbies.count && !isOutboxNext && taken == writer.bytes.count
    }

    /// The next `size` bytes; fewer at the end.
    package mutating func next(_ size: Int) -> [UInt8] {
        while writer.bytes.count - taken < size, encodePart() {}
        let end = min(taken + size, writer.bytes.count)
        let piece = Array(writer.bytes[taken..<end])
        taken = end
        if taken == writer.bytes.count {
            writer = ByteWriter(reserving: size)
            taken = 0
        }
        return piece
    }

    /// Encodes one user, one match, one lobby, or the outbox.
    private mutating func encodePart() -> Bool {
        if nextUser < users.count {
            world.encodeUser(users[nextUser], into: &writer)
            nextUser += 1
            return true
        }
        if nextMatch < world.matches.count {
            world.matches[nextMatch].encode(into: &writer)
            nextMatch += 1
            return true
        }
        if nextLobby < world.lobbies.count {
            world.lobbies[nextLobby].encode(into: &writer)
            nextLobby += 1
            return true
        }
        defer { isOutboxNext = false }
        if isOutboxNext { world.encodeOutbox(into: &writer) }
        return isOutboxNext
    }
}

extension ByteReader {
    mutating func counter() throws(CodecError) -> UInt64 {
        let value = try varint()
        guard value < World.counterLimit else { throw .invalidValue }
        return value
    }
}
