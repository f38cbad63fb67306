import ConsensusCore
import ConsensusStorage
import Identity
import Logging
import NIOCore
import Observability
import RPC
import RegistryAPI
import Wire

/// What the registry tells of servers, and what it is being told.
struct KnownServers {
    /// As the registry last told; addresses of nodes that no configuration names yet.
    fileprivate(set) var byID: [NodeID: Wire.Server] = [:]
    /// Whether ``byID`` is what the registry has now.
    fileprivate(set) var areKnown = false
    fileprivate var watch: RPCStream<ListServersRequest>?
    fileprivate var isReporting = false
    /// What is being reported is not the latest.
    fileprivate var isReportStale = false
    fileprivate var isChangingMembership = false

    init() {}
}

/// The registry is told how this node fares and tells which servers there are. None of it is needed by a running cluster.
extension RaftDriver {
    private static let healthInterval = TimeAmount.seconds(2)
    private static let autopilotInterval = TimeAmount.milliseconds(500)

    func startRegistryLink() {
        let loop = parts.eventLoop
        loop.scheduleRepeatedTask(initialDelay: .zero, delay: Self.healthInterval) { [self] task in
            assumeIsolated { driver in
                guard !driver.isStopped else { return task.cancel() }
                driver.refreshGauges()
                driver.reportHealth()
            }
        }
        loop.scheduleRepeatedTask(initialDelay: Self.autopilotInterval, delay: Self.autopilotInterval) { [self] task in
            assumeIsolated { driver in
                guard !driver.isStopped else { return task.cancel() }
                driver.tendMembership()
                driver.tendCopies()
            }
        }
    }

    /// Reports now, or right after the report that is under way.
    func reportHealth() {
        if servers.watch == nil { watchServers() }
        guard parts.registry.state == .ready else { return }
        guard !servers.isReporting else {
            servers.isReportStale = true
            return
        }
        servers.isReporting = true
        let leadership = node.leadership
        let health = RaftHealth(
            nodeID: node.id.rawValue, role: Self.name(of: leadership.role), term: leadership.term.rawValue,
            leaderID: leadership.leader?.rawValue ?? 0, commitIndex: node.commitIndex.rawValue,
            appliedIndex: node.appliedIndex.rawValue, members: UInt32(clamping: node.membership.members.count),
            clusterID: parts.identity.cluster.rawValue, draining: isDraining)
        parts.registry.unary(RegistryMethods.reportHealth, health.encoded(), deadline: .seconds(2)) { [self] result in
            assumeIsolated { driver in
                driver.servers.isReporting = false
                if case .failure(let status) = result {
                    driver.logger.debug("health report failed", metadata: .data([.error: "\(status)"]))
                    if status.code == .failedPrecondition { driver.askWhetherSuperseded() }
                }
                guard driver.servers.isReportStale else { return }
                driver.servers.isReportStale = false
                driver.reportHealth()
            }
        }
    }

    /// The registry does not take this node's word: it may be of a cluster that was rebuilt as another one.
    private func askWhetherSuperseded() {
        let request = JoinRequest(clusterID: parts.identity.cluster.rawValue, nodeID: node.id.rawValue)
        parts.registry.unary(RegistryMethods.join, request.encoded(), deadline: .seconds(2)) { [self] result in
            guard case .success(let bytes) = result, let reply = try? JoinReply(decoding: bytes),
                reply.supersededBy != 0
            else { return }
            assumeIsolated { $0.fail(.superseded(by: reply.supersededBy)) }
        }
    }

    private static func name(of role: ConsensusCore.Leadership.Role) -> String {
        switch role {
        case .learner, .removed: "learner"
        case .follower: "follower"
        case .preCandidate, .candidate: "candidate"
        case .leader: "leader"
        }
    }

    // MARK: Servers

    private func watchServers() {
        guard parts.registry.state == .ready else { return }
        let stream = RegistryClient(channel: parts.registry).watchServers(handler: WatchHandler(driver: self))
        servers.watch = stream
        stream.send(ListServersRequest())
        stream.finish()
    }

    fileprivate func serversChanged(_ list: ServerList) {
        var known: [NodeID: Wire.Server] = [:]
        for server in list.servers {
            guard let id = NodeID(checked: server.nodeID), !server.ipAddress.isEmpty, server.ipAddress.utf8.count < 200,
                (1...65_535).contains(server.raftPort)
            else { continue }
            known[id] = server
        }
        servers.byID = known
        servers.areKnown = true
        reconcileLinks()
        tendMembership()
    }

    fileprivate func watchClosed() {
        servers.watch = nil
        servers.areKnown = false
    }

    // MARK: Membership

    /// On the leader: one step towards what the registry and the peers' state call for.
    func tendMembership() {
        guard !servers.isChangingMembership, node.leadership.isReady else { return }
        let registered = servers.byID.values.map { server in
            Autopilot.Server(
                id: NodeID(rawValue: server.nodeID), address: "\(server.ipAddress):\(server.raftPort)",
                isHealthy: true, isDraining: server.draining)
        }
        refreshGauges()
        let decision = Autopilot.decide(
            for: node.status, servers: servers.areKnown ? registered : nil, settings: parts.autopilot)
        guard let decision else { return }
        servers.isChangingMembership = true
        reasons.note(membershipChange: decision.reason)
        let id = expectAnswer { [self] result in
            assumeIsolated { driver in
                driver.servers.isChangingMembership = false
                driver.reasons.note(membershipChange: nil)
                if case .committed = result { return driver.tendMembership() }
                driver.logger.notice(
                    "the membership was not changed",
                    metadata: .data([.reason: "\(result)", .error: "\(decision.reason)"]))
            }
        }
        post(.changeMembership(id: id, decision.change))
    }
}

private final class WatchHandler: RPCStreamHandler {
    private let driver: RaftDriver

    init(driver: RaftDriver) { self.driver = driver }

    func received(_ message: ServerList, on call: RPCStream<ListServersRequest>) {
        driver.assumeIsolated { $0.serversChanged(message) }
    }

    func closed(_ status: RPCStatus, on call: RPCStream<ListServersRequest>) {
        driver.assumeIsolated { $0.watchClosed() }
    }
}
