/// Which of a peer's addresses is tried. The registry's is newer than the configuration's: a process tells the registry where it
/// listens when it starts, and only a leader changes the configuration. When all nodes come back with other addresses, there is
/// no leader until they have reached each other at the new ones. But the registry may not answer, or may be behind, so both are
/// tried in turn.
package struct PeerAddress: Sendable, Equatable {
    /// `host:port`; the likeliest first, at most two, never none.
    private var candidates: [String]
    private var registered: String?
    /// Milliseconds to wait before the other address is tried, the first time, and at most when neither works.
    package static let pauses: ClosedRange<Milliseconds> = 100...2_000
    /// The next such wait; twice as long after each attempt until one address works, or there is news.
    package private(set) var pause = pauses.lowerBound
    /// The one in use.
    package private(set) var current: String

    /// - Returns: `nil` when nobody knows where the peer is.
    package init?(registered: String?, configured: String?) {
        candidates = Self.candidates(registered, configured)
        guard let first = candidates.first else { return nil }
        self.registered = registered
        current = first
    }

    private static func candidates(_ registered: String?, _ configured: String?) -> [String] {
        let known = [registered, configured].compactMap(\.self)
        return known.count == 2 && known[0] == known[1] ? [known[0]] : known
    }

    package var hasAlternative: Bool { candidates.count > 1 }

    /// Takes over what is known by now.
    /// - Returns: Whether ``current`` is another one now.
    package mutating func update(registered: String?, configured: String?) -> Bool {
        let isNews = registered != nil && registered != self.registered
        let known = Self.candidates(registered, configured)
        self.registered = registered
        guard let first = known.first else { return false }  // forgotten by all; nobody knows better
        candidates = known
        if isNews { pause = Self.pauses.lowerBound }
        guard isNews || !known.contains(current), current != first else { return false }
        current = first
        return true
    }

    /// The connection, or the attempt to make one, came to nothing.
    /// - Returns: Whether another address is to be tried now: ``current`` is it.
    package mutating func failed() -> Bool {
        guard hasAlternative, let other = candidates.first(where: { $0 != current }) else { return false }
        current = other
        pause = min(2 * pause, Self.pauses.upperBound)
        return true
    }

    /// There is a connection.
    package mutating func worked() { pause = Self.pauses.lowerBound }
}
