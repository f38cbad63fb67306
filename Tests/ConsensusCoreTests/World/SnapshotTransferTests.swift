import ConsensusCore
import Identity
import Testing

@Suite struct SnapshotTransferTests {
    private static let megabyte = 1 << 20

    private func named(_ size: UInt64) -> SnapshotTransfer {
        let metadata = SnapshotMetadata(
            index: LogIndex(rawValue: 50), term: Term(rawValue: 3), membership: Membership(), size: size)
        return SnapshotTransfer(.named(metadata), now: 0)
    }

    private func chunk(
        _ offset: UInt64, _ count: Int, index: UInt64 = 50, last: Bool = false, intact: Bool = true
    ) -> SnapshotTransfer.Chunk {
        SnapshotTransfer.Chunk(
            index: LogIndex(rawValue: index), offset: offset, count: count, isLast: last, isIntact: intact)
    }

    private func take(
        _ chunk: SnapshotTransfer.Chunk, _ transfer: inout SnapshotTransfer, at now: Milliseconds = 0
    ) -> [SnapshotTransfer.Action] {
        transfer.received(chunk, now: now) { $0.rawValue <= 60 }
    }

    private func isGivenUp(_ actions: [SnapshotTransfer.Action]) -> Bool {
        if case .giveUp = actions.first { actions.count == 1 } else { false }
    }

    @Test("a named snapshot goes on where its call broke, and is complete with the bytes that were named")
    func resumes() {
        var transfer = named(250)
        #expect(transfer.connected() == [.call(index: LogIndex(rawValue: 50), offset: 0)])
        #expect(transfer.connected() == [], "one call at a time")
        #expect(take(chunk(0, 100), &transfer) == [.write])
        #expect(transfer.disconnected("reset") == [])
        #expect(transfer.callEnded("unavailable", isFinal: false) == [.callLater])
        #expect(transfer.connected() == [.call(index: LogIndex(rawValue: 50), offset: 100)])
        #expect(take(chunk(100, 100), &transfer) == [.write])
        #expect(!transfer.isComplete)
        #expect(take(chunk(200, 50, last: true), &transfer) == [.write, .finish])
        #expect(transfer.isComplete)
        #expect(transfer.callEnded("ok", isFinal: false) == [])
        #expect(transfer.passed(now: 1_000_000) == [], "the disk has it now")
    }

    @Test("a sender that no longer has it ends the attempt")
    func refused() {
        var transfer = named(250)
        _ = transfer.connected()
        #expect(
            transfer.callEnded("snapshot 50 is no longer here", isFinal: true) == [
                .giveUp("snapshot 50 is no longer here")
            ])
        #expect(transfer.connected() == [])
        #expect(take(chunk(0, 100), &transfer) == [])
        #expect(transfer.written(100, fault: "no space") == [], "once is enough")
    }

    @Test(
        "a chunk that is damaged, out of order, past the end or short of it ends the attempt",
        arguments: [
            (100, 100, false, false), (0, 100, false, true), (200, 50, true, true), (100, 151, true, true),
            (100, 150, false, true), (100, 100, true, true), (.max, 100, false, true),
        ] as [(UInt64, Int, Bool, Bool)])
    func malformed(offset: UInt64, count: Int, last: Bool, intact: Bool) {
        var transfer = named(250)
        _ = transfer.connected()
        _ = take(chunk(0, 100), &transfer)
        #expect(isGivenUp(take(chunk(offset, count, last: last, intact: intact), &transfer)))
    }

    @Test("a fresh snapshot is kept under an entry that this node knows, and a broken call ends the attempt")
    func fresh() {
        var transfer = SnapshotTransfer(.fresh, now: 0)
        #expect(transfer.connected() == [.call(index: .zero, offset: 0)])
        var ofTheFuture = transfer
        #expect(isGivenUp(take(chunk(0, 100, index: 61), &ofTheFuture)))
        #expect(take(chunk(0, 100, index: 55), &transfer) == [.write])
        #expect(transfer.index.rawValue == 55)
        var another = transfer
        #expect(isGivenUp(take(chunk(100, 100, index: 56), &another)))
        var broken = transfer
        #expect(broken.callEnded("unavailable", isFinal: false) == [.giveUp("unavailable")])
        var lost = transfer
        #expect(lost.disconnected("reset") == [.giveUp("reset")])
        #expect(take(chunk(100, 7, index: 55, last: true), &transfer) == [.write, .finish])
    }

    @Test("a world larger than any can be is refused, before it begins and while it comes")
    func tooLarge() {
        #expect(SnapshotTransfer.refusal(of: SnapshotTransfer.maximumBytes, hasRoom: true) == nil)
        #expect(SnapshotTransfer.refusal(of: SnapshotTransfer.maximumBytes + 1, hasRoom: true) != nil)
        #expect(SnapshotTransfer.refusal(of: 1, hasRoom: false) != nil)
        var transfer = SnapshotTransfer(.fresh, now: 0)
        _ = transfer.connected()
        let count = Int(SnapshotTransfer.maximumBytes)
        #expect(take(chunk(0, count), &transfer).first == .write)
        #expect(isGivenUp(take(chunk(UInt64(count), 1), &transfer)))
    }

    @Test("the sender waits while more than 4 MiB wait for the disk")
    func slowDisk() {
        var transfer = named(100 << 20)
        _ = transfer.connected()
        var offset: UInt64 = 0
        for _ in 0..<4 {
            #expect(take(chunk(offset, Self.megabyte), &transfer) == [.write])
            offset += UInt64(Self.megabyte)
        }
        #expect(take(chunk(offset, Self.megabyte), &transfer) == [.write, .pauseReading])
        // In a new call after a break nothing is paused yet.
        #expect(take(chunk(offset + UInt64(Self.megabyte), 1), &transfer) == [.write, .pauseReading])
        #expect(transfer.passed(now: 60_000) == [], "its own disk is not the sender's fault")
        #expect(transfer.written(Self.megabyte, fault: nil) == [], "a byte too many waits still")
        #expect(transfer.written(Self.megabyte, fault: nil) == [.resumeReading])
        #expect(transfer.written(Self.megabyte, fault: nil) == [], "once")
        #expect(transfer.passed(now: 70_000) == [])
        #expect(isGivenUp(transfer.passed(now: 70_001)))
    }

    @Test("a named snapshot that does not move for 10 s is given up")
    func silent() {
        var transfer = named(250)
        #expect(transfer.passed(now: 10_000) == [])
        var never = transfer
        #expect(isGivenUp(never.passed(now: 10_001)))
        _ = transfer.connected()
        _ = take(chunk(0, 100), &transfer, at: 9_000)
        #expect(transfer.passed(now: 19_000) == [])
        #expect(isGivenUp(transfer.passed(now: 19_001)))
    }

    @Test("the other node has 15 s to take a fresh snapshot, and from then on 3 s for each chunk")
    func patience() {
        var transfer = SnapshotTransfer(.fresh, now: 100)
        _ = transfer.connected()
        var never = transfer
        #expect(never.passed(now: 15_100) == [])
        #expect(isGivenUp(never.passed(now: 15_101)))
        for (number, now) in ([9_000, 11_900, 14_800] as [Milliseconds]).enumerated() {
            #expect(transfer.passed(now: now) == [])
            _ = take(chunk(UInt64(number), 1), &transfer, at: now)
        }
        #expect(transfer.passed(now: 17_800) == [])
        #expect(isGivenUp(transfer.passed(now: 17_801)))
    }

    @Test("a disk that fails ends the attempt, also after the last chunk, and so does a file that proves useless")
    func fault() {
        var transfer = named(100)
        _ = transfer.connected()
        #expect(take(chunk(0, 100, last: true), &transfer) == [.write, .finish])
        var useless = transfer
        #expect(transfer.written(100, fault: "no space") == [.giveUp("no space")])
        #expect(useless.written(100, fault: nil) == [])
        #expect(useless.giveUp("older than this node's own") == [.giveUp("older than this node's own")])
        #expect(useless.giveUp("again") == [])
    }
}
