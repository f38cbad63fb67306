/// Counts of durations in microseconds, in buckets at most 1/64 wide of their value: any percentile is right to 1.6 %.
package struct Histogram: Sendable, Equatable {
    /// Values above are counted as this: 2³⁶ − 1 µs, 19 hours.
    package static let limit: UInt64 = 1 << 36 - 1
    private static let subBits = 6
    private static let subCount = 1 << subBits

    private var buckets: [UInt32] = []
    package private(set) var count: UInt64 = 0
    package private(set) var maximum: UInt64 = 0
    private var sum: UInt64 = 0

    package init() {}

    /// - Parameter microseconds: Below 0 counts as 0.
    package mutating func record(_ microseconds: Int64) {
        let value = min(UInt64(max(0, microseconds)), Self.limit)
        let index = Self.index(of: value)
        if index >= buckets.count {
            buckets.append(contentsOf: repeatElement(0, count: index + 1 - buckets.count))
        }
        buckets[index] &+= 1
        count += 1
        sum += value
        maximum = max(maximum, value)
    }

    package mutating func add(_ other: Histogram) {
        if other.buckets.count > buckets.count {
            buckets.append(contentsOf: repeatElement(0, count: other.buckets.count - buckets.count))
        }
        for index in other.buckets.indices { buckets[index] &+= other.buckets[index] }
        count += other.count
        sum += other.sum
        maximum = max(maximum, other.maximum)
    }

    /// What was recorded since this was that one. Its maximum is the end of its last bucket.
    package func since(_ earlier: Histogram) -> Histogram {
        var later = self
        for index in earlier.buckets.indices where index < later.buckets.count {
            later.buckets[index] &-= earlier.buckets[index]
        }
        later.count -= min(count, earlier.count)
        later.sum -= min(sum, earlier.sum)
        later.maximum = later.buckets.lastIndex { $0 > 0 }.map { min(Self.upperEnd(of: $0), maximum) } ?? 0
        return later
    }

    /// Microseconds; `nil` without a value.
    package var mean: Double? { count == 0 ? nil : Double(sum) / Double(count) }

    /// The least bucket that this share of all values lies in or below, by its upper end: never told better than it was.
    /// - Parameter share: 0 to 1.
    /// - Returns: Microseconds; `nil` without a value.
    package func percentile(_ share: Double) -> UInt64? {
        guard count > 0 else { return nil }
        let wanted = max(1, UInt64((min(max(share, 0), 1) * Double(count)).rounded(.up)))
        var seen: UInt64 = 0
        for index in buckets.indices {
            seen += UInt64(buckets[index])
            if seen >= wanted { return min(Self.upperEnd(of: index), maximum) }
        }
        return maximum
    }

    private static func index(of value: UInt64) -> Int {
        guard value >= UInt64(subCount) else { return Int(value) }
        let exponent = 63 - value.leadingZeroBitCount - subBits
        return exponent << subBits + Int(value >> UInt64(exponent))
    }

    private static func upperEnd(of index: Int) -> UInt64 {
        guard index >= subCount else { return UInt64(index) }
        let exponent = UInt64(index >> subBits - 1)
        let sub = UInt64(index & (subCount - 1) | subCount)
        return (sub + 1) << exponent - 1
    }
}
