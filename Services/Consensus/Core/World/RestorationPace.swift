/// When a node whose world is wrong asks for a healthy one, and how long it waits for it. Each attempt makes a healthy node take
/// a snapshot, so those that fail come ever more seldom. One value for one quarantine: the next starts afresh. Times are
/// milliseconds of a monotonic clock, from any origin.
package struct RestorationPace: Sendable, Equatable {
    /// After the first failure; doubled by each further one.
    package static let shortestPause: Milliseconds = 250
    package static let longestPause: Milliseconds = 4_000
    /// From the beginning of an attempt to its first chunk: meanwhile the other node takes a snapshot.
    package static let firstPatience: Milliseconds = 15_000
    /// From one chunk to the next.
    package static let patience: Milliseconds = 3_000

    /// Begun so far.
    package private(set) var attempts = 0
    private var pause = Self.shortestPause
    private var beginsAt: Milliseconds
    private var deadline: Milliseconds = 0

    /// - Parameter beginsAt: No attempt before this.
    package init(beginsAt: Milliseconds) { self.beginsAt = beginsAt }

    package func mayBegin(now: Milliseconds) -> Bool { now >= beginsAt }

    package mutating func began(now: Milliseconds) {
        attempts += 1
        deadline = now + Self.firstPatience
    }

    /// A chunk has come.
    package mutating func progressed(now: Milliseconds) { deadline = now + Self.patience }

    /// Whether the attempt that was begun last is to be given up.
    package func isOverdue(now: Milliseconds) -> Bool { now > deadline }

    package mutating func failed(now: Milliseconds) {
        beginsAt = now + pause
        pause = min(2 * pause, Self.longestPause)
    }
}
