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
            KAsyEi5zbmFrZXRyb24udjEuU2Vla0gAUgRzZWVrQgcKBWV2ZW50Im0KBUhlbGxvEhcKB3VzZXJfaWQYASABKARSBnVzZXJJ\
            ZBIdCgpzZXNzaW9uX2lkGAIgASgEUglzZXNzaW9uSWQSEgoEbmFtZRgDIAEoCVIEbmFtZRIYCgdyYXRpbmdzGAQgAygNUgdy\
            YXRpbmdzIggKBlJlc3luYyILCglMaXN0R2FtZXMiGgoEU2VlaxISCgR0aWNrGAEgASgNUgR0aWNrItgGCgdSZXF1ZXN0EhoK\
            CHNlcXVlbmNlGAEgASgEUghzZXF1ZW5jZRI4Cgpqb2luX3F1ZXVlGAIgASgLMhcuc25ha2V0cm9uLnYxLkpvaW5RdWV1ZUgA\
            Uglqb2luUXVldWUSOwoLbGVhdmVfcXVldWUYAyABKAsyGC5zbmFrZXRyb24udjEuTGVhdmVRdWV1ZUgAUgpsZWF2ZVF1ZXVl\
            Ej4KDGNyZWF0ZV9sb2JieRgEIAEoCzIZLnNuYWtldHJvbi52MS5DcmVhdGVMb2JieUgAUgtjcmVhdGVMb2JieRI4Cgpqb2lu\
            X2xvYmJ5GAUgASgLMhcuc25ha2V0cm9uLnYxLkpvaW5Mb2JieUgAUglqb2luTG9iYnkSKwoFc3RhcnQYBiABKAsyEy5zbmFr\
            ZXRyb24udjEuU3RhcnRIAFIFc3RhcnQSKwoFcmVhZHkYByABKAsyEy5zbmFrZXRyb24udjEuUmVhZHlIAFIFcmVhZHkSOwoL\
            bGVhdmVfbWF0Y2gYCCABKAsyGC5zbmFrZXRyb24udjEuTGVhdmVNYXRjaEgAUgpsZWF2ZU1hdGNoEjsKC2xlYXZlX2xvYmJ5\
            GAkgASgLMhguc25ha2V0cm9uLnYxLkxlYXZlTG9iYnlIAFIKbGVhdmVMb2JieRJHCg9jaGFuZ2Vfc2V0dGluZ3MYCiABKAsy\
            HC5zbmFrZXRyb24udjEuQ2hhbmdlU2V0dGluZ3NIAFIOY2hhbmdlU2V0dGluZ3MSKAoEa2ljaxgLIAEoCzISLnNuYWtldHJv\
            bi52MS5LaWNrSABSBGtpY2sSOwoLY2hvb3NlX3RlYW0YDCABKAsyGC5zbmFrZXRyb24udjEuQ2hvb3NlVGVhbUgAUgpjaG9v\
            c2VUZWFtEigKBGNoYXQYDSABKAsyEi5zbmFrZXRyb24udjEuQ2hhdEgAUgRjaGF0EjEKB3JlbWF0Y2gYDiABKAsyFS5zbmFr\
            ZXRyb24udjEuUmVtYXRjaEgAUgdyZW1hdGNoEisKBXdhdGNoGA8gASgLMhMuc25ha2V0cm9uLnYxLldhdGNoSABSBXdhdGNo\
            EigKBGZvcmsYECABKAsyEi5zbmFrZXRyb24udjEuRm9ya0gAUgRmb3JrQggKBmFjdGlvbiJNCglKb2luUXVldWUSKAoFbW9k\
            ZXMYASADKA4yEi5zbmFrZXRyb24udjEuTW9kZVIFbW9kZXMSFgoGcmFua2VkGAIgASgIUgZyYW5rZWQiDAoKTGVhdmVRdWV1\
            ZSJGCgtDcmVhdGVMb2JieRI3CghzZXR0aW5ncxgBIAEoCzIbLnNuYWtldHJvbi52MS5Mb2JieVNldHRpbmdzUghzZXR0aW5n\
            cyIfCglKb2luTG9iYnkSEgoEY29kZRgBIAEoCVIEY29kZSIMCgpMZWF2ZUxvYmJ5IkkKDkNoYW5nZVNldHRpbmdzEjcKCHNl\
            dHRpbmdzGAEgASgLMhsuc25ha2V0cm9uLnYxLkxvYmJ5U2V0dGluZ3NSCHNldHRpbmdzIh8KBEtpY2sSFwoHdXNlcl9pZBgB\
            IAEoBFIGdXNlcklkIiAKCkNob29zZVRlYW0SEgoEdGVhbRgBIAEoDVIEdGVhbSIaCgRDaGF0EhIKBHRleHQYASABKAlSBHRl\
            eHQiBwoFU3RhcnQiBwoFUmVhZHkiDAoKTGVhdmVNYXRjaCIJCgdSZW1hdGNoIkoKBVdhdGNoEhkKCG1hdGNoX2lkGAEgASgE\
            UgdtYXRjaElkEhIKBGNvZGUYAiABKAlSBGNvZGUSEgoEZnJvbRgDIAEoDVIEZnJvbSKdAQoERm9yaxIZCghtYXRjaF9pZBgB\
            IAEoBFIHbWF0Y2hJZBISCgR0aWNrGAIgASgNUgR0aWNrEhIKBHNsb3QYAyABKA1SBHNsb3QSMwoJYm90X2xldmVsGAQgASgO\
            MhYuc25ha2V0cm9uLnYxLkJvdExldmVsUghib3RMZXZlbBIdCgpyZXBsYXlfa2V5GAUgASgGUglyZXBsYXlLZXkiygEKDUxv\
            YmJ5U2V0dGluZ3MSJgoEbW9kZRgBIAEoDjISLnNuYWtldHJvbi52MS5Nb2RlUgRtb2RlEhIKBGJvdHMYAiABKA1SBGJvdHMS\
            MwoJYm90X2xldmVsGAMgASgOMhYuc25ha2V0cm9uLnYxLkJvdExldmVsUghib3RMZXZlbBIWCgZoaWRkZW4YBCABKAhSBmhp\
            ZGRlbhIwCgZjdXN0b20YBSABKAsyGC5zbmFrZXRyb24udjEuQ3VzdG9tR2FtZVIGY3VzdG9tIrUBCgpDdXN0b21HYW1lEhQK\
            BXdpZHRoGAEgASgNUgV3aWR0aBIWCgZoZWlnaHQYAiABKA1SBmhlaWdodBIbCgllbmRfem9uZXMYAyABKAhSCGVuZFpvbmVz\
            EhQKBXNwZWVkGAQgASgNUgVzcGVlZBISCgRmb29kGAUgASgNUgRmb29kEhgKB3BsYXllcnMYBiABKA1SB3BsYXllcnMSGAoH\
            bWludXRlcxgHIAEoDVIHbWludXRlcyKJAwoIUGxheURvd24SNAoIYXR0YWNoZWQYASABKAsyFi5zbmFrZXRyb24udjEuQXR0\
            YWNoZWRIAFIIYXR0YWNoZWQSMQoHb3V0Y29tZRgCIAEoCzIVLnNuYWtldHJvbi52MS5PdXRjb21lSABSB291dGNvbWUSMAoF\
            cXVldWUYAyABKAsyGC5zbmFrZXRyb24udjEuUXVldWVTdGF0ZUgAUgVxdWV1ZRIwCgVtYXRjaBgEIAEoCzIYLnNuYWtldHJv\
            bi52MS5NYXRjaFN0YXRlSABSBW1hdGNoEhYKBWZyYW1lGAUgASgMSABSBWZyYW1lEjAKBWxvYmJ5GAYgASgLMhguc25ha2V0\
            cm9uLnYxLkxvYmJ5U3RhdGVIAFIFbG9iYnkSLQoEY2hhdBgHIAEoCzIXLnNuYWtldHJvbi52MS5DaGF0TGluZXNIAFIEY2hh\
            dBIuCgVnYW1lcxgIIAEoCzIWLnNuYWtldHJvbi52MS5HYW1lTGlzdEgAUgVnYW1lc0IHCgVldmVudCJICghBdHRhY2hlZBIj\
            Cg1sYXN0X3NlcXVlbmNlGAEgASgEUgxsYXN0U2VxdWVuY2USFwoHbm9kZV9pZBgCIAEoBFIGbm9kZUlkIlQKB091dGNvbWUS\
            GgoIc2VxdWVuY2UYASABKARSCHNlcXVlbmNlEi0KBGNvZGUYAiABKA4yGS5zbmFrZXRyb24udjEuT3V0Y29tZUNvZGVSBGNv\
            ZGUiYwoKUXVldWVTdGF0ZRIxCgZxdWV1ZXMYAyADKAsyGS5zbmFrZXRyb24udjEuUXVldWVMZW5ndGhSBnF1ZXVlcxIWCgZy\
            YW5rZWQYBCABKAhSBnJhbmtlZEoECAEQAkoECAIQAyJPCgtRdWV1ZUxlbmd0aBImCgRtb2RlGAEgASgOMhIuc25ha2V0cm9u\
            LnYxLk1vZGVSBG1vZGUSGAoHd2FpdGluZxgCIAEoDVIHd2FpdGluZyKjAgoKTG9iYnlTdGF0ZRISCgRjb2RlGAEgASgJUgRj\
            b2RlEhsKCWxlYWRlcl9pZBgCIAEoBFIIbGVhZGVySWQSMwoHbWVtYmVycxgDIAMoCzIZLnNuYWtldHJvbi52MS5Mb2JieU1l\
            bWJlclIHbWVtYmVycxI3CghzZXR0aW5ncxgEIAEoCzIbLnNuYWtldHJvbi52MS5Mb2JieVNldHRpbmdzUghzZXR0aW5ncxIq\
            CgRib3RzGAUgAygLMhYuc25ha2V0cm9uLnYxLkxvYmJ5Qm90UgRib3RzEhkKCG1hdGNoX2lkGAYgASgEUgdtYXRjaElkEi8K\
            BXN0YXJ0GAcgASgOMhkuc25ha2V0cm9uLnYxLk91dGNvbWVDb2RlUgVzdGFydCK4AQoLTG9iYnlNZW1iZXISFwoHdXNlcl9p\
            ZBgBIAEoBFIGdXNlcklkEhIKBG5hbWUYAiABKAlSBG5hbWUSHAoJY29ubmVjdGVkGAMgASgIUgljb25uZWN0ZWQSGwoJdGVh\
            bV93aXNoGAQgASgNUgh0ZWFtV2lzaBISCgRzbG90GAUgASgNUgRzbG90EhIKBHRlYW0YBiABKA1SBHRlYW0SGQoIaW5fbWF0\
            Y2gYByABKAhSB2luTWF0Y2giYAoITG9iYnlCb3QSEgoEc2xvdBgBIAEoDVIEc2xvdBISCgR0ZWFtGAIgASgNUgR0ZWFtEiwK\
            BWxldmVsGAMgASgOMhYuc25ha2V0cm9uLnYxLkJvdExldmVsUgVsZXZlbCJNCglDaGF0TGluZXMSEgoEY29kZRgBIAEoCVIE\
            Y29kZRIsCgVsaW5lcxgCIAMoCzIWLnNuYWtldHJvbi52MS5DaGF0TGluZVIFbGluZXMiYwoIQ2hhdExpbmUSFgoGbnVtYmVy\
            GAEgASgEUgZudW1iZXISFwoHdXNlcl9pZBgCIAEoBFIGdXNlcklkEhIKBG5hbWUYAyABKAlSBG5hbWUSEgoEdGV4dBgEIAEo\
            CVIEdGV4dCI7CghHYW1lTGlzdBIvCgVnYW1lcxgBIAMoCzIZLnNuYWtldHJvbi52MS5HYW1lU3VtbWFyeVIFZ2FtZXMi0QEK\
            C0dhbWVTdW1tYXJ5EhkKCG1hdGNoX2lkGAEgASgEUgdtYXRjaElkEiYKBG1vZGUYAiABKA4yEi5zbmFrZXRyb24udjEuTW9k\
            ZVIEbW9kZRIwCgdwbGF5ZXJzGAMgAygLMhYuc25ha2V0cm9uLnYxLkdhbWVTaWRlUgdwbGF5ZXJzEh4KCnNwZWN0YXRvcnMY\
            BCABKA1SCnNwZWN0YXRvcnMSFQoGYWdlX21zGAUgASgNUgVhZ2VNcxIWCgZyYW5rZWQYBiABKAhSBnJhbmtlZCJyCghHYW1l\
            U2lkZRISCgRuYW1lGAEgASgJUgRuYW1lEhIKBHRlYW0YAiABKA1SBHRlYW0SFAoFc2NvcmUYAyABKA1SBXNjb3JlEigKA2Jv\
            dBgEIAEoDjIWLnNuYWtldHJvbi52MS5Cb3RMZXZlbFIDYm90Iu4ECgpNYXRjaFN0YXRlEhkKCG1hdGNoX2lkGAEgASgEUgdt\
            YXRjaElkEhIKBGNvZGUYAiABKAlSBGNvZGUSJgoEbW9kZRgDIAEoDjISLnNuYWtldHJvbi52MS5Nb2RlUgRtb2RlEjQKBXBo\
            YXNlGAQgASgOMh4uc25ha2V0cm9uLnYxLk1hdGNoU3RhdGUuUGhhc2VSBXBoYXNlEiEKDHJlbWFpbmluZ19tcxgFIAEoDVIL\
            cmVtYWluaW5nTXMSLgoHcGxheWVycxgGIAMoCzIULnNuYWtldHJvbi52MS5QbGF5ZXJSB3BsYXllcnMSGwoJeW91cl9zbG90\
            GAcgASgNUgh5b3VyU2xvdBInCg9zZWVkX2NvbW1pdG1lbnQYCCABKAxSDnNlZWRDb21taXRtZW50EhIKBHNlZWQYCSABKAxS\
            BHNlZWQSNgoKZW5kX3JlYXNvbhgKIAEoDjIXLnNuYWtldHJvbi52MS5FbmRSZWFzb25SCWVuZFJlYXNvbhIWCgZyYW5rZWQY\
            CyABKAhSBnJhbmtlZBIeCgpzcGVjdGF0b3JzGAwgASgNUgpzcGVjdGF0b3JzEikKBXJ1bGVzGA0gASgLMhMuc25ha2V0cm9u\
            LnYxLlJ1bGVzUgVydWxlcxIwCgZvcmlnaW4YDiABKAsyGC5zbmFrZXRyb24udjEuRm9ya09yaWdpblIGb3JpZ2luIlkKBVBo\
            YXNlEhUKEVBIQVNFX1VOU1BFQ0lGSUVEEAASDAoIUkVBRFlJTkcQAhINCglDT1VOVERPV04QAxILCgdSVU5OSU5HEAQSCQoF\
            RU5ERUQQBSIECAEQASI7CgpGb3JrT3JpZ2luEhkKCG1hdGNoX2lkGAEgASgEUgdtYXRjaElkEhIKBHRpY2sYAiABKA1SBHRp\
            Y2siwAEKBVJ1bGVzEhQKBXdpZHRoGAEgASgNUgV3aWR0aBIWCgZoZWlnaHQYAiABKA1SBmhlaWdodBIkCg5lbmRfem9uZV9k\
            ZXB0aBgDIAEoDVIMZW5kWm9uZURlcHRoEhQKBXNwZWVkGAQgASgNUgVzcGVlZBIfCgtiYW5rX3RhcmdldBgFIAEoDVIKYmFu\
            a1RhcmdldBISCgRmb29kGAYgASgNUgRmb29kEhgKB21pbnV0ZXMYByABKA1SB21pbnV0ZXMinwIKBlBsYXllchIXCgd1c2Vy\
            X2lkGAEgASgEUgZ1c2VySWQSEgoEbmFtZRgCIAEoCVIEbmFtZRISCgR0ZWFtGAMgASgNUgR0ZWFtEhQKBXJlYWR5GAQgASgI\
            UgVyZWFkeRIcCgljb25uZWN0ZWQYBSABKAhSCWNvbm5lY3RlZBIUCgVzY29yZRgGIAEoDVIFc2NvcmUSEgoEcmFuaxgHIAEo\
            DVIEcmFuaxIoCgNib3QYCCABKA4yFi5zbmFrZXRyb24udjEuQm90TGV2ZWxSA2JvdBIZCghzdGFuZF9pbhgJIAEoCFIHc3Rh\
            bmRJbhIXCgdpZGxlX21zGAogASgNUgZpZGxlTXMSGAoHcmVtYXRjaBgLIAEoCFIHcmVtYXRjaCIQCg5TdW1tYXJ5UmVxdWVz\
            dCL+AgoMU3VtbWFyeVJlcGx5EhcKB25vZGVfaWQYASABKARSBm5vZGVJZBIjCg1hcHBsaWVkX2luZGV4GAIgASgEUgxhcHBs\
            aWVkSW5kZXgSHQoKd29ybGRfdGljaxgDIAEoBFIJd29ybGRUaWNrEisKEXNlc3Npb25zX2F0dGFjaGVkGAQgASgNUhBzZXNz\
            aW9uc0F0dGFjaGVkEhgKB21hdGNoZXMYBSABKA1SB21hdGNoZXMSGAoHcGxheWVycxgGIAEoDVIHcGxheWVycxIUCgVyZWFk\
            eRgHIAEoCFIFcmVhZHkSHQoKc3RhdGVfaGFzaBgIIAEoBFIJc3RhdGVIYXNoEhgKB2xvYmJpZXMYCSABKA1SB2xvYmJpZXMS\
            HgoKc3BlY3RhdG9ycxgKIAEoDVIKc3BlY3RhdG9ycxIfCgt3b3JsZF9ieXRlcxgLIAEoBFIKd29ybGRCeXRlcxIgCgtxdWFy\
            YW50aW5lZBgQIAEoCFILcXVhcmFudGluZWQqcgoETW9kZRIUChBNT0RFX1VOU1BFQ0lGSUVEEAASDQoJTU9ERV9EVUVMEAES\
            FQoRTU9ERV9GUkVFX0ZPUl9BTEwQAhINCglNT0RFX1NPTE8QAxIOCgpNT0RFX1RFQU1TEAQSDwoLTU9ERV9DVVNUT00QBSpE\
            CghCb3RMZXZlbBIMCghCT1RfTk9ORRAAEgwKCEJPVF9FQVNZEAESDgoKQk9UX05PUk1BTBACEgwKCEJPVF9IQVJEEAMq4AQK\
            C091dGNvbWVDb2RlEhQKEE9VVENPTUVfQUNDRVBURUQQABIYChRPVVRDT01FX1VOS05PV05fQ09ERRABEhYKEk9VVENPTUVf\
            TUFUQ0hfRlVMTBACEhwKGE9VVENPTUVfQUxSRUFEWV9JTl9NQVRDSBADEhgKFE9VVENPTUVfTk9UX0lOX01BVENIEAQSGgoW\
            T1VUQ09NRV9BTFJFQURZX1FVRVVFRBAFEhYKEk9VVENPTUVfTk9UX1FVRVVFRBAGEhcKE09VVENPTUVfTk9UX0FMTE9XRUQQ\
            BxITCg9PVVRDT01FX0lOVkFMSUQQCBIZChVPVVRDT01FX09QUE9TSVRFX1RVUk4QCRIZChVPVVRDT01FX1RPT19GQVJfQUhF\
            QUQQChIYChRPVVRDT01FX09ORV9QRVJfVElDSxALEhEKDU9VVENPTUVfU1RBTEUQDBIWChJPVVRDT01FX09WRVJMT0FERUQQ\
            DRIcChhPVVRDT01FX0lOVkFMSURfU0VUVElOR1MQDhIWChJPVVRDT01FX0xPQkJZX0ZVTEwQDxIYChRPVVRDT01FX05PVF9J\
            Tl9MT0JCWRAQEhYKEk9VVENPTUVfTk9UX0xFQURFUhAREhsKF09VVENPTUVfVE9PX0ZFV19QTEFZRVJTEBISGQoVT1VUQ09N\
            RV9VTktOT1dOX01BVENIEBMSHQoZT1VUQ09NRV9UT09fTUFOWV9NRVNTQUdFUxAUEhgKFE9VVENPTUVfSU5WQUxJRF9URVhU\
            EBUSGwoXT1VUQ09NRV9QQVJUWV9UT09fTEFSR0UQFip/CglFbmRSZWFzb24SEwoPRU5EX1VOU1BFQ0lGSUVEEAASDQoJRU5E\
            X1NDT1JFEAESEAoMRU5EX0FMTF9ERUFEEAISDAoIRU5EX0xFRlQQAxIMCghFTkRfRFJBVxAEEhIKDkVORF9OT19DT05URVNU\
            EAUSDAoIRU5EX1RJTUUQBjKHAQoEUGxheRI6CgZBdHRhY2gSFC5zbmFrZXRyb24udjEuUGxheVVwGhYuc25ha2V0cm9uLnYx\
            LlBsYXlEb3duKAEwARJDCgdTdW1tYXJ5Ehwuc25ha2V0cm9uLnYxLlN1bW1hcnlSZXF1ZXN0Ghouc25ha2V0cm9uLnYxLlN1\
            bW1hcnlSZXBseWIGcHJvdG8z\

            """)
}

extension PlayUp: RPCMessage {}
extension PlayDown: RPCMessage {}
extension SummaryRequest: RPCMessage {}
extension SummaryReply: RPCMessage {}
