/// When the next proposal of a simulation may begin: a lone command at once, those that follow closely together.
///
/// A proposal costs the same on every node however many commands it carries: a write to each disk, a message to each follower and
/// simulation, and their wake-ups. So one simulation spaces its proposals, and all simulations propose at the same moments of the
/// day, four in a tick, so that the leader can append their proposals as one. Where clocks differ, each node has its own moments,
/// and nothing else changes. A command that waits reaches the world within the same tick or the next.
///
/// All times are microseconds of the time of day.
package struct ProposalPace: Sendable, Equatable {
    /// Between two moments, in microseconds; a quarter of a tick.
    package static let spacing: Int64 = 12_500
    /// Microseconds. A proposal that follows the last one sooner than this passes over a moment.
    package static let shortestGap: Int64 = 4_000
    /// How far one beat of the world's clock is moved towards a moment, in microseconds.
    package static let nudge: Int64 = 500

    private var last: Int64?

    package init() {}

    /// Until a proposal may begin, at most ``spacing`` and ``shortestGap`` together.
    package func wait(at now: Int64) -> Int64 {
        guard let last, last <= now, now - last < Self.spacing + Self.shortestGap else { return 0 }
        let earliest = last + Self.shortestGap
        return max(0, earliest + Self.untilMoment(earliest) - now)
    }

    package mutating func began(at now: Int64) { last = now }

    /// The next one may begin at once.
    package mutating func reset() { last = nil }

    /// How much later a beat of the world's clock should come; negative: sooner. So the beats meet the moments, whenever they
    /// began, and the next tick goes into the log with the commands.
    package static func correction(ofBeatAt time: Int64) -> Int64 {
        let later = untilMoment(time)
        return later <= spacing / 2 ? min(later, nudge) : max(later - spacing, -nudge)
    }

    private static func untilMoment(_ time: Int64) -> Int64 {
        let rest = time % spacing
        return rest > 0 ? spacing - rest : -rest
    }
}
