internal import CZlib

/// Compresses bytes as they come into one zlib stream (RFC 1950), at the level that costs the least time. Holds some 270 KB.
/// Owned by one thread.
@safe package final class Packer {
    /// Compressed bytes are taken in pieces of so many.
    private static let pieceSize = 64 << 10

    private let stream: UnsafeMutablePointer<z_stream>
    private var isFinished = false

    package init() {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let code = unsafe snaketron_deflate_init(stream, Z_BEST_SPEED)
        precondition(code == Z_OK, "deflateInit: \(code)")  // no memory, or another zlib than this was built for
    }

    deinit {
        unsafe deflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// - Returns: What is compressed so far and was not returned before; often nothing.
    package func append(_ bytes: [UInt8]) -> [UInt8] {
        bytes.isEmpty ? [] : deflated(bytes, Z_NO_FLUSH)
    }

    /// The rest of the stream. Nothing may be appended afterwards.
    package func finish() -> [UInt8] {
        defer { isFinished = true }
        return deflated([], Z_FINISH)
    }

    private func deflated(_ bytes: [UInt8], _ flush: Int32) -> [UInt8] {
        precondition(!isFinished, "a finished stream takes nothing")
        var output: [UInt8] = []
        unsafe bytes.withUnsafeBufferPointer { input in
            // zlib reads the input only, whatever its header says.
            unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            unsafe stream.pointee.avail_in = UInt32(input.count)
            var isFull = true
            while isFull {
                let piece = unsafe [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { buffer, count in
                    unsafe stream.pointee.next_out = buffer.baseAddress
                    unsafe stream.pointee.avail_out = UInt32(Self.pieceSize)
                    // Z_BUF_ERROR: there was nothing to do.
                    let code = unsafe deflate(stream, flush)
                    precondition(code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR, "deflate: \(code)")
                    count = Self.pieceSize - Int(unsafe stream.pointee.avail_out)
                }
                isFull = piece.count == Self.pieceSize
                output += piece
            }
        }
        return output
    }
}

/// Why bytes are not what ``Packer`` made of as many as are expected.
package struct PackingError: Error, Sendable, Equatable, CustomStringConvertible {
    package let description: String
}

/// What a whole stream of ``Packer`` was made of.
/// - Parameter size: How many bytes that is; no more are ever held, whatever the stream says.
package func unpacked(_ bytes: [UInt8], size: Int) throws(PackingError) -> [UInt8] {
    guard let count = UInt32(exactly: bytes.count), (0..<Int(UInt32.max)).contains(size) else {
        throw PackingError(description: "\(bytes.count) bytes for \(size) are more than a stream may have")
    }
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    defer { unsafe stream.deallocate() }
    let code = unsafe snaketron_inflate_init(stream)
    precondition(code == Z_OK, "inflateInit: \(code)")
    defer { unsafe inflateEnd(stream) }
    var last = Z_OK
    var rest: UInt32 = 0
    // One byte more, so that a stream that goes on is told from one that ends there.
    let output = unsafe [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, filled in
        unsafe bytes.withUnsafeBufferPointer { input in
            unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            unsafe stream.pointee.avail_in = count
            unsafe stream.pointee.next_out = buffer.baseAddress
            unsafe stream.pointee.avail_out = UInt32(size) + 1
            last = unsafe inflate(stream, Z_FINISH)
            filled = size + 1 - Int(unsafe stream.pointee.avail_out)
            unsafe rest = stream.pointee.avail_in
        }
    }
    guard last == Z_STREAM_END else { throw PackingError(description: "the compressed bytes are damaged or cut short") }
    guard rest == 0, output.count == size else {
        throw PackingError(description: "the compressed bytes hold \(output.count) bytes instead of \(size)")
    }
    return output
}
