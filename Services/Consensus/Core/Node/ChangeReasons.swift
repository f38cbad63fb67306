package import Identity

/// Follows a node's role and membership and says why each change came about, for the one log line that tells of it.
///
/// The core says what changed; the reason is often something that the driver saw before: a reset connection, a message of
/// a higher term, the autopilot's decision. Times are milliseconds of a monotonic clock, from any origin.
package struct ChangeReasons: Sendable {
    package private(set) var leadership: Leadership
    private var membership: Membership
    /// What explains the next change of leadership better than the change itself does; until a leader is known.
    private var cause: String? = "started"
    private var membershipCause: String? = "started"
    /// The message of this round that carries the highest term above this node's, and asks to follow it.
    private var higherTerm: (term: Term, from: NodeID)?
    private var leaderHeardAt: Milliseconds
    /// In this round.
    private var hearsLeader = false
    private var leaderlessSince: Milliseconds

    package init(_ leadership: Leadership, membership: Membership, now: Milliseconds) {
        self.leadership = leadership
        self.membership = membership
        leaderHeardAt = now
        leaderlessSince = now
    }

    /// What explains the next change of leadership.
    package mutating func note(_ cause: String) { self.cause = cause }

    /// What explains the next change of membership; `nil`: nothing that was noted does.
    package mutating func note(membershipChange reason: String?) { membershipCause = reason }

    /// A message that is about to be stepped.
    package mutating func heard(_ message: RaftMessage) {
        switch message.body {
        case .append, .heartbeat, .installSnapshot:
            if message.term >= leadership.term { hearsLeader = true }
        case .timeoutNow: cause = "leader \(message.from) hands over to it"
        case .requestVote(let request): if request.preVote { return }
        case .requestVoteReply(let reply): if reply.preVote && reply.granted { return }
        case .appendReply, .heartbeatReply, .installSnapshotReply, .removed: break
        }
        if message.term > (higherTerm?.term ?? leadership.term) { higherTerm = (message.term, message.from) }
    }

    /// The clock is looked at once for all messages of a round, if at all.
    package mutating func roundEnded(now: @autoclosure () -> Milliseconds) {
        higherTerm = nil
        if hearsLeader { leaderHeardAt = now() }
        hearsLeader = false
    }

    /// - Returns: Why.
    package mutating func changed(to after: Leadership, isVoter: Bool, now: Milliseconds) -> String {
        let before = leadership
        leadership = after
        let reason = reason(from: before, to: after, isVoter: isVoter, now: now)
        if before.leader != nil && after.leader == nil { leaderlessSince = now }
        if after.leader != nil { cause = nil }
        return reason
    }

    private func reason(from before: Leadership, to after: Leadership, isVoter: Bool, now: Milliseconds) -> String {
        switch after.role {
        case .leader: after.isReady ? "the first entry of term \(after.term) is committed" : "a majority voted for it"
        case .preCandidate: cause ?? timeout(of: before.leader, now: now)
        case .candidate:
            before.role == .preCandidate
                ? "a majority would vote for it" : cause ?? timeout(of: before.leader, now: now)
        case .removed: "taken out of the cluster"
        case .follower, .learner:
            if let leader = after.leader {
                if leader != before.leader || after.term != before.term {
                    "node \(leader) leads in term \(after.term)"
                } else {
                    after.role == .follower ? "has a vote now" : "no longer has a vote"
                }
            } else {
                lost(from: before, to: after, isVoter: isVoter, now: now)
            }
        }
    }

    /// Why there is no leader now.
    private func lost(from before: Leadership, to after: Leadership, isVoter: Bool, now: Milliseconds) -> String {
        let higher = higherTerm.map { "higher term \($0.term) from node \($0.from)" }
        switch before.role {
        case .leader:
            if let cause { return cause }
            if after.term > before.term { return higher ?? "a higher term" }
            return isVoter ? "no majority of the voters answered in time" : "voted itself out"
        case .preCandidate, .candidate:
            return after.term > before.term ? higher ?? "a higher term" : "a majority refused its vote"
        case .follower, .learner, .removed:
            if after.term > before.term { return higher ?? "a higher term" }
            return cause ?? timeout(of: before.leader, now: now)
        }
    }

    private func timeout(of leader: NodeID?, now: Milliseconds) -> String {
        guard let leader else {
            return "election timeout: no leader for \(Self.seconds(now - min(now, leaderlessSince)))"
        }
        return "\(Self.seconds(now - min(now, leaderHeardAt))) without a heartbeat from leader \(leader)"
    }

    /// - Returns: What is new, and why.
    package mutating func changed(to after: Membership) -> String {
        let before = membership
        membership = after
        defer { membershipCause = nil }
        let news = Self.news(from: before, to: after)
        if let membershipCause { return "\(membershipCause)\(news.isEmpty ? "" : " (\(news))")" }
        if before.isJoint && !after.isJoint { return "the joint configuration is committed and left" }
        return
            "as leader \(leadership.leader.map(\.description) ?? "of the log") has it: \(news.isEmpty ? "new addresses" : news)"
    }

    private static func news(from before: Membership, to after: Membership) -> String {
        let joined = after.members.map(\.id).filter { !before.contains($0) }
        let left = before.members.map(\.id).filter { !after.contains($0) }
        let promoted = after.voters.filter { !before.voters.contains($0) }
        let demoted = before.voters.filter { !after.voters.contains($0) }
        let news: [(nodes: [NodeID], what: String)] = [
            (joined.filter { !promoted.contains($0) }, "joined as learner"), (promoted, "got a vote"),
            (demoted, "lost its vote"), (left, "left for good"),
        ]
        // deterministic: an array
        return news.filter { !$0.nodes.isEmpty }.map { "\(list($0.nodes)) \($0.what)" }.joined(separator: ", ")
    }

    package static func list(_ nodes: [NodeID]) -> String { nodes.map(\.description).joined(separator: ",") }

    private static func seconds(_ time: Milliseconds) -> String {
        "\(time / 1_000).\(time % 1_000 / 100) s"
    }
}
