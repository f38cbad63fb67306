import Identity

/// A leader in whose place another one was followed.
struct FormerLeader: Sendable, Equatable {
    let id: NodeID
    let contactAt: Milliseconds
}

/// How regularly other nodes are heard, and so how soon a silence means something: some times a long gap between two messages
/// of late. Where stalls are usual, silence is waited out; where none were seen, a leader that hangs, or whose machine is gone
/// without a word, is left after two and a half heartbeats. docs/decisions/0406-a-leaders-rhythm.md.
///
/// A follower measures its leader and a leader the other voters, so that what is known survives a change of leader.
/// Times are milliseconds of the node's own clock, which its own stalls hardly move.
struct LeaderRhythm: Sendable, Equatable {
    /// So many of the longest gaps of the time that counts are incidents: a process that was stopped, a link that was cut. What
    /// happens more often is the rhythm of these machines.
    static let incidents = 3

    /// The longest gaps within the span that runs, and within the one before; `nil` before the first has ended. Longest first.
    private var longest: [Milliseconds] = []
    private var longestBefore: [Milliseconds]?
    private var spanEnd: Milliseconds?

    /// - Parameters:
    ///   - gap: Since its message before this one; `nil` when that is no measure.
    ///   - span: Gaps are remembered for so long at least, and for twice as long at most.
    mutating func heard(after gap: Milliseconds?, clock: Milliseconds, span: Milliseconds) {
        let end = spanEnd ?? 0
        if clock >= end {
            // Of a span that ended long ago, before this node was alone, nothing counts.
            longestBefore = spanEnd != nil && clock < end + span ? longest : nil
            longest = []
            spanEnd = clock + span
        }
        guard let gap, longest.count <= Self.incidents || gap > longest[Self.incidents] else { return }
        let position = longest.firstIndex { $0 < gap } ?? longest.count
        longest.insert(gap, at: position)
        if longest.count > Self.incidents + 1 { longest.removeLast() }
    }

    /// How long a node may be silent; `nil` as long as the rhythm is not known.
    func patience(least: Milliseconds) -> Milliseconds? {
        guard let longestBefore else { return nil }
        let gaps = (longest + longestBefore).sorted(by: >)
        return max(least, gaps.count > Self.incidents ? gaps[Self.incidents] * 5 / 2 : 0)
    }
}
