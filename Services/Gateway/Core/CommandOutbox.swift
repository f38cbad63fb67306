/// The commands of one session that have no outcome yet, in the order of their arrival. They are sent again to another
/// simulation when theirs is lost; (user, session, sequence) keeps that from running one twice.
package struct CommandOutbox: Sendable, Equatable {
    /// The game keeps the outcomes of this many sequences (docs/protocol.md, section 3).
    package static let capacity = 64

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

    package private(set) var commands: [Command] = []

    package init() {}

    /// `false` when ``capacity`` commands wait already. A sequence that waits already is not kept twice.
    package mutating func append(_ command: Command) -> Bool {
        if commands.contains(where: { $0.sequence == command.sequence }) { return true }
        guard commands.count < Self.capacity else { return false }
        commands.append(command)
        return true
    }

    package mutating func remove(sequence: UInt64) {
        commands.removeAll { $0.sequence == sequence }
    }
}
