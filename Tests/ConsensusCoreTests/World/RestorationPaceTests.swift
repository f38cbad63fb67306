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
            pace.began()
            pace.failed(now: now)
        }
        #expect(begun == [1_000, 1_250, 1_750, 2_750, 4_750, 8_750, 12_750, 16_750])
        #expect(pace.attempts == 8)
    }
}
