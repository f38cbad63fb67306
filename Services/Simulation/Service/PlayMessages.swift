import GameCore
import Identity
import SimulationCore
import Wire

// Values of the world as messages of play.proto, and back. Numbers agree by definition (``SimulationCore/OutcomeCode``,
// ``GameCore/Mode``, ``GameCore/EndReason``, ``MatchView/Phase``).

extension QueueState {
    init(_ view: QueueView) {
        self.init(
            queues: view.mode.map { [QueueLength(mode: Wire.Mode($0), waiting: UInt32(clamping: view.waiting))] } ?? [])
    }
}

extension MatchState {
    init(_ view: MatchView) {
        self.init(
            matchID: view.id.rawValue, code: view.code?.description ?? "", mode: Wire.Mode(view.mode),
            phase: MatchState.Phase(rawValue: Int32(view.phase.rawValue)),
            remainingMs: UInt32(clamping: view.remainingTicks * UInt64(GameRules.tickMilliseconds)),
            players: view.players.map(Player.init), yourSlot: view.yourSlot.map { UInt32($0) } ?? 255,
            seedCommitment: view.commitment, seed: view.seed,
            endReason: Wire.EndReason(rawValue: Int32(view.endReason?.rawValue ?? 0)))
    }
}

extension Player {
    init(_ player: MatchView.Player) {
        self.init(
            userID: player.user.rawValue, name: String(decoding: player.name, as: UTF8.self),
            team: UInt32(player.team), ready: player.ready, connected: player.connected, score: player.score,
            rank: UInt32(player.rank))
    }
}

extension Wire.Mode {
    init(_ mode: GameCore.Mode) { self.init(rawValue: Int32(mode.rawValue)) }
}

extension GameCore.Mode {
    init?(_ mode: Wire.Mode) {
        guard let number = UInt8(exactly: mode.rawValue) else { return nil }
        self.init(rawValue: number)
    }
}

extension Outcome {
    init(sequence: UInt64, _ code: SimulationCore.OutcomeCode) {
        self.init(sequence: sequence, code: Wire.OutcomeCode(rawValue: Int32(code.rawValue)))
    }
}

extension Action {
    /// What this version does not know becomes ``Action/unknown``, which has an outcome like any other.
    init(_ action: Request.Action?) {
        self =
            switch action {
            case .joinQueue(let request):
                request.modes.first.flatMap { GameCore.Mode($0) }.map(Action.joinQueue) ?? .unknown
            case .leaveQueue: .leaveQueue
            case .createLobby(let request):
                (request.settings.flatMap { GameCore.Mode($0.mode) }).map(Action.createMatch) ?? .unknown
            case .joinLobby(let request): .joinMatch(MatchCode(Array(request.code.utf8)))
            case .start: .startMatch
            case .ready: .ready
            case .leaveMatch: .leaveMatch
            case .leaveLobby, .changeSettings, .kick, .chooseTeam, .chat, .rematch, .watch: .unknown
            case nil: .unknown
            }
    }
}
