import NIOCore
import RPC
import Testing

@Suite("Calls over a real socket")
struct CallTests {
    @Test("a unary call brings its answer", arguments: [0, 1, 100, 70_000, 4 << 20])
    func unary(size: Int) async throws {
        let pair = try await Pair()
        let request = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
        let answer = try await pair.channel.unary("/test.Echo/Unary", request, deadline: .seconds(10))
        #expect(answer == request)
        await pair.stop()
    }

    @Test("both directions of a stream flow, headers come first and trailers last")
    func stream() async throws {
        let pair = try await Pair()
        let recorder = Recorder()
        let call = try await pair.open("/test.Echo/Stream", metadata: ["name": "value"], recorder)
        try await onLoop { for n in 0..<100 { call.send([UInt8(n)]) } }
        try await recorder.wait { $0.count >= 101 }
        try await onLoop { call.finish() }
        let status = try await recorder.status()
        #expect(status == .ok)
        #expect(recorder.events.first == .headers(["name": "value"]))
        #expect(recorder.messages == (0..<100).map { [UInt8($0)] })
        #expect(try await onLoop { call.trailers[bytes: "trailer-bin"] } == [0, 255])
        await pair.stop()
    }
}
