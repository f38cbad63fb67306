import RegistryStorage
import Testing

@Suite struct RatingTests {
    private func near(_ a: Double, _ b: Double) -> Bool { abs(a - b) < 0.05 }

    private func after(_ sides: [(mean: Double, deviation: Double, rank: Int)]) -> [Rating] {
        Rating.after(
            sides.map { Rating.Side(players: [Rating(mean: $0.mean, deviation: $0.deviation)], rank: $0.rank) }
        ).map { $0[0] }
    }

    /// By hand: c² = 2 · 350² + 2 · 175² = 306 250, so c = 553.40; the winner gains 350² / c · ½ and both keep
    /// 1 − (350 / c) · (350² / c²) · ¼ of their variance.
    @Test("12.1 two new players: the formula worked out by hand")
    func newPlayers() {
        let both = after([(1000, 350, 1), (1000, 350, 2)])
        #expect(near(both[0].mean, 1110.68) && near(both[1].mean, 889.32))
        #expect(near(both[0].deviation, 338.75) && near(both[1].deviation, 338.75))
    }

    @Test("12.1 a draw moves two who are level by nothing, and the stronger one down")
    func draws() {
        #expect(after([(1000, 350, 1), (1000, 350, 1)]).allSatisfy { near($0.mean, 1000) && $0.deviation < 350 })
        let apart = after([(1400, 100, 1), (1000, 100, 1)])
        #expect(apart[0].mean < 1400 && apart[1].mean > 1000)
    }

    @Test("12.1 a surprise moves more than what was expected; who is well known moves less")
    func surprises() {
        let expected = after([(1400, 100, 1), (1000, 100, 2)])
        let surprise = after([(1400, 100, 2), (1000, 100, 1)])
        #expect(surprise[1].mean - 1000 > 3 * (expected[0].mean - 1400))
        let known = after([(1000, 60, 1), (1000, 300, 2)])
        #expect(known[0].mean - 1000 < 1000 - known[1].mean)
    }

    @Test("in a free for all the ranks order what is gained, and ties gain the same")
    func freeForAll() {
        let four = after([(1000, 200, 1), (1000, 200, 2), (1000, 200, 2), (1000, 200, 4)])
        #expect(four[0].mean > four[1].mean && near(four[1].mean, four[2].mean) && four[2].mean > four[3].mean)
        #expect(near(four.reduce(0) { $0 + $1.mean }, 4000))
    }

    @Test("a team shares what it gains by what is uncertain of each")
    func teams() {
        let sides = Rating.after([
            Rating.Side(players: [Rating(mean: 1200, deviation: 60), Rating(mean: 900, deviation: 300)], rank: 1),
            Rating.Side(players: [Rating(mean: 1050, deviation: 150), Rating(mean: 1050, deviation: 150)], rank: 2),
        ])
        // Shares go by the variance: 300² is 25 times 60².
        #expect(near((sides[0][1].mean - 900) / (sides[0][0].mean - 1200), 25))
        #expect(sides[1][0] == sides[1][1] && sides[1][0].mean < 1050)
    }

    @Test("whatever comes in, ratings stay within their bounds")
    func bounds() {
        let odd = [Double.nan, .infinity, -.infinity, -1, 0, 1e300]
        for mean in odd {
            for deviation in odd {
                let both = after([(mean, deviation, 1), (3000, 30, 9)])
                #expect(both.allSatisfy { Rating.means.contains($0.mean) && Rating.deviations.contains($0.deviation) })
            }
        }
        var (best, worst) = (Rating.start, Rating.start)
        for _ in 0..<2000 {
            let sides = Rating.after([.init(players: [best], rank: 1), .init(players: [worst], rank: 2)])
            (best, worst) = (sides[0][0], sides[1][0])
        }
        #expect(best.mean > 1500 && worst.mean < 500 && best.deviation >= 30)
        #expect(Rating.after([.init(players: [best], rank: 1)]) == [[best]])
    }

    @Test("12.3 a new season widens the deviation, up to that of the start, and keeps the mean")
    func seasons() {
        let known = Rating(mean: 1500, deviation: 60)
        #expect(known.widened(seasons: 0) == known && known.widened(seasons: -3) == known)
        // 60² + 100² = 13 600.
        #expect(near(known.widened(seasons: 1).deviation, 116.62) && known.widened(seasons: 1).mean == 1500)
        #expect(known.widened(seasons: 40).deviation == 350)
    }

    @Test("12.4 eighteen divisions, in order, from Bronze III to Grand Master I; a new player is in Gold")
    func divisions() {
        let names = (0..<Rating.divisions).map(Rating.name(ofDivision:))
        #expect(names.count == 18 && Set(names).count == 18)
        #expect(
            names.first == "Bronze III" && names.last == "Grand Master I"
                && names[6...8] == ["Gold III", "Gold II", "Gold I"])
        var last = 0
        for mean in stride(from: 0.0, through: 3000, by: 1) {
            let division = Rating(mean: mean, deviation: 100).division
            #expect(division == last || division == last + 1)
            last = division
        }
        #expect(last == 17 && Rating.start.division == 6)
    }
}
