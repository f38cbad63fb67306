package import GameCore

/// How strong a bot is, as lobbies and forks choose it.
package typealias BotLevel = Bot.Level

// Names of the game's own values in text messages. The values and their numbers are ``GameCore``'s.

extension Mode {
    /// In the order in which players are offered them.
    package static let offered: [Mode] = [.duel, .teams, .freeForAll, .solo, .custom]

    package init?(name: String) {
        guard let mode = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = mode
    }

    package var name: String {
        switch self {
        case .duel: "duel"
        case .freeForAll: "ffa"
        case .solo: "solo"
        case .teams: "2v2"
        case .custom: "custom"
        }
    }
}

extension Bot.Level {
    package init?(name: String) {
        guard let level = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = level
    }

    package var name: String {
        switch self {
        case .easy: "easy"
        case .normal: "normal"
        case .hard: "hard"
        }
    }
}

extension EndReason {
    package init?(name: String) {
        guard let reason = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = reason
    }

    /// `nil` for ``EndReason/none``.
    package var name: String? {
        switch self {
        case .none: nil
        case .score: "score"
        case .dead: "dead"
        case .left: "left"
        case .draw: "draw"
        case .noContest: "noContest"
        case .time: "time"
        }
    }
}
