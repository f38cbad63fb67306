import ConsensusCore
import Identity

/// What a snapshot of the test's state machine holds: how many entries it applied and a hash over them.
struct MachineState: Equatable {
    var applied = LogIndex.zero
    var hash: UInt64 = 14_695_981_039_346_656_037

    mutating func apply(_ entry: RaftEntry) {
        applied = entry.index
        for byte in entry.data { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        hash = (hash ^ entry.term.rawValue) &* 1_099_511_628_211
    }
}

struct SnapshotFile {
    var metadata: SnapshotMetadata
    var state: MachineState
}

/// A disk that keeps what was synced. What was written since may survive a crash in part: a prefix of whole requests.
struct SimulatedDisk {
    private(set) var hardState = RaftHardState()
    private(set) var entries: [RaftEntry] = []
    /// The log starts after this.
    private(set) var baseIndex = LogIndex.zero
    /// Complete files, oldest first.
    var snapshots: [SnapshotFile] = []
    private(set) var unsynced: [PersistRequest] = []
    var isSyncing = false

    var lastIndex: LogIndex { entries.last?.index ?? baseIndex }

    mutating func write(_ request: PersistRequest) { unsynced.append(request) }

    /// Makes everything through `generation` durable.
    mutating func sync(through generation: UInt64) throws {
        let done = unsynced.prefix { $0.generation <= generation }
        for request in done { try apply(request) }
        unsynced.removeFirst(done.count)
    }

    mutating func crash(keeping count: Int) throws {
        for request in unsynced.prefix(count) { try apply(request) }
        unsynced = []
        isSyncing = false
    }

    var restored: RaftRestoredState {
        RaftRestoredState(hardState: hardState, snapshot: snapshots.last?.metadata, entries: entries)
    }

    /// Whether a restart would find this entry, or a snapshot in its place.
    func holds(_ index: LogIndex, term: Term) -> Bool {
        if let snapshot = snapshots.last, index <= snapshot.metadata.index { return true }
        guard let first = entries.first, index >= first.index, index <= lastIndex else { return index == .zero }
        return entries[Int(index.rawValue - first.index.rawValue)].term == term
    }

    private mutating func apply(_ request: PersistRequest) throws {
        let commit = hardState.commit
        if let state = request.hardState {
            guard state.term >= hardState.term else { throw Violation("the term on disk goes back") }
            if state.term == hardState.term, let vote = hardState.votedFor, state.votedFor != vote {
                throw Violation("the vote on disk changes within term \(state.term)")
            }
            hardState = state
        }
        if let from = request.truncateFrom {
            guard from > commit else { throw Violation("a committed entry is cut off on disk") }
            entries.removeAll { $0.index >= from }
        }
        if let mark = request.mark {
            guard snapshots.contains(where: { $0.metadata.index == mark.index }) else {
                throw Violation("a mark for a snapshot that is not there")
            }
            if mark.replacesLog {
                entries = []
                baseIndex = mark.index
            } else if mark.index.rawValue > 64 {
                // Whole segments go: some entries below the mark stay.
                let kept = LogIndex(rawValue: mark.index.rawValue - mark.index.rawValue % 64)
                entries.removeAll { $0.index <= kept }
                baseIndex = max(baseIndex, kept)
            }
            if snapshots.count > 2 { snapshots.removeFirst(snapshots.count - 2) }
        }
        for entry in request.entries {
            guard entry.index.rawValue == lastIndex.rawValue + 1 else {
                throw Violation("entry \(entry.index) is written after \(lastIndex)")
            }
            entries.append(entry)
        }
    }
}

/// A broken invariant.
struct Violation: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
