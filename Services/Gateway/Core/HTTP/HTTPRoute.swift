/// The paths that the gateway answers, beside the browser client's files. docs/guide/openapi.yaml describes them.
package enum HTTPRoute: Sendable, Equatable {
    case live, ready, gateways, cluster, kill, guest, rename, renew
    case replay(Substring)
    case ratings(Substring)
    /// The rest of the path, such as `ranked/duel`.
    case leaderboard(Substring)
    /// Answered by the connection itself.
    case socket

    private static let replays = "/api/replays/"
    private static let ratings = "/api/ratings/"
    private static let leaderboards = "/api/leaderboards/"

    /// `nil`: a file, or nothing.
    package init?(path: String) {
        switch path {
        case "/health": self = .live
        case "/health/ready": self = .ready
        case "/gateways.json": self = .gateways
        case "/api/cluster": self = .cluster
        case "/api/cluster/kill": self = .kill
        case "/api/auth/guest": self = .guest
        case "/api/auth/rename": self = .rename
        case "/api/auth/renew": self = .renew
        case "/ws": self = .socket
        case _ where path.hasPrefix(Self.replays): self = .replay(path.dropFirst(Self.replays.count))
        case _ where path.hasPrefix(Self.ratings): self = .ratings(path.dropFirst(Self.ratings.count))
        case _ where path.hasPrefix(Self.leaderboards): self = .leaderboard(path.dropFirst(Self.leaderboards.count))
        default: return nil
        }
    }

    /// As a description of the API writes it.
    package var template: String {
        switch self {
        case .live: "/health"
        case .ready: "/health/ready"
        case .gateways: "/gateways.json"
        case .cluster: "/api/cluster"
        case .kill: "/api/cluster/kill"
        case .guest: "/api/auth/guest"
        case .rename: "/api/auth/rename"
        case .renew: "/api/auth/renew"
        case .replay: Self.replays + "{name}"
        case .ratings: Self.ratings + "{user}"
        case .leaderboard: Self.leaderboards + "{kind}/{mode}"
        case .socket: "/ws"
        }
    }

    package var methods: [String] {
        switch self {
        case .live, .ready, .gateways, .cluster, .replay, .ratings, .leaderboard: ["GET", "HEAD"]
        case .kill, .guest, .rename, .renew: ["POST"]
        case .socket: ["GET"]
        }
    }

    /// Pages of other origins may be let in (``CrossOrigin``).
    package var isForPages: Bool {
        switch self {
        case .gateways, .cluster, .kill, .guest, .rename, .renew, .replay, .ratings, .leaderboard: true
        case .live, .ready, .socket: false
        }
    }

    /// One of each, with empty parameters.
    package static let all: [HTTPRoute] = [
        .live, .ready, .gateways, .cluster, .kill, .guest, .rename, .renew, .replay(""), .ratings(""),
        .leaderboard(""), .socket,
    ]
}
