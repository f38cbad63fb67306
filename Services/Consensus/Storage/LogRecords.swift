import ConsensusCore
import Identity

/// The records that carry state, and their payloads.
///
/// | record | payload |
/// |---|---|
/// | hard state | term, vote (0: none), commit index: 8 bytes each |
/// | entry | index, term: 8 bytes each; kind: 1 byte; data |
/// | truncate | first void index: 8 bytes |
/// | snapshot | index, term: 8 bytes each; replaces the log: 1 byte, 0 or 1 |
enum LogRecord: Equatable {
    case hardState(RaftHardState)
    case entry(RaftEntry)
    case truncate(from: LogIndex)
    case snapshot(SnapshotMark)

    func append(to bytes: inout [UInt8], chain: inout UInt32) {
        switch self {
        case .hardState(let state):
            RecordFormat.append(.hardState, to: &bytes, chain: &chain) {
                $0.append(littleEndian: state.term.rawValue)
                $0.append(littleEndian: state.votedFor?.rawValue ?? 0)
                $0.append(littleEndian: state.commit.rawValue)
            }
        case .entry(let entry):
            RecordFormat.append(.entry, to: &bytes, chain: &chain) {
                $0.append(littleEndian: entry.index.rawValue)
                $0.append(littleEndian: entry.term.rawValue)
                $0.append(entry.kind.rawValue)
                $0.append(contentsOf: entry.data)
            }
        case .truncate(let index):
            RecordFormat.append(.truncate, to: &bytes, chain: &chain) { $0.append(littleEndian: index.rawValue) }
        case .snapshot(let mark):
            RecordFormat.append(.snapshot, to: &bytes, chain: &chain) {
                $0.append(littleEndian: mark.index.rawValue)
                $0.append(littleEndian: mark.term.rawValue)
                $0.append(mark.replacesLog ? 1 : 0)
            }
        }
    }

    /// `nil` when the payload is not one that ``append(to:chain:)`` writes, and for commit records.
    init?(_ kind: RecordFormat.Kind, payload: ArraySlice<UInt8>) {
        var reader = ByteReader(payload)
        switch kind {
        case .hardState:
            guard let term = reader.number(UInt64.self), let vote = reader.number(UInt64.self),
                let commit = reader.number(UInt64.self), reader.isAtEnd
            else { return nil }
            self = .hardState(
                RaftHardState(
                    term: Term(rawValue: term), votedFor: NodeID(checked: vote), commit: LogIndex(rawValue: commit)))
        case .entry:
            guard let index = reader.number(UInt64.self).flatMap(LogIndex.init(checked:)),
                let term = reader.number(UInt64.self).flatMap(Term.init(checked:)),
                let kind = reader.number(UInt8.self).flatMap(RaftEntry.Kind.init(rawValue:)),
                let entry = try? RaftEntry(index: index, term: term, kind: kind, data: Array(reader.rest()))
            else { return nil }
            self = .entry(entry)
        case .truncate:
            guard let index = reader.number(UInt64.self).flatMap(LogIndex.init(checked:)), reader.isAtEnd else {
                return nil
            }
            self = .truncate(from: index)
        case .snapshot:
            guard let index = reader.number(UInt64.self).flatMap(LogIndex.init(checked:)),
                let term = reader.number(UInt64.self).flatMap(Term.init(checked:)),
                let replaces = reader.number(UInt8.self), replaces <= 1, reader.isAtEnd
            else { return nil }
            self = .snapshot(SnapshotMark(index: index, term: term, replacesLog: replaces == 1))
        case .commit: return nil
        }
    }
}

/// The state that a sequence of records amounts to, and the rules that the sequence must keep.
struct LogReplay: Equatable {
    private(set) var hardState = RaftHardState()
    private(set) var mark: SnapshotMark?
    /// Consecutive, ending before ``nextIndex``.
    private(set) var entries: [RaftEntry] = []
    private(set) var nextIndex: LogIndex

    /// - Parameter nextIndex: As the first segment's header has it. Entries below were removed, under a mark.
    init(nextIndex: LogIndex) { self.nextIndex = nextIndex }

    /// - Returns: The fault of the record; `nil` when it was taken.
    mutating func apply(_ record: LogRecord) -> String? {
        switch record {
        case .hardState(let state):
            guard state.term >= hardState.term else {
                return "term \(state.term) after term \(hardState.term)"
            }
            if state.term == hardState.term, let vote = hardState.votedFor, state.votedFor != vote {
                return "a second vote in term \(state.term)"
            }
            hardState = state
        case .entry(let entry):
            guard entry.index == nextIndex else { return "entry \(entry.index) where \(nextIndex) follows" }
            guard entry.term >= entries.last?.term ?? .zero else {
                return "entry \(entry.index) of term \(entry.term) after one of a later term"
            }
            guard entry.index.rawValue < .max else { return "entry \(entry.index) has no successor" }
            entries.append(entry)
            nextIndex = LogIndex(rawValue: entry.index.rawValue + 1)
        case .truncate(let index):
            guard index <= nextIndex else { return "a truncation from \(index) where \(nextIndex) follows" }
            if let mark, index <= mark.index { return "a truncation from \(index), inside the snapshot" }
            if let first = entries.first?.index, index > first {
                entries.removeLast(entries.count - Int(index.rawValue - first.rawValue))
            } else {
                entries.removeAll()
            }
            nextIndex = index
        case .snapshot(let mark):
            if let old = self.mark, mark.index < old.index {
                return "a snapshot through \(mark.index) after one through \(old.index)"
            }
            guard mark.index.rawValue < .max else { return "snapshot \(mark.index) has no successor" }
            if mark.replacesLog {
                entries.removeAll()
                nextIndex = LogIndex(rawValue: mark.index.rawValue + 1)
            } else if nextIndex <= mark.index {
                return "a snapshot through \(mark.index) beyond the log, which ends before \(nextIndex)"
            }
            self.mark = mark
        }
        return nil
    }

    /// Checks that nothing is missing between the snapshot and the entries.
    /// - Returns: The fault; `nil` when there is none.
    func gap() -> String? {
        let first = entries.first?.index ?? nextIndex
        let covered = mark?.index ?? .zero
        guard first.rawValue - 1 <= covered.rawValue else {
            return "the entries between \(covered) and \(first) are missing"
        }
        if let mark, let entry = entry(at: mark.index), entry.term != mark.term {
            return "entry \(mark.index) is of term \(entry.term), its snapshot of term \(mark.term)"
        }
        return nil
    }

    private func entry(at index: LogIndex) -> RaftEntry? {
        guard let first = entries.first?.index, index >= first, index < nextIndex else { return nil }
        return entries[Int(index.rawValue - first.rawValue)]
    }
}
