/// Input from a peer, a caller or a disk that breaks the rules.
package struct RaftError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: Sendable, Equatable {
        case malformedEntry
        case malformedMembership
        case malformedMessage
        case damagedState
    }

    package var code: Code
    package var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
