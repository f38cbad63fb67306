import ConsensusAPI
import Identity
import Logging
import NIOCore
import Observability
import RPC
import SimulationCore
import Wire

/// The version of behaviour: raised when all know the next one, and the end of the road for a build that does not know it.
extension Simulation {
    private static let lookEvery = TimeAmount.seconds(1)
    private static let lookLimit = Duration.milliseconds(500)

    // MARK: What this build does not know

    /// Another version wrote what comes next. This build applies nothing from there on, guesses nothing and serves nobody; the
    /// log stays whole for the build that knows.
    func met(_ reason: VersionGap, at index: LogIndex) {
        if gap?.index != index {
            logger.error(
                "this build cannot go on: the next entry is of another version; start that version on this node",
                metadata: .data([
                    .index: "\(index)", .reason: "\(reason)",
                    .version: "\(Behaviour.known.lowerBound) to \(Behaviour.known.upperBound)",
                ]))
        }
        gap = (index, reason)
        stopTicker()
        sayGap()
        sendPlayersAway(readiness.stopped())
    }

    /// Consensus hands leadership over, and takes this simulation neither for gone nor for damaged.
    func sayGap() {
        guard let gap else { return }
        follow?.send(
            FollowUp(event: .stopped(FollowStopped(index: gap.index.rawValue, reason: "\(gap.reason)"))))
    }

    /// A snapshot of before a raise would need a build that knows the version before: one is given at once that does not.
    func snapshotAfterRaise() {
        guard world.behaviour != snapshotBehaviour, readiness.isCaughtUp, !readiness.isQuarantined else { return }
        takeSnapshot()
    }

    // MARK: Raising it

    /// Looks for as long as this node leads and knows a newer version than the one in force.
    func watchVersions() {
        guard versionWatch == nil, mayRaise else { return }
        versionWatch = eventLoop.scheduleTask(in: Self.lookEvery) { [weak self] in
            self?.assumeIsolated { simulation in
                simulation.versionWatch = nil
                simulation.lookAtVersions()
            }
        }
    }

    private var mayRaise: Bool {
        #if NEXT_VERSION
            leadership?.isLeader == true && !readiness.isDraining && gap == nil
        #else
            leadership?.isLeader == true && !readiness.isDraining && gap == nil
                && world.behaviour < Behaviour.known.upperBound
        #endif
    }

    private func lookAtVersions() {
        guard mayRaise else { return }
        defer { watchVersions() }
        guard readiness.isCaughtUp, !readiness.isQuarantined, let consensus else { return }
        #if NEXT_VERSION
            if world.behaviour.hasMarks { enqueue(.version, .mark) }
        #endif
        guard world.behaviour != .none else { return raise(common: 0) }
        // A timer's callback; the answer needs a task of its own.
        Task {
            guard
                let status = try? await ConsensusClient(channel: consensus)
                    .status(StatusRequest(), deadline: Self.lookLimit)
            else { return }
            guard status.role == .leader, status.term == leadership?.term else { return }
            self.raise(common: status.commonBehaviour)
        }
    }

    private func raise(common: UInt32) {
        guard mayRaise, readiness.isCaughtUp,
            let next = Raise.proposal(inForce: world.behaviour, known: Behaviour.known, common: common)
        else { return }
        logger.notice(
            "raises the version of behaviour: every member knows the next one",
            metadata: .data([.version: "\(next)"]))
        enqueue(.version, .raise(next))
    }
}
