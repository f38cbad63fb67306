import GatewayCore
import GatewayService
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import Synchronization
import Testing

/// Autobahn's cases against the gateway's sockets, by `kosoku` (PyPI) where it is installed. The suite wants an echo, so
/// the same handlers serve one here. Left out: 9 (sizes and speed; the players' sockets take 4 KiB), 12 and 13 (compression).
@Suite struct AutobahnTests {
    private static let isInstalled = run(["kosoku", "--help"]) == 0

    @Test("every case of RFC 6455 passes", .enabled(if: isInstalled, "kosoku is not installed"))
    func cases() async throws {
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let listener = try await HTTPListener.bind(host: "127.0.0.1", port: 0, responder: Echo(), on: loops.next())
        let port = try #require(listener.localAddress?.port)
        var template = Array("/tmp/snaketron-autobahn-XXXXXX".utf8CString)
        let folder = String(cString: mkdtemp(&template))
        let status = Self.run(
            ["kosoku", "-p", "8", "-x", "9.*", "-x", "12.*", "-x", "13.*", "-o", folder, "127.0.0.1:\(port)"],
            output: "\(folder)/output")
        let output = Self.text("\(folder)/output")
        #expect(status == 0, "\(output)")
        #expect(Self.run(["rm", "-r", folder]) == 0)
        try await listener.close()
        try await loops.shutdownGracefully()
    }

    /// Runs a program and waits for it. Its output goes to a file, or nowhere.
    private static func run(_ arguments: [String], output: String = "/dev/null") -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        pointers.append(nil)
        defer { pointers.forEach { free($0) } }
        var pid = pid_t()
        guard posix_spawnp(&pid, arguments[0], &actions, nil, pointers, environ) == 0 else { return -1 }
        var status: Int32 = 0
        guard waitpid(pid, &status, 0) == pid else { return -1 }
        return status
    }

    private static func text(_ path: String) -> String {
        guard let file = fopen(path, "rb") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        return String(decoding: bytes[..<fread(&bytes, 1, bytes.count, file)], as: UTF8.self)
    }
}

private final class Echo: HTTPResponder, WebSocketOwner {
    private struct State {
        var channels: [SocketID: any Channel] = [:]
        var last: UInt64 = 0
    }

    private let state = Mutex(State())

    let socketEndpoint = SocketEndpoint(path: "/", subprotocol: nil, maximumMessageSize: 1 << 20)
    let isDraining = false
    let trustedProxies = 0

    func answer(to request: HTTPRequest) -> HTTPAnswer { .now(.failure(.notFound, "not_found", "")) }
    func refusal(of upgrade: WebSocketHandshake.Request, from clientAddress: String) -> HTTPResponse? { nil }

    func openSocket(on channel: any Channel, clientAddress: String) -> WebSocketHandler {
        let id = state.withLock { state in
            state.last += 1
            let id = SocketID(rawValue: state.last)
            state.channels[id] = channel
            return id
        }
        return WebSocketHandler(id: id, owner: self, maximumMessageSize: socketEndpoint.maximumMessageSize)
    }

    func socket(_ id: SocketID, received message: WebSocketConversation.Message) {
        let channel = state.withLock { $0.channels[id] }
        switch message {
        case .text(let bytes):
            channel?.writeAndFlush(OutgoingFrame.encoded(.text, bytes), promise: nil)
        case .binary(let bytes):
            channel?.writeAndFlush(OutgoingFrame.encoded(.binary, bytes), promise: nil)
        }
    }

    func socketHeard(_ id: SocketID) {}
    func socketBecameWritable(_ id: SocketID) {}
    func socketClosed(_ id: SocketID) { state.withLock { $0.channels[id] = nil } }
}
