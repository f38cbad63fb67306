/// The mode of a game. Raw values are those of `snaketron.v1.Mode` and of the canonical state.
package enum Mode: UInt8, Sendable, Equatable, CaseIterable {
    case duel = 1
    case freeForAll = 2
    case solo = 3
    /// Two against two.
    case teams = 4
    /// Whatever ``CustomSettings`` say: a team game with end zones, without them a free for all or, alone, a Solo.
    case custom = 5

    /// How many may play it.
    package var players: ClosedRange<UInt8> {
        switch self {
        case .duel: 2...2
        case .freeForAll: 2...8
        case .solo: 1...1
        case .teams: 4...4
        case .custom: 1...8
        }
    }

    /// Whether all games of the mode have end zones; of custom games the settings tell.
    package var hasTeams: Bool { self == .duel || self == .teams }
}

/// The choices of the creator of a custom game. docs/guide/rules.md, section 2.
package struct CustomSettings: Sendable, Equatable {
    /// Cells; 20–80, with end zones 40–80.
    package let width: UInt8
    /// Cells; 20–60, with end zones and more than six seats at least 28: their starts lie side by side inside the goal.
    package let height: UInt8
    package let hasEndZones: Bool
    /// Cells a second: 5, 10, 13 or 20.
    package let cellsPerSecond: UInt8
    /// Pieces wanted on the field; 1–64.
    package let food: UInt8
    /// Seats; 1–8, with end zones at least 2.
    package let seats: UInt8
    /// Minutes; 1–10, or 0 for no limit.
    package let timeLimit: UInt8

    /// Nil for what cannot be played.
    package init?(
        width: UInt8, height: UInt8, hasEndZones: Bool, cellsPerSecond: UInt8, food: UInt8, seats: UInt8,
        timeLimit: UInt8
    ) {
        guard GameRules.speeds.contains(cellsPerSecond), food > 0 else { return nil }
        self.width = width
        self.height = height
        self.hasEndZones = hasEndZones
        self.cellsPerSecond = cellsPerSecond
        self.food = food
        self.seats = seats
        self.timeLimit = timeLimit
        guard GameRules(self, players: seats) != nil else { return nil }
    }
}

/// The numbers a game is played by; fixed from its start. docs/guide/rules.md states them for players.
package struct GameRules: Sendable, Equatable {
    /// Raised with every change that lets equal inputs give another game.
    package static let version: UInt8 = 2
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
    /// Cells a second that a custom game may be played at.
    static let speeds: [UInt8] = [5, 10, 13, 20]
    /// A full boost tank: 3000 ms, in ticks.
    package static let fullCharge: UInt8 = 60
    /// The charge of a small pad: 750 ms.
    static let smallPadCharge: UInt8 = 15
    /// Until a pad can be taken again: 8 s.
    static let padCooldown: UInt8 = 160
    package static let ticksPerMinute: UInt32 = 1200
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
    /// Food wanted on the field; at most 64.
    package let foodTarget: UInt8
    /// Minutes until the game ends; 1–10, or 0 for no limit. Custom games only.
    package let timeLimit: UInt8

    /// The rules of a standard mode. Nil when that many cannot play it, and for custom games.
    package init?(mode: Mode, players: UInt8, ranked: Bool = false) {
        guard mode != .custom else { return nil }
        self.init(
            mode: mode, players: players, width: mode.hasTeams ? 60 : 40, height: 40,
            endZoneDepth: mode.hasTeams ? Self.zoneDepth : 0, speed: 1000,
            bankTarget: mode.hasTeams ? (ranked ? 50 : 25) : 0,
            foodTarget: mode == .duel || mode == .solo ? 10 : 20, timeLimit: 0)
    }

    /// The rules of a custom game. Nil when that many cannot play it.
    package init?(_ custom: CustomSettings, players: UInt8) {
        guard players <= custom.seats else { return nil }
        self.init(
            mode: .custom, players: players, width: custom.width, height: custom.height,
            endZoneDepth: custom.hasEndZones ? Self.zoneDepth : 0, speed: UInt16(custom.cellsPerSecond) * 100,
            bankTarget: custom.hasEndZones ? 25 : 0, foodTarget: custom.food, timeLimit: custom.timeLimit)
    }

    /// Any combination that can be played; nil for every other.
    init?(
        mode: Mode, players: UInt8, width: UInt8, height: UInt8, endZoneDepth: UInt8, speed: UInt16,
        bankTarget: UInt16, foodTarget: UInt8, timeLimit: UInt8
    ) {
        let zones = endZoneDepth == Self.zoneDepth
        guard mode.players.contains(players), (20...80).contains(width), (20...60).contains(height),
            zones || endZoneDepth == 0, mode == .custom || zones == mode.hasTeams,
            !zones || (width >= 40 && players >= 2 && (players <= 6 || height >= 28)),
            speed == 500 || speed == 1000 || speed == 1300 || speed == 2000,
            zones ? bankTarget > 0 : bankTarget == 0, foodTarget <= 64,
            timeLimit == 0 || (mode == .custom && timeLimit <= 10)
        else { return nil }
        self.mode = mode
        self.players = players
        self.width = width
        self.height = height
        self.endZoneDepth = endZoneDepth
        self.speed = speed
        self.bankTarget = bankTarget
        self.foodTarget = foodTarget
        self.timeLimit = timeLimit
    }

    /// Two teams, each with an end zone and a bank.
    package var hasTeams: Bool { endZoneDepth > 0 }

    /// One player alone: the tank is always full, and there are no pads.
    package var isSolo: Bool { !hasTeams && players == 1 }

    /// The side that a slot plays for: its team in team games, else itself.
    package func team(ofSlot slot: UInt8) -> UInt8 { hasTeams ? slot & 1 : slot }

    package var sides: UInt8 { hasTeams ? 2 : players }

    /// The tick at whose end the time is up; 0 without a limit.
    package var lastTick: UInt32 { UInt32(timeLimit) * Self.ticksPerMinute }

    /// Thousandths; one and a half times the speed.
    package var boostedSpeed: UInt16 { speed + speed / 2 }
}
