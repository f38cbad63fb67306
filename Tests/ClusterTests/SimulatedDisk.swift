import ConsensusCore
import Identity

/// What a client asks for: its log entry, its session, and the place in that session, by which a repetition is known.
struct Command: Equatable {
    var id, session, sequence: UInt64

    func encoded(padding: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(24 + padding)
        for number in [id, session, sequence] {
            for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(8 * shift))) }
        }
        for _ in 0..<padding { bytes.append(7) }
        return bytes
    }

    init(id: UInt64, session: UInt64, sequence: UInt64) {
        self.id = id
        self.session = session
        self.sequence = sequence
    }

    init?(_ entry: RaftEntry) {
        guard case .command(let bytes) = entry.payload, bytes.count >= 24 else { return nil }
        func number(_ position: Int) -> UInt64 {
            (0..<8).reduce(0) { $0 | UInt64(bytes[position + $1]) << UInt64(8 * $1) }
        }
        self.init(id: number(0), session: number(8), sequence: number(16))
    }
}

/// The test's state machine, and what a snapshot of it holds: how far it is, which sequences have run, and a hash over all
/// effects in order. A sequence that has run has no effect again.
struct MachineState: Equatable {
    var applied = LogIndex.zero
    var hash: UInt64 = 14_695_981_039_346_656_037
    var sequences: [UInt64: UInt64] = [:]

    mutating func apply(_ entry: RaftEntry) {
        applied = entry.index
        guard let command = Command(entry), command.sequence > sequences[command.session, default: 0] else { return }
        sequences[command.session] = command.sequence
        hash = (hash ^ command.session) &* 1_099_511_628_211
        hash = (hash ^ command.sequence) &* 1_099_511_628_211
        hash = (hash ^ entry.index.rawValue) &* 1_099_511_628_211
    }

    /// For a file; sessions in order.
    var encoded: [UInt8] {
        let numbers = [applied.rawValue, hash] + sequences.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
        return numbers.flatMap { number in (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) } }
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

    /// `nil` below the log and above it; any term below a snapshot will do.
    func term(at index: LogIndex) -> Term? {
        if let snapshot = snapshots.last, index <= snapshot.metadata.index { return .zero }
        guard let first = entries.first, index >= first.index, index <= lastIndex else { return nil }
        return entries[Int(index.rawValue - first.index.rawValue)].term
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
            snapshots.removeAll { $0.metadata.index < mark.index }
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
