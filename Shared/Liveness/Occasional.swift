/// Lets one of many like events through in an interval, and counts the others: for lines of the log that strangers cause.
package struct Occasional: Sendable, Equatable {
    private let interval: Int64
    private var last: Int64?
    private var count = 0

    /// - Parameter interval: Milliseconds.
    package init(interval: Int64) { self.interval = interval }

    /// - Returns: How many there were since the last one that was let through, this one among them. `nil`: it is too soon.
    package mutating func happened(now: Int64) -> Int? {
        count += 1
        if let last, now - last < interval { return nil }
        defer { count = 0 }
        last = now
        return count
    }
}
