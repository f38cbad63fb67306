import Identity

@testable import ConsensusCore

// How a transcript says things; docs/internals/consensus.md explains it to its reader.

extension RaftEntry {
    /// `4@2 c7`: index, term, content.
    var words: String {
        switch payload {
        case .empty: "\(index)@\(term) empty"
        case .configuration(let membership): "\(index)@\(term) [\(membership.words)]"
        case .command(let bytes): "\(index)@\(term) \(Command(self)?.words ?? "\(bytes.count) bytes")"
        }
    }
}

extension Command {
    /// Its number; and the session and sequence when they say more.
    var words: String { sequence == id ? "c\(id)" : "c\(id) (sequence \(sequence) of session \(session))" }
}

extension Membership {
    var words: String {
        func list(_ name: String, _ ids: [NodeID]) -> [String] {
            ids.isEmpty ? [] : ["\(name) \(ids.map(\.description).joined(separator: " "))"]
        }
        let parts =
            list("voters", voters) + list("leaving", outgoing) + list("learners", learners) + list("gone", tombstones)
        return parts.isEmpty ? "nobody" : parts.joined(separator: ", ")
    }
}

extension Sequence<RaftEntry> {
    var words: String {
        let list = map(\.words)
        return list.isEmpty ? "nothing" : list.joined(separator: ", ")
    }
}

extension RaftMessage {
    /// `t3 ` and what it says. The term is the sender's, of a pre-vote and its grant the one that the election would have.
    var words: String { "t\(term) \(body.words)" }
}

extension RaftMessage.Body {
    var words: String {
        switch self {
        case .requestVote(let request):
            "\(request.preVote ? "pre-vote" : "vote")? log to \(request.lastIndex)@\(request.lastTerm)"
                + (request.transfer ? ", ordered" : "")
        case .requestVoteReply(let reply): "\(reply.preVote ? "pre-vote" : "vote"): \(reply.granted ? "yes" : "no")"
        case .append(let append) where append.isNotice:
            "notice after \(append.previousIndex)@\(append.previousTerm): commit \(append.commitIndex)"
        case .append(let append):
            "append after \(append.previousIndex)@\(append.previousTerm): \(append.entries.words); commit "
                + "\(append.commitIndex)"
        case .appendReply(let reply):
            reply.success
                ? "has \(reply.index)" : "refuses after \(reply.index), try \(reply.hintIndex)@\(reply.hintTerm)"
        case .heartbeat(let beat): "heartbeat, commit \(beat.commitIndex), read \(beat.readContext)"
        case .heartbeatReply(let reply): "heard, read \(reply.readContext)"
        case .installSnapshot(let snapshot): "snapshot \(snapshot.words)"
        case .installSnapshotReply(let reply): "\(reply.success ? "has" : "did not get") snapshot \(reply.index)"
        case .timeoutNow: "campaign now"
        case .removed: "you are removed"
        }
    }

    /// One word or two.
    var kind: String {
        switch self {
        case .requestVote(let request): request.preVote ? "pre-vote?" : "vote?"
        case .requestVoteReply(let reply): reply.preVote ? "pre-vote" : "vote"
        case .append(let append): append.isNotice ? "notice" : "append"
        case .appendReply(let reply): reply.success ? "has" : "refuses"
        case .heartbeat: "heartbeat"
        case .heartbeatReply: "heard"
        case .installSnapshot: "snapshot"
        case .installSnapshotReply(let reply): reply.success ? "has snapshot" : "did not get snapshot"
        case .timeoutNow: "campaign now"
        case .removed: "you are removed"
        }
    }
}

extension SnapshotMetadata {
    var words: String { "\(index)@\(term) [\(membership.words)]" }
}

extension PersistRequest {
    var words: String {
        var parts: [String] = []
        if let hardState {
            let vote = hardState.votedFor.map { "vote \($0)" } ?? "no vote"
            parts.append("term \(hardState.term), \(vote), commit \(hardState.commit)")
        }
        if let truncateFrom { parts.append("cut from \(truncateFrom)") }
        if let mark { parts.append("mark \(mark.index)@\(mark.term)\(mark.replacesLog ? " for the whole log" : "")") }
        if !entries.isEmpty { parts.append(entries.words) }
        return parts.joined(separator: "; ")
    }
}

extension ProposalOutcome.Result {
    var words: String {
        switch self {
        case .committed(let index): "committed at \(index)"
        case .unknown: "unknown"
        case .rejected(let why): "rejected, \(why.words)"
        }
    }
}

extension ProposalOutcome.Rejection {
    var words: String {
        switch self {
        case .notLeader(let leader): "the leader is \(leader?.description ?? "not known")"
        case .wrongTerm(let term): "the term is \(term)"
        case .busy: "busy"
        case .handingOver: "handing over"
        case .diskSpaceLow: "no space"
        case .tooLarge: "too large"
        case .empty: "empty"
        case .changeInProgress: "a change is in progress"
        case .invalidChange(let reason): reason
        }
    }
}

extension MembershipChange {
    var words: String {
        func list(_ ids: [NodeID]) -> String {
            ids.isEmpty ? "nobody" : ids.map(\.description).joined(separator: " ")
        }
        return switch self {
        case .addLearner(let member): "add learner \(member.id) at \(member.address)"
        case .changeVoters(let promote, let demote): "promote \(list(promote)), demote \(list(demote))"
        case .removeLearner(let id): "remove learner \(id)"
        }
    }
}

extension Leadership {
    var words: String {
        let name =
            switch role {
            case .learner: "a learner"
            case .follower: "a follower"
            case .preCandidate: "a pre-candidate"
            case .candidate: "a candidate"
            case .leader: isReady ? "the leader, ready," : "the leader"
            case .removed: "removed"
            }
        let whose = role == .follower || role == .learner ? leader.map { " of \($0)" } ?? " of nobody" : ""
        return "\(name)\(whose) in term \(term)"
    }
}

// So that scripts can say `2` for a node, a term or an index.
extension NodeID: ExpressibleByIntegerLiteral {
    package init(integerLiteral value: UInt64) { self.init(rawValue: value) }
}

extension Term: ExpressibleByIntegerLiteral {
    package init(integerLiteral value: UInt64) { self.init(rawValue: value) }
}

extension LogIndex: ExpressibleByIntegerLiteral {
    package init(integerLiteral value: UInt64) { self.init(rawValue: value) }
}
