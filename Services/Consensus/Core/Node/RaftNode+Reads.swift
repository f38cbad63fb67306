import Identity

// Linearizable reads without a log entry: dissertation §6.4. No leases: clocks are not trusted.
extension RaftNode {
    mutating func read(id: UInt64) {
        guard role == .leader, lead.reads.count < configuration.maximumPendingReads else {
            return output.reads.append(ReadOutcome(id: id, index: nil))
        }
        // Before the term's first commit the index is not known; `startWaitingReads` sets it then.
        lead.reads.append(LeaderState.Read(id: id, index: commitIndex, context: 0))
    }

    mutating func startWaitingReads() {
        for position in lead.reads.indices { lead.reads[position].index = commitIndex }
    }

    /// One heartbeat round for all reads that came together.
    mutating func flushReads() {
        guard commitIndex >= lead.termStart, lead.reads.contains(where: { $0.context == 0 }) else { return }
        if configuration.sabotage != .reusesReadContext || lead.readContext == 0 { lead.readContext += 1 }
        for position in lead.reads.indices where lead.reads[position].context == 0 {
            lead.reads[position].context = lead.readContext
        }
        for progress in lead.progress where log.membership.isVoter(progress.id) { sendHeartbeat(to: progress) }
        confirmReads()
    }

    /// Answers the reads whose heartbeat a majority has answered in this term: nobody else led when they came.
    mutating func confirmReads() {
        guard let newest = lead.reads.last(where: { read in read.context > 0 && isConfirmed(read.context) }) else {
            return
        }
        let confirmed = lead.reads.filter { $0.context > 0 && $0.context <= newest.context }
        lead.reads.removeAll { $0.context > 0 && $0.context <= newest.context }
        for read in confirmed { output.reads.append(ReadOutcome(id: read.id, index: read.index)) }
    }

    private func isConfirmed(_ context: UInt64) -> Bool {
        log.membership.isQuorum { voter in voter == id || (progress(of: voter)?.readContext ?? 0) >= context }
    }
}
