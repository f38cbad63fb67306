/// When a node whose world is wrong asks for a healthy one. Each attempt makes a healthy node take a snapshot, so those that fail
/// come ever more seldom; ``SnapshotTransfer`` says when one has failed. One value for one quarantine: the next starts afresh.
/// Times are milliseconds of a monotonic clock, from any origin.
package struct RestorationPace: Sendable, Equatable {
    /// After the first failure; doubled by each further one.
    package static let shortestPause: Milliseconds = 250
    package static let longestPause: Milliseconds = 4_000

    /// Begun so far.
    package private(set) var attempts = 0
    private var pause = Self.shortestPause
    private var beginsAt: Milliseconds

    /// - Parameter beginsAt: No attempt before this.
    package init(beginsAt: Milliseconds) { self.beginsAt = beginsAt }

    package func mayBegin(now: Milliseconds) -> Bool { now >= beginsAt }

    package mutating func began() { attempts += 1 }

    package mutating func failed(now: Milliseconds) {
        beginsAt = now + pause
        pause = min(2 * pause, Self.longestPause)
    }
}
