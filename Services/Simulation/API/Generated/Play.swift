// Generated from Protos/snaketron/v1/play.proto by scripts/generate-protos. Do not edit.

package import RPC
package import Wire

/// The paths of Play's methods.
package enum PlayMethods {
    package static let service = "snaketron.v1.Play"
    package static let attach = "/snaketron.v1.Play/Attach"
    package static let summary = "/snaketron.v1.Play/Summary"
}

/// Calls Play over a channel.
package struct PlayClient: Sendable {
    package let channel: RPCChannel

    package init(channel: RPCChannel) {
        self.channel = channel
    }

    /// The first message up must be `hello`; the first one down is then `attached`.
    /// Status UNAVAILABLE: the simulation is not caught up or is draining; use another node.
    ///
    /// On the channel's event loop only.
    package func attach(
        deadline: Duration? = nil, handler: some RPCStreamHandler<PlayDown, PlayUp>
    ) -> RPCStream<PlayUp> {
        channel.openStream(PlayMethods.attach, deadline: deadline, handler: handler)
    }

    /// What this simulation holds, for status pages and readiness checks.
    package func summary(_ request: SummaryRequest, deadline: Duration) async throws(RPCStatus) -> SummaryReply {
        try await channel.call(PlayMethods.summary, request, deadline: deadline)
    }
}

/// What a process offers that serves Play. Streams start on the connection's event loop.
package protocol PlayServing: Sendable {
    /// The first message up must be `hello`; the first one down is then `attached`.
    /// Status UNAVAILABLE: the simulation is not caught up or is draining; use another node.
    func attach(_ call: RPCStream<PlayDown>, context: RPCContext) -> any RPCStreamHandler<PlayUp, PlayDown>

    /// What this simulation holds, for status pages and readiness checks.
    func summary(_ request: SummaryRequest, context: RPCContext) async throws -> SummaryReply
}

extension RPCServiceDefinition {
    package static func play(_ service: some PlayServing) -> RPCServiceDefinition {
        RPCServiceDefinition(
            name: PlayMethods.service,
            methods: [
                "Attach": .openStream { service.attach($0, context: $1) },
                "Summary": .call { try await service.summary($0, context: $1) },
            ],
            file: PlayMethods.file)
    }
}

extension PlayMethods {
    /// For server reflection.
    package static let file = RPCFileDescriptor(
        name: "snaketron/v1/play.proto",
        symbols: """
            snaketron.v1.PlayUp snaketron.v1.Hello snaketron.v1.Resync snaketron.v1.Request \
            snaketron.v1.JoinQueue snaketron.v1.LeaveQueue snaketron.v1.CreateMatch snaketron.v1.JoinMatch \
            snaketron.v1.StartMatch snaketron.v1.Ready snaketron.v1.LeaveMatch snaketron.v1.PlayDown \
            snaketron.v1.Attached snaketron.v1.Outcome snaketron.v1.QueueState snaketron.v1.MatchState \
            snaketron.v1.MatchState.Phase snaketron.v1.Player snaketron.v1.SummaryRequest \
            snaketron.v1.SummaryReply snaketron.v1.Mode snaketron.v1.OutcomeCode snaketron.v1.EndReason \
            snaketron.v1.Play snaketron.v1.Play.Attach snaketron.v1.Play.Summary
            """,
        base64: """
            ChdzbmFrZXRyb24vdjEvcGxheS5wcm90bxIMc25ha2V0cm9uLnYxIrkBCgZQbGF5VXASKwoFaGVsbG8YASABKAsyEy5zbmFr\
            ZXRyb24udjEuSGVsbG9IAFIFaGVsbG8SMQoHcmVxdWVzdBgCIAEoCzIVLnNuYWtldHJvbi52MS5SZXF1ZXN0SABSB3JlcXVl\
            c3QSFgoFZnJhbWUYAyABKAxIAFIFZnJhbWUSLgoGcmVzeW5jGAQgASgLMhQuc25ha2V0cm9uLnYxLlJlc3luY0gAUgZyZXN5\
            bmNCBwoFZXZlbnQiUwoFSGVsbG8SFwoHdXNlcl9pZBgBIAEoBFIGdXNlcklkEh0KCnNlc3Npb25faWQYAiABKARSCXNlc3Np\
            b25JZBISCgRuYW1lGAMgASgJUgRuYW1lIggKBlJlc3luYyLHAwoHUmVxdWVzdBIaCghzZXF1ZW5jZRgBIAEoBFIIc2VxdWVu\
            Y2USOAoKam9pbl9xdWV1ZRgCIAEoCzIXLnNuYWtldHJvbi52MS5Kb2luUXVldWVIAFIJam9pblF1ZXVlEjsKC2xlYXZlX3F1\
            ZXVlGAMgASgLMhguc25ha2V0cm9uLnYxLkxlYXZlUXVldWVIAFIKbGVhdmVRdWV1ZRI+CgxjcmVhdGVfbWF0Y2gYBCABKAsy\
            GS5zbmFrZXRyb24udjEuQ3JlYXRlTWF0Y2hIAFILY3JlYXRlTWF0Y2gSOAoKam9pbl9tYXRjaBgFIAEoCzIXLnNuYWtldHJv\
            bi52MS5Kb2luTWF0Y2hIAFIJam9pbk1hdGNoEjsKC3N0YXJ0X21hdGNoGAYgASgLMhguc25ha2V0cm9uLnYxLlN0YXJ0TWF0\
            Y2hIAFIKc3RhcnRNYXRjaBIrCgVyZWFkeRgHIAEoCzITLnNuYWtldHJvbi52MS5SZWFkeUgAUgVyZWFkeRI7CgtsZWF2ZV9t\
            YXRjaBgIIAEoCzIYLnNuYWtldHJvbi52MS5MZWF2ZU1hdGNoSABSCmxlYXZlTWF0Y2hCCAoGYWN0aW9uIjMKCUpvaW5RdWV1\
            ZRImCgRtb2RlGAEgASgOMhIuc25ha2V0cm9uLnYxLk1vZGVSBG1vZGUiDAoKTGVhdmVRdWV1ZSI1CgtDcmVhdGVNYXRjaBIm\
            CgRtb2RlGAEgASgOMhIuc25ha2V0cm9uLnYxLk1vZGVSBG1vZGUiHwoJSm9pbk1hdGNoEhIKBGNvZGUYASABKAlSBGNvZGUi\
            DAoKU3RhcnRNYXRjaCIHCgVSZWFkeSIMCgpMZWF2ZU1hdGNoIvgBCghQbGF5RG93bhI0CghhdHRhY2hlZBgBIAEoCzIWLnNu\
            YWtldHJvbi52MS5BdHRhY2hlZEgAUghhdHRhY2hlZBIxCgdvdXRjb21lGAIgASgLMhUuc25ha2V0cm9uLnYxLk91dGNvbWVI\
            AFIHb3V0Y29tZRIwCgVxdWV1ZRgDIAEoCzIYLnNuYWtldHJvbi52MS5RdWV1ZVN0YXRlSABSBXF1ZXVlEjAKBW1hdGNoGAQg\
            ASgLMhguc25ha2V0cm9uLnYxLk1hdGNoU3RhdGVIAFIFbWF0Y2gSFgoFZnJhbWUYBSABKAxIAFIFZnJhbWVCBwoFZXZlbnQi\
            SAoIQXR0YWNoZWQSIwoNbGFzdF9zZXF1ZW5jZRgBIAEoBFIMbGFzdFNlcXVlbmNlEhcKB25vZGVfaWQYAiABKARSBm5vZGVJ\
            ZCJUCgdPdXRjb21lEhoKCHNlcXVlbmNlGAEgASgEUghzZXF1ZW5jZRItCgRjb2RlGAIgASgOMhkuc25ha2V0cm9uLnYxLk91\
            dGNvbWVDb2RlUgRjb2RlIk4KClF1ZXVlU3RhdGUSJgoEbW9kZRgBIAEoDjISLnNuYWtldHJvbi52MS5Nb2RlUgRtb2RlEhgK\
            B3dhaXRpbmcYAiABKA1SB3dhaXRpbmci4gMKCk1hdGNoU3RhdGUSGQoIbWF0Y2hfaWQYASABKARSB21hdGNoSWQSEgoEY29k\
            ZRgCIAEoCVIEY29kZRImCgRtb2RlGAMgASgOMhIuc25ha2V0cm9uLnYxLk1vZGVSBG1vZGUSNAoFcGhhc2UYBCABKA4yHi5z\
            bmFrZXRyb24udjEuTWF0Y2hTdGF0ZS5QaGFzZVIFcGhhc2USIQoMcmVtYWluaW5nX21zGAUgASgNUgtyZW1haW5pbmdNcxIu\
            CgdwbGF5ZXJzGAYgAygLMhQuc25ha2V0cm9uLnYxLlBsYXllclIHcGxheWVycxIbCgl5b3VyX3Nsb3QYByABKA1SCHlvdXJT\
            bG90EicKD3NlZWRfY29tbWl0bWVudBgIIAEoDFIOc2VlZENvbW1pdG1lbnQSEgoEc2VlZBgJIAEoDFIEc2VlZBI2CgplbmRf\
            cmVhc29uGAogASgOMhcuc25ha2V0cm9uLnYxLkVuZFJlYXNvblIJZW5kUmVhc29uImIKBVBoYXNlEhUKEVBIQVNFX1VOU1BF\
            Q0lGSUVEEAASDQoJR0FUSEVSSU5HEAESDAoIUkVBRFlJTkcQAhINCglDT1VOVERPV04QAxILCgdSVU5OSU5HEAQSCQoFRU5E\
            RUQQBSKnAQoGUGxheWVyEhcKB3VzZXJfaWQYASABKARSBnVzZXJJZBISCgRuYW1lGAIgASgJUgRuYW1lEhIKBHRlYW0YAyAB\
            KA1SBHRlYW0SFAoFcmVhZHkYBCABKAhSBXJlYWR5EhwKCWNvbm5lY3RlZBgFIAEoCFIJY29ubmVjdGVkEhQKBXNjb3JlGAYg\
            ASgNUgVzY29yZRISCgRyYW5rGAcgASgNUgRyYW5rIhAKDlN1bW1hcnlSZXF1ZXN0IoECCgxTdW1tYXJ5UmVwbHkSFwoHbm9k\
            ZV9pZBgBIAEoBFIGbm9kZUlkEiMKDWFwcGxpZWRfaW5kZXgYAiABKARSDGFwcGxpZWRJbmRleBIdCgp3b3JsZF90aWNrGAMg\
            ASgEUgl3b3JsZFRpY2sSKwoRc2Vzc2lvbnNfYXR0YWNoZWQYBCABKA1SEHNlc3Npb25zQXR0YWNoZWQSGAoHbWF0Y2hlcxgF\
            IAEoDVIHbWF0Y2hlcxIYCgdwbGF5ZXJzGAYgASgNUgdwbGF5ZXJzEhQKBXJlYWR5GAcgASgIUgVyZWFkeRIdCgpzdGF0ZV9o\
            YXNoGAggASgEUglzdGF0ZUhhc2gqUQoETW9kZRIUChBNT0RFX1VOU1BFQ0lGSUVEEAASDQoJTU9ERV9EVUVMEAESFQoRTU9E\
            RV9GUkVFX0ZPUl9BTEwQAhINCglNT0RFX1NPTE8QAyrqAgoLT3V0Y29tZUNvZGUSFAoQT1VUQ09NRV9BQ0NFUFRFRBAAEhgK\
            FE9VVENPTUVfVU5LTk9XTl9DT0RFEAESFgoST1VUQ09NRV9NQVRDSF9GVUxMEAISHAoYT1VUQ09NRV9BTFJFQURZX0lOX01B\
            VENIEAMSGAoUT1VUQ09NRV9OT1RfSU5fTUFUQ0gQBBIaChZPVVRDT01FX0FMUkVBRFlfUVVFVUVEEAUSFgoST1VUQ09NRV9O\
            T1RfUVVFVUVEEAYSFwoTT1VUQ09NRV9OT1RfQUxMT1dFRBAHEhMKD09VVENPTUVfSU5WQUxJRBAIEhkKFU9VVENPTUVfT1BQ\
            T1NJVEVfVFVSThAJEhkKFU9VVENPTUVfVE9PX0ZBUl9BSEVBRBAKEhgKFE9VVENPTUVfT05FX1BFUl9USUNLEAsSEQoNT1VU\
            Q09NRV9TVEFMRRAMEhYKEk9VVENPTUVfT1ZFUkxPQURFRBANKnEKCUVuZFJlYXNvbhITCg9FTkRfVU5TUEVDSUZJRUQQABIN\
            CglFTkRfU0NPUkUQARIQCgxFTkRfQUxMX0RFQUQQAhIMCghFTkRfTEVGVBADEgwKCEVORF9EUkFXEAQSEgoORU5EX05PX0NP\
            TlRFU1QQBTKHAQoEUGxheRI6CgZBdHRhY2gSFC5zbmFrZXRyb24udjEuUGxheVVwGhYuc25ha2V0cm9uLnYxLlBsYXlEb3du\
            KAEwARJDCgdTdW1tYXJ5Ehwuc25ha2V0cm9uLnYxLlN1bW1hcnlSZXF1ZXN0Ghouc25ha2V0cm9uLnYxLlN1bW1hcnlSZXBs\
            eWIGcHJvdG8z\

            """)
}

extension PlayUp: RPCMessage {}
extension PlayDown: RPCMessage {}
extension SummaryRequest: RPCMessage {}
extension SummaryReply: RPCMessage {}
