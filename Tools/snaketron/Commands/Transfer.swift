import ArgumentParser
import ConsensusAPI
import NIOCore
import NIOPosix
import RPC
import Wire

struct Transfer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Hands leadership to another node without an election timeout.")

    @Option(help: "The node to lead, by its number; without it, the voter that is furthest along.")
    var to: Int?

    func run() async throws {
        if let stack = try BackendOptions.compose() {
            let cluster = try ComposeCluster(stack)
            defer { cluster.close() }
            return print(try await cluster.transfer(to: to))
        }
        let stack = try Stack.required()
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        defer { loops.shutdownGracefully { _ in } }
        var reports: [NodeReport] = []
        for node in stack.nodes { reports.append(await NodeReport.ask(node, of: stack, on: loops.next())) }
        guard let leader = reports.first(where: { $0.role == "leader" }) else {
            throw ToolError("no node leads now; look with: snaketron status")
        }
        var target: UInt64 = 0
        if let to {
            guard let id = reports.first(where: { $0.node == to })?.id else {
                throw ToolError("node \(to) is not there, or its consensus does not answer")
            }
            guard to != leader.node else {
                print("node \(to) leads already")
                return
            }
            target = id
        }
        let node = try stack.node(leader.node)
        do throws(RPCStatus) {
            let request = TransferLeadershipRequest(target: target)
            let reply = try await stack.withConsensus(
                of: node, on: loops.next(),
                { consensus throws(RPCStatus) in
                    try await consensus.transferLeadership(request, deadline: .seconds(5))
                })
            let number = reports.first { $0.id == reply.leaderID }?.node
            print("node \(number.map(String.init) ?? "with id \(reply.leaderID)") leads in term \(reply.term)")
        } catch {
            throw ToolError("leadership stays where it is: \(error.message)")
        }
    }
}
