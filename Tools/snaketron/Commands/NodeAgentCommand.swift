import ArgumentParser
import ConsensusAPI
import Dispatch
import Foundation
import NIOCore
import NIOPosix
import RPC
import Wire

/// Answers for one node of a stack of containers, from inside its network namespace: only there do its consensus and its
/// simulation listen. A line in, a line out: `report`, or `transfer ID`.
struct NodeAgentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "node-agent",
        abstract: "Answers questions about the node beside it; for snaketron --backend compose.",
        shouldDisplay: false)

    func run() async throws {
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        // Everything is at 127.0.0.1, which is node 1's address where nodes are processes of one machine.
        let node = NodeRecord(number: 1, processes: [])
        let stack = Stack.remains(of: Home(), [])
        while let line = readLine() {
            let answer = await answer(line, node, stack, loops.next())
            let bytes = try JSONEncoder().encode(answer)
            print(String(decoding: bytes, as: UTF8.self))
            fflush(nil)
        }
        try await loops.shutdownGracefully()
    }

    private func answer(_ line: String, _ node: NodeRecord, _ stack: Stack, _ loop: any EventLoop) async -> NodeAnswer {
        let words = line.split(separator: " ")
        switch words.first {
        case "report":
            async let report = NodeReport.ask(node, of: stack, on: loop)
            let ready = await HTTP.get("127.0.0.1", port: 8_080, path: "/health/ready")
            return NodeAnswer(report: await report, serves: ready?.status == 200)
        case "transfer":
            guard words.count == 2, let target = UInt64(words[1]) else {
                return NodeAnswer(fault: "write: transfer ID")
            }
            do throws(RPCStatus) {
                let reply = try await stack.withConsensus(
                    of: node, on: loop,
                    { consensus throws(RPCStatus) in
                        try await consensus.transferLeadership(
                            TransferLeadershipRequest(target: target), deadline: .seconds(5))
                    })
                return NodeAnswer(leader: reply.leaderID, term: reply.term)
            } catch {
                return NodeAnswer(fault: error.message)
            }
        default:
            return NodeAnswer(fault: "'\(line)' is not a question; write report, or transfer ID")
        }
    }
}
