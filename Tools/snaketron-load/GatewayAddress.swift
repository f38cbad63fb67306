import Foundation
import LoadCore
import NIOCore

/// Where a gateway, or a load balancer in front of some, is.
struct GatewayAddress: Sendable {
    let text: String
    /// As the `Host` field wants it.
    let authority: String
    let socket: SocketAddress

    /// - Parameter url: `http`, a host and perhaps a port.
    init(_ url: String) throws {
        guard let parts = URL(string: url), let scheme = parts.scheme, ["http"].contains(scheme),
            let host = parts.host(percentEncoded: false), !host.isEmpty, ["", "/"].contains(parts.path),
            parts.query == nil
        else { throw LoadError("'\(url)' is not an address such as http://127.0.0.1:8080") }
        let port = parts.port ?? 80
        guard (1...65_535).contains(port) else { throw LoadError("'\(url)' has no port between 1 and 65535") }
        let name = host.contains(":") ? "[\(host)]" : host
        authority = port == 80 ? name : "\(name):\(port)"
        text = "\(scheme)://\(authority)"
        do {
            socket = try SocketAddress.makeAddressResolvingHost(host, port: port)
        } catch {
            throw LoadError("'\(host)' has no address: \(error)")
        }
    }
}
