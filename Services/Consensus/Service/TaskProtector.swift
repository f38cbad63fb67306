import ConsensusCore
import Logging
import NIOCore
import Observability
import ServiceRuntime

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

    /// The agent answers 200 with `protection` when it has done so, else with `failure` or `error` and a reason.
    /// - Throws: Also when the task is cancelled: a hanging agent holds up no stop.
    fileprivate func protect(_ isProtected: Bool, minutes: Int, on loop: any EventLoop) async throws {
        let json =
            isProtected
            ? #"{"ProtectionEnabled":true,"ExpiresInMinutes":\#(minutes)}"# : #"{"ProtectionEnabled":false}"#
        let request = ShortRequest(
            to: host, port: port, method: "PUT", path: path + "/task-protection/v1/state", json: json,
            largestAnswer: 16 << 10)
        let answer = try await request.answer(within: Self.limit, on: loop)
        let text = String(buffer: answer.body)
        guard answer.status == 200, text.contains("\"protection\"") else {
            throw Failure(description: "it answers \(answer.status): \(text.prefix(300))")
        }
    }
}
