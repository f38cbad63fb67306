import Identity

@testable import ConsensusCore

/// The invariants of the replicated log, fed with every step of every node (docs/consensus.md lists them).
struct Checker {
    private struct Position: Hashable { var index, term: UInt64 }
    private struct Seen { var payload: RaftEntry.Payload; var previousTerm: UInt64? }
    private struct Ballot: Hashable { var node, term: UInt64 }

    private var leaders: [UInt64: NodeID] = [:]
    private var votes: [Ballot: NodeID] = [:]
    private var entries: [Position: Seen] = [:]
    /// Entry i at position i - 1.
    private(set) var committed: [RaftEntry] = []
    private var committedIDs: [UInt64: LogIndex] = [:]
    private var rejected: Set<UInt64> = []
    private(set) var acknowledged = LogIndex.zero

    var lastCommitted: LogIndex { LogIndex(rawValue: UInt64(committed.count)) }

    /// Invariants 1–6, 8, 9 and 12, after one step.
    mutating func stepped(
        from before: RaftNode, to node: RaftNode, output: RaftOutput, disks: (NodeID) -> SimulatedDisk?
    ) throws {
        guard node.role != .removed else { return }
        try checkOrder(from: before, to: node)
        try checkVote(of: node)
        for entry in output.persist?.entries ?? [] { try checkEntry(entry, of: node) }
        if node.commitIndex > before.commitIndex { try checkCommit(after: before.commitIndex, of: node) }
        if node.role == .leader {
            try checkLeader(node, isNew: before.role != .leader || before.term != node.term)
            if node.commitIndex > before.commitIndex { try checkDurability(from: before, to: node, disks: disks) }
        }
    }

    private func checkOrder(from before: RaftNode, to node: RaftNode) throws {
        guard node.term >= before.term else { throw Violation("node \(node.id): the term goes back") }
        guard node.commitIndex >= before.commitIndex else {
            throw Violation("node \(node.id): the commit index goes back")
        }
        guard node.appliedIndex >= before.appliedIndex else { throw Violation("node \(node.id): applied goes back") }
        guard node.log.snapshotIndex <= node.appliedIndex, node.appliedIndex <= node.commitIndex,
            node.commitIndex <= node.log.lastIndex
        else {
            throw Violation(
                "node \(node.id): snapshot \(node.log.snapshotIndex), applied \(node.appliedIndex), commit "
                    + "\(node.commitIndex), last \(node.log.lastIndex) are out of order")
        }
    }

    private mutating func checkVote(of node: RaftNode) throws {
        guard let vote = node.votedFor else { return }
        let ballot = Ballot(node: node.id.rawValue, term: node.term.rawValue)
        if let earlier = votes[ballot], earlier != vote, node.disk.hardStateGeneration <= node.disk.durableGeneration {
            throw Violation("node \(node.id) voted for \(earlier) and for \(vote) in term \(node.term)")
        }
        if node.disk.hardStateGeneration <= node.disk.durableGeneration { votes[ballot] = vote }
    }

    /// Two entries of one index and term are equal, and so is what precedes them.
    private mutating func checkEntry(_ entry: RaftEntry, of node: RaftNode) throws {
        let position = Position(index: entry.index.rawValue, term: entry.term.rawValue)
        let previous = node.log.term(at: entry.index.previous)?.rawValue
        if let seen = entries[position] {
            guard seen.payload == entry.payload,
                previous == nil || seen.previousTerm == nil || seen.previousTerm == previous
            else {
                throw Violation("log matching: entry \(entry.index) of term \(entry.term) differs on node \(node.id)")
            }
        } else {
            entries[position] = Seen(payload: entry.payload, previousTerm: previous)
        }
    }

    private mutating func checkCommit(after before: LogIndex, of node: RaftNode) throws {
        var index = max(before, node.log.baseIndex)
        while index < node.commitIndex {
            index = index.next
            let entry = node.log.entries[index.distance(above: node.log.baseIndex) - 1]
            try commit(entry, by: node.id)
        }
    }

    private mutating func commit(_ entry: RaftEntry, by node: NodeID) throws {
        let position = Int(entry.index.rawValue) - 1
        if position < committed.count {
            guard committed[position] == entry else {
                throw Violation(
                    "entry \(entry.index) was committed with term \(committed[position].term), node \(node) has it with "
                        + "term \(entry.term)")
            }
            return
        }
        guard position == committed.count else {
            throw Violation("node \(node) commits entry \(entry.index) with a gap")
        }
        committed.append(entry)
        guard case .command(let bytes) = entry.payload, let id = commandID(bytes) else { return }
        guard !rejected.contains(id) else { throw Violation("command \(id) was refused and is committed") }
        guard committedIDs.updateValue(entry.index, forKey: id) == nil else { throw Violation("command \(id) twice") }
    }

    private mutating func checkLeader(_ node: RaftNode, isNew: Bool) throws {
        if let other = leaders.updateValue(node.id, forKey: node.term.rawValue), other != node.id {
            throw Violation("nodes \(other) and \(node.id) both lead in term \(node.term)")
        }
        let changing = node.log.configurations.count { $0.index > lastCommitted }
        guard changing <= 1 else { throw Violation("leader \(node.id) has \(changing) uncommitted configurations") }
        let limits = node.configuration
        guard node.lead.uncommittedEntries <= limits.maximumUncommittedEntries,
            node.lead.uncommittedBytes <= limits.maximumUncommittedBytes,
            node.lead.progress.allSatisfy({ $0.inflight.count <= limits.maximumInflightMessages }),
            node.disk.held.count <= 20_000
        else { throw Violation("leader \(node.id): a queue is over its bound") }
        guard isNew else { return }
        for entry in committed where entry.index > node.log.baseIndex {
            guard node.log.term(at: entry.index) == entry.term else {
                throw Violation("leader \(node.id) of term \(node.term) lacks committed entry \(entry.index)")
            }
        }
        guard node.log.lastIndex >= lastCommitted else {
            throw Violation("leader \(node.id) of term \(node.term) ends below committed entry \(lastCommitted)")
        }
    }

    /// What a leader commits is of its term, and on the disks of a majority of each active voter set. A disk that was
    /// wiped had it.
    private func checkDurability(from before: RaftNode, to node: RaftNode, disks: (NodeID) -> SimulatedDisk?) throws {
        func isDurable(_ index: LogIndex, in membership: Membership) -> Bool {
            guard let term = node.log.term(at: index) else { return true }
            return [membership.voters, membership.outgoing].filter { !$0.isEmpty }.allSatisfy { set in
                set.count { disks($0)?.holds(index, term: term) ?? true } > set.count / 2
            }
        }
        let index = node.commitIndex
        guard node.log.term(at: index) == node.term else {
            throw Violation("leader \(node.id) commits entry \(index), which is not of its term \(node.term)")
        }
        // One round can commit, and then change the configuration.
        guard isDurable(index, in: before.log.membership) || isDurable(index, in: node.log.membership) else {
            throw Violation("leader \(node.id) commits entry \(index), which is not on the disks of a majority")
        }
        for change in node.log.configurations
        where change.index > before.commitIndex && change.index <= index && change.membership.isJoint {
            guard isDurable(change.index, in: change.membership) else {
                throw Violation("leader \(node.id) commits joint configuration \(change.index) without both majorities")
            }
        }
    }

    /// Invariant 7: a crash right after this message would find what the message claims.
    func checkSpoken(_ message: RaftMessage, by node: RaftNode, disk: SimulatedDisk) throws {
        func unsaid(_ claim: String) -> Violation { Violation("node \(node.id) says \(claim) before it is on disk") }
        switch message.body {
        case .requestVote(let request):
            if request.preVote { return }
            guard disk.hardState.term >= message.term else { throw unsaid("term \(message.term)") }
            guard disk.hardState.term > message.term || disk.hardState.votedFor == node.id else {
                throw unsaid("its own vote")
            }
        case .requestVoteReply(let reply):
            if reply.preVote { return }
            guard disk.hardState.term >= message.term else { throw unsaid("term \(message.term)") }
            guard !reply.granted || disk.hardState.term > message.term || disk.hardState.votedFor == message.to else {
                throw unsaid("a vote for \(message.to)")
            }
        case .appendReply(let reply):
            guard disk.hardState.term >= message.term else { throw unsaid("term \(message.term)") }
            guard reply.success else { return }
            let term = node.log.term(at: reply.index) ?? .zero
            guard disk.holds(reply.index, term: term) else { throw unsaid("that it has entry \(reply.index)") }
        case .append, .heartbeat, .heartbeatReply, .installSnapshot, .installSnapshotReply, .timeoutNow:
            guard disk.hardState.term >= message.term else { throw unsaid("term \(message.term)") }
        case .removed: return
        }
    }

    /// Invariants 4 and 11 from the proposer's side.
    mutating func answered(_ result: ProposalOutcome.Result, commands: [UInt64]) throws {
        switch result {
        case .committed(let index):
            acknowledged = max(acknowledged, index)
            guard let last = commands.last else { return }
            guard committedIDs[last] == index else {
                throw Violation("command \(last) was acknowledged and is not there")
            }
        case .rejected:
            for command in commands {
                rejected.insert(command)
                guard committedIDs[command] == nil else {
                    throw Violation("command \(command) was refused and is committed")
                }
            }
        case .unknown: break
        }
    }

    /// Invariant 5: the state machine gets the committed entries, each once, in order.
    func checkApplied(_ entry: RaftEntry, after applied: LogIndex, on node: NodeID) throws {
        guard entry.index == applied.next, entry.index <= lastCommitted,
            committed[Int(entry.index.rawValue) - 1] == entry
        else {
            throw Violation("node \(node) applies entry \(entry.index) after \(applied), or one that is not committed")
        }
    }

    func state(through index: LogIndex) -> MachineState {
        var state = MachineState()
        for entry in committed.prefix(Int(index.rawValue)) { state.apply(entry) }
        return state
    }
}

/// A test command starts with its number, so that its fate can be followed.
func commandBytes(_ id: UInt64, padding: Int) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: id >> UInt64(8 * $0)) } + Array(repeating: 7, count: padding)
}

func commandID(_ bytes: [UInt8]) -> UInt64? {
    guard bytes.count >= 8 else { return nil }
    return (0..<8).reduce(0) { $0 | UInt64(bytes[$1]) << UInt64(8 * $1) }
}
