package import Identity

/// Notices that the simulation beside a leader hangs, is gone or crawls. It is the one that moves the games' time on, so
/// another node, with its own simulation, should lead. Durations are milliseconds.
package struct SimulationWatch: Sendable, Equatable {
    /// Within this, what was committed must be applied.
    package static let patience: Milliseconds = 2_000
    /// Between two orders of one node: nodes whose simulations are all gone must not pass leadership round and round.
    package static let interval: Milliseconds = 10_000
    /// The most that one call counts for: a process that stood still itself has nothing to say of others.
    private static let maximumStep: Milliseconds = 500

    /// The commit index of a while ago, which is not applied yet, and for how long it has not been.
    private var awaited: LogIndex?
    private var waited: Milliseconds = 0
    private var lastNow: Milliseconds = 0
    private var orderedAt: Milliseconds?

    package init() {}

    /// To be asked each half second.
    /// - Parameters:
    ///   - leads: This node leads and has committed an entry of its term.
    ///   - now: A monotonic clock, from any origin.
    /// - Returns: For how long an entry has waited to be applied, when leadership should be handed over for that; once.
    package mutating func mustHandOver(
        leads: Bool, committed: LogIndex, applied: LogIndex, now: Milliseconds
    ) -> Milliseconds? {
        let step = min(now > lastNow ? now - lastNow : 0, Self.maximumStep)
        lastNow = now
        guard leads, let index = awaited, applied < index else {
            awaited = leads && applied < committed ? committed : nil
            waited = 0
            return nil
        }
        waited += step
        let isTooSoon = orderedAt.map { now < $0 + Self.interval } ?? false
        guard waited >= Self.patience, !isTooSoon else { return nil }
        orderedAt = now
        return waited
    }
}
