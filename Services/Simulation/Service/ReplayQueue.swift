import SimulationCore

/// Plays matches again in the turns of ``ReplayTurns``. Touched only in the simulation's isolation.
final class ReplayQueue {
    private var turns = ReplayTurns()
    private var waiting: [Int: CheckedContinuation<Void, Never>] = [:]

    /// - Returns: `nil` when too many wait already, or the task was cancelled before its turn.
    func oneOfFew<Value: Sendable>(_ play: @Sendable () async -> Value) async -> Value? {
        switch turns.arrived() {
        case .now: break
        case .later(let number): await withCheckedContinuation { waiting[number] = $0 }
        case .never: return nil
        }
        defer { if let next = turns.ended() { waiting.removeValue(forKey: next)?.resume() } }
        guard !Task.isCancelled else { return nil }
        return await play()
    }
}
