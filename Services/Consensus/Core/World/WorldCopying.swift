package import Identity

/// When the leader copies its world to the database, and how fast. One value for one leadership; ``reset(at:)`` begins the
/// next. Times are milliseconds of a monotonic clock, from any origin.
///
/// The copies are begun so that the newest one in the database is at most ``interval`` old when the next one takes its place,
/// as long as a copy takes less than half of that. Nothing waits for a copy, and at most one is under way.
package struct WorldCopying: Sendable, Equatable {
    /// Of the world, before it is compressed: at most so much is read, compressed and sent in a second.
    package static let bytesPerSecond: UInt64 = 1 << 20
    /// While the cluster saves work, copies are put off; after so many intervals one is made all the same.
    package static let thriftyIntervals: Milliseconds = 6
    /// From the order to take a snapshot until it is complete on disk; later it is not waited for.
    package static let snapshotPatience: Milliseconds = 30_000

    /// Between two warnings of an old copy: twice in each minute of the alarms that count them.
    package static let warningInterval: Milliseconds = 30_000

    package enum Action: Sendable, Equatable {
        case wait
        /// The simulation is to take a snapshot, which is to be copied.
        case takeSnapshot
    }

    private enum State: Sendable, Equatable {
        case idle
        case awaitingSnapshot
        case sending
    }

    private struct Attempt: Sendable, Equatable {
        var begunAt: Milliseconds
        /// What the snapshot covers at least.
        var applied: LogIndex
    }

    /// 0: no copies.
    package let interval: Milliseconds
    private var state = State.idle
    private var attempt = Attempt(begunAt: 0, applied: .zero)
    private var dueAt: Milliseconds
    /// The database has a copy of the world as of then, through that entry.
    private var coveredAt: Milliseconds
    private var covered = LogIndex.zero
    private var sendingSince: Milliseconds = 0
    private var sentBytes: UInt64 = 0
    private var warnedAt: Milliseconds?

    package init(interval: Milliseconds, now: Milliseconds) {
        self.interval = interval
        coveredAt = now
        dueAt = now + interval / 2
    }

    /// A copy is on its way.
    package var isSending: Bool { state == .sending }

    /// This node has begun to lead, or does not lead any more.
    package mutating func reset(at now: Milliseconds) { self = WorldCopying(interval: interval, now: now) }

    /// Asked every 500 ms while this node leads.
    /// - Parameters:
    ///   - applied: What the world has applied.
    ///   - savesWork: The nodes have more to do than they can: what can wait should.
    ///   - isTaking: A snapshot that was ordered before is not complete on disk yet. It may lack what the world has applied
    ///     since, so no copy begins with it.
    package mutating func passed(
        applied: LogIndex, savesWork: Bool, isTaking: Bool, at now: Milliseconds
    ) -> Action {
        guard interval > 0 else { return .wait }
        if state == .awaitingSnapshot, now > attempt.begunAt + Self.snapshotPatience { failed(at: now) }
        guard state == .idle else { return .wait }
        guard applied > covered else {
            coveredAt = now  // nothing has happened since
            return .wait
        }
        guard now >= dueAt, !isTaking, !savesWork || now >= coveredAt + Self.thriftyIntervals * interval else {
            return .wait
        }
        state = .awaitingSnapshot
        attempt = Attempt(begunAt: now, applied: applied)
        return .takeSnapshot
    }

    /// A snapshot is complete on disk.
    /// - Returns: Whether it is to be copied.
    package mutating func snapshotTaken(at now: Milliseconds) -> Bool {
        guard state == .awaitingSnapshot else { return false }
        state = .sending
        sendingSince = now
        sentBytes = 0
        return true
    }

    /// So many more bytes of the world were read.
    /// - Returns: How long to wait before the next ones are.
    package mutating func sent(_ bytes: UInt64, at now: Milliseconds) -> Milliseconds {
        sentBytes += bytes
        let due = sendingSince + sentBytes * 1_000 / Self.bytesPerSecond
        return due > now ? due - now : 0
    }

    /// The database has it.
    /// - Returns: How old the world in it is by now.
    package mutating func stored(at now: Milliseconds) -> Milliseconds {
        guard state == .sending else { return 0 }
        state = .idle
        covered = attempt.applied
        coveredAt = attempt.begunAt
        let duration = now - attempt.begunAt
        // The next one takes as long, and is begun up to a beat late.
        dueAt = attempt.begunAt + max(interval / 2, interval - min(interval, duration + 500))
        return duration
    }

    /// The snapshot was not taken, or the database did not take it. The next attempt comes an interval later.
    package mutating func failed(at now: Milliseconds) {
        guard state != .idle else { return }
        state = .idle
        dueAt = now + interval
    }

    /// When the snapshot under way was ordered: the world that is copied is at least as new.
    package var begunAt: Milliseconds { attempt.begunAt }

    /// How much play would be lost with all disks: the time since which the world has gone on without a copy.
    package func age(applied: LogIndex, at now: Milliseconds) -> Milliseconds {
        interval > 0 && applied > covered ? now - coveredAt : 0
    }

    /// Asked every 500 ms while this node leads: whether to warn of an old copy now. One is old when it is twice as old as one that
    /// was put off to save work. The operator is told again and again, until a newer one is stored.
    /// - Returns: The age to tell.
    package mutating func oldAge(applied: LogIndex, at now: Milliseconds) -> Milliseconds? {
        let age = age(applied: applied, at: now)
        guard age > 2 * Self.thriftyIntervals * interval else {
            warnedAt = nil
            return nil
        }
        if let warnedAt, now < warnedAt + Self.warningInterval { return nil }
        warnedAt = now
        return age
    }
}
