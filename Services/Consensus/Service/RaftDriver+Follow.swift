import ConsensusAPI
import ConsensusCore
import ConsensusStorage
import Identity
import Logging
import NIOCore
import Observability
import RPC
import Wire

/// The simulation beside this node: its connection, and the files of snapshots on their way to it and from it.
struct Follower {
    let serial: Int
    let stream: RPCStream<FollowDown>
    var feed = SimulationFeed()
    /// What it is sent.
    var source: SnapshotSource?
    /// Where the snapshot goes that it streams here; `nil`: what it streams is of no use, and swallowed.
    var sink: SnapshotSink?
    var metadata: SnapshotMetadata?
    /// The cluster has more to do than its nodes can.
    var savesWork = false
    /// Why it cannot go on: the next entry is of another version.
    var gap: String?

    mutating func abandonSnapshot() {
        sink?.abandon()
        sink = nil
    }
}

/// What this file alone keeps of what the simulation is given, and gives.
struct Delivery {
    /// How closely commits follow each other.
    fileprivate var pace = Pace()
    /// The simulation has not had all that was committed.
    fileprivate var isDue = false
    fileprivate var isScheduled = false
    /// Asks the driver's `simulationWatch` while this node leads and a game runs.
    fileprivate var watching: RepeatedTask?
    /// Snapshots that the simulation has sent whole and the disk has not finished.
    fileprivate(set) var snapshotsFinishing = 0

    init() {}
}

extension RaftDriver {
    private static let entriesBytes = 64 << 10

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
        follower?.abandonSnapshot()
        if follower?.feed.wasAskedForSnapshot == true { post(.snapshotAbandoned) }
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
        guard delivery.watching == nil, node.leadership.isReady else { return }
        let interval = TimeAmount.milliseconds(Int64(SimulationWatch.interval))
        delivery.watching = parts.eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) {
            [self] task in
            assumeIsolated { driver in
                driver.judgeSimulation()
                let isNeeded = driver.simulationWatch.isNeeded(at: Self.now()) && driver.node.leadership.isReady
                guard !isNeeded || driver.isStopped else { return }
                task.cancel()
                driver.delivery.watching = nil
            }
        }
    }

    private func judgeSimulation() {
        guard !isStopped, !isDraining else { return }
        let now = Self.now()
        // Its messages wait for this node's own disk.
        if follower?.feed.isHeldUp == true { simulationWatch.heard(at: now) }
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
        switch message.event {
        case .start(let start):
            let isOurs = start.clusterID == parts.identity.cluster.rawValue
            switch self.follower?.feed.received(.start(applied: start.appliedIndex, isOurs: isOurs)) {
            case .begin?: began(start)
            case .refuse(.otherCluster)?:
                follower.stream.finish(
                    RPCStatus(.failedPrecondition, "cluster \(start.clusterID) is not \(parts.identity.cluster)"))
            default: refuseOutOfTurn()
            }
        case .applied(let applied):
            switch self.follower?.feed.received(.applied(tick: applied.tick, origin: applied.origin)) {
            case .applied(let isComparable)?:
                post(.applied(LogIndex(rawValue: applied.index)))
                self.follower?.savesWork = applied.savesWork
                if isComparable { compare(applied) }
            case .pass?: break
            default: refuseOutOfTurn()
            }
        case .stopped(let stopped):
            if self.follower?.feed.received(.stopped) == .stop { simulationStopped(stopped) } else { refuseOutOfTurn() }
        case .snapshot(let chunk):
            let told = SimulationFeed.Chunk(
                index: chunk.index, offset: chunk.offset, count: chunk.data.count, isLast: chunk.last)
            switch self.follower?.feed.received(.chunk(told)) {
            case .take(_, let number, let isFirst)?: take(chunk, number: number, isFirst: isFirst)
            case .refuse(.chunk)?:
                follower.stream.finish(RPCStatus(.invalidArgument, "a snapshot chunk out of order or over 64 KiB"))
                dropFollower()
            default: refuseOutOfTurn()
            }
        case nil: break  // of a newer simulation
        }
    }

    private func refuseOutOfTurn() {
        follower?.stream.finish(RPCStatus(.failedPrecondition, "out of turn: start comes first and once"))
    }

    private func began(_ start: FollowStart) {
        post(.applied(LogIndex(rawValue: start.appliedIndex)))
        post(.behaviourKnown(start.newestBehaviour))
        ownBehaviour = start.newestBehaviour
        pumpFollower()
        restoreWrongFollower()
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

    func commitAdvanced() {
        delivery.pace.happened(at: Self.now())
        if simulationWatch.knowsOfSimulations { watchSimulation() }
        delivery.isDue = true
    }

    /// Gives the simulation what was committed since. A follower that hears of commits in quick succession gives several
    /// together: to be woken for each costs both processes more than all other work on it (docs/decisions/0405).
    func deliverCommits() {
        guard delivery.isDue, !delivery.isScheduled else { return }
        guard node.leadership.role != .leader, delivery.pace.isDense(at: Self.now()) else { return deliverNow() }
        delivery.isScheduled = true
        parts.eventLoop.scheduleTask(in: .milliseconds(Int64(Pace.patience))) { [self] in
            assumeIsolated { driver in
                driver.delivery.isScheduled = false
                if !driver.isStopped { driver.deliverNow() }
            }
        }
    }

    private func deliverNow() {
        delivery.isDue = false
        pumpFollower()
    }

    /// Gives the follower what it can take of what it has not had.
    func pumpFollower() {
        while let stream = follower?.stream, stream.isWritable {
            switch follower?.feed.due(committed: node.commitIndex) {
            case .nothing?, nil: return
            case .chunk(let offset)?: return readChunkForFollower(at: offset)
            case .entries(let delivered)?:
                guard let entries = node.committedEntries(after: delivered, maximumBytes: Self.entriesBytes) else {
                    return sendNewestSnapshot()
                }
                guard let last = entries.last else { return }
                stream.send(FollowDown(event: .committed(Self.wire(entries, through: last.index))))
                follower?.feed.gave(through: last.index)
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
        if follower?.feed.lacks(snapshot: snapshot.index) == true { sendNewestSnapshot() }
    }

    func sendNewestSnapshot() {
        guard let follower else { return }
        let newest = finishedSnapshots.max { $0.key < $1.key }
        guard let newest, let number = self.follower?.feed.openSnapshot(newest: newest.key) else {
            logger.error(
                "no snapshot for the simulation", metadata: .data([.applied: "\(follower.feed.delivered)"]))
            return follower.stream.finish(RPCStatus(.dataLoss, "no entries and no snapshot continue from its index"))
        }
        let serial = follower.serial
        parts.snapshotFiles.open(index: newest.key, term: newest.value) { [self] result in
            assumeIsolated { $0.snapshotOpened(result, number, serial: serial) }
        }
    }

    private func snapshotOpened(_ result: Result<SnapshotSource, StorageError>, _ number: Int, serial: Int) {
        guard let follower, follower.serial == serial, follower.feed.awaits(opening: number) else { return }
        switch result {
        case .success(let source):
            self.follower?.source = source
            self.follower?.feed.opened(number, index: source.metadata.index, size: source.metadata.size)
            pumpFollower()
        case .failure(let error) where error.cause?.code == .notFound:
            sendNewestSnapshot()  // a newer one took its place
        case .failure(let error): fail(.damaged(error))
        }
    }

    private func readChunkForFollower(at offset: UInt64) {
        guard let serial = follower?.serial, let source = follower?.source,
            let number = self.follower?.feed.beginReading(at: offset)
        else { return }
        source.chunk(at: offset) { [self] result in
            assumeIsolated { $0.chunkRead(result, number, serial: serial) }
        }
    }

    private func chunkRead(_ result: Result<[UInt8], StorageError>, _ number: Int, serial: Int) {
        guard let follower, follower.serial == serial, follower.feed.isReading(number) else { return }
        let data: [UInt8]
        switch result {
        case .success(let bytes): data = bytes
        case .failure(let error): return fail(.damaged(error))
        }
        guard let chunk = self.follower?.feed.chunkRead(data.count, of: number) else { return }
        follower.stream.send(
            FollowDown(
                event: .snapshot(
                    SnapshotChunk(index: chunk.index, offset: chunk.offset, data: data, last: chunk.isLast))))
        if chunk.isLast {
            self.follower?.source = nil
            snapshotSent()
        }
        pumpFollower()
    }

    // MARK: Up

    func askForSnapshot() {
        guard !isQuarantined, let stream = follower?.stream, follower?.feed.askForSnapshot() == true else {
            return post(.snapshotAbandoned)
        }
        stream.send(FollowDown(event: .takeSnapshot(TakeSnapshot())))
    }

    private func take(_ chunk: SnapshotChunk, number: Int, isFirst: Bool) {
        if isFirst {
            let metadata =
                isQuarantined ? nil : node.snapshotMetadata(at: LogIndex(rawValue: chunk.index), size: 0)
            follower?.metadata = metadata
            follower?.sink = metadata.map(parts.snapshotFiles.begin)
        }
        if let sink = follower?.sink, let serial = follower?.serial {
            let count = chunk.data.count
            if follower?.feed.isWriting(count, of: number) == true { follower?.stream.call.pauseReading() }
            sink.append(chunk.data) { [self] fault in
                assumeIsolated { $0.chunkWritten(count, of: number, fault: fault, serial: serial) }
            }
        }
        if chunk.last { finishTaking() }
    }

    private func chunkWritten(_ count: Int, of number: Int, fault: DiskError?, serial: Int) {
        guard follower?.serial == serial, let goesOn = follower?.feed.wrote(count, of: number) else { return }
        if goesOn { follower?.stream.call.resumeReading() }
        if let fault, follower?.sink != nil {
            follower?.abandonSnapshot()
            snapshotFailed(fault)
        }
    }

    private func finishTaking() {
        let (sink, metadata) = (follower?.sink, follower?.metadata)
        follower?.sink = nil
        follower?.stream.call.resumeReading()
        guard let sink, let metadata else {
            giveUpFreshSnapshots("no snapshot could be taken")
            return post(.snapshotAbandoned)
        }
        delivery.snapshotsFinishing += 1
        sink.finish { [self] result in
            assumeIsolated { driver in
                driver.delivery.snapshotsFinishing -= 1
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
