import Identity
import Testing

@testable import ConsensusCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Whole clusters under faults, one seed each. `SEED=n` replays one seed and prints what happened; `SEEDS=n` runs that many
/// instead of the fixed set.
@Suite struct ClusterTests {
    static func environment(_ name: String) -> UInt64? { getenv(name).flatMap { UInt64(String(cString: $0)) } }

    static var seeds: [UInt64] {
        if let seed = environment("SEED") { return [seed] }
        let count = environment("SEEDS") ?? 200
        let first = environment("FIRST_SEED") ?? 1
        return (0..<count).map { first + $0 }
    }

    static func options(for seed: UInt64, sabotage: Sabotage? = nil) -> Cluster.Options {
        var options = Cluster.Options()
        options.nodes = [3, 3, 4, 5][Int(seed % 4)]
        options.sabotage = sabotage
        options.usesProductionLog = seed % 5 < 2
        return options
    }

    @Test("under faults the invariants hold, and without them it makes progress")
    func survivesFaults() {
        var events = 0
        var commits = 0
        for seed in Self.seeds {
            let cluster = Cluster(seed: seed, options: Self.options(for: seed))
            defer { cluster.end() }
            do {
                try cluster.run(until: cluster.options.seconds * Cluster.second)
                try cluster.settle()
            } catch {
                if Self.environment("SEED") != nil { print(cluster.trace.joined(separator: "\n")) }
                Issue.record("SEED=\(seed) at \(cluster.now / 1_000) ms: \(error)")
                return
            }
            events += cluster.events
            commits += cluster.committedCommands
        }
        print("\(Self.seeds.count) seeds, \(events) events, \(commits) commands committed")
        #expect(commits > 0)
    }

    @Test("a deliberate fault is noticed", arguments: Sabotage.allCases)
    func noticesSabotage(_ sabotage: Sabotage) {
        for seed in UInt64(1)...400 {
            let cluster = Cluster(seed: seed, options: Self.options(for: seed, sabotage: sabotage))
            defer { cluster.end() }
            do { try cluster.run(until: cluster.options.seconds * Cluster.second) } catch {
                print("\(sabotage) is noticed with SEED=\(seed): \(error)")
                return
            }
        }
        Issue.record("\(sabotage) went unnoticed")
    }

    @Test("one seed gives one history")
    func isDeterministic() throws {
        func history() throws -> [String] {
            let cluster = Cluster(seed: 42, options: Self.options(for: 42))
            defer { cluster.end() }
            try cluster.run(until: 5 * Cluster.second)
            return cluster.trace + [cluster.summary, "\(cluster.events)"]
        }
        let first = try history()
        #expect(try history() == first)
    }
}
