import Foundation
import LoadCore
import NIOCore
import NIOPosix

/// One run from the first player to the report. Waits on the calling thread; the players live on the engine's.
struct LoadRun {
    struct Plan {
        var ramp: Double
        var warmup: Double
        var length: Double
        /// Shell commands and the second of the run at which each is begun.
        var commands: [(second: Double, command: String)]
        var seesProcesses: Bool
        var isQuiet: Bool
        /// How many players are to be in a match.
        var playing: Int
    }

    private static let settles = 20.0

    let engine: LoadEngine
    let plan: Plan
    let isInterrupted: () -> Bool

    private var sampler = ProcessSampler()
    private var began = ContinuousClock.now
    private var report: LoadReport
    private var before = LoadTally()
    private var shares: [Int] = []
    private var lastRefusal: String?
    private var joined = 0

    init(_ engine: LoadEngine, _ plan: Plan, _ report: LoadReport, isInterrupted: @escaping () -> Bool) {
        (self.engine, self.plan, self.report, self.isInterrupted) = (engine, plan, report, isInterrupted)
    }

    private var second: Double { (ContinuousClock.now - began) / .seconds(1) }

    mutating func run() throws -> LoadReport {
        began = .now
        report.began = Date.now.formatted(.iso8601)
        let ramp = Int64(plan.ramp * 1e6)
        try onLoop { $0.start(ramp: ramp) }
        var next = 1.0
        var commands = plan.commands.sorted { $0.second < $1.second }
        if plan.seesProcesses { sampler.sample(at: second, counts: false) }
        let from = plan.ramp + plan.warmup
        var start: LoadTally?
        while second < from + plan.length, !isInterrupted() {
            while let first = commands.first, first.second <= second { begin(commands.removeFirst().command) }
            let wait = min(next, commands.first?.second ?? .infinity, from + plan.length) - second
            if wait > 0 { Thread.sleep(forTimeInterval: min(wait, 0.2)) }
            guard second >= next else { continue }
            next = max(next + 1, second.rounded(.down))
            let state = try step(counts: start != nil)
            if start == nil, second >= from {
                start = state.tally
                report.measuredFrom = second
                try onLoop { $0.measure() }
            }
        }
        let last = try step(counts: start != nil)
        report.measuredUntil = second
        if start == nil { report.measuredFrom = second }
        try settle()
        conclude(last, since: start ?? last.tally)
        return report
    }

    private func onLoop<Value: Sendable>(_ work: @escaping @Sendable (LoadEngine) throws -> Value) throws -> Value {
        try engine.loop.submit { [engine] in try work(engine) }.wait()
    }

    /// One step of the time line.
    private mutating func step(counts: Bool) throws -> LoadEngine.State {
        let state = try onLoop { $0.state() }
        let now = second
        if plan.seesProcesses { sampler.sample(at: now, counts: counts) }
        let ack = LoadReport.Latency(state.tally.ack.since(before.ack))
        let gap = LoadReport.Latency(state.tally.gap.since(before.gap))
        report.steps.append(
            LoadReport.Step(second: now, playing: state.playing, welcomed: state.welcomed, ack: ack, gap: gap))
        before = state.tally
        if counts { shares.append(state.playing) }
        if !plan.isQuiet { say(state, ack, gap, now) }
        return state
    }

    private mutating func say(
        _ state: LoadEngine.State, _ ack: LoadReport.Latency?, _ gap: LoadReport.Latency?, _ now: Double
    ) {
        var line = "\(Int(now)) s: \(state.welcomed) connected, \(state.playing) play"
        if let ack { line += ", Ack p50 \(Span.words(Double(ack.p50))) p99 \(Span.words(Double(ack.p99)))" }
        if let gap { line += ", gap at most \(Span.words(Double(gap.max)))" }
        if state.tally.faultCount > 0 { line += ", \(state.tally.faultCount) faults" }
        if let refusal = state.refusal, refusal != lastRefusal {
            line += "\n   \(refusal)"
            if refusal.contains("429") {
                line += " (from one address: raise GATEWAY_GUESTS_PER_MINUTE and GATEWAY_MAX_SOCKETS_PER_ADDRESS there)"
            }
            lastRefusal = refusal
        }
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    private mutating func begin(_ command: String) {
        report.events.append(.init(second: second, words: "ran: \(command)"))
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        process.standardOutput = FileHandle.standardError
        do { try process.run() } catch {
            report.events.append(.init(second: second, words: "could not run it: \(error)"))
        }
    }

    /// Waits until each command has its outcome, at most 20 s, and a little longer for the last Updates.
    private func settle() throws {
        try onLoop { $0.wind() }
        let deadline = second + Self.settles
        while try onLoop({ $0.state().unanswered }) > 0, second < deadline { Thread.sleep(forTimeInterval: 0.05) }
        Thread.sleep(forTimeInterval: 0.6)
        try onLoop { $0.end() }
    }

    private mutating func conclude(_ last: LoadEngine.State, since start: LoadTally) {
        guard let end = try? onLoop({ ($0.state(), $0.judged) }) else { return }
        let tally = end.0.tally
        let measured = last.tally
        for (name, histogram) in [
            ("ack", measured.ack.since(start.ack)), ("farAck", measured.farAck.since(start.farAck)),
            ("command", measured.command.since(start.command)), ("welcome", tally.welcome),
            ("gap", measured.gap.since(start.gap)),
        ] { report.latencies[name] = LoadReport.Latency(histogram) }
        report.counts = [
            "faults": tally.faultCount, "unanswered": end.0.unanswered, "reconnects": tally.reconnects,
            "takes": tally.takes.values.reduce(0, +), "resyncs": tally.resyncs,
            "closes": tally.closes.values.reduce(0, +),
            "refused": tally.refused, "matches": tally.matches.count, "acks": Int(tally.ack.count + tally.farAck.count),
            "updates": tally.updates, "matches judged whole": end.1.whole, "matches seen in part": end.1.partial,
        ]
        report.outcomes = tally.outcomes
        report.closes = Self.named(tally.closes)
        report.hostileCloses = Self.named(tally.hostileCloses)
        report.takes = tally.takes
        report.errors = tally.errors
        report.faults = tally.faults
        if !shares.isEmpty {
            report.playersMean = Double(shares.reduce(0, +)) / Double(shares.count)
            if plan.playing > 0 {
                report.playingMean = 100 * report.playersMean / Double(plan.playing)
                report.playingMin = 100 * Double(shares.min() ?? 0) / Double(plan.playing)
            }
        }
        report.joined = report.players > 0 ? 100 * Double(end.0.joined) / Double(report.players) : 100
        report.lastRefusal = end.0.refusal
        report.processes = sampler.processes
        if plan.seesProcesses { report.client = sampler.client }
        report.events = (report.events + sampler.events).sorted { $0.second < $1.second }
        if last.late > 50_000 {
            report.events.append(
                .init(
                    second: report.measuredUntil,
                    words: "this tool itself was late by up to \(Span.words(Double(last.late)))"))
        }
        report.cores = ProcessInfo.processInfo.activeProcessorCount
        report.loadAverage =
            (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)).flatMap { $0.split(separator: " ").first }
            .flatMap { Double($0) } ?? 0
    }

    private static func named(_ codes: [UInt16: Int]) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: codes.map { (String($0.key), $0.value) })
    }
}
