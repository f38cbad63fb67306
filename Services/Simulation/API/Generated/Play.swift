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
            bmMSOAoKbGlzdF9nYW1lcxgFIAEoCzIXLnNuYWtldHJvbi52MS5MaXN0R2FtZXNIAFIJbGlzdEdhbWVzQgcKBWV2ZW50Im0K\
            BUhlbGxvEhcKB3VzZXJfaWQYASABKARSBnVzZXJJZBIdCgpzZXNzaW9uX2lkGAIgASgEUglzZXNzaW9uSWQSEgoEbmFtZRgD\
            IAEoCVIEbmFtZRIYCgdyYXRpbmdzGAQgAygNUgdyYXRpbmdzIggKBlJlc3luYyILCglMaXN0R2FtZXMirgYKB1JlcXVlc3QS\
            GgoIc2VxdWVuY2UYASABKARSCHNlcXVlbmNlEjgKCmpvaW5fcXVldWUYAiABKAsyFy5zbmFrZXRyb24udjEuSm9pblF1ZXVl\
            SABSCWpvaW5RdWV1ZRI7CgtsZWF2ZV9xdWV1ZRgDIAEoCzIYLnNuYWtldHJvbi52MS5MZWF2ZVF1ZXVlSABSCmxlYXZlUXVl\
            dWUSPgoMY3JlYXRlX2xvYmJ5GAQgASgLMhkuc25ha2V0cm9uLnYxLkNyZWF0ZUxvYmJ5SABSC2NyZWF0ZUxvYmJ5EjgKCmpv\
            aW5fbG9iYnkYBSABKAsyFy5zbmFrZXRyb24udjEuSm9pbkxvYmJ5SABSCWpvaW5Mb2JieRIrCgVzdGFydBgGIAEoCzITLnNu\
            YWtldHJvbi52MS5TdGFydEgAUgVzdGFydBIrCgVyZWFkeRgHIAEoCzITLnNuYWtldHJvbi52MS5SZWFkeUgAUgVyZWFkeRI7\
            CgtsZWF2ZV9tYXRjaBgIIAEoCzIYLnNuYWtldHJvbi52MS5MZWF2ZU1hdGNoSABSCmxlYXZlTWF0Y2gSOwoLbGVhdmVfbG9i\
            YnkYCSABKAsyGC5zbmFrZXRyb24udjEuTGVhdmVMb2JieUgAUgpsZWF2ZUxvYmJ5EkcKD2NoYW5nZV9zZXR0aW5ncxgKIAEo\
            CzIcLnNuYWtldHJvbi52MS5DaGFuZ2VTZXR0aW5nc0gAUg5jaGFuZ2VTZXR0aW5ncxIoCgRraWNrGAsgASgLMhIuc25ha2V0\
            cm9uLnYxLktpY2tIAFIEa2ljaxI7CgtjaG9vc2VfdGVhbRgMIAEoCzIYLnNuYWtldHJvbi52MS5DaG9vc2VUZWFtSABSCmNo\
            b29zZVRlYW0SKAoEY2hhdBgNIAEoCzISLnNuYWtldHJvbi52MS5DaGF0SABSBGNoYXQSMQoHcmVtYXRjaBgOIAEoCzIVLnNu\
            YWtldHJvbi52MS5SZW1hdGNoSABSB3JlbWF0Y2gSKwoFd2F0Y2gYDyABKAsyEy5zbmFrZXRyb24udjEuV2F0Y2hIAFIFd2F0\
            Y2hCCAoGYWN0aW9uIk0KCUpvaW5RdWV1ZRIoCgVtb2RlcxgBIAMoDjISLnNuYWtldHJvbi52MS5Nb2RlUgVtb2RlcxIWCgZy\
            YW5rZWQYAiABKAhSBnJhbmtlZCIMCgpMZWF2ZVF1ZXVlIkYKC0NyZWF0ZUxvYmJ5EjcKCHNldHRpbmdzGAEgASgLMhsuc25h\
            a2V0cm9uLnYxLkxvYmJ5U2V0dGluZ3NSCHNldHRpbmdzIh8KCUpvaW5Mb2JieRISCgRjb2RlGAEgASgJUgRjb2RlIgwKCkxl\
            YXZlTG9iYnkiSQoOQ2hhbmdlU2V0dGluZ3MSNwoIc2V0dGluZ3MYASABKAsyGy5zbmFrZXRyb24udjEuTG9iYnlTZXR0aW5n\
            c1IIc2V0dGluZ3MiHwoES2ljaxIXCgd1c2VyX2lkGAEgASgEUgZ1c2VySWQiIAoKQ2hvb3NlVGVhbRISCgR0ZWFtGAEgASgN\
            UgR0ZWFtIhoKBENoYXQSEgoEdGV4dBgBIAEoCVIEdGV4dCIHCgVTdGFydCIHCgVSZWFkeSIMCgpMZWF2ZU1hdGNoIgkKB1Jl\
            bWF0Y2giNgoFV2F0Y2gSGQoIbWF0Y2hfaWQYASABKARSB21hdGNoSWQSEgoEY29kZRgCIAEoCVIEY29kZSLKAQoNTG9iYnlT\
            ZXR0aW5ncxImCgRtb2RlGAEgASgOMhIuc25ha2V0cm9uLnYxLk1vZGVSBG1vZGUSEgoEYm90cxgCIAEoDVIEYm90cxIzCgli\
            b3RfbGV2ZWwYAyABKA4yFi5zbmFrZXRyb24udjEuQm90TGV2ZWxSCGJvdExldmVsEhYKBmhpZGRlbhgEIAEoCFIGaGlkZGVu\
            EjAKBmN1c3RvbRgFIAEoCzIYLnNuYWtldHJvbi52MS5DdXN0b21HYW1lUgZjdXN0b20itQEKCkN1c3RvbUdhbWUSFAoFd2lk\
            dGgYASABKA1SBXdpZHRoEhYKBmhlaWdodBgCIAEoDVIGaGVpZ2h0EhsKCWVuZF96b25lcxgDIAEoCFIIZW5kWm9uZXMSFAoF\
            c3BlZWQYBCABKA1SBXNwZWVkEhIKBGZvb2QYBSABKA1SBGZvb2QSGAoHcGxheWVycxgGIAEoDVIHcGxheWVycxIYCgdtaW51\
            dGVzGAcgASgNUgdtaW51dGVzIokDCghQbGF5RG93bhI0CghhdHRhY2hlZBgBIAEoCzIWLnNuYWtldHJvbi52MS5BdHRhY2hl\
            ZEgAUghhdHRhY2hlZBIxCgdvdXRjb21lGAIgASgLMhUuc25ha2V0cm9uLnYxLk91dGNvbWVIAFIHb3V0Y29tZRIwCgVxdWV1\
            ZRgDIAEoCzIYLnNuYWtldHJvbi52MS5RdWV1ZVN0YXRlSABSBXF1ZXVlEjAKBW1hdGNoGAQgASgLMhguc25ha2V0cm9uLnYx\
            Lk1hdGNoU3RhdGVIAFIFbWF0Y2gSFgoFZnJhbWUYBSABKAxIAFIFZnJhbWUSMAoFbG9iYnkYBiABKAsyGC5zbmFrZXRyb24u\
            djEuTG9iYnlTdGF0ZUgAUgVsb2JieRItCgRjaGF0GAcgASgLMhcuc25ha2V0cm9uLnYxLkNoYXRMaW5lc0gAUgRjaGF0Ei4K\
            BWdhbWVzGAggASgLMhYuc25ha2V0cm9uLnYxLkdhbWVMaXN0SABSBWdhbWVzQgcKBWV2ZW50IkgKCEF0dGFjaGVkEiMKDWxh\
            c3Rfc2VxdWVuY2UYASABKARSDGxhc3RTZXF1ZW5jZRIXCgdub2RlX2lkGAIgASgEUgZub2RlSWQiVAoHT3V0Y29tZRIaCghz\
            ZXF1ZW5jZRgBIAEoBFIIc2VxdWVuY2USLQoEY29kZRgCIAEoDjIZLnNuYWtldHJvbi52MS5PdXRjb21lQ29kZVIEY29kZSJj\
            CgpRdWV1ZVN0YXRlEjEKBnF1ZXVlcxgDIAMoCzIZLnNuYWtldHJvbi52MS5RdWV1ZUxlbmd0aFIGcXVldWVzEhYKBnJhbmtl\
            ZBgEIAEoCFIGcmFua2VkSgQIARACSgQIAhADIk8KC1F1ZXVlTGVuZ3RoEiYKBG1vZGUYASABKA4yEi5zbmFrZXRyb24udjEu\
            TW9kZVIEbW9kZRIYCgd3YWl0aW5nGAIgASgNUgd3YWl0aW5nIqMCCgpMb2JieVN0YXRlEhIKBGNvZGUYASABKAlSBGNvZGUS\
            GwoJbGVhZGVyX2lkGAIgASgEUghsZWFkZXJJZBIzCgdtZW1iZXJzGAMgAygLMhkuc25ha2V0cm9uLnYxLkxvYmJ5TWVtYmVy\
            UgdtZW1iZXJzEjcKCHNldHRpbmdzGAQgASgLMhsuc25ha2V0cm9uLnYxLkxvYmJ5U2V0dGluZ3NSCHNldHRpbmdzEioKBGJv\
            dHMYBSADKAsyFi5zbmFrZXRyb24udjEuTG9iYnlCb3RSBGJvdHMSGQoIbWF0Y2hfaWQYBiABKARSB21hdGNoSWQSLwoFc3Rh\
            cnQYByABKA4yGS5zbmFrZXRyb24udjEuT3V0Y29tZUNvZGVSBXN0YXJ0IrgBCgtMb2JieU1lbWJlchIXCgd1c2VyX2lkGAEg\
            ASgEUgZ1c2VySWQSEgoEbmFtZRgCIAEoCVIEbmFtZRIcCgljb25uZWN0ZWQYAyABKAhSCWNvbm5lY3RlZBIbCgl0ZWFtX3dp\
            c2gYBCABKA1SCHRlYW1XaXNoEhIKBHNsb3QYBSABKA1SBHNsb3QSEgoEdGVhbRgGIAEoDVIEdGVhbRIZCghpbl9tYXRjaBgH\
            IAEoCFIHaW5NYXRjaCJgCghMb2JieUJvdBISCgRzbG90GAEgASgNUgRzbG90EhIKBHRlYW0YAiABKA1SBHRlYW0SLAoFbGV2\
            ZWwYAyABKA4yFi5zbmFrZXRyb24udjEuQm90TGV2ZWxSBWxldmVsIk0KCUNoYXRMaW5lcxISCgRjb2RlGAEgASgJUgRjb2Rl\
            EiwKBWxpbmVzGAIgAygLMhYuc25ha2V0cm9uLnYxLkNoYXRMaW5lUgVsaW5lcyJjCghDaGF0TGluZRIWCgZudW1iZXIYASAB\
            KARSBm51bWJlchIXCgd1c2VyX2lkGAIgASgEUgZ1c2VySWQSEgoEbmFtZRgDIAEoCVIEbmFtZRISCgR0ZXh0GAQgASgJUgR0\
            ZXh0IjsKCEdhbWVMaXN0Ei8KBWdhbWVzGAEgAygLMhkuc25ha2V0cm9uLnYxLkdhbWVTdW1tYXJ5UgVnYW1lcyLRAQoLR2Ft\
            ZVN1bW1hcnkSGQoIbWF0Y2hfaWQYASABKARSB21hdGNoSWQSJgoEbW9kZRgCIAEoDjISLnNuYWtldHJvbi52MS5Nb2RlUgRt\
            b2RlEjAKB3BsYXllcnMYAyADKAsyFi5zbmFrZXRyb24udjEuR2FtZVNpZGVSB3BsYXllcnMSHgoKc3BlY3RhdG9ycxgEIAEo\
            DVIKc3BlY3RhdG9ycxIVCgZhZ2VfbXMYBSABKA1SBWFnZU1zEhYKBnJhbmtlZBgGIAEoCFIGcmFua2VkInIKCEdhbWVTaWRl\
            EhIKBG5hbWUYASABKAlSBG5hbWUSEgoEdGVhbRgCIAEoDVIEdGVhbRIUCgVzY29yZRgDIAEoDVIFc2NvcmUSKAoDYm90GAQg\
            ASgOMhYuc25ha2V0cm9uLnYxLkJvdExldmVsUgNib3QivAQKCk1hdGNoU3RhdGUSGQoIbWF0Y2hfaWQYASABKARSB21hdGNo\
            SWQSEgoEY29kZRgCIAEoCVIEY29kZRImCgRtb2RlGAMgASgOMhIuc25ha2V0cm9uLnYxLk1vZGVSBG1vZGUSNAoFcGhhc2UY\
            BCABKA4yHi5zbmFrZXRyb24udjEuTWF0Y2hTdGF0ZS5QaGFzZVIFcGhhc2USIQoMcmVtYWluaW5nX21zGAUgASgNUgtyZW1h\
            aW5pbmdNcxIuCgdwbGF5ZXJzGAYgAygLMhQuc25ha2V0cm9uLnYxLlBsYXllclIHcGxheWVycxIbCgl5b3VyX3Nsb3QYByAB\
            KA1SCHlvdXJTbG90EicKD3NlZWRfY29tbWl0bWVudBgIIAEoDFIOc2VlZENvbW1pdG1lbnQSEgoEc2VlZBgJIAEoDFIEc2Vl\
            ZBI2CgplbmRfcmVhc29uGAogASgOMhcuc25ha2V0cm9uLnYxLkVuZFJlYXNvblIJZW5kUmVhc29uEhYKBnJhbmtlZBgLIAEo\
            CFIGcmFua2VkEh4KCnNwZWN0YXRvcnMYDCABKA1SCnNwZWN0YXRvcnMSKQoFcnVsZXMYDSABKAsyEy5zbmFrZXRyb24udjEu\
            UnVsZXNSBXJ1bGVzIlkKBVBoYXNlEhUKEVBIQVNFX1VOU1BFQ0lGSUVEEAASDAoIUkVBRFlJTkcQAhINCglDT1VOVERPV04Q\
            AxILCgdSVU5OSU5HEAQSCQoFRU5ERUQQBSIECAEQASLAAQoFUnVsZXMSFAoFd2lkdGgYASABKA1SBXdpZHRoEhYKBmhlaWdo\
            dBgCIAEoDVIGaGVpZ2h0EiQKDmVuZF96b25lX2RlcHRoGAMgASgNUgxlbmRab25lRGVwdGgSFAoFc3BlZWQYBCABKA1SBXNw\
            ZWVkEh8KC2JhbmtfdGFyZ2V0GAUgASgNUgpiYW5rVGFyZ2V0EhIKBGZvb2QYBiABKA1SBGZvb2QSGAoHbWludXRlcxgHIAEo\
            DVIHbWludXRlcyKfAgoGUGxheWVyEhcKB3VzZXJfaWQYASABKARSBnVzZXJJZBISCgRuYW1lGAIgASgJUgRuYW1lEhIKBHRl\
            YW0YAyABKA1SBHRlYW0SFAoFcmVhZHkYBCABKAhSBXJlYWR5EhwKCWNvbm5lY3RlZBgFIAEoCFIJY29ubmVjdGVkEhQKBXNj\
            b3JlGAYgASgNUgVzY29yZRISCgRyYW5rGAcgASgNUgRyYW5rEigKA2JvdBgIIAEoDjIWLnNuYWtldHJvbi52MS5Cb3RMZXZl\
            bFIDYm90EhkKCHN0YW5kX2luGAkgASgIUgdzdGFuZEluEhcKB2lkbGVfbXMYCiABKA1SBmlkbGVNcxIYCgdyZW1hdGNoGAsg\
            ASgIUgdyZW1hdGNoIhAKDlN1bW1hcnlSZXF1ZXN0Iv4CCgxTdW1tYXJ5UmVwbHkSFwoHbm9kZV9pZBgBIAEoBFIGbm9kZUlk\
            EiMKDWFwcGxpZWRfaW5kZXgYAiABKARSDGFwcGxpZWRJbmRleBIdCgp3b3JsZF90aWNrGAMgASgEUgl3b3JsZFRpY2sSKwoR\
            c2Vzc2lvbnNfYXR0YWNoZWQYBCABKA1SEHNlc3Npb25zQXR0YWNoZWQSGAoHbWF0Y2hlcxgFIAEoDVIHbWF0Y2hlcxIYCgdw\
            bGF5ZXJzGAYgASgNUgdwbGF5ZXJzEhQKBXJlYWR5GAcgASgIUgVyZWFkeRIdCgpzdGF0ZV9oYXNoGAggASgEUglzdGF0ZUhh\
            c2gSGAoHbG9iYmllcxgJIAEoDVIHbG9iYmllcxIeCgpzcGVjdGF0b3JzGAogASgNUgpzcGVjdGF0b3JzEh8KC3dvcmxkX2J5\
            dGVzGAsgASgEUgp3b3JsZEJ5dGVzEiAKC3F1YXJhbnRpbmVkGBAgASgIUgtxdWFyYW50aW5lZCpyCgRNb2RlEhQKEE1PREVf\
            VU5TUEVDSUZJRUQQABINCglNT0RFX0RVRUwQARIVChFNT0RFX0ZSRUVfRk9SX0FMTBACEg0KCU1PREVfU09MTxADEg4KCk1P\
            REVfVEVBTVMQBBIPCgtNT0RFX0NVU1RPTRAFKkQKCEJvdExldmVsEgwKCEJPVF9OT05FEAASDAoIQk9UX0VBU1kQARIOCgpC\
            T1RfTk9STUFMEAISDAoIQk9UX0hBUkQQAyrgBAoLT3V0Y29tZUNvZGUSFAoQT1VUQ09NRV9BQ0NFUFRFRBAAEhgKFE9VVENP\
            TUVfVU5LTk9XTl9DT0RFEAESFgoST1VUQ09NRV9NQVRDSF9GVUxMEAISHAoYT1VUQ09NRV9BTFJFQURZX0lOX01BVENIEAMS\
            GAoUT1VUQ09NRV9OT1RfSU5fTUFUQ0gQBBIaChZPVVRDT01FX0FMUkVBRFlfUVVFVUVEEAUSFgoST1VUQ09NRV9OT1RfUVVF\
            VUVEEAYSFwoTT1VUQ09NRV9OT1RfQUxMT1dFRBAHEhMKD09VVENPTUVfSU5WQUxJRBAIEhkKFU9VVENPTUVfT1BQT1NJVEVf\
            VFVSThAJEhkKFU9VVENPTUVfVE9PX0ZBUl9BSEVBRBAKEhgKFE9VVENPTUVfT05FX1BFUl9USUNLEAsSEQoNT1VUQ09NRV9T\
            VEFMRRAMEhYKEk9VVENPTUVfT1ZFUkxPQURFRBANEhwKGE9VVENPTUVfSU5WQUxJRF9TRVRUSU5HUxAOEhYKEk9VVENPTUVf\
            TE9CQllfRlVMTBAPEhgKFE9VVENPTUVfTk9UX0lOX0xPQkJZEBASFgoST1VUQ09NRV9OT1RfTEVBREVSEBESGwoXT1VUQ09N\
            RV9UT09fRkVXX1BMQVlFUlMQEhIZChVPVVRDT01FX1VOS05PV05fTUFUQ0gQExIdChlPVVRDT01FX1RPT19NQU5ZX01FU1NB\
            R0VTEBQSGAoUT1VUQ09NRV9JTlZBTElEX1RFWFQQFRIbChdPVVRDT01FX1BBUlRZX1RPT19MQVJHRRAWKn8KCUVuZFJlYXNv\
            bhITCg9FTkRfVU5TUEVDSUZJRUQQABINCglFTkRfU0NPUkUQARIQCgxFTkRfQUxMX0RFQUQQAhIMCghFTkRfTEVGVBADEgwK\
            CEVORF9EUkFXEAQSEgoORU5EX05PX0NPTlRFU1QQBRIMCghFTkRfVElNRRAGMocBCgRQbGF5EjoKBkF0dGFjaBIULnNuYWtl\
            dHJvbi52MS5QbGF5VXAaFi5zbmFrZXRyb24udjEuUGxheURvd24oATABEkMKB1N1bW1hcnkSHC5zbmFrZXRyb24udjEuU3Vt\
            bWFyeVJlcXVlc3QaGi5zbmFrZXRyb24udjEuU3VtbWFyeVJlcGx5YgZwcm90bzM\

            """)
}

extension PlayUp: RPCMessage {}
extension PlayDown: RPCMessage {}
extension SummaryRequest: RPCMessage {}
extension SummaryReply: RPCMessage {}
