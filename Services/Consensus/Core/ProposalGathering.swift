/// Whether a leader waits a little for the proposals of other nodes before it appends one.
///
/// The simulations of all nodes propose at the same moments, as far as their clocks let them. An append costs the same however
/// many proposals it takes along. A proposal that is alone must not wait for company that does not come, so the leader waits
/// only if proposals have lately overlapped. Times are milliseconds of one clock.
package struct ProposalGathering: Sendable, Equatable {
    /// The longest wait.
    package static let patience: Milliseconds = 2
    /// For how long proposals that overlapped tell that others will.
    package static let memory: Milliseconds = 100

    private var overlappedAt: Milliseconds?

    package init() {}

    /// A proposal has come.
    /// - Parameter isAnotherUnderWay: An earlier one waits or is not committed yet.
    package mutating func arrived(at now: Milliseconds, isAnotherUnderWay: Bool) {
        if isAnotherUnderWay { overlappedAt = now }
    }

    /// How long the first of some proposals waits for the rest.
    package func wait(at now: Milliseconds) -> Milliseconds {
        guard let overlappedAt, overlappedAt <= now, now - overlappedAt < Self.memory else { return 0 }
        return Self.patience
    }

    /// Whether there is nobody left to wait for: a simulation has one proposal under way at a time. The clock's, which are for
    /// one term, come beside it.
    package static func isComplete(_ proposals: [Proposal], members: Int) -> Bool {
        proposals.count { $0.onlyIn == nil } >= members
    }
}
