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
            snaketron.v1.PlayDown snaketron.v1.Refused snaketron.v1.Attached snaketron.v1.Outcome \
            snaketron.v1.QueueState snaketron.v1.QueueLength snaketron.v1.LobbyState \
            snaketron.v1.LobbyMember snaketron.v1.LobbyBot snaketron.v1.ChatLines snaketron.v1.ChatLine \
            snaketron.v1.GameList snaketron.v1.GameSummary snaketron.v1.GameSide snaketron.v1.MatchState \
            snaketron.v1.MatchState.Phase snaketron.v1.ForkOrigin snaketron.v1.Rules snaketron.v1.Player \
            snaketron.v1.SummaryRequest snaketron.v1.SummaryReply snaketron.v1.Mode snaketron.v1.BotLevel \
            snaketron.v1.RefusalReason snaketron.v1.OutcomeCode snaketron.v1.EndReason snaketron.v1.Play \
            snaketron.v1.Play.Attach snaketron.v1.Play.Summary
            """,
        base64: """
            ChdzbmFrZXRyb24vdjEvcGxheS5wcm90bxIMc25ha2V0cm9uLnYxIp0CCgZQbGF5VXASKwoFaGVsbG8YASABKAsyEy5zbmFr\
            ZXRyb24udjEuSGVsbG9IAFIFaGVsbG8SMQoHcmVxdWVzdBgCIAEoCzIVLnNuYWtldHJvbi52MS5SZXF1ZXN0SABSB3JlcXVl\
            c3QSFgoFZnJhbWUYAyABKAxIAFIFZnJhbWUSLgoGcmVzeW5jGAQgASgLMhQuc25ha2V0cm9uLnYxLlJlc3luY0gAUgZyZXN5\
            bmMSOAoKbGlzdF9nYW1lcxgFIAEoCzIXLnNuYWtldHJvbi52MS5MaXN0R2FtZXNIAFIJbGlzdEdhbWVzEigKBHNlZWsYBiAB\
            KAsyEi5zbmFrZXRyb24udjEuU2Vla0gAUgRzZWVrQgcKBWV2ZW50IosCCgVIZWxsbxIXCgd1c2VyX2lkGAEgASgEUgZ1c2Vy\
            SWQSHQoKc2Vzc2lvbl9pZBgCIAEoBFIJc2Vzc2lvbklkEhIKBG5hbWUYAyABKAlSBG5hbWUSGAoHcmF0aW5ncxgEIAMoDVIH\
            cmF0aW5ncxIeCgpjb25uZWN0aW9uGAUgASgEUgpjb25uZWN0aW9uEhgKB2F0dGVtcHQYBiABKARSB2F0dGVtcHQSIwoNbmV4\
            dF9zZXF1ZW5jZRgHIAEoBFIMbmV4dFNlcXVlbmNlEhgKB2FkZHJlc3MYCiABKAZSB2FkZHJlc3MSIwoNYWRkcmVzc19zaGFy\
            ZRgLIAEoDVIMYWRkcmVzc1NoYXJlIggKBlJlc3luYyILCglMaXN0R2FtZXMiGgoEU2VlaxISCgR0aWNrGAEgASgNUgR0aWNr\
            ItgGCgdSZXF1ZXN0EhoKCHNlcXVlbmNlGAEgASgEUghzZXF1ZW5jZRI4Cgpqb2luX3F1ZXVlGAIgASgLMhcuc25ha2V0cm9u\
            LnYxLkpvaW5RdWV1ZUgAUglqb2luUXVldWUSOwoLbGVhdmVfcXVldWUYAyABKAsyGC5zbmFrZXRyb24udjEuTGVhdmVRdWV1\
            ZUgAUgpsZWF2ZVF1ZXVlEj4KDGNyZWF0ZV9sb2JieRgEIAEoCzIZLnNuYWtldHJvbi52MS5DcmVhdGVMb2JieUgAUgtjcmVh\
            dGVMb2JieRI4Cgpqb2luX2xvYmJ5GAUgASgLMhcuc25ha2V0cm9uLnYxLkpvaW5Mb2JieUgAUglqb2luTG9iYnkSKwoFc3Rh\
            cnQYBiABKAsyEy5zbmFrZXRyb24udjEuU3RhcnRIAFIFc3RhcnQSKwoFcmVhZHkYByABKAsyEy5zbmFrZXRyb24udjEuUmVh\
            ZHlIAFIFcmVhZHkSOwoLbGVhdmVfbWF0Y2gYCCABKAsyGC5zbmFrZXRyb24udjEuTGVhdmVNYXRjaEgAUgpsZWF2ZU1hdGNo\
            EjsKC2xlYXZlX2xvYmJ5GAkgASgLMhguc25ha2V0cm9uLnYxLkxlYXZlTG9iYnlIAFIKbGVhdmVMb2JieRJHCg9jaGFuZ2Vf\
            c2V0dGluZ3MYCiABKAsyHC5zbmFrZXRyb24udjEuQ2hhbmdlU2V0dGluZ3NIAFIOY2hhbmdlU2V0dGluZ3MSKAoEa2ljaxgL\
            IAEoCzISLnNuYWtldHJvbi52MS5LaWNrSABSBGtpY2sSOwoLY2hvb3NlX3RlYW0YDCABKAsyGC5zbmFrZXRyb24udjEuQ2hv\
            b3NlVGVhbUgAUgpjaG9vc2VUZWFtEigKBGNoYXQYDSABKAsyEi5zbmFrZXRyb24udjEuQ2hhdEgAUgRjaGF0EjEKB3JlbWF0\
            Y2gYDiABKAsyFS5zbmFrZXRyb24udjEuUmVtYXRjaEgAUgdyZW1hdGNoEisKBXdhdGNoGA8gASgLMhMuc25ha2V0cm9uLnYx\
            LldhdGNoSABSBXdhdGNoEigKBGZvcmsYECABKAsyEi5zbmFrZXRyb24udjEuRm9ya0gAUgRmb3JrQggKBmFjdGlvbiJNCglK\
            b2luUXVldWUSKAoFbW9kZXMYASADKA4yEi5zbmFrZXRyb24udjEuTW9kZVIFbW9kZXMSFgoGcmFua2VkGAIgASgIUgZyYW5r\
            ZWQiDAoKTGVhdmVRdWV1ZSJGCgtDcmVhdGVMb2JieRI3CghzZXR0aW5ncxgBIAEoCzIbLnNuYWtldHJvbi52MS5Mb2JieVNl\
            dHRpbmdzUghzZXR0aW5ncyIfCglKb2luTG9iYnkSEgoEY29kZRgBIAEoCVIEY29kZSIMCgpMZWF2ZUxvYmJ5IkkKDkNoYW5n\
            ZVNldHRpbmdzEjcKCHNldHRpbmdzGAEgASgLMhsuc25ha2V0cm9uLnYxLkxvYmJ5U2V0dGluZ3NSCHNldHRpbmdzIh8KBEtp\
            Y2sSFwoHdXNlcl9pZBgBIAEoBFIGdXNlcklkIiAKCkNob29zZVRlYW0SEgoEdGVhbRgBIAEoDVIEdGVhbSIaCgRDaGF0EhIK\
            BHRleHQYASABKAlSBHRleHQiBwoFU3RhcnQiBwoFUmVhZHkiDAoKTGVhdmVNYXRjaCIJCgdSZW1hdGNoIkoKBVdhdGNoEhkK\
            CG1hdGNoX2lkGAEgASgEUgdtYXRjaElkEhIKBGNvZGUYAiABKAlSBGNvZGUSEgoEZnJvbRgDIAEoDVIEZnJvbSKdAQoERm9y\
            axIZCghtYXRjaF9pZBgBIAEoBFIHbWF0Y2hJZBISCgR0aWNrGAIgASgNUgR0aWNrEhIKBHNsb3QYAyABKA1SBHNsb3QSMwoJ\
            Ym90X2xldmVsGAQgASgOMhYuc25ha2V0cm9uLnYxLkJvdExldmVsUghib3RMZXZlbBIdCgpyZXBsYXlfa2V5GAUgASgGUgly\
            ZXBsYXlLZXkiygEKDUxvYmJ5U2V0dGluZ3MSJgoEbW9kZRgBIAEoDjISLnNuYWtldHJvbi52MS5Nb2RlUgRtb2RlEhIKBGJv\
            dHMYAiABKA1SBGJvdHMSMwoJYm90X2xldmVsGAMgASgOMhYuc25ha2V0cm9uLnYxLkJvdExldmVsUghib3RMZXZlbBIWCgZo\
            aWRkZW4YBCABKAhSBmhpZGRlbhIwCgZjdXN0b20YBSABKAsyGC5zbmFrZXRyb24udjEuQ3VzdG9tR2FtZVIGY3VzdG9tIrUB\
            CgpDdXN0b21HYW1lEhQKBXdpZHRoGAEgASgNUgV3aWR0aBIWCgZoZWlnaHQYAiABKA1SBmhlaWdodBIbCgllbmRfem9uZXMY\
            AyABKAhSCGVuZFpvbmVzEhQKBXNwZWVkGAQgASgNUgVzcGVlZBISCgRmb29kGAUgASgNUgRmb29kEhgKB3BsYXllcnMYBiAB\
            KA1SB3BsYXllcnMSGAoHbWludXRlcxgHIAEoDVIHbWludXRlcyK8AwoIUGxheURvd24SNAoIYXR0YWNoZWQYASABKAsyFi5z\
            bmFrZXRyb24udjEuQXR0YWNoZWRIAFIIYXR0YWNoZWQSMQoHb3V0Y29tZRgCIAEoCzIVLnNuYWtldHJvbi52MS5PdXRjb21l\
            SABSB291dGNvbWUSMAoFcXVldWUYAyABKAsyGC5zbmFrZXRyb24udjEuUXVldWVTdGF0ZUgAUgVxdWV1ZRIwCgVtYXRjaBgE\
            IAEoCzIYLnNuYWtldHJvbi52MS5NYXRjaFN0YXRlSABSBW1hdGNoEhYKBWZyYW1lGAUgASgMSABSBWZyYW1lEjAKBWxvYmJ5\
            GAYgASgLMhguc25ha2V0cm9uLnYxLkxvYmJ5U3RhdGVIAFIFbG9iYnkSLQoEY2hhdBgHIAEoCzIXLnNuYWtldHJvbi52MS5D\
            aGF0TGluZXNIAFIEY2hhdBIuCgVnYW1lcxgIIAEoCzIWLnNuYWtldHJvbi52MS5HYW1lTGlzdEgAUgVnYW1lcxIxCgdyZWZ1\
            c2VkGAkgASgLMhUuc25ha2V0cm9uLnYxLlJlZnVzZWRIAFIHcmVmdXNlZEIHCgVldmVudCJeCgdSZWZ1c2VkEjMKBnJlYXNv\
            bhgBIAEoDjIbLnNuYWtldHJvbi52MS5SZWZ1c2FsUmVhc29uUgZyZWFzb24SHgoKY29ubmVjdGlvbhgCIAEoBFIKY29ubmVj\
            dGlvbiJICghBdHRhY2hlZBIjCg1sYXN0X3NlcXVlbmNlGAEgASgEUgxsYXN0U2VxdWVuY2USFwoHbm9kZV9pZBgCIAEoBFIG\
            bm9kZUlkIlQKB091dGNvbWUSGgoIc2VxdWVuY2UYASABKARSCHNlcXVlbmNlEi0KBGNvZGUYAiABKA4yGS5zbmFrZXRyb24u\
            djEuT3V0Y29tZUNvZGVSBGNvZGUiYwoKUXVldWVTdGF0ZRIxCgZxdWV1ZXMYAyADKAsyGS5zbmFrZXRyb24udjEuUXVldWVM\
            ZW5ndGhSBnF1ZXVlcxIWCgZyYW5rZWQYBCABKAhSBnJhbmtlZEoECAEQAkoECAIQAyJPCgtRdWV1ZUxlbmd0aBImCgRtb2Rl\
            GAEgASgOMhIuc25ha2V0cm9uLnYxLk1vZGVSBG1vZGUSGAoHd2FpdGluZxgCIAEoDVIHd2FpdGluZyKjAgoKTG9iYnlTdGF0\
            ZRISCgRjb2RlGAEgASgJUgRjb2RlEhsKCWxlYWRlcl9pZBgCIAEoBFIIbGVhZGVySWQSMwoHbWVtYmVycxgDIAMoCzIZLnNu\
            YWtldHJvbi52MS5Mb2JieU1lbWJlclIHbWVtYmVycxI3CghzZXR0aW5ncxgEIAEoCzIbLnNuYWtldHJvbi52MS5Mb2JieVNl\
            dHRpbmdzUghzZXR0aW5ncxIqCgRib3RzGAUgAygLMhYuc25ha2V0cm9uLnYxLkxvYmJ5Qm90UgRib3RzEhkKCG1hdGNoX2lk\
            GAYgASgEUgdtYXRjaElkEi8KBXN0YXJ0GAcgASgOMhkuc25ha2V0cm9uLnYxLk91dGNvbWVDb2RlUgVzdGFydCK4AQoLTG9i\
            YnlNZW1iZXISFwoHdXNlcl9pZBgBIAEoBFIGdXNlcklkEhIKBG5hbWUYAiABKAlSBG5hbWUSHAoJY29ubmVjdGVkGAMgASgI\
            Ugljb25uZWN0ZWQSGwoJdGVhbV93aXNoGAQgASgNUgh0ZWFtV2lzaBISCgRzbG90GAUgASgNUgRzbG90EhIKBHRlYW0YBiAB\
            KA1SBHRlYW0SGQoIaW5fbWF0Y2gYByABKAhSB2luTWF0Y2giYAoITG9iYnlCb3QSEgoEc2xvdBgBIAEoDVIEc2xvdBISCgR0\
            ZWFtGAIgASgNUgR0ZWFtEiwKBWxldmVsGAMgASgOMhYuc25ha2V0cm9uLnYxLkJvdExldmVsUgVsZXZlbCJNCglDaGF0TGlu\
            ZXMSEgoEY29kZRgBIAEoCVIEY29kZRIsCgVsaW5lcxgCIAMoCzIWLnNuYWtldHJvbi52MS5DaGF0TGluZVIFbGluZXMiYwoI\
            Q2hhdExpbmUSFgoGbnVtYmVyGAEgASgEUgZudW1iZXISFwoHdXNlcl9pZBgCIAEoBFIGdXNlcklkEhIKBG5hbWUYAyABKAlS\
            BG5hbWUSEgoEdGV4dBgEIAEoCVIEdGV4dCI7CghHYW1lTGlzdBIvCgVnYW1lcxgBIAMoCzIZLnNuYWtldHJvbi52MS5HYW1l\
            U3VtbWFyeVIFZ2FtZXMi0QEKC0dhbWVTdW1tYXJ5EhkKCG1hdGNoX2lkGAEgASgEUgdtYXRjaElkEiYKBG1vZGUYAiABKA4y\
            Ei5zbmFrZXRyb24udjEuTW9kZVIEbW9kZRIwCgdwbGF5ZXJzGAMgAygLMhYuc25ha2V0cm9uLnYxLkdhbWVTaWRlUgdwbGF5\
            ZXJzEh4KCnNwZWN0YXRvcnMYBCABKA1SCnNwZWN0YXRvcnMSFQoGYWdlX21zGAUgASgNUgVhZ2VNcxIWCgZyYW5rZWQYBiAB\
            KAhSBnJhbmtlZCJyCghHYW1lU2lkZRISCgRuYW1lGAEgASgJUgRuYW1lEhIKBHRlYW0YAiABKA1SBHRlYW0SFAoFc2NvcmUY\
            AyABKA1SBXNjb3JlEigKA2JvdBgEIAEoDjIWLnNuYWtldHJvbi52MS5Cb3RMZXZlbFIDYm90Iu4ECgpNYXRjaFN0YXRlEhkK\
            CG1hdGNoX2lkGAEgASgEUgdtYXRjaElkEhIKBGNvZGUYAiABKAlSBGNvZGUSJgoEbW9kZRgDIAEoDjISLnNuYWtldHJvbi52\
            MS5Nb2RlUgRtb2RlEjQKBXBoYXNlGAQgASgOMh4uc25ha2V0cm9uLnYxLk1hdGNoU3RhdGUuUGhhc2VSBXBoYXNlEiEKDHJl\
            bWFpbmluZ19tcxgFIAEoDVILcmVtYWluaW5nTXMSLgoHcGxheWVycxgGIAMoCzIULnNuYWtldHJvbi52MS5QbGF5ZXJSB3Bs\
            YXllcnMSGwoJeW91cl9zbG90GAcgASgNUgh5b3VyU2xvdBInCg9zZWVkX2NvbW1pdG1lbnQYCCABKAxSDnNlZWRDb21taXRt\
            ZW50EhIKBHNlZWQYCSABKAxSBHNlZWQSNgoKZW5kX3JlYXNvbhgKIAEoDjIXLnNuYWtldHJvbi52MS5FbmRSZWFzb25SCWVu\
            ZFJlYXNvbhIWCgZyYW5rZWQYCyABKAhSBnJhbmtlZBIeCgpzcGVjdGF0b3JzGAwgASgNUgpzcGVjdGF0b3JzEikKBXJ1bGVz\
            GA0gASgLMhMuc25ha2V0cm9uLnYxLlJ1bGVzUgVydWxlcxIwCgZvcmlnaW4YDiABKAsyGC5zbmFrZXRyb24udjEuRm9ya09y\
            aWdpblIGb3JpZ2luIlkKBVBoYXNlEhUKEVBIQVNFX1VOU1BFQ0lGSUVEEAASDAoIUkVBRFlJTkcQAhINCglDT1VOVERPV04Q\
            AxILCgdSVU5OSU5HEAQSCQoFRU5ERUQQBSIECAEQASI7CgpGb3JrT3JpZ2luEhkKCG1hdGNoX2lkGAEgASgEUgdtYXRjaElk\
            EhIKBHRpY2sYAiABKA1SBHRpY2siwAEKBVJ1bGVzEhQKBXdpZHRoGAEgASgNUgV3aWR0aBIWCgZoZWlnaHQYAiABKA1SBmhl\
            aWdodBIkCg5lbmRfem9uZV9kZXB0aBgDIAEoDVIMZW5kWm9uZURlcHRoEhQKBXNwZWVkGAQgASgNUgVzcGVlZBIfCgtiYW5r\
            X3RhcmdldBgFIAEoDVIKYmFua1RhcmdldBISCgRmb29kGAYgASgNUgRmb29kEhgKB21pbnV0ZXMYByABKA1SB21pbnV0ZXMi\
            nwIKBlBsYXllchIXCgd1c2VyX2lkGAEgASgEUgZ1c2VySWQSEgoEbmFtZRgCIAEoCVIEbmFtZRISCgR0ZWFtGAMgASgNUgR0\
            ZWFtEhQKBXJlYWR5GAQgASgIUgVyZWFkeRIcCgljb25uZWN0ZWQYBSABKAhSCWNvbm5lY3RlZBIUCgVzY29yZRgGIAEoDVIF\
            c2NvcmUSEgoEcmFuaxgHIAEoDVIEcmFuaxIoCgNib3QYCCABKA4yFi5zbmFrZXRyb24udjEuQm90TGV2ZWxSA2JvdBIZCghz\
            dGFuZF9pbhgJIAEoCFIHc3RhbmRJbhIXCgdpZGxlX21zGAogASgNUgZpZGxlTXMSGAoHcmVtYXRjaBgLIAEoCFIHcmVtYXRj\
            aCJECg5TdW1tYXJ5UmVxdWVzdBIUCgVicmllZhgBIAEoCFIFYnJpZWYSHAoJY29uc2Vuc3VzGAIgASgIUgljb25zZW5zdXMi\
            mgQKDFN1bW1hcnlSZXBseRIXCgdub2RlX2lkGAEgASgEUgZub2RlSWQSIwoNYXBwbGllZF9pbmRleBgCIAEoBFIMYXBwbGll\
            ZEluZGV4Eh0KCndvcmxkX3RpY2sYAyABKARSCXdvcmxkVGljaxIrChFzZXNzaW9uc19hdHRhY2hlZBgEIAEoDVIQc2Vzc2lv\
            bnNBdHRhY2hlZBIYCgdtYXRjaGVzGAUgASgNUgdtYXRjaGVzEhgKB3BsYXllcnMYBiABKA1SB3BsYXllcnMSFAoFcmVhZHkY\
            ByABKAhSBXJlYWR5Eh0KCnN0YXRlX2hhc2gYCCABKARSCXN0YXRlSGFzaBIYCgdsb2JiaWVzGAkgASgNUgdsb2JiaWVzEh4K\
            CnNwZWN0YXRvcnMYCiABKA1SCnNwZWN0YXRvcnMSHwoLd29ybGRfYnl0ZXMYCyABKARSCndvcmxkQnl0ZXMSIAoLcXVhcmFu\
            dGluZWQYECABKAhSC3F1YXJhbnRpbmVkEhwKCWJlaGF2aW91chgUIAEoDVIJYmVoYXZpb3VyEiEKDG9sZGVzdF9rbm93bhgV\
            IAEoDVILb2xkZXN0S25vd24SIQoMbmV3ZXN0X2tub3duGBYgASgNUgtuZXdlc3RLbm93bhIYCgdzdG9wcGVkGBcgASgJUgdz\
            dG9wcGVkEhwKCWNvbnNlbnN1cxgYIAEoDFIJY29uc2Vuc3VzKnIKBE1vZGUSFAoQTU9ERV9VTlNQRUNJRklFRBAAEg0KCU1P\
            REVfRFVFTBABEhUKEU1PREVfRlJFRV9GT1JfQUxMEAISDQoJTU9ERV9TT0xPEAMSDgoKTU9ERV9URUFNUxAEEg8KC01PREVf\
            Q1VTVE9NEAUqRAoIQm90TGV2ZWwSDAoIQk9UX05PTkUQABIMCghCT1RfRUFTWRABEg4KCkJPVF9OT1JNQUwQAhIMCghCT1Rf\
            SEFSRBADKpcBCg1SZWZ1c2FsUmVhc29uEhcKE1JFRlVTQUxfVU5TUEVDSUZJRUQQABIcChhSRUZVU0FMX05FV0VSX0NPTk5F\
            Q1RJT04QARIdChlSRUZVU0FMX1RPT19NQU5ZX1NFU1NJT05TEAISFgoSUkVGVVNBTF9XT1JMRF9GVUxMEAMSGAoUUkVGVVNB\
            TF9BVFRBQ0hfQUdBSU4QBCrgBAoLT3V0Y29tZUNvZGUSFAoQT1VUQ09NRV9BQ0NFUFRFRBAAEhgKFE9VVENPTUVfVU5LTk9X\
            Tl9DT0RFEAESFgoST1VUQ09NRV9NQVRDSF9GVUxMEAISHAoYT1VUQ09NRV9BTFJFQURZX0lOX01BVENIEAMSGAoUT1VUQ09N\
            RV9OT1RfSU5fTUFUQ0gQBBIaChZPVVRDT01FX0FMUkVBRFlfUVVFVUVEEAUSFgoST1VUQ09NRV9OT1RfUVVFVUVEEAYSFwoT\
            T1VUQ09NRV9OT1RfQUxMT1dFRBAHEhMKD09VVENPTUVfSU5WQUxJRBAIEhkKFU9VVENPTUVfT1BQT1NJVEVfVFVSThAJEhkK\
            FU9VVENPTUVfVE9PX0ZBUl9BSEVBRBAKEhgKFE9VVENPTUVfT05FX1BFUl9USUNLEAsSEQoNT1VUQ09NRV9TVEFMRRAMEhYK\
            Ek9VVENPTUVfT1ZFUkxPQURFRBANEhwKGE9VVENPTUVfSU5WQUxJRF9TRVRUSU5HUxAOEhYKEk9VVENPTUVfTE9CQllfRlVM\
            TBAPEhgKFE9VVENPTUVfTk9UX0lOX0xPQkJZEBASFgoST1VUQ09NRV9OT1RfTEVBREVSEBESGwoXT1VUQ09NRV9UT09fRkVX\
            X1BMQVlFUlMQEhIZChVPVVRDT01FX1VOS05PV05fTUFUQ0gQExIdChlPVVRDT01FX1RPT19NQU5ZX01FU1NBR0VTEBQSGAoU\
            T1VUQ09NRV9JTlZBTElEX1RFWFQQFRIbChdPVVRDT01FX1BBUlRZX1RPT19MQVJHRRAWKn8KCUVuZFJlYXNvbhITCg9FTkRf\
            VU5TUEVDSUZJRUQQABINCglFTkRfU0NPUkUQARIQCgxFTkRfQUxMX0RFQUQQAhIMCghFTkRfTEVGVBADEgwKCEVORF9EUkFX\
            EAQSEgoORU5EX05PX0NPTlRFU1QQBRIMCghFTkRfVElNRRAGMocBCgRQbGF5EjoKBkF0dGFjaBIULnNuYWtldHJvbi52MS5Q\
            bGF5VXAaFi5zbmFrZXRyb24udjEuUGxheURvd24oATABEkMKB1N1bW1hcnkSHC5zbmFrZXRyb24udjEuU3VtbWFyeVJlcXVl\
            c3QaGi5zbmFrZXRyb24udjEuU3VtbWFyeVJlcGx5YgZwcm90bzM\

            """)
}

extension PlayUp: RPCMessage {}
extension PlayDown: RPCMessage {}
extension SummaryRequest: RPCMessage {}
extension SummaryReply: RPCMessage {}
