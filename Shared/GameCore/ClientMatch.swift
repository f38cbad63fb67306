/// Food as the server's Updates tell it.
struct ToldFood: FoodSource {
    /// In ascending ticks.
    let pieces: [UpdateFrame.PlacedFood]
    private var next = 0

    init(_ pieces: [UpdateFrame.PlacedFood]) { self.pieces = pieces }

    mutating func place(in game: borrowing Game) -> UInt16? {
        while next < pieces.count, pieces[next].tick < game.tick { next += 1 }
        guard next < pieces.count, pieces[next].tick == game.tick else { return nil }
        return pieces[next].cell
    }
}

/// A client's committed and predicted state of one match. docs/guide/protocol.md, sections 6 and 7.
///
/// There are two games. *Committed* moves with the server's Updates alone and is checked against their hash. *Predicted* is the
/// committed one with the player's own commands that have no outcome yet, run ahead to the time that ``MatchClock`` tells. A
/// gap, a hash that differs or an Update that cannot be true ends it until the next Snapshot.
///
/// The browser runs this very code as WebAssembly. It reads no clock: the caller says what time it is, in microseconds of a
/// clock that never goes back.
package struct ClientMatch: Sendable {
    package enum Received: UInt8, Sendable, Equatable {
        /// Nothing changed: a frame of another match, or one that was overtaken.
        case ignored = 0
        case advanced = 1
        case restarted = 2
        case acknowledged = 3
        /// Ask the server for a Snapshot. Repeated for each Update until one arrives.
        case needsResync = 4
        /// No frame of this protocol.
        case malformed = 5
    }

    private struct OwnInput: Sendable {
        let sequence: UInt64
        let input: PlayerInput
        /// As stamped; once accepted, the tick it really runs at.
        var tick: UInt32
        var state: State

        enum State: Sendable {
            /// It may or may not have reached the server.
            case sent
            /// Accepted; the Update that tells of it is still to come.
            case accepted
            /// Decided, its outcome lost with a connection: the next Snapshot contains it.
            case contained
        }
    }

    /// Commands without outcome that are kept; the server keeps as many outcomes (docs/guide/protocol.md, section 3).
    package static let outboxLimit = 64
    /// Updates come every 5 ticks; one that leaps this far is not believed.
    private static let longestLeap: UInt32 = 200

    package let matchID: UInt64
    package private(set) var slot = SnapshotFrame.spectator
    /// Nil until the first Snapshot.
    package private(set) var committed: Game?
    package private(set) var predicted: Game?
    package private(set) var needsResync = true
    package private(set) var clock = MatchClock()
    /// How the own snake left the field within the newest Update, the last time; nil: it did not.
    package private(set) var ownDeath: DeathCause?
    /// The match's time runs: it was started, or an Update has moved it.
    package private(set) var isRunning = false
    private var streamSequence: UInt64 = 0
    private var outbox: [OwnInput] = []
    /// The next Snapshot contains the commands up to this sequence.
    private var containedThrough: UInt64 = 0

    package init(matchID: UInt64) { self.matchID = matchID }

    // MARK: - From the server

    /// A binary frame of any connection of this session, in the order of that connection.
    /// - Parameter now: Microseconds of one clock that never goes back. Nil: the caller does not need the time, and the clock
    ///   learns nothing.
    package mutating func receive(_ bytes: [UInt8], at now: Int64? = nil) -> Received {
        guard let frame = try? ServerFrame(decoding: bytes) else { return .malformed }
        let before = committed?.tick
        let received: Received
        switch frame {
        case .snapshot(let snapshot): received = receive(snapshot)
        case .update(let update): received = receive(update)
        case .ack(let ack): return receive(ack)
        }
        guard received == .advanced || received == .restarted, let tick = committed?.tick else { return received }
        // A Snapshot does not say whether time runs: a match that goes on from another one's state counts down first.
        if received == .advanced, tick > before ?? tick { isRunning = true }
        // A Snapshot may have waited for the server's answer: it tells the time only where nothing better does.
        if isRunning, let now, received == .advanced || clock.newest == nil { clock.observed(tick: tick, at: now) }
        return received
    }

    /// The server says that the match runs: its first tick is now, unless an Update has told more.
    package mutating func started(at now: Int64) {
        guard !isRunning else { return }
        isRunning = true
        if clock.newest == nil, let committed { clock.observed(tick: committed.tick, at: now) }
    }

    /// A ping was answered after so many microseconds.
    package mutating func measured(roundTrip: Int64) { clock.roundTrips.add(roundTrip) }

    /// A connection was made again, and `welcome` says that sequences up to `lastSequence` have outcomes. The Snapshot that
    /// follows contains those commands, so from then on they are not predicted again. They stay in the outbox, because the
    /// answer to their repetition says what became of them.
    package mutating func resumed(lastSequence: UInt64) {
        clock.roundTrips.restart()
        containedThrough = lastSequence
    }

    private mutating func receive(_ snapshot: SnapshotFrame) -> Received {
        guard snapshot.matchID == matchID else { return .ignored }
        for index in outbox.indices where outbox[index].sequence <= containedThrough && outbox[index].state == .sent {
            outbox[index].state = .contained
        }
        containedThrough = 0
        // One that was overtaken by later Updates would lead back into the past.
        guard needsResync || snapshot.streamSequence >= streamSequence else { return .ignored }
        committed = snapshot.game
        slot = snapshot.slot
        streamSequence = snapshot.streamSequence
        needsResync = false
        forgetTold()
        predictAgain()
        return .restarted
    }

    private mutating func receive(_ update: UpdateFrame) -> Received {
        guard update.matchID == matchID else { return .ignored }
        guard !needsResync, var game = committed else { return .needsResync }
        guard update.streamSequence > streamSequence else { return .ignored }
        ownDeath = nil
        guard update.streamSequence == streamSequence + 1,
            Self.apply(
                update, to: &game,
                seen: { events in
                    if slot < GameRules.maximumPlayers, let death = events.deaths[Int(slot)] { ownDeath = death }
                })
        else {
            needsResync = true
            return .needsResync
        }
        committed = game
        streamSequence = update.streamSequence
        forgetTold()
        predictAgain()
        return .advanced
    }

    /// Runs a game up to an Update's barrier. Inputs that the game already contains, because its Snapshot was taken between two
    /// Updates, are skipped.
    /// - Parameter seen: Told what each step did.
    /// - Returns: False if the Update cannot be true of this game.
    static func apply(
        _ update: UpdateFrame, to game: inout Game, seen: (borrowing TickEvents) -> Void = { _ in }
    ) -> Bool {
        guard update.tick >= game.tick, update.tick - game.tick <= longestLeap else { return false }
        for input in update.inputs where input.tick > game.tick {
            guard game.insert(input, through: update.tick + GameRules.horizon) else { return false }
        }
        var food = ToldFood(update.food)
        while game.tick < update.tick {
            guard game.ending == .none else { return false }
            seen(game.advance(food: &food))
        }
        return game.stateHash == update.hash
    }

    private mutating func receive(_ ack: AckFrame) -> Received {
        guard ack.matchID == matchID else { return .ignored }
        let runsAt = ack.outcome == AckFrame.accepted ? ack.tick : nil
        return settle(sequence: ack.sequence, runsAt: runsAt, late: ack.late) ? .acknowledged : .ignored
    }

    /// Drops the commands that are accepted and part of the committed game.
    private mutating func forgetTold() {
        guard let committed else { return }
        var kept: [OwnInput] = []
        for own in outbox {
            let kind = ScheduledInput.Action(own.input).kind
            let told = own.tick <= committed.tick || committed.has(kind, slot, at: own.tick)
            if own.state != .accepted || !told { kept.append(own) }
        }
        outbox = kept
    }

    // MARK: - Prediction

    /// Runs the prediction ahead to the time to show now: tick 50 000 µs apart, ahead of the server by the clock's lead.
    /// - Returns: The time shown, as ``MatchClock/position(at:)``; nil while the match does not run.
    package mutating func predict(at now: Int64) -> Int64? {
        guard isRunning, committed != nil, let position = clock.position(at: now) else { return nil }
        predict(to: UInt32(clamping: position / MatchClock.tick))
        return position
    }

    /// Runs the prediction ahead to `tick`, but never more than 20 ticks past the last barrier, and never back.
    package mutating func predict(to tick: UInt32) {
        guard let committed, predicted != nil else { return }
        let limit = min(tick, committed.tick + GameRules.horizon)
        var nothing = NoFood()
        while predicted!.tick < limit, predicted!.ending == .none { _ = predicted!.advance(food: &nothing) }
    }

    /// The committed game with the player's own commands, as far ahead as the prediction had come.
    private mutating func predictAgain() {
        guard let committed else { return }
        let reached = predicted?.tick ?? 0
        var game = committed
        for own in outbox {
            switch own.state {
            case .sent: _ = game.schedule(own.input, slot: slot, stamp: own.tick)
            case .accepted:
                _ = game.insert(
                    ScheduledInput(tick: own.tick, slot: slot, action: .init(own.input)), through: own.tick)
            case .contained: break
            }
        }
        predicted = game
        predict(to: reached)
    }

    // MARK: - To the server

    /// The player turns, or changes the boost: it is foreseen at once, and kept until its outcome comes.
    /// - Parameter sequence: The next one of the session.
    /// - Returns: The frame to send; nil, and the sequence is not used, when the command cannot run: nothing to play,
    ///   a reversal, or too many commands without outcome.
    package mutating func send(_ input: PlayerInput, sequence: UInt64) -> [UInt8]? {
        guard let stamp = stamp(for: input), add(sequence: sequence, stamp: stamp, input) else { return nil }
        return frame(of: outbox[outbox.count - 1])
    }

    /// The tick that a command given now is for; nil when it cannot run.
    package func stamp(for input: PlayerInput) -> UInt32? {
        guard let committed, let predicted else { return nil }
        // Two keys in one tick: the second waits for the next one. The server takes none past its horizon.
        var stamp = predicted.tick + 1
        while predicted.has(ScheduledInput.Action(input).kind, slot, at: stamp) { stamp += 1 }
        stamp = min(stamp, committed.tick + GameRules.horizon)
        return canRun(input, stamp: stamp) ? stamp : nil
    }

    /// Whether a command stamped so would run, as far as is known here.
    package func canRun(_ input: PlayerInput, stamp: UInt32) -> Bool {
        guard var game = predicted, case .accepted = game.schedule(input, slot: slot, stamp: stamp)
        else { return false }
        return true
    }

    /// Takes an own command that was stamped and sent elsewhere.
    /// - Parameter sequence: Above those added before.
    /// - Returns: False if too many commands are without outcome, or the sequence is no new one.
    package mutating func add(sequence: UInt64, stamp: UInt32, _ input: PlayerInput) -> Bool {
        guard outbox.count < Self.outboxLimit, sequence > outbox.last?.sequence ?? 0 else { return false }
        outbox.append(OwnInput(sequence: sequence, input: input, tick: stamp, state: .sent))
        predictAgain()
        return true
    }

    /// The outcome of an own command.
    /// - Parameters:
    ///   - tick: When it runs; nil if it was refused.
    ///   - late: By how many ticks that is later than its stamp.
    /// - Returns: False if no such command waits for its outcome.
    package mutating func settle(sequence: UInt64, runsAt tick: UInt32?, late: UInt32 = 0) -> Bool {
        for index in outbox.indices where outbox[index].sequence == sequence && outbox[index].state != .accepted {
            if let tick {
                clock.acknowledged(late: late)
                outbox[index].tick = tick
                outbox[index].state = .accepted
            } else {
                outbox.remove(at: index)
            }
            forgetTold()
            predictAgain()
            return true
        }
        return false
    }

    /// The commands without outcome, in order, to be sent again on a new connection.
    package var framesToResend: [[UInt8]] {
        var frames: [[UInt8]] = []
        for own in outbox where own.state != .accepted { frames.append(frame(of: own)) }
        return frames
    }

    private func frame(of own: OwnInput) -> [UInt8] {
        InputFrame(sequence: own.sequence, matchID: matchID, tick: own.tick, own.input).encoded()
    }
}
