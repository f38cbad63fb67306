import Identity

// A follower's side of replication: Raft §5.3.
extension RaftNode {
    mutating func receivedHeartbeat(_ heartbeat: Heartbeat, from leader: NodeID) {
        // The leader sends no more than this node has acknowledged to it, so all of it matches.
        commit(through: min(heartbeat.commitIndex, log.lastIndex))
        if heartbeat.patience > 0 { toldPatience = min(heartbeat.patience, configuration.electionTimeout) }
        let reply = HeartbeatReply(
            readContext: heartbeat.readContext, takesNoEntries: takesNoEntries, newestBehaviour: newestBehaviour)
        send(.heartbeatReply(reply), to: leader, after: disk.hardStateGeneration)
    }

    mutating func receivedAppend(_ append: AppendEntries, from leader: NodeID) {
        // Entries that would not fit the disk are as good as lost on the way; the leader sends them again.
        guard !takesNoEntries || append.entries.isEmpty else { return }
        var previous = append.previousIndex
        var entries = append.entries[...]
        if previous < commitIndex {
            // What is committed matches by election (Raft §5.4.3), and its terms may be compacted away here.
            entries = entries.dropFirst(commitIndex.distance(above: previous))
            previous = commitIndex
        } else if log.term(at: previous) != append.previousTerm {
            return refuse(append, from: leader)
        }
        guard take(entries, from: leader) else { return }
        let matched = previous.advanced(by: entries.count)
        commit(through: min(append.commitIndex, matched))
        if append.isNotice && append.entries.isEmpty { return }
        let generation =
            configuration.sabotage == .acknowledgesUnpersisted ? 0 : self.generation(covering: matched)
        send(.appendReply(AppendEntriesReply(success: true, index: matched)), to: leader, after: generation)
    }

    /// A state machine that is gone applies nothing and takes no snapshots; the log, and the memory that holds it, must not grow
    /// for ever. What is not taken comes again, or as a snapshot.
    var isLogFull: Bool {
        log.bytesAboveSnapshot >= configuration.maximumLogBytes
            || log.lastIndex.distance(above: log.snapshotIndex) >= configuration.maximumLogEntries
    }

    var takesNoEntries: Bool { isDiskSpaceLow || isLogFull }

    /// Appends what is new. Only a real conflict cuts the log: an append that was overtaken must not undo the later one.
    private mutating func take(_ entries: ArraySlice<RaftEntry>, from leader: NodeID) -> Bool {
        if configuration.sabotage == .truncatesOnAnyAppend, let first = entries.first,
            first.index > commitIndex, first.index <= log.lastIndex
        {
            truncate(from: first.index)
        }
        for entry in entries {
            if let own = log.term(at: entry.index) {
                if own == entry.term { continue }
                guard entry.index > commitIndex else {
                    let reason = RaftError(.malformedMessage, "committed entry \(entry.index) is contradicted")
                    output.faults.append(PeerFault(peer: leader, reason: reason))
                    return false
                }
                truncate(from: entry.index)
            }
            guard entry.term >= log.lastTerm else {
                let reason = RaftError(
                    .malformedMessage, "entry \(entry.index) is of an earlier term than the one before")
                output.faults.append(PeerFault(peer: leader, reason: reason))
                return false
            }
            self.append(entry)
        }
        return true
    }

    private mutating func refuse(_ append: AppendEntries, from leader: NodeID) {
        let below = min(append.previousIndex.previous, log.lastIndex)
        let hint = max(log.lastIndex(atOrBelow: below, term: append.previousTerm), commitIndex)
        let reply = AppendEntriesReply(
            success: false, index: append.previousIndex, hintIndex: hint, hintTerm: log.term(at: hint) ?? .zero)
        send(.appendReply(reply), to: leader, after: disk.hardStateGeneration)
    }
}
