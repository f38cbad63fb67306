package import Identity

/// Why a command does not go into the log, now or ever.
package enum ProposalError: Error, Equatable, CustomStringConvertible {
    /// No leader takes a command of so many bytes.
    case commandTooLarge(bytes: Int)
    /// So many commands wait already that the log is not keeping up.
    case queueFull(commands: Int)
    /// Every world would stop at it, for good: it belongs to a version of behaviour that is not in force.
    case unusable(VersionGap)

    package var description: String {
        switch self {
        case .commandTooLarge(let bytes): "a command of \(bytes) bytes, of \(SharedLimits.commandBytes) at most"
        case .queueFull(let commands): "\(commands) commands wait for the log"
        case .unusable(let gap): "no node could apply it now: \(gap)"
        }
    }
}

/// The commands of one simulation on their way into the log, in order.
///
/// One proposal is under way at a time, so the commands of a session never overtake each other. It carries the commands that
/// waited, up to ``SharedLimits/proposalCommands`` and ``SharedLimits/proposalBytes``. A command stays until its proposal is
/// committed or its effect is seen in the world. Until then it is proposed again, which the world's sequences make harmless.
/// The ends of streams travel together, one command for many of them.
///
/// Each operation takes constant time, except those that return the commands that they took.
package struct ProposalQueue: Sendable {
    /// Which command it is, to recognise its effect.
    package enum Label: Hashable, Sendable {
        case probe
        case replayStored
        case nodeLost(UInt64)
        case thrift
        /// A command about the version of behaviour.
        case version
        case attach(stream: UInt64)
        case command(stream: UInt64, sequence: UInt64)
    }

    package struct Item: Sendable {
        package let label: Label
        package let command: [UInt8]

        package init(label: Label, command: [UInt8]) {
            self.label = label
            self.command = command
        }
    }

    /// How to go on after a proposal that no leader will ever take.
    package enum Refusal: Sendable, Equatable {
        /// It was given up before.
        case none
        /// The next ones carry fewer commands.
        case split
        /// It was one command, which has been taken out. `nil`: the ends of streams.
        case dropped(Label?)
    }

    /// Commands and attachments of players that may wait. Other items are bounded by the numbers of streams and nodes.
    package static let maximumWaiting = 8_192

    /// Milliseconds. An answer that takes longer counts as lost. A repeat is harmless, and the other copy may still commit.
    package static let patience: Int64 = 250
    /// Milliseconds from a proposal that failed to the next try; doubled by each further one that fails.
    package static let shortestPause: Int64 = 10
    /// Milliseconds.
    package static let longestPause: Int64 = 200

    /// The items that a stream waits for, as places in `slots`.
    private struct Stream {
        var attach: Int?
        var commands: [UInt64: Int] = [:]
    }

    /// By place, from `base` on; `nil` where an item was taken out.
    private var slots: [Item?] = []
    private var base = 0
    /// No item lies before this place.
    private var front = 0
    /// Places from here on have never been proposed.
    private var unproposed = 0
    private var streams: [UInt64: Stream] = [:]
    /// Of everything that belongs to no stream.
    private var others: [Label: Int] = [:]
    private var waiting = 0
    /// Streams whose end is to be told, in the order of their ends.
    private var ended: [EndedStream] = []

    private var underWay: UInt64?
    /// The proposal under way carries what lies before this place, …
    private var carriedEnd = 0
    /// … in so many commands, the ends of streams among them, …
    private var carriedCommands = 0
    /// … and the first so many ends of streams.
    private var carriedEnds = 0
    /// Fewer than ``SharedLimits/proposalCommands`` after a refusal.
    private var commandLimit = SharedLimits.proposalCommands
    private var pause = Self.shortestPause

    package init() {}

    /// Commands that wait or are under way, and ends of streams.
    package var count: Int { waiting + ended.count }

    /// Adds a command at the end; one that waits already under that label stays as it is.
    package mutating func append(_ item: Item) throws(ProposalError) {
        guard item.command.count <= SharedLimits.commandBytes else {
            throw .commandTooLarge(bytes: item.command.count)
        }
        guard place(of: item.label) == nil else { return }
        let place = base + slots.count
        switch item.label {
        case .attach(let stream):
            guard waiting < Self.maximumWaiting else { throw .queueFull(commands: waiting) }
            streams[stream, default: Stream()].attach = place
        case .command(let stream, let sequence):
            guard waiting < Self.maximumWaiting else { throw .queueFull(commands: waiting) }
            streams[stream, default: Stream()].commands[sequence] = place
        case .probe, .replayStored, .nodeLost, .thrift, .version: others[item.label] = place
        }
        slots.append(item)
        waiting += 1
    }

    package func contains(_ label: Label) -> Bool { place(of: label) != nil }

    // MARK: Proposals

    /// Whether none is under way and something waits.
    package var mayBegin: Bool { underWay == nil && count > 0 }

    /// Begins a proposal of what waits.
    /// - Returns: Its commands; `nil` when one is under way or nothing waits.
    package mutating func begin(id: UInt64) -> [[UInt8]]? {
        guard mayBegin else { return nil }
        carriedEnds = min(ended.count, Command.maximumEnds)
        let ends = carriedEnds == 0 ? nil : Command.ends(of: Array(ended.prefix(carriedEnds))).encoded()
        var bytes = ends?.count ?? 0
        var commands: [[UInt8]] = []
        // The ends of streams come last: a newer stream that carries the same session comes before them.
        let limit = ends == nil ? commandLimit : commandLimit - 1
        var place = front
        while place - base < slots.count, commands.count < limit {
            if let item = slots[place - base] {
                guard bytes == 0 || bytes + item.command.count <= SharedLimits.proposalBytes else { break }
                bytes += item.command.count
                commands.append(item.command)
            }
            place += 1
        }
        carriedEnd = place
        unproposed = max(unproposed, place)
        if let ends { commands.append(ends) }
        carriedCommands = commands.count
        underWay = id
        return commands
    }

    /// The proposal of that id is in the log: its commands need no more.
    /// - Returns: Their labels; `nil` for the id of a proposal that was given up.
    package mutating func committed(id: UInt64) -> [Label]? {
        guard underWay == id else { return nil }
        commandLimit = min(2 * commandLimit, SharedLimits.proposalCommands)
        pause = Self.shortestPause
        return takeCarried()
    }

    /// The proposal of that id is lost or its fate unknown: its commands wait again, before all others.
    /// - Returns: Milliseconds until they are to be tried again; `nil`: it was not the one under way.
    package mutating func failed(id: UInt64) -> Int64? {
        guard underWay == id else { return nil }
        giveUp()
        defer { pause = min(2 * pause, Self.longestPause) }
        return pause
    }

    /// There is a new leader: what is under way may have gone down with the old one, and is tried again at once.
    package mutating func newLeader() {
        giveUp()
        pause = Self.shortestPause
    }

    /// The same for the proposal under way, if there is one.
    package mutating func giveUp() {
        underWay = nil
        carriedEnd = front
        carriedEnds = 0
    }

    /// No leader takes the proposal of that id, however often it is sent: it is cut in two, or dropped if it is one command.
    package mutating func refused(id: UInt64) -> Refusal {
        guard underWay == id else { return .none }
        guard carriedCommands <= 1 else {
            commandLimit = carriedCommands / 2
            giveUp()
            return .split
        }
        return .dropped(takeCarried().first)
    }

    private mutating func takeCarried() -> [Label] {
        var labels: [Label] = []
        for place in front..<max(front, carriedEnd) where place >= front {
            if let label = slots[place - base]?.label {
                labels.append(label)
                remove(label)
            }
        }
        ended.removeFirst(carriedEnds)
        giveUp()
        return labels
    }

    // MARK: Effects

    /// The effect of a command is seen in the world.
    package mutating func settled(_ label: Label) { remove(label) }

    /// A stream has gone: what it still waited for is not proposed again. Its end is told, unless its attachment was never
    /// proposed, so that the world cannot know of it.
    package mutating func ended(stream: UInt64, of key: SessionKey) {
        let left = streams.removeValue(forKey: stream)
        // deterministic: each is taken out by itself
        for place in left?.commands.values.map(\.self) ?? [] { take(place) }
        if let attach = left?.attach {
            take(attach)
            if attach >= unproposed { return }
        }
        ended.append(EndedStream(key: key, attachment: stream))
    }

    private func place(of label: Label) -> Int? {
        switch label {
        case .attach(let stream): streams[stream]?.attach
        case .command(let stream, let sequence): streams[stream]?.commands[sequence]
        case .probe, .replayStored, .nodeLost, .thrift, .version: others[label]
        }
    }

    private mutating func remove(_ label: Label) {
        guard let place = place(of: label) else { return }
        switch label {
        case .attach(let stream):
            streams[stream]?.attach = nil
            if streams[stream]?.commands.isEmpty == true { streams[stream] = nil }
        case .command(let stream, let sequence):
            streams[stream]?.commands[sequence] = nil
            if streams[stream]?.commands.isEmpty == true, streams[stream]?.attach == nil { streams[stream] = nil }
        case .probe, .replayStored, .nodeLost, .thrift, .version: others[label] = nil
        }
        take(place)
    }

    private mutating func take(_ place: Int) {
        slots[place - base] = nil
        waiting -= 1
        while front - base < slots.count, slots[front - base] == nil { front += 1 }
        // Half of it is empty: that makes it a constant time an item.
        guard front - base > 64, 2 * (front - base) > slots.count else { return }
        slots.removeFirst(front - base)
        base = front
    }
}
