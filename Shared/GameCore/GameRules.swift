/// What is played. Raw values are those of `snaketron.v1.Mode` and of the canonical state.
package enum Mode: UInt8, Sendable, Equatable {
    case duel = 1
    case freeForAll = 2
    case solo = 3
    /// Two against two.
    case teams = 4

    /// How many may play it.
    package var players: ClosedRange<UInt8> {
        switch self {
        case .duel: 2...2
        case .freeForAll: 2...8
        case .solo: 1...1
        case .teams: 4...4
        }
    }

    package var hasTeams: Bool { self == .duel || self == .teams }
}

/// The numbers a game is played by; fixed from its start. docs/rules.md states them for players.
package struct GameRules: Sendable, Equatable {
    /// Raised with every change that lets equal inputs give another game.
    package static let version: UInt8 = 1
    package static let tickMilliseconds: UInt32 = 50
    /// Commands stamped further ahead than this are refused; also how far a client predicts past the last barrier.
    package static let horizon: UInt32 = 20
    package static let maximumPlayers = 8
    static let creditPerCell: UInt32 = 100_000
    static let startLength = 4
    /// 1000 ms.
    static let comboTicks: UInt8 = 20
    /// One try each 100 ms.
    static let ticksPerFoodTry: UInt32 = 2
    static let zoneDepth: UInt8 = 10
    /// Game ticks, scores and banks of decoded states stay below this, so that no sum of them overflows.
    static let counterLimit: UInt32 = 1 << 28

    package let mode: Mode
    package let players: UInt8
    /// Cells; 20–80.
    package let width: UInt8
    /// Cells; 20–60.
    package let height: UInt8
    /// Columns of each end zone: 10, or 0 where there are none.
    package let endZoneDepth: UInt8
    /// Thousandths of 10 cells/s; 500, 1000, 1300 or 2000.
    package let speed: UInt16
    /// The bank that ends a team game; 0 in others.
    package let bankTarget: UInt16
    /// Food wanted on the field.
    package let foodTarget: UInt8

    /// The rules of a standard mode. Nil when that many cannot play it.
    package init?(mode: Mode, players: UInt8, ranked: Bool = false) {
        self.init(
            mode: mode, players: players, width: mode.hasTeams ? 60 : 40, height: 40,
            endZoneDepth: mode.hasTeams ? Self.zoneDepth : 0, speed: 1000,
            bankTarget: mode.hasTeams ? (ranked ? 50 : 25) : 0,
            foodTarget: mode == .duel || mode == .solo ? 10 : 20)
    }

    /// Any combination that can be played; nil for every other.
    init?(
        mode: Mode, players: UInt8, width: UInt8, height: UInt8, endZoneDepth: UInt8, speed: UInt16,
        bankTarget: UInt16, foodTarget: UInt8
    ) {
        guard mode.players.contains(players), (20...80).contains(width), (20...60).contains(height),
            endZoneDepth == (mode.hasTeams ? Self.zoneDepth : 0), !mode.hasTeams || width >= 40,
            speed == 500 || speed == 1000 || speed == 1300 || speed == 2000,
            mode.hasTeams ? bankTarget > 0 : bankTarget == 0, foodTarget <= 64
        else { return nil }
        self.mode = mode
        self.players = players
        self.width = width
        self.height = height
        self.endZoneDepth = endZoneDepth
        self.speed = speed
        self.bankTarget = bankTarget
        self.foodTarget = foodTarget
    }

    /// The side that a slot plays for: its team in team modes, else itself.
    package func team(ofSlot slot: UInt8) -> UInt8 { mode.hasTeams ? slot & 1 : slot }

    package var sides: UInt8 { mode.hasTeams ? 2 : players }
}
