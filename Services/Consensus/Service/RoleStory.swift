import ConsensusCore
import Identity
import NIOCore

/// Follows a node's role and membership and says why each change came about, for the one log line that tells of it.
///
/// The core says what changed; the reason is often something that the driver saw before: a reset connection, a message of
/// a higher term, the autopilot's decision.
struct RoleStory {
    private(set) var leadership: Leadership
    private var membership: Membership
    /// What explains the next change of leadership better than the change itself does; until a leader is known.
    private var cause: String? = "started"
    private var membershipCause: String? = "started"
    /// The message of this round that carries the highest term above this node's, and asks to follow it.
    private var higherTerm: (term: Term, from: NodeID)?
    private var leaderHeardAt = NIODeadline.now()
    /// In this round.
    private var hearsLeader = false
    private var leaderlessSince = NIODeadline.now()

    init(_ leadership: Leadership, membership: Membership) {
        self.leadership = leadership
        self.membership = membership
    }

    mutating func note(_ cause: String) { self.cause = cause }

    mutating func note(membershipChange reason: String?) { membershipCause = reason }

    /// A message that is about to be stepped.
    mutating func heard(_ message: RaftMessage) {
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

    /// One look at the clock for all messages of a round.
    mutating func roundEnded() {
        higherTerm = nil
        if hearsLeader { leaderHeardAt = .now() }
        hearsLeader = false
    }

    /// - Returns: Why.
    mutating func changed(to after: Leadership, isVoter: Bool) -> String {
        let before = leadership
        leadership = after
        let reason = reason(from: before, to: after, isVoter: isVoter)
        if before.leader != nil && after.leader == nil { leaderlessSince = .now() }
        if after.leader != nil { cause = nil }
        return reason
    }

    private func reason(from before: Leadership, to after: Leadership, isVoter: Bool) -> String {
        switch after.role {
        case .leader: after.isReady ? "the first entry of term \(after.term) is committed" : "a majority voted for it"
        case .preCandidate: cause ?? timeout(of: before.leader)
        case .candidate:
            before.role == .preCandidate ? "a majority would vote for it" : cause ?? timeout(of: before.leader)
        case .removed: "taken out of the cluster"
        case .follower, .learner:
            if let leader = after.leader {
                if leader != before.leader || after.term != before.term {
                    "node \(leader) leads in term \(after.term)"
                } else {
                    after.role == .follower ? "has a vote now" : "no longer has a vote"
                }
            } else {
                lost(from: before, to: after, isVoter: isVoter)
            }
        }
    }

    /// Why there is no leader now.
    private func lost(from before: Leadership, to after: Leadership, isVoter: Bool) -> String {
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
            return cause ?? timeout(of: before.leader)
        }
    }

    private func timeout(of leader: NodeID?) -> String {
        guard let leader else { return "election timeout: no leader for \(Self.seconds(since: leaderlessSince))" }
        return "\(Self.seconds(since: leaderHeardAt)) without a heartbeat from leader \(leader)"
    }

    /// - Returns: What is new, and why.
    mutating func changed(to after: Membership) -> String {
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
        return [
            (joined.filter { !promoted.contains($0) }, "joined as learner"), (promoted, "got a vote"),
            (demoted, "lost its vote"), (left, "left for good"),
        ].filter { !$0.0.isEmpty }.map { "\(list($0.0)) \($0.1)" }.joined(separator: ", ")
    }

    static func list(_ nodes: [NodeID]) -> String { nodes.map(\.description).joined(separator: ",") }

    private static func seconds(since moment: NIODeadline) -> String {
        let tenths = max(0, (NIODeadline.now() - moment).nanoseconds / 100_000_000)
        return "\(tenths / 10).\(tenths % 10) s"
    }
}
