import GameCore
package import Identity

import enum ClientProtocol.OutcomeCode

/// The replicated world: every user, queue, lobby and match of the cluster.
///
/// A pure value. Nodes that apply the same entries hold equal worlds, for any bytes in the entries. Nothing in here depends on
/// a clock, on a generator outside the world, or on dictionary order.
package struct World: Equatable, Sendable {
    /// The index of the last applied entry; zero for a new world.
    package internal(set) var appliedIndex = LogIndex.zero
    /// In force: what entries do. Raised by ``Command/raise(_:)``, never lowered.
    package internal(set) var behaviour: Behaviour
    /// The versions that the build of this world can apply.
    let known: ClosedRange<Behaviour>
    /// World ticks so far, 50 ms each while there is something to move.
    package internal(set) var tick: UInt64 = 0
    var nextMatch: UInt64 = 1
    var nextLobby: UInt64 = 1
    /// As the leader said last.
    package internal(set) var thrift = Thrift.none
    #if NEXT_VERSION
        package internal(set) var marks: UInt64 = 0
    #endif
    /// The last tick in which a match had to give way to a new one.
    var gaveWayAt: UInt64 = 0
    /// The source of seeds and codes: a SHA-256 chain over the entropy of all requests.
    var pool = [UInt8](repeating: 0, count: SHA256.digestBytes)
    var users: [UserID: User] = [:]
    /// In the order in which they came.
    var queue: [Party] = []
    /// Whether waiting players must still be told that their number has changed.
    var isQueueNews = false
    /// In the order of their ids.
    var matches: [Match] = []
    /// In the order of their ids.
    var lobbies: [Lobby] = []
    /// In the order in which the matches ended.
    var outbox: [OutgoingReplay] = []

    /// A new world. It begins with the first version of behaviour; where that is not known any more, without one until an
    /// entry says which.
    package init(knowing known: ClosedRange<Behaviour> = Behaviour.known) {
        self.known = known
        behaviour = known.contains(.first) ? .first : .none
    }

    /// Whether the world has to be moved by ``Command/advance(tick:)``.
    package var needsTicks: Bool {
        !matches.isEmpty || !queue.isEmpty || lobbiesNeedTicks
    }

    package var matchCount: Int { matches.count }
    package var lobbyCount: Int { lobbies.count }
    /// Users seated in a match that has not ended.
    package var playerCount: Int {
        var count = 0
        // By index: a loop over the elements would copy each match.
        for index in matches.indices where !matches[index].isOver {
            for seat in matches[index].seats.indices
            where !matches[index].seats[seat].left && matches[index].seats[seat].user != nil { count += 1 }
        }
        return count
    }
    package var spectatorCount: Int {
        var count = 0
        for index in matches.indices { count += matches[index].spectators.count }
        return count
    }
    package var userCount: Int { users.count }

    // MARK: Entries

    /// Applies one entry and appends what it means for the players.
    ///
    /// One that was applied before is ignored.
    /// - Returns: Why this build cannot apply it: nothing was changed, and no later entry may be applied either. `nil`: done.
    @discardableResult
    package mutating func apply(_ entry: LogEntry, events: inout [WorldEvent]) -> VersionGap? {
        guard entry.index > appliedIndex else { return nil }
        guard let command = try? Command(decoding: entry.command) else { return .command(kind: entry.command.first) }
        if let gap = gap(before: command) { return gap }
        appliedIndex = entry.index
        run(command, &events)
        return nil
    }

    /// Why this build could not apply that command now, or `nil`.
    package func gap(before command: Command) -> VersionGap? {
        switch command {
        case .probe: return nil
        case .raise(let version): return isDue(version) && !known.contains(version) ? .behaviour(version) : nil
        default:
            // Builds that knew of no versions began with the first one and said nothing.
            if behaviour == .none { return .behaviour(.first) }
            return command.since > behaviour ? .early(command.since) : nil
        }
    }

    /// Whether that version is the next one to be in force. Every build gives the same answer.
    private func isDue(_ version: Behaviour) -> Bool {
        behaviour == .none ? version > .none : version == behaviour.next
    }

    private mutating func run(_ command: Command, _ events: inout [WorldEvent]) {
        switch command {
        case .probe: break
        case .raise(let version): if isDue(version) { behaviour = version }
        #if NEXT_VERSION
            case .mark: marks += 1
        #endif
        case .advance(let tick):
            guard self.tick < .max, tick == self.tick + 1 else { return }
            advance(&events)
        case .thrift(let thrift): self.thrift = thrift
        case .replayStored(let match, let ratings):
            replayStored(match, ratings)
        case .attach(let key, let attachment, let name, let ratings):
            attach(key, attachment, name: name, ratings, &events)
        case .detach(let key, let attachment):
            detach(key, attachment: attachment, &events)
        case .detachMany(let streams):
            for stream in streams { detach(stream.key, attachment: stream.attachment, &events) }
        case .nodeLost(let node, let seen):
            nodeLost(node, seen: seen, &events)
        case .request(let key, let sequence, let entropy, let action):
            once(key, sequence, asInputOf: nil, &events) { world, events in
                world.stir(entropy)
                let code = world.run(action, by: key.user, &events)
                return RecordedOutcome(code: code, receipt: nil)
            }
        case .input(let key, let sequence, let match, let stamp, let input):
            once(key, sequence, asInputOf: match, &events) { world, events in
                world.take(input, of: key.user, in: match, stamp: stamp, &events)
            }
        }
    }

    /// Runs a command unless its sequence has an outcome already, and tells the outcome.
    private mutating func once(
        _ key: SessionKey, _ sequence: UInt64, asInputOf match: MatchID?, _ events: inout [WorldEvent],
        run: (inout World, inout [WorldEvent]) -> RecordedOutcome
    ) {
        guard let admission = users[key.user]?.admit(sequence, of: key.session) else {
            events.append(.refused(key))
            return
        }
        let stale = RecordedOutcome(code: .stale, receipt: match.map { InputReceipt(match: $0, tick: 0, late: 0) })
        let outcome: RecordedOutcome
        switch admission {
        case .run:
            outcome = run(&self, &events)
            update(key) { $0.record(outcome) }
        case .repeated(let first): outcome = first
        case .forgotten: outcome = stale
        case .ahead:
            outcome = stale
            update(key) { $0.skip(to: sequence, stale) }
        }
        touch(key)
        events.append(outcome.event(for: key, sequence))
    }

    /// The first outcome of a command that has run. A resend then needs no entry of its own. `nil` when it has not run or its
    /// outcome is not kept.
    package func outcome(of key: SessionKey, _ sequence: UInt64) -> WorldEvent? {
        guard case .repeated(let first) = users[key.user]?.admit(sequence, of: key.session) else { return nil }
        return first.event(for: key, sequence)
    }

    // MARK: Randomness

    /// Mixes fresh entropy into the pool.
    mutating func stir(_ entropy: Entropy) {
        var hash = SHA256()
        hash.update(pool)
        hash.update(entropy.first)
        hash.update(entropy.second)
        hash.update(appliedIndex.rawValue)
        pool = hash.finish()
    }

    /// 32 bytes that nobody outside the world can foresee; `purpose` and `number` keep draws apart. The pool moves on,
    /// so that a later state of it does not give away an earlier draw.
    mutating func draw(_ purpose: String, _ number: UInt64) -> [UInt8] {
        var hash = SHA256()
        hash.update(pool)
        hash.update(purpose.utf8)
        hash.update(number)
        var next = SHA256()
        next.update(pool)
        next.update("next".utf8)
        pool = next.finish()
        return hash.finish()
    }
}
