package import GameCore
package import Identity

/// One entry of the replicated log: its position and the bytes of its command.
package struct LogEntry: Sendable, Equatable {
    package let index: LogIndex
    package let command: [UInt8]

    package init(index: LogIndex, command: [UInt8]) {
        self.index = index
        self.command = command
    }
}

/// What a log entry asks of the world. The log holds commands, never their effects.
///
/// Encoded as a kind byte and varints, in the order of the cases' fields.
package enum Command: Sendable, Equatable {
    /// Changes nothing. Once it is applied, its proposer knows that it has caught up.
    case probe
    /// Moves the world to `tick`, if that is the next one.
    case advance(tick: UInt64)
    /// The registry holds the replay of that match.
    case replayStored(MatchID)
    /// A stream named `attachment` (not 0) carries the session from now on. Makes the session known.
    case attach(SessionKey, attachment: UInt64, name: [UInt8])
    /// That stream has ended. Changes nothing when another has taken its place.
    case detach(SessionKey, attachment: UInt64)
    /// A numbered request of a player.
    case request(SessionKey, sequence: UInt64, Entropy, Action)
    /// A numbered command of the board: `stamp` is the game tick it was meant for.
    case input(SessionKey, sequence: UInt64, MatchID, stamp: UInt64, PlayerInput)
}

/// 16 random bytes that the proposing simulation adds to a request, so that no player can foresee a seed.
package struct Entropy: Sendable, Equatable {
    package let first: UInt64
    package let second: UInt64

    package init(first: UInt64, second: UInt64) {
        self.first = first
        self.second = second
    }
}

/// What a player can ask for outside the tick stream (`Request` in play.proto).
package enum Action: Sendable, Equatable {
    case joinQueue(Mode)
    case leaveQueue
    case createMatch(Mode)
    /// `nil`: the player typed something that is no code.
    case joinMatch(MatchCode?)
    case startMatch
    case ready
    case leaveMatch
    /// Something this version does not know; it gets its outcome like any other.
    case unknown
}

extension Command {
    private enum Kind: UInt8 {
        case probe = 0, advance, attach, detach, request, input, replayStored
    }

    private enum Tag: UInt8 {
        case joinQueue = 1, leaveQueue, createMatch, joinMatch, startMatch, ready, leaveMatch, unknown
    }

    package func encoded() -> [UInt8] {
        var out = ByteWriter(reserving: 64)
        switch self {
        case .probe:
            out.put(Kind.probe.rawValue)
        case .advance(let tick):
            out.put(Kind.advance.rawValue)
            out.putVarint(tick)
        case .replayStored(let match):
            out.put(Kind.replayStored.rawValue)
            out.putVarint(match.rawValue)
        case .attach(let key, let attachment, let name):
            out.put(Kind.attach.rawValue)
            out.put(key)
            out.putVarint(attachment)
            out.putBlock(name)
        case .detach(let key, let attachment):
            out.put(Kind.detach.rawValue)
            out.put(key)
            out.putVarint(attachment)
        case .request(let key, let sequence, let entropy, let action):
            out.put(Kind.request.rawValue)
            out.put(key)
            out.putVarint(sequence)
            out.put(entropy.first)
            out.put(entropy.second)
            Self.put(action, into: &out)
        case .input(let key, let sequence, let match, let stamp, let input):
            out.put(Kind.input.rawValue)
            out.put(key)
            out.putVarint(sequence)
            out.putVarint(match.rawValue)
            out.putVarint(stamp)
            switch input {
            case .turn(let direction): out.put(direction.rawValue)
            case .boost(let held): out.put((held ? 5 : 4) as UInt8)
            }
        }
        return out.bytes
    }

    private static func put(_ action: Action, into out: inout ByteWriter) {
        switch action {
        case .joinQueue(let mode):
            out.put(Tag.joinQueue.rawValue)
            out.put(mode.rawValue)
        case .leaveQueue: out.put(Tag.leaveQueue.rawValue)
        case .createMatch(let mode):
            out.put(Tag.createMatch.rawValue)
            out.put(mode.rawValue)
        case .joinMatch(let code):
            out.put(Tag.joinMatch.rawValue)
            out.putBlock(code?.characters ?? [])
        case .startMatch: out.put(Tag.startMatch.rawValue)
        case .ready: out.put(Tag.ready.rawValue)
        case .leaveMatch: out.put(Tag.leaveMatch.rawValue)
        case .unknown: out.put(Tag.unknown.rawValue)
        }
    }

    /// Takes exactly what ``encoded()`` writes.
    /// - Throws: For every other sequence of bytes.
    package init(decoding bytes: [UInt8]) throws(CodecError) {
        var input = ByteReader(bytes)
        guard let kind = Kind(rawValue: try input.u8()) else { throw .unknownKind }
        switch kind {
        case .probe:
            self = .probe
        case .advance:
            self = .advance(tick: try input.varint())
        case .replayStored:
            self = .replayStored(MatchID(rawValue: try input.nonZero()))
        case .attach:
            let key = try input.sessionKey()
            self = .attach(key, attachment: try input.nonZero(), name: try input.name())
        case .detach:
            let key = try input.sessionKey()
            self = .detach(key, attachment: try input.nonZero())
        case .request:
            let key = try input.sessionKey()
            let sequence = try input.nonZero()
            let entropy = Entropy(first: try input.u64(), second: try input.u64())
            self = .request(key, sequence: sequence, entropy, try Self.action(from: &input))
        case .input:
            let key = try input.sessionKey()
            let sequence = try input.nonZero()
            let match = MatchID(rawValue: try input.nonZero())
            let stamp = try input.varint()
            let code = try input.u8()
            guard code < 6 else { throw .invalidValue }
            let command = Direction(rawValue: code).map(PlayerInput.turn) ?? .boost(code == 5)
            self = .input(key, sequence: sequence, match, stamp: stamp, command)
        }
        try input.end()
    }

    private static func action(from input: inout ByteReader) throws(CodecError) -> Action {
        guard let tag = Tag(rawValue: try input.u8()) else { throw .unknownKind }
        switch tag {
        case .joinQueue: return .joinQueue(try input.mode())
        case .leaveQueue: return .leaveQueue
        case .createMatch: return .createMatch(try input.mode())
        case .joinMatch:
            let text = try input.block(atMost: MatchCode.length)
            guard !text.isEmpty else { return .joinMatch(nil) }
            guard let code = MatchCode(text), code.characters == text else { throw .invalidValue }
            return .joinMatch(code)
        case .startMatch: return .startMatch
        case .ready: return .ready
        case .leaveMatch: return .leaveMatch
        case .unknown: return .unknown
        }
    }
}
