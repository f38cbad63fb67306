import Identity
import Testing

@Suite("Identifiers")
struct IdentifierTests {
    @Test("zero is none, so it is no identifier")
    func zeroIsNone() {
        #expect(NodeID(checked: 0) == nil)
        #expect(NodeID(checked: 1) == NodeID(rawValue: 1))
        #expect(NodeID(checked: .max)?.rawValue == .max)
    }

    @Test("identifiers are ordered by their number and written as it")
    func orderAndText() {
        #expect(LogIndex(rawValue: 9) < LogIndex(rawValue: 10))
        #expect("\(Term(rawValue: 18_446_744_073_709_551_615))" == "18446744073709551615")
    }

    @Test("the name of a replay is read as it is written, and in no other way")
    func replayNames() {
        let name = ReplayName(match: MatchID(rawValue: 12), key: 0x9f86_d081_884c_7d65)
        #expect("\(name)" == "12-9f86d081884c7d65" && ReplayName("12-9f86d081884c7d65") == name)
        let small = ReplayName(match: MatchID(rawValue: .max), key: 0xa)
        #expect("\(small)" == "18446744073709551615-000000000000000a" && ReplayName(small.description) == small)
        for wrong in [
            "", "12", "12-", "-9f86d081884c7d65", "0-9f86d081884c7d65", "012-9f86d081884c7d65", "+12-9f86d081884c7d65",
            "12-9F86D081884C7D65", "12-9f86d081884c7d6", "12-09f86d081884c7d65", "12-+f86d081884c7d65",
            "12-9f86d081884c7d65-", "12-9f86d081884c7d65 ", "18446744073709551616-9f86d081884c7d65",
        ] { #expect(ReplayName(wrong) == nil, "\(wrong)") }
    }
}
