import SimulationCore
import Testing

@Suite("Commands that follow closely share a proposal")
struct ProposalPaceTests {
    @Test("a lone one goes at once")
    func lone() {
        var pace = ProposalPace()
        #expect(pace.wait(at: 1_000) == 0)
        pace.began(at: 1_000)
        #expect(pace.wait(at: 1_000 + ProposalPace.spacing) == 0)
        #expect(pace.wait(at: 1_000_000) == 0)
    }

    @Test("the next one waits for what is left of the spacing, and never longer than that")
    func close() {
        var pace = ProposalPace()
        pace.began(at: 1_000)
        #expect(pace.wait(at: 1_000) == ProposalPace.spacing)
        #expect(pace.wait(at: 1_001) == ProposalPace.spacing - 1)
        #expect(pace.wait(at: 0) == ProposalPace.spacing)
        pace.reset()
        #expect(pace.wait(at: 1_001) == 0)
    }

    @Test("it is well under a tick")
    func underATick() {
        #expect(ProposalPace.spacing <= Int64(WorldRules.tickMilliseconds) / 2)
    }
}
