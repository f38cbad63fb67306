import ClientProtocol
import CoreMetrics
import GatewayCore
import Logging
import NIOCore
import Observability
import RPC
import SimulationAPI
import Wire

// Simulations that hang: docs/decisions/0704-a-silent-simulation.md.
extension Gateway {
    /// Answered by every gRPC server on its event loop, for next to nothing.
    private static let question = "/grpc.health.v1.Health/Check"
    private static let answerLimit = Duration.seconds(2)

    func watch(_ address: SimulationAddress) {
        if watches[address] == nil {
            watches[address] = SimulationWatch(isLocal: address == directory.local, at: now)
        }
        startWatching()
    }

    private func startWatching() {
        guard watching == nil else { return }
        let interval = TimeAmount.milliseconds(SimulationWatch.interval)
        watching = eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { [weak self] _ in
            self?.assumeIsolated { $0.judgeSimulations() }
        }
    }

    func heard(_ address: SimulationAddress, _ message: PlayDown) {
        var isUpdate = false
        if case .frame(let bytes) = message.event { isUpdate = GameFrame.kind(bytes) == .update }
        if watches[address]?.heard(isUpdate: isUpdate, at: now) == true { isBack(address) }
    }

    private func judgeSimulations() {
        for address in watches.keys.sorted() {
            let isAwaited = watches[address]?.isSilent == true && simulations[address] != nil
            guard attachments[address] != nil || isAwaited else {
                watches[address] = nil
                continue
            }
            switch watches[address]?.passed(at: now) {
            case .ask?:
                let askedAt = now
                ask(address) { gateway in
                    let (now, roundTrip) = (gateway.now, gateway.now - askedAt)
                    if gateway.watches[address]?.answered(after: roundTrip, at: now) == true { gateway.isBack(address) }
                }
            case .askAnother(let question)?:
                for another in directory.usable(at: now) where another != address {
                    ask(another) { $0.watches[address]?.anotherAnswered(question) }
                }
            case .leave?: leave(address)
            case .wait?, nil: break
            }
        }
        if !unattached.isEmpty || watches[directory.local]?.isStill(at: now) == true { surveySimulations() }
        guard watches.isEmpty, unattached.isEmpty else { return }
        watching?.cancel()
        watching = nil
    }

    /// - Parameter answered: Whatever it said, unless it could not be reached.
    private func ask(_ address: SimulationAddress, _ answered: @escaping @Sendable (isolated Gateway) -> Void) {
        guard let channel = simulations[address] else { return directory.survey.failed(address) }
        let askedAt = now
        channel.unary(Self.question, [], deadline: Self.answerLimit) { [weak self] result in
            self?.assumeIsolated { gateway in
                if case .failure(let status) = result,
                    [.unavailable, .deadlineExceeded, .cancelled].contains(status.code)
                {
                    return gateway.directory.survey.failed(address)
                }
                gateway.directory.survey.answered(address, askedAt: askedAt, at: gateway.now)
                answered(gateway)
            }
        }
    }

    // MARK: Survey

    /// The others that live answer within a moment of each other: for so long the first is waited on, so that not all go to it.
    private static let othersToo = TimeAmount.milliseconds(5)

    /// Finds out which other simulations live, for sessions that wait for one or will soon; and whether none does.
    func surveySimulations() {
        startWatching()
        for address in directory.passed(at: now) { ask(address) { $0.retryAttaching(in: Self.othersToo) } }
        guard directory.isAlone(at: now) else { return }
        let before = reach.state
        reach.isAlone()
        reachChanged(from: before)
    }

    // MARK: Reach

    /// Asked for as long as the answer may take.
    private static let reportLimit = Duration.milliseconds(900)

    var isStalled: Bool {
        if case .lost = reach.state { true } else { false }
    }

    func askForReports() {
        let before = reach.state
        for address in reach.passed(at: now, usable: directory.usable(at: now)) { askForReport(address) }
        reachChanged(from: before)
    }

    private func askForReport(_ address: SimulationAddress) {
        guard let channel = simulations[address] else { return reach.failed(address) }
        let question = SummaryRequest(brief: true).encoded()
        channel.unary(PlayMethods.summary, question, deadline: Self.reportLimit) { [weak self] result in
            self?.assumeIsolated { gateway in
                let before = gateway.reach.state
                if case .success(let bytes) = result, let reply = try? SummaryReply(decoding: bytes) {
                    gateway.reach.answered(
                        address,
                        WorldReach.Report(isReady: reply.ready, tick: reply.worldTick, hasMatches: reply.matches > 0))
                } else {
                    gateway.reach.failed(address)
                }
                gateway.reachChanged(from: before)
            }
        }
    }

    /// Tells every socket, also those that stand by: their clients may know a better gateway.
    private func reachChanged(from before: WorldReach.State) {
        let (was, state) = (before, reach.state)
        guard was != state else { return }
        if case .lost(let loss) = state {
            metrics.reached.record(0)
            if case .lost = was { return }
            logger.warning("no world is reached that moves", metadata: .data([.reason: "\(loss.rawValue)"]))
            for socket in Array(sockets.values) { tellIfStalled(socket) }
        } else {
            metrics.reached.record(1)
            guard case .lost = was else { return }
            logger.notice("a world is reached again")
            for socket in Array(sockets.values) where socket.session.stalled(false) { send(.status(.ok), to: socket) }
        }
    }

    func tellIfStalled(_ socket: PlayerSocket) {
        if isStalled, sockets[socket.id] === socket, socket.session.stalled(true) {
            send(.status(.stalled), to: socket)
        }
    }

    private func leave(_ address: SimulationAddress) {
        logger.warning("a simulation hangs; its players go to others", metadata: .data([.address: "\(address)"]))
        metrics.silences.increment()
        directory.fellSilent(address, true)
        for socket in Array(sockets.values) where socket.attachment?.address == address {
            lost(socket, because: RPCStatus(.deadlineExceeded, "it gives no sign of life"))
        }
    }

    private func isBack(_ address: SimulationAddress) {
        logger.notice("a simulation that hung is back", metadata: .data([.address: "\(address)"]))
        directory.fellSilent(address, false)
    }
}
