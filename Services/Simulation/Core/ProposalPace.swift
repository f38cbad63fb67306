/// When the next proposal of a simulation may begin: a lone command at once, those that follow closely together.
///
/// A proposal costs the same on every node however many commands it carries: a write to each disk, a message to each follower and
/// simulation, and their wake-ups. A command that waits reaches the world within the same tick or the next.
package struct ProposalPace: Sendable, Equatable {
    /// Milliseconds between the beginnings of two proposals; a quarter of a tick.
    package static let spacing: Int64 = 12

    private var last: Int64?

    package init() {}

    /// Milliseconds until a proposal may begin, at most ``spacing``.
    /// - Parameter now: Milliseconds of any clock that does not go back.
    package func wait(at now: Int64) -> Int64 {
        guard let last else { return 0 }
        return max(0, min(Self.spacing, last + Self.spacing - now))
    }

    package mutating func began(at now: Int64) { last = now }

    /// The next one may begin at once.
    package mutating func reset() { last = nil }
}
