package import Identity

/// One stream's wish to see a match from an earlier tick on: which wish counts, when a recording is played again for it, and
/// which live messages wait for that. docs/decisions/0808-watching-from-any-tick.md.
///
/// One recording at a time is played again for a stream; the newest wish waits for its end. The shell plays it and sends.
package struct MatchSeek: Sendable {
    private struct Wish {
        let tick: UInt32
        /// `nil`: the one that it watches then.
        var match: MatchID?
        /// Of the command that is to show it; `nil`: none, it is watched already.
        var sequence: UInt64?
    }

    /// A recording that is to be played again.
    package struct Showing<Recording> {
        package let recording: Recording
        /// What is shown begins here.
        package let tick: UInt32
    }

    /// A past that is being made, and the live messages that wait for it.
    package struct Past: Sendable {
        /// Bytes of live messages that may wait; past this, the stream gets a live Snapshot instead.
        package static let maximumHeldBytes = 64 << 10

        package let match: MatchID
        /// Encoded messages.
        package private(set) var held: [[UInt8]] = []
        private var heldBytes = 0

        fileprivate init(match: MatchID) { self.match = match }

        fileprivate mutating func hold(_ message: [UInt8]) -> Bool {
            heldBytes += message.count
            guard heldBytes <= Self.maximumHeldBytes else { return false }
            held.append(message)
            return true
        }
    }

    /// `nil`: live messages are sent.
    package private(set) var past: Past?
    private var wish: Wish?
    /// A recording is played again for the stream, whether its past is still wanted or not.
    private var isReplaying = false

    package init() {}

    /// The stream asks for another tick of the match that it watches.
    /// - Parameters:
    ///   - watched: The match that its user watches and does not play.
    ///   - obtain: The match's recording, paid for; `nil`: there is none, or it cannot be paid. Asked once at most.
    package mutating func sought<Recording>(
        _ tick: UInt32, watching watched: MatchID?, obtain: (MatchID) -> Recording?
    ) -> Showing<Recording>? {
        guard let watched else { return nil }
        wish = Wish(tick: tick, match: watched)
        guard !isReplaying else { return nil }
        defer { wish = nil }
        return boardDue(watching: watched, obtain: obtain)
    }

    /// The stream asks to watch a match. That it watches is an entry of the log; where it begins is between stream and node.
    /// - Parameters:
    ///   - match: `nil`: named by its lobby's code.
    ///   - tick: `nil`: live.
    ///   - sequence: Of its command.
    package mutating func asked<Recording>(
        toWatch match: MatchID?, from tick: UInt32?, sequence: UInt64, watching watched: MatchID?,
        obtain: (MatchID) -> Recording?
    ) -> Showing<Recording>? {
        wish = tick.map { Wish(tick: $0, match: match, sequence: sequence) }
        // It may be watched already; then no event of the world will show it.
        guard wish != nil, let match, match == watched else { return nil }
        guard !isReplaying else {
            wish?.sequence = nil
            return nil
        }
        return boardDue(watching: watched, obtain: obtain)
    }

    /// The stream is due a Snapshot of its match. The present takes the place of a past that is being made.
    /// - Returns: What is shown in its place; `nil`: the live Snapshot is sent.
    package mutating func boardDue<Recording>(
        watching watched: MatchID?, obtain: (MatchID) -> Recording?
    ) -> Showing<Recording>? {
        past = nil
        guard let wish, let watched, wish.match ?? watched == watched else { return nil }
        guard !isReplaying else {
            // The outcome of its command does not take it back.
            self.wish = Wish(tick: wish.tick, match: watched)
            return nil
        }
        guard let recording = obtain(watched) else { return nil }
        self.wish = nil
        past = Past(match: watched)
        isReplaying = true
        return Showing(recording: recording, tick: wish.tick)
    }

    /// A command has its outcome: what it asked for is shown by now, or refused.
    package mutating func settled(_ sequence: UInt64) {
        if wish?.sequence == sequence { wish = nil }
    }

    /// A live message of the match whose past is being made waits for it.
    /// - Returns: Whether there was room for it; else a Snapshot is due.
    package mutating func hold(_ message: [UInt8]) -> Bool { past?.hold(message) ?? false }

    /// The recording has been played again, or given up.
    /// - Returns: What to show; `nil`: a live Snapshot was sent meanwhile.
    package mutating func replayed() -> Past? {
        isReplaying = false
        defer { past = nil }
        return past
    }

    /// After ``replayed()`` and what it calls for: the wish that came meanwhile. That of a command waits for its entry.
    package mutating func next<Recording>(
        watching watched: MatchID?, obtain: (MatchID) -> Recording?
    ) -> Showing<Recording>? {
        guard let wish, wish.sequence == nil else { return nil }
        defer { self.wish = nil }
        return boardDue(watching: watched, obtain: obtain)
    }
}

extension MatchSeek.Showing: Sendable where Recording: Sendable {}
