/// How closely a gateway reads one player's stream, by the bytes that wait to be sent: a slow one gets no frames of the board until
/// it has drained, and then a Snapshot that holds what was left out; a stuck one is ended.
package struct ReaderPace: Sendable, Equatable {
    /// Bytes; past this, frames of the board are left out.
    package static let slowBytes = 64 << 10
    /// Bytes; a slow stream has drained when no more wait.
    package static let drainedBytes = 16 << 10
    /// Bytes; past this a stream is ended: what it must not miss does not fit either.
    package static let stuckBytes = 512 << 10

    package enum Frame: Sendable, Equatable {
        case send
        /// Leave it out; the stream was slow before.
        case omit
        /// Leave it out: from now on the stream is slow.
        case slow
        /// Send a Snapshot in its place.
        case catchUp
    }

    /// Frames are left out. A Snapshot makes up for them.
    package private(set) var isBehind = false

    package init() {}

    /// What becomes of a frame of the board. - Parameter waiting: Bytes that wait to be sent.
    package mutating func frame(waiting: Int) -> Frame {
        if isBehind { return waiting <= Self.drainedBytes ? .catchUp : .omit }
        guard waiting > Self.slowBytes else { return .send }
        isBehind = true
        return .slow
    }

    /// A Snapshot is sent, whatever for.
    package mutating func snapshotSent() { isBehind = false }

    package static func isStuck(waiting: Int) -> Bool { waiting > stuckBytes }
}
