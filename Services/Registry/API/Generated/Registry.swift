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
    package static let storeCopyPart = "/snaketron.v1.Registry/StoreCopyPart"
    package static let finishCopy = "/snaketron.v1.Registry/FinishCopy"
    package static let getCopy = "/snaketron.v1.Registry/GetCopy"
    package static let getCopyPart = "/snaketron.v1.Registry/GetCopyPart"
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

    /// Keeps one part of a copy of the world. Part 0 removes the parts of copies that were never finished.
    /// FAILED_PRECONDITION: the name belongs to another cluster.
    package func storeCopyPart(
        _ request: StoreCopyPartRequest, deadline: Duration
    ) async throws(RPCStatus) -> StoreCopyPartReply {
        try await channel.call(RegistryMethods.storeCopyPart, request, deadline: deadline)
    }

    /// Every part is stored: the copy takes the place of the former one, if it is newer. FAILED_PRECONDITION: the name
    /// belongs to another cluster. UNAVAILABLE: parts are missing; send the copy again from part 0.
    package func finishCopy(
        _ request: FinishCopyRequest, deadline: Duration
    ) async throws(RPCStatus) -> FinishCopyReply {
        try await channel.call(RegistryMethods.finishCopy, request, deadline: deadline)
    }

    /// For `snaketron recover`: the newest copy under this name. NOT_FOUND: there is none.
    package func getCopy(_ request: GetCopyRequest, deadline: Duration) async throws(RPCStatus) -> GetCopyReply {
        try await channel.call(RegistryMethods.getCopy, request, deadline: deadline)
    }

    /// One part of it. NOT_FOUND: a newer copy has taken its place.
    package func getCopyPart(_ request: GetCopyPartRequest, deadline: Duration) async throws(RPCStatus) -> CopyPart {
        try await channel.call(RegistryMethods.getCopyPart, request, deadline: deadline)
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

    /// Keeps one part of a copy of the world. Part 0 removes the parts of copies that were never finished.
    /// FAILED_PRECONDITION: the name belongs to another cluster.
    func storeCopyPart(_ request: StoreCopyPartRequest, context: RPCContext) async throws -> StoreCopyPartReply

    /// Every part is stored: the copy takes the place of the former one, if it is newer. FAILED_PRECONDITION: the name
    /// belongs to another cluster. UNAVAILABLE: parts are missing; send the copy again from part 0.
    func finishCopy(_ request: FinishCopyRequest, context: RPCContext) async throws -> FinishCopyReply

    /// For `snaketron recover`: the newest copy under this name. NOT_FOUND: there is none.
    func getCopy(_ request: GetCopyRequest, context: RPCContext) async throws -> GetCopyReply

    /// One part of it. NOT_FOUND: a newer copy has taken its place.
    func getCopyPart(_ request: GetCopyPartRequest, context: RPCContext) async throws -> CopyPart
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
                "StoreCopyPart": .call { try await service.storeCopyPart($0, context: $1) },
                "FinishCopy": .call { try await service.finishCopy($0, context: $1) },
                "GetCopy": .call { try await service.getCopy($0, context: $1) },
                "GetCopyPart": .call { try await service.getCopyPart($0, context: $1) },
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
            snaketron.v1.Restoration snaketron.v1.Server snaketron.v1.DeregisterRequest \
            snaketron.v1.DeregisterReply snaketron.v1.StoreReplayRequest snaketron.v1.StoreReplayReply \
            snaketron.v1.RatedPlayer snaketron.v1.GetRatingsRequest snaketron.v1.PlayerRatings \
            snaketron.v1.QueueRating snaketron.v1.GetLeaderboardRequest snaketron.v1.LeaderboardPage \
            snaketron.v1.LeaderboardRow snaketron.v1.GetReplayRequest snaketron.v1.ReplayFile \
            snaketron.v1.CreateGuestRequest snaketron.v1.RenameUserRequest snaketron.v1.SeenRequest \
            snaketron.v1.User snaketron.v1.BeginRecoveryRequest snaketron.v1.BeginRecoveryReply \
            snaketron.v1.FinishRecoveryRequest snaketron.v1.FinishRecoveryReply snaketron.v1.WorldCopy \
            snaketron.v1.StoreCopyPartRequest snaketron.v1.StoreCopyPartReply snaketron.v1.FinishCopyRequest \
            snaketron.v1.FinishCopyReply snaketron.v1.GetCopyRequest snaketron.v1.GetCopyReply \
            snaketron.v1.GetCopyPartRequest snaketron.v1.CopyPart snaketron.v1.Registry \
            snaketron.v1.Registry.Join snaketron.v1.Registry.ReportHealth snaketron.v1.Registry.ListServers \
            snaketron.v1.Registry.WatchServers snaketron.v1.Registry.Deregister \
            snaketron.v1.Registry.CreateGuest snaketron.v1.Registry.RenameUser snaketron.v1.Registry.Seen \
            snaketron.v1.Registry.StoreReplay snaketron.v1.Registry.GetReplay \
            snaketron.v1.Registry.GetRatings snaketron.v1.Registry.GetLeaderboard \
            snaketron.v1.Registry.BeginRecovery snaketron.v1.Registry.FinishRecovery \
            snaketron.v1.Registry.StoreCopyPart snaketron.v1.Registry.FinishCopy \
            snaketron.v1.Registry.GetCopy snaketron.v1.Registry.GetCopyPart
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
            CGRyYWluaW5nIhMKEVJlcG9ydEhlYWx0aFJlcGx5IhQKEkxpc3RTZXJ2ZXJzUmVxdWVzdCJ5CgpTZXJ2ZXJMaXN0Ei4KB3Nl\
            cnZlcnMYASADKAsyFC5zbmFrZXRyb24udjEuU2VydmVyUgdzZXJ2ZXJzEjsKC3Jlc3RvcmF0aW9uGAIgASgLMhkuc25ha2V0\
            cm9uLnYxLlJlc3RvcmF0aW9uUgtyZXN0b3JhdGlvbiJoCgtSZXN0b3JhdGlvbhIdCgpjbHVzdGVyX2lkGAEgASgEUgljbHVz\
            dGVySWQSFQoGYWdvX21zGAIgASgNUgVhZ29NcxIjCg53b3JsZF9hc19vZl9tcxgDIAEoBFILd29ybGRBc09mTXMizQIKBlNl\
            cnZlchIXCgdub2RlX2lkGAEgASgEUgZub2RlSWQSHQoKaXBfYWRkcmVzcxgCIAEoCVIJaXBBZGRyZXNzEhsKCWdycGNfcG9y\
            dBgDIAEoDVIIZ3JwY1BvcnQSGwoJcmFmdF9wb3J0GAQgASgNUghyYWZ0UG9ydBIhCgxnYXRld2F5X3BvcnQYBSABKA1SC2dh\
            dGV3YXlQb3J0EhIKBHJvbGUYBiABKAlSBHJvbGUSEgoEdGVybRgHIAEoBFIEdGVybRIbCglsZWFkZXJfaWQYCCABKARSCGxl\
            YWRlcklkEiMKDWFwcGxpZWRfaW5kZXgYCSABKARSDGFwcGxpZWRJbmRleBIaCghkcmFpbmluZxgKIAEoCFIIZHJhaW5pbmcS\
            KAoQaGVhcnRiZWF0X2FnZV9tcxgLIAEoDVIOaGVhcnRiZWF0QWdlTXMiLAoRRGVyZWdpc3RlclJlcXVlc3QSFwoHbm9kZV9p\
            ZBgBIAEoBFIGbm9kZUlkIhEKD0RlcmVnaXN0ZXJSZXBseSKUAQoSU3RvcmVSZXBsYXlSZXF1ZXN0Eh0KCmNsdXN0ZXJfaWQY\
            ASABKARSCWNsdXN0ZXJJZBIZCghtYXRjaF9pZBgCIAEoBFIHbWF0Y2hJZBISCgRmaWxlGAMgASgMUgRmaWxlEhgKB3BsYXll\
            cnMYBCADKARSB3BsYXllcnMSFgoGcmFua2VkGAUgASgIUgZyYW5rZWQiXQoQU3RvcmVSZXBsYXlSZXBseRIUCgVxdWV1ZRgB\
            IAEoDVIFcXVldWUSMwoHcGxheWVycxgCIAMoCzIZLnNuYWtldHJvbi52MS5SYXRlZFBsYXllclIHcGxheWVycyI6CgtSYXRl\
            ZFBsYXllchIXCgd1c2VyX2lkGAEgASgEUgZ1c2VySWQSEgoEbWVhbhgCIAEoDVIEbWVhbiIsChFHZXRSYXRpbmdzUmVxdWVz\
            dBIXCgd1c2VyX2lkGAEgASgEUgZ1c2VySWQiRAoNUGxheWVyUmF0aW5ncxIzCgdyYXRpbmdzGAEgAygLMhkuc25ha2V0cm9u\
            LnYxLlF1ZXVlUmF0aW5nUgdyYXRpbmdzIvYBCgtRdWV1ZVJhdGluZxISCgRtb2RlGAEgASgJUgRtb2RlEhYKBnJhbmtlZBgC\
            IAEoCFIGcmFua2VkEhIKBG1lYW4YAyABKA1SBG1lYW4SHAoJZGV2aWF0aW9uGAQgASgNUglkZXZpYXRpb24SGgoIZGl2aXNp\
            b24YBSABKAlSCGRpdmlzaW9uEhgKB21hdGNoZXMYBiABKARSB21hdGNoZXMSEgoEd2lucxgHIAEoBFIEd2lucxIiCg1sYXN0\
            X21hdGNoX2lkGAggASgEUgtsYXN0TWF0Y2hJZBIbCglsYXN0X21lYW4YCSABKA1SCGxhc3RNZWFuIlcKFUdldExlYWRlcmJv\
            YXJkUmVxdWVzdBISCgRtb2RlGAEgASgJUgRtb2RlEhYKBnJhbmtlZBgCIAEoCFIGcmFua2VkEhIKBHJvd3MYAyABKA1SBHJv\
            d3MiWwoPTGVhZGVyYm9hcmRQYWdlEhYKBnNlYXNvbhgBIAEoDVIGc2Vhc29uEjAKBHJvd3MYAiADKAsyHC5zbmFrZXRyb24u\
            djEuTGVhZGVyYm9hcmRSb3dSBHJvd3MicAoOTGVhZGVyYm9hcmRSb3cSFwoHdXNlcl9pZBgBIAEoBFIGdXNlcklkEhIKBG5h\
            bWUYAiABKAlSBG5hbWUSMQoGcmF0aW5nGAMgASgLMhkuc25ha2V0cm9uLnYxLlF1ZXVlUmF0aW5nUgZyYXRpbmciPwoQR2V0\
            UmVwbGF5UmVxdWVzdBIZCghtYXRjaF9pZBgBIAEoBFIHbWF0Y2hJZBIQCgNrZXkYAiABKAZSA2tleSIgCgpSZXBsYXlGaWxl\
            EhIKBGZpbGUYASABKAxSBGZpbGUiKAoSQ3JlYXRlR3Vlc3RSZXF1ZXN0EhIKBG5hbWUYASABKAlSBG5hbWUiQAoRUmVuYW1l\
            VXNlclJlcXVlc3QSFwoHdXNlcl9pZBgBIAEoBFIGdXNlcklkEhIKBG5hbWUYAiABKAlSBG5hbWUiJgoLU2VlblJlcXVlc3QS\
            FwoHdXNlcl9pZBgBIAEoBFIGdXNlcklkIkAKBFVzZXISDgoCaWQYASABKARSAmlkEhIKBG5hbWUYAiABKAlSBG5hbWUSFAoF\
            Z3Vlc3QYAyABKAhSBWd1ZXN0IosBChRCZWdpblJlY292ZXJ5UmVxdWVzdBImCg9sb3N0X2NsdXN0ZXJfaWQYASABKARSDWxv\
            c3RDbHVzdGVySWQSJgoPaGlnaGVzdF9ub2RlX2lkGAIgASgEUg1oaWdoZXN0Tm9kZUlkEiMKDWdpdmVfaWRlbnRpdHkYAyAB\
            KAhSDGdpdmVJZGVudGl0eSLEAQoSQmVnaW5SZWNvdmVyeVJlcGx5EiwKEnByZXNlbnRfY2x1c3Rlcl9pZBgBIAEoBFIQcHJl\
            c2VudENsdXN0ZXJJZBIgCgx3YXNfZ2l2ZW5fdXAYAiABKAhSCndhc0dpdmVuVXASJAoObmV3X2NsdXN0ZXJfaWQYAyABKARS\
            DG5ld0NsdXN0ZXJJZBIeCgtuZXdfbm9kZV9pZBgEIAEoBFIJbmV3Tm9kZUlkEhgKB2FkZHJlc3MYBSABKAlSB2FkZHJlc3Mi\
            ggIKFUZpbmlzaFJlY292ZXJ5UmVxdWVzdBImCg9sb3N0X2NsdXN0ZXJfaWQYASABKARSDWxvc3RDbHVzdGVySWQSLAoScHJl\
            c2VudF9jbHVzdGVyX2lkGAIgASgEUhBwcmVzZW50Q2x1c3RlcklkEiQKDm5ld19jbHVzdGVyX2lkGAMgASgEUgxuZXdDbHVz\
            dGVySWQSHgoLbmV3X25vZGVfaWQYBCABKARSCW5ld05vZGVJZBIUCgVpbmRleBgFIAEoBFIFaW5kZXgSEgoEdGVybRgGIAEo\
            BFIEdGVybRIjCg53b3JsZF9hc19vZl9tcxgHIAEoBFILd29ybGRBc09mTXMiFQoTRmluaXNoUmVjb3ZlcnlSZXBseSLtAQoJ\
            V29ybGRDb3B5Eh0KCmNsdXN0ZXJfaWQYASABKARSCWNsdXN0ZXJJZBISCgR0ZXJtGAIgASgEUgR0ZXJtEhQKBWluZGV4GAMg\
            ASgEUgVpbmRleBIeCgptZW1iZXJzaGlwGAQgASgMUgptZW1iZXJzaGlwEhIKBHNpemUYBSABKARSBHNpemUSHwoLcGFja2Vk\
            X3NpemUYBiABKARSCnBhY2tlZFNpemUSFAoFcGFydHMYByABKA1SBXBhcnRzEhYKBmNyYzMyYxgIIAEoB1IGY3JjMzJjEhQK\
            BWJ1aWxkGAkgASgJUgVidWlsZCKHAQoUU3RvcmVDb3B5UGFydFJlcXVlc3QSHQoKY2x1c3Rlcl9pZBgBIAEoBFIJY2x1c3Rl\
            cklkEhIKBHRlcm0YAiABKARSBHRlcm0SFAoFaW5kZXgYAyABKARSBWluZGV4EhIKBHBhcnQYBCABKA1SBHBhcnQSEgoEZGF0\
            YRgFIAEoDFIEZGF0YSIrChJTdG9yZUNvcHlQYXJ0UmVwbHkSFQoGaXNfb2xkGAEgASgIUgVpc09sZCJiChFGaW5pc2hDb3B5\
            UmVxdWVzdBIrCgRjb3B5GAEgASgLMhcuc25ha2V0cm9uLnYxLldvcmxkQ29weVIEY29weRIgCgx0YWtlbl9hZ29fbXMYAiAB\
            KA1SCnRha2VuQWdvTXMiKAoPRmluaXNoQ29weVJlcGx5EhUKBmlzX29sZBgBIAEoCFIFaXNPbGQiEAoOR2V0Q29weVJlcXVl\
            c3QicgoMR2V0Q29weVJlcGx5EisKBGNvcHkYASABKAsyFy5zbmFrZXRyb24udjEuV29ybGRDb3B5UgRjb3B5Eh4KC3Rha2Vu\
            X2F0X21zGAIgASgEUgl0YWtlbkF0TXMSFQoGYWdlX21zGAMgASgEUgVhZ2VNcyJxChJHZXRDb3B5UGFydFJlcXVlc3QSHQoK\
            Y2x1c3Rlcl9pZBgBIAEoBFIJY2x1c3RlcklkEhIKBHRlcm0YAiABKARSBHRlcm0SFAoFaW5kZXgYAyABKARSBWluZGV4EhIK\
            BHBhcnQYBCABKA1SBHBhcnQiHgoIQ29weVBhcnQSEgoEZGF0YRgBIAEoDFIEZGF0YTLVCgoIUmVnaXN0cnkSOgoESm9pbhIZ\
            LnNuYWtldHJvbi52MS5Kb2luUmVxdWVzdBoXLnNuYWtldHJvbi52MS5Kb2luUmVwbHkSSQoMUmVwb3J0SGVhbHRoEhguc25h\
            a2V0cm9uLnYxLlJhZnRIZWFsdGgaHy5zbmFrZXRyb24udjEuUmVwb3J0SGVhbHRoUmVwbHkSSQoLTGlzdFNlcnZlcnMSIC5z\
            bmFrZXRyb24udjEuTGlzdFNlcnZlcnNSZXF1ZXN0Ghguc25ha2V0cm9uLnYxLlNlcnZlckxpc3QSTAoMV2F0Y2hTZXJ2ZXJz\
            EiAuc25ha2V0cm9uLnYxLkxpc3RTZXJ2ZXJzUmVxdWVzdBoYLnNuYWtldHJvbi52MS5TZXJ2ZXJMaXN0MAESTAoKRGVyZWdp\
            c3RlchIfLnNuYWtldHJvbi52MS5EZXJlZ2lzdGVyUmVxdWVzdBodLnNuYWtldHJvbi52MS5EZXJlZ2lzdGVyUmVwbHkSQwoL\
            Q3JlYXRlR3Vlc3QSIC5zbmFrZXRyb24udjEuQ3JlYXRlR3Vlc3RSZXF1ZXN0GhIuc25ha2V0cm9uLnYxLlVzZXISQQoKUmVu\
            YW1lVXNlchIfLnNuYWtldHJvbi52MS5SZW5hbWVVc2VyUmVxdWVzdBoSLnNuYWtldHJvbi52MS5Vc2VyEjUKBFNlZW4SGS5z\
            bmFrZXRyb24udjEuU2VlblJlcXVlc3QaEi5zbmFrZXRyb24udjEuVXNlchJPCgtTdG9yZVJlcGxheRIgLnNuYWtldHJvbi52\
            MS5TdG9yZVJlcGxheVJlcXVlc3QaHi5zbmFrZXRyb24udjEuU3RvcmVSZXBsYXlSZXBseRJFCglHZXRSZXBsYXkSHi5zbmFr\
            ZXRyb24udjEuR2V0UmVwbGF5UmVxdWVzdBoYLnNuYWtldHJvbi52MS5SZXBsYXlGaWxlEkoKCkdldFJhdGluZ3MSHy5zbmFr\
            ZXRyb24udjEuR2V0UmF0aW5nc1JlcXVlc3QaGy5zbmFrZXRyb24udjEuUGxheWVyUmF0aW5ncxJUCg5HZXRMZWFkZXJib2Fy\
            ZBIjLnNuYWtldHJvbi52MS5HZXRMZWFkZXJib2FyZFJlcXVlc3QaHS5zbmFrZXRyb24udjEuTGVhZGVyYm9hcmRQYWdlElUK\
            DUJlZ2luUmVjb3ZlcnkSIi5zbmFrZXRyb24udjEuQmVnaW5SZWNvdmVyeVJlcXVlc3QaIC5zbmFrZXRyb24udjEuQmVnaW5S\
            ZWNvdmVyeVJlcGx5ElgKDkZpbmlzaFJlY292ZXJ5EiMuc25ha2V0cm9uLnYxLkZpbmlzaFJlY292ZXJ5UmVxdWVzdBohLnNu\
            YWtldHJvbi52MS5GaW5pc2hSZWNvdmVyeVJlcGx5ElUKDVN0b3JlQ29weVBhcnQSIi5zbmFrZXRyb24udjEuU3RvcmVDb3B5\
            UGFydFJlcXVlc3QaIC5zbmFrZXRyb24udjEuU3RvcmVDb3B5UGFydFJlcGx5EkwKCkZpbmlzaENvcHkSHy5zbmFrZXRyb24u\
            djEuRmluaXNoQ29weVJlcXVlc3QaHS5zbmFrZXRyb24udjEuRmluaXNoQ29weVJlcGx5EkMKB0dldENvcHkSHC5zbmFrZXRy\
            b24udjEuR2V0Q29weVJlcXVlc3QaGi5zbmFrZXRyb24udjEuR2V0Q29weVJlcGx5EkcKC0dldENvcHlQYXJ0EiAuc25ha2V0\
            cm9uLnYxLkdldENvcHlQYXJ0UmVxdWVzdBoWLnNuYWtldHJvbi52MS5Db3B5UGFydGIGcHJvdG8z\

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
extension StoreCopyPartRequest: RPCMessage {}
extension StoreCopyPartReply: RPCMessage {}
extension FinishCopyRequest: RPCMessage {}
extension FinishCopyReply: RPCMessage {}
extension GetCopyRequest: RPCMessage {}
extension GetCopyReply: RPCMessage {}
extension GetCopyPartRequest: RPCMessage {}
extension CopyPart: RPCMessage {}
