import ConsensusAPI
import NIOCore
import RPC
import SimulationAPI
import TLS

// How the tool calls the services of a cluster: with what each of them asks of its callers.
extension Stack {
    /// The consensus of a node, which asks for the node's own secret.
    func withConsensus<Answer>(
        of node: NodeRecord, on loop: any EventLoop,
        _ body: (ConsensusClient) async throws(RPCStatus) -> Answer
    ) async throws(RPCStatus) -> Answer {
        var options = RPCChannel.Options()
        do { options.callToken = try callToken(of: node) } catch { throw RPCStatus(.invalidArgument, "\(error)") }
        let channel = RPCChannel(host: node.address, port: 50053, eventLoop: loop, options: options)
        defer { channel.close() }
        return try await body(ConsensusClient(channel: channel))
    }

    /// The simulation of a node. Under mutual TLS the tool comes as a gateway would.
    func withSimulation<Answer>(
        of node: NodeRecord, on loop: any EventLoop, _ body: (PlayClient) async throws(RPCStatus) -> Answer
    ) async throws(RPCStatus) -> Answer {
        let security: RPCSecurity =
            tlsFiles(for: .gateway).map { files in
                .mutualTLS(
                    TLSConfiguration(
                        authorityFile: files.authority, certificateFile: files.certificate, keyFile: files.key),
                    allowedPeers: ["simulation"])
            } ?? .plaintext
        let channel = RPCChannel(host: node.address, port: 50051, security: security, eventLoop: loop)
        defer { channel.close() }
        return try await body(PlayClient(channel: channel))
    }
}
