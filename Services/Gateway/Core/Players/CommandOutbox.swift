package import ClientProtocol
import Identity

/// The commands of one session that have no outcome yet, in the order of their arrival. They are sent again to another
/// simulation when theirs is lost; (user, session, sequence) keeps that from running one twice.
///
/// As many as the game keeps outcomes of are under way; those after them wait until one is answered. Past ``capacity`` a
/// command is not taken, and neither are those after it, until it has been sent again: so no sequence is left out.
package struct CommandOutbox: Sendable, Equatable {
    /// The game keeps the outcomes of this many sequences (docs/guide/protocol.md, section 3).
    package static let underWay = SessionLimits.commandsUnderWay
    /// Commands kept in all: more than a client may send at once.
    package static let capacity = SessionLimits.commandsKept

    package enum Payload: Sendable, Equatable {
        case request(ClientCommand)
        /// A binary frame as it came.
        case frame([UInt8])
    }

    package struct Command: Sendable, Equatable {
        package let sequence: UInt64
        package let payload: Payload

        package init(sequence: UInt64, payload: Payload) {
            self.sequence = sequence
            self.payload = payload
        }
    }

    private var commands: [Command] = []
    /// The lowest sequence that was not taken and has not been sent again.
    private var refused: UInt64?

    package init() {}

    /// Those that a simulation is to have.
    package var sendable: ArraySlice<Command> { commands.prefix(Self.underWay) }

    package enum Intake: Sendable, Equatable {
        /// It may go at once.
        case forward
        /// It goes when one before it is answered.
        case hold
        /// It is not kept, and must be sent again.
        case refuse
    }

    /// A sequence that waits already is not kept twice.
    package mutating func append(_ command: Command) -> Intake {
        if let index = commands.firstIndex(where: { $0.sequence == command.sequence }) {
            return index < Self.underWay ? .forward : .hold
        }
        if let refused, command.sequence > refused { return .refuse }
        guard commands.count < Self.capacity else {
            refused = command.sequence
            return .refuse
        }
        if refused == command.sequence { refused = nil }
        commands.append(command)
        return commands.count <= Self.underWay ? .forward : .hold
    }

    /// The command has its outcome.
    /// - Returns: The one that may go now in its place.
    package mutating func remove(sequence: UInt64) -> Command? {
        guard let index = commands.firstIndex(where: { $0.sequence == sequence }) else { return nil }
        commands.remove(at: index)
        guard index < Self.underWay, commands.count >= Self.underWay else { return nil }
        return commands[Self.underWay - 1]
    }
}
