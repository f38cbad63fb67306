import ConsensusAPI
import Identity
import Liveness
import Logging
import NIOCore
import Observability
import RPC
import SimulationCore
import Wire

/// The link to the log: entries and snapshots down, progress and snapshots up.
extension Simulation {
    /// The boards of each tick are compared among the nodes four times a second, the whole world once; all nodes report at the
    /// same entries.
    static let ticksPerComparison: UInt64 = 5
    private static let ticksPerWorldHash: UInt64 = 20
    private static let chunkBytes = SharedLimits.snapshotChunkBytes * 3 / 4
    /// A snapshot that is larger is not one of ours: the world's bounds keep it below.
    private static let maximumSnapshotBytes = SharedLimits.worldBytes

    func startFollowing() {
        guard follow == nil, let consensus else { return }
        let stream = ConsensusClient(channel: consensus).follow(handler: FollowHandler(simulation: self))
        follow = stream
        arriving = nil
        departing = nil
        origin = 0
        stream.send(
            FollowUp(
                event: .start(
                    FollowStart(
                        appliedIndex: deliveredIndex.rawValue, newestBehaviour: Behaviour.known.upperBound.rawValue,
                        clusterID: clusterID))))
        sayGap()
        probe()
    }

    func followEnded(_ status: RPCStatus) {
        follow = nil
        leadership = nil
        if readiness.isQuarantined { forgetWorld() }
        probeIndex = nil
        arriving = nil
        departing = nil
        logger.warning("lost the log", metadata: .data([.reason: "\(status)"]))
        sendPlayersAway(readiness.lostLog())
        eventLoop.scheduleTask(in: .milliseconds(100)) { [weak self] in
            self?.assumeIsolated { simulation in
                if simulation.consensus?.state == .ready { simulation.startFollowing() }
            }
        }
    }

    func received(_ message: FollowDown) {
        consensusWatch.heard(at: Self.now)
        switch message.event {
        case .leadership(let leadership): leadershipChanged(leadership)
        case .committed(let entries): apply(entries)
        case .snapshot(let chunk): received(chunk)
        case .takeSnapshot: takeSnapshot()
        case .report: report()
        case nil: break  // of a newer consensus
        }
    }

    private func leadershipChanged(_ leadership: Leadership) {
        if leadership.clusterID != clusterID { follow(cluster: leadership.clusterID) }
        let before = self.leadership
        quarantineChanged(leadership.quarantined)
        self.leadership = leadership
        nodeID = leadership.nodeID
        if before?.leaderID != leadership.leaderID || before?.isLeader != leadership.isLeader {
            logger.notice(
                leadership.isLeader ? "this node leads" : "leadership changed",
                metadata: .data([.leader: "\(leadership.leaderID)", .term: "\(leadership.term)"]))
        }
        leaderLimit?.cancel()
        if leadership.leaderID == 0 {
            leaderLimit = eventLoop.scheduleTask(in: .milliseconds(Readiness.leaderPatience)) { [weak self] in
                self?.assumeIsolated { $0.sendPlayersAway($0.readiness.leaderLimitPassed()) }
            }
        }
        sendPlayersAway(readiness.leader(isKnown: leadership.leaderID != 0, isCutOff: leadership.cutOff))
        forgetTicks()
        startTicker()
        watchNodes()
        watchVersions()
        // What is under way may have gone down with the old leader.
        if leadership.leaderID != 0, before?.leaderID != leadership.leaderID { proposeAgain() }
    }

    /// Consensus says first of all whose log it has. A world that came from another one holds nothing of it; consensus ends
    /// the stream that asked to go on from there, and the next one asks for everything.
    private func follow(cluster: UInt64) {
        if clusterID != 0 {
            logger.warning("the log is another cluster's: starting over", metadata: .data([.cluster: "\(cluster)"]))
            forgetWorld()
            probeIndex = nil
            sendPlayersAway(readiness.startedOver(empty: true))
        }
        clusterID = cluster
    }

    private func forgetWorld() {
        world = World()
        snapshotBehaviour = world.behaviour
        gap = nil
        deliveredIndex = .zero
        boardDigests = []
    }

    private func quarantineChanged(_ isQuarantined: Bool) {
        let departure = readiness.quarantined(isQuarantined)
        metrics.quarantined(isQuarantined)
        guard let departure else { return }
        logger.error("this world differs from the majority's: players are sent away until it has been restored")
        sendPlayersAway(departure)
    }

    // MARK: Its life

    /// Answered by every gRPC server on its event loop, for next to nothing.
    private static let question = "/grpc.health.v1.Health/Check"
    private static let answerLimit = Duration.seconds(2)
    private static var now: UInt64 { NIODeadline.now().uptimeNanoseconds / 1_000_000 }

    /// While games run, entries come every 50 ms. A consensus process that hangs is noticed long before its connection is given
    /// up, and the players go to nodes where their games go on; one that waits for an election answers.
    func watchConsensus() {
        guard consensusWatching == nil, world.needsTicks, leadership != nil else { return }
        consensusWatch.reset()
        let interval = TimeAmount.milliseconds(Int64(SilenceWatch.interval))
        consensusWatching = eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) {
            [weak self] task in
            guard let self else { return task.cancel() }
            self.assumeIsolated { $0.judgeConsensus() }
        }
    }

    private func judgeConsensus() {
        guard world.needsTicks, leadership != nil else {
            consensusWatching?.cancel()
            consensusWatching = nil
            return
        }
        let now = Self.now
        switch consensusWatch.passed(awakeTime.step(to: now), isExpected: true, at: now) {
        case .wait: break
        case .ask:
            consensus?.unary(Self.question, [], deadline: Self.answerLimit) { [weak self] result in
                if case .failure(let status) = result,
                    [.deadlineExceeded, .unavailable, .cancelled].contains(status.code)
                {
                    return
                }
                self?.assumeIsolated { $0.consensusWatch.heard(at: Self.now) }
            }
        case .leave(let silence):
            logger.warning("this node's consensus hangs", metadata: .data([.reason: "silent for \(silence) ms"]))
            // Its end says the rest; what comes of a new stream is heard when the process goes on.
            follow?.cancel()
        }
    }

    // MARK: Progress

    /// After an `advance`, whether it moved the world or not: all nodes apply the same ones, a wrong world too.
    func compare(after tick: UInt64) {
        boardDigests.append(world.boardsDigest)
        if boardDigests.count > Int(Self.ticksPerComparison) { boardDigests.removeFirst() }
        guard tick % Self.ticksPerComparison == 0, boardDigests.count == Int(Self.ticksPerComparison) else { return }
        var hash: UInt64 = 0
        if tick % Self.ticksPerWorldHash == 0 {
            let digest = world.digest
            metrics.worldEncoded(bytes: digest.bytes)
            hash = digest.hash
        }
        follow?.send(
            FollowUp(
                event: .applied(
                    Applied(
                        index: world.appliedIndex.rawValue, stateHash: hash, tick: world.tick,
                        format: UInt32(world.snapshotFormat), boards: boardDigests, origin: origin,
                        savesWork: world.thrift != .none))))
    }

    /// Tells consensus within 100 ms how far the world is, without a hash.
    func reportSoon() {
        guard !reportIsDue else { return }
        reportIsDue = true
        eventLoop.scheduleTask(in: .milliseconds(100)) { [weak self] in
            self?.assumeIsolated { simulation in
                simulation.reportIsDue = false
                simulation.metrics.record(
                    simulation.world, sessions: simulation.streams.count, snapshot: simulation.snapshotBehaviour)
                simulation.report()
            }
        }
    }

    private func report() {
        follow?.send(
            FollowUp(
                event: .applied(
                    Applied(
                        index: deliveredIndex.rawValue, stateHash: 0, savesWork: world.thrift != .none))))
    }

    /// Learns where the log ends: once the probe is applied, nothing that was committed before is missing.
    private func probe() {
        readiness.follows()
        probeIndex = nil
        enqueue(.probe, .probe)
    }

    func probeMayHaveArrived() {
        guard !readiness.isCaughtUp, let probeIndex, world.appliedIndex >= probeIndex else { return }
        readiness.caughtUp()
        logger.notice("caught up", metadata: .data([.applied: "\(world.appliedIndex)", .node: "\(nodeID)"]))
        // Nobody is attached here yet: what the world knows of streams at this node is from before a crash.
        propose(lost: NodeID(rawValue: nodeID))
    }

    // MARK: Snapshots down

    private func received(_ chunk: SnapshotChunk) {
        if chunk.offset == 0 { arriving = [] }
        guard let count = arriving?.count, UInt64(count) == chunk.offset,
            count + chunk.data.count <= Self.maximumSnapshotBytes
        else {
            follow?.cancel()
            return
        }
        arriving?.append(contentsOf: chunk.data)
        guard chunk.last, let bytes = arriving else { return }
        arriving = nil
        if let gap = World.gap(inSnapshot: bytes) { return met(gap, at: LogIndex(rawValue: chunk.index)) }
        do {
            try restore(World(decoding: bytes), from: chunk.index)
        } catch {
            logger.error("a snapshot is damaged", metadata: .data([.index: "\(chunk.index)", .error: "\(error)"]))
            follow?.cancel()
        }
    }

    /// Takes a whole world. What happened in between is unknown, so the players start over with their streams.
    private func restore(_ restored: World, from snapshot: UInt64) {
        world = restored
        snapshotBehaviour = restored.behaviour
        gap = nil
        origin = snapshot
        boardDigests = []
        deliveredIndex = restored.appliedIndex
        logger.notice(
            "restored from a snapshot",
            metadata: .data([.index: "\(restored.appliedIndex)", .count: "\(restored.matchCount)"]))
        sendPlayersAway(readiness.startedOver(empty: false))
        reportSoon()
        forgetTicks()
        probeMayHaveArrived()
        startTicker()
    }

    // MARK: Snapshots up

    func takeSnapshot() {
        guard departing == nil else { return }
        departing = (SnapshotEncoder(world), 0, world.behaviour)
        sendChunk()
    }

    /// One chunk a turn of the loop, so that ticks and commands come between.
    private func sendChunk() {
        guard let follow, follow.isWritable, var departing else { return }
        let data = departing.encoder.next(Self.chunkBytes)
        let last = departing.encoder.isFinished
        follow.send(
            FollowUp(
                event: .snapshot(
                    SnapshotChunk(
                        index: departing.encoder.index.rawValue, offset: departing.offset, data: data, last: last))))
        departing.offset += UInt64(data.count)
        self.departing = last ? nil : departing
        guard !last else {
            snapshotBehaviour = departing.behaviour
            reportSoon()
            // A raise that came while this one was on its way.
            return snapshotAfterRaise()
        }
        eventLoop.execute { [weak self] in self?.assumeIsolated { $0.sendChunk() } }
    }

    func followBecameWritable() { sendChunk() }
}

private final class FollowHandler: RPCStreamHandler {
    private let simulation: Simulation

    init(simulation: Simulation) { self.simulation = simulation }

    func received(_ message: FollowDown, on call: RPCStream<FollowUp>) {
        simulation.assumeIsolated { $0.received(message) }
    }

    func becameWritable(on call: RPCStream<FollowUp>) { simulation.assumeIsolated { $0.followBecameWritable() } }

    func closed(_ status: RPCStatus, on call: RPCStream<FollowUp>) {
        simulation.assumeIsolated { $0.followEnded(status) }
    }
}
