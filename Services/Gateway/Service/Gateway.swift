import ClientProtocol
import CoreMetrics
import GatewayCore
import Identity
import Liveness
package import Logging
package import NIOCore
import NIOHTTP1
import NIOWebSocket
import Observability
package import RPC
import RegistryAPI
import ServiceRuntime
import TLS

#if canImport(Glibc)
    import Glibc
#endif

/// The players' sockets and their way to a simulation.
///
/// All state lives on the process's event loop, and so do the sockets and streams, whose callbacks enter without a hop. The
/// values of `GatewayCore` decide; this actor carries out.
package actor Gateway {
    enum Interval {
        static let sweep = TimeAmount.milliseconds(WorldReach.interval)
        /// Milliseconds.
        static let ping: Int64 = 5_000
        static let silence: Int64 = 12_000
        static let attach: Int64 = 1_000
        static let farewellStep = TimeAmount.milliseconds(20)
    }

    static let messageLimit = TokenBucket.Limit(rate: MessageLimits.perSecond, burst: MessageLimits.atOnce)

    package nonisolated let eventLoop: any EventLoop
    package nonisolated var unownedExecutor: UnownedSerialExecutor { eventLoop.executor.asUnownedSerialExecutor() }

    let settings: GatewaySettings
    let logger: Logger
    let metrics = GatewayMetrics()

    var sockets: [SocketID: PlayerSocket] = [:]
    var sessions = SessionTable<SocketID>()
    /// Sockets with a hello for which no simulation is to be had now.
    var unattached: Set<SocketID> = []
    var reach = WorldReach()
    var directory: SimulationDirectory
    var simulations: [SimulationAddress: RPCChannel] = [:]
    /// Of those that sockets are attached to, and of silent ones that may come back.
    var watches: [SimulationAddress: SimulationWatch] = [:]
    var watching: RepeatedTask?
    /// How many sockets each has.
    var attachments: [SimulationAddress: Int] = [:]
    var registry: RPCChannel?
    let nodeToken: RPCCallToken?
    /// Tells this gateway from all others, however its address is spelled: 16 hexadecimal digits, new with each start.
    package nonisolated let name: String
    /// This node's id, once its own simulation has told it.
    var node: NodeID?
    /// Nodes that were asked to stop, as the registry last said.
    var drainingNodes: Set<UInt64> = []
    var restorationNotice = RestorationNotice()
    /// Each age in milliseconds.
    var readiness = SharedAnswer<ReadinessAnswer>(age: 500)
    var clusterAnswer = SharedAnswer<HTTPResponse>(age: 1_000)
    /// Of replays, ``previewsKept`` at most: a replay never changes.
    var previews: [ReplayName: LinkPreview] = [:]
    /// When a page last had a node killed.
    var killedAt: Int64?
    /// By path; six at most.
    var leaderboards: [String: SharedAnswer<HTTPResponse>] = [:]
    private(set) var isDraining = false
    /// It will drain soon. New sockets are still taken, and health checks are told that it is not ready.
    private(set) var isLeaving = false

    private var nextSocket: UInt64 = 0
    private var admission: Admission
    private var exhaustion = Occasional(interval: 60_000)
    /// This and the next three by ``IPAddress/limitKey(of:)``.
    private var socketsPerAddress: Census<String>
    private var socketsPerUser: Census<UserID>
    var guestsPerAddress: RateLimiter<String>
    /// Questions about one player's ratings: each costs the database a query.
    var ratingsPerAddress = RateLimiter<String>(.init(rate: 5, burst: 50))
    /// Questions for a replay: each may cost the database all files of a match's number.
    var replaysPerAddress = RateLimiter<String>(.init(rate: 5, burst: 100))
    private var originRefusals = Occasional(interval: 60_000)
    private var sweeping: RepeatedTask?
    private var dirty: [SocketID] = []
    var retryIsDue: NIODeadline?

    /// - Parameter nodeToken: The token for calls to the registry of this node.
    package init(
        settings: GatewaySettings, nodeToken: RPCCallToken? = nil, eventLoop: any EventLoop, logger: Logger
    ) {
        self.nodeToken = nodeToken
        var random = SystemRandomNumberGenerator()
        name = hexadecimal((0..<8).map { _ in UInt8.random(in: .min ... .max, using: &random) })
        self.settings = settings
        self.eventLoop = eventLoop
        self.logger = logger
        let port = settings.node.grpcPort
        var aliases: Set<SimulationAddress> = []
        if let advertised = settings.advertisedAddress, advertised != settings.node.loopbackAddress {
            aliases = [SimulationAddress(host: advertised, port: port)]
        }
        directory = SimulationDirectory(
            local: SimulationAddress(host: settings.node.loopbackAddress, port: port), aliases: aliases)
        admission = Admission(settings.admission)
        socketsPerAddress = Census(limit: AddressLimits.range.upperBound)
        socketsPerUser = Census(limit: settings.maximumSocketsPerUser)
        guestsPerAddress = RateLimiter(
            .init(perMinute: settings.guestsPerMinute, burst: settings.guestsPerMinute))
    }

    /// Connects to the registry and the simulations, and begins to look after the sockets.
    package func start() {
        connect(directory.local)
        connectRegistry()
        sweeping = eventLoop.scheduleRepeatedTask(initialDelay: Interval.sweep, delay: Interval.sweep) {
            [weak self] _ in
            self?.assumeIsolated { $0.sweep() }
        }
    }

    /// Milliseconds of a clock that only goes forward.
    var now: Int64 { Int64(NIODeadline.now().uptimeNanoseconds / 1_000_000) }

    // MARK: Sockets come and go

    /// Why another socket from `address` is not opened; `nil`: it may be.
    func refusal(from address: String) -> HTTPResponse? {
        if isDraining {
            return .failure(.serviceUnavailable, "draining", "This gateway stops; use another one.")
        }
        guard sockets.count < settings.maximumSockets else {
            return .failure(
                .serviceUnavailable, "full", "This gateway has no room left.", headers: ["retry-after": "5"])
        }
        guard socketsPerAddress.count(IPAddress.limitKey(of: address)) < settings.addressLimits.sockets(of: address)
        else {
            return .failure(
                .tooManyRequests, "too_many_sockets",
                "Too many players from your network at this server. Close other tabs, or try again later.",
                headers: ["retry-after": "5"])
        }
        return nil
    }

    /// The answer to a handshake now; asking does not count as one.
    func answerToQuestion(from address: String) -> HTTPResponse? {
        if let refusal = refusal(from: address) { return refusal }
        return admission.refusalOfHandshake(from: settings.addressLimits.origin(address), now: now)
            .map { .failure($0.refusal) }
    }

    /// A handshake that nothing else is against is made, unless its address makes too many.
    func takeHandshake(from address: String) -> HTTPResponse? {
        if let refusal = refusal(from: address) { return refusal }
        return admission.takeHandshake(from: settings.addressLimits.origin(address), now: now).map(refusal(for:))
    }

    /// Counts it.
    func refusal(for reason: Admission.Reason) -> HTTPResponse {
        metrics.refused(for: reason)
        return .failure(reason.refusal)
    }

    func takeHello(from address: String) -> Bool {
        let isTaken = admission.takeHello(from: settings.addressLimits.origin(address), now: now)
        if !isTaken { metrics.refused(for: .helloRate) }
        return isTaken
    }

    func takeHello(of player: UserID) -> Bool {
        let isTaken = admission.takeHello(of: player, now: now)
        if !isTaken { metrics.refused(for: .playerHelloRate) }
        return isTaken
    }

    // MARK: Connections come and go

    /// - Parameter address: `nil` if the peer is a proxy.
    func admit(_ connection: UInt64, from address: String?) -> Admission.Verdict {
        let verdict = admission.opened(connection, from: address.map(settings.addressLimits.origin), now: now)
        switch verdict {
        case .admitted: metrics.connections.record(admission.plainCount)
        case .refused(let reason), .dropped(let reason):
            metrics.refused(for: reason)
            guard reason == .descriptors || reason == .connections, let count = exhaustion.happened(now: now) else {
                break
            }
            logger.warning(
                "the gateway has no room for more connections",
                metadata: .data([.reason: "\(reason.rawValue)", .count: "\(count)"]))
        }
        return verdict
    }

    func upgraded(_ connection: UInt64) {
        admission.upgraded(connection)
        metrics.connections.record(admission.plainCount)
    }

    func connectionClosed(_ connection: UInt64) {
        admission.closed(connection)
        metrics.connections.record(admission.plainCount)
    }

    /// A page was refused for where it is from. Mostly that page is ours, behind a proxy that changes `Host`, or under a
    /// name that nobody has told the gateway: the log says so, once a minute.
    func refusedOrigin(_ origin: String, host: String) {
        guard let count = originRefusals.happened(now: now) else { return }
        logger.warning(
            "a page may not open sockets: set ALLOWED_ORIGINS if it is yours, or let the proxy keep Host",
            metadata: .data([
                .reason: "origin \(origin.forTheLog), host \(host.forTheLog)", .count: "\(count)",
            ]))
    }

    func open(on channel: any Channel, from address: String) -> SocketID {
        nextSocket += 1
        let id = SocketID(rawValue: nextSocket)
        let entered = socketsPerAddress.enter(
            IPAddress.limitKey(of: address), limit: settings.addressLimits.sockets(of: address))
        precondition(entered, "the limit was checked in this turn of the loop")
        sockets[id] = PlayerSocket(id: id, channel: channel, address: address, allowance: Self.messageLimit, now: now)
        metrics.opened.increment()
        metrics.sockets.record(sockets.count)
        return id
    }

    /// The socket is closed, or its close has been said: nothing more goes through it.
    func closed(_ id: SocketID) {
        guard let socket = sockets.removeValue(forKey: id) else { return }
        socket.session.close()
        socketsPerAddress.leave(IPAddress.limitKey(of: socket.address))
        if let identity = socket.identity {
            socketsPerUser.leave(identity.player.id)
            sessions.leave(identity.key, id)
        }
        unattached.remove(id)
        detach(socket)
        metrics.sockets.record(sockets.count)
        recordSessions()
    }

    private func recordSessions() {
        metrics.sessions.record(sessions.sessionCount)
        metrics.standbys.record(sessions.standbyCount)
    }

    func close(_ socket: PlayerSocket, _ closure: Closure) {
        metrics.closed(with: closure.code)
        logger.debug(
            "closing a socket",
            metadata: .data([.session: "\(socket.id.rawValue)", .reason: "\(closure.code.rawValue) \(closure.reason)"]))
        socket.channel.triggerUserOutboundEvent(CloseSocket(closure), promise: nil)
    }

    /// The newer socket of a session takes over from the older one.
    /// - Returns: Whether this one is the newer one. If not, it is closed.
    func takeOver(_ socket: PlayerSocket, _ key: SessionKey) -> Bool {
        let connection = socket.session.claim()?.connection ?? 0
        defer { recordSessions() }
        switch sessions.claim(key, by: socket.id, connection: connection) {
        case .has(insteadOf: let older):
            if let older = older.flatMap({ sockets[$0] }) { closeReplaced(older, by: connection) }
            return true
        case .newerHasIt(let newer):
            closeReplaced(socket, by: newer)
            return false
        }
    }

    /// - Parameter connection: 0: it is not known.
    func closeReplaced(_ socket: PlayerSocket, by connection: UInt64) {
        send(.replaced(connection: connection), to: socket)
        close(socket, SessionRefusal.newerConnection(number: connection).closure!)
    }

    /// The newer standby socket of a session takes the place of the older one.
    func standBy(_ socket: PlayerSocket, _ key: SessionKey) {
        let older = sessions.standBy(key, socket.id).flatMap { sockets[$0] }
        if let older { close(older, Closure(.replaced, "a newer standby socket took its place")) }
        recordSessions()
    }

    /// Counts the socket among its user's. Closes it, and returns false, when that user has too many already.
    func admit(_ socket: PlayerSocket, as identity: PlayerSocket.Identity) -> Bool {
        guard socketsPerUser.enter(identity.player.id) else {
            sessions.leave(identity.key, socket.id)
            send(
                .error(
                    code: "too_many_sockets",
                    message: "At most \(settings.maximumSocketsPerUser) connections of one player: close other tabs."),
                to: socket)
            close(socket, Closure(.tryAgainLater, "too many sockets of this user"))
            return false
        }
        socket.identity = identity
        return true
    }

    // MARK: Down

    func send(_ message: ServerMessage, to socket: PlayerSocket) {
        send(.text(message.rendered()), class: .lasting, to: socket)
    }

    func send(_ frame: PlayerSocket.Frame, class kind: DownQueue<PlayerSocket.Frame>.Class, to socket: PlayerSocket) {
        let size =
            switch frame {
            case .text(let bytes), .binary(let bytes): bytes.count
            }
        if socket.queue.isOpen, socket.channel.isWritable {
            write(frame, to: socket)
            return flushSoon(socket)
        }
        switch socket.queue.offer(frame, size: size, class: kind, now: now) {
        case .queued: pump(socket)
        case .dropped: break
        case .shed:
            metrics.shed.increment()
            pump(socket)
        case .close(let closure): close(socket, closure)
        }
    }

    /// Gives the socket what waits, as long as it takes it.
    func pump(_ socket: PlayerSocket) {
        var wrote = false
        while socket.channel.isWritable, let frame = socket.queue.next(now: now) {
            write(frame, to: socket)
            wrote = true
        }
        if wrote { flushSoon(socket) }
        if socket.queue.needsSnapshot() { askForSnapshot(socket) }
    }

    private func write(_ frame: PlayerSocket.Frame, to socket: PlayerSocket) {
        let (opcode, bytes): (WebSocketOpcode, [UInt8]) =
            switch frame {
            case .text(let bytes): (.text, bytes)
            case .binary(let bytes): (.binary, bytes)
            }
        metrics.framesDown.increment()
        metrics.bytesDown.increment(by: bytes.count)
        socket.channel.write(OutgoingFrame.encoded(opcode, bytes), promise: nil)
    }

    /// Frames of one turn of the loop leave in one system call.
    private func flushSoon(_ socket: PlayerSocket) {
        guard !socket.needsFlush else { return }
        socket.needsFlush = true
        if dirty.isEmpty {
            eventLoop.execute { self.assumeIsolated { $0.flushDirty() } }
        }
        dirty.append(socket.id)
    }

    private func flushDirty() {
        let ids = dirty
        dirty.removeAll(keepingCapacity: true)
        for id in ids {
            guard let socket = sockets[id] else { continue }
            socket.needsFlush = false
            socket.channel.flush()
        }
    }

    // MARK: Time

    /// For how long a socket may stay open after its token has expired, in seconds: longer than a match, and bounded.
    private static let tokenGrace: UInt64 = 3600

    private func sweep() {
        let now = self.now
        askForReports()
        let seconds = secondsSince1970()
        for socket in Array(sockets.values) {
            if let expires = socket.tokenExpires, seconds >= expires, seconds - expires > Self.tokenGrace {
                close(socket, Closure(.tokenRefused, "The token has expired; renew it."))
            } else if let closure = socket.session.overdue(at: now) ?? socket.queue.overdue(at: now) {
                close(socket, closure)
            } else if now - socket.lastHeard >= Interval.silence {
                close(socket, Closure(.goingAway, "nothing was heard for 12 s"))
            } else if now - max(socket.lastPing, socket.lastHeard) >= Interval.ping {
                socket.lastPing = now
                socket.channel.writeAndFlush(OutgoingFrame.encoded(.ping, []), promise: nil)
            }
            if let attachment = socket.attachment, !attachment.isAttached, now - attachment.openedAt >= Interval.attach
            {
                lost(socket, because: RPCStatus(.deadlineExceeded, "no answer to Attach"))
            }
        }
    }

    // MARK: The end

    /// No longer ready, so that a load balancer sends no players here.
    package func leave() {
        isLeaving = true
        logger.notice("drains", metadata: .data([.durationMs: "\(settings.node.drain.delay)"]))
    }

    /// Tells every client, gives players the time to change over, and closes every socket. Returns when the clients have closed
    /// or were cut off (``WebSocketHandler`` waits 2 s at most).
    package func drain() async {
        isDraining = true
        let leaving = sockets.values.map(\.channel)
        let order = sockets.keys.sorted { $0.rawValue < $1.rawValue }
        let limit = Int64(settings.node.drain.players)
        let cutOff = now + limit
        var farewell = Farewell(count: order.count, limit: limit, now: now)
        for place in farewell.next(now: now) { tellOfEnd(order[place]) }
        while !sockets.isEmpty, now < cutOff {
            try? await eventLoop.scheduleTask(in: Interval.farewellStep) {}.futureResult.get()
            for place in farewell.next(now: now) { tellOfEnd(order[place]) }
        }
        for socket in Array(sockets.values) { close(socket, Closure(.goingAway, "this gateway stops")) }
        sweeping?.cancel()
        watching?.cancel()
        for channel in leaving { try? await channel.closeFuture.get() }
    }

    private func tellOfEnd(_ id: SocketID) {
        guard let socket = sockets[id] else { return }
        send(.status(.draining), to: socket)
        // A player has the next socket attached before this one ends, so the player never seems to be gone.
        if socket.attachment == nil { close(socket, Closure(.goingAway, "this gateway stops")) }
    }

    /// Once nobody is left whose request needs a simulation or the registry.
    package func disconnect() {
        for channel in simulations.values { channel.close() }
        registry?.close()
    }

    package var socketCount: Int { sockets.count }

    package var usableSimulations: Int { directory.usable(at: now).count }
}

extension String {
    /// Text from strangers: at most 100 characters, and none that a terminal obeys.
    fileprivate var forTheLog: String {
        String(decoding: utf8.prefix(100).map { (0x21...0x7E).contains($0) ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
    }
}
