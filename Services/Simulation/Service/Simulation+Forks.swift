import GameCore
import Identity
import Liveness
import NIOCore
import RPC
import RegistryAPI
import SimulationAPI
import SimulationCore
import Wire

/// Practice games that go on from another match. The state is found and made here, off the event loop, and the log carries it:
/// so no node has to have the other match, and none plays it again while it applies entries.
/// docs/decisions/0810-play-on-from-here.md.
extension Simulation {
    /// What a match is taken for whose length is not known before the database has answered.
    private static let assumedTicks = 10 * 60 * 20
    private static let replayLimit = Duration.seconds(2)
    /// Commands that may wait for a fork that is being made, or to be paid: fewer than its allowance.
    private static let maximumWaiting = 120

    /// Commands are numbered, so that those which come while a state is made wait for it.
    /// - Returns: Whether this one does.
    func waits(_ message: PlayUp, on stream: PlayStream) -> Bool {
        guard stream.waiting != nil else { return false }
        switch message.event {
        case .request, .frame: break
        case .hello, .resync, .seek, .listGames, nil: return false
        }
        guard stream.waiting!.count < Self.maximumWaiting else {
            end(stream, RPCStatus(.resourceExhausted, "more than \(Self.maximumWaiting) commands wait"))
            return true
        }
        stream.waiting!.append(message)
        return true
    }

    func fork(_ request: Fork, sequence: UInt64, from stream: PlayStream) {
        guard let key = stream.key, let match = MatchID(checked: request.matchID),
            world.outcome(of: key, sequence) == nil
        else { return accept(nil, sequence, from: stream) }
        // The world says why. Nothing of this session is on its way that could change it.
        guard !stream.pending.isEmpty || !world.wouldRefuseFork(by: key.user) else {
            return accept(nil, sequence, from: stream)
        }
        stream.waiting = []
        make(request, match, sequence, for: stream)
    }

    /// One that the stream cannot afford yet is made a moment later: that is no reason to refuse it.
    private func make(_ request: Fork, _ match: MatchID, _ sequence: UInt64, for stream: PlayStream) {
        guard let key = stream.key else { return }
        let price = Self.price(of: source(of: request, match, for: key))
        let delay =
            price.map { budget.book($0, by: stream.payer(key), at: Self.microseconds, while: world.thrift) } ?? 0
        guard delay == 0 else { return after(delay, stream) { $0.begin(request, match, sequence, for: $1) } }
        begin(request, match, sequence, for: stream)
    }

    private func source(of request: Fork, _ match: MatchID, for key: SessionKey) -> ForkSource {
        world.forkSource(of: match, key: request.replayKey == 0 ? nil : request.replayKey, for: key.user)
    }

    /// It is paid.
    private func begin(_ request: Fork, _ match: MatchID, _ sequence: UInt64, for stream: PlayStream) {
        guard let key = stream.key else { return }
        let source = source(of: request, match, for: key)
        let (registry, id) = (registry, stream.id)
        // A database may have to be asked, and minutes of a match to be played again: the loop must not wait for either.
        stream.forking = Task {
            // Not in one of the few places: a database that hangs must hold up nothing else.
            let file = await Self.file(of: source, registry)
            let start = await self.replays.oneOfFew { await Self.start(request, match, source, file) } ?? nil
            guard let stream = self.streams[id] else { return }
            stream.forking = nil
            self.forkIsReady(start, sequence, for: stream)
        }
    }

    private func forkIsReady(_ start: ForkStart?, _ sequence: UInt64, for stream: PlayStream) {
        guard stream.isLive, let waiting = stream.waiting else { return }
        // This command and those that waited; without that the stream would be ended for them.
        let cost = 1 + waiting.count
        guard stream.allowance.wait(for: cost, now: Self.milliseconds) == 0 else {
            return once(stream, affords: cost) { $0.forkIsReady(start, sequence, for: $1) }
        }
        stream.waiting = nil
        accept(start, sequence, from: stream)
        let id = stream.id
        // One of them may be another fork, for which the rest waits on.
        for message in waiting { received(message, stream: id) }
    }

    private static func price(of source: ForkSource) -> WorkPrice? {
        switch source {
        case .nothing: nil
        case .past(let past): .replay(ticks: past.length)
        // A tick takes at least a byte.
        case .file(let file): .replay(ticks: file.count)
        case .registry: .replay(ticks: assumedTicks)
        }
    }

    /// - Parameter cost: In commands; the allowance's burst at most.
    private func once(
        _ stream: PlayStream, affords cost: Int,
        _ go: @escaping @Sendable (isolated Simulation, PlayStream) -> Void
    ) {
        let id = stream.id
        eventLoop.scheduleTask(in: .milliseconds(stream.allowance.wait(for: cost, now: Self.milliseconds))) {
            [weak self] in
            self?.assumeIsolated { simulation in
                guard let stream = simulation.streams[id], stream.isLive else { return }
                go(simulation, stream)
            }
        }
    }

    private func accept(_ start: ForkStart?, _ sequence: UInt64, from stream: PlayStream) {
        accept(.fork(start), sequence, from: stream)
    }

    /// The file of a match that only the registry has.
    @concurrent private static func file(of source: ForkSource, _ registry: RPCChannel?) async -> [UInt8]? {
        guard case .registry(let name) = source, let registry else { return nil }
        return try? await RegistryClient(channel: registry)
            .getReplay(GetReplayRequest(matchID: name.match.rawValue, key: name.key), deadline: replayLimit).file
    }

    /// - Parameter stored: The registry's copy of it.
    /// - Returns: `nil` where there is nothing to play on from.
    @concurrent private static func start(
        _ request: Fork, _ match: MatchID, _ source: ForkSource, _ stored: [UInt8]?
    ) async -> ForkStart? {
        let replay: Replay?
        switch source {
        case .nothing: return nil
        case .past(let past): replay = past.replay()
        case .file(let file): replay = try? Replay(decoding: file)
        case .registry(let name): replay = stored.flatMap { name.replay(in: $0) }
        }
        guard let replay, let slot = UInt8(exactly: request.slot), let level = Bot.Level(request.botLevel),
            (replay.start?.tick ?? 0)...replay.ticks ~= request.tick
        else { return nil }
        var player = ReplayPlayer(replay)
        guard player.step(to: request.tick, while: { !Task.isCancelled }), player.fault == nil,
            player.game.tick == request.tick
        else { return nil }
        return ForkStart(parent: match, game: player.game, slot: slot, botLevel: level)
    }
}
