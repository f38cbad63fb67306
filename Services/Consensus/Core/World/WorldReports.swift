package import Identity

/// When the world of each member last moved on, as members tell each other every 250 ms while games run: a leader hands over to a
/// node that players can be served at. Times are milliseconds of a monotonic clock, from any origin.
package struct WorldReports: Sendable {
    /// A world whose last report is older than the newest one by more is not well.
    package static let tolerance: Milliseconds = 600
    /// After that the time of a report says nothing of who is well.
    package static let life: Milliseconds = 5_000

    private var reportedAt: [NodeID: Milliseconds] = [:]

    package init() {}

    package mutating func reported(by id: NodeID, at now: Milliseconds) { reportedAt[id] = now }

    /// Forgets those that are members no more.
    package mutating func keep(where isMember: (NodeID) -> Bool) {
        // deterministic: each is judged by itself
        reportedAt = reportedAt.filter { isMember($0.key) }
    }

    /// - Parameter candidates: Voters that answer, the best first.
    /// - Returns: The first whose world moved on as long as any other's did; the first of all if no world has for a while.
    package func successor(of candidates: [NodeID], at now: Milliseconds) -> NodeID? {
        // deterministic: the largest of them
        guard let newest = reportedAt.values.max(), now < newest + Self.life else { return candidates.first }
        return candidates.first { reportedAt[$0, default: 0] + Self.tolerance >= newest }
    }
}
