import ArgumentParser
import Dispatch
import Foundation
import LoadCore
import NIOCore
import NIOPosix
import Synchronization

@main
struct SnaketronLoad: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snaketron-load",
        abstract: "Plays on a running SnakeTron with many players, measures, and says whether anything was lost.",
        discussion: """
            Players are guests, each with a socket, an outbox and a second socket that stands by, as docs/guide/protocol.md asks of \
            clients. What they are told is checked: each command has one outcome, each accepted input is in the Updates of its \
            match exactly once, all players of a match are told the same, and it is what the rules of the game say.

            A gateway takes 60 guests a minute and 64 sockets from an address. For more, start it with higher \
            GATEWAY_GUESTS_PER_MINUTE and GATEWAY_MAX_SOCKETS_PER_ADDRESS.

              snaketron-load http://127.0.0.1:8080 http://127.0.0.1:8081 --players 300 --length 60s --gate 'ack.p99<50ms'
              snaketron-load http://balancer.example --players 50 --modes duel=4,2v2=3,ffa=2,custom=1 --links good=3,phone=1

            Ends with 0 when somebody played, all gates hold and no fault was found, 1 when not, 64 when it was called wrongly.
            """)

    @Argument(help: "Gateways, or a load balancer: http://host:port. Players are spread over them.")
    var gateways: [String] = ["http://127.0.0.1:8080"]

    @Option(help: "How many players, 1 to 20000.")
    var players = 100

    @Option(
        help:
            "What is played: duel, 2v2, ffa in queues; duel+bots, 2v2+bots, ffa+bots, custom, solo in lobbies; with weights."
    )
    var modes = "duel"

    @Option(
        help: ArgumentHelp(
            "What players do, with weights: \(Behaviour.allCases.map(\.rawValue).joined(separator: ", ")).",
            discussion:
                "squares turns clockwise and stays alive; bot decides here, in the client; restless drops its connection."
        ))
    var behaviours = "squares"

    @Option(
        help: "Links: good, phone, bad, or one of your own as 60ms~30ms/1% (delay one way, jitter, loss); with weights."
    )
    var links = "good"

    @Option(help: "Time between two commands of a player.")
    var pace = "500ms"

    @Option(help: "How long to measure.")
    var length = "60s"

    @Option(help: "How long until the last player has come.")
    var ramp = "10s"

    @Option(help: "How long to wait after that before measuring.")
    var warmup = "10s"

    @Option(help: "Of everything that is random here.")
    var seed: UInt64 = 1

    @Option(help: "Players leave a match after this time of it for the next one; 0s: they play to its end.")
    var leaveAfter = "0s"

    @Flag(inversion: .prefixedNo, help: "Players hold a second socket at another gateway.")
    var standbys = true

    @Option(
        name: .customLong("gate"),
        help: "A bound to keep, such as 'ack.p99<50ms' or 'playing.min>=95%'. May be given often.")
    var gates: [String] = []

    @Option(
        name: .customLong("at"),
        help: "Run a shell command at a time of the run: '30s snaketron stop --node 2 --kill'. May be given often.")
    var commands: [String] = []

    @Option(help: "Write the report as JSON into this file.")
    var json: String?

    @Option(help: "Write the report with charts into this HTML file.")
    var html: String?

    @Flag(inversion: .prefixedNo, help: "Look at CPU and memory of the system's processes on this machine.")
    var processes = true

    @Flag(help: "Say nothing while it runs.")
    var quiet = false

    @Flag(help: "List the metrics that a gate may name.")
    var listMetrics = false

    /// What a person gave, once it is understood.
    private struct Given {
        var modes: Mix<Play>
        var behaviours: Mix<Behaviour>
        var links: Mix<LinkQuality>
        var gates: [Gate]
        var commands: [(second: Double, command: String)]
        var manners: LoadDesk.Manners
        var ramp: Int64
        var warmup: Int64
        var length: Int64
    }

    private func understood() throws -> Given {
        do {
            guard (1...20_000).contains(players) else { throw LoadError("--players takes 1 to 20000") }
            var manners = LoadDesk.Manners()
            manners.pace = try Span.parse(pace)
            guard manners.pace >= 50_000 else {
                throw LoadError("--pace is at least 50ms: a gateway takes 40 messages a second")
            }
            manners.standbys = standbys
            manners.matchTicks = UInt32(clamping: try Span.parse(leaveAfter) / 50_000)
            let length = try Span.parse(length)
            guard length >= 1_000_000 else { throw LoadError("--length is at least 1s") }
            return Given(
                modes: try Mix(modes), behaviours: try Mix(behaviours), links: try Mix(links),
                gates: try gates.map { try Gate($0) }, commands: try commands.map { try Self.command($0) },
                manners: manners,
                ramp: try Span.parse(ramp), warmup: try Span.parse(warmup), length: length)
        } catch let error as LoadError {
            throw ValidationError(error.description)
        }
    }

    private static func command(_ text: String) throws -> (second: Double, command: String) {
        let parts = text.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else {
            throw LoadError("--at takes a time and a command: '30s snaketron stop --node 2 --kill'")
        }
        return (Double(try Span.parse(String(parts[0]))) / 1e6, String(parts[1]))
    }

    func validate() throws { _ = try understood() }

    func run() throws {
        if listMetrics { return print(LoadMetrics.names.joined(separator: "\n")) }
        signal(SIGPIPE, SIG_IGN)
        let given = try understood()
        let addresses = try gateways.map { try GatewayAddress($0) }
        var report = LoadReport()
        report.command = CommandLine.arguments.joined(separator: " ")
        report.seed = seed
        report.gateways = addresses.map(\.text)
        report.players = players
        let crowd = crowd(given, &report)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        defer { try? group.syncShutdownGracefully() }
        let engine = LoadEngine(on: group.next(), addresses, crowd, given.manners)
        let plan = LoadRun.Plan(
            ramp: Double(given.ramp) / 1e6, warmup: Double(given.warmup) / 1e6, length: Double(given.length) / 1e6,
            commands: given.commands, seesProcesses: processes, isQuiet: quiet,
            playing: crowd.count { $0.behaviour.plays })
        let interrupt = Interrupt()
        var run = LoadRun(engine, plan, report) { interrupt.isSet }
        report = try run.run()
        report.judge(given.gates)
        print(report.text, terminator: "")
        try write(report)
        guard report.isGood else { throw ExitCode(1) }
    }

    private func crowd(_ given: Given, _ report: inout LoadReport) -> [LoadPlayer] {
        var (behaviours, links) = (given.behaviours, given.links)
        // Each behaviour gets the whole mix of modes.
        var modes: [Behaviour: Mix<Play>] = [:]
        return (0..<players).map { number in
            let behaviour = behaviours.next()
            let play = modes[behaviour, default: given.modes].next()
            let link = links.next()
            report.mix[
                behaviour.plays
                    ? "\(behaviour.rawValue) \(play.name) \(link.name)" : "\(behaviour.rawValue) \(link.name)",
                default: 0] += 1
            return LoadPlayer(number: number, seed: seed, play, behaviour, link)
        }
    }

    private func write(_ report: LoadReport) throws {
        do {
            if let json {
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
                try encoder.encode(report).write(to: URL(filePath: json), options: .atomic)
            }
            if let html { try Data(report.page.utf8).write(to: URL(filePath: html), options: .atomic) }
        } catch {
            throw LoadError("the report cannot be written: \(error.localizedDescription)")
        }
    }
}

/// Ctrl-C ends the run early, with its report; a second one ends it at once.
private final class Interrupt {
    private let flag = Flag()
    private let source: any DispatchSourceSignal

    private final class Flag: Sendable {
        let isSet = Atomic(false)
    }

    var isSet: Bool { flag.isSet.load(ordering: .relaxed) }

    init() {
        signal(SIGINT, SIG_IGN)
        source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
        source.setEventHandler { [flag] in
            if flag.isSet.exchange(true, ordering: .relaxed) { exit(130) }
        }
        source.resume()
    }
}
