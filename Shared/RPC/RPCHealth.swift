import NIOCore
import Synchronization

/// The answers of `grpc.health.v1.Health`. The empty name is the process as a whole. It and each service start as serving.
package final class RPCHealth: Sendable {
    private struct State {
        var serving: [String: Bool]
        var watchers: [ObjectIdentifier: Watcher] = [:]
    }
    private let state: Mutex<State>

    /// - Parameter services: Full names, such as `snaketron.v1.Play`.
    init(services: [String]) {
        state = Mutex(State(serving: Dictionary(([""] + services).map { ($0, true) }) { _, last in last }))
    }

    package func set(_ service: String, serving: Bool) {
        let watchers = state.withLock { state -> [Watcher] in
            guard state.serving.updateValue(serving, forKey: service) != serving else { return [] }
            return state.watchers.values.filter { $0.service == service }
        }
        for watcher in watchers { watcher.tell(Self.status(serving)) }
    }

    /// Nothing is served from now on.
    func stopServing() {
        let services = state.withLock { Array($0.serving.keys) }
        for service in services { set(service, serving: false) }
    }

    var definition: RPCServiceDefinition {
        RPCServiceDefinition(
            name: "grpc.health.v1.Health",
            methods: [
                "Check": .unary { [self] request, _ in
                    let service = try Self.decode(request)
                    guard let serving = state.withLock({ $0.serving[service] }) else {
                        throw RPCStatus(.notFound, "no service \(service.prefix(200))")
                    }
                    return Self.encode(Self.status(serving))
                },
                "Watch": .stream { [self] call, _ in Watcher(self, call) },
            ], file: .health)
    }

    // MARK: Messages, written out: the contract is frozen and has two fields

    /// `HealthCheckResponse.ServingStatus`.
    private enum ServingStatus: UInt8 { case serving = 1, notServing = 2, serviceUnknown = 3 }

    private static func status(_ serving: Bool?) -> ServingStatus {
        switch serving {
        case true?: .serving
        case false?: .notServing
        case nil: .serviceUnknown
        }
    }

    private static func encode(_ status: ServingStatus) -> [UInt8] { [0x08, status.rawValue] }

    /// `HealthCheckRequest { string service = 1; }`
    private static func decode(_ request: [UInt8]) throws(RPCStatus) -> String {
        guard !request.isEmpty else { return "" }
        // One field of at most 127 bytes: tag, length, text.
        guard request.count >= 2, request[0] == 0x0A, request[1] < 0x80, request.count == 2 + Int(request[1]),
            let service = String(validating: request[2...], as: UTF8.self)
        else { throw RPCStatus(.invalidArgument, "not a HealthCheckRequest with a name of at most 127 bytes") }
        return service
    }

    // MARK: Watching

    /// Guarded by its call's event loop, except `service`, which is set before others see it.
    private final class Watcher: RPCCallHandler, @unchecked Sendable {
        private let health: RPCHealth
        private let call: RPCCall
        private(set) var service = ""
        private var isStarted = false

        init(_ health: RPCHealth, _ call: RPCCall) {
            self.health = health
            self.call = call
        }

        func tell(_ status: ServingStatus) {
            call.eventLoop.execute { self.call.send(RPCHealth.encode(status)) }
        }

        func received(_ message: [UInt8], on call: RPCCall) {
            guard !isStarted else { return }
            isStarted = true
            do throws(RPCStatus) {
                service = try RPCHealth.decode(message)
            } catch {
                call.finish(error)
                return
            }
            let serving = health.state.withLock { state in
                state.watchers[ObjectIdentifier(self)] = self
                return state.serving[service]
            }
            tell(RPCHealth.status(serving))
        }

        func closed(_ status: RPCStatus, on call: RPCCall) {
            health.state.withLock { $0.watchers[ObjectIdentifier(self)] = nil }
        }
    }
}
