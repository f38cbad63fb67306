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
            snaketron.v1.Watch snaketron.v1.LobbySettings snaketron.v1.CustomGame snaketron.v1.PlayDown \
            snaketron.v1.Attached snaketron.v1.Outcome snaketron.v1.QueueState snaketron.v1.QueueLength \
            snaketron.v1.LobbyState snaketron.v1.LobbyMember snaketron.v1.LobbyBot snaketron.v1.ChatLines \
            snaketron.v1.ChatLine snaketron.v1.GameList snaketron.v1.GameSummary snaketron.v1.GameSide \
            snaketron.v1.MatchState snaketron.v1.MatchState.Phase snaketron.v1.Rules snaketron.v1.Player \
            snaketron.v1.SummaryRequest snaketron.v1.SummaryReply snaketron.v1.Mode snaketron.v1.BotLevel \
            snaketron.v1.OutcomeCode snaketron.v1.EndReason snaketron.v1.Play snaketron.v1.Play.Attach \
            snaketron.v1.Play.Summary
            """,
        base64: """
            ChdzbmFrZXRyb24vdjEvcGxheS5wcm90bxIMc25ha2V0cm9uLnYxIp0CCgZQbGF5VXASKwoFaGVsbG8YASABKAsyEy5zbmFr\
            ZXRyb24udjEuSGVsbG9IAFIFaGVsbG8SMQoHcmVxdWVzdBgCIAEoCzIVLnNuYWtldHJvbi52MS5SZXF1ZXN0SABSB3JlcXVl\
            c3QSFgoFZnJhbWUYAyABKAxIAFIFZnJhbWUSLgoGcmVzeW5jGAQgASgLMhQuc25ha2V0cm9uLnYxLlJlc3luY0gAUgZyZXN5\
            bmMSOAoKbGlzdF9nYW1lcxgFIAEoCzIXLnNuYWtldHJvbi52MS5MaXN0R2FtZXNIAFIJbGlzdEdhbWVzEigKBHNlZWsYBiAB\
            KAsyEi5zbmFrZXRyb24udjEuU2Vla0gAUgRzZWVrQgcKBWV2ZW50Im0KBUhlbGxvEhcKB3VzZXJfaWQYASABKARSBnVzZXJJ\
            ZBIdCgpzZXNzaW9uX2lkGAIgASgEUglzZXNzaW9uSWQSEgoEbmFtZRgDIAEoCVIEbmFtZRIYCgdyYXRpbmdzGAQgAygNUgdy\
            YXRpbmdzIggKBlJlc3luYyILCglMaXN0R2FtZXMiGgoEU2VlaxISCgR0aWNrGAEgASgNUgR0aWNrIq4GCgdSZXF1ZXN0EhoK\
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
            QggKBmFjdGlvbiJNCglKb2luUXVldWUSKAoFbW9kZXMYASADKA4yEi5zbmFrZXRyb24udjEuTW9kZVIFbW9kZXMSFgoGcmFu\
            a2VkGAIgASgIUgZyYW5rZWQiDAoKTGVhdmVRdWV1ZSJGCgtDcmVhdGVMb2JieRI3CghzZXR0aW5ncxgBIAEoCzIbLnNuYWtl\
            dHJvbi52MS5Mb2JieVNldHRpbmdzUghzZXR0aW5ncyIfCglKb2luTG9iYnkSEgoEY29kZRgBIAEoCVIEY29kZSIMCgpMZWF2\
            ZUxvYmJ5IkkKDkNoYW5nZVNldHRpbmdzEjcKCHNldHRpbmdzGAEgASgLMhsuc25ha2V0cm9uLnYxLkxvYmJ5U2V0dGluZ3NS\
            CHNldHRpbmdzIh8KBEtpY2sSFwoHdXNlcl9pZBgBIAEoBFIGdXNlcklkIiAKCkNob29zZVRlYW0SEgoEdGVhbRgBIAEoDVIE\
            dGVhbSIaCgRDaGF0EhIKBHRleHQYASABKAlSBHRleHQiBwoFU3RhcnQiBwoFUmVhZHkiDAoKTGVhdmVNYXRjaCIJCgdSZW1h\
            dGNoIkoKBVdhdGNoEhkKCG1hdGNoX2lkGAEgASgEUgdtYXRjaElkEhIKBGNvZGUYAiABKAlSBGNvZGUSEgoEZnJvbRgDIAEo\
            DVIEZnJvbSLKAQoNTG9iYnlTZXR0aW5ncxImCgRtb2RlGAEgASgOMhIuc25ha2V0cm9uLnYxLk1vZGVSBG1vZGUSEgoEYm90\
            cxgCIAEoDVIEYm90cxIzCglib3RfbGV2ZWwYAyABKA4yFi5zbmFrZXRyb24udjEuQm90TGV2ZWxSCGJvdExldmVsEhYKBmhp\
            ZGRlbhgEIAEoCFIGaGlkZGVuEjAKBmN1c3RvbRgFIAEoCzIYLnNuYWtldHJvbi52MS5DdXN0b21HYW1lUgZjdXN0b20itQEK\
            CkN1c3RvbUdhbWUSFAoFd2lkdGgYASABKA1SBXdpZHRoEhYKBmhlaWdodBgCIAEoDVIGaGVpZ2h0EhsKCWVuZF96b25lcxgD\
            IAEoCFIIZW5kWm9uZXMSFAoFc3BlZWQYBCABKA1SBXNwZWVkEhIKBGZvb2QYBSABKA1SBGZvb2QSGAoHcGxheWVycxgGIAEo\
            DVIHcGxheWVycxIYCgdtaW51dGVzGAcgASgNUgdtaW51dGVzIokDCghQbGF5RG93bhI0CghhdHRhY2hlZBgBIAEoCzIWLnNu\
            YWtldHJvbi52MS5BdHRhY2hlZEgAUghhdHRhY2hlZBIxCgdvdXRjb21lGAIgASgLMhUuc25ha2V0cm9uLnYxLk91dGNvbWVI\
            AFIHb3V0Y29tZRIwCgVxdWV1ZRgDIAEoCzIYLnNuYWtldHJvbi52MS5RdWV1ZVN0YXRlSABSBXF1ZXVlEjAKBW1hdGNoGAQg\
            ASgLMhguc25ha2V0cm9uLnYxLk1hdGNoU3RhdGVIAFIFbWF0Y2gSFgoFZnJhbWUYBSABKAxIAFIFZnJhbWUSMAoFbG9iYnkY\
            BiABKAsyGC5zbmFrZXRyb24udjEuTG9iYnlTdGF0ZUgAUgVsb2JieRItCgRjaGF0GAcgASgLMhcuc25ha2V0cm9uLnYxLkNo\
            YXRMaW5lc0gAUgRjaGF0Ei4KBWdhbWVzGAggASgLMhYuc25ha2V0cm9uLnYxLkdhbWVMaXN0SABSBWdhbWVzQgcKBWV2ZW50\
            IkgKCEF0dGFjaGVkEiMKDWxhc3Rfc2VxdWVuY2UYASABKARSDGxhc3RTZXF1ZW5jZRIXCgdub2RlX2lkGAIgASgEUgZub2Rl\
            SWQiVAoHT3V0Y29tZRIaCghzZXF1ZW5jZRgBIAEoBFIIc2VxdWVuY2USLQoEY29kZRgCIAEoDjIZLnNuYWtldHJvbi52MS5P\
            dXRjb21lQ29kZVIEY29kZSJjCgpRdWV1ZVN0YXRlEjEKBnF1ZXVlcxgDIAMoCzIZLnNuYWtldHJvbi52MS5RdWV1ZUxlbmd0\
            aFIGcXVldWVzEhYKBnJhbmtlZBgEIAEoCFIGcmFua2VkSgQIARACSgQIAhADIk8KC1F1ZXVlTGVuZ3RoEiYKBG1vZGUYASAB\
            KA4yEi5zbmFrZXRyb24udjEuTW9kZVIEbW9kZRIYCgd3YWl0aW5nGAIgASgNUgd3YWl0aW5nIqMCCgpMb2JieVN0YXRlEhIK\
            BGNvZGUYASABKAlSBGNvZGUSGwoJbGVhZGVyX2lkGAIgASgEUghsZWFkZXJJZBIzCgdtZW1iZXJzGAMgAygLMhkuc25ha2V0\
            cm9uLnYxLkxvYmJ5TWVtYmVyUgdtZW1iZXJzEjcKCHNldHRpbmdzGAQgASgLMhsuc25ha2V0cm9uLnYxLkxvYmJ5U2V0dGlu\
            Z3NSCHNldHRpbmdzEioKBGJvdHMYBSADKAsyFi5zbmFrZXRyb24udjEuTG9iYnlCb3RSBGJvdHMSGQoIbWF0Y2hfaWQYBiAB\
            KARSB21hdGNoSWQSLwoFc3RhcnQYByABKA4yGS5zbmFrZXRyb24udjEuT3V0Y29tZUNvZGVSBXN0YXJ0IrgBCgtMb2JieU1l\
            bWJlchIXCgd1c2VyX2lkGAEgASgEUgZ1c2VySWQSEgoEbmFtZRgCIAEoCVIEbmFtZRIcCgljb25uZWN0ZWQYAyABKAhSCWNv\
            bm5lY3RlZBIbCgl0ZWFtX3dpc2gYBCABKA1SCHRlYW1XaXNoEhIKBHNsb3QYBSABKA1SBHNsb3QSEgoEdGVhbRgGIAEoDVIE\
            dGVhbRIZCghpbl9tYXRjaBgHIAEoCFIHaW5NYXRjaCJgCghMb2JieUJvdBISCgRzbG90GAEgASgNUgRzbG90EhIKBHRlYW0Y\
            AiABKA1SBHRlYW0SLAoFbGV2ZWwYAyABKA4yFi5zbmFrZXRyb24udjEuQm90TGV2ZWxSBWxldmVsIk0KCUNoYXRMaW5lcxIS\
            CgRjb2RlGAEgASgJUgRjb2RlEiwKBWxpbmVzGAIgAygLMhYuc25ha2V0cm9uLnYxLkNoYXRMaW5lUgVsaW5lcyJjCghDaGF0\
            TGluZRIWCgZudW1iZXIYASABKARSBm51bWJlchIXCgd1c2VyX2lkGAIgASgEUgZ1c2VySWQSEgoEbmFtZRgDIAEoCVIEbmFt\
            ZRISCgR0ZXh0GAQgASgJUgR0ZXh0IjsKCEdhbWVMaXN0Ei8KBWdhbWVzGAEgAygLMhkuc25ha2V0cm9uLnYxLkdhbWVTdW1t\
            YXJ5UgVnYW1lcyLRAQoLR2FtZVN1bW1hcnkSGQoIbWF0Y2hfaWQYASABKARSB21hdGNoSWQSJgoEbW9kZRgCIAEoDjISLnNu\
            YWtldHJvbi52MS5Nb2RlUgRtb2RlEjAKB3BsYXllcnMYAyADKAsyFi5zbmFrZXRyb24udjEuR2FtZVNpZGVSB3BsYXllcnMS\
            HgoKc3BlY3RhdG9ycxgEIAEoDVIKc3BlY3RhdG9ycxIVCgZhZ2VfbXMYBSABKA1SBWFnZU1zEhYKBnJhbmtlZBgGIAEoCFIG\
            cmFua2VkInIKCEdhbWVTaWRlEhIKBG5hbWUYASABKAlSBG5hbWUSEgoEdGVhbRgCIAEoDVIEdGVhbRIUCgVzY29yZRgDIAEo\
            DVIFc2NvcmUSKAoDYm90GAQgASgOMhYuc25ha2V0cm9uLnYxLkJvdExldmVsUgNib3QivAQKCk1hdGNoU3RhdGUSGQoIbWF0\
            Y2hfaWQYASABKARSB21hdGNoSWQSEgoEY29kZRgCIAEoCVIEY29kZRImCgRtb2RlGAMgASgOMhIuc25ha2V0cm9uLnYxLk1v\
            ZGVSBG1vZGUSNAoFcGhhc2UYBCABKA4yHi5zbmFrZXRyb24udjEuTWF0Y2hTdGF0ZS5QaGFzZVIFcGhhc2USIQoMcmVtYWlu\
            aW5nX21zGAUgASgNUgtyZW1haW5pbmdNcxIuCgdwbGF5ZXJzGAYgAygLMhQuc25ha2V0cm9uLnYxLlBsYXllclIHcGxheWVy\
            cxIbCgl5b3VyX3Nsb3QYByABKA1SCHlvdXJTbG90EicKD3NlZWRfY29tbWl0bWVudBgIIAEoDFIOc2VlZENvbW1pdG1lbnQS\
            EgoEc2VlZBgJIAEoDFIEc2VlZBI2CgplbmRfcmVhc29uGAogASgOMhcuc25ha2V0cm9uLnYxLkVuZFJlYXNvblIJZW5kUmVh\
            c29uEhYKBnJhbmtlZBgLIAEoCFIGcmFua2VkEh4KCnNwZWN0YXRvcnMYDCABKA1SCnNwZWN0YXRvcnMSKQoFcnVsZXMYDSAB\
            KAsyEy5zbmFrZXRyb24udjEuUnVsZXNSBXJ1bGVzIlkKBVBoYXNlEhUKEVBIQVNFX1VOU1BFQ0lGSUVEEAASDAoIUkVBRFlJ\
            TkcQAhINCglDT1VOVERPV04QAxILCgdSVU5OSU5HEAQSCQoFRU5ERUQQBSIECAEQASLAAQoFUnVsZXMSFAoFd2lkdGgYASAB\
            KA1SBXdpZHRoEhYKBmhlaWdodBgCIAEoDVIGaGVpZ2h0EiQKDmVuZF96b25lX2RlcHRoGAMgASgNUgxlbmRab25lRGVwdGgS\
            FAoFc3BlZWQYBCABKA1SBXNwZWVkEh8KC2JhbmtfdGFyZ2V0GAUgASgNUgpiYW5rVGFyZ2V0EhIKBGZvb2QYBiABKA1SBGZv\
            b2QSGAoHbWludXRlcxgHIAEoDVIHbWludXRlcyKfAgoGUGxheWVyEhcKB3VzZXJfaWQYASABKARSBnVzZXJJZBISCgRuYW1l\
            GAIgASgJUgRuYW1lEhIKBHRlYW0YAyABKA1SBHRlYW0SFAoFcmVhZHkYBCABKAhSBXJlYWR5EhwKCWNvbm5lY3RlZBgFIAEo\
            CFIJY29ubmVjdGVkEhQKBXNjb3JlGAYgASgNUgVzY29yZRISCgRyYW5rGAcgASgNUgRyYW5rEigKA2JvdBgIIAEoDjIWLnNu\
            YWtldHJvbi52MS5Cb3RMZXZlbFIDYm90EhkKCHN0YW5kX2luGAkgASgIUgdzdGFuZEluEhcKB2lkbGVfbXMYCiABKA1SBmlk\
            bGVNcxIYCgdyZW1hdGNoGAsgASgIUgdyZW1hdGNoIhAKDlN1bW1hcnlSZXF1ZXN0Iv4CCgxTdW1tYXJ5UmVwbHkSFwoHbm9k\
            ZV9pZBgBIAEoBFIGbm9kZUlkEiMKDWFwcGxpZWRfaW5kZXgYAiABKARSDGFwcGxpZWRJbmRleBIdCgp3b3JsZF90aWNrGAMg\
            ASgEUgl3b3JsZFRpY2sSKwoRc2Vzc2lvbnNfYXR0YWNoZWQYBCABKA1SEHNlc3Npb25zQXR0YWNoZWQSGAoHbWF0Y2hlcxgF\
            IAEoDVIHbWF0Y2hlcxIYCgdwbGF5ZXJzGAYgASgNUgdwbGF5ZXJzEhQKBXJlYWR5GAcgASgIUgVyZWFkeRIdCgpzdGF0ZV9o\
            YXNoGAggASgEUglzdGF0ZUhhc2gSGAoHbG9iYmllcxgJIAEoDVIHbG9iYmllcxIeCgpzcGVjdGF0b3JzGAogASgNUgpzcGVj\
            dGF0b3JzEh8KC3dvcmxkX2J5dGVzGAsgASgEUgp3b3JsZEJ5dGVzEiAKC3F1YXJhbnRpbmVkGBAgASgIUgtxdWFyYW50aW5l\
            ZCpyCgRNb2RlEhQKEE1PREVfVU5TUEVDSUZJRUQQABINCglNT0RFX0RVRUwQARIVChFNT0RFX0ZSRUVfRk9SX0FMTBACEg0K\
            CU1PREVfU09MTxADEg4KCk1PREVfVEVBTVMQBBIPCgtNT0RFX0NVU1RPTRAFKkQKCEJvdExldmVsEgwKCEJPVF9OT05FEAAS\
            DAoIQk9UX0VBU1kQARIOCgpCT1RfTk9STUFMEAISDAoIQk9UX0hBUkQQAyrgBAoLT3V0Y29tZUNvZGUSFAoQT1VUQ09NRV9B\
            Q0NFUFRFRBAAEhgKFE9VVENPTUVfVU5LTk9XTl9DT0RFEAESFgoST1VUQ09NRV9NQVRDSF9GVUxMEAISHAoYT1VUQ09NRV9B\
            TFJFQURZX0lOX01BVENIEAMSGAoUT1VUQ09NRV9OT1RfSU5fTUFUQ0gQBBIaChZPVVRDT01FX0FMUkVBRFlfUVVFVUVEEAUS\
            FgoST1VUQ09NRV9OT1RfUVVFVUVEEAYSFwoTT1VUQ09NRV9OT1RfQUxMT1dFRBAHEhMKD09VVENPTUVfSU5WQUxJRBAIEhkK\
            FU9VVENPTUVfT1BQT1NJVEVfVFVSThAJEhkKFU9VVENPTUVfVE9PX0ZBUl9BSEVBRBAKEhgKFE9VVENPTUVfT05FX1BFUl9U\
            SUNLEAsSEQoNT1VUQ09NRV9TVEFMRRAMEhYKEk9VVENPTUVfT1ZFUkxPQURFRBANEhwKGE9VVENPTUVfSU5WQUxJRF9TRVRU\
            SU5HUxAOEhYKEk9VVENPTUVfTE9CQllfRlVMTBAPEhgKFE9VVENPTUVfTk9UX0lOX0xPQkJZEBASFgoST1VUQ09NRV9OT1Rf\
            TEVBREVSEBESGwoXT1VUQ09NRV9UT09fRkVXX1BMQVlFUlMQEhIZChVPVVRDT01FX1VOS05PV05fTUFUQ0gQExIdChlPVVRD\
            T01FX1RPT19NQU5ZX01FU1NBR0VTEBQSGAoUT1VUQ09NRV9JTlZBTElEX1RFWFQQFRIbChdPVVRDT01FX1BBUlRZX1RPT19M\
            QVJHRRAWKn8KCUVuZFJlYXNvbhITCg9FTkRfVU5TUEVDSUZJRUQQABINCglFTkRfU0NPUkUQARIQCgxFTkRfQUxMX0RFQUQQ\
            AhIMCghFTkRfTEVGVBADEgwKCEVORF9EUkFXEAQSEgoORU5EX05PX0NPTlRFU1QQBRIMCghFTkRfVElNRRAGMocBCgRQbGF5\
            EjoKBkF0dGFjaBIULnNuYWtldHJvbi52MS5QbGF5VXAaFi5zbmFrZXRyb24udjEuUGxheURvd24oATABEkMKB1N1bW1hcnkS\
            HC5zbmFrZXRyb24udjEuU3VtbWFyeVJlcXVlc3QaGi5zbmFrZXRyb24udjEuU3VtbWFyeVJlcGx5YgZwcm90bzM\

            """)
}

extension PlayUp: RPCMessage {}
extension PlayDown: RPCMessage {}
extension SummaryRequest: RPCMessage {}
extension SummaryReply: RPCMessage {}
