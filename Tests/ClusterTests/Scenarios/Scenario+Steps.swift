import Identity

@testable import ConsensusCore

// How a scenario works off what waits: messages, writes and snapshots become events of a node, and what the node answers is
// written down, judged and carried out.
extension Scenario {
    // MARK: Working off

    /// Delivers and completes everything that is not held, in order, until all is quiet.
    func settle() throws {
        var steps = 0
        while let position = queue.firstIndex(where: isRunnable) {
            try perform(queue.remove(at: position))
            steps += 1
            guard steps < 50_000 else { throw Violation("it does not become quiet") }
        }
    }

    func isRunnable(_ work: Work) -> Bool {
        switch work {
        case .message(let flight):
            !held.contains(Link(from: flight.message.from, to: flight.message.to))
                && machines.first { $0.id == flight.message.to }?.isPaused != true
        case .written(let machine, _, _): !machine.isDiskHeld && !machine.isPaused
        case .apply(let machine, _): !machine.isPaused
        case .take(let machine, _), .fetch(let machine, _, _, _): !machine.areSnapshotsHeld && !machine.isPaused
        }
    }

    func perform(_ work: Work) throws {
        switch work {
        case .message(let flight): try deliver(flight)
        case .written(let machine, let life, let generation) where machine.life == life:
            let waiting = machine.disk.unsynced.prefix { $0.generation <= generation }
            if let log = machine.log {
                var rest = Array(waiting)
                while !rest.isEmpty {
                    rest.removeFirst(try log.write(rest))
                    try log.sync()
                }
            }
            try machine.disk.sync(through: generation)
            try step(machine, .persisted(generation: generation), "has written w\(generation)", .writes)
        case .apply(let machine, let life) where machine.life == life: try apply(machine)
        case .take(let machine, let life) where machine.life == life: try takeSnapshot(machine)
        case .fetch(let machine, let life, let fetch, let file) where machine.life == life:
            try fetchSnapshot(fetch, file, machine)
        case .written, .apply, .take, .fetch: break
        }
    }

    func deliver(_ flight: Flight) throws {
        let message = flight.message
        let link = Link(from: message.from, to: message.to)
        guard !cuts.contains(link), let machine = machines.first(where: { $0.id == message.to }), machine.node != nil
        else {
            if let number = flight.number { write("#\(number) is lost", .messages) }
            return
        }
        try step(machine, .message(message), nil, flight: flight)
    }

    func apply(_ machine: Machine) throws {
        guard let node = machine.node else { return }
        if node.committedEntries(after: machine.state.applied, maximumBytes: .max) == nil {
            guard let file = machine.disk.snapshots.last else { throw Violation("\(machine.id) lacks entries") }
            machine.state = file.state
        }
        let entries = node.committedEntries(after: machine.state.applied, maximumBytes: .max) ?? []
        for entry in entries {
            try checker.checkApplied(entry, after: machine.state.applied, on: machine.id)
            machine.state.apply(entry)
        }
        try checker.checkMachine(machine.state, on: machine.id)
        guard !entries.isEmpty || machine.state.applied > node.appliedIndex else { return }
        let list = entries.count > 1 ? "\(entries[0].index)–\(machine.state.applied)" : "\(machine.state.applied)"
        try step(machine, .applied(machine.state.applied), "has applied \(list)", .writes)
    }

    func takeSnapshot(_ machine: Machine) throws {
        let index = machine.state.applied
        guard let node = machine.node,
            let metadata = node.snapshotMetadata(at: index, size: UInt64(machine.state.encoded.count))
        else { return try step(machine, .snapshotAbandoned, "has no snapshot to take") }
        var state = machine.state
        if Scenario.sabotage == .noDeduplicationInSnapshot { state.sequences = [:] }
        try keep(SnapshotFile(metadata: metadata, state: state), on: machine)
        try step(
            machine, .snapshotTaken(index: index, size: metadata.size), "has taken snapshot \(metadata.words)", .writes)
    }

    func keep(_ file: SnapshotFile, on machine: Machine) throws {
        try machine.log?.keep(file)
        machine.disk.snapshots.append(file)
        machine.disk.snapshots.sort { $0.metadata.index < $1.metadata.index }
    }

    /// The file of the snapshot that a node is pulling is complete on its disk, and nobody has told the node.
    func completeFile(_ id: NodeID) throws {
        for case .fetch(let puller, let life, let fetch, .some(let file)) in queue
        where puller.id == id && life == puller.life {
            write("\(id) has the whole file of snapshot \(fetch.snapshot.index)")
            return try keep(file, on: puller)
        }
        throw Violation("nothing is being pulled")
    }

    func fetchSnapshot(_ fetch: SnapshotFetch, _ file: SnapshotFile?, _ machine: Machine) throws {
        let index = fetch.snapshot.index
        let isConnected =
            self.machine(fetch.from).node != nil && !cuts.contains(Link(from: fetch.from, to: machine.id))
        guard let file, isConnected else {
            return try step(machine, .snapshotFetchFailed(index: index), "cannot pull snapshot \(index)")
        }
        if !machine.disk.snapshots.contains(where: { $0.metadata.index == index }) { try keep(file, on: machine) }
        try step(machine, .snapshotFetched(file.metadata), "has pulled snapshot \(index) from \(fetch.from)")
    }

    // MARK: Steps

    /// - Parameters:
    ///   - words: What happened, after the node's name; `nil` for a message, or if it is written already.
    func step(
        _ machine: Machine, _ event: RaftEvent, _ words: String?, _ matter: Transcript.Matter = .other,
        flight: Flight? = nil
    ) throws {
        guard machine.node != nil else { throw Violation("node \(machine.id) is down") }
        let before = Before(machine.node!)
        let output = machine.node!.step(event, now: localTime(of: machine))
        let node = machine.node!
        let isSilent = output.persist == nil && withoutMessages(output).isEmpty && output.messages.allSatisfy(isRoutine)
        if let flight {
            if flight.number == nil && !isSilent {
                write("\(machine.id) ← \(flight.message.from): \(flight.message.words)", .messages)
            } else if let number = flight.number {
                write("\(machine.id) ← #\(number) \(flight.message.body.kind)", .messages)
            }
        } else if let words, event != .tick || !isSilent {
            write("\(machine.id) \(words)", event == .tick ? .messages : matter)
        }
        try checker.stepped(from: before, to: node, output: output) { id in
            self.machines.first { $0.id == id && !$0.isGone }?.disk
        }
        try perform(output, of: machine, node)
    }

    func withoutMessages(_ output: RaftOutput) -> RaftOutput {
        var rest = output
        rest.messages = []
        return rest
    }

    func perform(_ output: RaftOutput, of machine: Machine, _ node: RaftNode) throws {
        let id = machine.id
        if let leadership = output.leadership, !isStarting { write("\(id)   is \(leadership.words)") }
        if let membership = output.membership, !isStarting {
            write("\(id)   goes by [\(membership.words)]")
        }
        if let request = output.persist {
            write("\(id)   writes w\(request.generation): \(request.words)", .writes)
            machine.disk.write(request)
            queue.append(.written(machine, life: machine.life, generation: request.generation))
        }
        for message in output.messages {
            try checker.checkSpoken(message, by: node, disk: machine.disk)
            send(message)
        }
        if let index = output.commitIndex {
            write("\(id)   commits through \(index)", .writes)
            queue.append(.apply(machine, life: machine.life))
        }
        for outcome in output.outcomes { try answer(outcome, by: id) }
        for read in output.reads {
            guard let floor = floors.removeValue(forKey: read.id) else { throw Violation("a read answered twice") }
            if let index = read.index, index < floor { throw Violation("read \(read.id) misses entry \(floor)") }
            reads[read.id] = read
            write("\(id)   answers r\(read.id): \(read.index.map { "as of \($0)" } ?? "ask the leader")")
        }
        if let snapshot = output.restoreSnapshot {
            guard let file = machine.disk.snapshots.first(where: { $0.metadata == snapshot }) else {
                throw Violation("node \(id) restores a snapshot that is not there")
            }
            machine.state = file.state
            write("\(id)   restores snapshot \(snapshot.index)")
            try checker.checkMachine(machine.state, on: id)
        }
        if output.takeSnapshot {
            write("\(id)   wants a snapshot", .writes)
            queue.append(.take(machine, life: machine.life))
        }
        if let fetch = output.fetchSnapshot {
            write("\(id)   pulls snapshot \(fetch.snapshot.index) from \(fetch.from)")
            fetches.append(fetch)
            let file = self.machine(fetch.from).disk.snapshots.first { $0.metadata == fetch.snapshot }
            queue.append(.fetch(machine, life: machine.life, fetch, file: file))
        }
        for fault in output.faults {
            write("\(id)   accuses \(fault.peer): \(fault.reason)")
            faults.append(fault)
        }
        if output.removed {
            write("\(id)   is out for good")
            machine.node = nil
            machine.life += 1
            machine.isGone = true
        }
    }

    func answer(_ outcome: ProposalOutcome, by id: NodeID) throws {
        guard let commands = proposals.removeValue(forKey: outcome.id) else {
            throw Violation("proposal \(outcome.id) is answered and was not asked, or twice")
        }
        outcomes[outcome.id] = outcome.result
        let isCommitted = if case .committed = outcome.result { !commands.isEmpty } else { false }
        write("\(id)   answers p\(outcome.id): \(outcome.result.words)", isCommitted ? .commands : .other)
        try checker.answered(outcome.result, commands: commands)
    }

    func send(_ message: RaftMessage) {
        said.append(message)
        let flight = Flight(message)
        let link = Link(from: message.from, to: message.to)
        let isDown = machines.first { $0.id == message.to }?.node == nil
        let isLost = !held.contains(link) && (cuts.contains(link) || isDown) || losing(message)
        if isRoutine(message) {
            count(message.body.kind == "heartbeat" ? .heartbeats : .answers)
        } else {
            lastFlight += 1
            flight.number = lastFlight
            if case .heartbeat = message.body { routine[link] = message }
            if case .heartbeatReply = message.body { routine[link] = message }
            write(
                "\(message.from) → \(message.to) #\(lastFlight) \(message.words)\(isLost ? " (lost)" : "")", .messages)
        }
        if !isLost { queue.append(.message(flight)) }
    }

    /// A heartbeat, or an answer to one, that says nothing that was not said on that link before.
    func isRoutine(_ message: RaftMessage) -> Bool {
        let isBeat =
            switch message.body {
            case .heartbeat, .heartbeatReply: true
            default: false
            }
        return isBeat && routine[Link(from: message.from, to: message.to)] == message
    }
}
