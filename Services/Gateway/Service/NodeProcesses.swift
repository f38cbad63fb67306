import GatewayCore

#if canImport(Glibc)
    import Glibc
#endif

/// The processes of one node of a cluster that `snaketron up` runs on this machine.
struct NodeProcesses {
    private let ids: [pid_t]

    var count: Int { ids.count }

    /// Looks through the processes of this user; the environments of others cannot be read.
    /// - Parameters:
    ///   - home: The cluster's folder, as every process of the cluster bears it.
    ///   - address: `LOOPBACK_ADDR` of the node.
    init(home: String, address: String) {
        guard let folder = opendir("/proc") else {
            ids = []
            return
        }
        defer { closedir(folder) }
        var found: [pid_t] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard let id = pid_t(name), let mark = ProcessMark(environment: Self.environment(of: id)),
                mark.home == home, mark.address == address
            else { continue }
            found.append(id)
        }
        ids = found
    }

    /// At most 128 KiB of it; `snaketron up` gives its processes far less.
    private static func environment(of id: pid_t) -> [UInt8] {
        guard let file = fopen("/proc/\(id)/environ", "rb") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 128 * 1024)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes.prefix(count))
    }

    /// As a crash ends them: SIGKILL, this process last if it is one of them.
    func kill() {
        let own = getpid()
        for id in ids where id != own { _ = Glibc.kill(id, SIGKILL) }
        if ids.contains(own) { _ = Glibc.kill(own, SIGKILL) }
    }
}
