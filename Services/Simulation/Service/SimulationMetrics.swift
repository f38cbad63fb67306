import CoreMetrics
import Identity
import Metrics
import NIOCore
import SimulationCore

/// What a simulation counts. Created once.
struct SimulationMetrics: Sendable {
    private let entries = Counter(label: "snaketron_simulation_entries_total")
    private let ticks = Counter(label: "snaketron_simulation_ticks_proposed_total")
    private let commands = Counter(label: "snaketron_simulation_commands_total")
    private let command = Timer(label: "snaketron_simulation_command_seconds")
    private let retries = Counter(label: "snaketron_simulation_proposals_retried_total")
    private let full = Counter(
        label: "snaketron_simulation_commands_refused_total", dimensions: [("reason", "queue_full")])
    private let large = Counter(
        label: "snaketron_simulation_commands_refused_total", dimensions: [("reason", "too_large")])
    private let delayed = Counter(label: "snaketron_simulation_commands_delayed_total")
    private let frames = Counter(label: "snaketron_simulation_frames_total")
    private let dropped = Counter(label: "snaketron_simulation_frames_dropped_total")
    private let snapshots = Counter(label: "snaketron_simulation_board_snapshots_total")
    private let pasts = Counter(label: "snaketron_simulation_pasts_total")
    private let quarantine = Gauge(label: "snaketron_simulation_quarantined")
    private let behaviour = Gauge(label: "snaketron_simulation_behaviour")
    private let inSnapshot = Gauge(label: "snaketron_simulation_snapshot_behaviour")
    #if NEXT_VERSION
        private let marks = Gauge(label: "snaketron_simulation_marks")
    #endif
    private let stoppedByVersion = Gauge(label: "snaketron_simulation_stopped_by_version")
    private let lostNodes = Counter(label: "snaketron_simulation_nodes_lost_total")
    private let applied = Gauge(label: "snaketron_simulation_applied_index")
    private let sessions = Gauge(label: "snaketron_simulation_sessions")
    private let matches = Gauge(label: "snaketron_simulation_matches")
    private let players = Gauge(label: "snaketron_simulation_players")
    private let lobbies = Gauge(label: "snaketron_simulation_lobbies")
    private let spectators = Gauge(label: "snaketron_simulation_spectators")
    private let thrift = Gauge(label: "snaketron_simulation_thrift")
    private let botPrice = Gauge(label: "snaketron_simulation_bot_microseconds")
    private let worldBytes = Gauge(label: "snaketron_simulation_world_bytes")

    func entriesApplied(_ count: Int) { entries.increment(by: Int64(count)) }
    func tickProposed() { ticks.increment() }
    func commandReceived() { commands.increment() }
    /// From a command's arrival to its effect in this node's world.
    func commandSettled(in time: TimeAmount) { command.recordNanoseconds(time.nanoseconds) }
    func proposalRetried() { retries.increment() }
    /// It was not let into the queue.
    func commandRefused(_ error: ProposalError) {
        switch error {
        case .queueFull: full.increment()
        case .commandTooLarge, .unusable: large.increment()
        }
    }
    /// Its user, its address or this node had spent its budget.
    func commandDelayed() { delayed.increment() }
    /// It was in the queue, and no leader takes it.
    func proposalDropped() { large.increment() }
    func framesSent(_ count: Int) { frames.increment(by: Int64(count)) }
    func nodeLost() { lostNodes.increment() }
    func frameDropped() { dropped.increment() }
    func quarantined(_ isQuarantined: Bool) { quarantine.record(isQuarantined ? 1 : 0) }
    /// This build does not know the version in force, and serves nobody.
    func stoppedByVersion(_ isStopped: Bool) { stoppedByVersion.record(isStopped ? 1 : 0) }
    /// A match was told again from an earlier tick on.
    func pastShown() { pasts.increment() }
    func boardSnapshotSent() { snapshots.increment() }

    /// The size of the whole world's encoding, taken with its hash.
    func worldEncoded(bytes: Int) { worldBytes.record(bytes) }

    /// - Parameter snapshot: The version that the newest snapshot was written under.
    func record(_ world: World, sessions: Int, snapshot: Behaviour) {
        inSnapshot.record(Int(snapshot.rawValue))
        applied.record(world.appliedIndex.rawValue)
        behaviour.record(Int(world.behaviour.rawValue))
        #if NEXT_VERSION
            marks.record(Int(world.marks))
        #endif
        matches.record(world.matchCount)
        players.record(world.playerCount)
        lobbies.record(world.lobbyCount)
        spectators.record(world.spectatorCount)
        thrift.record(Int(world.thrift.rawValue))
        botPrice.record(world.botPrice)
        self.sessions.record(sessions)
    }
}
