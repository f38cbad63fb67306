import Foundation
import LoadCore

/// The system's processes on this machine, as /proc shows them: those of SnakeTron's programs in this network.
struct ProcessSampler {
    private struct Seen {
        let service: String
        let node: String
        /// Clock ticks of CPU at the last sample.
        var ticks: UInt64
    }

    private static let ticksPerSecond = Double(sysconf(Int32(_SC_CLK_TCK)))
    private static let page = Double(sysconf(Int32(_SC_PAGESIZE)))

    private let network = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/net")
    private var seen: [Int32: Seen] = [:]
    private var isFirst = true
    private var lastAt: Double?
    private(set) var processes: [LoadReport.Process] = []
    private(set) var client = LoadReport.Process(service: "snaketron-load", node: "")
    private(set) var events: [LoadReport.Event] = []
    private var clientTicks: UInt64?

    /// - Parameters:
    ///   - second: Since the start of the run.
    ///   - counts: Whether CPU is added to what was measured.
    mutating func sample(at second: Double, counts: Bool) {
        let passed = lastAt.map { second - $0 } ?? 0
        lastAt = second
        var alive: Set<Int32> = []
        for entry in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
            guard let pid = Int32(entry), let now = Self.usage(of: entry) else { continue }
            if seen[pid] == nil {
                guard let found = identify(entry, now.ticks) else { continue }
                seen[pid] = found
                if !isFirst { events.append(.init(second: second, words: "\(found.service) \(found.node) started")) }
            }
            guard var process = seen[pid] else { continue }
            alive.insert(pid)
            let used = Double(now.ticks - min(process.ticks, now.ticks)) / Self.ticksPerSecond
            process.ticks = now.ticks
            seen[pid] = process
            add(used, now.memory, passed, to: index(of: process), at: second, counts: counts)
        }
        for (pid, process) in seen where !alive.contains(pid) {
            events.append(.init(second: second, words: "\(process.service) \(process.node) ended"))
            seen[pid] = nil
        }
        isFirst = false
        if let own = Self.usage(of: "self") {
            let used = clientTicks.map { Double(own.ticks - min($0, own.ticks)) / Self.ticksPerSecond } ?? 0
            if passed > 0 { client.samples.append(.init(second: second, cpu: 100 * used / passed, memory: own.memory)) }
            if counts { client.cpuSeconds += used }
            clientTicks = own.ticks
        }
    }

    private mutating func add(
        _ used: Double, _ memory: Double, _ passed: Double, to index: Int, at second: Double, counts: Bool
    ) {
        if passed > 0 {
            processes[index].samples.append(.init(second: second, cpu: 100 * used / passed, memory: memory))
        }
        if counts { processes[index].cpuSeconds += used }
    }

    private mutating func index(of process: Seen) -> Int {
        if let known = processes.firstIndex(where: { $0.service == process.service && $0.node == process.node }) {
            return known
        }
        processes.append(LoadReport.Process(service: process.service, node: process.node))
        processes.sort { ($0.node, $0.service) < ($1.node, $1.service) }
        return processes.firstIndex { $0.service == process.service && $0.node == process.node } ?? 0
    }

    private func identify(_ pid: String, _ ticks: UInt64) -> Seen? {
        let files = FileManager.default
        guard let program = try? files.destinationOfSymbolicLink(atPath: "/proc/\(pid)/exe"),
            let name = program.split(separator: "/").last?.split(separator: " ").first, name.hasPrefix("snaketron-"),
            LoadMetrics.services.contains(String(name.dropFirst(10))),
            (try? files.destinationOfSymbolicLink(atPath: "/proc/\(pid)/ns/net")) == network
        else { return nil }
        let environment = (try? Data(contentsOf: URL(filePath: "/proc/\(pid)/environ"))) ?? Data()
        let node = environment.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            .first { $0.hasPrefix("SNAKETRON_NODE=") }?.dropFirst(15)
        return Seen(service: String(name.dropFirst(10)), node: node.map(String.init) ?? pid, ticks: ticks)
    }

    /// Clock ticks of CPU, and MiB that are resident (proc(5)).
    private static func usage(of pid: String) -> (ticks: UInt64, memory: Double)? {
        guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let end = stat.lastIndex(of: ")")
        else { return nil }
        let fields = stat[stat.index(after: end)...].split(separator: " ")
        guard fields.count > 21, fields[0] != "Z", let user = UInt64(fields[11]), let system = UInt64(fields[12]),
            let pages = Double(fields[21])
        else { return nil }
        return (user + system, pages * page / 1_048_576)
    }
}
