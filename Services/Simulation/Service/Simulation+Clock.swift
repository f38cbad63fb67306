import Identity
import Logging
import NIOCore
import Observability
import RPC
import SimulationCore
import Wire

/// What this file alone keeps of the clock.
struct Beats {
    fileprivate var ticker: Scheduled<Void>?
    fileprivate var next = NIODeadline.now()
    fileprivate var load = LoadGauge()
    /// How long the last tick took to be applied, in microseconds.
    fileprivate var work = 0
    /// In ascending ticks.
    fileprivate var ticksUnderWay: [TickUnderWay] = []

    init() {}
}

/// A tick proposed by this node and not yet applied here.
private struct TickUnderWay {
    let proposal: UInt64
    let tick: UInt64
    /// Where it stands in the log, once that is known.
    var index: LogIndex?
}

/// The world's clock: only the simulation beside the leader moves it, and only while there is something to move.
extension Simulation {
    private static let beat = TimeAmount.milliseconds(Int64(WorldRules.tickMilliseconds))
    private static let maximumTicksUnderWay = 2

    /// Starts the clock if this node is to beat it and it does not run.
    func startTicker() {
        forgetAppliedTicks()
        guard beats.ticker == nil, isBeating else { return }
        // Whoever beat it before may just have done so: a full beat's wait keeps the pace.
        beats.next = NIODeadline.now() + Self.beat
        scheduleBeat()
    }

    private var isBeating: Bool { leadership?.isLeader == true && gap == nil && world.needsTicks }

    private func scheduleBeat() {
        beats.ticker = eventLoop.scheduleTask(deadline: beats.next) { [weak self] in
            self?.assumeIsolated { $0.ticked() }
        }
    }

    private func ticked() {
        beats.ticker = nil
        guard isBeating else { return }
        judgeLoad()
        proposeTick()
        // Beats that were missed are not made up for: game time slips, it never jumps.
        beats.next = beats.next + Self.beat
        let now = NIODeadline.now()
        if beats.next < now { beats.next = now + Self.beat }
        let timeOfBeat = Self.timeOfDay + (beats.next - now).nanoseconds / 1_000
        beats.next = beats.next + .microseconds(ProposalPace.correction(ofBeatAt: timeOfBeat))
        scheduleBeat()
    }

    /// Says in the log when the cluster is to save work, or may stop saving: as its leader finds.
    private func judgeLoad() {
        let late = Int((NIODeadline.now() - beats.next).nanoseconds / 1_000)
        guard let thrift = beats.load.beat(lateness: late, work: beats.work, thrift: world.thrift) else { return }
        logger.notice("the load has changed", metadata: .data([.reason: "\(thrift)"]))
        enqueue(.thrift, .thrift(thrift))
    }

    /// Proposes the next tick, on condition that this node still leads in the term in which it is told to.
    private func proposeTick() {
        guard let propose, let leadership, beats.ticksUnderWay.count < Self.maximumTicksUnderWay else { return }
        let tick = (beats.ticksUnderWay.last?.tick ?? world.tick) + 1
        lastProposal += 1
        beats.ticksUnderWay.append(TickUnderWay(proposal: lastProposal, tick: tick))
        propose.send(
            Proposal(id: lastProposal, term: leadership.term, commands: [Command.advance(tick: tick).encoded()]))
        metrics.tickProposed()
    }

    /// - Returns: Whether the answer is about a tick.
    func tickCommitted(_ answer: ProposalResult) -> Bool {
        guard let index = beats.ticksUnderWay.firstIndex(where: { $0.proposal == answer.id }) else { return false }
        beats.ticksUnderWay[index].index = LogIndex(rawValue: answer.index)
        forgetAppliedTicks()
        return true
    }

    /// Ticks after one that is lost have no effect, so the next beat starts again from the world's tick.
    /// - Returns: Whether the answer is about a tick.
    func tickFailed(_ answer: ProposalResult) -> Bool {
        guard beats.ticksUnderWay.contains(where: { $0.proposal == answer.id }) else { return false }
        beats.ticksUnderWay.removeAll()
        return true
    }

    /// What was proposed may be lost: the next beat starts again from the world's tick.
    func forgetTicks() { beats.ticksUnderWay.removeAll() }

    /// A tick has been applied, which began then.
    func tickApplied(since start: NIODeadline) {
        beats.work = Int((NIODeadline.now() - start).nanoseconds / 1_000)
    }

    func stopTicker() {
        beats.ticker?.cancel()
        beats.ticker = nil
    }

    private func forgetAppliedTicks() {
        beats.ticksUnderWay.removeAll { tick in
            tick.tick <= world.tick || tick.index.map { $0 <= world.appliedIndex } == true
        }
    }
}
