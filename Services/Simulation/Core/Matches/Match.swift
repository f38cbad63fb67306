package import GameCore
package import Identity

/// Who holds a seat.
package enum Occupant: Equatable, Sendable {
    case player(UserID)
    case bot(Bot.Level)
}

/// One match from its creation until it leaves the world.
struct Match: Equatable, Sendable {
    enum Phase: Equatable, Sendable {
        case readying(until: UInt64)
        case countdown(until: UInt64)
        case running
        /// Stays until that world tick.
        case ended(until: UInt64, EndReason)
    }

    /// One part in the match. From the countdown on, seats are the game's slots and never move.
    struct Seat: Equatable, Sendable {
        let occupant: Occupant
        let name: [UInt8]
        var ready = false
        /// The player has left, or was removed.
        var left = false
        /// After the end: has asked to play again.
        var wantsRematch = false
        /// The world tick at which the idle clock started (rules §7); of a player who is away, the one at which it will.
        var idleSince: UInt64 = 0
        /// The world tick since which the player is away; 0: is not.
        var awaySince: UInt64 = 0
        /// For how many ticks of being away the idle clock still stands still.
        var grace: UInt64 = 0
        /// The game tick of the last turn that a bot made for the player; 0: none.
        var steeredTick: UInt32 = 0
        var score: UInt32 = 0
        var rank: UInt8 = 0

        init(_ occupant: Occupant, name: [UInt8]) {
            self.occupant = occupant
            self.name = name
            ready = botLevel != nil
        }

        /// `nil`: a bot.
        var user: UserID? {
            switch occupant {
            case .player(let user): user
            case .bot: nil
            }
        }

        var botLevel: Bot.Level? {
            switch occupant {
            case .player: nil
            case .bot(let level): level
            }
        }
    }

    let id: MatchID
    let setup: MatchSetup
    /// The lobby that started it, which may be gone; `nil`: a queue made it, or a single player.
    let lobby: LobbyID?
    /// Strangers see nothing of it.
    let isHidden: Bool
    /// A queue made it, so that it counts for its players' ratings if only people play.
    let isRated: Bool
    /// Of a practice game: where it goes on from.
    let origin: ForkOrigin?
    /// The world tick of its creation.
    let createdAt: UInt64
    var phase: Phase
    var seats: [Seat]
    /// Who watches, in the order in which they came; players who were removed among them.
    var spectators: [UserID] = []
    /// 16 bytes, drawn when the players are asked to confirm.
    var seed: [UInt8] = []
    /// The board, from the countdown on.
    var board: Board?

    var isOver: Bool {
        switch phase {
        case .ended: true
        case .readying, .countdown, .running: false
        }
    }

    /// The seat of a user who has not left.
    func slot(of user: UserID) -> Int? {
        seats.firstIndex { $0.user == user && !$0.left }
    }

    /// The players who have not left, by slot.
    var players: [UserID] { seats.compactMap { $0.left ? nil : $0.user } }

    /// All who see it: its players by slot, then those who watch.
    var audience: [UserID] { Self.audience(of: seats, spectators) }

    /// ``audience`` by its parts, for who has the match in an array and would copy it to ask.
    static func audience(of seats: [Seat], _ spectators: [UserID]) -> [UserID] {
        var audience: [UserID] = []
        audience.reserveCapacity(seats.count + spectators.count)
        for slot in seats.indices where !seats[slot].left {
            if let user = seats[slot].user { audience.append(user) }
        }
        audience += spectators
        return audience
    }

    /// The team's bank in team games, else the snake's score.
    func score(ofSlot slot: Int) -> UInt32 { board?.game.score(ofSlot: UInt8(slot)) ?? seats[slot].score }
}
