import ConsensusCore
import Glibc
import Identity
import Synchronization
import Testing

@testable import ConsensusStorage

/// The same log on real files, with real threads.
@Suite struct RealDiskTests {
    /// A folder that goes when the test ends.
    final class Folder {
        let path: String

        init() {
            var template = Array("/tmp/snaketron-log-XXXXXX".utf8CString)
            path = String(cString: mkdtemp(&template)!)
        }

        deinit {
            guard let directory = opendir(path) else { return }
            while let entry = readdir(directory) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                unlink("\(path)/log/\(name)")
                unlink("\(path)/\(name)")
            }
            closedir(directory)
            rmdir(path)
        }
    }

    @Test("blocks are durable when they are written, and a write that is none goes through the page cache")
    func blocks() throws {
        let folder = Folder()
        let disk = try PosixDisk(path: "\(folder.path)/log")
        try disk.write([UInt8](repeating: 1, count: 3 * DiskBlock.size), to: try disk.open("a", create: true), at: 0)
        let file = try disk.openForBlocks("a")
        #expect(fcntl(file.descriptor, F_GETFL) & O_DSYNC == O_DSYNC && file.writesThrough)
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: DiskBlock.size, alignment: DiskBlock.size)
        defer { memory.deallocate() }
        memory.initializeMemory(as: UInt8.self, repeating: 2)
        try disk.write(UnsafeRawBufferPointer(memory), to: file, at: DiskBlock.size)
        try disk.write([3, 4, 5], to: file, at: 2 * DiskBlock.size + 1)  // as after a write that was cut short
        let bytes = try disk.read(try disk.open("a", create: false), at: 0, count: 4 * DiskBlock.size)
        let block = { [UInt8](repeating: $0, count: DiskBlock.size) }
        #expect(bytes == block(1) + block(2) + [1, 3, 4, 5] + block(1).dropFirst(4))
        #expect(fcntl(file.descriptor, F_GETFL) & O_DSYNC == O_DSYNC, "still durable")
    }

    @Test func theDirectoryIsLocked() throws {
        let folder = Folder()
        let disk = try PosixDisk(path: folder.path)
        var fault: DiskError?
        do { _ = try PosixDisk(path: folder.path) } catch { fault = error }
        #expect(fault?.code == .locked)
        withExtendedLifetime(disk) {}
    }

    @Test func foldersAreMadeAndSetAside() throws {
        let folder = Folder()
        let disk = try PosixDisk(path: "\(folder.path)/a/b/c")
        let aside = try disk.setAside(suffix: "damaged-1")
        #expect(aside == "\(folder.path)/a/b/c.damaged-1")
        let again = try PosixDisk(path: "\(folder.path)/a/b/c")
        #expect(try again.names().isEmpty)
        for name in ["a/b/c", "a/b/c.damaged-1", "a/b", "a"] { rmdir("\(folder.path)/\(name)") }
    }

    @Test("a list of names that cannot be read to its end is an error, not a short list")
    func unreadableNames() throws {
        let folder = Folder()
        let disk = try PosixDisk(path: folder.path)
        disk.close(try disk.open("kept", create: true))
        #expect(try disk.names() == ["kept"])
        let stream = try #require(opendir(folder.path))
        defer { closedir(stream) }
        let file = try disk.open("kept", create: false)
        #expect(dup2(file.descriptor, dirfd(stream)) >= 0)  // what the kernel reads from is no directory any more
        #expect(PosixDisk.names(in: stream) == nil && errno == ENOTDIR)
        disk.close(file)
    }

    @Test("a full disk is tried again only when it has room, and ever more seldom when that is not true")
    func spareAttempts() {
        var attempts = SpareAttempts()
        attempts.failed()
        var tries = 0
        for _ in 0..<1_000 where attempts.mayTry(free: 9, size: 10) { tries += 1 }
        #expect(tries == 0, "no room, no attempt")
        let triesNow = attempts.mayTry(free: 10, size: 10)
        #expect(triesNow, "room, at once")
        var looks: [Int] = []
        for _ in 0..<8 {  // a quota: the disk says that there is room, and there is none
            attempts.failed()
            var count = 1
            while !attempts.mayTry(free: .max, size: 10) { count += 1 }
            looks.append(count)
        }
        #expect(looks == [2, 4, 8, 16, 32, 32, 32, 32])
    }

    @Test("what is free is what may be written")
    func freeBytes() throws {
        let disk = SimulatedDisk()
        let store = SnapshotStore(disk: disk, cluster: ClusterID(rawValue: 7))
        disk.freeBytes = 20 << 20
        #expect(try store.hasRoom(for: 10 << 20) && !store.hasRoom(for: 20 << 20))
        #expect(try !store.hasRoom(for: .max), "a size that another node tells, near the end of its type")
        let folder = Folder()
        #expect(try PosixDisk(path: folder.path).availableBytes() > 0)
    }

    @Test("a directory is made only where that is asked for")
    func nothingIsMade() throws {
        let folder = Folder()
        #expect { _ = try PosixDisk(path: "\(folder.path)/typo/consensus", create: false) } throws: {
            ($0 as? DiskError)?.code == .notFound
        }
        #expect(access("\(folder.path)/typo", F_OK) != 0)
    }

    @Test func refusalsAreNamed() throws {
        let folder = Folder()
        let disk = try PosixDisk(path: folder.path)
        #expect { _ = try disk.open("nothing", create: false) } throws: { ($0 as? DiskError)?.code == .notFound }
        disk.close(try disk.open("x", create: true))
        #expect { _ = try disk.open("x", create: true) } throws: { ($0 as? DiskError)?.code == .exists }
    }

    @Test("the log's thread reports every request once durable, in order, and survives a restart")
    func groupCommit() async throws {
        let folder = Folder()
        let segment = 64 << 10
        let disk = try PosixDisk(path: folder.path)
        let thread = LogThread(
            log: try WriteAheadLog(creatingOn: disk, identity: .test, segmentSize: segment), disk: disk,
            segmentSize: segment)
        let reported = Mutex<[UInt64]>([])
        let groups = Mutex(0)
        let (stream, done) = AsyncStream<Void>.makeStream()
        let count: UInt64 = 2_000
        thread.start(
            report: { event in
                guard case .persisted(let generation) = event else { return }
                reported.withLock { $0.append(generation) }
                if generation == count { done.finish() }
            }, measured: { _ in groups.withLock { $0 += 1 } })
        var model = LogModel()
        for _ in 0..<count { thread.submit(model.append(sizes: [100])) }
        for await _ in stream {}
        thread.close()
        let generations = reported.withLock { $0 }
        #expect(generations == generations.sorted() && Set(generations).count == generations.count)
        #expect(generations.last == count)
        #expect(groups.withLock { $0 } < Int(count), "requests that wait share a sync")
        let opened = try #require(try WriteAheadLog.open(on: disk, segmentSize: segment))
        #expect(model.matches(opened.recovered))
    }

    @Test("groups written by the caller and by the thread are one log, in order")
    func writingHere() throws {
        let folder = Folder()
        let segment = 64 << 10
        let disk = try PosixDisk(path: folder.path)
        let thread = LogThread(
            log: try WriteAheadLog(creatingOn: disk, identity: .test, segmentSize: segment), disk: disk,
            segmentSize: segment)
        let told = Signal()
        let reported = Mutex<[UInt64]>([])
        thread.start(report: { event in
            guard case .persisted(let generation) = event else { return }
            reported.withLock { $0.append(generation) }
            told.send()
        })
        var model = LogModel()
        var here: [UInt64] = []
        for round in 0..<600 {
            if round % 7 == 0 { thread.submit(model.append(sizes: [100])) }
            let request = model.append(sizes: [round % 11 == 0 ? 5_000 : 100])
            if try thread.writeHere(request) != nil {
                here.append(request.generation)
            } else if round % 2 == 0 {
                while reported.withLock({ $0.last ?? 0 }) < request.generation { told.wait() }
            }
        }
        thread.close()
        let generations = reported.withLock { $0 }
        #expect(generations == generations.sorted() && Set(generations).isDisjoint(with: here))
        let opened = try #require(try WriteAheadLog.open(on: disk, segmentSize: segment))
        #expect(model.matches(opened.recovered))
    }

    @Test("a caller writes what is small to a disk that has nothing to do and was quick; the thread writes the rest")
    func whoWrites() throws {
        let folder = Folder()
        let disk = FaultyDisk(try PosixDisk(path: folder.path))
        let thread = LogThread(
            log: try WriteAheadLog(creatingOn: disk, identity: .test, segmentSize: 64 << 10), disk: disk,
            segmentSize: 64 << 10, slowPeriod: .max)
        var model = LogModel()
        #expect(try thread.writeHere(model.append(sizes: [100]))?.requests == 1)
        disk.delayNext()
        #expect(try thread.writeHere(model.append(sizes: [100])) != nil)
        #expect(try thread.writeHere(model.append(sizes: [100])) == nil, "the disk was slow")
        thread.start(report: { _ in })
        thread.close()
        let opened = try #require(try WriteAheadLog.open(on: disk, segmentSize: 64 << 10))
        #expect(model.matches(opened.recovered))
    }

    @Test("a caller leaves large groups, and those behind others, to the thread")
    func whoDoesNotWrite() throws {
        let folder = Folder()
        let disk = try PosixDisk(path: folder.path)
        let thread = LogThread(log: try WriteAheadLog(creatingOn: disk, identity: .test), disk: disk)
        var model = LogModel()
        #expect(try thread.writeHere(model.append(sizes: [10_000])) == nil)
        #expect(try thread.writeHere(model.append(sizes: [10])) == nil, "another waits")
        thread.start(report: { _ in })
        thread.close()
        let opened = try #require(try WriteAheadLog.open(on: disk))
        #expect(model.matches(opened.recovered))
    }

    @Test("a caller's write that fails ends the log", arguments: ["a sync", "a write"])
    func failingHere(_ call: String) throws {
        let folder = Folder()
        let disk = FaultyDisk(try PosixDisk(path: folder.path))
        let thread = LogThread(log: try WriteAheadLog(creatingOn: disk, identity: .test), disk: disk)
        var model = LogModel()
        disk.failNext(call)
        #expect(throws: DiskError.self) { try thread.writeHere(model.append(sizes: [100])) }
        let calls = disk.calls
        #expect(try thread.writeHere(model.append(sizes: [100])) == nil)
        let reported = Mutex(0)
        thread.start(report: { _ in reported.withLock { $0 += 1 } })
        thread.close()
        #expect(disk.calls == calls && reported.withLock { $0 } == 0, "nothing is written or reported any more")
    }

    @Test("closing waits for what was submitted")
    func closing() throws {
        let folder = Folder()
        let disk = try PosixDisk(path: folder.path)
        let thread = LogThread(
            log: try WriteAheadLog(creatingOn: disk, identity: .test, segmentSize: 8192), disk: disk, segmentSize: 8192)
        thread.start(report: { _ in })
        var model = LogModel()
        for _ in 0..<50 { thread.submit(model.append(sizes: [1000])) }
        thread.close()
        let opened = try #require(try WriteAheadLog.open(on: disk, segmentSize: 8192))
        #expect(model.matches(opened.recovered))
    }

    @Test("a log without the snapshot it stands on is damaged")
    func missingSnapshot() throws {
        let folder = Folder()
        let disk = try PosixDisk(path: folder.path)
        let directory = try NodeDirectory(creatingOn: disk, identity: .test)
        directory.log.start(report: { _ in })
        var model = LogModel()
        for _ in 0..<5 { directory.log.submit(model.append(sizes: [10])) }
        directory.log.submit(model.snapshot(through: 3))
        directory.log.close()
        #expect { _ = try NodeDirectory(openingOn: disk) } throws: { ($0 as? StorageError)?.code == .damaged }

        let writer = try directory.snapshots.begin(
            index: LogIndex(rawValue: 3), term: Term(rawValue: 1),
            membership: Membership(bootstrap: Member(id: NodeID(rawValue: 3), address: "h:1")))
        try writer.append([1, 2, 3])
        _ = try writer.finish()
        let opened = try #require(try NodeDirectory(openingOn: disk))
        #expect(opened.identity == .test && opened.restored.snapshot?.size == 3)
        #expect(opened.restored.entries.last?.index.rawValue == 5)
    }
}
