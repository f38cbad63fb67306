package import Configuration
import CoreMetrics
package import Logging
import Metrics
package import NIOCore
import NIOPosix
package import Observability
package import RPC
package import ServiceLifecycle
import TLS
import UnixSignals

#if canImport(Glibc)
    import Glibc
#endif

/// Why a process ended, for scripts and supervisors (sysexits.h).
package enum ExitCode: Int32, Sendable {
    case ok = 0
    case software = 70  // a bug of ours
    case usage = 64  // a setting or an argument is wrong
    case newerData = 65  // a newer version of this software wrote the data directory
    case unavailable = 69  // a port is in use, something needed is missing
    case diskFailed = 71  // the disk refused a call; nothing was acknowledged that is not on it
    case diskFull = 73  // no room for what must be made before the start
    case damagedData = 74  // the data directory cannot be trusted; it has been set aside
    case removed = 75  // this node is no member any more; start again for a new identity
}

/// An error that ends the process with a code of its own and one sentence for a person.
package protocol ProcessFailure: Error, CustomStringConvertible {
    var exitCode: ExitCode { get }
}

extension SettingsError: ProcessFailure {
    package var exitCode: ExitCode { .usage }
}

/// What ``ServiceMain`` hands to a service.
package struct ProcessContext: Sendable {
    package let config: ConfigReader
    package let node: NodeSettings
    /// What the processes of this node show each other.
    package let nodeToken: RPCCallToken
    package let logger: Logger
    /// The one event loop of the process. Service state lives on it.
    package let eventLoop: any EventLoop
    package let metrics: PrometheusRegistry
}

/// The frame around every service: settings, logging, metrics, signals, an orderly end.
package enum ServiceMain {
    /// Runs a process until SIGTERM, SIGINT or SIGHUP, or until a service fails. Never returns.
    ///
    /// Services start in the order given and stop in reverse. A stop may take `shutdownLimit`; then what is left is cancelled.
    package static func run(
        _ name: String, about: String, settings: [SettingHelp], shutdownLimit: Duration = .seconds(20),
        services make: @Sendable (ProcessContext) async throws -> [any Service]
    ) async -> Never {
        StopSignals.trap {
            Logger(label: name).notice("stopped before it had started", metadata: .data([.service: "\(name)"]))
        }
        umask(0o077)  // what a service writes concerns its user alone
        answerHelp(name, about: about, settings: settings)
        let descriptors = DescriptorLimit.raise()
        let config = ConfigReader(provider: EnvironmentVariablesProvider())
        var code = ExitCode.ok
        do {
            let level: Logger.Level = try config.choice("log.level", default: .info)
            LoggingSystem.bootstrap { LineLogHandler(label: $0, level: level) }
            let logger = Logger(label: name)
            let metrics = PrometheusRegistry()
            MetricsSystem.bootstrap(metrics)
            signal(SIGPIPE, SIG_IGN)
            let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
            let node = try NodeSettings(config: config)
            let context = ProcessContext(
                config: config, node: node, nodeToken: try NodeSecret.load(node), logger: logger,
                eventLoop: loops.next(), metrics: metrics)
            var services = try await make(context)
            if node.metricsPort != 0 {
                services.insert(MetricsEndpoint(context: context), at: 0)
            }
            var configuration = ServiceGroupConfiguration(
                services: services, logger: quiet(logger))
            configuration.maximumGracefulShutdownDuration = shutdownLimit
            configuration.maximumCancellationDuration = .seconds(2)
            logger.notice("started", metadata: .data([.service: "\(name)"]))
            logger.notice("open files and sockets at most", metadata: .data([.limit: "\(descriptors.after)"]))
            let group = ServiceGroup(configuration: configuration)
            StopSignals.run { Task { await group.triggerGracefulShutdown() } }
            try await group.run()
            logger.notice("stopped", metadata: .data([.service: "\(name)"]))
        } catch {
            code = report(error, of: name)
        }
        exit(code.rawValue)
    }

    /// One sentence on standard error, and the code to end with.
    private static func report(_ error: any Error, of name: String) -> ExitCode {
        let (code, sentence): (ExitCode, String) =
            switch error {
            case let failure as any ProcessFailure: (failure.exitCode, "\(failure)")
            case let failure as TLSError where failure.code == .badConfiguration: (.usage, "\(failure)")
            case let failure as ListenError: (.unavailable, "\(failure)")
            default: (.software, "\(error)")
            }
        Logger(label: name).error("cannot go on", metadata: .data([.reason: "\(sentence)"]))
        return code
    }

    /// The service group speaks at debug level of each step; only its warnings are of interest.
    private static func quiet(_ logger: Logger) -> Logger {
        var logger = logger
        logger.logLevel = max(logger.logLevel, .warning)
        return logger
    }
}

/// One line of `--help`.
package struct SettingHelp: Sendable {
    let name: String
    let text: String

    package init(_ name: String, _ text: String) {
        self.name = name
        self.text = text
    }

    /// The settings of ``NodeSettings``, the same for all services.
    package static let common: [SettingHelp] = [
        .init("BIND_ADDR", "address for Play and Raft [127.0.0.1]"),
        .init("LOOPBACK_ADDR", "address for this node's own processes [127.0.0.1]"),
        .init("GRPC_PORT", "Play [50051]"),
        .init("RAFT_PORT", "Raft [50052]"),
        .init("CONSENSUS_PORT", "consensus, for this node's simulation [50053]"),
        .init("REGISTRY_PORT", "registry, for this node's processes [50054]"),
        .init("WS_PORT", "gateway: HTTP and WebSocket [8080]"),
        .init("METRICS_PORT", "GET /metrics of this process on LOOPBACK_ADDR, 0 = off [0]"),
        .init("DATA_DIR", "what must survive a restart [./data]"),
        .init("NODE_SECRET", "shared by this node's processes [DATA_DIR/node-secret, made when missing]"),
        .init("CLUSTER", "cluster name [snaketron]"),
        .init("TLS_CA, TLS_CERT, TLS_KEY", "PEM files; mutual TLS between nodes when set"),
        .init("ALLOW_PLAINTEXT", "listen beyond loopback without TLS [false]"),
        .init("LOG_LEVEL", "trace, debug, info, notice, warning, error, critical [info]"),
    ]
}

extension ServiceMain {
    private static func answerHelp(_ name: String, about: String, settings: [SettingHelp]) {
        let arguments = CommandLine.arguments.dropFirst()
        guard let first = arguments.first else { return }
        guard ["--help", "-h", "help"].contains(first), arguments.count == 1 else {
            let words = arguments.joined(separator: " ")
            var complaint =
                "snaketron-\(name): takes no arguments but --help (got: \(words)); settings are environment variables\n"
            complaint.withUTF8 { bytes in _ = unsafe write(2, bytes.baseAddress, bytes.count) }
            exit(ExitCode.usage.rawValue)
        }
        let all = settings + SettingHelp.common
        let width = (all.map(\.name.count).max() ?? 0) + 2
        print("snaketron-\(name): \(about)\n\nSettings (environment variables):")
        for setting in all {
            print("  \(setting.name)\(String(repeating: " ", count: width - setting.name.count))\(setting.text)")
        }
        exit(ExitCode.ok.rawValue)
    }
}
