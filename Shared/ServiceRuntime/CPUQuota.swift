import Glibc
import Metrics
import Synchronization

/// How much the CPU quota of this process's control group has held it up: `cpu.stat`, of version 1 or 2.
struct CPUQuota: Sendable, Equatable {
    struct Reading: Sendable, Equatable {
        /// Periods of the quota in which the group ran.
        var periods: UInt64 = 0
        /// Those of them at whose end it had to wait.
        var throttledPeriods: UInt64 = 0
        /// For how long, of all its CPUs together, in microseconds.
        var throttled: UInt64 = 0

        init() {}

        /// - Parameter text: Of `cpu.stat`. `nil`: it has no word of a quota.
        init?(_ text: String) {
            var hasPeriods = false
            for line in text.split(separator: "\n") {
                let words = line.split(separator: " ")
                guard words.count == 2, let value = UInt64(words[1]) else { continue }
                switch words[0] {
                case "nr_periods":
                    periods = value
                    hasPeriods = true
                case "nr_throttled": throttledPeriods = value
                case "throttled_usec": throttled = value  // version 2
                case "throttled_time": throttled = value / 1_000  // version 1, in nanoseconds
                default: break
                }
            }
            guard hasPeriods else { return nil }
        }
    }

    /// The path of `cpu.stat`.
    let path: String

    /// - Parameters:
    ///   - groups: The text of `/proc/self/cgroup`.
    ///   - mounts: The text of `/proc/self/mountinfo`.
    /// - Returns: `nil` when no control group counts the CPU of this process.
    init?(groups: String, mounts: String) {
        var found: [(isVersion1: Bool, path: String)] = []
        for line in groups.split(separator: "\n") {
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            let controllers = fields[1].split(separator: ",")
            if controllers.contains("cpu") {
                found.insert((true, String(fields[2])), at: 0)
            } else if fields[0] == "0", controllers.isEmpty {
                found.append((false, String(fields[2])))
            }
        }
        // A machine that has both counts the CPU in version 1.
        for (isVersion1, group) in found {
            guard let folder = Self.folder(of: group, isVersion1: isVersion1, mounts) else { continue }
            path = folder + "/cpu.stat"
            return
        }
        return nil
    }

    /// Where a group of that hierarchy is mounted.
    private static func folder(of group: String, isVersion1: Bool, _ mounts: String) -> String? {
        for line in mounts.split(separator: "\n") {
            // id, parent, device, root, mount point, options, optional fields, "-", type, source, options of the hierarchy
            let words = line.split(separator: " ")
            guard let dash = words.firstIndex(of: "-"), dash >= 6, words.count > dash + 3 else { continue }
            let isRight =
                isVersion1
                ? words[dash + 1] == "cgroup" && words[dash + 3].split(separator: ",").contains("cpu")
                : words[dash + 1] == "cgroup2"
            guard isRight else { continue }
            // In a container the group itself may be what is mounted.
            let root = words[3] == "/" ? "" : words[3]
            let rest = group.hasPrefix(root) ? group.dropFirst(root.count) : ""
            return String(words[4]) + (rest == "/" ? "" : String(rest))
        }
        return nil
    }

    /// Of this process.
    static func ofThisProcess() -> CPUQuota? {
        guard let groups = text(of: "/proc/self/cgroup"), let mounts = text(of: "/proc/self/mountinfo") else {
            return nil
        }
        return CPUQuota(groups: groups, mounts: mounts)
    }

    func read() -> Reading? { Self.text(of: path).flatMap(Reading.init) }

    /// Of a file of the kernel's; `nil` if it cannot be read, or is larger than 256 KiB.
    private static func text(of path: String) -> String? {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 16 << 10)
        while bytes.count <= 256 << 10 {
            let count = unsafe piece.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(file, buffer.baseAddress, buffer.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return count == 0 ? String(decoding: bytes, as: UTF8.self) : nil }
            bytes.append(contentsOf: piece[..<count])
        }
        return nil
    }
}

/// The counts of ``CPUQuota`` as metrics. Read when somebody asks for the metrics, and only then; there are none before a quota
/// was read.
final class CPUQuotaMetrics: Sendable {
    private struct State {
        /// Of which group, and what it had counted.
        var last = (path: "", reading: CPUQuota.Reading())
        var counters: Counters?
    }

    private struct Counters {
        let periods = Counter(label: "snaketron_cpu_periods_total")
        let throttledPeriods = Counter(label: "snaketron_cpu_throttled_periods_total")
        let throttled = FloatingPointCounter(label: "snaketron_cpu_throttled_seconds_total")
    }

    private let state = Mutex(State())

    func refresh() {
        guard let group = CPUQuota.ofThisProcess(), let now = group.read() else { return }
        state.withLock { state in
            let counters = state.counters ?? Counters()
            // The counts of a group that the process was moved to come on top.
            let last = group.path == state.last.path ? state.last.reading : CPUQuota.Reading()
            counters.periods.increment(by: now.periods.increase(since: last.periods))
            counters.throttledPeriods.increment(by: now.throttledPeriods.increase(since: last.throttledPeriods))
            counters.throttled.increment(by: Double(now.throttled.increase(since: last.throttled)) / 1e6)
            state.counters = counters
            state.last = (group.path, now)
        }
    }
}

extension UInt64 {
    fileprivate func increase(since earlier: UInt64) -> Int64 { Int64(clamping: self > earlier ? self - earlier : 0) }
}
