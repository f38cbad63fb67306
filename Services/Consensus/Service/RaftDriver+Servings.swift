import ConsensusAPI
import ConsensusCore
import ConsensusStorage
import Identity
import Logging
import NIOCore
import Observability
import RPC
import Wire

/// A snapshot on its way from here to another node.
struct SnapshotServing {
    let stream: RPCStream<RaftSnapshotChunk>
    var source: SnapshotSource?
    var offset: UInt64 = 0
    /// A chunk is being read, or the rate limit holds.
    var isBusy = true
}

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
        parts.snapshotFiles.open(index: index, term: term) { [self] result in
            assumeIsolated { $0.servedSnapshotOpened(result, serial: servingSerial) }
        }
        return servingSerial
    }

    /// A snapshot as of now, or the one that is being taken.
    private func serveFresh(_ request: PullSnapshotRequest, on stream: RPCStream<RaftSnapshotChunk>) -> Int? {
        guard request.offset == 0, servings.count < Self.maximumServings, let feed = follower?.feed, feed.isLive else {
            stream.finish(RPCStatus(.unavailable, "no snapshot can be taken here now"))
            return nil
        }
        serial += 1
        servings[serial] = SnapshotServing(stream: stream)
        awaitingFreshSnapshot.append(serial)
        if !feed.wasAskedForSnapshot { askForSnapshot() }
        return serial
    }

    /// A snapshot of this node's simulation is complete on disk.
    func serveFresh(_ index: LogIndex, term: Term) {
        let waiting = awaitingFreshSnapshot
        awaitingFreshSnapshot = []
        for serial in waiting {
            parts.snapshotFiles.open(index: index, term: term) { [self] result in
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
