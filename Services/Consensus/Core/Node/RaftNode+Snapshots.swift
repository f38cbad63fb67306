import Identity

// Snapshots: Raft §7, dissertation chapter 5. The bytes never pass through here; peers pull them from each other's disks.
extension RaftNode {
    // MARK: Restart

    mutating func restore(_ state: RaftRestoredState) throws(RaftError) {
        func damaged(_ reason: String) -> RaftError {
            RaftError(.damagedState, "the log on disk is damaged: \(reason)")
        }
        term = state.hardState.term
        votedFor = state.hardState.votedFor
        guard term.rawValue < RaftLimits.largestNumber else { throw damaged("a term of \(term)") }
        if let snapshot = state.snapshot {
            guard snapshot.membership.fault == nil, snapshot.index > .zero,
                snapshot.index.rawValue < RaftLimits.largestNumber
            else { throw damaged("the snapshot's configuration or position") }
            log.reset(to: snapshot)
            if snapshot.term > term {  // fetched and complete before the term it came with was on disk
                term = snapshot.term
                votedFor = nil
                markHardStateDirty()
            }
        }
        for (entry, next) in zip(state.entries, state.entries.dropFirst()) {
            guard next.index.rawValue == entry.index.rawValue &+ 1, next.term >= entry.term else {
                throw damaged("entries \(entry.index) and \(next.index) do not follow each other")
            }
        }
        guard state.entries.last.map({ $0.index.rawValue < RaftLimits.largestNumber && $0.term <= term }) ?? true else {
            throw damaged("its last entry is of a later term than its hard state")
        }
        try restoreEntries(state.entries)
        guard state.hardState.commit <= log.lastIndex else {
            throw damaged("entry \(state.hardState.commit) was committed and is not there")
        }
        commitIndex = max(state.hardState.commit, log.snapshotIndex)
        appliedIndex = log.snapshotIndex
        disk.durableIndex = log.lastIndex
        disk.writtenCommit = state.hardState.commit
        if committedMembership.tombstones.contains(id) { becomeRemoved() }
    }

    /// Puts back the entries above the snapshot. If the log contradicts the snapshot, the process ended between writing a
    /// fetched snapshot and marking it: the snapshot wins, as it would have.
    private mutating func restoreEntries(_ entries: [RaftEntry]) throws(RaftError) {
        guard let snapshot = log.snapshot else {
            if let first = entries.first, first.index != LogIndex.zero.next {
                throw RaftError(.damagedState, "the log on disk begins at entry \(first.index), without a snapshot")
            }
            for entry in entries { log.append(entry) }
            return
        }
        let above = entries.filter { $0.index > snapshot.index }
        let atSnapshot = entries.first { $0.index == snapshot.index }
        // A log that begins right above the snapshot was marked as fitting it.
        let isMarked = atSnapshot == nil && entries.first?.index == snapshot.index.next
        if isMarked || atSnapshot?.term == snapshot.term {
            for entry in above { log.append(entry) }
            return
        }
        guard entries.first.map({ $0.index <= snapshot.index }) ?? true else {
            throw RaftError(.damagedState, "entries between the snapshot at \(snapshot.index) and the log are missing")
        }
        disk.mark = SnapshotMark(index: snapshot.index, term: snapshot.term, replacesLog: true)
    }

    // MARK: Of this node's own state machine

    mutating func applied(_ index: LogIndex) {
        guard index > appliedIndex, index <= applicableIndex else { return }
        appliedIndex = index
        let count = UInt64(appliedIndex.distance(above: log.snapshotIndex))
        let isDue = count >= snapshotDue + jitter || log.bytesAboveSnapshot >= configuration.snapshotBytes && count > 0
        guard !isTakingSnapshot, isDue else { return }
        isTakingSnapshot = true
        output.takeSnapshot = true
    }

    /// Keeps the nodes from taking their snapshots all at once: up to a quarter more, by node id.
    private var jitter: UInt64 {
        var hash = SplitMix64(seed: id.rawValue)
        return hash.next() % max(1, configuration.snapshotEntries / 4)
    }

    mutating func snapshotTaken(index: LogIndex, size: UInt64) {
        let wasDue = isTakingSnapshot
        isTakingSnapshot = false
        snapshotDue = configuration.snapshotEntries
        guard let snapshot = snapshotMetadata(at: index, size: size) else { return }
        appliedIndex = max(appliedIndex, index)
        var (entries, bytes) = retention(below: index)
        if !wasDue {
            // One that was asked for early, as for a copy of the world: the log keeps as much for slow peers as it would have
            // without it.
            entries += Int(clamping: configuration.snapshotEntries)
            bytes += configuration.snapshotBytes
        }
        log.compact(to: snapshot, retainedEntries: entries, retainedBytes: bytes)
        disk.mark = SnapshotMark(index: snapshot.index, term: snapshot.term, replacesLog: false)
    }

    /// The tail to keep below a snapshot. A leader keeps what a peer that is pulling an older snapshot needs next, or that
    /// peer would have to pull for ever.
    private func retention(below index: LogIndex) -> (entries: Int, bytes: Int) {
        var entries = configuration.retainedEntries
        var bytes = configuration.retainedBytes
        guard role == .leader else { return (entries, bytes) }
        for peer in lead.progress {
            guard case .snapshot(let pulling, _) = peer.state, clock - peer.contactAt < configuration.electionTimeout
            else {
                continue
            }
            entries = max(entries, index.distance(above: pulling))
            bytes = max(bytes, configuration.snapshotBytes)
        }
        return (entries, bytes)
    }

    mutating func snapshotAbandoned() {
        isTakingSnapshot = false
        snapshotDue =
            UInt64(appliedIndex.distance(above: log.snapshotIndex)) + max(1, configuration.snapshotEntries / 10)
    }

    // MARK: Of another node's

    mutating func receivedSnapshotOffer(_ snapshot: SnapshotMetadata, from leader: NodeID) {
        if log.term(at: snapshot.index) == snapshot.term { commit(through: snapshot.index) }
        guard snapshot.index > commitIndex else { return acknowledgeSnapshot(through: commitIndex, to: leader) }
        if fetching == nil {
            guard clock >= fetchNotBefore else { return }
        } else if fetchSource == leader {
            return
        }
        // One that a former leader offered gives way: that node may be gone, and its silence takes seconds to show.
        fetching = snapshot
        fetchSource = leader
        output.fetchSnapshot = SnapshotFetch(from: leader, snapshot: snapshot)
    }

    mutating func snapshotFetched(_ snapshot: SnapshotMetadata) {
        fetching = nil
        fetchPause = 0
        guard snapshot.index > commitIndex else { return }
        if log.term(at: snapshot.index) == snapshot.term {
            commit(through: snapshot.index)
        } else {
            log.reset(to: snapshot)
            disk.firstUnsubmitted = nil
            disk.truncateFrom = nil
            disk.mark = SnapshotMark(index: snapshot.index, term: snapshot.term, replacesLog: true)
            forgetDurability(above: snapshot.index)
            disk.durableIndex = snapshot.index  // the file is complete, and recovery prefers it to the log
            commitIndex = snapshot.index
            appliedIndex = snapshot.index
            isTakingSnapshot = false
            output.restoreSnapshot = snapshot
            if snapshot.membership.tombstones.contains(id) { return becomeRemoved() }
        }
        if let leader, role == .follower { acknowledgeSnapshot(through: snapshot.index, to: leader) }
    }

    mutating func snapshotFetchFailed(index: LogIndex) {
        guard fetching?.index == index else { return }
        fetching = nil
        // A lost leader's snapshot fails because of it: that is no reason to let the next leader's offer pass.
        let isOfThisLeader = fetchSource == leader
        if isOfThisLeader {
            fetchPause = min(
                max(2 * fetchPause, configuration.fetchPauses.lowerBound), configuration.fetchPauses.upperBound)
        }
        fetchNotBefore = clock + (isOfThisLeader ? fetchPause : 0)
        guard let leader, role == .follower else { return }
        let reply = InstallSnapshotReply(success: false, index: index)
        send(.installSnapshotReply(reply), to: leader, after: disk.hardStateGeneration)
    }

    private mutating func acknowledgeSnapshot(through index: LogIndex, to leader: NodeID) {
        let reply = InstallSnapshotReply(success: true, index: index)
        send(.installSnapshotReply(reply), to: leader, after: disk.latestGeneration)
    }

    // MARK: The leader's side

    mutating func receivedSnapshotReply(_ reply: InstallSnapshotReply, from peer: NodeID) {
        guard role == .leader, let position = progressPosition(of: peer) else { return }
        heard(at: position)
        guard reply.success else {
            // The next heartbeat's answer brings a new offer, of the newest snapshot.
            if case .snapshot = lead.progress[position].state {
                lead.progress[position].state = .probe(isWaiting: true)
            }
            return
        }
        guard reply.index <= log.lastIndex else {
            let reason = RaftError(.malformedMessage, "an answer for entry \(reply.index), which was never sent")
            return output.faults.append(PeerFault(peer: peer, reason: reason))
        }
        matched(reply.index, at: position)
    }
}
