/// A 64-bit identifier with a type of its own, so that a node is never taken for a user.
///
/// Zero is "none" on the wire (proto3 has no other default), so no real identifier is zero; a boundary that
/// receives an identifier checks it with ``init(checked:)``.
package protocol Identifier: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible
where RawValue == UInt64 {
    init(rawValue: UInt64)
}

extension Identifier {
    /// `nil` for zero.
    package init?(checked rawValue: UInt64) {
        guard rawValue != 0 else { return nil }
        self.init(rawValue: rawValue)
    }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    package var description: String { String(rawValue) }
}

/// One incarnation of a node's disk. Given by the registry, never used again.
package struct NodeID: Identifier {
    package let rawValue: UInt64
    package init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// One cluster: the nodes that share a replicated log.
package struct ClusterID: Identifier {
    package let rawValue: UInt64
    package init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// One account, guest or registered. Below 2^53, so that every JSON reader keeps it whole.
package struct UserID: Identifier {
    package let rawValue: UInt64
    package init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// One page load of one user: the scope of command sequences. Random, chosen by the client.
package struct SessionID: Identifier {
    package let rawValue: UInt64
    package init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// Where commands are numbered: one session of one user (docs/guide/protocol.md, section 3).
package struct SessionKey: Hashable, Sendable {
    package let user: UserID
    package let session: SessionID

    package init(user: UserID, session: SessionID) {
        self.user = user
        self.session = session
    }
}

/// One match, from its creation to its end. Counted up by the replicated world.
package struct MatchID: Identifier {
    package let rawValue: UInt64
    package init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// Under which the replay of a finished match is given out, as in `12-9f86d081884c7d65`. Matches are counted, so their numbers
/// are known to all; the rest is known to those who were there, and to whom they tell.
package struct ReplayName: Hashable, Sendable, CustomStringConvertible {
    private static let digits = 16

    package let match: MatchID
    /// The first 8 bytes of the commitment of the match's seed, big-endian.
    package let key: UInt64

    package init(match: MatchID, key: UInt64) {
        self.match = match
        self.key = key
    }

    /// `nil` for everything but what ``description`` writes.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let match = UInt64(parts[0]).flatMap(MatchID.init(checked:)),
            let key = UInt64(parts[1], radix: 16)
        else { return nil }
        self.init(match: match, key: key)
        guard description == text else { return nil }
    }

    package var description: String {
        let key = String(key, radix: 16)
        return "\(match)-\(String(repeating: "0", count: Self.digits - key.count))\(key)"
    }
}

/// A Raft term (Raft §5.1). Zero before the first election.
package struct Term: Identifier {
    package let rawValue: UInt64
    package init(rawValue: UInt64) { self.rawValue = rawValue }
    package static let zero = Term(rawValue: 0)
}

/// A position in the replicated log. The first entry has index 1; zero is the empty log.
package struct LogIndex: Identifier {
    package let rawValue: UInt64
    package init(rawValue: UInt64) { self.rawValue = rawValue }
    package static let zero = LogIndex(rawValue: 0)
}

/// One lobby, from its creation until its last member leaves. Counted up by the replicated world.
package struct LobbyID: Identifier {
    package let rawValue: UInt64
    package init(rawValue: UInt64) { self.rawValue = rawValue }
}
