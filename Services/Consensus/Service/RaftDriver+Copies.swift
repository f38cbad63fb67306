import ConsensusAPI
import ConsensusCore
import ConsensusStorage
import Identity
import Logging
import NIOCore
import Observability
import RPC
import RegistryAPI
import ServiceRuntime
import Wire

/// A copy of the world on its way to the database.
struct CopyUnderWay {
    let serial: Int
    let packer: SnapshotPacker
    /// Of the snapshot: what was read.
    var offset: UInt64 = 0
    /// Compressed and not sent yet.
    var packed: [UInt8] = []
    var packedSize = 0
    var checksum = CRC32C.empty
    var parts: UInt32 = 0
    /// The compressed bytes are whole.
    var isPacked = false

    var position: (cluster: ClusterID, term: UInt64, index: UInt64)
}

/// The leader's world is copied to the database, so that it outlives all disks (docs/decisions/0408). The newest snapshot is
/// read from this node's disk and compressed there in slices; the registry gets part after part, one at a time. Whatever goes
/// wrong ends the attempt and nothing else.
extension RaftDriver {
    /// The database's own limit for a statement is 5 s.
    private static let patience = Duration.seconds(8)

    /// A new leadership, or its end.
    func restartCopying() {
        copyUnderWay = nil
        copyFault = nil
        copying.reset(at: Self.now())
        metrics.copied(age: 0)
    }

    /// Every 500 ms.
    func tendCopies() {
        guard node.leadership.isReady, copying.interval > 0 else { return }
        let now = Self.now()
        metrics.copied(age: copying.age(applied: node.appliedIndex, at: now))
        if let age = copying.oldAge(applied: node.appliedIndex, at: now) {
            logger.warning(
                "the database's copy of the world is old: the loss of all disks would lose that much play",
                metadata: .data([.durationMs: "\(age)"]))
        }
        let savesWork = follower?.savesWork ?? false
        let isTaking = follower?.feed.wasAskedForSnapshot == true || delivery.snapshotsFinishing > 0
        guard
            copying.passed(applied: node.appliedIndex, savesWork: savesWork, isTaking: isTaking, at: now)
                == .takeSnapshot
        else { return }
        guard follower?.feed.isLive == true, !isQuarantined, parts.registry.state == .ready else {
            return copyFailed(parts.registry.state == .ready ? nil : "the registry is away")
        }
        askForSnapshot()
    }

    /// A snapshot of this node's simulation is complete on disk.
    func copySnapshot(_ index: LogIndex, term: Term) {
        guard copying.snapshotTaken(at: Self.now()) else { return }
        parts.snapshotFiles.open(index: index, term: term) { [self] result in
            assumeIsolated { driver in
                switch result {
                case .success(let source): driver.beginCopy(source)
                case .failure(let error): driver.copyFailed("\(error)")
                }
            }
        }
    }

    private func beginCopy(_ source: SnapshotSource) {
        guard copying.isSending, !isQuarantined else { return copyFailed(nil) }
        serial += 1
        let metadata = source.metadata
        copyUnderWay = CopyUnderWay(
            serial: serial, packer: SnapshotPacker(source),
            position: (parts.identity.cluster, metadata.term.rawValue, metadata.index.rawValue))
        readForCopy(serial: serial)
    }

    private func readForCopy(serial: Int) {
        guard let copy = copyUnderWay, copy.serial == serial, !isStopped else { return }
        copy.packer.piece(at: copy.offset) { [self] result in
            assumeIsolated { driver in
                switch result {
                case .success(let piece): driver.read(piece, serial: serial)
                case .failure(let error): driver.copyFailed("\(error)", serial: serial)
                }
            }
        }
    }

    private func read(_ piece: SnapshotPacker.Piece, serial: Int) {
        guard var copy = copyUnderWay, copy.serial == serial else { return }
        copy.offset += piece.count
        copy.packed += piece.packed
        copy.packedSize += piece.packed.count
        copy.checksum = CRC32C.extend(copy.checksum, with: piece.packed)
        copy.isPacked = piece.count == 0
        copyUnderWay = copy
        guard copy.packedSize <= SharedLimits.copyBytes else {
            return copyFailed("the world has more than \(SharedLimits.copyBytes) bytes when compressed", serial: serial)
        }
        let pause = copying.sent(piece.count, at: Self.now())
        guard copy.packed.count < SharedLimits.copyPartBytes, !copy.isPacked else { return sendPart(serial: serial) }
        parts.eventLoop.scheduleTask(in: .milliseconds(Int64(pause))) { [self] in
            assumeIsolated { $0.readForCopy(serial: serial) }
        }
    }

    /// The next part, as long as there is a whole one; at the end the last one, and that it was the last.
    private func sendPart(serial: Int) {
        guard var copy = copyUnderWay, copy.serial == serial, !isStopped else { return }
        guard !isQuarantined else { return copyFailed(nil, serial: serial) }
        guard copy.isPacked || copy.packed.count >= SharedLimits.copyPartBytes else {
            return readForCopy(serial: serial)
        }
        guard !copy.packed.isEmpty else { return finishCopy(serial: serial) }
        let data = Array(copy.packed.prefix(SharedLimits.copyPartBytes))
        copy.packed.removeFirst(data.count)
        let request = StoreCopyPartRequest(
            clusterID: copy.position.cluster.rawValue, term: copy.position.term, index: copy.position.index,
            part: copy.parts, data: data)
        copy.parts += 1
        copyUnderWay = copy
        parts.registry.unary(RegistryMethods.storeCopyPart, request.encoded(), deadline: Self.patience) {
            [self] result in
            let reply = result.flatMap(Self.decoded(StoreCopyPartReply.init(decoding:)))
            assumeIsolated { driver in
                switch reply {
                case .success(let reply) where reply.isOld: driver.copyStored(bytes: nil, serial: serial)
                case .success: driver.sendPart(serial: serial)
                case .failure(let status): driver.copyFailed(status.message, serial: serial)
                }
            }
        }
    }

    private func finishCopy(serial: Int) {
        guard let copy = copyUnderWay else { return }
        let world = WorldCopy(
            clusterID: copy.position.cluster.rawValue, term: copy.position.term, index: copy.position.index,
            membership: copy.packer.source.metadata.membership.encoded(), size: copy.offset,
            packedSize: UInt64(copy.packedSize), parts: copy.parts, crc32c: copy.checksum, build: softwareVersion)
        let request = FinishCopyRequest(copy: world, takenAgoMs: UInt32(clamping: Self.now() - copying.begunAt))
        parts.registry.unary(RegistryMethods.finishCopy, request.encoded(), deadline: Self.patience) { [self] result in
            let reply = result.flatMap(Self.decoded(FinishCopyReply.init(decoding:)))
            assumeIsolated { driver in
                switch reply {
                case .success: driver.copyStored(bytes: copy.packedSize, serial: serial)
                case .failure(let status): driver.copyFailed(status.message, serial: serial)
                }
            }
        }
    }

    private static func decoded<Message>(
        _ decode: @escaping ([UInt8]) throws -> Message
    ) -> ([UInt8]) -> Result<Message, RPCStatus> {
        { bytes in
            (try? decode(bytes)).map { .success($0) }
                ?? .failure(RPCStatus(.internalError, "the registry's answer cannot be read"))
        }
    }

    /// - Parameter bytes: `nil`: the database had one as new.
    private func copyStored(bytes: Int?, serial: Int) {
        guard let copy = copyUnderWay, copy.serial == serial else { return }
        copyUnderWay = nil
        let duration = copying.stored(at: Self.now())
        if let bytes { metrics.copyStored(bytes: bytes) }
        metrics.copied(age: copying.age(applied: node.appliedIndex, at: Self.now()))
        logger.debug(
            "the world was copied to the database",
            metadata: .data([
                .index: "\(copy.position.index)", .bytes: "\(copy.packedSize) of \(copy.offset)",
                .reason: "\(duration) ms",
            ]))
        guard copyFault != nil else { return }
        copyFault = nil
        logger.notice("the world is copied to the database again", metadata: .data([.index: "\(copy.position.index)"]))
    }

    /// - Parameter serial: Of the attempt that this is about; `nil`: of the present one.
    private func copyFailed(_ reason: String?, serial: Int? = nil) {
        guard serial == nil || copyUnderWay?.serial == serial else { return }
        copyUnderWay = nil
        copying.failed(at: Self.now())
        guard let reason else { return }
        metrics.copyFailed()
        guard copyFault == nil else { return }
        copyFault = reason
        logger.warning(
            "the world is not copied to the database; play goes on", metadata: .data([.reason: "\(reason)"]))
    }
}
