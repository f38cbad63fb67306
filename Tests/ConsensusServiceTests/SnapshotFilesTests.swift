import Compression
import ConsensusCore
import ConsensusStorage
import Foundation
import Identity
import NIOCore
import NIOPosix
import Testing

@testable import ConsensusService

/// Snapshots on a real disk, as the driver asks for them.
@Suite struct SnapshotFilesTests {
    private static let metadata = SnapshotMetadata(
        index: LogIndex(rawValue: 9), term: Term(rawValue: 2),
        membership: Membership(bootstrap: ConsensusCore.Member(id: NodeID(rawValue: 1), address: "127.0.0.1:1")),
        size: 0)

    /// More than two chunks, no two of them alike.
    private static let bytes = (0..<150_000).map { UInt8(truncatingIfNeeded: $0 ^ $0 >> 8) }

    private struct Files {
        let folder: URL
        let loop: any EventLoop
        let files: SnapshotFiles

        var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() } }

        func write(_ bytes: [UInt8], to sink: SnapshotSink) async -> DiskError? {
            await withCheckedContinuation { done in sink.append(bytes) { done.resume(returning: $0) } }
        }

        func finish(_ sink: SnapshotSink) async throws -> SnapshotMetadata {
            try await withCheckedContinuation { done in sink.finish { done.resume(returning: $0) } }.get()
        }

        func open() async throws(StorageError) -> SnapshotSource {
            try await withCheckedContinuation { done in
                files.open(index: metadata.index, term: metadata.term) { done.resume(returning: $0) }
            }.get()
        }

        func hasRoom(for size: UInt64) async throws -> Bool {
            try await withCheckedContinuation { done in files.hasRoom(for: size) { done.resume(returning: $0) } }.get()
        }

        /// Writes ``bytes`` in pieces that end nowhere near a chunk's end.
        func store() async throws -> SnapshotMetadata {
            let sink = files.begin(metadata)
            for start in stride(from: 0, to: bytes.count, by: 40_001) {
                #expect(await write(Array(bytes[start..<min(start + 40_001, bytes.count)]), to: sink) == nil)
            }
            return try await finish(sink)
        }
    }

    private func withFiles(_ body: (Files) async throws -> Void) async throws {
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("snaketron-snapshots-\(UUID())")
        let store = SnapshotStore(disk: try PosixDisk(path: folder.path), cluster: ClusterID(rawValue: 3))
        let files = SnapshotFiles(store: store, eventLoop: loops.next())
        try await body(Files(folder: folder, loop: loops.next(), files: files))
        files.close()
        try await loops.shutdownGracefully()
        try FileManager.default.removeItem(at: folder)
    }

    @Test("a snapshot is read chunk by chunk as it was written, and its end is empty")
    func roundTrip() async throws {
        try await withFiles { files in
            let stored = try await files.store()
            #expect(stored.size == UInt64(Self.bytes.count))
            let source = try await files.open()
            #expect(source.metadata == stored)
            var read: [UInt8] = []
            while read.count < Self.bytes.count {
                let chunk = await chunk(of: source, at: UInt64(read.count), on: files.loop)
                read += try #require(try chunk.get().isEmpty ? nil : chunk.get())
            }
            #expect(read == Self.bytes)
            #expect(try await chunk(of: source, at: stored.size, on: files.loop).get() == [])
        }
    }

    private func chunk(
        of source: SnapshotSource, at offset: UInt64, on loop: any EventLoop
    ) async -> Result<[UInt8], StorageError> {
        await withCheckedContinuation { done in
            source.chunk(at: offset) { result in
                #expect(loop.inEventLoop)
                done.resume(returning: result)
            }
        }
    }

    @Test("a snapshot that is packed on its way is the same when it is unpacked")
    func packed() async throws {
        try await withFiles { files in
            let size = try await files.store().size
            let packer = SnapshotPacker(try await files.open())
            var offset: UInt64 = 0
            var packed: [UInt8] = []
            while true {
                let piece = try await withCheckedContinuation { done in
                    packer.piece(at: offset) { done.resume(returning: $0) }
                }.get()
                packed += piece.packed
                offset += piece.count
                if piece.count == 0 { break }
            }
            #expect(offset == size)
            #expect(packed.count < Self.bytes.count)
            #expect(try unpacked(packed, size: Int(size)) == Self.bytes)
        }
    }

    @Test("a snapshot that was given up leaves no file, and cannot be finished")
    func abandoned() async throws {
        try await withFiles { files in
            let before = try files.names
            let sink = files.files.begin(Self.metadata)
            #expect(await files.write([1, 2, 3], to: sink) == nil)
            #expect(try files.names.count == before.count + 1)
            sink.abandon()
            do {
                _ = try await files.finish(sink)
                Issue.record("it was finished")
            } catch { #expect((error as? DiskError)?.code == .failed) }
            #expect(try files.names == before)
        }
    }

    @Test("a snapshot that is not there is told apart from one that is damaged")
    func missing() async throws {
        try await withFiles { files in
            let error = await #expect(throws: StorageError.self) { _ = try await files.open() }
            #expect(error?.cause?.code == .notFound)
            _ = try await files.store()
            let names = try files.names
            let name = try #require(names.first { $0.hasSuffix(".snapshot") }, "\(names)")
            let path = files.folder.appendingPathComponent(name)
            var content = try Data(contentsOf: path)
            content[content.count / 2] ^= 1
            try content.write(to: path)
            let source = try await files.open()
            var faults = 0
            for offset in stride(from: 0, to: Self.bytes.count, by: Int(SnapshotSource.chunkSize)) {
                let result = await chunk(of: source, at: UInt64(offset), on: files.loop)
                if case .failure(let error) = result {
                    #expect(error.code == .damaged)
                    faults += 1
                }
            }
            #expect(faults >= 1)
        }
    }

    @Test("older snapshots go once a newer one is marked; that one stays")
    func removal() async throws {
        try await withFiles { files in
            _ = try await files.store()
            func mark(_ index: UInt64) -> SnapshotMark {
                SnapshotMark(index: LogIndex(rawValue: index), term: Self.metadata.term, replacesLog: false)
            }
            files.files.removeAll(below: mark(9))
            _ = try await files.open()
            files.files.removeAll(below: mark(10))
            await #expect(throws: StorageError.self) { _ = try await files.open() }
            _ = try await files.store()
            files.files.remove(index: Self.metadata.index, term: Self.metadata.term)
            await #expect(throws: StorageError.self) { _ = try await files.open() }
        }
    }

    @Test("there is room for a little, and none for more than any disk has")
    func room() async throws {
        try await withFiles { files in
            let (one, all) = (try await files.hasRoom(for: 1), try await files.hasRoom(for: .max))
            #expect(one && !all)
        }
    }
}
