import GameCore
import SimulationCore
import Testing

@Suite("Commands that follow closely share a proposal, and proposals of all nodes an append")
struct ProposalPaceTests {
    private static let tick = Int64(WorldRules.tickMilliseconds) * 1_000
    /// A moment of proposals: some whole tick of the day.
    private static let moment = 1_764_000_000 * 1_000_000 as Int64

    @Test("a lone one goes at once, at any time")
    func lone() {
        var pace = ProposalPace()
        #expect(pace.wait(at: Self.moment + 1) == 0)
        pace.began(at: Self.moment + 1)
        #expect(pace.wait(at: Self.moment + 1 + ProposalPace.spacing) == 0)
        #expect(pace.wait(at: Self.moment + 1_000_000) == 0)
    }

    @Test("the next one waits for the next moment")
    func close() {
        var pace = ProposalPace()
        pace.began(at: Self.moment)
        #expect(pace.wait(at: Self.moment) == ProposalPace.spacing)
        #expect(pace.wait(at: Self.moment + 1_000) == ProposalPace.spacing - 1_000)
        #expect(pace.wait(at: Self.moment + ProposalPace.spacing) == 0)
        pace.reset()
        #expect(pace.wait(at: Self.moment + 1_000) == 0)
    }

    @Test(
        "nodes whose last proposals began at different times go on at the same moment",
        arguments: [0, 1, 1_500, 3_000, 8_500])
    func sameMoment(begun: Int64) {
        var pace = ProposalPace()
        pace.began(at: Self.moment + begun)
        #expect(Self.moment + begun + pace.wait(at: Self.moment + begun) == Self.moment + ProposalPace.spacing)
    }

    @Test("one that begins just before a moment passes it over")
    func shortestGap() {
        var pace = ProposalPace()
        let begun = Self.moment + ProposalPace.spacing - ProposalPace.shortestGap + 1
        pace.began(at: begun)
        #expect(begun + pace.wait(at: begun) == Self.moment + 2 * ProposalPace.spacing)
    }

    @Test("a clock that is set back or forth lengthens no wait")
    func clockJumps() {
        for last in [Int64.min / 2, -20_000, -1, 0, 999, 12_499, Self.moment, Int64.max / 2] {
            var pace = ProposalPace()
            pace.began(at: last)
            for now in [Int64.min / 4, -20_000, -1, 0, 5_000, 20_000, Self.moment, Int64.max / 2] {
                let longest = ProposalPace.spacing + ProposalPace.shortestGap
                #expect((0...longest).contains(pace.wait(at: now)), "\(last) \(now)")
            }
        }
    }

    @Test("beats of the world's clock meet the moments, by small steps")
    func beats() {
        for start in stride(from: Int64(0), through: ProposalPace.spacing, by: 250) {
            var beat = Self.moment + start
            var steps = 0
            while beat % ProposalPace.spacing != 0, steps < 100 {
                let correction = ProposalPace.correction(ofBeatAt: beat)
                #expect(abs(correction) <= ProposalPace.nudge)
                beat += correction + Self.tick
                steps += 1
            }
            #expect(steps <= 13, "from \(start)")
            #expect(ProposalPace.correction(ofBeatAt: beat) == 0)
        }
    }

    /// Each node has 200 commands a second. Clocks differ by up to 1 ms.
    @Test("three busy nodes begin proposals at 80 to 115 moments a second, not at 200")
    func moments() {
        var random = SplitMix64(seed: 1)
        var begun: [Int64] = []
        for node in 0..<3 as Range<Int64> {
            var pace = ProposalPace()
            var waits = false
            for now in stride(from: Self.moment + node * 500, to: Self.moment + 10_000_000, by: 250) {
                if Int.random(in: 0..<20, using: &random) == 0 { waits = true }
                guard waits, pace.wait(at: now - node * 500) == 0 else { continue }
                waits = false
                pace.began(at: now - node * 500)
                begun.append(now)
            }
        }
        begun.sort()
        // The leader appends together what comes within 2 ms.
        var appends = 0
        var open = Int64.min / 2
        for time in begun where time > open + 2_000 {
            appends += 1
            open = time
        }
        #expect(begun.count > 2_000)
        #expect((800...1_150).contains(appends), "\(appends) appends of \(begun.count) proposals in 10 s")
    }

    @Test("it is well under a tick")
    func underATick() { #expect(ProposalPace.spacing <= Self.tick / 2) }
}
