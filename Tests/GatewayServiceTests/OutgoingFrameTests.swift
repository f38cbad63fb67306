import GatewayCore
import GatewayService
import NIOCore
import NIOEmbedded
import NIOWebSocket
import Testing

@Suite struct OutgoingFrameTests {
    @Test(
        "a frame is read again as it was, at every length of its header",
        arguments: [0, 1, 125, 126, 127, 65_535, 65_536, 70_000])
    func lengths(count: Int) throws {
        let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        for opcode in [WebSocketOpcode.text, .binary] {
            var frames = WebSocketFrames(maximumFrameSize: 1 << 20)
            frames.receive(OutgoingFrame.encoded(opcode, payload).readableBytesView)
            guard case .frame(let frame) = frames.next() else {
                Issue.record("no frame of \(count) bytes")
                return
            }
            #expect(frame.opcode == UInt8(webSocketOpcode: opcode))
            #expect(frame.isFinal && !frame.isMasked && !frame.reservedBits)
            #expect(frame.payload == payload)
            #expect(frames.next() == .needsBytes)
        }
    }

    @Test("a pong is one piece for the socket, header and all")
    func onePiece() throws {
        let responder = ConversationResponder { .now($0()) }
        let channel = EmbeddedChannel(handler: responder.openSocket(on: EmbeddedChannel(), clientAddress: ""))
        try channel.writeInbound(ByteBuffer(bytes: [0x89, 0x81, 0, 0, 0, 0, 7]))
        #expect(try channel.readOutbound(as: ByteBuffer.self) == ByteBuffer(bytes: [0x8A, 1, 7]))
        #expect(try channel.readOutbound(as: ByteBuffer.self) == nil)
        _ = try channel.finish()
    }
}

extension EmbeddedChannel {
    /// The next frame that was written; each is one buffer.
    func readFrame() throws -> WebSocketFrames.Frame? {
        guard let bytes = try readOutbound(as: ByteBuffer.self) else { return nil }
        var frames = WebSocketFrames(maximumFrameSize: 1 << 20)
        frames.receive(bytes.readableBytesView)
        guard case .frame(let frame) = frames.next(), frames.next() == .needsBytes else {
            throw BrokenFrame(bytes: Array(bytes.readableBytesView))
        }
        return frame
    }
}

private struct BrokenFrame: Error { let bytes: [UInt8] }
