import Foundation
import GameCore
import Identity
import Logging
import NIOCore
import NIOPosix
import RPC
import RegistryCore
import TestSupport
import Testing
import Wire

@testable import RegistryService
@testable import RegistryStorage

/// Whatever the registry is asked has the same outcome on PostgreSQL and on SQLite, and neither ever fails to understand it.
///
/// `make fuzz-sql` asks more: `SNAKETRON_FUZZ_QUESTIONS` says how many, `SNAKETRON_FUZZ_SEED` where they begin.
@Suite struct DatabaseInputTests {
    /// Short lives, so that nothing depends on the time: no claim lapses, no row gets old.
    private static let questionsPerDatabase = 400

    @Test("any question has one outcome, whichever database answers")
    func sameOutcomes() async throws {
        let environment = ProcessInfo.processInfo.environment
        let wanted = environment["SNAKETRON_FUZZ_QUESTIONS"].flatMap { Int($0) } ?? 2_000
        let first = environment["SNAKETRON_FUZZ_SEED"].flatMap { UInt64($0) } ?? 0
        let postgres = try TemporaryPostgres()
        defer { postgres.stop() }
        let match = try #require(PlayedMatch())
        var asked = 0
        var answered: [String: Int] = [:]
        for seed in first... where asked < wanted {
            var random = SplitMix64(seed: seed)
            let sides = try (Side(postgres: postgres, seed), Side(sqlite: seed))
            for number in 0..<Self.questionsPerDatabase {
                let question = Question(&random, match)
                async let one = sides.0.outcome(of: question)
                async let other = sides.1.outcome(of: question)
                let outcomes = try await (one, other)
                asked += 1
                answered[outcomes.0.kind, default: 0] += 1
                guard outcomes.0 != outcomes.1 || outcomes.0.kind == "internalError" else { continue }
                Issue.record("seed \(seed), question \(number), \(question): \(outcomes.0) but \(outcomes.1)")
                break
            }
            try await sides.0.close()
            try await sides.1.close()
            if asked >= wanted { break }
        }
        // What is refused at the door alone would show nothing.
        #expect(answered["answered", default: 0] > asked / 4, "\(answered)")
        print("fuzz: \(asked) questions from seed \(first): \(answered.sorted { $0.value > $1.value })")
    }
}

/// A duel that nobody steers, as its replay tells it.
private struct PlayedMatch {
    static let id: UInt64 = 77
    let file: [UInt8]

    init?() {
        guard var game = Game(mode: .duel, playerCount: 2) else { return nil }
        var food = FoodGenerator(seed: (1, 2))
        let seed = food.seedBytes
        var recording = Recording()
        while game.ending == .none {
            for slot in 0..<game.rules.players where game.tick == 100 + 20 * UInt32(slot) {
                guard let tick = game.remove(slot: slot) else { continue }
                recording.decided(ScheduledInput(tick: tick, slot: slot, action: .leave), at: game.tick)
            }
            _ = game.advance(food: &food)
            recording.stepped(hash: game.stateHash)
        }
        guard
            let file = Replay.file(
                matchID: Self.id, seed: seed, names: [Array("Ada".utf8), Array("Grace".utf8)], game: game,
                recording: recording)
        else { return nil }
        self.file = file
    }
}

/// An id: one that the database gave, or a number of the asker's.
private enum Reference {
    case given(Int)
    case number(UInt64)
}

/// A call, but for the ids that each database gives by itself.
private enum Question {
    case join(known: Bool, cluster: UInt64, node: UInt64, rules: UInt32)
    case report(RaftHealth, isOwn: Bool)
    case deregister(UInt64, isOwn: Bool)
    case guest(String)
    case rename(Reference, String)
    case seen(Reference)
    case ratings(Reference)
    case leaderboard(GetLeaderboardRequest)
    case storeReplay(Reference, match: UInt64, file: [UInt8], players: [Reference], ranked: Bool)
    case replay(GetReplayRequest)
    case beginRecovery(Reference, highest: UInt64, gives: Bool)
    case finishRecovery(Reference, FinishRecoveryRequest)
    case copyPart(Reference, StoreCopyPartRequest)
    case finishCopy(Reference, FinishCopyRequest)
    case copy
    case readCopyPart(Reference, GetCopyPartRequest)
    case list

    init(_ random: inout SplitMix64, _ match: PlayedMatch) {
        func chance(_ of: UInt32) -> Bool { random.below(of) == 0 }
        func number() -> UInt64 { random.number() }
        func small() -> UInt64 { chance(8) ? number() : UInt64(1 + random.below(4)) }
        /// Few, so that copies are whole now and then, and older or newer than others.
        func position() -> UInt64 { chance(16) ? number() : UInt64(1 + random.below(3)) }
        func reference() -> Reference { chance(3) ? .number(number()) : .given(Int(random.below(1 << 16))) }
        func short() -> UInt32 { UInt32(truncatingIfNeeded: number()) }
        switch random.below(19) {
        case 0, 1: self = .join(known: !chance(3), cluster: number(), node: number(), rules: short())
        case 2, 3:
            let health = RaftHealth(
                nodeID: number(), role: chance(2) ? "leader" : random.text(), term: small(), leaderID: small(),
                commitIndex: small(), appliedIndex: small(), members: chance(4) ? short() : 1, clusterID: number(),
                draining: chance(2))
            self = .report(health, isOwn: !chance(4))
        // Small numbers are given to nodes, not the same ones by both databases.
        case 4: self = .deregister(max(number(), 1 << 31), isOwn: chance(3))
        case 5, 6: self = .guest(random.text())
        case 7: self = .rename(reference(), random.text())
        case 8: self = .seen(reference())
        case 9: self = .ratings(reference())
        case 10:
            let mode = chance(4) ? random.text() : ["duel", "2v2", "ffa"][Int(random.below(3))]
            self = .leaderboard(
                GetLeaderboardRequest(mode: mode, ranked: chance(2), rows: chance(3) ? short() : 1 + random.below(100)))
        case 11, 12:
            var file = match.file
            if chance(2) {
                for _ in 0..<1 + random.below(3) {
                    file[Int(random.below(UInt32(file.count)))] = UInt8(random.below(256))
                }
            } else if chance(3) {
                file = (0..<random.below(200)).map { _ in UInt8(random.below(256)) }
            }
            self = .storeReplay(
                reference(), match: chance(4) ? small() : PlayedMatch.id, file: file,
                players: (0..<(chance(4) ? random.below(9) : 2)).map { _ in reference() }, ranked: chance(2))
        case 13:
            self = .replay(
                GetReplayRequest(
                    matchID: chance(4) ? small() : PlayedMatch.id,
                    key: chance(4) ? number() : Replay.key(ofFile: match.file) ?? 0))
        case 14:
            self =
                chance(2)
                ? .beginRecovery(reference(), highest: chance(2) ? number() : 9, gives: chance(2))
                : .finishRecovery(
                    reference(),
                    FinishRecoveryRequest(
                        newClusterID: number(), newNodeID: number(), index: small(), term: small(),
                        worldAsOfMs: number()))
        case 15:
            let bytes = (0..<(chance(40) ? 131_073 : random.below(50))).map { _ in
                UInt8(truncatingIfNeeded: random.next())
            }
            self = .copyPart(
                reference(),
                StoreCopyPartRequest(
                    term: position(), index: position(), part: chance(3) ? short() : random.below(2), data: bytes)
            )
        case 16:
            let copy = WorldCopy(
                term: position(), index: position(), membership: (0..<random.below(20)).map { UInt8($0) },
                size: small(), packedSize: small(), parts: chance(4) ? short() : 1, crc32c: short(),
                build: chance(2) ? "0.1.0" : random.text())
            self = .finishCopy(reference(), FinishCopyRequest(copy: chance(20) ? nil : copy, takenAgoMs: short()))
        case 17:
            self =
                chance(2)
                ? .copy
                : .readCopyPart(
                    reference(),
                    GetCopyPartRequest(term: position(), index: position(), part: chance(3) ? short() : random.below(2))
                )
        default: self = .list
        }
    }
}

extension SplitMix64 {
    /// The edges of what numbers are kept in, mostly.
    fileprivate mutating func number() -> UInt64 {
        let edges: [UInt64] = [
            0, 1, 2, 3, 1 << 31 - 1, 1 << 31, 1 << 32 - 1, 1 << 32, 1 << 53 - 1, 1 << 53, 1 << 62, 1 << 62 + 1,
            1 << 63 - 1, 1 << 63, .max,
        ]
        return below(8) == 0 ? next() : edges[Int(below(UInt32(edges.count)))]
    }

    /// What has broken programs that build statements, formats, arrays and lines of what they are given.
    fileprivate mutating func text() -> String {
        let pieces = [
            "", "Ada", "Grace", "'", "''", "\"", "\\", "\\x00", "%s%n", "$1", "?1", ";--", "NULL", "{1,2}", "(a)", "\0",
            "\u{1}", "\t", "\r\n", "\u{7F}", "\u{85}", "é", "e\u{301}", "\u{202E}", "\u{200D}", "\u{FEFF}", "\u{FFFD}",
            "\u{10FFFF}", "👩‍👩‍👧", "Ж", " ", "\u{A0}", "Robert'); DROP TABLE users;--", String(repeating: "a", count: 40),
        ]
        return (0..<below(4)).map { _ in pieces[Int(below(UInt32(pieces.count)))] }.joined()
    }
}

private enum Outcome: Equatable, CustomStringConvertible {
    /// What was answered, but for what each database decides by itself: ids and times.
    case answer(String)
    case refused(RPCStatus)

    /// The sentences name the database.
    static func == (one: Outcome, other: Outcome) -> Bool {
        switch (one, other) {
        case (.answer(let one), .answer(let other)): one == other
        case (.refused(let one), .refused(let other)): one.code == other.code
        case (.answer, .refused), (.refused, .answer): false
        }
    }

    /// Under which it is counted.
    var kind: String {
        switch self {
        case .answer: "answered"
        case .refused(let status): "\(status.code)"
        }
    }

    var description: String {
        switch self {
        case .answer(let text): text
        case .refused(let status): "\(status.code): \(status.message)"
        }
    }
}

/// A registry on a database of its own, and the ids that this one has given.
private actor Side {
    private let store: any RegistryStore
    private let registry: Registry
    /// Removes the database.
    private let remove: @Sendable () throws -> Void
    private var users: [UInt64] = []
    private var own: (cluster: UInt64, node: UInt64) = (0, 0)

    init(postgres: TemporaryPostgres, _ seed: UInt64) throws {
        let name = "fuzz_\(seed)"
        let maintain: @Sendable (String) throws -> Void = { statement in
            let connection = try PostgresConnection(postgres.url, deadline: .now + .seconds(10))
            _ = try connection.query(statement, deadline: .now + .seconds(30))
        }
        try maintain("CREATE DATABASE \(name)")
        let url = postgres.url(database: name)
        self.init(PostgresStore(conninfo: url, address: try #require(PostgresAddress(url)), cluster: "fuzz")) {
            try maintain("DROP DATABASE \(name) WITH (FORCE)")
        }
    }

    init(sqlite seed: UInt64) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("registry-fuzz-\(UUID())")
        self.init(try SQLiteStore(path: folder.appendingPathComponent("r.sqlite").path, cluster: "fuzz")) {
            try FileManager.default.removeItem(at: folder)
        }
    }

    private init(_ store: any RegistryStore, remove: @escaping @Sendable () throws -> Void) {
        self.store = store
        self.remove = remove
        registry = Registry(
            store: store,
            template: ServerRecord(
                node: NodeID(rawValue: 0), ipAddress: "10.0.0.1", grpcPort: 50051, raftPort: 50052, gatewayPort: 8080,
                build: "fuzz", rulesVersion: 1),
            eventLoop: MultiThreadedEventLoopGroup.singleton.next(),
            logger: Logger(label: "fuzz", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    func close() async throws {
        await store.close()
        try remove()
    }

    func outcome(of question: Question) async throws -> Outcome {
        do {
            return .answer(try await answer(question))
        } catch let status as RPCStatus {
            return .refused(status)
        }
    }

    private func user(_ reference: Reference) -> UInt64 {
        switch reference {
        case .given(let number): users.isEmpty ? 1 : users[number % users.count]
        // A number that one database has given by itself need not be a user of the other.
        case .number(let number): (1...100).contains(number) ? user(.given(Int(number))) : number
        }
    }

    private func cluster(_ reference: Reference) -> UInt64 {
        switch reference {
        case .given: own.cluster
        case .number(let number): number
        }
    }

    private func answer(_ question: Question) async throws -> String {
        switch question {
        case .join(let isKnown, let cluster, let node, let rules):
            let reply = try await registry.join(
                isKnown
                    ? JoinRequest(clusterID: own.cluster, nodeID: own.node, rulesVersion: rules)
                    : JoinRequest(clusterID: cluster, nodeID: node, rulesVersion: rules))
            if reply.supersededBy == 0 { own = (reply.clusterID, reply.nodeID) }
            return "bootstrap \(reply.bootstrap), superseded \(reply.supersededBy != 0)"
        case .report(var health, let isOwn):
            if isOwn { (health.clusterID, health.nodeID) = own }
            try await registry.report(health)
            return "reported"
        case .deregister(let node, let isOwn):
            try await registry.deregister(DeregisterRequest(nodeID: isOwn ? own.node : node))
            return "deregistered"
        case .guest(let name):
            let user = try await registry.createGuest(CreateGuestRequest(name: name))
            users.append(user.id)
            return "\(user.name) \(user.guest)"
        case .rename(let reference, let name):
            let user = try await registry.renameUser(RenameUserRequest(userID: user(reference), name: name))
            return "\(user.name) \(user.guest)"
        case .seen(let reference):
            let user = try await registry.seen(SeenRequest(userID: user(reference)))
            return "\(user.name) \(user.guest)"
        case .ratings(let reference):
            return "\(try await registry.ratings(GetRatingsRequest(userID: user(reference))).ratings)"
        case .leaderboard(let request):
            let page = try await registry.leaderboard(request)
            return "\(page.season) \(page.rows.map { "\($0.name) \(String(describing: $0.rating))" })"
        case .storeReplay(let reference, let match, let file, let players, let ranked):
            let reply = try await registry.storeReplay(
                StoreReplayRequest(
                    clusterID: cluster(reference), matchID: match, file: file, players: players.map(user),
                    ranked: ranked))
            return "\(reply.queue) \(reply.players.map(\.mean))"
        case .replay(let request):
            return "\(try await registry.replay(request).file)"
        case .beginRecovery(let reference, let highest, let gives):
            let reply = try await registry.beginRecovery(
                BeginRecoveryRequest(lostClusterID: cluster(reference), highestNodeID: highest, giveIdentity: gives))
            return "\(reply.wasGivenUp) \(reply.presentClusterID == own.cluster) \(reply.newNodeID > highest)"
        case .finishRecovery(let reference, var request):
            request.lostClusterID = cluster(reference)
            request.presentClusterID = own.cluster
            try await registry.finishRecovery(request)
            own = (request.newClusterID, request.newNodeID)
            return "recovered"
        case .copyPart(let reference, var request):
            request.clusterID = cluster(reference)
            return "\(try await registry.storeCopyPart(request).isOld)"
        case .finishCopy(let reference, var request):
            request.copy?.clusterID = cluster(reference)
            return "\(try await registry.finishCopy(request).isOld)"
        case .copy:
            guard var copy = try await registry.copy().copy else { return "none" }
            copy.clusterID = copy.clusterID == own.cluster ? 1 : 0
            return "\(copy)"
        case .readCopyPart(let reference, var request):
            request.clusterID = cluster(reference)
            return "\(try await registry.copyPart(request).data)"
        case .list:
            return
                "\(try await registry.list().servers.map { "\($0.role) \($0.term) \($0.leaderID) \($0.appliedIndex) \($0.draining)" })"
        }
    }
}
