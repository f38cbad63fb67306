import Identity

extension Membership {
    /// Whether `holds` is true for a majority of the voters, and in a joint configuration for a majority of the old ones
    /// too (Raft §6). False for a configuration without voters.
    func isQuorum(_ holds: (NodeID) -> Bool) -> Bool {
        isMajority(of: voters, holds) && (outgoing.isEmpty || isMajority(of: outgoing, holds))
    }

    /// The highest index that a majority of every active voter set holds.
    func quorumIndex(_ match: (NodeID) -> LogIndex) -> LogIndex {
        let incoming = majorityIndex(of: voters, match)
        return outgoing.isEmpty ? incoming : min(incoming, majorityIndex(of: outgoing, match))
    }

    private func isMajority(of set: [NodeID], _ holds: (NodeID) -> Bool) -> Bool {
        set.count(where: holds) > set.count / 2
    }

    private func majorityIndex(of set: [NodeID], _ match: (NodeID) -> LogIndex) -> LogIndex {
        guard !set.isEmpty else { return .zero }
        return set.map(match).sorted(by: >)[set.count / 2]
    }
}
