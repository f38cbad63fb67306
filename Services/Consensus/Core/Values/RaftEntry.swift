package import Identity

/// One entry of the replicated log.
package struct RaftEntry: Sendable, Equatable {
    package enum Kind: UInt8, Sendable, CaseIterable { case command = 0, empty = 1, configuration = 2 }

    package enum Payload: Sendable, Equatable {
        /// The state machine's business; opaque here.
        case command([UInt8])
        /// The first entry of a leader's term (Raft §8).
        case empty
        /// The whole configuration, in force from the moment it is appended.
        case configuration(Membership)
    }

    package var index: LogIndex
    package var term: Term
    package var payload: Payload

    package init(index: LogIndex, term: Term, payload: Payload) {
        self.index = index
        self.term = term
        self.payload = payload
    }

    package var kind: Kind {
        switch payload {
        case .command: .command
        case .empty: .empty
        case .configuration: .configuration
        }
    }

    /// The data in the log file and on the wire beside index, term and kind.
    package var data: [UInt8] {
        switch payload {
        case .command(let bytes): bytes
        case .empty: []
        case .configuration(let membership): membership.encoded()
        }
    }

    /// The inverse of ``kind`` and ``data``.
    /// - Throws: ``RaftError`` when the bytes are not what an entry of that kind can hold.
    package init(index: LogIndex, term: Term, kind: Kind, data: [UInt8]) throws(RaftError) {
        switch kind {
        case .command: self.init(index: index, term: term, payload: .command(data))
        case .empty:
            guard data.isEmpty else { throw RaftError(.malformedEntry, "an empty entry holds \(data.count) bytes") }
            self.init(index: index, term: term, payload: .empty)
        case .configuration:
            self.init(index: index, term: term, payload: .configuration(try Membership(decoding: data)))
        }
    }

    /// About what the entry costs in memory and on the wire; bounds are counted in it.
    package var size: Int {
        switch payload {
        case .command(let bytes): bytes.count &+ 32
        case .empty: 32
        case .configuration(let membership): 128 &+ membership.members.count &* 48 &+ membership.tombstones.count &* 8
        }
    }
}
