package import GameCore
package import Identity

package import enum ClientProtocol.Emote

/// One entry of the replicated log: its position and the bytes of its command.
package struct LogEntry: Sendable, Equatable {
    package let index: LogIndex
    package let command: [UInt8]

    package init(index: LogIndex, command: [UInt8]) {
        self.index = index
        self.command = command
    }
}

/// The command of a log entry to the world. The log holds commands, never their effects.
///
/// Encoded as a kind byte and varints, in the order of the cases' fields.
package enum Command: Sendable, Equatable {
    /// From now on this version of behaviour is in force, if it follows the one before.
    case raise(Behaviour)
    /// Changes nothing. Once it is applied, its proposer knows that it has caught up.
    case probe
    /// Moves the world to `tick`, if that is the next one.
    case advance(tick: UInt64)
    /// From now on the cluster saves that much work.
    case thrift(Thrift)
    /// The registry holds the replay of that match, and rated its players: at most eight.
    case replayStored(MatchID, [NewRating])
    /// The stream carries the session from now on, unless a newer one does. Makes the session known.
    case attach(SessionKey, Attachment, name: [UInt8], Ratings)
    /// That stream has ended. Changes nothing when another has taken its place.
    case detach(SessionKey, attachment: UInt64)
    /// The same for many streams, 2 to ``maximumEnds``, in that order.
    case detachMany([EndedStream])
    /// The streams that end at that node are gone, except those of sessions that have an entry after `seen`.
    case nodeLost(NodeID, seen: LogIndex)
    /// A numbered request of a player.
    case request(SessionKey, sequence: UInt64, Entropy, Action)
    /// A numbered command of the board: `stamp` is the game tick it was meant for.
    case input(SessionKey, sequence: UInt64, MatchID, stamp: UInt64, PlayerInput)
    #if NEXT_VERSION
        /// Counts one more mark.
        case mark
    #endif
}

/// A stream that carried a session and has ended.
package struct EndedStream: Sendable, Equatable {
    package let key: SessionKey
    /// Its name; not 0.
    package let attachment: UInt64

    package init(key: SessionKey, attachment: UInt64) {
        self.key = key
        self.attachment = attachment
    }
}

/// One stream that is to carry a session.
package struct Attachment: Sendable, Equatable {
    /// Names the stream; not 0.
    package let stream: UInt64
    /// Where it ends.
    package let node: NodeID
    package let number: ConnectionNumber
    /// The client has numbered its commands below this; 0: it did not say.
    package let nextSequence: UInt64

    package init(
        stream: UInt64, node: NodeID, number: ConnectionNumber = .none, nextSequence: UInt64 = 0
    ) {
        self.stream = stream
        self.node = node
        self.number = number
        self.nextSequence = nextSequence
    }
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

/// A request of a player outside the tick stream (`Request` in play.proto).
package enum Action: Sendable, Equatable {
    case joinQueue(QueueModes, isRanked: Bool)
    case leaveQueue
    /// `nil`: settings that cannot be played.
    case createLobby(LobbySettings?)
    /// `nil`: the player typed something that is no code.
    case joinLobby(LobbyCode?)
    case leaveLobby
    /// `nil`: settings that cannot be played.
    case changeSettings(LobbySettings?)
    /// `nil`: nobody.
    case kick(UserID?)
    /// 0 or 1; `nil`: no wish.
    case chooseTeam(UInt8?)
    /// `nil`: nothing that may be said.
    case chat(ChatText?)
    case emote(Emote)
    case start
    case ready
    case leaveMatch
    case rematch
    case watch(WatchTarget)
    /// `nil`: there is nothing to play on from.
    case fork(ForkStart?)
    /// Something this version does not know; it gets its outcome like any other.
    case unknown
}

extension Attachment {
    fileprivate var isNumbered: Bool { number != .none || nextSequence > 0 }
}

extension Command {
    private enum Kind: UInt8 {
        case probe = 0, advance, attach, detach, request, input, replayStored, nodeLost, detachMany, thrift
        /// An attachment with numbers; without them it is `attach`, as older clients and gateways cause it.
        case attachNumbered
        case raise
        #if NEXT_VERSION
            case mark
        #endif
    }

    /// Streams whose ends one command tells: some 15 KiB.
    package static let maximumEnds = 512

    /// The command that tells the ends of these streams: at least one, at most ``maximumEnds``.
    static func ends(of streams: [EndedStream]) -> Command {
        streams.count == 1
            ? .detach(streams[0].key, attachment: streams[0].attachment) : .detachMany(streams)
    }

    /// The tick of an encoded ``advance(tick:)``; `nil` for anything else.
    package static func tick(ofAdvance bytes: [UInt8]) -> UInt64? {
        guard bytes.first == Kind.advance.rawValue, case .advance(let tick)? = try? Command(decoding: bytes) else {
            return nil
        }
        return tick
    }

    private enum Tag: UInt8 {
        case joinQueue = 1, leaveQueue, createLobby, joinLobby, start, ready, leaveMatch, unknown
        case leaveLobby, changeSettings, kick, chooseTeam, chat, rematch, watch, watchLobby, fork, emote
    }

    package func encoded() -> [UInt8] {
        var out = ByteWriter(reserving: 64)
        switch self {
        case .raise(let version):
            out.put(Kind.raise.rawValue)
            out.putVarint(UInt64(version.rawValue))
        #if NEXT_VERSION
            case .mark:
                out.put(Kind.mark.rawValue)
        #endif
        case .probe:
            out.put(Kind.probe.rawValue)
        case .advance(let tick):
            out.put(Kind.advance.rawValue)
            out.putVarint(tick)
        case .thrift(let thrift):
            out.put(Kind.thrift.rawValue)
            out.put(thrift.rawValue)
        case .replayStored(let match, let ratings):
            out.put(Kind.replayStored.rawValue)
            out.putVarint(match.rawValue)
            out.put(UInt8(ratings.count))
            for rating in ratings {
                out.putVarint(rating.user.rawValue)
                out.put(rating.queue)
                out.putVarint(UInt64(rating.mean))
            }
        case .attach(let key, let attachment, let name, let ratings):
            out.put((attachment.isNumbered ? Kind.attachNumbered : .attach).rawValue)
            out.put(key)
            out.putVarint(attachment.stream)
            out.putVarint(attachment.node.rawValue)
            if attachment.isNumbered {
                out.putVarint(attachment.number.connection)
                out.putVarint(attachment.number.attempt)
                out.putVarint(attachment.nextSequence)
            }
            out.putBlock(name)
            ratings.encode(into: &out)
        case .detach(let key, let attachment):
            out.put(Kind.detach.rawValue)
            out.put(key)
            out.putVarint(attachment)
        case .detachMany(let streams):
            out.put(Kind.detachMany.rawValue)
            out.putVarint(UInt64(streams.count))
            for stream in streams {
                out.put(stream.key)
                out.putVarint(stream.attachment)
            }
        case .nodeLost(let node, let seen):
            out.put(Kind.nodeLost.rawValue)
            out.putVarint(node.rawValue)
            out.putVarint(seen.rawValue)
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
        case .joinQueue(let modes, let isRanked):
            out.put(Tag.joinQueue.rawValue)
            out.put(isRanked ? 1 : 0 as UInt8)
            out.putBlock(modes.modes.map(\.rawValue))
        case .leaveQueue: out.put(Tag.leaveQueue.rawValue)
        case .createLobby(let settings): put(.createLobby, settings, into: &out)
        case .joinLobby(let code):
            out.put(Tag.joinLobby.rawValue)
            out.putBlock(code?.characters ?? [])
        case .leaveLobby: out.put(Tag.leaveLobby.rawValue)
        case .changeSettings(let settings): put(.changeSettings, settings, into: &out)
        case .kick(let user):
            out.put(Tag.kick.rawValue)
            out.putVarint(user?.rawValue ?? 0)
        case .chooseTeam(let team):
            out.put(Tag.chooseTeam.rawValue)
            out.put(team.map { $0 + 1 } ?? 0)
        case .chat(let text):
            out.put(Tag.chat.rawValue)
            out.putBlock(text?.bytes ?? [])
        case .emote(let emote):
            out.put(Tag.emote.rawValue)
            out.put(emote.rawValue)
        case .start: out.put(Tag.start.rawValue)
        case .ready: out.put(Tag.ready.rawValue)
        case .leaveMatch: out.put(Tag.leaveMatch.rawValue)
        case .rematch: out.put(Tag.rematch.rawValue)
        case .watch(.match(let match)):
            out.put(Tag.watch.rawValue)
            out.putVarint(match.rawValue)
        case .watch(.lobby(let code)):
            out.put(Tag.watchLobby.rawValue)
            out.putBlock(code?.characters ?? [])
        case .fork(let start):
            out.put(Tag.fork.rawValue)
            out.put(start == nil ? 0 : 1 as UInt8)
            start?.encode(into: &out)
        case .unknown: out.put(Tag.unknown.rawValue)
        }
    }

    private static func put(_ tag: Tag, _ settings: LobbySettings?, into out: inout ByteWriter) {
        out.put(tag.rawValue)
        out.put(settings == nil ? 0 : 1 as UInt8)
        settings?.encode(into: &out)
    }

    /// Takes exactly what ``encoded()`` writes.
    /// - Throws: For every other sequence of bytes.
    package init(decoding bytes: [UInt8]) throws(CodecError) {
        var input = ByteReader(bytes)
        guard let kind = Kind(rawValue: try input.u8()) else { throw .unknownKind }
        switch kind {
        case .raise:
            self = .raise(Behaviour(rawValue: try input.varint32(atMost: .max)))
        #if NEXT_VERSION
            case .mark:
                self = .mark
        #endif
        case .probe:
            self = .probe
        case .advance:
            self = .advance(tick: try input.varint())
        case .thrift:
            guard let thrift = Thrift(rawValue: try input.u8()) else { throw .invalidValue }
            self = .thrift(thrift)
        case .replayStored:
            let match = MatchID(rawValue: try input.nonZero())
            var ratings: [NewRating] = []
            for _ in 0..<(try input.count(atMost: GameRules.maximumPlayers)) {
                let (user, queue) = (UserID(rawValue: try input.nonZero()), UInt64(try input.u8()))
                guard let rating = NewRating(user: user, queue: queue, mean: try input.varint()) else {
                    throw .invalidValue
                }
                ratings.append(rating)
            }
            self = .replayStored(match, ratings)
        case .attach:
            let key = try input.sessionKey()
            let attachment = Attachment(stream: try input.nonZero(), node: NodeID(rawValue: try input.nonZero()))
            self = .attach(key, attachment, name: try input.name(), try Ratings(from: &input))
        case .attachNumbered:
            let key = try input.sessionKey()
            let (stream, node) = (try input.nonZero(), NodeID(rawValue: try input.nonZero()))
            guard let number = ConnectionNumber(connection: try input.varint(), attempt: try input.varint()) else {
                throw .invalidValue
            }
            let attachment = Attachment(
                stream: stream, node: node, number: number, nextSequence: try input.counter())
            guard attachment.isNumbered else { throw .invalidValue }
            self = .attach(key, attachment, name: try input.name(), try Ratings(from: &input))
        case .detach:
            let key = try input.sessionKey()
            self = .detach(key, attachment: try input.nonZero())
        case .detachMany:
            let count = try input.count(atMost: Self.maximumEnds)
            guard count > 1 else { throw .invalidValue }
            var streams: [EndedStream] = []
            for _ in 0..<count {
                let key = try input.sessionKey()
                streams.append(EndedStream(key: key, attachment: try input.nonZero()))
            }
            self = .detachMany(streams)
        case .nodeLost:
            let node = NodeID(rawValue: try input.nonZero())
            self = .nodeLost(node, seen: LogIndex(rawValue: try input.varint()))
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
        case .joinQueue:
            let isRanked = try input.flag()
            let numbers = try input.block(atMost: QueueModes.all.count)
            guard let modes = QueueModes(numbers.compactMap(Mode.init(rawValue:))),
                modes.modes.map(\.rawValue) == numbers
            else { throw .invalidValue }
            return .joinQueue(modes, isRanked: isRanked)
        case .leaveQueue: return .leaveQueue
        case .createLobby: return .createLobby(try settings(from: &input))
        case .joinLobby: return .joinLobby(try code(from: &input))
        case .leaveLobby: return .leaveLobby
        case .changeSettings: return .changeSettings(try settings(from: &input))
        case .kick: return .kick(UserID(checked: try input.varint()))
        case .chooseTeam:
            let team = try input.u8()
            guard team < 3 else { throw .invalidValue }
            return .chooseTeam(team == 0 ? nil : team - 1)
        case .chat:
            let bytes = try input.block(atMost: ChatText.maximumBytes)
            guard !bytes.isEmpty else { return .chat(nil) }
            guard let text = ChatText(bytes) else { throw .invalidValue }
            return .chat(text)
        case .emote:
            guard let emote = Emote(rawValue: try input.u8()) else { throw .invalidValue }
            return .emote(emote)
        case .start: return .start
        case .ready: return .ready
        case .leaveMatch: return .leaveMatch
        case .rematch: return .rematch
        case .watch: return .watch(.match(MatchID(rawValue: try input.nonZero())))
        case .watchLobby: return .watch(.lobby(try code(from: &input)))
        case .fork: return .fork(try input.flag() ? try ForkStart(from: &input) : nil)
        case .unknown: return .unknown
        }
    }

    private static func settings(from input: inout ByteReader) throws(CodecError) -> LobbySettings? {
        try input.flag() ? try LobbySettings(from: &input) : nil
    }

    private static func code(from input: inout ByteReader) throws(CodecError) -> LobbyCode? {
        let text = try input.block(atMost: LobbyCode.length)
        guard !text.isEmpty else { return nil }
        guard let code = LobbyCode(text), code.characters == text else { throw .invalidValue }
        return code
    }
}
