import Identity
import Testing

@testable import ConsensusCore

@Suite struct BoundaryTests {
    @Test("what is not for this node, or not of this cluster, is dropped and counted")
    func misaddressed() throws {
        var script = try Script(1)
        var message = script.message(.timeoutNow, from: 2, term: 99)
        message.to = NodeID(rawValue: 3)
        script.feed(.message(message))
        message.to = NodeID(rawValue: 1)
        message.cluster = ClusterID(rawValue: 8)
        script.feed(.message(message))
        #expect(script.node.droppedMessages == 2)
        #expect(script.node.term == Term(rawValue: 1))
    }

    @Test(
        "numbers and shapes that no honest peer sends are its fault and change nothing",
        arguments: [
            RaftMessage.Body.heartbeat(Heartbeat(commitIndex: LogIndex(rawValue: .max), readContext: 0)),
            .append(
                AppendEntries(
                    previousIndex: LogIndex(rawValue: .max), previousTerm: .zero, commitIndex: .zero, entries: [])),
            .append(
                AppendEntries(
                    previousIndex: LogIndex(rawValue: 1), previousTerm: Term(rawValue: 1), commitIndex: .zero,
                    entries: [Script.entry(3, 1)])),
            .append(
                AppendEntries(
                    previousIndex: LogIndex(rawValue: 1), previousTerm: Term(rawValue: 1), commitIndex: .zero,
                    entries: [Script.entry(2, 9)])),
            .append(
                AppendEntries(
                    previousIndex: LogIndex(rawValue: 1), previousTerm: Term(rawValue: 1), commitIndex: .zero,
                    entries: [Script.entry(2, 1, .configuration(Membership()))])),
            .requestVote(
                RequestVote(preVote: false, transfer: true, lastIndex: LogIndex(rawValue: .max), lastTerm: .zero)),
            .installSnapshot(
                SnapshotMetadata(
                    index: LogIndex(rawValue: 9), term: Term(rawValue: 1), membership: Membership(), size: 1)),
        ])
    func malformed(body: RaftMessage.Body) throws {
        var script = try Script(1)
        let before = script.node
        script.receive(body, from: 2, term: 1)
        #expect(script.output.faults.map(\.peer) == [NodeID(rawValue: 2)])
        #expect(script.node.term == before.term)
        #expect(script.node.log == before.log)
        #expect(script.take().isEmpty)
    }

    @Test("entries by which terms would fall are refused, also where the append begins below what is committed")
    func fallingTerm() throws {
        var script = try Script(1)
        script.append(previous: (1, 1), entries: [Script.entry(2, 5)], commit: 2, from: 2, term: 5)
        #expect(script.node.commitIndex == LogIndex(rawValue: 2) && script.output.faults.isEmpty)
        let before = script.node.log
        script.append(previous: (1, 1), entries: [Script.entry(2, 1), Script.entry(3, 1)], from: 2, term: 5)
        #expect(script.output.faults.map(\.peer) == [NodeID(rawValue: 2)])
        #expect(script.node.log == before)
    }

    @Test("an entry larger than any command may be is refused")
    func hugeEntry() throws {
        var script = try Script(1)
        let entry = Script.entry(2, 1, .command(Array(repeating: 0, count: 1 << 20)))
        script.append(previous: (1, 1), entries: [entry], from: 2, term: 1)
        #expect(script.output.faults.count == 1)
        #expect(script.node.log.lastIndex == LogIndex(rawValue: 1))
    }

    @Test("a term out of all bounds is refused")
    func hugeTerm() throws {
        var script = try Script(1)
        script.receive(.timeoutNow, from: 2, term: .max)
        #expect(script.output.faults.count == 1)
        #expect(script.node.term == Term(rawValue: 1))
    }

    @Test("an answer for more than was sent is the peer's fault")
    func tooMuch() throws {
        var script = try Script(1)
        script.elect(by: [2])
        script.acknowledge(50, from: 2)
        #expect(script.output.faults.count == 1)
        #expect(script.node.commitIndex == .zero)
    }

    @Test("a configuration survives its bytes; any cut or added byte is refused")
    func membershipBytes() throws {
        var membership = Script.membership(voters: [1, 2, 3], learners: [7], outgoing: [1, 2, 5])
        membership.tombstones = [NodeID(rawValue: 4)]
        let bytes = membership.encoded()
        #expect(try Membership(decoding: bytes) == membership)
        for length in bytes.indices {
            #expect(throws: RaftError.self) { try Membership(decoding: Array(bytes[..<length])) }
        }
        #expect(throws: RaftError.self) { try Membership(decoding: bytes + [0]) }
    }

    @Test("a configuration that contradicts itself is refused")
    func contradictions() throws {
        var learnerVotes = Script.membership(voters: [1, 2])
        learnerVotes.learners = [NodeID(rawValue: 2)]
        var unordered = Script.membership(voters: [1, 2])
        unordered.voters.reverse()
        var removed = Script.membership(voters: [1, 2])
        removed.tombstones = [NodeID(rawValue: 2)]
        for membership in [
            learnerVotes, unordered, removed, Script.membership(voters: [0, 1]), Script.membership(voters: []),
        ] {
            #expect(throws: RaftError.self) { try Membership(decoding: membership.encoded()) }
        }
    }
}
