package import GameCore
package import Identity

/// The modes that somebody waits for, in the order of preference, each once.
package struct QueueModes: Equatable, Sendable {
    package static let all: [Mode] = [.duel, .freeForAll, .teams]

    package let modes: [Mode]

    /// `nil` for none, for the same one twice, and for modes that nobody can wait for.
    package init?(_ modes: [Mode]) {
        guard !modes.isEmpty, modes.allSatisfy(Self.all.contains),
            modes.indices.allSatisfy({ !modes[..<$0].contains(modes[$0]) })
        else { return nil }
        self.modes = modes
    }
}

/// What somebody would like to watch.
package enum WatchTarget: Equatable, Sendable {
    case match(MatchID)
    /// What the lobby of that code plays; `nil`: the player typed something that is no code.
    case lobby(LobbyCode?)
}
