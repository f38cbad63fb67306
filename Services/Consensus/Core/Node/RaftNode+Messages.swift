import Identity

// Messages: what is let in, and what a message's term does (Raft §5.1).
extension RaftNode {
    mutating func receive(_ message: RaftMessage) {
        guard message.cluster == configuration.cluster, message.to == id, message.from != id,
            message.from.rawValue != 0
        else {
            droppedMessages += 1
            return
        }
        if let reason = fault(in: message) {
            output.faults.append(PeerFault(peer: message.from, reason: reason))
            return
        }
        if committedMembership.tombstones.contains(message.from) {
            // An id that is out for good raises no term. It is told so, in answer to any message.
            droppedMessages += 1
            if message.body != .removed { send(.removed, to: message.from, after: disk.hardStateGeneration) }
            return
        }
        if message.from == lastLeader || message.from == formerLeader?.id { endSilence(of: message.from) }
        if message.term > term {
            guard takesHigherTerm(message) else { return }
        } else if message.term < term {
            answerLowerTerm(message)
            return
        }
        dispatch(message)
    }

    /// A leader is heard again, maybe after it was given up: then it is known that it was only slow.
    private mutating func endSilence(of peer: NodeID) {
        heard(after: clock - (peer == lastLeader ? leaderContactAt : formerLeader?.contactAt ?? clock))
        if peer == formerLeader?.id { formerLeader = nil } else if leader != peer { lastLeader = nil }
    }

    /// A leader by a follower, or a voter by the leader, after this much silence. One that no patience would have waited out, since
    /// none exceeds the election timeout, was a fault and is over: it does not tell how long to wait for the next.
    mutating func heard(after gap: Milliseconds) {
        leaderRhythm.heard(
            after: gap < configuration.electionTimeout ? gap : nil, clock: clock, span: configuration.rhythmSpan)
    }

    /// Follows the higher term if the message is one that can ask for it.
    /// - Returns: Whether the message itself is to be looked at.
    private mutating func takesHigherTerm(_ message: RaftMessage) -> Bool {
        switch message.body {
        case .requestVote(let request):
            if request.preVote { return true }  // speaks of a term that nobody is in yet
            if isInLease && !request.transfer { return false }
            becomeFollower(term: message.term, leader: nil)
        case .requestVoteReply(let reply):
            if reply.preVote && reply.granted { return true }
            becomeFollower(term: message.term, leader: nil)
        case .append, .heartbeat, .installSnapshot: becomeFollower(term: message.term, leader: message.from)
        case .appendReply, .heartbeatReply, .installSnapshotReply, .timeoutNow:
            becomeFollower(term: message.term, leader: nil)
        case .removed: break
        }
        return true
    }

    /// A sender that is behind learns the term: an old leader then steps down, and a node that cannot win a pre-vote in a
    /// term of its own past is not stuck there.
    private mutating func answerLowerTerm(_ message: RaftMessage) {
        switch message.body {
        case .append(let append):
            let refusal = AppendEntriesReply(success: false, index: append.previousIndex)
            send(.appendReply(refusal), to: message.from, after: disk.hardStateGeneration)
        case .heartbeat, .installSnapshot:
            let refusal = AppendEntriesReply(success: false, index: .zero)
            send(.appendReply(refusal), to: message.from, after: disk.hardStateGeneration)
        case .requestVote(let request):
            let refusal = RequestVoteReply(preVote: request.preVote, granted: false)
            send(.requestVoteReply(refusal), to: message.from, after: disk.hardStateGeneration)
        case .removed: becomeRemoved()
        case .requestVoteReply, .appendReply, .heartbeatReply, .installSnapshotReply, .timeoutNow: break
        }
    }

    private mutating func dispatch(_ message: RaftMessage) {
        switch message.body {
        case .requestVote(let request): receivedVoteRequest(request, in: message)
        case .requestVoteReply(let reply): receivedVoteReply(reply, in: message)
        case .append(let append): if followsLeader(message) { receivedAppend(append, from: message.from) }
        case .heartbeat(let heartbeat):
            if followsLeader(message) { receivedHeartbeat(heartbeat, from: message.from) }
        case .installSnapshot(let snapshot):
            if followsLeader(message) { receivedSnapshotOffer(snapshot, from: message.from) }
        case .appendReply(let reply): receivedAppendReply(reply, from: message.from)
        case .heartbeatReply(let reply): receivedHeartbeatReply(reply, from: message.from)
        case .installSnapshotReply(let reply): receivedSnapshotReply(reply, from: message.from)
        case .timeoutNow: if role == .follower, log.membership.isVoter(id) { campaign(isTransfer: true) }
        case .removed: becomeRemoved()
        }
    }

    /// A message that only the leader of this term can have sent: hears it.
    private mutating func followsLeader(_ message: RaftMessage) -> Bool {
        guard role != .leader else {
            output.faults.append(
                PeerFault(
                    peer: message.from,
                    reason: RaftError(.malformedMessage, "node \(message.from) leads in term \(term), as this one does")
                ))
            return false
        }
        role = .follower
        leader = message.from
        if let lastLeader, lastLeader != message.from {
            formerLeader = FormerLeader(id: lastLeader, contactAt: leaderContactAt)
        }
        lastLeader = message.from
        leaderContactAt = clock
        campaigns = 0
        isAheadOfCandidates = false
        awaitLeader()
        return true
    }

    var committedMembership: Membership {
        log.configurations.last { $0.index <= commitIndex }?.membership ?? Membership()
    }

    /// A message that no node that keeps the rules can have sent. Bounds every number before it meets arithmetic.
    private func fault(in message: RaftMessage) -> RaftError? {
        func isSane(_ numbers: UInt64...) -> Bool { numbers.allSatisfy { $0 < RaftLimits.largestNumber } }
        func malformed(_ reason: String) -> RaftError { RaftError(.malformedMessage, reason) }
        guard isSane(message.term.rawValue) else { return malformed("a term of \(message.term)") }
        switch message.body {
        case .requestVote(let request):
            return isSane(request.lastIndex.rawValue, request.lastTerm.rawValue)
                ? nil : malformed("a vote's log position")
        case .append(let append):
            guard
                isSane(append.previousIndex.rawValue, append.previousTerm.rawValue, append.commitIndex.rawValue),
                append.previousTerm <= message.term
            else { return malformed("an append's log position") }
            var index = append.previousIndex
            var last = append.previousTerm
            for entry in append.entries {
                guard entry.index == index.next, entry.term >= last, entry.term <= message.term else {
                    return malformed("entries out of order")
                }
                guard entry.size <= maximumEntrySize else { return malformed("an entry of \(entry.size) bytes") }
                if case .configuration(let membership) = entry.payload, let fault = membership.fault {
                    return malformed("a configuration with \(fault)")
                }
                index = entry.index
                last = entry.term
            }
            return nil
        case .appendReply(let reply):
            return isSane(reply.index.rawValue, reply.hintIndex.rawValue, reply.hintTerm.rawValue)
                ? nil : malformed("an append answer's log position")
        case .heartbeat(let heartbeat):
            return isSane(heartbeat.commitIndex.rawValue) ? nil : malformed("a commit index")
        case .installSnapshot(let snapshot):
            guard isSane(snapshot.index.rawValue, snapshot.term.rawValue), snapshot.index > .zero,
                snapshot.term <= message.term, snapshot.membership.fault == nil
            else { return malformed("a snapshot's position or configuration") }
            return nil
        case .installSnapshotReply(let reply):
            return isSane(reply.index.rawValue) ? nil : malformed("a snapshot answer's log position")
        case .requestVoteReply, .heartbeatReply, .timeoutNow, .removed: return nil
        }
    }

    private var maximumEntrySize: Int { max(configuration.maximumCommandBytes + 32, 128 << 10) }

    mutating func becomeRemoved() {
        loseLeadership()
        role = .removed
        leader = nil
        output.removed = true
    }
}
