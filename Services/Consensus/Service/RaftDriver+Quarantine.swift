import ConsensusAPI
import ConsensusCore
import ConsensusStorage
import Identity
import Logging
import NIOCore
import Observability
import RPC
import Wire

/// The link of ``WorldGuard``: reports of all members' worlds in, leadership and worlds out.
extension RaftDriver {
    private static let reportDeadline = Duration.seconds(1)
    private static let maximumBoards = 64

    var isQuarantined: Bool { worldGuard.isQuarantined }

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
        compared(report, by: node.id)
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
        compared(report, by: from)
        return StateReportReply()
    }

    /// Members with an open connection, and this node.
    private var liveMembers: [NodeID] {
        node.membership.members.map(\.id).filter { $0 == node.id || links[$0]?.channel.state == .ready }.sorted()
    }

    private func compared(_ report: ConsensusCore.StateReport, by member: NodeID) {
        let wasQuarantined = isQuarantined
        let findings = worldGuard.reported(
            report, by: member, live: liveMembers, committed: node.commitIndex, now: Self.now())
        for finding in findings {
            switch finding {
            case .recovered(let id):
                logger.notice("a world agrees with the majority's again", metadata: .data([.peer: "\(id)"]))
            case .diverged(let divergence): diverged(divergence)
            }
        }
        if isQuarantined && !wasQuarantined { beginQuarantine() }
    }

    private func diverged(_ divergence: ConsensusCore.Divergence) {
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
    }

    // MARK: Quarantine

    private func beginQuarantine() {
        metrics.quarantined(true)
        // The part of a snapshot that the simulation has streamed may be of a wrong world.
        follower?.abandonSnapshot()
        giveUpFreshSnapshots("this node's world is wrong")
        for serving in servings.values {
            serving.stream.finish(RPCStatus(.unavailable, "this node's world is wrong"))
        }
        sendLeadership()
        tendQuarantine()
    }

    private func tendQuarantine() {
        guard !isStopped, isQuarantined else { return }
        switch worldGuard.passed(isLeader: node.leadership.role == .leader, live: liveMembers, now: Self.now()) {
        case nil: break
        case .handOver:
            reasons.note("hands over: its world is wrong")
            post(.transferLeadership(to: nil))
        case .pull(let from):
            worldPull = startWorldPull(from: from)
            if worldPull == nil { worldGuard.pullFailed(now: Self.now()) }
        }
        parts.eventLoop.scheduleTask(in: .milliseconds(Int64(WorldGuard.interval))) { [self] in
            assumeIsolated { $0.tendQuarantine() }
        }
    }

    func worldPullFailed(_ serial: Int) {
        guard worldPull == serial else { return }
        worldPull = nil
        worldGuard.pullFailed(now: Self.now())
    }

    /// The healthy world takes the place of this node's own snapshots, and then of its simulation's world.
    func worldArrived(_ metadata: SnapshotMetadata, from: NodeID, serial: Int) {
        guard worldPull == serial else { return endPull(serial) }
        guard finishedSnapshots.keys.allSatisfy({ $0 < metadata.index }) else {
            return failPull(serial, "it is older than this node's own snapshot")
        }
        logger.notice(
            "a healthy world has arrived",
            metadata: .data([.peer: "\(from)", .index: "\(metadata.index)", .bytes: "\(metadata.size)"]))
        metrics.snapshotPulled()
        finishedSnapshots[metadata.index] = metadata.term
        post(.snapshotTaken(index: metadata.index, size: metadata.size))
        worldPull = nil
        worldGuard.worldArrived()
        endPull(serial)
        restoreWrongFollower()
    }

    /// This node's own snapshot, all of which had come before its world was found wrong, is complete on the disk. There it would
    /// count at the next start, so its file goes.
    func discardWrongSnapshot(_ metadata: SnapshotMetadata) {
        post(.snapshotAbandoned)
        guard finishedSnapshots[metadata.index] == nil else { return }  // in the place of an equal one, which is marked
        logger.notice(
            "this node's snapshot is of a wrong world: discarded", metadata: .data([.index: "\(metadata.index)"]))
        parts.snapshotFiles.remove(index: metadata.index, term: metadata.term)
        if let serial = worldPull, pulls[serial]?.transfer.isComplete == true,
            pulls[serial]?.transfer.index == metadata.index
        {
            failPull(serial, "its file had the name of one that was removed")
        }
    }

    /// Gives the simulation the healthy world, if there is a simulation; else as soon as there is one.
    func restoreWrongFollower() {
        guard worldGuard.isRestoring, follower?.feed.forgetWorld() == true else { return }
        sendNewestSnapshot()
    }

    /// The simulation has been sent all of a snapshot: it takes it before anything that is sent from now on.
    func snapshotSent() {
        guard let duration = worldGuard.simulationRestored(now: Self.now()) else { return }
        metrics.quarantined(false)
        metrics.worldRestored()
        logger.notice(
            "this node's world is restored, and serves again",
            metadata: .data([
                .index: "\(follower?.feed.delivered ?? .zero)", .durationMs: "\(duration)",
            ]))
        sendLeadership()
    }

    // MARK: Status

    func divergenceReport() -> (divergences: [Wire.Divergence], restored: UInt32) {
        let now = Self.now()
        let list = worldGuard.found.map { known in
            let found = known.divergence
            return Wire.Divergence(
                nodeID: found.node?.rawValue ?? 0, index: found.index.rawValue, tick: found.tick, exact: found.isExact,
                hash: found.hash, majorityHash: found.majorityHash, agoMs: UInt32(clamping: now - known.at))
        }
        return (list, worldGuard.restored)
    }
}

private func hexadecimal(_ value: UInt64) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
}
