import ConsensusAPI
import ConsensusCore
import ConsensusStorage
import Identity
import NIOCore
import RPC
import Wire

/// One stream of proposals.
struct Proposer {
    let stream: RPCStream<ProposalResult>
    var waiting = 0
    var hasEnded = false
}

/// Commands that are with the leader.
private struct Forward {
    let leader: NodeID
    let bytes: Int
    let answer: (ProposalOutcome.Result) -> Void
}

/// What this file alone keeps of proposals.
struct Proposing {
    fileprivate var gathering = ProposalGathering()
    /// Proposals that wait for those of other nodes, at most for ``ProposalGathering/patience``.
    fileprivate var gathered: [ConsensusCore.Proposal] = []
    fileprivate var gatheringEnd: Scheduled<Void>?
    /// The round that comes has proposals.
    fileprivate var isAppending = false
    fileprivate var forwards: [UInt64: Forward] = [:]
    /// Bytes of ``forwards``.
    fileprivate var forwardedBytes = 0

    init() {}
}

extension RaftDriver {
    private static let maximumForwards = 1_024
    private static let maximumForwardedBytes = 4 << 20
    /// How long an answer of the leader may take before it counts as unknown.
    private static let forwardDeadline = Duration.seconds(3)

    /// Takes commands to the leader, which may be this node.
    /// - Parameters:
    ///   - term: The term in which this very node must lead; `nil`: any node, any term.
    ///   - answer: Called once, on the loop.
    func propose(
        _ commands: [[UInt8]], term: Term?, answer: @escaping (ProposalOutcome.Result) -> Void
    ) {
        if node.leadership.role == .leader || term != nil {
            proposeHere(commands, term: term, answer: answer)
        } else {
            forward(commands, answer: answer)
        }
    }

    /// Takes commands only if this node leads.
    func proposeHere(
        _ commands: [[UInt8]], term: Term?, answer: @escaping (ProposalOutcome.Result) -> Void
    ) {
        guard pending.count < Self.maximumPendingProposals else { return answer(.rejected(.busy)) }
        proposing.gathering.arrived(at: Self.now(), isAnotherUnderWay: !pending.isEmpty)
        proposing.gathered.append(ConsensusCore.Proposal(id: expectAnswer(answer), onlyIn: term, commands: commands))
        gather()
    }

    /// Appends what was proposed, at once or together with what other nodes propose within the next moment. What comes in the
    /// turn of an append costs nothing more.
    private func gather() {
        let wait = node.leadership.role == .leader ? proposing.gathering.wait(at: Self.now()) : 0
        let isComplete = ProposalGathering.isComplete(proposing.gathered, members: memberCount)
        guard wait > 0, !isComplete, !proposing.isAppending else { return proposeGathered() }
        guard proposing.gatheringEnd == nil else { return }
        proposing.gatheringEnd = parts.eventLoop.scheduleTask(in: .milliseconds(Int64(wait))) { [self] in
            assumeIsolated { $0.proposeGathered() }
        }
    }

    /// What was proposed before is in this round.
    func roundBegan() { proposing.isAppending = false }

    func stopGathering() { proposing.gatheringEnd?.cancel() }

    private func proposeGathered() {
        proposing.gatheringEnd?.cancel()
        proposing.gatheringEnd = nil
        proposing.isAppending = true
        for proposal in proposing.gathered { post(.propose(proposal)) }
        proposing.gathered.removeAll(keepingCapacity: true)
    }

    /// - Returns: The id under which the core will answer.
    func expectAnswer(_ answer: @escaping (ProposalOutcome.Result) -> Void) -> UInt64 {
        lastProposalID += 1
        pending[lastProposalID] = answer
        return lastProposalID
    }

    private func forward(_ commands: [[UInt8]], answer: @escaping (ProposalOutcome.Result) -> Void) {
        let leader = node.leadership.leader
        guard let leader, let channel = links[leader]?.channel, channel.state == .ready else {
            return answer(.rejected(.notLeader(leader)))
        }
        let request = ForwardRequest(clusterID: parts.identity.cluster.rawValue, commands: commands).encoded()
        guard proposing.forwards.count < Self.maximumForwards,
            proposing.forwardedBytes + request.count <= Self.maximumForwardedBytes
        else {
            return answer(.rejected(.busy))
        }
        lastProposalID += 1
        let id = lastProposalID
        proposing.forwards[id] = Forward(leader: leader, bytes: request.count, answer: answer)
        proposing.forwardedBytes += request.count
        channel.unary(RaftMethods.forward, request, deadline: Self.forwardDeadline) { [self] result in
            assumeIsolated { $0.forwardEnded(id, Self.outcome(of: result)) }
        }
    }

    private func forwardEnded(_ id: UInt64, _ outcome: ProposalOutcome.Result) {
        guard let forward = proposing.forwards.removeValue(forKey: id) else { return }  // given up before
        proposing.forwardedBytes -= forward.bytes
        forward.answer(outcome)
    }

    /// A leader that was replaced may be frozen and never answer, so waiting callers are told at once.
    func giveUpForwards(butTo leader: NodeID?) {
        for id in proposing.forwards.keys.sorted() where proposing.forwards[id]?.leader != leader {
            forwardEnded(id, .unknown)
        }
    }

    private static func outcome(of result: Result<[UInt8], RPCStatus>) -> ProposalOutcome.Result {
        // The leader takes less than this node does: it is of another version.
        if case .failure(let status) = result, status.code == .invalidArgument { return .rejected(.tooLarge) }
        guard case .success(let bytes) = result, let reply = try? ForwardReply(decoding: bytes) else { return .unknown }
        switch ProposalResult.Result(rawValue: Int32(clamping: reply.result)) {
        case .committed: return .committed(LogIndex(rawValue: reply.index))
        case .rejected: return .rejected(.notLeader(nil))
        case .tooLarge: return .rejected(.tooLarge)
        case .unknown, .unspecified, .unrecognized: return .unknown
        }
    }

    // MARK: The simulation's proposals

    /// Bytes of answers that may wait for a simulation that does not read them.
    private static let maximumBufferedAnswers = 1 << 20

    fileprivate func received(_ proposal: Wire.Proposal, on call: RPCStream<ProposalResult>) {
        let size = proposal.commands.reduce(0) { $0 + $1.count }
        guard !proposal.commands.isEmpty else {
            return call.finish(RPCStatus(.invalidArgument, "a proposal without commands"))
        }
        guard call.bufferedBytes < Self.maximumBufferedAnswers else {
            return call.finish(RPCStatus(.resourceExhausted, "the answers are not read"))
        }
        let id = proposal.id
        // An answer, and not the end of the stream: a simulation that sends it again would lose its stream again.
        guard size <= node.configuration.maximumCommandBytes else {
            return call.send(ProposalResult(id: id, result: .tooLarge, index: 0))
        }
        // Only the clock's proposals are for one term: the simulation lives.
        if proposal.term != 0 { simulationWatch.heard(at: Self.now()) }
        proposers[ObjectIdentifier(call.call), default: Proposer(stream: call)].waiting += 1
        propose(proposal.commands, term: Term(checked: proposal.term)) { [self] outcome in
            let (result, index) = Self.wire(outcome)
            call.send(ProposalResult(id: id, result: result, index: index))
            assumeIsolated { $0.answered(call) }
        }
    }

    private func answered(_ call: RPCStream<ProposalResult>) {
        let key = ObjectIdentifier(call.call)
        guard let proposer = proposers[key] else { return }
        proposers[key]?.waiting -= 1
        if proposer.hasEnded && proposer.waiting == 1 { call.finish() }
    }

    /// The caller has no more proposals; it gets the answers that are still to come.
    fileprivate func proposerEnded(_ call: RPCStream<ProposalResult>) {
        proposers[ObjectIdentifier(call.call), default: Proposer(stream: call)].hasEnded = true
        if proposers[ObjectIdentifier(call.call)]?.waiting == 0 { call.finish() }
    }

    fileprivate func proposerClosed(_ call: RPCStream<ProposalResult>) {
        proposers[ObjectIdentifier(call.call)] = nil
    }

    /// The answer to the callers of Propose and Forward.
    static func wire(_ outcome: ProposalOutcome.Result) -> (ProposalResult.Result, index: UInt64) {
        switch outcome {
        case .committed(let index): (.committed, index.rawValue)
        case .rejected(.tooLarge): (.tooLarge, 0)
        case .rejected: (.rejected, 0)
        case .unknown: (.unknown, 0)
        }
    }
}

/// The simulation's stream of proposals. Answers to proposals that outlive it go nowhere.
final class ProposeHandler: RPCStreamHandler {
    private let driver: RaftDriver

    init(driver: RaftDriver) { self.driver = driver }

    func received(_ message: Wire.Proposal, on call: RPCStream<ProposalResult>) {
        driver.assumeIsolated { $0.received(message, on: call) }
    }

    func receivedEnd(on call: RPCStream<ProposalResult>) {
        driver.assumeIsolated { $0.proposerEnded(call) }
    }

    func closed(_ status: RPCStatus, on call: RPCStream<ProposalResult>) {
        driver.assumeIsolated { $0.proposerClosed(call) }
    }
}
