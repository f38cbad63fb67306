package import GameCore
package import Identity

/// Mean ratings of one player, by queue: of casual games and of ranked ones.
package struct Ratings: Equatable, Sendable {
    package static let modes: [Mode] = [.duel, .teams, .freeForAll]
    /// Points of a player without a rating.
    package static let start: UInt16 = 1_000
    /// Ratings lie in 0...3000; what comes from outside is cut to that.
    package static let highest: UInt16 = 3_000
    package static let count = 2 * modes.count

    /// In the order of `modes`, casual before ranked.
    package private(set) var values: InlineArray<6, UInt16> = InlineArray(repeating: start)

    package init() {}

    /// Missing ones are those of the start, more than there are queues are ignored.
    package init(_ values: some Sequence<UInt32>) {
        for (index, value) in values.prefix(Self.count).enumerated() {
            self.values[index] = UInt16(min(value, UInt32(Self.highest)))
        }
    }

    mutating func set(_ mean: UInt16, at index: Int) {
        if values.indices.contains(index) { values[index] = min(mean, Self.highest) }
    }

    /// Of a mode that has a queue.
    package func mean(_ mode: Mode, isRanked: Bool) -> UInt16 {
        values[(Self.modes.firstIndex(of: mode) ?? 0) + (isRanked ? Self.modes.count : 0)]
    }

    package static func == (a: Ratings, b: Ratings) -> Bool {
        a.values.indices.allSatisfy { a.values[$0] == b.values[$0] }
    }
}

/// A player, or a lobby as a whole, that waits for opponents.
package struct Party: Equatable, Sendable {
    package struct Member: Equatable, Sendable {
        package let user: UserID
        package let ratings: Ratings

        package init(user: UserID, ratings: Ratings) {
            self.user = user
            self.ratings = ratings
        }
    }

    /// Players of a party.
    package static let sizes = 1...4

    package let members: [Member]
    /// In the order of preference; each once, each with a queue.
    package let modes: [Mode]
    package let isRanked: Bool
    /// The world tick of joining.
    package let since: UInt64

    package init(members: [Member], modes: [Mode], isRanked: Bool, since: UInt64) {
        self.members = members
        self.modes = modes
        self.isRanked = isRanked
        self.since = since
    }

    /// How many may come together: who is together is never split, and in ranked games does not meet in one match as opponents.
    package static func limit(_ mode: Mode, isRanked: Bool) -> Int {
        switch mode {
        case .teams: 2
        case .freeForAll: isRanked ? 1 : 4
        case .duel, .solo, .custom: 1
        }
    }

    func rating(_ mode: Mode) -> Int {
        members.reduce(0) { $0 + Int($1.ratings.mean(mode, isRanked: isRanked)) } / members.count
    }
}

/// A match that is to begin.
package struct MadeMatch: Equatable, Sendable {
    package let mode: Mode
    package let isRanked: Bool
    /// Places in the queue, ascending.
    package let parties: [Int]
    /// By slot.
    package let seats: [Occupant]
}

/// Decides who plays whom. It is a pure function of the queue and the tick, so every node takes the same decision.
/// docs/guide/rules.md, section 11.
///
/// The player who has waited longest chooses first, the closest in rating. All in a match accept each other: ratings of two
/// parties differ by no more than either has come to accept by waiting. When it has decided, no match is left that could be
/// made.
package struct Matchmaker {
    /// Nearest candidates of one size that are looked at on either side. As soon as more than two of them lie within 100 points, some of them
    /// make a match of their own, so that 64 are all when nothing more can be made.
    private static let candidatesLookedAt = 64

    private struct Candidate {
        let party: Int
        let size: Int
        let rating: Int
        let gap: Int
    }

    /// Those who wait for one mode.
    private struct Pool {
        let mode: Mode
        let isRanked: Bool
        /// By size, then by rating and place in the queue.
        var bySize: [[Candidate]] = [[], [], [], [], []]
    }

    private let parties: [Party]
    private let tick: UInt64
    private var pools: [Pool] = []
    private var isTaken: [Bool]
    /// Parties that are kept for those that have waited for long, and play with nobody else (rules 11.8).
    private var isKept: [Bool]
    private var made: [MadeMatch] = []

    /// - Parameter parties: In the order in which they came; `since` ascends and is not above `tick`.
    package static func matches(among parties: [Party], at tick: UInt64) -> [MadeMatch] {
        guard !parties.isEmpty else { return [] }
        var maker = Matchmaker(parties, tick)
        while maker.pass() {}
        return maker.made
    }

    /// The difference in rating that a party accepts after so many ticks; `nil`: any.
    package static func acceptedGap(waited ticks: UInt64) -> Int? {
        switch ticks {
        case ...200: 100 + Int(ticks)
        case ...600: 300 + Int(ticks - 200) * 3 / 2
        default: nil
        }
    }

    private init(_ parties: [Party], _ tick: UInt64) {
        self.parties = parties
        self.tick = tick
        isTaken = parties.map { _ in false }
        isKept = isTaken
        for isRanked in [false, true] {
            for mode in Ratings.modes { pools.append(pool(mode, isRanked)) }
        }
    }

    private func pool(_ mode: Mode, _ isRanked: Bool) -> Pool {
        var pool = Pool(mode: mode, isRanked: isRanked)
        for (index, party) in parties.enumerated() where party.isRanked == isRanked && party.modes.contains(mode) {
            let size = party.members.count
            guard size <= Party.limit(mode, isRanked: isRanked) else { continue }
            pool.bySize[size].append(candidate(index, mode))
        }
        for size in pool.bySize.indices {
            pool.bySize[size].sort { ($0.rating, $0.party) < ($1.rating, $1.party) }
        }
        return pool
    }

    private func candidate(_ index: Int, _ mode: Mode) -> Candidate {
        let party = parties[index]
        return Candidate(
            party: index, size: party.members.count, rating: party.rating(mode),
            gap: Self.acceptedGap(waited: tick - party.since) ?? .max)
    }

    /// Lets each party choose once.
    /// - Returns: Whether a match was made, so that another look may find one that was hidden behind too many candidates.
    private mutating func pass() -> Bool {
        let before = made.count
        keep()
        for index in parties.indices where !isTaken[index] && !isKept[index] { choose(index) }
        return made.count > before
    }

    /// For each party that has waited for long, keeps as many later ones as it needs, the oldest first. Otherwise players who
    /// accept several modes would be gone with the first two who meet, and a match of four would never fill.
    private mutating func keep() {
        for index in isKept.indices { isKept[index] = false }
        guard let oldest = parties.indices.first(where: { !isTaken[$0] }), hasWaitedLong(oldest) else { return }
        // Beside each pool: who may be kept for others, the oldest first.
        var late = pools.map { pool in
            parties.indices.filter { index in
                let party = parties[index]
                return !isTaken[index] && party.isRanked == pool.isRanked && party.modes.contains(pool.mode)
                    && tick - party.since < WorldRules.keptTicks
            }
        }
        for index in parties.indices where !isTaken[index] && hasWaitedLong(index) {
            for mode in parties[index].modes {
                guard let pool = pool(of: mode, isRanked: parties[index].isRanked) else { continue }
                var missing = Self.seats(mode) - parties[index].members.count
                var place = 0
                for _ in 0..<WorldRules.keptLookedAt where missing > 0 && place < late[pool].count {
                    let other = late[pool][place]
                    guard !isKept[other], mayKeep(other, for: index, mode, missing) else {
                        place += 1
                        continue
                    }
                    late[pool].remove(at: place)
                    isKept[other] = true
                    missing -= parties[other].members.count
                }
            }
        }
    }

    private func pool(of mode: Mode, isRanked: Bool) -> Int? {
        pools.firstIndex { $0.mode == mode && $0.isRanked == isRanked }
    }

    private func hasWaitedLong(_ index: Int) -> Bool { tick - parties[index].since >= WorldRules.keepAfterTicks }

    private func mayKeep(_ other: Int, for index: Int, _ mode: Mode, _ missing: Int) -> Bool {
        let (party, late) = (parties[index], parties[other])
        guard late.members.count <= min(missing, Party.limit(mode, isRanked: party.isRanked)),
            let gap = Self.acceptedGap(waited: WorldRules.keptTicks)
        else { return false }
        return abs(late.rating(mode) - party.rating(mode)) <= gap
    }

    /// Makes the best match of a party, if there is one.
    private mutating func choose(_ index: Int) {
        let party = parties[index]
        let waited = tick - party.since
        for mode in party.modes {
            for count in Self.counts(mode, waited: waited) {
                if let group = group(around: index, mode, count) { return make(group, mode, seats: count) }
            }
        }
        guard !party.isRanked, waited >= WorldRules.botFillTicks else { return }
        for count in (1...4).reversed() {
            for mode in party.modes where count < Self.seats(mode) {
                if let group = group(around: index, mode, count) { return make(group, mode, seats: Self.seats(mode)) }
            }
        }
    }

    private static func seats(_ mode: Mode) -> Int { mode == .duel ? 2 : 4 }

    /// The numbers of players that a match may begin with, best first, when one of them has waited so long.
    private static func counts(_ mode: Mode, waited: UInt64) -> [Int] {
        mode == .freeForAll
            ? WorldRules.freeForAllWait.filter { waited >= $0.ticks }.map(\.players) : [seats(mode)]
    }

    // MARK: - Groups

    /// Parties of `count` players in all, that one among them, who all accept each other: those that lie closest together.
    ///
    /// In a group in the order of ratings, the two outermost decide. If they accept each other, each inner party must accept
    /// both, and then it accepts every other inner one as well. So each pair of outermost ones is looked at, and filled from
    /// between.
    private func group(around index: Int, _ mode: Mode, _ count: Int) -> [Int]? {
        guard let number = pool(of: mode, isRanked: parties[index].isRanked),
            parties[index].members.count <= Party.limit(mode, isRanked: parties[index].isRanked)
        else { return nil }
        let pool = pools[number]
        let own = candidate(index, mode)
        if own.size == count { return [index] }
        guard own.size < count else { return nil }
        var all = candidates(for: own, in: pool, upTo: count - own.size)
        if count == 2, own.size == 1 {
            let other = all.min { (abs($0.rating - own.rating), $0.party) < (abs($1.rating - own.rating), $1.party) }
            return other.map { [index, $0.party].sorted() }
        }
        all.append(own)
        all.sort { ($0.rating, $0.party) < ($1.rating, $1.party) }
        let place = all.firstIndex { $0.party == index }!
        var best: [Int]?
        var bestSpan = Int.max
        for low in (0...place).reversed() {
            guard own.rating - all[low].rating < bestSpan else { break }
            for high in place..<all.count {
                let span = all[high].rating - all[low].rating
                guard span < bestSpan else { break }
                guard low < high, span <= min(all[low].gap, all[high].gap) else { continue }
                var members = [low, high]
                if low != place, high != place { members.append(place) }
                let missing = count - members.reduce(0) { $0 + all[$1].size }
                guard let inner = fill(missing, between: low, high, all, without: place) else { continue }
                best = (members + inner).map { all[$0].party }.sorted()
                bestSpan = span
            }
        }
        return best
    }

    /// The nearest of each size up to `size` whom `own` accepts and who accept it.
    private func candidates(for own: Candidate, in pool: Pool, upTo size: Int) -> [Candidate] {
        var found: [Candidate] = []
        for list in pool.bySize[1...size] {
            var start = list.startIndex
            var end = list.endIndex
            while start < end {
                let middle = (start + end) / 2
                if list[middle].rating < own.rating { start = middle + 1 } else { end = middle }
            }
            for step in [-1, 1] {
                var place = step < 0 ? start - 1 : start
                var count = 0
                while list.indices.contains(place), count < Self.candidatesLookedAt {
                    let other = list[place]
                    let distance = abs(other.rating - own.rating)
                    guard distance <= own.gap else { break }
                    place += step
                    guard !isTaken[other.party], other.party != own.party, distance <= other.gap,
                        !isKept[other.party] || hasWaitedLong(own.party)
                    else { continue }
                    found.append(other)
                    count += 1
                }
            }
        }
        return found
    }

    /// Parties between two places, of `missing` players in all, who accept both ends; of several the longest waiting.
    private func fill(
        _ missing: Int, between low: Int, _ high: Int, _ all: [Candidate], without place: Int
    ) -> [Int]? {
        guard missing > 0 else { return missing == 0 ? [] : nil }
        var singles: [Int] = []
        var doubles: [Int] = []
        for inner in low + 1..<high where inner != place {
            let candidate = all[inner]
            guard max(candidate.rating - all[low].rating, all[high].rating - candidate.rating) <= candidate.gap else {
                continue
            }
            if candidate.size == 1 { singles.append(inner) } else if candidate.size == 2 { doubles.append(inner) }
        }
        singles.sort { all[$0].party < all[$1].party }
        // Of four seats the ends take two at least.
        if missing == 1 { return singles.first.map { [$0] } }
        if let double = doubles.min(by: { all[$0].party < all[$1].party }) { return [double] }
        return singles.count >= 2 ? Array(singles.prefix(2)) : nil
    }

    // MARK: - Seats

    private mutating func make(_ group: [Int], _ mode: Mode, seats count: Int) {
        for party in group { isTaken[party] = true }
        let members = group.flatMap { parties[$0].members }
        let mean =
            members.reduce(0) { $0 + Int($1.ratings.mean(mode, isRanked: parties[group[0]].isRanked)) } / members.count
        var seats: [Occupant] =
            mode == .teams ? teamSeats(group, mean: mean) : members.map { .player($0.user) }
        while seats.count < count { seats.append(.bot(Self.level(rating: mean))) }
        made.append(MadeMatch(mode: mode, isRanked: parties[group[0]].isRanked, parties: group, seats: seats))
    }

    /// A bot about as good as those it plays with.
    private static func level(rating: Int) -> Bot.Level {
        switch rating {
        case ..<900: .easy
        case ..<1_300: .normal
        default: .hard
        }
    }

    /// Four seats, team 0 in slots 0 and 2. Parties stay together and people are evenly spread. Of all such ways, this is the
    /// one whose teams differ least in rating. Bots count as much as the people on average.
    private func teamSeats(_ group: [Int], mean: Int) -> [Occupant] {
        var best: [[UserID]] = [[], []]
        var least = (Int.max, Int.max)
        // Bit by bit the team of each party; the first stays in team 0, since the teams' sides are equal.
        for choice in stride(from: 0, to: 1 << group.count, by: 2) {
            var teams: [[Party.Member]] = [[], []]
            for (place, party) in group.enumerated() { teams[choice >> place & 1] += parties[party].members }
            guard teams.allSatisfy({ $0.count <= 2 }) else { continue }
            let sums = teams.map { team in
                team.reduce((2 - team.count) * mean) {
                    $0 + Int($1.ratings.mean(.teams, isRanked: parties[group[0]].isRanked))
                }
            }
            // People are spread evenly first: two who came alone do not play two bots.
            let key = (abs(teams[0].count - teams[1].count), abs(sums[0] - sums[1]))
            if key < least { (least, best) = (key, teams.map { $0.map(\.user) }) }
        }
        let bot = Occupant.bot(Self.level(rating: mean))
        return (0..<4).map { slot in
            let team = best[slot & 1]
            return slot >> 1 < team.count ? .player(team[slot >> 1]) : bot
        }
    }
}
