import GatewayCore
import Identity
import NIOHTTP1
import RPC
import SimulationAPI
import Wire

/// What the nodes of the cluster say of themselves.
extension Gateway {
    private static let reportLimit = Duration.milliseconds(700)

    /// `GET /api/cluster` (docs/guide/protocol.md, section 1).
    func cluster() async -> HTTPResponse {
        let answer = clusterAnswer.current(at: now) ?? clusterAnswer.begin(Task { await self.askCluster() })
        let response = await answer.value
        clusterAnswer.made(by: answer, at: now)
        return response
    }

    private func askCluster() async -> HTTPResponse {
        let view = ClusterView(await askSimulations().map(\.report), draining: drainingNodes)
        return .json(
            .ok, view.json(gateway: name, node: node?.rawValue, mayKill: settings.killableHome != nil))
    }

    /// Asks all simulations that are connected, at once.
    func askSimulations() async -> [(address: SimulationAddress, report: ClusterView.Report)] {
        let asked = simulations.filter { $0.value.state == .ready }
        let local = directory.local
        return await withTaskGroup(of: (SimulationAddress, ClusterView.Report?).self) { group in
            for (address, channel) in asked {
                group.addTask { (address, await self.report(of: channel, isLocal: address == local)) }
            }
            var reports: [(address: SimulationAddress, report: ClusterView.Report)] = []
            for await (address, report) in group {
                if let report { reports.append((address, report)) }
            }
            return reports
        }
    }

    /// `nil`: it did not answer in time.
    private func report(of channel: RPCChannel, isLocal: Bool) async -> ClusterView.Report? {
        let summary = try? await PlayClient(channel: channel)
            .summary(SummaryRequest(brief: true, consensus: true), deadline: Self.reportLimit)
        guard let summary else { return nil }
        if isLocal, summary.nodeID > 0 { node = NodeID(rawValue: summary.nodeID) }
        return ClusterView.Report(summary)
    }
}

extension ClusterView.Report {
    init(_ summary: SummaryReply) {
        self.init(node: summary.nodeID)
        isReady = summary.ready
        isQuarantined = summary.quarantined
        applied = summary.appliedIndex
        sessions = summary.sessionsAttached
        matches = summary.matches
        players = summary.players
        lobbies = summary.lobbies
        spectators = summary.spectators
        if !summary.consensus.isEmpty, let status = try? StatusReply(decoding: summary.consensus) {
            consensus = ClusterView.Consensus(status)
        }
    }
}

extension ClusterView.Consensus {
    init(_ status: StatusReply) {
        self.init(state: ClusterView.State(status.role), term: status.term)
        lastIndex = status.lastIndex
        commitIndex = status.commitIndex
        members = status.members.map {
            Member(node: $0.nodeID, isVoter: $0.voter, match: $0.matchIndex, silentFor: $0.silentMs)
        }
        voterSeats = status.voterSeats
        build = status.version
        mayTakeANode = status.mayTakeANode
        whyNot = status.whyNot
        events = status.events.compactMap { event in
            ClusterView.EventKind(event.kind).map {
                ClusterView.Event($0, node: event.nodeID, term: event.term, age: event.agoMs)
            }
        }
    }
}

extension ClusterView.State {
    fileprivate init(_ role: RaftRole) {
        switch role {
        case .leader: self = .leader
        case .follower: self = .follower
        case .candidate: self = .candidate
        case .learner: self = .learner
        case .unspecified, .unrecognized: self = .joining
        }
    }
}

extension ClusterView.EventKind {
    /// `nil`: of a newer build.
    fileprivate init?(_ kind: ClusterEvent.Kind) {
        switch kind {
        case .elected: self = .elected
        case .joined: self = .joined
        case .left: self = .left
        case .promoted: self = .promoted
        case .demoted: self = .demoted
        case .unreachable: self = .unreachable
        case .reachable: self = .reachable
        case .unspecified, .unrecognized: return nil
        }
    }
}
