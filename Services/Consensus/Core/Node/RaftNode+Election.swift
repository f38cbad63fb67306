import Identity

/// The answers to one campaign.
struct Ballot: Sendable, Equatable {
    var granted: [NodeID] = []
    var refused: [NodeID] = []
    /// Those that refused because they hear a leader, and were told that this node hears them.
    var told: [NodeID] = []
    var isTransfer = false
}

// Elections: Raft §5.2 and §5.4.1; pre-vote and check-quorum, dissertation §9.6 and §6.2; transfer, §3.10.
extension RaftNode {
    // MARK: Timers

    mutating func resetElectionTimer() {
        electionDeadline =
            clock
            + Milliseconds.random(in: configuration.electionTimeout..<configuration.electionTimeout * 2, using: &random)
    }

    /// The timer of a node that has just heard its leader. One that knows the rhythm does not wait for so long, and then as little
    /// as after a lost connection.
    mutating func awaitLeader() {
        isCutOff = false
        solitudeDeadline = nil
        let patience = leaderPatience
        guard patience < configuration.electionTimeout else {
            inquiryDeadline = nil
            return resetElectionTimer()
        }
        inquiryDeadline = clock + patience * 3 / 5
        electionDeadline = clock + patience + fastElectionDelay(without: leader)
    }

    /// A part of the configured range for each voter but the lost leader, in order of id; learners, which only ask, come last.
    /// Computed with every message of a leader: without an allocation.
    private mutating func fastElectionDelay(without leader: NodeID?) -> Milliseconds {
        let range = configuration.fastElectionDelay
        var (count, place) = (0, Int?.none)
        for member in log.membership.members where member.id != leader && log.membership.isVoter(member.id) {
            if member.id == id { place = count }
            count += 1
        }
        let width = (range.upperBound - range.lowerBound) / Milliseconds(max(1, count - 1))
        let slot = min(width, configuration.fastElectionSlot)
        let jitter = Milliseconds.random(in: 0...slot / 4, using: &random)
        guard let place else { return range.upperBound + jitter }
        return range.lowerBound + Milliseconds(place) * slot + jitter
    }

    /// How long a leader may be silent before this node would vote for another one, and a majority before a leader steps down.
    /// At most the election timeout; less when the rhythm is known, to this node or to the newest leader that told it.
    package var leaderPatience: Milliseconds {
        min(knownPatience ?? .max, configuration.electionTimeout)
    }

    var knownPatience: Milliseconds? {
        let least = configuration.leastPatience
        return leaderRhythm.patience(least: least) ?? (toldPatience > 0 ? max(toldPatience, least) : nil)
    }

    /// The timer of a node that has just started. The only voter has no leader to wait for.
    mutating func startElectionTimer() {
        resetElectionTimer()
        if log.membership.isQuorum({ $0 == id }) { electionDeadline = clock }
    }

    mutating func tickElection() {
        if leader != nil, let deadline = inquiryDeadline, clock >= deadline { inquire() }
        if clock >= electionDeadline {
            leader = nil
            if log.membership.isVoter(id) || isAheadOfCandidates { preCampaign() } else { askAround() }
        }
        if leader == nil, let deadline = solitudeDeadline, clock >= deadline {
            solitudeDeadline = nil
            isCutOff = true
        }
    }

    /// The leader is later than usual, and its time is not over. Whether anybody else is heard takes as long to find out, so it is
    /// asked now: a pre-vote binds nobody, and while the leader counts no answer to it does but as a sign of life.
    private mutating func inquire() {
        inquiryDeadline = nil
        ballot = Ballot(granted: log.membership.isVoter(id) ? [id] : [])
        askForPreVotes()
    }

    /// A learner has nobody to win. If it was removed and the notice was lost, the node that it asks will tell it.
    private mutating func askAround() {
        resetElectionTimer()
        ballot = Ballot()
        askForPreVotes()
    }

    private mutating func askForPreVotes() {
        awaitAnswers()
        ask(
            RequestVote(preVote: true, transfer: false, lastIndex: log.lastIndex, lastTerm: log.lastTerm),
            term: term.next)
    }

    /// The leader's process is gone: no need to wait for the timeout. Wrong news costs one refused pre-vote.
    mutating func peerLost(_ peer: NodeID) {
        if peer == lastLeader { lastLeader = nil }
        if peer == formerLeader?.id { formerLeader = nil }
        if role == .leader { return peerLostByLeader(peer) }
        guard role == .follower, peer == leader else { return }
        leader = nil
        if log.membership.isVoter(id) { electionDeadline = clock + fastElectionDelay(without: peer) }
    }

    /// A leader was heard recently, so no node has reason to vote (dissertation §4.2.3).
    var isInLease: Bool { role == .leader || (leader != nil && clock < leaderContactAt + leaderPatience) }

    // MARK: Campaigns

    /// Asks who would vote for this node, without touching the term.
    private mutating func preCampaign() {
        role = .preCandidate
        leader = nil
        ballot = Ballot(granted: [id])
        startCampaignTimer()
        guard !isElected else { return campaign(isTransfer: false) }
        askForPreVotes()
    }

    mutating func campaign(isTransfer: Bool) {
        role = .candidate
        leader = nil
        term = term.next
        votedFor = id
        markHardStateDirty()
        ballot = Ballot(isTransfer: isTransfer)
        solitudeDeadline = nil
        startCampaignTimer()
        let last = RequestVote(
            preVote: false, transfer: isTransfer, lastIndex: log.lastIndex, lastTerm: log.lastTerm)
        ask(last, term: term)
        if configuration.sabotage == .voteBeforePersist { grant(by: id) }
    }

    /// A node that nobody answers is alone; a pre-vote is answered at once. Delays of this node's own disk say nothing of
    /// others: time counts from when the question leaves.
    mutating func awaitAnswers() {
        guard !isCutOff, log.membership.members.count > 1, disk.latestGeneration <= disk.durableGeneration else {
            return
        }
        let interval = configuration.heartbeatInterval
        solitudeDeadline = solitudeDeadline ?? clock + min(max(leaderPatience / 3, interval / 2), interval)
    }

    private mutating func startCampaignTimer() {
        campaigns += 1
        resetElectionTimer()
        // A round is a pre-vote and a vote. Two survivors that split the votes must not wait for a full timeout.
        let round = (campaigns - 1) / 2
        if round < 2 {
            electionDeadline = clock + Milliseconds.random(in: configuration.campaignRetry, using: &random) << round
        }
    }

    private mutating func ask(_ request: RequestVote, term: Term) {
        let generation = configuration.sabotage == .voteBeforePersist ? 0 : disk.latestGeneration
        for member in log.membership.members where member.id != id && log.membership.isVoter(member.id) {
            send(.requestVote(request), to: member.id, term: term, after: generation)
        }
    }

    /// A candidate's own vote counts once it is on disk.
    mutating func countOwnVote() {
        guard role == .candidate, disk.durableGeneration >= disk.hardStateGeneration else { return }
        grant(by: id)
    }

    private mutating func grant(by voter: NodeID) {
        if !ballot.granted.contains(voter) { ballot.granted.append(voter) }
        endSolitude()
        guard isElected else { return }
        if role == .preCandidate { campaign(isTransfer: false) } else { becomeLeader() }
    }

    private mutating func noteAnswer(of voter: NodeID) {
        if !ballot.refused.contains(voter) { ballot.refused.append(voter) }
        endSolitude()
    }

    /// A majority is there: what it lacks is a leader, and that is being elected.
    private mutating func endSolitude() {
        guard solitudeDeadline != nil,
            log.membership.isQuorum({ ballot.granted.contains($0) || ballot.refused.contains($0) })
        else { return }
        solitudeDeadline = nil
    }

    private var isElected: Bool {
        let granted = ballot.granted
        if configuration.sabotage == .ignoresOutgoingMajority {
            let voters = log.membership.voters
            return voters.count(where: granted.contains) > voters.count / 2
        }
        return log.membership.isQuorum { granted.contains($0) }
    }

    // MARK: Votes

    /// A voter answers by the candidate's configuration, so it does not check whether either is a member of its own
    /// (dissertation §4.1). A learner may be the vote that its promotion, which it has not seen yet, counts on.
    mutating func receivedVoteRequest(_ request: RequestVote, in message: RaftMessage) {
        if request.preVote && request.hearsReceiver { return tellLeader(of: message.from) }
        let isFree =
            request.preVote && message.term > term
            ? !isInLease
            : votedFor == message.from || (votedFor == nil && leader == nil)
        let isUpToDate =
            request.lastTerm > log.lastTerm || (request.lastTerm == log.lastTerm && request.lastIndex >= log.lastIndex)
        let granted = isFree && isUpToDate && role != .leader
        if isFree && !isUpToDate && log.membership.contains(id) { isAheadOfCandidates = true }
        let reply = RequestVoteReply(
            preVote: request.preVote, granted: granted,
            hearsLeader: request.preVote && !granted && role != .leader && isInLease)
        guard granted, !request.preVote else {
            return send(
                .requestVoteReply(reply), to: message.from, term: granted ? message.term : term,
                after: disk.hardStateGeneration)
        }
        if votedFor != message.from {
            votedFor = message.from
            markHardStateDirty()
        }
        solitudeDeadline = nil  // it has won a majority's pre-votes
        resetElectionTimer()
        let generation = configuration.sabotage == .voteBeforePersist ? 0 : disk.hardStateGeneration
        send(.requestVoteReply(reply), to: message.from, after: generation)
    }

    /// The sender does not hear the leader that this node hears, and hears this node: from here it could be led.
    private mutating func tellLeader(of member: NodeID) {
        guard role == .follower, let leader, leader != member, isInLease, log.membership.contains(member) else {
            return
        }
        let word = HeartbeatReply(
            readContext: 0, cutOff: member, takesNoEntries: takesNoEntries, newestBehaviour: newestBehaviour)
        send(.heartbeatReply(word), to: leader, after: disk.hardStateGeneration)
    }

    /// Others hear a leader, and this node does not: it is cut off from it, and not waiting for an election.
    private mutating func heardOfLeader(from peer: NodeID) {
        guard role != .leader, leader == nil, peer != lastLeader, !ballot.told.contains(peer) else { return }
        isCutOff = true
        solitudeDeadline = nil
        ballot.told.append(peer)
        let word = RequestVote(
            preVote: true, transfer: false, lastIndex: log.lastIndex, lastTerm: log.lastTerm, hearsReceiver: true)
        send(.requestVote(word), to: peer, term: term.next)
    }

    mutating func receivedVoteReply(_ reply: RequestVoteReply, in message: RaftMessage) {
        if reply.preVote && reply.hearsLeader && message.term == term { heardOfLeader(from: message.from) }
        // An inquiry's answer, or a learner's, which has no campaign.
        if reply.preVote && role != .preCandidate && solitudeDeadline != nil { noteAnswer(of: message.from) }
        let answersThis =
            switch role {
            case .preCandidate: reply.preVote && (reply.granted ? message.term == term.next : message.term == term)
            case .candidate: !reply.preVote && message.term == term
            case .learner, .follower, .leader, .removed: false
            }
        guard answersThis else { return }
        guard !reply.granted else { return grant(by: message.from) }
        if !ballot.refused.contains(message.from) { ballot.refused.append(message.from) }
        let refused = ballot.refused
        endSolitude()
        // Enough refusals that no majority is possible.
        let isLost = !log.membership.isQuorum { !refused.contains($0) }
        if isLost { role = .follower }
    }

    // MARK: Changes of role

    /// Steps into `newTerm`, or down within the present one. A vote stays valid for its whole term.
    mutating func becomeFollower(term newTerm: Term, leader newLeader: NodeID?) {
        let wasWaiting = role == .follower
        loseLeadership()
        if newTerm > term {
            term = newTerm
            votedFor = nil
            markHardStateDirty()
        } else if configuration.sabotage == .stepDownClearsVote {
            votedFor = nil
            markHardStateDirty()
        }
        role = .follower
        leader = newLeader
        if !wasWaiting { resetElectionTimer() }
    }

    private mutating func becomeLeader() {
        role = .leader
        leader = id
        campaigns = 0
        isCutOff = false
        solitudeDeadline = nil
        lead = LeaderState(termStart: log.lastIndex.next, clock: clock)
        lead.heartbeatDeadline = clock + configuration.heartbeatInterval
        lead.quorumDeadline = clock + leaderPatience
        updateProgressToMembership()
        append([.empty])
        if countsUnpersisted { advanceCommit() }
    }

    // MARK: Leaving office

    /// Answers everyone who waits for this leader. Does nothing on a node that does not lead.
    mutating func loseLeadership() {
        guard role == .leader else { return }
        for pending in lead.pending { output.outcomes.append(ProposalOutcome(id: pending.id, result: .unknown)) }
        for read in lead.reads { output.reads.append(ReadOutcome(id: read.id, index: nil)) }
        lead = LeaderState(termStart: .zero, clock: clock)
    }
}
