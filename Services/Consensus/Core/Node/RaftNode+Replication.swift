import Identity

// The leader's side of replication: Raft §5.3; flow control after etcd/raft's probe, replicate and snapshot states.
extension RaftNode {
    // MARK: Sending

    /// Gives every peer what it lacks, as far as its bounds allow. Once a round, after all events.
    mutating func flushAppends() {
        let mayWait = lead.proposals.isDense(at: clock) && lead.noticeDeadline.map { clock < $0 } ?? true
        let mayLag = isThrifty()
        var isOwed = false
        for position in lead.progress.indices {
            let next = lead.progress[position].next
            if mayLag, next <= log.lastIndex, !isNeeded(position) {
                // A peer that is far behind waits for what was committed long ago, which says nothing of the majority.
                lead.thrift.began(with: min(max(next, commitIndex.next), log.lastIndex), clock: clock)
                continue
            }
            flushAppends(at: position)
            guard owesCommit(to: lead.progress[position]) else { continue }
            if mayWait { isOwed = true } else { sendAppend(at: position, withEntries: false, isNotice: true) }
        }
        lead.noticeDeadline = isOwed ? lead.noticeDeadline ?? clock + Pace.patience : nil
    }

    /// Whether only a majority is to get new entries now. After a while everyone gets them.
    private mutating func isThrifty() -> Bool {
        guard lead.proposals.isDense(at: clock), clock >= lead.thrift.pausedUntil, lead.transfer == nil else {
            lead.thrift.ended()
            return false
        }
        guard lead.thrift.isOver(at: clock) else { return true }
        if lead.thrift.ended(commit: commitIndex, clock: clock) {
            lead.thrift.turn = nextVoter(from: nextVoter(from: lead.thrift.turn) + 1)
        }
        return false
    }

    /// The first voter at or after `position`, and after the last peer comes the first.
    private func nextVoter(from position: Int) -> Int {
        let voters = lead.progress.indices.filter { log.membership.isVoter(lead.progress[$0].id) }
        return voters.first { $0 >= position } ?? voters.first ?? 0
    }

    /// Whether the peer is to get new entries at once. It is one of the first that make a majority with this node, counted from
    /// the one whose turn it is, or it is not fed steadily.
    private func isNeeded(_ position: Int) -> Bool {
        let peer = lead.progress[position]
        guard isPrompt(peer) else { return true }
        guard log.membership.isVoter(peer.id) else { return false }
        let count = lead.progress.count
        let rank = { (place: Int) in (place + count - lead.thrift.turn % count) % count }
        return !log.membership.isQuorum { voter in
            guard voter != id else { return true }
            guard let other = progressPosition(of: voter) else { return false }
            return rank(other) < rank(position) && isPrompt(lead.progress[other])
        }
    }

    private func isPrompt(_ peer: Progress) -> Bool {
        peer.state == .replicate && peer.takesEntries && clock < peer.contactAt + 2 * configuration.heartbeatInterval
    }

    private func owesCommit(to peer: Progress) -> Bool {
        peer.state == .replicate && min(commitIndex, peer.next.previous) > peer.toldCommit
    }

    private mutating func flushAppends(at position: Int) {
        guard lead.progress[position].takesEntries else { return }  // its next heartbeat answer may say otherwise
        switch lead.progress[position].state {
        case .snapshot: break
        case .probe(let isWaiting):
            if !isWaiting { sendAppend(at: position) }
        case .replicate:
            while lead.progress[position].state == .replicate, hasRoom(lead.progress[position]),
                lead.progress[position].next <= log.lastIndex
            {
                sendAppend(at: position)
            }
        }
    }

    private func hasRoom(_ peer: Progress) -> Bool {
        peer.inflight.count < configuration.maximumInflightMessages
            && (peer.inflight.isEmpty || peer.inflightBytes < configuration.maximumInflightBytes)
    }

    /// One append from the peer's `next` on, or a snapshot when the log does not reach down to there.
    private mutating func sendAppend(at position: Int, withEntries: Bool = true, isNotice: Bool = false) {
        let peer = lead.progress[position]
        let previous = peer.next.previous
        guard let previousTerm = log.term(at: previous) else { return offerSnapshot(at: position) }
        let room = max(
            1, min(configuration.maximumAppendBytes, configuration.maximumInflightBytes - peer.inflightBytes))
        let entries =
            withEntries ? Array(log.entries(after: previous, through: log.lastIndex, maximumBytes: room)) : []
        send(
            .append(
                AppendEntries(
                    previousIndex: previous, previousTerm: previousTerm, commitIndex: commitIndex, entries: entries,
                    isNotice: isNotice)),
            to: peer.id)
        lead.progress[position].toldCommit = max(
            peer.toldCommit, min(commitIndex, previous.advanced(by: entries.count)))
        switch peer.state {
        case .probe:
            lead.progress[position].state = .probe(isWaiting: true)
            lead.progress[position].probed = previous.advanced(by: entries.count)
        case .replicate:
            guard let last = entries.last else { return }
            lead.progress[position].sent(last: last.index, bytes: entries.reduce(0) { $0 + $1.size }, at: clock)
        case .snapshot: break
        }
    }

    func offerSnapshot(_ snapshot: SnapshotMetadata, to peer: NodeID) -> RaftMessage {
        RaftMessage(cluster: configuration.cluster, from: id, to: peer, term: term, body: .installSnapshot(snapshot))
    }

    /// The peer may still pull what it was offered before: then it keeps that, and what follows that is kept for it.
    private mutating func offerSnapshot(at position: Int) {
        guard let snapshot = log.snapshot else { return }
        var oldest = snapshot.index
        if case .snapshot(let index, _) = lead.progress[position].state { oldest = min(oldest, index) }
        lead.progress[position].probe(from: .zero)
        lead.progress[position].state = .snapshot(index: oldest, offeredAt: clock)
        output.messages.append(offerSnapshot(snapshot, to: lead.progress[position].id))
    }

    // MARK: Answers

    mutating func receivedAppendReply(_ reply: AppendEntriesReply, from peer: NodeID) {
        guard role == .leader, let position = progressPosition(of: peer) else { return }
        heard(at: position)
        if reply.success {
            guard reply.index <= log.lastIndex else {
                let reason = RaftError(.malformedMessage, "an answer for entry \(reply.index), which was never sent")
                return output.faults.append(PeerFault(peer: peer, reason: reason))
            }
            matched(reply.index, at: position)
        } else {
            refused(reply, at: position)
        }
    }

    mutating func matched(_ index: LogIndex, at position: Int) {
        let isNews = index > lead.progress[position].match
        lead.progress[position].matched(index, clock: clock)
        let peer = lead.progress[position]
        switch peer.state {
        case .probe:
            // Only an answer to the probe, or what is as good. Were it any, late answers and refusals that come together would each
            // have everything sent again.
            if isNews || peer.probed.map({ index >= $0 }) ?? false { lead.progress[position].state = .replicate }
        case .replicate: break
        case .snapshot(let offered, _):
            if index >= offered || log.term(at: peer.match) != nil && peer.match > .zero {
                lead.progress[position].probe(from: peer.match.next)
            }
        }
        lead.progress[position].updateRound(
            last: log.lastIndex, clock: clock, limit: configuration.electionTimeout)
        advanceCommit()
        if role == .leader { finishTransferIfCaughtUp() }
    }

    /// Backs off by whole terms. The follower named the highest index where its log can still agree. Our log cannot agree above
    /// our last entry at or below that hint's term (dissertation §5.3's optimisation, as in etcd/raft).
    private mutating func refused(_ reply: AppendEntriesReply, at position: Int) {
        let peer = lead.progress[position]
        switch peer.state {
        case .replicate:
            guard reply.index > peer.match else { return }  // crossed a later success
            lead.progress[position].probe(from: peer.match.next)
        case .probe:
            guard reply.index == peer.next.previous else { return }  // answers an older probe
            guard reply.index > peer.match || reply.index == .zero else { return reverted(reply, at: position) }
            let agreed = log.lastIndex(atOrBelow: min(reply.hintIndex, reply.index.previous), term: reply.hintTerm)
            let isBelowLog = reply.hintIndex < log.baseIndex
            lead.progress[position].probe(from: isBelowLog ? reply.hintIndex.next : agreed.next)
        case .snapshot: break
        }
    }

    /// The peer has acknowledged in this term what it refuses now. Asked again with the next heartbeats only: the answer will
    /// be the same. The acknowledgement still counts, since it may have committed the entry.
    private mutating func reverted(_ reply: AppendEntriesReply, at position: Int) {
        lead.progress[position].probe(from: lead.progress[position].match.next)
        lead.progress[position].state = .probe(isWaiting: true)
        lead.progress[position].reversions += 1
        guard lead.progress[position].reversions == Progress.provenReversions else { return }
        let peer = lead.progress[position]
        output.reversions.append(
            Reversion(peer: peer.id, acknowledged: peer.match, held: min(reply.hintIndex, peer.match.previous)))
    }

    mutating func receivedHeartbeatReply(_ reply: HeartbeatReply, from peer: NodeID) {
        guard role == .leader, let position = progressPosition(of: peer) else { return }
        guard reply.readContext <= lead.readContext else {
            let reason = RaftError(.malformedMessage, "an answer to a read that was never asked")
            return output.faults.append(PeerFault(peer: peer, reason: reason))
        }
        heard(at: position)
        lead.progress[position].takesEntries = !reply.takesNoEntries
        lead.progress[position].newestBehaviour = reply.newestBehaviour
        lead.progress[position].readContext = max(lead.progress[position].readContext, reply.readContext)
        lead.progress[position].updateRound(
            last: log.lastIndex, clock: clock, limit: configuration.electionTimeout)
        remindAfterLoss(at: position)
        confirmReads()
        if let member = reply.cutOff { reach(member, through: peer) }
    }

    /// The peer is alive; what it should have answered by now may be lost. Asks in a way that costs little if it is not.
    private mutating func remindAfterLoss(at position: Int) {
        let peer = lead.progress[position]
        switch peer.state {
        case .probe: lead.progress[position].state = .probe(isWaiting: false)
        case .replicate:
            if let oldest = peer.inflight.first, clock >= oldest.sentAt + configuration.heartbeatInterval {
                sendAppend(at: position, withEntries: false)
            }
        case .snapshot(_, let offeredAt):
            if clock >= offeredAt + configuration.electionTimeout { offerSnapshot(at: position) }
        }
    }

    /// Messages on the broken connection are lost.
    mutating func peerLostByLeader(_ peer: NodeID) {
        guard let position = progressPosition(of: peer), lead.progress[position].state == .replicate else { return }
        lead.progress[position].probe(from: lead.progress[position].match.next)
    }

    // MARK: Commit

    /// Commits what a majority of every active voter set has on disk, if it is of this term (Raft §5.4.2). The leader's
    /// own copy counts when its disk has it.
    mutating func advanceCommit() {
        guard role == .leader else { return }
        let own = countsUnpersisted ? log.lastIndex : disk.durableIndex
        var membership = log.membership
        if configuration.sabotage == .ignoresOutgoingMajority { membership.outgoing = [] }
        let agreed = membership.quorumIndex { voter in
            voter == id ? own : progress(of: voter)?.match ?? .zero
        }
        guard agreed > commitIndex else { return }
        guard log.term(at: agreed) == term || configuration.sabotage == .commitsOldTermByCounting else { return }
        let wasReady = commitIndex >= lead.termStart
        commit(through: agreed)
        resolvePending()
        if !wasReady && commitIndex >= lead.termStart { startWaitingReads() }
        continueMembershipChange()
    }

    /// Never, except for a deliberate fault.
    var countsUnpersisted: Bool {
        switch configuration.sabotage {
        case .leaderCountsUnpersisted: true
        case .singleVoterCountsUnpersisted: log.membership.voters == [id] && log.membership.outgoing.isEmpty
        default: false
        }
    }

    mutating func commit(through index: LogIndex) {
        guard index > commitIndex else { return }
        let before = commitIndex
        commitIndex = index
        membershipCommitted(after: before)
    }
}
