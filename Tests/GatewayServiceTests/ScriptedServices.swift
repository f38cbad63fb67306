import Logging
import NIOCore
import NIOPosix
import RPC
import RegistryAPI
import SimulationAPI
import Synchronization
import Wire

/// A Play service over real sockets that does what the test says: it answers every hello, and the test answers the rest.
final class ScriptedPlay: PlayServing {
    struct State {
        var received: [PlayUp.Event] = []
        var streams: [RPCStream<PlayDown>] = []
        var isReady = true
        /// What it answers a hello instead of attaching.
        var refusal: Refused?
    }

    let node: UInt64
    let state = Mutex(State())

    init(node: UInt64) { self.node = node }

    func attach(_ call: RPCStream<PlayDown>, context: RPCContext) -> any RPCStreamHandler<PlayUp, PlayDown> {
        state.withLock { $0.streams.append(call) }
        return Handler(play: self)
    }

    func summary(_ request: SummaryRequest, context: RPCContext) async throws -> SummaryReply {
        SummaryReply(nodeID: node, ready: state.withLock { $0.isReady })
    }

    var received: [PlayUp.Event] { state.withLock { $0.received } }
    var hellos: [Hello] { received.compactMap { if case .hello(let hello) = $0 { hello } else { nil } } }

    /// Sends to the newest stream.
    func send(_ event: PlayDown.Event) {
        guard let stream = state.withLock({ $0.streams.last }) else { return }
        stream.eventLoop.execute { stream.send(PlayDown(event: event)) }
    }

    func end(_ status: RPCStatus) {
        guard let stream = state.withLock({ $0.streams.last }) else { return }
        stream.eventLoop.execute { stream.finish(status) }
    }

    private final class Handler: RPCStreamHandler {
        let play: ScriptedPlay
        init(play: ScriptedPlay) { self.play = play }

        func received(_ message: PlayUp, on call: RPCStream<PlayDown>) {
            guard let event = message.event else { return }
            let node = play.node
            let refusal = play.state.withLock { state in
                state.received.append(event)
                return state.refusal
            }
            guard case .hello = event else { return }
            guard let refusal else {
                call.send(PlayDown(event: .attached(Attached(lastSequence: 3, nodeID: node))))
                return
            }
            call.send(PlayDown(event: .refused(refusal)))
            call.finish(RPCStatus(.unavailable, "refused"))
        }

        func receivedEnd(on call: RPCStream<PlayDown>) { call.finish() }
        func closed(_ status: RPCStatus, on call: RPCStream<PlayDown>) {}
    }
}

/// A registry that knows a fixed list of servers and numbers its guests.
final class ScriptedRegistry: RegistryServing {
    let servers: [Server]
    private let guests = Atomic<UInt64>(0)
    private let held: Gate?
    private let questions = Atomic<Int>(0)
    private let replay: [UInt8]?

    /// - Parameters:
    ///   - held: What the first question for a player's ratings waits for; it is then answered that there are none.
    ///   - replay: Given for any name, as a registry gave it that did not know of keys.
    init(servers: [Server] = [], holdingFirstRatings held: Gate? = nil, replay: [UInt8]? = nil) {
        self.servers = servers
        self.held = held
        self.replay = replay
    }

    /// How often a player's ratings were asked for.
    var ratingsAsked: Int { questions.load(ordering: .relaxed) }

    func join(_ request: JoinRequest, context: RPCContext) async throws -> JoinReply { throw RPCStatus(.unimplemented) }
    func reportHealth(_ request: RaftHealth, context: RPCContext) async throws -> ReportHealthReply {
        throw RPCStatus(.unimplemented)
    }
    func listServers(_ request: ListServersRequest, context: RPCContext) async throws -> ServerList {
        ServerList(servers: servers)
    }
    func watchServers(
        _ call: RPCStream<ServerList>, context: RPCContext
    ) -> any RPCStreamHandler<ListServersRequest, ServerList> { Watcher(servers: servers) }
    func deregister(_ request: DeregisterRequest, context: RPCContext) async throws -> DeregisterReply {
        throw RPCStatus(.unimplemented)
    }
    func createGuest(_ request: CreateGuestRequest, context: RPCContext) async throws -> User {
        if request.name == "Nobody" { throw RPCStatus(.invalidArgument, "That name is taken by nobody.") }
        return User(id: guests.add(1, ordering: .relaxed).newValue, name: request.name, guest: true)
    }
    func renameUser(_ request: RenameUserRequest, context: RPCContext) async throws -> User {
        guard request.userID == 17 else { throw RPCStatus(.notFound, "there is no such user") }
        return User(id: 17, name: request.name, guest: true)
    }
    /// User 404 is not known; while 503 asks, the database is away.
    func seen(_ request: SeenRequest, context: RPCContext) async throws -> User {
        switch request.userID {
        case 404: throw RPCStatus(.notFound, "there is no user 404")
        case 503: throw RPCStatus(.unavailable, "the registry's database cannot be used now")
        default: return User(id: request.userID, name: "Ada", guest: true)
        }
    }
    func storeCopyPart(_ request: StoreCopyPartRequest, context: RPCContext) async throws -> StoreCopyPartReply {
        throw RPCStatus(.unimplemented)
    }
    func finishCopy(_ request: FinishCopyRequest, context: RPCContext) async throws -> FinishCopyReply {
        throw RPCStatus(.unimplemented)
    }
    func getCopy(_ request: GetCopyRequest, context: RPCContext) async throws -> GetCopyReply {
        throw RPCStatus(.unimplemented)
    }
    func getCopyPart(_ request: GetCopyPartRequest, context: RPCContext) async throws -> CopyPart {
        throw RPCStatus(.unimplemented)
    }
    func storeReplay(_ request: StoreReplayRequest, context: RPCContext) async throws -> StoreReplayReply {
        throw RPCStatus(.unimplemented)
    }
    func getRatings(_ request: GetRatingsRequest, context: RPCContext) async throws -> PlayerRatings {
        if questions.add(1, ordering: .relaxed).newValue == 1, let held {
            await held.opened()
            return PlayerRatings()
        }
        guard request.userID == 17 else { return PlayerRatings() }
        return PlayerRatings(ratings: [Self.rating])
    }
    func getLeaderboard(_ request: GetLeaderboardRequest, context: RPCContext) async throws -> LeaderboardPage {
        guard request.ranked, request.mode == "duel" else { return LeaderboardPage(season: 8106) }
        return LeaderboardPage(
            season: 8107, rows: [LeaderboardRow(userID: 1, name: "Ada \"A\"", rating: Self.rating)])
    }
    private static let rating = QueueRating(
        mode: "duel", ranked: true, mean: 1250, deviation: 80, division: "Platinum I", matches: 12, wins: 9)
    func beginRecovery(_ request: BeginRecoveryRequest, context: RPCContext) async throws -> BeginRecoveryReply {
        throw RPCStatus(.unimplemented)
    }
    func finishRecovery(_ request: FinishRecoveryRequest, context: RPCContext) async throws -> FinishRecoveryReply {
        throw RPCStatus(.unimplemented)
    }
    func getReplay(_ request: GetReplayRequest, context: RPCContext) async throws -> ReplayFile {
        guard let replay else { throw RPCStatus(.notFound, "no replay") }
        return ReplayFile(file: replay)
    }

    private final class Watcher: RPCStreamHandler {
        let servers: [Server]
        init(servers: [Server]) { self.servers = servers }
        func received(_ message: ListServersRequest, on call: RPCStream<ServerList>) {
            call.send(ServerList(servers: servers))
        }
        func closed(_ status: RPCStatus, on call: RPCStream<ServerList>) {}
    }
}

/// Holds those who come until it is opened, for good.
final class Gate: Sendable {
    private enum State {
        case shut([CheckedContinuation<Void, Never>])
        case open
    }
    private let state = Mutex(State.shut([]))

    func opened() async {
        await withCheckedContinuation { waiting in
            let isOpen = state.withLock { state in
                guard case .shut(let others) = state else { return true }
                state = .shut(others + [waiting])
                return false
            }
            if isOpen { waiting.resume() }
        }
    }

    func open() {
        let waiting = state.withLock { state in
            defer { state = .open }
            if case .shut(let waiting) = state { return waiting }
            return []
        }
        for one in waiting { one.resume() }
    }
}

/// Serves definitions on free ports of a loop of their own.
struct ServiceHost {
    let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    func serve(_ service: RPCServiceDefinition, port: Int = 0) async throws -> RPCServer {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return try await RPCServer.start(
            host: "127.0.0.1", port: port, services: [service], on: loops, logger: logger)
    }
}
