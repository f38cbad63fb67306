// Generated from Protos/snaketron/v1/consensus.proto by scripts/generate-protos. Do not edit.

package import RPC
package import Wire

/// The paths of Consensus's methods.
package enum ConsensusMethods {
    package static let service = "snaketron.v1.Consensus"
    package static let follow = "/snaketron.v1.Consensus/Follow"
    package static let propose = "/snaketron.v1.Consensus/Propose"
    package static let readIndex = "/snaketron.v1.Consensus/ReadIndex"
    package static let status = "/snaketron.v1.Consensus/Status"
    package static let transferLeadership = "/snaketron.v1.Consensus/TransferLeadership"
}

/// Calls Consensus over a channel.
package struct ConsensusClient: Sendable {
    package let channel: RPCChannel

    package init(channel: RPCChannel) {
        self.channel = channel
    }

    /// The simulation's link. Up: `start` first, then `applied` and snapshot chunks. Down: leadership, snapshots,
    /// entries. One follower at a time: a new stream ends the older one with ABORTED.
    ///
    /// On the channel's event loop only.
    package func follow(
        deadline: Duration? = nil, handler: some RPCStreamHandler<FollowDown, FollowUp>
    ) -> RPCStream<FollowUp> {
        channel.openStream(ConsensusMethods.follow, deadline: deadline, handler: handler)
    }

    /// Proposals, pipelined; answered in any order by `id`. Any member takes them; a follower passes them to the
    /// leader.
    ///
    /// On the channel's event loop only.
    package func propose(
        deadline: Duration? = nil, handler: some RPCStreamHandler<ProposalResult, Proposal>
    ) -> RPCStream<Proposal> {
        channel.openStream(ConsensusMethods.propose, deadline: deadline, handler: handler)
    }

    /// For a linearizable read: whoever has applied the log through the answered index has seen every write that was
    /// acknowledged before this call (ReadIndex, dissertation §6.4). Any member takes it. UNAVAILABLE: no leader could
    /// confirm that it leads; ask again.
    package func readIndex(_ request: ReadIndexRequest, deadline: Duration) async throws(RPCStatus) -> ReadIndexReply {
        try await channel.call(ConsensusMethods.readIndex, request, deadline: deadline)
    }

    package func status(_ request: StatusRequest, deadline: Duration) async throws(RPCStatus) -> StatusReply {
        try await channel.call(ConsensusMethods.status, request, deadline: deadline)
    }

    /// Hands leadership to `target`, or to the best caught-up voter when 0. FAILED_PRECONDITION when not leader.
    package func transferLeadership(
        _ request: TransferLeadershipRequest, deadline: Duration
    ) async throws(RPCStatus) -> TransferLeadershipReply {
        try await channel.call(ConsensusMethods.transferLeadership, request, deadline: deadline)
    }
}

/// What a process offers that serves Consensus. Streams start on the connection's event loop.
package protocol ConsensusServing: Sendable {
    /// The simulation's link. Up: `start` first, then `applied` and snapshot chunks. Down: leadership, snapshots,
    /// entries. One follower at a time: a new stream ends the older one with ABORTED.
    func follow(_ call: RPCStream<FollowDown>, context: RPCContext) -> any RPCStreamHandler<FollowUp, FollowDown>

    /// Proposals, pipelined; answered in any order by `id`. Any member takes them; a follower passes them to the
    /// leader.
    func propose(
        _ call: RPCStream<ProposalResult>, context: RPCContext
    ) -> any RPCStreamHandler<Proposal, ProposalResult>

    /// For a linearizable read: whoever has applied the log through the answered index has seen every write that was
    /// acknowledged before this call (ReadIndex, dissertation §6.4). Any member takes it. UNAVAILABLE: no leader could
    /// confirm that it leads; ask again.
    func readIndex(_ request: ReadIndexRequest, context: RPCContext) async throws -> ReadIndexReply

    func status(_ request: StatusRequest, context: RPCContext) async throws -> StatusReply

    /// Hands leadership to `target`, or to the best caught-up voter when 0. FAILED_PRECONDITION when not leader.
    func transferLeadership(
        _ request: TransferLeadershipRequest, context: RPCContext
    ) async throws -> TransferLeadershipReply
}

extension RPCServiceDefinition {
    package static func consensus(_ service: some ConsensusServing) -> RPCServiceDefinition {
        RPCServiceDefinition(
            name: ConsensusMethods.service,
            methods: [
                "Follow": .openStream { service.follow($0, context: $1) },
                "Propose": .openStream { service.propose($0, context: $1) },
                "ReadIndex": .call { try await service.readIndex($0, context: $1) },
                "Status": .call { try await service.status($0, context: $1) },
                "TransferLeadership": .call { try await service.transferLeadership($0, context: $1) },
            ],
            file: ConsensusMethods.file)
    }
}

extension ConsensusMethods {
    /// For server reflection.
    package static let file = RPCFileDescriptor(
        name: "snaketron/v1/consensus.proto",
        symbols: """
            snaketron.v1.FollowUp snaketron.v1.FollowStart snaketron.v1.Applied snaketron.v1.SnapshotChunk \
            snaketron.v1.FollowDown snaketron.v1.Leadership snaketron.v1.Entries snaketron.v1.Entry \
            snaketron.v1.TakeSnapshot snaketron.v1.Proposal snaketron.v1.ProposalResult \
            snaketron.v1.ProposalResult.Result snaketron.v1.ReadIndexRequest snaketron.v1.ReadIndexReply \
            snaketron.v1.StatusRequest snaketron.v1.StatusReply snaketron.v1.Member \
            snaketron.v1.TransferLeadershipRequest snaketron.v1.TransferLeadershipReply \
            snaketron.v1.RaftRole snaketron.v1.Consensus snaketron.v1.Consensus.Follow \
            snaketron.v1.Consensus.Propose snaketron.v1.Consensus.ReadIndex snaketron.v1.Consensus.Status \
            snaketron.v1.Consensus.TransferLeadership
            """,
        base64: """
            ChxzbmFrZXRyb24vdjEvY29uc2Vuc3VzLnByb3RvEgxzbmFrZXRyb24udjEitAEKCEZvbGxvd1VwEjEKBXN0YXJ0GAEgASgL\
            Mhkuc25ha2V0cm9uLnYxLkZvbGxvd1N0YXJ0SABSBXN0YXJ0EjEKB2FwcGxpZWQYAiABKAsyFS5zbmFrZXRyb24udjEuQXBw\
            bGllZEgAUgdhcHBsaWVkEjkKCHNuYXBzaG90GAMgASgLMhsuc25ha2V0cm9uLnYxLlNuYXBzaG90Q2h1bmtIAFIIc25hcHNo\
            b3RCBwoFZXZlbnQidgoLRm9sbG93U3RhcnQSIwoNYXBwbGllZF9pbmRleBgBIAEoBFIMYXBwbGllZEluZGV4EiMKDXJ1bGVz\
            X3ZlcnNpb24YAiABKA1SDHJ1bGVzVmVyc2lvbhIdCgpjbHVzdGVyX2lkGAMgASgEUgljbHVzdGVySWQiPgoHQXBwbGllZBIU\
            CgVpbmRleBgBIAEoBFIFaW5kZXgSHQoKc3RhdGVfaGFzaBgCIAEoBFIJc3RhdGVIYXNoImUKDVNuYXBzaG90Q2h1bmsSFAoF\
            aW5kZXgYASABKARSBWluZGV4EhYKBm9mZnNldBgCIAEoBFIGb2Zmc2V0EhIKBGRhdGEYAyABKAxSBGRhdGESEgoEbGFzdBgE\
            IAEoCFIEbGFzdCKGAgoKRm9sbG93RG93bhI6CgpsZWFkZXJzaGlwGAEgASgLMhguc25ha2V0cm9uLnYxLkxlYWRlcnNoaXBI\
            AFIKbGVhZGVyc2hpcBI5CghzbmFwc2hvdBgCIAEoCzIbLnNuYWtldHJvbi52MS5TbmFwc2hvdENodW5rSABSCHNuYXBzaG90\
            EjUKCWNvbW1pdHRlZBgDIAEoCzIVLnNuYWtldHJvbi52MS5FbnRyaWVzSABSCWNvbW1pdHRlZBJBCg10YWtlX3NuYXBzaG90\
            GAQgASgLMhouc25ha2V0cm9uLnYxLlRha2VTbmFwc2hvdEgAUgx0YWtlU25hcHNob3RCBwoFZXZlbnQikgEKCkxlYWRlcnNo\
            aXASFwoHbm9kZV9pZBgBIAEoBFIGbm9kZUlkEhsKCWxlYWRlcl9pZBgCIAEoBFIIbGVhZGVySWQSEgoEdGVybRgDIAEoBFIE\
            dGVybRIbCglpc19sZWFkZXIYBCABKAhSCGlzTGVhZGVyEh0KCmNsdXN0ZXJfaWQYBSABKARSCWNsdXN0ZXJJZCJdCgdFbnRy\
            aWVzEi0KB2VudHJpZXMYASADKAsyEy5zbmFrZXRyb24udjEuRW50cnlSB2VudHJpZXMSIwoNdGhyb3VnaF9pbmRleBgCIAEo\
            BFIMdGhyb3VnaEluZGV4IksKBUVudHJ5EhQKBWluZGV4GAEgASgEUgVpbmRleBISCgR0ZXJtGAIgASgEUgR0ZXJtEhgKB2Nv\
            bW1hbmQYAyABKAxSB2NvbW1hbmQiDgoMVGFrZVNuYXBzaG90IkoKCFByb3Bvc2FsEg4KAmlkGAEgASgEUgJpZBISCgR0ZXJt\
            GAIgASgEUgR0ZXJtEhoKCGNvbW1hbmRzGAMgAygMUghjb21tYW5kcyK/AQoOUHJvcG9zYWxSZXN1bHQSDgoCaWQYASABKARS\
            AmlkEjsKBnJlc3VsdBgCIAEoDjIjLnNuYWtldHJvbi52MS5Qcm9wb3NhbFJlc3VsdC5SZXN1bHRSBnJlc3VsdBIUCgVpbmRl\
            eBgDIAEoBFIFaW5kZXgiSgoGUmVzdWx0EhYKElJFU1VMVF9VTlNQRUNJRklFRBAAEg0KCUNPTU1JVFRFRBABEgwKCFJFSkVD\
            VEVEEAISCwoHVU5LTk9XThADIhIKEFJlYWRJbmRleFJlcXVlc3QiJgoOUmVhZEluZGV4UmVwbHkSFAoFaW5kZXgYASABKARS\
            BWluZGV4Ig8KDVN0YXR1c1JlcXVlc3Qi+gIKC1N0YXR1c1JlcGx5Eh0KCmNsdXN0ZXJfaWQYASABKARSCWNsdXN0ZXJJZBIX\
            Cgdub2RlX2lkGAIgASgEUgZub2RlSWQSKgoEcm9sZRgDIAEoDjIWLnNuYWtldHJvbi52MS5SYWZ0Um9sZVIEcm9sZRISCgR0\
            ZXJtGAQgASgEUgR0ZXJtEhsKCWxlYWRlcl9pZBgFIAEoBFIIbGVhZGVySWQSHQoKbGFzdF9pbmRleBgGIAEoBFIJbGFzdElu\
            ZGV4EiEKDGNvbW1pdF9pbmRleBgHIAEoBFILY29tbWl0SW5kZXgSIwoNYXBwbGllZF9pbmRleBgIIAEoBFIMYXBwbGllZElu\
            ZGV4EiUKDnNuYXBzaG90X2luZGV4GAkgASgEUg1zbmFwc2hvdEluZGV4Ei4KB21lbWJlcnMYCiADKAsyFC5zbmFrZXRyb24u\
            djEuTWVtYmVyUgdtZW1iZXJzEhgKB3ZlcnNpb24YCyABKAlSB3ZlcnNpb24ijwEKBk1lbWJlchIXCgdub2RlX2lkGAEgASgE\
            UgZub2RlSWQSGAoHYWRkcmVzcxgCIAEoCVIHYWRkcmVzcxIUCgV2b3RlchgDIAEoCFIFdm90ZXISHwoLbWF0Y2hfaW5kZXgY\
            BCABKARSCm1hdGNoSW5kZXgSGwoJc2lsZW50X21zGAUgASgNUghzaWxlbnRNcyIzChlUcmFuc2ZlckxlYWRlcnNoaXBSZXF1\
            ZXN0EhYKBnRhcmdldBgBIAEoBFIGdGFyZ2V0IkoKF1RyYW5zZmVyTGVhZGVyc2hpcFJlcGx5EhsKCWxlYWRlcl9pZBgBIAEo\
            BFIIbGVhZGVySWQSEgoEdGVybRgCIAEoBFIEdGVybSpbCghSYWZ0Um9sZRIZChVSQUZUX1JPTEVfVU5TUEVDSUZJRUQQABIL\
            CgdMRUFSTkVSEAESDAoIRk9MTE9XRVIQAhINCglDQU5ESURBVEUQAxIKCgZMRUFERVIQBDKDAwoJQ29uc2Vuc3VzEj4KBkZv\
            bGxvdxIWLnNuYWtldHJvbi52MS5Gb2xsb3dVcBoYLnNuYWtldHJvbi52MS5Gb2xsb3dEb3duKAEwARJDCgdQcm9wb3NlEhYu\
            c25ha2V0cm9uLnYxLlByb3Bvc2FsGhwuc25ha2V0cm9uLnYxLlByb3Bvc2FsUmVzdWx0KAEwARJJCglSZWFkSW5kZXgSHi5z\
            bmFrZXRyb24udjEuUmVhZEluZGV4UmVxdWVzdBocLnNuYWtldHJvbi52MS5SZWFkSW5kZXhSZXBseRJACgZTdGF0dXMSGy5z\
            bmFrZXRyb24udjEuU3RhdHVzUmVxdWVzdBoZLnNuYWtldHJvbi52MS5TdGF0dXNSZXBseRJkChJUcmFuc2ZlckxlYWRlcnNo\
            aXASJy5zbmFrZXRyb24udjEuVHJhbnNmZXJMZWFkZXJzaGlwUmVxdWVzdBolLnNuYWtldHJvbi52MS5UcmFuc2ZlckxlYWRl\
            cnNoaXBSZXBseWIGcHJvdG8z\

            """)
}

extension FollowUp: RPCMessage {}
extension FollowDown: RPCMessage {}
extension Proposal: RPCMessage {}
extension ProposalResult: RPCMessage {}
extension ReadIndexRequest: RPCMessage {}
extension ReadIndexReply: RPCMessage {}
extension StatusRequest: RPCMessage {}
extension StatusReply: RPCMessage {}
extension TransferLeadershipRequest: RPCMessage {}
extension TransferLeadershipReply: RPCMessage {}
