import ConsensusCore
import Testing

/// docs/decisions/0807-a-node-whose-world-differs.md
@Suite struct RestorationPaceTests {
    @Test("attempts that fail come ever more seldom, down to one each 4 s")
    func pauses() {
        var pace = RestorationPace(beginsAt: 1_000)
        var begun: [Milliseconds] = []
        for now in stride(from: Milliseconds(0), through: 20_000, by: 50) where pace.mayBegin(now: now) {
            begun.append(now)
            pace.began(now: now)
            pace.failed(now: now)
        }
        #expect(begun == [1_000, 1_250, 1_750, 2_750, 4_750, 8_750, 12_750, 16_750])
        #expect(pace.attempts == 8)
    }

    @Test("the other node has 15 s to take its snapshot, and from then on 3 s for each chunk")
    func patience() {
        var pace = RestorationPace(beginsAt: 0)
        pace.began(now: 100)
        #expect(!pace.isOverdue(now: 15_100))
        #expect(pace.isOverdue(now: 15_101))
        for now in [9_000, 11_900, 14_800] as [Milliseconds] {
            #expect(!pace.isOverdue(now: now))
            pace.progressed(now: now)
        }
        #expect(!pace.isOverdue(now: 17_800))
        #expect(pace.isOverdue(now: 17_801))
        pace.failed(now: 17_801)
        pace.began(now: 18_051)
        #expect(!pace.isOverdue(now: 33_051))
        #expect(pace.isOverdue(now: 33_052))
    }
}
