import Foundation
import Glibc

/// A listening socket for one connection.
struct LoopbackListener: ~Copyable {
    struct Failure: Error { let errno: Int32 }
    let port: UInt16
    private let descriptor: Int32

    init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(errno: errno) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 && listen(descriptor, 1) == 0
                    && getsockname(descriptor, address, &length) == 0
            }
        }
        guard bound else { throw Failure(errno: errno) }
        self.descriptor = descriptor
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(descriptor) }

    /// The first bytes of the first connection.
    func acceptAndRead() throws -> [UInt8] {
        let connection = accept(descriptor, nil, nil)
        guard connection >= 0 else { throw Failure(errno: errno) }
        defer { close(connection) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(connection, &bytes, bytes.count)
        guard count >= 0 else { throw Failure(errno: errno) }
        return Array(bytes.prefix(count))
    }
}
