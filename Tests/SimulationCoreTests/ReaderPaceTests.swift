import SimulationCore
import Testing

@Suite struct ReaderPaceTests {
    @Test("a slow stream gets no frames until it has drained, and then one Snapshot for all that were left out")
    func slow() {
        var pace = ReaderPace()
        #expect(pace.frame(waiting: 65_536) == .send)
        #expect(pace.frame(waiting: 65_537) == .slow)
        #expect(pace.frame(waiting: 65_000) == .omit)
        #expect(pace.frame(waiting: 16_385) == .omit)
        #expect(pace.frame(waiting: 16_384) == .catchUp)
        #expect(pace.frame(waiting: 0) == .catchUp, "it is still due: there was none to send")
        pace.snapshotSent()
        #expect(!pace.isBehind)
        #expect(pace.frame(waiting: 0) == .send)
    }

    @Test("a Snapshot that was asked for makes up for what was left out")
    func resync() {
        var pace = ReaderPace()
        _ = pace.frame(waiting: 100_000)
        pace.snapshotSent()
        #expect(pace.frame(waiting: 60_000) == .send)
    }

    @Test("what must not be missed fits beside all frames that wait, or the stream is stuck")
    func stuck() {
        #expect(!ReaderPace.isStuck(waiting: 524_288))
        #expect(ReaderPace.isStuck(waiting: 524_289))
        #expect(ReaderPace.drainedBytes < ReaderPace.slowBytes && ReaderPace.slowBytes < ReaderPace.stuckBytes)
    }
}
