// Generated from Protos/snaketron/v1/raft.proto by scripts/generate-protos. Do not edit.

package import RPC
package import Wire

/// The paths of Raft's methods.
package enum RaftMethods {
    package static let service = "snaketron.v1.Raft"
    package static let messages = "/snaketron.v1.Raft/Messages"
    package static let forward = "/snaketron.v1.Raft/Forward"
    package static let pullSnapshot = "/snaketron.v1.Raft/PullSnapshot"
}

/// Calls Raft over a channel.
package struct RaftClient: Sendable {
    package let channel: RPCChannel

    package init(channel: RPCChannel) {
        self.channel = channel
    }

    /// One stream per ordered pair of peers, opened by the sender; the answers to its messages come back on the stream
    /// that the other side opened. Nothing is sent down but the end of the stream.
    ///
    /// On the channel's event loop only.
    package func messages(
        deadline: Duration? = nil, handler: some RPCStreamHandler<RaftStreamEnd, RaftMessage>
    ) -> RPCStream<RaftMessage> {
        channel.openStream(RaftMethods.messages, deadline: deadline, handler: handler)
    }

    /// A follower's proposals, passed to the leader. Same answers as Consensus.Propose.
    package func forward(_ request: ForwardRequest, deadline: Duration) async throws(RPCStatus) -> ForwardReply {
        try await channel.call(RaftMethods.forward, request, deadline: deadline)
    }

    /// A snapshot, pulled by the node that was told of it; resumable by offset, on a connection of its own.
    ///
    /// On the channel's event loop only.
    package func pullSnapshot(
        deadline: Duration? = nil, handler: some RPCStreamHandler<RaftSnapshotChunk, PullSnapshotRequest>
    ) -> RPCStream<PullSnapshotRequest> {
        channel.openStream(RaftMethods.pullSnapshot, deadline: deadline, handler: handler)
    }
}

/// What a process offers that serves Raft. Streams start on the connection's event loop.
package protocol RaftServing: Sendable {
    /// One stream per ordered pair of peers, opened by the sender; the answers to its messages come back on the stream
    /// that the other side opened. Nothing is sent down but the end of the stream.
    func messages(
        _ call: RPCStream<RaftStreamEnd>, context: RPCContext
    ) -> any RPCStreamHandler<RaftMessage, RaftStreamEnd>

    /// A follower's proposals, passed to the leader. Same answers as Consensus.Propose.
    func forward(_ request: ForwardRequest, context: RPCContext) async throws -> ForwardReply

    /// A snapshot, pulled by the node that was told of it; resumable by offset, on a connection of its own.
    func pullSnapshot(
        _ call: RPCStream<RaftSnapshotChunk>, context: RPCContext
    ) -> any RPCStreamHandler<PullSnapshotRequest, RaftSnapshotChunk>
}

extension RPCServiceDefinition {
    package static func raft(_ service: some RaftServing) -> RPCServiceDefinition {
        RPCServiceDefinition(
            name: RaftMethods.service,
            methods: [
                "Messages": .openStream { service.messages($0, context: $1) },
                "Forward": .call { try await service.forward($0, context: $1) },
                "PullSnapshot": .openStream { service.pullSnapshot($0, context: $1) },
            ])
    }
}

extension RaftMessage: RPCMessage {}
extension RaftStreamEnd: RPCMessage {}
extension ForwardRequest: RPCMessage {}
extension ForwardReply: RPCMessage {}
extension PullSnapshotRequest: RPCMessage {}
extension RaftSnapshotChunk: RPCMessage {}
