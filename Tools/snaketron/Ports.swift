import Foundation

/// Ports are looked at before anything starts: one clear sentence beats four log files.
enum Ports {
    static func requireFree(for nodes: [NodeRecord]) throws {
        for node in nodes {
            let wanted =
                [("127.0.0.1", node.gatewayPort)]
                + ([50051, 50052, 50053, 50054] + ServiceName.allCases.compactMap(\.metricsPort)).map {
                    (node.address, $0)
                }
            for (address, port) in wanted where !isFree(address, port) {
                throw ToolError(
                    "port \(port) on \(address) is in use; stop what listens there (find it with: ss -ltnp 'sport = :\(port)')"
                )
            }
        }
    }

    /// Whether a listener could be bound right now.
    private static func isFree(_ address: String, _ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return true }
        defer { close(descriptor) }
        var one: Int32 = 1
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        var target = sockaddr_in()
        target.sin_family = sa_family_t(AF_INET)
        target.sin_port = in_port_t(port).bigEndian
        unsafe inet_pton(AF_INET, address, &target.sin_addr)
        return unsafe withUnsafePointer(to: &target) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
