// This file imports nothing: scripts/check-settings compiles it alone and compares the list in docs/guide/operations.md with it.

/// The programs that read settings.
package enum SettingReader: String, CaseIterable, Sendable {
    case registry, consensus, simulation, gateway
    /// The command line, `snaketron`.
    case tool = "snaketron"

    package static let services: [SettingReader] = [.registry, .consensus, .simulation, .gateway]
}

/// One environment variable that configures a program. ``all`` is the one list of them: services read their values, defaults and
/// ranges through it, and it makes `--help`, the list in docs/guide/operations.md, what `snaketron up` hands on, and the warnings
/// about variables that nobody reads.
package struct Setting: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        case text, list, address, path, secret, port, flag
        case integer(ClosedRange<Int>, unit: String?)
        case choice([String])
    }

    package enum Default: Sendable, Equatable {
        case none
        case text(String)
        case integer(Int)
        /// Found at the start, as these words say.
        case found(String)
    }

    /// What `snaketron up` does with it.
    package enum Handing: Sendable, Equatable {
        /// Handed on to the services that read it, if it is set.
        case passed
        /// Every process gets one of its own, for the reason given; what is set is not used.
        case own(String)
        /// Made by the platform that runs a service; nobody is warned of it.
        case ambient
    }

    /// Of the environment variable.
    package let name: String
    package let kind: Kind
    package let fallback: Default
    package let readers: [SettingReader]
    package let about: String
    package let handing: Handing

    init(
        _ name: String, _ kind: Kind, _ fallback: Default = .none, for readers: [SettingReader], _ about: String,
        up handing: Handing = .passed
    ) {
        self.name = name
        self.kind = kind
        self.fallback = fallback
        self.readers = readers
        self.about = about
        self.handing = handing
    }

    /// `GRPC_PORT` is `grpc.port` to the reader of the configuration.
    package var key: String { String(name.lowercased().map { $0 == "_" ? "." : $0 }) }
    package var isSecret: Bool { kind == .secret }
    /// The variable that names a file with the value instead.
    package var fileName: String? { isSecret ? name + "_FILE" : nil }
}

// MARK: The list.

extension Setting {
    private static let node = SettingReader.services
    private static let perNode = "snaketron up gives each node its own addresses and ports"

    // Where a node's processes listen and find each other.
    package static let bindAddress = Setting(
        "BIND_ADDR", .address, .text("127.0.0.1"), for: node,
        "Play and Raft listen here. Beyond loopback they need TLS, or `ALLOW_PLAINTEXT=true`", up: .own(perNode))
    package static let loopbackAddress = Setting(
        "LOOPBACK_ADDR", .address, .text("127.0.0.1"), for: node,
        "Consensus, registry and metrics listen here, for the processes of this node only", up: .own(perNode))
    package static let advertisedAddress = Setting(
        "ADVERTISE_ADDR", .address, .found("found by the registry"), for: [.registry, .consensus, .gateway],
        "IPv4 address under which other nodes reach this one", up: .own(perNode))
    package static let grpcPort = Setting(
        "GRPC_PORT", .port, .integer(50_051), for: node,
        "Port of Play", up: .own(perNode))
    package static let raftPort = Setting(
        "RAFT_PORT", .port, .integer(50_052), for: node,
        "Port of Raft", up: .own(perNode))
    package static let consensusPort = Setting(
        "CONSENSUS_PORT", .port, .integer(50_053), for: node,
        "Port of consensus, for the processes of this node", up: .own(perNode))
    package static let registryPort = Setting(
        "REGISTRY_PORT", .port, .integer(50_054), for: node,
        "Port of the registry, for the processes of this node", up: .own(perNode))
    package static let gatewayPort = Setting(
        "WS_PORT", .port, .integer(8_080), for: node,
        "Port of HTTP and WebSocket at the gateway", up: .own(perNode))
    package static let metricsPort = Setting(
        "METRICS_PORT", .integer(0...65_535, unit: nil), .integer(0), for: node,
        "The operator's port of this process. It serves `GET /metrics`, and at the gateway "
            + "`GET /health/ready` with the reason. 0 turns it off",
        up: .own("snaketron up serves metrics at 9101 to 9104"))
    package static let metricsAddress = Setting(
        "METRICS_BIND_ADDR", .address, .found("`LOOPBACK_ADDR`"), for: node,
        "`METRICS_PORT` listens here. Anything that reaches it sees the node's addresses and numbers")

    // What a node keeps, and how it is protected.
    package static let dataDirectory = Setting(
        "DATA_DIR", .path, .text("./data"), for: node,
        "Folder of the data that must survive a restart", up: .own("snaketron up keeps it in SNAKETRON_HOME"))
    package static let cluster = Setting(
        "CLUSTER", .text, .text("snaketron"), for: node,
        "Name of the cluster, at most 64 bytes. Nodes with one name and one database form one cluster")
    package static let nodeSecret = Setting(
        "NODE_SECRET", .secret, .found("`DATA_DIR/node-secret`, made when missing"), for: node + [.tool],
        "Secret of at least 16 bytes that the processes of a node share")
    package static let nodeToken = Setting(
        "NODE_TOKEN", .secret, .found("made from the node's secret"), for: [.simulation, .gateway],
        "This service's own token, printed by `snaketron token SERVICE`. It replaces the secret, so the "
            + "process cannot call what others may", up: .own("snaketron up gives each node a secret of its own"))
    package static let tlsAuthority = Setting(
        "TLS_CA", .path, for: node + [.tool],
        "PEM file of the authority. With the other two it turns on mutual TLS between nodes; set all three "
            + "or none. For services each may be the PEM text itself")
    package static let tlsCertificate = Setting(
        "TLS_CERT", .path, for: node + [.tool],
        "PEM file of this process. For snaketron up, `{service}` stands for its name")
    package static let tlsKey = Setting(
        "TLS_KEY", .path, for: node + [.tool],
        "PEM file of this process")
    package static let allowPlaintext = Setting(
        "ALLOW_PLAINTEXT", .flag, .text("false"), for: node,
        "Allows listening beyond loopback without TLS")
    package static let logLevel = Setting(
        "LOG_LEVEL", .choice(["trace", "debug", "info", "notice", "warning", "error", "critical"]), .text("info"),
        for: node,
        "The lowest level that is logged")
    package static let logFormat = Setting(
        "LOG_FORMAT", .choice(["text", "json"]), .text("text"), for: node,
        "Format of a log line. `json` is an object with `time`, `level`, `service`, `message` and `data`")

    // The end of a node, in this order, when it is asked to stop (SIGTERM).
    package static let drainDelay = Setting(
        "DRAIN_DELAY_MS", .integer(0...300_000, unit: "ms"), .integer(0), for: node,
        "First step of a stop: `/health/ready` answers 503 and new sockets are still taken, so that a load "
            + "balancer notices")
    package static let drainPlayers = Setting(
        "DRAIN_PLAYERS_MS", .integer(0...60_000, unit: "ms"), .integer(1_500), for: node,
        "Second step: the longest time for players to move to their standbys. They are told one by one, over "
            + "half of it")
    package static let drainStreams = Setting(
        "DRAIN_STREAMS_MS", .integer(0...60_000, unit: "ms"), .integer(3_000), for: node,
        "Third step: the longest time that the simulation waits for the streams of gateways")
    package static let drainHandOver = Setting(
        "DRAIN_HANDOVER_MS", .integer(0...60_000, unit: "ms"), .integer(3_000), for: node,
        "Fourth step: the longest time that consensus waits until another node leads")

    // Gateway.
    package static let gatewayBindAddress = Setting(
        "GATEWAY_BIND_ADDR", .address, .text("127.0.0.1"), for: [.gateway],
        "HTTP and WebSocket listen here")
    package static let tokenSecret = Setting(
        "JWT_SECRET", .secret, .found("none, it is required"), for: [.gateway],
        "Secret of at least 32 bytes that signs the players' tokens, the same on all gateways")
    package static let previousTokenSecret = Setting(
        "JWT_SECRET_PREVIOUS", .secret, for: [.gateway],
        "A second secret whose tokens are accepted; see [players' tokens](#players-tokens)")
    package static let clientDirectory = Setting(
        "CLIENT_DIR", .path, .found("none served"), for: [.gateway],
        "Folder of the browser client's files. Browsers that accept it get `name.br` or `name.gz` beside a "
            + "file in its place. `.immutable` lists files that caches may keep for ever. `make client` writes "
            + "them (brotli if installed)")
    package static let allowedOrigins = Setting(
        "ALLOWED_ORIGINS", .list, for: [.gateway],
        "Pages that may open sockets and read the API, besides those of this host, such as "
            + "`https://play.example`. Needed where a proxy changes `Host`: without it a page says "
            + "\"Connecting…\" and the gateway logs a warning once a minute")
    package static let publicGateways = Setting(
        "PUBLIC_GATEWAYS", .list, for: [.gateway],
        "Gateways that a page may fail over to: `ws://` or `wss://` URLs, or ports such as `:8081` of the host "
            + "that served the page. Pages of these ports may open sockets at each other. Only pages of this "
            + "machine are told loopback addresses")
    package static let trustForwardedFor = Setting(
        "TRUST_FORWARDED_FOR", .integer(0...16, unit: nil), .integer(0), for: [.gateway],
        "Number of proxies between players and gateway that each append to `X-Forwarded-For`. `true` is 1; a "
            + "CDN before a load balancer is 2. If it is too high, players choose their address. If it is too low, "
            + "all players have the proxy's address")
    package static let maximumSockets = Setting(
        "GATEWAY_MAX_SOCKETS", .integer(1...100_000, unit: nil), .integer(4_000), for: [.gateway],
        "Most sockets of this gateway")
    package static let maximumSocketsPerAddress = Setting(
        "GATEWAY_MAX_SOCKETS_PER_ADDRESS", .integer(1...100_000, unit: nil), .integer(64), for: [.gateway],
        "Most sockets of one address (IPv6: of one /64)")
    package static let addressLimits = Setting(
        "GATEWAY_ADDRESS_LIMITS", .list, for: [.gateway],
        "Most sockets of one address by its network, such as `10.1.0.0/16:500`, for schools behind one "
            + "address: about two sockets for each player. It is also the number of new guests a minute, if that "
            + "is more. The longest prefix counts. The other limits of an address grow with it")
    package static let maximumSocketsPerUser = Setting(
        "GATEWAY_MAX_SOCKETS_PER_USER", .integer(1...1_000, unit: nil), .integer(8), for: [.gateway],
        "Most sockets of one user")
    package static let guestsPerMinute = Setting(
        "GATEWAY_GUESTS_PER_MINUTE", .integer(1...100_000, unit: nil), .integer(60), for: [.gateway],
        "New guests of one address (IPv6: of one /64) a minute")

    package static let accessLog = Setting(
        "ACCESS_LOG", .choice(["off", "common", "json"]), .text("off"), for: [.gateway],
        "One line for each request on standard output, in the Common Log Format or as JSON, without query, "
            + "body and tokens")

    package static let maximumConnections = Setting(
        "GATEWAY_MAX_CONNECTIONS", .integer(16...100_000, unit: nil), .integer(2_000), for: [.gateway],
        "Most TCP connections without a socket; fewer if the limit of open files is lower")
    package static let maximumConnectionsPerAddress = Setting(
        "GATEWAY_MAX_CONNECTIONS_PER_ADDRESS", .integer(1...100_000, unit: nil), .integer(256), for: [.gateway],
        "Most TCP connections without a socket from one address. This and the next three are granted once for "
            + "each 64 sockets that the address may have. Behind trusted proxies the two for connections do not apply")
    package static let connectionsPerMinute = Setting(
        "GATEWAY_CONNECTIONS_PER_MINUTE", .integer(1...1_000_000, unit: nil), .integer(6_000), for: [.gateway],
        "TCP connections of one address a minute")
    package static let handshakesPerMinute = Setting(
        "GATEWAY_HANDSHAKES_PER_MINUTE", .integer(1...1_000_000, unit: nil), .integer(600), for: [.gateway],
        "Sockets that one address opens in a minute")
    package static let hellosPerMinute = Setting(
        "GATEWAY_HELLOS_PER_MINUTE", .integer(1...1_000_000, unit: nil), .integer(300), for: [.gateway],
        "Hellos of one address a minute. Each is an entry of the log and a query of the database")
    package static let playerHellosPerMinute = Setting(
        "GATEWAY_PLAYER_HELLOS_PER_MINUTE", .integer(1...1_000_000, unit: nil), .integer(30), for: [.gateway],
        "Hellos of one player a minute, two fifths of them at once")
    package static let allowNodeKill = Setting(
        "ALLOW_NODE_KILL", .flag, .text("false"), for: [.gateway],
        "For demonstrations on one machine: pages of this machine may kill nodes of its cluster while all are "
            + "whole. The gateway then starts only on loopback. `snaketron up` turns it on")

    // Registry.
    package static let database = Setting(
        "DATABASE_URL", .secret, .found("SQLite in `DATA_DIR`"), for: [.registry],
        "`postgres://user:password@host/database`, with any number of hosts, or `sqlite:///path`. libpq's "
            + "`PG…` variables work too")
    package static let isFargate = Setting(
        "IS_FARGATE", .flag, .text("false"), for: [.registry],
        "Asks the ECS agent for this node's address", up: .own(perNode))
    package static let ecsMetadata = Setting(
        "ECS_CONTAINER_METADATA_URI_V4", .text, .found("set by ECS"), for: [.registry],
        "Address of the ECS agent's metadata", up: .ambient)

    // Consensus.
    package static let voters = Setting(
        "VOTERS", .integer(3...5, unit: nil), .integer(3), for: [.consensus],
        "Number of voting members, 3 or 5; further nodes are learners")
    package static let voterSilence = Setting(
        "VOTER_SILENCE_MS", .integer(500...600_000, unit: "ms"), .integer(5_000), for: [.consensus],
        "A voter that is silent for longer is replaced by a learner")
    package static let learnerSteadiness = Setting(
        "LEARNER_STEADY_MS", .integer(100...600_000, unit: "ms"), .integer(5_000), for: [.consensus],
        "How long a learner must answer without a gap before it replaces a voter. For a free seat a fifth of it "
            + "is enough")
    package static let voterChangeInterval = Setting(
        "VOTER_CHANGE_INTERVAL_MS", .integer(0...600_000, unit: "ms"), .integer(10_000), for: [.consensus],
        "Time between changes of voters while enough of them live")
    package static let learnerSilence = Setting(
        "LEARNER_SILENCE_MS", .integer(1_000...86_400_000, unit: "ms"), .integer(600_000), for: [.consensus],
        "A learner that is silent for longer and not registered is removed")
    package static let leaderRhythm = Setting(
        "LEADER_RHYTHM_MS", .integer(1_000...3_600_000, unit: "ms"), .integer(10_000), for: [.consensus],
        "How long a leader is watched before a silence shorter than the election timeout counts")
    package static let ecsAgent = Setting(
        "ECS_AGENT_URI", .text, .found("set by ECS"), for: [.consensus],
        "Address of the ECS agent. The leader's task asks it for protection from scale-in and deployments", up: .ambient
    )
    package static let snapshotEntries = Setting(
        "SNAPSHOT_ENTRIES", .integer(100...1_000_000, unit: nil), .integer(6_000), for: [.consensus],
        "Log entries between two snapshots. The log before the last snapshot is dropped")

    package static let worldCopyInterval = Setting(
        "WORLD_COPY_SECONDS", .integer(0...3_600, unit: "s"), .integer(10), for: [.consensus],
        "age of the world's copy in the database, at most; 0: no copies")

    // Simulation.
    package static let allowStateCorruption = Setting(
        "ALLOW_STATE_CORRUPTION", .flag, .text("false"), for: [.simulation],
        "For tests only: each SIGUSR1 flips a bit of this node's world. A warning at the start says so")

    // The command line.
    package static let home = Setting(
        "SNAKETRON_HOME", .path, .text(".snaketron"), for: [.tool],
        "Folder of the cluster on this machine")

    package static let all: [Setting] = [
        bindAddress, loopbackAddress, advertisedAddress, grpcPort, raftPort, consensusPort, registryPort, gatewayPort,
        metricsPort, metricsAddress, dataDirectory, cluster, nodeSecret, nodeToken, tlsAuthority, tlsCertificate,
        tlsKey,
        allowPlaintext, logLevel, logFormat,
        drainDelay, drainPlayers, drainStreams, drainHandOver,
        gatewayBindAddress, tokenSecret, previousTokenSecret, clientDirectory, allowedOrigins, publicGateways,
        trustForwardedFor,
        maximumSockets, maximumSocketsPerAddress, addressLimits, maximumSocketsPerUser, guestsPerMinute,
        maximumConnections, maximumConnectionsPerAddress, connectionsPerMinute, handshakesPerMinute, hellosPerMinute,
        playerHellosPerMinute,
        accessLog, allowNodeKill, database,
        isFargate,
        ecsMetadata, voters, voterSilence, learnerSteadiness, voterChangeInterval, learnerSilence, leaderRhythm,
        ecsAgent, snapshotEntries, worldCopyInterval, allowStateCorruption, home,
    ]

    /// How `snaketron up` marks a process: its cluster's folder, its node and its service.
    package static let marks = ["SNAKETRON_HOME", "SNAKETRON_NODE", "SNAKETRON_SERVICE"]

    package static func all(for reader: SettingReader) -> [Setting] { all.filter { $0.readers.contains(reader) } }
}

// MARK: As people read it.

extension Setting {
    /// Such as `integer 500–600 000 ms`.
    package var kindText: String {
        switch kind {
        case .text: "text"
        case .list: "list, by commas"
        case .address: "address"
        case .path: "path"
        case .secret: "secret, or its file in `\(name)_FILE`"
        case .port: "port"
        case .flag: "true or false"
        case .integer(let range, let unit):
            "\(Self.grouped(range.lowerBound))–\(Self.grouped(range.upperBound))" + (unit.map { " \($0)" } ?? "")
        case .choice(let values): values.joined(separator: ", ")
        }
    }

    package var defaultText: String {
        switch fallback {
        case .none: "none"
        case .text(let text), .found(let text): text
        case .integer(let number): String(number)
        }
    }

    /// `600000` as `600 000`.
    private static func grouped(_ number: Int) -> String {
        var text = ""
        for (place, digit) in String(number).reversed().enumerated() {
            if place > 0, place.isMultiple(of: 3), number > 9_999 { text.append(" ") }
            text.append(digit)
        }
        return String(text.reversed())
    }

    private var readersText: String {
        let services = readers.filter { $0 != .tool }
        return services.count == 4 ? "all" : readers.map(\.rawValue).joined(separator: ", ")
    }

    /// The list of docs/guide/operations.md. scripts/checks/limits and scripts/infra/report read the first line of each setting.
    package static var markdown: String {
        all.map { setting in
            let kind = setting.isSecret ? "secret" : setting.kindText
            let facts = "- `\(setting.name)`: \(kind); default \(setting.defaultText); read by \(setting.readersText)."
            return ([facts] + wrapped(setting.about + ".", columns: 98).map { "  " + $0 }).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    /// - Parameter columns: The most characters of a line.
    private static func wrapped(_ text: String, columns: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= columns {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }

    /// The lines of a program's `--help`.
    package static func help(for reader: SettingReader) -> String {
        let settings = all(for: reader)
        let width = (settings.map(\.name.count).max() ?? 0) + 2
        return settings.map { setting in
            let about = setting.about.filter { $0 != "`" }
            let fallback = setting.defaultText.filter { $0 != "`" }
            let kind = setting.kindText.filter { $0 != "`" }
            return "  \(setting.name)\(String(repeating: " ", count: width - setting.name.count))"
                + "\(about) (\(kind)) [\(fallback)]"
        }.joined(separator: "\n")
    }
}

// MARK: What nobody reads.

extension Setting {
    /// One sentence for each variable that somebody has set to configure this program, as far as one can tell, and that it does
    /// not read. Values are not looked at beyond whether they are empty, nor shown.
    /// - Parameter environment: Name to value.
    package static func unread(in environment: [String: String], by reader: SettingReader) -> [String] {
        environment.filter { !$0.value.isEmpty && !marks.contains($0.key) }.keys.sorted().compactMap { name in
            guard let known = all.first(where: { $0.name == name || $0.fileName == name }) else {
                return closest(to: name).map { "\(name) is no setting; did you mean \($0)?" }
                    ?? (hasOwnPrefix(name) ? "\(name) is no setting of SnakeTron" : nil)
            }
            guard !known.readers.contains(reader), known.handing != .ambient, known.readers != [.tool] else {
                return nil
            }
            if reader == .tool {
                guard case .own(let reason) = known.handing else { return nil }
                return "\(name) is not used: \(reason)"
            }
            let readers = known.readers.map(\.rawValue).joined(separator: ", ")
            return "\(name) is not used here, but by \(readers)"
        }
    }

    /// Names that others give meanings to, such as those that Kubernetes makes for a service named gateway.
    private static func isForeign(_ name: String) -> Bool {
        ["_SERVICE_HOST", "_SERVICE_PORT", "_PORT_", "_TCP_ADDR"].contains { name.contains($0) }
            || (name.hasSuffix("_PORT") && all.allSatisfy { $0.name != name })
    }

    private static func hasOwnPrefix(_ name: String) -> Bool {
        !isForeign(name)
            && ["GATEWAY_", "VOTER_", "LEARNER_", "LEADER_", "SNAPSHOT_", "RAFT_", "CONSENSUS_", "REGISTRY_"].contains {
                name.hasPrefix($0)
            }
    }

    /// The setting that a mistyped name means.
    private static func closest(to name: String) -> String? {
        let upper = name.uppercased()
        if let same = all.first(where: { $0.name == upper }) { return same.name }
        guard name.count >= 5 else { return nil }
        let letters = Array(upper.utf8)
        var best: (distance: Int, name: String)?
        for setting in all {
            let limit = setting.name.utf8.count >= 12 ? 2 : 1
            let distance = distance(letters, Array(setting.name.utf8))
            guard distance <= limit, distance < best?.distance ?? .max else { continue }
            best = (distance, setting.name)
        }
        return best?.name
    }

    /// Insertions, deletions, replacements and swaps of neighbours that make one out of the other.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        guard abs(left.count - right.count) <= 2 else { return .max }
        var before: [Int] = []
        var last = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var next = [row + 1]
            for (column, other) in right.enumerated() {
                var cost = min(last[column] + (letter == other ? 0 : 1), last[column + 1] + 1, next[column] + 1)
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                    cost = min(cost, before[column - 1] + 1)
                }
                next.append(cost)
            }
            (before, last) = (last, next)
        }
        return last[right.count]
    }
}
