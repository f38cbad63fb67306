import Identity
import Testing

@testable import RegistryCore

@Suite struct CopyRulesTests {
    private func position(_ cluster: UInt64, _ term: UInt64, _ index: UInt64) -> CopyPosition {
        CopyPosition(
            cluster: ClusterID(rawValue: cluster), term: Term(rawValue: term), index: LogIndex(rawValue: index))
    }

    @Test("a copy is taken when it is the name's cluster's and newer than what is kept")
    func fencing() {
        let mine = ClusterID(rawValue: 7)
        func decide(_ offered: CopyPosition, kept: CopyPosition?) -> CopyRules.Decision {
            CopyRules.decide(offered, present: mine, kept: kept)
        }
        #expect(decide(position(7, 3, 100), kept: nil) == .take)
        #expect(decide(position(7, 3, 100), kept: position(7, 3, 99)) == .take)
        #expect(decide(position(7, 4, 100), kept: position(7, 3, 100)) == .take)
        #expect(decide(position(7, 3, 100), kept: position(7, 3, 100)) == .old)
        #expect(decide(position(7, 3, 100), kept: position(7, 3, 101)) == .old)
        #expect(decide(position(7, 3, 200), kept: position(7, 4, 100)) == .old, "a leader that others have left")
        #expect(decide(position(7, 1, 1), kept: position(6, 9, 900)) == .take, "the rebuilt cluster's first one")
    }

    @Test("a cluster whose name another one has, or that is not known, stores nothing")
    func otherClusters() {
        for kept in [nil, position(7, 1, 1), position(8, 9, 9)] {
            #expect(CopyRules.decide(position(7, 5, 50), present: ClusterID(rawValue: 8), kept: kept) == .refuse)
            #expect(CopyRules.decide(position(7, 5, 50), present: nil, kept: kept) == .refuse)
        }
    }

    @Test("numbers and texts have bounds")
    func bounds() {
        let good = WorldCopy(
            position: position(7, 1, 1), membership: [1], size: 10, packedSize: 10, parts: 1, checksum: 0, build: "1")
        #expect(CopyRules.fault(of: good) == nil)
        for change: (inout WorldCopy) -> Void in [
            { $0.size = 0 }, { $0.size = -1 }, { $0.size = SharedLimits.worldBytes + 1 }, { $0.packedSize = 0 },
            { $0.packedSize = SharedLimits.copyBytes + 1 }, { $0.parts = 0 }, { $0.parts = CopyRules.maximumParts + 1 },
            { $0.membership = [UInt8](repeating: 0, count: (1 << 20) + 1) },
            { $0.build = String(repeating: "x", count: 65) },
        ] {
            var bad = good
            change(&bad)
            #expect(CopyRules.fault(of: bad) != nil)
        }
    }
}
