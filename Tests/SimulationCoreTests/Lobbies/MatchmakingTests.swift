import GameCore
import Identity
import SimulationCore
import Testing

/// Rules §11, stated a second time: whether parties may play together, slowly and by the book.
private struct Book {
    let parties: [Party]
    let tick: UInt64

    func waited(_ index: Int) -> UInt64 { tick - parties[index].since }

    /// 100 → 300 over 10 s → 900 by 30 s → any.
    func gap(_ index: Int) -> Double {
        let seconds = Double(waited(index)) / 20
        if seconds <= 10 { return 100 + 20 * seconds }
        if seconds <= 30 { return 300 + 30 * (seconds - 10) }
        return .infinity
    }

    /// The whole part of the mean of the members'.
    func rating(_ index: Int, _ mode: Mode) -> Int {
        let members = parties[index].members
        let sum = members.map { Int($0.ratings.mean(mode, isRanked: parties[index].isRanked)) }.reduce(0, +)
        return sum / members.count
    }

    func players(_ group: [Int]) -> Int { group.map { parties[$0].members.count }.reduce(0, +) }

    func mayMeet(_ group: [Int], _ mode: Mode) -> Bool {
        for index in group {
            let party = parties[index]
            guard party.modes.contains(mode), party.isRanked == parties[group[0]].isRanked,
                party.members.count <= Party.limit(mode, isRanked: party.isRanked)
            else { return false }
            for other in group where other != index {
                let difference = abs(rating(index, mode) - rating(other, mode))
                guard Double(difference) <= gap(index) else { return false }
            }
        }
        return true
    }

    /// Whether they make a match, bots included where those are allowed.
    func isMatch(_ group: [Int], _ mode: Mode) -> Bool {
        guard !group.isEmpty, mayMeet(group, mode) else { return false }
        let longest = group.map(waited).max()!
        let count = players(group)
        let seats = mode == .duel ? 2 : 4
        if mode == .teams, !canSplit(group) { return false }
        if count == seats { return true }
        if count > seats { return false }
        if mode == .freeForAll, count == 3, longest >= 300 { return true }
        if mode == .freeForAll, count == 2, longest >= 600 { return true }
        return !parties[group[0]].isRanked && longest >= 400
    }

    /// Rule 11.8, of those who are left: who is kept for one who has waited for 30 s.
    func kept(among left: [Int]) -> Set<Int> {
        var kept: Set<Int> = []
        for index in left where waited(index) >= 600 {
            for mode in parties[index].modes {
                var missing = (mode == .duel ? 2 : 4) - parties[index].members.count
                for other in left where other > index && missing > 0 && !kept.contains(other) {
                    let late = parties[other]
                    guard waited(other) < 400, late.isRanked == parties[index].isRanked, late.modes.contains(mode),
                        late.members.count <= min(missing, Party.limit(mode, isRanked: late.isRanked)),
                        abs(rating(other, mode) - rating(index, mode)) <= 600
                    else { continue }
                    kept.insert(other)
                    missing -= late.members.count
                }
            }
        }
        return kept
    }

    /// Two teams of at most two, no party split.
    private func canSplit(_ group: [Int]) -> Bool {
        (0..<1 << group.count).contains { choice in
            let first = group.indices.filter { choice >> $0 & 1 == 0 }.map { group[$0] }
            let second = group.indices.filter { choice >> $0 & 1 == 1 }.map { group[$0] }
            return players(first) <= 2 && players(second) <= 2
        }
    }

    /// All groups of up to four parties, `required` among them where it is given.
    func groups(of indices: [Int], with required: Int? = nil) -> [[Int]] {
        var groups: [[Int]] = []
        func extend(_ group: [Int], from next: Int) {
            if !group.isEmpty, required == nil || group.contains(required!) { groups.append(group) }
            guard group.count < 4 else { return }
            for place in indices.indices where place >= next { extend(group + [indices[place]], from: place + 1) }
        }
        extend([], from: 0)
        return groups
    }
}

@Suite struct MatchmakingTests {
    private static let tick: UInt64 = 10_000

    private static func member(_ number: Int, _ rating: UInt32 = 1_000) -> Party.Member {
        Party.Member(user: user(UInt64(number)), ratings: Ratings(Array(repeating: rating, count: 6)))
    }

    private static func party(
        _ numbers: [Int], _ modes: [Mode], rating: UInt32 = 1_000, ranked: Bool = false, waited: UInt64 = 0
    ) -> Party {
        Party(
            members: numbers.map { member($0, rating) }, modes: modes, isRanked: ranked, since: tick - waited)
    }

    /// A queue as it may stand at ``tick``.
    private static func queue(_ random: inout SplitMix, parties count: Int) -> [Party] {
        let waits = (0..<count).map { _ in random.below(3) == 0 ? random.below(900) : random.below(250) }
        let spread = [50, 400, 2_000][Int(random.below(3))]
        var next = 1
        return waits.sorted(by: >).map { waited in
            let size = random.below(3) > 0 ? 1 : 1 + Int(random.below(4))
            let members = (0..<size).map { _ in
                next += 1
                return Party.Member(
                    user: user(UInt64(next)),
                    ratings: Ratings((0..<6).map { _ in UInt32(500 + random.below(UInt64(spread))) }))
            }
            var modes = Ratings.modes.filter { _ in random.below(2) == 0 }
            if random.below(2) == 0 { modes.reverse() }
            return Party(
                members: members, modes: modes.isEmpty ? [.duel] : modes, isRanked: random.below(3) == 0,
                since: tick - waited)
        }
    }

    @Test(
        "11.1, 11.2, 11.3, 11.4, 11.5, 11.6 whatever the queue: no player twice, no party split, nobody beyond the gap of their wait, every group by the book, and none left that could play",
        arguments: 1...6 as ClosedRange<UInt64>)
    func byTheBook(seed: UInt64) {
        var random = SplitMix(seed)
        var (made, withBots) = (0, 0)
        for _ in 0..<150 {
            let parties = Self.queue(&random, parties: Int(random.below(14)))
            let matches = Matchmaker.matches(among: parties, at: Self.tick)
            let book = Book(parties: parties, tick: Self.tick)
            #expect(Matchmaker.matches(among: parties, at: Self.tick) == matches)
            var left = Set(parties.indices)
            for match in matches {
                made += 1
                #expect(book.isMatch(match.parties, match.mode), "SEED=\(seed)")
                #expect(parties[match.parties[0]].isRanked == match.isRanked)
                for index in match.parties { #expect(left.remove(index) != nil, "in one match only") }
                let seated = match.seats.compactMap { seat in if case .player(let user) = seat { user } else { nil } }
                let members = match.parties.flatMap { parties[$0].members.map(\.user) }
                #expect(Set(seated) == Set(members) && seated.count == members.count)
                #expect(match.mode.players.contains(UInt8(match.seats.count)))
                if seated.count < match.seats.count {
                    withBots += 1
                    #expect(!match.isRanked)
                    #expect(match.parties.contains { book.waited($0) >= 400 })
                }
                if match.mode == .teams { Self.checkTeams(match, parties) }
            }
            let kept = book.kept(among: left.sorted())
            for group in book.groups(of: left.sorted()) {
                if group.contains(where: kept.contains), !group.contains(where: { book.waited($0) >= 600 }) { continue }
                for mode in Ratings.modes { #expect(!book.isMatch(group, mode), "\(group) could play, SEED=\(seed)") }
            }
        }
        #expect(made > 100 && withBots > 5)
    }

    /// Each party sits in one team, and no other way to seat them is closer in the sums of ratings.
    private static func checkTeams(_ match: MadeMatch, _ parties: [Party]) {
        let group = match.parties.map { parties[$0] }
        let all = group.flatMap(\.members)
        let mean = all.map { Int($0.ratings.mean(.teams, isRanked: match.isRanked)) }.reduce(0, +) / all.count
        func rating(_ seat: Occupant) -> Int {
            guard case .player(let user) = seat else { return mean }
            return Int(all.first { $0.user == user }!.ratings.mean(.teams, isRanked: match.isRanked))
        }
        func difference(_ seats: [Occupant]) -> Int {
            abs(rating(seats[0]) + rating(seats[2]) - rating(seats[1]) - rating(seats[3]))
        }
        /// By how many people one team has more.
        func spread(_ seats: [Occupant]) -> Int {
            func people(_ slots: [Int]) -> Int {
                slots.count { if case .player = seats[$0] { true } else { false } }
            }
            return abs(people([0, 2]) - people([1, 3]))
        }
        func isWhole(_ seats: [Occupant]) -> Bool {
            group.allSatisfy { party in
                Set(party.members.map { member in seats.firstIndex(of: .player(member.user))! & 1 }).count == 1
            }
        }
        #expect(isWhole(match.seats))
        // All ways: who sits beside the first seat.
        for (a, b) in [(1, 2), (2, 1), (3, 2)] {
            var other = match.seats
            other.swapAt(a, b)
            if isWhole(other), spread(other) == spread(match.seats) {
                #expect(difference(match.seats) <= difference(other))
            }
            if isWhole(other) { #expect(spread(match.seats) <= spread(other)) }
        }
    }

    @Test(
        "11.5 the one who waits longest plays, if anybody would play with them", arguments: 1...4 as ClosedRange<UInt64>
    )
    func longestFirst(seed: UInt64) {
        var random = SplitMix(seed &* 77)
        var served = 0
        for _ in 0..<150 {
            let parties = Self.queue(&random, parties: 1 + Int(random.below(10)))
            let book = Book(parties: parties, tick: Self.tick)
            let groups = book.groups(of: Array(parties.indices), with: 0)
            let could = groups.contains { group in Ratings.modes.contains { book.isMatch(group, $0) } }
            let matches = Matchmaker.matches(among: parties, at: Self.tick)
            #expect(matches.contains { $0.parties.contains(0) } == could, "SEED=\(seed)")
            served += could ? 1 : 0
        }
        #expect(served > 50)
    }

    @Test("11.5 a duel is made with the closest in rating, of equally close ones with the longest waiting")
    func closest() {
        let parties = [
            Self.party([1], [.duel], rating: 1_000, waited: 50), Self.party([2], [.duel], rating: 1_090, waited: 40),
            Self.party([3], [.duel], rating: 960, waited: 30), Self.party([4], [.duel], rating: 1_040, waited: 20),
        ]
        let matches = Matchmaker.matches(among: parties, at: Self.tick)
        #expect(matches.map(\.parties) == [[0, 2], [1, 3]])
    }

    @Test(
        "11.2 the accepted gap grows by waiting: 100, 300 after 10 s, 900 after 30 s, then any",
        arguments: [
            (0, 100, true), (0, 101, false), (100, 200, true), (100, 201, false), (200, 300, true), (200, 301, false),
            (400, 600, true), (400, 601, false), (600, 900, true), (600, 901, false), (601, 2_500, true),
        ] as [(UInt64, UInt32, Bool)])
    func gaps(waited: UInt64, difference: UInt32, plays: Bool) {
        let parties = [
            Self.party([1], [.duel], rating: 300, ranked: true, waited: waited),
            Self.party([2], [.duel], rating: 300 + difference, ranked: true, waited: waited),
        ]
        #expect(Matchmaker.matches(among: parties, at: Self.tick).isEmpty != plays)
        // The newcomer accepts no more for the other's patience.
        let newcomer = [parties[0], Self.party([2], [.duel], rating: 300 + difference, ranked: true)]
        #expect(Matchmaker.matches(among: newcomer, at: Self.tick).isEmpty == (difference > 100))
    }

    @Test(
        "11.3 a free for all starts with four at once, with three after 15 s, with two after 30 s",
        arguments: [true, false])
    func freeForAll(ranked: Bool) {
        func seats(_ count: Int, waited: UInt64) -> Int? {
            let parties = (0..<count).map {
                Self.party([$0 + 1], [.freeForAll], ranked: ranked, waited: $0 == 0 ? waited : 0)
            }
            return Matchmaker.matches(among: parties, at: Self.tick).first?.seats.count
        }
        #expect(seats(4, waited: 0) == 4)
        #expect(seats(5, waited: 0) == 4)
        #expect(seats(3, waited: 299) == nil)
        #expect(seats(3, waited: 300) == 3)
        if ranked {
            #expect(seats(2, waited: 599) == nil)
            #expect(seats(2, waited: 600) == 2)
            #expect(seats(1, waited: 5_000) == nil)
        } else {
            #expect(seats(2, waited: 399) == nil)
            #expect(seats(2, waited: 400) == 4, "with bots")
            #expect(seats(1, waited: 400) == 4)
        }
    }

    @Test("11.4, 11.6 bots are as good as those they play with, and a team of two has two against it")
    func botSeats() {
        let pair = [Self.party([1, 2], [.teams], rating: 1_350, waited: 400)]
        #expect(
            Matchmaker.matches(among: pair, at: Self.tick).map(\.seats)
                == [[.player(user(1)), .bot(.hard), .player(user(2)), .bot(.hard)]])
        let two = [Self.party([1], [.teams], rating: 800, waited: 400), Self.party([2], [.teams], rating: 850)]
        #expect(
            Matchmaker.matches(among: two, at: Self.tick).map(\.seats)
                == [[.player(user(1)), .player(user(2)), .bot(.easy), .bot(.easy)]])
        let one = [Self.party([1], [.duel], waited: 400)]
        #expect(Matchmaker.matches(among: one, at: Self.tick).map(\.seats) == [[.player(user(1)), .bot(.normal)]])
        #expect(Matchmaker.matches(among: [Self.party([1], [.duel], waited: 399)], at: Self.tick).isEmpty)
    }

    @Test(
        "11.4 with a newcomer every second casual players wait 20 s at most, ranked ones a minute, but for a rating that nobody else has"
    )
    func noStarvation() {
        var random = SplitMix(5)
        var queue: [Party] = []
        var next = 1
        var longest: UInt64 = 0
        for tick in 0..<UInt64(12_000) {
            if tick % 20 == 0 {
                // One in fifty is far better than all others.
                let rating = UInt32(random.below(50) == 0 ? 2_800 : 900 + random.below(200))
                next += 1
                queue.append(
                    Party(
                        members: [Self.member(next, rating)], modes: [Ratings.modes[Int(random.below(3))]],
                        isRanked: random.below(2) == 0, since: tick))
            }
            let taken = Set(Matchmaker.matches(among: queue, at: tick).flatMap(\.parties))
            for party in queue where party.isRanked && party.members[0].ratings.mean(.duel, isRanked: true) < 2_000 {
                longest = max(longest, tick - party.since)
            }
            #expect(queue.allSatisfy { $0.isRanked || tick - $0.since <= 400 })
            queue = queue.indices.filter { !taken.contains($0) }.map { queue[$0] }
        }
        #expect(next > 500)
        #expect(longest <= 1_200)
    }

    /// How long ranked parties wait at most, in ticks, when a newcomer comes every `pace` ticks for 20 minutes; those who
    /// still wait at the end count as well.
    private static func longestWait(seed: UInt64, pace: UInt64, modes: (inout SplitMix) -> [Mode]) -> UInt64 {
        var random = SplitMix(seed)
        var queue: [Party] = []
        var number = 0
        var longest: UInt64 = 0
        let end: UInt64 = 24_000
        for tick in 0..<end {
            if random.below(pace) == 0 {
                number += 1
                let wanted = modes(&random)
                let members = [Self.member(number, UInt32(900 + random.below(200)))]
                queue.append(Party(members: members, modes: wanted, isRanked: true, since: tick))
            }
            let taken = Set(Matchmaker.matches(among: queue, at: tick).flatMap(\.parties))
            for index in taken { longest = max(longest, tick - queue[index].since) }
            queue = queue.indices.filter { !taken.contains($0) }.map { queue[$0] }
        }
        // Whoever came in the last minute and a half has not had the time.
        return queue.reduce(longest) { end - $1.since > 1_800 ? max($0, end - $1.since) : $0 }
    }

    @Test(
        "11.8 who wants four players gets them though all others also accept a duel: nobody waits for more than 90 s",
        arguments: 1...12 as ClosedRange<UInt64>)
    func nobodyStarves(seed: UInt64) {
        let longest = Self.longestWait(seed: seed, pace: 50) { random in
            switch random.below(10) {
            case 0: [.teams]
            case 1: [.freeForAll]
            case 2...5: [.duel, .teams]
            case 6...7: [.duel, .teams, .freeForAll]
            default: [.duel, .freeForAll]
            }
        }
        #expect(longest <= 1_800, "SEED=\(seed)")
    }

    @Test("11.8 who is kept for another plays with others after 20 s of waiting")
    func keptForAWhile() {
        let long = Self.party([1], [.teams], ranked: true, waited: 700)
        func made(_ waited: UInt64) -> [MadeMatch] {
            let late = (2...3).map { Self.party([$0], [.duel, .teams], ranked: true, waited: waited) }
            return Matchmaker.matches(among: [long] + late, at: Self.tick)
        }
        #expect(made(0).isEmpty && made(399).isEmpty)
        #expect(made(400).map(\.mode) == [.duel])
        // No more than it needs are kept.
        let many = (2...6).map { Self.party([$0], [.duel, .freeForAll], ranked: true) }
        let one = Self.party([1], [.teams], ranked: true, waited: 700)
        #expect(Matchmaker.matches(among: [one] + many, at: Self.tick).count >= 1, "nobody accepts what it wants")
        let enough = (2...6).map { Self.party([$0], [.duel, .teams], ranked: true) }
        let both = Matchmaker.matches(among: [long] + enough, at: Self.tick)
        #expect(both.map(\.mode) == [.teams, .duel])
        #expect(both[0].parties == [0, 1, 2, 3])
    }

    @Test("11.8 of a long queue those who came first are looked at", arguments: [63, 64])
    func keptLookedAt(strangers: Int) {
        let long = Self.party([1], [.teams], rating: 0, ranked: true, waited: 700)
        // Too far away to be kept for it, and never four who accept each other.
        let far = (0..<strangers).map { number in
            Self.party([number + 10], [.teams], rating: 601 + 101 * UInt32(number / 3), ranked: true)
        }
        let near = (0..<2).map { Self.party([$0 + 1_000], [.duel, .teams], rating: 0, ranked: true) }
        let made = Matchmaker.matches(among: [long] + far + near, at: Self.tick)
        #expect(made.map(\.mode) == (strangers < WorldRules.keptLookedAt ? [] : [.duel]))
    }

    @Test("11.1 the order of a party's modes counts, from its request to its match")
    func orderOfModes() {
        func mode(_ modes: Mode...) -> Mode? {
            let parties = (1...4).map { Self.party([$0], modes) }
            return Matchmaker.matches(among: parties, at: Self.tick).first?.mode
        }
        #expect(mode(.duel, .teams) == .duel)
        #expect(mode(.teams, .duel) == .teams)
        #expect(mode(.freeForAll, .teams, .duel) == .freeForAll)
        #expect(QueueModes([.teams, .duel])?.modes == [.teams, .duel])
        #expect(QueueModes([.teams, .duel, .teams]) == nil)
        let action = Action.joinQueue(QueueModes([.teams, .duel])!, isRanked: true)
        let command = Command.request(key(1), sequence: 1, Entropy(first: 1, second: 2), action)
        #expect((try? Command(decoding: command.encoded())) == command)
    }
}
