import Identity

// Changes of the membership: Raft §6, dissertation chapter 4, and the erratum of 2015 (no change before the term's first
// entry is committed).
extension RaftNode {
    mutating func changeMembership(id: UInt64, _ change: MembershipChange) {
        func reject(_ reason: ProposalOutcome.Rejection) {
            output.outcomes.append(ProposalOutcome(id: id, result: .rejected(reason)))
        }
        guard role == .leader else { return reject(.notLeader(leader)) }
        guard lead.transfer == nil else { return reject(.handingOver) }
        guard !isDiskSpaceLow else { return reject(.diskSpaceLow) }
        let isReady = commitIndex >= lead.termStart || configuration.sabotage == .skipsFirstEntryWait
        let isSettled = log.membershipIndex <= commitIndex || configuration.sabotage == .skipsFirstEntryWait
        guard isReady, isSettled, !log.membership.isJoint else { return reject(.changeInProgress) }
        switch log.membership.applying(change) {
        case .failure(let error): reject(.invalidChange(error.message))
        case .success(let membership):
            guard hasLiveQuorum(membership) else {
                return reject(.invalidChange("too few of the voters that this would leave were heard lately"))
            }
            appendMembership(membership)
            lead.pending.append(LeaderState.Pending(id: id, last: log.lastIndex, count: 0, bytes: 0))
            advanceCommit()
        }
    }

    /// A change of voters that the new set could not even commit would end the cluster; better refused than tried.
    private func hasLiveQuorum(_ next: Membership) -> Bool {
        guard next.isJoint else { return true }
        return next.isQuorum { voter in
            voter == id
                || progress(of: voter).map {
                    $0.wasHeard && clock - $0.contactAt < configuration.electionTimeout
                } ?? false
        }
    }

    private mutating func appendMembership(_ membership: Membership) {
        if membership.voters != log.membership.voters { lead.votersSince = clock }
        append([.configuration(membership)])
        updateProgressToMembership()
    }

    /// New members are followed from the log's end; their first refusal says where they are.
    mutating func updateProgressToMembership() {
        let members = log.membership.members.map(\.id).filter { $0 != id }
        lead.progress = members.map { member in
            progress(of: member) ?? Progress(id: member, next: log.lastIndex.next, clock: clock)
        }
        if let transfer = lead.transfer, !log.membership.voters.contains(transfer.target) { lead.transfer = nil }
    }

    /// Leaves a joint configuration once it is committed, by whichever leader sees that.
    mutating func continueMembershipChange() {
        guard role == .leader, log.membershipIndex <= commitIndex, commitIndex >= lead.termStart else { return }
        if log.membership.isJoint { appendMembership(log.membership.leavingJoint()) }
    }

    /// Called with every move of the commit index: configurations in (`before`, `commitIndex`] are now final.
    mutating func membershipCommitted(after before: LogIndex) {
        for configuration in log.configurations where configuration.index > before && configuration.index <= commitIndex
        {
            let earlier = log.configurations.last { $0.index < configuration.index }?.membership.tombstones ?? []
            let removed = configuration.membership.tombstones.filter { !earlier.contains($0) }
            if removed.contains(id) { return becomeRemoved() }
            if role == .leader { for node in removed { send(.removed, to: node) } }
        }
        guard role == .leader, log.membershipIndex <= commitIndex, !log.membership.isVoter(id) else { return }
        // A leader that has voted itself out leads until that is committed (Raft §6). The others are told of the
        // commit, all of them now, and the best of them not to wait for a timeout.
        lead.proposals = Pace()
        flushAppends()
        if let successor = successors.first { send(.timeoutNow, to: successor) }
        resolvePending()
        becomeFollower(term: term, leader: nil)
    }
}
