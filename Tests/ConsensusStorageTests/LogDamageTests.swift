import ConsensusCore
import Identity
import Testing

@testable import ConsensusStorage

/// What a crash leaves is dropped; what a crash cannot leave is refused. ``StorageScenarios`` goes through it byte by byte.
@Suite struct LogDamageTests {
    private let segmentSize = 4096
    private let first = "0000000000000001.wal"

    private func isDamage(_ disk: SimulatedDisk) -> Bool {
        do {
            _ = try WriteAheadLog.open(on: disk, segmentSize: segmentSize)
            return false
        } catch {
            return error.code == .damaged
        }
    }

    /// Three groups in one segment; the sizes of the log's content before each.
    private func threeGroups() throws -> (disk: SimulatedDisk, models: [LogModel], ends: [Int]) {
        let disk = SimulatedDisk()
        let log = try WriteAheadLog(creatingOn: disk, identity: .test, segmentSize: segmentSize)
        var model = LogModel()
        var models = [model]
        var ends = [SegmentHeader.size]
        for sizes in [[20, 30], [600, 5], [40, 700, 3]] {
            try log.store([model.append(sizes: sizes), model.vote(term: UInt64(models.count + 1), for: 2)])
            models.append(model)
            let bytes = disk.entries[first]!.bytes
            ends.append(((bytes.lastIndex { $0 != 0 } ?? 0) + 8) & ~7)
        }
        return (disk, models, ends)
    }

    @Test("a torn group of which only later sectors arrived is dropped whole")
    func missingMiddle() throws {
        let (disk, models, ends) = try threeGroups()
        disk.edit(first) { bytes in
            bytes.replaceSubrange(ends[2]..<ends[2] + 512, with: [UInt8](repeating: 0, count: 512))
        }
        let opened = try #require(try WriteAheadLog.open(on: disk, segmentSize: segmentSize))
        #expect(models[2].matches(opened.recovered))
        #expect(opened.recovered.tornBytes > 0)
        #expect(disk.entries[first]!.bytes[ends[2]...].allSatisfy { $0 == 0 })
    }

    @Test("a file that is shorter than it was made has lost its end, whole groups perhaps: damage")
    func everyTruncation() throws {
        let (disk, _, _) = try threeGroups()
        for length in stride(from: 0, to: segmentSize, by: 7) {
            let copy = disk.copy()
            copy.edit(first) { $0.removeLast($0.count - length) }
            #expect(isDamage(copy), "\(length) bytes")
        }
    }

    private func manySegments() throws -> SimulatedDisk {
        let disk = SimulatedDisk()
        let log = try WriteAheadLog(creatingOn: disk, identity: .test, segmentSize: segmentSize)
        var model = LogModel()
        for _ in 0..<40 { try log.store([model.append(sizes: [300])]) }
        #expect(log.segmentCount >= 4)
        return disk
    }

    @Test func aMissingSegmentIsDamage() throws {
        for name in [first, "0000000000000002.wal"] {
            let disk = try manySegments()
            try disk.remove(name)
            #expect(isDamage(disk), "\(name)")
        }
    }

    @Test("a torn tail anywhere but in the last segment is damage")
    func tornOlderSegment() throws {
        let disk = try manySegments()
        disk.edit("0000000000000002.wal") { bytes in
            let end = bytes.lastIndex { $0 != 0 }!
            bytes.replaceSubrange(end - 40...end, with: [UInt8](repeating: 0, count: 41))
        }
        #expect(isDamage(disk))
    }

    @Test(
        "a crash at any call loses nothing that was synced and invents nothing", arguments: 0..<20 as Range<UInt64>)
    func crashAnywhere(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let disk = SimulatedDisk()
        var durable = LogModel()
        var model = LogModel()
        var log: WriteAheadLog<SimulatedDisk>?
        for _ in 0..<40 {
            disk.callsUntilCrash = Int.random(in: 0..<40, using: &random)
            do {
                if log == nil {
                    if let opened = try WriteAheadLog.open(on: disk, segmentSize: segmentSize) {
                        // What was on its way may have arrived or not.
                        #expect(durable.matches(opened.recovered) || model.matches(opened.recovered), "seed \(seed)")
                        if !durable.matches(opened.recovered) { durable = model }
                        log = opened.log
                    } else {
                        #expect(durable == LogModel(), "seed \(seed): the log is gone")
                        log = try WriteAheadLog(creatingOn: disk, identity: .test, segmentSize: segmentSize)
                    }
                }
                model = durable
                while true {
                    try log!.store([randomRequest(&model, using: &random)])
                    durable = model
                }
            } catch {
                if case let error as StorageError = error { #expect(error.code == .disk, "seed \(seed): \(error)") }
                log = nil
                disk.crash(using: &random)
            }
        }
    }

    private func randomRequest(_ model: inout LogModel, using random: inout SplitMix64) -> PersistRequest {
        let covered = model.mark?.index.rawValue ?? 0
        let term = max(model.hardState.term.rawValue, 1)
        switch Int.random(in: 0..<10, using: &random) {
        case 0: return model.vote(term: term + 1, for: UInt64.random(in: 1...3, using: &random))
        case 1 where model.lastIndex > covered:
            let index = UInt64.random(in: covered + 1...model.lastIndex, using: &random)
            return model.truncate(from: index, sizes: [10, 900], term: term)
        case 2 where model.lastIndex > covered:
            let index = UInt64.random(in: covered + 1...model.lastIndex, using: &random)
            let entry = model.entries.first { $0.index.rawValue == index }!
            return model.snapshot(through: index, term: entry.term.rawValue)
        case 3: return model.snapshot(through: model.lastIndex + 3, term: term, replacesLog: true)
        default: return model.append(sizes: [Int.random(in: 0..<1200, using: &random)], term: term)
        }
    }
}
