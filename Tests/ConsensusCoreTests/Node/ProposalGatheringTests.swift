import ConsensusCore
import Identity
import Testing

@Suite("A leader appends the proposals of several nodes together")
struct ProposalGatheringTests {
    @Test("a proposal without company goes at once, however closely they follow")
    func alone() {
        var gathering = ProposalGathering()
        for now in stride(from: Milliseconds(1_000), to: 2_000, by: 1) {
            gathering.arrived(at: now, isAnotherUnderWay: false)
            #expect(gathering.wait(at: now) == 0)
        }
    }

    @Test("after two that overlapped the next ones wait, for as long as others keep coming")
    func overlap() {
        var gathering = ProposalGathering()
        gathering.arrived(at: 1_000, isAnotherUnderWay: true)
        #expect(gathering.wait(at: 1_000) == ProposalGathering.patience)
        let last = 1_000 + ProposalGathering.memory - 1
        #expect(gathering.wait(at: last) == ProposalGathering.patience)
        #expect(gathering.wait(at: last + 1) == 0)
        gathering.arrived(at: last, isAnotherUnderWay: true)
        #expect(gathering.wait(at: last + 1) == ProposalGathering.patience)
    }

    @Test("nothing waits when every member has proposed, or on a clock that went back")
    func ends() {
        let ofCommands = Proposal(id: 1, commands: [[1]])
        let ofTheClock = Proposal(id: 2, onlyIn: Term(rawValue: 1), commands: [[2]])
        #expect(!ProposalGathering.isComplete([ofCommands, ofCommands, ofTheClock], members: 3))
        #expect(ProposalGathering.isComplete([ofCommands, ofTheClock, ofCommands, ofCommands], members: 3))
        #expect(ProposalGathering.isComplete([ofCommands], members: 1))
        var gathering = ProposalGathering()
        gathering.arrived(at: 1_000, isAnotherUnderWay: true)
        #expect(gathering.wait(at: 10) == 0)
    }
}
