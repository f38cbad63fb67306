import GatewayCore
import Identity
import SimulationAPI
import Wire

/// The gateway's words and those of the Play service. What a simulation sends that this build does not know becomes the
/// nearest thing that a client understands; identifiers are checked.
extension PlayUp {
    static func hello(_ player: GatewayCore.Player, session: SessionID) -> PlayUp {
        PlayUp(event: .hello(Hello(userID: player.id.rawValue, sessionID: session.rawValue, name: player.name)))
    }

    init(_ command: CommandOutbox.Command) {
        switch command.payload {
        case .request(let request):
            self.init(event: .request(Request(sequence: command.sequence, action: Request.Action(request))))
        case .frame(let bytes): self.init(event: .frame(bytes))
        }
    }
}

extension Request.Action {
    init(_ command: ClientCommand) {
        switch command {
        case .joinQueue(let mode): self = .joinQueue(JoinQueue(mode: Mode(mode)))
        case .leaveQueue: self = .leaveQueue(LeaveQueue())
        case .createMatch(let mode): self = .createMatch(CreateMatch(mode: Mode(mode)))
        case .joinMatch(let code): self = .joinMatch(JoinMatch(code: code))
        case .startMatch: self = .startMatch(StartMatch())
        case .ready: self = .ready(Ready())
        case .leaveMatch: self = .leaveMatch(LeaveMatch())
        }
    }
}

extension Mode {
    init(_ mode: GameMode?) {
        switch mode {
        case nil: self = .unspecified
        case .duel: self = .duel
        case .freeForAll: self = .freeForAll
        case .solo: self = .solo
        }
    }
}

extension GameMode {
    init?(_ mode: Mode) {
        switch mode {
        case .duel: self = .duel
        case .freeForAll: self = .freeForAll
        case .solo: self = .solo
        case .unspecified, .unrecognized: return nil
        }
    }
}

extension GatewayCore.OutcomeCode {
    init(_ code: Wire.OutcomeCode) { self = GatewayCore.OutcomeCode(rawValue: Int(code.rawValue)) ?? .invalid }
}

extension ServerMessage {
    init(_ state: QueueState) { self = .queue(GameMode(state.mode), waiting: state.waiting) }

    /// A state without a phase or an identifier: in no match.
    init(_ state: Wire.MatchState) { self = .match(GatewayCore.MatchState(state)) }
}

extension GatewayCore.MatchState {
    init?(_ state: Wire.MatchState) {
        guard let id = MatchID(checked: state.matchID), let phase = Phase(state.phase) else { return nil }
        self.init(
            id: id, code: state.code, mode: GameMode(state.mode), phase: phase,
            remainingMilliseconds: state.remainingMs,
            ownSlot: state.yourSlot < state.players.count ? state.yourSlot : nil, seats: state.players.map(Seat.init),
            commitment: state.seedCommitment, seed: state.seed, endReason: EndReason(state.endReason))
    }
}

extension GatewayCore.MatchState.Seat {
    init(_ player: Wire.Player) {
        self.init(
            id: UserID(rawValue: player.userID), name: player.name, team: player.team, isReady: player.ready,
            isConnected: player.connected, score: player.score, rank: player.rank)
    }
}

extension GatewayCore.MatchState.Phase {
    init?(_ phase: Wire.MatchState.Phase) {
        switch phase {
        case .gathering: self = .gathering
        case .readying: self = .ready
        case .countdown: self = .countdown
        case .running: self = .running
        case .ended: self = .ended
        case .unspecified, .unrecognized: return nil
        }
    }
}

extension GatewayCore.MatchState.EndReason {
    init?(_ reason: Wire.EndReason) {
        switch reason {
        case .score: self = .score
        case .allDead: self = .dead
        case .left: self = .left
        case .draw: self = .draw
        case .noContest: self = .noContest
        case .unspecified, .unrecognized: return nil
        }
    }
}
