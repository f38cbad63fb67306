import Liveness
import Testing

@Suite struct OccasionalTests {
    @Test("one in an interval is let through, and tells of the others")
    func interval() {
        var occasional = Occasional(interval: 100)
        #expect(occasional.happened(now: 5) == 1)
        for now in [5, 50, 104] as [Int64] { #expect(occasional.happened(now: now) == nil) }
        #expect(occasional.happened(now: 105) == 4)
        #expect(occasional.happened(now: 300) == 1)
    }
}
