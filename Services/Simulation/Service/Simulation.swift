import ConsensusAPI
import GameCore
import Identity
import Liveness
import Logging
import NIOCore
import Observability
import RPC
import SimulationCore
import Wire

/// One node's copy of the world, and the players it serves. Lives on the process's event loop.
///
/// Committed entries come from the consensus beside it; each is applied and its events are sent in the same turn of the
/// loop. The extensions are its sides: the follow stream, proposals, the clock, the players.
actor Simulation {
    nonisolated let eventLoop: any EventLoop
    nonisolated private let executor: any SerialExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    let logger: Logger
    let metrics = SimulationMetrics()
    private let loopbackHost: String
    private let consensusPort: Int
    private let registryPort: Int
    private let nodeToken: RPCCallToken
    /// The channels to the consensus and the registry of this node, which share an address.
    var consensus: RPCChannel?
    var registry: RPCChannel?

    var world = World()
    private var events: [WorldEvent] = []

    // The follow stream.
    var follow: RPCStream<FollowUp>?
    /// The last report of consensus; `nil` while there is no stream.
    var leadership: Leadership?
    var nodeID: UInt64 = 0
    /// The cluster whose log the world is made of; 0 before consensus has named it for the first time.
    var clusterID: UInt64 = 0
    /// A snapshot on its way down, and one on its way up.
    var arriving: [UInt8]?
    var departing: (encoder: SnapshotEncoder, offset: UInt64, behaviour: Behaviour)?
    /// The version that the newest snapshot was written under which this simulation got or gave; an empty world's at first.
    var snapshotBehaviour = World().behaviour
    /// Everything up to here is applied, consensus' own entries included.
    var deliveredIndex = LogIndex.zero
    var reportIsDue = false
    /// Where this build cannot go on, and why; nothing is applied from there on.
    var gap: (index: LogIndex, reason: VersionGap)? { didSet { metrics.stoppedByVersion(gap != nil) } }
    var versionWatch: Scheduled<Void>?
    /// Of the boards after each of the last ticks, the newest last; at most ``ticksPerComparison``.
    var boardDigests: [UInt64] = []
    /// The snapshot that the world came from on this follow stream; 0: none.
    var origin: UInt64 = 0
    var readiness = Readiness()
    var probeIndex: LogIndex?
    var leaderLimit: Scheduled<Void>?

    var consensusWatch = SilenceWatch()
    var awakeTime = AwakeTime()
    /// Asks ``consensusWatch`` while games run and consensus has said something on this stream.
    var consensusWatching: RepeatedTask?

    // Proposals.
    var propose: RPCStream<Proposal>?
    var queue = ProposalQueue()
    var lastProposal: UInt64 = 0
    var proposalPace = ProposalPace()
    var proposing = Proposing()

    // The clock.
    var beats = Beats()

    // Other nodes, while this one leads.
    var nodeWatch: Scheduled<Void>?
    /// Silent at the last look, which was in this term.
    var silentNodes: (term: UInt64, nodes: Set<NodeID>) = (0, [])

    // Replays.
    var replayStoring = ReplayStoring()

    // The players.
    var streams: [UInt64: PlayStream] = [:]
    var streamOf: [SessionKey: UInt64] = [:]
    var streamsOf: [UserID: [PlayStream]] = [:]
    var gameList = GameListCache()
    var budget = WorkBudget()
    let replays = ReplayQueue()

    init(
        loopbackHost: String, consensusPort: Int, registryPort: Int, nodeToken: RPCCallToken, eventLoop: any EventLoop,
        logger: Logger
    ) {
        self.eventLoop = eventLoop
        executor = eventLoop.executor
        self.logger = logger
        self.loopbackHost = loopbackHost
        self.consensusPort = consensusPort
        self.registryPort = registryPort
        self.nodeToken = nodeToken
    }

    /// A consensus process that hangs holds its connection open. It is given up when it answers no ping for that long. While
    /// games run, ``watchConsensus()`` is sooner.
    private static let consensusPatience = (
        interval: TimeAmount.milliseconds(500), timeout: TimeAmount.milliseconds(1_000)
    )

    /// Begins to follow. Once.
    func start() {
        var options = RPCChannel.Options()
        options.logger = logger
        options.callToken = nodeToken
        options.maxBackoff = .milliseconds(500)
        options.limits.keepAliveInterval = Self.consensusPatience.interval
        options.limits.keepAliveTimeout = Self.consensusPatience.timeout
        consensus = RPCChannel(host: loopbackHost, port: consensusPort, eventLoop: eventLoop, options: options) {
            [weak self] state in
            self?.assumeIsolated { $0.consensusChanged(state) }
        }
        registry = RPCChannel(host: loopbackHost, port: registryPort, eventLoop: eventLoop, options: options) { _ in }
    }

    /// No gateway plays here.
    var isForsaken: Bool { streams.isEmpty }

    /// Sends the players to other nodes; new ones are refused.
    func drain() {
        sendPlayersAway(readiness.drains())
    }

    /// Ends all streams so that their gateways attach to another node, or here again.
    func sendPlayersAway(_ departure: Readiness.Departure?) {
        guard let departure else { return }
        for stream in streams.values { end(stream, RPCStatus(.unavailable, "\(departure)")) }
    }

    func stop() {
        stopTicker()
        nodeWatch?.cancel()
        versionWatch?.cancel()
        stopProposing()
        leaderLimit?.cancel()
        consensusWatching?.cancel()
        consensus?.close()
        registry?.close()
    }

    private func consensusChanged(_ state: RPCChannelState) {
        switch state {
        case .ready:
            startFollowing()
            startProposing()
        case .disconnected(let fault):
            logger.debug("no consensus", metadata: .data([.reason: "\(fault.message)"]))
        case .connecting, .closed: break
        }
    }

    // MARK: Applying

    /// Applies committed entries, and tells the players what they mean.
    func apply(_ entries: Entries) {
        guard gap == nil else { return }
        for entry in entries.entries {
            let entry = LogEntry(index: LogIndex(rawValue: entry.index), command: entry.command)
            if let reason = apply(entry) {
                deliveredIndex = max(deliveredIndex, world.appliedIndex)
                return met(reason, at: entry.index)
            }
        }
        // Entries that the world has not seen are consensus' own, which mean nothing to it.
        deliveredIndex = max(deliveredIndex, LogIndex(rawValue: entries.throughIndex))
        reportSoon()
        metrics.entriesApplied(entries.entries.count)
        probeMayHaveArrived()
        startTicker()
        watchConsensus()
        storeReplays()
        snapshotAfterRaise()
    }

    /// - Returns: Why it was not applied.
    private func apply(_ entry: LogEntry) -> VersionGap? {
        let tick = world.tick
        let start = NIODeadline.now()
        defer { if world.tick != tick { tickApplied(since: start) } }
        if let gap = world.apply(entry, events: &events) { return gap }
        for event in events {
            if case .replayLost(let match) = event {
                logger.warning("a replay is lost", metadata: .data([.match: "\(match)"]))
            } else if !streams.isEmpty {
                tell(event)
            }
        }
        events.removeAll(keepingCapacity: true)
        if let tick = Command.tick(ofAdvance: entry.command) { compare(after: tick) }
        return nil
    }

    /// Only for ``SimulationProcess``'s setting.
    func corruptWorld() {
        let match = world.flipBit()
        logger.warning(
            "a bit of this node's world was flipped",
            metadata: .data([
                .match: "\(match.map(\.description) ?? "none")", .worldTick: "\(world.tick)",
                .index: "\(world.appliedIndex)",
            ]))
    }

    // MARK: Summary

    /// Whether players are served here.
    var isReady: Bool { readiness.isReady && world.behaviour != .none }

    /// How long the consensus of this node may take to say how it fares.
    private static let statusLimit = Duration.milliseconds(300)

    func summary(_ request: SummaryRequest) async -> SummaryReply {
        var status: StatusReply?
        if request.consensus, let consensus {
            status = try? await ConsensusClient(channel: consensus).status(StatusRequest(), deadline: Self.statusLimit)
        }
        var summary = summary(isBrief: request.brief)
        summary.consensus = status?.encoded() ?? []
        return summary
    }

    /// - Parameter isBrief: Without the world's hash and size, for which the whole of it is encoded.
    private func summary(isBrief: Bool) -> SummaryReply {
        let digest = isBrief ? (hash: 0, bytes: 0) : world.digest
        return SummaryReply(
            nodeID: nodeID, appliedIndex: deliveredIndex.rawValue, worldTick: world.tick,
            sessionsAttached: UInt32(clamping: streams.count), matches: UInt32(clamping: world.matchCount),
            players: UInt32(clamping: world.playerCount), ready: isReady, stateHash: digest.hash,
            lobbies: UInt32(clamping: world.lobbyCount), spectators: UInt32(clamping: world.spectatorCount),
            worldBytes: UInt64(digest.bytes), quarantined: readiness.isQuarantined, behaviour: world.behaviour.rawValue,
            oldestKnown: Behaviour.known.lowerBound.rawValue, newestKnown: Behaviour.known.upperBound.rawValue,
            stopped: gap.map { "entry \($0.index): \($0.reason)" } ?? "")
    }
}
