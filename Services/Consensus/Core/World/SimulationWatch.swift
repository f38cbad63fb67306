package import Identity
import Liveness

/// Notices that the simulation beside a leader is gone, hangs or crawls. It is the one that moves the games' time on, so
/// another node, with its own simulation, should lead. docs/decisions/0004-who-watches-whom.md.
///
/// Times are milliseconds of a monotonic clock, from any origin.
package struct SimulationWatch: Sendable {
    /// How often ``passed(leads:committed:applied:at:)`` is to be called while ``isNeeded(at:)``.
    package static let interval: Milliseconds = SilenceWatch.interval
    /// A game counts as running for this long after any node's report. Reports come each 250 ms while games run, and the
    /// simulation beside the leader is heard every 50 ms, when it moves time on.
    private static let running: Milliseconds = 1_000
    /// Within this, what was committed must be applied.
    private static let applyLimit: Milliseconds = 2_000

    package enum Action: Sendable, Equatable {
        case wait
        /// Ask it for a sign of life.
        case ask
        case handOver(Fault)
    }

    package enum Fault: Sendable, Equatable, CustomStringConvertible {
        case gone
        case silent(Milliseconds)
        case behind(Milliseconds)
        case stopped

        package var description: String {
            switch self {
            case .gone: "its simulation is gone"
            case .silent(let time): "its simulation has said nothing for \(time) ms"
            case .behind(let time): "its simulation has not applied an entry that was committed \(time) ms ago"
            case .stopped: "its simulation does not know the version in force"
            }
        }
    }

    private var isConnected = false
    private var wasConnected = false
    /// It cannot go on: the next entry is of another version.
    private var isStopped = false
    /// A game ran when the question was asked that is open, or the connection was lost.
    private var isMissed = false
    private var time = AwakeTime()
    private var silence = SilenceWatch()
    private var lastReport: Milliseconds?
    /// The commit index of a while ago, which is not applied yet, and for how long it has not been.
    private var awaited: LogIndex?
    private var waited: Milliseconds = 0
    /// Of orders because it was gone or silent, and because it was slow or stopped.
    private var (pace, slowPace) = (OrderPace(), OrderPace())

    package init() {}

    package mutating func connected() {
        (isConnected, wasConnected, isStopped) = (true, true, false)
        silence.reset()
    }

    package mutating func lost() { (isConnected, isStopped) = (false, false) }

    /// It has said that it cannot go on.
    package mutating func stopped() { isStopped = true }

    /// It has sent a message of any kind.
    package mutating func heard(at now: Milliseconds) { silence.heard(at: now) }

    /// A world, this node's or another's, was told of after a step of the games' time.
    package mutating func reported(at now: Milliseconds) {
        lastReport = now
        pace.gamesRan(at: now)
    }

    /// A node that never had a simulation, where nobody was seen to have one, leads as well as any other.
    package var knowsOfSimulations: Bool { wasConnected || lastReport != nil }

    /// Whether there is anything to watch: a simulation that is to move time on, or to apply something.
    package func isNeeded(at now: Milliseconds) -> Bool {
        isRunning(at: now) || isMissed || awaited != nil || isStopped
    }

    /// - Parameters:
    ///   - leads: This node leads, has committed an entry of its term, and could hand over.
    ///   - committed: The index through which the simulation is to apply.
    ///   - applied: How far it is.
    package mutating func passed(
        leads: Bool, committed: LogIndex, applied: LogIndex, at now: Milliseconds
    ) -> Action {
        let step = time.step(to: now)
        guard leads else {
            (awaited, waited, isMissed) = (nil, 0, false)
            silence.reset()
            return .wait
        }
        if isStopped { return Self.handOver(.stopped, at: now, pace: &slowPace) }
        isMissed = isRunning(at: now) || (isMissed && (!isConnected || silence.isAsked))
        if knowsOfSimulations, let waited = lag(committed: committed, applied: applied, step: step) {
            return Self.handOver(.behind(waited), at: now, pace: &slowPace)
        }
        // What is to be applied may be the beginning of a game, which no world has reported yet.
        let isExpected = isMissed || (awaited != nil && lastReport != nil)
        guard isConnected else { return isExpected ? Self.handOver(.gone, at: now, pace: &pace) : .wait }
        return switch silence.passed(step, isExpected: isExpected, at: now) {
        case .wait: .wait
        case .ask: .ask
        case .leave(let silence): Self.handOver(.silent(silence), at: now, pace: &pace)
        }
    }

    private static func handOver(_ fault: Fault, at now: Milliseconds, pace: inout OrderPace) -> Action {
        guard pace.allows(at: now) else { return .wait }
        pace.ordered(at: now)
        return .handOver(fault)
    }

    private func isRunning(at now: Milliseconds) -> Bool { lastReport.map { now < $0 + Self.running } ?? false }

    /// - Returns: How long an entry has waited to be applied, when that is too long.
    private mutating func lag(committed: LogIndex, applied: LogIndex, step: Milliseconds) -> Milliseconds? {
        guard let index = awaited, applied < index else {
            awaited = applied < committed ? committed : nil
            waited = 0
            return nil
        }
        waited += step
        return waited >= Self.applyLimit ? waited : nil
    }
}
