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
            snaketron.v1.PlayUp snaketron.v1.Hello snaketron.v1.Resync snaketron.v1.ListGames \
            snaketron.v1.Request snaketron.v1.JoinQueue snaketron.v1.LeaveQueue snaketron.v1.CreateLobby \
            snaketron.v1.JoinLobby snaketron.v1.LeaveLobby snaketron.v1.ChangeSettings snaketron.v1.Kick \
            snaketron.v1.ChooseTeam snaketron.v1.Chat snaketron.v1.Start snaketron.v1.Ready \
            snaketron.v1.LeaveMatch snaketron.v1.Rematch snaketron.v1.Watch snaketron.v1.LobbySettings \
            snaketron.v1.CustomGame snaketron.v1.PlayDown snaketron.v1.Attached snaketron.v1.Outcome \
            snaketron.v1.QueueState snaketron.v1.QueueLength snaketron.v1.LobbyState \
            snaketron.v1.LobbyMember snaketron.v1.LobbyBot snaketron.v1.ChatLines snaketron.v1.ChatLine \
            snaketron.v1.GameList snaketron.v1.GameSummary snaketron.v1.GameSide snaketron.v1.MatchState \
            snaketron.v1.MatchState.Phase snaketron.v1.Rules snaketron.v1.Player snaketron.v1.SummaryRequest \
            snaketron.v1.SummaryReply snaketron.v1.Mode snaketron.v1.BotLevel snaketron.v1.OutcomeCode \
            snaketron.v1.EndReason snaketron.v1.Play snaketron.v1.Play.Attach snaketron.v1.Play.Summary
            """,
        base64: """
            ChdzbmFrZXRyb24vdjEvcGxheS5wcm90bxIMc25ha2V0cm9uLnYxIvMBCgZQbGF5VXASKwoFaGVsbG8YASABKAsyEy5zbmFr\
            ZXRyb24udjEuSGVsbG9IAFIFaGVsbG8SMQoHcmVxdWVzdBgCIAEoCzIVLnNuYWtldHJvbi52MS5SZXF1ZXN0SABSB3JlcXVl\
            c3QSFgoFZnJhbWUYAyABKAxIAFIFZnJhbWUSLgoGcmVzeW5jGAQgASgLMhQuc25ha2V0cm9uLnYxLlJlc3luY0gAUgZyZXN5\
            bmMSOAoKbGlzdF9nYW1lcxgFIAEoCzIXLnNuYWtldHJvbi52MS5MaXN0R2FtZXNIAFIJbGlzdEdhbWVzQgcKBWV2ZW50IlMK\
            BUhlbGxvEhcKB3VzZXJfaWQYASABKARSBnVzZXJJZBIdCgpzZXNzaW9uX2lkGAIgASgEUglzZXNzaW9uSWQSEgoEbmFtZRgD\
            IAEoCVIEbmFtZSIICgZSZXN5bmMiCwoJTGlzdEdhbWVzIq4GCgdSZXF1ZXN0EhoKCHNlcXVlbmNlGAEgASgEUghzZXF1ZW5j\
            ZRI4Cgpqb2luX3F1ZXVlGAIgASgLMhcuc25ha2V0cm9uLnYxLkpvaW5RdWV1ZUgAUglqb2luUXVldWUSOwoLbGVhdmVfcXVl\
            dWUYAyABKAsyGC5zbmFrZXRyb24udjEuTGVhdmVRdWV1ZUgAUgpsZWF2ZVF1ZXVlEj4KDGNyZWF0ZV9sb2JieRgEIAEoCzIZ\
            LnNuYWtldHJvbi52MS5DcmVhdGVMb2JieUgAUgtjcmVhdGVMb2JieRI4Cgpqb2luX2xvYmJ5GAUgASgLMhcuc25ha2V0cm9u\
            LnYxLkpvaW5Mb2JieUgAUglqb2luTG9iYnkSKwoFc3RhcnQYBiABKAsyEy5zbmFrZXRyb24udjEuU3RhcnRIAFIFc3RhcnQS\
            KwoFcmVhZHkYByABKAsyEy5zbmFrZXRyb24udjEuUmVhZHlIAFIFcmVhZHkSOwoLbGVhdmVfbWF0Y2gYCCABKAsyGC5zbmFr\
            ZXRyb24udjEuTGVhdmVNYXRjaEgAUgpsZWF2ZU1hdGNoEjsKC2xlYXZlX2xvYmJ5GAkgASgLMhguc25ha2V0cm9uLnYxLkxl\
            YXZlTG9iYnlIAFIKbGVhdmVMb2JieRJHCg9jaGFuZ2Vfc2V0dGluZ3MYCiABKAsyHC5zbmFrZXRyb24udjEuQ2hhbmdlU2V0\
            dGluZ3NIAFIOY2hhbmdlU2V0dGluZ3MSKAoEa2ljaxgLIAEoCzISLnNuYWtldHJvbi52MS5LaWNrSABSBGtpY2sSOwoLY2hv\
            b3NlX3RlYW0YDCABKAsyGC5zbmFrZXRyb24udjEuQ2hvb3NlVGVhbUgAUgpjaG9vc2VUZWFtEigKBGNoYXQYDSABKAsyEi5z\
            bmFrZXRyb24udjEuQ2hhdEgAUgRjaGF0EjEKB3JlbWF0Y2gYDiABKAsyFS5zbmFrZXRyb24udjEuUmVtYXRjaEgAUgdyZW1h\
            dGNoEisKBXdhdGNoGA8gASgLMhMuc25ha2V0cm9uLnYxLldhdGNoSABSBXdhdGNoQggKBmFjdGlvbiJNCglKb2luUXVldWUS\
            KAoFbW9kZXMYASADKA4yEi5zbmFrZXRyb24udjEuTW9kZVIFbW9kZXMSFgoGcmFua2VkGAIgASgIUgZyYW5rZWQiDAoKTGVh\
            dmVRdWV1ZSJGCgtDcmVhdGVMb2JieRI3CghzZXR0aW5ncxgBIAEoCzIbLnNuYWtldHJvbi52MS5Mb2JieVNldHRpbmdzUghz\
            ZXR0aW5ncyIfCglKb2luTG9iYnkSEgoEY29kZRgBIAEoCVIEY29kZSIMCgpMZWF2ZUxvYmJ5IkkKDkNoYW5nZVNldHRpbmdz\
            EjcKCHNldHRpbmdzGAEgASgLMhsuc25ha2V0cm9uLnYxLkxvYmJ5U2V0dGluZ3NSCHNldHRpbmdzIh8KBEtpY2sSFwoHdXNl\
            cl9pZBgBIAEoBFIGdXNlcklkIiAKCkNob29zZVRlYW0SEgoEdGVhbRgBIAEoDVIEdGVhbSIaCgRDaGF0EhIKBHRleHQYASAB\
            KAlSBHRleHQiBwoFU3RhcnQiBwoFUmVhZHkiDAoKTGVhdmVNYXRjaCIJCgdSZW1hdGNoIjYKBVdhdGNoEhkKCG1hdGNoX2lk\
            GAEgASgEUgdtYXRjaElkEhIKBGNvZGUYAiABKAlSBGNvZGUiygEKDUxvYmJ5U2V0dGluZ3MSJgoEbW9kZRgBIAEoDjISLnNu\
            YWtldHJvbi52MS5Nb2RlUgRtb2RlEhIKBGJvdHMYAiABKA1SBGJvdHMSMwoJYm90X2xldmVsGAMgASgOMhYuc25ha2V0cm9u\
            LnYxLkJvdExldmVsUghib3RMZXZlbBIWCgZoaWRkZW4YBCABKAhSBmhpZGRlbhIwCgZjdXN0b20YBSABKAsyGC5zbmFrZXRy\
            b24udjEuQ3VzdG9tR2FtZVIGY3VzdG9tIrUBCgpDdXN0b21HYW1lEhQKBXdpZHRoGAEgASgNUgV3aWR0aBIWCgZoZWlnaHQY\
            AiABKA1SBmhlaWdodBIbCgllbmRfem9uZXMYAyABKAhSCGVuZFpvbmVzEhQKBXNwZWVkGAQgASgNUgVzcGVlZBISCgRmb29k\
            GAUgASgNUgRmb29kEhgKB3BsYXllcnMYBiABKA1SB3BsYXllcnMSGAoHbWludXRlcxgHIAEoDVIHbWludXRlcyKJAwoIUGxh\
            eURvd24SNAoIYXR0YWNoZWQYASABKAsyFi5zbmFrZXRyb24udjEuQXR0YWNoZWRIAFIIYXR0YWNoZWQSMQoHb3V0Y29tZRgC\
            IAEoCzIVLnNuYWtldHJvbi52MS5PdXRjb21lSABSB291dGNvbWUSMAoFcXVldWUYAyABKAsyGC5zbmFrZXRyb24udjEuUXVl\
            dWVTdGF0ZUgAUgVxdWV1ZRIwCgVtYXRjaBgEIAEoCzIYLnNuYWtldHJvbi52MS5NYXRjaFN0YXRlSABSBW1hdGNoEhYKBWZy\
            YW1lGAUgASgMSABSBWZyYW1lEjAKBWxvYmJ5GAYgASgLMhguc25ha2V0cm9uLnYxLkxvYmJ5U3RhdGVIAFIFbG9iYnkSLQoE\
            Y2hhdBgHIAEoCzIXLnNuYWtldHJvbi52MS5DaGF0TGluZXNIAFIEY2hhdBIuCgVnYW1lcxgIIAEoCzIWLnNuYWtldHJvbi52\
            MS5HYW1lTGlzdEgAUgVnYW1lc0IHCgVldmVudCJICghBdHRhY2hlZBIjCg1sYXN0X3NlcXVlbmNlGAEgASgEUgxsYXN0U2Vx\
            dWVuY2USFwoHbm9kZV9pZBgCIAEoBFIGbm9kZUlkIlQKB091dGNvbWUSGgoIc2VxdWVuY2UYASABKARSCHNlcXVlbmNlEi0K\
            BGNvZGUYAiABKA4yGS5zbmFrZXRyb24udjEuT3V0Y29tZUNvZGVSBGNvZGUiYwoKUXVldWVTdGF0ZRIxCgZxdWV1ZXMYAyAD\
            KAsyGS5zbmFrZXRyb24udjEuUXVldWVMZW5ndGhSBnF1ZXVlcxIWCgZyYW5rZWQYBCABKAhSBnJhbmtlZEoECAEQAkoECAIQ\
            AyJPCgtRdWV1ZUxlbmd0aBImCgRtb2RlGAEgASgOMhIuc25ha2V0cm9uLnYxLk1vZGVSBG1vZGUSGAoHd2FpdGluZxgCIAEo\
            DVIHd2FpdGluZyKjAgoKTG9iYnlTdGF0ZRISCgRjb2RlGAEgASgJUgRjb2RlEhsKCWxlYWRlcl9pZBgCIAEoBFIIbGVhZGVy\
            SWQSMwoHbWVtYmVycxgDIAMoCzIZLnNuYWtldHJvbi52MS5Mb2JieU1lbWJlclIHbWVtYmVycxI3CghzZXR0aW5ncxgEIAEo\
            CzIbLnNuYWtldHJvbi52MS5Mb2JieVNldHRpbmdzUghzZXR0aW5ncxIqCgRib3RzGAUgAygLMhYuc25ha2V0cm9uLnYxLkxv\
            YmJ5Qm90UgRib3RzEhkKCG1hdGNoX2lkGAYgASgEUgdtYXRjaElkEi8KBXN0YXJ0GAcgASgOMhkuc25ha2V0cm9uLnYxLk91\
            dGNvbWVDb2RlUgVzdGFydCK4AQoLTG9iYnlNZW1iZXISFwoHdXNlcl9pZBgBIAEoBFIGdXNlcklkEhIKBG5hbWUYAiABKAlS\
            BG5hbWUSHAoJY29ubmVjdGVkGAMgASgIUgljb25uZWN0ZWQSGwoJdGVhbV93aXNoGAQgASgNUgh0ZWFtV2lzaBISCgRzbG90\
            GAUgASgNUgRzbG90EhIKBHRlYW0YBiABKA1SBHRlYW0SGQoIaW5fbWF0Y2gYByABKAhSB2luTWF0Y2giYAoITG9iYnlCb3QS\
            EgoEc2xvdBgBIAEoDVIEc2xvdBISCgR0ZWFtGAIgASgNUgR0ZWFtEiwKBWxldmVsGAMgASgOMhYuc25ha2V0cm9uLnYxLkJv\
            dExldmVsUgVsZXZlbCJNCglDaGF0TGluZXMSEgoEY29kZRgBIAEoCVIEY29kZRIsCgVsaW5lcxgCIAMoCzIWLnNuYWtldHJv\
            bi52MS5DaGF0TGluZVIFbGluZXMiYwoIQ2hhdExpbmUSFgoGbnVtYmVyGAEgASgEUgZudW1iZXISFwoHdXNlcl9pZBgCIAEo\
            BFIGdXNlcklkEhIKBG5hbWUYAyABKAlSBG5hbWUSEgoEdGV4dBgEIAEoCVIEdGV4dCI7CghHYW1lTGlzdBIvCgVnYW1lcxgB\
            IAMoCzIZLnNuYWtldHJvbi52MS5HYW1lU3VtbWFyeVIFZ2FtZXMi0QEKC0dhbWVTdW1tYXJ5EhkKCG1hdGNoX2lkGAEgASgE\
            UgdtYXRjaElkEiYKBG1vZGUYAiABKA4yEi5zbmFrZXRyb24udjEuTW9kZVIEbW9kZRIwCgdwbGF5ZXJzGAMgAygLMhYuc25h\
            a2V0cm9uLnYxLkdhbWVTaWRlUgdwbGF5ZXJzEh4KCnNwZWN0YXRvcnMYBCABKA1SCnNwZWN0YXRvcnMSFQoGYWdlX21zGAUg\
            ASgNUgVhZ2VNcxIWCgZyYW5rZWQYBiABKAhSBnJhbmtlZCJyCghHYW1lU2lkZRISCgRuYW1lGAEgASgJUgRuYW1lEhIKBHRl\
            YW0YAiABKA1SBHRlYW0SFAoFc2NvcmUYAyABKA1SBXNjb3JlEigKA2JvdBgEIAEoDjIWLnNuYWtldHJvbi52MS5Cb3RMZXZl\
            bFIDYm90IrwECgpNYXRjaFN0YXRlEhkKCG1hdGNoX2lkGAEgASgEUgdtYXRjaElkEhIKBGNvZGUYAiABKAlSBGNvZGUSJgoE\
            bW9kZRgDIAEoDjISLnNuYWtldHJvbi52MS5Nb2RlUgRtb2RlEjQKBXBoYXNlGAQgASgOMh4uc25ha2V0cm9uLnYxLk1hdGNo\
            U3RhdGUuUGhhc2VSBXBoYXNlEiEKDHJlbWFpbmluZ19tcxgFIAEoDVILcmVtYWluaW5nTXMSLgoHcGxheWVycxgGIAMoCzIU\
            LnNuYWtldHJvbi52MS5QbGF5ZXJSB3BsYXllcnMSGwoJeW91cl9zbG90GAcgASgNUgh5b3VyU2xvdBInCg9zZWVkX2NvbW1p\
            dG1lbnQYCCABKAxSDnNlZWRDb21taXRtZW50EhIKBHNlZWQYCSABKAxSBHNlZWQSNgoKZW5kX3JlYXNvbhgKIAEoDjIXLnNu\
            YWtldHJvbi52MS5FbmRSZWFzb25SCWVuZFJlYXNvbhIWCgZyYW5rZWQYCyABKAhSBnJhbmtlZBIeCgpzcGVjdGF0b3JzGAwg\
            ASgNUgpzcGVjdGF0b3JzEikKBXJ1bGVzGA0gASgLMhMuc25ha2V0cm9uLnYxLlJ1bGVzUgVydWxlcyJZCgVQaGFzZRIVChFQ\
            SEFTRV9VTlNQRUNJRklFRBAAEgwKCFJFQURZSU5HEAISDQoJQ09VTlRET1dOEAMSCwoHUlVOTklORxAEEgkKBUVOREVEEAUi\
            BAgBEAEiwAEKBVJ1bGVzEhQKBXdpZHRoGAEgASgNUgV3aWR0aBIWCgZoZWlnaHQYAiABKA1SBmhlaWdodBIkCg5lbmRfem9u\
            ZV9kZXB0aBgDIAEoDVIMZW5kWm9uZURlcHRoEhQKBXNwZWVkGAQgASgNUgVzcGVlZBIfCgtiYW5rX3RhcmdldBgFIAEoDVIK\
            YmFua1RhcmdldBISCgRmb29kGAYgASgNUgRmb29kEhgKB21pbnV0ZXMYByABKA1SB21pbnV0ZXMinwIKBlBsYXllchIXCgd1\
            c2VyX2lkGAEgASgEUgZ1c2VySWQSEgoEbmFtZRgCIAEoCVIEbmFtZRISCgR0ZWFtGAMgASgNUgR0ZWFtEhQKBXJlYWR5GAQg\
            ASgIUgVyZWFkeRIcCgljb25uZWN0ZWQYBSABKAhSCWNvbm5lY3RlZBIUCgVzY29yZRgGIAEoDVIFc2NvcmUSEgoEcmFuaxgH\
            IAEoDVIEcmFuaxIoCgNib3QYCCABKA4yFi5zbmFrZXRyb24udjEuQm90TGV2ZWxSA2JvdBIZCghzdGFuZF9pbhgJIAEoCFIH\
            c3RhbmRJbhIXCgdpZGxlX21zGAogASgNUgZpZGxlTXMSGAoHcmVtYXRjaBgLIAEoCFIHcmVtYXRjaCIQCg5TdW1tYXJ5UmVx\
            dWVzdCLcAgoMU3VtbWFyeVJlcGx5EhcKB25vZGVfaWQYASABKARSBm5vZGVJZBIjCg1hcHBsaWVkX2luZGV4GAIgASgEUgxh\
            cHBsaWVkSW5kZXgSHQoKd29ybGRfdGljaxgDIAEoBFIJd29ybGRUaWNrEisKEXNlc3Npb25zX2F0dGFjaGVkGAQgASgNUhBz\
            ZXNzaW9uc0F0dGFjaGVkEhgKB21hdGNoZXMYBSABKA1SB21hdGNoZXMSGAoHcGxheWVycxgGIAEoDVIHcGxheWVycxIUCgVy\
            ZWFkeRgHIAEoCFIFcmVhZHkSHQoKc3RhdGVfaGFzaBgIIAEoBFIJc3RhdGVIYXNoEhgKB2xvYmJpZXMYCSABKA1SB2xvYmJp\
            ZXMSHgoKc3BlY3RhdG9ycxgKIAEoDVIKc3BlY3RhdG9ycxIfCgt3b3JsZF9ieXRlcxgLIAEoBFIKd29ybGRCeXRlcypyCgRN\
            b2RlEhQKEE1PREVfVU5TUEVDSUZJRUQQABINCglNT0RFX0RVRUwQARIVChFNT0RFX0ZSRUVfRk9SX0FMTBACEg0KCU1PREVf\
            U09MTxADEg4KCk1PREVfVEVBTVMQBBIPCgtNT0RFX0NVU1RPTRAFKkQKCEJvdExldmVsEgwKCEJPVF9OT05FEAASDAoIQk9U\
            X0VBU1kQARIOCgpCT1RfTk9STUFMEAISDAoIQk9UX0hBUkQQAyrgBAoLT3V0Y29tZUNvZGUSFAoQT1VUQ09NRV9BQ0NFUFRF\
            RBAAEhgKFE9VVENPTUVfVU5LTk9XTl9DT0RFEAESFgoST1VUQ09NRV9NQVRDSF9GVUxMEAISHAoYT1VUQ09NRV9BTFJFQURZ\
            X0lOX01BVENIEAMSGAoUT1VUQ09NRV9OT1RfSU5fTUFUQ0gQBBIaChZPVVRDT01FX0FMUkVBRFlfUVVFVUVEEAUSFgoST1VU\
            Q09NRV9OT1RfUVVFVUVEEAYSFwoTT1VUQ09NRV9OT1RfQUxMT1dFRBAHEhMKD09VVENPTUVfSU5WQUxJRBAIEhkKFU9VVENP\
            TUVfT1BQT1NJVEVfVFVSThAJEhkKFU9VVENPTUVfVE9PX0ZBUl9BSEVBRBAKEhgKFE9VVENPTUVfT05FX1BFUl9USUNLEAsS\
            EQoNT1VUQ09NRV9TVEFMRRAMEhYKEk9VVENPTUVfT1ZFUkxPQURFRBANEhwKGE9VVENPTUVfSU5WQUxJRF9TRVRUSU5HUxAO\
            EhYKEk9VVENPTUVfTE9CQllfRlVMTBAPEhgKFE9VVENPTUVfTk9UX0lOX0xPQkJZEBASFgoST1VUQ09NRV9OT1RfTEVBREVS\
            EBESGwoXT1VUQ09NRV9UT09fRkVXX1BMQVlFUlMQEhIZChVPVVRDT01FX1VOS05PV05fTUFUQ0gQExIdChlPVVRDT01FX1RP\
            T19NQU5ZX01FU1NBR0VTEBQSGAoUT1VUQ09NRV9JTlZBTElEX1RFWFQQFRIbChdPVVRDT01FX1BBUlRZX1RPT19MQVJHRRAW\
            Kn8KCUVuZFJlYXNvbhITCg9FTkRfVU5TUEVDSUZJRUQQABINCglFTkRfU0NPUkUQARIQCgxFTkRfQUxMX0RFQUQQAhIMCghF\
            TkRfTEVGVBADEgwKCEVORF9EUkFXEAQSEgoORU5EX05PX0NPTlRFU1QQBRIMCghFTkRfVElNRRAGMocBCgRQbGF5EjoKBkF0\
            dGFjaBIULnNuYWtldHJvbi52MS5QbGF5VXAaFi5zbmFrZXRyb24udjEuUGxheURvd24oATABEkMKB1N1bW1hcnkSHC5zbmFr\
            ZXRyb24udjEuU3VtbWFyeVJlcXVlc3QaGi5zbmFrZXRyb24udjEuU3VtbWFyeVJlcGx5YgZwcm90bzM\

            """)
}

extension PlayUp: RPCMessage {}
extension PlayDown: RPCMessage {}
extension SummaryRequest: RPCMessage {}
extension SummaryReply: RPCMessage {}
