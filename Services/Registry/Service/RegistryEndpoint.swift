import RPC
import RegistryAPI
import Wire

/// The registry's methods, as gRPC calls them. The generated protocol wants one for each; they only pass the request on.
struct RegistryEndpoint: RegistryServing {
    let registry: Registry

    func join(_ request: JoinRequest, context: RPCContext) async throws -> JoinReply {
        try await registry.join(request)
    }

    func reportHealth(_ request: RaftHealth, context: RPCContext) async throws -> ReportHealthReply {
        try await registry.report(request)
        return ReportHealthReply()
    }

    func listServers(_ request: ListServersRequest, context: RPCContext) async throws -> ServerList {
        try await registry.list()
    }

    func watchServers(
        _ call: RPCStream<ServerList>, context: RPCContext
    ) -> any RPCStreamHandler<ListServersRequest, ServerList> {
        WatchHandler(registry: registry)
    }

    func deregister(_ request: DeregisterRequest, context: RPCContext) async throws -> DeregisterReply {
        try await registry.deregister(request)
        return DeregisterReply()
    }

    func createGuest(_ request: CreateGuestRequest, context: RPCContext) async throws -> User {
        try await registry.createGuest(request)
    }

    func renameUser(_ request: RenameUserRequest, context: RPCContext) async throws -> User {
        try await registry.renameUser(request)
    }

    func seen(_ request: SeenRequest, context: RPCContext) async throws -> User {
        try await registry.seen(request)
    }

    func storeReplay(_ request: StoreReplayRequest, context: RPCContext) async throws -> StoreReplayReply {
        try await registry.storeReplay(request)
    }

    func getRatings(_ request: GetRatingsRequest, context: RPCContext) async throws -> PlayerRatings {
        try await registry.ratings(request)
    }

    func getLeaderboard(_ request: GetLeaderboardRequest, context: RPCContext) async throws -> LeaderboardPage {
        try await registry.leaderboard(request)
    }

    func getReplay(_ request: GetReplayRequest, context: RPCContext) async throws -> ReplayFile {
        try await registry.replay(request)
    }

    func beginRecovery(_ request: BeginRecoveryRequest, context: RPCContext) async throws -> BeginRecoveryReply {
        try await registry.beginRecovery(request)
    }

    func finishRecovery(_ request: FinishRecoveryRequest, context: RPCContext) async throws -> FinishRecoveryReply {
        try await registry.finishRecovery(request)
        return FinishRecoveryReply()
    }

    func storeCopyPart(_ request: StoreCopyPartRequest, context: RPCContext) async throws -> StoreCopyPartReply {
        try await registry.storeCopyPart(request)
    }

    func finishCopy(_ request: FinishCopyRequest, context: RPCContext) async throws -> FinishCopyReply {
        try await registry.finishCopy(request)
    }

    func getCopy(_ request: GetCopyRequest, context: RPCContext) async throws -> GetCopyReply {
        try await registry.copy()
    }

    func getCopyPart(_ request: GetCopyPartRequest, context: RPCContext) async throws -> CopyPart {
        try await registry.copyPart(request)
    }
}

/// One watcher. The registry lives on the calls' event loop, so it is entered without a hop.
private final class WatchHandler: RPCStreamHandler {
    private let registry: Registry

    init(registry: Registry) { self.registry = registry }

    func received(_ message: ListServersRequest, on call: RPCStream<ServerList>) {
        registry.assumeIsolated { $0.watch(call) }
    }

    func becameWritable(on call: RPCStream<ServerList>) {
        registry.assumeIsolated { $0.watcherIsReady(call) }
    }

    func closed(_ status: RPCStatus, on call: RPCStream<ServerList>) {
        registry.assumeIsolated { $0.unwatch(call) }
    }
}
