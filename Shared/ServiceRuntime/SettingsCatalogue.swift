// This file imports nothing: scripts/check-settings compiles it alone and compares the table in docs/operations.md with it.

/// The programs that read settings.
package enum SettingReader: String, CaseIterable, Sendable {
    case registry, consensus, simulation, gateway
    /// The command line, `snaketron`.
    case tool = "snaketron"

    package static let services: [SettingReader] = [.registry, .consensus, .simulation, .gateway]
}

/// One environment variable that configures a program. ``all`` is the one list of them: services read their values, defaults and
/// ranges through it, and it makes `--help`, the table in docs/operations.md, what `snaketron up` hands on, and the warnings
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
        "Play and Raft listen here; beyond loopback TLS or `ALLOW_PLAINTEXT=true` is required", up: .own(perNode))
    package static let loopbackAddress = Setting(
        "LOOPBACK_ADDR", .address, .text("127.0.0.1"), for: node,
        "consensus, registry and metrics listen here, for this node's processes alone", up: .own(perNode))
    package static let advertisedAddress = Setting(
        "ADVERTISE_ADDR", .address, .found("found by the registry"), for: [.registry, .consensus, .gateway],
        "IPv4 address under which other nodes reach this one", up: .own(perNode))
    package static let grpcPort = Setting("GRPC_PORT", .port, .integer(50_051), for: node, "Play", up: .own(perNode))
    package static let raftPort = Setting("RAFT_PORT", .port, .integer(50_052), for: node, "Raft", up: .own(perNode))
    package static let consensusPort = Setting(
        "CONSENSUS_PORT", .port, .integer(50_053), for: node, "consensus, for this node's processes", up: .own(perNode))
    package static let registryPort = Setting(
        "REGISTRY_PORT", .port, .integer(50_054), for: node, "registry, for this node's processes", up: .own(perNode))
    package static let gatewayPort = Setting(
        "WS_PORT", .port, .integer(8_080), for: node, "HTTP and WebSocket of the gateway", up: .own(perNode))
    package static let metricsPort = Setting(
        "METRICS_PORT", .integer(0...65_535, unit: nil), .integer(0), for: node,
        "the operator's port of this process: `GET /metrics`, and of the gateway `GET /health/ready` with the reason; 0 is off",
        up: .own("snaketron up serves metrics at 9101 to 9104"))
    package static let metricsAddress = Setting(
        "METRICS_BIND_ADDR", .address, .found("`LOOPBACK_ADDR`"), for: node,
        "where `METRICS_PORT` listens; whoever reaches it sees the node's addresses and numbers")

    // What a node keeps, and how it is protected.
    package static let dataDirectory = Setting(
        "DATA_DIR", .path, .text("./data"), for: node, "what must survive a restart",
        up: .own("snaketron up keeps it in SNAKETRON_HOME"))
    package static let cluster = Setting(
        "CLUSTER", .text, .text("snaketron"), for: node,
        "name of at most 64 bytes; nodes of one name and one database form one cluster")
    package static let nodeSecret = Setting(
        "NODE_SECRET", .secret, .found("`DATA_DIR/node-secret`, made when missing"), for: node + [.tool],
        "at least 16 bytes, shared by the processes of a node")
    package static let nodeToken = Setting(
        "NODE_TOKEN", .secret, .found("made from the node's secret"), for: [.simulation, .gateway],
        "this service's own token, printed by `snaketron token SERVICE`; in place of the secret, so that the process "
            + "cannot call what others may", up: .own("snaketron up gives each node a secret of its own"))
    package static let tlsAuthority = Setting(
        "TLS_CA", .path, for: node + [.tool],
        "PEM file; mutual TLS between nodes with the other two, all three or none; for services each may be the PEM text "
            + "itself"
    )
    package static let tlsCertificate = Setting(
        "TLS_CERT", .path, for: node + [.tool],
        "PEM file of this process; for snaketron up `{service}` stands for its name")
    package static let tlsKey = Setting("TLS_KEY", .path, for: node + [.tool], "PEM file of this process")
    package static let allowPlaintext = Setting(
        "ALLOW_PLAINTEXT", .flag, .text("false"), for: node, "listen beyond loopback without TLS")
    package static let logLevel = Setting(
        "LOG_LEVEL", .choice(["trace", "debug", "info", "notice", "warning", "error", "critical"]), .text("info"),
        for: node, "the least level of what is logged")
    package static let logFormat = Setting(
        "LOG_FORMAT", .choice(["text", "json"]), .text("text"), for: node,
        "how a line of the log is written; `json`: an object with `time`, `level`, `service`, `message` and `data`")

    // The end of a node, in this order, when it is asked to stop (SIGTERM).
    package static let drainDelay = Setting(
        "DRAIN_DELAY_MS", .integer(0...300_000, unit: "ms"), .integer(0), for: node,
        "first step of a stop: `/health/ready` says no and new sockets are still taken, so that a load balancer notices"
    )
    package static let drainPlayers = Setting(
        "DRAIN_PLAYERS_MS", .integer(0...60_000, unit: "ms"), .integer(1_500), for: node,
        "second step: at most so long players may take to change over to their standbys")
    package static let drainStreams = Setting(
        "DRAIN_STREAMS_MS", .integer(0...60_000, unit: "ms"), .integer(3_000), for: node,
        "third step: at most so long the simulation waits for the streams of gateways")
    package static let drainHandOver = Setting(
        "DRAIN_HANDOVER_MS", .integer(0...60_000, unit: "ms"), .integer(3_000), for: node,
        "fourth step: at most so long consensus waits until another node leads")

    // Gateway.
    package static let gatewayBindAddress = Setting(
        "GATEWAY_BIND_ADDR", .address, .text("127.0.0.1"), for: [.gateway], "HTTP and WebSocket listen here")
    package static let tokenSecret = Setting(
        "JWT_SECRET", .secret, .found("needed; snaketron up makes one"), for: [.gateway],
        "at least 32 bytes; signs the players' tokens, the same on all gateways")
    package static let previousTokenSecret = Setting(
        "JWT_SECRET_PREVIOUS", .secret, for: [.gateway],
        "a second secret whose tokens are taken; see [players' tokens](#players-tokens)")
    package static let clientDirectory = Setting(
        "CLIENT_DIR", .path, .found("none served"), for: [.gateway],
        "the browser client's files; `name.gz` and `name.br` beside a file are sent in its place to browsers that take "
            + "them; `.immutable` lists files that caches may keep for ever; `make client` writes both (brotli if installed)"
    )
    package static let allowedOrigins = Setting(
        "ALLOWED_ORIGINS", .list, for: [.gateway],
        "pages that may open sockets and read the API beside this host's own, such as `https://play.example`; needed where "
            + "a proxy changes `Host`: then a page says \"Connecting…\" and the gateway's log warns, once a minute")
    package static let publicGateways = Setting(
        "PUBLIC_GATEWAYS", .list, for: [.gateway],
        "where a page may fail over to: `ws://` or `wss://` URLs, or ports such as `:8081` of the host that the page was "
            + "loaded from, whose pages may then open sockets at each other; loopback addresses are told only to pages of "
            + "this machine")
    package static let trustForwardedFor = Setting(
        "TRUST_FORWARDED_FOR", .integer(0...16, unit: nil), .integer(0), for: [.gateway],
        "how many proxies players come through, each of which appends to `X-Forwarded-For`; `true` is 1, a CDN before a "
            + "load balancer is 2; too many, and players choose their address; too few, and all have the proxy's")
    package static let maximumSockets = Setting(
        "GATEWAY_MAX_SOCKETS", .integer(1...100_000, unit: nil), .integer(4_000), for: [.gateway], "sockets at most")
    package static let maximumSocketsPerAddress = Setting(
        "GATEWAY_MAX_SOCKETS_PER_ADDRESS", .integer(1...100_000, unit: nil), .integer(64), for: [.gateway],
        "sockets of one address (IPv6: of one /64) at most")
    package static let addressLimits = Setting(
        "GATEWAY_ADDRESS_LIMITS", .list, for: [.gateway],
        "sockets of one address by its network, and new guests a minute if that is more, such as "
            + "`10.1.0.0/16:500`; the longest prefix counts; for schools behind one address, about two sockets a player; "
            + "the other limits of an address grow with it"
    )
    package static let maximumSocketsPerUser = Setting(
        "GATEWAY_MAX_SOCKETS_PER_USER", .integer(1...1_000, unit: nil), .integer(8), for: [.gateway],
        "sockets of one user at most")
    package static let guestsPerMinute = Setting(
        "GATEWAY_GUESTS_PER_MINUTE", .integer(1...100_000, unit: nil), .integer(60), for: [.gateway],
        "new guests of one address (IPv6: of one /64) a minute")

    package static let accessLog = Setting(
        "ACCESS_LOG", .choice(["off", "common", "json"]), .text("off"), for: [.gateway],
        "a line a request on standard output, in the Common Log Format or as JSON; without query, body and tokens")

    package static let maximumConnections = Setting(
        "GATEWAY_MAX_CONNECTIONS", .integer(16...100_000, unit: nil), .integer(2_000), for: [.gateway],
        "TCP connections without a socket at most; fewer where the limit of open files is lower")
    package static let maximumConnectionsPerAddress = Setting(
        "GATEWAY_MAX_CONNECTIONS_PER_ADDRESS", .integer(1...100_000, unit: nil), .integer(256), for: [.gateway],
        "TCP connections without a socket of one address at most; this and the next three are granted once for each 64 "
            + "sockets that the address may have; behind trusted proxies the two for connections do not apply")
    package static let connectionsPerMinute = Setting(
        "GATEWAY_CONNECTIONS_PER_MINUTE", .integer(1...1_000_000, unit: nil), .integer(6_000), for: [.gateway],
        "TCP connections of one address a minute")
    package static let handshakesPerMinute = Setting(
        "GATEWAY_HANDSHAKES_PER_MINUTE", .integer(1...1_000_000, unit: nil), .integer(600), for: [.gateway],
        "sockets that one address opens in a minute")
    package static let hellosPerMinute = Setting(
        "GATEWAY_HELLOS_PER_MINUTE", .integer(1...1_000_000, unit: nil), .integer(300), for: [.gateway],
        "hellos of one address a minute; each is an entry of the log and a query of the database")
    package static let allowNodeKill = Setting(
        "ALLOW_NODE_KILL", .flag, .text("false"), for: [.gateway],
        "for demonstrations on one machine: pages of this machine may kill nodes of its cluster, while all are whole; the "
            + "gateway starts only on loopback then. `snaketron up` sets it there")

    // Registry.
    package static let database = Setting(
        "DATABASE_URL", .secret, .found("SQLite in `DATA_DIR`"), for: [.registry],
        "`postgres://user:password@host/database`, with any number of hosts, or `sqlite:///path`; libpq's `PG…` variables count too"
    )
    package static let isFargate = Setting(
        "IS_FARGATE", .flag, .text("false"), for: [.registry], "ask the ECS agent for this node's address",
        up: .own(perNode))
    package static let ecsMetadata = Setting(
        "ECS_CONTAINER_METADATA_URI_V4", .text, .found("set by ECS"), for: [.registry], "where the ECS agent answers",
        up: .ambient)

    // Consensus.
    package static let voters = Setting(
        "VOTERS", .integer(3...5, unit: nil), .integer(3), for: [.consensus],
        "members that vote, 3 or 5; further nodes are learners")
    package static let voterSilence = Setting(
        "VOTER_SILENCE_MS", .integer(500...600_000, unit: "ms"), .integer(5_000), for: [.consensus],
        "a voter silent for longer is swapped for a learner")
    package static let learnerSteadiness = Setting(
        "LEARNER_STEADY_MS", .integer(100...600_000, unit: "ms"), .integer(5_000), for: [.consensus],
        "how long a learner answers without a gap before it is swapped in; a free seat it gets after a fifth")
    package static let voterChangeInterval = Setting(
        "VOTER_CHANGE_INTERVAL_MS", .integer(0...600_000, unit: "ms"), .integer(10_000), for: [.consensus],
        "between changes of voters while enough of them live")
    package static let learnerSilence = Setting(
        "LEARNER_SILENCE_MS", .integer(1_000...86_400_000, unit: "ms"), .integer(600_000), for: [.consensus],
        "a silent learner that is not registered is removed")
    package static let leaderRhythm = Setting(
        "LEADER_RHYTHM_MS", .integer(1_000...3_600_000, unit: "ms"), .integer(10_000), for: [.consensus],
        "how long a leader is watched before a silence shorter than the election timeout counts")
    package static let ecsAgent = Setting(
        "ECS_AGENT_URI", .text, .found("set by ECS"), for: [.consensus],
        "where the ECS agent answers: the leader's task asks it to be spared by scale-in and deployments", up: .ambient)
    package static let snapshotEntries = Setting(
        "SNAPSHOT_ENTRIES", .integer(100...1_000_000, unit: nil), .integer(6_000), for: [.consensus],
        "log entries between two snapshots; the log before the last one is dropped")

    package static let worldCopyInterval = Setting(
        "WORLD_COPY_SECONDS", .integer(0...3_600, unit: "s"), .integer(10), for: [.consensus],
        "age of the world's copy in the database, at most; 0: no copies")

    // Simulation.
    package static let allowStateCorruption = Setting(
        "ALLOW_STATE_CORRUPTION", .flag, .text("false"), for: [.simulation],
        "tests only: each SIGUSR1 flips a bit of this node's world; a warning at the start says so")

    // The command line.
    package static let home = Setting(
        "SNAKETRON_HOME", .path, .text(".snaketron"), for: [.tool], "the folder of the cluster on this machine")

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
        case .secret: "secret, or a file's path in `\(name)_FILE`"
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

    /// The table of docs/operations.md.
    package static var markdown: String {
        let rows = all.map { "| `\($0.name)` | \($0.kindText) | \($0.defaultText) | \($0.readersText) | \($0.about) |" }
        return (["| key | kind, range, unit | default | read by | |", "|---|---|---|---|---|"] + rows)
            .joined(separator: "\n")
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
