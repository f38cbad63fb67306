import ConsensusAPI
import ConsensusCore
import ConsensusStorage
import Identity
import Logging
import NIOCore
import Observability
import RPC
import Wire

/// Owns the core and carries out what it decides. Lives on the process's event loop.
///
/// Everything that is ready in one turn of the loop is stepped as one round: one write to the log, and one flush of each
/// peer's connection. The extensions are the driver's sides: the log, peers, proposals, the simulation, snapshots, the registry.
package actor RaftDriver {
    /// The parts of the driver, the same for its life.
    struct Parts: Sendable {
        var identity: LogIdentity
        var log: LogThread<PosixDisk>
        var snapshotFiles: SnapshotFiles
        var snapshot: SnapshotMetadata?
        var peerSecurity: RPCSecurity
        var registry: RPCChannel
        var autopilot: Autopilot.Settings
        var worldCopyInterval: Milliseconds
        var eventLoop: any EventLoop
        var logger: Logger
    }

    /// Ticks of the core's clock come at least this often when nothing else happens.
    static let tickInterval = TimeAmount.milliseconds(50)
    /// While heartbeats flow they move the clock, each 100 ms; a tick is only due when one is late.
    static let heardInterval = TimeAmount.milliseconds(120)
    static let maximumPendingProposals = 4_096

    nonisolated let parts: Parts
    nonisolated private let executor: any SerialExecutor
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// At most one: why the process must end.
    nonisolated let failures: AsyncStream<DriverFailure>
    private let failed: AsyncStream<DriverFailure>.Continuation

    var node: RaftNode
    var metrics = ConsensusMetrics()
    var logger: Logger { parts.logger }

    var inbox: [RaftEvent] = []
    private var isRoundScheduled = false
    private var timer: Scheduled<Void>?
    private var timerDeadline = NIODeadline.distantPast
    private(set) var isStopped = false
    var serial = 0

    // Peers.
    var links: [NodeID: PeerLink] = [:]
    var incoming: [NodeID: RPCStream<RaftStreamEnd>] = [:]

    // Proposals, membership changes and waiting calls.
    var pending: [UInt64: (ProposalOutcome.Result) -> Void] = [:]
    var lastProposalID: UInt64 = 0
    /// Of the configuration in force.
    private(set) var memberCount: Int
    var proposing = Proposing()
    var proposers: [ObjectIdentifier: Proposer] = [:]
    var reads: [UInt64: CheckedContinuation<LogIndex?, Never>] = [:]
    private var leadershipWaiters: [Int: CheckedContinuation<Bool, Never>] = [:]

    // The log.
    nonisolated let diskProgress = DiskProgress()
    var durableGeneration: UInt64 = 0
    /// To be written in this turn of the loop, after what it sends.
    var unwritten: [PersistRequest] = []
    var waitingMarks: [(generation: UInt64, mark: SnapshotMark)] = []

    // Simulation and snapshots.
    var follower: Follower?
    var delivery = Delivery()
    var simulationWatch = SimulationWatch()
    /// The newest version of behaviour that the simulation knows; 0: it is not there, or has stopped.
    var ownBehaviour: UInt32 = 0
    /// Of the worlds of all members, this node's too.
    var worldReports = WorldReports()
    /// By serial.
    var pulls: [Int: SnapshotPull] = [:]
    /// The newest pull for the log.
    var logPull: Int?
    /// The pull for this node's world, which is wrong.
    var worldPull: Int?
    var servings: [Int: SnapshotServing] = [:]
    /// Complete on disk, by index.
    var finishedSnapshots: [LogIndex: Term] = [:]
    /// Calls for a snapshot as of now: they get the next one that is finished.
    var awaitingFreshSnapshot: [Int] = []
    var worldGuard: WorldGuard
    var copying: WorldCopying
    var copyUnderWay: CopyUnderWay?
    /// Why the last attempt to copy the world failed; told once.
    var copyFault: String?

    // Registry.
    var servers = KnownServers()
    /// The node was asked to stop.
    private(set) var isDraining = false

    var reasons: ChangeReasons
    var history = ClusterHistory()

    init(_ parts: Parts, node: RaftNode) {
        self.parts = parts
        executor = parts.eventLoop.executor
        self.node = node
        memberCount = node.membership.members.count
        worldGuard = WorldGuard(id: node.id)
        copying = WorldCopying(interval: parts.worldCopyInterval, now: Self.now())
        reasons = ChangeReasons(node.leadership, membership: node.membership, now: Self.now())
        (failures, failed) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
        if let snapshot = parts.snapshot { finishedSnapshots[snapshot.index] = snapshot.term }
    }

    /// Starts the log's thread and the clock. Once.
    func start() {
        startLog()
        post(.tick)
        startRegistryLink()
    }

    /// Ends the calls of this node's own processes; they find another node.
    func dismissCallers() {
        let status = RPCStatus(.unavailable, "this node stops")
        follower?.stream.finish(status)
        for proposer in proposers.values { proposer.stream.finish(status) }
    }

    /// Stops the clock and waits for the log. Nothing is sent or taken afterwards.
    func stop() async {
        isStopped = true
        timer?.cancel()
        stopGathering()
        for link in links.values { link.channel.close() }
        for serial in pulls.keys.sorted() { endPull(serial) }
        failed.finish()
        let (log, files) = (parts.log, parts.snapshotFiles)
        await withCheckedContinuation { continuation in
            let closing = WorkQueue()  // both wait for their threads, which the loop must not
            closing.submit {
                log.close()
                files.close()
                continuation.resume()
            }
        }
    }

    func fail(_ failure: DriverFailure) {
        guard !isStopped else { return }
        isStopped = true
        failed.yield(failure)
    }

    // MARK: Rounds

    /// Something happened. It is stepped together with all else that happens in this turn of the loop.
    func post(_ event: RaftEvent) {
        guard !isStopped else { return }
        inbox.append(event)
        scheduleRound()
    }

    func scheduleRound() {
        guard !isRoundScheduled, !isStopped else { return }
        isRoundScheduled = true
        parts.eventLoop.execute { [self] in assumeIsolated { $0.runRound() } }
    }

    private func runRound() {
        isRoundScheduled = false
        roundBegan()
        guard !isStopped else { return }
        noteDurable()
        let events = inbox
        inbox.removeAll(keepingCapacity: true)
        carryOut(node.step(events, now: Self.now()))
        reasons.roundEnded(now: Self.now())
        armTimer(wasTick: events == [.tick])
        awaitDisk()
    }

    /// The monotonic clock in milliseconds.
    static func now() -> Milliseconds { NIODeadline.now().uptimeNanoseconds / 1_000_000 }

    private func carryOut(_ output: RaftOutput) {
        for message in output.messages { send(message) }
        if let handOver = output.handOver {
            reasons.note("hands over to \(handOver.to): \(handOver.reason)")
            logger.notice(
                "hands over", metadata: .data([.peer: "\(handOver.to)", .reason: "\(handOver.reason)"]))
        }
        if let membership = output.membership { membershipChanged(membership) }
        if let leadership = output.leadership { leadershipChanged(leadership) }
        for outcome in output.outcomes {
            metrics.proposalAnswered(outcome.result)
            pending.removeValue(forKey: outcome.id)?(outcome.result)
        }
        for read in output.reads { reads.removeValue(forKey: read.id)?.resume(returning: read.index) }
        if let fetch = output.fetchSnapshot { startLogPull(fetch) }
        if let snapshot = output.restoreSnapshot { restoreFollower(to: snapshot) }
        if let index = output.commitIndex {
            metrics.committed(through: index.rawValue)
            commitAdvanced()
        }
        if let request = output.persist { write(request) }
        if unwritten.isEmpty || node.leadership.role == .leader { deliverCommits() }
        if output.takeSnapshot { askForSnapshot() }
        for fault in output.faults { peerBrokeProtocol(fault) }
        for reversion in output.reversions { acknowledgedWasLost(reversion) }
        if output.removed { fail(.removed) }
    }

    /// To wake a process for nothing costs more than the rest of an idle node, so every round postpones the timer. Under load,
    /// when rounds are many, only if that moves it by more than a few milliseconds, and it is not due soon anyway.
    private func armTimer(wasTick: Bool) {
        let deadline = min(
            NIODeadline.uptimeNanoseconds(
                UInt64(clamping: node.nextDeadline.multipliedReportingOverflow(by: 1_000_000).0)),
            .now() + (wasTick ? Self.tickInterval : Self.heardInterval))
        let isPutOff = timerDeadline + .milliseconds(10) < deadline && .now() + .milliseconds(3) < timerDeadline
        guard deadline < timerDeadline || isPutOff || timerDeadline == .distantPast else { return }
        timer?.cancel()
        timerDeadline = deadline
        timer = parts.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { [self] in
            assumeIsolated { driver in
                driver.timerDeadline = .distantPast
                driver.post(.tick)
            }
        }
    }

    // MARK: Leadership

    private func leadershipChanged(_ leadership: ConsensusCore.Leadership) {
        let before = reasons.leadership
        let reason = reasons.changed(
            to: leadership, isVoter: node.membership.isVoter(node.id), now: Self.now())
        let isNewLeader = leadership.leader != before.leader && leadership.leader != nil
        metrics.leadershipChanged(leadership, from: before, isNewLeader: isNewLeader)
        refreshGauges()
        let isNewlyCutOff = leadership.isCutOff && !before.isCutOff
        logger.notice(
            leadership.isReady ? "leads" : isNewlyCutOff ? "cut off from the leader" : "role or leader changed",
            metadata: .data([
                .role: "\(leadership.role)", .term: "\(leadership.term)",
                .leader: "\(leadership.leader.map(\.description) ?? "none")",
                .reason: "\(reason)",
            ]))
        if isNewLeader { giveUpForwards(butTo: leadership.leader) }
        if leadership.isReady != before.isReady { restartCopying() }
        sendLeadership()
        watchSimulation()
        reportHealth()
        tendMembership()
        let waiters = leadershipWaiters
        leadershipWaiters = [:]
        for waiter in waiters.values { waiter.resume(returning: true) }
    }

    /// - Returns: Whether leadership changed in time.
    func nextLeadershipChange(within limit: TimeAmount) async -> Bool {
        serial += 1
        let id = serial
        let timeout = parts.eventLoop.scheduleTask(in: limit) { [self] in
            assumeIsolated { $0.leadershipWaiters.removeValue(forKey: id)?.resume(returning: false) }
        }
        defer { timeout.cancel() }
        return await withCheckedContinuation { leadershipWaiters[id] = $0 }
    }

    /// Hands leadership over and waits until somebody else leads.
    /// - Returns: Whether it happened; `false` at once when this node does not lead or nobody is there to take over.
    func handOver(to target: NodeID?, within limit: TimeAmount) async -> Bool {
        let status = node.status
        let hasSuccessor = status.peers.contains {
            status.membership.isVoter($0.id) && $0.silentFor < node.configuration.electionTimeout
        }
        guard status.leadership.role == .leader, hasSuccessor else { return false }
        let deadline = NIODeadline.now() + limit
        reasons.note("hands over, as asked")
        post(.transferLeadership(to: target))
        while node.leadership.leader == nil || node.leadership.leader == node.id {
            let left = deadline - .now()
            guard left > .zero, await nextLeadershipChange(within: left) else { return false }
        }
        return true
    }

    private func membershipChanged(_ membership: Membership) {
        let reason = reasons.changed(to: membership)
        memberCount = membership.members.count
        logger.notice(
            "membership",
            metadata: [
                "raft.voters": "\(ChangeReasons.list(membership.voters))",
                "raft.outgoing": "\(ChangeReasons.list(membership.outgoing))",
                "raft.learners": "\(ChangeReasons.list(membership.learners))", LogKey.reason.rawValue: "\(reason)",
            ])
        worldReports.keep { node.membership.contains($0) }
        reconcileLinks()
        reportHealth()
        refreshGauges()
    }

    func refreshGauges() {
        let status = node.status
        history.observed(status, at: Self.now())
        metrics.refresh(status, patience: node.leaderPatience, dropped: node.droppedMessages)
    }

    /// The node is about to stop: the registry tells the others, which then give it neither players nor a vote.
    func drain() {
        isDraining = true
        logger.notice("drains", metadata: .data([.reason: "asked to stop"]))
        reportHealth()
    }
}

/// Why a driver stops by itself.
enum DriverFailure: Error {
    case removed
    /// The cluster was rebuilt as another one, without this node.
    case superseded(by: UInt64)
    case disk(DiskError)
    case damaged(StorageError)
}
