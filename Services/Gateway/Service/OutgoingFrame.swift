package import NIOCore
package import NIOWebSocket

/// A frame on its way to a client: final and unmasked (RFC 6455 section 5.2).
package enum OutgoingFrame {
    /// Header and payload in one buffer: one piece for the pipeline, and for the system call.
    package static func encoded(_ opcode: WebSocketOpcode, _ payload: [UInt8]) -> ByteBuffer {
        let count = payload.count
        var buffer = ByteBufferAllocator().buffer(capacity: 10 + count)
        buffer.writeInteger(0x80 | UInt8(webSocketOpcode: opcode))
        switch count {
        case ...125: buffer.writeInteger(UInt8(count))
        case ...0xFFFF:
            buffer.writeInteger(126 as UInt8)
            buffer.writeInteger(UInt16(count))
        default:
            buffer.writeInteger(127 as UInt8)
            buffer.writeInteger(UInt64(count))
        }
        buffer.writeBytes(payload)
        return buffer
    }
}
