import Identity

/// What only a leader keeps. All of it is lost with leadership.
struct LeaderState: Sendable, Equatable {
    struct Pending: Sendable, Equatable {
        var id: UInt64
        var last: LogIndex
        var count: Int
        var bytes: Int
    }

    struct Read: Sendable, Equatable {
        var id: UInt64
        var index: LogIndex
        /// Confirmed by answers that carry this or more; 0: not sent out yet.
        var context: UInt64
    }

    struct Transfer: Sendable, Equatable {
        var target: NodeID
        var deadline: Milliseconds
        var wasOrdered: Bool
    }

    /// Ascends by id; everyone but this node.
    var progress: [Progress] = []
    /// The term's first entry, the empty one. Until it commits, nothing is known to be committed (Raft §8).
    var termStart: LogIndex
    var since: Milliseconds
    var votersSince: Milliseconds
    var heartbeatDeadline: Milliseconds = 0
    var proposals = ProposalRate()
    /// Until then a commit that some peers were not told may wait for an append that takes it along.
    var noticeDeadline: Milliseconds?
    /// Unanswered proposals and membership changes, in the order of their entries.
    var pending: [Pending] = []
    var uncommittedEntries = 0
    var uncommittedBytes = 0
    var reads: [Read] = []
    var readContext: UInt64 = 0
    var transfer: Transfer?

    init(termStart: LogIndex = .zero, clock: Milliseconds = 0) {
        self.termStart = termStart
        since = clock
        votersSince = clock
    }
}

/// Whether proposals follow each other so closely that the next append comes before anyone would miss a notice of the last
/// commit. Milliseconds of the node's clock.
struct ProposalRate: Sendable, Equatable {
    /// The longest gap, and the longest that a notice waits.
    static let patience: Milliseconds = 2
    private static let shortestRun = 8

    private var last: Milliseconds = 0
    /// Proposals without a longer gap.
    private var run = 0

    mutating func proposed(at clock: Milliseconds) {
        run = clock <= last + Self.patience ? min(run + 1, Self.shortestRun) : 1
        last = clock
    }

    func areDense(at clock: Milliseconds) -> Bool { run >= Self.shortestRun && clock <= last + Self.patience }
}

// A leader's clock and its proposals.
extension RaftNode {
    mutating func tickAsLeader() {
        if let transfer = lead.transfer, clock >= transfer.deadline { lead.transfer = nil }
        guard hasQuorumContact else { return becomeFollower(term: term, leader: nil) }
        if let oldest = disk.inFlight.first, clock >= oldest.at + configuration.electionTimeout / 2 {
            startTransfer(to: nil)  // this disk holds everyone up
        }
        guard clock >= lead.heartbeatDeadline else { return }
        lead.heartbeatDeadline = clock + configuration.heartbeatInterval
        for progress in lead.progress { sendHeartbeat(to: progress) }
    }

    mutating func sendHeartbeat(to peer: Progress) {
        let heartbeat = Heartbeat(commitIndex: min(commitIndex, peer.match), readContext: lead.readContext)
        send(.heartbeat(heartbeat), to: peer.id)
    }

    /// Check-quorum: a leader that a majority has not answered for an election timeout may be one that the others have
    /// replaced (dissertation §6.2).
    private var hasQuorumContact: Bool {
        let window = configuration.electionTimeout
        guard clock >= lead.since + window else { return true }
        return log.membership.isQuorum { voter in
            voter == id || (progress(of: voter).map { $0.contactAt + window > clock } ?? false)
        }
    }

    func progress(of peer: NodeID) -> Progress? { lead.progress.first { $0.id == peer } }

    func progressPosition(of peer: NodeID) -> Int? { lead.progress.firstIndex { $0.id == peer } }

    // MARK: Proposals

    mutating func propose(_ proposal: Proposal) {
        let bytes = proposal.commands.reduce(0) { $0 &+ $1.count &+ 32 }
        if let reason = rejection(of: proposal, bytes: bytes) {
            output.outcomes.append(ProposalOutcome(id: proposal.id, result: .rejected(reason)))
            return
        }
        lead.proposals.proposed(at: clock)
        append(proposal.commands.map { .command($0) })
        lead.pending.append(
            LeaderState.Pending(
                id: proposal.id, last: log.lastIndex, count: proposal.commands.count, bytes: bytes))
        lead.uncommittedEntries += proposal.commands.count
        lead.uncommittedBytes += bytes
        if countsUnpersisted { advanceCommit() }
    }

    private func rejection(of proposal: Proposal, bytes: Int) -> ProposalOutcome.Rejection? {
        guard role == .leader else { return .notLeader(leader) }
        if let wanted = proposal.onlyIn, wanted != term { return .wrongTerm(term) }
        if proposal.commands.isEmpty { return .empty }
        if proposal.commands.contains(where: { $0.count > configuration.maximumCommandBytes }) { return .tooLarge }
        if proposal.commands.count > configuration.maximumUncommittedEntries
            || bytes > configuration.maximumUncommittedBytes
        {
            return .tooLarge
        }
        if isDiskSpaceLow { return .diskSpaceLow }
        if lead.transfer != nil { return .handingOver }
        let isRoom =
            lead.uncommittedEntries + proposal.commands.count <= configuration.maximumUncommittedEntries
            && lead.uncommittedBytes + bytes <= configuration.maximumUncommittedBytes
        return lead.uncommittedEntries == 0 || isRoom ? nil : .busy
    }

    /// Answers whom the new commit index concerns.
    mutating func resolvePending() {
        let done = lead.pending.prefix { $0.last <= commitIndex }
        for pending in done {
            output.outcomes.append(ProposalOutcome(id: pending.id, result: .committed(pending.last)))
            lead.uncommittedEntries -= pending.count
            lead.uncommittedBytes -= pending.bytes
        }
        lead.pending.removeFirst(done.count)
    }

    // MARK: Handing over

    /// Starts to hand leadership to `target`, or to the voter that is furthest along. New proposals are refused until it
    /// is done or an election timeout has passed (dissertation §3.10).
    mutating func startTransfer(to target: NodeID?) {
        guard role == .leader, lead.transfer == nil, let target = target ?? bestSuccessor, target != id,
            log.membership.voters.contains(target), progress(of: target) != nil
        else { return }
        lead.transfer = LeaderState.Transfer(
            target: target, deadline: clock + configuration.electionTimeout, wasOrdered: false)
        finishTransferIfCaughtUp()
    }

    var bestSuccessor: NodeID? {
        lead.progress.filter {
            log.membership.voters.contains($0.id) && clock - $0.contactAt < configuration.electionTimeout
        }
        .max { ($0.match, $1.id) < ($1.match, $0.id) }?.id
    }

    /// Orders the successor to campaign once its log is as long as this one.
    mutating func finishTransferIfCaughtUp() {
        guard let transfer = lead.transfer, !transfer.wasOrdered, let target = progress(of: transfer.target),
            target.match == log.lastIndex
        else { return }
        lead.transfer?.wasOrdered = true
        send(.timeoutNow, to: target.id)
    }
}
