/// Matches that are played again for players take turns: each takes milliseconds of a processor that running games need.
package struct ReplayTurns: Sendable {
    /// Number of matches that are played again at a time.
    package static let maximumRunning = 2
    /// Number of further matches that wait for a turn.
    package static let maximumWaiting = 32

    package enum Turn: Sendable, Equatable {
        case now
        /// When ``ended()`` names this number.
        case later(Int)
        /// Too many wait.
        case never
    }

    package private(set) var running = 0
    /// The one that has waited longest first.
    private var waiting: [Int] = []
    private var lastNumber = 0

    package init() {}

    package mutating func arrived() -> Turn {
        guard running >= Self.maximumRunning else {
            running += 1
            return .now
        }
        guard waiting.count < Self.maximumWaiting else { return .never }
        lastNumber += 1
        waiting.append(lastNumber)
        return .later(lastNumber)
    }

    /// One that had its turn is done, also one that did not use it.
    /// - Returns: The number whose turn it is now.
    package mutating func ended() -> Int? {
        guard waiting.isEmpty else { return waiting.removeFirst() }
        running -= 1
        return nil
    }
}
