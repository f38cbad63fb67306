package import Identity

/// Where a simulation listens.
package struct SimulationAddress: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let host: String
    package let port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    package var description: String { "\(host):\(port)" }

    package static func < (left: Self, right: Self) -> Bool {
        (left.host, left.port) < (right.host, right.port)
    }
}

/// The simulations that this gateway may use, and the choice among them. It prefers the own node's, else any other that has
/// just answered a question (``SimulationSurvey``), with the sessions spread evenly.
package struct SimulationDirectory: Sendable {
    /// Milliseconds for which a simulation that refused a session is not asked again.
    package static let refusalPause: Int64 = 500

    private struct Entry {
        var isListed: Bool
        var isDraining = false
        var isConnected = false
        var isSilent = false
        var refusedUntil: Int64 = .min

        func isUsable(at now: Int64) -> Bool { isConnected && !isDraining && !isSilent && now >= refusedUntil }
    }

    package let local: SimulationAddress
    private let aliases: Set<SimulationAddress>
    private var entries: [SimulationAddress: Entry]
    package var survey = SimulationSurvey()

    /// - Parameter aliases: Other addresses of the own node's simulation, never used.
    package init(local: SimulationAddress, aliases: Set<SimulationAddress> = []) {
        self.local = local
        self.aliases = aliases
        entries = [local: Entry(isListed: true)]
    }

    package struct Listing: Sendable, Equatable {
        package let address: SimulationAddress
        package let isDraining: Bool

        package init(address: SimulationAddress, isDraining: Bool) {
            self.address = address
            self.isDraining = isDraining
        }
    }

    package struct Change: Sendable, Equatable {
        /// In address order.
        package let connect: [SimulationAddress]
        package let disconnect: [SimulationAddress]
    }

    /// The registry's list as it is now. A server that is no longer listed but still connected is kept until its
    /// connection breaks: the registry may be wrong, a working connection is not.
    package mutating func update(_ servers: [Listing]) -> Change {
        var connect: [SimulationAddress] = []
        var disconnect: [SimulationAddress] = []
        // deterministic: each entry for itself
        for address in entries.keys where address != local { entries[address]?.isListed = false }
        for server in servers where !aliases.contains(server.address) {
            if entries[server.address] == nil { connect.append(server.address) }
            entries[server.address, default: Entry(isListed: true)].isListed = true
            entries[server.address]?.isDraining = server.isDraining
        }
        // deterministic: sorted below
        for (address, entry) in entries where !entry.isListed && !entry.isConnected {
            entries[address] = nil
            disconnect.append(address)
        }
        return Change(connect: connect.sorted(), disconnect: disconnect.sorted())
    }

    /// - Returns: True when the address is of no more use and its channel is to be closed.
    package mutating func connectionChanged(_ address: SimulationAddress, isConnected: Bool) -> Bool {
        guard var entry = entries[address] else { return true }
        entry.isConnected = isConnected
        if isConnected { (entry.refusedUntil, entry.isSilent) = (.min, false) }
        entries[address] = entry.isListed || isConnected ? entry : nil
        return entries[address] == nil
    }

    package mutating func refused(_ address: SimulationAddress, at now: Int64) {
        entries[address]?.refusedUntil = now + Self.refusalPause
    }

    /// It hangs, or is back.
    package mutating func fellSilent(_ address: SimulationAddress, _ isSilent: Bool) {
        entries[address]?.isSilent = isSilent
    }

    /// `nil`: none is usable now, or it is not known yet which of the others live: ``passed(at:)`` says whom to ask.
    package func choose(for session: SessionID, at now: Int64) -> SimulationAddress? {
        guard !isLocalUsable(at: now) else { return local }
        let alive = others(at: now).filter { survey.isProven($0, at: now) }
        return alive.isEmpty ? nil : alive[Int(session.rawValue % UInt64(alive.count))]
    }

    /// The own node's first, then the others in address order.
    package func usable(at now: Int64) -> [SimulationAddress] {
        isLocalUsable(at: now) ? [local] + others(at: now) : others(at: now)
    }

    private func isLocalUsable(at now: Int64) -> Bool { entries[local]?.isUsable(at: now) == true }

    private func others(at now: Int64) -> [SimulationAddress] {
        // deterministic: sorted
        entries.filter { $0.key != local && $0.value.isUsable(at: now) }.keys.sorted()
    }

    /// To be called every ``SimulationWatch/interval`` while a session waits for a simulation, or the own one's matches are quiet.
    /// - Returns: The others that are to be asked for a sign of life now.
    package mutating func passed(at now: Int64) -> [SimulationAddress] {
        survey.passed(at: now, usable: others(at: now))
    }

    /// Some that is usable may yet answer.
    package func isHopeful(at now: Int64) -> Bool {
        isLocalUsable(at: now) || others(at: now).contains { !survey.isSilent($0) }
    }

    /// There are others, and none that is connected gives a sign of life, nor is the own one of use: what fails is this node.
    package func isAlone(at now: Int64) -> Bool {
        let others = others(at: now)
        return !isLocalUsable(at: now) && !others.isEmpty && others.allSatisfy { survey.isSilent($0) }
    }
}
