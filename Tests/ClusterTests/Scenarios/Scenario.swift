import Identity
import Testing

@testable import ConsensusCore

/// A scripted cluster: production nodes and autopilot over links, disks and clocks that do what the script says, and a
/// transcript of all that happens.
///
/// Nothing takes time but ``pass(_:only:)`` and ``campaign(_:)``. What is sent arrives, and what is written is synced, in the
/// order in which it was, as soon as the script lets things ``settle()``; unless it holds, cuts or loses it. Every step goes
/// through the ``Checker``; a ``rule(_:_:_:sourceLocation:)`` says what the scenario is about, in words of the papers.
final class Scenario {
    final class Machine {
        let id: NodeID
        let address: String
        var node: RaftNode?
        var disk = SimulatedDisk()
        /// The production log beside it, if the scenario asks for it.
        var log: ProductionLog?
        var state = MachineState()
        /// Counted up by each start and end, so that what was meant for an earlier process is lost with it.
        var life = 0
        /// By how many milliseconds its clock is ahead of the script's.
        var clockLead = 0
        var isDiskHeld = false
        var isPaused = false
        /// Its snapshots, taken or pulled, wait for the script.
        var areSnapshotsHeld = false
        var isGone = false

        init(id: NodeID, address: String) {
            self.id = id
            self.address = address
        }
    }

    struct Link: Hashable { var from, to: NodeID }

    /// A message on its way. Its number is given when the transcript first speaks of it.
    final class Flight {
        let message: RaftMessage
        var number: Int?
        init(_ message: RaftMessage) { self.message = message }
    }

    enum Work {
        case message(Flight)
        case written(Machine, life: Int, generation: UInt64)
        case apply(Machine, life: Int)
        case take(Machine, life: Int)
        /// `file`: open at the source, so that it can be read to its end when its name has gone.
        case fetch(Machine, life: Int, SnapshotFetch, file: SnapshotFile?)
    }

    var now: Milliseconds = 0
    private(set) var machines: [Machine] = []
    var checker = Checker()
    var queue: [Work] = []
    private var configure: (inout RaftConfiguration) -> Void = { _ in }

    var cuts: Set<Link> = []
    var held: Set<Link> = []
    /// What the network loses, beside what crosses a cut.
    var losing: (RaftMessage) -> Bool = { _ in false }
    /// Whom the registry takes for draining.
    var draining: Set<NodeID> = []

    /// Everything said, in order; heartbeats too.
    var said: [RaftMessage] = []
    var outcomes: [UInt64: ProposalOutcome.Result] = [:]
    var reads: [UInt64: ReadOutcome] = [:]
    var fetches: [SnapshotFetch] = []
    var faults: [PeerFault] = []
    var proposals: [UInt64: [UInt64]] = [:]
    private var lastChange: UInt64 = 9_000
    var lastFlight = 0
    /// The newest heartbeat and answer on each link.
    var routine: [Link: RaftMessage] = [:]

    /// A rule that the nodes are to break: the scenario must then fail, by what it says and not by its transcript.
    @TaskLocal static var sabotage: Sabotage?

    // MARK: Running, and what must hold

    private var transcript = Transcript()
    /// A rule or an invariant was broken.
    private var isBroken = false

    /// Runs a scenario. Its name is that of the test that runs, and its transcript stands in `Fixtures/` beside this file,
    /// in a folder for each file of scenarios.
    /// A transcript is compared, and written, only if every rule and invariant held.
    static func run(sourceLocation: SourceLocation = #_sourceLocation, _ script: (Scenario) throws -> Void) {
        let scenario = Scenario()
        do { try script(scenario) } catch {
            let tail = scenario.transcript.lines.suffix(30).joined(separator: "\n")
            Issue.record("\(error), after:\n\(tail)", sourceLocation: sourceLocation)
            return
        }
        guard !scenario.isBroken else {
            Issue.record("\(scenario.transcript.lines.joined(separator: "\n"))", sourceLocation: sourceLocation)
            return
        }
        guard sabotage == nil else { return }
        let kind = sourceLocation.fileName.split(separator: "Scenarios")[0]
        if let difference = scenario.transcript.difference(
            fromThatOf: Test.current?.displayName ?? "?", of: String(kind))
        {
            Issue.record("\(difference)", sourceLocation: sourceLocation)
        }
    }

    /// One line of the transcript.
    func write(_ line: String, _ matter: Transcript.Matter = .other) {
        transcript.write(line, matter, at: now)
    }

    /// An event that the transcript only counts.
    func count(_ matter: Transcript.Matter) { transcript.count(matter) }

    /// A heading.
    func note(_ text: String) { transcript.note(text) }

    /// Counts messages and writes instead of telling each: for what leads up to the matter.
    func abridged(_ body: () throws -> Void) rethrows {
        transcript.isAbridged = true
        defer { transcript.isAbridged = false }
        try body()
    }

    /// What must be true, whatever the transcript says.
    func rule(_ text: String, _ holds: Bool, sourceLocation: SourceLocation = #_sourceLocation) {
        if !holds { isBroken = true }
        write("   RULE \(text)\(holds ? "" : ": BROKEN")")
        #expect(holds, "\(text)", sourceLocation: sourceLocation)
    }

    func rule<Value: Equatable>(
        _ text: String, _ actual: Value, _ wanted: Value, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        if actual != wanted { isBroken = true }
        write("   RULE \(text)\(actual == wanted ? "" : ": BROKEN, \(actual) and not \(wanted)")")
        #expect(actual == wanted, "\(text)", sourceLocation: sourceLocation)
    }

    // MARK: Machines

    /// Sets up a cluster whose first configuration is entry 1 of term 1, on the disk of every member.
    /// - Parameters:
    ///   - title: A heading; a scenario may start over.
    ///   - blank: Nodes with an empty disk, that nobody knows of.
    ///   - logs: The terms of the entries from 2 on; of those that are not named, none.
    ///   - terms: The terms that nodes are in; otherwise that of their last entry.
    func start(
        _ title: String? = nil, voters: [UInt64] = [1, 2, 3], learners: [UInt64] = [], blank: [UInt64] = [],
        logs: [UInt64: [UInt64]] = [:], terms: [UInt64: UInt64] = [:], productionLog: Bool = false,
        configure: @escaping (inout RaftConfiguration) -> Void = { _ in }
    ) throws {
        if let title { note(title) }
        now = 0
        machines = []
        checker = Checker()
        queue = []
        (cuts, held, routine, losing, draining) = ([], [], [:], { _ in false }, [])
        (said, outcomes, reads, fetches, faults, proposals) = ([], [:], [:], [], [], [:])
        lastFlight = 0
        self.configure = configure
        let membership = Scenario.membership(voters: voters, learners: learners)
        for id in (voters + learners).sorted() {
            let machine = addMachine(NodeID(rawValue: id), productionLog: productionLog)
            let tail = (logs[id] ?? []).enumerated().map { Scenario.entry($0.offset + 2, $0.element) }
            let first = RaftEntry(index: 1, term: 1, payload: .configuration(membership))
            let term = terms[id] ?? max(1, logs[id]?.last ?? 1)
            var request = PersistRequest(generation: 1, entries: [first] + tail)
            request.hardState = RaftHardState(term: Term(rawValue: term))
            if let log = machine.log {
                _ = try log.open(SimulatedDisk())
                _ = try log.write([request])
                try log.sync()
            }
            machine.disk.write(request)
            try machine.disk.sync(through: 1)
        }
        for id in blank { addMachine(NodeID(rawValue: id), productionLog: productionLog) }
        for machine in machines { try boot(machine) }
        try settle()
    }

    static func membership(voters: [UInt64], learners: [UInt64] = [], outgoing: [UInt64] = []) -> Membership {
        var membership = Membership()
        membership.voters = voters.map { NodeID(rawValue: $0) }
        membership.outgoing = outgoing.map { NodeID(rawValue: $0) }
        membership.learners = learners.map { NodeID(rawValue: $0) }
        membership.members = Set(voters + outgoing + learners).sorted().map {
            Member(id: NodeID(rawValue: $0), address: "n\($0):50052")
        }
        return membership
    }

    /// A command that stood in the log before the scenario: one number for each place and term.
    static func entry(_ index: Int, _ term: UInt64) -> RaftEntry {
        let number = term * 1_000 + UInt64(index)
        let command = Command(id: number, session: 9, sequence: number)
        return RaftEntry(
            index: LogIndex(rawValue: UInt64(index)), term: Term(rawValue: term),
            payload: .command(command.encoded(padding: 0)))
    }

    @discardableResult
    private func addMachine(_ id: NodeID, address: String? = nil, productionLog: Bool = false) -> Machine {
        let machine = Machine(id: id, address: address ?? "n\(id):50052")
        if productionLog { machine.log = ProductionLog(node: id) }
        machines.append(machine)
        return machine
    }

    /// A process with an empty disk and so a new id.
    func join(_ id: NodeID, at address: String? = nil) throws {
        try boot(addMachine(id, address: address))
    }

    /// The first node of a cluster: `id`'s disk is empty.
    func bootstrap(_ id: NodeID) throws {
        let machine = self.machine(id)
        machine.life += 1
        let member = Member(id: id, address: machine.address)
        machine.node = RaftNode(configuration(of: machine), bootstrap: member, now: localTime(of: machine))
        write("\(id) founds the cluster")
        try step(machine, .tick, "ticks")
    }

    func machine(_ id: NodeID) -> Machine { machines.first { $0.id == id }! }

    subscript(_ id: NodeID) -> RaftNode { machine(id).node! }

    var live: [Machine] { machines.filter { $0.node != nil } }

    /// The leader of the highest term.
    var leader: NodeID? {
        live.filter { $0.node?.role == .leader }.max { ($0.node?.term ?? .zero) < ($1.node?.term ?? .zero) }?.id
    }

    /// `1@1 2@2`: the entries above the log's base.
    func log(_ id: NodeID) -> String { self[id].log.entries.map { "\($0.index)@\($0.term)" }.joined(separator: " ") }

    private func configuration(of machine: Machine) -> RaftConfiguration {
        var configuration = RaftConfiguration(
            cluster: Cluster.clusterID, id: machine.id, seed: machine.id.rawValue * 1_000 + UInt64(machine.life))
        configuration.sabotage = Scenario.sabotage
        configure(&configuration)
        return configuration
    }

    func localTime(of machine: Machine) -> Milliseconds {
        Milliseconds(max(0, Int(now) + machine.clockLead + 10_000_000))
    }

    private func boot(_ machine: Machine) throws {
        machine.life += 1
        let restored: RaftRestoredState
        if let log = machine.log {
            guard let recovered = try log.open(machine.disk) else {
                throw Violation("\(machine.id) refuses its log")
            }
            restored = recovered
        } else {
            restored = machine.disk.restored
        }
        let node = try RaftNode(configuration(of: machine), restored: restored, now: localTime(of: machine))
        machine.node = node
        machine.state = machine.disk.snapshots.last?.state ?? MachineState()
        let vote = node.votedFor.map { ", vote \($0)" } ?? ""
        let snapshot = node.log.snapshot.map { ", snapshot to \($0.index)@\($0.term)" } ?? ""
        let log = ", log to \(node.log.lastIndex)@\(node.log.lastTerm)"
        write("\(machine.id) starts: term \(node.term)\(vote)\(snapshot)\(log), [\(node.membership.words)]")
        isStarting = true
        defer { isStarting = false }
        try step(machine, .tick, nil)
    }

    /// What a node says first of itself has been written down.
    var isStarting = false

    /// The power goes. What was written and not synced is lost, but for the first `keeping` writes.
    func crash(_ id: NodeID, keeping: Int = 0) throws {
        let machine = self.machine(id)
        let waiting = machine.disk.unsynced
        let fate =
            waiting.isEmpty
            ? ""
            : "; of \(waiting.map { "w\($0.generation)" }.joined(separator: " ")), \(keeping == 0 ? "nothing" : "\(keeping)") is on the disk"
        write("\(id) loses power\(fate)")
        machine.node = nil
        machine.life += 1
        machine.isPaused = false
        if let log = machine.log {
            if keeping > 0 { _ = try log.write(Array(waiting.prefix(keeping))) }
            var random = SplitMix64(seed: 1)
            let kept = try log.crash(machine.disk, isPowerLoss: false, using: &random)
            guard kept == keeping else { throw Violation("the log kept \(kept) writes") }
        }
        try machine.disk.crash(keeping: keeping)
    }

    /// The power goes in the middle of a write: `seed` says which sectors arrived.
    /// - Returns: How many of the writes that were not synced are on the disk, whole.
    func crash(_ id: NodeID, tornBy seed: UInt64) throws -> Int {
        let machine = self.machine(id)
        guard let log = machine.log else { throw Violation("a torn write needs the production log") }
        write("\(id) loses power in the middle of a write, torn by \(seed)")
        machine.node = nil
        machine.life += 1
        _ = try log.write(machine.disk.unsynced)
        var random = SplitMix64(seed: seed)
        let kept = try log.crash(machine.disk, isPowerLoss: true, using: &random)
        try machine.disk.crash(keeping: kept)
        return kept
    }

    func restart(_ id: NodeID) throws {
        let machine = self.machine(id)
        (machine.isDiskHeld, machine.areSnapshotsHeld) = (false, false)
        try boot(machine)
    }

    /// Process and disk are gone for good.
    func retire(_ id: NodeID) {
        write("\(id) is lost with its disk")
        let machine = self.machine(id)
        machine.node = nil
        machine.life += 1
        machine.isGone = true
    }

    func pause(_ id: NodeID) {
        write("\(id) is stopped (SIGSTOP)")
        machine(id).isPaused = true
    }

    /// It goes on; what has come meanwhile waits in front of it until the script lets things settle.
    func resume(_ id: NodeID) {
        write("\(id) goes on (SIGCONT)")
        machine(id).isPaused = false
    }

    func jumpClock(of id: NodeID, by milliseconds: Int) {
        write("the clock of \(id) jumps by \(milliseconds) ms")
        machine(id).clockLead += milliseconds
    }

    // MARK: Time

    /// Lets milliseconds pass for everyone, or for some: a machine that is not named stands still, and so does its clock.
    func pass(_ duration: Milliseconds, only some: [NodeID]? = nil) throws {
        try settle()
        let end = now + duration
        while now < end {
            let ticking = live.filter { !$0.isPaused && (some?.contains($0.id) ?? true) }
            let next = ticking.map { machine in
                let deadline = machine.node!.nextDeadline
                let local = localTime(of: machine)
                return deadline > local ? now + (deadline - local) : now + 1
            }
            now = min(end, now + 50, next.min() ?? end)
            for machine in ticking where machine.node != nil { try step(machine, .tick, "ticks") }
            try settle()
        }
    }

    /// The node's election timer is the first to end: time passes for it alone until it asks for votes; then all settles.
    func campaign(_ id: NodeID) throws {
        try campaignTimer(id)
        try settle()
    }

    /// Makes the node campaign until it leads, told in short: where the election is not the point.
    func lead(_ id: NodeID) throws {
        try abridged { for _ in 0..<4 where leader != id { try campaign(id) } }
        guard leader == id else { throw Violation("node \(id) does not lead") }
    }

    /// ``campaign(_:)`` up to where its requests are on their way.
    func campaignTimer(_ id: NodeID) throws {
        let machine = self.machine(id)
        for _ in 0..<400 {
            let (term, campaigns) = (self[id].term, self[id].campaigns)
            let local = localTime(of: machine)
            let deadline = self[id].nextDeadline
            now += min(50, deadline > local ? deadline - local : 1)
            try step(machine, .tick, "ticks")
            if self[id].campaigns > campaigns || self[id].term > term { return }
        }
        throw Violation("node \(id) does not campaign")
    }

    /// Until somebody leads who is ready, and everyone else that lives follows; at most 20 election timeouts.
    @discardableResult
    func agree() throws -> NodeID {
        let end = now + 40_000
        while now < end {
            try pass(50)
            guard let leader, self[leader].leadership.isReady else { continue }
            let members = live.filter { self[leader].membership.contains($0.id) && !$0.isPaused }
            if members.allSatisfy({ $0.node?.leader == leader && $0.node?.term == self[leader].term }) { return leader }
        }
        throw Violation("no leader within 20 election timeouts")
    }

    // MARK: Links and disks

    func cut(_ from: NodeID, _ to: NodeID) {
        write("the link \(from) → \(to) is cut")
        cuts.insert(Link(from: from, to: to))
    }

    func cutBoth(_ first: NodeID, _ second: NodeID) {
        write("the link \(first) ↔ \(second) is cut")
        cuts.formUnion([Link(from: first, to: second), Link(from: second, to: first)])
    }

    func isolate(_ id: NodeID) {
        write("\(id) is cut off")
        for other in machines where other.id != id {
            cuts.formUnion([Link(from: id, to: other.id), Link(from: other.id, to: id)])
        }
    }

    /// Nobody of one group and of the other sees each other.
    func split(_ groups: [NodeID]...) {
        write("partition: \(groups.map { $0.map(\.description).joined(separator: " ") }.joined(separator: " | "))")
        for (position, group) in groups.enumerated() {
            for other in groups.dropFirst(position + 1).joined() {
                for id in group { cuts.formUnion([Link(from: id, to: other), Link(from: other, to: id)]) }
            }
        }
    }

    func heal() {
        write("all links are whole")
        (cuts, losing) = ([], { _ in false })
    }

    func hold(_ from: NodeID, _ to: NodeID) {
        write("the link \(from) → \(to) is slow: what it carries waits")
        held.insert(Link(from: from, to: to))
    }

    func release(_ from: NodeID, _ to: NodeID, reversed: Bool = false) {
        write("the link \(from) → \(to) delivers\(reversed ? ", the newest first" : "")")
        let link = Link(from: from, to: to)
        held.remove(link)
        guard reversed else { return }
        let positions = queue.indices.filter { self.link(of: queue[$0]) == link }
        let works = positions.map { queue[$0] }
        for (position, work) in zip(positions, works.reversed()) { queue[position] = work }
    }

    /// What waits on a held link, or anywhere.
    func waiting(_ from: NodeID, _ to: NodeID) -> [RaftMessage] {
        queue.compactMap { work in
            guard case .message(let flight) = work, link(of: work) == Link(from: from, to: to) else { return nil }
            return flight.message
        }
    }

    private func link(of work: Work) -> Link? {
        guard case .message(let flight) = work else { return nil }
        return Link(from: flight.message.from, to: flight.message.to)
    }

    /// The network delivers once more the newest message that fits.
    func again(where fits: (RaftMessage) -> Bool) throws {
        guard let message = said.last(where: fits) else { throw Violation("no such message was sent") }
        try deliver(message, "again")
    }

    /// The network delivers this message now, whatever waits.
    func deliver(_ message: RaftMessage, _ how: String = "late") throws {
        write("\(message.to) ← \(message.from), \(how): \(message.words)")
        try step(machine(message.to), .message(message), nil)
    }

    /// Somebody says this to a node, rightly or not.
    func say(_ body: RaftMessage.Body, from: NodeID, to: NodeID, term: Term) throws {
        let message = RaftMessage(cluster: Cluster.clusterID, from: from, to: to, term: term, body: body)
        write("\(to) ← \(from), by script: \(message.words)")
        try step(machine(to), .message(message), nil)
    }

    func holdDisk(_ id: NodeID) {
        write("the disk of \(id) hangs")
        machine(id).isDiskHeld = true
    }

    func releaseDisk(_ id: NodeID) throws {
        write("the disk of \(id) goes on")
        machine(id).isDiskHeld = false
        try settle()
    }

    /// Completes the oldest write of a disk that hangs.
    func syncOne(_ id: NodeID) throws {
        let position = queue.firstIndex { work in
            if case .written(let machine, let life, _) = work {
                machine.id == id && life == machine.life
            } else {
                false
            }
        }
        guard let position else { throw Violation("nothing is being written") }
        try perform(queue.remove(at: position))
    }

    func holdSnapshots(_ id: NodeID) { machine(id).areSnapshotsHeld = true }

    func releaseSnapshots(_ id: NodeID) throws {
        machine(id).areSnapshotsHeld = false
        try settle()
    }

    /// The transport of each of these saw its connection to `peer` break.
    func lost(_ peer: NodeID, at nodes: [NodeID]) throws {
        for id in nodes { try step(machine(id), .peerLost(peer), "sees its connection to \(peer) reset") }
    }

    // MARK: Clients and the registry

    /// Asks a node for command `id`, as number `id` of the proposals.
    func propose(
        _ id: UInt64, to target: NodeID, onlyIn term: Term? = nil, session: UInt64 = 1, sequence: UInt64? = nil,
        padding: Int = 0
    ) throws {
        let command = Command(id: id, session: session, sequence: sequence ?? id)
        proposals[id] = [id]
        let proposal = Proposal(id: id, onlyIn: term, commands: [command.encoded(padding: padding)])
        try step(machine(target), .propose(proposal), "is asked for \(command.words)", .commands)
    }

    func read(_ id: UInt64, at target: NodeID) throws {
        floors[id] = checker.acknowledged
        try step(machine(target), .read(id: id), "is asked for read r\(id)")
    }
    var floors: [UInt64: LogIndex] = [:]

    /// - Returns: The number under which it is answered.
    @discardableResult
    func change(_ change: MembershipChange, at target: NodeID) throws -> UInt64 {
        lastChange += 1
        proposals[lastChange] = []
        try step(
            machine(target), .changeMembership(id: lastChange, change), "is asked to \(change.words) (p\(lastChange))")
        return lastChange
    }

    func transfer(from: NodeID, to target: NodeID?) throws {
        try step(
            machine(from), .transferLeadership(to: target),
            "is asked to hand over to \(target?.description ?? "anyone")")
    }

    func diskSpaceLow(_ isLow: Bool, at id: NodeID) throws {
        try step(machine(id), .diskSpaceLow(isLow), isLow ? "is short of disk space" : "has disk space again")
    }

    /// What the leader's autopilot makes of the registry, in which every living process stands.
    func autopilot(_ settings: Autopilot.Settings = Autopilot.Settings()) throws {
        guard let leader else { return }
        let servers = machines.filter { $0.node != nil && !$0.isPaused }.map {
            Autopilot.Server(
                id: $0.id, address: $0.address, isHealthy: true, isDraining: draining.contains($0.id))
        }
        let decision = Autopilot.decide(for: self[leader].status, servers: servers, settings: settings)
        guard let decision else { return }
        write("\(leader) decides: \(decision.reason)")
        try change(decision.change, at: leader)
        try settle()
    }

    /// Lets time pass with the autopilot at work, every half second as in the driver.
    func tend(_ duration: Milliseconds, settings: Autopilot.Settings = Autopilot.Settings()) throws {
        let end = now + duration
        while now < end {
            try autopilot(settings)
            try pass(min(500, end - now))
        }
    }

    // MARK: What was said

    /// What was said while `body` ran.
    func during(_ body: () throws -> Void) rethrows -> [RaftMessage] {
        let start = said.count
        try body()
        return Array(said[start...])
    }
}

extension Sequence<RaftMessage> {
    /// Votes given, pre-votes or real ones.
    func votes(preVote: Bool = false) -> [RaftMessage] {
        filter { message in
            if case .requestVoteReply(let reply) = message.body {
                reply.granted && reply.preVote == preVote
            } else {
                false
            }
        }
    }

    func refusals(preVote: Bool) -> [RaftMessage] {
        filter { message in
            if case .requestVoteReply(let reply) = message.body {
                !reply.granted && reply.preVote == preVote
            } else {
                false
            }
        }
    }

    /// Append answers that acknowledge, by index.
    func acknowledgements(from node: NodeID) -> [LogIndex] {
        compactMap { message in
            guard case .appendReply(let reply) = message.body, message.from == node, reply.success else { return nil }
            return reply.index
        }
    }

    func appends(to node: NodeID) -> [AppendEntries] {
        compactMap { message in
            guard case .append(let append) = message.body, message.to == node else { return nil }
            return append
        }
    }
}

extension RaftMessage {
    var isAppend: Bool { if case .append = body { true } else { false } }
    var isAppendReply: Bool { if case .appendReply = body { true } else { false } }
    var isHeartbeatReply: Bool { if case .heartbeatReply = body { true } else { false } }
}
