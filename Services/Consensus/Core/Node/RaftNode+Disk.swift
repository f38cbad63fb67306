import Identity

/// The writes that were given to the disk, those that are durable, and the messages that must wait for them.
struct DiskLedger: Sendable, Equatable {
    struct Submitted: Sendable, Equatable {
        var generation: UInt64
        /// The log reaches to here once this generation is durable, as far as later truncations left it.
        var through: LogIndex
        var at: Milliseconds
    }

    struct Held: Sendable, Equatable {
        var generation: UInt64
        var message: RaftMessage
    }

    var submittedGeneration: UInt64 = 0
    var durableGeneration: UInt64 = 0
    /// The generation that holds the newest term and vote.
    var hardStateGeneration: UInt64 = 0
    var inFlight: [Submitted] = []
    /// The log is on disk through here. Truncation lowers it at once, so a late completion cannot vouch for entries that
    /// have since been replaced.
    var durableIndex = LogIndex.zero

    // The contents of the next request.
    var isHardStateDirty = false
    var truncateFrom: LogIndex?
    var mark: SnapshotMark?
    var firstUnsubmitted: LogIndex?
    var writtenCommit = LogIndex.zero

    var held: [Held] = []

    var hasUnsubmitted: Bool { isHardStateDirty || truncateFrom != nil || mark != nil || firstUnsubmitted != nil }

    /// The generation after which everything known now is durable.
    var latestGeneration: UInt64 { hasUnsubmitted ? submittedGeneration + 1 : submittedGeneration }
}

extension RaftNode {
    /// The index through which the state machine may have entries: committed, and on this node's own disk, so that no restart
    /// takes them back.
    var applicableIndex: LogIndex { min(commitIndex, disk.durableIndex) }

    /// Everything above this was not given to the disk yet; its generation is known all the same.
    func generation(covering index: LogIndex) -> UInt64 {
        if index <= disk.durableIndex { return disk.hardStateGeneration }
        if let first = disk.firstUnsubmitted, index >= first { return disk.submittedGeneration + 1 }
        let covering = disk.inFlight.first { $0.through >= index }?.generation ?? disk.latestGeneration
        return max(covering, disk.hardStateGeneration)
    }

    mutating func markHardStateDirty() {
        disk.isHardStateDirty = true
        disk.hardStateGeneration = disk.submittedGeneration + 1
    }

    /// Appends to the log at this node's term.
    mutating func append(_ payloads: [RaftEntry.Payload]) {
        for payload in payloads { append(RaftEntry(index: log.lastIndex.next, term: term, payload: payload)) }
    }

    mutating func append(_ entry: RaftEntry) {
        log.append(entry)
        disk.firstUnsubmitted = disk.firstUnsubmitted ?? entry.index
    }

    mutating func truncate(from index: LogIndex) {
        precondition(index > commitIndex, "a committed entry cannot be cut off")
        log.truncate(from: index)
        if let first = disk.firstUnsubmitted, first >= index { disk.firstUnsubmitted = nil }
        if disk.firstUnsubmitted == nil { disk.truncateFrom = min(disk.truncateFrom ?? index, index) }
        forgetDurability(above: index.previous)
    }

    mutating func forgetDurability(above index: LogIndex) {
        disk.durableIndex = min(disk.durableIndex, index)
        for position in disk.inFlight.indices {
            disk.inFlight[position].through = min(disk.inFlight[position].through, index)
        }
    }

    mutating func takePersistRequest() -> PersistRequest? {
        guard disk.hasUnsubmitted else { return nil }
        disk.submittedGeneration += 1
        var request = PersistRequest(generation: disk.submittedGeneration)
        let commit = min(commitIndex, log.lastIndex)
        if disk.isHardStateDirty || commit > disk.writtenCommit {
            request.hardState = RaftHardState(term: term, votedFor: votedFor, commit: commit)
            disk.writtenCommit = commit
        }
        request.truncateFrom = disk.truncateFrom
        request.mark = disk.mark
        if let first = disk.firstUnsubmitted {
            request.entries = Array(log.entries(after: first.previous, through: log.lastIndex, maximumBytes: .max))
        }
        disk.inFlight.append(
            DiskLedger.Submitted(generation: request.generation, through: log.lastIndex, at: clock))
        disk.isHardStateDirty = false
        disk.truncateFrom = nil
        disk.mark = nil
        disk.firstUnsubmitted = nil
        return request
    }

    var mustHearOfDisk: Bool {
        guard role == .leader, disk.held.isEmpty, commitIndex <= disk.durableIndex else {
            return !disk.inFlight.isEmpty
        }
        return log.membership.quorumIndex { $0 == id ? log.lastIndex : progress(of: $0)?.match ?? .zero } > commitIndex
    }

    mutating func persisted(_ generation: UInt64) {
        guard generation > disk.durableGeneration, generation <= disk.submittedGeneration else { return }
        disk.durableGeneration = generation
        let done = disk.inFlight.prefix { $0.generation <= generation }
        for request in done { disk.durableIndex = max(disk.durableIndex, request.through) }
        disk.inFlight.removeFirst(done.count)
        releaseHeldMessages()
        countOwnVote()
        if role == .leader { advanceCommit() }
        if role == .leader { finishTransferIfCaughtUp() }
    }

    /// Sends the held messages, except those that are out of date and acks that a later one includes.
    private mutating func releaseHeldMessages() {
        let durable = disk.durableGeneration
        let released = disk.held.filter { $0.generation <= durable }.map(\.message)
        guard !released.isEmpty else { return }
        disk.held.removeAll { $0.generation <= durable }
        for (position, message) in released.enumerated() {
            switch message.body {
            case .appendReply(let reply):
                guard message.term == term else { continue }
                let isIncludedLater = released[(position + 1)...].contains {
                    guard case .appendReply(let later) = $0.body else { return false }
                    return $0.to == message.to && $0.term == term && later.success && later.index >= reply.index
                }
                if reply.success && isIncludedLater { continue }
            case .requestVote(let request):
                if !request.preVote && message.term < term { continue }
                if request.preVote && role != .leader && role != .candidate { awaitAnswers() }
            case .requestVoteReply, .append, .heartbeat, .heartbeatReply, .installSnapshot, .installSnapshotReply,
                .timeoutNow, .removed:
                break
            }
            output.messages.append(message)
        }
    }
}
