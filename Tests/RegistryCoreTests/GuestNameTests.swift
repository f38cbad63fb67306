import ClientProtocol
import RegistryCore
import Testing

@Suite struct GuestNameTests {
    @Test("an account's name is a text that others can see")
    func rule() throws {
        #expect(try GuestName(validating: "  علی\u{200C}رضا \n").text == "علی\u{200C}رضا")
        #expect(throws: VisibleText.Fault.hidden("\u{3164}")) { try GuestName(validating: "\u{3164}") }
        #expect(throws: VisibleText.Fault.tooManyCharacters(17, most: 16)) {
            try GuestName(validating: "12345678901234567")
        }
    }
}
