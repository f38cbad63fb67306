/// The servers as this node shows them to its processes: the database's list, held over the database's absences.
///
/// While the database is away the last list stands. Just after its return the servers that were listed before stay
/// listed until they had the time to send a heartbeat, so that an outage does not look as if everyone had left.
package struct ServerView<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// In id order. Ages are of the moment the list was read.
    package private(set) var servers: [ListedServer] = []
    /// When the list was read; `nil` before the first time.
    package private(set) var readAt: Instant?
    private var settlesAt: Instant?
    /// Listed when the database returned, and not seen since.
    private var held: [ListedServer] = []
    /// The database's clock when it was read last, in milliseconds.
    private var clock: Int64?

    package init() {}

    /// The database can be used again, or for the first time.
    package mutating func databaseReturned(at now: Instant) {
        held = servers
        settlesAt = max(settlesAt ?? now, now.advanced(by: HeartbeatRules.settling))
    }

    /// Every living node has had the time to send a heartbeat since the database returned.
    package func isSettled(at now: Instant) -> Bool { settlesAt.map { $0 <= now } ?? false }

    package struct Reading: Sendable, Equatable {
        /// Those who watch want to know.
        package let isNews: Bool
        /// The database's clock was set since the last reading: this node should write a heartbeat by the new time.
        package let clockWasSet: Bool
    }

    /// - Parameter clock: The database's, in milliseconds.
    package mutating func read(_ fresh: [ListedServer], clock: Int64, at now: Instant) -> Reading {
        let before = readAt == nil ? nil : Topology(servers)
        let clockWasSet = noteClock(clock, at: now)
        var shown = fresh
        if !isSettled(at: now) {
            let known = Set(fresh.map(\.record.node))
            let addresses = Set(fresh.map { ListeningAddress($0.record) })
            held.removeAll { known.contains($0.record.node) || addresses.contains(ListeningAddress($0.record)) }
            shown += held
            shown.sort { $0.record.node < $1.record.node }
        }
        servers = shown
        readAt = now
        return Reading(isNews: Topology(shown) != before, clockWasSet: clockWasSet)
    }

    /// A clock that goes by other steps than ours was set. Everyone looks dead after a step forward, as after an outage.
    private mutating func noteClock(_ clock: Int64, at now: Instant) -> Bool {
        defer { self.clock = clock }
        guard let last = self.clock, let readAt else { return false }
        let (passed, overflow) = clock.subtractingReportingOverflow(last)
        let ours = readAt.duration(to: now).components
        let (difference, isFar) = passed.subtractingReportingOverflow(
            ours.seconds * 1000 + ours.attoseconds / 1_000_000_000_000_000)
        let limit = HeartbeatRules.clockJump.components.seconds * 1000
        guard overflow || isFar || difference.magnitude > limit else { return false }
        held = servers
        settlesAt = now.advanced(by: HeartbeatRules.settlingAfterJump)
        return true
    }

    /// Where one process listens: who is there now has taken the place of who was there before.
    private struct ListeningAddress: Hashable {
        let address: String
        let port: Int

        init(_ record: ServerRecord) {
            address = record.ipAddress
            port = record.raftPort
        }
    }
}
