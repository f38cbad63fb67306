package import Identity

/// State that only a leader has. All of it is lost with leadership.
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
    /// When, as things stand, no majority will have answered for as long as this leader waits.
    var quorumDeadline: Milliseconds = 0
    /// The term's first entry, the empty one. Until it commits, nothing is known to be committed (Raft §8).
    var termStart: LogIndex
    var votersSince: Milliseconds
    var heartbeatDeadline: Milliseconds = 0
    var proposals = Pace()
    /// Until then a commit that some peers were not told may wait for an append that takes it along.
    var noticeDeadline: Milliseconds?
    var thrift = Thrift()
    /// Unanswered proposals and membership changes, in the order of their entries.
    var pending: [Pending] = []
    var uncommittedEntries = 0
    var uncommittedBytes = 0
    var reads: [Read] = []
    var readContext: UInt64 = 0
    var transfer: Transfer?

    init(termStart: LogIndex = .zero, clock: Milliseconds = 0) {
        self.termStart = termStart
        votersSince = clock
    }
}

/// Whether proposals, or commits, follow each other so closely that a message may wait for the next one. The notice of a commit
/// then waits for an append that carries it. Milliseconds of one clock.
package struct Pace: Sendable, Equatable {
    /// The longest that anything waits.
    package static let patience: Milliseconds = 4
    private static let longestGap: Milliseconds = 2
    private static let shortestRun = 8

    private var last: Milliseconds = 0
    /// Without a longer gap.
    private var run = 0

    package init() {}

    package mutating func happened(at clock: Milliseconds) {
        run = clock <= last + Self.longestGap ? min(run + 1, Self.shortestRun) : 1
        last = clock
    }

    package func isDense(at clock: Milliseconds) -> Bool { run >= Self.shortestRun && clock <= last + Self.longestGap }
}

/// While proposals come closely, new entries go at once to as many peers as a majority needs. The others get several together a
/// little later ("thrifty", Moraru et al. 2013; docs/decisions/0405). 2013; docs/decisions/0405). Times are the node's clock's.
struct Thrift: Sendable, Equatable {
    /// Milliseconds for which all peers get all entries at once after a majority was slower than ``Pace/patience``: the first
    /// time, and at most when that happens again and again.
    static let pauses: ClosedRange<Milliseconds> = 4...64

    /// Until then some peers' appends may wait; `nil`: none waits.
    private(set) var deadline: Milliseconds?
    /// The first entry that waited and was not committed then; a committed one when all were.
    private var first = LogIndex.zero
    private(set) var pausedUntil: Milliseconds = 0
    private var nextPause = pauses.lowerBound
    /// At which position among the peers the choice begins; moves on when that one was slow.
    var turn = 0

    /// A peer waits for `index`, and maybe for more.
    mutating func began(with index: LogIndex, clock: Milliseconds) {
        guard deadline == nil else { return }
        deadline = clock + Pace.patience
        first = index
    }

    func isOver(at clock: Milliseconds) -> Bool { deadline.map { clock >= $0 } ?? false }

    /// Those that waited get all there is now.
    /// - Returns: Whether the majority was slow: it has not committed what they waited for.
    mutating func ended(commit: LogIndex, clock: Milliseconds) -> Bool {
        deadline = nil
        guard commit < first else {
            nextPause = Self.pauses.lowerBound
            return false
        }
        pausedUntil = clock + nextPause
        nextPause = min(2 * nextPause, Self.pauses.upperBound)
        return true
    }

    /// No peer waits.
    mutating func ended() { deadline = nil }
}

// A leader's clock and its proposals.
extension RaftNode {
    mutating func tickAsLeader() {
        if let transfer = lead.transfer, clock >= transfer.deadline { lead.transfer = nil }
        lead.quorumDeadline = lastQuorumContact + leaderPatience
        guard clock < lead.quorumDeadline else { return loseQuorum() }
        if takesNoEntries {
            startTransfer(to: nil, because: isDiskSpaceLow ? .noDiskSpace : .fullLog)
        } else if let oldest = disk.inFlight.first, clock >= oldest.at + configuration.electionTimeout / 2 {
            startTransfer(to: nil, because: .slowDisk)
        }
        guard clock >= lead.heartbeatDeadline else { return }
        lead.heartbeatDeadline = clock + configuration.heartbeatInterval
        for progress in lead.progress { sendHeartbeat(to: progress) }
    }

    mutating func sendHeartbeat(to peer: Progress) {
        let heartbeat = Heartbeat(
            commitIndex: min(commitIndex, peer.match), readContext: lead.readContext,
            patience: knownPatience == nil ? 0 : leaderPatience)
        send(.heartbeat(heartbeat), to: peer.id)
    }

    /// When a majority of every active voter set, this leader among them, had been heard last.
    private var lastQuorumContact: Milliseconds {
        log.membership.quorumIndex { voter in
            LogIndex(rawValue: voter == id ? clock : progress(of: voter)?.contactAt ?? 0)
        }.rawValue
    }

    /// Check-quorum: a leader that a majority has not answered within this time may have been replaced (dissertation §6.2). A
    /// leader that hears nobody may still be heard, over links that are cut one way. Then the others do not know yet that they
    /// must campaign.
    private mutating func loseQuorum() {
        let isDeaf = !lead.progress.contains {
            log.membership.isVoter($0.id) && clock < $0.contactAt + leaderPatience
        }
        if isDeaf, let successor = lastHope {
            output.handOver = HandOver(to: successor, reason: .lostQuorum)
            send(.timeoutNow, to: successor)
        }
        becomeFollower(term: term, leader: nil)
        isCutOff = true
    }

    /// A voter is heard, or a learner.
    mutating func heard(at position: Int) {
        let peer = lead.progress[position]
        if peer.wasHeard && log.membership.isVoter(peer.id) { heard(after: clock - peer.contactAt) }
        lead.progress[position].heard(at: clock, commit: commitIndex)
    }

    /// A member hears `peer`, and not this leader. Where `peer` leads, all that hear each other have a leader.
    mutating func reach(_ member: NodeID, through peer: NodeID) {
        guard commitIndex >= lead.termStart, lead.transfer == nil, member != id, log.membership.contains(member),
            progress(of: peer)?.takesEntries ?? false
        else { return }
        guard bridging.allows(at: clock) else { return }
        startTransfer(to: peer, because: .cutOff(member))
        if lead.transfer != nil { bridging.ordered(at: clock) }
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
        lead.proposals.happened(at: clock)
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
        if isLogFull { return .busy }
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
    /// - Parameter reason: Why, when nobody has asked for it: such a hand-over is made known.
    mutating func startTransfer(to target: NodeID?, because reason: HandOver.Reason? = nil) {
        guard role == .leader, lead.transfer == nil, let target = target ?? successors.first, target != id,
            log.membership.voters.contains(target), progress(of: target) != nil
        else { return }
        if let reason { output.handOver = HandOver(to: target, reason: reason) }
        lead.transfer = LeaderState.Transfer(
            target: target, deadline: clock + configuration.electionTimeout, wasOrdered: false)
        finishTransferIfCaughtUp()
    }

    /// Whom this leader could hand over to, the best first: the voters that were heard lately and take entries. Those come first
    /// whose state machine goes on, as far as that is known, then those that are furthest along.
    package var successors: [NodeID] {
        lead.progress.filter {
            log.membership.voters.contains($0.id) && $0.takesEntries
                && clock - $0.contactAt < configuration.electionTimeout
        }
        .sorted {
            ($0.newestBehaviour > 0 ? 1 : 0, $0.match, $1.id) > ($1.newestBehaviour > 0 ? 1 : 0, $1.match, $0.id)
        }
        .map(\.id)
    }

    /// When no peer is heard: the voter that is furthest along, and of equal ones the one that was heard last.
    private var lastHope: NodeID? {
        lead.progress.filter { log.membership.voters.contains($0.id) && $0.takesEntries && $0.wasHeard }
            .max { ($0.match, $0.contactAt, $1.id) < ($1.match, $1.contactAt, $0.id) }?.id
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
