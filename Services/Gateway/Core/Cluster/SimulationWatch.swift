/// Notices that a simulation hangs, which closes no connection. It is silent though a match runs on it, does not answer a
/// question, and another simulation meanwhile answers.
///
/// A slow machine looks like a hung process. So a step of time counts for little more than its nominal length, even if this
/// process reached it late. It also waits for at least three times the longest of the last answers. Times are milliseconds of
/// one clock. docs/decisions/0704-a-silent-simulation.md.
package struct SimulationWatch: Sendable, Equatable {
    /// How often ``passed(at:)`` is to be called.
    package static let interval: Int64 = 25
    /// The most that one call counts for.
    private static let longestStep: Int64 = 50
    /// A match that runs is heard of every 250 ms. A simulation that is silent for this long is asked, and again after each
    /// answer.
    private static let quiet: Int64 = 50
    /// For this long after an Update, matches count as running.
    private static let running: Int64 = 1_000
    /// A match that is silent for this long may be waiting for its log.
    private static let still: Int64 = 100
    /// A question may take this, or so many times the longest of the last ones. An answer over a network may also lose a
    /// segment. TCP sends it again after 200 ms and the round trip at the earliest (Linux's least retransmission time).
    private static let localPatience: Int64 = 150
    private static let retransmission: Int64 = 225
    private static let longestPatience: Int64 = 1_000
    private static let patienceFactor: Int64 = 3
    private static let remembered = 100
    /// The time of an attachment counts until this many questions were answered: it may have waited for an election.
    private static let measured = 10
    /// When another one is asked as well, and how often again.
    private static let secondOpinion: Int64 = 50
    private static let secondOpinionAgain: Int64 = 250
    /// How often one that is silent is asked whether it is back.
    private static let again: Int64 = 500

    package enum Action: Sendable, Equatable {
        case wait
        /// Ask it for a sign of life.
        case ask
        /// Ask all other ones: the first of them may hang too.
        case askAnother(question: UInt64)
        /// It hangs: its players are to go to others. Said once.
        case leave
    }

    private struct Question: Equatable {
        let number: UInt64
        var waited: Int64 = 0
        /// In terms of `waited`.
        var anotherAskedAt: Int64?
        var anotherAnswered = false
    }

    /// It was left, and has not been heard since.
    package private(set) var isSilent = false
    private var silence: Int64 = 0
    private var lastUpdate: Int64 = .min
    private var lastPassed: Int64
    private var question: Question?
    private var questions: UInt64 = 0
    /// Milliseconds, the newest last.
    private var roundTrips: [Int64] = []
    private var attachment: Int64 = 0
    private var sinceUpdate: Int64 = 0
    private let isLocal: Bool

    /// - Parameter isLocal: It is reached over the loopback interface.
    package init(isLocal: Bool, at now: Int64) {
        self.isLocal = isLocal
        lastPassed = now
    }

    /// - Parameter isUpdate: Of a match that runs.
    /// - Returns: Whether it had been left and is back.
    package mutating func heard(isUpdate: Bool, at now: Int64) -> Bool {
        if isUpdate { (lastUpdate, sinceUpdate) = (now, 0) }
        silence = 0
        question = nil
        defer { isSilent = false }
        return isSilent
    }

    /// It has answered a question, perhaps late: that shows how long an answer may take.
    /// - Returns: Whether it had been left and is back.
    package mutating func answered(after roundTrip: Int64, at now: Int64) -> Bool {
        roundTrips = (roundTrips + [max(0, roundTrip)]).suffix(Self.remembered)
        return heard(isUpdate: false, at: now)
    }

    /// A player was attached to it, which takes longer than to answer a question: a first measure of the machine.
    package mutating func attached(after roundTrip: Int64) {
        if roundTrips.isEmpty { attachment = max(0, roundTrip) }
    }

    package mutating func anotherAnswered(_ number: UInt64) {
        if question?.number == number { question?.anotherAnswered = true }
    }

    package mutating func passed(at now: Int64) -> Action {
        let step = min(max(0, now - lastPassed), Self.longestStep)
        lastPassed = now
        sinceUpdate = min(sinceUpdate + step, Self.running)
        guard var asked = question else {
            silence += step
            guard isRunning(at: now), silence >= Self.quiet else { return .wait }
            return ask()
        }
        asked.waited += step
        question = asked
        guard !isSilent else { return asked.waited >= Self.again ? ask() : .wait }
        if asked.waited >= patience, asked.anotherAnswered {
            isSilent = true
            return .leave
        }
        let isDue =
            asked.anotherAskedAt.map { asked.waited - $0 >= Self.secondOpinionAgain }
            ?? (asked.waited >= Self.secondOpinion)
        guard isDue, !asked.anotherAnswered else { return .wait }
        question?.anotherAskedAt = asked.waited
        return .askAnother(question: asked.number)
    }

    private func isRunning(at now: Int64) -> Bool { lastUpdate != .min && now - lastUpdate < Self.running }

    /// Matches run on it, and say less than usual. Where only one runs that happens several times a second.
    package func isStill(at now: Int64) -> Bool { isRunning(at: now) && sinceUpdate >= Self.still }

    private mutating func ask() -> Action {
        questions += 1
        question = Question(number: questions)
        return .ask
    }

    private var patience: Int64 {
        let longest = max(roundTrips.max() ?? 0, roundTrips.count < Self.measured ? attachment : 0)
        let wanted = Self.patienceFactor * min(longest, Self.longestPatience)
        let least = isLocal ? Self.localPatience : Self.retransmission + min(longest, Self.longestPatience)
        return min(max(least, wanted), Self.longestPatience)
    }
}
