package import Identity

/// The hash of a member's world at one entry of the log, an `advance` that all members apply.
package struct StateReport: Sendable, Equatable {
    package var index: LogIndex
    /// Of the world.
    package var tick: UInt64
    /// Version of the world's encoding. Hashes of different formats say nothing about each other.
    package var format: UInt32
    /// Of the whole world; 0 where only the boards are compared.
    package var hash: UInt64
    /// A digest of all boards after each of the last ticks, the oldest first; the last one is ``tick``'s.
    package var boards: [UInt64]

    package init(index: LogIndex, tick: UInt64, format: UInt32, hash: UInt64, boards: [UInt64]) {
        self.index = index
        self.tick = tick
        self.format = format
        self.hash = hash
        self.boards = boards
    }
}

/// A world that differs from the others'.
package struct Divergence: Sendable, Equatable {
    /// The member whose world differs; `nil` when no majority decides it.
    package var node: NodeID?
    package var index: LogIndex
    /// The first tick that differs.
    package var tick: UInt64
    /// False: the boards agree, the difference is elsewhere and up to 19 ticks older than ``tick``.
    package var isExact: Bool
    /// At ``tick``: of the boards, or of the whole world where it is not exact.
    package var hash: UInt64
    package var majorityHash: UInt64
    /// Those who agree, in ascending order; empty when no majority does.
    package var majority: [NodeID]

    package init(
        node: NodeID?, index: LogIndex, tick: UInt64, isExact: Bool, hash: UInt64, majorityHash: UInt64,
        majority: [NodeID]
    ) {
        self.node = node
        self.index = index
        self.tick = tick
        self.isExact = isExact
        self.hash = hash
        self.majorityHash = majorityHash
        self.majority = majority
    }
}

/// Compares the worlds of a cluster's members. Each member holds one and feeds it with the same reports. So no single member's
/// report, not even the leader's, decides which world is wrong.
///
/// The world of more than half of all **living** members, and of at least two, counts as right. So with three members one that
/// differs is named; of two that are left of three neither can be. Learners apply the same log and count like voters. See
/// docs/decisions/0807-a-node-whose-world-differs.md.
package struct StateComparison: Sendable {
    /// Entries of which reports are kept: eight seconds.
    static let roundsKept = 32
    /// Of these, those that only one member has spoken of: no member alone may fill all of them.
    static let roundsAlone = 8
    /// How far above this node's commit index a report may be. Others know of a commit earlier, by a heartbeat as a rule; a node
    /// that is further behind than this has nothing to compare with theirs yet.
    static let slack: UInt64 = 4_096
    /// A round that is this many behind the newest waits for no more reports.
    private static let patience = 4

    package enum Finding: Sendable, Equatable {
        case diverged(Divergence)
        /// It agrees with the majority again.
        case recovered(NodeID)
    }

    private struct Statement: Sendable {
        let node: NodeID
        var report: StateReport
    }

    private struct Round: Sendable {
        let index: LogIndex
        /// In ascending order of nodes.
        var said: [Statement] = []
        var isJudged = false
    }

    /// In ascending order of entries.
    private var rounds: [Round] = []
    /// Members whose divergence was reported, and at which entry.
    private var told: [(node: NodeID, index: LogIndex)] = []
    private var isUndecidedTold = false

    package init() {}

    /// Takes a report and says what is new. One of an entry more than ``slack`` above `committed` is not heard.
    /// - Parameters:
    ///   - live: All members that can be reached now, this one included, in ascending order.
    ///   - committed: This node's commit index.
    package mutating func reported(
        _ report: StateReport, by node: NodeID, live: [NodeID], committed: LogIndex
    ) -> [Finding] {
        guard live.contains(node),
            report.index <= committed || report.index.rawValue - committed.rawValue <= Self.slack,
            let position = roundPosition(of: report.index, saidBy: node)
        else { return [] }
        let place = rounds[position].said.firstIndex { $0.node >= node } ?? rounds[position].said.count
        // A world that was restored applies some entries again; what it says last counts.
        if place < rounds[position].said.count, rounds[position].said[place].node == node {
            rounds[position].said[place].report = report
        } else {
            rounds[position].said.insert(Statement(node: node, report: report), at: place)
        }
        var findings = judge(position, live)
        for old in rounds.indices.dropLast(Self.patience) where !rounds[old].isJudged {
            findings += judge(old, live, isComplete: true)
            rounds[old].isJudged = true
        }
        return findings
    }

    /// The node starts over from a majority's world. Its earlier reports do not count, and a new difference is reported again.
    package mutating func restored(_ node: NodeID) {
        told.removeAll { $0.node == node }
        for position in rounds.indices { rounds[position].said.removeAll { $0.node == node } }
    }

    /// The members whose world another may take in place of its own. They are of the majority in the newest round in which
    /// there was one of the format that `node` has, and `node` itself was heard.
    /// - Parameter live: As for ``reported(_:by:live:committed:)``.
    /// - Returns: In ascending order, without `node`; empty when no round that is kept tells.
    package func healthy(for node: NodeID, live: [NodeID]) -> [NodeID] {
        for round in rounds.reversed() {
            let heard = round.said.filter { live.contains($0.node) }
            guard let own = heard.first(where: { $0.node == node }),
                let right = Self.majorityReport(heard, living: live.count), right.format == own.report.format
            else { continue }
            return heard.filter { $0.report == right && $0.node != node }.map(\.node)
        }
        return []
    }

    /// - Returns: `nil` for an entry that is older than all that are kept.
    private mutating func roundPosition(of index: LogIndex, saidBy node: NodeID) -> Int? {
        if let place = rounds.firstIndex(where: { $0.index == index }) { return place }
        let alone = rounds.indices.filter { position in rounds[position].said.allSatisfy { $0.node == node } }
        if alone.count >= Self.roundsAlone, let oldest = alone.first {
            guard rounds[oldest].index < index else { return nil }
            rounds.remove(at: oldest)
        }
        let place = rounds.firstIndex { $0.index > index } ?? rounds.count
        guard rounds.count < Self.roundsKept || place > 0 else { return nil }
        rounds.insert(Round(index: index), at: place)
        guard rounds.count > Self.roundsKept else { return place }
        rounds.removeFirst()
        return place - 1
    }

    private mutating func judge(_ position: Int, _ live: [NodeID], isComplete: Bool = false) -> [Finding] {
        let heard = rounds[position].said.filter { live.contains($0.node) }
        guard let right = Self.majorityReport(heard, living: live.count) else {
            return isComplete || heard.count == live.count ? judgeWithoutMajority(heard) : []
        }
        isUndecidedTold = false
        rounds[position].isJudged = rounds[position].isJudged || heard.count == live.count
        let majority = heard.filter { $0.report == right }.map(\.node)
        var findings: [Finding] = []
        for statement in heard where statement.report.format == right.format {
            let (node, report) = (statement.node, statement.report)
            let mark = told.firstIndex { $0.node == node }
            if report == right {
                guard let mark, told[mark].index < right.index else { continue }
                told.remove(at: mark)
                findings.append(.recovered(node))
            } else if mark == nil {
                told.append((node, right.index))
                findings.append(.diverged(Self.difference(report, of: node, from: right, majority)))
            }
        }
        return findings
    }

    private static func majorityReport(_ heard: [Statement], living: Int) -> StateReport? {
        heard.first { candidate in
            let agreeing = heard.count { $0.report == candidate.report }
            return agreeing > 1 && 2 * agreeing > living
        }?.report
    }

    /// Told once, until a majority agrees again.
    private mutating func judgeWithoutMajority(_ heard: [Statement]) -> [Finding] {
        guard !isUndecidedTold, let first = heard.first,
            let other = heard.first(where: { $0.report != first.report && $0.report.format == first.report.format })
        else { return [] }
        isUndecidedTold = true
        return [.diverged(Self.difference(first.report, of: nil, from: other.report, []))]
    }

    private static func difference(
        _ report: StateReport, of node: NodeID?, from right: StateReport, _ majority: [NodeID]
    ) -> Divergence {
        var found = Divergence(
            node: node, index: right.index, tick: right.tick, isExact: false, hash: report.hash,
            majorityHash: right.hash, majority: majority)
        guard report.tick == right.tick, report.boards.count == right.boards.count else { return found }
        for (place, (own, others)) in zip(report.boards, right.boards).enumerated() where own != others {
            found.tick = right.tick - min(right.tick, UInt64(right.boards.count - 1 - place))
            (found.isExact, found.hash, found.majorityHash) = (true, own, others)
            break
        }
        return found
    }
}
