import Testing

/// Against Python's protobuf, which wrote the golden bytes (scripts/generate-protos).
@Suite struct GoldenTests {
    @Test("a value has the bytes that another implementation gives it", arguments: Golden.all)
    func encodes(golden: Golden) {
        #expect(golden.encoded() == golden.bytes)
    }

    @Test("another implementation's bytes give the value back", arguments: Golden.all)
    func decodes(golden: Golden) throws {
        #expect(try golden.isDecoded())
    }
}
