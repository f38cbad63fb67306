import ClientProtocol
import GatewayCore
import Testing

@Suite struct ClusterViewTests {
    private typealias Consensus = ClusterView.Consensus

    private func report(
        _ node: UInt64, _ state: ClusterView.State?, term: UInt64 = 7, applied: UInt64 = 90,
        members: [Consensus.Member] = [], events: [ClusterView.Event] = []
    ) -> ClusterView.Report {
        var report = ClusterView.Report(node: node)
        report.isReady = true
        report.applied = applied
        report.players = UInt32(node)
        report.consensus = state.map { state in
            var consensus = Consensus(state: state, term: term)
            (consensus.lastIndex, consensus.commitIndex) = (100, 95)
            consensus.members = members
            consensus.voterSeats = 3
            consensus.build = "9.9"
            consensus.mayTakeANode = state == .leader
            consensus.events = events
            return consensus
        }
        return report
    }

    private let members = [
        Consensus.Member(node: 1, isVoter: true, match: 100, silentFor: 0),
        Consensus.Member(node: 2, isVoter: true, match: 98, silentFor: 20),
        Consensus.Member(node: 3, isVoter: true, match: 60, silentFor: 4_000),
        Consensus.Member(node: 4, isVoter: false, match: 97, silentFor: 30),
    ]

    @Test("each node has the state that it says, else what the leader says of it")
    func states() {
        let view = ClusterView(
            [report(1, .leader, members: members), report(2, .follower, applied: 93), report(5, nil)], draining: [2])
        #expect(view.leader == 1 && view.term == 7 && view.commit == 95)
        #expect(view.mayTakeANode && view.whyNot == nil)
        #expect(view.nodes.map(\.id) == [1, 2, 3, 4, 5])
        #expect(view.nodes.map(\.state) == [.leader, .follower, .unreachable, .learner, .unreachable])
        #expect(view.nodes.map(\.isVoter) == [true, true, true, false, false])
        #expect(view.nodes.map(\.lag) == [5, 2, 40, 3, 5])
        #expect(view.nodes.map(\.silentFor) == [nil, 20, 4_000, 30, nil])
        #expect(view.nodes.map(\.isDraining) == [false, true, false, false, false])
        #expect(view.nodes.map(\.isReady) == [true, true, false, false, true])
    }

    @Test("of two that claim to lead, the newer term counts; without a leader no node may be taken")
    func leaders() {
        let two = ClusterView(
            [report(1, .leader, term: 6, members: members), report(2, .leader, term: 7, members: members)],
            draining: [])
        #expect(two.leader == 2 && two.nodes[0].state == .follower)
        let none = ClusterView([report(1, .leader, term: 6, members: members), report(2, .candidate)], draining: [])
        #expect(none.leader == nil && !none.mayTakeANode)
        #expect(none.whyNot == "no node is known to lead")
        #expect(none.nodes.map(\.id) == [1, 2, 3, 4], "the members are known still")
        let nobody = ClusterView([], draining: [3])
        #expect(nobody.nodes.isEmpty && nobody.world == nil && nobody.term == 0)
    }

    @Test("the world's numbers are of the node that has applied most")
    func world() {
        let view = ClusterView([report(1, .follower, applied: 90), report(2, .leader, applied: 95)], draining: [])
        #expect(view.world?.players == 2)
    }

    @Test("what several nodes have seen is told once, the newest first")
    func merge() {
        let first: [ClusterView.Event] = [
            .init(.joined, node: 3, term: 1, age: 9_000), .init(.elected, node: 2, term: 7, age: 1_000),
            .init(.promoted, node: 3, term: 1, age: 8_000), .init(.demoted, node: 3, term: 2, age: 7_000),
        ]
        let second: [ClusterView.Event] = [
            .init(.elected, node: 2, term: 7, age: 1_010), .init(.joined, node: 3, term: 1, age: 500),
            .init(.promoted, node: 3, term: 1, age: 8_001), .init(.promoted, node: 3, term: 3, age: 6_000),
        ]
        let view = ClusterView([report(1, .leader, events: first), report(2, .follower, events: second)], draining: [])
        #expect(
            view.events == [
                .init(.elected, node: 2, term: 7, age: 1_010), .init(.promoted, node: 3, term: 3, age: 6_000),
                .init(.demoted, node: 3, term: 2, age: 7_000), .init(.promoted, node: 3, term: 1, age: 8_001),
                .init(.joined, node: 3, term: 1, age: 9_000),
            ])
    }

    @Test("a member that two leaders miss is missed once; being heard is news only after that")
    func contacts() {
        let old: [ClusterView.Event] = [
            .init(.reachable, node: 2, term: 6, age: 9_000), .init(.unreachable, node: 3, term: 6, age: 8_000),
        ]
        let new: [ClusterView.Event] = [
            .init(.unreachable, node: 3, term: 7, age: 5_000), .init(.reachable, node: 2, term: 7, age: 4_900),
            .init(.reachable, node: 3, term: 7, age: 1_000),
        ]
        let view = ClusterView([report(1, .follower, events: old), report(2, .leader, events: new)], draining: [])
        #expect(
            view.events == [
                .init(.reachable, node: 3, term: 7, age: 1_000), .init(.unreachable, node: 3, term: 6, age: 8_000),
            ])
    }

    @Test("at most 100 events, the newest")
    func bound() {
        let many = (1...128 as ClosedRange<UInt64>).map {
            ClusterView.Event(.elected, node: 1, term: $0, age: UInt32(1_000 - $0))
        }
        let view = ClusterView([report(1, .leader, events: many)], draining: [])
        #expect(view.events.count == 100 && view.events.first?.term == 128)
    }

    @Test("every member of the answer is there; what is not known is null")
    func json() throws {
        let view = ClusterView([report(1, .leader, members: members)], draining: [])
        let json = try JSONValue(parsing: view.json(gateway: "6b86b273ff34fce1", node: 1))
        #expect(json["gateway"]?.string == "6b86b273ff34fce1" && json["node"]?.string == "1")
        #expect(json["leader"]?.string == "1")
        let text = String(decoding: view.json(gateway: "g", node: nil), as: UTF8.self)
        #expect(text.contains(#""node":null,"leader":"1","term":7,"commit":95,"voterSeats":3,"mayTakeANode":true"#))
        #expect(
            text.contains(
                #"{"node":"3","state":"unreachable","voter":true,"term":null,"applied":null,"lag":40,"silentMs":4000,"#
                    + #""ready":false,"quarantined":false,"draining":false,"build":null,"sessions":null}"#))
    }
}
