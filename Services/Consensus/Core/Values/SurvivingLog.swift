package import Identity

/// State recovered from one node's disk after quorum loss, and the beginning of another cluster made of it.
///
/// Everything that the node had on disk is kept, also entries that it did not know to be committed. The client of such an entry
/// was told nothing, or was told by a leader that is lost. Entries that only the others had are lost.
package struct SurvivingLog: Sendable, Equatable {
    package let snapshot: SnapshotMetadata?
    /// The newest term that the node was in.
    package let term: Term
    package let lastIndex: LogIndex
    package let lastTerm: Term
    /// The node knew everything through here to be committed.
    package let commitIndex: LogIndex
    /// The newest configuration in the log, committed or not.
    package let membership: Membership
    /// Above the snapshot.
    package let entries: [RaftEntry]

    /// Takes the parts for what the node itself would have taken them for, had it started again.
    /// - Throws: ``RaftError`` with `damagedState` when the parts contradict each other.
    package init(_ state: RaftRestoredState) throws(RaftError) {
        let nobody = RaftConfiguration(cluster: ClusterID(rawValue: 1), id: NodeID(rawValue: .max), seed: 0)
        let node = try RaftNode(nobody, restored: state, now: 0)
        snapshot = node.log.snapshot
        term = node.term
        lastIndex = node.log.lastIndex
        lastTerm = node.log.lastTerm
        commitIndex = node.commitIndex
        membership = node.log.membership
        entries = node.log.entries.filter { $0.index > node.log.snapshotIndex }
    }

    /// There is no entry at all: nothing to begin a cluster with.
    package var isEmpty: Bool { lastIndex == .zero }

    /// Every node id that the configurations name, now or formerly.
    package var knownNodes: [NodeID] {
        let configurations = entries.compactMap { entry -> Membership? in
            if case .configuration(let membership) = entry.payload { membership } else { nil }
        }
        let all = ([membership] + configurations + (snapshot.map { [$0.membership] } ?? []))
            .flatMap { $0.members.map(\.id) + $0.tombstones }
        return Set(all).sorted()
    }

    /// The state of the only voter of a new cluster, which holds what this log holds at the same indexes and terms. The
    /// configurations are left out, as if `founder` had always been alone; all former members are tombstones.
    /// - Parameter founder: A node id that no member ever had.
    package func refounded(by founder: Member) -> RaftRestoredState {
        precondition(!isEmpty, "nothing to begin a cluster with")
        precondition(!knownNodes.contains(founder.id), "node \(founder.id) was a member of the former cluster")
        var alone = Membership(bootstrap: founder)
        alone.tombstones = Array(knownNodes.suffix(Membership.maximumTombstones))
        var kept = snapshot
        kept?.membership = alone
        let renewed = entries.map { entry -> RaftEntry in
            guard case .configuration = entry.payload else { return entry }
            return RaftEntry(
                index: entry.index, term: entry.term,
                payload: entry.index.rawValue == 1 ? .configuration(alone) : .empty)
        }
        return RaftRestoredState(
            hardState: RaftHardState(term: term, votedFor: nil, commit: lastIndex), snapshot: kept, entries: renewed)
    }
}
