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
            KAsyEi5zbmFrZXRyb24udjEuU2Vla0gAUgRzZWVrQgcKBWV2ZW50IuYBCgVIZWxsbxIXCgd1c2VyX2lkGAEgASgEUgZ1c2Vy\
            SWQSHQoKc2Vzc2lvbl9pZBgCIAEoBFIJc2Vzc2lvbklkEhIKBG5hbWUYAyABKAlSBG5hbWUSGAoHcmF0aW5ncxgEIAMoDVIH\
            cmF0aW5ncxIeCgpjb25uZWN0aW9uGAUgASgEUgpjb25uZWN0aW9uEhgKB2F0dGVtcHQYBiABKARSB2F0dGVtcHQSIwoNbmV4\
            dF9zZXF1ZW5jZRgHIAEoBFIMbmV4dFNlcXVlbmNlEhgKB2FkZHJlc3MYCiABKAZSB2FkZHJlc3MiCAoGUmVzeW5jIgsKCUxp\
            c3RHYW1lcyIaCgRTZWVrEhIKBHRpY2sYASABKA1SBHRpY2si2AYKB1JlcXVlc3QSGgoIc2VxdWVuY2UYASABKARSCHNlcXVl\
            bmNlEjgKCmpvaW5fcXVldWUYAiABKAsyFy5zbmFrZXRyb24udjEuSm9pblF1ZXVlSABSCWpvaW5RdWV1ZRI7CgtsZWF2ZV9x\
            dWV1ZRgDIAEoCzIYLnNuYWtldHJvbi52MS5MZWF2ZVF1ZXVlSABSCmxlYXZlUXVldWUSPgoMY3JlYXRlX2xvYmJ5GAQgASgL\
            Mhkuc25ha2V0cm9uLnYxLkNyZWF0ZUxvYmJ5SABSC2NyZWF0ZUxvYmJ5EjgKCmpvaW5fbG9iYnkYBSABKAsyFy5zbmFrZXRy\
            b24udjEuSm9pbkxvYmJ5SABSCWpvaW5Mb2JieRIrCgVzdGFydBgGIAEoCzITLnNuYWtldHJvbi52MS5TdGFydEgAUgVzdGFy\
            dBIrCgVyZWFkeRgHIAEoCzITLnNuYWtldHJvbi52MS5SZWFkeUgAUgVyZWFkeRI7CgtsZWF2ZV9tYXRjaBgIIAEoCzIYLnNu\
            YWtldHJvbi52MS5MZWF2ZU1hdGNoSABSCmxlYXZlTWF0Y2gSOwoLbGVhdmVfbG9iYnkYCSABKAsyGC5zbmFrZXRyb24udjEu\
            TGVhdmVMb2JieUgAUgpsZWF2ZUxvYmJ5EkcKD2NoYW5nZV9zZXR0aW5ncxgKIAEoCzIcLnNuYWtldHJvbi52MS5DaGFuZ2VT\
            ZXR0aW5nc0gAUg5jaGFuZ2VTZXR0aW5ncxIoCgRraWNrGAsgASgLMhIuc25ha2V0cm9uLnYxLktpY2tIAFIEa2ljaxI7Cgtj\
            aG9vc2VfdGVhbRgMIAEoCzIYLnNuYWtldHJvbi52MS5DaG9vc2VUZWFtSABSCmNob29zZVRlYW0SKAoEY2hhdBgNIAEoCzIS\
            LnNuYWtldHJvbi52MS5DaGF0SABSBGNoYXQSMQoHcmVtYXRjaBgOIAEoCzIVLnNuYWtldHJvbi52MS5SZW1hdGNoSABSB3Jl\
            bWF0Y2gSKwoFd2F0Y2gYDyABKAsyEy5zbmFrZXRyb24udjEuV2F0Y2hIAFIFd2F0Y2gSKAoEZm9yaxgQIAEoCzISLnNuYWtl\
            dHJvbi52MS5Gb3JrSABSBGZvcmtCCAoGYWN0aW9uIk0KCUpvaW5RdWV1ZRIoCgVtb2RlcxgBIAMoDjISLnNuYWtldHJvbi52\
            MS5Nb2RlUgVtb2RlcxIWCgZyYW5rZWQYAiABKAhSBnJhbmtlZCIMCgpMZWF2ZVF1ZXVlIkYKC0NyZWF0ZUxvYmJ5EjcKCHNl\
            dHRpbmdzGAEgASgLMhsuc25ha2V0cm9uLnYxLkxvYmJ5U2V0dGluZ3NSCHNldHRpbmdzIh8KCUpvaW5Mb2JieRISCgRjb2Rl\
            GAEgASgJUgRjb2RlIgwKCkxlYXZlTG9iYnkiSQoOQ2hhbmdlU2V0dGluZ3MSNwoIc2V0dGluZ3MYASABKAsyGy5zbmFrZXRy\
            b24udjEuTG9iYnlTZXR0aW5nc1IIc2V0dGluZ3MiHwoES2ljaxIXCgd1c2VyX2lkGAEgASgEUgZ1c2VySWQiIAoKQ2hvb3Nl\
            VGVhbRISCgR0ZWFtGAEgASgNUgR0ZWFtIhoKBENoYXQSEgoEdGV4dBgBIAEoCVIEdGV4dCIHCgVTdGFydCIHCgVSZWFkeSIM\
            CgpMZWF2ZU1hdGNoIgkKB1JlbWF0Y2giSgoFV2F0Y2gSGQoIbWF0Y2hfaWQYASABKARSB21hdGNoSWQSEgoEY29kZRgCIAEo\
            CVIEY29kZRISCgRmcm9tGAMgASgNUgRmcm9tIp0BCgRGb3JrEhkKCG1hdGNoX2lkGAEgASgEUgdtYXRjaElkEhIKBHRpY2sY\
            AiABKA1SBHRpY2sSEgoEc2xvdBgDIAEoDVIEc2xvdBIzCglib3RfbGV2ZWwYBCABKA4yFi5zbmFrZXRyb24udjEuQm90TGV2\
            ZWxSCGJvdExldmVsEh0KCnJlcGxheV9rZXkYBSABKAZSCXJlcGxheUtleSLKAQoNTG9iYnlTZXR0aW5ncxImCgRtb2RlGAEg\
            ASgOMhIuc25ha2V0cm9uLnYxLk1vZGVSBG1vZGUSEgoEYm90cxgCIAEoDVIEYm90cxIzCglib3RfbGV2ZWwYAyABKA4yFi5z\
            bmFrZXRyb24udjEuQm90TGV2ZWxSCGJvdExldmVsEhYKBmhpZGRlbhgEIAEoCFIGaGlkZGVuEjAKBmN1c3RvbRgFIAEoCzIY\
            LnNuYWtldHJvbi52MS5DdXN0b21HYW1lUgZjdXN0b20itQEKCkN1c3RvbUdhbWUSFAoFd2lkdGgYASABKA1SBXdpZHRoEhYK\
            BmhlaWdodBgCIAEoDVIGaGVpZ2h0EhsKCWVuZF96b25lcxgDIAEoCFIIZW5kWm9uZXMSFAoFc3BlZWQYBCABKA1SBXNwZWVk\
            EhIKBGZvb2QYBSABKA1SBGZvb2QSGAoHcGxheWVycxgGIAEoDVIHcGxheWVycxIYCgdtaW51dGVzGAcgASgNUgdtaW51dGVz\
            IrwDCghQbGF5RG93bhI0CghhdHRhY2hlZBgBIAEoCzIWLnNuYWtldHJvbi52MS5BdHRhY2hlZEgAUghhdHRhY2hlZBIxCgdv\
            dXRjb21lGAIgASgLMhUuc25ha2V0cm9uLnYxLk91dGNvbWVIAFIHb3V0Y29tZRIwCgVxdWV1ZRgDIAEoCzIYLnNuYWtldHJv\
            bi52MS5RdWV1ZVN0YXRlSABSBXF1ZXVlEjAKBW1hdGNoGAQgASgLMhguc25ha2V0cm9uLnYxLk1hdGNoU3RhdGVIAFIFbWF0\
            Y2gSFgoFZnJhbWUYBSABKAxIAFIFZnJhbWUSMAoFbG9iYnkYBiABKAsyGC5zbmFrZXRyb24udjEuTG9iYnlTdGF0ZUgAUgVs\
            b2JieRItCgRjaGF0GAcgASgLMhcuc25ha2V0cm9uLnYxLkNoYXRMaW5lc0gAUgRjaGF0Ei4KBWdhbWVzGAggASgLMhYuc25h\
            a2V0cm9uLnYxLkdhbWVMaXN0SABSBWdhbWVzEjEKB3JlZnVzZWQYCSABKAsyFS5zbmFrZXRyb24udjEuUmVmdXNlZEgAUgdy\
            ZWZ1c2VkQgcKBWV2ZW50Il4KB1JlZnVzZWQSMwoGcmVhc29uGAEgASgOMhsuc25ha2V0cm9uLnYxLlJlZnVzYWxSZWFzb25S\
            BnJlYXNvbhIeCgpjb25uZWN0aW9uGAIgASgEUgpjb25uZWN0aW9uIkgKCEF0dGFjaGVkEiMKDWxhc3Rfc2VxdWVuY2UYASAB\
            KARSDGxhc3RTZXF1ZW5jZRIXCgdub2RlX2lkGAIgASgEUgZub2RlSWQiVAoHT3V0Y29tZRIaCghzZXF1ZW5jZRgBIAEoBFII\
            c2VxdWVuY2USLQoEY29kZRgCIAEoDjIZLnNuYWtldHJvbi52MS5PdXRjb21lQ29kZVIEY29kZSJjCgpRdWV1ZVN0YXRlEjEK\
            BnF1ZXVlcxgDIAMoCzIZLnNuYWtldHJvbi52MS5RdWV1ZUxlbmd0aFIGcXVldWVzEhYKBnJhbmtlZBgEIAEoCFIGcmFua2Vk\
            SgQIARACSgQIAhADIk8KC1F1ZXVlTGVuZ3RoEiYKBG1vZGUYASABKA4yEi5zbmFrZXRyb24udjEuTW9kZVIEbW9kZRIYCgd3\
            YWl0aW5nGAIgASgNUgd3YWl0aW5nIqMCCgpMb2JieVN0YXRlEhIKBGNvZGUYASABKAlSBGNvZGUSGwoJbGVhZGVyX2lkGAIg\
            ASgEUghsZWFkZXJJZBIzCgdtZW1iZXJzGAMgAygLMhkuc25ha2V0cm9uLnYxLkxvYmJ5TWVtYmVyUgdtZW1iZXJzEjcKCHNl\
            dHRpbmdzGAQgASgLMhsuc25ha2V0cm9uLnYxLkxvYmJ5U2V0dGluZ3NSCHNldHRpbmdzEioKBGJvdHMYBSADKAsyFi5zbmFr\
            ZXRyb24udjEuTG9iYnlCb3RSBGJvdHMSGQoIbWF0Y2hfaWQYBiABKARSB21hdGNoSWQSLwoFc3RhcnQYByABKA4yGS5zbmFr\
            ZXRyb24udjEuT3V0Y29tZUNvZGVSBXN0YXJ0IrgBCgtMb2JieU1lbWJlchIXCgd1c2VyX2lkGAEgASgEUgZ1c2VySWQSEgoE\
            bmFtZRgCIAEoCVIEbmFtZRIcCgljb25uZWN0ZWQYAyABKAhSCWNvbm5lY3RlZBIbCgl0ZWFtX3dpc2gYBCABKA1SCHRlYW1X\
            aXNoEhIKBHNsb3QYBSABKA1SBHNsb3QSEgoEdGVhbRgGIAEoDVIEdGVhbRIZCghpbl9tYXRjaBgHIAEoCFIHaW5NYXRjaCJg\
            CghMb2JieUJvdBISCgRzbG90GAEgASgNUgRzbG90EhIKBHRlYW0YAiABKA1SBHRlYW0SLAoFbGV2ZWwYAyABKA4yFi5zbmFr\
            ZXRyb24udjEuQm90TGV2ZWxSBWxldmVsIk0KCUNoYXRMaW5lcxISCgRjb2RlGAEgASgJUgRjb2RlEiwKBWxpbmVzGAIgAygL\
            MhYuc25ha2V0cm9uLnYxLkNoYXRMaW5lUgVsaW5lcyJjCghDaGF0TGluZRIWCgZudW1iZXIYASABKARSBm51bWJlchIXCgd1\
            c2VyX2lkGAIgASgEUgZ1c2VySWQSEgoEbmFtZRgDIAEoCVIEbmFtZRISCgR0ZXh0GAQgASgJUgR0ZXh0IjsKCEdhbWVMaXN0\
            Ei8KBWdhbWVzGAEgAygLMhkuc25ha2V0cm9uLnYxLkdhbWVTdW1tYXJ5UgVnYW1lcyLRAQoLR2FtZVN1bW1hcnkSGQoIbWF0\
            Y2hfaWQYASABKARSB21hdGNoSWQSJgoEbW9kZRgCIAEoDjISLnNuYWtldHJvbi52MS5Nb2RlUgRtb2RlEjAKB3BsYXllcnMY\
            AyADKAsyFi5zbmFrZXRyb24udjEuR2FtZVNpZGVSB3BsYXllcnMSHgoKc3BlY3RhdG9ycxgEIAEoDVIKc3BlY3RhdG9ycxIV\
            CgZhZ2VfbXMYBSABKA1SBWFnZU1zEhYKBnJhbmtlZBgGIAEoCFIGcmFua2VkInIKCEdhbWVTaWRlEhIKBG5hbWUYASABKAlS\
            BG5hbWUSEgoEdGVhbRgCIAEoDVIEdGVhbRIUCgVzY29yZRgDIAEoDVIFc2NvcmUSKAoDYm90GAQgASgOMhYuc25ha2V0cm9u\
            LnYxLkJvdExldmVsUgNib3Qi7gQKCk1hdGNoU3RhdGUSGQoIbWF0Y2hfaWQYASABKARSB21hdGNoSWQSEgoEY29kZRgCIAEo\
            CVIEY29kZRImCgRtb2RlGAMgASgOMhIuc25ha2V0cm9uLnYxLk1vZGVSBG1vZGUSNAoFcGhhc2UYBCABKA4yHi5zbmFrZXRy\
            b24udjEuTWF0Y2hTdGF0ZS5QaGFzZVIFcGhhc2USIQoMcmVtYWluaW5nX21zGAUgASgNUgtyZW1haW5pbmdNcxIuCgdwbGF5\
            ZXJzGAYgAygLMhQuc25ha2V0cm9uLnYxLlBsYXllclIHcGxheWVycxIbCgl5b3VyX3Nsb3QYByABKA1SCHlvdXJTbG90EicK\
            D3NlZWRfY29tbWl0bWVudBgIIAEoDFIOc2VlZENvbW1pdG1lbnQSEgoEc2VlZBgJIAEoDFIEc2VlZBI2CgplbmRfcmVhc29u\
            GAogASgOMhcuc25ha2V0cm9uLnYxLkVuZFJlYXNvblIJZW5kUmVhc29uEhYKBnJhbmtlZBgLIAEoCFIGcmFua2VkEh4KCnNw\
            ZWN0YXRvcnMYDCABKA1SCnNwZWN0YXRvcnMSKQoFcnVsZXMYDSABKAsyEy5zbmFrZXRyb24udjEuUnVsZXNSBXJ1bGVzEjAK\
            Bm9yaWdpbhgOIAEoCzIYLnNuYWtldHJvbi52MS5Gb3JrT3JpZ2luUgZvcmlnaW4iWQoFUGhhc2USFQoRUEhBU0VfVU5TUEVD\
            SUZJRUQQABIMCghSRUFEWUlORxACEg0KCUNPVU5URE9XThADEgsKB1JVTk5JTkcQBBIJCgVFTkRFRBAFIgQIARABIjsKCkZv\
            cmtPcmlnaW4SGQoIbWF0Y2hfaWQYASABKARSB21hdGNoSWQSEgoEdGljaxgCIAEoDVIEdGljayLAAQoFUnVsZXMSFAoFd2lk\
            dGgYASABKA1SBXdpZHRoEhYKBmhlaWdodBgCIAEoDVIGaGVpZ2h0EiQKDmVuZF96b25lX2RlcHRoGAMgASgNUgxlbmRab25l\
            RGVwdGgSFAoFc3BlZWQYBCABKA1SBXNwZWVkEh8KC2JhbmtfdGFyZ2V0GAUgASgNUgpiYW5rVGFyZ2V0EhIKBGZvb2QYBiAB\
            KA1SBGZvb2QSGAoHbWludXRlcxgHIAEoDVIHbWludXRlcyKfAgoGUGxheWVyEhcKB3VzZXJfaWQYASABKARSBnVzZXJJZBIS\
            CgRuYW1lGAIgASgJUgRuYW1lEhIKBHRlYW0YAyABKA1SBHRlYW0SFAoFcmVhZHkYBCABKAhSBXJlYWR5EhwKCWNvbm5lY3Rl\
            ZBgFIAEoCFIJY29ubmVjdGVkEhQKBXNjb3JlGAYgASgNUgVzY29yZRISCgRyYW5rGAcgASgNUgRyYW5rEigKA2JvdBgIIAEo\
            DjIWLnNuYWtldHJvbi52MS5Cb3RMZXZlbFIDYm90EhkKCHN0YW5kX2luGAkgASgIUgdzdGFuZEluEhcKB2lkbGVfbXMYCiAB\
            KA1SBmlkbGVNcxIYCgdyZW1hdGNoGAsgASgIUgdyZW1hdGNoIkQKDlN1bW1hcnlSZXF1ZXN0EhQKBWJyaWVmGAEgASgIUgVi\
            cmllZhIcCgljb25zZW5zdXMYAiABKAhSCWNvbnNlbnN1cyKaBAoMU3VtbWFyeVJlcGx5EhcKB25vZGVfaWQYASABKARSBm5v\
            ZGVJZBIjCg1hcHBsaWVkX2luZGV4GAIgASgEUgxhcHBsaWVkSW5kZXgSHQoKd29ybGRfdGljaxgDIAEoBFIJd29ybGRUaWNr\
            EisKEXNlc3Npb25zX2F0dGFjaGVkGAQgASgNUhBzZXNzaW9uc0F0dGFjaGVkEhgKB21hdGNoZXMYBSABKA1SB21hdGNoZXMS\
            GAoHcGxheWVycxgGIAEoDVIHcGxheWVycxIUCgVyZWFkeRgHIAEoCFIFcmVhZHkSHQoKc3RhdGVfaGFzaBgIIAEoBFIJc3Rh\
            dGVIYXNoEhgKB2xvYmJpZXMYCSABKA1SB2xvYmJpZXMSHgoKc3BlY3RhdG9ycxgKIAEoDVIKc3BlY3RhdG9ycxIfCgt3b3Js\
            ZF9ieXRlcxgLIAEoBFIKd29ybGRCeXRlcxIgCgtxdWFyYW50aW5lZBgQIAEoCFILcXVhcmFudGluZWQSHAoJYmVoYXZpb3Vy\
            GBQgASgNUgliZWhhdmlvdXISIQoMb2xkZXN0X2tub3duGBUgASgNUgtvbGRlc3RLbm93bhIhCgxuZXdlc3Rfa25vd24YFiAB\
            KA1SC25ld2VzdEtub3duEhgKB3N0b3BwZWQYFyABKAlSB3N0b3BwZWQSHAoJY29uc2Vuc3VzGBggASgMUgljb25zZW5zdXMq\
            cgoETW9kZRIUChBNT0RFX1VOU1BFQ0lGSUVEEAASDQoJTU9ERV9EVUVMEAESFQoRTU9ERV9GUkVFX0ZPUl9BTEwQAhINCglN\
            T0RFX1NPTE8QAxIOCgpNT0RFX1RFQU1TEAQSDwoLTU9ERV9DVVNUT00QBSpECghCb3RMZXZlbBIMCghCT1RfTk9ORRAAEgwK\
            CEJPVF9FQVNZEAESDgoKQk9UX05PUk1BTBACEgwKCEJPVF9IQVJEEAMqlwEKDVJlZnVzYWxSZWFzb24SFwoTUkVGVVNBTF9V\
            TlNQRUNJRklFRBAAEhwKGFJFRlVTQUxfTkVXRVJfQ09OTkVDVElPThABEh0KGVJFRlVTQUxfVE9PX01BTllfU0VTU0lPTlMQ\
            AhIWChJSRUZVU0FMX1dPUkxEX0ZVTEwQAxIYChRSRUZVU0FMX0FUVEFDSF9BR0FJThAEKuAECgtPdXRjb21lQ29kZRIUChBP\
            VVRDT01FX0FDQ0VQVEVEEAASGAoUT1VUQ09NRV9VTktOT1dOX0NPREUQARIWChJPVVRDT01FX01BVENIX0ZVTEwQAhIcChhP\
            VVRDT01FX0FMUkVBRFlfSU5fTUFUQ0gQAxIYChRPVVRDT01FX05PVF9JTl9NQVRDSBAEEhoKFk9VVENPTUVfQUxSRUFEWV9R\
            VUVVRUQQBRIWChJPVVRDT01FX05PVF9RVUVVRUQQBhIXChNPVVRDT01FX05PVF9BTExPV0VEEAcSEwoPT1VUQ09NRV9JTlZB\
            TElEEAgSGQoVT1VUQ09NRV9PUFBPU0lURV9UVVJOEAkSGQoVT1VUQ09NRV9UT09fRkFSX0FIRUFEEAoSGAoUT1VUQ09NRV9P\
            TkVfUEVSX1RJQ0sQCxIRCg1PVVRDT01FX1NUQUxFEAwSFgoST1VUQ09NRV9PVkVSTE9BREVEEA0SHAoYT1VUQ09NRV9JTlZB\
            TElEX1NFVFRJTkdTEA4SFgoST1VUQ09NRV9MT0JCWV9GVUxMEA8SGAoUT1VUQ09NRV9OT1RfSU5fTE9CQlkQEBIWChJPVVRD\
            T01FX05PVF9MRUFERVIQERIbChdPVVRDT01FX1RPT19GRVdfUExBWUVSUxASEhkKFU9VVENPTUVfVU5LTk9XTl9NQVRDSBAT\
            Eh0KGU9VVENPTUVfVE9PX01BTllfTUVTU0FHRVMQFBIYChRPVVRDT01FX0lOVkFMSURfVEVYVBAVEhsKF09VVENPTUVfUEFS\
            VFlfVE9PX0xBUkdFEBYqfwoJRW5kUmVhc29uEhMKD0VORF9VTlNQRUNJRklFRBAAEg0KCUVORF9TQ09SRRABEhAKDEVORF9B\
            TExfREVBRBACEgwKCEVORF9MRUZUEAMSDAoIRU5EX0RSQVcQBBISCg5FTkRfTk9fQ09OVEVTVBAFEgwKCEVORF9USU1FEAYy\
            hwEKBFBsYXkSOgoGQXR0YWNoEhQuc25ha2V0cm9uLnYxLlBsYXlVcBoWLnNuYWtldHJvbi52MS5QbGF5RG93bigBMAESQwoH\
            U3VtbWFyeRIcLnNuYWtldHJvbi52MS5TdW1tYXJ5UmVxdWVzdBoaLnNuYWtldHJvbi52MS5TdW1tYXJ5UmVwbHliBnByb3Rv\
            Mw\

            """)
}

extension PlayUp: RPCMessage {}
extension PlayDown: RPCMessage {}
extension SummaryRequest: RPCMessage {}
extension SummaryReply: RPCMessage {}
