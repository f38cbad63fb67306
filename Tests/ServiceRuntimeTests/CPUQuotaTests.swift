import Testing

@testable import ServiceRuntime

@Suite("The quota of the process's own control group")
struct CPUQuotaTests {
    private static let mounts = """
        25 30 0:23 / /proc rw,nosuid shared:12 - proc proc rw
        31 25 0:26 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:9 - cgroup cgroup rw,cpu,cpuacct
        32 25 0:27 / /sys/fs/cgroup/unified rw,nosuid shared:10 - cgroup2 cgroup2 rw,nsdelegate
        """

    @Test("version 1 is found by its controller, before version 2 beside it")
    func version1() {
        let groups = "0::/\n4:memory:/a\n2:cpuacct,cpu:/ecs/task\n"
        #expect(CPUQuota(groups: groups, mounts: Self.mounts)?.path == "/sys/fs/cgroup/cpu,cpuacct/ecs/task/cpu.stat")
    }

    @Test("version 2 is found in its one hierarchy, in a namespace of its own too")
    func version2() {
        let mounts = "29 23 0:25 / /sys/fs/cgroup ro,nosuid - cgroup2 cgroup rw,nsdelegate"
        #expect(CPUQuota(groups: "0::/\n", mounts: mounts)?.path == "/sys/fs/cgroup/cpu.stat")
        let inSlice = CPUQuota(groups: "0::/system.slice/docker-1.scope\n", mounts: mounts)
        #expect(inSlice?.path == "/sys/fs/cgroup/system.slice/docker-1.scope/cpu.stat")
    }

    @Test("in a container that sees its host's paths, the group is what is mounted")
    func container() {
        let mounts = "40 30 0:26 /docker/abc /sys/fs/cgroup/cpu ro - cgroup cgroup rw,cpu"
        #expect(CPUQuota(groups: "3:cpu:/docker/abc\n", mounts: mounts)?.path == "/sys/fs/cgroup/cpu/cpu.stat")
        let inner = CPUQuota(groups: "3:cpu:/docker/abc/inner\n", mounts: mounts)
        #expect(inner?.path == "/sys/fs/cgroup/cpu/inner/cpu.stat")
    }

    @Test("without a group for the CPU there is none", arguments: ["", "\n", "x", "4:memory:/a\n", "::", "2:cpu:/a"])
    func none(groups: String) {
        #expect(CPUQuota(groups: groups, mounts: "25 30 0:23 / /proc rw - proc proc rw\n- - -\n") == nil)
    }

    @Test("both versions' files are read, each in its own unit")
    func readings() {
        let second = CPUQuota.Reading("usage_usec 9\nnr_periods 120\nnr_throttled 7\nthrottled_usec 41000\n")
        #expect(second?.periods == 120 && second?.throttledPeriods == 7 && second?.throttled == 41_000)
        #expect(CPUQuota.Reading("nr_periods 120\nnr_throttled 7\nthrottled_time 41000999\n") == second)
    }

    @Test(
        "a file without a quota's counts, or of another form, is none",
        arguments: ["", "usage_usec 9\nuser_usec 3\n", "nr_periods -1\n", "nr_periods\n", "nr_periods 1 2\n"])
    func noReading(text: String) { #expect(CPUQuota.Reading(text) == nil) }
}
