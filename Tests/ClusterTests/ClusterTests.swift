import Identity
import Testing

@testable import ConsensusCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Whole clusters under faults, one seed each:
///
///     SEED=7        replays one seed and prints what happened last
///     SEEDS=1000    runs the first thousand instead of the fixed set, FIRST_SEED=n on others
///     SIM_SECONDS=180   runs seeds that nobody has run, for that long
@Suite struct ClusterTests {
    static func environment(_ name: String) -> UInt64? { getenv(name).flatMap { UInt64(String(cString: $0)) } }

    static func options(for seed: UInt64, sabotage: Sabotage? = nil) -> Cluster.Options {
        var options = Cluster.Options()
        options.nodes = [3, 3, 4, 5][Int(seed % 4)]
        options.seconds = [5, 5, 15, 5, 30][Int(seed / 4 % 5)]
        options.sabotage = sabotage
        options.usesProductionLog = seed % 5 < 3
        return options
    }

    /// What runs have done.
    private struct Tally: CustomStringConvertible {
        var seeds = 0
        var events = 0
        var commands = 0
        var reads = 0
        var lostDisks = 0
        let began = ContinuousClock.now

        var elapsed: Duration { ContinuousClock.now - began }

        var description: String {
            let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
            return
                "\(seeds) seeds, \(events) events in \(Int(seconds)) s (\(Int(Double(events) / max(seconds, 0.001))) a second), "
                + "\(commands) commands committed, \(reads) reads confirmed, \(lostDisks) rotted disks refused"
        }
    }

    /// - Returns: Whether nothing was broken.
    private func run(_ seed: UInt64, _ tally: inout Tally) -> Bool {
        let cluster = Cluster(seed: seed, options: Self.options(for: seed))
        defer { cluster.end() }
        do {
            try cluster.run(until: cluster.options.seconds * Cluster.second)
            try cluster.settle()
        } catch {
            let history = cluster.trace.suffix(40).joined(separator: "\n")
            let exchange = cluster.exchange.map(\.description).joined(separator: "\n")
            Issue.record(
                """
                SEED=\(seed) make cluster-test   repeats it: at \(cluster.now / Cluster.millisecond) ms, event \(cluster.events): \(error)
                \(history)
                the last messages:
                \(exchange)
                \(cluster.summary)
                """)
            return false
        }
        tally.seeds += 1
        tally.events += cluster.events
        tally.commands += cluster.committedCommands
        tally.reads += cluster.confirmedReads
        tally.lostDisks += cluster.rotted
        return true
    }

    /// Each of them once showed a fault, of the system or of the model.
    private static let remembered: [UInt64] = [2_438_425_160_278_996, 3_627_199_343_959]

    @Test("under faults the invariants hold, and without them it makes progress")
    func survivesFaults() {
        var tally = Tally()
        for seed in Self.remembered where Self.environment("SEED") == nil {
            guard run(seed, &tally) else { return }
        }
        let first = Self.environment("SEED") ?? Self.environment("FIRST_SEED") ?? 1
        let count = Self.environment("SEED") != nil ? 1 : Self.environment("SEEDS") ?? 200
        for seed in first..<first + count {
            guard run(seed, &tally) else { return }
        }
        print("simulated: \(tally)")
        #expect(tally.commands > 0)
    }

    @Test("and so they do with seeds that nobody has run", .enabled(if: environment("SIM_SECONDS") != nil))
    func survivesFreshSeeds() {
        var tally = Tally()
        let first = Self.environment("FIRST_SEED") ?? UInt64.random(in: 1 << 32...1 << 52)
        let limit = Duration.seconds(Int64(Self.environment("SIM_SECONDS") ?? 0))
        print("fresh seeds from \(first)")
        var seed = first
        var told = Duration.zero
        while tally.elapsed < limit {
            guard run(seed, &tally) else { return }
            seed += 1
            if tally.elapsed - told > .seconds(60) {
                told = tally.elapsed
                print("simulated so far: \(tally)")
            }
        }
        print("simulated: \(tally), from seed \(first)")
        #expect(tally.commands > 0)
    }

    @Test("a deliberate fault is noticed within a minute", .timeLimit(.minutes(1)), arguments: Sabotage.allCases)
    func noticesSabotage(_ sabotage: Sabotage) {
        for seed in UInt64(1)...1000 {
            var options = Self.options(for: seed, sabotage: sabotage)
            options.usesProductionLog = options.usesProductionLog || sabotage == .takesRotForTorn
            let cluster = Cluster(seed: seed, options: options)
            defer { cluster.end() }
            do { try cluster.run(until: options.seconds * Cluster.second) } catch {
                print("\(sabotage) is noticed with SEED=\(seed), event \(cluster.events): \(error)")
                return
            }
        }
        Issue.record("\(sabotage) went unnoticed")
    }

    @Test("one seed gives one history", arguments: [2, 5, 42] as [UInt64])
    func isDeterministic(seed: UInt64) throws {
        func history() throws -> [String] {
            let cluster = Cluster(seed: seed, options: Self.options(for: seed))
            defer { cluster.end() }
            try cluster.run(until: 5 * Cluster.second)
            try cluster.settle()
            return cluster.trace + [cluster.summary, "\(cluster.events)", "\(cluster.random.next())"]
        }
        let first = try history()
        #expect(try history() == first)
    }
}
