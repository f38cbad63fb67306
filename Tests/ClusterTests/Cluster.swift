import Identity

@testable import ConsensusCore
@testable import ConsensusStorage

/// A whole cluster in one thread: the production core and autopilot over a simulated network, disks, clocks and
/// processes. Everything follows from the seed.
final class Cluster {
    /// One process, its disk, and the state machine beside it.
    final class Process {
        let id: NodeID
        let number: Int
        var node: RaftNode?
        var disk = SimulatedDisk()
        /// Runs beside `disk`, in the runs that use it.
        var log: ProductionLog?
        /// Counted up by each start, so that what was meant for an earlier process is lost with it.
        var life = 0
        /// The snapshot on its way here.
        var pull: Pull?
        var inbox: [RaftEvent] = []
        var isWakeScheduled = false
        var isTickingSoon = false
        var pausedUntil: UInt64 = 0
        /// On its disk, and not told to the node yet: it did not wait for that.
        var untold: UInt64?
        var machine = MachineState()
        var isApplying = false
        var isGone = false
        /// It ended when the faults did, and does not come back.
        var isLeftDown = false
        /// Thousandths: how fast this machine's clock runs.
        var clockRate: UInt64 = 1_000
        /// Milliseconds by which its clock has jumped ahead, or back.
        var clockJumps: Int64 = 0
        /// Ticks that come while it cannot run wait for it, all of them.
        var isBursting: Bool { number % 3 == 0 }
        /// A disk of its own mood; `nil`: as all.
        var diskDelay: ClosedRange<UInt64>?
        /// The next sync of its disk fails.
        var syncFails = false
        /// Whether the node knows that there is no room for another segment.
        var isToldOfFullDisk = false
        /// Its disk has rotted; most likely that will be noticed at the next start.
        var isDoomed = false
        /// Who listens at its address now that it is gone.
        var heir: Process?

        init(id: NodeID, number: Int) {
            self.id = id
            self.number = number
        }
    }

    struct Options {
        var sabotage: Sabotage?
        var nodes = 3
        var seconds: UInt64 = 15
        var faults = true
        var checksInvariants = true
        var usesProductionLog = false
        /// Nothing is lost, doubled or slow, and all run the same build: for what takes how long.
        var isCalm = false
    }

    let seed: UInt64
    let options: Options
    var random: SplitMix64
    var queue = EventQueue()
    var now: UInt64 = 0
    var processes: [Process] = []
    var checker = Checker()
    var violation: Violation?
    var events = 0
    var trace: [String] = []
    /// The last messages that arrived, the newest last.
    var exchange: [Arrival] = []

    // The network's and disks' moods; drawn once a run and changed by faults.
    var lossPerMille: UInt64
    var duplicatePerMille: UInt64
    var slowPerMille: UInt64
    var diskDelay: ClosedRange<UInt64> = 150...2_000
    var blocked: Set<UInt64> = []
    /// Links that hold what they carry until a moment, and then deliver all of it.
    var clogged: [UInt64: UInt64] = [:]
    var registryIsUp = true
    /// What clients still ask in quick succession.
    var burst = 0
    var sessions: [Session] = (1...4).map { Session(id: $0) }
    var rotted = 0
    /// Followers take nothing while their disk writes, as the driver has it when little is to be written.
    let followersWaitForDisk: Bool
    /// Nodes of several versions.
    let isMixed: Bool

    struct Arrival: CustomStringConvertible {
        let at: UInt64
        let message: RaftMessage

        var description: String {
            "  \(at / Cluster.millisecond) ms: \(message.from) → \(message.to) t\(message.term) \(message.body.brief)"
        }
    }

    /// A client: one sequence at a time, repeated until it is acknowledged, and now and then after that.
    struct Session {
        let id: UInt64
        var sequence: UInt64 = 1
    }

    var nextCommand: UInt64 = 0
    var nextProposal: UInt64 = 0
    /// Pulls of snapshots, counted.
    var pulls = 0
    var proposals: [UInt64: [Command]] = [:]
    /// Changes of voters that may be on their way, and when they were asked for.
    var changes: [UInt64: UInt64] = [:]
    var reads: [UInt64: LogIndex] = [:]
    var committedCommands = 0
    var confirmedReads = 0
    var isFaulty = true

    static let clusterID = ClusterID(rawValue: 77)
    static let millisecond: UInt64 = 1_000
    static let second: UInt64 = 1_000_000

    init(seed: UInt64, options: Options = Options()) {
        self.seed = seed
        self.options = options
        random = SplitMix64(seed: seed)
        lossPerMille = random.pick([0, 0, 5, 20, 50])
        duplicatePerMille = random.pick([0, 5, 20])
        slowPerMille = random.pick([0, 5, 20, 100])
        followersWaitForDisk = random.pick([false, true])
        isMixed = random.pick([false, false, true]) && !options.isCalm
        if options.isCalm { (lossPerMille, duplicatePerMille, slowPerMille) = (0, 0, 0) }
        for _ in 0..<options.nodes { addProcess() }
        start(processes[0], isBootstrap: true)
        for process in processes.dropFirst() { start(process, isBootstrap: false) }
        scheduleClients()
        scheduleAutopilot()
        if options.faults { scheduleFault() }
    }

    // MARK: Running

    func run(until end: UInt64) throws {
        while let next = queue.next() {
            now = max(now, next.time)
            events += 1
            next.action()
            if let violation { throw violation }
            if now >= end { return }
        }
    }

    /// Drops what is still to happen; it holds the cluster.
    func end() { queue = EventQueue() }

    func after(_ delay: UInt64, _ action: @escaping () -> Void) { queue.add(at: now + delay, action) }

    func uniform(_ range: ClosedRange<UInt64>) -> UInt64 { UInt64.random(in: range, using: &random) }

    func chance(_ perMille: UInt64) -> Bool { uniform(0...999) < perMille }

    func note(_ line: @autoclosure () -> String) {
        if trace.count > 400 { trace.removeFirst(200) }
        trace.append("\(now / Cluster.millisecond) ms: \(line())")
    }

    func attempt(_ body: () throws -> Void) {
        do { try body() } catch let violation as Violation { self.violation = self.violation ?? violation } catch {
            self.violation = self.violation ?? Violation("\(error)")
        }
    }

    // MARK: Processes

    @discardableResult
    func addProcess() -> Process {
        let number = processes.count + 1
        let process = Process(id: NodeID(rawValue: UInt64(number)), number: number)
        process.clockRate = uniform(950...1_050)
        if options.usesProductionLog { process.log = ProductionLog(node: process.id, sabotage: options.sabotage) }
        processes.append(process)
        return process
    }

    func process(_ id: NodeID) -> Process? {
        let position = Int(id.rawValue) - 1
        return processes.indices.contains(position) ? processes[position] : nil
    }

    func configuration(of process: Process) -> RaftConfiguration {
        var configuration = RaftConfiguration(
            cluster: Cluster.clusterID, id: process.id,
            seed: seed &+ process.id.rawValue &* 1_000 &+ UInt64(process.life))
        configuration.sabotage = options.sabotage
        configuration.snapshotEntries = 120
        configuration.retainedEntries = 40
        configuration.maximumAppendBytes = 4_096
        configuration.maximumInflightBytes = 16_384
        // Every other cluster of each size knows its leaders' rhythm before it ends.
        if seed / 4 % 2 == 0 && !options.isCalm { configuration.rhythmSpan = 1_000 }
        guard isMixed else { return configuration }
        // Builds of other versions, one after the other on the same disk: what each node may choose for itself differs.
        var choice = SplitMix64(seed: configuration.seed)
        configuration.snapshotEntries = choice.pick([60, 120, 240])
        configuration.retainedEntries = choice.pick([10, 40])
        configuration.maximumAppendBytes = choice.pick([600, 4_096, 65_536])
        configuration.maximumInflightBytes = choice.pick([2_048, 16_384, 262_144])
        configuration.maximumInflightMessages = choice.pick([2, 64])
        configuration.maximumUncommittedEntries = choice.pick([20, 512])
        configuration.rhythmSpan = choice.pick([1_000, 10_000])
        configuration.heartbeatInterval = choice.pick([100, 100, 150])
        return configuration
    }

    func localTime(of process: Process) -> Milliseconds {
        Milliseconds(
            max(0, Int64(now * process.clockRate / 1_000 / Cluster.millisecond) + 10_005 + process.clockJumps))
    }

    func start(_ process: Process, isBootstrap: Bool) {
        process.life += 1
        process.inbox = []
        process.isApplying = false
        process.pausedUntil = 0
        process.untold = nil
        process.isToldOfFullDisk = false
        let configuration = configuration(of: process)
        attempt {
            let restored: RaftRestoredState
            if let log = process.log {
                do {
                    guard let recovered = try log.open(process.disk) else { return replace(process) }
                    restored = recovered
                } catch let error as StorageError where error.code == .disk { return refused(error, by: process) }
                process.isDoomed = false
            } else {
                restored = process.disk.restored
            }
            if isBootstrap {
                let member = Member(id: process.id, address: "n\(process.number):50052")
                process.node = RaftNode(configuration, bootstrap: member, now: localTime(of: process))
            } else {
                process.node = try RaftNode(configuration, restored: restored, now: localTime(of: process))
            }
        }
        if process.machine.applied == .zero, let file = process.disk.snapshots.last { process.machine = file.state }
        deliver(.tick, to: process)
        scheduleTick(process, life: process.life)
    }

    private func scheduleTick(_ process: Process, life: Int) {
        guard let node = process.node, process.life == life else { return }
        let local = localTime(of: process)
        let wait = min(50, node.nextDeadline > local ? node.nextDeadline - local : 1)
        after(wait * Cluster.millisecond) { [self] in
            guard process.life == life, process.node != nil else { return }
            if !process.inbox.contains(.tick) || process.isBursting { deliver(.tick, to: process) }
            scheduleTick(process, life: life)
        }
    }

    /// Ends the process. What was written and not synced survives in part if the machine ends with it, and else whole.
    func crash(_ process: Process, isPowerLoss: Bool = true) {
        guard process.node != nil else { return }
        note("\(isPowerLoss ? "power loss" : "end") of \(process.id)")
        process.node = nil
        process.life += 1
        process.inbox = []
        attempt {
            let survivors =
                try process.log?.crash(process.disk, isPowerLoss: isPowerLoss, using: &random)
                ?? (isPowerLoss ? Int(uniform(0...UInt64(process.disk.unsynced.count))) : process.disk.unsynced.count)
            try process.disk.crash(keeping: survivors)
        }
        if chance(500) { process.machine = MachineState() }
        for other in processes where other.node != nil && chance(700) {
            after(uniform(100...3_000)) { [self] in deliver(.peerLost(process.id), to: other) }
        }
    }

    /// Events wait until the process gets to run; then it takes all of them in one round.
    func deliver(_ event: RaftEvent, to process: Process) {
        guard process.node != nil else { return }
        process.inbox.append(event)
        guard !process.isWakeScheduled else { return }
        process.isWakeScheduled = true
        let wake = max(now + uniform(5...100), process.pausedUntil)
        queue.add(at: wake) { [self] in
            process.isWakeScheduled = false
            if now < process.pausedUntil {
                guard !process.inbox.isEmpty else { return }
                process.isWakeScheduled = true
                queue.add(at: process.pausedUntil) { [self] in
                    process.isWakeScheduled = false
                    step(process)
                }
            } else {
                step(process)
            }
        }
    }

    private func step(_ process: Process) {
        guard process.node != nil, !process.inbox.isEmpty else { return }
        var inbox = process.inbox
        process.inbox = []
        if let generation = process.untold.take() { inbox.insert(.persisted(generation: generation), at: 0) }
        // Not a copy of the node: the step would have to copy its log.
        let before = Before(process.node!)
        let output = process.node!.step(inbox, now: localTime(of: process))
        let node = process.node!
        attempt {
            if options.checksInvariants {
                try checker.stepped(from: before, to: node, output: output) {
                    self.process($0).flatMap { $0.isGone ? nil : $0.disk }
                }
            }
            try perform(output, of: process, node: node)
        }
        tellDurable(process)
        tickSoon(process)
    }

    /// What waits for a few milliseconds only is not left until the next tick.
    private func tickSoon(_ process: Process) {
        guard let node = process.node, !process.isTickingSoon else { return }
        let wait = max(1, node.nextDeadline &- localTime(of: process))
        guard node.nextDeadline >= localTime(of: process), wait <= Pace.patience else { return }
        process.isTickingSoon = true
        let life = process.life
        after(wait * Cluster.millisecond) { [self] in
            process.isTickingSoon = false
            if process.life == life, !process.inbox.contains(.tick) { deliver(.tick, to: process) }
        }
    }

    /// A node is woken by its disk only if it waits for it; else it hears of it with whatever comes next.
    private func tellDurable(_ process: Process) {
        guard let generation = process.untold, process.node?.awaitsDisk == true else { return }
        process.untold = nil
        deliver(.persisted(generation: generation), to: process)
    }

    // MARK: Effects

    private func perform(_ output: RaftOutput, of process: Process, node: RaftNode) throws {
        if let leadership = output.leadership {
            note(
                "\(process.id) \(leadership.role) term \(leadership.term) leader \(leadership.leader?.description ?? "-")"
            )
        }
        if let fault = output.faults.first {
            throw Violation("node \(process.id) accuses \(fault.peer): \(fault.reason)")
        }
        if let request = output.persist {
            process.disk.write(request)
            sync(process)
        }
        for message in output.messages {
            if options.checksInvariants { try checker.checkSpoken(message, by: node, disk: process.disk) }
            send(message, from: process)
        }
        for outcome in output.outcomes {
            guard let commands = proposals.removeValue(forKey: outcome.id) else {
                throw Violation("proposal \(outcome.id) is answered and was not asked, or twice")
            }
            if outcome.result != .unknown { changes[outcome.id] = nil }
            if case .committed = outcome.result {
                committedCommands += commands.count
                for command in commands { settled(command) }
            }
            try checker.answered(outcome.result, commands: commands.map(\.id))
        }
        for read in output.reads {
            guard let floor = reads.removeValue(forKey: read.id) else {
                throw Violation("read \(read.id) is answered twice")
            }
            guard let index = read.index else { continue }
            confirmedReads += 1
            guard index >= floor else {
                throw Violation("a read at \(index) misses entry \(floor), acknowledged before it began")
            }
        }
        if let snapshot = output.restoreSnapshot {
            guard let file = process.disk.snapshots.first(where: { $0.metadata == snapshot }) else {
                throw Violation("node \(process.id) restores a snapshot that is not there")
            }
            process.machine = file.state
            note("\(process.id) restores \(snapshot.index)")
            try checker.checkMachine(process.machine, on: process.id)
        }
        if output.commitIndex != nil { scheduleApply(process) }
        if output.takeSnapshot { takeSnapshot(process) }
        if let fetch = output.fetchSnapshot { self.fetch(fetch, for: process) }
        if output.removed {
            note("\(process.id) is removed")
            process.node = nil
            process.life += 1
            process.isGone = true
        }
    }

    /// What a call that fails has left on the disk is not known, and nobody tries again: the process ends, and starts later.
    func refused(_ error: any Error, by process: Process) {
        note("\(process.id): the disk refuses: \(error)")
        crash(process, isPowerLoss: false)
        restartLater(process)
    }

    private func sync(_ process: Process) {
        let waiting = process.disk.unsynced
        guard !process.disk.isSyncing, var last = waiting.last else { return }
        process.disk.isSyncing = true
        let life = process.life
        attempt {
            guard let log = process.log else { return }
            do { last = waiting[try log.write(waiting) - 1] } catch let error as DiskError {
                refused(error, by: process)
            }
        }
        guard process.life == life else { return }
        let delay = uniform(process.diskDelay ?? diskDelay)
        if followersWaitForDisk, process.node?.role != .leader {
            process.pausedUntil = max(process.pausedUntil, now + delay)
        }
        after(delay) { [self, last] in
            guard process.life == life else { return }
            process.disk.isSyncing = false
            if process.syncFails {
                // A failed sync ends the process; it is never tried again.
                process.syncFails = false
                note("\(process.id): a sync fails")
                process.log?.failSync()
                crash(process, isPowerLoss: false)
                return restartLater(process)
            }
            attempt {
                try process.log?.sync()
                try process.disk.sync(through: last.generation)
                try provideSegment(for: process)
            }
            process.untold = last.generation
            tellDurable(process)
            sync(process)
        }
    }

    /// The log's next segment is made ahead, as far as there is room; the node is told when there is none, and when there is
    /// some again.
    func provideSegment(for process: Process) throws {
        guard let log = process.log, process.node != nil else { return }
        let isFull: Bool
        do { isFull = try !log.provideSegment() } catch let error as DiskError { return refused(error, by: process) }
        guard isFull != process.isToldOfFullDisk else { return }
        process.isToldOfFullDisk = isFull
        if isFull { note("the disk of \(process.id) is full") }
        deliver(.diskSpaceLow(isFull), to: process)
    }

    private func scheduleApply(_ process: Process) {
        guard !process.isApplying else { return }
        process.isApplying = true
        let life = process.life
        after(uniform(20...1_000)) { [self] in
            guard process.life == life else { return }
            process.isApplying = false
            attempt { try apply(process) }
        }
    }

    private func apply(_ process: Process) throws {
        guard let node = process.node else { return }
        guard let entries = node.committedEntries(after: process.machine.applied, maximumBytes: 8_192) else {
            guard let file = process.disk.snapshots.last, file.metadata.index > process.machine.applied else {
                throw Violation(
                    "node \(process.id) has neither the entries after \(process.machine.applied) nor a snapshot")
            }
            process.machine = file.state
            return scheduleApply(process)
        }
        for entry in entries {
            try checker.checkApplied(entry, after: process.machine.applied, on: process.id)
            process.machine.apply(entry)
        }
        if !entries.isEmpty { try checker.checkMachine(process.machine, on: process.id) }
        guard !entries.isEmpty || process.machine.applied > node.appliedIndex else { return }
        deliver(.applied(process.machine.applied), to: process)
        if !entries.isEmpty { scheduleApply(process) }
    }

    private func takeSnapshot(_ process: Process) {
        let life = process.life
        var state = process.machine
        if options.sabotage == .noDeduplicationInSnapshot { state.sequences = [:] }
        after(uniform(1_000...80_000)) { [self, state] in
            guard process.life == life, let node = process.node else { return }
            guard !chance(100),
                let metadata = node.snapshotMetadata(at: state.applied, size: UInt64(state.encoded.count))
            else {
                return deliver(.snapshotAbandoned, to: process)
            }
            guard keep(SnapshotFile(metadata: metadata, state: state), on: process) else { return }
            deliver(.snapshotTaken(index: metadata.index, size: metadata.size), to: process)
        }
    }

    /// - Returns: Whether it is on the disk; else the process has ended.
    func keep(_ file: SnapshotFile, on process: Process) -> Bool {
        do { try process.log?.keep(file) } catch let error as DiskError {
            refused(error, by: process)
            return false
        } catch {
            attempt { throw error }
            return false
        }
        process.disk.snapshots.append(file)
        process.disk.snapshots.sort { $0.metadata.index < $1.metadata.index }
        return true
    }

    // MARK: Network

    private func key(_ from: NodeID, _ to: NodeID) -> UInt64 { from.rawValue << 16 | to.rawValue }

    func isBlocked(_ from: NodeID, _ to: NodeID) -> Bool { blocked.contains(key(from, to)) }

    func block(_ from: NodeID, _ to: NodeID) { blocked.insert(key(from, to)) }

    func clog(_ from: NodeID, _ to: NodeID, until end: UInt64) { clogged[key(from, to)] = end }

    private func send(_ message: RaftMessage, from process: Process) {
        let copies = isFaulty && chance(duplicatePerMille) ? 2 : 1
        for _ in 0..<copies {
            if isFaulty && chance(lossPerMille) { continue }
            var delay = isFaulty && chance(slowPerMille) ? uniform(1_000...400_000) : uniform(100...2_000)
            if let end = clogged[key(message.from, message.to)], end > now { delay += end - now }
            after(delay) { [self] in
                guard !isBlocked(message.from, message.to), let target = self.process(message.to) else { return }
                // An address is used again: what was meant for the one who is gone reaches its heir.
                if exchange.count >= 80 { exchange.removeFirst(40) }
                exchange.append(Arrival(at: now, message: message))
                deliver(.message(message), to: target.heir ?? target)
            }
        }
    }
}

extension SplitMix64 {
    mutating func pick<T>(_ choices: [T]) -> T { choices[Int(next() % UInt64(choices.count))] }
}

extension RaftMessage.Body {
    /// Kind and positions; of entries only how many.
    var brief: String {
        switch self {
        case .append(let append):
            "append \(append.entries.count) after \(append.previousIndex)@\(append.previousTerm), commit \(append.commitIndex)"
        default: "\(self)"
        }
    }
}
