package import ClientProtocol

/// What waits for one socket that reads slowly, and what is done about it (docs/guide/protocol.md, section 2).
///
/// Up to ``byteLimit`` wait. Past that the queue's game frames are dropped, no more are taken, and when the rest has
/// drained one snapshot is asked for, which stands for all that was dropped. Outcomes and other messages that nothing
/// repeats are never dropped; if they alone pass the limit, or nothing moves for ``stuckAfter``, the socket is closed.
package struct DownQueue<Frame: Sendable>: Sendable {
    /// Bytes that may wait here. The socket's own buffer takes 16 KiB before: 64 KiB in all.
    package static var byteLimit: Int { 48 * 1024 }
    /// Milliseconds.
    package static var stuckAfter: Int64 { 10_000 }

    package enum Class: Sendable {
        /// Nothing repeats it.
        case lasting
        /// Worth nothing after a gap.
        case update
        /// Ends a gap.
        case snapshot
    }

    private enum Intake {
        case everything
        case draining
        case awaitingSnapshot
    }

    private struct Entry {
        let frame: Frame
        let size: Int
        let kind: Class
    }

    private var intake = Intake.everything
    private var entries: [Entry] = []
    private var head = 0
    private var lastMove: Int64 = 0
    package private(set) var waitingBytes = 0

    package init() {}

    package var isEmpty: Bool { head == entries.count }

    /// Nothing waits, and nothing was dropped: a frame for a socket that takes it need not pass through here.
    package var isOpen: Bool { isEmpty && intake == .everything }

    package enum OfferAction: Sendable, Equatable {
        case queued
        /// Not taken: it comes after a gap that a snapshot will close.
        case dropped
        /// The limit was passed: the game frames that waited are gone.
        case shed
        case close(Closure)
    }

    /// - Parameters:
    ///   - size: Bytes of `frame`.
    ///   - now: Milliseconds of any clock that only goes forward.
    package mutating func offer(_ frame: Frame, size: Int, class kind: Class, now: Int64) -> OfferAction {
        switch (intake, kind) {
        case (.draining, .update), (.draining, .snapshot), (.awaitingSnapshot, .update): return .dropped
        case (.awaitingSnapshot, .snapshot): intake = .everything
        case (.everything, _), (.draining, .lasting), (.awaitingSnapshot, .lasting): break
        }
        if isEmpty { lastMove = now }
        entries.append(Entry(frame: frame, size: size, kind: kind))
        waitingBytes += size
        guard waitingBytes > Self.byteLimit else { return .queued }
        return shed()
    }

    private mutating func shed() -> OfferAction {
        entries = entries[head...].filter { $0.kind == .lasting }
        head = 0
        waitingBytes = entries.reduce(0) { $0 + $1.size }
        intake = .draining
        guard waitingBytes <= Self.byteLimit else {
            return .close(Closure(.tryAgainLater, "too slow: more than 64 KiB wait to be read"))
        }
        return .shed
    }

    /// The next frame for the socket. Called while the socket takes more.
    package mutating func next(now: Int64) -> Frame? {
        guard head < entries.count else { return nil }
        let entry = entries[head]
        head += 1
        waitingBytes -= entry.size
        lastMove = now
        if head == entries.count {
            entries.removeAll(keepingCapacity: head <= 16)
            head = 0
        }
        return entry.frame
    }

    /// True once after frames were shed, when all that was kept has gone out: then a snapshot is to be asked for.
    package mutating func needsSnapshot() -> Bool {
        guard intake == .draining, isEmpty else { return false }
        intake = .awaitingSnapshot
        return true
    }

    /// The simulation was changed: the new one begins with a snapshot unasked.
    package mutating func restarted() {
        if intake == .awaitingSnapshot { intake = .everything }
    }

    package func overdue(at now: Int64) -> Closure? {
        guard !isEmpty, now - lastMove >= Self.stuckAfter else { return nil }
        return Closure(.tryAgainLater, "too slow: nothing was read for 10 s")
    }
}
