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
    package static let storeReplay = "/snaketron.v1.Registry/StoreReplay"
    package static let getReplay = "/snaketron.v1.Registry/GetReplay"
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

    /// Keeps the replay of a finished match for 30 days. Storing it again changes nothing.
    package func storeReplay(
        _ request: StoreReplayRequest, deadline: Duration
    ) async throws(RPCStatus) -> StoreReplayReply {
        try await channel.call(RegistryMethods.storeReplay, request, deadline: deadline)
    }

    /// The replay stored last under a match's id. NOT_FOUND: there is none, or not yet.
    package func getReplay(_ request: GetReplayRequest, deadline: Duration) async throws(RPCStatus) -> ReplayFile {
        try await channel.call(RegistryMethods.getReplay, request, deadline: deadline)
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

    /// Keeps the replay of a finished match for 30 days. Storing it again changes nothing.
    func storeReplay(_ request: StoreReplayRequest, context: RPCContext) async throws -> StoreReplayReply

    /// The replay stored last under a match's id. NOT_FOUND: there is none, or not yet.
    func getReplay(_ request: GetReplayRequest, context: RPCContext) async throws -> ReplayFile
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
                "StoreReplay": .call { try await service.storeReplay($0, context: $1) },
                "GetReplay": .call { try await service.getReplay($0, context: $1) },
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
            snaketron.v1.StoreReplayRequest snaketron.v1.StoreReplayReply snaketron.v1.GetReplayRequest \
            snaketron.v1.ReplayFile snaketron.v1.CreateGuestRequest snaketron.v1.User snaketron.v1.Registry \
            snaketron.v1.Registry.Join snaketron.v1.Registry.ReportHealth snaketron.v1.Registry.ListServers \
            snaketron.v1.Registry.WatchServers snaketron.v1.Registry.Deregister \
            snaketron.v1.Registry.CreateGuest snaketron.v1.Registry.StoreReplay \
            snaketron.v1.Registry.GetReplay
            """,
        base64: """
            ChtzbmFrZXRyb24vdjEvcmVnaXN0cnkucHJvdG8SDHNuYWtldHJvbi52MSJqCgtKb2luUmVxdWVzdBIdCgpjbHVzdGVyX2lk\
            GAEgASgEUgljbHVzdGVySWQSFwoHbm9kZV9pZBgCIAEoBFIGbm9kZUlkEiMKDXJ1bGVzX3ZlcnNpb24YAyABKA1SDHJ1bGVz\
            VmVyc2lvbiKAAQoJSm9pblJlcGx5Eh0KCmNsdXN0ZXJfaWQYASABKARSCWNsdXN0ZXJJZBIXCgdub2RlX2lkGAIgASgEUgZu\
            b2RlSWQSHAoJYm9vdHN0cmFwGAMgASgIUglib290c3RyYXASHQoKaXBfYWRkcmVzcxgEIAEoCVIJaXBBZGRyZXNzIocCCgpS\
            YWZ0SGVhbHRoEhcKB25vZGVfaWQYASABKARSBm5vZGVJZBISCgRyb2xlGAIgASgJUgRyb2xlEhIKBHRlcm0YAyABKARSBHRl\
            cm0SGwoJbGVhZGVyX2lkGAQgASgEUghsZWFkZXJJZBIhCgxjb21taXRfaW5kZXgYBSABKARSC2NvbW1pdEluZGV4EiMKDWFw\
            cGxpZWRfaW5kZXgYBiABKARSDGFwcGxpZWRJbmRleBIYCgdtZW1iZXJzGAcgASgNUgdtZW1iZXJzEh0KCmNsdXN0ZXJfaWQY\
            CCABKARSCWNsdXN0ZXJJZBIaCghkcmFpbmluZxgJIAEoCFIIZHJhaW5pbmciEwoRUmVwb3J0SGVhbHRoUmVwbHkiFAoSTGlz\
            dFNlcnZlcnNSZXF1ZXN0IjwKClNlcnZlckxpc3QSLgoHc2VydmVycxgBIAMoCzIULnNuYWtldHJvbi52MS5TZXJ2ZXJSB3Nl\
            cnZlcnMizQIKBlNlcnZlchIXCgdub2RlX2lkGAEgASgEUgZub2RlSWQSHQoKaXBfYWRkcmVzcxgCIAEoCVIJaXBBZGRyZXNz\
            EhsKCWdycGNfcG9ydBgDIAEoDVIIZ3JwY1BvcnQSGwoJcmFmdF9wb3J0GAQgASgNUghyYWZ0UG9ydBIhCgxnYXRld2F5X3Bv\
            cnQYBSABKA1SC2dhdGV3YXlQb3J0EhIKBHJvbGUYBiABKAlSBHJvbGUSEgoEdGVybRgHIAEoBFIEdGVybRIbCglsZWFkZXJf\
            aWQYCCABKARSCGxlYWRlcklkEiMKDWFwcGxpZWRfaW5kZXgYCSABKARSDGFwcGxpZWRJbmRleBIaCghkcmFpbmluZxgKIAEo\
            CFIIZHJhaW5pbmcSKAoQaGVhcnRiZWF0X2FnZV9tcxgLIAEoDVIOaGVhcnRiZWF0QWdlTXMiLAoRRGVyZWdpc3RlclJlcXVl\
            c3QSFwoHbm9kZV9pZBgBIAEoBFIGbm9kZUlkIhEKD0RlcmVnaXN0ZXJSZXBseSJiChJTdG9yZVJlcGxheVJlcXVlc3QSHQoK\
            Y2x1c3Rlcl9pZBgBIAEoBFIJY2x1c3RlcklkEhkKCG1hdGNoX2lkGAIgASgEUgdtYXRjaElkEhIKBGZpbGUYAyABKAxSBGZp\
            bGUiEgoQU3RvcmVSZXBsYXlSZXBseSItChBHZXRSZXBsYXlSZXF1ZXN0EhkKCG1hdGNoX2lkGAEgASgEUgdtYXRjaElkIiAK\
            ClJlcGxheUZpbGUSEgoEZmlsZRgBIAEoDFIEZmlsZSIoChJDcmVhdGVHdWVzdFJlcXVlc3QSEgoEbmFtZRgBIAEoCVIEbmFt\
            ZSJACgRVc2VyEg4KAmlkGAEgASgEUgJpZBISCgRuYW1lGAIgASgJUgRuYW1lEhQKBWd1ZXN0GAMgASgIUgVndWVzdDLVBAoI\
            UmVnaXN0cnkSOgoESm9pbhIZLnNuYWtldHJvbi52MS5Kb2luUmVxdWVzdBoXLnNuYWtldHJvbi52MS5Kb2luUmVwbHkSSQoM\
            UmVwb3J0SGVhbHRoEhguc25ha2V0cm9uLnYxLlJhZnRIZWFsdGgaHy5zbmFrZXRyb24udjEuUmVwb3J0SGVhbHRoUmVwbHkS\
            SQoLTGlzdFNlcnZlcnMSIC5zbmFrZXRyb24udjEuTGlzdFNlcnZlcnNSZXF1ZXN0Ghguc25ha2V0cm9uLnYxLlNlcnZlckxp\
            c3QSTAoMV2F0Y2hTZXJ2ZXJzEiAuc25ha2V0cm9uLnYxLkxpc3RTZXJ2ZXJzUmVxdWVzdBoYLnNuYWtldHJvbi52MS5TZXJ2\
            ZXJMaXN0MAESTAoKRGVyZWdpc3RlchIfLnNuYWtldHJvbi52MS5EZXJlZ2lzdGVyUmVxdWVzdBodLnNuYWtldHJvbi52MS5E\
            ZXJlZ2lzdGVyUmVwbHkSQwoLQ3JlYXRlR3Vlc3QSIC5zbmFrZXRyb24udjEuQ3JlYXRlR3Vlc3RSZXF1ZXN0GhIuc25ha2V0\
            cm9uLnYxLlVzZXISTwoLU3RvcmVSZXBsYXkSIC5zbmFrZXRyb24udjEuU3RvcmVSZXBsYXlSZXF1ZXN0Gh4uc25ha2V0cm9u\
            LnYxLlN0b3JlUmVwbGF5UmVwbHkSRQoJR2V0UmVwbGF5Eh4uc25ha2V0cm9uLnYxLkdldFJlcGxheVJlcXVlc3QaGC5zbmFr\
            ZXRyb24udjEuUmVwbGF5RmlsZWIGcHJvdG8z\

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
extension StoreReplayRequest: RPCMessage {}
extension StoreReplayReply: RPCMessage {}
extension GetReplayRequest: RPCMessage {}
extension ReplayFile: RPCMessage {}
