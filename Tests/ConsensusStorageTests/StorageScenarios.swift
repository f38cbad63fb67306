import ConsensusCore
import Glibc
import Identity
import Synchronization
import TestSupport
import Testing

@testable import ConsensusStorage

/// What disks do to a log, each with a transcript under `Fixtures/` (docs/internals/consensus.md).
@Suite struct StorageScenarios {
    /// Lines and rules of one scenario.
    private final class Story {
        private var lines: [String] = []
        private var isBroken = false

        static func run(sourceLocation: SourceLocation = #_sourceLocation, _ script: (Story) throws -> Void) {
            let story = Story()
            do { try script(story) } catch {
                let text = story.lines.suffix(30).joined(separator: "\n")
                Issue.record("\(error), after:\n\(text)", sourceLocation: sourceLocation)
                return
            }
            guard !story.isBroken else { return }
            let name = Test.current?.displayName ?? "?"
            let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
            let file = name.split(separator: " ").joined(separator: "-")
            let text = "\(name)\n\n\(story.lines.joined(separator: "\n"))\n"
            if let difference = GoldenFile.difference(
                of: text, from: "/\(folder)/Fixtures/\(file).txt",
                command: "scripts/swift-test release --filter Scenarios")
            {
                Issue.record("\(difference)", sourceLocation: sourceLocation)
            }
        }

        func note(_ text: String) {
            if !lines.isEmpty { lines.append("") }
            lines.append("-- \(text)")
        }

        func tell(_ line: String) { lines.append("   \(line)") }

        func tell(_ disk: SimulatedDisk) { for line in disk.takeTrace() { tell(line) } }

        /// Neighbours with the same outcome are one line.
        func tell(_ outcomes: [(position: Int, outcome: String)], _ what: String) {
            var rest = outcomes[...]
            while let first = rest.first {
                let run = rest.prefix { $0.outcome == first.outcome }
                rest = rest.dropFirst(run.count)
                let last = run.last!.position
                let range = last == first.position ? "\(last)" : "\(first.position)–\(last)"
                tell("\(what) \(range): \(first.outcome)")
            }
        }

        func rule(_ text: String, _ holds: Bool, sourceLocation: SourceLocation = #_sourceLocation) {
            if !holds { isBroken = true }
            lines.append("   RULE \(text)\(holds ? "" : ": BROKEN")")
            #expect(holds, "\(text)", sourceLocation: sourceLocation)
        }
    }

    private typealias Log = WriteAheadLog<SimulatedDisk>

    private let segmentSize = 4096
    private let first = "0000000000000001.wal"

    /// Three groups in one segment: the state after each, and where in the file each ends.
    private func threeGroups(of identity: LogIdentity = .test) throws -> (
        disk: SimulatedDisk, models: [LogModel], ends: [Int]
    ) {
        let disk = SimulatedDisk()
        let log = try Log(creatingOn: disk, identity: identity, segmentSize: segmentSize)
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

    private func identity(node: UInt64, cluster: UInt64 = 7) -> LogIdentity {
        LogIdentity(cluster: ClusterID(rawValue: cluster), node: NodeID(rawValue: node), nonce: node * 11)
    }

    /// What a start finds: the groups that came back, or the refusal.
    private func outcome(_ disk: SimulatedDisk, _ models: [LogModel]) -> String {
        do {
            guard let (_, recovered) = try Log.open(on: disk, segmentSize: segmentSize) else { return "nobody's" }
            guard let whole = models.lastIndex(where: { $0.matches(recovered) }) else { return "ANOTHER LOG" }
            return "groups 1–\(whole), torn bytes: \(recovered.tornBytes > 0 ? "some" : "none")"
        } catch { return "refused, \(error.code)" }
    }

    @Test("cut at every byte of the last group")
    func cuts() {
        Story.run { story in
            let (disk, models, ends) = try threeGroups()
            story.tell("three groups in one segment, ending at bytes \(ends[1]), \(ends[2]) and \(ends[3])")
            var outcomes: [(Int, String)] = []
            var (isRight, goesOn) = (true, true)
            for cut in ends[2]..<ends[3] {
                let copy = disk.copy()
                copy.edit(first) { $0.replaceSubrange(cut..., with: [UInt8](repeating: 0, count: $0.count - cut)) }
                // Zeros at the very end may be what was there.
                let isWhole = copy.entries[first]!.bytes == disk.entries[first]!.bytes
                outcomes.append((cut, outcome(copy, models)))
                let opened = try #require(try Log.open(on: copy, segmentSize: segmentSize))
                var model = models[isWhole ? 3 : 2]
                isRight = isRight && model.matches(opened.recovered)
                try opened.log.store([model.append(sizes: [50], term: 9)])
                let again = try #require(try Log.open(on: copy, segmentSize: segmentSize))
                goesOn = goesOn && model.matches(again.recovered)
            }
            story.tell(outcomes, "cut at byte")
            story.rule(
                "the groups before it come back, whole",
                outcomes.allSatisfy { $0.1.hasPrefix("groups 1–2") || $0.1.hasPrefix("groups 1–3") })
            story.rule("of the last one all or nothing", isRight)
            story.rule("the log goes on from there", goesOn)
        }
    }

    @Test("rot in the middle")
    func rot() {
        Story.run { story in
            let (disk, models, ends) = try threeGroups()
            story.tell("three groups in one segment, ending at bytes \(ends[1]), \(ends[2]) and \(ends[3])")
            story.note("one bit flips")
            var outcomes: [(Int, String)] = []
            for byte in 0..<ends[3] {
                let copy = disk.copy()
                copy.edit(first) { $0[byte] ^= 1 << UInt8(byte % 8) }
                outcomes.append((byte, outcome(copy, models)))
            }
            story.tell(outcomes, "in byte")
            story.rule(
                "before the last group it is refused: others may count on what was there",
                outcomes[..<ends[2]].allSatisfy { $0.1.hasPrefix("refused") })
            story.rule(
                "in the last group it looks like a torn write: dropped whole, or refused, and never read as something else",
                outcomes[ends[2]...].allSatisfy { $0.1 == "groups 1–2, torn bytes: some" || $0.1.hasPrefix("refused") })
            story.note("a sector is blank, or holds what it held before")
            var sectors: [(Int, String)] = []
            for start in stride(from: 0, to: ends[2], by: 512) {
                let copy = disk.copy()
                copy.edit(first) { $0.replaceSubrange(start..<start + 512, with: [UInt8](repeating: 0, count: 512)) }
                sectors.append((start / 512, outcome(copy, models)))
            }
            story.tell(sectors, "blank sector")
            story.rule(
                "it is refused where a group before the last is hit", sectors.allSatisfy { $0.1.hasPrefix("refused") })
            let stale = SimulatedDisk()
            let log = try Log(creatingOn: stale, identity: .test, segmentSize: segmentSize)
            var model = LogModel()
            try log.store([model.append(sizes: [400])])
            let old = Array(stale.entries[first]!.bytes[512..<1024])
            for _ in 0..<3 { try log.store([model.append(sizes: [300])]) }
            stale.edit(first) { $0.replaceSubrange(512..<1024, with: old) }
            let seen = outcome(stale, [model])
            story.tell("stale sector 1: \(seen)")
            story.rule("a lost write is refused", seen == "refused, damaged")
        }
    }

    @Test("swapped directories")
    func swapped() {
        Story.run { story in
            func directory(_ identity: LogIdentity) throws -> (disk: SimulatedDisk, model: LogModel) {
                let disk = SimulatedDisk()
                let log = try Log(creatingOn: disk, identity: identity, segmentSize: segmentSize)
                var model = LogModel()
                for _ in 0..<40 { try log.store([model.append(sizes: [300], term: identity.node.rawValue)]) }
                return (disk, model)
            }
            let (two, three) = (try directory(identity(node: 2)), try directory(identity(node: 3)))
            story.tell("nodes 2 and 3, segments of each: \(two.disk.entries.count)")
            story.note("whole directories: identity and log go together")
            for (place, found) in [(2, three), (3, two)] {
                let opened = try #require(try Log.open(on: found.disk.copy(), segmentSize: segmentSize))
                story.tell("in the place of node \(place): node \(opened.recovered.identity.node)")
                story.rule("who starts there is who wrote it", found.model.matches(opened.recovered))
                story.rule("and says so", opened.recovered.identity.node.rawValue != UInt64(place))
            }
            story.note("single files")
            for name in two.disk.entries.keys.sorted() {
                let copy = two.disk.copy()
                copy.edit(name) { $0 = three.disk.entries[name]!.bytes }
                let seen = outcome(copy, [two.model])
                story.tell("\(name) of node 3 among those of node 2: \(seen)")
                story.rule("it is refused", seen == "refused, damaged")
            }
            let names = two.disk.entries.keys.sorted()
            let copy = two.disk.copy()
            try copy.rename(names[1], to: "x")
            try copy.rename(names[2], to: names[1])
            try copy.rename("x", to: names[2])
            let places = outcome(copy, [two.model])
            story.tell("two segments that have changed places: \(places)")
            story.rule("they are refused", places == "refused, damaged")
            story.note("a snapshot of another cluster")
            let membership = Membership(bootstrap: Member(id: NodeID(rawValue: 3), address: "h:1"))
            let writer = try SnapshotStore(disk: two.disk, cluster: ClusterID(rawValue: 8)).begin(
                index: LogIndex(rawValue: 9), term: Term(rawValue: 1), membership: membership)
            try writer.append([1, 2, 3])
            _ = try writer.finish()
            var refusal: StorageError?
            do { _ = try SnapshotStore(disk: two.disk, cluster: ClusterID(rawValue: 7)).recover() } catch {
                refusal = error as? StorageError
            }
            story.tell("refused: \(refusal?.description ?? "no")")
            story.rule("it is refused", refusal?.code == .damaged)
        }
    }

    @Test("EIO once then fine")
    func eio() {
        Story.run { story in
            for place in ["a sync", "a write"] {
                story.note("\(place) fails once, on real files, with the thread of production")
                let folder = RealDiskTests.Folder()
                let disk = FaultyDisk(try PosixDisk(path: folder.path))
                let thread = LogThread(
                    log: try WriteAheadLog(creatingOn: disk, identity: .test, segmentSize: segmentSize), disk: disk,
                    segmentSize: segmentSize)
                let events = Mutex<[LogThread<FaultyDisk>.Event]>([])
                let told = Signal()
                thread.start(report: { event in
                    events.withLock { $0.append(event) }
                    told.send()
                })
                var model = LogModel()
                for _ in 0..<3 {
                    thread.submit(model.append(sizes: [40]))
                    told.wait()
                }
                let durable = model
                while !disk.isQuiet { usleep(1_000) }  // the spare is made by another thread
                disk.failNext(place)
                thread.submit(model.append(sizes: [40]))
                told.wait()
                let calls = disk.calls
                for _ in 0..<3 { thread.submit(model.append(sizes: [40])) }
                thread.close()
                let seen = events.withLock { $0 }
                for event in seen { story.tell("\(event)") }
                story.rule(
                    "the failure is told, once", seen.count { if case .failed = $0 { true } else { false } } == 1)
                story.rule(
                    "nothing is reported durable after it",
                    seen.last.map { if case .failed = $0 { true } else { false } } == true)
                story.rule("the disk, which is fine again, is not tried again", disk.calls == calls)
                let opened = try #require(try WriteAheadLog.open(on: disk, segmentSize: segmentSize))
                let entries = opened.recovered.entries.count
                story.rule("a new process finds all that was reported", entries >= durable.entries.count)
                story.rule("and nothing that was never written", entries <= durable.entries.count + 1)
            }
        }
    }

    @Test("full disk")
    func fullDisk() {
        Story.run { story in
            let disk = SimulatedDisk()
            let log = try Log(creatingOn: disk, identity: .test, segmentSize: segmentSize)
            var model = LogModel()
            log.adopt(try SpareSegment(on: disk, size: segmentSize))
            story.tell(disk)
            story.note("the disk is full: 100 bytes are left")
            disk.freeBytes = 100
            let names = Set(disk.entries.keys)
            var refusals = 0
            func makeSpare() {
                do { log.adopt(try SpareSegment(on: disk, size: segmentSize)) } catch {
                    refusals += error.code == .noSpace ? 1 : 0
                    story.tell("no spare: \(error.code)")
                }
            }
            var groups = 0
            var isReserveInUse = false
            while true {
                do {
                    try log.store([model.append(sizes: [700])])
                    groups += 1
                } catch {
                    story.tell("a group is refused: \(error)")
                    break
                }
                if log.wantsSpare && !isReserveInUse {
                    isReserveInUse = true
                    story.tell("after \(groups) groups the reserve is taken into use")
                    makeSpare()
                }
            }
            story.rule("that is seen when the next spare is made, a segment ahead of need", refusals == 1)
            story.rule(
                "which leaves nothing behind",
                Set(disk.entries.keys).subtracting(names).allSatisfy { $0.hasSuffix(".wal") })
            story.rule("until then the reserve has taken groups", isReserveInUse && groups > 5)
            story.note("there is room again, and a new process starts")
            disk.freeBytes = .max
            let opened = try #require(try Log.open(on: disk, segmentSize: segmentSize))
            story.rule("it finds all \(groups) groups", opened.recovered.entries.count == groups)
            var next = LogModel()
            for _ in 0..<groups { _ = next.append(sizes: [700]) }
            story.rule("as they were", next.matches(opened.recovered))
            try opened.log.store([next.append(sizes: [700])])
            let again = try #require(try Log.open(on: disk, segmentSize: segmentSize))
            story.rule("and goes on", next.matches(again.recovered))
        }
    }

    @Test("short writes")
    func shortWrites() {
        Story.run { story in
            story.note("a write stops in the middle and fails")
            var outcomes: [(Int, String)] = []
            var goesOn = true
            var size = 0
            while true {
                let disk = SimulatedDisk()
                let log = try Log(creatingOn: disk, identity: .test, segmentSize: segmentSize)
                var model = LogModel()
                try log.store([model.append(sizes: [20, 30])])
                let before = model
                disk.nextWriteStopsAfter = size
                do {
                    try log.store([model.append(sizes: [40, 700, 3])])
                    break  // that was all of it
                } catch {}
                outcomes.append((size, outcome(disk.copy(), [LogModel(), before, model])))
                let opened = try #require(try Log.open(on: disk, segmentSize: segmentSize))
                let isWhole = model.matches(opened.recovered)
                var after = isWhole ? model : before
                goesOn = goesOn && (isWhole || before.matches(opened.recovered))
                try opened.log.store([after.append(sizes: [60], term: 4)])
                let again = try #require(try Log.open(on: disk, segmentSize: segmentSize))
                goesOn = goesOn && after.matches(again.recovered)
                size += isWhole ? 97 : 1
            }
            story.tell(outcomes, "bytes written")
            let whole = outcomes.drop { $0.1.hasPrefix("groups 1–1") }
            story.rule(
                "it was tried at every byte",
                whole.first.map { $0.0 > 700 && $0.0 == outcomes.count - whole.count } ?? false)
            story.rule("what was durable comes back, and the group only when all of it is there", goesOn)
            story.rule("the log goes on from there", whole.allSatisfy { $0.1.hasPrefix("groups 1–2") })

            story.note("a real file system writes a part of what it is given, and then nothing (RLIMIT_FSIZE)")
            let folder = RealDiskTests.Folder()
            let disk = try PosixDisk(path: folder.path)
            let file = try disk.open("x", create: true)
            let limit = 1 << 30
            var old = rlimit()
            getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &old)
            var low = rlimit(rlim_cur: rlim_t(limit), rlim_max: old.rlim_max)
            let handler = signal(SIGXFSZ, SIG_IGN)
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &low)
            var fault: DiskError?
            do { try disk.write([UInt8](repeating: 7, count: 1000), to: file, at: limit - 600) } catch {
                fault = error as? DiskError
            }
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &old)
            signal(SIGXFSZ, handler)
            let bytes = try disk.read(file, at: limit - 600, count: 1000)
            disk.close(file)
            story.tell("of 1000 bytes \(bytes.count) were written, then: \(fault.map { "\($0)" } ?? "no error")")
            story.rule("the rest is tried, and its refusal told", fault?.code == .failed && fault?.errno == EFBIG)
            story.rule("what was written is right", bytes == [UInt8](repeating: 7, count: 600))
        }
    }

    @Test("lost directory entry")
    func lostNames() {
        Story.run { story in
            /// Stores groups over several segments until the power goes before call `crash`.
            func run(until crash: Int?, forgetting: Bool = false) throws -> (
                SimulatedDisk, durable: LogModel, ended: Bool
            ) {
                let disk = SimulatedDisk()
                disk.forgetsDirectorySyncs = forgetting
                disk.callsUntilCrash = crash
                var (durable, model) = (LogModel(), LogModel())
                do {
                    let log = try Log(creatingOn: disk, identity: .test, segmentSize: segmentSize)
                    for _ in 0..<8 {
                        try log.store([model.append(sizes: [900])])
                        durable = model
                    }
                } catch { return (disk, durable, false) }
                return (disk, durable, true)
            }
            let (whole, _, _) = try run(until: nil)
            story.note("what a log asks of its disk, over three segments")
            story.tell(whole)
            story.note("the power goes before a call, and with it all names and bytes that were not synced")
            var outcomes: [(Int, String)] = []
            var lost = 0
            for crash in 0... {
                let (disk, durable, ended) = try run(until: crash)
                if ended { break }
                disk.crashLosingAll()
                let recovered = try Log.open(on: disk, segmentSize: segmentSize)?.recovered
                let entries = recovered?.entries.count ?? 0
                if entries < durable.entries.count { lost += 1 }
                outcomes.append(
                    (crash, recovered == nil ? "nobody's" : "\(entries) entries, \(durable.entries.count) reported"))
            }
            story.tell(outcomes, "before call")
            story.rule("nothing that was reported durable is lost", lost == 0)
            story.note("the same on a disk that forgets to sync its directory")
            let (careless, durable, _) = try run(until: nil, forgetting: true)
            careless.crashLosingAll()
            let left = try Log.open(on: careless, segmentSize: segmentSize)
            story.tell("left: \(left == nil ? "nothing" : "something"), reported: \(durable.entries.count) entries")
            story.rule("there it would be lost: the rule can be broken", left == nil)

            story.note("a snapshot's name")
            let cluster = ClusterID(rawValue: 7)
            let membership = Membership(bootstrap: Member(id: NodeID(rawValue: 3), address: "h:1"))
            var found: [(Int, String)] = []
            var isWhole = true
            for crash in 0... {
                let disk = SimulatedDisk()
                disk.callsUntilCrash = crash
                var isReported = false
                do {
                    let writer = try SnapshotStore(disk: disk, cluster: cluster).begin(
                        index: LogIndex(rawValue: 9), term: Term(rawValue: 2), membership: membership)
                    try writer.append([UInt8](repeating: 5, count: 70_000))
                    _ = try writer.finish()
                    isReported = true
                } catch {}
                if crash == 20 { for line in disk.takeTrace() { story.tell(line) } }
                disk.crashLosingAll()
                let metadata = try SnapshotStore(disk: disk, cluster: cluster).recover()
                isWhole = isWhole && (!isReported || metadata?.size == 70_000)
                found.append(
                    (
                        crash,
                        "\(metadata == nil ? "no snapshot" : "the whole snapshot"), \(isReported ? "reported" : "not reported")"
                    ))
                if crash >= 20 { break }
            }
            story.tell(found, "before call")
            story.rule("it is reported only when its name is durable", isWhole)
        }
    }
}

/// A real disk on which a call fails once, as a drive does that has to give up a sector.
final class FaultyDisk: Disk, Sendable {
    private struct State {
        var failing: String?
        var delayed = false
        var calls = 0
        var syncs = 0
    }

    private let disk: PosixDisk
    private let state = Mutex(State())

    init(_ disk: PosixDisk) { self.disk = disk }

    /// Writes and syncs so far.
    var calls: Int { state.withLock { $0.calls } }

    /// Whether the spare that follows the first segment has been made: two files of a whole segment are there.
    var isQuiet: Bool { ((try? disk.names())?.count ?? 0) >= 2 && state.withLock { $0.syncs } >= 6 }

    func failNext(_ call: String) { state.withLock { $0.failing = call } }

    /// The next sync takes a fifth of a second.
    func delayNext() { state.withLock { $0.delayed = true } }

    private func attempt(_ call: String) throws(DiskError) {
        let fails = state.withLock { state -> Bool in
            state.calls += 1
            if call == "a sync" { state.syncs += 1 }
            guard state.failing == call else { return false }
            state.failing = nil
            return true
        }
        if fails { throw DiskError(.failed, operation: call, errno: EIO) }
    }

    func names() throws(DiskError) -> [String] { try disk.names() }
    func open(_ name: String, create: Bool) throws(DiskError) -> DiskFile { try disk.open(name, create: create) }
    func size(of file: DiskFile) throws(DiskError) -> Int { try disk.size(of: file) }
    func availableBytes() throws(DiskError) -> Int { try disk.availableBytes() }

    func read(_ file: DiskFile, at offset: Int, count: Int) throws(DiskError) -> [UInt8] {
        try disk.read(file, at: offset, count: count)
    }
    func openForBlocks(_ name: String) throws(DiskError) -> DiskFile { try disk.openForBlocks(name) }
    func write(_ bytes: UnsafeRawBufferPointer, to file: DiskFile, at offset: Int) throws(DiskError) {
        try attempt("a write")
        try disk.write(bytes, to: file, at: offset)
    }
    func sync(_ file: DiskFile) throws(DiskError) {
        try attempt("a sync")
        let isDelayed = state.withLock { state in
            defer { state.delayed = false }
            return state.delayed
        }
        if isDelayed { usleep(200_000) }
        try disk.sync(file)
    }
    func close(_ file: DiskFile) { disk.close(file) }
    func rename(_ name: String, to newName: String) throws(DiskError) { try disk.rename(name, to: newName) }
    func remove(_ name: String) throws(DiskError) { try disk.remove(name) }
    func syncDirectory() throws(DiskError) { try disk.syncDirectory() }
}
