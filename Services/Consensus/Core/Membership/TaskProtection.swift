/// Whether the platform may take the task of this node when it scales in or rolls out a new build: not while the node leads.
/// So followers go first, and the leader once it has handed over.
///
/// Says what to ask the platform for; the answer comes back as an event. Times are milliseconds of a monotonic clock.
package struct TaskProtection: Sendable, Equatable {
    /// For how long protection is asked for: it outlives a process that dies leading by no more.
    package static let minutes = 60
    /// Protection that holds is asked for again after this.
    package static let renewal: Milliseconds = 20 * 60_000
    /// After the first failure; doubled by each further one.
    package static let shortestPause: Milliseconds = 1_000
    package static let longestPause: Milliseconds = 60_000

    /// What the platform has accepted last; `nil`: nothing since this process started.
    private var accepted: Bool?
    private var acceptedAt: Milliseconds = 0
    private var pause = Self.shortestPause
    private var notBefore: Milliseconds = 0

    package init() {}

    /// - Returns: Whether to ask for protection (`true`) or to give it up (`false`) now; `nil`: neither.
    package func wanted(leads: Bool, at now: Milliseconds) -> Bool? {
        guard now >= notBefore else { return nil }
        guard accepted == leads else { return leads }
        return leads && now - acceptedAt >= Self.renewal ? true : nil
    }

    package mutating func accepted(_ isProtected: Bool, at now: Milliseconds) {
        accepted = isProtected
        acceptedAt = now
        pause = Self.shortestPause
        notBefore = now
    }

    /// The platform did not do what it was asked for, or nobody knows.
    package mutating func failed(at now: Milliseconds) {
        accepted = nil
        notBefore = now + pause
        pause = min(2 * pause, Self.longestPause)
    }
}
