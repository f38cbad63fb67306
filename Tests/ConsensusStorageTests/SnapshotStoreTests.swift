import ConsensusCore
import Identity
import Testing

@testable import ConsensusStorage

@Suite struct SnapshotStoreTests {
    private let cluster = ClusterID(rawValue: 7)
    private let membership = Membership(bootstrap: Member(id: NodeID(rawValue: 3), address: "127.0.0.3:50052"))
    private let chunk = SnapshotFormat.chunkSize

    private func data(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 131 >> 3) } }

    private func write(
        _ bytes: [UInt8], index: UInt64, on disk: SimulatedDisk, step: Int = 5_000
    ) throws -> SnapshotMetadata {
        let store = SnapshotStore(disk: disk, cluster: cluster)
        let writer = try store.begin(
            index: LogIndex(rawValue: index), term: Term(rawValue: 2), membership: membership)
        for start in stride(from: 0, to: bytes.count, by: step) {
            try writer.append(bytes[start..<min(start + step, bytes.count)])
        }
        return try writer.finish()
    }

    private func read(_ reader: SnapshotReader<SimulatedDisk>) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while UInt64(bytes.count) < reader.metadata.size { bytes += try reader.chunk(at: UInt64(bytes.count)) }
        return bytes
    }

    @Test("what is written comes back, whatever its size", arguments: [0, 1, 65_535, 65_536, 65_537, 300_000])
    func roundTrip(size: Int) throws {
        let disk = SimulatedDisk()
        let metadata = try write(data(size), index: 9, on: disk)
        #expect(metadata.size == UInt64(size) && metadata.membership == membership)
        let reader = try SnapshotStore(disk: disk, cluster: cluster).open(
            index: LogIndex(rawValue: 9), term: Term(rawValue: 2))
        #expect(reader.metadata == metadata)
        #expect(try read(reader) == data(size))
    }

    @Test("reading resumes at every chunk")
    func resume() throws {
        let disk = SimulatedDisk()
        _ = try write(data(200_000), index: 9, on: disk)
        let reader = try SnapshotStore(disk: disk, cluster: cluster).open(
            index: LogIndex(rawValue: 9), term: Term(rawValue: 2))
        for start in stride(from: 0, through: 200_000, by: chunk) {
            let end = min(start + chunk, 200_000)
            #expect(try reader.chunk(at: UInt64(start)) == Array(data(200_000)[start..<end]))
        }
    }

    @Test("no bit of the file can change unseen")
    func everyFlippedBit() throws {
        let disk = SimulatedDisk()
        _ = try write(data(300), index: 9, on: disk)
        let name = SnapshotFormat.name(index: LogIndex(rawValue: 9), term: Term(rawValue: 2))
        for byte in disk.entries[name]!.bytes.indices {
            let copy = disk.copy()
            copy.edit(name) { $0[byte] ^= 1 << UInt8(byte % 8) }
            #expect(throws: StorageError.self, "byte \(byte)") {
                _ = try SnapshotStore(disk: copy, cluster: cluster).recover()
            }
        }
        for end in disk.entries[name]!.bytes.indices {
            let copy = disk.copy()
            copy.edit(name) { $0.removeLast($0.count - end) }
            #expect(throws: StorageError.self, "cut at \(end)") {
                _ = try SnapshotStore(disk: copy, cluster: cluster).recover()
            }
        }
    }

    @Test func aForeignSnapshotIsRefused() throws {
        let disk = SimulatedDisk()
        _ = try write(data(10), index: 9, on: disk)
        #expect(throws: StorageError.self) {
            _ = try SnapshotStore(disk: disk, cluster: ClusterID(rawValue: 8)).recover()
        }
    }

    @Test("a crash at any call leaves the old snapshot or the new one, whole", arguments: 0..<12 as Range<UInt64>)
    func crashAnywhere(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var calls = 0
        var finished = false
        while !finished {
            let disk = SimulatedDisk()
            _ = try write(data(70_000), index: 9, on: disk)
            disk.callsUntilCrash = calls
            do {
                _ = try write(data(80_000), index: 20, on: disk, step: 30_000)
                try SnapshotStore(disk: disk, cluster: cluster).removeAll(
                    below: SnapshotMark(index: LogIndex(rawValue: 20), term: Term(rawValue: 2), replacesLog: false))
                finished = true
            } catch { #expect(error is DiskError) }
            disk.crash(using: &random)
            let store = SnapshotStore(disk: disk, cluster: cluster)
            let metadata = try #require(try store.recover(), "seed \(seed), call \(calls)")
            let size = metadata.index.rawValue == 20 ? 80_000 : 70_000
            let reader = try store.open(index: metadata.index, term: metadata.term)
            #expect(try read(reader) == data(size), "seed \(seed), call \(calls)")
            #expect(try disk.names().allSatisfy { !$0.hasSuffix(".part") })
            calls += 1
        }
        #expect(calls > 8)
    }

    @Test("a snapshot that is removed does not count at the next start, the one before it does")
    func removed() throws {
        let disk = SimulatedDisk()
        let kept = try write(data(100), index: 9, on: disk)
        _ = try write(data(200), index: 12, on: disk)
        let store = SnapshotStore(disk: disk, cluster: cluster)
        try store.remove(index: LogIndex(rawValue: 12), term: Term(rawValue: 2))
        #expect(try store.recover() == kept)
    }

    @Test func anUnfinishedSnapshotLeavesNothing() throws {
        let disk = SimulatedDisk()
        let writer = try SnapshotStore(disk: disk, cluster: cluster).begin(
            index: LogIndex(rawValue: 9), term: Term(rawValue: 2), membership: membership)
        try writer.append(data(100_000))
        writer.abandon()
        #expect(try disk.names().isEmpty)
    }

    @Test(
        "a fault at any call leaves no part of a snapshot and no open file, and is told again by each later call",
        arguments: [DiskError.Code.failed, .noSpace])
    func faultAtEveryCall(code: DiskError.Code) throws {
        let error = DiskError(code, operation: "a call", errno: 5)
        var faults = 0
        while true {
            let disk = SimulatedDisk()
            let kept = try write(data(70_000), index: 9, on: disk)
            let store = SnapshotStore(disk: disk, cluster: cluster)
            disk.fault = (faults, error)
            var writer: SnapshotWriter<SimulatedDisk>?
            do {
                writer = try store.begin(
                    index: LogIndex(rawValue: 20), term: Term(rawValue: 2), membership: membership)
            } catch let refusal { #expect(refusal == error) }
            // Nobody looks at what an append throws, as when its answer comes after the last chunk.
            for part in 0..<8 { try? writer?.append(data(30_000).map { $0 &+ UInt8(part) }) }
            var finished: SnapshotMetadata?
            var told: DiskError?
            do { finished = try writer?.finish() } catch { told = error }
            guard disk.fault == nil else {
                #expect(finished?.size == 240_000 && faults > 8, "no fault: \(faults) calls")
                return
            }
            faults += 1
            #expect(finished == nil && (writer == nil || told == error), "call \(faults)")
            if let writer {
                #expect(throws: error) { try writer.append([1]) }
                #expect(throws: error) { try writer.finish() }
                writer.abandon()
            }
            #expect(disk.openFiles == 0, "call \(faults)")
            #expect(disk.entries.keys.sorted() == [SnapshotFormat.name(index: kept.index, term: kept.term)])
            #expect(try store.recover() == kept, "call \(faults)")
        }
    }

    @Test("a writer that is forgotten leaves nothing")
    func forgotten() throws {
        let disk = SimulatedDisk()
        do {
            let writer = try SnapshotStore(disk: disk, cluster: cluster).begin(
                index: LogIndex(rawValue: 9), term: Term(rawValue: 2), membership: membership)
            try writer.append(data(100_000))
        }
        #expect(try disk.names().isEmpty && disk.openFiles == 0)
    }
}
