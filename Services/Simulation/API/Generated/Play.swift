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
            snaketron.v1.Seek snaketron.v1.Request snaketron.v1.JoinQueue snaketron.v1.LeaveQueue \
            snaketron.v1.CreateLobby snaketron.v1.JoinLobby snaketron.v1.LeaveLobby \
            snaketron.v1.ChangeSettings snaketron.v1.Kick snaketron.v1.ChooseTeam snaketron.v1.Chat \
            snaketron.v1.Start snaketron.v1.Ready snaketron.v1.LeaveMatch snaketron.v1.Rematch \
            snaketron.v1.Watch snaketron.v1.Fork snaketron.v1.LobbySettings snaketron.v1.CustomGame \
            snaketron.v1.PlayDown snaketron.v1.Attached snaketron.v1.Outcome snaketron.v1.QueueState \
            snaketron.v1.QueueLength snaketron.v1.LobbyState snaketron.v1.LobbyMember snaketron.v1.LobbyBot \
            snaketron.v1.ChatLines snaketron.v1.ChatLine snaketron.v1.GameList snaketron.v1.GameSummary \
            snaketron.v1.GameSide snaketron.v1.MatchState snaketron.v1.MatchState.Phase \
            snaketron.v1.ForkOrigin snaketron.v1.Rules snaketron.v1.Player snaketron.v1.SummaryRequest \
            snaketron.v1.SummaryReply snaketron.v1.Mode snaketron.v1.BotLevel snaketron.v1.OutcomeCode \
            snaketron.v1.EndReason snaketron.v1.Play snaketron.v1.Play.Attach snaketron.v1.Play.Summary
            """,
        base64: """
            ChdzbmFrZXRyb24vdjEvcGxheS5wcm90bxIMc25ha2V0cm9uLnYxIp0CCgZQbGF5VXASKwoFaGVsbG8YASABKAsyEy5zbmFr\
            ZXRyb24udjEuSGVsbG9IAFIFaGVsbG8SMQoHcmVxdWVzdBgCIAEoCzIVLnNuYWtldHJvbi52MS5SZXF1ZXN0SABSB3JlcXVl\
            c3QSFgoFZnJhbWUYAyABKAxIAFIFZnJhbWUSLgoGcmVzeW5jGAQgASgLMhQuc25ha2V0cm9uLnYxLlJlc3luY0gAUgZyZXN5\
            bmMSOAoKbGlzdF9nYW1lcxgFIAEoCzIXLnNuYWtldHJvbi52MS5MaXN0R2FtZXNIAFIJbGlzdEdhbWVzEigKBHNlZWsYBiAB\
            KAsyEi5zbmFrZXRyb24udjEuU2Vla0gAUgRzZWVrQgcKBWV2ZW50IocBCgVIZWxsbxIXCgd1c2VyX2lkGAEgASgEUgZ1c2Vy\
            SWQSHQoKc2Vzc2lvbl9pZBgCIAEoBFIJc2Vzc2lvbklkEhIKBG5hbWUYAyABKAlSBG5hbWUSGAoHcmF0aW5ncxgEIAMoDVIH\
            cmF0aW5ncxIYCgdhZGRyZXNzGAogASgGUgdhZGRyZXNzIggKBlJlc3luYyILCglMaXN0R2FtZXMiGgoEU2VlaxISCgR0aWNr\
            GAEgASgNUgR0aWNrItgGCgdSZXF1ZXN0EhoKCHNlcXVlbmNlGAEgASgEUghzZXF1ZW5jZRI4Cgpqb2luX3F1ZXVlGAIgASgL\
            Mhcuc25ha2V0cm9uLnYxLkpvaW5RdWV1ZUgAUglqb2luUXVldWUSOwoLbGVhdmVfcXVldWUYAyABKAsyGC5zbmFrZXRyb24u\
            djEuTGVhdmVRdWV1ZUgAUgpsZWF2ZVF1ZXVlEj4KDGNyZWF0ZV9sb2JieRgEIAEoCzIZLnNuYWtldHJvbi52MS5DcmVhdGVM\
            b2JieUgAUgtjcmVhdGVMb2JieRI4Cgpqb2luX2xvYmJ5GAUgASgLMhcuc25ha2V0cm9uLnYxLkpvaW5Mb2JieUgAUglqb2lu\
            TG9iYnkSKwoFc3RhcnQYBiABKAsyEy5zbmFrZXRyb24udjEuU3RhcnRIAFIFc3RhcnQSKwoFcmVhZHkYByABKAsyEy5zbmFr\
            ZXRyb24udjEuUmVhZHlIAFIFcmVhZHkSOwoLbGVhdmVfbWF0Y2gYCCABKAsyGC5zbmFrZXRyb24udjEuTGVhdmVNYXRjaEgA\
            UgpsZWF2ZU1hdGNoEjsKC2xlYXZlX2xvYmJ5GAkgASgLMhguc25ha2V0cm9uLnYxLkxlYXZlTG9iYnlIAFIKbGVhdmVMb2Ji\
            eRJHCg9jaGFuZ2Vfc2V0dGluZ3MYCiABKAsyHC5zbmFrZXRyb24udjEuQ2hhbmdlU2V0dGluZ3NIAFIOY2hhbmdlU2V0dGlu\
            Z3MSKAoEa2ljaxgLIAEoCzISLnNuYWtldHJvbi52MS5LaWNrSABSBGtpY2sSOwoLY2hvb3NlX3RlYW0YDCABKAsyGC5zbmFr\
            ZXRyb24udjEuQ2hvb3NlVGVhbUgAUgpjaG9vc2VUZWFtEigKBGNoYXQYDSABKAsyEi5zbmFrZXRyb24udjEuQ2hhdEgAUgRj\
            aGF0EjEKB3JlbWF0Y2gYDiABKAsyFS5zbmFrZXRyb24udjEuUmVtYXRjaEgAUgdyZW1hdGNoEisKBXdhdGNoGA8gASgLMhMu\
            c25ha2V0cm9uLnYxLldhdGNoSABSBXdhdGNoEigKBGZvcmsYECABKAsyEi5zbmFrZXRyb24udjEuRm9ya0gAUgRmb3JrQggK\
            BmFjdGlvbiJNCglKb2luUXVldWUSKAoFbW9kZXMYASADKA4yEi5zbmFrZXRyb24udjEuTW9kZVIFbW9kZXMSFgoGcmFua2Vk\
            GAIgASgIUgZyYW5rZWQiDAoKTGVhdmVRdWV1ZSJGCgtDcmVhdGVMb2JieRI3CghzZXR0aW5ncxgBIAEoCzIbLnNuYWtldHJv\
            bi52MS5Mb2JieVNldHRpbmdzUghzZXR0aW5ncyIfCglKb2luTG9iYnkSEgoEY29kZRgBIAEoCVIEY29kZSIMCgpMZWF2ZUxv\
            YmJ5IkkKDkNoYW5nZVNldHRpbmdzEjcKCHNldHRpbmdzGAEgASgLMhsuc25ha2V0cm9uLnYxLkxvYmJ5U2V0dGluZ3NSCHNl\
            dHRpbmdzIh8KBEtpY2sSFwoHdXNlcl9pZBgBIAEoBFIGdXNlcklkIiAKCkNob29zZVRlYW0SEgoEdGVhbRgBIAEoDVIEdGVh\
            bSIaCgRDaGF0EhIKBHRleHQYASABKAlSBHRleHQiBwoFU3RhcnQiBwoFUmVhZHkiDAoKTGVhdmVNYXRjaCIJCgdSZW1hdGNo\
            IkoKBVdhdGNoEhkKCG1hdGNoX2lkGAEgASgEUgdtYXRjaElkEhIKBGNvZGUYAiABKAlSBGNvZGUSEgoEZnJvbRgDIAEoDVIE\
            ZnJvbSKdAQoERm9yaxIZCghtYXRjaF9pZBgBIAEoBFIHbWF0Y2hJZBISCgR0aWNrGAIgASgNUgR0aWNrEhIKBHNsb3QYAyAB\
            KA1SBHNsb3QSMwoJYm90X2xldmVsGAQgASgOMhYuc25ha2V0cm9uLnYxLkJvdExldmVsUghib3RMZXZlbBIdCgpyZXBsYXlf\
            a2V5GAUgASgGUglyZXBsYXlLZXkiygEKDUxvYmJ5U2V0dGluZ3MSJgoEbW9kZRgBIAEoDjISLnNuYWtldHJvbi52MS5Nb2Rl\
            UgRtb2RlEhIKBGJvdHMYAiABKA1SBGJvdHMSMwoJYm90X2xldmVsGAMgASgOMhYuc25ha2V0cm9uLnYxLkJvdExldmVsUghi\
            b3RMZXZlbBIWCgZoaWRkZW4YBCABKAhSBmhpZGRlbhIwCgZjdXN0b20YBSABKAsyGC5zbmFrZXRyb24udjEuQ3VzdG9tR2Ft\
            ZVIGY3VzdG9tIrUBCgpDdXN0b21HYW1lEhQKBXdpZHRoGAEgASgNUgV3aWR0aBIWCgZoZWlnaHQYAiABKA1SBmhlaWdodBIb\
            CgllbmRfem9uZXMYAyABKAhSCGVuZFpvbmVzEhQKBXNwZWVkGAQgASgNUgVzcGVlZBISCgRmb29kGAUgASgNUgRmb29kEhgK\
            B3BsYXllcnMYBiABKA1SB3BsYXllcnMSGAoHbWludXRlcxgHIAEoDVIHbWludXRlcyKJAwoIUGxheURvd24SNAoIYXR0YWNo\
            ZWQYASABKAsyFi5zbmFrZXRyb24udjEuQXR0YWNoZWRIAFIIYXR0YWNoZWQSMQoHb3V0Y29tZRgCIAEoCzIVLnNuYWtldHJv\
            bi52MS5PdXRjb21lSABSB291dGNvbWUSMAoFcXVldWUYAyABKAsyGC5zbmFrZXRyb24udjEuUXVldWVTdGF0ZUgAUgVxdWV1\
            ZRIwCgVtYXRjaBgEIAEoCzIYLnNuYWtldHJvbi52MS5NYXRjaFN0YXRlSABSBW1hdGNoEhYKBWZyYW1lGAUgASgMSABSBWZy\
            YW1lEjAKBWxvYmJ5GAYgASgLMhguc25ha2V0cm9uLnYxLkxvYmJ5U3RhdGVIAFIFbG9iYnkSLQoEY2hhdBgHIAEoCzIXLnNu\
            YWtldHJvbi52MS5DaGF0TGluZXNIAFIEY2hhdBIuCgVnYW1lcxgIIAEoCzIWLnNuYWtldHJvbi52MS5HYW1lTGlzdEgAUgVn\
            YW1lc0IHCgVldmVudCJICghBdHRhY2hlZBIjCg1sYXN0X3NlcXVlbmNlGAEgASgEUgxsYXN0U2VxdWVuY2USFwoHbm9kZV9p\
            ZBgCIAEoBFIGbm9kZUlkIlQKB091dGNvbWUSGgoIc2VxdWVuY2UYASABKARSCHNlcXVlbmNlEi0KBGNvZGUYAiABKA4yGS5z\
            bmFrZXRyb24udjEuT3V0Y29tZUNvZGVSBGNvZGUiYwoKUXVldWVTdGF0ZRIxCgZxdWV1ZXMYAyADKAsyGS5zbmFrZXRyb24u\
            djEuUXVldWVMZW5ndGhSBnF1ZXVlcxIWCgZyYW5rZWQYBCABKAhSBnJhbmtlZEoECAEQAkoECAIQAyJPCgtRdWV1ZUxlbmd0\
            aBImCgRtb2RlGAEgASgOMhIuc25ha2V0cm9uLnYxLk1vZGVSBG1vZGUSGAoHd2FpdGluZxgCIAEoDVIHd2FpdGluZyKjAgoK\
            TG9iYnlTdGF0ZRISCgRjb2RlGAEgASgJUgRjb2RlEhsKCWxlYWRlcl9pZBgCIAEoBFIIbGVhZGVySWQSMwoHbWVtYmVycxgD\
            IAMoCzIZLnNuYWtldHJvbi52MS5Mb2JieU1lbWJlclIHbWVtYmVycxI3CghzZXR0aW5ncxgEIAEoCzIbLnNuYWtldHJvbi52\
            MS5Mb2JieVNldHRpbmdzUghzZXR0aW5ncxIqCgRib3RzGAUgAygLMhYuc25ha2V0cm9uLnYxLkxvYmJ5Qm90UgRib3RzEhkK\
            CG1hdGNoX2lkGAYgASgEUgdtYXRjaElkEi8KBXN0YXJ0GAcgASgOMhkuc25ha2V0cm9uLnYxLk91dGNvbWVDb2RlUgVzdGFy\
            dCK4AQoLTG9iYnlNZW1iZXISFwoHdXNlcl9pZBgBIAEoBFIGdXNlcklkEhIKBG5hbWUYAiABKAlSBG5hbWUSHAoJY29ubmVj\
            dGVkGAMgASgIUgljb25uZWN0ZWQSGwoJdGVhbV93aXNoGAQgASgNUgh0ZWFtV2lzaBISCgRzbG90GAUgASgNUgRzbG90EhIK\
            BHRlYW0YBiABKA1SBHRlYW0SGQoIaW5fbWF0Y2gYByABKAhSB2luTWF0Y2giYAoITG9iYnlCb3QSEgoEc2xvdBgBIAEoDVIE\
            c2xvdBISCgR0ZWFtGAIgASgNUgR0ZWFtEiwKBWxldmVsGAMgASgOMhYuc25ha2V0cm9uLnYxLkJvdExldmVsUgVsZXZlbCJN\
            CglDaGF0TGluZXMSEgoEY29kZRgBIAEoCVIEY29kZRIsCgVsaW5lcxgCIAMoCzIWLnNuYWtldHJvbi52MS5DaGF0TGluZVIF\
            bGluZXMiYwoIQ2hhdExpbmUSFgoGbnVtYmVyGAEgASgEUgZudW1iZXISFwoHdXNlcl9pZBgCIAEoBFIGdXNlcklkEhIKBG5h\
            bWUYAyABKAlSBG5hbWUSEgoEdGV4dBgEIAEoCVIEdGV4dCI7CghHYW1lTGlzdBIvCgVnYW1lcxgBIAMoCzIZLnNuYWtldHJv\
            bi52MS5HYW1lU3VtbWFyeVIFZ2FtZXMi0QEKC0dhbWVTdW1tYXJ5EhkKCG1hdGNoX2lkGAEgASgEUgdtYXRjaElkEiYKBG1v\
            ZGUYAiABKA4yEi5zbmFrZXRyb24udjEuTW9kZVIEbW9kZRIwCgdwbGF5ZXJzGAMgAygLMhYuc25ha2V0cm9uLnYxLkdhbWVT\
            aWRlUgdwbGF5ZXJzEh4KCnNwZWN0YXRvcnMYBCABKA1SCnNwZWN0YXRvcnMSFQoGYWdlX21zGAUgASgNUgVhZ2VNcxIWCgZy\
            YW5rZWQYBiABKAhSBnJhbmtlZCJyCghHYW1lU2lkZRISCgRuYW1lGAEgASgJUgRuYW1lEhIKBHRlYW0YAiABKA1SBHRlYW0S\
            FAoFc2NvcmUYAyABKA1SBXNjb3JlEigKA2JvdBgEIAEoDjIWLnNuYWtldHJvbi52MS5Cb3RMZXZlbFIDYm90Iu4ECgpNYXRj\
            aFN0YXRlEhkKCG1hdGNoX2lkGAEgASgEUgdtYXRjaElkEhIKBGNvZGUYAiABKAlSBGNvZGUSJgoEbW9kZRgDIAEoDjISLnNu\
            YWtldHJvbi52MS5Nb2RlUgRtb2RlEjQKBXBoYXNlGAQgASgOMh4uc25ha2V0cm9uLnYxLk1hdGNoU3RhdGUuUGhhc2VSBXBo\
            YXNlEiEKDHJlbWFpbmluZ19tcxgFIAEoDVILcmVtYWluaW5nTXMSLgoHcGxheWVycxgGIAMoCzIULnNuYWtldHJvbi52MS5Q\
            bGF5ZXJSB3BsYXllcnMSGwoJeW91cl9zbG90GAcgASgNUgh5b3VyU2xvdBInCg9zZWVkX2NvbW1pdG1lbnQYCCABKAxSDnNl\
            ZWRDb21taXRtZW50EhIKBHNlZWQYCSABKAxSBHNlZWQSNgoKZW5kX3JlYXNvbhgKIAEoDjIXLnNuYWtldHJvbi52MS5FbmRS\
            ZWFzb25SCWVuZFJlYXNvbhIWCgZyYW5rZWQYCyABKAhSBnJhbmtlZBIeCgpzcGVjdGF0b3JzGAwgASgNUgpzcGVjdGF0b3Jz\
            EikKBXJ1bGVzGA0gASgLMhMuc25ha2V0cm9uLnYxLlJ1bGVzUgVydWxlcxIwCgZvcmlnaW4YDiABKAsyGC5zbmFrZXRyb24u\
            djEuRm9ya09yaWdpblIGb3JpZ2luIlkKBVBoYXNlEhUKEVBIQVNFX1VOU1BFQ0lGSUVEEAASDAoIUkVBRFlJTkcQAhINCglD\
            T1VOVERPV04QAxILCgdSVU5OSU5HEAQSCQoFRU5ERUQQBSIECAEQASI7CgpGb3JrT3JpZ2luEhkKCG1hdGNoX2lkGAEgASgE\
            UgdtYXRjaElkEhIKBHRpY2sYAiABKA1SBHRpY2siwAEKBVJ1bGVzEhQKBXdpZHRoGAEgASgNUgV3aWR0aBIWCgZoZWlnaHQY\
            AiABKA1SBmhlaWdodBIkCg5lbmRfem9uZV9kZXB0aBgDIAEoDVIMZW5kWm9uZURlcHRoEhQKBXNwZWVkGAQgASgNUgVzcGVl\
            ZBIfCgtiYW5rX3RhcmdldBgFIAEoDVIKYmFua1RhcmdldBISCgRmb29kGAYgASgNUgRmb29kEhgKB21pbnV0ZXMYByABKA1S\
            B21pbnV0ZXMinwIKBlBsYXllchIXCgd1c2VyX2lkGAEgASgEUgZ1c2VySWQSEgoEbmFtZRgCIAEoCVIEbmFtZRISCgR0ZWFt\
            GAMgASgNUgR0ZWFtEhQKBXJlYWR5GAQgASgIUgVyZWFkeRIcCgljb25uZWN0ZWQYBSABKAhSCWNvbm5lY3RlZBIUCgVzY29y\
            ZRgGIAEoDVIFc2NvcmUSEgoEcmFuaxgHIAEoDVIEcmFuaxIoCgNib3QYCCABKA4yFi5zbmFrZXRyb24udjEuQm90TGV2ZWxS\
            A2JvdBIZCghzdGFuZF9pbhgJIAEoCFIHc3RhbmRJbhIXCgdpZGxlX21zGAogASgNUgZpZGxlTXMSGAoHcmVtYXRjaBgLIAEo\
            CFIHcmVtYXRjaCIQCg5TdW1tYXJ5UmVxdWVzdCL+AgoMU3VtbWFyeVJlcGx5EhcKB25vZGVfaWQYASABKARSBm5vZGVJZBIj\
            Cg1hcHBsaWVkX2luZGV4GAIgASgEUgxhcHBsaWVkSW5kZXgSHQoKd29ybGRfdGljaxgDIAEoBFIJd29ybGRUaWNrEisKEXNl\
            c3Npb25zX2F0dGFjaGVkGAQgASgNUhBzZXNzaW9uc0F0dGFjaGVkEhgKB21hdGNoZXMYBSABKA1SB21hdGNoZXMSGAoHcGxh\
            eWVycxgGIAEoDVIHcGxheWVycxIUCgVyZWFkeRgHIAEoCFIFcmVhZHkSHQoKc3RhdGVfaGFzaBgIIAEoBFIJc3RhdGVIYXNo\
            EhgKB2xvYmJpZXMYCSABKA1SB2xvYmJpZXMSHgoKc3BlY3RhdG9ycxgKIAEoDVIKc3BlY3RhdG9ycxIfCgt3b3JsZF9ieXRl\
            cxgLIAEoBFIKd29ybGRCeXRlcxIgCgtxdWFyYW50aW5lZBgQIAEoCFILcXVhcmFudGluZWQqcgoETW9kZRIUChBNT0RFX1VO\
            U1BFQ0lGSUVEEAASDQoJTU9ERV9EVUVMEAESFQoRTU9ERV9GUkVFX0ZPUl9BTEwQAhINCglNT0RFX1NPTE8QAxIOCgpNT0RF\
            X1RFQU1TEAQSDwoLTU9ERV9DVVNUT00QBSpECghCb3RMZXZlbBIMCghCT1RfTk9ORRAAEgwKCEJPVF9FQVNZEAESDgoKQk9U\
            X05PUk1BTBACEgwKCEJPVF9IQVJEEAMq4AQKC091dGNvbWVDb2RlEhQKEE9VVENPTUVfQUNDRVBURUQQABIYChRPVVRDT01F\
            X1VOS05PV05fQ09ERRABEhYKEk9VVENPTUVfTUFUQ0hfRlVMTBACEhwKGE9VVENPTUVfQUxSRUFEWV9JTl9NQVRDSBADEhgK\
            FE9VVENPTUVfTk9UX0lOX01BVENIEAQSGgoWT1VUQ09NRV9BTFJFQURZX1FVRVVFRBAFEhYKEk9VVENPTUVfTk9UX1FVRVVF\
            RBAGEhcKE09VVENPTUVfTk9UX0FMTE9XRUQQBxITCg9PVVRDT01FX0lOVkFMSUQQCBIZChVPVVRDT01FX09QUE9TSVRFX1RV\
            Uk4QCRIZChVPVVRDT01FX1RPT19GQVJfQUhFQUQQChIYChRPVVRDT01FX09ORV9QRVJfVElDSxALEhEKDU9VVENPTUVfU1RB\
            TEUQDBIWChJPVVRDT01FX09WRVJMT0FERUQQDRIcChhPVVRDT01FX0lOVkFMSURfU0VUVElOR1MQDhIWChJPVVRDT01FX0xP\
            QkJZX0ZVTEwQDxIYChRPVVRDT01FX05PVF9JTl9MT0JCWRAQEhYKEk9VVENPTUVfTk9UX0xFQURFUhAREhsKF09VVENPTUVf\
            VE9PX0ZFV19QTEFZRVJTEBISGQoVT1VUQ09NRV9VTktOT1dOX01BVENIEBMSHQoZT1VUQ09NRV9UT09fTUFOWV9NRVNTQUdF\
            UxAUEhgKFE9VVENPTUVfSU5WQUxJRF9URVhUEBUSGwoXT1VUQ09NRV9QQVJUWV9UT09fTEFSR0UQFip/CglFbmRSZWFzb24S\
            EwoPRU5EX1VOU1BFQ0lGSUVEEAASDQoJRU5EX1NDT1JFEAESEAoMRU5EX0FMTF9ERUFEEAISDAoIRU5EX0xFRlQQAxIMCghF\
            TkRfRFJBVxAEEhIKDkVORF9OT19DT05URVNUEAUSDAoIRU5EX1RJTUUQBjKHAQoEUGxheRI6CgZBdHRhY2gSFC5zbmFrZXRy\
            b24udjEuUGxheVVwGhYuc25ha2V0cm9uLnYxLlBsYXlEb3duKAEwARJDCgdTdW1tYXJ5Ehwuc25ha2V0cm9uLnYxLlN1bW1h\
            cnlSZXF1ZXN0Ghouc25ha2V0cm9uLnYxLlN1bW1hcnlSZXBseWIGcHJvdG8z\

            """)
}

extension PlayUp: RPCMessage {}
extension PlayDown: RPCMessage {}
extension SummaryRequest: RPCMessage {}
extension SummaryReply: RPCMessage {}
