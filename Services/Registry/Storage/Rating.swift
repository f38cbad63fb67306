#if canImport(Glibc)
    import Glibc
#endif

/// A player's strength in one queue: a belief with a mean and a deviation, both stored (docs/guide/rules.md, section 12).
package struct Rating: Equatable, Sendable {
    /// Of a player who has not played yet.
    package static let start = Rating(mean: 1000, deviation: 350)
    /// Points that a mean may have.
    package static let means = 0.0...3000.0
    /// Points that a deviation may have. Below the least, a rating would hardly move.
    package static let deviations = 30.0...350.0
    /// How much two equally strong players' results vary; half the deviation of the start, as Weng and Lin have it.
    private static let spread = 175.0
    /// The deviation that a season without a match adds (as variances add).
    private static let seasonalDeviation = 100.0

    package let mean: Double
    package let deviation: Double

    /// Values from a database are clamped to the bounds of ratings.
    package init(mean: Double, deviation: Double) {
        func cut(_ value: Double, _ range: ClosedRange<Double>, _ otherwise: Double) -> Double {
            value.isNaN ? otherwise : min(max(value, range.lowerBound), range.upperBound)
        }
        self.mean = cut(mean, Self.means, 1000)
        self.deviation = cut(deviation, Self.deviations, 350)
    }

    /// By which leaderboards are ordered: what the player is worth with some certainty, so that one lucky match leads nobody.
    package var standing: Double { mean - deviation }

    /// After so many seasons have begun: the mean stays, the deviation widens.
    package func widened(seasons: Int) -> Rating {
        guard seasons > 0 else { return self }
        let added = Double(seasons) * Self.seasonalDeviation * Self.seasonalDeviation
        return Rating(mean: mean, deviation: (deviation * deviation + added).squareRoot())
    }

    /// One side of a match.
    package struct Side: Equatable, Sendable {
        package var players: [Rating]
        /// From 1; equal ranks are a draw.
        package let rank: Int

        package init(players: [Rating], rank: Int) {
            self.players = players
            self.rank = rank
        }

        fileprivate var mean: Double { players.reduce(0) { $0 + $1.mean } }
        fileprivate var variance: Double { players.reduce(0) { $0 + $1.deviation * $1.deviation } }
    }

    /// The ratings of all sides after a match: Bradley–Terry with full pairs (Weng and Lin, "A Bayesian Approximation Method for
    /// Online Ranking", JMLR 12, 2011, algorithm 1).
    /// - Parameter sides: Each with a player; a single side stays what it is.
    package static func after(_ sides: [Side]) -> [[Rating]] {
        sides.indices.map { own in
            let side = sides[own]
            var (shift, shrink) = (0.0, 0.0)
            for other in sides.indices where other != own {
                let variance = side.variance + sides[other].variance + 2 * spread * spread
                let scale = variance.squareRoot()
                let expected = 1 / (1 + exp((sides[other].mean - side.mean) / scale))
                let score = side.rank < sides[other].rank ? 1 : side.rank == sides[other].rank ? 0.5 : 0
                shift += side.variance / scale * (score - expected)
                shrink += side.variance.squareRoot() / scale * side.variance / variance * expected * (1 - expected)
            }
            return side.players.map { player in
                let share = player.deviation * player.deviation / side.variance
                let left = max(1 - share * shrink, 0.0001)
                return Rating(mean: player.mean + share * shift, deviation: player.deviation * left.squareRoot())
            }
        }
    }

    /// 0, Bronze III, to 17, Grand Master I; a new player is Gold III. Each but the first and the last is 75 wide.
    package var division: Int { min(max(Int((mean - 550) / 75), 0), Self.divisions - 1) }
    /// Number of divisions.
    package static let divisions = 18

    package static func name(ofDivision division: Int) -> String {
        let leagues = ["Bronze", "Silver", "Gold", "Platinum", "Diamond", "Grand Master"]
        let index = min(max(division, 0), divisions - 1)
        return leagues[index / 3] + [" III", " II", " I"][index % 3]
    }
}

/// A queue, in which players are rated by itself.
package struct RatedQueue: Hashable, Sendable {
    package enum Mode: String, Sendable, CaseIterable {
        case duel
        case teams = "2v2"
        case freeForAll = "ffa"
    }

    package let mode: Mode
    package let isRanked: Bool

    package init(_ mode: Mode, isRanked: Bool) {
        self.mode = mode
        self.isRanked = isRanked
    }

    /// Casual ones before ranked ones, in the order in which a Hello tells their ratings.
    package static let all = [false, true].flatMap { ranked in Mode.allCases.map { RatedQueue($0, isRanked: ranked) } }
    package var index: Int { Self.all.firstIndex(of: self) ?? 0 }
}
