/// All that a run tells. Durations are microseconds, memory is MiB, CPU is percent of a core unless its name says otherwise.
package struct LoadReport: Codable, Sendable, Equatable {
    package struct Latency: Codable, Sendable, Equatable {
        package var count: UInt64
        package var p50: UInt64
        package var p90: UInt64
        package var p99: UInt64
        package var p999: UInt64
        package var max: UInt64
        package var mean: Double

        /// - Returns: `nil` without a value.
        package init?(_ histogram: Histogram) {
            guard let mean = histogram.mean, let p50 = histogram.percentile(0.5), let p90 = histogram.percentile(0.9),
                let p99 = histogram.percentile(0.99), let p999 = histogram.percentile(0.999)
            else { return nil }
            (count, self.p50, self.p90, self.p99, self.p999, max, self.mean) =
                (histogram.count, p50, p90, p99, p999, histogram.maximum, mean)
        }

        func at(_ point: some StringProtocol) -> UInt64? {
            switch point {
            case "p50": p50
            case "p90": p90
            case "p99": p99
            case "p999": p999
            case "max": max
            default: nil
            }
        }
    }

    /// What happened within one step of the time line.
    package struct Step: Codable, Sendable, Equatable {
        /// Its end, in seconds since the start of the run.
        package var second: Double
        package var playing: Int
        package var welcomed: Int
        package var ack: Latency?
        package var gap: Latency?

        package init(second: Double, playing: Int, welcomed: Int, ack: Latency?, gap: Latency?) {
            (self.second, self.playing, self.welcomed, self.ack, self.gap) = (second, playing, welcomed, ack, gap)
        }
    }

    /// A process of the system on this machine.
    package struct Process: Codable, Sendable, Equatable {
        package var service: String
        /// The node's number, where its environment told it.
        package var node: String
        package var samples: [Sample] = []
        /// Seconds of CPU while it was measured.
        package var cpuSeconds: Double = 0

        package init(service: String, node: String) { (self.service, self.node) = (service, node) }

        package var name: String { node.isEmpty ? service : "\(service) \(node)" }
    }

    package struct Sample: Codable, Sendable, Equatable {
        package var second: Double
        /// Percent of a core since the sample before.
        package var cpu: Double
        package var memory: Double

        package init(second: Double, cpu: Double, memory: Double) {
            (self.second, self.cpu, self.memory) = (second, cpu, memory)
        }
    }

    package struct Event: Codable, Sendable, Equatable {
        package var second: Double
        package var words: String

        package init(second: Double, words: String) { (self.second, self.words) = (second, words) }
    }

    package struct GateResult: Codable, Sendable, Equatable {
        package var gate: String
        /// Why it is broken; absent where it holds.
        package var broken: String?
    }

    /// UTC, ISO 8601.
    package var began = ""
    /// How the tool was called.
    package var command = ""
    package var seed: UInt64 = 0
    package var gateways: [String] = []
    package var players = 0
    package var mix: [String: Int] = [:]
    /// When measuring began and ended, in seconds since the start of the run.
    package var measuredFrom = 0.0
    package var measuredUntil = 0.0
    package var latencies: [String: Latency] = [:]
    package var counts: [String: Int] = [:]
    package var outcomes: [String: Int] = [:]
    package var closes: [String: Int] = [:]
    package var hostileCloses: [String: Int] = [:]
    package var takes: [String: Int] = [:]
    package var errors: [String: Int] = [:]
    /// Percent of the players that were to be in a match.
    package var playingMean: Double?
    package var playingMin: Double?
    /// Why players were refused last, where any were.
    package var lastRefusal: String?
    /// Percent of all players that were ever welcomed.
    package var joined = 0.0
    package var steps: [Step] = []
    package var processes: [Process] = []
    package var client: Process?
    package var events: [Event] = []
    package var faults: [String] = []
    package var gates: [GateResult] = []
    package var cores = 0
    package var loadAverage = 0.0
    /// Players that were in matches, on average while measured; what CPU is divided by.
    package var playersMean = 0.0

    package init() {}

    package var seconds: Double { measuredUntil - measuredFrom }
    /// Nothing is wrong: somebody played, no fault was found, and all gates hold.
    package var isGood: Bool {
        joined > 0 && counts["faults", default: 0] == 0 && gates.allSatisfy { $0.broken == nil }
    }

    /// Judges the gates by what was measured.
    package mutating func judge(_ gates: [Gate]) {
        self.gates = gates.map { GateResult(gate: $0.description, broken: $0.verdict(on: value(of: $0.metric))) }
    }

    /// In the units of ``LoadMetrics``.
    package func value(of metric: String) -> Double? {
        let parts = metric.split(separator: ".")
        switch metric {
        case "playing.mean": return playingMean
        case "playing.min": return playingMin
        case "joined": return joined
        default: break
        }
        if parts.count == 2, parts[1] == "cpu" {
            if parts[0] == "client" { return client.flatMap { seconds > 0 ? 100 * $0.cpuSeconds / seconds : nil } }
            return cpuOfPlayer(parts[0] == "node" ? nil : String(parts[0]))
        }
        if parts.count == 2, parts[1] == "memory" {
            if parts[0] == "client" { return client?.samples.map(\.memory).max() }
            return mostMemory(parts[0] == "node" ? nil : String(parts[0]))
        }
        if parts.count == 2 { return latencies[String(parts[0])].flatMap { $0.at(parts[1]) }.map(Double.init) }
        return counts[metric].map(Double.init)
    }

    /// Microseconds of CPU a player and second on the node that used most.
    /// - Parameter service: `nil`: all four together.
    package func cpuOfPlayer(_ service: String?) -> Double? {
        guard playersMean > 0, seconds > 0 else { return nil }
        return byNode(service) { processes in processes.reduce(0) { $0 + $1.cpuSeconds } }.max()
            .map { $0 * 1e6 / seconds / playersMean }
    }

    /// MiB of the node that held most at one time.
    package func mostMemory(_ service: String?) -> Double? {
        byNode(service) { processes in processes.reduce(0) { $0 + ($1.samples.map(\.memory).max() ?? 0) } }.max()
    }

    private func byNode(_ service: String?, _ value: ([Process]) -> Double) -> [Double] {
        let chosen = processes.filter { service == nil || $0.service == service }
        return Dictionary(grouping: chosen, by: \.node).values.map(value)
    }
}
