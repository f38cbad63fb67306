import Identity

@testable import ConsensusCore

/// The invariants of the replicated log, fed with every step of every node (docs/internals/consensus.md lists them).
struct Checker {
    private struct Position: Hashable { var index, term: UInt64 }
    private struct Seen { var payload: RaftEntry.Payload; var previousTerm: UInt64? }
    private struct Ballot: Hashable { var node, term: UInt64 }

    private var leaders: [UInt64: NodeID] = [:]
    private var votes: [Ballot: NodeID] = [:]
    private var entries: [Position: Seen] = [:]
    /// Entry i at position i - 1.
    private(set) var committed: [RaftEntry] = []
    /// The term in which that was so first.
    private var committedIn: [Term] = []
    /// What a state machine is after entry i, at position i; and that machine itself.
    private var hashes: [UInt64] = [MachineState().hash]
    private var machine = MachineState()
    private var committedIDs: [UInt64: LogIndex] = [:]
    private var rejected: Set<UInt64> = []
    private(set) var acknowledged = LogIndex.zero

    var lastCommitted: LogIndex { LogIndex(rawValue: UInt64(committed.count)) }

    /// Invariants 1–6, 8, 9 and 12, after one step.
    mutating func stepped(
        from before: Before, to node: borrowing RaftNode, output: RaftOutput, disks: (NodeID) -> SimulatedDisk?
    ) throws {
        guard node.role != .removed else { return }
        try checkOrder(from: before, to: node)
        try checkVote(of: node, before)
        try checkConfigurations(of: node)
        guard node.disk.held.count <= Self.maximumHeld else {
            throw Violation("node \(node.id) holds \(node.disk.held.count) messages for its disk")
        }
        for entry in output.persist?.entries ?? [] { try checkEntry(entry, of: node) }
        if node.commitIndex > before.commitIndex { try checkCommit(after: before.commitIndex, of: node) }
        if node.role == .leader {
            try checkLeader(node, isNew: before.role != .leader || before.term != node.term)
            if node.commitIndex > before.commitIndex { try checkDurability(from: before, to: node, disks: disks) }
        }
    }

    private func checkOrder(from before: Before, to node: borrowing RaftNode) throws {
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

    private mutating func checkVote(of node: borrowing RaftNode, _ before: Before) throws {
        guard let vote = node.votedFor, node.term != before.term || before.votedFor != vote || before.voteWaits else {
            return
        }
        let ballot = Ballot(node: node.id.rawValue, term: node.term.rawValue)
        if let earlier = votes[ballot], earlier != vote, node.disk.hardStateGeneration <= node.disk.durableGeneration {
            throw Violation("node \(node.id) voted for \(earlier) and for \(vote) in term \(node.term)")
        }
        if node.disk.hardStateGeneration <= node.disk.durableGeneration { votes[ballot] = vote }
    }

    /// Two entries of one index and term are equal, and so is what precedes them.
    private mutating func checkEntry(_ entry: RaftEntry, of node: borrowing RaftNode) throws {
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

    private mutating func checkCommit(after before: LogIndex, of node: borrowing RaftNode) throws {
        var index = max(before, node.log.baseIndex)
        while index < node.commitIndex {
            index = index.next
            let entry = node.log.entries[index.distance(above: node.log.baseIndex) - 1]
            try commit(entry, by: node.id, in: node.term)
        }
    }

    private mutating func commit(_ entry: RaftEntry, by node: NodeID, in term: Term) throws {
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
        committedIn.append(term)
        machine.apply(entry)
        hashes.append(machine.hash)
        guard let id = Command(entry)?.id else { return }
        guard !rejected.contains(id) else { throw Violation("command \(id) was refused and is committed") }
        guard committedIDs.updateValue(entry.index, forKey: id) == nil else { throw Violation("command \(id) twice") }
    }

    /// Messages that wait for the disk: answers to what a leader may have under way, as often as the network repeats it, in
    /// the longest write.
    private static let maximumHeld = 4_000

    /// A majority of each configuration meets every majority of the one before: they have the same voters, or the later one is
    /// joint with the earlier one's, or leaves such a joint one (Raft §6).
    private func checkConfigurations(of node: borrowing RaftNode) throws {
        for (before, after) in zip(node.log.configurations, node.log.configurations.dropFirst()) {
            let (old, new) = (before.membership, after.membership)
            let meets =
                old.voters.isEmpty || (Set(old.voters) == Set(new.voters) && Set(old.outgoing) == Set(new.outgoing))
                || (!old.isJoint && new.isJoint && Set(new.outgoing) == Set(old.voters))
                || (old.isJoint && !new.isJoint && Set(new.voters) == Set(old.voters))
            guard meets else {
                throw Violation("node \(node.id): configurations \(before.index) and \(after.index) need not meet")
            }
        }
    }

    private mutating func checkLeader(_ node: borrowing RaftNode, isNew: Bool) throws {
        if let other = leaders.updateValue(node.id, forKey: node.term.rawValue), other != node.id {
            throw Violation("nodes \(other) and \(node.id) both lead in term \(node.term)")
        }
        let changing = node.log.configurations.count { $0.index > lastCommitted }
        guard changing <= 1 else { throw Violation("leader \(node.id) has \(changing) uncommitted configurations") }
        let limits = node.configuration
        guard node.lead.uncommittedEntries <= limits.maximumUncommittedEntries,
            node.lead.uncommittedBytes <= limits.maximumUncommittedBytes,
            node.lead.progress.allSatisfy({ peer in
                // A single append may be larger, if one entry is.
                peer.inflight.count <= limits.maximumInflightMessages
                    && (peer.inflight.count <= 1
                        || peer.inflightBytes <= limits.maximumInflightBytes + limits.maximumAppendBytes)
            }), node.lead.reads.count <= limits.maximumPendingReads
        else { throw Violation("leader \(node.id): a queue is over its bound") }
        guard isNew else { return }
        // Leader completeness (Raft §5.4.3) is about earlier terms: a candidate that was stopped may win a term that is over.
        for (entry, term) in zip(committed, committedIn) where term < node.term && entry.index > node.log.baseIndex {
            guard node.log.term(at: entry.index) == entry.term else {
                throw Violation("leader \(node.id) of term \(node.term) lacks committed entry \(entry.index)")
            }
        }
    }

    /// What a leader commits is of its term, and on the disks of a majority of each active voter set. A disk that was
    /// wiped had it.
    private func checkDurability(
        from before: Before, to node: borrowing RaftNode, disks: (NodeID) -> SimulatedDisk?
    ) throws {
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
        guard isDurable(index, in: before.membership) || isDurable(index, in: node.log.membership) else {
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
    func checkSpoken(_ message: RaftMessage, by node: borrowing RaftNode, disk: borrowing SimulatedDisk) throws {
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
            // One round can release an acknowledgement and then, in a new term, cut off what it was for.
            let isCurrent = message.term == node.term
            let term = isCurrent ? node.log.term(at: reply.index) ?? .zero : disk.term(at: reply.index)
            guard let term, term <= message.term, disk.holds(reply.index, term: term) else {
                throw unsaid("that it has entry \(reply.index)")
            }
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
    func checkApplied(_ entry: borrowing RaftEntry, after applied: LogIndex, on node: NodeID) throws {
        guard entry.index == applied.next, entry.index <= lastCommitted,
            committed[Int(entry.index.rawValue) - 1] == entry
        else {
            throw Violation("node \(node) applies entry \(entry.index) after \(applied), or one that is not committed")
        }
    }

    /// Invariant 11: a machine that applied the same entries is the same, whatever snapshots it went by; so what ran once
    /// nowhere runs twice.
    func checkMachine(_ state: MachineState, on node: NodeID) throws {
        let index = Int(clamping: state.applied.rawValue)
        guard index < hashes.count, hashes[index] == state.hash else {
            throw Violation("the state machine of node \(node) differs at \(state.applied)")
        }
    }
}

/// What of a node is looked at again after its step.
struct Before {
    let role: Leadership.Role
    let term: Term
    let votedFor: NodeID?
    /// The vote was not on disk yet.
    let voteWaits: Bool
    let commitIndex: LogIndex
    let appliedIndex: LogIndex
    let membership: Membership

    init(_ node: borrowing RaftNode) {
        role = node.role
        term = node.term
        votedFor = node.votedFor
        voteWaits = node.disk.hardStateGeneration > node.disk.durableGeneration
        commitIndex = node.commitIndex
        appliedIndex = node.appliedIndex
        membership = node.log.membership
    }
}
