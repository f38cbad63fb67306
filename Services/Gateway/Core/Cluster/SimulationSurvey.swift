/// Which other nodes' simulations give a sign of life now. A connection over a link that was just cut looks like any other, and
/// messages on it are lost. So a session goes only to a simulation that has just answered a question.
///
/// All are asked when a session has to move. They are asked earlier when the matches of the own simulation are silent for
/// longer than usual, because it takes time to find that nobody answers. Time counts as far as this process was awake for it.
/// docs/decisions/0704-a-silent-simulation.md.
package struct SimulationSurvey: Sendable, Equatable {
    /// For how long an answer counts, from when its question was asked; and how often one simulation is asked.
    package static let life: Int64 = 100
    /// An answer counts for at least this long from its arrival, however long its way was.
    package static let grace: Int64 = 25
    /// Milliseconds. A simulation that has not answered for this long, or for twice its last round trip if that is more, counts
    /// as silent until it answers.
    package static let patience: Int64 = 100
    private static let longestPatience: Int64 = 1_000
    /// After a pause of this length between questions, earlier answers say nothing of now.
    private static let longestBreak: Int64 = 1_000
    /// The most that one call of ``passed(at:usable:)`` counts for. It is to come every ``SimulationWatch/interval``.
    private static let longestStep: Int64 = 50

    private struct Other: Equatable {
        /// How long the open question waits.
        var waited: Int64?
        var isSilent = false
        /// When the newest question was asked.
        var askedAt: Int64 = .min
        var provenUntil: Int64 = .min
        /// Of the newest answer.
        var roundTrip: Int64 = 0

        var patience: Int64 {
            min(max(SimulationSurvey.patience, 2 * roundTrip), SimulationSurvey.longestPatience)
        }
    }

    private var others: [SimulationAddress: Other] = [:]
    private var lastPassed: Int64?

    package init() {}

    /// - Parameter usable: Other nodes' simulations that are connected.
    /// - Returns: Those to be asked for a sign of life now.
    package mutating func passed(at now: Int64, usable: [SimulationAddress]) -> [SimulationAddress] {
        let passed = max(0, now - (lastPassed ?? now))
        let step = min(passed, Self.longestStep)
        if passed > Self.longestBreak { others = [:] }
        lastPassed = now
        // deterministic: each for itself
        others = others.filter { usable.contains($0.key) }
        var asked: [SimulationAddress] = []
        for address in usable {
            var other = others[address] ?? Other()
            if let waited = other.waited {
                other.waited = waited + step
                if waited + step >= other.patience { other.isSilent = true }
            } else if other.askedAt == .min || now - other.askedAt >= Self.life {
                (other.waited, other.askedAt) = (0, now)
                asked.append(address)
            }
            others[address] = other
        }
        return asked
    }

    /// It has answered a question that was asked at `askedAt`, this survey's or another.
    package mutating func answered(_ address: SimulationAddress, askedAt: Int64, at now: Int64) {
        guard var other = others[address] else { return }
        (other.waited, other.isSilent) = (nil, false)
        other.roundTrip = max(0, now - askedAt)
        other.provenUntil = max(other.provenUntil, askedAt + Self.life, now + Self.grace)
        others[address] = other
    }

    /// The question came to nothing; it may be asked again.
    package mutating func failed(_ address: SimulationAddress) { others[address]?.waited = nil }

    package func isProven(_ address: SimulationAddress, at now: Int64) -> Bool {
        others[address].map { now < $0.provenUntil } ?? false
    }

    /// It has let a question wait for too long, and has not been heard since.
    package func isSilent(_ address: SimulationAddress) -> Bool { others[address]?.isSilent ?? false }
}
