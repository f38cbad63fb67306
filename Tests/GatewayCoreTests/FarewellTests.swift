import GatewayCore
import Testing

@Suite struct FarewellTests {
    @Test("each socket is told once, evenly over half of the time that players have", arguments: [1, 2, 67, 4_000])
    func evenly(count: Int) {
        var farewell = Farewell(count: count, limit: 1_500, now: 10_000)
        var told: [Int] = []
        var busiest = 0
        // Looked at every 20 ms until half of the time, 750 ms, is over.
        for passed in stride(from: Int64(0), through: 760, by: 20) {
            let next = farewell.next(now: 10_000 + passed)
            told += next
            busiest = max(busiest, next.count)
        }
        #expect(told == Array(0..<count))
        // A 37th of them in each 20 ms, and one for rounding.
        #expect(busiest <= count / 37 + 2)
    }

    @Test("one is told at once, and all are when the time is over, however seldom it is looked at")
    func atOnce() {
        var farewell = Farewell(count: 5, limit: 1_000, now: 0)
        #expect(farewell.next(now: 0) == 0..<1)
        #expect(farewell.next(now: 0).isEmpty)
        #expect(farewell.next(now: -5).isEmpty)
        #expect(farewell.next(now: 60_000) == 1..<5)
        #expect(farewell.next(now: 60_001).isEmpty)
        var hurried = Farewell(count: 5, limit: 0, now: 0)
        #expect(hurried.next(now: 0) == 0..<5)
        var nobody = Farewell(count: 0, limit: 1_000, now: 0)
        #expect(nobody.next(now: 500).isEmpty)
    }
}
