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
            snaketron.v1.FollowUp snaketron.v1.FollowStart snaketron.v1.FollowStopped snaketron.v1.Applied \
            snaketron.v1.SnapshotChunk snaketron.v1.FollowDown snaketron.v1.Leadership snaketron.v1.Entries \
            snaketron.v1.Entry snaketron.v1.TakeSnapshot snaketron.v1.Report snaketron.v1.Proposal \
            snaketron.v1.ProposalResult snaketron.v1.ProposalResult.Result snaketron.v1.ReadIndexRequest \
            snaketron.v1.ReadIndexReply snaketron.v1.StatusRequest snaketron.v1.StatusReply \
            snaketron.v1.ClusterEvent snaketron.v1.ClusterEvent.Kind snaketron.v1.Divergence \
            snaketron.v1.Member snaketron.v1.TransferLeadershipRequest snaketron.v1.TransferLeadershipReply \
            snaketron.v1.RaftRole snaketron.v1.Consensus snaketron.v1.Consensus.Follow \
            snaketron.v1.Consensus.Propose snaketron.v1.Consensus.ReadIndex snaketron.v1.Consensus.Status \
            snaketron.v1.Consensus.TransferLeadership
            """,
        base64: """
            ChxzbmFrZXRyb24vdjEvY29uc2Vuc3VzLnByb3RvEgxzbmFrZXRyb24udjEi7QEKCEZvbGxvd1VwEjEKBXN0YXJ0GAEgASgL\
            Mhkuc25ha2V0cm9uLnYxLkZvbGxvd1N0YXJ0SABSBXN0YXJ0EjEKB2FwcGxpZWQYAiABKAsyFS5zbmFrZXRyb24udjEuQXBw\
            bGllZEgAUgdhcHBsaWVkEjkKCHNuYXBzaG90GAMgASgLMhsuc25ha2V0cm9uLnYxLlNuYXBzaG90Q2h1bmtIAFIIc25hcHNo\
            b3QSNwoHc3RvcHBlZBgEIAEoCzIbLnNuYWtldHJvbi52MS5Gb2xsb3dTdG9wcGVkSABSB3N0b3BwZWRCBwoFZXZlbnQifAoL\
            Rm9sbG93U3RhcnQSIwoNYXBwbGllZF9pbmRleBgBIAEoBFIMYXBwbGllZEluZGV4EikKEG5ld2VzdF9iZWhhdmlvdXIYAiAB\
            KA1SD25ld2VzdEJlaGF2aW91chIdCgpjbHVzdGVyX2lkGAMgASgEUgljbHVzdGVySWQiPQoNRm9sbG93U3RvcHBlZBIUCgVp\
            bmRleBgBIAEoBFIFaW5kZXgSFgoGcmVhc29uGAIgASgJUgZyZWFzb24imgEKB0FwcGxpZWQSFAoFaW5kZXgYASABKARSBWlu\
            ZGV4Eh0KCnN0YXRlX2hhc2gYAiABKARSCXN0YXRlSGFzaBISCgR0aWNrGAMgASgEUgR0aWNrEhYKBmZvcm1hdBgEIAEoDVIG\
            Zm9ybWF0EhYKBmJvYXJkcxgFIAMoBFIGYm9hcmRzEhYKBm9yaWdpbhgGIAEoBFIGb3JpZ2luImUKDVNuYXBzaG90Q2h1bmsS\
            FAoFaW5kZXgYASABKARSBWluZGV4EhYKBm9mZnNldBgCIAEoBFIGb2Zmc2V0EhIKBGRhdGEYAyABKAxSBGRhdGESEgoEbGFz\
            dBgEIAEoCFIEbGFzdCK2AgoKRm9sbG93RG93bhI6CgpsZWFkZXJzaGlwGAEgASgLMhguc25ha2V0cm9uLnYxLkxlYWRlcnNo\
            aXBIAFIKbGVhZGVyc2hpcBI5CghzbmFwc2hvdBgCIAEoCzIbLnNuYWtldHJvbi52MS5TbmFwc2hvdENodW5rSABSCHNuYXBz\
            aG90EjUKCWNvbW1pdHRlZBgDIAEoCzIVLnNuYWtldHJvbi52MS5FbnRyaWVzSABSCWNvbW1pdHRlZBJBCg10YWtlX3NuYXBz\
            aG90GAQgASgLMhouc25ha2V0cm9uLnYxLlRha2VTbmFwc2hvdEgAUgx0YWtlU25hcHNob3QSLgoGcmVwb3J0GAUgASgLMhQu\
            c25ha2V0cm9uLnYxLlJlcG9ydEgAUgZyZXBvcnRCBwoFZXZlbnQizQEKCkxlYWRlcnNoaXASFwoHbm9kZV9pZBgBIAEoBFIG\
            bm9kZUlkEhsKCWxlYWRlcl9pZBgCIAEoBFIIbGVhZGVySWQSEgoEdGVybRgDIAEoBFIEdGVybRIbCglpc19sZWFkZXIYBCAB\
            KAhSCGlzTGVhZGVyEh0KCmNsdXN0ZXJfaWQYBSABKARSCWNsdXN0ZXJJZBIgCgtxdWFyYW50aW5lZBgGIAEoCFILcXVhcmFu\
            dGluZWQSFwoHY3V0X29mZhgHIAEoCFIGY3V0T2ZmIl0KB0VudHJpZXMSLQoHZW50cmllcxgBIAMoCzITLnNuYWtldHJvbi52\
            MS5FbnRyeVIHZW50cmllcxIjCg10aHJvdWdoX2luZGV4GAIgASgEUgx0aHJvdWdoSW5kZXgiSwoFRW50cnkSFAoFaW5kZXgY\
            ASABKARSBWluZGV4EhIKBHRlcm0YAiABKARSBHRlcm0SGAoHY29tbWFuZBgDIAEoDFIHY29tbWFuZCIOCgxUYWtlU25hcHNo\
            b3QiCAoGUmVwb3J0IkoKCFByb3Bvc2FsEg4KAmlkGAEgASgEUgJpZBISCgR0ZXJtGAIgASgEUgR0ZXJtEhoKCGNvbW1hbmRz\
            GAMgAygMUghjb21tYW5kcyLOAQoOUHJvcG9zYWxSZXN1bHQSDgoCaWQYASABKARSAmlkEjsKBnJlc3VsdBgCIAEoDjIjLnNu\
            YWtldHJvbi52MS5Qcm9wb3NhbFJlc3VsdC5SZXN1bHRSBnJlc3VsdBIUCgVpbmRleBgDIAEoBFIFaW5kZXgiWQoGUmVzdWx0\
            EhYKElJFU1VMVF9VTlNQRUNJRklFRBAAEg0KCUNPTU1JVFRFRBABEgwKCFJFSkVDVEVEEAISCwoHVU5LTk9XThADEg0KCVRP\
            T19MQVJHRRAEIhIKEFJlYWRJbmRleFJlcXVlc3QiJgoOUmVhZEluZGV4UmVwbHkSFAoFaW5kZXgYASABKARSBWluZGV4Ig8K\
            DVN0YXR1c1JlcXVlc3QiuAYKC1N0YXR1c1JlcGx5Eh0KCmNsdXN0ZXJfaWQYASABKARSCWNsdXN0ZXJJZBIXCgdub2RlX2lk\
            GAIgASgEUgZub2RlSWQSKgoEcm9sZRgDIAEoDjIWLnNuYWtldHJvbi52MS5SYWZ0Um9sZVIEcm9sZRISCgR0ZXJtGAQgASgE\
            UgR0ZXJtEhsKCWxlYWRlcl9pZBgFIAEoBFIIbGVhZGVySWQSHQoKbGFzdF9pbmRleBgGIAEoBFIJbGFzdEluZGV4EiEKDGNv\
            bW1pdF9pbmRleBgHIAEoBFILY29tbWl0SW5kZXgSIwoNYXBwbGllZF9pbmRleBgIIAEoBFIMYXBwbGllZEluZGV4EiUKDnNu\
            YXBzaG90X2luZGV4GAkgASgEUg1zbmFwc2hvdEluZGV4Ei4KB21lbWJlcnMYCiADKAsyFC5zbmFrZXRyb24udjEuTWVtYmVy\
            UgdtZW1iZXJzEhgKB3ZlcnNpb24YCyABKAlSB3ZlcnNpb24SIAoLcXVhcmFudGluZWQYDCABKAhSC3F1YXJhbnRpbmVkEhoK\
            CHJlc3RvcmVkGA0gASgNUghyZXN0b3JlZBI6CgtkaXZlcmdlbmNlcxgOIAMoCzIYLnNuYWtldHJvbi52MS5EaXZlcmdlbmNl\
            UgtkaXZlcmdlbmNlcxIlCg9tYXlfdGFrZV9hX25vZGUYDyABKAhSDG1heVRha2VBTm9kZRIXCgd3aHlfbm90GBAgASgJUgZ3\
            aHlOb3QSKQoQY29tbW9uX2JlaGF2aW91chgRIAEoDVIPY29tbW9uQmVoYXZpb3VyEjcKGGNvbW1vbl9iZWhhdmlvdXJfd2h5\
            X25vdBgSIAEoCVIVY29tbW9uQmVoYXZpb3VyV2h5Tm90Ei0KEnNpbXVsYXRpb25fc3RvcHBlZBgTIAEoCVIRc2ltdWxhdGlv\
            blN0b3BwZWQSGgoIZHJhaW5pbmcYFCABKAhSCGRyYWluaW5nEh8KC3ZvdGVyX3NlYXRzGBUgASgNUgp2b3RlclNlYXRzEjIK\
            BmV2ZW50cxgWIAMoCzIaLnNuYWtldHJvbi52MS5DbHVzdGVyRXZlbnRSBmV2ZW50cyKnAgoMQ2x1c3RlckV2ZW50EjMKBGtp\
            bmQYASABKA4yHy5zbmFrZXRyb24udjEuQ2x1c3RlckV2ZW50LktpbmRSBGtpbmQSFwoHbm9kZV9pZBgCIAEoBFIGbm9kZUlk\
            EhIKBHRlcm0YAyABKARSBHRlcm0SFQoGYWdvX21zGAQgASgNUgVhZ29NcyKdAQoES2luZBIUChBLSU5EX1VOU1BFQ0lGSUVE\
            EAASEAoMS0lORF9FTEVDVEVEEAESDwoLS0lORF9KT0lORUQQAhINCglLSU5EX0xFRlQQAxIRCg1LSU5EX1BST01PVEVEEAQS\
            EAoMS0lORF9ERU1PVEVEEAUSFAoQS0lORF9VTlJFQUNIQUJMRRAGEhIKDktJTkRfUkVBQ0hBQkxFEAcitQEKCkRpdmVyZ2Vu\
            Y2USFwoHbm9kZV9pZBgBIAEoBFIGbm9kZUlkEhQKBWluZGV4GAIgASgEUgVpbmRleBISCgR0aWNrGAMgASgEUgR0aWNrEhQK\
            BWV4YWN0GAQgASgIUgVleGFjdBISCgRoYXNoGAUgASgEUgRoYXNoEiMKDW1ham9yaXR5X2hhc2gYBiABKARSDG1ham9yaXR5\
            SGFzaBIVCgZhZ29fbXMYByABKA1SBWFnb01zIroBCgZNZW1iZXISFwoHbm9kZV9pZBgBIAEoBFIGbm9kZUlkEhgKB2FkZHJl\
            c3MYAiABKAlSB2FkZHJlc3MSFAoFdm90ZXIYAyABKAhSBXZvdGVyEh8KC21hdGNoX2luZGV4GAQgASgEUgptYXRjaEluZGV4\
            EhsKCXNpbGVudF9tcxgFIAEoDVIIc2lsZW50TXMSKQoQbmV3ZXN0X2JlaGF2aW91chgGIAEoDVIPbmV3ZXN0QmVoYXZpb3Vy\
            IjMKGVRyYW5zZmVyTGVhZGVyc2hpcFJlcXVlc3QSFgoGdGFyZ2V0GAEgASgEUgZ0YXJnZXQiSgoXVHJhbnNmZXJMZWFkZXJz\
            aGlwUmVwbHkSGwoJbGVhZGVyX2lkGAEgASgEUghsZWFkZXJJZBISCgR0ZXJtGAIgASgEUgR0ZXJtKlsKCFJhZnRSb2xlEhkK\
            FVJBRlRfUk9MRV9VTlNQRUNJRklFRBAAEgsKB0xFQVJORVIQARIMCghGT0xMT1dFUhACEg0KCUNBTkRJREFURRADEgoKBkxF\
            QURFUhAEMoMDCglDb25zZW5zdXMSPgoGRm9sbG93EhYuc25ha2V0cm9uLnYxLkZvbGxvd1VwGhguc25ha2V0cm9uLnYxLkZv\
            bGxvd0Rvd24oATABEkMKB1Byb3Bvc2USFi5zbmFrZXRyb24udjEuUHJvcG9zYWwaHC5zbmFrZXRyb24udjEuUHJvcG9zYWxS\
            ZXN1bHQoATABEkkKCVJlYWRJbmRleBIeLnNuYWtldHJvbi52MS5SZWFkSW5kZXhSZXF1ZXN0Ghwuc25ha2V0cm9uLnYxLlJl\
            YWRJbmRleFJlcGx5EkAKBlN0YXR1cxIbLnNuYWtldHJvbi52MS5TdGF0dXNSZXF1ZXN0Ghkuc25ha2V0cm9uLnYxLlN0YXR1\
            c1JlcGx5EmQKElRyYW5zZmVyTGVhZGVyc2hpcBInLnNuYWtldHJvbi52MS5UcmFuc2ZlckxlYWRlcnNoaXBSZXF1ZXN0GiUu\
            c25ha2V0cm9uLnYxLlRyYW5zZmVyTGVhZGVyc2hpcFJlcGx5YgZwcm90bzM\

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
