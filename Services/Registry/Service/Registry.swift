import ClientProtocol
import GameCore
import Identity
import Logging
import Metrics
import NIOCore
import Observability
import RPC
import RegistryAPI
import RegistryCore
import RegistryStorage
import ServiceRuntime
import Wire

/// This node's part in the registry: its own row, the list of servers, and who watches it. Lives on the event loop.
actor Registry {
    nonisolated private let executor: any SerialExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let store: any RegistryStore
    private let logger: Logger
    /// This node's entry, without its id.
    private let template: ServerRecord
    private let isUp: Gauge
    private let serverCount: Gauge

    /// Set once the consensus beside has joined, until it leaves.
    private var own: (identity: NodeIdentity, record: ServerRecord)?
    /// The reported members are more than one and the database does not know it yet.
    private var mustEstablish = false
    /// More than one member was reported once, so there is nothing to tell a second time.
    private var wasEstablished = false
    private var view = ServerView<ContinuousClock.Instant>()
    /// As the list was read last.
    private var restoration: RegistryCore.Restoration?
    /// The highest node id seen.
    private var highest = NodeID(rawValue: 0)
    private var isLeaving = false
    private enum Database { case unknown, there, away }
    private var database = Database.unknown
    /// It could be used once.
    private var hasHadDatabase = false
    /// Why it may not be used, as it was last told.
    private var refusal: String?
    private var watchers: [ObjectIdentifier: RPCStream<ServerList>] = [:]

    init(store: any RegistryStore, template: ServerRecord, eventLoop: any EventLoop, logger: Logger) {
        executor = eventLoop.executor
        self.store = store
        self.template = template
        self.logger = logger
        isUp = Gauge(label: "snaketron_registry_database_up")
        serverCount = Gauge(label: "snaketron_registry_servers")
    }

    // MARK: The database, there or away.

    /// Every use of the database goes through here, so that its loss and its return are noticed, and told once.
    /// - Parameter isAboutAccounts: It goes over the other connection: whether the servers are known does not depend on it.
    func use<Value: Sendable>(
        isAboutAccounts: Bool = false, _ body: (any RegistryStore) async throws(StoreError) -> Value
    ) async throws(RPCStatus) -> Value {
        do throws(StoreError) {
            let value = try await body(store)
            if !isAboutAccounts { returned() }
            return value
        } catch {
            switch error.code {
            case .unavailable:
                if !isAboutAccounts { lost(error.message) }
                throw RPCStatus(.unavailable, "the registry's database cannot be used now: \(error.message)")
            case .undecided:
                throw RPCStatus(.unavailable, error.message)
            case .refused:
                throw RPCStatus(.failedPrecondition, error.message)
            case .newer:
                lost(error.message)
                throw RPCStatus(.unavailable, "the registry's database cannot be used: \(error.message)")
            case .failed:
                logger.error(
                    "the database did not understand",
                    metadata: .data([.database: "\(store.name)", .error: "\(error.message)"]))
                throw RPCStatus(.internalError, "the registry's database failed: \(error.message)")
            }
        }
    }

    private func returned() {
        switch database {
        case .there: return
        case .unknown: break
        case .away: logger.notice("the database is back", metadata: .data([.database: "\(store.name)"]))
        }
        database = .there
        refusal = nil
        hasHadDatabase = true
        isUp.record(1)
        view.databaseReturned(at: .now)
    }

    private func lost(_ reason: String) {
        guard database != .away else { return }
        database = .away
        isUp.record(0)
        logger.warning(
            "the database is away: the last list of servers stays in force, and writes wait",
            metadata: .data([.database: "\(store.name)", .reason: "\(reason)"]))
    }

    /// The registry knew it, and it must not be used again. Its loss was told when the connection ended, with another reason.
    private func refused(_ reason: String) {
        lost(reason)
        guard refusal != reason else { return }
        refusal = reason
        logger.error(
            "the database may not be used by this version",
            metadata: .data([.database: "\(store.name)", .reason: "\(reason)"]))
    }

    /// - Throws: ``RegistryFailure`` when a newer version has changed the database, and this process never had it: then it
    ///   is of no use. One that had it goes on with what it knows, since players depend on it.
    func received(_ event: StoreEvent) async throws {
        switch event {
        case .lost(let reason):
            lost(reason)
        case .refused(let reason):
            guard hasHadDatabase else { throw RegistryFailure(exitCode: .newerData, description: reason) }
            refused(reason)
        case .connected:
            returned()
            await rejoin()
            await refresh()
        case .serversChanged:
            await refresh()
        }
    }

    // MARK: What recurs.

    /// Reads the list again and tells the watchers, if it has changed.
    func refresh() async {
        let wasAway = database == .away
        guard let fresh = try? await use({ store throws(StoreError) in try await store.listing() }) else { return }
        serverCount.record(fresh.servers.count)
        highest = fresh.servers.map(\.record.node).reduce(highest) { max($0, $1) }
        let isRestored = restoration?.cluster != fresh.restoration?.cluster
        restoration = fresh.restoration
        let reading = view.read(fresh.servers, clock: fresh.clock, at: .now)
        if reading.clockWasSet {
            logger.warning(
                "the database's clock was set: the last list of servers stays in force until all nodes have written by the new time",
                metadata: .data([.database: "\(store.name)"]))
        }
        if wasAway || reading.clockWasSet { await heartbeat() }
        guard reading.isNews || isRestored else { return }
        let list = serverList()
        for watcher in watchers.values where watcher.isWritable { watcher.send(list) }
    }

    func heartbeat() async {
        guard own != nil else { return }
        _ = try? await writeOwn()
    }

    /// Rows of the dead go, if it is sure that they are dead: by a fresh look at the database's clock too.
    func removeDead() async {
        await refresh()
        guard database == .there, view.isSettled(at: .now) else { return }
        guard let removed = try? await use({ store throws(StoreError) in try await store.removeDead() }) else { return }
        for node in removed {
            logger.notice("removed a server without heartbeats", metadata: .data([.peer: "\(node)"]))
        }
    }

    /// Removes expired rows, a bounded number at once.
    /// - Returns: Whether there may be more.
    func tidy() async -> Bool {
        guard database == .there, view.isSettled(at: .now) else { return false }
        let replays = try? await use(isAboutAccounts: true) { store throws(StoreError) in
            try await store.removeOldReplays(limit: ReplayRules.batch)
        }
        let guests = try? await use(isAboutAccounts: true) { store throws(StoreError) in
            try await store.removeUnusedGuests(limit: GuestRules.batch)
        }
        return replays == ReplayRules.batch || guests == GuestRules.batch
    }

    /// An orderly end: others learn of it at once instead of after 30 s. The node is not taken up again.
    func leave() async {
        isLeaving = true
        guard let own else { return }
        self.own = nil
        _ = try? await use { store throws(StoreError) in try await store.deregister(own.identity.node) }
    }

    private func writeOwn() async throws(RPCStatus) {
        guard let (identity, record) = own else { return }
        if mustEstablish {
            try await use { store throws(StoreError) in try await store.establish(identity.cluster) }
            mustEstablish = false
        }
        switch try await use({ store throws(StoreError) in try await store.heartbeat(record, of: identity.cluster) }) {
        case .kept:
            // The node may have left while its row was written.
            if own == nil { _ = try await use { store throws(StoreError) in try await store.deregister(record.node) } }
        case .forgotten:
            await rejoin()
        case .abandoned(let other):
            abandoned("'\(store.name)' has cluster \(other) under the name of this node's cluster \(identity.cluster)")
            throw RPCStatus(
                .failedPrecondition, "cluster \(identity.cluster) was given up while this node was away")
        }
    }

    /// Registers the node in a database that may know less of it than the last one did, because it was recreated or restored
    /// from an older copy. The node keeps its identity, and ids that were given meanwhile are not given again.
    private func rejoin() async {
        guard let (identity, record) = own, !isLeaving else { return }
        do throws(RPCStatus) {
            _ = try await join(identity, record, isAgain: true)
        } catch {
            if error.code == .failedPrecondition { abandoned(error.message) }
        }
    }

    private func abandoned(_ reason: String) {
        guard let own else { return }
        self.own = nil
        logger.error(
            "the database has another cluster of this name; give the registry the right one, and keep this node's data",
            metadata: .data([.cluster: "\(own.identity.cluster)", .reason: "\(reason)"]))
    }

    // MARK: The node's processes.

    func join(_ request: JoinRequest) async throws(RPCStatus) -> JoinReply {
        guard let rulesVersion = Int32(exactly: request.rulesVersion) else {
            throw RPCStatus(
                .invalidArgument, "rules version \(request.rulesVersion): versions go up to \(Int32.max)")
        }
        var record = template
        record.rulesVersion = Int(rulesVersion)
        let joined = try await join(try identity(request.clusterID, request.nodeID), record)
        if let heir = joined.supersededBy { return JoinReply(supersededBy: heir.rawValue) }
        return JoinReply(
            clusterID: joined.identity.cluster.rawValue, nodeID: joined.identity.node.rawValue,
            bootstrap: joined.bootstrap, ipAddress: template.ipAddress)
    }

    private func join(
        _ identity: NodeIdentity?, _ record: ServerRecord, isAgain: Bool = false
    ) async throws(RPCStatus) -> Joined {
        guard !isLeaving else { throw RPCStatus(.unavailable, "this registry is about to stop") }
        let attempt = JoinAttempt(
            identity: identity, newCluster: ClusterID(rawValue: .random(in: 1...UInt64(Int64.max))), record: record,
            isSettled: view.isSettled(at: .now), highest: highest.rawValue == 0 ? nil : highest)
        let joined = try await use { store throws(StoreError) in try await store.join(attempt) }
        guard !isLeaving, !isAgain || own?.identity == identity else {
            // The node has left, or is another one, since.
            if joined.supersededBy == nil, own?.identity != joined.identity {
                try? await use { store throws(StoreError) in try await store.deregister(joined.identity.node) }
            }
            throw RPCStatus(.unavailable, "this registry is about to stop")
        }
        if let heir = joined.supersededBy {
            own = nil
            logger.warning(
                "this node's cluster was rebuilt without it; it must come back with a new identity",
                metadata: .data([.cluster: "\(heir)", .node: "\(joined.identity.node)"]))
            return joined
        }
        var record = record
        record.node = joined.identity.node
        if own?.identity != joined.identity { wasEstablished = false }
        highest = max(highest, joined.identity.node)
        if isAgain, let reported = own?.record {
            // Reports that came while the row was written.
            own = (joined.identity, reported)
            return joined
        }
        own = (joined.identity, record)
        logger.notice(
            "registered this node",
            metadata: .data([
                .node: "\(joined.identity.node)", .cluster: "\(joined.identity.cluster)",
                .address: "\(record.ipAddress)", .reason: joined.bootstrap ? "founds the cluster" : "joins the cluster",
            ]))
        await refresh()
        return joined
    }

    private func identity(_ cluster: UInt64, _ node: UInt64) throws(RPCStatus) -> NodeIdentity? {
        switch (ClusterID(checked: cluster), NodeID(checked: node)) {
        case (nil, nil): return nil
        case (let cluster?, let node?)
        where cluster.rawValue <= UInt64(Int64.max) && node.rawValue <= BootstrapRules.highestNode:
            return NodeIdentity(cluster: cluster, node: node)
        default:
            throw RPCStatus(.invalidArgument, "cluster \(cluster) and node \(node) are no identity")
        }
    }

    /// Kept in memory while the database is away; only what the database must refuse is an error.
    func report(_ health: RaftHealth) async throws(RPCStatus) {
        guard !isLeaving else { return }
        let numbers = [health.term, health.leaderID, health.commitIndex, health.appliedIndex]
        let role = health.role.utf8
        guard numbers.allSatisfy({ $0 <= UInt64(Int64.max) }), role.count <= 32,
            role.allSatisfy({ (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) })
        else {
            throw RPCStatus(.invalidArgument, "a number is above 2^63 - 1, or the role is not 0 to 32 letters a to z")
        }
        if own?.record.node.rawValue != health.nodeID {
            // This process was restarted; the node's disk has its identity.
            guard health.clusterID != 0, let identity = try identity(health.clusterID, health.nodeID) else {
                throw RPCStatus(.failedPrecondition, "node \(health.nodeID) has not joined")
            }
            if let heir = try await join(identity, template).supersededBy {
                throw RPCStatus(.failedPrecondition, "cluster \(identity.cluster) was rebuilt as cluster \(heir)")
            }
        }
        own?.record.raft.role = health.role
        own?.record.isDraining = health.draining
        own?.record.raft.term = health.term
        own?.record.raft.leader = health.leaderID
        own?.record.raft.commitIndex = health.commitIndex
        own?.record.raft.appliedIndex = health.appliedIndex
        if health.members > 1, !wasEstablished {
            mustEstablish = true
            wasEstablished = true
        }
        do throws(RPCStatus) {
            try await writeOwn()
        } catch  where error.code == .unavailable {
            // The next report or heartbeat carries it.
        }
    }

    /// No node is registered here: its consensus has taken its leave, or never came.
    var isAlone: Bool { own == nil }

    func deregister(_ request: DeregisterRequest) async throws(RPCStatus) {
        guard let node = NodeID(checked: request.nodeID), node.rawValue <= UInt64(Int64.max) else {
            throw RPCStatus(.invalidArgument, "node id \(request.nodeID) is not valid")
        }
        guard own == nil || own?.record.node == node else {
            throw RPCStatus(.failedPrecondition, "node \(node) is not this node")
        }
        own = nil
        try await use { store throws(StoreError) in try await store.deregister(node) }
        await refresh()
    }

    func createGuest(_ request: CreateGuestRequest) async throws(RPCStatus) -> User {
        let name = try checked(request.name)
        let account = try await use(isAboutAccounts: true) { store throws(StoreError) in
            try await store.createGuest(name)
        }
        return User(id: account.id.rawValue, name: account.name, guest: account.isGuest)
    }

    /// Notes that a user is there still.
    func seen(_ request: SeenRequest) async throws(RPCStatus) -> User {
        guard let user = UserID(checked: request.userID), user.rawValue <= UInt64(Int64.max) else {
            throw RPCStatus(.invalidArgument, "\(request.userID) is not a user id")
        }
        let account = try await use(isAboutAccounts: true) { store throws(StoreError) in try await store.seen(user) }
        guard let account else { throw RPCStatus(.notFound, "there is no user \(user)") }
        return User(id: account.id.rawValue, name: account.name, guest: account.isGuest)
    }

    func renameUser(_ request: RenameUserRequest) async throws(RPCStatus) -> User {
        let name = try checked(request.name)
        guard let id = UserID(checked: request.userID), id.rawValue <= UInt64(Int64.max) else {
            throw RPCStatus(.invalidArgument, "user \(request.userID): ids go from 1 to 2^53 - 1")
        }
        let account = try await use(isAboutAccounts: true) { store throws(StoreError) in
            try await store.rename(id, to: name)
        }
        guard let account else {
            throw RPCStatus(.notFound, "there is no user \(id)")
        }
        return User(id: account.id.rawValue, name: account.name, guest: account.isGuest)
    }

    private func checked(_ name: String) throws(RPCStatus) -> GuestName {
        do throws(VisibleText.Fault) {
            return try GuestName(validating: name)
        } catch {
            throw RPCStatus(.invalidArgument, error.sentence(about: "A name"))
        }
    }

    // MARK: Replays.

    func storeReplay(_ request: StoreReplayRequest) async throws(RPCStatus) -> StoreReplayReply {
        guard let cluster = ClusterID(checked: request.clusterID), cluster.rawValue <= UInt64(Int64.max),
            let match = MatchID(checked: request.matchID), match.rawValue <= UInt64(Int64.max)
        else {
            throw RPCStatus(
                .invalidArgument, "match \(request.matchID) of cluster \(request.clusterID): ids go from 1 to 2^63 - 1")
        }
        guard (1...ReplayRules.maximumBytes).contains(request.file.count) else {
            throw RPCStatus(
                .invalidArgument,
                "a replay has 1 to \(ReplayRules.maximumBytes) bytes; this one has \(request.file.count)")
        }
        let rated = rated(request)
        let ratings = try await use(isAboutAccounts: true) { store throws(StoreError) in
            try await store.storeReplay(request.file, of: match, in: cluster, rated: rated)
        }
        return StoreReplayReply(
            queue: UInt32(rated?.queue.index ?? 0),
            players: ratings.map { RatedPlayer(userID: $0.user.rawValue, mean: UInt32($0.rating.mean.rounded())) })
    }

    /// The players that a match rates, and its result, by the replay alone, played again.
    /// - Returns: `nil` when no queue made the match, a bot played in it, it was no contest, or its replay is false.
    private func rated(_ request: StoreReplayRequest) -> RatedMatch? {
        guard !request.players.isEmpty else { return nil }
        do throws(UnratedReason) {
            return try RatedMatch(
                replay: request.file, of: request.matchID, players: request.players, isRanked: request.ranked)
        } catch {
            logger.notice(
                "a match changes no rating", metadata: .data([.match: "\(request.matchID)", .reason: "\(error)"]))
            return nil
        }
    }

    // MARK: Ratings.

    func ratings(_ request: GetRatingsRequest) async throws(RPCStatus) -> PlayerRatings {
        guard let user = UserID(checked: request.userID), user.rawValue <= UInt64(Int64.max) else {
            throw RPCStatus(.invalidArgument, "\(request.userID) is not a user id")
        }
        let ratings = try await use(isAboutAccounts: true) { store throws(StoreError) in
            try await store.ratings(of: user)
        }
        return PlayerRatings(ratings: ratings.map(QueueRating.init))
    }

    func leaderboard(_ request: GetLeaderboardRequest) async throws(RPCStatus) -> LeaderboardPage {
        guard let mode = RatedQueue.Mode(rawValue: request.mode) else {
            throw RPCStatus(.invalidArgument, "there is a leaderboard of duel, 2v2 and ffa, not of '\(request.mode)'")
        }
        guard let rows = Int(exactly: request.rows), Leaderboard.rows.contains(rows) else {
            throw RPCStatus(.invalidArgument, "a leaderboard has 1 to 100 rows, not \(request.rows)")
        }
        let queue = RatedQueue(mode, isRanked: request.ranked)
        let board = try await use(isAboutAccounts: true) { store throws(StoreError) in
            try await store.leaderboard(of: queue, rows: rows)
        }
        return LeaderboardPage(
            season: UInt32(clamping: board.season),
            rows: board.rows.map {
                LeaderboardRow(userID: $0.rating.user.rawValue, name: $0.name, rating: QueueRating($0.rating))
            })
    }

    func replay(_ request: GetReplayRequest) async throws(RPCStatus) -> ReplayFile {
        guard let match = MatchID(checked: request.matchID), match.rawValue <= UInt64(Int64.max) else {
            throw RPCStatus(.invalidArgument, "\(request.matchID) is not a match id")
        }
        let files = try await use(isAboutAccounts: true) { store throws(StoreError) in
            try await store.replays(of: match)
        }
        guard let file = files.first(where: { Replay.key(ofFile: $0) == request.key }) else {
            throw RPCStatus(.notFound, "no replay \(ReplayName(match: match, key: request.key)) is kept")
        }
        return ReplayFile(file: file)
    }

    // MARK: Recovery.

    func beginRecovery(_ request: BeginRecoveryRequest) async throws(RPCStatus) -> BeginRecoveryReply {
        let (lost, highest) = (ClusterID(rawValue: request.lostClusterID), NodeID(rawValue: request.highestNodeID))
        guard (1...UInt64(Int64.max)).contains(lost.rawValue), highest.rawValue <= BootstrapRules.highestNode else {
            throw RPCStatus(.invalidArgument, "cluster \(lost) and node \(highest) are no identity")
        }
        let gives = request.giveIdentity
        let view = try await use { store throws(StoreError) in
            try await store.beginRecovery(of: lost, highest: highest, givesNode: gives)
        }
        return BeginRecoveryReply(
            presentClusterID: view.present?.rawValue ?? 0, wasGivenUp: view.wasGivenUp,
            newClusterID: view.node == nil ? 0 : .random(in: 1...UInt64(Int64.max)),
            newNodeID: view.node?.rawValue ?? 0,
            address: "\(template.ipAddress):\(template.raftPort)")
    }

    func finishRecovery(_ request: FinishRecoveryRequest) async throws(RPCStatus) {
        let numbers = [
            request.lostClusterID, request.newClusterID, request.newNodeID, request.presentClusterID, request.index,
            request.term, request.worldAsOfMs,
        ]
        guard numbers.allSatisfy({ $0 <= UInt64(Int64.max) }), let lost = ClusterID(checked: request.lostClusterID),
            let cluster = ClusterID(checked: request.newClusterID), let node = NodeID(checked: request.newNodeID),
            node.rawValue <= BootstrapRules.highestNode
        else {
            throw RPCStatus(.invalidArgument, "ids go from 1 to 2^63 - 1, those of nodes to 2^62")
        }
        let claim = RecoveryRules.Claim(
            lost: lost, present: ClusterID(checked: request.presentClusterID),
            founder: NodeIdentity(cluster: cluster, node: node), index: request.index, term: request.term,
            worldAsOf: request.worldAsOfMs == 0 ? nil : Int64(request.worldAsOfMs))
        try await use { store throws(StoreError) in try await store.finishRecovery(claim) }
        own = nil
        logger.warning(
            "the cluster was rebuilt \(claim.worldAsOf == nil ? "from one node's log" : "from the world's copy"), by snaketron recover; nodes of the former one are refused",
            metadata: .data([
                .cluster: "\(cluster)", .node: "\(node)", .index: "\(request.index)", .term: "\(request.term)",
                .reason: "cluster \(lost) was lost",
            ]))
        await refresh()
    }

    // MARK: The list of servers.

    func list() async throws(RPCStatus) -> ServerList {
        await refresh()
        guard view.readAt != nil else {
            throw RPCStatus(.unavailable, "the registry's database cannot be used and no list of servers is known yet")
        }
        return serverList()
    }

    func watch(_ call: RPCStream<ServerList>) {
        watchers[ObjectIdentifier(call.call)] = call
        if view.readAt != nil { call.send(serverList()) }  // else the first list follows when it is there
    }

    func unwatch(_ call: RPCStream<ServerList>) {
        watchers[ObjectIdentifier(call.call)] = nil
    }

    /// A watcher that does not read is told the state of things when it reads again.
    func watcherIsReady(_ call: RPCStream<ServerList>) {
        if watchers[ObjectIdentifier(call.call)] != nil, view.readAt != nil { call.send(serverList()) }
    }

    private func serverList() -> ServerList {
        let since = view.readAt.map { ContinuousClock.now - $0 } ?? .zero
        return ServerList(
            servers: view.servers.map { server in
                let record = server.record
                let age = Duration.milliseconds(server.heartbeatAge) + since
                return Server(
                    nodeID: record.node.rawValue, ipAddress: record.ipAddress,
                    grpcPort: UInt32(clamping: record.grpcPort), raftPort: UInt32(clamping: record.raftPort),
                    gatewayPort: UInt32(clamping: record.gatewayPort), role: record.raft.role, term: record.raft.term,
                    leaderID: record.raft.leader, appliedIndex: record.raft.appliedIndex,
                    draining: record.isDraining, heartbeatAgeMs: UInt32(clamping: Int64(age / .milliseconds(1))))
            },
            restoration: restoration.map { restoration in
                let age = Duration.milliseconds(restoration.age) + since
                return Wire.Restoration(
                    clusterID: restoration.cluster.rawValue, agoMs: UInt32(clamping: Int64(age / .milliseconds(1))),
                    worldAsOfMs: UInt64(clamping: restoration.worldAsOf ?? 0))
            })
    }
}
