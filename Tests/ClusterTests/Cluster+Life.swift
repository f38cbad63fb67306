import Identity

@testable import ConsensusCore

// What the world does to a cluster: clients, the registry, faults, and the end.
extension Cluster {
    var live: [Process] { processes.filter { $0.node != nil } }

    var leader: Process? {
        live.filter { $0.node?.role == .leader }.max { ($0.node?.term ?? .zero) < ($1.node?.term ?? .zero) }
    }

    // MARK: Clients

    func scheduleClients() {
        // Now and then they come so closely that notices, and some peers' appends, wait for more.
        if burst > 0 { burst -= 1 } else if chance(10) { burst = Int(uniform(20...120)) }
        after(burst > 0 ? uniform(50...1_500) : uniform(5_000...40_000)) { [self] in
            askSomething()
            scheduleClients()
        }
    }

    private func askSomething() {
        guard let target = chance(850) ? leader ?? live.first : random.pick(processes), let node = target.node else {
            return
        }
        if chance(150) {
            nextProposal += 1
            reads[nextProposal] = checker.acknowledged
            return deliver(.read(id: nextProposal), to: target)
        }
        propose(to: target, onlyIn: chance(200) ? node.term : nil, count: Int(uniform(1...4)))
    }

    func propose(to target: Process, onlyIn term: Term? = nil, count: Int) {
        let session = sessions[Int(uniform(0...UInt64(sessions.count - 1)))]
        // What ran already, may have run, or was refused is asked for again: it must run once.
        let repeated = chance(150) ? min(session.sequence - 1, uniform(0...3)) : 0
        var commands: [Command] = []
        for offset in 0..<UInt64(count) {
            nextCommand += 1
            commands.append(
                Command(id: nextCommand, session: session.id, sequence: session.sequence - repeated + offset))
        }
        nextProposal += 1
        proposals[nextProposal] = commands
        let bytes = commands.map { $0.encoded(padding: Int(uniform(0...284))) }
        deliver(.propose(Proposal(id: nextProposal, onlyIn: term, commands: bytes)), to: target)
    }

    /// A client was told that its command is committed, and goes on to its next.
    func settled(_ command: Command) {
        let position = Int(command.session) - 1
        sessions[position].sequence = max(sessions[position].sequence, command.sequence + 1)
    }

    // MARK: Membership

    private static let autopilot: Autopilot.Settings = {
        var settings = Autopilot.Settings()
        settings.voterSilence = 1_200
        settings.swapSteadiness = 700
        settings.growthSteadiness = 300
        settings.voterChangeInterval = 1_500
        settings.learnerSilence = 5_000
        return settings
    }()

    func scheduleAutopilot() {
        after(200 * Cluster.millisecond) { [self] in
            for process in live where process.node?.role == .leader { autopilot(process) }
            scheduleAutopilot()
        }
    }

    private func autopilot(_ process: Process) {
        guard let node = process.node else { return }
        let servers = processes.filter { !$0.isGone }.map {
            Autopilot.Server(
                id: $0.id, address: "n\($0.number):50052", isHealthy: $0.node != nil, isDraining: false)
        }
        let change = Autopilot.change(
            for: node.status, servers: registryIsUp ? servers : nil, settings: Cluster.autopilot)
        if let change { self.change(change, on: process) }
    }

    /// A disk that is lost in the moment in which the voters change can take a small cluster's majority with it, in the
    /// real world as here: nothing but `recover` helps. So no change promotes a lost node, or one that stays down to the end
    /// and was heard a moment ago, and none is lost during one.
    private func change(_ change: MembershipChange, on process: Process) {
        nextProposal += 1
        if case .changeVoters(let promote, let demote) = change {
            let voters = (process.node?.membership.voters ?? []).filter { !demote.contains($0) } + promote
            let lost = voters.count { self.process($0)?.isGone ?? true }
            guard promote.allSatisfy({ id in self.process(id).map { !$0.isGone && !$0.isLeftDown } ?? false }),
                2 * lost < voters.count,
                !processes.contains(where: { $0.isDoomed && !$0.isGone })
            else { return }
            changes[nextProposal] = now
        }
        proposals[nextProposal] = []
        note("\(process.id) is asked for \(change)")
        deliver(.changeMembership(id: nextProposal, change), to: process)
    }

    // MARK: Faults

    func scheduleFault() {
        after(uniform(100_000...900_000)) { [self] in
            guard isFaulty else { return }
            fault()
            scheduleFault()
        }
    }

    private func fault() {
        let victim = chance(500) ? leader ?? random.pick(processes) : random.pick(processes)
        switch uniform(0...16) {
        case 0, 1, 2:
            let rots = chance(300) && victim.log != nil && victim.node != nil && isSafeToLose([victim.id])
            crash(victim, isPowerLoss: chance(700))
            if rots { rot(victim) }
            restartLater(victim)
        case 3, 4: pause(victim)
        case 5: isolate(victim, both: chance(500))
        case 6: partition()
        case 7: block(victim.id, random.pick(processes).id)
        case 8, 9:
            note("network heals")
            blocked = []
            clogged = [:]
        case 10 where chance(300):
            // One disk among good ones.
            victim.diskDelay = chance(300) ? nil : 1_000...uniform(2_000...700_000)
        case 10:
            diskDelay = chance(500) ? 150...2_000 : 1_000...uniform(2_000...700_000)
        case 11:
            if let leader {
                deliver(.transferLeadership(to: chance(500) ? random.pick(processes).id : nil), to: leader)
            }
        case 12: randomChange()
        case 13: chance(500) ? chain() : bridge()
        case 14: clog()
        case 15: chance(500) ? jump(victim) : spoilDisk(victim)
        default: if chance(300) { wipe(victim) } else { odd(victim) }
        }
    }

    func restartLater(_ victim: Process) {
        let restart = chance(300) ? 50_000...200_000 : 300_000...UInt64(4_000_000)
        let life = victim.life
        after(uniform(restart)) { [self] in
            if victim.life == life, victim.node == nil, !victim.isGone { start(victim, isBootstrap: false) }
        }
    }

    /// The next sync fails, and nobody knows what of it is on the disk; or the next write does, in its midst; or there is no room
    /// for a while.
    private func spoilDisk(_ victim: Process) {
        switch uniform(0...2) {
        case 0: victim.syncFails = true
        case 1: victim.log?.failNextWrite(after: Int(uniform(0...4_096)))
        default:
            victim.log?.isFull = true
            after(uniform(100_000...3_000_000)) { [self] in
                victim.log?.isFull = false
                attempt { try provideSegment(for: victim) }
            }
        }
    }

    /// The clock leaps ahead, as after the machine was stopped and went on, or is set back.
    private func jump(_ victim: Process) {
        note("the clock of \(victim.id) jumps")
        victim.clockJumps += chance(300) ? -Int64(uniform(100...8_000)) : Int64(uniform(100...8_000))
    }

    /// Nodes see their neighbours in a row only.
    private func chain() {
        note("partition: a chain")
        let row = live.map(\.id)
        for (position, first) in row.enumerated() {
            for other in row.dropFirst(position + 2) {
                block(first, other)
                block(other, first)
            }
        }
    }

    /// Two halves that see one node in common, and not each other.
    private func bridge() {
        guard let middle = live.isEmpty ? nil : random.pick(live) else { return }
        note("partition: \(middle.id) is a bridge")
        for (position, first) in live.enumerated() where first.id != middle.id {
            for (otherPosition, other) in live.enumerated()
            where other.id != middle.id && position % 2 != otherPosition % 2 { block(first.id, other.id) }
        }
    }

    private func clog() {
        let (from, to) = (random.pick(processes), random.pick(processes))
        note("the link \(from.id) → \(to.id) is clogged")
        clog(from.id, to.id, until: now + uniform(100_000...2_000_000))
    }

    /// Something that was durable is not as it was written: the node must notice, and counts as lost.
    private func rot(_ victim: Process) {
        if let what = victim.log?.rot(using: &random) {
            rotted += 1
            victim.isDoomed = true
            note("\(what) of \(victim.id)")
        }
    }

    /// A node whose disk is not to be trusted is given up; another one, with a new identity, takes its place and address.
    func replace(_ victim: Process) {
        note("\(victim.id) is set aside")
        victim.node = nil
        victim.life += 1
        victim.isGone = true
        let heir = addProcess()
        victim.heir = heir
        start(heir, isBootstrap: false)
    }

    private func pause(_ victim: Process) { pause(victim, for: uniform(50_000...3_000_000)) }

    func pause(_ victim: Process, for time: UInt64) {
        note("\(victim.id) pauses")
        victim.pausedUntil = now + time
    }

    func isolate(_ victim: Process, both: Bool) {
        note("\(victim.id) is cut off, both ways: \(both)")
        for other in processes where other.id != victim.id {
            block(other.id, victim.id)
            if both { block(victim.id, other.id) }
        }
    }

    private func partition() {
        note("partition")
        let side = processes.map { _ in chance(500) }
        for (first, isLeft) in zip(processes, side) {
            for (second, isOtherLeft) in zip(processes, side) where isLeft != isOtherLeft { block(first.id, second.id) }
        }
    }

    private func odd(_ victim: Process) {
        switch uniform(0...3) {
        case 0: registryIsUp.toggle()
        case 1:
            deliver(.diskSpaceLow(true), to: victim)
            after(uniform(100_000...2_000_000)) { [self] in deliver(.diskSpaceLow(false), to: victim) }
        case 2: deliver(.peerLost(random.pick(processes).id), to: victim)
        default:
            if processes.filter({ !$0.isGone }).count < 6 { start(addProcess(), isBootstrap: false) }
        }
    }

    private func randomChange() {
        guard let leader, let membership = leader.node?.membership else { return }
        if let learner = membership.learners.first, chance(700) {
            let demoted = chance(600) ? [random.pick(membership.voters)] : []
            change(.changeVoters(promote: [learner], demote: demoted), on: leader)
        } else if membership.voters.count > 1 {
            change(.changeVoters(promote: [], demote: [random.pick(membership.voters)]), on: leader)
        }
    }

    /// The disk dies and its node with it; a new one, with a new id, takes its place. Never so many that a committed
    /// entry could be lost: the others must hold a majority of every configuration that any of them knows.
    private func wipe(_ victim: Process) {
        guard victim.node != nil, isSafeToLose([victim.id]) else { return }
        note("\(victim.id) loses its disk")
        crash(victim)
        guard options.sabotage == .acceptsWipedIdentity else { return replace(victim) }
        victim.disk = SimulatedDisk()
        victim.machine = MachineState()
        if victim.log != nil { victim.log = ProductionLog(node: victim.id) }
        start(victim, isBootstrap: false)
    }

    private func isSafeToLose(_ lost: [NodeID]) -> Bool {
        guard changes.values.allSatisfy({ $0 + 4 * Cluster.second < now }) else { return false }
        let remaining = processes.filter { !$0.isGone && !$0.isDoomed && !lost.contains($0.id) }
        // Old configurations that someone may still go by, and those whose disks alone hold what was just committed.
        return processes.filter { !$0.isGone }.allSatisfy { process in
            guard let log = process.node?.log else { return false }
            return log.configurations.allSatisfy { change in
                change.membership.voters.isEmpty
                    || change.membership.isQuorum { voter in remaining.contains { $0.id == voter } }
            }
        }
    }

    // MARK: The end

    /// Stops all faults around a core that holds a majority of every configuration in use, and asks for progress: within
    /// 20 election timeouts a new write commits and the core's state machines agree.
    func settle() throws {
        isFaulty = false
        blocked = []
        clogged = [:]
        diskDelay = 150...2_000
        registryIsUp = true
        for process in processes where process.node == nil && !process.isGone { start(process, isBootstrap: false) }
        for process in processes {
            process.pausedUntil = 0
            process.syncFails = false
            process.diskDelay = nil
            process.log?.mend()
            process.isToldOfFullDisk = false
            deliver(.diskSpaceLow(false), to: process)
        }
        leaveSomeDown()
        note("settling, alive: \(live.map { $0.id.description }.joined(separator: " "))")
        let deadline = now + 40 * Cluster.second
        let before = checker.lastCommitted
        while now < deadline {
            try run(until: now + 250 * Cluster.millisecond)
            if checker.lastCommitted > before, hasConverged { return try checkMachines() }
        }
        throw Violation("no progress within 20 election timeouts: \(summary)")
    }

    /// Half the time, most of those without whom a majority of every configuration is left.
    private func leaveSomeDown() {
        guard chance(500) else { return }
        var lost: [NodeID] = []
        for victim in live.shuffled(using: &random) where chance(600) && isSafeToLose(lost + [victim.id]) {
            lost.append(victim.id)
        }
        for victim in live where lost.contains(victim.id) {
            victim.isLeftDown = true
            crash(victim)
        }
    }

    private var hasConverged: Bool {
        guard let leader = leader?.node, leader.commitIndex >= leader.lead.termStart else { return false }
        let members = live.filter { leader.membership.contains($0.id) }
        return members.allSatisfy { process in
            guard let node = process.node else { return false }
            return node.leader == leader.id && node.term == leader.term
                && node.commitIndex.rawValue + 60 > leader.commitIndex.rawValue
                && process.machine.applied.rawValue + 60 > leader.commitIndex.rawValue
        }
    }

    private func checkMachines() throws {
        for process in live { try checker.checkMachine(process.machine, on: process.id) }
    }

    var summary: String {
        processes.filter { !$0.isGone }.map { process in
            guard let node = process.node else { return "\(process.id): down" }
            return "\(process.id): \(node.role) term \(node.term) leader \(node.leader?.description ?? "-") last "
                + "\(node.log.lastIndex) commit \(node.commitIndex) applied \(process.machine.applied) voters "
                + "\(node.membership.voters)/\(node.membership.outgoing) learners \(node.membership.learners) "
                + "progress \(node.lead.progress.map { "\($0.id) \($0.match) \($0.state)" })"
        }.joined(separator: "\n")
    }
}
