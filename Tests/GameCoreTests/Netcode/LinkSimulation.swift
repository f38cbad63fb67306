import GameCore
import Testing

/// What a connection does to frames, the same both ways. Times in microseconds.
struct LinkProfile: CustomStringConvertible {
    var delay: Int64 = 0
    /// Each frame takes up to this much longer, evenly spread; order is kept, as TCP does.
    var jitter: Int64 = 0
    /// Per cent of the frames that are lost. TCP sends them again, and holds back all that comes after them.
    var loss: UInt32 = 0

    var description: String { "\(delay / 1000) ms + \(jitter / 1000) ms, \(loss) % lost" }
}

/// One direction of a connection.
struct Link {
    private let profile: LinkProfile
    private var random: SplitMix64
    private var frames: [(due: Int64, bytes: [UInt8])] = []
    private var lastDue: Int64 = 0

    init(_ profile: LinkProfile, seed: UInt64) {
        self.profile = profile
        random = SplitMix64(seed: seed)
    }

    mutating func send(_ bytes: [UInt8], at now: Int64) {
        var due = now + profile.delay
        if profile.jitter > 0 { due += Int64(random.below(UInt32(profile.jitter) + 1)) }
        var timeout = max(200_000, 2 * profile.delay)
        while random.below(100) < profile.loss {
            due += timeout
            timeout *= 2
        }
        lastDue = max(lastDue, due)
        frames.append((lastDue, bytes))
    }

    mutating func arrived(by now: Int64) -> [[UInt8]] {
        let arrived = frames.prefix { $0.due <= now }
        frames.removeFirst(arrived.count)
        return arrived.map(\.bytes)
    }
}

/// A whole match over simulated connections: real clients (``ClientMatch`` and its clock), the server's side of the match,
/// and between them links that delay, lose, fall silent and are changed for others. One seed, one run.
///
/// Clients ask for their prediction 60 times a second, as a page does, and turn at random towards what they see free. All
/// that a player was shown is kept and held against what the server made of it.
struct LinkSimulation {
    struct Setting {
        var mode = Mode.freeForAll
        var links: [LinkProfile]
        /// Of the standby connections; none: there are none.
        var standby: LinkProfile?
        var seconds: Int64 = 20
        var boosts = false
        /// (when after the start, for how long) the server stands still: its clock slips by so much.
        var failovers: [(at: Int64, slip: Int64)] = []
        /// (when after the start, for how long) no connection of player 0 delivers anything.
        var silences: [(at: Int64, length: Int64)] = []
        /// When after the start player 0's first connection delivers nothing any more, either way.
        var deadAfter: Int64?
        /// When after the start player 0's gateway says that it stops: the player changes over when no command is on its way,
        /// or after 500 ms.
        var switches: [Int64] = []
    }

    struct Connection {
        var up: Link
        var down: Link
        var isAttached = false
        var roundTrips: [Int64] = []
        var heardAt: Int64 = 0
    }

    /// An own command and what the player was told of it.
    struct Command {
        let frame: InputFrame
        var outcomes: [AckFrame] = []
    }

    struct Player {
        var match = ClientMatch(matchID: MatchServer.matchID)
        var connections: [Connection]
        /// The one that commands go out by; the last is the standby.
        var current = 0
        /// Between asking for the other connection and its welcome.
        var isSwitching = false
        var commands: [Command] = []
        var random: SplitMix64
        var lastUpdate: Int64?
        var lastSwitch: Int64 = 0
        /// Since when the gateway in use has been stopping.
        var drainingSince: Int64?
        /// What the page does about a silent gateway (Client/web/src/net/connection.ts).
        var question: (since: Int64, secondAt: Int64?)?
        var doubts: [Int64] = []
        var askedForSnapshot = false

        // What was seen
        var shown: [(tick: UInt32, head: UInt16)] = []
        /// Committed state by the Update's number.
        var barriers: [UInt64: UInt64] = [:]
        var positions: [(now: Int64, position: Int64)] = []
        /// How far others' heads moved when an Update came, in cells along the farther axis; by cells.
        var corrections: [Int: Int] = [:]
        /// The most that a correction went past what a snake moves in lead + jitter, in cells; of one that turned back, twice that.
        var worstExcess = Int.min
        var leads: [Int64] = []
        var resyncs = 0
        var snapshots = 0
        var switches = 0
        var longestGap: Int64 = 0
    }

    private enum Note {
        static let ping: UInt8 = 0xF0
        static let running: UInt8 = 0xF1
        static let take: UInt8 = 0xF2
        static let welcome: UInt8 = 0xF3
        static let resync: UInt8 = 0xF4
        /// A ping that is no sample for the clock: they come in bursts.
        static let question: UInt8 = 0xF5
    }

    /// Countdown.
    static let start: Int64 = 3_000_000
    private static let step: Int64 = 1_000
    private static let tick: Int64 = 50_000

    let setting: Setting
    private(set) var server: MatchServer
    private(set) var players: [Player]
    /// Every input that the server told of, in order.
    private(set) var told: [ScheduledInput] = []
    /// Hash by Update.
    private(set) var hashes: [UInt64: UInt64] = [:]
    /// Own snakes by slot and tick, as the server had them; nil: not playing.
    private(set) var truth: [[UInt32: UInt16]]
    private var committing: [(due: Int64, slot: Int, bytes: [UInt8])] = []
    private var lastCommit: Int64 = 0
    private var nextTick: Int64 = Self.start + Self.tick
    private var random: SplitMix64

    init(_ setting: Setting, seed: UInt64) throws {
        self.setting = setting
        random = SplitMix64(seed: seed)
        var random = random
        let count = setting.links.count
        server = MatchServer(try #require(Game(mode: setting.mode, playerCount: UInt8(count))), seed: random.next())
        truth = Array(repeating: [:], count: count)
        players = setting.links.map { profile in
            let profiles = [profile] + (setting.standby.map { [$0] } ?? [])
            var connections = profiles.map {
                Connection(up: Link($0, seed: random.next()), down: Link($0, seed: random.next()))
            }
            connections[0].isAttached = true
            return Player(connections: connections, random: SplitMix64(seed: random.next()))
        }
        for slot in players.indices {
            players[slot].connections[0].down.send(server.snapshot(slot: UInt8(slot)), at: 0)
        }
        self.random = random
    }

    mutating func run() throws {
        let end = Self.start + setting.seconds * 1_000_000
        var now: Int64 = 0
        while now < end, server.game.ending == .none {
            try runServer(at: now)
            for slot in players.indices { try runClient(slot, at: now) }
            now += Self.step
        }
        // Whoever still waits for an answer gets it.
        let quiet = now + 120_000_000
        while now < quiet, players.contains(where: { $0.commands.contains { $0.outcomes.isEmpty } }) {
            try runServer(at: now, ticks: false)
            for slot in players.indices {
                try deliver(to: slot, at: now)
                leaveDeaf(slot, at: now)
            }
            now += Self.step
        }
    }

    // MARK: - Server

    private func isStanding(at now: Int64) -> Bool {
        setting.failovers.contains { (Self.start + $0.at..<Self.start + $0.at + $0.slip).contains(now) }
    }

    private mutating func runServer(at now: Int64, ticks: Bool = true) throws {
        if now == Self.start { for slot in players.indices { tell(slot, [Note.running], at: now) } }
        for slot in players.indices {
            for index in players[slot].connections.indices where !isDead(slot, index, at: now) {
                for bytes in players[slot].connections[index].up.arrived(by: now) {
                    try receive(bytes, from: slot, over: index, at: now)
                }
            }
        }
        if isStanding(at: now) {
            nextTick = max(nextTick, now + Self.tick)
            return
        }
        while let next = committing.first, next.due <= now {
            committing.removeFirst()
            tell(next.slot, try server.receive(next.bytes, from: UInt8(next.slot)), at: now)
        }
        if ticks, now >= nextTick, server.game.ending == .none {
            nextTick += Self.tick
            server.step()
            for (slot, snake) in server.game.snakes.enumerated() where snake.status == .playing {
                truth[slot][server.game.tick] = snake.body.head
            }
        }
        if now >= Self.start, let update = server.update() {
            let frame = try UpdateFrame(decoding: update)
            told += frame.inputs
            hashes[frame.streamSequence] = frame.hash
            for slot in players.indices { tell(slot, update, at: now) }
        }
    }

    private mutating func receive(_ bytes: [UInt8], from slot: Int, over index: Int, at now: Int64) throws {
        switch bytes[0] {
        case Note.ping, Note.question: players[slot].connections[index].down.send(bytes, at: now)
        case Note.take:
            for other in players[slot].connections.indices {
                players[slot].connections[other].isAttached = other == index
            }
            var writer = [Note.welcome]
            let last = server.lastSequence(of: UInt8(slot))
            for shift in stride(from: 0, to: 64, by: 8) {
                writer.append(UInt8(truncatingIfNeeded: last >> UInt64(shift)))
            }
            tell(slot, writer, at: now)
            tell(slot, server.snapshot(slot: UInt8(slot)), at: now)
        case Note.resync:
            if players[slot].connections[index].isAttached { tell(slot, server.snapshot(slot: UInt8(slot)), at: now) }
        default:
            guard players[slot].connections[index].isAttached else { return }
            // Two disks and an event loop or two.
            lastCommit = max(lastCommit, now + 2_000 + Int64(random.below(8_000)))
            committing.append((lastCommit, slot, bytes))
        }
    }

    private mutating func tell(_ slot: Int, _ bytes: [UInt8], at now: Int64) {
        for index in players[slot].connections.indices where players[slot].connections[index].isAttached {
            players[slot].connections[index].down.send(bytes, at: now)
        }
    }

    private func isDead(_ slot: Int, _ index: Int, at now: Int64) -> Bool {
        slot == 0 && index == 0 && setting.deadAfter.map { now >= Self.start + $0 } == true
    }

    // MARK: - Clients

    private mutating func runClient(_ slot: Int, at now: Int64) throws {
        try deliver(to: slot, at: now)
        try changeConnection(of: slot, at: now)
        if now % (now < 1_000_000 ? 200_000 : 1_000_000) == 0 {
            for index in players[slot].connections.indices { ping(slot, over: index, at: now) }
        }
        guard (now + Int64(slot) * 4_000) % 17_000 == 0 else { return }
        look(slot, at: now)
        try play(slot, at: now)
    }

    private mutating func deliver(to slot: Int, at now: Int64) throws {
        let silent =
            slot == 0
            ? setting.silences.first { (Self.start + $0.at..<Self.start + $0.at + $0.length).contains(now) } : nil
        if silent != nil { return }
        for index in players[slot].connections.indices where !isDead(slot, index, at: now) {
            for bytes in players[slot].connections[index].down.arrived(by: now) {
                players[slot].connections[index].heardAt = now
                if index == players[slot].current { players[slot].question = nil }
                switch bytes[0] {
                case Note.ping:
                    let roundTrip = now - Int64(bitPattern: number(bytes))
                    let samples = players[slot].connections[index].roundTrips.suffix(RoundTrips.kept - 1)
                    players[slot].connections[index].roundTrips = samples + [roundTrip]
                    if index == players[slot].current { players[slot].match.measured(roundTrip: roundTrip) }
                case Note.question: break
                case Note.running: players[slot].match.started(at: now)
                case Note.welcome:
                    players[slot].isSwitching = false
                    players[slot].askedForSnapshot = false
                    players[slot].match.resumed(lastSequence: number(bytes))
                    for sample in players[slot].connections[index].roundTrips {
                        players[slot].match.measured(roundTrip: sample)
                    }
                default: try receive(bytes, slot, at: now)
                }
            }
        }
    }

    private func number(_ bytes: [UInt8]) -> UInt64 {
        bytes.dropFirst().reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func receive(_ bytes: [UInt8], _ slot: Int, at now: Int64) throws {
        let before = players[slot].match.predicted
        let received = players[slot].match.receive(bytes, at: now)
        switch try ServerFrame(decoding: bytes) {
        case .ack(let ack):
            for index in players[slot].commands.indices
            where players[slot].commands[index].frame.sequence == ack.sequence {
                players[slot].commands[index].outcomes.append(ack)
            }
        case .snapshot:
            players[slot].snapshots += 1
            newsCame(to: slot, at: now)
            if received == .restarted { players[slot].askedForSnapshot = false }
        case .update(let update):
            newsCame(to: slot, at: now)
            if received == .advanced {
                players[slot].barriers[update.streamSequence] = players[slot].match.committed?.stateHash
                compare(slot, before)
            }
            if received == .needsResync, !players[slot].askedForSnapshot {
                players[slot].askedForSnapshot = true
                players[slot].resyncs += 1
                players[slot].connections[players[slot].current].up.send([Note.resync], at: now)
            }
        }
    }

    private mutating func newsCame(to slot: Int, at now: Int64) {
        if let last = players[slot].lastUpdate, last > Self.start {
            players[slot].longestGap = max(players[slot].longestGap, now - last)
        }
        players[slot].lastUpdate = now
    }

    /// How far the others' heads were from where they are seen now that an Update has come.
    private mutating func compare(_ slot: Int, _ before: Game?) {
        guard let before, let after = players[slot].match.predicted, before.tick == after.tick else { return }
        for other in after.snakes.indices where other != slot {
            let (was, now) = (before.snakes[other], after.snakes[other])
            guard was.status == .playing, now.status == .playing else { continue }
            let cells = Self.distance(was.body.head, now.body.head, width: Int(after.rules.width))
            guard cells > 0 else { continue }
            players[slot].corrections[cells, default: 0] += 1
            // Both paths are as long since they parted; they lead away from each other where the snake has turned back.
            let moved = Int((players[slot].match.clock.lead + setting.links[slot].jitter) / 100_000 + 1)
            let bound = now.direction == was.direction.opposite ? 2 * moved : moved
            players[slot].worstExcess = max(players[slot].worstExcess, cells - bound)
        }
    }

    static func distance(_ a: UInt16, _ b: UInt16, width: Int) -> Int {
        max(abs(Int(a) % width - Int(b) % width), abs(Int(a) / width - Int(b) / width))
    }

    private enum Patience {
        static let quiet: Int64 = 90_000
        static let secondOpinion: Int64 = 25_000
        static let least: Int64 = 100_000
        static let margin: Int64 = 40_000
        static let doubtful: Int64 = 30_000_000
        static let overdue: Int64 = 600_000
        static let farewell: Int64 = 500_000
    }

    /// The standby connection takes over when its gateway answers and the one in use does not, when two barriers are overdue,
    /// and when that one says that it stops.
    private mutating func changeConnection(of slot: Int, at now: Int64) throws {
        guard players[slot].connections.count > 1, now % 25_000 == 0 else { return }
        leaveDeaf(slot, at: now)
        guard !players[slot].isSwitching else { return }
        // A page drops a standby that does not answer its pings.
        guard now - players[slot].connections[1 - players[slot].current].heardAt < 2_500_000 else { return }
        if slot == 0, setting.switches.contains(where: { (now - 25_000..<now).contains(Self.start + $0) }) {
            players[slot].drainingSince = now
        }
        if let since = players[slot].drainingSince {
            let isIdle = players[slot].match.framesToResend.isEmpty
            if isIdle || now - since > Patience.farewell { take(slot, at: now) }
            return
        }
        guard server.game.ending == .none, now > Self.start else { return }
        let news = max(Self.start, players[slot].lastUpdate ?? 0)
        let isOverdue = now - news > Patience.overdue && now - players[slot].lastSwitch > 2_000_000
        if isOverdue || isSilent(slot, at: now) { take(slot, at: now) }
    }

    private mutating func isSilent(_ slot: Int, at now: Int64) -> Bool {
        let (current, standby) = (players[slot].current, 1 - players[slot].current)
        guard let question = players[slot].question else {
            if now - players[slot].connections[current].heardAt > Patience.quiet {
                players[slot].question = (now, nil)
                ping(slot, over: current, at: now, as: Note.question)
            }
            return false
        }
        guard let secondAt = question.secondAt else {
            if now - question.since >= Patience.secondOpinion {
                players[slot].question?.secondAt = now
                ping(slot, over: standby, at: now, as: Note.question)
            }
            return false
        }
        let doubts = players[slot].doubts.count { now - $0 < Patience.doubtful }
        let longest = players[slot].connections[current].roundTrips.max() ?? 0
        let patience = max(Patience.least, longest + Patience.margin) << Int64(min(doubts, 8))
        guard now - question.since > patience, players[slot].connections[standby].heardAt > secondAt else {
            return false
        }
        players[slot].doubts.append(now)
        return true
    }

    /// A taken connection that gives no sign for 1.5 s is left, and one that gives none for 2.5 s while commands wait for their outcome.
    private mutating func leaveDeaf(_ slot: Int, at now: Int64) {
        guard players[slot].connections.count > 1 else { return }
        let silence = now - max(players[slot].connections[players[slot].current].heardAt, players[slot].lastSwitch)
        let isWaiting = !players[slot].match.framesToResend.isEmpty
        if silence > (players[slot].isSwitching ? 1_500_000 : 2_500_000), players[slot].isSwitching || isWaiting {
            take(slot, at: now)
        }
    }

    private mutating func take(_ slot: Int, at now: Int64) {
        players[slot].current = 1 - players[slot].current
        players[slot].isSwitching = true
        players[slot].drainingSince = nil
        players[slot].question = nil
        players[slot].lastSwitch = now
        players[slot].switches += 1
        let current = players[slot].current
        players[slot].connections[current].up.send([Note.take], at: now)
        for frame in players[slot].match.framesToResend { players[slot].connections[current].up.send(frame, at: now) }
    }

    private mutating func ping(_ slot: Int, over index: Int, at now: Int64, as kind: UInt8 = Note.ping) {
        var ping = [kind]
        for shift in stride(from: 0, to: 64, by: 8) { ping.append(UInt8(truncatingIfNeeded: now >> Int64(shift))) }
        players[slot].connections[index].up.send(ping, at: now)
    }

    private mutating func look(_ slot: Int, at now: Int64) {
        guard let position = players[slot].match.predict(at: now), let game = players[slot].match.predicted else {
            return
        }
        players[slot].positions.append((now, position))
        players[slot].leads.append(players[slot].match.clock.lead)
        let snake = game.snakes[slot]
        guard snake.status == .playing else { return }
        if let last = players[slot].shown.last, last == (game.tick, snake.body.head) { return }
        players[slot].shown.append((game.tick, snake.body.head))
    }

    private mutating func play(_ slot: Int, at now: Int64) throws {
        guard let game = players[slot].match.predicted, players[slot].match.isRunning, game.ending == .none else {
            return
        }
        let snake = game.snakes[slot]
        guard snake.status == .playing else { return }
        if setting.boosts, players[slot].random.below(90) == 0 {
            try send(.boost(!snake.isBoostHeld), slot, at: now)
        }
        let ahead = room(snake.direction, of: snake, in: game)
        guard ahead < 3 || players[slot].random.below(24) == 0 else { return }
        let first = UInt8(players[slot].random.below(4))
        var best: (room: Int, direction: Direction)?
        for turn in 0..<4 {
            let direction = Direction(lowBits: first &+ UInt8(turn))
            let room = room(direction, of: snake, in: game)
            if room > best?.room ?? 0 { best = (room, direction) }
        }
        guard let best, best.direction != snake.direction, best.room > (ahead < 3 ? ahead : 2) else { return }
        try send(.turn(best.direction), slot, at: now)
        // Now and then two keys within one tick.
        if players[slot].random.below(6) == 0 {
            try send(.turn(Direction(lowBits: best.direction.rawValue &+ 1)), slot, at: now)
        }
    }

    /// Free cells from the head on, at most six.
    private func room(_ direction: Direction, of snake: Snake, in game: Game) -> Int {
        let (width, height) = (Int(game.rules.width), Int(game.rules.height))
        let (dx, dy) = direction.step
        var (x, y) = (Int(snake.body.head) % width, Int(snake.body.head) / width)
        for free in 0..<6 {
            (x, y) = (x + dx, y + dy)
            guard x >= 0, y >= 0, x < width, y < height else { return free }
            let cell = UInt16(y * width + x)
            guard game.isFree(cell) || game.food.contains(cell) else { return free }
        }
        return 6
    }

    private mutating func send(_ input: PlayerInput, _ slot: Int, at now: Int64) throws {
        let sequence = UInt64(players[slot].commands.count + 1)
        guard let bytes = players[slot].match.send(input, sequence: sequence) else { return }
        players[slot].commands.append(Command(frame: try InputFrame(decoding: bytes)))
        players[slot].connections[players[slot].current].up.send(bytes, at: now)
    }

    // MARK: - What must hold

    /// Shown own heads that the server contradicted: (slot, tick), each tick once. A snake that was dead by then does not
    /// count: nobody can know of its end.
    var contradictions: [(slot: Int, tick: UInt32)] {
        var found: [(slot: Int, tick: UInt32)] = []
        for (slot, player) in players.enumerated() {
            for shown in player.shown {
                guard let head = truth[slot][shown.tick], head != shown.head else { continue }
                if found.last.map({ $0 == (slot, shown.tick) }) != true { found.append((slot, shown.tick)) }
            }
        }
        return found
    }

    var lateCommands: [UInt32] {
        players.flatMap { $0.commands.compactMap { $0.outcomes.first?.late } }.filter { $0 > 0 }
    }

    /// Every command has one outcome, the same each time it was told, and ran once if it was accepted, else never; nothing
    /// else ran. Every barrier that a player computed is the server's.
    func expectExactlyOnce(_ place: String) {
        var accepted = 0
        for (slot, player) in players.enumerated() {
            for command in player.commands {
                guard let outcome = command.outcomes.first else {
                    Issue.record("\(place): player \(slot)'s command \(command.frame) has no outcome")
                    continue
                }
                #expect(command.outcomes.allSatisfy { $0 == outcome }, "\(place)")
                let ran = told.count {
                    $0 == ScheduledInput(tick: outcome.tick, slot: UInt8(slot), action: .init(command.frame.input))
                }
                let isAccepted = outcome.outcome == AckFrame.accepted
                if isAccepted { accepted += 1 }
                #expect(!isAccepted || ran == 1, "\(place): player \(slot)'s \(command.frame) ran \(ran) times")
            }
            for (number, hash) in player.barriers {
                #expect(hashes[number] == hash, "\(place): player \(slot) differs at Update \(number)")
            }
            #expect(player.barriers.count > 3, "\(place): player \(slot) saw \(player.barriers.count) Updates")
        }
        #expect(told.count == accepted, "\(place)")
    }

    /// The shown time never ran backwards, and never by more than 1.4 times the real time where `mayJump` is false.
    func expectEvenTime(_ place: String, mayJump: Bool = false) {
        for player in players {
            for (one, next) in zip(player.positions, player.positions.dropFirst()) {
                let (step, real) = (next.position - one.position, next.now - one.now)
                #expect(step >= 0, "\(place)")
                if !mayJump { #expect(step * 10 <= real * 14, "\(place): \(step) µs in \(real)") }
            }
        }
    }
}
