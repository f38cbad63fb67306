import Identity
import RegistryCore
import Testing

@testable import RegistryStorage

@Suite struct CopyTests {
    private func position(_ joined: Joined, _ term: UInt64, _ index: UInt64) -> CopyPosition {
        CopyPosition(cluster: joined.identity.cluster, term: Term(rawValue: term), index: LogIndex(rawValue: index))
    }

    private func copy(_ position: CopyPosition, parts: [[UInt8]]) -> WorldCopy {
        WorldCopy(
            position: position, membership: [1, 2, 3, 0, 255], size: 1_000,
            packedSize: parts.reduce(0) { $0 + $1.count }, parts: parts.count, checksum: .max - 1, build: "0.1.0")
    }

    private func store(
        _ parts: [[UInt8]], at position: CopyPosition, in store: any RegistryStore
    ) async throws -> CopyRules.Decision {
        for (number, part) in parts.enumerated() {
            guard try await store.storeCopyPart(part, number: number, of: position) == .take else { return .old }
        }
        return try await store.finishCopy(copy(position, parts: parts), takenAgo: 4_000)
    }

    private let parts: [[UInt8]] = [(0...255).map { $0 }, [9], [UInt8](repeating: 0, count: 131_072)]

    @Test("a copy comes back as it was stored, with its age", arguments: Kind.allCases)
    @_optimize(none)
    func roundTrip(kind: Kind) async throws {
        let store = try await Database(kind).open()
        let joined = try await store.join(attempt(1))
        #expect(try await store.copy() == nil)
        let here = position(joined, 3, 500)
        #expect(try await self.store(parts, at: here, in: store) == .take)
        let stored = try #require(try await store.copy())
        #expect(stored.copy == copy(here, parts: parts))
        #expect((4_000..<60_000).contains(stored.age))
        for (number, part) in parts.enumerated() { #expect(try await store.copyPart(number, of: here) == part) }
        #expect(try await store.copyPart(3, of: here) == nil)
    }

    @Test("an older copy never takes a newer one's place, whichever of its steps comes late", arguments: Kind.allCases)
    @_optimize(none)
    func olderNeverOverwrites(kind: Kind) async throws {
        let store = try await Database(kind).open()
        let joined = try await store.join(attempt(1))
        let (older, newer) = (position(joined, 3, 500), position(joined, 4, 501))
        // The leader that others have left is in the middle of its copy when the next one's is done.
        #expect(try await store.storeCopyPart([1], number: 0, of: older) == .take)
        #expect(try await self.store(parts, at: newer, in: store) == .take)
        #expect(try await store.storeCopyPart([2], number: 1, of: older) == .old)
        #expect(try await store.finishCopy(copy(older, parts: [[1]]), takenAgo: 0) == .old)
        #expect(try await self.store(parts, at: newer, in: store) == .old, "nor one that is as new")
        #expect(try await store.copy()?.copy.position == newer)
        #expect(try await store.copyPart(2, of: newer) == parts[2])
        #expect(try await store.copyPart(0, of: older) == nil, "what was not finished is gone")
    }

    @Test("a copy whose parts are not all there does not count", arguments: Kind.allCases)
    @_optimize(none)
    func missingParts(kind: Kind) async throws {
        let store = try await Database(kind).open()
        let joined = try await store.join(attempt(1))
        let (first, second) = (position(joined, 3, 500), position(joined, 3, 600))
        #expect(try await self.store(parts, at: first, in: store) == .take)
        _ = try await store.storeCopyPart(parts[0], number: 0, of: second)
        _ = try await store.storeCopyPart(parts[2], number: 2, of: second)
        let error = await failure { try await store.finishCopy(copy(second, parts: parts), takenAgo: 0) }
        #expect(error?.code == .undecided)
        #expect(try await store.copy()?.copy.position == first)
        #expect(try await store.copyPart(1, of: first) == parts[1])
        // The next attempt begins with part 0: it removes what that one left.
        let third = position(joined, 3, 700)
        _ = try await store.storeCopyPart([7], number: 0, of: third)
        #expect(try await store.copyPart(0, of: second) == nil)
        #expect(try await store.copyPart(0, of: first) == parts[0])
    }

    @Test("a rebuilt cluster's copy replaces the lost one's, which stores nothing any more", arguments: Kind.allCases)
    @_optimize(none)
    func rebuilt(kind: Kind) async throws {
        let store = try await Database(kind).open()
        let joined = try await store.join(attempt(1))
        let lost = position(joined, 9, 900)
        #expect(try await self.store(parts, at: lost, in: store) == .take)
        #expect(try await store.listing().restoration == nil)
        let heir = NodeIdentity(cluster: ClusterID(rawValue: 77), node: NodeID(rawValue: 40))
        try await store.finishRecovery(
            RecoveryRules.Claim(
                lost: joined.identity.cluster, present: joined.identity.cluster, founder: heir, index: 900, term: 9,
                worldAsOf: 1_700_000_000_123))
        let told = try #require(try await store.listing().restoration)
        #expect(told.cluster == heir.cluster && told.worldAsOf == 1_700_000_000_123 && told.age < 60_000)
        #expect(try await store.copy()?.copy.position == lost, "it stays until there is another one")
        #expect(try await store.storeCopyPart([1], number: 0, of: position(joined, 9, 901)) == .refuse)
        let first = CopyPosition(cluster: heir.cluster, term: Term(rawValue: 10), index: LogIndex(rawValue: 10))
        #expect(try await self.store([[5]], at: first, in: store) == .take)
        #expect(try await store.copy()?.copy.position == first)
        #expect(try await store.copyPart(0, of: lost) == nil)
    }

    @Test("clusters of other names have copies of their own", arguments: Kind.allCases)
    @_optimize(none)
    func names(kind: Kind) async throws {
        let database = try await Database(kind)
        let (one, other) = (try database.open(cluster: "one"), try database.open(cluster: "other"))
        let (a, b) = (try await one.join(attempt(1)), try await other.join(attempt(2)))
        #expect(try await store([[1]], at: position(a, 1, 1), in: one) == .take)
        #expect(try await store([[2]], at: position(b, 1, 1), in: other) == .take)
        #expect(try await one.copyPart(0, of: position(a, 1, 1)) == [1])
        #expect(try await other.storeCopyPart([3], number: 0, of: position(a, 1, 2)) == .refuse)
    }
}
