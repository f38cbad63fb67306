import ClientProtocol
import Testing

/// RFC 6455, section 5, from a client's side.
@Suite struct ClientFramesTests {
    @Test("a frame is masked, and its length has the shortest form", arguments: [0, 1, 125, 126, 65_535, 65_536])
    func encodes(length: Int) {
        let payload = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let bytes = ClientFrames.encode(.binary, payload, mask: 0x0102_03FF)
        let header = length < 126 ? 2 : length < 65_536 ? 4 : 10
        #expect(bytes.count == header + 4 + length && bytes[0] == 0x82 && bytes[1] & 0x80 != 0)
        #expect(Array(bytes[header..<header + 4]) == [1, 2, 3, 255])
        for index in payload.indices where bytes[header + 4 + index] ^ [1, 2, 3, 255][index & 3] != payload[index] {
            Issue.record("byte \(index) is masked wrongly")
            break
        }
    }

    @Test("a server's frames come apart wherever the bytes are cut")
    func cut() {
        let long = [UInt8](repeating: 9, count: 300)
        let stream: [UInt8] =
            [0x81, 2, 0x68, 0x69, 0x82, 126, 1, 44] + long + [
                0x01, 1, 0x61, 0x89, 1, 5, 0x80, 1, 0x62, 0x88, 5, 0x0F, 0xA1,
            ]
            + Array("bye".utf8)
        let expected: [ClientFrames.Received] = [
            .text([0x68, 0x69]), .binary(long), .ping([5]), .text([0x61, 0x62]), .close(code: 4001, reason: "bye"),
        ]
        for piece in [1, 2, 3, 7, 64, 1_000] {
            var frames = ClientFrames()
            var found: [ClientFrames.Received] = []
            for start in stride(from: 0, to: stream.count, by: piece) {
                frames.receive(stream[start..<min(start + piece, stream.count)])
                while let received = frames.next() { found.append(received) }
            }
            #expect(found == expected, "in pieces of \(piece)")
        }
    }

    @Test(
        "what a server may not send is told, not believed",
        arguments: [
            [0x81, 0x82, 0, 0, 0, 0, 0, 0] as [UInt8], [0xC1, 0], [0x80, 0], [0x83, 0],
            [0x82, 127, 0, 0, 1, 0, 0, 0, 0, 0],
            [0x01, 0, 0x81, 0],
        ])
    func broken(bytes: [UInt8]) {
        var frames = ClientFrames()
        frames.receive(bytes)
        guard case .broken = frames.next() else {
            Issue.record("it is taken")
            return
        }
    }
}
