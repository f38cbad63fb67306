import Identity

/// A leader in whose place another one was followed.
struct FormerLeader: Sendable, Equatable {
    let id: NodeID
    let contactAt: Milliseconds
}

/// How regularly a leader is heard, and so how soon its silence means something: some times the longest gap between two of its
/// messages of late. Where stalls are usual, silence is waited out; where none were seen, a leader that hangs, or whose
/// machine is gone without a word, is left after two and a half heartbeats. docs/decisions/0406-a-leaders-rhythm.md.
///
/// Times are milliseconds of the node's own clock, which its own stalls hardly move.
struct LeaderRhythm: Sendable, Equatable {
    /// The longest gaps within the span that runs, and within the one before; `nil` before the first has ended.
    private var longest: Milliseconds = 0
    private var longestBefore: Milliseconds?
    private var spanEnd: Milliseconds?

    /// - Parameters:
    ///   - gap: Since its message before this one; `nil` when that is no measure.
    ///   - span: Gaps are remembered for so long at least, and for twice as long at most.
    mutating func heard(after gap: Milliseconds?, clock: Milliseconds, span: Milliseconds) {
        let end = spanEnd ?? 0
        if clock >= end {
            // Of a span that ended long ago, before this node led or was alone, nothing counts.
            longestBefore = spanEnd != nil && clock < end + span ? longest : nil
            longest = 0
            spanEnd = clock + span
        }
        if let gap { longest = max(longest, gap) }
    }

    /// How long a leader may be silent; `nil` as long as its rhythm is not known.
    func patience(least: Milliseconds) -> Milliseconds? {
        longestBefore.map { max(least, max($0, longest) * 5 / 2) }
    }
}
