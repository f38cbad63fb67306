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
            U3VtbWFyeVIFZ2FtZXMi6wEKC0dhbWVTdW1tYXJ5EhkKCG1hdGNoX2lkGAEgASgEUgdtYXRjaElkEiYKBG1vZGUYAiABKA4y\
            Ei5zbmFrZXRyb24udjEuTW9kZVIEbW9kZRIwCgdwbGF5ZXJzGAMgAygLMhYuc25ha2V0cm9uLnYxLkdhbWVTaWRlUgdwbGF5\
            ZXJzEh4KCnNwZWN0YXRvcnMYBCABKA1SCnNwZWN0YXRvcnMSFQoGYWdlX21zGAUgASgNUgVhZ2VNcxIWCgZyYW5rZWQYBiAB\
            KAhSBnJhbmtlZBIYCgdwaWN0dXJlGAcgASgJUgdwaWN0dXJlInIKCEdhbWVTaWRlEhIKBG5hbWUYASABKAlSBG5hbWUSEgoE\
            dGVhbRgCIAEoDVIEdGVhbRIUCgVzY29yZRgDIAEoDVIFc2NvcmUSKAoDYm90GAQgASgOMhYuc25ha2V0cm9uLnYxLkJvdExl\
            dmVsUgNib3Qi7gQKCk1hdGNoU3RhdGUSGQoIbWF0Y2hfaWQYASABKARSB21hdGNoSWQSEgoEY29kZRgCIAEoCVIEY29kZRIm\
            CgRtb2RlGAMgASgOMhIuc25ha2V0cm9uLnYxLk1vZGVSBG1vZGUSNAoFcGhhc2UYBCABKA4yHi5zbmFrZXRyb24udjEuTWF0\
            Y2hTdGF0ZS5QaGFzZVIFcGhhc2USIQoMcmVtYWluaW5nX21zGAUgASgNUgtyZW1haW5pbmdNcxIuCgdwbGF5ZXJzGAYgAygL\
            MhQuc25ha2V0cm9uLnYxLlBsYXllclIHcGxheWVycxIbCgl5b3VyX3Nsb3QYByABKA1SCHlvdXJTbG90EicKD3NlZWRfY29t\
            bWl0bWVudBgIIAEoDFIOc2VlZENvbW1pdG1lbnQSEgoEc2VlZBgJIAEoDFIEc2VlZBI2CgplbmRfcmVhc29uGAogASgOMhcu\
            c25ha2V0cm9uLnYxLkVuZFJlYXNvblIJZW5kUmVhc29uEhYKBnJhbmtlZBgLIAEoCFIGcmFua2VkEh4KCnNwZWN0YXRvcnMY\
            DCABKA1SCnNwZWN0YXRvcnMSKQoFcnVsZXMYDSABKAsyEy5zbmFrZXRyb24udjEuUnVsZXNSBXJ1bGVzEjAKBm9yaWdpbhgO\
            IAEoCzIYLnNuYWtldHJvbi52MS5Gb3JrT3JpZ2luUgZvcmlnaW4iWQoFUGhhc2USFQoRUEhBU0VfVU5TUEVDSUZJRUQQABIM\
            CghSRUFEWUlORxACEg0KCUNPVU5URE9XThADEgsKB1JVTk5JTkcQBBIJCgVFTkRFRBAFIgQIARABIjsKCkZvcmtPcmlnaW4S\
            GQoIbWF0Y2hfaWQYASABKARSB21hdGNoSWQSEgoEdGljaxgCIAEoDVIEdGljayLAAQoFUnVsZXMSFAoFd2lkdGgYASABKA1S\
            BXdpZHRoEhYKBmhlaWdodBgCIAEoDVIGaGVpZ2h0EiQKDmVuZF96b25lX2RlcHRoGAMgASgNUgxlbmRab25lRGVwdGgSFAoF\
            c3BlZWQYBCABKA1SBXNwZWVkEh8KC2JhbmtfdGFyZ2V0GAUgASgNUgpiYW5rVGFyZ2V0EhIKBGZvb2QYBiABKA1SBGZvb2QS\
            GAoHbWludXRlcxgHIAEoDVIHbWludXRlcyKfAgoGUGxheWVyEhcKB3VzZXJfaWQYASABKARSBnVzZXJJZBISCgRuYW1lGAIg\
            ASgJUgRuYW1lEhIKBHRlYW0YAyABKA1SBHRlYW0SFAoFcmVhZHkYBCABKAhSBXJlYWR5EhwKCWNvbm5lY3RlZBgFIAEoCFIJ\
            Y29ubmVjdGVkEhQKBXNjb3JlGAYgASgNUgVzY29yZRISCgRyYW5rGAcgASgNUgRyYW5rEigKA2JvdBgIIAEoDjIWLnNuYWtl\
            dHJvbi52MS5Cb3RMZXZlbFIDYm90EhkKCHN0YW5kX2luGAkgASgIUgdzdGFuZEluEhcKB2lkbGVfbXMYCiABKA1SBmlkbGVN\
            cxIYCgdyZW1hdGNoGAsgASgIUgdyZW1hdGNoIkQKDlN1bW1hcnlSZXF1ZXN0EhQKBWJyaWVmGAEgASgIUgVicmllZhIcCglj\
            b25zZW5zdXMYAiABKAhSCWNvbnNlbnN1cyKaBAoMU3VtbWFyeVJlcGx5EhcKB25vZGVfaWQYASABKARSBm5vZGVJZBIjCg1h\
            cHBsaWVkX2luZGV4GAIgASgEUgxhcHBsaWVkSW5kZXgSHQoKd29ybGRfdGljaxgDIAEoBFIJd29ybGRUaWNrEisKEXNlc3Np\
            b25zX2F0dGFjaGVkGAQgASgNUhBzZXNzaW9uc0F0dGFjaGVkEhgKB21hdGNoZXMYBSABKA1SB21hdGNoZXMSGAoHcGxheWVy\
            cxgGIAEoDVIHcGxheWVycxIUCgVyZWFkeRgHIAEoCFIFcmVhZHkSHQoKc3RhdGVfaGFzaBgIIAEoBFIJc3RhdGVIYXNoEhgK\
            B2xvYmJpZXMYCSABKA1SB2xvYmJpZXMSHgoKc3BlY3RhdG9ycxgKIAEoDVIKc3BlY3RhdG9ycxIfCgt3b3JsZF9ieXRlcxgL\
            IAEoBFIKd29ybGRCeXRlcxIgCgtxdWFyYW50aW5lZBgQIAEoCFILcXVhcmFudGluZWQSHAoJYmVoYXZpb3VyGBQgASgNUgli\
            ZWhhdmlvdXISIQoMb2xkZXN0X2tub3duGBUgASgNUgtvbGRlc3RLbm93bhIhCgxuZXdlc3Rfa25vd24YFiABKA1SC25ld2Vz\
            dEtub3duEhgKB3N0b3BwZWQYFyABKAlSB3N0b3BwZWQSHAoJY29uc2Vuc3VzGBggASgMUgljb25zZW5zdXMqcgoETW9kZRIU\
            ChBNT0RFX1VOU1BFQ0lGSUVEEAASDQoJTU9ERV9EVUVMEAESFQoRTU9ERV9GUkVFX0ZPUl9BTEwQAhINCglNT0RFX1NPTE8Q\
            AxIOCgpNT0RFX1RFQU1TEAQSDwoLTU9ERV9DVVNUT00QBSpECghCb3RMZXZlbBIMCghCT1RfTk9ORRAAEgwKCEJPVF9FQVNZ\
            EAESDgoKQk9UX05PUk1BTBACEgwKCEJPVF9IQVJEEAMqlwEKDVJlZnVzYWxSZWFzb24SFwoTUkVGVVNBTF9VTlNQRUNJRklF\
            RBAAEhwKGFJFRlVTQUxfTkVXRVJfQ09OTkVDVElPThABEh0KGVJFRlVTQUxfVE9PX01BTllfU0VTU0lPTlMQAhIWChJSRUZV\
            U0FMX1dPUkxEX0ZVTEwQAxIYChRSRUZVU0FMX0FUVEFDSF9BR0FJThAEKuAECgtPdXRjb21lQ29kZRIUChBPVVRDT01FX0FD\
            Q0VQVEVEEAASGAoUT1VUQ09NRV9VTktOT1dOX0NPREUQARIWChJPVVRDT01FX01BVENIX0ZVTEwQAhIcChhPVVRDT01FX0FM\
            UkVBRFlfSU5fTUFUQ0gQAxIYChRPVVRDT01FX05PVF9JTl9NQVRDSBAEEhoKFk9VVENPTUVfQUxSRUFEWV9RVUVVRUQQBRIW\
            ChJPVVRDT01FX05PVF9RVUVVRUQQBhIXChNPVVRDT01FX05PVF9BTExPV0VEEAcSEwoPT1VUQ09NRV9JTlZBTElEEAgSGQoV\
            T1VUQ09NRV9PUFBPU0lURV9UVVJOEAkSGQoVT1VUQ09NRV9UT09fRkFSX0FIRUFEEAoSGAoUT1VUQ09NRV9PTkVfUEVSX1RJ\
            Q0sQCxIRCg1PVVRDT01FX1NUQUxFEAwSFgoST1VUQ09NRV9PVkVSTE9BREVEEA0SHAoYT1VUQ09NRV9JTlZBTElEX1NFVFRJ\
            TkdTEA4SFgoST1VUQ09NRV9MT0JCWV9GVUxMEA8SGAoUT1VUQ09NRV9OT1RfSU5fTE9CQlkQEBIWChJPVVRDT01FX05PVF9M\
            RUFERVIQERIbChdPVVRDT01FX1RPT19GRVdfUExBWUVSUxASEhkKFU9VVENPTUVfVU5LTk9XTl9NQVRDSBATEh0KGU9VVENP\
            TUVfVE9PX01BTllfTUVTU0FHRVMQFBIYChRPVVRDT01FX0lOVkFMSURfVEVYVBAVEhsKF09VVENPTUVfUEFSVFlfVE9PX0xB\
            UkdFEBYqfwoJRW5kUmVhc29uEhMKD0VORF9VTlNQRUNJRklFRBAAEg0KCUVORF9TQ09SRRABEhAKDEVORF9BTExfREVBRBAC\
            EgwKCEVORF9MRUZUEAMSDAoIRU5EX0RSQVcQBBISCg5FTkRfTk9fQ09OVEVTVBAFEgwKCEVORF9USU1FEAYyhwEKBFBsYXkS\
            OgoGQXR0YWNoEhQuc25ha2V0cm9uLnYxLlBsYXlVcBoWLnNuYWtldHJvbi52MS5QbGF5RG93bigBMAESQwoHU3VtbWFyeRIc\
            LnNuYWtldHJvbi52MS5TdW1tYXJ5UmVxdWVzdBoaLnNuYWtldHJvbi52MS5TdW1tYXJ5UmVwbHliBnByb3RvMw\

            """)
}

extension PlayUp: RPCMessage {}
extension PlayDown: RPCMessage {}
extension SummaryRequest: RPCMessage {}
extension SummaryReply: RPCMessage {}
