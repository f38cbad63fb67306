package import Identity

/// A snapshot on its way here from another node: where a call begins, which chunk is taken, when the sender waits for this
/// node's disk, and when the attempt is given up. One value for one attempt. The shell owns connection, call and file.
///
/// Each function takes what happened and returns what is to be done, in order. After ``Action/finish`` and after
/// ``Action/giveUp(_:)`` nothing more is. Times are milliseconds of a monotonic clock, from any origin.
package struct SnapshotTransfer: Sendable, Equatable {
    package enum Wanted: Sendable, Equatable {
        /// The leader's, in the place of entries that are gone (Raft, section 7). A call that breaks goes on where it broke.
        case named(SnapshotMetadata)
        /// A healthy member's world as of now (docs/decisions/0807). Each call makes that member take a snapshot, so a call
        /// that breaks is given up. Its size is known with its last chunk.
        case fresh
    }

    /// What a chunk says of itself, and whether its checksum holds.
    package struct Chunk: Sendable, Equatable {
        package var index: LogIndex
        /// Bytes of the snapshot before it.
        package var offset: UInt64
        /// Bytes.
        package var count: Int
        package var isLast: Bool
        package var isIntact: Bool

        package init(index: LogIndex, offset: UInt64, count: Int, isLast: Bool, isIntact: Bool) {
            self.index = index
            self.offset = offset
            self.count = count
            self.isLast = isLast
            self.isIntact = isIntact
        }
    }

    package enum Action: Sendable, Equatable {
        /// Ask for the snapshot of `index`, zero for a fresh one, from this offset on.
        case call(index: LogIndex, offset: UInt64)
        /// Say ``connected()`` in ``pause``, if the connection is open then.
        case callLater
        /// Write the chunk to the file, which begins with the first one; then say ``written(_:fault:)``.
        case write
        case pauseReading
        case resumeReading
        /// The chunk was the last one: complete the file.
        case finish
        /// End the call and remove the file. The reason is for the log.
        case giveUp(String)
    }

    /// Bytes that were given to the disk and are not written; past this the sender waits.
    package static let maximumWaitingBytes = 4 << 20
    /// Larger than any world can be; a peer that sends more is not believed. Bytes.
    package static let maximumBytes = UInt64(SharedLimits.snapshotBytes)
    /// From a call that broke to the next one.
    package static let pause: Milliseconds = 200
    /// A named snapshot that has not moved for so long has failed.
    package static let namedPatience: Milliseconds = 10_000
    /// From the beginning to the first chunk of a fresh one: meanwhile the other node takes a snapshot.
    package static let firstPatience: Milliseconds = 15_000
    /// From one chunk of a fresh one to the next.
    package static let freshPatience: Milliseconds = 3_000

    package let wanted: Wanted
    /// Of the snapshot that comes; zero: not known yet.
    package private(set) var index: LogIndex
    /// Bytes that have arrived.
    package private(set) var received: UInt64 = 0
    private var waitingBytes = 0
    private var deadline: Milliseconds
    private var isCalling = false
    private var state = State.arriving

    private enum State { case arriving, complete, givenUp }

    /// All of it has arrived.
    package var isComplete: Bool { state == .complete }

    package init(_ wanted: Wanted, now: Milliseconds) {
        self.wanted = wanted
        switch wanted {
        case .named(let snapshot):
            index = snapshot.index
            deadline = now + Self.namedPatience
        case .fresh:
            index = .zero
            deadline = now + Self.firstPatience
        }
    }

    /// - Parameters:
    ///   - size: In bytes, as the other node tells it.
    ///   - hasRoom: Whether this node's disk has room for it: else it would be filled and emptied again and again.
    /// - Returns: Why no transfer is to begin; `nil`: it may.
    package static func refusal(of size: UInt64, hasRoom: Bool) -> String? {
        if size > maximumBytes { return "\(size) bytes are more than any world has" }
        return hasRoom ? nil : "the disk has no room for it"
    }

    /// The connection is open.
    package mutating func connected() -> [Action] {
        guard state == .arriving, !isCalling else { return [] }
        isCalling = true
        return [.call(index: index, offset: received)]
    }

    /// The connection is lost, or cannot be made. It is tried again by itself.
    package mutating func disconnected(_ reason: String) -> [Action] {
        guard state == .arriving, wanted == .fresh else { return [] }
        return giveUp(reason)
    }

    /// - Parameter isFinal: The sender will not have it later either.
    package mutating func callEnded(_ reason: String, isFinal: Bool) -> [Action] {
        guard state == .arriving else { return [] }
        isCalling = false
        return isFinal || wanted == .fresh ? giveUp(reason) : [.callLater]
    }

    /// - Parameter isKnown: Whether an entry is committed here and its term is still known. A fresh snapshot is kept under what
    ///   this node's own log says of that entry.
    package mutating func received(_ chunk: Chunk, now: Milliseconds, isKnown: (LogIndex) -> Bool) -> [Action] {
        guard state == .arriving else { return [] }
        if index == .zero {
            guard isKnown(chunk.index) else {
                return giveUp("it is of entry \(chunk.index), which is not committed here or compacted already")
            }
            index = chunk.index
        }
        let (end, overflow) = chunk.offset.addingReportingOverflow(UInt64(chunk.count))
        guard chunk.isIntact, chunk.offset == received, !overflow, end <= Self.maximumBytes, fits(chunk, end: end)
        else {
            return giveUp("a chunk is damaged or out of order")
        }
        received = end
        waitingBytes += chunk.count
        deadline = now + patience
        if chunk.isLast {
            state = .complete
            return [.write, .finish]
        }
        return waitingBytes > Self.maximumWaitingBytes ? [.write, .pauseReading] : [.write]
    }

    private func fits(_ chunk: Chunk, end: UInt64) -> Bool {
        switch wanted {
        case .named(let snapshot): end <= snapshot.size && chunk.isLast == (end == snapshot.size)
        case .fresh: chunk.index == index
        }
    }

    /// The disk is done with so many bytes of a chunk. After a fault the file is worth nothing, also if all has arrived.
    package mutating func written(_ count: Int, fault: String?) -> [Action] {
        let before = waitingBytes
        waitingBytes -= count
        if let fault { return giveUp(fault) }
        guard state == .arriving, before > Self.maximumWaitingBytes, waitingBytes <= Self.maximumWaitingBytes else {
            return []
        }
        return [.resumeReading]
    }

    /// Time has passed. While the disk holds the sender up, the sender is not to blame.
    package mutating func passed(now: Milliseconds) -> [Action] {
        guard state == .arriving else { return [] }
        if waitingBytes > Self.maximumWaitingBytes { deadline = now + patience }
        return now > deadline ? giveUp("nothing comes") : []
    }

    private var patience: Milliseconds { wanted == .fresh ? Self.freshPatience : Self.namedPatience }

    /// Also when all has arrived and the file proves to be of no use.
    package mutating func giveUp(_ reason: String) -> [Action] {
        guard state != .givenUp else { return [] }
        state = .givenUp
        return [.giveUp(reason)]
    }
}
