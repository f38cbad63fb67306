package import Identity
import Liveness

/// Notices that the simulation beside a leader is gone, hangs or crawls. It is the one that moves the games' time on, so
/// another node, with its own simulation, should lead. docs/decisions/0004-who-watches-whom.md.
///
/// Times are milliseconds of a monotonic clock, from any origin.
package struct SimulationWatch: Sendable {
    /// How often ``passed(leads:committed:applied:at:)`` is to be called while ``isNeeded(at:)``.
    package static let interval: Milliseconds = SilenceWatch.interval
    /// So long after a commit a game is taken to run: its time moves on every 50 ms, and the simulation tells every 100 ms
    /// or so how far it is.
    private static let running: Milliseconds = 1_000
    /// Within this, what was committed must be applied.
    private static let applyLimit: Milliseconds = 2_000
    /// Between two orders of one node, twice as long after each, until there was none for a minute: nodes whose simulations are
    /// all gone must not pass leadership round and round.
    package static let orderIntervals: ClosedRange<Milliseconds> = 2_000...32_000
    private static let calm: Milliseconds = 60_000

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

        package var description: String {
            switch self {
            case .gone: "its simulation is gone"
            case .silent(let time): "its simulation has said nothing for \(time) ms"
            case .behind(let time): "its simulation has not applied what was committed \(time) ms ago"
            }
        }
    }

    private enum Link { case never, up, lost }

    private var link = Link.never
    private var time = AwakeTime()
    private var silence = SilenceWatch()
    private var lastCommit: Milliseconds?
    /// The commit index of a while ago, which is not applied yet, and for how long it has not been.
    private var awaited: LogIndex?
    private var waited: Milliseconds = 0
    private var order: (at: Milliseconds, interval: Milliseconds)?

    package init() {}

    /// A simulation has connected. A node that never had one leads as well as any other.
    package mutating func connected() {
        link = .up
        silence.reset()
    }

    package mutating func lost() {
        if link == .up { link = .lost }
    }

    /// It has said something, whatever it was.
    package mutating func heard(at now: Milliseconds) { silence.heard(at: now) }

    package mutating func committed(at now: Milliseconds) { lastCommit = now }

    /// Whether there is anything to watch: a simulation that is to apply something, or to move time on.
    package func isNeeded(at now: Milliseconds) -> Bool { link != .never && (isRunning(at: now) || awaited != nil) }

    /// - Parameters:
    ///   - leads: This node leads and has committed an entry of its term.
    ///   - committed: What the simulation is to apply.
    ///   - applied: How far it is.
    package mutating func passed(
        leads: Bool, committed: LogIndex, applied: LogIndex, at now: Milliseconds
    ) -> Action {
        let step = time.step(to: now)
        guard leads, link != .never else {
            (awaited, waited) = (nil, 0)
            silence.reset()
            return .wait
        }
        if let waited = lag(committed: committed, applied: applied, step: step) {
            return handOver(.behind(waited), at: now)
        }
        let isRunning = isRunning(at: now)
        guard link == .up else { return isRunning ? handOver(.gone, at: now) : .wait }
        return switch silence.passed(step, isExpected: isRunning, at: now) {
        case .wait: .wait
        case .ask: .ask
        case .leave(let silence): handOver(.silent(silence), at: now)
        }
    }

    private mutating func handOver(_ fault: Fault, at now: Milliseconds) -> Action {
        var interval = Self.orderIntervals.lowerBound
        if let order {
            guard now >= order.at + order.interval else { return .wait }
            if now < order.at + Self.calm { interval = min(2 * order.interval, Self.orderIntervals.upperBound) }
        }
        order = (now, interval)
        return .handOver(fault)
    }

    private func isRunning(at now: Milliseconds) -> Bool { lastCommit.map { now < $0 + Self.running } ?? false }

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
