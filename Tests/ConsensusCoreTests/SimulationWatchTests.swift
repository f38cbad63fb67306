import Identity
import Testing

@testable import ConsensusCore

@Suite struct SimulationWatchTests {
    /// Asks each 500 ms; `applied` says how far the simulation is at a time.
    /// - Returns: The times at which leadership is handed over.
    private func orders(
        until end: Milliseconds, leads: (Milliseconds) -> Bool = { _ in true },
        committed: (Milliseconds) -> UInt64 = { $0 / 50 }, applied: (Milliseconds) -> UInt64
    ) -> [Milliseconds] {
        var watch = SimulationWatch()
        return stride(from: 0, through: end, by: 500).filter { now in
            watch.mustHandOver(
                leads: leads(now), committed: LogIndex(rawValue: committed(now)),
                applied: LogIndex(rawValue: applied(now)), now: now) != nil
        }
    }

    @Test("one that keeps up, with half a second's delay, stays")
    func keepsUp() {
        #expect(orders(until: 60_000) { $0 < 500 ? 0 : ($0 - 500) / 50 }.isEmpty)
    }

    @Test("one that hangs with something to do costs the leadership within 2.5 s")
    func hangs() {
        let first = orders(until: 9_500) { min($0, 3_000) / 50 }
        #expect(first == [5_500])
    }

    @Test("so does one that is 100 times too slow")
    func crawls() {
        #expect(orders(until: 9_500) { $0 / 5_000 }.first.map { $0 <= 3_000 } == true)
    }

    @Test("one that has nothing to do is left alone, and so is a follower's")
    func idle() {
        #expect(orders(until: 60_000, committed: { _ in 7 }, applied: { _ in 7 }).isEmpty)
        #expect(orders(until: 60_000, leads: { _ in false }, applied: { _ in 0 }).isEmpty)
    }

    @Test("where all are gone, a node hands over every 10 s at most")
    func allGone() {
        let times = orders(until: 30_000, applied: { _ in 0 })
        #expect(times.count == 3)
        for (earlier, later) in zip(times, times.dropFirst()) { #expect(later - earlier >= 10_000) }
    }

    @Test("a process that stood still for a minute does not blame its simulation")
    func stoodStill() {
        var watch = SimulationWatch()
        for now in [0, 500, 60_500, 61_000] as [Milliseconds] {
            #expect(
                watch.mustHandOver(
                    leads: true, committed: LogIndex(rawValue: 9), applied: LogIndex(rawValue: 5), now: now) == nil)
        }
    }
}
