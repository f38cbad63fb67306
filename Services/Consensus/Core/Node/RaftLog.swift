import Identity

/// The log as a node holds it in memory: the entries above the newest snapshot, and a bounded tail below it.
///
/// Configurations found in it are kept as a stack beside it: the top one is in force, truncation pops (Raft §6; the
/// rollback that the dissertation asks for in §4.1).
struct RaftLog: Sendable, Equatable {
    struct Configuration: Sendable, Equatable {
        var index: LogIndex
        var membership: Membership
    }

    /// The entry just below `entries`, known by its term only.
    private(set) var baseIndex = LogIndex.zero
    private(set) var baseTerm = Term.zero
    private(set) var entries: [RaftEntry] = []
    /// The newest snapshot; at `baseIndex` or above.
    private(set) var snapshot: SnapshotMetadata?
    /// Never empty; ascending. The first is the one in force at the base.
    private(set) var configurations = [Configuration(index: .zero, membership: Membership())]
    /// Bytes of entries above the snapshot.
    private(set) var bytesAboveSnapshot = 0

    var lastIndex: LogIndex { baseIndex.advanced(by: entries.count) }
    var lastTerm: Term { entries.last?.term ?? baseTerm }
    var snapshotIndex: LogIndex { snapshot?.index ?? .zero }
    /// The configuration in force: the newest in the log, committed or not.
    var membership: Membership { configurations[configurations.count - 1].membership }
    var membershipIndex: LogIndex { configurations[configurations.count - 1].index }

    /// `nil` outside `baseIndex...lastIndex`.
    func term(at index: LogIndex) -> Term? {
        if index == baseIndex { return baseTerm }
        guard index > baseIndex, index <= lastIndex else { return nil }
        return entries[index.distance(above: baseIndex) - 1].term
    }

    /// `nil` when the configuration at `index` is forgotten or not known yet.
    func membership(at index: LogIndex) -> Membership? {
        guard index <= lastIndex else { return nil }
        return configurations.last { $0.index <= index }?.membership
    }

    /// Entries after `index`, up to `last`, at most `maximumBytes` of them but at least one if there is any.
    func entries(after index: LogIndex, through last: LogIndex, maximumBytes: Int) -> ArraySlice<RaftEntry> {
        let start = index.distance(above: baseIndex)
        let limit = min(last, lastIndex).distance(above: baseIndex)
        guard index >= baseIndex, start < limit else { return [] }
        var end = start + 1
        var bytes = entries[start].size
        while end < limit {
            bytes += entries[end].size
            if bytes > maximumBytes { break }
            end += 1
        }
        return entries[start..<end]
    }

    /// The largest index at or below `index` whose term is at or below `term`: where two logs can agree at the highest.
    func lastIndex(atOrBelow index: LogIndex, term: Term) -> LogIndex {
        var candidate = min(index, lastIndex)
        while candidate > baseIndex, let own = self.term(at: candidate), own > term { candidate = candidate.previous }
        return max(candidate, baseIndex)
    }

    mutating func append(_ entry: RaftEntry) {
        precondition(entry.index == lastIndex.next && entry.term >= lastTerm, "an entry that does not follow the last")
        entries.append(entry)
        bytesAboveSnapshot += entry.size
        if case .configuration(let membership) = entry.payload {
            configurations.append(Configuration(index: entry.index, membership: membership))
        }
    }

    /// Voids `index` and all above. Must be above the snapshot.
    mutating func truncate(from index: LogIndex) {
        precondition(index > snapshotIndex && index > baseIndex, "a truncation below the snapshot")
        let kept = index.previous.distance(above: baseIndex)
        guard kept < entries.count else { return }
        for entry in entries[kept...] { bytesAboveSnapshot -= entry.size }
        entries.removeSubrange(kept...)
        while configurations.count > 1, membershipIndex >= index { configurations.removeLast() }
    }

    /// Lets entries at or below `snapshot` go, but for a tail.
    mutating func compact(to snapshot: SnapshotMetadata, retainedEntries: Int, retainedBytes: Int) {
        self.snapshot = snapshot
        let covered = min(snapshot.index, lastIndex).distance(above: baseIndex)
        bytesAboveSnapshot = entries[covered...].reduce(0) { $0 + $1.size }
        var kept = 0
        var bytes = 0
        while kept < min(retainedEntries, covered) {
            bytes += entries[covered - kept - 1].size
            if bytes > retainedBytes { break }
            kept += 1
        }
        let dropped = covered - kept
        guard dropped > 0 else { return }
        baseTerm = entries[dropped - 1].term
        baseIndex = baseIndex.advanced(by: dropped)
        entries.removeFirst(dropped)
        while configurations.count > 1, configurations[1].index <= baseIndex { configurations.removeFirst() }
    }

    /// Starts again from a snapshot that the log so far does not fit.
    mutating func reset(to snapshot: SnapshotMetadata) {
        self = RaftLog()
        self.snapshot = snapshot
        baseIndex = snapshot.index
        baseTerm = snapshot.term
        configurations = [Configuration(index: snapshot.index, membership: snapshot.membership)]
    }
}
