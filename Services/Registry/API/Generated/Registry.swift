// Generated from Protos/snaketron/v1/registry.proto by scripts/generate-protos. Do not edit.

package import RPC
package import Wire

/// The paths of Registry's methods.
package enum RegistryMethods {
    package static let service = "snaketron.v1.Registry"
    package static let join = "/snaketron.v1.Registry/Join"
    package static let reportHealth = "/snaketron.v1.Registry/ReportHealth"
    package static let listServers = "/snaketron.v1.Registry/ListServers"
    package static let watchServers = "/snaketron.v1.Registry/WatchServers"
    package static let deregister = "/snaketron.v1.Registry/Deregister"
    package static let createGuest = "/snaketron.v1.Registry/CreateGuest"
    package static let renameUser = "/snaketron.v1.Registry/RenameUser"
    package static let seen = "/snaketron.v1.Registry/Seen"
    package static let storeReplay = "/snaketron.v1.Registry/StoreReplay"
    package static let getReplay = "/snaketron.v1.Registry/GetReplay"
    package static let getRatings = "/snaketron.v1.Registry/GetRatings"
    package static let getLeaderboard = "/snaketron.v1.Registry/GetLeaderboard"
    package static let beginRecovery = "/snaketron.v1.Registry/BeginRecovery"
    package static let finishRecovery = "/snaketron.v1.Registry/FinishRecovery"
}

/// Calls Registry over a channel.
package struct RegistryClient: Sendable {
    package let channel: RPCChannel

    package init(channel: RPCChannel) {
        self.channel = channel
    }

    /// Consensus announces itself at start: gets or confirms its identity, and this node's row appears in `servers`.
    package func join(_ request: JoinRequest, deadline: Duration) async throws(RPCStatus) -> JoinReply {
        try await channel.call(RegistryMethods.join, request, deadline: deadline)
    }

    /// Role, term and indexes of this node, written to its row. Every 2 s, and at once when the role changes. A
    /// registry that was started anew takes the node up again by it. FAILED_PRECONDITION: the node belongs to no
    /// cluster of this database.
    package func reportHealth(_ request: RaftHealth, deadline: Duration) async throws(RPCStatus) -> ReportHealthReply {
        try await channel.call(RegistryMethods.reportHealth, request, deadline: deadline)
    }

    /// The servers with a heartbeat within 30 s, in id order; this node's own row included.
    package func listServers(_ request: ListServersRequest, deadline: Duration) async throws(RPCStatus) -> ServerList {
        try await channel.call(RegistryMethods.listServers, request, deadline: deadline)
    }

    /// The same list, first as it is, then again whenever a server comes, goes or changes address or drain state.
    ///
    /// On the channel's event loop only.
    package func watchServers(
        deadline: Duration? = nil, handler: some RPCStreamHandler<ServerList, ListServersRequest>
    ) -> RPCStream<ListServersRequest> {
        channel.openStream(RegistryMethods.watchServers, deadline: deadline, handler: handler)
    }

    /// Removes this node's row now, at an orderly shutdown.
    package func deregister(
        _ request: DeregisterRequest, deadline: Duration
    ) async throws(RPCStatus) -> DeregisterReply {
        try await channel.call(RegistryMethods.deregister, request, deadline: deadline)
    }

    /// A new guest account.
    package func createGuest(_ request: CreateGuestRequest, deadline: Duration) async throws(RPCStatus) -> User {
        try await channel.call(RegistryMethods.createGuest, request, deadline: deadline)
    }

    /// Another name for an account, which keeps its id and its ratings. NOT_FOUND: there is no such account.
    package func renameUser(_ request: RenameUserRequest, deadline: Duration) async throws(RPCStatus) -> User {
        try await channel.call(RegistryMethods.renameUser, request, deadline: deadline)
    }

    /// The user is there still: unused guests are removed after a time. NOT_FOUND: there is no such user.
    package func seen(_ request: SeenRequest, deadline: Duration) async throws(RPCStatus) -> User {
        try await channel.call(RegistryMethods.seen, request, deadline: deadline)
    }

    /// Keeps the replay of a finished match for 30 days, and rates its players if it tells who they were and gives the
    /// same game when it is played again. Storing it again changes nothing.
    package func storeReplay(
        _ request: StoreReplayRequest, deadline: Duration
    ) async throws(RPCStatus) -> StoreReplayReply {
        try await channel.call(RegistryMethods.storeReplay, request, deadline: deadline)
    }

    /// The replay of that name. NOT_FOUND: there is none, or not yet.
    package func getReplay(_ request: GetReplayRequest, deadline: Duration) async throws(RPCStatus) -> ReplayFile {
        try await channel.call(RegistryMethods.getReplay, request, deadline: deadline)
    }

    /// A player's ratings, of those queues that the player has played.
    package func getRatings(_ request: GetRatingsRequest, deadline: Duration) async throws(RPCStatus) -> PlayerRatings {
        try await channel.call(RegistryMethods.getRatings, request, deadline: deadline)
    }

    /// The best of a queue in this season: a quarter of a year, UTC.
    package func getLeaderboard(
        _ request: GetLeaderboardRequest, deadline: Duration
    ) async throws(RPCStatus) -> LeaderboardPage {
        try await channel.call(RegistryMethods.getLeaderboard, request, deadline: deadline)
    }

    /// For `snaketron recover`: which cluster the database knows under this name, and on request an identity for the
    /// node that is to found its successor. Changes nothing but the ids that are given.
    package func beginRecovery(
        _ request: BeginRecoveryRequest, deadline: Duration
    ) async throws(RPCStatus) -> BeginRecoveryReply {
        try await channel.call(RegistryMethods.beginRecovery, request, deadline: deadline)
    }

    /// Gives the name to the rebuilt cluster: every node of the former one is refused from now on. All or nothing, and
    /// harmless when repeated. FAILED_PRECONDITION: the name belongs to another cluster than `present_cluster_id`.
    package func finishRecovery(
        _ request: FinishRecoveryRequest, deadline: Duration
    ) async throws(RPCStatus) -> FinishRecoveryReply {
        try await channel.call(RegistryMethods.finishRecovery, request, deadline: deadline)
    }
}

/// What a process offers that serves Registry. Streams start on the connection's event loop.
package protocol RegistryServing: Sendable {
    /// Consensus announces itself at start: gets or confirms its identity, and this node's row appears in `servers`.
    func join(_ request: JoinRequest, context: RPCContext) async throws -> JoinReply

    /// Role, term and indexes of this node, written to its row. Every 2 s, and at once when the role changes. A
    /// registry that was started anew takes the node up again by it. FAILED_PRECONDITION: the node belongs to no
    /// cluster of this database.
    func reportHealth(_ request: RaftHealth, context: RPCContext) async throws -> ReportHealthReply

    /// The servers with a heartbeat within 30 s, in id order; this node's own row included.
    func listServers(_ request: ListServersRequest, context: RPCContext) async throws -> ServerList

    /// The same list, first as it is, then again whenever a server comes, goes or changes address or drain state.
    func watchServers(
        _ call: RPCStream<ServerList>, context: RPCContext
    ) -> any RPCStreamHandler<ListServersRequest, ServerList>

    /// Removes this node's row now, at an orderly shutdown.
    func deregister(_ request: DeregisterRequest, context: RPCContext) async throws -> DeregisterReply

    /// A new guest account.
    func createGuest(_ request: CreateGuestRequest, context: RPCContext) async throws -> User

    /// Another name for an account, which keeps its id and its ratings. NOT_FOUND: there is no such account.
    func renameUser(_ request: RenameUserRequest, context: RPCContext) async throws -> User

    /// The user is there still: unused guests are removed after a time. NOT_FOUND: there is no such user.
    func seen(_ request: SeenRequest, context: RPCContext) async throws -> User

    /// Keeps the replay of a finished match for 30 days, and rates its players if it tells who they were and gives the
    /// same game when it is played again. Storing it again changes nothing.
    func storeReplay(_ request: StoreReplayRequest, context: RPCContext) async throws -> StoreReplayReply

    /// The replay of that name. NOT_FOUND: there is none, or not yet.
    func getReplay(_ request: GetReplayRequest, context: RPCContext) async throws -> ReplayFile

    /// A player's ratings, of those queues that the player has played.
    func getRatings(_ request: GetRatingsRequest, context: RPCContext) async throws -> PlayerRatings

    /// The best of a queue in this season: a quarter of a year, UTC.
    func getLeaderboard(_ request: GetLeaderboardRequest, context: RPCContext) async throws -> LeaderboardPage

    /// For `snaketron recover`: which cluster the database knows under this name, and on request an identity for the
    /// node that is to found its successor. Changes nothing but the ids that are given.
    func beginRecovery(_ request: BeginRecoveryRequest, context: RPCContext) async throws -> BeginRecoveryReply

    /// Gives the name to the rebuilt cluster: every node of the former one is refused from now on. All or nothing, and
    /// harmless when repeated. FAILED_PRECONDITION: the name belongs to another cluster than `present_cluster_id`.
    func finishRecovery(_ request: FinishRecoveryRequest, context: RPCContext) async throws -> FinishRecoveryReply
}

extension RPCServiceDefinition {
    package static func registry(_ service: some RegistryServing) -> RPCServiceDefinition {
        RPCServiceDefinition(
            name: RegistryMethods.service,
            methods: [
                "Join": .call { try await service.join($0, context: $1) },
                "ReportHealth": .call { try await service.reportHealth($0, context: $1) },
                "ListServers": .call { try await service.listServers($0, context: $1) },
                "WatchServers": .openStream { service.watchServers($0, context: $1) },
                "Deregister": .call { try await service.deregister($0, context: $1) },
                "CreateGuest": .call { try await service.createGuest($0, context: $1) },
                "RenameUser": .call { try await service.renameUser($0, context: $1) },
                "Seen": .call { try await service.seen($0, context: $1) },
                "StoreReplay": .call { try await service.storeReplay($0, context: $1) },
                "GetReplay": .call { try await service.getReplay($0, context: $1) },
                "GetRatings": .call { try await service.getRatings($0, context: $1) },
                "GetLeaderboard": .call { try await service.getLeaderboard($0, context: $1) },
                "BeginRecovery": .call { try await service.beginRecovery($0, context: $1) },
                "FinishRecovery": .call { try await service.finishRecovery($0, context: $1) },
            ],
            file: RegistryMethods.file)
    }
}

extension RegistryMethods {
    /// For server reflection.
    package static let file = RPCFileDescriptor(
        name: "snaketron/v1/registry.proto",
        symbols: """
            snaketron.v1.JoinRequest snaketron.v1.JoinReply snaketron.v1.RaftHealth \
            snaketron.v1.ReportHealthReply snaketron.v1.ListServersRequest snaketron.v1.ServerList \
            snaketron.v1.Server snaketron.v1.DeregisterRequest snaketron.v1.DeregisterReply \
            snaketron.v1.StoreReplayRequest snaketron.v1.StoreReplayReply snaketron.v1.RatedPlayer \
            snaketron.v1.GetRatingsRequest snaketron.v1.PlayerRatings snaketron.v1.QueueRating \
            snaketron.v1.GetLeaderboardRequest snaketron.v1.LeaderboardPage snaketron.v1.LeaderboardRow \
            snaketron.v1.GetReplayRequest snaketron.v1.ReplayFile snaketron.v1.CreateGuestRequest \
            snaketron.v1.RenameUserRequest snaketron.v1.SeenRequest snaketron.v1.User \
            snaketron.v1.BeginRecoveryRequest snaketron.v1.BeginRecoveryReply \
            snaketron.v1.FinishRecoveryRequest snaketron.v1.FinishRecoveryReply snaketron.v1.Registry \
            snaketron.v1.Registry.Join snaketron.v1.Registry.ReportHealth snaketron.v1.Registry.ListServers \
            snaketron.v1.Registry.WatchServers snaketron.v1.Registry.Deregister \
            snaketron.v1.Registry.CreateGuest snaketron.v1.Registry.RenameUser snaketron.v1.Registry.Seen \
            snaketron.v1.Registry.StoreReplay snaketron.v1.Registry.GetReplay \
            snaketron.v1.Registry.GetRatings snaketron.v1.Registry.GetLeaderboard \
            snaketron.v1.Registry.BeginRecovery snaketron.v1.Registry.FinishRecovery
            """,
        base64: """
            ChtzbmFrZXRyb24vdjEvcmVnaXN0cnkucHJvdG8SDHNuYWtldHJvbi52MSJqCgtKb2luUmVxdWVzdBIdCgpjbHVzdGVyX2lk\
            GAEgASgEUgljbHVzdGVySWQSFwoHbm9kZV9pZBgCIAEoBFIGbm9kZUlkEiMKDXJ1bGVzX3ZlcnNpb24YAyABKA1SDHJ1bGVz\
            VmVyc2lvbiKlAQoJSm9pblJlcGx5Eh0KCmNsdXN0ZXJfaWQYASABKARSCWNsdXN0ZXJJZBIXCgdub2RlX2lkGAIgASgEUgZu\
            b2RlSWQSHAoJYm9vdHN0cmFwGAMgASgIUglib290c3RyYXASHQoKaXBfYWRkcmVzcxgEIAEoCVIJaXBBZGRyZXNzEiMKDXN1\
            cGVyc2VkZWRfYnkYBSABKARSDHN1cGVyc2VkZWRCeSKHAgoKUmFmdEhlYWx0aBIXCgdub2RlX2lkGAEgASgEUgZub2RlSWQS\
            EgoEcm9sZRgCIAEoCVIEcm9sZRISCgR0ZXJtGAMgASgEUgR0ZXJtEhsKCWxlYWRlcl9pZBgEIAEoBFIIbGVhZGVySWQSIQoM\
            Y29tbWl0X2luZGV4GAUgASgEUgtjb21taXRJbmRleBIjCg1hcHBsaWVkX2luZGV4GAYgASgEUgxhcHBsaWVkSW5kZXgSGAoH\
            bWVtYmVycxgHIAEoDVIHbWVtYmVycxIdCgpjbHVzdGVyX2lkGAggASgEUgljbHVzdGVySWQSGgoIZHJhaW5pbmcYCSABKAhS\
            CGRyYWluaW5nIhMKEVJlcG9ydEhlYWx0aFJlcGx5IhQKEkxpc3RTZXJ2ZXJzUmVxdWVzdCI8CgpTZXJ2ZXJMaXN0Ei4KB3Nl\
            cnZlcnMYASADKAsyFC5zbmFrZXRyb24udjEuU2VydmVyUgdzZXJ2ZXJzIs0CCgZTZXJ2ZXISFwoHbm9kZV9pZBgBIAEoBFIG\
            bm9kZUlkEh0KCmlwX2FkZHJlc3MYAiABKAlSCWlwQWRkcmVzcxIbCglncnBjX3BvcnQYAyABKA1SCGdycGNQb3J0EhsKCXJh\
            ZnRfcG9ydBgEIAEoDVIIcmFmdFBvcnQSIQoMZ2F0ZXdheV9wb3J0GAUgASgNUgtnYXRld2F5UG9ydBISCgRyb2xlGAYgASgJ\
            UgRyb2xlEhIKBHRlcm0YByABKARSBHRlcm0SGwoJbGVhZGVyX2lkGAggASgEUghsZWFkZXJJZBIjCg1hcHBsaWVkX2luZGV4\
            GAkgASgEUgxhcHBsaWVkSW5kZXgSGgoIZHJhaW5pbmcYCiABKAhSCGRyYWluaW5nEigKEGhlYXJ0YmVhdF9hZ2VfbXMYCyAB\
            KA1SDmhlYXJ0YmVhdEFnZU1zIiwKEURlcmVnaXN0ZXJSZXF1ZXN0EhcKB25vZGVfaWQYASABKARSBm5vZGVJZCIRCg9EZXJl\
            Z2lzdGVyUmVwbHkilAEKElN0b3JlUmVwbGF5UmVxdWVzdBIdCgpjbHVzdGVyX2lkGAEgASgEUgljbHVzdGVySWQSGQoIbWF0\
            Y2hfaWQYAiABKARSB21hdGNoSWQSEgoEZmlsZRgDIAEoDFIEZmlsZRIYCgdwbGF5ZXJzGAQgAygEUgdwbGF5ZXJzEhYKBnJh\
            bmtlZBgFIAEoCFIGcmFua2VkIl0KEFN0b3JlUmVwbGF5UmVwbHkSFAoFcXVldWUYASABKA1SBXF1ZXVlEjMKB3BsYXllcnMY\
            AiADKAsyGS5zbmFrZXRyb24udjEuUmF0ZWRQbGF5ZXJSB3BsYXllcnMiOgoLUmF0ZWRQbGF5ZXISFwoHdXNlcl9pZBgBIAEo\
            BFIGdXNlcklkEhIKBG1lYW4YAiABKA1SBG1lYW4iLAoRR2V0UmF0aW5nc1JlcXVlc3QSFwoHdXNlcl9pZBgBIAEoBFIGdXNl\
            cklkIkQKDVBsYXllclJhdGluZ3MSMwoHcmF0aW5ncxgBIAMoCzIZLnNuYWtldHJvbi52MS5RdWV1ZVJhdGluZ1IHcmF0aW5n\
            cyL2AQoLUXVldWVSYXRpbmcSEgoEbW9kZRgBIAEoCVIEbW9kZRIWCgZyYW5rZWQYAiABKAhSBnJhbmtlZBISCgRtZWFuGAMg\
            ASgNUgRtZWFuEhwKCWRldmlhdGlvbhgEIAEoDVIJZGV2aWF0aW9uEhoKCGRpdmlzaW9uGAUgASgJUghkaXZpc2lvbhIYCgdt\
            YXRjaGVzGAYgASgEUgdtYXRjaGVzEhIKBHdpbnMYByABKARSBHdpbnMSIgoNbGFzdF9tYXRjaF9pZBgIIAEoBFILbGFzdE1h\
            dGNoSWQSGwoJbGFzdF9tZWFuGAkgASgNUghsYXN0TWVhbiJXChVHZXRMZWFkZXJib2FyZFJlcXVlc3QSEgoEbW9kZRgBIAEo\
            CVIEbW9kZRIWCgZyYW5rZWQYAiABKAhSBnJhbmtlZBISCgRyb3dzGAMgASgNUgRyb3dzIlsKD0xlYWRlcmJvYXJkUGFnZRIW\
            CgZzZWFzb24YASABKA1SBnNlYXNvbhIwCgRyb3dzGAIgAygLMhwuc25ha2V0cm9uLnYxLkxlYWRlcmJvYXJkUm93UgRyb3dz\
            InAKDkxlYWRlcmJvYXJkUm93EhcKB3VzZXJfaWQYASABKARSBnVzZXJJZBISCgRuYW1lGAIgASgJUgRuYW1lEjEKBnJhdGlu\
            ZxgDIAEoCzIZLnNuYWtldHJvbi52MS5RdWV1ZVJhdGluZ1IGcmF0aW5nIj8KEEdldFJlcGxheVJlcXVlc3QSGQoIbWF0Y2hf\
            aWQYASABKARSB21hdGNoSWQSEAoDa2V5GAIgASgGUgNrZXkiIAoKUmVwbGF5RmlsZRISCgRmaWxlGAEgASgMUgRmaWxlIigK\
            EkNyZWF0ZUd1ZXN0UmVxdWVzdBISCgRuYW1lGAEgASgJUgRuYW1lIkAKEVJlbmFtZVVzZXJSZXF1ZXN0EhcKB3VzZXJfaWQY\
            ASABKARSBnVzZXJJZBISCgRuYW1lGAIgASgJUgRuYW1lIiYKC1NlZW5SZXF1ZXN0EhcKB3VzZXJfaWQYASABKARSBnVzZXJJ\
            ZCJACgRVc2VyEg4KAmlkGAEgASgEUgJpZBISCgRuYW1lGAIgASgJUgRuYW1lEhQKBWd1ZXN0GAMgASgIUgVndWVzdCKLAQoU\
            QmVnaW5SZWNvdmVyeVJlcXVlc3QSJgoPbG9zdF9jbHVzdGVyX2lkGAEgASgEUg1sb3N0Q2x1c3RlcklkEiYKD2hpZ2hlc3Rf\
            bm9kZV9pZBgCIAEoBFINaGlnaGVzdE5vZGVJZBIjCg1naXZlX2lkZW50aXR5GAMgASgIUgxnaXZlSWRlbnRpdHkixAEKEkJl\
            Z2luUmVjb3ZlcnlSZXBseRIsChJwcmVzZW50X2NsdXN0ZXJfaWQYASABKARSEHByZXNlbnRDbHVzdGVySWQSIAoMd2FzX2dp\
            dmVuX3VwGAIgASgIUgp3YXNHaXZlblVwEiQKDm5ld19jbHVzdGVyX2lkGAMgASgEUgxuZXdDbHVzdGVySWQSHgoLbmV3X25v\
            ZGVfaWQYBCABKARSCW5ld05vZGVJZBIYCgdhZGRyZXNzGAUgASgJUgdhZGRyZXNzIt0BChVGaW5pc2hSZWNvdmVyeVJlcXVl\
            c3QSJgoPbG9zdF9jbHVzdGVyX2lkGAEgASgEUg1sb3N0Q2x1c3RlcklkEiwKEnByZXNlbnRfY2x1c3Rlcl9pZBgCIAEoBFIQ\
            cHJlc2VudENsdXN0ZXJJZBIkCg5uZXdfY2x1c3Rlcl9pZBgDIAEoBFIMbmV3Q2x1c3RlcklkEh4KC25ld19ub2RlX2lkGAQg\
            ASgEUgluZXdOb2RlSWQSFAoFaW5kZXgYBSABKARSBWluZGV4EhIKBHRlcm0YBiABKARSBHRlcm0iFQoTRmluaXNoUmVjb3Zl\
            cnlSZXBseTKiCAoIUmVnaXN0cnkSOgoESm9pbhIZLnNuYWtldHJvbi52MS5Kb2luUmVxdWVzdBoXLnNuYWtldHJvbi52MS5K\
            b2luUmVwbHkSSQoMUmVwb3J0SGVhbHRoEhguc25ha2V0cm9uLnYxLlJhZnRIZWFsdGgaHy5zbmFrZXRyb24udjEuUmVwb3J0\
            SGVhbHRoUmVwbHkSSQoLTGlzdFNlcnZlcnMSIC5zbmFrZXRyb24udjEuTGlzdFNlcnZlcnNSZXF1ZXN0Ghguc25ha2V0cm9u\
            LnYxLlNlcnZlckxpc3QSTAoMV2F0Y2hTZXJ2ZXJzEiAuc25ha2V0cm9uLnYxLkxpc3RTZXJ2ZXJzUmVxdWVzdBoYLnNuYWtl\
            dHJvbi52MS5TZXJ2ZXJMaXN0MAESTAoKRGVyZWdpc3RlchIfLnNuYWtldHJvbi52MS5EZXJlZ2lzdGVyUmVxdWVzdBodLnNu\
            YWtldHJvbi52MS5EZXJlZ2lzdGVyUmVwbHkSQwoLQ3JlYXRlR3Vlc3QSIC5zbmFrZXRyb24udjEuQ3JlYXRlR3Vlc3RSZXF1\
            ZXN0GhIuc25ha2V0cm9uLnYxLlVzZXISQQoKUmVuYW1lVXNlchIfLnNuYWtldHJvbi52MS5SZW5hbWVVc2VyUmVxdWVzdBoS\
            LnNuYWtldHJvbi52MS5Vc2VyEjUKBFNlZW4SGS5zbmFrZXRyb24udjEuU2VlblJlcXVlc3QaEi5zbmFrZXRyb24udjEuVXNl\
            chJPCgtTdG9yZVJlcGxheRIgLnNuYWtldHJvbi52MS5TdG9yZVJlcGxheVJlcXVlc3QaHi5zbmFrZXRyb24udjEuU3RvcmVS\
            ZXBsYXlSZXBseRJFCglHZXRSZXBsYXkSHi5zbmFrZXRyb24udjEuR2V0UmVwbGF5UmVxdWVzdBoYLnNuYWtldHJvbi52MS5S\
            ZXBsYXlGaWxlEkoKCkdldFJhdGluZ3MSHy5zbmFrZXRyb24udjEuR2V0UmF0aW5nc1JlcXVlc3QaGy5zbmFrZXRyb24udjEu\
            UGxheWVyUmF0aW5ncxJUCg5HZXRMZWFkZXJib2FyZBIjLnNuYWtldHJvbi52MS5HZXRMZWFkZXJib2FyZFJlcXVlc3QaHS5z\
            bmFrZXRyb24udjEuTGVhZGVyYm9hcmRQYWdlElUKDUJlZ2luUmVjb3ZlcnkSIi5zbmFrZXRyb24udjEuQmVnaW5SZWNvdmVy\
            eVJlcXVlc3QaIC5zbmFrZXRyb24udjEuQmVnaW5SZWNvdmVyeVJlcGx5ElgKDkZpbmlzaFJlY292ZXJ5EiMuc25ha2V0cm9u\
            LnYxLkZpbmlzaFJlY292ZXJ5UmVxdWVzdBohLnNuYWtldHJvbi52MS5GaW5pc2hSZWNvdmVyeVJlcGx5YgZwcm90bzM\

            """)
}

extension JoinRequest: RPCMessage {}
extension JoinReply: RPCMessage {}
extension RaftHealth: RPCMessage {}
extension ReportHealthReply: RPCMessage {}
extension ListServersRequest: RPCMessage {}
extension ServerList: RPCMessage {}
extension DeregisterRequest: RPCMessage {}
extension DeregisterReply: RPCMessage {}
extension CreateGuestRequest: RPCMessage {}
extension User: RPCMessage {}
extension RenameUserRequest: RPCMessage {}
extension SeenRequest: RPCMessage {}
extension StoreReplayRequest: RPCMessage {}
extension StoreReplayReply: RPCMessage {}
extension GetReplayRequest: RPCMessage {}
extension ReplayFile: RPCMessage {}
extension GetRatingsRequest: RPCMessage {}
extension PlayerRatings: RPCMessage {}
extension GetLeaderboardRequest: RPCMessage {}
extension LeaderboardPage: RPCMessage {}
extension BeginRecoveryRequest: RPCMessage {}
extension BeginRecoveryReply: RPCMessage {}
extension FinishRecoveryRequest: RPCMessage {}
extension FinishRecoveryReply: RPCMessage {}
