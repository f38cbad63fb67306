import ClusterControl
import Foundation

/// Starts processes of a cluster again that ended without being asked to, and says so.
final class Supervisor {
    private struct ProcessKey: Hashable {
        var node: Int
        var service: ServiceName
    }

    /// A death that has been seen.
    private struct Death {
        var process: ProcessIdentity
        /// `nil`: it is not started again.
        var next: ContinuousClock.Instant?
    }

    private let home: Home
    private var policies: [ProcessKey: RestartPolicy] = [:]
    private var deaths: [ProcessKey: Death] = [:]
    private var endings: [Int32: ProcessEnding] = [:]
    /// How long processes had run when they were first seen dead, in milliseconds.
    private var ran: [ProcessIdentity: Int] = [:]

    init(home: Home) { self.home = home }

    /// What the processes of a cluster that is being started may end with and then come up: a port was taken for a moment (69), a
    /// log was set aside (74, 75).
    private static let mayEndAtStart: [ProcessEnding] = [69, 74, 75].map { .exited(code: $0) }
    private static let startsAtMost = 3

    /// To be called again and again.
    /// - Returns: Whether the cluster is still this command's to watch over.
    func look() async -> Bool {
        guard let stack = try? Stack.described(in: home), stack.watcher == ProcessTable.own else { return false }
        let fallen = dead(in: stack).filter { key, process in deaths[key]?.process != process.identity }
        for (_, process) in fallen where ran[process.identity] == nil {
            ran[process.identity] = ProcessTable.age(of: process.identity)
        }
        if fallen.isEmpty { ran = [:] } else { judgeDeaths() }
        startDue()
        return true
    }

    /// A command that holds the lock ends processes itself: what is dead when it has let go was not meant to be.
    private func judgeDeaths() {
        guard case .locked(let lock)? = try? home.tryLock() else { return }
        defer { withExtendedLifetime(lock) {} }
        guard let stack = try? Stack.described(in: home), stack.watcher == ProcessTable.own else { return }
        for (key, process) in dead(in: stack) where deaths[key]?.process != process.identity {
            let ending = ending(of: process.identity)
            let verdict = policies[key, default: RestartPolicy()].ended(
                ending, ran: ran[process.identity] ?? ProcessTable.age(of: process.identity))
            note(process, key, verdict)
            say(sentence(process, key, ending, verdict))
            if case .exited(let code) = ending, code != 0 { say("its last words: \(lastWords(key, stack))") }
        }
    }

    /// As ``look()``, while the cluster comes up: most endings have a cause that a person has to see to.
    func lookWhileStarting() async throws {
        guard let stack = try Stack.described(in: home), !stack.processes.isEmpty, stack.watcher == ProcessTable.own
        else {
            throw ToolError("the cluster was stopped by another command while it started")
        }
        for (key, process) in dead(in: stack) where deaths[key]?.process != process.identity {
            let ending = ending(of: process.identity)
            let verdict = policies[key, default: RestartPolicy()].ended(ending, ran: 0)
            note(process, key, verdict)
            starts[key, default: 0] += 1
            guard Self.mayEndAtStart.contains(ending), starts[key, default: 0] <= Self.startsAtMost else {
                throw ToolError(
                    "\(key.service.rawValue) of node \(key.node) \(phrase(ending)) while starting; its last words:\n"
                        + lastWords(key, stack))
            }
            say(sentence(process, key, ending, verdict))
        }
        startDue()
    }

    private var starts: [ProcessKey: Int] = [:]

    // MARK: Deaths.

    private func dead(in stack: Stack) -> [(ProcessKey, ProcessRecord)] {
        stack.nodes.flatMap { node in
            node.processes
                .filter { !$0.isStopped && !$0.isAlive && node.alive($0.service).isEmpty }
                .map { (ProcessKey(node: node.number, service: $0.service), $0) }
        }
    }

    private func note(_ process: ProcessRecord, _ key: ProcessKey, _ verdict: RestartPolicy.Verdict) {
        let next: ContinuousClock.Instant? =
            if case .start(let delay) = verdict { .now + .milliseconds(delay) } else { nil }
        deaths[key] = Death(process: process.identity, next: next)
    }

    /// Children that have ended are asked for all at once, so that none stays a zombie.
    private func ending(of process: ProcessIdentity) -> ProcessEnding {
        while let (pid, ending) = ProcessTable.reap() { endings[pid] = ending }
        return endings.removeValue(forKey: process.pid) ?? .unknown
    }

    private func startDue() {
        for (key, death) in deaths {
            guard let next = death.next, next <= .now else { continue }
            do { try startAgain(key, death.process) } catch {
                say("node \(key.node): \(key.service.rawValue) is not started again: \(error)")
                let verdict = policies[key, default: RestartPolicy()].ended(.unknown, ran: 0)
                if case .start(let delay) = verdict { deaths[key]?.next = .now + .milliseconds(delay) }
            }
        }
    }

    private func startAgain(_ key: ProcessKey, _ old: ProcessIdentity) throws {
        // A command that holds the lock changes the cluster: then the next look decides.
        guard case .locked(let lock) = try home.tryLock() else { return }
        defer { withExtendedLifetime(lock) {} }
        guard var stack = try Stack.described(in: home), let node = try? stack.node(key.node),
            let record = node.processes.first(where: { $0.identity == old }), !record.isStopped,
            node.alive(key.service).isEmpty
        else {
            deaths[key] = nil
            return
        }
        let process = try ProcessTable.start(key.service, on: node, of: stack)
        try stack.record(process, on: key.node)
        deaths[key] = nil
        say("node \(key.node): started \(key.service.rawValue) again (process \(process.pid))")
    }

    // MARK: Words.

    private func phrase(_ ending: ProcessEnding) -> String {
        switch ending {
        case .exited(let code): "ended with code \(code)"
        case .signaled(let number): "was ended by signal \(number) (\(String(cString: strsignal(number))))"
        case .unknown: "has ended"
        }
    }

    private func sentence(
        _ process: ProcessRecord, _ key: ProcessKey, _ ending: ProcessEnding, _ verdict: RestartPolicy.Verdict
    ) -> String {
        let start = "node \(key.node): \(key.service.rawValue) (process \(process.pid)) \(phrase(ending))"
        switch verdict {
        case .start(let delay):
            let tenths = delay / 100
            return "\(start); it is started again in \(tenths / 10).\(tenths % 10) s"
        case .giveUp:
            return start + ", which no further start can mend; when the cause is gone: snaketron start "
                + "--node \(key.node) --service \(key.service.rawValue)"
        }
    }

    private func lastWords(_ key: ProcessKey, _ stack: Stack) -> String {
        guard let node = try? stack.node(key.node) else { return "" }
        let text = (try? String(contentsOf: stack.log(of: key.service, on: node), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(3).joined(separator: "\n")
    }
}
