import ConsensusCore
import Identity
import Metrics

/// The metrics of consensus. Made once. Labels are closed sets, except `peer`: ids of the members that this leader feeds, at
/// most ``maximumPeers``, gone with the member or the leadership.
struct ConsensusMetrics: ~Copyable {
    private static let maximumPeers = 8

    let log = LogMetrics()
    private let sent = Counter(label: "snaketron_raft_messages_sent_total")
    private let received = Counter(label: "snaketron_raft_messages_received_total")
    private let unsent = dropped("not_sent")
    private let misdirected = dropped("misdirected")
    private let malformed = dropped("malformed")
    private let unknownKind = dropped("unknown_kind")
    private let refusedByCore = dropped("removed_sender")
    private var refusedBefore: UInt64 = 0

    private let committed = Counter(
        label: "snaketron_raft_proposals_total", dimensions: [("result", "committed")])
    private let rejected = Counter(label: "snaketron_raft_proposals_total", dimensions: [("result", "rejected")])
    private let unknown = Counter(label: "snaketron_raft_proposals_total", dimensions: [("result", "unknown")])

    private let snapshotsTaken = snapshots("taken")
    private let snapshotsPulled = snapshots("pulled")
    private let snapshotsServed = snapshots("served")
    private let pullsFailed = snapshots("pull_failed")

    private let copyAge = Gauge(label: "snaketron_world_copy_age_seconds")
    private let copyBytes = Gauge(label: "snaketron_world_copy_bytes")
    private let copiesStored = Counter(label: "snaketron_world_copies_total", dimensions: [("result", "stored")])
    private let copiesFailed = Counter(label: "snaketron_world_copies_total", dimensions: [("result", "failed")])

    private let reversions = Counter(label: "snaketron_raft_acknowledged_entries_lost_total")

    private let worldsDiffered = Divergent.allCases.map {
        Counter(label: "snaketron_state_divergences_total", dimensions: [("world", $0.rawValue)])
    }
    private let quarantine = Gauge(label: "snaketron_state_quarantined")
    private let restorations = Counter(label: "snaketron_state_restorations_total")

    private let term = Gauge(label: "snaketron_raft_term")
    private let leads = Gauge(label: "snaketron_raft_is_leader")
    private let roles = Role.allCases.map { Gauge(label: "snaketron_raft_role", dimensions: [("role", $0.rawValue)]) }
    private let last = Gauge(label: "snaketron_raft_last_index")
    private let commit = Gauge(label: "snaketron_raft_commit_index")
    private let applied = Gauge(label: "snaketron_raft_applied_index")
    private let snapshot = Gauge(label: "snaketron_raft_snapshot_index")
    private let voters = Gauge(label: "snaketron_raft_members", dimensions: [("kind", "voter")])
    private let learners = Gauge(label: "snaketron_raft_members", dimensions: [("kind", "learner")])
    private let patience = Gauge(label: "snaketron_raft_leader_patience_seconds")
    private let leaderChanges = Counter(label: "snaketron_raft_leader_changes_total")
    private let campaigns = Counter(label: "snaketron_raft_elections_total", dimensions: [("outcome", "started")])
    private let victories = Counter(label: "snaketron_raft_elections_total", dimensions: [("outcome", "won")])
    private var peers: [NodeID: PeerGauges] = [:]

    /// The side whose world was found to differ.
    enum Divergent: String, CaseIterable { case own, peer, undecided }

    private enum Role: String, CaseIterable { case learner, follower, candidate, leader, removed }

    private struct PeerGauges {
        let lag: Meter
        let silence: Meter

        init(_ peer: NodeID) {
            let label = [("peer", peer.description)]
            lag = Meter(label: "snaketron_raft_peer_lag_entries", dimensions: label)
            silence = Meter(label: "snaketron_raft_peer_silence_seconds", dimensions: label)
        }

        func destroy() {
            lag.destroy()
            silence.destroy()
        }
    }

    private static func dropped(_ reason: String) -> Counter {
        Counter(label: "snaketron_raft_messages_dropped_total", dimensions: [("reason", reason)])
    }

    private static func snapshots(_ event: String) -> Counter {
        Counter(label: "snaketron_raft_snapshots_total", dimensions: [("event", event)])
    }

    func diverged(_ world: Divergent) {
        for (known, counter) in zip(Divergent.allCases, worldsDiffered) where known == world { counter.increment() }
    }
    func quarantined(_ isQuarantined: Bool) { quarantine.record(isQuarantined ? 1 : 0) }
    func worldRestored() { restorations.increment() }

    func messageSent() { sent.increment() }
    func messageReceived() { received.increment() }
    /// There was no connection to its receiver, or too much waited on it already.
    func messageUnsent() { unsent.increment() }
    /// For another node or another cluster.
    func messageMisdirected() { misdirected.increment() }
    func messageMalformed() { malformed.increment() }
    /// Of a kind that this version does not know.
    func messageUnknown() { unknownKind.increment() }
    func proposalAnswered(_ result: ProposalOutcome.Result) {
        switch result {
        case .committed: committed.increment()
        case .rejected: rejected.increment()
        case .unknown: unknown.increment()
        }
    }
    /// By a voter that had acknowledged them.
    func acknowledgedLost() { reversions.increment() }
    func snapshotTaken() { snapshotsTaken.increment() }
    func snapshotPulled() { snapshotsPulled.increment() }
    func snapshotServed() { snapshotsServed.increment() }
    func snapshotPullFailed() { pullsFailed.increment() }

    /// How much play would be lost with all disks. 0 where this node does not lead.
    func copied(age: Milliseconds) { copyAge.record(Double(age) / 1_000) }
    func copyStored(bytes: Int) {
        copyBytes.record(bytes)
        copiesStored.increment()
    }
    func copyFailed() { copiesFailed.increment() }

    func leadershipChanged(_ leadership: Leadership, from before: Leadership, isNewLeader: Bool) {
        if isNewLeader { leaderChanges.increment() }
        if leadership.role == .candidate && (before.role != .candidate || leadership.term > before.term) {
            campaigns.increment()
        }
        if leadership.role == .leader && before.role != .leader { victories.increment() }
    }
    func committed(through index: UInt64) { commit.record(index) }

    /// Sets every gauge as the node now is.
    /// - Parameters:
    ///   - patience: As ``RaftNode/leaderPatience`` has it.
    ///   - dropped: Messages that the core let fall since its start.
    mutating func refresh(_ status: RaftStatus, patience: Milliseconds, dropped: UInt64) {
        self.patience.record(Double(patience) / 1_000)
        refusedByCore.increment(by: dropped - refusedBefore)
        refusedBefore = dropped
        let leadership = status.leadership
        term.record(leadership.term.rawValue)
        leads.record(leadership.role == .leader ? 1 : 0)
        let role: Role =
            switch leadership.role {
            case .learner: .learner
            case .follower: .follower
            case .preCandidate, .candidate: .candidate
            case .leader: .leader
            case .removed: .removed
            }
        for (known, gauge) in zip(Role.allCases, roles) { gauge.record(known == role ? 1 : 0) }
        last.record(status.lastIndex.rawValue)
        commit.record(status.commitIndex.rawValue)
        applied.record(status.appliedIndex.rawValue)
        snapshot.record(status.snapshotIndex.rawValue)
        voters.record(status.membership.voters.count)
        learners.record(status.membership.learners.count)
        refreshPeers(status)
    }

    private mutating func refreshPeers(_ status: RaftStatus) {
        let shown = status.peers.prefix(Self.maximumPeers)
        for (id, gauges) in peers where !shown.contains(where: { $0.id == id }) {
            gauges.destroy()
            peers[id] = nil
        }
        for peer in shown {
            let gauges = peers[peer.id] ?? PeerGauges(peer.id)
            peers[peer.id] = gauges
            gauges.lag.set(
                Int64(clamping: status.lastIndex.rawValue - min(peer.match.rawValue, status.lastIndex.rawValue)))
            gauges.silence.set(Double(peer.silentFor) / 1_000)
        }
    }
}

/// The measurements of the log's thread.
struct LogMetrics: Sendable {
    private let sync = Timer(label: "snaketron_raft_log_sync_seconds")
    private let grouped = Counter(label: "snaketron_raft_log_requests_total")

    func groupSynced(nanoseconds: UInt64, requests: Int) {
        sync.recordNanoseconds(Int64(clamping: nanoseconds))
        grouped.increment(by: Int64(requests))
    }
}
