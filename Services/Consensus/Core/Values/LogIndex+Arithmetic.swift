package import Identity

// Every index and term that comes from a peer or a disk is checked against `RaftLimits.largestNumber` before it meets
// these; so none of them can overflow.
extension LogIndex {
    package var next: LogIndex { LogIndex(rawValue: rawValue + 1) }
    package var previous: LogIndex { LogIndex(rawValue: rawValue == 0 ? 0 : rawValue - 1) }

    package func advanced(by count: Int) -> LogIndex { LogIndex(rawValue: rawValue + UInt64(count)) }

    /// How many entries lie above `other` and not above this; 0 when this is not above it.
    package func distance(above other: LogIndex) -> Int { self > other ? Int(rawValue - other.rawValue) : 0 }
}

extension Term {
    var next: Term { Term(rawValue: rawValue + 1) }
}

enum RaftLimits {
    /// No honest index or term ever comes near: 10^9 entries a second would take a century.
    static let largestNumber: UInt64 = 1 << 62
}
