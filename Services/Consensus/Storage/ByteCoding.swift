/// Little-endian numbers at the end of a byte array. Everything on disk is little-endian.
extension [UInt8] {
    mutating func append(littleEndian number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }

    /// A byte count of 32 bits, then the bytes.
    mutating func append(counted bytes: some Collection<UInt8>) {
        append(littleEndian: UInt32(bytes.count))
        append(contentsOf: bytes)
    }

    /// Overwrites the 32 bits at `offset`.
    mutating func replace(at offset: Int, with number: UInt32) {
        Swift.withUnsafeBytes(of: number.littleEndian) { replaceSubrange(offset..<offset + 4, with: $0) }
    }
}

/// Reads what `append(littleEndian:)` wrote. Every read checks that the bytes are there.
struct ByteReader {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    var remaining: Int { bytes.endIndex - position }
    var isAtEnd: Bool { remaining == 0 }

    /// `nil` when too few bytes are left.
    mutating func number<Number: FixedWidthInteger>(_: Number.Type = Number.self) -> Number? {
        let size = MemoryLayout<Number>.size
        guard remaining >= size else { return nil }
        defer { position += size }
        return bytes.withUnsafeBytes { buffer in
            Number(littleEndian: buffer.loadUnaligned(fromByteOffset: position - bytes.startIndex, as: Number.self))
        }
    }

    mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, remaining >= count else { return nil }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func countedBytes() -> ArraySlice<UInt8>? {
        guard let count = number(UInt32.self) else { return nil }
        return bytes(Int(count))
    }

    mutating func rest() -> ArraySlice<UInt8> {
        defer { position = bytes.endIndex }
        return bytes[position...]
    }
}
