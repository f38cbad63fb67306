package import GameCore
package import Identity

/// The word under which players join a lobby: five of the 32 characters A–Z without I and O, and 2–9.
package struct LobbyCode: Hashable, Sendable, CustomStringConvertible {
    package static let length = 5
    private static let alphabet = [UInt8]("ABCDEFGHJKLMNPQRSTUVWXYZ23456789".utf8)

    /// Five characters of the alphabet, in ASCII.
    package let characters: [UInt8]

    /// `nil` unless these are five characters of the alphabet; lower case is taken as upper case.
    package init?(_ characters: some Collection<UInt8>) {
        guard characters.count == Self.length else { return nil }
        let upper = characters.map { (0x61...0x7a).contains($0) ? $0 - 0x20 : $0 }
        guard upper.allSatisfy(Self.alphabet.contains) else { return nil }
        self.characters = upper
    }

    /// Five bits a character from the first four bytes of a digest.
    init(drawnFrom digest: [UInt8]) {
        let bits = digest.prefix(4).reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
        characters = (0..<Self.length).map { Self.alphabet[Int(bits >> UInt32(5 * $0) & 31)] }
    }

    package var description: String { String(decoding: characters, as: UTF8.self) }
}

/// The fate of one command, numbered as in `play.proto` and in the Ack frame.
package enum OutcomeCode: UInt8, Sendable, Equatable, CaseIterable {
    case accepted = 0
    case unknownCode = 1
    case matchFull = 2
    case alreadyInMatch = 3
    case notInMatch = 4
    case alreadyQueued = 5
    case notQueued = 6
    case notAllowed = 7
    case invalid = 8
    case oppositeTurn = 9
    case tooFarAhead = 10
    case onePerTick = 11
    case stale = 12
    case overloaded = 13
    case invalidSettings = 14
    case lobbyFull = 15
    case notInLobby = 16
    case notLeader = 17
    case tooFewPlayers = 18
    case unknownMatch = 19
    case tooManyMessages = 20
    case invalidText = 21
    case partyTooLarge = 22
}

/// What a player can show to all who see the match, numbered as in `play.proto`.
package enum Emote: UInt8, Sendable, Equatable, CaseIterable {
    case hello = 1
    case laugh = 2
    case wow = 3
    case angry = 4
    case heart = 5
    case goodGame = 6
}

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

/// Where commands are numbered: one session of one user.
package struct SessionKey: Hashable, Sendable {
    package let user: UserID
    package let session: SessionID

    package init(user: UserID, session: SessionID) {
        self.user = user
        self.session = session
    }
}

extension OutcomeCode {
    init(_ refusal: InputRefusal) {
        self =
            switch refusal {
            case .notPlaying: .notAllowed
            case .oppositeTurn: .oppositeTurn
            case .tooFarAhead: .tooFarAhead
            case .onePerTick: .onePerTick
            }
    }
}
