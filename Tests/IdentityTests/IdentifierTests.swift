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
}
