/// Whether this gateway reaches a world that moves: some simulation that answers, is ready, and whose world goes on where
/// matches run. A gateway whose node is cut off has players and connections and no such simulation.
///
/// The own node's simulation is asked each time; all others only while that one does not do. Time counts as far as this process
/// was awake for it. docs/decisions/0707-a-gateway-that-reaches-no-world.md.
package struct WorldReach: Sendable, Equatable {
    /// Milliseconds between two calls of ``passed(at:usable:)``.
    package static let interval: Int64 = 250
    /// The most milliseconds that one call counts for.
    private static let longestStep: Int64 = 300
    /// Milliseconds. A simulation that has not reported for longer that it is ready counts as not reached.
    package static let silence: Int64 = 1_000
    /// Milliseconds. A world with matches that has not moved for longer stands still. An election takes less.
    package static let standstill: Int64 = 1_000

    /// What a simulation says of itself.
    package struct Report: Sendable, Equatable {
        package let isReady: Bool
        package let tick: UInt64
        package let hasMatches: Bool

        package init(isReady: Bool, tick: UInt64, hasMatches: Bool) {
            self.isReady = isReady
            self.tick = tick
            self.hasMatches = hasMatches
        }
    }

    package enum State: Sendable, Equatable {
        /// No simulation has been reached yet, nor missed for long.
        case unknown
        case reached
        case lost(Loss)
    }

    package enum Loss: String, Sendable, Equatable {
        case noSimulation = "no simulation is reached that is ready"
        case standstill = "matches run, and their world stands still"
    }

    private struct Simulation: Equatable {
        /// Milliseconds since it said that it is ready, and since its world moved or had no match.
        var silent: Int64 = 0
        var still: Int64 = 0
        var tick: UInt64?
        var isAsked = false

        var doesIt: Bool { silent < WorldReach.silence && still < WorldReach.standstill }
    }

    package private(set) var state = State.unknown
    private var simulations: [SimulationAddress: Simulation] = [:]
    /// Milliseconds without any that could be asked.
    private var alone: Int64 = 0
    private var lastPassed: Int64?

    package init() {}

    /// - Parameter usable: Simulations that are connected, the best first.
    /// - Returns: Those to be asked for a report now.
    package mutating func passed(at now: Int64, usable: [SimulationAddress]) -> [SimulationAddress] {
        let step = min(max(0, now - (lastPassed ?? now)), Self.longestStep)
        lastPassed = now
        alone = usable.isEmpty ? alone + step : 0
        // deterministic: each for itself
        for address in simulations.keys where simulations[address]!.isAsked || usable.contains(address) {
            simulations[address]!.silent += step
            simulations[address]!.still += step
        }
        let others = usable.dropFirst()
        let wanted: [SimulationAddress]
        if let first = usable.first, simulations[first]?.doesIt ?? others.isEmpty {
            wanted = [first]
        } else {
            wanted = usable
        }
        // One that is not asked is forgotten: what it said is old.
        // deterministic: each for itself
        simulations = simulations.filter { wanted.contains($0.key) }
        for address in wanted where simulations[address] == nil { simulations[address] = Simulation() }
        judge()
        let asked = wanted.filter { simulations[$0]?.isAsked == false }
        for address in asked { simulations[address]?.isAsked = true }
        return asked
    }

    package mutating func answered(_ address: SimulationAddress, _ report: Report) {
        guard var simulation = simulations[address] else { return }
        simulation.isAsked = false
        if report.isReady { simulation.silent = 0 }
        // The first tick that is heard shows no movement, and is no sign of a standstill either.
        if report.tick != simulation.tick || !report.hasMatches { simulation.still = 0 }
        simulation.tick = report.tick
        simulations[address] = simulation
        if report.isReady, simulation.doesIt, state == .unknown { state = .reached }
        judge()
    }

    /// The own simulation is of no use, and no other one that is connected gives a sign of life (``SimulationDirectory``). That is
    /// known sooner than that worlds stand still.
    package mutating func isAlone() {
        if case .lost = state { return }
        // What was said before counts no more.
        // deterministic: each for itself
        for address in simulations.keys { simulations[address]!.silent = max(simulations[address]!.silent, 1) }
        state = .lost(.noSimulation)
    }

    package mutating func failed(_ address: SimulationAddress) { simulations[address]?.isAsked = false }

    private mutating func judge() {
        // deterministic: whether there is one
        let isReached = simulations.values.contains { $0.doesIt }
        switch state {
        case .unknown, .reached:
            guard !isReached, !simulations.isEmpty || alone >= Self.silence else { return }
            state = .lost(loss)
        case .lost:
            // Only a word of its own counts, not the grace of one that has not been asked yet.
            // deterministic: whether there is one
            let isBack = simulations.values.contains { $0.doesIt && $0.tick != nil && $0.silent == 0 }
            state = isBack ? .reached : .lost(loss)
        }
    }

    private var loss: Loss {
        // deterministic: whether there is one
        simulations.values.contains { $0.silent < Self.silence } ? .standstill : .noSimulation
    }
}
