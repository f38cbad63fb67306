import RegistryCore
import Testing

@Suite struct GuestNameTests {
    @Test(
        "a name is kept, without the blanks around it",
        arguments: [
            ("Ada", "Ada"), ("  Ada Lovelace \n", "Ada Lovelace"), ("蛇", "蛇"), ("👩‍🚀🐍", "👩‍🚀🐍"),
            ("1234567890123456", "1234567890123456"), ("\u{3000}Ada\u{A0}", "Ada"),
        ])
    func kept(given: String, expected: String) throws {
        #expect(try GuestName(validating: given).text == expected)
    }

    @Test(
        "a name that cannot be shown fairly is refused",
        arguments: [
            ("", GuestName.Fault.empty), (" \t\u{2003}", .empty), ("12345678901234567", .tooLong),
            ("a\0b", .forbiddenCharacter), ("a\u{202E}b", .forbiddenCharacter), ("a\nb", .forbiddenCharacter),
            ("\u{FEFF}Ada", .forbiddenCharacter), ("a\u{2028}b", .forbiddenCharacter),
            ("\u{E000}", .forbiddenCharacter),
            ("a" + String(repeating: "\u{301}", count: 64), .tooLong), (String(repeating: "x", count: 5000), .tooLong),
        ])
    func refused(given: String, fault: GuestName.Fault) {
        #expect(throws: fault) { try GuestName(validating: given) }
    }
}
