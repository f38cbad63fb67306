import ClientProtocol
import Configuration
import GatewayCore
import GatewayService
import Glibc
import Identity
import Logging
import NIOCore
import NIOPosix
import ServiceRuntime
import Synchronization

/// A gateway on a free port of the loopback interface.
struct GatewayUnderTest {
    static let secret = "a secret of the tests, long enough"

    let loops: MultiThreadedEventLoopGroup
    let gateway: Gateway
    let listener: any Channel
    let port: Int

    /// - Parameter connects: Whether the gateway looks for a registry and simulations.
    static func start(
        _ changes: [String: String] = [:], files: StaticFiles = StaticFiles(), connects: Bool = false,
        logger: Logger? = nil
    ) async throws -> GatewayUnderTest {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for (key, value) in changes.merging(["jwt.secret": secret], uniquingKeysWith: { given, _ in given }) {
            values[AbsoluteConfigKey(ConfigKey(key))] = ConfigValue(.string(value), isSecret: false)
        }
        let config = ConfigReader(provider: InMemoryProvider(values: values))
        let settings = try GatewaySettings(config: config, node: try NodeSettings(config: config))
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        var silent = Logger(label: "gateway")
        silent.logLevel = .critical
        let gateway = Gateway(settings: settings, eventLoop: loops.next(), logger: logger ?? silent)
        let routes = GatewayRoutes(gateway: gateway, files: files, settings: settings)
        let listener = try await HTTPListener.bind(host: "127.0.0.1", port: 0, responder: routes, on: loops.next())
        if connects { await gateway.start() }
        return GatewayUnderTest(
            loops: loops, gateway: gateway, listener: listener, port: listener.localAddress?.port ?? 0)
    }

    func stop() async throws {
        try await listener.close()
        await gateway.drain()
        await gateway.disconnect()
        try await loops.shutdownGracefully()
    }

    /// - Parameter age: Seconds since it was issued.
    static func token(user: UInt64 = 17, name: String = "Ada", age: Int64 = 0) -> String {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return PlayerToken.issue(
            to: Player(id: UserID(rawValue: user), name: name, isGuest: true), now: UInt64(Int64(time.tv_sec) - age),
            key: TokenKey(secret: secret)!)
    }

    static func hello(
        user: UInt64 = 17, session: String = "00000000000000a1", standsBy: Bool = false, connection: UInt64 = 0,
        nextSequence: UInt64 = 0
    ) -> String {
        var more = standsBy ? #","standby":true"# : ""
        if connection > 0 { more += #","connection":\#(connection)"# }
        if nextSequence > 0 { more += #","nextSeq":\#(nextSequence)"# }
        return #"{"type":"hello","version":1,"token":"\#(token(user: user))","session":"\#(session)"\#(more)}"#
    }
}

/// Runs `body` with a gateway and stops it whatever happens.
func withGateway(
    _ changes: [String: String] = [:], files: StaticFiles = StaticFiles(), connects: Bool = false,
    logger: Logger? = nil, _ body: (GatewayUnderTest) async throws -> Void
) async throws {
    let gateway = try await GatewayUnderTest.start(changes, files: files, connects: connects, logger: logger)
    do {
        try await body(gateway)
    } catch {
        try await gateway.stop()
        throw error
    }
    try await gateway.stop()
}

/// Keeps the lines of a log.
final class LogLines: Sendable {
    private struct Handler: LogHandler {
        let lines: LogLines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            lines.kept.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") }
        }
    }

    private let kept = Mutex<[String]>([])

    var all: [String] { kept.withLock { $0 } }

    var logger: Logger { Logger(label: "gateway") { _ in Handler(lines: self) } }
}
