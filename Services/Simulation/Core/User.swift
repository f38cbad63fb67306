import GameCore
package import Identity

/// What the world remembers of one user.
package struct User: Equatable, Sendable {
    /// What a user does; at most one queue or one match at a time, played or watched.
    package enum Place: Equatable, Sendable {
        case none
        case queued
        case match(MatchID)
    }

    /// UTF-8, as shown to others.
    var name: [UInt8]
    var place: Place = .none
    /// Whatever the place, a user may be in a lobby.
    var lobby: LobbyID?
    /// The world tick from which the user may say ``WorldRules/linesAtOnce`` lines at once.
    var chatDue: UInt64 = 0
    /// As the last attachment told them.
    var ratings = Ratings()
    /// At most ``WorldRules/sessionsPerUser``, in the order of their first attachment.
    var sessions: [Session] = []
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
}

/// One page load of one user: which sequences ran, and how they ended.
struct Session: Equatable, Sendable {
    let id: SessionID
    /// Names the stream that carries the session now; 0 when there is none. A later attachment replaces an earlier
    /// one, so that the late news of the earlier one's end changes nothing.
    var attachment: UInt64 = 0
    /// At which that stream ends; 0 when there is none.
    var node: UInt64 = 0
    /// The highest sequence with an outcome; 0 before the first.
    private(set) var highest: UInt64 = 0
    /// The outcomes of the last sequences up to `highest`, oldest first, without a gap; at most
    /// ``WorldRules/outcomesKept``.
    private(set) var outcomes: [RecordedOutcome] = []
    var lastActive: UInt64 = 0

    init(id: SessionID) { self.id = id }

    /// Rebuilds a session from a snapshot; `nil` when the parts do not fit together.
    init?(
        id: SessionID, attachment: UInt64, node: UInt64, highest: UInt64, outcomes: [RecordedOutcome],
        lastActive: UInt64
    ) {
        guard outcomes.count <= WorldRules.outcomesKept, UInt64(outcomes.count) <= highest,
            outcomes.isEmpty == (highest == 0), (attachment == 0) == (node == 0)
        else { return nil }
        self.id = id
        self.attachment = attachment
        self.node = node
        self.highest = highest
        self.outcomes = outcomes
        self.lastActive = lastActive
    }

    /// What to do with a sequence.
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
