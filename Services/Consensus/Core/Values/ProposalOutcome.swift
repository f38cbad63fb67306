package import Identity

package struct ProposalOutcome: Sendable, Equatable {
    package enum Result: Sendable, Equatable {
        /// The last command's index.
        case committed(LogIndex)
        /// Surely not in the log.
        case rejected(Rejection)
        /// It may or may not commit: leadership was lost while it was on its way.
        case unknown
    }

    package enum Rejection: Sendable, Equatable {
        case notLeader(NodeID?)
        case wrongTerm(Term)
        case busy
        case handingOver
        case diskSpaceLow
        case tooLarge
        case empty
        case changeInProgress
        case invalidChange(String)
    }

    package var id: UInt64
    package var result: Result

    package init(id: UInt64, result: Result) {
        self.id = id
        self.result = result
    }
}

/// Answers ``RaftEvent/read(id:)``. Once the state machine has applied `index`, its state includes every write that was
/// acknowledged before the read began (dissertation §6.4). `nil`: this node does not lead; ask the leader.
package struct ReadOutcome: Sendable, Equatable {
    package var id: UInt64
    package var index: LogIndex?

    package init(id: UInt64, index: LogIndex?) {
        self.id = id
        self.index = index
    }
}
