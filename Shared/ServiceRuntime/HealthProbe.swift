import Configuration
import Logging
import NIOCore
import NIOPosix
import RPC

/// What a container's health check runs: the program asks the process of its own settings how it fares.
enum HealthProbe {
    /// For one answer, the connection included.
    private static let limit = TimeAmount.seconds(3)
    private static let largestAnswer = 4_096

    struct Answer: Sendable {
        var isHealthy: Bool
        /// One sentence.
        var sentence: String
    }

    /// - Parameter isLive: Of a gateway: whether it lives, not whether players can play through it.
    static func ask(_ service: SettingReader, _ config: ConfigReader, isLive: Bool) async throws -> Answer {
        let node = try NodeSettings(config: config)
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = loops.next()
        let answer: Answer
        switch service {
        case .gateway:
            let host = reachable(config.text(.gatewayBindAddress) ?? "")
            answer = await askHTTP(host, node.gatewayPort, isLive ? "/health" : "/health/ready", on: loop)
        case .simulation:
            answer = await askRPC(
                reachable(node.bindAddress), node.grpcPort, node.security(allowing: [service.rawValue]), on: loop)
        case .consensus: answer = await askRPC(node.loopbackAddress, node.consensusPort, .plaintext, on: loop)
        case .registry: answer = await askRPC(node.loopbackAddress, node.registryPort, .plaintext, on: loop)
        case .tool: preconditionFailure("the tool is no process that serves")
        }
        try? await loops.shutdownGracefully()
        return answer
    }

    /// Where a process that listens on `address` is reached from its own machine.
    static func reachable(_ address: String) -> String {
        switch address {
        case "0.0.0.0", "": "127.0.0.1"
        case "::": "::1"
        default: address
        }
    }

    // MARK: grpc.health.v1

    private static func askRPC(_ host: String, _ port: Int, _ security: RPCSecurity, on loop: any EventLoop) async
        -> Answer
    {
        var options = RPCChannel.Options()
        options.logger.logLevel = .critical
        let channel = RPCChannel(host: host, port: port, security: security, eventLoop: loop, options: options)
        defer { channel.close() }
        do throws(RPCStatus) {
            let answer = try await channel.unary(
                "/grpc.health.v1.Health/Check", [], deadline: .nanoseconds(limit.nanoseconds))
            // HealthCheckResponse { ServingStatus status = 1; } with SERVING = 1.
            return answer == [0x08, 0x01]
                ? Answer(isHealthy: true, sentence: "\(host):\(port) is serving")
                : Answer(isHealthy: false, sentence: "\(host):\(port) is not serving")
        } catch {
            return Answer(isHealthy: false, sentence: "\(host):\(port) does not answer: \(error.message)")
        }
    }

    // MARK: HTTP

    private static func askHTTP(_ host: String, _ port: Int, _ path: String, on loop: any EventLoop) async -> Answer {
        let request = ShortRequest(to: host, port: port, path: path, largestAnswer: largestAnswer)
        do {
            let answer = try await request.answer(within: limit, on: loop)
            return Answer(
                isHealthy: answer.status == 200,
                sentence: "\(path): \(answer.status) \(String(buffer: answer.body))")
        } catch {
            return Answer(isHealthy: false, sentence: "\(host):\(port) does not answer \(path): \(error)")
        }
    }
}
