import ConsensusCore
import ConsensusStorage
import Identity

/// Builds requests as the core would, and keeps the state that they amount to.
struct LogModel: Equatable {
    private(set) var hardState = RaftHardState()
    private(set) var mark: SnapshotMark?
    private(set) var entries: [RaftEntry] = []
    private var generation: UInt64 = 0

    var lastIndex: UInt64 { entries.last?.index.rawValue ?? mark?.index.rawValue ?? 0 }

    /// Appends one command for each payload size.
    mutating func append(sizes: [Int], term: UInt64 = 1) -> PersistRequest {
        var request = next()
        for size in sizes {
            let index = lastIndex + 1
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: UInt64($0) &* 31 &+ index) }
            let entry = RaftEntry(
                index: LogIndex(rawValue: index), term: Term(rawValue: term), payload: .command(bytes))
            entries.append(entry)
            request.entries.append(entry)
        }
        return request
    }

    mutating func vote(term: UInt64, for node: UInt64?) -> PersistRequest {
        var request = next()
        hardState = RaftHardState(
            term: Term(rawValue: term), votedFor: node.map(NodeID.init(rawValue:)), commit: hardState.commit)
        request.hardState = hardState
        return request
    }

    mutating func truncate(from index: UInt64, sizes: [Int], term: UInt64) -> PersistRequest {
        entries.removeAll { $0.index.rawValue >= index }
        var request = append(sizes: sizes, term: term)
        request.truncateFrom = LogIndex(rawValue: index)
        return request
    }

    mutating func snapshot(through index: UInt64, term: UInt64 = 1, replacesLog: Bool = false) -> PersistRequest {
        var request = next()
        let mark = SnapshotMark(
            index: LogIndex(rawValue: index), term: Term(rawValue: term), replacesLog: replacesLog)
        self.mark = mark
        request.mark = mark
        if replacesLog { entries.removeAll() }
        return request
    }

    private mutating func next() -> PersistRequest {
        generation += 1
        return PersistRequest(generation: generation)
    }

    /// Whether a recovery gave back this state. Entries that the snapshot covers may be there or not.
    func matches(_ recovered: RecoveredLog) -> Bool {
        func needed(_ entries: [RaftEntry]) -> [RaftEntry] { entries.filter { $0.index > mark?.index ?? .zero } }
        return recovered.hardState == hardState && recovered.mark?.index == mark?.index
            && recovered.mark?.term == mark?.term && needed(recovered.entries) == needed(entries)
    }
}

extension LogIdentity {
    static let test = LogIdentity(cluster: ClusterID(rawValue: 7), node: NodeID(rawValue: 3), nonce: 0x5eed)
}

extension WriteAheadLog {
    /// Writes and syncs everything.
    func store(_ requests: [PersistRequest]) throws {
        var rest = requests[...]
        while !rest.isEmpty {
            rest = rest.dropFirst(try write(rest))
            try sync()
        }
    }
}
