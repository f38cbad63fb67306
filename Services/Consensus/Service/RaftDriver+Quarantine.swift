import ConsensusAPI
import ConsensusCore
import ConsensusStorage
import Identity
import Logging
import NIOCore
import Observability
import RPC
import Wire

/// Keeps a wrong world from players. The simulations' hashes are compared among all members. A simulation that differs from the
/// majority serves nobody until it has been restored from a healthy member's snapshot.
/// docs/decisions/0807-a-node-whose-world-differs.md.
struct StateWatch {
    var comparison = StateComparison()
    /// The last that were found, with the time in milliseconds; at most ``kept``.
    var found: [(divergence: ConsensusCore.Divergence, at: Milliseconds)] = []
    var quarantine: Quarantine?
    /// Times this node's simulation was restored.
    var restored: UInt32 = 0
    /// When the last quarantine ended, and how long it had waited before its restoration began.
    var lastEnd: (at: Milliseconds, wait: Milliseconds)?

    static let kept = 8
    static let longestWait: Milliseconds = 64_000
    /// A world that goes wrong again within this time waits twice as long as before.
    static let probation: Milliseconds = 60_000
}

/// This node's world is wrong.
struct Quarantine {
    let divergence: ConsensusCore.Divergence
    let wait: Milliseconds
    let begin: Milliseconds
    var pace: RestorationPace
    var pull: StatePull?
    /// A healthy member's snapshot is on the disk, and on its way to the simulation or waiting for one.
    var isRestoring = false
}

/// A healthy member's world on its way here, on a connection of its own.
struct StatePull {
    let serial: Int
    let from: NodeID
    let channel: RPCChannel
    var stream: RPCStream<PullSnapshotRequest>?
    var index = LogIndex.zero
    var sink: SnapshotSink?
    var received: UInt64 = 0
    /// Given to the disk's thread and not written yet.
    var waitingBytes = 0
    var isComplete = false
}

extension RaftDriver {
    private static let pace = TimeAmount.milliseconds(100)
    private static let reportDeadline = Duration.seconds(1)
    /// How long leadership is offered to others before a wrong world is restored beside the leader.
    private static let handOverLimit: Milliseconds = 2_000
    private static let maximumBoards = 64

    var isQuarantined: Bool { watchOfState.quarantine != nil }

    // MARK: Reports

    /// The simulation's hashes at an entry: to all members, and compared here.
    func compare(_ applied: Applied) {
        worldReported(by: node.id)
        let report = StateReport(
            index: LogIndex(rawValue: applied.index), tick: applied.tick, format: applied.format,
            hash: applied.stateHash, boards: applied.boards)
        let message = Wire.StateReport(
            clusterID: parts.identity.cluster.rawValue, from: node.id.rawValue, index: applied.index,
            tick: applied.tick,
            format: applied.format, stateHash: applied.stateHash, boards: applied.boards
        ).encoded()
        for member in node.membership.members where member.id != node.id {
            guard let channel = links[member.id]?.channel, channel.state == .ready else { continue }
            // Lost reports are of no consequence: the next one is due in 250 ms.
            channel.unary(RaftMethods.reportState, message, deadline: Self.reportDeadline) { _ in }
        }
        compared(watchOfState.comparison.reported(report, by: node.id, live: liveMembers, committed: node.commitIndex))
    }

    func stateReported(_ report: Wire.StateReport) throws -> StateReportReply {
        guard report.clusterID == parts.identity.cluster.rawValue else {
            metrics.messageMisdirected()
            throw RPCStatus(.failedPrecondition, "another cluster")
        }
        guard let from = NodeID(checked: report.from), from != node.id, node.membership.contains(from),
            report.boards.count <= Self.maximumBoards
        else { throw RPCStatus(.invalidArgument, "a report of node \(report.from), which is not another member") }
        worldReported(by: from)
        let report = ConsensusCore.StateReport(
            index: LogIndex(rawValue: report.index), tick: report.tick, format: report.format, hash: report.stateHash,
            boards: report.boards)
        compared(
            watchOfState.comparison.reported(report, by: from, live: liveMembers, committed: node.commitIndex))
        return StateReportReply()
    }

    /// Members with an open connection, and this node.
    private var liveMembers: [NodeID] {
        node.membership.members.map(\.id).filter { $0 == node.id || links[$0]?.channel.state == .ready }.sorted()
    }

    private func compared(_ findings: [StateComparison.Finding]) {
        for finding in findings {
            switch finding {
            case .recovered(let id):
                logger.notice("a world agrees with the majority's again", metadata: .data([.peer: "\(id)"]))
            case .diverged(let divergence): diverged(divergence)
            }
        }
    }

    private func diverged(_ divergence: ConsensusCore.Divergence) {
        watchOfState.found.append((divergence, Self.now()))
        watchOfState.found.removeFirst(max(0, watchOfState.found.count - StateWatch.kept))
        let isOwn = divergence.node == node.id
        metrics.diverged(divergence.node == nil ? .undecided : isOwn ? .own : .peer)
        let message: Logger.Message =
            divergence.node == nil
            ? "worlds differ, and no majority tells which is right"
            : isOwn ? "this node's world differs from the majority's" : "a node's world differs from the majority's"
        logger.error(
            message,
            metadata: .data([
                .peer: "\(divergence.node.map(\.description) ?? "unknown")", .index: "\(divergence.index)",
                .worldTick: "\(divergence.tick)", .hash: "\(hexadecimal(divergence.hash))",
                .majorityHash: "\(hexadecimal(divergence.majorityHash))",
                .reason: divergence.isExact
                    ? "the boards differ from this tick on" : "outside the boards, within the second before this tick",
            ]))
        if isOwn { beginQuarantine(divergence) }
    }

    // MARK: Quarantine

    private func beginQuarantine(_ divergence: ConsensusCore.Divergence) {
        guard watchOfState.quarantine == nil else { return }
        let now = Self.now()
        var wait: Milliseconds = 0
        if let last = watchOfState.lastEnd, now - last.at < StateWatch.probation {
            wait = min(max(2 * last.wait, 1_000), StateWatch.longestWait)
        }
        watchOfState.quarantine = Quarantine(
            divergence: divergence, wait: wait, begin: now, pace: RestorationPace(beginsAt: now + wait))
        metrics.quarantined(true)
        // The part of a snapshot that the simulation has streamed may be of a wrong world.
        follower?.taking?.sink?.abandon()
        follower?.taking?.sink = nil
        giveUpFreshSnapshots("this node's world is wrong")
        for serving in servings.values {
            serving.stream.finish(RPCStatus(.unavailable, "this node's world is wrong"))
        }
        sendLeadership()
        tendQuarantine()
    }

    /// Hands leadership over, pulls a healthy member's world, and tries again what fails.
    private func tendQuarantine() {
        guard !isStopped, let quarantine = watchOfState.quarantine else { return }
        let now = Self.now()
        if node.leadership.role == .leader, now - quarantine.begin < Self.handOverLimit {
            story.note("hands over: its world is wrong")
            post(.transferLeadership(to: nil))
        } else if let pull = quarantine.pull {
            if !pull.isComplete, quarantine.pace.isOverdue(now: now) { statePullFailed("nothing comes") }
        } else if !quarantine.isRestoring, quarantine.pace.mayBegin(now: now) {
            pullState()
        }
        parts.eventLoop.scheduleTask(in: Self.pace) { [self] in assumeIsolated { $0.tendQuarantine() } }
    }

    /// The members that agree by now, because members come and go. If that is not known, those that agreed when this node's
    /// world was found wrong. With an open connection.
    private func healthyMembers(_ divergence: ConsensusCore.Divergence) -> [NodeID] {
        let live = liveMembers
        let agreeing = watchOfState.comparison.healthy(for: node.id, live: live)
        return agreeing.isEmpty ? divergence.majority.filter { $0 != node.id && live.contains($0) } : agreeing
    }

    private func pullState() {
        guard let quarantine = watchOfState.quarantine else { return }
        let healthy = healthyMembers(quarantine.divergence)
        guard !healthy.isEmpty else { return }
        let from = healthy[quarantine.pace.attempts % healthy.count]
        watchOfState.quarantine?.pace.began(now: Self.now())
        guard let link = links[from], let (host, port) = Self.split(link.address.current) else { return }
        serial += 1
        let pullSerial = serial
        let channel = RPCChannel(host: host, port: port, security: parts.peerSecurity, eventLoop: parts.eventLoop) {
            [self] state in
            assumeIsolated { driver in
                switch state {
                case .ready: driver.openStatePull(serial: pullSerial)
                case .disconnected(let fault):
                    if driver.watchOfState.quarantine?.pull?.serial == pullSerial {
                        driver.statePullFailed("\(fault.message)")
                    }
                case .connecting, .closed: break
                }
            }
        }
        watchOfState.quarantine?.pull = StatePull(serial: pullSerial, from: from, channel: channel)
        if channel.state == .ready { openStatePull(serial: pullSerial) }
    }

    private func openStatePull(serial: Int) {
        guard let pull = watchOfState.quarantine?.pull, pull.serial == serial, pull.stream == nil else { return }
        let stream = RaftClient(channel: pull.channel)
            .pullSnapshot(handler: StatePullHandler(driver: self, serial: serial))
        watchOfState.quarantine?.pull?.stream = stream
        stream.send(PullSnapshotRequest(clusterID: parts.identity.cluster.rawValue, index: 0, offset: 0))
        stream.finish()
    }

    fileprivate func statePullFailed(_ reason: String) {
        guard let pull = watchOfState.quarantine?.pull else { return }
        metrics.snapshotPullFailed()
        logger.warning(
            "a healthy world could not be pulled",
            metadata: .data([.peer: "\(pull.from)", .reason: "\(reason)"]))
        watchOfState.quarantine?.pull = nil
        watchOfState.quarantine?.pace.failed(now: Self.now())
        if !pull.isComplete { pull.sink?.abandon() }
        pull.channel.close()
    }

    fileprivate func statePulled(_ chunk: RaftSnapshotChunk, serial: Int) {
        guard var pull = watchOfState.quarantine?.pull, pull.serial == serial, !pull.isComplete else { return }
        if pull.sink == nil {
            // What it is written under comes from this node's own log, as for a snapshot of its own simulation.
            guard let metadata = node.snapshotMetadata(at: LogIndex(rawValue: chunk.index), size: 0) else {
                return statePullFailed(
                    "it is of entry \(chunk.index), which is not committed here or compacted already")
            }
            pull.index = metadata.index
            pull.sink = parts.depot.begin(metadata)
        }
        guard chunk.offset == pull.received, chunk.index == pull.index.rawValue,
            pull.received + UInt64(chunk.data.count) <= Self.maximumStateSize,
            chunk.crc32c == CRC32C.checksum(of: chunk.data)
        else {
            watchOfState.quarantine?.pull = pull
            return statePullFailed("a chunk is damaged or out of order")
        }
        let count = chunk.data.count
        pull.received += UInt64(count)
        pull.isComplete = chunk.last
        pull.waitingBytes += count
        if pull.waitingBytes > Self.maximumWaitingBytes { pull.stream?.call.pauseReading() }
        watchOfState.quarantine?.pull = pull
        watchOfState.quarantine?.pace.progressed(now: Self.now())
        pull.sink?.append(chunk.data) { [self] fault in
            assumeIsolated { $0.stateChunkWritten(count, fault: fault, serial: serial) }
        }
        if chunk.last { finishStatePull(pull) }
    }

    private func stateChunkWritten(_ count: Int, fault: DiskError?, serial: Int) {
        guard let pull = watchOfState.quarantine?.pull, pull.serial == serial else { return }
        let waiting = pull.waitingBytes - count
        watchOfState.quarantine?.pull?.waitingBytes = waiting
        if pull.waitingBytes > Self.maximumWaitingBytes && waiting <= Self.maximumWaitingBytes {
            pull.stream?.call.resumeReading()
        }
        guard let fault else { return }
        snapshotFailed(fault)
        statePullFailed("\(fault)")
    }

    /// A world that comes faster than the disk takes it is held up past this.
    private static let maximumWaitingBytes = 4 << 20
    private static let maximumStateSize = UInt64(SharedLimits.snapshotBytes)

    private func finishStatePull(_ pull: StatePull) {
        pull.sink?.finish { [self] result in
            assumeIsolated { driver in
                guard driver.watchOfState.quarantine?.pull?.serial == pull.serial else { return }
                switch result {
                case .success(let metadata): driver.stateArrived(metadata, pull)
                case .failure(let error):
                    driver.snapshotFailed(error)
                    driver.statePullFailed("\(error)")
                }
            }
        }
    }

    /// The healthy world takes the place of this node's own snapshots, and then of its simulation's world.
    private func stateArrived(_ metadata: SnapshotMetadata, _ pull: StatePull) {
        guard finishedSnapshots.keys.allSatisfy({ $0 < metadata.index }) else {
            return statePullFailed("it is older than this node's own snapshot")
        }
        logger.notice(
            "a healthy world has arrived",
            metadata: .data([.peer: "\(pull.from)", .index: "\(metadata.index)", .bytes: "\(metadata.size)"]))
        metrics.snapshotPulled()
        finishedSnapshots[metadata.index] = metadata.term
        post(.snapshotTaken(index: metadata.index, size: metadata.size))
        watchOfState.quarantine?.pull = nil
        watchOfState.quarantine?.isRestoring = true
        pull.channel.close()
        restoreWrongFollower()
    }

    /// This node's own snapshot, all of which had come before its world was found wrong, is complete on the disk. There it would
    /// count at the next start, so its file goes.
    func discardWrongSnapshot(_ metadata: SnapshotMetadata) {
        post(.snapshotAbandoned)
        guard finishedSnapshots[metadata.index] == nil else { return }  // in the place of an equal one, which is marked
        logger.notice(
            "this node's snapshot is of a wrong world: discarded", metadata: .data([.index: "\(metadata.index)"]))
        parts.depot.remove(index: metadata.index, term: metadata.term)
        if let pull = watchOfState.quarantine?.pull, pull.isComplete, pull.index == metadata.index {
            statePullFailed("its file had the name of one that was removed")
        }
    }

    /// Gives the simulation the healthy world, if there is a simulation; else as soon as there is one.
    func restoreWrongFollower() {
        guard watchOfState.quarantine?.isRestoring == true, let follower else { return }
        switch follower.phase {
        case .awaitingStart: return
        case .opening, .sending, .live: break
        }
        self.follower?.delivered = .zero
        self.follower?.origin = nil
        sendNewestSnapshot()
    }

    /// The simulation has been sent all of a snapshot: it takes it before anything that is sent from now on.
    func snapshotSent() {
        guard let quarantine = watchOfState.quarantine, quarantine.isRestoring else { return }
        watchOfState.quarantine = nil
        watchOfState.comparison.restored(node.id)
        watchOfState.lastEnd = (Self.now(), quarantine.wait)
        watchOfState.restored += 1
        metrics.quarantined(false)
        metrics.worldRestored()
        logger.notice(
            "this node's world is restored, and serves again",
            metadata: .data([
                .index: "\(follower?.delivered ?? .zero)", .durationMs: "\(Self.now() - quarantine.begin)",
            ]))
        sendLeadership()
    }

    // MARK: Status

    func divergenceReport() -> (divergences: [Wire.Divergence], restored: UInt32) {
        let now = Self.now()
        let list = watchOfState.found.map { found, at in
            Wire.Divergence(
                nodeID: found.node?.rawValue ?? 0, index: found.index.rawValue, tick: found.tick, exact: found.isExact,
                hash: found.hash, majorityHash: found.majorityHash, agoMs: UInt32(clamping: now - at))
        }
        return (list, watchOfState.restored)
    }
}

private func hexadecimal(_ value: UInt64) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
}

private final class StatePullHandler: RPCStreamHandler {
    private let driver: RaftDriver
    private let serial: Int

    init(driver: RaftDriver, serial: Int) {
        self.driver = driver
        self.serial = serial
    }

    func received(_ message: RaftSnapshotChunk, on call: RPCStream<PullSnapshotRequest>) {
        let serial = serial
        driver.assumeIsolated { $0.statePulled(message, serial: serial) }
    }

    func closed(_ status: RPCStatus, on call: RPCStream<PullSnapshotRequest>) {
        let serial = serial
        driver.assumeIsolated { driver in
            guard let pull = driver.watchOfState.quarantine?.pull, pull.serial == serial, !pull.isComplete else {
                return
            }
            driver.statePullFailed("\(status)")
        }
    }
}
