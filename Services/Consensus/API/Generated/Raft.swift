// Generated from Protos/snaketron/v1/raft.proto by scripts/generate-protos. Do not edit.

package import RPC
package import Wire

/// The paths of Raft's methods.
package enum RaftMethods {
    package static let service = "snaketron.v1.Raft"
    package static let messages = "/snaketron.v1.Raft/Messages"
    package static let forward = "/snaketron.v1.Raft/Forward"
    package static let forwardRead = "/snaketron.v1.Raft/ForwardRead"
    package static let reportState = "/snaketron.v1.Raft/ReportState"
    package static let pullSnapshot = "/snaketron.v1.Raft/PullSnapshot"
    package static let identify = "/snaketron.v1.Raft/Identify"
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

    /// A follower's question for a read index, passed to the leader. Same answers as Consensus.ReadIndex.
    package func forwardRead(
        _ request: ForwardReadRequest, deadline: Duration
    ) async throws(RPCStatus) -> ForwardReadReply {
        try await channel.call(RaftMethods.forwardRead, request, deadline: deadline)
    }

    /// What a member's world hashes to at an entry of the log; each member tells all others, and each compares.
    package func reportState(_ request: StateReport, deadline: Duration) async throws(RPCStatus) -> StateReportReply {
        try await channel.call(RaftMethods.reportState, request, deadline: deadline)
    }

    /// A snapshot, pulled by the node that was told of it; resumable by offset, on a connection of its own.
    ///
    /// On the channel's event loop only.
    package func pullSnapshot(
        deadline: Duration? = nil, handler: some RPCStreamHandler<RaftSnapshotChunk, PullSnapshotRequest>
    ) -> RPCStream<PullSnapshotRequest> {
        channel.openStream(RaftMethods.pullSnapshot, deadline: deadline, handler: handler)
    }

    /// Who answers here, and how far its log goes; for `snaketron recover`.
    package func identify(_ request: IdentifyRequest, deadline: Duration) async throws(RPCStatus) -> IdentifyReply {
        try await channel.call(RaftMethods.identify, request, deadline: deadline)
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

    /// A follower's question for a read index, passed to the leader. Same answers as Consensus.ReadIndex.
    func forwardRead(_ request: ForwardReadRequest, context: RPCContext) async throws -> ForwardReadReply

    /// What a member's world hashes to at an entry of the log; each member tells all others, and each compares.
    func reportState(_ request: StateReport, context: RPCContext) async throws -> StateReportReply

    /// A snapshot, pulled by the node that was told of it; resumable by offset, on a connection of its own.
    func pullSnapshot(
        _ call: RPCStream<RaftSnapshotChunk>, context: RPCContext
    ) -> any RPCStreamHandler<PullSnapshotRequest, RaftSnapshotChunk>

    /// Who answers here, and how far its log goes; for `snaketron recover`.
    func identify(_ request: IdentifyRequest, context: RPCContext) async throws -> IdentifyReply
}

extension RPCServiceDefinition {
    package static func raft(_ service: some RaftServing) -> RPCServiceDefinition {
        RPCServiceDefinition(
            name: RaftMethods.service,
            methods: [
                "Messages": .openStream { service.messages($0, context: $1) },
                "Forward": .call { try await service.forward($0, context: $1) },
                "ForwardRead": .call { try await service.forwardRead($0, context: $1) },
                "ReportState": .call { try await service.reportState($0, context: $1) },
                "PullSnapshot": .openStream { service.pullSnapshot($0, context: $1) },
                "Identify": .call { try await service.identify($0, context: $1) },
            ],
            file: RaftMethods.file)
    }
}

extension RaftMethods {
    /// For server reflection.
    package static let file = RPCFileDescriptor(
        name: "snaketron/v1/raft.proto",
        symbols: """
            snaketron.v1.RaftStreamEnd snaketron.v1.RaftMessage snaketron.v1.RequestVote \
            snaketron.v1.RequestVoteReply snaketron.v1.AppendEntries snaketron.v1.RaftEntry \
            snaketron.v1.RaftEntry.Kind snaketron.v1.AppendEntriesReply snaketron.v1.Heartbeat \
            snaketron.v1.HeartbeatReply snaketron.v1.InstallSnapshot snaketron.v1.InstallSnapshotReply \
            snaketron.v1.TimeoutNow snaketron.v1.Removed snaketron.v1.ForwardRequest \
            snaketron.v1.ForwardReply snaketron.v1.ForwardReadRequest snaketron.v1.ForwardReadReply \
            snaketron.v1.StateReport snaketron.v1.StateReportReply snaketron.v1.PullSnapshotRequest \
            snaketron.v1.RaftSnapshotChunk snaketron.v1.IdentifyRequest snaketron.v1.IdentifyReply \
            snaketron.v1.Raft snaketron.v1.Raft.Messages snaketron.v1.Raft.Forward \
            snaketron.v1.Raft.ForwardRead snaketron.v1.Raft.ReportState snaketron.v1.Raft.PullSnapshot \
            snaketron.v1.Raft.Identify
            """,
        base64: """
            ChdzbmFrZXRyb24vdjEvcmFmdC5wcm90bxIMc25ha2V0cm9uLnYxIg8KDVJhZnRTdHJlYW1FbmQilAYKC1JhZnRNZXNzYWdl\
            Eh0KCmNsdXN0ZXJfaWQYASABKARSCWNsdXN0ZXJJZBISCgRmcm9tGAIgASgEUgRmcm9tEg4KAnRvGAMgASgEUgJ0bxISCgR0\
            ZXJtGAQgASgEUgR0ZXJtEj4KDHJlcXVlc3Rfdm90ZRgFIAEoCzIZLnNuYWtldHJvbi52MS5SZXF1ZXN0Vm90ZUgAUgtyZXF1\
            ZXN0Vm90ZRJOChJyZXF1ZXN0X3ZvdGVfcmVwbHkYBiABKAsyHi5zbmFrZXRyb24udjEuUmVxdWVzdFZvdGVSZXBseUgAUhBy\
            ZXF1ZXN0Vm90ZVJlcGx5EjUKBmFwcGVuZBgHIAEoCzIbLnNuYWtldHJvbi52MS5BcHBlbmRFbnRyaWVzSABSBmFwcGVuZBJF\
            CgxhcHBlbmRfcmVwbHkYCCABKAsyIC5zbmFrZXRyb24udjEuQXBwZW5kRW50cmllc1JlcGx5SABSC2FwcGVuZFJlcGx5EjcK\
            CWhlYXJ0YmVhdBgJIAEoCzIXLnNuYWtldHJvbi52MS5IZWFydGJlYXRIAFIJaGVhcnRiZWF0EkcKD2hlYXJ0YmVhdF9yZXBs\
            eRgKIAEoCzIcLnNuYWtldHJvbi52MS5IZWFydGJlYXRSZXBseUgAUg5oZWFydGJlYXRSZXBseRJKChBpbnN0YWxsX3NuYXBz\
            aG90GAsgASgLMh0uc25ha2V0cm9uLnYxLkluc3RhbGxTbmFwc2hvdEgAUg9pbnN0YWxsU25hcHNob3QSWgoWaW5zdGFsbF9z\
            bmFwc2hvdF9yZXBseRgMIAEoCzIiLnNuYWtldHJvbi52MS5JbnN0YWxsU25hcHNob3RSZXBseUgAUhRpbnN0YWxsU25hcHNo\
            b3RSZXBseRI7Cgt0aW1lb3V0X25vdxgNIAEoCzIYLnNuYWtldHJvbi52MS5UaW1lb3V0Tm93SABSCnRpbWVvdXROb3cSMQoH\
            cmVtb3ZlZBgOIAEoCzIVLnNuYWtldHJvbi52MS5SZW1vdmVkSABSB3JlbW92ZWRCBgoEYm9keSKnAQoLUmVxdWVzdFZvdGUS\
            GQoIcHJlX3ZvdGUYASABKAhSB3ByZVZvdGUSGgoIdHJhbnNmZXIYAiABKAhSCHRyYW5zZmVyEh0KCmxhc3RfaW5kZXgYAyAB\
            KARSCWxhc3RJbmRleBIbCglsYXN0X3Rlcm0YBCABKARSCGxhc3RUZXJtEiUKDmhlYXJzX3JlY2VpdmVyGAUgASgIUg1oZWFy\
            c1JlY2VpdmVyImoKEFJlcXVlc3RWb3RlUmVwbHkSGQoIcHJlX3ZvdGUYASABKAhSB3ByZVZvdGUSGAoHZ3JhbnRlZBgCIAEo\
            CFIHZ3JhbnRlZBIhCgxoZWFyc19sZWFkZXIYAyABKAhSC2hlYXJzTGVhZGVyIskBCg1BcHBlbmRFbnRyaWVzEiUKDnByZXZp\
            b3VzX2luZGV4GAEgASgEUg1wcmV2aW91c0luZGV4EiMKDXByZXZpb3VzX3Rlcm0YAiABKARSDHByZXZpb3VzVGVybRIhCgxj\
            b21taXRfaW5kZXgYAyABKARSC2NvbW1pdEluZGV4EjEKB2VudHJpZXMYBCADKAsyFy5zbmFrZXRyb24udjEuUmFmdEVudHJ5\
            UgdlbnRyaWVzEhYKBm5vdGljZRgFIAEoCFIGbm90aWNlIpgBCglSYWZ0RW50cnkSEgoEdGVybRgBIAEoBFIEdGVybRIwCgRr\
            aW5kGAIgASgOMhwuc25ha2V0cm9uLnYxLlJhZnRFbnRyeS5LaW5kUgRraW5kEhIKBGRhdGEYAyABKAxSBGRhdGEiMQoES2lu\
            ZBILCgdDT01NQU5EEAASCQoFRU1QVFkQARIRCg1DT05GSUdVUkFUSU9OEAIigAEKEkFwcGVuZEVudHJpZXNSZXBseRIYCgdz\
            dWNjZXNzGAEgASgIUgdzdWNjZXNzEhQKBWluZGV4GAIgASgEUgVpbmRleBIdCgpoaW50X2luZGV4GAMgASgEUgloaW50SW5k\
            ZXgSGwoJaGludF90ZXJtGAQgASgEUghoaW50VGVybSJyCglIZWFydGJlYXQSIQoMY29tbWl0X2luZGV4GAEgASgEUgtjb21t\
            aXRJbmRleBIhCgxyZWFkX2NvbnRleHQYAiABKARSC3JlYWRDb250ZXh0Eh8KC3BhdGllbmNlX21zGAMgASgNUgpwYXRpZW5j\
            ZU1zIqEBCg5IZWFydGJlYXRSZXBseRIhCgxyZWFkX2NvbnRleHQYASABKARSC3JlYWRDb250ZXh0EhcKB2N1dF9vZmYYAiAB\
            KARSBmN1dE9mZhIoChB0YWtlc19ub19lbnRyaWVzGAMgASgIUg50YWtlc05vRW50cmllcxIpChBuZXdlc3RfYmVoYXZpb3Vy\
            GAQgASgNUg9uZXdlc3RCZWhhdmlvdXIihgEKD0luc3RhbGxTbmFwc2hvdBIUCgVpbmRleBgBIAEoBFIFaW5kZXgSIwoNc25h\
            cHNob3RfdGVybRgCIAEoBFIMc25hcHNob3RUZXJtEhIKBHNpemUYAyABKARSBHNpemUSJAoNY29uZmlndXJhdGlvbhgEIAEo\
            DFINY29uZmlndXJhdGlvbiJGChRJbnN0YWxsU25hcHNob3RSZXBseRIYCgdzdWNjZXNzGAEgASgIUgdzdWNjZXNzEhQKBWlu\
            ZGV4GAIgASgEUgVpbmRleCIMCgpUaW1lb3V0Tm93IgkKB1JlbW92ZWQiSwoORm9yd2FyZFJlcXVlc3QSHQoKY2x1c3Rlcl9p\
            ZBgBIAEoBFIJY2x1c3RlcklkEhoKCGNvbW1hbmRzGAIgAygMUghjb21tYW5kcyI8CgxGb3J3YXJkUmVwbHkSFgoGcmVzdWx0\
            GAEgASgNUgZyZXN1bHQSFAoFaW5kZXgYAiABKARSBWluZGV4IjMKEkZvcndhcmRSZWFkUmVxdWVzdBIdCgpjbHVzdGVyX2lk\
            GAEgASgEUgljbHVzdGVySWQiKAoQRm9yd2FyZFJlYWRSZXBseRIUCgVpbmRleBgBIAEoBFIFaW5kZXgiuQEKC1N0YXRlUmVw\
            b3J0Eh0KCmNsdXN0ZXJfaWQYASABKARSCWNsdXN0ZXJJZBISCgRmcm9tGAIgASgEUgRmcm9tEhQKBWluZGV4GAMgASgEUgVp\
            bmRleBISCgR0aWNrGAQgASgEUgR0aWNrEhYKBmZvcm1hdBgFIAEoDVIGZm9ybWF0Eh0KCnN0YXRlX2hhc2gYBiABKARSCXN0\
            YXRlSGFzaBIWCgZib2FyZHMYByADKARSBmJvYXJkcyISChBTdGF0ZVJlcG9ydFJlcGx5ImIKE1B1bGxTbmFwc2hvdFJlcXVl\
            c3QSHQoKY2x1c3Rlcl9pZBgBIAEoBFIJY2x1c3RlcklkEhQKBWluZGV4GAIgASgEUgVpbmRleBIWCgZvZmZzZXQYAyABKARS\
            Bm9mZnNldCKBAQoRUmFmdFNuYXBzaG90Q2h1bmsSFgoGb2Zmc2V0GAEgASgEUgZvZmZzZXQSEgoEZGF0YRgCIAEoDFIEZGF0\
            YRISCgRsYXN0GAMgASgIUgRsYXN0EhYKBmNyYzMyYxgEIAEoDVIGY3JjMzJjEhQKBWluZGV4GAUgASgEUgVpbmRleCIRCg9J\
            ZGVudGlmeVJlcXVlc3QitAEKDUlkZW50aWZ5UmVwbHkSHQoKY2x1c3Rlcl9pZBgBIAEoBFIJY2x1c3RlcklkEhcKB25vZGVf\
            aWQYAiABKARSBm5vZGVJZBISCgR0ZXJtGAMgASgEUgR0ZXJtEhsKCWxlYWRlcl9pZBgEIAEoBFIIbGVhZGVySWQSHQoKbGFz\
            dF9pbmRleBgFIAEoBFIJbGFzdEluZGV4EhsKCWxhc3RfdGVybRgGIAEoBFIIbGFzdFRlcm0yygMKBFJhZnQSRAoITWVzc2Fn\
            ZXMSGS5zbmFrZXRyb24udjEuUmFmdE1lc3NhZ2UaGy5zbmFrZXRyb24udjEuUmFmdFN0cmVhbUVuZCgBEkMKB0ZvcndhcmQS\
            HC5zbmFrZXRyb24udjEuRm9yd2FyZFJlcXVlc3QaGi5zbmFrZXRyb24udjEuRm9yd2FyZFJlcGx5Ek8KC0ZvcndhcmRSZWFk\
            EiAuc25ha2V0cm9uLnYxLkZvcndhcmRSZWFkUmVxdWVzdBoeLnNuYWtldHJvbi52MS5Gb3J3YXJkUmVhZFJlcGx5EkgKC1Jl\
            cG9ydFN0YXRlEhkuc25ha2V0cm9uLnYxLlN0YXRlUmVwb3J0Gh4uc25ha2V0cm9uLnYxLlN0YXRlUmVwb3J0UmVwbHkSVAoM\
            UHVsbFNuYXBzaG90EiEuc25ha2V0cm9uLnYxLlB1bGxTbmFwc2hvdFJlcXVlc3QaHy5zbmFrZXRyb24udjEuUmFmdFNuYXBz\
            aG90Q2h1bmswARJGCghJZGVudGlmeRIdLnNuYWtldHJvbi52MS5JZGVudGlmeVJlcXVlc3QaGy5zbmFrZXRyb24udjEuSWRl\
            bnRpZnlSZXBseWIGcHJvdG8z\

            """)
}

extension RaftMessage: RPCMessage {}
extension RaftStreamEnd: RPCMessage {}
extension ForwardRequest: RPCMessage {}
extension ForwardReply: RPCMessage {}
extension ForwardReadRequest: RPCMessage {}
extension ForwardReadReply: RPCMessage {}
extension StateReport: RPCMessage {}
extension StateReportReply: RPCMessage {}
extension PullSnapshotRequest: RPCMessage {}
extension RaftSnapshotChunk: RPCMessage {}
extension IdentifyRequest: RPCMessage {}
extension IdentifyReply: RPCMessage {}
