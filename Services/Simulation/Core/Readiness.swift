/// Whether a node serves players, from what is known of its log, its leader and its world. Players are sent away as soon as others
/// may serve them better; a short time without a leader is waited out.
package struct Readiness: Sendable, Equatable {
    /// Milliseconds. How long a node without a leader keeps its players: an election takes less.
    package static let leaderPatience: Int64 = 1_500

    /// Why the players of a node are sent to others.
    package enum Departure: Sendable, Equatable, CustomStringConvertible {
        case lostLog
        case startedOver
        case wrongWorld
        case noLeader
        case otherVersion
        case draining

        package var description: String {
            switch self {
            case .lostLog: "this simulation has lost its log"
            case .startedOver: "this simulation has started over"
            case .wrongWorld: "this node's world is wrong"
            case .noLeader: "no leader is known here"
            case .otherVersion: "this node runs a build that does not know the version in force"
            case .draining: "this simulation is stopping"
            }
        }
    }

    /// The world has everything that was committed when this process found its consensus.
    package private(set) var isCaughtUp = false
    /// The world differs from the majority's. Consensus says so, and sends another one.
    package private(set) var isQuarantined = false
    package private(set) var isDraining = false
    /// The world ends before an entry of a version that this build does not know.
    private var isStopped = false
    /// `nil`: consensus says nothing now.
    private var isLeaderKnown: Bool?
    private var isLeaderMissing = false

    package init() {}

    package var isReady: Bool { isCaughtUp && !isQuarantined && !isDraining && !isStopped && !isLeaderMissing }

    /// All that was committed up to a probe is applied.
    package mutating func caughtUp() { isCaughtUp = true }

    /// A new stream of the log: where it ends is not known yet.
    package mutating func follows() { isCaughtUp = false }

    /// The stream of the log has ended. A wrong world is not kept: the next stream brings another one.
    package mutating func lostLog() -> Departure {
        if isQuarantined { isStopped = false }
        (isCaughtUp, isQuarantined, isLeaderKnown) = (false, false, nil)
        return .lostLog
    }

    /// The world is another one: another cluster's, which begins with nothing, or a snapshot's.
    package mutating func startedOver(empty: Bool) -> Departure {
        isStopped = false
        if empty { (isCaughtUp, isQuarantined) = (false, false) }
        return .startedOver
    }

    /// Consensus tells of its leader.
    /// - Parameter isCutOff: This node reaches none, while the others may have one.
    package mutating func leader(isKnown: Bool, isCutOff: Bool) -> Departure? {
        isLeaderKnown = isKnown
        if isKnown { isLeaderMissing = false }
        return isCutOff ? leaderLimitPassed() : nil
    }

    /// ``leaderPatience`` has passed since no leader was known.
    package mutating func leaderLimitPassed() -> Departure? {
        guard isLeaderKnown == false else { return nil }
        isLeaderMissing = true
        return .noLeader
    }

    package mutating func quarantined(_ isQuarantined: Bool) -> Departure? {
        guard isQuarantined != self.isQuarantined else { return nil }
        self.isQuarantined = isQuarantined
        return isQuarantined ? .wrongWorld : nil
    }

    package mutating func stopped() -> Departure {
        (isStopped, isCaughtUp) = (true, false)
        return .otherVersion
    }

    package mutating func drains() -> Departure {
        isDraining = true
        return .draining
    }
}
