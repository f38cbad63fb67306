/// The Castagnoli checksum (RFC 3720, appendix B.4), eight bytes a step.
///
/// `CRC32C.checksum(of: a + b) == CRC32C.extend(CRC32C.checksum(of: a), with: b)`: a chain of records is one long
/// message whose checksum is written down at each record's end.
package enum CRC32C {
    /// The checksum of no bytes at all.
    package static let empty: UInt32 = 0

    package static func checksum(of bytes: some Collection<UInt8>) -> UInt32 { extend(empty, with: bytes) }

    /// The checksum of the bytes that gave `checksum`, followed by `bytes`.
    package static func extend(_ checksum: UInt32, with bytes: some Collection<UInt8>) -> UInt32 {
        bytes.withContiguousStorageIfAvailable { extend(checksum, with: UnsafeRawBufferPointer($0)) }
            ?? Array(bytes).withUnsafeBytes { extend(checksum, with: $0) }
    }

    private static func extend(_ checksum: UInt32, with bytes: UnsafeRawBufferPointer) -> UInt32 {
        tables.withUnsafeBufferPointer { table in
            var crc = ~checksum
            var offset = 0
            while bytes.count &- offset >= 8 {
                let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                let low = crc ^ UInt32(truncatingIfNeeded: word)
                let high = UInt32(truncatingIfNeeded: word >> 32)
                crc = table[1792 &+ Int(low & 0xff)] ^ table[1536 &+ Int((low >> 8) & 0xff)]
                crc ^= table[1280 &+ Int((low >> 16) & 0xff)] ^ table[1024 &+ Int(low >> 24)]
                crc ^= table[768 &+ Int(high & 0xff)] ^ table[512 &+ Int((high >> 8) & 0xff)]
                crc ^= table[256 &+ Int((high >> 16) & 0xff)] ^ table[Int(high >> 24)]
                offset &+= 8
            }
            while offset < bytes.count {
                crc = table[Int((crc ^ UInt32(bytes[offset])) & 0xff)] ^ (crc >> 8)
                offset &+= 1
            }
            return ~crc
        }
    }

    /// Eight tables of 256: table `n` moves a byte `n` bytes further through the shift register.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var crc = UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0x82f6_3b78 : crc >> 1 }
            tables[byte] = crc
        }
        for position in 256..<tables.count {
            let previous = tables[position - 256]
            tables[position] = tables[Int(previous & 0xff)] ^ (previous >> 8)
        }
        return tables
    }()
}
