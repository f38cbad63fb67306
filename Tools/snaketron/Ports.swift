import Foundation

/// Ports are looked at before anything starts: one clear sentence beats four log files.
enum Ports {
    /// How long a port may be taken as the source port of some connection, which ends sooner or later.
    private static let patience = Duration.seconds(10)

    static func requireFree(for nodes: [NodeRecord]) async throws {
        for node in nodes {
            let wanted =
                [("127.0.0.1", node.gatewayPort)]
                + ([50051, 50052, 50053, 50054] + ServiceName.allCases.map(\.metricsPort)).map {
                    (node.address, $0)
                }
            for (address, port) in wanted { try await requireFree(address, port) }
        }
    }

    private static func requireFree(_ address: String, _ port: Int) async throws {
        let deadline = ContinuousClock.now + patience
        var said = false
        while !isFree(address, port) {
            guard !isListener(port) else {
                throw ToolError(
                    "port \(port) on \(address) is in use; stop the process that listens there (find it with: ss -ltnp 'sport = :\(port)')"
                )
            }
            guard ContinuousClock.now < deadline else {
                throw ToolError(
                    "port \(port) on \(address) is in use as the source port of a connection (see it with: "
                        + "ss -tanp 'sport = :\(port)'); try again when that has ended. To keep the ports of SnakeTron out of "
                        + "the range that the kernel takes source ports from: "
                        + "sysctl -w net.ipv4.ip_local_reserved_ports=50051-50054")
            }
            if !said { say("port \(port) on \(address) is the source port of a connection; waiting for it to end") }
            said = true
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// Whether a listener could be bound right now.
    private static func isFree(_ address: String, _ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return true }
        defer { close(descriptor) }
        var one: Int32 = 1
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        guard var target = SocketAddress.loopback(address, port) else { return true }
        return SocketAddress.with(&target) { unsafe bind(descriptor, $0, $1) } == 0
    }

    /// Whether anything listens on the port, on any address: rows of /proc/net/tcp in state 0A (proc(5)).
    private static func isListener(_ port: Int) -> Bool {
        let tables = ["/proc/net/tcp", "/proc/net/tcp6"].compactMap { try? String(contentsOfFile: $0, encoding: .utf8) }
        guard !tables.isEmpty else { return true }
        return tables.joined().split(separator: "\n").contains { row in
            let fields = row.split(separator: " ")
            guard fields.count > 3, fields[3] == "0A", let colon = fields[1].lastIndex(of: ":") else { return false }
            return Int(fields[1][fields[1].index(after: colon)...], radix: 16) == port
        }
    }
}
