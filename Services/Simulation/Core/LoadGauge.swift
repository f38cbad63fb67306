/// How much work the cluster is to save, as its leader's clock tells: beats that come late, and ticks that take long. Times are
/// microseconds.
///
/// A node that is held back by a CPU quota notices by the same signs as one that has too much to do.
package struct LoadGauge: Sendable, Equatable {
    /// Beats that are judged together: two seconds of them.
    package static let beats = 40
    /// Microseconds. If beats, which come every 50 ms, are later than that on average, bots think less.
    package static let late = 30_000
    /// Microseconds. If they are later than that ``windows`` times in a row although bots think less, no match begins.
    package static let stalled = 60_000
    /// Microseconds. If they are less late than that as often in a row, the cluster stops saving.
    package static let early = 10_000
    /// Number of windows in a row, each of ``beats`` beats.
    package static let windows = 5

    private var count = 0
    private var sum = 0
    /// Windows in a row that speak for saving more, and for saving less.
    private var (bad, calm) = (0, 0)

    package init() {}

    /// - Parameters:
    ///   - lateness: Of a beat, in microseconds; any value is safe.
    ///   - work: How long the tick before took to apply, in microseconds; any value is safe.
    ///   - thrift: As the log has it.
    /// - Returns: What the log should say instead; `nil`: it is right.
    package mutating func beat(lateness: Int, work: Int, thrift: Thrift) -> Thrift? {
        count += 1
        sum += min(max(lateness, 0), 1_000_000) + min(max(work, 0), 1_000_000)
        guard count == Self.beats else { return nil }
        let mean = sum / Self.beats
        (count, sum) = (0, 0)
        switch thrift {
        case .none:
            note(isBad: mean > Self.late, isCalm: false)
            return bad > 0 ? change(to: .thinkLess) : nil
        case .thinkLess:
            note(isBad: mean > Self.stalled, isCalm: mean < Self.early)
            if bad >= Self.windows { return change(to: .hold) }
            return calm >= Self.windows ? change(to: .none) : nil
        case .hold:
            note(isBad: false, isCalm: mean < Self.late)
            return calm >= Self.windows ? change(to: .thinkLess) : nil
        }
    }

    private mutating func note(isBad: Bool, isCalm: Bool) {
        bad = isBad ? bad + 1 : 0
        calm = isCalm ? calm + 1 : 0
    }

    private mutating func change(to thrift: Thrift) -> Thrift {
        (bad, calm) = (0, 0)
        return thrift
    }
}
