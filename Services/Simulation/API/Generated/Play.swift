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
            snaketron.v1.SendEmote snaketron.v1.Watch snaketron.v1.Fork snaketron.v1.LobbySettings \
            snaketron.v1.CustomGame snaketron.v1.PlayDown snaketron.v1.Refused snaketron.v1.Attached \
            snaketron.v1.Outcome snaketron.v1.QueueState snaketron.v1.QueueLength snaketron.v1.LobbyState \
            snaketron.v1.LobbyMember snaketron.v1.LobbyBot snaketron.v1.ChatLines snaketron.v1.ChatLine \
            snaketron.v1.EmoteShown snaketron.v1.GameList snaketron.v1.GameSummary snaketron.v1.GameSide \
            snaketron.v1.MatchState snaketron.v1.MatchState.Phase snaketron.v1.ForkOrigin snaketron.v1.Rules \
            snaketron.v1.Player snaketron.v1.SummaryRequest snaketron.v1.SummaryReply snaketron.v1.Mode \
            snaketron.v1.BotLevel snaketron.v1.EmoteKind snaketron.v1.RefusalReason snaketron.v1.OutcomeCode \
            snaketron.v1.EndReason snaketron.v1.Play snaketron.v1.Play.Attach snaketron.v1.Play.Summary
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
            IokHCgdSZXF1ZXN0EhoKCHNlcXVlbmNlGAEgASgEUghzZXF1ZW5jZRI4Cgpqb2luX3F1ZXVlGAIgASgLMhcuc25ha2V0cm9u\
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
            LldhdGNoSABSBXdhdGNoEigKBGZvcmsYECABKAsyEi5zbmFrZXRyb24udjEuRm9ya0gAUgRmb3JrEi8KBWVtb3RlGBEgASgL\
            Mhcuc25ha2V0cm9uLnYxLlNlbmRFbW90ZUgAUgVlbW90ZUIICgZhY3Rpb24iTQoJSm9pblF1ZXVlEigKBW1vZGVzGAEgAygO\
            MhIuc25ha2V0cm9uLnYxLk1vZGVSBW1vZGVzEhYKBnJhbmtlZBgCIAEoCFIGcmFua2VkIgwKCkxlYXZlUXVldWUiRgoLQ3Jl\
            YXRlTG9iYnkSNwoIc2V0dGluZ3MYASABKAsyGy5zbmFrZXRyb24udjEuTG9iYnlTZXR0aW5nc1IIc2V0dGluZ3MiHwoJSm9p\
            bkxvYmJ5EhIKBGNvZGUYASABKAlSBGNvZGUiDAoKTGVhdmVMb2JieSJJCg5DaGFuZ2VTZXR0aW5ncxI3CghzZXR0aW5ncxgB\
            IAEoCzIbLnNuYWtldHJvbi52MS5Mb2JieVNldHRpbmdzUghzZXR0aW5ncyIfCgRLaWNrEhcKB3VzZXJfaWQYASABKARSBnVz\
            ZXJJZCIgCgpDaG9vc2VUZWFtEhIKBHRlYW0YASABKA1SBHRlYW0iGgoEQ2hhdBISCgR0ZXh0GAEgASgJUgR0ZXh0IgcKBVN0\
            YXJ0IgcKBVJlYWR5IgwKCkxlYXZlTWF0Y2giCQoHUmVtYXRjaCI4CglTZW5kRW1vdGUSKwoEa2luZBgBIAEoDjIXLnNuYWtl\
            dHJvbi52MS5FbW90ZUtpbmRSBGtpbmQiSgoFV2F0Y2gSGQoIbWF0Y2hfaWQYASABKARSB21hdGNoSWQSEgoEY29kZRgCIAEo\
            CVIEY29kZRISCgRmcm9tGAMgASgNUgRmcm9tIp0BCgRGb3JrEhkKCG1hdGNoX2lkGAEgASgEUgdtYXRjaElkEhIKBHRpY2sY\
            AiABKA1SBHRpY2sSEgoEc2xvdBgDIAEoDVIEc2xvdBIzCglib3RfbGV2ZWwYBCABKA4yFi5zbmFrZXRyb24udjEuQm90TGV2\
            ZWxSCGJvdExldmVsEh0KCnJlcGxheV9rZXkYBSABKAZSCXJlcGxheUtleSLKAQoNTG9iYnlTZXR0aW5ncxImCgRtb2RlGAEg\
            ASgOMhIuc25ha2V0cm9uLnYxLk1vZGVSBG1vZGUSEgoEYm90cxgCIAEoDVIEYm90cxIzCglib3RfbGV2ZWwYAyABKA4yFi5z\
            bmFrZXRyb24udjEuQm90TGV2ZWxSCGJvdExldmVsEhYKBmhpZGRlbhgEIAEoCFIGaGlkZGVuEjAKBmN1c3RvbRgFIAEoCzIY\
            LnNuYWtldHJvbi52MS5DdXN0b21HYW1lUgZjdXN0b20itQEKCkN1c3RvbUdhbWUSFAoFd2lkdGgYASABKA1SBXdpZHRoEhYK\
            BmhlaWdodBgCIAEoDVIGaGVpZ2h0EhsKCWVuZF96b25lcxgDIAEoCFIIZW5kWm9uZXMSFAoFc3BlZWQYBCABKA1SBXNwZWVk\
            EhIKBGZvb2QYBSABKA1SBGZvb2QSGAoHcGxheWVycxgGIAEoDVIHcGxheWVycxIYCgdtaW51dGVzGAcgASgNUgdtaW51dGVz\
            Iu4DCghQbGF5RG93bhI0CghhdHRhY2hlZBgBIAEoCzIWLnNuYWtldHJvbi52MS5BdHRhY2hlZEgAUghhdHRhY2hlZBIxCgdv\
            dXRjb21lGAIgASgLMhUuc25ha2V0cm9uLnYxLk91dGNvbWVIAFIHb3V0Y29tZRIwCgVxdWV1ZRgDIAEoCzIYLnNuYWtldHJv\
            bi52MS5RdWV1ZVN0YXRlSABSBXF1ZXVlEjAKBW1hdGNoGAQgASgLMhguc25ha2V0cm9uLnYxLk1hdGNoU3RhdGVIAFIFbWF0\
            Y2gSFgoFZnJhbWUYBSABKAxIAFIFZnJhbWUSMAoFbG9iYnkYBiABKAsyGC5zbmFrZXRyb24udjEuTG9iYnlTdGF0ZUgAUgVs\
            b2JieRItCgRjaGF0GAcgASgLMhcuc25ha2V0cm9uLnYxLkNoYXRMaW5lc0gAUgRjaGF0Ei4KBWdhbWVzGAggASgLMhYuc25h\
            a2V0cm9uLnYxLkdhbWVMaXN0SABSBWdhbWVzEjEKB3JlZnVzZWQYCSABKAsyFS5zbmFrZXRyb24udjEuUmVmdXNlZEgAUgdy\
            ZWZ1c2VkEjAKBWVtb3RlGAogASgLMhguc25ha2V0cm9uLnYxLkVtb3RlU2hvd25IAFIFZW1vdGVCBwoFZXZlbnQiXgoHUmVm\
            dXNlZBIzCgZyZWFzb24YASABKA4yGy5zbmFrZXRyb24udjEuUmVmdXNhbFJlYXNvblIGcmVhc29uEh4KCmNvbm5lY3Rpb24Y\
            AiABKARSCmNvbm5lY3Rpb24iSAoIQXR0YWNoZWQSIwoNbGFzdF9zZXF1ZW5jZRgBIAEoBFIMbGFzdFNlcXVlbmNlEhcKB25v\
            ZGVfaWQYAiABKARSBm5vZGVJZCJUCgdPdXRjb21lEhoKCHNlcXVlbmNlGAEgASgEUghzZXF1ZW5jZRItCgRjb2RlGAIgASgO\
            Mhkuc25ha2V0cm9uLnYxLk91dGNvbWVDb2RlUgRjb2RlImMKClF1ZXVlU3RhdGUSMQoGcXVldWVzGAMgAygLMhkuc25ha2V0\
            cm9uLnYxLlF1ZXVlTGVuZ3RoUgZxdWV1ZXMSFgoGcmFua2VkGAQgASgIUgZyYW5rZWRKBAgBEAJKBAgCEAMiTwoLUXVldWVM\
            ZW5ndGgSJgoEbW9kZRgBIAEoDjISLnNuYWtldHJvbi52MS5Nb2RlUgRtb2RlEhgKB3dhaXRpbmcYAiABKA1SB3dhaXRpbmci\
            owIKCkxvYmJ5U3RhdGUSEgoEY29kZRgBIAEoCVIEY29kZRIbCglsZWFkZXJfaWQYAiABKARSCGxlYWRlcklkEjMKB21lbWJl\
            cnMYAyADKAsyGS5zbmFrZXRyb24udjEuTG9iYnlNZW1iZXJSB21lbWJlcnMSNwoIc2V0dGluZ3MYBCABKAsyGy5zbmFrZXRy\
            b24udjEuTG9iYnlTZXR0aW5nc1IIc2V0dGluZ3MSKgoEYm90cxgFIAMoCzIWLnNuYWtldHJvbi52MS5Mb2JieUJvdFIEYm90\
            cxIZCghtYXRjaF9pZBgGIAEoBFIHbWF0Y2hJZBIvCgVzdGFydBgHIAEoDjIZLnNuYWtldHJvbi52MS5PdXRjb21lQ29kZVIF\
            c3RhcnQiuAEKC0xvYmJ5TWVtYmVyEhcKB3VzZXJfaWQYASABKARSBnVzZXJJZBISCgRuYW1lGAIgASgJUgRuYW1lEhwKCWNv\
            bm5lY3RlZBgDIAEoCFIJY29ubmVjdGVkEhsKCXRlYW1fd2lzaBgEIAEoDVIIdGVhbVdpc2gSEgoEc2xvdBgFIAEoDVIEc2xv\
            dBISCgR0ZWFtGAYgASgNUgR0ZWFtEhkKCGluX21hdGNoGAcgASgIUgdpbk1hdGNoImAKCExvYmJ5Qm90EhIKBHNsb3QYASAB\
            KA1SBHNsb3QSEgoEdGVhbRgCIAEoDVIEdGVhbRIsCgVsZXZlbBgDIAEoDjIWLnNuYWtldHJvbi52MS5Cb3RMZXZlbFIFbGV2\
            ZWwiTQoJQ2hhdExpbmVzEhIKBGNvZGUYASABKAlSBGNvZGUSLAoFbGluZXMYAiADKAsyFi5zbmFrZXRyb24udjEuQ2hhdExp\
            bmVSBWxpbmVzImMKCENoYXRMaW5lEhYKBm51bWJlchgBIAEoBFIGbnVtYmVyEhcKB3VzZXJfaWQYAiABKARSBnVzZXJJZBIS\
            CgRuYW1lGAMgASgJUgRuYW1lEhIKBHRleHQYBCABKAlSBHRleHQiaAoKRW1vdGVTaG93bhIZCghtYXRjaF9pZBgBIAEoBFIH\
            bWF0Y2hJZBISCgRzbG90GAIgASgNUgRzbG90EisKBGtpbmQYAyABKA4yFy5zbmFrZXRyb24udjEuRW1vdGVLaW5kUgRraW5k\
            IjsKCEdhbWVMaXN0Ei8KBWdhbWVzGAEgAygLMhkuc25ha2V0cm9uLnYxLkdhbWVTdW1tYXJ5UgVnYW1lcyLrAQoLR2FtZVN1\
            bW1hcnkSGQoIbWF0Y2hfaWQYASABKARSB21hdGNoSWQSJgoEbW9kZRgCIAEoDjISLnNuYWtldHJvbi52MS5Nb2RlUgRtb2Rl\
            EjAKB3BsYXllcnMYAyADKAsyFi5zbmFrZXRyb24udjEuR2FtZVNpZGVSB3BsYXllcnMSHgoKc3BlY3RhdG9ycxgEIAEoDVIK\
            c3BlY3RhdG9ycxIVCgZhZ2VfbXMYBSABKA1SBWFnZU1zEhYKBnJhbmtlZBgGIAEoCFIGcmFua2VkEhgKB3BpY3R1cmUYByAB\
            KAlSB3BpY3R1cmUicgoIR2FtZVNpZGUSEgoEbmFtZRgBIAEoCVIEbmFtZRISCgR0ZWFtGAIgASgNUgR0ZWFtEhQKBXNjb3Jl\
            GAMgASgNUgVzY29yZRIoCgNib3QYBCABKA4yFi5zbmFrZXRyb24udjEuQm90TGV2ZWxSA2JvdCKGBQoKTWF0Y2hTdGF0ZRIZ\
            CghtYXRjaF9pZBgBIAEoBFIHbWF0Y2hJZBISCgRjb2RlGAIgASgJUgRjb2RlEiYKBG1vZGUYAyABKA4yEi5zbmFrZXRyb24u\
            djEuTW9kZVIEbW9kZRI0CgVwaGFzZRgEIAEoDjIeLnNuYWtldHJvbi52MS5NYXRjaFN0YXRlLlBoYXNlUgVwaGFzZRIhCgxy\
            ZW1haW5pbmdfbXMYBSABKA1SC3JlbWFpbmluZ01zEi4KB3BsYXllcnMYBiADKAsyFC5zbmFrZXRyb24udjEuUGxheWVyUgdw\
            bGF5ZXJzEhsKCXlvdXJfc2xvdBgHIAEoDVIIeW91clNsb3QSJwoPc2VlZF9jb21taXRtZW50GAggASgMUg5zZWVkQ29tbWl0\
            bWVudBISCgRzZWVkGAkgASgMUgRzZWVkEjYKCmVuZF9yZWFzb24YCiABKA4yFy5zbmFrZXRyb24udjEuRW5kUmVhc29uUgll\
            bmRSZWFzb24SFgoGcmFua2VkGAsgASgIUgZyYW5rZWQSHgoKc3BlY3RhdG9ycxgMIAEoDVIKc3BlY3RhdG9ycxIpCgVydWxl\
            cxgNIAEoCzITLnNuYWtldHJvbi52MS5SdWxlc1IFcnVsZXMSMAoGb3JpZ2luGA4gASgLMhguc25ha2V0cm9uLnYxLkZvcmtP\
            cmlnaW5SBm9yaWdpbhIWCgZlbW90ZXMYDyABKAhSBmVtb3RlcyJZCgVQaGFzZRIVChFQSEFTRV9VTlNQRUNJRklFRBAAEgwK\
            CFJFQURZSU5HEAISDQoJQ09VTlRET1dOEAMSCwoHUlVOTklORxAEEgkKBUVOREVEEAUiBAgBEAEiOwoKRm9ya09yaWdpbhIZ\
            CghtYXRjaF9pZBgBIAEoBFIHbWF0Y2hJZBISCgR0aWNrGAIgASgNUgR0aWNrIsABCgVSdWxlcxIUCgV3aWR0aBgBIAEoDVIF\
            d2lkdGgSFgoGaGVpZ2h0GAIgASgNUgZoZWlnaHQSJAoOZW5kX3pvbmVfZGVwdGgYAyABKA1SDGVuZFpvbmVEZXB0aBIUCgVz\
            cGVlZBgEIAEoDVIFc3BlZWQSHwoLYmFua190YXJnZXQYBSABKA1SCmJhbmtUYXJnZXQSEgoEZm9vZBgGIAEoDVIEZm9vZBIY\
            CgdtaW51dGVzGAcgASgNUgdtaW51dGVzIp8CCgZQbGF5ZXISFwoHdXNlcl9pZBgBIAEoBFIGdXNlcklkEhIKBG5hbWUYAiAB\
            KAlSBG5hbWUSEgoEdGVhbRgDIAEoDVIEdGVhbRIUCgVyZWFkeRgEIAEoCFIFcmVhZHkSHAoJY29ubmVjdGVkGAUgASgIUglj\
            b25uZWN0ZWQSFAoFc2NvcmUYBiABKA1SBXNjb3JlEhIKBHJhbmsYByABKA1SBHJhbmsSKAoDYm90GAggASgOMhYuc25ha2V0\
            cm9uLnYxLkJvdExldmVsUgNib3QSGQoIc3RhbmRfaW4YCSABKAhSB3N0YW5kSW4SFwoHaWRsZV9tcxgKIAEoDVIGaWRsZU1z\
            EhgKB3JlbWF0Y2gYCyABKAhSB3JlbWF0Y2giRAoOU3VtbWFyeVJlcXVlc3QSFAoFYnJpZWYYASABKAhSBWJyaWVmEhwKCWNv\
            bnNlbnN1cxgCIAEoCFIJY29uc2Vuc3VzIpoECgxTdW1tYXJ5UmVwbHkSFwoHbm9kZV9pZBgBIAEoBFIGbm9kZUlkEiMKDWFw\
            cGxpZWRfaW5kZXgYAiABKARSDGFwcGxpZWRJbmRleBIdCgp3b3JsZF90aWNrGAMgASgEUgl3b3JsZFRpY2sSKwoRc2Vzc2lv\
            bnNfYXR0YWNoZWQYBCABKA1SEHNlc3Npb25zQXR0YWNoZWQSGAoHbWF0Y2hlcxgFIAEoDVIHbWF0Y2hlcxIYCgdwbGF5ZXJz\
            GAYgASgNUgdwbGF5ZXJzEhQKBXJlYWR5GAcgASgIUgVyZWFkeRIdCgpzdGF0ZV9oYXNoGAggASgEUglzdGF0ZUhhc2gSGAoH\
            bG9iYmllcxgJIAEoDVIHbG9iYmllcxIeCgpzcGVjdGF0b3JzGAogASgNUgpzcGVjdGF0b3JzEh8KC3dvcmxkX2J5dGVzGAsg\
            ASgEUgp3b3JsZEJ5dGVzEiAKC3F1YXJhbnRpbmVkGBAgASgIUgtxdWFyYW50aW5lZBIcCgliZWhhdmlvdXIYFCABKA1SCWJl\
            aGF2aW91chIhCgxvbGRlc3Rfa25vd24YFSABKA1SC29sZGVzdEtub3duEiEKDG5ld2VzdF9rbm93bhgWIAEoDVILbmV3ZXN0\
            S25vd24SGAoHc3RvcHBlZBgXIAEoCVIHc3RvcHBlZBIcCgljb25zZW5zdXMYGCABKAxSCWNvbnNlbnN1cypyCgRNb2RlEhQK\
            EE1PREVfVU5TUEVDSUZJRUQQABINCglNT0RFX0RVRUwQARIVChFNT0RFX0ZSRUVfRk9SX0FMTBACEg0KCU1PREVfU09MTxAD\
            Eg4KCk1PREVfVEVBTVMQBBIPCgtNT0RFX0NVU1RPTRAFKkQKCEJvdExldmVsEgwKCEJPVF9OT05FEAASDAoIQk9UX0VBU1kQ\
            ARIOCgpCT1RfTk9STUFMEAISDAoIQk9UX0hBUkQQAyqKAQoJRW1vdGVLaW5kEhUKEUVNT1RFX1VOU1BFQ0lGSUVEEAASDwoL\
            RU1PVEVfSEVMTE8QARIPCgtFTU9URV9MQVVHSBACEg0KCUVNT1RFX1dPVxADEg8KC0VNT1RFX0FOR1JZEAQSDwoLRU1PVEVf\
            SEVBUlQQBRITCg9FTU9URV9HT09EX0dBTUUQBiqXAQoNUmVmdXNhbFJlYXNvbhIXChNSRUZVU0FMX1VOU1BFQ0lGSUVEEAAS\
            HAoYUkVGVVNBTF9ORVdFUl9DT05ORUNUSU9OEAESHQoZUkVGVVNBTF9UT09fTUFOWV9TRVNTSU9OUxACEhYKElJFRlVTQUxf\
            V09STERfRlVMTBADEhgKFFJFRlVTQUxfQVRUQUNIX0FHQUlOEAQq4AQKC091dGNvbWVDb2RlEhQKEE9VVENPTUVfQUNDRVBU\
            RUQQABIYChRPVVRDT01FX1VOS05PV05fQ09ERRABEhYKEk9VVENPTUVfTUFUQ0hfRlVMTBACEhwKGE9VVENPTUVfQUxSRUFE\
            WV9JTl9NQVRDSBADEhgKFE9VVENPTUVfTk9UX0lOX01BVENIEAQSGgoWT1VUQ09NRV9BTFJFQURZX1FVRVVFRBAFEhYKEk9V\
            VENPTUVfTk9UX1FVRVVFRBAGEhcKE09VVENPTUVfTk9UX0FMTE9XRUQQBxITCg9PVVRDT01FX0lOVkFMSUQQCBIZChVPVVRD\
            T01FX09QUE9TSVRFX1RVUk4QCRIZChVPVVRDT01FX1RPT19GQVJfQUhFQUQQChIYChRPVVRDT01FX09ORV9QRVJfVElDSxAL\
            EhEKDU9VVENPTUVfU1RBTEUQDBIWChJPVVRDT01FX09WRVJMT0FERUQQDRIcChhPVVRDT01FX0lOVkFMSURfU0VUVElOR1MQ\
            DhIWChJPVVRDT01FX0xPQkJZX0ZVTEwQDxIYChRPVVRDT01FX05PVF9JTl9MT0JCWRAQEhYKEk9VVENPTUVfTk9UX0xFQURF\
            UhAREhsKF09VVENPTUVfVE9PX0ZFV19QTEFZRVJTEBISGQoVT1VUQ09NRV9VTktOT1dOX01BVENIEBMSHQoZT1VUQ09NRV9U\
            T09fTUFOWV9NRVNTQUdFUxAUEhgKFE9VVENPTUVfSU5WQUxJRF9URVhUEBUSGwoXT1VUQ09NRV9QQVJUWV9UT09fTEFSR0UQ\
            Fip/CglFbmRSZWFzb24SEwoPRU5EX1VOU1BFQ0lGSUVEEAASDQoJRU5EX1NDT1JFEAESEAoMRU5EX0FMTF9ERUFEEAISDAoI\
            RU5EX0xFRlQQAxIMCghFTkRfRFJBVxAEEhIKDkVORF9OT19DT05URVNUEAUSDAoIRU5EX1RJTUUQBjKHAQoEUGxheRI6CgZB\
            dHRhY2gSFC5zbmFrZXRyb24udjEuUGxheVVwGhYuc25ha2V0cm9uLnYxLlBsYXlEb3duKAEwARJDCgdTdW1tYXJ5Ehwuc25h\
            a2V0cm9uLnYxLlN1bW1hcnlSZXF1ZXN0Ghouc25ha2V0cm9uLnYxLlN1bW1hcnlSZXBseWIGcHJvdG8z\

            """)
}

extension PlayUp: RPCMessage {}
extension PlayDown: RPCMessage {}
extension SummaryRequest: RPCMessage {}
extension SummaryReply: RPCMessage {}
