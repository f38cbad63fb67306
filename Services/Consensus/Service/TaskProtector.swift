import ConsensusCore
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import Observability

/// Asks the ECS agent to spare this node's task while the node leads (AWS: "Task scale-in protection endpoint").
actor TaskProtector {
    private static let interval = Duration.milliseconds(500)

    private let agent: ECSAgent
    private let eventLoop: any EventLoop
    private let logger: Logger
    private var protection = TaskProtection()
    private var hasFailed = false

    init(agent: ECSAgent, eventLoop: any EventLoop, logger: Logger) {
        self.agent = agent
        self.eventLoop = eventLoop
        self.logger = logger
    }

    /// Until it is cancelled.
    func follow(_ driver: RaftDriver) async {
        while !Task.isCancelled {
            await look(leads: await driver.leads)
            try? await Task.sleep(for: Self.interval)
        }
    }

    /// One step. At a stop it is the last: what fails then runs out by itself.
    func look(leads: Bool) async {
        guard let wanted = protection.wanted(leads: leads, at: RaftDriver.now()) else { return }
        do {
            try await agent.protect(wanted, minutes: TaskProtection.minutes, on: eventLoop)
            protection.accepted(wanted, at: RaftDriver.now())
            hasFailed = false
            logger.notice(
                wanted ? "this task is protected while the node leads" : "this task may be taken",
                metadata: .data([.limit: wanted ? "\(TaskProtection.minutes) min" : "none"]))
        } catch {
            // The stop asks once more, and at once.
            guard !Task.isCancelled else { return }
            protection.failed(at: RaftDriver.now())
            // Once a disturbance: it is tried again and again.
            if !hasFailed {
                logger.warning(
                    "the ECS agent does not protect this task: a leader may be taken first",
                    metadata: .data([.reason: "\(error)"]))
            }
            hasFailed = true
        }
    }
}

extension RaftDriver {
    var leads: Bool { node.leadership.role == .leader }
}

/// `PUT $ECS_AGENT_URI/task-protection/v1/state`.
package struct ECSAgent: Sendable, Equatable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private static let limit = TimeAmount.seconds(4)

    let host: String
    let port: Int
    /// Of the agent for this task; without a slash at its end.
    let path: String

    /// - Parameter uri: `http://169.254.170.2/api/…`; `nil` for anything that is no such URI.
    package init?(uri: String) {
        guard uri.hasPrefix("http://"), uri.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        let rest = uri.dropFirst("http://".count)
        let authority = rest.prefix { $0 != "/" }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard let name = parts.first, !name.isEmpty, parts.count <= 2 else { return nil }
        host = String(name)
        if parts.count == 2 {
            guard let number = UInt16(parts[1]), number > 0 else { return nil }
            port = Int(number)
        } else {
            port = 80
        }
        var path = String(rest.dropFirst(authority.count))
        while path.hasSuffix("/") { path.removeLast() }
        self.path = path
    }

    /// - Throws: Also when the task is cancelled: a hanging agent holds up no stop.
    fileprivate func protect(_ isProtected: Bool, minutes: Int, on loop: any EventLoop) async throws {
        let body =
            isProtected
            ? #"{"ProtectionEnabled":true,"ExpiresInMinutes":\#(minutes)}"# : #"{"ProtectionEnabled":false}"#
        let answer = loop.makePromise(of: Void.self)
        let timeout = loop.scheduleTask(in: Self.limit) { answer.fail(Failure(description: "no answer within 4 s")) }
        defer { timeout.cancel() }
        let (host, path) = (host, path)
        let connecting = ClientBootstrap(group: loop)
            .connectTimeout(.seconds(2))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    try channel.pipeline.syncOperations.addHandler(
                        AgentHandler(host: host, uri: path + "/task-protection/v1/state", body: body, answer))
                }
            }
            .connect(host: host, port: port)
        connecting.whenFailure { answer.fail($0) }
        defer { connecting.whenSuccess { $0.close(promise: nil) } }
        try await withTaskCancellationHandler {
            try await answer.futureResult.get()
        } onCancel: {
            answer.fail(Failure(description: "this process stops"))
        }
    }
}

/// Asks once. The agent answers 200 with `protection` when it has done so, else with `failure` or `error` and a reason.
private final class AgentHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private static let largest = 16 << 10

    private let host: String
    private let uri: String
    private let request: String
    private let answer: EventLoopPromise<Void>
    private var status: HTTPResponseStatus?
    private var body = ByteBuffer()

    init(host: String, uri: String, body: String, _ answer: EventLoopPromise<Void>) {
        self.host = host
        self.uri = uri
        request = body
        self.answer = answer
    }

    func channelActive(context: ChannelHandlerContext) {
        let headers: HTTPHeaders = [
            "host": host, "connection": "close", "content-type": "application/json",
            "content-length": String(request.utf8.count),
        ]
        let head = HTTPRequestHead(version: .http1_1, method: .PUT, uri: uri, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: request)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): status = head.status
        case .body(var piece):
            guard body.readableBytes + piece.readableBytes <= Self.largest else {
                answer.fail(ECSAgent.Failure(description: "its answer is longer than \(Self.largest) bytes"))
                context.close(promise: nil)
                return
            }
            body.writeBuffer(&piece)
        case .end:
            let text = String(buffer: body)
            if status == .ok, text.contains("\"protection\"") {
                answer.succeed(())
            } else {
                answer.fail(
                    ECSAgent.Failure(description: "it answers \(status?.code ?? 0): \(String(text.prefix(300)))"))
            }
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        answer.fail(ECSAgent.Failure(description: "it cut the connection"))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { answer.fail(error) }
}
