package import Identity

/// Keeps a wrong world from players. The worlds of all members are compared (``StateComparison``); one that differs from the
/// majority's is in quarantine. Its node serves nobody, hands leadership over, and pulls a healthy member's world until it has one.
/// docs/decisions/0807-a-node-whose-world-differs.md.
///
/// Times are milliseconds of a monotonic clock, from any origin.
package struct WorldGuard: Sendable {
    /// How often ``passed(isLeader:live:now:)`` is to be called in a quarantine.
    package static let interval: Milliseconds = 100
    /// How many divergences are remembered.
    package static let kept = 8
    /// How long leadership is offered to others before a wrong world is restored beside the leader.
    package static let handOverLimit: Milliseconds = 2_000
    /// A world that goes wrong again within this time waits before its restoration, each time twice as long as before.
    package static let probation: Milliseconds = 60_000
    package static let shortestWait: Milliseconds = 1_000
    package static let longestWait: Milliseconds = 64_000

    package struct Found: Sendable, Equatable {
        package var divergence: Divergence
        package var at: Milliseconds
    }

    package enum Action: Sendable, Equatable {
        /// Give leadership to any other voter.
        case handOver
        /// Pull that member's world; then say ``pullFailed(now:)`` or ``worldArrived()``.
        case pull(from: NodeID)
    }

    private struct Quarantine {
        let divergence: Divergence
        let wait: Milliseconds
        let begin: Milliseconds
        var pace: RestorationPace
        var isPulling = false
        /// A healthy world is on the disk, and on its way to the simulation or waiting for one.
        var isRestoring = false
    }

    private let id: NodeID
    private var comparison = StateComparison()
    /// The last that were found, the newest last; at most ``kept``.
    package private(set) var found: [Found] = []
    /// Times this node's world was restored.
    package private(set) var restored: UInt32 = 0
    private var quarantine: Quarantine?
    /// When the last quarantine ended, and how long it had waited.
    private var lastEnd: (at: Milliseconds, wait: Milliseconds)?

    package init(id: NodeID) { self.id = id }

    /// This node's world is wrong.
    package var isQuarantined: Bool { quarantine != nil }
    package var isRestoring: Bool { quarantine?.isRestoring == true }

    /// A member has told of its world. See ``StateComparison/reported(_:by:live:committed:)``.
    package mutating func reported(
        _ report: StateReport, by member: NodeID, live: [NodeID], committed: LogIndex, now: Milliseconds
    ) -> [StateComparison.Finding] {
        let findings = comparison.reported(report, by: member, live: live, committed: committed)
        for case .diverged(let divergence) in findings {
            found.append(Found(divergence: divergence, at: now))
            found.removeFirst(max(0, found.count - Self.kept))
            if divergence.node == id { begin(divergence, now: now) }
        }
        return findings
    }

    private mutating func begin(_ divergence: Divergence, now: Milliseconds) {
        guard quarantine == nil else { return }
        var wait: Milliseconds = 0
        if let lastEnd, now - lastEnd.at < Self.probation {
            wait = min(max(2 * lastEnd.wait, Self.shortestWait), Self.longestWait)
        }
        quarantine = Quarantine(
            divergence: divergence, wait: wait, begin: now, pace: RestorationPace(beginsAt: now + wait))
    }

    /// - Parameter live: Members with an open connection, and this node; ascending.
    package mutating func passed(isLeader: Bool, live: [NodeID], now: Milliseconds) -> Action? {
        guard let quarantine else { return nil }
        if isLeader, now - quarantine.begin < Self.handOverLimit { return .handOver }
        guard !quarantine.isPulling, !quarantine.isRestoring, quarantine.pace.mayBegin(now: now) else { return nil }
        let healthy = healthyMembers(quarantine.divergence, live: live)
        guard !healthy.isEmpty else { return nil }
        let from = healthy[quarantine.pace.attempts % healthy.count]
        self.quarantine?.pace.began()
        self.quarantine?.isPulling = true
        return .pull(from: from)
    }

    /// The members that agree by now, because members come and go. If that is not known, those that agreed when this node's
    /// world was found wrong.
    private func healthyMembers(_ divergence: Divergence, live: [NodeID]) -> [NodeID] {
        let agreeing = comparison.healthy(for: id, live: live)
        return agreeing.isEmpty ? divergence.majority.filter { $0 != id && live.contains($0) } : agreeing
    }

    /// The pull, or what it brought, was of no use.
    package mutating func pullFailed(now: Milliseconds) {
        quarantine?.isPulling = false
        quarantine?.pace.failed(now: now)
    }

    /// A healthy world is complete on this node's disk.
    package mutating func worldArrived() {
        quarantine?.isPulling = false
        quarantine?.isRestoring = true
    }

    /// The simulation has taken a whole snapshot.
    /// - Returns: How long the quarantine has lasted that ends with it; `nil`: none does.
    package mutating func simulationRestored(now: Milliseconds) -> Milliseconds? {
        guard let quarantine, quarantine.isRestoring else { return nil }
        self.quarantine = nil
        comparison.restored(id)
        lastEnd = (now, quarantine.wait)
        restored += 1
        return now - quarantine.begin
    }
}
