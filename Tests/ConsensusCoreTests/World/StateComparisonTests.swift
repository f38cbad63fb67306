import Identity
import Testing

@testable import ConsensusCore

/// docs/decisions/0807-a-node-whose-world-differs.md
@Suite struct StateComparisonTests {
    private static func nodes(_ ids: UInt64...) -> [NodeID] { ids.map(NodeID.init(rawValue:)) }
    private let three = nodes(1, 2, 3)

    /// A report at the entry of `tick`, 100 entries after that of tick 0, whose last board digest is `boards`.
    private func report(
        _ tick: UInt64, hash: UInt64 = 0, boards: [UInt64] = [1, 2, 3, 4, 5], format: UInt32 = 3
    ) -> StateReport {
        StateReport(index: LogIndex(rawValue: 100 + tick), tick: tick, format: format, hash: hash, boards: boards)
    }

    private func say(
        _ comparison: inout StateComparison, _ reports: [(UInt64, StateReport)], live: [NodeID],
        committed: UInt64 = 1_000_000
    ) -> [StateComparison.Finding] {
        reports.flatMap {
            comparison.reported(
                $0.1, by: NodeID(rawValue: $0.0), live: live, committed: LogIndex(rawValue: committed))
        }
    }

    /// Whose divergence is told; 0 for nobody's.
    private func named(_ findings: [StateComparison.Finding]) -> [UInt64] {
        findings.compactMap { finding -> UInt64? in
            guard case .diverged(let divergence) = finding else { return nil }
            return divergence.node?.rawValue ?? 0
        }
    }

    @Test("equal worlds are nothing to tell of")
    func equal() {
        var comparison = StateComparison()
        for tick in stride(from: UInt64(5), to: 1_000, by: 5) {
            #expect(say(&comparison, [(1, report(tick)), (3, report(tick)), (2, report(tick))], live: three).isEmpty)
        }
    }

    @Test(
        "the one of three that differs is named, whoever reports first",
        arguments: [[1, 2, 3], [2, 1, 3], [3, 1, 2], [2, 3, 1]])
    func namesTheOne(order: [UInt64]) {
        var comparison = StateComparison()
        let findings = say(
            &comparison, order.map { ($0, report(20, boards: $0 == 2 ? [1, 2, 30, 40, 50] : [1, 2, 3, 4, 5])) },
            live: three)
        let expected = Divergence(
            node: NodeID(rawValue: 2), index: LogIndex(rawValue: 120), tick: 18, isExact: true, hash: 30,
            majorityHash: 3,
            majority: Self.nodes(1, 3))
        // Two that agree are enough; who comes third only adds to them.
        guard case .diverged(var told)? = findings.first else {
            Issue.record("nothing is told")
            return
        }
        #expect(findings.count == 1)
        told.majority = expected.majority
        #expect(told == expected)
    }

    @Test("a difference outside the boards is named with the hashes of the worlds")
    func outsideTheBoards() {
        var comparison = StateComparison()
        let findings = say(
            &comparison, [(1, report(20, hash: 7)), (2, report(20, hash: 7)), (3, report(20, hash: 8))], live: three)
        #expect(
            findings == [
                .diverged(
                    Divergence(
                        node: NodeID(rawValue: 3), index: LogIndex(rawValue: 120), tick: 20, isExact: false, hash: 8,
                        majorityHash: 7, majority: Self.nodes(1, 2)))
            ])
    }

    @Test("a difference is told once, and again after the node has agreed or was restored")
    func toldOnce() {
        var comparison = StateComparison()
        func round(_ tick: UInt64, wrong: Bool) -> [StateComparison.Finding] {
            say(
                &comparison,
                [(1, report(tick)), (2, report(tick)), (3, report(tick, boards: wrong ? [9] : [1, 2, 3, 4, 5]))],
                live: three)
        }
        #expect(round(5, wrong: true).count == 1)
        #expect(round(10, wrong: true).isEmpty)
        #expect(round(15, wrong: false) == [.recovered(NodeID(rawValue: 3))])
        #expect(round(20, wrong: true).count == 1)
        comparison.restored(NodeID(rawValue: 3))
        #expect(round(25, wrong: true).count == 1)
    }

    @Test("of two that are left of three nobody can be named: it is said once that they differ")
    func twoAlive() {
        var comparison = StateComparison()
        let live = Self.nodes(1, 3)
        let findings = say(&comparison, [(1, report(5, boards: [1])), (3, report(5, boards: [2]))], live: live)
        #expect(
            findings == [
                .diverged(
                    Divergence(
                        node: nil, index: LogIndex(rawValue: 105), tick: 5, isExact: true, hash: 1, majorityHash: 2,
                        majority: []))
            ])
        #expect(say(&comparison, [(1, report(10, boards: [1])), (3, report(10, boards: [2]))], live: live).isEmpty)
        // The third comes back and tells who is right.
        let judged = say(
            &comparison, [(1, report(15, boards: [1])), (3, report(15, boards: [2])), (2, report(15, boards: [2]))],
            live: three)
        guard case .diverged(let divergence)? = judged.first, judged.count == 1 else {
            Issue.record("\(judged)")
            return
        }
        #expect(divergence.node == NodeID(rawValue: 1))
    }

    @Test("half of the living are no majority, and one of them never is", arguments: [1, 2, 4, 6])
    func halfIsNoMajority(count: UInt64) {
        var comparison = StateComparison()
        let live = (1...count).map(NodeID.init(rawValue:))
        let findings = say(&comparison, (1...count).map { ($0, report(5, boards: [$0 % 2])) }, live: live)
        #expect(
            findings.allSatisfy {
                guard case .diverged(let divergence) = $0 else { return false }
                return divergence.node == nil
            })
        #expect(findings.count == (count == 1 ? 0 : 1))
    }

    @Test("a living member without a simulation counts against a majority, and keeps nobody waiting for ever")
    func silentMember() {
        var comparison = StateComparison()
        var findings: [StateComparison.Finding] = []
        for tick in stride(from: UInt64(5), through: 50, by: 5) {
            findings += say(&comparison, [(1, report(tick, boards: [1])), (2, report(tick, boards: [2]))], live: three)
        }
        guard case .diverged(let divergence)? = findings.first, findings.count == 1 else {
            Issue.record("\(findings)")
            return
        }
        #expect(divergence.node == nil)
    }

    @Test("learners count like voters: of five, three that agree name the other two")
    func five() {
        var comparison = StateComparison()
        let live = Self.nodes(1, 2, 3, 4, 5)
        let findings = say(&comparison, (1...5).map { ($0, report(5, boards: [$0 < 3 ? $0 : 3])) }, live: live)
        #expect(named(findings) == [1, 2])
    }

    @Test("worlds in another format are not compared: a rolling upgrade quarantines nobody")
    func formats() {
        var comparison = StateComparison()
        for tick in stride(from: UInt64(5), through: 100, by: 5) {
            let old = report(tick, hash: 1)
            #expect(say(&comparison, [(1, old), (2, old), (3, report(tick, hash: 2, format: 4))], live: three).isEmpty)
        }
        for tick in stride(from: UInt64(105), through: 200, by: 5) {
            let new = report(tick, hash: 2, format: 4)
            #expect(say(&comparison, [(1, report(tick, hash: 1)), (2, new), (3, new)], live: three).isEmpty)
        }
    }

    @Test("what strangers say is not heard, and what is kept is bounded")
    func bounds() {
        var comparison = StateComparison()
        #expect(say(&comparison, [(1, report(5)), (9, report(5, boards: [9])), (2, report(5))], live: three).isEmpty)
        for tick in 1...10_000 as ClosedRange<UInt64> {
            #expect(say(&comparison, [(1, report(tick)), (2, report(tick))], live: three).isEmpty)
        }
        // Older than all that is kept.
        let late = say(&comparison, [(2, report(6)), (3, report(6, boards: [9])), (1, report(6))], live: three)
        #expect(late.isEmpty)
    }

    @Test("reports of entries that nobody can have applied yet are not heard, however large their numbers")
    func farAhead() {
        var comparison = StateComparison()
        for distance in 0..<64 as Range<UInt64> {
            let wrong = StateReport(
                index: LogIndex(rawValue: UInt64.max - distance), tick: 5, format: 3, hash: 0, boards: [9])
            #expect(say(&comparison, [(3, wrong), (2, wrong)], live: three, committed: 105).isEmpty)
        }
        let findings = say(
            &comparison, [(1, report(5)), (2, report(5)), (3, report(5, boards: [9]))], live: three, committed: 105)
        #expect(named(findings) == [3])
    }

    @Test("an entry that others know to be committed before this node does is heard, up to the slack")
    func ahead() {
        for (excess, expected) in [(0, [3]), (1, [])] as [(UInt64, [UInt64])] {
            var comparison = StateComparison()
            let tick = 5 + StateComparison.slack + excess
            let findings = say(
                &comparison, [(1, report(tick)), (2, report(tick)), (3, report(tick, boards: [9]))], live: three,
                committed: 105)
            #expect(named(findings) == expected)
        }
    }

    @Test("one that reports many entries that nobody else speaks of does not keep the others from being compared")
    func flood() {
        var comparison = StateComparison()
        for tick in 1_000..<2_000 as Range<UInt64> {
            #expect(say(&comparison, [(3, report(tick))], live: three, committed: 105).isEmpty)
        }
        let findings = say(
            &comparison, [(1, report(5)), (2, report(5, boards: [9])), (3, report(5))], live: three, committed: 105)
        #expect(named(findings) == [2])
    }

    @Test("a healthy world is that of the newest majority, also when other members have taken the first one's place")
    func healthy() {
        var comparison = StateComparison()
        let node = NodeID(rawValue: 2)
        #expect(comparison.healthy(for: node, live: three).isEmpty)
        _ = say(&comparison, [(1, report(5)), (2, report(5, boards: [9])), (3, report(5))], live: three)
        #expect(comparison.healthy(for: node, live: three) == Self.nodes(1, 3))
        let later = Self.nodes(2, 4, 5)
        #expect(comparison.healthy(for: node, live: later).isEmpty)
        _ = say(&comparison, [(2, report(10, boards: [9])), (4, report(10)), (5, report(10))], live: later)
        #expect(comparison.healthy(for: node, live: later) == Self.nodes(4, 5))
        // Worlds in a format that this node may be unable to read.
        let other = Self.nodes(2, 6, 7)
        let new = report(15, format: 4)
        _ = say(&comparison, [(2, report(15, boards: [9])), (6, new), (7, new)], live: other)
        #expect(comparison.healthy(for: node, live: other).isEmpty)
    }
}
