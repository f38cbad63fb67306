package import Identity

package struct Leadership: Sendable, Equatable {
    package enum Role: Sendable, Equatable { case learner, follower, preCandidate, candidate, leader, removed }

    package var role: Role
    package var term: Term
    package var leader: NodeID?
    /// This node leads and has committed an entry of its term.
    package var isReady: Bool
    /// It has no leader, and not because one is being elected: others have one, or nobody is heard. Clients of this node are
    /// served better elsewhere.
    package var isCutOff: Bool

    package init(role: Role, term: Term, leader: NodeID?, isReady: Bool, isCutOff: Bool = false) {
        self.role = role
        self.term = term
        self.leader = leader
        self.isReady = isReady
        self.isCutOff = isCutOff
    }
}

package struct HandOver: Sendable, Equatable {
    package enum Reason: Sendable, Equatable, CustomStringConvertible {
        case slowDisk
        case noDiskSpace
        /// Its state machine has not applied, or not taken a snapshot of, so much that the log is as long as it may be.
        case fullLog
        /// No majority answers, though this node may still be heard.
        case lostQuorum
        /// This member hears the successor, and not the leader.
        case cutOff(NodeID)

        package var description: String {
            switch self {
            case .slowDisk: "its disk holds everyone up"
            case .noDiskSpace: "its disk has no room for the log"
            case .fullLog: "its log has reached its bound, as no snapshot is taken"
            case .lostQuorum: "no majority of the voters answers"
            case .cutOff(let peer): "node \(peer) hears the successor and not this leader"
            }
        }
    }

    package var to: NodeID
    package var reason: Reason

    package init(to: NodeID, reason: Reason) {
        self.to = to
        self.reason = reason
    }
}
