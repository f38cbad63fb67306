import GameCore
package import Identity

import enum ClientProtocol.OutcomeCode

/// The world's memory of one user.
package struct User: Equatable, Sendable {
    /// A user's place: at most one queue or one match at a time, played or watched.
    package enum Place: Equatable, Sendable {
        case none
        case queued
        case match(MatchID)
    }

    /// UTF-8, as shown to others.
    var name: [UInt8]
    var place: Place = .none
    /// A user in any place may be in a lobby.
    var lobby: LobbyID?
    /// The world tick from which the user may say ``WorldRules/linesAtOnce`` lines at once, emotes among them.
    var chatDue: UInt64 = 0
    /// As the last attachment told them.
    var ratings = Ratings()
    /// At most ``WorldRules/sessionsPerUser``, in the order of their first attachment.
    var sessions: [Session] = []
    /// Sessions that newer ones have displaced, the newest last; at most ``WorldRules/displacedKept``.
    private(set) var displaced: [DisplacedSession] = []
    /// The world tick at which the last session went away; meaningful while none is attached.
    var lostAt: UInt64 = 0
    /// The log index of the user's newest entry. Unique, so that "least recently active" has no ties.
    var lastActive: UInt64 = 0
    /// The world tick of that entry.
    var lastActiveTick: UInt64 = 0

    /// Takes part in nothing.
    var isIdle: Bool { place == .none && lobby == nil }

    var isConnected: Bool { sessions.contains { $0.attachment != 0 } }

    func session(_ id: SessionID) -> Session? { sessions.first { $0.id == id } }

    /// ``Session/admit(_:)`` of a session, without a copy of it; `nil`: it is not known.
    func admit(_ sequence: UInt64, of id: SessionID) -> Session.Admission? {
        for index in sessions.indices where sessions[index].id == id { return sessions[index].admit(sequence) }
        return nil
    }

    mutating func update(_ id: SessionID, _ change: (inout Session) -> Void) {
        for index in sessions.indices where sessions[index].id == id { return change(&sessions[index]) }
    }

    /// Notes that an entry came from a session: its index, and the world tick.
    mutating func touch(_ id: SessionID, at index: UInt64, tick: UInt64) {
        update(id) { $0.lastActive = index }
        lastActive = index
        lastActiveTick = tick
    }
}

/// The remains of a session whose outcomes are forgotten: enough that none of its commands runs again.
struct DisplacedSession: Equatable, Sendable {
    let id: SessionID
    let number: ConnectionNumber
    let highest: UInt64
}

extension User {
    init?(displaced: [DisplacedSession], from user: User) {
        guard displaced.count <= WorldRules.displacedKept else { return nil }
        self = user
        self.displaced = displaced
    }

    /// Forgets the outcomes of the session that was silent longest, one without a stream by preference.
    mutating func displaceOldestSession() -> Session? {
        let lost = sessions.filter { $0.attachment == 0 }
        guard let oldest = (lost.isEmpty ? sessions : lost).min(by: { $0.lastActive < $1.lastActive }) else {
            return nil
        }
        sessions.removeAll { $0.id == oldest.id }
        if displaced.count == WorldRules.displacedKept { displaced.removeFirst() }
        displaced.append(DisplacedSession(id: oldest.id, number: oldest.number, highest: oldest.highest))
        return oldest
    }

    /// The remains of a session, which is known again from now on.
    mutating func takeDisplaced(_ id: SessionID) -> DisplacedSession? {
        displaced.firstIndex { $0.id == id }.map { displaced.remove(at: $0) }
    }
}

/// Which of a session's streams is the newer one, independent of their order in the log.
///
/// The client counts its connections; the gateway counts the streams that it opens for one of them.
package struct ConnectionNumber: Comparable, Sendable {
    /// As the client counts; 0: it does not.
    package let connection: UInt64
    package let attempt: UInt64

    package static let none = ConnectionNumber(connection: 0)

    private init(connection: UInt64) { (self.connection, attempt) = (connection, 0) }

    /// `nil` for numbers out of range, and for an attempt without a connection.
    package init?(connection: UInt64, attempt: UInt64) {
        guard connection <= SessionLimits.highestNumber, attempt <= SessionLimits.highestNumber,
            connection > 0 || attempt == 0
        else { return nil }
        self.connection = connection
        self.attempt = attempt
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.connection, left.attempt) < (right.connection, right.attempt)
    }
}

/// One page load of one user: which sequences ran, and how they ended.
struct Session: Equatable, Sendable {
    let id: SessionID
    /// Names the stream that carries the session now; 0 when there is none. A newer attachment replaces an older
    /// one, so that the late news of the older one's end changes nothing.
    private(set) var attachment: UInt64 = 0
    /// At which that stream ends; 0 when there is none.
    private(set) var node: UInt64 = 0
    /// The stream that the present one replaced: a repeat of its entry is not to bring it back. 0: none.
    private(set) var former: UInt64 = 0
    /// The highest that a stream of this session had.
    private(set) var number = ConnectionNumber.none
    /// The highest sequence that has an outcome or must not run again; 0 before the first.
    private(set) var highest: UInt64 = 0
    /// The outcomes of the last sequences up to `highest`, oldest first, without a gap; at most
    /// ``WorldRules/outcomesKept``.
    private(set) var outcomes: [RecordedOutcome] = []
    var lastActive: UInt64 = 0

    /// A session that the world does not know. Commands that ran before it was displaced, or that its client sent before, must
    /// not run again.
    init(id: SessionID, after displaced: DisplacedSession?, nextSequence: UInt64) {
        self.id = id
        highest = max(displaced?.highest ?? 0, max(1, nextSequence) - 1)
        number = displaced?.number ?? .none
    }

    /// Rebuilds a session from a snapshot; `nil` when the parts do not fit together.
    init?(
        id: SessionID, attachment: UInt64, node: UInt64, former: UInt64, number: ConnectionNumber, highest: UInt64,
        outcomes: [RecordedOutcome], lastActive: UInt64
    ) {
        guard outcomes.count <= WorldRules.outcomesKept, UInt64(outcomes.count) <= highest,
            (attachment == 0) == (node == 0),
            former == 0 || (attachment != 0 && attachment != former)
        else { return nil }
        self.id = id
        self.attachment = attachment
        self.node = node
        self.former = former
        self.number = number
        self.highest = highest
        self.outcomes = outcomes
        self.lastActive = lastActive
    }

    /// The effect of an attachment on the session.
    enum Claim: Equatable {
        /// It carries the session from now on: ``attach(_:)``.
        case newer
        /// It does so already.
        case repeated
        case older
    }

    /// Without a number the later entry is the newer one.
    func judge(_ claim: Attachment) -> Claim {
        if claim.stream == attachment { return .repeated }
        if claim.stream == former, attachment != 0 { return .older }
        return claim.number == .none || claim.number > number ? .newer : .older
    }

    mutating func attach(_ claim: Attachment) {
        former = attachment
        attachment = claim.stream
        node = claim.node.rawValue
        number = max(number, claim.number)
    }

    mutating func detach() {
        former = 0
        attachment = 0
        node = 0
    }

    /// The decision about a sequence.
    enum Admission: Equatable {
        /// It is the next one: run it, then ``record(_:)``.
        case run
        /// It ran before and this is how it ended.
        case repeated(RecordedOutcome)
        /// Its outcome is no longer kept, so it must not run.
        case forgotten
        /// Sequences before it are missing, so whether they ran is unknown: refuse it with ``skip(to:_:)``.
        case ahead
    }

    func admit(_ sequence: UInt64) -> Admission {
        if sequence > highest {
            // No overflow: `highest` is below `sequence`.
            return sequence == highest + 1 ? .run : .ahead
        }
        let age = highest - sequence
        guard age < UInt64(outcomes.count) else { return .forgotten }
        return .repeated(outcomes[outcomes.count - 1 - Int(age)])
    }

    /// Notes the outcome of sequence `highest + 1`.
    mutating func record(_ outcome: RecordedOutcome) {
        highest += 1
        if outcomes.count == WorldRules.outcomesKept { outcomes.removeFirst() }
        outcomes.append(outcome)
    }

    /// Notes `outcome` for `sequence`, which lies further ahead; those between can no longer run.
    mutating func skip(to sequence: UInt64, _ outcome: RecordedOutcome) {
        highest = sequence
        outcomes = [outcome]
    }
}

/// How a command ended, kept so that a resend gets the same answer.
struct RecordedOutcome: Equatable, Sendable {
    let code: OutcomeCode
    /// Present for commands of the board, which are answered by an Ack frame.
    let receipt: InputReceipt?
}

/// The rest of an Ack frame.
struct InputReceipt: Equatable, Sendable {
    let match: MatchID
    /// The game tick at which it runs; 0 when it was refused.
    let tick: UInt32
    /// By how many ticks it missed the tick it was meant for.
    let late: UInt32
}
