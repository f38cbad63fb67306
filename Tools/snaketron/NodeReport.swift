import ConsensusAPI
import Foundation
import Identity
import NIOCore
import RPC
import SimulationAPI
import Wire

/// What one node says of itself, and which of its processes are alive.
struct NodeReport: Codable, Sendable {
    struct Process: Codable {
        var service: String
        var pid: Int32
        var alive: Bool
        /// Whether a person asked it to end.
        var stopped: Bool

        var word: String { alive ? String(pid) : stopped ? "stopped" : "dead" }
    }

    struct Peer: Codable {
        var id: UInt64
        /// Entries that its log lacks.
        var lag: UInt64
        /// Milliseconds since its last answer.
        var silentMs: UInt32

        private enum CodingKeys: String, CodingKey {
            case id, lag
            case silentMs = "silent_ms"
        }
    }

    struct Divergence: Codable {
        /// The Raft id of the node whose world differed; nothing when no majority told.
        var node: UInt64?
        /// The world's first tick that differed.
        var tick: UInt64
        /// The log entry at which it was found.
        var index: UInt64
        var hash: String
        var majorityHash: String
        var agoMs: UInt32

        private enum CodingKeys: String, CodingKey {
            case node, tick, index, hash
            case majorityHash = "majority_hash"
            case agoMs = "ago_ms"
        }
    }

    var node: Int
    /// The Raft node id; nothing when consensus does not answer.
    var id: UInt64?
    var address: String
    var gateway: String
    /// leader, follower, learner, candidate, or down.
    var role = "down"
    var term: UInt64?
    var commit: UInt64?
    var applied: UInt64?
    /// The Raft id of the leader this node knows.
    var leader: UInt64?
    /// Of its programs.
    var version: String?
    /// Raft ids, as this node has them.
    var voters: [UInt64] = []
    var learners: [UInt64] = []
    /// On the leader, one for each other member.
    var peers: [Peer] = []
    /// On the leader: any one node may be taken away now. Nothing elsewhere.
    var mayTakeANode: Bool?
    /// Why not.
    var whyNot: String?
    /// The version of behaviour in force in its world, and those that its build knows.
    var behaviour: UInt32?
    var knows: [UInt32] = []
    /// On the leader: the newest version that all know that are alive or registered, or why that is not known.
    var commonBehaviour: UInt32?
    var commonBehaviourWhyNot: String?
    /// Why its simulation cannot go on: another version is in force than its build knows.
    var stopped: String?
    /// It was asked to stop.
    var draining = false
    /// The folder of the programs that its processes run; nothing when they differ.
    var build: String?
    var matches: UInt32?
    var players: UInt32?
    var ready = false
    /// Its world was found wrong and is not restored yet.
    var quarantined = false
    /// The last differences between worlds that this node has seen, oldest first.
    var divergences: [Divergence] = []
    var processes: [Process]

    private enum CodingKeys: String, CodingKey {
        case node, id, address, gateway, role, term, commit, applied, leader, version, voters, learners, peers, matches,
            players, ready, quarantined, divergences, processes, behaviour, knows, stopped, draining, build
        case commonBehaviour = "common_behaviour"
        case commonBehaviourWhyNot = "common_behaviour_why_not"
        case mayTakeANode = "may_take_a_node"
        case whyNot = "why_not"
    }

    /// Every key is always there; what is not known is null.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(node, forKey: .node)
        try container.encode(id, forKey: .id)
        try container.encode(address, forKey: .address)
        try container.encode(gateway, forKey: .gateway)
        try container.encode(role, forKey: .role)
        try container.encode(term, forKey: .term)
        try container.encode(commit, forKey: .commit)
        try container.encode(applied, forKey: .applied)
        try container.encode(leader, forKey: .leader)
        try container.encode(version, forKey: .version)
        try container.encode(voters, forKey: .voters)
        try container.encode(learners, forKey: .learners)
        try container.encode(peers, forKey: .peers)
        try container.encode(mayTakeANode, forKey: .mayTakeANode)
        try container.encode(whyNot, forKey: .whyNot)
        try container.encode(behaviour, forKey: .behaviour)
        try container.encode(knows, forKey: .knows)
        try container.encode(commonBehaviour, forKey: .commonBehaviour)
        try container.encode(commonBehaviourWhyNot, forKey: .commonBehaviourWhyNot)
        try container.encode(stopped, forKey: .stopped)
        try container.encode(draining, forKey: .draining)
        try container.encode(build, forKey: .build)
        try container.encode(matches, forKey: .matches)
        try container.encode(players, forKey: .players)
        try container.encode(ready, forKey: .ready)
        try container.encode(quarantined, forKey: .quarantined)
        try container.encode(divergences, forKey: .divergences)
        try container.encode(processes, forKey: .processes)
    }

    static func ask(_ node: NodeRecord, of stack: Stack, on loop: any EventLoop) async -> NodeReport {
        var report = NodeReport(
            node: node.number, address: node.address, gateway: node.gatewayURL,
            processes: node.processes.sorted { $0.service.rawValue < $1.service.rawValue }
                .map { .init(service: $0.service.rawValue, pid: $0.pid, alive: $0.isAlive, stopped: $0.isStopped) })
        let builds = node.processes.map { $0.isAlive ? ProcessTable.programs(of: $0.pid) : nil }
        report.build = builds.count == ServiceName.allCases.count && Set(builds).count == 1 ? builds[0] : nil
        if let status = try? await stack.withConsensus(
            of: node, on: loop,
            { consensus throws(RPCStatus) in try await consensus.status(StatusRequest(), deadline: .seconds(1)) })
        {
            report.id = status.nodeID == 0 ? nil : status.nodeID
            report.role = status.role.name
            report.term = status.term
            report.commit = status.commitIndex
            report.applied = status.appliedIndex
            report.leader = status.leaderID == 0 ? nil : status.leaderID
            report.version = status.version.isEmpty ? nil : status.version
            report.quarantined = status.quarantined
            report.divergences = status.divergences.map {
                Divergence(
                    node: $0.nodeID == 0 ? nil : $0.nodeID, tick: $0.tick, index: $0.index,
                    hash: hexadecimal($0.hash), majorityHash: hexadecimal($0.majorityHash), agoMs: $0.agoMs)
            }
            report.voters = status.members.filter(\.voter).map(\.nodeID)
            report.learners = status.members.filter { !$0.voter }.map(\.nodeID)
            report.draining = status.draining
            report.stopped = status.simulationStopped.isEmpty ? nil : status.simulationStopped
            if status.role == .leader {
                report.commonBehaviour = status.commonBehaviour == 0 ? nil : status.commonBehaviour
                report.commonBehaviourWhyNot =
                    status.commonBehaviourWhyNot.isEmpty ? nil : status.commonBehaviourWhyNot
                report.mayTakeANode = status.mayTakeANode
                report.whyNot = status.whyNot.isEmpty ? nil : status.whyNot
                report.peers = status.members.filter { $0.nodeID != status.nodeID }.map {
                    Peer(
                        id: $0.nodeID, lag: status.lastIndex - min($0.matchIndex, status.lastIndex),
                        silentMs: $0.silentMs)
                }
            }
        }
        if let summary = try? await stack.withSimulation(
            of: node, on: loop,
            { simulation throws(RPCStatus) in try await simulation.summary(SummaryRequest(), deadline: .seconds(1)) })
        {
            report.applied = summary.appliedIndex
            report.matches = summary.matches
            report.players = summary.players
            report.ready = summary.ready
            // Builds of before the first version do not say.
            report.behaviour = max(summary.behaviour, 1)
            report.knows = [max(summary.oldestKnown, 1), max(summary.newestKnown, 1)]
            if !summary.stopped.isEmpty { report.stopped = summary.stopped }
        }
        return report
    }

    static func table(_ reports: [NodeReport]) -> String {
        func text(_ value: (some CustomStringConvertible)?) -> String { value?.description ?? "–" }
        let newest = reports.compactMap(\.commit).max()
        var rows = [
            [
                "NODE", "ID", "ADDRESS", "ROLE", "VOTE", "TERM", "COMMIT", "APPLIED", "LAG", "VERSION", "GAMES",
                "PLAYERS",
                "PROCESSES",
            ]
        ]
        let leader = reports.first { $0.role == "leader" }
        for report in reports {
            let lag = newest.flatMap { newest in report.applied.map { newest - min($0, newest) } }
            let vote = report.id.map { (leader ?? report).voters.contains($0) ? "yes" : "no" }
            rows.append([
                text(report.node), text(report.id), report.address, report.role, text(vote), text(report.term),
                text(report.commit), text(report.applied), text(lag), text(report.version), text(report.matches),
                text(report.players),
                report.processes.map { "\($0.service):\($0.word)" }.joined(separator: " "),
            ])
        }
        let table = rows.aligned() + divergences(reports) + versions(reports)
        guard let leader, let id = leader.id else { return table + "\nno node leads, and none may be taken away now" }
        func list(_ ids: [UInt64]) -> String { ids.isEmpty ? "none" : ids.map(String.init).joined(separator: ", ") }
        let silent = leader.peers.filter { $0.silentMs > 1_000 }.map {
            "\nmember \($0.id) silent for \($0.silentMs / 1_000) s, \($0.lag) entries behind"
        }
        return table + "\nas leader \(id) has it: voters \(list(leader.voters)); learners \(list(leader.learners))"
            + silent.joined() + "\n"
            + (leader.mayTakeANode == true
                ? "any one node may be taken away now"
                : "no node may be taken away now: \(leader.whyNot ?? "the leader does not say why")")
    }
}

extension NodeReport {
    /// The version of behaviour in force, and nodes whose build does not know it.
    private static func versions(_ reports: [NodeReport]) -> String {
        let inForce = reports.compactMap(\.behaviour).max().map { "\nbehaviour \($0) is in force" } ?? ""
        let newest = Set(reports.compactMap(\.knows.last))
        let mixed =
            newest.count > 1 ? "; builds know up to \(newest.sorted().map(String.init).joined(separator: " or "))" : ""
        let leaving = reports.filter(\.draining).map { "\nnode \($0.node) drains: it was asked to stop" }.joined()
        return inForce + mixed + leaving
            + reports.compactMap { report in
                report.stopped.map { "\nnode \(report.node) serves no players: its build cannot go on (\($0))" }
            }.joined()
    }

    /// What the nodes have seen of worlds that differ: each difference once, and who serves nobody for it.
    private static func divergences(_ reports: [NodeReport]) -> String {
        var lines = reports.filter(\.quarantined).map {
            "\nnode \($0.node) is QUARANTINED: its world differs from the majority's and is being restored"
        }
        for found in reports.flatMap(\.divergences).sorted(by: { $0.index < $1.index }) {
            let age = "\(found.agoMs / 1_000) s ago, entry \(found.index)"
            let line =
                found.node.map {
                    "\nthe world of member \($0) differed first at tick \(found.tick): \(found.hash), the majority's "
                        + "\(found.majorityHash) (\(age))"
                } ?? "\nworlds differ from tick \(found.tick) on, and no majority tells which is right (\(age))"
            if !lines.contains(where: { $0.hasPrefix(line.prefix { $0 != "(" }) }) { lines.append(line) }
        }
        return lines.joined()
    }
}

extension [[String]] {
    /// Columns as wide as their widest cell.
    fileprivate func aligned() -> String {
        let rows = self
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}

extension RaftRole {
    fileprivate var name: String {
        switch self {
        case .leader: "leader"
        case .follower: "follower"
        case .candidate: "candidate"
        case .learner: "learner"
        default: "joining"
        }
    }
}
