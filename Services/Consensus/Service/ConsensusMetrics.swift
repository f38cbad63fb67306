import ConsensusCore
import Identity
import Metrics

/// What consensus counts. Made once.
struct ConsensusMetrics: Sendable {
    private let sent = Counter(label: "snaketron_raft_messages_sent_total")
    private let received = Counter(label: "snaketron_raft_messages_received_total")
    private let unsent = Counter(label: "snaketron_raft_messages_unsent_total")
    private let misdirected = Counter(label: "snaketron_raft_messages_misdirected_total")
    private let malformed = Counter(label: "snaketron_raft_messages_malformed_total")
    private let committed = Counter(
        label: "snaketron_raft_proposals_total", dimensions: [("result", "committed")])
    private let rejected = Counter(label: "snaketron_raft_proposals_total", dimensions: [("result", "rejected")])
    private let unknown = Counter(label: "snaketron_raft_proposals_total", dimensions: [("result", "unknown")])
    private let sync = Timer(label: "snaketron_raft_log_sync_seconds")
    private let grouped = Counter(label: "snaketron_raft_log_requests_total")
    private let term = Gauge(label: "snaketron_raft_term")
    private let commit = Gauge(label: "snaketron_raft_commit_index")
    private let leads = Gauge(label: "snaketron_raft_is_leader")
    private let elections = Counter(label: "snaketron_raft_leader_changes_total")

    func messageSent() { sent.increment() }
    func messageReceived() { received.increment() }
    /// There was no connection to its receiver, or too much waited on it already.
    func messageUnsent() { unsent.increment() }
    /// For another node or another cluster.
    func messageMisdirected() { misdirected.increment() }
    func messageMalformed() { malformed.increment() }
    func proposalAnswered(_ result: ProposalOutcome.Result) {
        switch result {
        case .committed: committed.increment()
        case .rejected: rejected.increment()
        case .unknown: unknown.increment()
        }
    }
    func groupSynced(nanoseconds: UInt64, requests: Int) {
        sync.recordNanoseconds(Int64(clamping: nanoseconds))
        grouped.increment(by: Int64(requests))
    }
    func leadershipChanged(_ leadership: Leadership, isNewLeader: Bool) {
        term.record(leadership.term.rawValue)
        leads.record(leadership.role == .leader ? 1 : 0)
        if isNewLeader { elections.increment() }
    }
    func committed(through index: UInt64) { commit.record(index) }
}
