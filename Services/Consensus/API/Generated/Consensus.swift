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
            bmRleBgBIAEoBFIFaW5kZXgSFgoGcmVhc29uGAIgASgJUgZyZWFzb24iuQEKB0FwcGxpZWQSFAoFaW5kZXgYASABKARSBWlu\
            ZGV4Eh0KCnN0YXRlX2hhc2gYAiABKARSCXN0YXRlSGFzaBISCgR0aWNrGAMgASgEUgR0aWNrEhYKBmZvcm1hdBgEIAEoDVIG\
            Zm9ybWF0EhYKBmJvYXJkcxgFIAMoBFIGYm9hcmRzEhYKBm9yaWdpbhgGIAEoBFIGb3JpZ2luEh0KCnNhdmVzX3dvcmsYByAB\
            KAhSCXNhdmVzV29yayJlCg1TbmFwc2hvdENodW5rEhQKBWluZGV4GAEgASgEUgVpbmRleBIWCgZvZmZzZXQYAiABKARSBm9m\
            ZnNldBISCgRkYXRhGAMgASgMUgRkYXRhEhIKBGxhc3QYBCABKAhSBGxhc3QitgIKCkZvbGxvd0Rvd24SOgoKbGVhZGVyc2hp\
            cBgBIAEoCzIYLnNuYWtldHJvbi52MS5MZWFkZXJzaGlwSABSCmxlYWRlcnNoaXASOQoIc25hcHNob3QYAiABKAsyGy5zbmFr\
            ZXRyb24udjEuU25hcHNob3RDaHVua0gAUghzbmFwc2hvdBI1Cgljb21taXR0ZWQYAyABKAsyFS5zbmFrZXRyb24udjEuRW50\
            cmllc0gAUgljb21taXR0ZWQSQQoNdGFrZV9zbmFwc2hvdBgEIAEoCzIaLnNuYWtldHJvbi52MS5UYWtlU25hcHNob3RIAFIM\
            dGFrZVNuYXBzaG90Ei4KBnJlcG9ydBgFIAEoCzIULnNuYWtldHJvbi52MS5SZXBvcnRIAFIGcmVwb3J0QgcKBWV2ZW50Is0B\
            CgpMZWFkZXJzaGlwEhcKB25vZGVfaWQYASABKARSBm5vZGVJZBIbCglsZWFkZXJfaWQYAiABKARSCGxlYWRlcklkEhIKBHRl\
            cm0YAyABKARSBHRlcm0SGwoJaXNfbGVhZGVyGAQgASgIUghpc0xlYWRlchIdCgpjbHVzdGVyX2lkGAUgASgEUgljbHVzdGVy\
            SWQSIAoLcXVhcmFudGluZWQYBiABKAhSC3F1YXJhbnRpbmVkEhcKB2N1dF9vZmYYByABKAhSBmN1dE9mZiJdCgdFbnRyaWVz\
            Ei0KB2VudHJpZXMYASADKAsyEy5zbmFrZXRyb24udjEuRW50cnlSB2VudHJpZXMSIwoNdGhyb3VnaF9pbmRleBgCIAEoBFIM\
            dGhyb3VnaEluZGV4IksKBUVudHJ5EhQKBWluZGV4GAEgASgEUgVpbmRleBISCgR0ZXJtGAIgASgEUgR0ZXJtEhgKB2NvbW1h\
            bmQYAyABKAxSB2NvbW1hbmQiDgoMVGFrZVNuYXBzaG90IggKBlJlcG9ydCJKCghQcm9wb3NhbBIOCgJpZBgBIAEoBFICaWQS\
            EgoEdGVybRgCIAEoBFIEdGVybRIaCghjb21tYW5kcxgDIAMoDFIIY29tbWFuZHMizgEKDlByb3Bvc2FsUmVzdWx0Eg4KAmlk\
            GAEgASgEUgJpZBI7CgZyZXN1bHQYAiABKA4yIy5zbmFrZXRyb24udjEuUHJvcG9zYWxSZXN1bHQuUmVzdWx0UgZyZXN1bHQS\
            FAoFaW5kZXgYAyABKARSBWluZGV4IlkKBlJlc3VsdBIWChJSRVNVTFRfVU5TUEVDSUZJRUQQABINCglDT01NSVRURUQQARIM\
            CghSRUpFQ1RFRBACEgsKB1VOS05PV04QAxINCglUT09fTEFSR0UQBCISChBSZWFkSW5kZXhSZXF1ZXN0IiYKDlJlYWRJbmRl\
            eFJlcGx5EhQKBWluZGV4GAEgASgEUgVpbmRleCIPCg1TdGF0dXNSZXF1ZXN0IrgGCgtTdGF0dXNSZXBseRIdCgpjbHVzdGVy\
            X2lkGAEgASgEUgljbHVzdGVySWQSFwoHbm9kZV9pZBgCIAEoBFIGbm9kZUlkEioKBHJvbGUYAyABKA4yFi5zbmFrZXRyb24u\
            djEuUmFmdFJvbGVSBHJvbGUSEgoEdGVybRgEIAEoBFIEdGVybRIbCglsZWFkZXJfaWQYBSABKARSCGxlYWRlcklkEh0KCmxh\
            c3RfaW5kZXgYBiABKARSCWxhc3RJbmRleBIhCgxjb21taXRfaW5kZXgYByABKARSC2NvbW1pdEluZGV4EiMKDWFwcGxpZWRf\
            aW5kZXgYCCABKARSDGFwcGxpZWRJbmRleBIlCg5zbmFwc2hvdF9pbmRleBgJIAEoBFINc25hcHNob3RJbmRleBIuCgdtZW1i\
            ZXJzGAogAygLMhQuc25ha2V0cm9uLnYxLk1lbWJlclIHbWVtYmVycxIYCgd2ZXJzaW9uGAsgASgJUgd2ZXJzaW9uEiAKC3F1\
            YXJhbnRpbmVkGAwgASgIUgtxdWFyYW50aW5lZBIaCghyZXN0b3JlZBgNIAEoDVIIcmVzdG9yZWQSOgoLZGl2ZXJnZW5jZXMY\
            DiADKAsyGC5zbmFrZXRyb24udjEuRGl2ZXJnZW5jZVILZGl2ZXJnZW5jZXMSJQoPbWF5X3Rha2VfYV9ub2RlGA8gASgIUgxt\
            YXlUYWtlQU5vZGUSFwoHd2h5X25vdBgQIAEoCVIGd2h5Tm90EikKEGNvbW1vbl9iZWhhdmlvdXIYESABKA1SD2NvbW1vbkJl\
            aGF2aW91chI3Chhjb21tb25fYmVoYXZpb3VyX3doeV9ub3QYEiABKAlSFWNvbW1vbkJlaGF2aW91cldoeU5vdBItChJzaW11\
            bGF0aW9uX3N0b3BwZWQYEyABKAlSEXNpbXVsYXRpb25TdG9wcGVkEhoKCGRyYWluaW5nGBQgASgIUghkcmFpbmluZxIfCgt2\
            b3Rlcl9zZWF0cxgVIAEoDVIKdm90ZXJTZWF0cxIyCgZldmVudHMYFiADKAsyGi5zbmFrZXRyb24udjEuQ2x1c3RlckV2ZW50\
            UgZldmVudHMipwIKDENsdXN0ZXJFdmVudBIzCgRraW5kGAEgASgOMh8uc25ha2V0cm9uLnYxLkNsdXN0ZXJFdmVudC5LaW5k\
            UgRraW5kEhcKB25vZGVfaWQYAiABKARSBm5vZGVJZBISCgR0ZXJtGAMgASgEUgR0ZXJtEhUKBmFnb19tcxgEIAEoDVIFYWdv\
            TXMinQEKBEtpbmQSFAoQS0lORF9VTlNQRUNJRklFRBAAEhAKDEtJTkRfRUxFQ1RFRBABEg8KC0tJTkRfSk9JTkVEEAISDQoJ\
            S0lORF9MRUZUEAMSEQoNS0lORF9QUk9NT1RFRBAEEhAKDEtJTkRfREVNT1RFRBAFEhQKEEtJTkRfVU5SRUFDSEFCTEUQBhIS\
            Cg5LSU5EX1JFQUNIQUJMRRAHIrUBCgpEaXZlcmdlbmNlEhcKB25vZGVfaWQYASABKARSBm5vZGVJZBIUCgVpbmRleBgCIAEo\
            BFIFaW5kZXgSEgoEdGljaxgDIAEoBFIEdGljaxIUCgVleGFjdBgEIAEoCFIFZXhhY3QSEgoEaGFzaBgFIAEoBFIEaGFzaBIj\
            Cg1tYWpvcml0eV9oYXNoGAYgASgEUgxtYWpvcml0eUhhc2gSFQoGYWdvX21zGAcgASgNUgVhZ29NcyK6AQoGTWVtYmVyEhcK\
            B25vZGVfaWQYASABKARSBm5vZGVJZBIYCgdhZGRyZXNzGAIgASgJUgdhZGRyZXNzEhQKBXZvdGVyGAMgASgIUgV2b3RlchIf\
            CgttYXRjaF9pbmRleBgEIAEoBFIKbWF0Y2hJbmRleBIbCglzaWxlbnRfbXMYBSABKA1SCHNpbGVudE1zEikKEG5ld2VzdF9i\
            ZWhhdmlvdXIYBiABKA1SD25ld2VzdEJlaGF2aW91ciIzChlUcmFuc2ZlckxlYWRlcnNoaXBSZXF1ZXN0EhYKBnRhcmdldBgB\
            IAEoBFIGdGFyZ2V0IkoKF1RyYW5zZmVyTGVhZGVyc2hpcFJlcGx5EhsKCWxlYWRlcl9pZBgBIAEoBFIIbGVhZGVySWQSEgoE\
            dGVybRgCIAEoBFIEdGVybSpbCghSYWZ0Um9sZRIZChVSQUZUX1JPTEVfVU5TUEVDSUZJRUQQABILCgdMRUFSTkVSEAESDAoI\
            Rk9MTE9XRVIQAhINCglDQU5ESURBVEUQAxIKCgZMRUFERVIQBDKDAwoJQ29uc2Vuc3VzEj4KBkZvbGxvdxIWLnNuYWtldHJv\
            bi52MS5Gb2xsb3dVcBoYLnNuYWtldHJvbi52MS5Gb2xsb3dEb3duKAEwARJDCgdQcm9wb3NlEhYuc25ha2V0cm9uLnYxLlBy\
            b3Bvc2FsGhwuc25ha2V0cm9uLnYxLlByb3Bvc2FsUmVzdWx0KAEwARJJCglSZWFkSW5kZXgSHi5zbmFrZXRyb24udjEuUmVh\
            ZEluZGV4UmVxdWVzdBocLnNuYWtldHJvbi52MS5SZWFkSW5kZXhSZXBseRJACgZTdGF0dXMSGy5zbmFrZXRyb24udjEuU3Rh\
            dHVzUmVxdWVzdBoZLnNuYWtldHJvbi52MS5TdGF0dXNSZXBseRJkChJUcmFuc2ZlckxlYWRlcnNoaXASJy5zbmFrZXRyb24u\
            djEuVHJhbnNmZXJMZWFkZXJzaGlwUmVxdWVzdBolLnNuYWtldHJvbi52MS5UcmFuc2ZlckxlYWRlcnNoaXBSZXBseWIGcHJv\
            dG8z\

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
