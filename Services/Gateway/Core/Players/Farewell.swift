/// How fast the sockets of a gateway that stops are told of it. Players who all go at the same moment all arrive at the same moment,
/// and wait there for each other.
package struct Farewell: Sendable {
    private let count: Int
    private let began: Int64
    private let duration: Int64
    private var told = 0

    /// - Parameters:
    ///   - count: Of sockets.
    ///   - limit: Milliseconds that players have to change over. The last one is told after half of them.
    ///   - now: Milliseconds of any clock that only goes forward.
    package init(count: Int, limit: Int64, now: Int64) {
        self.count = count
        began = now
        duration = max(0, limit / 2)
    }

    /// The sockets that are to be told now, by their places. Over the calls each place comes once, in ascending order.
    package mutating func next(now: Int64) -> Range<Int> {
        let passed = min(max(0, now - began), duration)
        // One at once, so that a single player need not wait.
        let due = passed == duration ? count : min(count, 1 + count * Int(passed) / Int(duration))
        defer { told = max(told, due) }
        return told..<max(told, due)
    }
}
