import ClientProtocol
import Testing

@Suite struct JSONTests {
    private func parse(_ text: String) throws -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

    @Test("every kind of value is read")
    func values() throws {
        let json = try parse(#" {"a":[1,-2.5e+3,true,false,null],"b":"x\"\\\/\b\f\n\r\té😀","c":{}} "#)
        #expect(json["a"] == .array([.number("1"), .number("-2.5e+3"), .bool(true), .bool(false), .null]))
        #expect(json["b"] == .string("x\"\\/\u{8}\u{c}\n\r\té😀"))
        #expect(json["c"] == .object([:]))
        #expect(json["d"] == nil)
    }

    @Test("escaped characters outside the basic plane are surrogate pairs")  // RFC 8259 section 7
    func surrogates() throws {
        #expect(try parse(#""\uD83D\ude00\u0041""#) == .string("😀A"))
    }

    @Test(
        "what is not JSON is refused",
        arguments: [
            "", " ", "{", "}", "[", "[1,]", "{,}", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{a:1}"#, #"{"a":1"b":2}"#,
            "01", "1.",
            ".5", "+1", "-", "1e", "1e+", "tru", "nulll", "NaN", "\"", #""\x""#, #""\u12""#, #""\ud800""#,
            #""\udc00""#, #""\ud800\u0041""#, "\"\u{1}\"", "1 2", "{} x", #"{"a":1,"a":2}"#,
            String(repeating: "[", count: 17) + String(repeating: "]", count: 17),
            String(repeating: "[", count: 100_000),
        ])
    func refused(text: String) {
        #expect(throws: JSONError.self) { try parse(text) }
    }

    @Test("a string that is not UTF-8 is refused")
    func notUTF8() {
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xC3, 0x28, 0x22]) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xED, 0xA0, 0x80, 0x22]) }
    }

    @Test(
        "whole numbers are read whole or not at all",
        arguments: [
            ("0", 0), ("18446744073709551615", UInt64.max), ("18446744073709551616", nil), ("-1", nil), ("1.0", nil),
            ("1e3", nil),
        ] as [(String, UInt64?)])
    func unsigned(text: String, value: UInt64?) throws {
        #expect(try parse(text).unsigned == value)
    }

    @Test("what is written is read back")
    func writer() throws {
        let text = JSONWriter.object { json in
            json.member("quote\\u0020", "a\"b\\c\u{0}\n\u{7f}é😀")
            json.member("none", nil)
            json.member("number", -5)
            json.member("yes", true)
            json.name("list")
            json.array { json in
                json.string("x")
                json.object { _ in }
                json.array { _ in }
            }
        }
        let json = try JSONValue(parsing: text)
        #expect(json["quote "] == .string("a\"b\\c\u{0}\n\u{7f}é😀"))
        #expect(json["none"] == .null)
        #expect(json["number"] == .number("-5"))
        #expect(json["yes"] == .bool(true))
        #expect(json["list"] == .array([.string("x"), .object([:]), .array([])]))
    }
}
