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

/// What a client knows of one match, and what it foresees. docs/protocol.md, sections 6 and 7.
///
/// Two games: *committed* moves with the server's Updates alone and is checked against their hash; *predicted* is the
/// committed one with the player's own commands that have no outcome yet, run ahead to the tick asked for. A gap, a
/// hash that differs or an Update that cannot be true ends it until the next Snapshot.
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

    /// Commands without outcome that are kept; the server keeps as many outcomes (docs/protocol.md, section 3).
    package static let outboxLimit = 64
    /// Updates come every 5 ticks; one that leaps this far is not believed.
    private static let longestLeap: UInt32 = 200
    private static let longestLead: UInt32 = 12
    /// In-time commands in a row, each with two ticks or more to spare, that lower the lead.
    private static let earlyCommands: UInt32 = 8

    package let matchID: UInt64
    package private(set) var slot = SnapshotFrame.spectator
    /// Nil until the first Snapshot.
    package private(set) var committed: Game?
    package private(set) var predicted: Game?
    package private(set) var needsResync = true
    /// Ticks that the prediction should run ahead of the server so that commands arrive in time: raised by what a
    /// command was late, lowered by one when commands keep arriving early.
    package private(set) var lead: UInt32 = 2
    private var early: UInt32 = 0
    private var streamSequence: UInt64 = 0
    private var outbox: [OwnInput] = []

    package init(matchID: UInt64) { self.matchID = matchID }

    // MARK: - From the server

    package mutating func receive(_ bytes: [UInt8]) -> Received {
        guard let frame = try? ServerFrame(decoding: bytes) else { return .malformed }
        switch frame {
        case .snapshot(let snapshot): return receive(snapshot)
        case .update(let update): return receive(update)
        case .ack(let ack): return receive(ack)
        }
    }

    /// A connection was made again, and `welcome` says that sequences up to `lastSequence` have outcomes: the Snapshot
    /// that follows contains those commands, so they are not foreseen once more. They stay in the outbox, because the
    /// answer to their repetition says what became of them.
    package mutating func resumed(lastSequence: UInt64) {
        for index in outbox.indices where outbox[index].sequence <= lastSequence && outbox[index].state == .sent {
            outbox[index].state = .contained
        }
    }

    private mutating func receive(_ snapshot: SnapshotFrame) -> Received {
        guard snapshot.matchID == matchID else { return .ignored }
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
        guard update.streamSequence == streamSequence + 1, Self.apply(update, to: &game) else {
            needsResync = true
            return .needsResync
        }
        committed = game
        streamSequence = update.streamSequence
        for input in update.inputs where input.slot == slot && !input.isLeave && input.tick > update.tick {
            noteMargin(input.tick - update.tick - 1)
        }
        forgetTold()
        predictAgain()
        return .advanced
    }

    /// Runs a game up to an Update's barrier. What the game already contains, because its Snapshot was taken between two
    /// Updates, is passed over.
    /// - Returns: False if the Update cannot be true of this game.
    private static func apply(_ update: UpdateFrame, to game: inout Game) -> Bool {
        guard update.tick >= game.tick, update.tick - game.tick <= longestLeap else { return false }
        for input in update.inputs where input.tick > game.tick {
            guard game.insert(input, through: update.tick + GameRules.horizon) else { return false }
        }
        var food = ToldFood(update.food)
        while game.tick < update.tick {
            guard game.ending == .none else { return false }
            _ = game.advance(food: &food)
        }
        return game.stateHash == update.hash
    }

    private mutating func receive(_ ack: AckFrame) -> Received {
        guard ack.matchID == matchID else { return .ignored }
        let accepted = ack.outcome == AckFrame.accepted
        if accepted, ack.late > 0 {
            lead = min(lead + min(ack.late, Self.longestLead), Self.longestLead)
            early = 0
        }
        return settle(sequence: ack.sequence, runsAt: accepted ? ack.tick : nil) ? .acknowledged : .ignored
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

    private mutating func noteMargin(_ ticks: UInt32) {
        early = ticks >= 2 ? early + 1 : 0
        guard early >= Self.earlyCommands, lead > 1 else { return }
        lead -= 1
        early = 0
    }

    // MARK: - Prediction

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
        guard let committed, let predicted else { return nil }
        // Two keys in one tick: the second waits for the next one. The server takes none past its horizon.
        var stamp = predicted.tick + 1
        while predicted.has(ScheduledInput.Action(input).kind, slot, at: stamp) { stamp += 1 }
        stamp = min(stamp, committed.tick + GameRules.horizon)
        guard canRun(input, stamp: stamp), add(sequence: sequence, stamp: stamp, input) else { return nil }
        return frame(of: outbox[outbox.count - 1])
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
    /// - Parameter tick: When it runs; nil if it was refused.
    /// - Returns: False if no such command waits for its outcome.
    package mutating func settle(sequence: UInt64, runsAt tick: UInt32?) -> Bool {
        for index in outbox.indices where outbox[index].sequence == sequence && outbox[index].state != .accepted {
            if let tick {
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
