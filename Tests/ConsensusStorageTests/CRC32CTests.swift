import Testing

@testable import ConsensusStorage

@Suite struct CRC32CTests {
    /// RFC 3720, appendix B.4, each checksum read as a little-endian number; the last two are from the CRC catalogue.
    @Test func publishedVectors() {
        #expect(CRC32C.checksum(of: [UInt8](repeating: 0, count: 32)) == 0x8a91_36aa)
        #expect(CRC32C.checksum(of: [UInt8](repeating: 0xff, count: 32)) == 0x62a8_ab43)
        #expect(CRC32C.checksum(of: [UInt8](0..<32)) == 0x46dd_794e)
        #expect(CRC32C.checksum(of: [UInt8]((0..<32).reversed())) == 0x113f_db5c)
        #expect(CRC32C.checksum(of: Array("123456789".utf8)) == 0xe306_9283)
        #expect(CRC32C.checksum(of: [UInt8]()) == 0)
    }

    @Test func aChecksumContinuesAtAnyByte() {
        let bytes = (0..<61).map { UInt8($0 * 37 % 251) }
        let whole = CRC32C.checksum(of: bytes)
        for cut in 0...bytes.count {
            #expect(CRC32C.extend(CRC32C.checksum(of: bytes[..<cut]), with: bytes[cut...]) == whole)
        }
    }
}
