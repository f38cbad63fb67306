import ClientProtocol
import GatewayCore
import Identity
import Logging
import NIOCore
import NIOHTTP1
import Observability
import RPC
import ServiceRuntime
import SimulationAPI
import Wire

/// The demonstration on one machine: a page kills a node while its match runs.
extension Gateway {
    /// The answer leaves before the processes die, the one that answers among them.
    private static let killDelay = TimeAmount.milliseconds(30)
    /// Milliseconds. What the nodes say of each other needs some time to know of a death.
    private static let betweenKills: Int64 = 3_000

    /// `POST /api/cluster/kill` (docs/guide/protocol.md, section 1).
    func killNode(_ request: HTTPRequest) async -> HTTPResponse {
        guard let home = settings.killableHome, isOfThisMachine(request) else {
            return .failure(.notFound, "not_found", "There is nothing here.")
        }
        guard let json = try? JSONValue(parsing: request.body), let wanted = json["node"]?.string.flatMap(UInt64.init)
        else {
            return .failure(.badRequest, "bad_json", "The body has to be a JSON object with the id of a node, as text.")
        }
        let (view, addresses) = await viewWithAddresses()
        // From here on nothing is awaited: of two requests at once the second one finds that the first was granted.
        guard killedAt.map({ now - $0 >= Self.betweenKills }) ?? true else {
            return .failure(
                .conflict, "too_soon", "A node was killed a moment ago. Wait until the cluster is whole again.")
        }
        guard view.nodes.contains(where: { $0.id == wanted }) else {
            return .failure(.notFound, "unknown_node", "The cluster has no node of that id.")
        }
        guard view.mayTakeANode else {
            return .failure(
                .conflict, "not_whole", "No node may be lost now: \(view.whyNot ?? "not all nodes are known").")
        }
        let processes = addresses[wanted].map { NodeProcesses(home: home, address: $0) }
        guard let processes, processes.count > 0 else {
            return .failure(.conflict, "not_local", "That node has no processes here that this gateway may kill.")
        }
        killedAt = now
        logger.warning(
            "kills a node, as a page of this machine asked",
            metadata: .data([.node: "\(wanted)", .count: "\(processes.count)"]))
        eventLoop.scheduleTask(in: Self.killDelay) { processes.kill() }
        return .json(.accepted, JSONWriter.object { $0.member("processes", UInt64(processes.count)) })
    }

    /// It names this machine, and came through no proxy. The listener is on loopback; a page that reached it under another
    /// name (DNS rebinding) is a stranger's.
    private func isOfThisMachine(_ request: HTTPRequest) -> Bool {
        guard let host = request.host, HTTPAuthority.isLoopback(host) else { return false }
        return !["forwarded", "via", "x-forwarded-for", "x-forwarded-host"].contains { request.fields.contains($0) }
    }

    /// The cluster as it is now, and the address of each node whose simulation answers.
    private func viewWithAddresses() async -> (ClusterView, [UInt64: String]) {
        let answers = await askSimulations()
        let addresses = answers.reduce(into: [UInt64: String]()) { $0[$1.report.node] = $1.address.host }
        return (ClusterView(answers.map(\.report), draining: drainingNodes), addresses)
    }
}
