import Compression
import ConsensusCore
import ConsensusStorage
import Identity
import NIOCore

/// Snapshots on disk, read and written on a thread of their own. Completions run on the event loop.
final class SnapshotFiles: Sendable {
    private let store: SnapshotStore<PosixDisk>
    private let queue = WorkQueue()
    private let eventLoop: any EventLoop

    init(store: SnapshotStore<PosixDisk>, eventLoop: any EventLoop) {
        self.store = store
        self.eventLoop = eventLoop
    }

    /// Begins a snapshot. A refusal of the disk comes with the first completion.
    func begin(_ metadata: SnapshotMetadata) -> SnapshotSink {
        SnapshotSink(store: store, metadata: metadata, queue: queue, eventLoop: eventLoop)
    }

    /// Whether there is room for a snapshot of `size` bytes; an error says that the disk cannot even tell that.
    func hasRoom(for size: UInt64, completion: @escaping @Sendable (Result<Bool, DiskError>) -> Void) {
        queue.submit { [store, eventLoop] in
            let result = Result { () throws(DiskError) in try store.hasRoom(for: size) }
            eventLoop.execute { completion(result) }
        }
    }

    func open(
        index: LogIndex, term: Term, completion: @escaping @Sendable (Result<SnapshotSource, StorageError>) -> Void
    ) {
        queue.submit { [store, queue, eventLoop] in
            let result = Result { () throws(StorageError) in
                SnapshotSource(try store.open(index: index, term: term), queue: queue, eventLoop: eventLoop)
            }
            eventLoop.execute { completion(result) }
        }
    }

    func removeAll(below mark: SnapshotMark) {
        // What cannot be removed now is tried again after the next snapshot.
        queue.submit { [store] in try? store.removeAll(below: mark) }
    }

    /// Removes a finished snapshot that no mark names.
    func remove(index: LogIndex, term: Term) {
        queue.submit { [store] in try? store.remove(index: index, term: term) }
    }

    func close() { queue.close() }
}

/// A snapshot that is being written. An error is told with the call that met it and with every later one, ``finish`` included;
/// then nothing is left of the snapshot (``SnapshotWriter``).
final class SnapshotSink: Sendable {
    private let writer: QueueBound<Result<SnapshotWriter<PosixDisk>, DiskError>>
    private let queue: WorkQueue
    private let eventLoop: any EventLoop

    fileprivate init(
        store: SnapshotStore<PosixDisk>, metadata: SnapshotMetadata, queue: WorkQueue, eventLoop: any EventLoop
    ) {
        self.queue = queue
        self.eventLoop = eventLoop
        let writer = QueueBound<Result<SnapshotWriter<PosixDisk>, DiskError>>()
        self.writer = writer
        queue.submit {
            writer.value = Result { () throws(DiskError) in
                try store.begin(index: metadata.index, term: metadata.term, membership: metadata.membership)
            }
        }
    }

    func append(_ bytes: [UInt8], completion: @escaping @Sendable (DiskError?) -> Void) {
        queue.submit { [writer, eventLoop] in
            var fault: DiskError?
            do throws(DiskError) { try writer.value?.get().append(bytes) } catch { fault = error }
            let result = fault
            eventLoop.execute { completion(result) }
        }
    }

    func finish(completion: @escaping @Sendable (Result<SnapshotMetadata, DiskError>) -> Void) {
        queue.submit { [writer, eventLoop] in
            let result: Result<SnapshotMetadata, DiskError>
            switch writer.value {
            case .success(let open)?: result = Result { () throws(DiskError) in try open.finish() }
            case .failure(let error)?: result = .failure(error)
            case nil: result = .failure(DiskError(.failed, operation: "finish a snapshot that was abandoned"))
            }
            writer.value = nil
            eventLoop.execute { completion(result) }
        }
    }

    func abandon() {
        queue.submit { [writer] in
            if case .success(let open)? = writer.value { open.abandon() }
            writer.value = nil
        }
    }
}

/// A snapshot that is being read.
final class SnapshotSource: Sendable {
    static let chunkSize = UInt64(SnapshotReader<PosixDisk>.chunkSize)

    let metadata: SnapshotMetadata
    private let reader: QueueBound<SnapshotReader<PosixDisk>>
    private let queue: WorkQueue
    private let eventLoop: any EventLoop

    fileprivate init(_ reader: SnapshotReader<PosixDisk>, queue: WorkQueue, eventLoop: any EventLoop) {
        metadata = reader.metadata
        self.reader = QueueBound()
        self.reader.value = reader
        self.queue = queue
        self.eventLoop = eventLoop
    }

    /// - Parameter offset: A multiple of ``chunkSize``.
    func chunk(at offset: UInt64, completion: @escaping @Sendable (Result<[UInt8], StorageError>) -> Void) {
        chunk(at: offset, transform: { $0 }, completion: completion)
    }

    /// - Parameters:
    ///   - offset: Or the snapshot's end, where there is nothing.
    ///   - transform: Runs on the disk's thread.
    func chunk<Value: Sendable>(
        at offset: UInt64, transform: @escaping @Sendable ([UInt8]) -> Value,
        completion: @escaping @Sendable (Result<Value, StorageError>) -> Void
    ) {
        queue.submit { [reader, eventLoop, metadata] in
            let result = Result { () throws(StorageError) in
                transform(offset == metadata.size ? [] : try reader.value!.chunk(at: offset))
            }
            eventLoop.execute { completion(result) }
        }
    }
}

/// Compresses a snapshot that is being read.
final class SnapshotPacker: Sendable {
    /// What came of one piece of the snapshot.
    struct Piece: Sendable {
        /// Of the snapshot, not compressed; 0 at its end.
        var count: UInt64
        var packed: [UInt8]
    }

    let source: SnapshotSource
    private let packer = QueueBound<Packer>()

    init(_ source: SnapshotSource) { self.source = source }

    /// - Parameter offset: Where the last piece ended; at the snapshot's end the rest of the compressed bytes comes.
    func piece(at offset: UInt64, completion: @escaping @Sendable (Result<Piece, StorageError>) -> Void) {
        source.chunk(
            at: offset,
            transform: { [packer] bytes in
                let open = packer.value ?? Packer()
                packer.value = open
                return Piece(count: UInt64(bytes.count), packed: bytes.isEmpty ? open.finish() : open.append(bytes))
            }, completion: completion)
    }
}

/// Holds what only the work of one ``WorkQueue`` touches.
private final class QueueBound<Value>: @unchecked Sendable {  // the queue runs one piece of work at a time
    var value: Value?
}
