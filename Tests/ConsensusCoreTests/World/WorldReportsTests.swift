import ConsensusCore
import Identity
import Testing

@Suite struct WorldReportsTests {
    private let one = NodeID(rawValue: 1)
    private let two = NodeID(rawValue: 2)
    private let three = NodeID(rawValue: 3)

    @Test("a leader hands over to the best voter whose world moves on as the others do")
    func healthy() {
        var reports = WorldReports()
        reports.reported(by: one, at: 20_000)
        reports.reported(by: two, at: 19_399)
        #expect(reports.successor(of: [two, three], at: 20_100) == nil, "neither moves")
        reports.reported(by: three, at: 19_400)
        #expect(reports.successor(of: [two, three], at: 20_100) == three)
        reports.reported(by: two, at: 20_050)
        #expect(reports.successor(of: [two, three], at: 20_100) == two)
        #expect(reports.successor(of: [], at: 20_100) == nil)
    }

    @Test("while no game runs, any voter that answers will do")
    func idle() {
        var reports = WorldReports()
        #expect(reports.successor(of: [two, three], at: 10_000) == two)
        reports.reported(by: three, at: 10_000)
        #expect(reports.successor(of: [two, three], at: 14_999) == three)
        #expect(reports.successor(of: [two, three], at: 15_000) == two)
    }

    @Test("the world of a former member counts no more")
    func former() {
        var reports = WorldReports()
        reports.reported(by: one, at: 10_000)
        reports.reported(by: two, at: 9_000)
        #expect(reports.successor(of: [two], at: 10_000) == nil)
        reports.keep { $0 != one }
        #expect(reports.successor(of: [two], at: 10_000) == two)
    }
}
