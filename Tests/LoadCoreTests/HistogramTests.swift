import GameCore
import LoadCore
import Testing

@Suite struct HistogramTests {
    @Test("a percentile is at least the true one and at most 1/64 above it", arguments: [1, 2, 3] as [UInt64])
    func percentiles(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var histogram = Histogram()
        var values: [UInt64] = []
        for _ in 0..<5_000 {
            let value = random.next() >> (28 + random.next() % 36)
            values.append(value)
            histogram.record(Int64(value))
        }
        values.sort()
        for share in [0.001, 0.25, 0.5, 0.9, 0.99, 0.999, 1] {
            let exact = values[max(1, Int((share * 5_000).rounded(.up))) - 1]
            let told = histogram.percentile(share) ?? 0
            #expect(told >= exact && told <= exact + exact / 64 + 1, "\(share): \(told) for \(exact)")
        }
        #expect(histogram.maximum == values.last)
        #expect(histogram.count == 5_000)
    }

    @Test("small values are exact, what is below 0 counts as 0, what is too long as the limit")
    func edges() {
        var histogram = Histogram()
        #expect(histogram.percentile(0.5) == nil && histogram.mean == nil)
        histogram.record(-5)
        #expect(histogram.percentile(1) == 0)
        histogram.record(63)
        #expect(histogram.percentile(1) == 63)
        histogram.record(.max)
        #expect(histogram.percentile(1) == Histogram.limit)
    }

    @Test("two parts added are the whole, and the whole since the first part is the second")
    func parts() {
        var (first, second, whole) = (Histogram(), Histogram(), Histogram())
        for value in 0..<400 { first.record(Int64(value * 3)) }
        whole = first
        for value in 0..<100 {
            second.record(Int64(value * 977))
            whole.record(Int64(value * 977))
        }
        var sum = first
        sum.add(second)
        #expect(sum == whole)
        let since = whole.since(first)
        #expect(since.count == 100)
        for share in [0.1, 0.5, 0.99] { #expect(since.percentile(share) == second.percentile(share)) }
    }
}
