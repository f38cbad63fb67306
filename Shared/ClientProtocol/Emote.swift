/// A sign that a player shows to all who see the match. Numbers are those of `snaketron.v1.EmoteKind`: a new one comes last.
package enum Emote: UInt8, Sendable, Equatable, CaseIterable {
    case hello = 1
    case laugh = 2
    case wow = 3
    case angry = 4
    case heart = 5
    case goodGame = 6

    package init?(name: String) {
        guard let emote = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = emote
    }

    /// The name in text messages.
    package var name: String {
        switch self {
        case .hello: "hello"
        case .laugh: "laugh"
        case .wow: "wow"
        case .angry: "angry"
        case .heart: "heart"
        case .goodGame: "gg"
        }
    }
}
