import GameCore
import Identity
import Liveness
import Logging
import NIOCore
import Observability
import RPC
import SimulationAPI
import SimulationCore
import Wire

/// The list of matches to watch, as it was last sent.
struct GameListCache {
    /// Empty before the first request.
    fileprivate var encoded: [UInt8] = []
    fileprivate var madeAt = NIODeadline.now()

    init() {}
}

/// The players' streams: commands up, events down.
extension Simulation {
    private static let maximumPending = 128
    private static let maximumStreams = 8_192
    private static let maximumFrameBytes = 64
    private static let listAge = TimeAmount.milliseconds(500)
    private static let gamesListed = 50
    private static let logIsBusy = RPCStatus(.unavailable, "too many commands wait for this node's log")
    private static let helloLimit = TimeAmount.seconds(5)
    /// An attachment that takes longer is given up: another node may do better.
    private static let attachLimit = TimeAmount.milliseconds(1_500)

    // MARK: Up

    func opened(_ call: RPCStream<PlayDown>) -> UInt64 {
        var id: UInt64
        repeat { id = .random(in: 1...(.max)) } while streams[id] != nil
        streams[id] = PlayStream(id: id, call: call, now: Self.milliseconds)
        eventLoop.scheduleTask(in: Self.helloLimit) { [weak self, id] in
            self?.assumeIsolated { simulation in
                guard let stream = simulation.streams[id], case .awaitingHello = stream.phase else { return }
                simulation.end(
                    stream, RPCStatus(.deadlineExceeded, "no hello in \(Self.helloLimit.nanoseconds / 1_000_000_000) s")
                )
            }
        }
        return id
    }

    func received(_ message: PlayUp, stream id: UInt64) {
        guard let stream = streams[id], !waits(message, on: stream), !waitsForPay(message, on: stream) else { return }
        switch (message.event, stream.phase) {
        case (.hello(let hello), .awaitingHello): received(hello, from: stream)
        case (.request(let request), .live): received(request, from: stream)
        case (.frame(let frame), .live): received(frame, from: stream)
        case (.resync, .live): resync(stream)
        case (.seek(let seek), .live): self.seek(stream, to: seek.tick)
        case (.listGames, .live): listGames(to: stream)
        case (_, .closed), (nil, .live), (nil, .attaching): break
        case (.hello, .attaching), (.hello, .live), (_, .awaitingHello), (_, .attaching):
            end(stream, RPCStatus(.invalidArgument, "hello comes first, once; the rest once attached"))
        }
    }

    private func received(_ hello: Hello, from stream: PlayStream) {
        guard let user = UserID(checked: hello.userID), let session = SessionID(checked: hello.sessionID),
            (1...16).contains(hello.name.count), hello.name.utf8.count <= WorldRules.maximumNameBytes,
            let number = ConnectionNumber(
                connection: hello.connection, attempt: hello.connection == 0 ? 0 : hello.attempt),
            hello.nextSequence <= SessionLimits.highestNumber
        else {
            end(
                stream,
                RPCStatus(
                    .invalidArgument,
                    "a hello needs a user, a session, a name of 1 to 16 characters, and numbers below 2^53"))
            return
        }
        guard isReady, streams.count <= Self.maximumStreams else {
            end(stream, RPCStatus(.unavailable, "this simulation is not ready"))
            return
        }
        let key = SessionKey(user: user, session: session)
        stream.key = key
        stream.address = hello.address
        stream.addressShare = Int(hello.addressShare)
        stream.number = number
        let old = streamOf[key].flatMap { streams[$0] }
        // What this node has applied of the log can only be outdone. Without a number the later hello is the newer one.
        let newest = max(old?.number ?? .none, world.connectionNumber(of: key) ?? .none)
        guard number == .none || number > newest else {
            refuse(stream, .newerConnection, connection: newest.connection)
            return
        }
        if let old { refuse(old, .newerConnection, connection: number.connection) }
        stream.phase = .attaching
        streamOf[key] = stream.id
        streamsOf[user, default: []].append(stream)
        // A gateway that could not ask the registry tells none: what is known of the player stands.
        let ratings = hello.ratings.isEmpty ? world.ratings(of: key.user) : Ratings(hello.ratings)
        let refusal = enqueue(
            .attach(stream: stream.id),
            .attach(
                key,
                Attachment(
                    stream: stream.id, node: NodeID(rawValue: nodeID), number: number,
                    nextSequence: hello.nextSequence),
                name: Array(hello.name.utf8), ratings))
        guard refusal == nil else { return end(stream, Self.logIsBusy) }
        stream.isClaiming = true
        let id = stream.id
        eventLoop.scheduleTask(in: Self.attachLimit) { [weak self] in
            self?.assumeIsolated { simulation in
                guard let stream = simulation.streams[id], case .attaching = stream.phase else { return }
                simulation.end(stream, RPCStatus(.unavailable, "no majority answers"))
            }
        }
    }

    static var milliseconds: Int64 { Int64(clamping: NIODeadline.now().uptimeNanoseconds / 1_000_000) }
    static var microseconds: Int { Int(clamping: NIODeadline.now().uptimeNanoseconds / 1_000) }

    private func isPaid(_ price: WorkPrice, by stream: PlayStream) -> Bool {
        guard let key = stream.key else { return false }
        return budget.take(price, by: stream.payer(key), at: Self.microseconds, while: world.thrift) == 0
    }

    /// A log entry that is no input of a running match is paid before it is made. A request that cannot be paid yet waits, and
    /// the session's later commands wait behind it: a sequence that was left out would cost all that follow.
    /// - Returns: Whether it waits.
    private func waitsForPay(_ message: PlayUp, on stream: PlayStream) -> Bool {
        guard stream.isLive, let key = stream.key else { return false }
        switch message.event {
        case .request: break
        case .frame(let frame): if isForOwnMatch(frame, key.user) { return false }
        case .hello, .resync, .seek, .listGames, nil: return false
        }
        if stream.hasPaid {
            stream.hasPaid = false
            return false
        }
        let delay = budget.book(.request, by: stream.payer(key), at: Self.microseconds, while: world.thrift)
        guard delay > 0 else { return false }
        metrics.commandDelayed()
        stream.waiting = [message]
        after(delay, stream) { $0.goOn($1) }
        return true
    }

    /// The waiting commands go on, in order. The first is paid by now; the next one may have to wait, and all behind it.
    private func goOn(_ stream: PlayStream) {
        guard let waiting = stream.waiting else { return }
        stream.waiting = nil
        stream.hasPaid = true
        for message in waiting { received(message, stream: stream.id) }
    }

    /// Inputs of the match that the player plays are part of it; others are refused by the world, at the price of any request.
    private func isForOwnMatch(_ frame: [UInt8], _ user: UserID) -> Bool {
        guard let command = try? InputFrame(decoding: frame), let id = MatchID(checked: command.matchID) else {
            return false
        }
        return world.isPlaying(user, id)
    }

    /// - Parameter delay: In microseconds.
    func after(
        _ delay: Int, _ stream: PlayStream, _ go: @escaping @Sendable (isolated Simulation, PlayStream) -> Void
    ) {
        let id = stream.id
        // A few together: a timer for each of many short waits would cost more than what it waits for.
        eventLoop.scheduleTask(in: .microseconds(Int64(max(delay, 5_000)))) { [weak self] in
            self?.assumeIsolated { simulation in
                guard let stream = simulation.streams[id], stream.isLive else { return }
                go(simulation, stream)
            }
        }
    }

    private func received(_ request: Request, from stream: PlayStream) {
        if case .watch(let watch) = request.action { seek(stream, for: watch, sequence: request.sequence) }
        if case .fork(let fork) = request.action { return self.fork(fork, sequence: request.sequence, from: stream) }
        accept(Action(request.action), request.sequence, from: stream)
    }

    /// Takes a request on its way.
    func accept(_ action: Action, _ sequence: UInt64, from stream: PlayStream) {
        let action = world.asWritten(action)
        var random = SystemRandomNumberGenerator()
        accept(sequence, from: stream) { key in
            let entropy = Entropy(first: random.next(), second: random.next())
            return .request(key, sequence: sequence, entropy, action)
        }
    }

    private func received(_ frame: [UInt8], from stream: PlayStream) {
        guard frame.count <= Self.maximumFrameBytes, let command = try? InputFrame(decoding: frame),
            let match = MatchID(checked: command.matchID)
        else {
            // It takes its place in the sequence, where that can be read: refused with the stream, it would come again.
            guard let sequence = InputFrame.sequence(of: frame) else {
                end(stream, RPCStatus(.invalidArgument, "no binary frame of the client protocol"))
                return
            }
            accept(.unknown, sequence, from: stream)
            return
        }
        accept(command.sequence, from: stream) { key in
            .input(key, sequence: command.sequence, match, stamp: UInt64(command.tick), command.input)
        }
    }

    /// Takes a numbered command on its way, or answers it at once if it has run.
    private func accept(_ sequence: UInt64, from stream: PlayStream, _ command: (SessionKey) -> Command) {
        guard let key = stream.key, sequence > 0 else {
            end(stream, RPCStatus(.invalidArgument, "sequences count from 1"))
            return
        }
        guard stream.allowance.take(now: Self.milliseconds), stream.pending.count < Self.maximumPending else {
            end(stream, RPCStatus(.resourceExhausted, "more than \(PlayStream.commands.rate) commands a second"))
            return
        }
        metrics.commandReceived()
        guard stream.pending.updateValue(.now(), forKey: sequence) == nil else { return }  // a repeat of one on its way
        if let settled = world.outcome(of: key, sequence) {
            tell(settled)
            return
        }
        let label = ProposalQueue.Label.command(stream: stream.id, sequence: sequence)
        switch enqueue(label, command(key)) {
        case nil: break
        case .queueFull: end(stream, Self.logIsBusy)
        // Its sequence must not stay open, or all that follow would be refused.
        case .commandTooLarge, .unusable:
            enqueue(label, .request(key, sequence: sequence, Entropy(first: 0, second: 0), .unknown))
        }
    }

    private func resync(_ stream: PlayStream) {
        guard let key = stream.key, !stream.awaitsBoard else { return }
        let delay = budget.book(.resync, by: stream.payer(key), at: Self.microseconds, while: world.thrift)
        guard delay > 0 else { return sendBoard(to: stream, of: key.user) }
        // A client that asked ignores all Updates until it comes, and asks once: it waits, and is not forgotten.
        stream.awaitsBoard = true
        after(delay, stream) { simulation, stream in
            stream.awaitsBoard = false
            simulation.sendBoard(to: stream, of: key.user)
        }
    }

    /// The matches that may be watched. Many clients ask for the list again and again, so it is rebuilt only from time to time.
    private func listGames(to stream: PlayStream) {
        guard isPaid(.list, by: stream) else { return }
        if gameList.encoded.isEmpty || gameList.madeAt + Self.listAge < .now() {
            let games = world.gameList(atMost: Self.gamesListed).map { GameSummary($0) }
            gameList.encoded = PlayDown(event: .games(GameList(games: games))).encoded()
            gameList.madeAt = .now()
        }
        stream.call.call.send(gameList.encoded)
    }

    func streamClosed(_ id: UInt64) {
        guard let stream = streams.removeValue(forKey: id) else { return }
        stream.close()
        guard let key = stream.key else { return }
        if stream.isClaiming { queue.ended(stream: id, of: key) }
        if streamOf[key] == id { streamOf[key] = nil }
        streamsOf[key.user]?.removeAll { $0 === stream }
        if streamsOf[key.user]?.isEmpty == true { streamsOf[key.user] = nil }
        proposeWaiting()
    }

    // MARK: Down

    /// Sends what an event means to the streams it concerns.
    func tell(_ event: WorldEvent) {
        switch event {
        case .attached(let key, let attachment): attached(key, attachment)
        case .detached(let key), .refused(let key):
            if let stream = live(key) { refuse(stream, .attachAgain) }
        case .displaced(let key):
            if let stream = live(key) { refuse(stream, .tooManySessions) }
        case .attachmentRefused(let key, let id, let refusal):
            guard let stream = streams[id], stream.key == key, case .attaching = stream.phase else { return }
            stream.isClaiming = false
            queue.settled(.attach(stream: id))
            switch refusal {
            case .newerConnection:
                refuse(stream, .newerConnection, connection: world.connectionNumber(of: key)?.connection ?? 0)
            case .worldIsFull: refuse(stream, .worldFull)
            }
        case .outcome(let key, let sequence, let code):
            guard let stream = live(key), settled(sequence, of: stream) else { return }
            stream.seek.settled(sequence)
            send(.outcome(Outcome(sequence: sequence, code)), to: stream)
        case .acknowledged(let key, let sequence, let frame):
            guard let stream = live(key), settled(sequence, of: stream) else { return }
            send(.frame(frame), to: stream)
        case .queueChanged(let user):
            for stream in streams(of: user) { send(.queue(QueueState(world.queueView(of: user))), to: stream) }
        case .matchChanged(let id):
            for user in world.audience(of: id) {
                for stream in streams(of: user) { sendMatch(to: stream, of: user) }
            }
        case .leftMatch(let user):
            for stream in streams(of: user) { sendMatch(to: stream, of: user) }
        case .boardShown(let user):
            for stream in streams(of: user) { sendBoard(to: stream, of: user) }
        case .lobbyChanged(let id): tellMembers(of: id)
        case .lobbyEntered(let user):
            for stream in streams(of: user) { sendLobby(to: stream, of: user) }
        case .leftLobby(let user):
            for stream in streams(of: user) { send(.lobby(lobbyState(of: user)), to: stream) }
        case .chatted(let id, let line):
            guard let code = world.chat(of: id)?.code else { return }
            let lines = ChatLines(code: code.description, lines: [ChatLine(line)])
            for user in world.members(of: id) {
                for stream in streams(of: user) { send(.chat(lines), to: stream) }
            }
        case .emoted(let id, let slot, let emote):
            let shown = EmoteShown(matchID: id.rawValue, slot: UInt32(slot), kind: EmoteKind(emote))
            for user in world.audience(of: id) {
                for stream in streams(of: user) { send(.emote(shown), to: stream) }
            }
        case .boardReset(let id):
            for user in world.audience(of: id) {
                for stream in streams(of: user) { sendBoard(to: stream, of: user) }
            }
        case .replayLost: break  // nothing to a player
        case .update(let id, let frame): broadcast(frame, of: id)
        }
    }

    private func attached(_ key: SessionKey, _ attachment: UInt64) {
        guard let stream = streamOf[key].flatMap({ streams[$0] }) else { return }
        guard stream.id == attachment else {
            if stream.isLive {
                refuse(stream, .newerConnection, connection: world.connectionNumber(of: key)?.connection ?? 0)
            }
            return
        }
        guard case .attaching = stream.phase else { return }  // a repeat
        stream.phase = .live
        queue.settled(.attach(stream: stream.id))
        send(.attached(Attached(lastSequence: world.lastSequence(of: key) ?? 0, nodeID: nodeID)), to: stream)
        send(.queue(QueueState(world.queueView(of: key.user))), to: stream)
        sendLobby(to: stream, of: key.user)
        sendMatch(to: stream, of: key.user)
        sendBoard(to: stream, of: key.user)
    }

    /// - Returns: Whether the stream waits for the outcome. It does not when the command stands twice in the log.
    private func settled(_ sequence: UInt64, of stream: PlayStream) -> Bool {
        queue.settled(.command(stream: stream.id, sequence: sequence))
        guard let arrival = stream.pending.removeValue(forKey: sequence) else { return false }
        metrics.commandSettled(in: .now() - arrival)
        return true
    }

    /// One Update for all who see a match, encoded once.
    private func broadcast(_ frame: [UInt8], of id: MatchID) {
        var message: [UInt8]?
        var count = 0
        for user in world.audience(of: id) {
            // Without ``streams(of:)`` and its array: this is done for everybody who sees a match, at every Update.
            for stream in streamsOf[user] ?? [] where stream.isLive {
                guard stream.seek.past != nil || isKeepingUp(stream, of: user) else { continue }
                if message == nil { message = PlayDown(event: .frame(frame)).encoded() }
                if stream.seek.past?.match == id {
                    if !stream.seek.hold(message!) { sendBoard(to: stream, of: user) }
                    continue
                }
                stream.call.call.send(message!)
                count += 1
            }
        }
        metrics.framesSent(count)
    }

    /// Whether a stream takes the board's frames. One that did not and does again gets a snapshot, which holds this one.
    private func isKeepingUp(_ stream: PlayStream, of user: UserID) -> Bool {
        switch stream.pace.frame(waiting: stream.call.bufferedBytes) {
        case .send: return true
        case .omit: break
        case .slow: metrics.frameDropped()
        case .catchUp: sendBoard(to: stream, of: user)
        }
        return false
    }

    func sendBoard(to stream: PlayStream, of user: UserID) {
        guard !showPast(to: stream, of: user) else { return }
        guard let id = world.match(of: user), let frame = world.snapshotFrame(of: id, for: user) else { return }
        stream.pace.snapshotSent()
        metrics.boardSnapshotSent()
        send(.frame(frame), to: stream)
    }

    private func sendMatch(to stream: PlayStream, of user: UserID) {
        let view = world.match(of: user).flatMap { world.matchView($0, for: user) }
        send(.match(view.map(MatchState.init) ?? MatchState()), to: stream)
    }

    /// The lobby with all that its chat keeps.
    private func sendLobby(to stream: PlayStream, of user: UserID) {
        send(.lobby(lobbyState(of: user)), to: stream)
        guard let chat = world.lobby(of: user).flatMap({ world.chat(of: $0) }), !chat.lines.isEmpty else { return }
        send(.chat(ChatLines(code: chat.code.description, lines: chat.lines.map { ChatLine($0) })), to: stream)
    }

    private func lobbyState(of user: UserID) -> LobbyState {
        world.lobby(of: user).flatMap { world.lobbyView($0) }.map { LobbyState($0) } ?? LobbyState()
    }

    private func tellMembers(of id: LobbyID) {
        guard let view = world.lobbyView(id) else { return }
        let state = LobbyState(view)
        for member in view.members {
            for stream in streams(of: member.user) { send(.lobby(state), to: stream) }
        }
    }

    func send(_ event: PlayDown.Event, to stream: PlayStream) {
        guard !ReaderPace.isStuck(waiting: stream.call.bufferedBytes) else {
            end(stream, RPCStatus(.resourceExhausted, "the stream is not read"))
            return
        }
        stream.call.send(PlayDown(event: event))
    }

    private func live(_ key: SessionKey) -> PlayStream? {
        guard let stream = streamOf[key].flatMap({ streams[$0] }), stream.isLive else { return nil }
        return stream
    }

    private func streams(of user: UserID) -> [PlayStream] {
        (streamsOf[user] ?? []).filter(\.isLive)
    }

    /// Says why the stream does not have the session, and ends it.
    private func refuse(_ stream: PlayStream, _ reason: RefusalReason, connection: UInt64 = 0) {
        guard !stream.isClosed else { return }
        let status =
            switch reason {
            case .newerConnection: RPCStatus(.aborted, "a newer connection has the session")
            case .tooManySessions: RPCStatus(.resourceExhausted, "newer sessions of this user have taken its place")
            case .worldFull: RPCStatus(.resourceExhausted, "no room for another player")
            case .attachAgain, .unspecified, .unrecognized:
                RPCStatus(.unavailable, "the session is not known here; attach again")
            }
        stream.call.send(PlayDown(event: .refused(Refused(reason: reason, connection: connection))))
        end(stream, status)
    }

    func end(_ stream: PlayStream, _ status: RPCStatus) {
        stream.close()
        stream.call.finish(status)
    }
}

/// Play, as gateways call it.
struct PlayEndpoint: PlayServing {
    let simulation: Simulation

    func attach(_ call: RPCStream<PlayDown>, context: RPCContext) -> any RPCStreamHandler<PlayUp, PlayDown> {
        PlayStreamHandler(simulation: simulation, id: simulation.assumeIsolated { $0.opened(call) })
    }

    func summary(_ request: SummaryRequest, context: RPCContext) async throws -> SummaryReply {
        await simulation.summary(request)
    }
}
