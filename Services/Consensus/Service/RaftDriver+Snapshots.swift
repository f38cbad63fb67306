import ConsensusAPI
import ConsensusCore
import ConsensusStorage
import Identity
import Logging
import NIOCore
import Observability
import RPC
import Wire

/// A snapshot on its way here from another node, on a connection of its own.
struct SnapshotPull {
    let serial: Int
    let fetch: SnapshotFetch
    let channel: RPCChannel
    let sink: SnapshotSink
    var stream: RPCStream<PullSnapshotRequest>?
    /// Bytes that have arrived; where to resume.
    var received: UInt64 = 0
    var waitingBytes = 0
    var progressAt = NIODeadline.now()
    var isComplete = false
}

/// A snapshot on its way from here to another node.
struct SnapshotServing {
    let stream: RPCStream<RaftSnapshotChunk>
    var source: SnapshotSource?
    var offset: UInt64 = 0
    /// A chunk is being read, or the rate limit holds.
    var isBusy = true
}

// MARK: Pulling

extension RaftDriver {
    private static let maximumWaitingBytes = 4 << 20
    /// Larger than any world can be; a peer that offers more is not believed.
    private static let maximumSnapshotSize = UInt64(SharedLimits.snapshotBytes)
    /// A pull that has not moved for this long has failed.
    private static let patience = TimeAmount.seconds(10)

    /// Nothing is pulled that has no room: a full disk would be filled and emptied again and again.
    func startPull(_ fetch: SnapshotFetch) {
        cancelPull()
        guard fetch.snapshot.size <= Self.maximumSnapshotSize else {
            return post(.snapshotFetchFailed(index: fetch.snapshot.index))
        }
        serial += 1
        pullSerial = serial
        let pullSerial = serial
        parts.depot.hasRoom(for: fetch.snapshot.size) { [self] result in
            assumeIsolated { driver in
                guard driver.pullSerial == pullSerial, driver.pull == nil, !driver.isStopped else { return }
                switch result {
                case .success(true): driver.beginPull(fetch, serial: pullSerial)
                case .success(false): driver.refusePull(fetch, "the disk has no room for it")
                case .failure(let error): driver.refusePull(fetch, "\(error)")
                }
            }
        }
    }

    private func refusePull(_ fetch: SnapshotFetch, _ reason: String) {
        metrics.snapshotPullFailed()
        logger.warning(
            "a snapshot is not pulled",
            metadata: .data([
                .peer: "\(fetch.from)", .bytes: "\(fetch.snapshot.size)", .reason: "\(reason)",
            ]))
        post(.snapshotFetchFailed(index: fetch.snapshot.index))
    }

    private func beginPull(_ fetch: SnapshotFetch, serial pullSerial: Int) {
        guard let link = links[fetch.from], let (host, port) = Self.split(link.address.current) else {
            return post(.snapshotFetchFailed(index: fetch.snapshot.index))
        }
        logger.notice(
            "pulling a snapshot",
            metadata: .data([
                .peer: "\(fetch.from)", .index: "\(fetch.snapshot.index)", .bytes: "\(fetch.snapshot.size)",
            ]))
        let channel = RPCChannel(host: host, port: port, security: parts.peerSecurity, eventLoop: parts.eventLoop) {
            [self] state in
            assumeIsolated { if state == .ready { $0.openPull(serial: pullSerial) } }
        }
        pull = SnapshotPull(
            serial: pullSerial, fetch: fetch, channel: channel, sink: parts.depot.begin(fetch.snapshot))
        if channel.state == .ready { openPull(serial: pullSerial) }
        watchPull(serial: pullSerial)
    }

    func cancelPull() {
        guard let pull else { return }
        self.pull = nil
        pull.channel.close()
        if !pull.isComplete { pull.sink.abandon() }
    }

    private func openPull(serial: Int) {
        guard let pull, pull.serial == serial, pull.stream == nil, !pull.isComplete else { return }
        let stream = RaftClient(channel: pull.channel)
            .pullSnapshot(handler: PullHandler(driver: self, serial: serial))
        self.pull?.stream = stream
        stream.send(
            PullSnapshotRequest(
                clusterID: parts.identity.cluster.rawValue, index: pull.fetch.snapshot.index.rawValue,
                offset: pull.received))
        stream.finish()
    }

    private func watchPull(serial: Int) {
        parts.eventLoop.scheduleTask(in: .seconds(1)) { [self] in
            assumeIsolated { driver in
                guard let pull = driver.pull, pull.serial == serial else { return }
                if .now() - pull.progressAt > Self.patience { return driver.pullFailed("nothing comes") }
                driver.watchPull(serial: serial)
            }
        }
    }

    private func pullFailed(_ reason: String) {
        metrics.snapshotPullFailed()
        guard let pull else { return }
        logger.warning(
            "a snapshot could not be pulled", metadata: .data([.peer: "\(pull.fetch.from)", .reason: "\(reason)"]))
        cancelPull()
        post(.snapshotFetchFailed(index: pull.fetch.snapshot.index))
    }

    fileprivate func pulled(_ chunk: RaftSnapshotChunk, serial: Int) {
        guard let pull, pull.serial == serial, !pull.isComplete else { return }
        let (sum, overflow) = chunk.offset.addingReportingOverflow(UInt64(chunk.data.count))
        guard !overflow, chunk.offset == pull.received, sum <= pull.fetch.snapshot.size,
            chunk.last == (sum == pull.fetch.snapshot.size), chunk.crc32c == CRC32C.checksum(of: chunk.data)
        else { return pullFailed("a chunk is damaged or out of order") }
        let count = chunk.data.count
        self.pull?.received = sum
        self.pull?.progressAt = .now()
        self.pull?.waitingBytes += count
        if pull.waitingBytes + count > Self.maximumWaitingBytes { pull.stream?.call.pauseReading() }
        pull.sink.append(chunk.data) { [self] fault in
            assumeIsolated { $0.pulledChunkWritten(count, fault: fault, serial: serial) }
        }
        if chunk.last { finishPull(pull) }
    }

    private func pulledChunkWritten(_ count: Int, fault: DiskError?, serial: Int) {
        guard let pull, pull.serial == serial else { return }
        self.pull?.waitingBytes -= count
        if pull.waitingBytes > Self.maximumWaitingBytes && pull.waitingBytes - count <= Self.maximumWaitingBytes {
            pull.stream?.call.resumeReading()
        }
        if let fault {
            snapshotFailed(fault)
            pullFailed("\(fault)")
        }
    }

    private func finishPull(_ pull: SnapshotPull) {
        self.pull?.isComplete = true
        let serial = pull.serial
        pull.sink.finish { [self] result in
            assumeIsolated { driver in
                guard driver.pull?.serial == serial else { return }
                switch result {
                case .success(let metadata):
                    driver.cancelPull()
                    driver.finishedSnapshots[metadata.index] = metadata.term
                    driver.metrics.snapshotPulled()
                    driver.post(.snapshotFetched(metadata))
                case .failure(let error):
                    driver.snapshotFailed(error)
                    driver.pullFailed("\(error)")
                }
            }
        }
    }

    fileprivate func pullClosed(_ status: RPCStatus, serial: Int) {
        guard let pull, pull.serial == serial, !pull.isComplete else { return }
        switch status.code {
        case .notFound, .invalidArgument, .outOfRange, .failedPrecondition: pullFailed(status.description)
        default:
            self.pull?.stream = nil
            parts.eventLoop.scheduleTask(in: .milliseconds(200)) { [self] in
                assumeIsolated { driver in
                    if driver.pull?.channel.state == .ready { driver.openPull(serial: serial) }
                }
            }
        }
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
        driver.assumeIsolated { $0.pulled(message, serial: serial) }
    }

    func closed(_ status: RPCStatus, on call: RPCStream<PullSnapshotRequest>) {
        let serial = serial
        driver.assumeIsolated { $0.pullClosed(status, serial: serial) }
    }
}

// MARK: Serving

extension RaftDriver {
    private static let maximumServings = 4
    /// After this much the sender pauses, so that a snapshot does not crowd out the log: 12 MiB/s at most.
    private static let burst: UInt64 = 256 << 10
    private static let pause = TimeAmount.milliseconds(20)

    fileprivate func serve(_ request: PullSnapshotRequest, on stream: RPCStream<RaftSnapshotChunk>) -> Int? {
        let index = LogIndex(rawValue: request.index)
        guard request.clusterID == parts.identity.cluster.rawValue else {
            metrics.messageMisdirected()
            stream.finish(RPCStatus(.failedPrecondition, "another cluster"))
            return nil
        }
        guard !isQuarantined else {
            stream.finish(RPCStatus(.unavailable, "this node's world is wrong"))
            return nil
        }
        guard index > .zero else { return serveFresh(request, on: stream) }
        guard let term = finishedSnapshots[index] else {
            stream.finish(RPCStatus(.notFound, "snapshot \(request.index) is no longer here"))
            return nil
        }
        guard request.offset % SnapshotSource.chunkSize == 0 else {
            stream.finish(RPCStatus(.invalidArgument, "the offset is not a multiple of \(SnapshotSource.chunkSize)"))
            return nil
        }
        guard servings.count < Self.maximumServings else {
            stream.finish(RPCStatus(.resourceExhausted, "\(servings.count) snapshots are being pulled already"))
            return nil
        }
        serial += 1
        let servingSerial = serial
        servings[servingSerial] = SnapshotServing(stream: stream, offset: request.offset)
        parts.depot.open(index: index, term: term) { [self] result in
            assumeIsolated { $0.servedSnapshotOpened(result, serial: servingSerial) }
        }
        return servingSerial
    }

    /// A snapshot as of now, or the one that is being taken.
    private func serveFresh(_ request: PullSnapshotRequest, on stream: RPCStream<RaftSnapshotChunk>) -> Int? {
        guard request.offset == 0, servings.count < Self.maximumServings, let follower, case .live = follower.phase
        else {
            stream.finish(RPCStatus(.unavailable, "no snapshot can be taken here now"))
            return nil
        }
        serial += 1
        servings[serial] = SnapshotServing(stream: stream)
        awaitingFreshSnapshot.append(serial)
        if !follower.wasAskedForSnapshot { askForSnapshot() }
        return serial
    }

    /// A snapshot of this node's simulation is complete on disk.
    func serveFresh(_ index: LogIndex, term: Term) {
        let waiting = awaitingFreshSnapshot
        awaitingFreshSnapshot = []
        for serial in waiting {
            parts.depot.open(index: index, term: term) { [self] result in
                assumeIsolated { $0.servedSnapshotOpened(result, serial: serial) }
            }
        }
    }

    func giveUpFreshSnapshots(_ reason: String) {
        let waiting = awaitingFreshSnapshot
        awaitingFreshSnapshot = []
        if !copying.isSending { copying.failed(at: Self.now()) }
        for serial in waiting { servings[serial]?.stream.finish(RPCStatus(.unavailable, reason)) }
    }

    private func servedSnapshotOpened(_ result: Result<SnapshotSource, StorageError>, serial: Int) {
        guard let serving = servings[serial] else { return }
        switch result {
        case .success(let source) where serving.offset <= source.metadata.size:
            servings[serial]?.source = source
            servings[serial]?.isBusy = false
            pumpServing(serial)
        case .success(let source):
            serving.stream.finish(RPCStatus(.outOfRange, "the snapshot has \(source.metadata.size) bytes"))
        case .failure(let error): serving.stream.finish(RPCStatus(.notFound, error.description))
        }
    }

    fileprivate func pumpServing(_ serial: Int) {
        guard let serving = servings[serial], let source = serving.source, !serving.isBusy, serving.stream.isWritable
        else { return }
        servings[serial]?.isBusy = true
        source.chunk(at: serving.offset) { [self] result in
            assumeIsolated { $0.servedChunkRead(result, of: source, serial: serial) }
        }
    }

    private func servedChunkRead(_ result: Result<[UInt8], StorageError>, of source: SnapshotSource, serial: Int) {
        guard let serving = servings[serial] else { return }
        let data: [UInt8]
        switch result {
        case .success(let bytes): data = bytes
        case .failure(let error):
            serving.stream.finish(RPCStatus(.dataLoss, error.description))
            return fail(.damaged(error))
        }
        let end = serving.offset + UInt64(data.count)
        let isLast = end == source.metadata.size
        serving.stream.send(
            RaftSnapshotChunk(
                offset: serving.offset, data: data, last: isLast, crc32c: CRC32C.checksum(of: data),
                index: source.metadata.index.rawValue))
        if isLast {
            metrics.snapshotServed()
            return serving.stream.finish()
        }
        servings[serial]?.offset = end
        guard end % Self.burst == 0 else {
            servings[serial]?.isBusy = false
            return pumpServing(serial)
        }
        parts.eventLoop.scheduleTask(in: Self.pause) { [self] in
            assumeIsolated { driver in
                driver.servings[serial]?.isBusy = false
                driver.pumpServing(serial)
            }
        }
    }

    fileprivate func servingClosed(_ serial: Int) { servings[serial] = nil }
}

final class ServeSnapshotHandler: RPCStreamHandler {
    private let driver: RaftDriver
    private var serial: Int?

    init(driver: RaftDriver) { self.driver = driver }

    func received(_ message: PullSnapshotRequest, on call: RPCStream<RaftSnapshotChunk>) {
        guard serial == nil else { return call.finish(RPCStatus(.invalidArgument, "one request a call")) }
        serial = driver.assumeIsolated { $0.serve(message, on: call) }
    }

    func becameWritable(on call: RPCStream<RaftSnapshotChunk>) {
        if let serial { driver.assumeIsolated { $0.pumpServing(serial) } }
    }

    func closed(_ status: RPCStatus, on call: RPCStream<RaftSnapshotChunk>) {
        if let serial { driver.assumeIsolated { $0.servingClosed(serial) } }
    }
}
