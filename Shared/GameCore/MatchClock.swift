/// The last round trips of a connection, in microseconds.
package struct RoundTrips: Sendable {
    /// Number of samples.
    package static let kept = 10
    /// One minute, in microseconds. A longer round trip does not count as a measurement.
    private static let longest: Int64 = 60_000_000

    private var samples: [Int64] = []
    private var isStale = false

    package init() {}

    package mutating func add(_ sample: Int64) {
        guard sample >= 0, sample < Self.longest else { return }
        if isStale { samples = [] }
        isStale = false
        samples.append(sample)
        if samples.count > Self.kept { samples.forget(1) }
    }

    /// Another way is used from now on: what is known of the old one serves until the first sample of the new one.
    package mutating func restart() { isStale = true }

    /// The way itself, without what jitter or a busy page adds; 0 before the first sample.
    package var fastest: Int64 { samples.isEmpty ? 0 : samples.least(through: samples.count) }

    /// From the fastest to the slowest but one: what jitter adds. One outlier is none; below three samples it is 0.
    package var spread: Int64 {
        var (slowest, second): (Int64, Int64) = (0, 0)
        for sample in samples {
            if sample > slowest { (slowest, second) = (sample, slowest) } else if sample > second { second = sample }
        }
        return max(0, second - fastest)
    }
}

/// A client's idea of a match's time (docs/guide/protocol.md, section 7). All times are microseconds: of one clock that never
/// goes back, and of the match, whose tick n is at n × 50 000.
///
/// Updates say how far the server has come; the prediction is ahead of them by the round trip and its jitter, so that a
/// command reaches the server just before the tick that it is stamped for. Choices: docs/decisions/0902.
///
/// Products are of 32 bits by a small constant and written `&*`: checked ones of 64 bits need a library in WebAssembly.
package struct MatchClock: Sendable {
    package static let tick = Int64(GameRules.tickMilliseconds) &* 1000
    /// The prediction stops this far past the newest Update: 1 s. It ends within the tick before, so that a command given
    /// there, stamped with the last tick that the server would take, changes nothing that was shown.
    package static let limit = Int64(GameRules.horizon) &* tick - 1

    /// Above every time that a caller may give: no sum below overflows.
    private static let endOfTime: Int64 = 1 << 52
    /// For the server to commit a command.
    private static let commit: Int64 = 25_000
    private static let leastJitter: Int64 = 12_500
    private static let mostJitter: Int64 = 100_000
    /// What a command that was late by a tick adds to the lead, and one that was not takes away.
    private static let (latePenalty, timelyReward): (Int64, Int64) = (25_000, 2_500)
    private static let mostMargin: Int64 = 200_000
    /// Much later was an outage and says nothing about the way.
    private static let mostLate: UInt32 = 4
    /// Older samples say nothing about the present.
    private static let window: Int64 = 4_000_000
    /// Updates that arrive within this count as one: a stalled connection delivers many at once.
    private static let together: Int64 = 50_000
    /// This many samples in a row later than expected by more than `slip`: the server's clock has slipped.
    private static let slipSamples = 3
    private static let slip: Int64 = 60_000
    /// The shown time runs at 60–140 % of real time until it is right, and jumps, forward only, past `lost`.
    private static let (slewNumerator, slewDenominator): (Int64, Int64) = (2, 5)
    private static let lost: Int64 = 1_500_000

    package var roundTrips = RoundTrips()
    /// The newest tick that an Update spoke of; nil before the first.
    package private(set) var newest: UInt32?
    /// When Updates arrived, and each arrival minus its tick's match time: when tick 0 would have arrived.
    private var arrivals: [Int64] = []
    private var offsets: [Int64] = []
    /// Learned from commands that came late.
    private var margin: Int64 = 0
    private var shown: (position: Int64, at: Int64)?

    package init() {}

    /// An Update arrived: the inputs of all ticks up to `tick` are known.
    package mutating func observed(tick: UInt32, at time: Int64) {
        let now = checked(time)
        let offset = now - Int64(tick) &* Self.tick
        newest = max(newest ?? 0, tick)
        if let last = arrivals.last, now - last < Self.together {
            offsets[offsets.count - 1] = min(offsets[offsets.count - 1], offset)
        } else {
            arrivals.append(now)
            offsets.append(offset)
        }
        var old = 0
        while arrivals[old] < now - Self.window { old += 1 }
        forget(old)
        noticeSlip()
    }

    private mutating func noticeSlip() {
        let before = offsets.count - Self.slipSamples
        guard before > 0 else { return }
        let expected = offsets.least(through: before)
        for index in before..<offsets.count where offsets[index] <= expected + Self.slip { return }
        forget(before)
    }

    private mutating func forget(_ count: Int) {
        arrivals.forget(count)
        offsets.forget(count)
    }

    /// An own command ran `late` ticks after the one it was stamped for.
    package mutating func acknowledged(late: UInt32) {
        if late == 0 {
            margin = max(0, margin - Self.timelyReward)
        } else if late <= Self.mostLate {
            margin = min(margin + Int64(late) &* Self.latePenalty, Self.mostMargin)
        }
    }

    /// How far the shown time is to be ahead of the newest Update that could have arrived by now.
    package var lead: Int64 {
        // Half as much again: ten samples rarely show all of it, and the fastest Update had some of its own.
        let jitter = max(Self.leastJitter, min(roundTrips.spread + roundTrips.spread / 2, Self.mostJitter))
        return min(roundTrips.fastest + jitter + Self.commit + margin, Self.limit - 2 &* Self.tick)
    }

    /// The match time to show and to predict. It never runs backwards, and after a server's pause it runs slower until the
    /// two agree again. Nil before the first Update.
    package mutating func position(at time: Int64) -> Int64? {
        guard let newest, !offsets.isEmpty else { return nil }
        let now = checked(time)
        let offset = offsets.least(through: offsets.count)
        let committed = Int64(newest) &* Self.tick
        let target = min(now - offset + lead, committed + Self.limit)
        var position = max(target, committed)
        if let shown {
            let elapsed = max(0, now - shown.at)
            if target - shown.position <= Self.lost {
                let slew = elapsed / Self.slewDenominator &* Self.slewNumerator
                let step = min(max(target - shown.position, elapsed - slew), elapsed + slew)
                position = min(shown.position + step, committed + Self.limit)
            }
            position = max(position, shown.position, committed)
        }
        shown = (position, now)
        return position
    }

    /// A time within bounds, and not before the newest sample.
    private func checked(_ time: Int64) -> Int64 { max(min(time, Self.endOfTime), arrivals.last ?? 0) }
}

extension [Int64] {
    /// The smallest of the first `count`, which are at least one.
    fileprivate func least(through count: Int) -> Int64 {
        var least = self[0]
        for index in 1..<Swift.max(1, count) where self[index] < least { least = self[index] }
        return least
    }

    /// Drops the first `count`.
    fileprivate mutating func forget(_ count: Int) {
        guard count > 0 else { return }
        var kept: [Int64] = []
        for index in count..<self.count { kept.append(self[index]) }
        self = kept
    }
}
