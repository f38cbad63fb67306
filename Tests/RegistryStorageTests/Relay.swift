import Foundation
import Synchronization

@testable import RegistryStorage

/// Passes bytes on between a port of its own and another one, or swallows them: connections stay, and nothing comes back.
final class Relay: Sendable {
    let port: Int

    private struct State {
        var swallows = false
        var isStopped = false
        var connections = 0
    }
    private let state = Mutex(State())
    private let listener: Int32
    private let target: Int

    init(to target: Int) throws {
        self.target = target
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        listener = descriptor
        var address = loopback(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 64) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isListening else { throw StoreError(.failed, "cannot listen: error \(errno)") }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { self.accept() }
    }

    var swallows: Bool {
        get { state.withLock { $0.swallows } }
        set { state.withLock { $0.swallows = newValue } }
    }

    /// That were opened so far.
    var connections: Int { state.withLock { $0.connections } }

    /// Ends all connections; further ones are refused.
    func stop() {
        let isFirst = state.withLock { state in
            defer { state.isStopped = true }
            return !state.isStopped
        }
        guard isFirst else { return }
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private func accept() {
        while true {
            let client = Glibc.accept(listener, nil, nil)
            guard client >= 0 else { return }
            let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = loopback(target)
            let isConnected = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
            state.withLock { $0.connections += 1 }
            guard isConnected || swallows else {
                close(client)
                close(server)
                continue
            }
            Thread.detachNewThread { self.pass(client, isConnected ? server : -1) }
        }
    }

    private func pass(_ client: Int32, _ server: Int32) {
        var ends = [client, server]
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        defer { for end in [client, server] where end >= 0 { close(end) } }
        while !state.withLock({ $0.isStopped }) {
            var entries = ends.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            guard poll(&entries, 2, 50) > 0 else { continue }
            for index in 0..<2 where entries[index].revents != 0 {
                let count = recv(ends[index], &bytes, bytes.count, 0)
                if swallows {
                    if count <= 0 { ends[index] = -1 }  // a side that has gone is not told to the other
                    continue
                }
                guard count > 0, ends[1 - index] >= 0,
                    send(ends[1 - index], bytes, count, Int32(MSG_NOSIGNAL)) == count
                else { return }
            }
            // What was opened into the hole, or lost a side there, is of no use afterwards.
            if !swallows, ends.contains(-1) { return }
        }
    }
}

private func loopback(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
}
