import GameCore
import Identity

/// One match from its creation until it leaves the world.
struct Match: Equatable, Sendable {
    enum Phase: Equatable, Sendable {
        /// Players join by code.
        case gathering
        case readying(until: UInt64)
        case countdown(until: UInt64)
        case running
        /// Stays until that world tick.
        case ended(until: UInt64, EndReason)
    }

    /// One player's part in the match. From the countdown on, seats are the game's slots and never move.
    struct Seat: Equatable, Sendable {
        let user: UserID
        let name: [UInt8]
        var ready = false
        /// The player has left, or was removed.
        var left = false
        /// The world tick at which the idle clock started (rules §7).
        var idleSince: UInt64 = 0
        var score: UInt32 = 0
        var rank: UInt8 = 0
    }

    let id: MatchID
    let mode: Mode
    let code: MatchCode?
    /// The world tick of its creation.
    let createdAt: UInt64
    var phase: Phase
    var seats: [Seat]
    /// 16 bytes, drawn when the match is complete; empty before.
    var seed: [UInt8] = []
    /// The board, from the countdown on.
    var board: Board?

    var isGathering: Bool { phase == .gathering }

    var isOver: Bool {
        switch phase {
        case .ended: true
        case .gathering, .readying, .countdown, .running: false
        }
    }

    /// The seat of a user who has not left.
    func slot(of user: UserID) -> Int? {
        seats.firstIndex { $0.user == user && !$0.left }
    }

    var creator: UserID? { seats.first?.user }
}
