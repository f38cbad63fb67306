/// Lets a number of events a second or minute through on average and up to `burst` at once.
package struct TokenBucket: Sendable, Equatable {
    package struct Limit: Sendable, Equatable {
        fileprivate let perMinute: Int64
        package let burst: Int

        /// Whole events a second.
        package var rate: Int { Int(perMinute / 60) }

        /// - Parameter rate: Events a second.
        package init(rate: Int, burst: Int) { self.init(perMinute: rate * 60, burst: burst) }

        package init(perMinute: Int, burst: Int) {
            precondition(perMinute > 0 && burst > 0)
            self.perMinute = Int64(perMinute)
            self.burst = burst
        }
    }

    /// What one event costs: in a millisecond, as many come back as there are events a minute.
    private static let price: Int64 = 60_000

    private let limit: Limit
    private var level: Int64
    private var updated: Int64

    private var full: Int64 { Int64(limit.burst) * Self.price }

    /// A full bucket. `now`: milliseconds of any clock that only goes forward.
    package init(_ limit: Limit, now: Int64) {
        self.limit = limit
        level = Int64(limit.burst) * Self.price
        updated = now
    }

    /// Lets `count` events through together, or none of them.
    /// - Returns: `false`: too many.
    package mutating func take(_ count: Int = 1, now: Int64) -> Bool {
        refill(now: now)
        let (price, overflow) = Self.price.multipliedReportingOverflow(by: Int64(count))
        guard !overflow, level >= price else { return false }
        level -= price
        return true
    }

    /// Milliseconds until ``take(_:now:)`` would let `count` events through together; for more than the burst, until it is full.
    package mutating func wait(for count: Int, now: Int64) -> Int64 {
        refill(now: now)
        let missing = Self.price * Int64(min(max(0, count), limit.burst)) - level
        return missing <= 0 ? 0 : (missing + limit.perMinute - 1) / limit.perMinute
    }

    /// Whether ``take(_:now:)`` would let an event through.
    package func allows(now: Int64) -> Bool {
        var copy = self
        return copy.take(now: now)
    }

    private mutating func refill(now: Int64) {
        // Within that many milliseconds an empty bucket fills, so that no product overflows.
        let elapsed = min(max(0, now - updated), full / limit.perMinute + 1)
        level = min(full, level + elapsed * limit.perMinute)
        updated = max(updated, now)
    }
}
