import GameCore
import Testing

@Suite("The client's clock")
struct MatchClockTests {
    private static let frame: Int64 = 16_667
    private static let tick = MatchClock.tick
    private static let roundTrip: Int64 = 40_000

    private func clock() -> MatchClock {
        var clock = MatchClock()
        for _ in 0..<3 { clock.roundTrips.add(Self.roundTrip) }
        return clock
    }

    private struct Shown {
        let now: Int64
        let position: Int64
    }

    /// Updates every five ticks, each `delay` µs after its tick (nil: lost), with tick 0 at `start`; what was shown at each frame.
    private func play(
        _ clock: inout MatchClock, _ from: Int64, _ to: Int64, start: Int64 = 0, delay: (Int64) -> Int64?
    ) -> [Shown] {
        var arrivals: [(at: Int64, tick: Int64)] = []
        let first = (max(0, from - start) + 249_999) / 250_000
        for tick in (first...(to - start) / 250_000).map({ $0 * 5 }) {
            if let delay = delay(tick) { arrivals.append((start + tick * Self.tick + delay, tick)) }
        }
        var shown: [Shown] = []
        for now in (0..<(to - from) / Self.frame).map({ from + $0 * Self.frame }) {
            while let next = arrivals.first, next.at <= now {
                clock.observed(tick: UInt32(next.tick), at: next.at)
                arrivals.removeFirst()
            }
            if let position = clock.position(at: now) { shown.append(Shown(now: now, position: position)) }
        }
        return shown
    }

    /// Whether the shown time ran at 0 (where `mayStop`) or 60 to 140 % of real time.
    private func isEven(_ shown: [Shown], mayStop: Bool) -> Bool {
        zip(shown, shown.dropFirst()).allSatisfy { one, next in
            let (step, real) = (next.position - one.position, next.now - one.now)
            return step * 10 <= real * 14 && (mayStop ? step >= 0 : step * 10 >= real * 6 - 40)
        }
    }

    @Test("nothing is shown before the first Update")
    func nothing() {
        var clock = clock()
        let position = clock.position(at: 5)
        #expect(position == nil)
    }

    @Test("a command stamped with the shown tick + 1 arrives in time, and not far too early")
    func inTime() {
        var clock = clock()
        for shown in play(&clock, 0, 10_000_000, delay: { _ in Self.roundTrip / 2 }).dropFirst(60) {
            let serverTick = (shown.now + Self.roundTrip / 2) / Self.tick
            #expect((serverTick + 1...serverTick + 3).contains(shown.position / Self.tick + 1))
        }
    }

    @Test("the shown time runs on evenly: at 60 to 140 % of real time, whatever the jitter")
    func even() {
        var clock = clock()
        var random = SplitMix64(seed: 4)
        let shown = play(&clock, 0, 30_000_000) { _ in 20_000 + Int64(random.below(50_000)) }
        #expect(isEven(shown, mayStop: false))
    }

    @Test("the prediction stops 20 ticks past the newest Update")
    func stops() throws {
        var clock = clock()
        _ = play(&clock, 0, 2_000_000) { _ in 20_000 }
        let silence = play(&clock, 2_000_000, 6_000_000) { _ in nil }
        #expect(silence.last?.position == Int64(try #require(clock.newest)) * Self.tick + MatchClock.limit)
    }

    @Test(
        "a server's pause is absorbed without a jump and without a step back, and the lead is found again",
        arguments: [80_000, 200_000, 400_000, 500_000] as [Int64])
    func slip(pause: Int64) throws {
        var clock = clock()
        let before = play(&clock, 0, 5_000_000) { _ in 20_000 }
        let after = play(&clock, 5_000_000, 12_000_000, start: pause) {
            $0 * Self.tick + pause < 5_000_000 ? nil : 20_000
        }
        #expect(isEven(before + after, mayStop: true))
        let last = try #require(after.last)
        let expected = last.now - pause - 20_000 + clock.lead
        #expect(abs(last.position - expected) < 1000)
    }

    @Test("a page that slept is where the server is at once, a second after at the latest")
    func slept() throws {
        var clock = clock()
        _ = play(&clock, 0, 2_000_000) { _ in 20_000 }
        let awake = play(&clock, 60_000_000, 61_000_000) { _ in 20_000 }
        let settled = try #require(awake.first { $0.now > 60_300_000 })
        #expect(abs(settled.position - (settled.now - 20_000 + clock.lead)) < 1000)
    }

    @Test("jitter of the round trips widens the lead by itself, one outlier does not, and more than 100 ms never")
    func jitter() {
        var clock = clock()
        let even = clock.lead
        clock.roundTrips.add(900_000)
        #expect(clock.lead == even)
        clock.roundTrips.add(Self.roundTrip + 30_000)
        #expect(clock.lead == even + 45_000 - 12_500)
        clock.roundTrips.add(800_000)
        #expect(clock.lead == even + 100_000 - 12_500)
    }

    @Test("another way's round trips take the place of the old one's with the first of them")
    func anotherWay() {
        var trips = RoundTrips()
        for sample: Int64 in [90_000, 80_000, 100_000] { trips.add(sample) }
        #expect(trips.fastest == 80_000 && trips.spread == 10_000)
        trips.restart()
        #expect(trips.fastest == 80_000)
        trips.add(20_000)
        #expect(trips.fastest == 20_000 && trips.spread == 0)
    }

    @Test("what is no round trip changes nothing, and only the last ten count")
    func kept() {
        var trips = RoundTrips()
        trips.add(-1)
        trips.add(60_000_000)
        trips.add(.max)
        #expect(trips.fastest == 0 && trips.spread == 0)
        for sample in Int64(1)...12 { trips.add(sample) }
        #expect(trips.fastest == 3 && trips.spread == 8)
    }

    @Test("late commands widen the lead, timely ones narrow it, an outage teaches nothing")
    func late() {
        var clock = clock()
        let before = clock.lead
        clock.acknowledged(late: 2)
        #expect(clock.lead == before + 50_000)
        clock.acknowledged(late: 12)
        #expect(clock.lead == before + 50_000)
        for _ in 0..<20 { clock.acknowledged(late: 0) }
        #expect(clock.lead == before)
    }

    @Test("the lead keeps stamps inside what the server accepts")
    func leadBound() {
        var clock = clock()
        for _ in 0..<10 { clock.roundTrips.add(5_000_000) }
        for _ in 0..<50 { clock.acknowledged(late: 4) }
        #expect(clock.lead == MatchClock.limit - 2 * Self.tick)
    }

    @Test("no time, tick or round trip traps, and the shown time never goes back")
    func hostile() {
        var random = SplitMix64(seed: 9)
        let times: [Int64] = [.min, -1, 0, 1, 1 << 40, 1 << 52, .max]
        for _ in 0..<200 {
            var clock = MatchClock()
            var last = Int64.min
            for _ in 0..<50 {
                let time = random.below(2) == 0 ? times[Int(random.below(7))] : Int64(random.below(1 << 30))
                switch random.below(4) {
                case 0: clock.observed(tick: random.below(3) == 0 ? .max : random.below(4000), at: time)
                case 1: clock.roundTrips.add(time)
                case 2: clock.acknowledged(late: random.below(2) == 0 ? .max : random.below(6))
                default:
                    guard let position = clock.position(at: time) else { continue }
                    #expect(position >= last)
                    last = position
                }
            }
        }
    }
}
