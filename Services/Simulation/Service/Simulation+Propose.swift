import ConsensusAPI
import Glibc
import Identity
import Logging
import NIOCore
import Observability
import RPC
import SimulationCore
import Wire

/// What this file alone keeps of proposals.
struct Proposing {
    /// Until the pace lets the next proposal begin.
    fileprivate var gathering: Scheduled<Void>?
    fileprivate var retry: Scheduled<Void>?
    fileprivate var answerLimit: Scheduled<Void>?
    /// That the queue is full has been said.
    fileprivate var isFullSaid = false

    init() {}
}

/// The way of commands into the log.
extension Simulation {
    func startProposing() {
        guard propose == nil, let consensus else { return }
        propose = ConsensusClient(channel: consensus).propose(handler: ProposeHandler(simulation: self))
        proposeWaiting()
    }

    func stopProposing() {
        proposing.retry?.cancel()
        proposing.answerLimit?.cancel()
    }

    func proposeEnded(_ status: RPCStatus) {
        propose = nil
        forgetTicks()
        proposing.answerLimit?.cancel()
        queue.giveUp()
        eventLoop.scheduleTask(in: .milliseconds(100)) { [weak self] in
            self?.assumeIsolated { simulation in
                if simulation.consensus?.state == .ready { simulation.startProposing() }
            }
        }
    }

    /// Adds a command, which is proposed as soon as the pace lets it and no proposal is under way.
    /// - Returns: Why it will never be proposed; `nil`: it will.
    @discardableResult
    func enqueue(_ label: ProposalQueue.Label, _ command: Command) -> ProposalError? {
        do throws(ProposalError) {
            // A world that is not there yet has no version: what it lacks, others may have.
            if world.behaviour != .none, let gap = world.gap(before: command) { throw .unusable(gap) }
            try queue.append(ProposalQueue.Item(label: label, command: command.encoded()))
        } catch {
            refused(label, error)
            return error
        }
        proposeWaiting()
        return nil
    }

    /// Counts a command that does not go into the log. A full queue is said once, until there is room again.
    private func refused(_ label: ProposalQueue.Label, _ error: ProposalError) {
        metrics.commandRefused(error)
        if case .queueFull = error {
            guard !proposing.isFullSaid else { return }
            proposing.isFullSaid = true
        }
        logger.error("a command does not go into the log", metadata: .data([.reason: "\(label): \(error)"]))
    }

    /// Proposes everything that waits as one batch, as soon as the pace lets it, unless one is under way or a retry is due later.
    func proposeWaiting() {
        guard let propose, proposing.retry == nil, proposing.gathering == nil, queue.mayBegin else { return }
        let now = Self.timeOfDay
        let wait = proposalPace.wait(at: now)
        guard wait == 0 else {
            proposing.gathering = eventLoop.scheduleTask(in: .microseconds(wait)) { [weak self] in
                self?.assumeIsolated { simulation in
                    simulation.proposing.gathering = nil
                    simulation.proposeWaiting()
                }
            }
            return
        }
        guard let commands = queue.begin(id: lastProposal + 1) else { return }
        proposalPace.began(at: now)
        lastProposal += 1
        let id = lastProposal
        propose.send(Proposal(id: id, term: 0, commands: commands))
        proposing.answerLimit = eventLoop.scheduleTask(in: .milliseconds(ProposalQueue.patience)) { [weak self] in
            self?.assumeIsolated { $0.failed(id) }
        }
    }

    /// In microseconds. Only for the pace: nothing that matters to the world may follow from it.
    static var timeOfDay: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
    }

    /// Proposes again what is under way or waits for a retry: there is a new leader.
    func proposeAgain() {
        proposing.retry?.cancel()
        proposing.retry = nil
        proposing.answerLimit?.cancel()
        queue.newLeader()
        proposing.gathering?.cancel()
        proposing.gathering = nil
        proposalPace.reset()
        proposeWaiting()
    }

    func received(_ answer: ProposalResult) {
        switch answer.result {
        case .committed:
            if !tickCommitted(answer) { committed(answer) }
        case .tooLarge:
            if !tickFailed(answer) { tooLarge(answer.id) }
        case .rejected, .unknown, .unspecified, .unrecognized:
            if !tickFailed(answer) { failed(answer.id) }
        }
    }

    private func committed(_ answer: ProposalResult) {
        guard let labels = queue.committed(id: answer.id) else { return }
        if queue.count < ProposalQueue.maximumWaiting / 2 { proposing.isFullSaid = false }
        proposing.answerLimit?.cancel()
        if labels.contains(.probe) {
            probeIndex = LogIndex(rawValue: answer.index)
            probeMayHaveArrived()
        }
        proposeWaiting()
    }

    /// No leader takes the proposal, however often it is sent. The bounds are ``SharedLimits``, so that this is another
    /// version's word: fewer commands may pass, and one that does not pass alone is given up.
    private func tooLarge(_ id: UInt64) {
        switch queue.refused(id: id) {
        case .none: return
        case .split: break
        case .dropped(let label):
            metrics.proposalDropped()
            logger.error(
                "consensus takes a command at no time: it is dropped",
                metadata: .data([.reason: label.map { "\($0)" } ?? "the ends of streams"]))
            switch label {
            case .attach(let stream), .command(let stream, _):
                if let stream = streams[stream] { end(stream, RPCStatus(.internalError, "a command is too large")) }
            case .probe, .replayStored, .nodeLost, .thrift, .version, nil: break
            }
        }
        proposing.answerLimit?.cancel()
        proposeWaiting()
    }

    /// The proposal is lost, or its fate unknown: its commands wait for another try.
    private func failed(_ id: UInt64) {
        guard let pause = queue.failed(id: id) else { return }
        metrics.proposalRetried()
        proposing.answerLimit?.cancel()
        proposing.retry = eventLoop.scheduleTask(in: .milliseconds(pause)) { [weak self] in
            self?.assumeIsolated { simulation in
                simulation.proposing.retry = nil
                simulation.proposeWaiting()
            }
        }
    }
}

private final class ProposeHandler: RPCStreamHandler {
    private let simulation: Simulation

    init(simulation: Simulation) { self.simulation = simulation }

    func received(_ message: ProposalResult, on call: RPCStream<Proposal>) {
        simulation.assumeIsolated { $0.received(message) }
    }

    func closed(_ status: RPCStatus, on call: RPCStream<Proposal>) {
        simulation.assumeIsolated { $0.proposeEnded(status) }
    }
}
