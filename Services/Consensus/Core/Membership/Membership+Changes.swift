import Identity

extension Membership {
    /// The configuration that `change` leads to, or why it is refused. Voter changes give a joint configuration.
    func applying(_ change: MembershipChange) -> Result<Membership, RaftError> {
        guard !isJoint else { return refuse("the configuration is joint") }
        var next = self
        switch change {
        case .addLearner(let member):
            guard member.id.rawValue != 0 else { return refuse("a node id of zero") }
            guard !tombstones.contains(member.id) else { return refuse("node \(member.id) was removed for good") }
            if let position = members.firstIndex(where: { $0.id == member.id }) {
                guard members[position] != member else { return refuse("node \(member.id) is a member already") }
                next.members[position] = member
            } else {
                next.members.append(member)
                next.members.sort { $0.id < $1.id }
                next.learners = (learners + [member.id]).sorted()
            }
        case .changeVoters(let promote, let demote):
            guard Set(promote + demote).count == promote.count + demote.count, !(promote + demote).isEmpty else {
                return refuse("a change of voters that names no node, or a node twice")
            }
            if let stranger = promote.first(where: { !learners.contains($0) }) {
                return refuse("node \(stranger) is not a learner")
            }
            if let stranger = demote.first(where: { !voters.contains($0) }) {
                return refuse("node \(stranger) is not a voter")
            }
            next.outgoing = voters
            next.voters = (voters.filter { !demote.contains($0) } + promote).sorted()
            next.learners = learners.filter { !promote.contains($0) }
        case .removeLearner(let id):
            guard learners.contains(id) else { return refuse("node \(id) is not a learner") }
            next.members.removeAll { $0.id == id }
            next.learners.removeAll { $0 == id }
            next.tombstones = (tombstones + [id]).sorted()
            if next.tombstones.count > Membership.maximumTombstones { next.tombstones.removeFirst() }
        }
        if let fault = next.fault { return refuse(fault) }
        return .success(next)
    }

    /// The configuration after a joint one: the old voters that are none any more become learners.
    func leavingJoint() -> Membership {
        var next = self
        next.learners = (learners + outgoing.filter { !voters.contains($0) }).sorted()
        next.outgoing = []
        return next
    }

    private func refuse(_ reason: String) -> Result<Membership, RaftError> {
        .failure(RaftError(.malformedMembership, reason))
    }
}
