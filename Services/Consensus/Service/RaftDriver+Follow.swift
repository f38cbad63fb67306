import ConsensusAPI
import ConsensusCore
import ConsensusStorage
import Identity
import Logging
import NIOCore
import Observability
import RPC
import Wire

/// The simulation beside this node: what it was given and what it was asked for.
struct Follower {
    enum Phase {
        /// It has not said yet what it holds.
        case awaitingStart
        /// A snapshot for it is being opened.
        case opening
        case sending(SnapshotSource, offset: UInt64, isReading: Bool)
        /// It gets entries after ``Follower/delivered``.
        case live
    }

    /// The snapshot that it streams here.
    struct Taking {
        /// `nil`: what it streams is of no use, and swallowed.
        var sink: SnapshotSink?
        var metadata: SnapshotMetadata?
        var index: UInt64
        var offset: UInt64 = 0
        /// Given to the disk's thread and not written yet.
        var waitingBytes = 0
    }

    let serial: Int
    let stream: RPCStream<FollowDown>
    var phase = Phase.awaitingStart
    var delivered = LogIndex.zero
    /// The snapshot it was sent last, which its world must come from; `nil` before the first.
    var origin: LogIndex?
    var wasAskedForSnapshot = false
    /// The cluster has more to do than its nodes can.
    var savesWork = false
    var taking: Taking?
    /// Why it cannot go on: the next entry is of another version.
    var gap: String?
}

extension RaftDriver {
    private static let entriesBytes = 64 << 10
    private static let maximumChunk = SharedLimits.snapshotChunkBytes
    /// A simulation that streams its snapshot faster than the disk takes it is held up past this.
    private static let maximumWaitingBytes = 4 << 20

    /// One follower at a time: a simulation that connects again takes the place of what is left of itself.
    func followerConnected(_ stream: RPCStream<FollowDown>) -> Int {
        if let old = follower {
            old.stream.finish(RPCStatus(.aborted, "another follower has connected"))
            dropFollower()
        }
        serial += 1
        simulationWatch.connected()
        follower = Follower(serial: serial, stream: stream)
        sendLeadership()
        return serial
    }

    func followerClosed(serial: Int) {
        if follower?.serial == serial { dropFollower() }
    }

    private func dropFollower() {
        follower?.taking?.sink?.abandon()
        if follower?.wasAskedForSnapshot == true { post(.snapshotAbandoned) }
        giveUpFreshSnapshots("the simulation is gone")
        ownBehaviour = 0
        follower = nil
        post(.behaviourKnown(0))
        simulationWatch.lost()
        judgeSimulation()
    }

    // MARK: Its life

    /// Only the simulation beside the leader moves the games' time on; one that hangs must not hold up all of them.
    func watchSimulation() {
        guard watching == nil, node.leadership.isReady else { return }
        let interval = TimeAmount.milliseconds(Int64(SimulationWatch.interval))
        watching = parts.eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { [self] task in
            assumeIsolated { driver in
                driver.judgeSimulation()
                let isNeeded = driver.simulationWatch.isNeeded(at: Self.now()) && driver.node.leadership.isReady
                guard !isNeeded || driver.isStopped else { return }
                task.cancel()
                driver.watching = nil
            }
        }
    }

    private func judgeSimulation() {
        guard !isStopped, !isDraining else { return }
        let now = Self.now()
        // Its messages wait for this node's own disk.
        if let taking = follower?.taking, taking.waitingBytes > Self.maximumWaitingBytes {
            simulationWatch.heard(at: now)
        }
        let successor = node.leadership.isReady ? successor : nil
        let action = simulationWatch.passed(
            leads: successor != nil, committed: node.commitIndex, applied: node.appliedIndex, at: now)
        switch action {
        case .wait: break
        case .ask: follower?.stream.send(FollowDown(event: .report(Report())))
        case .handOver(let fault):
            logger.warning(
                "another node should lead",
                metadata: .data([
                    .reason: "\(fault)", .index: "\(node.commitIndex)", .applied: "\(node.appliedIndex)",
                ]))
            reasons.note("hands over: \(fault)")
            post(.transferLeadership(to: successor))
        }
    }

    private var successor: NodeID? { worldReports.successor(of: node.successors, at: Self.now()) }

    /// A world, this node's or another's, has moved on.
    func worldReported(by id: NodeID) {
        let now = Self.now()
        worldReports.reported(by: id, at: now)
        simulationWatch.reported(at: now)
        watchSimulation()
    }

    func sendLeadership() {
        guard let stream = follower?.stream else { return }
        let leadership = node.leadership
        stream.send(
            FollowDown(
                event: .leadership(
                    Wire.Leadership(
                        nodeID: node.id.rawValue, leaderID: leadership.leader?.rawValue ?? 0,
                        term: leadership.term.rawValue, isLeader: leadership.isReady,
                        clusterID: parts.identity.cluster.rawValue, quarantined: isQuarantined,
                        cutOff: leadership.isCutOff))))
    }

    func received(_ message: FollowUp, serial: Int) {
        guard let follower, follower.serial == serial else { return }
        simulationWatch.heard(at: Self.now())
        switch (message.event, follower.phase) {
        case (.start(let start), .awaitingStart)
        where start.appliedIndex > 0 && start.clusterID != parts.identity.cluster.rawValue:
            follower.stream.finish(
                RPCStatus(.failedPrecondition, "cluster \(start.clusterID) is not \(parts.identity.cluster)"))
        case (.start(let start), .awaitingStart):
            self.follower?.delivered = LogIndex(rawValue: start.appliedIndex)
            self.follower?.phase = .live
            post(.applied(LogIndex(rawValue: start.appliedIndex)))
            post(.behaviourKnown(start.newestBehaviour))
            ownBehaviour = start.newestBehaviour
            pumpFollower()
            restoreWrongFollower()
        case (.applied(let applied), .live):
            post(.applied(LogIndex(rawValue: applied.index)))
            self.follower?.savesWork = applied.savesWork
            // Another origin: said before a snapshot that has taken the place of that world.
            if applied.tick > 0, follower.origin.map({ $0.rawValue == applied.origin }) ?? true { compare(applied) }
        case (.applied, .opening), (.applied, .sending): break  // crossed the order to start over
        case (.stopped(let stopped), .live), (.stopped(let stopped), .opening), (.stopped(let stopped), .sending):
            simulationStopped(stopped)
        case (.snapshot(let chunk), _) where follower.wasAskedForSnapshot: received(chunk, from: follower)
        case (.snapshot(let chunk), .live) where chunk.offset == 0:
            // Of its own accord: after a raise of the version of behaviour.
            self.follower?.wasAskedForSnapshot = true
            received(chunk, from: follower)
        case (.start, _), (.applied, .awaitingStart), (.snapshot, _), (.stopped, .awaitingStart):
            follower.stream.finish(RPCStatus(.failedPrecondition, "out of turn: start comes first and once"))
        case (nil, _): break  // of a newer simulation
        }
    }

    /// It does not know the version in force. It is neither gone nor damaged, but useless until the right build is started.
    private func simulationStopped(_ stopped: FollowStopped) {
        let reason = String(stopped.reason.prefix(200))
        if follower?.gap == nil {
            logger.error(
                "the simulation cannot go on: the next entry is of another version",
                metadata: .data([.index: "\(stopped.index)", .reason: "\(reason)"]))
        }
        follower?.gap = reason
        ownBehaviour = 0
        post(.behaviourKnown(0))
        simulationWatch.stopped()
        judgeSimulation()
        watchSimulation()
    }

    // MARK: Down

    /// Gives the simulation what was committed since. A follower that hears of commits in quick succession gives several
    /// together: to be woken for each costs both processes more than all other work on it (docs/decisions/0405).
    func deliverCommits() {
        guard hasUndelivered, !isDeliveryScheduled else { return }
        guard node.leadership.role != .leader, commitPace.isDense(at: Self.now()) else { return deliverNow() }
        isDeliveryScheduled = true
        parts.eventLoop.scheduleTask(in: .milliseconds(Int64(Pace.patience))) { [self] in
            assumeIsolated { driver in
                driver.isDeliveryScheduled = false
                if !driver.isStopped { driver.deliverNow() }
            }
        }
    }

    private func deliverNow() {
        hasUndelivered = false
        pumpFollower()
    }

    /// Gives the follower what it can take of what it has not had.
    func pumpFollower() {
        while let follower, follower.stream.isWritable {
            switch follower.phase {
            case .awaitingStart, .opening: return
            case .sending(_, _, let isReading):
                if !isReading { readChunkForFollower() }
                return
            case .live:
                guard follower.delivered < node.commitIndex else { return }
                guard
                    let entries = node.committedEntries(
                        after: follower.delivered, maximumBytes: Self.entriesBytes)
                else { return sendSnapshot(to: follower) }
                guard let last = entries.last else { return }
                follower.stream.send(FollowDown(event: .committed(Self.wire(entries, through: last.index))))
                self.follower?.delivered = last.index
            }
        }
    }

    private static func wire(_ entries: [ConsensusCore.RaftEntry], through last: LogIndex) -> Entries {
        Entries(
            entries: entries.compactMap { entry in
                guard case .command(let bytes) = entry.payload else { return nil }
                return Entry(index: entry.index.rawValue, term: entry.term.rawValue, command: bytes)
            }, throughIndex: last.rawValue)
    }

    /// A fetched snapshot has replaced the log: a simulation that is behind it starts over from it.
    func restoreFollower(to snapshot: SnapshotMetadata) {
        guard let follower, follower.delivered < snapshot.index else { return }
        switch follower.phase {
        case .awaitingStart, .opening: break
        case .sending, .live: sendSnapshot(to: follower)
        }
    }

    func sendNewestSnapshot() {
        if let follower { sendSnapshot(to: follower) }
    }

    private func sendSnapshot(to follower: Follower) {
        guard let (index, term) = finishedSnapshots.max(by: { $0.key < $1.key }), index > follower.delivered else {
            logger.error("no snapshot for the simulation", metadata: .data([.applied: "\(follower.delivered)"]))
            return follower.stream.finish(RPCStatus(.dataLoss, "no entries and no snapshot continue from its index"))
        }
        self.follower?.phase = .opening
        let serial = follower.serial
        parts.snapshotFiles.open(index: index, term: term) { [self] result in
            assumeIsolated { $0.snapshotOpened(result, serial: serial) }
        }
    }

    private func snapshotOpened(_ result: Result<SnapshotSource, StorageError>, serial: Int) {
        guard let follower, follower.serial == serial else { return }
        switch result {
        case .success(let source):
            self.follower?.phase = .sending(source, offset: 0, isReading: false)
            pumpFollower()
        case .failure(let error) where error.cause?.code == .notFound:
            sendSnapshot(to: follower)  // a newer one took its place
        case .failure(let error): fail(.damaged(error))
        }
    }

    private func readChunkForFollower() {
        guard let follower, case .sending(let source, let offset, _) = follower.phase else { return }
        self.follower?.phase = .sending(source, offset: offset, isReading: true)
        let serial = follower.serial
        source.chunk(at: offset) { [self] result in
            assumeIsolated { $0.chunkRead(result, of: source, at: offset, serial: serial) }
        }
    }

    private func chunkRead(
        _ result: Result<[UInt8], StorageError>, of source: SnapshotSource, at offset: UInt64, serial: Int
    ) {
        guard let follower, follower.serial == serial, case .sending(let current, _, _) = follower.phase,
            current === source
        else { return }
        let data: [UInt8]
        switch result {
        case .success(let bytes): data = bytes
        case .failure(let error): return fail(.damaged(error))
        }
        let end = offset + UInt64(data.count)
        let isLast = end == source.metadata.size
        let index = source.metadata.index
        follower.stream.send(
            FollowDown(
                event: .snapshot(SnapshotChunk(index: index.rawValue, offset: offset, data: data, last: isLast))))
        if isLast {
            self.follower?.delivered = index
            self.follower?.origin = index
            self.follower?.phase = .live
            snapshotSent()
        } else {
            self.follower?.phase = .sending(source, offset: end, isReading: false)
        }
        pumpFollower()
    }

    // MARK: Up

    func askForSnapshot() {
        guard let follower, case .live = follower.phase, !follower.wasAskedForSnapshot, !isQuarantined else {
            return post(.snapshotAbandoned)
        }
        self.follower?.wasAskedForSnapshot = true
        follower.stream.send(FollowDown(event: .takeSnapshot(TakeSnapshot())))
    }

    private func received(_ chunk: SnapshotChunk, from follower: Follower) {
        var taking = follower.taking ?? begin(chunk.index)
        guard chunk.index == taking.index, chunk.offset == taking.offset, chunk.data.count <= Self.maximumChunk else {
            follower.stream.finish(RPCStatus(.invalidArgument, "a snapshot chunk out of order or over 64 KiB"))
            return dropFollower()
        }
        taking.offset += UInt64(chunk.data.count)
        if let sink = taking.sink {
            let (serial, count) = (follower.serial, chunk.data.count)
            taking.waitingBytes += count
            if taking.waitingBytes > Self.maximumWaitingBytes { follower.stream.call.pauseReading() }
            sink.append(chunk.data) { [self] fault in
                assumeIsolated { $0.chunkWritten(count, fault: fault, serial: serial) }
            }
        }
        self.follower?.taking = taking
        if chunk.last { finishTaking(taking) }
    }

    private func begin(_ index: UInt64) -> Follower.Taking {
        let metadata = isQuarantined ? nil : node.snapshotMetadata(at: LogIndex(rawValue: index), size: 0)
        return Follower.Taking(sink: metadata.map(parts.snapshotFiles.begin), metadata: metadata, index: index)
    }

    private func chunkWritten(_ count: Int, fault: DiskError?, serial: Int) {
        guard let follower, follower.serial == serial, var taking = follower.taking else { return }
        let wasFull = taking.waitingBytes > Self.maximumWaitingBytes
        taking.waitingBytes -= count
        if wasFull && taking.waitingBytes <= Self.maximumWaitingBytes { follower.stream.call.resumeReading() }
        if let fault, taking.sink != nil {
            taking.sink?.abandon()
            taking.sink = nil
            snapshotFailed(fault)
        }
        self.follower?.taking = taking
    }

    private func finishTaking(_ taking: Follower.Taking) {
        follower?.taking = nil
        follower?.wasAskedForSnapshot = false
        follower?.stream.call.resumeReading()
        guard let sink = taking.sink, let metadata = taking.metadata else {
            giveUpFreshSnapshots("no snapshot could be taken")
            return post(.snapshotAbandoned)
        }
        snapshotsFinishing += 1
        sink.finish { [self] result in
            assumeIsolated { driver in
                driver.snapshotsFinishing -= 1
                switch result {
                case .success(let finished) where driver.isQuarantined: driver.discardWrongSnapshot(finished)
                case .success(let finished):
                    driver.finishedSnapshots[metadata.index] = metadata.term
                    driver.logger.info(
                        "snapshot taken",
                        metadata: .data([.index: "\(finished.index)", .bytes: "\(finished.size)"]))
                    driver.metrics.snapshotTaken()
                    driver.post(.snapshotTaken(index: finished.index, size: finished.size))
                    driver.serveFresh(metadata.index, term: metadata.term)
                    driver.copySnapshot(metadata.index, term: metadata.term)
                case .failure(let error):
                    driver.snapshotFailed(error)
                    driver.giveUpFreshSnapshots("\(error)")
                    driver.post(.snapshotAbandoned)
                }
            }
        }
    }

    /// No space for a snapshot is an inconvenience; any other refusal of the disk ends the process.
    func snapshotFailed(_ error: DiskError) {
        guard error.code == .noSpace else { return fail(.disk(error)) }
        logger.warning("no space for a snapshot", metadata: .data([.error: "\(error)"]))
    }
}

/// The simulation's link.
final class FollowHandler: RPCStreamHandler {
    private let driver: RaftDriver
    private let serial: Int

    init(driver: RaftDriver, stream: RPCStream<FollowDown>) {
        self.driver = driver
        serial = driver.assumeIsolated { $0.followerConnected(stream) }
    }

    func received(_ message: FollowUp, on call: RPCStream<FollowDown>) {
        let serial = serial
        driver.assumeIsolated { $0.received(message, serial: serial) }
    }

    func receivedEnd(on call: RPCStream<FollowDown>) { call.finish() }

    func becameWritable(on call: RPCStream<FollowDown>) { driver.assumeIsolated { $0.pumpFollower() } }

    func closed(_ status: RPCStatus, on call: RPCStream<FollowDown>) {
        let serial = serial
        driver.assumeIsolated { $0.followerClosed(serial: serial) }
    }
}
