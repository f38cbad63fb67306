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

/// The values that ``ServiceMain`` gives to a service.
package struct ProcessContext: Sendable {
    package let config: ConfigReader
    package let node: NodeSettings
    /// The token with which this process calls another one of its node.
    package let nodeToken: RPCCallToken
    /// `nil` where this process was given its token alone.
    private let nodeSecret: String?
    package let logger: Logger
    /// The one event loop of the process. Service state lives on it.
    package let eventLoop: any EventLoop
    package let metrics: PrometheusRegistry
    /// On the operator's port.
    package let privatePages = PrivatePages()

    fileprivate init(
        service: SettingReader, config: ConfigReader, node: NodeSettings, logger: Logger, eventLoop: any EventLoop,
        metrics: PrometheusRegistry
    ) throws(SettingsError) {
        if let token = try NodeSecret.token(of: service, config: config, node) {
            (nodeToken, nodeSecret) = (token, nil)
        } else {
            let secret = try NodeSecret.load(node)
            (nodeToken, nodeSecret) = (RPCNodeSecret(secret).token(of: service.rawValue), secret)
        }
        self.config = config
        self.node = node
        self.logger = logger
        self.eventLoop = eventLoop
        self.metrics = metrics
    }

    /// The callers of the port that this process opens on loopback. Of services that take `NODE_TOKEN` none opens one.
    /// - Parameter rules: See ``RPCCallers/init(secret:rules:)``.
    package func callers(_ rules: [String: Set<String>]) -> RPCCallers {
        guard let nodeSecret else { preconditionFailure("a process that has only its own token serves no inner port") }
        return RPCCallers(secret: nodeSecret, rules: rules)
    }
}

/// The frame around every service: settings, logging, metrics, signals, an orderly end.
package enum ServiceMain {
    /// Runs a process until SIGTERM, SIGINT or SIGHUP, or until a service fails. Never returns.
    ///
    /// `knows` is what `--version` says besides: which versions the program can apply, for whoever rolls builds.
    ///
    /// Services start in the order given and stop in reverse. A stop may take `shutdownLimit`; then what is left is cancelled.
    package static func run(
        _ service: SettingReader, about: String, knows: String? = nil, shutdownLimit: Duration = .seconds(20),
        services make: @Sendable (ProcessContext) async throws -> [any Service]
    ) async -> Never {
        let name = service.rawValue
        StopSignals.trap {
            Logger(label: name).notice("stopped before it had started", metadata: .data([.service: "\(name)"]))
        }
        umask(0o077)  // what a service writes concerns its user alone
        let command = readArguments(service, about: about, knows: knows)
        let descriptors = DescriptorLimit.raise()
        var code = ExitCode.ok
        do {
            let config = try configuration(of: service)
            if case .health(let isLive) = command {
                exit(await answerHealth(service, config, isLive: isLive))
            }
            let level: Logger.Level = try config.choice(.logLevel, as: Logger.Level.self)
            let format: LogFormat = try config.choice(.logFormat, as: LogFormat.self)
            LoggingSystem.bootstrap { LineLogHandler(label: $0, level: level, format: format) }
            let logger = Logger(label: name)
            let metrics = PrometheusRegistry()
            MetricsSystem.bootstrap(metrics)
            for sentence in Setting.unread(in: ProcessEnvironment.values, by: service) { logger.warning("\(sentence)") }
            signal(SIGPIPE, SIG_IGN)
            let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
            let node = try NodeSettings(config: config)
            let context = try ProcessContext(
                service: service, config: config, node: node, logger: logger, eventLoop: loops.next(), metrics: metrics)
            var services = try await make(context)
            services.insert(IdleMemoryReturn(), at: 0)
            if node.metricsPort != 0 {
                services.insert(PrivateEndpoint(context: context), at: 0)
            }
            var configuration = ServiceGroupConfiguration(
                services: services, logger: quiet(logger))
            configuration.maximumGracefulShutdownDuration = shutdownLimit + node.drain.whole
            configuration.maximumCancellationDuration = .seconds(2)
            logger.notice("started", metadata: .data([.service: "\(name)"]))
            logger.notice(
                "open files and sockets at most", metadata: .data([.limit: "\(descriptors.after)"]))
            let group = ServiceGroup(configuration: configuration)
            let draining = Gauge(label: "snaketron_draining")
            draining.record(0)
            StopSignals.run {
                draining.record(1)
                Task { await group.triggerGracefulShutdown() }
            }
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

extension ServiceMain {
    /// The request in the arguments of a service's program.
    package enum Command: Sendable, Equatable {
        case serve
        case help
        case version
        /// - Parameter isLive: Of a gateway: only whether it lives.
        case health(isLive: Bool)

        /// `nil`: it is asked for something that it does not know.
        package init?(_ arguments: [String], of service: SettingReader) {
            switch arguments {
            case []: self = .serve
            case ["--help"], ["-h"], ["help"]: self = .help
            case ["--version"]: self = .version
            case ["health"]: self = .health(isLive: false)
            case ["health", "--live"] where service == .gateway: self = .health(isLive: true)
            default: return nil
            }
        }
    }

    private static func readArguments(_ service: SettingReader, about: String, knows: String?) -> Command {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard let command = Command(arguments, of: service) else {
            let words = arguments.joined(separator: " ")
            var complaint =
                "snaketron-\(service.rawValue): takes no arguments but --help, --version and health (got: \(words)); settings are "
                + "environment variables\n"
            complaint.withUTF8 { bytes in _ = unsafe write(2, bytes.baseAddress, bytes.count) }
            exit(ExitCode.usage.rawValue)
        }
        if command == .version {
            print("snaketron-\(service.rawValue) \(softwareVersion)")
            if let knows { print(knows) }
            exit(ExitCode.ok.rawValue)
        }
        guard command == .help else { return command }
        let name = "snaketron-\(service.rawValue)"
        print("\(name): \(about)\n")
        print("\(name) health: exit 0 if the process of these settings is healthy, else 1")
        if service == .gateway { print("\(name) health --live: exit 0 if the process lives, ready for players or not") }
        print("\nSettings (environment variables):")
        print(Setting.help(for: service))
        exit(ExitCode.ok.rawValue)
    }

    /// The environment, and what the files hold that it names for secrets.
    private static func configuration(of service: SettingReader) throws(SettingsError) -> ConfigReader {
        var secrets: [AbsoluteConfigKey: ConfigValue] = [:]
        for (key, value) in try SecretFiles.load(for: service, from: ProcessEnvironment.values) {
            secrets[AbsoluteConfigKey(ConfigKey(key))] = ConfigValue(.string(value), isSecret: true)
        }
        return ConfigReader(providers: [
            InMemoryProvider(name: "secret files", values: secrets), EnvironmentVariablesProvider(),
        ])
    }

    /// One sentence on standard output.
    private static func answerHealth(_ service: SettingReader, _ config: ConfigReader, isLive: Bool) async -> Int32 {
        do {
            let answer = try await HealthProbe.ask(service, config, isLive: isLive)
            print(answer.sentence)
            return answer.isHealthy ? 0 : 1
        } catch {
            return report(error, of: service.rawValue).rawValue
        }
    }
}

/// The environment, without Foundation.
private enum ProcessEnvironment {
    static var values: [String: String] {
        var found: [String: String] = [:]
        var next = unsafe environ
        while let entry = unsafe next.pointee {
            let text = unsafe String(cString: entry)
            if let sign = text.firstIndex(of: "=") {
                found[String(text[..<sign])] = String(text[text.index(after: sign)...])
            }
            unsafe next += 1
        }
        return found
    }
}
