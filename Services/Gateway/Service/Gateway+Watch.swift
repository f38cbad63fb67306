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
        guard watches.isEmpty else { return }
        watching?.cancel()
        watching = nil
    }

    /// - Parameter answered: Whatever it said, unless it could not be reached.
    private func ask(_ address: SimulationAddress, _ answered: @escaping @Sendable (isolated Gateway) -> Void) {
        guard let channel = simulations[address] else { return }
        channel.unary(Self.question, [], deadline: Self.answerLimit) { [weak self] result in
            switch result {
            case .success: break
            case .failure(let status):
                guard ![.unavailable, .deadlineExceeded, .cancelled].contains(status.code) else { return }
            }
            self?.assumeIsolated(answered)
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
