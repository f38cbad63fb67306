import ConsensusAPI
import ConsensusCore
import ConsensusStorage
import Identity
import RPC
import Wire

/// Linearizable reads: the index through which a state machine must have applied the log before it answers
/// (dissertation §6.4).
extension RaftDriver {
    /// How long the leader may take to make sure that it leads.
    private static let readDeadline = Duration.seconds(3)

    func readIndex() async throws -> ReadIndexReply {
        if node.leadership.role == .leader { return ReadIndexReply(index: try await confirmedIndex()) }
        guard let leader = node.leadership.leader, let channel = links[leader]?.channel, channel.state == .ready else {
            throw RPCStatus(.unavailable, "no leader is known")
        }
        let request = ForwardReadRequest(clusterID: parts.identity.cluster.rawValue)
        let bytes: [UInt8] = try await withCheckedThrowingContinuation { continuation in
            channel.unary(RaftMethods.forwardRead, request.encoded(), deadline: Self.readDeadline) { result in
                continuation.resume(with: result.mapError { RPCStatus(.unavailable, "the leader: \($0.message)") })
            }
        }
        guard let reply = try? ForwardReadReply(decoding: bytes) else {
            throw RPCStatus(.unavailable, "the leader's answer cannot be read")
        }
        return ReadIndexReply(index: reply.index)
    }

    func forwardedRead(_ request: ForwardReadRequest) async throws -> ForwardReadReply {
        guard request.clusterID == parts.identity.cluster.rawValue else {
            metrics.messageMisdirected()
            throw RPCStatus(.failedPrecondition, "another cluster")
        }
        return ForwardReadReply(index: try await confirmedIndex())
    }

    /// Asks the core, which answers every read once: `nil` when this node does not lead, stops leading or has too many.
    private func confirmedIndex() async throws -> UInt64 {
        let index: LogIndex? = await withCheckedContinuation { continuation in
            lastProposalID += 1
            reads[lastProposalID] = continuation
            post(.read(id: lastProposalID))
        }
        guard let index else { throw RPCStatus(.unavailable, "node \(node.id) could not confirm that it leads") }
        return index.rawValue
    }
}
