/// Takes bytes in order. One encoding function serves a buffer, a hash and a counter alike.
package protocol ByteSink {
    mutating func put(_ byte: UInt8)
}

extension ByteSink {
    package mutating func put(_ value: UInt16) {
        put(UInt8(truncatingIfNeeded: value))
        put(UInt8(truncatingIfNeeded: value >> 8))
    }

    package mutating func put(_ value: UInt32) {
        put(UInt16(truncatingIfNeeded: value))
        put(UInt16(truncatingIfNeeded: value >> 16))
    }

    package mutating func put(_ value: UInt64) {
        put(UInt32(truncatingIfNeeded: value))
        put(UInt32(truncatingIfNeeded: value >> 32))
    }

    /// Unsigned LEB128 in its shortest form: 1 to 10 bytes.
    package mutating func putVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            put(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        put(UInt8(truncatingIfNeeded: rest))
    }

    /// A length as a varint, and that many bytes.
    package mutating func putBlock(_ bytes: [UInt8]) {
        putVarint(UInt64(bytes.count))
        for byte in bytes { put(byte) }
    }
}

/// Collects bytes; fixed-width integers little-endian.
package struct ByteWriter: ByteSink, Sendable, Equatable {
    package private(set) var bytes: [UInt8] = []

    package init(reserving capacity: Int = 64) { bytes.reserveCapacity(capacity) }

    /// Goes on behind `bytes`.
    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package mutating func put(_ byte: UInt8) { bytes.append(byte) }
    package mutating func put(contentsOf more: [UInt8]) { bytes.append(contentsOf: more) }
}

/// 64-bit FNV-1a (Fowler, Noll, Vo; draft-eastlake-fnv).
package struct FNV1a64: ByteSink, Sendable {
    package private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    package init() {}

    package mutating func put(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
}

/// Why bytes are not what they should be.
package enum CodecError: UInt8, Error, Sendable, Equatable {
    /// The bytes end inside a value.
    case truncated
    /// Bytes follow the last value.
    case trailingBytes
    /// A varint has more than 10 bytes, more than 64 bits, or is not in its shortest form.
    case badVarint
    /// A version or frame kind this build does not know.
    case unknownKind
    /// A value outside its range, or one that contradicts another.
    case invalidValue
}

/// Reads bytes once, front to back. Never reads past the end and never traps.
package struct ByteReader: Sendable {
    private let bytes: [UInt8]
    private var position: Int

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = 0
    }

    package var remaining: Int { bytes.count - position }

    package mutating func u8() throws(CodecError) -> UInt8 {
        guard position < bytes.count else { throw .truncated }
        defer { position += 1 }
        return bytes[position]
    }

    /// 0 or 1.
    package mutating func flag() throws(CodecError) -> Bool {
        let byte = try u8()
        guard byte < 2 else { throw .invalidValue }
        return byte == 1
    }

    package mutating func u16() throws(CodecError) -> UInt16 {
        let low = try u8()
        return UInt16(low) | UInt16(try u8()) << 8
    }

    package mutating func u32() throws(CodecError) -> UInt32 {
        let low = try u16()
        return UInt32(low) | UInt32(try u16()) << 16
    }

    package mutating func u64() throws(CodecError) -> UInt64 {
        let low = try u32()
        return UInt64(low) | UInt64(try u32()) << 32
    }

    /// Unsigned LEB128; only the shortest form is taken, so that equal values have equal bytes.
    package mutating func varint() throws(CodecError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = try u8()
            let bits = UInt64(byte & 0x7f)
            guard shift < 63 || (shift == 63 && bits <= 1) else { throw .badVarint }
            value |= bits << shift
            if byte & 0x80 == 0 {
                guard byte != 0 || shift == 0 else { throw .badVarint }
                return value
            }
            shift += 7
        }
    }

    /// A varint that must be at most `limit`.
    package mutating func varint32(atMost limit: UInt32) throws(CodecError) -> UInt32 {
        let value = try varint()
        guard value <= UInt64(limit) else { throw .invalidValue }
        return UInt32(truncatingIfNeeded: value)
    }

    package mutating func bytes(_ count: Int) throws(CodecError) -> [UInt8] {
        guard count <= remaining else { throw .truncated }
        defer { position += count }
        return Array(bytes[position..<position + count])
    }

    /// A length as a varint, at most `limit`, and that many bytes.
    package mutating func block(atMost limit: Int) throws(CodecError) -> [UInt8] {
        try bytes(Int(try varint32(atMost: UInt32(truncatingIfNeeded: limit))))
    }

    package mutating func rest() -> [UInt8] {
        defer { position = bytes.count }
        return Array(bytes[position...])
    }

    package func end() throws(CodecError) {
        guard remaining == 0 else { throw .trailingBytes }
    }
}
