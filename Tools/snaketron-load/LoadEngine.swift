import ClientProtocol
import GameCore
import LoadCore
import NIOCore
import NIOPosix

/// Carries out what the players decide: sockets, requests, timers. All of it on one event loop, so one core at most.
final class LoadEngine: @unchecked Sendable {  // every variable is used on `loop` alone
    private static let slices = 10
    private static let sweep = TimeAmount.milliseconds(5)

    let loop: any EventLoop
    private let addresses: [GatewayAddress]
    private var players: [LoadPlayer]
    private var sockets: [[Int: LoadSocket]]
    /// When the last message of a slow link arrives, by player: up and down.
    private var busyUntil: [(up: Int64, down: Int64)]
    private var hasJoined: [Bool]
    private var desk = LoadDesk()
    private var masks = SplitMix64(seed: 0x736e_616b)
    private var luck = SplitMix64(seed: 0x6c75_636b)
    private var started = 0
    private var slice = 0
    private var ramp: (from: Int64, length: Int64) = (0, 0)
    private var timer: RepeatedTask?
    private var dueAt: Int64 = 0
    /// How late the timer was at most, in microseconds, since ``measured``.
    private var latest: Int64 = 0
    private var lastRefusal: String?

    init(on loop: any EventLoop, _ addresses: [GatewayAddress], _ players: [LoadPlayer], _ manners: LoadDesk.Manners) {
        self.loop = loop
        self.addresses = addresses
        self.players = players
        sockets = players.map { _ in [:] }
        busyUntil = players.map { _ in (0, 0) }
        hasJoined = players.map { _ in false }
        desk.manners = manners
        desk.manners.gateways = addresses.count
    }

    static var now: Int64 { Int64(NIODeadline.now().uptimeNanoseconds / 1_000) }

    func mask() -> UInt32 { UInt32(truncatingIfNeeded: masks.next()) }

    // MARK: - Time

    /// - Parameter ramp: Microseconds until the last player has come.
    func start(ramp: Int64) {
        self.ramp = (Self.now, ramp)
        dueAt = Self.now
        timer = loop.scheduleRepeatedTask(initialDelay: .zero, delay: Self.sweep) { [unowned self] _ in tick() }
    }

    private func tick() {
        let now = Self.now
        latest = max(latest, now - dueAt)
        dueAt = now + Self.sweep.nanoseconds / 1_000
        let due =
            ramp.length == 0
            ? players.count : min(players.count, 1 + Int((now - ramp.from) * Int64(players.count) / ramp.length))
        while started < due {
            players[started].started(at: now, &desk)
            carryOut(started)
            started += 1
        }
        var index = slice
        while index < started {
            players[index].swept(at: now, &desk)
            if !desk.actions.isEmpty { carryOut(index) }
            index += Self.slices
        }
        slice = (slice + 1) % Self.slices
        if slice == 0 {
            for fault in desk.ledger.review(at: now) { desk.tally.broken("match \(fault.match): \(fault.words)") }
        }
    }

    // MARK: - What comes

    func opened(_ player: Int, _ link: Int) {
        players[player].opened(link, at: Self.now, &desk)
        carryOut(player)
    }

    func closed(_ player: Int, _ link: Int, code: UInt16, reason: String) {
        sockets[player][link] = nil
        players[player].closed(link, code: code, reason: reason, at: Self.now, &desk)
        carryOut(player)
    }

    func refused(_ words: String) {
        desk.tally.refused += 1
        lastRefusal = words
    }

    func broken(_ player: Int, _ words: String) { desk.tally.broken("\(players[player].name): \(words)") }

    func received(_ player: Int, _ link: Int, isText: Bool, _ bytes: [UInt8]) {
        let quality = players[player].quality
        guard !quality.isGood else { return deliver(player, link, isText, bytes) }
        let now = Self.now
        let at = max(busyUntil[player].down, now + travel(quality))
        busyUntil[player].down = at
        // At one deadline in the order in which they were scheduled.
        loop.scheduleTask(deadline: .uptimeNanoseconds(UInt64(at) * 1_000)) { [self] in
            deliver(player, link, isText, bytes)
        }
    }

    private func deliver(_ player: Int, _ link: Int, _ isText: Bool, _ bytes: [UInt8]) {
        let now = Self.now
        if isText {
            players[player].received(text: bytes, on: link, at: now, &desk)
        } else {
            players[player].received(binary: bytes, on: link, at: now, &desk)
        }
        hasJoined[player] = hasJoined[player] || players[player].isWelcomed
        if !desk.actions.isEmpty { carryOut(player) }
    }

    private func travel(_ quality: LinkQuality) -> Int64 {
        var time = quality.delay
        if quality.jitter > 0 { time += Int64(luck.next() % UInt64(quality.jitter)) }
        while quality.loss > 0, Double(luck.next() >> 11) / Double(1 << 53) < quality.loss {
            time += LinkQuality.repeatAfter
        }
        return time
    }

    // MARK: - What goes

    private func carryOut(_ player: Int) {
        let actions = desk.actions
        desk.actions.removeAll(keepingCapacity: true)
        for action in actions {
            switch action {
            case .register(let gateway): register(player, addresses[gateway])
            case .connect(let link, let gateway): connect(player, link, addresses[gateway])
            case .text(let link, let text): send(player, link, .text, text)
            case .binary(let link, let bytes): send(player, link, .binary, bytes)
            case .raw(let link, let bytes): sockets[player][link]?.write(bytes)
            case .close(let link): sockets[player].removeValue(forKey: link)?.close()
            }
        }
    }

    private func send(_ player: Int, _ link: Int, _ opcode: ClientFrames.Opcode, _ payload: [UInt8]) {
        guard let socket = sockets[player][link] else { return }
        let frame = ClientFrames.encode(opcode, payload, mask: mask())
        let quality = players[player].quality
        guard !quality.isGood else { return socket.write(frame) }
        let now = Self.now
        let at = max(busyUntil[player].up, now + travel(quality))
        busyUntil[player].up = at
        loop.scheduleTask(deadline: .uptimeNanoseconds(UInt64(at) * 1_000)) { socket.write(frame) }
    }

    private func bootstrap(_ handler: any ChannelHandler & Sendable) -> ClientBootstrap {
        ClientBootstrap(group: loop).connectTimeout(.seconds(3))
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(handler) }
            }
    }

    private func connect(_ player: Int, _ link: Int, _ address: GatewayAddress) {
        let socket = LoadSocket(self, player: player, link: link, host: address.authority)
        sockets[player][link] = socket
        bootstrap(socket).connect(to: address.socket).whenFailure { socket.failed($0) }
    }

    private func register(_ player: Int, _ address: GatewayAddress) {
        let request = GuestRequest(name: players[player].name, host: address.authority) { [self] answer in
            switch answer {
            case .token(let token, let user): players[player].registered(token: token, user: user, at: Self.now, &desk)
            case .refused(let wait, let words):
                lastRefusal = "\(address.text) gives no guest's name: \(words)"
                players[player].refused(retryAfter: wait, at: Self.now, &desk)
            }
            carryOut(player)
        }
        bootstrap(request).connect(to: address.socket).whenFailure { request.failed($0) }
    }

    // MARK: - For the run

    struct State {
        var tally: LoadTally
        var playing: Int
        var welcomed: Int
        var joined: Int
        var unanswered: Int
        var late: Int64
        var refusal: String?
    }

    func state() -> State {
        State(
            tally: desk.tally, playing: players.count { $0.isPlaying }, welcomed: players.count { $0.isWelcomed },
            joined: hasJoined.count { $0 }, unanswered: players.reduce(0) { $0 + $1.unanswered }, late: latest,
            refusal: lastRefusal)
    }

    /// From here on is measured.
    func measure() { latest = 0 }

    /// Nothing new is begun; what is under way gets its outcome.
    func wind() { desk.isOpen = false }

    /// Ends it: what nobody can tell any more is judged, and all sockets are closed.
    func end() {
        timer?.cancel()
        for player in players where player.unanswered > 0 {
            desk.tally.broken("\(player.name): \(player.unanswered) commands are without an outcome at the end")
        }
        for fault in desk.ledger.close() { desk.tally.broken("match \(fault.match): \(fault.words)") }
        for index in sockets.indices {
            for socket in sockets[index].values { socket.close() }
            sockets[index] = [:]
        }
    }

    var judged: (whole: Int, partial: Int) { (desk.ledger.judged - desk.ledger.partial, desk.ledger.partial) }
}
