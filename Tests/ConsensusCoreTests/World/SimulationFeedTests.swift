import Identity
import Testing

@testable import ConsensusCore

@Suite struct SimulationFeedTests {
    private typealias Chunk = SimulationFeed.Chunk

    private func index(_ number: UInt64) -> LogIndex { LogIndex(rawValue: number) }

    private func some<Value>(_ value: Value?, sourceLocation: SourceLocation = #_sourceLocation) throws -> Value {
        try #require(value, sourceLocation: sourceLocation)
    }

    /// One that has said what it holds.
    private func live(applied: UInt64 = 0) -> SimulationFeed {
        var feed = SimulationFeed()
        #expect(feed.received(.start(applied: applied, isOurs: true)) == .begin)
        return feed
    }

    private func chunk(
        of index: UInt64 = 9, at offset: UInt64, _ count: Int = 10, last isLast: Bool = false
    ) -> SimulationFeed.Message {
        .chunk(Chunk(index: index, offset: offset, count: count, isLast: isLast))
    }

    /// Gives it a snapshot of so many bytes, a chunk at a time.
    private func give(_ feed: inout SimulationFeed, snapshot number: UInt64, size: UInt64, in pieces: UInt64) throws
        -> [Chunk]
    {
        let opening = try some(feed.openSnapshot(newest: index(number)))
        #expect(feed.due(committed: index(.max)) == .nothing, "it is being opened")
        feed.opened(opening, index: index(number), size: size)
        var sent: [Chunk] = []
        while case .chunk(let offset) = feed.due(committed: index(.max)) {
            let reading = try some(feed.beginReading(at: offset))
            #expect(feed.due(committed: index(.max)) == .nothing && feed.beginReading(at: offset) == nil, "once")
            sent.append(try some(feed.chunkRead(Int(min(pieces, size - offset)), of: reading)))
        }
        return sent
    }

    @Test("nothing is given to it, and nothing is taken from it, before it has said what it holds; it says so once")
    func startComesFirst() {
        var feed = SimulationFeed()
        #expect(!feed.hasStarted && feed.due(committed: index(5)) == .nothing)
        for message in [.applied(tick: 1, origin: 0), .stopped, chunk(at: 0)] as [SimulationFeed.Message] {
            #expect(feed.received(message) == .refuse(.outOfTurn))
        }
        #expect(!feed.askForSnapshot() && !feed.forgetWorld() && !feed.lacks(snapshot: index(5)))
        #expect(feed.received(.start(applied: 3, isOurs: true)) == .begin)
        #expect(feed.isLive && feed.due(committed: index(5)) == .entries(after: index(3)))
        #expect(feed.received(.start(applied: 3, isOurs: true)) == .refuse(.outOfTurn))
    }

    @Test("a world of another cluster is refused, an empty one is of any")
    func otherCluster() {
        var feed = SimulationFeed()
        #expect(feed.received(.start(applied: 3, isOurs: false)) == .refuse(.otherCluster))
        #expect(!feed.hasStarted)
        #expect(feed.received(.start(applied: 0, isOurs: false)) == .begin)
    }

    @Test("it is given each entry once, as far as entries are committed")
    func entries() {
        var feed = live(applied: 2)
        #expect(feed.due(committed: index(2)) == .nothing)
        feed.gave(through: index(7))
        #expect(feed.due(committed: index(7)) == .nothing)
        #expect(feed.due(committed: index(8)) == .entries(after: index(7)))
    }

    @Test("a snapshot is given whole and in order, then the entries after it")
    func snapshotDown() throws {
        var feed = live(applied: 2)
        #expect(feed.lacks(snapshot: index(9)) && !feed.lacks(snapshot: index(2)))
        let sent = try give(&feed, snapshot: 9, size: 25, in: 10)
        #expect(
            sent == [
                Chunk(index: 9, offset: 0, count: 10, isLast: false),
                Chunk(index: 9, offset: 10, count: 10, isLast: false),
                Chunk(index: 9, offset: 20, count: 5, isLast: true),
            ])
        #expect(feed.isLive && feed.due(committed: index(10)) == .entries(after: index(9)))
        #expect(feed.openSnapshot(newest: index(9)) == nil && feed.openSnapshot(newest: nil) == nil, "no newer one")
        #expect(feed.isLive)
    }

    @Test("what was said of a world that a snapshot has replaced is not compared")
    func origin() throws {
        var feed = live()
        #expect(feed.received(.applied(tick: 1, origin: 4)) == .applied(isComparable: true), "none was given yet")
        #expect(feed.received(.applied(tick: 0, origin: 4)) == .applied(isComparable: false))
        let opening = try some(feed.openSnapshot(newest: index(9)))
        #expect(feed.received(.applied(tick: 2, origin: 4)) == .pass, "it crossed the order to start over")
        feed.opened(opening, index: index(9), size: 5)
        #expect(feed.received(.applied(tick: 2, origin: 4)) == .pass)
        let reading = try some(feed.beginReading(at: 0))
        #expect(feed.chunkRead(5, of: reading)?.isLast == true)
        #expect(feed.received(.applied(tick: 3, origin: 4)) == .applied(isComparable: false))
        #expect(feed.received(.applied(tick: 3, origin: 9)) == .applied(isComparable: true))
    }

    @Test("a wrong world is replaced by whatever snapshot there is, also while another one is on its way")
    func wrongWorld() throws {
        var feed = live(applied: 20)
        #expect(feed.openSnapshot(newest: index(9)) == nil, "it is ahead of it")
        #expect(feed.forgetWorld() == true)
        let old = try some(feed.openSnapshot(newest: index(9)))
        feed.opened(old, index: index(9), size: 30)
        let reading = try some(feed.beginReading(at: 0))
        #expect(feed.forgetWorld() == true)
        let new = try some(feed.openSnapshot(newest: index(12)))
        #expect(feed.awaits(opening: new) && !feed.awaits(opening: old))
        feed.opened(old, index: index(9), size: 30)
        #expect(feed.due(committed: index(20)) == .nothing, "the older one is of no use")
        feed.opened(new, index: index(12), size: 10)
        #expect(!feed.isReading(reading) && feed.chunkRead(10, of: reading) == nil)
        let next = try some(feed.beginReading(at: 0))
        #expect(feed.chunkRead(10, of: next) == Chunk(index: 12, offset: 0, count: 10, isLast: true))
        #expect(feed.delivered == index(12))
    }

    @Test("one that cannot go on says so at any time after its start")
    func stopped() throws {
        var feed = live()
        #expect(feed.received(.stopped) == .stop)
        let opening = try some(feed.openSnapshot(newest: index(9)))
        #expect(feed.received(.stopped) == .stop)
        feed.opened(opening, index: index(9), size: 1)
        #expect(feed.received(.stopped) == .stop)
    }

    @Test("one snapshot is asked for at a time, and its chunks come in order, none too large")
    func snapshotUp() {
        var feed = live()
        #expect(feed.askForSnapshot() && !feed.askForSnapshot())
        #expect(feed.received(chunk(at: 3)) == .refuse(.chunk), "it begins at 0")
        for (number, wrong) in [
            chunk(at: 0), chunk(at: 11), chunk(of: 8, at: 10), chunk(at: 10, SimulationFeed.maximumChunk + 1),
        ].enumerated() {
            var feed = feed
            #expect(
                feed.received(chunk(at: 0))
                    == .take(Chunk(index: 9, offset: 0, count: 10, isLast: false), number: 1, isFirst: true))
            #expect(feed.received(wrong) == .refuse(.chunk), "\(number)")
            #expect(
                feed.received(chunk(at: 10, SimulationFeed.maximumChunk, last: true))
                    == .take(
                        Chunk(index: 9, offset: 10, count: SimulationFeed.maximumChunk, isLast: true), number: 1,
                        isFirst: false))
            #expect(!feed.wasAskedForSnapshot && feed.askForSnapshot())
        }
    }

    @Test("of its own accord it streams one only while it goes on, and from the beginning")
    func unasked() throws {
        var feed = live()
        #expect(feed.received(chunk(at: 10)) == .refuse(.outOfTurn))
        guard case .take(_, number: 1, isFirst: true) = feed.received(chunk(at: 0, last: true)) else {
            Issue.record("it was not taken")
            return
        }
        #expect(!feed.wasAskedForSnapshot)
        _ = try some(feed.openSnapshot(newest: index(9)))
        #expect(feed.received(chunk(at: 0)) == .refuse(.outOfTurn))
    }

    @Test("it is held up while more waits for the disk than may, and goes on when less does")
    func heldUp() {
        var feed = live()
        #expect(feed.askForSnapshot() == true)
        _ = feed.received(chunk(at: 0))
        #expect(!feed.isWriting(SimulationFeed.maximumWaitingBytes, of: 1) && !feed.isHeldUp)
        #expect(feed.isWriting(10, of: 1) && feed.isHeldUp)
        #expect(feed.wrote(10, of: 1) == true && !feed.isHeldUp)
        #expect(feed.wrote(10, of: 1) == false, "it was not held up")
        _ = feed.received(chunk(at: 10, last: true))
        #expect(feed.wrote(10, of: 1) == nil && !feed.isWriting(10, of: 1), "that snapshot comes no more")
        #expect(feed.askForSnapshot() == true)
        _ = feed.received(chunk(at: 0))
        #expect(feed.wrote(10, of: 1) == nil && feed.wrote(10, of: 2) == false)
    }
}
