package import ClientProtocol
import GameCore
import Identity

/// One page load of one guest, by docs/guide/protocol.md: its sockets, its outbox, its match, and what it does there.
///
/// Events go in; what is to be sent, opened and closed is appended to ``LoadDesk/actions``. Times are microseconds of a clock
/// that never goes back.
package struct LoadPlayer: Sendable {
    /// One socket. Its number is the player's own and never used twice.
    struct Link: Sendable {
        let number: Int
        let gateway: Int
        var isOpen = false
        /// Welcomed; of a standby, that it was answered.
        var isReady = false
        var heard: Int64
        /// When the ping went up that nothing has answered yet.
        var asked: Int64?
        var pinged: Int64 = 0
        var isDraining = false
        var isStalled = false

        var canBeTaken: Bool { isOpen && isReady && !isStalled && !isDraining }
    }

    struct Command: Sendable {
        enum Frame: Sendable {
            case text([UInt8])
            case binary([UInt8])
        }

        let sequence: UInt64
        let frame: Frame
        let kind: String
        let given: Int64
        var match: UInt64 = 0
        var slot: UInt8 = SnapshotFrame.spectator
        var input: PlayerInput?
    }

    /// Microseconds. Many players share a machine with their servers: patience is longer than a browser's.
    enum Patience {
        static let ask: Int64 = 500_000
        static let silent: Int64 = 500_000
        static let still: Int64 = 900_000
        static let stillRecovering: Int64 = 1_500_000
        static let welcome: Int64 = 6_000_000
        static let change: Int64 = 2_000_000
        static let standby: Int64 = 6_000_000
    }

    package let number: Int
    package let name: String
    package let play: Play
    package let behaviour: Behaviour
    package let quality: LinkQuality
    var random: SplitMix64
    let session: SessionID
    private let firstGateway: Int

    // Connections.
    private var token: String?
    var user: String?
    var main: Link?
    private var standby: Link?
    /// Sockets that were left for another, and when they are closed.
    private var left: [(link: Int, closes: Int64)] = []
    private var nextLink = 0
    private var nextGateway = 0
    /// A number that no gateway has: the gateway that was left last.
    private var leftGateway = -1
    var connection: UInt64 = 0
    private var triesMainAt: Int64 = 0
    private var triesStandbyAt: Int64 = 0
    private var pause: Int64 = 100_000
    private var changed: Int64 = 0
    private var change = Patience.change
    private var isRecovering = false
    private var hasBeenWelcomed = false
    private var dropsAt: Int64 = 0
    private var registersAt: Int64?

    // Commands.
    var sequence: UInt64 = 0
    private var sentThrough: UInt64 = 0
    var outbox: [Command] = []
    /// The last outcomes, to be compared with what is told again.
    private var outcomes: [UInt64: (code: OutcomeCode, tick: UInt32)] = [:]

    // The match.
    /// `nil`: in no match.
    package internal(set) var phase: MatchState.Phase?
    var match: UInt64 = 0
    var slot: UInt8?
    var view: ClientMatch?
    var isReady = false
    var isQueued = false
    var lobby: String?
    var lobbyCanStart = false
    var games: [MatchID] = []
    var acts: Int64 = 0
    var watchesUntil: Int64 = 0
    private var stream: UInt64 = 0
    /// When a newer tick came.
    private var learned: Int64 = 0
    private var fresh: Int64 = 0
    private var resyncedAt: Int64 = 0

    /// - Parameter seed: Of the whole run; with `number` it fixes what this player does.
    package init(number: Int, seed: UInt64, _ play: Play, _ behaviour: Behaviour, _ quality: LinkQuality) {
        self.number = number
        self.play = play
        self.behaviour = behaviour
        self.quality = quality
        name = "load\(number)"
        random = SplitMix64(seed: seed &+ UInt64(number) &* 0x9e37_79b9_7f4a_7c15)
        session = SessionID(rawValue: random.next() | 1)
        firstGateway = number
    }

    package var isPlaying: Bool { phase == .running && slot != nil }
    package var isWelcomed: Bool { main?.isReady == true }
    /// Commands without an outcome.
    package var unanswered: Int { behaviour == .hostile ? 0 : outbox.count }

    // MARK: - Events

    package mutating func started(at now: Int64, _ desk: inout LoadDesk) {
        acts = now
        desk.actions.append(.register(gateway: firstGateway % desk.manners.gateways))
    }

    package mutating func registered(token: String, user: String, at now: Int64, _ desk: inout LoadDesk) {
        self.token = token
        self.user = user
        nextGateway = firstGateway
        connectMain(at: now, &desk)
    }

    /// No token came; it is asked for again later, elsewhere.
    package mutating func refused(retryAfter: Int64, at now: Int64, _ desk: inout LoadDesk) {
        desk.tally.refused += 1
        registersAt = now + max(retryAfter, 200_000)
    }

    package mutating func opened(_ link: Int, at now: Int64, _ desk: inout LoadDesk) {
        if main?.number == link {
            main?.isOpen = true
            main?.heard = now
            behaviour == .hostile ? attack(link, at: now, &desk) : own(byTake: false, at: now, &desk)
        } else if standby?.number == link {
            standby?.isOpen = true
            standby?.heard = now
            desk.say(hello(standsBy: true), on: link)
        } else {
            desk.actions.append(.close(link: link))
        }
    }

    /// - Parameter code: 1006 where the connection broke or was refused.
    package mutating func closed(_ link: Int, code: UInt16, reason: String, at now: Int64, _ desk: inout LoadDesk) {
        if behaviour == .hostile { return closedHostile(link, code, at: now, &desk) }
        desk.tally.closes[code, default: 0] += 1
        if [1002, 1007, 1008, 1009, 4002, 4003].contains(code) {
            desk.tally.broken("\(name) was closed with \(code) \(reason)")
        }
        if main?.number == link {
            leftGateway = main?.gateway ?? -1
            if code == 4001 { desk.tally.broken("\(name): its newest socket was closed with 4001") }
            main = nil
            becomeUncertain(&desk)
            if standby?.canBeTaken == true { return take("closed", at: now, &desk) }
            let wait = code == 1013 || code == 4001 ? 1_000_000 : pause
            triesMainAt = now + Int64(random.next() % UInt64(wait)) + wait / 2
            pause = min(2_000_000, pause * 2)
        } else if standby?.number == link {
            standby = nil
            triesStandbyAt = now + 1_000_000
        }
        left.removeAll { $0.link == link }
    }

    // MARK: - Connections

    private func hello(_ claim: ConnectionClaim = .none, standsBy: Bool = false) -> ClientMessage {
        .hello(ClientHello(token: token ?? "", session: session, claim: claim, standsBy: standsBy))
    }

    private mutating func newLink(_ gateway: Int, at now: Int64, _ desk: inout LoadDesk) -> Link {
        nextLink += 1
        desk.actions.append(.connect(link: nextLink, gateway: gateway))
        return Link(number: nextLink, gateway: gateway, heard: now)
    }

    mutating func connectMain(at now: Int64, _ desk: inout LoadDesk) {
        if hasBeenWelcomed { desk.tally.reconnects += 1 }
        main = newLink(nextGateway % desk.manners.gateways, at: now, &desk)
        nextGateway += 1
        changed = now
    }

    /// The main socket becomes the session's own by its hello or take; all without an outcome goes up again.
    private mutating func own(byTake isTake: Bool, at now: Int64, _ desk: inout LoadDesk) {
        guard let link = main?.number else { return }
        connection += 1
        changed = now
        main?.isReady = false
        becomeUncertain(&desk)
        let claim = ConnectionClaim(connection: connection, nextSequence: sentThrough + 1)
        desk.say(isTake ? .take(claim) : hello(claim), on: link)
        for command in outbox { send(command, &desk) }
        sentThrough = sequence
    }

    private mutating func take(_ why: String, at now: Int64, _ desk: inout LoadDesk) {
        guard let next = standby else { return }
        desk.tally.takes[why, default: 0] += 1
        if why == "stalled" || why == "no updates" { change = min(30_000_000, change * 2) }
        if let old = main {
            leftGateway = old.gateway
            left.append((old.number, now + 1_000_000))
        }
        main = next
        standby = nil
        isRecovering = false
        own(byTake: true, at: now, &desk)
    }

    private mutating func becomeUncertain(_ desk: inout LoadDesk) {
        if let slot { desk.ledger.uncertain(slot, in: match) }
    }

    /// Called every 50 ms: what a page does by its timers.
    package mutating func swept(at now: Int64, _ desk: inout LoadDesk) {
        if let at = registersAt, now >= at {
            registersAt = nil
            desk.actions.append(.register(gateway: Int(random.next() % UInt64(desk.manners.gateways))))
        }
        guard token != nil else { return }
        if behaviour == .hostile { return sweepHostile(at: now, &desk) }
        while let first = left.first, first.closes <= now {
            desk.actions.append(.close(link: first.link))
            left.removeFirst()
        }
        watchSockets(at: now, &desk)
        if now >= acts, main?.isReady == true { act(at: now, &desk) }
    }

    private mutating func watchSockets(at now: Int64, _ desk: inout LoadDesk) {
        guard let current = main else {
            if standby?.canBeTaken == true {
                take("no socket", at: now, &desk)
            } else if now >= triesMainAt {
                connectMain(at: now, &desk)
            }
            return
        }
        guard current.isReady else {
            guard now - changed > Patience.welcome else { return }
            if standby?.canBeTaken == true { return take("no welcome", at: now, &desk) }
            leave(current, at: now, &desk)
            return
        }
        standBy(beside: current, at: now, &desk)
        let canTake = standby?.canBeTaken == true
        if canTake, current.isDraining { return take("draining", at: now, &desk) }
        if canTake, current.isStalled, now - changed > change { return take("stalled", at: now, &desk) }
        if behaviour == .restless, isPlaying, now >= dropsAt {
            if dropsAt > 0 {
                leave(current, at: now, &desk)
                triesMainAt = now
            }
            dropsAt = now + 5_000_000 + Int64(random.next() % 10_000_000)
            return
        }
        let every: Int64 = phase == .running ? 1_000_000 : 5_000_000
        if now - current.pinged > every || phase == .running && now - current.heard > Patience.ask {
            ping(at: now, &desk)
        }
        if canTake, let asked = current.asked,
            now - asked > (phase == .running ? Patience.silent : 2_500_000) + 2 * quality.delay
        {
            return take("silent gateway", at: now, &desk)
        }
        let still = isRecovering ? Patience.stillRecovering : Patience.still
        if canTake, phase == .running, now - fresh > still, now - changed > change {
            take("no updates", at: now, &desk)
        }
    }

    private mutating func ping(at now: Int64, _ desk: inout LoadDesk) {
        guard let link = main?.number else { return }
        main?.pinged = now
        if main?.asked == nil { main?.asked = now }
        desk.say(.ping(t: "0"), on: link)
    }

    /// The main socket is given up, without another in its place.
    private mutating func leave(_ link: Link, at now: Int64, _ desk: inout LoadDesk) {
        desk.actions.append(.close(link: link.number))
        leftGateway = link.gateway
        main = nil
        triesMainAt = now
        becomeUncertain(&desk)
    }

    private mutating func standBy(beside current: Link, at now: Int64, _ desk: inout LoadDesk) {
        guard desk.manners.standbys, desk.manners.gateways > 1 else { return }
        guard var link = standby else {
            guard now >= triesStandbyAt else { return }
            triesStandbyAt = now + 1_000_000
            var others = (0..<desk.manners.gateways).filter { $0 != current.gateway && $0 != leftGateway }
            if others.isEmpty { others = (0..<desk.manners.gateways).filter { $0 != current.gateway } }
            standby = newLink(others[Int(random.next() % UInt64(others.count))], at: now, &desk)
            return
        }
        guard link.isOpen else { return }
        if now - link.heard > 2 * Patience.standby {
            desk.actions.append(.close(link: link.number))
            standby = nil
        } else if now - max(link.heard, link.pinged) > Patience.standby - 1_000_000 {
            link.pinged = now
            standby = link
            desk.say(.ping(t: "0"), on: link.number)
        }
    }

    mutating func sayHello(_ link: Int, _ desk: inout LoadDesk) {
        connection += 1
        desk.say(hello(ConnectionClaim(connection: connection, nextSequence: 1)), on: link)
    }

    // MARK: - Commands

    func send(_ command: Command, _ desk: inout LoadDesk) {
        guard let link = main?.number else { return }
        switch command.frame {
        case .text(let text): desk.actions.append(.text(link: link, text))
        case .binary(let bytes): desk.actions.append(.binary(link: link, bytes))
        }
    }

    mutating func post(_ command: Command, _ desk: inout LoadDesk) {
        outbox.append(command)
        guard main?.isOpen == true, main?.isReady == true else { return }
        sentThrough = command.sequence
        send(command, &desk)
    }

    mutating func command(_ command: ClientCommand, at now: Int64, _ desk: inout LoadDesk) {
        guard !isAsking(command.type) else { return }
        sequence += 1
        let message = ClientMessage.command(sequence: sequence, command)
        post(
            Command(sequence: sequence, frame: .text(message.rendered()), kind: command.type, given: now), &desk)
    }

    mutating func give(_ input: PlayerInput, at now: Int64, _ desk: inout LoadDesk) {
        guard let slot, outbox.count < 16, let frame = view?.send(input, sequence: sequence + 1) else { return }
        sequence += 1
        post(
            Command(
                sequence: sequence, frame: .binary(frame), kind: "input", given: now, match: match, slot: slot,
                input: input), &desk)
    }

    func isAsking(_ kind: String) -> Bool { outbox.contains { $0.kind == kind } }

    private mutating func settle(
        _ number: UInt64, _ outcome: OutcomeCode, tick: UInt32, at now: Int64, _ desk: inout LoadDesk
    ) {
        guard let index = outbox.firstIndex(where: { $0.sequence == number }) else {
            guard number <= sequence, number > 0 else {
                return desk.tally.broken("\(name) was told an outcome of sequence \(number), which it never sent")
            }
            if let earlier = outcomes[number],
                earlier.code != outcome || tick > 0 && earlier.tick > 0 && tick != earlier.tick
            {
                desk.tally.broken(
                    "\(name): the outcome of sequence \(number) was \(earlier.code.name) at tick \(earlier.tick), then \(outcome.name) at tick \(tick)"
                )
            }
            return
        }
        let command = outbox.remove(at: index)
        outcomes[number] = (outcome, tick)
        if number > 256 { outcomes[number - 256] = nil }
        desk.tally.outcomes[outcome.name, default: 0] += 1
        if outcome == .stale { desk.tally.broken("\(name): sequence \(number) (\(command.kind)) is stale") }
        pause = 100_000
        if let input = command.input {
            quality.isGood ? desk.tally.ack.record(now - command.given) : desk.tally.farAck.record(now - command.given)
            if outcome == .accepted {
                desk.ledger.accepted(input, command.slot, at: tick, in: command.match, at: now)
            }
        } else {
            if quality.isGood { desk.tally.command.record(now - command.given) }
            answered(command.kind, outcome, at: now, &desk)
        }
    }

    // MARK: - What comes

    package mutating func received(binary bytes: [UInt8], on link: Int, at now: Int64, _ desk: inout LoadDesk) {
        guard behaviour != .hostile else { return }
        hear(link, at: now)
        desk.tally.bytesDown += bytes.count
        var reader = ByteReader(bytes)
        guard let kind = try? reader.u8(), let about = try? reader.varint(), let second = try? reader.varint() else {
            return desk.tally.broken("\(name) got a frame that cannot be read")
        }
        switch kind {
        case 0x12:
            guard let ack = try? AckFrame(decoding: bytes) else {
                return desk.tally.broken("\(name) got an Ack that cannot be read")
            }
            guard let outcome = OutcomeCode(rawValue: ack.outcome) else {
                return desk.tally.broken("\(name) got an Ack with the unknown outcome \(ack.outcome)")
            }
            settle(ack.sequence, outcome, tick: ack.tick, at: now, &desk)
            if about == match { _ = view?.receive(bytes, at: now) }
        case 0x11:
            desk.tally.updates += 1
            if let fault = desk.ledger.told(bytes, about, second, at: now) {
                desk.tally.broken("\(name), match \(fault.match): \(fault.words)")
            }
            if about == match { follow(bytes, stream: second, link, at: now, &desk) }
        case 0x10:
            guard main?.number == link else { return }
            if about != match || view == nil { begin(about) }
            if view?.receive(bytes, at: now) == .restarted {
                stream = second
                learn(at: now, isContinuous: false, &desk)
            }
        default: desk.tally.broken("\(name) got a frame of the unknown kind \(kind)")
        }
    }

    private mutating func follow(
        _ bytes: [UInt8], stream next: UInt64, _ link: Int, at now: Int64, _ desk: inout LoadDesk
    ) {
        let before = view?.committed?.tick
        let wasInStep = view?.needsResync == false
        switch view?.receive(bytes, at: now) {
        case .advanced:
            stream = next
            if let tick = view?.committed?.tick, tick > before ?? 0 { learn(at: now, isContinuous: true, &desk) }
        case .needsResync:
            // In order, and still it cannot be true of the game that is known here.
            if wasInStep, next == stream + 1 {
                desk.tally.broken("\(name), match \(match): out of step at Update \(next)")
            }
            guard main?.number == link, now - resyncedAt > 250_000 else { return }
            resyncedAt = now
            desk.tally.resyncs += 1
            desk.say(.resync, on: link)
        case .malformed: desk.tally.broken("\(name), match \(match): Update \(next) cannot be read")
        case .ignored, .restarted, .acknowledged, nil: break
        }
    }

    private mutating func learn(at now: Int64, isContinuous: Bool, _ desk: inout LoadDesk) {
        if phase == .running, learned > 0 {
            if quality.isGood, behaviour != .restless { desk.tally.gap.record(now - learned) }
            if now - learned > 300_000 { becomeUncertain(&desk) }
        }
        learned = phase == .running ? now : 0
        fresh = now
        change = Patience.change
    }

    private mutating func begin(_ match: UInt64) {
        self.match = match
        view = ClientMatch(matchID: match)
        stream = 0
        learned = 0
    }

    private mutating func hear(_ link: Int, at now: Int64) {
        if main?.number == link {
            main?.heard = now
            main?.asked = nil
        } else if standby?.number == link {
            standby?.heard = now
            standby?.asked = nil
        }
    }

    package mutating func received(text bytes: [UInt8], on link: Int, at now: Int64, _ desk: inout LoadDesk) {
        guard behaviour != .hostile else { return }
        desk.tally.bytesDown += bytes.count
        if ServerMessage.isPong(bytes) {
            if main?.number == link, let asked = main?.asked { view?.measured(roundTrip: now - asked) }
            return hear(link, at: now)
        }
        hear(link, at: now)
        let said: ServerMessage
        do throws(ServerMessageError) {
            said = try ServerMessage(parsing: bytes)
        } catch {
            guard error.code != .unknownType else { return }
            return desk.tally.broken(
                "\(name) got a text that cannot be read (\(error.message)): \(String(decoding: bytes.prefix(120), as: UTF8.self))"
            )
        }
        switch said {
        case .outcome(let sequence, let code): settle(sequence, code, tick: 0, at: now, &desk)
        case .standby: if standby?.number == link { standby?.isReady = true }
        case .status(let state): status(state, link, &desk)
        case .replaced(let number): connection = max(connection, number)
        case .error(let code, _): refusal(code, link, at: now, &desk)
        case .tooManyWaiting: refusal(ServerMessage.tooManyWaitingCode, link, at: now, &desk)
        case .welcome(_, _, let lastSequence, _, _):
            if main?.number == link { welcome(lastSequence, at: now, &desk) }
        case .queue, .lobby, .chat, .emote, .games, .match, .pong:
            if main?.number == link { hearOfGame(said, at: now, &desk) }
        }
    }

    private mutating func welcome(_ lastSequence: UInt64, at now: Int64, _ desk: inout LoadDesk) {
        main?.isReady = true
        main?.isStalled = false
        isRecovering = false
        hasBeenWelcomed = true
        desk.tally.welcome.record(now - changed)
        fresh = now
        view?.resumed(lastSequence: lastSequence)
        // What was given between the hello and its welcome.
        for command in outbox where command.sequence > sentThrough { send(command, &desk) }
        sentThrough = sequence
    }

    private mutating func status(_ state: ServerMessage.Status, _ link: Int, _ desk: inout LoadDesk) {
        if main?.number == link {
            if state == .draining { main?.isDraining = true }
            main?.isStalled = state == .stalled
            isRecovering = state == .recovering
            becomeUncertain(&desk)
        } else if standby?.number == link {
            if state == .draining { standby?.isDraining = true }
            standby?.isStalled = state == .stalled
        }
    }

    private mutating func refusal(_ code: String, _ link: Int, at now: Int64, _ desk: inout LoadDesk) {
        desk.tally.errors[code, default: 0] += 1
        // A take that was refused: the socket stands by as before.
        if code == "stalled", var socket = main, socket.number == link {
            socket.isReady = true
            socket.isStalled = true
            standby = socket
            main = nil
            triesMainAt = now + pause
        }
    }

    private mutating func hearOfGame(_ said: ServerMessage, at now: Int64, _ desk: inout LoadDesk) {
        switch said {
        case .queue(let queue): isQueued = !queue.queues.isEmpty
        case .lobby(let lobby): heardOfLobby(lobby, &desk)
        case .games(let list): games = list.map(\.id)
        case .chat(_, let lines): desk.tally.chatLines += lines.count
        case .match(let match): heardOfMatch(match, at: now, &desk)
        case .welcome, .standby, .outcome, .emote, .status, .pong, .error, .tooManyWaiting, .replaced: break
        }
    }

    private mutating func heardOfMatch(_ told: MatchState?, at now: Int64, _ desk: inout LoadDesk) {
        let before = phase
        phase = told?.phase
        guard let told else {
            slot = nil
            return
        }
        if told.id.rawValue != match || view == nil { begin(told.id.rawValue) }
        slot = told.ownSlot.map { UInt8(clamping: $0) }
        isQueued = false
        if let slot {
            desk.ledger.seated(slot, in: match, at: now)
            desk.tally.matches.insert(match)
            isReady = Int(slot) < told.seats.count && told.seats[Int(slot)].isReady
        }
        for (index, seat) in told.seats.enumerated() where seat.hasStandIn {
            desk.ledger.uncertain(UInt8(clamping: index), in: match)
        }
        if phase == .running, before != .running {
            fresh = now
            learned = now
            view?.started(at: now)
        } else if phase == .ended {
            learned = 0
            desk.ledger.ended(match, at: now)
        }
    }
}
