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
            LgoGcmVwb3J0GAUgASgLMhQuc25ha2V0cm9uLnYxLlJlcG9ydEgAUgZyZXBvcnRCBwoFZXZlbnQitAEKCkxlYWRlcnNoaXAS\
            FwoHbm9kZV9pZBgBIAEoBFIGbm9kZUlkEhsKCWxlYWRlcl9pZBgCIAEoBFIIbGVhZGVySWQSEgoEdGVybRgDIAEoBFIEdGVy\
            bRIbCglpc19sZWFkZXIYBCABKAhSCGlzTGVhZGVyEh0KCmNsdXN0ZXJfaWQYBSABKARSCWNsdXN0ZXJJZBIgCgtxdWFyYW50\
            aW5lZBgGIAEoCFILcXVhcmFudGluZWQiXQoHRW50cmllcxItCgdlbnRyaWVzGAEgAygLMhMuc25ha2V0cm9uLnYxLkVudHJ5\
            UgdlbnRyaWVzEiMKDXRocm91Z2hfaW5kZXgYAiABKARSDHRocm91Z2hJbmRleCJLCgVFbnRyeRIUCgVpbmRleBgBIAEoBFIF\
            aW5kZXgSEgoEdGVybRgCIAEoBFIEdGVybRIYCgdjb21tYW5kGAMgASgMUgdjb21tYW5kIg4KDFRha2VTbmFwc2hvdCIICgZS\
            ZXBvcnQiSgoIUHJvcG9zYWwSDgoCaWQYASABKARSAmlkEhIKBHRlcm0YAiABKARSBHRlcm0SGgoIY29tbWFuZHMYAyADKAxS\
            CGNvbW1hbmRzIs4BCg5Qcm9wb3NhbFJlc3VsdBIOCgJpZBgBIAEoBFICaWQSOwoGcmVzdWx0GAIgASgOMiMuc25ha2V0cm9u\
            LnYxLlByb3Bvc2FsUmVzdWx0LlJlc3VsdFIGcmVzdWx0EhQKBWluZGV4GAMgASgEUgVpbmRleCJZCgZSZXN1bHQSFgoSUkVT\
            VUxUX1VOU1BFQ0lGSUVEEAASDQoJQ09NTUlUVEVEEAESDAoIUkVKRUNURUQQAhILCgdVTktOT1dOEAMSDQoJVE9PX0xBUkdF\
            EAQiEgoQUmVhZEluZGV4UmVxdWVzdCImCg5SZWFkSW5kZXhSZXBseRIUCgVpbmRleBgBIAEoBFIFaW5kZXgiDwoNU3RhdHVz\
            UmVxdWVzdCL0AwoLU3RhdHVzUmVwbHkSHQoKY2x1c3Rlcl9pZBgBIAEoBFIJY2x1c3RlcklkEhcKB25vZGVfaWQYAiABKARS\
            Bm5vZGVJZBIqCgRyb2xlGAMgASgOMhYuc25ha2V0cm9uLnYxLlJhZnRSb2xlUgRyb2xlEhIKBHRlcm0YBCABKARSBHRlcm0S\
            GwoJbGVhZGVyX2lkGAUgASgEUghsZWFkZXJJZBIdCgpsYXN0X2luZGV4GAYgASgEUglsYXN0SW5kZXgSIQoMY29tbWl0X2lu\
            ZGV4GAcgASgEUgtjb21taXRJbmRleBIjCg1hcHBsaWVkX2luZGV4GAggASgEUgxhcHBsaWVkSW5kZXgSJQoOc25hcHNob3Rf\
            aW5kZXgYCSABKARSDXNuYXBzaG90SW5kZXgSLgoHbWVtYmVycxgKIAMoCzIULnNuYWtldHJvbi52MS5NZW1iZXJSB21lbWJl\
            cnMSGAoHdmVyc2lvbhgLIAEoCVIHdmVyc2lvbhIgCgtxdWFyYW50aW5lZBgMIAEoCFILcXVhcmFudGluZWQSGgoIcmVzdG9y\
            ZWQYDSABKA1SCHJlc3RvcmVkEjoKC2RpdmVyZ2VuY2VzGA4gAygLMhguc25ha2V0cm9uLnYxLkRpdmVyZ2VuY2VSC2RpdmVy\
            Z2VuY2VzIrUBCgpEaXZlcmdlbmNlEhcKB25vZGVfaWQYASABKARSBm5vZGVJZBIUCgVpbmRleBgCIAEoBFIFaW5kZXgSEgoE\
            dGljaxgDIAEoBFIEdGljaxIUCgVleGFjdBgEIAEoCFIFZXhhY3QSEgoEaGFzaBgFIAEoBFIEaGFzaBIjCg1tYWpvcml0eV9o\
            YXNoGAYgASgEUgxtYWpvcml0eUhhc2gSFQoGYWdvX21zGAcgASgNUgVhZ29NcyKPAQoGTWVtYmVyEhcKB25vZGVfaWQYASAB\
            KARSBm5vZGVJZBIYCgdhZGRyZXNzGAIgASgJUgdhZGRyZXNzEhQKBXZvdGVyGAMgASgIUgV2b3RlchIfCgttYXRjaF9pbmRl\
            eBgEIAEoBFIKbWF0Y2hJbmRleBIbCglzaWxlbnRfbXMYBSABKA1SCHNpbGVudE1zIjMKGVRyYW5zZmVyTGVhZGVyc2hpcFJl\
            cXVlc3QSFgoGdGFyZ2V0GAEgASgEUgZ0YXJnZXQiSgoXVHJhbnNmZXJMZWFkZXJzaGlwUmVwbHkSGwoJbGVhZGVyX2lkGAEg\
            ASgEUghsZWFkZXJJZBISCgR0ZXJtGAIgASgEUgR0ZXJtKlsKCFJhZnRSb2xlEhkKFVJBRlRfUk9MRV9VTlNQRUNJRklFRBAA\
            EgsKB0xFQVJORVIQARIMCghGT0xMT1dFUhACEg0KCUNBTkRJREFURRADEgoKBkxFQURFUhAEMoMDCglDb25zZW5zdXMSPgoG\
            Rm9sbG93EhYuc25ha2V0cm9uLnYxLkZvbGxvd1VwGhguc25ha2V0cm9uLnYxLkZvbGxvd0Rvd24oATABEkMKB1Byb3Bvc2US\
            Fi5zbmFrZXRyb24udjEuUHJvcG9zYWwaHC5zbmFrZXRyb24udjEuUHJvcG9zYWxSZXN1bHQoATABEkkKCVJlYWRJbmRleBIe\
            LnNuYWtldHJvbi52MS5SZWFkSW5kZXhSZXF1ZXN0Ghwuc25ha2V0cm9uLnYxLlJlYWRJbmRleFJlcGx5EkAKBlN0YXR1cxIb\
            LnNuYWtldHJvbi52MS5TdGF0dXNSZXF1ZXN0Ghkuc25ha2V0cm9uLnYxLlN0YXR1c1JlcGx5EmQKElRyYW5zZmVyTGVhZGVy\
            c2hpcBInLnNuYWtldHJvbi52MS5UcmFuc2ZlckxlYWRlcnNoaXBSZXF1ZXN0GiUuc25ha2V0cm9uLnYxLlRyYW5zZmVyTGVh\
            ZGVyc2hpcFJlcGx5YgZwcm90bzM\

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
