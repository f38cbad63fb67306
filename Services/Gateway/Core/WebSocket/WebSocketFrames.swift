package import ClientProtocol

/// Cuts a stream of bytes into frames (RFC 6455 section 5.2). What may stand in a frame is judged by
/// ``WebSocketConversation``; here is judged what its length says.
package struct WebSocketFrames: Sendable {
    package struct Frame: Sendable, Equatable {
        /// The low four bits of the first byte.
        package let opcode: UInt8
        package let isFinal: Bool
        /// Any of RSV1-3 is set.
        package let reservedBits: Bool
        package let isMasked: Bool
        /// Unmasked.
        package let payload: [UInt8]
    }

    package enum Step: Sendable, Equatable {
        case needsBytes
        case frame(Frame)
        /// Nothing after this can be understood.
        case close(Closure)
    }

    private let maximumFrameSize: Int
    private var inbox: [UInt8] = []
    private var position = 0

    /// - Parameter maximumFrameSize: Bytes of a payload. At most that, a header and what was read with it is kept.
    package init(maximumFrameSize: Int) { self.maximumFrameSize = maximumFrameSize }

    package mutating func receive(_ bytes: some Collection<UInt8>) {
        if position == inbox.count {
            inbox.removeAll(keepingCapacity: inbox.capacity <= 4096)
        } else {
            inbox.removeSubrange(..<position)
        }
        position = 0
        inbox.append(contentsOf: bytes)
    }

    package mutating func next() -> Step {
        let available = inbox.count - position
        guard available >= 2 else { return .needsBytes }
        let (first, second) = (inbox[position], inbox[position + 1])
        let isMasked = second & 0x80 != 0
        var headerSize = 2
        var length = UInt64(second & 0x7F)
        let isControl = first & 0x08 != 0
        if isControl, first & 0x80 == 0 || length > 125 {
            return fault("a control frame is one frame of at most 125 bytes")
        }
        if length > 125 {
            let size = length == 126 ? 2 : 8
            headerSize += size
            guard available >= headerSize else { return .needsBytes }
            length = inbox[(position + 2)..<(position + headerSize)].reduce(0) { $0 << 8 | UInt64($1) }
            guard length > (size == 2 ? 125 : 0xFFFF) else { return fault("a length is written in its shortest form") }
        }
        guard length <= UInt64(maximumFrameSize) else {
            return .close(Closure(.tooBig, "a frame has at most \(maximumFrameSize) bytes"))
        }
        let maskStart = position + headerSize
        if isMasked { headerSize += 4 }
        guard available >= headerSize + Int(length) else { return .needsBytes }
        let start = position + headerSize
        var payload = Array(inbox[start..<start + Int(length)])
        if isMasked {
            let mask = (inbox[maskStart], inbox[maskStart + 1], inbox[maskStart + 2], inbox[maskStart + 3])
            var index = 0
            while index < payload.count {
                switch index & 3 {
                case 0: payload[index] ^= mask.0
                case 1: payload[index] ^= mask.1
                case 2: payload[index] ^= mask.2
                default: payload[index] ^= mask.3
                }
                index += 1
            }
        }
        position = start + Int(length)
        return .frame(
            Frame(
                opcode: first & 0x0F, isFinal: first & 0x80 != 0, reservedBits: first & 0x70 != 0, isMasked: isMasked,
                payload: payload))
    }

    private func fault(_ reason: String) -> Step { .close(Closure(.protocolError, reason)) }
}
