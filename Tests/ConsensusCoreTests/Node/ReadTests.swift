import Identity
import Testing

@testable import ConsensusCore

@Suite struct ReadTests {
    @Test("a read is confirmed by answers to a heartbeat sent after it came")  // dissertation §6.4
    func confirmed() throws {
        var script = try Script(1)
        script.elect(by: [2])
        script.sync()
        script.feed(.read(id: 7))
        #expect(script.output.reads.isEmpty)  // nothing of this term is committed yet
        script.acknowledge(2, from: 2)
        #expect(script.output.reads.isEmpty)
        script.receive(.heartbeatReply(HeartbeatReply(readContext: 0)), from: 2, term: 2)
        #expect(script.output.reads.isEmpty)
        script.receive(.heartbeatReply(HeartbeatReply(readContext: 1)), from: 3, term: 2)
        #expect(script.output.reads == [ReadOutcome(id: 7, index: LogIndex(rawValue: 2))])
    }

    @Test("an answer to an earlier read does not confirm a later one")
    func contexts() throws {
        var script = try Script(1)
        script.elect(by: [2])
        script.sync()
        script.acknowledge(2, from: 2)
        script.feed(.read(id: 1))
        script.feed(.read(id: 2))
        script.receive(.heartbeatReply(HeartbeatReply(readContext: 1)), from: 3, term: 2)
        #expect(script.output.reads.map(\.id) == [1])
        script.receive(.heartbeatReply(HeartbeatReply(readContext: 1)), from: 2, term: 2)
        #expect(script.output.reads.isEmpty)
    }

    @Test("a leader that is replaced fails its reads")
    func replaced() throws {
        var script = try Script(1)
        script.elect(by: [2])
        script.feed(.read(id: 1))
        script.receive(.heartbeat(Heartbeat(commitIndex: .zero, readContext: 0)), from: 3, term: 9)
        #expect(script.output.reads == [ReadOutcome(id: 1, index: nil)])
    }
}
