import Identity
import Testing

@testable import ConsensusCore

/// How long nothing is committed, node by node, while one process or one link fails at a time, each soon after the one before.
///
///     SEEDS=1000    runs the first thousand instead of the fixed set, FIRST_SEED=n on others; with SEED=n, that one
@Suite struct LivenessTests {
    enum Fault: String, CaseIterable {
        case leaderStopped, leaderKilled, leaderCutOff, leaderUnheard, leaderDeaf, leaderLinkCut, leaderLinkOneWay
        case followerLinkOneWay, followerStopped, followerCutOff
    }

    /// What a node's players waited for longest, in milliseconds of simulated time, and why.
    struct Gap {
        var fault: Fault
        var time: UInt64
        var seed: UInt64
        var at: UInt64
        var node: NodeID
    }

    private static let step: UInt64 = 2 * Cluster.millisecond

    /// Fifteen faults after another in one cluster, each for 0.5–10 s, with 0.3–8 s between the end of one and the next.
    private func gaps(seed: UInt64) throws -> [Gap] {
        var options = Cluster.Options()
        options.nodes = seed % 2 == 0 ? 3 : 5
        options.faults = false
        options.isCalm = true
        let cluster = Cluster(seed: seed, options: options)
        defer { cluster.end() }
        var random = SplitMix64(seed: seed &* 31 &+ 7)
        var watch = Watch()
        // All that are to vote do, and the rhythm is known.
        watch.run(cluster, until: 25 * Cluster.second)
        if let violation = cluster.violation { throw violation }
        var gaps: [Gap] = []
        for _ in 0..<15 {
            guard let leader = cluster.leader, let node = leader.node else { continue }
            let others = node.membership.voters.filter { $0 != leader.id }.compactMap { cluster.process($0) }
            let follower = random.pick(others)
            let fault = random.pick(Fault.allCases)
            let length = UInt64.random(in: 500...10_000, using: &random) * Cluster.millisecond
            cluster.note("FAULT \(fault.rawValue)")
            begin(fault, on: cluster, leader, follower, length)
            watch.worst = 0
            watch.run(cluster, until: cluster.now + length)
            cluster.blocked = []
            for process in cluster.processes where process.node == nil { cluster.start(process, isBootstrap: false) }
            cluster.note("FAULT over")
            let pause = UInt64.random(in: 300...8_000, using: &random) * Cluster.millisecond
            watch.run(cluster, until: cluster.now + pause)
            gaps.append(
                Gap(
                    fault: fault, time: watch.worst / Cluster.millisecond, seed: seed, at: watch.worstAt,
                    node: watch.worstNode))
            if let violation = cluster.violation { throw violation }
        }
        if ClusterTests.environment("SEED") != nil {
            for gap in gaps where gap.time > 500 { print(gap) }
            print(cluster.trace.joined(separator: "\n"))
        }
        return gaps
    }

    private func begin(
        _ fault: Fault, on cluster: Cluster, _ leader: Cluster.Process, _ follower: Cluster.Process, _ length: UInt64
    ) {
        switch fault {
        case .leaderStopped: cluster.pause(leader, for: length)
        case .followerStopped: cluster.pause(follower, for: length)
        case .leaderKilled: cluster.crash(leader, isPowerLoss: false)
        case .leaderCutOff: cluster.isolate(leader, both: true)
        case .followerCutOff: cluster.isolate(follower, both: true)
        case .leaderDeaf: for other in cluster.processes { cut(cluster, other, leader) }
        case .leaderUnheard: for other in cluster.processes { cut(cluster, leader, other) }
        case .leaderLinkCut:
            cluster.block(leader.id, follower.id)
            cluster.block(follower.id, leader.id)
        case .leaderLinkOneWay: cut(cluster, leader, follower)
        case .followerLinkOneWay: cut(cluster, follower, leader)
        }
    }

    /// One way. The other way goes on for a moment only: TCP sends no more than a window that nobody acknowledges, ten segments
    /// at first, and a game sends some fifty a second.
    private func cut(_ cluster: Cluster, _ from: Cluster.Process, _ to: Cluster.Process) {
        cluster.block(from.id, to.id)
        cluster.after(200 * Cluster.millisecond) {
            if cluster.isBlocked(from.id, to.id) { cluster.block(to.id, from.id) }
        }
    }

    /// For how long each running node has learned of no commit. One that knows itself to be cut off has said so: its players
    /// are served elsewhere.
    private struct Watch {
        var worst: UInt64 = 0
        var worstAt: UInt64 = 0
        var worstNode = NodeID(rawValue: 0)
        private var seen: [NodeID: (commit: LogIndex, at: UInt64)] = [:]

        mutating func run(_ cluster: Cluster, until end: UInt64) {
            while cluster.now < end, cluster.violation == nil {
                let next = min(end, cluster.now + LivenessTests.step)
                cluster.attempt { try cluster.run(until: next) }
                let newest = cluster.processes.compactMap { $0.node?.commitIndex }.max() ?? .zero
                for process in cluster.processes { look(at: process, newest, now: cluster.now) }
            }
        }

        /// A node that was away serves players again when it has caught up.
        private mutating func look(at process: Cluster.Process, _ newest: LogIndex, now: UInt64) {
            guard let node = process.node, process.pausedUntil <= now, node.membership.contains(node.id),
                !node.leadership.isCutOff
            else { return seen[process.id] = nil }
            let before = seen[process.id]
            guard before != nil || node.commitIndex.advanced(by: 10) >= newest else { return }
            guard let before, node.commitIndex <= before.commit else {
                return seen[process.id] = (node.commitIndex, now)
            }
            guard now - before.at > worst else { return }
            worst = now - before.at
            worstAt = now
            worstNode = process.id
        }
    }

    @Test("one node or one link fails, whatever way: games go on within half a second")
    func shortGaps() throws {
        let first = ClusterTests.environment("SEED") ?? ClusterTests.environment("FIRST_SEED") ?? 1
        let count = ClusterTests.environment("SEED") != nil ? 1 : ClusterTests.environment("SEEDS") ?? 24
        var all: [Gap] = []
        for seed in first..<first + count { all += try gaps(seed: seed) }
        for fault in Fault.allCases {
            let own = all.filter { $0.fault == fault }.sorted { $0.time < $1.time }
            guard let worst = own.last else { continue }
            print(
                "\(fault.rawValue): n \(own.count), p50 \(own[own.count / 2].time), p99 \(own[own.count * 99 / 100].time), "
                    + "max \(worst.time) ms (SEED=\(worst.seed), node \(worst.node), \(worst.at / Cluster.millisecond) ms)"
            )
        }
        let times = all.map(\.time).sorted()
        let late = times.count { $0 > 500 }
        #expect(late * 50 <= times.count, "\(late) of \(times.count) gaps are longer than half a second")
        #expect(times.last ?? 0 <= 1_000, "a gap of \(times.last ?? 0) ms")
    }
}
