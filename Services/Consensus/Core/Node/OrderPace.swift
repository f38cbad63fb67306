/// How often one node may order leadership away for the same kind of fault. Nodes that all have that fault must not pass
/// leadership round and round; a fault that comes again after a while must not cost more than the first one.
struct OrderPace: Sendable, Equatable {
    /// Between two orders, in milliseconds: twice as long after each.
    private static let intervals: ClosedRange<Milliseconds> = 2_000...32_000
    /// After this many intervals without an order it starts from the beginning. Where leadership goes round, a node has its
    /// turn after one interval and an election by each other voter, which is far less.
    private static let forgiving: Milliseconds = 6
    /// Milliseconds without an order after which it starts from the beginning in any case.
    private static let calm: Milliseconds = 60_000
    /// Games that run this long after an order, in milliseconds, show that it helped.
    private static let proof: Milliseconds = 1_000

    private struct Order: Equatable {
        var at: Milliseconds
        var interval: Milliseconds
    }

    private var last: Order?

    func allows(at now: Milliseconds) -> Bool {
        guard let last else { return true }
        return now >= last.at + last.interval
    }

    mutating func ordered(at now: Milliseconds) {
        guard let last, now < last.at + min(Self.forgiving * last.interval, Self.calm) else {
            self.last = Order(at: now, interval: Self.intervals.lowerBound)
            return
        }
        self.last = Order(at: now, interval: min(2 * last.interval, Self.intervals.upperBound))
    }

    /// Games have moved on. An order that helped holds up none that is needed anew.
    mutating func gamesRan(at now: Milliseconds) {
        if let last, now >= last.at + Self.proof { self.last = nil }
    }
}
