import ClientProtocol
import CoreMetrics
import GatewayCore
import Metrics

/// What the gateway counts. Created once.
struct GatewayMetrics: Sendable {
    let sockets = Gauge(label: "snaketron_gateway_sockets")
    let sessions = Gauge(label: "snaketron_gateway_sessions")
    let standbys = Gauge(label: "snaketron_gateway_standbys")
    /// Standby sockets that became their session's own.
    let taken = Counter(label: "snaketron_gateway_standbys_taken_total")
    let opened = Counter(label: "snaketron_gateway_sockets_opened_total")
    let refused = Counter(label: "snaketron_gateway_sockets_refused_total")
    let commands = Counter(label: "snaketron_gateway_commands_total")
    let resent = Counter(label: "snaketron_gateway_commands_resent_total")
    let framesDown = Counter(label: "snaketron_gateway_frames_down_total")
    let bytesDown = Counter(label: "snaketron_gateway_bytes_down_total")
    let shed = Counter(label: "snaketron_gateway_slow_readers_total")
    let losses = Counter(label: "snaketron_gateway_simulation_losses_total")
    /// 1: a simulation is reached whose world moves.
    let reached = Gauge(label: "snaketron_gateway_world_reached")
    /// Simulations that were left because they hang.
    let silences = Counter(label: "snaketron_gateway_simulation_silences_total")
    /// From the loss of a simulation to the next one's answer, per session.
    let recovery = Timer(label: "snaketron_gateway_recovery_seconds")
    /// TCP connections that carry no socket.
    let connections = Gauge(label: "snaketron_gateway_connections")
    private let closed: [CloseCode: Counter]
    private let refusals: [Admission.Reason: Counter]
    /// By status.
    private let requests: [Int: Counter]

    init() {
        requests = Dictionary(
            uniqueKeysWithValues: HTTPRefusal.statuses.map {
                ($0, Counter(label: "snaketron_gateway_requests_refused_total", dimensions: [("status", "\($0)")]))
            })
        refusals = Dictionary(
            uniqueKeysWithValues: Admission.Reason.allCases.map {
                ($0, Counter(label: "snaketron_gateway_refusals_total", dimensions: [("reason", $0.rawValue)]))
            })
        let codes: [CloseCode] = [
            .normal, .goingAway, .protocolError, .notUTF8, .policyViolation, .tooBig, .internalError, .tryAgainLater,
            .replaced, .tokenRefused, .tooManySessions,
        ]
        closed = Dictionary(
            uniqueKeysWithValues: codes.map {
                ($0, Counter(label: "snaketron_gateway_closes_total", dimensions: [("code", String($0.rawValue))]))
            })
    }

    func refused(for reason: Admission.Reason) { refusals[reason]?.increment() }

    /// A request that breaks the rules of HTTP or its limits.
    func refusedRequest(_ status: Int) { requests[status]?.increment() }

    func closed(with code: CloseCode) { closed[code]?.increment() }
}
