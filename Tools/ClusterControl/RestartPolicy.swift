/// How a process ended, as its parent or the file system tells.
package enum ProcessEnding: Sendable, Equatable {
    case exited(code: Int32)
    case signaled(number: Int32)
    /// It was not started by the process that asks.
    case unknown
}

/// Decides whether and when a process that ended by itself is started again: a value, fed with events.
///
/// A process that is started again and again waits twice as long each time, ``firstDelay`` to ``longestDelay``. One that ran
/// for ``steady`` starts from the beginning. Exit codes that no further start can mend are given up.
package struct RestartPolicy: Sendable {
    /// Milliseconds.
    package static let firstDelay = 500
    /// Milliseconds.
    package static let longestDelay = 30_000
    /// Milliseconds.
    package static let steady = 60_000

    package enum Verdict: Sendable, Equatable {
        /// Milliseconds from now.
        case start(after: Int)
        /// Until a person starts it.
        case giveUp
    }

    /// Deaths in a row without a steady run between them.
    private var deaths = 0

    package init() {}

    /// - Parameter ran: For how many milliseconds it had run, at least 0.
    package mutating func ended(_ ending: ProcessEnding, ran: Int) -> Verdict {
        if case .exited(let code) = ending, Self.isHopeless(code) { return .giveUp }
        if ran >= Self.steady { deaths = 0 }
        let doublings = min(deaths, 10)
        deaths += 1
        return .start(after: min(Self.firstDelay << doublings, Self.longestDelay))
    }

    /// A wrong setting (64), data of a newer version (65), a program that is missing or cannot be run (126, 127).
    package static func isHopeless(_ code: Int32) -> Bool { [64, 65, 126, 127].contains(code) }
}
