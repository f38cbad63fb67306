import Testing

@testable import Wire

@Suite struct DecodingTests {
    @Test("a text keeps its NULs, in the middle and at its ends")
    func keepsNUL() throws {
        let hello = Hello(userID: 1, sessionID: 2, name: "\0a\0\0b\0")
        #expect(try Hello(decoding: hello.encoded()).name.utf8.elementsEqual([0, 97, 0, 0, 98, 0]))
    }

    /// RFC 3629, sections 3 and 10, and The Unicode Standard's table 3-7.
    @Test(
        "a text that is not UTF-8 is refused",
        arguments: [
            [0x80],  // a continuation alone
            [0xC3],  // cut off
            [0xC3, 0x28],  // followed by no continuation
            [0xC0, 0x80],  // NUL, overlong
            [0xE0, 0x80, 0xAF],  // slash, overlong
            [0xF0, 0x80, 0x80, 0xAF],
            [0xED, 0xA0, 0x80],  // a surrogate
            [0xF4, 0x90, 0x80, 0x80],  // above U+10FFFF
            [0xFF],
        ] as [[UInt8]])
    func refusesInvalidUTF8(bytes: [UInt8]) {
        let text = [UInt8(ascii: "a")] + bytes
        let hello: [UInt8] = [0x1A, UInt8(text.count)] + text
        #expect(code(of: { try Hello(decoding: hello) }) == .invalidUTF8)
        // and within another message
        #expect(code(of: { try PlayUp(decoding: [0x0A, UInt8(hello.count)] + hello) }) == .invalidUTF8)
        // while the same bytes are fine where they are not a text
        #expect(throws: Never.self) { try PlayUp(decoding: [0x1A, UInt8(text.count)] + text) }
    }

    @Test(
        "a message cut inside a field is refused",
        arguments: [
            [0x08], [0x08, 0x80], [0x1A, 0x05, 0x61], [0x1A], [0x1A, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0x0D, 0x00],
        ] as [[UInt8]])
    func refusesTruncation(bytes: [UInt8]) {
        #expect(code(of: { try Hello(decoding: bytes) }) == .malformed)
    }

    @Test("no cut of a valid message does harm", arguments: Golden.all)
    func survivesEveryCut(golden: Golden) throws {
        for count in golden.bytes.indices {
            expectStable(golden, Array(golden.bytes.prefix(count)))
        }
    }

    @Test("unknown fields are passed over")
    func ignoresUnknownFields() throws {
        let unknown: [UInt8] = [0xFA, 0x07, 0x03, 0x01, 0x02, 0x03, 0x80, 0x08, 0x01]  // 127: bytes; 128: a number
        #expect(try Hello(decoding: unknown + Hello(userID: 7).encoded() + unknown) == Hello(userID: 7))
        #expect(try ReportHealthReply(decoding: unknown) == ReportHealthReply())
    }

    @Test("an unknown enum value keeps its number")
    func keepsUnknownEnumValue() throws {
        let bytes: [UInt8] = [0x08, 0x4D]
        let queue = try QueueLength(decoding: bytes)
        #expect(queue.mode == .unrecognized(77))
        #expect(queue.encoded() == bytes)
        // int32 -1, ten bytes (protobuf encoding, "Signed Integers")
        let negative: [UInt8] = [0x08] + Array(repeating: 0xFF, count: 9) + [0x01]
        #expect(try QueueLength(decoding: negative).mode == .unrecognized(-1))
    }

    @Test("an unknown choice of a oneof is no choice")
    func unknownChoice() throws {
        #expect(try PlayUp(decoding: [0x7A, 0x00]).event == nil)
    }

    @Test("the last choice of a oneof counts")
    func lastChoice() throws {
        let bytes = PlayUp(event: .frame([1, 2, 3])).encoded() + PlayUp(event: .resync(Resync())).encoded()
        #expect(try PlayUp(decoding: bytes).event == .resync(Resync()))
    }

    @Test("a chosen empty value is a choice")
    func emptyChoice() throws {
        #expect(try PlayUp(decoding: PlayUp(event: .frame([])).encoded()).event == .frame([]))
        #expect(try PlayUp(decoding: PlayUp(event: .hello(Hello())).encoded()).event == .hello(Hello()))
    }

    @Test("a field of another wire type is refused or passed over, never misread")
    func otherWireType() {
        // field 1 (user_id) as bytes
        #expect(code(of: { try Hello(decoding: [0x0A, 0x01, 0x01]) }) == .malformed)
    }

    @Test("a message of a megabyte goes through whole")
    func large() throws {
        let chunk = RaftSnapshotChunk(data: (0..<1 << 20).map { UInt8(truncatingIfNeeded: $0) }, last: true)
        #expect(try RaftSnapshotChunk(decoding: chunk.encoded()) == chunk)
        let entries = Entries(entries: (0..<20_000).map { Entry(index: $0, term: 1, command: [1, 2, 3]) })
        #expect(try Entries(decoding: entries.encoded()) == entries)
    }

    @Test("a message that would grow past its memory is refused")
    func bounded() throws {
        let hostile = [UInt8](repeating: 0, count: 1 << 20).enumerated().map { $0.offset % 2 == 0 ? 0x0A : 0x00 }
        #expect(code(of: { try Entries(decoding: hostile.map { UInt8($0) }) }) == .tooLarge)
        let long = Hello(name: String(repeating: "a", count: 2000)).encoded()
        #expect(code(of: { try ProtobufCoding.decode(long, budget: 0) as Hello }) == .tooLarge)
    }
}

/// The code that `body` throws, `nil` if it returns.
func code<Value>(of body: () throws -> Value) -> WireError.Code? {
    do {
        _ = try body()
        return nil
    } catch {
        return (error as? WireError)?.code
    }
}

/// What decodes at all encodes to bytes that decode to the same again.
/// - Returns: Whether it decodes.
@discardableResult
func expectStable(_ golden: Golden, _ bytes: [UInt8], _ comment: @autoclosure () -> Comment? = nil) -> Bool {
    guard let once = try? golden.recode(bytes) else { return false }
    // A macro for each of some hundred thousand cases would take most of the time.
    if (try? golden.recode(once)) != once {
        Issue.record("\(golden.testDescription): \(bytes) became \(once), which does not stay: \(comment() ?? "")")
    }
    return true
}
