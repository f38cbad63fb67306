import ConsensusCore
import Identity
import Testing

@testable import ConsensusStorage

@Suite struct WriteAheadLogTests {
    private let segmentSize = 4096

    private func create(_ disk: SimulatedDisk) throws -> WriteAheadLog<SimulatedDisk> {
        try WriteAheadLog(creatingOn: disk, identity: .test, segmentSize: segmentSize)
    }

    private func recover(_ disk: SimulatedDisk) throws -> RecoveredLog {
        try #require(try WriteAheadLog.open(on: disk, segmentSize: segmentSize)).recovered
    }

    @Test func anEmptyDirectoryHoldsNoLog() throws {
        #expect(try WriteAheadLog.open(on: SimulatedDisk(), segmentSize: segmentSize) == nil)
    }

    @Test func everyKindOfRecordComesBack() throws {
        let disk = SimulatedDisk()
        let log = try create(disk)
        var model = LogModel()
        var configuration = model.append(sizes: [0, 1, 7, 8, 9], term: 2)
        configuration.entries[1].payload = .empty
        configuration.entries[2].payload = .configuration(
            Membership(bootstrap: Member(id: NodeID(rawValue: 3), address: "127.0.0.3:50052")))
        try log.store([model.vote(term: 2, for: 3), configuration])
        let recovered = try recover(disk)
        #expect(recovered.identity == .test)
        #expect(recovered.hardState == model.hardState)
        #expect(recovered.entries == configuration.entries)
        #expect(recovered.mark == nil && recovered.tornBytes == 0)
    }

    @Test func aTruncationVoidsTheTail() throws {
        let disk = SimulatedDisk()
        let log = try create(disk)
        var model = LogModel()
        try log.store([model.append(sizes: [10, 10, 10, 10]), model.truncate(from: 3, sizes: [20], term: 2)])
        let recovered = try recover(disk)
        #expect(recovered.entries.map(\.term.rawValue) == [1, 1, 2])
        #expect(model.matches(recovered))
    }

    @Test(
        "a group of several writes is there whole or not at all, wherever the power goes, and the log goes on",
        arguments: 0..<8)
    func largeGroups(call: Int) throws {
        var random = SystemRandomNumberGenerator()
        let disk = SimulatedDisk()
        let log = try WriteAheadLog(creatingOn: disk, identity: .test, segmentSize: 1 << 20)
        var before = LogModel()
        try log.store([before.append(sizes: [5_000, 100])])
        var whole = before
        disk.callsUntilCrash = call
        let isStored = (try? log.store([whole.append(sizes: Array(repeating: 50_000, count: 12))])) != nil
        #expect(isStored == (call >= 4), "three writes and a sync")
        disk.crash(using: &random)
        let opened = try #require(try WriteAheadLog.open(on: disk, segmentSize: 1 << 20))
        #expect(whole.matches(opened.recovered) || !isStored && before.matches(opened.recovered))
        var model = whole.matches(opened.recovered) ? whole : before
        for size in [3_000, 4_096, 300_000, 1] { try opened.log.store([model.append(sizes: [size], term: 2)]) }
        #expect(model.matches(try #require(try WriteAheadLog.open(on: disk, segmentSize: 1 << 20)).recovered))
    }

    @Test func theLogContinuesAcrossSegmentsAndRestarts() throws {
        let disk = SimulatedDisk()
        var log = try create(disk)
        var model = LogModel()
        for round in 0..<60 {
            try log.store([model.append(sizes: [100, 200 + round])])
            if round % 7 == 0 {
                let opened = try #require(try WriteAheadLog.open(on: disk, segmentSize: segmentSize))
                #expect(model.matches(opened.recovered))
                log = opened.log
            }
        }
        #expect(log.segmentCount > 5)
        #expect(model.matches(try recover(disk)))
    }

    @Test("segments go when a durable snapshot covers all that was ever in them")
    func obsoleteSegmentsGo() throws {
        let disk = SimulatedDisk()
        let log = try create(disk)
        var model = LogModel()
        try log.store([model.vote(term: 5, for: 2)])
        for _ in 0..<40 { try log.store([model.append(sizes: [300])]) }
        let before = log.segmentCount
        try log.store([model.snapshot(through: 20)])
        #expect(log.segmentCount < before)
        #expect(model.matches(try recover(disk)), "the hard state was in a segment that has gone")
        try log.store([model.snapshot(through: 40)])
        #expect(log.segmentCount == 1)
        #expect(model.matches(try recover(disk)))
    }

    @Test func anInstalledSnapshotVoidsTheLog() throws {
        let disk = SimulatedDisk()
        let log = try create(disk)
        var model = LogModel()
        for _ in 0..<20 { try log.store([model.append(sizes: [300])]) }
        var install = model.snapshot(through: 5, term: 3, replacesLog: true)
        install.entries = model.append(sizes: [5], term: 3).entries
        try log.store([install])
        #expect(log.segmentCount == 1)
        let recovered = try recover(disk)
        #expect(recovered.entries.map(\.index.rawValue) == [6])
        #expect(model.matches(recovered))
    }

    @Test("one group covers everything that is written at once, in one sync")
    func groupsAreOneSync() throws {
        let disk = SimulatedDisk()
        let log = try create(disk)
        var model = LogModel()
        let before = disk.syncs
        let requests = (0..<20).map { _ in model.append(sizes: [16]) }
        #expect(try log.write(requests[...]) == 20)
        try log.sync()
        #expect(disk.syncs == before + 1)
        #expect(model.matches(try recover(disk)))
    }

    @Test("a request is never split, however little room is left")
    func requestsAreWhole() throws {
        let disk = SimulatedDisk()
        let log = try create(disk)
        var model = LogModel()
        let requests = (0..<9).map { _ in model.append(sizes: [400, 400]) }
        var rest = requests[...]
        var counts: [Int] = []
        while !rest.isEmpty {
            counts.append(try log.write(rest))
            rest = rest.dropFirst(counts.last!)
            try log.sync()
        }
        #expect(counts.reduce(0, +) == 9 && counts.count > 1)
        #expect(model.matches(try recover(disk)))
    }

    @Test("a sync that fails once is never tried again")
    func failedSyncIsFatal() throws {
        let disk = SimulatedDisk()
        let log = try create(disk)
        var model = LogModel()
        _ = try log.write([model.append(sizes: [10])])
        disk.failsNextSync = true
        #expect(throws: DiskError(.failed, operation: "fdatasync", errno: 5)) { try log.sync() }
    }

    @Test("no space is seen when a spare is made, and leaves nothing behind")
    func noSpace() throws {
        let disk = SimulatedDisk()
        let log = try create(disk)
        log.adopt(try SpareSegment(on: disk, size: segmentSize))
        #expect(!log.wantsSpare)
        disk.freeBytes = 100
        let names = try disk.names()
        var fault: DiskError?
        do { _ = try SpareSegment(on: disk, size: segmentSize) } catch { fault = error }
        #expect(fault?.code == .noSpace)
        #expect(Set(try disk.names()) == Set(names))
        var model = LogModel()
        for _ in 0..<4 { try log.store([model.append(sizes: [1500])]) }  // the reserve still takes it
        #expect(model.matches(try recover(disk)))
    }

    @Test func aNewerFormatIsNamedAsSuch() throws {
        let disk = SimulatedDisk()
        _ = try create(disk)
        disk.edit("0000000000000001.wal") { $0[8] = 2 }
        #expect { _ = try recover(disk) } throws: { ($0 as? StorageError)?.code == .newerFormat }
    }
}
