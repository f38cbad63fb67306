import ConsensusAPI
import ConsensusCore
import ConsensusStorage
import Identity
import Logging
import NIOCore
import Observability
import RPC
import Wire

/// A snapshot on its way here from another node, on a connection of its own. ``SnapshotTransfer`` decides.
struct SnapshotPull {
    enum Purpose {
        /// In the place of log entries that the leader no longer has.
        case log
        /// In the place of this node's world, which is wrong.
        case world
    }

    let purpose: Purpose
    let from: NodeID
    let channel: RPCChannel
    var transfer: SnapshotTransfer
    var stream: RPCStream<PullSnapshotRequest>?
    /// `nil` before the first chunk.
    var sink: SnapshotSink?
}

extension RaftDriver {
    // MARK: For the log

    /// Takes the place of the pull for the log that is under way.
    func startLogPull(_ fetch: SnapshotFetch) {
        if let logPull { endPull(logPull) }
        serial += 1
        logPull = serial
        if let reason = SnapshotTransfer.refusal(of: fetch.snapshot.size, hasRoom: true) {
            return refuseLogPull(fetch, reason)
        }
        let serial = serial
        parts.snapshotFiles.hasRoom(for: fetch.snapshot.size) { [self] result in
            assumeIsolated { driver in
                guard driver.logPull == serial, !driver.isStopped else { return }
                switch result {
                case .success(let hasRoom):
                    if let reason = SnapshotTransfer.refusal(of: fetch.snapshot.size, hasRoom: hasRoom) {
                        driver.refuseLogPull(fetch, reason)
                    } else {
                        driver.beginLogPull(fetch, serial: serial)
                    }
                case .failure(let error): driver.refuseLogPull(fetch, "\(error)")
                }
            }
        }
    }

    private func refuseLogPull(_ fetch: SnapshotFetch, _ reason: String) {
        metrics.snapshotPullFailed()
        logger.warning(
            "a snapshot is not pulled",
            metadata: .data([
                .peer: "\(fetch.from)", .bytes: "\(fetch.snapshot.size)", .reason: "\(reason)",
            ]))
        post(.snapshotFetchFailed(index: fetch.snapshot.index))
    }

    private func beginLogPull(_ fetch: SnapshotFetch, serial: Int) {
        guard beginPull(.log, .named(fetch.snapshot), from: fetch.from, serial: serial) else {
            return post(.snapshotFetchFailed(index: fetch.snapshot.index))
        }
        logger.notice(
            "pulling a snapshot",
            metadata: .data([
                .peer: "\(fetch.from)", .index: "\(fetch.snapshot.index)", .bytes: "\(fetch.snapshot.size)",
            ]))
    }

    // MARK: For the world

    /// - Returns: Its serial; `nil`: no address of that node is known.
    func startWorldPull(from id: NodeID) -> Int? {
        serial += 1
        return beginPull(.world, .fresh, from: id, serial: serial) ? serial : nil
    }

    // MARK: Either

    /// - Returns: Whether it has begun; not without an address.
    private func beginPull(
        _ purpose: SnapshotPull.Purpose, _ wanted: SnapshotTransfer.Wanted, from id: NodeID, serial: Int
    ) -> Bool {
        guard let link = links[id], let (host, port) = Self.split(link.address.current) else { return false }
        let channel = RPCChannel(host: host, port: port, security: parts.peerSecurity, eventLoop: parts.eventLoop) {
            [self] state in
            assumeIsolated { driver in
                switch state {
                case .ready: driver.pull(serial) { $0.connected() }
                case .disconnected(let fault): driver.pull(serial) { $0.disconnected(fault.message) }
                case .connecting, .closed: break
                }
            }
        }
        pulls[serial] = SnapshotPull(
            purpose: purpose, from: id, channel: channel, transfer: SnapshotTransfer(wanted, now: Self.now()))
        if channel.state == .ready { pull(serial) { $0.connected() } }
        watchPull(serial)
        return true
    }

    private func watchPull(_ serial: Int) {
        parts.eventLoop.scheduleTask(in: .milliseconds(500)) { [self] in
            assumeIsolated { driver in
                guard driver.pulls[serial] != nil else { return }
                driver.pull(serial) { $0.passed(now: Self.now()) }
                driver.watchPull(serial)
            }
        }
    }

    /// Gives up a pull whose file is of no use, or that is of no use itself.
    func failPull(_ serial: Int, _ reason: String) { pull(serial) { $0.giveUp(reason) } }

    /// Ends a pull and says nothing of it. What is complete on the disk stays there.
    func endPull(_ serial: Int) {
        guard let pull = pulls.removeValue(forKey: serial) else { return }
        pull.channel.close()
        pull.sink?.abandon()
    }

    /// - Parameter bytes: Of the chunk that has come.
    private func pull(
        _ serial: Int, bytes: [UInt8] = [], _ event: (inout SnapshotTransfer) -> [SnapshotTransfer.Action]
    ) {
        guard var transfer = pulls[serial]?.transfer else { return }
        let actions = event(&transfer)
        pulls[serial]?.transfer = transfer
        for action in actions { carryOut(action, serial, bytes) }
    }

    private func carryOut(_ action: SnapshotTransfer.Action, _ serial: Int, _ bytes: [UInt8]) {
        guard let pull = pulls[serial] else { return }
        switch action {
        case .call(let index, let offset):
            let stream = RaftClient(channel: pull.channel)
                .pullSnapshot(handler: PullHandler(driver: self, serial: serial))
            pulls[serial]?.stream = stream
            stream.send(
                PullSnapshotRequest(
                    clusterID: parts.identity.cluster.rawValue, index: index.rawValue, offset: offset))
            stream.finish()
        case .callLater:
            parts.eventLoop.scheduleTask(in: .milliseconds(Int64(SnapshotTransfer.pause))) { [self] in
                assumeIsolated { driver in
                    if driver.pulls[serial]?.channel.state == .ready { driver.pull(serial) { $0.connected() } }
                }
            }
        case .write: write(bytes, of: pull, serial)
        case .pauseReading: pull.stream?.call.pauseReading()
        case .resumeReading: pull.stream?.call.resumeReading()
        case .finish:
            pull.sink?.finish { [self] result in assumeIsolated { $0.pullFinished(result, serial) } }
        case .giveUp(let reason):
            endPull(serial)
            pullFailed(pull, reason, serial)
        }
    }

    private func write(_ bytes: [UInt8], of pull: SnapshotPull, _ serial: Int) {
        guard let sink = pull.sink ?? begin(pull.transfer) else {
            return failPull(serial, "entry \(pull.transfer.index) is compacted already")
        }
        pulls[serial]?.sink = sink
        let count = bytes.count
        sink.append(bytes) { [self] fault in
            assumeIsolated { driver in
                guard driver.pulls[serial] != nil else { return }
                if let fault { driver.snapshotFailed(fault) }
                driver.pull(serial) { $0.written(count, fault: fault.map { "\($0)" }) }
            }
        }
    }

    private func begin(_ transfer: SnapshotTransfer) -> SnapshotSink? {
        switch transfer.wanted {
        case .named(let snapshot): parts.snapshotFiles.begin(snapshot)
        case .fresh: node.snapshotMetadata(at: transfer.index, size: 0).map { parts.snapshotFiles.begin($0) }
        }
    }

    private func pullFinished(_ result: Result<SnapshotMetadata, DiskError>, _ serial: Int) {
        guard let pull = pulls[serial] else { return }
        switch result {
        case .failure(let error):
            snapshotFailed(error)
            failPull(serial, "\(error)")
        case .success(let metadata):
            switch pull.purpose {
            case .log:
                endPull(serial)
                finishedSnapshots[metadata.index] = metadata.term
                metrics.snapshotPulled()
                post(.snapshotFetched(metadata))
            case .world: worldArrived(metadata, from: pull.from, serial: serial)
            }
        }
    }

    private func pullFailed(_ pull: SnapshotPull, _ reason: String, _ serial: Int) {
        metrics.snapshotPullFailed()
        let metadata = Logger.Metadata.data([.peer: "\(pull.from)", .reason: "\(reason)"])
        switch pull.purpose {
        case .log:
            logger.warning("a snapshot could not be pulled", metadata: metadata)
            post(.snapshotFetchFailed(index: pull.transfer.index))
        case .world:
            logger.warning("a healthy world could not be pulled", metadata: metadata)
            worldPullFailed(serial)
        }
    }

    fileprivate func pulled(_ chunk: RaftSnapshotChunk, _ serial: Int) {
        let told = SnapshotTransfer.Chunk(
            index: LogIndex(rawValue: chunk.index), offset: chunk.offset, count: chunk.data.count, isLast: chunk.last,
            isIntact: chunk.crc32c == CRC32C.checksum(of: chunk.data))
        pull(serial, bytes: chunk.data) { transfer in
            transfer.received(told, now: Self.now()) { node.snapshotMetadata(at: $0, size: 0) != nil }
        }
    }

    fileprivate func pullClosed(_ status: RPCStatus, _ serial: Int) {
        pulls[serial]?.stream = nil
        let isFinal = [.notFound, .invalidArgument, .outOfRange, .failedPrecondition].contains(status.code)
        pull(serial) { $0.callEnded("\(status)", isFinal: isFinal) }
    }
}

private final class PullHandler: RPCStreamHandler {
    private let driver: RaftDriver
    private let serial: Int

    init(driver: RaftDriver, serial: Int) {
        self.driver = driver
        self.serial = serial
    }

    func received(_ message: RaftSnapshotChunk, on call: RPCStream<PullSnapshotRequest>) {
        let serial = serial
        driver.assumeIsolated { $0.pulled(message, serial) }
    }

    func closed(_ status: RPCStatus, on call: RPCStream<PullSnapshotRequest>) {
        let serial = serial
        driver.assumeIsolated { $0.pullClosed(status, serial) }
    }
}
