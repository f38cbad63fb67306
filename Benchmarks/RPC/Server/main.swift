import Glibc
import Logging
import NIOCore
import NIOPosix
import RPC
import TLS

/// `bench.Echo` on this project's RPC layer: rpc-bench-server PORT [CERTIFICATE KEY].
private final class EchoHandler: RPCCallHandler {
    func received(_ message: [UInt8], on call: RPCCall) { call.send(message) }
    func receivedEnd(on call: RPCCall) { call.finish() }
    func closed(_ status: RPCStatus, on call: RPCCall) {}
}

private let arguments = CommandLine.arguments
private let security: RPCSecurity =
    arguments.count > 3
    ? .serverTLS(TLSConfiguration(certificateFile: arguments[2], keyFile: arguments[3]), serverName: "") : .plaintext
private let echo = RPCServiceDefinition(
    name: "bench.Echo",
    methods: [
        "Unary": .stream { _, _ in EchoHandler() },
        "Stream": .stream { _, _ in EchoHandler() },
        // The same as a task, as services have their methods off the hot path.
        "Task": .unary { request, _ in request },
    ])
private var limits = RPCLimits()
limits.maxMessageBytes = 8 << 20
private var logger = Logger(label: "bench")
logger.logLevel = .error
private let loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
_ = try await RPCServer.start(
    host: "127.0.0.1", port: Int(arguments[1])!, services: [echo], security: security, limits: limits, on: loop,
    logger: logger)
signal(SIGTERM) { _ in exit(0) }  // in order, so that what counts allocations can tell
while true { try await Task.sleep(for: .seconds(3600)) }
