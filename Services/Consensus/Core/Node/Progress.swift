import Identity

/// What a leader knows of one peer's log (Raft §5.3), and how it is feeding it.
struct Progress: Sendable, Equatable {
    enum State: Sendable, Equatable {
        /// Where the logs agree is not known: one append at a time. `isWaiting`: one is on its way.
        case probe(isWaiting: Bool)
        /// Appends flow without waiting for answers, within the bounds of `inflight`.
        case replicate
        /// The peer needs entries that are gone and was told of this snapshot.
        case snapshot(index: LogIndex, offeredAt: Milliseconds)
    }

    struct Inflight: Sendable, Equatable {
        var last: LogIndex
        var bytes: Int
        var sentAt: Milliseconds
    }

    let id: NodeID
    var match = LogIndex.zero
    var next: LogIndex
    var state = State.probe(isWaiting: false)
    /// The last index that the probe on its way asks about; `nil` before it is sent.
    var probed: LogIndex?
    /// Appends with entries that are not answered, oldest first.
    var inflight: [Inflight] = []
    var inflightBytes = 0
    /// The commit index that the peer has been told, if all went through.
    var toldCommit = LogIndex.zero
    /// The newest read context that the peer has answered.
    var readContext: UInt64 = 0
    /// On the node's clock; the leader's start before the first answer.
    var contactAt: Milliseconds
    var wasHeard = false
    /// By its last heartbeat answer: its disk has room, and its log too.
    var takesEntries = true
    /// Likewise: what its state machine knows.
    var newestBehaviour: UInt32 = 0
    /// When it had stored more than before, or lacked nothing that was committed.
    var movedAt: Milliseconds
    /// Refusals in a row of what it had acknowledged in this term.
    var reversions = 0
    /// Since when no gap in contact was longer than a second.
    var steadySince: Milliseconds
    /// Rounds of catching up (dissertation §4.2.1): each ends when what the log held at its start has arrived.
    var roundTarget: LogIndex
    var roundStart: Milliseconds
    var isCaughtUp = false

    static let steadyGap: Milliseconds = 1_000
    /// A snapshot may take so long to arrive.
    static let snapshotGrace: Milliseconds = 60_000
    /// A refusal that was overtaken by a later acknowledgement may look like a lost suffix, but not so often in a row.
    static let provenReversions = 5

    init(id: NodeID, next: LogIndex, clock: Milliseconds) {
        self.id = id
        self.next = next
        contactAt = clock
        movedAt = clock
        steadySince = clock
        roundTarget = next.previous
        roundStart = clock
    }

    mutating func heard(at clock: Milliseconds, commit: LogIndex) {
        if match >= commit { movedAt = clock }
        if clock - contactAt > Progress.steadyGap { steadySince = clock }
        contactAt = clock
        wasHeard = true
    }

    mutating func sent(last: LogIndex, bytes: Int, at clock: Milliseconds) {
        inflight.append(Inflight(last: last, bytes: bytes, sentAt: clock))
        inflightBytes += bytes
        next = last.next
    }

    mutating func matched(_ index: LogIndex, clock: Milliseconds) {
        if index > match {
            match = index
            movedAt = clock
        }
        if index >= match { reversions = 0 }
        next = max(next, match.next)
        while let first = inflight.first, first.last <= index {
            inflightBytes -= first.bytes
            inflight.removeFirst()
        }
    }

    /// Falls back to finding out where the logs agree, not below what is known to.
    mutating func probe(from index: LogIndex) {
        state = .probe(isWaiting: false)
        probed = nil
        next = max(index, match.next)
        inflight.removeAll()
        inflightBytes = 0
    }

    func stalledFor(commit: LogIndex, clock: Milliseconds) -> Milliseconds {
        guard match < commit else { return 0 }
        let stalled = clock - movedAt
        guard case .snapshot = state else { return stalled }
        return stalled > Self.snapshotGrace ? stalled : 0
    }

    mutating func updateRound(last: LogIndex, clock: Milliseconds, limit: Milliseconds) {
        guard match >= roundTarget else {
            if clock - roundStart >= limit { isCaughtUp = false }
            return
        }
        isCaughtUp = clock - roundStart < limit
        roundTarget = last
        roundStart = clock
    }
}
