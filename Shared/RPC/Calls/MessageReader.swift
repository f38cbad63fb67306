/// Cuts the body of a stream into messages (gRPC "Length-Prefixed-Message": flag, 4-byte big-endian length, bytes).
struct MessageReader {
    let maxMessageBytes: Int

    private var prefix: (count: Int, flag: UInt8, length: UInt32) = (0, 0, 0)
    private var body: [UInt8] = []

    init(maxMessageBytes: Int) { self.maxMessageBytes = maxMessageBytes }

    /// Nothing of a message has arrived that is not whole.
    var isAtBoundary: Bool { prefix.count == 0 }

    /// Bytes of a message that is not whole.
    var pendingBytes: Int { body.count }

    /// Takes bytes from the front of `rest`; call until it gives `nil`, when all is taken.
    /// - Throws: `resourceExhausted` for a message over the limit, `internalError` for one that
    ///   is marked as compressed and for an unknown flag. The stream cannot go on then.
    mutating func next(_ rest: inout Slice<UnsafeRawBufferPointer>) throws(RPCStatus) -> [UInt8]? {
        while prefix.count < 5 {
            guard let byte = rest.popFirst() else { return nil }
            if prefix.count == 0 { prefix.flag = byte } else { prefix.length = prefix.length << 8 | UInt32(byte) }
            prefix.count += 1
            if prefix.count == 5 { try checkPrefix() }
        }
        let missing = Int(prefix.length) - body.count
        let taken = UnsafeRawBufferPointer(rebasing: rest.prefix(missing))
        rest = rest.dropFirst(missing)
        guard taken.count == missing else {
            // Grown as bytes arrive: a length alone costs the peer nothing and must not cost us memory.
            body.append(contentsOf: taken)
            return nil
        }
        prefix = (0, 0, 0)
        guard !body.isEmpty else { return [UInt8](taken) }
        body.append(contentsOf: taken)
        defer { body = [] }
        return body
    }

    private func checkPrefix() throws(RPCStatus) {
        switch prefix.flag {
        case 0: break
        // Calls that name an encoding were refused before (grpc/doc/compression.md).
        case 1: throw RPCStatus(.internalError, "a message is marked as compressed, but no encoding was named")
        default: throw RPCStatus(.internalError, "unknown message flag \(prefix.flag)")
        }
        guard prefix.length <= maxMessageBytes else {
            throw RPCStatus(
                .resourceExhausted, "a message of \(prefix.length) bytes is over the limit of \(maxMessageBytes)")
        }
    }
}
