import ConsensusAPI
import ConsensusCore
import ConsensusStorage
import Identity
import NIOCore
import RPC
import ServiceRuntime
import Wire

/// What peers may call. Served on the Raft port.
struct RaftEndpoint: RaftServing {
    let driver: RaftDriver

    func messages(
        _ call: RPCStream<RaftStreamEnd>, context: RPCContext
    ) -> any RPCStreamHandler<Wire.RaftMessage, RaftStreamEnd> {
        IncomingHandler(driver: driver)
    }

    func forward(_ request: ForwardRequest, context: RPCContext) async throws -> ForwardReply {
        try await driver.forwarded(request)
    }

    func forwardRead(_ request: ForwardReadRequest, context: RPCContext) async throws -> ForwardReadReply {
        try await driver.forwardedRead(request)
    }

    func reportState(_ request: Wire.StateReport, context: RPCContext) async throws -> StateReportReply {
        try await driver.stateReported(request)
    }

    func pullSnapshot(
        _ call: RPCStream<RaftSnapshotChunk>, context: RPCContext
    ) -> any RPCStreamHandler<PullSnapshotRequest, RaftSnapshotChunk> {
        ServeSnapshotHandler(driver: driver)
    }

    func identify(_ request: IdentifyRequest, context: RPCContext) async throws -> IdentifyReply {
        await driver.identifyReply()
    }
}

/// What the processes of this node may call. Served on the loopback address only.
struct ConsensusEndpoint: ConsensusServing {
    let driver: RaftDriver

    func follow(
        _ call: RPCStream<FollowDown>, context: RPCContext
    ) -> any RPCStreamHandler<FollowUp, FollowDown> {
        FollowHandler(driver: driver, stream: call)
    }

    func propose(
        _ call: RPCStream<ProposalResult>, context: RPCContext
    ) -> any RPCStreamHandler<Wire.Proposal, ProposalResult> {
        ProposeHandler(driver: driver)
    }

    func readIndex(_ request: ReadIndexRequest, context: RPCContext) async throws -> ReadIndexReply {
        try await driver.readIndex()
    }

    func status(_ request: StatusRequest, context: RPCContext) async throws -> StatusReply {
        await driver.statusReply()
    }

    func transferLeadership(
        _ request: TransferLeadershipRequest, context: RPCContext
    ) async throws -> TransferLeadershipReply {
        try await driver.transferLeadership(to: NodeID(checked: request.target))
    }
}

extension RaftDriver {
    func forwarded(_ request: ForwardRequest) async throws -> ForwardReply {
        guard request.clusterID == parts.identity.cluster.rawValue else {
            metrics.messageMisdirected()
            throw RPCStatus(.failedPrecondition, "another cluster")
        }
        let size = request.commands.reduce(0) { $0 + $1.count }
        guard !request.commands.isEmpty, size <= node.configuration.maximumCommandBytes else {
            throw RPCStatus(.invalidArgument, "a proposal of \(request.commands.count) commands and \(size) bytes")
        }
        let outcome = await withCheckedContinuation { continuation in
            proposeHere(request.commands, term: nil) { continuation.resume(returning: $0) }
        }
        let (result, index) = Self.wire(outcome)
        return ForwardReply(result: UInt32(result.rawValue), index: index)
    }

    func identifyReply() -> IdentifyReply {
        IdentifyReply(
            clusterID: parts.identity.cluster.rawValue, nodeID: node.id.rawValue, term: node.leadership.term.rawValue,
            leaderID: node.leadership.leader?.rawValue ?? 0, lastIndex: node.status.lastIndex.rawValue,
            lastTerm: node.lastTerm.rawValue)
    }

    func statusReply() -> StatusReply {
        let status = node.status
        let peers = Dictionary(uniqueKeysWithValues: status.peers.map { ($0.id, $0) })
        let isLeader = status.leadership.role == .leader
        let (divergences, restored) = divergenceReport()
        let replaceability = Replaceability(
            of: status, settings: Replaceability.Settings(targetVoters: parts.autopilot.targetVoters))
        var whyNot = ""
        if case .no(let reason) = replaceability { whyNot = reason }
        let common = CommonBehaviour(
            of: status, own: ownBehaviour, registered: servers.areKnown ? Array(servers.byID.keys) : nil)
        var commonBehaviour: (version: UInt32, whyNot: String) = (0, "")
        switch common {
        case .known(let version): commonBehaviour.version = version
        case .unknown(let reason): commonBehaviour.whyNot = reason
        }
        let now = Self.now()
        return StatusReply(
            clusterID: parts.identity.cluster.rawValue, nodeID: node.id.rawValue,
            role: role(of: status), term: status.leadership.term.rawValue,
            leaderID: status.leadership.leader?.rawValue ?? 0, lastIndex: status.lastIndex.rawValue,
            commitIndex: status.commitIndex.rawValue, appliedIndex: status.appliedIndex.rawValue,
            snapshotIndex: status.snapshotIndex.rawValue,
            members: status.membership.members.map { member in
                let match = member.id == node.id && isLeader ? status.lastIndex : peers[member.id]?.match ?? .zero
                return Wire.Member(
                    nodeID: member.id.rawValue, address: member.address,
                    voter: status.membership.isVoter(member.id), matchIndex: match.rawValue,
                    silentMs: UInt32(clamping: peers[member.id]?.silentFor ?? 0),
                    newestBehaviour: member.id == node.id ? ownBehaviour : peers[member.id]?.newestBehaviour ?? 0)
            }, version: softwareVersion, quarantined: isQuarantined, restored: restored, divergences: divergences,
            mayTakeANode: replaceability == .yes, whyNot: whyNot, commonBehaviour: commonBehaviour.version,
            commonBehaviourWhyNot: commonBehaviour.whyNot, simulationStopped: follower?.gap ?? "", draining: isDraining,
            voterSeats: UInt32(clamping: parts.autopilot.targetVoters),
            events: history.events.map { event in
                ClusterEvent(
                    kind: ClusterEvent.Kind(event.kind), nodeID: event.node.rawValue, term: event.term.rawValue,
                    agoMs: UInt32(clamping: now - min(event.at, now)))
            })
    }

    private func role(of status: RaftStatus) -> RaftRole {
        switch status.leadership.role {
        case .learner: status.membership.contains(node.id) ? .learner : .unspecified
        case .follower: .follower
        case .preCandidate, .candidate: .candidate
        case .leader: .leader
        case .removed: .unspecified
        }
    }

    func transferLeadership(to target: NodeID?) async throws -> TransferLeadershipReply {
        guard node.leadership.role == .leader else {
            throw RPCStatus(.failedPrecondition, "node \(node.id) does not lead")
        }
        if let target {
            guard target != node.id, node.membership.voters.contains(target) else {
                throw RPCStatus(.failedPrecondition, "node \(target) is not another voter")
            }
        }
        guard await handOver(to: target, within: .seconds(3)) else {
            throw RPCStatus(.aborted, "no node took over")
        }
        let leadership = node.leadership
        return TransferLeadershipReply(
            leaderID: leadership.leader?.rawValue ?? 0, term: leadership.term.rawValue)
    }
}

extension ClusterEvent.Kind {
    fileprivate init(_ kind: ClusterHistory.Kind) {
        self =
            switch kind {
            case .elected: .elected
            case .joined: .joined
            case .left: .left
            case .promoted: .promoted
            case .demoted: .demoted
            case .unreachable: .unreachable
            case .reachable: .reachable
            }
    }
}
