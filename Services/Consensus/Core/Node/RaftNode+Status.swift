import Identity

extension RaftNode {
    package var status: RaftStatus {
        let isLeader = role == .leader
        return RaftStatus(
            id: id, leadership: leadership, lastIndex: log.lastIndex, commitIndex: commitIndex,
            appliedIndex: appliedIndex, snapshotIndex: log.snapshotIndex, membership: log.membership,
            isChanging: log.membershipIndex > commitIndex || log.membership.isJoint,
            votersSteadyFor: isLeader ? clock - lead.votersSince : 0,
            peers: isLeader
                ? lead.progress.map { peer in
                    let silence = clock - peer.contactAt
                    return RaftStatus.Peer(
                        id: peer.id, match: peer.match, silentFor: silence,
                        steadyFor: silence > Progress.steadyGap ? 0 : clock - peer.steadySince,
                        isCaughtUp: peer.isCaughtUp, stalledFor: peer.stalledFor(commit: commitIndex, clock: clock),
                        takesNoEntries: !peer.takesEntries, newestBehaviour: peer.newestBehaviour)
                } : [])
    }
}
