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
            UgdtYXRjaElkEhIKBGNvZGUYAiABKAlSBGNvZGUSEgoEZnJvbRgDIAEoDVIEZnJvbSJ+CgRGb3JrEhkKCG1hdGNoX2lkGAEg\
            ASgEUgdtYXRjaElkEhIKBHRpY2sYAiABKA1SBHRpY2sSEgoEc2xvdBgDIAEoDVIEc2xvdBIzCglib3RfbGV2ZWwYBCABKA4y\
            Fi5zbmFrZXRyb24udjEuQm90TGV2ZWxSCGJvdExldmVsIsoBCg1Mb2JieVNldHRpbmdzEiYKBG1vZGUYASABKA4yEi5zbmFr\
            ZXRyb24udjEuTW9kZVIEbW9kZRISCgRib3RzGAIgASgNUgRib3RzEjMKCWJvdF9sZXZlbBgDIAEoDjIWLnNuYWtldHJvbi52\
            MS5Cb3RMZXZlbFIIYm90TGV2ZWwSFgoGaGlkZGVuGAQgASgIUgZoaWRkZW4SMAoGY3VzdG9tGAUgASgLMhguc25ha2V0cm9u\
            LnYxLkN1c3RvbUdhbWVSBmN1c3RvbSK1AQoKQ3VzdG9tR2FtZRIUCgV3aWR0aBgBIAEoDVIFd2lkdGgSFgoGaGVpZ2h0GAIg\
            ASgNUgZoZWlnaHQSGwoJZW5kX3pvbmVzGAMgASgIUghlbmRab25lcxIUCgVzcGVlZBgEIAEoDVIFc3BlZWQSEgoEZm9vZBgF\
            IAEoDVIEZm9vZBIYCgdwbGF5ZXJzGAYgASgNUgdwbGF5ZXJzEhgKB21pbnV0ZXMYByABKA1SB21pbnV0ZXMiiQMKCFBsYXlE\
            b3duEjQKCGF0dGFjaGVkGAEgASgLMhYuc25ha2V0cm9uLnYxLkF0dGFjaGVkSABSCGF0dGFjaGVkEjEKB291dGNvbWUYAiAB\
            KAsyFS5zbmFrZXRyb24udjEuT3V0Y29tZUgAUgdvdXRjb21lEjAKBXF1ZXVlGAMgASgLMhguc25ha2V0cm9uLnYxLlF1ZXVl\
            U3RhdGVIAFIFcXVldWUSMAoFbWF0Y2gYBCABKAsyGC5zbmFrZXRyb24udjEuTWF0Y2hTdGF0ZUgAUgVtYXRjaBIWCgVmcmFt\
            ZRgFIAEoDEgAUgVmcmFtZRIwCgVsb2JieRgGIAEoCzIYLnNuYWtldHJvbi52MS5Mb2JieVN0YXRlSABSBWxvYmJ5Ei0KBGNo\
            YXQYByABKAsyFy5zbmFrZXRyb24udjEuQ2hhdExpbmVzSABSBGNoYXQSLgoFZ2FtZXMYCCABKAsyFi5zbmFrZXRyb24udjEu\
            R2FtZUxpc3RIAFIFZ2FtZXNCBwoFZXZlbnQiSAoIQXR0YWNoZWQSIwoNbGFzdF9zZXF1ZW5jZRgBIAEoBFIMbGFzdFNlcXVl\
            bmNlEhcKB25vZGVfaWQYAiABKARSBm5vZGVJZCJUCgdPdXRjb21lEhoKCHNlcXVlbmNlGAEgASgEUghzZXF1ZW5jZRItCgRj\
            b2RlGAIgASgOMhkuc25ha2V0cm9uLnYxLk91dGNvbWVDb2RlUgRjb2RlImMKClF1ZXVlU3RhdGUSMQoGcXVldWVzGAMgAygL\
            Mhkuc25ha2V0cm9uLnYxLlF1ZXVlTGVuZ3RoUgZxdWV1ZXMSFgoGcmFua2VkGAQgASgIUgZyYW5rZWRKBAgBEAJKBAgCEAMi\
            TwoLUXVldWVMZW5ndGgSJgoEbW9kZRgBIAEoDjISLnNuYWtldHJvbi52MS5Nb2RlUgRtb2RlEhgKB3dhaXRpbmcYAiABKA1S\
            B3dhaXRpbmciowIKCkxvYmJ5U3RhdGUSEgoEY29kZRgBIAEoCVIEY29kZRIbCglsZWFkZXJfaWQYAiABKARSCGxlYWRlcklk\
            EjMKB21lbWJlcnMYAyADKAsyGS5zbmFrZXRyb24udjEuTG9iYnlNZW1iZXJSB21lbWJlcnMSNwoIc2V0dGluZ3MYBCABKAsy\
            Gy5zbmFrZXRyb24udjEuTG9iYnlTZXR0aW5nc1IIc2V0dGluZ3MSKgoEYm90cxgFIAMoCzIWLnNuYWtldHJvbi52MS5Mb2Ji\
            eUJvdFIEYm90cxIZCghtYXRjaF9pZBgGIAEoBFIHbWF0Y2hJZBIvCgVzdGFydBgHIAEoDjIZLnNuYWtldHJvbi52MS5PdXRj\
            b21lQ29kZVIFc3RhcnQiuAEKC0xvYmJ5TWVtYmVyEhcKB3VzZXJfaWQYASABKARSBnVzZXJJZBISCgRuYW1lGAIgASgJUgRu\
            YW1lEhwKCWNvbm5lY3RlZBgDIAEoCFIJY29ubmVjdGVkEhsKCXRlYW1fd2lzaBgEIAEoDVIIdGVhbVdpc2gSEgoEc2xvdBgF\
            IAEoDVIEc2xvdBISCgR0ZWFtGAYgASgNUgR0ZWFtEhkKCGluX21hdGNoGAcgASgIUgdpbk1hdGNoImAKCExvYmJ5Qm90EhIK\
            BHNsb3QYASABKA1SBHNsb3QSEgoEdGVhbRgCIAEoDVIEdGVhbRIsCgVsZXZlbBgDIAEoDjIWLnNuYWtldHJvbi52MS5Cb3RM\
            ZXZlbFIFbGV2ZWwiTQoJQ2hhdExpbmVzEhIKBGNvZGUYASABKAlSBGNvZGUSLAoFbGluZXMYAiADKAsyFi5zbmFrZXRyb24u\
            djEuQ2hhdExpbmVSBWxpbmVzImMKCENoYXRMaW5lEhYKBm51bWJlchgBIAEoBFIGbnVtYmVyEhcKB3VzZXJfaWQYAiABKARS\
            BnVzZXJJZBISCgRuYW1lGAMgASgJUgRuYW1lEhIKBHRleHQYBCABKAlSBHRleHQiOwoIR2FtZUxpc3QSLwoFZ2FtZXMYASAD\
            KAsyGS5zbmFrZXRyb24udjEuR2FtZVN1bW1hcnlSBWdhbWVzItEBCgtHYW1lU3VtbWFyeRIZCghtYXRjaF9pZBgBIAEoBFIH\
            bWF0Y2hJZBImCgRtb2RlGAIgASgOMhIuc25ha2V0cm9uLnYxLk1vZGVSBG1vZGUSMAoHcGxheWVycxgDIAMoCzIWLnNuYWtl\
            dHJvbi52MS5HYW1lU2lkZVIHcGxheWVycxIeCgpzcGVjdGF0b3JzGAQgASgNUgpzcGVjdGF0b3JzEhUKBmFnZV9tcxgFIAEo\
            DVIFYWdlTXMSFgoGcmFua2VkGAYgASgIUgZyYW5rZWQicgoIR2FtZVNpZGUSEgoEbmFtZRgBIAEoCVIEbmFtZRISCgR0ZWFt\
            GAIgASgNUgR0ZWFtEhQKBXNjb3JlGAMgASgNUgVzY29yZRIoCgNib3QYBCABKA4yFi5zbmFrZXRyb24udjEuQm90TGV2ZWxS\
            A2JvdCLuBAoKTWF0Y2hTdGF0ZRIZCghtYXRjaF9pZBgBIAEoBFIHbWF0Y2hJZBISCgRjb2RlGAIgASgJUgRjb2RlEiYKBG1v\
            ZGUYAyABKA4yEi5zbmFrZXRyb24udjEuTW9kZVIEbW9kZRI0CgVwaGFzZRgEIAEoDjIeLnNuYWtldHJvbi52MS5NYXRjaFN0\
            YXRlLlBoYXNlUgVwaGFzZRIhCgxyZW1haW5pbmdfbXMYBSABKA1SC3JlbWFpbmluZ01zEi4KB3BsYXllcnMYBiADKAsyFC5z\
            bmFrZXRyb24udjEuUGxheWVyUgdwbGF5ZXJzEhsKCXlvdXJfc2xvdBgHIAEoDVIIeW91clNsb3QSJwoPc2VlZF9jb21taXRt\
            ZW50GAggASgMUg5zZWVkQ29tbWl0bWVudBISCgRzZWVkGAkgASgMUgRzZWVkEjYKCmVuZF9yZWFzb24YCiABKA4yFy5zbmFr\
            ZXRyb24udjEuRW5kUmVhc29uUgllbmRSZWFzb24SFgoGcmFua2VkGAsgASgIUgZyYW5rZWQSHgoKc3BlY3RhdG9ycxgMIAEo\
            DVIKc3BlY3RhdG9ycxIpCgVydWxlcxgNIAEoCzITLnNuYWtldHJvbi52MS5SdWxlc1IFcnVsZXMSMAoGb3JpZ2luGA4gASgL\
            Mhguc25ha2V0cm9uLnYxLkZvcmtPcmlnaW5SBm9yaWdpbiJZCgVQaGFzZRIVChFQSEFTRV9VTlNQRUNJRklFRBAAEgwKCFJF\
            QURZSU5HEAISDQoJQ09VTlRET1dOEAMSCwoHUlVOTklORxAEEgkKBUVOREVEEAUiBAgBEAEiOwoKRm9ya09yaWdpbhIZCght\
            YXRjaF9pZBgBIAEoBFIHbWF0Y2hJZBISCgR0aWNrGAIgASgNUgR0aWNrIsABCgVSdWxlcxIUCgV3aWR0aBgBIAEoDVIFd2lk\
            dGgSFgoGaGVpZ2h0GAIgASgNUgZoZWlnaHQSJAoOZW5kX3pvbmVfZGVwdGgYAyABKA1SDGVuZFpvbmVEZXB0aBIUCgVzcGVl\
            ZBgEIAEoDVIFc3BlZWQSHwoLYmFua190YXJnZXQYBSABKA1SCmJhbmtUYXJnZXQSEgoEZm9vZBgGIAEoDVIEZm9vZBIYCgdt\
            aW51dGVzGAcgASgNUgdtaW51dGVzIp8CCgZQbGF5ZXISFwoHdXNlcl9pZBgBIAEoBFIGdXNlcklkEhIKBG5hbWUYAiABKAlS\
            BG5hbWUSEgoEdGVhbRgDIAEoDVIEdGVhbRIUCgVyZWFkeRgEIAEoCFIFcmVhZHkSHAoJY29ubmVjdGVkGAUgASgIUgljb25u\
            ZWN0ZWQSFAoFc2NvcmUYBiABKA1SBXNjb3JlEhIKBHJhbmsYByABKA1SBHJhbmsSKAoDYm90GAggASgOMhYuc25ha2V0cm9u\
            LnYxLkJvdExldmVsUgNib3QSGQoIc3RhbmRfaW4YCSABKAhSB3N0YW5kSW4SFwoHaWRsZV9tcxgKIAEoDVIGaWRsZU1zEhgK\
            B3JlbWF0Y2gYCyABKAhSB3JlbWF0Y2giEAoOU3VtbWFyeVJlcXVlc3Qi/gIKDFN1bW1hcnlSZXBseRIXCgdub2RlX2lkGAEg\
            ASgEUgZub2RlSWQSIwoNYXBwbGllZF9pbmRleBgCIAEoBFIMYXBwbGllZEluZGV4Eh0KCndvcmxkX3RpY2sYAyABKARSCXdv\
            cmxkVGljaxIrChFzZXNzaW9uc19hdHRhY2hlZBgEIAEoDVIQc2Vzc2lvbnNBdHRhY2hlZBIYCgdtYXRjaGVzGAUgASgNUgdt\
            YXRjaGVzEhgKB3BsYXllcnMYBiABKA1SB3BsYXllcnMSFAoFcmVhZHkYByABKAhSBXJlYWR5Eh0KCnN0YXRlX2hhc2gYCCAB\
            KARSCXN0YXRlSGFzaBIYCgdsb2JiaWVzGAkgASgNUgdsb2JiaWVzEh4KCnNwZWN0YXRvcnMYCiABKA1SCnNwZWN0YXRvcnMS\
            HwoLd29ybGRfYnl0ZXMYCyABKARSCndvcmxkQnl0ZXMSIAoLcXVhcmFudGluZWQYECABKAhSC3F1YXJhbnRpbmVkKnIKBE1v\
            ZGUSFAoQTU9ERV9VTlNQRUNJRklFRBAAEg0KCU1PREVfRFVFTBABEhUKEU1PREVfRlJFRV9GT1JfQUxMEAISDQoJTU9ERV9T\
            T0xPEAMSDgoKTU9ERV9URUFNUxAEEg8KC01PREVfQ1VTVE9NEAUqRAoIQm90TGV2ZWwSDAoIQk9UX05PTkUQABIMCghCT1Rf\
            RUFTWRABEg4KCkJPVF9OT1JNQUwQAhIMCghCT1RfSEFSRBADKuAECgtPdXRjb21lQ29kZRIUChBPVVRDT01FX0FDQ0VQVEVE\
            EAASGAoUT1VUQ09NRV9VTktOT1dOX0NPREUQARIWChJPVVRDT01FX01BVENIX0ZVTEwQAhIcChhPVVRDT01FX0FMUkVBRFlf\
            SU5fTUFUQ0gQAxIYChRPVVRDT01FX05PVF9JTl9NQVRDSBAEEhoKFk9VVENPTUVfQUxSRUFEWV9RVUVVRUQQBRIWChJPVVRD\
            T01FX05PVF9RVUVVRUQQBhIXChNPVVRDT01FX05PVF9BTExPV0VEEAcSEwoPT1VUQ09NRV9JTlZBTElEEAgSGQoVT1VUQ09N\
            RV9PUFBPU0lURV9UVVJOEAkSGQoVT1VUQ09NRV9UT09fRkFSX0FIRUFEEAoSGAoUT1VUQ09NRV9PTkVfUEVSX1RJQ0sQCxIR\
            Cg1PVVRDT01FX1NUQUxFEAwSFgoST1VUQ09NRV9PVkVSTE9BREVEEA0SHAoYT1VUQ09NRV9JTlZBTElEX1NFVFRJTkdTEA4S\
            FgoST1VUQ09NRV9MT0JCWV9GVUxMEA8SGAoUT1VUQ09NRV9OT1RfSU5fTE9CQlkQEBIWChJPVVRDT01FX05PVF9MRUFERVIQ\
            ERIbChdPVVRDT01FX1RPT19GRVdfUExBWUVSUxASEhkKFU9VVENPTUVfVU5LTk9XTl9NQVRDSBATEh0KGU9VVENPTUVfVE9P\
            X01BTllfTUVTU0FHRVMQFBIYChRPVVRDT01FX0lOVkFMSURfVEVYVBAVEhsKF09VVENPTUVfUEFSVFlfVE9PX0xBUkdFEBYq\
            fwoJRW5kUmVhc29uEhMKD0VORF9VTlNQRUNJRklFRBAAEg0KCUVORF9TQ09SRRABEhAKDEVORF9BTExfREVBRBACEgwKCEVO\
            RF9MRUZUEAMSDAoIRU5EX0RSQVcQBBISCg5FTkRfTk9fQ09OVEVTVBAFEgwKCEVORF9USU1FEAYyhwEKBFBsYXkSOgoGQXR0\
            YWNoEhQuc25ha2V0cm9uLnYxLlBsYXlVcBoWLnNuYWtldHJvbi52MS5QbGF5RG93bigBMAESQwoHU3VtbWFyeRIcLnNuYWtl\
            dHJvbi52MS5TdW1tYXJ5UmVxdWVzdBoaLnNuYWtldHJvbi52MS5TdW1tYXJ5UmVwbHliBnByb3RvMw\

            """)
}

extension PlayUp: RPCMessage {}
extension PlayDown: RPCMessage {}
extension SummaryRequest: RPCMessage {}
extension SummaryReply: RPCMessage {}
