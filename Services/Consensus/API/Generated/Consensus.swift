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
            snaketron.v1.TakeSnapshot snaketron.v1.Report snaketron.v1.Proposal snaketron.v1.ProposalResult \
            snaketron.v1.ProposalResult.Result snaketron.v1.ReadIndexRequest snaketron.v1.ReadIndexReply \
            snaketron.v1.StatusRequest snaketron.v1.StatusReply snaketron.v1.Divergence snaketron.v1.Member \
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
            X3ZlcnNpb24YAiABKA1SDHJ1bGVzVmVyc2lvbhIdCgpjbHVzdGVyX2lkGAMgASgEUgljbHVzdGVySWQimgEKB0FwcGxpZWQS\
            FAoFaW5kZXgYASABKARSBWluZGV4Eh0KCnN0YXRlX2hhc2gYAiABKARSCXN0YXRlSGFzaBISCgR0aWNrGAMgASgEUgR0aWNr\
            EhYKBmZvcm1hdBgEIAEoDVIGZm9ybWF0EhYKBmJvYXJkcxgFIAMoBFIGYm9hcmRzEhYKBm9yaWdpbhgGIAEoBFIGb3JpZ2lu\
            ImUKDVNuYXBzaG90Q2h1bmsSFAoFaW5kZXgYASABKARSBWluZGV4EhYKBm9mZnNldBgCIAEoBFIGb2Zmc2V0EhIKBGRhdGEY\
            AyABKAxSBGRhdGESEgoEbGFzdBgEIAEoCFIEbGFzdCK2AgoKRm9sbG93RG93bhI6CgpsZWFkZXJzaGlwGAEgASgLMhguc25h\
            a2V0cm9uLnYxLkxlYWRlcnNoaXBIAFIKbGVhZGVyc2hpcBI5CghzbmFwc2hvdBgCIAEoCzIbLnNuYWtldHJvbi52MS5TbmFw\
            c2hvdENodW5rSABSCHNuYXBzaG90EjUKCWNvbW1pdHRlZBgDIAEoCzIVLnNuYWtldHJvbi52MS5FbnRyaWVzSABSCWNvbW1p\
            dHRlZBJBCg10YWtlX3NuYXBzaG90GAQgASgLMhouc25ha2V0cm9uLnYxLlRha2VTbmFwc2hvdEgAUgx0YWtlU25hcHNob3QS\
            LgoGcmVwb3J0GAUgASgLMhQuc25ha2V0cm9uLnYxLlJlcG9ydEgAUgZyZXBvcnRCBwoFZXZlbnQizQEKCkxlYWRlcnNoaXAS\
            FwoHbm9kZV9pZBgBIAEoBFIGbm9kZUlkEhsKCWxlYWRlcl9pZBgCIAEoBFIIbGVhZGVySWQSEgoEdGVybRgDIAEoBFIEdGVy\
            bRIbCglpc19sZWFkZXIYBCABKAhSCGlzTGVhZGVyEh0KCmNsdXN0ZXJfaWQYBSABKARSCWNsdXN0ZXJJZBIgCgtxdWFyYW50\
            aW5lZBgGIAEoCFILcXVhcmFudGluZWQSFwoHY3V0X29mZhgHIAEoCFIGY3V0T2ZmIl0KB0VudHJpZXMSLQoHZW50cmllcxgB\
            IAMoCzITLnNuYWtldHJvbi52MS5FbnRyeVIHZW50cmllcxIjCg10aHJvdWdoX2luZGV4GAIgASgEUgx0aHJvdWdoSW5kZXgi\
            SwoFRW50cnkSFAoFaW5kZXgYASABKARSBWluZGV4EhIKBHRlcm0YAiABKARSBHRlcm0SGAoHY29tbWFuZBgDIAEoDFIHY29t\
            bWFuZCIOCgxUYWtlU25hcHNob3QiCAoGUmVwb3J0IkoKCFByb3Bvc2FsEg4KAmlkGAEgASgEUgJpZBISCgR0ZXJtGAIgASgE\
            UgR0ZXJtEhoKCGNvbW1hbmRzGAMgAygMUghjb21tYW5kcyLOAQoOUHJvcG9zYWxSZXN1bHQSDgoCaWQYASABKARSAmlkEjsK\
            BnJlc3VsdBgCIAEoDjIjLnNuYWtldHJvbi52MS5Qcm9wb3NhbFJlc3VsdC5SZXN1bHRSBnJlc3VsdBIUCgVpbmRleBgDIAEo\
            BFIFaW5kZXgiWQoGUmVzdWx0EhYKElJFU1VMVF9VTlNQRUNJRklFRBAAEg0KCUNPTU1JVFRFRBABEgwKCFJFSkVDVEVEEAIS\
            CwoHVU5LTk9XThADEg0KCVRPT19MQVJHRRAEIhIKEFJlYWRJbmRleFJlcXVlc3QiJgoOUmVhZEluZGV4UmVwbHkSFAoFaW5k\
            ZXgYASABKARSBWluZGV4Ig8KDVN0YXR1c1JlcXVlc3QitAQKC1N0YXR1c1JlcGx5Eh0KCmNsdXN0ZXJfaWQYASABKARSCWNs\
            dXN0ZXJJZBIXCgdub2RlX2lkGAIgASgEUgZub2RlSWQSKgoEcm9sZRgDIAEoDjIWLnNuYWtldHJvbi52MS5SYWZ0Um9sZVIE\
            cm9sZRISCgR0ZXJtGAQgASgEUgR0ZXJtEhsKCWxlYWRlcl9pZBgFIAEoBFIIbGVhZGVySWQSHQoKbGFzdF9pbmRleBgGIAEo\
            BFIJbGFzdEluZGV4EiEKDGNvbW1pdF9pbmRleBgHIAEoBFILY29tbWl0SW5kZXgSIwoNYXBwbGllZF9pbmRleBgIIAEoBFIM\
            YXBwbGllZEluZGV4EiUKDnNuYXBzaG90X2luZGV4GAkgASgEUg1zbmFwc2hvdEluZGV4Ei4KB21lbWJlcnMYCiADKAsyFC5z\
            bmFrZXRyb24udjEuTWVtYmVyUgdtZW1iZXJzEhgKB3ZlcnNpb24YCyABKAlSB3ZlcnNpb24SIAoLcXVhcmFudGluZWQYDCAB\
            KAhSC3F1YXJhbnRpbmVkEhoKCHJlc3RvcmVkGA0gASgNUghyZXN0b3JlZBI6CgtkaXZlcmdlbmNlcxgOIAMoCzIYLnNuYWtl\
            dHJvbi52MS5EaXZlcmdlbmNlUgtkaXZlcmdlbmNlcxIlCg9tYXlfdGFrZV9hX25vZGUYDyABKAhSDG1heVRha2VBTm9kZRIX\
            Cgd3aHlfbm90GBAgASgJUgZ3aHlOb3QitQEKCkRpdmVyZ2VuY2USFwoHbm9kZV9pZBgBIAEoBFIGbm9kZUlkEhQKBWluZGV4\
            GAIgASgEUgVpbmRleBISCgR0aWNrGAMgASgEUgR0aWNrEhQKBWV4YWN0GAQgASgIUgVleGFjdBISCgRoYXNoGAUgASgEUgRo\
            YXNoEiMKDW1ham9yaXR5X2hhc2gYBiABKARSDG1ham9yaXR5SGFzaBIVCgZhZ29fbXMYByABKA1SBWFnb01zIo8BCgZNZW1i\
            ZXISFwoHbm9kZV9pZBgBIAEoBFIGbm9kZUlkEhgKB2FkZHJlc3MYAiABKAlSB2FkZHJlc3MSFAoFdm90ZXIYAyABKAhSBXZv\
            dGVyEh8KC21hdGNoX2luZGV4GAQgASgEUgptYXRjaEluZGV4EhsKCXNpbGVudF9tcxgFIAEoDVIIc2lsZW50TXMiMwoZVHJh\
            bnNmZXJMZWFkZXJzaGlwUmVxdWVzdBIWCgZ0YXJnZXQYASABKARSBnRhcmdldCJKChdUcmFuc2ZlckxlYWRlcnNoaXBSZXBs\
            eRIbCglsZWFkZXJfaWQYASABKARSCGxlYWRlcklkEhIKBHRlcm0YAiABKARSBHRlcm0qWwoIUmFmdFJvbGUSGQoVUkFGVF9S\
            T0xFX1VOU1BFQ0lGSUVEEAASCwoHTEVBUk5FUhABEgwKCEZPTExPV0VSEAISDQoJQ0FORElEQVRFEAMSCgoGTEVBREVSEAQy\
            gwMKCUNvbnNlbnN1cxI+CgZGb2xsb3cSFi5zbmFrZXRyb24udjEuRm9sbG93VXAaGC5zbmFrZXRyb24udjEuRm9sbG93RG93\
            bigBMAESQwoHUHJvcG9zZRIWLnNuYWtldHJvbi52MS5Qcm9wb3NhbBocLnNuYWtldHJvbi52MS5Qcm9wb3NhbFJlc3VsdCgB\
            MAESSQoJUmVhZEluZGV4Eh4uc25ha2V0cm9uLnYxLlJlYWRJbmRleFJlcXVlc3QaHC5zbmFrZXRyb24udjEuUmVhZEluZGV4\
            UmVwbHkSQAoGU3RhdHVzEhsuc25ha2V0cm9uLnYxLlN0YXR1c1JlcXVlc3QaGS5zbmFrZXRyb24udjEuU3RhdHVzUmVwbHkS\
            ZAoSVHJhbnNmZXJMZWFkZXJzaGlwEicuc25ha2V0cm9uLnYxLlRyYW5zZmVyTGVhZGVyc2hpcFJlcXVlc3QaJS5zbmFrZXRy\
            b24udjEuVHJhbnNmZXJMZWFkZXJzaGlwUmVwbHliBnByb3RvMw\

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
