import Identity

/// A leader in whose place another one was followed.
struct FormerLeader: Sendable, Equatable {
    let id: NodeID
    let contactAt: Milliseconds
}

/// How regularly other nodes are heard, and so how soon a silence means something: a multiple of a long recent gap between two
/// messages. Where stalls are usual, silence is waited out. Where none were seen, a leader that hangs, or whose machine
/// vanished, is left soon. docs/decisions/0406-a-leaders-rhythm.md.
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
    /// Of both spans, the longest gap that is no incident, 0 when there is none; `nil` before the first span has ended.
    /// Kept, so that asking for it with every message costs nothing.
    private var usual: Milliseconds?

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
            findUsual()
        }
        guard let gap, longest.count <= Self.incidents || gap > longest[Self.incidents] else { return }
        let position = longest.firstIndex { $0 < gap } ?? longest.count
        longest.insert(gap, at: position)
        if longest.count > Self.incidents + 1 { longest.removeLast() }
        findUsual()
    }

    private mutating func findUsual() {
        guard let longestBefore else { return usual = nil }
        var (place, placeBefore, gap) = (0, 0, Milliseconds(0))
        for _ in 0...Self.incidents {
            let next = place < longest.count ? longest[place] : 0
            let nextBefore = placeBefore < longestBefore.count ? longestBefore[placeBefore] : 0
            gap = max(next, nextBefore)
            if next >= nextBefore { place += 1 } else { placeBefore += 1 }
        }
        usual = gap
    }

    /// How long a node may be silent; `nil` as long as the rhythm is not known.
    func patience(least: Milliseconds) -> Milliseconds? {
        usual.map { max(least, $0 * 5 / 2) }
    }
}
