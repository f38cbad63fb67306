package import Identity

/// What the simulation beside this node holds, what it is given next, and which of its messages are in turn. One value for one
/// connection. The shell sends, and reads and writes snapshots on the disk's thread.
///
/// Down: entries in order, each once; a snapshot where the log does not reach back far enough, or another world must take the
/// place of this one. Up: `start` comes first and once, then reports, and one snapshot at a time in consecutive chunks.
package struct SimulationFeed: Sendable {
    /// Bytes of the largest chunk of a snapshot.
    package static let maximumChunk = SharedLimits.snapshotChunkBytes
    /// Bytes. A simulation that streams its snapshot faster than the disk takes it is held up past this.
    package static let maximumWaitingBytes = 4 << 20

    private enum Phase: Sendable, Equatable {
        /// It has not said yet what it holds.
        case awaitingStart
        /// A snapshot for it is being opened.
        case opening
        /// Bytes from `offset` on are next; they are being read.
        case sending(LogIndex, size: UInt64, offset: UInt64, isReading: Bool)
        /// It gets entries after ``delivered``.
        case live
    }

    private struct Taking: Sendable, Equatable {
        let number: Int
        let index: UInt64
        var offset: UInt64 = 0
        var waitingBytes = 0
    }

    /// A chunk of the snapshot that it streams here.
    package struct Chunk: Sendable, Equatable {
        package let index: UInt64
        /// Bytes before it.
        package let offset: UInt64
        /// Bytes of it.
        package let count: Int
        package let isLast: Bool

        package init(index: UInt64, offset: UInt64, count: Int, isLast: Bool) {
            self.index = index
            self.offset = offset
            self.count = count
            self.isLast = isLast
        }
    }

    /// What it has said.
    package enum Message: Sendable, Equatable {
        /// Its world is that of an entry, 0: of none; `isOurs`: of this cluster's log.
        case start(applied: UInt64, isOurs: Bool)
        /// It has applied entries; `tick`: of the world's clock, 0: not compared; `origin`: the snapshot its world comes from.
        case applied(tick: UInt64, origin: UInt64)
        /// It cannot go on.
        case stopped
        case chunk(Chunk)
    }

    package enum Answer: Sendable, Equatable {
        /// It is given entries from now on.
        case begin
        /// `isComparable`: its world comes from the snapshot it was given last.
        case applied(isComparable: Bool)
        case stop
        /// The chunk is the next one. `isFirst`: of a snapshot, whose number is `number`.
        case take(Chunk, number: Int, isFirst: Bool)
        /// It crossed the order to start over.
        case pass
        /// It breaks the protocol: its stream ends.
        case refuse(Refusal)
    }

    package enum Refusal: Sendable, Equatable {
        case otherCluster
        case outOfTurn
        case chunk
    }

    /// What it can be given.
    package enum Due: Sendable, Equatable {
        case nothing
        case entries(after: LogIndex)
        /// Bytes of the snapshot from there on are to be read: ``beginReading(at:)``, then ``chunkRead(_:of:)``.
        case chunk(at: UInt64)
    }

    private var phase = Phase.awaitingStart
    /// Through which entry it was given all there is.
    package private(set) var delivered = LogIndex.zero
    /// The snapshot it was given last, which its world must come from; `nil` before the first.
    private var origin: LogIndex?
    /// A snapshot is awaited, or comes.
    package private(set) var wasAskedForSnapshot = false
    private var taking: Taking?
    private var lastTaking = 0
    private var lastOpening = 0

    package init() {}

    package var isLive: Bool { phase == .live }
    package var hasStarted: Bool { phase != .awaitingStart }
    /// Its messages wait for this node's own disk.
    package var isHeldUp: Bool { taking.map { $0.waitingBytes > Self.maximumWaitingBytes } ?? false }

    package mutating func received(_ message: Message) -> Answer {
        switch (message, phase) {
        case (.start(let applied, let isOurs), .awaitingStart):
            guard isOurs || applied == 0 else { return .refuse(.otherCluster) }
            delivered = LogIndex(rawValue: applied)
            phase = .live
            return .begin
        case (.applied(let tick, let origin), .live):
            // Of another origin it was said before a snapshot has taken the place of that world.
            return .applied(isComparable: tick > 0 && (self.origin.map { $0.rawValue == origin } ?? true))
        case (.applied, .opening), (.applied, .sending): return .pass
        case (.stopped, .live), (.stopped, .opening), (.stopped, .sending): return .stop
        case (.chunk(let chunk), _) where wasAskedForSnapshot: return take(chunk)
        case (.chunk(let chunk), .live) where chunk.offset == 0:
            // Of its own accord: after a raise of the version of behaviour.
            wasAskedForSnapshot = true
            return take(chunk)
        case (.start, _), (.applied, .awaitingStart), (.stopped, .awaitingStart), (.chunk, _):
            return .refuse(.outOfTurn)
        }
    }

    // MARK: Down

    /// - Parameter committed: The index through which entries may be given.
    package func due(committed: LogIndex) -> Due {
        switch phase {
        case .awaitingStart, .opening: .nothing
        case .sending(_, _, let offset, let isReading): isReading ? .nothing : .chunk(at: offset)
        case .live: delivered < committed ? .entries(after: delivered) : .nothing
        }
    }

    package mutating func gave(through index: LogIndex) { delivered = index }

    /// A snapshot is to take the place of what it holds.
    /// - Parameter newest: Of those on this node's disk; `nil`: there is none.
    /// - Returns: The number that ``opened(_:index:size:)`` takes; `nil`: none continues from what it holds.
    package mutating func openSnapshot(newest: LogIndex?) -> Int? {
        guard let newest, newest > delivered else { return nil }
        phase = .opening
        lastOpening += 1
        return lastOpening
    }

    /// Whether a fetched snapshot, which has replaced the log, must be given to it.
    package func lacks(snapshot index: LogIndex) -> Bool {
        switch phase {
        case .awaitingStart, .opening: false
        case .sending, .live: delivered < index
        }
    }

    /// What it holds is wrong: it is due a whole world, whatever it had.
    /// - Returns: Whether it can be given one now.
    package mutating func forgetWorld() -> Bool {
        guard hasStarted else { return false }
        delivered = .zero
        origin = nil
        return true
    }

    /// Whether the snapshot that was to be opened is wanted still.
    package func awaits(opening number: Int) -> Bool { phase == .opening && number == lastOpening }

    /// - Parameter size: Bytes.
    package mutating func opened(_ number: Int, index: LogIndex, size: UInt64) {
        guard awaits(opening: number) else { return }
        phase = .sending(index, size: size, offset: 0, isReading: false)
    }

    /// - Returns: The number of the snapshot's opening; `nil`: the bytes from there on are not wanted, or being read already.
    package mutating func beginReading(at offset: UInt64) -> Int? {
        guard case .sending(let index, let size, offset, isReading: false) = phase else { return nil }
        phase = .sending(index, size: size, offset: offset, isReading: true)
        return lastOpening
    }

    /// Whether the bytes that are being read are of the snapshot with that number, and wanted.
    package func isReading(_ number: Int) -> Bool {
        guard number == lastOpening, case .sending(_, _, _, isReading: true) = phase else { return false }
        return true
    }

    /// Bytes of the snapshot have been read that was opened with that number.
    /// - Returns: The chunk that is sent now; `nil`: it is not wanted any more.
    package mutating func chunkRead(_ count: Int, of number: Int) -> Chunk? {
        guard number == lastOpening, case .sending(let index, let size, let offset, isReading: true) = phase else {
            return nil
        }
        let end = offset + UInt64(count)
        let isLast = end == size
        if isLast {
            (delivered, origin, phase) = (index, index, .live)
        } else {
            phase = .sending(index, size: size, offset: end, isReading: false)
        }
        return Chunk(index: index.rawValue, offset: offset, count: count, isLast: isLast)
    }

    // MARK: Up

    /// - Returns: Whether it is to be asked for a snapshot: one at a time, and of a world that goes on.
    package mutating func askForSnapshot() -> Bool {
        guard phase == .live, !wasAskedForSnapshot else { return false }
        wasAskedForSnapshot = true
        return true
    }

    private mutating func take(_ chunk: Chunk) -> Answer {
        let isFirst = taking == nil
        var taking = self.taking ?? Taking(number: lastTaking + 1, index: chunk.index)
        guard chunk.index == taking.index, chunk.offset == taking.offset, chunk.count <= Self.maximumChunk else {
            return .refuse(.chunk)
        }
        lastTaking = taking.number
        taking.offset += UInt64(chunk.count)
        self.taking = chunk.isLast ? nil : taking
        if chunk.isLast { wasAskedForSnapshot = false }
        return .take(chunk, number: taking.number, isFirst: isFirst)
    }

    /// Bytes of the snapshot with that number are on their way to the disk.
    /// - Returns: Whether the simulation is held up from now on.
    package mutating func isWriting(_ count: Int, of number: Int) -> Bool {
        guard taking?.number == number else { return false }
        taking?.waitingBytes += count
        return isHeldUp
    }

    /// Bytes of the snapshot with that number are on the disk, or were refused.
    /// - Returns: Whether the simulation may go on; `nil`: that snapshot comes no more.
    package mutating func wrote(_ count: Int, of number: Int) -> Bool? {
        guard taking?.number == number else { return nil }
        let wasHeldUp = isHeldUp
        taking?.waitingBytes -= count
        return wasHeldUp && !isHeldUp
    }
}
