// Generated from Protos/snaketron/v1/play.proto by scripts/generate-protos. Do not edit.

internal import CProtobufC
internal import CSnakeTronProtos

/// Gateway to simulation.
package struct PlayUp: Sendable, Equatable {
    package var event: Event?

    package enum Event: Sendable, Equatable {
        case hello(Hello)
        case request(Request)
        /// One binary client frame, passed on undecoded (docs/protocol.md, "Binary frames"); at most 64 bytes.
        case frame([UInt8])
        /// Asks for a fresh snapshot of the running match.
        case resync(Resync)
    }

    package init(event: Event? = nil) {
        self.event = event
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe Coding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe Coding.encode(self)
    }
}

/// Who is speaking. The gateway has verified the token; the simulation trusts the gateway, never the player.
package struct Hello: Sendable, Equatable {
    /// never 0
    package var userID: UInt64
    /// chosen by the client, random, never 0; one per page load
    package var sessionID: UInt64
    /// 1 to 16 characters, shown to others
    package var name: String

    package init(userID: UInt64 = 0, sessionID: UInt64 = 0, name: String = "") {
        self.userID = userID
        self.sessionID = sessionID
        self.name = name
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe Coding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe Coding.encode(self)
    }
}

package struct Resync: Sendable, Equatable {
    package init() {}

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe Coding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe Coding.encode(self)
    }
}

/// A replicated request outside the tick stream. Sequences of one session start at 1 and grow by 1, over requests and
/// binary command frames together; a repeated sequence gets its first outcome again.
package struct Request: Sendable, Equatable {
    package var sequence: UInt64
    package var action: Action?

    package enum Action: Sendable, Equatable {
        case joinQueue(JoinQueue)
        case leaveQueue(LeaveQueue)
        case createMatch(CreateMatch)
        case joinMatch(JoinMatch)
        case startMatch(StartMatch)
        case ready(Ready)
        case leaveMatch(LeaveMatch)
    }

    package init(sequence: UInt64 = 0, action: Action? = nil) {
        self.sequence = sequence
        self.action = action
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe Coding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe Coding.encode(self)
    }
}

package struct JoinQueue: Sendable, Equatable {
    package var mode: Mode

    package init(mode: Mode = .unspecified) {
        self.mode = mode
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe Coding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe Coding.encode(self)
    }
}

package struct LeaveQueue: Sendable, Equatable {
    package init() {}

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe Coding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe Coding.encode(self)
    }
}

package struct CreateMatch: Sendable, Equatable {
    package var mode: Mode

    package init(mode: Mode = .unspecified) {
        self.mode = mode
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe Coding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe Coding.encode(self)
    }
}

package struct JoinMatch: Sendable, Equatable {
    package var code: String

    package init(code: String = "") {
        self.code = code
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe Coding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe Coding.encode(self)
    }
}

package struct StartMatch: Sendable, Equatable {
    package init() {}

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe Coding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe Coding.encode(self)
    }
}

package struct Ready: Sendable, Equatable {
    package init() {}

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe Coding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe Coding.encode(self)
    }
}

package struct LeaveMatch: Sendable, Equatable {
    package init() {}

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe Coding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe Coding.encode(self)
    }
}

/// Simulation to gateway.
package struct PlayDown: Sendable, Equatable {
    package var event: Event?

    package enum Event: Sendable, Equatable {
        case attached(Attached)
        case outcome(Outcome)
        case queue(QueueState)
        case match(MatchState)
        /// One binary game frame, passed on undecoded (docs/protocol.md, "Binary frames").
        case frame([UInt8])
    }

    package init(event: Event? = nil) {
        self.event = event
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe Coding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe Coding.encode(self)
    }
}

/// The session is known. `last_sequence` is the highest sequence this session has an outcome for (0 if none): the
/// client drops what its outbox holds up to there once it has seen the outcomes, and sends the rest again.
package struct Attached: Sendable, Equatable {
    package var lastSequence: UInt64
    package var nodeID: UInt64

    package init(lastSequence: UInt64 = 0, nodeID: UInt64 = 0) {
        self.lastSequence = lastSequence
        self.nodeID = nodeID
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe Coding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe Coding.encode(self)
    }
}

/// The fate of one request: committed and applied, exactly once.
package struct Outcome: Sendable, Equatable {
    package var sequence: UInt64
    package var code: OutcomeCode

    package init(sequence: UInt64 = 0, code: OutcomeCode = .accepted) {
        self.sequence = sequence
        self.code = code
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe Coding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe Coding.encode(self)
    }
}

/// Sent whenever the player's place in a queue changes.
package struct QueueState: Sendable, Equatable {
    /// MODE_UNSPECIFIED: not queued
    package var mode: Mode
    /// players waiting in that queue, this one included
    package var waiting: UInt32

    package init(mode: Mode = .unspecified, waiting: UInt32 = 0) {
        self.mode = mode
        self.waiting = waiting
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe Coding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe Coding.encode(self)
    }
}

/// The whole state of the player's match outside the board; sent on each change and on attach.
package struct MatchState: Sendable, Equatable {
    package var matchID: UInt64
    package var code: String
    package var mode: Mode
    package var phase: MatchState.Phase
    /// of READYING and COUNTDOWN
    package var remainingMs: UInt32
    /// in slot order
    package var players: [Player]
    /// index into players; 255: spectator
    package var yourSlot: UInt32
    /// SHA-256 of the 16-byte seed, from READYING on
    package var seedCommitment: [UInt8]
    /// the seed itself, once ENDED
    package var seed: [UInt8]
    package var endReason: EndReason

    package enum Phase: RawRepresentable, Sendable, Hashable {
        /// the player is in no match
        case unspecified
        /// waiting for players by code
        case gathering
        /// rules section 7: every player confirms, 15 s at most
        case readying
        /// 3 s
        case countdown
        case running
        case ended
        /// A value that this version does not know; it keeps its number.
        case unrecognized(Int32)

        package init(rawValue: Int32) {
            switch rawValue {
            case 0: self = .unspecified
            case 1: self = .gathering
            case 2: self = .readying
            case 3: self = .countdown
            case 4: self = .running
            case 5: self = .ended
            default: self = .unrecognized(rawValue)
            }
        }

        package var rawValue: Int32 {
            switch self {
            case .unspecified: 0
            case .gathering: 1
            case .readying: 2
            case .countdown: 3
            case .running: 4
            case .ended: 5
            case .unrecognized(let rawValue): rawValue
            }
        }
    }

    package init(
        matchID: UInt64 = 0,
        code: String = "",
        mode: Mode = .unspecified,
        phase: MatchState.Phase = .unspecified,
        remainingMs: UInt32 = 0,
        players: [Player] = [],
        yourSlot: UInt32 = 0,
        seedCommitment: [UInt8] = [],
        seed: [UInt8] = [],
        endReason: EndReason = .unspecified
    ) {
        self.matchID = matchID
        self.code = code
        self.mode = mode
        self.phase = phase
        self.remainingMs = remainingMs
        self.players = players
        self.yourSlot = yourSlot
        self.seedCommitment = seedCommitment
        self.seed = seed
        self.endReason = endReason
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe Coding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe Coding.encode(self)
    }
}

package struct Player: Sendable, Equatable {
    package var userID: UInt64
    package var name: String
    package var team: UInt32
    package var ready: Bool
    package var connected: Bool
    /// final once ENDED: the team's bank in team modes, else the snake's score
    package var score: UInt32
    /// from 1, ties share one; 0 while not ENDED
    package var rank: UInt32

    package init(
        userID: UInt64 = 0,
        name: String = "",
        team: UInt32 = 0,
        ready: Bool = false,
        connected: Bool = false,
        score: UInt32 = 0,
        rank: UInt32 = 0
    ) {
        self.userID = userID
        self.name = name
        self.team = team
        self.ready = ready
        self.connected = connected
        self.score = score
        self.rank = rank
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe Coding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe Coding.encode(self)
    }
}

package struct SummaryRequest: Sendable, Equatable {
    package init() {}

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe Coding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe Coding.encode(self)
    }
}

package struct SummaryReply: Sendable, Equatable {
    package var nodeID: UInt64
    package var appliedIndex: UInt64
    package var worldTick: UInt64
    package var sessionsAttached: UInt32
    package var matches: UInt32
    package var players: UInt32
    package var ready: Bool
    /// of the world at applied_index
    package var stateHash: UInt64

    package init(
        nodeID: UInt64 = 0,
        appliedIndex: UInt64 = 0,
        worldTick: UInt64 = 0,
        sessionsAttached: UInt32 = 0,
        matches: UInt32 = 0,
        players: UInt32 = 0,
        ready: Bool = false,
        stateHash: UInt64 = 0
    ) {
        self.nodeID = nodeID
        self.appliedIndex = appliedIndex
        self.worldTick = worldTick
        self.sessionsAttached = sessionsAttached
        self.matches = matches
        self.players = players
        self.ready = ready
        self.stateHash = stateHash
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe Coding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe Coding.encode(self)
    }
}

package enum Mode: RawRepresentable, Sendable, Hashable {
    case unspecified
    case duel
    case freeForAll
    case solo
    /// A value that this version does not know; it keeps its number.
    case unrecognized(Int32)

    package init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .unspecified
        case 1: self = .duel
        case 2: self = .freeForAll
        case 3: self = .solo
        default: self = .unrecognized(rawValue)
        }
    }

    package var rawValue: Int32 {
        switch self {
        case .unspecified: 0
        case .duel: 1
        case .freeForAll: 2
        case .solo: 3
        case .unrecognized(let rawValue): rawValue
        }
    }
}

package enum OutcomeCode: RawRepresentable, Sendable, Hashable {
    case accepted
    /// no match waits under that code
    case unknownCode
    case matchFull
    case alreadyInMatch
    case notInMatch
    case alreadyQueued
    case notQueued
    /// e.g. start by someone who did not create the match, or too few players
    case notAllowed
    /// a mode or a value this version does not know
    case invalid
    /// rules section 1
    case oppositeTurn
    /// stamped more than 20 ticks ahead, rules section 8
    case tooFarAhead
    /// a second turn in one tick
    case onePerTick
    /// the sequence is older than the outcomes kept (64 per session)
    case stale
    /// the world is full (players or matches); try again later
    case overloaded
    /// A value that this version does not know; it keeps its number.
    case unrecognized(Int32)

    package init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .accepted
        case 1: self = .unknownCode
        case 2: self = .matchFull
        case 3: self = .alreadyInMatch
        case 4: self = .notInMatch
        case 5: self = .alreadyQueued
        case 6: self = .notQueued
        case 7: self = .notAllowed
        case 8: self = .invalid
        case 9: self = .oppositeTurn
        case 10: self = .tooFarAhead
        case 11: self = .onePerTick
        case 12: self = .stale
        case 13: self = .overloaded
        default: self = .unrecognized(rawValue)
        }
    }

    package var rawValue: Int32 {
        switch self {
        case .accepted: 0
        case .unknownCode: 1
        case .matchFull: 2
        case .alreadyInMatch: 3
        case .notInMatch: 4
        case .alreadyQueued: 5
        case .notQueued: 6
        case .notAllowed: 7
        case .invalid: 8
        case .oppositeTurn: 9
        case .tooFarAhead: 10
        case .onePerTick: 11
        case .stale: 12
        case .overloaded: 13
        case .unrecognized(let rawValue): rawValue
        }
    }
}

package enum EndReason: RawRepresentable, Sendable, Hashable {
    case unspecified
    /// a team's bank reached the target
    case score
    /// nobody left, or one left who leads alone
    case allDead
    /// the other side left
    case left
    case draw
    case noContest
    /// A value that this version does not know; it keeps its number.
    case unrecognized(Int32)

    package init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .unspecified
        case 1: self = .score
        case 2: self = .allDead
        case 3: self = .left
        case 4: self = .draw
        case 5: self = .noContest
        default: self = .unrecognized(rawValue)
        }
    }

    package var rawValue: Int32 {
        switch self {
        case .unspecified: 0
        case .score: 1
        case .allDead: 2
        case .left: 3
        case .draw: 4
        case .noContest: 5
        case .unrecognized(let rawValue): rawValue
        }
    }
}

extension PlayUp: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__PlayUp> { unsafe snaketron__v1__play_up__init }
    static var unpack: Unpack<Snaketron__V1__PlayUp> { unsafe snaketron__v1__play_up__unpack }

    init(_ raw: Snaketron__V1__PlayUp) throws(WireError) {
        switch unsafe raw.event_case {
        case SNAKETRON__V1__PLAY_UP__EVENT_HELLO:
            event = .hello(try unsafe Coding.present(raw.hello))
        case SNAKETRON__V1__PLAY_UP__EVENT_REQUEST:
            event = .request(try unsafe Coding.present(raw.request))
        case SNAKETRON__V1__PLAY_UP__EVENT_FRAME:
            event = .frame(unsafe Coding.bytes(raw.frame))
        case SNAKETRON__V1__PLAY_UP__EVENT_RESYNC:
            event = .resync(try unsafe Coding.present(raw.resync))
        default:
            event = nil
        }
    }

    func fill(_ raw: inout Snaketron__V1__PlayUp, in arena: inout Arena) {
        switch self.event {
        case .hello(let value):
            unsafe raw.event_case = SNAKETRON__V1__PLAY_UP__EVENT_HELLO
            unsafe raw.hello = arena.copy(value)
        case .request(let value):
            unsafe raw.event_case = SNAKETRON__V1__PLAY_UP__EVENT_REQUEST
            unsafe raw.request = arena.copy(value)
        case .frame(let value):
            unsafe raw.event_case = SNAKETRON__V1__PLAY_UP__EVENT_FRAME
            unsafe raw.frame = arena.copy(value)
        case .resync(let value):
            unsafe raw.event_case = SNAKETRON__V1__PLAY_UP__EVENT_RESYNC
            unsafe raw.resync = arena.copy(value)
        case nil:
            break
        }
    }
}

extension Hello: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Hello> { unsafe snaketron__v1__hello__init }
    static var unpack: Unpack<Snaketron__V1__Hello> { unsafe snaketron__v1__hello__unpack }

    init(_ raw: Snaketron__V1__Hello) throws(WireError) {
        userID = unsafe raw.user_id
        sessionID = unsafe raw.session_id
        name = try unsafe Coding.text(raw.name)
    }

    func fill(_ raw: inout Snaketron__V1__Hello, in arena: inout Arena) {
        unsafe raw.user_id = self.userID
        unsafe raw.session_id = self.sessionID
        unsafe raw.name = arena.copy(self.name)
    }
}

extension Resync: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Resync> { unsafe snaketron__v1__resync__init }
    static var unpack: Unpack<Snaketron__V1__Resync> { unsafe snaketron__v1__resync__unpack }

    init(_: Snaketron__V1__Resync) throws(WireError) {
    }

    func fill(_ raw: inout Snaketron__V1__Resync, in arena: inout Arena) {
    }
}

extension Request: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Request> { unsafe snaketron__v1__request__init }
    static var unpack: Unpack<Snaketron__V1__Request> { unsafe snaketron__v1__request__unpack }

    init(_ raw: Snaketron__V1__Request) throws(WireError) {
        sequence = unsafe raw.sequence
        switch unsafe raw.action_case {
        case SNAKETRON__V1__REQUEST__ACTION_JOIN_QUEUE:
            action = .joinQueue(try unsafe Coding.present(raw.join_queue))
        case SNAKETRON__V1__REQUEST__ACTION_LEAVE_QUEUE:
            action = .leaveQueue(try unsafe Coding.present(raw.leave_queue))
        case SNAKETRON__V1__REQUEST__ACTION_CREATE_MATCH:
            action = .createMatch(try unsafe Coding.present(raw.create_match))
        case SNAKETRON__V1__REQUEST__ACTION_JOIN_MATCH:
            action = .joinMatch(try unsafe Coding.present(raw.join_match))
        case SNAKETRON__V1__REQUEST__ACTION_START_MATCH:
            action = .startMatch(try unsafe Coding.present(raw.start_match))
        case SNAKETRON__V1__REQUEST__ACTION_READY:
            action = .ready(try unsafe Coding.present(raw.ready))
        case SNAKETRON__V1__REQUEST__ACTION_LEAVE_MATCH:
            action = .leaveMatch(try unsafe Coding.present(raw.leave_match))
        default:
            action = nil
        }
    }

    func fill(_ raw: inout Snaketron__V1__Request, in arena: inout Arena) {
        unsafe raw.sequence = self.sequence
        switch self.action {
        case .joinQueue(let value):
            unsafe raw.action_case = SNAKETRON__V1__REQUEST__ACTION_JOIN_QUEUE
            unsafe raw.join_queue = arena.copy(value)
        case .leaveQueue(let value):
            unsafe raw.action_case = SNAKETRON__V1__REQUEST__ACTION_LEAVE_QUEUE
            unsafe raw.leave_queue = arena.copy(value)
        case .createMatch(let value):
            unsafe raw.action_case = SNAKETRON__V1__REQUEST__ACTION_CREATE_MATCH
            unsafe raw.create_match = arena.copy(value)
        case .joinMatch(let value):
            unsafe raw.action_case = SNAKETRON__V1__REQUEST__ACTION_JOIN_MATCH
            unsafe raw.join_match = arena.copy(value)
        case .startMatch(let value):
            unsafe raw.action_case = SNAKETRON__V1__REQUEST__ACTION_START_MATCH
            unsafe raw.start_match = arena.copy(value)
        case .ready(let value):
            unsafe raw.action_case = SNAKETRON__V1__REQUEST__ACTION_READY
            unsafe raw.ready = arena.copy(value)
        case .leaveMatch(let value):
            unsafe raw.action_case = SNAKETRON__V1__REQUEST__ACTION_LEAVE_MATCH
            unsafe raw.leave_match = arena.copy(value)
        case nil:
            break
        }
    }
}

extension JoinQueue: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__JoinQueue> { unsafe snaketron__v1__join_queue__init }
    static var unpack: Unpack<Snaketron__V1__JoinQueue> { unsafe snaketron__v1__join_queue__unpack }

    init(_ raw: Snaketron__V1__JoinQueue) throws(WireError) {
        mode = unsafe .init(rawValue: Int32(bitPattern: raw.mode.rawValue))
    }

    func fill(_ raw: inout Snaketron__V1__JoinQueue, in arena: inout Arena) {
        unsafe raw.mode = .init(rawValue: UInt32(bitPattern: self.mode.rawValue))
    }
}

extension LeaveQueue: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__LeaveQueue> { unsafe snaketron__v1__leave_queue__init }
    static var unpack: Unpack<Snaketron__V1__LeaveQueue> { unsafe snaketron__v1__leave_queue__unpack }

    init(_: Snaketron__V1__LeaveQueue) throws(WireError) {
    }

    func fill(_ raw: inout Snaketron__V1__LeaveQueue, in arena: inout Arena) {
    }
}

extension CreateMatch: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__CreateMatch> { unsafe snaketron__v1__create_match__init }
    static var unpack: Unpack<Snaketron__V1__CreateMatch> { unsafe snaketron__v1__create_match__unpack }

    init(_ raw: Snaketron__V1__CreateMatch) throws(WireError) {
        mode = unsafe .init(rawValue: Int32(bitPattern: raw.mode.rawValue))
    }

    func fill(_ raw: inout Snaketron__V1__CreateMatch, in arena: inout Arena) {
        unsafe raw.mode = .init(rawValue: UInt32(bitPattern: self.mode.rawValue))
    }
}

extension JoinMatch: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__JoinMatch> { unsafe snaketron__v1__join_match__init }
    static var unpack: Unpack<Snaketron__V1__JoinMatch> { unsafe snaketron__v1__join_match__unpack }

    init(_ raw: Snaketron__V1__JoinMatch) throws(WireError) {
        code = try unsafe Coding.text(raw.code)
    }

    func fill(_ raw: inout Snaketron__V1__JoinMatch, in arena: inout Arena) {
        unsafe raw.code = arena.copy(self.code)
    }
}

extension StartMatch: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__StartMatch> { unsafe snaketron__v1__start_match__init }
    static var unpack: Unpack<Snaketron__V1__StartMatch> { unsafe snaketron__v1__start_match__unpack }

    init(_: Snaketron__V1__StartMatch) throws(WireError) {
    }

    func fill(_ raw: inout Snaketron__V1__StartMatch, in arena: inout Arena) {
    }
}

extension Ready: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Ready> { unsafe snaketron__v1__ready__init }
    static var unpack: Unpack<Snaketron__V1__Ready> { unsafe snaketron__v1__ready__unpack }

    init(_: Snaketron__V1__Ready) throws(WireError) {
    }

    func fill(_ raw: inout Snaketron__V1__Ready, in arena: inout Arena) {
    }
}

extension LeaveMatch: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__LeaveMatch> { unsafe snaketron__v1__leave_match__init }
    static var unpack: Unpack<Snaketron__V1__LeaveMatch> { unsafe snaketron__v1__leave_match__unpack }

    init(_: Snaketron__V1__LeaveMatch) throws(WireError) {
    }

    func fill(_ raw: inout Snaketron__V1__LeaveMatch, in arena: inout Arena) {
    }
}

extension PlayDown: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__PlayDown> { unsafe snaketron__v1__play_down__init }
    static var unpack: Unpack<Snaketron__V1__PlayDown> { unsafe snaketron__v1__play_down__unpack }

    init(_ raw: Snaketron__V1__PlayDown) throws(WireError) {
        switch unsafe raw.event_case {
        case SNAKETRON__V1__PLAY_DOWN__EVENT_ATTACHED:
            event = .attached(try unsafe Coding.present(raw.attached))
        case SNAKETRON__V1__PLAY_DOWN__EVENT_OUTCOME:
            event = .outcome(try unsafe Coding.present(raw.outcome))
        case SNAKETRON__V1__PLAY_DOWN__EVENT_QUEUE:
            event = .queue(try unsafe Coding.present(raw.queue))
        case SNAKETRON__V1__PLAY_DOWN__EVENT_MATCH:
            event = .match(try unsafe Coding.present(raw.match))
        case SNAKETRON__V1__PLAY_DOWN__EVENT_FRAME:
            event = .frame(unsafe Coding.bytes(raw.frame))
        default:
            event = nil
        }
    }

    func fill(_ raw: inout Snaketron__V1__PlayDown, in arena: inout Arena) {
        switch self.event {
        case .attached(let value):
            unsafe raw.event_case = SNAKETRON__V1__PLAY_DOWN__EVENT_ATTACHED
            unsafe raw.attached = arena.copy(value)
        case .outcome(let value):
            unsafe raw.event_case = SNAKETRON__V1__PLAY_DOWN__EVENT_OUTCOME
            unsafe raw.outcome = arena.copy(value)
        case .queue(let value):
            unsafe raw.event_case = SNAKETRON__V1__PLAY_DOWN__EVENT_QUEUE
            unsafe raw.queue = arena.copy(value)
        case .match(let value):
            unsafe raw.event_case = SNAKETRON__V1__PLAY_DOWN__EVENT_MATCH
            unsafe raw.match = arena.copy(value)
        case .frame(let value):
            unsafe raw.event_case = SNAKETRON__V1__PLAY_DOWN__EVENT_FRAME
            unsafe raw.frame = arena.copy(value)
        case nil:
            break
        }
    }
}

extension Attached: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Attached> { unsafe snaketron__v1__attached__init }
    static var unpack: Unpack<Snaketron__V1__Attached> { unsafe snaketron__v1__attached__unpack }

    init(_ raw: Snaketron__V1__Attached) throws(WireError) {
        lastSequence = unsafe raw.last_sequence
        nodeID = unsafe raw.node_id
    }

    func fill(_ raw: inout Snaketron__V1__Attached, in arena: inout Arena) {
        unsafe raw.last_sequence = self.lastSequence
        unsafe raw.node_id = self.nodeID
    }
}

extension Outcome: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Outcome> { unsafe snaketron__v1__outcome__init }
    static var unpack: Unpack<Snaketron__V1__Outcome> { unsafe snaketron__v1__outcome__unpack }

    init(_ raw: Snaketron__V1__Outcome) throws(WireError) {
        sequence = unsafe raw.sequence
        code = unsafe .init(rawValue: Int32(bitPattern: raw.code.rawValue))
    }

    func fill(_ raw: inout Snaketron__V1__Outcome, in arena: inout Arena) {
        unsafe raw.sequence = self.sequence
        unsafe raw.code = .init(rawValue: UInt32(bitPattern: self.code.rawValue))
    }
}

extension QueueState: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__QueueState> { unsafe snaketron__v1__queue_state__init }
    static var unpack: Unpack<Snaketron__V1__QueueState> { unsafe snaketron__v1__queue_state__unpack }

    init(_ raw: Snaketron__V1__QueueState) throws(WireError) {
        mode = unsafe .init(rawValue: Int32(bitPattern: raw.mode.rawValue))
        waiting = unsafe raw.waiting
    }

    func fill(_ raw: inout Snaketron__V1__QueueState, in arena: inout Arena) {
        unsafe raw.mode = .init(rawValue: UInt32(bitPattern: self.mode.rawValue))
        unsafe raw.waiting = self.waiting
    }
}

extension MatchState: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__MatchState> { unsafe snaketron__v1__match_state__init }
    static var unpack: Unpack<Snaketron__V1__MatchState> { unsafe snaketron__v1__match_state__unpack }

    init(_ raw: Snaketron__V1__MatchState) throws(WireError) {
        matchID = unsafe raw.match_id
        code = try unsafe Coding.text(raw.code)
        mode = unsafe .init(rawValue: Int32(bitPattern: raw.mode.rawValue))
        phase = unsafe .init(rawValue: Int32(bitPattern: raw.phase.rawValue))
        remainingMs = unsafe raw.remaining_ms
        players = try unsafe Coding.messages(raw.n_players, raw.players)
        yourSlot = unsafe raw.your_slot
        seedCommitment = unsafe Coding.bytes(raw.seed_commitment)
        seed = unsafe Coding.bytes(raw.seed)
        endReason = unsafe .init(rawValue: Int32(bitPattern: raw.end_reason.rawValue))
    }

    func fill(_ raw: inout Snaketron__V1__MatchState, in arena: inout Arena) {
        unsafe raw.match_id = self.matchID
        unsafe raw.code = arena.copy(self.code)
        unsafe raw.mode = .init(rawValue: UInt32(bitPattern: self.mode.rawValue))
        unsafe raw.phase = .init(rawValue: UInt32(bitPattern: self.phase.rawValue))
        unsafe raw.remaining_ms = self.remainingMs
        unsafe (raw.n_players, raw.players) = arena.copy(self.players)
        unsafe raw.your_slot = self.yourSlot
        unsafe raw.seed_commitment = arena.copy(self.seedCommitment)
        unsafe raw.seed = arena.copy(self.seed)
        unsafe raw.end_reason = .init(rawValue: UInt32(bitPattern: self.endReason.rawValue))
    }
}

extension Player: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Player> { unsafe snaketron__v1__player__init }
    static var unpack: Unpack<Snaketron__V1__Player> { unsafe snaketron__v1__player__unpack }

    init(_ raw: Snaketron__V1__Player) throws(WireError) {
        userID = unsafe raw.user_id
        name = try unsafe Coding.text(raw.name)
        team = unsafe raw.team
        ready = unsafe raw.ready != 0
        connected = unsafe raw.connected != 0
        score = unsafe raw.score
        rank = unsafe raw.rank
    }

    func fill(_ raw: inout Snaketron__V1__Player, in arena: inout Arena) {
        unsafe raw.user_id = self.userID
        unsafe raw.name = arena.copy(self.name)
        unsafe raw.team = self.team
        unsafe raw.ready = self.ready ? 1 : 0
        unsafe raw.connected = self.connected ? 1 : 0
        unsafe raw.score = self.score
        unsafe raw.rank = self.rank
    }
}

extension SummaryRequest: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__SummaryRequest> { unsafe snaketron__v1__summary_request__init }
    static var unpack: Unpack<Snaketron__V1__SummaryRequest> { unsafe snaketron__v1__summary_request__unpack }

    init(_: Snaketron__V1__SummaryRequest) throws(WireError) {
    }

    func fill(_ raw: inout Snaketron__V1__SummaryRequest, in arena: inout Arena) {
    }
}

extension SummaryReply: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__SummaryReply> { unsafe snaketron__v1__summary_reply__init }
    static var unpack: Unpack<Snaketron__V1__SummaryReply> { unsafe snaketron__v1__summary_reply__unpack }

    init(_ raw: Snaketron__V1__SummaryReply) throws(WireError) {
        nodeID = unsafe raw.node_id
        appliedIndex = unsafe raw.applied_index
        worldTick = unsafe raw.world_tick
        sessionsAttached = unsafe raw.sessions_attached
        matches = unsafe raw.matches
        players = unsafe raw.players
        ready = unsafe raw.ready != 0
        stateHash = unsafe raw.state_hash
    }

    func fill(_ raw: inout Snaketron__V1__SummaryReply, in arena: inout Arena) {
        unsafe raw.node_id = self.nodeID
        unsafe raw.applied_index = self.appliedIndex
        unsafe raw.world_tick = self.worldTick
        unsafe raw.sessions_attached = self.sessionsAttached
        unsafe raw.matches = self.matches
        unsafe raw.players = self.players
        unsafe raw.ready = self.ready ? 1 : 0
        unsafe raw.state_hash = self.stateHash
    }
}
