import Identity
import Testing

@testable import ConsensusCore

@Suite struct WorldCopyingTests {
    /// Asks each 500 ms from `start` on while the world moves by one entry a beat, and carries the orders out.
    private struct Run {
        var copying: WorldCopying
        var now: Milliseconds
        var applied: UInt64 = 100
        /// When the world was as it is in the database.
        var worldInDatabase: Milliseconds?
        var begun: [Milliseconds] = []

        init(interval: Milliseconds, now: Milliseconds = 1_000_000) {
            self.now = now
            copying = WorldCopying(interval: interval, now: now)
        }

        mutating func beat(
            savesWork: Bool = false, isTaking: Bool = false, moves: Bool = true
        ) -> WorldCopying.Action {
            now += 500
            if moves { applied += 1 }
            let action = copying.passed(
                applied: LogIndex(rawValue: applied), savesWork: savesWork, isTaking: isTaking, at: now)
            if action == .takeSnapshot { begun.append(now) }
            return action
        }
    }

    @Test("the copy in the database is never older than the interval", arguments: [0, 200, 1_400, 3_900] as [UInt64])
    func neverOlder(duration: UInt64) {
        var run = Run(interval: 10_000)
        var arrivals: [(begun: Milliseconds, arrives: Milliseconds)] = []
        var newest: Milliseconds?
        for _ in 0..<400 {
            if run.beat() == .takeSnapshot {
                let isWanted = run.copying.snapshotTaken(at: run.now)
                #expect(isWanted)
                arrivals.append((run.now, run.now + duration))
            }
            if let last = arrivals.last, run.copying.isSending, last.arrives <= run.now {
                let duration = run.copying.stored(at: run.now)
                #expect(duration == run.now - last.begun)
                newest = last.begun
            }
            if let newest { #expect(run.now - newest <= 10_000) }
            if let newest {
                #expect(run.copying.age(applied: LogIndex(rawValue: run.applied), at: run.now) == run.now - newest)
            }
        }
        #expect(run.begun.count >= 20, "200 s")
    }

    @Test("a snapshot that was ordered before is never taken for the copy's")
    func earlierSnapshot() {
        var run = Run(interval: 10_000)
        for _ in 0..<40 {
            #expect(run.beat(isTaking: true) == .wait)
            let isWanted = run.copying.snapshotTaken(at: run.now)
            #expect(!isWanted)
        }
        #expect(run.beat() == .takeSnapshot)
    }

    @Test("a copy that takes long is made at most twice an interval")
    func longCopies() {
        var run = Run(interval: 10_000)
        for _ in 0..<200 where run.beat() == .takeSnapshot {
            _ = run.copying.snapshotTaken(at: run.now)
            run.now += 9_000
            _ = run.copying.stored(at: run.now)
        }
        #expect(zip(run.begun, run.begun.dropFirst()).allSatisfy { $1 - $0 >= 9_000 })
    }

    @Test("nothing is copied again that has not changed, and its age is nothing")
    func unchanged() {
        var run = Run(interval: 10_000)
        while run.beat() == .wait {}
        _ = run.copying.snapshotTaken(at: run.now)
        _ = run.copying.stored(at: run.now)
        for _ in 0..<1_000 {
            let action = run.beat(moves: false)
            #expect(action == .wait)
        }
        #expect(run.copying.age(applied: LogIndex(rawValue: run.applied), at: run.now) == 0)
        // What happens after an hour of silence is as old as it is, not an hour.
        _ = run.beat()
        #expect(run.copying.age(applied: LogIndex(rawValue: run.applied), at: run.now) <= 1_000)
    }

    @Test("0 copies nothing")
    func off() {
        var run = Run(interval: 0)
        for _ in 0..<1_000 {
            let action = run.beat()
            #expect(action == .wait)
        }
        #expect(run.copying.age(applied: LogIndex(rawValue: run.applied), at: run.now) == 0)
    }

    @Test("while the cluster saves work copies are put off, but not for ever")
    func savesWork() {
        var run = Run(interval: 10_000)
        let start = run.now
        while run.beat(savesWork: true) == .wait, run.now < start + 200_000 {}
        #expect(run.now - start == 60_000)
        run.copying.failed(at: run.now)
        let failedAt = run.now
        while run.beat() == .wait, run.now < failedAt + 100_000 {}
        #expect(run.now - failedAt == 10_000, "once it has time again")
    }

    @Test("a failure is tried again an interval later, and a snapshot that never comes is one")
    func failures() {
        var run = Run(interval: 10_000)
        while run.beat() == .wait {}
        run.copying.failed(at: run.now)
        let isWanted = run.copying.snapshotTaken(at: run.now)
        #expect(!isWanted, "it was given up")
        let failedAt = run.now
        while run.beat() == .wait {}
        #expect(run.now - failedAt == 10_000)
        let orderedAt = run.now
        while run.beat() == .wait, run.now < orderedAt + 100_000 {}
        #expect(run.now - orderedAt == 30_500 + 10_000)
    }

    @Test("a snapshot that nobody ordered is not copied")
    func others() {
        var run = Run(interval: 10_000)
        let isWanted = run.copying.snapshotTaken(at: run.now)
        let duration = run.copying.stored(at: run.now)
        #expect(!isWanted && duration == 0)
    }

    @Test("a mebibyte of the world goes in a second")
    func pace() {
        var run = Run(interval: 10_000)
        while run.beat() == .wait {}
        _ = run.copying.snapshotTaken(at: run.now)
        let start = run.now
        for _ in 0..<32 { run.now += run.copying.sent(65_536, at: run.now) }
        #expect(run.now - start == 2_000)
        run.now += 5_000  // the database took its time
        let pause = run.copying.sent(65_536, at: run.now)
        #expect(pause == 0)
    }

    @Test("a new leadership begins anew")
    func reset() {
        var run = Run(interval: 10_000)
        while run.beat() == .wait {}
        run.copying.reset(at: run.now)
        let isWanted = run.copying.snapshotTaken(at: run.now)
        #expect(!isWanted)
        let start = run.now
        while run.beat() == .wait {}
        #expect(run.now - start == 5_000)
    }

    @Test("an old copy is told of every 30 s until a newer one is stored")
    func oldCopy() {
        var run = Run(interval: 10_000)
        var told: [(at: Milliseconds, age: Milliseconds)] = []
        func look() {
            if let age = run.copying.oldAge(applied: LogIndex(rawValue: run.applied), at: run.now) {
                told.append((run.now, age))
            }
        }
        let began = run.now
        for _ in 0..<400 {  // 200 s in which the database takes none
            if run.beat() == .takeSnapshot { run.copying.failed(at: run.now) }
            look()
        }
        #expect(
            told.map { $0.at - began } == [120_500, 150_500, 180_500], "six intervals are no fault while work is saved")
        #expect(told.map(\.age) == told.map { $0.at - began })
        while run.beat() != .takeSnapshot { look() }
        _ = run.copying.snapshotTaken(at: run.now)
        _ = run.copying.stored(at: run.now)
        told = []
        for _ in 0..<100 {
            if run.beat() == .takeSnapshot { run.copying.failed(at: run.now) }
            look()
        }
        #expect(told.isEmpty)
        run.copying = WorldCopying(interval: 0, now: run.now)
        run.now += 3_600_000
        look()
        #expect(told.isEmpty, "nobody wants copies")
    }
}
