import ConsensusCore
import Identity
import Wire

/// Between the core's messages and those of `raft.proto`.
extension ConsensusCore.RaftMessage {
    /// - Throws: ``RaftError`` when a field holds what no node sends. The core checks what the values mean.
    init(_ wire: Wire.RaftMessage) throws(RaftError) {
        guard let cluster = ClusterID(checked: wire.clusterID), let from = NodeID(checked: wire.from),
            let to = NodeID(checked: wire.to), let body = wire.body
        else { throw RaftError(.malformedMessage, "a message without cluster, sender, receiver or body") }
        self.init(cluster: cluster, from: from, to: to, term: Term(rawValue: wire.term), body: try Body(body))
    }
}

extension ConsensusCore.RaftMessage.Body {
    fileprivate init(_ wire: Wire.RaftMessage.Body) throws(RaftError) {
        switch wire {
        case .requestVote(let vote):
            self = .requestVote(
                ConsensusCore.RequestVote(
                    preVote: vote.preVote, transfer: vote.transfer, lastIndex: LogIndex(rawValue: vote.lastIndex),
                    lastTerm: Term(rawValue: vote.lastTerm), hearsReceiver: vote.hearsReceiver))
        case .requestVoteReply(let reply):
            self = .requestVoteReply(
                ConsensusCore.RequestVoteReply(
                    preVote: reply.preVote, granted: reply.granted, hearsLeader: reply.hearsLeader))
        case .append(let append):
            guard append.previousIndex <= .max - UInt64(append.entries.count) else {
                throw RaftError(.malformedMessage, "entries after index \(append.previousIndex)")
            }
            var entries: [ConsensusCore.RaftEntry] = []
            entries.reserveCapacity(append.entries.count)
            for entry in append.entries {
                let index = append.previousIndex + UInt64(entries.count) + 1
                let number = UInt8(exactly: entry.kind.rawValue)
                guard let kind = number.flatMap(ConsensusCore.RaftEntry.Kind.init(rawValue:)) else {
                    throw RaftError(.malformedEntry, "entry \(index) is of kind \(entry.kind.rawValue)")
                }
                entries.append(
                    try ConsensusCore.RaftEntry(
                        index: LogIndex(rawValue: index), term: Term(rawValue: entry.term), kind: kind,
                        data: entry.data))
            }
            self = .append(
                ConsensusCore.AppendEntries(
                    previousIndex: LogIndex(rawValue: append.previousIndex),
                    previousTerm: Term(rawValue: append.previousTerm),
                    commitIndex: LogIndex(rawValue: append.commitIndex), entries: entries, isNotice: append.notice))
        case .appendReply(let reply):
            self = .appendReply(
                ConsensusCore.AppendEntriesReply(
                    success: reply.success, index: LogIndex(rawValue: reply.index),
                    hintIndex: LogIndex(rawValue: reply.hintIndex), hintTerm: Term(rawValue: reply.hintTerm)))
        case .heartbeat(let heartbeat):
            self = .heartbeat(
                ConsensusCore.Heartbeat(
                    commitIndex: LogIndex(rawValue: heartbeat.commitIndex), readContext: heartbeat.readContext,
                    patience: Milliseconds(heartbeat.patienceMs)))
        case .heartbeatReply(let reply):
            self = .heartbeatReply(
                ConsensusCore.HeartbeatReply(
                    readContext: reply.readContext, cutOff: NodeID(checked: reply.cutOff),
                    takesNoEntries: reply.takesNoEntries, newestBehaviour: reply.newestBehaviour))
        case .installSnapshot(let snapshot):
            self = .installSnapshot(
                SnapshotMetadata(
                    index: LogIndex(rawValue: snapshot.index), term: Term(rawValue: snapshot.snapshotTerm),
                    membership: try Membership(decoding: snapshot.configuration), size: snapshot.size))
        case .installSnapshotReply(let reply):
            self = .installSnapshotReply(
                ConsensusCore.InstallSnapshotReply(success: reply.success, index: LogIndex(rawValue: reply.index)))
        case .timeoutNow: self = .timeoutNow
        case .removed: self = .removed
        }
    }
}

extension Wire.RaftMessage {
    init(_ message: ConsensusCore.RaftMessage) {
        self.init(
            clusterID: message.cluster.rawValue, from: message.from.rawValue, to: message.to.rawValue,
            term: message.term.rawValue, body: Body(message.body))
    }
}

extension Wire.RaftMessage.Body {
    fileprivate init(_ body: ConsensusCore.RaftMessage.Body) {
        switch body {
        case .requestVote(let vote):
            self = .requestVote(
                Wire.RequestVote(
                    preVote: vote.preVote, transfer: vote.transfer, lastIndex: vote.lastIndex.rawValue,
                    lastTerm: vote.lastTerm.rawValue, hearsReceiver: vote.hearsReceiver))
        case .requestVoteReply(let reply):
            self = .requestVoteReply(
                Wire.RequestVoteReply(
                    preVote: reply.preVote, granted: reply.granted, hearsLeader: reply.hearsLeader))
        case .append(let append):
            self = .append(
                Wire.AppendEntries(
                    previousIndex: append.previousIndex.rawValue, previousTerm: append.previousTerm.rawValue,
                    commitIndex: append.commitIndex.rawValue,
                    entries: append.entries.map { entry in
                        Wire.RaftEntry(
                            term: entry.term.rawValue, kind: .init(rawValue: Int32(entry.kind.rawValue)),
                            data: entry.data)
                    }, notice: append.isNotice))
        case .appendReply(let reply):
            self = .appendReply(
                Wire.AppendEntriesReply(
                    success: reply.success, index: reply.index.rawValue, hintIndex: reply.hintIndex.rawValue,
                    hintTerm: reply.hintTerm.rawValue))
        case .heartbeat(let heartbeat):
            self = .heartbeat(
                Wire.Heartbeat(
                    commitIndex: heartbeat.commitIndex.rawValue, readContext: heartbeat.readContext,
                    patienceMs: UInt32(clamping: heartbeat.patience)))
        case .heartbeatReply(let reply):
            self = .heartbeatReply(
                Wire.HeartbeatReply(
                    readContext: reply.readContext, cutOff: reply.cutOff?.rawValue ?? 0,
                    takesNoEntries: reply.takesNoEntries, newestBehaviour: reply.newestBehaviour))
        case .installSnapshot(let snapshot):
            self = .installSnapshot(
                Wire.InstallSnapshot(
                    index: snapshot.index.rawValue, snapshotTerm: snapshot.term.rawValue, size: snapshot.size,
                    configuration: snapshot.membership.encoded()))
        case .installSnapshotReply(let reply):
            self = .installSnapshotReply(
                Wire.InstallSnapshotReply(success: reply.success, index: reply.index.rawValue))
        case .timeoutNow: self = .timeoutNow(TimeoutNow())
        case .removed: self = .removed(Removed())
        }
    }
}
