import Foundation
import Identity
import RegistryCore
import Testing

@testable import RegistryStorage

/// Both databases keep the same promises.
@Suite struct StoreBehaviourTests {
    @Test("the first node founds the cluster, the second follows", arguments: Kind.allCases)
    @_optimize(none)
    func founding(kind: Kind) async throws {
        let store = try await Database(kind).open()
        let first = try await store.join(attempt(1))
        let second = try await store.join(attempt(2))
        #expect(first.bootstrap && !second.bootstrap)
        #expect(
            first.identity.cluster == ClusterID(rawValue: 1001) && second.identity.cluster == first.identity.cluster)
        #expect(first.identity.node != second.identity.node)
    }

    @Test("of nodes that start together on an empty database exactly one founds the cluster", arguments: Kind.allCases)
    @_optimize(none)
    func race(kind: Kind) async throws {
        let database = try await Database(kind)
        let joined = try await withThrowingTaskGroup(of: Joined.self) { group in
            for number in 1...5 {
                group.addTask { try await database.open().join(attempt(number)) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(joined.filter(\.bootstrap).count == 1)
        #expect(Set(joined.map(\.identity.cluster)).count == 1)
        #expect(Set(joined.map(\.identity.node)).count == 5)
    }

    @Test("a node id is never given twice", arguments: Kind.allCases)
    @_optimize(none)
    func idsAreUsedOnce(kind: Kind) async throws {
        let database = try await Database(kind)
        let store = try database.open()
        var given: [NodeID] = []
        for _ in 1...3 {
            let node = try await store.join(attempt(1)).identity.node
            given.append(node)
            try await store.deregister(node)
        }
        await store.close()
        given.append(try await database.open().join(attempt(1)).identity.node)
        #expect(Set(given).count == 4 && given == given.sorted())
    }

    @Test("a node that comes back keeps its identity; what stood at its address goes", arguments: Kind.allCases)
    @_optimize(none)
    func rejoin(kind: Kind) async throws {
        let store = try await Database(kind).open()
        let first = try await store.join(attempt(1))
        let other = try await store.join(attempt(2))
        let again = try await store.join(attempt(1, identity: first.identity))
        #expect(again == Joined(identity: first.identity, bootstrap: true))
        let replaced = try await store.join(attempt(2))
        #expect(replaced.identity.node != other.identity.node)
        #expect(try await store.servers().map(\.record.node) == [first.identity.node, replaced.identity.node])
    }

    @Test("the claim of a node that died alone lapses, and its disk is refused afterwards", arguments: Kind.allCases)
    @_optimize(none)
    func lapse(kind: Kind) async throws {
        let store = try await Database(kind).open()
        let first = try await store.join(attempt(1))
        try await store.age(first.identity.node, by: 35)
        #expect(try await !store.join(attempt(2)).bootstrap)
        try await store.age(first.identity.node, by: 26)
        await #expect(throws: StoreError.self) { try await store.join(attempt(3, isSettled: false)) }
        let third = try await store.join(attempt(3))
        #expect(third.bootstrap && third.identity.cluster == ClusterID(rawValue: 1003))
        await #expect(throws: StoreError.self) { try await store.join(attempt(1, identity: first.identity)) }
        #expect(
            try await store.heartbeat(record(1, first), of: first.identity.cluster)
                == .abandoned(to: third.identity.cluster))
    }

    @Test("an established cluster's claim never lapses", arguments: Kind.allCases)
    @_optimize(none)
    func established(kind: Kind) async throws {
        let store = try await Database(kind).open()
        let first = try await store.join(attempt(1))
        try await store.establish(first.identity.cluster)
        try await store.deregister(first.identity.node)
        let second = try await store.join(attempt(2))
        #expect(!second.bootstrap && second.identity.cluster == first.identity.cluster)
    }

    @Test("not even the first id of an empty database is given again when node 1 comes back", arguments: Kind.allCases)
    func firstIDIsUsedOnce(kind: Kind) async throws {
        let store = try await Database(kind).open()
        let first = NodeIdentity(cluster: ClusterID(rawValue: 5), node: NodeID(rawValue: 1))
        #expect(try await store.join(attempt(1, identity: first)) == Joined(identity: first, bootstrap: false))
        #expect(try await store.join(attempt(2)).identity.node.rawValue > 1 + BootstrapRules.adoptionMargin)
        let user = try await store.createGuest(GuestName(validating: "Ada")).id
        #expect(user.rawValue > BootstrapRules.userMargin, "the lost database gave the first ids")
    }

    @Test("an empty database learns a running cluster and gives ids above its own", arguments: Kind.allCases)
    @_optimize(none)
    func adoption(kind: Kind) async throws {
        let store = try await Database(kind).open()
        let identity = NodeIdentity(cluster: ClusterID(rawValue: 5), node: NodeID(rawValue: 40))
        #expect(try await store.join(attempt(1, identity: identity)) == Joined(identity: identity, bootstrap: false))
        let next = try await store.join(attempt(2))
        #expect(!next.bootstrap && next.identity.cluster == identity.cluster)
        #expect(next.identity.node.rawValue > 40 + BootstrapRules.adoptionMargin)
    }

    @Test("a cluster is never rebuilt as itself, nor as one that was given up", arguments: Kind.allCases)
    func rebuiltAsNew(kind: Kind) async throws {
        let store = try await Database(kind).open()
        let first = try await store.join(attempt(1)).identity
        let heir = NodeIdentity(cluster: ClusterID(rawValue: 77), node: NodeID(rawValue: 9))
        try await store.finishRecovery(
            RecoveryRules.Claim(lost: first.cluster, present: first.cluster, founder: heir, index: 9, term: 3))
        for cluster in [first.cluster, heir.cluster] {
            let founder = NodeIdentity(cluster: cluster, node: NodeID(rawValue: 10))
            await #expect(throws: StoreError.self) {
                try await store.finishRecovery(
                    RecoveryRules.Claim(lost: heir.cluster, present: heir.cluster, founder: founder, index: 9, term: 3))
            }
        }
        #expect(try await store.join(attempt(2)).identity.cluster == heir.cluster)
    }

    @Test(
        "a rebuilt cluster takes the name; nodes of the former one are told so and have no row",
        arguments: Kind.allCases)
    @_optimize(none)
    func recovery(kind: Kind) async throws {
        let store = try await Database(kind).open()
        let first = try await store.join(attempt(1))
        let second = try await store.join(attempt(2))
        let lost = first.identity.cluster
        let looked = try await store.beginRecovery(of: lost, highest: second.identity.node, givesNode: false)
        #expect(looked == RecoveryView(present: lost, wasGivenUp: false, node: nil))
        let begun = try await store.beginRecovery(of: lost, highest: NodeID(rawValue: 50), givesNode: true)
        let founder = NodeIdentity(cluster: ClusterID(rawValue: 77), node: try #require(begun.node))
        #expect(founder.node.rawValue > 50)
        let claim = RecoveryRules.Claim(lost: lost, present: lost, founder: founder, index: 9, term: 3)
        try await store.finishRecovery(claim)
        try await store.finishRecovery(claim)
        #expect(try await store.servers().isEmpty)
        let refused = try await store.join(attempt(1, identity: first.identity))
        #expect(refused.supersededBy == founder.cluster)
        #expect(try await store.heartbeat(record(2, second), of: lost) == .abandoned(to: founder.cluster))
        #expect(try await store.servers().isEmpty)
        #expect(try await store.join(attempt(1, identity: founder)) == Joined(identity: founder, bootstrap: false))
        // Established: it never lapses, however long its only member is away.
        try await store.age(founder.node, by: 70)
        #expect(try await store.join(attempt(2)).identity.cluster == founder.cluster)
        // The same log may be used once more.
        let again = try await store.beginRecovery(of: lost, highest: second.identity.node, givesNode: true)
        #expect(again.present == founder.cluster && again.wasGivenUp)
        let heir = NodeIdentity(cluster: ClusterID(rawValue: 78), node: try #require(again.node))
        let repeated = RecoveryRules.Claim(lost: lost, present: founder.cluster, founder: heir, index: 9, term: 3)
        try await store.finishRecovery(repeated)
        #expect(try await store.join(attempt(1, identity: founder)).supersededBy == heir.cluster)
        let stranger = RecoveryRules.Claim(
            lost: ClusterID(rawValue: 5), present: heir.cluster, founder: founder, index: 1, term: 1)
        await #expect(throws: StoreError.self) { try await store.finishRecovery(stranger) }
    }

    @Test("servers are listed while their heartbeat is younger than 30 s, in id order", arguments: Kind.allCases)
    @_optimize(none)
    func listing(kind: Kind) async throws {
        let store = try await Database(kind).open()
        let first = try await store.join(attempt(1))
        let second = try await store.join(attempt(2))
        try await store.age(first.identity.node, by: 10)
        let listed = try await store.servers()
        #expect(listed.map(\.record) == [record(1, first), record(2, second)])
        #expect((10_000..<30_000).contains(listed[0].heartbeatAge) && (0..<20_000).contains(listed[1].heartbeatAge))
        try await store.age(first.identity.node, by: 21)
        #expect(try await store.servers().map(\.record.node) == [second.identity.node])
    }

    @Test("a heartbeat makes a server young again and carries what Raft says", arguments: Kind.allCases)
    @_optimize(none)
    func heartbeat(kind: Kind) async throws {
        let store = try await Database(kind).open()
        let joined = try await store.join(attempt(1))
        try await store.age(joined.identity.node, by: 45)
        #expect(try await store.servers().isEmpty)
        var record = record(1, joined)
        record.raft.role = "leader"
        record.raft.term = 7
        record.raft.leader = joined.identity.node.rawValue
        record.raft.commitIndex = UInt64(Int64.max)
        record.raft.appliedIndex = 99
        record.isDraining = true
        #expect(try await store.heartbeat(record, of: joined.identity.cluster) == .kept)
        #expect(try await store.servers().map(\.record) == [record])
    }

    @Test("rows older than 60 s are removed; a heartbeat brings one back", arguments: Kind.allCases)
    @_optimize(none)
    func removal(kind: Kind) async throws {
        let store = try await Database(kind).open()
        let first = try await store.join(attempt(1))
        let second = try await store.join(attempt(2))
        try await store.age(first.identity.node, by: 61)
        try await store.age(second.identity.node, by: 35)
        #expect(try await store.removeDead() == [first.identity.node])
        #expect(try await store.removeDead().isEmpty)
        #expect(try await store.heartbeat(record(1, first), of: first.identity.cluster) == .kept)
        #expect(try await store.servers().map(\.record.node) == [first.identity.node])
    }

    @Test("clusters of different names do not see each other", arguments: Kind.allCases)
    @_optimize(none)
    func names(kind: Kind) async throws {
        let database = try await Database(kind)
        let (blue, red) = (try database.open(cluster: "blue"), try database.open(cluster: "red"))
        #expect(try await blue.join(attempt(1)).bootstrap)
        #expect(try await red.join(attempt(2)).bootstrap)
        #expect(try await blue.servers().count == 1)
        #expect(try await red.servers().count == 1)
    }

    @Test("guests get ids from 1 and keep their names", arguments: Kind.allCases)
    @_optimize(none)
    func guests(kind: Kind) async throws {
        let store = try await Database(kind).open()
        let quoted = "'; DROP TABLE--"
        let first = try await store.createGuest(GuestName(validating: quoted))
        let second = try await store.createGuest(GuestName(validating: "蛇 🐍"))
        #expect(first.id == UserID(rawValue: 1) && first.name == quoted && first.isGuest)
        #expect(second.id == UserID(rawValue: 2) && second.name == "蛇 🐍")

        let renamed = try await store.rename(first.id, to: GuestName(validating: "Ada"))
        #expect(renamed == Account(id: first.id, name: "Ada", isGuest: true), "the account stays, under another name")
        #expect(try await store.rename(UserID(rawValue: 3), to: GuestName(validating: "Ada")) == nil)
    }

    @Test(
        "a replay is kept as it was stored first, by cluster; the one stored last comes first", arguments: Kind.allCases
    )
    @_optimize(none)
    func replays(kind: Kind) async throws {
        let database = try await Database(kind)
        let store = try database.open()
        let (match, old, new) = (MatchID(rawValue: 7), ClusterID(rawValue: 1 << 62), ClusterID(rawValue: 2))
        #expect(try await store.replays(of: match) == [])
        let file = (0...255).map { UInt8($0) }
        try await store.storeReplay(file, of: match, in: old, rated: nil)
        try await store.storeReplay([1, 2, 3], of: match, in: old, rated: nil)
        #expect(try await store.replays(of: match) == [file])
        try await store.storeReplay([], of: MatchID(rawValue: 8), in: old, rated: nil)
        #expect(try await store.replays(of: MatchID(rawValue: 8)) == [[]])
        try await store.ageReplays(of: old, byDays: 29)
        try await store.storeReplay([4, 5], of: match, in: new, rated: nil)
        #expect(try await store.replays(of: match) == [[4, 5], file])
        #expect(try await store.removeOldReplays(limit: 10) == 0)
        try await store.ageReplays(of: new, byDays: 31)
        #expect(try await store.removeOldReplays(limit: 10) == 1)
        #expect(try await store.replays(of: match) == [file])
    }

    @Test(
        "12.1, 12.2, 12.3, 12.5 a match rates its players once, however often it is stored; queues are apart",
        arguments: Kind.allCases)
    @_optimize(none)
    func ratings(kind: Kind) async throws {
        let store = try await Database(kind).open()
        var users: [UserID] = []
        for name in ["Ada", "Grace", "Edsger", "Barbara"] {
            users.append(try await store.createGuest(GuestName(validating: name)).id)
        }
        let (cluster, duel) = (ClusterID(rawValue: 3), RatedQueue(.duel, isRanked: true))
        @_optimize(none)
        func play(_ match: UInt64, _ queue: RatedQueue, _ sides: [([Int], Int)]) async throws -> [StoredRating] {
            let rated = try #require(
                RatedMatch(queue: queue, sides: sides.map { .init(users: $0.0.map { users[$0] }, rank: $0.1) }))
            return try await store.storeReplay([1], of: MatchID(rawValue: match), in: cluster, rated: rated)
        }
        let first = try await play(1, duel, [([1], 1), ([0], 2)])
        #expect(first.map(\.user) == [users[1], users[0]])
        #expect(first[0].rating.mean > 1000 && first[1].rating.mean < 1000)
        let again = try await play(1, duel, [([0], 1), ([1], 2)])
        #expect(Set(again.map(\.user)) == Set(users[0...1]))
        #expect(again.first { $0.user == users[1] }?.rating == first[0].rating, "stored before, so nothing changes")
        _ = try await play(2, duel, [([1], 1), ([0], 1)])
        _ = try await play(3, RatedQueue(.teams, isRanked: false), [([0, 3], 1), ([1, 2], 2)])

        let counted = try await store.ratings(of: users[1])
        #expect(counted.map(\.queue) == [RatedQueue(.teams, isRanked: false), duel])
        #expect(counted.map(\.matches) == [1, 2] && counted.map(\.wins) == [0, 1])
        #expect(counted.map(\.last?.match) == [MatchID(rawValue: 3), MatchID(rawValue: 2)])
        #expect(counted.map(\.last?.mean) == [1000, first[0].rating.mean], "as it was before that match")
        #expect(try await store.ratings(of: UserID(rawValue: 99)).isEmpty)

        let board = try await store.leaderboard(of: duel, rows: 100)
        #expect(board.rows.map(\.name) == ["Grace", "Ada"])
        #expect(board.rows[0].rating.rating == counted[1].rating)
        #expect(board.season >= 4 * 2024 && board.rows.allSatisfy { $0.rating.season == board.season })
        #expect(try await store.leaderboard(of: duel, rows: 1).rows.map(\.name) == ["Grace"])
        #expect(try await store.leaderboard(of: RatedQueue(.freeForAll, isRanked: true), rows: 5).rows.isEmpty)

        // A node of an older build counts a match: what the columns it does not know say is of the one before.
        try await store.run("UPDATE ratings SET mean = mean + 9, matches = matches + 1 WHERE mode = 'duel'")
        #expect(try await store.ratings(of: users[1]).map(\.last?.match) == [MatchID(rawValue: 3), nil])
        #expect(try await store.ratings(of: users[1]).map(\.matches) == [1, 3])
        _ = try await play(4, duel, [([1], 1), ([0], 1)])
        let grace = try await store.ratings(of: users[1])
        #expect(grace[1].last == StoredRating.Last(match: MatchID(rawValue: 4), mean: counted[1].rating.mean + 9))

        // A season later Grace has not played: her deviation is wider, and the leaderboard is empty.
        try await store.ageSeasons()
        let later = try await store.ratings(of: users[1])
        #expect(later[1].rating == grace[1].rating.widened(seasons: 1))
        #expect(later[1].rating.deviation > grace[1].rating.deviation)
        #expect(try await store.leaderboard(of: duel, rows: 5).rows.isEmpty)
    }

    @Test("12.2 a match of one side, of an empty side or with a player twice rates nobody")
    func unrated() {
        let queue = RatedQueue(.duel, isRanked: false)
        let (ada, grace) = (UserID(rawValue: 1), UserID(rawValue: 2))
        #expect(RatedMatch(queue: queue, sides: [.init(users: [ada], rank: 1)]) == nil)
        #expect(RatedMatch(queue: queue, sides: [.init(users: [ada], rank: 1), .init(users: [], rank: 2)]) == nil)
        #expect(
            RatedMatch(queue: queue, sides: [.init(users: [ada, grace], rank: 1), .init(users: [ada], rank: 2)]) == nil)
    }

    @Test("twelve nodes that start together on a new file all open it, fifty times")
    @_optimize(none)
    func opening() async throws {
        for _ in 0..<50 {
            let database = try await Database(.sqlite)
            try await withThrowingDiscardingTaskGroup { group in
                for _ in 0..<12 {
                    group.addTask { _ = try await database.open().servers() }
                }
            }
        }
    }

    @Test("stores that open one database together migrate it once", arguments: Kind.allCases)
    @_optimize(none)
    func migration(kind: Kind) async throws {
        let database = try await Database(kind)
        try await withThrowingDiscardingTaskGroup { group in
            for _ in 1...3 {
                group.addTask { _ = try await database.open().servers() }
            }
        }
        let store = try database.open()
        // A second row with that number would break the primary key; none at all would break this insert's twin.
        await #expect(throws: StoreError.self) {
            try await store.run("INSERT INTO schema_migrations (number, title) VALUES (1, 'again')")
        }
    }

    @Test("old replays go a bounded number at a time, the oldest first", arguments: Kind.allCases)
    @_optimize(none)
    func replaysGoInBatches(kind: Kind) async throws {
        let store = try await Database(kind).open()
        let cluster = ClusterID(rawValue: 3)
        for match in 1...5 {
            try await store.storeReplay([UInt8(match)], of: MatchID(rawValue: UInt64(match)), in: cluster, rated: nil)
            try await store.ageReplays(of: cluster, byDays: 1)
        }
        try await store.ageReplays(of: cluster, byDays: 30)
        #expect(try await store.removeOldReplays(limit: 2) == 2)
        #expect(try await store.replays(of: MatchID(rawValue: 2)) == [])
        #expect(try await store.replays(of: MatchID(rawValue: 3)) == [[3]])
        #expect(try await store.removeOldReplays(limit: 2) == 2)
        #expect(try await store.removeOldReplays(limit: 2) == 1)
        #expect(try await store.removeOldReplays(limit: 2) == 0)
    }

    @Test(
        "guests go 30 days after they were seen last, with ratings after 400; a bounded number at a time",
        arguments: Kind.allCases)
    @_optimize(none)
    func unusedGuests(kind: Kind) async throws {
        let store = try await Database(kind).open()
        var users: [UserID] = []
        for name in ["Ada", "Grace", "Edsger", "Barbara", "Tony"] {
            users.append(try await store.createGuest(GuestName(validating: name)).id)
        }
        let queue = RatedQueue(.duel, isRanked: true)
        let rated = try #require(
            RatedMatch(queue: queue, sides: [.init(users: [users[3]], rank: 1), .init(users: [users[4]], rank: 2)]))
        _ = try await store.storeReplay([1], of: MatchID(rawValue: 1), in: ClusterID(rawValue: 3), rated: rated)
        try await store.ageUsers(users, byDays: 29)
        #expect(try await store.removeUnusedGuests(limit: 10) == 0)
        try await store.ageUsers(users, byDays: 2)
        #expect(try await store.seen(users[2]) == Account(id: users[2], name: "Edsger", isGuest: true))
        #expect(try await store.removeUnusedGuests(limit: 1) == 1)
        #expect(try await store.removeUnusedGuests(limit: 10) == 1)
        #expect(try await store.seen(users[0]) == nil)
        #expect(try await store.ratings(of: users[3]).count == 1, "a year is nothing to a rating")
        try await store.ageUsers(users, byDays: 365)
        // Tony plays again.
        _ = try await store.storeReplay([2], of: MatchID(rawValue: 2), in: ClusterID(rawValue: 3), rated: rated)
        try await store.ageUsers([users[3]], byDays: 401)
        #expect(try await store.removeUnusedGuests(limit: 10) == 2)
        #expect(try await store.seen(users[3]) == nil)
        #expect(try await store.ratings(of: users[3]).isEmpty)
        #expect(try await store.leaderboard(of: queue, rows: 10).rows.map(\.name) == ["Tony"])
    }

    @Test(
        "a database clock that was set back keeps a dead server no longer than one that was not",
        arguments: Kind.allCases)
    @_optimize(none)
    func clockSetBack(kind: Kind) async throws {
        let store = try await Database(kind).open()
        let dead = try await store.join(attempt(1))
        let living = try await store.join(attempt(2))
        try await store.age(dead.identity.node, by: -3600)
        #expect(try await store.heartbeat(record(2, living), of: living.identity.cluster) == .kept)
        #expect(try await store.removeDead().isEmpty)
        // It counts from now on, as if it had written just now.
        try await store.age(dead.identity.node, by: 61)
        #expect(try await store.removeDead() == [dead.identity.node])
        #expect(try await store.servers().map(\.record.node) == [living.identity.node])
    }

    @Test("the database's clock goes with the list of servers", arguments: Kind.allCases)
    @_optimize(none)
    func listingTellsTheTime(kind: Kind) async throws {
        let store = try await Database(kind).open()
        let before = Int64(Date().timeIntervalSince1970 * 1000)
        let clock = try await store.listing().clock
        #expect(abs(clock - before) < 60_000)
    }

    @Test("a database restored from an older copy gives no id again that was seen since", arguments: Kind.allCases)
    @_optimize(none)
    func olderCopy(kind: Kind) async throws {
        let store = try await Database(kind).open()
        let first = try await store.join(attempt(1))
        let guest = try await store.createGuest(GuestName(validating: "Ada"))
        // Nodes 2 to 7 and some guests came after the copy was made.
        let highest = NodeID(rawValue: 7)
        var again = attempt(1, identity: first.identity)
        again.highest = highest
        #expect(try await store.join(again).identity == first.identity)
        let next = try await store.join(attempt(2))
        #expect(next.identity.node.rawValue > 7 + BootstrapRules.adoptionMargin)
        let stranger = try await store.createGuest(GuestName(validating: "Eve"))
        #expect(stranger.id.rawValue > guest.id.rawValue + BootstrapRules.userMargin)
        _ = try await store.join(again)
        let later = try await store.createGuest(GuestName(validating: "Bob"))
        #expect(later.id.rawValue == stranger.id.rawValue + 1, "once is enough")
    }

    @Test(
        "a schema that needs a newer build is refused with a sentence; one that only adds is used",
        arguments: Kind.allCases)
    @_optimize(none)
    func newerSchema(kind: Kind) async throws {
        let database = try await Database(kind)
        let store = try database.open()
        let joined = try await store.join(attempt(1))
        try await store.run("INSERT INTO schema_migrations (number, title, needs) VALUES (98, 'adds a column', 6)")
        await store.close()
        let additive = try database.open()
        #expect(try await additive.servers().map(\.record.node) == [joined.identity.node])
        try await additive.run("INSERT INTO schema_migrations (number, title) VALUES (99, 'moves everything')")
        await additive.close()
        let message: String
        switch kind {
        case .sqlite:
            let error = await failure { try database.open() }
            #expect(error?.code == .newer)
            message = error?.message ?? ""
        case .postgres:
            let refused = try database.open()
            #expect(await failure { try await refused.servers() }?.code == .unavailable)
            var events = refused.events.makeAsyncIterator()
            guard case .refused(let reason) = await events.next() else {
                Issue.record("not refused")
                return
            }
            message = reason
        }
        #expect(message.contains("newer version") && message.contains("99") && message.contains("moves everything"))
    }
}
