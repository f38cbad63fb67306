import Liveness
import Testing

@Suite struct TokenBucketTests {
    @Test("a bucket gives its burst at once, then its rate")
    func bucket() {
        var bucket = TokenBucket(.init(rate: 10, burst: 3), now: 0)
        let atOnce = (0..<4).map { _ in bucket.take(now: 0) }
        #expect(atOnce == [true, true, true, false])
        #expect(bucket.take(now: 99) == false)
        #expect(bucket.take(now: 100) == true)
        #expect(bucket.take(now: 100) == false)
        let muchLater = (0..<4).map { _ in bucket.take(now: 1_000_000) }
        #expect(muchLater == [true, true, true, false])
    }

    @Test("a limit a minute is what it says, also below one a second", arguments: [1, 7, 59, 60, 61, 119, 1000])
    func eventsAMinute(limit: Int) {
        var bucket = TokenBucket(.init(perMinute: limit, burst: limit), now: 0)
        let first = (0...limit).map { _ in bucket.take(now: 0) }.filter { $0 }.count
        #expect(first == limit)
        // Ten minutes, a question every 10 ms.
        let later = (1...60_000).map { bucket.take(now: Int64($0) * 10) }.filter { $0 }.count
        #expect(later == 10 * limit)
        var slow = TokenBucket(.init(perMinute: limit, burst: limit), now: 0)
        for _ in 0..<limit { _ = slow.take(now: 0) }
        let refill = Int64((60_000 + limit - 1) / limit)
        let isBackBefore = slow.take(now: refill - 1)
        let isBackThen = slow.take(now: refill)
        #expect(!isBackBefore && isBackThen)
    }

    @Test("time that stands still or jumps far makes no tokens and no trap")
    func clocks() {
        var bucket = TokenBucket(.init(rate: 1_000_000, burst: 1_000_000), now: 1000)
        #expect(bucket.take(now: 0) == true)
        #expect(bucket.take(now: .max) == true)
        #expect(bucket.take(now: 0) == true)
    }

    @Test("several events pass together or not at all")
    func several() {
        var bucket = TokenBucket(.init(rate: 2, burst: 10), now: 1000)
        let taken = [
            bucket.take(4, now: 1000), bucket.take(6, now: 1000), bucket.take(1, now: 1000),
            bucket.take(3, now: 2000), bucket.take(2, now: 2000), bucket.take(1, now: 2000),
            bucket.take(11, now: 100_000), bucket.take(10, now: 100_000), bucket.take(1, now: 100_000),
            bucket.take(.max, now: 100_000),
        ]
        #expect(taken == [true, true, false, false, true, false, false, true, false, false])
    }

    @Test("after the wait that it tells, that many events pass, and not a millisecond before")
    func wait() {
        for (rate, burst, count) in [(40, 128, 128), (40, 128, 7), (3, 5, 2), (7, 9, 9)] {
            var bucket = TokenBucket(.init(rate: rate, burst: burst), now: 1_000)
            let atOnce = bucket.wait(for: count, now: 1_000)
            #expect(atOnce == 0)
            _ = bucket.take(burst, now: 1_000)
            let wait = bucket.wait(for: count, now: 1_010)
            var (before, then) = (bucket, bucket)
            let passesBefore = before.take(count, now: 1_010 + wait - 1)
            let passesThen = then.take(count, now: 1_010 + wait)
            #expect(!passesBefore && passesThen, "\(count) of \(burst) at \(rate) a second after \(wait) ms")
        }
        var bucket = TokenBucket(.init(rate: 10, burst: 5), now: 0)
        _ = bucket.take(5, now: 0)
        let full = bucket.wait(for: .max, now: 0)
        #expect(full == 500)
    }
}
