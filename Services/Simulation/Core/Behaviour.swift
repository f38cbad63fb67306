import GameCore

/// A version of behaviour: which commands exist, what they do, how bots decide, and how a world is written.
///
/// The world carries the version in force; a log entry raises it by one, and nothing lowers it. A build knows its own version
/// and the one before, so any two neighbouring builds run side by side. docs/internals/versions.md shows how to add one.
package struct Behaviour: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Of a world that no entry has given one yet, in builds that know the first one no more.
    package static let none = Behaviour(rawValue: 0)
    package static let first = Behaviour(rawValue: 1)
    /// Players show emotes.
    static let second = Behaviour(rawValue: 2)

    #if NEXT_VERSION
        /// It keeps the first one, so that tests may roll to it before the second is in force.
        package static let known = first...second.next
    #else
        /// The versions that this build applies: the one before its own, and its own.
        package static let known = first...second
    #endif

    package static func < (one: Behaviour, other: Behaviour) -> Bool { one.rawValue < other.rawValue }

    package var next: Behaviour { Behaviour(rawValue: rawValue &+ 1) }

    package var description: String { String(rawValue) }
}

// MARK: What each version brought. Nobody else compares versions.

extension Behaviour {
    /// How a world begins that is written under this version: format 11 says no version, format 12 says it next.
    var snapshotFormat: UInt8 { self == .first ? 11 : 12 }

    /// Players may show emotes.
    package var hasEmotes: Bool { self >= .second }

    #if NEXT_VERSION
        /// The stand-in for a next version, by which two real builds are tried side by side.
        package var hasMarks: Bool { self >= Behaviour.second.next }
        var readyTicks: UInt64 { self >= Behaviour.second.next ? 200 : WorldRules.readyTicks }
        var standInLevel: Bot.Level { self >= Behaviour.second.next ? .hard : WorldRules.standInLevel }
        var standInsBoost: Bool { self >= Behaviour.second.next }
    #else
        var readyTicks: UInt64 { WorldRules.readyTicks }
        var standInLevel: Bot.Level { WorldRules.standInLevel }
        /// The boost is the player's own: what was held stays held.
        var standInsBoost: Bool { false }
    #endif
}

extension Command {
    /// The version that brought the command. A proposer waits for it to be in force.
    package var since: Behaviour {
        switch self {
        case .raise, .probe, .advance, .thrift, .replayStored, .attach, .detach, .detachMany, .nodeLost, .input: .first
        case .request(_, _, _, let action): action.since
        #if NEXT_VERSION
            case .mark: .second.next
        #endif
        }
    }
}

extension Action {
    /// The version that brought the request. Until it is in force a simulation writes ``unknown`` in its place.
    var since: Behaviour {
        switch self {
        case .joinQueue, .leaveQueue, .createLobby, .joinLobby, .leaveLobby, .changeSettings, .kick, .chooseTeam, .chat,
            .start,
            .ready, .leaveMatch, .rematch, .watch, .fork, .unknown:
            .first
        case .emote: .second
        }
    }
}

/// Something that this build cannot apply because another version wrote it. It is no damage: the right build can.
package enum VersionGap: Error, Equatable, Sendable, CustomStringConvertible {
    /// An entry that is no command of a known kind and form.
    case command(kind: UInt8?)
    /// A command of a version that is not in force yet.
    case early(Behaviour)
    /// A version in force that this build does not know.
    case behaviour(Behaviour)
    /// A world's encoding of a format that this build does not read.
    case format(UInt8)

    package var description: String {
        switch self {
        case .command(let kind): "it holds no command that this build knows (kind \(kind.map { "\($0)" } ?? "missing"))"
        case .early(let version): "its command belongs to behaviour \(version), which is not in force"
        case .behaviour(let version): "behaviour \(version) is in force, which this build does not know"
        case .format(let format): "the world's format is \(format), which this build does not read"
        }
    }
}

/// When the version of behaviour is raised.
package enum Raise {
    /// - Parameters:
    ///   - common: The newest version that every member knows that is alive or registered; 0 while that is not known.
    /// - Returns: The version that the simulation beside the leader proposes now.
    package static func proposal(
        inForce: Behaviour, known: ClosedRange<Behaviour>, common: UInt32
    ) -> Behaviour? {
        // The first entry of a new cluster: the older of the two, which the build before can join.
        guard inForce != .none else { return known.lowerBound }
        let next = inForce.next
        return known.contains(next) && common >= next.rawValue ? next : nil
    }
}
