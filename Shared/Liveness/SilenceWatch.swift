/// Notices that another process of this machine hangs, which closes no connection: it is silent though it should speak, and
/// does not answer a question. docs/decisions/0004-who-watches-whom.md.
///
/// A slow machine looks like a hung process. So only time counts for which this process was awake (``AwakeTime``); and what
/// the last questions took, three times over, is waited for at least. Times are milliseconds of a monotonic clock, from any
/// origin.
package struct SilenceWatch: Sendable {
    /// How often ``passed(_:isExpected:at:)`` is to be called.
    package static let interval: UInt64 = 25
    /// A process that is silent for this long is asked.
    private static let quiet: UInt64 = 100
    /// The least and the most that an answer may take.
    private static let patience: ClosedRange<UInt64> = 150...1_000
    private static let patienceFactor: UInt64 = 3
    private static let remembered = 50

    package enum Action: Sendable, Equatable {
        case wait
        /// Ask it for a sign of life.
        case ask
        /// It hangs, and has been silent for this long. Said each time until it is heard.
        case leave(after: UInt64)
    }

    private var silence: UInt64 = 0
    /// Of ``silence``, and of the clock, when it was asked.
    private var asked: (silence: UInt64, at: UInt64)?
    /// How long answers took, the newest last.
    private var answerTimes: [UInt64] = []

    package init() {}

    /// A question is open.
    package var isAsked: Bool { asked != nil }

    /// It has sent a message of any kind.
    package mutating func heard(at now: UInt64) {
        silence = 0
        guard let asked else { return }
        self.asked = nil
        let answerTime = now > asked.at ? now - asked.at : 0
        // Longer than anybody waits: it was hung, and that says nothing of how long its answers take.
        guard answerTime <= Self.patience.upperBound else { return }
        answerTimes = (answerTimes + [answerTime]).suffix(Self.remembered)
    }

    /// Nothing is expected of it for a while, or it has restarted.
    package mutating func reset() {
        silence = 0
        asked = nil
    }

    /// - Parameters:
    ///   - step: Milliseconds that have passed, as ``AwakeTime`` counts them.
    ///   - isExpected: It should be heard of, more often than each ``quiet``. Else it is not asked.
    package mutating func passed(_ step: UInt64, isExpected: Bool, at now: UInt64) -> Action {
        silence += step
        guard let asked else {
            guard isExpected, silence >= Self.quiet else { return .wait }
            self.asked = (silence, now)
            return .ask
        }
        return silence - asked.silence >= leastPatience ? .leave(after: silence) : .wait
    }

    private var leastPatience: UInt64 {
        let (least, most) = (Self.patience.lowerBound, Self.patience.upperBound)
        return min(max(least, Self.patienceFactor * (answerTimes.max() ?? 0)), most)
    }
}

/// The time in which this process was awake, asked for each ``SilenceWatch/interval``. A step counts for little more than its
/// nominal length, even if this process reached it late. In a control group that is held up for 75 of 100 ms, 150 ms are 300
/// and more.
package struct AwakeTime: Sendable {
    private static let longestStep = 2 * SilenceWatch.interval

    private var last: UInt64 = 0

    package init() {}

    /// - Returns: The milliseconds since the last call that count.
    package mutating func step(to now: UInt64) -> UInt64 {
        defer { last = now }
        return now > last ? min(now - last, Self.longestStep) : 0
    }
}
